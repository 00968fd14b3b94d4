"""The limitation date explains itself."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.rules import release_table
from law.rules.limitation import REASONS, Facts, Interruption, Suspension, earliest, limitation
from law.rules.words import say, sentences

DAYS = release_table()


def told(answer, language="en"):
    return [say(step.sentence, step.params, language) for step in answer.chain]


def test_a_claim_runs_a_year_from_the_day_it_was_known():
    answer = limitation(Facts(wages=False, known_on=date(2025, 10, 3)), days=DAYS)

    assert (answer.code, answer.nominal, answer.rolled) == ("ARB-01", date(2026, 10, 3), date(2026, 10, 8))
    assert answer.certain == date(2026, 10, 3)


def test_arrears_of_wages_have_no_limit_while_the_relation_lasts():
    answer = limitation(Facts(wages=True, known_on=date(2020, 1, 2), employed=True), days=DAYS)

    assert (answer.state, answer.certain) == ("none", None)
    assert "不受一年时效限制" in told(answer, "zh-hans")[0]


def test_arrears_of_wages_run_a_year_from_the_end_of_the_relation():
    answer = limitation(Facts(wages=True, known_on=date(2023, 1, 2), ended_on=date(2025, 3, 3)), days=DAYS)

    assert (answer.code, answer.nominal) == ("ARB-02", date(2026, 3, 3))


def test_the_chain_names_every_event_with_its_rule():
    answer = limitation(
        Facts(
            wages=True,
            ended_on=date(2025, 3, 3),
            interruptions=(
                Interruption(date(2025, 12, 5), "mediation_failed"),
                Interruption(date(2025, 11, 20), "mediation_request"),
            ),
        ),
        days=DAYS,
    )

    assert [(step.on, step.code) for step in answer.chain] == [
        (date(2025, 3, 3), "ARB-02"),
        (date(2025, 11, 20), "ARB-03"),
        (date(2025, 12, 5), "MED-06"),
    ]
    assert told(answer) == [
        "1 year from 2025-03-03, when the labour relation ended, to 2026-03-03 (ARB-02)",
        "interrupted 2025-11-20 when the mediation request was put to the other side (ARB-03); "
        "runs anew to 2026-11-20",
        "interrupted 2025-12-05 when mediation ended without agreement (MED-06); runs anew to 2026-12-05",
    ]
    assert (
        told(answer, "zh-hans")[2] == "2025-12-05 因期限内未达成调解协议中断（MED-06），重新计算至 2026-12-05"
    )
    assert answer.nominal == date(2026, 12, 5)


def test_an_event_without_evidence_does_not_make_the_warning_later():
    answer = limitation(
        Facts(
            wages=False,
            known_on=date(2025, 3, 3),
            interruptions=(Interruption(date(2025, 8, 1), "demand", proven=False),),
        ),
        days=DAYS,
    )

    assert (answer.nominal, answer.certain) == (date(2026, 8, 1), date(2026, 3, 3))
    assert answer.chain[-1].sentence == "limitation_certain"


def test_a_period_that_has_ended_is_not_interrupted():
    answer = limitation(
        Facts(
            wages=False,
            known_on=date(2024, 3, 4),
            interruptions=(Interruption(date(2025, 6, 1), "complaint"),),
        ),
        days=DAYS,
    )

    assert answer.nominal == date(2025, 3, 4)
    assert answer.chain[-1].sentence == "limitation_too_late"


def test_an_event_on_the_rolled_last_day_is_still_in_time():
    in_time = Facts(
        wages=False,
        known_on=date(2025, 10, 3),
        interruptions=(Interruption(date(2026, 10, 8), "arbitration_application"),),
    )

    assert limitation(in_time, days=DAYS).nominal == date(2027, 10, 8)


def test_a_suspension_stops_the_clock_and_lets_it_continue():
    answer = limitation(
        Facts(
            wages=False,
            known_on=date(2025, 3, 3),
            suspensions=(Suspension(date(2025, 6, 1), date(2025, 6, 30)),),
        ),
        days=DAYS,
    )

    assert answer.nominal == date(2026, 4, 2)


@pytest.mark.parametrize("wages", [True, False])
def test_without_a_date_it_asks_for_it(wages):
    answer = limitation(Facts(wages=wages), days=DAYS)

    assert (answer.state, answer.certain) == ("unknown", None)


def test_of_several_claims_the_first_certain_end_counts():
    wages = limitation(Facts(wages=True, ended_on=date(2026, 1, 5)), days=DAYS)
    other = limitation(Facts(wages=False, known_on=date(2025, 12, 1)), days=DAYS)
    none = limitation(Facts(wages=True, employed=True), days=DAYS)

    assert earliest([wages, none, other]) is other
    assert earliest([none]) is None


def test_a_reason_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="interrupts nothing"):
        limitation(
            Facts(
                wages=False,
                known_on=date(2026, 1, 5),
                interruptions=(Interruption(date(2026, 2, 1), "visit"),),
            ),
            days=DAYS,
        )


def test_every_reason_has_its_words():
    assert set(REASONS) <= set(sentences())


@given(
    st.dates(date(2015, 1, 1), date(2024, 1, 1)),
    st.lists(st.tuples(st.integers(0, 900), st.booleans(), st.sampled_from(sorted(REASONS))), max_size=5),
)
def test_the_certain_day_is_never_later_and_no_interruption_shortens_the_period(known, events):
    interruptions = tuple(
        Interruption(known + timedelta(days=after), reason, proven) for after, proven, reason in events
    )

    bare = limitation(Facts(wages=False, known_on=known), days=DAYS)
    full = limitation(Facts(wages=False, known_on=known, interruptions=interruptions), days=DAYS)

    assert full.certain <= full.nominal
    assert bare.nominal <= full.certain
    for language in ("zh-hans", "en"):
        assert all("{" not in sentence for sentence in told(full, language))
