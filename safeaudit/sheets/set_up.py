"""Part A, Set up: who is asking, where, with whom, how nobody is harmed, and what the audit rests on."""

from safeaudit.sheets.base import Fixed, FixedRow, Form, Free, Row
from safeaudit.sheets.columns import (
    Amount,
    Code,
    When,
    Whole,
    Words,
    YearOf,
    answer,
    does_not_apply,
    sensitivity,
    worked_out,
)
from safeaudit.sheets.conditions import AllOf, AnyOf, Filled, Is
from safeaudit.sheets.grading import SOURCE_GRADE, source_grade
from safeaudit.sheets.kinds import (
    DATE,
    MONTH,
    NOTE,
    PERCENT,
    TEXT,
    YEAR,
    YES_NO,
    YES_NO_UNKNOWN,
    Choice,
    Number,
    Text,
)


class Profile(Row):
    """The city, the audit and who answers for the data (one record)."""

    sheet_id = "PROFILE"
    rows = Form()

    city: Words = answer("City", "The official name of the city or municipality.", Text(80), required=True)
    country: Code = answer("Country", "Choose the country from the list.", Choice("country"), required=True)
    region: Words = answer("Region or province", "The province, state or region the city belongs to.", Text(80))
    population: Whole = answer(
        "Population", "Residents of the area this audit covers, informal settlements included.",
        Number(500, 50_000_000, whole=True, unit="people"), required=True,
    )
    population_year: YearOf = answer(
        "Year of the population figure", "The year of the census or estimate.", YEAR, required=True
    )
    growth: Amount = answer(
        "Population growth", "Average growth a year over the last five years. Write 2.5 for 2.5 %.",
        Number(-20, 30, unit="% a year"),
    )
    area_km2: Amount = answer("Area", "The area this audit covers.", Number(0.1, 100_000, unit="km²"))
    informal_share: Amount = answer(
        "Share living in informal settlements", "The best estimate you have. Write 30 for 30 %.", PERCENT
    )
    capital: Code = answer("National capital", "Is the city the seat of the national government?", YES_NO)
    audit_kind: Code = answer(
        "Kind of audit",
        "Baseline: the first audit. Follow-up: you compare with an earlier workbook. Earlier audit, made elsewhere: another method or office.",
        Choice("audit_kind"), required=True,
    )
    previous_audit: Words = answer(
        "ID of the previous audit",
        "The workbook ID on the ABOUT line of the earlier audit's START sheet; for an audit made elsewhere its title, maker and year.",
        Text(80), required=Is("audit_kind", "follow_up", "elsewhere"),
    )
    period_from: When = answer("Audit period, from", "First day of the period the facts cover.", DATE, required=True)
    period_to: When = answer("Audit period, to", "Last day of the period the facts cover.", DATE, required=True)
    next_audit: When = answer(
        "Next audit planned", "When will you do this again? An audit is one round of a process.", MONTH
    )
    report_language: Code = answer("Report language", "The language of the Word report.", Choice("language"))
    currency: Code = answer("Currency", "All money in this workbook is in this currency.", Choice("currency"))
    overall_score: Code = answer(
        "Print an overall score", "One number for the whole city? The profile of all figures says more.", YES_NO
    )
    overall_score_reason: Words = answer(
        "Overall score: why", "Only if you print one: who asked for it, and how will its parts be shown beside it?", TEXT
    )
    lead_office: Words = answer(
        "Lead office", "The office that leads the audit. An office, never a person's name.", Text(120), required=True
    )
    contact_role: Words = answer(
        "Contact (role)", "The role that answers questions, for example: audit coordinator. No person's name.",
        Text(120), required=True,
    )
    office_email: Words = answer(
        "Office e-mail", "A shared office address, never a personal one.", Text(120, email=True), required=True
    )
    homicide_city: Amount = answer(
        "Homicide rate, city", "Intentional homicides per 100,000 residents in one year.",
        Number(0, 1_000, unit="per 100,000"),
    )
    homicide_national: Amount = answer(
        "Homicide rate, national", "The national rate for the same year, for comparison.",
        Number(0, 1_000, unit="per 100,000"), required=Filled("homicide_city"),
    )
    homicide_year: YearOf = answer(
        "Year of the homicide rates", "Both rates must be of the same year.", YEAR,
        required=AnyOf(Filled("homicide_city"), Filled("homicide_national")),
    )
    homicide_source: Words = answer(
        "Source of the homicide rates", "Who published them, and where.", TEXT,
        required=AnyOf(Filled("homicide_city"), Filled("homicide_national")),
    )
    classification: Code = answer(
        "Classification of this workbook",
        "Who may see the filled workbook. Public versions of the report are made separately.",
        Choice("classification"), required=True,
    )
    controller: Words = answer(
        "Data controller (office)", "The office that is responsible by law for the data in this workbook.",
        Text(120), required=True,
    )
    legal_basis: Words = answer(
        "Legal basis", "The law or decision on which the city may collect and keep these data.", TEXT
    )
    delete_by: When = answer(
        "Delete working files by", "The date when working copies will be deleted.", DATE, required=True
    )
    share_consent: Code = answer(
        "Share with the field office", "May the UN field office receive the filled workbook?", YES_NO, required=True
    )
    encryption: Code = answer(
        "How the filled workbook travels", "How is it protected on its way? Needed when any line is restricted.",
        Choice("encryption"),
    )
    approved_by: Words = answer("Approved by (role)", "The role that approved the audit. No person's name.", Text(120))
    approved_on: When = answer(
        "Approved on", "The date of the approval.", DATE, required=Filled("approved_by")
    )

    @worked_out(
        "Size class",
        "Worked out from the population.",
        Choice("size_class"),
        formula=(
            'IF(NOT(ISNUMBER({population})),"",IF({population}<500000,{size_class.small},'
            "IF({population}<1000000,{size_class.medium},IF({population}<5000000,{size_class.large},"
            "IF({population}<=10000000,{size_class.very_large},{size_class.mega})))))"
        ),
        after="informal_share",
    )
    def size_class(self) -> Code:
        """Small, medium, large, very large or mega, by population."""
        if self.population is None:
            return None
        limits = ((500_000, "small"), (1_000_000, "medium"), (5_000_000, "large"), (10_000_001, "very_large"))
        return next((size for limit, size in limits if self.population < limit), "mega")


class Area(Row):
    """The finest geography used anywhere in the workbook."""

    sheet_id = "AREAS"
    rows = Free("ARE", 20)
    label_column = "name"

    name: Words = answer(
        "Name of the area", "A district or neighbourhood that people know. Nothing smaller than about {setting.small_area} residents.",
        Text(80), required=True, width=34,
    )
    population: Whole = answer(
        "Population", "Residents of this area; an estimate is fine.", Number(0, 50_000_000, whole=True, unit="people")
    )
    kind: Code = answer("Kind of area", "Choose the kind that fits best.", Choice("area_kind"))
    note: Words = answer("Note", "Anything a reader from outside must know about this area.", NOTE, width=44)
    sensitivity: Code = sensitivity("open")


class Presence(FixedRow):
    """Which offices and groups are at the table, which were heard another way, and which are missing."""

    sheet_id = "WHO"
    rows = Fixed("who")

    presence: Code = answer(
        "In the room, heard, or missing", "“Missing” is an honest answer: it says whose view this audit lacks.", Choice("presence"),
        required=True, width=24,
    )
    reach_by: Words = answer(
        "How they will be reached", "For those who are missing: how and by when you will hear them.", TEXT, width=44
    )
    sensitivity: Code = sensitivity("open")


MAY_BE_CHILDREN = ("residents", "youth_organisation", "migrants_displaced", "minority_group", "other")
"""Stakeholders that may be children themselves; all others who speak for children are adults."""


class Stakeholder(Row):
    """Who took part and who was heard; roles and groups, never names."""

    sheet_id = "TEAM"
    rows = Free("TEA", 30)
    label_column = "stakeholder"

    stakeholder: Code = answer(
        "Stakeholder", "Which kind of office, organisation or group? No names of people.",
        Choice("stakeholder"), required=True, width=30,
    )
    level: Code = answer("Level", "At which level does it work?", Choice("team_level"), required=True)
    role: Code = answer(
        "Role in the audit", "“Still to be reached” is an honest answer: it shows whom you plan to hear.",
        Choice("team_role"), required=True,
    )
    speaks_for: Code = answer("Speaks for", "Whose experience did this group bring to the table?", Choice("speaks_for"))
    how: Code = answer("How", "The main way you worked with them or heard them.", Choice("consultation"))
    heard: Code = answer("Number heard", "About how many people, as a range.", Choice("heard_band"))
    month: When = answer("Month", "The month it took place. No exact day is needed.", MONTH)
    before_decisions: Code = answer(
        "Before decisions", "Were they heard before the main decisions were taken?", YES_NO_UNKNOWN
    )
    consent: Code = answer(
        "Consent recorded", "Did people agree that what they said may be used, and is this written down?", YES_NO_UNKNOWN,
        required=Is("role", "consulted"),
    )
    told_back: Code = answer("Told what came of it", "Did they hear back what became of their words?", YES_NO_UNKNOWN)
    children_safeguarded: Code = answer(
        "Children heard: safeguarding contact in place",
        "If children were heard: is there guardian consent and a safeguarding contact?", YES_NO_UNKNOWN,
        required=AllOf(Is("speaks_for", "children"), Is("stakeholder", *MAY_BE_CHILDREN)),
    )
    sensitivity: Code = sensitivity("open")


class Care(FixedRow):
    """Do no harm: who could be hurt by asking, and what is done about it."""

    sheet_id = "CARE"
    rows = Fixed("care")

    harm: Words = answer(
        "Who could be hurt, and how", "Think of people asked, staff who ask, and people written about.",
        NOTE, required=True, width=46,
    )
    safeguards: Words = answer(
        "What we do about it", "The steps you take so that nobody is hurt. If you skip the question, say so here.",
        NOTE, required=True, width=46, if_needed=Is("decision", "ask_with_safeguards", "skip"),
    )
    decision: Code = answer(
        "Decision", "Skipping for a good reason is a full answer.", Choice("care_decision"), required=True
    )
    sensitivity: Code = sensitivity("restricted")


class Source(Row):
    """An inventory of what is known and by whom."""

    sheet_id = "SOURCES"
    rows = Free("SRC", 25)
    label_column = "name"

    name: Words = answer("Name of the source", "The title of the data set, survey or record.", Text(120),
                         required=True, width=36)
    holder: Words = answer("Holder", "The office or organisation that holds it.", Text(120), required=True, width=26)
    holder_kind: Code = answer("Kind of holder", "What kind of body holds it? Police, health, a charity …",
                               Choice("holder_kind"))
    level: Code = answer("Level of the holder", "At which level does the holder work?", Choice("source_level"),
                         required=True)
    topic: Code = answer("Topic", "What is it mainly about?", Choice("source_topic"), required=True)
    kind: Code = answer("Kind", "How was it made?", Choice("source_kind"), required=True)
    geography: Code = answer("Finest geography", "The smallest place it can show.", Choice("geography"), required=True)
    latest_year: YearOf = answer("Latest year", "The year of the newest figures.", YEAR, required=True)
    frequency: Code = answer("How often", "How often is it renewed?", Choice("frequency"))
    by_sex: Code = answer("Split by sex", "Can it tell women and men apart?", YES_NO_UNKNOWN)
    by_age: Code = answer("Split by age", "Can it tell age groups apart?", YES_NO_UNKNOWN)
    by_area: Code = answer("Split by area", "Can it tell areas of the city apart?", YES_NO_UNKNOWN)
    shared: Code = answer("Shared with the city", "Does the city receive it?", Choice("shared"), required=True)
    agreement: Code = answer("Agreement in place", "Is there a written agreement on sharing it?", YES_NO_UNKNOWN)
    missed: Words = answer(
        "How much is missed", "What does this source not see? For police records: how much goes unreported, and why.",
        NOTE, width=44,
    )
    quality: Code = answer("Quality", "Your own judgement of how far it can be trusted.", Choice("high_medium_low"),
                           required=True)
    sensitivity: Code = sensitivity("open")

    @SOURCE_GRADE
    def grade(self) -> Code:
        """High, medium or low, from its kind, age, gaps and splits; None while its kind is blank."""
        return source_grade(self)


class DataGap(FixedRow):
    """Causes of weak data (framework list L05) and what will be done about them."""

    sheet_id = "DATA_GAPS"
    rows = Fixed("data_gaps")

    applies: Code = answer("Applies here", "Does this weaken your data? “Not known” is an honest answer.",
                           YES_NO_UNKNOWN, required=True)
    plan: Words = answer("Plan to improve", "What will you do about it?", NOTE, width=48)
    by_whom: Words = answer("By whom", "The office that will do it.", Text(120), required=Filled("plan"), width=26)
    by_when: When = answer("By when", "The month by which it will be done.", MONTH, required=Filled("plan"))
    sensitivity: Code = sensitivity("open")
    does_not_apply: Words = does_not_apply()


class Tool(FixedRow):
    """Technologies for seeing flows (framework list L11), and their limits by law."""

    sheet_id = "TOOLS"
    rows = Fixed("tools")

    in_use: Code = answer("In use", "Does the city or a partner use it today?", YES_NO_UNKNOWN, required=True)
    legal_limits: Words = answer(
        "Legal basis and limits", "Which law allows it, what is not allowed, and who checks?", NOTE, width=56,
        required=Is("in_use", "yes"),
    )
    sensitivity: Code = sensitivity("open")
    does_not_apply: Words = does_not_apply()


SHEETS: tuple[type[Row], ...] = (Profile, Area, Presence, Stakeholder, Care, Source, DataGap, Tool)
