"""The Word documents: `write_report` turns an audit into a strategy a council can read, every sentence tied to its cells.

What is named here is loaded when it is first used: the check of a template, for one, needs no analysis.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from safeaudit.report.pipeline import (
        KINDS,
        NotForPublic,
        ReportResult,
        ending,
        in_time,
        make,
        write_comparison,
        write_report,
    )
    from safeaudit.report.writing.statements import Ref, Statement
    from safeaudit.report.writing.ties import Traced

_WHERE = {"Ref": "writing.statements", "Statement": "writing.statements", "Traced": "writing.ties"}


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module(f"{__name__}.{_WHERE.get(name, 'pipeline')}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "KINDS",
    "NotForPublic",
    "Ref",
    "ReportResult",
    "Statement",
    "Traced",
    "ending",
    "in_time",
    "make",
    "write_comparison",
    "write_report",
]
