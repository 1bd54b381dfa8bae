"""The do-no-harm reader: how much it finds, how seldom it is wrong, and that no text can harm it."""

from __future__ import annotations

import re
import time
from itertools import pairwise
from typing import Any

import harm_figures
import pytest
import yaml
from asked import SHEETS
from harm_figures import DATA, GUIDE, by_kind, by_language, corpus, count, kept_aside
from hypothesis import given, settings
from hypothesis import strategies as st

from safeaudit.audit import from_answers
from safeaudit.care import KINDS, POINTING, Mark, Reader, cues, is_office_address, is_personal_address, read_text
from safeaudit.care.heads import Cued, Cues
from safeaudit.care.marks import flattened, words_of
from safeaudit.examples import sample_city
from safeaudit.rules import all_rules
from safeaudit.rules.base import findings
from safeaudit.rules.care.texts import masked
from safeaudit.sheets.kinds import Text

FLOORS: dict[str, Any] = yaml.safe_load((DATA / "harm_floors.yaml").read_text("utf-8"))


# The corpus ----------------------------------------------------------------------------------------------------------


def test_the_corpus_is_large_and_two_fifths_of_it_are_clean() -> None:
    everything = count(corpus())
    assert everything.sentences >= 320
    assert by_language()["en"].sentences >= 200
    assert everything.clean / everything.sentences >= 0.4
    assert all(figures.expected for figures in by_kind().values())


def test_every_expected_mark_stands_in_its_sentence() -> None:
    assert [each.text for each in corpus() if any(text not in each.text for _, text in each.expected)] == []


@pytest.mark.parametrize("language", FLOORS["by_language"])
def test_what_is_found_in_a_language_does_not_fall(language: str) -> None:
    figures, floor = by_language()[language], FLOORS["by_language"][language]
    assert figures.recall >= floor["recall"]
    assert figures.false_alarms <= floor["false_alarms"]
    assert figures.wrong <= floor["wrong_marks"]


@pytest.mark.parametrize("kind", FLOORS["by_kind"])
def test_what_is_found_of_a_kind_does_not_fall(kind: str) -> None:
    figures, floor = by_kind()[kind], FLOORS["by_kind"][kind]
    assert figures.recall >= floor["recall"]
    assert figures.wrong <= floor["wrong_marks"]


def test_what_is_found_in_sentences_kept_aside_does_not_fall() -> None:
    assert kept_aside().recall >= FLOORS["kept_aside"]["recall"]
    assert kept_aside().false_alarms <= FLOORS["kept_aside"]["false_alarms"]


@pytest.mark.parametrize("sets", harm_figures.SETS)
def test_of_sentences_by_other_hands_most_are_found_and_few_wrongly(sets: str) -> None:
    harmful, harmless = harm_figures.share(True, sets=sets), harm_figures.share(False, sets=sets)
    assert harmful.sentences >= (60 if sets in "EF" else 240)
    assert harmless.sentences >= (60 if sets in "EF" else 160)
    assert harmful.share >= FLOORS["fresh"][sets]
    assert harmless.share <= FLOORS["fresh"]["false_alarms_of_peoples" if sets in "EF" else "false_alarms"]


AREAS = ["Lantern Hill", "Cannery Flats", "Northgate district", "Saltpans district", "Central Market"]
GROUPS = """\
Congolese men rape women here.
Nigerians run the drug trade here.
The Zulu are robbers.
Somalis traffic girls.
Albanians control the port.
The port is in the hands of Albanians.
Most of the dealers are Gambians.
It is the Kurds who bring the heroin.
Lantern Hill is a nest of thieves.
Cannery Flats is a gangster area.
Northgate is full of criminals.
Georgians are behind most of it.
Everybody in Saltpans district steals.
Saltpans = village of pirates"""
HARMLESS = """\
Migrants are said to be criminals, and the figures do not show it.
Nigerian traders were robbed more often than others in 2025.
Somali mediators help to settle disputes about drugs.
The Albanian consulate reports three cases of trafficking.
No Roma person was among those convicted of theft.
The Somali community is most affected by robberies.
Lebanese families own most shops of the quay.
Northgate is full of small shops and has two schools.
Gangs take money from shops in Saltpans district.
Shops in Saltpans district are robbed by gangsters.
Lantern Hill is protected from criminals by a wall.
12 boys aged 12 to 17 were stabbed in 2025.
Shop owners in Central Market pay the collectors.
In 14 of 60 shops somebody pays."""
ONE = """\
A boy, 13, was stabbed on 4 March near the library.
A 13-year-old girl was raped behind the station last Friday.
The owner of shop 14 in Central Market pays the collectors.
Stall 23 pays the collectors.
A woman was shot on 4 March near the library."""


@pytest.mark.parametrize("text", GROUPS.split("\n"))
def test_a_people_or_a_place_said_to_be_criminal_is_branding(text: str) -> None:
    assert {mark.kind for mark in Reader("en", AREAS).read(text)} == {"branding"}


@pytest.mark.parametrize("text", ONE.split("\n"))
def test_one_victim_or_payer_whom_everybody_knows_is_one_person(text: str) -> None:
    assert {mark.kind for mark in Reader("en", AREAS).read(text)} == {"one_person"}


@pytest.mark.parametrize("text", HARMLESS.split("\n"))
def test_what_is_counted_denied_or_suffered_is_neither(text: str) -> None:
    assert Reader("en", AREAS).read(text) == []


def test_no_kind_of_the_600_falls_behind() -> None:
    kinds = {entry["kind"] for entry, _ in harm_figures.fresh() if entry["id"].startswith("A-H")}
    assert {kind for kind in kinds if harm_figures.share(True, kind).share < FLOORS["fresh"]["each_kind"]} == set()


def test_a_pattern_with_heads_is_tried_wherever_it_could_match() -> None:
    cued = Cued(r"\b(?:own pocket|rob(?:s|bed)?|smuggl\w*|no (?:guard|watchman)\b.{0,9}\b(?:night|noon))\b")
    asked = Cues(cued)
    for text in (
        "in his own pocket",
        "Robs",
        "was robbed",
        "SMUGGLING",
        "no guard at night",
        "robbing, but own pocket",
    ):
        places = asked.places(text, words_of(text))[cued]
        assert [found.span() for found in cued.each(text, places)] == [
            found.span() for found in re.finditer(cued.pattern, text, re.IGNORECASE)
        ]
    for text in ("a quiet street", "no lamp at night", "his pockets", "his own, robotic"):
        assert cued not in asked.places(text, words_of(text)) or not list(
            cued.each(text, asked.places(text, words_of(text))[cued])
        )
    assert asked.places("no lamp at night", words_of("no lamp at night")) == {}


def test_reading_by_heads_finds_in_every_sentence_what_the_pattern_itself_finds() -> None:
    texts = [flattened(entry["text"]) for entry, _ in harm_figures.fresh()]
    found = 0
    for text in [*texts, *map(str.upper, texts), *(" ".join(texts[i : i + 4]) for i in range(0, len(texts), 4))]:
        words = words_of(text)
        for asked in (cues.CUES, cues.ACCUSING):
            places = asked.places(text, words)
            for cued in asked.patterns:
                plain = [each.span() for each in re.finditer(cued.pattern, text, cued.flags)]
                assert [each.span() for each in cued.each(text, places.get(cued, ()))] == plain, (cued.pattern, text)
                found += len(plain)
    assert found > 2_000


@pytest.mark.parametrize("begin", [0, 11])
def test_a_piece_of_a_text_is_read_alone(begin: int) -> None:
    cued, text = Cued(r"\b(?:robs|sold)\b"), "He robs us. They sold it. He robs."
    piece = text[begin:25]
    found = cued.within(piece, begin, Cues(cued).places(text, words_of(text))[cued])
    assert found is not None
    assert found.span() == re.search(cued.pattern, piece).span()  # type: ignore[union-attr]
    assert cued.within(text[:3], 0, [3, 17, 28]) is None


def test_every_language_and_kind_has_a_floor() -> None:
    assert set(FLOORS["by_language"]) == set(harm_figures.LANGUAGES)
    assert set(FLOORS["by_kind"]) == set(KINDS)


def test_the_guide_shows_the_figures_of_today() -> None:
    assert GUIDE.read_text("utf-8") == harm_figures.written(), "run: python -m tests.harm_figures"


# Single cases --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["safety@city.test", "safety.audit@portsaranel.test", "info2@city.test"])
def test_the_address_of_an_office_is_not_marked(address: str) -> None:
    assert is_office_address(address)
    assert not is_personal_address(address)
    assert read_text(f"Write to {address}.", "en") == []


@pytest.mark.parametrize("address", ["maria.lopez@city.test", "m.kavetu@city.test", "cityoffice@gmail.com"])
def test_a_personal_address_is_told_from_one_of_an_office(address: str) -> None:
    assert is_personal_address(address)
    assert not is_office_address(address)


def test_a_name_on_the_public_record_is_given_only_when_asked_for() -> None:
    text = "Gazette No. 7812 of 2024 lists Amon Tjivikua as director."
    assert read_text(text, "en") == []
    assert [mark.kind for mark in read_text(text, "en", on_record=True)] == ["name_on_record"]


def test_the_citys_own_names_are_never_marked() -> None:
    text = "The stands of Dr Hadiza Bello School pay each day, so people of Dr Hadiza Bello School say."
    assert [mark.text for mark in read_text(text, "en")] == ["Hadiza Bello", "Hadiza Bello"]
    assert read_text(text, "en", ["Dr Hadiza Bello School"]) == []
    assert [mark.text for mark in read_text("Hadiza Bello pays.", "en", ["Dr Hadiza Bello School"])] == ["Hadiza Bello"]
    assert read_text("Guards of Mary Kavetu Foundation", "en", ["Mary Kavetu Foundation"]) == []


@pytest.mark.parametrize(
    "known", [["Sohar Bayt"], ["Sohar", "Bayt"], ["Sohar Bayt Ward"], ["Office of Sohar Bayt"], ["sohar bayt"]]
)
def test_a_persons_name_is_marked_whatever_the_city_says_it_is_called(known: list[str]) -> None:
    assert [mark.text for mark in read_text("The shopkeeper Sohar Bayt pays.", "en", known)] == ["Sohar Bayt"]


def test_an_area_of_one_word_clears_a_role_in_that_area_and_no_person() -> None:
    assert read_text("Area officer, Northgate", "en", ["Northgate"]) == []
    assert [mark.text for mark in read_text("Mr Northgate and the driver Northgate", "en", ["Northgate"])] == [
        "Northgate"
    ] * 2
    assert [mark.text for mark in read_text("The driver, Kofi, pays.", "en", ["Kofi"])] == ["Kofi"]


def test_a_gangs_name_is_marked_although_a_partner_is_called_so() -> None:
    text = "The gang called Red Knives holds the stairs; the Red Knives gang is paid."
    assert [mark.text for mark in read_text(text, "en", ["Red Knives"])] == ["Red Knives", "Red Knives"]
    assert read_text("The Lantern Hill gang is paid.", "en", ["Lantern Hill"]) == []


def test_a_known_place_does_not_hide_a_persons_name() -> None:
    assert [mark.text for mark in read_text("Maria Lopez of Lopez Hill", "en", ["Lopez Hill"])] == ["Maria Lopez"]


@pytest.mark.parametrize("text", ["Sohar Bayt district pays.", "They met in the district of Sohar Bayt."])
def test_a_word_beside_it_tells_a_place_from_a_person(text: str) -> None:
    assert read_text(text, "en") == []


def test_an_unknown_language_is_read_with_all_lists() -> None:
    assert [mark.kind for mark in read_text("Señora Quispe, 081 555 0134, voyous", "sw")] == [
        "name",
        "phone",
        "branding",
    ]


def test_digits_of_other_scripts_are_read() -> None:
    assert [mark.text for mark in read_text("هاتف ٠٧٧ ٥٥٥ ٠١٢٣", "ar")] == ["٠٧٧ ٥٥٥ ٠١٢٣"]
    assert [mark.text for mark in read_text("电话：０８１５５５０１３４", "zh")] == ["０８１５５５０１３４"]


# The sample city -----------------------------------------------------------------------------------------------------


def test_the_sample_citys_texts_are_left_alone() -> None:
    audit, _ = sample_city()
    known = [area.name for area in audit.areas if area.name]
    reader = Reader("en", [*known, audit.profile.city or ""])
    texts = [
        getattr(row, column.id)
        for sheet_id, cls in SHEETS.items()
        for column in cls.inputs()
        if isinstance(column.kind, Text)
        for row in audit.sheets[sheet_id]
    ]
    assert [mark for text in texts if text for mark in reader.read(text)] == []


def test_the_rules_say_nothing_of_the_sample_citys_texts() -> None:
    audit, _ = sample_city()
    for code in ("SD-02", "SD-03", "SD-11", "SD-14"):
        assert list(findings(all_rules()[code], audit)) == []


def test_a_changed_answer_is_read_again() -> None:
    audit = from_answers({"RISKS": {"RSK-S1": {"explanation": "Nothing."}}})
    rule = all_rules()["SD-03"]
    assert list(findings(rule, audit)) == []
    audit.risks[0].__dict__["explanation"] = None
    audit.by_id["RSK-S1"].__dict__["explanation"] = "Call 081 555 0134."
    assert [found.row_id for found in findings(rule, audit)] == ["RSK-S1"]


def test_an_area_added_later_is_known_at_once() -> None:
    audit = from_answers({"MARKETS": {"MKT-01": {"note": "The stands of Dr Hadiza Bello School pay."}}})
    rule = all_rules()["SD-02"]
    assert len(list(findings(rule, audit))) == 1
    audit.by_id["ARE-01"].__dict__["name"] = "Dr Hadiza Bello School"
    assert list(findings(rule, audit)) == []


# The city's own names -------------------------------------------------------------------------------------------------

OWN_NAMES = {
    "en": (
        "Harbour Ward", "Lantern Hill", "Khayelitsha", "Mitchells Plain", "Nelson Mandela Bay", "King George Ward", "Kota Kinabalu",
        "Avenida Simón Bolívar", "Kofi Annan Centre", "Hadiza Bello Primary School", "Maria Kavetu Foundation", "Sohar Bayt district",
        "Martin Luther King Drive", "Steve Biko Memorial Hospital", "Kwame Nkrumah Circle area", "Victoria", "St Mary's Parish",
        "Northern Minibus Association", "UNICEF", "Caritas", "Red Crescent Society", "Provincial police, city police and Customs",
        "police records of the ministry", "Demographic and Health Survey 2022", "District of Sohar Bayt", "公安局", "حي محمد علي",
    ),
    "es": (
        "San Juan de Lurigancho", "Villa El Salvador", "Colonia Benito Juárez", "Avenida Simón Bolívar", "Gustavo A. Madero", "Comuna 13",
        "Escuela Primaria Benito Juárez", "Universidad Simón Bolívar", "Fundación Ideas para la Paz", "Nelson Mandela Bay", "Zona Norte",
        "Encuesta Nacional de Victimización", "Colonia Benito Juárez", "Cerro Colorado", "Santa Cruz", "Policía Nacional",
    ),
    "fr": ("Cité Soleil", "Rue Jean Moulin", "Place Jean Jaurès", "Avenue Léopold Sédar Senghor", "Mairie de Dakar", "Croix-Rouge"),
    "pt": ("Nova Iguaçu", "Rua João Pessoa", "João Pessoa", "Cidade de Deus", "Jardim Ângela", "Instituto Sou da Paz"),
    "ru": ("Центральный район", "Улица Ленина", "Администрация города"),
    "zh": ("高新区", "黄埔区", "老城", "中心市场"),
    "ar": ("شارع محمد الخامس", "وزارة الداخلية", "حي السلام"),
}  # fmt: skip
PEOPLE = {
    "en": (
        "Maria Gonzalez", "maria gonzalez", "MARIA GONZALEZ", "Gonzalez, Maria", "Maria_Gonzalez", "maria.gonzalez", "MariaGonzalez", "Maria",
        "Office of Maria Gonzalez", "office of maria gonzalez", "Maria Gonzalez Office", "Maria Gonzalez's Office", "Maria Gonzalez shop",
        "Maria Gonzalez & Sons", "Kofi Mensah Group", "House of Kofi Mensah", "Kofi Mensah Report", "Register kept by Kofi Mensah",
        "Maria Gonzalez (Harbour Ward)", "Harbour Ward, Maria Gonzalez", "Maria Gonzalez, Harbour Ward", "Ward Councillor Maria Gonzalez",
        "Mr Dlamini", "Mayor Dlamini", "J. Mokoena", "Tangeni Shilumbu", "Tangeni Shilumbu Holdings", "Nelson Mandela", "Boko Haram",
        "The Red Knives gang", "Red Knives gang", "Gazette 12 of 2024 on Ruben Kasita", "Иван Петров", "محمد علي", "王建国",
    ),
    "es": ("María González", "Oficina de María González", "Informe de María González", "Tangeni Shilumbu", "Sr. Pérez", "banda Los Cuchillos"),
    "fr": ("Moussa Traoré", "Bureau de Moussa Traoré", "Maison de Moussa Traoré", "Mme Ouedraogo"),
    "pt": ("João da Silva", "Loja de João Silva"),
    "ru": ("Иван Петров", "Офис Ивана Петрова"),
    "zh": ("王建国", "李娜", "王建国办公室"),
    "ar": ("محمد علي", "مكتب محمد علي", "شركة محمد علي"),
}  # fmt: skip


@pytest.mark.parametrize("language", OWN_NAMES)
def test_names_of_places_and_offices_are_left_alone_where_they_are_asked_for(language: str) -> None:
    reader = Reader(language)
    assert {name for name in OWN_NAMES[language] if reader.read_own_name(name, on_record=True)} == set()


@pytest.mark.parametrize("language", PEOPLE)
def test_a_persons_name_is_marked_also_where_a_place_or_an_office_is_asked_for(language: str) -> None:
    reader = Reader(language)
    assert [name for name in PEOPLE[language] if not reader.read_own_name(name, on_record=True)] == []


def test_a_persons_name_among_the_areas_is_a_finding_in_its_cell_and_in_every_text() -> None:
    audit = from_answers(
        {
            "AREAS": {"ARE-01": {"name": "Maria Gonzalez"}, "ARE-02": {"name": "Nelson Mandela Bay"}},
            "MARKETS": {
                "MKT-01": {"note": "Maria Gonzalez is paid."},
                "MKT-02": {"note": "Nelson Mandela Bay is open."},
            },
        }
    )
    assert {(each.row_id, each.column) for each in findings(all_rules()["SD-02"], audit)} == {
        ("ARE-01", "name"),
        ("MKT-01", "note"),
    }


# What a finding repeats ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "shown"),
    [
        (Mark("name", 0, 0, "Tangeni Shilumbu"), "T… S…"),
        (Mark("phone", 0, 0, "081 555 0134"), "…34"),
        (Mark("email", 0, 0, "tangeni@example.org"), "t…@…"),
        (Mark("house_number", 0, 0, "14 Harbour Street"), "1… H… S…"),
    ],
)
def test_a_finding_shows_too_little_to_lead_to_anybody(mark: Mark, shown: str) -> None:
    assert masked(mark) == shown


@pytest.mark.parametrize("code", ["SD-02", "SD-03", "SD-11"])
def test_no_finding_repeats_a_name_or_a_number(code: str) -> None:
    sentences = corpus()
    for begin in range(0, len(sentences), 20):
        said = {f"ACT-{number:02}": each for number, each in enumerate(sentences[begin : begin + 20], 1)}
        lines = {row_id: {"women_youth": each.text, "label": each.text[:100]} for row_id, each in said.items()}
        for found in findings(all_rules()[code], from_answers({"ACTORS": lines})):
            for kind, text in said[found.row_id].expected:
                assert kind == "branding" or len(text) < 4 or text not in found.message + found.remedy


# Any text ------------------------------------------------------------------------------------------------------------

PIECES = (
    "Mr ", "Maria ", "Kofi Mensah", "J. ", "the gang called ", "“", "”", "«", "»", "'", '"', " said in Lantern Hill in May ", "+999 ",
    "081 555 0134", "@", "example.org", "a.b@c.test", "°", "22.55912, 17.08321", "14 Harbour Street", "calle ", "12", "№", "号",
    "店主王建国", "محمد بن سالم", "Иван Петрович", "thugs", "migrant area", "judgment 12/2024", "\n", "\t", "\u200f", "٣", "🙂", "ǅ", "ß", "İ", ".",
)  # fmt: skip


@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=40).map("".join),
    st.sampled_from(["en", "fr", "es", "pt", "ar", "ru", "zh", "qps", "sw", ""]),
    st.lists(st.text(max_size=20), max_size=3),
)
@settings(max_examples=300, deadline=None)
def test_marks_lie_in_the_text_whatever_it_is(text: str, language: str, known: list[str]) -> None:
    marks = read_text(text, language, known)
    assert all(mark.text == text[mark.start : mark.end] and mark.text for mark in marks)
    assert all(mark.kind in (*KINDS, *POINTING) for mark in marks)
    assert marks == sorted(marks, key=lambda mark: (mark.start, -mark.end))
    people = [mark for mark in marks if mark.kind not in ("quote", "branding", *POINTING)]
    assert all(first.end <= second.start for first, second in pairwise(people))


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@settings(max_examples=100, deadline=None)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert read_text(text, "en") == read_text(text, "en")


LONG = 32_767
"""What a cell can hold."""

HOSTILE = (
    *PIECES, "A ", "1 ", "Aa-", "A.", "((((", "a@", "x. ", "“a b c d” in X May driver ", "12 Main Road, ", "1.2345, 1", "gang of the X ", "0 ",
    "Mr Dlamini (", "id no ", "passport A", "K-", "'a b c d ", "Al-", "the only ", "chief takes ", "the guard of the ", "Migrants are ",
    "shelter next ", "no patrol ", "Ab Cd runs ", "call him X ", "house with blue ", "car AB ", "they told us ", "sister of the ", "X's brother ",
)  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_four_times_the_text_takes_about_four_times_the_time(piece: str) -> None:
    reader = Reader("en", ["Lantern Hill"])
    text = (piece * (LONG // len(piece) + 1))[:LONG]
    reader.read(text[:100])
    short, long = (min(seconds(reader, text[:length]) for _ in range(3)) for length in (LONG // 4, LONG))
    assert long < 0.02 or long / short < 9, f"{short * 1000:.0f} ms, then {long * 1000:.0f} ms"


def seconds(reader: Reader, text: str) -> float:
    begin = time.process_time()
    reader.read(text)
    return time.process_time() - begin


def test_the_example_of_the_guide_is_true() -> None:
    marks = read_text("Mr Dlamini pays at 14 Harbour Street.", "en")
    assert f"# {marks}" in GUIDE.read_text("utf-8")
