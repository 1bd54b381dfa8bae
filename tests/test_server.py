"""The server: who may ask, how much, for how long; hostile bodies; nothing kept; the answers of the command line."""

from __future__ import annotations

import base64
import contextlib
import errno
import io
import json
import multiprocessing.forkserver
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import docx
import httpx
import pytest
import schemathesis
from fewer import city_of
from hypothesis import HealthCheck, settings
from schemathesis import checks
from serving import TOKEN, Served, free_port, serving

import safeaudit
from safeaudit import cli
from safeaudit.paths import safe_name
from safeaudit.service import worker
from safeaudit.service.answer import Answer
from safeaudit.service.forms import BadForm, read_form
from safeaudit.service.http.gate import SENTENCES, language_asked
from safeaudit.service.http.pages import FOLDERS
from safeaudit.service.http.patience import Patient
from safeaudit.service.http.run import run as run_server
from safeaudit.service.http.server import openapi
from safeaudit.service.http.settings import Settings
from safeaudit.service.jobs import warm_up
from safeaudit.service.ui.texts_pane import TEXTS as IN_PANE
from safeaudit.service.ui.texts_shared import PANE, WEB
from safeaudit.service.ui.texts_web import TEXTS as PAGE

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where every temporary file of the server would be."""
    before, tempfile.tempdir = tempfile.tempdir, str(tmp_path_factory.mktemp("temporary"))
    yield Path(tempfile.tempdir)
    tempfile.tempdir = before


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Served]:
    """A server as one person starts it, with a token."""
    warm_up()
    with serving() as served:
        yield served


@pytest.fixture(scope="module")
def client(server: Served) -> Iterator[httpx.Client]:
    with server.client() as client:
        yield client


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A workbook of a few sheets, quick to check."""
    return city_of(tmp_path_factory.mktemp("some") / "city.xlsx").read_bytes()


@pytest.fixture(scope="module")
def sample(client: httpx.Client) -> bytes:
    """The workbook of the sample city as the server gives it, planted mistakes included."""
    answer = client.get("/api/file/sample")
    assert answer.status_code == 200
    return answer.content


def upload(content: bytes, name: str = "city.xlsx", **fields: str) -> dict[str, Any]:
    return {"files": {"file": (name, content, XLSX)}, "data": fields}


def sentence(answer: httpx.Response) -> str:
    """The plain sentence of a refusal: one object, one text, nothing technical in it."""
    told = answer.json()
    assert set(told) - {"code"} == {"message"}
    text = told["message"]
    assert text.endswith(".")
    assert not re.search(r"Traceback|Error\b|Exception|pydantic|\bNone\b|/work/|site-packages|<|\{", text)
    return str(text)


# Who may ask ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "127.0.0.1", "localhost", "127.0.0.1:1", "127.0.0.1:{port}.evil.example",
     "localhost:{port}@evil.example", "0.0.0.0:{port}", "[::]:{port}", "127.1:{port}", "localhost.:{port}", ""],
)  # fmt: skip
def test_a_page_that_points_its_own_name_at_us_gets_nothing(server: Served, host: str) -> None:
    for path in ("/", "/api/health", "/api/texts", "/static/web/app.js", "/taskpane"):
        line = f"GET {path} HTTP/1.1\r\nHost: {host.format(port=server.settings.port)}\r\nConnection: close\r\n\r\n"
        assert server.raw(line.encode()).startswith((b"HTTP/1.1 421", b"HTTP/1.1 400")), path


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_the_names_of_this_computer_are_answered(server: Served, client: httpx.Client, host: str) -> None:
    assert client.get("/api/health", headers={"Host": f"{host}:{server.settings.port}"}).status_code == 200


def test_two_hosts_or_none_are_refused(server: Served) -> None:
    port = server.settings.port
    two = f"GET /api/health HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    none = "GET /api/health HTTP/1.0\r\nConnection: close\r\n\r\n"
    assert b" 421 " in server.raw(two.encode())[:20] or b" 400 " in server.raw(two.encode())[:20]
    assert b" 421 " in server.raw(none.encode())[:20]


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "http://127.0.0.1:1",
        "http://localhost",
        "https://127.0.0.1:{port}",
        "file://",
        "",
    ],
)
def test_a_page_of_another_origin_gets_nothing(server: Served, client: httpx.Client, origin: str) -> None:
    given = {"Origin": origin.format(port=server.settings.port)}
    answer = client.post("/api/file/check", **upload(b"x"), headers=given)
    assert answer.status_code == 403
    assert sentence(answer)
    assert client.get("/api/texts", headers=given).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site", "CROSS-SITE", "nonsense"])
def test_what_another_site_makes_a_browser_ask_is_refused(client: httpx.Client, site: str) -> None:
    given = {"Sec-Fetch-Site": site}
    assert client.get("/api/file/blank", headers=given).status_code == 403
    assert client.post("/api/session", json={"token": TOKEN}, headers=given).status_code == 403
    assert client.get("/", headers=given).status_code == 200, "a link to the page itself is no harm"


def test_our_own_page_is_answered(server: Served, client: httpx.Client, some: bytes) -> None:
    given = {"Origin": server.url, "Sec-Fetch-Site": "same-origin"}
    assert client.post("/api/file/check", **upload(some), headers=given).status_code == 200


@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1], TOKEN + "x", TOKEN.upper(), "é"])
def test_without_the_token_nothing_is_done(server: Served, token: str) -> None:
    headers = {"X-Safeaudit-Token": token.encode()} if token else {}
    with server.client(**{"X-Safeaudit-Token": ""}) as stranger:
        for answer in (
            stranger.post("/api/file/check", **upload(b"x"), headers=headers),
            stranger.get("/api/file/sample", headers=headers),
            stranger.get("/api/openapi.json", headers=headers),
            stranger.post("/api/command/start", json={}, headers=headers),
        ):
            assert answer.status_code == 401
            assert sentence(answer)


def test_the_printed_address_gives_a_cookie_that_scripts_and_other_sites_never_see(server: Served) -> None:
    with server.client(**{"X-Safeaudit-Token": ""}) as browser:
        answer = browser.get("/", params={"start": TOKEN})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "samesite=strict" in cookie.lower()
        assert TOKEN not in cookie, "the cookie is made from the token but does not tell it"
        assert browser.get("/api/openapi.json").status_code == 200
        assert browser.get("/api/openapi.json", headers={"X-Safeaudit-Token": "wrong"}).status_code == 401
    with server.client(**{"X-Safeaudit-Token": ""}) as other:
        assert "set-cookie" not in other.get("/", params={"start": "wrong"}).headers
        assert other.get("/api/openapi.json").status_code == 401
        assert (
            other.get("/api/openapi.json", headers={"Cookie": f"safeaudit-{server.settings.port}={TOKEN}"}).status_code
            == 401
        )


def test_the_access_code_can_be_typed(server: Served) -> None:
    with server.client(**{"X-Safeaudit-Token": ""}) as browser:
        wrong = browser.post("/api/session", json={"token": "not it"})
        assert wrong.status_code == 401
        assert sentence(wrong)
        assert browser.post("/api/session", json={"token": TOKEN}).status_code == 204
        assert browser.get("/api/openapi.json").status_code == 200


def test_no_answer_invites_another_site(client: httpx.Client) -> None:
    for answer in (
        client.get("/"),
        client.get("/api/health", headers={"Origin": "https://evil.example"}),
        client.options(
            "/api/file/check", headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
        ),
    ):
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_every_answer_carries_the_protecting_headers(client: httpx.Client) -> None:
    for path in ("/", "/api/health", "/api/nothing", "/static/web/app.js", "/static/nothing", "/api/file/blank"):
        headers = client.get(path).headers
        assert headers["cache-control"] == "no-store", path
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-frame-options"] == "DENY"
        assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy, "the drop page needs nothing from anywhere else"
        assert "server" not in headers


def test_the_pane_may_stand_in_excel_and_load_its_script_and_no_more(client: httpx.Client) -> None:
    answer = client.get(
        "/taskpane", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}
    )
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self' https://appsforoffice.microsoft.com;" in policy
    assert "https://*.officeapps.live.com" in policy
    assert "unsafe" not in policy
    assert "x-frame-options" not in answer.headers
    assert f'<meta name="safeaudit-token" content="{TOKEN}">' in answer.text


def test_the_page_needs_no_resource_of_anybody_else(client: httpx.Client) -> None:
    page = client.get("/").text
    named = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert named
    assert all(each.startswith(("/", "#")) for each in named)
    assert not re.search(r"<style|style=|onclick|<script>", page)
    for name in named:
        if name.startswith("/static/"):
            answer = client.get(name)
            assert answer.status_code == 200
            assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", answer.text), name


def test_page_and_pane_stand_on_the_same_files(client: httpx.Client) -> None:
    shared = {path.name for path in FOLDERS["shared"].iterdir()}
    for address in ("/", "/taskpane"):
        assert {f"/static/shared/{name}" for name in shared if name.endswith(".css")} <= set(
            re.findall(r'href="([^"]+)"', client.get(address).text)
        )
    for folder in ("web", "taskpane"):
        scripts = [path.read_text("utf-8") for path in FOLDERS[folder].rglob("*.js")]
        used = {name for text in scripts for name in re.findall(r"shared/(\w+\.js)", text)}
        assert used == {name for name in shared if name.endswith(".js")}
    assert client.get("/static/web/tokens.css").content == client.get("/static/shared/tokens.css").content


def test_what_page_and_pane_both_say_or_do_stands_once() -> None:
    def defined(folder: str) -> set[str]:
        texts = "".join(path.read_text("utf-8") for path in FOLDERS[folder].rglob("*.js"))
        return set(re.findall(r"^export (?:async )?(?:function|const|class) (\w+)", texts, re.MULTILINE))

    assert defined("web") & defined("shared") == defined("taskpane") & defined("shared") == set()
    own = [{text for key, text in texts.items() if key not in both} for texts, both in ((PAGE, WEB), (IN_PANE, PANE))]
    assert own[0] & own[1] <= {"Advice", "Findings", "Remove"}, "a text that both say belongs into texts_shared.py"


def test_web_sockets_are_refused(server: Served) -> None:
    port = server.settings.port
    ask = (
        f"GET /api/health HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    assert b" 101 " not in server.raw(ask.encode())[:20]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/"),
        ("DELETE", "/api/file/check"),
        ("PATCH", "/api/report"),
        ("TRACE", "/"),
        ("OPTIONS", "/"),
        ("GET", "/api/report"),
        ("POST", "/api/health"),
        ("POST", "/"),
    ],
)
def test_other_methods_are_refused(client: httpx.Client, method: str, path: str) -> None:
    answer = client.request(method, path, **({"json": {}} if method == "POST" else {}))
    assert answer.status_code == 405
    assert sentence(answer)


@pytest.mark.parametrize(
    "path",
    ["/static/../server.py", "/static/web/../../server.py", "/static/%2e%2e/server.py", "/static/web/%2e%2e%2f%2e%2e%2fserver.py",
     "/static//etc/passwd", "/static/web/..%5c..%5cserver.py", "/static/web/%00", "/static/web/", "/static/", "/static/web/index.html",
     "/docs", "/redoc", "/openapi.json", "/.git/config", "/api", "/api/", "/api/file", "//evil.example/"],
)  # fmt: skip
def test_paths_that_climb_or_guess_find_nothing(server: Served, path: str) -> None:
    line = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.settings.port}\r\nX-Safeaudit-Token: {TOKEN}\r\nConnection: close\r\n\r\n"
    assert server.raw(line.encode()).startswith(b"HTTP/1.1 404")


# How much, how long --------------------------------------------------------------------------------------------------


def post_head(server: Served, *lines: str, path: str = "/api/file/check") -> bytes:
    head = [f"POST {path} HTTP/1.1", f"Host: 127.0.0.1:{server.settings.port}", f"X-Safeaudit-Token: {TOKEN}", *lines]
    return ("\r\n".join(head) + "\r\n\r\n").encode()


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (["Content-Type: application/json"], 411),
        (["Content-Type: application/json", "Transfer-Encoding: chunked"], 411),
        (["Content-Type: application/json", "Content-Length: -1"], 400),
        (["Content-Type: application/json", "Content-Length: ten"], 400),
        (["Content-Type: application/json", "Content-Length: 10", "Content-Length: 20"], 400),
        (["Content-Type: application/json", f"Content-Length: {30 * 1024 * 1024 + 1}"], 413),
        (["Content-Type: application/json", "Content-Length: 99999999999999999999"], 400),
        (["Content-Type: text/plain", "Content-Length: 2"], 415),
        (["Content-Type: application/x-www-form-urlencoded", "Content-Length: 2"], 415),
        (["Content-Length: 2"], 415),
        (["Content-Type: application/json", "Content-Length: 2", "Content-Encoding: gzip"], 415),
    ],
)
def test_a_body_is_refused_by_its_headers_before_it_is_sent(server: Served, lines: list[str], status: int) -> None:
    answer = server.raw(post_head(server, *lines), seconds=5)
    wanted = {status, 400, 411} if status in (400, 411) else {status}
    assert int(answer.split()[1]) in wanted


def test_a_body_that_takes_too_long_is_ended(folder: Path) -> None:
    with serving(upload=0.3) as slow:
        began = time.monotonic()
        answer = slow.raw(post_head(slow, "Content-Type: application/json", "Content-Length: 100") + b"{")
        assert answer.startswith(b"HTTP/1.1 408")
        assert time.monotonic() - began < 5


def processes() -> list[int]:
    """The jobs' processes that are alive."""
    parent = multiprocessing.forkserver._forkserver._forkserver_pid
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text("utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(entry.parent.name))
    return found


def gone() -> bool:
    """Whether all jobs' processes end within a moment."""
    for _ in range(60):
        if not processes():
            return True
        time.sleep(0.05)
    return False


linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="processes are counted in /proc")


@linux
def test_work_that_takes_too_long_ends_with_its_process_and_the_server_goes_on(
    server: Served, sample: bytes, folder: Path
) -> None:
    with serving(check=0.1, report=1.5) as short, short.client() as client:
        answers = [
            client.post("/api/file/check", **upload(sample)),
            client.post("/api/file/report", **upload(sample, kind="strategy")),
        ]
        for answer in answers:
            assert answer.status_code == 422
            assert "longer than" in sentence(answer)
        assert client.get("/api/health").status_code == 200
    assert gone()
    assert left_behind(folder) == []


def test_work_that_needs_too_much_memory_ends_alone(server: Served, sample: bytes) -> None:
    for megabytes in (1, 2, 4):
        with serving(memory=megabytes * 1024 * 1024) as small, small.client() as client:
            answer = client.post("/api/file/check", **upload(sample))
            assert answer.status_code == 422, (megabytes, sentence(answer))
            assert "memory" in sentence(answer)
            assert client.get("/api/health").status_code == 200


@pytest.mark.parametrize("how", ["itself", "no memory left", "swallowed", "not named"])
def test_want_of_memory_is_told_as_such_whatever_a_library_makes_of_it(
    how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_task: Mapping[str, Any], _body: bytes) -> Answer:
        if how == "itself":
            raise MemoryError
        if how == "no memory left":
            raise OSError(errno.ENOMEM, "Cannot allocate memory")
        if how == "swallowed":
            raise ValueError("cannot read this part") from MemoryError()
        raise RuntimeError("can't start new thread")

    def refused(*_sizes: int) -> None:
        raise OSError(errno.ENOMEM, "Cannot allocate memory")

    monkeypatch.setitem(worker.JOBS, "fails", fails)
    if how == "not named":
        monkeypatch.setattr(worker.mmap, "mmap", refused)
    answer = worker._answer({"job": "fails"}, b"")
    assert answer.status == 422
    assert b"memory" in answer.content


def test_a_fault_with_memory_to_spare_stays_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_task: Mapping[str, Any], _body: bytes) -> Answer:
        raise RuntimeError("a fault")

    monkeypatch.setitem(worker.JOBS, "fails", fails)
    assert worker._answer({"job": "fails"}, b"").status == 500


@linux
def test_when_the_asker_leaves_the_work_ends(server: Served, sample: bytes) -> None:
    with server.client() as client, pytest.raises(httpx.ReadTimeout):
        client.post("/api/file/report", **upload(sample), timeout=httpx.Timeout(20, read=0.8))
    assert gone()


def test_thirty_two_uploads_at_once_are_all_answered(server: Served, client: httpx.Client, some: bytes) -> None:
    expected = client.post("/api/file/check", **upload(some)).json()

    def one(number: int) -> httpx.Response:
        with server.client() as own:
            return own.post("/api/file/check", **upload(some if number % 4 else b"PK\3\4 no workbook"))

    with ThreadPoolExecutor(32) as many:
        answers = list(many.map(one, range(32)))
    for number, answer in enumerate(answers):
        if number % 4:
            assert answer.json() == expected
        else:
            assert answer.status_code == 422
            assert sentence(answer)


def test_when_all_places_are_taken_one_is_told_when_to_come_again(server: Served, sample: bytes) -> None:
    with serving(at_once=1, waiting=1, wait=0.2) as narrow, narrow.client() as client, ThreadPoolExecutor(1) as other:
        first = other.submit(lambda: client.post("/api/file/report", **upload(sample)))
        time.sleep(0.5)
        second = client.post("/api/file/check", **upload(sample))
        assert second.status_code == 503
        assert int(second.headers["retry-after"]) > 0
        assert "busy" in sentence(second)
        assert client.get("/api/health").status_code == 200
        assert first.result().status_code == 200


# Hostile bodies ------------------------------------------------------------------------------------------------------

BOUNDARY = "b0und4ry"


def part(disposition: str, content: bytes = b"x") -> bytes:
    return f"--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n".encode() + content + b"\r\n"


END = f"--{BOUNDARY}--\r\n".encode()
FILE = part('name="file"; filename="a.xlsx"')
FORMS: dict[str, bytes] = {
    "empty": b"",
    "only the end": END,
    "cut off in a part": FILE[:-3],
    "cut off before the end": FILE,
    "another boundary": FILE.replace(b"b0und4ry", b"elsewhere") + b"--elsewhere--\r\n",
    "ten thousand fields": b"".join(part(f'name="f{number}"') for number in range(10_000)) + END,
    "a field twice": FILE + part('name="language"') + part('name="language"') + END,
    "a field without a name": FILE + part("nothing") + END,
    "endless field": FILE + part('name="language"', b"x" * 100_000) + END,
    "not UTF-8": FILE + part('name="language"', b"\xff\xfe") + END,
    "a hundred headers": f"--{BOUNDARY}\r\n".encode() + b"X-A: b\r\n" * 100 + b"\r\nx\r\n" + END,
    "a header without end": f"--{BOUNDARY}\r\n".encode() + b"X" * 100_000,
    "null bytes": b"\0" * 5_000,
    "only boundaries": f"--{BOUNDARY}\r\n".encode() * 5_000,
    "no file": part('name="language"', b"en") + END,
    "the file as a text": part('name="file"') + END,
    "an unknown field": FILE + part('name="colour"', b"blue") + END,
    "an unknown language": FILE + part('name="language"', b"tlh") + END,
    "an unknown kind": FILE + part('name="kind"', b"../../etc/passwd") + END,
}


@pytest.mark.parametrize("name", FORMS)
def test_a_broken_form_gets_a_sentence(client: httpx.Client, name: str) -> None:
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    answer = client.post("/api/file/report", content=FORMS[name], headers=headers)
    assert answer.status_code in (400, 422)
    assert sentence(answer)


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        'multipart/form-data; boundary="' + "x" * 500 + '"',
        "multipart/form-data; boundary=\xff",
    ],
)
def test_a_form_without_a_boundary_gets_a_sentence(client: httpx.Client, content_type: str) -> None:
    answer = client.post(
        "/api/file/check", content=FILE + END, headers={"Content-Type": content_type.encode("latin-1")}
    )
    assert answer.status_code == 400
    assert sentence(answer)


GRID = {"name": "a.xlsx", "sheets": []}
BODIES: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"{'grid': 1}",
    "cut off": b'{"grid": {"name": "a',
    "deep": b'{"grid":' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    "deep objects": b'{"grid":' * 100_000,
    "not UTF-8": b'{"grid": "\xff\xfe"}',
    "a list": b"[]",
    "null": b"null",
    "NaN": b'{"grid": {"name": "a", "sheets": [{"name": "S", "address": "A1", "values": [[NaN]]}]}}',
    "infinity": b'{"grid": {"name": "a", "sheets": [{"name": "S", "address": "A1", "values": [[1e999]]}]}}',
    "wrong types": b'{"grid": {"name": 1, "sheets": "x"}}',
    "unknown keys": json.dumps({"grid": GRID, "shell": "rm"}).encode(),
    "too many sheets": json.dumps({"grid": {"name": "a", "sheets": [{"name": "S", "address": "A1", "values": []}] * 201}}).encode(),
    "a long cell": json.dumps({"grid": {"name": "a", "sheets": [{"name": "S", "address": "A1", "values": [["x" * 40_000]]}]}}).encode(),
    "an object in a cell": b'{"grid": {"name": "a", "sheets": [{"name": "S", "address": "A1", "values": [[{"a": 1}]]}]}}',
    "a strange address": b'{"grid": {"name": "a", "sheets": [{"name": "S", "address": "../..", "values": [["x"]]}]}}',
    "a far address": b'{"grid": {"name": "a", "sheets": [{"name": "S", "address": "A1:XFD1048576", "values": [["x"]]}]}}',
    "half a character": b'{"grid": {"name": "\\ud800", "sheets": []}}',
    "no workbook of ours": json.dumps({"grid": GRID}).encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", BODIES)
def test_a_broken_command_gets_a_sentence(client: httpx.Client, name: str) -> None:
    answer = client.post("/api/command/check_all", content=BODIES[name], headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422), answer.text
    assert sentence(answer)


def test_an_unknown_command_gets_a_sentence(client: httpx.Client) -> None:
    answer = client.post("/api/command/__import__", json={"grid": GRID})
    assert answer.status_code == 422
    assert sentence(answer)


def test_a_report_with_a_broken_template_gets_a_sentence(client: httpx.Client, some: bytes) -> None:
    for template in (b"no Word file", some, b"PK\3\4"):
        files = {"file": ("a.xlsx", some, XLSX), "template": ("Our letter.docx", template)}
        answer = client.post("/api/file/report", files=files)
        assert answer.status_code == 422, answer.text
        assert "Our letter.docx: " in sentence(answer)
    body = {"grid": GRID, "template": "%%%"}
    assert client.post("/api/report", json=body).status_code == 422


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for number in range(5):
            package.writestr(f"xl/worksheets/sheet{number}.xml", b"\0" * 60_000_000)
    return made.getvalue()


def entities() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("[Content_Types].xml", '<!DOCTYPE a [<!ENTITY x "y">]><Types>&x;</Types>')
    return made.getvalue()


WORKBOOKS = {
    "empty": b"",
    "zeros": b"\0" * 10_000,
    "text": b"city;risk\n1;2\n",
    "a zip bomb": bomb(),
    "an entity bomb": entities(),
    "a password": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + b"\0" * 504
    + "EncryptedPackage".encode("utf-16-le")
    + b"\0" * 600,
    "cut off": b"PK\3\4" + b"\0" * 100,
    "a page": b"<html><script>alert(1)</script>",
}


@pytest.mark.parametrize("name", WORKBOOKS)
def test_what_is_no_workbook_gets_the_sentence_of_the_command_line(
    client: httpx.Client, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "city.xlsx").write_bytes(WORKBOOKS[name])
    cli.run(["check", str(tmp_path / "city.xlsx")])
    said = " ".join(capsys.readouterr().err.split())
    for path in ("/api/file/check", "/api/file/checked", "/api/file/report"):
        answer = client.post(path, **upload(WORKBOOKS[name]))
        assert answer.status_code == 422
        assert sentence(answer) in said


def test_forms_are_read_as_they_were_sent() -> None:
    texts, files = read_form(
        part('name="language"', "é".encode())
        + part('name="file"; filename="C:\\\\data\\\\my city.xlsx"', b"\r\n--b0und4r\r\n\0")
        + END,
        f"multipart/form-data; boundary={BOUNDARY}",
    )
    assert texts == {"language": "é"}
    assert files == {"file": ("my city.xlsx", b"\r\n--b0und4r\r\n\0")}
    with pytest.raises(BadForm):
        read_form(FILE, f"multipart/form-data; boundary={BOUNDARY}")


# The answers ---------------------------------------------------------------------------------------------------------


def test_the_findings_are_those_of_the_command_line(
    client: httpx.Client, sample: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "city.xlsx").write_bytes(sample)
    cli.run(["check", str(tmp_path / "city.xlsx"), "--format", "json"])
    expected = json.loads(capsys.readouterr().out)
    got = client.post("/api/file/check", **upload(sample)).json()
    flat = [
        {
            "rule": group["rule"],
            "severity": group["severity"],
            "remedy": group["remedy"],
            "section": group["section"],
            **finding,
        }
        for group in got["groups"]
        for finding in group["findings"]
    ]
    order = sorted(expected["findings"][0])
    assert sorted([each[key] for key in order] for each in flat) == sorted(
        [each[key] for key in order] for each in expected["findings"]
    )
    assert got["audit"]["counts"] == expected["counts"]
    assert got["audit"]["completeness"] == pytest.approx(expected["completeness"], abs=1e-4)
    assert {key: got["audit"][key] for key in ("city", "workbook_id", "instrument")} == {
        key: expected[key] for key in ("city", "workbook_id", "instrument")
    }


def test_the_checked_copy_is_that_of_the_command_line(client: httpx.Client, sample: bytes, tmp_path: Path) -> None:
    (tmp_path / "city.xlsx").write_bytes(sample)
    cli.run(["check", str(tmp_path / "city.xlsx"), "--write"])
    answer = client.post("/api/file/checked", **upload(sample))
    assert answer.headers["content-type"] == XLSX
    assert "city.checked.xlsx" in answer.headers["content-disposition"]
    assert answer.content == (tmp_path / "city.checked.xlsx").read_bytes()


def test_the_report_opens_in_word_and_says_whether_it_is_a_draft(client: httpx.Client, sample: bytes) -> None:
    answer = client.post("/api/file/report", **upload(sample, kind="brief", audience="public"))
    assert answer.status_code == 200, answer.text
    assert answer.headers["x-safeaudit-draft"] == "yes"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert any("Port Saranel" in paragraph.text for paragraph in docx.Document(io.BytesIO(answer.content)).paragraphs)


def test_the_blank_workbook_is_one_and_the_same_for_everybody(client: httpx.Client, tmp_path: Path) -> None:
    first, again = client.get("/api/file/blank", params={"language": "en"}), client.get("/api/file/blank")
    (tmp_path / "blank.xlsx").write_bytes(first.content)
    assert safeaudit.read_audit(tmp_path / "blank.xlsx").completeness == 0
    assert first.content == again.content


def test_the_guide_and_the_texts_are_there(client: httpx.Client) -> None:
    assert len(client.get("/api/guide").json()["steps"]) > 20
    told = client.get("/api/texts").json()
    assert told["language"] == "en"
    assert told["direction"] == "ltr"
    assert told["texts"]["choose"] == "Choose a workbook"


@pytest.mark.parametrize(
    "name",
    [
        "../../evil.xlsx",
        "C:\\evil.xlsx",
        "شهر.xlsx",
        "a\u202excod.xlsx",
        "x" * 400 + ".xlsx",
        'a"; b="c.xlsx',
        "a\r\nSet-Cookie: b=c.xlsx",
        "",
        "\ud800",
    ],
)
def test_a_hostile_file_name_stays_a_name(name: str) -> None:
    shown = worker.shown_name(name)
    assert 0 < len(shown) <= 120
    assert shown.isprintable()
    headers = worker.file_answer(b"", XLSX, f"{safe_name(shown)}.checked.xlsx").headers
    found = re.fullmatch(
        r"attachment; filename=\"([A-Za-z0-9._-]+)\"; filename\*=UTF-8''[A-Za-z0-9._~%-]+",
        headers["content-disposition"],
    )
    assert found
    assert "%0" not in headers["content-disposition"]


def test_an_uploaded_name_is_given_back_without_its_folders(client: httpx.Client, sample: bytes) -> None:
    answer = client.post("/api/file/checked", **upload(sample, "C:\\data\\../my city.xlsx"))
    assert "filename*=UTF-8''my-city.checked.xlsx" in answer.headers["content-disposition"]


def test_the_language_is_the_browsers_where_there_is_one() -> None:
    def asked(header: str, query: str = "") -> str:
        return language_asked({"headers": [(b"accept-language", header.encode())], "query_string": query.encode()})

    assert asked("tlh, en-GB;q=0.8") == "en"
    assert asked("tlh") == "en"
    assert asked("en", "language=qps") == "qps"
    assert asked("en", "language=../../x") == "en"
    assert asked("x" * 100_000) == "en"


# Nothing is kept -----------------------------------------------------------------------------------------------------


class Hasty(Patient):
    """The same with less patience, so that no test waits ten seconds."""

    seconds = 0.6


@pytest.mark.parametrize(
    "pieces",
    [
        [],
        [b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: "],
        [b"GET / HT", *(b"x" for _ in range(20))],
        [b"\x16\x03\x01"],
    ],
)  # fmt: skip
def test_headers_that_never_end_are_dropped(pieces: list[bytes]) -> None:
    with serving(protocol=Hasty) as served, socket.create_connection(("127.0.0.1", served.settings.port)) as line:
        began = time.monotonic()
        line.settimeout(10)
        with contextlib.suppress(ConnectionError):
            for piece in pieces:
                line.sendall(piece)
                time.sleep(0.1)
            assert line.recv(1) == b"" or pieces == [b"\x16\x03\x01"]
        assert time.monotonic() - began < 5


def test_headers_that_never_end_are_dropped_after_an_answer_too() -> None:
    with serving(protocol=Hasty) as served, socket.create_connection(("127.0.0.1", served.settings.port)) as line:
        line.settimeout(10)
        host = f"127.0.0.1:{served.settings.port}"
        line.sendall(f"GET /api/health HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        assert b"200 OK" in line.recv(65_536)
        began = time.monotonic()
        line.sendall(b"GET /api/health HTTP/1.1\r\nHost")
        with contextlib.suppress(ConnectionError):
            while line.recv(65_536):
                pass
        assert time.monotonic() - began < 5


def test_a_slow_answer_and_a_slow_body_are_not_dropped_with_them(sample: bytes) -> None:
    with serving(protocol=Hasty) as served, served.client() as client:
        assert client.post("/api/file/check", **upload(sample)).status_code == 200, "longer than the headers may take"
        started_at = time.monotonic()

        def slowly() -> Iterator[bytes]:
            for piece in (b'{"token": "', b"not the ", b'code"}'):
                yield piece
                time.sleep(0.5)

        length = {"Content-Length": "25", "Content-Type": "application/json"}
        assert client.post("/api/session", content=slowly(), headers=length).status_code in (401, 422)
        assert time.monotonic() - started_at > 1


def test_ten_seconds_is_the_patience_of_the_server_people_start(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []

    class Server:
        started = False

        def __init__(self, config: Any) -> None:
            seen.append(config.http)
            raise SystemExit

    monkeypatch.setattr("uvicorn.Server", Server)
    monkeypatch.setattr("safeaudit.service.http.run.warm_up", lambda: None)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    with pytest.raises(SystemExit):
        run_server(Settings())
    assert seen == [Patient]
    assert Patient.seconds == 10


def left_behind(folder: Path) -> list[str]:
    """Files and folders that are still there; the folder of the process that forks holds a socket, and no content."""
    return [str(path) for path in folder.rglob("*") if not path.relative_to(folder).parts[0].startswith("pymp-")]


def test_nothing_is_left_on_the_disk(client: httpx.Client, some: bytes, folder: Path) -> None:
    for path in ("check", "checked", "report"):
        fields = {"kind": "brief"} if path == "report" else {}
        assert client.post(f"/api/file/{path}", **upload(some, **fields)).status_code == 200
        assert left_behind(folder) == []
    client.post("/api/file/check", **upload(WORKBOOKS["a zip bomb"]))
    assert left_behind(folder) == []


def test_the_log_of_an_office_holds_codes_only(folder: Path, sample: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    with serving(public_url="https://audit.example.org") as hosted, hosted.client(Host="audit.example.org") as client:
        client.post("/api/file/check", **upload(sample, "secret-city.xlsx"))
        client.get("/private-name-in-a-path")
        client.post("/api/file/check", **upload(b"x", "secret-city.xlsx"), headers={"Origin": "https://evil.example"})
        client.request("SECRET", "/")
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    assert [(line["route"], line["status"], line["code"]) for line in lines] == [
        ("/api/file/check", 200, ""),
        ("other", 404, ""),
        ("gate", 403, "origin"),
        ("gate", 405, "method"),
    ]
    text = json.dumps(lines)
    for secret in ("secret", "SECRET", "private", "evil", "127.0.0.1", "Saranel"):
        assert secret not in text


# For an office -------------------------------------------------------------------------------------------------------


def test_behind_a_reverse_proxy_only_the_public_address_is_answered(folder: Path) -> None:
    with serving(public_url="https://audit.example.org") as hosted, hosted.client(Host="audit.example.org") as client:
        page = client.get("/")
        assert page.status_code == 200
        assert page.headers["strict-transport-security"]
        assert 'data-mode="hosted"' in page.text
        assert "sent to this server" in page.text
        assert TOKEN not in client.get("/taskpane").text, "people type the code of an office; no page gives it away"
        own = f"127.0.0.1:{hosted.settings.port}"
        assert client.get("/", headers={"Host": own}).status_code == 421
        assert client.get("/api/health", headers={"Host": own}).status_code == 200
        assert client.get("/", headers={"Host": own, "X-Forwarded-Host": "audit.example.org"}).status_code == 421
        cookie = client.post(
            "/api/session", json={"token": TOKEN}, headers={"Origin": "https://audit.example.org"}
        ).headers["set-cookie"]
        assert cookie.startswith("__Host-safeaudit=")
        assert "Secure" in cookie
        assert (
            client.post(
                "/api/session", json={"token": TOKEN}, headers={"Origin": "http://audit.example.org"}
            ).status_code
            == 403
        )


def test_the_manifest_for_office_names_the_public_address(folder: Path) -> None:
    with serving(public_url="https://audit.example.org") as hosted, hosted.client(Host="audit.example.org") as client:
        answer = client.get("/manifest.xml")
        assert answer.headers["content-type"].startswith("application/xml")
        assert "https://audit.example.org/taskpane" in answer.text
    with serving() as plain, plain.client() as client:
        assert client.get("/manifest.xml").status_code == 404, "Office takes nothing without HTTPS"


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("https://a.example", {"a.example", "a.example:443"}),
        ("https://a.example:8443", {"a.example:8443"}),
        ("http://[2001:db8::1]:80", {"[2001:db8::1]", "[2001:db8::1]:80"}),
        ("https://A.Example", {"a.example", "a.example:443"}),
    ],
)
def test_the_public_address_says_which_hosts_are_ours(url: str, hosts: set[str]) -> None:
    assert Settings(public_url=url).hosts == hosts


def test_every_sentence_of_the_gate_is_used() -> None:
    source = (Path(safeaudit.__file__).parent / "service" / "http" / "gate.py").read_text("utf-8")
    for code in SENTENCES:
        assert re.search(rf'Refusal\(\d+, "{code}"|code = "{code}"', source), code


# The command ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--host", "0.0.0.0"], "--public-url"),
        (["--public-url", "https://a.example"], "--token-file"),
        (["--public-url", "https://a.example/path", "--no-token"], "without a path"),
        (["--public-url", "ftp://a.example", "--no-token"], "no address"),
        (["--public-url", "https://a.example:99999", "--no-token"], "no address"),
        (["--token-file", "short.txt"], "16"),
        (["--token-file", "nothing.txt"], "could not be read"),
        (["--token-file", "short.txt", "--no-token"], "either"),
        (["--https", "short.txt", "short.txt"], "certificate"),
        (["--host", "192.0.2.1", "--public-url", "https://a.example", "--no-token"], "cannot listen"),
    ],
)
def test_settings_that_would_open_the_server_too_wide_are_refused(
    arguments: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("short.txt").write_text("too short")
    assert cli.run(["serve", "--no-browser", "--port", str(free_port()), *arguments]) in (2, 3)
    assert says in " ".join(capsys.readouterr().err.split())


def test_a_taken_port_gets_a_sentence(server: Served, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["serve", "--no-browser", "--port", str(server.settings.port)]) == 3
    assert "in use" in capsys.readouterr().err


IMPATIENT = """
from safeaudit import __main__
from safeaudit.service.http import run

run.GRACE = 0.1
raise SystemExit(__main__.main())
"""


def started(tmp_path: Path, *arguments: str, code: str = "") -> tuple[subprocess.Popen[str], str]:
    """`safeaudit serve` in a process of its own, and the address it shows; `code` in place of the command's own start."""
    program = ["-c", code] if code else ["-m", "safeaudit"]
    command = [sys.executable, *program, "serve", "--no-browser", "--port", str(free_port()), *arguments]
    root = str(Path(safeaudit.__file__).parents[1])
    known = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": root}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=known)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert "http" in line, line
    return process, line.split()[-1]


def test_the_command_shows_an_address_that_opens_the_page_and_ends_when_asked(tmp_path: Path) -> None:
    process, address = started(tmp_path)
    try:
        with httpx.Client(follow_redirects=True) as browser:
            assert 'data-admitted="yes"' in browser.get(address).text
        process.send_signal(signal.SIGTERM)
        process.wait(20)
    finally:
        process.kill()
        out, err = process.communicate()
    assert "Traceback" not in out + err
    assert "Nothing was kept" in err
    assert left_behind(tmp_path) == []


def ended_at_work(tmp_path: Path, sample: bytes, code: str = "") -> httpx.Response | None:
    """The answer to a report that was under way when the server was told to end; None when the line was cut."""
    process, address = started(tmp_path, "--no-token", code=code)
    try:
        with ThreadPoolExecutor(1) as other:
            asked = other.submit(lambda: httpx.post(f"{address}api/file/report", **upload(sample), timeout=60))
            time.sleep(1)
            process.send_signal(signal.SIGTERM)
            process.wait(30)
            answer = None if asked.exception() else asked.result()
    finally:
        process.kill()
        process.communicate()
    assert left_behind(tmp_path) == []
    return answer


def test_a_server_that_is_ended_in_the_middle_of_its_work_leaves_nothing(tmp_path: Path, sample: bytes) -> None:
    answer = ended_at_work(tmp_path, sample)
    assert answer is None or answer.status_code in (200, 422, 503)  # it waits for what is nearly done, and not for ever


def test_work_a_server_could_not_finish_before_it_ended_is_told_in_a_sentence(tmp_path: Path, sample: bytes) -> None:
    answer = ended_at_work(tmp_path, sample, IMPATIENT)
    assert answer is not None
    assert answer.status_code == 503
    assert answer.json()["message"].startswith("The server was ended before this was finished. Your file is as it was.")
    assert answer.headers["retry-after"]


def test_an_unused_server_ends_by_itself(tmp_path: Path) -> None:
    process, _ = started(tmp_path, "--idle-exit", "0.02", "--no-token")
    try:
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.communicate()


# The OpenAPI document ------------------------------------------------------------------------------------------------

DOCUMENT = openapi()
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
SCHEMA.config.phases.coverage.enabled = False  # hundreds of cases an address; each starts a process
PROVEN = (
    checks.not_a_server_error,
    schemathesis.specs.openapi.checks.status_code_conformance,
    schemathesis.specs.openapi.checks.content_type_conformance,
    schemathesis.specs.openapi.checks.response_headers_conformance,
    schemathesis.specs.openapi.checks.response_schema_conformance,
    schemathesis.specs.openapi.checks.ignored_auth,
    schemathesis.specs.openapi.checks.unsupported_method,
    schemathesis.specs.openapi.checks.negative_data_rejection,
)


def test_the_document_tells_every_address_of_the_api() -> None:
    assert set(DOCUMENT["paths"]) == {
        "/api/health", "/api/texts", "/api/session", "/api/guide", "/api/command/{name}", "/api/report",
        "/api/file/blank", "/api/file/sample", "/api/file/check", "/api/file/checked", "/api/file/report",
    }  # fmt: skip
    references = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(DOCUMENT)))
    assert references <= set(DOCUMENT["components"]["schemas"])


@SCHEMA.parametrize()
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
def test_the_answers_are_those_of_the_document(server: Served, case: schemathesis.Case) -> None:
    case.call_and_validate(base_url=server.url, headers={"X-Safeaudit-Token": TOKEN}, checks=list(PROVEN), timeout=60)


def test_right_answers_are_those_of_the_document_too(client: httpx.Client, some: bytes) -> None:
    """Made-up bodies hardly ever hold a workbook, so the answers to a real one are held against the document here."""
    for path, answer in (
        ("/api/file/check", client.post("/api/file/check", **upload(some))),
        ("/api/guide", client.get("/api/guide")),
        ("/api/texts", client.get("/api/texts")),
    ):
        method = "post" if path.endswith("check") else "get"
        operation = SCHEMA[path][method.upper()]
        answer.request.read()
        operation.validate_response(answer)


def test_base64_of_a_template_is_taken_as_it_is() -> None:
    from safeaudit.service.models import ReportRequest

    asked = ReportRequest.model_validate({"grid": GRID, "template": base64.b64encode(b"PK").decode()})
    assert asked.template_bytes() == b"PK"
