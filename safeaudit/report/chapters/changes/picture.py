"""Comparison report, what changed in the picture of the city: summary, classes, risks, figures, flows, markets and areas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from safeaudit.audit import Audit
from safeaudit.comparison import Change, Comparison, SummaryLine, in_words
from safeaudit.comparison.made import Made
from safeaudit.comparison.moves import IndicatorMove, RiskMove
from safeaudit.comparison.reasons import CERTAINTY, KINDS, MEANING, Kind
from safeaudit.report.writing.sentences import called, closed
from safeaudit.report.writing.statements import NO_FILL, Block, Cells, Paragraph, Section, Statement, Story, para, paras
from safeaudit.sheets import Row
from safeaudit.sheets.kinds import YEAR
from safeaudit.sheets.set_up import Profile

TINTS = {"real": "E4EFE6", "method": "F7D9BF", "data_quality": "FBF0CF", "wording": "EEF1F4"}
"""Tints behind the class of a change; the word says the same."""


@dataclass(frozen=True)
class Changes:
    """What the chapters of a comparison are written from: the story of the follow-up, and what changed."""

    s: Story
    c: Comparison

    def label(self, row_id: str) -> str:
        """What a line is called in the follow-up; a dropped one as the baseline called it."""
        row = self.c.followup.row(row_id)
        return (self.c.followup if row is not None else self.c.baseline).label(row_id)

    def named(self, row_ids: Iterable[str], most: int = 5) -> str:
        """Names for a sentence: framework items with a small letter, typed names in quotes."""
        followup, baseline = self.c.followup, self.c.baseline
        audits = ((each, baseline if followup.row(each) is None else followup) for each in row_ids)
        return self.s.joined([called(each, audit, self.s.words) for each, audit in audits], most)

    def para(self, *said: Statement | str | None, lead: str = "") -> Paragraph:
        """A paragraph; a plain text rests on no answer."""
        return para(*(self.s.say(each) if isinstance(each, str) else each for each in said), lead=lead)

    def naming(self, text: str, row_ids: Sequence[str], column: str, most: int = 5) -> Statement | None:
        """A sentence with the {names} of these lines, tied to their answers in a column; None for no line."""
        if not row_ids:
            return None
        return self.s.say(text.format(names=self.named(row_ids, most)), *self.s.of(row_ids, column))

    def numbered(self, row_id: str) -> str | Statement:
        """A table cell with the ID of a line and what it is called."""
        return self.s.named(row_id, before=f"{row_id} · ")

    def moved(self, row_id: str, column: str, before: str, after: str) -> Statement:
        """A table cell with an answer before and after."""
        return self.s.answer(row_id, column, text=arrow(before, after))

    def money_then(self, value: float | None) -> str:
        """A sum of the audit before, in the currency it was written in."""
        return self.s.words.money(value, self.c.baseline.profile.currency or self.s.audit.profile.currency)

    def coded(self, row_id: str, column: str, options: str, *codes: str | int | None) -> Statement:
        """The same of an answer from a list, given by its codes."""
        before, after = (self.s.code(options, code) for code in codes)
        return self.moved(row_id, column, before, after)

    def table(self, caption: str, head: Cells, lines: Sequence[Cells], heading: str = "") -> Block:
        """A table; nothing at all without a line."""
        return Block(heading=heading, caption=caption, head=head, lines=lines) if lines else Block()

    def kind(self, made: Made, sheet: str, was: str = "") -> dict[str, str | Statement]:
        """The cells `kind`, `kind_fill` and `why` of a line of this sheet; `was` its ID before."""
        w, code = self.s.words, made.kind
        if code not in KINDS:
            return {"kind": w.t("no change"), "kind_fill": NO_FILL, "why": "–"}
        name = w.t(KINDS[code])
        if code == "real":
            side = {"better": w.t("better"), "worse": w.t("worse")}.get(made.direction)
            name = w.t("{kind}: {side}", kind=name, side=side) if side else name
            if made.certainty in ("likely", "open"):
                name = w.t("{kind} ({certainty})", kind=name, certainty=w.t(CERTAINTY[made.certainty]))
        why = in_words(made.reason, made.along, w, sheet=sheet, was=was)
        return {"kind": name, "kind_fill": TINTS[code], "why": why}

    def counted(self, kind: Kind) -> SummaryLine:
        """All changes of a class."""
        return next(line for line in self.c.summary if line.sheet is None and line.kind == kind)


Chapter = Callable[[Changes], Section]


# Summary -------------------------------------------------------------------------------------------------------------


def summary(x: Changes) -> Section:
    """What changed and how sure that is, on one page."""
    s, w, c = x.s, x.s.words, x.c
    section = Section(
        "changed", w.t("What changed, and how sure"), sheets=("RISKS", "INDICATORS", "ACTIONS", "RESILIENCE")
    )
    before, after = c.baseline.profile, c.followup.profile
    section.text = paras(
        x.para(
            s.say(
                w.t(
                    "This report sets two audits of {city} side by side: one for {first}, and the follow-up for {second}.",
                    city=s.city,
                    first=_period(x, before),
                    second=_period(x, after),
                ),
                "PROFILE.period_from",
                "PROFILE.period_to",
            ),
            w.t(
                "A line that reads differently is not yet a change of the city. Each change is therefore classed: real, method, data quality "
                "or wording, with the reason."
            ),
        ),
        x.para(*[s.say(each.told(w)) for each in c.warnings], lead=w.t("Read with care.")) if c.warnings else x.para(),
    )
    if not c.found:
        section.text.append(x.para(x.s.among(w.t("The two audits hold the same answers. Nothing changed."))))
        return section
    points = [_risk_point(x), _figure_point(x), _area_point(x), _action_point(x), _caution_point(x)]
    section.blocks["main"] = Block(heading=w.t("In short"), points=[point for point in points if point.sentences])
    section.blocks["counts"] = _counts(x)
    return section


def _period(x: Changes, profile: Profile) -> str:
    w = x.s.words
    if profile.period_from is None or profile.period_to is None:
        return w.t("a period that is not stated")
    return w.t("{first} to {last}", first=w.month(profile.period_from), last=w.month(profile.period_to))


def _split(lines: Sequence[RiskMove | IndicatorMove]) -> tuple[list[str], list[str], list[str]]:
    """(really better, really worse, moved but not comparable) row IDs."""
    real = [line for line in lines if line.made.kind == "real"]
    other = [line.row_id for line in lines if line.made.kind in ("method", "data_quality")]
    return (
        [line.row_id for line in real if line.made.direction == "better"],
        [line.row_id for line in real if line.made.direction == "worse"],
        other,
    )


def _risk_point(x: Changes) -> Paragraph:
    w = x.s.words
    moved = [line for line in x.c.risk_moves if line.move]
    better, worse, other = _split(moved)
    return x.para(
        x.naming(w.t("Lower than in the last audit: {names}."), better, "score"),
        x.naming(w.t("Higher: {names}."), worse, "score"),
        x.naming(w.t("Another score, but no comparable one: {names}."), other, "score"),
        x.s.among(w.t("No risk has another score."), "RISKS") if not moved else None,
        lead=w.t("Risks."),
    )


def _figure_point(x: Changes) -> Paragraph:
    s, w = x.s, x.s.words
    lines = [line for line in x.c.indicator_moves if line.given_before and line.given_after]
    better, worse, other = _split(lines)
    chance = [line.row_id for line in lines if line.made.reason in ("within_chance", "few_cases")]
    perhaps = [line.row_id for line in lines if line.made.reason == "ranges_meet"]
    broken = [row_id for row_id in other if row_id not in (*chance, *perhaps)]
    if not lines:
        return x.para()
    return x.para(
        x.naming(w.t("Figures that moved for the better: {names}."), better, "value"),
        x.naming(w.t("For the worse: {names}."), worse, "value"),
        s.say(
            w.n(
                "One figure moved no more than chance would make it.",
                "{count} figures moved no more than chance would make them.",
                len(chance),
            ),
            *s.of(chance, "value"),
        )
        if chance
        else None,
        x.naming(w.t("Given as a limit or range, and perhaps as before: {names}."), perhaps, "value_range"),
        x.naming(w.t("Not comparable: {names}."), broken, "value"),
        lead=w.t("Figures."),
    )


def _area_point(x: Changes) -> Paragraph:
    w = x.s.words
    found = {code: [line.row_id for line in x.c.area_moves if line.reached == code] for code in ("yes", "no", "lost")}
    said = {
        "yes": w.t("Areas that reached their target: {names}."),
        "no": w.t("Not there yet: {names}."),
        "lost": w.t("No longer where they were: {names}."),
    }
    sentences = [x.naming(text, found[code], "quadrant") for code, text in said.items()]
    return x.para(*sentences, lead=w.t("Areas."))


def _action_point(x: Changes) -> Paragraph:
    s, w = x.s, x.s.words
    lines = x.c.action_moves
    if not lines:
        return x.para()
    fates = {
        code: [line.row_id for line in lines if line.fate == code]
        for code in ("done", "late", "not_started", "stopped", "dropped")
    }
    old = [line for line in lines if line.fate != "new"]
    return x.para(
        s.say(
            w.t(
                "Actions of the last audit: {whole}. Done: {done}. Late: {late}. Should have begun and have not: {waiting}. Stopped: {stopped}. No "
                "longer listed: {dropped}.",
                whole=len(old),
                done=len(fates["done"]),
                late=len(fates["late"]),
                waiting=len(fates["not_started"]),
                stopped=len(fates["stopped"]),
                dropped=len(fates["dropped"]),
            ),
            *[f"{each}.status" for code in fates for each in fates[code] if code != "dropped"],
        ),
        lead=w.t("Strategy."),
    )


def _caution_point(x: Changes) -> Paragraph:
    w, real = x.s.words, x.counted("real")
    total = sum(x.counted(kind).count for kind in KINDS)
    records_ = sum(each.reason in ("decided", "new_record", "gone_record") for each in x.c.found)
    return x.para(
        w.t(
            "{count} answers read differently. {real} of these changes are classed as real, {own} of them as the city’s own records of what it "
            "decided or did.",
            count=w.number(total),
            real=w.number(real.count),
            own=w.number(records_),
        ),
        w.t(
            "A real change has no proven cause. That something was done and something moved does not show that the one moved the other."
        ),
        lead=w.t("How sure."),
    )


def _counts(x: Changes) -> Block:
    w = x.s.words
    head = {
        "kind": w.t("Class"),
        "answers": w.t("Answers"),
        "lines": w.t("Lines"),
        "better": w.t("Better"),
        "worse": w.t("Worse"),
    }
    lines: list[Cells] = [
        {
            "kind": w.t(KINDS[kind]),
            "kind_fill": TINTS[kind],
            "answers": w.number(x.counted(kind).count),
            "lines": w.number(x.counted(kind).lines),
            "better": w.number(x.counted(kind).better) if kind == "real" else "–",
            "worse": w.number(x.counted(kind).worse) if kind == "real" else "–",
        }
        for kind in KINDS
    ]
    return Block(heading=w.t("Changes by class"), caption=w.t("Changes by class"), head=head, lines=lines)


# How to read ---------------------------------------------------------------------------------------------------------


def classes(x: Changes) -> Section:
    """The four classes and the words used."""
    w = x.s.words
    section = Section("classes", w.t("How to read this comparison"))
    section.text = [
        x.para(
            w.t(
                "Lines are compared by their ID. Where an ID stands for something else now, or the same thing has another ID, this is said."
            ),
            w.t(
                "Where several answers make one result, such as likelihood and impact a score, the result has the class that claims least."
            ),
        )
    ]
    points = [x.para(w.t(MEANING[kind]), lead=closed(w.t(KINDS[kind]))) for kind in KINDS]
    points.append(
        x.para(
            w.t(
                "Firm: others can check it. Likely: the team judged it, with the same evidence both times. Open: the evidence or the confidence is "
                "weak, or the text must be read."
            ),
            lead=w.t("Certainty."),
        )
    )
    points.append(
        x.para(
            w.t(
                "Said of comparable changes only. Fewer incidents can also mean firm control by those whom people fear; a figure that is better "
                "is not yet a city that is safer."
            ),
            lead=w.t("Better and worse."),
        )
    )
    section.blocks["kinds"] = Block(heading=w.t("Classes of change"), points=points)
    return section


def arrow(before: str, after: str) -> str:
    """Before → after; one word when they are the same."""
    before, after = before or "–", after or "–"
    return after if before == after else f"{before} → {after}"


def described(x: Changes, change: Change) -> tuple[str, str]:
    """An answer before and after as a person reads it; a content that could not be read is shown as it stands."""
    return _described(x.c.baseline, change.pair.before, change.column), _described(
        x.c.followup, change.pair.after, change.column
    )


def _described(audit: Audit, row: Row | None, column: str) -> str:
    if row is None or not column:
        return ""
    if row.columns[column].kind is YEAR and column not in row.rejected:
        return str(getattr(row, column) or "")
    return row.rejected.get(column) or audit.shown(row, column)
