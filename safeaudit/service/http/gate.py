"""The one gate before the server: who asks, from which page, for what and how much, settled before a body is read."""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from safeaudit.languages import has_words
from safeaudit.service.http.settings import Settings
from safeaudit.words import N_, words

OPEN = frozenset({"/api/health", "/api/texts", "/api/session"})
"""What may be asked without a token: nothing there says or does anything with a workbook."""
BODIES = re.compile(r"/api/(session|report|command/[^/]+|file/(check|checked|report))")
"""Where something may be sent."""
TOKEN = b"x-safeaudit-token"
METHODS = frozenset({"GET", "HEAD", "POST"})
TAKEN = ("application/json", "multipart/form-data")

SENTENCES: dict[str, str] = {
    "host": N_("This address is not the server’s own. Open the page with the address that safeaudit serve shows."),
    "origin": N_("This was asked by a page of another site and was not answered."),
    "token": N_(
        "The access code is missing or out of date. Open the page anew with the address that safeaudit serve shows."
    ),
    "method": N_("This address cannot be used in that way."),
    "length": N_("The length of what was sent is not stated. Send it in one piece."),
    "too_large": N_(
        "This is larger than {size} MB, the most this server takes. Remove what does not belong to the audit."
    ),
    "kind": N_("This address takes JSON or a form with a file, nothing else."),
    "busy": N_("The server is busy with other workbooks. Wait {seconds} seconds and try again."),
    "slow": N_("The upload took too long and was ended. Check the connection and try again."),
    "ending": N_(
        "The server was ended before this was finished. Your file is as it was. Try again when the server runs again."
    ),
}

ORDINARY_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
OFFICE_SCRIPTS = "https://appsforoffice.microsoft.com"
OFFICE_FRAMES = (
    "https://*.office.com https://*.office365.com https://*.officeapps.live.com https://*.sharepoint.com "
    "https://*.cloud.microsoft https://*.microsoft365.com https://*.live.com"
)
PANE_CSP = (
    f"default-src 'none'; script-src 'self' {OFFICE_SCRIPTS}; style-src 'self'; img-src 'self'; "
    f"connect-src 'self' {OFFICE_SCRIPTS}; base-uri 'none'; form-action 'none'; frame-ancestors 'self' {OFFICE_FRAMES}"
)
HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-robots-tag": "noindex, nofollow",
}


class Refusal(Exception):
    """A request that goes no further: its HTTP status and the code of its sentence."""

    def __init__(self, status: int, code: str, **headers: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.headers = headers


class Gate:
    """An ASGI application around another; `busy` and `last` tell the idle watch whether anybody is there."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings
        self.last = time.monotonic()
        self.busy = 0
        self._waiting = 0
        self._places = asyncio.Semaphore(settings.limits.at_once)
        self._door = asyncio.Semaphore(settings.limits.door)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        self.last = began = time.monotonic()
        self.busy += 1
        answered = {"status": 0}
        dressed = self._dressed(scope, send, answered)
        code = ""
        try:
            code = await self._pass(scope, receive, dressed)
        except asyncio.CancelledError:
            # The server ends and has waited long enough. Without an answer of ours, uvicorn says a bare 500.
            if not answered["status"]:
                code = "ending"
                await self._refuse(scope, dressed, Refusal(503, code, connection="close"))
            raise
        finally:
            self.busy -= 1
            self.last = time.monotonic()
            if self.settings.hosted:
                _log(scope, answered, code, self.last - began)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> str:
        try:
            self._look(scope)
            if scope["method"] != "POST":
                await self.app(scope, receive, send)
                return ""
            length = self._length(scope)
            places, seconds = await self._take_place(scope)
        except Refusal as refusal:
            await self._refuse(scope, send, refusal)
            return refusal.code
        try:
            body = await _body(receive, length, seconds)
            if body is not None:
                await self.app(scope, _again(body, receive), send)
        except Refusal as refusal:
            await self._refuse(scope, send, refusal)
            return refusal.code
        finally:
            places.release()
        return ""

    # What is looked at -----------------------------------------------------------------------------------------------

    def _look(self, scope: Scope) -> None:
        """Host and port, method, origin, token. Refusal when one of them is wrong."""
        headers = scope["headers"]
        path = scope["path"]
        hosts = [value.decode("latin-1").lower() for value in _all(headers, b"host")]
        own = self.settings.hosts | (self.settings.own_hosts if path == "/api/health" else frozenset())
        if len(hosts) != 1 or hosts[0] not in own:
            raise Refusal(421, "host")
        if scope["method"] not in METHODS:
            raise Refusal(405, "method", allow="GET, HEAD, POST")
        if scope["method"] == "POST" and not BODIES.fullmatch(path):
            raise Refusal(405, "method", allow="GET", connection="close")
        self._look_at_origin(headers, api=path.startswith("/api/") or scope["method"] == "POST")
        if path.startswith("/api/") and path not in OPEN and not may(self.settings, headers):
            raise Refusal(401, "token")

    def _look_at_origin(self, headers: Iterable[tuple[bytes, bytes]], *, api: bool) -> None:
        """A page of another site may link to our pages; it may ask nothing of the API, nor read anything."""
        origins = _all(headers, b"origin")
        if any(origin.decode("latin-1").lower() not in self.settings.origins for origin in origins):
            raise Refusal(403, "origin")
        sites = _all(headers, b"sec-fetch-site")
        if api and any(site not in (b"same-origin", b"none") for site in sites):
            raise Refusal(403, "origin")

    def _length(self, scope: Scope) -> int:
        headers = scope["headers"]
        lengths = _all(headers, b"content-length")
        if len(lengths) != 1 or not re.fullmatch(rb"[0-9]{1,12}", lengths[0]) or _all(headers, b"transfer-encoding"):
            raise Refusal(411, "length", connection="close")
        length = int(lengths[0])
        if scope["path"] in OPEN and length > self.settings.limits.door_body:
            raise Refusal(401, "token", connection="close")  # no access code is that long
        if length > self.settings.limits.body:
            raise Refusal(413, "too_large", connection="close")
        kind = (_one(headers, b"content-type") or "").partition(";")[0].strip().lower()
        if kind not in TAKEN or _all(headers, b"content-encoding"):
            raise Refusal(415, "kind", connection="close")
        return length

    async def _take_place(self, scope: Scope) -> tuple[asyncio.Semaphore, float]:
        """A place among those answered at once, and how long its body may take; a short wait when all are taken.

        Whoever has no code yet waits at a door of their own, so that they cannot stand in the way of those who have one.
        """
        limits = self.settings.limits
        if scope["path"] in OPEN:
            if self._door.locked():
                raise Refusal(503, "busy", connection="close")
            await self._door.acquire()
            return self._door, limits.door_upload
        if self._places.locked() and self._waiting >= limits.waiting:
            raise Refusal(503, "busy", connection="close")
        self._waiting += 1
        try:
            async with asyncio.timeout(limits.wait):
                await self._places.acquire()
        except TimeoutError:
            raise Refusal(503, "busy", connection="close") from None
        finally:
            self._waiting -= 1
        return self._places, limits.upload

    # What is answered ------------------------------------------------------------------------------------------------

    async def _refuse(self, scope: Scope, send: Send, refusal: Refusal) -> None:
        seconds = 10
        say = words(language_asked(scope))
        text = say.t(SENTENCES[refusal.code], size=self.settings.limits.body // (1024 * 1024), seconds=seconds)
        content = json.dumps({"message": text}, ensure_ascii=False).encode()
        headers = {"content-type": "application/json", "content-length": str(len(content)), **refusal.headers}
        if refusal.status == 503:
            headers["retry-after"] = str(seconds)
        await send(
            {
                "type": "http.response.start",
                "status": refusal.status,
                "headers": [_pair(*each) for each in headers.items()],
            }
        )
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else content})

    def _dressed(self, scope: Scope, send: Send, answered: dict[str, int]) -> Send:
        """`send` with the headers every answer carries."""
        pane = scope["path"] in ("/taskpane", "/taskpane/")
        common = dict(HEADERS)
        common["content-security-policy"] = PANE_CSP if pane else ORDINARY_CSP
        # Office shows the add-in's icons in its own pages; nothing else of ours is for other sites.
        common["cross-origin-resource-policy"] = "cross-origin" if scope["path"].endswith(".png") else "same-origin"
        if not pane:
            common["x-frame-options"] = "DENY"
            common["cross-origin-opener-policy"] = "same-origin"
        if self.settings.hosted and self.settings.secure:
            common["strict-transport-security"] = "max-age=31536000"

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered["status"] = message["status"]
                own = {name.lower() for name, _ in message.get("headers", [])}
                more = [_pair(*each) for each in common.items() if each[0].encode() not in own]
                message = {**message, "headers": [*message.get("headers", []), *more]}
            await send(message)

        return dressed


def may(settings: Settings, headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether the asker brings the token in a header, or the cookie that was given for it."""
    if settings.token is None:
        return True
    given = _one(headers, TOKEN)
    if given is not None:
        return settings.knows(given)
    for line in _all(headers, b"cookie"):
        for pair in line.decode("latin-1").split(";"):
            name, _, value = pair.strip().partition("=")
            if name == settings.cookie:
                return settings.knows_cookie(value)
    return False


async def _body(receive: Receive, length: int, seconds: float) -> bytes | None:
    """The whole body; None when the asker left. Refusal when it takes too long or is longer than stated."""
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    return None
                body += message.get("body", b"")
                if len(body) > length:
                    raise Refusal(413, "too_large", connection="close")
                if not message.get("more_body", False):
                    return bytes(body)
    except TimeoutError:
        raise Refusal(408, "slow", connection="close") from None


def _again(body: bytes, receive: Receive) -> Receive:
    """Gives the body that was read as one message, then what really comes: that the asker left."""
    told = False

    async def again() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def language_asked(scope: Scope) -> str:
    """The first language of the browser, or of the address, that we have; English otherwise."""
    asked: list[str] = re.findall(
        r"(?:^|&)language=([A-Za-z-]{2,12})(?:&|$)", scope.get("query_string", b"").decode("latin-1")
    )
    accepted = (_one(scope["headers"], b"accept-language") or "")[:200]
    asked += [each.partition(";")[0].strip() for each in accepted.split(",")]
    for code in asked:
        for known in (code, code.partition("-")[0]):
            if has_words(known):
                return known
    return "en"


def _all(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> list[bytes]:
    return [value for key, value in headers if key.lower() == name]


def _one(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> str | None:
    found = _all(headers, name)
    return found[0].decode("latin-1") if len(found) == 1 else None


def _pair(name: str, value: str) -> tuple[bytes, bytes]:
    return name.encode("latin-1"), value.encode("latin-1")


def _log(scope: Scope, answered: dict[str, int], code: str, seconds: float) -> None:
    """One line of codes: which address of ours, how it ended, how long it took. No names, no addresses of people."""
    route = getattr(scope.get("route"), "path", "") or ("gate" if code else "other")
    line = {
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "method": scope["method"] if scope["method"] in METHODS else "other",
        "route": route,
        "status": answered["status"],
        "code": code or scope.get("safeaudit.code", ""),
        "ms": round(seconds * 1000),
    }
    sys.stderr.write(json.dumps(line) + "\n")
