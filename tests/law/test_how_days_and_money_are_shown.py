"""The template tags every page uses for days and money."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation


def shown(text, **context):
    return Template("{% load law_dates %}" + text).render(Context(context))


def test_a_day_carries_its_weekday():
    with translation.override("zh-hans"):
        assert shown("{% legal_date d %}", d=date(2026, 11, 21)) == "2026-11-21 周六"
    with translation.override("en"):
        assert shown("{% legal_date d %}", d=date(2026, 11, 22)) == "2026-11-22 Sun"


def test_a_moment_is_shown_as_its_day_in_china():
    with translation.override("zh-hans"):
        assert shown("{% legal_date d %}", d=datetime(2026, 11, 20, 16, 30, tzinfo=UTC)) == "2026-11-21 周六"


def test_no_day_is_a_dash():
    assert shown("{% legal_date d %}{{ d|relative:t }}", d=None, t=date(2026, 1, 1)) == "—"


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        (date(2026, 11, 24), "还有 3 天", "in 3 days"),
        (date(2026, 11, 22), "还有 1 天", "in 1 day"),
        (date(2026, 11, 21), "今天", "today"),
        (date(2026, 11, 20), "超期 1 天", "1 day over"),
        (date(2026, 11, 19), "超期 2 天", "2 days over"),
    ],
)
def test_a_distance_in_days_is_said_in_words(day, zh, en):
    with translation.override("zh-hans"):
        assert shown("{{ d|relative:t }}", d=day, t=date(2026, 11, 21)) == zh
    with translation.override("en"):
        assert shown("{{ d|relative:t }}", d=day, t=date(2026, 11, 21)) == en


@pytest.mark.parametrize(
    ("amount", "yuan", "wan"),
    [
        (Decimal("1234.5"), "¥1,234.50", "0.12"),
        (Decimal("18520000"), "¥18,520,000.00", "1,852.00"),
        (Decimal("-300"), "-¥300.00", "-0.03"),
        (Decimal("0.005"), "¥0.01", "0.00"),
        (0, "¥0.00", "0.00"),
        (None, "—", "—"),
    ],
)
def test_money_has_two_places_and_never_passes_through_a_float(amount, yuan, wan):
    assert shown("{{ a|yuan }}", a=amount) == yuan
    assert shown("{{ a|wan }}", a=amount) == wan


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        (Decimal("18520000"), "1,852.00 万元", "¥18.52 million"), (Decimal("-1850000"), "-185.00 万元", "-¥1.85 million"),
        (Decimal("999999"), "100.00 万元", "¥999,999 "), (Decimal("0"), "0.00 万元", "¥0 "), (None, "— ", "— "),
    ],
)  # fmt: skip
def test_a_large_sum_is_read_at_a_glance_in_the_manner_of_the_language(amount, zh, en):
    with translation.override("zh-hans"):
        assert shown("{{ a|large }} {{ a|large_unit }}", a=amount) == zh
    with translation.override("en"):
        assert shown("{{ a|large }} {{ a|large_unit }}", a=amount) == en
