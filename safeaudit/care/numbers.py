"""Numbers that lead to a person: telephone, e-mail, identity document, number plate, coordinates, house."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from safeaudit.care.marks import CAPITAL, Span, Vocabulary, Words, alternatives, vocabulary, words_of

DIGITS = re.compile(r"\d")
BEFORE, AFTER = 40, 40
"""How far, in characters, a word that explains a number may stand from it."""


def numbers_in(text: str, words: Words, language: str) -> Iterator[Span]:
    """Every number that leads to a person; `words` are the words of the text in lower case."""
    if "@" in text or "at)" in text or "at]" in text:
        yield from _emails(text)
    if not DIGITS.search(text):
        return
    known = vocabulary(language)
    yield from _coordinates(text, words)
    if FIVE.search(text):
        yield from _documents(text, words, language)
    yield from _phones(text, words, known)
    yield from _plates(text, words, known)
    if not words.isdisjoint(_house_words(language)) or CHINESE_HOUSE_SIGN.search(text):
        yield from _houses(text, language)


# E-mail --------------------------------------------------------------------------------------------------------------

EMAIL = (
    r"(?<![\w.+-])([\w.+-]{1,64}) ?(?:@|\((?:at|arroba)\)|\[(?:at|arroba)\]) ?"
    r"((?:[\w-]{1,63}(?:\.| ?[(\[]dot[)\]] ?)){1,6}[^\W\d_]{2,24})"
)


def _emails(text: str) -> Iterator[Span]:
    for found in re.finditer(EMAIL, text):
        if not is_office_address(found[0]):
            yield Span("email", found.start(), found.end())


def is_office_address(address: str) -> bool:
    """Whether an e-mail address is that of a role, such as safety.audit@city.example, by its first part."""
    local, _, domain = address.casefold().replace(" ", "").partition("@")
    known = vocabulary("en")
    parts = [part for part in re.split(r"[.\-_+\d]+", local) if part]
    return bool(parts) and all(part in known["office_mail"] for part in parts) and not _free_mail(domain)


def is_personal_address(address: str) -> bool:
    """Whether an e-mail address looks like a person's: a person's name in it, or a free mail service."""
    local, _, domain = address.casefold().replace(" ", "").partition("@")
    known = vocabulary("en")
    parts = [part for part in re.split(r"[.\-_+\d]+", local) if part]
    if _free_mail(domain) or any(part in known["given"] or part in known["surnames"] for part in parts):
        return True
    offices = known["office_mail"]
    return len(parts) == 2 and len(parts[0]) == 1 and not any(part in offices for part in parts)


def _free_mail(domain: str) -> bool:
    free = vocabulary("en")["free_mail"]
    return domain in free or domain.partition(".")[0] in free


# Coordinates ---------------------------------------------------------------------------------------------------------

PAIR = (
    r"([+\-\d](?<![\d.,].)\d{0,2}\.\d{4,10})°? ?[NSns]?\s?[,;/ ]\s?([+-]?\d{1,3}\.\d{4,10})(?![\d%])(?:°? ?[EWew]\b)?"
)
DEGREES = r"\d{1,3} ?° ?\d{1,2}(?:[.,]\d+)? ?['′](?: ?\d{1,2}(?:[.,]\d+)? ?(?:\"|″|''))? ?[NSEWO]?"
LATITUDE = r"(?i)(?<!\w)(?:lat(?:itude)?|lon(?:g|gitude)?|широта|долгота|纬度|经度|latitud|longitud)[.:= ]{1,3}([+-]?\d{1,3}\.\d{2,10})"
COORDINATE_WORDS = frozenset(
    {"lat", "latitude", "lon", "long", "longitude", "latitud", "longitud", "широта", "долгота"}
)
MILITARY_GRID = r"(?<![\w-])\d{1,2}[C-HJ-NP-X] ?[A-HJ-NP-Z]{2} ?(?:\d{5} ?\d{5}|\d{4} ?\d{4}|\d{3} ?\d{3})(?!\w)"
GRID = (
    r"(?i:\b(?:grid|map)(?: ref(?:erence)?\.?| square)?(?: is| was)?:? )((?:[A-Z]{1,2} ?)?\d{2,5}[ -]?\d{2,5})(?![\w%])"
)
GRID_WORDS = frozenset({"grid", "map"})
PLUS_CODE = r"\b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}\b"


def _coordinates(text: str, words: Words) -> Iterator[Span]:
    if "." in text:
        for found in re.finditer(PAIR, text):
            latitude, longitude = abs(float(found[1])), abs(float(found[2]))
            if latitude <= 90 and longitude <= 180 and max(latitude, longitude) >= 1:
                yield Span("coordinate", found.start(), found.end())
        if words & COORDINATE_WORDS or "经度" in text or "纬度" in text:
            for found in re.finditer(LATITUDE, text):
                yield Span("coordinate", found.start(), found.end())
    yield from _grids(text, words)
    if "°" in text:
        for found in re.finditer(DEGREES, text):
            yield Span("coordinate", found.start(), found.end())
    if "+" in text:
        for found in re.finditer(PLUS_CODE, text):
            yield Span("coordinate", found.start(), found.end())


def _grids(text: str, words: Words) -> Iterator[Span]:
    """References to the grid of a map."""
    for found in re.finditer(MILITARY_GRID, text):
        yield Span("coordinate", found.start(), found.end())
    for found in re.finditer(GRID, text) if words & GRID_WORDS else ():
        if not re.fullmatch(YEARS, found[1]):
            yield Span("coordinate", found.start(), found.end())


# Identity documents --------------------------------------------------------------------------------------------------

FIVE = re.compile(r"\d(?:[ .-]?[A-Z]{0,3}\d){4}")
"""Five digits in a row, more or less: what the number of a document has at least."""
FORMS = (
    r"(?<![A-Za-z0-9_.+-])(?:\d{3}\.\d{3}\.\d{3}-\d{2}|\d{3}-\d{2}-\d{4}|\d{17}[\dXx]|\d{12,19}"
    r"|[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?)(?![A-Za-z0-9_-])(?!\.\d)"
)
FILLER = (
    r"(?:[ :#№º°.,]|\b(?:no|nr|nos|num|number|numbers|card|cards|document|book|n|número|numero|numéro|de|d'identité|identidad|"
    r"identité|nationale|nacional|identificación|identification|identity|is|was|es|est|é|номер|серия|рф|هو|رقم|رقمه|رقمها|السفر|الوطنية|الشخصية)\b"
    r"|号码|号|是|为){0,14}"
)


@cache
def _document(language: str) -> re.Pattern[str]:
    cues = alternatives(language, "id")
    return re.compile(
        rf"(?:\b(?:{cues})\b|身份证|护照){FILLER}([A-Z]{{0,3}}[ -]?\d[\dA-Z]{{0,12}}(?:[ .\-][\dA-Z]{{1,10}}){{0,4}})(?![A-Za-z0-9_])",
        re.IGNORECASE,
    )


def _documents(text: str, words: Words, language: str) -> Iterator[Span]:
    for found in re.finditer(FORMS, text):
        if not found[0].endswith("000"):
            yield Span("id_number", found.start(), found.end())
    if words.isdisjoint(vocabulary(language)["id"]) and "身份证" not in text and "护照" not in text:
        return
    for found in _document(language).finditer(text):
        value = re.sub(r"(?: [a-z]+)+$", "", found[1])
        if re.search(r"(?i)\b(?:zone|area|district|postal|code)\b", found[1]):
            continue
        if _count_digits(value) >= 5 and not re.fullmatch(THOUSANDS, value) and not _is_date(value):
            yield Span("id_number", found.start(1), found.start(1) + len(value))


# Telephone -----------------------------------------------------------------------------------------------------------

PHONE = re.compile(r"[+(\d](?<![A-Za-z0-9_.,/+-].)(?: ?\()?(?:[ ().\-/]{0,3}\d){5,19}(?![A-Za-z0-9_%])(?![.,]\d)")
THOUSANDS = r"\+?\d{1,3}(?:[ .,']\d{3})+"
RANGE = r"\d{1,2}[./]\d{1,2}\.?-\d{1,2}[./]\d{1,2}\.?|(\d{2})\d{3,4}-\1\d{3,4}"
"""From day to day, or from one postal code to another."""
LEDGER = re.compile(
    r"\b(?:vote|head|budget|balance|ledger|postal|postcode|zip|index|invoice|tender|item|chapter)\b[^.;]{0,15}\Z",
    re.IGNORECASE,
)
DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:[ -]+\d{1,4}[./-]\d{1,2}[./-]\d{1,4})?"
YEARS = r"(?:(?:19|20)\d\d)(?:[ ./-]{1,3}(?:(?:19|20)\d\d|\d\d))*"
SURE = r"\(\d{2,4}\) ?\d{3,5}[ -]?\d{3,4}|\d{3}[.-]\d{3}[.-]\d{4}|\d{5}-\d{4}|1[3-9]\d-?\d{4}-?\d{4}"


def _phones(text: str, words: Words, known: Vocabulary) -> Iterator[Span]:
    cued = bool(words & known["phone"]) or any(cue in text for cue in CHINESE_CUES)
    public = bool(words & known["hotline"]) or "热线" in text or "报警" in text
    for found in PHONE.finditer(text):
        value = found[0]
        if (
            _is_date(value)
            or LEDGER.search(text[max(0, found.start() - 30) : found.start()])
            or not _is_phone(value, cued and _near(text, found.start(), known["phone"], CHINESE_CUES))
        ):
            continue
        if public and _near(text, found.start(), known["hotline"], ("热线", "报警")):
            continue
        start = found.start() + (value.startswith("(") and ")" not in value)
        yield Span("phone", start, found.end())


CHINESE_CUES = ("电话", "手机", "微信", "致电", "拨打")


def _is_phone(value: str, cued: bool) -> bool:
    digits = _count_digits(value)
    bare = value.lstrip("( ")
    if value.startswith("+") or (bare.startswith("00") and digits >= 10):
        return 8 <= digits <= 15 and not (re.fullmatch(THOUSANDS, value) and digits < 10)
    if bare.startswith("0") and bare[1:2].isdigit():
        return 8 <= digits <= 12
    if re.fullmatch(SURE, value):
        return True
    return cued and 6 <= digits <= 15 and not re.fullmatch(THOUSANDS, value)


def _is_date(value: str) -> bool:
    return bool(re.fullmatch(DATE, value) or re.fullmatch(YEARS, value) or re.fullmatch(RANGE, value))


def _near(text: str, start: int, cues: Words, signs: tuple[str, ...] = ()) -> bool:
    """Whether one of these words stands shortly before a place in the text."""
    before = text[max(0, start - BEFORE) : start].casefold()
    return not cues.isdisjoint(re.findall(r"[\w-]+", before)) or any(sign in before for sign in signs)


def _count_digits(value: str) -> int:
    return sum(map(str.isdigit, value))


# Number plates -------------------------------------------------------------------------------------------------------

PLATE_SURE = (
    r"(?<![\w-])(?:[A-Z]{2}-\d{3}-[A-Z]{2}|[A-Z]{2}\d{2} [A-Z]{3}|[A-Z]{3}\d[A-Z]\d{2}|K[A-Z]{2} \d{3}[A-Z]"
    r"|[АВЕКМНОРСТУХ]\d{3}[АВЕКМНОРСТУХ]{2} ?\d{2,3})(?![\w-])|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·• ]?[A-Z0-9]{5,6}(?![A-Za-z0-9])"
)
PLATE_LIKE = re.compile(r"\d(?:[A-Z]\d\d|\d[ -]?[A-ZАВЕКМНОРСТУХ])")
CHINESE_PLATE = r"[\u4e00-\u9fff][A-Z]"
PLATE_LIKELY = r"(?<![\w-])(?:[A-Z]{1,3}[ -]?\d{2,4}[ -]?[A-Z]{1,3}(?:[ -][A-Z]{2})?|[A-Z]{1,3}[ -]?\d{3,6}(?:-\d{2,3})?|\d{1,4}[ -]?[A-Z]{2,3}(?:[ -]\d{1,3})?)(?![\w-])"


def _plates(text: str, words: Words, known: Vocabulary) -> Iterator[Span]:
    if PLATE_LIKE.search(text) or re.search(CHINESE_PLATE, text):
        for found in re.finditer(PLATE_SURE, text):
            yield Span("plate", found.start(), found.end())
    if words & known["plate"]:
        for found in re.finditer(PLATE_LIKELY, text):
            before = text[max(0, found.start() - BEFORE) : found.start()].casefold().split()
            cues = [word.strip(".,:;()") for word in before[-4:]]
            if not known["plate"].isdisjoint(cues) and _count_digits(found[0]) >= 2:
                yield Span("plate", found.start(), found.end())


# Houses --------------------------------------------------------------------------------------------------------------

UPPER = rf"[{CAPITAL}][\w'.-]{{0,30}}"
SIGN = r"(?:(?:number|no|nr|n|número|numéro|nº|n°)\b\.?[º°o]?\.? ?|[№#] ?|номер |رقم )?"
FOLLOWS = re.compile(
    r"\s*(?:$|[.,;:)!?\n\"”»]|[" + CAPITAL + r"]"
    r"|(?:and|or|for|with|in|at|near|on|by|is|was|where|who|y|o|en|es|e|em|ou|é|et|à|au|est|dans|и|в|на|возле|у|где|кв|в|و|في|حيث)\b)"
)
CHINESE_HOUSE_SIGN = re.compile("[号栋幢元]")
CHINESE_HOUSE = r"(?:(?![住在于到的是从])[\u4e00-\u9fff]){1,6}(?:路|街|巷|弄|胡同|大道)\d{1,5}号(?!线)|\d{1,4}(?:栋|幢|单元|号楼)\d{1,4}(?:室|号|房)?"


HOUSE = re.compile(r"\d(?<![\w.,°-].)\d{0,3}[A-Za-z]?(?:[-/]\d{1,4}[A-Za-z]?)?(?![\w%°]|[.,]\d)")
REACH = 70
"""How far, in characters, the name of a street may stand from the number of the house."""


@cache
def _house_words(language: str) -> Words:
    known = vocabulary(language)
    return frozenset(word.rstrip(".") for word in (*known["streets"], *known["rooms"]))


@cache
def _around_a_house(language: str) -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]:
    """What stands before, and what stands after, the number of a house."""
    streets, rooms = alternatives(language, "streets"), alternatives(language, "rooms")
    linked = r"(?:(?:de|da|do|das|dos|del|la|las|los|des|du|of|the|имени) ){0,3}"
    arabic = "[\u0600-\u06ff]{2,20}"
    named = rf"(?:{UPPER}|{arabic}|\d{{1,3}})(?: {UPPER}| {arabic}){{0,3}}?"
    before = (
        # calle de la Luna n.º 45, ул. Ленина, д. 5, شارع النصر رقم 12
        rf"(?<!\w)(?i:{streets})\b\.? {linked}{named}(?:,? {SIGN}|, (?:д\.|дом) ?|, )\Z",
        # Harbour Street 14
        rf"(?<!\w){UPPER} (?i:street|road|avenue|lane),? {SIGN}\Z",
        # flat 3B, casa n.º 14, منزل رقم 12
        rf"(?<![\w-])(?i:{rooms}),? ?{SIGN}\Z",
    )
    after = (
        # 14 Harbour Street, 14 3rd Street
        rf",? (?:(?:{UPPER}|\d{{1,3}}(?:st|nd|rd|th)) ){{1,4}}(?i:{streets})(?!\w)",
        # 12 bis, rue des Lilas
        rf"(?: ?(?:bis|ter))?,? (?:de la |de l')?(?i:rue|avenue|boulevard|impasse|allée|ruelle|quai) {linked}{UPPER}",
    )
    return tuple(re.compile(each) for each in before), tuple(re.compile(each) for each in after)


def _houses(text: str, language: str) -> Iterator[Span]:
    if CHINESE_HOUSE_SIGN.search(text):
        for found in re.finditer(CHINESE_HOUSE, text):
            yield Span("house_number", found.start(), found.end())
    cues = _house_words(language)
    for number in HOUSE.finditer(text):
        start, end = number.span()
        around = text[max(0, start - REACH) : end + REACH]
        if re.fullmatch(YEARS, number[0]) or cues.isdisjoint(words_of(around)):
            continue
        before, after = _around_a_house(language)
        following = text[end : end + REACH]
        for pattern in after:
            street = pattern.match(following)
            if street and FOLLOWS.match(text, end + street.end()):
                yield Span("house_number", start, end + len(street[0].rstrip(".'-")))
        offset = max(0, start - REACH)
        for pattern in before:
            street = pattern.search(text[offset:start])
            if street and FOLLOWS.match(text, end):
                yield Span("house_number", offset + street.start(), end)
