"""Every word a statement says, in both languages, from `words.toml`: titles, inputs, lines, warnings, articles."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from law.rules.entitlements.statute import rate, read_toml
from law.rules.table import in_english, sources

SAME_IN = {"unlawful_termination": "severance", "notice_pay": "severance"}


def chinese(language: str) -> bool:
    return language.startswith("zh")


def said(part: str, key: str, column: str, language: str, params: Mapping[str, str] | None = None) -> str:
    """`column` of the entry `key` in `part` (`calculator`, `line`, `warning` …), parameters filled in."""
    text = _entry(part, key)[f"{column}_{'zh' if chinese(language) else 'en'}"]
    return str(text).format(**(params or {}))


def about_input(calculator: str, path: str, language: str) -> tuple[str, str]:
    """Label and help of an input; `months.0.paid` is described as `months.paid`."""
    name = ".".join(part for part in path.split(".") if not part.isdigit())
    entries = read_toml("words.toml")["input"]
    entry = next(
        entries[key]
        for key in (f"{calculator}.{name}", f"{SAME_IN.get(calculator, calculator)}.{name}", name)
        if key in entries
    )
    tail = "zh" if chinese(language) else "en"
    return entry[f"label_{tail}"], entry.get(f"help_{tail}", "")


def choice(name: str, value: str, language: str) -> str:
    """What one value of a choice is called."""
    return str(read_toml("words.toml")["choice"][f"{name}.{value}"]["zh" if chinese(language) else "en"])


def parameters() -> tuple[str, ...]:
    """The names of every local parameter staff may keep: tables by grade or year with each of their rows."""
    found: list[str] = []
    for key, entry in read_toml("words.toml")["parameter"].items():
        numbers = range(entry["first"], entry["last"] + 1) if "first" in entry else ()
        found.extend([f"{key}_{number}" for number in numbers] or [key])
    return tuple(found)


def parameter_name(name: str, language: str) -> str:
    """`injury_medical_months_7` → the words of its table with the 7."""
    entries = read_toml("words.toml")["parameter"]
    key, _line, number = name.rpartition("_")
    entry = entries[name] if name in entries else entries[key]
    return str(entry["zh" if chinese(language) else "en"]).format(n=number)


def parameter_unit(name: str) -> str:
    """`CNY` or `months`."""
    entries = read_toml("words.toml")["parameter"]
    return str((entries[name] if name in entries else entries[name.rpartition("_")[0]])["unit"])


def figure(name: str, origin: str, calculator: str, language: str) -> str:
    """What a figure used is called: a number of law, an input, or a local parameter found by its own name."""
    if origin == "statute":
        found = rate(name)
        return found.name_zh if chinese(language) else found.name_en
    if name in parameters():
        return parameter_name(name, language)
    return about_input(calculator, name, language)[0]


def article(part: str, key: str, language: str) -> str:
    """The citation: Chinese as printed, English built from the titles and the articles."""
    entry = _entry(part, key)
    return citation(entry.get("source", ""), entry.get("source_key", ""), language)


def citation(source: str, source_key: str, language: str) -> str:
    if chinese(language) or not source_key:
        return source
    return f"{in_english(source_key, titles())} ({source})"


@cache
def titles() -> Mapping[str, Mapping[str, str]]:
    """`title_zh` and `title_en` of the texts cited: the rules' sources and those that only entitlements cite."""
    return {**sources(), **read_toml("words.toml")["source"]}


def _entry(part: str, key: str) -> dict[str, Any]:
    entry: dict[str, Any] = read_toml("words.toml")[part][key]
    return entry
