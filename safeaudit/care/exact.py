"""Places and vehicles told so exactly that anybody finds them, without the number of a house or the word “plate” (English)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from safeaudit.care.heads import Cued, Places, word_set
from safeaudit.care.marks import Span, Words, vocabulary

COLOUR = r"(?:yellow|blue|green|red|white|black|brown|grey|gray|pink|orange|purple|brick|wooden|tin|painted|[\w-]{1,40}[- ]store?ye?d?)"
THING = r"(?:house|gate|door|kiosk|villa|shack|container|building|hut|shop|roof|shutter|garage)"
BESIDE = r"(?:behind|next to|beside|opposite|facing|in front of|front of|near|after|across from|by)"
EXACT = re.compile(
    rf"\b(?:(?:house|maison|casa|villa|shop|flat) )?(?:with (?:the |a )?)?{COLOUR} {THING}\b[^.;]{{0,30}}?\b{BESIDE}\b [^.;,]{{3,40}}"
    rf"|\b{BESIDE}\b [^.;]{{3,40}}?,? (?:the |a |with (?:the |a )?)?{COLOUR} {THING}\b"
    rf"|\b(?:first|second|third|fourth|fifth|top|\d(?:st|nd|rd|th)) (?:floor|door|gate|house|building|flat) (?:above|of|from|after|on the left|on the right|left|right|past|behind)\b [^.;,]{{3,40}}"
    rf"|\bkm \d+(?:[.,]\d)? (?:on|of|along) (?:the )?[^.;,]{{3,30}}?,? (?:left|right|last|first|second) (?:house|gate|farm|side)"
    rf"|\bp\.? ?o\.? ?box (?:no\.? ?)?\d[\d-]*|\bb\.p\. ?\d+"
    rf"|\b(?:villa|plot|casa|lote?|house|stand|erf|shack) (?:no\.? ?)?\d+[\w-]*,? (?:street|str\.|quadra|cité|phase|block|sector|rua|calle|ul\.|rue|avenue|lane)\b[^.;-]{{0,25}}"
    rf"|\bul\. ?\w[\w-]{{1,40}},? \d+\w?(?:,? (?:kv|d|korp|pod)\.? ?\d+)*|\bdom \d+\w?,? kv\.? ?\d+"
    rf"|\b[a-z]{{2}}-\d{{3,4}}-\d{{4}}\b",
    re.IGNORECASE,
)
HOUSED = word_set(
    "house gate door kiosk villa shack container building hut shop roof shutter garage floor flat km box b ul dom plot casa lot lote stand erf"
)
"""Words without one of which the other forms of EXACT cannot match."""
CODED = re.compile(r"-\d{3,4}-\d")
"""What the last form of EXACT holds, which needs no word."""
VEHICLE = Cued(
    r"\b(?:cars?|vans?|trucks?|lorry|lorries|taxis?|bus|minibus|moto|motorbike|motorcycle|scooter|tipper|pickup|pick-up|jeep|suv|camión|camion|tuk tuk|quad|trike|ambulance|yacht|hull|vessel|cruiser|sedan|okada|keke|tuk-?tuk|rickshaw|bike|"
    r"vehicle|immat|plates?|registration|reg|toyota|nissan|suzuki|lada|niva|lexus|bmw|mercedes|sprinter|honda|hilux|golf|peugeot|dacia|ford|kia|hyundai|volkswagen|vw|"
    r"audi|opel|renault|tsuru|noah|mehran|yamaha|bajaj|corolla|prado|probox|matatu|marshrutka|trailer|tanker|boat|speedboat)\b",
    re.IGNORECASE,
)
PLATE = re.compile(
    r"(?<![\w-])(?:[A-Z]{1,3}[ -]\d{3,5}[ -]?[A-Z]{1,3}|[A-Z]{2,3}[ -]?\d{3,5}(?:-\d{2,3})?|[A-Z]-\d{4,5}-[A-Z]|\d{2} [A-Z]{2} \d{3} [A-Z]{2,3}|\d{2}-[A-Z]\d ?\d{3}\.?\d{2}"
    r"|\d{1,2}/\d{4,6}|[A-ZА-Я]\d{3}[A-ZА-Я]{2}|\d{3,4}[ -]?[A-Z]{2,3}(?:[ -]\d{1,3})?|[A-Z]{2} \d{3}-\d{2}|(?![A-Z]{3}-\d{2}(?!\d))[A-Z]{2,4}-\d{2,4}(?:-\d{2,4}|-[A-Z]{2})?|\d{1,2} [A-Z]{1,3} \d{2,4}|[A-Z][a-z]-? ?\d{2}-\d{4})(?![\w-])"
)
_DIGITS = re.compile(r"\d\d")
NEAR = 32
"""How far, in characters, the word for a vehicle may stand from its plate."""


def exact_places(text: str, words: Words, places: Places) -> Iterator[Span]:
    """Descriptions of one house or box, and plates beside a word for a vehicle."""
    housed = not (words.isdisjoint(HOUSED) or words.isdisjoint(vocabulary("en")["exact_cues"]))
    for found in EXACT.finditer(text) if housed or CODED.search(text) else ():
        yield Span("house_number", found.start(), found.end())
    for found in PLATE.finditer(text) if VEHICLE in places and _DIGITS.search(text) else ():
        if VEHICLE.search(text, max(0, found.start() - NEAR), min(len(text), found.end() + NEAR)):
            yield Span("plate", found.start(), found.end())


SERVED = word_set(
    "service force staff payroll court refugee family medical patient asylum hospital prison probation welfare juvenile national ni gha passport "
    "license licence permit card"
)
"""Words without one of which SERVICE cannot match, but for a badge with its number in one word."""
SERVICE = re.compile(
    r"\bbadge ?(?:no\.?|number|nr\.?|#)? ?(\d{3,8})\b|\b(?:service|force|staff|payroll) (?:no\.?|number|nr\.?|#) ?(\d{3,8})\b"
    r"|\b(?:court|refugee|family|medical|patient|asylum|hospital|prison|probation|welfare|juvenile) (?:\w+ )?(?:file|record|card|registration) ?(?:no\.? ?|[:#] ?)?([A-Z]{0,4}-?\d[\dA-Z/-]{4,})"
    r"|\bnational (?:no|nr|number|id)\.? ?[:#]? ?(\d[\d -]{5,})|\bNI (?:no\.? |number )?([A-Z]{2}(?: ?\d\d){3} ?[A-Z])\b|\b(GHA-\d{6,9}-\d)\b"
    r"|\b(?:passport|licen[cs]e|permit|card) (?:ser(?:ies)?\.?|no\.?|nr\.?) ?(\d[\d ]{1,6}(?:no\.? ?)\d{4,})",
    re.IGNORECASE,
)


def personal_numbers(text: str, words: Words) -> Iterator[Span]:
    """Numbers of a person in service, in care or before a court."""
    served = not words.isdisjoint(SERVED) or "badge" in text.casefold()
    for found in SERVICE.finditer(text) if served and _DIGITS.search(text) else ():
        yield Span("id_number", *found.span(found.lastindex or 0))
