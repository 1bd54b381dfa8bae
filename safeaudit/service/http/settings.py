"""How the server was told to run: where it listens, under which address people reach it, who may use it, and its limits."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from urllib.parse import urlsplit

MIB = 1024 * 1024
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class ServerLimits:
    """Every bound the server keeps; sizes in bytes, time in seconds."""

    body: int = 30 * MIB
    at_once: int = 20
    waiting: int = 64
    wait: float = 30.0
    """How long a request waits for a free place before it is sent away."""
    upload: float = 120.0
    """How long a body may take to arrive."""
    door: int = 20
    """How many may give their access code at once."""
    door_body: int = 4096
    door_upload: float = 5.0
    check: float = 20.0
    report: float = 60.0
    memory: int = 600 * MIB
    answer: int = 64 * MIB


@dataclass(frozen=True, slots=True)
class Settings:
    """One server. `public_url` is the address of the reverse proxy in the hosted mode, empty on a person's own computer."""

    host: str = "127.0.0.1"
    port: int = 8765
    public_url: str = ""
    token: str | None = None
    https: bool = False
    limits: ServerLimits = field(default_factory=ServerLimits)

    @property
    def hosted(self) -> bool:
        """Whether other people reach this server, so that what they send leaves their computers."""
        return bool(self.public_url)

    @property
    def secure(self) -> bool:
        """Whether the page is loaded over HTTPS."""
        return self.public_url.startswith("https:") if self.hosted else self.https

    @property
    def address(self) -> str:
        """Where people open the page, without a slash at the end."""
        if self.hosted:
            return self.public_url.rstrip("/")
        # Certificates are made for the name, and without one the number needs no looking up.
        return f"https://localhost:{self.port}" if self.https else f"http://127.0.0.1:{self.port}"

    @property
    def own_hosts(self) -> frozenset[str]:
        """Host headers of this computer itself."""
        return frozenset(f"{name}:{self.port}" for name in LOOPBACK) | (
            frozenset(LOOPBACK) if self.port == DEFAULT_PORTS["https" if self.https else "http"] else frozenset()
        )

    @property
    def hosts(self) -> frozenset[str]:
        """Host headers that are ours. A page of somebody else that points its own name at us sends another one."""
        if not self.hosted:
            return self.own_hosts
        parts = urlsplit(self.public_url.lower())
        name = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else (parts.hostname or "")
        port = parts.port or DEFAULT_PORTS[parts.scheme]
        return frozenset({f"{name}:{port}"} | ({name} if port == DEFAULT_PORTS[parts.scheme] else set()))

    @property
    def origins(self) -> frozenset[str]:
        """Origins whose pages may ask: our own."""
        scheme = "https" if self.secure else "http"
        return frozenset(f"{scheme}://{host}" for host in self.hosts)

    @property
    def cookie(self) -> str:
        """The name of the cookie. Browsers do not tell ports apart in cookies, so the name does."""
        return "__Host-safeaudit" if self.secure else f"safeaudit-{self.port}"

    def knows(self, token: str) -> bool:
        """Whether this is the token; the time taken says nothing about it."""
        return self.token is None or hmac.compare_digest(token.encode("utf-8", "replace"), self.token.encode())

    def knows_cookie(self, value: str) -> bool:
        """Whether this cookie was given out by this server."""
        return self.token is None or hmac.compare_digest(value.encode("utf-8", "replace"), self.cookie_value.encode())

    @property
    def cookie_value(self) -> str:
        """What the cookie holds: made from the token, but not the token, which people may have written down."""
        return hmac.new((self.token or "").encode(), b"safeaudit cookie", hashlib.sha256).hexdigest()
