"""Local figures: entered from a notice by one person, checked by another, closed and never overwritten."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from law.actions import (
    AlreadyChecked,
    CheckedByTheSame,
    EndsBeforeItBegins,
    Overlaps,
    check_parameter,
    close_parameter,
    drop_parameter,
    enter_parameter,
)
from law.models import LocalParameter
from law.parameters import look_up
from record.models import Event
from tests.login import log_in
from unionaid.demo.figures import settle_figures

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def entered(city, value="2740", *, since=date(2026, 1, 1), until=None, region="37", by=None):
    return enter_parameter(
        name="min_wage_monthly", region=region, since=since, until=until, value=Decimal(value), unit="CNY",
        source="示人社〔2026〕1号", by=by or city.zheng, at=timezone.now(),
    )  # fmt: skip


def checked(city, value="2740", **details):
    return check_parameter(entered(city, value, **details), by=city.qian, at=timezone.now())


def value_on(day, region="37"):
    found = look_up(region, TODAY)("min_wage_monthly", day)
    return found and found.value


def test_whoever_entered_a_figure_does_not_check_it(city):
    row = entered(city)

    with pytest.raises(CheckedByTheSame):
        check_parameter(row, by=city.zheng, at=timezone.now())

    assert value_on(date(2026, 6, 1)) is None


def test_a_checked_figure_is_found_with_its_notice_from_its_first_day_on(city):
    checked(city)

    assert value_on(date(2025, 12, 31)) is None
    assert value_on(date(2026, 1, 1)) == Decimal("2740.00")
    assert look_up("3702", TODAY)("min_wage_monthly", None).source == "示人社〔2026〕1号"
    kinds = Event.objects.filter(subject_type="law.LocalParameter").values_list("kind", flat=True)
    assert set(kinds) == {"parameter.enter", "parameter.check"}


def test_the_next_figure_closes_the_one_before_it_and_leaves_it_standing(city):
    before = checked(city, "2500", since=date(2025, 1, 1))

    checked(city, "2740", since=date(2026, 9, 1))

    before.refresh_from_db()
    assert before.until == date(2026, 8, 31)
    assert (value_on(date(2026, 8, 31)), value_on(date(2026, 9, 1))) == (
        Decimal("2500.00"),
        Decimal("2740.00"),
    )


def test_two_figures_of_one_day_are_refused(city):
    checked(city, "2500", since=date(2025, 1, 1), until=date(2026, 6, 30))

    with pytest.raises(Overlaps):
        checked(city, "2740", since=date(2026, 6, 30))


def test_a_city_may_have_its_own_beside_that_of_the_province(city):
    checked(city, "2500", region="37")
    checked(city, "2740", region="3702")

    assert value_on(TODAY, "370211") == Decimal("2740.00")
    assert value_on(TODAY, "370300") == Decimal("2500.00")
    assert value_on(TODAY, "") is None


def test_a_checked_figure_is_closed_and_never_taken_out(city):
    row = checked(city)

    with pytest.raises(AlreadyChecked):
        drop_parameter(row, by=city.qian, at=timezone.now())
    with pytest.raises(EndsBeforeItBegins):
        close_parameter(row, until=date(2025, 12, 31), by=city.qian, at=timezone.now())
    close_parameter(row, until=date(2026, 6, 30), by=city.qian, at=timezone.now())

    assert value_on(date(2026, 6, 30)) == Decimal("2740.00")
    assert value_on(date(2026, 7, 1)) is None


def test_a_wrong_figure_nobody_checked_is_taken_out_and_remembered(city):
    row = entered(city, "27400")

    drop_parameter(row, by=city.qian, at=timezone.now())

    assert not LocalParameter.objects.exists()
    assert Event.objects.get(kind="parameter.drop").params["value"].startswith("27400")


@pytest.mark.parametrize(
    "wrong", [{"until": date(2025, 1, 1)}, {"value": Decimal(-1)}, {"checked_by": "entered_by"}]
)
def test_the_database_refuses_what_cannot_be(city, wrong):
    row = entered(city)
    if "checked_by" in wrong:
        wrong = {"checked_by": city.zheng, "checked_at": timezone.now()}

    with pytest.raises(IntegrityError), transaction.atomic():
        LocalParameter.objects.filter(pk=row.pk).update(**wrong)


# Pages


def typed(**changes):
    return {
        "key": "k" * 32, "name": "min_wage_monthly", "region": "山东", "value": "2740", "since": "2026-01-01",
        "until": "", "source": "示人社〔2026〕1号",
    } | changes  # fmt: skip


def test_a_dispatcher_enters_and_the_leader_checks_on_the_page(client, city):
    log_in(client, city.zheng)
    answer = client.post(reverse("law:parameters"), typed())
    row = LocalParameter.objects.get()
    assert answer.status_code == 302
    assert (row.region, row.unit, row.value) == ("37", "CNY", Decimal(2740))
    own = client.post(reverse("law:parameter", args=[row.pk]), {"key": "a" * 32, "check": "1"})
    assert own.status_code == 422
    assert "须由他人" in own.content.decode()

    log_in(client, city.qian)
    client.post(reverse("law:parameter", args=[row.pk]), {"key": "b" * 32, "check": "1"})

    page = client.get(reverse("law:parameters")).content.decode()
    assert "月最低工资标准" in page
    assert "¥2,740.00" in page
    assert value_on(TODAY) == Decimal("2740.00")
    client.post(
        reverse("law:parameter", args=[row.pk]), {"key": "c" * 32, "close": "1", "until": "2026-11-01"}
    )
    row.refresh_from_db()
    assert row.until == date(2026, 11, 1)


def test_what_was_typed_stays_when_it_cannot_be_entered(client, city):
    log_in(client, city.zheng)

    answer = client.post(reverse("law:parameters"), typed(region="Atlantis", value="-1"))

    assert answer.status_code == 422
    assert "Atlantis" in answer.content.decode()
    assert not LocalParameter.objects.exists()


def test_a_clerk_reads_the_figures_and_changes_none(client, city):
    row = entered(city)
    log_in(client, city.zhou)

    assert client.get(reverse("law:parameters")).status_code == 200
    assert client.post(reverse("law:parameters"), typed()).status_code == 403
    assert client.get(reverse("law:parameter", args=[row.pk])).status_code == 403
    assert client.post(reverse("law:parameter", args=[row.pk]), {"check": "1"}).status_code == 403


def test_a_day_is_closed_only_with_a_day(client, city):
    row = checked(city)
    log_in(client, city.zheng)

    answer = client.post(
        reverse("law:parameter", args=[row.pk]), {"key": "d" * 32, "close": "1", "until": ""}
    )

    assert answer.status_code == 422
    row.refresh_from_db()
    assert row.until is None


def test_the_figures_of_the_demo_city_say_that_they_are_invented(city):
    settle_figures(by=city.zheng, checked_by=city.qian)

    assert (value_on(date(2025, 12, 31)), value_on(date(2026, 1, 1))) == (
        Decimal("2500.00"),
        Decimal("2740.00"),
    )
    assert all("演示" in row.source for row in LocalParameter.objects.all())
