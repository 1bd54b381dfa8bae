"""Which templates need no check before a report: our own by their SHA-256, those an office approved, those checked before."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

from safeaudit.paths import atomic, data_folder
from safeaudit.report.word.faults import Fault

CHECKS = "3"
"""Raised whenever a check is added or changed, so that what an older program found good is looked at again."""
_PROGRAM = "safeaudit"
_DIGESTS = "digests.json"
CACHE = "SAFEAUDIT_CACHE"
"""Names another folder for what is remembered: a server keeps nothing of what people send, so its jobs name one that is wiped."""


def digests() -> bytes:
    """The file that names our own templates: the digest of each Word file in report_templates. Written by the build."""
    found = {path.name: _digest(path.read_bytes()) for path in sorted(data_folder("report_templates").glob("*.docx"))}
    return (json.dumps(found, indent=1) + "\n").encode()


def ours(template: bytes) -> bool:
    """Whether a template is byte for byte one that came with the program."""
    return _digest(template) in _ours()


def approve(template: bytes, name: str) -> str:
    """Remember that this office has looked at a template and wants it used; its SHA-256."""
    digest = _digest(template)
    told = {**_approved(), digest: name}
    path = _approvals()
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic(path) as temporary:
        temporary.write_text(json.dumps(told, indent=1, sort_keys=True) + "\n", "utf-8")
    return digest


def approved(template: bytes) -> bool:
    """Whether this office approved exactly this template."""
    return _digest(template) in _approved()


def remembered(template: bytes, fields: Mapping[str, object]) -> list[Fault] | None:
    """What an earlier check of the same template against the same fields found; None when there was none."""
    try:
        return [Fault.from_json(each) for each in json.loads(_checked(template, fields).read_text("utf-8"))]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(template: bytes, fields: Mapping[str, object], faults: list[Fault]) -> None:
    """Keep what a check found for the next report; no harm done where nothing can be kept."""
    path = _checked(template, fields)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic(path) as temporary:
            temporary.write_text(json.dumps([fault.as_json() for fault in faults]), "utf-8")


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()


@cache
def _ours() -> frozenset[str]:
    try:
        return frozenset(json.loads((data_folder("report_templates") / _DIGESTS).read_text("utf-8")).values())
    except (OSError, ValueError):
        return frozenset()


def _approvals() -> Path:
    from platformdirs import user_data_path

    return user_data_path(_PROGRAM, appauthor=False) / "approved-templates.json"


def _approved() -> dict[str, str]:
    try:
        told = json.loads(_approvals().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(digest): str(name) for digest, name in told.items()} if isinstance(told, dict) else {}


def _checked(template: bytes, fields: Mapping[str, object]) -> Path:
    from platformdirs import user_cache_path

    against = _digest(json.dumps([CHECKS, fields], sort_keys=True).encode())[:16]
    folder = Path(os.environ[CACHE]) if os.environ.get(CACHE) else user_cache_path(_PROGRAM, appauthor=False)
    return folder / "templates" / f"{_digest(template)}-{against}.json"
