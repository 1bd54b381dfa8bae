"""The framework as data: lists, guidance, scales, thresholds; loaded once, checked on loading, with file and line in errors."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from safeaudit.framework.method import MethodList

T = TypeVar("T")
Plain = Any
"""Data as YAML holds it: texts, numbers, lists, dicts. Whoever takes it checks it."""

FOLDER = Path(__file__).resolve().parent

LIMITS = {"label": 80, "help": 255, "evidence": 255, "ask": 200, "purpose": 255}
"""Longest texts, in characters: Excel's input prompts stop at 255."""

LIST_FILES = (
    "who",
    "problems",
    "risks",
    "flows",
    "indicators",
    "care",
    "data_gaps",
    "tools",
    "risk_levels",
    "questions",
    "planning",
    "regulation",
    "enforcement_means",
    "engagement",
    "communication",
    "capacity",
    "principles",
)


class FrameworkError(ValueError):
    """A fault in the framework data; the text names file and line."""


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a framework list. `details` holds what only some lists have: unit, better, flows."""

    id: str
    label: str
    help: str
    evidence: str
    ask: str
    section: str
    group: str
    details: dict[str, Plain] = field(default_factory=dict)

    @property
    def steps(self) -> dict[str, str]:
        """What each step of a question means, by its number, where its help describes them: “0: … 1: …”."""
        return {number: text.strip() for number, text in _STEP.findall(self.help)}


_STEP = re.compile(r"(\d): (.*?)(?= \d: |$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Group:
    """A run of rows under one heading; `local_rows` free rows follow the items."""

    id: str
    label: str
    prefix: str
    local_rows: int
    items: tuple[Item, ...]

    @property
    def local_ids(self) -> list[str]:
        return [f"{self.prefix}X{number}" for number in range(1, self.local_rows + 1)]

    @property
    def ids(self) -> list[str]:
        """The IDs of its rows, local ones last."""
        return [item.id for item in self.items] + self.local_ids

    def keep(self, only: Collection[str]) -> Group:
        """The group with these of its rows alone; of local rows the first ones stay, as many as are named."""
        local = sum(row_id in only for row_id in self.local_ids)
        return replace(self, items=tuple(item for item in self.items if item.id in only), local_rows=local)


@dataclass(frozen=True, slots=True)
class FrameworkList:
    """One YAML file of rows: groups in order, and the method's lists (L01 …) it answers."""

    name: str
    source: str
    lists: tuple[str, ...]
    groups: tuple[Group, ...]

    def items(self) -> Iterator[Item]:
        for group in self.groups:
            yield from group.items

    def ids(self) -> list[str]:
        """All row IDs in workbook order, local rows included."""
        return [row_id for group in self.groups for row_id in group.ids]


@dataclass(frozen=True, slots=True)
class SheetGuide:
    """What a sheet asks and why: the texts of one step."""

    id: str
    part: str
    tab: str
    title: str
    purpose: str
    why: str
    how: str
    who: str
    evidence: str
    minutes: int
    section: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the instrument, and how its IDs and words became those of today; see edition/versions.py."""

    id: str
    sheets: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    added: tuple[str, ...] = ()
    rescaled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A titled text: a glossary term, or a reading of an unclear place."""

    id: str
    title: str
    text: str


def rows(name: str) -> FrameworkList:
    """The framework list of this name, for example "risks"; FrameworkError when its data is faulty."""
    return _lists()[name]


@cache
def item(row_id: str) -> Item | None:
    """The pre-printed row with this ID; None for free rows and unknown IDs."""
    return next((entry for listed in _lists().values() for entry in listed.items() if entry.id == row_id), None)


@cache
def guides() -> dict[str, SheetGuide]:
    """The guide of each sheet, by sheet ID, in workbook order."""
    document = Document("sheets")
    guides = {}
    for entry in document.entries("sheets"):
        document.limit(entry, "purpose")
        guides[entry["id"]] = document.make(SheetGuide, entry)
    return guides


@cache
def method_lists() -> dict[str, MethodList]:
    """The inventory L01–L32 by key; FrameworkError for what cannot be."""
    from safeaudit.framework.method import read_lists

    return read_lists()


@cache
def glossary() -> tuple[Entry, ...]:
    """The terms the report explains."""
    document = Document("glossary")
    return tuple(Entry(entry["id"], entry["term"], entry["text"]) for entry in document.entries("terms"))


@cache
def readings() -> tuple[Entry, ...]:
    """How the tool reads places where the framework is unclear."""
    document = Document("readings")
    return tuple(Entry(entry["id"], entry["point"], entry["reading"]) for entry in document.entries("readings"))


@cache
def scales() -> dict[str, dict[str, str]]:
    """Choice lists: {list: {code: English word}}. Countries, currencies and languages are files of their own, see words.py."""
    document = Document("scales")
    lists: dict[str, dict[str, str]] = {name: dict(codes) for name, codes in document.data["scales"].items()}
    sdg = Document("sdg")
    lists["sdg"] = {entry["id"]: entry["label"] for entry in sdg.entries("targets")}
    return lists


@cache
def wordlist(name: str, language: str) -> tuple[str, ...]:
    """The phrases of a word list in one language; for a language it does not have, those of all languages."""
    listed: dict[str, list[str]] = _wordlists()[name]
    return tuple(listed[language] if language in listed else [phrase for each in listed.values() for phrase in each])


@cache
def _wordlists() -> dict[str, dict[str, list[str]]]:
    lists: dict[str, dict[str, list[str]]] = Document("wordlists").data["lists"]
    return lists


@cache
def care_words(language: str) -> dict[str, frozenset[str]]:
    """Words the do-no-harm reader goes by, {kind: words}; for a language it does not know, those of all languages."""
    words: dict[str, dict[str, str]] = Document("care_words").data["words"]
    found: dict[str, frozenset[str]] = {}
    for name in ("any", language) if language in words else tuple(words):
        for kind, listed in words[name].items():
            found[kind] = found.get(kind, frozenset()).union(word.replace("_", " ") for word in listed.split())
    return found


@cache
def settings() -> dict[str, float]:
    """Thresholds by ID."""
    document = Document("settings")
    return {entry["id"]: float(entry["value"]) for entry in document.entries("settings")}


@cache
def audience() -> dict[str, Plain]:
    """What a public version may hold, as audience.yaml says it: sheets with their columns, counts, rates; see audience/."""
    document: dict[str, Plain] = Document("audience").data
    return document


@cache
def versions() -> tuple[str, dict[str, Version]]:
    """The present version of the instrument, and every version this program reads, by ID."""
    document = Document("versions")
    found = {entry["id"]: document.make(Version, entry) for entry in document.entries("versions")}
    return str(document.data["present"]), found


def edition_names() -> list[str]:
    """The editions that come with the program."""
    return sorted(path.stem for path in (FOLDER / "editions").glob("*.yaml"))


@cache
def _lists() -> dict[str, FrameworkList]:
    seen: dict[str, str] = {}
    return {name: _read_list(name, seen) for name in LIST_FILES}


def _read_list(name: str, seen: dict[str, str]) -> FrameworkList:
    document = Document(name)
    groups = []
    for group in document.data["groups"]:
        items = []
        for entry in map(dict, group["items"]):
            if entry["id"] in seen:
                raise document.error(entry, f"the ID {entry['id']} is used already, in {seen[entry['id']]}.yaml")
            seen[entry["id"]] = name
            for key in ("label", "help", "evidence", "ask"):
                document.limit(entry, key)
            known = {key: entry.pop(key) for key in ("id", "label", "help", "evidence", "ask", "section")}
            items.append(Item(**known, group=group["id"], details=entry))
        groups.append(Group(group["id"], group["label"], group["prefix"], group["local_rows"], tuple(items)))
    return FrameworkList(name, document.data["source"], tuple(document.data["lists"]), tuple(groups))


class Document:
    """One YAML file of the framework by its name without ending, with the means to say where in it a fault lies."""

    def __init__(self, name: str) -> None:
        self.name = f"{name}.yaml"
        self.text = (FOLDER / self.name).read_text("utf-8")
        self.data = _parsed(self.name, self.text)

    def entries(self, section: str, *, key: str = "id") -> list[dict[str, Plain]]:
        """The entries under `section`; their IDs must be unique."""
        entries: list[dict[str, Plain]] = self.data[section]
        seen = set()
        for entry in entries:
            if entry[key] in seen:
                raise self.error(entry, f"the ID {entry[key]} is used twice")
            seen.add(entry[key])
        return entries

    def make(self, kind: type[T], entry: dict[str, Plain]) -> T:
        try:
            return kind(**entry)
        except TypeError as fault:
            raise self.error(entry, str(fault).partition("() ")[2]) from None

    def limit(self, entry: dict[str, Plain], key: str) -> None:
        """FrameworkError when a text is missing or longer than Excel or the layout bears."""
        text = entry.get(key)
        if not text:
            raise self.error(entry, f"{key} is missing")
        if len(text) > LIMITS[key]:
            raise self.error(entry, f"{key} has {len(text)} characters, {LIMITS[key]} fit")

    def error(self, entry: dict[str, Plain], fault: str) -> FrameworkError:
        return FrameworkError(f"{self.place(str(entry.get('id') or entry.get('key')))}: {fault}")

    def place(self, row_id: str) -> str:
        """File and line of an entry, found in the text only when something is to be said about it."""
        for number, line in enumerate(self.text.splitlines(), 1):
            if row_id in line.replace('"', " ").replace(",", " ").replace("}", " ").split():
                return f"{self.name}:{number}"
        return self.name


COMPILED = "compiled.json"
"""The YAML files as JSON, which loads much faster; each with the checksum of the text it was made from."""


def compiled() -> str:
    """The content of compiled.json for the YAML files as they are now."""
    files = {path.relative_to(FOLDER).as_posix(): path for path in FOLDER.rglob("*.yaml")}
    entries = {name: _compiled_entry(name, files[name]) for name in sorted(files)}
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":"), default=str) + "\n"


def _compiled_entry(name: str, path: Path) -> dict[str, Plain]:
    text = path.read_text("utf-8")
    return {"checksum": _checksum(text), "data": read_yaml(text, name)}


def _checksum(text: str) -> int:
    return zlib.crc32(text.replace("\r\n", "\n").encode())


@cache
def _precompiled() -> dict[str, Plain]:
    path = FOLDER / COMPILED
    found: dict[str, Plain] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return found


def _parsed(name: str, text: str) -> Plain:
    """The data of a YAML file: from compiled.json while that is current, so that an edited file counts at once."""
    entry = _precompiled().get(name)
    if entry is not None and entry["checksum"] == _checksum(text):
        return entry["data"]
    return read_yaml(text, name)


def read_yaml(text: str, name: str) -> Plain:
    """Plain data from YAML in which yes, no, on and off stay words; FrameworkError with file and line."""
    import yaml

    try:
        return yaml.load(text, Loader=_loader())  # noqa: S506 - a safe loader, less its booleans
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise FrameworkError(f"{name}{line}: {getattr(fault, 'problem', None) or 'not YAML'}") from None


@cache
def _loader() -> Plain:
    import yaml

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(base):  # type: ignore[misc]
        """YAML in which only true and false are booleans, so that the code "no" stays a word."""

    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
        for first, resolvers in base.yaml_implicit_resolvers.items()
    }
    return Loader
