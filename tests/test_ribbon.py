"""The ribbon: built from its sources and nothing else, readable by others, and every button gives the right command."""

from __future__ import annotations

import ast
import inspect
import io
import re
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from support import open_xml_errors, through_uno

from safeaudit.addin import desktop
from safeaudit.languages import PSEUDO
from safeaudit.live.excel import ExcelWorkbook
from safeaudit.office.commands import COMMANDS
from safeaudit.office.outcome import Outcome
from safeaudit.office.ribbon import FILE, FOLDER
from safeaudit.office.ribbon.build import MODULES, RIBBON_PART, source
from safeaudit.office.ribbon.buttons import GROUPS, KINDS, ribbon_xml
from safeaudit.words import words

UI = "{http://schemas.microsoft.com/office/2009/07/customui}"
PRESSED = """start
next_step
check_sheet
check_all
next_finding
accept --reason x
build_report --kind strategy --audience restricted
build_report --kind strategy --audience public
build_report --kind council --audience restricted
build_report --kind brief --audience restricted
build_report --kind findings --audience restricted
send_back
help
coded 004100E920AC
runs "PYTHON" -P -m safeaudit.addin.desktop check_all --excel 7
"""


def subs(module: str) -> dict[str, list[str]]:
    """The public procedures of a module, each with its lines."""
    found = re.findall(
        r"^Public (?:Sub|Function) (\w+)\(.*?\n(.*?)^End ",
        source(module).replace("\r\n", "\n"),
        re.MULTILINE | re.DOTALL,
    )
    return {name: [line.strip() for line in body.splitlines() if line.strip()] for name, body in found}


# The file ------------------------------------------------------------------------------------------------------------


def test_a_second_build_gives_the_same_bytes_and_they_are_the_committed_ones() -> None:
    from safeaudit.office.ribbon.build import build

    made = build()
    assert made == build()
    with zipfile.ZipFile(io.BytesIO(made)) as new, zipfile.ZipFile(FILE) as committed:
        assert new.namelist() == committed.namelist()
        assert {name: new.read(name) for name in new.namelist()} == {
            name: committed.read(name) for name in committed.namelist()
        }


def test_another_reader_finds_the_sources_as_they_are_in_the_repository() -> None:
    from oletools.olevba import VBA_Parser

    parser = VBA_Parser(str(FILE))
    read = {name.removesuffix(".bas"): code for _, _, name, code in parser.extract_macros() if name.endswith(".bas")}
    parser.close()
    assert {name: code.splitlines() for name, code in read.items()} == {
        name: source(name).splitlines() for name in MODULES
    }
    assert {path.stem for path in FOLDER.glob("*.bas")} == set(MODULES)


def test_nothing_else_than_our_modules_holds_code() -> None:
    from oletools.olevba import VBA_Parser

    parser = VBA_Parser(str(FILE))
    documents = {name: code for _, _, name, code in parser.extract_macros() if name.endswith(".cls")}
    parser.close()
    assert set(documents) == {"ThisWorkbook.cls", "Sheet1.cls"}
    assert all(
        line.startswith("Attribute ") for code in documents.values() for line in code.splitlines() if line.strip()
    )


def test_microsofts_validator_finds_nothing_to_say() -> None:
    assert open_xml_errors(FILE) == []


def test_the_package_is_an_add_in_and_names_nobody() -> None:
    with zipfile.ZipFile(FILE) as package:
        parts = {
            name: package.read(name).decode("utf-8", "replace")
            for name in package.namelist()
            if not name.endswith(".bin")
        }
    assert "application/vnd.ms-excel.addin.macroEnabled.main+xml" in parts["[Content_Types].xml"]
    assert parts[RIBBON_PART] == ribbon_xml(words("en"))
    assert f'Target="{RIBBON_PART}"' in parts["_rels/.rels"]
    assert re.findall(r"<dc:creator>(.*?)</dc:creator>", parts["docProps/core.xml"]) == ["The safeaudit contributors"]
    assert "lastModifiedBy" not in parts["docProps/core.xml"]


# The buttons ---------------------------------------------------------------------------------------------------------


def test_every_button_has_a_callback_and_every_callback_a_button() -> None:
    root = ET.fromstring(ribbon_xml(words("en")))
    buttons = list(root.iter(f"{UI}button"))
    assert {button.get("onAction") for button in buttons} == set(subs("Buttons"))
    assert all(len(lines) == 1 for lines in subs("Buttons").values())


def test_buttons_have_words_tips_and_ids_of_their_own_within_the_lengths_excel_takes() -> None:
    for language in ("en", PSEUDO):
        root = ET.fromstring(ribbon_xml(words(language)))
        ids = [element.get("id") for element in root.iter() if element.get("id")]
        assert len(ids) == len(set(ids))
        for button in root.iter(f"{UI}button"):
            assert 0 < len(button.get("label", "")) <= 1024
            assert 0 < len(button.get("screentip", "")) <= 1024
            assert button.get("imageMso")
    large = [button for _, _, buttons in GROUPS for button in buttons]
    assert all(button.more for button in large)
    assert [kind.action for kind in KINDS] == [
        "BuildReport",
        "BuildPublicReport",
        "BuildCouncilPaper",
        "BuildBrief",
        "BuildLetter",
    ]


def test_every_command_a_button_gives_is_one_python_knows() -> None:
    given = re.findall(r'RunPython(?:With)? "(\w+)"', source("Buttons"))
    assert set(given) - {desktop.HELP} <= set(COMMANDS)
    assert set(COMMANDS) == set(given) - {desktop.HELP}


def test_the_self_test_presses_every_button() -> None:
    pressed = [line.removesuffix(" Nothing") for line in subs("SelfTest")["PressAll"] if line.endswith(" Nothing")]
    assert sorted(pressed) == sorted(subs("Buttons"))


def test_libreoffice_loads_the_add_in_and_the_self_test_runs(tmp_path: Path) -> None:
    assert pressed_in_libreoffice(tmp_path) == ["Buttons,Launcher,SelfTest,Sheet1,ThisWorkbook", *PRESSED.splitlines()]


def pressed_in_libreoffice(folder: Path) -> list[str]:
    """The names of the modules, then what the self-test gives back, run by LibreOffice's own Basic."""
    program = folder / "press.py"
    program.write_text(_PRESS, "utf-8")
    return through_uno(program, folder.as_uri(), FILE.resolve().as_uri())


_PRESS = """
import sys
from in_libreoffice import desktop, option

office, folder, address = sys.argv[1:]
with desktop(office, folder) as opened:
    document = opened.loadComponentFromURL(address, "_blank", 0, (option("Hidden", True), option("MacroExecutionMode", 4),
                                           option("FilterName", "Calc MS Excel 2007 VBA XML")))
    print(",".join(sorted(document.BasicLibraries.getByName("VBAProject").ElementNames)))
    script = document.getScriptProvider().getScript("vnd.sun.star.script:VBAProject.SelfTest.PressAll?language=Basic&location=document")
    print(script.invoke((), (), ())[0], end="")
    document.close(True)
"""


# What a button starts ------------------------------------------------------------------------------------------------


class Alerts:
    """A stand-in for Excel's window: what was shown."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, str]] = []

    def alert(self, text: str, title: str, buttons: str, mode: str) -> None:  # noqa: ARG002
        self.shown.append((text, mode))


@pytest.mark.parametrize(
    ("fault", "mode", "following", "text"),
    [
        ("", "info", "Then do that.", "Done.\n\nThen do that."),
        ("refused", "critical", "", "Done."),
        ("internal", "critical", "", "Done."),
    ],
)
def test_a_command_is_run_with_its_options_and_its_answer_shown(
    monkeypatch: pytest.MonkeyPatch, fault: str, mode: str, following: str, text: str
) -> None:
    asked: list[Any] = []

    def run(name: str, book: ExcelWorkbook, *, options: Any) -> Outcome:
        asked.append((name, book.name, options))
        return Outcome("Done.", following, fault=fault)

    monkeypatch.setattr("safeaudit.office.commands.run", run)
    book = SimpleNamespace(app=Alerts(), name="city.xlsx")
    monkeypatch.setattr(desktop, "open_book", lambda handle: book if handle == 77 else None)
    assert desktop.main(["accept", "--excel", "77", "--reason", "x004100E920AC"]) == 0
    assert asked == [("accept", "city.xlsx", {"kind": "strategy", "audience": "restricted", "reason": "Aé€"})]
    assert book.app.shown == [(text, mode)]


def test_without_a_workbook_the_ribbon_is_told_that_nothing_was_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desktop, "open_book", lambda _handle: None)
    assert desktop.main(["check_all"]) == 1


@pytest.mark.parametrize(
    ("coded", "text"), [("x", ""), ("x0041", "A"), ("xD83CDFD9", "🏙"), ("A; rm", ""), ("x004", ""), ("0041", "")]
)
def test_typed_text_travels_as_numbers_only(coded: str, text: str) -> None:
    assert desktop.decoded(coded) == text


def test_the_launcher_calls_the_module_that_answers() -> None:
    called = re.findall(
        r"-m (safeaudit\.[\w.]+)", source("Launcher") + (FOLDER / "safeaudit.applescript").read_text("utf-8")
    )
    assert set(called) == {desktop.__name__}
    options = {node.args[0].value for node in ast.walk(ast.parse(inspect.getsource(desktop)))
               if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "add_argument" and isinstance(node.args[0], ast.Constant)}  # fmt: skip
    assert set(re.findall(r" (--\w+)", source("Launcher") + source("Buttons"))) <= options
