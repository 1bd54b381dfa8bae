"""Places and hours that protect people, or that nobody guards: written down, they show where and when to strike (English)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from safeaudit import framework
from safeaudit.care.heads import Cued, Places
from safeaudit.care.marks import CAPITAL, LANGUAGES, Span, Words, vocabulary

HAVEN = (
    r"safe ?-?houses?|(?:women'?s?|girls'?|victims'?|children'?s?|emergency)? ?shelters?(?: homes?| for \w+)?|refuges?|crisis cent(?:re|er)s?(?: for \w+)?"
    r"|casas? de acogida|protected witness(?:es)?|witness(?:es)?|(?:needle|syringe) exchange|methadone (?:point|clinic|van|programme)"
    r"|(?:the )?(?:defector|informant|whistle-?blower|witness|victim|survivor)s?(?:'s?)? famil(?:y|ies)"
    r"|rescued (?:girls|children|women|boys|victims|workers|persons)|trafficked (?:girls|women|children)|hidden (?:girls|women|children)"
)
HOUSE = (
    r"(?:safe|halfway|half-way) ?-?(?:houses?|homes?|flats?|apartments?|rooms?)|(?:women'?s?|girls'?|victims'?|children'?s?|emergency|night)? ?(?<!bus )(?<!tram )"
    r"(?<!taxi )(?<!rain )(?<!sun )shelters?(?: homes?| for \w+)?|refuges?|hide-?outs?|hiding places?|sanctuar(?:y|ies)|crisis cent(?:re|er)s?"
    r"|(?:secret|hidden|undisclosed|confidential|protected) (?:address(?:es)?|houses?|homes?|flats?|apartments?|places?|locations?|rooms?)"
    r"|(?:house|home|flat|place|room)s? (?:where|in which) (?:the )?(?:\w+ )?(?:witness|victim|survivor|informant|complainant|runaway|women|girl|children)(?:e?s)? (?:are|is|can|live|stay|sleep|hide|wait)s?"
)
"""Where people are kept safe; of these also a rough word on the place tells where to look."""
_SO_MANY = r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|a few|some|several)"
NEAR = (
    rf"{_SO_MANY} (?:streets?|blocks?|doors?|houses?|corners?|stops?|steps?|paces|minutes?|min|met(?:re|er)s?|m|kilomet(?:re|er)s?|km|miles?|yards?)"
    r"(?: \w+)? (?:from (?:the|an?|here)|away|behind|down|up|past|off|inland|north|south|east|west)"
    r"|(?:near|close to|not far from|across from|facing|past|round|around|up from|down from|next to|beside|opposite|behind|above|beneath|in front of)"
    r" (?:the|an?|our|their|his|her) (?!clock|year|average|target|limit|norm|need|time|world|country|city|region)\w+|next door"
    r"|by the (?:river|sea|lake|road|bridge|station|harbour|port|quay|market|gate|ferry|mill|park|tracks?|railway|bus stop)"
    r"|(?:across|along|off|over|under|between) the (?:main |old |new |bus |train |railway |fish |north |south |east |west )?(?:road|street|river|sea|lake|square|bridges?|station|stop|tracks?|harbour|port|quay"
    r"|market|school|church|mosque|temple|clinic|hospital|bakery|mill|park|gate|wall|shops?|ferry|post office)"
    r"|at the (?:back|end|top|foot|corner|edge) of (?:the|an?)"
    r"|in the (?:basement|attic|back|yard|courtyard|cellar|annexe?|compound|grounds) of|upstairs|on the (?:first|second|third|ground|top) floor"
    r"|on the (?:road|street|lane|path|way|hill|corner|square|quay) (?:to|by|behind|of|above|from|between)"
)
EXACTLY = (
    rf"above the|behind|next to|next door|beside|opposite|in front of|at the end of|corner of|\bfloors?\b|\bgate\b|\bdoor\b|\bblock [A-Z\d]|\bplot\b"
    rf"|guest ?house|pagoda|sanatorium|kindergarten|parks on|\d(?:[.:h]\d\d)? ?(?:-|–|to|till|until) ?\d{{1,2}}(?:[.:h]\d\d)? ?(?:am|pm|h|hrs)?\b"
    rf"|\b(?:lane|street|road|alley) \d|at (?:the )?[{CAPITAL}][\w'-]{{1,40}} (?:guest|hotel|house|farm|convent|church|school)"
)
HIDDEN = (
    r"(?:witness|victim|survivor|informant|whistle-?blower|complainant|girl|woman|family|boy|defector)(?:es|s)? (?:who \w+ )?(?:now |still |is |are |was |were |has been |have been ){0,2}"
    r"(?:lives?|stays?|staying|living|hid(?:es|den)|moved|relocated|lodged|sleeps?|kept|housed|sheltered) (?:now )?(?:at|in|with|to|near|behind|above|under|beside)"
)
UNGUARDED = (
    r"no (?:night )?(?:patrols?|guards?|watch(?:man|men)?|police|lights?|cameras?)\b|unmanned|unguarded|nobody (?:is )?(?:there|on duty|at the post)|shift changes?|chang(?:e|es|ing) (?:of )?shifts?"
    r"|guards?\b.{0,40}\b(?:sleeps?|leaves?|passes|absent|away|goes home)|(?:chowkidar|watchman|askari|sentry|vigilante)\b.{0,40}\b(?:sleeps?|leaves?|away|goes|no dey|not patrol)"
    r"|(?:alarm|lock|gate|door|fence|generator|cctv|scanner)s?\b.{0,25}\b(?:off|broken|open|unlocked|out of order|not working|cut)"
    r"|(?:cash|money|salar(?:y|ies)|payroll|evidence|guns|weapons)\b.{0,25}\b(?:van|transport|convoy|moved|collected|carried|transferred|leaves|arrives)"
    r"|cameras?\b.{0,30}\b(?:off|broken|blind|not working)|passes only|only (?:one|1) (?:man|guard|officer|car)|(?:do(?:es)? not|don'?t|never|no dey) patrol"
)
_GUARD = r"(?:patrols?|guards?|police(?:m[ae]n)?|officers?|wardens?|watch(?:man|men)|sentr(?:y|ies)|security|soldiers?|marshals?|rangers?|askaris?|chowkidars?)"
_GUARDING = r"(?:patrol(?:s|l?ed|l?ing)?|guard(?:s|ed|ing)?|watch(?:es|ed|ing)?|polic(?:es|ed|ing)|keeps? (?:watch|guard|an eye)|(?:on|doing) (?:duty|guard|watch|patrol)|check(?:s|ed|ing)?)"
_NOT = r"(?:never|hardly ever|seldom|rarely|no longer|(?:do|does|did|is|are|was|were|will|can)(?: not|n'?t)|cannot|won'?t|stops?|stopped|ceases?|fails? to)"
_GOES = r"(?:reach(?:es)?|com(?:es?|ing)|go(?:es|ing)?|pass(?:es|ing)?|patrol(?:s|l?ing)?|visit(?:s|ing)?|enter(?:s|ing)?|cover(?:s|ed|ing)?|stand(?:s|ing)?|walk(?:s|ing)?|drive(?:s)?|watch(?:es|ing)?|check(?:s|ing)?|there|present|seen|posted|on duty)"
UNPATROLLED = (
    rf"nobody (?:\w+ ){{0,2}}{_GUARDING}|no-?one (?:\w+ ){{0,2}}{_GUARDING}|no one (?:\w+ ){{0,2}}{_GUARDING}|not (?:being )?{_GUARDING}|isn'?t {_GUARDING}|aren'?t {_GUARDING}|never {_GUARDING}"
    rf"|no (?:\w+ )?{_GUARD}(?: \w+)? (?:{_GOES}|{_GUARDING}|works?|there|between|from|at|after|before|until|till|on)|without (?:an?y? )?(?:\w+ )?(?:{_GUARD}|watch)(?! (?:support|help|reports?|records?|figures|data|action|consent|clearance|checks?|force|violence|training))"
    rf"|{_GUARD} (?:\w+ ){{0,3}}?{_NOT} (?:\w+ )?{_GOES}|{_GUARD} (?:\w+ ){{0,3}}?(?:(?:leaves?|withdraws?|go(?:es)? (?:home|off)|knocks? off)|(?:ends?|stops?)(?= (?:at|after|before|from|until|till|by|for|on|in|around|about|each|every)\b|[.,;]|$))"
    r"|unwatched|unpatrolled|unpoliced|unguarded|unattended|unstaffed|unmanned|unprotected|gaps? (?:in|between) (?:the )?(?:patrols?|watch(?:es)?|shifts?|guards?|rounds)|patrol gaps?"
    r"|last patrol|first patrol|next patrol|left (?:alone|unguarded|open)"
)
_NUMBERED = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|midnight|noon|dusk|dawn)"
HOURS = (
    r"\b\d{1,2}(?:[.:h]\d\d)? ?(?:am|pm|h\b|hrs|hours|o'clock)|\b(?:between|from|till|until|after|at) \d{1,2}\b|\bnoon\b|\bmidnight\b"
    r"|\b(?:on )?(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?)\b|once in|every \d|\bsince \w+"
    rf"|\b(?:between|from|till|until|after|at|before|by) (?:about |half past |quarter to )?{_NUMBERED}\b(?! (?:years?|months?|weeks?|people|cases?|of)\b)"
)
DARK = (
    r"\b(?:after|before|until|till|from|by) (?:dark|dusk|dawn|sunset|sunrise|nightfall|daybreak|closing time|curfew|hours)\b|\b(?:at|by|overnight|all|during the|in the) night\b"
    r"|\bnights?\b|\bsmall hours\b|\bearly morning\b|\bweekends?\b|\bovernight\b|\bfor (?:\d+|an|two|three|four) (?:hours?|minutes)\b|\b(?:lunch|prayer|shift) (?:break|time|times)\b"
)
"""Rough hours: they tell when to come only where they stand beside a guard that is not there."""
_HAVEN = re.compile(rf"\b(?:{HAVEN})\b", re.IGNORECASE)
_HIDDEN = re.compile(rf"\b(?:{HIDDEN})\b[^.;]{{3,50}}", re.IGNORECASE)
_EXACTLY = re.compile(EXACTLY, re.IGNORECASE)
_HOUSE = re.compile(rf"\b(?:{HOUSE})\b", re.IGNORECASE)
_NEAR = re.compile(rf"\b(?:{NEAR})\b", re.IGNORECASE)
WATCHED = Cued(rf"\b(?:{UNGUARDED})")
PATROLLED = Cued(rf"\b(?:{UNPATROLLED})\b")
_HOURS = re.compile(HOURS, re.IGNORECASE)
_HOURS_OR_DARK = re.compile(rf"{HOURS}|{DARK}", re.IGNORECASE)
_FINDABLE = re.compile(rf"[{CAPITAL}]|\d|\b(?:aunt|uncle|cousin|sister|brother|mosque|church|school|hotel|convent)\b")
REACH = 110
"""How far, in characters, the exact place may stand from what it protects."""
SHORT = 60
"""How far before it."""


def names_a_haven(text: str) -> bool:
    """Whether a text, in any language of the word lists, names a place where people are kept safe."""
    return bool(_HOUSE.search(text) or _havens().search(text))


@cache
def _havens() -> re.Pattern[str]:
    words = sorted({word for language in LANGUAGES for word in framework.wordlist("havens", language)})
    return re.compile(
        "|".join(
            re.escape(word) if "\u4e00" <= word[0] <= "\u9fff" else rf"(?<!\w){re.escape(word)}(?!\w)" for word in words
        ),
        re.IGNORECASE,
    )


def protecting_places(text: str, words: Words, places: Places) -> Iterator[Span]:
    """Where people are kept safe, said so exactly that it can be found; and hours at which nobody watches."""
    if not words.isdisjoint(vocabulary("en")["haven_cues"]):
        yield from _kept_safe(text)
    for found in _HIDDEN.finditer(text) if not words.isdisjoint(vocabulary("en")["hidden_cues"]) else ():
        if _FINDABLE.search(found[0][8:]):
            yield Span("protecting_place", found.start(), found.end())
    if words.isdisjoint(vocabulary("en")["watch_cues"]):
        return
    for found in WATCHED.each(text, places.get(WATCHED, ())):
        if _HOURS.search(text[max(0, found.start() - 60) : found.end() + 60]):
            yield Span("protecting_place", found.start(), found.end())
    for found in PATROLLED.each(text, places.get(PATROLLED, ())):
        before = re.split(r"[.;:!?]", text[max(0, found.start() - 60) : found.start()])[-1]
        after = re.split(r"[;:!?]|\.(?!\d)", text[found.end() : found.end() + 60])[0]
        if _HOURS_OR_DARK.search(f"{before}{found[0]}{after}"):
            yield Span("protecting_place", found.start(), found.end())


def _kept_safe(text: str) -> Iterator[Span]:
    """Places that keep people safe, with a word on where they are close by, in the same sentence."""
    for pattern, where in ((_HAVEN, _EXACTLY), (_HOUSE, _NEAR)):
        for found in pattern.finditer(text):
            exactly = where.search(text, found.end(), found.end() + REACH)
            if exactly and "." not in text[found.end() : exactly.start()].replace(" no.", ""):
                yield Span("protecting_place", found.start(), exactly.end())
    for found in _HOUSE.finditer(text):
        before = _NEAR.search(text, max(0, found.start() - SHORT), found.start())
        if before and not re.search(r"[.;:!?]", text[before.end() : found.start()]):
            yield Span("protecting_place", before.start(), found.end())
