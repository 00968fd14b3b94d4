"""The brief: one page of frozen figures, what made the change, charts, and the text to paste."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pypdf
import pytest
from django.urls import reverse

from record import drain
from record.models import RenderJob
from record.refusals import Refused
from reports import brief as words
from reports import terms
from reports.actions import brief as verbs
from reports.invariants import briefs_have_no_gap
from reports.models import Brief
from tests.people import a_performing_case, an_accepted_case, morning
from tests.reports.test_dashboard import rollup_row

QUARTER = terms.term("quarter", date(2026, 3, 1), 1)
MARCH = terms.term("month", date(2026, 3, 1), 1)
MADE = morning(date(2026, 4, 1))


def a_brief(city, term=QUARTER):
    return verbs.make(city.federation, term, by=city.qian, at=MADE)


def test_the_parts_of_a_change_add_up_to_it(city):
    for place, before, now in (("haitang", 40, 61), ("liulin", 30, 18), ("centre", 5, 5), ("point", 1, 9)):
        rollup_row(city.places[place], date(2025, 11, 3), "accepted", "pay", before)
        rollup_row(city.places[place], date(2026, 2, 3), "accepted", "pay", now - 2)
        rollup_row(city.places[place], date(2026, 2, 4), "accepted", "injury", 2)

    change = a_brief(city).content["changes"][0]

    assert (change["before"], change["now"], change["change"]) == ("76", "93", "17")
    for split in ("stations", "kinds"):
        assert sum(Decimal(one["change"]) for one in change[split]) == 17
    assert [one["name"]["zh-hans"] for one in change["stations"]] == ["海棠街道", "柳林街道", "软件园点"]


def test_many_small_parts_stand_together_and_still_add_up():
    parts = [
        words._part({"en": name, "zh-hans": name}, 0, n) for name, n in zip("abcdefg", range(7), strict=True)
    ]

    found = words.largest(parts)

    assert len(found) == words.NAMED + 1
    assert sum(Decimal(one["change"]) for one in found) == 21


def test_a_rate_that_falls_while_its_count_rises_is_said_in_the_headline(city):
    """Nanhai's figures as two quarters: 917 of 1,489 and 2,936 of 5,643."""
    for day, accepted, succeeded in ((date(2025, 11, 3), 1489, 917), (date(2026, 2, 3), 5643, 2936)):
        rollup_row(city.haitang, day, "accepted", "pay", accepted)
        rollup_row(city.haitang, day, "ended", "agreement", succeeded)
        rollup_row(city.haitang, day, "ended", "unwilling", 300)

    made = a_brief(city)

    assert "调解成功件数升（917→2936），成功调解占受理比降（61.58%→52.03%）" in words.headline(made.content)


def test_the_page_is_one_page_printed_by_the_drain(city):
    a_performing_case(city)
    made = a_brief(city)

    drain.drain_renders(RenderJob.objects.get().next_at)

    made.refresh_from_db()
    pdf = pypdf.PdfReader(BytesIO(made.file.read()))
    text = pdf.pages[0].extract_text()
    assert (made.state, len(pdf.pages)) == ("ready", 1)
    assert "受理件数" in text
    assert "变化原因" in text


def test_a_single_month_shows_no_rate(city):
    a_performing_case(city)

    line = {one["code"]: one for one in a_brief(city, MARCH).content["lines"]}

    assert line["success_rate"]["now"] == {"value": None}
    assert "调解成功率" not in "".join(words.paragraphs("全区", MARCH, a_brief(city, MARCH).content))


def test_the_figures_of_a_brief_stay_and_are_compared_with_today(client, city):
    an_accepted_case(city)
    made = a_brief(city)
    an_accepted_case(city, on=date(2026, 3, 9))
    client.force_login(city.qian)

    page = client.get(reverse("reports:brief", args=[made.pk]))

    found = {one["code"]: (one["frozen"], one["now"]) for one in page.context["differences"]}
    assert found["accepted"] == ("1", "2")
    assert "受理件数1件" in page.context["text"]


def test_briefs_are_numbered_and_a_withdrawn_one_keeps_its_number(city):
    first, second = a_brief(city), a_brief(city, MARCH)

    verbs.withdraw(first, reason="统计期选错", by=city.qian, at=MADE)

    assert [one.number for one in (first, second)] == ["2026年第1期", "2026年第2期"]
    assert Brief.objects.get(pk=first.pk).state == "withdrawn"
    assert list(briefs_have_no_gap()) == []
    Brief.objects.filter(pk=first.pk).delete()
    assert len(list(briefs_have_no_gap())) == 1


def test_a_term_that_is_not_over_has_no_brief(city):
    with pytest.raises(Refused):
        verbs.make(city.federation, QUARTER, by=city.qian, at=morning(date(2026, 3, 31)))


def test_a_leader_of_a_station_does_not_see_the_brief_of_the_federation(client, city):
    made = verbs.make(city.federation, QUARTER, by=city.qian, at=MADE)
    client.force_login(city.zheng)  # of the centre

    for name in ("brief", "brief-pdf", "brief-withdraw"):
        assert client.get(reverse(f"reports:{name}", args=[made.pk])).status_code == 404
    assert client.get(reverse("api-brief", args=[made.pk])).status_code == 404
