"""Tools are pinned where bytes must not change by themselves; who installs safeaudit gets open ranges."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from support import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
FILES = {
    name: (ROOT / name).read_text("utf-8")
    for name in ("constraints.txt", "deploy/requirements.txt", "deploy/requirements-build.txt")
}


def wanted(*extras: str) -> list[Requirement]:
    """What pyproject.toml asks for, with these extras."""
    lines = [*PROJECT["project"]["dependencies"]]
    for extra in extras:
        lines += PROJECT["project"]["optional-dependencies"][extra]
    found = [Requirement(line) for line in lines]
    return [each for each in found if each.name != "safeaudit"]


def pins(name: str) -> dict[str, Version]:
    """{package: release} of one of the files."""
    lines = [line for line in FILES[name].splitlines() if line and not line.startswith((" ", "#"))]
    found = [re.fullmatch(r"([\w.-]+)==([^\s;\\]+)(?: ; [^\\]+)?(?: \\)?", line.strip()) for line in lines]
    assert all(found), [line for line, match in zip(lines, found, strict=True) if not match]
    return {canonicalize_name(each[1]): Version(each[2]) for each in found if each}


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        ("constraints.txt", [*wanted("addin", "test", "dev"), *map(Requirement, PROJECT["build-system"]["requires"])]),
        ("deploy/requirements.txt", wanted("addin")),
        ("deploy/requirements-build.txt", [Requirement(line) for line in PROJECT["build-system"]["requires"]]),
    ],
)
def test_every_package_is_pinned_to_a_release_within_its_range(name: str, needed: list[Requirement]) -> None:
    pinned = pins(name)
    for each in needed:
        assert pinned[canonicalize_name(each.name)] in each.specifier, each
        assert not any(part.operator == "==" for part in each.specifier), f"{each}: ranges stay open"


def test_image_and_tests_use_the_same_releases() -> None:
    tested = pins("constraints.txt")
    assert {
        name: version for name, version in pins("deploy/requirements.txt").items() if tested.get(name) != version
    } == {}


@pytest.mark.parametrize("name", ["deploy/requirements.txt", "deploy/requirements-build.txt"])
def test_the_image_takes_only_bytes_it_knows(name: str) -> None:
    entries = re.split(r"\n(?=\S)", FILES[name].strip())
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "--require-hashes" in (ROOT / "Dockerfile").read_text("utf-8")
    assert "://" not in "".join(FILES.values())  # no address of an index


# The day -------------------------------------------------------------------------------------------------------------

CLOCK = {
    "safeaudit.office.install.certificate": "when a certificate begins",
    "safeaudit.office.install.sideload": "whether a certificate ends soon",
    "safeaudit.service.http.gate": "the time of a line in the log",
}
"""The only modules that ask what day it is, and why: a document depends on its workbook, never on the day it is made."""
ASKS = {
    *(f"{kind}.{name}" for kind in ("date", "datetime") for name in ("today", "now", "utcnow")),
    *(f"time.{name}" for name in ("time", "time_ns", "gmtime", "localtime", "ctime", "asctime", "strftime")),
}


def test_only_these_modules_ask_what_day_it_is() -> None:
    asking = set()
    for path in (ROOT / "safeaudit").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            names = set()
            if isinstance(node, ast.ImportFrom) and node.module == "time":
                names = {f"time.{each.name}" for each in node.names}
            if isinstance(node, ast.Attribute):
                names = {".".join(ast.unparse(node).split(".")[-2:])}
            if names & ASKS:
                asking.add(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
    assert asking == set(CLOCK)
