"""The table of shared strings: every text once, and what of it is struck through."""

from __future__ import annotations

import re

from safeaudit.cells import Kind, Value
from safeaudit.files.guard import Package, too_big
from safeaudit.files.xlsx.quick import STRING, STRING_TABLE, UnusualError, resolve, stretches
from safeaudit.files.xlsx.slow import Collector, Runs
from safeaudit.files.xlsx.values import Reading, unescape, visible
from safeaudit.files.xml import read_xml


def read_strings(package: Package, part: str, reading: Reading) -> None:
    """Fill the reading's table of strings."""
    try:
        _read_usual(package, part, _Strings(reading))
    except UnusualError:
        reading.strings.clear()
        reading.struck.clear()
        slow = _SlowStrings(_Strings(reading))
        read_xml(package, part, slow.start, slow.end, slow.text)


_RUN = re.compile(r"<r>(<rPr>.*?</rPr>)?<t[^>]*?(?:/>|>([^<]*)</t>)</r>", re.DOTALL)
_STRUCK = re.compile(r'<strike(?! val="(?:0|false|off)")')


def _read_usual(package: Package, part: str, table: _Strings) -> None:
    for stretch in stretches(package, part, STRING_TABLE, ["sst"], "si"):
        for text, runs, unknown in STRING.findall(stretch):
            if unknown:
                raise UnusualError
            if runs:
                table.add([(resolve(words), bool(_STRUCK.search(look))) for look, words in _RUN.findall(runs)])
            else:
                table.add([(resolve(text), False)])


class _Strings:
    """Fills the table of shared strings, under its own limits."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._length = 0

    def add(self, runs: list[tuple[str, bool]]) -> None:
        reading = self._reading
        if len(runs) == 1 and not runs[0][1]:
            text, struck = unescape(runs[0][0]), None
        else:
            text, struck = visible((unescape(words), crossed) for words, crossed in runs)
        limits, strings = reading.limits, reading.strings
        self._length += len(text)
        index = str(len(strings))
        strings[index] = Value(Kind.TEXT, text) if len(text) <= limits.text else None
        if struck is not None:
            reading.struck[index] = struck
        if len(strings) > limits.strings:
            raise too_big(limits, "strings")
        if self._length > limits.all_text:
            raise too_big(limits, "all_text")


class _SlowStrings:
    """Expat callbacks that fill the table of shared strings: runs joined, readings for pronunciation passed over."""

    def __init__(self, strings: _Strings) -> None:
        self._strings = strings
        self._runs = Runs(Collector(strings._reading.limits.part), ["sst", "si"])  # noqa: SLF001  # two halves of one reader

    def start(self, local: str, attributes: dict[str, str], path: list[str]) -> None:
        if path == ["sst", "si"]:
            self._runs.clear()
        else:
            self._runs.start(local, attributes, path)

    def end(self, local: str, path: list[str]) -> None:
        self._runs.end(local, path)
        if path == ["sst", "si"]:
            self._strings.add(self._runs.all())

    def text(self, text: str) -> None:
        self._runs.text(text)
