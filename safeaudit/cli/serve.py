"""The command that runs the server: for one person on this computer, or for an office behind a reverse proxy."""

from __future__ import annotations

import argparse
import errno
import os
import secrets
import socket
import sys
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote, urlsplit

from safeaudit.cli.common import DONE, NO_FILE, WRONG_USE, Add, Stop
from safeaudit.console import Console
from safeaudit.words import Words, words

NEEDED = ("fastapi", "uvicorn", "python_multipart")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SHORTEST_CODE = 16


def register(add: Add, say: Words) -> None:
    """Add `safeaudit serve`."""
    one = add("serve", serve, say.t("the web page and the task pane, on this computer or for an office"))
    one.add_argument(
        "--host", default="127.0.0.1", metavar="ADDRESS", help=say.t("where to listen (127.0.0.1: this computer only)")
    )
    one.add_argument("--port", default=8765, type=_port, metavar="PORT", help=say.t("port to listen on (8765)"))
    one.add_argument(
        "--public-url",
        default="",
        metavar="URL",
        help=say.t("hosted mode: the address under which people reach the server through its reverse proxy"),
    )
    one.add_argument(
        "--token-file", metavar="FILE", help=say.t("file with the access code people must type, 16 characters or more")
    )
    one.add_argument("--no-token", action="store_true", help=say.t("ask for no access code"))
    one.add_argument(
        "--idle-exit",
        default=0,
        type=_minutes,
        metavar="MINUTES",
        help=say.t("end the server when nobody has used it for so long"),
    )
    one.add_argument(
        "--https",
        nargs=2,
        metavar=("CERT", "KEY"),
        help=say.t("certificate and key, for HTTPS without a reverse proxy"),
    )
    one.add_argument("--no-browser", action="store_true", help=say.t("do not open the page in the browser"))


def serve(options: argparse.Namespace, console: Console) -> int:
    """Run the server until Ctrl+C."""
    say = words("en")
    if any(find_spec(name) is None for name in NEEDED):
        raise Stop(say.t('The server needs some more packages. Install them with: pip install "safeaudit[addin]"'))
    from safeaudit.service.http.run import run
    from safeaudit.service.http.settings import Settings

    hosted = _public_url(options.public_url)
    _settled(options, hosted, say)
    settings = Settings(
        host=options.host,
        port=options.port,
        public_url=hosted,
        token=_token(options, say),
        https=bool(options.https),
    )
    _certificate(options, say)
    _port_is_free(options.host, options.port, say)

    def ready() -> None:
        link = settings.address + ("/" if hosted or settings.token is None else f"/?start={quote(settings.token)}")
        console.print(say.t("The page is at {address}", address=link))
        if hosted:
            console.note(say.t("Files are checked in memory and not kept. Stop the server with Ctrl+C."))
        else:
            console.note(
                say.t("Only this computer can reach it. Files are checked in memory and not kept. Stop it with Ctrl+C.")
            )
        sys.stdout.flush()
        if not hosted and not options.no_browser and _desktop():
            _open(link)

    if not run(
        settings,
        certificate=tuple(options.https) if options.https else None,
        idle_minutes=options.idle_exit,
        ready=ready,
    ):
        raise Stop(say.t("The server could not begin. Choose another port with --port."))
    console.note(say.t("The server has ended. Nothing was kept."))
    return DONE


def _settled(options: argparse.Namespace, hosted: str, say: Words) -> None:
    """Stop at settings that would open the server wider than somebody meant."""
    if options.host not in LOOPBACK and not hosted:
        raise Stop(
            say.t(
                "Other computers could reach the server at {host}. Say with --public-url under which address they do.",
                host=options.host,
            ),
            WRONG_USE,
        )
    if hosted and not options.token_file and not options.no_token:
        raise Stop(
            say.t(
                "Say who may use the server: --token-file FILE for people with an access code, --no-token for everybody who reaches it."
            ),
            WRONG_USE,
        )
    if options.token_file and options.no_token:
        raise Stop(say.t("Choose either --token-file or --no-token."), WRONG_USE)


def _token(options: argparse.Namespace, say: Words) -> str | None:
    if options.no_token:
        return None
    if not options.token_file:
        return secrets.token_urlsafe(24)
    path = Path(options.token_file)
    try:
        token = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise Stop(
            say.t("{file} could not be read. Name a text file that holds the access code.", file=path)
        ) from fault
    if len(token) < SHORTEST_CODE or not token.isascii() or not token.isprintable():
        raise Stop(
            say.t(
                "The access code in {file} must be one line of {count} or more Latin letters, digits and signs.",
                file=path,
                count=SHORTEST_CODE,
            ),
            WRONG_USE,
        )
    return token


def _certificate(options: argparse.Namespace, say: Words) -> None:
    if not options.https:
        return
    import ssl

    certificate, key = options.https
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as fault:
        raise Stop(
            say.t("The certificate {file} and its key do not open. Name both files in PEM form.", file=certificate)
        ) from fault


def _public_url(address: str) -> str:
    if not address:
        return ""
    say = words("en")
    parts = urlsplit(address)
    try:
        right = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
    except ValueError:
        right = False
    if not right or parts.path not in ("", "/") or parts.query or parts.fragment or parts.username:
        raise Stop(
            say.t(
                "{address} is no address of a server. Write it like https://safeaudit.example.org, without a path.",
                address=address,
            ),
            WRONG_USE,
        )
    return f"{parts.scheme}://{parts.netloc}"


def _port_is_free(host: str, port: int, say: Words) -> None:
    """Stop before the libraries are loaded, and with a sentence, when another program listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            if fault.errno in (errno.EADDRINUSE, errno.EACCES):
                text = say.t(
                    "Port {port} is in use by another program, or may not be used. Choose another with --port.",
                    port=port,
                )
            else:
                text = say.t("The server cannot listen at {host}. Check the address after --host.", host=host)
            raise Stop(text, NO_FILE) from fault


def _desktop() -> bool:
    """Whether a browser can be shown to somebody."""
    return sys.stdout.isatty() and (
        os.name == "nt"
        or sys.platform == "darwin"
        or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    )


def _open(link: str) -> None:
    import webbrowser

    webbrowser.open(link)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65_535:
        raise argparse.ArgumentTypeError(words("en").t("a port is a number from 1 to 65535"))
    return int(text)


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = -1.0
    if not 0 < minutes <= 100_000:
        raise argparse.ArgumentTypeError(words("en").t("a number of minutes above 0"))
    return minutes
