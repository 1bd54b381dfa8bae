"""Parts brought together: each cell is compared with what was split, and where offices contradict each other, somebody chooses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from safeaudit.audit import Audit
from safeaudit.cells import GridSheet, Kind
from safeaudit.departments.contents import ANSWER, PLAN, REASON, Key, contents, fingerprint, looks, with_contents
from safeaudit.departments.offices import office_key
from safeaudit.departments.record import HERE, Decision, Record, record_of
from safeaudit.departments.told import CHANGED_HERE, key_text, merged_sheets
from safeaudit.edition import text_of
from safeaudit.reading.merged import AS_IT_WAS
from safeaudit.reading.values import clean, shown
from safeaudit.sharing import Part
from safeaudit.words import words as words_of


class NotMerged(Exception):
    """Why workbooks cannot be brought together: a code, the file it is about, and another that goes with it."""

    def __init__(self, code: str, file: str = "", other: str = "") -> None:
        super().__init__(code)
        self.code, self.file, self.other = code, file, other


@dataclass
class Outcome:
    """What came of it. taken: answers by office · foreign: (office, places) that an office changed and that are not its own ·
    open: conflicts nobody has chosen in · applied: choices taken · reopened: places whose answers changed after a choice ·
    not_understood: choices that name nobody."""

    audit: Audit
    taken: dict[str, int] = field(default_factory=dict)
    foreign: dict[str, list[Key]] = field(default_factory=dict)
    open: list[Key] = field(default_factory=list)
    applied: list[Key] = field(default_factory=list)
    reopened: list[Key] = field(default_factory=list)
    not_understood: dict[Key, str] = field(default_factory=dict)
    own_sheets: list[str] = field(default_factory=list)
    unplaced: int = 0


def merge(base: Audit, parts: Sequence[Audit]) -> Outcome:
    """The parts in one audit. NotMerged where they do not belong together."""
    parts = sorted(_sound(base, parts), key=lambda part: (office_key(_part(part).office), _part(part).office))
    kept = record_of(base.merged.record, _places(base)) if base.merged is not None and base.merged.record else None
    if base.merged is not None and kept is None:
        raise NotMerged("no_record", base.source)
    record = _round(base, parts, kept)
    outcome = Outcome(base)
    if kept is record:
        _choices(record, base, _edited(record, base), outcome)
    for audit in parts:
        _take(record, audit, outcome)
    _look_again(record, outcome)
    outcome.open = [key for key in record.places() if record.open(key)]
    texts = {key: text for key, text in outcome.not_understood.items() if record.open(key)}
    own_sheets = _with_own_sheets(base, parts, outcome)
    audit = with_contents(base, record.contents())
    outcome.audit = replace(
        audit,
        merged=merged_sheets(record, audit, texts),
        own_sheets=own_sheets,
        unplaced=list(dict.fromkeys(entry for each in (base, *parts) for entry in each.unplaced)),
        part=None,
    )
    outcome.unplaced = len(outcome.audit.unplaced) - len(base.unplaced)
    return outcome


def open_conflicts(audit: Audit) -> int:
    """How many conflicts of a merged workbook nobody has chosen in."""
    record = record_of(audit.merged.record, _places(audit)) if audit.merged is not None else None
    return sum(record.open(key) for key in record.places()) if record is not None else 0


# What belongs together -----------------------------------------------------------------------------------------------


def _sound(base: Audit, parts: Sequence[Audit]) -> Iterator[Audit]:
    """The parts that are parts of this audit, each once."""
    if base.part is not None:
        raise NotMerged("base_is_part", base.source)
    if not parts and base.merged is None:
        raise NotMerged("no_parts", base.source)
    found: dict[str, Audit] = {}
    for audit in parts:
        if audit.part is None:
            raise NotMerged("no_part", audit.source)
        if audit.workbook_id != base.workbook_id:
            raise NotMerged("other_audit", audit.source, base.source)
        if audit.instrument != base.instrument or text_of(audit.edition) != text_of(base.edition):
            raise NotMerged("other_edition", audit.source, base.source)
        key = office_key(audit.part.office)
        if key not in found:
            found[key] = audit
            yield audit
            continue
        if fingerprint(contents(found[key])) != fingerprint(contents(audit)):
            raise NotMerged("same_office", audit.source, found[key].source)
        yield audit


def _round(base: Audit, parts: Sequence[Audit], kept: Record | None) -> Record:
    """The record that these parts go on with: the one the workbook keeps, or a new one where they were made from the workbook as it
    is now."""
    now = contents(base)
    present = fingerprint(now)
    if kept is not None and all(_part(audit).base == kept.base for audit in parts):
        return kept
    for audit in parts:
        if _part(audit).base != present:
            known = kept is not None and _part(audit).base == kept.base
            raise NotMerged("mixed" if known else "changed_base", audit.source, base.source)
    earlier = dict(kept.earlier) if kept is not None else {}
    if kept is not None:
        if any(kept.open(key) for key in kept.places()):
            raise NotMerged("open_conflicts", base.source)
        earlier |= {key: tuple(kept.said(key)) for key in kept.places() if kept.said(key)}
    return Record(present, now, earlier=earlier)


def _places(audit: Audit) -> Iterator[Key]:
    """Every place for an answer, a reason or a plan."""
    for rows in audit.sheets.values():
        for row in rows:
            yield from ((ANSWER, row.sheet_id, row.id, column.id) for column in row.inputs())
    for sheet_id in audit.edition.sheets:
        yield from ((REASON, sheet_id), (PLAN, sheet_id, "who"), (PLAN, sheet_id, "by_when"))


def _part(audit: Audit) -> Part:
    assert audit.part is not None
    return audit.part


# The merged workbook itself ------------------------------------------------------------------------------------------


def _edited(record: Record, base: Audit) -> set[Key]:
    """What somebody changed in the merged workbook since: it stands, as long as no office says something new."""
    now, then = contents(base), record.contents()
    edited = {key for key in {*now, *then} if looks(now.get(key)) != looks(then.get(key))}
    for key in edited:
        record.offers.get(HERE, {}).pop(key, None)
        record.decided[key] = Decision(HERE, now.get(key), record.seen(key))
    return edited


def _choices(record: Record, base: Audit, edited: set[Key], outcome: Outcome) -> None:
    """What somebody chose on CONFLICTS, also where a choice was taken back; an answer that was typed in the cell itself stands."""
    assert base.merged is not None
    say = words_of(base.written_in)
    by_text = {key_text(key): key for key in record.places() if record.disputed(key)}
    for line in base.merged.conflicts:
        key = by_text.get(line.key)
        if key is None or key in edited:
            continue
        before, chosen, said = record.decided.get(key), office_key(line.chosen), record.said(key)
        if before is not None and before.by == HERE and chosen in ("", office_key(say.t(CHANGED_HERE))):
            continue
        record.decided.pop(key, None)
        if not chosen:
            continue
        office = next((each for each in record.offers if office_key(each or say.t(CHANGED_HERE)) == chosen), None)
        if chosen == office_key(say.t(AS_IT_WAS)):
            record.decided[key] = Decision(None, record.origin.get(key), record.seen(key))
        elif office is not None:
            record.decided[key] = Decision(office, said.get(office, record.origin.get(key)), record.seen(key))
        else:
            outcome.not_understood[key] = line.chosen
        if key in record.decided and record.decided[key] != before:
            outcome.applied.append(key)


# What parts bring ----------------------------------------------------------------------------------------------------


def _take(record: Record, audit: Audit, outcome: Outcome) -> None:
    """What an office made of the workbook that was split."""
    part, found = _part(audit), contents(audit)
    office = record.named(part.office)
    places = sorted({*found, *record.origin})
    changed = {key: found.get(key) for key in places if looks(found.get(key)) != looks(record.origin.get(key))}
    record.offers[office] = changed
    outcome.taken[office] = len(changed)
    foreign = [key for key in changed if not _own(part, key)]
    if foreign:
        outcome.foreign[office] = foreign


def _own(part: Part, key: Key) -> bool:
    match key:
        case ("answer", sheet_id, row_id, _):
            return part.opens(sheet_id, row_id)
        case ("reason", sheet_id):
            return part.opens(sheet_id)
        case ("plan", *_):
            return part.office == part.lead
    return True


def _look_again(record: Record, outcome: Outcome) -> None:
    """Decisions made before an office said something else: a choice is open again, a change made here stands against the others."""
    for key, decision in list(record.decided.items()):
        if decision.seen != record.seen(key):
            del record.decided[key]
            if decision.by == HERE:
                record.offers.setdefault(HERE, {})[key] = decision.content
            if record.open(key):
                outcome.reopened.append(key)


def _with_own_sheets(base: Audit, parts: Sequence[Audit], outcome: Outcome) -> list[GridSheet]:
    """The office's own sheets, and those that parts have beside them or have changed, each once."""
    sheets = list(base.own_sheets)
    known = {_fingerprint(sheet) for sheet in sheets}
    for audit in parts:
        for sheet in audit.own_sheets:
            if _fingerprint(sheet) not in known:
                known.add(_fingerprint(sheet))
                sheets.append(sheet)
                outcome.own_sheets.append(sheet.title)
    return sheets


def _fingerprint(sheet: GridSheet) -> tuple[object, ...]:
    """What is seen on a sheet; a picture in a cell is words in a rebuilt workbook, and is left out."""
    cells = {
        place: text
        for place, value in sheet.cells.items()
        if value.kind is not Kind.PICTURE and (text := clean(shown(value))[0])
    }
    return tuple(sorted(cells.items())), tuple(sorted(sheet.notes.items()))


__all__ = ["NotMerged", "Outcome", "merge", "open_conflicts"]
