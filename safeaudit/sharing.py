"""Who fills what: the plan on START, a workbook that is one office's part, and what parts brought into a merged one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Assigned:
    """Who does a step, and by when; `typed`: what stands where the date should and is none."""

    who: str = ""
    by_when: date | None = None
    typed: str = ""
