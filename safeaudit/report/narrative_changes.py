"""Comparison report, what changed in the picture of the city: summary, classes, risks, figures, flows, markets and areas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from safeaudit.analysis import records
from safeaudit.audit import Audit
from safeaudit.comparison import Change, Comparison, in_words
from safeaudit.comparison.reasons import CERTAINTY, KINDS, MEANING, Kind
from safeaudit.report.phrases import stop
from safeaudit.report.statements import NO_FILL, Block, Cells, Paragraph, Section, Statement, Story, para, paras
from safeaudit.sheets import Row
from safeaudit.sheets.kinds import YEAR

TINTS = {"real": "E4EFE6", "method": "F7D9BF", "data_quality": "FBF0CF", "wording": "EEF1F4"}
"""Tints behind the class of a change; the word says the same."""


@dataclass(frozen=True)
class Changes:
    """What the chapters of a comparison are written from: the story of the follow-up, and what changed."""

    s: Story
    c: Comparison

    @cached_property
    def tables(self) -> dict[str, list[dict[str, Any]]]:
        return {
            name: records(getattr(self.c, name))
            for name in ("risk_moves", "indicator_moves", "price_moves", "market_moves", "area_moves", "action_moves", "agreement_moves",
                         "partner_moves", "power_moves", "standings", "completeness_moves", "rows", "summary")
        }  # fmt: skip

    def label(self, row_id: str) -> str:
        """What a line is called in the follow-up; a dropped one as the baseline called it."""
        row = self.c.followup.row(row_id)
        return (self.c.followup if row is not None else self.c.baseline).label(row_id)

    def named(self, row_ids: Iterable[str], most: int = 5) -> str:
        """Names for a sentence: framework items with a small letter, typed names in quotes."""
        s = self.s
        names = [s.low(each) if s.low(each) != self.label(each) else self.label(each) for each in row_ids]
        return s.joined(names, most)

    def kind(self, line: dict[str, Any]) -> dict[str, str | Statement]:
        """The cells `kind`, `kind_fill` and `why` of a table line."""
        w, code = self.s.words, line["class"]
        if code not in KINDS:
            return {"kind": w.t("no change"), "kind_fill": NO_FILL, "why": "–"}
        name = w.t(KINDS[code])
        if code == "real":
            side = {"better": w.t("better"), "worse": w.t("worse")}.get(line["direction"])
            name = w.t("{kind}: {side}", kind=name, side=side) if side else name
            if line["certainty"] in ("likely", "open"):
                name = w.t("{kind} ({certainty})", kind=name, certainty=w.t(CERTAINTY[line["certainty"]]))
        return {"kind": name, "kind_fill": TINTS[code], "why": self.why(line)}

    def why(self, line: dict[str, Any]) -> str:
        """The reason for the class."""
        return in_words(line["reason"], line["along"], self.s.words, sheet=_sheet_of(line), was=line.get("was", ""))

    def counted(self, kind: Kind) -> dict[str, Any]:
        return next(line for line in self.tables["summary"] if line["sheet"] is None and line["class"] == kind)


def _sheet_of(line: dict[str, Any]) -> str:
    prefixes = {"IND": "INDICATORS", "FLW": "PRICES", "MKT": "MARKETS", "RSL": "RESILIENCE", "STR": "ACTIONS", "AGR": "AGREEMENTS",
                "PTR": "PARTNERS", "REG": "REGULATION"}  # fmt: skip
    return str(line.get("sheet") or prefixes.get(str(line.get("row_id") or "FLW")[:3], "RISKS"))


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
        para(
            s.say(w.t("This report sets two audits of {city} side by side: one for {first}, and the follow-up for {second}.", city=s.city,
                      first=_period(x, before), second=_period(x, after)), "PROFILE.period_from", "PROFILE.period_to"),
            s.say(w.t("A line that reads differently is not yet a change of the city. Each change is therefore classed: real, method, data quality "
                      "or wording, with the reason.")),
        ),
        para(*[s.say(each.told(w)) for each in c.warnings], lead=w.t("Read with care.")) if c.warnings else para(),
    )  # fmt: skip
    if not c.found:
        section.text.append(para(s.say(w.t("The two audits hold the same answers. Nothing changed."))))
        return section
    points = [_risk_point(x), _figure_point(x), _area_point(x), _action_point(x), _caution_point(x)]
    section.blocks["main"] = Block(heading=w.t("In short"), points=[point for point in points if point.sentences])
    section.blocks["counts"] = _counts(x)
    return section


def _period(x: Changes, profile: Any) -> str:
    w = x.s.words
    if profile.period_from is None or profile.period_to is None:
        return w.t("a period that is not stated")
    return w.t("{first} to {last}", first=w.month(profile.period_from), last=w.month(profile.period_to))


def _split(lines: Sequence[dict[str, Any]]) -> tuple[list[str], list[str], list[str]]:
    """(really better, really worse, moved but not comparable) row IDs."""
    real = [line for line in lines if line["class"] == "real"]
    other = [line["row_id"] for line in lines if line["class"] in ("method", "data_quality")]
    return ([line["row_id"] for line in real if line["direction"] == "better"],
            [line["row_id"] for line in real if line["direction"] == "worse"], other)  # fmt: skip


def _risk_point(x: Changes) -> Paragraph:
    s, w = x.s, x.s.words
    moved = [line for line in x.tables["risk_moves"] if line["move"]]
    better, worse, other = _split(moved)
    return para(
        s.say(w.t("Lower than in the last audit: {names}.", names=x.named(better)), *[f"{each}.score" for each in better]) if better else None,
        s.say(w.t("Higher: {names}.", names=x.named(worse)), *[f"{each}.score" for each in worse]) if worse else None,
        s.say(w.t("Another score, but no comparable one: {names}.", names=x.named(other)), *[f"{each}.score" for each in other]) if other else None,
        s.say(w.t("No risk has another score.")) if not moved else None, lead=w.t("Risks."),
    )  # fmt: skip


def _figure_point(x: Changes) -> Paragraph:
    s, w = x.s, x.s.words
    lines = [
        line
        for line in x.tables["indicator_moves"]
        if line["value_before"] is not None and line["value_after"] is not None
    ]
    better, worse, other = _split(lines)
    chance = [line["row_id"] for line in lines if line["reason"] in ("within_chance", "few_cases")]
    broken = [row_id for row_id in other if row_id not in chance]
    if not lines:
        return para()
    return para(
        s.say(w.t("Figures that moved for the better: {names}.", names=x.named(better)), *[f"{each}.value" for each in better]) if better else None,
        s.say(w.t("For the worse: {names}.", names=x.named(worse)), *[f"{each}.value" for each in worse]) if worse else None,
        s.say(w.n("One figure moved no more than chance would make it.", "{count} figures moved no more than chance would make them.",
                  len(chance)), *[f"{each}.value" for each in chance]) if chance else None,
        s.say(w.t("Not comparable: {names}.", names=x.named(broken)), *[f"{each}.value" for each in broken]) if broken else None,
        lead=w.t("Figures."),
    )  # fmt: skip


def _area_point(x: Changes) -> Paragraph:
    s, w = x.s, x.s.words
    found = {
        code: [line["row_id"] for line in x.tables["area_moves"] if line["reached"] == code]
        for code in ("yes", "no", "lost")
    }
    said = {
        "yes": w.t("Areas that reached their target: {names}."), "no": w.t("Not there yet: {names}."),
        "lost": w.t("No longer where they were: {names}."),
    }  # fmt: skip
    sentences = [
        s.say(text.format(names=x.named(found[code])), *[f"{each}.quadrant" for each in found[code]])
        for code, text in said.items()
        if found[code]
    ]
    return para(*sentences, lead=w.t("Areas."))


def _action_point(x: Changes) -> Paragraph:
    s, w = x.s, x.s.words
    lines = x.tables["action_moves"]
    if not lines:
        return para()
    fates = {
        code: [line["row_id"] for line in lines if line["fate"] == code]
        for code in ("done", "late", "not_started", "stopped", "dropped")
    }
    old = [line for line in lines if line["status_before"] is not None or line["fate"] == "dropped"]
    return para(
        s.say(w.t("Actions of the last audit: {whole}. Done: {done}. Late: {late}. Should have begun and have not: {waiting}. Stopped: {stopped}. No "
                  "longer listed: {dropped}.", whole=len(old), done=len(fates["done"]), late=len(fates["late"]),
                  waiting=len(fates["not_started"]), stopped=len(fates["stopped"]), dropped=len(fates["dropped"])),
              *[f"{each}.status" for code in fates for each in fates[code] if code != "dropped"]),
        lead=w.t("Strategy."),
    )  # fmt: skip


def _caution_point(x: Changes) -> Paragraph:
    s, w, real = x.s, x.s.words, x.counted("real")
    total = sum(x.counted(kind)["count"] for kind in KINDS)
    records_ = sum(each.reason in ("decided", "new_record", "gone_record") for each in x.c.found)
    return para(
        s.say(w.t("{count} answers read differently. {real} of these changes are classed as real, {own} of them as the city’s own records of what it "
                  "decided or did.", count=w.number(total), real=w.number(real["count"]), own=w.number(records_))),
        s.say(w.t("A real change has no proven cause. That something was done and something moved does not show that the one moved the other.")),
        lead=w.t("How sure."),
    )  # fmt: skip


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
            "kind": w.t(KINDS[kind]), "kind_fill": TINTS[kind], "answers": w.number(x.counted(kind)["count"]), "lines": w.number(x.counted(kind)["lines"]),
            "better": w.number(x.counted(kind)["better"]) if kind == "real" else "–",
            "worse": w.number(x.counted(kind)["worse"]) if kind == "real" else "–",
        }
        for kind in KINDS
    ]  # fmt: skip
    return Block(heading=w.t("Changes by class"), caption=w.t("Changes by class"), head=head, lines=lines)


# How to read ---------------------------------------------------------------------------------------------------------


def classes(x: Changes) -> Section:
    """The four classes and the words used."""
    s, w = x.s, x.s.words
    section = Section("classes", w.t("How to read this comparison"))
    section.text = [para(
        s.say(w.t("Lines are compared by their ID. Where an ID stands for something else now, or the same thing has another ID, this is said.")),
        s.say(w.t("Where several answers make one result, such as likelihood and impact a score, the result has the class that claims least.")),
    )]  # fmt: skip
    points = [para(s.say(w.t(MEANING[kind])), lead=stop(w.t(KINDS[kind]))) for kind in KINDS]
    points.append(para(s.say(w.t(
        "Firm: others can check it. Likely: the team judged it, with the same evidence both times. Open: the evidence or the confidence is "
        "weak, or the text must be read.")), lead=w.t("Certainty.")))  # fmt: skip
    points.append(para(s.say(w.t(
        "Said of comparable changes only. Fewer incidents can also mean firm control by those whom people fear; a figure that is better "
        "is not yet a city that is safer.")), lead=w.t("Better and worse.")))  # fmt: skip
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
