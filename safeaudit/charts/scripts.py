"""The scripts that places and people are named in, and which of them charts cannot show on this computer."""

from __future__ import annotations

from safeaudit.charts import fonts
from safeaudit.words import N_

SCRIPTS = {
    N_("Arabic"): "امڤگٹ", N_("Hebrew"): "אש", N_("Greek"): "αω", N_("Cyrillic"): "жқӣ", N_("Armenian"): "Հա", N_("Georgian"): "ბთ",
    N_("Chinese"): "北门市場", N_("Japanese"): "港ひカ", N_("Korean"): "항구", N_("Devanagari (Hindi, Nepali)"): "पर", N_("Bengali"): "নৎ",
    N_("Gurmukhi (Punjabi)"): "ਪਰ", N_("Gujarati"): "બજ", N_("Odia"): "ବଜ", N_("Tamil"): "பழ", N_("Telugu"): "బజ", N_("Kannada"): "ಬಜ",
    N_("Malayalam"): "ലഹ", N_("Sinhala"): "වර", N_("Thai"): "กำ", N_("Lao"): "ຕຫ", N_("Khmer"): "ភ្ន", N_("Burmese"): "ရန်",
    N_("Tibetan"): "བོད", N_("Mongolian"): "ᠮᠣ", N_("Ethiopic (Amharic, Tigrinya)"): "አዲ", N_("Tifinagh"): "ⵣⵉ", N_("N’Ko"): "ߒߞ",
    N_("Adlam (Fula)"): "𞤀𞤣", N_("Vai"): "ꕉꕜ", N_("Thaana (Maldives)"): "ޑި", N_("Syriac"): "ܐܪ", N_("Canadian syllabics"): "ᐃᓄ",
    N_("Cherokee"): "ᏣᎳ", N_("pictograms (emoji)"): "🏭🚌",
}  # fmt: skip
"""Each script with letters that every font of it has."""


def without_font() -> list[str]:
    """The names of the scripts of which no installed font has the letters, as texts to be translated."""
    return [name for name, letters in SCRIPTS.items() if fonts.lacking(letters)]
