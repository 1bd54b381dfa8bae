"""The charts of the report: one function a chart, drawn from the analysis, readable in black and white.

A chart is declared beside its function with its caption, its alt text, the cells it is drawn from and its places in documents.
`draw_all` draws every chart of an audit that has something to show; `png` turns one into bytes, the same bytes for the same
answers. Nothing here loads matplotlib before a chart is drawn.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from safeaudit.charts import changes, evidence, flows, goals, places, powers, risks, series, strategy, system  # noqa: F401  (they declare)
from safeaudit.charts.lettering import as_measured
from safeaudit.charts.registry import CHANGES, CHARTS, Chart, ChartFault, cells_of, drawn, notes
from safeaudit.charts.settings import as_it_comes

if TYPE_CHECKING:
    from safeaudit.analysis import Analysis
    from safeaudit.audit import Audit
    from safeaudit.words import Words

__all__ = ["CHANGES", "CHARTS", "Chart", "ChartFault", "cells_of", "draw_all", "drawn", "notes", "png"]


def draw_all(analysis: Analysis, audit: Audit, words: Words) -> dict[str, Chart]:
    """Every chart of one audit that has something to show, by name."""
    return drawn(CHARTS, CHARTS, analysis, audit, words)


def png(chart: Chart, dpi: int = 200) -> bytes:
    """The chart as a PNG without date or program name, so that the same answers give the same bytes."""
    file = BytesIO()
    with as_it_comes(), as_measured():
        chart.figure.savefig(file, format="png", dpi=dpi, metadata={"Software": None}, pil_kwargs={"compress_level": 4})
    return file.getvalue()
