"""The pages 法规与时限: every rule with its article, counting a date, and the working-day calendar."""

from collections import defaultdict
from datetime import timedelta

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from law import days as calendar
from law.actions import load_year
from law.answers import answer, worded
from law.forms import CountForm, NoticeForm, RuleSearch
from law.models import CalendarYear
from law.rules import RuleRefused, passage, rules, versions
from law.rules.days import day_table
from law.rules.notice import expected_working_days, working_days
from law.rules.table import families
from record.forms import carry_out
from stations.roles import demand, may


@require_GET
def rule_list(request):
    """The rules in force today, by family, searched over every column in both languages."""
    demand(request.user, "page.law")
    form = RuleSearch(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = [rule for rule in rules() if not rule.parent and rule.in_force(today()) and matches(rule, asked)]
    groups = [(family, [rule for rule in found if rule.family == family.code]) for family in families()]
    return render(
        request,
        "law/rules.html",
        {"form": form, "families": [(family, rows) for family, rows in groups if rows], "count": len(found)},
    )


def matches(rule, asked):
    if asked.get("mark") and rule.mark != asked["mark"]:
        return False
    words = (asked.get("q") or "").casefold().split()
    columns = (
        "code", "name_zh", "name_en", "trigger_zh", "trigger_en", "actor_zh", "actor_en", "source",
        "source_en", "source_key", "quote", "miss_zh", "miss_en",
    )  # fmt: skip
    text = " ".join(getattr(rule, column) for column in columns).casefold()
    return all(word in text for word in words)


@require_GET
def rule_page(request, code):
    """One rule: all its columns, its variants, and every version it ever had."""
    demand(request.user, "page.law")
    try:
        every = versions(code)
    except RuleRefused as refused:
        raise Http404(worded(refused)) from refused
    now = next((rule for rule in reversed(every) if rule.in_force(today())), every[-1])
    children = [version for name in now.variants for version in versions(name) if version.in_force(today())]
    return render(
        request,
        "law/rule.html",
        {"rule": now, "children": children, "versions": every[::-1], "today": today()},
    )


@require_GET
def count(request):
    """Count a rule from a day, and show every day that was counted or passed over."""
    demand(request.user, "page.law")
    asked = bool(request.GET.get("since"))
    form = CountForm(
        request.GET if asked else None,
        initial={"code": request.GET.get("code", "MED-02"), "since": today()},
        language=get_language(),
    )
    found, days = None, []
    if asked and form.is_valid():
        try:
            found = answer(
                form.cleaned_data["code"], form.cleaned_data["since"], region=form.cleaned_data["region"]
            )
            days = shown_days(found)
        except RuleRefused as refused:
            form.add_error(None, worded(refused))
    return render(
        request,
        "law/count.html",
        {"form": form, "found": found, "days": weeks(days), "today": today()},
        status=422 if asked and found is None else 200,
    )


def shown_days(found):
    """The days of the count; of months and years only the end, where a rest day may have moved it."""
    days = passage(found, calendar.table())
    return days if found.unit in ("nd", "wd") else [day for day in days if day.on >= found.nominal]


def weeks(days):
    """The days as rows of a calendar, Monday first, with None where a week has days outside the count."""
    rows = defaultdict(lambda: [None] * 7)
    for day in sorted(days, key=lambda day: day.on):
        rows[day.on - timedelta(days=day.on.weekday())][day.on.weekday()] = day
    return list(rows.values())


@require_http_methods(["GET", "POST"])
def calendar_page(request):
    """The years whose notice is known; system administrators load the next one here, after a look at it."""
    demand(request.user, "page.law")
    form, read = None, None
    if may(request.user, "calendar.load"):
        form = NoticeForm(initial={"year": max(calendar.table().notices) + 1})
    if request.method == "POST":
        demand(request.user, "calendar.load")
        form = NoticeForm(request.POST, request.FILES)
        if form.is_valid():
            read = form.cleaned_data["read"]
            form.show_what_was_read()
            if "load" in request.POST:
                done = carry_out(request, form, lambda: load(request, form.cleaned_data))
                if done:
                    return done
    known = calendar.years()
    loaded = {row.year: row for row in CalendarYear.objects.select_related("loaded_by")}
    table = day_table(known)
    years = [
        {"year": one, "working": table.working_days(one.year), "loaded": loaded.get(one.year)}
        for one in reversed(known)
    ]
    return render(
        request,
        "law/calendar.html",
        {
            "form": form,
            "years": years,
            "read": read,
            "working": read and working_days(read, known),
            "expected": expected_working_days(),
            "last": max(table.notices),
            "today": today(),
        },
        status=422 if request.method == "POST" and form.errors else 200,
    )


def load(request, cleaned):
    read = cleaned["read"]
    load_year(
        read.year,
        notice=cleaned["notice"],
        off=read.off,
        makeup=read.makeup,
        explanation=cleaned["explanation"],
        by=request.user,
        at=timezone.now(),
    )
    return reverse("law:calendar")


def today():
    return timezone.localdate()
