"""The sentences in which the rules explain themselves, in both languages, from `sentences.toml`.

A result of a rule carries a key and parameters, so that it can be stored and be worded where it is
shown, in the language of whoever reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from law.rules.table import cited, read_toml

Params = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Sentence:
    """`zh` and `en` with named placeholders; `source` is the article in Chinese form, where there is one, and
    `source_key` names it as the rules do."""

    key: str
    zh: str
    en: str
    source: str = ""
    source_key: str = ""


@cache
def sentences() -> Mapping[str, Sentence]:
    return {row["key"]: Sentence(**row) for row in read_toml("sentences.toml")["sentence"]}


def article(key: str, language: str) -> str:
    """The article behind a sentence; empty where there is none."""
    return cited(sentences()[key].source, sentences()[key].source_key, language)


def say(key: str, params: Params, language: str) -> str:
    """The sentence `key` in `language` (`zh…` is Chinese, everything else English), parameters filled in.

    A parameter that is itself the key of a sentence is said first. Raises KeyError for an unknown key
    or a missing parameter.
    """
    sentence = sentences()[key]
    text = sentence.zh if language.startswith("zh") else sentence.en
    filled = {
        name: say(value, {}, language) if isinstance(value, str) and value in sentences() else value
        for name, value in params.items()
    }
    return text.format(**filled)
