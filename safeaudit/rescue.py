"""A damaged or older workbook, rebuilt: its answers in a fresh workbook, what could not be placed on a sheet of its own."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safeaudit.audit import Audit
from safeaudit.sheets import SHEETS, Form
from safeaudit.words import words as words_of


@dataclass(frozen=True, slots=True)
class Rescued:
    """What came of it: how many answers were carried over, kept as typed, or could not be placed; and the damage in words."""

    answers: int
    kept_as_typed: int
    unplaced: int
    damage: tuple[str, ...]


def rebuild(source: Path, target: Path, audit: Audit) -> Rescued:
    """Write a fresh workbook with the answers of `audit`, read from `source`.

    Contents that were not understood go into their cells as they were typed. OSError passes through.
    """
    from safeaudit.workbook import build_workbook

    raw = _as_typed(audit)
    damage = tuple(_damage(source, audit))
    own = Audit(
        audit.sheets,
        source=audit.source,
        language=audit.written_in,
        workbook_id=audit.workbook_id,
        reasons=audit.reasons,
    )
    build_workbook(target, own, raw=raw, unplaced=audit.unplaced)
    if audit.accepted:
        _carry_reasons(target, audit)
    answers = sum(len(row.filled) - len(row.rejected) for rows in audit.sheets.values() for row in rows)
    return Rescued(answers, len(raw), len(audit.unplaced), damage)


def _carry_reasons(target: Path, audit: Audit) -> None:
    """Fill CHECKS of the new workbook, so that the reasons of accepted warnings stand there again."""
    from safeaudit.doors import read_audit
    from safeaudit.hosts.checks_part import write_findings
    from safeaudit.ledger import table
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


def _as_typed(audit: Audit) -> dict[tuple[str, str, str], Any]:
    return {
        (sheet_id, row.id, column): content
        for sheet_id, rows in audit.sheets.items()
        for row in rows
        for column, content in row.rejected.items()
    }


def _damage(source: Path, audit: Audit) -> list[str]:
    """What is wrong with the build of the old file, in words."""
    damage = [finding.message for finding in audit.findings if finding.rule.startswith("WB-")]
    return [*damage, *_lost_helps(source, audit)]


def _lost_helps(source: Path, audit: Audit) -> list[str]:
    """Dropdowns and protection that a sheet of ours should have and this file has not."""
    from openpyxl import load_workbook

    say = words_of(audit.language)
    try:
        if _spread_out(source):  # openpyxl fills in every row up to the last one
            return [say.t("Dropdowns and protection could not be looked at.")]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(source, keep_links=False)
    except Exception:  # noqa: BLE001 - openpyxl fails in many ways on files that were read well enough
        return [say.t("Dropdowns and protection could not be looked at.")]
    lost = []
    for sheet_id, title in audit.titles.items():
        if title not in book.sheetnames:
            continue
        sheet = book[title]
        wanted = len(SHEETS[sheet_id].inputs()) if not isinstance(SHEETS[sheet_id].rows, Form) else 1
        if len(sheet.data_validations.dataValidation) * 2 < wanted:
            lost.append(say.t("On {sheet}, dropdowns and input checks are gone.", sheet=title))
        if not sheet.protection.sheet:
            lost.append(say.t("On {sheet}, the protection of locked cells is off.", sheet=title))
    return lost


def _spread_out(source: Path) -> bool:
    """Whether a sheet has entries so far out that openpyxl would need minutes and gigabytes."""
    from safeaudit.hosts.file import read

    return any(row > 5_000 or column > 500 for sheet in read(source).sheets for row, column in sheet.cells)
