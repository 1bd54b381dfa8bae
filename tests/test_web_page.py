"""The drop page in a real browser: a workbook dropped, its findings read, its copy and its report taken away; for everybody."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import docx
import pytest
from fewer import FEW, city_of
from msoffcrypto.method.ecma376_agile import ECMA376Agile  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect, sync_playwright
from serving import TOKEN, Served, serving
from support import ROOT, skip

import safeaudit
from safeaudit.files.formats import ENDINGS
from safeaudit.service.jobs import warm_up
from safeaudit.service.ui.texts_web import TEXTS

WEB = Path(safeaudit.__file__).parent / "service" / "ui" / "web"


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    warm_up()
    with serving() as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        skip("Chromium is not installed")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some sheets of the sample city, with its planted mistakes."""
    return city_of(tmp_path_factory.mktemp("web") / "port-saranel.xlsx", (*FEW, "FLOWS", "PRICES", "ACTIONS"))


@pytest.fixture(scope="module")
def axe() -> str:
    folders = [Path(os.environ["SAFEAUDIT_NODE_MODULES"])] if "SAFEAUDIT_NODE_MODULES" in os.environ else []
    folders += [folder / "node_modules" for folder in (ROOT, *ROOT.parents)]
    found = next((path for folder in folders if (path := folder / "axe-core" / "axe.min.js").exists()), None)
    if found is None:
        skip("axe-core is not installed: npm install axe-core, or SAFEAUDIT_NODE_MODULES")
    return found.read_text("utf-8")


class Opened:
    """A page that was opened with the printed address, and whatever it complained about."""

    def __init__(self, browser: Browser, server: Served, *, start: bool = True, **look: Any) -> None:
        self.complaints: list[str] = []
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **look})
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        self.page.on("console", lambda told: self.complaints.append(told.text) if told.type == "error" else None)
        self.page.on("request", lambda asked: self.asked.append(asked.url))
        self.asked: list[str] = []
        self.page.goto(f"{server.url}/?start={TOKEN}" if start else server.url)
        self.page.wait_for_selector("html[data-ready=yes]")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def drop(self, *files: Path | dict[str, Any]) -> Page:
        self.page.set_input_files("#file", list(files))  # type: ignore[arg-type]
        return self.page

    def check(self, file: Path) -> Page:
        page = self.drop(file)
        page.wait_for_selector("article.result, .fault", timeout=30_000)
        assert page.locator(".fault").all_inner_texts() == [], "what the page says instead of a result"
        return page

    def violations(self, axe: str) -> list[str]:
        """What axe finds, after WCAG 2.2 AA and good practice."""
        found = self.page.evaluate(
            f"async () => {{ {axe}; return await axe.run(document, {{resultTypes: ['violations']}}); }}"
        )
        return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found["violations"]]


# The main job --------------------------------------------------------------------------------------------------------


def test_a_workbook_is_dropped_read_and_taken_away(
    browser: Browser, server: Served, workbook: Path, tmp_path: Path
) -> None:
    findings = safeaudit.check(safeaudit.read_audit(workbook))
    with Opened(browser, server, accept_downloads=True) as opened:
        page = opened.check(workbook)
        expect(page.locator("article h2")).to_have_text("Port Saranel")
        expect(page.locator(".tile.error .figure")).to_have_text(
            str(sum(each.severity == "error" for each in findings))
        )
        expect(page.locator(".count")).to_have_text(f"{len(findings)} of {len(findings)} findings shown")
        assert page.evaluate("document.activeElement.tagName") == "H2", "a screen reader is led to the result"
        expect(page.locator("#say")).to_contain_text("is checked")

        page.get_by_role("button", name="Open all").click()
        for button in page.get_by_role("button", name=re.compile(r"Show \d+ more")).all():
            button.click()
        shown = {
            (row.locator("th").inner_text(), row.locator("td").inner_text())
            for row in page.locator(".places tbody tr").all()[:40]
        }
        known = {
            (f"'{each.sheet}'!{each.cell}" if " " in each.sheet else each.place, each.message) for each in findings
        }
        assert shown
        assert shown <= known
        assert page.locator(".places tbody tr").count() == len(findings)

        with page.expect_download(timeout=60_000) as copy:
            page.get_by_role("button", name="Download the checked copy").click()
        assert copy.value.suggested_filename == "port-saranel.checked.xlsx"
        copy.value.save_as(tmp_path / "copy.xlsx")
        assert len(safeaudit.check(safeaudit.read_audit(tmp_path / "copy.xlsx"))) == len(findings)

        page.get_by_label("Kind").select_option("brief")
        page.get_by_label("For whom").select_option("public")
        with page.expect_download(timeout=90_000) as report:
            page.get_by_role("button", name="Build the report").click()
        report.value.save_as(tmp_path / "report.docx")
        text = "\n".join(
            paragraph.text
            for paragraph in docx.Document(io.BytesIO((tmp_path / "report.docx").read_bytes())).paragraphs
        )
        assert "Port Saranel" in text
        expect(page.locator(".told .notice.good").last).to_contain_text("draft")

        assert opened.complaints == []
        assert {url.split("/")[2] for url in opened.asked if not url.startswith("blob:")} == {server.url.split("/")[2]}
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_severity_and_sheet_can_be_chosen(browser: Browser, server: Served, workbook: Path) -> None:
    with Opened(browser, server) as opened:
        page = opened.check(workbook)
        errors = int(page.locator(".tile.error .figure").inner_text())
        page.locator(".tile.error .figure").click()
        expect(page.locator(".count")).to_contain_text(f"{errors} of ")
        assert page.locator(".group:not(.error)").count() == 0
        page.locator(".sheets button", has_text="Local prices").click()
        page.get_by_role("button", name="Open all").click()
        places = page.locator(".places tbody th").all_inner_texts()
        assert places
        assert all(place.startswith("PRICES!") for place in places), places


def test_it_works_with_the_keyboard_alone(browser: Browser, server: Served) -> None:
    with Opened(browser, server) as opened:
        page = opened.page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "file"
        while page.evaluate("document.activeElement.id") != "sample":
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector("article.result", timeout=30_000)
        while page.evaluate("document.activeElement.tagName") != "SUMMARY":
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.locator("details[open]").count() == 1
        expect(page.locator("article h2")).to_have_text("Port Saranel")


def test_several_files_are_checked_one_after_the_other_and_a_bad_one_stops_no_other(
    browser: Browser, server: Served, workbook: Path
) -> None:
    bad = [
        {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"hello"},
        {"name": "empty.xlsx", "mimeType": "", "buffer": b""},
        {
            "name": "locked.xlsx",
            "mimeType": "",
            "buffer": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + b"\0" * 504
            + "EncryptedPackage".encode("utf-16-le")
            + b"\0" * 600,
        },
        {"name": "<img src=x onerror=alert(1)>.xlsx", "mimeType": "", "buffer": b"PK\3\4"},
    ]
    good = {"name": workbook.name, "mimeType": "", "buffer": workbook.read_bytes()}
    with Opened(browser, server) as opened:
        page = opened.drop(*bad, good)
        page.wait_for_selector("article.result", timeout=60_000)
        expect(page.locator(".fault")).to_have_count(4)
        told = page.locator(".fault p:not(.buttons)").all_inner_texts()
        assert any("notes.txt is not an Excel workbook" in text for text in told)
        assert any("empty.xlsx is empty" in text for text in told)
        assert any("locked.xlsx is protected with a password" in text for text in told)
        assert page.locator("img[src=x]").count() == 0
        while page.locator(".fault").count():
            page.locator(".fault").first.get_by_role("button", name=re.compile("^Remove")).click()
        page.locator("article").get_by_role("button", name=re.compile("^Remove")).click()
        expect(page.locator("#empty")).to_be_visible()


def test_a_workbook_with_a_password_is_opened_on_the_page(
    browser: Browser, server: Served, workbook: Path, axe: str, tmp_path: Path
) -> None:
    sealed = ECMA376Agile.encrypt("Übung 1", io.BytesIO(workbook.read_bytes()))
    with Opened(browser, server, accept_downloads=True) as opened:
        page = opened.drop({"name": "locked.xlsx", "mimeType": "", "buffer": sealed})
        field = page.get_by_label("Password of the workbook")
        expect(field).to_be_focused(timeout=30_000)
        expect(page.locator("#alarm")).to_contain_text("is protected with a password")
        assert opened.violations(axe) == []
        field.fill("wrong")
        page.keyboard.press("Enter")
        expect(page.locator(".locked")).to_contain_text("The password does not open locked.xlsx.", timeout=30_000)
        expect(field).to_have_value("")
        field.fill("Übung 1")
        page.get_by_role("button", name="Check it").click()
        page.wait_for_selector("article.result", timeout=30_000)
        expect(page.locator("article h2")).to_have_text("Port Saranel")
        expect(page.locator(".downloads")).to_contain_text("The copy has no password")
        with page.expect_download(timeout=30_000) as waiting:
            page.get_by_role("button", name="Download the checked copy").click()
        waiting.value.save_as(tmp_path / "copy.xlsx")
        assert safeaudit.read_audit(tmp_path / "copy.xlsx").profile.city == "Port Saranel"
        assert opened.violations(axe) == []
        assert not [told for told in opened.complaints if "422" not in told]


def test_every_format_may_be_chosen_and_is_left_to_the_server(browser: Browser, server: Served) -> None:
    with Opened(browser, server) as opened:
        page = opened.page
        accepted = (page.locator("#file").get_attribute("accept") or "").split(",")
        assert set(ENDINGS) <= set(accepted)
        opened.drop(*({"name": f"A{ending.upper()}", "mimeType": "", "buffer": b"words"} for ending in ENDINGS))
        expect(page.locator(".fault")).to_have_count(len(ENDINGS), timeout=60_000)
        for told in page.locator(".fault p:not(.buttons)").all_inner_texts():
            assert "is a text file, whatever its name says" in told


def test_a_file_is_really_dropped(browser: Browser, server: Served, workbook: Path) -> None:
    with Opened(browser, server) as opened:
        page = opened.page
        data = page.evaluate_handle(
            """text => { const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
            const data = new DataTransfer(); data.items.add(new File([bytes], "city.xlsx")); return data; }""",
            base64.b64encode(workbook.read_bytes()).decode(),
        )
        page.dispatch_event("#drop", "dragenter", {"dataTransfer": data})
        expect(page.locator("#drop")).to_have_class(re.compile("over"))
        page.dispatch_event("#drop", "drop", {"dataTransfer": data})
        page.wait_for_selector("article.result", timeout=30_000)


def test_a_stopped_server_is_told_in_plain_words(browser: Browser, workbook: Path) -> None:
    with serving() as short, Opened(browser, short) as opened:
        opened.page.route("**/api/file/check", lambda route: route.abort())
        page = opened.drop(workbook)
        expect(page.locator(".fault")).to_contain_text("Start it again with: safeaudit serve")
        opened.page.unroute("**/api/file/check")
        page.get_by_role("button", name="Try again").click()
        page.wait_for_selector("article.result", timeout=30_000)


def test_a_busy_server_is_asked_again(browser: Browser, server: Served, workbook: Path) -> None:
    with Opened(browser, server) as opened:
        times = []

        def busy(route: Any) -> None:
            times.append(1)
            if len(times) == 1:
                route.fulfill(status=503, headers={"Retry-After": "1"}, body=json.dumps({"message": "Busy."}))
            else:
                route.continue_()

        opened.page.route("**/api/file/check", busy)
        opened.check(workbook)
        assert len(times) == 2


def test_without_the_address_the_access_code_is_asked_for(browser: Browser, server: Served) -> None:
    with Opened(browser, server, start=False) as opened:
        page = opened.page
        expect(page.locator("#desk")).to_be_hidden()
        page.get_by_role("textbox", name="Access code").fill("wrong")
        page.get_by_role("button", name="Open").click()
        expect(page.locator("#access-fault")).to_contain_text("not the access code")
        page.get_by_role("textbox", name="Access code").fill(TOKEN)
        page.keyboard.press("Enter")
        expect(page.locator("#desk")).to_be_visible()
        with page.expect_download(timeout=60_000) as blank:
            page.get_by_role("link", name="Download a blank workbook").click()
        assert blank.value.suggested_filename.endswith(".xlsx")


# For everybody -------------------------------------------------------------------------------------------------------

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 700}},
    "high contrast": {"forced_colors": "active"},
    "calm": {"reduced_motion": "reduce", "viewport": {"width": 768, "height": 900}},
}


@pytest.mark.parametrize("look", [*LOOKS, "right to left"])
def test_nothing_stands_in_the_way_of_anybody(
    browser: Browser, server: Served, workbook: Path, axe: str, look: str
) -> None:
    with Opened(browser, server, **LOOKS.get(look, {})) as opened:
        if look == "right to left":
            opened.page.evaluate("document.documentElement.dir = 'rtl'")
        assert opened.violations(axe) == []
        page = opened.check(workbook)
        if look == "right to left":
            page.evaluate("document.querySelector('article').dir = 'rtl'")
        page.locator("details").first.evaluate("group => group.open = true")
        assert opened.violations(axe) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing has to be moved sideways"


def test_on_paper_every_finding_stands_and_no_button(browser: Browser, server: Served, workbook: Path) -> None:
    with Opened(browser, server) as opened:
        page = opened.check(workbook)
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.locator("details:not([open])").count() == 0
        assert page.locator(".places tbody tr").count() == len(safeaudit.check(safeaudit.read_audit(workbook)))
        assert not page.locator("#drop").is_visible()
        assert not [button for button in page.locator("button.button").all() if button.is_visible()]


def test_every_text_of_the_page_has_its_key_and_every_key_its_place(browser: Browser, server: Served) -> None:
    source = "\n".join(
        path.read_text("utf-8")
        for path in [
            *WEB.glob("*.js"),
            *WEB.glob("*.html"),
            *(WEB.parent / "shared").glob("*.js"),
            WEB.parent.parent / "http" / "pages.py",
        ]
    )
    asked = set(re.findall(r"\bt\(\s*\"([a-z0-9_]+)\"", source)) | set(re.findall(r"pair\(\"([a-z_]+)\"", source))
    assert asked <= set(TEXTS)
    made = ("_means", "state_", "kind_", "audience_")
    unused = [
        key for key in TEXTS if not re.search(rf"[\"`{{]{key}[\"`}}]", source) and not any(part in key for part in made)
    ]
    assert [key for key in unused if key not in ("error", "warning", "advice")] == []


def test_a_language_from_right_to_left_turns_the_page(browser: Browser, server: Served) -> None:
    """No catalogue is there yet, so the pseudo-language shows that every word of the page goes through words."""
    with Opened(browser, server) as opened:
        opened.page.goto(f"{server.url}/?language=qps")
        opened.page.wait_for_selector("html[data-ready=yes]")
        for text in opened.page.locator("h1, h2, p:not(.visually-hidden), label, a, li").all_inner_texts():
            assert not text.strip() or "⟦" in text or text == "safeaudit", text
