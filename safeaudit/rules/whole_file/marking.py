"""Rules on how answers are put: marked as fact, estimate or view, and without names that brand people."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit, places
from safeaudit.care import branding_in
from safeaudit.findings import Severity
from safeaudit.rules.base import WHATEVER, Problem, rule
from safeaudit.rules.wording import is_name
from safeaudit.words import N_

SECTION = N_("Part II, Understanding what to measure")


@rule(
    "XC-04",
    Severity.WARNING,
    basis="T",
    section=SECTION,
    asks=("QUESTIONS.kind", "QUESTIONS.response"),
    title=N_("Answer not marked as fact, estimate or view"),
    message=N_("{row}: the answer is written, but “{column}” is empty."),
    remedy=N_(
        "Choose “{statement_kind.fact}”, “{statement_kind.estimate}” or “{statement_kind.view}”: what the answer "
        "mainly is."
    ),
    why=N_(
        "These answers are what people remember of the audit. A reader must be able to tell what was counted from what "
        "was judged, and a view from both."
    ),
    how=N_(
        "Fact: others can check it in a source. Estimate: worked out or judged from signs. View: what people told you or "
        "what the team believes; it counts as well, when it is marked."
    ),
)
def answer_not_marked(audit: Audit) -> Iterator[Problem]:
    for row in audit.questions:
        if row.get("response") is not None and row.get("kind") is None:
            yield Problem(row, "kind")


@rule(
    "XC-05",
    Severity.WARNING,
    basis="S",
    section=SECTION,
    asks=WHATEVER,
    title=N_("Name that brands people or a district"),
    message=N_("{row}: “{column}” says “{found}”."),
    remedy=N_("Name what happens or the conditions there, not what people or a district are."),
    why=N_(
        "Names travel: they stand in tables, charts and lists, and in the press the next day. A name that brands people "
        "or a district can do harm for years, and it hides what could be changed."
    ),
    how=N_(
        "Describe conduct or conditions: “street where shop owners are made to pay”, not a word for those who live "
        "there. Keep it so short that it still fits a table."
    ),
)
def branding_name(audit: Audit) -> Iterator[Problem]:
    for rows in audit.sheets.values():
        for row, column in places(rows):
            if not is_name(row.columns[column]) or column in row.rejected:
                continue
            text = str(getattr(row, column))
            for mark in branding_in(text, audit.language):
                found = text[mark.start : mark.end]
                yield Problem(row, column, values={"found": found})
                break
