"""Opens a workbook that is protected with a password: in a child process, as the library for it was written by others.

The password reaches the child through its standard input and stands nowhere else: in no argument, file, log or message.
What the file says of its own encryption is looked at before any work is done with it: a number of rounds that would keep
a computer busy for minutes, or an XML that declares entities, is refused.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from safeaudit.files.guard import Limits, Refusal, UnreadableFile, damaged, hostile

MOST_PASSWORDS = 20
MOST_ROUNDS = 1_000_000
"""Excel writes 100,000; each password tried costs all of them twice."""

EVERYBODYS = "VelvetSweatshop"
"""What Excel itself encrypts with when a workbook is only to be opened for reading: nobody is asked for it."""

_CHILD = "import sys; sys.path.insert(0, sys.argv[1]); from safeaudit.files.encrypted import child; child()"
_ROUNDS = re.compile(rb"spinCount\s*=\s*[\"']\s*([0-9]+)")
_HAS_INFO = "EncryptionInfo".encode("utf-16-le") + b"\0\0"


def decrypted(data: bytes, passwords: Sequence[str], limits: Limits) -> bytes:
    """The package that one of the passwords opens. UnreadableFile: encrypted, wrong_password, not_decrypted, damaged …"""
    given = [password for password in passwords if password][:MOST_PASSWORDS]
    if not given and _HAS_INFO not in data:
        raise UnreadableFile(Refusal.ENCRYPTED)
    tried = [*given, EVERYBODYS]
    try:
        opened = _opened(data, tried) if getattr(sys, "frozen", False) else _in_child(data, tried, limits)
    except UnreadableFile as refusal:
        if not given and refusal.code in (Refusal.WRONG_PASSWORD, Refusal.NOT_DECRYPTED):
            raise UnreadableFile(Refusal.ENCRYPTED) from None
        raise
    return opened


def _in_child(data: bytes, passwords: Sequence[str], limits: Limits) -> bytes:
    task = {"passwords": passwords, "limits": asdict(limits)}
    root = str(Path(__file__).resolve().parents[2])
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter; nothing of the file is an argument
            [sys.executable, "-I", "-c", _CHILD, root],
            input=json.dumps(task).encode() + b"\n" + data,
            capture_output=True,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableFile(Refusal.TOO_SLOW, limit=limits.seconds) from None
    except OSError:
        raise UnreadableFile(Refusal.IO_ERROR) from None
    head, _, package = done.stdout.partition(b"\n")
    if done.returncode or not head:
        raise damaged("reader_died")
    answer = json.loads(head)
    if "code" in answer:
        raise UnreadableFile(answer["code"], **answer["values"])
    return package


def child() -> None:
    """The child's side: a line with the task and the file on standard input; a line with the outcome and the package out."""
    task = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**task["limits"])
    limit_process(limits.memory, limits.seconds)
    answer: dict[str, object] = {}
    package = b""
    try:
        package = _opened(sys.stdin.buffer.read(), task["passwords"])
    except UnreadableFile as refusal:
        answer = {"code": refusal.code, "values": refusal.values}
    except MemoryError:
        answer = {"code": Refusal.TOO_BIG, "values": {"what": "memory", "limit": str(limits.memory)}}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + package)


def limit_process(memory: int, seconds: float) -> None:
    """Let the operating system end this process beyond these limits, where it can."""
    if sys.platform != "win32":
        import resource

        for kind, limit in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, int(seconds) + 1)):
            resource.setrlimit(kind, (limit, limit))


def _opened(data: bytes, passwords: Sequence[str]) -> bytes:
    from msoffcrypto.exceptions import DecryptionError, InvalidKeyError  # type: ignore[import-untyped]
    from msoffcrypto.format.ooxml import OOXMLFile  # type: ignore[import-untyped]

    _look_at_header(data)
    try:
        locked = OOXMLFile(io.BytesIO(data))
    except DecryptionError:
        raise UnreadableFile(Refusal.NOT_DECRYPTED) from None
    except Exception:  # noqa: BLE001  # it fails in many ways on what is not whole
        raise damaged("encryption") from None
    for password in passwords:
        try:
            locked.load_key(password=password, verify_password=True)
        except InvalidKeyError:
            continue
        except Exception:  # noqa: BLE001
            raise damaged("encryption") from None
        package = io.BytesIO()
        try:
            locked.decrypt(package)
        except Exception:  # noqa: BLE001
            raise damaged("encryption") from None
        return package.getvalue()
    raise UnreadableFile(Refusal.WRONG_PASSWORD)


def _look_at_header(data: bytes) -> None:
    """Refuse what would keep the computer busy or is not whole, before the library sees it."""
    from olefile import OleFileIO  # type: ignore[import-untyped]

    try:
        with OleFileIO(io.BytesIO(data)) as file, file.openstream("EncryptionInfo") as stream:
            info = stream.read(1024 * 1024)
    except Exception:  # noqa: BLE001
        raise damaged("encryption") from None
    if b"<!" in info.replace(b"\0", b""):
        raise hostile("doctype", "EncryptionInfo")
    if any(int(rounds[:20]) > MOST_ROUNDS for rounds in _ROUNDS.findall(info.replace(b"\0", b""))):
        raise hostile("rounds", "EncryptionInfo")
