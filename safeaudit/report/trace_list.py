"""The list behind the ids: inside the report as a custom XML part, beside it as JSON; a public report's key apart from both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from lxml import etree

from safeaudit.audit import Audit
from safeaudit.paths import atomic
from safeaudit.report.statements import Ref
from safeaudit.report.trace import Trace, Values, digest

SPACE = "urn:safeaudit:trace:1"
VERSION = 1
ITEM = "{6B1B0D4E-5A0E-4C55-9B0F-7A4D5EA0D171}"
"""The identity of the custom part; one and the same in every report."""
PUBLIC = ("id", "kind", "digests", "altered", "figure")
"""What a public list says of a text: nothing that leads to a cell."""


def program() -> str:
    """The version of this program; looked up by name, as the package itself loads whatever is asked of it."""
    return str(import_module("safeaudit").__version__)


@dataclass(frozen=True, slots=True)
class Made:
    """What a report was made from, and as what."""

    kind: str
    language: str
    public: bool
    workbook: str
    workbook_id: str
    instrument: str
    program: str

    @classmethod
    def of(cls, audit: Audit, kind: str, language: str, *, public: bool) -> Made:
        """The facts of one report."""
        return cls(kind, language, public, audit.source, audit.workbook_id, audit.instrument, program())

    def as_json(self, *, public: bool) -> dict[str, Any]:
        told: dict[str, Any] = {"kind": self.kind, "language": self.language, "audience": "public" if self.public else "restricted",
                                "program": self.program, "instrument": self.instrument}  # fmt: skip
        return told if public else {**told, "workbook": self.workbook, "workbook_id": self.workbook_id}


def trace_list(trace: Trace, placed: Mapping[str, list[str]], made: Made, values: Values) -> dict[str, Any]:
    """Everything there is to say about the traced texts that stand in the document: the content of the JSON sidecar.

    `cells` are the answers, each once; an entry names them by their places in that list.
    """
    cells: list[dict[str, Any]] = []
    numbers: dict[tuple[str, str], int] = {}
    entries = []
    for entry in trace.entries.values():
        if entry.id not in placed:
            continue
        own = []
        for ref in dict.fromkeys(entry.refs):
            key = (ref.row_id, ref.column)
            if key not in numbers:
                numbers[key] = len(cells)
                cells.append(_listed(ref, values))
            own.append(numbers[key])
        told: dict[str, Any] = {"id": entry.id, "kind": entry.kind, "chapter": entry.chapter, "text": entry.text,
                                "digests": placed[entry.id], "cells": own}  # fmt: skip
        if entry.kind == "figure":
            told["figure"] = next(name for name, own_id in trace.figures.items() if own_id == entry.id)
        elif placed[entry.id] != [digest(entry.text)]:
            told["altered"] = True
        entries.append(told)
    return {"trace": VERSION, "made": made.as_json(public=False), "cells": cells, "entries": entries}


def _listed(ref: Ref, values: Values) -> dict[str, str]:
    cell, row = values.cell(ref.row_id, ref.column), values.whole.by_id.get(ref.row_id)
    sheet = cell.sheet if cell is not None else "" if row is None else row.sheet_id
    return {"sheet": sheet, "cell": cell.a1 if cell is not None else "", "row": ref.row_id, "column": ref.column,
            "digest": values.digest(ref.row_id, ref.column)}  # fmt: skip


def public_list(full: Mapping[str, Any]) -> dict[str, Any]:
    """The same list without a cell, a row, a chapter or a text."""
    made = {name: value for name, value in full["made"].items() if not name.startswith("workbook")}
    entries = [{name: entry[name] for name in PUBLIC if name in entry} for entry in full["entries"]]
    return {"trace": VERSION, "made": made, "cells": [], "entries": entries}


def traced(document: Any, trace: Trace, made: Made, seen: Audit, whole: Audit) -> dict[str, Any]:
    """Put the controls and the list into a rendered document, and give the full list back.

    `seen` the audit the texts were made from, `whole` the one it is a part of: the same for a restricted report.
    """
    from safeaudit.report.controls import tie

    placed = tie(document, trace, made.workbook if made.workbook.lower().endswith((".xlsx", ".xlsm")) else "")
    full = trace_list(trace, placed, made, Values(seen, whole))
    enclose(document, full)
    return full


def write_sidecars(path: Path, full: Mapping[str, Any], report: bytes) -> Path:
    """Write the files beside a report, for nobody but their owner to read; the path of the sidecar."""
    for name, content in trace_files(path.stem, full, report).items():
        with atomic(path.with_name(name)) as temporary:
            temporary.write_bytes(content)
            temporary.chmod(0o600)
    return path.with_name(f"{path.stem}.trace.json")


def trace_files(name: str, full: Mapping[str, Any], report: bytes) -> dict[str, bytes]:
    """The files beside a report named `name`.docx: {file name: content}.

    A restricted report has its sidecar; a public one a sidecar without cells, and a key that the office keeps to itself.
    """
    own = digest_of_file(report)
    if full["made"]["audience"] == "restricted":
        return {f"{name}.trace.json": as_bytes({**full, "report": own})}
    return {
        f"{name}.trace.json": as_bytes({**public_list(full), "report": own}),
        f"{name}.trace-key.json": as_bytes({**full, "report": own}),
    }


def digest_of_file(data: bytes) -> str:
    """What tells whether a sidecar belongs to this very file."""
    import hashlib

    return hashlib.sha256(data).hexdigest()


def as_bytes(value: Mapping[str, Any]) -> bytes:
    """JSON with one entry a line, the same bytes for the same content."""
    head = {name: entry for name, entry in value.items() if name not in ("cells", "entries")}
    lines = [f"{json.dumps(name)}: {_json(entry)}" for name, entry in head.items()]
    lines += [
        f"{json.dumps(name)}: [\n" + ",\n".join(_json(entry) for entry in value[name]) + "\n]"
        for name in ("cells", "entries")
    ]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# Inside the document -------------------------------------------------------------------------------------------------


def enclose(document: Any, full: Mapping[str, Any]) -> None:
    """Add the list to the document as a custom XML part; texts stay out, they are in the document."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    package = document.part.package
    told = public_list(full) if full["made"]["audience"] == "public" else full
    taken = {str(part.partname) for part in package.iter_parts()}
    number = next(each for each in range(1, 10_000) if f"/customXml/item{each}.xml" not in taken)
    item = Part(PackURI(f"/customXml/item{number}.xml"), CONTENT_TYPE.XML, _xml(told), package)
    about = Part(
        PackURI(f"/customXml/itemProps{number}.xml"), CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES, _properties(), package
    )
    document.part.relate_to(item, RELATIONSHIP_TYPE.CUSTOM_XML)
    item.relate_to(about, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)


def _xml(told: Mapping[str, Any]) -> bytes:
    root = etree.Element(f"{{{SPACE}}}trace", nsmap={"t": SPACE})
    root.set("version", str(VERSION))
    for name, value in told["made"].items():
        root.set(name, value)
    for cell in told["cells"]:
        own = etree.SubElement(root, f"{{{SPACE}}}c")
        for name, value in cell.items():
            if value:
                own.set(name, value)
    for entry in told["entries"]:
        own = etree.SubElement(root, f"{{{SPACE}}}e")
        for name, value in entry.items():
            if name == "text":
                continue
            own.set(name, " ".join(map(str, value)) if isinstance(value, list) else str(value))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _properties() -> bytes:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f'<ds:datastoreItem ds:itemID="{ITEM}" xmlns:ds="{space}"><ds:schemaRefs><ds:schemaRef ds:uri="{SPACE}"/>'
        "</ds:schemaRefs></ds:datastoreItem>"
    ).encode()


def from_xml(data: bytes) -> dict[str, Any] | None:
    """The list in a custom XML part; None when the part is another's. ValueError for one that is not whole."""
    if b"<!DOCTYPE" in data:
        return None
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError:
        return None
    if root.tag != f"{{{SPACE}}}trace":
        return None
    made = {str(name): str(value) for name, value in root.attrib.items() if name != "version"}
    cells = [{"sheet": "", "cell": "", "row": "", "column": "", **cell.attrib} for cell in root.iter(f"{{{SPACE}}}c")]
    entries = []
    for own in root.iter(f"{{{SPACE}}}e"):
        entry: dict[str, Any] = {
            "text": "",
            "chapter": "",
            **{str(name): str(value) for name, value in own.attrib.items()},
        }
        entry["digests"] = entry.get("digests", "").split()
        entry["cells"] = [int(number) for number in entry.get("cells", "").split() if number.isdecimal()]
        entry["altered"] = entry.get("altered") == "True"
        entries.append(entry)
    return checked({"trace": int(root.get("version", "0")), "made": made, "cells": cells, "entries": entries})


def from_json(data: bytes) -> dict[str, Any]:
    """The list in a sidecar or key; ValueError when it is none."""
    told = json.loads(data)
    if not isinstance(told, dict) or not all(isinstance(told.get(name), kind) for name, kind in
                                             (("made", dict), ("cells", list), ("entries", list))):  # fmt: skip
        raise ValueError("not a trace list")
    entries = [{"text": "", "chapter": "", "cells": [], "altered": False, **entry} for entry in told["entries"]]
    return checked({**told, "entries": entries})


def checked(told: dict[str, Any]) -> dict[str, Any]:
    """The list, if every entry has an id, a kind and digests, and names cells that are there; else ValueError."""
    cells = told["cells"]
    for cell in cells:
        if not all(isinstance(cell.get(name), str) for name in ("sheet", "cell", "row", "column", "digest")):
            raise ValueError("a cell is not whole")
    for entry in told["entries"]:
        whole = isinstance(entry.get("id"), str) and entry.get("kind") in ("sentence", "cell", "figure")
        if not whole or not isinstance(entry.get("digests"), list):
            raise ValueError("an entry is not whole")
        if not all(isinstance(number, int) and 0 <= number < len(cells) for number in entry["cells"]):
            raise ValueError("an entry names a cell that is not listed")
    return told


__all__ = [
    "ITEM",
    "SPACE",
    "Made",
    "enclose",
    "from_json",
    "from_xml",
    "public_list",
    "trace_files",
    "trace_list",
]
