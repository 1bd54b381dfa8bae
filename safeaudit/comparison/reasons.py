"""The classes of change and the reasons for them: stable codes, and one plain sentence each."""

from __future__ import annotations

from typing import Literal

from safeaudit.words import N_, Words

Kind = Literal["real", "method", "data_quality", "wording"]
Certainty = Literal["firm", "likely", "open"]
Why = tuple[Kind, str, Certainty]
"""Class, code of the reason, and how sure the class is."""

KINDS: dict[Kind, str] = {
    "real": N_("Real"),
    "method": N_("Method"),
    "data_quality": N_("Data quality"),
    "wording": N_("Wording"),
}
MEANING: dict[Kind, str] = {
    "real": N_("The city changed: a score, a figure or a state moved, and it was known in the same way both times."),
    "method": N_(
        "The way of asking or counting changed: unit, source, split, area, scale or those who were asked. "
        "Old and new cannot be set beside each other."
    ),
    "data_quality": N_(
        "What is known changed: a gap was filled, an earlier figure corrected, the evidence or the team’s confidence "
        "moved, or the difference is too small to tell from chance."
    ),
    "wording": N_("Only words, names, IDs or dates of the audit itself changed; nothing new is said about the city."),
}
CERTAINTY: dict[Certainty, str] = {
    "firm": N_("firm"),
    "likely": N_("likely"),
    "open": N_("open"),
}

REASONS: dict[str, str] = {
    # real
    "moved": N_("Known in the same way both times."),
    "moved_judged": N_("Judged on the same kind of evidence both times."),
    "moved_stated": N_("As the team states it; the sheet asks for no kind of evidence."),
    "moved_unsure": N_("The same evidence both times, but it or the confidence in it is weak."),
    "moved_step": N_("One step on a judged scale; the sheet does not say what it rests on."),
    "moved_scores": N_("Several scores moved the same way; the sheet does not say what they rest on."),
    "moved_after_correction": N_("It moved, measured from the corrected earlier figure."),
    "decided": N_("The city’s own record of what was decided or done."),
    "new_record": N_("A new line in the city’s own records."),
    "gone_record": N_("Gone from the city’s own records: ended, or only left out."),
    # method
    "way": N_("The way of measuring changed."),
    "with_way": N_("It moved together with {columns}: old and new were not made alike."),
    "source_itself": N_("Its source {source} is now made in another way."),
    "series_broken": N_("No earlier figure is made in the same way any more."),
    "measure": N_("What success is measured by was defined anew."),
    "asking": N_("Whom the audit asked and how; no change of the city."),
    "areas": N_("The division of the city into areas changed."),
    "id_reused": N_("The ID stands for something else now."),
    "instrument": N_("This scale changed between the two versions of the instrument."),
    "currency": N_("The audits count money in different currencies."),
    # data quality
    "basis": N_("What the answer rests on, or the confidence in it, changed."),
    "with_basis": N_("It moved together with {columns}: perhaps only better known now."),
    "source_quality": N_("The quality of its source {source} is judged in another way now."),
    "gap_filled": N_("Blank before. Whether the city changed, the answers do not say."),
    "gap_opened": N_("Answered before, blank now."),
    "known_now": N_("Not known before, known now."),
    "unknown_now": N_("Known before, not known now."),
    "corrected": N_("The same period with another figure: the earlier one was corrected."),
    "other_period": N_("The earlier figure is of another period than that of the last audit."),
    "older_figure": N_("The new figure is older than that of the last audit."),
    "within_chance": N_("Too small to tell from chance or rounding."),
    "few_cases": N_("So few cases that chance alone could make the difference."),
    "ranges_meet": N_("At least one of the two is a limit or a range, and they may be the same."),
    "other_form": N_("A change alone was given; there are no two figures to set beside each other."),
    "step_unsure": N_("One step on a judged scale with low confidence."),
    "knowledge": N_("What is known and how well; no change of the city."),
    "new_seen": N_("A new line: new in the city, or newly seen."),
    "gone_seen": N_("A line gone: ended in the city, or no longer looked at."),
    "edited": N_("Edited between two copies of the same audit; no change of the city."),
    "unreadable": N_("One of the two contents could not be read as an answer."),
    # wording
    "reworded": N_("Other words for the same; codes and figures are unchanged."),
    "typed": N_("Only capitals, blanks or punctuation differ."),
    "rewritten": N_("Rewritten. It may tell of a change: read both texts."),
    "figures_in_text": N_("Figures inside the text changed; they are not classed. Read both texts."),
    "renamed": N_("Another name; most other answers of the line are the same."),
    "renumbered": N_("The same line under another ID; it was {was} before."),
    "reference_renumbered": N_("It points at the same line, which has another ID now."),
    "form": N_("In another column of the line now: as a figure, as a limit or range, or as a change alone."),
    "rolled": N_("Only time moved on, or the earlier figure is that of the last audit."),
    "handling": N_("Who may see the line; no change of the city."),
    "language": N_("The workbooks are written in different languages."),
}

WARNINGS: dict[str, str] = {
    "same_audit": N_(
        "Both files are the same audit, the second a later copy of the first. What differs was edited in between; nothing "
        "here says that the city changed."
    ),
    "same_answers": N_("Both files are the same audit, and no answer differs."),
    "same_id": N_(
        "Both workbooks have the ID “{found}”, and their audit periods differ. If the second was begun as a copy of the first, give "
        "each audit a workbook of its own; if it is the same audit with a mended period, its changes are edits."
    ),
    "city_differs": N_(
        "The baseline is of “{before}”, the follow-up of “{after}”. They were compared because they share {link}; make sure "
        "that both are of one city."
    ),
    "other_previous": N_(
        "The follow-up names “{named}” as its previous audit, but the workbook ID of the baseline is “{found}”."
    ),
    "no_previous": N_("The follow-up does not name its previous audit on the sheet {sheet}."),
    "not_follow_up": N_("The sheet {sheet} of the second workbook does not call it a follow-up."),
    "periods": N_(
        "The audit period of the follow-up does not end after that of the baseline. Are the two files in the right order?"
    ),
    "instrument": N_(
        "The workbooks are of different versions of the instrument ({before} and {after}); what only one of them asks is "
        "no change of the city, and answers of a changed scale are not compared."
    ),
    "currency": N_("Money is in {before} before and in {after} now; amounts cannot be compared."),
    "language": N_("The workbooks are written in different languages; texts are not compared."),
}

NOT_ONE_CITY = N_(
    "These two workbooks cannot be compared: the first is of “{before}”, the second of “{after}”, the second does not name the first as its "
    "previous audit, and their areas have no names in common. Choose the baseline and the follow-up of one city."
)

WRONG_ORDER = N_(
    "The two files are in the wrong order: the first names the second as its previous audit. Name the earlier audit first, then the later one."
)


def reason(code: str, w: Words, **values: object) -> str:
    """The reason in words."""
    return w.t(REASONS[code], **values) if "{" in REASONS[code] else w.t(REASONS[code])


def warning(code: str, w: Words, **values: object) -> str:
    """The warning in words."""
    return w.t(WARNINGS[code], **values) if "{" in WARNINGS[code] else w.t(WARNINGS[code])
