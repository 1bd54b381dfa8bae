"""Chapters on engagement and on resilience work (framework Part III, 3. Engagement; 4. Resilience)."""

from __future__ import annotations

from collections.abc import Sequence

from safeaudit.analysis.partners import ActivityLine
from safeaudit.report.writing.phrases import dates, lines_of, rows_in, tallied, there, upper
from safeaudit.report.writing.sentences import closed, strung
from safeaudit.report.writing.statements import Block, Cells, Paragraph, Section, Story, fill, para, paras
from safeaudit.sheets.kinds import UNKNOWN

FOCUSES = ("early_childhood", "young_men_work", "way_back", "drug_health", "victims")
"""What work in cities most often leaves out: the report says which of these no activity has as its focus."""


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
    heard = [line for line in s.analysis.voices if line.heard]
    unheard = [line.code for line in s.analysis.voices if not line.heard]
    untold = [line.row_ids[0] for line in heard if line.told_back in (None, "no")]
    return paras(
        para(
            s.about(own, "", w.n("One group is described.", "{count} groups are described.", len(own))),
            s.say_if(ways, w.t("The city reaches {parts}.", parts=w.listed(ways)), *s.of(own, "reached")),
            s.say_if(
                own,
                w.n("One can answer back.", "{count} can answer back.", len(two_way))
                if two_way
                else s.among(w.t("None of them is said to be able to answer back."), "ENGAGEMENT"),
                *s.of(two_way, "answer_back"),
            ),
            s.say_if(
                own,
                w.n(
                    "For one, a decision changed because of what it said.",
                    "For {count}, a decision changed because of what they said.",
                    len(changed),
                )
                if changed
                else s.among(w.t("No decision is said to have changed because of what they said."), "ENGAGEMENT"),
                *s.of(changed, "changed_decision"),
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
    told = {"yes": w.t("yes"), "no": w.t("no"), "partly": w.t("partly")}
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
                "before": s.cell(w.t("yes") if line.before else w.t("no"), *s.of(ids, "before_decisions"))
                if ids
                else "–",
                "told": s.cell(told.get(line.told_back or "", w.t("not stated")), *s.of(ids, "told_back"))
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


# Resilience work -----------------------------------------------------------------------------------------------------


def resilience_work(s: Story) -> Section:
    """Activities, and what is held but unused."""
    w = s.words
    section = Section(
        "resilience_work",
        w.t("Resilience work, and what is held but unused"),
        sheets=("ACTIVITIES", "LEVERS", "REGULATION"),
    )
    lines = s.analysis.activities
    section.text = _work(s, lines) if lines else [s.nothing("ACTIVITIES")]
    if lines:
        section.blocks["activities"] = _activities(s, lines)
        section.blocks["care"] = _capture(s, lines)
    section.blocks["unused"] = _unused(s)
    return section


def _work(s: Story, lines: Sequence[ActivityLine]) -> list[Paragraph]:
    w = s.words
    kinds = [line.category for line in lines if line.category]
    lacking = [
        code for code in ("distance", "inner_strength", "intervene", "jobs_training", "expose") if code not in kinds
    ]
    focused = [line for line in lines if line.focus]
    aims = {line.focus for line in focused} - {UNKNOWN}
    unserved = [code for code in FOCUSES if code not in aims] if aims else []
    running = [line.row_id for line in lines if line.status == "running"]
    short = [line.row_id for line in lines if line.short]
    alone = [line.row_id for line in lines if not line.backed_by]
    unpaid = [line.row_id for line in lines if line.funded == "no"]
    doubtful = [line.row_id for line in lines if line.verdict in ("not_eligible", "incomplete")]
    return paras(
        para(
            s.say(w.n("One activity is listed.", "{count} activities are listed.", len(lines)), *s.of(lines)),
            s.say(
                w.n("One is running.", "{count} are running.", len(running))
                if running
                else s.among(w.t("None is said to be running."), "ACTIVITIES"),
                *s.of(running, "status"),
            ),
            s.say_if(
                kinds,
                w.t("By kind: {kinds}.", kinds=tallied(s, "resilience_category", kinds)),
                *s.of([line for line in lines if line.category], "category"),
            ),
            s.say(
                s.among(
                    w.t(
                        "No activity of this kind: {kinds}. The kinds work best together.",
                        kinds=s.codes("resilience_category", lacking),
                    ),
                    "ACTIVITIES",
                )
            )
            if lacking
            else s.say(w.t("All five kinds are there, which is how they work best."), *s.of(lines, "category")),
            s.about(
                focused,
                "focus",
                w.t("By focus: {focuses}.", focuses=tallied(s, "activity_focus", [line.focus for line in focused])),
            ),
            s.say_if(
                unserved,
                s.among(
                    w.t(
                        "No activity is said to have this focus: {focuses}.",
                        focuses=s.codes("activity_focus", unserved),
                    ),
                    "ACTIVITIES",
                ),
                *s.of(focused, "focus"),
            ),
        ),
        para(
            s.about(
                short,
                "ends",
                w.n(
                    "One is planned for a shorter time than such work usually needs.",
                    "{count} are planned for a shorter time than such work usually needs.",
                    len(short),
                ),
            ),
            s.about(
                alone,
                "",
                w.t(
                    "Not tied to regulation, engagement or enforcement, and so likely to stay alone: {names}.",
                    names=s.labels(alone),
                ),
            ),
            s.about(unpaid, "funded", w.t("Money is not secured for {names}.", names=s.labels(unpaid))),
            s.about(
                doubtful,
                "partner",
                w.t("The partner has not passed the five criteria for {names}.", names=s.labels(doubtful)),
            ),
        ),
    )


def _activities(s: Story, lines: Sequence[ActivityLine]) -> Block:
    w = s.words
    head = {
        "title": w.t("Activity"),
        "category": w.t("Kind"),
        "whom": w.t("For whom, where"),
        "dates": w.t("Dates, status, budget"),
        "backed": w.t("Backed by"),
    }
    return Block(
        caption=w.t("Resilience work by line of the workbook"), head=head, lines=[_activity(s, line) for line in lines]
    )


def _activity(s: Story, line: ActivityLine) -> Cells:
    w, row_id = s.words, line.row_id
    money = s.money(line.budget)
    if line.budget is not None and line.funded in ("yes", "no"):
        money = f"{money}; {w.t('funded') if line.funded == 'yes' else w.t('not funded')}"
    backed = [s.low_code("component", code) for code in line.backed_by]
    whom = strung((s.code("groups", line.who_for), s.label(line.area)))
    span, status = dates(s, row_id), s.low_code("activity_status", line.status)
    when = strung((span if span != "–" else "", status))
    others = strung((upper(w.listed(backed)), s.label(line.partner)))
    return {
        "title": s.named(row_id),
        "category": s.answer(row_id, "category"),
        "whom": s.answer(row_id, "who_for", "area", text=whom),
        "dates": s.answer(row_id, "starts", "ends", "status", "budget", "funded", text=lines_of(upper(when), money)),
        "backed": s.answer(row_id, "with_regulation", "with_engagement", "with_enforcement", "partner", text=others),
    }


def _capture(s: Story, lines: Sequence[ActivityLine]) -> Block:
    w = s.words
    asked = {
        "generation_gap": w.t("The gap between generations was not considered."),
        "lets_rise": w.t("The work does not lead on."),
        "open_to_women": w.t("It is not open to women in practice."),
        "law_and_community": w.t("Law and community do not stand behind it."),
        "way_back": w.t("There is no way back into the community; without it, exposing people does harm."),
    }
    points = []
    for line in lines:
        risk = s.value(line.row_id, "capture_risk")
        sentences = [s.say(closed(risk), f"{line.row_id}.capture_risk")] if risk else []
        sentences += [s.say(asked[name], f"{line.row_id}.{name}") for name in line.care]
        if sentences:
            points.append(para(*sentences, lead=closed(s.label(line.row_id))))
    return Block(heading=w.t("Risks of capture, and how they are checked"), points=points) if points else Block()


def _unused(s: Story) -> Block:
    w, unused = s.words, s.analysis.unused
    if not unused:
        return Block()
    factors = [line.row_id for line in unused if line.kind == "resilience_factor"]
    levers, powers = (sum(line.kind == kind for line in unused) for kind in ("lever", "power"))
    parts = there(
        (len(factors), w.n("one resilience factor on the map", "{count} resilience factors on the map", len(factors))),
        (levers, w.n("one lever that is ready", "{count} levers that are ready", levers)),
        (powers, w.n("one power the city holds", "{count} powers the city holds", powers)),
    )
    said = w.t("Some strengths are already there, and no action builds on them: {parts}.", parts=w.listed(parts))
    text = [para(s.say(said, *s.of(unused)))]
    lead = {"resilience_factor": w.t("On the map."), "lever": w.t("Lever."), "power": w.t("Power.")}
    points = [
        para(
            s.say(
                closed(
                    s.value(line.row_id, "resilience") if line.kind == "resilience_factor" else s.label(line.row_id)
                ),
                line.row_id,
            ),
            lead=lead[line.kind],
        )
        for line in unused[:14]
    ]
    return Block(heading=w.t("Held but unused"), text=text, points=points)
