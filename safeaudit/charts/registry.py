"""The charts by name: each is one function that says so with `@chart(name)`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from safeaudit.analysis import Analysis
from safeaudit.audit import Audit
from safeaudit.words import Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from safeaudit.charts.canvas import Canvas


@dataclass(frozen=True, eq=False)
class Chart:
    """A drawing for the report. `title` is its caption; `alt` a sentence that states what it shows; sizes in cm."""

    name: str
    figure: Figure
    title: str
    alt: str
    width_cm: float
    height_cm: float


Draw = Callable[[Analysis, Audit, Words], Chart | None]
CHARTS: dict[str, Draw] = {}
"""The function of each chart by its name."""


def chart(name: str) -> Callable[[Draw], Draw]:
    """Register a chart under a stable name that templates use."""

    def register(draw: Draw) -> Draw:
        def with_name(analysis: Analysis, audit: Audit, words: Words) -> Chart | None:
            drawn = draw(analysis, audit, words)
            return None if drawn is None else replace(drawn, name=name)

        with_name.__doc__ = draw.__doc__
        CHARTS[name] = with_name
        return with_name

    return register


def named(row_ids: Iterable[str | None], audit: Audit, words: Words, most: int = 4) -> str:
    """The labels of these lines in quotes, for an alt text; after `most` of them only how many more; "none" of none."""
    labels = [words.t("“{name}”", name=audit.label(row_id)) for row_id in dict.fromkeys(row_ids) if row_id]
    if not labels:
        return words.t("none")
    more = len(labels) - most
    shown = labels if more <= 0 else [*labels[:most], words.n("{count} more", "{count} more", more)]
    return words.listed(shown)


def finished(canvas: Canvas, title: str, alt: str) -> Chart:
    """The chart drawn on a canvas; `chart` gives it its name."""
    return Chart("", canvas.figure, title, alt, canvas.width, canvas.height)
