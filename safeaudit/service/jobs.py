"""Work on what a stranger sent, each piece in a process of its own that ends: by itself, at its time limit, or with us.

A file that takes a reader down then takes down nothing else. Processes are forked from a small server process that has
loaded the libraries once (about 15 ms each, measured; a fresh interpreter needs 600 ms); on Windows they are started
afresh. What comes back is plain bytes, never pickled objects: a process that was taken over can say no more than that.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Mapping
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING

from safeaudit.service.answer import Answer
from safeaudit.starting import not_from_here

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

PRELOADED = ["safeaudit.service.worker", "safeaudit.service.preloaded"]
_STARTING = threading.Lock()


class JobFailed(Exception):
    """The process ended without an answer; `reason` is "time" or "died"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Job:
    """One piece of work. `run` waits for it in a thread; `stop` ends it from any other."""

    def __init__(self, task: Mapping[str, str], body: bytes, *, seconds: float, memory: int, most: int) -> None:
        self._task, self._body = task, body
        self._seconds, self._memory, self._most = seconds, memory, most
        self._process: BaseProcess | None = None
        self._stopped = threading.Event()
        self._late = False

    def run(self) -> Answer:
        """The answer; JobFailed when there is none."""
        folder = tempfile.mkdtemp(prefix="safeaudit-")
        timer = threading.Timer(self._seconds, self._out_of_time)
        try:
            ours = self._start(folder)
            timer.start()
            try:
                return self._talk(ours)
            except (EOFError, OSError, ValueError) as fault:
                raise JobFailed("time" if self._late else "died") from fault
            finally:
                ours.close()
        finally:
            timer.cancel()
            self.stop()
            if self._process is not None:
                with _STARTING:
                    self._process.join()
            shutil.rmtree(folder, ignore_errors=True)

    def stop(self) -> None:
        """End the process and whatever it started, at once."""
        self._stopped.set()
        process = self._process
        if process is None or process.pid is None:
            return
        if sys.platform != "win32":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        with contextlib.suppress(OSError, ValueError, AttributeError):
            process.kill()

    def _out_of_time(self) -> None:
        self._late = True
        self.stop()

    def _start(self, folder: str) -> Connection:
        from safeaudit.service.worker import serve_one

        context = get_context("spawn") if sys.platform == "win32" else get_context("forkserver")
        if self._stopped.is_set():
            raise JobFailed("died")
        ours, theirs = context.Pipe()
        with _STARTING, not_from_here():
            # Starting looks at all children of ours, so one at a time.
            self._process = context.Process(
                target=serve_one, args=(theirs, folder, self._seconds, self._memory), daemon=False
            )
            self._process.start()
        theirs.close()
        return ours

    def _talk(self, ours: Connection) -> Answer:
        ours.send_bytes(json.dumps(self._task).encode())
        ours.send_bytes(self._body)
        told = json.loads(ours.recv_bytes(65_536))
        content = ours.recv_bytes(self._most)
        return Answer(
            int(told["status"]), str(told["type"]), content, {str(k): str(v) for k, v in told["headers"].items()}
        )


def warm_up() -> None:
    """Start the process from which the others are forked, with the libraries they need."""
    if sys.platform != "win32":
        get_context("forkserver").set_forkserver_preload(PRELOADED)
    with contextlib.suppress(JobFailed):
        Job({"job": "ready"}, b"", seconds=60, memory=600 * 1024 * 1024, most=1024).run()
