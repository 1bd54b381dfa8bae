"""Which figures an indicator has had so far: the range beyond which a figure is asked about, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from safeaudit.framework import Document


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, both included; `source` says where that comes from."""

    low: float
    high: float
    source: str


@cache
def plausible() -> dict[str, Range]:
    """The range of each indicator that has one, by row ID; FrameworkError when one is faulty."""
    document = Document("indicators")
    found = {}
    for group in document.data["groups"]:
        for entry in group["items"]:
            if "plausible" in entry:
                found[entry["id"]] = range_of(document, entry)
    return found


def range_of(document: Document, entry: dict[str, object]) -> Range:
    """The range of one entry; FrameworkError with file and line when something in it is missing or wrong."""
    given = entry["plausible"]
    if not isinstance(given, dict) or set(given) != {"low", "high", "source"}:
        raise document.error(entry, "plausible needs low, high and source")
    low, high, source = given["low"], given["high"], given["source"]
    if not all(isinstance(end, (int, float)) and not isinstance(end, bool) for end in (low, high)) or low >= high:
        raise document.error(entry, "plausible: low and high must be numbers, low the lesser")
    if not isinstance(source, str) or not source.strip():
        raise document.error(entry, "plausible: say where the range comes from")
    return Range(float(low), float(high), source)
