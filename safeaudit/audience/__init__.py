"""Who may read what: the audit as a restricted report sees it, and as a public one does.

`for_audience(audit, findings, "public")` gives a projected audit that holds only what audience.yaml allows, made before
anything is analysed, drawn or written, so that nothing withheld can reach a text, chart, alt text, property or trace; and
the list of what was withheld, by place and reason, without content.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from safeaudit.audience.allowed import Allowed, AllowedColumn, AllowedSheet, allowed
from safeaudit.audience.projection import REASONS, Withheld, project
from safeaudit.audience.small import Suppressed, Total, exposed, suppress
from safeaudit.audit import Audit
from safeaudit.findings import Finding

Audience = Literal["restricted", "public"]
AUDIENCES: tuple[Audience, ...] = ("restricted", "public")

__all__ = [
    "AUDIENCES", "REASONS", "Allowed", "AllowedColumn", "AllowedSheet", "Audience", "Suppressed", "Total", "View", "Withheld", "allowed",
    "exposed", "for_audience", "suppress", "withheld_json",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class View:
    """What one audience sees: the audit and the findings for it, and what was left out of them."""

    audience: Audience
    audit: Audit
    findings: tuple[Finding, ...]
    withheld: tuple[Withheld, ...] = ()
    masked: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def public(self) -> bool:
        return self.audience == "public"

    def by_reason(self) -> dict[str, tuple[int, int]]:
        """(lines, single answers) withheld for each reason, in the order of REASONS; reasons that did not occur are left out."""
        lines = Counter(each.reason for each in self.withheld if each.row_id and not each.column)
        others = Counter(each.reason for each in self.withheld if each.column or not each.row_id)
        return {reason: (lines[reason], others[reason]) for reason in REASONS if lines[reason] or others[reason]}


def for_audience(
    audit: Audit,
    findings: Sequence[Finding],
    audience: Audience = "restricted",
    *,
    language: str | None = None,
    beside: Audit | None = None,
    published: Sequence[Audit] = (),
) -> View:
    """The audit as this audience may see it; restricted is the audit itself. ValueError for an unknown audience.

    `language` of the texts to be made (the audit's own by default): marks such as “[withheld]” are in it. `beside`: an audit
    shown in the same document; names of people found in either are in neither, and figures of neither give away small ones of
    the other. `published`: the audit as it was each time a public version was made of it before, the oldest first; what was
    shown then cannot be hidden any more, so more is hidden now. The audit given is not changed. Public findings keep rule and
    severity only, since their messages quote answers.
    """
    if audience not in AUDIENCES:
        raise ValueError(audience)
    if audience == "restricted":
        return View(audience, audit, tuple(findings))
    projected, withheld = project(audit, language or audit.language, beside, published)
    return View(audience, projected, tuple(_bare(finding) for finding in findings), tuple(withheld), projected.masked)


def _bare(finding: Finding) -> Finding:
    """What counting needs; "accepted" says that there is a reason, not which."""
    return replace(
        finding, message="", remedy="", section="", sheet="", cell="", row_id="", column="",
        accepted="accepted" if finding.accepted else "",
    )  # fmt: skip


def withheld_json(view: View) -> str:
    """The proof list for the office: how many by reason, and every place with its reason; never a content."""
    found: dict[str, object] = {
        "audience": view.audience,
        "reasons": dict(REASONS),
        "by_reason": {
            reason: {"lines": lines, "answers": answers} for reason, (lines, answers) in view.by_reason().items()
        },
        "withheld": [
            {"sheet": each.sheet_id, "row": each.row_id, "column": each.column, "reason": each.reason}
            for each in view.withheld
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"
