"""The table of rules: every period of law this house knows, read from the TOML files beside this module.

A row is never edited when the law changes: it is closed with `in_force_until` and a new row with the
same code is added, so that last year's case keeps last year's answer. Adding a row needs no Python.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

HERE = Path(__file__).parent

Unit = Literal["nd", "wd", "month", "year", "hour", "persons", "none"]
Roll = bool | Literal["back"]
Mark = Literal["VERIFIED", "SECONDARY", "FROM-MEMORY", "CONVENTION"]

UNITS: tuple[Unit, ...] = ("nd", "wd", "month", "year", "hour", "persons", "none")
COUNTED: tuple[Unit, ...] = ("nd", "wd", "month", "year", "hour")
MARKS: tuple[Mark, ...] = ("VERIFIED", "SECONDARY", "FROM-MEMORY", "CONVENTION")


class RuleRefused(ValueError):
    """The table has no single answer. Carries a code and parameters; it is worded where it is shown.

    `reason`: `unknown_rule`, `not_in_force`, `needs_variant`, `needs_region`, `no_period`,
    `unknown_region`, `out_of_range` or `is_law`. `choices`: the codes (or regions) that would be answered.
    """

    def __init__(self, reason: str, choices: Iterable[str] = (), **params: str) -> None:
        self.reason = reason
        self.choices = tuple(choices)
        self.params = params
        super().__init__(f"{reason}: {params} {list(self.choices)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One version of one rule, or of one variant of it (`LIT-08#2`).

    `n` and `unit`: the period; a negative `n` counts backwards from the trigger; `None` where the
    statute gives a duty without a period. `n_max`: the upper end, where a head-count is a range.
    `roll`: whether a period that ends on a rest day ends on the next working day (`"back"`: on the one
    before). `trigger`: the machine's name of the fact that starts the period, `manual` where a person
    has to say it. `region`: administrative code, empty for the whole country. `in_force_from` is `None`
    where the day is not known ("undated").

    How people are reminded is not law but this house's policy: `warn` days before the nominal day (natural
    days), on the day, and when it went by (the dispatcher); after `escalate` more working days the leader is
    told. On working days only, a little earlier rather than late, unless `warn_any_day`.
    """

    code: str
    name_zh: str
    name_en: str
    trigger: str
    trigger_zh: str
    trigger_en: str
    n: int | None = None
    unit: Unit = "none"
    n_max: int | None = None
    roll: Roll = False
    actor_zh: str
    actor_en: str
    miss_zh: str = ""
    miss_en: str = ""
    extension_zh: str = ""
    extension_en: str = ""
    source: str
    source_key: str
    source_en: str
    quote: str
    mark: Mark
    region: str = ""
    in_force_from: date | None = None
    in_force_until: date | None = None
    checked: date
    note_zh: str = ""
    note_en: str = ""
    parent: str = ""
    when_zh: str = ""
    when_en: str = ""
    variants: tuple[str, ...] = ()
    warn: tuple[int, ...] = (7, 3, 1)
    warn_any_day: bool = False
    escalate: int = 3

    @property
    def family(self) -> str:
        return self.code.split("-")[0]

    @property
    def has_period(self) -> bool:
        return self.n is not None and self.unit in COUNTED

    def in_force(self, on: date) -> bool:
        return (self.in_force_from is None or self.in_force_from <= on) and (
            self.in_force_until is None or on <= self.in_force_until
        )

    def covers(self, region: str) -> bool:
        """Does the rule apply in `region` (an administrative code)? A national rule applies everywhere."""
        return region.startswith(self.region)


@dataclass(frozen=True, slots=True)
class Region:
    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Family:
    """What rules of one kind share: the beginning of their codes."""

    code: str
    zh: str
    en: str


@cache
def families() -> tuple[Family, ...]:
    """The families of rules, in the order in which pages list them."""
    return tuple(Family(**row) for row in read_toml("families.toml")["family"])


@cache
def regions() -> Mapping[str, Region]:
    """Regions that have rules of their own, by administrative code."""
    rows = read_toml("regions.toml")["region"]
    return {row["code"]: Region(row["code"], row["zh"], row["en"]) for row in rows}


def region_name(code: str, language: str) -> str:
    """`山东 37`: the closest region above `code` that has a name here, and the code; empty for the whole country."""
    named = [region for begin, region in regions().items() if code.startswith(begin)]
    if not named:
        return code
    closest = max(named, key=lambda region: len(region.code))
    return f"{closest.zh if language.startswith('zh') else closest.en} {code}"


def region_code(text: str) -> str:
    """Administrative code of a region given as code (`37`, `370200`), Chinese or English name.

    Any code of two to twelve digits is accepted, because a case can lie in a region without rules of
    its own. Trailing pairs of zeros are dropped, so that `370000` is the province `37`.
    Raises RuleRefused(`unknown_region`) for a name that is not in `regions.toml`.
    """
    text = text.strip()
    if text.isascii() and text.isdigit() and 2 <= len(text) <= 12:
        while len(text) > 2 and text.endswith("00"):
            text = text[:-2]
        return text
    for row in read_toml("regions.toml")["region"]:
        if text.casefold() in {name.casefold() for name in (row["zh"], row["en"], *row["also"])}:
            return str(row["code"])
    raise RuleRefused("unknown_region", sorted(regions()), region=text)


@cache
def rules() -> tuple[Rule, ...]:
    """Every version of every rule, variants after their parent, sorted by code and in-force date."""
    found = [
        rule
        for path in sorted(HERE.glob("*.toml"))
        for row in read_toml(path.name).get("rule", [])
        for rule in _rules_of(row)
    ]
    return tuple(sorted(found, key=lambda rule: (rule.code, rule.in_force_from or date.min, rule.region)))


def versions(code: str) -> tuple[Rule, ...]:
    """All versions of one code, oldest first. Raises RuleRefused(`unknown_rule`)."""
    found = _by_code().get(code)
    if not found:
        raise RuleRefused("unknown_rule", code=code)
    return found


def rule(code: str, on: date, *, region: str | None = None) -> Rule:
    """The version of `code` in force on `on`, in `region` (code or name) where one is given.

    Without a region the national rule answers; a rule that only one region has answers too, because
    its code was asked for by name. Raises RuleRefused: `unknown_rule`, `unknown_region`,
    `not_in_force` (no version on that day, or none in that region), `needs_region`.
    """
    here = None if region in (None, "") else region_code(str(region))
    standing = [row for row in versions(code) if row.in_force(on)]
    if here is not None:
        fitting = sorted((row for row in standing if row.covers(here)), key=lambda row: -len(row.region))
    else:
        fitting = [row for row in standing if not row.region] or standing
    if not fitting:
        raise RuleRefused("not_in_force", code=code, on=on.isoformat(), region=here or "")
    if here is None and len({row.region for row in fitting}) > 1:
        raise RuleRefused("needs_region", sorted(row.region for row in fitting), code=code)
    return fitting[0]


def counted_rule(code: str, on: date, *, region: str | None = None) -> tuple[Rule, int]:
    """Like `rule`, but only for a rule that can be counted; with its `n`.

    Raises RuleRefused also with `needs_variant` (choices: the variants) and `no_period` (choices: the
    rules of the same family that have one).
    """
    found = rule(code, on, region=region)
    counted = tuple(child for child in found.variants if versions(child)[0].has_period)
    if counted:
        raise RuleRefused("needs_variant", counted, code=code)
    if found.n is None or found.unit not in COUNTED:
        family = [row for row in rules() if row.family == found.family]
        near = {row.code for row in family if row.has_period and row.in_force(on)}
        raise RuleRefused("no_period", sorted(near), code=code)
    return found, found.n


@cache
def _by_code() -> Mapping[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = {}
    for row in rules():
        found.setdefault(row.code, []).append(row)
    return {code: tuple(rows) for code, rows in found.items()}


@cache
def read_toml(name: str) -> dict[str, Any]:
    """One of the TOML files of this folder."""
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


@cache
def sources() -> Mapping[str, Mapping[str, str]]:
    """The statutes cited, by the key the rows use: `title_zh`, `title_en`."""
    return {row["key"]: row for row in read_toml("sources.toml")["source"]}


def in_english(keys: str, titles: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """`TJZCF 29, TJZCF 30, BAGZ 33` → the titles in English, each with its articles where the keys name any.

    `titles`: the texts cited by key, `sources()` if left out.
    """
    articles: dict[str, list[str]] = {}
    for one in keys.split(","):
        key, _, article = one.strip().partition(" ")
        articles.setdefault(key, []).extend([article] if article else [])
    return "; ".join(
        ", ".join([(titles or sources())[key]["title_en"], *(_articles(found) if found else [])])
        for key, found in articles.items()
    )


def _articles(found: list[str]) -> list[str]:
    return [f"art. {found[0]}"] if len(found) == 1 else [f"arts. {', '.join(found[:-1])} and {found[-1]}"]


def cited(source: str, source_key: str, language: str) -> str:
    """A citation in `language`: Chinese as printed, English with the Chinese in brackets."""
    return source if language.startswith("zh") or not source_key else f"{in_english(source_key)} ({source})"


_FIELDS = {field.name for field in fields(Rule)}


def _rules_of(row: Mapping[str, Any]) -> list[Rule]:
    """The rule of one TOML row, and one child rule per variant."""
    children = row.get("variant", [])
    own = {key: value for key, value in row.items() if key != "variant"}
    unknown = set(own) - _FIELDS
    if unknown:
        raise ValueError(f"{row['code']}: columns the table does not have: {sorted(unknown)}")
    own["source_en"] = in_english(own["source_key"])
    if "warn" in own:
        own["warn"] = tuple(own["warn"])
    codes = tuple(f"{row['code']}#{k}" for k in range(1, len(children) + 1))
    parent = Rule(**own, variants=codes)
    return [parent, *(_variant(own, code, child) for code, child in zip(codes, children, strict=True))]


def _variant(own: Mapping[str, Any], code: str, child: Mapping[str, Any]) -> Rule:
    both = {**own, **child, "code": code, "parent": own["code"]}
    both["name_zh"] = f"{own['name_zh']}（{child['when_zh']}）"
    both["name_en"] = f"{own['name_en']} ({child['when_en']})"
    both["source_en"] = in_english(both["source_key"])
    return Rule(**both)
