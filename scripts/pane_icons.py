"""Draws the icons of the task pane, safeaudit/service/ui/taskpane/icons/icon-16.png and its sisters, from the lines of icon.svg.

    python scripts/pane_icons.py

The same lines give the same pixels everywhere: each icon is drawn eight times too large and made smaller.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parent.parent / "safeaudit" / "service" / "ui" / "taskpane" / "icons"
SIZES = (16, 32, 64, 80, 128)
GROUND, WALLS, STREET = "#1f4e79", "#ffffff", "#7fd0d6"
SIDE, CORNER = 40, 7
HOUSES = (
    ((9, 31), (9, 17), (16, 13), (16, 31)),
    ((16, 31), (16, 9), (25, 14), (25, 31)),
    ((25, 31), (25, 19), (31, 22), (31, 31)),
)
FINER = 8


def icon(size: int) -> Image.Image:
    """The icon at this size in pixels."""
    scale = size * FINER / SIDE
    picture = Image.new("RGBA", (size * FINER, size * FINER), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((0, 0, size * FINER - 1, size * FINER - 1), CORNER * scale, GROUND)
    wall = 2 if size > 20 else 3  # thinner lines would turn grey at 16 pixels
    for house in HOUSES:
        _line(draw, house, wall, WALLS, scale)
    _line(draw, ((6, 31), (34, 31)), wall + 0.4, STREET, scale)
    return picture.resize((size, size), Image.Resampling.BOX)


def _line(
    draw: ImageDraw.ImageDraw, points: tuple[tuple[float, float], ...], width: float, colour: str, scale: float
) -> None:
    placed = [(x * scale, y * scale) for x, y in points]
    half = width * scale / 2
    draw.line(placed, colour, round(width * scale))
    for x, y in placed:
        draw.ellipse((x - half, y - half, x + half, y + half), colour)


def main() -> None:
    for size in SIZES:
        icon(size).save(FOLDER / f"icon-{size}.png", optimize=True)


if __name__ == "__main__":
    main()
