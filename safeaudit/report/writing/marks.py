"""The marks that tie texts to their ids on the way through a template: Unicode non-characters, which no input holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Self

from markupsafe import Markup, escape

START, END, LINK_START, LINK_END = "\ufdd0", "\ufdd1", "\ufde6", "\ufde7"
DIGITS = {ord(digit): chr(0xFDD2 + number) for number, digit in enumerate("0123456789abcdef")}
"""How the hexadecimal digits of an id are written in a mark."""
_NUMBERS = {ord(mark): chr(digit) for digit, mark in DIGITS.items()}
_OWN = re.compile(f"[{START}{END}\ufdd2-\ufde1{LINK_START}{LINK_END}]")
_SPLIT = re.compile(f"({START}[\ufdd2-\ufde1]+|{END}|{LINK_START}[\ufdd2-\ufde1]+|{LINK_END})")
_REFERENCE = re.compile("\ufde2[^\ufde3\ufde4]*(?:\ufde3([^\ufde4]*))?\ufde4")
"""A reference of crossrefs.py: its key, then the words a person reads."""


def bare(value: Any) -> Any:
    """The same plain data, or text, as a person reads it: without marks, references by their words."""
    if isinstance(value, str):
        return _REFERENCE.sub(lambda match: match[1] or "", _OWN.sub("", value))
    if isinstance(value, Mapping):
        return {key: bare(entry) for key, entry in value.items()}
    return [bare(entry) for entry in value]


def pieces(text: str) -> list[str]:
    """A text cut at its marks; marks are pieces of their own."""
    return [piece for piece in _SPLIT.split(text) if piece]


def number_of(mark: str) -> str:
    """The hexadecimal number in an opening mark."""
    return mark[1:].translate(_NUMBERS)


class Marked(str):
    """A text that a template compares, counts and changes as the words a person reads, and writes with its marks."""

    __slots__ = ("whole",)
    whole: str

    def __new__(cls, whole: str) -> Self:
        made = super().__new__(cls, bare(whole))
        made.whole = whole
        return made

    def __html__(self) -> Markup:
        return escape(self.whole)

    def upper(self) -> Marked:
        return Marked(self.whole.upper())

    def lower(self) -> Marked:
        return Marked(self.whole.lower())

    def strip(self, chars: str | None = None) -> Marked:
        return Marked(self.whole.replace(str(self), super().strip(chars)))


def marked(value: Any) -> Any:
    """The same plain data, each text that carries marks as one that keeps them from a template's conditions and filters."""
    if isinstance(value, str):
        return Marked(value) if START in value else value
    if isinstance(value, Mapping):
        return {key: marked(entry) for key, entry in value.items()}
    return [marked(entry) for entry in value]
