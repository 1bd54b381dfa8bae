"""The inside of a job's process: limits first, then what was sent is taken apart, answered, and nothing is kept."""

from __future__ import annotations

import contextlib
import errno
import json
import mmap
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from safeaudit.languages import has_words
from safeaudit.service.answer import Answer
from safeaudit.words import N_, words

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from pydantic import BaseModel

    from safeaudit.service.answers import Written

Task = Mapping[str, str]
"""What is to be done: the job, the language, and what the job needs beside the body."""

M = TypeVar("M", bound="BaseModel")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
JSON = "application/json"


class Refused(Exception):
    """What was sent cannot be used; `status` as in HTTP, and one plain sentence."""

    def __init__(self, sentence: str, status: int = 422) -> None:
        super().__init__(sentence)
        self.status = status


def serve_one(pipe: Connection, folder: str, seconds: float, memory: int) -> None:
    """The life of a job's process: one task and its body in, one answer out."""
    _quiet()
    _limit(seconds, memory)
    _only_here(folder)
    task = json.loads(pipe.recv_bytes())
    body = pipe.recv_bytes()
    answer = _answer(task, body)
    pipe.send_bytes(
        json.dumps({"status": answer.status, "type": answer.content_type, "headers": answer.headers}).encode()
    )
    pipe.send_bytes(answer.content)
    pipe.close()


def _quiet() -> None:
    """What a library prints may hold what a cell holds, so nobody hears it: the log of a server outlives its answers."""
    silent = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        with contextlib.suppress(OSError):
            os.dup2(silent, number)
    os.close(silent)


def _limit(seconds: float, memory: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(OSError):
        os.setsid()  # a group of its own, so that it ends together with what it starts
    already = 0
    with contextlib.suppress(OSError, ValueError):
        already = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    limits = {
        resource.RLIMIT_AS: already + memory,
        resource.RLIMIT_CPU: int(seconds) + 2,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 200 * 1024 * 1024,
    }
    for kind, limit in limits.items():
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (limit, limit))


def _only_here(folder: str) -> None:
    """Temporary files of every library, and what is remembered of a template, go into the folder that is wiped when the job ends."""
    tempfile.tempdir = folder
    for name in ("TMPDIR", "TEMP", "TMP", "SAFEAUDIT_CACHE"):
        os.environ[name] = folder


def _answer(task: Task, body: bytes) -> Answer:
    from safeaudit.doors import NotReadable

    say = words(language_of(task.get("language")))
    try:
        return JOBS[task["job"]](task, body)
    except Refused as refusal:
        return _message(refusal.status, str(refusal))
    except NotReadable as refusal:
        return _message(422, str(refusal), told=refusal.code if refusal.code in LOCKED else "")
    except MemoryError:
        return _message(422, say.t(TOO_MUCH))
    except Exception as fault:  # noqa: BLE001  # whatever it was, a person gets a sentence and the log a code
        if _short_of_memory(fault):
            return _message(422, say.t(TOO_MUCH), code=type(fault).__name__)
        return _message(500, say.t(FAULT), code=type(fault).__name__)


def _short_of_memory(fault: BaseException) -> bool:
    """Whether memory is what was missing. Libraries say so in many ways: a thread not started, a module not loaded, an
    error of their own that swallowed the first. Where none names it, a small piece of memory is asked for."""
    seen: BaseException | None = fault
    while seen is not None:
        if isinstance(seen, MemoryError) or getattr(seen, "errno", None) == errno.ENOMEM:
            return True
        seen = seen.__cause__ or seen.__context__
    try:
        mmap.mmap(-1, ROOM_TO_WORK).close()
    except (OSError, ValueError, MemoryError):
        return True
    return False


ROOM_TO_WORK = 16 * 1024 * 1024
"""Bytes; with less than this left, whatever failed most likely failed for want of memory."""


TOO_MUCH = N_("This needed more memory than the server allows. Remove what does not belong to the audit and try again.")
FAULT = N_("This could not be done because of a fault in safeaudit. Your file is as it was. Please report the fault.")
NOT_JSON = N_("What was sent is not what this address takes. Reload the page and try again.")
BAD_FORM = N_("The upload did not arrive whole. Try again; if it happens again, check the connection.")
NO_FILE = N_("No workbook came with this. Choose a workbook and try again.")
BAD_CHOICE = N_("One of the choices is unknown here. Reload the page and choose again.")


LOCKED = ("encrypted", "wrong_password")
"""The refusals a page can do something about: it asks for the password."""


def _message(status: int, sentence: str, code: str = "", told: str = "") -> Answer:
    """`code` goes into the log, `told` to the page."""
    content = json.dumps({"message": sentence, **({"code": told} if told else {})}, ensure_ascii=False).encode()
    return Answer(status, JSON, content, {"x-code": code} if code else {})


def language_of(code: object) -> str:
    """The code when there are words in that language, English otherwise."""
    return code if has_words(code) else "en"


# What can be asked ---------------------------------------------------------------------------------------------------


def _ready(_task: Task, _body: bytes) -> Answer:
    return Answer(200, JSON, b"{}")


def _as_json(content: object) -> Answer:
    return Answer(200, JSON, json.dumps(content, ensure_ascii=False, allow_nan=False).encode())


def _guide(task: Task, _body: bytes) -> Answer:
    from safeaudit.service import answers as service

    return _as_json(service.guide(language_of(task.get("language"))))


def _command(task: Task, body: bytes) -> Answer:
    from safeaudit.service import answers as service
    from safeaudit.service.models import CommandRequest

    _read(CommandRequest, body, task)
    return _as_json(service.run_command(task["name"], json.loads(body)))


def _report(task: Task, body: bytes) -> Answer:
    from safeaudit.service import answers as service
    from safeaudit.service.models import ReportRequest

    asked = _read(ReportRequest, body, task)
    made = service.report_grid(
        json.loads(body)["grid"],
        kind=asked.kind,
        audience=asked.audience,
        language=asked.language,
        template=asked.template_bytes(),
        template_name=shown_name(asked.template_name, "template.docx"),
    )
    return _document(made)


def _check(task: Task, body: bytes) -> Answer:
    from safeaudit.service import answers as service
    from safeaudit.service.models import CheckUpload

    asked, name, content, _ = _upload(CheckUpload, task, body)
    return _as_json(service.check_bytes(content, name, asked.language, password=asked.password))


def _checked(task: Task, body: bytes) -> Answer:
    from safeaudit.service import answers as service
    from safeaudit.service.models import CheckUpload

    asked, name, content, _ = _upload(CheckUpload, task, body)
    made = service.checked_bytes(content, name, asked.language, password=asked.password)
    return file_answer(made.content, XLSX, made.name)


def _file_report(task: Task, body: bytes) -> Answer:
    from safeaudit.service import answers as service
    from safeaudit.service.models import ReportUpload

    asked, name, content, (template_name, template) = _upload(ReportUpload, task, body)
    made = service.report_bytes(
        content,
        name,
        kind=asked.kind,
        audience=asked.audience,
        language=asked.language,
        template=template or None,
        template_name=shown_name(template_name, "template.docx"),
        password=asked.password,
    )
    return _document(made)


def _blank(task: Task, _body: bytes) -> Answer:
    import safeaudit
    from safeaudit.audit import blank_audit
    from safeaudit.paths import safe_name

    language = language_of(task.get("language"))
    path = Path(tempfile.gettempdir()) / "blank.xlsx"
    safeaudit.build_workbook(path, blank_audit(language))
    return file_answer(path.read_bytes(), XLSX, f"{safe_name(words(language).t('safety-audit'))}.xlsx")


def _sample(_task: Task, _body: bytes) -> Answer:
    import safeaudit
    from safeaudit.examples import sample_city

    audit, raw = sample_city()
    path = Path(tempfile.gettempdir()) / "sample.xlsx"
    safeaudit.build_workbook(path, audit, raw=raw, workbook_id="sample-city")
    return file_answer(path.read_bytes(), XLSX, "sample-city.xlsx")


JOBS: dict[str, Callable[[Task, bytes], Answer]] = {
    "ready": _ready,
    "guide": _guide,
    "command": _command,
    "report": _report,
    "check": _check,
    "checked": _checked,
    "file_report": _file_report,
    "blank": _blank,
    "sample": _sample,
}


# Taking apart and putting together -----------------------------------------------------------------------------------


def _read(model: type[M], body: bytes, task: Task) -> M:
    from pydantic import ValidationError

    try:
        return model.model_validate_json(body)
    except ValidationError as fault:
        say = words(language_of(task.get("language")))
        broken = any(error["type"] == "json_invalid" for error in fault.errors(include_url=False, include_input=False))
        raise Refused(say.t(NOT_JSON), 400 if broken else 422) from None


def _upload(model: type[M], task: Task, body: bytes) -> tuple[M, str, bytes, tuple[str, bytes]]:
    """(the choices, the workbook's name and content, the same of the Word template) of an uploaded form."""
    from pydantic import ValidationError

    from safeaudit.service.forms import BadForm, read_form

    say = words(language_of(task.get("language")))
    try:
        texts, files = read_form(body, str(task["content_type"]))
    except BadForm:
        raise Refused(say.t(BAD_FORM), 400) from None
    if "file" not in files:
        raise Refused(say.t(NO_FILE))
    try:
        asked = model.model_validate({key: text for key, text in texts.items() if text})
    except ValidationError:
        raise Refused(say.t(BAD_CHOICE)) from None
    name, content = files["file"]
    return asked, shown_name(name), content, files.get("template", ("", b""))


def shown_name(name: str, otherwise: str = "workbook.xlsx") -> str:
    """A file's name as it may be shown and given back: one line, no marks that turn text around, not endless."""
    from safeaudit.reading.values import clean

    plain = " ".join(clean(name)[0].split())[:120]
    return plain or otherwise


def _document(made: Written) -> Answer:
    from urllib.parse import quote

    answer = file_answer(made.content, DOCX, made.name)
    return Answer(
        answer.status,
        answer.content_type,
        answer.content,
        {
            **answer.headers,
            "x-safeaudit-draft": "yes" if made.draft else "no",
            "x-safeaudit-notes": quote(" ".join(made.notes), safe=" "),
        },
    )


def file_answer(content: bytes, content_type: str, name: str) -> Answer:
    from urllib.parse import quote

    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_.") else "-" for letter in name)
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Answer(200, content_type, content, {"content-disposition": disposition})
