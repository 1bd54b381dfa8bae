"""Putting the add-in in place: each platform's folders in a home of its own, undone without a trace, and a self-test."""

from __future__ import annotations

import socket
import ssl
import threading
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from support import ROOT, open_xml_errors, recalculated

import safeaudit
from safeaudit import cli
from safeaudit.examples import sample_city
from safeaudit.languages import PSEUDO
from safeaudit.office import install
from safeaudit.office.install import Home, NoExcelHere, certificate, doctor, sideload
from safeaudit.office.install.autoopen import opens_pane
from safeaudit.office.install.manifest import LOCAL_URL, TASKPANE_ID, add_in_id, manifest
from safeaudit.office.ribbon import FILE
from safeaudit.words import words

PYTHON = Path("/opt/python of the city/bin/python3")
EN = words("en")


def windows(folder: Path) -> Home:
    return Home("windows", folder / "Users" / "Zoë", folder / "Users" / "Zoë" / "AppData" / "Roaming")


def mac(folder: Path) -> Home:
    return Home("mac", folder / "Users" / "zoe", folder / "unused")


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


# Ribbon --------------------------------------------------------------------------------------------------------------


def test_on_windows_the_ribbon_and_a_settings_file_that_vba_can_read_are_put_in_place(tmp_path: Path) -> None:
    at = windows(tmp_path)
    python = tmp_path / "Python" / "python.exe"
    python.parent.mkdir()
    python.with_name("pythonw.exe").touch()
    install.install(at, python)
    assert (at.appdata / "Microsoft/Excel/XLSTART/safeaudit.xlam").read_bytes() == FILE.read_bytes()
    content = (at.folder / ".safeaudit/safeaudit.conf").read_bytes()
    assert content.startswith(b"\xff\xfe")
    assert content.decode("utf-16") == f'"INTERPRETER_WIN","{python.with_name("pythonw.exe")}"\r\n'


def test_on_a_mac_the_ribbon_and_a_script_that_knows_python_are_put_in_place(tmp_path: Path) -> None:
    at = mac(tmp_path)
    install.install(at, Path('/opt/py "three"/bin/python3'))
    library = at.folder / "Library"
    startup = library / "Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
    assert (startup / "safeaudit.xlam").read_bytes() == FILE.read_bytes()
    script = (library / "Application Scripts/com.microsoft.Excel/safeaudit.applescript").read_text("utf-8")
    assert 'property interpreter : "/opt/py \\"three\\"/bin/python3"' in script
    assert "quoted form of" in script


@pytest.mark.parametrize("system", [windows, mac])
def test_status_follows_what_is_there_and_remove_takes_away_only_what_is_ours(system: object, tmp_path: Path) -> None:
    assert callable(system)
    at: Home = system(tmp_path)
    assert {part.state for part in install.status(at, PYTHON)} == {"missing"}
    install.install(at, PYTHON)
    mine = files(tmp_path)
    other = install.status(at, PYTHON)[0].path.with_name("other-add-in.xlam")
    other.write_bytes(b"somebody else's")
    assert {part.state for part in install.status(at, PYTHON)} == {"current"}
    assert {part.state for part in install.status(at, Path("/another/python3"))} == {"current", "other"}
    install.install(at, Path("/another/python3"))
    assert {part.state for part in install.status(at, Path("/another/python3"))} == {"current"}
    assert {str(path.relative_to(tmp_path)) for path in install.remove(at)} == mine
    assert files(tmp_path) == {str(other.relative_to(tmp_path))}
    assert install.remove(at) == []


def test_where_there_is_no_desktop_excel_the_command_says_what_to_use_instead(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NoExcelHere):
        install.status(Home("other", Path("/home/zoe"), Path()), PYTHON)
    monkeypatch.setattr("sys.platform", "linux")
    assert cli.run(["addin", "install"]) == 3
    assert "safeaudit serve" in capsys.readouterr().err


def test_the_commands_install_tell_and_remove(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(install, "home", lambda: windows(tmp_path))
    monkeypatch.setattr(sideload, "in_registry", lambda *_: None)
    assert cli.run(["addin", "status"]) == 1
    assert "not installed" in capsys.readouterr().out
    assert cli.run(["addin", "install"]) == 0
    assert "Start Excel again" in capsys.readouterr().out
    assert cli.run(["addin", "status"]) == 0
    assert cli.run(["addin", "remove"]) == 0
    assert files(tmp_path) == set()


def test_a_file_held_by_excel_ends_in_a_plain_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at = windows(tmp_path)
    monkeypatch.setattr(install, "home", lambda: at)

    def held(self: Path, target: Path) -> Path:
        raise PermissionError(13, "held", str(target))

    monkeypatch.setattr(Path, "replace", held)
    assert cli.run(["addin", "install"]) == 3
    assert "safeaudit.xlam" in capsys.readouterr().err


def test_the_home_is_that_of_the_person_who_runs_it() -> None:
    assert install.home({"USERPROFILE": "/u/zoe", "APPDATA": "/u/zoe/roaming"}, "win32") == Home(
        "windows", Path("/u/zoe"), Path("/u/zoe/roaming")
    )
    assert install.home({}, "darwin").system == "mac"
    assert install.home({}, "linux").system == "other"


# Manifest ------------------------------------------------------------------------------------------------------------

NAMES = {
    "o": "http://schemas.microsoft.com/office/appforoffice/1.1",
    "bt": "http://schemas.microsoft.com/office/officeappbasictypes/1.0",
    "v": "http://schemas.microsoft.com/office/taskpaneappversionoverrides",
}
ORDER = ["Id", "Version", "ProviderName", "DefaultLocale", "DisplayName", "Description", "IconUrl", "HighResolutionIconUrl",
         "SupportUrl", "AppDomains", "Hosts", "Requirements", "DefaultSettings", "Permissions", "VersionOverrides"]  # fmt: skip


@pytest.mark.parametrize("language", ["en", PSEUDO])
@pytest.mark.parametrize("url", [LOCAL_URL, "https://audit.office.example/tools/"])
def test_the_manifest_has_what_excel_asks_for_in_the_order_it_asks(url: str, language: str) -> None:
    root = ET.fromstring(manifest(words(language), url, office="Office for <Safer> Cities & more"))
    assert [child.tag.rpartition("}")[2] for child in root] == ORDER
    assert root.findtext("o:Id", namespaces=NAMES) == add_in_id(url)
    assert len(root.findtext("o:Version", "", NAMES).split(".")) == 4
    assert len(root.findtext("o:ProviderName", "", NAMES)) <= 125
    for name, most in (("DisplayName", 125), ("Description", 250)):
        assert 0 < len(root.find(f"o:{name}", NAMES).get("DefaultValue")) <= most
    links = [
        element.get("DefaultValue") for element in root.iter() if (element.get("DefaultValue") or "").startswith("http")
    ]
    assert len(links) >= 9
    assert all(link.startswith(url.rstrip("/") + "/") for link in links)


def test_every_resource_of_the_manifest_is_used_and_every_use_has_its_resource() -> None:
    root = ET.fromstring(manifest(EN))
    defined = [
        element.get("id")
        for kind in ("Image", "Url", "String")
        for element in root.iter(f"{{{NAMES['bt']}}}{kind}")
        if element.get("id")
    ]
    used = {element.get("resid") for element in root.iter() if element.get("resid")}
    assert len(defined) == len(set(defined))
    assert set(defined) == used
    assert all(len(name) <= 32 for name in defined)
    short = [element.get("DefaultValue") for element in root.find(".//bt:ShortStrings", NAMES)]
    long = [element.get("DefaultValue") for element in root.find(".//bt:LongStrings", NAMES)]
    assert all(len(text) <= 125 for text in short)
    assert all(len(text) <= 250 for text in long)
    assert root.findtext(".//v:TaskpaneId", namespaces=NAMES) == TASKPANE_ID


def test_the_pictures_the_manifest_names_are_there_in_their_sizes() -> None:
    for size in (16, 32, 80):
        with Image.open(ROOT / "safeaudit" / "service" / "ui" / "taskpane" / "icons" / f"icon-{size}.png") as picture:
            assert picture.size == (size, size)


@pytest.mark.parametrize("url", ["http://office.example", "ftp://x", "", "https://", "https://a.example/?q=1"])
def test_an_address_that_excel_would_refuse_is_refused(url: str) -> None:
    with pytest.raises(ValueError):
        manifest(EN, url)


# Sideloading ---------------------------------------------------------------------------------------------------------


def test_on_windows_the_registry_names_the_manifest_and_forget_takes_it_away(tmp_path: Path) -> None:
    registry: dict[tuple[str, str], str] = {}

    def register(key: str, name: str, value: str | None) -> None:
        if value is None:
            registry.pop((key, name), None)
        else:
            registry[key, name] = value

    done = sideload.sideload(windows(tmp_path), EN, register=register)
    assert registry == {(r"Software\Microsoft\Office\16.0\Wef\Developer", add_in_id()): str(done.manifest)}
    assert done.manifest.read_text("utf-8") == manifest(EN)
    assert any("certutil" in step for step in done.steps)
    again = sideload.sideload(windows(tmp_path), EN, register=register)
    assert again.certificate is not None
    assert done.certificate is not None
    assert again.certificate.chain.read_bytes() == done.certificate.chain.read_bytes()
    sideload.forget(windows(tmp_path), register=register)
    assert registry == {}
    assert files(tmp_path) == set()


def test_on_a_mac_the_manifest_goes_where_excel_looks_and_an_office_server_needs_no_certificate(tmp_path: Path) -> None:
    done = sideload.sideload(mac(tmp_path), EN, url="https://audit.office.example")
    assert done.certificate is None
    assert done.manifest.parent == tmp_path / "Users/zoe/Library/Containers/com.microsoft.Excel/Data/Documents/wef"
    assert not any("certificate" in step for step in done.steps)


def test_the_certificate_serves_this_computer_and_nothing_else(tmp_path: Path) -> None:
    made = certificate.make(tmp_path)
    assert handshake(made, "localhost") == "ok"
    assert handshake(made, "127.0.0.1") == "ok"
    assert "match" in handshake(made, "audit.office.example")
    assert made.key.stat().st_mode & 0o077 == 0
    from cryptography import x509

    authority = x509.load_pem_x509_certificate(made.authority.read_bytes())
    allowed = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert allowed.critical
    assert {str(name.value) for name in allowed.value.permitted_subtrees or ()} == {"localhost", "127.0.0.1/32"}
    assert not list(tmp_path.glob("*authority*key*"))


def handshake(made: certificate.Certificate, name: str) -> str:
    """Whether a client that trusts the authority takes the server for `name`: "ok", or why not."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(made.chain, made.key)
    client = ssl.create_default_context(cafile=str(made.authority))
    ours, theirs = socket.socketpair()

    def answer() -> None:
        try:
            with server.wrap_socket(theirs, server_side=True) as opened:
                opened.recv(1)
        except OSError:
            pass

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        with client.wrap_socket(ours, server_hostname=name) as opened:
            opened.send(b".")
            return "ok"
    except ssl.SSLError as fault:
        return str(fault)
    finally:
        ours.close()
        thread.join(10)


def test_the_sideload_command_prints_steps_a_person_can_follow(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(install, "home", lambda: mac(tmp_path))
    assert cli.run(["addin", "sideload", "--url", "http://plain.example"]) == 2
    assert "https://" in capsys.readouterr().err
    assert cli.run(["addin", "sideload"]) == 0
    printed = capsys.readouterr().out
    assert "security add-trusted-cert" in printed
    assert "safeaudit serve --https" in printed


# A workbook that opens the pane --------------------------------------------------------------------------------------


def test_a_workbook_that_opens_the_pane_is_the_same_workbook_in_every_other_part(tmp_path: Path) -> None:
    audit, raw = sample_city()
    plain, asking = tmp_path / "plain.xlsx", tmp_path / "asking.xlsx"
    safeaudit.build_workbook(plain, audit, raw=raw)
    asking.write_bytes(opens_pane(plain.read_bytes()))
    assert open_xml_errors(asking) == []
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(asking) as new:
        changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
        added = [name for name in new.namelist() if name not in old.namelist()]
        assert changed == ["[Content_Types].xml", "_rels/.rels"]
        assert added == [
            "xl/webextensions/taskpanes.xml",
            "xl/webextensions/_rels/taskpanes.xml.rels",
            "xl/webextensions/webextension1.xml",
        ]
        assert new.namelist()[-3:] == added
        assert add_in_id() in new.read("xl/webextensions/webextension1.xml").decode()
    first, second = safeaudit.read_audit(plain), safeaudit.read_audit(asking)
    assert [str(finding) for finding in safeaudit.check(first)] == [str(finding) for finding in safeaudit.check(second)]
    assert opens_pane(asking.read_bytes()) == asking.read_bytes()


def test_libreoffice_opens_a_workbook_that_asks_for_the_pane(tmp_path: Path) -> None:
    audit, raw = sample_city()
    asking = tmp_path / "asking.xlsx"
    safeaudit.build_workbook(asking, audit, raw=raw)
    asking.write_bytes(opens_pane(asking.read_bytes(), store="developer"))
    before = safeaudit.read_audit(asking)
    [saved] = recalculated([asking], tmp_path)
    assert safeaudit.read_audit(saved).completeness == before.completeness


# Doctor --------------------------------------------------------------------------------------------------------------


def test_the_doctor_finds_everything_in_order_here(tmp_path: Path) -> None:
    lines = list(doctor.examine(windows(tmp_path), EN))
    assert [line.name for line in lines if line.state == "trouble"] == []
    by_name = {line.name: line for line in lines}
    assert by_name["Packages"].found == "all there"
    assert by_name["safeaudit"].found == safeaudit.__version__
    assert by_name["Workbook, check and report of the sample city"].state == "ok"
    assert all(line.remedy for line in lines if line.state != "ok")


def test_the_doctor_names_what_is_missing_and_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "_older", lambda package, _wanted: package in ("jinja2", "xlwings"))
    monkeypatch.setattr(doctor, "data_folder", lambda name: tmp_path / name)
    lines = list(doctor.examine(mac(tmp_path), EN, try_work=False))
    trouble = {line.name: line for line in lines if line.state == "trouble"}
    assert set(trouble) == {"Packages", "Files of workbook_templates", "Files of report_templates", "Files of examples"}
    assert "jinja2" in trouble["Packages"].found
    assert "pip install" in trouble["Packages"].remedy
    monkeypatch.setattr(install, "home", lambda: mac(tmp_path))
    assert cli.run(["doctor", "--quick"]) == 1
    assert "4 things keep safeaudit from working." in capsys.readouterr().out
