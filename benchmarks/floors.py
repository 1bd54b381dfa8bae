"""Measures `check` and the whole demo as processes beside bare scripts that do the least such work can need.

Run: python benchmarks/floors.py [repetitions], or --short for one that only shows that it works. Everything is measured in turns in one run; what counts are the ratios.
The floors: for `check`, argparse + calamine + 18 pydantic models; for the demo, a bare XlsxWriter replay of the same
cells, calamine, the same pictures drawn by bare matplotlib, and one bare docxtpl render with the same context.
"""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

FLOOR_CHECK = """
import argparse
from pydantic import create_model
parser = argparse.ArgumentParser(); parser.add_argument("file"); options = parser.parse_args()
models = [create_model(f"Model{n}", **{f"field{m}": (str | None, None) for m in range(20)}) for n in range(18)]
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_path(options.file)
rows = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
"""

FLOOR_DEMO = """
import io, pickle, sys
record, book_path, template, context_path, figures_path, out = sys.argv[1:]
calls = pickle.load(open(record, "rb"))
import xlsxwriter
book = xlsxwriter.Workbook(out + ".xlsx", {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
formats, sheets = {}, {}
for kind, name, args, kwargs in calls:
    if kind == "format":
        formats[name] = book.add_format(args)
    elif kind == "sheet":
        sheets[name] = book.add_worksheet(name)
    else:
        sheet, method = name
        args = [formats.get(a[1]) if isinstance(a, tuple) and a[:1] == ("format",) else a for a in args]
        getattr(sheets[sheet], method)(*args, **kwargs)
book.close()
from python_calamine import CalamineWorkbook
read = CalamineWorkbook.from_path(book_path)
rows = [read.get_sheet_by_name(name).to_python() for name in read.sheet_names]
from matplotlib.backends.backend_agg import FigureCanvasAgg
for figure in pickle.load(open(figures_path, "rb")):
    FigureCanvasAgg(figure)
    figure.savefig(io.BytesIO(), dpi=200)
from docxtpl import DocxTemplate
document = DocxTemplate(template)
document.render(pickle.load(open(context_path, "rb")), autoescape=True)
document.save(out + ".docx")
"""


def main(repetitions: int) -> None:
    """Print times and ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = _prepare(folder)
        jobs = {
            "floor of check": [sys.executable, "-c", FLOOR_CHECK, str(book)],
            "safeaudit check": [sys.executable, "-m", "safeaudit", "check", str(book)],
            "floor of the demo": [
                sys.executable, "-c", FLOOR_DEMO, str(folder / "calls"), str(book),
                str(ROOT / "report_templates/strategy-report.docx"), str(folder / "context"),
                str(folder / "figures"), str(folder / "floor"),
            ],
            "safeaudit demo": [sys.executable, "-m", "safeaudit", "demo", "--force", "--out", str(folder / "demo")],
        }  # fmt: skip
        best: dict[str, float] = {}
        for _ in range(repetitions):
            for job, command in jobs.items():
                start = time.perf_counter()
                done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
                seconds = time.perf_counter() - start
                if done.returncode not in ((0, 1) if job == "safeaudit check" else (0,)):
                    sys.exit(f"{job}: {done.stderr.decode()[-800:]}")
                best[job] = min(best.get(job, seconds), seconds)
    for job, seconds in best.items():
        print(f"{job:20} {seconds * 1000:8.0f} ms")
    check, demo = best["safeaudit check"] / best["floor of check"], best["safeaudit demo"] / best["floor of the demo"]
    print(json.dumps({"check": round(check, 2), "demo": round(demo, 2)}))


def _prepare(folder: Path) -> Path:
    """The sample workbook, a record of every XlsxWriter call that made it, and the context of its report."""
    from safeaudit import check, read_audit, write_report
    from safeaudit.examples import sample_city
    from safeaudit.workbook import build_workbook

    audit, raw = sample_city()
    book = folder / "sample.xlsx"
    calls = _recorded(lambda: build_workbook(book, audit, raw=raw, workbook_id="sample"))
    (folder / "calls").write_bytes(pickle.dumps(calls))
    read = read_audit(book)
    (folder / "context").write_bytes(pickle.dumps(_context(lambda: write_report(read, check(read), folder / "r.docx"))))
    from safeaudit.analysis import analyse
    from safeaudit.charts import draw_all

    figures = [chart.figure for chart in draw_all(analyse(read), read, read.words).values()]
    (folder / "figures").write_bytes(pickle.dumps(figures))
    return book


def _context(write: object) -> object:
    """The plain data a report is rendered from."""
    from safeaudit.report.word import render as renderer

    caught: list[object] = []
    render = renderer.render

    def catch(template, context, *more, **others):
        caught.append(context)
        return render(template, context, *more, **others)

    renderer.render = catch
    try:
        write()
    finally:
        renderer.render = render
    return caught[0]


def _recorded(build: object) -> list[tuple[str, object, object, object]]:
    """Every format, sheet and cell call of a build, ready to be replayed."""
    import xlsxwriter.workbook
    import xlsxwriter.worksheet

    calls: list[tuple[str, object, object, object]] = []
    formats: dict[int, int] = {}
    add_format, add_sheet = xlsxwriter.workbook.Workbook.add_format, xlsxwriter.workbook.Workbook.add_worksheet
    methods = [
        "write_string", "write_number", "write_blank", "write_boolean", "write_datetime", "write_formula",
        "write_array_formula", "set_row", "set_column", "data_validation", "conditional_format",
    ]  # fmt: skip
    plain = {name: getattr(xlsxwriter.worksheet.Worksheet, name) for name in methods}

    def plainly(value: object) -> object:
        if id(value) in formats:
            return ("format", formats[id(value)])
        if isinstance(value, dict):
            return {key: entry for key, entry in value.items() if key != "format"}
        return value

    def new_format(self, properties=None):
        made = add_format(self, properties)
        if not {"xf_index", "hyperlink"} & set(properties or {}):  # those every new workbook makes by itself
            formats[id(made)] = len(formats)
            calls.append(("format", formats[id(made)], dict(properties or {}), None))
        return made

    def new_sheet(self, name=None, worksheet_class=None):
        calls.append(("sheet", name, None, None))
        return add_sheet(self, name, worksheet_class)

    def recorder(name):
        def record(self, *args, **kwargs):
            calls.append(("call", (self.get_name(), name), [plainly(arg) for arg in args], kwargs))
            return plain[name](self, *args, **kwargs)

        return record

    xlsxwriter.workbook.Workbook.add_format, xlsxwriter.workbook.Workbook.add_worksheet = new_format, new_sheet
    for name in methods:
        setattr(xlsxwriter.worksheet.Worksheet, name, recorder(name))
    try:
        build()
    finally:
        xlsxwriter.workbook.Workbook.add_format, xlsxwriter.workbook.Workbook.add_worksheet = add_format, add_sheet
        for name, method in plain.items():
            setattr(xlsxwriter.worksheet.Worksheet, name, method)
    return calls


if __name__ == "__main__":
    main(1 if "--short" in sys.argv else int(sys.argv[1]) if len(sys.argv) > 1 else 3)
