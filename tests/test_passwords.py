"""Protected workbooks: opened with their password, refused in words without it, and never the password where it may be seen."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from msoffcrypto.method.ecma376_agile import ECMA376Agile  # type: ignore[import-untyped]
from serving import Served, serving

import safeaudit
from safeaudit import cli
from safeaudit.examples import sample_city
from safeaudit.files import encrypted
from safeaudit.files.reader import LIMITS, UnreadableFile, read_bytes
from safeaudit.service import answers as service
from safeaudit.service.jobs import warm_up

PASSWORD = "Übung 安全 1"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def locked_with(data: bytes, password: str) -> bytes:
    sealed: bytes = ECMA376Agile.encrypt(password, io.BytesIO(data))
    return sealed


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plain") / "plain.xlsx"
    audit, raw = sample_city()
    safeaudit.build_workbook(path, audit, raw=raw, workbook_id="sample-city")
    return path


@pytest.fixture(scope="module")
def protected(plain: Path) -> bytes:
    return locked_with(plain.read_bytes(), PASSWORD)


@pytest.fixture
def locked(protected: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "locked.xlsx"
    path.write_bytes(protected)
    return path


def code_of(data: bytes, *passwords: str) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(data, "a.xlsx", passwords=passwords)
    return caught.value.code


def test_the_right_password_opens_it_and_another_does_not(protected: bytes, plain: Path) -> None:
    assert read_bytes(protected, "plain.xlsx", passwords=("no", PASSWORD)) == read_bytes(
        plain.read_bytes(), "plain.xlsx"
    )
    assert code_of(protected) == "encrypted"
    assert code_of(protected, "") == "encrypted"
    assert code_of(protected, "wrong") == "wrong_password"


def test_what_excel_opens_without_asking_is_opened_without_asking(plain: Path) -> None:
    assert read_bytes(locked_with(plain.read_bytes(), encrypted.EVERYBODYS), "a.xlsx").sheets


def test_limits_are_those_of_the_workbook_inside(plain: Path) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", b"0" * 30_000_000)
    assert code_of(locked_with(bomb.getvalue(), "a"), "a") == "hostile"
    assert code_of(locked_with(plain.read_bytes(), "a")[:-70_000], "a") == "damaged"


def replaced(data: bytes, old: str, new: str) -> bytes:
    assert len(old) == len(new)
    assert old.encode() in data
    return data.replace(old.encode(), new.encode())


def test_a_header_that_would_keep_the_computer_busy_is_refused_at_once(protected: bytes) -> None:
    began = time.monotonic()
    assert code_of(replaced(protected, 'spinCount="100000" ', 'spinCount="9999999"'), "a") == "hostile"
    declared = replaced(protected, '<?xml version="1.0" encoding="UTF-8"', '<!DOCTYPE a><?xml version="1.0" e=""')
    assert code_of(declared, "a") == "hostile"
    assert time.monotonic() - began < 15


def test_a_file_that_only_says_it_is_encrypted_is_told_as_one() -> None:
    directory = OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    assert code_of(directory) == "encrypted"
    assert code_of(directory, "a") == "damaged"


def test_a_child_that_dies_or_takes_too_long_is_a_refusal(protected: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encrypted, "_CHILD", "import time; time.sleep(60)")
    with pytest.raises(UnreadableFile) as caught:
        encrypted.decrypted(protected, ["a"], LIMITS.__class__(seconds=0.5))
    assert caught.value.code == "too_slow"
    monkeypatch.setattr(encrypted, "_CHILD", "import os; os.abort()")
    assert code_of(protected, "a") == "damaged"


def test_the_password_is_no_argument_of_any_process(protected: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    real: Callable[..., subprocess.CompletedProcess[bytes]] = subprocess.run

    def run(command: list[str], **more: object) -> subprocess.CompletedProcess[bytes]:
        seen.append(command)
        assert not any(PASSWORD in str(value) for name, value in more.items() if name != "input")
        return real(command, **more)

    monkeypatch.setattr(subprocess, "run", run)
    read_bytes(protected, "a.xlsx", passwords=(PASSWORD,))
    assert seen
    assert not any(PASSWORD in part for command in seen for part in command)


# At the command line -------------------------------------------------------------------------------------------------


def told(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    assert PASSWORD not in captured.out + captured.err
    return " ".join((captured.out + captured.err).split())


def test_commands_take_the_password_and_say_that_a_copy_has_none(
    locked: Path, plain: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--password", "another", "--password", PASSWORD]
    assert cli.run(["check", str(locked), "--write", *given]) == cli.ERRORS
    assert "locked.checked.xlsx. It has no password any more" in told(capsys)
    assert cli.run(["rescue", str(locked), *given]) == cli.DONE
    assert "It has no password any more" in told(capsys)
    report = locked.with_name("r.docx")
    assert cli.run(["report", str(locked), "--kind", "findings", "-o", str(report), *given]) == cli.ERRORS
    assert cli.run(["trace", str(report), str(locked), *given]) == cli.DONE
    assert cli.run(["compare", str(plain), str(locked), "--format", "json", *given]) == cli.DONE
    told(capsys)
    for path in locked.parent.iterdir():
        assert PASSWORD.encode() not in path.read_bytes()
        assert PASSWORD.encode("utf-16-le") not in path.read_bytes()
    assert safeaudit.check(safeaudit.read_audit(locked.with_name("locked.checked.xlsx")))


@pytest.mark.parametrize("job", ["check", "report", "rescue", "upgrade", "trace", "compare"])
def test_without_a_password_every_command_says_how_to_give_one(
    job: str, locked: Path, plain: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [str(locked)] if job not in ("trace", "compare") else [str(plain), str(locked)]
    assert cli.run([job, *files]) == cli.NO_FILE
    said = told(capsys)
    assert said.startswith("locked.xlsx is protected with a password.")
    assert said.endswith("--password-file FILE")
    assert cli.run([job, *files, "--password", "wrong"]) == cli.NO_FILE
    assert told(capsys).startswith("The password does not open locked.xlsx.")


def test_a_file_may_hold_the_password(locked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = locked.with_name("secret.txt")
    secret.write_bytes(f"\ufeffanother\r\n{PASSWORD}\r\n".encode())
    assert cli.run(["check", str(locked), "--password-file", str(secret)]) == cli.ERRORS
    told(capsys)
    secret.write_text(" \n")
    assert cli.run(["check", str(locked), "--password-file", str(secret)]) == cli.NO_FILE
    assert "The file with the password is empty" in told(capsys)
    assert cli.run(["check", str(locked), "--password-file", "none.txt"]) == cli.NO_FILE
    assert "could not be read: none.txt" in told(capsys)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_at_a_terminal_the_password_is_asked_for_three_times_at_most(
    locked: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[str] = []
    typed: Iterator[str] = iter(("wrong", PASSWORD, "a", "b", "c", "d", ""))

    def answer(prompt: str, stream: object = None) -> str:
        asked.append(prompt)
        return next(typed)

    monkeypatch.setattr("getpass.getpass", answer)
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    assert cli.run(["check", str(locked)]) == cli.ERRORS
    assert asked == ["Password of locked.xlsx: "] * 2
    assert "The password does not open locked.xlsx." in told(capsys)
    assert cli.run(["report", str(locked)]) == cli.NO_FILE
    assert len(asked) == 5
    assert told(capsys).count("The password does not open") == 3
    monkeypatch.setattr("getpass.getpass", lambda *_, **__: "")
    assert cli.run(["report", str(locked)]) == cli.NO_FILE, "nothing typed ends it"


def test_one_protected_file_among_many_is_asked_for_too(
    locked: Path, plain: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda *_, **__: PASSWORD)
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    assert cli.run(["check", str(plain), str(locked), "--format", "json"]) == cli.ERRORS
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["file"] for line in lines] == [str(plain), str(locked)]


def test_python_takes_the_password(locked: Path) -> None:
    assert safeaudit.read_audit(locked, password=PASSWORD).profile.city == "Port Saranel"
    with pytest.raises(safeaudit.NotReadable) as caught:
        safeaudit.read_audit(locked)
    assert caught.value.code == "encrypted"


# Labels and lock files -----------------------------------------------------------------------------------------------


def labelled() -> bytes:
    """The directory of a workbook that a sensitivity label encrypted, as far as one looks at it."""

    def entry(name: str) -> bytes:
        return name.encode("utf-16-le").ljust(64, b"\0") + bytes(64)

    return OLE + bytes(504) + b"".join(map(entry, ("EncryptedPackage", "DataSpaces", "DRMEncryptedTransform")))


def excels_lock(user: str = "An Officer") -> bytes:
    name = user.encode()
    return bytes([len(name)]) + name.ljust(54) + bytes([len(name), 0]) + user.ljust(54).encode("utf-16-le")


@pytest.mark.parametrize(
    ("name", "data", "beginning"),
    [
        ("a.xlsx", labelled(), "a.xlsx is protected by a sensitivity label or another rights management"),
        ("~$a.xlsx", excels_lock(), "~$a.xlsx is Excel’s lock file: the workbook is open somewhere."),
        ("renamed.xlsx", excels_lock(), "renamed.xlsx is Excel’s lock file: the workbook is open somewhere."),
        ("~$b.xlsx", b"odd", "~$b.xlsx is Excel’s lock file"),
        (".~lock.a.ods#", b",user,host,28.11.2026 10:00,file:///;", ".~lock.a.ods# is LibreOffice’s lock file"),
    ],
)
def test_labels_and_lock_files_are_told_for_what_they_are(
    name: str, data: bytes, beginning: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    for command in (["check", str(path)], ["check", str(path), "--password", "a"], ["report", str(path)]):
        assert cli.run(command) == cli.NO_FILE
        said = told(capsys)
        assert said.startswith(beginning)
        assert "Give the password" not in said
    with pytest.raises(service.NotReadable, match=beginning[:12].replace("$", r"\$")):
        service.check_bytes(data, name)


def test_a_short_text_that_is_no_lock_file_is_told_as_a_text() -> None:
    assert code_of(b"7" + b"x" * 164) == "csv_or_text"
    assert code_of(excels_lock()[:100]) != "lock_file"


# On the page ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    warm_up()
    with serving() as served:
        yield served


def test_the_server_takes_a_password_and_says_by_a_code_when_it_needs_one(
    server: Served, protected: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    def sent(path: str, **fields: str) -> httpx.Response:
        with server.client() as client:
            return client.post(path, files={"file": ("locked.xlsx", protected)}, data=fields)

    for path in ("/api/file/check", "/api/file/checked", "/api/file/report"):
        without, wrong = sent(path), sent(path, password="wrong")
        assert (without.status_code, without.json()["code"]) == (422, "encrypted")
        assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong_password")
        assert "wrong" not in wrong.json()["message"]
    assert sent("/api/file/check", password=PASSWORD).json()["audit"]["city"] == "Port Saranel"
    assert sent("/api/file/checked", password=PASSWORD).content.startswith(b"PK")
    assert sent("/api/file/report", password=PASSWORD, kind="findings").content.startswith(b"PK")
    assert sent("/api/file/check", password="x" * 300).status_code == 422
    assert PASSWORD not in "".join(capfd.readouterr())


def test_no_password_stands_in_the_list_of_processes(locked: Path) -> None:
    """While many files are checked, looked at from outside."""
    if not Path("/proc/self/cmdline").exists():
        pytest.skip("there is no /proc here")
    secret = locked.with_name("secret.txt")
    secret.write_text(PASSWORD, "utf-8")
    command = [sys.executable, "-m", "safeaudit", "check", str(locked), str(secret), "--password-file", str(secret)]
    root = str(Path(safeaudit.__file__).parents[1])
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": root}
    )
    seen: set[bytes] = set()
    while process.poll() is None:
        for line in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                seen.add(line.read_bytes())
            except OSError:
                continue
        time.sleep(0.05)
    out, _ = process.communicate()
    assert b"Port Saranel" in out
    ours = [line for line in seen if b"safeaudit.cli.children" in line or b"safeaudit.files.encrypted" in line]
    assert ours
    assert not any(PASSWORD.encode() in line for line in seen)
