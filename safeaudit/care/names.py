"""Names of people in scripts with capital letters (Latin, Cyrillic), and with them those of groups."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from safeaudit.care.groups import groups_in
from safeaudit.care.lists import CYRILLIC_RUN, LATIN_RUN, PARTICLE_WORDS, TOKEN, Known, Lists, Own, is_within, lists_of
from safeaudit.care.marks import CAPITAL, ON_RECORD, Span, Words

PREVIOUS = re.compile(r"([\w.'-]*\w\.?)[ \"“«(,:]{0,3}$")
INSTITUTION_AFTER = re.compile(rf"'?(?: [{CAPITAL}][\w-]*'?){{1,3}}")
THINGS_AFTER = re.compile(r"(?: [a-zà-ÿ]+){1,2}\b")
NEXT = re.compile(r"[ \"”»),]{0,3}([\w'-]+)")
ELIDED = re.compile(r"[LDJSNMCT]'([a-zà-ÿ]\w*)\Z")
ABBREVIATED = re.compile(r"(?<![\w.])(\w{1,6})\. \Z")
AGE = re.compile(r"(?:,? \(?|, aged )[1-9]\d\)?(?=[,.; ]|$)")
ROMAN = re.compile(r"[IVXLC]+\Z")
STARTS = re.compile(r"(?:\A|[.!?…:;\n•*\"“«(\[-])\s*\Z")
COMMON_ENDING = re.compile(
    r"(?:tion|tions|ment|ments|ings?|ness|ity|ities|ships?|ances?|ences?|isms?|ists?|ives?|ous|able|ible|less|ful|wards?|hoods?|ology|graphy|"
    r"ers|ies|ed|ally|ably|ately|edly|ción|ciones|sión|dades?|tades?|mientos?|mentos?|ções|ção|são|idades?|aires?|iques?|eurs?|euses?|elles?|"
    r"ales|aux|istas?|erías?|arias?|arios?|ários?|árias?|tés|ость|ости|ение|ения|ание|ания|ский|ская|ское|ские|ского|ской|ных|ная|ный|ное)\Z"
)
PATRONYMIC = re.compile(r"(?:ович|евич|ич)(?:а|у|ем|ом|е)?\Z|(?:овн|евн|ичн)(?:а|ы|е|у|ой)\Z")
RUSSIAN = re.compile(r"(?:[оеё]в|[оеё]ва|[иы]н|[иы]на|[оеё]ву|[оеё]вым|[оеё]вой|енко|чук|ян|швили|дзе)\Z")
PUBLIC_RECORD = 150
"""How far, in characters, a citation of the public record may stand from a name."""
PUBLISHED = re.compile(r",? ?\(?(?:19|20)\d\d[a-z]?\)")
SCHOLARLY = re.compile(
    r"\b(?:see|cf|et al|study|studies|paper|book|article|journal|thesis|researchers?|university|universidad|université|published|publi[ée]e?|writes?|author|authors|"
    r"press|ed|eds|estudio|étude|libro|livre|artículo|autor|autores)\b",
    re.IGNORECASE,
)
"""What makes a year in brackets one of a publication: alone it is none, and would clear anybody."""


FORMS_OF_ADDRESS = frozenset({"mr", "mrs", "ms", "miss"})
"""After these every word with a capital is a name."""


class _Token:
    """One capitalised word of a run, its place in the text and what it may be."""

    __slots__ = ("end", "label", "lower", "start")

    def __init__(self, start: int, end: int, text: str) -> None:
        if text[-2:] in ("'s", "'S"):
            text, end = text[:-2], end - 2
        elided = ELIDED.match(text)  # "L'avenue" counts as "avenue"
        self.start, self.end, self.lower = start, end, (elided[1] if elided else text).casefold()
        self.label = text


def names_in(text: str, words: Words, language: str, known: Known, own: Own | None = None) -> Iterator[Span]:
    """Likely names of people and groups; `words` are the words of the text in lower case, `own` where names of the city stand.

    A name beside a citation of the public record is "name_on_record".
    """
    lists = lists_of(language)
    for start, end in _found(text, words, language, lists, known.spans(text, words) if own is None else own):
        if text[start:end] in known.singles and text[max(0, start - 2) : start] == ", ":
            continue
        around = text[max(0, start - PUBLIC_RECORD) : end + PUBLIC_RECORD].casefold()
        recorded = any(word in around for word in lists.citations) and any(map(str.isdigit, around))
        published = PUBLISHED.match(text, end) and SCHOLARLY.search(around)
        yield Span(ON_RECORD if recorded or published else "name", start, end)


def _found(text: str, words: Words, language: str, lists: Lists, own: Own) -> Iterator[tuple[int, int]]:
    ordinary = lists.ordinary
    for run in (CYRILLIC_RUN if lists.russian else LATIN_RUN).finditer(text):
        content = run[0].casefold()
        if content in ordinary or len(content) < 3:
            continue
        yield from _people(text, run, lists, own)
    yield from groups_in(text, words, language, lists, own)


# People --------------------------------------------------------------------------------------------------------------

NAMES = frozenset("GgSUI-")
"""Labels of words a name may be made of: given name, one that is a common word too, surname, unknown word, initial,
and "-" for a capital "El" or "De" between them. Words of the city's own names are K, and of no name."""


def _people(text: str, run: re.Match[str], lists: Lists, own: Own) -> Iterator[tuple[int, int]]:
    tokens = [_Token(run.start() + each.start(), run.start() + each.end(), each[0]) for each in TOKEN.finditer(run[0])]
    for index, token in enumerate(tokens):
        before = tokens[index - 1].lower if index else ""
        after = tokens[index + 1].lower if index + 1 < len(tokens) else ""
        token.label = "K" if is_within(token.start, token.end, own) else _label(token, before, after, lists)
    _settle(tokens)
    first = 0
    while first < len(tokens):
        if tokens[first].label not in NAMES:
            first += 1
            continue
        last = first
        while last + 1 < len(tokens) and tokens[last + 1].label in NAMES:
            last += 1
        if (
            not lists.english
            and first == 0 < last
            and tokens[0].label == "U"
            and tokens[1].label == "G"
            and _opens(text, run)
        ):
            first = 1  # the sentence begins with a common word the lists do not have
        if _is_person(text, tokens, first, last, lists):
            yield tokens[first].start, tokens[last].end
        first = last + 1


def _opens(text: str, run: re.Match[str]) -> bool:
    """Whether the sentence begins here."""
    return bool(STARTS.search(text[max(0, run.start() - 60) : run.start()]))


def _settle(tokens: list[_Token]) -> None:
    """Judge words by their neighbours: a common ending beside a given name, and "El" between two names."""
    for before, token in pairwise(tokens):
        if (token.label == "E" and before.label == "G") or (
            token.label in "CE" and before.lower.rstrip(".") in FORMS_OF_ADDRESS
        ):
            token.label = "U"
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if token.lower in PARTICLE_WORDS and before.label in NAMES and after.label in NAMES:
            token.label = "-"


def _label(token: _Token, before: str, after: str, lists: Lists) -> str:
    """T title, O office, X organisation or place word, P place, C common, E common by its ending, or of NAMES."""
    word, shape = token.lower, token.label
    if not shape[0].isupper():
        return "C"
    if word.endswith("."):
        return "T" if word in lists.titles else "C" if word in ("u.s.", "u.n.", "u.k.", "e.u.") else "I"
    if word in lists.titles and not (shape.isupper() and len(shape) > 1):
        return "T"
    if f"{before} {word}" in lists.place_pairs or f"{word} {after}" in lists.place_pairs or word in lists.places:
        return "P"
    listed_as = next((label for label, words in lists.labels if word in words), "")
    return listed_as or _unlisted(word, shape, lists)


def _unlisted(word: str, shape: str, lists: Lists) -> str:
    """The label of a word that no list has, by its form."""
    if all(part in lists.common or not part for part in word.split("-")):
        return "C"
    if PATRONYMIC.search(word):
        return "S"
    if len(word) < 3 or (shape.isupper() and len(shape) < 7) or any(map(str.isdigit, word)) or ROMAN.match(shape):
        return "C"
    if lists.russian and RUSSIAN.search(word):
        return "S"
    if len(word) > 6 and COMMON_ENDING.search(word):
        return "E"
    return "U" if word.removesuffix("s") not in lists.common else "C"


def _is_person(text: str, tokens: list[_Token], first: int, last: int, lists: Lists) -> bool:
    """Whether the words from first to last are a person's name, by what they are and by what stands around them."""
    labels = "".join(token.label for token in tokens[first : last + 1]).replace("-", "")
    after = tokens[last + 1].label if last + 1 < len(tokens) else ""
    inside = tokens[first - 1].label if first else ""
    start, end = tokens[first].start, tokens[last].end
    lead = text[max(0, start - 60) : start]
    opening = not first and bool(STARTS.search(lead)) and not _after_title(lead, lists)
    if (
        not labels.strip("I")
        or (_leads_to_a_thing(tokens, last) and inside != "T")
        or (set(labels) <= {"U"} and _is_a_programme(text, start, end))
        or (not after and _names_a_thing(text, end, lead, lists))
    ):
        return False
    previous = _previous(tokens, first, lead, opening, lists)
    if inside == "T" or previous in lists.titles or previous.rstrip(".") in lists.titles:
        return inside == "T" or labels[0] != "g" or len(labels) > 1
    if previous in lists.alias or (previous == "as" and lead.endswith("known as ") and _speaks_of_people(lead, lists)):
        return True
    if inside == "X" or (not lists.english and previous in lists.org):
        return False
    if inside == "O" or previous in lists.offices:
        return labels[0] != "g" or len(labels) > 1
    if len(labels) > 1:
        if inside in ("C", "E") and first == 1 and STARTS.search(text[max(0, tokens[0].start - 60) : tokens[0].start]):
            inside = ""  # the sentence begins with a common word
        return _is_full_name(labels, opening, inside, after, previous, lists)
    return _is_first_name(text, tokens[first], labels, previous, end, lead, lists)


def _after_title(lead: str, lists: Lists) -> bool:
    """Whether what ends before a name is no sentence but a title that is cut short: “Dr. ”."""
    found = ABBREVIATED.search(lead)
    return found is not None and found[1].casefold() in lists.titles


def _leads_to_a_thing(tokens: list[_Token], last: int) -> bool:
    """Whether the capitalised words after a name say that it is a place or an institution: “Martin Luther King Avenue”."""
    for token in tokens[last + 1 : last + 4]:
        if token.label == "X":
            return True
        if token.label not in "OCE":
            return False
    return False


PROGRAMME = re.compile(
    r"[\"”»!):]{0,2} (?:(?:[a-z]+ ){0,1}(?:workshops?|clusters?|registrations?|helplines?|phases?|desks?|vouchers?|caravans?|scheme|grants?|week|bus|lessons?|volunteers|sessions?|app)\b"
    r"|(?:ended|upgraded|reached|opened|launched|started|began|trained|covered|covers|serves?|offers?|offered|provides?|visited|funded|completed|continues|expanded)\b)"
    r"|[\"”»]? ?: \d|[\"”»]? (?:is|was) (?:the name of|an? (?:\w+ )?(?:programme|program|project|network|campaign|scheme|fund))"
)
"""What follows the name of a programme."""
GLOSS = re.compile(r"[\w'’-] \(\Z")


def _is_a_programme(text: str, start: int, end: int) -> bool:
    """Whether two words that no list knows are a programme's by what stands beside them."""
    return bool(
        (PROGRAMME.match(text, end)) or (GLOSS.search(text[max(0, start - 10) : start]) and text[end : end + 1] == ")")
    )


def _names_a_thing(text: str, end: int, lead: str, lists: Lists) -> bool:
    """Whether a word beside it, as in "Sohar Bayt district" or "the district of Sohar Bayt", says that it is no person."""
    following = text[end : end + 30]
    institution = INSTITUTION_AFTER.match(following)
    if institution and any(word.strip("'").casefold() in lists.institutions for word in institution[0].split()):
        return True
    word = THINGS_AFTER.match(following)
    if word and not lists.things.isdisjoint(word[0].split()):
        return True
    led = PREVIOUS.search(lead)
    if led and lead[led.end(1) :] in (" ", ' "', " “", " «") and led[1].casefold() in lists.things_before:
        return True
    return bool(lead.endswith(" of ") and (before := PREVIOUS.search(lead[:-3])) and before[1] in lists.things)


def _previous(tokens: list[_Token], first: int, lead: str, opening: bool, lists: Lists) -> str:
    """The word before a name, in lower case; for "rue de" the street, so that it is known for one."""
    if first:
        return tokens[first - 1].lower
    found = None if opening else PREVIOUS.search(lead)
    if found is None:
        return ""
    word = found[1].casefold().rpartition("'")[2]
    if word in PARTICLE_WORDS and not lists.english:
        earlier = PREVIOUS.search(lead[: found.start()])
        if earlier and earlier[1].casefold() in lists.org:
            return earlier[1].casefold()
    return word


def _is_full_name(labels: str, opening: bool, inside: str, after: str, previous: str, lists: Lists) -> bool:
    """Whether two words or more are a name: a given name or initial among them, a known surname, or both unknown."""
    if "I" in labels:
        return any(label in labels for label in "GSU")
    if "G" in labels:
        return not (labels[0] == "U" and opening and not lists.english and labels != "US")
    if "S" in labels:
        return not (opening and labels[0] == "U" and not lists.english)
    if "g" in labels or after == "C" or (inside and not opening):
        return "g" in labels and "U" in labels and not inside and previous not in lists.articles
    if lists.russian or (opening and not lists.english):
        return False
    return previous not in lists.places_before and previous not in lists.articles


def _is_first_name(text: str, token: _Token, label: str, previous: str, end: int, lead: str, lists: Lists) -> bool:
    """Whether one word is a name, by the word before or after it."""
    if previous in lists.persons:
        return label in "GS" or (label == "U" and previous not in lists.org)
    if previous in lists.called:
        return label in "GSU" and _speaks_of_people(lead, lists)
    if label in "GSU" and lead.casefold().rstrip().endswith(lists.introduced):
        return True
    following = NEXT.match(text, end)
    verb = following[1].casefold() if following else ""
    if label == "G":
        return verb in lists.verbs or bool(AGE.match(text, end))
    return label in "SU" and verb in lists.speech and len(token.lower) > 3 and (label == "S" or lists.english)


def _speaks_of_people(lead: str, lists: Lists) -> bool:
    words = re.findall(r"\w+", lead.casefold())[-7:]
    return not (lists.persons | lists.groups | lists.offices).isdisjoint(words)
