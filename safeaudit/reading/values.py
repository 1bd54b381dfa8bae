"""From what a cell holds to a typed answer, where that is unambiguous; otherwise a reason in one code."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from safeaudit.cells import EXCEL_EPOCH, Format, Kind, Value
from safeaudit.sheets.kinds import (
    UNKNOWN,
    AnswerKind,
    Choice,
    Day,
    Number,
    Reference,
    Scale,
    Text,
    Year,
    financial_year,
)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A cell that was not understood: the code of the cell rule, and what its message quotes beside the content."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Noted:
    """A value that was understood, with a cell rule that speaks of it all the same."""

    value: object
    code: str
    values: tuple[tuple[str, str], ...] = ()


Answer = str | int | float | date | Rejected | Noted | None


def convert(cell: Value, kind: AnswerKind, choices: dict[str, str], *, percent: bool | None = None) -> Answer:
    """The answer in a cell, for a column of this kind; None when it holds only blanks.

    `choices` maps folded words to codes for a choice column, and for the steps of a score. References come back as text: `reference` reads them.
    `percent` tells of a number whether it is counted out of a hundred, where the line decides and not the column.
    """
    if cell.kind is Kind.PICTURE:
        return Rejected("CL-19")
    if cell.kind is Kind.ERROR:
        return Rejected("CL-09", (("found", str(cell.value)),))
    if cell.kind is Kind.UNCALCULATED:
        return Rejected("CL-10")
    if isinstance(cell.value, str) and not clean(cell.value)[0]:
        return None
    answer = _convert(cell, kind, choices, percent=percent)
    if cell.formula and not isinstance(answer, (Rejected, Noted)):
        return Noted(answer, "CL-08")
    return answer


def _convert(cell: Value, kind: AnswerKind, choices: dict[str, str], *, percent: bool | None) -> Answer:
    match kind:
        case Year(minimum=low, maximum=high) if cell.kind is Kind.TEXT:
            return _financial(cell) or _number(cell, low, high, whole=True, percent=False)
        case Number(minimum=low, maximum=high, whole=whole, unit=unit):
            of_hundred = unit.startswith("%") if percent is None else percent
            return _number(cell, low, high, whole=whole, percent=of_hundred, by_line=percent is not None)
        case Scale(minimum=low, maximum=high):
            return _score(cell, low, high, choices)
        case Day(month=month):
            return _day(cell, month=month)
        case Choice():
            return _choice(cell, choices)
        case Reference():
            return shown(cell)
        case Text(limit=limit, email=email):
            return _text(cell, limit, email=email)


def shown(cell: Value) -> str:
    """A cell's content as a person sees it, for texts and for quoting."""
    value = cell.value
    if cell.format is Format.PERCENT and isinstance(value, float):
        return f"{_hundredfold(value):.15g} %"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ", "minutes")
    return str(value).strip()


# Text ----------------------------------------------------------------------------------------------------------------

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_MARKS = re.compile(
    r"[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\u00ad]"
)  # not ZWNJ, ZWJ, LRM, RLM: scripts need them


def clean(text: str) -> tuple[str, bool]:
    """(text as it may travel on, whether anything was taken out): line ends, controls, hidden marks, Unicode form."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    changed = _MARKS.sub("", _CONTROLS.sub("\ufffd", text)).strip()  # a blank behind a mark is at the end now
    return unicodedata.normalize("NFC", changed), changed != text


def _text(cell: Value, limit: int, *, email: bool) -> Answer:
    text, changed = clean(shown(cell))
    if not text:
        return None
    if len(text) > limit:
        return Noted(text, "CL-06", (("length", str(len(text))), ("limit", str(limit))))
    if email and not looks_like_email(text):
        return Noted(text, "CL-07", (("found", text),))
    return Noted(text, "CL-12") if changed else text


def looks_like_email(text: str) -> bool:
    """An @, a dot after it, no blank: what the workbook's own check asks for, too."""
    _, at, after = text.partition("@")
    return bool(at) and "." in after and " " not in text


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """A word in the form in which look-alikes are equal: case, width, blanks, dashes and quotes."""
    text = unicodedata.normalize("NFKC", _MARKS.sub("", text)).casefold()
    text = text.translate(_LOOK_ALIKES)
    return " ".join(text.split())


_LOOK_ALIKES = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "‐": "-", "–": "-", "—": "-", "‑": "-", "−": "-", "“": '"', "”": '"'}
)


def _score(cell: Value, low: int, high: int, choices: dict[str, str]) -> Answer:
    """A step by its number, its word or both (“4 · likely”); the code of “not known”."""
    word = fold(shown(cell)) if cell.kind is Kind.TEXT else ""
    step = _STEP.fullmatch(word)
    code = choices.get(word) or (step and step[1] == choices.get(step[2]) and step[1])
    if code == UNKNOWN:
        return code
    if code:
        return Noted(int(code), "CL-14", (("found", shown(cell)), ("read", code)))
    return _number(cell, low, high, whole=True, percent=False)


_STEP = re.compile(r"(\d) ?[·:=.-] ?(.+)")


def _choice(cell: Value, choices: dict[str, str]) -> Answer:
    word = shown(cell)
    code = choices.get(fold(word))
    if code is None and isinstance(cell.value, bool):
        code = choices.get("yes" if cell.value else "no")
    if code is not None:
        return code
    return Rejected("CL-02", (("found", word),))


# Numbers -------------------------------------------------------------------------------------------------------------

_PLAIN = re.compile(r"[+-]?\d+")
_DECIMAL = re.compile(r"([+-]?\d+)[.,](\d+)")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([ '.,])\d{3})(?:\1\d{3})*(?:([.,])(\d+))?")
_PERCENT_SIGNS = re.compile("^[%٪％﹪]|[%٪％﹪]$")
_BLANKS = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), " ")


def parse_number(text: str, *, percent: bool = False) -> float | Rejected | None:
    """A number typed as text, in any local style; Rejected("CL-05") when it can be read in two ways, None when it is none."""
    text = _MARKS.sub("", text)
    text = "".join(_digit(letter) for letter in text.translate(_BLANKS)).translate(_LOOK_ALIKES).strip()
    text = text.replace("٫", ".").replace("٬", " ")
    if percent:
        text = _PERCENT_SIGNS.sub("", text).strip()
    if _PLAIN.fullmatch(text):
        return float(text)
    decimal = _DECIMAL.fullmatch(text)
    if decimal:
        whole, fraction = decimal.groups()
        if len(fraction) == 3 and 1 <= len(whole.lstrip("+-")) <= 3 and whole.lstrip("+-") != "0":
            return Rejected("CL-05")
        return float(f"{whole}.{fraction}")
    grouped = _GROUPED.fullmatch(text)
    if grouped and grouped[1] != grouped[2]:
        body = text[: grouped.start(2)] if grouped[2] else text
        return float(body.replace(grouped[1], "") + (f".{grouped[3]}" if grouped[2] else ""))
    return None


def _digit(letter: str) -> str:
    digit = unicodedata.decimal(letter, None)
    return letter if digit is None else str(digit)


def _hundredfold(number: float) -> float:
    """What a person reads off a cell shown as per cent: 0.029 is 2.9, without the dust of binary fractions."""
    return float(f"{number * 100:.13g}")


def _number(
    cell: Value, low: float | None, high: float | None, *, whole: bool, percent: bool, by_line: bool = False
) -> Answer:
    found = shown(cell)
    number: float | Rejected | None
    if cell.kind is Kind.NUMBER and isinstance(cell.value, (int, float)):
        if cell.format is Format.PERCENT and not percent:
            return Rejected("CL-18", (("found", found),))
        number = _hundredfold(cell.value) if cell.format is Format.PERCENT else float(cell.value)
    elif cell.kind is Kind.TEXT:
        number = parse_number(found, percent=percent)
    else:
        number = None
    if number is None:
        return Rejected("CL-03", (("found", found),))
    if isinstance(number, Rejected):
        return Rejected(number.code, (("found", found),))
    if (low is not None and number < low) or (high is not None and number > high):
        limits = (("low", _plain(low)), ("high", _plain(high)))
        return Rejected("CL-04", (("found", found), *limits))
    if whole and not number.is_integer():
        return Rejected("CL-11", (("found", found),))
    answer: int | float = int(number) if whole else number
    if percent and _may_be_a_share(cell, number, asked=by_line or high == 100):
        return Noted(answer, "CL-13", (("found", found), ("other", _plain(_hundredfold(number)))))
    return Noted(answer, "CL-14", (("found", found), ("read", _plain(number)))) if cell.kind is Kind.TEXT else answer


def _financial(cell: Value) -> Answer:
    """A year of accounts such as 2024/25, in any way people write it; None for any other text."""
    found = clean(shown(cell))[0]
    year = financial_year("".join(_digit(letter) for letter in found))
    if year is None:
        return None
    return year if str(year) == found else Noted(year, "CL-14", (("found", found), ("read", str(year))))


def _may_be_a_share(cell: Value, number: float, *, asked: bool) -> bool:
    """Whether a number out of a hundred may be meant as a share of one: asked where the cell does not tell."""
    if cell.kind is Kind.TEXT:
        return asked and 0 < number < 1 and not _PERCENT_SIGNS.search(shown(cell).strip())
    if cell.format is Format.UNKNOWN:
        return 0 < number <= 1
    return cell.format is Format.PLAIN and asked and 0 < number < 1


def _plain(number: float | None) -> str:
    return "" if number is None else f"{number:.15g}"


# Dates ---------------------------------------------------------------------------------------------------------------

FIRST_YEAR, LAST_YEAR = 1990, 2099
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
_DAY_FIRST = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_NAMED = re.compile(r"(?:(\d{1,2})\.?\s+)?([^\W\d_]{3,})\.?,?\s+(\d{4})")


def _day(cell: Value, *, month: bool) -> Answer:
    found = shown(cell)
    day: date | Rejected | None = None
    if isinstance(cell.value, datetime):
        day = cell.value.date()
    elif cell.kind is Kind.NUMBER and isinstance(cell.value, (int, float)):
        day = _serial(float(cell.value))
    elif cell.kind is Kind.TEXT:
        day = parse_day(found)
    if day is None:
        return Rejected("CL-15", (("found", found),))
    if isinstance(day, Rejected):
        return Rejected(day.code, (("found", found),))
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return Rejected("CL-04", (("found", found), ("low", str(FIRST_YEAR)), ("high", str(LAST_YEAR))))
    answer = day.replace(day=1) if month else day
    return (
        Noted(answer, "CL-14", (("found", found), ("read", answer.isoformat()))) if cell.kind is Kind.TEXT else answer
    )


def _serial(number: float) -> date | None:
    """A date whose cell lost its format: only serial numbers of our time, so that a bare year is not taken for one."""
    if 32_874 <= number < 73_051:
        return EXCEL_EPOCH + timedelta(days=int(number))
    return None


def parse_day(text: str) -> date | Rejected | None:
    """A date typed as text; Rejected("CL-05") when day and month could be either, None when it is no date."""
    text = "".join(_digit(letter) for letter in _MARKS.sub("", text)).strip()
    iso = _ISO.fullmatch(text)
    if iso:
        return _date(int(iso[1]), int(iso[2]), int(iso[3] or 1))
    parts = _DAY_FIRST.fullmatch(text)
    if parts:
        first, second, year = int(parts[1]), int(parts[3]), int(parts[4])
        if parts[2] == "." or first > 12 or first == second:  # dots are written day first everywhere
            return _date(year, second, first)
        if second > 12:
            return _date(year, first, second)
        return Rejected("CL-05")
    short = _MONTH_YEAR.fullmatch(text)
    if short:
        return _date(int(short[2]), int(short[1]), 1)
    named = _NAMED.fullmatch(text)
    if named and (number := _months().get(fold(named[2])[:12])):
        return _date(int(named[3]), number, int(named[1] or 1))
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    """Names of months, long and short, in the languages the workbook comes in."""
    from babel import Locale

    from safeaudit.languages import AVAILABLE

    names: dict[str, int] = {}
    for language in AVAILABLE:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in Locale.parse(language, sep="-").months[context][width].items():
                    names[fold(name).rstrip(".")[:12]] = number
    return names


_REFERENCE = re.compile(r"\s*([A-Z]{3})\s*-\s*([A-Z]{0,2}\d{1,3})(?![A-Z0-9])|\s*(CITY)(?![A-Z0-9])")


def reference(text: str) -> str | None:
    """The row ID an entry such as "ARE-02 · Harbour" begins with; None when there is none."""
    match = _REFERENCE.match(fold(text).upper())
    if not match:
        return None
    return match[3] or f"{match[1]}-{match[2]}"
