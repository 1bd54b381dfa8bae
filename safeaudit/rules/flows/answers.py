"""Rules on the flows: whether each kind was looked at, what its size rests on, what it does, and who takes money from it."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.definitions import STATED_SIZES, WEAK_BASES, size_stands
from safeaudit.findings import Severity
from safeaudit.rules.base import Problem, named, rule
from safeaudit.rules.sentences import sentences
from safeaudit.rules.wording import holds, quoted
from safeaudit.sheets.exchange import Flow
from safeaudit.words import N_

PEOPLE, TRANSPORT, IDEAS, MONEY = "FLW-1", "FLW-3", "FLW-4", "FLW-5"
LEGAL_BY_NATURE = {PEOPLE, TRANSPORT}
"""Moving and carrying people is legal; the wrong, if any, lies in how it is done."""


@rule(
    "FL-01",
    Severity.ERROR,
    basis="I",
    section=N_("Part II, 1. Identifying flows that impact upon city insecurity"),
    asks=("FLOWS.present",),
    in_work=Severity.WARNING,
    title=N_("Kind of flow without an answer"),
    message=N_("{row}: “{column}” is empty."),
    remedy=N_("Choose “{yes_no_unknown.yes}”, “{yes_no_unknown.no}” or “{yes_no_unknown.unknown}”."),
    why=N_(
        "Much insecurity in a city is fed by what moves through it, and cities seldom look at all kinds of flow. "
        "The framework names seven that were found again and again."
    ),
    how=N_("Answer for each of the seven kinds, one by one. “Not known” is a fair answer; an empty cell is none."),
)
def flow_without_answer(audit: Audit) -> Iterator[Problem]:
    if not any(row.filled for row in audit.flows):
        return
    for row in audit.flows:
        if not row.is_local and row.get("present") is None:
            yield Problem(row, "present")


@rule(
    "FL-02",
    Severity.ERROR,
    basis="S",
    section=N_("Part II, Flows and price"),
    asks=("FLOWS.present", "FLOWS.scale", "FLOWS.scale_basis"),
    may=("FLOWS.source_1", "FLOWS.source_2", "PRICES.flow"),
    title=N_("Size of a flow that rests on nothing that can show it"),
    message=N_("{row}: “{column}” says “{scale}”, and this rests on “{scale_basis}”{found}."),
    remedy=N_(
        "Choose “{flow_scale.unknown}” for the size. Or rest it on something else, such as prices, a survey or what "
        "residents tell."
    ),
    why=N_(
        "Seizures show how hard somebody looked, not how much moves. Few seizures may mean a small flow, or one "
        "that is well protected. A size that rests on nothing is read as known all the same."
    ),
    how=N_(
        "Ask what local prices did: dearer points to scarce goods, cheaper to plenty. Without such figures leave "
        "the size as not known and describe the effect on safety instead; the effect matters more than the size."
    ),
)
def size_that_cannot_stand(audit: Audit) -> Iterator[Problem]:
    words = audit.words
    for row in audit.flows:
        if row.present == "no" or row.scale not in STATED_SIZES or row.scale_basis is None or size_stands(audit, row):
            continue
        found = ""
        if row.scale_basis not in WEAK_BASES:
            found = words.t(", but “{prices}” has no line for it and no source is named", prices=words.tab("PRICES"))
        yield Problem(row, "scale", quote=("scale", "scale_basis"), values={"found": found})


@rule(
    "FL-03",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, Flows and price"),
    asks=("FLOWS.present", "FLOWS.scale", "FLOWS.scale_basis", "FLOWS.seizures", "FLOWS.source_1", "PRICES"),
    title=N_("No seizures read as no flow"),
    message=N_(
        "{row}: “{FLOWS.seizures}” says 0, and “{column}” says “{answer}”. Nothing else is named that shows it."
    ),
    remedy=N_("Choose “{flow_scale.unknown}”, or name what else it rests on: prices, a survey, a source."),
    why=N_(
        "No seizures may mean that nothing moves. It may also mean that the trade is well protected, or that nobody "
        "looked."
    ),
    how=N_(
        "Ask people who would notice: drug services, hospitals, traders, drivers, young people. If they see nothing "
        "either, name that as the source."
    ),
)
def no_seizures_no_flow(audit: Audit) -> Iterator[Problem]:
    for row in audit.flows:
        column = _read_from_zero(row)
        if row.seizures != 0 or not column or any(price.flow == row.id for price in audit.prices):
            continue
        yield Problem(row, column)


def _read_from_zero(row: Flow) -> str:
    """The column that calls the flow absent or small with nothing behind it; empty when there is none."""
    if row.present == "no":
        return "" if row.get("source_1") or row.get("source_2") else "present"
    return "scale" if row.scale == "low" and row.get("scale_basis") is None else ""  # FL-02 speaks of “Nothing yet”


@rule(
    "FL-08",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, Flows and price"),
    asks=("FLOWS.effect", "FLOWS.present", "FLOWS.scale"),
    title=N_("Size of a flow without its effect"),
    message=N_("{row}: “{FLOWS.scale}” says “{scale}”, and “{column}” is empty."),
    remedy=N_("Describe in a few sentences what the flow does to daily safety here."),
    why=N_(
        "How large a flow is matters less than what it does. A small flow that is fought over can hurt a district more "
        "than a large one that passes by."
    ),
    how=N_(
        "Think of streets, schools, homes and markets: what would be different without it? Say whom it hits, and say "
        "also where it brings no harm."
    ),
)
def size_without_effect(audit: Audit) -> Iterator[Problem]:
    for row in audit.flows:
        sized = row.scale in STATED_SIZES or (row.scale is not None and row.present == "yes")
        if sized and row.present != "no" and row.get("effect") is None:
            yield Problem(row, "effect", quote=("scale",))


@rule(
    "FL-11",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, What is an illicit ‘flow’?"),
    asks=("FLOWS.legality", "FLOWS.present", "FLOWS.wrong"),
    title=N_("Flow that may be legal, and no word on where the wrong lies"),
    message=N_("{row}: “{FLOWS.legality}” says “{legality}”, and “{column}” is empty."),
    remedy=N_("Say where the wrong lies: in the goods, in how it is run, or in the force around it."),
    why=N_(
        "Many flows are legal in themselves. What harms is how they are run and the threat that goes with them, and a "
        "measure against the flow itself would hit the wrong people."
    ),
    how=N_(
        "Take people or minibuses: travelling and driving are legal, and the wrong lies in kept papers, closed lists "
        "or forced payments. Write it in one sentence."
    ),
)
def wrong_not_named(audit: Audit) -> Iterator[Problem]:
    for row in audit.flows:
        may_be_legal = row.legality in ("legal", "mixed") or (row.legality == "illegal" and row.id in LEGAL_BY_NATURE)
        if row.present == "yes" and may_be_legal and row.get("wrong") is None:
            yield Problem(row, "wrong", quote=("legality",))


@rule(
    "FL-12",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, What is an illicit ‘flow’?"),
    asks=("FLOWS.by_protection", "FLOWS.by_trade", "FLOWS.present"),
    title=N_("Flow without a word on how money is taken"),
    message=N_("{row}: “{column}” and “{FLOWS.by_protection}” are both empty."),
    remedy=N_("Answer both. “{yes_no_unknown.unknown}” is an honest answer."),
    why=N_(
        "Money is taken from a flow in two ways: by moving and selling, and by payments for “protection”. The two need "
        "different answers, and often different people stand behind them."
    ),
    how=N_(
        "Ask who earns when something is moved or sold, and who earns because nobody may move or sell without paying. "
        "Both can be true."
    ),
)
def money_not_asked_for(audit: Audit) -> Iterator[Problem]:
    for row in audit.flows:
        if row.present != "yes" or row.id == IDEAS:
            continue
        if row.get("by_trade") is None and row.get("by_protection") is None:
            yield Problem(row, "by_trade")


@rule(
    "FL-14",
    Severity.ADVICE,
    basis="S",
    section=N_("Part II, 1. Identifying flows that impact upon city insecurity"),
    asks=("FLOWS.direction", "FLOWS.helped_internationally", "FLOWS.present"),
    title=N_("Only flows that cross borders"),
    message=N_("“{FLOWS}”: no flow that is present is “{direction.within}” or stays inside the country."),
    remedy=N_("Look for one that begins and ends in the city or the country, and add it, on a free line if needed."),
    why=N_(
        "Flows inside a country or a city shape its streets as well: minibuses, sand, stolen goods, loans. They are "
        "also the ones a city can reach with its own powers."
    ),
    how=N_(
        "Ask what is moved, sold or taken within the city every day, and who must pay for it. Residents often name "
        "such a flow first."
    ),
)
def only_across_borders(audit: Audit) -> Iterator[Problem]:
    present = [row for row in audit.flows if row.present == "yes"]
    unfinished = any(row.get("present") is None or "present" in row.rejected for row in audit.flows)
    if unfinished or not present or any(row.direction is None for row in present):
        return
    if any(row.direction == "within" or row.helped_internationally == "no" for row in present):
        return
    yield Problem(present[0], "direction")


@rule(
    "FL-16",
    Severity.WARNING,
    basis="S",
    section=N_("Part II, 1. Identifying flows that impact upon city insecurity"),
    asks=("FLOWS.effect", "FLOWS.present", "FLOWS.what"),
    may=("MARKETS", "PRICES"),
    title=N_("Flow left to others"),
    message=N_("{where}: {quote} says whose task it is, not what it does here."),
    remedy=N_("Describe the local effect, or answer “{yes_no_unknown.unknown}” and say who might know."),
    why=N_(
        "A flow may be a national task and still shape your streets. Cities that treat flows as somebody else’s matter "
        "meet only their effects, one by one and too late."
    ),
    how=N_(
        "Leave the question of powers to the part on regulation. Here write only what reaches the city and what it does "
        "to residents."
    ),
)
def left_to_others(audit: Audit) -> Iterator[Problem]:
    for sheet_id in ("PRICES", "MARKETS"):
        reason = audit.reasons.get(sheet_id)
        if audit.edition.has(sheet_id) and audit.waived(sheet_id) and holds(audit, "not_our_task", reason):
            where = f"“{audit.words.tab(sheet_id)}”"
            yield Problem(sheet_id=sheet_id, values={"where": where, "quote": quoted(reason)})
    for row in audit.flows:
        column = _left_to_others(audit, row)
        if column:
            quote = quoted(getattr(row, column))
            yield Problem(row, column, values={"where": named(audit, row), "quote": quote})


def _left_to_others(audit: Audit, row: Flow) -> str:
    """The column that hands the flow to others: the reason for its absence, or an effect that says nothing else."""
    if row.present != "yes" and holds(audit, "not_our_task", row.what):
        return "what"
    effect = sentences(row.effect)
    return "effect" if effect and all(holds(audit, "not_our_task", sentence) for sentence in effect) else ""
