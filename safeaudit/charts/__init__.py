"""The charts of the report: one function a chart, drawn from the analysis, readable in black and white.

`draw_all` draws every chart that has something to show; `png` turns one into bytes, the same bytes for the same answers.
A chart knows its caption and its alt text; all words go through `Words`.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from safeaudit.charts import evidence, flows, goals, places, powers, risks, strategy, system  # noqa: F401  (they register)
from safeaudit.charts.lettering import as_measured
from safeaudit.charts.registry import CHARTS, Chart

if TYPE_CHECKING:
    from safeaudit.analysis import Analysis
    from safeaudit.audit import Audit
    from safeaudit.words import Words

__all__ = ["CHARTS", "Chart", "draw_all", "png"]


def draw_all(analysis: Analysis, audit: Audit, words: Words) -> dict[str, Chart]:
    """Every chart that has something to show, by name."""
    drawn = {name: draw(analysis, audit, words) for name, draw in CHARTS.items()}
    return {name: chart for name, chart in drawn.items() if chart is not None}


def png(chart: Chart, dpi: int = 200) -> bytes:
    """The chart as a PNG without date or program name, so that the same answers give the same bytes."""
    file = BytesIO()
    with warnings.catch_warnings(), as_measured():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        chart.figure.savefig(file, format="png", dpi=dpi, metadata={"Software": None}, pil_kwargs={"compress_level": 4})
    return file.getvalue()
