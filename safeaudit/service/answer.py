"""What goes back to a browser: a status, a kind of content, and bytes."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to the browser."""

    status: int
    content_type: str
    content: bytes
    headers: dict[str, str] = field(default_factory=dict)
