"""The documents tell the truth: examples run, output is what is printed, tables name what exists, links lead somewhere."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from support import ROOT

import safeaudit
from safeaudit import cli, doors
from safeaudit.examples import sample_city

DOCUMENTS = [ROOT / name for name in ("README.md", "INSTALL.md", "CONTRIBUTING.md", "CHANGELOG.md")]
DOCUMENTS += sorted((ROOT / "docs").glob("*.md")) + sorted((ROOT / "examples").rglob("README.md"))
README = (ROOT / "README.md").read_text("utf-8")
INSTALL = (ROOT / "INSTALL.md").read_text("utf-8")
JSON_PAGE = (ROOT / "docs" / "findings-json.md").read_text("utf-8")


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def section(text: str, heading: str) -> str:
    """What stands under a heading, down to the next of its level or above."""
    level = len(heading) - len(heading.lstrip("#"))
    _, _, rest = text.partition(f"\n{heading}\n")
    assert rest, f"no heading {heading}"
    return re.split(rf"^#{{1,{level}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def table(text: str) -> list[list[str]]:
    """The rows of all tables in a text, without headers."""
    lines = re.findall(r"^\|(.*)\|$", text, re.MULTILINE)
    rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)] for line in lines]
    headers = [number - 1 for number, row in enumerate(rows) if set("".join(row)) <= set("-: ")]
    return [row for number, row in enumerate(rows) if number not in headers and number - 1 not in headers]


def run(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run Python in this folder, standard error among the output where it came."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "PYTHONIOENCODING": "utf-8",
            "COLUMNS": "100",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


# README: the tour and the example ------------------------------------------------------------------------------------


def test_the_tour_shows_what_the_commands_print(tmp_path: Path) -> None:
    commands = 0
    for block in blocks(section(README, "## Five minutes"), "console"):
        for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            name, *arguments = shlex.split(command)
            assert name == "safeaudit"
            printed = run(["-m", "safeaudit", *arguments], tmp_path).stdout.replace("\\", "/")
            assert as_pattern(settled(shown)).fullmatch(settled(printed)), (
                f"{command} printed:\n{printed}\nand the README shows:\n{shown}"
            )
            commands += 1
    assert commands == 5


def settled(text: str) -> str:
    """A text without what moves with each new column or rule: cell addresses and counts. Codes stay."""
    return re.sub(r"(?<![-\w])\d+", "0", re.sub(r"(?<=!)[A-Z]+\d+", "A1", text))


def as_pattern(shown: str) -> re.Pattern[str]:
    """A line "…" stands for any lines, "…" at the end of a line for any ending."""
    parts = []
    for line in shown.splitlines():
        if line == "…":
            parts.append(r"(?:.*\n)*?")
        elif re.search(r"\S …$", line) and not line.startswith(("█", "░")):
            parts.append(re.escape(line.removesuffix("…")) + r".*\n")
        else:
            parts.append(re.escape(line) + r"\n")
    return re.compile("".join(parts))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample city's workbook where the demo puts it."""
    made = tmp_path_factory.mktemp("docs")
    (made / "safeaudit-demo").mkdir()
    audit, raw = sample_city()
    safeaudit.build_workbook(made / "safeaudit-demo" / "sample-city.xlsx", audit, raw=raw, workbook_id="sample-city")
    return made


def test_the_python_example_prints_what_the_readme_says(folder: Path) -> None:
    part = section(README, "## Python")
    [program], [output] = blocks(part, "python"), blocks(part, "text")
    done = run(["-c", program], folder)
    assert settled(done.stdout) == settled(output)
    assert (folder / "report.docx").is_file()


def test_the_readme_has_two_commands_and_continuous_integration_runs_them() -> None:
    commands = re.findall(r"^python -m pip install .* && .*$", README, re.MULTILINE)
    assert commands == [
        "python -m pip install . && python -m safeaudit demo",
        'python -m pip install ".[test]" && python -m pytest',
    ]
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    for number in (1, 2):
        assert re.search(rf'^in_venv \w+ .* "\$\(readme_command {number}\)"$', script, re.MULTILINE)


# Tables --------------------------------------------------------------------------------------------------------------


def parsers() -> dict[str, ArgumentParser]:
    """The parser of each command."""
    [commands] = [action for action in cli.parser()._actions if hasattr(action, "choices") and action.choices]
    found: dict[str, ArgumentParser] = dict(commands.choices)  # type: ignore[arg-type]
    return found


def test_the_readme_names_every_command_and_no_other() -> None:
    written = [row[0].strip("`").split()[1] for row in table(section(README, "## Commands")) if "safeaudit " in row[0]]
    assert sorted(written) == sorted(parsers())


def test_every_option_in_the_table_of_commands_exists() -> None:
    for row in table(section(README, "## Commands")):
        if row[0].startswith("`safeaudit "):
            name = row[0].strip("`").split()[1]
            known = {option for action in parsers()[name]._actions for option in action.option_strings}
            assert set(re.findall(r"(?<![\w-])--?[a-z-]+", row[0])) <= known


def test_the_readme_names_the_exit_codes() -> None:
    written = [int(row[0]) for row in table(section(README, "## Commands")) if row[0].isdigit()]
    assert written == [cli.DONE, cli.ERRORS, cli.WRONG_USE, cli.NO_FILE]


def test_the_readme_names_the_public_functions() -> None:
    named = set(re.findall(r"`(\w+)`", section(README, "## Python")))
    assert {name for name in safeaudit.__all__ if name.islower()} <= named


def test_the_places_the_readme_names_exist() -> None:
    for row in table(section(README, "## Where to find what")):
        for place in re.findall(r"`([^`]+/[^`]*)`", row[1]):
            assert list(ROOT.glob(place.rstrip("/"))), place


IN_CAPITALS = {
    "file": "FILE",
    "what": "WHAT",
    "part": "PART",
    "cell": "CELL",
    "program": "PROGRAM",
    "found": "VERSION",
    "known": "KNOWN",
}
"""How the page writes what a sentence is filled with."""


def test_troubleshooting_has_every_sentence_for_a_refused_file() -> None:
    written = [row[0] for row in table(section(INSTALL, "## Troubleshooting"))]
    for sentence in doors.REFUSALS.values():
        assert sentence.format(**IN_CAPITALS) in written


def test_troubleshooting_quotes_only_sentences_that_exist() -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "safeaudit").rglob("*.py"))
    code = re.sub(r'"\s*\n\s*"', "", code)
    for row in table(section(INSTALL, "## Troubleshooting")):
        if re.search(r"\bFILE\b", row[0]):
            names = {capital: f"{{{name}}}" for name, capital in IN_CAPITALS.items()}
            quoted = re.sub(r"\b[A-Z]+\b", lambda match, names=names: names.get(match[0], match[0]), row[0])
            assert quoted in code, row[0]


# JSON ----------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def told(folder: Path) -> dict[str, Any]:
    """What `check --format json` prints for the sample city."""
    done = run(["-m", "safeaudit", "check", "safeaudit-demo/sample-city.xlsx", "--format", "json"], folder)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_page_on_json_names_every_name_and_no_other(told: dict[str, Any]) -> None:
    def names(heading: str) -> list[str]:
        return [row[0].strip("`") for row in table(section(JSON_PAGE, heading))]

    assert names("## The workbook") == list(told)
    assert names("## A finding") == [*told["findings"][0], "accepted"]


def test_the_example_on_the_page_on_json_is_real(told: dict[str, Any]) -> None:
    [example] = [json.loads(block) for block in blocks(JSON_PAGE, "json")]
    assert list(example) == list(told)
    assert list(example["counts"]) == list(told["counts"])
    for name in ("file", "city", "workbook_id", "instrument", "language"):
        assert example[name] == told[name]
    [finding] = example["findings"]
    assert {**finding, "cell": ""} in [{**found, "cell": ""} for found in told["findings"]]


# All documents -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text("utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if target.startswith("https://"):
            continue
        name, _, anchor = target.partition("#")
        file = (path.parent / name) if name else path
        assert file.exists(), target
        assert not anchor or anchor in anchors(file.read_text("utf-8")), target


def anchors(text: str) -> set[str]:
    """The anchors of the headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def test_the_newest_version_in_the_changelog_is_this_one() -> None:
    versions = re.findall(r"^## \[([^\]]+)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert versions[:2] == ["Unreleased", safeaudit.__version__]


@pytest.mark.parametrize("name", ["workbook.png", "report.png"])
def test_pictures_are_small_enough_to_load(name: str) -> None:
    path = ROOT / "docs" / "pictures" / name
    with Image.open(path) as picture:
        assert 800 <= picture.width <= 1400
    assert path.stat().st_size < 300_000
    assert f"docs/pictures/{name}" in README
