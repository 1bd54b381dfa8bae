"""Collects every translatable text: sentences in the code (Babel), and labels, help and items from the definition.

python -m scripts.extract_texts FILE.pot
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from safeaudit import framework
from safeaudit.sheets import SHEETS
from safeaudit.sheets.kinds import Number

PACKAGE = Path(__file__).resolve().parent.parent / "safeaudit"
KEYWORDS: dict[str, tuple[int, ...] | None] = {"t": None, "n": (1, 2), "N_": None}
"""What marks a text in the code: words.t("…"), words.n("one", "many", count), N_("…")."""


def catalogue() -> bytes:
    """The template catalogue (POT) of the product: each text with where it stands, without dates."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract_from_dir
    from babel.messages.pofile import write_po

    found = Catalog(project="safeaudit", version="1", charset="utf-8", fuzzy=False)
    for file, _, message, comments, context in extract_from_dir(
        str(PACKAGE), [("**.py", "python")], keywords=KEYWORDS, comment_tags=()
    ):
        found.add(message, locations=[(f"safeaudit/{file}", None)], auto_comments=comments, context=context)
    for context, text in sorted(definition()):
        found.add(text, context=context)
    written = io.BytesIO()
    write_po(written, found, omit_header=True, sort_by_file=True, width=0)
    return written.getvalue()


def definition() -> Iterator[tuple[str, str]]:
    """(context, text) of everything that comes from the definition, under the contexts words.py looks up."""
    yield from _sheets()
    yield from _rows()
    for options, codes in framework.scales().items():
        for code, word in codes.items():
            yield f"{options}.{code}", word
    for key, listed in framework.method_lists().items():
        yield f"{key}.title", listed.title
    for kind, entries in (("glossary", framework.glossary()), ("readings", framework.readings())):
        for entry in entries:
            yield f"{kind}.{entry.id}.title", entry.title
            yield f"{kind}.{entry.id}.text", entry.text


def _sheets() -> Iterator[tuple[str, str]]:
    for sheet_id, guide in framework.guides().items():
        for part in ("tab", "title", "purpose", "why", "how", "who", "evidence", "section"):
            yield f"{sheet_id}.{part}", getattr(guide, part)
        for column in SHEETS[sheet_id].columns.values():
            yield f"{sheet_id}.{column.id}.label", column.label
            yield f"{sheet_id}.{column.id}.help", column.help
            if isinstance(column.kind, Number) and column.kind.unit:
                yield "unit", column.kind.unit


def _rows() -> Iterator[tuple[str, str]]:
    for name in framework.LIST_FILES:
        for group in framework.rows(name).groups:
            yield f"{name}.{group.id}", group.label
            for item in group.items:
                for part in ("label", "help", "evidence", "ask", "section"):
                    yield f"{item.id}.{part}", getattr(item, part)
                if unit := item.details.get("unit"):
                    yield f"{item.id}.unit", unit


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(catalogue())
