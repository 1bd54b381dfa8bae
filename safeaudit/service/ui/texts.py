"""The fixed texts of page and pane in one language, by key."""

from __future__ import annotations

from functools import cache
from typing import get_args

from safeaudit.languages import AVAILABLE
from safeaudit.service import models
from safeaudit.service.ui.texts_web import TEXTS as WEB
from safeaudit.words import words


@cache
def web(language: str) -> dict[str, str]:
    """The texts of the drop page."""
    say = words(language)
    return {key: say.t(text) for key, text in WEB.items()}


@cache
def all_texts(language: str) -> models.Texts:
    """The texts of page and pane, the languages there are, and the kinds of report."""
    from safeaudit.service.ui.texts_pane import TEXTS as PANE

    say = words(language)
    return models.Texts(
        language=language,
        direction="rtl" if say.right_to_left else "ltr",
        languages=[models.LanguageName(code=code, name=_own_name(code)) for code in AVAILABLE],
        texts={key: say.t(text) for key, text in PANE.items()} | web(language),
        kinds=list(get_args(models.Kind)),
    )


def _own_name(code: str) -> str:
    from babel import Locale

    name = Locale.parse(code.replace("-", "_")).get_display_name()
    return str(name or code).capitalize()
