"""What every chart must say in its alternative text, and what its marks must be, worked out from the cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from truth_cells import EN, Book, Line, horizon, index, quadrant, reading, score, to, verdict
from truth_changes import both
from truth_claims import Among, Found, Names, Near, Words, claim, of
from truth_decide import COMPONENTS, leaning, met
from truth_evidence import measured
from truth_figures import has_value, only_change
from truth_front import funded, placed, positive, scale_unknown, scored, strong

FEW = 4
"""Names in an alternative text, before the rest is counted."""


def named(ids: Sequence[str | None], most: int = FEW) -> Names | Words:
    """Lines by name, "none" of none; one over the most is counted, too."""
    found = list(dict.fromkeys(each for each in ids if each))
    return Names(found, most, spare=0) if found else Words(["none"])


def chart(*templates: str) -> Callable[[Callable[[Book], Found]], Callable[[Book], Found]]:
    return claim(*templates, kinds="chart")


@chart("Heat map: {found}, {much}. The highest score, {score} of 25, is given to {names}.")
def _(b: Book) -> Found:
    if not b.rated:
        return None
    top = [row.id for row in b.rated if score(row) == score(b.rated[0])]
    rated, high = len(b.rated), sum(score(row) >= 10 for row in b.rated)
    return {"score": score(b.rated[0]), "names": named(top),
            "found": Words(["1 risk is rated" if rated == 1 else f"{rated} risks are rated"]),
            "much": Words(["1 of them scores high or critical" if high == 1 else f"{high} of them score high or critical"])}  # fmt: skip


@chart("The homicide rate is {city} per 100,000 in {name} and {national} in {country} ({year}).")
def _(b: Book) -> Found:
    city, country = b.profile["homicide_city"], b.profile["homicide_national"]
    return {"city": Near(city, 0.051), "national": Near(country, 0.051)} if None not in (city, country) else None


@chart("Flows present: {count}. Large: {large}. With frequent violence: {violent}. Scale not known: {unknown}.")
def _(b: Book) -> Found:
    unknown = set(scale_unknown(b))
    steps = {"none": 0, "threat": 1, "occasional": 2, "frequent": 3}
    sizes = {"high": 0, "medium": 1, "low": 2}
    size = {row.id: (3 if row["scale"] else 4) if row.id in unknown else sizes[row["scale"]] for row in b.here}
    rows = sorted(b.here, key=lambda row: (size[row.id], -steps.get(row["violence"], -1)))
    large = [row.id for row in rows if size[row.id] == 0]
    return {"count": len(rows), "large": named(large), "violent": named(of(rows, "violence", "frequent")),
            "unknown": named([row.id for row in rows if row.id in unknown])} if rows else None  # fmt: skip


@chart("Criminal governance is strongest in {name}, with an index of {index} of 12. Established or dominant: {strong}.")
def _(b: Book) -> Found:
    rows = scored(b)
    return (
        {"name": Names([rows[0].id]), "index": Words([to(index(rows[0]) or (0, 0))]), "strong": named(strong(b))}
        if rows
        else None
    )


@chart(
    "Paths: {count}. Answered in a way that reduces the problem: {reduces}; that worsens or moves it: {harmful}; answered by nobody: {unanswered} ({names})."
)
def _(b: Book) -> Found:
    found = Counter(b.state(row) for row in b.rows("SYSTEM_MAP") if row.some("risk", "flow", "actor"))
    alone = [row["flow"] for row in b.rows("SYSTEM_MAP") if b.state(row) == "unanswered" and row["flow"]]
    return {"count": found.total(), "reduces": found["reduces"], "harmful": found["worse"] + found["moves"], "unanswered": found["unanswered"],
            "names": Among(alone) if alone else Words(["none"])} if found else None  # fmt: skip


@chart("Areas placed: {count}. Positive resilience: {positive}. Fragile: {fragile}. Negative resilience: {negative}.")
def _(b: Book) -> Found:
    rows = placed(b)

    def areas(chosen: list[Line]) -> Names | Words:
        return named([row["area"] for row in chosen])

    return {"count": len(rows), "fragile": areas([row for row in rows if quadrant(row) == "fragile"]),
            "positive": areas([row for row in rows if row.id in positive(b)]),
            "negative": areas([row for row in rows if row["armed_provider"] == "yes"])} if rows else None  # fmt: skip


@chart("Partners: {count}. Eligible: {eligible}; by exception: {exception}; not eligible: {out}; incomplete: {open}.")
def _(b: Book) -> Found:
    found = Counter(verdict(row) for row in b.rows("PARTNERS"))
    return {"count": found.total(), "eligible": found["eligible"], "exception": found["by_exception"], "out": found["not_eligible"],
            "open": found["incomplete"]} if found.keys() - {None} else None  # fmt: skip


@chart(
    "Principles and qualities: {count}. Applied fully: {fully}; partly: {partly}; not yet: {not_yet}; not known: {unknown}."
)
def _(b: Book) -> Found:
    rows = [row for row in b.rows("PRINCIPLES") if row["does_not_apply"] is None]
    found = Counter(row["applied"] for row in rows)
    return (
        {"count": len(rows), **{code: found[code] for code in ("fully", "partly", "not_yet", "unknown")}}
        if found.keys() - {None}
        else None
    )


@chart("{most} has the most actions ({share}). Enforcement has {number} of the actions and {money} of the money.")
def _(b: Book) -> Found:
    own = {code: len(of(b.live, "component", code)) for code in COMPONENTS}
    most = max(own, key=lambda code: own[code])
    _, number, money = leaning(b)
    share = Near(100 * own[most] / sum(own.values())) if sum(own.values()) else None
    return (
        {"most": Words([EN.code("component", most)]), "share": share, "number": Near(number), "money": Near(money)}
        if share
        else None
    )


@chart("The plan costs {total}. {lasting} is lasting money, {one_off} one-off; {open} is not funded.")
def _(b: Book) -> Found:
    parts = {"lasting": "lasting", "one_off": "one_off", "open": "unfunded"}
    return (
        {"total": Near(b.cost(b.live)), **{name: Near(funded(b, code)) for name, code in parts.items()}}
        if b.cost(b.live)
        else None
    )


@chart("Flows present: {count}. Met by no power that is used for safety: {names}.")
def _(b: Book) -> Found:
    bare = [row.id for row in b.here if "used" not in met(b, row.id)]
    return {"count": len(b.here), "names": named(bare, 6)} if b.here and any(met(b, row.id) for row in b.here) else None


@chart(
    "The strategy serves {count} targets of goals {goals}. Most actions, {number}, serve {most}; most money goes to {dear}."
)
def _(b: Book) -> Found:
    found = Counter(row["sdg"] for row in b.live if row["sdg"])
    money = {code: b.cost([row for row in b.live if row["sdg"] == code]) for code in found}
    order = list(EN.options("sdg"))
    most = max(found, key=lambda code: (found[code], -order.index(code)), default=None)
    dear = max(found, key=lambda code: (money[code], -order.index(code)), default=None)
    return {"count": len(found), "number": found[most], "most": Words([f"{most} {EN.code('sdg', most)}"]), "dear": Words([f"{dear} {EN.code('sdg', dear)}"]),
            "goals": Words(sorted({code.split(".")[0] for code in found}))} if found else None  # fmt: skip


@chart("Actions planned between {first} and {last}: {count}, of which with lasting money: {firm}.")
def _(b: Book) -> Found:
    rows = [row for row in b.live if horizon(row)]
    return {"first": Words([b.shown(min(rows, key=lambda row: row["starts"]), "starts")]), "last": Words([b.shown(max(rows, key=lambda row: row["ends"]), "ends")]),
            "count": len(rows), "firm": len(of(rows, "funding", "lasting"))} if rows else None  # fmt: skip


@chart("Figures in three layers: {count}. With a value: {value}; with a named gap: {gap}; nothing yet: {empty}.")
def _(b: Book) -> Found:
    rows = b.rows("INDICATORS")
    bare = [row for row in rows if not has_value(row) and not only_change(row) and row["does_not_apply"] is None]
    gaps = sum(bool(row["gap"]) for row in bare)
    return (
        {"count": len(rows), "value": len(measured(b)), "gap": gaps, "empty": len(bare) - gaps}
        if gaps or measured(b)
        else None
    )


@claim("Risk scores then and now: {count} risks, {moved} of them moved. Really lower: {better}. Really higher: {worse}. Moved, but not comparable: {other}.",
       kinds="comparison-chart")  # fmt: skip
def _(b: Book) -> Found:
    marks = [
        [score(row) if row and len(row.numbers("likelihood", "impact")) == 2 else None for row in pair]
        for pair in both(b, "RISKS")
    ]
    now = [(old, new) for old, new in marks if new is not None]
    if not any(old is not None for old, _ in now):
        return None
    return {"count": len(now), "moved": sum(old is not None and old != new for old, new in now)}


# Marks ---------------------------------------------------------------------------------------------------------------

Drawn = list[tuple[str, str]]
"""The marks of a chart in the order they were drawn, as documents.py tells them: (kind, what it is)."""


def boxes(drawn: Drawn, *colors: str) -> list[tuple[float, ...]]:
    """x, y, width and height in mm of the boxes in these colours."""
    found = [text.split() for kind, text in drawn if kind == "boxes"]
    return [tuple(map(float, each[0].split(","))) for each in found if each[1] in colors]


def said(drawn: Drawn) -> list[str]:
    return [text for kind, text in drawn if kind == "words"]


def wrong_marks(name: str, b: Book, drawn: Drawn) -> list[str]:
    """What is wrong with the marks of one chart."""
    return [f"{name}: {problem}" for problem in MARKS[name](b, drawn)] if name in MARKS else []


def _balance(b: Book, drawn: Drawn) -> list[str]:
    colors = {"regulation": "#1f4e79", "enforcement": "#a33b20", "engagement": "#2a7f86", "resilience": "#e0a84a"}
    number, money = (
        len([row for row in b.live if row["component"]]),
        sum(b.cost([row for row in b.live if row["component"] == code]) for code in colors),
    )
    wrong = []
    for code, color in colors.items():
        own = [row for row in b.live if row["component"] == code]
        meant = [100 * len(own) / number if number else 0, 100 * b.cost(own) / money if money else 0]
        wide = [box[2] / 39 * 100 for box in boxes(drawn, color)]
        wrong += [] if _close(wide, meant, 2) else [f"bars of {code} are {wide} %, not {meant}"]
    return wrong


def _signs(b: Book, drawn: Drawn) -> list[str]:
    colors = {"protection": "#1f4e79", "protection_violence": "#a33b20", "newcomers": "#e0a84a", "territory": "#7fb3b8"}
    rows, wrong = scored(b), []
    for sign, color in colors.items():
        meant = [sum(row.numbers(sign)) for row in rows if sum(row.numbers(sign))]
        wide = [box[2] / 72 * 12 for box in boxes(drawn, color)][: len(meant)]
        wrong += [] if _close(wide, meant, 0.1) else [f"{sign} is drawn {wide}, not {meant}"]
    spans = [index(row) or (0, 0) for row in rows]
    open_ends = [box[2] / 72 * 12 for box in boxes(drawn, "#ffffff")][: sum(low != high for low, high in spans)]
    meant = [high - low for low, high in spans if low != high]
    wrong += [] if _close(open_ends, meant, 0.1) else [f"open parts are drawn {open_ends}, not {meant}"]
    ends = [f"{to(span)} · {reading(span)}" if " " not in reading(span) else to(span) for span in spans]
    words = " ".join(said(drawn))
    return wrong + [f"{end!r} is missing" for end in ends if end not in words and end.split(" · ")[0] not in words]


def _homicide(b: Book, drawn: Drawn) -> list[str]:
    wide = [box[2] for box in boxes(drawn, "#1f4e79", "#9fb3c4")]
    city, country = b.profile["homicide_city"], b.profile["homicide_national"]
    fits = len(wide) == 2 and abs(wide[0] * country - wide[1] * city) <= max(city, country) * 1.2
    return [] if fits else [f"bars {wide} for {city} and {country}"]


def _readiness(b: Book, drawn: Drawn) -> list[str]:
    rows = b.rows("INDICATORS")
    only = [row for row in rows if only_change(row)]
    bare = [row for row in rows if not has_value(row) and not only_change(row)]
    out = sum(row["does_not_apply"] is not None for row in bare)
    gaps = sum(bool(row["gap"]) and row["does_not_apply"] is None for row in bare)
    meant = {
        "#1f4e79": len(rows) - len(bare) - len(only),
        "#9fb3c4": len(only),
        "#e3b566": gaps,
        "#ffffff": len(bare) - out - gaps,
        "#dde2e5": out,
    }
    small = [color for color in meant for box in boxes(drawn, color) if box[2] == box[3]]
    return [
        f"{color}: {small.count(color)} squares, not {count}"
        for color, count in meant.items()
        if small.count(color) != count
    ]


def _heat(b: Book, drawn: Drawn) -> list[str]:
    """Every chip in the cell of its likelihood and impact; cells are 14.2 mm wide, and likelihood grows upwards."""
    zones = boxes(drawn, "#f4f6f7", "#dce6ec", "#f1cf9c", "#c8795f")[:25]
    columns, rows = sorted({box[0] for box in zones}), sorted({box[1] for box in zones})
    found = Counter(
        (sum(box[0] + box[2] / 2 > x for x in columns), 6 - sum(box[1] + box[3] / 2 > y for y in rows))
        for box in boxes(drawn, "#ffffff")
    )
    meant = Counter((row["impact"], row["likelihood"]) for row in b.rated)
    return [f"{count} chips at impact {place[0]}, likelihood {place[1]}, not {found[place]}" for place, count in meant.items()
            if found[place] != count and count <= 4] + [f"a chip too many at {place}" for place in found.keys() - meant.keys()]  # fmt: skip


def _timeline(b: Book, drawn: Drawn) -> list[str]:
    rows = [row for row in b.live if horizon(row)]
    words = said(drawn)
    return [f"{row.id} is missing" for row in rows if row.id not in words] + [
        f"{row.id} has no dates" for row in b.live if not horizon(row) and row.id in words
    ]


def _close(one: Sequence[float], other: Sequence[float], by: float) -> bool:
    return len(one) == len(other) and all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


MARKS: dict[str, Callable[[Book, Drawn], list[str]]] = {
    "component_balance": _balance, "criminal_governance": _signs, "homicide": _homicide, "data_readiness": _readiness, "risk_heat_map": _heat,
    "timeline": _timeline,
}  # fmt: skip
