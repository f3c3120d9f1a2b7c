"""Which short paragraphs may be headings, told by their words, in formats without a layout."""

from pipeline.extraction.headings import is_caption
from pipeline.extraction.paragraphs import BULLET, SECTION_NUMBER
from pipeline.extraction.styles import is_sentence

_LONGEST = 120  # letters
_LONGEST_NUMBERED = 110
_LEAD_IN = 10  # words before a colon: so many lead in to what follows


def may_be_title(text: str) -> bool:
    """Whether the words allow it to be a heading, if it also looks like one.

    >>> may_be_title("Oppvekst"), may_be_title("Vedtatt av bystyret."), may_be_title("- Tiltak")
    (True, False, False)
    >>> may_be_title("I planperioden vil kommunen sammen med innbyggere og næringsliv arbeide for:")
    False
    """
    if not 2 <= len(text) <= _LONGEST or not any(letter.isalpha() for letter in text):
        return False
    if text[-1] in ".;," or BULLET.match(text) or is_caption(text) or is_sentence(text):
        return False
    return not (text[-1] == ":" and len(text.split()) >= _LEAD_IN)


def is_numbered_title(text: str) -> bool:
    """Whether it is a section's typed number and title: "4.2 Tidlig innsats".

    >>> is_numbered_title("4.2 Tidlig innsats"), is_numbered_title("4.2 Bystyret vedtar planen.")
    (True, False)
    """
    short = len(text) <= _LONGEST_NUMBERED and text[-1:] not in (".", ";", ",")
    return bool(SECTION_NUMBER.match(text)) and short
