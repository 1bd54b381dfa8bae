"""Generated files depend on the repository and nothing else: not on the day, the release of a library, or the seed of hashes."""

from __future__ import annotations

import ast
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT

from safeaudit.languages import AVAILABLE, names_file
from safeaudit.words import words
from scripts import extract_texts
from scripts.extract_texts import Entry, catalogue, quoted, written
from scripts.planted import fits
from scripts.renew_names import from_cldr, merged


def test_every_planted_fault_still_fits_the_code() -> None:
    """scripts/planted.py: a fault whose place has changed would be planted nowhere, and prove nothing."""
    assert fits(ROOT) == []


def test_every_committed_file_is_current_whatever_the_day_and_the_seed_of_hashes() -> None:
    for seed, day in (("1", None), ("2", "2029-03-01 04:00:00")):
        settings = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Pacific/Auckland" if day else "UTC", **pretended(day)}
        done = subprocess.run(
            [sys.executable, str(ROOT / "scripts" / "build_templates.py"), "--check"],
            capture_output=True, text=True, env=settings, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"seed {seed}, day {day}: {done.stdout}{done.stderr}"


def pretended(day: str | None) -> dict[str, str]:
    """What makes a child believe it is this day; nothing where libfaketime is not installed or already at work."""
    library = next(iter(Path("/usr/lib").glob("*/faketime/libfaketime.so.1")), None)
    if day is None or library is None or "LD_PRELOAD" in os.environ:
        return {}
    return {"LD_PRELOAD": str(library), "FAKETIME": f"@{day}"}


# Names of countries and currencies -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", AVAILABLE)
def test_names_of_countries_and_currencies_come_from_the_repository(language: str) -> None:
    program = (
        "import sys; sys.modules['babel'] = None; import json; from safeaudit.words import words; "
        f"print(json.dumps({{name: dict(words({language!r}).options(name)) for name in ('country', 'currency', 'language')}}))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, timeout=60, check=True)
    told = json.loads(done.stdout)
    assert told == json.loads(names_file(language).read_text("utf-8"))
    assert len(told["country"]) >= 249
    assert {"EUR", "USD", "BGN", "KES"} <= set(told["currency"])
    assert set(told["language"]) == set(AVAILABLE)
    assert list(told["country"].values()) == sorted(told["country"].values())
    assert list(told["currency"]) == sorted(told["currency"])


def test_renewing_the_names_adds_codes_and_takes_none_away() -> None:
    old = {"currency": {"OLD": "OLD · Old coin", "USD": "USD · Dollar"}, "country": {}, "language": {}}
    fresh = {"currency": {"NEW": "NEW · New coin", "USD": "USD · US Dollar"}, "country": {}, "language": {}}
    assert merged(old, fresh, rename=False)["currency"] == {
        "NEW": "NEW · New coin", "OLD": "OLD · Old coin", "USD": "USD · Dollar",
    }  # fmt: skip
    assert merged(old, fresh, rename=True)["currency"]["USD"] == "USD · US Dollar"
    for language in AVAILABLE:
        names = json.loads(names_file(language).read_text("utf-8"))
        for options, fresh_names in from_cldr(language).items():
            missing = set(fresh_names) - set(names[options])
            assert len(missing) < 5, f"{options}: run python -m scripts.renew_names"


def test_the_pseudo_language_marks_names_too() -> None:
    assert words("qps").options("country")["KE"].startswith("⟦")


# The catalogue of texts ----------------------------------------------------------------------------------------------


def test_the_catalogue_is_one_that_translation_tools_read() -> None:
    from babel.messages.pofile import read_po

    read = {(entry.context or "", entry.id) for entry in read_po(io.BytesIO(catalogue())) if entry.id}
    ours = {("", forms[0]) for _, forms in extract_texts.in_the_code()} | set(extract_texts.definition())
    assert {(context, entry if isinstance(entry, str) else entry[0]) for context, entry in read} == ours
    assert any(isinstance(entry, tuple) for _, entry in read)


def test_texts_are_found_wherever_they_are_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "safeaudit"
    (package / "inner").mkdir(parents=True)
    (package / "inner" / "one.py").write_text(
        'say.t("a" "b"); N_("marked"); w.n("one {x}", "many", 3); f"{say.t(\'inside\')} {say.t(name)}"; t(f"no {x}"); n("one")\n'
    )
    monkeypatch.setattr(extract_texts, "PACKAGE", package)
    file = "safeaudit/inner/one.py"
    assert list(extract_texts.in_the_code()) == [
        (file, ("ab",)), (file, ("marked",)), (file, ("one {x}", "many")), (file, ("inside",)),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ['He said "no"', "two\nlines", "a\\b\ttab", "50 % of {all}", "{ alone"])
def test_every_text_comes_back_from_the_catalogue_as_it_was(text: str) -> None:
    from babel.messages.pofile import read_po

    assert "".join(ast.literal_eval(line) for line in quoted(text).splitlines()) == text
    assert text in read_po(io.BytesIO(written(Entry((text,), "context", ["file.py"])).encode())).get(text, "context").id
