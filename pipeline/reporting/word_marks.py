"""Two wordings held against each other: which words were taken out, which came in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

# an amount stands or falls as a whole: «6,0 millioner kroner», «kr 200 000», «38,6 mill. kr»
_AMOUNT = (
    r"(?:(?:kr|NOK)\.? ?)?\d[\d\u00a0\u202f .,]*?\d? ?"
    r"(?:(?:tusen|mill(?:\.|ion(?:er|ar|en)?)?|mrd\.?|milliard(?:er|ar)?) ?(?:kroner|kr\b)?"
    r"|kroner|kr\b)"
    r"|(?:kr|NOK)\.? ?\d[\d\u00a0\u202f ]*(?:,\d+)?"
)
_TOKEN = re.compile(rf"(?P<amount>\b(?:{_AMOUNT}))|\w+(?:[-/]\w+)*|[^\w\s]", re.IGNORECASE)
# with fewer of the shorter wording's words in common, marks would tell nothing
_LEAST_IN_COMMON = 0.34
# what stands alone between two changes and is no longer than this is marked with them
_SHORT = 3


@dataclass(frozen=True)
class Run:
    """Words in a row that share their fate: `change` is "", "added" or "taken_out".

    `parts` are the words, each with whether it is an amount of money.
    """

    change: str
    parts: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        """The words of the run."""
        return "".join(words for words, _ in self.parts)


@dataclass(frozen=True)
class _Word:
    text: str
    after: str
    is_amount: bool

    @property
    def key(self) -> str:
        return " ".join(self.text.casefold().split())

    @property
    def place(self) -> str:
        """What the word is aligned by: one amount stands where another stood."""
        return "\0" if self.is_amount else self.key

    @property
    def is_sign(self) -> bool:
        return not any(letter.isalnum() for letter in self.text)


Runs = tuple[Run, ...]


def marked_wordings(before: str, after: str) -> tuple[Runs, Runs, bool]:
    """Both wordings as runs, and whether they are marked.

    Nothing is marked where they have too little in common for marks to tell anything.

    >>> old, new, _ = marked_wordings("BFT slås sammen med Øst.", "BFT slås sammen med Sentrum.")
    >>> [(run.change, run.text) for run in old]
    [('', 'BFT slås sammen med '), ('taken_out', 'Øst'), ('', '.')]
    >>> [run.text for run in new if run.change]
    ['Sentrum']
    """
    old, new = _words(before), _words(after)
    matcher = SequenceMatcher(None, [w.place for w in old], [w.place for w in new], autojunk=False)
    if not _is_told_by_marks(old, new, matcher):
        return plain_runs(before), plain_runs(after), False
    old_changed, new_changed = [True] * len(old), [True] * len(new)
    for i, j, size in _kept_blocks(old, new, matcher):
        differ = [a.key != b.key for a, b in zip(old[i:], new[j : j + size], strict=False)]
        old_changed[i : i + size] = new_changed[j : j + size] = differ
    return _runs(old, old_changed, "taken_out"), _runs(new, new_changed, "added"), True


def plain_runs(text: str, change: str = "") -> Runs:
    """The text as one run, its amounts told apart.

    >>> plain_runs("Skole: 6,0 millioner kroner.")[0].parts
    (('Skole: ', False), ('6,0 millioner kroner', True), ('.', False))
    """
    words = _words(text)
    return _runs(words, [bool(change)] * len(words), change)


def _words(text: str) -> list[_Word]:
    text = text.strip()
    found = list(_TOKEN.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)] if found else []
    return [
        _Word(
            text[match.start() : match.end()].rstrip(),
            text[match.start() + len(match[0].rstrip()) : end],
            match["amount"] is not None,
        )
        for match, end in zip(found, ends, strict=True)
    ]


def _is_told_by_marks(
    old: Sequence[_Word], new: Sequence[_Word], matcher: "SequenceMatcher[str]"
) -> bool:
    shorter = min(sum(not word.is_sign for word in words) for words in (old, new))
    common = sum(
        not word.is_sign
        for block in matcher.get_matching_blocks()
        for word in old[block.a : block.a + block.size]
    )
    return shorter > 0 and common / shorter >= _LEAST_IN_COMMON


def _kept_blocks(
    old: Sequence[_Word], new: Sequence[_Word], matcher: "SequenceMatcher[str]"
) -> Iterator[tuple[int, int, int]]:
    """Runs of the same words, less those too short to be worth a break in what changed."""
    blocks = matcher.get_matching_blocks()
    for number, (i, j, size) in enumerate(blocks[:-1]):
        letters = sum(len(word.text) for word in old[i : i + size] if not word.is_sign)
        earlier = blocks[number - 1] if number else None
        starts = (earlier.a + earlier.size, earlier.b + earlier.size) if earlier else (0, 0)
        following = blocks[number + 1]
        is_between = all(
            start < place < place + size < end
            for start, place, end in zip(starts, (i, j), (following.a, following.b), strict=True)
        )
        if letters > _SHORT or not is_between:
            yield i, j, size


def _runs(words: Sequence[_Word], changed: Sequence[bool], change: str) -> Runs:
    """The words as runs; the space after a change stands outside its mark."""
    runs: list[Run] = []
    for is_changed, group in groupby(zip(words, changed, strict=True), key=lambda pair: pair[1]):
        found = [word for word, _ in group]
        spaced = [*((w.text + w.after, w.is_amount) for w in found[:-1])]
        last = found[-1]
        if is_changed:
            runs.append(Run(change, _joined([*spaced, (last.text, last.is_amount)])))
            if last.after:
                runs.append(Run("", ((last.after, False),)))
        else:
            runs.append(Run("", _joined([*spaced, (last.text + last.after, last.is_amount)])))
    return tuple(runs)


def _joined(parts: Sequence[tuple[str, bool]]) -> tuple[tuple[str, bool], ...]:
    """Neighbours of one sort put together; the space after an amount is no part of it."""
    split: list[tuple[str, bool]] = []
    for text, is_amount in parts:
        bare = text.rstrip() if is_amount else text
        split.append((bare, is_amount))
        if len(bare) < len(text):
            split.append((text[len(bare) :], False))
    return tuple(
        ("".join(text for text, _ in group), is_amount)
        for is_amount, group in groupby(split, key=lambda part: part[1])
    )
