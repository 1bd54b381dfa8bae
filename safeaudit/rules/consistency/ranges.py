"""Rules that ask whether a figure is meant: outside what such figures have been so far, or in another unit than the printed one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from safeaudit import framework
from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.framework.plausible import plausible
from safeaudit.reading.units import says_per_cent
from safeaudit.rules.base import Problem, rule
from safeaudit.rules.consistency.figures import EVERY, MEASURE, unit_of
from safeaudit.rules.consistency.places import at
from safeaudit.rules.figures import EVERY_FIGURE, figures
from safeaudit.sheets.indicators import Indicator
from safeaudit.words import N_


@rule(
    "CO-14",
    Severity.WARNING,
    basis="T",
    section=MEASURE,
    asks=("INDICATORS.value",),
    may=(*EVERY_FIGURE, "INDICATORS.unit", "MORE_FIGURES.indicator"),
    title=N_("Figure far from what was ever found"),
    message=N_(
        "{row}: “{column}” says {answer} ({unit}). Is that right? Figures of this kind lie between {low} and {high} nearly "
        "everywhere."
    ),
    remedy=N_(
        "Check the figure and its unit. A count in the place of a rate, or a slip of a key, is the usual cause. If it is right, "
        "accept this and say why."
    ),
    why=N_(
        "A figure ten times too high or too low is believed by some readers and laughed at by others. One question before "
        "printing spares both."
    ),
    how=N_(
        "For a rate per 100,000, divide the count by the number of residents and multiply by 100,000. Your city may be the "
        "first with such a figure: then say who counted, and how."
    ),
)
def far_from_what_was_found(audit: Audit) -> Iterator[Problem]:
    for line in figures(audit):
        for each in line:
            expected = plausible().get(each.measure.id)
            if expected is None or each.measure.waived or other_unit(each.measure):
                break
            if each.bounds.high < expected.low or each.bounds.low > expected.high:
                low, high = (audit.words.number(end, 1) for end in (expected.low, expected.high))
                yield at(audit, each.row, each.column, unit=unit_of(audit, each.measure), low=low, high=high)
                break


@rule(
    "CO-15",
    Severity.WARNING,
    basis="T",
    section=MEASURE,
    asks=("INDICATORS.unit",),
    title=N_("Another unit than the printed one"),
    message=N_("{row}: “{column}” says “{unit}”, and the line asks for “{printed}”."),
    remedy=N_(
        "Turn the figure into the printed unit and empty “{column}”. If that cannot be done, accept this and say why, or use a "
        "free line for it."
    ),
    why=N_(
        "Lines are compared over years and between cities. A count under a line that asks for a rate looks like a hundred "
        "times more, or less."
    ),
    how=N_(
        "For a rate per 100,000, divide the count by the number of residents and multiply by 100,000. Other words for the same "
        "unit do no harm."
    ),
)
def other_unit_than_printed(audit: Audit) -> Iterator[Problem]:
    for row in audit.indicators:
        if not row.waived and other_unit(row):
            yield at(audit, row, "unit", quote=("unit",), printed=audit.words.item(row.id, "unit"))


def other_unit(row: Indicator) -> bool:
    """Whether a unit of another kind than the printed one is typed: a count for a rate, per 1,000 for per 100,000."""
    item = framework.item(row.id)
    if item is None or not row.unit:
        return False
    return _counted_by(row.unit) != _counted_by(str(item.details.get("unit", "")))


_BASE = re.compile(r"\d[\d\s.,'’]*\d|\d")
_THOUSANDS = re.compile(r"(\d)\s*k\b")
_MARKS = re.compile(r"[\s.,'’]")


def _counted_by(unit: str) -> int:
    """How many the figure is counted by: 100 for a share, 100,000 for such a rate, 1 for a count, in whatever words."""
    if says_per_cent(unit, EVERY):
        return 100
    plain = _THOUSANDS.sub(r"\g<1>000", unicodedata.normalize("NFKC", unit).casefold())
    numbers = [int(_MARKS.sub("", found)) for found in _BASE.findall(plain)]
    return next((number for number in numbers if _is_base(number)), 1)


def _is_base(number: int) -> bool:
    """Whether figures are counted by so many: 100, 1,000, 100,000; a year is none."""
    return number >= 100 and not str(number)[1:].strip("0") and str(number)[0] == "1"
