"""The part of the summary that says what is asked of the council."""

from __future__ import annotations

from safeaudit.report.writing.statements import Paragraph, Story, para


def asks(s: Story) -> list[Paragraph]:
    """Decisions that the answers leave to the council, the most urgent first."""
    w, gap = s.words, s.analysis.funding_gap
    live = [line for line in s.analysis.actions if line.live]
    proposed = [line.row_id for line in live if line.status == "proposed"]
    roles = [column for column in ("lead", "evaluated_by") if s.audit.edition.has("ACTIONS", column)]
    unled = [line.row_id for line in live if not all(s.value(line.row_id, column) for column in roles)]
    reviews = [line.row_id for line in s.analysis.partners if line.exception_review]
    unpaid = [
        line.row_id
        for line in s.analysis.partners
        if line.verdict in ("not_eligible", "incomplete") and line.funded == "yes"
    ]
    open_risks = [line.row_id for line in s.analysis.mismatches if line.mismatch == "risk_without_action"]
    expiring = s.count(s.analysis.agreement_counts, "agreement", "expiring")

    missing = w.t(
        "Find lasting money: between {least} and {most} is open.",
        least=s.money(gap.open_least),
        most=s.money(gap.open_most),
    )
    if not gap.open_least:
        missing = w.t("Find lasting money: up to {most} is open.", most=s.money(gap.open_most))
    if gap.open_least == gap.open_most:
        missing = w.t("Find lasting money: {amount} is open.", amount=s.money(gap.open_most))

    found = [
        s.about(
            proposed,
            "status",
            w.n(
                "Decide on one action that is proposed and not agreed yet.",
                "Decide on {count} actions that are proposed and not agreed yet.",
                len(proposed),
            ),
        ),
        s.about(gap.row_ids, "funding", missing) if gap.open_most > 0 else None,
        s.about(
            unled,
            "lead",
            w.n(
                "Name a lead and an independent judge for one action that lacks them.",
                "Name a lead and an independent judge for {count} actions that lack them.",
                len(unled),
            )
            if len(roles) == 2
            else w.n("Name a lead for one action.", "Name a lead for {count} actions.", len(unled)),
        ),
        s.about(
            open_risks, "", w.t("Answer the high risks that no action names: {names}.", names=s.labels(open_risks, 3))
        ),
        s.about(
            expiring,
            "ends",
            w.n(
                "Renew or replace one agreement that ends soon.",
                "Renew or replace {count} agreements that end soon.",
                len(expiring),
            ),
        ),
        s.about(
            unpaid,
            "verdict",
            w.n(
                "Settle the standing of one paid partner that has not passed the criteria.",
                "Settle the standing of {count} paid partners that have not passed the criteria.",
                len(unpaid),
            ),
        ),
        s.about(
            reviews,
            "exception_review",
            w.n(
                "Review one exception for a partner by its date.",
                "Review {count} exceptions for partners by their dates.",
                len(reviews),
            ),
        ),
    ]
    next_audit = s.value("PROFILE", "next_audit")
    if next_audit:
        keep = w.t("Keep the date of the next audit, {month}, and fund it.", month=next_audit)
        found.append(s.say(keep, "PROFILE.next_audit"))
    elif s.audit.edition.has("PROFILE", "next_audit"):
        found.append(s.say(w.t("Set a date for the next audit."), "PROFILE.next_audit"))
    return [para(each) for each in found if each is not None]
