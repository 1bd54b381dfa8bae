"""Builds safeaudit.xlam from the sources beside this file; equal sources give equal bytes.

`python -m safeaudit.office.ribbon.build` writes it. The VBA project is written by pyOpenVBA into a package that Excel made.
"""

from __future__ import annotations

import io
import sys
import tempfile
import zipfile
from pathlib import Path

from safeaudit.office.ribbon import FILE, FOLDER
from safeaudit.office.ribbon.buttons import ribbon_xml
from safeaudit.paths import atomic
from safeaudit.words import words

MODULES = ("Launcher", "Buttons", "SelfTest")
RIBBON_PART = "customUI/customUI14.xml"
_RELATION = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>safeaudit</dc:title>'
    "<dc:creator>The safeaudit contributors</dc:creator>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:created></cp:coreProperties>'
)


def source(module: str) -> str:
    """A module as VBA wants it: with CRLF line ends."""
    return (FOLDER / f"{module}.bas").read_text("utf-8").replace("\r\n", "\n").replace("\n", "\r\n")


def build() -> bytes:
    """The whole add-in file."""
    from pyopenvba import ExcelFile, VBAModuleKind

    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "safeaudit.xlam"
        with ExcelFile.create_new(made) as file:
            project = file.vba_project()
            project.delete_module("Module1")
            for module in MODULES:
                project.add_module(module, source(module), kind=VBAModuleKind.standard)
            file.save()
        with zipfile.ZipFile(made) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    parts["docProps/core.xml"] = _CORE.encode()
    parts[RIBBON_PART] = ribbon_xml(words("en")).encode()
    relations = parts["_rels/.rels"].decode()
    link = f'<Relationship Id="rId9" Type="{_RELATION}" Target="{RIBBON_PART}"/></Relationships>'
    parts["_rels/.rels"] = relations.replace("</Relationships>", link).encode()
    return _package(parts)


def _package(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            package.writestr(info, parts[name])
    return out.getvalue()


def main() -> int:
    """Write the add-in file where the program looks for it."""
    with atomic(FILE) as file:
        file.write_bytes(build())
    print(FILE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
