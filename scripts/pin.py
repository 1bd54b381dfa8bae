"""Writes the pinned releases: constraints.txt for tests and development, deploy/requirements*.txt with hashes for the image.

python scripts/pin.py            brings in what pyproject.toml names and the files lack; what is pinned stays
python scripts/pin.py --upgrade  takes the newest releases of everything

Needs the program uv (pip install uv). pyproject.toml keeps open ranges: people install with what they have.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "constraints.txt"
IMAGE = ROOT / "deploy" / "requirements.txt"
BUILD = ROOT / "deploy" / "requirements-build.txt"
IMAGE_PYTHON = "3.12"
"""The Python of the Dockerfile."""
_PLAIN = ("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--quiet")
_HASHED = ("--generate-hashes", "--python-version", IMAGE_PYTHON, "--python-platform", "linux", "--no-strip-markers")


def main(arguments: list[str]) -> int:
    """Write the three files."""
    uv = shutil.which("uv")
    if uv is None:
        print("The program uv is missing. Run: python -m pip install uv")
        return 2
    project = str(ROOT / "pyproject.toml")
    tools = "\n".join(tomllib.loads(Path(project).read_text("utf-8"))["build-system"]["requires"])
    more = ("--upgrade",) if "--upgrade" in arguments else ()
    compile_ = (uv, "pip", "compile", *_PLAIN)
    both = ("--universal", "--python-version", "3.11", "--no-emit-package", "safeaudit")
    _run(*compile_, *more, *both, "--extra", "dev", project, "-", "-o", str(CONSTRAINTS), given=tools)
    _run(*compile_, *_HASHED, "--extra", "addin", "-c", str(CONSTRAINTS), project, "-o", str(IMAGE))
    _run(*compile_, *_HASHED, "-c", str(CONSTRAINTS), "-", "-o", str(BUILD), given=tools)
    return 0


def _run(*command: str, given: str = "") -> None:
    subprocess.run(command, input=given, text=True, check=True, cwd=ROOT)  # noqa: S603 - the program found above


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
