"""A workbook that opens the task pane by itself: a web-extension part, last in the package, which other programs pass over."""

from __future__ import annotations

import io
import zipfile
from typing import Literal
from xml.sax.saxutils import quoteattr

from safeaudit.office.install.manifest import LOCAL_URL, TASKPANE_ID, add_in_id

Store = Literal["office", "developer"]
STORES = {"office": ("EXCatalog", "EXCatalog"), "developer": ("developer", "Registry")}
"""Where Excel looks the add-in up: given to everybody by the office's administrator, or put on one computer by hand."""
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.microsoft.com/office"
_PANES, _PANE = "xl/webextensions/taskpanes.xml", "xl/webextensions/webextension1.xml"


def opens_pane(workbook: bytes, *, url: str = LOCAL_URL, store: Store = "office") -> bytes:
    """The same workbook, every other part byte for byte as it was, that shows the pane of the server under `url`.

    Excel shows it only to people whose Excel knows the add-in of this address; a workbook that asks already is given back.
    """
    with zipfile.ZipFile(io.BytesIO(workbook)) as old:
        if _PANES in old.namelist():
            return workbook
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.infolist():
                content = old.read(entry)
                if entry.filename == "[Content_Types].xml":
                    content = content.replace(b"</Types>", _types().encode() + b"</Types>")
                elif entry.filename == "_rels/.rels":
                    link = _link("rIdPane", "2011/relationships/webextensiontaskpanes", _PANES)
                    content = content.replace(b"</Relationships>", link.encode() + b"</Relationships>")
                new.writestr(entry, content)
            for name, text in _parts(url, store).items():
                info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
                new.writestr(info, _HEAD + text)
    return out.getvalue()


def _types() -> str:
    kinds = ((_PANES, "webextensiontaskpanes"), (_PANE, "webextension"))
    return "".join(
        f'<Override PartName="/{name}" ContentType="application/vnd.ms-office.{kind}+xml"/>' for name, kind in kinds
    )


def _link(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _parts(url: str, store: Store) -> dict[str, str]:
    r = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    name, (place, kind) = add_in_id(url), STORES[store]
    link = _link("rId1", "2011/relationships/webextension", "webextension1.xml")
    return {
        _PANES: (
            f'<wetp:taskpanes xmlns:wetp="{_OFFICE}/webextensions/taskpanes/2010/11">'
            '<wetp:taskpane dockstate="right" visibility="0" width="350" row="4">'
            f'<wetp:webextensionref {r} r:id="rId1"/></wetp:taskpane></wetp:taskpanes>'
        ),
        "xl/webextensions/_rels/taskpanes.xml.rels": (f'<Relationships xmlns="{_RELATIONS}">{link}</Relationships>'),
        _PANE: (
            f'<we:webextension xmlns:we="{_OFFICE}/webextensions/webextension/2010/11" id="{{{name.upper()}}}">'
            f'<we:reference id={quoteattr(name)} version="1.0.0.0" store="{place}" storeType="{kind}"/><we:alternateReferences/>'
            f'<we:properties><we:property name="{TASKPANE_ID}" value="true"/></we:properties><we:bindings/>'
            f"<we:snapshot {r}/></we:webextension>"
        ),
    }
