"""Turns of phrase several chapters share: how many, resting on what, how sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from safeaudit.report.statements import Paragraph, Statement, Story, para

CONFIDENCE = ("high", "medium", "low")


def tallied(s: Story, options: str, codes: Iterable[str | None]) -> str:
    """Codes with how often they occur, most frequent first: official statistics (5), survey (3) and media (1)."""
    found = Counter(code for code in codes if code)
    return s.words.listed(
        [
            s.words.t("{name} ({count})", name=s.low_code(options, code), count=count)
            for code, count in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        ]
    )


def resting(s: Story, lines: Sequence[dict[str, Any]], what: str = "evidence") -> Statement | None:
    """What the evidence of these lines is and how sure the team is of them; None when nothing was said."""
    w, evidences, sure = s.words, [line.get(what) for line in lines], [line.get("confidence") for line in lines]
    refs = [f"{line['row_id']}.{what}" for line in lines if line.get(what)]
    refs += [f"{line['row_id']}.confidence" for line in lines if line.get("confidence")]
    basis, confidence = tallied(s, "evidence", evidences), confidences(s, sure)
    if basis and confidence:
        return s.say(w.t("These ratings rest on {basis}; the team’s confidence in them is {confidence}.",
                         basis=basis, confidence=confidence), *refs, basis=evidences)  # fmt: skip
    if basis:
        return s.say(w.t("These lines rest on {basis}.", basis=basis), *refs, basis=evidences)
    if confidence:
        return s.say(w.t("The team’s confidence in these lines is {confidence}.", confidence=confidence), *refs)
    return None


def confidences(s: Story, codes: Iterable[str | None]) -> str:
    """high for 3, medium for 5 and low for 1."""
    found = Counter(code for code in codes if code)
    return s.words.listed(
        [
            s.words.t("{level} for {count}", level=s.low_code("high_medium_low", code), count=found[code])
            for code in CONFIDENCE
            if found[code]
        ]
    )


def basis_cell(s: Story, line: dict[str, Any]) -> Statement:
    """Evidence and confidence in a table cell: Survey; high."""
    evidence, sure = s.code("evidence", line.get("evidence")), s.low_code("high_medium_low", line.get("confidence"))
    text = "; ".join((evidence or "–", sure)) if sure else evidence
    return s.answer(line["row_id"], "evidence", "confidence", text=text)


def lines_of(*parts: str) -> str:
    """Parts of a table cell below each other; those without a word are left out."""
    return "\n".join(part for part in parts if part and part != "–")


def typed(s: Story, row_id: str, column: str, *, lead: str = "", after: Statement | None = None) -> Paragraph | None:
    """What a person typed in an answer, as it was typed; None for a blank one."""
    text = s.value(row_id, column)
    return para(s.say(text, f"{row_id}.{column}"), after, lead=lead) if text else None


def stop(text: str) -> str:
    """The text with a full stop, unless it ends with one of its own."""
    return text if text.rstrip().endswith((".", "!", "?", "…", "。", "؟")) else text.rstrip() + "."


def upper(text: str) -> str:
    """The text with a capital first letter, for the start of a sentence."""
    return text[:1].upper() + text[1:]


def dates(s: Story, row_id: str) -> str:
    """From – to, as months."""
    first, last = s.value(row_id, "starts"), s.value(row_id, "ends")
    if not first and not last:
        return "–"
    return s.words.t("{first} – {last}", first=first or "?", last=last or "?")


def or_dash(text: str) -> str:
    return text or "–"
