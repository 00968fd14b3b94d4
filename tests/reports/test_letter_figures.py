"""Supervision letters as they are counted: 提示函、意见书、建议书份数, 回复率, 整改率, and the letters behind them."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from django.urls import reverse

from prevention.actions import letter as verbs
from prevention.models import Letter
from reports import radar
from reports.figures import FIGURES, Reading
from reports.snapshot import scope_of
from tests.login import log_in
from tests.people import MONDAY, a_case, morning
from tests.prevention.stories import AT, an_employer, an_issued


def test_the_figures_count_what_was_signed_off_and_open_exactly_these_letters(city, client):
    employer = an_employer(city)
    answered, late, mended, void = (an_issued(city, employer=employer) for _n in range(4))
    for one in (answered, late, mended):
        verbs.serve(one, served_on=MONDAY, how="post", proof=None, by=city.lin, at=AT)
    later = MONDAY + timedelta(days=60)
    for one, day in ((answered, MONDAY), (late, later)):
        verbs.answer(
            one, answered_on=day, text="已收到", objects=False, paper=None, by=city.lin, at=morning(day)
        )
    verbs.mend(mended, mended_on=MONDAY, how="已支付", by=city.lin, at=AT)
    verbs.void(void, reason="写错", by=city.zheng, at=AT)

    reading = Reading(scope_of(city.federation, MONDAY, MONDAY, later), later)
    rates = [FIGURES[code](reading) for code in ("letter_reply_rate", "letter_mended_rate")]

    assert [FIGURES[f"letters_{kind}"](reading) for kind in Letter.Kind.values] == [3, 0, 0]
    assert [(rate.numerator, rate.denominator) for rate in rates] == [(1, 3), (1, 3)]
    log_in(client, city.qian)
    opened = client.get(
        reverse("reports:rows", args=["letters_reminder"]),
        {"period": "range", "since": MONDAY.isoformat(), "until": MONDAY.isoformat()},
    )
    assert parse_qs(urlsplit(opened.url).query)["kind"] == ["reminder"]
    page = client.get(opened.url)
    assert {row.pk for row in page.context["rows"]} == {answered.pk, late.pk, mended.pk}


def test_the_radar_counts_the_letters_of_an_employer_within_a_year(city):
    respondent = a_case(city, on=MONDAY).parties.get(role="respondent").employer
    an_issued(city, employer=respondent)

    (blip,) = radar.sweep(city.qian, today=MONDAY, flagged=False)
    (later,) = radar.sweep(city.qian, today=MONDAY + timedelta(days=364), flagged=False)

    assert (blip.letters, later.letters) == (1, 1)
    assert radar._letters([respondent.pk], city.qian, MONDAY + timedelta(days=366)) == {}
