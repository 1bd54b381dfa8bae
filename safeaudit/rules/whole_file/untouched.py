"""Rule XC-01: what the method asks and an audit that is declared finished has no answer to, list by list and item by item."""

from __future__ import annotations

from collections.abc import Iterator

from safeaudit.audit import Audit
from safeaudit.coverage import finished, list_coverage
from safeaudit.findings import Severity
from safeaudit.rules.base import WHATEVER, Problem, rule
from safeaudit.shares import ListShares
from safeaudit.words import N_

NAMED = 3
"""How many items of a list are named before the rest is counted."""


@rule(
    "XC-01",
    Severity.ERROR,
    basis="T",
    section=N_("All parts of the framework"),
    asks=WHATEVER,
    title=N_("Audit declared finished with a part of the method untouched"),
    message=N_("The audit is declared finished, and there is no answer on {what}."),
    remedy=N_(
        "Answer on “{sheet}”: “{yes_no_unknown.unknown}” is an answer, and so is a reason why something has no meaning in "
        "your city. If the audit still goes on, say so: it is in work, and nothing is wrong."
    ),
    why=N_(
        "The framework looks at a city from many sides, because each side alone misleads. A part that nobody "
        "opened leaves a hole that a reader of a finished audit cannot see."
    ),
    how=N_(
        "Every item of every list of the framework has its cells. While the audit is in work, what has no answer yet is "
        "progress and no fault; once it is finished, each item is answered, not known, or left out for a reason you write down."
    ),
)
def untouched_part(audit: Audit) -> Iterator[Problem]:
    if not finished(audit):
        return
    lists, shares = audit.edition.lists(), list_coverage(audit)
    if shares and not any(each.shares.answered for each in shares.values()):
        first = next(iter(audit.edition.sheets))
        yield Problem(
            values={"what": audit.words.t("any part of the method, L01 to L32"), "sheet": _title(audit, first)}
        )
        return
    for key, each in shares.items():
        if each.untouched:
            sheet_id = lists[key].sheets[0]
            yield Problem(
                sheet_id=sheet_id, values={"what": _named(audit, key, each), "sheet": _title(audit, sheet_id)}
            )


def _named(audit: Audit, key: str, found: ListShares) -> str:
    """The list, and those of its items that have no answer, unless none of them has."""
    words, left = audit.words, found.untouched
    name = f"{key} · {words.method_list(key)}"
    if len(left) == len(found.items):
        return name
    items = [item for item in audit.edition.lists()[key].items if item.id in left]
    named = [f"“{words.list_item(key, item)}”" for item in items[:NAMED]]
    if len(items) > NAMED:
        named.append(words.n("{count} more", "{count} more", len(items) - NAMED))
    return words.t("{list}: {items}", list=name, items=words.listed(named))


def _title(audit: Audit, sheet_id: str) -> str:
    """The sheet's title as the file has it."""
    return audit.titles.get(sheet_id) or audit.words.tab(sheet_id)
