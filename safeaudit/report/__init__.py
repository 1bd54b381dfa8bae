"""The Word report: `write_report` turns an audit into a strategy a council can read, every sentence tied to its cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from safeaudit.analysis import analyse
from safeaudit.audit import Audit
from safeaudit.findings import Finding
from safeaudit.paths import atomic, data_folder
from safeaudit.report.context import context, sections, statements
from safeaudit.report.statements import Ref, Statement, Story
from safeaudit.words import Words, words

__all__ = ["KINDS", "Ref", "ReportResult", "Statement", "write_report"]

KINDS = {"strategy": "strategy-report.docx"}
"""Kinds of report and their templates."""


@dataclass(frozen=True, slots=True)
class ReportResult:
    """What was written. `pages` is None: only a program that lays out pages knows them.

    `statements` every generated sentence in order, with its cells · `warnings` texts that the template does not show.
    """

    path: Path
    pages: int | None
    statements: tuple[Statement, ...]
    warnings: tuple[str, ...]


def write_report(
    audit: Audit,
    findings: Sequence[Finding],
    path: Path,
    *,
    kind: str = "strategy",
    language: str | None = None,
    template: Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> ReportResult:
    """Write the report of an audit to `path`, whole or not at all; equal input gives equal bytes.

    `findings` of the checks: open errors make it a draft, and all are printed as limits · `language` of the report (the
    audit's own by default) · `template` another Word template · `progress` is told each step in words. KeyError for an
    unknown kind or language, TemplateFault for a template that cannot be used, OSError when a file cannot be read or written.
    """
    from safeaudit.report.finish import finish
    from safeaudit.report.package import save_package
    from safeaudit.report.render import lost, render

    say = progress or _quiet
    w = words(language or audit.language)
    file = template or data_folder("report_templates") / KINDS[kind]
    say(w.t("Analysing the answers"))
    analysis = analyse(audit)
    seen = replace(audit, language=w.language) if w.language != audit.language else audit
    say(w.t("Drawing the charts"))
    drawn = _draw(analysis, seen, w)
    say(w.t("Writing the text"))
    pictures = _pictures(drawn)
    story = Story(seen, analysis, findings, w, {name: chart.title for name, chart in drawn.items()})
    written = sections(story)
    plain = context(story, written)
    document = render(file, plain)
    finish(document, pictures(), _properties(story, plain), right_to_left=w.right_to_left)
    missing = lost(plain, document, unused=("t", "doc"))
    if missing and template is None:
        raise AssertionError(f"{len(missing)} texts did not arrive in the report")
    say(w.t("Saving the report"))
    with atomic(path) as temporary:
        temporary.write_bytes(save_package(document))
    return ReportResult(path, None, tuple(statements(written)), tuple(missing))


def _quiet(_step: str) -> None:
    """Nobody listens to the progress."""


def _draw(analysis: Any, audit: Audit, w: Words) -> dict[str, Any]:
    from safeaudit.charts import draw_all

    return draw_all(analysis, audit, w)


def _pictures(drawn: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """Begin to turn the charts into pictures, in a second process where that is safe; the call given back waits for them."""
    from safeaudit.charts import png
    from safeaudit.report.finish import Picture
    from safeaudit.report.meanwhile import meanwhile

    rendered = meanwhile(lambda: {name: png(chart) for name, chart in drawn.items()})

    def pictures() -> dict[str, Any]:
        return {
            name: Picture(content, drawn[name].alt, drawn[name].width_cm, drawn[name].height_cm)
            for name, content in rendered().items()
        }

    return pictures


def _properties(story: Story, plain: dict[str, Any]) -> Any:
    from safeaudit.report.finish import Properties
    from safeaudit.report.package import clean

    w, profile, doc = story.words, story.audit.profile, plain["doc"]
    keywords = [w.t("safety audit"), w.t("safety governance"), doc["city"], "UNODC"]
    return Properties(
        title=clean(doc["running"]),
        subject=clean(doc["footer"]),
        author=clean(profile.lead_office or w.t("Lead office not stated")),
        keywords=clean(", ".join(keywords)),
        language=w.language,
        created=profile.period_to or date(2000, 1, 1),
    )
