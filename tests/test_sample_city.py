"""The sample city: its check lists exactly what was planted or is honestly left open, and nothing else."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest

import safeaudit
from safeaudit.examples import sample_city
from safeaudit.findings import Severity

GOLDEN = Path(__file__).parent / "golden" / "sample-city-findings.json"


@pytest.fixture(scope="module")
def findings(tmp_path_factory):
    path = tmp_path_factory.mktemp("sample") / "sample-city.xlsx"
    audit, raw = sample_city()
    safeaudit.build_workbook(path, audit, raw=raw, workbook_id="sample-city")
    return safeaudit.check(safeaudit.read_audit(path))


def shown(findings):
    """What the golden file keeps: every finding but missing answers, which are counted by sheet."""
    single = [finding.as_json() for finding in findings if finding.rule != "CL-01"]
    missing = Counter(finding.sheet for finding in findings if finding.rule == "CL-01")
    return {"findings": single, "missing answers by sheet": dict(sorted(missing.items()))}


def test_the_check_of_the_sample_city_is_the_golden_one(findings):
    """To renew it after looking at every line: SAFEAUDIT_RENEW=1 python -m pytest tests/test_sample_city.py"""
    got = shown(findings)
    if os.environ.get("SAFEAUDIT_RENEW"):
        GOLDEN.write_text(json.dumps(got, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert got == json.loads(GOLDEN.read_text("utf-8"))


def test_the_errors_are_the_planted_mistakes(findings):
    errors = {
        (finding.rule, finding.row_id, finding.column) for finding in findings if finding.severity is Severity.ERROR
    }

    assert errors == {
        ("FL-02", "FLW-6", "scale"),
        ("PA-06", "PTR-08", "p4_no_violence"),
        ("DA-14", "IND-S13", "source"),
        ("XC-02", "STR-16", "partner"),
        ("XC-03", "HOU-5", "evidence"),
        ("CL-04", "IND-S09", "year"),
        ("CL-03", "PRI-37", "price"),
        ("CL-05", "STR-25", "ends"),
    }


def test_every_finding_says_where_what_and_what_to_do(findings):
    for finding in findings:
        assert finding.message, finding
        assert finding.remedy, finding
        assert finding.sheet, finding
        if finding.row_id:
            assert finding.cell, finding
        assert finding.section or finding.rule.startswith(("CL-", "WB-", "XC-", "SD-")), finding


def test_the_sample_city_has_the_exceptions_its_story_tells_of():
    audit, _ = sample_city()
    verdicts = {partner.id: partner.verdict for partner in audit.partners if "exception" in partner.criteria.values()}

    assert verdicts == {"PTR-07": "by_exception", "PTR-08": "not_eligible"}


def test_about_four_fifths_of_the_needed_answers_are_given():
    audit, _ = sample_city()

    assert 0.78 <= audit.completeness <= 0.92
