"""Loads, once, what most jobs need, in the process from which they are forked."""

from __future__ import annotations

from importlib import import_module

for _name in (
    "safeaudit.service.answers",
    "safeaudit.ledger.part",
    "safeaudit.ledger",
    "safeaudit.reading",
    "safeaudit.report.pipeline",
    "safeaudit.report.word.finish",
    "safeaudit.report.word.render",
    "safeaudit.charts",
    "safeaudit.rules",
    "lxml.etree",
    "matplotlib.figure",
    "matplotlib.backends.backend_agg",
    "docxtpl",
    "python_multipart.multipart",
):
    import_module(_name)
