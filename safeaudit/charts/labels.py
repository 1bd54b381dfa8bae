"""Places labels beside points so that no two meet: the same points always give the same places."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import cos, pi, sin
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in cm."""


def meet(a: Box, b: Box) -> bool:
    """Whether two boxes share any surface."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@dataclass
class Labels:
    """A frame in which labels find room; `taken` are the boxes nothing may cover."""

    frame: Box
    taken: list[Box] = field(default_factory=list)

    def keep_free(self, boxes: Iterable[Box]) -> None:
        """Boxes that labels must not cover, such as the points themselves."""
        self.taken.extend(boxes)

    def place(self, x: float, y: float, width: float, height: float, gap: float = 0.2) -> Box | None:
        """The free box of this size nearest to a point, right of it first; None when the frame is full."""
        for box in self._candidates(x, y, width, height, gap):
            inside = (
                box[0] >= self.frame[0]
                and box[1] >= self.frame[1]
                and box[2] <= self.frame[2]
                and box[3] <= self.frame[3]
            )
            if inside and not any(meet(box, other) for other in self.taken):
                self.taken.append(box)
                return box
        return None

    def _candidates(self, x: float, y: float, width: float, height: float, gap: float) -> Iterable[Box]:
        reach = max(self.frame[2] - self.frame[0], self.frame[3] - self.frame[1])
        distance = gap
        while distance < reach:
            for step in (0, 8, 1, 15, 7, 9, 4, 12, 2, 14, 6, 10, 3, 13, 5, 11):
                across, down = cos(2 * pi * step / 16), sin(2 * pi * step / 16)
                middle_x = x + across * (distance + width / 2)
                middle_y = y + down * (distance + height / 2)
                yield middle_x - width / 2, middle_y - height / 2, middle_x + width / 2, middle_y + height / 2
            distance += 0.2


def spread(points: list[tuple[float, float]], radius: float) -> list[tuple[float, float]]:
    """The points, those that fall on each other moved apart: onto rings of at least `radius` cm round their place."""
    seen: dict[tuple[float, float], int] = {}
    moved = []
    totals = {point: points.count(point) for point in points}
    for point in points:
        number = seen.get(point, 0)
        seen[point] = number + 1
        if totals[point] == 1:
            moved.append(point)
            continue
        ring, first, places = 1, 0, 6
        while number >= first + places:
            first, ring, places = first + places, ring + 1, places + 6
        angle = 2 * pi * (number - first) / min(places, totals[point] - first)
        moved.append((point[0] + ring * radius * cos(angle), point[1] + ring * radius * sin(angle)))
    return moved
