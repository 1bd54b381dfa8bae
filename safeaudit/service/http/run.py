"""Runs the server until it is told to stop, or until nobody has used it for a while."""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from safeaudit.service.http.gate import Gate
from safeaudit.service.http.server import create_app, finish
from safeaudit.service.http.settings import Settings
from safeaudit.service.jobs import warm_up

if TYPE_CHECKING:
    import uvicorn

GRACE = 10
LOOK_EVERY = 1.0


def run(
    settings: Settings,
    *,
    certificate: tuple[str, str] | None = None,
    idle_minutes: float = 0,
    ready: Callable[[], None] | None = None,
) -> bool:
    """Serve; `ready` is called when the server listens. False when it could not begin, as when the port is taken."""
    import uvicorn

    from safeaudit.service.http.patience import Patient

    warm_up()
    # uvicorn tells of faults with what was being worked on; our own lines hold codes only.
    quiet = logging.getLogger("uvicorn")
    quiet.addHandler(logging.NullHandler())
    quiet.propagate = False
    # uvicorn ends the server on SIGTERM, then sends itself the signal again; the work still has to be tidied up by then.
    asked: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: asked.append(number))
    gate = create_app(settings)
    server = uvicorn.Server(
        uvicorn.Config(
            gate,
            host=settings.host,
            port=settings.port,
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=False,
            http=Patient,  # h11 with a limit on time; uvicorn's other protocol keeps none on the size of headers
            ws="none",
            lifespan="off",
            timeout_graceful_shutdown=GRACE,
            timeout_keep_alive=10,
            h11_max_incomplete_event_size=32 * 1024,
            ssl_certfile=certificate[0] if certificate else None,
            ssl_keyfile=certificate[1] if certificate else None,
        )
    )
    try:
        asyncio.run(_serve(server, gate, idle_minutes * 60, ready, asked))
    except SystemExit:
        return False
    except KeyboardInterrupt:
        pass
    finally:
        finish(gate)
    if settings.hosted:
        sys.stderr.write(json.dumps({"event": "stopped"}) + "\n")
    return bool(server.started)


async def _serve(
    server: uvicorn.Server, gate: Gate, idle: float, ready: Callable[[], None] | None, asked: list[int]
) -> None:
    watch = asyncio.create_task(_watch(server, gate, idle, ready, asked))
    try:
        await server.serve()
    finally:
        watch.cancel()


async def _watch(
    server: uvicorn.Server, gate: Gate, idle: float, ready: Callable[[], None] | None, asked: list[int]
) -> None:
    """Says when the server listens, and ends it when nobody has asked for anything for `idle` seconds.

    `asked` holds the signals that came before uvicorn began to listen for them: they would be lost otherwise.
    """
    while not server.started:  # noqa: ASYNC110  # uvicorn has no event for it
        await asyncio.sleep(0.05)
    if asked:
        server.should_exit = True
        return
    if ready is not None:
        ready()
    while idle:
        await asyncio.sleep(min(LOOK_EVERY, idle))
        if not gate.busy and time.monotonic() - gate.last >= idle:
            server.should_exit = True
            return
