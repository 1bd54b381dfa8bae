"""What the findings letter and the sentences about open checks must say, counted from the findings and from the cells."""

from __future__ import annotations

from collections import Counter

from asked import SHEETS
from truth_cells import EN, Book
from truth_claims import Found, Words, claim, counted, listed

TAB = {EN.tab(sheet): sheet for sheet in SHEETS}


def _open(b: Book) -> list:
    return [each for each in b.findings if not each.accepted]


def _number(b: Book, severity: str) -> int:
    return sum(each.severity.value == severity for each in _open(b))


@claim("Open after the automatic checks: errors {errors}, warnings {warnings}, advice {advice}.")
def _(b: Book) -> Found:
    return {"errors": _number(b, "error"), "warnings": _number(b, "warning"), "advice": _number(b, "advice")}


@claim("Open after the automatic checks: errors {errors}, warnings {warnings}.", kinds="brief")
def _(b: Book) -> Found:
    found = {"errors": _number(b, "error"), "warnings": _number(b, "warning")}
    return found if any(found.values()) else None


@claim("The automatic checks read every cell and found {list}.", kinds="findings")
def _(b: Book) -> Found:
    blank = [each for each in _open(b) if each.rule == "CL-01" and each.severity.value != "error"]
    numbers = {"one answer to correct": _number(b, "error"), "one answer that is still missing": len(blank),
               "one place to look at again": _number(b, "warning") - sum(each.severity.value == "warning" for each in blank),
               "one piece of advice": _number(b, "advice") - sum(each.severity.value == "advice" for each in blank)}  # fmt: skip
    many = {"one answer to correct": "{} answers to correct", "one answer that is still missing": "{} answers that are still missing",
            "one place to look at again": "{} places to look at again", "one piece of advice": "{} pieces of advice"}  # fmt: skip
    said = [one if count == 1 else many[one].format(count) for one, count in numbers.items() if count]
    return {"list": Words(said)} if said else None


def _used(b: Book, *, troubled: bool) -> list[str]:
    """Titles of sheets in use with every needed answer, with or without something left to look at."""
    open_ones = {each.sheet for each in _open(b)}
    full = [tab for tab, sheet in TAB.items() if b.rows(sheet) and b.progress(sheet)[0] >= b.progress(sheet)[1]]
    return [tab for tab in full if (tab in open_ones) == troubled]


@claim("Complete, and nothing to add: {names}.", kinds="findings")
def _(b: Book) -> Found:
    return {"names": Words(_used(b, troubled=False), 12)} if _used(b, troubled=False) else None


@claim("Every answer the method needs is given on: {names}.", kinds="findings")
def _(b: Book) -> Found:
    return {"names": Words(_used(b, troubled=True), 12)} if _used(b, troubled=True) else None


@claim("Begin with what does not fit, on: {names}. Until then, every report is marked as a draft.", kinds="findings")
def _(b: Book) -> Found:
    places = list(dict.fromkeys(each.sheet or "the whole file" for each in _open(b) if each.severity.value == "error"))
    return {"names": Words(places, 12)} if places else None


@claim(
    "Then give the missing answers; most are on {where}. “Not known” and “Does not apply”, where they are offered, are answers too.",
    kinds="findings",
)
def _(b: Book) -> Found:
    blank = Counter(each.sheet for each in _open(b) if each.rule == "CL-01" and each.severity.value != "error")
    return {"where": Words([f"{sheet} ({count})" for sheet, count in blank.most_common(3)])} if blank else None


counted("One warning was weighed and accepted with a written reason.", "{count} warnings were weighed and accepted with a written reason.",
        ids=lambda b: [each for each in b.findings if each.accepted], kinds="findings")  # fmt: skip
listed("The size of these flows is not known: {names}.",
       lambda b: [row.id for row in b.here if row["scale"] in (None, "unknown") or not b.sized(row)], 3, kinds="brief")  # fmt: skip
