"""The finished audits that come with the product, read from their reviewable data."""

from __future__ import annotations

from pathlib import Path

from safeaudit.audit import Audit, from_answers
from safeaudit.edition import FULL, shipped
from safeaudit.framework import read_yaml
from safeaudit.paths import data_folder

Raw = dict[tuple[str, str, str], object]


def sample_city() -> tuple[Audit, Raw]:
    """The invented sample city: its audit, and the cells whose contents are written as somebody typed them."""
    return load(data_folder("examples") / "sample-city")


def sample_city_later() -> tuple[Audit, Raw]:
    """The follow-up audit of the sample city, two years after the first."""
    return load(data_folder("examples") / "sample-city-follow-up")


def small_town() -> tuple[Audit, Raw]:
    """The invented small town: its audit in the rapid edition."""
    return load(data_folder("examples") / "small-town", "rapid")


def load(folder: Path, edition: str = FULL) -> tuple[Audit, Raw]:
    """An audit kept as one YAML file a sheet, and the contents of raw.yaml by (sheet ID, row ID, column)."""
    answers = {}
    asked = shipped(edition)
    for sheet_id in asked.sheets:
        path = folder / f"{sheet_id.lower()}.yaml"
        if path.exists():
            answers[sheet_id] = read_yaml(path.read_text("utf-8"), path.name) or {}
    raw: Raw = {}
    path = folder / "raw.yaml"
    if path.exists():
        for entry in read_yaml(path.read_text("utf-8"), path.name):
            raw[entry["sheet"], entry["row"], entry["column"]] = entry["value"]
    return from_answers(answers, source=folder.name, edition=asked), raw
