"""How much of what a sheet asks is known, not known and left out with a reason, counted again from the cells of a workbook."""

from __future__ import annotations

from typing import Any

from asked import SHEETS
from truth_cells import Book, Line
from truth_claims import Words

from safeaudit.sheets import Column, Form, Free
from safeaudit.sheets.conditions import Blank
from safeaudit.sheets.kinds import Choice, Text

SAYS_NOTHING = {"unknown", "not known", "not known.", "?", "??", "???", "-", "--", "–", "—", ".", "..", "...", "…", "x", "n/a", "n.a.",
                "n.k.", "tbd"}  # fmt: skip
OTHER_WORDS = {"evidence": {"none"}, "scale_basis": {"nothing"}, "provides": {"nothing"},
               "data_gap": {"not_collected", "not_shared", "too_coarse", "too_old"}}  # fmt: skip
WAIVES = {"in_place": "not_applicable", "care_decision": "skip"}
DECIDES = {"RISKS": "relevant", "FLOWS": "present"}
Counts = tuple[int, int, int, int]
"""Known, not known, left out, asked."""


def shares(b: Book, sheet: str) -> Counts:
    """The counts of one sheet."""
    cls = SHEETS[sheet]
    lines = [line for line in b.lines[sheet] if not b.local(line)]
    if not isinstance(cls.rows, Free):
        told = [_line(line) for line in lines]
        return tuple(map(sum, zip((0, 0, 0, 0), *told, strict=True)))  # type: ignore[return-value]
    count = cls.rows.at_least
    asked = sum(_line(line)[3] for line in lines[:count])
    care = b.by_id.get(cls.waived_by or "")
    used = [line for line in lines if line]
    if not used and care is not None and care["decision"] == "skip":
        return 0, 0, asked, asked
    told = [_line(line) for line in used]
    sums = [sum(sorted((sum(line[:many]) for line in told), reverse=True)[:count]) for many in (1, 2, 3)]
    return sums[0], sums[1] - sums[0], sums[2] - sums[1], asked


def _line(line: Line) -> Counts:
    """The counts of one line."""
    cls = SHEETS[line.sheet]
    needed = {column.id: column for column in cls.inputs() if column.required is not None}
    pairs = {
        column.required.columns[0]: (*column.required.columns[1:], name)
        for name, column in needed.items()
        if isinstance(column.required, Blank)
    }
    asked = [
        name
        for name in {**dict.fromkeys(pairs), **needed}
        if not any(name in others for others in pairs.values()) and _asked(cls, line, name, pairs)
    ]
    count = len(asked)
    reason = not isinstance(cls.rows, Form) and _says(line, "does_not_apply")
    left_out = any(
        isinstance(column.kind, Choice) and line[column.id] == WAIVES.get(column.kind.options, "-")
        for column in cls.inputs()
    )
    prose = [column.id for column in cls.inputs() if isinstance(column.kind, Text) and column.kind.limit >= 255]
    if reason or (left_out and any(_says(line, name) for name in prose)):
        return 0, 0, count, count
    if line[DECIDES.get(line.sheet, next(iter(cls.columns)))] == "unknown" and line.sheet in DECIDES:
        return 0, count, 0, count
    said = [_state(line, name, pairs) for name in asked]
    return said.count("known"), said.count("not known"), 0, count


def _first(name: str, pairs: dict[str, tuple[str, ...]]) -> str:
    """The answer that this one may stand for, or itself."""
    return next((first for first, others in pairs.items() if name in others), name)


def _asked(cls: Any, line: Line, name: str, pairs: dict[str, tuple[str, ...]]) -> bool:
    """Whether the line asks it from the start: always, or under a condition on answers that it asks from the start."""
    column = cls.columns[name]
    if name in pairs:
        return True
    when = column.required.on(line.id) if column.required is not None else None
    return when is not None and all(_asked(cls, line, _first(other, pairs), pairs) for other in _founded_on(cls, when))


def _founded_on(cls: Any, when: Any) -> list[str]:
    """The answers a condition is about; a risk's rating in words only stands in for its score."""
    return [name for name in when.rests_on if (cls.sheet_id, name) != ("RISKS", "matters")]


def _state(line: Line, name: str, pairs: dict[str, tuple[str, ...]]) -> str:
    column = SHEETS[line.sheet].columns[name]
    own = _given(line, column)
    if name in pairs:
        said = [own, *(_given(line, SHEETS[line.sheet].columns[other]) for other in pairs[name])]
        return "known" if "known" in said else "not known" if "not known" in said else ""
    when = column.required.on(line.id) if column.required is not None else None
    assert when is not None
    if when.holds(lambda other: line.id if other == "id" else line[other]):
        return own
    others = [_state(line, _first(other, pairs), pairs) for other in _founded_on(SHEETS[line.sheet], when)]
    return own if "" in others else "not known" if "not known" in others else "known"


def _given(line: Line, column: Column) -> str:
    value, kind = line[column.id], column.kind
    options = kind.options if isinstance(kind, Choice) else ""
    if value is None or value == WAIVES.get(options, "-" if options else None):
        return ""
    nothing = value == "unknown" or value in OTHER_WORDS.get(options, ())
    nothing |= isinstance(kind, Text) and str(value).strip().lower() in SAYS_NOTHING - {"unknown"}
    return "not known" if nothing else "known"


def _says(line: Line, name: str) -> bool:
    return name in SHEETS[line.sheet].columns and _given(line, SHEETS[line.sheet].columns[name]) == "known"


def in_words(b: Book) -> dict[str, Any]:
    """What the sentence on the whole audit names."""
    told = [shares(b, sheet) for sheet in SHEETS]
    known, unknown, left, asked = (sum(each[place] for each in told) for place in range(4))

    def share(count: int) -> str:
        whole = 100 if count == asked else min(99, int(100 * count / asked + 0.5))
        return f"{whole} %" if whole else "under 1 %"

    parts = [f"{share(known) if known else '0 %'} is known"]
    parts += [f"{share(unknown)} is not known"] if unknown else []
    parts += [f"{share(left)} is left out with a reason"] if left else []
    return {"parts": Words(parts, 9), "count": asked - known - unknown - left, "asked": asked}
