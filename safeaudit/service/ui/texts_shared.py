"""The fixed texts that pane and drop page have in common, each once, with its key on the page and its key in the pane."""

from __future__ import annotations

from safeaudit.words import N_

TEXTS: dict[tuple[str, str], str] = {
    ("percent", "percent"): N_("{number} %"),
    ("three_shares", "pane.shares"): N_("{known} known · {not_known} not known · {waived} left out with a reason"),
    ("findings", "findings.title"): N_("Findings"),
    ("error", "severity.error"): N_("Error"),
    ("warning", "severity.warning"): N_("Warning"),
    ("advice", "severity.advice"): N_("Advice"),
    ("show", "findings.filter"): N_("Show"),
    ("why", "about.why"): N_("Why it matters"),
    ("how", "about.how"): N_("How to answer"),
    ("language", "language.label"): N_("Language"),
    ("report_language", "report.language"): N_("Language of the report"),
    ("retry", "do.try_again"): N_("Try again"),
    ("access_code", "problem.token.code"): N_("Access code"),
    ("access_open", "do.enter"): N_("Open"),
}

WEB = {key: text for (key, _), text in TEXTS.items()}
PANE = {key: text for (_, key), text in TEXTS.items()}
