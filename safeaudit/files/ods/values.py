"""What one cell of an OpenDocument spreadsheet holds, by what it states and, where that is silent, by what it shows."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from safeaudit.cells import EXCEL_EPOCH, Format, Kind, Value
from safeaudit.files.ods.styles import name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from safeaudit.files.ods.styles import Styles

FORMULA, TYPE = name("table:formula"), name("office:value-type")
_CALC_TYPE, _VALUE, _DATE = name("calcext:value-type"), name("office:value"), name("office:date-value")
_TIME, _BOOLEAN, _STRING = name("office:time-value"), name("office:boolean-value"), name("office:string-value")

_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][-+]?[0-9]+)?")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(\.\d{1,9})?)?Z?", re.ASCII)
_DURATION = re.compile(
    r"(-)?P(?:(\d{1,7})D)?(?:T(?:(\d{1,8})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:[.,]\d{1,9})?)S)?)?", re.ASCII
)
_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!)|Err:[0-9]{3}")
_DAY = 86_400


def value_of(attributes: Mapping[str, str], shown: str, styles: Styles, style: str, *, date1904: bool) -> Value | None:
    """The cell's content; None for a blank cell, and where what is stated contradicts itself."""
    formula = FORMULA in attributes
    if attributes.get(_CALC_TYPE) == "error" or (formula and _ERROR.fullmatch(shown.strip())):
        return Value(Kind.ERROR, shown.strip() or attributes.get(_STRING, "") or "#VALUE!", formula)
    match attributes.get(TYPE, ""):
        case "float" | "currency" | "percentage" as kind:
            number = _number(attributes.get(_VALUE, ""))
            percent = kind == "percentage" or styles.percent(style)
            shape = Format.PERCENT if percent else Format.PLAIN
            return None if number is None else Value(Kind.NUMBER, number, formula, shape)
        case "date":
            moment = _moment(attributes.get(_DATE, ""))
            return None if moment is None else Value(Kind.DATE, moment, formula)
        case "time":
            return _time(attributes.get(_TIME, ""), formula=formula, elapsed=styles.elapsed(style), date1904=date1904)
        case "boolean" if attributes.get(_BOOLEAN) in ("true", "false"):
            return Value(Kind.BOOLEAN, attributes[_BOOLEAN] == "true", formula)
        case "string":
            return Value(Kind.TEXT, attributes.get(_STRING, shown), formula)
        case "" if shown:
            return Value(Kind.TEXT, shown, formula)
        case "" if formula:
            return Value(Kind.UNCALCULATED, "", formula)
    return None


def _time(text: str, *, formula: bool, elapsed: bool, date1904: bool) -> Value | None:
    seconds = _seconds(text)
    if seconds is None:
        return None
    if not 0 <= seconds < _DAY or elapsed:
        return Value(Kind.NUMBER, seconds / _DAY, formula)
    epoch = datetime(1904, 1, 1) if date1904 else datetime.combine(EXCEL_EPOCH, datetime.min.time())
    return Value(Kind.DATE, epoch + timedelta(milliseconds=round(seconds * 1_000)), formula)


def _number(text: str) -> float | None:
    text = text.strip()
    if len(text) > 400 or not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    return None if math.isinf(number) else number


def _moment(text: str) -> datetime | None:
    match = _MOMENT.fullmatch(text.strip())
    if not match:
        return None
    try:
        moment = datetime.fromisoformat(f"{match[1]}T{match[2] or '00:00:00'}")
        return moment + timedelta(milliseconds=round(float(match[3] or 0) * 1_000))
    except (ValueError, OverflowError):
        return None


def _seconds(text: str) -> float | None:
    match = _DURATION.fullmatch(text.strip())
    if not match or not any(match.groups()[1:]):
        return None
    days, hours, minutes = (int(each or 0) for each in match.group(2, 3, 4))
    seconds = days * _DAY + hours * 3_600 + minutes * 60 + float((match[5] or "0").replace(",", "."))
    return -seconds if match[1] else seconds
