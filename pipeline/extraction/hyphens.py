"""Words divided at a line's end: whether the hyphen there is the word's own."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

_HYPHENS = "-\u2010\u2011"
_END = re.compile(rf"[^\W_][{_HYPHENS}]$")
_WORD = re.compile(rf"[^\W\d_]+(?:[{_HYPHENS}][^\W\d_]+)*")
_AFTER = re.compile(rf"[^\W\d_]+(?:[{_HYPHENS}][^\W\d_]+)*")
# After these a hyphen at the line's end is the word's own: "barne- og familietjenesten".
_AND = re.compile(r"^(?:og|eller|og/eller|samt|and|or|/)\b")
# First parts that keep their hyphen before a small letter.
_KEEPING = frozenset(("ikke", "non", "eks", "sør", "nord", "øst", "vest", "midt", "anti", "pro"))
_SHARED = 4  # letters after the hyphen that tell the same word in another form
_ADJECTIVE = re.compile(r"\w{3}isk$")  # "pedagogisk-psykologisk"; no syllable of one word ends so
_LEAST_NAMES = 2  # times a word stands with a capital inside a sentence, so that it is a name


@dataclass(slots=True)
class Vocabulary:
    """How often a document writes each word, and each name, where no line ends in it."""

    words: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    ordered: list[str] = field(default_factory=list)

    def add(self, line: str) -> None:
        """Count the words of a line, its last one apart where a hyphen ends it."""
        text = line.translate(_PLAIN)
        for found in _WORD.finditer(text):
            if found.end() >= len(text) - 1 and text[-1:] == "-":
                continue
            word = found.group()
            self.words[word.casefold()] += 1
            if word[0].isupper() and text[: found.start()].rstrip()[-1:].isalnum():
                self.names[word.casefold()] += 1

    def has_beginning(self, letters: str) -> bool:
        """Whether a word begins with these letters, as another form of the same word does."""
        place = bisect_left(self.ordered, letters)
        return place < len(self.ordered) and self.ordered[place].startswith(letters)


_PLAIN = str.maketrans({"\u2010": "-", "\u2011": "-", "\u00ad": None})


def vocabulary(lines: Iterable[str]) -> Vocabulary:
    """The words of all the lines.

    >>> vocabulary(["Planen for e-post, skole-"]).words["e-post"]
    1
    """
    known = Vocabulary()
    for line in lines:
        known.add(line)
    known.ordered = sorted(known.words)
    return known


def opens_at_hyphen(text: str) -> bool:
    """Whether the text ends in a hyphen that stands at a letter or figure."""
    return bool(_END.search(text[-3:]))


def joined_at_hyphen(text: str, line: str, known: Vocabulary | None = None) -> str:
    """The text with the line after it; the hyphen between goes where the word was divided.

    >>> joined_at_hyphen("en e-", "post"), joined_at_hyphen("sosial-", "og helse")
    ('en e-post', 'sosial- og helse')
    >>> joined_at_hyphen("kommu-", "nen"), joined_at_hyphen("ikke-", "kommunal")
    ('kommunen', 'ikke-kommunal')
    """
    if _AND.match(line):
        return f"{text} {line}"
    if text[-2].isdigit():
        return f"{text[:-1]}-{line}" if line[:1].isalnum() else f"{text} {line}"
    if not line[:1].islower():
        return f"{text[:-1]}-{line}" if line[:1].isalnum() else f"{text} {line}"
    before = re.split(r"[\s/(«\"]", text[:-1].translate(_PLAIN))[-1]
    after = _AFTER.match(line)
    rest = after.group().translate(_PLAIN) if after else ""
    kept = _keeps_hyphen(before, rest, known or Vocabulary(), is_plain=text[-1] == "-")
    return f"{text[:-1]}-{line}" if kept else text[:-1] + line


def _keeps_hyphen(before: str, after: str, known: Vocabulary, *, is_plain: bool) -> bool:
    last = before.split("-")[-1]
    whole, hyphened = (f"{before}{mark}{after}".casefold() for mark in ("", "-"))
    if known.words[hyphened] != known.words[whole]:
        return known.words[hyphened] > known.words[whole]
    if len(last) == 1 or last.isupper() or last.casefold() in _KEEPING or _ADJECTIVE.search(last):
        return True
    beginning = f"{before}{after[:_SHARED]}".casefold()
    if known.has_beginning(beginning):
        return False
    is_name = known.names[last.casefold()] >= _LEAST_NAMES
    return is_plain and is_name and known.names[last.casefold()] == known.words[last.casefold()]
