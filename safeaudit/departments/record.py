"""What a merged workbook remembers: the contents that were split, what each office made of them, and what was decided since."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from safeaudit.departments.contents import Content, Contents, Key, as_data, looks, of_data
from safeaudit.departments.offices import office_key

HERE = ""
"""Stands for an office where somebody changed the merged workbook itself."""


class Decision(NamedTuple):
    """What stands in a cell whatever the offices say: the office whose answer it is (HERE: typed in the merged workbook; None: as
    it was), the content, and what the offices said when it was decided."""

    by: str | None
    content: Content | None
    seen: tuple[tuple[str, str], ...]


@dataclass
class Record:
    """base: the fingerprint of the workbook that was split · origin: its contents · offers: by office, what differs in its part, None
    for what it took out · earlier: who answered in rounds before."""

    base: str
    origin: Contents
    offers: dict[str, dict[Key, Content | None]] = field(default_factory=dict)
    decided: dict[Key, Decision] = field(default_factory=dict)
    earlier: dict[Key, tuple[str, ...]] = field(default_factory=dict)

    def offices(self) -> list[str]:
        """In a fixed order, whatever order the parts came in."""
        return sorted(self.offers, key=lambda office: (office != HERE, office_key(office), office))

    def named(self, office: str) -> str:
        """An office as it is called here already, where it is."""
        return next((each for each in self.offers if office_key(each) == office_key(office)), office)

    def places(self) -> list[Key]:
        """Every place that an office changed, or that was decided on."""
        return sorted({*self.decided, *(key for offer in self.offers.values() for key in offer)})

    def said(self, key: Key) -> dict[str, Content | None]:
        """What the offices that changed a place say of it."""
        return {office: self.offers[office][key] for office in self.offices() if key in self.offers[office]}

    def seen(self, key: Key) -> tuple[tuple[str, str], ...]:
        """The same as a decision remembers it."""
        return tuple((office, looks(content)) for office, content in self.said(key).items())

    def disputed(self, key: Key) -> bool:
        """Whether the offices say different things."""
        return len({look for _, look in self.seen(key)}) > 1

    def open(self, key: Key) -> bool:
        """Whether they do and nobody has chosen."""
        return self.disputed(key) and key not in self.decided

    def content(self, key: Key) -> Content | None:
        """What stands in a place: what was decided, or what all offices that changed it say, or what stood there."""
        if key in self.decided:
            return self.decided[key].content
        said = self.said(key)
        return next(iter(said.values())) if said and not self.disputed(key) else self.origin.get(key)

    def contents(self) -> Contents:
        """What the workbook holds."""
        found = dict(self.origin)
        for key in self.places():
            content = self.content(key)
            if content is None:
                found.pop(key, None)
            else:
                found[key] = content
        return found

    def text(self) -> str:
        """As the merged workbook keeps it."""
        told = {
            "base": self.base,
            "origin": _listed(self.origin),
            "offers": {office: _listed(self.offers[office]) for office in self.offices()},
            "decided": [[key, each.by, as_data(each.content), each.seen] for key, each in sorted(self.decided.items())],
            "earlier": [[key, offices] for key, offices in sorted(self.earlier.items())],
        }
        return json.dumps(told, ensure_ascii=True, separators=(",", ":"))


def record_of(text: str, known: Iterable[Key]) -> Record | None:
    """A record read back; None where somebody changed it so that it cannot be. Places that are not `known` sorts are none of ours."""
    try:
        told = json.loads(text)
        decided = {tuple(key): (by, of_data(content), seen) for key, by, content, seen in told["decided"]}
        record = Record(
            str(told["base"]),
            {key: content for key, content in _read(told["origin"]).items() if content is not None},
            {str(office): _read(offers) for office, offers in told["offers"].items()},
            {
                key: Decision(None if by is None else str(by), content, tuple((str(o), str(look)) for o, look in seen))
                for key, (by, content, seen) in decided.items()
            },
            {tuple(key): tuple(map(str, offices)) for key, offices in told["earlier"]},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    sound = frozenset(known)
    return record if all(key in sound or key[0] in LOOSE for key in {*record.origin, *record.places()}) else None


LOOSE = ("note", "accepted")
"""Sorts of places that no edition limits."""


def _listed(found: Mapping[Key, Content | None]) -> list[object]:
    return [[key, as_data(content)] for key, content in sorted(found.items(), key=lambda each: each[0])]


def _read(listed: Iterable[tuple[list[str], object]]) -> dict[Key, Content | None]:
    return {tuple(map(str, key)): of_data(content) for key, content in listed}
