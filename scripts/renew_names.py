"""Brings the committed names of countries, currencies and languages up to what the installed Babel (Unicode CLDR) holds.

python -m scripts.renew_names            adds what is new, and prints what Babel would name or leave out otherwise
python -m scripts.renew_names --rename   takes Babel's names as well

A code that once stood in a workbook stays: filled workbooks hold it. The product reads the committed files only, so that
its workbooks are the same on any day and with any Babel.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from safeaudit.languages import AVAILABLE, names_file  # noqa: E402

ON = date(2026, 1, 1)
"""Currencies that were legal tender somewhere on this day; a later renewal sets a later day."""
NO_COUNTRY = ("EU", "EZ", "UN", "XA", "XB", "ZZ", "QO", "AC", "CP", "CQ", "DG", "EA", "IC", "TA")
"""Regions and private codes that are no country of ISO 3166."""

Names = dict[str, dict[str, str]]


def from_cldr(language: str) -> Names:
    """Countries (ISO 3166), currencies in use (ISO 4217) and report languages, in the language's own names."""
    from babel import Locale
    from babel.core import get_global

    locale = Locale.parse(language.replace("-", "_"))
    day = (ON.year, ON.month, ON.day)
    in_use = {
        code
        for entries in get_global("territory_currencies").values()
        for code, start, end, tender in entries
        if tender and (start is None or start <= day) and (end is None or end >= day)
    }
    return {
        "country": {
            code: str(name)
            for code, name in locale.territories.items()
            if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY
        },
        "currency": {code: f"{code} · {locale.currencies.get(code, code)}" for code in in_use},
        "language": {
            code: str(Locale.parse(code.replace("-", "_")).get_display_name(locale)).capitalize() for code in AVAILABLE
        },
    }


def merged(committed: Names, fresh: Names, *, rename: bool) -> Names:
    """The committed names and every new one; countries and languages by name, currencies by code."""
    made: Names = {}
    for options, names in fresh.items():
        old = committed.get(options, {})
        together = {**old, **names} if rename else {**names, **old}
        made[options] = dict(sorted(together.items(), key=lambda pair: pair[options != "currency"]))
    return made


def main(arguments: list[str]) -> int:
    """Write the file of every language."""
    for language in AVAILABLE:
        path = names_file(language)
        committed: Names = json.loads(path.read_text("utf-8")) if path.is_file() else {}
        fresh = from_cldr(language)
        made = merged(committed, fresh, rename="--rename" in arguments)
        path.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", "utf-8")
        for options, names in made.items():
            for code, name in names.items():
                if name != fresh[options].get(code):
                    print(f"{language}, {options}: {name} stays; Babel has {fresh[options].get(code, 'it no longer')}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
