"""Turns of phrase several chapters share: how many, resting on what, how sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from safeaudit.report.writing.statements import Paragraph, Statement, Story, para
from safeaudit.sheets.grading import STEPS

CONFIDENCE = ("high", "medium", "low", "unknown")


MOST_IDS = 5
"""Of more lines than this the first are named in a cell of a table, and how many more there are."""


def ids(s: Story, row_ids: Sequence[str]) -> str:
    """The IDs of lines for a cell of a table: STR-01, STR-04 and 31 more."""
    if len(row_ids) <= MOST_IDS:
        return ", ".join(row_ids)
    return s.joined(row_ids, MOST_IDS - 2)


def tallied(s: Story, options: str, codes: Iterable[str | None]) -> str:
    """Codes with how often they occur, most frequent first: official statistics (5), survey (3) and media (1)."""
    return _counted(s, codes, lambda code: s.low_code(options, code))


def _counted(s: Story, codes: Iterable[str | None], named: Callable[[str], str]) -> str:
    found = Counter(code for code in codes if code)
    return s.words.listed(
        [
            s.words.t("{name} ({count})", name=named(code), count=count)
            for code, count in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        ]
    )


def resting_on(s: Story, evidences: Iterable[str | None]) -> str:
    """What judgements rest on, as the end of a sentence: survey (3), expert judgement (2) and nothing yet (1)."""
    return _counted(
        s, evidences, lambda code: s.words.t("nothing yet") if code == "none" else s.low_code("evidence", code)
    )


class Judged(Protocol):
    """A line of a table that says what it rests on and how sure the team is."""

    @property
    def row_id(self) -> str: ...
    @property
    def evidence(self) -> str | None: ...
    @property
    def confidence(self) -> str | None: ...


def resting(s: Story, lines: Sequence[Judged]) -> Statement | None:
    """What the evidence of these lines is and how sure the team is of them; None when nothing was said."""
    w, evidences = s.words, [line.evidence for line in lines]
    refs = s.of([line for line in lines if line.evidence], "evidence")
    refs += s.of([line for line in lines if line.confidence], "confidence")
    basis, confidence = resting_on(s, evidences), confidences(s, [line.confidence for line in lines])
    both = w.t(
        "These ratings rest on {basis}; the team’s confidence in them is {confidence}.",
        basis=basis,
        confidence=confidence,
    )
    if basis and confidence:
        return s.say(both, *refs, basis=evidences)
    if basis:
        return s.say(w.t("These lines rest on {basis}.", basis=basis), *refs, basis=evidences)
    if confidence:
        return s.say(w.t("The team’s confidence in these lines is {confidence}.", confidence=confidence), *refs)
    return None


def confidences(s: Story, codes: Iterable[str | None]) -> str:
    """high for 3, medium for 5 and low for 1."""
    found = Counter(code for code in codes if code)
    return s.words.listed(
        [
            s.words.t("{level} for {count}", level=s.low_code("high_medium_low", code), count=found[code])
            for code in CONFIDENCE
            if found[code]
        ]
    )


def basis_cell(s: Story, line: Judged) -> Statement:
    """Evidence and confidence in a table cell: Survey; high."""
    evidence, sure = s.code("evidence", line.evidence), s.low_code("high_medium_low", line.confidence)
    text = "; ".join((evidence or "–", sure)) if sure else evidence
    row = s.audit.by_id.get(line.row_id)
    grade = row.get("confidence_grade") if row is not None and "confidence_grade" in row.columns else None
    if sure and grade and line.confidence in STEPS and STEPS.index(grade) < STEPS.index(line.confidence):
        text = s.words.t("{basis}; worked out: {grade}", basis=text, grade=s.low_code("grade", grade))
    return s.answer(line.row_id, "evidence", "confidence", text=text)


class ManyRows(Protocol):
    """A line of a table that comes from several rows."""

    @property
    def row_ids(self) -> list[str]: ...


def rows_in(lines: Iterable[ManyRows]) -> list[str]:
    """The rows behind these lines, in their order."""
    return [row_id for line in lines for row_id in line.row_ids]


def lines_of(*parts: str) -> str:
    """Parts of a table cell below each other; those without a word are left out."""
    return "\n".join(part for part in parts if part and part != "–")


def typed(s: Story, row_id: str, column: str, *, lead: str = "", after: Statement | None = None) -> Paragraph | None:
    """What a person typed in an answer, as it was typed; None for a blank one."""
    text = s.value(row_id, column)
    return para(s.say(text, f"{row_id}.{column}"), after, lead=lead) if text else None


def upper(text: str) -> str:
    """The text with a capital first letter, for the start of a sentence."""
    return text[:1].upper() + text[1:]


def there(*parts: tuple[int, str]) -> list[str]:
    """Parts of a sentence with the number each counts; those that count nothing are left out."""
    return [text for number, text in parts if number]


def costs(s: Story) -> Statement:
    """What the strategy costs as far as costs are given, and how much of it has lasting money."""
    w, gap = s.words, s.analysis.funding_gap
    refs = [f"{line.row_id}.cost" for line in s.analysis.actions if line.live]
    if not gap.total:
        return s.say(w.t("No costs are given yet."), *refs)
    return s.say(
        w.t(
            "As far as costs are given, the strategy costs {total}; {lasting} of it has lasting money.",
            total=s.money(gap.total),
            lasting=s.money(gap.lasting) if gap.lasting else w.t("none"),
        ),
        *refs,
    )


def year_of(s: Story, year: int | None) -> str:
    """A year, or that it is not stated."""
    return str(year) if year else s.words.t("year not stated")


def dates(s: Story, row_id: str) -> str:
    """From – to, as months; of one that is missing this is said."""
    first, last = s.value(row_id, "starts"), s.value(row_id, "ends")
    if not first and not last:
        return "–"
    if not last:
        return s.words.t("From {first}, end not set", first=first)
    if not first:
        return s.words.t("Until {last}, start not set", last=last)
    return s.words.t("{first} – {last}", first=first, last=last)


def or_dash(text: str) -> str:
    return text or "–"
