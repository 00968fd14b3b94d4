"""简报: what stands on the one page, frozen as text: the figures beside the term before and the same term of the
year before, what made the change, the course of the year, and the sentences to paste elsewhere."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from cases.models import Matter
from cases.models.case import Outcome
from reports import figures, snapshot
from reports.figures import Scope, Sums
from reports.rollup import read
from reports.terms import Term, plus
from stations.models import Organisation

COLUMNS = ("now", "before", "year_before")
METRICS = {"accepted": "accepted", "handled": "handled", "received_money": "money_received"}
KINDS = {"accepted": Matter, "handled": Outcome}
NAMED = 4  # so many stations or kinds stand by name, the others together
UNITS = {"cases": "件", "persons": "人", "times": "人次", "yuan": "元", "percent": "%", "days": "天"}
WAN = Decimal(10_000)


def content(organisation: Organisation, term: Term, today: date) -> dict[str, Any]:
    """Everything of the brief of `organisation`, with all below it, for `term`, as it is `today`."""
    terms = {"now": term, "before": term.before, "year_before": term.year_before}
    scopes = {
        name: snapshot.scope_of(organisation, one.since, one.until, today) for name, one in terms.items()
    }
    cells = {name: snapshot.read(scope, today, rates=not term.is_month) for name, scope in scopes.items()}
    lines = [
        {"code": code, "unit": unit, **snapshot.words(code), **{name: cells[name][code] for name in COLUMNS}}
        for code, unit in snapshot.LINES
    ]
    sums = {name: Sums.of(scopes[name]) for name in ("now", "before")}
    return {
        "lines": lines,
        "changes": changes(scopes["now"], scopes["before"], sums["now"], sums["before"]),
        "rate": None if term.is_month else rate_change(sums["now"], sums["before"]),
        "months": months(scopes["now"], term),
        "attention": {
            "overdue": figures.overdue(scopes["now"], today),
            "due_soon": figures.due_soon(scopes["now"], today),
            "waiting": figures.waiting_for_others(scopes["now"]),
        },
    }


def changes(now: Scope, before: Scope, sums: Sums, sums_before: Sums) -> list[dict[str, Any]]:
    """For each figure of METRICS its change against the term before, split by station and, where it has kinds, by
    kind. The parts of a split add up to the change."""
    at = [_by_station(scope) for scope in (before, now)]
    names = dict(Organisation.objects.filter(pk__in=now.nodes).values_list("pk", "short_name"))
    found = []
    for code, metric in METRICS.items():
        money = code == "received_money"
        stations = [
            _part(
                {"zh-hans": name, "en": name}, *(one.get((pk, metric), (0, Decimal(0)))[money] for one in at)
            )
            for pk, name in names.items()
        ]
        kinds = [
            _part(
                snapshot.in_both(KINDS[code](value).label),
                *(one.n(metric, value) for one in (sums_before, sums)),
            )
            for value in (KINDS[code].values if code in KINDS else ())
        ]
        total = [one.amount(metric) if money else one.n(metric) for one in (sums_before, sums)]
        found.append({
            "code": code, "unit": snapshot.UNIT_OF[code], "name": snapshot.words(code)["name"],
            "before": str(total[0]), "now": str(total[1]), "change": str(total[1] - total[0]),
            "stations": largest(stations), "kinds": largest(kinds),
        })  # fmt: skip
    return found


def _by_station(scope):
    rows = read(
        list(METRICS.values()), nodes=scope.nodes, since=scope.since, until=scope.until, by="organisation"
    )
    return {(row.group, row.metric): (int(row.n), row.amount) for row in rows}


def _part(name, before, now):
    return {"name": name, "before": str(before), "now": str(now), "change": str(now - before)}


def largest(parts: Sequence[dict]) -> list[dict]:
    """The parts that changed most, by name; all others that changed together as the last one."""
    moved = sorted(
        (one for one in parts if Decimal(one["change"])),
        key=lambda one: (-abs(Decimal(one["change"])), one["name"]["en"]),
    )
    named, rest = moved[:NAMED], moved[NAMED:]
    if len(rest) == 1:
        return moved
    if rest:
        sums = {key: str(sum(Decimal(one[key]) for one in rest)) for key in ("before", "now", "change")}
        named.append({"name": {"zh-hans": f"其他{len(rest)}项", "en": f"{len(rest)} others"}, **sums})
    return named


def rate_change(now: Sums, before: Sums) -> dict[str, Any]:
    """成功调解占受理比 of both terms, and whether it `falls` though more mediations succeeded."""
    rate, earlier = figures.success_per_accepted(now), figures.success_per_accepted(before)
    return {
        "before": f"{earlier.value}%", "now": f"{rate.value}%", "successes_before": earlier.numerator,
        "successes": rate.numerator, "falls": rate.falls_though_count_rises(earlier),
    }  # fmt: skip


def months(scope: Scope, term: Term) -> list[dict[str, Any]]:
    """Accepted, handled and received by month: the twelve months to the end of the term."""
    last = term.until.replace(day=1)
    first = plus(last, -11)
    rows = read(
        list(METRICS.values()), nodes=scope.nodes, since=first, until=term.until, by="month", top=scope.whole
    )
    counted: dict[tuple, Any] = {}
    for row in rows:
        value = row.amount if row.metric == "money_received" else int(row.n)
        counted[row.group, row.metric] = counted.get((row.group, row.metric), 0) + value
    return [
        {
            "month": day.isoformat(),
            **{code: str(counted.get((day, metric), 0)) for code, metric in METRICS.items()},
        }
        for day in (plus(first, step) for step in range(12))
    ]


# The sentences to paste, in Chinese as the papers of the house are.


def grown(now: str | None, before: str | None, unit: str) -> str:
    """+28.2%, −9.5个百分点, or — where there is no base."""
    if now is None or before is None or (unit != "percent" and not Decimal(before)):
        return "—"
    change = Decimal(now) - Decimal(before)
    if unit == "percent":
        return gettext("%(change)s points") % {"change": f"{change:+.1f}".replace("-", "−")}
    share = (change * 100 / Decimal(before)).quantize(Decimal("0.1"))
    return f"{share:+}%".replace("-", "−") if share else "0.0%"


def said(value: str | None, unit: str) -> str:
    """1,276件; 412.64万元; 74.30%; — where there is none."""
    if value is None:
        return "—"
    if unit == "yuan":
        return wan(value) if abs(Decimal(value)) >= WAN else f"{Decimal(value):,.2f}元"
    return f"{Decimal(value):,}{UNITS[unit]}"


def wan(value: str) -> str:
    return f"{Decimal(value) / WAN:,.2f}万元"


def signed(value: str, unit: str) -> str:
    """+8件, −1.20万元."""
    sign = "−" if Decimal(value) < 0 else "+"
    return sign + said(str(abs(Decimal(value))), unit)


@translation.override("zh-hans")
def headline(found: dict[str, Any]) -> str:
    """一句话: the two figures that leaders ask for, and the rate that falls while its count rises."""
    line = {one["code"]: one for one in found["lines"]}
    parts = [
        f"{line[code]['name']['zh-hans']}{said(line[code]['now']['value'], line[code]['unit'])}，"
        f"环比{_against(line[code], 'before')}，同比{_against(line[code], 'year_before')}"
        for code in ("accepted", "received_money")
    ]
    text = "；".join(parts) + "。"
    return text + falling(found["rate"])


def falling(rate: dict[str, Any] | None) -> str:
    """The warning about 成功调解占受理比, if the successes rose while it fell; else nothing."""
    if not rate or not rate["falls"]:
        return ""
    return (
        f"调解成功件数升（{rate['successes_before']}→{rate['successes']}），"
        f"成功调解占受理比降（{rate['before']}→{rate['now']}）。"
    )


def _against(line, column):
    return grown(line["now"]["value"], line[column]["value"], line["unit"])


@translation.override("zh-hans")
def paragraphs(unit: str, term: Term, found: dict[str, Any]) -> list[str]:
    """The brief as sentences for somebody's own document; `unit` and the term in words."""
    line = {one["code"]: one for one in found["lines"]}

    def figure(code, compared=True):
        one = line[code]
        text = f"{one['name']['zh-hans']}{said(one['now']['value'], one['unit'])}"
        if snapshot.parts(one["now"]):
            text += f"（{snapshot.parts(one['now'])}）"
        elif compared:
            text += f"（环比{_against(one, 'before')}，同比{_against(one, 'year_before')}）"
        return text

    rates = [] if term.is_month else ["success_rate", "success_per_accepted"]
    handling = [] if term.is_month else ["handling_rate"]
    text = [
        f"一、总体情况。{term}，{unit}" + "，".join(
            figure(code) for code in ("workers_served", "person_times", "received", "accepted", "handled", *handling)
        ) + f"，期末在办{said(line['open']['now']['value'], 'cases')}。",
        "二、援助和调解。" + "，".join(figure(code) for code in ("aid", "succeeded", *rates, "groups", "people")) + "。",
        "三、金额。" + "，".join(figure(code) for code in ("in_dispute", "agreed", "received_money"))
        + "。实际到账以职工本人收到为准，协议金额、标的额分别统计，不混用。",
        "四、变化原因（与上期比）。" + "".join(_reason(one) for one in found["changes"])
        + falling(found["rate"]),
    ]  # fmt: skip
    waiting = found["attention"]
    text.append(
        f"五、需关注。截至取数时，超期{waiting['overdue']}件，三日内到期{waiting['due_soon']}件，"
        f"联动单位待答复{waiting['waiting']}件。"
    )
    return text


def _reason(change):
    unit = change["unit"]
    name = change["name"]["zh-hans"]
    if not Decimal(change["change"]):
        return f"{name}与上期持平。"
    parts = []
    for word, split in (("按单位", change["stations"]), ("按类别", change["kinds"])):
        if split:
            listed = "、".join(f"{one['name']['zh-hans']}{signed(one['change'], unit)}" for one in split)
            parts.append(f"{word}：{listed}")
    return f"{name}{signed(change['change'], unit)}（{'；'.join(parts)}）。"
