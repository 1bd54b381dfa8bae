"""Damaged workbooks: every kind ends accepted, with findings that name the place, or refused in a plain sentence."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from asked import SHEETS
from mutations import BASES, KINDS, SAME, Book, Damage, Outcome, Place, small
from support import ROOT, few, fifteen_digits, open_book, plain

from safeaudit import NotReadable, check, read_audit
from safeaudit.audit import Audit
from safeaudit.cells import parse_a1
from safeaudit.cli.check_one import as_json
from safeaudit.findings import Finding

NAME = "City audit.xlsx"
SECONDS = 20
MEMORY = 1 << 30
JARGON = re.compile(
    r"zip|xml|expat|exception|traceback|pydantic|openpyxl|unicode|utf-?8|codec|regex|parse|attribut|namespace|"
    r"null|\bnone\b|\bnan\b|\bint\b|float|\bstr\b|tuple|\bdict\b|checksum|crc|directory|_|[{}\\]|safeaudit\.",
    re.IGNORECASE,
)
"""What a municipal officer need not know; a content somebody typed is taken out before it is looked for."""


@dataclass
class Base:
    """The workbook before it is damaged, and what reading it gives."""

    data: bytes
    answers: dict[Place, Any]
    findings: set[tuple[str, str, str]]
    problems: list[tuple[str, str, str]]


def base_of(data: bytes, folder: Path) -> Base:
    path = folder / NAME
    path.write_bytes(data)
    audit = read_audit(path)
    return Base(data, flat(audit), named(audit.findings), problems(check(audit)))


def flat(audit: Audit) -> dict[Place, Any]:
    """All answers by place."""
    return {
        (sheet_id, row_id, column): value
        for sheet_id, rows in plain(audit).items()
        for row_id, values in rows.items()
        for column, value in values.items()
    }


def named(findings: list[Finding]) -> set[tuple[str, str, str]]:
    return {(finding.rule, finding.row_id, finding.column or finding.message) for finding in findings}


def problems(findings: list[Finding]) -> list[tuple[str, str, str]]:
    """What the rules of the method find, without addresses and titles of sheets, which may change."""
    return sorted(
        (finding.rule, finding.row_id, finding.column)
        for finding in findings
        if not finding.rule.startswith(("WB-", "CL-"))
    )


@pytest.fixture(scope="session")
def bases(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Base]:
    """The workbook of the sample city, whole and cut down to some sheets."""
    folder = tmp_path_factory.mktemp("bases")
    return {name: base_of(small(sample.read_bytes(), keep), folder) for name, keep in BASES.items()}


def ids(heavy: bool) -> list[str]:
    return [name for name, kind in KINDS.items() if kind.heavy is heavy]


@pytest.mark.parametrize("name", few(ids(heavy=False), 150))
def test_damage_ends_as_it_must(name: str, bases: dict[str, Base], tmp_path: Path) -> None:
    kind = KINDS[name]
    base = bases[kind.base]
    path = tmp_path / NAME
    damaged = kind.do(base.data)
    assert damaged != base.data, "nothing was damaged"
    path.write_bytes(damaged)
    begun = time.monotonic()
    try:
        audit = read_audit(path)
    except NotReadable as refusal:
        assert_refused(str(refusal), refusal.__cause__, kind.outcome)
        return
    finally:
        assert time.monotonic() - begun < SECONDS
        assert path.read_bytes() == damaged, "the file was changed"
    assert kind.outcome.refused == "", "it was read, though it must not be"
    assert_findings(audit, kind, base, damaged)
    assert_answers(flat(audit), kind.outcome, base)
    found = check(audit)
    json.dumps(as_json(NAME, audit, found))
    if kind.outcome.rules:
        assert {rule for rule, *_ in set(problems(found)) - set(base.problems)} >= set(kind.outcome.rules)
    elif not (kind.outcome.changed or kind.outcome.lost):
        assert problems(found) == base.problems


def assert_refused(sentence: str, cause: BaseException | None, outcome: Outcome) -> None:
    assert outcome.refused, f"refused: {sentence}"
    code = getattr(cause, "code", "other_workbook")
    assert code == outcome.refused
    assert_plain(sentence)
    assert sentence.startswith(NAME)
    assert 1 <= len(re.findall(r"[.!](?= |$)", sentence.removesuffix("safeaudit new"))) <= 2


def assert_plain(text: str, *typed: str) -> None:
    """Words a municipal officer knows, whole sentences, nothing left to fill in; `typed` are contents quoted in it."""
    for content in sorted(filter(None, typed), key=len, reverse=True):
        text = text.replace(content, "…")
    text = re.sub(r"“[^”]*”|https?://\S+", "…", text)
    assert text.isprintable(), ascii(text)
    assert len(text) < 1_000
    assert not JARGON.search(text), f"{JARGON.search(text)} in {text}"
    assert text[:1].strip(), text
    assert "  " not in text, text


def assert_findings(audit: Audit, kind: Damage, base: Base, damaged: bytes) -> None:
    new = [finding for finding in audit.findings if not named([finding]) <= base.findings]
    assert {finding.rule for finding in new} == set(kind.outcome.findings), [(f.rule, f.place, f.message) for f in new]
    if kind.outcome.findings:
        first = [finding for finding in new if finding.rule == kind.outcome.findings[0]]
        assert kind.outcome.sheet in {finding.sheet for finding in first} | {""}, first
        assert kind.outcome.cell in {finding.cell for finding in first} | {""}, first
    titles = Book(damaged).titles()
    for finding in new:
        row = audit.by_id.get(finding.row_id)
        content = row.rejected.get(finding.column, "") if row is not None else ""
        assert_plain(finding.message, content, str(row.get(finding.column)) if row is not None and content else "")
        assert_plain(finding.remedy)
        assert finding.sheet or finding.rule == "WB-22" or "more places" in finding.message, finding.message
        assert finding.sheet in (*titles, "") or finding.rule in ("WB-01", "WB-28") or "\ufffd" in finding.sheet
        if finding.cell:
            parse_a1(finding.cell)
        assert finding.cell or finding.rule in ("WB-01", "WB-03", "WB-10", "WB-22", "WB-28"), finding.message


def assert_answers(now: dict[Place, Any], outcome: Outcome, base: Base) -> None:
    """Every answer as before, but for those the damage itself changed or took away."""
    wanted = dict(base.answers)
    for place, answer in outcome.changed.items():
        if answer is None:
            wanted.pop(place, None)
        elif answer is not SAME:
            wanted[place] = answer
    free = {place for place in {*wanted, *now} if any(covers(start, place) for start in outcome.lost)}
    assert {place: now[place] for place in now if place not in free} == {
        place: wanted[place] for place in wanted if place not in free
    }
    if outcome.lost:
        assert any(now.get(place) != wanted.get(place) for place in free), "nothing was lost"


def covers(start: tuple[str, ...], place: Place) -> bool:
    return all(part in ("*", here) for part, here in zip(start, place, strict=False))


# Kinds that could cost time or memory --------------------------------------------------------------------------------

_CHILD = f"""
import json, sys, time
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
except ImportError:
    pass
from pathlib import Path
from safeaudit import NotReadable, read_audit, check
begun = time.monotonic()
try:
    audit = read_audit(Path(sys.argv[1]))
    check(audit)
    told = {{
        "answers": [
            [sheet_id, row.id, column, row.get(column)]
            for sheet_id, rows in audit.sheets.items() for row in rows for column in row.filled
        ],
        "findings": [[f.rule, f.sheet, f.cell, f.message] for f in audit.findings],
    }}
except NotReadable as refusal:
    told = {{"sentence": str(refusal), "code": getattr(refusal.__cause__, "code", "other_workbook")}}
told["seconds"] = time.monotonic() - begun
print(json.dumps(told, default=str))
"""


@pytest.mark.parametrize("name", ids(heavy=True))
def test_damage_that_could_cost_much_stays_cheap(name: str, bases: dict[str, Base], tmp_path: Path) -> None:
    kind = KINDS[name]
    base = bases[kind.base]
    path = tmp_path / NAME
    path.write_bytes(kind.do(base.data))
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(path)],
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["seconds"] < SECONDS
    assert told.get("code", "") == kind.outcome.refused
    if kind.outcome.refused:
        assert_plain(told["sentence"])
        return
    new = [found for found in told["findings"] if found[0] != "WB-01"]  # the sheets that were left out
    assert {rule for rule, *_ in new} == set(kind.outcome.findings)
    assert {tuple(place) for _, *place, _ in new} <= {(kind.outcome.sheet, kind.outcome.cell)}
    answers = {tuple(place): value for *place, value in told["answers"]}
    assert answers == json_flat(base.answers)


def json_flat(answers: dict[Place, Any]) -> dict[Place, Any]:
    return {place: json.loads(json.dumps(value, default=str)) for place, value in answers.items()}


# Saved by other programs ---------------------------------------------------------------------------------------------


def test_saved_by_openpyxl(sample: Path, bases: dict[str, Base], tmp_path: Path) -> None:
    book = open_book(sample)
    book.save(tmp_path / NAME)
    audit = read_audit(tmp_path / NAME)
    assert flat(audit) == bases["whole"].answers
    assert audit.findings == []


def test_saved_by_libreoffice_and_then_by_openpyxl(
    recalculated_books: dict[str, Path], sample: Path, tmp_path: Path
) -> None:
    """Twice through other programs: hidden sheets, shared formulas and styles are all written anew."""
    book = open_book(recalculated_books["sample"])
    book.save(tmp_path / NAME)
    audit = read_audit(tmp_path / NAME)
    assert plain(audit) == fifteen_digits(plain(read_audit(sample)))
    assert audit.findings == []


def test_values_pasted_over_everything(sample: Path, bases: dict[str, Base], tmp_path: Path) -> None:
    """All cells of all sheets pasted as plain values into a new workbook: no style, no names, no formulas."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        old = openpyxl.load_workbook(sample, data_only=True)
    new = openpyxl.Workbook(write_only=True)
    for sheet in old.worksheets:
        copy = new.create_sheet(sheet.title)
        for row in sheet.iter_rows(values_only=True):
            copy.append(row)
    new.save(tmp_path / NAME)
    audit = read_audit(tmp_path / NAME)
    assert flat(audit) == bases["whole"].answers


# The catalogue itself ------------------------------------------------------------------------------------------------


def test_the_catalogue_holds_every_family_of_damage() -> None:
    assert len(KINDS) >= 80
    outcomes = [kind.outcome for kind in KINDS.values()]
    codes = {outcome.refused for outcome in outcomes} - {""}
    assert codes >= {
        "empty", "damaged", "hostile", "encrypted", "too_big", "old_excel", "open_document", "binary_workbook",
        "word_document", "csv_or_text", "html", "not_a_workbook", "other_workbook",
    }  # fmt: skip
    rules = {rule for outcome in outcomes for rule in outcome.findings}
    assert rules >= {f"WB-{number:02d}" for number in (*range(1, 11), 13, 14)}
    assert rules >= {f"CL-{number:02d}" for number in range(2, 18)}
    assert {name.removeprefix("deleted: ") for name in KINDS if name.startswith("deleted: ")} >= {
        sheet_id.replace("_", " ") for sheet_id in SHEETS
    }
