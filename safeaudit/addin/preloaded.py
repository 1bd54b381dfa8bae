"""Loads, once, what most jobs need, in the process from which they are forked."""

from __future__ import annotations

from importlib import import_module

for _name in (
    "safeaudit.addin.service",
    "safeaudit.hosts.checks_part",
    "safeaudit.ledger",
    "safeaudit.reading",
    "safeaudit.report",
    "safeaudit.report.finish",
    "safeaudit.report.render",
    "safeaudit.charts",
    "safeaudit.rules",
    "lxml.etree",
    "matplotlib.figure",
    "matplotlib.backends.backend_agg",
    "docxtpl",
    "python_multipart.multipart",
):
    import_module(_name)
