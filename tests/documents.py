"""Every document as plain text: what its template is given, a line a sentence, table cell or figure, with the cells beside it."""

from __future__ import annotations

import os
import pickle
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar, cast
from zlib import crc32

from asked import SHEETS

import safeaudit
from safeaudit.analysis import analyse
from safeaudit.audience import for_audience
from safeaudit.audit import Audit, blank_audit, from_answers
from safeaudit.cells import column_letters
from safeaudit.charts import CHANGES, CHARTS, drawn
from safeaudit.comparison import Comparison
from safeaudit.edition import full
from safeaudit.examples import load, sample_city, sample_city_later, small_town
from safeaudit.findings import Finding
from safeaudit.paths import data_folder
from safeaudit.report.chapters.public import annotated
from safeaudit.report.documents import DOCUMENTS
from safeaudit.report.documents.comparison import chapters, seen
from safeaudit.report.documents.context import context
from safeaudit.report.writing.crossrefs import numbered
from safeaudit.report.writing.marks import END, START, bare, number_of, pieces
from safeaudit.report.writing.statements import Ref, Section, Story
from safeaudit.report.writing.ties import Trace
from safeaudit.sheets import Form, Free
from safeaudit.sheets.kinds import Choice
from safeaudit.words import words

EN = words("en")
KEPT_AUDITS = "SAFEAUDIT_AUDITS"
"""The environment variable that names a folder for audits once read."""
Answers = dict[str, dict[str, Any]]
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Checked:
    """An audit as it came back from its workbook, with what the checks found."""

    audit: Audit
    findings: tuple[Finding, ...]


@dataclass(frozen=True, eq=False)
class Manuscript:
    """A document before its template: the story it was written from, its chapters, and the charts it shows."""

    kind: str
    story: Story
    chapters: Sequence[Section]
    charts: Mapping[str, Any]
    whole: Audit
    comparison: Comparison | None = None


# The audits ----------------------------------------------------------------------------------------------------------


def answers_of(name: str) -> Answers:
    """The answers of a sample audit as its files hold them."""
    audit, _ = load(data_folder("examples") / name)
    found: Answers = {}
    for sheet_id, rows in audit.sheets.items():
        for row in rows:
            given = {column: getattr(row, column) for column in row.filled if row.columns[column].formula is None}
            if given and isinstance(SHEETS[sheet_id].rows, Form):
                found[sheet_id] = given
            elif given:
                found.setdefault(sheet_id, {})[row.id] = given
    return found


def quarter() -> Audit:
    """About every fourth answer of the sample city: half of its lines, and half of the answers of each."""

    def kept(*names: str) -> bool:
        return crc32("/".join(names).encode()) % 2 == 0

    found: Answers = {}
    for sheet_id, rows in answers_of("sample-city").items():
        if isinstance(SHEETS[sheet_id].rows, Form):
            found[sheet_id] = {column: value for column, value in rows.items() if kept(sheet_id, column)}
            continue
        for row_id, given in rows.items():
            some = {column: value for column, value in given.items() if kept(sheet_id, row_id, column)}
            if kept(row_id) and some:
                found.setdefault(sheet_id, {})[row_id] = some
    return from_answers(found, source="quarter")


def nothing_known() -> Audit:
    """“Not known” wherever it is offered, on every line of the framework and the first three of each list; nothing else."""
    audit = blank_audit()
    for sheet_id, rows in audit.sheets.items():
        own = (
            rows[:3]
            if isinstance(SHEETS[sheet_id].rows, Free)
            else [row for row in rows if not getattr(row, "is_local", False)]
        )
        for row in own:
            for column in SHEETS[sheet_id].inputs():
                if isinstance(column.kind, Choice) and "unknown" in EN.options(column.kind.options):
                    setattr(row, column.id, "unknown")
    return replace(audit, source="nothing-known")


def profile_only() -> Audit:
    """The first sheet alone."""
    return from_answers({"PROFILE": answers_of("sample-city")["PROFILE"]}, source="profile-only")


AUDITS: dict[str, Callable[[], tuple[Audit, dict[tuple[str, str, str], Any]]]] = {
    "sample-city": sample_city,
    "sample-city-follow-up": sample_city_later,
    "quarter": lambda: (quarter(), {}),
    "nothing-known": lambda: (nothing_known(), {}),
    "profile-only": lambda: (profile_only(), {}),
    "small-town": small_town,
}
"""The audits whose documents are kept as text, by name."""


@cache
def checked(name: str) -> Checked:
    """One of these audits, written to a workbook, read again and checked."""
    audit, raw = AUDITS[name]()
    return travelled(audit, name, raw)


def travelled(audit: Audit, name: str, raw: Mapping[tuple[str, str, str], Any] | None = None) -> Checked:
    """An audit written to a workbook NAME.xlsx, read again and checked."""

    def read(path: Path) -> Audit:
        safeaudit.build_workbook(path, audit, raw=raw or {}, workbook_id=name)
        return safeaudit.read_audit(path)

    # the sheets of a smaller edition are classes made as they are asked for, which no pickle knows again
    back = kept(name, read) if audit.edition is full() else in_a_folder(name, read)
    return Checked(back, tuple(safeaudit.check(back)))


def kept(name: str, make: Callable[[Path], T]) -> T:
    """What `make` reads from the workbook NAME.xlsx it may write.

    scripts/mutation.py names a folder in which it is kept for the next run: it plants no fault in what writes and reads workbooks.
    """
    folder = os.environ.get(KEPT_AUDITS, "")
    path = Path(folder) / f"{name}.pickle"
    if folder and path.exists():
        return cast("T", pickle.loads(path.read_bytes()))
    made = in_a_folder(name, make)
    if folder:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pickle.dumps(made))
    return made


def in_a_folder(name: str, make: Callable[[Path], T]) -> T:
    with TemporaryDirectory() as temporary:
        return make(Path(temporary) / f"{name}.xlsx")


# The documents -------------------------------------------------------------------------------------------------------


def manuscript(it: Checked, kind: str, audience: str = "restricted") -> Manuscript:
    """A document of one audit, as `write_report` writes it before it is set."""
    view = for_audience(it.audit, it.findings, audience, language="en")
    analysis = analyse(view.audit)
    charts = drawn(CHARTS, DOCUMENTS[kind].charts, analysis, view.audit, EN)
    story = Story(
        view.audit,
        analysis,
        view.findings,
        EN,
        {name: chart.title for name, chart in charts.items()},
        public=view.public,
    )
    return Manuscript(kind, story, annotated(story, DOCUMENTS[kind].chapters(story), view), charts, it.audit)  # fmt: skip


def compared(baseline: Checked, followup: Checked, audience: str = "restricted") -> Manuscript:
    """The comparison of two audits, as `write_comparison` writes it before it is set."""
    view, comparison = seen(baseline.audit, followup.audit, followup.findings, audience, EN)
    charts = drawn(CHANGES, DOCUMENTS["comparison"].charts, comparison, EN)
    story = Story(comparison.followup, comparison.after, view.findings, EN, {name: each.title for name, each in charts.items()},
                  public=view.public)  # fmt: skip
    return Manuscript("comparison", story, chapters(story, comparison, view), charts, followup.audit, comparison)


@cache
def document(name: str, kind: str, audience: str) -> Manuscript:
    """A document of one of these audits; the comparison is that of the follow-up with the sample city."""
    if kind == "comparison":
        return compared(checked("sample-city"), checked(name), audience)
    return manuscript(checked(name), kind, audience)


# As text -------------------------------------------------------------------------------------------------------------


def told(made: Manuscript) -> dict[str, list[str]]:
    """A document as lines of text by chapter, what stands before the first chapter under "front"."""
    layout, trace = DOCUMENTS[made.kind], Trace(public=made.story.public)
    plain = context(made.story, numbered(made.chapters, layout, EN), layout, trace)
    teller = _Teller(made, trace)
    front = [f"{name}: {text}" for name, text in plain["doc"].items() if text]
    front += [f"fact: {fact['fact']} | {teller.text(fact['answer'])}" for fact in plain["cover"]["facts"]["lines"]]
    front += teller.paragraphs(plain["cover"]["note"])
    found = {"front": front}
    for section in layout.sections:
        chapter = plain[section.id]
        lines = [f"# {chapter['heading']}", *teller.paragraphs(chapter["text"])]
        for block in section.blocks:
            lines += teller.block(chapter[block.name], [column.id for column in block.columns])
        found[section.id] = lines
    return found


class _Teller:
    """Turns the plain data of one document into lines."""

    def __init__(self, made: Manuscript, trace: Trace) -> None:
        self.made, self.trace = made, trace

    def block(self, block: Mapping[str, Any], columns: Sequence[str] = ()) -> Iterator[str]:
        if not block:
            return
        yield from ([f"## {block['heading']}"] if block["heading"] else [])
        yield from self.paragraphs(block["text"])
        yield from self.paragraphs(block["points"], "- ")
        for chapter in block["chapters"]:
            yield f"### {chapter['heading']}"
            yield from self.paragraphs(chapter["text"])
        if block["figure"]:
            yield from self.figure(block["figure"], block["caption"])
        if block["lines"]:
            yield f"[table] {_unanchored(block['caption'])}".rstrip()
            yield "  head | " + " | ".join(block["head"][name] for name in columns)
            for line in block["lines"]:
                yield from self.cells(line, columns)
        for part in block["parts"]:
            yield from self.block(part, columns)

    def paragraphs(self, paragraphs: Iterable[Mapping[str, Any]], bullet: str = "") -> Iterator[str]:
        for paragraph in paragraphs:
            if paragraph["lead"]:
                yield f"{bullet}**{paragraph['lead']}**"
            for number, sentence in enumerate(paragraph["sentences"]):
                first = bullet and not number and not paragraph["lead"]
                yield (bullet if first else " " * len(bullet)) + self.text(sentence["text"])
            yield ""

    def cells(self, line: Mapping[str, str], columns: Sequence[str]) -> Iterator[str]:
        """The cells of a line from left to right, a tint behind the words after them."""
        for number, name in enumerate(columns):
            tint = f" {{{line[f'{name}_fill']}}}" if f"{name}_fill" in line else ""
            yield f"  {'·' if number else '*'} {name} | {self.text(line.get(name, ''))}{tint}"

    def text(self, marked: str) -> str:
        """A text with the cells it rests on."""
        ids = [number_of(piece) for piece in pieces(marked) if piece[0] == START]
        refs = [ref for each in ids for ref in self.trace.entries[f"t{each}"].refs]
        assert marked.count(START) == marked.count(END) <= 1
        plain = bare(marked).replace("\n", " ⏎ ")
        return plain + self.beside(refs)

    def figure(self, name: str, caption: str) -> Iterator[str]:
        chart = self.made.charts[name]
        yield f"[figure {name}] {_unanchored(caption)}"
        yield f"  alt | {chart.alt}" + self.beside(self.trace.entries[self.trace.figures[name]].refs)
        yield from (f"  {line}" for line in drawing(chart))

    def beside(self, refs: Iterable[Ref]) -> str:
        """The cells, runs of one column together: ⟵ RISKS!F8:F12 F15, SOURCES!B4."""
        found = places(refs, self.made.whole)
        return f" ⟵ {found}" if found else ""


def _unanchored(caption: str) -> str:
    return re.sub("\ufde5[^\ufde4]*\ufde4", "", caption)


def places(refs: Iterable[Ref], whole: Audit) -> str:
    """Where these answers are in the workbook, in its order; one that is in no cell by its row and column."""
    cells: dict[str, set[tuple[int, int]]] = {}
    others = []
    for ref in refs:
        row = whole.by_id.get(ref.row_id)
        cell = ref.cell or (row.cell(ref.column) if row is not None and ref.column else None)
        if cell is None:
            others.append(f"{ref.row_id}.{ref.column}".rstrip("."))
        else:
            cells.setdefault(cell.sheet, set()).add((cell.column, cell.row))
    parts = [f"{sheet}!{' '.join(_runs(sorted(found)))}" for sheet, found in cells.items()]
    return ", ".join(parts + sorted(set(others)))


def _runs(found: Sequence[tuple[int, int]]) -> Iterator[str]:
    for _, run in groupby(enumerate(found), lambda pair: (pair[1][0], pair[1][1] - pair[0])):
        own = [place for _, place in run]
        (column, first), (_, last) = own[0], own[-1]
        letters = column_letters(column)
        yield f"{letters}{first}" if first == last else f"{letters}{first}:{letters}{last}"


# Drawings ------------------------------------------------------------------------------------------------------------


def drawing(chart: Any) -> list[str]:
    """What a chart shows: its words and its marks in the order they were drawn, with place and size in mm."""
    return [
        f"{kind} | {' ; '.join(said for _, said in run)}" for kind, run in groupby(artists(chart), lambda each: each[0])
    ]


def artists(chart: Any) -> Iterator[tuple[str, str]]:
    """(kind, what it is) of every mark, in the order they were drawn."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import FancyArrowPatch, PathPatch, Polygon, Rectangle
    from matplotlib.text import Text

    for artist in chart.figure.get_children()[1:]:
        match artist:
            case Text():
                yield "words", artist.get_text()
            case Rectangle():
                box = (artist.get_x(), artist.get_y(), artist.get_width(), artist.get_height())
                yield "boxes", " ".join([_mm(*box), _hex(artist.get_facecolor()), artist.get_hatch() or ""]).strip()
            case Line2D():
                points = [_mm(x, y) for x, y in zip(artist.get_xdata(), artist.get_ydata(), strict=True)]
                yield "lines", "–".join(points) + " " + _hex(artist.get_color())
            case Polygon():
                x, y = artist.get_xy()[:-1].mean(axis=0)
                yield "dots", f"{_mm(x, y)} {len(artist.get_xy()) - 1} {_hex(artist.get_facecolor())}"
            case FancyArrowPatch():
                yield "arrows", "→".join(_mm(*each) for each in artist._posA_posB)
            case PathPatch():
                path = artist.get_path().vertices
                yield (
                    "bands",
                    f"{_mm(*path[0])}→{_mm(*path[-1])} {_hex(artist.get_edgecolor())} {artist.get_linewidth():.1f}",
                )


def _mm(*lengths: float) -> str:
    return ",".join(f"{length * 10:.0f}" for length in lengths)


def _hex(color: Any) -> str:
    from matplotlib.colors import to_hex

    return to_hex(color)
