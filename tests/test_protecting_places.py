"""Places that protect people, and hours without a guard, are found in many ways of saying so; that there is a shelter is no finding."""

from __future__ import annotations

import pytest

from safeaudit.care import Reader
from safeaudit.examples import sample_city, sample_city_later
from safeaudit.rules import check

TELLS = (
    "A safe house stands two streets from the market.",
    "Nobody patrols the quay between two and four at night.",
    "Patrols never reach the steps after dark.",
    "The refuge for women is near the old mill.",
    "Two doors from the bakery there is a women's shelter.",
    "Behind the fish market stands a safe house for girls.",
    "The confidential address is across the road from the clinic.",
    "The hidden flat lies on the road to the harbour.",
    "The house where witnesses stay is beside the chapel.",
    "The crisis centre is five minutes from the bus stop.",
    "No guard stands at the depot after midnight.",
    "The quay is unwatched at night.",
    "The gate is unpatrolled between two and four.",
    "Officers do not come to the rank after nine.",
    "The guards go home before dawn.",
    "No one watches the yard at the weekend.",
    "The pier is left without a guard from ten.",
    "There is a gap between the patrols at three.",
    "Police never visit the underpass at night.",
    "The last patrol passes at eleven.",
    "Wardens rarely check the tunnel after dark.",
    "Security leaves the school for two hours at noon.",
    "No patrol covers the stairs until six.",
    "The depot is not guarded overnight.",
    "Nobody keeps watch over the boats before dawn.",
    "The sentry is never on duty on Sundays.",
)
TELLS_NOTHING = (
    "The city pays for 24 places in shelters.",
    "Shelters across the city are full.",
    "The refuge is paid by the city.",
    "The bus shelter near the school is broken.",
    "Refuges run by the church take women in at night.",
    "Nobody walks there after dark.",
    "Women say they do not go out at night.",
    "There are no lights at night on the main road.",
    "Night patrols on the quay were doubled in 2025.",
    "Police patrols at night were extended to four wards.",
    "The shelter is open around the clock.",
    "Officers stopped 40 cars at night.",
    "The number of officers on duty at night rose by a third.",
    "Nobody was hurt at the weekend.",
    "Without police support the market closes after dark.",
    "The council checks the budget of the shelter each year.",
    "Residents trust the guards more than the police.",
    "A safe house for 12 women opened in 2024.",
    "Not checked yet; ask again after the weekend.",
    "The police do not record the hour.",
    "Officers never learned how to talk to young people at night.",
    "Wardens walk with children after school.",
    "No police station reports figures for nights.",
    "No officers were charged in two years.",
    "Guards are paid from two funds.",
    "The shelter takes one in four women who ask.",
    "The school is a safe place for girls.",
    "Streets near the market are not safe at night.",
    "Unprotected witnesses withdraw their statements.",
    "The shelter has ten rooms and three staff by day.",
    "Police stop working with gangs after training.",
    "A home for children near the river was closed in 2019.",
    "Patrols end disputes before they grow at night.",
    "Women do not trust shelters; five years after the law few know them.",
)


def protecting(text: str) -> list[str]:
    return [mark.text for mark in Reader("en", frozenset()).read(text) if mark.kind == "protecting_place"]


@pytest.mark.parametrize("text", TELLS)
def test_a_place_or_hour_that_shows_where_to_strike_is_found(text: str) -> None:
    assert protecting(text)


@pytest.mark.parametrize("text", TELLS_NOTHING)
def test_a_text_that_leads_nobody_anywhere_is_left_alone(text: str) -> None:
    assert protecting(text) == []


@pytest.mark.parametrize("city", [sample_city, sample_city_later])
def test_the_sample_cities_raise_no_false_alarm(city: object) -> None:
    audit = city()[0]  # type: ignore[operator]
    assert [finding.place for finding in check(audit) if finding.rule == "SD-16"] == []
