"""Names people go by: nicknames, names on telephones and networks, addresses of personal pages (English)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from safeaudit.care.heads import word_set
from safeaudit.care.marks import CAPITAL, Span, Words, alternatives, vocabulary

AT = re.compile(r"(?<![\w.@])@[A-Za-z_]\w{2,40}\b(?!\.\w)")
PAGE = re.compile(
    r"(?:https?://)?(?:www\.)?(?:fb\.com|facebook\.com|t\.me|vk\.com|instagram\.com|wa\.me|tiktok\.com|twitter\.com|x\.com|ok\.ru|m\.me)/[\w.@/-]{3,80}",
    re.IGNORECASE,
)
NETWORK = r"(?:whats ?app|we ?chat|telegram|signal|insta(?:gram)?|tik ?tok|facebook|fb|snap(?:chat)?|viber|imo|twitter|discord|messenger|channel)"
ACCOUNT = re.compile(
    rf"\b(?i:{NETWORK})(?: (?i:id|name|user(?:name)?|account|profile|page|group|admin|handle|nick(?:name)?|status)){{1,2}} ?(?i:is |as |of |called |:)?[ \"“']?((?:[{CAPITAL}][\w'-]*|[\w.]{{0,40}}[\d_.][\w.]{{1,60}})(?: [{CAPITAL}][\w'-]*){{0,4}})"
    rf"|\b(?i:{NETWORK} (?:as|under) )[\"“']?([\w.]{{0,40}}[\d_][\w.]{{0,60}}\w)"
    rf"|\b(?i:{NETWORK} )[\"“']?([a-z\d]+[._][\w.]{{1,60}}|\w+\d{{2,}}\w*)"
    rf"|\b(?i:user(?:name)?|handle|nick(?:name)?|alias|screen name)\b ?(?i:is |as |:)?[\"“' ]{{1,2}}([\w.]{{0,40}}[\d_.][\w.]{{1,60}}|[{CAPITAL}][\w'-]{{1,40}})"
)
NICKNAME = rf"[\"“'«]?((?:the |al-|el |la |big |small |little |old |don )?[{CAPITAL}][\w'-]{{1,40}}(?: [{CAPITAL}][\w'-]{{1,40}}){{0,3}})"
CALLED = (
    r"(?i:they|people|residents|everybody|everyone|all|locals|neighbours|neighbors|youths?|boys) (?i:call|calls|know|knows) (?i:him|her|them)(?i: as)?(?i: the)? "
    r"|\b(?i:boy|man|girl|woman|dealer|leader|boss|seller|guy|driver|chief|one|youth|smuggler|collector|trafficker|recruiter|lender)\b,? (?:(?i:whom|who|that) )?(?i:they|people|residents|everybody|everyone|all) (?i:call|calls) "
    r"|\b(?i:dealer|leader|boss|seller|smuggler|collector|trafficker|recruiter|lender|kingpin|fixer|pimp|pusher)\b(?: [\w'-]{1,40}){0,3}? (?i:is|was|gets) (?i:called|known as|nicknamed) "
    r"|(?:\A|[.;:,] ?)(?i:better |also |locally )?(?i:known as|called|nicknamed|goes by|alias|aka|a\.k\.a\.) (?i:the )?"
)


CALLING = word_set("call calls know knows known called nicknamed goes alias aka k")
"""Words without one of which nobody is called anything; the last is of “a.k.a.”."""
_SIGNS = frozenset('"“«(')


@cache
def _called() -> re.Pattern[str]:
    return re.compile(rf"(?:{CALLED}){NICKNAME}")


@cache
def _quoted() -> re.Pattern[str]:
    verbs = alternatives("en", "accusing")
    return re.compile(
        rf"[\"“«]((?:el |la |the |al-)?[{CAPITAL}][\w'-]{{1,40}}(?: [\w'-]{{1,40}}){{0,2}})[\"”»],? (?:who |also |still )?(?:{verbs})\b"
        rf"|\b(?:pays?|goes|obeys?|works? for|afraid of|belongs to|owes) (?:to )?(?:the )?[\"“«]?([{CAPITAL}][\w'-]{{1,40}})[\"”»]? \((?:the|a|his|her|who|nick)"
    )


def handles_in(text: str, words: Words) -> Iterator[Span]:
    """Where a nickname, an account or a personal page stands."""
    for found in AT.finditer(text) if "@" in text else ():
        yield Span("name", found.start(), found.end())
    for found in PAGE.finditer(text) if "/" in text else ():
        yield Span("name", found.start(), found.end())
    patterns = [ACCOUNT] if not words.isdisjoint(vocabulary("en")["network_cues"]) else []
    patterns += [_called()] if not words.isdisjoint(CALLING) else []
    patterns += [_quoted()] if not _SIGNS.isdisjoint(text) else []
    for pattern in patterns:
        for found in pattern.finditer(text):
            group = found.lastindex or 0
            yield Span("name", found.start(group), found.end(group))
