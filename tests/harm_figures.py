"""How much the do-no-harm reader finds, counted on the corpus: `python -m tests.harm_figures` rewrites the tables of the guide."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from safeaudit.care import KINDS, Reader

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "tests" / "data"
GUIDE = ROOT / "docs" / "do-no-harm-reader.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
FRESH = "<!-- fresh figures: begin -->", "<!-- fresh figures: end -->"
LANGUAGES = {
    "en": "English",
    "fr": "French",
    "es": "Spanish",
    "pt": "Portuguese",
    "ar": "Arabic",
    "ru": "Russian",
    "zh": "Chinese",
}


@dataclass
class Sentence:
    """One sentence of the corpus: what should be marked in it, and what is."""

    language: str
    kept_aside: bool
    text: str
    expected: set[tuple[str, str]]
    found: set[tuple[str, str]] = field(default_factory=set)


@dataclass
class Figures:
    """What was found of what should be, and sentences without anything in which something was marked all the same."""

    sentences: int
    expected: int
    found: int
    clean: int
    disturbed: int
    wrong: int

    @property
    def recall(self) -> float:
        return self.found / self.expected if self.expected else 1.0

    @property
    def false_alarms(self) -> float:
        return self.disturbed / self.clean if self.clean else 0.0


@cache
def corpus() -> tuple[Sentence, ...]:
    """Every sentence of the corpus, read."""
    data: dict[str, Any] = yaml.safe_load((DATA / "harm_corpus.yaml").read_text("utf-8"))
    sentences = []
    for language, entries in data["sentences"].items():
        reader = Reader(language, data["known"])
        for number, entry in enumerate(entries):
            marks = {"text": entry} if isinstance(entry, str) else entry
            expected = {(kind, text) for kind in KINDS for text in marks.get(kind, ())}
            found = {(mark.kind, mark.text) for mark in reader.read(marks["text"])}
            sentences.append(Sentence(language, number % 4 == 3, marks["text"], expected, found))
    return tuple(sentences)


def count(sentences: Iterable[Sentence], kind: str = "") -> Figures:
    """The figures of some sentences, for all kinds of mark or one."""
    figures = Figures(0, 0, 0, 0, 0, 0)
    for sentence in sentences:
        expected = {mark for mark in sentence.expected if kind in ("", mark[0])}
        found = {mark for mark in sentence.found if kind in ("", mark[0])}
        figures.sentences += 1
        figures.expected += len(expected)
        figures.found += len(expected & found)
        figures.clean += not sentence.expected
        figures.disturbed += not sentence.expected and bool(found)
        figures.wrong += sum(mark[0] in KINDS for mark in found - expected)
    return figures


def by_language() -> dict[str, Figures]:
    return {code: count(each for each in corpus() if each.language == code) for code in LANGUAGES}


def by_kind() -> dict[str, Figures]:
    return {kind: count(corpus(), kind) for kind in KINDS}


def kept_aside() -> Figures:
    return count(each for each in corpus() if each.kept_aside)


def tables() -> str:
    """The figures as the guide shows them."""
    head = "| {} | Sentences | To be found | Found | Share | Clean sentences | With a false alarm | Wrong marks |\n"
    rule = "|---|---|---|---|---|---|---|---|\n"
    lines = [line(LANGUAGES[code], figures) for code, figures in by_language().items()]
    lines += [line("All", count(corpus())), line("Of these, kept aside", kept_aside())]
    kinds = [line(kind.replace("_", " "), figures) for kind, figures in by_kind().items()]
    return head.format("Language") + rule + "".join(lines) + "\n" + head.format("Kind") + rule + "".join(kinds)


@dataclass
class Share:
    """How many sentences there are, and how many of them are marked."""

    sentences: int
    marked: int

    @property
    def share(self) -> float:
        return self.marked / self.sentences if self.sentences else 0.0


@cache
def fresh() -> tuple[tuple[dict[str, Any], bool], ...]:
    """The sentences of harm_fresh.yaml, each with whether something in it is marked."""
    reader = Reader("en")
    data = yaml.safe_load((DATA / "harm_fresh.yaml").read_text("utf-8"))
    return tuple((entry, bool(reader.read(entry["text"]))) for entry in data["sentences"])


def share(harmful: bool, kind: str = "", sets: str = "A", held_back: bool | None = None) -> Share:
    """The share of the fresh sentences that is marked: what is found of the harmful, false alarms of the harmless."""
    chosen = [
        marked
        for entry, marked in fresh()
        if entry["id"][0] in sets
        and (entry["id"][2] == "H") == harmful
        and kind in ("", entry["kind"])
        and held_back in (None, entry.get("held_back", False))
    ]
    return Share(len(chosen), sum(chosen))


SETS = {
    "A": "600 over ten naming cultures, four fifths of them looked at",
    "B": "400, looked at",
    "C": "400, looked at",
    "D": "400 that nobody looked at",
    "E": "120 of peoples, districts and incidents alone, looked at",
    "F": "120 of the same that nobody looked at",
}


def fresh_tables() -> str:
    """The figures on fresh sentences as the guide shows them."""
    told = "| Sentences | Harmful | Found | Share | Harmless | False alarms | Share |\n|---|---|---|---|---|---|---|\n"
    for sets, name in SETS.items():
        bad, good = share(True, sets=sets), share(False, sets=sets)
        told += f"| {name} | {bad.sentences} | {bad.marked} | {_percent(bad.share, True)} | {good.sentences} | {good.marked} | {_percent(good.share, False)} |\n"
    kinds = dict.fromkeys(entry["kind"] for entry, _ in fresh() if entry["id"].startswith("A-H"))
    told += "\n| Kind | Found of the 600 | Share | Found where nobody looked | Share |\n|---|---|---|---|---|\n"
    for kind in kinds:
        first, last = share(True, kind), share(True, kind, sets="D")
        told += (
            f"| {kind.replace('_', ' ')} | {first.marked} of {first.sentences} | {_percent(first.share, True)} "
            f"| {last.marked} of {last.sentences} | {_percent(last.share, True)} |\n"
        )
    return told


def _percent(value: float, down: bool) -> str:
    """Never flattering: what is found is rounded down, what is wrong up."""
    return f"{(math.floor if down else math.ceil)(value * 100)} %"


def line(name: str, figures: Figures) -> str:
    cells = (figures.sentences, figures.expected, figures.found, f"{math.floor(figures.recall * 100)} %", figures.clean)
    return f"| {name} | {' | '.join(map(str, cells))} | {figures.disturbed} | {figures.wrong} |\n"


def written() -> str:
    """The guide with the figures of today."""
    text = GUIDE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    text = f"{before}{BEGIN}\n{tables()}{END}{rest.partition(END)[2]}"
    before, _, rest = text.partition(FRESH[0])
    return f"{before}{FRESH[0]}\n{fresh_tables()}{FRESH[1]}{rest.partition(FRESH[1])[2]}"


if __name__ == "__main__":
    GUIDE.write_text(written(), "utf-8")
    print(tables(), fresh_tables(), sep="\n")
