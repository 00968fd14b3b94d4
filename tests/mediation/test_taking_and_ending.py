"""From taking a case to its end without an agreement: disclosure, consent, attempts, extension, 调解终结."""

from datetime import date, timedelta

import pytest

from cases.actions import withdrawal
from cases.models import Deadline
from cases.models.case import FAILURES, EndReason
from mediation.actions import mediation, sessions
from mediation.invariants import mediations_end_with_their_case
from mediation.models import Mediation
from record.refusals import Refused
from tests.mediation.stories import a_draft, a_mediation, days_later, finalised
from tests.people import MONDAY, an_assigned_case, morning

FRIDAY = date(2026, 3, 6)


def running_clock(case, *codes):
    return case.deadlines.get(code__in=codes, state=Deadline.State.RUNNING)


def test_the_mediator_discloses_ties_when_taking_the_case(city):
    case = an_assigned_case(city)

    running = mediation.take(case, tie="与申请人同乡", by=city.lin, on=MONDAY, at=morning(MONDAY))

    assert case.state == "in_mediation"
    assert running.disclosures.get().tie == "与申请人同乡"


def test_nobody_but_the_assigned_mediator_takes_it(city):
    case = an_assigned_case(city)

    with pytest.raises(Refused) as refusal:
        mediation.take(case, tie="", by=city.sun, on=MONDAY, at=morning(MONDAY))

    assert refusal.value.code == "assign.not_yours"
    assert not Mediation.objects.exists()


def test_a_recused_mediator_gives_the_case_back_and_the_next_goes_on_in_the_same_mediation(city):
    running = a_mediation(city)

    mediation.recuse(running, tie="被申请人系表亲", by=city.lin, on=MONDAY, at=morning(MONDAY))

    running.case.refresh_from_db()
    assert running.case.state == "accepted"
    assert running.disclosures.filter(recused=True).count() == 1


def test_consent_of_the_employer_interrupts_the_limitation(city):
    running = a_mediation(city)

    mediation.employer_consents(running, by=city.lin, on=FRIDAY, at=morning(FRIDAY))

    assert running_clock(running.case, "ARB-02").nominal_on == date(2027, 3, 6)
    with pytest.raises(Refused):
        mediation.employer_consents(running, by=city.lin, on=FRIDAY, at=morning(FRIDAY))


def test_the_employer_is_left_alone_while_the_worker_wants_it(city):
    running = a_mediation(city, do_not_contact_employer=True)

    with pytest.raises(Refused) as refusal:
        mediation.attempt(
            running, means="phone", result="", evidence=None, by=city.lin, on=MONDAY, at=morning(MONDAY)
        )

    assert refusal.value.code == "attempt.not_yet"


def attempt(running, means, day):
    mediation.attempt(
        running, means=means, result="无人接听", evidence=None, by=running.mediator, on=day, at=morning(day)
    )


def end(running, reason, on=FRIDAY, explanation=""):
    return mediation.end(
        running, reason=reason, explanation=explanation, by=running.mediator, on=on, at=morning(on)
    )


def test_an_absent_employer_needs_three_attempts_by_two_means(city):
    running = a_mediation(city)
    for day in (1, 2, 3):
        attempt(running, "phone", days_later(day))
    with pytest.raises(Refused) as refusal:
        end(running, EndReason.UNREACHABLE)
    assert refusal.value.code == "end.attempts"

    attempt(running, "visit", days_later(3))
    end(running, EndReason.UNREACHABLE)

    assert running.end_reason == "unreachable"


def test_an_extension_needs_both_sides_and_a_later_day(city):
    running = a_mediation(city)
    how = {"reason": "等回款", "by": city.lin, "on": FRIDAY, "at": morning(FRIDAY)}

    with pytest.raises(Refused) as refusal:
        mediation.extend(running, to=date(2026, 4, 1), worker_agreed=True, employer_agreed=False, **how)
    assert refusal.value.code == "extend.consent"
    with pytest.raises(Refused) as refusal:
        mediation.extend(running, to=date(2026, 3, 10), worker_agreed=True, employer_agreed=True, **how)
    assert refusal.value.code == "extend.not_later"

    mediation.extend(running, to=date(2026, 4, 1), worker_agreed=True, employer_agreed=True, **how)

    clock = running_clock(running.case, "MED-04")
    assert (clock.nominal_on, clock.replaces.state) == (date(2026, 4, 1), "superseded")


@pytest.mark.parametrize("reason", FAILURES)
def test_each_failure_ends_our_handling_and_restarts_the_limitation(city, reason):
    running = a_mediation(city)
    for day, means in ((1, "phone"), (2, "phone"), (3, "visit")):
        attempt(running, means, days_later(day))

    end(running, reason, explanation="双方差距过大")

    case = running.case
    assert (case.state, case.handled_on, case.end_reason) == ("ended", FRIDAY, reason)
    assert (case.handled_outcome, running.ended_on) == ("failed", FRIDAY)
    assert case.limitation_events.get().kind == "mediation_failed"
    assert running_clock(case, "ARB-02").nominal_on == date(2027, 3, 6)
    assert not case.deadlines.filter(code="MED-04", state="running").exists()


def test_settling_between_themselves_ends_without_restarting_the_limitation(city):
    running = a_mediation(city)

    end(running, EndReason.SETTLED_WITHDRAWN)

    assert running.case.handled_outcome == "settled_withdrawn"
    assert not running.case.limitation_events.exists()


def test_success_is_no_reason_to_end_without_an_agreement(city):
    with pytest.raises(Refused) as refusal:
        end(a_mediation(city), EndReason.AGREEMENT)

    assert refusal.value.code == "end.reason"


def test_an_end_frees_the_planned_sessions_and_gives_up_the_draft(city):
    running = a_mediation(city)
    session = sessions.schedule(
        running, mode="on_site", station=city.haitang, room="", starts_at=morning(days_later(6)),
        ends_at=morning(days_later(6)).replace(hour=3), invited=[], by=city.lin, at=morning(MONDAY),
    )  # fmt: skip
    draft = a_draft(running, by=city.lin)

    end(running, EndReason.TOO_FAR_APART)

    session.refresh_from_db()
    draft.refresh_from_db()
    assert (session.state, draft.state) == ("cancelled", "void")


def test_a_mediation_does_not_end_while_an_agreement_waits_to_be_signed(city):
    draft = finalised(city)

    with pytest.raises(Refused) as refusal:
        end(draft.mediation, EndReason.REFUSED_TO_SIGN)

    assert refusal.value.code == "end.finalised"


def test_nothing_is_added_to_a_mediation_that_ended(city):
    running = a_mediation(city)
    end(running, EndReason.OTHER, explanation="停业")

    for late in (
        lambda: attempt(running, "phone", FRIDAY),
        lambda: end(running, EndReason.OTHER),
        lambda: a_draft(running, by=city.lin),
    ):
        with pytest.raises(Refused) as refusal:
            late()
        assert refusal.value.code == "mediation.ended"


@pytest.mark.parametrize(
    ("settled", "outcome", "ground"),
    [(True, "settled_withdrawn", "settled_withdrawn"), (False, "withdrawn", "unwilling")],
)
def test_a_withdrawn_application_ends_the_mediation_with_it(city, settled, outcome, ground):
    running = a_mediation(city)
    draft = a_draft(running, by=city.lin)
    session = sessions.schedule(
        running, mode="on_site", station=city.haitang, room="第一调解室", starts_at=morning(FRIDAY),
        ends_at=morning(FRIDAY) + timedelta(hours=1), invited=[], by=city.lin, at=morning(MONDAY),
    )  # fmt: skip
    running.case.refresh_from_db()

    withdrawal.withdraw(
        running.case, settled=settled, reason="不再调解", by=city.lin, on=MONDAY, at=morning(MONDAY)
    )

    for row in (running, draft, session):
        row.refresh_from_db()
    assert (running.ended_on, running.end_reason) == (MONDAY, ground)
    assert (running.case.state, running.case.handled_outcome) == ("withdrawn", outcome)
    assert (draft.state, session.state) == ("void", "cancelled")
    assert list(mediations_end_with_their_case()) == []


def test_a_mediation_that_outlives_its_case_is_found(city):
    running = a_mediation(city)
    withdrawal.withdraw(
        running.case, settled=False, reason="不再调解", by=city.lin, on=MONDAY, at=morning(MONDAY)
    )
    Mediation.objects.filter(pk=running.pk).update(ended_on=None)

    (sentence,) = mediations_end_with_their_case()

    assert "withdrawn" in sentence
