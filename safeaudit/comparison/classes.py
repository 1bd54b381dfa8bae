"""Each answer that differs, classed: real, method, data quality or wording, with the reason and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from safeaudit.audit import Audit
from safeaudit.comparison import forms, meaning
from safeaudit.comparison.chance import within_chance
from safeaudit.comparison.meaning import Direction, direction
from safeaudit.comparison.reasons import Certainty, Kind, Why
from safeaudit.comparison.rows import Pair, State, plain_words
from safeaudit.comparison.texts import text
from safeaudit.edition.versions import added, rescaled
from safeaudit.sheets import Row
from safeaudit.sheets.columns import Column
from safeaudit.sheets.indicators import FIGURED
from safeaudit.sheets.kinds import Choice, Day, Figure, Number, Reference, Scale, Text

FIRM = ("official_statistics", "survey", "prices", "case_files")
"""Evidence that others can check."""


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that differs. `was` is the ID before where it moved; `along` names what moved with it and decided the class."""

    pair: Pair
    column: str
    before: object
    after: object
    kind: Kind
    reason: str
    certainty: Certainty
    direction: Direction
    along: tuple[str, ...] = ()

    @property
    def sheet(self) -> str:
        return self.pair.row.sheet_id

    @property
    def row_id(self) -> str:
        return self.pair.row.id

    @property
    def was(self) -> str:
        return self.pair.before.id if self.pair.before is not None else ""

    @property
    def state(self) -> State:
        return self.pair.state


@dataclass
class Context:
    """The two audits, and which line of the one is which of the other."""

    baseline: Audit
    followup: Audit
    pairs: list[Pair]
    same_audit: bool = False
    """Whether both are copies of one audit: then answers that differ were edited, and nothing is a change of the city."""
    renumbered: Mapping[str, str] = field(init=False)
    rescaled: frozenset[str] = field(init=False)
    other_currency: bool = field(init=False)
    other_language: bool = field(init=False)
    not_yet: frozenset[str] = field(init=False)
    """What the version of one of them did not ask for yet."""

    @property
    def sheets(self) -> list[str]:
        """The sheets that both audits ask, in workbook order."""
        return self.followup.edition.shared(self.baseline.edition)

    def asks(self, row: Row, column: str) -> bool:
        """Whether both audits were asked this: by their editions, and by the versions of the instrument they were filled in."""
        if {row.sheet_id, f"{row.sheet_id}.{column}", row.id} & self.not_yet:
            return False
        return all(audit.edition.has(row.sheet_id, column) for audit in (self.baseline, self.followup))

    def __post_init__(self) -> None:
        self.renumbered = {
            pair.before.id: pair.after.id
            for pair in self.pairs
            if pair.state == "renumbered" and pair.before is not None and pair.after is not None
        }
        one, other = self.baseline.profile.currency, self.followup.profile.currency
        self.other_currency = None not in (one, other) and one != other
        self.rescaled = frozenset()
        if self.baseline.instrument != self.followup.instrument:
            self.rescaled = rescaled(self.baseline.instrument) | rescaled(self.followup.instrument)
        self.not_yet = added(self.baseline.instrument) | added(self.followup.instrument)
        self.other_language = self.baseline.written_in != self.followup.written_in


def changes(context: Context) -> Iterator[Change]:
    """Every answer that differs, each once, in workbook order; a line that moved to another ID has one more line for this."""
    for pair in context.pairs:
        if pair.state == "renumbered":
            yield Change(
                pair, "", pair.before.id if pair.before else "", pair.row.id, "wording", "renumbered", "firm", "neither"
            )
        for column in pair.row.answers:
            if not context.asks(pair.row, column.id):
                continue
            old = pair.before.get(column.id) if pair.before is not None else None
            new = pair.after.get(column.id) if pair.after is not None else None
            if old == new or (pair.state in ("added", "dropped") and old is None and new is None):
                continue
            kind, reason, certainty = _class(context, pair, column, old, new)
            towards = "neither" if context.same_audit else _direction(context, pair, column, old, new, kind)
            yield Change(
                pair, column.id, old, new, kind, reason, certainty, towards, _along(context, pair, column, reason)
            )


def _direction(context: Context, pair: Pair, column: Column, old: object, new: object, kind: Kind) -> Direction:
    """Better or worse is said of comparable answers only."""
    if pair.state not in ("same", "renumbered"):
        return "neither"
    if pair.before is not None and pair.after is not None and forms.other_form(pair.before, pair.after, column.id):
        found = forms.step(pair.before, pair.after, (context.baseline, context.followup))[1]
    elif isinstance(column.kind, Text):
        return "neither"
    else:
        found = direction(pair.row, column.id, _effective(pair, column, old), new)
    return "unclear" if kind == "method" and found in ("better", "worse") else found


def _class(context: Context, pair: Pair, column: Column, old: object, new: object) -> Why:
    before, after, sheet = pair.before, pair.after, pair.row.sheet_id
    if context.same_audit:
        typed = isinstance(old, str) and isinstance(new, str) and plain_words(old) == plain_words(new)
        return ("wording", "typed", "firm") if typed else ("data_quality", "edited", "firm")
    if before is None or after is None:
        return _whole_line(sheet, added=before is None)
    if pair.state == "reused":
        return "method", "id_reused", "firm"
    if column.id in before.rejected or column.id in after.rejected:
        return "data_quality", "unreadable", "firm"
    if isinstance(column.kind, Reference) and context.renumbered.get(str(old)) == new:
        return "wording", "reference_renumbered", "firm"
    if forms.other_form(before, after, column.id):
        return _figure(context, pair, column)
    special = _special(before, after, column, old, new)
    if special:
        return special
    if old is None or new is None:
        return _blank(pair, column, filled=old is None)
    if isinstance(column.kind, Text):
        return text(pair, column, str(old), str(new), other_language=context.other_language)
    return _coded(context, pair, column, old, new)


def _whole_line(sheet: str, *, added: bool) -> Why:
    if sheet in meaning.RECORDS:
        return ("real", "new_record", "likely") if added else ("real", "gone_record", "open")
    if sheet == "AREAS":
        return "method", "areas", "firm"
    if sheet in meaning.ASKING:
        return "method", "asking", "firm"
    if sheet in meaning.KNOWING or sheet == "PRICES":
        return "data_quality", "knowledge", "firm"
    return "data_quality", "new_seen" if added else "gone_seen", "open"


def _special(before: Row, after: Row, column: Column, old: object, new: object) -> Why | None:
    """Columns that have their own rule."""
    sheet, name = after.sheet_id, column.id
    if sheet == "INDICATORS" and name in forms.EARLIER:
        return forms.earlier(before, after, name)
    if sheet in ("INDICATORS", "MORE_FIGURES") and (why := forms.beside(before, after, name)):
        return why
    if name == "sensitivity":
        return "wording", "handling", "firm"
    if name in meaning.FRAME.get(sheet, ()):
        return "wording", "rolled", "firm"
    if sheet == "PROFILE" and name in ("currency", "area_km2"):
        return "method", "currency" if name == "currency" else "areas", "firm"
    if sheet in meaning.ASKING and not isinstance(column.kind, Text):
        return "method", "asking", "firm"
    if (sheet, name) in meaning.OPINIONS or (sheet in meaning.KNOWING and not isinstance(column.kind, Text)):
        return "data_quality", "knowledge", "firm"
    if name in meaning.WAY.get(sheet, ()):
        return _way(before, after, name, old, new)
    if name in meaning.BASIS.get(sheet, ()):
        return ("data_quality", "gap_filled", "firm") if old is None else ("data_quality", "basis", "firm")
    return None


def _figure(context: Context, pair: Pair, column: Column) -> Why:
    """A figure that is not exact, or was not: what can be said of the two forms, if they were made alike."""
    before, after = pair.before, pair.after
    assert before is not None
    assert after is not None
    if period := _period(before, after, column):
        return period
    spoiled = _spoiled(context, pair, column)
    return spoiled[0] if spoiled else forms.step(before, after, (context.baseline, context.followup))[0]


def _way(before: Row, after: Row, name: str, old: object, new: object) -> Why:
    if name == "split_by" and after.sheet_id == "INDICATORS" and "none" in (old, new, None) and None in (old, new):
        return "data_quality", "gap_filled" if old is None else "gap_opened", "firm"
    if old is None and not any(
        before.get(each) is not None for each in ("value", "price", "score") if each in before.columns
    ):
        return "data_quality", "gap_filled", "firm"
    if isinstance(old, str) and isinstance(new, str) and _less_years(old) == _less_years(new):
        return "wording", "typed" if plain_words(old) == plain_words(new) else "rolled", "firm"
    return "method", "way", "firm"


def _less_years(text: str) -> str:
    """A typed source in comparable words: the yearbook of another year is the same source."""
    return " ".join(word for word in plain_words(text).split() if not re.fullmatch(r"(?:19|20)\d\d", word))


def _blank(pair: Pair, column: Column, *, filled: bool) -> Why:
    """One of the two was blank."""
    before, after, sheet = pair.before, pair.after, pair.row.sheet_id
    assert before is not None
    assert after is not None
    decided = sheet in meaning.RECORDS and "status" in after.columns and before.get("status") != after.get("status")
    if decided and not isinstance(column.kind, Text):
        return "real", "decided", "likely"
    return "data_quality", "gap_filled" if filled else "gap_opened", "firm"


# Codes, numbers, dates, references -----------------------------------------------------------------------------------


def _coded(context: Context, pair: Pair, column: Column, old: object, new: object) -> Why:
    before, after = pair.before, pair.after
    assert before is not None
    assert after is not None
    if isinstance(column.kind, Choice | Scale) and "unknown" in (old, new):
        return "data_quality", "known_now" if old == "unknown" else "unknown_now", "firm"
    if f"{pair.row.sheet_id}.{column.id}" in context.rescaled:
        return "method", "instrument", "likely"
    if context.other_currency and column.id in ("price", "cost", "budget", "amount"):
        return "method", "currency", "firm"
    period = _period(before, after, column)
    if period:
        return period
    spoiled = _spoiled(context, pair, column)
    if spoiled:
        return spoiled[0]
    base = _effective(pair, column, old)
    chance = within_chance(before, after, column.id, base, new, (context.baseline, context.followup))
    if chance:
        return "data_quality", chance, "likely"
    sure = _sure(context, after, column, old, new)
    if base != old:
        return "real", "moved_after_correction", "likely" if sure == "firm" else sure
    if after.sheet_id in meaning.RECORDS:
        return "real", "decided", "firm"
    return "real", _moved(after, column, sure), sure


def _moved(after: Row, column: Column, sure: Certainty) -> str:
    """The reason of a real move: measured, judged, or on weak ground."""
    if sure == "open":
        return "moved_step" if after.sheet_id == "RESILIENCE" else "moved_unsure"
    if sure == "firm" or isinstance(column.kind, Number):
        return "moved"
    asked = {*meaning.WAY.get(after.sheet_id, ()), *meaning.BASIS.get(after.sheet_id, ())}
    return "moved_judged" if asked else "moved_stated"


def _period(before: Row, after: Row, column: Column) -> Why | None:
    """A figure told again for the same period is a correction, one for an older period no news."""
    when = "month" if (after.sheet_id, column.id) == ("PRICES", "price") else None
    if after.sheet_id == "INDICATORS" and (isinstance(column.kind, Figure) or column.id in FIGURED):
        when = "year"
    if when is None:
        return None
    one, other = before.get(when), after.get(when)
    if one is not None and one == other:
        return "data_quality", "corrected", "firm"
    if one is not None and type(one) is type(other) and other < one:
        return "data_quality", "older_figure", "firm"
    return None


def _effective(pair: Pair, column: Column, old: object) -> object:
    """The figure of the baseline as the follow-up tells it now: a corrected one where the follow-up gives it."""
    before, after = pair.before, pair.after
    if before is None or after is None or (after.sheet_id, column.id) != ("INDICATORS", "value"):
        return old
    if (
        after.get("earlier_year") != before.get("year")
        or after.get("earlier_value") is None
        or before.get("year") is None
    ):
        return old
    return after.get("earlier_value")


def _spoiled(context: Context, pair: Pair, column: Column) -> tuple[Why, tuple[str, ...]] | None:
    """What moved together with the answer, so that it cannot be called real."""
    before, after, sheet = pair.before, pair.after, pair.row.sheet_id
    assert before is not None
    assert after is not None
    name = column.id
    asked = before.columns.keys() & after.columns.keys()  # an older workbook may not have asked how it is known
    ways = [
        each
        for each in meaning.WAY.get(sheet, ())
        if each in asked and _speaks(sheet, each, name) and _way_moved(context, before, after, each)
    ]
    if ways:
        return ("method", "with_way", "firm"), tuple(ways)
    for link in ("source", "source_1"):
        source = after.get(link) if link in after.columns else None
        one, other = context.baseline.by_id.get(str(source)), context.followup.by_id.get(str(source))
        if one is None or other is None:
            continue
        if any(
            None not in (one.get(each), other.get(each)) and one.get(each) != other.get(each)
            for each in meaning.SOURCE_WAY
        ):
            return ("method", "source_itself", "likely"), (str(source),)
    bases = [
        each
        for each in meaning.BASIS.get(sheet, ())
        if each in asked and before.get(each) != after.get(each) and _speaks(sheet, each, column.id)
    ]
    if bases:
        return ("data_quality", "with_basis", "likely"), tuple(bases)
    source = str(after.get("source")) if "source" in after.columns else ""
    one, other = context.baseline.by_id.get(source), context.followup.by_id.get(source)
    if (
        one is not None
        and other is not None
        and None not in (one.get("quality"), other.get("quality"))
        and one.get("quality") != other.get("quality")
    ):
        return ("data_quality", "source_quality", "likely"), (source,)
    return None


def _way_moved(context: Context, before: Row, after: Row, name: str) -> bool:
    old, new = before.get(name), after.get(name)
    if old == new or context.renumbered.get(str(old)) == new:
        return False
    if isinstance(old, str) and isinstance(new, str) and _less_years(old) == _less_years(new):
        return False
    return name != "split_by" or None not in (old, new)


def _speaks(sheet: str, basis: str, column: str) -> bool:
    """Whether this way or basis speaks for this column."""
    own = meaning.SPEAKS_FOR.get(sheet, {}).get(basis)
    return own is None or column in own


def _along(context: Context, pair: Pair, column: Column, reason: str) -> tuple[str, ...]:
    if reason not in ("with_way", "source_itself", "with_basis", "source_quality"):
        return ()
    spoiled = _spoiled(context, pair, column)
    return spoiled[1] if spoiled else ()


def _sure(context: Context, after: Row, column: Column, old: object, new: object) -> Certainty:
    """How sure it is that the world moved, from what the line rests on."""
    if isinstance(column.kind, Day | Reference):
        return "likely"
    confidence = after.get("confidence") if "confidence" in after.columns else None
    evidence = after.get("evidence") if "evidence" in after.columns else None
    source = context.followup.by_id.get(str(after.get("source"))) if "source" in after.columns else None
    quality = source.get("quality") if source is not None else None
    if (
        confidence == "low"
        or evidence in ("expert", "media", "none")
        or (after.sheet_id == "INDICATORS" and quality in ("low", None))
    ):
        return "open"
    if after.sheet_id == "INDICATORS" and isinstance(column.kind, Number):
        return "firm" if quality == "high" else "likely"
    if evidence in FIRM and confidence == "high":
        return "firm"
    if after.sheet_id == "RESILIENCE" and isinstance(old, int) and isinstance(new, int) and abs(new - old) == 1:
        return "open"
    return "likely"
