"""The pane on a stage: a real server on a free port, headless Chromium, and the fake Excel over a real workbook."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pane.bridge import cells_of

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TOKEN = "token-of-the-test"
CHROMIUM = "/usr/bin/chromium"
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""Nothing but our own server is found. Cheaper than a route, through which every request would pass."""

_SERVE = """
import sys
from safeaudit.service.http.run import run
from safeaudit.service.http.settings import Settings
run(Settings(port=int(sys.argv[1]), token=sys.argv[2]))
"""


@contextmanager
def server() -> Iterator[str]:
    """The address of a server of our own, ended with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    running = subprocess.Popen([sys.executable, "-c", _SERVE, str(port), TOKEN], cwd=ROOT)
    try:
        _wait(address, running)
        yield address
    finally:
        running.terminate()
        running.wait(20)


def _wait(address: str, running: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and running.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/api/health", timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")


@contextmanager
def chromium() -> Iterator[Any]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--font-render-hinting=none", OFFLINE]
        )
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Pane:
    """One open pane: `page` is Playwright's, the rest is the person in front of Excel."""

    page: Any
    source: Path | None
    missing: list[str]
    """What the page asked for outside its server, or failed to load."""

    def fake(self, expression: str) -> Any:
        """A JavaScript expression over the fake Excel."""
        return self.page.evaluate(f"() => window.__fake.{expression}")

    def select(self, sheet: str, cell: str) -> None:
        self.page.evaluate("([sheet, cell]) => window.__fake.select(sheet, cell)", [sheet, cell])

    def type(self, sheet: str, cell: str, value: object) -> None:
        self.page.evaluate("([sheet, cell, value]) => window.__fake.type(sheet, cell, value)", [sheet, cell, value])

    def press(self, name: str, **more: Any) -> None:
        """Press a button by its words, and wait until the pane is no longer busy."""
        self.page.get_by_role("button", name=name, **more).first.click()
        self.settled()

    def view(self, name: str) -> None:
        self.page.locator("nav").get_by_role("button", name=name).click()

    def settled(self) -> None:
        self.page.wait_for_selector("body[data-busy='false']", timeout=60_000)

    def syncs(self) -> list[str]:
        """The round trips since this was last asked: read or write."""
        return list(self.page.evaluate("() => window.__fake.syncs.splice(0)"))

    def says(self, text: str) -> bool:
        return text in self.page.locator("body").inner_text()


@contextmanager
def pane(
    browser: Any,
    address: str,
    workbook: Path | dict[str, Any] | None,
    *,
    width: int = 360,
    height: int = 720,
    before: Callable[[Any], None] | None = None,
    theme: str = "",
    host: str | None = "Excel",
    context: dict[str, Any] | None = None,
    wait: bool = True,
) -> Iterator[Pane]:
    """The pane beside a workbook; `before` may change the page before it opens. None: a browser without Excel."""
    cells = cells_of(workbook) if isinstance(workbook, Path) else workbook
    opened = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True, **(context or {}))
    page = opened.new_page()
    missing: list[str] = []
    page.on("pageerror", lambda fault: missing.append(str(fault)))
    page.on("requestfailed", lambda request: missing.append(request.url))
    if cells is not None:
        page.add_init_script(
            f"window.__workbook = {json.dumps(cells)}; window.__theme = {json.dumps(theme)}; window.__host = {json.dumps(host)};"
        )
        page.add_init_script(path=HERE / "fake_excel.js")
    if before:
        before(page)
    page.goto(f"{address}/taskpane")
    made = Pane(page, workbook if isinstance(workbook, Path) else None, missing)
    if wait:
        made.settled()
    try:
        yield made
    finally:
        opened.close()


AXE = {
    "all": {},
    "colour": {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}},
    "structure": {"rules": {"color-contrast": {"enabled": False}}},
}
"""What axe-core is asked: another scheme changes the colours only, another language all but the colours."""


def axe(page: Any, part: str = "all") -> list[str]:
    """What axe-core finds on the page as it is now: rule and element."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe_source())
    found = page.evaluate("wish => axe.run(document, {resultTypes: ['violations'], ...wish})", AXE[part])
    return [
        f"{each['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def _axe_source() -> str:
    from support import skip

    folders = [Path(own)] if (own := os.environ.get("SAFEAUDIT_NODE_MODULES")) else []
    folders += [folder / "node_modules" for folder in (ROOT, *ROOT.parents)]
    found = next((path for folder in folders if (path := folder / "axe-core" / "axe.min.js").exists()), None)
    if found is None:
        skip("axe-core is not installed: npm install axe-core, or SAFEAUDIT_NODE_MODULES")
    return found.read_text("utf-8")
