"""From the definition, and from answers where there are any, to a workbook without macros."""

from __future__ import annotations

import io
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from safeaudit.audit import Audit, blank_audit
from safeaudit.cells import GridSheet, Unplaced
from safeaudit.edition import text_of
from safeaudit.findings import Finding
from safeaudit.paths import atomic
from safeaudit.words import words as words_of

FIRST_ISSUE = datetime(2026, 11, 1)
"""The date all built workbooks carry, so that equal input gives equal bytes."""


def build_workbook(
    path: str | Path,
    audit: Audit | None = None,
    *,
    language: str = "en",
    findings: Sequence[Finding] = (),
    raw: Mapping[tuple[str, str, str], object] | None = None,
    workbook_id: str | None = None,
    unplaced: Sequence[Unplaced] = (),
    own_sheets: Sequence[GridSheet] = (),
    notes: Mapping[tuple[str, str], str] | None = None,
) -> str:
    """Write a workbook, blank or filled, and give its ID.

    `findings` fill the table on CHECKS; `raw` puts contents into cells as they are, by (sheet ID, row ID, column);
    `unplaced` contents of an older file get a sheet of their own. `own_sheets` of an older file follow ours; `notes` are put at
    cells again, by (row ID, column; "" for the line).
    """
    from safeaudit.workbook.book import Book
    from safeaudit.workbook.carried import write_own_sheets
    from safeaudit.workbook.checks import write_checks
    from safeaudit.workbook.layout import layouts
    from safeaudit.workbook.lists import write_about, write_lists, write_unplaced
    from safeaudit.workbook.overview import write_overview
    from safeaudit.workbook.parts import write_merged
    from safeaudit.workbook.start import write_start
    from safeaudit.workbook.strict import new_book, strict
    from safeaudit.workbook.styles import Styles
    from safeaudit.workbook.tables import write_table

    path = Path(path)
    audit = audit if audit is not None else blank_audit(language)
    words = words_of(audit.language)
    workbook_id = workbook_id or audit.workbook_id or str(uuid.uuid4())
    facts = {
        "product": "safeaudit",
        "instrument": audit.edition.version,
        "workbook_id": workbook_id,
        "language": audit.language,
        "issued": FIRST_ISSUE.date().isoformat(),
        "seal": "",
        "edition": text_of(audit.edition),
    }
    if audit.part is not None:
        facts["part"] = audit.part.text()
    properties = {
        "title": words.t("Local safety audit") + (f" · {audit.profile.city}" if audit.profile.city else ""),
        "subject": words.t("Local safety audit after the UNODC framework Governing Safer Cities"),
        "author": audit.profile.lead_office or "",
        "comments": "",
        "keywords": f"safeaudit {audit.edition.version}",
    }
    with atomic(path) as temporary, strict():
        content = io.BytesIO()  # XlsxWriter turns a full disk into an error of its own and leaves a half-open zip
        workbook = new_book(content, FIRST_ISSUE, properties)
        styles = Styles(workbook, right_to_left=words.right_to_left)
        book = Book(workbook, styles, words, layouts(words, audit.edition), audit, raw or {}, notes or {})
        write_start(book, facts)
        for sheet_id in audit.edition.sheets:
            write_table(book, sheet_id)
        write_overview(book)
        write_checks(book, findings)
        if audit.merged is not None:
            write_merged(book, audit.merged)
        if unplaced:
            write_unplaced(book, unplaced)
        write_own_sheets(book, own_sheets)
        write_lists(book)
        write_about(book, facts)
        workbook.close()
        temporary.write_bytes(content.getvalue())
    return workbook_id
