"""A chart and all that belongs to it, declared once beside the function that draws it; half a declaration fails at import."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, ParamSpec

from safeaudit.charts.names import MOST, explained, noting
from safeaudit.charts.settings import once_needed
from safeaudit.sheets import KNOWN

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from safeaudit.analysis import Analysis
    from safeaudit.audit import Audit
    from safeaudit.charts.canvas import Canvas
    from safeaudit.comparison import Comparison
    from safeaudit.words import Words

P = ParamSpec("P")


class ChartFault(ValueError):
    """A declaration of a chart that is not whole; the text names the chart and what is wrong."""


@dataclass(frozen=True, eq=False)
class Chart:
    """A drawing for the report. `title` is its caption; `alt` a sentence that states what it shows; sizes in cm.

    `by_number`: lines shown by their number, because no font of this computer has their letters, as (number, text).
    """

    name: str
    figure: Figure
    title: str
    alt: str
    width_cm: float
    height_cm: float
    by_number: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a kind of document shows a chart: as this block of a section, after another block, or after its "text".

    `heading` (English source text) a Heading 2 before it, where it has one · `width`, and the most `height` it may take, in cm (0:
    as high as a page allows).
    """

    document: str
    section: str
    block: str
    after: str
    heading: str = ""
    width: float = 16.0
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A finished drawing, and what its alt text has to say of it."""

    canvas: Canvas
    words: Words
    values: Mapping[str, object]


def finished(canvas: Canvas, words: Words, **values: object) -> Drawn:
    """The drawing, with the values of its alt text."""
    return Drawn(canvas, words, values)


@dataclass(frozen=True, slots=True)
class Declared(Generic[P]):
    """A chart by its name: what draws it, its caption and alt text (English source texts), its cells as "SHEET.column", its places."""

    name: str
    draw: Callable[P, Drawn | None]
    title: str
    alt: str
    cells: tuple[str, ...]
    places: tuple[Place, ...]

    def __call__(self, *given: P.args, **named: P.kwargs) -> Chart | None:
        """The chart; None where there is nothing to show."""
        with once_needed(), noting() as by_number:
            drawn = self.draw(*given, **named)
        if drawn is None:
            return None
        canvas, words = drawn.canvas, drawn.words
        title = words.t(self.title)
        shown = explained(title, by_number, words) if by_number else title
        alt, notes = words.t(self.alt, **drawn.values), tuple(by_number.items())
        return Chart(self.name, canvas.page.figure, shown, alt, canvas.width, canvas.height, notes)


CHARTS: dict[str, Declared[[Analysis, Audit, Words]]] = {}
"""The charts of one audit by name."""
CHANGES: dict[str, Declared[[Comparison, Words]]] = {}
"""The charts of two audits compared by name."""


def chart(
    among: dict[str, Declared[P]], *, title: str, alt: str, cells: str, places: Sequence[Place]
) -> Callable[[Callable[P, Drawn | None]], Declared[P]]:
    """Declare the chart that a function draws, under its name: its caption, its alt text with {values}, and its places.

    `cells`: the answers it is drawn from, such as "RISKS: likelihood impact; PROFILE: city"; every filled row counts. `among`: CHARTS
    or CHANGES. ChartFault for a part that is missing, or names no sheet or column.
    """

    def declare(draw: Callable[P, Drawn | None]) -> Declared[P]:
        name = draw.__name__
        for part, given in (("caption", title), ("alt text", alt), ("place in a document", places)):
            if not given:
                raise ChartFault(f"The chart {name} has no {part}.")
        if name in CHARTS or name in CHANGES:
            raise ChartFault(f"There are two charts {name}.")
        among[name] = Declared(name, draw, title, alt, tuple(_columns(name, cells)), tuple(places))
        return among[name]

    return declare


def every() -> dict[str, Declared[...]]:
    """All charts by name."""
    return {**CHARTS, **CHANGES}


def cells_of(name: str) -> tuple[str, ...]:
    """The columns a chart is drawn from, as "SHEET.column"; none of a chart that is not drawn any more."""
    found = every().get(name)
    return found.cells if found is not None else ()


def drawn(
    among: Mapping[str, Declared[P]], names: Iterable[str], *given: P.args, **named: P.kwargs
) -> dict[str, Chart]:
    """Those of these charts that have something to show, by name."""
    found = ((name, among[name](*given, **named)) for name in names)
    return {name: chart for name, chart in found if chart is not None}


def notes(charts: Iterable[Chart], words: Words) -> tuple[str, ...]:
    """What the person who makes the report must hear: which lines the charts show by their number, and what helps."""
    numbers = sorted({number for chart in charts for number, _ in chart.by_number})
    if not numbers:
        return ()
    shown = words.listed(numbers)
    if len(numbers) > MOST:
        first, count = ", ".join(numbers[:MOST]), len(numbers) - MOST
        shown = words.t("{first} and {count} more", first=first, count=count)
    told = words.t(
        "Shown by number in the charts, because no font of this computer has their letters: {numbers}. The captions say what "
        "each stands for; a PDF made here shows boxes in its text. To see which fonts to install, run: safeaudit doctor",
        numbers=shown,
    )
    return (told,)


def _columns(chart_name: str, declared: str) -> Iterator[str]:
    """ "RISKS: likelihood impact; PROFILE: city" as "RISKS.likelihood", "RISKS.impact", "PROFILE.city"."""
    if not declared.strip():
        raise ChartFault(f"The chart {chart_name} does not say which cells it is drawn from.")
    for part in declared.split(";"):
        sheet, _, columns = (each.strip() for each in part.partition(":"))
        if sheet not in KNOWN:
            raise ChartFault(f"The chart {chart_name} is drawn from “{sheet}”, and there is no such sheet.")
        if not columns:
            raise ChartFault(f"The chart {chart_name} names no column of {sheet}.")
        for column in columns.split():
            if column not in KNOWN[sheet].columns:
                raise ChartFault(f"The chart {chart_name} is drawn from {sheet}.{column}, and there is no such column.")
            yield f"{sheet}.{column}"
