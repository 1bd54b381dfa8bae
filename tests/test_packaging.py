"""What people install: a wheel with everything in it, and commands that start without loading what they do not need."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from support import ROOT, open_book, skip

import safeaudit
from safeaudit.examples import sample_city

HEAVY = {"pandas", "numpy", "matplotlib", "docxtpl", "docx", "xlsxwriter", "babel", "openpyxl", "lxml", "jinja2"}


# The wheel -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout; built with the installed build tool, or with one that pip fetches."""
    folder = tmp_path_factory.mktemp("wheel")
    isolation = ["--no-build-isolation"] if find_spec("hatchling") else []
    command = [sys.executable, "-m", "pip", "wheel", str(ROOT), "--no-deps", "--quiet", "--wheel-dir", str(folder)]
    done = subprocess.run([*command, *isolation], capture_output=True, text=True, check=False, timeout=300)
    if done.returncode:
        skip(f"the wheel could not be built here: {done.stderr.strip()[-300:]}")
    [built] = folder.glob("*.whl")
    return built


def test_the_wheel_carries_its_version_and_licence(wheel: Path) -> None:
    assert wheel.name == f"safeaudit-{safeaudit.__version__}-py3-none-any.whl"
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.endswith("licenses/LICENSE") for name in names)


@pytest.mark.parametrize("folder", ["workbook_templates", "report_templates", "examples"])
def test_the_wheel_carries_every_template_and_example(folder: str, wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    ours = [path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert ours
    missing = [path.name for path in ours if f"safeaudit/_data/{path.relative_to(ROOT).as_posix()}" not in packed]
    assert missing == []


def test_the_wheel_carries_the_whole_package_and_nothing_of_the_workshop(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    ours = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "safeaudit").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert ours <= packed
    assert "safeaudit/py.typed" in packed
    tops = {name.partition("/")[0] for name in packed}
    assert tops == {"safeaudit", f"safeaudit-{safeaudit.__version__}.dist-info"}


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel installed into it, away from the checkout."""
    folder = tmp_path_factory.mktemp("installed") / "site"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(folder)]
    subprocess.run([*command, str(wheel)], check=True, capture_output=True, timeout=300)
    return folder


def run(*arguments: str, folder: Path, package: Path) -> subprocess.CompletedProcess[str]:
    """Run Python in this folder with safeaudit from `package`."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(package), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


def test_the_installed_package_does_the_main_job_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    where = run("-c", "import safeaudit; print(safeaudit.__file__)", folder=tmp_path, package=installed)
    assert Path(where.stdout.strip()).is_relative_to(installed), where.stderr
    done = run("-m", "safeaudit", "demo", "--out", "made", folder=tmp_path, package=installed)
    assert done.returncode == 0, done.stderr
    assert open_book(tmp_path / "made" / "sample-city.xlsx")["PROFILE"]
    assert zipfile.is_zipfile(tmp_path / "made" / "sample-city-strategy-report.docx")


def test_the_package_does_not_write_into_itself(installed: Path, tmp_path: Path) -> None:
    before = {path for path in installed.rglob("*") if "__pycache__" not in path.parts}
    assert run("-m", "safeaudit", "new", folder=tmp_path, package=installed).returncode == 0
    assert run("-m", "safeaudit", "check", "safety-audit.xlsx", folder=tmp_path, package=installed).returncode == 0
    assert {path for path in installed.rglob("*") if "__pycache__" not in path.parts} == before


# Starting ------------------------------------------------------------------------------------------------------------


def loaded(program: str, folder: Path) -> set[str]:
    """Which of the heavy libraries a program has loaded when it ends."""
    ending = f"import sys; print('LOADED', *(set({sorted(HEAVY)!r}) & sys.modules.keys()))"
    done = run("-c", f"{program}\n{ending}", folder=folder, package=ROOT)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split()[1:])


def test_importing_the_package_loads_no_heavy_library(tmp_path: Path) -> None:
    assert loaded("import safeaudit", tmp_path) == set()


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["--version"], ["nothing"]])
def test_help_loads_no_heavy_library(arguments: list[str], tmp_path: Path) -> None:
    program = f"""
import contextlib
from safeaudit import cli
with contextlib.suppress(SystemExit):
    cli.run({arguments!r})
"""
    assert loaded(program, tmp_path) == set()


def test_explain_loads_no_heavy_library(tmp_path: Path) -> None:
    assert loaded("from safeaudit import cli; cli.run(['explain', 'FL-02'])", tmp_path) == set()


@pytest.mark.parametrize("more", [[], ["--format", "json"]])
def test_check_loads_no_heavy_library(more: list[str], tmp_path: Path) -> None:
    audit, raw = sample_city()
    safeaudit.build_workbook(tmp_path / "sample.xlsx", audit, raw=raw)
    program = f"from safeaudit import cli; cli.run({['check', 'sample.xlsx', *more]!r})"
    assert loaded(program, tmp_path) == set()


@pytest.mark.parametrize("kind", ["strategy", "council", "brief", "findings"])
def test_a_report_of_one_audit_needs_no_pandas(kind: str, tmp_path: Path) -> None:
    audit, raw = sample_city()
    safeaudit.build_workbook(tmp_path / "sample.xlsx", audit, raw=raw)
    program = f"from safeaudit import cli; cli.run({['report', 'sample.xlsx', '--kind', kind, '-o', 'made.docx']!r})"
    assert "pandas" not in loaded(program, tmp_path)
    assert (tmp_path / "made.docx").exists()


def test_the_public_functions_are_all_there() -> None:
    for name in safeaudit.__all__:
        assert callable(getattr(safeaudit, name))
        assert name in dir(safeaudit)
    with pytest.raises(AttributeError, match="no_such_thing"):
        _ = safeaudit.no_such_thing
