"""Rules about single cells: missing answers, and what reading has found already (registered here so that it is explained)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from safeaudit.audit import Audit
from safeaudit.reading.texts import CELL_RULES
from safeaudit.rules.base import WHATEVER, Problem, rule
from safeaudit.sheets import Form

Find = Callable[[Audit], Iterator[Problem]]


def missing_answers(audit: Audit) -> Iterator[Problem]:
    """Needed answers that are missing, on sheets that have been begun."""
    for sheet_id, cls in audit.edition.sheets.items():
        rows = audit.sheets[sheet_id]
        if not any(row.filled for row in rows):
            continue
        form = isinstance(cls.rows, Form)
        for row in rows:
            for column in row.missing():
                yield Problem(row, column.id, values={"row": audit.words.tab(sheet_id)} if form else {})


def found_while_reading(_audit: Audit) -> Iterator[Problem]:
    """Nothing: these findings are made where the cell is read."""
    yield from ()


for _code, _texts in CELL_RULES.items():
    rule(
        _code,
        _texts.severity,
        basis="T",
        section="",
        asks=WHATEVER,
        title=_texts.title,
        message=_texts.message,
        remedy=_texts.remedy,
        why=_texts.why,
        how=_texts.how,
    )(missing_answers if _code == "CL-01" else found_while_reading)
