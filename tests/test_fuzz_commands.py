"""Damaged files through the commands that rebuild, compare and check: nothing lost, nothing invented, no crash.

A sample in every run; scripts/fuzz.py does thousands. SAFEAUDIT_LONG=1 takes every kind of damage of mutations.py.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import JOBS, Broken, little, one, rebuilt, run
from mutations import BASES, KINDS, small
from support import LONG, ROOT, few

from safeaudit.audit import blank_audit
from safeaudit.workbook import build_workbook

EACH = 6 if LONG else 4
TEMPLATE = ROOT / "report_templates" / "strategy-report.docx"


@pytest.mark.parametrize("job", JOBS)
def test_a_damaged_file_ends_in_an_answer_that_is_true(job: str, tmp_path: Path) -> None:
    workbook, template = little(tmp_path), TEMPLATE.read_bytes()
    for number in range(EACH):
        one(job, str(number), workbook, template, tmp_path)


NAMES = [name for name, kind in KINDS.items() if LONG or not kind.heavy]


@pytest.mark.parametrize("name", few(NAMES, 5))
def test_rescue_loses_nothing_unsaid_whatever_the_damage(name: str, sample: Path, tmp_path: Path) -> None:
    kind = KINDS[name]
    path = tmp_path / "City audit.xlsx"
    path.write_bytes(kind.do(small(sample.read_bytes(), BASES[kind.base])))
    rebuilt("rescue", path)


def test_the_driver_sees_a_command_that_breaks_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(*_: object) -> int:
        raise KeyError("x")

    monkeypatch.setattr("safeaudit.cli.run", broken)
    with pytest.raises(Broken, match="broke off: KeyError"):
        run("check", tmp_path)


def test_the_driver_sees_answers_that_are_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from safeaudit import rescue

    kept = rescue.rebuild

    def forgetful(source, target, audit, *more, **others):
        made = kept(source, target, audit, *more, **others)
        build_workbook(target, blank_audit())
        return made

    monkeypatch.setattr(rescue, "rebuild", forgetful)
    path = tmp_path / "City audit.xlsx"
    path.write_bytes(little(tmp_path))
    with pytest.raises(Broken, match="rescue: answers differ"):
        rebuilt("rescue", path)
