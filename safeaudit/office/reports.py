"""Reports for the add-in: the same call for every door, with plain sentences for what cannot be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from safeaudit.audience import Audience
from safeaudit.audit import Audit
from safeaudit.findings import Finding
from safeaudit.languages import has_words
from safeaudit.office.outcome import Refused

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
    template_name: str = "",
    progress: Callable[[str], None] | None = None,
) -> tuple[str, ...]:
    """Write a report and give back notes for whoever made it; Refused, in one sentence, for what cannot be used.

    Refused are a kind, an audience, a language or a template. `template_name` is what the person calls the template, where
    the file itself has another name for the time being.
    """
    from safeaudit.report import KINDS, NotForPublic, in_time, write_report
    from safeaudit.report.word.faults import TemplateFault

    say = audit.words
    if kind not in KINDS or audience not in AUDIENCES:
        raise Refused(say.t("There is no such report: {kind}.", kind=f"{kind}, {audience}"[:80]))
    if language is not None and not has_words(language):
        raise Refused(say.t("There is no report in that language."))
    readers: Audience = "public" if audience == "public" else "restricted"
    meant, own, early = in_time(kind, audit, template)
    try:
        made = write_report(
            audit, findings, path, kind=meant, audience=readers, language=language, template=own, progress=progress
        )
    except NotForPublic as refusal:
        raise Refused(str(refusal)) from refusal
    except TemplateFault as fault:
        told = TemplateFault(template_name or fault.file, fault.faults, language or audit.language)
        raise Refused(say.t("The Word template cannot be used. {fault}", fault=told)) from fault
    return (*early, *made.notes)
