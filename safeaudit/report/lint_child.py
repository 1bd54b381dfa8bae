"""The part of the template check that meets the file itself: run in a second process with limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from safeaudit.report.faults import Fault, Place
from safeaudit.report.lint_package import Opened, open_package
from safeaudit.report.lint_tags import TagCheck, hidden_tags, picture_places
from safeaudit.report.render import FILLED, try_all
from safeaudit.report.tags import tags

_NOT_FILLED = (
    "word/comments",
    "word/glossary",
    "docProps/",
    "word/settings",
    "customXml/",
    "word/diagrams",
    "word/charts",
)
MOST = 200
"""Faults told of one file."""

HOSTILE = (
    "R&D <b>AT&T</b> rate <5 per 100k {{ 7*7 }} {% for x in y %} {# gone #} حيّ النور 😀 “quoted”\nnext line\tafter a tab "
    '=DDEAUTO(c:\\\\windows) ]]> &amp; "{_{" %}} endfor '
)


def look(data: bytes, fields: dict[str, Any]) -> list[dict[str, Any]]:
    """All faults that can be seen without filling the template, as plain data."""
    opened = open_package(data)
    faults = opened.faults
    if opened.roots and not any(fault.code == "many_braces" for fault in faults):
        faults = [*faults, *_tags(opened, fields)]
    return [fault.as_json() for fault in list(dict.fromkeys(faults))[:MOST]]


def _tags(opened: Opened, fields: dict[str, Any]) -> Iterator[Fault]:
    count = 0
    for part in sorted(opened.roots, key=lambda name: (name != "word/document.xml", name)):
        root = opened.roots[part]
        if part == "word/document.xml" or opened.kinds.get(part, "").endswith(FILLED):
            check = TagCheck(part, fields)
            yield from check.run(root)
            yield from hidden_tags(root, part)
            yield from picture_places(root, part, fields.get("figure", {}))
            count += check.count
        elif part.startswith(_NOT_FILLED) and any(tags(text) for text in _texts(root)):
            yield Fault("unfilled_part", Place(part))
    if not count:
        yield Fault("no_fields")


def _texts(root: Any) -> Iterator[str]:
    yield "".join(root.itertext())
    for element in root.iter():
        yield from (str(value) for value in element.attrib.values())


def try_out(data: bytes, fields: dict[str, Any]) -> list[dict[str, Any]]:
    """The faults met when filling the template with nothing, with much, and with long hostile texts."""
    trials = ((0, ""), (3, "A sentence of the sample."), (2, (HOSTILE * 20)[:2000]), (300, "R&D <b> {{ 1 }}"))
    contexts = ({name: made(shape, lines, text, name) for name, shape in fields.items()} for lines, text in trials)
    return [fault.as_json() for fault in try_all(data, contexts)]


def made(shape: Any, lines: int, text: str, name: str = "") -> Any:
    """Data of this shape: tables of so many lines, each text the given one; chapters are there, but empty, for 0 lines."""
    if isinstance(shape, list):
        count = lines if name == "lines" else min(lines, 3)
        return [made(shape[0], lines, text) for _ in range(count)] if shape else []
    if isinstance(shape, dict):
        if not lines and "caption" in shape:
            return {}
        return {key: made(entry, lines, text, key) for key, entry in shape.items()}
    if name.endswith("_fill"):
        return "F7D9BF"
    return " " if name == "gap" and text else text
