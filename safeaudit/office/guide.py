"""The guide that pane and web page show beside the cells: built from framework and sheets, so it can never disagree with them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from safeaudit import framework
from safeaudit.edition import Edition, full
from safeaudit.office.results import Plain
from safeaudit.sheets import Column, Fixed, FixedRow, Free, Row
from safeaudit.sheets.conditions import Always
from safeaudit.sheets.kinds import UNKNOWN, Choice, Scale
from safeaudit.words import N_, Words, words
from safeaudit.workbook.layout import part_names

LONG_LISTS = ("country", "currency", "language")
"""Lists nobody reads through; their dropdown in the cell is the place to choose."""

HELP = (
    (
        N_("How to begin"),
        N_(
            "Fill the sheets from left to right, or follow the steps here. You can stop at any time: save the file and go "
            "on later."
        ),
    ),
    (
        N_("When an answer is not known"),
        N_(
            "“Not known” is an honest answer wherever it is offered. It is never a mistake, and it shows where better data "
            "are needed."
        ),
    ),
    (
        N_("Errors, warnings and advice"),
        N_(
            "An error contradicts the method or could harm people: correct it. A warning may stand if you say why: the reason "
            "is printed in the report. Advice never blocks anything."
        ),
    ),
    (
        N_("Protect people"),
        N_(
            "Write no names, telephone numbers or exact addresses. Do not use this workbook to report a crime or corruption. "
            "What is too dangerous to be read by others does not belong in a workbook at all."
        ),
    ),
    (
        N_("What happens to your data"),
        N_(
            "The check reads the cells, answers, and forgets them. Only the table of findings on CHECKS is written; your "
            "answers are never changed."
        ),
    ),
    (
        N_("Where the method comes from"),
        N_("The steps follow the framework Governing Safer Cities (UNODC, 2016). Each finding names its section."),
    ),
    (N_("Questions"), N_("Ask the office that sent you the workbook.")),
)


@cache
def guide(language: str = "en", edition: Edition | None = None) -> Plain:
    """The documented GUIDE of an edition (the full one) in one language; KeyError when there is no catalogue for it. Not to be changed."""
    say, asked = words(language), edition or full()
    sheets = asked.sheets
    used = {framework.guides()[sheet_id].part for sheet_id in sheets}
    return {
        "language": language,
        "parts": [{"id": part, "title": name} for part, name in part_names(say).items() if part in used],
        "steps": [_step(sheet_id, cls, say, asked) for sheet_id, cls in sheets.items()],
        "help": [{"title": say.t(title), "text": say.t(text)} for title, text in HELP],
    }


def _step(sheet_id: str, cls: type[Row], say: Words, edition: Edition) -> Plain:
    """One step: what it asks, why, whom to ask, good evidence, how long, and what to do where it does not apply."""
    known = framework.guides()[sheet_id]
    return {
        "sheet_id": sheet_id,
        "part": known.part,
        "tab": say.tab(sheet_id),
        "title": say.guide(sheet_id, "title"),
        "purpose": say.guide(sheet_id, "purpose"),
        "why": say.guide(sheet_id, "why"),
        "how": say.guide(sheet_id, "how"),
        "whom": say.guide(sheet_id, "who"),
        "evidence": say.guide(sheet_id, "evidence"),
        "minutes": edition.minutes(sheet_id),
        "section": say.guide(sheet_id, "section"),
        "not_here": _not_here(cls, say),
        "columns": [_column(sheet_id, column, say, edition.settings) for column in cls.columns.values()],
        "rows": _rows(cls, say),
    }


def _not_here(cls: type[Row], say: Words) -> str:
    """What to do where a step has no meaning in a city."""
    texts = []
    if "does_not_apply" in cls.columns:
        texts.append(say.help(cls.sheet_id, "does_not_apply"))
    elif isinstance(cls.rows, Free):
        texts.append(
            say.t("Nothing to record here? Write the reason on the line above the table. That is an answer, too.")
        )
    if cls.waived_by:
        texts.append(
            say.t(
                "If asking could put people in danger, decide on the sheet {sheet}, line {row}, to skip this step.",
                sheet=say.tab("CARE"),
                row=cls.waived_by,
            )
        )
    return " ".join(texts)


def _column(sheet_id: str, column: Column, say: Words, settings: Mapping[str, float]) -> Plain:
    return {
        "id": column.id,
        "label": say.column(sheet_id, column.id),
        "help": say.help(sheet_id, column.id, settings),
        "required": "no"
        if column.required is None
        else "always"
        if isinstance(column.required, Always)
        else "sometimes",
        "computed": column.computed,
        "options": _options(column, say),
    }


def _options(column: Column, say: Words) -> list[str] | None:
    match column.kind:
        case Choice(options=name) if name not in LONG_LISTS:
            return list(say.options(name).values())
        case Scale(anchors=name):
            steps = [f"{step} = {word}" for step, word in say.options(name).items()]
            return [*steps, say.code("yes_no_unknown", UNKNOWN)]
    return None


def _rows(cls: type[Row], say: Words) -> dict[str, dict[str, str]]:
    """The pre-printed lines of a list, with whom to ask and what good evidence is for each."""
    if not isinstance(cls.rows, Fixed) or not issubclass(cls, FixedRow):
        return {}
    return {
        item.id: {
            "label": say.item(item.id),
            "ask": say.item(item.id, "help"),
            "whom": say.item(item.id, "ask"),
            "evidence": say.item(item.id, "evidence"),
            "section": say.item(item.id, "section"),
        }
        for group in cls.rows.groups()
        for item in group.items
    }
