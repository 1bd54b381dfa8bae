"""Makes the pictures of the README from the sample city: parts of its workbook and pages of its report.

    python scripts/pictures.py

LibreOffice (soffice) draws the files, Poppler (pdftotext, pdftoppm) turns their pages into pictures.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageChops, ImageOps

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from safeaudit import cli  # noqa: E402
from safeaudit.words import words  # noqa: E402

WIDTH = 1400
GAP = 24
EDGE = "#b8c2cc"
"""The line around each part."""


def workbook(pdf: Path) -> Image.Image:
    """The top of START over the left part of RISKS."""
    start = part(page(pdf, "Local safety audit", 150), right=1, bottom=0.56)
    risks = part(page(pdf, words("en").guide("RISKS", "purpose")[:30], 260), right=0.63, bottom=0.55)
    return below(framed(fitted(start, WIDTH - 2)), framed(fitted(risks, WIDTH - 2)))


def report(pdf: Path) -> Image.Image:
    """Three pages side by side: cover, heat map of risks, and resilience by area."""
    marks = ("Safety governance strategy", "Risks by likelihood and impact", "state connection and community strength")
    width = (WIDTH - 2 * GAP) // 3 - 2
    return beside([framed(fitted(page(pdf, mark, 130), width)) for mark in marks])


def page(pdf: Path, mark: str, dots: int) -> Image.Image:
    """The first page that shows this text, at this many dots an inch."""
    texts = run("pdftotext", "-layout", str(pdf), "-").split("\f")
    number = next((number for number, text in enumerate(texts, 1) if mark in text), None)
    if number is None:
        raise SystemExit(f"no page of {pdf.name} shows “{mark}”")
    picture = pdf.with_name(f"{pdf.stem}-{number}")
    run(
        "pdftoppm", "-png", "-singlefile", "-r", str(dots), "-f", str(number), "-l", str(number), str(pdf), str(picture)
    )
    return Image.open(picture.with_suffix(".png")).convert("RGB")


def part(picture: Image.Image, *, right: float, bottom: float) -> Image.Image:
    """The upper left part of what is drawn on a page, its white margin left out; shares of the page from 0 to 1."""
    box = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
    left, top, end, _ = box or (0, 0, *picture.size)
    return picture.crop((left, top, min(end, left + round(picture.width * right)), round(picture.height * bottom)))


def fitted(picture: Image.Image, width: int) -> Image.Image:
    return picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)


def framed(picture: Image.Image) -> Image.Image:
    return ImageOps.expand(picture, 1, EDGE)


def below(*pictures: Image.Image) -> Image.Image:
    height = sum(each.height for each in pictures) + GAP * (len(pictures) - 1)
    whole = Image.new("RGB", (max(each.width for each in pictures), height), "white")
    top = 0
    for each in pictures:
        whole.paste(each, (0, top))
        top += each.height + GAP
    return whole


def beside(pictures: list[Image.Image]) -> Image.Image:
    width = sum(each.width for each in pictures) + GAP * (len(pictures) - 1)
    whole = Image.new("RGB", (width, max(each.height for each in pictures)), "white")
    left = 0
    for each in pictures:
        whole.paste(each, (left, 0))
        left += each.width + GAP
    return whole


def run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout  # noqa: S603


def as_pdf(file: Path, profile: Path) -> Path:
    run("soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf", "--outdir",
        str(file.parent), str(file))  # fmt: skip
    return file.with_suffix(".pdf")


def main() -> None:
    """Write docs/pictures/workbook.png and report.png."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if cli.run(["demo", "--out", str(folder)]):
            raise SystemExit("the demo did not end well")
        pictures = {
            "workbook": workbook(as_pdf(folder / "sample-city.xlsx", folder / "profile")),
            "report": report(as_pdf(folder / "sample-city-strategy-report.docx", folder / "profile")),
        }
        for title, picture in pictures.items():
            path = ROOT / "docs" / "pictures" / f"{title}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            picture.quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)
            print(
                f"wrote {path.relative_to(ROOT)}: {picture.width} × {picture.height}, {path.stat().st_size // 1024} KB"
            )


if __name__ == "__main__":
    main()
