"""Many files checked by a few processes of our own, each under limits: one that dies takes only its file with it."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, Self

from safeaudit.cli.check_one import Outcome, Task, check_one
from safeaudit.cli.common import NO_FILE
from safeaudit.doors import refused
from safeaudit.files.guard import LIMITS
from safeaudit.words import N_, words

SECONDS = 60.0
"""How long one file may take, reading, rules and copy together, before its process is ended."""

DIED = N_(
    "{file} could not be checked: it broke off the reading, or needed more memory than is allowed. Open it in a spreadsheet "
    "program, save it under a new name, and try again."
)
FAULT = N_(
    "{file} could not be checked because of a fault in safeaudit ({fault}). Run the command on this file alone, and report "
    "what it says."
)

_CHILD = "import sys; sys.path.insert(0, sys.argv[1]); from safeaudit.cli.children import child; child()"


class Children:
    """Checks files in processes of our own and gives the outcomes in the files' order."""

    def __init__(self, jobs: int, tasks: Sequence[Task], language: str) -> None:
        self._language = language
        self._waiting: queue.SimpleQueue[tuple[int, Task]] = queue.SimpleQueue()
        self._done: list[queue.SimpleQueue[Outcome]] = [queue.SimpleQueue() for _ in tasks]
        for each in enumerate(tasks):
            self._waiting.put(each)
        self._stopped = threading.Event()
        self._running: set[_Process] = set()
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(jobs)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        for process in list(self._running):
            process.end()
        for thread in self._threads:
            thread.join(timeout=10)

    def outcomes(self) -> Iterator[Outcome]:
        """The outcomes in the order of the tasks, each as soon as it is there."""
        for done in self._done:
            yield done.get()

    def again(self, task: Task) -> Outcome:
        """The outcome of one more task, now."""
        process = self._begun()
        try:
            return self._outcome(process, task)
        finally:
            self._ended(process)

    def _work(self) -> None:
        process = None
        while not self._stopped.is_set():
            try:
                number, task = self._waiting.get_nowait()
            except queue.Empty:
                break
            if process is None or not process.alive:
                process = self._begun()
            self._done[number].put(self._outcome(process, task))
        if process is not None:
            self._ended(process)

    def _begun(self) -> _Process:
        process = _Process()
        self._running.add(process)
        return process

    def _ended(self, process: _Process) -> None:
        process.end()
        self._running.discard(process)

    def _outcome(self, process: _Process, task: Task) -> Outcome:
        try:
            return process.ask(task)
        except _Died as death:
            self._ended(process)
            path, say = Path(task.file), words(task.language or self._language)
            if death.late:
                error = refused(path, "too_slow", {}, say.language)
                return Outcome(NO_FILE, task.file, error=error, reason="too_slow")
            return Outcome(NO_FILE, task.file, error=say.t(DIED, file=path.name), reason="damaged")


class _Died(Exception):  # not a fault: it is expected of bad files
    """The process ended without an answer; `late` when we ended it."""

    def __init__(self, *, late: bool) -> None:
        super().__init__(late)
        self.late = late


class _Process:
    """One process that checks a file after another. Passwords reach it with the task, through its standard input.

    Where no process can be started, as in a program frozen into one file, the files are checked here.
    """

    def __init__(self) -> None:
        self.alive = True
        self._process: subprocess.Popen[bytes] | None = None
        root = str(Path(__file__).resolve().parents[2])
        with contextlib.suppress(OSError):
            if not getattr(sys, "frozen", False):
                self._process = subprocess.Popen(  # noqa: S603  # our own interpreter
                    [sys.executable, "-I", "-c", _CHILD, root],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )

    def ask(self, task: Task) -> Outcome:
        if self._process is None or self._process.stdin is None or self._process.stdout is None:
            return guarded(task)
        late = threading.Event()
        timer = threading.Timer(SECONDS, self._end_late, (self._process, late))
        timer.start()
        try:
            self._process.stdin.write(json.dumps(asdict(task)).encode() + b"\n")
            self._process.stdin.flush()
            return Outcome(**json.loads(self._process.stdout.readline()))
        except (OSError, ValueError, TypeError):
            self.alive = False
            raise _Died(late=late.is_set()) from None
        finally:
            timer.cancel()

    @staticmethod
    def _end_late(process: subprocess.Popen[bytes], late: threading.Event) -> None:
        late.set()
        process.kill()

    def end(self) -> None:
        self.alive = False
        if self._process is None:
            return
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()
        pipes: tuple[IO[bytes] | None, ...] = (self._process.stdin, self._process.stdout)
        for pipe in pipes:
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def guarded(task: Task) -> Outcome:
    """The outcome of a file; a fault of our own is told and stops nothing."""
    try:
        return check_one(task)
    except MemoryError:
        raise
    except Exception as fault:  # noqa: BLE001  # one bad file never stops the rest
        text = words(task.language or "en").t(FAULT, file=Path(task.file).name, fault=type(fault).__name__)
        return Outcome(NO_FILE, task.file, error=text, reason="fault")


def child() -> None:
    """The child's side: a task a line on standard input, its outcome a line on standard output."""
    _limit_memory()
    out = sys.stdout.buffer
    for line in sys.stdin.buffer:
        out.write(json.dumps(asdict(guarded(Task(**json.loads(line))))).encode() + b"\n")
        out.flush()


def _limit_memory() -> None:
    if sys.platform == "win32":
        return
    import resource

    already = 0
    with contextlib.suppress(OSError, ValueError):
        already = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    limit: Any = already + LIMITS.memory
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
