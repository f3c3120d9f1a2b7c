"""Texts and tables with what is personal masked."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import count

import pandas as pd

from pipeline.masking.contacts import find_emails, find_identity_numbers, find_phones
from pipeline.masking.names import find_names
from pipeline.masking.spans import CONTACTS, KINDS, Kind, Span, apart

MARKERS: dict[Kind, str] = {
    "name": "[navn]",
    "phone": "[telefon]",
    "email": "[e-post]",
    "identity_number": "[fødselsnummer]",
}


# marks that no reader sees would part a name or a number that every reader sees
_UNSEEN = dict.fromkeys((0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF))
# what tells rows apart is no running text
_NO_TEXT = frozenset(
    (
        *("unit", "other_unit", "area", "service", "municipality"),
        *("coder", "time", "language", "media_type"),
    )
)
# between the words, and the pairs of words, that two statements share
_PART = "; "
_MAY_HOLD_EMAIL = re.compile(r"@|[([{<]\s?(?:a|krøll)", re.IGNORECASE)


@lru_cache(maxsize=16384)
def find_personal(text: str) -> tuple[Span, ...]:
    """What is personal in a text, in order; none of them overlap.

    >>> [span.kind for span in find_personal("Ring Kari Nordmann, 912 34 567.")]
    ['name', 'phone']
    """
    return apart(_found(text))


def _found(text: str) -> Iterator[Span]:
    """The surest first: what meets one of them is left out."""
    if _MAY_HOLD_EMAIL.search(text):
        yield from find_emails(text)
    if any(each.isdigit() for each in text):
        yield from find_identity_numbers(text)
        yield from find_phones(text)
    yield from find_names(text)


def masked(text: str, kinds: Collection[Kind] = KINDS) -> str:
    """The text with a marker in place of each that is of those kinds.

    >>> masked("Saksbehandler: Kari Nordmann, tlf. 912 34 567")
    'Saksbehandler: [navn], tlf. [telefon]'
    """
    text = text.translate(_UNSEEN)
    pieces: list[str] = []
    at = 0
    for span in find_personal(text):
        if span.kind in kinds:
            pieces += [text[at : span.start], MARKERS[span.kind]]
            at = span.end
    return "".join(pieces) + text[at:] if pieces else text


def kinds_masked(*, names: bool) -> tuple[Kind, ...]:
    """Contact data and identity numbers always; names of persons where they are to be masked."""
    return KINDS if names else tuple(kind for kind in KINDS if kind in CONTACTS)


def masked_frame(
    frame: pd.DataFrame,
    kinds: Collection[Kind] = KINDS,
    columns: Collection[str] | None = None,
) -> pd.DataFrame:
    """The table with its texts masked: those columns, or every one that isn't a name for a row.

    Ids, checksums, units, service areas and coders stay as they are: they tell which row is which,
    and none of them is taken from running text.
    """
    named = columns if columns is not None else text_columns(frame)
    changed = {name: _masked_column(frame[name], kinds) for name in named}
    return frame.assign(**{name: column for name, column in changed.items() if column is not None})


def text_columns(frame: pd.DataFrame) -> list[str]:
    """The columns that may hold words of a document or of a coder's memo."""
    texts = frame.select_dtypes(include=["object", "string"]).columns
    return [
        name
        for name in map(str, texts)
        if name not in _NO_TEXT and not name.endswith(("_id", "_ids", "_sha256"))
    ]


def _masked_column(column: "pd.Series[str]", kinds: Collection[Kind]) -> "pd.Series[str] | None":
    """None where nothing in the column is masked; each text that recurs is looked at once."""
    texts = {value for value in column.tolist() if isinstance(value, str)}
    new = {text: shown for text in texts if (shown := masked(text, kinds)) != text}
    return column.map(lambda value: new.get(value, value)) if new else None


def masked_paths(paths: Iterable[str], kinds: Collection[Kind] = KINDS) -> dict[str, str]:
    """Each file's name as it is shown: masked, and still unlike every other file's.

    >>> list(masked_paths(["Avtale Kari Nordmann.pdf", "Avtale Ola Hansen.pdf"]).values())
    ['Avtale [navn].pdf', 'Avtale [navn] 2.pdf']
    """
    shown: dict[str, str] = {}
    known = set(paths)
    taken = {path for path in known if masked(path, kinds) == path}
    for path in sorted(known - taken):
        stem, dot, ending = masked(path, kinds).rpartition(".")
        names = (f"{stem}{f' {n}' if n > 1 else ''}{dot}{ending}" for n in count(1))
        shown[path] = next(name for name in names if name not in taken)
        taken.add(shown[path])
    return shown


def personal_in_passages(
    passages: pd.DataFrame, kinds: Collection[Kind] = KINDS
) -> dict[str, tuple[Span, ...]]:
    """For each passage that holds something personal, where in its text; others are left out.

    Takes `passage_id` and `text`, unmasked. A picture of such a passage shows what the text hides.
    """
    found = (
        (str(passage), tuple(span for span in find_personal(str(text)) if span.kind in kinds))
        for passage, text in zip(passages["passage_id"], passages["text"], strict=True)
    )
    return {passage: spans for passage, spans in found if spans}


def words_hidden(text: str, kinds: Collection[Kind] = KINDS) -> frozenset[str]:
    """The words that masking takes away from a text, in small letters."""
    pieces = (text[s.start : s.end] for s in find_personal(text) if s.kind in kinds)
    return frozenset(word for piece in pieces for word in re.findall(r"\w+", piece.lower()))


def counted(spans: Iterable[Sequence[Span]]) -> Counter[Kind]:
    """How many of each kind."""
    return Counter(span.kind for found in spans for span in found)


def without_hidden_words(
    links: pd.DataFrame, goals: pd.DataFrame, kinds: Collection[Kind]
) -> pd.DataFrame:
    """The links without shared words and pairs of words that their goals' masks hide."""
    hidden = {
        str(goal_id): words
        for goal_id, text in zip(goals["goal_id"], goals["text"], strict=True)
        if (words := words_hidden(str(text), kinds))
    }
    concerned = links["goal_id"].isin(hidden) | links["objective_id"].isin(hidden)
    if not concerned.any():
        return links
    none: frozenset[str] = frozenset()
    shown = links.copy()
    for row in links.index[concerned]:
        goal, objective = str(links.at[row, "goal_id"]), str(links.at[row, "objective_id"])
        words = hidden.get(goal, none) | hidden.get(objective, none)
        for column in ("shared_terms", "word_pairs"):
            shown.at[row, column] = _without(str(links.at[row, column]), words)
    return shown


def _without(parts: str, words: Collection[str]) -> str:
    """The parts of a list that hold no hidden word, nor the stem of one."""
    return _PART.join(part for part in parts.split(_PART) if not _tells(part, words))


def _tells(part: str, words: Collection[str]) -> bool:
    said = part.partition(" (")[0].lower().replace("~", " ").split()
    return any(
        word == each or (len(each) > 2 and word.startswith(each)) for word in words for each in said
    )
