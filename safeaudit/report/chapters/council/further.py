"""What else only the council can settle: money, judges, partners, agreements; each tested against its own condition."""

from __future__ import annotations

from safeaudit.analysis.agree import NOT_FOUND, paid
from safeaudit.report.chapters.council.request import MOST_NAMED, Request, amount, blank, office, put_off
from safeaudit.report.writing.statements import Story
from safeaudit.sheets.agree import YEARS


def further(s: Story) -> list[Request]:
    """What the answers leave open, each tested against its own condition alone."""
    found = (_completed(s), _money_found(s), _judged(s), _answered(s), *_partners(s), _agreements(s), _next_audit(s))
    return [each for each in found if each is not None]


def _completed(s: Story) -> Request | None:
    """The actions that lack what a vote needs; the table after this one says what each lacks."""
    w, ids = s.words, put_off(s)
    said = w.n(
        "Put off one action until it has what a vote needs. The table after this one says what it lacks.",
        "Put off {count} actions until they have what a vote needs. The table after this one says what each lacks.",
        len(ids),
    )
    refs = [ref for each in s.analysis.lacks for ref in s.of(each.row_ids, each.column)]
    return Request(s.say(said, *refs), who=office(s)) if ids else None


def _money_found(s: Story) -> Request | None:
    """The money that is not found: the amount where the answers give it, else who says how much it is."""
    w, off = s.words, put_off(s)
    lines = [each for each in paid(s.audit) if each.source == NOT_FOUND and each.action not in off]
    rows, budgeted = [each.id for each in lines], {each.action for each in paid(s.audit)}
    bare = [
        line
        for line in s.analysis.actions
        if line.live and line.funding == "unfunded" and line.row_id not in {*budgeted, *off}
    ]
    total = sum(each.total or 0 for each in lines) + sum(line.cost or 0 for line in bare)
    if total:
        refs = [*s.of(rows, "source"), *s.of(bare, "funding")]
        sums = [*s.of(rows, *YEARS), *s.of(bare, "cost")]
        return Request(
            s.say(w.t("Find the money that no source gives yet for what is voted on or has begun."), *refs),
            s.cell(amount(s, total), *sums),
            office(s),
        )
    partly = [line.row_id for line in s.analysis.actions if line.live and line.funding == "partly"]
    if not partly:
        return None
    said = w.n(
        "Have it said how much of one action is paid for already: {names}.",
        "Have it said how much of {count} actions is paid for already: {names}.",
        len(partly),
        names=s.labels(partly, MOST_NAMED),
    )
    return Request(s.say(said, *s.of(partly, "funding")), s.cell(blank(s)), office(s))


def _judged(s: Story) -> Request | None:
    """Who judges the result of actions that are ready or adopted, where nobody is named."""
    if not s.audit.edition.has("ACTIONS", "evaluated_by"):
        return None
    w = s.words
    every = [s.audit.by_id[row_id] for line in s.analysis.votes for row_id in line.row_ids]
    ids = [
        row.id for row in every if not s.value(row.id, "evaluated_by") and not s.audit.withholds(row, "evaluated_by")
    ]
    said = w.n(
        "Name who judges the result of one action: {names}.",
        "Name who judges the results of {count} actions: {names}.",
        len(ids),
        names=s.labels(ids, MOST_NAMED),
    )
    return Request(s.say(said, *s.of(ids, "evaluated_by")), who=office(s)) if ids else None


def _answered(s: Story) -> Request | None:
    """High risks that no action names."""
    w = s.words
    ids = [line.row_id for line in s.analysis.mismatches if line.mismatch == "risk_without_action"]
    said = w.n(
        "Have an action proposed against one high risk that none answers: {names}.",
        "Have actions proposed against {count} high risks that none answers: {names}.",
        len(ids),
        names=s.labels(ids),
    )
    return Request(s.say(said, *s.of(ids)), who=office(s)) if ids else None


def _partners(s: Story) -> list[Request | None]:
    """Partners who are paid and have not passed, and exceptions that the method allows; others are never put to a vote."""
    w, partners = s.words, s.analysis.partners
    failed = [each.row_id for each in partners if each.funded == "yes" and each.verdict == "not_eligible"]
    unchecked = [each.row_id for each in partners if each.funded == "yes" and each.verdict == "incomplete"]
    allowed = [each.row_id for each in partners if each.verdict == "by_exception" and each.exception_review]
    stop = w.n(
        "Stop the payments to one partner that does not meet the criteria: {names}.",
        "Stop the payments to {count} partners that do not meet the criteria: {names}.",
        len(failed),
        names=s.labels(failed, MOST_NAMED),
    )
    check = w.n(
        "Have all five criteria checked for one partner before more is paid: {names}.",
        "Have all five criteria checked for {count} partners before more is paid: {names}.",
        len(unchecked),
        names=s.labels(unchecked, MOST_NAMED),
    )
    review = w.n(
        "Review the exception made for one partner: {names}.",
        "Review the exceptions made for {count} partners: {names}.",
        len(allowed),
        names=s.labels(allowed, MOST_NAMED),
    )
    first = min(
        (each.exception_review for each in partners if each.row_id in allowed and each.exception_review), default=None
    )
    days = s.of(allowed, "exception_review")
    return [
        Request(s.say(stop, *s.of(failed, "funded", "verdict")), who=office(s)) if failed else None,
        Request(s.say(check, *s.of(unchecked, "funded", "verdict")), who=office(s)) if unchecked else None,
        Request(s.say(review, *days), who=office(s, first, *days)) if allowed else None,
    ]


def _agreements(s: Story) -> Request | None:
    """Agreements that end soon, less those that an action renews."""
    w = s.words
    carried = {line.agreement for line in s.analysis.actions if line.live}
    ids = [each for each in s.count(s.analysis.agreement_counts, "agreement", "expiring") if each not in carried]
    said = w.n(
        "Renew or replace one agreement that ends soon: {names}.",
        "Renew or replace {count} agreements that end soon: {names}.",
        len(ids),
        names=s.labels(ids),
    )
    return Request(s.say(said, *s.of(ids, "ends")), who=office(s)) if ids else None


def _next_audit(s: Story) -> Request | None:
    if not s.audit.edition.has("PROFILE", "next_audit"):
        return None
    w, month = s.words, s.value("PROFILE", "next_audit")
    said = w.t("Hold the next audit in {month} and set money aside for it.", month=month)
    return Request(s.say(said if month else w.t("Set a date for the next audit."), "PROFILE.next_audit"), who=office(s))
