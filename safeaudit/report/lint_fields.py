"""Checks Word's own fields in a template: those that number, refer and list are welcome; those that fetch or run are not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from safeaudit.report.faults import Fault, Place
from safeaudit.report.tags import W, own_text

ALLOWED = frozenset(
    [
        "PAGE",
        "NUMPAGES",
        "SECTION",
        "SECTIONPAGES",
        "SEQ",
        "TOC",
        "TC",
        "REF",
        "PAGEREF",
        "NOTEREF",
        "STYLEREF",
        "TITLE",
        "SUBJECT",
        "AUTHOR",
        "KEYWORDS",
        "CREATEDATE",
        "SAVEDATE",
        "HYPERLINK",
        "SYMBOL",
        "INDEX",
        "XE",
        "LISTNUM",
        "AUTONUM",
        "AUTONUMLGL",
        "ADVANCE",
        "NUMWORDS",
        "NUMCHARS",
        "REVNUM",
    ]
)
"""Names of fields that a report may carry."""
DATED = frozenset(("DATE", "TIME", "PRINTDATE"))
_LINK = re.compile(
    r'HYPERLINK(?:\s+"?(?:https?://|mailto:)[^"\s]*"?)?+(?:\s+\\[lot]\s+(?:"[^"]*"|[^\s"\\]+))*+(?:\s+\\[hn])?+\s*',
    re.IGNORECASE,
)
"""A link to the web, to mail, or within the document."""


def check_fields(part: str, root: Any) -> Iterator[Fault]:
    """Every field of a part, its code put together from all runs it is cut into."""
    for code, nested, paragraph in _fields(root):
        place = _place(part, root, paragraph)
        if code is None:
            yield Fault("open_field", place)
            continue
        name = (code.split() or ["?"])[0].upper().strip('"')
        shown = re.sub(r"[^A-Z0-9=]", "?", name)[:20]
        if nested:
            yield Fault("nested_field", place)
        elif name in DATED:
            yield Fault("date_field", place, (("name", shown),))
        elif name not in ALLOWED or (name == "HYPERLINK" and not _LINK.fullmatch(code.strip())):
            yield Fault("field_code", place, (("name", shown),))


def _place(part: str, root: Any, paragraph: Any) -> Place:
    if paragraph is None:
        return Place(part)
    number = next((at for at, each in enumerate(root.iter(f"{W}p"), 1) if each is paragraph), 0)
    return Place(part, number, text=own_text(paragraph).strip()[:60])


class _Field:
    """A field that has begun: its code so far, and whether its code is still being read."""

    def __init__(self, paragraph: Any) -> None:
        self.paragraph, self.code, self.reading, self.nested = paragraph, "", True, False


def _fields(root: Any) -> Iterator[tuple[str | None, bool, Any]]:  # noqa: C901 - one pass over one kind of mark
    """(code, whether another field stands in it, paragraph); code None for a field without its end."""
    open_fields: list[_Field] = []
    for element in root.iter(f"{W}fldChar", f"{W}instrText", f"{W}delInstrText", f"{W}fldSimple"):
        paragraph = next(element.iterancestors(f"{W}p"), None)
        if element.tag == f"{W}fldSimple":
            yield str(element.get(f"{W}instr", "")), bool(open_fields and open_fields[-1].reading), paragraph
        elif element.tag != f"{W}fldChar":
            if open_fields:
                open_fields[-1].code += element.text or ""
            elif (element.text or "").strip():
                yield None, False, paragraph
        elif element.get(f"{W}fldCharType") == "begin":
            if open_fields and open_fields[-1].reading:
                open_fields[-1].nested = True
            open_fields.append(_Field(paragraph))
        elif not open_fields:
            yield None, False, paragraph
        elif element.get(f"{W}fldCharType") == "separate":
            open_fields[-1].reading = False
        else:
            done = open_fields.pop()
            yield done.code, done.nested, done.paragraph
    for left in open_fields:
        yield None, False, left.paragraph
