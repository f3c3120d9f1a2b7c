"""A Reading → flags: what a reader of its tables should know about how the file was read."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.extraction.elements import Block, Fault, Reading
from pipeline.extraction.plausibility import is_garbled, is_spaced_out, lacks_spaces

# What a page was rejected for → the flag; any other reason is a rejected page.
_FAULT_FLAGS = {
    "no_text_layer": "no_text_layer",
    "hidden_text": "hidden_text",
    "too_large": "pages_skipped",
}
# These stand among the rejects too, page by page.
REJECTED = frozenset([*_FAULT_FLAGS.values(), "pages_rejected"])
_SAID = {
    "no_text_layer": "expected text, these pages are pictures that were not recognised",
    "hidden_text": "expected text that a reader sees, letters that can't be seen were left out",
    "pages_skipped": "expected a file within the limits, pages or text beyond them were not read",
    "pages_rejected": "expected readable pages, these could not be read",
}
# With these something is missing or may be wrong; the others tell what was done, and it went well.
MATTERS = frozenset(
    (
        *("garbled_text", "joined_words", "spaced_letters", "doubtful_recognition"),
        *("no_text_layer", "pages_rejected", "pages_skipped"),
    )
)
_WORD = re.compile(r"[^\W\d_]+")


RECOGNISED = "recognised"


@dataclass(frozen=True, slots=True)
class Flag:
    """What is to be known: its name, the pages that it stands on, how many, of how many.

    `pages` is empty where it concerns the file as a whole. `share` is None where there is nothing
    to hold the count against.
    """

    name: str
    pages: tuple[int, ...]
    count: int
    share: float | None
    detail: str


def reading_flags(reading: Reading) -> list[Flag]:
    """The flags of one file, at most one of each name; none for a file that is as it should be.

    What is doubtful of recognised text depends on a bound, and is told by `doubtful_flag`.

    >>> block = Block(1, "(cid:12)(cid:7)", "paragraph")
    >>> [flag.name for flag in reading_flags(Reading("application/pdf", 1, (block,)))]
    ['garbled_text']
    """
    return [
        *_text_flags(reading.blocks),
        *_recognition_flags(reading),
        *_fault_flags(reading),
        *_note_flags(reading.notes),
    ]


def with_doubtful(flags: Sequence[Flag], doubtful: Flag | None) -> list[Flag]:
    """The flags, with that of doubtful recognition right after the one of recognition."""
    found = []
    for flag in flags:
        found.append(flag)
        if flag.name == RECOGNISED and doubtful is not None:
            found.append(doubtful)
    return found


def doubtful_flag(passages: Sequence[tuple[int, float]], least: float) -> Flag | None:
    """The flag of recognised passages with less confidence; None where there are none.

    `passages` has page and confidence of each recognised passage.

    >>> doubtful_flag([(1, 0.9), (2, 0.5)], 0.6).pages
    (2,)
    """
    doubtful = [page for page, sure in passages if sure < least]
    if not doubtful:
        return None
    detail = f"expected passages recognised with a confidence of {least:g} or more"
    share = len(doubtful) / len(passages)
    return Flag("doubtful_recognition", tuple(sorted(set(doubtful))), len(doubtful), share, detail)


def page_list(pages: Iterable[int]) -> str:
    """Page numbers as a person writes them.

    >>> page_list([9, 3, 7, 8])
    '3, 7–9'
    """
    runs = groupby(enumerate(sorted(set(pages))), key=lambda pair: pair[1] - pair[0])
    found = ([page for _, page in run] for _, run in runs)
    return ", ".join(f"{r[0]}–{r[-1]}" if len(r) > 1 else str(r[0]) for r in found)


def _text_flags(blocks: Sequence[Block]) -> Iterator[Flag]:
    """Pages whose text can't be what the page shows, or has lost or gained spaces."""
    texts: defaultdict[int, list[str]] = defaultdict(list)
    for block in blocks:
        if block.text:
            texts[block.page].append(block.text)
    pages = {page: "\n".join(found) for page, found in sorted(texts.items())}
    counts = Counter(word for text in pages.values() for word in _WORD.findall(text.casefold()))
    known = {word for word, count in counts.items() if count > 1}
    tests: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
        ("garbled_text", "expected letters as Norwegian or English uses them", is_garbled),
        (
            "joined_words",
            "expected a space between words, many stand without",
            lambda text: lacks_spaces(text, known),
        ),
        ("spaced_letters", "expected words, letters stand with spaces between", is_spaced_out),
    )
    for name, detail, test in tests:
        found = tuple(page for page, text in pages.items() if test(text))
        if found:
            yield Flag(name, found, len(found), len(found) / len(pages), detail)


def _recognition_flags(reading: Reading) -> Iterator[Flag]:
    """Pages that were recognised from their picture."""
    seen = {
        block.page for block in reading.blocks if block.text and block.ocr_confidence is not None
    }
    if seen:
        share = min(1.0, len(seen) / max(reading.pages, 1))
        detail = "expected text, these pages are pictures; their text was recognised"
        yield Flag(RECOGNISED, tuple(sorted(seen)), len(seen), share, detail)


def _fault_flags(reading: Reading) -> Iterator[Flag]:
    """Pages that are not there, or not whole; of a file's own faults those that have a flag."""
    found: defaultdict[str, list[Fault]] = defaultdict(list)
    for fault in reading.faults:
        if fault.page is not None or fault.reason in _FAULT_FLAGS:
            found[_FAULT_FLAGS.get(fault.reason, "pages_rejected")].append(fault)
    for name, faults in found.items():
        pages = tuple(sorted({fault.page for fault in faults if fault.page is not None}))
        share = min(1.0, len(pages) / max(reading.pages, 1)) if pages else None
        details = {fault.detail for fault in faults}
        detail = details.pop() if len(details) == 1 else _SAID[name]  # it says what can be done
        yield Flag(name, pages, len(pages) or len(faults), share, detail)


def _note_flags(notes: Sequence[Fault]) -> Iterator[Flag]:
    """What was done to read the file, one flag a reason, in the words of its first note."""
    found: defaultdict[str, list[Fault]] = defaultdict(list)
    for note in notes:
        found[note.reason].append(note)
    for name, same in found.items():
        pages = tuple(sorted({note.page for note in same if note.page is not None}))
        yield Flag(name, pages, len(pages) or len(same), None, same[0].detail)
