"""Sentences of made-up municipalities: a topic's words in, goals and running text out.

A grammar with recursive slots: `{group}` is filled by one of the topic's groups, which may itself
hold a slot. Compounds are put together anew (`{thing}`), from words that each municipality likes
differently, so that the vocabulary keeps growing with the corpus as it does in real documents.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

WORDS = Path(__file__).with_name("corpus_words.yaml")
MONTHS = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)
WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag")
_SLOT = re.compile(r"\{(\w+)\}")
_THREE_ALIKE = re.compile(r"([a-zæøå])\1\1")
# the likelier, the earlier in a municipality's own order of words
_LIKING = 2.2
_THREE_PARTS = 0.14
_GENERAL_FIRST = 0.35
_NAMED_BY_PLACE = 0.05
# how often a topic's group or means is told with more words
_MORE_WORDS = 0.45

CONCRETE = (
    "Minst {percent} prosent av alle {group} {outcome} {when}",
    "Alle {group} {outcome} {when}",
    "Andelen {group} som {outcome}, øker fra {lower} til {higher} prosent {when}",
    "Flere {group} {outcome} enn i {before}",
    "{n} av {of_n} {group} {outcome} {when}",
    "Antallet {fewer} er redusert fra {higher} til {lower} {when}",
    "Antall {fewer} skal ned til {lower} {when}",
    "Antallet {more} øker fra {lower} til {higher} {when}",
    "Enheten har {means} {when}",
    "{project} er gjennomført for {group} {when}",
    "Det er innført {thing} for {group} {where}",
    "{The_thing} er tatt i bruk {where} {when}",
    "Hver {weekday} er det {means} for {group}",
    "Færre enn {lower} {fewer} {when}",
    "Halvparten av alle {group} {outcome} {when}",
    "Ingen {group} venter mer enn {few} uker på {thing}",
    "Minst {n} {group} har deltatt på {thing} {where}",
    "Vi har {higher} {more} {where} {when}",
    "{group_start} {outcome} etter {few} måneder med {thing}",
    "{The_thing} når {percent} prosent av alle {group} {when}",
)
OPERATIONS = (
    "Vaktplanen er ferdig {few} uker før hver periode",
    "Nøkkelsystemet i {place} er byttet ut {when}",
    "{The_thing} er digitalisert og lagt i arkivet {when}",
    "Lageret er talt opp to ganger og {things} er merket",
    "Alle rom {where} er malt {when}",
    "Telefonen er betjent mellom klokka 8 og {clock} hver {weekday}",
    "Innkjøp av kontorrekvisita er kuttet med {lower} prosent",
    "Møterommene {where} har fått {thing}",
    "Alle ansatte har lest {the_thing} og kvittert {when}",
    "Parkeringsplassen ved {place} er merket opp på nytt",
    "Referatene er lagt ut innen {few} dager",
    "Kopimaskinene er samlet ett sted {when}",
    "{The_thing} er oppdatert med nye telefonnumre {when}",
    "Timelistene er levert innen den femte i hver måned",
    "Garderobene {where} er pusset opp {when}",
    "Kaffeavtalen er sagt opp og erstattet av {thing}",
    "Ferielistene er lagt fram innen 1. {month}",
    "Det er holdt {few} personalmøter med {thing} på sakslista",
    "Uniformer og arbeidstøy er byttet ut {where}",
    "{Things_start} fra før {before} er kassert {when}",
)
ACTIONS = (
    "Innføre {means}",
    "Gjennomføre {thing} for {group}",
    "Lage {thing} sammen med {partner}",
    "Prøve ut {means} {where}",
    "{The_thing} gjennomgås hver {weekday}",
    "Månedlig {thing} med {partner}",
    "Kurs i {thing} for alle ansatte",
    "Søke om tilskudd til {thing}",
    "Evaluere {the_thing} i {month}",
    "Sette av {few} dager til {thing}",
    "Bruke {the_thing} aktivt",
    "{Means_start}",
    "Fast kontaktperson for {group}",
    "Informere {group} om {the_thing}",
    "Øke antallet {more}",
    "{project} i {place}",
)
PROSE = (
    "I {place} var det {count} {group} ved utgangen av {before}, {few} flere enn året før.",
    "{Percent_words} av alle {group} {outcome}, mot {percent} prosent i nabokommunene.",
    "Erfaringene med {the_thing} er gode, særlig for {group}.",
    "Kommunestyret behandlet {the_thing} i {month} {before} og ba om {thing}.",
    "{The_thing} kom i gang i {month}, men {means} måtte vente på grunn av {thing}.",
    "Antallet {fewer} gikk ned fra {higher} til {lower} etter at {place} fikk {thing}.",
    "Antallet {fewer} har gått opp for {few}. år på rad, og {the_thing} forklarer en del av det.",
    "Sammen med {partner} har kommunen hatt {thing} for {group}.",
    "Tjenesten hadde {count} årsverk i {before}, fordelt på {few} avdelinger og {thing}.",
    "{Group_some} forteller at {the_thing} gjør hverdagen enklere.",
    "Undersøkelsen fra {before} viser at {group} i {place} sjeldnere {outcome} enn andre.",
    "Da {the_thing} ble lagt om, fikk {group} tilbud om {means}.",
    "Kostnaden per {unit_word} er {amount} kroner, og {place} ligger {lower} prosent under.",
    "{Partner_start} har pekt på {the_thing} som en årsak til at {fewer} øker.",
    "Utfordringen er størst i {place}, der avstandene er lange og {thing} mangler.",
    "Det ble gjennomført {few} {things} i {before}, og {count} innbyggere deltok.",
    "{project} er navnet på samarbeidet mellom {place} og {partner}.",
    "Ordningen med {means} startet i {place} og omfatter nå {count} {group}.",
    "Veksten i {more} skyldes {the_thing} og {means}.",
    "Av {count} {group} var det {n} som brukte {the_thing}.",
    "Folketallet i {place} er {count}, og hver {few2}. innbygger er over 67 år.",
    "{The_thing} fra {before} beskriver tre forhold: {things}, {things2} og mangel på {thing2}.",
    "Både {partner} og {partner2} deltok da {the_thing} ble evaluert i {month}.",
    "Noen {group} har måttet vente i {few} uker, og det skaper uro {where}.",
    "Kommunen ligger på landssnittet for {more}, men under for {more2}.",
    "Hver {weekday} møtes ansatte fra {place} og {place2} for å drøfte {thing}.",
    "{Means_start} ga {count} {group} et tilbud i {before}.",
    "Regnskapet for {before} viser at {the_thing} kostet {amount} kroner mer enn ventet.",
    "Forskjellen mellom {place} og {place2} er på {lower} prosentpoeng.",
    "I høringen kom det {few} uttalelser om {the_thing}, de fleste fra {partner}.",
    "Sykefraværet {where} var {decimal} prosent i {before}, og {thing} er prøvd ut som mottiltak.",
    "{The_thing} ble utsatt to ganger fordi {partner} manglet folk til {thing2}.",
    "Tallene for {place} er usikre, siden {the_thing} først ble tatt i bruk i {month}.",
    "Staten dekket {percent} prosent av utgiftene til {the_thing} i {before}.",
    "Slik {the_thing} drives i dag, når den {group} i {place}, men sjelden {group2}.",
    "{The_thing} og {the_thing2} overlapper, og ansvaret har vært uklart siden {before}.",
    "Ved siden av {means} bruker tjenesten {thing} og {thing2}.",
    "Det finnes {count} {things} i kommunen, hvorav {n} i {place}.",
    "Etter flommen i {place} ble {the_thing} flyttet til {place2}.",
    "Brukerne ga {the_thing} {points} av 6 poeng, det beste resultatet siden {before}.",
)  # fmt: skip


_TOLD_MORE: dict[str, tuple[str, ...]] = {
    "group": (
        "{bare} i {place}",
        "{bare} ved {place}",
        "{bare} med {thing}",
        "{bare} uten {thing}",
    ),
    "means": (
        "{thing} med {partner}",
        "{thing} over {few} uker",
        "{bare} og {thing}",
        "{thing} i {place}",
        "{few} {things} i {place}",
        "{thing} og {thing2}",
    ),
}


@lru_cache(maxsize=1)
def read_words() -> Mapping[str, Any]:
    """Return the words that everything is made of."""
    words: Mapping[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return words


@dataclass(frozen=True)
class Compound:
    """A compound noun in the forms that sentences need."""

    bare: str
    definite: str
    plural: str
    article: str


class Voice:
    """One document's way of speaking: a seeded chance, the municipality's places and likings.

    `liking` is the municipality's own, shared by its documents; `chance` is the document's.
    """

    def __init__(
        self, chance: random.Random, municipality: str, places: Sequence[str], year: int
    ) -> None:
        self.chance = chance
        self.municipality = municipality
        self.places = places
        self.year = year
        self.topic: Mapping[str, Any] = {}
        self.liked = liked_words(municipality)
        self.numbers: dict[str, int] = {}

    def say(self, template: str, topic: Mapping[str, Any] | None = None) -> str:
        """Return the template with every slot filled, about the topic given."""
        if topic is not None:
            self.topic = topic
        self.numbers = self._numbers()
        text = self._fill(template)
        return _THREE_ALIKE.sub(r"\1\1", re.sub(r" +", " ", text)).strip().replace(" .", ".")

    def pick(self, choices: Sequence[str], topic: Mapping[str, Any] | None = None) -> str:
        """Return one of the templates, filled."""
        return self.say(self.chance.choice(choices), topic)

    def prose(self, topic: Mapping[str, Any], sentences: int) -> str:
        """Return a paragraph of so many sentences, no template twice."""
        chosen = self.chance.sample(PROSE, min(sentences, len(PROSE)))
        return " ".join(self.say(each, topic) for each in chosen)

    def compound(self) -> Compound:
        """Return a compound, of three parts now and then."""
        firsts, lasts = self.liked
        first = (
            self._liked(firsts)
            if not self.topic or self.chance.random() < _GENERAL_FIRST
            else self.chance.choice(self.topic["first"])
        )
        if self.chance.random() < _NAMED_BY_PLACE:
            first = self.chance.choice(self.places)
        elif self.chance.random() < _THREE_PARTS:
            second = self._liked(firsts)
            first += "" if second.startswith(first) or first.startswith(second) else second
        bare, definite, plural, article = self._liked(lasts).split()
        return Compound(first + bare, first + definite, first + plural, article)

    def _liked(self, words: Sequence[str]) -> str:
        return words[int(len(words) * self.chance.random() ** _LIKING)]

    def _fill(self, template: str) -> str:
        return _SLOT.sub(lambda match: self._slot(match.group(1)), template)

    def _slot(self, name: str) -> str:
        if name in self.numbers:
            return str(self.numbers[name])
        if name in _SLOTS:
            return _SLOTS[name](self)
        if name[-1] == "2" and name[:-1] in (*_SLOTS, *self.topic):
            return self._slot(name[:-1])
        if name.endswith("_start"):
            return upper_first(self._slot(name[: -len("_start")].lower()))
        if name in _TOLD_MORE and self.chance.random() < _MORE_WORDS:
            return self._fill(
                self.chance.choice(_TOLD_MORE[name]).replace("{bare}", self._bare(name))
            )
        return self._bare(name)

    def _bare(self, name: str) -> str:
        return self._fill(self.chance.choice(self.topic[name]))

    def _numbers(self) -> dict[str, int]:
        chance = self.chance
        lower = chance.randint(2, 60)
        n = chance.randint(3, 40)
        return {
            "lower": lower,
            "higher": lower + chance.randint(2, 30),
            "n": n,
            "of_n": n + chance.randint(1, 20),
            "percent": chance.randint(40, 99),
            "before": self.year - 1,
            "year": self.year,
        }


@lru_cache(maxsize=64)
def liked_words(municipality: str) -> tuple[list[str], list[str]]:
    """Return the firsts and lasts of compounds in the order in which a municipality likes them."""
    words = read_words()["compounds"]
    chance = random.Random(f"likings of {municipality}")
    return (
        chance.sample(words["first"], len(words["first"])),
        chance.sample(words["last"], len(words["last"])),
    )


def upper_first(text: str) -> str:
    """Return the text with a capital first.

    >>> upper_first("økt nærvær")
    'Økt nærvær'
    """
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """Return the text as it stands inside a sentence; NAV stays as it is.

    >>> lower_first("Brann og redning"), lower_first("NAV og integrering")
    ('brann og redning', 'NAV og integrering')
    """
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def grouped(number: int, mark: str = " ") -> str:
    """Return the number with its thousands parted.

    >>> grouped(-1234567), grouped(12, ".")
    ('-1 234 567', '12')
    """
    return f"{number:,}".replace(",", mark)


def _project(voice: Voice) -> str:
    words = read_words()["projects"]
    return f"«{voice.chance.choice(words['first'])} {voice.chance.choice(words['last'])}»"


def _when(voice: Voice) -> str:
    month = voice.chance.choice(MONTHS)
    return voice.chance.choice(
        (
            f"innen 1. {month} {voice.year}",
            f"innen utgangen av {month}",
            "innen utgangen av året",
            f"i løpet av {voice.year}",
            "ved årsskiftet",
            f"innen uke {voice.chance.randint(4, 50)}",
            "før sommeren",
            "",
            "",
        )
    )


def _where(voice: Voice) -> str:
    return voice.chance.choice(
        (f"i {_place(voice)}", f"ved {_place(voice)}", "på alle avdelinger", "i hele enheten", "")
    )


def _place(voice: Voice) -> str:
    return voice.chance.choice(voice.places)


def _article(voice: Voice) -> str:
    compound = voice.compound()
    return f"{compound.article} {compound.bare}"


def _percent_words(voice: Voice) -> str:
    return f"{voice.chance.randint(11, 97)} prosent"


_SLOTS: dict[str, Callable[[Voice], str]] = {
    "municipality": lambda voice: voice.municipality,
    "place": _place,
    "project": _project,
    "when": _when,
    "where": _where,
    "thing": _article,
    "the_thing": lambda voice: voice.compound().definite,
    "The_thing": lambda voice: upper_first(voice.compound().definite),
    "things": lambda voice: voice.compound().plural,
    "Percent_words": _percent_words,
    "partner": lambda voice: voice.chance.choice(read_words()["partners"]),
    "Group_some": lambda voice: "Flere " + voice._slot("group"),
    "unit_word": lambda voice: voice.chance.choice(("bruker", "innbygger", "plass", "time", "sak")),
    "grade": lambda voice: str(voice.chance.randint(1, 10)),
    "age": lambda voice: f"{voice.chance.randint(1, 3)}–{voice.chance.randint(4, 5)}",
    "age2": lambda voice: str(voice.chance.randint(12, 16)),
    "few": lambda voice: str(voice.chance.randint(2, 12)),
    "few2": lambda voice: str(voice.chance.randint(2, 6)),
    "old": lambda voice: str(voice.chance.randrange(60, 90, 5)),
    "count": lambda voice: grouped(int(10 ** voice.chance.uniform(1.2, 3.6))),
    "clock": lambda voice: str(voice.chance.randint(14, 18)),
    "week": lambda voice: str(voice.chance.randint(4, 50)),
    "points": lambda voice: f"{voice.chance.randint(2, 5)},{voice.chance.randint(0, 9)}",
    "decimal": lambda voice: f"{voice.chance.randint(3, 9)},{voice.chance.randint(0, 9)}",
    "amount": lambda voice: grouped(voice.chance.randint(40, 2900) * 1000),
    "month": lambda voice: voice.chance.choice(MONTHS),
    "Month": lambda voice: upper_first(voice.chance.choice(MONTHS)),
    "weekday": lambda voice: voice.chance.choice(WEEKDAYS),
}
