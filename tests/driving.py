"""Drives commands with damaged files and compares what came out with what went in, not only how they ended.

Used by test_fuzz_commands.py for a sample, and by scripts/fuzz.py for thousands.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from broken_templates import parts_of
from fewer import city_of
from mutations import STRINGS, Book, Entry, zip_of
from support import plain
from test_fuzz import TOKENS, harmed, in_a_part, in_the_container

from safeaudit import NotReadable, cli, read_audit
from safeaudit.audit import Audit

SECONDS = 60
"""On the clock: what a damaged file may take on a busy machine before it counts as a hang."""
NAME = "City audit.xlsx"
INSIDE = re.compile(r"Traceback|went wrong that should not|\b[A-Za-z]+(?:Error|Exception)\b|<class '")


class Broken(AssertionError):
    """A promise was not kept; the text says which."""


def demand(holds: object, text: str) -> None:
    if not holds:
        raise Broken(text)


@contextlib.contextmanager
def in_time() -> Iterator[None]:
    """Broken when the block runs for too long, where the system has an alarm."""

    def late(*_: object) -> None:
        raise Broken(f"no end after {SECONDS} s")

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def run(*arguments: str | Path) -> tuple[int, str]:
    """A command: its exit code and what it printed, after making sure that it ended as every command must."""
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err, in_time():
        try:
            code = cli.run([str(each) for each in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        except Broken:
            raise
        except Exception as fault:
            raise Broken(f"{arguments[0]} broke off: {type(fault).__name__}: {fault}") from fault
    demand(code in (0, 1, 2, 3), f"{arguments[0]} ended with {code}")
    demand(code < 2 or err.getvalue().strip(), f"{arguments[0]} refused without a word")
    found = INSIDE.search(err.getvalue()) or INSIDE.search(out.getvalue() if "json" not in arguments else "")
    demand(not found, f"{arguments[0]} told of its inside: {found and found[0]}")
    return code, out.getvalue()


# What a workbook holds -----------------------------------------------------------------------------------------------


def held(audit: Audit) -> dict[str, Any]:
    """What must come through a rebuild: the answers, contents not understood, contents without a place, accepted findings."""
    return {
        "answers": {
            (sheet_id, row_id, column): value
            for sheet_id, rows in plain(audit).items()
            for row_id, values in rows.items()
            for column, value in values.items()
        },
        "typed": {
            (sheet_id, row.id, column): " ".join(str(content).split())
            for sheet_id, rows in audit.sheets.items()
            for row in rows
            for column, content in row.rejected.items()
        },
        "city": audit.profile.city,
    }


def read(path: Path) -> Audit | None:
    """The audit, None for a file that is refused."""
    try:
        return read_audit(path)
    except NotReadable:
        return None


def rebuilt(command: str, path: Path) -> None:
    """`rescue` or `upgrade` of a workbook: refused where the check refuses it; otherwise the same answers in a sound workbook."""
    data, made = path.read_bytes(), path.with_name("made.xlsx")
    before = read(path)
    code, said = run(command, path, "-o", made, "--force")
    demand(path.read_bytes() == data, f"{command} changed the file")
    if before is None:
        demand(code == 3, f"{command} took a file that check refuses")
        demand(not made.exists(), f"{command} left a file behind")
        return
    demand(code in (0, 1) and made.exists(), f"{command} ended with {code}, though check reads the file: {said}")
    after = read(made)
    demand(after is not None, f"{command} wrote what cannot be read")
    assert after is not None
    was, now = held(before), held(after)
    for kind in was:
        demand(now[kind] == was[kind], f"{command}: {kind} differ: {_difference(was[kind], now[kind])}")
    texts = _texts(made)
    for content in before.unplaced:
        shown = " ".join(str(getattr(content, "content", content)).split())
        demand(shown in texts or str(getattr(content, "cell", "")) in texts, f"{command}: {content} is nowhere")
    made.unlink()


def _difference(was: Any, now: Any) -> str:
    if not isinstance(was, dict):
        return f"{was!r} → {now!r}"
    places = [place for place in {**was, **now} if was.get(place) != now.get(place)]
    return "; ".join(f"{place}: {was.get(place)!r} → {now.get(place)!r}" for place in places[:4])


def _texts(path: Path) -> str:
    from support import grid_of

    return "\n".join(
        " ".join(str(cell.value).split()) for sheet in grid_of(path).sheets for cell in sheet.cells.values()
    )


def compared(path: Path, sound: Path) -> None:
    """`compare` with the undamaged workbook: what it calls a change is one, and no change is left out."""
    before, after = read(sound), read(path)
    code, out = run("compare", sound, path, "--format", "json")
    if after is None:
        demand(code == 3, "compare took a file that check refuses")
        return
    assert before is not None
    if code >= 2:
        return  # another city or period by now: it said so
    told = json.loads(out)
    was, now = held(before)["answers"], held(after)["answers"]
    differ = {place[:2] for place in {**was, **now} if was.get(place) != now.get(place)}
    named = {(each["sheet"], each["row_id"]) for each in told["changes"]}
    demand(differ or not named, f"compare tells of changes where there are none: {sorted(named)[:4]}")
    demand(differ <= named, f"compare leaves changes out: {sorted(differ - named)[:4]}")


def linted(path: Path) -> None:
    """`template lint`: an answer in sentences, the same twice, and no fault told without a place or a remedy."""
    data = path.read_bytes()
    code, out = run("template", "lint", path, "--format", "json")
    demand(path.read_bytes() == data, "template lint changed the file")
    if code >= 2:
        return
    told = json.loads(out)
    demand(told["usable"] == (code == 0), "the exit code and the answer differ")
    for fault in told["faults"]:
        demand(str(fault["found"]).strip() and str(fault["remedy"]).strip(), f"a fault without words: {fault}")
        demand(not INSIDE.search(f"{fault['found']} {fault['remedy']}"), f"a fault tells of our inside: {fault}")
    demand(out == run("template", "lint", path, "--format", "json")[1], "the second answer differs from the first")


# Damage --------------------------------------------------------------------------------------------------------------


def harmed_template(data: bytes, chance: random.Random) -> bytes:
    """A template with harm in one part, or in the file as a whole."""
    if chance.random() < 0.2:
        return in_the_container(data, chance)
    parts = parts_of(data)
    name = chance.choice(["word/document.xml"] * 4 + sorted(parts))
    tags = (b"{{", b"}}", b"{%p if x %}", b"{%p endif %}", b"{%tr for l in risks.ranked.lines %}", b"{{p doc.city }}",
            b"{{ doc.city|upper }}", b"{% set x = 1 %}", b"{#", b"{{ doc.city.__class__ }}", b"{%tc endfor %}")  # fmt: skip
    if chance.random() < 0.5:
        place = chance.randrange(len(parts[name]) or 1)
        parts[name] = parts[name][:place] + chance.choice((*tags, *TOKENS)) + parts[name][place:]
    else:
        parts[name] = harmed(parts[name], chance)
    return zip_of([Entry(part, content, method=8) for part, content in parts.items()])


def harmed_workbook(data: bytes, chance: random.Random) -> bytes:
    """Harm as a bad disk does it, which is mostly refused, or, in two of three, letters of a few contents changed."""
    if chance.random() < 0.35:
        return chance.choice((in_the_container, in_a_part))(data, chance)
    book = Book(data)
    for _ in range(chance.randint(1, 4)):
        part = chance.choice([*book.sheets(), STRINGS])
        places = [found.span(1) for found in re.finditer(rb">([^<>&]+)<", book.parts[part])]
        start, end = chance.choice(places or [(0, 0)])
        if start < end:
            place = chance.randrange(start, end)
            book.parts[part] = (
                book.parts[part][:place] + chance.choice((b"7", b"0", b"x", b".")) + book.parts[part][place + 1 :]
            )
    return book.zipped()


LITTLE = ("PROFILE", "AREAS", "SOURCES")
JOBS: dict[str, tuple[str, Callable[[Path, Path], None]]] = {
    "rescue": ("xlsx", lambda path, _sound: rebuilt("rescue", path)),
    "upgrade": ("xlsx", lambda path, _sound: rebuilt("upgrade", path)),
    "compare": ("xlsx", compared),
    "template lint": ("docx", lambda path, _sound: linted(path)),
}


def one(job: str, seed: str, workbook: bytes, template: bytes, folder: Path) -> None:
    """One damaged file, made from its seed alone, through one command; Broken when a promise is not kept."""
    kind, drive = JOBS[job]
    chance = random.Random(f"{job} {seed}")
    sound = folder / "sound.xlsx"
    sound.write_bytes(workbook)
    path = folder / (NAME if kind == "xlsx" else "template.docx")
    path.write_bytes(harmed_workbook(workbook, chance) if kind == "xlsx" else harmed_template(template, chance))
    drive(path, sound)


def little(folder: Path) -> bytes:
    """A workbook that asks for little, quick to read and to build anew; made in this folder."""
    return city_of(folder / "little.xlsx", LITTLE).read_bytes()
