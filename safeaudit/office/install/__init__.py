"""Puts the ribbon where Excel looks for add-ins, says whether it is there, and takes it away again."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from safeaudit.office.ribbon import FILE, SCRIPT
from safeaudit.paths import atomic
from safeaudit.words import N_

System = Literal["windows", "mac", "other"]


@dataclass(frozen=True, slots=True)
class Home:
    """The person whose Excel is meant. `settings` is the folder safeaudit keeps of its own."""

    system: System
    folder: Path
    appdata: Path

    @property
    def settings(self) -> Path:
        return self.folder / ".safeaudit"


def home(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Home:
    """The person who runs this."""
    system: System = "windows" if platform.startswith("win") else "mac" if platform == "darwin" else "other"
    folder = Path(environment.get("USERPROFILE") or Path.home()) if system == "windows" else Path.home()
    return Home(system, folder, Path(environment.get("APPDATA") or folder / "AppData" / "Roaming"))


@dataclass(frozen=True, slots=True)
class State:
    """One part of the add-in: what it is, where it belongs, and whether it is there and current."""

    name: str
    path: Path
    state: Literal["current", "other", "missing"]


NAMES = {
    "ribbon": N_("the ribbon (safeaudit.xlam)"),
    "settings": N_("the settings, which say where Python is"),
    "script": N_("the script that lets Excel start Python"),
}


class NoExcelHere(Exception):
    """This system has no desktop Excel."""


def install(at: Home, interpreter: Path) -> list[Path]:
    """Write every part; OSError when one cannot be written. Running it again brings all parts up to date."""
    written = []
    for path, content in _parts(at, interpreter).values():
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic(path) as temporary:
            temporary.write_bytes(content)
        written.append(path)
    return written


def status(at: Home, interpreter: Path) -> list[State]:
    """Every part and whether it is what `install` would write now."""
    found = []
    for name, (path, content) in _parts(at, interpreter).items():
        there = path.read_bytes() if path.is_file() else None
        found.append(State(name, path, "missing" if there is None else "current" if there == content else "other"))
    return found


def remove(at: Home) -> list[Path]:
    """Take away every part that is there; other files and folders stay."""
    gone = []
    for path, _ in _parts(at, Path(sys.executable)).values():
        if path.is_file():
            path.unlink()
            gone.append(path)
    return gone


def started_by(at: Home, interpreter: Path) -> Path:
    """The Python a button starts: on Windows the one that opens no black window, where it is."""
    quiet = interpreter.with_name("pythonw.exe")
    return quiet if at.system == "windows" and quiet.is_file() else interpreter


def _parts(at: Home, interpreter: Path) -> dict[str, tuple[Path, bytes]]:
    """Each part's place and content on this system; NoExcelHere where there is none."""
    python = str(started_by(at, interpreter))
    if at.system == "windows":
        line = f'"INTERPRETER_WIN","{python}"\r\n'
        return {
            "ribbon": (at.appdata / "Microsoft" / "Excel" / "XLSTART" / "safeaudit.xlam", FILE.read_bytes()),
            "settings": (at.settings / "safeaudit.conf", line.encode("utf-16")),
        }
    if at.system == "mac":
        library = at.folder / "Library"
        startup = library / "Group Containers" / "UBF8T346G9.Office" / "User Content.localized" / "Startup.localized"
        quoted = python.replace("\\", "\\\\").replace('"', '\\"')
        script = SCRIPT.read_text("utf-8").replace('"INTERPRETER"', f'"{quoted}"')
        return {
            "ribbon": (startup / "Excel" / "safeaudit.xlam", FILE.read_bytes()),
            "script": (library / "Application Scripts" / "com.microsoft.Excel" / SCRIPT.name, script.encode("utf-8")),
        }
    raise NoExcelHere
