"""The tab "Safety audit": what is written on each button and in its tip, as the ribbon's XML."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from safeaudit.words import N_, Words


@dataclass(frozen=True, slots=True)
class Button:
    """One button: the Sub it calls, the words on it, in its tip and below it, and an icon every Excel has."""

    action: str
    label: str
    tip: str
    more: str
    icon: str
    large: bool = True


GROUPS: tuple[tuple[str, str, tuple[Button, ...]], ...] = (
    ("guide", N_("Guide"), (
        Button("StartOrContinue", N_("Start or continue"), N_("Go to where the work goes on"),
               N_("Opens the first sheet that still lacks answers and selects the first empty cell. Nothing is changed."),
               "MacroPlay"),
        Button("NextStep", N_("Next step"), N_("What comes next, in one sentence"),
               N_("Says what is missing on this sheet, or which sheet comes next, and goes there."), "MailMergeGoToNextRecord"),
    )),
    ("check", N_("Check"), (
        Button("CheckAll", N_("Check everything"), N_("Check all sheets"),
               N_("Writes what is missing or does not fit into the sheet CHECKS. Your answers are not changed."),
               "AcceptInvitation"),
        Button("CheckSheet", N_("Check this sheet"), N_("Check the sheet you are on"),
               N_("Checks everything and says what was found on this sheet."), "Spelling", large=False),
        Button("NextFinding", N_("Next finding"), N_("Go to the next thing to mend"),
               N_("Errors come first, then warnings, sheet after sheet."), "ReviewNextComment", large=False),
        Button("AcceptFinding", N_("Accept with a reason"), N_("Keep a warning as it is"),
               N_("Asks for your reason. It is kept in CHECKS and printed in the report. Errors cannot be accepted."),
               "ReviewAcceptChange", large=False),
    )),
    ("report", N_("Report"), (
        Button("BuildReport", N_("Build report"), N_("The strategy report in Word"),
               N_("Writes the report beside the workbook. An older report is never replaced. It is a draft while errors remain."),
               "FileSaveAsWordDocx"),
        Button("SendBack", N_("Send back"), N_("Get the workbook ready to return"),
               N_("Checks it a last time and says what to attach and how to protect it. Nothing is sent by this button."),
               "FileSendAsAttachment"),
    )),
    ("help", N_("Help"), (
        Button("ShowHelp", N_("Help"), N_("Help for this sheet and column"),
               N_("Says what the selected cell asks, whom to ask, and what good evidence is."), "Help"),
    )),
)  # fmt: skip
"""Groups of the tab with their buttons. Icons are names of Office's own pictures (imageMso)."""


def _report(action: str, label: str, tip: str) -> Button:
    return Button(action, label, tip, "", "FileSaveAsWordDocx")


KINDS: tuple[Button, ...] = (
    _report("BuildReport", N_("Strategy report, restricted"), N_("Everything, for the city itself")),
    _report("BuildPublicReport", N_("Strategy report, public"), N_("Only what may be published")),
    _report("BuildCouncilPaper", N_("Council paper"), N_("Two to four pages to vote on")),
    _report("BuildBrief", N_("Brief of two pages"), N_("For the mayor")),
    _report("BuildLetter", N_("Findings letter"), N_("What to mend, sheet by sheet")),
)
"""The menu under "Build report"."""


def ribbon_xml(w: Words) -> str:
    """customUI14.xml: the tab in the language of these words."""
    groups = "".join(
        f'<group id="safeaudit_{name}" label={quoteattr(w.t(label))}>{"".join(_control(button, w) for button in buttons)}</group>'
        for name, label, buttons in GROUPS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"><ribbon><tabs>'
        f'<tab id="safeaudit" label={quoteattr(w.t("Safety audit"))} insertAfterMso="TabHome">{groups}</tab>'
        "</tabs></ribbon></customUI>"
    )


def _control(button: Button, w: Words) -> str:
    if button.action != "BuildReport":
        return _button(button, w, size=True)
    menu = "".join(_button(kind, w, prefix="menu_") for kind in KINDS)
    return (
        f'<splitButton id="safeaudit_split" size="large">{_button(button, w)}'
        f'<menu id="safeaudit_kinds" itemSize="normal">{menu}</menu></splitButton>'
    )


def _button(button: Button, w: Words, *, prefix: str = "", size: bool = False) -> str:
    shown = f' size="{"large" if button.large else "normal"}"' if size else ""
    more = f" supertip={quoteattr(w.t(button.more))}" if button.more else ""
    return (
        f'<button id="safeaudit_{prefix}{button.action}" label={quoteattr(w.t(button.label))} screentip={quoteattr(w.t(button.tip))}'
        f'{more} imageMso="{button.icon}"{shown} onAction="{button.action}"/>'
    )
