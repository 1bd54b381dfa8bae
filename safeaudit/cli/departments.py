"""Commands for departments that fill one audit together: a workbook for each of them, and one made of theirs."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from safeaudit.cli.check_one import UNLOCKED
from safeaudit.cli.common import DONE, ERRORS, WRONG_USE, Add, Stop, answers_of, ends_in, free, language, make_folder
from safeaudit.cli.passwords import Passwords, password_options
from safeaudit.console import Console
from safeaudit.paths import safe_name
from safeaudit.words import N_, Words

if TYPE_CHECKING:
    from safeaudit.audit import Audit
    from safeaudit.departments.contents import Key
    from safeaudit.departments.merge import Outcome
    from safeaudit.departments.offices import Allocation

REFUSALS = {
    "base_is_part": N_(
        "{file} is the part of one office. Name the workbook that was split, or the one that merge made of it, first."
    ),
    "no_parts": N_("Name the workbooks of the offices behind {file}: safeaudit merge {file} PART…"),
    "no_part": N_(
        "{file} is no part of an audit. Parts are the workbooks that safeaudit split makes. Nothing was merged."
    ),
    "other_audit": N_("{file} is a part of another audit than {other}: their workbook IDs differ. Nothing was merged."),
    "other_edition": N_(
        "{file} asks other things than {other}, or is of another version. Parts must stay as safeaudit split made them: "
        "take the part before it was upgraded or grown. Nothing was merged."
    ),
    "same_office": N_(
        "{file} and {other} are parts of the same office and say different things. Name the one that counts. Nothing was merged."
    ),
    "changed_base": N_(
        "{file} was made from another state of {other}. Name the workbook as it was when it was split, or the one that merge made of "
        "it. What was changed in it since goes into the part of the lead office. Nothing was merged."
    ),
    "mixed": N_(
        "{file} is from an earlier round than the other parts. Merge it with {other} alone first. Nothing was merged."
    ),
    "open_conflicts": N_(
        "{file} has conflicts that nobody has chosen in. Choose on its sheet CONFLICTS and merge it first."
    ),
    "no_record": N_(
        "The sheet WHO ANSWERED of {file} is gone or was changed, so it is not known what the offices said. Take a copy from before, or "
        "merge the parts again with the workbook that was split."
    ),
}
"""Why workbooks are not brought together, in words."""

MOST_NAMED = 8
"""Of more places than this the first are named."""


def split(options: argparse.Namespace, console: Console) -> int:
    """A workbook for each office that START names, and for the one that leads."""
    from safeaudit.departments.split import own, parts
    from safeaudit.rescue import carry, left_behind

    source = Path(options.file)
    audit = answers_of(source, options.language, Passwords(options))
    say = audit.words
    who = _allocated(audit, source, as_written=options.as_written)
    folder = Path(options.output) if options.output else source.with_name(f"{safe_name(source.stem)}-{say.t('parts')}")
    files = _files(folder, source, who.offices)
    for path in files.values():
        free(path, force=options.force)
    make_folder(folder)
    console.heading(
        say.n("Made {count} workbook in {folder}.", "Made {count} workbooks in {folder}.", len(files), folder=folder)
    )
    for office, part in parts(audit, who):
        carry(files[office], part)
        assert part.part is not None
        sheets, lines = own(part.part, audit)
        filled = [say.n("{count} sheet", "{count} sheets", len(sheets))]
        filled += [say.n("{count} line on other sheets", "{count} lines on other sheets", lines)] if lines else []
        console.pair(office, f"{files[office].name} · {say.listed(filled)}")
    console.print("")
    for text in left_behind(audit):
        console.item(text)
    console.print(
        say.t("Leave {file} as it is. When the parts are back: safeaudit merge {file} PART…", file=source.name)
    )
    return DONE


def _allocated(audit: Audit, source: Path, *, as_written: bool) -> Allocation:
    """Who fills what; stops with what to do where that cannot be told."""
    from safeaudit.departments.merge import open_conflicts
    from safeaudit.departments.offices import NearNames, NobodyAssigned, allocate
    from safeaudit.edition.versions import PRESENT

    say, file = audit.words, source.name
    if audit.part is not None:
        text = say.t(
            "{file} is the part of {office} already. Split the whole workbook.", file=file, office=audit.part.office
        )
        raise Stop(text, WRONG_USE)
    if audit.instrument != PRESENT:
        raise Stop(
            say.t("{file} is of an older version. Upgrade it first: safeaudit upgrade {file}", file=file), WRONG_USE
        )
    if open_conflicts(audit):
        raise Stop(say.t(REFUSALS["open_conflicts"], file=file), WRONG_USE)
    try:
        return allocate(audit, as_written=as_written)
    except NobodyAssigned:
        text = N_(
            "{file} gives no sheet to another office than the one that leads. Write the offices on the sheet START, in the column "
            "“Who does it”, save, and split again."
        )
        raise Stop(say.t(text, file=file), WRONG_USE) from None
    except NearNames as names:
        text = N_(
            "“{one}” and “{other}” are almost the same name. Is this one office? Then write it the same way everywhere. If they are two: "
            "add --as-written."
        )
        raise Stop(say.t(text, one=names.one, other=names.other), WRONG_USE) from None


def _files(folder: Path, source: Path, offices: Iterable[str]) -> dict[str, Path]:
    """The file of each office: its name behind that of the workbook, with a number where two would be the same."""
    files: dict[str, Path] = {}
    taken: set[str] = set()
    for office in offices:
        name = stem = safe_name(f"{safe_name(source.stem)[:40]}-{office}")
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        files[office] = folder / f"{name}.xlsx"
    return files


def merge(options: argparse.Namespace, console: Console) -> int:
    """The parts of an audit in one workbook; conflicts on a sheet to choose from."""
    from safeaudit.checked import plain_file
    from safeaudit.departments.merge import NotMerged
    from safeaudit.departments.merge import merge as merged
    from safeaudit.rescue import carry

    sources, passwords = [Path(options.file), *map(Path, options.parts)], Passwords(options)
    audits, unlocked = [], False
    for source in sources:
        audits.append(answers_of(source, options.language, passwords))
        with plain_file(source, passwords.known) as plain:
            unlocked = unlocked or plain.unlocked
        passwords.for_another_file()
    base, *parts = audits
    say = base.words
    target = Path(options.output) if options.output else _merged_name(sources[0], say)
    ends_in(target, ".xlsx")
    free(target, force=options.force)
    if target.resolve() in {source.resolve() for source in sources}:
        raise Stop(
            say.t("The merged workbook would take the place of {file}. Choose another name with -o.", file=target.name),
            WRONG_USE,
        )
    try:
        outcome = merged(base, parts)
    except NotMerged as refusal:
        text = say.t(REFUSALS[refusal.code], file=refusal.file, other=refusal.other)
        raise Stop(text, WRONG_USE) from None
    carry(target, outcome.audit)
    console.heading(say.t("Made {file}.", file=target))
    if unlocked:
        console.print(say.t(UNLOCKED))
    _tell(outcome, target, console, say)
    return ERRORS if outcome.open else DONE


def _merged_name(source: Path, say: Words) -> Path:
    """The name of the workbook, then “merged”; of one that is merged already, with the next number."""
    ending = say.t("merged")
    found = re.fullmatch(rf"(.*)\.{re.escape(ending)}(?:-(\d{{1,6}}))?", source.stem)
    if found is None:
        return source.with_name(f"{safe_name(source.stem)}.{ending}.xlsx")
    return source.with_name(f"{safe_name(found[1])}.{ending}-{int(found[2] or 1) + 1}.xlsx")


def _tell(outcome: Outcome, target: Path, console: Console, say: Words) -> None:
    """What came of it: how much from whom, then each thing that somebody has to look at."""
    for office, count in outcome.taken.items():
        console.pair(office, say.n("{count} answer given or changed", "{count} answers given or changed", count))
    if outcome.applied:
        console.pair(say.t("Choices applied"), str(len(outcome.applied)))
    if outcome.own_sheets:
        console.pair(say.t("Sheets of their own carried over"), ", ".join(outcome.own_sheets))
    if outcome.unplaced:
        console.pair(say.t("Could not be placed (see the sheet NOT PLACED)"), str(outcome.unplaced))
    for office, places in outcome.foreign.items():
        _named(
            say.t("{office} changed what is not its own; it was taken", office=office), places, outcome, console, say
        )
    if outcome.reopened:
        text = say.t("Chosen before, but an office says something else now")
        _named(text, outcome.reopened, outcome, console, say)
    if outcome.not_understood:
        _named(say.t("Choices that name no office here"), outcome.not_understood, outcome, console, say)
    if outcome.open:
        _named(say.t("Offices contradict each other; the cells stay as they were"), outcome.open, outcome, console, say)
        console.print("")
        console.print(say.t("Choose on the sheet CONFLICTS, save, and run: safeaudit merge {file}", file=target.name))


def _named(
    heading: str, places: Sequence[Key] | Mapping[Key, str], outcome: Outcome, console: Console, say: Words
) -> None:
    """The first of some places under a heading, and how many more there are; with what was typed there, where that is known."""
    from safeaudit.departments.contents import place_of

    console.print("")
    console.heading(f"{heading} ({len(places)})")
    for key in list(places)[:MOST_NAMED]:
        place = " · ".join(text for text in place_of(key, outcome.audit, say) if text)
        console.item(f"{place}: “{places[key]}”" if isinstance(places, Mapping) else place)
    if len(places) > MOST_NAMED:
        console.item(say.n("{count} more", "{count} more", len(places) - MOST_NAMED))


def register(add: Add, say: Words) -> None:
    """The commands of this module and their options."""
    force = say.t("replace files that exist")
    one = add("split", split, say.t("a workbook for each office that fills a part of the audit"))
    one.add_argument("file", metavar="FILE", help=say.t("the workbook; its sheet START says who does what"))
    one.add_argument(
        "--by", choices=["department"], default="department", help=say.t("by what it is split (department)")
    )
    one.add_argument("-o", "--output", metavar="FOLDER", help=say.t("folder for the workbooks"))
    one.add_argument(
        "--as-written", action="store_true", help=say.t("names that are almost the same are different offices")
    )
    two = add("merge", merge, say.t("bring the workbooks of the offices together again"))
    two.add_argument("file", metavar="BASE", help=say.t("the workbook that was split, or one that was merged before"))
    two.add_argument("parts", metavar="PART", nargs="*", help=say.t("the workbooks of the offices"))
    two.add_argument("-o", "--output", metavar="FILE", help=say.t("name of the merged workbook"))
    for each in (one, two):
        each.add_argument("--language", type=language, metavar="CODE", help=say.t("language of the messages"))
        each.add_argument("--force", action="store_true", help=force)
        password_options(each, say)
