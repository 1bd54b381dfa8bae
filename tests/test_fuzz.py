"""Thousands of random harms, the same in every run: each ends read, read with findings, or refused in a plain sentence.

SAFEAUDIT_FUZZ sets how many cases there are, for a longer run.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from mutations import BOOK, RELATIONS, STRINGS, STYLES, TYPES, Book, Entry, small, zip_of
from test_mutations import NAME, assert_plain, flat

from safeaudit import NotReadable, check, read_audit
from safeaudit.audit import Audit
from safeaudit.cells import parse_a1
from safeaudit.cli.check_one import as_json

CASES = int(os.environ.get("SAFEAUDIT_FUZZ", "1200"))
BATCH = 60
"""Cases of one test."""

SECONDS = 20
TOKENS = (
    b"<", b">", b"&", b'"', b"'", b"/", b"\0", b"<c/>", b"</c>", b"</row>", b"<row>", b"<v>", b"</v>", b"<f/>", b"]]>",
    b"<![CDATA[", b"<!-- ", b"-->", b"<?x?>", b"&#0;", b"&#x110000;", b"&amp;", b"&lol;", b"_x0000_", b"_xD800_",
    b"\xff\xfe", b"\xed\xa0\x80", b"\xef\xbf\xbf", b"\xe2\x80\xae", b"9" * 400, b"1e400", b"-0", b'r="XFE1"', b'r="A0"',
    b't="s"', b't="b"', b't="d"', b't="e"', b's="-1"', b"A" * 40_000, "\u0661\u0662".encode(), b"<!DOCTYPE a>",
    b'r="A1048577"', b"PK\5\6", b"PK\3\4", b"\xff\xff\xff\xff",
)  # fmt: skip


@pytest.fixture(scope="session")
def little(sample: Path) -> bytes:
    """A workbook of few sheets, quick to read."""
    return small(sample.read_bytes(), ("PROFILE", "AREAS", "SOURCES", "ABOUT"))


def harmed(data: bytes, chance: random.Random) -> bytes:
    """The bytes after one to four small harms: flipped, cut out, doubled, moved, overwritten."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 4))):
        if not made:
            break
        start = chance.randrange(len(made))
        length = chance.choice((1, 1, 2, 4, 16, 64, 512, 4096))
        match chance.randrange(7):
            case 0:
                made[start] ^= 1 << chance.randrange(8)
            case 1:
                made[start] = chance.randrange(256)
            case 2:
                del made[start : start + length]
            case 3:
                made[start:start] = made[start : start + length]
            case 4:
                other = chance.randrange(len(made))
                made[start : start + length] = made[other : other + length]
            case 5:
                made[start:start] = chance.choice(TOKENS)
            case 6:
                token = chance.choice(TOKENS)
                made[start : start + len(token)] = token
    return bytes(made)


def in_the_container(data: bytes, chance: random.Random) -> bytes:
    """Harm anywhere in the file; half of the time near the directory at its end, where all places are listed."""
    if chance.random() < 0.5:
        return harmed(data, chance)
    edge = len(data) - chance.randrange(22, 3_000)
    return data[:edge] + harmed(data[edge:], chance)


def in_a_part(data: bytes, chance: random.Random) -> bytes:
    """Harm inside one part, packed again with the right sizes and checksums."""
    book = Book(data)
    part = chance.choice([*book.sheets() * 3, STRINGS, STRINGS, STRINGS, BOOK, RELATIONS, STYLES, TYPES])
    book.parts[part] = harmed(book.parts[part], chance)
    return zip_of([Entry(name, content, method=0) for name, content in book.parts.items()])


def batches(kind: str, share: float) -> list[tuple[str, int]]:
    return [(kind, number) for number in range(max(1, round(CASES * share / BATCH)))]


HARMS: dict[str, Callable[[bytes, random.Random], bytes]] = {"container": in_the_container, "part": in_a_part}


@pytest.mark.parametrize(("kind", "batch"), batches("container", 0.7) + batches("part", 0.3))
def test_no_random_harm_ends_in_a_crash(kind: str, batch: int, little: bytes, tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(little)
    undamaged = read_audit(path)
    before, before_told = flat(undamaged), told(undamaged)
    for number in range(BATCH):
        seed = f"{kind}-{batch}-{number}"
        damaged = HARMS[kind](little, random.Random(seed))
        path.write_bytes(damaged)
        begun = time.monotonic()
        audit = read_or_refused(path, seed)
        if audit is not None:
            assert_sound(audit, seed)
            if kind == "container" and told(audit) == before_told:
                assert flat(audit) == before, f"{seed}: an answer changed without a word"
        assert time.monotonic() - begun < SECONDS, seed
        assert path.read_bytes() == damaged, seed


def read_or_refused(path: Path, seed: str) -> Audit | None:
    """The audit, or None for a file that was refused in a plain sentence."""
    try:
        return read_audit(path)
    except NotReadable as refusal:
        sentence = str(refusal)
    assert_plain(sentence)
    assert sentence.startswith(NAME), seed
    return None


def told(audit: Audit) -> set[str]:
    return {finding.message for finding in audit.findings}


def assert_sound(audit: Audit, seed: str) -> None:
    """Whatever was read, the check says something sensible about it."""
    found = check(audit)
    assert json.dumps(as_json(NAME, audit, found), allow_nan=False), seed
    assert 0 <= audit.completeness <= 1, seed
    for finding in audit.findings:
        assert finding.message.strip(), seed
        assert finding.remedy.strip(), seed
        if finding.cell:
            parse_a1(finding.cell)


def test_the_same_seed_harms_in_the_same_way(little: bytes) -> None:
    for harm in HARMS.values():
        assert harm(little, random.Random("same")) == harm(little, random.Random("same")) != little
