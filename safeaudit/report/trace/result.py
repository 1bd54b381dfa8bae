"""What tracing a report found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from safeaudit.report.trace.compare import State, Text


@dataclass(frozen=True, slots=True)
class TraceResult:
    """`texts` every traced text and figure in the order of the report · `other_workbook`: the report says it was made from
    another · `key_missing`: a public report without its key · `unmarked`: another program dropped every mark."""

    report: str
    workbook: str
    made: Mapping[str, str]
    other_workbook: bool
    key_missing: bool
    unmarked: bool
    texts: tuple[Text, ...]
    headings: Mapping[str, str] = field(default_factory=dict)

    @property
    def counts(self) -> dict[State, int]:
        """How many texts are in each state, zero included."""
        found = Counter(text.state for text in self.texts)
        return {state: found[state] for state in State}

    @property
    def matches(self) -> bool:
        """Whether the report as a whole still says what the workbook says."""
        return not self.other_workbook and all(text.state is State.MATCHES for text in self.texts)
