"""Small numbers in a table with totals: which further cells must be hidden so that nobody can work out the hidden ones."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
Band = tuple[int, int]

MOST_STEPS = 120
"""Steps one search for a solution may take; where it finds none in time, a cell more is hidden."""
WIDE = 12
"""Of bands wider than this only the ends are tried: in tables of totals what lies between them follows."""


@dataclass(frozen=True, slots=True)
class Total(Generic[K]):
    """A cell that is the sum of others; `whole` when these are all its parts, else there may be more that are not shown."""

    cell: K
    parts: tuple[K, ...]
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Suppressed(Generic[K]):
    """`hidden`: every cell to hide · `banded`: those of them of which the band may be said; of the others nothing is."""

    hidden: frozenset[K]
    banded: frozenset[K]


def suppress(
    cells: Mapping[K, int],
    bands: Mapping[K, Band],
    totals: Iterable[Total[K]],
    *,
    published: Collection[K] = (),
    unseen: Collection[K] = (),
    said: Collection[K] = (),
    ranges: Mapping[K, Band] | None = None,
) -> Suppressed[K]:
    """The cells to hide: those with a band, and as many more as it takes.

    `bands` holds what is said of each small cell, as "fewer than 5" says 1 to 4. Afterwards every value of its band is
    possible for everything that is shown; where even the bands beside each other tell too much, a total keeps none.
    Values are whole and not negative; totals that do not add up are passed over. `published`: cells that everybody has seen,
    and that nothing can hide any more · `unseen`: cells of which nobody is told anything, not even that they are small ·
    `said`: cells of which everybody was told that they are small · `ranges`: cells of which only limits are known and shown.
    """
    limits = dict(ranges or {})
    rules = [total for total in totals if _adds_up(cells, total, limits)]
    table = _Table(cells, bands, rules, frozenset(published), limits)
    hidden = (set(bands) | set(unseen)) - table.published
    banded = (set(bands) - set(unseen) - table.published) | (set(said) & bands.keys())
    bound = set(said)
    while open_ := table.exposed(hidden, banded):
        further = table.next(hidden, banded, open_)
        if further is not None:
            hidden.add(further)
            continue
        silent = next((cell for cell in table.sums(hidden, open_) if cell in banded - bound), None)
        if silent is None:
            silent = next((cell for cell in open_ if cell in banded - bound), None)
        if silent is None:
            break
        banded.discard(silent)
    return Suppressed(frozenset(hidden), frozenset(banded))


def exposed(
    cells: Mapping[K, int], bands: Mapping[K, Band], totals: Iterable[Total[K]], shown: Suppressed[K]
) -> list[K]:
    """The small cells of which what is shown tells more than it may."""
    table = _Table(cells, bands, [total for total in totals if _adds_up(cells, total)])
    return table.exposed(set(shown.hidden), set(shown.banded))


def _adds_up(cells: Mapping[K, int], total: Total[K], ranges: Mapping[K, Band] | None = None) -> bool:
    if total.cell not in cells or any(part not in cells for part in total.parts):
        return False
    limits = {cell: (ranges or {}).get(cell, (cells[cell], cells[cell])) for cell in (total.cell, *total.parts)}
    low, high = limits[total.cell]
    least, most = (sum(limits[part][end] for part in total.parts) for end in (0, 1))
    return least <= high and (most >= low or not total.whole)


class _Table(Generic[K]):
    """A table, what is said of its small cells, and the totals that tie them."""

    def __init__(
        self,
        cells: Mapping[K, int],
        bands: Mapping[K, Band],
        rules: list[Total[K]],
        published: frozenset[K] = frozenset(),
        ranges: Mapping[K, Band] | None = None,
    ) -> None:
        self.cells, self.bands, self.rules, self.published = cells, bands, rules, published
        self.ranges = dict(ranges or {})
        self.most = sum(cells.values()) + max((high for _, high in bands.values()), default=0) + 1

    def exposed(self, hidden: set[K], banded: set[K]) -> list[K]:
        equations = [self._equation(rule, hidden, number) for number, rule in enumerate(self.rules)]
        unknown = {each for equation, _ in equations for each, _ in equation}
        domains: Domains = dict.fromkeys(unknown, (0, self.most))
        shown = {cell: limits for cell, limits in self.ranges.items() if cell in unknown and cell not in hidden}
        domains |= {cell: (low, min(high, self.most)) for cell, (low, high) in shown.items()}
        domains |= {cell: self.bands[cell] for cell in banded if cell in unknown}
        return [
            cell
            for cell, band in self.bands.items()
            if cell in unknown and not _free(equations, domains, cell, band, self._true())
        ]

    def _true(self) -> Mapping[object, int]:
        """What every unknown holds."""
        rests = {
            ("rest", number): self.cells[rule.cell] - sum(self.cells[part] for part in rule.parts)
            for number, rule in enumerate(self.rules)
        }
        found: dict[object, int] = dict(rests)
        found.update(self.cells.items())
        return found

    def next(self, hidden: set[K], banded: set[K], open_: list[K]) -> K | None:
        """The next cell to hide: the one that leaves fewest exposed, near ones first; zeros and totals last, then the smallest."""
        near = next(filter(None, (self._near(hidden, cell) for cell in open_)), None)
        if near is None:
            return None
        left = {cell: len(self.exposed(hidden | {cell}, banded)) for cell in near}
        sums = {rule.cell for rule in self.rules}
        return min(
            near,
            key=lambda cell: (left[cell], near[cell], self.cells[cell] == 0, cell in sums, self.cells[cell], str(cell)),
        )

    def sums(self, hidden: set[K], open_: list[K]) -> list[K]:
        """The hidden totals over the exposed cells, the largest first."""
        over = {rule.cell for rule in self.rules if set(open_) & {rule.cell, *rule.parts}} & hidden
        return sorted(over, key=lambda cell: (-self.cells[cell], str(cell)))

    def _near(self, hidden: set[K], cell: K) -> dict[K, int]:
        """The shown cells that are tied to a hidden one, directly or through other hidden ones, with their distance."""
        reached, steps = {cell}, 0
        unknown = hidden | self.ranges.keys()
        found: dict[K, int] = {}
        while True:
            tied = {
                each for rule in self.rules if reached & {rule.cell, *rule.parts} for each in (rule.cell, *rule.parts)
            }
            found |= dict.fromkeys(tied - hidden - self.published - found.keys(), steps)
            steps += 1
            if tied & unknown <= reached:
                return found
            reached |= tied & unknown

    def _equation(self, rule: Total[K], hidden: set[K], number: int) -> Equation:
        open_ = hidden | self.ranges.keys()
        unknown: list[tuple[object, int]] = [(part, 1) for part in rule.parts if part in open_]
        known = -sum(self.cells[part] for part in rule.parts if part not in open_)
        if not rule.whole:
            unknown.append((("rest", number), 1))
        if rule.cell in open_:
            unknown.append((rule.cell, -1))
        else:
            known += self.cells[rule.cell]
        return tuple(unknown), known


# What a reader can work out ------------------------------------------------------------------------------------------

Equation = tuple[tuple[tuple[object, int], ...], int]
"""Unknowns with +1 or −1, and what they add up to."""
Domains = dict[object, tuple[int, int]]


def _free(
    equations: list[Equation], domains: Domains, cell: object, band: Band, true: Mapping[object, int] | None = None
) -> bool:
    """Whether the cell could still hold every value of its band; of one that keeps no band, as many values as that has."""
    low, high = band

    def possible(value: int) -> bool:
        return _solvable(equations, {**domains, cell: (value, value)}, true or {}, [MOST_STEPS])

    if domains[cell] == band:
        return all(map(possible, range(low, high + 1) if high - low <= WIDE else (low, high)))
    wanted = min(high - low, WIDE) + 1
    return sum(map(possible, range(2 * high + WIDE))) >= wanted


def _solvable(equations: list[Equation], domains: Domains, true: Mapping[object, int], steps: list[int]) -> bool:
    """Whether there is a solution in whole numbers: narrow all bounds, then try values of the tightest unknown.

    The `true` table is one solution, and others lie near it: values near the true one are tried first.
    """
    steps[0] -= 1
    narrowed = _narrow(equations, dict(domains)) if steps[0] > 0 else None
    if narrowed is None:
        return False
    loose = [(high - low, str(name), name) for name, (low, high) in narrowed.items() if high > low]
    if not loose:
        return True
    name = min(loose, key=lambda each: each[:2])[2]
    low, high = narrowed[name]
    values = sorted(range(low, high + 1), key=lambda value: abs(value - true.get(name, low)))
    return any(
        _solvable(equations, {**narrowed, name: (value, value)}, true, steps) for value in values if steps[0] > 0
    )


def _narrow(equations: list[Equation], domains: Domains) -> Domains | None:
    """The bounds every equation leaves; None when one cannot hold."""
    using: dict[object, list[int]] = {}
    for number, (unknown, _) in enumerate(equations):
        for name, _ in unknown:
            using.setdefault(name, []).append(number)
    due = dict.fromkeys(range(len(equations)))
    while due:
        number = next(iter(due))
        del due[number]
        unknown, total = equations[number]
        bounds = [_bounds(domains[name], sign) for name, sign in unknown]
        least, most = sum(low for low, _ in bounds), sum(high for _, high in bounds)
        if not least <= total <= most:
            return None
        for (name, sign), (low, high) in zip(unknown, bounds, strict=True):
            tighter = _bounds((max(low, total - (most - high)), min(high, total - (least - low))), sign)
            if tighter[0] > tighter[1]:
                return None
            if tighter != domains[name]:
                domains[name] = tighter
                due |= dict.fromkeys(using[name])
    return domains


def _bounds(domain: tuple[int, int], sign: int) -> tuple[int, int]:
    return domain if sign > 0 else (-domain[1], -domain[0])
