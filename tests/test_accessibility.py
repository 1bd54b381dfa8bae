"""The workbook can be read by people who see little, see no colours, or listen to a screen reader."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from asked import SHEETS
from support import grid_of, layout_of, named, open_book, parts, xml

from safeaudit.workbook.layout import HEADER, STATUS
from safeaudit.workbook.overview_parts import FILLS, PATTERNS
from safeaudit.workbook.styles import BASE, CONDITIONS, STYLES

LEAST = 4.5
"""Contrast of text and ground that WCAG 2.2 asks for (level AA)."""


def luminance(colour: str) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[place : place + 2], 16)) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_worked_out_as_wcag_says() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


# Colours -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STYLES)
def test_text_of_every_style_stands_out_from_its_ground(name: str) -> None:
    style = {**BASE, **STYLES[name]}
    assert contrast(style["font_color"], style.get("bg_color", "#FFFFFF")) >= LEAST


@pytest.mark.parametrize(("condition", "name"), list(product(CONDITIONS, STYLES)))
def test_text_stands_out_also_where_a_condition_changes_its_colours(condition: str, name: str) -> None:
    """Conditions on whole tables may meet input, printed and computed cells; headers and titles carry none."""
    if name in ("title", "header", "header_computed", "group", "heading", "city") or name.startswith("heat_"):
        return
    style = {**BASE, **STYLES[name], **CONDITIONS[condition]}
    assert contrast(style["font_color"], style.get("bg_color", "#FFFFFF")) >= LEAST


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_condition_never_speaks_by_colour_alone(name: str) -> None:
    added = set(CONDITIONS[name]) - {"bg_color", "font_color", "border_color"}
    assert added & {"bold", "italic", "underline", "border"}


def test_missing_wrong_and_found_differ_in_more_than_colour() -> None:
    shapes = {
        name: tuple(CONDITIONS[name].get(each) for each in ("bold", "underline", "border"))
        for name in ("missing", "wrong", "found")
    }
    assert len(set(shapes.values())) == 3


def test_conditional_formats_of_the_file_are_those_styles(blank: Path) -> None:
    styles = xml(parts(blank)["xl/styles.xml"])
    formats = list(next(named(styles, "dxfs")))
    assert formats
    for each in formats:
        more = [inner for name in ("b", "i", "u", "border") for inner in named(each, name)]
        assert more, "a conditional format that changes colours only"


def test_every_row_says_its_state_in_words(rich: Path, blank: Path) -> None:
    for path, wanted in ((rich, "✓ complete"), (blank, "to fill")):
        grid = {sheet.title: sheet for sheet in grid_of(path).sheets}
        said = [
            grid[layout_of(sheet_id).tab].text(row, STATUS)
            for sheet_id in SHEETS
            for row in layout_of(sheet_id).row_numbers.values()
        ]
        assert any(wanted in text for text in said)
        assert all(text == "" or any(word in text for word in ("to fill", "complete", "to correct")) for text in said)


def test_series_of_one_chart_differ_in_pattern_and_not_only_in_colour() -> None:
    assert len(set(PATTERNS)) == len(PATTERNS) >= len(FILLS)


def test_the_heat_map_names_the_level_by_place_and_risk_not_by_colour(sample: Path) -> None:
    overview = next(sheet for sheet in grid_of(sample).sheets if sheet.title == "OVERVIEW")
    texts = {str(value.value) for value in overview.cells.values()}
    assert "Likelihood ↑   Impact →" in texts
    assert any(text.startswith("5 · ") for text in texts)


# Charts and reading order --------------------------------------------------------------------------------------------


def test_every_chart_has_a_title_and_an_alternative_text_that_says_what_it_shows(blank: Path) -> None:
    found = parts(blank)
    charts = [name for name in found if name.startswith("xl/charts/chart")]
    described = []
    for name, part in found.items():
        if name.startswith("xl/drawings/drawing"):
            described += [frame.get("descr", "") for frame in named(xml(part), "cNvPr")]
    assert len(described) == len(charts) >= 8
    assert all(len(text) >= 30 for text in described)
    assert len(set(described)) == len(described)
    for name in charts:
        assert list(named(xml(found[name]), "title")), name


def test_sheets_stand_in_the_order_in_which_they_are_read(blank: Path, blank_book: Any) -> None:
    """START's table of steps, the tabs and the links to the next sheet all tell the same order."""
    start = next(sheet for sheet in grid_of(blank).sheets if sheet.title == "START")
    tabs = [page.title for page in blank_book.worksheets if page.sheet_state == "visible"]
    listed = [str(value.value) for (_, column), value in sorted(start.cells.items()) if column == 3]
    steps = [text for text in listed if text in tabs]
    assert ["START", *steps] == tabs
    for here, following in zip(SHEETS, [*list(SHEETS)[1:], None], strict=True):
        texts = [cell.value for cell in blank_book[layout_of(here).tab][3] if cell.value]
        wanted = layout_of(following).tab if following else "CHECKS"
        assert f"Next: {wanted} →" in texts


def test_the_first_cell_a_screen_reader_meets_says_what_the_sheet_is(blank_book: Any) -> None:
    for page in blank_book.worksheets:
        if page.sheet_state == "visible":
            assert isinstance(page["B1"].value, str), page.title
            assert len(page["B1"].value) > 5, page.title


def test_headers_are_one_row_without_gaps_or_merged_cells(blank_book: Any) -> None:
    for sheet_id in SHEETS:
        layout = layout_of(sheet_id)
        page = blank_book[layout.tab]
        heads = [page.cell(HEADER, column).value for column in range(2, layout.last_column + 1)]
        assert all(heads), sheet_id
        assert len(set(heads)) == len(heads), sheet_id
        assert not [area for area in page.merged_cells.ranges if area.min_row <= HEADER <= area.max_row]


def test_selecting_a_sheet_starts_at_its_first_input_cell(rich: Path) -> None:
    book = open_book(rich)
    for sheet_id in SHEETS:
        page = book[layout_of(sheet_id).tab]
        chosen = page.sheet_view.selection[-1].activeCell
        assert not page[chosen].protection.locked, f"{sheet_id} {chosen}"


def test_no_text_is_smaller_than_nine_points() -> None:
    assert min({**BASE, **style}["font_size"] for style in STYLES.values()) >= 9
