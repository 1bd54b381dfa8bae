"""Workbooks that many tests look at, built once a run."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from support import answers, grid_of, open_book, recalculated

from safeaudit.audit import Audit, blank_audit, from_answers
from safeaudit.cells import Grid
from safeaudit.examples import sample_city
from safeaudit.workbook import build_workbook


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the workbooks below."""
    return tmp_path_factory.mktemp("books")


@pytest.fixture(scope="session")
def blank(books: Path) -> Path:
    """The blank workbook."""
    build_workbook(books / "blank.xlsx", workbook_id="test")
    return books / "blank.xlsx"


@pytest.fixture(scope="session")
def pseudo(books: Path) -> Path:
    """The blank workbook in the pseudo-language."""
    build_workbook(books / "pseudo.xlsx", blank_audit("qps"), workbook_id="test")
    return books / "pseudo.xlsx"


@pytest.fixture(scope="session")
def rich_audit() -> Audit:
    """An audit with an answer in every column of every sheet."""
    return from_answers(answers(random.Random(20261101)))


@pytest.fixture(scope="session")
def rich(books: Path, rich_audit: Audit) -> Path:
    """The workbook with an answer in every column of every sheet."""
    build_workbook(books / "rich.xlsx", rich_audit, workbook_id="test")
    return books / "rich.xlsx"


@pytest.fixture(scope="session")
def sample(books: Path) -> Path:
    """The workbook of the sample city, as the audit knows it (without the cells somebody typed wrongly)."""
    build_workbook(books / "sample.xlsx", sample_city()[0], workbook_id="test")
    return books / "sample.xlsx"


@pytest.fixture(scope="session")
def recalculated_books(
    blank: Path, rich: Path, sample: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Blank, rich and sample workbook after LibreOffice worked out every formula and saved them."""
    made = recalculated([blank, rich, sample], tmp_path_factory.mktemp("office"))
    return {path.stem: path for path in made}


@pytest.fixture(scope="session")
def blank_grid(blank: Path) -> Grid:
    """The cells of the blank workbook."""
    return grid_of(blank)


@pytest.fixture(scope="session")
def blank_book(blank: Path) -> Any:
    """The blank workbook as openpyxl sees it. Not to be changed."""
    return open_book(blank)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes made by the clock would give each worker other test names."""
    return argname if isinstance(val, bytes) else None
