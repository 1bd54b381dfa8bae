"""How sure a judgement can be, worked out from the cells: by its evidence, and by kind, age, gaps and splits of its source."""

from __future__ import annotations

from truth_cells import SET, Book, Line
from truth_figures import ended

GRADES = ["low", "medium", "high"]
BEST = {
    "official_statistics": 3, "survey": 3, "research": 3, "prices": 3,
    "administrative": 2, "testimony": 2, "expert": 2, "case_files": 2,
}  # fmt: skip
"""What cannot be better than low does not stand here: media, seizures, none yet, nothing yet, not known."""


def of_source(b: Book, source: Line) -> int | None:
    """1 to 3; None for a source of which no kind is said."""
    if source["kind"] is None:
        return None
    end = b.profile["period_to"]
    steps_down = [
        bool(source["latest_year"] and end and end.year - (ended(source["latest_year"]) or 0) > SET["data_age_years"]),
        source["quality"] == "low" or source["shared"] in ("no", "partly"),
        "yes" not in source.some("by_sex", "by_age", "by_area"),
    ]
    return max(1, BEST.get(source["kind"], 1) - sum(steps_down))


def graded(b: Book, row: Line, basis: str = "evidence", sources: tuple[str, ...] = ("source",)) -> str | None:
    """low, medium or high; None while it is not said what the judgement rests on."""
    if row[basis] is None:
        return None
    found = [of_source(b, b.by_id[name]) for name in row.some(*sources)]
    of_sources = max((each for each in found if each), default=2)
    return GRADES[min(BEST.get(row[basis], 1), of_sources) - 1]


def grade(b: Book, row: Line) -> str | None:
    return graded(b, row, "scale_basis", ("source_1", "source_2")) if row.sheet == "FLOWS" else graded(b, row)


def surely(b: Book, row: Line) -> str | None:
    """The lower of what was typed and what is worked out, where something was typed."""
    if row["confidence"] is None:
        return None
    found = [each for each in (row["confidence"], grade(b, row)) if each in GRADES]
    return min(found, key=GRADES.index) if found else row["confidence"]
