"""The pages as they are sent: the drop page in one language, the pane with its token, and the files both load."""

from __future__ import annotations

import html
import re
from pathlib import Path

import safeaudit
from safeaudit.files.formats import ENDINGS
from safeaudit.service.http.settings import Settings
from safeaudit.service.ui import texts
from safeaudit.words import words

HERE = Path(__file__).resolve().parent.parent / "ui"
FOLDERS = {"web": HERE / "web", "taskpane": HERE / "taskpane", "shared": HERE / "shared"}
MOVED = {"web/tokens.css": "shared/tokens.css"}
"""Addresses that pages kept by somebody may still ask for."""
TYPES_OF_WORKBOOKS = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet",
)
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".json": "application/json",
    ".woff2": "font/woff2",
    ".ico": "image/x-icon",
}


def drop_page(settings: Settings, language: str, *, admitted: bool) -> str:
    """The drop page with its texts in one language."""
    say = words(language)
    known = texts.web(language)
    given = {
        "language": "en-XA" if language == "qps" else language,
        "code": language,
        "direction": "rtl" if say.right_to_left else "ltr",
        "admitted": "yes" if admitted else "no",
        "accept": ",".join((*ENDINGS, *TYPES_OF_WORKBOOKS)),
        "footer": known["footer"].format(version=safeaudit.__version__),
        "language_label": known["language"],
        "access_note": known["access_hosted" if settings.hosted else "access_local"],
        "mode": "hosted" if settings.hosted else "local",
        "privacy": known["privacy_server" if settings.hosted else "privacy_local"],
        "privacy_more": known["privacy_server_more" if settings.hosted else "privacy_local_more"],
    }

    def text(match: re.Match[str]) -> str:
        return html.escape(given.get(match[1]) or known[match[1]])

    return re.sub(r"\{\{(\w+)\}\}", text, (FOLDERS["web"] / "index.html").read_text("utf-8"))


def pane_page(page: str, settings: Settings) -> str:
    """The pane with the token of this start. Excel opens a fixed address, so no link can bring it; other sites cannot read it.

    Where people share a server, the code is theirs to type, and no page gives it away.
    """
    token = "" if settings.hosted else settings.token or ""
    meta = f'<meta name="safeaudit-token" content="{html.escape(token)}">'
    page, found = re.subn(r'<meta name="safeaudit-token"[^>]*>', lambda _: meta, page, count=1)
    return page if found else re.sub(r"(<head[^>]*>)", lambda match: match[1] + meta, page, count=1)


def static_files() -> dict[str, Path]:
    """What pages may load, by the name in the address; found once, so that a path that climbs is a name nobody has."""
    found = {
        f"{name}/{path.relative_to(folder).as_posix()}": path
        for name, folder in FOLDERS.items()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in TYPES and path.suffix != ".html"
    }
    return found | {old: found[new] for old, new in MOVED.items()}
