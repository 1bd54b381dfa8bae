"""Checks Word's own fields in a template: those that number, refer and list are welcome; those that fetch or run are not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from safeaudit.report.template.lint.places import near
from safeaudit.report.word.faults import Fault, fault
from safeaudit.report.word.tree import Node, W

_ALLOWED = """
    PAGE NUMPAGES SECTION SECTIONPAGES SEQ TOC TC REF PAGEREF NOTEREF STYLEREF TITLE SUBJECT AUTHOR KEYWORDS CREATEDATE SAVEDATE
    HYPERLINK SYMBOL INDEX XE LISTNUM AUTONUM AUTONUMLGL ADVANCE NUMWORDS NUMCHARS REVNUM
"""
ALLOWED = frozenset(_ALLOWED.split())
"""Names of fields that a report may carry."""
DATED = frozenset(("DATE", "TIME", "PRINTDATE"))
_LINK = re.compile(
    r'HYPERLINK(?:\s+"?(?:https?://|mailto:)[^"\s]*"?)?+(?:\s+\\[lot]\s+(?:"[^"]*"|[^\s"\\]+))*+(?:\s+\\[hn])?+\s*',
    re.IGNORECASE,
)
"""A link to the web, to mail, or within the document."""


def check_fields(part: str, root: Node) -> Iterator[Fault]:
    """Every field of a part, its code put together from all runs it is cut into."""
    for code, nested, mark in _fields(root):
        place = near(part, root, mark)
        if code is None:
            yield fault("open_field", place)
            continue
        name = (code.split() or ["?"])[0].upper().strip('"')
        shown = re.sub(r"[^A-Z0-9=]", "?", name)[:20]
        if nested:
            yield fault("nested_field", place)
        elif name in DATED:
            yield fault("date_field", place, name=shown)
        elif name not in ALLOWED or (name == "HYPERLINK" and not _LINK.fullmatch(code.strip())):
            yield fault("field_code", place, name=shown)


@dataclass(slots=True)
class _Field:
    """A field that has begun: its code so far, and whether its code is still being read."""

    begin: Node
    code: str = ""
    reading: bool = True
    nested: bool = False


def _fields(root: Node) -> Iterator[tuple[str | None, bool, Node]]:
    """(code, whether another field stands in it, where it begins); code None for a field without its end."""
    begun: list[_Field] = []
    for mark in root.iter(f"{W}fldChar", f"{W}instrText", f"{W}delInstrText", f"{W}fldSimple"):
        within = begun[-1] if begun else None
        kind = mark.get(f"{W}fldCharType") if mark.tag == f"{W}fldChar" else ""
        if mark.tag == f"{W}fldSimple":
            yield mark.get(f"{W}instr", ""), within is not None and within.reading, mark
        elif kind == "begin":
            if within is not None:
                within.nested = within.nested or within.reading
            begun.append(_Field(mark))
        elif within is None:
            if kind != "" or (mark.text or "").strip():
                yield None, False, mark
        elif kind == "":
            within.code += mark.text or ""
        elif kind == "separate":
            within.reading = False
        else:
            begun.pop()
            yield within.code, within.nested, within.begin
    for left in begun:
        yield None, False, left.begin
