"""A nation, an ethnic group or a faith said to commit crimes or to hold a trade; a place said to be one of criminals (English)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from safeaudit.care.heads import word_set
from safeaudit.care.marks import CAPITAL, SENTENCE, WORD, Span, Words, alternatives, nation_words, vocabulary

CROWD = (
    r"men|women|boys|girls|youths?|people|persons|migrants|immigrants|refugees|families|traders|drivers|workers|gangs?|clans?|community|communities|"
    r"side|guys|nationals|students|settlers|tribe|tribes|tribesmen|herders|herdsmen|brothers|ladies|kids|children|teenagers|fellows|citizens|ones|elements|newcomers|networks?|groups?|rings?"
)
BASE = (
    r"rape|rob|steal|thieve|traffic|smuggle|kidnap|abduct|murder|kill|stab|shoot|extort|mug|molest|loot|burgle|burglarise|launder|cheat|swindle|defraud|scam|poison|"
    r"terrori[sz]e|grope|snatch|harass|bully|threaten|attack|invade|pickpocket|ambush|pimp|rustle|break into|"
    r"(?:sell|push|peddle|deal|bring|move|import|supply|carry|hide|run|handle|distribute)(?: in)?(?: \w+){0,2}? (?:drugs?|hashish|cocaine|heroin|crack|pills|weed|khat|meth|guns?|weapons?|arms|knives|machetes|crimes?|trouble|disease|violence|girls|brothels?|prostitutes?|"
    r"prostitution|stolen \w+|counterfeits?|contraband|criminals|terror\w*|fear|rackets?|gangs?|scams?|dirt)|"
    r"commit|live (?:off|from|by|on) (?:crime|theft|stealing|robbery|drugs|begging|robbing|fraud|prostitution|cheating)|only (?:know|understand|want)|do (?:all|most of) the|"
    r"cause (?:all|most|trouble|crime|disorder|problems)|make trouble|spoil|"
    r"(?:respect|obey) no|never (?:work|obey|respect|pay)|refuse to work|teach (?:\w+ ){0,3}to"
)
DONE = r"(?:raped|robbed|stole|trafficked|smuggled|kidnapped|killed|stabbed|looted|cheated|poisoned|terrori[sz]ed|ruined|destroyed|brought|spoil(?:ed|t)|introduced|attacked|invaded)"
OBJECT = r"(?:the|our|all|every|many|this|crime|drugs|disease|violence|trouble|guns|girls|women|people|shops|everything|half)"
HOLD = (
    r"controls?|dominates?|rules?|runs?|owns?|holds?|monopoli[sz]es?|takes? over|took over|(?:has|have) taken over|corners?|(?:has|have) (?:the|all the)|"
    r"(?:has|have) infiltrated|infiltrates?"
)
BLAMED = r"(?:(?:is|are) (?:behind|responsible for|to blame for|the (?:ones|people|cause|problem|reason|source|danger)(?: of| for)?))"
HELD = r"(?:the (?:port|harbour|docks?|market|markets|streets?|station|night|corners?|city|town|border|drug\w*|trade|business|traffic\w*|gold|sand|taxis?|crime|robber\w+|theft\w*|fraud\w*|fight\w*|trouble\w*|disorder\w*|violence|murders?|shootings?|whole|problem|underworld|black|illegal|smuggling|gun\w*|sex|brothels?|prostitut\w+|begging|insecurity|burglar\w+|mess)|crime|drugs|prostitution|theft|smuggling|fraud|burglar\w+|violence|robbery|trouble)"
ADVERBS = (
    r"(?:(?:here|always|also|now|still|all|only|mostly|just|simply|usually|often|really|openly|regularly|secretly|already|even|do|will|who|that|they|constantly|mainly|typically|tend to|love to|like to|"
    r"would|can|cannot help but|come (?:here )?(?:only )?to|came (?:here )?(?:only )?to|are (?:the (?:ones|people)|those)|try to|want to) )*"
)
CRIMINALS = (
    r"criminals?|thie(?:f|ves)|robbers?|burglars?|gangsters?|bandits?|dealers?|drug (?:dealers?|lords?|sellers?|gangs?)|pimps?|prostitutes?|traffickers?|smugglers?|rapists?|killers?|murderers?|pickpockets?|"
    r"fraudsters?|scammers?|kidnappers?|terrorists?|mafias?|gangs?|cartels?|thugs?|cults?|cultists|looters?|crooks?|swindlers?|extortionists?|muggers?|pushers?|jihadists?|extremists?|addicts?|troublemakers?|liars?|cheats?|hooligans?|outlaws?|poachers?|rustlers?|beggars?"
)
CRIME = re.compile(
    rf"(?<![\w-])(?:{CRIMINALS}|crime\w*|criminal\w*|drugs?|heroin|cocaine|hashish|robber\w*|theft\w*|thieving|stealing|burglar\w*|rap(?:e|es|ed|ing)|murder\w*|kill\w*|violen\w*|fraud\w*|scams?|extort\w*|racket\w*|smuggl\w*|traffick\w*|prostitut\w*|brothels?|weapons?|guns?|knives|stabbing\w*|"
    r"shooting\w*|kidnap\w*|terror\w*|trouble\w*|disorder|insecurity|mugging\w*|snatching\w*|loot\w*|illegal\w*|counterfeit\w*|contraband|black market|break-ins?|shoplift\w*|false (?:banknotes|papers|documents)|forge\w*|extremis\w+|container|bribe\w*|cheat\w*|steal\w*|thieve\w*|rob|robs|bringing people over|launder\w*|hijack\w*|pickpocket\w*|swindl\w*|disease\w*|fights?|rackets?|dirt\w*|filth\w*|begging|fear)(?![\w-])",
    re.IGNORECASE,
)
SPARED = re.compile(
    r"\b(?:victims?|discriminat\w*|exclu\w+|afraid|suffer\w*|prejudice\w*|myths?|rumou?rs?|no evidence|not (?:true|supported|borne|shown|because|more)|untrue|false(?:ly)?|wrong to|wrongly|stereotyp\w*|said to be|(?:are|is|being) called|no (?:one )?(?:\w+ )?(?:person|people|suspects?|traders?|residents?|migrants?|citizens?) (?:\w+ )?(?:was|were|is|are)|is called|blamed (?:for|without)|accused of|"
    r"(?:do|does|did) not (?:show|support|confirm|bear|prove|back)|no (?:more|proof|sign|link|connection|difference|basis)|never (?:say|write)|do not (?:say|write)|don't (?:say|write)|avoid|scapegoat\w*|hate|racis\w*|xenophob\w*|"
    r"unfair\w*|evicted|overcharged|protect\w*|mediat\w*|support(?:s|ed|ing)?|help(?:s|ed|ing)?|programmes?|embass\w+|consulate\w*|trained|clinic|radio|network of|council|association|government|police force|law|court|constitution|convention|language|translat\w*|interpret\w*|"
    r"surveyed|registered|employ\w*|newspaper|ministry|authorit\w+|judge|navy|army|customs)\b",
    re.IGNORECASE,
)
"""What says that a sentence speaks of victims, of a prejudice, or of an office."""


@cache
def _whole() -> Words:
    """Words that mean the people itself, not what is theirs."""
    listed = vocabulary("en")["nations"]
    return frozenset(f"{word}s" for word in listed) | vocabulary("en")["nationals"] | {"roma", "congolese", "chinese"}


OUTSIDERS = "foreigners|immigrants|migrants|refugees|asylum seekers|newcomers|gypsies|nomads|outsiders"
OUTSIDER_WORDS = frozenset(OUTSIDERS.replace(" seekers", "").split("|"))
THEIRS, THEM = "\ue000", "\ue001"
"""What stands in place of each letter of a nation's name while a sentence is read: patterns need no list of them then."""
NATION = f"[{THEIRS}{THEM}]+"


def _veiled(said: str) -> str:
    """The sentence with every nation's name, written with a capital letter, put in such signs; as long as before."""
    return WORD.sub(_veil, said)


def _veil(found: re.Match[str]) -> str:
    word = found[0]
    plain = word.casefold()
    if not word[0].isupper() or plain not in nation_words("en"):
        return word
    return (THEM if plain in _whole() else THEIRS) * len(word)


@cache
def _accusing() -> tuple[re.Pattern[str], ...]:
    """Each way to say that a people is criminal or holds a trade."""
    who = rf"(?<![\w-])(?:{NATION})(?:(?:,| and| or) (?:the )?(?:{NATION}))*(?: (?:{CROWD}))?"
    end = r"(?![\w-])"
    return (
        re.compile(rf"{who},? (?i:{ADVERBS}(?:{BASE})){end}"),
        re.compile(rf"{who},? (?i:(?:have |has |had )?(?:also |all |now |already )?{DONE} {OBJECT}){end}"),
        re.compile(
            rf"{who},? (?i:(?:are|were) (?:now |always |all |also |only |openly )*(?:raping|robbing|stealing|trafficking|smuggling|kidnapping|killing|selling (?:drugs|girls|pills|weed)|dealing|looting|cheating|taking over|poisoning|invading|ruining|destroying)){end}"
        ),
        re.compile(rf"{who},? (?i:{ADVERBS}(?:{HOLD}) {HELD}){end}"),
        re.compile(rf"{who},? (?i:{ADVERBS}{BLAMED} (?:{HELD}|all|everything|most|every|this|it)){end}"),
        re.compile(rf"(?i:\bin (?:the )?hands? of (?:the |a few |some )?)(?:\w+ )?{who}{end}"),
        re.compile(rf"(?<![\w-])(?:{NATION}) (?i:(?:\w+ ){{0,2}}?(?:{CRIMINALS})){end}"),
        re.compile(
            rf"(?i:\b(?:controlled|dominated|ruled|infiltrated|infested|overrun|taken over|invaded) (?:\w+ )?by (?:the |some |a few )?)(?:[a-z]+ )?{who}{end}"
        ),
        re.compile(
            rf"(?i:\b(?:{CRIMINALS}|criminality|crimes?|robber(?:y|ies)|thefts?|violence|drugs)(?: \w+){{0,4}} (?:is|are|were|was) (?:\w+ ){{0,2}}?(?:the )?){who}{end}"
        ),
        re.compile(
            rf"{who},? (?i:(?:are|is|were) (?:\w+ ){{0,3}}?(?:{CRIMINALS}|criminal|violent|dangerous|lazy|dirty|dishonest|aggressive|{alternatives('en', 'condemned')})){end}"
        ),
        re.compile(rf"(?i:\b(?:it is|it's|is it) (?:\w+ )?(?:the )?){who} (?i:who|that){end}"),
        re.compile(
            rf"{who} (?i:crime|crimes|criminality|violence|delinquency|drug trade|thieving|problem|menace|threat|invasion|blood|mentality|nature){end}"
        ),
    )


@cache
def _with_a_crime() -> tuple[re.Pattern[str], ...]:
    """The same, where a word for crime must stand in the sentence as well."""
    who = rf"(?:{NATION})(?: (?:{CROWD}))?(?![\w-])"
    return (
        re.compile(
            rf"(?i:\b(?:run|held|owned|financed|led|organi[sz]ed|done|committed|brought|supplied|caused|made|handled|managed|sold|operated|imported|carried out) (?:\w+ )?by (?:the |some |a few |these |those )?)(?:[a-z]+ )?{who}"
        ),
        re.compile(
            rf"(?i:\b(?:it(?: is|'s| was)|blame|because of|due to|fault of|work of|thanks to|since) (?:all |always |mostly |mainly |only |again )?(?:the |these |those |all )?){who}"
        ),
        re.compile(
            rf"(?i:\b(?:since|when|after|until|once|if|where(?:ver)?) (?:the |these |those |all |many |more )?){who} (?i:came|come|arrived|arrive|moved|settled|settle|took|appeared|go|leave|left|are there|live)\b"
        ),
        re.compile(
            rf"(?i:\b(?:behind|responsible for) (?:\w+ ){{1,4}}(?:is|are|was|were|stand|stands) (?:the |these |those )?){who}"
        ),
    )


@cache
def _beside_a_crime() -> re.Pattern[str]:
    """A whole people, with whatever is said of it."""
    return re.compile(
        rf"(?<![\w-])(?:{THEM}+|{NATION} (?:{CROWD}|minority|diaspora|hands?|\w+ers))(?![\w-])|\b(?i:{OUTSIDERS})\b"
    )


COUNTED = re.compile(
    r"\d+ (?:of|out of) (?:the )?\d+|\d,\d{3}|\blive without (?:street|water|light|power|papers|work|school)|\b\d[\d.,]* ?(?:%|per cent|percent)|\b(?:were|was|are|is|been|being|get|got|be) (?:\w+ ){0,2}?(?:affected|hit|hurt|robbed|beaten|killed|attacked|stabbed|cheated|exploited|recruited|forced|held|trafficked|smuggled|threatened|extorted|kidnapped|raped|assaulted|evicted|"
    r"charged|stopped|checked|harassed|sold|targeted|deceived|transferred|consulted|invited|interviewed|asked)|\b(?:ask(?:s|ed)?|pay(?:s|ing)?|paid|fear(?:s|ed)?|fled|flee|lost|lack(?:s|ed)?|need(?:s|ed)?|report(?:s|ed)?|complain(?:s|ed)?|live in|living in|attend(?:s|ed)?|join(?:s|ed)?|die[sd]?|against|join\w*|meet\w*|"
    r"safer?|safety|same|hotline|shelter|rights?|complaints?|statistics|figures|data|study|survey|training|visas?|residence|members?|both|hosts?|hosted)\b",
    re.IGNORECASE,
)
"""What says that a sentence counts, or tells what is done to people rather than by them."""


# A place -------------------------------------------------------------------------------------------------------------

NAMED = rf"(?<![\w-])(?:(?:[Tt]he )?[{CAPITAL}][\w'-]{{1,40}}(?: (?:of )?[{CAPITAL}][\w'-]{{1,40}}){{0,3}}|(?i:(?:this|that|the whole|their|our|the) (?:\w+ )?(?:area|district|quarter|neighbou?rhood|street|slum|village|settlement|camp|ward|zone|suburb|estate)))"
CONTEMPT = r"criminals|gangsters|delinquents|parasites|(?:human )?garbage|pirates|whores|thieves|vipers?|bandits|robbers|outlaws|scum|vermin|crooks|savages|rats|Sodom|viper pit|lost for \w+|monsters|good-for-nothings|drunkards|idlers|lowlifes?|thugs|rotten people|rabble|riffraff|barbarians|swindlers|smugglers"
LEAD = r"(?:a |the |an |one big |just a |nothing but (?:a )?|our |like a )?(?:real |true |known |big |main |worst |notorious |well-known |pure )?"
BRANDED = (
    rf"(?:(?:nest|den|hotbed|hive|haven|lair|breeding[ -]ground|cesspool|cesspit|sewer|jungle|hole|sink|hideout|paradise|kingdom|bastion|stronghold|factory|school|home|dustbin|zoo|swamp|cancer) (?:of|for|full of) (?:\w+ ){{0,2}}(?:{CRIMINALS}|crime|vice|violence|evil|sin|drugs)"
    rf"|(?:{CRIMINALS}|criminal|thieves'|bandit|thief|outlaw|murder|drug|robber) (?:area|place|town|street|zone|village|quarter|nest|land|country|territory|district|neighbou?rhood|city|capital|den|paradise|slum|ghetto)"
    rf"|(?:jungle|cesspool|cesspit|sewer|dump|zoo|cancer|rotten|lost cause|lawless|no-go|hellhole|hell|war zone|disgrace|ghetto of \w+|Sodom\w*))"
)
FULL = rf"(?:full|crawling|swarming|teeming|infested|overrun|rotten|plagued|packed|filled|riddled|populated|inhabited)(?: only| mainly| mostly)? (?:of|with|by) (?:\w+ ){{0,2}}?(?:{CRIMINALS}|criminal \w+|scum|vermin|parasites|animals|savages|junkies|illegals|bad people|lazy \w+)"


@cache
def _places() -> re.Pattern[str]:
    """A place, or those who live there, said to be criminal; the group is what is said."""
    return re.compile(
        rf"{NAMED},? (?i:(?:has (?:always )?been|has become|became|remains|always was|is|are|was)(?: \w+ly| now| only| still| just| simply| also| nothing but| always)*) (?i:{LEAD})((?i:{BRANDED}|{FULL}))(?![\w-])"
        rf"|{NAMED}[^.;!?]{{0,40}}? ?(?i:(?:\b(?:is|are|was|remains|became)|=|:) (?:(?!by\b|for\b|from\b|against\b|to\b|where\b|between\b|when\b|no\b|not\b|the\b)[\w'-]+,? ){{0,4}}?({CONTEMPT}))(?![\w-])"
        rf"|(?i:\b(?:everybody|everyone|anybody|anyone|all|all (?:of )?(?:the )?(?:people|residents|youths?|boys|families|men|inhabitants|young people|households|women|kids)|most people|people|the people|residents|inhabitants|boys|youths?|families|those) (?:who (?:live|lives|come|comes) )?(?:in|from|of|at|around) )(?:the )?(?:[{CAPITAL}][\w'-]{{1,40}}(?: [{CAPITAL}][\w'-]{{1,40}}){{0,3}}|(?:this|that) (?:area|district|quarter|neighbou?rhood|slum|street|village|settlement|camp))(?: district| quarter| area| street| camp)?(?: there| here)?,? "
        rf"(?i:{ADVERBS}(?:(?:is|are|lives?|has|have)(?: \w+ly| all| only| just| a| always| born| by nature| known| the| simply| nothing but)* ?(?:{CRIMINALS}|criminal|involved in crime|violent|dangerous|lazy|aggressive|dishonest|dirty|primitive|uncivili[sz]ed|backward|drunk|crime in|(?:off|from|by|on) (?:crime|theft|stealing|robbery|drugs|robbing|smuggling|prostitution))|{BASE}|steals|robs|cannot be trusted|can't be trusted))(?![\w-])"
    )


def peoples_accused(text: str, words: Words) -> Iterator[Span]:
    """Where a people is said to commit crimes or to hold a trade by them, and where a place is said to be one of criminals."""
    nations, outsiders = not words.isdisjoint(nation_words("en")), not words.isdisjoint(OUTSIDER_WORDS)
    places = not words.isdisjoint(_place_words())
    if not (nations or outsiders or places):
        return
    for sentence in SENTENCE.finditer(text):
        said, start = sentence[0], sentence.start()
        if not SPARED.search(said):
            found = _people_in(said) if nations or outsiders else None
            found = found or (_places().search(said) if places else None)
            if found:
                begin, end = found.span(found.lastindex or 0)
                yield Span("branding", start + begin, start + end)


def _people_in(said: str) -> re.Match[str] | None:
    """The first way in which a sentence accuses a people."""
    veiled = _veiled(said)
    ways = [*_accusing()] if veiled != said else []
    if CRIME.search(said):
        ways += _with_a_crime()
        if not COUNTED.search(said):
            ways.append(_beside_a_crime())
    return next(filter(None, (way.search(veiled) for way in ways)), None)


@cache
def _place_words() -> Words:
    """Words of which a text must hold one before a place can be branded in it."""
    said = re.findall(r"[a-z]{4,}", f"{FULL}|{CONTEMPT}|{BRANDED}") + re.findall(r"[a-z]{3,}", CRIMINALS)
    listed = frozenset(said) - HARMLESS
    forms = {f"{word}s" for word in listed} | {word.removesuffix("s") for word in listed}
    return listed | forms | {"thieves", "steal", "steals", "rob", "robs", "trusted", "theft", "stealing"}


HARMLESS = word_set(
    "area place town street zone village quarter land country territory district neighbourhood city capital neighbo full with just nothing like real true known main worst "
    "home school factory people only mainly mostly good lost cause hole sink kingdom paradise robber inhabited populated packed filled human drug crime violence drugs sodom bastion"
)
"""What branding is made of too, and harmless alone."""
