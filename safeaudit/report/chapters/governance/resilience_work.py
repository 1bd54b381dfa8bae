"""Chapter on work that builds resilience (framework Part III, 4. Resilience), and on what is held but unused."""

from __future__ import annotations

from collections.abc import Sequence

from safeaudit.analysis.partners import ActivityLine
from safeaudit.report.writing.phrases import dates, lines_of, tallied, there, upper
from safeaudit.report.writing.sentences import closed, strung
from safeaudit.report.writing.statements import Block, Cells, Paragraph, Section, Story, para, paras
from safeaudit.sheets.kinds import UNKNOWN

FOCUSES = ("early_childhood", "young_men_work", "way_back", "drug_health", "victims")
"""What work in cities most often leaves out: the report says which of these no activity has as its focus."""


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
    alone = [line.row_id for line in lines if not line.backed_by and not line.backing_unknown]
    unclear = [line.row_id for line in lines if not line.backed_by and line.backing_unknown]
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
            s.about(
                unclear,
                "",
                w.t(
                    "Whether regulation, engagement or enforcement backs them is not known for {names}.",
                    names=s.labels(unclear),
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
