"""Edits workbooks in LibreOffice as people do by hand; run by the Python that has its bridge, not by pytest.

Arguments: soffice, a folder as an address for its profile, and a JSON file of [{"open": address, "save": address,
"edits": [[name, sheet, …], …]}, …]; each edit is a function below.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException
from com.sun.star.table import TableSortField

CONTENTS = 1 | 2 | 4 | 16
"""Numbers, dates, texts and formulas, as `clearContents` counts them; formats and notes stay."""


def option(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


class Edits:
    """What somebody does to one workbook."""

    def __init__(self, document):
        self.document = document
        self.cuts = []

    def cells(self, sheet, area):
        return self.document.Sheets.getByName(sheet).getCellRangeByName(area)

    def cut(self, sheet, area, target):
        """Cut and paste: whatever refers to the cells goes with them. What was cut from is locked afterwards, with no format."""
        page, cells = self.document.Sheets.getByName(sheet), self.cells(sheet, area)
        cut, goal = cells.getDataArray(), self.cells(sheet, target).getCellByPosition(0, 0).CellAddress
        page.moveRange(goal, cells.RangeAddress)
        right, bottom = goal.Column + len(cut[0]) - 1, goal.Row + len(cut) - 1
        now = page.getCellRangeByPosition(goal.Column, goal.Row, right, bottom).getDataArray()
        self.cuts.append(now == cut)

    def copy(self, sheet, area, target):
        place = self.cells(sheet, target).getCellByPosition(0, 0).CellAddress
        self.document.Sheets.getByName(sheet).copyRange(place, self.cells(sheet, area).RangeAddress)

    def fill(self, sheet, area):
        """Drag the first cell down."""
        self.cells(sheet, area).fillAuto(uno.Enum("com.sun.star.sheet.FillDirection", "TO_BOTTOM"), 1)

    def clear(self, sheet, area):
        self.cells(sheet, area).clearContents(CONTENTS)

    def type(self, sheet, area, text):
        self.cells(sheet, area).getCellByPosition(0, 0).setFormula(text)

    def unprotect(self, sheet):
        self.document.Sheets.getByName(sheet).unprotect("")

    def sort(self, sheet, area, column):
        field = TableSortField()
        field.Field, field.IsAscending = column, False
        fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
        self.cells(sheet, area).sort(
            (option("SortFields", fields), option("ContainsHeader", False), option("IsSortColumns", False))
        )

    def insert(self, sheet, row):
        """A line above this one, counted from 1."""
        self.document.Sheets.getByName(sheet).Rows.insertByIndex(row - 1, 1)

    def wipe(self, sheet, area):
        """No validation is left."""
        cells = self.cells(sheet, area)
        cells.setPropertyValue(
            "Validation", self.document.Sheets.getByName("ABOUT").getCellByPosition(20, 200).Validation
        )

    def style(self, sheet, area, name):
        """A style of somebody's own."""
        styles = self.document.StyleFamilies.getByName("CellStyles")
        if not styles.hasByName(name):
            styles.insertByName(name, self.document.createInstance("com.sun.star.style.CellStyle"))
        self.cells(sheet, area).CellStyle = name
        self.cells(sheet, area).CellBackColor = 0xFFEE00


def connected(office, folder):
    """The running office, and what it answers through."""
    pipe = "safeaudit" + folder.encode().hex()[-24:]
    running = subprocess.Popen(
        [
            office,
            f"-env:UserInstallation={folder}/profile",
            "--headless",
            "--norestore",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            return running, resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.25)
    running.kill()
    raise SystemExit("LibreOffice does not answer")


@contextlib.contextmanager
def desktop(office, folder):
    """LibreOffice without a window; it ends with what is done in it."""
    running, context = connected(office, folder)
    opened = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    try:
        yield opened
    finally:
        with contextlib.suppress(DisposedException):
            opened.terminate()
        try:
            running.wait(30)
        except subprocess.TimeoutExpired:  # all was said; on a busy machine LibreOffice takes its time to go
            running.kill()


def main(office, folder, plan):
    with desktop(office, folder) as opened:
        for each in json.loads(Path(plan).read_text("utf-8")):
            document = opened.loadComponentFromURL(each["open"], "_blank", 0, (option("Hidden", True),))
            edits = Edits(document)
            document.enableAutomaticCalculation(False)
            for name, *values in each["edits"]:
                getattr(edits, name)(*values)
            document.enableAutomaticCalculation(True)
            document.calculateAll()
            print(sum(edits.cuts), len(edits.cuts))
            document.storeToURL(each["save"], (option("FilterName", "Calc MS Excel 2007 XML"),))
            document.close(True)


if __name__ == "__main__":
    main(*sys.argv[1:])
