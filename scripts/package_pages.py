"""A page a package, docs.md: what the package does and one line a module, taken from the first sentences of their docstrings."""

from __future__ import annotations

import ast
from pathlib import Path


def pages(root: Path) -> dict[Path, str]:
    """{docs.md of each package of ours with modules: its text}."""
    folders = sorted({path.parent for path in root.rglob("*.py")})
    return {folder / "docs.md": page(folder) for folder in folders if len(list(folder.glob("*.py"))) > 1}


def page(folder: Path) -> str:
    """The text of one page."""
    name = ".".join(folder.parts[folder.parts.index("safeaudit") :])
    lines = [f"# {name}", "", _first(folder / "__init__.py"), "", "| Module | |", "|---|---|"]
    packages = [inner for inner in sorted(folder.iterdir()) if (inner / "__init__.py").is_file()]
    lines += [f"| `{inner.name}/` | {_first(inner / '__init__.py')} |" for inner in packages]
    modules = [path for path in sorted(folder.glob("*.py")) if path.name != "__init__.py"]
    lines += [f"| `{path.name}` | {_first(path)} |" for path in modules]
    return "\n".join([*lines, "", "Made by `python scripts/build_templates.py` from the modules themselves.", ""])


def _first(path: Path) -> str:
    """The first paragraph of a module's docstring, on one line."""
    told = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return " ".join(told.partition("\n\n")[0].split()).replace("|", "\\|")
