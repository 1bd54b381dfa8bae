"""A damaged or older workbook, rebuilt: its answers in a fresh workbook, what could not be placed on a sheet of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from safeaudit.audit import Audit
from safeaudit.edition import Edition, whole
from safeaudit.reading.texts.host import HOST_NOTES
from safeaudit.sheets import Form, Free, Row
from safeaudit.words import Words
from safeaudit.words import words as words_of


@dataclass(frozen=True, slots=True)
class Rescued:
    """What came of it: how many answers were carried over, kept as typed, or could not be placed; notes at cells and sheets of
    the office's own that were carried over; what was left behind on purpose, and the damage, both in words."""

    answers: int
    kept_as_typed: int
    unplaced: int
    notes: int
    own_sheets: tuple[str, ...]
    left_behind: tuple[str, ...]
    damage: tuple[str, ...]


def rebuild(source: Path, target: Path, audit: Audit, edition: Edition | None = None) -> Rescued:
    """Write a fresh workbook with the answers of `audit`, read from `source`; of its own edition, or of another that asks no less.

    Contents that were not understood go into their cells as they were typed. Notes at cells and sheets of the office's own are
    carried over. Nothing that could run or fetch something is. OSError passes through.
    """
    damage = tuple(_damage(source, audit))
    carry(target, audit, edition)
    return Rescued(
        answers=sum(len(row.filled) - len(row.rejected) for rows in audit.sheets.values() for row in rows),
        kept_as_typed=len(_as_typed(audit)),
        unplaced=len(audit.unplaced),
        notes=len(audit.notes) + sum(len(sheet.notes) for sheet in audit.own_sheets),
        own_sheets=tuple(sheet.title for sheet in audit.own_sheets),
        left_behind=tuple(left_behind(audit)),
        damage=damage,
    )


def carry(target: Path, audit: Audit, edition: Edition | None = None) -> None:
    """Write a fresh workbook with all that `audit` holds. OSError passes through."""
    from safeaudit.workbook import build_workbook

    edition = edition or whole(audit.edition)
    given = {row.id: row for rows in audit.sheets.values() for row in rows}
    own = Audit(
        {
            sheet: [_asked(cls, row_id, given.get(row_id)) for row_id in cls.ids()]
            for sheet, cls in edition.sheets.items()
        },
        source=audit.source,
        language=audit.written_in,
        workbook_id=audit.workbook_id,
        reasons=audit.reasons,
        plan=audit.plan,
        part=audit.part,
        merged=audit.merged,
        edition=edition,
    )
    raw = _as_typed(audit)
    build_workbook(target, own, raw=raw, unplaced=audit.unplaced, own_sheets=audit.own_sheets, notes=audit.notes)
    if audit.accepted:
        _carry_reasons(target, audit)


def _asked(cls: type[Row], row_id: str, given: Row | None) -> Row:
    """A line as a sheet of another edition asks it, with the answers that were given."""
    if given is None or type(given) is cls:
        return given or cls.blank(row_id)
    row = cls.blank(row_id)
    for column in given.filled:
        if column in given.rejected:
            row.reject(column, given.rejected[column])
        elif column in cls.columns:
            row.copy_answer(given, column)
    return row


def no_less(edition: Edition, present: Edition) -> Edition:
    """An edition with at least as many empty lines on each sheet as the present one has."""
    more = {
        sheet_id: len(present.row_ids(sheet_id))
        for sheet_id in edition.shared(present)
        if isinstance(edition.sheets[sheet_id].rows, Free)
        and len(present.row_ids(sheet_id)) > len(edition.row_ids(sheet_id))
    }
    return edition.with_lines(more)


def left_over(audit: Audit, edition: Edition) -> list[str]:
    """What an edition does not ask and this audit says something of, as "SHEET", "SHEET.column" or the ID of a line."""
    said = [*(sheet_id for sheet_id, reason in audit.reasons.items() if reason), *audit.plan]
    found = {sheet_id: None for sheet_id in said if not edition.has(sheet_id)}
    for row in (row for rows in audit.sheets.values() for row in rows if row.filled):
        if not edition.has(row.sheet_id):
            found[row.sheet_id] = None
        elif row.id not in edition.row_ids(row.sheet_id):
            found[row.id] = None
        else:
            found |= {
                f"{row.sheet_id}.{column}": None for column in row.filled if not edition.has(row.sheet_id, column)
            }
    return list(found)


def left_behind(audit: Audit) -> Iterator[str]:
    """What a rebuilt workbook does not have, in words."""
    say = words_of(audit.language)
    for kind in dict.fromkeys(audit.active):
        yield say.t("Left out, for it could run or fetch something: {what}.", what=say.t(HOST_NOTES[kind]))
    if audit.own_sheets:
        yield say.t(
            "On sheets of your own, formulas became the values they showed. Their charts, colours and links were not kept."
        )
    if audit.notes or any(sheet.notes for sheet in audit.own_sheets):
        yield say.t("Notes at cells are without the names of those who wrote them.")
    yield say.t("Colours and other formatting that you gave to cells were not kept.")


def _carry_reasons(target: Path, audit: Audit) -> None:
    """Fill CHECKS of the new workbook, so that the reasons of accepted warnings stand there again."""
    from safeaudit.doors import read_audit
    from safeaudit.ledger import table
    from safeaudit.ledger.part import write_findings
    from safeaudit.paths import atomic
    from safeaudit.rules import check

    fresh = read_audit(target)
    fresh.accepted = audit.accepted
    more = fresh.words.t(
        "There are more findings than this table has room for. To see all: safeaudit check --all {file}",
        file=target.name,
    )
    with atomic(target) as temporary:
        write_findings(target, temporary, table(check(fresh), fresh), more)


def _as_typed(audit: Audit) -> dict[tuple[str, str, str], object]:
    return {
        (sheet_id, row.id, column): content
        for sheet_id, rows in audit.sheets.items()
        for row in rows
        for column, content in row.rejected.items()
    }


ABOUT_THE_FILE = ("WB-17", "WB-18", "WB-20", "WB-21", "WB-22")
"""Findings that name something to be seen, and no damage."""


def _damage(source: Path, audit: Audit) -> list[str]:
    """What is wrong with the build of the old file, in words, with its place."""
    damage = [
        f"{finding.place}: {finding.message}" if finding.place else finding.message
        for finding in audit.findings
        if finding.rule.startswith("WB-") and finding.rule not in ABOUT_THE_FILE
    ]
    return [*damage, *_lost_helps(source, audit, words_of(audit.language))]


def _lost_helps(source: Path, audit: Audit, say: Words) -> Iterator[str]:
    """Dropdowns and protection that a sheet of ours should have and this file has not."""
    from safeaudit.files.formats import format_of
    from safeaudit.files.structure import builds

    data = source.read_bytes()
    if not format_of(data).keeps:
        return  # a format of another program: what it has of dropdowns and protection is that program's own
    found = builds(data)
    if found is None:
        yield say.t("Dropdowns and protection could not be looked at.")
        return
    for sheet_id, title in audit.titles.items():
        if title not in found:
            continue
        cls = audit.edition.sheets[sheet_id]
        wanted = len(cls.inputs()) if not isinstance(cls.rows, Form) else 1
        if found[title].checks * 2 < wanted:
            yield say.t("On {sheet}, dropdowns and input checks are gone.", sheet=title)
        if not found[title].protected:
            yield say.t("On {sheet}, the protection of locked cells is off.", sheet=title)
