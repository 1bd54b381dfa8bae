"""Getting a workbook home: a last check, and how the file may travel."""

from __future__ import annotations

from collections.abc import Sequence

from safeaudit.audit import Audit
from safeaudit.findings import Finding, Severity
from safeaudit.live.workbook import Workbook
from safeaudit.office import places
from safeaudit.office.checking import checked, with_note
from safeaudit.office.outcome import Options, Outcome, counted, shares


def send_back(book: Workbook, language: str | None = None, options: Options | None = None) -> Outcome:  # noqa: ARG001
    """Check a last time, and say how the workbook gets home safely. The file itself is left as it is."""
    found = checked(book, language)
    audit, say = found.audit, found.audit.words
    return found.outcome(
        with_note(found, _state(audit, found.findings)),
        _way(audit, say.t("this workbook") if not book.name else book.name),
        shown=found.findings,
    )


def _state(audit: Audit, findings: Sequence[Finding]) -> str:
    say, told = audit.words, counted(findings, audit.words)
    if any(finding.severity is Severity.ERROR for finding in findings):
        return say.t(
            "You may send it as it is, but the report stays a draft while errors remain. {summary}.", summary=told
        )
    if audit.completeness < 1:
        return say.t(
            "It can be sent. So far: {shares}. {summary}",
            shares=shares(audit),
            summary=f"{told}." if told else "",
        ).rstrip()
    return say.t("It is ready to be sent. {summary}", summary=f"{told}." if told else "").rstrip()


def _way(audit: Audit, file: str) -> str:
    """How the file may travel: by what PROFILE says of sharing and protection."""
    say, profile = audit.words, audit.profile
    if profile.share_consent == "no":
        return say.t(
            "Do not send it yet: on the sheet {sheet}, “{column}” says no. Ask the office that answers for the data.",
            sheet=places.title_of(audit, "PROFILE"),
            column=say.column("PROFILE", "share_consent"),
        )
    restricted = profile.classification == "restricted" or any(
        row.filled and row.handled_as == "restricted" for rows in audit.sheets.values() for row in rows
    )
    if restricted and profile.encryption in (None, "none"):
        return say.t(
            "Save the workbook. It holds restricted lines: do not send {file} by ordinary e-mail. Encrypt it and give the key "
            "by telephone, or use a secure channel of your office.",
            file=file,
        )
    if restricted:
        return say.t(
            "Save the workbook, then send {file} to the office that gave it to you, in the way you named: {way}.",
            file=file,
            way=audit.shown(profile, "encryption"),
        )
    return say.t(
        "Save the workbook, then attach {file} to an e-mail to the office that gave it to you. Leave its name as it is.",
        file=file,
    )
