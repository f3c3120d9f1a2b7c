"""Can it be told whether a goal is reached, and by when: targets, deadlines, references."""

import re
from collections.abc import Sequence
from itertools import takewhile

from pipeline.language.means import is_note_on_means
from pipeline.language.references import PLAN_NUMBER, goal_numbers, numbers_anywhere
from pipeline.language.sentences import split_sentences
from pipeline.language.verbs import infinitive_of
from pipeline.language.wordlists import activity_words

QUANTITY_UNIT = (
    r"%|prosent\w*|pst|promille|kr\b|kroner|mill\w*|mrd|tusen|poeng|grader|tonn|kg|km|meter"
    r"|m2|m²|kvm|kWh|GWh|MW|"
    r"\w*timer?|\w*minutt\w*|\w*dag(?:er|ar|ers)?|\w*døgn|\w*uke[rn]?|\w*veke[rn]?"
    r"|\w*måned\w*|\w*månad\w*|\w*år(?:et)?|\w*årsverk|gang(?:er)?|"
    r"\w*plass(?:er|ar)?|\w*bolig(?:er)?|\w*bustad(?:er)?|\w*elev(?:er|ar|ene|ane)?|\w*barn"
    r"|\w*bruker(?:e|ar)?|\w*brukarar|\w*ansatte?|\w*tilsette|\w*medarbeider(?:e)?|"
    r"\w*møte[rn]?|\w*kurs|\w*saker?|\w*enheter?|\w*einingar?|\w*avdeling(?:er|ar)?"
    r"|\w*gong(?:er)?|\w*timar|\w*born|\w*kveld(?:er|ar)?|\w*skule[rn]?"
    r"|\w*skole[rn]?|\w*innbyggere?|\w*familie[rn]?|\w*lærlinger?|\w*besøk(?:ende)?|\w*utlån"
    r"|\w*arrangement\w*|\w*avvik|\w*øvelse[rn]?|\w*tiltak|\w*stilling(?:er|ar)?"
    r"|\w*henvendelser|\w*klage[rn]?|\w*vedtak|\w*pasient(?:er|ar)?|\w*bygg|"
    r"days?|weeks?|months?|years?|hours?|percent|seconds?|minutes?|users?|times"
)
WORD_NUMBER = (
    r"én|ein|ett|eitt|to|tre|fire|fem|seks|sju|syv|åtte|ni|ti|elleve|tolv|femten"
    r"|tjue|femti|hundre|halvparten|dobbelt|two|three|four|five|six|seven|eight|nine|ten|twelve"
)
_NUMBER = (
    r"(?<![\w.,/])(?!(?:19|20)\d{2}\b(?!\s*(?:kr|elev|barn|plass|bruker|årsverk"
    r"|bolig)))\d+(?:[ .]\d{3})*(?:,\d+)?"
)
_QUANTITY = re.compile(
    rf"(?:{_NUMBER})(?:\s*(?:[-–]|til|av)\s*\d+(?:,\d+)?)?\s*(?:{QUANTITY_UNIT})(?!\w)"
    rf"|(?:{_NUMBER})\s*(?:av|of)\s*\d+"
    # "24 nye omsorgsboliger", and not "kapittel 4 omfatter"
    rf"|(?<!kapittel )(?<!punkt )(?<!delmål )(?<!mål )(?<!sak )(?<!pkt )(?<!nr )(?:{_NUMBER})"
    r"\s+(?:[a-zæøå]+e\s+)?[a-zæøå]{3,}(?:er|ar|ere|arar)(?!\w)"
    # "en tredel", "hver fjerde ansatt"
    r"|\b(?:tredel|tredjedel|firedel|fjerdedel|femtedel|tidel|tiendedel)\w*"
    r"|\b(?:hver|kvar|every)\s+(?:tredje|fjerde|femte|tiende|third|fourth|fifth|tenth)\b"
    # "snittkarakteren er 3,6"
    r"|\b(?:er|på|is|til)\s+(?:minst\s+|over\s+|under\s+)?\d+,\d+(?!\w)"
    # told by what is counted: "antall avvik er redusert fra 410 til 300"
    rf"|\b(?:antall\w*|antal|talet|tallet|andel\w*|prosentdel\w*)\s(?:[^\d.;]+\s)?"
    rf"(?:fr[aå]\s+{_NUMBER}\s+)?til\s+(?:minst\s+|høyst\s+|under\s+|over\s+)?{_NUMBER}(?!\w)"
    rf"|\b(?:{WORD_NUMBER})\s+(?:\w+\s+){{0,1}}(?:{QUANTITY_UNIT})(?!\w)",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    rf"\b(?:minst|høyst|høgst|maks(?:imalt)?|under|over|mer enn|meir enn|færre enn|mindre enn"
    r"|fewer than"
    rf"|lavere enn|lågare enn|høyere enn|høgare enn|opp til|inntil|ned til|at least|at most"
    rf"|less than|more than|no more than|within)\s+(?:\w+\s+)?(?:{_NUMBER}|(?:{WORD_NUMBER})\b)"
    r"|\b(?:halvere|halvert|halveres|doble|doblet|dobles|fordoble|tredoble|halvparten"
    r"|nulltoleranse|nullvisjon)\w*",
    re.IGNORECASE,
)
# A state that is there or is not: something has been made, adopted, finished, opened.
_STATE = re.compile(
    r"\b(?:er|har|have|has|is|are|ha|være|vere|bli(?:r|tt)?"
    r"|vert)\s+(?:\w+\s+){0,4}?(?:innført|etablert|gjennomført|ferdig(?:stilt)?|oppdatert"
    r"|vedtatt|vedteke|på plass|åpnet|opna|avviklet|avvikla|tatt i bruk|teke i bruk"
    r"|utarbeidet|utarbeidd|revidert|fullført|ansatt|tilsett|godkjent|sertifisert|kartlagt"
    r"|gjennomgått|vedteken|vedtekne|evaluert|bygd|bygget|implementert|completed|established|implemented)\b"
    r"|\bingen\s+(?:\w+\s+){1,6}(?:venter|lenger enn|mer enn|meir enn|uten|utan|over|avvik"
    r"|brudd)\b|\b(?:alle|samtlige|hver|kvar|100 %)\s+(?:\w+\s+){1,4}(?:har (?:fått"
    r"|gjennomført|ein|en|et|eit|egen|eigen|individuell|skriftlig)|er kartlagt|får (?:svar"
    r"|tilbud|plass|tilbod))\b"
    r"|\b(?:holder|held|overholder|overheld|(?:innenfor|innanfor)"
    # "innenfor gitte rammer" is a way out and no limit
    r"(?!\s+(?:git|gjev|gjeld|tilgj|eksist)))\s+(?:\w+\s+){0,2}"
    r"(?:budsjett\w*|ramme\w*|frist\w*|lovens frister)\b",
    re.IGNORECASE,
)
_MONTH = (
    r"januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
    r"|january|february|march|may|june|july|october|december"
)
_TERM = re.compile(
    rf"(?<![\d.,/])(?:19|20)\d{{2}}(?![\d/]|[.,]\d)|\b(?:{_MONTH})\b"
    rf"|\b\d{{1,2}}\.\d{{1,2}}\.(?:\d{{2,4}})?"
    r"|\b(?:innen|innan|før|seinest|senest|frist|by|before|within|i løpet av"
    r"|from)\s+(?:\w+\s+){0,3}?(?:år(?:et|sskiftet|skiftet|ets)|uke|veke|måned\w*|månad\w*"
    r"|dag\w*|virkedag\w*|halvår\w*|tertial\w*|kvartal\w*|semester\w*|jul|sommer\w*|høst\w*"
    r"|haust\w*|vår\w*|perioden|planperioden|week|month|day|year|days|weeks|months|seconds)\b"
    r"|\b(?:1|2|3|4|første|andre|tredje|fjerde)\.?\s*(?:halvår|tertial|kvartal)\b|\b(?:våren"
    r"|høsten|hausten|vinteren|sommeren|årsskiftet|årsslutt|utgangen av)\b|\buke\s*\d{1,2}\b"
    r"|\bveke\s*\d{1,2}\b",
    re.IGNORECASE,
)
_ORIGIN = re.compile(
    r"\bfr[aå] (?:\w+ )?(?:19|20)\d{2}\b(?! til)|\b(?:vedtatt|vedteke|siden"
    r"|sidan) (?:i )?(?:19|20)\d{2}\b",
    re.IGNORECASE,
)
# A reference that stands before or after the goal's own words, and is no part of them.
_SURE = (
    r"(?:jfr?\.?|jamfør|jevnfør|cf\.?|kommuneplan\w*|samfunnsdel\w*|KP"
    r"|(?:del|hov(?:ed|ud))mål(?:et|ene|a)?|(?:sub-?|main |plan )goals?)"
)
_SURE_OR_NOT = (
    rf"(?:{_SURE}|plan(?:en)?s?|mål(?:et|ene|a)?|goals?|objectives?|punkt|pkt\.?|nr\.?|i)"
)
_AND = r"\s*(?:,|;|/|&|og|and)\s*"
_NUMBERS = rf"{PLAN_NUMBER}(?:{_AND}(?:delmål\s*)?(?:{PLAN_NUMBER}|[a-h]\b))*"
# "(mål 5)" may be a target; "(mål 5.2)" and "(mål 5b)" are none, nor are such numbers alone
_PART = r"(?:\d{1,2}\.\d{1,2}|\d{1,2}\s?[a-h](?![\w%]))"
_PARTS = rf"{_PART}(?:\s*(?:,|;|/|&|og|and|–|-)\s*(?:{_PART}|[a-h]\b))*"
_NAMED = (
    rf"{_SURE}[\s:,-]*(?:{_SURE_OR_NOT}[\s:,]*)*{_NUMBERS}"
    rf"|(?:mål(?:et|ene|a)?|goals?|objectives?)?[\s:]*{_PARTS}"
)
_BRACKETED = rf"(?:\(\s*(?:{_NAMED})\s*\)|\[\s*(?:{_NAMED})\s*\])"
_BESIDE = re.compile(
    rf"^{_BRACKETED}[\s:–-]*(?=\S)|\s*{_BRACKETED}(?=\s*\.?$)"
    rf"|[\s,;–-]+(?:jfr?\.?|jamfør|jevnfør|cf\.?)\s+(?:{_SURE_OR_NOT}[\s:,]*)*{_NUMBERS}"
    r"(?=\s*\.?$)",
    re.IGNORECASE,
)


_TIME = re.compile(
    r"\d|\b(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
    r"|våren?|sommar(?:en)?|sommer(?:en)?|høsten?|hausten?|vinter(?:en)?|jul|påske|årsskiftet"
    r"|årets slutt|utgangen av året)\b",
    re.IGNORECASE,
)


# what stands after «har» or «er», up to the clause's end
_DONE = re.compile(
    r"(?<!som )(?<!who )(?<!that )(?<!which )(?<!det vi )"
    r"\b(?P<verb>har|har blitt|er|er blitt|have|has|are|is|have been|has been)\s+"
    r"(?P<after>(?:\w+ ?){1,4})",
    re.IGNORECASE,
)
_HAVE = ("har", "have", "has")
_SHORTEST_PARTICIPLE = 5
_ALL = re.compile(r"\b(?:alle|samtlige|hver|kvar|hvert|kvart|ingen|every|each|all|no)\b", re.I)


def has_target(text: str) -> bool:
    """True where the goal names a number with a unit, or a state that can be observed.

    >>> has_target("Sykefraværet er under 7 prosent"), has_target("Alle skal trives i 2020")
    (True, False)
    """
    told = _QUANTITY.search(text) or _COMPARED.search(text) or _STATE.search(text)
    return bool(told) or is_done(text)


def is_done(text: str) -> bool:
    """True where the goal is that something has been done, so that one can see whether it has.

    «har» with a participle of a verb; «er» with one where the goal says of how many (alle, ingen)
    or by when: without these it may be what something is like («er engasjert»). Verbs of more and
    less («har styrket») tell nothing that can be seen.

    >>> is_done("Kommunen har solgt rådhuset"), is_done("Alle leikeplassar er kontrollerte")
    (True, True)
    >>> is_done("De ansatte er engasjert"), is_done("Kommunen har styrket samarbeidet")
    (False, False)
    """
    counted = bool(_ALL.search(text)) or has_deadline(text)
    return any(
        _is_seen(match.group("after").lower().split())
        for match in _DONE.finditer(text)
        if counted or match.group("verb").lower() in _HAVE
    )


def _is_seen(words: Sequence[str]) -> bool:
    """By the first participle: one can see that it was sold, not that it was strengthened."""
    for word in words:
        if word in activity_words("done"):
            return True
        bases = [infinitive_of(word, language) for language in ("nb", "en")]
        base = next((each for each in bases if each), None)
        if base and len(word) >= _SHORTEST_PARTICIPLE and word not in activity_words("no state"):
            return base not in activity_words("results")
    return False


def has_deadline(text: str) -> bool:
    """True where the goal names a year, a date or a term that it is to be reached by.

    >>> has_deadline("Oljefyringen er faset ut innen 2016"), has_deadline("Som i planen fra 2010")
    (True, False)
    """
    return bool(_TERM.search(_ORIGIN.sub(" ", text)))


def names_time(text: str) -> bool:
    """True where a cell for deadlines names a time: a figure, a month or a season.

    >>> names_time("1. juni"), names_time("Før sommeren"), names_time("Løpende")
    (True, True, False)
    """
    return bool(_TIME.search(text))


def plan_reference(text: str) -> str | None:
    """The numbers of the plan goals that the text refers to, joined by '; '; nothing where none.

    >>> plan_reference("Lese mer (jf. delmål 3.2)"), plan_reference("delmål 1.2 og 1.4")
    ('3.2', '1.2; 1.4')
    >>> plan_reference("Jf. mål 3 i kommuneplanen"), plan_reference("kommuneplanens mål 2.1")
    ('3', '2.1')
    >>> plan_reference("Alle delmål nås") is None
    True
    """
    return "; ".join(goal_numbers(text)) or None


def split_reference(text: str) -> tuple[str, str | None]:
    """The goal's own words, and the plan goals named in a reference before or after them.

    >>> split_reference("Flere sykler til jobb (jf. delmål 3.2)")
    ('Flere sykler til jobb', '3.2')
    >>> split_reference("[KP 2.1 og 2.3] Alle får svar (innen uke 2)")
    ('Alle får svar (innen uke 2)', '2.1; 2.3')
    >>> split_reference("Åtte grendelag får tilskudd (4c)")
    ('Åtte grendelag får tilskudd', '4c')
    >>> split_reference("Grendene har møteplasser (mål 4c)"), split_reference("Nærvær (mål 92)")[1]
    (('Grendene har møteplasser', '4c'), None)
    >>> split_reference("Alle lag får støtte (mål 4c). Nye midler: 1 mill. kr.")
    ('Alle lag får støtte. Nye midler: 1 mill. kr.', '4c')
    """
    goal, notes = _notes_apart(text)
    words = _BESIDE.sub("", goal).strip()
    if not words or words == goal:
        return text, None
    named = "; ".join(match.group(0) for match in _BESIDE.finditer(goal))
    return f"{words} {notes}".strip(), numbers_named(named)


def _notes_apart(text: str) -> tuple[str, str]:
    """The text without the notes on money and means that it ends in, and these."""
    sentences = split_sentences(text)
    notes = list(takewhile(is_note_on_means, reversed(sentences[1:])))[::-1]
    if not notes:
        return text, ""
    return " ".join(sentences[: -len(notes)]), " ".join(notes)


def numbers_named(text: str) -> str | None:
    """The goal numbers in a cell that holds nothing else, joined by '; '.

    >>> numbers_named("1.2 og 2.1"), numbers_named("1a, b")
    ('1.2; 2.1', '1a; 1b')
    """
    return "; ".join(numbers_anywhere(text)) or None
