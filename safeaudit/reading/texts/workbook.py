"""What is said about the build of a workbook: its sheets, columns and lines, WB-01 and on."""

from __future__ import annotations

from safeaudit.reading.texts.rule import A, CellRule, E, W
from safeaudit.words import N_

ABOUT_FILE: dict[str, CellRule] = {
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
    "WB-16": CellRule(
        W,
        N_("Answers joined into one cell"),
        N_(
            "The cells {range} are joined into one. The joined cell shows {found}. It was read as one answer, for its first cell."
        ),
        N_("Undo the joining (Unmerge cells), and give each line its own answer."),
        N_("A joined cell belongs to one line and one column. The other cells it covers have no answer."),
        N_("Select the cell and choose “Unmerge cells”, then copy the answer to each line it is meant for."),
    ),
    "WB-17": CellRule(
        W,
        N_("Seen in your file but not read: a note at a cell"),
        N_("The note here says {found}. Notes at cells are not read."),
        N_(
            "If it is an answer, type it into the cell. Remarks for the report belong in the note columns of the sheet."
        ),
        N_("Notes at cells are for those who fill the workbook. The analysis and the report read the cells alone."),
        N_("A rebuilt workbook (safeaudit rescue) has the notes at the same cells again."),
    ),
    "WB-18": CellRule(
        W,
        N_("Seen in your file but not read: a text box or a picture"),
        N_("A box or picture lies over the cells here: {found}. Text boxes, shapes and pictures are not read."),
        N_("If it is an answer, type it into its cell. Otherwise there is nothing to do."),
        N_("What lies over the cells belongs to no line and no question."),
        N_("Type the words into the cell they belong to, then delete the box."),
    ),
    "WB-19": CellRule(
        W,
        N_("Seen in your file but not read: struck through"),
        N_("Struck through, and so not read: {found}."),
        N_("If it no longer counts, delete it. If it still counts, remove the strikethrough."),
        N_("Whoever reads the sheet takes struck-through text as withdrawn, and so does this program."),
        N_("Select the cells and switch off “Strikethrough” in the font settings, or empty them."),
    ),
    "WB-20": CellRule(
        A,
        N_("Seen in your file but not read: a sheet of your own"),
        N_("This sheet is not part of the audit and is not read. It begins with {found}."),
        N_("Nothing to do. If it holds answers, move them to the sheets of the audit."),
        N_("Sheets of your own do no harm, but they do not reach the report."),
        N_("A rebuilt workbook (safeaudit rescue) keeps the sheet, with values in place of formulas."),
    ),
    "WB-21": CellRule(
        W,
        N_("Seen in your file but not read: text where nothing is asked"),
        N_("This is outside the table and is not read: {found}."),
        N_("If these are answers, move them to a line and a column of a table. Otherwise there is nothing to do."),
        N_("Only the cells of the tables are answers. What stands beside or below them reaches no report."),
        N_("Use the free lines at the end of the sheet for further items, and the note columns for remarks."),
    ),
    "WB-22": CellRule(
        W,
        N_("Something in this file could run or fetch"),
        N_("This file holds {found}. An audit workbook needs nothing of the kind. It was neither run nor opened."),
        N_(
            "Ask who sent the file whether this is meant. Go on with a clean copy: safeaudit rescue writes one without it, and "
            "so does safeaudit check --write."
        ),
        N_(
            "Programs and links in a workbook can harm the computer of whoever opens it, or tell others that it was opened."
        ),
        N_(
            "The blank workbook has none of this. It came in when somebody copied a sheet from another file, or was added on purpose."
        ),
    ),
    "WB-23": CellRule(
        E,
        N_("A number and a name of two different lines"),
        N_("{said}"),
        N_(
            "Decide which is meant, the number or the name. If lines of “{target}” were sorted or typed over, put them back "
            "in their old order: an earlier copy of the workbook shows it. Otherwise choose again from the list in each cell."
        ),
        N_(
            "Sheets point at each other by number. When lines are sorted, the numbers stay where they are and the names "
            "move: a figure then rests on another source, an action on another risk."
        ),
        N_(
            "These entries are kept as they are and not used until it is clear. Please never sort the lines of a sheet."
        ),
    ),
    "WB-24": CellRule(
        A,
        N_("A name that no line has any more"),
        N_("{said}"),
        N_(
            "If the line was only given another name, nothing is wrong; choose it again from the list to see its new name. "
            "If another line is meant, choose that one."
        ),
        N_("The number was followed. A name that differs may show that a line was used anew for something else."),
        N_("Where a thing has really changed, use the next free line for the new one and leave the old line as it is."),
    ),
    "WB-25": CellRule(
        E,
        N_("The printed label of another line"),
        N_("{said}"),
        N_(
            "Decide which of the two the answers on the line are about, and type each answer where it belongs. Then give the "
            "line its own label back. A rebuilt workbook has all labels in place again: safeaudit rescue."
        ),
        N_(
            "Answers are taken for the line whose number they stand on. Whoever read another label answered another question."
        ),
        N_("This happens when only a part of the columns is sorted. An earlier copy of the workbook shows how it was."),
    ),
    "WB-26": CellRule(
        W,
        N_("A printed text was changed"),
        N_("{said}"),
        N_(
            "Type the old text again, or rebuild the workbook: safeaudit rescue. If you answered another question than the "
            "printed one, move the answer to a free line of the sheet, or to a note."
        ),
        N_("Questions and units are the same in every city and every year, so that answers can be compared."),
        N_(
            "What you want to add to a question belongs into the note of the line, or on a free line with its own label."
        ),
    ),
    "WB-27": CellRule(
        A,
        N_("A cell of the workbook itself was overwritten"),
        N_("{said}"),
        N_(
            "Nothing to do for the check and the report. If it was meant as an answer or a note, move it to where it belongs. "
            "A rebuilt workbook has its formulas and texts back: safeaudit rescue."
        ),
        N_("Such cells only show what follows from the answers, or explain. What is typed there reaches nobody."),
        N_(
            "Undo it, or leave it. The counts and charts of the workbook may be wrong until it is rebuilt; the report is not."
        ),
    ),
    "WB-28": CellRule(
        W,
        N_("The workbook does not say which it is"),
        N_("{said}"),
        N_(
            "Rebuild the workbook: safeaudit rescue. It gets an ID and the present version. If an earlier copy still has the "
            "old ID, go on in that copy instead."
        ),
        N_("By its ID a later audit finds this one, and two copies of one audit are told from two audits."),
        N_("The ID stands on START and on the hidden sheet ABOUT. Please leave both as they are."),
    ),
    "WB-29": CellRule(
        A,
        N_("A workbook of an older version"),
        N_(
            "This workbook is of version {found} of the instrument. It was read as {known}, every answer in its present place."
        ),
        N_(
            "Nothing to do for the check. To go on in the present version, with what is asked there in addition: safeaudit upgrade."
        ),
        N_(
            "Questions and lines get new numbers now and then. Answers to the old ones are carried over by a fixed list."
        ),
        N_(
            "What has no place in the present version is kept and listed: see the sheet NOT PLACED of the upgraded workbook."
        ),
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
    "WB-30": CellRule(
        A,
        N_("An error that nobody answers for"),
        N_("A reason was written for rule {rule}, but no office or role stands before it, so the error stays."),
        N_(
            "Write the office or role that decides, a colon and the reason: “Data protection officer: the school is called so”."
        ),
        N_(
            "What may lead to a person stands in the file only when somebody is responsible for it, and it is not public even then."
        ),
        N_("Write the office or its role, never a person’s name. Or mend the answer, and delete the reason."),
    ),
    "WB-31": CellRule(
        A,
        N_("No date in the plan on START"),
        N_("START says of {sheet} that it is to be done by “{found}”, which is not a date."),
        N_("Nothing to do for the check and the report. To plan with it, type a date as 2026-05-31."),
        N_("A date that cannot be read reminds nobody in time. It is kept as it was typed."),
        N_("Type the day by which the office gives its answers. The plan is for your team and stands in no document."),
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
