"""Whether two audits are of one city, and what to be careful about when they are compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from safeaudit.audit import Audit
from safeaudit.comparison.reasons import NOT_ONE_CITY, warning
from safeaudit.comparison.rows import plain_words
from safeaudit.words import N_, Words, words

SHARED_AREAS = 0.5
"""Share of area names in common from which two audits of other city names still count as one city under another name."""
LINKS = {"audit": N_("the workbook ID"), "areas": N_("the names of their areas")}


class NotComparable(ValueError):
    """The two audits are of different cities; the text says so plainly."""


@dataclass(frozen=True, slots=True)
class Warned:
    """Something to be careful about: a stable code and what it was found in."""

    code: str
    values: tuple[tuple[str, str], ...] = ()

    @property
    def public(self) -> bool:
        """Whether it says nothing but what any comparison must say: no name and no ID of a file."""
        return self.code in ("periods", "instrument", "currency", "language")

    def told(self, w: Words) -> str:
        """The warning in words."""
        values: dict[str, str] = dict(self.values)
        if "link" in values:
            values["link"] = w.t(LINKS[values["link"]])
        if "sheet" in values:
            values["sheet"] = w.tab(values["sheet"])
        return warning(self.code, w, **values)


def warnings(baseline: Audit, followup: Audit) -> list[Warned]:
    """What to be careful about; NotComparable when nothing says that both are of one city."""
    return [*_city(baseline, followup), *_lineage(baseline, followup), *_frame(baseline, followup)]


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
    if baseline is followup or (baseline.workbook_id and baseline.workbook_id == followup.workbook_id):
        return
    if profile.audit_kind != "follow_up":
        yield Warned("not_follow_up", (("sheet", "PROFILE"),))
    if profile.previous_audit is None:
        yield Warned("no_previous", (("sheet", "PROFILE"),))
    elif baseline.workbook_id and profile.previous_audit != baseline.workbook_id:
        yield Warned("other_previous", (("named", profile.previous_audit), ("found", baseline.workbook_id)))


def _frame(baseline: Audit, followup: Audit) -> Iterator[Warned]:
    one, other = baseline.profile, followup.profile
    if (
        baseline.sheets is not followup.sheets
        and one.period_to
        and other.period_to
        and other.period_to <= one.period_to
    ):
        yield Warned("periods")
    if baseline.instrument != followup.instrument:
        yield Warned("instrument", (("before", baseline.instrument), ("after", followup.instrument)))
    if one.currency and other.currency and one.currency != other.currency:
        yield Warned("currency", (("before", one.currency), ("after", other.currency)))
    if baseline.written_in != followup.written_in:
        yield Warned("language")
