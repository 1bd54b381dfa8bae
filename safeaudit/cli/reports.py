"""Commands on reports."""

from __future__ import annotations

import argparse
from pathlib import Path

import safeaudit
from safeaudit.cli.common import DONE, ERRORS, WRONG_USE, Add, Stop, answers_of, free, language
from safeaudit.console import Console
from safeaudit.paths import safe_name
from safeaudit.words import Words


def report(options: argparse.Namespace, console: Console) -> int:
    """A Word report."""
    source = Path(options.file)
    audit = answers_of(source, options.language)
    say = audit.words
    path = (
        Path(options.output) if options.output else source.with_name(f"{safe_name(source.stem)}-strategy-report.docx")
    )
    free(path, force=options.force)
    if path.resolve() == source.resolve():
        raise Stop(say.t("The report would take the place of the workbook. Choose another name with -o."), WRONG_USE)
    with console.steps(5) as step:
        step(say.t("Checking the answers"))
        findings = safeaudit.check(audit)
        safeaudit.write_report(audit, findings, path, progress=step)
    errors = sum(finding.severity == "error" for finding in findings)
    console.print(say.t("Made {file}.", file=path))
    if errors:
        console.print(
            say.n(
                "It is marked as a draft, because the answers hold {count} error. See it with: safeaudit check {file}",
                "It is marked as a draft, because the answers hold {count} errors. See them with: safeaudit check {file}",
                errors,
                file=source,
            )
        )
    return ERRORS if errors else DONE


def register(add: Add, say: Words) -> None:
    """The commands of this module and their options."""
    force = say.t("replace files that exist")
    one = add("report", report, say.t("a Word report"))
    one.add_argument("file", metavar="FILE", help=say.t("the filled workbook"))
    one.add_argument("-o", "--output", metavar="OUT.docx", help=say.t("name of the report"))
    one.add_argument("--language", type=language, metavar="CODE", help=say.t("language of the report"))
    one.add_argument("--force", action="store_true", help=force)
