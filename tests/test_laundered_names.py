"""A person's or a gang's name typed where a place or an office is asked for reaches no public document, in whatever cells it stands."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import LONG
from test_public import everything, seen_in_charts, without_pictures

from safeaudit.audience import for_audience, withheld_json
from safeaudit.audit import Audit
from safeaudit.care import Reader
from safeaudit.care.marks import vocabulary
from safeaudit.examples import sample_city, sample_city_later
from safeaudit.report import write_comparison, write_report
from safeaudit.rules import all_rules, check
from safeaudit.rules.base import findings
from safeaudit.rules.care.texts import ORGANISATIONS
from safeaudit.sheets.kinds import Text

ENGLISH = vocabulary("en")
GIVEN = sorted(
    word.title()
    for word in ENGLISH["given"] - ENGLISH["common"] - ENGLISH["places"]
    if word.isascii() and len(word) > 3
)
FAMILY = sorted(
    word.title()
    for word in ENGLISH["surnames"] - ENGLISH["common"] - ENGLISH["org"]
    if word.isalpha() and len(word) > 3
)
READER = Reader("en")
UNLISTED = ("Tjivikua", "Shilumbu", "Haimbodi", "Katjivena", "Nangolo", "Xolobeni", "Okpwara", "Zvorikta")
"""Family names of no list."""

PEOPLE = st.one_of(
    st.tuples(st.sampled_from(GIVEN), st.sampled_from([*FAMILY, *UNLISTED])),
    st.tuples(st.sampled_from(UNLISTED[:4]), st.sampled_from(UNLISTED[4:])),
).filter(lambda person: bool(READER.read(f"Paid to {person[0]} {person[1]} at night.")))
"""People whom the reader knows for such when nothing is said of them: whom it cannot see, no cell hides."""
CELLS = (
    "{first} {last}", "Mr {first} {last}", "Office of {first} {last}", "{first} {last} Office", "{last}, {first}", "{first} {last} (Harbour)",
    "{low}", "Company of {first} {last}", "Police, {first} {last}", "Councillor {first} {last}", "{first} {last} & Sons", "The {first} {last} gang",
)  # fmt: skip
TEXTS = (
    "The shopkeeper {first} {last} pays every Friday.", "Paid to {first} {last} at night.", "Money is kept for {first} {last}, who drives.",
    "According to {first} {last}, nobody comes.", "The gang called {first} {last} holds the stairs.",
)  # fmt: skip
FREE = (
    ("ACTIONS", "STR-01", "action"),
    ("ACTIONS", "STR-02", "learning"),
    ("PROFILE", "PROFILE", "contact_role"),
    ("RISKS", "RSK-S1", "explanation"),
)
"""Texts of the sample city, three of them public and one withheld."""


def city(cells: dict[tuple[str, str], str], texts: dict[tuple[str, str, str], str]) -> Audit:
    """The sample city with other own names, in the first lines that are public, and other texts."""
    audit = deepcopy(sample_city()[0])
    shown = {row.id for rows in for_audience(audit, [], "public").audit.sheets.values() for row in rows if row.filled}
    for (sheet, column), name in cells.items():
        rows = [row for row in audit.sheets[sheet] if row.id in shown and row.get(column)]
        for row in rows[:2]:
            row.__dict__[column] = name
    for (_, row_id, column), text in texts.items():
        audit.by_id[row_id].__dict__[column] = text
    return audit


def typed(audit: Audit) -> str:
    """Every text of an audit."""
    return "\n".join(
        str(getattr(row, column))
        for rows in audit.sheets.values()
        for row in rows
        for column in row.filled
        if isinstance(row.columns[column].kind, Text)
    )


def names(first: str, last: str) -> tuple[str, ...]:
    """How a reader would know the person."""
    return (f"{first} {last}".casefold(), f"{last}, {first}".casefold())


def filled(form: str, first: str, last: str) -> str:
    return form.format(first=first, last=last, low=f"{first} {last}".lower())


@settings(max_examples=25 if LONG else 8, deadline=None)
@given(
    person=PEOPLE,
    columns=st.lists(st.sampled_from(sorted(ORGANISATIONS)), min_size=1, max_size=4, unique=True),
    form=st.sampled_from(CELLS),
    free=st.lists(st.sampled_from(FREE), max_size=3, unique=True),
    text=st.sampled_from(TEXTS),
)
def test_no_name_that_was_typed_as_one_of_the_citys_own_is_public(person, columns, form, free, text):
    first, last = person
    audit = city(
        {place: filled(form, first, last) for place in columns}, {place: filled(text, first, last) for place in free}
    )
    public = typed(for_audience(audit, [], "public").audit).casefold()
    assert [name for name in names(first, last) if name in public] == []
    told = {(found.row_id, found.column) for found in findings(all_rules()["SD-02"], audit)}
    assert {(row, column) for _, row, column in free} <= told
    assert {column for _, column in columns} <= {column for _, column in told}


@settings(max_examples=15 if LONG else 5, deadline=None)
@given(
    person=PEOPLE,
    one=st.sampled_from(sorted(ORGANISATIONS)),
    two=st.sampled_from(sorted(ORGANISATIONS)),
    text=st.sampled_from(TEXTS),
    halves=st.sampled_from([("{first}", "{last}"), ("{first} Park", "{last} Street"), ("{first} {last} Ward", "North"), ("{first} North", "Old {last}")]),
)  # fmt: skip
def test_halves_of_a_name_in_two_cells_clear_nothing(person, one, two, text, halves):
    first, last = person
    cells = {one: filled(halves[0], first, last), two: filled(halves[1], first, last)}
    audit = city(cells, {FREE[0]: filled(text, first, last), FREE[3]: filled(text, first, last)})
    public = typed(for_audience(audit, [], "public").audit).casefold()
    assert [name for name in names(first, last) if name in public] == []


def test_a_gang_called_so_in_a_withheld_text_is_no_area_source_or_partner_in_public():
    cells = {("AREAS", "name"): "Red Knives"}
    audit = city(cells, {("MARKETS", "MKT-01", "note"): "The gang called Red Knives holds the stairs."})
    assert "Red Knives" not in typed(for_audience(audit, [], "public").audit)
    assert "Red Knives" in typed(for_audience(city(cells, {}), [], "public").audit), "nothing says that this is a gang"


def test_places_called_after_people_stay_public():
    cells = {("AREAS", "name"): "Nelson Mandela Bay", ("SOURCES", "holder"): "Steve Biko Memorial Hospital", ("PARTNERS", "partner"): "Maria Kavetu Foundation"}  # fmt: skip
    audit = city(cells, {FREE[0]: "Light the road to Nelson Mandela Bay"})
    public = typed(for_audience(audit, [], "public").audit)
    assert [name for name in (*cells.values(), "Light the road to Nelson Mandela Bay") if name not in public] == []
    assert list(findings(all_rules()["SD-02"], audit)) == []


@pytest.mark.parametrize(
    ("language", "cell"),
    [("es", "Oficina de Maria Gonzalez"), ("fr", "Bureau de Moussa Traoré"), ("ar", "مكتب محمد علي"), ("ru", "Иван Петров"), ("zh", "王建国")],
)  # fmt: skip
def test_a_name_is_withheld_in_workbooks_of_other_languages(language, cell):
    audit = city(dict.fromkeys(sorted(ORGANISATIONS), cell), {})
    audit.language = language
    assert cell not in typed(for_audience(audit, [], "public", language="en").audit)


@settings(
    max_examples=1, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(person=PEOPLE, form=st.sampled_from(CELLS), text=st.sampled_from(TEXTS), which=st.integers(0, 2))
def test_no_public_document_holds_the_name_in_any_part(tmp_path: Path, person, form, text, which):
    first, last = person
    texts = {place: filled(text, first, last) for place in FREE}
    audit = city(dict.fromkeys(sorted(ORGANISATIONS), filled(form, first, last)), texts)
    clean, follow_up = sample_city()[0], sample_city_later()[0]
    found = check(audit)
    with without_pictures(), seen_in_charts() as drawn:
        made = [
            write_report(audit, found, tmp_path / f"{kind}.docx", kind=kind, audience="public")
            for kind in ("strategy", "council", "brief")
        ]
        made.append(write_comparison(audit, follow_up, [], tmp_path / "before.docx", audience="public"))
        made.append(write_comparison(clean, audit, found, tmp_path / "after.docx", audience="public"))
    everywhere = "\n".join(
        [*(everything(each.path) for each in made), *drawn, withheld_json(for_audience(audit, found, "public"))]
    ).casefold()
    assert "[withheld]" in everywhere
    assert [name for name in names(first, last) if name in everywhere] == []


def test_a_name_found_in_one_audit_is_in_neither_half_of_a_public_comparison(tmp_path: Path):
    before, after = city(dict.fromkeys(sorted(ORGANISATIONS), "Red Knives"), {}), sample_city_later()[0]
    after = deepcopy(after)
    after.by_id["MKT-01"].__dict__["note"] = "The gang called Red Knives holds the stairs."
    with without_pictures():
        made = write_comparison(before, after, [], tmp_path / "public.docx", audience="public")
    assert "Red Knives" not in everything(made.path)
