"""Sentences that accuse, blame, or give somebody away, by the words that meet in them (English).

Where no fixed wording helps, two kinds of word in one sentence do: somebody (one office, one person, one people, one haven) and
what is said of them; a third kind, of lawful or caring words, says that the sentence is harmless.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from safeaudit.care.blame import IN_THEM
from safeaudit.care.exact import VEHICLE
from safeaudit.care.heads import Cued, Cues, Places, at_words, first_words, word_set
from safeaudit.care.lists import Lists, Own, is_within
from safeaudit.care.marks import CAPITAL, SENTENCE, Span, Words, alternatives, vocabulary, words_in_order, words_of
from safeaudit.care.protecting import PATROLLED, WATCHED

BAD = Cued(
    r"\b(?:bribe\w*|envelopes?|kickbacks?|payroll|on the take|extort\w*|launder\w*|smuggl\w*|in return for|in exchange|for (?:cash|money|bribes|votes|favou?rs|a fee)|"
    r"own pocket|pockets|pocketed|fake|forg(?:es?|ed|ing)|falsif\w*|illegal\w*|cartels?|militias?|gangs?|gangsters?|dealers?|traffick\w*|poachers?|loggers|drunk|rigs|rigged|vanish\w*|"
    r"disappears?|keep quiet|abus(?:es?|ed)|rap(?:es?|ed)|harass\w*|molest\w*|beats?|beaten|squeezes?|rivals|in-laws|buried|leaks|leaked|steals?|stole|stolen|embezzl\w*|"
    r"protection money|takes? (?:money|a cut|cuts?|bribes|his|her|ten|\d+)|took money|ask(?:s|ed)? (?:for )?(?:money|cash|sex|a share)|sells?|sold|crooked|corrupt\w*|dirty|guns?|weapons?|"
    r"drugs?|cocaine|meth|heroin|ketamine|ganja|pills|brothel|prostitut\w*|blackmail\w*|threat(?:en\w*|s)?|cripples?|debtors?|loan shark\w*|moneylend\w*|overprescri\w*|robs?|robbed|robber\w*|"
    r"murder\w*|kill(?:s|ed|ing)?|kidnap\w*|ransom|crimes?|violen\w*|mutilat\w*|brick through|not paying|refus\w* to pay|parties|payments?|paid|finances?|financ(?:ing|ed)|syndicate|racket|"
    r"for a (?:price|new car)|burn(?:ed|t|s)? the (?:file|papers|records|books)|share (?:in|of) each|himself|his eyes|her eyes|impregnat\w*|complaint lost|relief (?:rice|goods|food)|lookouts?|"
    r"slot machines|abortions?|undersized|hashish|morphine|jewellery|lends|moneylend\w*|moves people|informs for|minors|opium|liquor|spirit|rum|shabu|"
    r"percent of|share of (?:the|each|every)|cheat\w*|defraud\w*|fraud\w*|swindl\w*|ivory|counterfeit\w*|contraband|overlook\w*|turns? a blind eye|looks? away|warns?|tips? off|tipped off|lets? "
    r"|closes? (?:his|her|the) eyes|speedboats?|dump|overcharg\w*|ghost (?:workers|names|employees)|double (?:tickets|receipts)|hush(?:ed)? up)\b",
    re.IGNORECASE,
)
"""What makes a sentence an accusation, or its person somebody in danger."""
LAWFUL = Cued(
    r"\b(?:against|prevent\w*|fights?|combat\w*|train(?:s|ed|ing)\b|report(?:s|ed)? (?:that|fewer|more|on|a|to the (?:council|assembly|committee|public))|present(?:s|ed)|opens|opened|launch\w*|"
    r"strateg\w*|workshops?|meetings?|agreed|invit(?:es?|ed)|chairs|chaired|investigat\w*|arrest\w*|seiz\w*|campaigns?|publish\w*|statistics|survey\w*|policy|policies|law|act|"
    r"ombudsman|hotline|helpline|awareness|support\w*|prosecut(?:ed|es|ing)|convict\w*|sentenced|adopt\w*|approv(?:es|ed) (?:the|a) (?:plan|budget|strategy|by-law)|sign(?:s|ed) (?:the|a|an) (?:agreement|memorandum|protocol|by-law|order)|"
    r"hands? over|handover|patrols? (?:with|and)|coordinat\w*|statement on|programme|program|project|minutes|data|figures|percentage|indicator|budget line|audit (?:office|committee)|duty to|must|should|shall|may|role of|"
    r"job description|terms of reference|competent|responsible under|by law)\b",
    re.IGNORECASE,
)
"""What makes it one of lawful work."""


def given_away(text: str, words: Words, places: Places, lists: Lists, own: Own) -> Iterator[Span]:
    """Whom a sentence as a whole accuses or gives away: officials, people, groups, firms, houses, numbers, havens."""
    bad, told, condemned = (places.get(pattern, ()) for pattern in (BAD, GAVE_AWAY, CONDEMNING))
    kept = KEPT in places or GAP in places
    numbered = not words.isdisjoint(CODED) and bool(CODE_DIGITS.search(text))
    if not (bad or told or condemned or kept or numbered):
        return
    ranks = not words.isdisjoint(vocabulary("en")["ranks"])
    for sentence in SENTENCE.finditer(text):
        said, start = sentence[0], sentence.start()
        crime = BAD.within(said, start, bad) if bad else None
        if crime and not LAWFUL.within(said, 0, (within := ACCUSING.places(said, words_of(said))).get(LAWFUL, ())):
            yield from _described_one(said, start, within.get(ALONE, ()))
            yield from _firms_and_houses(said, start, within.get(HOUSE, ()), lists, own)
            if ranks:
                yield from _official(said, start, crime)
        if told:
            yield from _who_told(said, start, told)
        if condemned:
            yield from _blamed(said, start, condemned)
        if kept:
            yield from _haven(said, start, places.get(KEPT, ()), places.get(GAP, ()))
        if numbered and (code := CODE.search(said)) and not RULES.search(said) and not NO_NUMBER.fullmatch(code[1]):
            yield Span("id_number", start + code.start(1), start + code.end(1))


# An official ---------------------------------------------------------------------------------------------------------


QUALITIES = frozenset(
    [
        "major",
        "general",
        "principal",
        "executive",
        "fiscal",
        "chief",
        "head",
        "chair",
        "premier",
        "captain",
        "secretary",
        "manager",
        "engineer",
        "director",
    ]
)
"""Ranks that are ordinary words too: they count with “the” before them."""


@cache
def _rank() -> re.Pattern[str]:
    ranks = "|".join(
        re.escape(each) for each in sorted(vocabulary("en")["ranks"] - QUALITIES, key=lambda each: (-len(each), each))
    )
    return re.compile(
        rf"(?<![\w-])(?:(?:the|our|that|this|each|current|acting|deputy|vice|sub|former)[ -])?(?:[\w'-]{{1,30}} ){{0,1}}?(?:harbou?r master|(?<=the )(?:{'|'.join(sorted(QUALITIES))})|(?<=our )(?:{'|'.join(sorted(QUALITIES))})|(?<=deputy )(?:{'|'.join(sorted(QUALITIES))})|[\w-]{{3,20}} (?:director|manager|chief|secretary|head)|{ranks}|representative|attach[ée]|head of [\w ]{{3,40}})(?![\w-])",
        re.IGNORECASE,
    )


def _official(said: str, offset: int, crime: re.Match[str]) -> Iterator[Span]:
    rank = _rank().search(said)
    if rank and rank[0].startswith(("a ", "an ", "A ", "An ")) and crime.start() < rank.start():
        return  # help from an office, after a crime
    if rank and not said[rank.end() :].startswith(("'s office", "’s office")):
        yield Span("accused", offset + rank.start(), offset + max(rank.end(), crime.end()))


# One person, described -----------------------------------------------------------------------------------------------

MARKED = (
    r"(?:deaf|blind|mute|albino|limping|lame|crippled|bald|bearded|scarred|tattooed|one-eyed|one-armed|pregnant|hunchback\w*|disabled|red-haired|blonde?|transgender|trans|gay|lesbian|"
    r"Jewish|Muslim|Christian|Hindu|Buddhist|Orthodox|[A-Z][a-z]{2,15}(?:ian|ese|ish|ch|an|i|ino|ic))"
)
ALONE = Cued(
    r"\b(?:last remaining|there is (?:but|only) one|only one (?:\w+ ){1,3}(?:practises|practices|works|lives|exists|serves|is left)|the first (?:\w+ ){0,2}of our|no other (?:\w+ ){1,2}(?:here|in)|"
    r"second wife|third wife|twins' (?:father|mother)|first (?:woman|man|female) ever|last (?:\w+ ){1,2}left|winner of|the one (?:whose|who|with)|with (?:the|one|a|an) (?:parrot|arm|eye|leg|scar|"
    r"limp|beard|tattoo|orange|blue|red|green|white|yellow|gold|glass|wooden)\b|who married the|whose (?:husband|wife|son|daughter|brother|father|mother)|only (?:son|daughter|child|heir)|mother of (?:the )?(?:twins|triplets)|won the (?:lottery|\d{4}|marathon|election|medal)|survived the|team captain|beauty queen|"
    r"champion|winner of the|tattoo on (?:his|her)|lost (?:both|his|her|an?) (?:legs?|arms?|eyes?|hands?)|who (?:drives|runs|owns|keeps|repairs|sells|wears) the (?:only|ice|white|red|old|bridal))\b",
    re.IGNORECASE,
)


@cache
def _described() -> re.Pattern[str]:
    roles = alternatives("en", "roles")
    where = r"(?:near|by|at|beside|behind|opposite|next to|from|of|in|on)"
    return re.compile(
        rf"\b(?i:the|our|that|a|this) (?:[\w'-]{{1,30}} ){{0,1}}?{MARKED} (?:[\w'-]{{1,30}} ){{0,1}}?(?:{roles})(?![\w-])(?: {where} (?:the|our|[{CAPITAL}]))?"
        rf"|\b(?i:man|woman|boy|girl|guy|lady|kid|fellow|old man|{roles})(?![\w-]) (?:with one|with the|who|whose|that) (?:\w+ ){{1,3}}"
        rf"|\b(?i:the|that|our) (?:[\w'-]{{1,30}} ){{0,2}}?(?:{roles})(?![\w-]) (?:who|that) (?:\w+ ){{1,6}}?(?:the|a|his|her|our) ",
    )


@cache
def _somebody() -> Words:
    """Words with which `_described` begins."""
    return first_words(
        vocabulary("en")["roles"], word_set("the our that a this man woman boy girl guy lady kid fellow old")
    )


def _described_one(said: str, offset: int, alone: Sequence[int]) -> Iterator[Span]:
    found = next(at_words(_described(), said, _somebody()), None) or ALONE.within(said, 0, alone)
    if found:
        yield Span("one_person", offset + found.start(), offset + found.end())


# Who told it ---------------------------------------------------------------------------------------------------------

GAVE_AWAY = Cued(
    r"\b(?:asked not to be (?:quoted|named)|(?:this|it|leak|tip|story|list|news|information) (?:came|comes|originates|leaked|stems) (?:from|with)|tip-?off|whisper(?:ed|s)|informed on|"
    r"confirmed (?:privately|in private|off the record)|off the record|in confidence|confidentially|told by|drew the map|named the|described it|explained (?:to us )?how|saw the wound|"
    r"could have seen|admitted to us|spoke (?:to|with) us|agreed to talk|talked to (?:us|our)|pointed out to us|passed (?:us|the)|per the (?:informant|informer|source)|"
    r"learn(?:t|ed) (?:it|this|that) from|described the|during our|passes us|confided|we owe|this is from (?:him|her)|reported (?:it|this) to us|testimony|source:|hears? everything|told by|"
    r"says? that the|thanks to (?:the|a|our)|according to (?:the|a|our|one)|overheard|let slip|wants? to stay anonymous|fears? (?:for|being|to be)|under condition)\b",
    re.IGNORECASE,
)


@cache
def _teller() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w-])(?:{alternatives('en', 'roles')}|cashier|trainee|crewman|colleague|informant|ex-bookkeeper|bookkeeper|janitor|gatekeeper|imam|son|daughter|sister|brother|ex-wife|ex-husband|aide|intern|inspector|deacon|neighbour|customs (?:woman|man|women))(?![\w-])",
        re.IGNORECASE,
    )


def _who_told(said: str, offset: int, places: Sequence[int]) -> Iterator[Span]:
    told = GAVE_AWAY.within(said, offset, places)
    if told and (teller := _teller().search(said)) and not PUBLIC.search(said):
        yield Span("source", offset + min(told.start(), teller.start()), offset + max(told.end(), teller.end()))


PUBLIC = re.compile(
    r"\b(?:report|survey|statistics|census|study|studies|article|newspaper|judgment|court|records?|register|gazette|minutes|website|published|annual|20\d\d\)|press|data)\b",
    re.IGNORECASE,
)
"""What is said in public, by an office."""

# A group of people ---------------------------------------------------------------------------------------------------

CONDEMNING = Cued(
    r"\b(?:criminals?|thie(?:f|ves|ving)|stealing|steal|robbers|robberies|burglaries|bandits|lazy|cruel|dirty|(?:are|is|all) violent|savages?|animals?|parasites?|disease|poison(?:s|ed)?|vermin|liars?|"
    r"disorder|only understand|get rid of|deserve|cause of (?:every|all|the)|reason (?:of|for) (?:the|all)|brought (?:all )?(?:the )?crime|came with nothing|suck|until they (?:go|leave)|"
    r"in the blood|can'?t trust|cannot trust|like animals|the lot of them|full stop|terroris\w+|prostitution|knives|troublemakers?|rapists?|killers?|drunk(?:s|ards)?|cheat(?:s|ers)?|are dangerous|"
    r"backward|uncivili[sz]ed|spread disease|infest\w*|invad\w*|overrun|takeover|teach (?:stealing|their)|breed|addicts|junkies|pickpockets?|gangsters?|smugglers|traffickers|dealers|no morals|looters|rape our|our daughters|bribe everybody|reason why|breeding trouble|gangs of tomorrow|keep them out|"
    r"send (?:the \w+|them) back|brought (?:this|that|the|all)|will always|natural \w+s|only knows? (?:how )?to|burn)\b",
    re.IGNORECASE,
)
SPARED = re.compile(
    r"\b(?:feels? safe\w*|victims?|report(?:s|ed)?|complain\w*|charged|harass\w*|attack(?:s|ed)|face[sd]?|afraid|fear|suffer\w*|discriminat\w*|exclu\w+|vulnerable|protect\w*|support\w*|help(?:s|ed)?|programmes?|"
    r"programs?|project|survey\w*|interview\w*|consult\w*|consist\w*|registered|population|households?|women and|men and|some|few|many|several|certain|most|per cent|percent|%|wrong to|prejudice|myth|"
    r"no evidence|said to be|(?:do|does|did) not (?:show|support|confirm|bear|prove)|not (?:more|a)|never say|avoid|stereotyp\w*|against them|targeted|exploit\w*|recruit\w*|forced|paid less|lack\w*|need\w*|ask(?:s|ed)? for|work in|employ\w*|live in|"
    r"share of|number of|access|at risk|rights?|said that|told|mention\w*|were (?:robbed|beaten|evicted|cheated)|are (?:robbed|beaten|cheated|evicted|overcharged))\b",
    re.IGNORECASE,
)


GENERAL = frozenset(
    "people women men families boys girls youth youths youngsters teenagers kids lads residents locals inhabitants villagers drivers vendors traders hawkers farmers they "
    "outsiders strangers newcomers poor_people unemployed clans minorities tribes".replace("_", " ").split()
)
"""Peoples only with “all”, “those” or a name before them."""
NATIONS = rf"(?!(?:These|Those)\b)[{CAPITAL}][a-z]{{2,}}(?:ians|ans|eans|ese)|Somalis|Iraqis|Pakistanis|Bangladeshis|Bengalis|Nepalis|Punjabis|Yazidis|Azeris|Israelis|Turks|Kurds|Arabs|Poles|Serbs|Albanians"


@cache
def _people() -> re.Pattern[str]:
    peoples = "|".join(
        re.escape(each) for each in sorted(vocabulary("en")["peoples"] - GENERAL, key=lambda each: (-len(each), each))
    )
    crowd = "side|tribes|labourers|laborers|pastors|boys|men|women|traders|families|youths?|people|persons|riders|drivers|kids|lads|gangs|vendors|residents|villagers|herders|farmers|workers"
    return re.compile(
        rf"\b(?i:{peoples}|gypsy families|homosexual people)\b|\b(?:{NATIONS})\b"
        rf"|\b(?:Chinese|Gypsy|Gay|Refugee|Migrant|Slum|Hill|Street|Dalit|Tamil|Central Asian|Muslim|Foreign|Black|Rural|Mountain|(?!(?:These|Those|All)\b)[{CAPITAL}][a-z]+(?:an|ian|i|ese|ish|li)) (?:{crowd})\b|(?i:\b(?:all|those|these|such) (?:[\w-]{{1,20}} ){{0,2}}(?:{crowd})\b|\b(?:tribe|people|ones|boys|lads|families) from (?:the|across|over)\b)"
    )


def _blamed(said: str, offset: int, places: Sequence[int]) -> Iterator[Span]:
    bad = CONDEMNING.within(said, offset, places)
    if bad and not SPARED.search(said) and (people := _people().search(said)):
        yield Span("branding", offset + min(people.start(), bad.start()), offset + max(people.end(), bad.end()))


# A haven, an hour without a guard ------------------------------------------------------------------------------------

KEPT = Cued(
    r"\b(?:(?:women|girls|boys|children|those) who (?:run|ran|fled|testif\w+|escaped)|threatened (?:\w+)|children taken|eyewitness|transit cent(?:re|er)|care home|women's refuge|lgbt \w+|put the family|new names|"
    r"refuge|shelter|safe (?:house|flat|home|room)|foster home|protected (?:family|witness|person)|witness|who testified|the informer|the informant|custody case|youth house|hides|hiding|"
    r"in hiding|relocated|crisis cent(?:re|er)|transit house|drop-in|rescued)\b",
    re.IGNORECASE,
)
WHERE = re.compile(
    rf"\b(?:on the hill|crossing|boarding school|under new names|guest wing|hostel|room \d+|staircase|stairs|gate code|each (?:dawn|morning|evening)|by the \d|\d{{1,2}}[:.]\d\d|"
    rf"upstairs|downstairs|above|beside|behind|opposite|facing|near|next to|across from|entrance|door|floor|basement|at her|at his|with the nuns|attends|convent|rest house|bus \d+|get off|"
    rf"moved to|in [{CAPITAL}]\w+|on [{CAPITAL}]\w+|at [{CAPITAL}]\w+|(?:lane|street|road|square) \w+|every (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
)
GAP = Cued(
    r"\b(?:patrols? never (?:goes|go|comes|come|enters?)\b.{0,40}\b(?:sundays?|mondays?|fridays?|saturdays?|nights?|dark)|(?:leaves?|stays?|is|are) (?:the \w+ )?(?:\w+ ){0,2}unlocked|withdraws? from|empty on|single sentry|without escort|gate code|unlocked (?:in|from|between|at)|"
    r"nobody (?:watches|guards|checks|is on duty)|no one (?:watches|guards|checks)|guards? (?:leaves?|sleeps?|go(?:es)?)\b.{0,40}\b(?:at|before|after|from|between|prayer|nights?|noon)\b|cctv\b.{0,30}\b(?:dead|blind|off|broken)|whole (?:\w+ )?side blind|stands? open|"
    r"only one (?:constable|officer|guard|man) (?:remains|stays|is left|on duty)|alarm not connected|cannot lock|hole in the (?:wall|fence)|not repaired|swi?tched off|left (?:open|unlocked)|"
    r"unguarded|unwatched|unmanned|empty (?:at|from|between)|no (?:guard|watchman|sentry|patrol)\b.{0,40}\b(?:night|noon|hours?|am|pm|\d))\b",
    re.IGNORECASE,
)
SAFE = re.compile(
    r"\b(?:(?:bus|tram|taxi) shelters?|places|beds|capacity|funded|budget|opened in|run by|lack|lacks|no shelter|need(?:s|ed)? a|planned|per cent|percent|network of|standard|staff of|waiting list)\b",
    re.IGNORECASE,
)


def _haven(said: str, offset: int, kept_at: Sequence[int], gaps_at: Sequence[int]) -> Iterator[Span]:
    kept, gap = KEPT.within(said, offset, kept_at), GAP.within(said, offset, gaps_at)
    if not (kept or gap) or SAFE.search(said):
        return
    if kept and (where := WHERE.search(said)):
        yield Span("protecting_place", offset + min(kept.start(), where.start()), offset + max(kept.end(), where.end()))
    elif gap:
        yield Span("protecting_place", offset + gap.start(), offset + gap.end())


# A firm, a house, a number -------------------------------------------------------------------------------------------

FIRM = re.compile(
    rf"\b(?:[{CAPITAL}][\w'’-]{{0,40}}(?: (?:of |de |del |the |los |& )?[{CAPITAL}][\w'’-]{{0,40}}){{0,4}} ?(?:Ltd\.?|Limited|& (?:Sons|Daughters|Frères|Brothers|Co)|Trading|Traders|Charters|Bricks|Stores?|Society|Confraternity|"
    rf"Club|Boys|Crew|Posse|Property|Motors|Bakery|Brothers|Enterprises?|Ventures|Transport|Logistics|Mining|Timber|Sawmill|Karaoke|Bar|Lounge|Casino|Brotherhood|Syndicate|Mafia)(?:'s?)?"
    rf"|(?:Hotel|Mara|Banda|Frente|House of|Church of|Sawmill|Sons of|Family|family|Los|Las|Taxi union|tribe|Ets|Firm) [\"'‘“]?(?:[A-Z][a-z]{{1,20}} (?:of |de |del |the )?)?[{CAPITAL}][\w'’-]{{1,40}}(?: [{CAPITAL}][\w'’-]{{1,40}}){{0,3}}"
    rf"|(?:the|The) [{CAPITAL}][\w-]{{1,40}} (?:[{CAPITAL}][\w-]{{1,40}}s|household|tribe|brothers|twins))(?![\w])"
)
HOUSE = Cued(
    r"\b(?:house|hut|room|shed|garage|compound|villa|kiosk|apt|apto|apartment|flat|block|lot|unit|door|doors|patio|basement|upstairs|stairs|warehouse|barn|cabin|container|cellar|yard|stash)\b",
    re.IGNORECASE,
)
BESIDE = 30
"""How far, in characters, the two may stand apart."""
MICRO = re.compile(
    r"\b(?:behind|above|over the|next to|beside|between|on (?:the )?left|on (?:the )?right|turn (?:left|right|by|at)|past the|third|second|fourth|after the|at the end of|on top of|opposite|"
    r"corner|number(?:ed)? \d+|no\.? \d+|lot \d+|unit \d+|block \d+|apt \d+|apto \d+|km \d+|upstairs from|wedged|ground floor|splits)\b",
    re.IGNORECASE,
)
CODE = re.compile(
    r"\b(?i:complaint|docket|folder|serials?|licen[cs]e|merchant|agent code|prisoner|inmate|tin|curp|dni|dpi|imei|mtcn|nin|tax id|folio|wallet|account|card|reference|passport|permit)\b"
    r"[^.;!?]{0,40}?\b((?=[\w/. -]{0,30}\d(?:[\w/. -]{0,6}\d){3})[A-Z\d]{1,24}(?:[/. -][A-Z\d]{1,12}){0,4})\b"
)
CODED = word_set(
    "complaint docket folder serial serials license licence merchant agent prisoner inmate tin curp dni dpi imei mtcn nin tax folio wallet account card "
    "reference passport permit"
)
"""Words without one of which CODE cannot match."""
CODE_DIGITS = re.compile(r"\d(?:[\w/. -]{0,6}\d){3}")
NO_NUMBER = re.compile(
    r"(?:[A-Z]{2,12} )?(?:19|20)\d\d|[A-Z]{3}-[A-Z]?\d{1,2}|\d{1,3}(?:[ .]\d{3})+|(?:19|20)\d\d[/-]\d{2,4}"
)
"""A year, one of our own IDs, an amount."""
RULES = re.compile(
    r"\b(?:law|act|decree|resolution|article|standard|iso|budget|by-law|ordinance|circular|euro|eur|usd|million|cases|files|complaints|cards|permits|licen[cs]es|percent|per cent)\b|%",
    re.IGNORECASE,
)
PAGE = re.compile(
    r"\b(?:https?://|www\.|bit\.ly/)[^\s,;]{4,}|\blive:\S{4,}|\b\w{1,40}#\d{4}\b|\bxX\w{1,40}Xx\b", re.IGNORECASE
)
SPOKEN = re.compile(
    r"\b(?:(?:zero|oh|double|triple|one|two|three|four|five|six|seven|eight|nine)[ ,-]{1,2}){5,20}(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b",
    re.IGNORECASE,
)
DIGIT_WORDS = word_set("zero oh double triple one two three four five six seven eight nine")
NICK = re.compile(
    rf"\b(?:goes by|refer(?:s|red)? to (?:him|her|the \w{{1,20}}|them) as|signs as|nicknamed|known as|player tag|ask for|he is known as|whisper of|obey|answer to) (?:the |\"|“|'){{0,3}}([{CAPITAL}x][\w'’-]{{1,40}}(?: (?:of |del? |the )?[{CAPITAL}][\w'’-]{{1,40}}){{0,3}})",
)
NICKED = word_set("goes refer refers referred signs nicknamed known player ask whisper obey answer")
STREET_NAMED = word_set("el la big little old crazy mad papa mama king chota bada black fat tall baby")
STREET_NAME = re.compile(
    rf"(?<![\w'’-])((?:El|La|Big|Little|Old|Crazy|Mad|Papa|Mama|King|Chota|Bada|Black|Fat|Tall|Baby) [{CAPITAL}][\w'’-]{{1,40}}(?: [{CAPITAL}][\w'’-]{{1,40}})?)(?: (?:of|from) [^,.;]{{2,25}}?)?,? "
    r"(?:collects?|decides?|fixes|visits?|gives|gave|stabbed|shot|takes?|sells?|lends?|runs|pays|controls|rules|beats|keeps|recruits|says who|brings|knows who)\b"
)


def names_in_use(text: str, words: Words, lists: Lists, own: Own) -> Iterator[Span]:
    """Nicknames, pages and numbers spelt out in words."""
    for pattern, kind in _in_use(text, words):
        for found in pattern.finditer(text):
            start, end = found.span(found.lastindex or 0)
            if kind != "name" or not (is_within(start, end, own) or _is_place(text[start:end], lists)):
                yield Span(kind, start, end)
    for found in PAGE.finditer(text) if not _PAGE_SIGNS.isdisjoint(text) else ():
        around = text[max(0, found.start() - 100) : found.end() + 100]
        if (
            found[0].casefold().startswith(("live:", "xx"))
            or "#" in found[0]
            or BAD.search(around)
            or SHOWN.search(around)
        ):
            yield Span("name", found.start(), found.end())


def _in_use(text: str, words: Words) -> Iterator[tuple[re.Pattern[str], str]]:
    """Which patterns may match, by the words without which they cannot, and what they find."""
    if not words.isdisjoint(NICKED):
        yield NICK, "name"
    if not words.isdisjoint(STREET_NAMED):
        yield STREET_NAME, "name"
    if not words.isdisjoint(DIGIT_WORDS) and sum(word.casefold() in DIGIT_WORDS for word in words_in_order(text)) > 5:
        yield SPOKEN, "phone"


_PAGE_SIGNS = frozenset("/#:X")
SHOWN = re.compile(r"\b(?:girls|pictures|buyers|seller|shop|victims|bullets)\b", re.IGNORECASE)


def _firms_and_houses(said: str, offset: int, houses: Sequence[int], lists: Lists, own: Own) -> Iterator[Span]:
    for found in FIRM.finditer(said):
        start, end = offset + found.start(), offset + found.end()
        start += 4 * found[0].startswith(("the ", "The "))
        if not is_within(start, end, own) and not _is_place(found[0], lists):
            yield Span("firm", start, end)
    if house := HOUSE.within(said, 0, houses):
        begin = max(0, house.start() - BESIDE)
        if micro := MICRO.search(said, begin, house.end() + BESIDE):
            start, end = min(house.start(), micro.start()), max(house.end(), micro.end())
            yield Span("exact_place", offset + start, offset + end)


def _is_place(name: str, lists: Lists) -> bool:
    """Whether the words are those of a place or a public body."""
    words = [word.casefold().strip("'’\"") for word in name.split()]
    public = vocabulary("any")["bodies"] | vocabulary("any")["agencies"] | lists.groups
    common = all(word in lists.ordinary or word in lists.places for word in words)
    return common or not public.isdisjoint(words) or " ".join(words) in lists.place_pairs


ACCUSING = Cues(LAWFUL, ALONE, HOUSE)
CUES = Cues(BAD, GAVE_AWAY, CONDEMNING, KEPT, GAP, IN_THEM, WATCHED, PATROLLED, VEHICLE)
"""All patterns of which a text is asked in one go where they may begin."""
