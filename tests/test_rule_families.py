"""A code leads to one place: the family that its letters belong to, named in the family's first line."""

from __future__ import annotations

import re
from collections import defaultdict
from importlib import import_module

from safeaudit.rules import all_rules

FAMILY = re.compile(r"safeaudit\.rules\.(\w+)\.\w+")


def families() -> dict[str, set[str]]:
    """{family: the letters of its codes}."""
    found = defaultdict(set)
    for code, rule in all_rules().items():
        place = FAMILY.fullmatch(rule.module)
        assert place, f"{code} stands in no family: {rule.module}"
        found[place[1]].add(code.partition("-")[0])
    return dict(found)


def test_the_letters_of_a_code_belong_to_one_family() -> None:
    letters = [each for family in families().values() for each in family]
    assert sorted(letters) == sorted(set(letters))


def test_a_family_says_which_codes_stand_in_it() -> None:
    for family, letters in families().items():
        first = (import_module(f"safeaudit.rules.{family}").__doc__ or "").partition(":")[0]
        assert set(re.findall(r"\b[A-Z]{2}\b", first)) == letters, f"{family}: {first}"
