"""Servers for tests: the real application behind its gate, on a free port of this computer, in a thread."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
import uvicorn

from safeaudit.service.http.patience import Patient
from safeaudit.service.http.server import create_app
from safeaudit.service.http.settings import ServerLimits, Settings

TOKEN = "a-token-of-the-tests-0123456789"


@dataclass
class Served:
    """A server that runs."""

    settings: Settings

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.settings.port}"

    def client(self, **headers: str) -> httpx.Client:
        """A client with the token, which a header of the call may replace; an empty one is left out."""
        known = {"X-Safeaudit-Token": self.settings.token or "", **headers}
        return httpx.Client(
            base_url=self.url, headers={name: value for name, value in known.items() if value}, timeout=90
        )

    def raw(self, sent: bytes, *, seconds: float = 10) -> bytes:
        """What comes back for these very bytes, until the server closes or is silent."""
        with socket.create_connection(("127.0.0.1", self.settings.port), timeout=seconds) as line:
            line.sendall(sent)
            got = bytearray()
            line.settimeout(seconds)
            while piece := line.recv(65_536):
                got += piece
                head, _, body = bytes(got).partition(b"\r\n\r\n")
                if b"content-length: " in head and len(body) >= int(
                    head.split(b"content-length: ")[1].split(b"\r\n")[0]
                ):
                    break
            return bytes(got)


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(
    *, token: str | None = TOKEN, public_url: str = "", protocol: type[Patient] = Patient, **limits: float
) -> Iterator[Served]:
    """A server with these settings, ended when the block ends."""
    settings = Settings(port=free_port(), token=token, public_url=public_url, limits=ServerLimits(**limits))  # type: ignore[arg-type]
    config = uvicorn.Config(
        create_app(settings), host="127.0.0.1", port=settings.port, access_log=False, log_config=None, lifespan="off",
        http=protocol, ws="none", server_header=False, proxy_headers=False, timeout_graceful_shutdown=5,
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not begin"
            time.sleep(0.01)
        yield Served(settings)
    finally:
        server.should_exit = True
        thread.join(30)
