"""No public document tells a count of 1 to 4, nor gives it by subtraction: a reader who tries every number finds no single one.

The reader here is no part of the product. It knows which counts are parts of which, sees what public versions show, and goes
through all whole numbers that fit.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from support import LONG
from test_public import without_pictures

from safeaudit import build_workbook, cli, framework
from safeaudit.audience import View, for_audience
from safeaudit.audit import Audit, from_answers
from safeaudit.care.figures import figure, is_plain_count
from safeaudit.rules import all_rules
from safeaudit.rules.base import findings

BAND = frozenset({1, 2, 3, 4})
AREAS = ("ARE-01", "ARE-02", "ARE-03")
NO_LIMIT = settings(max_examples=25 if LONG else 8, deadline=None, suppress_health_check=[HealthCheck.too_slow])


# A city whose counts are parts of each other ------------------------------------------------------------------------------


@dataclass
class City:
    """Counts by area and sex: the leaves; every line is a sum of leaves."""

    leaves: Mapping[tuple[str, str], int]
    lines: dict[str, tuple[str, str | None, str | None]] = field(default_factory=dict)
    """Row ID → (area or CITY, sex or None for both, row ID of what it is a part of)."""

    def value(self, row_id: str) -> int:
        return sum(self.leaves[leaf] for leaf in self.within(row_id))

    def within(self, row_id: str) -> list[tuple[str, str]]:
        area, sex, _ = self.lines[row_id]
        return [leaf for leaf in self.leaves if area in ("CITY", leaf[0]) and sex in (None, leaf[1])]

    def rows(self, only: Sequence[str] = (), **levels: str) -> dict[str, dict[str, Any]]:
        found = {}
        for row_id, (area, sex, whole) in self.lines.items():
            if only and row_id not in only:
                continue
            row = {
                "label": f"Robbed {sex or 'people'} {row_id}",
                "value": float(self.value(row_id)),
                "unit": "cases a year",
            }
            row |= {"year": 2025, "area": area, "figure_kind": "count"}
            row |= {"part_of": whole} if whole and (not only or whole in only) else {}
            found[row_id] = row | ({"sensitivity": levels[row_id[-3:]]} if row_id[-3:] in levels else {})
        return found


def city(values: Sequence[int], areas: Sequence[str], sexes: Sequence[str]) -> City:
    """A table with its margins: the whole, its areas, its sexes, and each sex in each area."""
    leaves = dict(zip(itertools.product(areas, sexes), values, strict=False))
    names = iter([f"IND-{layer}X{number}" for layer in "CSR" for number in range(1, 6)])
    made = City(leaves)
    whole = next(names)
    made.lines[whole] = ("CITY", None, None)
    by_area = {area: next(names) for area in areas if len(areas) > 1}
    made.lines |= {row: (area, None, whole) for area, row in by_area.items()}
    if len(sexes) > 1:
        made.lines |= {next(names): ("CITY", sex, whole) for sex in sexes}
        if len(areas) > 1:
            made.lines |= {next(names): (area, sex, by_area[area]) for area in areas for sex in sexes}
    return made


def audit(rows: dict[str, dict[str, Any]]) -> Audit:
    named = {area: {"name": f"Quarter {area[-1]}", "population": 40_000} for area in AREAS}
    return from_answers({"PROFILE": {"city": "Saranel", "population": 120_000}, "AREAS": named, "INDICATORS": rows})


# The reader ---------------------------------------------------------------------------------------------------------------


def told(views: Sequence[View], made: City) -> dict[str, range | int]:
    """What a reader knows of each line after all these versions: its number, or that it is fewer than 5."""
    known: dict[str, range | int] = {}
    for view in views:
        for row_id, (area, _, _) in made.lines.items():
            row, reason = view.audit.by_id.get(row_id), view.masked.get((row_id, "value"))
            if row is not None and getattr(row, "value", None) is not None:
                known[row_id] = int(row.value)
            elif reason == "small_number":
                known.setdefault(row_id, range(1 if area == "CITY" else 0, 5))
    return known


def possible(made: City, known: Mapping[str, range | int]) -> dict[str, set[int]]:
    """Every number each line could hold, given what is known of all."""
    found: dict[str, set[int]] = {row_id: set() for row_id in made.lines}
    leaves = list(made.leaves)
    sums = [([leaves.index(leaf) for leaf in made.within(row_id)], known[row_id]) for row_id in known]
    most = max(made.leaves.values()) + 6
    for values in _tables(len(leaves), most, sums):
        for row_id in made.lines:
            found[row_id].add(sum(values[leaves.index(leaf)] for leaf in made.within(row_id)))
    return found


def _tables(size: int, most: int, sums: Sequence[tuple[list[int], range | int]]) -> Iterator[tuple[int, ...]]:
    """All tables of leaves that fit; a sum is tested as soon as its last leaf is set."""
    due: dict[int, list[tuple[list[int], range | int]]] = {}
    for leaves, value in sums:
        due.setdefault(max(leaves), []).append((leaves, value))

    def further(values: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        place = len(values)
        if place == size:
            yield values
            return
        for value in range(most + 1):
            more = (*values, value)
            if all(_fits(sum(more[leaf] for leaf in leaves), said) for leaves, said in due.get(place, ())):
                yield from further(more)

    return further(())


def _fits(total: int, said: range | int) -> bool:
    return total == said if isinstance(said, int) else total in said


def given_away(views: Sequence[View], made: City) -> dict[str, set[int]]:
    """The small counts that the reader can narrow further than to “fewer than 5”."""
    found = possible(made, told(views, made))
    small = {row_id for row_id in made.lines if made.value(row_id) in BAND}
    return {row_id: found[row_id] for row_id in small if not (found[row_id] >= BAND or len(found[row_id]) >= len(BAND))}


def shown(view: View, made: City) -> set[int]:
    """The counts of 1 to 4 that stand there."""
    return {made.value(row_id) for row_id in made.lines if view.audit.by_id[row_id].value is not None} & BAND  # type: ignore[attr-defined]


SHAPES = st.sampled_from([(2, 1), (3, 1), (1, 2), (2, 2)])
SEXES = ("women", "men")


@st.composite
def cities(draw: st.DrawFn) -> City:
    areas, sexes = draw(SHAPES)
    values = draw(st.lists(st.integers(0, 9), min_size=areas * sexes, max_size=areas * sexes))
    return city(values, AREAS[:areas], SEXES[:sexes] if sexes > 1 else ("all",))


# One version --------------------------------------------------------------------------------------------------------------


@NO_LIMIT
@given(cities())
def test_no_small_count_is_told_or_follows_from_areas_and_sexes(made: City) -> None:
    view = for_audience(audit(made.rows()), [], "public")
    assert shown(view, made) == set()
    assert given_away([view], made) == {}


@NO_LIMIT
@given(cities(), st.data())
def test_nor_where_lines_are_withheld_for_other_reasons(made: City, data: st.DataObject) -> None:
    closed = data.draw(st.sampled_from(sorted(made.lines)))
    view = for_audience(audit(made.rows(**{closed[-3:]: "restricted"})), [], "public")
    assert given_away([view], made) == {}


@NO_LIMIT
@given(st.lists(st.integers(0, 9), min_size=2, max_size=3))
def test_nor_from_counts_that_nobody_declared_as_parts(values: list[int]) -> None:
    assume(sum(values))
    made = city(values, ("CITY",), ("women", "men", "others")[: len(values)])
    rows = made.rows()
    for row in rows.values():
        row.pop("part_of", None)
        row.pop("figure_kind")
    view = for_audience(audit(rows), [], "public")
    assert shown(view, made) == set()
    found = possible(made, told([view], made))
    assert {row_id for row_id in made.lines if made.value(row_id) in BAND and len(found[row_id]) == 1} == set()


def test_the_reader_of_this_test_does_find_what_is_given_away() -> None:
    made = city([3, 9], AREAS[:2], ("all",))
    view = for_audience(audit(made.rows()), [], "public")
    assert given_away([view], made) == {}
    naked = dict(told([view], made)) | {row_id: made.value(row_id) for row_id in ("IND-CX1", "IND-CX3")}
    assert possible(made, naked)["IND-CX2"] == {3}


# Several versions ---------------------------------------------------------------------------------------------------------


@NO_LIMIT
@given(cities(), st.data())
def test_a_second_edition_gives_nothing_away_that_the_first_hid(made: City, data: st.DataObject) -> None:
    some = data.draw(st.lists(st.sampled_from(sorted(made.lines)), min_size=1, unique=True))
    first = audit(made.rows(some))
    published = for_audience(first, [], "public")
    now = for_audience(audit(made.rows()), [], "public", published=[first])
    lost = given_away([published], made)  # what the first edition told already, nothing can take back
    assert {row_id for row_id in given_away([published, now], made) if row_id not in lost} == set()


def test_what_was_published_is_heeded() -> None:
    made = city([3, 9, 8], AREAS, ("all",))
    rows = made.rows()
    first = audit({name: rows[name] for name in ("IND-CX1", "IND-CX2", "IND-CX4")})  # without the second area
    published = for_audience(first, [], "public")
    assert published.audit.by_id["IND-CX4"].value == 8  # type: ignore[attr-defined]
    second = audit(rows)
    alone, heeding = for_audience(second, [], "public"), for_audience(second, [], "public", published=[first])
    assert given_away([alone], made) == {}
    assert given_away([published, alone], made) != {}, "the two together would give it away"
    assert given_away([published, heeding], made) == {}


@NO_LIMIT
@given(cities(), st.data())
def test_two_audits_in_one_document_give_nothing_away(made: City, data: st.DataObject) -> None:
    some = data.draw(st.lists(st.sampled_from(sorted(made.lines)), min_size=1, unique=True))
    before, after = audit(made.rows(some)), audit(made.rows())
    views = [for_audience(before, [], "public", beside=after), for_audience(after, [], "public", beside=before)]
    assert given_away(views, made) == {}


@NO_LIMIT
@given(st.integers(0, 12), st.integers(0, 12), st.booleans())
def test_a_corrected_count_of_one_year_shows_no_small_step(old: int, new: int, published: bool) -> None:
    row = {"label": "Robbed", "unit": "cases", "year": 2025, "area": "CITY"}
    first, second = (audit({"IND-CX1": {**row, "value": float(value)}}) for value in (old, new))
    if published:
        views = [for_audience(first, [], "public"), for_audience(second, [], "public", published=[first])]
    else:
        views = [for_audience(first, [], "public", beside=second), for_audience(second, [], "public", beside=first)]
    values = [view.audit.by_id["IND-CX1"].value for view in views]  # type: ignore[attr-defined]
    assert not set(values) & {1.0, 2.0, 3.0, 4.0}
    if None not in values:
        assert abs(values[0] - values[1]) not in BAND
    if old == new and old not in BAND:
        assert values == [float(old)] * 2, "nothing is hidden without need"


def test_an_earlier_figure_that_was_hidden_then_is_hidden_as_an_earlier_figure() -> None:
    made = city([3, 19], AREAS[:2], ("all",))
    then = audit(made.rows())
    hidden = {place for place in for_audience(then, [], "public").masked if place[1] == "value"}
    rows = {
        row_id: {
            **row,
            "value": row["value"] * 4 + 40,
            "year": 2027,
            "earlier_value": row["value"],
            "earlier_year": 2025,
        }
        for row_id, row in made.rows().items()
    }
    now = for_audience(audit(rows), [], "public", published=[then])
    assert hidden
    assert {row_id for row_id, column in now.masked if column == "earlier_value"} >= {row_id for row_id, _ in hidden}


def test_the_command_line_heeds_what_was_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = city([3, 9, 8], AREAS, ("all",))
    rows = made.rows()
    for name, only in (("then", ("IND-CX1", "IND-CX2", "IND-CX4")), ("now", tuple(rows))):
        build_workbook(tmp_path / f"{name}.xlsx", audit({row: rows[row] for row in only}))
    now, then = str(tmp_path / "now.xlsx"), str(tmp_path / "then.xlsx")
    listed = {}
    for name, further in (("alone", []), ("heeding", ["--published", then])):
        report = tmp_path / f"{name}.docx"
        with without_pictures():
            cli.run(["report", now, "--audience", "public", *further, "-o", str(report)])
        withheld = json.loads(report.with_name(f"{name}.withheld.json").read_text("utf-8"))["withheld"]
        listed[name] = {each["row"]: each["reason"] for each in withheld if each["column"] == "value"}
    assert listed["heeding"] != listed["alone"]
    assert "IND-CX3" in listed["heeding"], "the second area must go: the city's and the third area's figures are out"
    assert cli.run(["report", now, "--published", then]) == 2
    assert "--published is for a public report" in "".join(capsys.readouterr())


# What a figure is ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        ("cases per year", "count"), ("cases a year", "count"), ("rapes per month", "count"), ("victims", "count"), ("incidents", "count"),
        ("per 100,000 people a year", "rate"), ("cases per 1,000 households", "rate"), ("per 100 people", "rate"), ("% of residents", "share"),
        ("% a year", "share"), ("index", "share"),
    ],
)  # fmt: skip
def test_what_a_figure_is_by_its_unit(unit: str, kind: str) -> None:
    assert figure("IND-CX1", None, unit, {"en"}).kind == kind


@pytest.mark.parametrize(
    ("language", "unit"),
    [("fr", "cas par an"), ("es", "casos al año"), ("pt", "casos por ano"), ("ru", "случаев в год"), ("zh", "每年案件"), ("ar", "حالات في السنة")],
)  # fmt: skip
def test_a_time_makes_no_rate_in_any_language(language: str, unit: str) -> None:
    assert figure("IND-CX1", None, unit, {language}).kind == "count"


@pytest.mark.parametrize(
    ("typed", "unit", "kind"),
    [
        ("count", "gizmos", "count"), ("rate", "gizmos", "rate"), ("share", "gizmos", "share"), ("score", "gizmos", "score"),
        ("share", "cases a year", "count"), ("rate", "cases", "count"), ("count", "per 100,000 people", "count"), (None, "gizmos", "count"),
    ],
)  # fmt: skip
def test_the_answer_counts_but_opens_nothing(typed: str | None, unit: str, kind: str) -> None:
    assert figure("IND-CX1", typed, unit, {"en"}).kind == kind


def test_every_line_of_the_framework_says_what_its_figure_is() -> None:
    items = list(framework.rows("indicators").items())
    assert {item.details.get("kind") for item in items} <= {"count", "rate", "share", "score"}
    assert all(item.details.get("kind") for item in items)
    assert [item.id for item in items if item.details["kind"] == "share" and "%" not in item.details["unit"]] == []
    assert [item.id for item in items if item.details["kind"] == "rate" and "per " not in item.details["unit"]] == []
    assert figure("IND-C07", None, None, {"en"}).kind == "count"
    assert not is_plain_count("IND-R02", None, None, {"en"}), "projects are nobody"


def test_a_count_by_its_own_word_is_spoken_of_and_masked() -> None:
    row = {
        "label": "Robbed",
        "value": 2.0,
        "unit": "reports per year",
        "figure_kind": "count",
        "year": 2025,
        "area": "ARE-01",
    }
    given_ = audit({"IND-CX1": row})
    assert [each.row_id for each in findings(all_rules()["SD-04"], given_)] == ["IND-CX1"]
    assert for_audience(given_, [], "public").masked["IND-CX1", "value"] == "small_number"
