"""Confidence that is worked out: from the kind of evidence, and from kind, age, gaps and splits of the source it comes from.

Framework: Part II, Understanding what to measure. Three steps, low, medium and high, as people type them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from safeaudit.sheets.base import Row
from safeaudit.sheets.columns import Code, Compute, worked_out
from safeaudit.sheets.kinds import UNKNOWN, Choice, FinancialYear

STEPS = ("low", "medium", "high")
SOURCE_KINDS: Mapping[str, int] = {
    "official_statistics": 3,
    "survey": 3,
    "research": 3,
    "administrative": 2,
    "testimony": 2,
    "expert": 2,
    "media": 1,
    UNKNOWN: 1,
}
"""Where the grade of a source begins, 1 to 3; what is too old, shows a part only or cannot be split takes one step each."""
EVIDENCE: Mapping[str, int] = {
    "official_statistics": 3,
    "survey": 3,
    "testimony": 2,
    "expert": 2,
    "media": 1,
    "none": 1,
}
SCALE_BASIS: Mapping[str, int] = {
    "prices": 3,
    "survey": 3,
    "case_files": 2,
    "testimony": 2,
    "seizures": 1,
    "nothing": 1,
}
"""What a judgement may rest on at most, 1 to 3: by the kind of evidence, and by what the size of a flow rests on."""
WITHOUT_SOURCE = 2
"""Evidence that names no source can be checked by nobody: medium at most."""
SPLITS = ("by_sex", "by_age", "by_area")


def step(points: int) -> str:
    """The grade of so many points; what is below one is low."""
    return STEPS[max(1, min(3, points)) - 1]


def _at_least(column: str, options: str, points: Mapping[str, int]) -> str:
    """A formula for the points of a choice column."""
    words = {number: [code for code, each in points.items() if each == number] for number in (3, 2)}
    tests = {number: ",".join(f"TRIM({{{column}}})={{{options}.{code}}}" for code in codes) for number, codes in words.items()}
    return f"IF(OR({tests[3]}),3,IF(OR({tests[2]}),2,1))"


def _grade(points: str) -> str:
    return f"CHOOSE({points},{{grade.low}},{{grade.medium}},{{grade.high}})"


_ENDS = "IFERROR(IF(ISNUMBER({latest_year}),{latest_year},VALUE(LEFT(TRIM({latest_year}),4))+1),9999)"
"""The calendar year in which the latest year ends: 2025 for 2024/25; far away where there is none."""
_SOURCE_POINTS = (
    f"MAX(1,{_at_least('kind', 'source_kind', SOURCE_KINDS)}"
    "-IF(ISNUMBER([PROFILE.period_to]),"
    f"IF(YEAR([PROFILE.period_to])-{_ENDS}>[[data_age_years]],1,0),0)"
    "-IF(OR(TRIM({quality})={quality.low},TRIM({shared})={shared.no},TRIM({shared})={shared.partly}),1,0)"
    f"-IF(AND({','.join(f'TRIM({{{split}}})<>{{yes_no_unknown.yes}}' for split in SPLITS)}),1,0))"
)
SOURCE_GRADE = worked_out(
    "Grade, worked out",
    "From the kind of source; one step down each for: old figures, a part only or low quality, no split at all.",
    Choice("grade"),
    formula=f'IF(TRIM({{kind}})="","",{_grade(_SOURCE_POINTS)})',
    after="quality",
)
"""Declares the computed column of SOURCES; `source_grade` works it out."""


def source_grade(source: Any) -> Code:
    """High, medium or low for a row of SOURCES; None while its kind is blank."""
    if source.kind is None:
        return None
    end = getattr(source.beside("PROFILE"), "period_to", None)
    year = source.latest_year.ends if isinstance(source.latest_year, FinancialYear) else source.latest_year
    old = year and end and end.year - year > source.threshold("data_age_years")
    part = source.quality == "low" or source.shared in ("no", "partly")
    whole = all(getattr(source, split) != "yes" for split in SPLITS)
    return step(SOURCE_KINDS.get(source.kind, 1) - bool(old) - part - whole)


@dataclass(frozen=True)
class Grading:
    """How a sheet says what its judgements rest on: the choice column, its points by code, and the columns of sources."""

    basis: str = "evidence"
    points: Mapping[str, int] = field(default_factory=lambda: EVIDENCE)
    sources: Sequence[str] = ("source",)

    @property
    def column(self) -> Callable[[Compute], Any]:
        """Declares the computed column `confidence_grade`; `of` works it out."""
        options = "scale_basis" if self.points is SCALE_BASIS else "evidence"
        found = [_source_points(source) for source in self.sources]
        best = f"MAX({','.join(found)})" if len(found) > 1 else found[0]
        points = f"MIN({_at_least(self.basis, options, self.points)},IF({best}=0,{WITHOUT_SOURCE},{best}))"
        return worked_out(
            "Confidence, worked out",
            "What the evidence and the source allow at most: kind, age, gaps and splits. Without a source, medium at most.",
            Choice("grade"),
            formula=f'IF(TRIM({{{self.basis}}})="","",{_grade(points)})',
            after="confidence",
        )

    def of(self, row: Row) -> Code:
        """High, medium or low; None while nothing is said of what the judgement rests on."""
        if (kept := row.kept("confidence_grade")) is not None:
            return str(kept)
        rests_on = getattr(row, self.basis)
        if rests_on is None:
            return None
        named = [row.beside(each) for each in (getattr(row, source) for source in self.sources) if each]
        grades = [STEPS.index(grade) + 1 for each in named if (grade := getattr(each, "grade", None))]
        return step(min(self.points.get(rests_on, 1), max(grades, default=WITHOUT_SOURCE)))


def _source_points(source: str) -> str:
    """A formula for the grade of the source that a cell names, 1 to 3; 0 for none."""
    line = f'LEFT(TRIM({{{source}}})&" ",FIND(" ",TRIM({{{source}}})&" ")-1)'
    steps = "{{grade.low},{grade.medium},{grade.high}}"
    return f"IFERROR(MATCH(INDEX([SOURCES.grade],MATCH({line},[SOURCES.id],0)),{steps},0),0)"


BY_EVIDENCE = Grading()


def sure(row: Any) -> Code:
    """How sure a judgement may be called: the lower of what was typed and what is worked out; None where neither says it."""
    said: Code = row.confidence
    grade = row.get("confidence_grade") if "confidence_grade" in row.columns else None
    steps: list[str] = [each for each in (said, grade) if each in STEPS]
    return min(steps, key=STEPS.index) if said is not None and steps else said
