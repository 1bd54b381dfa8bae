"""The live checks of the method on CHECKS: each a question, the formula that counts what is open, and the count for these answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from safeaudit.audit import Audit
from safeaudit.definitions import STATED_SIZES, WEAK_BASES, live
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
    absent = text("<>" + words.code("yes_no_unknown", "no"))
    return "+".join(
        f"COUNTIFS({flows.range('scale_basis')},{text(words.code('scale_basis', basis))},"
        f"{flows.range('scale')},{text(words.code('flow_scale', size))},{flows.range('present')},{absent})"
        for basis in WEAK_BASES
        for size in STATED_SIZES
    )


def _answered_by_nobody(system_map: SheetLayout, words: Words) -> str:
    return f"COUNTIF({system_map.range('level')},{text(words.code('government_level', 'none'))})"


UNFIT = ("not_eligible", "incomplete")


def _paid_and_unfit(partners: SheetLayout, words: Words) -> str:
    paid = f"{partners.range('funded')},{text(words.code('yes_no', 'yes'))}"
    return "+".join(
        f"COUNTIFS({partners.range('verdict')},{text(words.code('verdict', verdict))},{paid})" for verdict in UNFIT
    )


def _no_exception(partners: SheetLayout, words: Words) -> str:
    return "+".join(
        f"COUNTIF({partners.range(criterion)},{text(words.code('criterion', 'exception'))})"
        for criterion in NO_EXCEPTION
    )


def _components(actions: SheetLayout, words: Words) -> str:
    alive = _alive(actions, words)
    return "+".join(
        f"(COUNTIFS({actions.range('component')},{text(word)},{alive})=0)"
        for word in words.options("component").values()
    )


def _alive(actions: SheetLayout, words: Words) -> str:
    """The criterion of COUNTIFS and SUMIFS that leaves stopped actions out."""
    return f"{actions.range('status')},{text('<>' + words.code('action_status', 'stopped'))}"


def _heavy(actions: SheetLayout, words: Words) -> str:
    enforcement, money = text(words.code("component", "enforcement")), actions.range("cost")
    lean = actions.settings["enforcement_share"]
    alive = _alive(actions, words)
    force = f"SUMIFS({money},{actions.range('component')},{enforcement},{alive})"
    return f"--({force}*100>SUMIFS({money},{alive})*{lean:g})"


def _leans(audit: Audit) -> int:
    money = sum(action.cost or 0 for action in live(audit))
    enforcement = sum(action.cost or 0 for action in live(audit) if action.component == "enforcement")
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
        N_("Flows whose size rests on seizures only, or on nothing yet"),
        "FLOWS",
        ("scale_basis", "scale", "present"),
        _guesses,
        lambda audit: sum(
            flow.scale_basis in WEAK_BASES and flow.scale in STATED_SIZES and flow.present != "no"
            for flow in audit.flows
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
        N_("Paid partners that are not eligible or not fully checked"),
        "PARTNERS",
        ("verdict", "funded"),
        _paid_and_unfit,
        lambda audit: sum(partner.funded == "yes" and partner.verdict in UNFIT for partner in audit.partners),
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
        ("component", "status"),
        _components,
        lambda audit: 4 - len({action.component for action in live(audit)} - {None}),
    ),
    MethodCheck(
        N_("The money of the plan leans on enforcement (1 = yes)"),
        "ACTIONS",
        ("component", "cost", "status"),
        _heavy,
        _leans,
    ),
)
