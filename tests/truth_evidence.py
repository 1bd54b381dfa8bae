"""The chapters of evidence, from risks to areas and planning, worked out from the cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from truth_cells import EN, SET, Book, Line, height, index, lies_between, pairs, quadrant, ready, score
from truth_claims import Found, Names, Near, Words, claim, counted, listed, of, parts, sure, tally
from truth_figures import ended, has_value, only_change, verdict, went
from truth_front import negative, no_sign, perhaps_strong, placed, scale_unknown, scored, strong
from truth_grades import surely

# Risks ---------------------------------------------------------------------------------------------------------------

counted(
    "One risk was rated.",
    "{count} risks were rated, each by its likelihood and its impact on residents.",
    ids=lambda b: [] if b.worded else b.rated,
)
counted("One risk was rated, in words alone.", "{count} risks were rated, by score or in words.",
        ids=lambda b: b.judged if b.worded else [])  # fmt: skip
counted("One of them is rated in words alone and has no score; it stands at the end of the table.",
        "{count} of them are rated in words alone and have no score; they stand at the end of the table.",
        ids=lambda b: b.worded if len(b.judged) > 1 else [])  # fmt: skip


def critical(b: Book) -> list[str]:
    return [row.id for row in b.rated if score(row) >= 16]


counted("One is high or critical.", "{count} are high or critical.", ids=lambda b: b.high)


@claim("One is critical: {names}.", "{count} are critical: {names}.")
def _(b: Book) -> Found:
    return {"count": len(critical(b)), "names": Names(critical(b), 5)} if critical(b) else None


listed("Among the high ones, these are said to be rising: {names}.", lambda b: of(b.high, "trend", "rising"))


counted("Of one it is not known whether residents raised it.", "Of {count} it is not known whether residents raised them.",
        ids=lambda b: of(b.high, "raised_by_residents", "unknown"))  # fmt: skip
counted("On one path it is not known what the response does.", "On {count} paths it is not known what the response does.",
        ids=lambda b: [row for row in b.rows("SYSTEM_MAP") if b.state(row) == "unknown"])  # fmt: skip
counted("Of one it is not known how much influence or readiness it has.", "Of {count} it is not known how much influence or readiness they have.",
        ids=lambda b: [row for row in b.rows("LEVERS") if "unknown" in (row["influence"], row["readiness"])])  # fmt: skip
counted("Residents themselves raised one of these.", "Residents themselves raised {count} of these.",
        ids=lambda b: of(b.high, "raised_by_residents", "yes"))  # fmt: skip


listed(
    "The ratings of {names} are uncertain and should be checked before money is tied to them.",
    lambda b: [row.id for row in b.high if surely(b, row) == "low"],
)


def unrated(b: Book, *codes: str | None) -> list[Line]:
    rated = {row.id for row in b.judged}
    own = [row for row in b.rows("RISKS") if row.id not in rated and row["relevant"] in codes]
    return own if rated else []


def half_known(row: Line) -> bool:
    """Whether one half of the score is known and the other is "not known"."""
    return len(row.some("likelihood", "impact")) == 2 and len(row.numbers("likelihood", "impact")) == 1


def nothing_known(row: Line) -> bool:
    return row["relevant"] == "yes" and row.some("likelihood", "impact") == ["unknown"] * 2


listed("Said not to matter here: {names}.", lambda b: [row.id for row in unrated(b, "no")])
listed("Not known, and so a gap to close: {names}.", lambda b: [row.id for row in unrated(b, "unknown")])
listed(
    "Relevant, but how likely and how bad is not known: {names}.",
    lambda b: [row.id for row in unrated(b, "yes") if nothing_known(row)],
)
listed("Not rated yet: {names}.",
       lambda b: [row.id for row in unrated(b, None, "yes") if not half_known(row) and not nothing_known(row)])  # fmt: skip


@claim("Likelihood or impact is not known, so that the score is a range: {names}.")
def _(b: Book) -> Found:
    said = []
    for row in unrated(b, None, "yes", "unknown"):
        if half_known(row):
            (known,) = row.numbers("likelihood", "impact")
            said.append(f"{b.label(row.id)} ({known} to {5 * known})")
    return {"names": Words(said, 99)} if said else None


def profiled(b: Book) -> list[Line]:
    return b.main


@claim("Fed by {flows}.")
def _(b: Book) -> Found:
    return [{"flows": Names(b.fed_by(row.id), 4)} for row in profiled(b) if row["explanation"] and b.fed_by(row.id)]


@claim(
    "The explanation of one more high risk is in the workbook: {names}.",
    "The explanations of {count} more high risks are in the workbook: {names}.",
)
def _(b: Book) -> Found:
    more = [row.id for row in b.high if row not in profiled(b) and row["explanation"]]
    shown = any(row["explanation"] for row in profiled(b))
    return {"count": len(more), "names": Names(more)} if more and shown else None


def together(b: Book) -> list[tuple[str, str]]:
    return [(one, other) for one, other in pairs(b.rows("RISKS"), "acts_with_1", "acts_with_2") if one != other]


@claim(
    "Risks pile up where they meet. {count} rated risks hang together in one cluster through the links the team drew: {names}."
)
def _(b: Book) -> Found:
    ids = [row.id for row in sorted(b.judged, key=height, reverse=True)]
    group = {each: each for each in ids}
    for one, other in together(b):
        if one in group and other in group:
            old, new = group[other], group[one]
            group = {each: new if name == old else name for each, name in group.items()}
    sets = [[each for each in ids if group[each] == name] for name in dict.fromkeys(group.values())]
    best = max(
        (each for each in sets if len(each) > 1),
        key=lambda each: (len(each), sum(height(b.by_id[row])[1] for row in each)),
        default=None,
    )
    return {"count": len(best), "names": Names(best, 7)} if best else None


def high_pairs(b: Book) -> list[tuple[str, str]]:
    high = {row.id for row in b.high}
    return list(dict.fromkeys(tuple(sorted(pair)) for pair in together(b) if set(pair) <= high))


counted(
    "One more pair of high risks is linked.",
    "{count} more pairs of high risks are linked.",
    ids=lambda b: high_pairs(b)[6:],
)

# Figures -------------------------------------------------------------------------------------------------------------


@claim("In {year} the city counted {city} intentional homicides per 100,000 residents, the country {country}.")
def _(b: Book) -> Found:
    city, country = b.profile["homicide_city"], b.profile["homicide_national"]
    if city is None or country is None or not b.profile["homicide_year"]:
        return None
    return {"year": b.profile["homicide_year"], "city": Near(city, 0.051), "country": Near(country, 0.051)}


@claim(
    "In a year that is not stated, the city counted {city} intentional homicides per 100,000 residents, the country {country}."
)
def _(b: Book) -> Found:
    city, country = b.profile["homicide_city"], b.profile["homicide_national"]
    if city is None or country is None or b.profile["homicide_year"]:
        return None
    return {"city": Near(city, 0.051), "country": Near(country, 0.051)}


def measured(b: Book) -> list[Line]:
    return [row for row in b.rows("INDICATORS") if has_value(row)]


def told(b: Book) -> list[Line]:
    """The lines with a figure in any form."""
    return [row for row in b.rows("INDICATORS") if has_value(row) or only_change(row)]


counted("One measure has a value.", "{count} measures of three layers have a value: what happens, what lies behind it, and what the city does about it.",
        ids=measured)  # fmt: skip


@claim("Of those that can be set against an earlier figure, {parts}.")
def _(b: Book) -> Found:
    found = Counter(verdict(row) for row in told(b))
    moved = parts((found[True], "one moved in the wished direction", "moved in the wished direction"),
                 (found[False], "one moved in the other direction", "moved in the other direction"))  # fmt: skip
    return {"parts": moved} if moved else None


def is_old(b: Book, year: int | str | None) -> bool:
    end = b.profile["period_to"]
    return bool(year and end and end.year - (ended(year) or 0) > SET["data_age_years"])


counted(
    "One figure is old.",
    "{count} figures are old and are marked with their year.",
    ids=lambda b: [row for row in measured(b) if is_old(b, row["year"])],
)

listed(
    "Known as a limit or a range only: {names}.",
    lambda b: [row.id for row in told(b) if row["value"] is None and has_value(row)],
)
listed("Only the change is known of {names}.", lambda b: [row.id for row in told(b) if only_change(row)])
listed("The change of {names} is no larger than chance makes it with the number of people asked, so it is called neither better nor worse.",
       lambda b: [row.id for row in told(b) if went(row) == "chance"])  # fmt: skip
listed(
    "Whether {names} moved cannot be said: the limits or ranges overlap.",
    lambda b: [row.id for row in told(b) if went(row) == "open"],
)
listed(
    "Two sources give a figure for {names}.", lambda b: [row.id for row in told(b) if row["second_value"] is not None]
)


def rated_walks(b: Book) -> list[Line]:
    return [row for row in b.rows("SAFETY_WALKS") if row.numbers(*PLACE)]


PLACE = ("light", "openness", "visibility", "people", "security", "path", "transport", "mix", "feeling")


counted(
    "One place was rated on a safety walk.",
    "{count} places were rated on safety walks.",
    ids=rated_walks,
)
counted(
    "For one more walk no rating is known.",
    "For {count} more walks no rating is known.",
    ids=lambda b: [row for row in b.rows("SAFETY_WALKS") if row not in rated_walks(b)] if rated_walks(b) else [],
)
counted(
    "One walk was in the dark.",
    "{count} walks were in the dark.",
    ids=lambda b: of(b.rows("SAFETY_WALKS"), "time", "dark"),
)
counted("In one of these places people felt unsafe.", "In {count} of these places people felt unsafe.",
        ids=lambda b: [row for row in b.rows("SAFETY_WALKS") if any(mark <= SET["walk_low"] for mark in row.numbers("feeling"))])  # fmt: skip


def by_others(b: Book, *, known: bool) -> Found:
    """What a second source says, with (`known`) and without the share by which it differs."""
    found = []
    for row in b.rows("INDICATORS"):
        if row["second_value"] is None or bool(row["value"]) != known:
            continue
        source = Names([row["second_source"]]) if row["second_source"] else Words(["another source"])
        said = {"source": source, "value": Near(row["second_value"], 0.006)}
        if known:
            said["apart"] = Words([signed((row["second_value"] - row["value"]) / abs(row["value"]) * 100)])
        found.append(said)
    return found or None


@claim("By {source} it is {value} ({apart}).")
def _(b: Book) -> Found:
    return by_others(b, known=True)


@claim("By {source} it is {value}.")
def _(b: Book) -> Found:
    return by_others(b, known=False)


def tested(b: Book, *, enough: bool) -> Found:
    """Means of each series before and after a measure, where enough prices stand on both sides, and where not."""
    found = []
    for rows in b.series():
        for row in rows:
            if row["measure"] is None or row["measure_month"] is None:
                continue
            before = [each["price"] for each in rows if each["month"] < row["measure_month"]]
            after = [each["price"] for each in rows if each["month"] >= row["measure_month"]]
            if (min(len(before), len(after)) >= SET["measure_prices"]) != enough:
                continue
            where = f", {b.label(row['area'])}" if row["area"] else ""
            said = {
                "item": Words([f"“{row['item']}”{where}"]),
                "month": Words([b.shown(row, "measure_month")]),
                "n": len(before),
                "m": len(after),
            }
            if enough:
                one, other = sum(before) / len(before), sum(after) / len(after)
                said |= {
                    "before": Near(one, 0.006),
                    "after": Near(other, 0.006),
                    "change": Words([signed((other - one) / one * 100)]),
                }
            found.append(said)
    return found or None


@claim("{item}: {before} on average before {month} ({n} prices), {after} from then on ({m} prices), {change}.")
def _(b: Book) -> Found:
    return tested(b, enough=True)


@claim("{item}: too few prices before {month} ({n}) or from then on ({m}) to say anything.")
def _(b: Book) -> Found:
    return tested(b, enough=False)


# Flows and prices ----------------------------------------------------------------------------------------------------


def flows_filled(b: Book) -> bool:
    return any(row for row in b.lines["FLOWS"])


counted(
    "One flow is said to be present in the city.",
    "{count} flows are said to be present in the city.",
    ids=lambda b: b.here,
)
listed("Said to be absent: {names}.", lambda b: of(b.rows("FLOWS"), "present", "no"), 9, kinds="strategy rapid")
listed("Not known: {names}.", lambda b: of(b.rows("FLOWS"), "present", "unknown"), 9)
listed(
    "A large scale is reported for {names}.",
    lambda b: [row.id for row in b.here if row["scale"] == "high" and row.id not in scale_unknown(b)],
    9,
)
listed("The scale is not known for {names}.", scale_unknown, 9)
listed("For {names} the size given rested on seizures, on prices that nobody noted or on nothing yet, and is not used: seizures show the work of those who "
       "seize, not the size of a flow.", lambda b: [row.id for row in b.here if row["scale"] not in (None, "unknown") and not b.sized(row)], 9)  # fmt: skip
listed("Frequent violence is tied to {names}.", lambda b: of(b.here, "violence", "frequent"), 9)
listed("Nobody is said to respond to {names}.", lambda b: of(b.here, "responder", "nobody"), 9)


def trends(b: Book) -> list[list[Line]]:
    return [rows for rows in b.series() if b.reading(rows)]


counted("Prices of one series were noted often enough to show a trend.", "Prices of {count} series were noted often enough to show a trend.",
        ids=trends)  # fmt: skip


def priced(b: Book, reading: str) -> Found:
    said = []
    for rows in trends(b):
        where = f", {b.label(rows[0]['area'])}" if rows[0]["area"] else ""
        if b.reading(rows) == reading:
            said.append(f"“{rows[0]['item']}”{where} ({signed(b.change(rows) or 0)} a year)")
    return {"names": Words(list(dict.fromkeys(said)), 6)} if said else None


def signed(share: float) -> str:
    return f"{round(share):+,d} %" if round(share) else "0 %"


@claim("Dearer by the trend, which points to scarcer goods: {names}.")
def _(b: Book) -> Found:
    return priced(b, "scarcer")


@claim("Cheaper by the trend, which points to goods that are easier to get: {names}.")
def _(b: Book) -> Found:
    return priced(b, "more_available")


counted("For one series no other cause was checked.", "For {count} series no other cause was checked.",
        ids=lambda b: [rows for rows in trends(b) if not any(row["other_causes"] for row in rows)])  # fmt: skip

# Criminal governance -------------------------------------------------------------------------------------------------


@claim("One market was scored on four signs.", "{count} markets were scored on four signs: protection must be paid, violence is tied to it, newcomers are "
       "met with violence, territory is held.")  # fmt: skip
def _(b: Book) -> Found:
    return {"count": len(scored(b))} if scored(b) else None


listed("Criminal governance is read as established or dominant in {names}.", strong)
listed("In {names} the state is said not to be able to do its work.",
       lambda b: of(sorted(b.rows("MARKETS"), key=lambda row: index(row) or (-1, -1), reverse=True), "state_able", "no"))  # fmt: skip


@claim("Where the state can act only partly or not at all, this is said of it: {reasons}.")
def _(b: Book) -> Found:
    given = [row["why_not_able"] for row in b.rows("MARKETS") if row["state_able"] in ("partly", "no")]
    return {"reasons": tally("why_not_able", given)} if any(given) else None


listed("Named, but not scored yet: {names}.",
       lambda b: [row.id for row in b.rows("MARKETS") if index(row) is None and row.id not in no_sign(b)])  # fmt: skip
listed("Named, and none of the four signs is known: {names}.", no_sign)
listed("It may be established or dominant in {names}: the signs that are not known decide.", perhaps_strong)


@claim(
    "In {names} some signs are not known, so that its index is a range.",
    "In {names} some signs are not known, so that the index of each is a range.",
)
def _(b: Book) -> Found:
    open_ended = [row.id for row in scored(b) if len(row.numbers(*SIGNS)) < 4]
    return {"names": Names(open_ended)} if open_ended else None


SIGNS = ("protection", "protection_violence", "newcomers", "territory")


def rests(b: Book) -> list[list[Line]]:
    """The lines whose evidence and confidence are told together, in the order of the chapters."""
    powers = [row for row in b.rows("REGULATION") if row["does_not_apply"] is None and row["held_by"]]
    areas = placed(b)
    return [b.judged, scored(b), b.rows("ACTORS"), areas, powers]


def on(evidences: Iterable[str | None]) -> Words:
    told = tally("evidence", evidences)
    return Words([word.replace(EN.code("evidence", "none"), "nothing yet") for word in told.words])


@claim("These ratings rest on {basis}; the team’s confidence in them is {confidence}.")
def _(b: Book) -> Found:
    chosen = [rows for rows in rests(b) if any(row["evidence"] for row in rows) and sure(rows)]
    return [{"basis": on([row["evidence"] for row in rows]), "confidence": sure(rows)} for rows in chosen]


@claim("These lines rest on {basis}.")
def _(b: Book) -> Found:
    chosen = [rows for rows in rests(b) if any(row["evidence"] for row in rows) and not sure(rows)]
    return [{"basis": on([row["evidence"] for row in rows])} for rows in chosen]


@claim("The team’s confidence in these lines is {confidence}.")
def _(b: Book) -> Found:
    risks, *others = [rows if not any(row["evidence"] for row in rows) else [] for rows in rests(b)]
    return [{"confidence": sure(rows)} for rows in (risks, b.here, *others) if sure(rows)]


counted("One type of actor is described.", "{count} types of actors are described, never persons: state bodies, lawful firms and community bodies stand "
        "beside criminal groups.", ids=lambda b: b.rows("ACTORS"))  # fmt: skip


@claim("Their relation to the state: {relations}.")
def _(b: Book) -> Found:
    given = [row["state_relation"] for row in b.rows("ACTORS") if row["state_relation"]]
    return {"relations": tally("state_relation", given)} if given else None


counted("Residents see one of them wholly or partly as a provider; measures that ignore what people gain from it may do harm.",
        "Residents see {count} of them wholly or partly as providers; measures that ignore what people gain from them may do harm.",
        ids=lambda b: of(b.rows("ACTORS"), "seen_as", "both", "provider"))  # fmt: skip


@claim(
    "One that began by protecting people takes money from them now: {names}.",
    "{count} that began by protecting people take money from them now: {names}.",
)
def _(b: Book) -> Found:
    guards = of(b.rows("ACTORS"), "began_as", "community_defence", "guard")
    turned = [each for each in guards if b.by_id[each]["became"] in ("takes", "protects_and_takes")]
    return {"count": len(turned), "names": Names(turned)} if turned else None


@claim("No actor is described at this level, which may be a blind spot: {levels}.")
def _(b: Book) -> Found:
    missing = [
        EN.code("actor_level", code)
        for code in ("local", "national", "international")
        if not of(b.rows("ACTORS"), "level", code)
    ]
    return {"levels": Words(missing)} if missing and b.rows("ACTORS") else None


@claim("What more money tends to lead to depends on how an actor is organised. {parts}.")
def _(b: Book) -> Found:
    effects = {"tight": "state_like", "loose": "internal_violence", "weak": "splits"}
    given = {row["network"] for row in b.rows("ACTORS")}
    parts = [
        f"{EN.code('network', code)} ties: {EN.code('resource_effect', effects[code])}"
        for code in EN.options("network")
        if code in given and code in effects
    ]
    return {"parts": Words(parts)} if parts else None


# The system map ------------------------------------------------------------------------------------------------------

counted("The map has one path.", "The map has {count} paths.", ids=lambda b: b.rows("SYSTEM_MAP"))


counted("On one path the response is judged to reduce the problem.", "On {count} paths the response is judged to reduce the problem.",
        ids=lambda b: [row for row in b.rows("SYSTEM_MAP") if b.state(row) == "reduces"])  # fmt: skip
counted("On one, nobody responds, or the response has no effect, moves the problem or makes it worse.",
        "On {count}, nobody responds, or the response has no effect, moves the problem or makes it worse.", ids=lambda b: b.problems())  # fmt: skip


counted("On one path, resilience helps also against what nobody foresaw.", "On {count} paths, resilience helps also against what nobody foresaw.",
        ids=lambda b: of(b.rows("SYSTEM_MAP"), "foreseen", "unforeseen"))  # fmt: skip


@claim("The paths rest on {basis}.")
def _(b: Book) -> Found:
    given = [row["evidence"] for row in b.rows("SYSTEM_MAP") if row["evidence"]]
    return {"basis": on(given)} if given else None


counted("On one path, resilience works by helping people adapt, not by removing the threat.",
        "On {count} paths, resilience works by helping people adapt, not by removing the threat.",
        ids=lambda b: of(b.rows("SYSTEM_MAP"), "works_by", "adaptation"))  # fmt: skip
counted("One path is not complete.", "{count} paths are not complete.",
        ids=lambda b: [row for row in b.rows("SYSTEM_MAP") if len(row.some("risk", "flow", "actor", "response", "resilience")) < 5])  # fmt: skip


def takers(b: Book, path: str) -> list[str]:
    return of(b.live, "map_row", path)


@claim(
    "One of these paths is not named by any action of the strategy: {paths}.",
    "{count} of these paths are not named by any action of the strategy: {paths}.",
)
def _(b: Book) -> Found:
    bare = [row.id for row in b.problems() if not takers(b, row.id)]
    return {"count": len(bare), "paths": Words(bare, 6)} if bare else None


@claim("{what}; no action.")
def _(b: Book) -> Found:
    return [{"what": what(b, row)} for row in b.problems() if not takers(b, row.id)]


@claim("{what}; taken up by {actions}.")
def _(b: Book) -> Found:
    return [{"what": what(b, row), "actions": Words(takers(b, row.id), 3)} for row in b.problems() if takers(b, row.id)]


def what(b: Book, row: Line) -> Words:
    return Words([f"{row.id}: {called(b, row['risk'])}", f"fed by {called(b, row['flow'])}"])


def called(b: Book, row_id: str | None) -> str:
    """A line's name; of a line for local items, which is in the officer's words, in quotation marks."""
    return f"“{b.label(row_id)}”" if row_id and "-X" in row_id else b.label(row_id)


counted("The team marked one path on which harm feeds harm.", "The team marked {count} paths on which harm feeds harm.",
        ids=lambda b: of(b.rows("SYSTEM_MAP"), "loop", "vicious"))  # fmt: skip
counted("The team marked one path on which good feeds good.", "The team marked {count} paths on which good feeds good.",
        ids=lambda b: of(b.rows("SYSTEM_MAP"), "loop", "virtuous"))  # fmt: skip


counted("One lever was found: a role, group, body or place through which things could turn.",
        "{count} levers were found: roles, groups, bodies or places through which things could turn.", ids=lambda b: b.rows("LEVERS"))  # fmt: skip


counted("One lever has at least medium influence and readiness.", "{count} levers have at least medium influence and readiness.",
        ids=lambda b: [row for row in b.rows("LEVERS") if ready(row)])  # fmt: skip
counted("One that is ready is not taken up by any action.", "{count} that are ready are not taken up by any action.",
        ids=lambda b: [row for row in b.rows("LEVERS") if ready(row) and (not row["map_row"] or not takers(b, row["map_row"]))])  # fmt: skip


# Areas, planning -----------------------------------------------------------------------------------------------------

counted("One area was scored on its ties with the state and on the strength of its community.",
        "{count} areas were scored on their ties with the state and on the strength of their communities.", ids=placed)  # fmt: skip


@claim("By the scores they fall into these fields of the matrix: {parts}.")
def _(b: Book) -> Found:
    found = Counter(quadrant(row) for row in placed(b))
    parts = [
        f"{EN.code('quadrant', code)} ({found[code]})"
        for code in ("positive", "state_only", "community_only", "fragile")
        if found[code]
    ]
    return {"parts": Words(parts)} if parts else None


listed(
    "Negative resilience: in {names} armed or other providers impose order, justice or income.",
    lambda b: negative(b) if placed(b) else [],
)
listed("High community scores in {names} must be read in this light.",
       lambda b: [row.id for row in placed(b) if row["armed_provider"] == "yes" and quadrant(row) in ("positive", "community_only")])  # fmt: skip
listed("Closed off by walls or guards: {names}. Such places are calm inside for a time, but split the city.",
       lambda b: of(placed(b), "bubble", "yes"))  # fmt: skip


def half_placed(b: Book) -> list[Line]:
    """Areas with both means between two numbers, as some scores are "not known"."""
    own = [row for row in b.rows("RESILIENCE") if not quadrant(row)]
    return [row for row in own if all(lies_between(row, 5, *axis, least=1) for axis in AXES)]


AXES = (("services", "trust", "justice"), ("acts_together", "inclusive", "peaceful"))


@claim("Some scores are not known, so that the place in the matrix is open: {places}.")
def _(b: Book) -> Found:
    said = []
    for row in half_placed(b):
        spans = [lies_between(row, 5, *axis, least=1) or (0, 0) for axis in AXES]
        state, community = (
            " to ".join(dict.fromkeys(EN.number(round(end / 3, 1), 1) for end in span)) for span in spans
        )
        said.append(f"{b.label(row.id)} (ties with the state {state}, community {community})")
    return {"places": Words(said, 99)} if said and placed(b) else None


def little_known(row: Line) -> bool:
    """Every score is answered, and of an axis none is known."""
    return len(row.some(*AXES[0], *AXES[1])) == 6 and any(not row.numbers(*axis) for axis in AXES)


@claim("Too many scores are not known to place these in the matrix: {names}.")
def _(b: Book) -> Found:
    names = [row["area"] for row in b.rows("RESILIENCE") if little_known(row) and row["area"]]
    return {"names": Names(names)} if names and placed(b) else None


@claim("Not placed in the matrix yet: {names}.")
def _(b: Book) -> Found:
    named = {row["area"] for row in b.rows("RESILIENCE")}
    bare = [row.id for row in b.rows("AREAS") if row.id not in named] + [
        row["area"]
        for row in b.rows("RESILIENCE")
        if not quadrant(row) and row["area"] and row not in half_placed(b) and not little_known(row)
    ]
    return {"names": Names(list(dict.fromkeys(bare)))} if bare and placed(b) else None


def grouped(b: Book, sheet: str, group: str, prefixes: tuple[str, ...]) -> list[Line]:
    return [row for row in b.rows(sheet) if row.id.startswith(prefixes) and row["does_not_apply"] is None]


def standing(b: Book, prefix: str) -> Found:
    given = [row["status"] for row in grouped(b, "PLANNING", "", (prefix,)) if row["status"]]
    found = Counter(given)
    told = parts((found["in_place"], "one is in place", "are in place"), (found["partly"], "one is partly in place", "are partly in place"),
                 (found["absent"], "one is absent", "are absent"), (found["unknown"], "one is not known", "are not known"))  # fmt: skip
    return {"parts": told} if told else None


@claim("Of the points on planning, {parts}.")
def _(b: Book) -> Found:
    return standing(b, "PLN")


@claim("Of the conditions for good housing, {parts}.")
def _(b: Book) -> Found:
    return standing(b, "HOU")


@claim("This point is absent today: {names}.", "These {count} points are absent today: {names}.")
def _(b: Book) -> Found:
    absent = of(grouped(b, "PLANNING", "", ("PLN", "HOU")), "status", "absent")
    return {"count": len(absent), "names": Names(absent, 8)} if absent else None
