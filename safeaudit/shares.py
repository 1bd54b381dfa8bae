"""Three shares of what an audit asks: known, not known, waived with a reason; what is left has no answer yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What an answer that is asked says."""

    KNOWN = "known"
    NOT_KNOWN = "not_known"
    WAIVED = "waived"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Shares:
    """How many of the answers asked are known, “not known”, and waived with a reason; `asked` is fixed by the edition."""

    known: int = 0
    not_known: int = 0
    waived: int = 0
    asked: int = 0

    @classmethod
    def of(cls, states: Iterable[State]) -> Shares:
        """The shares of these answers."""
        found = Counter(states)
        return cls(found[State.KNOWN], found[State.NOT_KNOWN], found[State.WAIVED], found.total())

    def __add__(self, other: Shares) -> Shares:
        return Shares(
            self.known + other.known,
            self.not_known + other.not_known,
            self.waived + other.waived,
            self.asked + other.asked,
        )

    @property
    def answered(self) -> int:
        """Answers of any kind: “not known” and a reason are answers."""
        return self.known + self.not_known + self.waived

    @property
    def open(self) -> int:
        """Answers that are still to come."""
        return self.asked - self.answered

    def share(self, state: str) -> float:
        """One of them as a share of what is asked, 0 to 1; 0 where nothing is asked."""
        counts = {"known": self.known, "not_known": self.not_known, "waived": self.waived, "open": self.open}
        return counts[state] / self.asked if self.asked else 0.0

    def as_json(self) -> dict[str, float]:
        """The three shares as `check --format json` has them."""
        return {state: round(self.share(state), 4) for state in ("known", "not_known", "waived")}


def best(told: Sequence[Shares], count: int, measure: int) -> Shares:
    """The shares of the `count` lines that say most. Each figure is the best there is, so that no further line lowers one."""

    def most(figures: list[int]) -> int:
        return sum(sorted(figures, reverse=True)[:count])

    known = most([each.known for each in told])
    said = most([each.known + each.not_known for each in told])
    answered = most([each.answered for each in told])
    return Shares(known, said - known, answered - said, measure)


@dataclass(frozen=True, slots=True)
class ListShares:
    """A list of the framework: its own shares, those of each of its items by ID, and the reasons given for what is waived."""

    shares: Shares
    items: Mapping[str, Shares]
    reasons: tuple[str, ...] = ()

    @property
    def untouched(self) -> list[str]:
        """The items without an answer of any kind."""
        return [item for item, shares in self.items.items() if not shares.answered]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of an audit is answered, and how: by sheet, by part of the workbook, and by list of the framework."""

    sheets: Mapping[str, Shares]
    parts: Mapping[str, Shares]
    lists: Mapping[str, ListShares]

    @property
    def whole(self) -> Shares:
        """The whole audit."""
        return sum(self.sheets.values(), Shares())
