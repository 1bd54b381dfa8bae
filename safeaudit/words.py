"""The only place that turns an ID, a code, a number or a date into text a person reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib import resources
from typing import TYPE_CHECKING

from safeaudit import framework
from safeaudit.languages import PSEUDO, has_words, names_file

if TYPE_CHECKING:
    from safeaudit.framework.method import ListItem
    from safeaudit.sheets import Column


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a text for translation where it is declared and not yet shown."""
    return text


class Words:
    """The texts of one language; make it with `words(language)`."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._translate, self._translate_plural = _translators(language)
        self._known: dict[str, Mapping[str, str]] = {}

    # Sentences -------------------------------------------------------------------------------------------------------

    def t(self, text: str, /, **values: object) -> str:
        """A sentence of ours, with {names} filled in."""
        translated = self._translate("", text)
        return translated.format(**values) if values else translated

    def n(self, one: str, many: str, count: int, /, **values: object) -> str:
        """A sentence that depends on a count; {count} is filled in."""
        return self._translate_plural(one, many, count).format(count=count, **values)

    def listed(self, items: list[str]) -> str:
        """Words joined as people join them: a, b and c."""
        if len(items) < 2:
            return items[0] if items else ""
        return self.t("{first} and {last}", first=self.t(", ").join(items[:-1]), last=items[-1])

    # The instrument --------------------------------------------------------------------------------------------------

    def guide(self, sheet_id: str, part: str) -> str:
        """A text of a sheet's guide: tab, title, purpose, why, how, who, evidence or section."""
        return self._translate(f"{sheet_id}.{part}", str(getattr(framework.guides()[sheet_id], part)))

    def tab(self, sheet_id: str) -> str:
        """The sheet's title on its tab."""
        return self.guide(sheet_id, "tab")

    def column(self, sheet_id: str, column: str) -> str:
        """A column's header."""
        return self._translate(f"{sheet_id}.{column}.label", _column(sheet_id, column).label)

    def help(self, sheet_id: str, column: str, settings: Mapping[str, float] | None = None) -> str:
        """A column's one-sentence help, with the thresholds of an edition where a computed column names them."""
        told = self._translate(f"{sheet_id}.{column}.help", _column(sheet_id, column).help)
        for name, value in (settings or {}).items():
            told = told.replace(f"{{setting.{name}}}", self.number(value, 2))
        return told

    def heading(self, sheet_id: str, column: str) -> str:
        """What stands over the run of lines of a form that begins with this one."""
        return self._translate(f"{sheet_id}.{column}.heading", _heading(sheet_id, column))

    def unit(self, unit: str) -> str:
        """A unit of measurement, as headers and messages show it."""
        return self._translate("unit", unit) if unit else ""

    def item(self, row_id: str, part: str = "label") -> str:
        """A text of a pre-printed row: label, help, evidence, ask, section, or unit."""
        entry = framework.item(row_id)
        if entry is None:
            return ""
        source = entry.details.get(part, "") if part == "unit" else getattr(entry, part)
        return self._translate(f"{row_id}.{part}", source) if source else ""

    def step(self, row_id: str, number: str) -> str:
        """What a step of a question means; empty for “not known”."""
        entry = framework.item(row_id)
        source = entry.steps.get(number, "") if entry else ""
        return self._translate(f"{row_id}.step_{number}", source) if source else ""

    def group(self, list_name: str, group_id: str) -> str:
        """The heading over a run of rows."""
        found = next(group for group in framework.rows(list_name).groups if group.id == group_id)
        return self._translate(f"{list_name}.{group_id}", found.label)

    def method_list(self, key: str) -> str:
        """The short title of a framework list, L01 to L32."""
        return self._translate(f"{key}.title", framework.method_lists()[key].title)

    def list_item(self, key: str, item: ListItem) -> str:
        """What an item of a framework list is called: its own title, or the words of a choice, column, heading or line."""
        if item.title:
            return self._translate(f"{key}.{item.id}.title", item.title)
        first, _, second = item.word.partition(".")
        if not second:
            return self.item(first)
        if second in framework.scales().get(first, ()):
            return self.code(first, second)
        return self.group(first, second) if first in framework.LIST_FILES else self.column(first, second)

    def entry(self, kind: str, entry: framework.Entry) -> tuple[str, str]:
        """Title and text of a glossary term or a reading."""
        return (
            self._translate(f"{kind}.{entry.id}.title", entry.title),
            self._translate(f"{kind}.{entry.id}.text", entry.text),
        )

    def code(self, options: str, code: str | int | None) -> str:
        """The word of a code; empty for None, the code itself when it is unknown."""
        if code is None:
            return ""
        return self.options(options).get(str(code), str(code))

    def options(self, options: str) -> Mapping[str, str]:
        """A choice list in this language, {code: word}, in the order people see it."""
        if options not in self._known:
            self._known[options] = self._options(options)
        return self._known[options]

    def _options(self, options: str) -> Mapping[str, str]:
        if options in ("country", "currency", "language"):
            found = _names(self.language)[options]
            return {code: pseudo(word) for code, word in found.items()} if self.language == PSEUDO else found
        return {code: self._translate(f"{options}.{code}", word) for code, word in framework.scales()[options].items()}

    # Numbers and dates -----------------------------------------------------------------------------------------------

    def number(self, value: float | None, digits: int = 0) -> str:
        """A number as this language writes it, with at most `digits` decimals; a dash for None."""
        if value is None:
            return "–"
        value = round(value, digits) + 0  # so that nothing is “-0”
        if self._locale == "en":  # what Babel would say, without loading it: a check need not
            text = f"{value:,.{digits}f}"
            return text.rstrip("0").rstrip(".") if digits else text
        from babel.numbers import format_decimal

        pattern = "#,##0" + ("." + "#" * digits if digits else "")
        return format_decimal(value, format=pattern, locale=self._locale)

    def span(self, low: float | None, high: float | None, digits: int = 0) -> str:
        """A number that lies between two: “6 to 9”; the number itself where both are the same."""
        if low is None or high is None or low == high:
            return self.number(low if high is None else high, digits)
        return self.t("{low} to {high}", low=self.number(low, digits), high=self.number(high, digits))

    def either(self, options: str, low: str | None, high: str | None) -> str:
        """A code that lies between two steps of a list: “Established or dominant”, “Little to dominant”."""
        words = self.options(options)
        if low is None or high is None or low == high:
            return self.code(options, low or high)
        steps = list(words)
        last = words[high][:1].lower() + words[high][1:]
        if abs(steps.index(high) - steps.index(low)) == 1:
            return self.t("{low} or {high}", low=words[low], high=last)
        return self.t("{low} to {high}", low=words[low], high=last)

    def percent(self, value: float | None, digits: int = 0, sign: bool = False) -> str:
        """A share out of 100 with its per cent sign; `sign` writes + before a rise."""
        if value is None:
            return "–"
        plus = "+" if sign and round(value, digits) > 0 else ""
        return self.t("{number} %", number=plus + self.number(value, digits))

    def money(self, value: float | None, currency: str | None) -> str:
        """An amount with its currency code, without decimals."""
        if value is None:
            return "–"
        return f"{currency} {self.number(value)}" if currency else self.number(value)

    def day(self, value: date | None) -> str:
        """A date in words: 3 May 2026."""
        if value is not None and self._locale == "en":  # what Babel would say, without loading it: a check need not
            return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
        return self._date(value, "d MMMM y")

    def month(self, value: date | None) -> str:
        """A month in words: May 2026."""
        if value is not None and self._locale == "en":
            return f"{_MONTHS[value.month - 1]} {value.year}"
        return self._date(value, "MMMM y")

    def short_month(self, value: date | None) -> str:
        """A month for axes: May 26."""
        return self._date(value, "MMM yy")

    def _date(self, value: date | None, pattern: str) -> str:
        if value is None:
            return "–"
        from babel.dates import format_date

        return format_date(value, pattern, locale=self._locale)

    @property
    def _locale(self) -> str:
        return "en" if self.language == PSEUDO else self.language.replace("-", "_")

    @property
    def right_to_left(self) -> bool:
        return self.language.partition("-")[0] in {"ar", "he", "fa", "ur"}


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@cache
def words(language: str = "en") -> Words:
    """The texts of a language; KeyError when there is no catalogue for it."""
    if not has_words(language):
        raise KeyError(language)
    return Words(language)


def _column(sheet_id: str, column: str) -> Column:
    from safeaudit.sheets import KNOWN

    return KNOWN[sheet_id].columns[column]


def _heading(sheet_id: str, column: str) -> str:
    from safeaudit.sheets import KNOWN, Form

    layout = KNOWN[sheet_id].rows
    return dict(layout.headings).get(column, "") if isinstance(layout, Form) else ""


@cache
def _names(language: str) -> dict[str, dict[str, str]]:
    """Countries (ISO 3166), currencies (ISO 4217) and report languages: committed, for those of CLDR change with every Babel."""
    file = names_file("en" if language == PSEUDO else language)
    names: dict[str, dict[str, str]] = json.loads(file.read_text("utf-8"))
    return names


Translator = Callable[[str, str], str]
PluralTranslator = Callable[[str, str, int], str]


@cache
def _translators(language: str) -> tuple[Translator, PluralTranslator]:
    if language == "en":
        return (lambda _context, text: text), (lambda one, many, count: one if count == 1 else many)
    if language == PSEUDO:
        return (lambda _context, text: pseudo(text)), (lambda one, many, count: pseudo(one if count == 1 else many))
    catalogue = _catalogue(language)

    def translate(context: str, text: str) -> str:
        return catalogue.pgettext(context, text) if context else catalogue.gettext(text)

    return translate, catalogue.ngettext


def _catalogue(language: str) -> NullTranslations:
    with (resources.files("safeaudit.languages") / f"{language}.mo").open("rb") as file:
        return GNUTranslations(file)


_ACCENTS = str.maketrans("aceinouyACEINOUY", "àçéîñôûýÀÇÉÎÑÔÛÝ")


def pseudo(text: str) -> str:
    """The text as the pseudo-language shows it: accented and in brackets, {names} and mark-up kept."""
    if not text.strip() or text.startswith("⟦"):
        return text
    pieces = []
    for number, piece in enumerate(text.replace("{", "\0{").replace("}", "}\0").split("\0")):
        pieces.append(piece if piece.startswith("{") and number % 2 else piece.translate(_ACCENTS))
    return f"⟦{''.join(pieces)}⟧"
