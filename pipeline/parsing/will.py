"""Statements of will in running text: who wants what, told sentence by sentence."""

import re

_SHORTENED = (
    *("jf", "bl", "a", "kl", "nr", "pkt", "ca", "mill", "mrd", "kr", "pr", "f"),
    *("eks", "dvs", "mv", "osv", "art", "kap", "inkl", "tlf"),
)
_ABBREVIATIONS = "".join(rf"(?<!\b{word}\.)" for word in _SHORTENED)
_SENTENCE = re.compile(rf"{_ABBREVIATIONS}(?<=[.!?])[»”\"]?\s+(?=[A-ZÆØÅ«“\"”])")
# Those who can want something: bodies, units, and «vi».
_ACTOR = (
    r"(?:vi|me|we|ks|\w*kommun(?:en|ene|ane|a)|\w* kommune|fylkeskommune\w*|\w*regjering(?:en"
    r"|a)|staten|"
    r"\w*departement(?:et|a|ene)|\w*direktorat(?:et|a|ene)|\w*rådet|\w*råd|\w*styret"
    r"|\w*tinget|\w*utvalget|"
    r"\w*etaten|\w*enheten|\w*eininga|\w*tjenesten|\w*tenesta|\w*foretaket|\w*instituttet"
    r"|regionen|fylket|"
    r"\w*skolen|\w*skulen|\w*barnehagen|\w*avdelingen|\w*avdelinga|rådmannen|kommunedirektøren|"
    r"the (?:unit|municipality|council|government|system)|(?-i:[A-ZÆØÅ]{2,6}))"
)
_WANTS = re.compile(
    rf"(?:^|[,;:]\s|\b(?:at|og|that)\s){_ACTOR}\s+(?:\w+\s+){{0,2}}?"
    r"(?:vil|skal|ønsker|ønskjer|har som mål|tar sikte på|arbeider for|arbeidar for"
    r"|går inn for|will|shall|aims?)\b"
    # what may come of something is no will
    r"(?!\s+(?:\w+\s+)?(?:kunne|kunna|alltid|si|føre|føra|medføre|innebære|påvirke|påverke|trolig"
    r"|truleg|sannsynligvis|takke|be able))",
    re.IGNORECASE,
)
_PROPOSES = re.compile(
    rf"(?:{_ACTOR}|(?-i:[A-ZÆØÅ])\w+ \w+råd)\s+(?:\w+\s+){{0,3}}?"
    r"(?:foreslår|føreslår|anbefaler|tilrår|tilråder|ber|krever|krev|oppfordrer|støtter|stør"
    r"|støttar|proposes|recommends)\b"
    r"|\bdet er (?:derfor |også |òg |difor )?(?:behov|nødvendig|naudsynt|viktig|avgjørende"
    r"|avgjerande|trong)\b",
    re.IGNORECASE,
)
# An opinion is a proposal only where it says what should be.
_OPINES = re.compile(
    rf"(?:{_ACTOR}|(?-i:[A-ZÆØÅ])\w+ \w+råd)\s+(?:\w+\s+){{0,3}}?"
    r"(?:mener|meiner|understreker|vil understreke|forventer|ventar)\b",
    re.IGNORECASE,
)
_SHOULD = re.compile(
    r"\b(?:må|bør|burde|skal|behov|trong|nødvendig|naudsynt|viktig|avgjørende|avgjerande|haster"
    r"|hastar|should|must|need)\b",
    re.IGNORECASE,
)
_DUTY = re.compile(
    r"\b(?:må|bør|should|must)\b"
    # what has to be done as things are is told, and not asked for
    r"(?!\s+(?:(?:i dag|ofte|stadig|normalt|likevel|vanligvis|vanlegvis|\w+ ofte)\b"
    r"|(?:antas|antakast|sies|seiast|nevnes|nemnast|ha vært|ha vore)\b))",
    re.IGNORECASE,
)
_TODAY = re.compile(r"^(?:i dag|per i dag|today)\b", re.IGNORECASE)
_GOAL = re.compile(
    r"\b(?:målet er|målet (?:vårt|vår)|har som mål|et mål (?:er|å)|eit mål (?:er|å)|mål om å"
    r"|skal (?:\w+ ){0,3}?\w{3,}(?:s|st)\b|"
    r"skal (?:\w+ ){0,2}?(?:være|vere|ha|bli|få|nå|sikre|styrke|redusere|øke|auke|ivareta"
    r"|bidra|utvikle|legge|leggje))\b|"
    r"\b(?:the )?(?:goal|aim|objective) is\b|\bshall\b",
    re.IGNORECASE,
)
# Words that open a clause which only tells about something: what stands in it is not willed.
_SUBORDINATE = re.compile(
    r"\b(?:som|at|hvis|dersom|hvilke|kva|hva|hvordan|korleis|fordi|når|om|der|man|en|ein|which|that|if)\b"
    r"(?:\s+[^\s,;:]+){0,7}\s*$",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"^(?:hvis|dersom|om|når|da|i hvilken|hvordan|hvorfor|if|when|whether|korleis|kvifor)\b|\?$",
    re.IGNORECASE,
)


def split_sentences(text: str) -> list[str]:
    """The sentences of a text; a stop after an abbreviation or a number ends none.

    >>> split_sentences("Jf. delmål 3.2. Skolen åpner i 2014. Kl. 8 ringer det.")
    ['Jf. delmål 3.2.', 'Skolen åpner i 2014.', 'Kl. 8 ringer det.']
    >>> split_sentences("Elever mv. I tillegg 3 mill. Kroner er det ikke.")
    ['Elever mv. I tillegg 3 mill. Kroner er det ikke.']
    """
    return [piece.strip() for piece in _SENTENCE.split(text) if piece and piece.strip()]


def will_kind(sentence: str) -> str | None:
    """`strategi`: what someone will do, `mål`: what shall be, `forslag`: what is asked for.

    Nothing for a sentence that only tells how things are.

    >>> will_kind("Kommunen vil bygge to nye skoler."), will_kind("KS mener at staten bør betale.")
    ('strategi', 'forslag')
    >>> will_kind("Ventetiden skal reduseres til tre uker.")
    'mål'
    >>> will_kind("Kommunen har 41 230 innbyggere.") is None
    True
    >>> will_kind("Dette er midler som må brukes til formålet.") is None
    True
    """
    if _CONDITION.search(sentence):
        return None
    if _PROPOSES.search(sentence) or (_OPINES.search(sentence) and _SHOULD.search(sentence)):
        return "forslag"
    if _WANTS.search(sentence):
        return "strategi"
    if _in_main_clause(_GOAL, sentence):
        return "mål"
    if _TODAY.match(sentence) or _OPINES.search(sentence):
        return None
    return "forslag" if _in_main_clause(_DUTY, sentence) else None


def _in_main_clause(pattern: re.Pattern[str], sentence: str) -> bool:
    return any(
        not _SUBORDINATE.search(sentence[: match.start()]) for match in pattern.finditer(sentence)
    )
