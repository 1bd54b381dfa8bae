"""Commands on workbooks: the demonstration, a blank one, rescue and upgrade, and a rule explained."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import safeaudit
from safeaudit.cli.check_one import UNLOCKED
from safeaudit.cli.common import (
    DONE,
    WRONG_USE,
    Add,
    Stop,
    answers_of,
    ends_in,
    free,
    language,
    make_folder,
)
from safeaudit.cli.passwords import Passwords, password_options
from safeaudit.console import Console
from safeaudit.paths import safe_name
from safeaudit.words import N_, Words, words

if TYPE_CHECKING:
    from safeaudit.audit import Audit
    from safeaudit.edition import Edition
    from safeaudit.rescue import Rescued

BASIS = {
    "S": N_("the framework says so"),
    "I": N_("drawn from the framework"),
    "T": N_("good order of the workbook itself"),
    "S + T": N_("the framework says so; the tool adds a safeguard"),
}
"""What a rule rests on."""


SAMPLES = {"full": "sample-city", "rapid": "small-town"}
"""The invented audit of each edition, as its files are named."""


def demo(options: argparse.Namespace, console: Console) -> int:
    """The main job on a real example: a filled workbook, its check, and the Word report."""
    say = words("en")
    from safeaudit.examples import sample_city, small_town
    from safeaudit.ledger import table
    from safeaudit.ledger.part import write_findings
    from safeaudit.paths import atomic
    from safeaudit.report import ending

    rapid = options.edition == "rapid"
    if rapid and options.follow_up:
        raise Stop(
            say.t("There is a follow-up of the full sample only. Leave out --follow-up or --edition."), WRONG_USE
        )
    name = SAMPLES[options.edition]
    folder = Path(options.out)
    kind = "rapid" if rapid else "strategy"
    workbook, report = folder / f"{name}.xlsx", folder / f"{name}-{ending(kind, 'restricted')}.docx"
    later = (folder / f"{name}-follow-up.xlsx", folder / f"{name}-comparison.docx") if options.follow_up else ()
    for path in (workbook, report, *later):
        free(path, force=options.force)
    make_folder(folder)
    console.print(say.t("The sample city is invented: every place, office and figure in it."))
    with console.steps(11 if later else 6) as step:
        step(say.t("Building the filled workbook"))
        audit, raw = small_town() if rapid else sample_city()
        safeaudit.build_workbook(workbook, audit, raw=raw, workbook_id=name)
        step(say.t("Reading it back and checking it"))
        read = answers_of(workbook, None)
        findings = safeaudit.check(read)
        with atomic(workbook) as temporary:
            write_findings(workbook, temporary, table(findings, read), "")
        safeaudit.write_report(read, findings, report, kind=kind, progress=step)
        if later:
            step(say.t("Building the follow-up audit, two years later"))
            _follow_up(read, *later, step)
    console.print("")
    console.findings(read, findings, limit=3)
    console.print("")
    console.heading(say.t("What was made"))
    console.pair(say.t("Workbook"), str(workbook))
    console.pair(say.t("Report"), str(report))
    for what, path in zip((say.t("Follow-up"), say.t("Comparison")), later, strict=False):
        console.pair(what, str(path))
    console.print("")
    console.heading(say.t("Next"))
    for number, text in enumerate(_after_demo(workbook, say, rapid=rapid), 1):
        console.print(f"  {number}. {text}")
    return DONE


def _after_demo(workbook: Path, say: Words, *, rapid: bool) -> list[str]:
    """What to try with the sample."""
    look = say.t("Open the workbook and look at the sheet START, then at CHECKS.")
    if rapid:
        return [
            look,
            say.t("Open the report in Word or LibreOffice."),
            say.t("Carry it into the full workbook: safeaudit grow {file}", file=workbook),
            say.t('Start your own audit: safeaudit new --edition rapid --city "Your city"'),
        ]
    return [
        look,
        say.t("Open the report in Word or LibreOffice. It says “draft” because the sample holds planted mistakes."),
        say.t("Correct one in the workbook, save, and run: safeaudit check {file}", file=workbook),
        say.t('Start your own audit: safeaudit new --city "Your city"'),
    ]


def _follow_up(baseline: Audit, workbook: Path, comparison: Path, step: Callable[[str], None]) -> None:
    """The sample city two years later, and what changed."""
    from safeaudit.examples import sample_city_later

    audit, raw = sample_city_later()
    safeaudit.build_workbook(workbook, audit, raw=raw, workbook_id="sample-city-later")
    read = answers_of(workbook, None)
    safeaudit.write_comparison(baseline, read, safeaudit.check(read), comparison, progress=step)


def new(options: argparse.Namespace, console: Console) -> int:
    """A blank workbook."""
    from safeaudit.audit import blank_audit
    from safeaudit.reading.values import clean

    say = words(options.language)
    audit = blank_audit(options.language, edition=_with_rows(_edition(options.edition), options.rows))
    city = clean(options.city)[0][:80]
    if city and audit.edition.has("PROFILE", "city"):
        audit.profile.city = city
    path = Path(options.output or f"{safe_name(say.t('safety-audit') + ('-' + city if city else ''))}.xlsx")
    ends_in(path, ".xlsx")
    free(path, force=options.force)
    if options.pane:
        _with_pane(path, audit, options.pane)
    else:
        safeaudit.build_workbook(path, audit)
    console.print(say.t("Made {file}. Open it and begin with the sheet START.", file=path))
    return DONE


def _edition(text: str) -> Edition:
    """The edition that was named; stops with file, line and what to do where there is none."""
    from safeaudit.edition_files import EditionFault, from_name_or_file

    try:
        return from_name_or_file(text, words("en"))
    except EditionFault as fault:
        raise Stop(str(fault), WRONG_USE) from None


def _with_rows(edition: Edition, rows: Sequence[str]) -> Edition:
    """The edition with as many empty lines as were asked for; stops where that cannot be."""
    from safeaudit.edition_files import EditionFault, with_rows

    try:
        return with_rows(edition, rows, words("en"))
    except EditionFault as fault:
        raise Stop(str(fault), WRONG_USE) from None


def _with_pane(path: Path, audit: Audit, url: str) -> None:
    """A workbook that opens the guide of the server under this address, where Excel knows it."""
    import tempfile

    from safeaudit.office.install.autoopen import opens_pane
    from safeaudit.office.install.manifest import LOCAL_URL
    from safeaudit.paths import atomic

    if not url.startswith("https://"):
        raise Stop(
            words("en").t("The address {url} is not usable. Excel asks for one that begins with https://", url=url),
            WRONG_USE,
        )
    with tempfile.TemporaryDirectory(prefix="safeaudit-") as folder, atomic(path) as temporary:
        plain = Path(folder) / "plain.xlsx"
        safeaudit.build_workbook(plain, audit)
        store: Literal["office", "developer"] = "developer" if url.startswith(LOCAL_URL) else "office"
        temporary.write_bytes(opens_pane(plain.read_bytes(), url=url, store=store))


ENDINGS = {"rescue": N_("rescued"), "upgrade": N_("upgraded"), "grow": N_("grown")}
"""What stands before .xlsx in the name of a rebuilt workbook."""


def rescue(options: argparse.Namespace, console: Console) -> int:
    """A damaged or older workbook, or one of a smaller edition, rebuilt with its answers."""
    from safeaudit.checked import plain_file
    from safeaudit.rescue import rebuild

    source, passwords = Path(options.file), Passwords(options)
    audit = answers_of(source, options.language, passwords)
    say = audit.words
    edition = _grown(audit, options.edition, options.rows) if options.job == "grow" else None
    ending = say.t(ENDINGS[options.job])
    target = Path(options.output) if options.output else source.with_name(f"{safe_name(source.stem)}.{ending}.xlsx")
    ends_in(target, ".xlsx")
    free(target, force=options.force)
    if target.resolve() == source.resolve():
        raise Stop(
            say.t("The new workbook would take the place of the old one. Choose another name with -o."), WRONG_USE
        )
    with plain_file(source, passwords.known) as plain:
        rescued = rebuild(plain.path, target, audit, edition)
    console.heading(say.t("Made {file}.", file=target))
    if plain.unlocked:
        console.print(say.t(UNLOCKED))
    _tell(rescued, audit, console)
    return DONE


def _grown(audit: Audit, text: str, rows: Sequence[str]) -> Edition:
    """The edition to grow into; stops where it does not ask what the workbook has answers for, so that none is lost.

    More lines alone make no other edition of it; lines that it has already, beyond those of the edition, stay.
    """
    from safeaudit.edition import whole
    from safeaudit.rescue import left_over, no_less

    say = audit.words
    edition = whole(audit.edition) if rows and not text else no_less(_edition(text or "full"), audit.edition)
    edition = _with_rows(edition, rows)
    lost = left_over(audit, edition)
    if lost:
        more = say.n("{count} more", "{count} more", len(lost) - MOST_NAMED)
        named = say.listed([*lost[:MOST_NAMED], *([more] if len(lost) > MOST_NAMED else [])])
        refusal = N_(
            "The edition {edition} has no place for what this workbook has answers for: {lost}. Nothing was written."
        )
        raise Stop(say.t(refusal, edition=edition.id, lost=named), WRONG_USE)
    return edition


MOST_NAMED = 8
"""Of more columns than this the first are named."""


def _tell(rescued: Rescued, audit: Audit, console: Console) -> None:
    """What came of a rebuilt workbook: counts, then each thing that is not where it was."""
    say = audit.words
    console.pair(say.t("Answers carried over"), str(rescued.answers))
    console.pair(say.t("Kept as they were typed, to be made clear"), str(rescued.kept_as_typed))
    console.pair(say.t("Could not be placed (see the sheet NOT PLACED)"), str(rescued.unplaced))
    if rescued.notes:
        console.pair(say.t("Notes put at their cells again"), str(rescued.notes))
    if rescued.own_sheets:
        console.pair(say.t("Sheets of your own carried over"), ", ".join(rescued.own_sheets))
    if rescued.damage:
        console.print("")
        console.heading(say.t("What was wrong with the old file"))
        for text in dict.fromkeys(rescued.damage):
            console.item(text)
    if audit.unplaced:
        console.print("")
        console.heading(say.t("What could not be placed"))
        for entry in audit.unplaced:
            console.item(f"{entry.cell}: “{_one_line(entry.content)}”")
    console.print("")
    console.heading(say.t("What the new workbook does not have"))
    for text in rescued.left_behind:
        console.item(text)


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else line[:79] + "…"


def explain(options: argparse.Namespace, console: Console) -> int:
    """One rule: what, why, how to answer, framework section."""
    from difflib import get_close_matches

    from safeaudit.rules import all_rules

    say, rules = words(options.language), all_rules()
    code = options.rule.strip().upper()
    if code not in rules:
        near = get_close_matches(code, rules, 3, 0.5)
        if not near:
            text = N_("There is no rule {code}. The codes, such as FL-02, stand in the findings of safeaudit check.")
            raise Stop(say.t(text, code=options.rule), WRONG_USE)
        raise Stop(
            say.t("There is no rule {code}. Did you mean {near}?", code=options.rule, near=", ".join(near)), WRONG_USE
        )
    rule = rules[code]
    console.heading(f"{rule.code} · {say.t(rule.title)}")
    console.pair(say.t("Severity"), console.severity(rule.severity, say))
    if rule.in_work is not None:
        console.pair(say.t("While the audit is in work"), console.severity(rule.in_work, say))
    console.pair(say.t("What it rests on"), say.t(BASIS[rule.basis]))
    console.pair(say.t("Why"), say.t(rule.why))
    console.pair(say.t("How to answer"), say.t(rule.how))
    if rule.section:
        console.pair(say.t("Framework"), say.t(rule.section))
    return DONE


def register(add: Add, say: Words) -> None:
    """The commands of this module and their options."""
    force = say.t("replace files that exist")
    rows = say.t("how many empty lines a sheet has, such as AREAS=60; may be given more than once")
    edition = say.t("what it asks: full, rapid, or a file of your own that ends in .yaml")
    one = add("demo", demo, say.t("the main job on an invented city: workbook, check and Word report"))
    one.add_argument(
        "--out", default="safeaudit-demo", metavar="DIR", help=say.t("folder for the files (safeaudit-demo)")
    )
    one.add_argument(
        "--follow-up", action="store_true", help=say.t("also the same city two years later, and the comparison")
    )
    one.add_argument(
        "--edition", default="full", choices=list(SAMPLES), help=say.t("which sample: full, or the rapid one")
    )
    one.add_argument("--force", action="store_true", help=force)
    one = add("new", new, say.t("a blank workbook"))
    one.add_argument("--city", default="", metavar="NAME", help=say.t("write the name of the city into it"))
    one.add_argument("--language", default="en", type=language, metavar="CODE", help=say.t("language of the workbook"))
    one.add_argument("--edition", default="full", metavar="NAME", help=edition)
    one.add_argument("--rows", action="append", default=[], metavar="SHEET=N", help=rows)
    one.add_argument(
        "--pane", default="", metavar="URL", help=say.t("let it open the guide of this server by itself in Excel")
    )
    one.add_argument("-o", "--output", metavar="FILE", help=say.t("name of the workbook"))
    one.add_argument("--force", action="store_true", help=force)
    for name, text in (
        ("rescue", say.t("rebuild a damaged workbook and list what could not be placed")),
        ("upgrade", say.t("carry the answers into the newest workbook")),
        ("grow", say.t("carry the answers into a workbook that asks more")),
    ):
        one = add(name, rescue, text)
        one.set_defaults(job=name)
        if name == "grow":
            one.add_argument("--edition", metavar="NAME", help=edition)
            one.add_argument("--rows", action="append", default=[], metavar="SHEET=N", help=rows)
        one.add_argument("file", metavar="FILE", help=say.t("the workbook"))
        one.add_argument("-o", "--output", metavar="FILE", help=say.t("name of the new workbook"))
        one.add_argument("--language", type=language, metavar="CODE", help=say.t("language of the messages"))
        one.add_argument("--force", action="store_true", help=force)
        password_options(one, say)
    one = add("explain", explain, say.t("a rule: what it finds, why, and how to answer"))
    one.add_argument("rule", metavar="RULE", help=say.t("its code, for example FL-02"))
    one.add_argument("--language", default="en", type=language, metavar="CODE", help=say.t("language of the text"))
