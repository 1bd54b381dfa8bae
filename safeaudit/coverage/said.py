"""The three shares in words, the same at every door."""

from __future__ import annotations

from safeaudit.shares import Shares
from safeaudit.words import Words


def percent(share: float) -> int:
    """A share in whole per cent, a half rounded up; never 100 while anything is lacking."""
    return 100 if share >= 1 else min(99, int(100 * share + 0.5))


def three(shares: Shares, words: Words) -> str:
    """ "39 % known · 1 % not known · 0 % left out with a reason"."""
    return " · ".join(
        (
            words.t("{share} % known", share=percent(shares.share("known"))),
            words.t("{share} % not known", share=percent(shares.share("not_known"))),
            words.t("{share} % left out with a reason", share=percent(shares.share("waived"))),
        )
    )


def to_come(shares: Shares, words: Words) -> str:
    """How many answers have not been given yet, of those that are asked."""
    if not shares.open:
        return words.t("no answer to come")
    return words.t("{count} of {asked} answers to come", count=shares.open, asked=shares.asked)


def all_four(shares: Shares, words: Words) -> str:
    """The three shares and what is to come, in one line."""
    return f"{three(shares, words)} · {to_come(shares, words)}"


def sentence(shares: Shares, words: Words) -> str:
    """The same as a sentence of a document, in which what is nothing is not named."""
    said = [
        words.t("{share} is known", share=words.percent(percent(shares.share("known")))),
        *_if(shares.not_known, words.t("{share} is not known", share=_share(shares, "not_known", words))),
        *_if(shares.waived, words.t("{share} is left out with a reason", share=_share(shares, "waived", words))),
    ]
    parts = words.listed(said)
    if not shares.open:
        return words.t("Of what the method asks here, {parts}.", parts=parts)
    return words.t(
        "Of what the method asks here, {parts}; {count} of {asked} answers are to come.",
        parts=parts,
        count=words.number(shares.open),
        asked=words.number(shares.asked),
    )


def _share(shares: Shares, state: str, words: Words) -> str:
    """A share that is there, however small."""
    whole = percent(shares.share(state))
    return words.percent(whole) if whole else words.t("under 1 %")


def _if(count: int, text: str) -> list[str]:
    return [text] if count else []
