"""The house keeps its measure: no module grows too long to read, no package too wide to find a place in."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from support import ROOT

LONGEST, WIDEST = 400, 20
"""Lines of a module, modules of a package; data in YAML does not count."""
MODULES = [path for path in (ROOT / "safeaudit").rglob("*.py") if "__pycache__" not in path.parts]


def test_no_module_is_too_long() -> None:
    long = {path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {name: lines for name, lines in long.items() if lines > LONGEST} == {}


def test_no_package_is_too_wide() -> None:
    wide: Counter[Path] = Counter(path.parent for path in MODULES)
    assert {str(folder.relative_to(ROOT)): count for folder, count in wide.items() if count > WIDEST} == {}
