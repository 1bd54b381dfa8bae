"""Catalogues, one a language (gettext). English is the source; `qps` is the pseudo-language that proves nothing is hard-coded."""

from pathlib import Path
from typing import TypeGuard

AVAILABLE: tuple[str, ...] = ("en",)
"""Languages people can choose, as BCP 47 codes."""

PSEUDO = "qps"

WITH_WORDS = (*AVAILABLE, PSEUDO)
"""Every code that texts can be asked for."""


def has_words(code: object) -> TypeGuard[str]:
    """Whether there are texts in this language; whatever is no text is no language."""
    return isinstance(code, str) and code in WITH_WORDS


def names_file(language: str) -> Path:
    """Names of countries, currencies and languages in this language: {list: {code: name}}, see scripts/renew_names.py."""
    return Path(__file__).parent / f"names-{language}.json"
