"""The server: pages and API on top of `service`; every request that brings something is answered in a process of its own."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, cast

from fastapi import FastAPI, HTTPException, Query, Request, Response
from fastapi import Path as InPath
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException as StarletteHTTPException

import safeaudit
from safeaudit.languages import has_words
from safeaudit.service import models
from safeaudit.service.answer import Answer
from safeaudit.service.http.document import PROBLEMS, Json, bytes_of, completed, form_body, json_body
from safeaudit.service.http.gate import Gate, language_asked, may
from safeaudit.service.http.pages import FOLDERS, TYPES, drop_page, pane_page, static_files
from safeaudit.service.http.settings import Settings
from safeaudit.service.jobs import Job, JobFailed
from safeaudit.service.ui import texts
from safeaudit.service.worker import BAD_CHOICE, DOCX, NOT_JSON, XLSX
from safeaudit.words import N_, words

TOO_LONG = N_(
    "This took longer than {seconds} seconds and was ended. Save the workbook under a new name and try again."
)
DIED = N_(
    "This could not be finished: it needed more memory than the server allows, or the file broke off its reading. "
    "Open the workbook in a spreadsheet program, save it under a new name, and try again."
)
NOT_FOUND = N_("There is nothing at this address.")
WRONG_CODE = N_("This is not the access code. Check it and try again.")

Language = Annotated[models.Language | None, Query()]


def create_app(settings: Settings) -> Gate:
    """The ASGI application for these settings, behind its gate."""
    return Gate(_api(settings), settings)


def _api(settings: Settings) -> FastAPI:
    app = FastAPI(
        title="safeaudit",
        version=safeaudit.__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        responses=PROBLEMS,
    )
    app.state.settings = settings
    app.state.kept = {}
    app.state.threads = ThreadPoolExecutor(max_workers=max(2, os.cpu_count() or 2), thread_name_prefix="job")
    _problems(app)
    _pages(app)
    _plain(app)
    _work(app)
    original = app.openapi
    app.openapi = lambda: completed(original())  # type: ignore[method-assign]
    return app


def finish(gate: Gate) -> None:
    """Wait until the last work has ended and its folder is wiped."""
    app = cast("FastAPI", gate.app)
    app.state.threads.shutdown(wait=True, cancel_futures=True)


def openapi(settings: Settings | None = None) -> Json:
    """The OpenAPI document of the API."""
    return _api(settings or Settings()).openapi()


# Pages ---------------------------------------------------------------------------------------------------------------


def _pages(app: FastAPI) -> None:
    files = static_files()

    @app.get("/", include_in_schema=False)
    async def page(request: Request, start: str = "") -> Response:
        settings: Settings = request.app.state.settings
        if start:
            answer: Response = RedirectResponse("/", status_code=303)
            if settings.token is not None and settings.knows(start):
                _give_cookie(answer, settings)
            return answer
        admitted = may(settings, request.scope["headers"])
        return HTMLResponse(drop_page(settings, language_asked(request.scope), admitted=admitted))

    @app.get("/taskpane", include_in_schema=False)
    async def pane(request: Request) -> Response:
        path = FOLDERS["taskpane"] / "index.html"
        if not path.is_file():
            raise HTTPException(404)
        settings: Settings = request.app.state.settings
        return HTMLResponse(pane_page(path.read_text("utf-8"), settings))

    @app.get("/manifest.xml", include_in_schema=False)
    async def office_manifest(request: Request) -> Response:
        from safeaudit.office.install.manifest import manifest

        settings: Settings = request.app.state.settings
        if not settings.secure:  # Office takes nothing without HTTPS
            raise HTTPException(404)
        return Response(manifest(words(language_asked(request.scope)), settings.address), media_type="application/xml")

    @app.get("/static/{name:path}", include_in_schema=False)
    async def static(name: str) -> Response:
        path = files.get(name)
        if path is None:
            raise HTTPException(404)
        return Response(path.read_bytes(), media_type=TYPES[path.suffix])


def _give_cookie(answer: Response, settings: Settings) -> None:
    answer.set_cookie(
        settings.cookie, settings.cookie_value, httponly=True, samesite="strict", secure=settings.secure, path="/"
    )


# What is always the same ---------------------------------------------------------------------------------------------


def _plain(app: FastAPI) -> None:
    @app.get("/api/health")
    async def health() -> models.Health:
        return models.Health(status="ok", version=safeaudit.__version__)

    @app.get("/api/texts")
    async def fixed_texts(request: Request, language: Language = None) -> models.Texts:
        return texts.all_texts(_known(language) or language_asked(request.scope))

    @app.post("/api/session", status_code=204, response_class=Response, openapi_extra=json_body("Session"))
    async def session(request: Request) -> Response:
        try:
            asked = models.Session.model_validate_json(await request.body())
        except ValueError:
            return _say(request, 422, NOT_JSON)
        settings: Settings = request.app.state.settings
        if not settings.knows(asked.token):
            await asyncio.sleep(0.5)
            return _say(request, 401, WRONG_CODE)
        answer = Response(status_code=204)
        _give_cookie(answer, settings)
        return answer

    @app.get("/api/openapi.json", include_in_schema=False)
    async def document() -> JSONResponse:
        return JSONResponse(app.openapi())

    @app.get("/api/guide", response_model=models.Guide)
    async def guide(request: Request, language: Language = None) -> Response:
        return await _kept(request, "guide", _known(language) or language_asked(request.scope))

    @app.get("/api/file/blank", response_class=Response, responses=bytes_of(XLSX))
    async def blank(request: Request, language: Language = None) -> Response:
        return await _kept(request, "blank", _known(language) or language_asked(request.scope))

    @app.get("/api/file/sample", response_class=Response, responses=bytes_of(XLSX))
    async def sample(request: Request) -> Response:
        return await _kept(request, "sample", "en")


def _known(language: str | None) -> str | None:
    if language is not None and not has_words(language):
        raise RequestValidationError([])
    return language


async def _kept(request: Request, job: str, language: str) -> Response:
    """Something of ours that is the same for everybody: made once, kept in memory."""
    kept: dict[tuple[str, str], Answer] = request.app.state.kept
    if (job, language) not in kept:
        answer = await _done(request, {"job": job, "language": language}, b"", request.app.state.settings.limits.report)
        if answer.status != 200:
            return _response(request, answer)
        kept[job, language] = answer
    return _response(request, kept[job, language])


# Work on what was sent -----------------------------------------------------------------------------------------------


def _work(app: FastAPI) -> None:
    limits = app.state.settings.limits

    @app.post("/api/command/{name}", response_model=models.Result, openapi_extra=json_body("CommandRequest"))
    async def command(request: Request, name: Annotated[models.Command, InPath()]) -> Response:
        return await _job(request, "command", limits.check, name=name)

    @app.post(
        "/api/report", response_class=Response, responses=bytes_of(DOCX), openapi_extra=json_body("ReportRequest")
    )
    async def report(request: Request) -> Response:
        return await _job(request, "report", limits.report)

    @app.post("/api/file/check", response_model=models.Result, openapi_extra=form_body("CheckUpload"))
    async def check(request: Request) -> Response:
        return await _job(request, "check", limits.check)

    @app.post(
        "/api/file/checked", response_class=Response, responses=bytes_of(XLSX), openapi_extra=form_body("CheckUpload")
    )
    async def checked(request: Request) -> Response:
        return await _job(request, "checked", limits.check)

    @app.post(
        "/api/file/report", response_class=Response, responses=bytes_of(DOCX), openapi_extra=form_body("ReportUpload")
    )
    async def file_report(request: Request) -> Response:
        return await _job(request, "file_report", limits.report)


async def _job(request: Request, job: str, seconds: float, **more: str) -> Response:
    task = {
        "job": job,
        "language": language_asked(request.scope),
        "content_type": request.headers.get("content-type", ""),
        **more,
    }
    return _response(request, await _done(request, task, await request.body(), seconds))


async def _done(request: Request, task: Mapping[str, str], body: bytes, seconds: float) -> Answer:
    """The answer of a job's process. When the asker leaves, the process is ended."""
    state = request.app.state
    limits = state.settings.limits
    job = Job(task, body, seconds=seconds, memory=limits.memory, most=limits.answer)
    running = asyncio.get_running_loop().run_in_executor(state.threads, job.run)
    leaving = asyncio.create_task(_gone(request))
    both: set[asyncio.Future[Answer] | asyncio.Task[None]] = {running, leaving}
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        if not running.done():
            job.stop()
        return await running
    except JobFailed as failure:
        request.scope["safeaudit.code"] = failure.reason
        say = words(str(task.get("language", "en")))
        text = say.t(TOO_LONG, seconds=round(seconds)) if failure.reason == "time" else say.t(DIED)
        return Answer(422, "application/json", models.Message(message=text).model_dump_json(exclude_none=True).encode())
    finally:
        job.stop()
        leaving.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _response(request: Request, answer: Answer) -> Response:
    headers = dict(answer.headers)
    code = headers.pop("x-code", "")
    if code:
        request.scope["safeaudit.code"] = code
    return Response(answer.content, answer.status, headers, answer.content_type)


# What goes wrong -----------------------------------------------------------------------------------------------------


def _problems(app: FastAPI) -> None:
    @app.exception_handler(StarletteHTTPException)
    async def http(request: Request, fault: StarletteHTTPException) -> Response:
        text = N_("This address cannot be used in that way.") if fault.status_code == 405 else NOT_FOUND
        answer = _say(request, fault.status_code, text)
        answer.headers.update(fault.headers or {})
        return answer

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, _fault: RequestValidationError) -> Response:
        return _say(request, 422, BAD_CHOICE)

    @app.exception_handler(Exception)
    async def fault(request: Request, fault: Exception) -> Response:
        from safeaudit.service.worker import FAULT

        request.scope["safeaudit.code"] = type(fault).__name__
        return _say(request, 500, FAULT)


def _say(request: Request, status: int, text: str) -> Response:
    say = words(language_asked(request.scope))
    return JSONResponse({"message": say.t(text)}, status)
