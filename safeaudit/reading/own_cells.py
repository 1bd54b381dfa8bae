"""Cells that are ours and not for answers, on START, OVERVIEW, CHECKS, LISTS and ABOUT: whether somebody typed over them."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import cast

from safeaudit.cells import Cell, GridSheet, Kind, Value
from safeaudit.edition import FULL, Edition, full
from safeaudit.framework import Plain
from safeaudit.reading.plan import places as plan_places
from safeaudit.reading.recognise import FoundSheet
from safeaudit.reading.references import bare, short
from safeaudit.reading.values import clean, fold, shown
from safeaudit.words import N_, Words, words

Content = str | None
FORMULA: Content = None
ANY: Content = ""
"""A cell of ours whose content belongs to one workbook alone."""
Column = list[int | Content]
"""Runs of cells with the same content, one after the other: first row, last row, the text, FORMULA or ANY."""

PRINTED = "_printed"
"""Where the table keeps the texts of sheets for answers that stand on no line, by sheet ID."""

MARKED = ("START", "OVERVIEW", "CHECKS")
"""Sheets that bear their name in the hidden first cell."""

REASON_ROW = "_reason"

FROM_CLDR = ("country", "currency", "language")
"""Lists whose words come with Babel: they differ from version to version, and the workbook's own are read."""

NOT_PLACED = (
    N_("Entries that could not be placed"),
    N_("Copy what you need to where it belongs, then delete this sheet."),
    N_("Sheet"),
    N_("Cell"),
    N_("Content"),
)
"""The texts on the sheet NOT PLACED: its title, what to do, and the heads of the list."""

WORKBOOK_LINE = N_("Workbook ID {id} · instrument {instrument}")
"""The line on START that says which workbook it is."""

HOURS_LINE = N_("In all about {count} hours of work, once the facts are at hand.")
MINUTES_LINE = N_("In all about {count} minutes of work, once the facts are at hand.")
PART_LINE = N_("This workbook is the part of: {office}. Fill the white cells; what is grey is for reading.")
START_LINES = (WORKBOOK_LINE, HOURS_LINE, MINUTES_LINE, PART_LINE)
"""Lines on START that differ from workbook to workbook."""

FOR_READING = N_("For reading. {office} fills this sheet.")
WHITE_LINES = N_("Fill the white lines. The grey ones are for reading: {office} fills them.")
"""What stands before the purpose of a sheet in a part of the workbook."""

NEXT = N_("Next: {sheet}")
"""The link above each table to the sheet after it."""

SUMMED_UP = 2
"""So many rows above the IDs of the table on CHECKS stands what the last check came to."""
RULE = 3
"""The column of CHECKS that names the rule of a finding."""
_CODE = re.compile(r"[A-Z]{2}-[0-9]{2}")

SAME_BUILD = 0.8
"""With fewer of our texts in their places, the sheet was made by another version, or rebuilt by hand: nothing can be told."""


def is_code(text: str) -> bool:
    """Whether a text is the code of a rule."""
    return _CODE.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Overwritten:
    """A cell of ours that holds something else: what, and the text that should stand there (None: a formula)."""

    cell: Cell
    found: str
    wanted: str | None


def known_as(sheet: GridSheet, own: Words) -> str:
    """Which of these sheets one is; empty for any other."""
    mark = sheet.text(1, 1)
    if mark in MARKED:
        return mark
    if mark == "product":
        return "ABOUT"
    return "LISTS" if fold(sheet.title) == fold(own.t("LISTS")) else ""


def overwritten(sheet: GridSheet, own: Words) -> list[Overwritten]:
    """The cells of ours on a sheet that hold something else now, formulas first; blank ones are passed over."""
    columns, cells = _table(own.language).get(known_as(sheet, own), {}), sheet.cells
    formulas, texts, right = [], [], 0
    for name, runs in columns.items():
        column = int(name)
        for first, last, content in _runs(runs):
            for row in range(first, last + 1):
                value = cells.get((row, column))
                if value is None or value.formula or content == ANY:
                    continue
                if value.value == content:
                    right += 1
                elif text := shown(value):
                    entry = Overwritten(Cell(sheet.title, row, column), text, content)
                    if content is None:
                        formulas.append(entry)
                    elif bare(fold(text)) == bare(fold(content)):
                        right += 1
                    else:
                        texts.append(entry)
    return formulas + texts if right >= SAME_BUILD * _count(columns) else []


def outside(sheet: GridSheet, own: Words, *, by_place: bool) -> list[tuple[int, int]]:
    """The cells with contents on START, OVERVIEW, CHECKS, LISTS or ABOUT that we did not write; none for a sheet of another build.

    `by_place` says that our cells stand where the table has them (`known`). In a workbook that asks less they stand elsewhere, and
    our texts are known by their words.
    """
    columns = _table(own.language).get(known_as(sheet, own), {})
    if not columns:
        return []
    places = {
        (row, int(column)): content
        for column, runs in columns.items()
        for first, last, content in _runs(runs)
        for row in range(first, last + 1)
    }
    texts = {content for content in places.values() if content}
    said = {place: shown(value) for place, value in sheet.cells.items() if not value.formula and _speaks(value)}
    ours = _filled_later(sheet, own)
    if by_place:
        ours |= places.keys()
        right, wanted = sum(said.get(place) == text for place, text in places.items() if text), _count(columns)
    else:
        ours |= _by_words(sheet, said, own)
        right, wanted = sum(text in texts for text in said.values()), len(said.keys() - ours)
    if right < SAME_BUILD * wanted:
        return []
    return [place for place, text in said.items() if place not in ours and text not in texts]


def _filled_later(sheet: GridSheet, own: Words) -> set[tuple[int, int]]:
    """The cells whose contents are those of one workbook or one version of Babel."""
    match known_as(sheet, own):
        case "CHECKS":
            return _found_cells(sheet)
        case "LISTS":
            return _listed_elsewhere(sheet)
        case "START":
            line = as_pattern(own.t(PART_LINE))
            said = {place for place, value in sheet.cells.items() if re.fullmatch(line, shown(value))}
            return said | set(plan_places(sheet))
        case "ABOUT":
            return {(row, column) for row, _ in sheet.cells if sheet.text(row, 1) == "part" for column in (1, 2)}
    return set()


def _by_words(sheet: GridSheet, said: Mapping[tuple[int, int], str], own: Words) -> set[tuple[int, int]]:
    """The cells of ours that hold what belongs to one workbook alone, found without knowing their places."""
    match known_as(sheet, own):
        case "ABOUT":
            return {(row, 2) for row, column in said if column == 1}
        case "START":
            lines = [as_pattern(own.t(text)) for text in START_LINES]
            return {place for place, text in said.items() if any(re.fullmatch(line, text) for line in lines)}
        case "CHECKS":
            return {place for place in said if sheet.cells[place].kind is Kind.NUMBER}
    return set()


def as_pattern(text: str) -> str:
    """A text of ours as a pattern that takes anything in the places of its {names}."""
    return re.sub(r"\\{\w+\\}", ".*", re.escape(text))


def _found_cells(sheet: GridSheet) -> set[tuple[int, int]]:
    """The cells of CHECKS that a check fills: the lines of its table that hold a finding, and the sum above it."""
    top = next((row for row, column in sheet.cells if column == 1 and sheet.text(row, column) == "_key"), 0)
    ids = {sheet.text(row, column): column for row, column in sheet.cells if row == top}
    width = max(ids.values(), default=0)
    rows = [row for row, column in sheet.cells if column == RULE and row > top and is_code(sheet.text(row, column))]
    filled = {(row, column) for row in rows for column in range(1, width + 1)}
    return filled | {(top - SUMMED_UP, ids.get("found", 0))}


def _listed_elsewhere(sheet: GridSheet) -> set[tuple[int, int]]:
    """The cells of the lists on LISTS whose words differ from version to version: code and word."""
    heads = [column for row, column in sheet.cells if row == 1 and sheet.text(row, column) in FROM_CLDR]
    beside = {column + more for column in heads for more in (0, 1)}
    return {(row, column) for row, column in sheet.cells if column in beside}


def printed_texts(sheet_id: str, own: Words) -> set[str]:
    """The texts of a sheet for answers that stand on no line, folded; empty where they are not known."""
    texts = {fold(text) for text in _table(own.language).get(PRINTED, {}).get(sheet_id, ())}
    return texts | _links(own.language) if texts else texts


@cache
def _links(language: str) -> frozenset[str]:
    """The texts of the link to the next sheet, which is another one where less is asked."""
    own = words(language)
    return frozenset(fold(following(sheet_id, own)) for sheet_id in (*full().sheets, "CHECKS"))


def following(sheet_id: str, own: Words) -> str:
    """The text of the link to the next sheet."""
    tab = own.t("CHECKS") if sheet_id == "CHECKS" else own.tab(sheet_id)
    return own.t(NEXT, sheet=tab) + " →"


def outside_lines(found: FoundSheet, numbers: Collection[int], own: Words, reason: str) -> list[tuple[int, int]]:
    """The cells with contents on a sheet for answers that stand on none of its lines (`numbers`) and that we did not print.

    `reason` is what was read as the reason why the sheet holds nothing.
    """
    texts = printed_texts(found.sheet_id, own)
    if not found.id_row or not texts:
        return []
    asked = {REASON_ROW, fold(own.t("Nothing to record? Why:"))}
    outside: list[tuple[int, int]] = []
    for row, cells in found.rows.items():
        said = {column: fold(shown(value)) for column, value in cells.items() if not value.formula and _speaks(value)}
        if row in numbers or row == found.header_row:
            continue
        known = texts | asked | {fold(reason)} if asked & set(said.values()) else texts
        passed = _answered_columns(found) if row > found.header_row else set()
        passed = passed if passed & said.keys() & set(found.columns.values()) else set()
        outside.extend(
            (row, column)
            for column, text in said.items()
            if column not in passed and text not in known and not _in_a_part(text, known, own)
        )
    return outside


def _in_a_part(text: str, known: Collection[str], own: Words) -> bool:
    """Whether a text is one of ours behind the line that says who fills the sheet."""
    lines = (re.fullmatch(f"{as_pattern(fold(own.t(line)))} (.*)", text) for line in (FOR_READING, WHITE_LINES))
    return any(line is not None and line[1] in known for line in lines)


def foreign(found: FoundSheet, cells: Mapping[int, Value], own: Words) -> dict[int, Value]:
    """What of a line of answers that is none of ours was typed by people: answers, and what stands beside them."""
    texts, places = printed_texts(found.sheet_id, own), _answered_columns(found)
    return {
        column: value
        for column, value in cells.items()
        if column in places and not value.formula and _speaks(value) and fold(shown(value)) not in texts
    }


def _answered_columns(found: FoundSheet) -> set[int]:
    """The columns of a line of answers; none for a form, whose answers on no line are told of nowhere else."""
    if "answer" in found.columns:
        return set()
    return {*found.all_columns().values(), found.id_column, found.id_column + 1}


def _speaks(value: Value) -> bool:
    return value.kind is not Kind.PICTURE and bool(clean(shown(value))[0])


HELPERS = ("_asks", "_expected", "_missing", "_invalid", "_known", "_not_known", "_left_out")
"""Hidden columns in which a sheet for answers counts what is open and what is known."""


def overwritten_counts(found: FoundSheet, numbers: list[int], own: Words) -> list[Overwritten]:
    """The cells on these lines of a sheet for answers that tell what is open, where somebody typed."""
    header = found.rows.get(found.header_row, {})
    names = {fold(own.t("Status")), "status"}
    answers = min(found.columns.values(), default=0)
    status = [column for column, value in header.items() if column < answers and fold(shown(value)) in names]
    places = [*status[:1], *(found.printed[name] for name in HELPERS if name in found.printed)]
    return [
        Overwritten(found.cell(row, column), text, None)
        for row in numbers
        for column in places
        if (value := found.rows[row].get(column)) is not None and not value.formula and (text := shown(value))
    ]


def told(each: Overwritten, more: int, say: Words) -> str:
    """What stands in a cell of ours, and in how many more of its sheet something else does."""
    values = {"found": short(each.found), "wanted": short(each.wanted or "")}
    if each.wanted is None:
        said = say.t("The workbook works this cell out, but “{found}” was typed over it. It was not used.", **values)
    elif not each.wanted:
        said = say.t("“{found}” stands in a cell that is not for answers. It was not read.", **values)
    else:
        said = say.t("Where “{wanted}” stood, “{found}” stands now. It was not read.", **values)
    if not more:
        return said
    return f"{said} " + say.n(
        "So it is in one more cell of this sheet.", "So it is in {count} more cells of this sheet.", more
    )


def _count(columns: dict[str, Column]) -> int:
    """How many texts of ours the sheet should have."""
    return sum(last - first + 1 for runs in columns.values() for first, last, content in _runs(runs) if content)


def _runs(column: Column) -> Iterator[tuple[int, int, Content]]:
    """Flat in the file and in memory, because thousands of small lists would cost every check a few hundredths of a second."""
    parts = iter(column)
    return cast("Iterator[tuple[int, int, Content]]", zip(parts, parts, parts, strict=True))


def known(edition: Edition) -> bool:
    """Whether it is known where our cells stand in a workbook of this edition: the tables are of the full one."""
    return edition.id == FULL


def table_name(language: str) -> str:
    """The file that holds the cells of one language."""
    return f"own_cells_{language}.json"


@cache
def _table(language: str) -> dict[str, dict[str, Plain]]:
    """{sheet: {column: runs}} and {PRINTED: {sheet ID: texts}}; empty for a language without a table."""
    file = resources.files(__package__) / table_name(language)
    if not file.is_file():
        return {}
    found: dict[str, dict[str, Plain]] = json.loads(file.read_text("utf-8"))
    return found
