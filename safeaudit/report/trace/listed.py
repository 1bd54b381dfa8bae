"""The list behind the ids: inside the report as a custom XML part, beside it as JSON; a public report's key apart from both."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, NotRequired, TypedDict, cast

from docx.document import Document
from lxml import etree

from safeaudit.audit import Audit
from safeaudit.paths import atomic
from safeaudit.report.word.tree import as_part, attributes, parsed
from safeaudit.report.writing.statements import Ref
from safeaudit.report.writing.ties import Trace, Values, digest

SPACE = "urn:safeaudit:trace:1"
VERSION = 1
ITEM = "{6B1B0D4E-5A0E-4C55-9B0F-7A4D5EA0D171}"
"""The identity of the custom part; one and the same in every report."""
PUBLIC = ("id", "kind", "digests", "altered", "figure")
"""What a public list says of a text: nothing that leads to a cell."""


class Listed(TypedDict):
    """An answer behind a text: where it stands, and the digest of what it said.

    `workbook` where it is another than the one the document is about.
    """

    workbook: NotRequired[str]
    sheet: str
    cell: str
    row: str
    column: str
    digest: str


class Entry(TypedDict):
    """A text or figure with its id: the digests it may have in the document, and the places of its answers in the list.

    `altered`: the template changed the words · `figure` the name of the chart.
    """

    id: str
    kind: str
    chapter: str
    text: str
    digests: list[str]
    cells: list[int]
    altered: NotRequired[bool]
    figure: NotRequired[str]


class TraceList(TypedDict):
    """Everything told of one report; `made` from what and as what, `report` the digest of the file it lies beside."""

    trace: int
    made: dict[str, str]
    cells: list[Listed]
    entries: list[Entry]
    not_printed: NotRequired[list[dict[str, str]]]
    report: NotRequired[str]


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

    def as_json(self) -> dict[str, str]:
        return {
            "kind": self.kind,
            "language": self.language,
            "audience": "public" if self.public else "restricted",
            "program": self.program,
            "instrument": self.instrument,
            "workbook": self.workbook,
            "workbook_id": self.workbook_id,
        }


def trace_list(trace: Trace, placed: Mapping[str, list[str]], made: Made, values: Mapping[str, Values]) -> TraceList:
    """Everything there is to say about the traced texts that stand in the document: the content of the JSON sidecar.

    `cells` are the answers, each once; an entry names them by their places in that list. A cell of another workbook than the one the
    document is about says which, by its name in `values`.
    """
    cells: list[Listed] = []
    numbers: dict[tuple[str, str, str], int] = {}
    entries: list[Entry] = []
    drawn = {own_id: name for name, own_id in trace.figures.items()}
    for entry in trace.entries.values():
        if entry.id not in placed:
            continue
        own = []
        for ref in dict.fromkeys(entry.refs):
            key = (ref.workbook, ref.row_id, ref.column)
            if key not in numbers:
                numbers[key] = len(cells)
                cells.append(_listed(ref, values[ref.workbook]))
            own.append(numbers[key])
        told: Entry = {
            "id": entry.id,
            "kind": entry.kind,
            "chapter": entry.chapter,
            "text": entry.text,
            "digests": placed[entry.id],
            "cells": own,
        }
        if entry.kind == "figure":
            told["figure"] = drawn[entry.id]
        elif placed[entry.id] != [digest(entry.text)]:
            told["altered"] = True
        entries.append(told)
    return {"trace": VERSION, "made": made.as_json(), "cells": cells, "entries": entries}


def _listed(ref: Ref, values: Values) -> Listed:
    cell, row = values.cell(ref.row_id, ref.column), values.whole.by_id.get(ref.row_id)
    told: Listed = {
        "sheet": cell.sheet if cell is not None else "" if row is None else row.sheet_id,
        "cell": cell.a1 if cell is not None else "",
        "row": ref.row_id,
        "column": ref.column,
        "digest": values.digest(ref.row_id, ref.column),
    }
    return {"workbook": ref.workbook, **told} if ref.workbook else told


def public_list(full: TraceList) -> TraceList:
    """The same list without a cell, a row, a chapter or a text."""
    made = {name: value for name, value in full["made"].items() if not name.startswith("workbook")}
    entries = [{name: value for name, value in entry.items() if name in PUBLIC} for entry in full["entries"]]
    return {"trace": VERSION, "made": made, "cells": [], "entries": cast("list[Entry]", entries)}


def traced(document: Document, trace: Trace, made: Made, audits: Mapping[str, tuple[Audit, Audit]]) -> TraceList:
    """Put the controls and the list into a rendered document, and give the full list back.

    `audits` by the name of their workbook, "" the one the document is about: the audit the texts were made from, and the one it is a part
    of, the same for a restricted report.
    """
    from safeaudit.report.word.controls import tie

    placed = tie(document, trace, made.workbook if made.workbook.lower().endswith((".xlsx", ".xlsm")) else "")
    full = trace_list(trace, placed, made, {name: Values(*own) for name, own in audits.items()})
    enclose(document, full)
    return full


def write_sidecars(path: Path, full: TraceList, report: bytes) -> Path:
    """Write the files beside a report, for nobody but their owner to read; the path of the sidecar."""
    for name, content in trace_files(path.stem, full, report).items():
        with atomic(path.with_name(name)) as temporary:
            temporary.write_bytes(content)
            temporary.chmod(0o600)
    return path.with_name(f"{path.stem}.trace.json")


def trace_files(name: str, full: TraceList, report: bytes) -> dict[str, bytes]:
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


def as_bytes(value: TraceList) -> bytes:
    """JSON with one entry a line, the same bytes for the same content."""
    lists: dict[str, Sequence[object]] = {"cells": value["cells"], "entries": value["entries"]}
    lines = [f"{json.dumps(name)}: {_json(entry)}" for name, entry in value.items() if name not in lists]
    lines += [f"{json.dumps(name)}: [\n" + ",\n".join(map(_json, each)) + "\n]" for name, each in lists.items()]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# Inside the document -------------------------------------------------------------------------------------------------


def enclose(document: Document, full: TraceList) -> None:
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


def _xml(told: TraceList) -> bytes:
    root = etree.Element(f"{{{SPACE}}}trace", nsmap={"t": SPACE})
    root.set("version", str(VERSION))
    for name, value in told["made"].items():
        root.set(name, value)
    for cell in told["cells"]:
        own = etree.SubElement(root, f"{{{SPACE}}}c")
        for name, said in cell.items():
            if said:
                own.set(name, str(said))
    for entry in told["entries"]:
        own = etree.SubElement(root, f"{{{SPACE}}}e")
        for name, said in entry.items():
            if name != "text":
                own.set(name, " ".join(map(str, said)) if isinstance(said, list) else str(said))
    return as_part(root)


def _properties() -> bytes:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f'<ds:datastoreItem ds:itemID="{ITEM}" xmlns:ds="{space}"><ds:schemaRefs><ds:schemaRef ds:uri="{SPACE}"/>'
        "</ds:schemaRefs></ds:datastoreItem>"
    ).encode()


def from_xml(data: bytes) -> TraceList | None:
    """The list in a custom XML part; None when the part is another's. ValueError for one that is not whole."""
    if b"<!DOCTYPE" in data:
        return None
    try:
        root = parsed(data)
    except etree.XMLSyntaxError:
        return None
    if root.tag != f"{{{SPACE}}}trace":
        return None
    made = {name: value for name, value in attributes(root).items() if name != "version"}
    blank = {"sheet": "", "cell": "", "row": "", "column": ""}
    cells = [{**blank, **attributes(cell)} for cell in root.iter(f"{{{SPACE}}}c")]
    entries = [_entry(attributes(own)) for own in root.iter(f"{{{SPACE}}}e")]
    return checked({"trace": int(root.get("version", "0")), "made": made, "cells": cells, "entries": entries})


def _entry(told: dict[str, str]) -> dict[str, object]:
    lists = {
        "digests": told.get("digests", "").split(),
        "cells": [int(number) for number in told.get("cells", "").split() if number.isdecimal()],
        "altered": told.get("altered") == "True",
    }
    return {"text": "", "chapter": "", **told, **lists}


def from_json(data: bytes) -> TraceList:
    """The list in a sidecar or key; ValueError when it is none."""
    told, kinds = json.loads(data), {"made": dict, "cells": list, "entries": list}
    if not isinstance(told, dict) or not all(isinstance(told.get(name), kind) for name, kind in kinds.items()):
        raise ValueError("not a trace list")
    entries = [{"text": "", "chapter": "", "cells": [], "altered": False, **entry} for entry in told["entries"]]
    return checked({**told, "entries": entries})


def checked(told: dict[str, Any]) -> TraceList:
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
    return cast("TraceList", told)


__all__ = [
    "ITEM",
    "SPACE",
    "Entry",
    "Listed",
    "Made",
    "TraceList",
    "enclose",
    "from_json",
    "from_xml",
    "public_list",
    "trace_files",
    "trace_list",
]
