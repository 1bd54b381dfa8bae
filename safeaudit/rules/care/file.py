"""Rules on the file itself: how it travels, who answers for it, and when working copies are deleted."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.edition import full
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, rule
from safeaudit.rules.care.people import CARE, at
from safeaudit.rules.days import period_end
from safeaudit.words import N_


@rule(
    "SD-10",
    Severity.WARNING,
    basis="T",
    section=CARE,
    asks=("PROFILE.classification", "PROFILE.encryption"),
    may=tuple(f"{sheet_id}.sensitivity" for sheet_id, cls in full().sheets.items() if "sensitivity" in cls.columns),
    title=N_("Restricted lines in a file that travels unprotected"),
    message=N_("{row}: “{column}” {found}, and {restricted}."),
    remedy=N_("Send the workbook as an encrypted pack or through a secure channel of your office, and say so here."),
    why=N_("A file sent by ordinary e-mail can be read and kept by others, for years, and nobody will notice."),
    how=N_("Encrypt the file and give the key by another way, such as by telephone. On paper, carry it by hand."),
)
def restricted_and_unprotected(audit: Audit) -> Iterator[Problem]:
    profile, words = audit.profile, audit.words
    if "encryption" in profile.rejected or profile.encryption not in (None, "none"):
        return
    rows = [row for rows in audit.sheets.values() for row in rows if row.handled_as == "restricted" and row.filled]
    if not rows and profile.classification != "restricted":
        return
    restricted = words.t("the workbook is classified as “{word}”", word=words.code("classification", "restricted"))
    if rows:
        word = words.code("sensitivity", "restricted")
        restricted = words.n("{count} line counts as “{word}”", "{count} lines count as “{word}”", len(rows), word=word)
    answer = audit.shown(profile, "encryption")
    found = words.t("says “{answer}”", answer=answer) if answer else words.t("is empty")
    yield at(audit, profile, "encryption", {"found": found, "restricted": restricted})


@rule(
    "SD-12",
    Severity.WARNING,
    basis="T",
    section=CARE,
    asks=("PROFILE.controller", "PROFILE.legal_basis"),
    title=N_("Nobody answers for the data, or no law allows them"),
    message=N_("{row}: {columns} empty."),
    remedy=N_("Name the office that answers for these data, and the law or decision that lets you keep them."),
    why=N_("People can only ask what is kept about their street, or object to it, when an office answers for it."),
    how=N_("Ask the legal department or the data protection officer. A council decision on the audit is often enough."),
)
def nobody_answers_for_data(audit: Audit) -> Iterator[Problem]:
    profile, words = audit.profile, audit.words
    if not profile.filled:
        return
    empty = [column for column in ("controller", "legal_basis") if profile.get(column) is None]
    if empty:
        columns = words.listed([f"“{words.column('PROFILE', column)}”" for column in empty])
        values: dict[str, object] = {"columns": words.n("{columns} is", "{columns} are", len(empty), columns=columns)}
        yield at(audit, profile, empty[0], values)


@rule(
    "SD-13",
    Severity.WARNING,
    basis="T",
    section=CARE,
    asks=("PROFILE.delete_by", "PROFILE.period_to"),
    may=("PROFILE.period_from",),
    title=N_("No date, or a past one, to delete working files"),
    message=N_("{row}: “{column}” {found}."),
    remedy=N_("Set a date after the end of the audit when working copies will be deleted, and who does it."),
    why=N_("Copies that nobody needs any more are the ones that get lost, sold or asked for."),
    how=N_(
        "One or two years after the end of the audit is usual. The finished report stays; the working copies go. This "
        "check knows no calendar and compares with the end of the audit period."
    ),
)
def no_date_to_delete(audit: Audit) -> Iterator[Problem]:
    profile, words = audit.profile, audit.words
    if not profile.filled or "delete_by" in profile.rejected:
        return
    if profile.delete_by is None:
        found = words.t("is empty")
    elif (end := period_end(audit)) is not None and profile.delete_by <= end:
        found = words.t("says {day}; the audit period ends {end}", day=words.day(profile.delete_by), end=words.day(end))
    else:
        return
    yield at(audit, profile, "delete_by", {"found": found})
