"""Work on files from strangers in a second process that may take only so much time and memory."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import Any

from safeaudit.starting import ROOT, import_path

SECONDS = 12.0
MEMORY = 600 * 1024 * 1024
"""What filling one template may take; memory counts above what Python and its libraries need by themselves."""

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from safeaudit.report.word.child import answer; answer(*sys.argv[2:4])"
)


class Stopped(Exception):
    """The work did not come to its end; `why` is slow, memory, died, or failed for an error of our own."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def in_child(module: str, work: str, data: bytes, seconds: float = SECONDS, **values: Any) -> Any:
    """What `work(data, **values)` of a module of `safeaudit.report` answers, worked out elsewhere; values and answer are JSON.

    Stopped when time or memory are spent. JSON, as a child that was taken over could make pickle run anything.
    In a frozen program, which has no interpreter to start, the work is done here.
    """
    if getattr(sys, "frozen", False):
        return getattr(import_module(f"safeaudit.report.{module}"), work)(data, **values)
    arguments = json.dumps(import_path())
    command = [sys.executable, "-I", "-X", "utf8", "-c", _START, arguments, f"safeaudit.report.{module}", work]
    given = json.dumps({"data": base64.b64encode(data).decode(), "values": values, "seconds": seconds}).encode()
    try:
        done = subprocess.run(command, cwd=ROOT, input=given, capture_output=True, timeout=seconds + 2, check=False)  # noqa: S603 - our own interpreter and code
    except subprocess.TimeoutExpired:
        raise Stopped("slow") from None
    if done.returncode or not done.stdout:
        raise Stopped("slow" if _out_of_time(done.returncode) else "died")
    told = json.loads(done.stdout)
    if "stopped" in told:
        raise Stopped(told["stopped"])
    return told["answer"]


def _out_of_time(code: int) -> bool:
    """Whether the system ended a process that had used up its seconds."""
    if sys.platform == "win32":
        return False
    import signal

    return code in (-signal.SIGXCPU, -signal.SIGKILL)


def answer(module: str, name: str) -> None:
    """The child's side: the work named on the command line, its data on standard input, its answer on standard output."""
    given = json.load(sys.stdin)
    out = sys.stdout
    sys.stdout = sys.stderr
    work = getattr(import_module(module), name)
    _limit(given["seconds"])
    try:
        told = {"answer": work(base64.b64decode(given["data"]), **given["values"])}
    except (MemoryError, RecursionError) as spent:
        told = {"stopped": "memory" if isinstance(spent, MemoryError) else "died"}
    except Exception:  # noqa: BLE001 - an error of our own, which must not look like one of the file
        traceback.print_exc()
        told = {"stopped": "failed"}
    json.dump(told, out)


def _limit(seconds: float) -> None:
    if sys.platform == "win32":
        _limit_windows()
    else:
        import resource

        now = _address_space()
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = now + MEMORY if hard == resource.RLIM_INFINITY else min(now + MEMORY, hard)
        if now:
            resource.setrlimit(resource.RLIMIT_AS, (most, hard))
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))


def _address_space() -> int:
    """Bytes of address space in use; 0 where the system does not tell (macOS, which keeps no such limit either)."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (OSError, ValueError):
        return 0
    import resource

    return pages * resource.getpagesize()


def _limit_windows() -> None:
    """Put this process into a job whose memory Windows bounds. A system that refuses leaves the time limit."""
    if sys.platform != "win32":
        return
    import ctypes
    from ctypes import wintypes

    class Basic(ctypes.Structure):
        _fields_ = (
            ("per_process_time", ctypes.c_int64),
            ("per_job_time", ctypes.c_int64),
            ("flags", wintypes.DWORD),
            ("least", ctypes.c_size_t),
            ("most", ctypes.c_size_t),
            ("processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
        )

    class Extended(ctypes.Structure):
        _fields_ = (
            ("basic", Basic),
            ("counters", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process", ctypes.c_size_t),
            ("peak_job", ctypes.c_size_t),
        )

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = wintypes.HANDLE
    kernel.SetInformationJobObject.argtypes = (wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD)
    kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
    limits = Extended()
    limits.basic.flags, limits.process_memory = 0x100, MEMORY + 200 * 1024 * 1024
    job = kernel.CreateJobObjectW(None, None)
    if job and kernel.SetInformationJobObject(job, 9, ctypes.byref(limits), ctypes.sizeof(limits)):
        kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
