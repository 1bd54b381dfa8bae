"""Makes the pictures of task pane and web page for the README, from the sample city.

    python scripts/pane_pictures.py

Needs the extra “addin”, Playwright and Chromium. The pane runs beside the fake Excel of the tests, on a server of its own.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "scripts")]

from pane import stage  # noqa: E402
from pictures import beside, fitted, framed  # noqa: E402

from safeaudit.examples import sample_city  # noqa: E402
from safeaudit.workbook import build_workbook  # noqa: E402

WIDTH, HEIGHT = 380, 840
SHARP = 2
"""Dots for each pixel of the page."""

PICTURE = 456
"""The width of one pane in the picture; three stand side by side."""

Look = Callable[[stage.Pane], None]


def guide(pane: stage.Pane) -> None:
    pane.select("RISKS", "H9")
    pane.page.get_by_role("heading", name="Likelihood").wait_for()


def findings(pane: stage.Pane) -> None:
    pane.press("Check everything")
    pane.view("Findings")
    group = pane.page.locator(".group", has_text="Control alone on a market")
    pane.page.get_by_role("button", name="Warnings:").click()
    group.get_by_role("button").first.click()
    group.get_by_role("button", name="Accept with a reason").first.click()
    pane.page.get_by_label("Why may this warning stand?").fill("The council opens this market in 2027.")
    pane.page.locator(".group").first.evaluate("element => window.scrollTo(0, element.offsetTop - 60)")


def report(pane: stage.Pane) -> None:
    pane.view("Report")


def steps(pane: stage.Pane) -> None:
    pane.press("Check everything")
    pane.view("Steps")


def finding(pane: stage.Pane) -> None:
    pane.press("Check everything")
    pane.press("Next finding")
    pane.page.locator(".cell .found").first.wait_for()


def pane_pictures(folder: Path) -> None:
    """Write pane-guide.png, pane-dark.png and web-page.png into a folder."""
    with tempfile.TemporaryDirectory() as private, stage.server() as address, stage.chromium() as browser:
        sample = Path(private) / "port-saranel.xlsx"
        build_workbook(sample, sample_city()[0], workbook_id="sample")
        light = [shot(browser, address, sample, look, "light") for look in (guide, findings, report)]
        dark = [shot(browser, address, sample, look, "dark") for look in (finding, findings, steps)]
        pictures = {
            "pane-guide": beside(light),
            "pane-dark": beside(dark),
            "web-page": web_page(browser, address, sample),
        }
    for name, picture in pictures.items():
        picture.quantize(256, dither=Image.Dither.NONE).save(folder / f"{name}.png", optimize=True)


def shot(browser: Any, address: str, sample: Path, look: Look, scheme: str) -> Image.Image:
    """One pane in one state."""
    context = {"device_scale_factor": SHARP, "color_scheme": scheme, "reduced_motion": "reduce"}
    with stage.pane(browser, address, sample, width=WIDTH, height=HEIGHT, context=context) as pane:
        look(pane)
        pane.page.evaluate("document.activeElement.blur()")
        pane.page.mouse.move(0, 0)
        return framed(fitted(_picture(pane.page), PICTURE))


def web_page(browser: Any, address: str, sample: Path) -> Image.Image:
    """The drop page after a workbook was checked."""
    context = browser.new_context(
        viewport={"width": 1000, "height": 900}, device_scale_factor=SHARP, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{address}/?start={stage.TOKEN}")
    page.locator("#file").set_input_files(sample)
    page.get_by_text("Found: ").first.wait_for()
    page.locator("#results > *").first.evaluate("element => window.scrollTo(0, element.offsetTop - 16)")
    picture = framed(fitted(_picture(page), 1398))
    context.close()
    return picture


def _picture(page: Any) -> Image.Image:
    from io import BytesIO

    return Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")


if __name__ == "__main__":
    pane_pictures(ROOT / "docs" / "pictures")
