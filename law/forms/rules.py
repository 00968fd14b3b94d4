from django import forms
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from law.answers import MARKS, worded
from law.rules import RuleRefused, rules
from law.rules.notice import NoticeRefused, read_notice
from law.rules.table import families, region_code, regions
from record.uploads import UploadRefused, examine, sheet_rows

LONGEST_NOTICE = 20_000
LONGEST_SHEET = 400  # a row for each day of a year
WORKBOOK = ".xlsx"

NOTICE_REFUSALS = {
    "empty": gettext_noop(
        "No day off was found. Paste the sentences of the notice, or one day a line: 2027-01-01,off."
    ),
    "unread": gettext_noop("This part says neither 放假 nor 上班: %(line)s"),
    "no_such_day": gettext_noop("There is no such day: %(line)s"),
    "weekday": gettext_noop("The weekday does not belong to the date: %(line)s. Is it the right year?"),
    "length": gettext_noop("The number of days does not fit the dates: %(line)s"),
    "backwards": gettext_noop("The first day comes after the last: %(line)s"),
    "other_year": gettext_noop("%(line)s lies in another year."),
    "not_weekend": gettext_noop("%(line)s is a working day anyway, so it cannot be a make-up day."),
    "both": gettext_noop("%(line)s is both a day off and a make-up day."),
}


class RuleSearch(forms.Form):
    q = forms.CharField(label=_("Search"), required=False, max_length=60)
    subject = forms.ChoiceField(label=_("Subject"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    mark = forms.ChoiceField(
        label=_("How it was checked"),
        required=False,
        choices=[("", _("any")), *MARKS.items()],
    )

    def __init__(self, *args, language, **kwargs):
        super().__init__(*args, **kwargs)
        name = "zh" if language.startswith("zh") else "en"
        self.fields["subject"].choices = [
            ("", _("all")),
            *((family.code, f"{family.code} {getattr(family, name)}") for family in families()),
        ]
        self.fields["region"].choices = [
            ("", _("all")),
            *((region.code, getattr(region, name)) for region in regions().values()),
        ]


class CountForm(forms.Form):
    """A rule, the day of the fact that starts it, and where.

    `only`: the codes to choose from, where the page is about one rule.
    """

    code = forms.ChoiceField(label=_("Rule"))
    since = forms.DateField(label=_("Day of the fact"), widget=forms.DateInput(attrs={"data-look": "date"}))
    time = forms.TimeField(
        label=_("Time of day"),
        required=False,
        widget=forms.TimeInput(attrs={"data-look": "time"}, format="%H:%M"),
        help_text=_("Only for a period of hours."),
    )
    region = forms.CharField(
        label=_("Region"),
        required=False,
        max_length=20,
        help_text=_("Only for regional rules: administrative code or name, for example 370200 or Shandong."),
    )

    def __init__(self, *args, language, only=(), **kwargs):
        super().__init__(*args, **kwargs)
        latest = {rule.code: rule for rule in rules() if rule.has_period and not rule.variants}
        name = "name_zh" if language.startswith("zh") else "name_en"
        self.fields["code"].choices = [
            (code, f"{code} {getattr(rule, name)}")
            for code, rule in latest.items()
            if not only or code in only
        ]
        if len(only) == 1:
            self.fields["code"].widget = forms.HiddenInput()
        if only and not any(latest[code].unit == "hour" for code in only):
            del self.fields["time"]

    def offer_only(self, codes):
        """Leave only `codes` to choose from: the one asked for has no single answer."""
        field = self.fields["code"]
        field.choices = [(code, words) for code, words in field.choices if code in codes]

    def clean_region(self):
        try:
            return region_code(self.cleaned_data["region"]) if self.cleaned_data["region"] else None
        except RuleRefused as refused:
            raise forms.ValidationError(worded(refused)) from refused


class NoticeForm(forms.Form):
    """The holiday notice of a year, pasted or uploaded as a text or CSV file."""

    year = forms.IntegerField(label=_("Year"), min_value=2004, max_value=2099)
    text = forms.CharField(
        label=_("Text of the notice"),
        required=False,
        max_length=LONGEST_NOTICE,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "As published by the State Council, or one day a line: 2027-01-01,off and 2027-01-03,makeup."
        ),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=_("Text or CSV in UTF-8, or an Excel workbook."),
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,.csv,.xlsx,text/plain,text/csv"}),
    )
    notice = forms.CharField(
        label=_("Number of the notice"),
        required=False,
        max_length=120,
        help_text=_("Read from the text where it stands there."),
    )
    explanation = forms.CharField(
        label=_("Why the working days differ"),
        required=False,
        max_length=300,
        help_text=_("Only where the year has another number of working days than the table expects."),
    )

    def clean(self):
        cleaned = super().clean()
        if "year" not in cleaned or self.errors.get("text"):
            return cleaned
        text = cleaned.get("text") or ""
        if cleaned.get("file"):
            text = self._read_file(cleaned["file"])
        try:
            read = read_notice(text, cleaned["year"])
        except NoticeRefused as refused:
            self.add_error("text", gettext(NOTICE_REFUSALS[refused.reason]) % {"line": refused.line})
            return cleaned
        cleaned["text"], cleaned["read"] = text, read
        cleaned["notice"] = cleaned.get("notice") or read.notice
        if not cleaned["notice"]:
            self.add_error("notice", _("Give the number of the notice: it does not stand in the text."))
        return cleaned

    def show_what_was_read(self):
        """Put the words of an uploaded file and the number found in them where the reader can see them."""
        self.data = self.data.copy()
        self.data["text"], self.data["notice"] = self.cleaned_data["text"], self.cleaned_data["notice"]

    def _read_file(self, file):
        if file.name.lower().endswith(WORKBOOK):
            return self._read_workbook(file)
        if file.size > LONGEST_NOTICE * 4:
            self.add_error("file", _("This file is too long for a holiday notice."))
            return ""
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("file", _("This file is not text in UTF-8."))
            return ""

    def _read_workbook(self, file):
        """The rows of the first sheet as lines: a day and its kind, or the sentences of the notice."""
        try:
            rows = sheet_rows(examine(file), rows=LONGEST_SHEET, columns=2)
        except UploadRefused as refused:
            self.add_error("file", str(refused))
            return ""
        lines = (",".join(cell for cell in row if cell) for row in rows)
        return "\n".join(line for line in lines if line)
