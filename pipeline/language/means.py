"""Short notes behind a goal: what it is paid with, who answers for it, by when."""

import re

# «Nye midler: 400 000 kroner.», «Løses innenfor rammen.», «Ansvar: rektor.»
_TITLE = (
    r"\w*midl(?:er|ar)|penger|pengar|bevilgning|løyving|ramme|budsjett|finansiering|investering"
    r"|kostnad|utgift|driftsutgift|drift|innsparing|ressurs(?:er|ar)|årsverk|ansvar(?:lig|leg)?"
    r"|frist|tidsfrist|tidspunkt|gjennomføring|status|måles ved|indikator"
)
_NOTE_ON_MEANS = re.compile(
    rf"^\(?(?:(?:ingen|inga|nye?|friske?|økte?|auka|årlige?|årlege?|årleg) )?(?:{_TITLE})"
    r"(?:\s*:|\s+(?:kr\.?\s*)?\d|\.?\)?$)"
    r"|^\(?(?:løses|løysast|dekkes|dekkjast|finansieres|finansierast|tas|takast|skjer|gjøres|gjerast"
    r"|utføres|utførast) (?:innenfor|innanfor|innen|innan|av|over|med|ved|på)\s"
    r"|^\(?(?:blir|vert) (?:løst|løyst|dekket|dekt|tatt|teke|finansiert|gjort) (?:innenfor|innanfor"
    r"|innen|innan|av|over|ved)\s"
    r"|^\(?(?:innenfor|innanfor) \w*\s?ramm|^\(?kost(?:er|ar) (?:ingen|ikkje|ikke|\d)"
    r"|^\(?(?:satt|sett) av[: ]|^\(?kr\.? ?\d|^\(?\d[\d ]*(?:,\d+)? (?:mill|kr|tusen)",
    re.IGNORECASE,
)
_LONGEST_NOTE_WORDS = 16


def is_note_on_means(sentence: str) -> bool:
    """True for a short note on what a goal is paid with, who answers for it or by when.

    >>> is_note_on_means("Nye midler: 750 000 kroner."), is_note_on_means("Ingen midler.")
    (True, True)
    >>> is_note_on_means("Løses innenfor rammen."), is_note_on_means("Ansvar: rektor.")
    (True, True)
    >>> is_note_on_means("Det kan bli dyrere."), is_note_on_means("Innsparingen er 2 mill. kr.")
    (False, False)
    """
    return len(sentence.split()) <= _LONGEST_NOTE_WORDS and bool(_NOTE_ON_MEANS.match(sentence))
