"""An edition from a YAML file of an office's own: read under limits, and every fault told with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Protocol

import yaml

from safeaudit.edition import MOST_LINES, Definition, Edition, EditionError, of_data, shipped
from safeaudit.edition.versions import PRESENT
from safeaudit.framework import FrameworkError, edition_names, read_yaml
from safeaudit.words import N_, Words

LARGEST = 200_000
"""Bytes: the full edition with every column and line named has a fifth of it."""
DEEPEST = 6
"""Levels of brackets and indentation: an edition needs three."""

TOLD = {
    "sheet": N_("There is no sheet “{given}”."),
    "column": N_("The sheet {sheet} has no column “{given}”."),
    "row": N_("The sheet {sheet} has no line “{given}”."),
    "setting": N_("There is no threshold “{given}”."),
    "version": N_("This program writes the version {known} of the instrument, not “{given}”."),
    "protects": N_("“{given}” protects people: it may be raised, not lowered. Without an own value it is {known}."),
    "empty": N_("No column of {given} would be left to fill. Name one more, or take the sheet out."),
    "free": N_("The lines of {given} are empty ones, so there are none to choose from. Take it out of “rows”."),
    "printed": N_("The lines of {given} are printed: none can be added."),
    "missing": N_("“{given}” is missing."),
    "key": N_("“{given}” is none of the things that an edition says: {known}."),
    "value": N_("What stands under “{given}” cannot be used. See the page on editions for what goes there."),
}
"""What is said of each fault; see `EditionError.kind`."""


NAMES = ("sheet", "column", "row", "setting", "key")
"""The faults that are a name nobody knows, so that another may be meant."""


class EditionFault(ValueError):
    """A file that is no edition; the text is for people and says where and what to do."""


def from_name_or_file(text: str, words: Words) -> Edition:
    """The edition of this name, or in this YAML file; EditionFault with file, line and remedy for what is neither."""
    if text in edition_names():
        return shipped(text)
    path = Path(text)
    if path.suffix.lower() not in (".yaml", ".yml"):
        known = words.listed(edition_names())
        say = N_("There is no edition {name}. There is: {known}. An edition of your own is a file that ends in .yaml.")
        raise EditionFault(words.t(say, name=text, known=known))
    return from_file(path, words)


def from_file(path: Path, words: Words) -> Edition:
    """The edition in a YAML file. EditionFault for what is none; OSError passes through."""
    name = path.name
    if not path.is_file():
        raise EditionFault(words.t("{file} was not found. Check the name and the folder.", file=path))
    with path.open("rb") as file:
        raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise EditionFault(words.t("{file} is too long for an edition. An edition fits on some pages.", file=name))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise EditionFault(
            words.t("{file} is no plain text in UTF-8. Save it as that and try again.", file=name)
        ) from None
    root = _tree(text, name, words)
    try:
        return of_data(Definition.model_validate, read_yaml(text, name))
    except EditionError as fault:
        raise EditionFault(_told(fault, root, name, words)) from None
    except FrameworkError:
        raise EditionFault(_not_yaml(name, 0, words)) from None


def _tree(text: str, name: str, words: Words) -> yaml.Node:
    """The file as YAML nodes, which know their lines; nothing in it may stand for something else (an alias) or be deep."""
    try:
        level = 0
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            level += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent) or level > DEEPEST:
                raise EditionFault(_not_yaml(name, _line_of(event.start_mark), words))
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        raise EditionFault(_not_yaml(name, _line_of(mark), words)) from None
    except RecursionError:
        raise EditionFault(_not_yaml(name, 0, words)) from None
    if not isinstance(root, yaml.MappingNode):
        raise EditionFault(_not_yaml(name, 1, words))
    for node in (root, *(value for _, value in root.value if isinstance(value, yaml.MappingNode))):
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise EditionFault(_not_yaml(name, _line_of(key.start_mark), words))
            if key.value in seen:
                where = _where(name, _line_of(key.start_mark), words)
                raise EditionFault(words.t("{where}: “{given}” stands there twice.", where=where, given=key.value))
            seen.add(key.value)
    return root


class _Mark(Protocol):
    line: int


def _line_of(mark: _Mark | None) -> int:
    return 0 if mark is None else mark.line + 1


def _not_yaml(name: str, line: int, words: Words) -> str:
    where = _where(name, line, words)
    return words.t(
        "{where}: This cannot be read as an edition. Look at the blanks at the beginning of the lines, the colons and the brackets.",
        where=where,
    )


def _where(name: str, line: int, words: Words) -> str:
    return words.t("{file}, line {line}", file=name, line=line) if line else name


def with_rows(edition: Edition, given: Iterable[str], words: Words) -> Edition:
    """The edition with so many empty lines on the sheets named, each as "SHEET=NUMBER"; EditionFault for what cannot be."""
    lines: dict[str, int] = {}
    for text in given:
        sheet, _, number = (part.strip() for part in text.partition("="))
        if not (number.isascii() and number.isdecimal() and 1 <= int(number[:5]) <= MOST_LINES):
            say = N_("“{given}” is not understood. Write the sheet and a number from 1 to {most}, such as AREAS=60.")
            raise EditionFault(words.t(say, given=text, most=MOST_LINES))
        lines[sheet.upper()] = int(number)
    try:
        return edition.with_lines(lines)
    except EditionError as fault:
        raise EditionFault(_said(fault, words)) from None


def _told(fault: EditionError, root: yaml.Node, name: str, words: Words) -> str:
    """The same with the line where it is."""
    where = _where(name, _line(root, fault.place, fault.given), words)
    return words.t("{where}: {said}", where=where, said=_said(fault, words))


def _said(fault: EditionError, words: Words) -> str:
    """What was found, and what was perhaps meant."""
    known = PRESENT if fault.kind == "version" else ", ".join(fault.known)
    sheet = fault.place[1] if len(fault.place) > 1 else ""
    said = words.t(TOLD.get(fault.kind, TOLD["value"]), given=fault.given, known=known, sheet=sheet)
    near = get_close_matches(fault.given.upper(), [each.upper() for each in fault.known], 1, 0.6)
    meant = [each for each in fault.known if each.upper() in near] if fault.kind in NAMES else []
    if meant:
        said += " " + words.t("Did you mean “{near}”?", near=meant[0])
    return said


def _line(root: yaml.Node, place: tuple[str, ...], given: str) -> int:
    """The line of what was given, found by the keys that lead to it; 0 where nothing in the file is it."""
    node: yaml.Node = root
    line = 0
    for key in place:
        for found, value in node.value if isinstance(node, yaml.MappingNode) else ():
            if found.value == key:
                node, line = value, _line_of(found.start_mark)
    return next((_line_of(each.start_mark) for each in _scalars(node) if each.value == given), line)


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.MappingNode):
        for pair in node.value:
            for each in pair:
                yield from _scalars(each)
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _scalars(each)
