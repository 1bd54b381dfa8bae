"""Every kind of document by its name: each file here that declares a DOCUMENT is one."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from safeaudit.report.documents.document import Document
from safeaudit.report.documents.figures import check_places

_ORDER = ("strategy", "council", "brief", "findings", "comparison")
"""The kinds that are listed first; others follow by name."""


def _declared() -> dict[str, Document]:
    modules = [import_module(f"{__name__}.{each.name}") for each in iter_modules(__path__)]
    found: list[Document] = [module.DOCUMENT for module in modules if hasattr(module, "DOCUMENT")]
    by_kind = {document.kind: document for document in found}
    assert len(by_kind) == len(found), "two files declare the same kind of document"
    first = [kind for kind in _ORDER if kind in by_kind]
    return {kind: by_kind[kind] for kind in (*first, *sorted(by_kind.keys() - set(first)))}


DOCUMENTS = _declared()
check_places(DOCUMENTS.values())

__all__ = ["DOCUMENTS", "Document"]
