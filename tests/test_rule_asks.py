"""What a rule asks of an edition: enough to speak, and all that it goes by; without it the rule is silent and listed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

import pytest
from reads import WAYS_OUT, first_of_its_kind, reads_of
from support import few
from test_rules import METHOD, PAGES, Example, audit_of, examples, place, random_audit

from safeaudit import framework
from safeaudit.audit import Audit
from safeaudit.edition import Definition, Edition, full, made
from safeaudit.edition.versions import PRESENT
from safeaudit.findings import Severity
from safeaudit.rules import not_asked
from safeaudit.rules.base import Problem, findings, rule
from safeaudit.sheets import KNOWN
from safeaudit.sheets.kinds import Reference

BY_ALL_CELLS = {
    "DA-19",
    "CO-02",
    "CO-05",
    "CO-06",
    "CO-08",
    "CO-09",
    "CO-16",
    "CO-18",
    "CO-19",
    "CO-20",
    "CO-21",
    "CO-22",
    "CO-23",
    "CO-24",
    "XC-01",
    "XC-02",
    "XC-03",
    "XC-05",
    "XC-06",
    "XC-07",
    "XC-08",
    "SD-01",
    "SD-02",
    "SD-03",
    "SD-11",
    "SD-14",
    "SD-15",
    "SD-16",
}
"""Rules that go by all cells there are, whatever is asked."""

PARTICULAR = {code: each for code, each in METHOD.items() if each.asks}


def pages(code: str) -> list[Example]:
    return examples(PAGES / f"{code}.md")


def test_only_rules_that_go_by_all_cells_ask_nothing() -> None:
    assert METHOD.keys() - PARTICULAR.keys() == BY_ALL_CELLS


@cache
def read(code: str, *, wrong_only: bool) -> frozenset[str]:
    """What a rule reads of its examples: SHEET.column, and SHEET where it sees whether lines are in use."""
    found = set[str]()
    for example in pages(code):
        if example.wrong or not wrong_only:
            found |= reads_of(METHOD[code], audit_of(example))
    return frozenset(found - WAYS_OUT)


def looked_at(code: str) -> set[str]:
    return {each for each in read(code, wrong_only=True) if "." not in each}


@pytest.mark.parametrize("code", PARTICULAR)
def test_a_rule_asks_for_what_it_reads_before_it_speaks(code: str) -> None:
    of = METHOD[code]
    declared = set(of.asks) | set(of.may)
    declared |= {each.partition(".")[0] for each in declared}
    lacking = sorted(read(code, wrong_only=True) - declared)
    assert not lacking, f"{code} reads these as well, and must ask for them: {lacking}"


@pytest.mark.parametrize("code", PARTICULAR)
def test_a_rule_asks_for_nothing_that_it_does_not_read(code: str) -> None:
    of = METHOD[code]
    known = {each for each in (*of.asks, *of.may) if each.partition(".")[0] in KNOWN}
    found = read(code, wrong_only=False) | {"CARE.decision"}
    found |= {each.partition(".")[0] for each in found}
    idle = {each for each in known if first_of_its_kind(each) not in found}
    assert not idle, f"{code} does not read {sorted(idle)}"


@pytest.mark.parametrize("code", PARTICULAR)
def test_what_a_rule_asks_is_enough_to_speak(code: str) -> None:
    edition = smallest(code)
    assert code not in not_asked(edition)
    for example in pages(code):
        if example.wrong:
            found = [place(problem) for problem in METHOD[code].find(under(audit_of(example), edition))]
            assert found == example.finds, example.name


@pytest.mark.parametrize("code", few(list(PARTICULAR), 100))
def test_without_any_part_of_it_the_rule_is_silent_and_listed(code: str) -> None:
    wrong = next(example for example in pages(code) if example.wrong)
    for name in METHOD[code].asks:
        edition = less(name)
        assert code in not_asked(edition), name
        assert not list(findings(METHOD[code], under(audit_of(wrong), edition))), name


@cache
def less(name: str) -> Edition:
    """The full edition without this sheet, column or line."""
    sheet_id, _, column = name.partition(".")
    if sheet_id not in KNOWN:
        return full().without("less", rows=[name])
    return full().without("less", columns=[(sheet_id, column)]) if column else full().without("less", [sheet_id])


def smallest(code: str) -> Edition:
    """The edition that asks what a rule asks and may read, and no column more.

    Sheets of which a rule sees whether they were begun, and those that links lead to, stay whole.
    """
    names = [*METHOD[code].asks, *METHOD[code].may]
    whole = {each for each in names if each in KNOWN} | looked_at(code)
    whole |= {sheet_id for sheet_id, cls in KNOWN.items() if set(names) & set(cls.ids()) - {sheet_id}}
    columns: dict[str, set[str]] = {sheet_id: set() for sheet_id in whole}
    todo = [(sheet_id, column) for sheet_id in whole for column in KNOWN[sheet_id].columns]
    todo += [(sheet_id, column) for sheet_id, _, column in map(parted, names) if column]
    while todo:
        sheet_id, column = todo.pop()
        if column in columns.setdefault(sheet_id, set()):
            continue
        columns[sheet_id].add(column)
        of = KNOWN[sheet_id].columns[column]
        todo += [(sheet_id, each) for each in with_its_kind(sheet_id, column)]
        todo += [(other or sheet_id, each) for other, each in of.rests_on if each != "id"]
        if isinstance(of.kind, Reference):
            todo += [(of.kind.sheet, each) for each in KNOWN[of.kind.sheet].columns]
    sheets = tuple(each for each in KNOWN if each in columns)
    named = {each: tuple(columns[each]) for each in sheets}
    return made(Definition(id="smallest", version=PRESENT, sheets=sheets, columns=named))


def parted(name: str) -> tuple[str, str, str]:
    return name.partition(".")


def with_its_kind(sheet_id: str, column: str) -> set[str]:
    """The column, and what names its line; risk_1 stands for risk_2 and risk_3, too."""
    cls = KNOWN[sheet_id]
    alike = {each for each in cls.columns if first_of_its_kind(each) == first_of_its_kind(column)}
    return alike | {cls.label_column or column, "does_not_apply"} & cls.columns.keys()


def under(audit: Audit, edition: Edition) -> Audit:
    """The same answers as far as an edition asks for them."""
    sheets = {}
    for sheet_id, cls in edition.sheets.items():
        rows, ids = [], set(cls.ids())
        for old in audit.sheets[sheet_id]:
            if old.id in ids:
                answers = {each.id: getattr(old, each.id) for each in cls.inputs()}
                row = cls.model_validate({**answers, "id": old.id})
                for column in filter(old.is_unknown, cls.columns):
                    row.copy_answer(old, column)
                for column, content in old.rejected.items():
                    if column in cls.columns:
                        row.reject(column, content)
                rows.append(row)
        sheets[sheet_id] = rows
    reasons = {each: reason for each, reason in audit.reasons.items() if each in sheets}
    return Audit(sheets, language=audit.language, reasons=reasons, edition=edition)


def test_the_full_edition_asks_for_every_rule() -> None:
    assert not_asked(full()) == []


@pytest.mark.parametrize("sheet_id", list(KNOWN))
def test_rules_speak_of_what_is_asked_whatever_sheet_is_left_out(sheet_id: str) -> None:
    audit = under(random_audit(random.Random(5), 0.4, "en"), full().without("less", [sheet_id]))
    assert {found.sheet for each in METHOD.values() for found in findings(each, audit)} <= {
        "",
        *(audit.words.tab(each) for each in audit.edition.sheets),
    }


@pytest.mark.parametrize("seed", range(12))
def test_rules_never_raise_whatever_columns_and_lines_are_left_out(seed: int) -> None:
    chance = random.Random(seed)
    inputs = [(sheet_id, each.id) for sheet_id, cls in KNOWN.items() for each in cls.inputs()]
    lines = [row_id for cls in KNOWN.values() for row_id in cls.ids() if framework.item(row_id)]
    edition = full().without(
        "less", columns=chance.sample(inputs, len(inputs) // 3), rows=chance.sample(lines, len(lines) // 3)
    )
    audit = under(random_audit(chance, 0.5, "en"), edition)
    for each in METHOD.values():
        for found in findings(each, audit):
            assert not found.column or not found.row_id or found.column in audit.by_id[found.row_id].columns


def test_a_rule_that_asks_for_what_nobody_asks_fails_where_it_is_made() -> None:
    def find(_audit: Audit) -> Iterator[Problem]:
        yield from ()

    texts = dict.fromkeys(("section", "title", "message", "remedy", "why", "how"), "")
    for name in ("FLOW", "FLOWS.size", "IND-C99"):
        with pytest.raises(ValueError, match=f"rule ZZ-01: nobody asks {name}"):
            rule("ZZ-01", Severity.ADVICE, basis="T", asks=(name,), **texts)(find)
