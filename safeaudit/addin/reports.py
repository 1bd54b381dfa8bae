"""Reports for the add-in: the same call for every door, with plain sentences for what cannot be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from safeaudit.addin.outcome import Refused
from safeaudit.audience import Audience
from safeaudit.audit import Audit
from safeaudit.findings import Finding
from safeaudit.languages import AVAILABLE, PSEUDO

AUDIENCES = ("restricted", "public")
"""Who may read a report; the first is meant when nothing is said."""


def report(
    audit: Audit,
    findings: Sequence[Finding],
    path: Path,
    *,
    kind: str = "strategy",
    audience: str = "restricted",
    language: str | None = None,
    template: Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> None:
    """Write a report; Refused, in one sentence, for a kind, audience, language or template that cannot be used."""
    from safeaudit.report import KINDS, NotForPublic, write_report
    from safeaudit.report.faults import TemplateFault

    say = audit.words
    if kind not in KINDS or audience not in AUDIENCES:
        raise Refused(say.t("There is no such report: {kind}.", kind=f"{kind}, {audience}"[:80]))
    if language is not None and language not in AVAILABLE and language != PSEUDO:
        raise Refused(say.t("There is no report in that language."))
    readers: Audience = "public" if audience == "public" else "restricted"
    try:
        write_report(
            audit, findings, path, kind=kind, audience=readers, language=language, template=template, progress=progress
        )
    except NotForPublic as refusal:
        raise Refused(str(refusal)) from refusal
    except TemplateFault as fault:
        raise Refused(say.t("The Word template cannot be used. {fault}", fault=fault)) from fault
