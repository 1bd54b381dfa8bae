"""Rules on answers left over: under a “No”, beside a reason why a line does not apply, and pointing at what is said not to be here."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.findings import Severity
from safeaudit.framework.stand_ins import no_reason
from safeaudit.rules.base import WHATEVER, Problem, named, rule
from safeaudit.rules.consistency.places import FILE, at, claims, header, headers
from safeaudit.rules.wording import quoted
from safeaudit.sheets import FixedRow, Row
from safeaudit.sheets.base import references
from safeaudit.sheets.conditions import AllOf, Condition, Is
from safeaudit.sheets.kinds import Choice
from safeaudit.words import N_

NEVER = {
    ("PROFILE", "audit_kind", "baseline"): ("previous_audit",),
    ("TEAM", "role", "to_be_reached"): ("before_decisions", "consent", "told_back"),
    ("DATA_GAPS", "applies", "no"): ("plan", "by_whom", "by_when"),
    ("RISKS", "relevant", "no"): (
        "duration",
        "area_1",
        "area_2",
        "group_1",
        "group_2",
        "group_3",
        "acts_with_1",
        "acts_with_2",
    ),
    ("FLOWS", "present", "no"): (
        "ideas_kind",
        "seizures",
        "by_trade",
        "by_protection",
        "spent_on_1",
        "spent_on_2",
        "positive",
        "group_1",
        "group_2",
        "risk_1",
        "risk_2",
        "risk_3",
        "helped_locally",
        "helped_nationally",
        "helped_internationally",
    ),
    ("PROBLEMS", "how_bad", "0"): (
        "area_1",
        "area_2",
        "area_3",
        "hours",
        "done_by",
        "group_1",
        "group_2",
        "risk_1",
        "risk_2",
        "flow_1",
        "flow_2",
        "services_missing",
    ),
    ("MARKETS", "state_able", "yes"): ("why_not_able",),
    ("RESILIENCE", "bubble", "no"): ("bubble_plan",),
    ("REGULATION", "held_by", "nobody"): ("used_for_safety", "effectiveness"),
    ("ENFORCEMENT", "soldiers", "no"): ("soldiers_since", "soldiers_review", "soldiers_exit"),
    ("ENGAGEMENT", "reached", "not_yet"): ("frequency", "changed_decision"),
}
"""(sheet, column, answer): what has no place under that answer, beside the columns that are needed under “Yes” alone."""

STAYS = {
    "RISKS": ("raised_by_residents", "evidence", "confidence"),
    "FLOWS": ("confidence", "trend"),
    "TOOLS": ("legal_limits",),
    "ENFORCEMENT_MEANS": ("mandate", "safeguards"),
}
"""What a line may well say under “No” too: how sure it is, what the law allows, that it is falling."""


@rule(
    "CO-20",
    Severity.WARNING,
    basis="T",
    section=FILE,
    asks=WHATEVER,
    title=N_("Answers left under “No”"),
    message=N_("{row}: {gate} says “{said}”, but there is still an answer under {columns}."),
    remedy=N_("Empty them, or look at the first answer again."),
    why=N_(
        "One of the two is not meant. The report goes by the first answer and leaves the rest out, so work may be lost or an "
        "old answer stay in the file."
    ),
    how=N_(
        "Read the line as a stranger would. “Not known” in place of “No” is an honest answer where the signs do not agree."
    ),
)
def left_under_no(audit: Audit) -> Iterator[Problem]:
    for rows in audit.sheets.values():
        for row in rows:
            for gate, left in _left(row).items():
                if left:
                    named_gate, said, columns = (
                        header(audit, row, gate),
                        audit.shown(row, gate),
                        headers(audit, row, left),
                    )
                    yield at(audit, row, left[0], gate=named_gate, said=said, columns=columns)


def _left(row: Row) -> dict[str, list[str]]:
    """{column that says no: the answers that claim something all the same}."""
    found: dict[str, list[str]] = {}
    for column in row.inputs():
        gate = _gate(column.required)
        no = gate in row.columns and _is_yes_or_no(row, gate) and getattr(row, gate) == "no"
        if no and column.id not in STAYS.get(row.sheet_id, ()) and claims(row, column.id):
            found.setdefault(gate, []).append(column.id)
    for (sheet_id, gate, code), columns in NEVER.items():
        if row.sheet_id == sheet_id and gate in row.columns and getattr(row, gate) == code:
            left = found.setdefault(gate, [])
            left += [column for column in columns if column not in left and claims(row, column)]
    return {gate: sorted(left, key=list(row.columns).index) for gate, left in found.items()}


def _gate(condition: Condition | None) -> str:
    """The column whose “Yes” alone makes another one needed; empty when there is none."""
    if isinstance(condition, AllOf):
        return next((gate for each in condition.conditions if (gate := _gate(each))), "")
    return condition.column if isinstance(condition, Is) and condition.codes == ("yes",) else ""


def _is_yes_or_no(row: Row, column: str) -> bool:
    kind = row.columns[column].kind
    return isinstance(kind, Choice) and kind.options.startswith("yes_")


@rule(
    "CO-21",
    Severity.WARNING,
    basis="T",
    section=FILE,
    asks=WHATEVER,
    title=N_("Answers beside “does not apply”"),
    message=N_("{where}: {found}."),
    remedy=N_("Take the reason out, or empty the answers."),
    why=N_(
        "A reason why something does not apply answers all of it, and the rest is not counted. Answers beside it are left out "
        "of the report without a sound."
    ),
    how=N_(
        "“No”, “Absent” and “Not known” may stay: they go with the reason. Keep whichever of the two you would defend."
    ),
)
def beside_does_not_apply(audit: Audit) -> Iterator[Problem]:
    words = audit.words
    for sheet_id, rows in audit.sheets.items():
        lines = [row for row in rows if row.used]
        if lines and not no_reason(audit.reasons.get(sheet_id)):
            reason = quoted(audit.reasons[sheet_id])
            found = words.n(
                "the sheet has a reason why it is empty ({reason}), and {count} line with answers",
                "the sheet has a reason why it is empty ({reason}), and {count} lines with answers",
                len(lines),
                reason=reason,
            )
            where = quoted(audit.titles.get(sheet_id) or words.tab(sheet_id))
            yield Problem(sheet_id=sheet_id, values={"where": where, "found": found})
        for row in rows:
            left = _beside(row)
            if left:
                reason, said = header(audit, row, "does_not_apply"), quoted(row.get("does_not_apply"))
                columns = headers(audit, row, left)
                found = words.t(
                    "{reason} says {said}, but {columns} is answered", reason=reason, said=said, columns=columns
                )
                if len(left) > 1:
                    found = words.t(
                        "{reason} says {said}, but {columns} are answered", reason=reason, said=said, columns=columns
                    )
                yield Problem(row, "does_not_apply", values={"where": named(audit, row), "found": found})


def _beside(row: Row) -> list[str]:
    """The answers of a line with a reason why it does not apply, as far as they claim something."""
    if not isinstance(row, FixedRow) or not row.waived or no_reason(row.get("does_not_apply")):
        return []
    passed_over = ("label", "does_not_apply", "gap", "who_might_know", "sensitivity", "note")
    return [column for column in row.filled if column not in passed_over and claims(row, column)]


GONE = (("FLOWS", "present"), ("RISKS", "relevant"))
"""Lines that say of themselves whether the thing is there at all."""

PASSED_OVER = ("PRICES",)
"""Prices may show that there is no flow."""


@rule(
    "CO-22",
    Severity.WARNING,
    basis="T",
    section=FILE,
    asks=WHATEVER,
    title=N_("Said not to be here, and used elsewhere"),
    message=N_("{row}: “{column}” says “{answer}”, but other lines rest on it: {lines}."),
    remedy=N_("Look at this answer again. If it holds, choose something else in those lines."),
    why=N_(
        "The report leaves out what is not here. What rests on it hangs in the air: an action answers nothing, a path on the "
        "map begins nowhere."
    ),
    how=N_(
        "Ask those who wrote the other lines what they had in mind. Often they know of something the first answer missed."
    ),
)
def gone_and_used(audit: Audit) -> Iterator[Problem]:
    users: dict[str, list[str]] = {}
    for sheet_id, cls in audit.edition.sheets.items():
        for column in references(cls) if sheet_id not in PASSED_OVER else []:
            for row in audit.lines(sheet_id):
                target = getattr(row, column.id)
                if target not in (None, row.id) and not _is_gone(row) and not _is_over(row):
                    users.setdefault(target, []).append(row.id)
    for row in audit.by_id.values():
        if row.id in users and _is_gone(row) and not any(_left(row).values()):  # else told by CO-20 already
            yield at(audit, row, dict(GONE)[row.sheet_id], lines=_first_of(audit, users[row.id]))


MANY = 6
"""Of more lines than this the first are named."""


def _first_of(audit: Audit, users: list[str]) -> str:
    lines = list(dict.fromkeys(users))
    if len(lines) <= MANY:
        return audit.words.listed(lines)
    rest = audit.words.t("{count} more", count=len(lines) - MANY)
    return audit.words.listed([*lines[:MANY], rest])


def _is_over(row: Row) -> bool:
    return "status" in row.columns and row.get("status") in ("stopped", "ended")


def _is_gone(row: Row) -> bool:
    return any(row.sheet_id == sheet_id and row.get(column) == "no" for sheet_id, column in GONE)
