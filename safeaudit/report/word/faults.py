"""What can be wrong with a Word template: the place, what was found there, and what to do, in words."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypedDict

from safeaudit.words import N_, Words, words

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph of a part, counted from 1 (0: the whole part); table, row and cell where it stands in a table.

    `kind` what the part is (document, header …), where its name does not say so.
    """

    part: str = ""
    paragraph: int = 0
    table: int = 0
    row: int = 0
    cell: int = 0
    text: str = ""
    kind: str = ""

    def words(self, w: Words) -> str:
        """The place as a person looks for it."""
        pieces = [_part_words(self.part, self.kind, w)]
        if self.paragraph:
            pieces.append(w.t("paragraph {number}", number=self.paragraph))
        if self.table:
            pieces.append(w.t("table {table}, row {row}, cell {cell}", table=self.table, row=self.row, cell=self.cell))
        return ", ".join(filter(None, pieces))


class FaultTold(TypedDict):
    """A fault as plain data, its place among its values."""

    code: str
    severity: Severity
    part: str
    paragraph: int
    table: int
    row: int
    cell: int
    text: str
    kind: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a template: a stable code, its place, and the values of its sentences."""

    code: str
    place: Place = field(default_factory=Place)
    values: tuple[tuple[str, str], ...] = ()

    @property
    def severity(self) -> Severity:
        """An error stops the report; a warning does not."""
        return "warning" if self.code in WARNINGS else "error"

    def of_kind(self, kinds: Mapping[str, str]) -> Fault:
        """The same fault, its place told by what the part is when its name is unusual; `kinds` the content types by part."""
        part = self.place.part
        match = re.search(r"wordprocessingml\.(\w+)", kinds.get(source_of(part), ""))
        if match is None or match[1] not in KINDS or _stem(part) in KINDS:
            return self
        return replace(self, place=replace(self.place, kind=match[1]))

    def found(self, w: Words) -> str:
        """What is wrong, as one sentence."""
        return w.t(SENTENCES[self.code][0], **self._filled())

    def remedy(self, w: Words) -> str:
        """What to do about it."""
        values = self._filled()
        advice, near = w.t(SENTENCES[self.code][1], **values), values.get("near")
        return w.t("Did you mean {names}?", names=near) + " " + advice if near else advice

    def line(self, w: Words) -> str:
        """Where, what, what to do, in one line."""
        text = w.t(" near “{text}”", text=self.place.text) if self.place.text else ""
        where = self.place.words(w)
        return f"{where}{text}: {self.found(w)} {self.remedy(w)}" if where else f"{self.found(w)} {self.remedy(w)}"

    def _filled(self) -> dict[str, str]:
        """The values of the sentences; never none, so that doubled braces always become single ones."""
        return dict(self.values) or {"code": self.code}

    def as_json(self) -> FaultTold:
        """Plain data for a pipe or a file."""
        place = self.place
        return {
            "code": self.code,
            "severity": self.severity,
            "part": place.part,
            "paragraph": place.paragraph,
            "table": place.table,
            "row": place.row,
            "cell": place.cell,
            "text": place.text,
            "kind": place.kind,
            "values": dict(self.values),
        }

    @classmethod
    def from_json(cls, told: FaultTold) -> Fault:
        """The fault that was told; KeyError or TypeError for anything else."""
        within = (told["part"], told["paragraph"], told["table"], told["row"], told["cell"])
        place = Place(*within, told["text"], told["kind"])
        return cls(str(told["code"]), place, tuple((str(key), str(text)) for key, text in told["values"].items()))


def fault(code: str, place: Place | str = "", /, **values: str) -> Fault:
    """A fault at a place, or in a part, with the values of its sentences."""
    return Fault(code, Place(place) if isinstance(place, str) else place, tuple(values.items()))


class TemplateFault(ValueError):
    """The template cannot be used; the text says where and why, without the content of any answer."""

    def __init__(self, file: str, faults: Sequence[Fault], language: str = "en") -> None:
        w = words(language)
        lines = [fault.line(w) for fault in faults[:3]]
        if len(faults) > 3:
            more = w.n(
                "{count} more fault: see “safeaudit template lint”.",
                "{count} more faults: see “safeaudit template lint”.",
                len(faults) - 3,
            )
            lines.append(more)
        super().__init__(f"{file}: " + " ".join(lines))
        self.file = file
        self.faults = tuple(faults)


def source_of(part: str) -> str:
    """The part that these relationships are those of; the part itself when it holds none."""
    folder, name = posixpath.split(part)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels")) if name.endswith(".rels") else part


def _stem(part: str) -> str:
    """What the name of a part says it is: document for word/document2.xml."""
    return part.rpartition("/")[2].partition(".")[0].rstrip("0123456789")


def _part_words(part: str, kind: str, w: Words) -> str:
    if part == "_rels/.rels":
        return ""
    stem = kind or _stem(part)
    return w.t(KINDS[stem], part=part) if stem in KINDS else part


KINDS = {
    "document": N_("Main text"),
    "header": N_("Header ({part})"),
    "footer": N_("Footer ({part})"),
    "footnotes": N_("Footnotes"),
    "endnotes": N_("Endnotes"),
    "comments": N_("Comments"),
    "styles": N_("Styles"),
    "numbering": N_("Numbering of lists"),
    "core": N_("Document properties"),
    "settings": N_("Document settings"),
}
"""What parts are called that have a name of their own for people."""
_WARNINGS = """
    smart_quotes compared beside spread single_brace no_style tracking protected length_of_text no_fields comment_tag date_field
    full_width rich_tag not_checked
"""
WARNINGS = frozenset(_WARNINGS.split())
"""Codes of faults with which a template can still be used."""

_AGAIN = N_("Delete the whole tag and type it again in one go.")
_NO_CODE = N_("Use plain fields, “if” and “for” only; “safeaudit template fields” lists them.")
_FIELDS = N_("“safeaudit template fields” lists every field.")
_SAVE_AS = N_("Open it in Word and save it as “Word Document (.docx)”.")
_NEW = N_("Copy the text into a new Word document and save that.")
_OURS = N_("Use another template for now, and send this one to the office that gave you this program.")
_WHOLE = N_("Get the file again, or save it again from Word.")

SENTENCES: dict[str, tuple[str, str]] = {
    # The file
    "empty": (N_("The file is empty."), _WHOLE),
    "not_word": (N_("This is not a Word document."), _SAVE_AS),
    "old_word": (N_("This is an old Word file (.doc or .rtf), whatever its name says."), _SAVE_AS),
    "macro_word": (N_("This Word file can hold macros (.docm, .dotm)."), _SAVE_AS),
    "word_template": (N_("This is a Word template file (.dotx)."), _SAVE_AS),
    "strict_word": (N_("The file is saved as “Strict Open XML Document”."), _SAVE_AS),
    "web_page": (N_("This is a web page, whatever its name says."), _SAVE_AS),
    "encrypted": (N_("The file is locked with a password."), N_("Open it in Word, remove the password under File › Info › Protect Document, and save it.")),
    "damaged": (N_("The file is damaged ({detail})."), _WHOLE),
    "hostile": (N_("No Word program writes a file like this ({detail})."), _NEW),
    "too_big": (N_("The file passes a limit: {what}, at most {limit}."), N_("Make its pictures smaller, and remove what the template does not need.")),
    "too_slow": (N_("Reading the file took longer than {limit} seconds."), _NEW),
    "many_braces": (N_("The template holds {count} braces; at most {limit} are read."), N_("Remove texts with braces that are no fields.")),
    "missing_part": (N_("The file names a part of itself that it does not hold ({piece})."), _WHOLE),
    "signed": (N_("The file carries a digital signature, which filling it in would break."), N_("In Word, choose File › Info › View Signatures, remove the signature, and save.")),
    "picture_size": (N_("The picture {part} has {count} million pixels; at most {limit} are read."), N_("In Word, choose Picture Format › Compress Pictures, or insert a smaller picture.")),
    "picture_kind": (N_("The picture {part} is of no kind that is read, or holds more than a picture."), N_("Insert it again as PNG or JPEG.")),
    # What comes with it
    "macros": (N_("The file holds macros ({piece})."), N_("Save it as “Word Document (.docx)”, which holds none.")),
    "embedded": (N_("The file holds an embedded object or control ({piece})."), N_("Delete it, or paste it as a picture.")),
    "alt_chunk": (N_("Another document is built into the text."), N_("Copy its text, and paste it as text.")),
    "attached": (N_("The file loads another template when it is opened ({target})."), N_("In Word, choose Developer › Document Template, clear “Automatically update” and the name, and save.")),
    "linked_picture": (N_("A picture is only linked ({target}): Word would fetch it when the report is opened."), N_("Insert it again with Insert › Pictures, not “Link to File”.")),
    "external": (N_("The file points at something outside itself ({target})."), N_("Remove it. Links may lead to http, https and mailto addresses only.")),
    "relation": (N_("The file holds a part of a kind that templates may not hold ({piece})."), _NEW),
    "mail_merge": (N_("The file is set up for mail merge and would open a data source."), N_("In Word, choose Mailings › Start Mail Merge › Normal Word Document, and save.")),
    "bound": (N_("A content control is tied to data of the file, which would overwrite what the report fills in."), N_("Click it, and choose “Remove Content Control”.")),
    "tracked": (N_("The text holds tracked changes."), N_("In Word, choose Review › Accept All Changes, and save.")),
    "tracking": (N_("The file goes on tracking changes."), N_("In Word, switch off Review › Track Changes, and save.")),
    "protected": (N_("The file is protected against editing; the report will be as well."), N_("Lift it under Review › Restrict Editing if the report is to be edited.")),
    "comments": (N_("The text has a comment, which would go out with every report."), N_("In Word, choose Review › Delete All Comments, and save.")),
    "field_code": (N_("The Word field {name} is not allowed here: it can fetch, run or give away something."), N_("Delete the field, or turn it into text with Ctrl+Shift+F9.")),
    "nested_field": (N_("A Word field stands inside the code of another one."), N_("Delete the field, or turn it into text with Ctrl+Shift+F9.")),
    "open_field": (N_("A Word field does not begin and end in the same part."), N_("Delete the field and insert it again.")),
    "date_field": (N_("The Word field {name} shows the day on which the report is opened, not the day of the audit."), N_("Use the field “doc.period” for the time of the audit.")),
    "no_style": (N_("The text uses the style “{name}”, which the file does not hold; Word shows it as normal text."), N_("Choose another style for this paragraph, or add the style.")),
    # Tags
    "hidden_tag": (N_("A tag stands where no text is shown (in {where})."), N_("Tags belong into the text itself. Remove it there.")),
    "unfilled_part": (N_("Tags in this part are not filled."), N_("Tags work in the text, in headers, footers, footnotes and endnotes. Remove it here.")),
    "broken": (N_("A tag opens or closes here, but not both: “{tag}”."), N_("Write a tag whole, in one paragraph: two braces before and two behind.")),
    "broken_line": (N_("A line break or tab cuts the tag “{tag}”."), _AGAIN),
    "long_tag": (N_("A tag is longer than {limit} characters."), _NO_CODE),
    "single_brace": (N_("“{tag}” is printed as it stands: a tag has two braces on each side."), N_("Write {{{{ and }}}} around it.")),
    "full_width": (N_("“{tag}” is printed as it stands: these are full-width braces."), N_("Type the braces with an English keyboard.")),
    "smart_quotes": (N_("The tag “{tag}” has typographic quotes; they are read as straight ones."), N_("Nothing needs to be done; switch off smart quotes in Word to type straight ones.")),
    "dash_tag": (N_("The tag “{tag}” has a minus sign at its edge."), N_("Remove it: a tag in a paragraph of its own, with {{%p, leaves no gap.")),
    "rich_tag": (N_("“{tag}” is written for formatted parts that other programs build; here it prints the plain text of the field."), N_("Write the field between {{{{ and }}}}, without the letter.")),
    "rich_row": (N_("“{tag}” would put a whole row or cell in its place; fields here are texts."), N_("Write the field between {{{{ and }}}}, without the letters. For rows write {{%tr for line in name.lines %}}.")),
    "comment_tag": (N_("The note “{tag}” is left out of the report."), N_("Nothing needs to be done.")),
    "syntax": (N_("The tag “{tag}” cannot be read."), N_("Write a field as {{{{ name.part }}}}, a test as {{%p if name %}}, a loop as {{%p for line in name.lines %}}.")),
    "statement": (N_("“{word}” is not a word a tag may begin with."), N_("These are read: {known}.")),
    "unsafe": (N_("The template holds an expression that is not allowed ({what})."), _NO_CODE),
    "unsafe_call": (N_("“{tag}” calls a function."), _NO_CODE),
    "unsafe_name": (N_("“{tag}” reaches for a name that begins with an underscore."), _NO_CODE),
    "unsafe_sum": (N_("“{tag}” calculates. Templates show what was worked out and do not calculate."), _NO_CODE),
    "unsafe_item": (N_("“{tag}” picks an entry in a way that is not allowed."), N_("Write the name behind a dot, or a plain number in square brackets.")),
    "unsafe_form": (N_("“{tag}” holds an expression that is not allowed."), _NO_CODE),
    "filter": (N_("The filter “{name}” is not known."), N_("These are: {known}.")),
    "test": (N_("The test “{name}” is not known."), N_("These are: {known}.")),
    "unknown": (N_("There is no field “{name}” in this kind of document."), _FIELDS),
    "is_list": (N_("“{name}” is a list, and “{part}” is a field of its entries."), N_("Write a loop: {{%p for entry in {name} %}}, then {{{{ entry.{part} }}}}, then {{%p endfor %}}.")),
    "is_text": (N_("“{name}” is a text and has no field “{part}”."), _FIELDS),
    "not_a_list": (N_("“{name}” is not a list, so there is nothing to loop over."), N_("Lists are called text, points, lines, sentences and chapters.")),
    "whole": (N_("“{name}” is not a text but holds several fields: {fields}."), N_("Write the field to be shown.")),
    "compared": (N_("The test compares the text “{name}”. Texts change with the language and carry marks, so it is never true."), N_("Test for presence instead: if {name}.")),
    "length_of_text": (N_("“{name}” is a text; its length counts marks nobody sees."), N_("Count the entries of a list.")),
    "levels": (N_("“{tag}” belongs to “{opener}” of {place}, but the two are of different kinds (p, tr, tc, r or none)."), N_("Use the same letters behind the percent sign in both.")),
    "containers": (N_("“{tag}” belongs to “{opener}” of {place}, but stands in another table, cell, row, link or paragraph."), N_("Put both into the same cell, table or text.")),
    "spread": (N_("“{tag}” belongs to “{opener}” of another paragraph; without “p” both leave gaps."), N_("Give each a paragraph of its own, and write {{%p … %}}.")),
    "unclosed": (N_("“{tag}” is never closed."), N_("Add {{%{level} end{word} %}} where it should end.")),
    "unopened": (N_("“{tag}” closes nothing that is open."), N_("Remove it, or add the “{word}” it belongs to.")),
    "crossed": (N_("“{tag}” stands here while “{opener}” of {place} is still open."), N_("Close what was opened last first.")),
    "no_table": (N_("“{tag}” works in a table only."), N_("Write {{%p instead.")),
    "two_tags": (N_("Two tags with “{level}” stand in the same paragraph, row or cell; only one is read."), N_("Give each a paragraph, row or cell of its own.")),
    "beside": (N_("The text beside “{tag}” is not printed, because the tag takes its whole paragraph, row or cell."), N_("Move the text to another paragraph, row or cell.")),
    "tint": (N_("“{tag}” needs a field that ends in “_fill”, or a colour of six digits in quotation marks, in a table cell."), N_("The fields of a table that have a tint are listed with “_fill”.")),
    "span": (N_("“{tag}” needs a whole number of columns, from 1 to 63."), N_("Write a number, loop.length, or the length of a list: name.lines|length.")),
    "cell_only": (N_("“{tag}” works in a table cell only."), N_("Remove it here.")),
    "loop_only": (N_("“{tag}” joins the cells that a loop makes, and no loop over rows or cells is open here."), N_("Put it between {{%tr for … %}} and {{%tr endfor %}}, or remove it.")),
    "deep": (N_("Tags stand inside each other more than {limit} deep, or expressions have too many brackets."), N_("Use fewer tests and loops inside each other.")),
    "figure_alone": (N_("The picture tag “{tag}” does not stand alone."), N_("Give it a paragraph of its own in the main text.")),
    "figure_name": (N_("There is no figure “{name}” in this kind of document."), N_("“safeaudit template fields” lists the figures.")),
    "figure_picture": (
        N_("What is to be the place of the figure “{name}” is no picture in the main text."),
        N_("Insert any picture in the main text and give it this alternative text."),
    ),
    "no_fields": (N_("The template holds no field at all: every report would be the same."), _FIELDS),
    # Our own errors
    "not_checked": (N_("This paragraph could not be checked. That is an error of this program, not of your file ({what})."), N_("The rest was checked. Read this place in the report; if it is wrong, write it in a simpler way.")),
    "part_not_checked": (N_("This could not be checked. That is an error of this program, not of your file ({what})."), _OURS),
    "broke_off": (N_("Filling the template broke off here. That is an error of this program, not of your file ({what})."), _OURS),
    "stopped_failed": (N_("The check broke off. That is an error of this program, not of your file."), _OURS),
    # Trying it out
    "not_filled": (N_("The template cannot be filled here: “{detail}” is missing or not of the right kind."), _FIELDS),
    "not_xml": (N_("The filled text is not a valid Word document: a tag is cut by other content, or opens in one place and closes in another."), _AGAIN),
    "stopped_slow": (N_("Filling the template took longer than 12 seconds and was stopped."), N_("Use fewer loops inside each other.")),
    "stopped_memory": (N_("Filling the template took more than 600 MB of memory and was stopped."), N_("Use fewer loops inside each other.")),
    "stopped_died": (N_("The program that looks at the template ended without an answer, so the template is not used."), _NEW),
}  # fmt: skip
