"""Measures the reading of a usual workbook, guard included, against calamine and openpyxl in the same run.

Run: python benchmarks/reading.py [repetitions], or --short for one that only shows that it works. Prints each reader's best time and its ratio to calamine's `to_python`
of all sheets, then what one value in XFD1048576 adds. Calamine is not shown that second file: it aborts the process.
"""

# dates in a workbook have no time zone

from __future__ import annotations

import sys
import tempfile
import time
import tracemalloc
from datetime import datetime
from pathlib import Path

import openpyxl
import xlsxwriter  # type: ignore[import-untyped]
from python_calamine import CalamineWorkbook

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from typing import TYPE_CHECKING

from safeaudit.files.reader import read

if TYPE_CHECKING:
    from collections.abc import Callable

STRAY = "safeaudit, with a far cell"
SHEETS, ROWS, COLUMNS = 34, 40, 11
ANSWERS = ("yes", "no", "partly & more", "An answer in a sentence of its own, as people write them in row {}.")


def write_usual(path: Path, *, far: bool = False) -> None:
    """A workbook of this product's size: 34 sheets, 15,000 styled cells, of which 2,700 formulas and 1,600 entries."""
    with xlsxwriter.Workbook(path, {"in_memory": True}) as workbook:
        plain = [
            workbook.add_format({"border": 1, "text_wrap": True, "bg_color": f"#{c * 3}"}) for c in ("FF", "EE", "DD")
        ]
        day = workbook.add_format({"num_format": "yyyy-mm-dd", "border": 1})
        bold = workbook.add_format({"bold": True})
        for number in range(SHEETS):
            sheet = workbook.add_worksheet(f"Sheet {number + 1}")
            for column in range(COLUMNS):
                sheet.write_string(0, column, f"Heading {column} of {number}", bold)
            for row in range(1, ROWS + 1):
                _write_row(sheet, number, row, plain, day)
            for column in (6, 7, 8, 9):
                sheet.data_validation(1, column, ROWS, column, {"validate": "list", "source": ["yes", "no"]})
            for column in range(3):
                rule = {"type": "cell", "criteria": ">", "value": 3, "format": bold}
                sheet.conditional_format(1, column, ROWS, column, rule)
        if far:
            sheet.write_number(1_048_575, 16_383, 1)


def _write_row(
    sheet: xlsxwriter.worksheet.Worksheet,
    number: int,
    row: int,
    plain: list[xlsxwriter.format.Format],
    day: xlsxwriter.format.Format,
) -> None:
    for column in range(COLUMNS):
        style = plain[column % 3]
        if column in (1, 2):
            formula = f'=IF(AND(D{row + 1}<>"",E{row + 1}=""),"missing","ok")'
            sheet.write_formula(row, column, formula, style, "ok" if column == 1 else 3.5)
        elif column == 0 and row < 13:
            sheet.write_string(row, column, f"R-{number}-{row}", style)
        elif column == 3 and row < 20:
            sheet.write_string(row, column, ANSWERS[row % 4].format(row + 100 * number), style)
        elif column == 4 and row < 12:
            sheet.write_number(row, column, row * number / 7, style)
        elif column == 5 and row < 6:
            sheet.write_datetime(row, column, datetime(2025, 1, 1 + row), day)
        else:
            sheet.write_blank(row, column, None, style)


def by_calamine(path: Path) -> None:
    workbook = CalamineWorkbook.from_path(path)
    for name in workbook.sheet_names:
        workbook.get_sheet_by_name(name).to_python()


def by_openpyxl_read_only(path: Path) -> None:
    for sheet in openpyxl.load_workbook(path, read_only=True, data_only=True):
        for _ in sheet.iter_rows(values_only=True):
            pass


def by_openpyxl(path: Path) -> None:
    openpyxl.load_workbook(path, data_only=True)


def once(reader: Callable[[Path], object], path: Path) -> float:
    start = time.perf_counter()
    reader(path)
    return time.perf_counter() - start


def peak(path: Path) -> float:
    """Megabytes of Python objects at the highest point of one reading."""
    tracemalloc.start()
    read(path)
    highest = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return highest / 1e6


def main(repetitions: int) -> None:
    folder = tempfile.TemporaryDirectory()
    usual, far = Path(folder.name, "usual.xlsx"), Path(folder.name, "far.xlsx")
    readers: dict[str, Callable[[Path], object]] = {
        "calamine to_python": by_calamine,
        "safeaudit, guard included": read,
        STRAY: lambda _: read(far),
        "safeaudit in a child": lambda path: read(path, isolate=True),
        "openpyxl read_only": by_openpyxl_read_only,
        "openpyxl": by_openpyxl,
    }
    with folder:
        write_usual(usual)
        write_usual(far, far=True)
        times: dict[str, list[float]] = {name: [] for name in readers}
        for repetition in range(repetitions):
            # All in turn, so that a busy machine slows each of them; the slow ones less often.
            for name, reader in readers.items():
                if name.startswith(("calamine", "safeaudit, ")) or repetition % 5 == 0:
                    times[name].append(once(reader, usual))
        yardstick = min(times["calamine to_python"])
        for name, found in times.items():
            print(f"{name:28} {min(found) * 1000:8.1f} ms  ratio {min(found) / yardstick:6.2f}")
        stray = min(times[STRAY]) / min(times["safeaudit, guard included"])
        print(f"a value in XFD1048576: time {stray:.2f}, memory {peak(far) / peak(usual):.2f} of the same without")


if __name__ == "__main__":
    main(1 if "--short" in sys.argv else int(sys.argv[1]) if len(sys.argv) > 1 else 15)
