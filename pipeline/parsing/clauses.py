"""A sentence's words with the clause that each stands in: what is said from what is only told of.

«Kommunen må bygge» says that something must be done; «midler som må brukes» only describes the
means. Norwegian marks the difference by the word that opens the clause, by commas, and by where
the finite verb stands.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

# What opens a clause, and what kind of clause it opens.
_OPENERS = {
    **dict.fromkeys(("at", "that"), "that"),
    **dict.fromkeys(("som", "which", "who", "der"), "relative"),
    **dict.fromkeys(("hvis", "dersom", "når", "if", "when", "unless", "såfremt"), "condition"),
    **dict.fromkeys(("fordi", "ettersom", "mens", "medan", "siden", "sidan", "enn"), "aside"),
    **dict.fromkeys(("because", "while", "than", "whereas"), "aside"),
    **dict.fromkeys(("hvordan", "korleis", "hva", "kva", "hvilke", "hvilken", "hvilket"), "asked"),
    **dict.fromkeys(("hvem", "kven", "hvor", "kvar", "hvorfor", "kvifor", "whether"), "asked"),
    **dict.fromkeys(("kor", "how", "what", "where"), "asked"),
}
# «om» is a preposition, but a question after these and a condition where it opens the sentence.
_BEFORE_WHETHER = frozenset(
    (
        *("vurdere", "vurderes", "vurderast", "spørsmål", "spørsmålet", "diskutere", "avklare"),
        *("se", "sjå", "undersøke", "vite", "utrede", "spørsmåla", "uavhengig", "selv", "sjølv"),
    )
)
MODALS = {
    **dict.fromkeys(("skal", "shall"), "skal"),
    **dict.fromkeys(("vil", "will"), "vil"),
    **dict.fromkeys(("må", "must", "lyt"), "må"),
    **dict.fromkeys(("bør", "burde", "should", "ought"), "bør"),
    **dict.fromkeys(("kan", "kunne", "can", "could", "may", "might"), "kan"),
    **dict.fromkeys(("skulle", "ville", "måtte", "would"), "past"),
}
# Verbs in the present that a relative clause so often holds that they tell where its verb is.
_PRESENT = re.compile(
    r"^(?:er|har|får|går|står|gir|gjer|gjør|ser|tar|tek|blir|vert|bor|bur|når|is|are|has|have"
    r"|gjelder|gjeld|trenger|treng|kommer|kjem|finnes|finst|ligger|ligg|\w{3,}(?:erer|iser|ler"
    r"|ker|ger|der|ter|per|ver|ver|ner|mer|ser|rer|ges|kes|les|res|tes|des|nes|ses|ves|arar|erar))$"
)
_NOUN = re.compile(
    r"^(?:midler|midlar|regler|reglar|penger|tider|sider|ganger|kilder|unger|leger|lærer|leder)$"
    r"|(?:tjenester|tenester|ifter|kommuner|ninger|inger|ingar|heter|heiter|joner|jonar|teter"
    r"|tetar|elser|sler)$"
)
_JOINED = frozenset(("og", "eller", "men", "and", "or", "but", "samt"))
_TOKEN = re.compile(r"§|\w[\w'’/-]*|[,;:()«»\"”“?!–—]")
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_LONGEST_SUBJECT = 3
_BREAKS = frozenset((",", ";", "–", "—"))


@dataclass(frozen=True)
class Word:
    """A word in lower case, as it was written, and the clause that it stands in.

    `clause` is main, that, relative, condition, aside or asked.
    """

    lower: str
    written: str
    clause: str

    @property
    def modal(self) -> str | None:
        """skal, vil, må, bør, kan or past where the word is such a verb."""
        return MODALS.get(self.lower)


@lru_cache(maxsize=4096)
def read_words(sentence: str) -> tuple[Word, ...]:
    """The sentence's words and marks, each with its clause.

    >>> [(w.lower, w.clause) for w in read_words("Midler som må brukes, skal telles") if w.modal]
    [('må', 'relative'), ('skal', 'main')]
    >>> [(w.lower, w.clause) for w in read_words("Når året er omme, bør vi se om det må økes")
    ...  if w.modal]
    [('bør', 'main'), ('må', 'asked')]
    >>> [word.lower for word in read_words("Skolen,² der alle er")][1:3]
    [',', 'der']
    """
    # a note's raised number is no word
    tokens = [token for token in _TOKEN.findall(sentence) if not _RAISED.fullmatch(token)]
    reader = _ClauseReader(tokens)
    return tuple(
        Word(token.lower(), token, reader.clause_of(place)) for place, token in enumerate(tokens)
    )


def is_present(word: str) -> bool:
    """True for a word in small letters that looks like a verb in the present, and not like a noun.

    >>> is_present("opplever"), is_present("ordninger"), is_present("utgifter")
    (True, False, False)
    """
    return bool(_PRESENT.match(word)) and not _NOUN.search(word)


class _ClauseReader:
    """The clauses now open, innermost last, as the tokens go by."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = [token.lower() for token in tokens]
        self.open: list[str] = []
        self.opened_at: list[int] = []
        self.has_verb: list[bool] = []

    def clause_of(self, place: int) -> str:
        token = self.tokens[place]
        kind = self._opens(place)
        if kind is not None:
            self.open.append(kind)
            self.opened_at.append(place)
            self.has_verb.append(False)
        elif token in _BREAKS:
            self._break_at(place)
        elif token in _JOINED and self._is_as(place):
            self._close()
        elif self.open:
            self._read_verb(place)
        return self.open[-1] if self.open else "main"

    def _opens(self, place: int) -> str | None:
        token = self.tokens[place]
        before = self.tokens[place - 1] if place else ""
        if token == "om":
            if not place:
                return "condition"
            return "asked" if before in _BEFORE_WHETHER else None
        if token == "der":
            return "relative" if before == "," else None
        if token == "som" and (not place or before in ("slik", "har", "ha", "like", "så")):
            # «Som kommune skal vi», «har som mål», «like viktig som»: no clause with a verb
            return None
        if (
            token in ("hva", "kva", "what", "how", "hvordan", "korleis", "hvor", "kor")
            and not place
        ):
            return "asked"
        if token == "at" and not self._norwegian_at(place):
            return None
        return _OPENERS.get(token)

    def _norwegian_at(self, place: int) -> bool:
        after = self.tokens[place + 1] if place + 1 < len(self.tokens) else ""
        return after not in ("the", "least", "most", "a", "all", "any", "once")

    def _is_as(self, place: int) -> bool:
        """True at the end of a «som» that means «as», and so holds no verb."""
        verbless = bool(self.open) and self.open[-1] == "relative" and not self.has_verb[-1]
        return verbless and place - self.opened_at[-1] > _LONGEST_SUBJECT

    def _break_at(self, place: int) -> None:
        if not self.open:
            return
        after = self.tokens[place + 1] if place + 1 < len(self.tokens) else ""
        opens_sentence = self.opened_at[0] <= 1
        if self.open[-1] == "that" and not opens_sentence and after not in MODALS:
            return
        if after in _OPENERS or (after in _JOINED and not self._verb_after(place + 2)):
            return
        self._close()
        if opens_sentence and after in MODALS:
            while self.open:
                self._close()

    def _verb_after(self, place: int) -> bool:
        """True where the next few words hold a verb of their own: a new clause beside the main."""
        return any(token in MODALS for token in self.tokens[place : place + 3])

    def _read_verb(self, place: int) -> None:
        token = self.tokens[place]
        if token in MODALS or is_present(token):
            joined = self.tokens[place - 1] in _JOINED
            closes = self.open[-1] == "relative" or (self.opened_at[-1] <= 1)
            if self.has_verb[-1] and token in MODALS and not joined and closes:
                self._close()
            elif self._is_verb_here(place):
                self.has_verb[-1] = True

    def _is_verb_here(self, place: int) -> bool:
        # straight after «som» a plural noun is a subject: «tiltak som kommuner skal …»
        if self.tokens[place] in MODALS:
            return True
        after = self.tokens[place + 1] if place + 1 < len(self.tokens) else ""
        return after not in MODALS

    def _close(self) -> None:
        self.open.pop()
        self.opened_at.pop()
        self.has_verb.pop()
