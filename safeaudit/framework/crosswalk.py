"""Where the parts of this instrument stand in the guides and agendas of others, as crosswalk.yaml says it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from safeaudit.framework import Document, guides, item


@dataclass(frozen=True, slots=True)
class Section:
    """A section of another guide, and what here answers it; `partly` where that asks for more."""

    id: str
    section: str
    label: str
    sheets: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    partly: bool = False


@dataclass(frozen=True, slots=True)
class Scheme:
    """Another guide or agenda, section by section."""

    id: str
    title: str
    publisher: str
    year: int
    document: str
    sections: tuple[Section, ...]


@cache
def crosswalk() -> dict[str, Scheme]:
    """Every scheme by ID: sga, efus, nua.

    FrameworkError for a sheet or line that is not there, a section that nothing answers, and an entry nobody knows.
    """
    document, found = Document("crosswalk"), {}
    seen: set[str] = set()
    for entry in map(dict, document.entries("schemes")):
        sections = tuple(_section(document, dict(part), seen) for part in entry.pop("sections"))
        found[entry["id"]] = document.make(Scheme, {**entry, "sections": sections})
    return found


def _section(document: Document, part: dict[str, object], seen: set[str]) -> Section:
    sheets, rows = (tuple(map(str, _listed(part.pop(name, ())))) for name in ("sheets", "rows"))
    unknown = [name for name in sheets if name not in guides()] + [name for name in rows if item(name) is None]
    if unknown:
        raise document.error(part, f"there is no {unknown[0]}")
    if not sheets and not rows:
        raise document.error(part, "no sheet and no line answers it")
    if part["id"] in seen:
        raise document.error(part, f"the ID {part['id']} is used twice")
    seen.add(str(part["id"]))
    return document.make(Section, {**part, "sheets": sheets, "rows": rows})


def _listed(given: object) -> tuple[object, ...]:
    return tuple(given) if isinstance(given, (list, tuple)) else (given,)
