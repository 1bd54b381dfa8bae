"""The sample city in an edition that asks less of it: quick to build, to read and to save."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from pathlib import Path

from documents import Answers, answers_of

from safeaudit.audit import Audit, from_answers
from safeaudit.edition import Edition, full
from safeaudit.examples import sample_city
from safeaudit.sheets import Form
from safeaudit.workbook import build_workbook

FEW = ("PROFILE", "AREAS", "SOURCES", "INDICATORS", "RISKS")


def within(edition: Edition) -> Audit:
    """The sample city, as far as an edition asks."""
    found: Answers = {}
    for sheet_id, cls in edition.sheets.items():
        rows, asked = answers_of_city().get(sheet_id, {}), cls.columns
        if isinstance(cls.rows, Form):
            found[sheet_id] = {column: value for column, value in rows.items() if column in asked}
        else:
            found[sheet_id] = {
                row_id: {column: value for column, value in rows[row_id].items() if column in asked}
                for row_id in cls.ids()
                if row_id in rows
            }
    return from_answers(found, edition=edition)


@cache
def answers_of_city() -> Answers:
    return answers_of("sample-city")


def asking(sheets: Collection[str]) -> Edition:
    """The full edition with these of its sheets alone."""
    return full().without("few", [sheet_id for sheet_id in full().sheets if sheet_id not in sheets])


def some_of_the_city() -> Audit:
    """The sample city with a few of its sheets, of which a report is quick to make."""
    return within(asking(FEW))


def city_of(path: Path, sheets: Collection[str] = FEW, *, raw: bool = True) -> Path:
    """The workbook of the sample city with these sheets alone, as its officer saved it: `raw` with the wrongly typed cells."""
    typed = {place: content for place, content in sample_city()[1].items() if raw and place[0] in sheets}
    build_workbook(path, within(asking(sheets)), raw=typed, workbook_id=path.stem)
    return path
