"""Texts that point at one person without a name: the only one of a kind, an official accused, somebody who told (English)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property

from safeaudit.care.heads import at_words, first_words, word_set
from safeaudit.care.marks import SENTENCE, Span, Words, alternatives, vocabulary

GAP = r"(?: [\w'’-]{1,40}){0,3}? "
"""Up to three words between two that belong together."""
PLACE = r"(?:in|on|at|of|near|from|for|by|under|above|behind|beside|opposite)\b"
MANY = (
    r"(?:money|cash|bribes?|envelopes?|cuts?|kickbacks?|share|fees?|payments?|gifts?|flats?|favours?|favors?|\d+ ?%(?!\w)|\d+ ?(?:percent|per cent|k)"
    r"|half|commission|chai|tea money|hafta|baksheesh|something|sex)"
)
FOR = r"(?:for|against|in exchange (?:of|for)|once|after|when|if)"
GAIN = r"(?:cash|money|votes?|bob|bribes?|payments?|gifts?|favours?|favors?|builders?|developers?|relatives|friends|\w+ bob|\d[\w.,]*)"
UNSOUND = r"(?:fake|false|forged|double|not inspected|uninspected|illegal|empty|backdated|for relatives|of relatives)"
ACTS = (
    rf"(?:takes?|took|receives?|received|accepts?|accepted|gets?|got|demands?|demanded|asks?|asked|charges?|wants?|collects?|collected|has|keeps?|pockets?)(?: [\w'-]{{1,40}}){{0,3}}? {MANY}(?!\w)",
    r"(?:leaks?|leaked|pockets?|pocketed|embezzles?|extorts?|extorted|steals?|stole)\b",
    r"(?:warns?|warned|tips?|tipped)(?: off)? .{0,40}\bbefore\b",
    rf"(?:lets?|allows?|releases?|released|frees|clears?|lifts?|sends?|gives?)\b.{{0,60}}?\b{FOR} (?:the |some |a )?{GAIN}\b",
    r"lets? .{0,40}\b(?:go|pass|through|in|out|free)\b",
    r"(?:releases?|released|frees) .{0,40}\b(?:once|after|when|if)\b",
    rf"(?:signs?|signed|stamps?|stamped|closes?|closed|approves?|approved|changes?|changed|issues?|issued|certifies|prints?|printed|sells?|sold|gives?|grants?|drops?|delays?)\b.{{0,60}}?\b(?:{FOR} (?:the |some |a |\w+ )?{GAIN}|{UNSOUND})\b",
    r"(?:sells?|sold) .{0,20}\b(?:phones?|visits?|permits?|licen[cs]es?|posts?|jobs?|stalls?|plates?|stamps?|titles?|certificates?|information|weapons|ammunition|evidence|seized|plots?)\b",
    r"(?:covers?|protects?|shields?) .{0,30}\b(?:illegal|gangs?|dealers?|smugglers?|traffickers?|brothels?|dens?|robbers?|cartel|poachers?|bandits?)\b",
    r"(?:shares? in|has a share|is a partner in|owns? (?:a |the |\w+ )?(?:casino|brothel|bar|den|nightclub|club))",
    r".{0,60}\b(?:own pocket|keeps half|keeps the rest|(?:his|her) (?:cut|share)|\d+ ?% (?:his|hers)|for himself|for herself)\b",
    r"(?:rapes|raped|harasses|harassed|beats|beat|abuses|abused|molests|molested|grooms|groomed) ",
)
TOLD = (
    r"(?:told|informed|tipped|warned) (?:us|our|the (?:team|interviewer|researchers?|auditors?|evaluators?|staff|NGO|mission|consultant)|about|who|me)\b"
    r"|(?:gave|showed|handed|slipped|brought|passed) (?:us|our|the team|me)\b|let us know|hinted (?:us|to us|at)|disclosed|confided|revealed|spilled"
    r"|reports us|informs us|reports to (?:us|our|the team)|confirmed (?:the (?:payments?|names?|list|story|bribes?|threats?)|to us|it to us|who)"
    r"|informed on (?!\d)"
)
HEARD = r"(?:(?:info|information|intel|tip|tip-off|hint|news|details|account|statement|list)(?: was| were| is)?(?: given| received| obtained| came| comes)?)"


def people_pointed_at(text: str, words: Words) -> Iterator[Span]:
    """Descriptions that fit one person only, officials accused by their office, and people shown to have told something."""
    yield from _only_ones(text, words)
    yield from incidents(text, words)
    if not words.isdisjoint(vocabulary("en")["act_cues"]) and not words.isdisjoint(_officials()):
        yield from _accused(text)
    yield from _sources(text, words)


# The only one --------------------------------------------------------------------------------------------------------


@cache
def _role() -> str:
    """A role in the singular; a plural, or a role that describes an office or a household, points at nobody."""
    return rf"(?:{alternatives('en', 'roles', 'persons_one')})(?![\w-])(?! (?:households?|famil(?:y|ies)|homes?))"


@cache
def _role_words() -> Words:
    """The words without one of which no role is in a text."""
    return first_words(vocabulary("en")["roles"], vocabulary("en")["persons_one"])


@cache
def _rank_words() -> Words:
    return first_words(vocabulary("en")["ranks"])


@cache
def _official_words() -> Words:
    return _rank_words() | _role_words()


@cache
def _officials() -> Words:
    return vocabulary("en")["ranks"] | vocabulary("en")["roles"]


class _Way:
    """A pattern that cannot match without one word of each of `cues`; `first`: the words it begins with, where these are known.

    It is compiled when a text first holds such words: these are the longest patterns there are.
    """

    def __init__(self, cues: tuple[Words, ...], pattern: str, first: Words) -> None:
        self.cues, self._pattern, self._first = cues, pattern, first

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._pattern, re.IGNORECASE)

    def finds(self, text: str) -> Iterator[re.Match[str]]:
        return at_words(self._compiled, text, self._first) if self._first else self._compiled.finditer(text)


class _Ways:
    """Several of them, of which only those are tried that may match."""

    def __init__(self, *ways: _Way) -> None:
        self._ways = ways
        self._cues = frozenset[str]().union(*(way.cues[0] for way in ways))

    def finds(self, text: str, words: Words) -> Iterator[re.Match[str]]:
        cued = words & self._cues
        for way in self._ways if cued else ():
            if not way.cues[0].isdisjoint(cued) and not any(map(words.isdisjoint, way.cues[1:])):
                yield from way.finds(text)


def _way(cues: str, pattern: str, *further: Words, first: Words = frozenset()) -> _Way:
    return _Way((frozenset(cues.split()), *further), pattern, first)


@cache
def _only_ways() -> _Ways:
    """Each way to single somebody out."""
    role, relative = _role(), f"(?:{alternatives('en', 'relatives')})"
    roles, ranks, relatives = _role_words(), _rank_words(), first_words(vocabulary("en")["relatives"])
    only = r"(?:only|sole|lone|single)"
    former = r"(?:former|retired|late|ex-|ex|dismissed|sacked|disgraced)"
    return _Ways(
        # the only midwife of Dara-Koro; the lone Dalit member
        _way(
            "only sole lone single",
            rf"(?:\b(?:the|our|their|its|this|a)|[\w]'s|\A|[.;:,] ?) ?{only}(?! one\b)(?: (?!(?:mothers?|parents?|with|by|when|if|to|for|in|on|at|after|from|through|the|and|or|of)\b)[\w'’-]{{1,40}}){{0,4}}? {role}",
            roles,
        ),
        _way("one", rf"\b(?:the|\w{{1,40}}'s) one (?:[\w'’-]{{1,40}} ){{0,3}}?{role}", roles),
        # the headmaster of the only school; the man above the sole bank
        _way(
            "only sole single biggest largest one",
            rf"\b{role}(?: [\w'’-]{{1,40}}){{0,4}}? (?:of|in|at|from|above|behind|near) (?:the |our |its )?(?:only|sole|single|biggest|largest|one) [\w'’-]{{1,40}}(?: [\w'’-]{{1,40}})?,? {PLACE}",
            roles,
            first=roles,
        ),
        # the oldest trader; the mayor's cousin
        _way(
            "oldest youngest tallest richest first last biggest",
            rf"\bthe (?:oldest|youngest|tallest|richest|last|biggest|first (?:female|woman|male)) (?:[\w'’-]{{1,40}} ){{0,2}}?{role},? {PLACE}",
            roles,
        ),
        _way(
            " ".join(vocabulary("en")["relatives"]),
            rf"(?<![\w-])(?:{alternatives('en', 'ranks')})['’]s (?:[\w'’-]{{1,40}} )?{relative}(?![\w-])",
            ranks,
            first=ranks,
        ),
        # the one-armed fisherman; the twin that lost an eye; the 19-year-old orphan; of two judges, the younger
        _way(
            "armed eyed legged handed fingered",
            rf"\b(?:one|two|three)-(?:armed|eyed|legged|handed|fingered) (?:[\w'’-]{{1,40}} )?{role}",
            roles,
        ),
        _way("lost", r"\b(?:who|that) (?:has )?lost (?:an?|his|her|one) (?:eye|arm|leg|hand|foot|finger|ear)\b"),
        _way("year", rf"\b(?:the|a) \d\d?[- ]year[- ]olds? (?:[\w'’-]{{1,40}} ){{0,2}}?{role}", roles),
        _way(
            "two three",
            r"\bof (?:the )?(?:two|three) [\w'’ -]{3,40}, the (?:younger|older|elder|first|second|female|male|tall|bald)\b",
        ),
        # the wife of the former director; the retired colonel living above
        _way(
            " ".join(vocabulary("en")["relatives"]),
            rf"\b{relative} of (?:the |our |a )?(?:{former} )?(?:[\w'’-]{{1,40}} ){{0,2}}?(?:{role}|{alternatives('en', 'ranks')})(?![\w-])",
            roles | ranks,
            first=relatives,
        ),
        _way(
            "former retired late ex dismissed sacked disgraced",
            rf"\b(?:the )?{former} (?:[\w'’-]{{1,40}} ){{0,2}}?{role}(?: [\w'’-]{{1,40}}){{0,2}}? (?:living|who lives|residing|with the|of the|\(fired|fired|who left)\b",
            roles,
        ),
    )


def _only_ones(text: str, words: Words) -> Iterator[Span]:
    for found in _only_ways().finds(text, words):
        yield Span("one_person", found.start() + len(found[0]) - len(found[0].lstrip(" .;:,")), found.end())


# One incident, one counter ------------------------------------------------------------------------------------------

MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t|tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
WHEN = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}\b|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b|(?:last|this|on|the) (?:\w+ ){{0,2}}?(?:{DAY}|night|week|weekend|morning|evening|month|christmas|easter|eid|ramadan|new year)"
    rf"|yesterday|{DAY}|\d{{1,2}}[./-]\d{{1,2}}(?:[./-]\d{{2,4}})?|(?:at|around|about) \d{{1,2}}(?:[:.h]\d\d| ?[ap]\.?m|h\b| o'clock))",
    re.IGNORECASE,
)
WHERE = re.compile(
    r"\b(?:near|behind|beside|outside|in front of|next to|opposite|under|inside|by the|at the|at her|at his|in the|on the (?!basis|rise|increase|decline|part|one|other|list)\w+|in her|in his|from the|across from|in [A-Z]\w+|at [A-Z]\w+|on [A-Z]\w+ (?:street|road|st|avenue|lane|square|bridge))\b"
)
HARMED = (
    r"(?:stabbed|raped|killed|shot|beaten|abducted|kidnapped|murdered|assaulted|attacked|robbed|trafficked|abused|burn(?:ed|t)|found dead|found|died|drowned|hanged|poisoned|threatened|"
    r"strangled|lynched|mugged|molested|groped|slashed|hacked|missing|disappeared|overdosed|injured|wounded|saw|witnessed|testified|arrested|detained|caught|accused|confessed|pregnant|sold|forced|lost)"
)
ONE = (
    r"(?:boy|girl|man|woman|child|baby|toddler|infant|teenager|student|pupil|schoolgirl|schoolboy|youth|lady|widow|widower|grandmother|grandfather|migrant|refugee|tourist|mother|father|son|daughter|wife|husband|victim|"
    r"witness|suspect|orphan|nephew|niece|male|female|minor)"
)
AGE = r"(?:,? ?\(?(?:aged |age |of )?\d{1,2}(?: ?(?:years?(?: old)?|yrs?|y/?o|m|f))?\)?(?=[,; )]|\Z))"
PREMISES = r"(?:shop|stall|kiosk|stand|store|table|booth|bar|room|unit|garage|counter|pump|berth|bay|boutique|pitch|hut|tent|shack|boat|taxi|bus|cab)"
NUMBERED = rf"{PREMISES} (?:no\.? ?|number |nr\.? ?|# ?|n° ?)?[A-Z]{{0,2}}-?\d{{1,4}}[A-Z]?(?![\w%.,]*\d| ?(?:%|per cent|percent|shops|stalls|times|years|days|of ))"


@cache
def _incidents() -> tuple[re.Pattern[str], ...]:
    """Somebody by their age, or by no more than the day and the place; a counter or a room by its number, with whose it is or what they do."""
    one = rf"(?:{alternatives('en', 'roles')}|{ONE})(?![\w-])"
    led = r"(?:\A|(?<=[:;(,-] )|\b(?:an?|one|the|another|this|that|our|their|his|her|only) )(?:[\w'-]{1,30} ){0,3}?"
    return (
        re.compile(
            rf"{led}(?:{one}{AGE}|\d{{1,2}}[- ](?:years?|yrs?|months?)[- ]old(?![\w-])(?! (?:boys|girls|men|women|children|students|pupils)))",
            re.IGNORECASE,
        ),
        re.compile(
            rf"{led}{one} (?:(?:was|has been|who was|had been|got|is|went) )(?:\w+ly )?{HARMED}\b", re.IGNORECASE
        ),
        re.compile(
            rf"\b(?:{alternatives('en', 'roles')}|owner|keeper|tenant|holder|woman|man|family|boy|girl|lady|person|people) (?:\w+ )?(?:of|at|in|from|with|behind|opposite|who \w+) (?:the )?{NUMBERED}"
            rf"|\b{NUMBERED}[^.;]{{0,60}}?\b(?:pays?|paid|refuses?|refused|sells?|sold|hides?|stores?|collects?|gives?|gave|owes?|told|keeps?|deals?|receives?|lends?|fences?|launders?|buys?|complain\w*|was (?:burn|robb|shot|threat)\w*)\b",
            re.IGNORECASE,
        ),
    )


AGED = re.compile(r"\d{1,2}")
HARM = re.compile(rf"\b{HARMED}\b", re.IGNORECASE)
_COUNTED = word_set(
    "shop stall kiosk stand store table booth bar room unit garage counter pump berth bay boutique pitch hut tent shack boat taxi bus cab"
)


def incidents(text: str, words: Words) -> Iterator[Span]:
    """One victim, witness or payer whom everybody nearby knows by an age, a day and a place, or by the number of a stall."""
    if not (harmed := not words.isdisjoint(_harm_words())) and words.isdisjoint(_COUNTED):
        return
    for sentence in SENTENCE.finditer(text):
        said, start = sentence[0], sentence.start()
        aged, told, numbered = _incidents()
        when, where = WHEN.search(said), WHERE.search(said)
        found = None
        if harmed and HARM.search(said):
            found = (aged.search(said) if AGED.search(said) and (when or where) else None) or (
                told.search(said) if when and where else None
            )
        found = found or (numbered.search(said) if not words.isdisjoint(_COUNTED) and AGED.search(said) else None)
        if found:
            yield Span("one_person", start + found.start(), start + found.end())


@cache
def _harm_words() -> Words:
    return frozenset(re.findall(r"[a-z]{3,}", HARMED)) | {"burned", "burnt"}


# An official accused -------------------------------------------------------------------------------------------------


@cache
def _accusation() -> re.Pattern[str]:
    ranks = f"{alternatives('en', 'ranks')}|{alternatives('en', 'roles')}"
    acts = "|".join(ACTS)
    return re.compile(
        rf"(?<![\w-])(?:{ranks})(?![\w-])(?:,? (?!(?:and|who|which|that|is|are)\b)[\w'’-]{{1,40}}){{0,8}}?,?(?: (?:who|always|also|often|still|regularly))? (?:{acts})",
        re.IGNORECASE,
    )


_BEFORE_RANK = re.compile(
    r"(?:\b(?:the|our|vice|deputy|assistant|acting|senior|council's|chief|head) )(?:[\w'’-]{1,40} ){0,2}\Z",
    re.IGNORECASE,
)


def _accused(text: str) -> Iterator[Span]:
    for found in at_words(_accusation(), text, _official_words()):
        led = _BEFORE_RANK.search(text, max(0, found.start() - 60), found.start())
        yield Span("accused", led.start() if led else found.start(), found.end())


# Who told it ---------------------------------------------------------------------------------------------------------


@cache
def _telling() -> _Ways:
    """Each way to show who told something."""
    role, roles = _role(), _role_words()
    return _Ways(
        # the guard of the olive press gave us the list
        _way(
            "told informed tipped warned gave showed handed slipped brought passed let hinted disclosed confided revealed spilled reports informs confirmed",
            rf"(?<![\w-]){role}[^.;]{{0,60}}? (?:{TOLD})",
            roles,
            first=roles,
        ),
        # info from the shopkeeper at the corner; according to the tea seller in front of
        _way(
            "info information intel tip hint news details account statement list",
            rf"\b{HEARD} (?:from|by) (?:the |a |an |our )?(?:[\w'’-]{{1,40}} ){{0,3}}?{role}",
            roles,
        ),
        _way(
            "heard learned interview interviewed testimony complaint statement told said",
            rf"\b(?:heard|learned|interview(?:ed)?|testimony|complaint|statement|as told) (?:it )?(?:from|by|with|of) (?:the |a |an |our )(?:[\w'’-]{{1,40}} ){{0,3}}?{role},? {PLACE}",
            roles,
        ),
        _way(
            "whistleblower blower informant informer insider mole",
            r"\b(?:whistle-?blower|informant|informer|insider|mole) (?:in|at|from|inside|within|on) (?:the |our )?\w+",
        ),
        _way(
            "according",
            rf"\baccording (?:to )?(?:the |a |an |our |one )(?:[\w'’-]{{1,40}} ){{0,2}}?{role},? {PLACE}",
            roles,
        ),
        # our informer is the woman by the gate; Source - peon of the office
        _way(
            "informer informant source witness contact",
            r"\b(?:our|the|my) (?:informer|informant|source|witness|contact) (?:is|was|works|lives)\b",
        ),
        _way("source sources", rf"\bsources? ?[-:=] ?(?:[\w'’-]{{1,40}} ){{0,2}}?{role},? (?:{PLACE}|who|sits)", roles),
    )


def _sources(text: str, words: Words) -> Iterator[Span]:
    for found in _telling().finds(text, words):
        yield Span("source", found.start(), found.end())
