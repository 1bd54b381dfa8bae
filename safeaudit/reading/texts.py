"""What is said about cells and about the workbook's build: CL-* for single cells, WB-* for sheets, columns and rows."""

from __future__ import annotations

from dataclasses import dataclass

from safeaudit.findings import Severity
from safeaudit.words import N_


@dataclass(frozen=True, slots=True)
class CellRule:
    """The texts of a rule about a cell or the build of the workbook; {names} are filled from the place it speaks of."""

    severity: Severity
    title: str
    message: str
    remedy: str
    why: str
    how: str


E, W, A = Severity.ERROR, Severity.WARNING, Severity.ADVICE

HOST_NOTES: dict[str, str] = {
    "duplicate_cell": N_("this cell is stored twice, and the last content was used"),
    "bad_string": N_("the text of this cell is not in the file any more"),
    "bad_value": N_("the content “{content}” does not fit the kind of the cell and was kept as text"),
    "outside_grid": N_("a cell lies beyond the last line or column and was not read"),
    "bad_address": N_("a cell has the address “{address}”, which does not exist, and was not read"),
    "sheet_without_part": N_("the content of the sheet {sheet} is not in the file"),
    "more_notes": N_("so are {count} more places"),
}
"""What WB-10 says of each kind of damage a host met; {names} are the values of its note."""

LISTS_CHANGE = N_("Lists and scales keep answers comparable between people, places and years.")
KEEP = N_("The content of the cell is kept and shown here; it is not used in the analysis until it is clear.")

CELL_RULES: dict[str, CellRule] = {
    "CL-01": CellRule(
        W,
        N_("A needed answer is missing"),
        N_("{row}: “{column}” is empty."),
        N_("Fill it, or choose “Not known” where that is offered, or say on the line why it does not apply."),
        N_("Without this answer a table or a figure of the report stays empty."),
        N_("“Not known” is a full answer where it is offered. An empty cell says nothing at all."),
    ),
    "CL-02": CellRule(
        E,
        N_("A word that is not in the list"),
        N_("{row}: “{column}” says “{found}”, which is not in the list."),
        N_("Choose a word from the list: {options}."),
        LISTS_CHANGE,
        N_("If the dropdown is gone, because something was pasted over the cell, type one of the words named."),
    ),
    "CL-03": CellRule(
        E,
        N_("Not a number"),
        N_("{row}: “{column}” says “{found}”, which is not a number."),
        N_("Type the number alone, without words or signs such as “about”. Put what you want to add into the note."),
        KEEP,
        N_("A rough figure is fine: type it as a number and lower the confidence."),
    ),
    "CL-04": CellRule(
        E,
        N_("Out of range"),
        N_("{row}: “{column}” says {found}, which is outside {low} to {high}."),
        N_("Check the figure and its unit, then type it again."),
        N_("A figure outside this range is nearly always a slip or another unit."),
        N_("If the figure is right, write to the office that sent you the workbook: the range may need a change."),
    ),
    "CL-05": CellRule(
        E,
        N_("Can be read in two ways"),
        N_("{row}: “{column}” says “{found}”, which can be read in two ways."),
        N_(
            "Type a date as 2026-05-31 and a number without separators, for example 1234 or 1.234 with your decimal sign."
        ),
        N_("In some countries 03/04 is 3 April, in others 4 March; 1,234 may be a thousand or a little over one."),
        N_("Nothing is guessed. Type it again in the form shown."),
    ),
    "CL-06": CellRule(
        W,
        N_("A long text"),
        N_("{row}: “{column}” has {length} characters; {limit} fit."),
        N_("Shorten it, or move part of it to a note. Nothing has been cut."),
        N_("Longer texts do not fit the tables of the report."),
        N_("Keep the fact and leave out how you came to it."),
    ),
    "CL-07": CellRule(
        W,
        N_("Not an e-mail address"),
        N_("{row}: “{column}” says “{found}”, which is not an e-mail address."),
        N_("Write one shared office address, for example safety@city.example."),
        N_("Readers of the report must be able to ask a question."),
        N_("Use an office address, never a person’s own."),
    ),
    "CL-08": CellRule(
        W,
        N_("A formula where an answer is expected"),
        N_("{row}: “{column}” holds a formula. Its last result was used."),
        N_("Type the value itself in place of the formula."),
        N_("A formula can change its result when the file is opened elsewhere."),
        N_("Copy the cell and paste it back as a value."),
    ),
    "CL-09": CellRule(
        E,
        N_("An error value"),
        N_("{row}: “{column}” shows {found}."),
        N_("Type the answer again."),
        N_("The spreadsheet could not work out this cell, so there is no answer to read."),
        N_("This happens when a formula points at a cell that is gone. Type the value itself."),
    ),
    "CL-10": CellRule(
        E,
        N_("A formula without a result"),
        N_("{row}: “{column}” holds a formula that has never been worked out."),
        N_("Open the file in a spreadsheet program and save it, or type the value itself."),
        N_("The result of a formula is stored only after a spreadsheet program has worked it out."),
        N_("Typing the value is the safer way."),
    ),
    "CL-11": CellRule(
        E,
        N_("Not a whole number"),
        N_("{row}: “{column}” says {found}; a whole number is expected."),
        N_("Type a whole number."),
        N_("Scores, years and counts of people have no decimals."),
        N_("For a score between two steps, choose the lower one and say so in the note."),
    ),
    "CL-12": CellRule(
        A,
        N_("Hidden characters"),
        N_("{row}: “{column}” held hidden characters. They were left out."),
        N_("Nothing to do, unless the text reads wrong in the report."),
        N_("Hidden characters often come with texts pasted from web pages; they can garble a document."),
        N_("Type the text again if it looks wrong."),
    ),
    "CL-13": CellRule(
        W,
        N_("A share under one per cent"),
        N_("{row}: “{column}” says {found}, so {found} per cent. Did you mean {other}?"),
        N_("Write 30 for 30 per cent. If the share really is so small, accept this warning."),
        N_("In many spreadsheets 30 % is stored as 0.3, and the two are easily mixed up."),
        N_("Type the number out of 100, without a per cent sign."),
    ),
    "CL-14": CellRule(
        A,
        N_("Typed as text"),
        N_("{row}: “{column}” says “{found}” as text. It was read as {read}."),
        N_(
            "Nothing to do if that is right. Typing it again as a number or date makes the workbook’s own checks work, too."
        ),
        N_("Cells formatted as text do not count in the workbook’s own formulas."),
        N_("Select the cell, set its format to number or date, and type the value again."),
    ),
    "CL-15": CellRule(
        E,
        N_("Not a date"),
        N_("{row}: “{column}” says “{found}”, which is not a date."),
        N_("Type a date as 2026-05-31; for a month, 2026-05-01."),
        N_("Without a date the line cannot be placed in time."),
        N_("If only the month is known, type its first day."),
    ),
    "CL-16": CellRule(
        E,
        N_("Points at no line"),
        N_("{row}: “{column}” says “{found}”, which names no line of {target}."),
        N_("Choose a line from the list, or type its number, for example {example}."),
        N_("Links between sheets are how the analysis finds what belongs together."),
        N_("Write the line on its own sheet first, then choose it here."),
    ),
    "CL-17": CellRule(
        A,
        N_("Chosen by its name"),
        N_("{row}: “{column}” says “{found}”. It was read as {read}."),
        N_("Nothing to do if that is right."),
        N_("Names can change or appear twice; numbers of lines stay."),
        N_("Choose the line from the list, so that its number stands in front."),
    ),
    "WB-01": CellRule(
        E,
        N_("A sheet is missing"),
        N_("The sheet {sheet} is missing."),
        N_("Put the sheet back, or copy your answers into a new workbook."),
        N_("A sheet that is gone takes its part of the method with it."),
        N_("Undo the deletion if you can. An earlier copy of your file may still have the sheet."),
    ),
    "WB-02": CellRule(
        E,
        N_("A column is missing"),
        N_("The column “{column}” is missing."),
        N_("Put the column back, or copy your answers into a new workbook."),
        N_("Answers of a missing column cannot be read."),
        N_("Columns may be moved or made narrow, but not deleted."),
    ),
    "WB-03": CellRule(
        E,
        N_("Lines are missing"),
        N_("The line {row} is missing."),
        N_("Put the line back, or copy your answers into a new workbook."),
        N_("A pre-printed line that is gone leaves a question of the method unanswered."),
        N_("If a line does not apply in your city, keep it and say why."),
    ),
    "WB-04": CellRule(
        E,
        N_("Answers on a line without a number"),
        N_("This line has answers but no number: {found}."),
        N_("Move the answers to a free line that has its number in front."),
        N_("A line is known by its number. Without one its answers cannot be used."),
        N_("Do not insert lines; use the free lines at the end of the sheet."),
    ),
    "WB-05": CellRule(
        E,
        N_("The same line twice"),
        N_("The number {row} stands on two lines. The first one was used; the other says: {found}."),
        N_("Keep one of the two lines, and move the other answers to a free line."),
        N_("Two lines with the same number contradict each other."),
        N_("This happens when a whole line is copied. Copy only the cells you type in."),
    ),
    "WB-06": CellRule(
        W,
        N_("A header and its column disagree"),
        N_("The header here says “{found}”, but the hidden column ID says “{column}”. The ID was followed."),
        N_("Check that the answers below belong to “{column}”. Put the header text back."),
        N_("If headers or cells were moved, answers may stand under the wrong question."),
        N_("Compare a few lines with an earlier copy of your file."),
    ),
    "WB-07": CellRule(
        A,
        N_("Recognised by its header"),
        N_("The hidden IDs of this sheet are gone. Its columns were recognised by their headers."),
        N_("Nothing to do now. Copy your answers into a new workbook before the next round."),
        N_("Without the hidden IDs, a changed header would make a column unreadable."),
        N_("Please leave hidden rows and columns as they are."),
    ),
    "WB-08": CellRule(
        W,
        N_("A copy of a sheet"),
        N_("There is more than one copy of the sheet {sheet}. “{found}” was not read."),
        N_("Keep one copy, with all answers, and delete the other."),
        N_("Only one copy can be the right one."),
        N_("Compare the two before you delete one."),
    ),
    "WB-09": CellRule(
        A,
        N_("A sheet was renamed"),
        N_("The sheet {sheet} is now called “{found}”. It was recognised all the same."),
        N_("Nothing to do. Renaming it back keeps links in the workbook working."),
        N_("Some links and formulas find sheets by name."),
        N_("Double-click the tab and type the old name."),
    ),
    "WB-13": CellRule(
        A,
        N_("A column that is not part of the audit"),
        N_("This column is not part of the audit. Its entries, such as “{found}”, are not read."),
        N_("Nothing to do. If these are answers, move them into a column of the sheet."),
        N_("Your own remarks do no harm, but they do not reach the report."),
        N_("Use the note columns for what a reader of the report should know."),
    ),
    "WB-14": CellRule(
        A,
        N_("A worked-out cell was overwritten"),
        N_("{row}: “{column}” is worked out from other answers, but “{found}” was typed over it. It was not used."),
        N_("Nothing to do for the check and the report. A rebuilt workbook has the formula back: safeaudit rescue."),
        N_("Worked-out values always follow from the answers, so that both never disagree."),
        N_("To change the value, change the answers it is worked out from."),
    ),
    "WB-15": CellRule(
        W,
        N_("Two numbers on one line"),
        N_("This line shows the number {row}, but its hidden number is {found}. The one shown was followed."),
        N_("Check that the answers on this line belong to {row}."),
        N_("Lines that were sorted or pasted over leave their hidden number behind."),
        N_("Please leave the order of lines as it is. A rebuilt workbook has them in order again: safeaudit rescue."),
    ),
    "WB-11": CellRule(
        A,
        N_("An accepted warning whose cause is gone"),
        N_("A warning of rule {rule} was accepted here, but nothing is found any more. The reason was: “{reason}”."),
        N_("Nothing to do: the reason can be deleted on CHECKS. It is no longer printed in the report."),
        N_("An accepted warning is printed as a limit of the audit. It should not stay there without a cause."),
        N_("Delete the reason, or keep it if the answer may change back."),
    ),
    "WB-12": CellRule(
        A,
        N_("An error cannot be accepted"),
        N_("A reason was written for rule {rule}, but this is an error. Errors cannot be accepted."),
        N_("Mend the answer. The report stays a draft until then."),
        N_("Errors contradict the method or could harm people, so no reason lifts them."),
        N_("safeaudit explain shows how to answer the rule."),
    ),
    "WB-10": CellRule(
        W,
        N_("Part of the file could not be read"),
        N_("The file is damaged here: {found}."),
        N_("Look at this place in a spreadsheet program, and type again what is missing."),
        N_("The file was damaged by a program that wrote it."),
        N_("Open the file in a spreadsheet program, save it under a new name, and check again."),
    ),
}
