"""Places and hours that protect people, or that nobody guards: written down, they show where and when to strike (English)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from safeaudit.care.heads import Cued, Places
from safeaudit.care.marks import CAPITAL, Span, Words, vocabulary

HAVEN = (
    r"safe ?-?houses?|(?:women'?s?|girls'?|victims'?|children'?s?|emergency)? ?shelters?(?: homes?| for \w+)?|refuges?|crisis cent(?:re|er)s?(?: for \w+)?"
    r"|casas? de acogida|protected witness(?:es)?|witness(?:es)?|(?:needle|syringe) exchange|methadone (?:point|clinic|van|programme)"
    r"|(?:the )?(?:defector|informant|whistle-?blower|witness|victim|survivor)s?(?:'s?)? famil(?:y|ies)"
    r"|rescued (?:girls|children|women|boys|victims|workers|persons)|trafficked (?:girls|women|children)|hidden (?:girls|women|children)"
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
HOURS = (
    r"\b\d{1,2}(?:[.:h]\d\d)? ?(?:am|pm|h\b|hrs|hours|o'clock)|\b(?:between|from|till|until|after|at) \d{1,2}\b|\bnoon\b|\bmidnight\b"
    r"|\b(?:on )?(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?)\b|once in|every \d|\bsince \w+"
)
_HAVEN = re.compile(rf"\b(?:{HAVEN})\b", re.IGNORECASE)
_HIDDEN = re.compile(rf"\b(?:{HIDDEN})\b[^.;]{{3,50}}", re.IGNORECASE)
_EXACTLY = re.compile(EXACTLY, re.IGNORECASE)
WATCHED = Cued(rf"\b(?:{UNGUARDED})")
_HOURS = re.compile(HOURS, re.IGNORECASE)
_FINDABLE = re.compile(rf"[{CAPITAL}]|\d|\b(?:aunt|uncle|cousin|sister|brother|mosque|church|school|hotel|convent)\b")
REACH = 110
"""How far, in characters, the exact place may stand from what it protects."""


def protecting_places(text: str, words: Words, places: Places) -> Iterator[Span]:
    """Where people are kept safe, said so exactly that it can be found; and hours at which nobody watches."""
    for found in _HAVEN.finditer(text) if not words.isdisjoint(vocabulary("en")["haven_cues"]) else ():
        exactly = _EXACTLY.search(text, found.end(), found.end() + REACH)
        if exactly and "." not in text[found.end() : exactly.start()].replace(" no.", ""):
            yield Span("protecting_place", found.start(), exactly.end())
    for found in _HIDDEN.finditer(text) if not words.isdisjoint(vocabulary("en")["hidden_cues"]) else ():
        if _FINDABLE.search(found[0][8:]):
            yield Span("protecting_place", found.start(), found.end())
    unguarded = places.get(WATCHED, ()) if not words.isdisjoint(vocabulary("en")["watch_cues"]) else ()
    for found in WATCHED.each(text, unguarded):
        around = text[max(0, found.start() - 60) : found.end() + 60]
        if _HOURS.search(around):
            yield Span("protecting_place", found.start(), found.end())
