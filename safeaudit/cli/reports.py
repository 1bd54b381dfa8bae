"""Commands on reports: write one, compare two audits, trace a report back to its cells, and check a Word template."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import safeaudit
from safeaudit.cli.common import DONE, ERRORS, NO_FILE, WRONG_USE, Add, Stop, answers_of, ends_in, free, language
from safeaudit.cli.passwords import Passwords, password_options
from safeaudit.console import Console
from safeaudit.paths import safe_name
from safeaudit.words import Words, words

if TYPE_CHECKING:
    from safeaudit.audit import Audit
    from safeaudit.findings import Finding

KINDS = ("strategy", "council", "brief", "findings", "rapid", "what-we-have")
AUDIENCES = ("restricted", "public")


def report(options: argparse.Namespace, console: Console) -> int:
    """A Word report of one audit."""
    from safeaudit.report import ending, in_time

    source, passwords = Path(options.file), Passwords(options)
    audit = answers_of(source, options.language, passwords)
    say = audit.words
    kind, template, early = in_time(options.kind, audit, _template(options))
    name = f"{safe_name(source.stem)}-{ending(kind, options.audience)}.docx"
    published = _published(options, passwords, say)
    path = Path(options.output) if options.output else source.with_name(name)
    beside = _beside(path, options)
    _may_be_written((path, *beside.values()), (source,), say, force=options.force)
    with console.steps(6 if options.pdf else 5) as step, _plainly():
        step(say.t("Checking the answers"))
        findings = safeaudit.check(audit)
        made = safeaudit.write_report(
            audit, findings, path, kind=kind, audience=options.audience, template=template,
            sidecar=not options.no_trace, progress=step, published=published,
        )  # fmt: skip
        if "withheld" in beside:
            _write_withheld(audit, findings, beside["withheld"], published)
        if options.pdf:
            step(say.t("Making the PDF"))
            _to_pdf(path, beside["pdf"], say)
    console.print(say.t("Made {file}.", file=path))
    for said in early:
        console.print(said)
    for file in beside.values():
        console.item(str(file))
    for note in made.notes:
        console.item(note, "!")
    if options.audience == "public":
        console.print(say.t("The lists beside it are for your office only. Publish the report, not the lists."))
    return _ended(findings, source, console, say, draft=options.kind != "findings")


def _may_be_written(files: Sequence[Path], sources: Sequence[Path], say: Words, *, force: bool) -> None:
    """Stop before any work when the report, the first of these, has a wrong name or one of them would replace a file."""
    if files[0].resolve() in [source.resolve() for source in sources]:
        raise Stop(say.t("The report would take the place of the workbook. Choose another name with -o."), WRONG_USE)
    ends_in(files[0], ".docx")
    for file in files:
        free(file, force=force)


def _beside(path: Path, options: argparse.Namespace) -> dict[str, Path]:
    """What is written beside a report, by what it is."""
    found = {}
    if options.pdf:
        found["pdf"] = path.with_suffix(".pdf")
    if not options.no_trace:
        found["trace"] = path.with_name(f"{path.stem}.trace.json")
    if options.audience == "public":
        if not options.no_trace:
            found["key"] = path.with_name(f"{path.stem}.trace-key.json")
        found["withheld"] = path.with_name(f"{path.stem}.withheld.json")
    return found


def _published(options: argparse.Namespace, passwords: Passwords, say: Words) -> list[Audit]:
    """The workbooks as they were when public versions were made of them before, in the order given."""
    if options.published and options.audience != "public":
        raise Stop(say.t("--published is for a public report: add --audience public."), WRONG_USE)
    found = []
    for name in options.published:
        passwords.for_another_file()
        found.append(answers_of(Path(name), options.language, passwords))
    return found


def _write_withheld(audit: Audit, findings: Sequence[Finding], path: Path, published: Sequence[Audit]) -> None:
    from safeaudit.audience import for_audience, withheld_json
    from safeaudit.paths import atomic

    view = for_audience(audit, findings, "public", language=audit.language, published=published)
    with atomic(path) as temporary:
        temporary.write_text(withheld_json(view), "utf-8")


def _ended(findings: Sequence[Finding], source: Path, console: Console, say: Words, *, draft: bool = True) -> int:
    errors = sum(finding.severity == "error" for finding in findings)
    if not errors:
        return DONE
    if not draft:
        console.print(say.n("The answers hold {count} error.", "The answers hold {count} errors.", errors))
        return ERRORS
    console.print(
        say.n(
            "It is marked as a draft, because the answers hold {count} error. See it with: safeaudit check {file}",
            "It is marked as a draft, because the answers hold {count} errors. See them with: safeaudit check {file}",
            errors,
            file=source,
        )
    )
    return ERRORS


def compare(options: argparse.Namespace, console: Console) -> int:
    """What changed between two audits of a city."""
    earlier, source = Path(options.baseline), Path(options.followup)
    if earlier.resolve() == source.resolve():
        raise Stop(
            words("en").t("Both names lead to {file}. Name the earlier audit first, then the later one.", file=source),
            WRONG_USE,
        )
    passwords = Passwords(options)
    baseline = answers_of(earlier, options.language, passwords)
    passwords.for_another_file()
    followup = answers_of(source, options.language, passwords)
    say = followup.words
    if options.format == "json":
        with _plainly():
            from safeaudit.comparison import compare as compared
            from safeaudit.comparison.export import as_json

            console.print(json.dumps(as_json(compared(baseline, followup), say), ensure_ascii=False))
        return DONE
    path = Path(options.output) if options.output else source.with_name(f"{safe_name(source.stem)}-comparison.docx")
    beside = (path.with_suffix(".pdf"),) if options.pdf else ()
    _may_be_written((path, *beside), (source, earlier), say, force=options.force)
    with console.steps(6 if options.pdf else 5) as step, _plainly():
        from safeaudit.comparison.lineage import warnings
        from safeaudit.report import write_comparison

        careful = warnings(baseline, followup)
        step(say.t("Checking the answers"))
        findings = safeaudit.check(followup)
        made = write_comparison(
            baseline, followup, findings, path, audience=options.audience, template=_template(options), progress=step
        )
        if options.pdf:
            step(say.t("Making the PDF"))
            _to_pdf(path, path.with_suffix(".pdf"), say)
    console.print(say.t("Made {file}.", file=path))
    for file in beside:
        console.item(str(file))
    for each in (*(each.told(say) for each in careful), *made.notes):
        console.item(each, "!")
    if earlier.read_bytes() == source.read_bytes():
        console.item(say.t("The two files are the same, byte for byte."), "!")
    return _ended(findings, source, console, say)


def trace(options: argparse.Namespace, console: Console) -> int:
    """Which texts of a report still say what the workbook says."""
    from safeaudit.report import trace as tracing

    say = words(options.language or "en")
    path = Path(options.report)
    audit = answers_of(Path(options.file), options.language, Passwords(options))
    try:
        found = tracing.trace_report(path, audit, Path(options.key) if options.key else None, language=options.language)
    except tracing.NotTraced as refusal:
        raise Stop(tracing.refusal(refusal, path, say.language)) from refusal
    if options.format == "json":
        console.print(tracing.as_json(found))
    else:
        console.lines(tracing.lines(found, say))
    return DONE if found.matches else ERRORS


def template(options: argparse.Namespace, console: Console) -> int:
    """What a Word template may use, and whether one can be used."""
    from safeaudit.report.template import fields_shown, lint

    if options.job == "fields" and options.file:
        raise Stop(words("en").t("“template fields” takes no file. Choose the document with --kind."), WRONG_USE)
    if options.job == "fields":
        if options.format == "json":
            console.print(json.dumps(fields_shown.as_json(options.kind), ensure_ascii=False))
        else:
            console.lines(fields_shown.lines(options.kind))
        return DONE
    say, name = words("en"), options.file
    if not name:
        raise Stop(say.t("Name the template: safeaudit template lint FILE.docx"), WRONG_USE)
    path = Path(name)
    if not path.is_file():
        raise Stop(say.t("{file} was not found. Check the name and the folder.", file=path))
    if options.approve:
        with _plainly():
            digest = lint.approve_template(path, options.kind)
        console.print(
            say.t("Approved. Reports made with exactly this file skip the trial. Its SHA-256: {digest}", digest=digest)
        )
        return DONE
    faults = lint.lint(path, options.kind)
    if options.format == "json":
        console.print(json.dumps(lint.as_json(faults, path.name), ensure_ascii=False))
    else:
        console.lines(lint.lines(faults, path.name))
    return ERRORS if any(fault.severity == "error" for fault in faults) else DONE


# Helpers -------------------------------------------------------------------------------------------------------------


def _template(options: argparse.Namespace) -> Path | None:
    if not options.template:
        return None
    path = Path(options.template)
    if not path.is_file():
        raise Stop(words("en").t("{file} was not found. Check the name and the folder.", file=path))
    return path


def _to_pdf(report: Path, pdf: Path, say: Words) -> None:
    from safeaudit.report.word.pdf import NoConverter, NotConverted, to_pdf

    try:
        to_pdf(report, pdf, language=say.language)
    except (NoConverter, NotConverted) as refusal:
        made = say.t("The report itself is made: {file}.", file=report)
        raise Stop(f"{refusal} {made}") from refusal


@contextmanager
def _plainly() -> Iterator[None]:
    """Turn what a document refuses into the plain sentence it comes with."""
    from safeaudit.comparison.lineage import NotComparable
    from safeaudit.report import NotForPublic
    from safeaudit.report.word.faults import TemplateFault

    try:
        yield
    except NotForPublic as refusal:
        raise Stop(str(refusal), WRONG_USE) from refusal
    except NotComparable as refusal:
        raise Stop(str(refusal), WRONG_USE) from refusal
    except TemplateFault as refusal:
        raise Stop(str(refusal), NO_FILE) from refusal


def register(add: Add, say: Words) -> None:
    """The commands of this module and their options."""
    one = add(
        "report",
        report,
        say.t("a Word report: the strategy, a brief of two pages, a findings letter, or what you have so far"),
    )
    one.add_argument("file", metavar="FILE", help=say.t("the filled workbook"))
    one.add_argument("-o", "--output", metavar="OUT.docx", help=say.t("name of the report"))
    one.add_argument("--kind", choices=KINDS, default="strategy", help=say.t("which document (strategy)"))
    one.add_argument(
        "--published", action="append", default=[], metavar="FILE",
        help=say.t("for a public report: the workbook as it was when a public report was made of it before; may be given again"),
    )  # fmt: skip
    _documents(one.add_argument, say)
    one.add_argument(
        "--no-trace", action="store_true", help=say.t("leave out the list of the cells each text rests on")
    )
    password_options(one, say)
    one = add("compare", compare, say.t("what changed between two audits of a city"))
    one.add_argument("baseline", metavar="BASELINE", help=say.t("the workbook of the earlier audit"))
    one.add_argument("followup", metavar="FOLLOWUP", help=say.t("the workbook of the later audit"))
    one.add_argument("-o", "--output", metavar="OUT.docx", help=say.t("name of the report"))
    one.add_argument(
        "--format", choices=("word", "json"), default="word", help=say.t("word for people, json for programs")
    )
    _documents(one.add_argument, say)
    password_options(one, say)
    one = add("trace", trace, say.t("which texts of a report still match their cells, and which were edited"))
    one.add_argument("report", metavar="REPORT.docx", help=say.t("the report, as it came back"))
    one.add_argument("file", metavar="FILE", help=say.t("the workbook"))
    one.add_argument(
        "--key", metavar="FILE", help=say.t("the list made with the report, where it does not lie beside it")
    )
    one.add_argument(
        "--format", choices=("text", "json"), default="text", help=say.t("text for people, json for programs")
    )
    one.add_argument("--language", type=language, metavar="CODE", help=say.t("language of the answer"))
    password_options(one, say)
    one = add("template", template, say.t("check a Word template of your own, or see what it may use"))
    one.add_argument(
        "job", choices=("lint", "fields"), metavar="lint|fields", help=say.t("check a template; list the fields")
    )
    one.add_argument("file", nargs="?", metavar="FILE.docx", help=say.t("the template"))
    one.add_argument(
        "--kind", choices=(*KINDS, "comparison"), default="strategy", help=say.t("for which document (strategy)")
    )
    one.add_argument(
        "--approve", action="store_true", help=say.t("remember that your office wants exactly this file used")
    )
    one.add_argument(
        "--format", choices=("text", "json"), default="text", help=say.t("text for people, json for programs")
    )


def _documents(option: Callable[..., object], say: Words) -> None:
    """Options that reports and comparisons share."""
    option("--audience", choices=AUDIENCES, default="restricted", help=say.t("who may read it (restricted)"))
    option("--language", type=language, metavar="CODE", help=say.t("language of the report"))
    option("--template", metavar="FILE.docx", help=say.t("a Word template of your own"))
    option("--pdf", action="store_true", help=say.t("also as PDF, through LibreOffice or Word"))
    option("--force", action="store_true", help=say.t("replace files that exist"))
