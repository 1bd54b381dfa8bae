"""Work done in a second process while this one goes on, where a fork is safe; otherwise done here, when it is asked for."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection

Pieces = dict[str, bytes]


def meanwhile(work: Callable[[], Pieces]) -> Callable[[], Pieces]:
    """Start `work` and give the call that waits for its result. A child that fails is made good for by doing it here."""
    if sys.platform != "linux" or threading.active_count() > 1 or (os.cpu_count() or 1) < 2:
        return work
    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_send, args=(work, sender), daemon=True)
    child.start()
    sender.close()

    def result() -> Pieces:
        try:
            pieces: Pieces = receiver.recv()
        except (EOFError, OSError):
            pieces = work()
        finally:
            receiver.close()
            child.join()
        return pieces

    return result


def _send(work: Callable[[], Pieces], sender: Connection) -> None:
    sender.send(work())
    sender.close()
