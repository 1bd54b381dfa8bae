"""Python and LibreOffice are started from folders of ours: what a stranger put beside the workbook is never run."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT

from safeaudit import starting
from safeaudit.office.ribbon import FOLDER
from safeaudit.office.ribbon.build import source

NAMES = (
    "argparse",
    "json",
    "zipfile",
    "contextlib",
    "multiprocessing",
    "pydantic",
    "lxml",
    "docx",
    "jinja2",
    "matplotlib",
)
PLANTED = "import os; open({mark!r}, 'a').write(__name__ + '\\n'); os._exit(77)\n"


@pytest.fixture
def downloads(tmp_path: Path, sample: Path) -> Path:
    """A folder of downloads: a workbook, and modules by the names Python looks for. Who runs one leaves a mark."""
    folder = tmp_path / "downloads"
    (folder / "safeaudit" / "addin").mkdir(parents=True)
    code = PLANTED.format(mark=str(tmp_path / "ran"))
    for name in (*(f"{name}.py" for name in NAMES), "safeaudit/__init__.py", "safeaudit/addin/__init__.py"):
        (folder / name).write_text(code, "utf-8")
    (folder / "audit.xlsx").write_bytes(sample.read_bytes())
    return folder


def ran(downloads: Path) -> list[str]:
    """The planted modules that were run."""
    mark = downloads.parent / "ran"
    return mark.read_text("utf-8").split() if mark.exists() else []


def run(command: list[str], downloads: Path, **settings: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command in the folder of downloads, as Excel does whose current folder it is."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONSAFEPATH")}
    return subprocess.run(
        command, cwd=downloads, env={**kept, **settings}, capture_output=True, timeout=120, check=False
    )


def line_of_windows() -> str:
    """The command line of a button; that Excel's own Basic makes this one of the source is shown in test_ribbon.py."""
    made = re.search(r'CommandLine = Trim\(Quoted\(Interpreter\) & "(.*?)" & Task', source("Launcher"))
    assert made
    return f'"{sys.executable}"{made[1]}check_all --excel 7'


def line_of_mac() -> str:
    """The command line the AppleScript makes."""
    text = (FOLDER / "safeaudit.applescript").read_text("utf-8")
    made = re.search(r'set theLine to "(.*?)" & quoted form of interpreter & "(.*?)"', text)
    assert made
    return f"{made[1]}{shlex.quote(sys.executable)}{made[2]} check_all"


@pytest.mark.parametrize("line", [line_of_windows, line_of_mac])
def test_a_button_runs_nothing_that_lies_beside_the_workbook(line, downloads: Path) -> None:
    done = run(["sh", "-c", line()], downloads)
    assert ran(downloads) == []
    assert done.returncode == 1, done.stderr  # no Excel here: our own code got as far as asking for it


def test_without_the_option_the_planted_package_would_run(downloads: Path) -> None:
    run(["sh", "-c", line_of_windows().replace(" -P ", " ")], downloads)
    assert ran(downloads)


def test_python_starts_in_the_folder_of_our_settings_and_excel_gets_its_own_back() -> None:
    launcher = source("Launcher").replace("\r\n", "\n")
    lines = [line.strip() for line in launcher.splitlines()]
    start = next(number for number, line in enumerate(lines) if ".Run(" in line)
    assert lines[start - 2 : start] == ["Before = Shell.CurrentDirectory", "Shell.CurrentDirectory = Own"]
    assert lines[start + 1] == "GoBack Shell, Before"
    assert lines[lines.index("Failed:") + 1] == "GoBack Shell, Before"
    assert 'Own = Shell.ExpandEnvironmentStrings("%USERPROFILE%") & "\\.safeaudit"' in lines


@pytest.mark.parametrize(
    "command",
    [
        ["check", "audit.xlsx"],
        ["report", "audit.xlsx", "--kind", "brief"],
        ["rescue", "audit.xlsx"],
        ["new", "--city", "Elsewhere"],
        ["doctor"],
        ["template", "fields"],
    ],
    ids=lambda command: command[0],
)
def test_a_command_in_a_folder_of_downloads_runs_nothing_of_it(command: list[str], downloads: Path) -> None:
    done = run([sys.executable, "-P", "-m", "safeaudit", *command], downloads)
    assert ran(downloads) == []
    assert done.returncode in (0, 1, 2), done.stderr
    assert b"Traceback" not in done.stderr


def test_python_m_safeaudit_leaves_the_current_folder_out_as_soon_as_it_runs(downloads: Path) -> None:
    for name in ("safeaudit", "contextlib.py"):  # what Python itself loads before us only -P keeps out
        (downloads / name).rename(downloads / f"{name}.away")
    done = run([sys.executable, "-m", "safeaudit", "report", "audit.xlsx", "--kind", "brief"], downloads)
    assert ran(downloads) == []
    assert done.returncode in (0, 1), done.stderr


CHILDREN = """
import sys
from pathlib import Path
from safeaudit.files.reader import read
from safeaudit.report import pipeline  # what this process itself loads later is not meant here
from safeaudit.report.template.lint import lint
import json, subprocess, zipfile
sys.path.insert(0, "")  # as in a Python that was started by hand in this folder
read(Path("audit.xlsx"), isolate=True)
assert lint(Path(TEMPLATE).read_bytes()) == []
"""
SERVER = """
import os
from safeaudit.service.jobs import warm_up
if __name__ == "__main__":
    warm_up()
    assert "PYTHONSAFEPATH" not in os.environ
"""


@pytest.mark.parametrize("program", [CHILDREN, SERVER], ids=["readers", "server"])
def test_the_processes_we_start_run_nothing_of_the_current_folder(program: str, downloads: Path) -> None:
    script = downloads.parent / "program.py"
    template = str(ROOT / "report_templates" / "strategy-report.docx")
    script.write_text(program.replace("TEMPLATE", repr(template)), "utf-8")
    done = run([sys.executable, str(script)], downloads)
    assert ran(downloads) == []
    assert done.returncode == 0, done.stderr


def test_programs_are_found_on_the_path_and_never_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, installed = tmp_path / "here", tmp_path / "installed"
    for folder in (here, installed):
        folder.mkdir()
        for name in ("soffice", "soffice.EXE"):
            (folder / name).touch(0o755)
    monkeypatch.chdir(here)
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", "../here"]))
    assert starting.on_path("soffice") is None
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", str(installed)]))
    assert starting.on_path("missing", "soffice") == installed / "soffice"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("PATHEXT", ".COM;.EXE")
    assert starting.on_path("soffice") == installed / "soffice.EXE"
    assert Path(starting.of_windows("taskkill.exe")).is_absolute() or starting.of_windows("x").startswith("C:")


def test_a_matplotlibrc_in_the_current_folder_changes_no_chart(tmp_path: Path) -> None:
    program = (
        "import hashlib; from safeaudit.analysis import analyse; from safeaudit.charts import CHARTS, png; "
        "from safeaudit.examples import sample_city; audit, _ = sample_city(); "
        "print(hashlib.sha256(png(CHARTS['system_map'](analyse(audit), audit, audit.words))).hexdigest())"
    )
    told = []
    for settings in ("", "figure.facecolor: red\ntext.color: blue\nlines.linewidth: 20\nfont.size: 30\n"):
        (tmp_path / "matplotlibrc").write_text(settings, "utf-8")
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True, text=True, timeout=120, check=True,
        )  # fmt: skip
        told.append(done.stdout)
    assert told[0] == told[1]
