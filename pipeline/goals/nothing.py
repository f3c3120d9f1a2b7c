"""Statements that say that nothing is done or paid for: news of a gap, and no goals."""

import re

_MEANS = r"(?:tiltak|midler|midlar|penger|pengar|satsing(?:er|ar)?|measures?|funds?|money)"
_NOTHING = re.compile(
    rf"^(?:ingen|inga|ikke|ikkje|no)\s+(?:\w+\s+){{0,2}}{_MEANS}\s*(?:[.;:,]|$)"
    rf"|\b(?:ikke|ikkje|not)\s+(?:\w+\s+)?"
    rf"(?:satt|sett|avsatt|avsett|lagt|funnet|funne|allocated|set aside)\s+"
    rf"(?:av\s+|inn\s+)?(?:\w+\s+){{0,2}}{_MEANS}\b"
    rf"|\bfinn(?:e)?s\s+(?:det\s+|der\s+)?(?:ikke|ikkje|ingen|inga)\s+(?:\w+\s+)?{_MEANS}\b"
    rf"|\bno\s+(?:\w+\s+)?{_MEANS}\s+(?:is|are|has been|have been)\s+(?:set aside|allocated)\b",
    re.IGNORECASE,
)


def says_nothing_is_done(text: str) -> bool:
    """True where a statement tells that there are no measures or no money for something.

    >>> says_nothing_is_done("Det er ikke satt av egne midler til utvidelsen i 2014.")
    True
    >>> says_nothing_is_done("Ingen barn bor på midlertidig overnattingssted")
    False
    """
    return bool(_NOTHING.search(text.strip()))
