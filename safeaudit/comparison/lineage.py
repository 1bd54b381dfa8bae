"""Whether two audits are of one city, and what to be careful about when they are compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from safeaudit.audit import Audit
from safeaudit.comparison.reasons import NOT_ONE_CITY, WRONG_ORDER, warning
from safeaudit.comparison.rows import plain_words
from safeaudit.sheets import Row
from safeaudit.words import N_, Words, words

SHARED_AREAS = 0.5
"""Share of area names in common from which two audits of other city names still count as one city under another name."""
LINKS = {"audit": N_("the workbook ID"), "areas": N_("the names of their areas")}


SHARED_IDS = ("template",)
"""IDs that many workbooks have: those of the blank workbooks that come with the program."""


class NotComparable(ValueError):
    """The two audits are of different cities, or in the wrong order; the text says so plainly."""


@dataclass(frozen=True, slots=True)
class Warned:
    """Something to be careful about: a stable code and what it was found in."""

    code: str
    values: tuple[tuple[str, str], ...] = ()

    @property
    def public(self) -> bool:
        """Whether it says nothing but what any comparison must say: no name and no ID of a file."""
        return self.code in ("same_audit", "same_answers", "periods", "instrument", "currency", "language")

    def told(self, w: Words) -> str:
        """The warning in words."""
        values: dict[str, str] = dict(self.values)
        if "link" in values:
            values["link"] = w.t(LINKS[values["link"]])
        if "sheet" in values:
            values["sheet"] = w.tab(values["sheet"])
        return warning(self.code, w, **values)


def warnings(baseline: Audit, followup: Audit) -> list[Warned]:
    """What to be careful about; NotComparable when nothing says that both are of one city, or the second came first."""
    found = [*_city(baseline, followup)]
    if same_audit(baseline, followup):
        code = "same_answers" if _same_answers(baseline, followup) else "same_audit"
        return [*found, Warned(code), *_frame(baseline, followup)]
    _order(baseline, followup)
    return [*found, *_lineage(baseline, followup), *_periods(baseline, followup), *_frame(baseline, followup)]


def same_audit(baseline: Audit, followup: Audit) -> bool:
    """Whether both are one audit, at two times of its making: one workbook ID and one period, or no answer that differs."""
    return (_same_id(baseline, followup) and _same_period(baseline, followup)) or _same_answers(baseline, followup)


def _same_answers(baseline: Audit, followup: Audit) -> bool:
    """Whether both hold the same answers, also where one of them asks more."""
    if baseline.sheets is followup.sheets:
        return True
    one, other = _filled(baseline), _filled(followup)
    return one.keys() == other.keys() and all(
        row.filled == other[row_id].filled
        and all(row.get(column) == other[row_id].get(column) for column in row.filled)
        for row_id, row in one.items()
    )


def _filled(audit: Audit) -> dict[str, Row]:
    return {row.id: row for rows in audit.sheets.values() for row in rows if row.filled}


def _same_id(baseline: Audit, followup: Audit) -> bool:
    own = baseline.workbook_id
    return bool(own) and own not in SHARED_IDS and own == followup.workbook_id


def _same_period(baseline: Audit, followup: Audit) -> bool:
    """Whether both are of one period; a date that only one of them has says nothing against it."""
    one, other = baseline.profile, followup.profile
    pairs = ((one.period_from, other.period_from), (one.period_to, other.period_to))
    return all(None in pair or pair[0] == pair[1] for pair in pairs)


def _order(baseline: Audit, followup: Audit) -> None:
    """NotComparable when the first workbook itself names the second as the audit before it."""
    named, one, other = baseline.profile.previous_audit, baseline.profile, followup.profile
    later = one.period_to is None or other.period_to is None or one.period_to > other.period_to
    if named and named == followup.workbook_id and named not in SHARED_IDS and later:
        raise NotComparable(words(followup.language).t(WRONG_ORDER))


def _city(baseline: Audit, followup: Audit) -> Iterator[Warned]:
    one, other = baseline.profile, followup.profile
    names = plain_words(one.city or ""), plain_words(other.city or "")
    countries = one.country is None or other.country is None or one.country == other.country
    if names[0] == names[1] and countries:
        return
    named = bool(baseline.workbook_id) and other.previous_audit == baseline.workbook_id
    if not named and not _shares_areas(baseline, followup):
        w = words(followup.language)
        raise NotComparable(w.t(NOT_ONE_CITY, before=one.city or "?", after=other.city or "?"))
    values = (("before", one.city or "?"), ("after", other.city or "?"), ("link", "audit" if named else "areas"))
    yield Warned("city_differs", values)


def _shares_areas(baseline: Audit, followup: Audit) -> bool:
    """Whether most areas of the smaller list bear the same names."""
    one, other = ({plain_words(area.name or "") for area in audit.areas} - {""} for audit in (baseline, followup))
    return bool(one and other) and len(one & other) / min(len(one), len(other)) >= SHARED_AREAS


def _lineage(baseline: Audit, followup: Audit) -> Iterator[Warned]:
    profile = followup.profile
    if _same_id(baseline, followup):
        yield Warned("same_id", (("found", baseline.workbook_id),))
        return
    if profile.audit_kind != "follow_up":
        yield Warned("not_follow_up", (("sheet", "PROFILE"),))
    if profile.previous_audit is None:
        yield Warned("no_previous", (("sheet", "PROFILE"),))
    elif baseline.workbook_id and profile.previous_audit != baseline.workbook_id:
        yield Warned("other_previous", (("named", profile.previous_audit), ("found", baseline.workbook_id)))


def _periods(baseline: Audit, followup: Audit) -> Iterator[Warned]:
    one, other = baseline.profile.period_to, followup.profile.period_to
    if one and other and other <= one:
        yield Warned("periods")


def _frame(baseline: Audit, followup: Audit) -> Iterator[Warned]:
    one, other = baseline.profile, followup.profile
    if baseline.instrument != followup.instrument:
        yield Warned("instrument", (("before", baseline.instrument), ("after", followup.instrument)))
    if one.currency and other.currency and one.currency != other.currency:
        yield Warned("currency", (("before", one.currency), ("after", other.currency)))
    if baseline.written_in != followup.written_in:
        yield Warned("language")
