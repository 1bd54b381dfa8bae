"""Shows the task pane to this person's own Excel: certificate, manifest, and where Excel looks for a manifest under test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from safeaudit.office.install import Home
from safeaudit.office.install.certificate import Certificate, certificate_in, expires, make
from safeaudit.office.install.manifest import LOCAL_URL, add_in_id, manifest
from safeaudit.paths import atomic
from safeaudit.words import Words

REGISTRY_KEY = r"Software\Microsoft\Office\16.0\Wef\Developer"
SOON = timedelta(days=30)

Register = Callable[[str, str, str | None], None]
"""Writes a text value (key under HKEY_CURRENT_USER, name, value) into the Windows registry; None takes the value away."""


@dataclass(frozen=True, slots=True)
class Sideloaded:
    """What was done. `certificate` is None when another server (https) is used; `steps` are what the person does next."""

    manifest: Path
    certificate: Certificate | None
    steps: tuple[str, ...]


def sideload(
    at: Home, w: Words, *, url: str = LOCAL_URL, register: Register | None = None, office: str = ""
) -> Sideloaded:
    """Make the pane known to Excel here. ValueError for an address that is not https, OSError when a file cannot be written."""
    text = manifest(w, url, office=office)
    certificate = _certificate(at) if _local(url) else None
    path = _manifest_path(at, url)
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic(path) as temporary:
        temporary.write_text(text, "utf-8")
    if at.system == "windows":
        (register or in_registry)(REGISTRY_KEY, add_in_id(url), str(path))
    return Sideloaded(path, certificate, tuple(_steps(at, w, url, path, certificate)))


def forget(at: Home, *, url: str = LOCAL_URL, register: Register | None = None) -> list[Path]:
    """Undo `sideload`; the certificate's files go too, and the person is told to withdraw the trust."""
    gone = []
    certificate = certificate_in(at.settings / "certificate")
    for path in (_manifest_path(at, url), certificate.authority, certificate.chain, certificate.key):
        if path.is_file():
            path.unlink()
            gone.append(path)
    if at.system == "windows":
        (register or in_registry)(REGISTRY_KEY, add_in_id(url), None)
    return gone


def in_registry(key: str, name: str, value: str | None) -> None:
    """Set or take away one value under HKEY_CURRENT_USER. Windows only."""
    import contextlib
    import importlib

    winreg = importlib.import_module("winreg")
    with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as opened:
        if value is None:
            with contextlib.suppress(FileNotFoundError):
                winreg.DeleteValue(opened, name)
        else:
            winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, value)


def _local(url: str) -> bool:
    return url.rstrip("/").startswith(("https://localhost", "https://127.0.0.1"))


def _certificate(at: Home) -> Certificate:
    """The certificate of this computer; a new one when there is none or it ends within a month."""
    folder = at.settings / "certificate"
    there, end = certificate_in(folder), None
    if there.complete:
        end = expires(there)
    return there if end is not None and end - datetime.now(UTC) > SOON else make(folder)


def _manifest_path(at: Home, url: str) -> Path:
    name = f"safeaudit-{add_in_id(url)[:8]}.xml"
    if at.system == "mac":
        return at.folder / "Library" / "Containers" / "com.microsoft.Excel" / "Data" / "Documents" / "wef" / name
    return at.settings / name


def _steps(at: Home, w: Words, url: str, path: Path, certificate: Certificate | None) -> list[str]:
    steps = []
    if certificate is not None:
        steps += [_trust(at, w, certificate), _serve(w, certificate)]
    else:
        steps.append(w.t("Make sure the server runs and you can open {url} in a browser.", url=url))
    in_excel = {
        "windows": w.t("Start Excel again. Choose Home, Add-ins, and under Developer Add-ins: Safety audit."),
        "mac": w.t("Start Excel again. Choose Insert, My Add-ins, and the small arrow: Safety audit."),
        "other": w.t(
            "This computer has no desktop Excel. In Excel on the web choose Home, Add-ins, More Add-ins, Upload My Add-in, "
            "and the file {file}",
            file=path,
        ),
    }
    whole_office = w.t(
        "For a whole office: give {file} to your IT staff. They add it once in the Microsoft 365 admin centre under "
        "Integrated apps, or put it into a shared folder catalogue.",
        file=path,
    )
    return [*steps, in_excel[at.system], whole_office]


def _trust(at: Home, w: Words, certificate: Certificate) -> str:
    file = certificate.authority
    keychain = "~/Library/Keychains/login.keychain-db"
    commands = {
        "windows": f'certutil -user -addstore Root "{file}"',
        "mac": f'security add-trusted-cert -r trustRoot -k {keychain} "{file}"',
    }
    if at.system not in commands:
        return w.t("Trust the certificate {file} in your browser, once. It is good for this computer only.", file=file)
    return w.t(
        "Trust the certificate, once. It is good for this computer only and nobody has its key. Run: {command}",
        command=commands[at.system],
    )


def _serve(w: Words, certificate: Certificate) -> str:
    command = f'safeaudit serve --https "{certificate.chain}" "{certificate.key}"'
    return w.t("Start the server and leave it running: {command}", command=command)
