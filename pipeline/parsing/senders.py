"""Who an innspill comes from, where its text says so: «Fra: NAV», «Lia skole: …», minutes."""

import re
from collections.abc import Iterable

from pipeline.language.sentences import split_sentences
from pipeline.parsing.flow import Block, Flow, Grid

_SENDER_LINE = re.compile(
    r"^\W*(?:(?:fr[aå]|avsend[ea]r|innsend[ea]r|innsendt av|sendt av|virksomhet|verksemd|enhet"
    r"|eining|avdeling|(?:hørings|høyrings)?(?:part|instans)|uttal[ea]r?|svar fr[aå])(?:en|a)?\s*:"
    r"|(?:innspill?|innspel|(?:hørings|høyrings)?(?:svar|uttalelse|uttale|innspill?|innspel)"
    r"|merknader|merknadar|tilbakemelding(?:er|ar)?) fr[aå])\s+"
    r"(?P<name>[A-ZÆØÅ«][^.;:|]{1,70}?)\W*$",
    re.IGNORECASE,
)
_NAME = r"[A-ZÆØÅ][\wæøåÆØÅ-]*(?:[ /]+(?:og |i |på |ved )?[\wæøåÆØÅ-]+){0,4}"
_BEFORE = re.compile(rf"^(?P<name>{_NAME})\s*(?::|\s[–—]|\s-)\s*(?P<rest>.*)$")
# A word with a capital that does not begin its sentence is a name, for Norwegian nouns take none.
_INSIDE = re.compile(
    r"(?<=[a-zæøå0-9,»)(\[/] )[«(\[]?([A-ZÆØÅ][\wæøåÆØÅ-]*)|[(\[/]([A-ZÆØÅ][\w-]*)"
)
_UNIT_NOUN = re.compile(
    r"(?:skole|skule|barnehage|barnehager|oppvekstsenter|sykehjem|sjukeheim|bofellesskap"
    r"|bufellesskap|omsorgssenter|bibliotek|kulturskole|helsestasjon|legesenter|legekontor"
    r"|hjemmetjenesten?|heimetenesta?|enhet|eining|avdeling|virksomhet|verksemd|ungdomsråd"
    r"|eldreråd|råd|utvalg|utval|lag|FAU|etat|forbund|fagforbundet|heimen|hjemmet)$",
    re.IGNORECASE,
)
_ADMINISTRATION = (
    r"(?:kommunedirektør|rådmann|kommunalsjef|kommunalleiar|fagstab|stab|administrasjon"
    r"|kommunestyre|bystyre|heradsstyre|formannskap|fylkesting|(?<!hoved)(?<!vern)utvalg|ordfører"
    r"|ordførar|arbeidsgrupp|prosjektgrupp|styringsgrupp|møteleder|møteleiar)\w*"
)
# Told in minutes: who asked for what.
_PUT_FORWARD = re.compile(
    r"(?<!\w)(?:foreslo|føreslo|ba om|bad om|(?<!et )(?<!en )(?<!den )(?<!det )(?<!gir )"
    r"(?<!i )(?<!til )ønsk(?:et|te)|ynskte|etterlyste|krevde|kravde|anbefalte|tilrådde|rådde til"
    r"|foretrakk|oppfordret til|oppmoda om|tok til orde for|gikk inn for|gjekk inn for"
    r"|tok opp (?:ønske|behov)\w* (?:om|for)"
    r"|(?:fremmet|fremja|la fram|kom med|hadde|spilte inn|spelte inn)"
    r" (?:et |eit )?(?:ønske|forslag|framlegg|krav) om"
    r"|(?:mente|meinte|framholdt|fremholdt|understreket|understreka|presiserte|sa|spilte inn)"
    r"(?: at)? [^.]*\b(?:bør|må|skal|burde|måtte|skulle))(?!\w)",
    re.IGNORECASE,
)

_MINUTES = re.compile(
    r"^\W*(?:(?:møte|oppsummerings)?referat|oppsummering (?:av|fr[aå]) (?:\w*møte|\w*samling"
    r"|seminar|workshop|arbeidsverksted)|(?:møte)?notat (?:fr[aå]|etter) \w*(?:møte|samling))"
    r"|\b(?:til ?stede|til ?stades|deltakere|deltakarar|møtte|frammøtte)\s*:",
    re.IGNORECASE,
)
_HEAD_BLOCKS = 10


def sender_line(text: str) -> str | None:
    """The sender that a line of its own names; nothing for other lines.

    >>> sender_line("Avsender: Lia skole"), sender_line("Innspill fra NAV")
    ('Lia skole', 'NAV')
    >>> sender_line("Innspill fra en bekymret far kom i mai.") is None
    True
    """
    match = _SENDER_LINE.match(text)
    if match is None or text.rstrip().endswith((".", ",")) or not match["name"][0].isupper():
        return None
    return match["name"].strip("« »")


def senders_named(flow: Flow) -> frozenset[str]:
    """The words that the document writes as names: with a capital inside a sentence.

    Those before a colon are names too where they end in a word for a unit («Lia skole:»).
    """
    return frozenset(
        word for text in _texts(flow) for pair in _INSIDE.findall(text) for word in pair if word
    )


def sender_before(text: str, names: frozenset[str]) -> tuple[str, str] | None:
    """The sender before a colon or dash, and what it says; nothing where no name stands there.

    >>> sender_before("NAV: Kjøp seks plasser", frozenset({"NAV"}))
    ('NAV', 'Kjøp seks plasser')
    >>> sender_before("Bemanning: Kjøp seks plasser", frozenset({"NAV"})) is None
    True
    """
    match = _BEFORE.match(text)
    if match is None:
        return None
    name = match["name"]
    is_name = set(re.split(r"\s*(?:/|,|\bog\b)\s*", name)) <= names or name.split()[0] in names
    return (name, match["rest"]) if is_name or _UNIT_NOUN.search(name) else None


def puts_forward(sentence: str) -> bool:
    """True for a sentence of minutes that tells what a unit asked for.

    >>> puts_forward("NAV foreslo å kjøpe seks plasser."), puts_forward("Lia skole hadde besøk.")
    (True, False)
    >>> puts_forward("Kommunalsjefen ba om svar innen juni.")
    False
    """
    match = _PUT_FORWARD.search(sentence)
    if match is None:
        return False
    return re.search(_ADMINISTRATION, sentence[: match.start()], re.IGNORECASE) is None


def is_minutes(flow: Flow) -> bool:
    """True for minutes of a meeting: told by the title, or by who was there."""
    first = [item.text for item in flow[:_HEAD_BLOCKS] if isinstance(item, Block)]
    return any(_MINUTES.search(text) for text in first)


def _texts(flow: Flow) -> Iterable[str]:
    for item in flow:
        if isinstance(item, Block):
            yield from () if item.is_heading else split_sentences(item.text)
        elif isinstance(item, Grid):
            yield from (cell.text for row in item.rows for cell in row)
