"""What a host met in a file, in words: damage, struck-out text, and what could run or fetch something."""

from __future__ import annotations

from safeaudit.words import N_

HOST_NOTES: dict[str, str] = {
    "duplicate_cell": N_("this cell is stored twice, and the last content was used"),
    "bad_string": N_("the text of this cell is not in the file any more"),
    "bad_value": N_("the content “{content}” does not fit the kind of the cell and was kept as text"),
    "outside_grid": N_("a cell lies beyond the last line or column and was not read"),
    "bad_address": N_("a cell has the address “{address}”, which does not exist, and was not read"),
    "sheet_without_part": N_("the content of the sheet {sheet} is not in the file"),
    "more_notes": N_("so are {count} more places"),
    "bad_row": N_(
        "a line of {sheet} has the number {row}, which does not exist; what has no address of its own was not read"
    ),
    "bad_merge": N_("cells of {sheet} are joined as “{address}”, which is no place in a sheet"),
    "notes_missing": N_("the notes or drawings of {sheet} are not in the file any more"),
    "struck_part": N_("“{content}”"),
    "macros": N_("macros, small programs that can do anything on the computer"),
    "controls": N_("controls that run programs"),
    "objects": N_("other files, put into the workbook as objects"),
    "connections": N_("connections that fetch data from elsewhere"),
    "links": N_("links to other workbooks"),
    "commands": N_("a formula or link that starts or asks another program (DDE)"),
    "fetching": N_("a formula that fetches something from outside the file"),
    "linked": N_("pictures or other content that is fetched from outside the file"),
}
"""What WB-10, or the rule in NOTE_RULES, says of each thing a host met; {names} are the values of its note."""

NOTE_RULES = {"struck_part": "WB-19", "active": "WB-22"}
"""Notes of a host that are no damage, and the rule that speaks of them."""
