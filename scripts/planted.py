"""Fifteen faults that must never pass: each is planted in a copy, and its tests must fail. Runs in continuous integration.

    python scripts/mutation.py --fixed

The first nine are faults of sentences and their cells that once passed the whole test suite, one of each kind; the others are one for each package.
When a source changes so that a fault no longer fits, the command says so: give the fault its new words.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

GOLDEN, RECOMPUTED = "test_golden_documents.py", "test_recomputed.py"


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault: what it is, the file below safeaudit/, its words before and after, and the test that finds it first."""

    what: str
    path: str
    old: str
    new: str
    test: str


def fits(root: Path) -> list[str]:
    """The faults whose words are not, or not only once, in their file."""
    return [each.what for each in PLANTED if (root / "safeaudit" / each.path).read_text("utf-8").count(each.old) != 1]


PLANTED = (
    Planted("a threshold in a sentence", "report/chapters/governance/regulation.py", "line.gap_low >= limit", "line.gap_low > limit",
            f"{RECOMPUTED} -k sentence"),
    Planted("a column swapped in a table", "report/chapters/governance/regulation.py", '"criteria": "criteria_published",\n    "shown": "shown_at_start"',
            '"criteria": "shown_at_start",\n    "shown": "criteria_published"', f"{RECOMPUTED} -k table"),
    Planted("a reference of a sentence to a wrong cell", "report/chapters/assessment/risks.py", '*s.of(heard, "raised_by_residents")', '*s.of(heard, "trend")', GOLDEN),
    Planted("a reference of a table cell to a wrong cell", "report/chapters/assessment/flows.py", '"responder": s.answer(line.row_id, "responder")',
            '"responder": s.answer(line.row_id, "trend", text=s.value(line.row_id, "responder"))', f"{RECOMPUTED} -k table"),
    Planted("a status miscounted", "report/chapters/assessment/questions.py", '(number["worse"], w.t(', '(number["moves"], w.t(', f"{RECOMPUTED} -k sentence"),
    Planted("a verdict left out", "report/chapters/governance/partners.py", "[line.verdict for line in lines if _is_checked(line)])\n    return",
            "[line.verdict for line in lines[1:] if _is_checked(line)])\n    return", f"{RECOMPUTED} -k sentence"),
    Planted("a chart's column lost", "charts/flows.py", "protection protection_violence newcomers territory", "protection protection_violence newcomers",
            GOLDEN),
    Planted("an alternative text swapped", "report/pipeline.py", "name: Picture(content, drawn[name].alt,",
            "name: Picture(content, next(iter(drawn.values())).alt,", f"{GOLDEN} -k picture"),
    Planted("a yearly rate over 11 months", "sheets/prices.py", "(12 / between)", "(11 / between)", f"{RECOMPUTED} -k sentence"),
    Planted("a chart that draws three of four signs", "charts/flows.py", '"newcomers": Fill("#E0A84A", "....", "#7A4A00"),', "", GOLDEN),
    Planted("a sum that forgets money of unknown source", "analysis/balance.py", 'open_most=cost["unfunded"] + cost["partly"] + unknown',
            'open_most=cost["unfunded"] + cost["partly"]', f"{RECOMPUTED} -k sentence"),
    Planted("an action that is late by a month too few", "comparison/decisions.py", "(delay or 0) > 1", "(delay or 0) > 13", f"{RECOMPUTED} -k comparison"),
    Planted("a line marked official made public", "audience/projection.py", 'if row.handled_as != "open":', 'if row.handled_as == "restricted":', GOLDEN),
    Planted("a rule that passes over risks that are just high", "definitions.py", ">= audit.edition.settings", "> audit.edition.settings",
            "test_rules.py"),
    Planted("a trace that ties a table cell to nothing", "report/writing/statements.py", 'return self.say(text or "–", *refs)', 'return self.say(text or "–")', GOLDEN),
)  # fmt: skip
