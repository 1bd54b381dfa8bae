"""CONFLICTS and WHO ANSWERED of a merged workbook, in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

from safeaudit.audit import Audit
from safeaudit.departments.contents import Key, place_of, said
from safeaudit.departments.record import HERE, Record
from safeaudit.reading.merged import AS_IT_WAS
from safeaudit.sharing import Answered, Conflict, Merged
from safeaudit.words import N_, Words
from safeaudit.words import words as words_of

CHANGED_HERE = N_("Changed in the merged workbook")


def merged_sheets(record: Record, audit: Audit, texts: Mapping[Key, str]) -> Merged:
    """Both sheets; `texts` are choices that were not understood, to stand in their cells again."""
    say = words_of(audit.written_in)
    disputed = [key for key in record.places() if record.disputed(key)]
    offices = [office for office in record.offices() if any(office in record.said(key) for key in disputed)]
    return Merged(
        record.text(),
        tuple(office_name(office, say) for office in offices),
        tuple(_conflict(key, record, offices, audit, texts.get(key, ""), say) for key in disputed),
        tuple(_answered(record, audit, say)),
    )


def key_text(key: Key) -> str:
    """A place as CONFLICTS keeps it."""
    return json.dumps(key, ensure_ascii=True)


def office_name(office: str, say: Words) -> str:
    """An office as it is called in the workbook."""
    return say.t(CHANGED_HERE) if office == HERE else office


def _conflict(key: Key, record: Record, offices: list[str], audit: Audit, text: str, say: Words) -> Conflict:
    decision, offers = record.decided.get(key), record.said(key)
    if decision is not None:
        text = say.t(AS_IT_WAS) if decision.by is None else office_name(decision.by, say)
    values = tuple(said(key, offers[office], audit, say) if office in offers else "" for office in offices)
    before = said(key, record.origin.get(key), audit, say)
    return Conflict(key_text(key), *place_of(key, audit, say), text, before, values)


def _answered(record: Record, audit: Audit, say: Words) -> Iterator[Answered]:
    """One line for each place and office, places in the order of the workbook; those of earlier rounds that nobody touched since last."""
    for key in sorted(record.places(), key=_order(audit)):
        now = said(key, record.content(key), audit, say)
        before = said(key, record.origin.get(key), audit, say)
        offices = [*record.said(key)]
        if key in record.decided and record.decided[key].by == HERE:
            offices = [*offices, HERE]
        for office in dict.fromkeys(offices):
            yield Answered(*place_of(key, audit, say), office_name(office, say), before, now)
    for key in sorted(set(record.earlier) - set(record.places()), key=_order(audit)):
        now = said(key, record.origin.get(key), audit, say)
        for office in record.earlier[key]:
            yield Answered(*place_of(key, audit, say), office_name(office, say), "", now)


def _order(audit: Audit) -> Callable[[Key], tuple[int, int, Key]]:
    sheets = list(audit.edition.sheets)
    lines = {row_id: number for number, row_id in enumerate(audit.by_id)}

    def place(key: Key) -> tuple[int, int, Key]:
        if key[0] == "answer":
            return sheets.index(key[1]), lines[key[2]], key
        return (sheets.index(key[1]), -1, key) if key[0] == "reason" else (len(sheets), 0, key)

    return place
