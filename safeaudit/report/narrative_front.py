"""The cover, the one-page summary, and how to read the report."""

from __future__ import annotations

from safeaudit import framework
from safeaudit.findings import Severity, counts
from safeaudit.report.phrases import confidences, stop
from safeaudit.report.statements import Block, Cells, Paragraph, Section, Statement, Story, para, paras


def draft(s: Story) -> str:
    """The sentence that marks a draft; empty for a report without open errors."""
    errors = counts(s.findings)[Severity.ERROR.value]
    if not errors:
        return ""
    return s.words.n("Draft: one error in the answers is still open (see the limits of this audit).",
                     "Draft: {count} errors in the answers are still open (see the limits of this audit).", errors)  # fmt: skip


def facts(s: Story) -> list[Cells]:
    """Who answers for this report, for the cover; only what was given."""
    w = s.words
    names = {
        "lead_office": w.t("Lead office"), "audit_kind": w.t("Kind of audit"), "contact_role": w.t("Contact"),
        "office_email": w.t("E-mail of the office"), "controller": w.t("Responsible for the data"),
        "legal_basis": w.t("Legal basis"), "delete_by": w.t("Working files to be deleted by"),
        "approved_by": w.t("Approved by"), "approved_on": w.t("Approved on"),
    }  # fmt: skip
    return [
        {"fact": name, "answer": s.value("PROFILE", column)}
        for column, name in names.items()
        if s.value("PROFILE", column) and not s.audit.withholds(s.audit.profile, column)
    ]


def handling(s: Story) -> str:
    """How to handle the document: the classification given, or the strictest level of a line, whichever is stricter."""
    w = s.words
    if s.public:
        return w.t("Public version")
    rows = (row for rows in s.audit.sheets.values() for row in rows if "sensitivity" in row.columns and row.filled)
    given = {s.audit.profile.classification, *(getattr(row, "sensitivity", None) for row in rows)}
    strictest = next((code for code in ("restricted", "official") if code in given), s.audit.profile.classification)
    return w.code("classification", strictest) or w.t("Not classified yet")


def version(s: Story, level: str) -> str:
    """The line on the cover that says who may read this."""
    w = s.words
    if s.public:
        return level
    return w.t("Restricted version – handle as: {level}", level=s.lower(level))


def note(s: Story) -> list[Paragraph]:
    """What the reader should know before the first page."""
    w = s.words
    made = s.say(w.t(
        "This report describes conditions and conduct, and what the city can change. It names no persons, ranks no districts and brands "
        "no group. It was written from the answers in the city’s audit workbook, after the UNODC framework “Governing Safer Cities”."))  # fmt: skip
    if not s.public:
        return [para(made)]
    profile = s.audit.profile
    named = [
        column for column in ("lead_office", "contact_role", "office_email") if not s.audit.withholds(profile, column)
    ]
    whom = w.t(", ").join(part for column in named if (part := getattr(profile, column)))
    contact = whom or w.t("the office that leads the audit")
    return [
        para(made),
        para(
            s.say(w.t("This is the public version. It is made only from answers that may be public. What could hurt people, point at a person "
                      "or put a district or group in a bad light is withheld; the chapter on limits says how much, and why.")),
            s.say(w.t("This audit cannot show what nobody reported, recorded or dared to say. It proves no causes, and it says nothing about any "
                      "single person.")),
        ),
        para(s.say(w.t("Anyone who sees themselves, their group or their district described wrongly, or in a way that could do harm, may object. "
                       "Write to: {contact}.", contact=contact),
                   "PROFILE.lead_office", "PROFILE.contact_role", "PROFILE.office_email")),
    ]  # fmt: skip


# Summary -------------------------------------------------------------------------------------------------------------


def summary(s: Story) -> Section:
    """One page: what was found, the figures, and what the council is asked to do."""
    w = s.words
    section = Section("summary", w.t("Summary"), sheets=("PROFILE", "RISKS", "FLOWS", "ACTIONS"))
    if not s.filled("RISKS", "FLOWS", "ACTIONS", "RESILIENCE", "PARTNERS"):
        kept = s.audit.carried
        held = kept is not None and kept.filled & {"RISKS", "FLOWS", "ACTIONS", "RESILIENCE", "PARTNERS"}
        said = w.t(
            "The workbook holds no answers yet that could be summed up. Begin with the sheet {sheet}.",
            sheet=w.tab("PROFILE"),
        )
        if held:
            said = w.t(
                "The answers that would be summed up here are withheld from this public version to protect people."
            )
        elif s.public:
            said = w.t("This audit holds no answers yet that could be summed up.")
        section.text = [para(s.say(said))]
        return section
    section.text = paras(_opening(s))
    points = {
        "RISKS": _risks,
        "FLOWS": _flows,
        "MARKETS": _rule,
        "SYSTEM_MAP": _map,
        "RESILIENCE": _areas,
        "ACTIONS": _plan,
    }
    # a part of a picture is no summary of it: what a public version shows in part stands in its chapter only
    main = [
        point for sheet, write in points.items() if not s.audit.withheld_rows(sheet) and (point := write(s)).sentences
    ]
    section.blocks["main"] = Block(heading=w.t("What was found"), points=main) if main else Block()
    section.blocks["numbers"] = _numbers(s)
    section.blocks["asks"] = Block(heading=w.t("What is asked of the council"), points=_asks(s))
    return section


def _opening(s: Story) -> Paragraph:
    w, profile = s.words, s.audit.profile
    heard = [line["code"] for line in s.table("voices") if line["heard"]]
    period = w.t("between {first} and {last}", first=w.month(profile.period_from), last=w.month(profile.period_to))
    when = period if profile.period_from and profile.period_to else w.t("in a period that is not stated yet")
    return para(
        s.say(w.t("This audit looks at what made {city} less safe {when}, why, who acts, and what the city will do.", city=s.city, when=when),
              "PROFILE.city", "PROFILE.period_from", "PROFILE.period_to"),
        s.say(w.t("It heard people who speak for {groups}.", groups=s.codes("speaks_for", heard, 9))) if heard else None,
        s.say(w.t("{share} of the answers the method needs are given; the limits are listed at the end.",
                  share=w.percent(s.audit.completeness * 100))),
    )  # fmt: skip


def _risks(s: Story) -> Paragraph:
    high = [line for line in s.table("risks") if line["is_high"]]
    if not high:
        return para()
    names = s.labels([line["row_id"] for line in high[:3]])
    sure = confidences(s, [line["confidence"] for line in high])
    return para(
        s.say(s.words.t("{count} risks score high or critical, led by {names}.", count=len(high), names=names),
              *[f"{line['row_id']}.score" for line in high]),
        s.say(s.words.t("Confidence: {levels}.", levels=sure), *[f"{line['row_id']}.confidence" for line in high]) if sure else None,
        s.see("risk_heat_map"), lead=s.words.t("Risks."),
    )  # fmt: skip


def _flows(s: Story) -> Paragraph:
    here = [line for line in s.table("flows") if line["present"] == "yes"]
    fed = [line for line in s.table("risks") if line["is_high"] and line["fed_by"]]
    unknown = [line["row_id"] for line in here if line["scale"] in (None, "unknown")]
    if not here:
        return para()
    w = s.words
    return para(
        s.say(w.t("{count} flows touch the city and feed {fed} of the high risks.", count=len(here), fed=len(fed)),
              *[f"{line['row_id']}.present" for line in here]),
        s.say(w.n("The size of one of them is not known.", "The size of {count} of them is not known.", len(unknown)),
              *[f"{row_id}.scale" for row_id in unknown]) if unknown else None, lead=w.t("Flows."),
    )  # fmt: skip


def _rule(s: Story) -> Paragraph:
    scored = [line for line in s.table("markets") if line["index"] is not None]
    strong = [line["row_id"] for line in scored if line["reading"] in ("established", "dominant")]
    if not scored:
        return para()
    w = s.words
    said = w.t("In none of {count} markets is rule by criminal interests read as established; calm alone is no proof of it.",
               count=len(scored))  # fmt: skip
    if strong:
        said = w.t("In {strong} of {count} markets, rule by criminal interests is established or dominant. Calm there can be control.",
                   strong=len(strong), count=len(scored))  # fmt: skip
    return para(s.say(said, *[f"{row_id}.index" for row_id in strong]), lead=w.t("Criminal governance."))


def _map(s: Story) -> Paragraph:
    problems = s.table("path_problems")
    if not s.table("system_map"):
        return para()
    w = s.words
    unanswered = [line["row_id"] for line in problems if line["problem"] == "unanswered"]
    return para(
        s.say(w.t("On {count} of {total} paths from risk to response, nobody acts or the response does not help; on {unanswered} of them nobody "
                  "acts.", count=len(problems), total=len(s.table("system_map")), unanswered=len(unanswered)),
              *[line["row_id"] for line in problems]), lead=w.t("Responses."),
    )  # fmt: skip


def _areas(s: Story) -> Paragraph:
    lines = [line for line in s.table("areas") if line["quadrant"]]
    if not lines:
        return para()
    w, negative = s.words, s.count("quadrants", "sign", "negative")
    positive = s.count("quadrants", "sign", "positive")
    return para(
        s.say(w.t("Strong ties with the state and a strong community come together in {positive} of {count} areas.", count=len(lines), positive=len(positive)),
              *[f"{line['row_id']}.quadrant" for line in lines]),
        s.say(w.n("In one, armed or other providers impose order, so that its strength works against safety.",
                  "In {count}, armed or other providers impose order, so that their strength works against safety.", len(negative)),
              *[f"{row_id}.armed_provider" for row_id in negative]) if negative else None, lead=w.t("Resilience."),
    )  # fmt: skip


def _plan(s: Story) -> Paragraph:
    live = [line for line in s.table("actions") if line["live"]]
    if not live:
        return para()
    w, gap = s.words, s.analysis.funding_gap
    lean = (
        w.t("It leans on enforcement.") if s.analysis.reliance.leans else w.t("It does not rest on enforcement alone.")
    )
    return para(
        s.say(w.t("{count} actions are planned at a cost of {total} so far; {open} of it may still be open.", count=len(live),
                  total=s.money(gap.total), open=s.money(gap.open_most)), *[f"{line['row_id']}.cost" for line in live]),
        s.say(lean, *s.analysis.reliance.row_ids), s.see("component_balance", "timeline"), lead=w.t("The strategy."),
    )  # fmt: skip


def _numbers(s: Story) -> Block:
    w, profile, homicide, gap = s.words, s.audit.profile, s.analysis.homicide, s.analysis.funding_gap
    rows: list[tuple[str, str, str]] = []
    if profile.population:
        rows.append(
            (
                w.t("Residents"),
                w.number(profile.population),
                w.t("{sheet}, {year}", sheet=w.tab("PROFILE"), year=profile.population_year or "?"),
            )
        )
    if homicide.city is not None:
        rows.append((w.t("Homicides per 100,000 residents"), w.t("{city} (country: {country})", city=w.number(homicide.city, 1),
                     country=w.number(homicide.national, 1)), w.t("{sheet}, {year}", sheet=w.tab("PROFILE"), year=homicide.year or "?")))  # fmt: skip
    high = [line for line in s.table("risks") if line["is_high"]]
    rated = [line for line in s.table("risks") if line["rank"]]
    sheets = {name: w.tab(name) for name in ("RISKS", "FLOWS", "SYSTEM_MAP", "ACTIONS", "PARTNERS")}
    if rated:
        rows.append(
            (
                w.t("High or critical risks, of those rated"),
                w.t("{part} of {whole}", part=len(high), whole=len(rated)),
                sheets["RISKS"],
            )
        )
    if s.table("actions"):
        rows.append((w.t("Actions; with indicator and target"),
                     w.t("{whole}; {part}", whole=sum(line["live"] for line in s.table("actions")),
                         part=sum(line["live"] and line["measurable"] for line in s.table("actions"))), sheets["ACTIONS"]))  # fmt: skip
        rows.append((w.t("Cost so far; with lasting money"), w.t("{whole}; {part}", whole=s.money(gap.total), part=s.money(gap.lasting)),
                     sheets["ACTIONS"]))  # fmt: skip
    if s.table("partners") and not s.public:  # a public version names only those that passed
        fit = [line for line in s.table("partners") if line["verdict"] in ("eligible", "by_exception")]
        rows.append((w.t("Partners eligible, or eligible by exception"),
                     w.t("{part} of {whole}", part=len(fit), whole=len(s.table("partners"))), sheets["PARTNERS"]))  # fmt: skip
    if not rows:
        return Block()
    head = {"figure": w.t("Figure"), "now": w.t("Value"), "basis": w.t("Where it comes from")}
    lines = [{"figure": name, "now": value, "basis": basis} for name, value, basis in rows]
    return Block(heading=w.t("Key figures"), caption=w.t("Key figures"), head=head, lines=lines)


def _asks(s: Story) -> list[Paragraph]:
    w, gap = s.words, s.analysis.funding_gap
    live = [line for line in s.table("actions") if line["live"]]
    proposed = [line["row_id"] for line in live if line["status"] == "proposed"]
    unled = [
        line["row_id"]
        for line in live
        if not (s.value(line["row_id"], "lead") and s.value(line["row_id"], "evaluated_by"))
    ]
    reviews = [line["row_id"] for line in s.table("partners") if line["exception_review"]]
    unpaid = [
        line["row_id"]
        for line in s.table("partners")
        if line["verdict"] in ("not_eligible", "incomplete") and line["funded"] == "yes"
    ]
    open_risks = [line["row_id"] for line in s.table("mismatches") if line["mismatch"] == "risk_without_action"]
    expiring = s.count("agreement_counts", "agreement", "expiring")

    missing = w.t(
        "Find lasting money: between {least} and {most} is open.",
        least=s.money(gap.open_least),
        most=s.money(gap.open_most),
    )
    if gap.open_least == gap.open_most:
        missing = w.t("Find lasting money: {amount} is open.", amount=s.money(gap.open_most))

    def ask(text: str, ids: list[str], column: str = "") -> Statement | None:
        return s.say(text, *[f"{row_id}.{column}" if column else row_id for row_id in ids]) if ids else None

    found = [
        ask(w.n("Decide on one action that is proposed and not agreed yet.", "Decide on {count} actions that are proposed and not agreed yet.",
                len(proposed)), proposed, "status"),
        ask(missing, list(gap.row_ids), "funding") if gap.open_most > 0 else None,
        ask(w.n("Name a lead and an independent judge for one action that lacks them.",
                "Name a lead and an independent judge for {count} actions that lack them.", len(unled)), unled, "lead"),
        ask(w.t("Answer the high risks that no action names: {names}.", names=s.labels(open_risks, 3)), open_risks),
        ask(w.n("Renew or replace one agreement that ends soon.", "Renew or replace {count} agreements that end soon.", len(expiring)),
            expiring, "ends"),
        ask(w.n("Settle the standing of one paid partner that has not passed the criteria.",
                "Settle the standing of {count} paid partners that have not passed the criteria.", len(unpaid)), unpaid, "verdict"),
        ask(w.n("Review one exception for a partner by its date.", "Review {count} exceptions for partners by their dates.", len(reviews)),
            reviews, "exception_review"),
    ]  # fmt: skip
    next_audit = s.value("PROFILE", "next_audit")
    found.append(s.say(w.t("Keep the date of the next audit, {month}, and fund it.", month=next_audit), "PROFILE.next_audit") if next_audit
                 else s.say(w.t("Set a date for the next audit."), "PROFILE.next_audit"))  # fmt: skip
    return [para(each) for each in found if each is not None]


# Reading -------------------------------------------------------------------------------------------------------------


def reading(s: Story) -> Section:
    """What the words mean and how sure the report is."""
    w, small = s.words, int(framework.settings()["small_number"])
    section = Section("reading", w.t("How to read this report"), sheets=("PROFILE",))
    section.text = [
        para(
            s.say(w.t("Every sentence and table here was made from those answers in the audit workbook that may be public. Texts of the audit "
                      "team are printed as they were written; the sentences around them follow from the answers by fixed rules. Lines are "
                      "named by their ID, such as {example}. “{mark}” stands for an answer that was given and is not public; counts of 1 to "
                      "{limit} are shown as “fewer than {number}”.", example="RSK-E1", mark=w.t("[withheld]"), limit=small, number=small + 1))
            if s.public else
            s.say(w.t("Every sentence and table here was made from the answers in the audit workbook. Explanations, effects, notes and the "
                      "answers to the five questions are the audit team’s own words, printed as they were written; the sentences around them "
                      "follow from the answers by fixed rules. Lines are named by their ID, such as "
                      "{example}, so that each statement can be traced to its sheet and row (see the evidence trail).", example="RSK-E1")),
        ),
        para(
            s.say(w.t("Insecurity names the problem, safety the aim. Security is not used as a name for the answer: walls and force alone do "
                      "not make people safe.")),
            s.say(w.t("There is no overall score for the city, and no ranking of its areas or groups: one number hides more than it shows.")),
        ),
    ]  # fmt: skip
    terms = [
        (w.t("Score and level"), w.t("Risks are scored from 1 to 25, likelihood times impact: low to 4, moderate to 9, high to 15, critical from 16.")),
        (w.t("Confidence"), w.t("High, medium or low, as the team judged it. A low confidence is a reason to look again before acting, not a fault.")),
        (w.t("Evidence"), w.t("What a line mainly rests on, from official statistics and surveys to testimony, expert judgement and media. Official "
                              "does not mean complete: much is never reported.")),
        (w.t("Not known"), w.t("An honest answer. It marks a gap to close and is never read as “no”.")),
        (w.t("Prices"), w.t("Dearer goods point to scarcity, cheaper ones to plenty, if demand, quality and season have not changed.")),
        (w.t("Calm"), w.t("Few incidents can mean safety, or firm control by those whom people fear. The report says where both readings are possible.")),
    ]  # fmt: skip
    points = [para(s.say(text), lead=stop(name)) for name, text in terms]
    section.blocks["terms"] = Block(heading=w.t("Words used with care"), points=points)
    return section
