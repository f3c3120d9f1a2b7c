"""Statements made ready for comparison: words, stems and, where an encoder ran, vectors."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.csvfiles import csv_delimiter, decode_csv
from pipeline.errors import InputError
from pipeline.language.direction import Aim, aims
from pipeline.language.identify import identify_language
from pipeline.language.normalise import normalise_text
from pipeline.language.nynorsk import bokmal_form
from pipeline.language.terms import content_terms
from pipeline.language.tokenise import tokenise

Matrix = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

# Fewer words than this are a heading or a fragment, and say too little alone.
FEWEST_WORDS = 5
# So near are a statement's vector and that of its only sentence, where the two are one.
SAME = 1e-9
ROWS_AT_A_TIME = 8192
_SENTENCE_END = re.compile(r"(?<=[.;:!?])\s+")


@dataclass(frozen=True)
class Sentences:
    """Where the sentences of n statements stand: `counts[i]` rows from `starts[i]` on, both (n,).

    The rows are those of the n statements, then those of sentences; what is its only sentence, as
    most statements are, stands at its own row.
    """

    starts: Places
    counts: Places

    @classmethod
    def behind(cls, counts: Places, is_whole: npt.NDArray[np.bool_]) -> "Sentences":
        """Those of statements that have so many each, all behind the statements but whole ones.

        >>> Sentences.behind(np.array([1, 2, 1]), np.array([True, False, False])).starts.tolist()
        [0, 3, 5]
        """
        more = np.where(is_whole, 0, counts)
        behind = len(counts) + np.cumsum(more) - more
        return cls(np.where(is_whole, np.arange(len(counts)), behind), counts)

    @property
    def is_whole(self) -> npt.NDArray[np.bool_]:
        """True for each statement that is its only sentence."""
        return self.starts < len(self.starts)

    def rows(self, of: Places) -> Places:
        """The rows of the sentences of these statements, statement after statement."""
        return runs(self.starts[of], self.counts[of])


@dataclass(frozen=True)
class Parts:
    """The sentences of every statement: `vectors` (p, d), statement after statement.

    `counts` (n,) says how many each statement has, one at least.
    """

    vectors: Matrix
    counts: Places

    def apart(self, rows: Places, wholes: Matrix) -> tuple[Matrix, Sentences]:
        """The sentences of the statements in `rows` that aren't whole ones, (m, d), and where.

        `wholes` (rows, d) holds what the statements are as wholes.
        """
        starts, counts = (np.cumsum(self.counts) - self.counts)[rows], self.counts[rows]
        is_whole = counts == 1
        # some at a time, lest the differences take as much memory as the vectors
        for start in range(0, len(rows), ROWS_AT_A_TIME):
            at = slice(start, start + ROWS_AT_A_TIME)
            apart = np.abs(self.vectors[starts[at]] - wholes[at])
            is_whole[at] &= apart.max(axis=1, initial=0.0) <= SAME
        others = runs(starts[~is_whole], counts[~is_whole])
        return self.vectors[others], Sentences.behind(counts, is_whole)


def runs(starts: Places, counts: Places) -> Places:
    """The numbers of several runs, one after the other: `counts[i]` from `starts[i]` on.

    >>> runs(np.array([7, 2]), np.array([2, 3])).tolist()
    [7, 8, 2, 3, 4]
    """
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.asarray(np.repeat(starts, counts) + within)


@dataclass(frozen=True)
class Statements:
    """One list of n statements, in order; vectors of shape (n, d) where an encoder ran.

    `tokens` are the words as they stand, `led` the words with nynorsk led to bokmål, `terms` the
    stems of both and of the parts of compounds, `aims` what each wants of what.
    """

    tokens: list[list[str]]
    led: list[list[str]]
    terms: list[list[str]]
    aims: list[list[Aim]]
    vectors: Matrix | None
    parts: Parts | None

    @property
    def has_words(self) -> npt.NDArray[np.bool_]:
        """True for each statement that says anything at all, shape (n,)."""
        return np.array([bool(words) for words in self.tokens], dtype=bool)


def prepare_statements(
    texts: Sequence[str],
    languages: Sequence[str],
    vectors: npt.NDArray[np.floating] | None = None,
    parts: Parts | None = None,
) -> Statements:
    """Texts as statements; `languages` names nb, nn or en for each.

    >>> prepare_statements(["Flere barn i barnehagene"], ["nb"]).terms
    [['barn', 'barnehag']]
    """
    tokens = [tokenise(text) for text in texts]
    led = [
        [bokmal_form(word) for word in words] if name == "nn" else words
        for words, name in zip(tokens, languages, strict=True)
    ]
    return Statements(
        tokens,
        led,
        content_terms(tokens, languages),
        [aims(words, name) for words, name in zip(tokens, languages, strict=True)],
        None if vectors is None else np.asarray(vectors, np.float64),
        parts,
    )


def split_in_sentences(text: str) -> list[str]:
    """The text's sentences, those of fewer than five words joined to the one before; [text] if one.

    >>> split_in_sentences("Sats på lek. Alle barn skal ha venner; ingen skal mobbes av andre.")
    ['Sats på lek. Alle barn skal ha venner;', 'ingen skal mobbes av andre.']
    """
    found: list[str] = []
    for sentence in _SENTENCE_END.split(text):
        short = len(sentence.split()) < FEWEST_WORDS
        if found and (short or len(found[-1].split()) < FEWEST_WORDS):
            found[-1] += f" {sentence}"
        elif sentence:
            found.append(sentence)
    return found or [text]


def statement_languages(texts: Sequence[str], language: str) -> list[str]:
    """A language for each text: the one given, or for `auto` and `mixed` a guess.

    `auto` takes the texts together for English or Norwegian, and each by itself for bokmål or
    nynorsk; `mixed` takes each by itself. What a text doesn't tell, the others tell for it.

    >>> statement_languages(["Eininga skal ikkje auke", "Plan", "Ikke øke"], "auto")
    ['nn', 'nn', 'nb']
    """
    if language not in ("auto", "mixed"):
        return [language] * len(texts)
    common = identify_language(texts)
    if language == "auto" and common == "en":
        return ["en"] * len(texts)
    guessed = [identify_language([text], otherwise=common) for text in texts]
    return [common if language == "auto" and name == "en" else name for name in guessed]


def read_statements(path: Path) -> pd.DataFrame:
    """A file's statements: `id`, `text`, `context`. Raises InputError naming the file."""
    return checked_statements(read_frame(path), str(path))


def read_frame(path: Path) -> pd.DataFrame:
    """A CSV or Parquet file as text columns. Raises InputError naming the file."""
    try:
        if path.suffix.lower() == ".parquet":
            return pd.read_parquet(path)
        content = decode_csv(path.read_bytes())
        return pd.read_csv(
            StringIO(content), sep=csv_delimiter(content), dtype=str, keep_default_na=False
        )
    except (OSError, ValueError) as err:
        raise InputError(f"{path}: expected a CSV or Parquet file, came: {err}") from err


def checked_statements(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The frame's `id`, `text` and `context`, texts normalised, missing ones empty.

    Raises InputError, which begins with `name`, where a column lacks or an id stands twice.
    """
    missing = [column for column in ("id", "text") if column not in frame.columns]
    if missing:
        raise InputError(
            f"{name}: expected the columns id and text, came {', '.join(map(str, frame.columns))}"
        )
    context = frame["context"] if "context" in frame.columns else pd.Series("", frame.index)
    ids = frame["id"].astype(str)
    if ids.duplicated().any():
        raise InputError(
            f"{name}: expected each id once, came twice: {ids[ids.duplicated()].iloc[0]}"
        )
    return pd.DataFrame(
        {
            "id": ids.tolist(),
            "text": [_clean(text) for text in frame["text"]],
            "context": [_clean(text) for text in context],
        }
    )


def _clean(text: object) -> str:
    return normalise_text(text) if isinstance(text, str) else ""
