"""Chapter on regulation (framework Part III, 1. Regulation): the powers, their use and how they are guarded."""

from __future__ import annotations

from collections.abc import Sequence

from safeaudit.analysis.govern import PowerLine
from safeaudit.report.writing.phrases import resting, typed
from safeaudit.report.writing.sentences import closed
from safeaudit.report.writing.statements import Block, Cells, Paragraph, Section, Statement, Story, para, paras
from safeaudit.sheets.kinds import UNKNOWN

SAFEGUARDS = {
    "criteria": "criteria_published",
    "shown": "shown_at_start",
    "oversight": "outside_oversight",
    "complaints": "complaints",
    "procurement": "procurement_checked",
}


def regulation(s: Story) -> Section:
    """The powers, their use, and their integrity."""
    section = Section("regulation", s.words.t("Regulation"), sheets=("REGULATION",))
    powers = [line for line in s.analysis.powers if line.held_by and not line.not_applicable]
    if not powers:
        section.text = [s.nothing("REGULATION")]
        return section
    section.text = _powers_text(s, powers)
    section.blocks["powers"] = _powers(s, powers)
    section.blocks["integrity"] = _integrity(s, [line for line in powers if line.held])
    section.blocks["changes"] = _changes(s, powers)
    return section


def _powers_text(s: Story, powers: Sequence[PowerLine]) -> list[Paragraph]:
    w = s.words
    held = [line for line in powers if line.held]
    used = [line.row_id for line in held if line.status == "used"]
    unused = [line.row_id for line in held if line.status == "unused"]
    unsure = [line.row_id for line in held if line.used_for_safety == UNKNOWN]
    nobody = [line.row_id for line in powers if line.held_by == "nobody"]
    unclear = [line.row_id for line in powers if line.held_by == "unknown"]
    planned = [line.row_id for line in held if line.status == "planned"]
    later = w.t("Held and not used for safety yet; an action will use it: {names}.", names=s.labels(planned))
    exposed = [line.row_id for line in powers if line.corruption_risk == "high"]
    captured = [line.row_id for line in powers if line.market_state == "captured"]
    return paras(
        para(
            s.say(w.t("Permits and licences are among the strongest tools a city holds itself.")),
            s.say(w.n("One power is described.", "{count} powers are described.", len(powers)), *s.of(powers)),
            s.say(
                w.n("The city holds or shares one of them.", "The city holds or shares {count} of them.", len(held))
                if held
                else s.among(w.t("The city is not said to hold any of them."), "REGULATION")
                if unclear
                else s.among(w.t("The city holds none of them."), "REGULATION"),
                *s.of(powers, "held_by"),
            ),
            s.about(
                unclear,
                "held_by",
                w.n("Who holds one of them is not known.", "Who holds {count} of them is not known.", len(unclear)),
            ),
            s.say_if(
                used or len(unsure) < len(held),
                w.n(
                    "One of those it holds is used with safety in mind.",
                    "{count} of those it holds are used with safety in mind.",
                    len(used),
                )
                if used
                else s.among(w.t("None of those it holds is said to be used with safety in mind."), "REGULATION"),
                *s.of(held, "used_for_safety"),
            ),
            s.about(
                unsure,
                "used_for_safety",
                w.n(
                    "Whether one of those it holds is used with safety in mind is not known.",
                    "Whether {count} of those it holds are used with safety in mind is not known.",
                    len(unsure),
                ),
            ),
            s.about(unused, "used_for_safety", w.t("Held, but not used for safety: {names}.", names=s.labels(unused))),
            s.about(planned, "used_for_safety", later),
            s.about(nobody, "held_by", w.t("Held by nobody: {names}.", names=s.labels(nobody))),
        ),
        para(
            *_gaps(s, held),
            s.about(
                exposed,
                "corruption_risk",
                w.t("The risk of corruption is called high for {names}.", names=s.labels(exposed)),
            ),
            s.about(
                captured,
                "market_state",
                w.t("Captured markets are harder to regulate than split ones: {names}.", names=s.labels(captured)),
            ),
            s.say(w.t("This is about systems and not about persons; suspicions do not belong in this report.")),
            resting(s, powers),
        ),
    )


def _gaps(s: Story, held: Sequence[PowerLine]) -> list[Statement | None]:
    """Which powers lack many of the safeguards, which may, and of which nothing is said."""
    w, limit = s.words, s.audit.edition.settings["integrity_gap"]
    many = w.number(limit)
    wide = [line.row_id for line in held if line.gap_low is not None and line.gap_low >= limit]
    perhaps = [
        line.row_id for line in held if line.gap_high is not None and line.gap_high >= limit and line.row_id not in wide
    ]
    blank = [line.row_id for line in held if line.gap_high is None]
    none = s.among(
        w.t("No power held by the city lacks {count} or more of the five integrity safeguards.", count=many),
        "REGULATION",
    )
    return [
        s.about(
            wide,
            "integrity_gap",
            w.t(
                "At least {count} of the five integrity safeguards are missing for {names}.",
                count=many,
                names=s.labels(wide),
            ),
        ),
        s.about(
            perhaps,
            "integrity_gap",
            w.t(
                "At least {count} of the five integrity safeguards may be missing, for not all of them are known: {names}.",
                count=many,
                names=s.labels(perhaps),
            ),
        ),
        s.about(
            blank,
            "integrity_gap",
            w.t(
                "Nothing is said yet of any of the five integrity safeguards for {names}.",
                names=s.labels(blank),
            ),
        ),
        s.say_if(held and not (wide or perhaps or blank), none, *s.of(held, "integrity_gap")),
    ]


def _powers(s: Story, powers: Sequence[PowerLine]) -> Block:
    w = s.words
    head = {
        "power": w.t("Power"),
        "held": w.t("Held by"),
        "used": w.t("Used for safety"),
        "flows": w.t("Flows it touches"),
        "market": w.t("The market is"),
        "risk": w.t("Corruption risk"),
        "works": w.t("Works today"),
    }
    lines = [
        {
            "power": s.named(line.row_id),
            "held": s.answer(line.row_id, "held_by"),
            "used": s.answer(line.row_id, "used_for_safety"),
            "flows": s.answer(line.row_id, "flow_1", "flow_2", text=s.cell_list(line.flows)),
            "market": s.answer(line.row_id, "market_state"),
            "risk": s.answer(line.row_id, "corruption_risk"),
            "works": s.answer(
                line.row_id,
                "effectiveness",
                text=s.code("effectiveness", line.effectiveness) or s.value(line.row_id, "effectiveness"),
            ),
        }
        for line in powers
    ]
    return Block(caption=w.t("Powers to regulate"), head=head, lines=lines)


def _integrity(s: Story, held: Sequence[PowerLine]) -> Block:
    w = s.words
    held = [line for line in held if line.gap_low is not None]
    if not held:
        return Block()
    head = {
        "power": w.t("Power held by the city"),
        "criteria": w.t("Criteria published"),
        "shown": w.t("All shown at the start"),
        "oversight": w.t("Oversight from outside"),
        "complaints": w.t("Complaints channel"),
        "procurement": w.t("Procurement checked"),
        "gap": w.t("Gap (0–5)"),
    }
    lines: list[Cells] = [
        {
            "power": s.named(line.row_id),
            "gap": s.answer(line.row_id, "integrity_gap", text=w.span(line.gap_low, line.gap_high)),
            **{name: s.answer(line.row_id, column) for name, column in SAFEGUARDS.items()},
        }
        for line in held
    ]
    return Block(
        heading=w.t("Integrity of permits"),
        caption=w.t("Five safeguards against capture and bribery"),
        head=head,
        lines=lines,
    )


def _changes(s: Story, powers: Sequence[PowerLine]) -> Block:
    points = [typed(s, line.row_id, "change", lead=closed(s.label(line.row_id))) for line in powers]
    found = [point for point in points if point is not None]
    return Block(heading=s.words.t("Changes proposed"), points=found) if found else Block()
