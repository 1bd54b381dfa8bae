"""matplotlib as it comes while a chart is drawn, from its first use on: where nothing is drawn it is not even loaded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar

_drawing: ContextVar[ExitStack | None] = ContextVar("drawing", default=None)


@contextmanager
def as_it_comes() -> Iterator[None]:
    """matplotlib without the settings of this person, or of a `matplotlibrc` that lies in the current folder."""
    from matplotlib import rc_context, rcdefaults

    with rc_context():
        rcdefaults()
        yield


@contextmanager
def once_needed() -> Iterator[None]:
    """Around one drawing: its first use of matplotlib (`needed`) sets the settings, its end takes them back."""
    with ExitStack() as stack:
        before = _drawing.set(stack)
        try:
            yield
        finally:
            _drawing.reset(before)


def needed() -> None:
    """Called before each use of matplotlib; outside of a drawing nothing is set."""
    stack = _drawing.get()
    if stack is not None:
        stack.enter_context(as_it_comes())
        _drawing.set(None)
