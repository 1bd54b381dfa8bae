"""The part of the template check that meets the file itself: run in a second process with limits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial

from safeaudit.report.template.lint.package import Opened, check_guarded, open_package
from safeaudit.report.template.lint.places import figures, hidden_tags, picture_places
from safeaudit.report.template.lint.tags import TagCheck
from safeaudit.report.word.faults import Fault, FaultTold, Place, fault
from safeaudit.report.word.render import FILLED, Plain, try_all
from safeaudit.report.word.tags import tags
from safeaudit.report.word.tree import Node

_NOT_FILLED = re.compile("word/(?:comments|glossary|settings|diagrams|charts)|docProps/|customXml/")
MOST = 200
"""Faults told of one file."""

HOSTILE = (
    "R&D <b>AT&T</b> rate <5 per 100k {{ 7*7 }} {% for x in y %} {# gone #} حيّ النور 😀 “quoted”\nnext line\tafter a tab "
    '=DDEAUTO(c:\\\\windows) ]]> &amp; "{_{" %}} endfor '
)


def look(data: bytes, fields: Mapping[str, Plain]) -> list[FaultTold]:
    """All faults that can be seen without filling the template, as plain data."""
    opened = open_package(data)
    faults = opened.faults
    if opened.roots and not any(fault.code == "many_braces" for fault in faults):
        faults = [*faults, *_tags(opened, fields)]
    return [fault.of_kind(opened.kinds).as_json() for fault in list(dict.fromkeys(faults))[:MOST]]


def _tags(opened: Opened, fields: Mapping[str, Plain]) -> Iterator[Fault]:
    count = 0
    for part in sorted(opened.roots, key=lambda name: (name != opened.main, name)):
        root, main = opened.roots[part], part == opened.main
        if main or opened.kinds.get(part, "").endswith(FILLED):
            check = TagCheck(part, fields, main=main)
            yield from check_guarded(partial(_told, check, root), Place(part))
            yield from check_guarded(partial(hidden_tags, root, part), Place(part))
            yield from check_guarded(partial(picture_places, root, part, figures(fields), main=main), Place(part))
            count += check.count
        elif _NOT_FILLED.match(part) and any(tags(text) for text in _texts(root)):
            yield fault("unfilled_part", part)
    if not count:
        yield fault("no_fields")


def _told(check: TagCheck, root: Node) -> Iterator[Fault]:
    """The faults of a check, also when it breaks off."""
    try:
        check.run(root)
    finally:
        yield from check.faults


def _texts(root: Node) -> Iterator[str]:
    yield "".join(map(str, root.itertext()))
    for element in root.iter():
        yield from (str(value) for value in element.attrib.values())


def try_out(data: bytes, fields: Mapping[str, Plain]) -> list[FaultTold]:
    """The faults met when filling the template with nothing, with much, and with long hostile texts."""
    trials = ((0, ""), (3, "A sentence of the sample."), (2, (HOSTILE * 20)[:2000]), (300, "R&D <b> {{ 1 }}"))
    contexts = ({name: made(shape, lines, text, name) for name, shape in fields.items()} for lines, text in trials)
    return [fault.as_json() for fault in try_all(data, contexts)]


def made(shape: Plain, lines: int, text: str, name: str = "") -> Plain:
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
