"""A day as a clerk types it."""

import re
import unicodedata
from datetime import date

from django import forms

DAY_PATTERNS = (
    re.compile(r"(?P<year>\d{4})[-./年](?P<month>\d{1,2})[-./月](?P<day>\d{1,2})日?"),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"),
    re.compile(r"(?P<month>\d{1,2})[-./月](?P<day>\d{1,2})日?"),
    re.compile(r"(?P<month>\d{2})(?P<day>\d{2})"),
)


class DayField(forms.DateField):
    """A day as a clerk types it: 2026-01-05, 20260105, 1-5, 0105 or 1月5日.

    A day without a year is the last one before `today`, or with `ahead` the next one from it; the form
    sets `today`.
    """

    widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 11})

    def __init__(self, *, ahead: bool = False, **options):
        self.ahead, self.today = ahead, None
        super().__init__(**options)

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, date):
            return value or None
        text = unicodedata.normalize("NFKC", str(value)).strip()
        for pattern in DAY_PATTERNS:
            if read := pattern.fullmatch(text):
                return self._day({name: int(number) for name, number in read.groupdict().items()})
        raise forms.ValidationError(self.error_messages["invalid"], code="invalid")

    def _day(self, read):
        years = [read["year"]] if "year" in read else self._years()
        for year in years:
            try:
                found = date(year, read["month"], read["day"])
            except ValueError:
                continue
            if "year" in read or (found >= self.today) == self.ahead or found == self.today:
                return found
        raise forms.ValidationError(self.error_messages["invalid"], code="invalid")

    def _years(self):
        step = 1 if self.ahead else -1
        return [self.today.year + step * away for away in range(5)]

    def prepare_value(self, value):
        return value.isoformat() if isinstance(value, date) else value
