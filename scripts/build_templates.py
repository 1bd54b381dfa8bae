"""Builds every generated file that is committed, or with --check tells which of them are not current.

python scripts/build_templates.py          writes them
python scripts/build_templates.py --check  ends with 1 and names what differs
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from safeaudit import framework  # noqa: E402
from safeaudit.audit import blank_audit  # noqa: E402
from safeaudit.edition import FULL, shipped  # noqa: E402
from safeaudit.framework import edition_names  # noqa: E402
from safeaudit.languages import AVAILABLE  # noqa: E402
from safeaudit.office.ribbon import FILE as RIBBON  # noqa: E402
from safeaudit.office.ribbon.build import build as build_ribbon  # noqa: E402
from safeaudit.reading.own_cells import table_name  # noqa: E402
from safeaudit.report.documents import DOCUMENTS  # noqa: E402
from safeaudit.report.template.build import build as build_report_template  # noqa: E402
from safeaudit.report.template.fields_shown import markdown  # noqa: E402
from safeaudit.report.word.known import digests  # noqa: E402
from safeaudit.workbook import build_workbook  # noqa: E402
from safeaudit.workbook.own_cells import own_cells  # noqa: E402
from scripts.build_office_template import logo, template  # noqa: E402
from scripts.extract_texts import catalogue  # noqa: E402
from scripts.package_pages import pages  # noqa: E402

TEMPLATE_ID = "template"
"""The workbook ID of the committed blank workbooks; `safeaudit new` gives each workbook its own."""


def generated() -> dict[Path, Callable[[Path], object]]:
    """Each generated file with the function that writes it."""
    files: dict[Path, Callable[[Path], object]] = {
        ROOT / "safeaudit/framework" / framework.COMPILED: lambda path: path.write_text(framework.compiled(), "utf-8"),
        ROOT / "safeaudit/languages/safeaudit.pot": lambda path: path.write_bytes(catalogue()),
    }
    for document in DOCUMENTS.values():
        files[ROOT / "report_templates" / document.template] = lambda path, document=document: path.write_bytes(
            build_report_template(document)
        )
    files[ROOT / "report_templates/digests.json"] = lambda path: path.write_bytes(digests())
    for language in AVAILABLE:
        for name in edition_names():
            ending = language if name == FULL else f"{name}-{language}"
            files[ROOT / f"workbook_templates/safety-audit-{ending}.xlsx"] = lambda path, language=language, name=name: (
                build_workbook(path, blank_audit(language, edition=shipped(name)), workbook_id=TEMPLATE_ID)
            )
        files[ROOT / "safeaudit/reading" / table_name(language)] = lambda path, language=language: path.write_bytes(
            own_cells(language)
        )
    files[ROOT / "docs/template-fields.md"] = lambda path: path.write_text(markdown(), "utf-8")
    files[ROOT / "examples/office-template/logo.png"] = lambda path: path.write_bytes(logo())
    files[ROOT / "examples/office-template/harbour-region.docx"] = lambda path: path.write_bytes(template())
    for path, text in pages(ROOT / "safeaudit").items():
        files[path] = lambda path, text=text: path.write_text(text, "utf-8")
    files[RIBBON] = lambda path: path.write_bytes(build_ribbon())
    return files


def main(arguments: list[str]) -> int:
    """Write the files, or compare them with what is committed."""
    stale = []
    for path, write in generated().items():
        if "--check" not in arguments:
            path.parent.mkdir(exist_ok=True)
            write(path)
            print(f"wrote {path.relative_to(ROOT)}")
            continue
        with tempfile.TemporaryDirectory() as folder:
            fresh = Path(folder) / path.name
            write(fresh)
            if not path.is_file() or fresh.read_bytes() != path.read_bytes():
                stale.append(path.relative_to(ROOT))
    for path in stale:
        print(f"not current: {path} (run: python scripts/build_templates.py)")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
