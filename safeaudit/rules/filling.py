"""The names in a rule's texts: those of the instrument fill themselves, the others are answers and what a rule worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from string import Formatter

from safeaudit import framework
from safeaudit.sheets import KNOWN
from safeaudit.words import Words

Settings = Mapping[str, float]

OF_THE_PROBLEM = ("row", "sheet", "column", "answer")
"""What every problem fills: the line, its sheet's title, the header of its column, and the answer that stands there."""


def names(text: str) -> list[str]:
    """The {names} in a text, in the order they stand there."""
    return [name for _, name, _, _ in Formatter().parse(text) if name]


def of_the_instrument(name: str) -> Callable[[Words, Settings], str] | None:
    """What fills a name of the instrument; None for any other name. KeyError where the instrument knows no such thing.

    {FLOWS} a sheet's title · {FLOWS.scale} a column's header · {flow_scale.unknown} the word of a code · {IND-C13} the
    label of a pre-printed line · {setting.high_risk} a threshold.
    """
    first, dot, second = name.partition(".")
    if not dot and not name[0].isupper():
        return None
    if first in KNOWN and not dot:
        return lambda words, _settings: words.tab(first)
    if first in KNOWN and second in KNOWN[first].columns:
        return lambda words, _settings: words.column(first, second)
    if first == "setting" and second in framework.settings():
        return lambda words, settings: words.number(settings[second])
    if second in framework.scales().get(first, ()):
        return lambda words, _settings: words.code(first, second)
    if not dot and framework.item(name) is not None:
        return lambda words, _settings: words.item(name)
    raise KeyError(name)


def filled(text: str, words: Words, values: Mapping[str, object], settings: Settings) -> str:
    """A translated text with every name filled; KeyError for one that nothing fills.

    Names are looked up and nothing more: a translator's text cannot reach into objects, as `str.format` would let it.
    """
    pieces: list[str] = []
    for literal, name, _, _ in Formatter().parse(text):
        pieces.append(literal)
        if name is not None:
            pieces.append(str(_value(name, words, values, settings)))
    return "".join(pieces)


def _value(name: str, words: Words, values: Mapping[str, object], settings: Settings) -> object:
    if name in values:
        return values[name]
    fill = of_the_instrument(name) if name else None
    if fill is None:
        raise KeyError(name)
    return fill(words, settings)
