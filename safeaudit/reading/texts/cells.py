"""What is said about single cells: CL-01 and on."""

from __future__ import annotations

from safeaudit.reading.texts.rule import KEEP, LISTS_CHANGE, A, CellRule, E, W
from safeaudit.words import N_

ABOUT_CELLS: dict[str, CellRule] = {
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
        N_(
            "Type the number alone, without words or signs such as “about”; for a score that nobody knows, “Not known”. Put what you want to add into the note."
        ),
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
        N_("{row}: “{column}” says {found}, so {found} per cent. Did you mean {other} per cent?"),
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
        N_("{said}"),
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
    "CL-18": CellRule(
        E,
        N_("Per cent where something else is counted"),
        N_("{row}: “{column}” shows {found}, but this figure is not counted in per cent."),
        N_(
            "Type the figure in the unit of the line, without a per cent sign. If the line has a column for the "
            "unit, write “per cent” there."
        ),
        KEEP,
        N_("If the cell turns what you type into per cent, set its number format to a plain number first."),
    ),
    "CL-19": CellRule(
        E,
        N_("A picture in place of an answer"),
        N_("{row}: “{column}” holds a picture. Pictures cannot be read."),
        N_("Type what the picture shows. Keep the picture itself in your own files."),
        N_("Answers are texts, numbers and choices, so that they can be counted and compared."),
        N_("Delete the picture from the cell, then type the answer or choose it from the list."),
    ),
    "CL-22": CellRule(
        W,
        N_("“Not known” in the place of a figure"),
        N_("{row}: “{column}” says “{found}”."),
        N_(
            "Empty the cell. Where the line has “Gap”, choose there why there is no figure: a named gap is a full answer. "
            "If no more than a limit is known, such as “under 18”, write that."
        ),
        N_("A figure is a number alone. Why there is none is worth knowing, too, and has a column of its own."),
        N_("Ask who might know: a hospital, an ambulance service, a university. Their name helps the next audit."),
    ),
    "CL-21": CellRule(
        A,
        N_("A limit, a range or a change typed as the value"),
        N_("{row}: “{column}” says “{found}”. It was read as “{place}”."),
        N_("Nothing to do if that is right. Moved to “{place}”, the workbook’s own checks understand it, too."),
        N_("The value is a number alone, so that it can be set against others; a limit is true, but no value."),
        N_("Write a limit or range as your source has it: under 20, at least 5, 10–15, about 30; a change as +12 %."),
    ),
}
