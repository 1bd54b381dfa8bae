"""safeaudit: local safety audits after the UNODC framework Governing Safer Cities.

The public functions, in the order of the work:

    build_workbook(path, audit=None)   a blank or filled workbook
    read_audit(path)                   a workbook's answers, as typed rows that know their cells
    check(audit)                       findings, each pointing at a cell
    analyse(audit)                     named tables for reports and datasets
    write_report(audit, findings, path)   a Word report, for the city itself or for the public
    compare(baseline, followup)        what changed between two audits, each change classed
    write_comparison(baseline, followup, findings, path)   the same as a Word report
    trace_report(report, workbook)     which texts of a report still say what the workbook says

They are loaded when first used, so that `import safeaudit` costs nothing.
"""

from __future__ import annotations

import os
import sys

if sys.argv[:1] == ["-m"] and not sys.flags.safe_path and os.path.dirname(os.path.dirname(__file__)) != sys.path[0]:  # noqa: PTH120 (quick)
    # `python -m safeaudit` looks for every module in the current folder first, where files of strangers may lie.
    del sys.path[0]

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from safeaudit.analysis import analyse
    from safeaudit.comparison import compare
    from safeaudit.doors import NotReadable, read_audit
    from safeaudit.report import write_comparison, write_report
    from safeaudit.report.trace import trace_report
    from safeaudit.rules import check
    from safeaudit.workbook import build_workbook

__version__ = "0.1.0"

_WHERE = {
    "analyse": "safeaudit.analysis",
    "build_workbook": "safeaudit.workbook",
    "check": "safeaudit.rules",
    "compare": "safeaudit.comparison",
    "read_audit": "safeaudit.doors",
    "NotReadable": "safeaudit.doors",
    "trace_report": "safeaudit.report.trace",
    "write_comparison": "safeaudit.report",
    "write_report": "safeaudit.report",
}


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(import_module(_WHERE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_WHERE])


__all__ = [
    "NotReadable", "analyse", "build_workbook", "check", "compare", "read_audit", "trace_report", "write_comparison", "write_report",
]  # fmt: skip
