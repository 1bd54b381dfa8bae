"""What the report says, before it is a document: sentences that know their cells, in paragraphs, blocks and sections."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

from safeaudit import framework
from safeaudit.analysis import Analysis, CountLine, Table
from safeaudit.audit import Audit
from safeaudit.cells import Cell
from safeaudit.coverage import coverage
from safeaudit.findings import Finding
from safeaudit.report.writing.sentences import called, closed, ends_itself, lowered, strung
from safeaudit.words import Words

REF_START, REF_TEXT, REF_END, ANCHOR = "\ufde2", "\ufde3", "\ufde4", "\ufde5"
"""Marks of references and of the captions they point to, Unicode non-characters that no input holds: see crossrefs.py."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A row, or one answer of it, that a sentence rests on; `cell` is None when the audit came from no workbook.

    `workbook` is the name by which the document knows the workbook; "" for the one it is about.
    """

    row_id: str
    column: str = ""
    cell: Cell | None = None
    workbook: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A stretch of a text that leads to a chapter of the document, or to a cell of the workbook."""

    start: int
    end: int
    chapter: str = ""
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One generated sentence, the answers it rests on, and the codes of the evidence behind them."""

    text: str
    refs: tuple[Ref, ...] = ()
    basis: tuple[str, ...] = ()
    section: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences in order; `lead` is set in bold before them. `topic` is an ID by which other chapters find a point.

    Each is closed, so that typed words never run into the next; what stands alone, or leads to a list by a colon, is not.
    """

    sentences: tuple[Statement, ...]
    lead: str = ""
    topic: str = ""

    def __post_init__(self) -> None:
        *before, last = self.sentences or (Statement(""),)
        if not before and not self.lead:
            return
        if not last.text.endswith(":"):
            last = replace(last, text=closed(last.text))
        ended = (*(replace(each, text=closed(each.text)) for each in before), last)
        object.__setattr__(self, "sentences", ended[: len(self.sentences)])


class OneRow(Protocol):
    """A line of a table that comes from one row."""

    @property
    def row_id(self) -> str: ...


Cells = Mapping[str, str | Statement]
"""A line of a table: a Statement where the words rest on answers, a plain text where they are the program's own."""


@dataclass(slots=True)
class Block:
    """One piece of a section: words, points, a table, a figure or titled chapters. The template's layout says which."""

    heading: str = ""
    text: list[Paragraph] = field(default_factory=list)
    points: list[Paragraph] = field(default_factory=list)
    caption: str = ""
    head: Cells = field(default_factory=dict)
    lines: Sequence[Cells] = ()
    figure: str = ""
    chapters: list[tuple[str, list[Paragraph]]] = field(default_factory=list)
    parts: list[Block] = field(default_factory=list)
    """Tables of the same columns, each with its heading."""

    @property
    def empty(self) -> bool:
        return not (self.text or self.points or self.lines or self.figure or self.chapters or self.parts)


@dataclass(slots=True)
class Section:
    """One chapter: its heading, its opening paragraphs, and its blocks by name. `sheets` are those it draws on."""

    id: str
    heading: str
    text: list[Paragraph] = field(default_factory=list)
    blocks: dict[str, Block] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()

    def paragraphs(self) -> Iterable[Paragraph]:
        yield from self.text
        for block in self.blocks.values():
            yield from block.text
            yield from block.points
            for _, paragraphs in block.chapters:
                yield from paragraphs
            for part in block.parts:
                yield from part.text

    def statements(self) -> Iterable[Statement]:
        """Every sentence, and every table cell that is tied to answers."""
        for paragraph in self.paragraphs():
            yield from paragraph.sentences
        for block in self.blocks.values():
            for part in (block, *block.parts):
                yield from (cell for line in part.lines for cell in line.values() if isinstance(cell, Statement))


class Story:
    """Everything a chapter is written from, and the few means to write it with."""

    def __init__(
        self,
        audit: Audit,
        analysis: Analysis,
        findings: Sequence[Finding],
        words: Words,
        charts: Mapping[str, str],
        *,
        public: bool = False,
        beside: Mapping[str, Audit] | None = None,
    ) -> None:
        self.audits = {**(beside or {}), "": audit}
        """Every audit this document may rest on, by the name of its workbook; "" the one it is about."""
        self.audit, self.analysis, self.findings, self.words = audit, analysis, findings, words
        self.charts, self.public = charts, public
        self._ended: set[str] = set()

    # Reading ---------------------------------------------------------------------------------------------------------

    def count(self, table: Table[CountLine], measure: str, *codes: str) -> list[str]:
        """The rows a count table holds for a measure and these codes."""
        return [
            row_id
            for code in codes
            for line in table
            if line.measure == measure and line.code == code
            for row_id in line.row_ids
        ]

    def filled(self, *sheets: str) -> bool:
        """Whether somebody entered anything on one of these sheets."""
        return any(row.filled for sheet in sheets for row in self.audit.lines(sheet))

    def value(self, row_id: str, column: str) -> str:
        """An answer as a person reads it."""
        row = self.audit.by_id.get(row_id)
        return "" if row is None else self.audit.shown(row, column)

    def label(self, row_id: str | None) -> str:
        """What a row is called in a table, or at the start of a sentence."""
        return self.audit.label(row_id)

    def low(self, row_id: str | None, most: int = 0) -> str:
        """What a row is called within a sentence, cut to `most` letters if given: see sentences.py."""
        name = called(row_id, self.audit, self.words, most)
        if ends_itself(name):
            self._ended.add(name)
        return name

    def code(self, options: str, code: str | int | None) -> str:
        return self.words.code(options, code)

    def low_code(self, options: str, code: str | int | None) -> str:
        return self.lower(self.words.code(options, code))

    def lower(self, text: str) -> str:
        """Words of ours with a small first letter."""
        return lowered(text, self.words)

    def labels(self, row_ids: Iterable[str], most: int = 6) -> str:
        """Names joined for a sentence; beyond `most` the rest is counted."""
        return self.joined([self.low(row_id) for row_id in row_ids], most)

    def codes(self, options: str, codes: Iterable[str], most: int = 8) -> str:
        return self.joined([self.low_code(options, code) for code in codes], most)

    def joined(self, names: Sequence[str], most: int = 6) -> str:
        names = list(dict.fromkeys(name for name in names if name))
        if len(names) > most + 1:
            rest = len(names) - most
            names = [*names[:most], self.words.n("{count} more", "{count} more", rest)]
        if len(names) > 1 and any("," in name for name in names):
            return self.words.t("{first}; and {last}", first=self.words.t("; ").join(names[:-1]), last=names[-1])
        return self.words.listed(names)

    def cell_list(self, row_ids: Iterable[str]) -> str:
        """Names for a table cell, separated by semicolons."""
        return strung(dict.fromkeys(self.label(row_id) for row_id in row_ids))

    def money(self, value: float | None) -> str:
        return self.words.money(value, self.audit.profile.currency)

    @cached_property
    def city(self) -> str:
        return self.audit.profile.city or self.words.t("the city")

    # Writing ---------------------------------------------------------------------------------------------------------

    def of(self, rows: Iterable[str | OneRow], *columns: str, workbook: str = "") -> list[str]:
        """References to these columns of each row; without columns, to the rows themselves. A row is an ID or a line that has one.

        `workbook` names another audit of the document, as `beside` does.
        """
        ids = [row if isinstance(row, str) else row.row_id for row in rows]
        ids = [f"{workbook}!{row_id}" for row_id in ids] if workbook else ids
        return [f"{row_id}.{column}" for row_id in ids for column in columns] if columns else ids

    def say(self, text: str, *refs: str, basis: Iterable[str | None] = ()) -> Statement:
        """A sentence; a ref is a row ID, or "ROW-ID.column", of another audit than its own "workbook!ROW-ID.column"."""
        from safeaudit.report.writing.refs import resting_on

        for name in self._ended:  # "Harbour Works Inc." at the end of a sentence brings its full stop along
            text = text.replace(f"{name}.", name)
        return Statement(text, resting_on(self.audits, refs, text), tuple(sorted({code for code in basis if code})))

    def among(self, said: str, *sheets: str) -> str:
        """Words that hold of all lines of these sheets (of all sheets without any); where lines are withheld, of those shown."""
        withheld = {sheet for audit in self.audits.values() if audit.carried for sheet in audit.carried.rows}
        if not (withheld.intersection(sheets) if sheets else withheld):
            return said
        return self.words.t("Among the lines published here: {said}", said=self.lower(said))

    def say_if(self, there: object, text: str, *refs: str, basis: Iterable[str | None] = ()) -> Statement | None:
        """A sentence that is only said where there is something to say it of."""
        return self.say(text, *refs, basis=basis) if there else None

    def about(self, rows: Sequence[str | OneRow], column: str, text: str) -> Statement | None:
        """A sentence about these rows, tied to this column of each ("" for the rows themselves); None for no rows."""
        return self.say_if(rows, text, *(self.of(rows, column) if column else self.of(rows)))

    def cell(self, text: str, *refs: str) -> Statement:
        """A text for a table cell, tied to the answers it rests on; a dash when there is nothing to show."""
        return self.say(text or "–", *refs)

    def answer(self, row_id: str, *columns: str, text: str | None = None) -> Statement:
        """Answers of one row in a table cell: the first as a person reads it, or all of them as `text` puts them."""
        return self.cell(
            self.value(row_id, columns[0]) if text is None else text, *[f"{row_id}.{column}" for column in columns]
        )

    def named(self, row_id: str, before: str = "", after: str = "") -> str | Statement:
        """What a row is called in a table cell, tied to the answer that names it; the framework’s own names rest on none."""
        row, text = self.audit.by_id.get(row_id), f"{before}{self.label(row_id) or '–'}{after}"
        if row is None or row.label_column is None or framework.item(row_id):
            return text
        return self.cell(text, f"{row_id}.{row.label_column}")

    def withheld_counts(self) -> Statement | None:
        """In a public version, beside how much is known: of which sheets that is told."""
        some = self.audit.carried is not None and any(self.audit.carried.rows.values())
        return self.say_if(some, self.words.t("Sheets of which lines are withheld are not counted here."))

    def nothing(self, sheet_id: str) -> Paragraph:
        """The one sentence of an empty chapter: what is missing and where it goes, or the reason given for it.

        Without a sentence where the edition does not ask for it: nobody is told that something is missing which was not asked.
        """
        if not self.audit.edition.has(sheet_id):
            return Paragraph(())
        tab, reason = self.words.tab(sheet_id), self.audit.reasons.get(sheet_id)
        if self.public:
            said = self._nothing_public(sheet_id)
        elif reason:
            said = self.words.t(
                "The sheet {sheet} was left empty for a stated reason: {reason}", sheet=tab, reason=reason
            )
        elif self.audit.waived(sheet_id):
            said = self.words.t(
                "The city decided not to ask this, to protect people; the sheet {care} gives the reason.",
                care=self.words.tab("CARE"),
            )
        else:
            said = self._nothing_known(sheet_id) or self.words.t(
                "Nothing was entered here. Enter it on the sheet {sheet}.", sheet=tab
            )
        return Paragraph((self.say(said),))

    def _nothing_known(self, sheet_id: str) -> str:
        """What the answers say where a chapter has nothing to tell although there are some; empty where there is none.

        “Not known” is an answer: it is told as a gap, never as if nobody had asked.
        """
        shares, w = coverage(self.audit).sheets[sheet_id], self.words
        if shares.not_known:
            return w.n(
                "Not known: of the {asked} answers asked on the sheet {sheet}, one is “not known”. That is a gap in what the city "
                "knows, and no sign that nothing is there.",
                "Not known: of the {asked} answers asked on the sheet {sheet}, {count} are “not known”. That is a gap in what the "
                "city knows, and no sign that nothing is there.",
                shares.not_known,
                asked=shares.asked,
                sheet=w.tab(sheet_id),
            )
        if any(row.filled for row in self.audit.lines(sheet_id)):
            return w.t(
                "What is entered on the sheet {sheet} does not yet allow a statement here.", sheet=w.tab(sheet_id)
            )
        return ""

    def asked(self, sections: Sequence[Section]) -> list[Section]:
        """The sections less those that are empty because the edition does not ask for what they would tell."""
        kept = []
        for section in sections:
            section.text = [paragraph for paragraph in section.text if paragraph.sentences or paragraph.lead]
            for name, block in section.blocks.items():
                block.text = [paragraph for paragraph in block.text if paragraph.sentences or paragraph.lead]
                if block.empty:
                    section.blocks[name] = Block()
            told = section.text or not all(block.empty for block in section.blocks.values())
            if told or self.audit.edition.asks(*section.sheets):
                kept.append(section)
        return kept

    def _nothing_public(self, sheet_id: str) -> str:
        """Why a chapter of a public version is empty: withheld, left out to protect people, or never answered."""
        kept, w = self.audit.carried, self.words
        if kept is not None and sheet_id in kept.waived:
            return w.t("The city left this out of the audit for a stated reason, which is not public.")
        shares = kept.coverage.sheets[sheet_id] if kept is not None and kept.coverage is not None else None
        if shares is not None and shares.asked and 2 * shares.not_known >= shares.asked:
            return w.t("Not known: much of what was asked here is “not known”. That is a gap in what the city knows.")
        if kept is not None and sheet_id in kept.filled:
            return w.t(
                "The answers on the sheet {sheet} are withheld from this public version to protect people.",
                sheet=w.tab(sheet_id),
            )
        return w.t("This audit holds no answers on this yet.")

    def ref(self, name: str) -> str:
        """A place in a sentence that will read "Figure 3"; of a chart by name, or of a table as "section.block"."""
        return f"{REF_START}{name}{REF_END}"

    def see(self, *names: str) -> Statement | None:
        """The sentence "See Figure 3.", for those of these charts that were drawn and of these tables; None for none."""
        known = [self.ref(name) for name in names if "." in name or name in self.charts]
        return self.say(self.words.t("See {places}.", places=self.words.listed(known))) if known else None

    def chart(self, name: str) -> Block:
        """A figure, if it was drawn."""
        return Block(figure=name, caption=self.charts[name]) if name in self.charts else Block()


def para(*sentences: Statement | None, lead: str = "") -> Paragraph:
    """A paragraph of the sentences that are there."""
    return Paragraph(tuple(sentence for sentence in sentences if sentence is not None), lead)


def paras(*paragraphs: Paragraph) -> list[Paragraph]:
    """The paragraphs that say something."""
    return [paragraph for paragraph in paragraphs if paragraph.sentences or paragraph.lead]


Writer = Callable[[Story], Section]

FILLS = {
    "low": "E4EFE6", "moderate": "FBF0CF", "high": "F7D9BF", "critical": "EDB9AF",
    "little": "E4EFE6", "emerging": "FBF0CF", "established": "F7D9BF", "dominant": "EDB9AF",
    "eligible": "E4EFE6", "by_exception": "FBF0CF", "incomplete": "EEF1F4", "not_eligible": "EDB9AF",
    "in_place": "E4EFE6", "partly": "FBF0CF", "absent": "F7D9BF",
    "fully": "E4EFE6", "not_yet": "F7D9BF",
    "reduces": "E4EFE6", "moves": "F7D9BF", "worse": "EDB9AF", "unanswered": "EEF1F4", "no_effect": "FBF0CF",
    "answered": "E4EFE6", "missing": "F7D9BF", "step_3": "E4EFE6", "step_2": "FBF0CF", "step_1": "F7D9BF", "step_0": "EDB9AF",
}  # fmt: skip
"""Tints behind a word in a table; the word says the same."""

NO_FILL = "FFFFFF"


def fill(code: str | None) -> str:
    return FILLS.get(code or "", NO_FILL)
