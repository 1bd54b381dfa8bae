"""Chapter on engagement (framework Part III, 3. Engagement): whom the city hears and reaches, and how it speaks."""

from __future__ import annotations

from safeaudit.report.writing.phrases import rows_in, there
from safeaudit.report.writing.sentences import strung
from safeaudit.report.writing.statements import Block, Cells, Paragraph, Section, Story, fill, para, paras
from safeaudit.sheets.kinds import UNKNOWN


def engagement(s: Story) -> Section:
    """Who was heard in the audit, whom the city reaches, and how it speaks."""
    w = s.words
    section = Section("engagement", w.t("Engagement and communication"), sheets=("ENGAGEMENT", "TEAM", "COMMUNICATION"))
    section.text = _reach(s) if s.filled("ENGAGEMENT", "TEAM", "COMMUNICATION") else [s.nothing("ENGAGEMENT")]
    section.blocks["reached"] = _reached(s)
    section.blocks["voices"] = _voices(s)
    titles = {"communication": w.t("How the city communicates"), "public_life": w.t("Public life")}
    captions = {"communication": w.t("Principles of communication"), "public_life": w.t("Business, politics and talks")}
    for group, title in titles.items():
        section.blocks[group] = _status(s, group, title, captions[group])
    return section


def _reach(s: Story) -> list[Paragraph]:
    w = s.words
    own = [line for line in s.analysis.engagement if line.reached and not line.not_applicable]
    directly = [line.row_id for line in own if line.reached == "directly"]
    leaders = [line.row_id for line in own if line.reached == "through_leaders"]
    not_yet = [line.row_id for line in own if line.reached == "not_yet"]
    ways = there(
        (len(directly), w.n("one directly", "{count} directly", len(directly))),
        (len(leaders), w.n("one through leaders only", "{count} through leaders only", len(leaders))),
    )
    two_way = [line.row_id for line in own if line.two_way]
    changed = [line.row_id for line in own if line.changed_decision == "yes"]
    unsure = {
        column: [line.row_id for line in own if getattr(line, column) == UNKNOWN]
        for column in ("reached", "answer_back", "changed_decision")
    }
    heard = [line for line in s.analysis.voices if line.heard]
    unheard = [line.code for line in s.analysis.voices if not line.heard]
    untold = [line.row_ids[0] for line in heard if line.told_back == "no"]
    unclear = [line.row_ids[0] for line in heard if line.told_back in (None, UNKNOWN)]
    return paras(
        para(
            s.about(own, "", w.n("One group is described.", "{count} groups are described.", len(own))),
            s.say_if(ways, w.t("The city reaches {parts}.", parts=w.listed(ways)), *s.of(own, "reached")),
            s.about(
                unsure["reached"],
                "reached",
                w.n(
                    "How the city reaches one of them is not known.",
                    "How the city reaches {count} of them is not known.",
                    len(unsure["reached"]),
                ),
            ),
            s.say_if(
                two_way or len(unsure["answer_back"]) < len(own),
                w.n("One can answer back.", "{count} can answer back.", len(two_way))
                if two_way
                else s.among(w.t("None of them is said to be able to answer back."), "ENGAGEMENT"),
                *s.of(two_way, "answer_back"),
            ),
            s.about(
                unsure["answer_back"],
                "answer_back",
                w.n(
                    "Whether one of them can answer back is not known.",
                    "Whether {count} of them can answer back is not known.",
                    len(unsure["answer_back"]),
                ),
            ),
            s.say_if(
                changed or len(unsure["changed_decision"]) < len(own),
                w.n(
                    "For one, a decision changed because of what it said.",
                    "For {count}, a decision changed because of what they said.",
                    len(changed),
                )
                if changed
                else s.among(w.t("No decision is said to have changed because of what they said."), "ENGAGEMENT"),
                *s.of(changed, "changed_decision"),
            ),
            s.about(
                unsure["changed_decision"],
                "changed_decision",
                w.n(
                    "Whether a decision changed because of what they said is not known for one of them.",
                    "Whether a decision changed because of what they said is not known for {count} of them.",
                    len(unsure["changed_decision"]),
                ),
            ),
            s.about(not_yet, "reached", w.t("Not reached yet: {names}.", names=s.labels(not_yet))),
        ),
        para(
            s.say(
                w.t(
                    "In this audit, somebody spoke for {names}.",
                    names=s.codes("speaks_for", [line.code for line in heard]),
                ),
                *s.of(rows_in(heard), "speaks_for"),
            )
            if heard
            else s.say_if(
                not s.audit.withheld_rows("TEAM"),
                w.t("The workbook does not say that any group of residents was heard in this audit."),
            ),
            s.say_if(
                unheard and heard,
                w.t(
                    "Nobody spoke for {names}; what this report says about them comes from others.",
                    names=s.codes("speaks_for", unheard),
                ),
                *s.of(rows_in(heard), "speaks_for"),
            ),
            s.about(
                untold,
                "told_back",
                w.n(
                    "One of these groups has not been told yet what came of it.",
                    "{count} of these groups have not been told yet what came of it.",
                    len(untold),
                ),
            ),
            s.about(
                unclear,
                "told_back",
                w.n(
                    "Whether one of these groups was told what came of it is not known.",
                    "Whether {count} of these groups were told what came of it is not known.",
                    len(unclear),
                ),
            ),
        ),
    )


def _reached(s: Story) -> Block:
    w = s.words
    own = [line for line in s.analysis.engagement if line.reached and not line.not_applicable]
    if not own:
        return Block()
    head = {
        "group": w.t("Group"),
        "how": w.t("Reached"),
        "channel": w.t("Channel"),
        "back": w.t("Can answer back"),
        "decision": w.t("Decision that changed"),
        "barrier": w.t("Barrier"),
    }
    lines: list[Cells] = []
    for line in own:
        row_id = line.row_id
        channel = strung((s.value(row_id, "channel"), s.low_code("frequency", line.frequency)))
        lines.append(
            {
                "group": s.named(row_id),
                "how": s.answer(row_id, "reached"),
                "channel": s.answer(row_id, "channel", "frequency", text=channel),
                "back": s.answer(row_id, "answer_back"),
                "decision": s.answer(
                    row_id,
                    "which_decision",
                    "changed_decision",
                    text=s.value(row_id, "which_decision") or s.value(row_id, "changed_decision"),
                ),
                "barrier": s.answer(row_id, "barrier"),
            }
        )
    return Block(
        heading=w.t("Whom the city reaches"), caption=w.t("Groups and how they can answer"), head=head, lines=lines
    )


def _voices(s: Story) -> Block:
    w = s.words
    if not any(line.heard for line in s.analysis.voices):
        return Block()
    team = {line.row_id: line for line in s.analysis.team}
    answers = {"yes": w.t("yes"), "no": w.t("no"), "partly": w.t("partly"), UNKNOWN: w.t("not known")}
    head = {
        "group": w.t("Experience of"),
        "heard": w.t("Heard"),
        "before": w.t("Before decisions"),
        "told": w.t("Told what came of it"),
        "who": w.t("Through whom"),
    }
    lines: list[Cells] = []
    for line in s.analysis.voices:
        who = []
        for row_id in line.row_ids:
            band = s.low_code("heard_band", team[row_id].heard)
            who.append(" – ".join(part for part in (s.label(row_id), band) if part))
        ids = line.row_ids if line.heard else []
        lines.append(
            {
                "group": s.code("speaks_for", line.code),
                "heard": s.cell(w.t("yes") if line.heard else w.t("no"), *s.of(ids, "heard")),
                "before": s.cell(answers.get(line.before or "", w.t("not stated")), *s.of(ids, "before_decisions"))
                if ids
                else "–",
                "told": s.cell(answers.get(line.told_back or "", w.t("not stated")), *s.of(ids, "told_back"))
                if ids
                else "–",
                "who": s.cell(strung(who), *s.of(line.row_ids, "stakeholder", "heard")),
            }
        )
    return Block(
        heading=w.t("Who was heard, and who was not"), caption=w.t("Voices in this audit"), head=head, lines=lines
    )


def _status(s: Story, group: str, heading: str, caption: str) -> Block:
    w = s.words
    head = {"point": w.t("Point"), "status": w.t("Status"), "note": w.t("What shows it, or stands in the way")}
    lines = [
        {
            "point": s.named(line.row_id),
            "status": s.answer(line.row_id, "status"),
            "status_fill": fill(line.status),
            "note": s.answer(
                line.row_id,
                "note",
                "does_not_apply",
                text=s.value(line.row_id, "note") or s.value(line.row_id, "does_not_apply"),
            ),
        }
        for line in s.analysis.communication
        if line.group == group and line.status
    ]
    return Block(heading=heading, caption=caption, head=head, lines=lines) if lines else Block()
