"""What every table must hold, worked out from the cells: its lines in order, and in each column the answer or the number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from asked import SHEETS
from truth_agree import YEARS, amount, answering, paid
from truth_agree import told as told_of
from truth_cells import EN, SET, Book, Line, horizon, index, level, mean, quadrant, reading, score, to, verdict
from truth_changes import both, fates
from truth_claims import Near, of
from truth_decide import (
    COMPONENTS,
    VOICES,
    applied,
    described,
    groups,
    held,
    missing_safeguards,
    of_all,
    serving,
    told_back,
    ways,
    weak,
)
from truth_evidence import is_old, takers, told
from truth_figures import chance, has_value, turned_round, went
from truth_front import past, placed, scored, summed_up
from truth_grades import GRADES, grade, surely
from truth_shares import shares


@dataclass(frozen=True)
class Given:
    """An answer as it stands in the workbook; `text` where the words are put together from it, `also` other answers it rests on."""

    row_id: str
    column: str
    text: str | None = None
    also: tuple[str, ...] = ()


Cells = dict[str, Any]
TABLES: dict[str, Callable[[Book], list[Cells]]] = {}
"""Lines of each table by "kind section.block"."""


def table(name: str) -> Callable[[Callable[[Book], list[Cells]]], Callable[[Book], list[Cells]]]:
    def register(lines: Callable[[Book], list[Cells]]) -> Callable[[Book], list[Cells]]:
        TABLES[name] = lines
        return lines

    return register


def a_few(row_ids: Sequence[str]) -> str:
    """IDs in a cell: all of up to five, else three and how many more."""
    return ", ".join(row_ids) if len(row_ids) <= 5 else f"{', '.join(row_ids[:3])} and {len(row_ids) - 3} more"


def low(text: str) -> str:
    return text if text[:2].isupper() or not text else text[0].lower() + text[1:]


def given(row: Line, **columns: str) -> Cells:
    return {name: Given(row.id, column) for name, column in columns.items()}


def basis(b: Book, row: Line) -> Given:
    """Evidence and confidence, and what is worked out where that is lower: Survey; high; worked out: low."""
    evidence, sure = EN.code("evidence", row["evidence"]) if row["evidence"] else "", row["confidence"]
    parts = [evidence or "–", *([low(EN.code("high_medium_low", sure))] if sure else [])]
    found = grade(b, row) if "source" in SHEETS[row.sheet].columns else None
    if sure in GRADES and found and GRADES.index(found) < GRADES.index(sure):
        parts.append(f"worked out: {found}")
    return Given(row.id, "evidence", "; ".join(parts), ("confidence",))


def money(b: Book, value: float | None) -> str:
    return "–" if value is None else EN.money(value, b.profile["currency"])


def part(value: float | None, whole: float, digits: int = 0) -> Near:
    return Near(100 * value / whole if whole else None)


def strung(*parts: str | None) -> str:
    """Parts of a cell: with semicolons, or a line each where one that is not the last ends as a sentence."""
    found = [part for part in parts if part]
    return ("\n" if any(part[-1] in ".!?…" for part in found[:-1]) else "; ").join(found)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def dated(b: Book, row: Line) -> str:
    """From when to when, and which of both is not set."""
    first, last = b.shown(row, "starts"), b.shown(row, "ends")
    if first and last:
        return f"{first} – {last}"
    return f"From {first}, end not set" if first else f"Until {last}, start not set" if last else ""


def names(b: Book, ids: list[str], join: str = "; ") -> str:
    return join.join(dict.fromkeys(b.label(row_id) for row_id in ids)) or "–"


# Strategy ------------------------------------------------------------------------------------------------------------


@table("strategy summary.numbers")
def _(b: Book) -> list[Cells]:
    live, found = b.live, []
    if b.profile["population"]:
        found.append({"figure": "Residents", "now": f"{b.profile['population']:,}"})
    if b.profile["homicide_city"] is not None:
        found.append({"figure": "Homicides per 100,000 residents"})
    if b.judged:
        found.append({"figure": "High or critical risks, of those rated", "now": f"{len(b.high)} of {len(b.judged)}"})
    if b.rows("ACTIONS"):
        measured = [row for row in live if len(row.some("indicator", "target")) == 2]
        lasting = b.cost([row for row in live if row["funding"] == "lasting"])
        found.append({"figure": "Actions; with indicator and target", "now": f"{len(live)}; {len(measured)}"})
        found.append(
            {"figure": "Cost so far; with lasting money", "now": f"{money(b, b.cost(live))}; {money(b, lasting)}"}
        )
    if b.rows("PARTNERS"):
        fit = sum(verdict(row) in ("eligible", "by_exception") for row in b.rows("PARTNERS"))
        found.append(
            {
                "figure": "Partners eligible, or eligible by exception, of those listed",
                "now": f"{fit} of {len(b.rows('PARTNERS'))}",
            }
        )
    return found if summed_up(b) else []


DECIDED = ("state", "body", "decided_on", "record", "route", "conditions", "may_edit", "plan_basis", "plan_from", "plan_to",
           "review", "review_by", "publication", "published_where")  # fmt: skip
MADE = ("mandate", "steering", "coordinator", "validation", "validation_how", "scoring", "options_rejected", "consultation",
        "consultation_changed", "fieldwork_points", "fieldwork_routes", "fieldwork_sample", "fieldwork_from", "fieldwork_to",
        "fieldwork_how")  # fmt: skip


def matters_of(b: Book, columns: tuple[str, ...]) -> list[Cells]:
    """A line for each fact of the decision that is given."""
    row = b.lines["DECISION"][0]
    decided = row["state"] in ("adopted", "adopted_changed", "noted", "sent_back", "rejected")
    names = {column: SHEETS["DECISION"].columns[column].label for column in columns if row[column] is not None}
    if "body" in names and not decided:
        names["body"] = "Body that decides"
    return [{"matter": name, "answer": Given(row.id, column)} for column, name in names.items()]


@table("strategy decision.decided")
def _(b: Book) -> list[Cells]:
    return matters_of(b, DECIDED)


@table("strategy decision.reached")
def _(b: Book) -> list[Cells]:
    return matters_of(b, MADE)


@table("strategy problems.rated")
def _(b: Book) -> list[Cells]:
    found = []
    for row in told_of(b):
        if row["how_bad"] in ("0", "unknown"):
            continue
        done_by = f"Done by: {low(b.shown(row, 'done_by'))}" if row["done_by"] else None
        found.append({
            "problem": b.label(row.id), "basis": basis(b, row),
            "bad": Given(row.id, "how_bad", lined(b.shown(row, "how_bad"), b.shown(row, "trend")), ("trend",)),
            "place": lined(names(b, row.some("area_1", "area_2", "area_3")), b.shown(row, "hours")) or "–",
            "whom": lined("; ".join(EN.code("groups", code) for code in row.some("group_1", "group_2")), done_by) or "–",
            "behind": names(b, row.some("risk_1", "risk_2", "flow_1", "flow_2")),
        })  # fmt: skip
    return found


def lined(*parts: str | None) -> str:
    """Parts of a cell, a line each."""
    return "\n".join(part for part in parts if part and part != "–")


@table("strategy priorities.chosen")
def _(b: Book) -> list[Cells]:
    found = []
    for place, row in enumerate(b.rows("PRIORITIES"), 1):
        named, every = answering(b, row["problem"])
        why = [EN.code("priority_why", code) for code in row.some("why_1", "why_2") if code != "unknown"]
        acting = named or every
        shown = acting if len(acting) <= 6 else [*acting[:5], f"{len(acting) - 5} more"]
        found.append({
            "place": str(place), "problem": Given(row.id, "problem"),
            "why": Given(row.id, "why_1", lined(*why) or "–", ("why_2",)), "score": Given(row.id, "score"),
            "rank": Given(row.id, "residents_rank"), "agreed": Given(row.id, "agreed_by"),
            "actions": EN.listed(shown) or "–",
        })  # fmt: skip
    return found


@table("strategy money.by_year")
def _(b: Book) -> list[Cells]:
    lines = paid(b)
    order = list(EN.options("money_source"))
    sources = sorted({row["source"] for row in lines}, key=lambda code: order.index(code) if code else 99)
    runs = [
        (EN.code("money_source", code) or "Not said", [row for row in lines if row["source"] == code])
        for code in sources
    ]
    return [
        {
            "source": name,
            **{year: f"{amount(own, year):,.0f}" if amount(own, year) else "–" for year in YEARS},
            "total": f"{amount(own, *YEARS):,.0f}" if amount(own, *YEARS) else "–",
        }
        for name, own in [*runs, *([("All sources", lines)] if lines else [])]
    ]


@table("strategy risks.ranked")
def _(b: Book) -> list[Cells]:
    words = {"1": "low", "2": "moderate", "3": "high"}
    return [
        {
            "rank": str(1 + sum(score(other) > score(row) for other in b.rated)), "risk": b.label(row.id),
            "score": Given(row.id, "likelihood", f"{row['likelihood']} × {row['impact']} = {score(row)}", ("impact",)),
            "level": Given(row.id, "likelihood", EN.code("risk_level", level(score(row))), ("impact",)),
            "trend": Given(row.id, "trend"), "basis": basis(b, row),
            "whom": whom(b, row),
        }
        for row in b.rated
    ] + [
        {
            "rank": "–", "risk": b.label(row.id), "score": Given(row.id, "matters"),
            "level": Given(row.id, "matters", EN.code("risk_level", words[row["matters"]])), "trend": Given(row.id, "trend"),
            "basis": basis(b, row), "whom": whom(b, row),
        }
        for row in b.worded
    ]  # fmt: skip


def whom(b: Book, row: Line) -> str:
    hit = ", ".join(EN.code("groups", code) for code in row.some("group_1", "group_2", "group_3"))
    return "; ".join(filter(None, [hit, ", ".join(b.label(area) for area in row.some("area_1", "area_2"))])) or "–"


@table("strategy risks.scorecard")
def _(b: Book) -> list[Cells]:
    found = []
    for row in told(b):
        source = b.by_id[row["source"]] if row["source"] else None
        found.append({
            "change": Given(row.id, "value", moved(row), ("value_range", "earlier_value", "earlier_range", "earlier_year", "change_given")),
            "meaning": Given(row.id, "residents"),
            "source": "; ".join(filter(None, [row["source"], source and EN.code("high_medium_low", source["quality"]).lower()])) or "–",
        })  # fmt: skip
    return found


def moved(row: Line) -> str:
    """What the table says of the change of a figure."""
    since = row["earlier_year"] or "year not stated"
    share = None
    if turned_round(row):
        share = None
    elif row["value"] is not None and row["earlier_value"] is not None:
        share = (
            (row["value"] - row["earlier_value"]) / abs(row["earlier_value"]) * 100 if row["earlier_value"] else None
        )
    elif row["change_given"] is not None:
        share = row["change_given"]
    text = "–" if share is None else f"{EN.percent(share, 1, sign=True)} ({since})"
    if share is None and (
        row["earlier_range"] or ((row["value_range"] or row["value"] is not None) and row["earlier_value"] is not None)
    ):
        text = f"before: {row['earlier_range'] or EN.number(row['earlier_value'], 2)} ({since})"
    if went(row) == "chance":
        text += f"\nwithin ±{EN.number(chance(row), 1)} points"
    return text


@table("strategy risks.by_area")
def _(b: Book) -> list[Cells]:
    measures = list(SHEETS["INDICATORS"].ids())
    rows = [row for row in b.rows("MORE_FIGURES") if row["indicator"] and row["area"] not in (None, "CITY")]
    rows = [row for row in rows if row["year"] and has_value(row)]
    rows.sort(key=lambda row: (measures.index(row["indicator"]), row["area"], int(str(row["year"])[:4]), row.id))
    return [
        {
            "measure": Given(row.id, "indicator"), "area": Given(row.id, "area"), "source": row["source"] or "–",
            "value": f"{row['value_range'] if row['value'] is None else EN.number(row['value'], 2)} ({row['year']})",
        }
        for row in rows
    ]  # fmt: skip


@table("strategy areas.walks")
def _(b: Book) -> list[Cells]:
    return [{**given(row, feeling="feeling", note="note"), "mean": mean_of_walk(row)} for row in b.rows("SAFETY_WALKS")]


def mean_of_walk(row: Line) -> str:
    scores = row.numbers("light", "openness", "visibility", "people", "security", "path", "transport", "mix", "feeling")
    return EN.number(int(10 * sum(scores) / len(scores) + 0.5) / 10, 1) if len(scores) >= SET["walk_ratings"] else "–"


@table("strategy flows.overview")
def _(b: Book) -> list[Cells]:
    return [
        {
            "flow": b.label(row.id), "basis": Given(row.id, "scale_basis"), "responder": Given(row.id, "responder"),
            "exposed": Given(row.id, "group_1", ", ".join(EN.code("groups", code) for code in row.some("group_1", "group_2")) or "–", ("group_2",)),
            "feeds": names(b, [*row.some("risk_1", "risk_2", "risk_3"), *(path["risk"] for path in b.rows("SYSTEM_MAP") if path["flow"] == row.id and path["risk"])]),
        }
        for row in b.here
    ]  # fmt: skip


@table("strategy flows.prices")
def _(b: Book) -> list[Cells]:
    found = []
    for rows in b.series():
        first, last = rows[0], rows[-1]
        change = b.change(rows)
        months = [f"{EN.short_month(row['month'])}" for row in (first, last)]
        found.append({
            "item": f"{first['item']} ({first['unit']})", "area": b.label(first["area"]) or "–", "change": Near(change),
            "span": f"{EN.number(first['price'], 2)} ({months[0]}) – {EN.number(last['price'], 2)} ({months[1]})",
            "reading": EN.code("price_reading", b.reading(rows)) if b.reading(rows) else "Too few prices",
            "causes": f"{len(rows)}; {'yes' if any(row['other_causes'] for row in rows) else 'no'}",
        })  # fmt: skip
    return found


@table("strategy criminal.markets")
def _(b: Book) -> list[Cells]:
    return [
        {
            "market": Given(row.id, "market"), "total": to(index(row) or (0, 0)), "reading": reading(index(row) or (0, 0)),
            "state": Given(row.id, "state_able"), "basis": basis(b, row),
            **given(row, protection="protection", violence="protection_violence", newcomers="newcomers", territory="territory"),
        }
        for row in scored(b)
    ]  # fmt: skip


@table("strategy criminal.actors")
def _(b: Book) -> list[Cells]:
    return [
        {**given(row, actor="label", kind="kind", network="network", seen="seen_as", relation="state_relation", level="level"),
         "gives": Given(row.id, "gives_1", ", ".join(EN.code("provides", code) for code in row.some("gives_1", "gives_2")) or "–", ("gives_2",))}
        for row in b.rows("ACTORS")
    ]  # fmt: skip


@table("strategy system.paths")
def _(b: Book) -> list[Cells]:
    found = []
    for row in b.rows("SYSTEM_MAP"):
        effect = "Nobody responds" if b.unanswered(row) else b.shown(row, "effect")
        found.append({"risk": Given(row.id, "risk", f"{row.id} · {b.label(row['risk']) or '–'}"), **given(row, flow="flow", actor="actor", resilience="resilience"),
                      "effect": Given(row.id, "effect", "\n".join(filter(None, [effect, b.shown(row, "evidence")])) or "–", ("response", "evidence"))})  # fmt: skip
    return found


@table("strategy system.levers")
def _(b: Book) -> list[Cells]:
    found = []
    for row in b.rows("LEVERS"):
        force = (
            f"{b.shown(row, 'influence') or '–'}; {low(b.shown(row, 'readiness')) or '–'}"
            if row.some("influence", "readiness")
            else "–"
        )
        users = takers(b, row["map_row"]) if row["map_row"] else []
        found.append(
            {
                **given(row, how="how", chance="opportunity"),
                "influence": Given(row.id, "influence", force, ("readiness",)),
                "used": a_few(users) or "–",
            }
        )
    return found


@table("strategy areas.scores")
def _(b: Book) -> list[Cells]:
    return [
        {
            "area": Given(row.id, "area"), "kind": Given(row["area"], "kind"), "target": Given(row.id, "target"),
            "state": Near(mean(row, "services", "trust", "justice"), 0.001), "community": Near(mean(row, "acts_together", "inclusive", "peaceful"), 0.001),
            "place": EN.code("quadrant", quadrant(row)),
            "sign": EN.code("resilience_sign", "negative" if row["armed_provider"] == "yes" else "positive" if quadrant(row) == "positive" else None) or "–",
        }
        for row in placed(b) if row["area"]
    ]  # fmt: skip


def _points(sheet: str, prefix: tuple[str, ...], text: str) -> Callable[[Book], list[Cells]]:
    def lines(b: Book) -> list[Cells]:
        own = [row for row in b.rows(sheet) if row.id.startswith(prefix) and (row["status"] or row["does_not_apply"])]
        return [
            {
                "point": b.label(row.id),
                "status": Given(row.id, "status"),
                text: b.shown(row, text) or b.shown(row, "does_not_apply") or "–",
            }
            for row in own
        ]

    return lines


TABLES["strategy planning.plans"] = _points("PLANNING", ("PLN",), "evidence")
TABLES["strategy planning.housing"] = _points("PLANNING", ("HOU",), "evidence")
TABLES["strategy engagement.communication"] = _points("COMMUNICATION", ("COM",), "note")


@table("strategy regulation.powers")
def _(b: Book) -> list[Cells]:
    return [
        {"power": b.label(row.id), **given(row, held="held_by", used="used_for_safety", market="market_state", risk="corruption_risk"),
         "flows": Given(row.id, "flow_1", names(b, row.some("flow_1", "flow_2")), ("flow_2",)),
         "works": Given(row.id, "effectiveness", b.shown(row, "effectiveness") if row["effectiveness"] == "unknown" else EN.code("effectiveness", row["effectiveness"]) or "–")}
        for row in described(b)
    ]  # fmt: skip


@table("strategy regulation.integrity")
def _(b: Book) -> list[Cells]:
    return [
        {"power": b.label(row.id), "gap": " to ".join(str(end) for end in dict.fromkeys(gap)),
         **given(row, criteria="criteria_published", shown="shown_at_start", oversight="outside_oversight", complaints="complaints",
                 procurement="procurement_checked")}
        for row in held(b) if (gap := missing_safeguards(row)) is not None
    ]  # fmt: skip


@table("strategy enforcement.ways")
def _(b: Book) -> list[Cells]:
    return [
        {"way": b.label(row.id), **given(row, used="in_use", safeguards="safeguards", result="result", note="note")}
        for row in ways(b)
    ]


@table("strategy enforcement.agreements")
def _(b: Book) -> list[Cells]:
    found = []
    for row in b.rows("AGREEMENTS"):
        lapsed = row["status"] == "lapsed" or (row["status"] == "in_force" and past(b, row))
        status = EN.code("agreement_status", "lapsed" if lapsed else row["status"])
        signed, ends = b.shown(row, "signed"), b.shown(row, "ends")
        dates = "no dates given" if not signed and not ends else f"{signed} – {ends}" if signed and ends else ""
        dates = dates or (f"signed {signed}, no end given" if signed else f"ends {ends}, day of signing not given")
        told = "; ".join(filter(None, [status, dates]))
        targets = b.shown(row, "targets") or ("No measurable targets" if row["measurable"] == "no" else "–")
        found.append({**given(row, title="title", parties="parties", rights="rights"), "targets": Given(row.id, "targets", targets, ("measurable",)),
                      "dates": Given(row.id, "status", capital(told), ("signed", "ends"))})  # fmt: skip
    return found


@table("strategy engagement.reached")
def _(b: Book) -> list[Cells]:
    return [
        {"group": b.label(row.id), **given(row, how="reached", back="answer_back", barrier="barrier"),
         "channel": Given(row.id, "channel", strung(b.shown(row, "channel"), low(b.shown(row, "frequency"))) or "–", ("frequency",)),
         "decision": Given(row.id, "which_decision", b.shown(row, "which_decision") or b.shown(row, "changed_decision") or "–", ("changed_decision",))}
        for row in groups(b)
    ]  # fmt: skip


@table("strategy engagement.voices")
def _(b: Book) -> list[Cells]:
    found = []
    for code in VOICES:
        rows = b.heard(code)
        back, before = told_back(b, code), of_all({row["before_decisions"] for row in rows})
        who = [" – ".join(filter(None, [b.label(row.id), low(b.shown(row, "heard"))])) for row in rows]
        found.append({"group": EN.code("speaks_for", code), "heard": "yes" if rows else "no", "before": before if rows else "–", "told": back if rows else "–",
                      "who": "; ".join(who) or "–"})  # fmt: skip
    return found if any(b.heard(code) for code in VOICES) else []


@table("strategy resilience_work.activities")
def _(b: Book) -> list[Cells]:
    found = []
    for row in b.rows("ACTIVITIES"):
        backed = [code for code in ("regulation", "engagement", "enforcement") if row[f"with_{code}"] == "yes"]
        cost = money(b, row["budget"]) if row["budget"] is not None else ""
        paid = (
            {"yes": "; funded", "no": "; not funded"}.get(row["funded"] or "", "") if row["budget"] is not None else ""
        )
        when = "; ".join(filter(None, [dated(b, row), low(b.shown(row, "status"))]))
        found.append({
            **given(row, title="title", category="category"),
            "whom": Given(row.id, "who_for", "; ".join(filter(None, [b.shown(row, "who_for"), b.shown(row, "area")])) or "–", ("area",)),
            "dates": Given(row.id, "starts", "\n".join(filter(None, [capital(when), cost + paid])) or "–", ("ends", "status", "budget", "funded")),
            "backed": strung(capital(EN.listed(backed)), b.shown(row, "partner")) or "–",
        })  # fmt: skip
    return found


@table("strategy partners.verdicts")
def _(b: Book) -> list[Cells]:
    criteria = ("p1_leadership", "p2_not_illicit", "p3_not_political", "p4_no_violence", "p5_not_rival")
    found = []
    for row in b.rows("PARTNERS"):
        weak = [
            f"{EN.column('PARTNERS', name)}: {low(EN.code('criterion', row[name] or 'unknown'))}"
            for name in criteria
            if row[name] != "met"
        ]
        found.append({
            "verdict": Given(row.id, "p1_leadership", EN.code("verdict", verdict(row)) or "–", (*criteria[1:], "exception_reason", "exception_review")),
            "open": Given(row.id, "p1_leadership", ("All five are still open" if len(weak) == 5 else "; ".join(weak)) or "–", criteria[1:]),
            "checked": Given(row.id, "checked_by", ", ".join(filter(None, [b.shown(row, "checked_by"), b.shown(row, "checked_on")])) or "–", ("checked_on",)),
        })  # fmt: skip
    return found


def _applied(b: Book, good: bool) -> list[Cells]:
    return [
        {"principle": b.label(row.id), **given(row, applied="applied", evidence="evidence"), "actions": a_few(serving(b, row)) or "–"}
        for row in applied(b) if row.id.startswith("GOV") == good
    ]  # fmt: skip


TABLES["strategy principles.basic"] = lambda b: _applied(b, good=False)
TABLES["strategy principles.good"] = lambda b: _applied(b, good=True)


@table("strategy strategy.components")
def _(b: Book) -> list[Cells]:
    own = {code: [row for row in b.live if row["component"] == code] for code in COMPONENTS}
    number, whole = sum(len(rows) for rows in own.values()), sum(b.cost(rows) for rows in own.values())
    return [
        {
            "component": EN.code("component", code), "number": str(len(rows)), "share": part(len(rows), number), "money": money(b, b.cost(rows)),
            "money_share": part(b.cost(rows), whole),
            "horizons": " / ".join(str(sum(horizon(row) == name for row in rows)) for name in ("short", "medium", "long")),
        }
        for code, rows in own.items()
    ] if b.live else []  # fmt: skip


def _actions(component: str) -> Callable[[Book], list[Cells]]:
    def lines(b: Book) -> list[Cells]:
        found = []
        for row in b.live:
            if row["component"] != component:
                continue
            when = "; ".join(filter(None, [dated(b, row), low(b.shown(row, "status"))]))
            cost = "; ".join(
                filter(None, [money(b, row["cost"]) if row["cost"] is not None else "", low(b.shown(row, "funding"))])
            )
            goal = [
                b.shown(row, "indicator"),
                *[f"{word}: {row[name]}" for name, word in (("baseline", "today"), ("target", "target")) if row[name]],
            ]
            people = [
                f"{word} {row[name]}" for name, word in (("lead", "lead:"), ("evaluated_by", "judged by")) if row[name]
            ]
            everywhere = "whole city" if row["beneficiaries"] else "Whole city"
            where = "; ".join(filter(None, [b.shown(row, "beneficiaries"), b.shown(row, "area") or everywhere]))
            found.append({
                "lead": Given(row.id, "beneficiaries", "\n".join([where, *people]), ("area", "lead", "evaluated_by")),
                "dates": Given(row.id, "starts", "\n".join(filter(None, [capital(when), capital(cost)])) or "–", ("ends", "status", "cost", "funding")),
                "target": Given(row.id, "indicator", "\n".join(filter(None, goal)) or "–", ("baseline", "target")),
            })  # fmt: skip
        return found

    return lines


for _component in COMPONENTS:
    TABLES[f"strategy actions.{_component}"] = _actions(_component)


@table("strategy actions.rights")
def _(b: Book) -> list[Cells]:
    own = [row for row in b.live if row["rights_check"] or row["component"] == "enforcement"]
    return [{"check": Given(row.id, "rights_check", row["rights_check"] or "Not stated yet"),
             "moves": Given(row.id, "displacement", row["displacement"] or "Not stated yet")} for row in own]  # fmt: skip


@table("strategy next_audit.gaps")
def _(b: Book) -> list[Cells]:
    return [
        {"cause": b.label(row.id), "plan": Given(row.id, "plan"),
         "whom": Given(row.id, "by_whom", strung(b.shown(row, "by_whom"), b.shown(row, "by_when")) or "–", ("by_when",))}
        for row in b.rows("DATA_GAPS") if row["applies"] == "yes"
    ]  # fmt: skip


@table("strategy limits.weak")
def _(b: Book) -> list[Cells]:
    judged = [row for row in b.rows("RISKS") if row["relevant"] == "yes"]
    missing = sum(wanted - got for got, wanted in map(b.progress, SHEETS))
    told = [shares(b, sheet) for sheet in SHEETS]
    counts = {
        "Lines whose confidence is low, as the team says or as it is worked out": sum(surely(b, row) == "low" for row in [*judged, *b.here, *b.rows("MARKETS")]),
        "Lines that rest on media reports or on no evidence yet": len(weak(b)),
        "Flows whose size rests on seizures only (not used)": len(of(b.here, "scale_basis", "seizures")),
        "Sources of low quality": len(of(b.rows("SOURCES"), "quality", "low")),
        "Sources that are not shared with the city": len(of(b.rows("SOURCES"), "shared", "no")),
        "Sources that are old": sum(is_old(b, row["latest_year"]) for row in b.rows("SOURCES")),
        "Figures that are old": sum(is_old(b, row["year"]) for row in b.rows("INDICATORS")),
        "Answers that are “not known”": sum(each[1] for each in told),
        "Answers left out with a reason": sum(each[2] for each in told),
        "Starred cells (*) that are still empty": missing,
    }  # fmt: skip
    return [{"limit": words, "number": f"{count:,}"} for words, count in counts.items() if count]


@table("strategy trail.sources")
def _(b: Book) -> list[Cells]:
    users = Counter(
        row["source"] for sheet in ("INDICATORS", "MORE_FIGURES", "RISKS", "PRICES") for row in b.rows(sheet)
    )
    users.update(row["second_source"] for row in b.rows("INDICATORS"))
    users.update(source for row in b.rows("FLOWS") for source in row.some("source_1", "source_2"))
    found = []
    for row in b.rows("SOURCES"):
        count = users[row.id]
        used = "not used" if not count else f"{count} line" if count == 1 else f"{count} lines"
        found.append({"number": row.id, **given(row, source="name", holder="holder", kind="kind", quality="quality"),
                      "year": Given(row.id, "latest_year", str(row["latest_year"] or "–")), "used": used})  # fmt: skip
    return found


# Brief, comparison ---------------------------------------------------------------------------------------------------


@table("brief asked.actions")
def _(b: Book) -> list[Cells]:
    waiting = sorted((row for row in b.live if row["status"] == "proposed"), key=lambda row: -(row["cost"] or 0))
    return [{"money": Given(row.id, "cost", "; ".join(filter(None, [money(b, row["cost"]), low(b.shown(row, "funding"))])), ("funding",))}
            for row in waiting[:5]]  # fmt: skip


def _turned(before: str, after: str) -> str:
    before, after = before or "–", after or "–"
    return after if before == after else f"{before} → {after}"


@table("comparison criminal.markets")
def _(b: Book) -> list[Cells]:
    found = []
    for old, new in both(b, "MARKETS"):
        points = [index(row) if row else None for row in (old, new)]
        able = [book.shown(row, "state_able") if row else "" for book, row in ((b.before, old), (b, new))]
        said = ["" if each is None else to(each) for each in points]
        words = ["" if each is None else reading(each) for each in points]
        found.append({"total": _turned(*said), "reading": _turned(*words), "able": _turned(*able)})
    return found


@table("comparison done.fates")
def _(b: Book) -> list[Cells]:
    words = {"done": "Done", "running": "Running as planned", "late": "Running, and late", "not_started": "Should have begun, and has not",
             "agreed": "Agreed, not yet due", "proposed": "Proposed, not yet due", "unknown": "Status not stated", "stopped": "Stopped",
             "dropped": "No longer listed", "new": "New"}  # fmt: skip
    ends = fates(b)
    return [{"fate": name, "number": str(len(ends[code])), "actions": "; ".join(f"{row} {b.label(row)}" for row in ends[code])}
            for code, name in words.items() if code in ends]  # fmt: skip


@table("comparison done.money")
def _(b: Book) -> list[Cells]:
    moved = [
        (old, new)
        for old, new in both(b, "ACTIONS")
        if new and any((old[name] if old else None) != new[name] for name in ("cost", "funding"))
    ]
    return [
        {"cost": Given(new.id, "cost", _turned(money(b, old["cost"] if old else None), money(b, new["cost"]))),
         "funding": Given(new.id, "funding", _turned(b.before.shown(old, "funding") if old else "", b.shown(new, "funding")))}
        for old, new in moved
    ]  # fmt: skip


@table("comparison data.completeness")
def _(b: Book) -> list[Cells]:
    found = []
    for sheet in SHEETS:
        (got, wanted), (got2, wanted2) = b.before.progress(sheet), b.progress(sheet)
        shares = [100 * part_ / whole if whole else 100 for part_, whole in ((got, wanted), (got2, wanted2))]
        if round(shares[0]) != round(shares[1]):
            found.append({"sheet": EN.tab(sheet), "before": f"{got} of {wanted}", "after": f"{got2} of {wanted2}",
                          "share": f"{EN.percent(shares[0])} → {EN.percent(shares[1])}"})  # fmt: skip
    return found


SPOKEN = {
    "questions.answers", "reading.terms", "coverage.readings", "glossary.terms", "limits.checks", "trail.sections", "found.main", "sheets.tables",
    "classes.kinds", "list.parts", "coverage.shares", "standing.shares",
}  # fmt: skip
"""Blocks with lines in which nothing is worked out from the cells, or which sum up what is checked elsewhere."""
