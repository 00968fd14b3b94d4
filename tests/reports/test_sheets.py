"""The monthly, quarterly and yearly sheets: frozen, reviewed and signed by three persons, corrected in the next one."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from record import drain
from record.models import Notice, RenderJob
from record.refusals import Refused
from reports import terms
from reports.actions import sheet as verbs
from reports.models import Sheet
from stations.actions import security
from stations.models import Membership, Role
from tests.people import OPENED, a_performing_case, an_accepted_case, morning

MARCH = terms.term("month", date(2026, 3, 1), 1)
APRIL = terms.term("month", date(2026, 4, 1), 1)
MADE = morning(date(2026, 4, 1))


def a_sheet(city, term=MARCH, at=MADE, place="haitang"):
    return verbs.make(city.places[place], term, by=city.zhou, at=at)


def a_signed_sheet(city, term=MARCH, at=MADE):
    sheet = verbs.review(a_sheet(city, term, at), by=city.lin, at=at)
    return verbs.sign(sheet, by=city.qian, at=at)


def value(sheet, code, column="now"):
    return next(line[column]["value"] for line in sheet.lines if line["code"] == code)


def test_a_sheet_freezes_the_figures_of_its_unit_with_their_definitions(city):
    an_accepted_case(city)
    sheet = a_sheet(city)
    an_accepted_case(city, on=date(2026, 3, 9))

    kept = Sheet.objects.get(pk=sheet.pk)

    assert (value(kept, "accepted"), value(kept, "in_dispute")) == ("1", "15600.00")
    line = next(line for line in kept.lines if line["code"] == "accepted")
    assert line["name"] == {"zh-hans": "受理件数", "en": "Cases accepted"}
    assert "受理" in line["definition"]["zh-hans"]


def test_a_single_month_has_no_rate_and_the_year_so_far_has(city):
    a_performing_case(city)
    sheet = a_sheet(city)

    assert value(sheet, "handling_rate") is None
    assert Decimal(value(sheet, "handling_rate", "year")) == Decimal("100.00")


@pytest.mark.parametrize(
    ("rhythm", "day", "first", "since", "until", "year"),
    [
        ("month", date(2026, 2, 14), 1, date(2026, 2, 1), date(2026, 2, 28), 2026),
        ("quarter", date(2026, 2, 14), 1, date(2026, 1, 1), date(2026, 3, 31), 2026),
        ("quarter", date(2026, 2, 14), 12, date(2025, 12, 1), date(2026, 2, 28), 2026),
        ("quarter", date(2026, 11, 30), 12, date(2026, 9, 1), date(2026, 11, 30), 2026),
        ("year", date(2025, 12, 1), 12, date(2025, 12, 1), date(2026, 11, 30), 2026),
        ("year", date(2026, 6, 30), 7, date(2025, 7, 1), date(2026, 6, 30), 2026),
    ],
)
def test_the_statistical_year_begins_in_the_month_that_the_federation_sets(
    rhythm, day, first, since, until, year
):
    found = terms.term(rhythm, day, first)

    assert (found.since, found.until, found.year) == (since, until, year)
    assert found.before.until < found.since
    assert found.year_before.since.year == since.year - 1


def test_the_policy_decides_which_quarters_are_offered(city):
    security.set_policy(numbers={"year_begins": 12}, second_factor_roles=set(), by=city.fan, at=MADE)

    latest = terms.ended("quarter", date(2026, 4, 1), 1)[0]

    assert (latest.since, latest.until) == (date(2025, 12, 1), date(2026, 2, 28))


def test_a_term_that_is_not_over_has_no_sheet(city):
    with pytest.raises(Refused) as refused:
        a_sheet(city, at=morning(date(2026, 3, 31)))

    assert refused.value.code == "sheet.not_over"


def test_a_unit_has_one_sheet_for_a_term(city):
    a_sheet(city)

    with pytest.raises(Refused) as refused:
        a_sheet(city)

    assert refused.value.code == "sheet.there"


def test_filling_in_review_and_signature_are_three_persons(city):
    sheet = a_sheet(city)
    with pytest.raises(Refused) as same:
        verbs.review(sheet, by=city.zhou, at=MADE)
    verbs.review(sheet, by=city.lin, at=MADE)
    with pytest.raises(Refused) as third:
        verbs.sign(sheet, by=city.lin, at=MADE)

    assert (same.value.code, third.value.code) == ("sheet.same_person", "sheet.not_a_third")
    with pytest.raises(IntegrityError), transaction.atomic():
        Sheet.objects.filter(pk=sheet.pk).update(reviewed_by=city.zhou)


def test_a_signed_sheet_never_changes_not_even_in_the_database(city):
    sheet = a_signed_sheet(city)

    with pytest.raises(DatabaseError, match="is signed"), transaction.atomic():
        Sheet.objects.filter(pk=sheet.pk).update(lines=[])
    with pytest.raises(DatabaseError, match="is signed"), transaction.atomic():
        Sheet.objects.filter(pk=sheet.pk).delete()


def test_what_was_wrong_stands_in_the_next_sheet_with_its_reason(city):
    an_accepted_case(city)
    signed = a_signed_sheet(city)
    an_accepted_case(city, on=date(2026, 3, 9))  # entered late

    verbs.correct(signed, code="accepted", reason="补录一件", by=city.zhou, at=morning(date(2026, 4, 8)))
    april = a_sheet(city, APRIL, morning(date(2026, 5, 4)))

    assert value(Sheet.objects.get(pk=signed.pk), "accepted") == "1"
    assert [(one["code"], one["before"], one["after"], one["reason"]) for one in april.corrections] == [
        ("accepted", "1", "2", "补录一件")
    ]
    assert verbs.reported(signed)["accepted"] == "2"
    with pytest.raises(Refused) as refused:
        verbs.correct(signed, code="accepted", reason="再次", by=city.zhou, at=morning(date(2026, 5, 8)))
    assert refused.value.code == "sheet.unchanged"


def test_a_sheet_that_was_sent_back_is_read_again_and_waits_for_review(city):
    sheet = verbs.send_back(a_sheet(city), reason="人数不符", by=city.lin, at=MADE)
    an_accepted_case(city)

    verbs.remake(sheet, by=city.zhou, at=MADE)

    assert (sheet.state, value(sheet, "accepted"), sheet.returned_for) == ("made", "1", "")
    assert Notice.objects.filter(kind="sheet.sent_back", recipient=city.zhou, channel="app").count() == 1


def test_the_print_names_the_three_persons_and_is_stored_once(city):
    sheet = a_signed_sheet(city)
    drain.drain_renders(RenderJob.objects.get().next_at)

    sheet.refresh_from_db()
    assert sheet.file.read().startswith(b"%PDF")
    verbs.printed(RenderJob.objects.get())
    assert Sheet.objects.get(pk=sheet.pk).version == sheet.version


def test_the_page_shows_what_would_be_another_figure_today(client, city):
    an_accepted_case(city)
    sheet = a_signed_sheet(city)
    an_accepted_case(city, on=date(2026, 3, 9))
    client.force_login(city.zhou)

    page = client.get(reverse("reports:sheet", args=[sheet.pk]))

    assert {one.code: (one.frozen, one.now) for one in page.context["differences"]}["accepted"] == ("1", "2")
    assert "受理件数" in page.content.decode()


def test_a_sheet_goes_from_the_window_to_the_signature_on_the_pages(client, city):
    Membership.objects.create(user=city.meng, organisation=city.haitang, role=Role.LEADER, since=OPENED)
    client.force_login(city.zhou)
    term = terms.ended("month", timezone.localdate(), 1)[0]
    asked = {"organisation": city.haitang.pk, "term": f"month:{term.since}", "key": "one"}
    made = client.post(reverse("reports:sheet-new"), asked)
    sheet = Sheet.objects.get()

    assert made.url == reverse("reports:sheet", args=[sheet.pk])
    for who, step in ((city.lin, "review"), (city.qian, "sign")):
        client.force_login(who)
        client.post(reverse("reports:sheet-move", args=[sheet.pk, step]), {"key": step})
    sheet.refresh_from_db()
    assert (sheet.state, sheet.made_by, sheet.reviewed_by, sheet.signed_by) == (
        "signed", city.zhou, city.lin, city.qian,
    )  # fmt: skip


def test_who_fills_in_nothing_is_told_that_the_station_begins(client, city):
    for person, told in ((city.qian, "先由站点填制报表"), (city.zhou, "在此填制、审核、签定")):
        client.force_login(person)
        assert told in client.get(reverse("reports:sheets")).content.decode()


def test_another_station_does_not_learn_that_the_sheet_exists(client, city):
    sheet = a_sheet(city)
    client.force_login(city.wei)

    for name in ("sheet", "sheet-xlsx", "sheet-pdf", "sheet-correct"):
        assert client.get(reverse(f"reports:{name}", args=[sheet.pk])).status_code == 404
    assert client.post(reverse("reports:sheet-move", args=[sheet.pk, "review"])).status_code == 404
    assert sheet not in client.get(reverse("reports:sheets")).context["rows"]


def test_the_workbook_holds_the_frozen_figures(client, city):
    an_accepted_case(city)
    sheet = a_sheet(city)
    client.force_login(city.qian)

    book = load_workbook(BytesIO(client.get(reverse("reports:sheet-xlsx", args=[sheet.pk])).content))

    rows = {row[1]: row[3] for row in book.active.iter_rows(min_row=2, values_only=True) if row[1]}
    assert (rows["受理件数"], rows["标的额"]) == (1, 15600)


def test_the_form_offers_the_latest_month_that_has_no_sheet_yet(city, client):
    today = timezone.localdate()
    latest, before = terms.ended("month", today, 2)
    verbs.make(city.places["haitang"], latest, by=city.zhou, at=timezone.now())
    client.force_login(city.zhou)

    form = client.get(reverse("reports:sheet-new")).context["form"]

    assert form["term"].value() == f"month:{before.since.isoformat()}"
