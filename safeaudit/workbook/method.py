"""The live checks of the method on CHECKS: each a question, the formula that counts what is open, and the count for these answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from safeaudit.audit import Audit
from safeaudit.words import N_, Words
from safeaudit.workbook.formulas import text
from safeaudit.workbook.layout import SheetLayout

NO_EXCEPTION = ("p1_leadership", "p4_no_violence", "p5_not_rival")
"""The partner criteria without an exception."""


@dataclass(frozen=True, slots=True)
class MethodCheck:
    """A live check: its question, the sheet and columns it looks at, a formula that counts what is open, and the same count."""

    question: str
    sheet_id: str
    columns: tuple[str, ...]
    formula: Callable[[SheetLayout, Words], str]
    count: Callable[[Audit], int]


def asked(audit: Audit) -> list[MethodCheck]:
    """The checks of what the edition asks."""
    return [check for check in METHOD if all(audit.edition.has(check.sheet_id, column) for column in check.columns)]


def open_checks(audit: Audit) -> int:
    """How many of them have something open."""
    return sum(check.count(audit) > 0 for check in asked(audit))


def _blank(column: str, prefix: str) -> Callable[[SheetLayout, Words], str]:
    """Counts the lines whose ID begins so, that ask for answers and are blank in a column."""

    def formula(layout: SheetLayout, _words: Words) -> str:
        own = f'(LEFT({layout.ids()},{len(prefix)})="{prefix}")'
        return f'SUMPRODUCT({own}*({layout.range(column)}="")*({layout.range("_asks")}=1))'

    return formula


def _guesses(flows: SheetLayout, words: Words) -> str:
    seizures = text(words.code("scale_basis", "seizures"))
    return "+".join(
        f"COUNTIFS({flows.range('scale_basis')},{seizures},{flows.range('scale')},{text(words.code('flow_scale', size))})"
        for size in ("low", "medium", "high")
    )


def _answered_by_nobody(system_map: SheetLayout, words: Words) -> str:
    return f"COUNTIF({system_map.range('level')},{text(words.code('government_level', 'none'))})"


def _not_eligible(partners: SheetLayout, words: Words) -> str:
    return f"COUNTIF({partners.range('verdict')},{text(words.code('verdict', 'not_eligible'))})"


def _no_exception(partners: SheetLayout, words: Words) -> str:
    return "+".join(
        f"COUNTIF({partners.range(criterion)},{text(words.code('criterion', 'exception'))})"
        for criterion in NO_EXCEPTION
    )


def _components(actions: SheetLayout, words: Words) -> str:
    component = actions.range("component")
    lacking = "+".join(f"(COUNTIF({component},{text(word)})=0)" for word in words.options("component").values())
    return f"IF(COUNTA({component})=0,4,{lacking})"


def _heavy(actions: SheetLayout, words: Words) -> str:
    enforcement, money = text(words.code("component", "enforcement")), actions.range("cost")
    lean = actions.settings["enforcement_share"]
    return f"--(SUMIF({actions.range('component')},{enforcement},{money})*100>SUM({money})*{lean:g})"


def _leans(audit: Audit) -> int:
    money = sum(action.cost or 0 for action in audit.actions)
    enforcement = sum(action.cost or 0 for action in audit.actions if action.component == "enforcement")
    return int(enforcement * 100 > money * audit.edition.settings["enforcement_share"])


METHOD: tuple[MethodCheck, ...] = (
    MethodCheck(
        N_("Risks without “relevant here”"),
        "RISKS",
        ("relevant",),
        _blank("relevant", "RSK-"),
        lambda audit: sum(risk.get("relevant") is None for risk in audit.risks),
    ),
    MethodCheck(
        N_("Kinds of flow not answered"),
        "FLOWS",
        ("present",),
        _blank("present", "FLW-"),
        lambda audit: sum(flow.get("present") is None for flow in audit.flows),
    ),
    MethodCheck(
        N_("Flows whose size rests on seizures only"),
        "FLOWS",
        ("scale_basis", "scale"),
        _guesses,
        lambda audit: sum(
            flow.scale_basis == "seizures" and flow.scale in ("low", "medium", "high") for flow in audit.flows
        ),
    ),
    MethodCheck(
        N_("Map lines that no level of government answers (a finding, not a mistake)"),
        "SYSTEM_MAP",
        ("level",),
        _answered_by_nobody,
        lambda audit: sum(row.level == "none" for row in audit.map_rows),
    ),
    MethodCheck(
        N_("Partners that are not eligible"),
        "PARTNERS",
        ("verdict",),
        _not_eligible,
        lambda audit: sum(partner.verdict == "not_eligible" for partner in audit.partners),
    ),
    MethodCheck(
        N_("Exceptions where none is possible (P1, P4, P5)"),
        "PARTNERS",
        NO_EXCEPTION,
        _no_exception,
        lambda audit: sum(partner.get(each) == "exception" for partner in audit.partners for each in NO_EXCEPTION),
    ),
    MethodCheck(
        N_("Principles and prerequisites not answered"),
        "PRINCIPLES",
        ("applied",),
        _blank("applied", "PR"),
        lambda audit: sum(
            principle.get("applied") is None and not principle.waived
            for principle in audit.principles
            if principle.id.startswith("PR")
        ),
    ),
    MethodCheck(
        N_("Components without an action (of four)"),
        "ACTIONS",
        ("component",),
        _components,
        lambda audit: 4 - len({action.component for action in audit.actions} - {None}),
    ),
    MethodCheck(
        N_("More than half of the money goes to enforcement (1 = yes)"),
        "ACTIONS",
        ("component", "cost"),
        _heavy,
        _leans,
    ),
)
