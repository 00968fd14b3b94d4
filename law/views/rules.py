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
from law.forms.rules import CountForm, NoticeForm, RuleSearch
from law.models import CalendarYear
from law.rules import RuleRefused, passage, rules, versions
from law.rules.days import day_table
from law.rules.notice import expected_working_days, working_days
from law.rules.table import counted_rule, families
from record.forms import carry_out
from stations.roles import demand, may


@require_GET
def rule_list(request):
    """The rules in force today, by subject, searched over every column in both languages."""
    demand(request.user, "page.law")
    return render(request, "law/rules.html", found_rules(request))


@require_GET
def rule_sheet(request):
    """The same rules with every column, for paper."""
    demand(request.user, "page.law")
    return render(request, "law/sheet.html", found_rules(request))


def found_rules(request):
    form = RuleSearch(request.GET, language=get_language())
    asked = form.cleaned_data if form.is_valid() else {}
    found = [rule for rule in rules() if not rule.parent and rule.in_force(today()) and matches(rule, asked)]
    groups = [(family, [rule for rule in found if rule.family == family.code]) for family in families()]
    return {
        "form": form,
        "families": [(family, rows) for family, rows in groups if rows],
        "count": len(found),
        "unread": sum(rule.mark != "VERIFIED" for rule in found),
        "today": today(),
    }


SEARCHED = (
    "code", "name_zh", "name_en", "trigger_zh", "trigger_en", "actor_zh", "actor_en", "miss_zh", "miss_en",
    "extension_zh", "extension_en", "note_zh", "note_en", "when_zh", "when_en", "source", "source_en",
    "source_key", "quote",
)  # fmt: skip


def matches(rule, asked):
    """Whether a rule, or one of its variants, fits the search."""
    if asked.get("mark") and rule.mark != asked["mark"]:
        return False
    if asked.get("subject") and rule.family != asked["subject"]:
        return False
    if asked.get("region") and not (rule.region and rule.covers(asked["region"])):
        return False
    words = (asked.get("q") or "").casefold().split()
    rows = [rule, *children_of(rule)]
    text = " ".join(getattr(row, column) for row in rows for column in SEARCHED).casefold()
    return all(word in text for word in words)


def children_of(rule):
    """The variants of a rule as they stand today, or, of a rule that was closed, as they last stood."""
    return [
        next((row for row in versions(code) if row.in_force(today())), versions(code)[-1])
        for code in rule.variants
    ]


@require_GET
def rule_page(request, code):
    """One rule: all its columns, how it is counted, a date counted by it, its variants and versions."""
    demand(request.user, "page.law")
    try:
        every = versions(code)
    except RuleRefused as refused:
        raise Http404(worded(refused)) from refused
    now = next((rule for rule in reversed(every) if rule.in_force(today())), every[-1])
    children = children_of(now)
    counted = [row.code for row in [*children, now] if row.has_period]
    told = counting(request, only=counted) if counted else {}
    return render(
        request,
        "law/rule.html",
        {"rule": now, "children": children, "versions": every[::-1], "today": today(), **told},
        status=unanswered(request, told),
    )


@require_GET
def count(request):
    """Count a rule from a day, and show every day that was counted or passed over."""
    demand(request.user, "page.law")
    told = counting(request)
    return render(request, "law/count.html", {**told, "today": today()}, status=unanswered(request, told))


def unanswered(request, told):
    """The status of a page on which a date was asked for: 422 where there is no single answer."""
    return 422 if told and request.GET.get("since") and told["found"] is None else 200


def counting(request, *, only=()):
    """The form, its answer and the days of the count; instead of an answer, the rules to choose from.

    `only`: the codes a page about one rule counts by.
    """
    asked = bool(request.GET.get("since"))
    first = only[0] if only else request.GET.get("code", "MED-02")
    initial = {"code": first, "since": today(), "region": versions(first)[0].region if only else ""}
    form = CountForm(request.GET if asked else None, initial=initial, language=get_language(), only=only)
    found, days, choices = None, [], []
    if asked:
        try:
            counted_rule(request.GET.get("code", ""), today())
        except RuleRefused as refused:
            if refused.reason in ("needs_variant", "no_period"):
                choices = [versions(code)[-1] for code in refused.choices]
                form.offer_only(refused.choices)
                form.errors.clear()
                form.add_error(None, worded(refused))
    if asked and form.is_valid():
        try:
            found = answer(
                form.cleaned_data["code"],
                form.cleaned_data["since"],
                region=form.cleaned_data["region"],
                clock=form.cleaned_data.get("time"),
            )
            days = shown_days(found)
        except RuleRefused as refused:
            form.add_error(None, worded(refused))
    return {"form": form, "found": found, "days": weeks(days), "choices": choices}


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
        {
            "year": one,
            "working": table.working_days(one.year),
            "difference": table.working_days(one.year) - expected_working_days(),
            "loaded": loaded.get(one.year),
        }
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
