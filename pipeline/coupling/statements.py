"""Statements made ready for comparison: words, stems and, where an encoder ran, vectors."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.csvfiles import csv_delimiter, decode_csv
from pipeline.errors import InputError
from pipeline.language.identify import identify_language
from pipeline.language.normalise import normalise_text
from pipeline.language.stem import content_stems
from pipeline.language.tokenise import tokenise

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Statements:
    """One side of a comparison, in order: n texts as tokens and stems, vectors of shape (n, d)."""

    tokens: list[list[str]]
    stems: list[list[str]]
    vectors: Matrix | None

    @property
    def has_words(self) -> npt.NDArray[np.bool_]:
        """True for each statement that says anything at all, shape (n,)."""
        return np.array([bool(words) for words in self.tokens], dtype=bool)


def prepare_statements(
    texts: Sequence[str],
    languages: Sequence[str],
    vectors: npt.NDArray[np.floating] | None = None,
) -> Statements:
    """Texts as statements; `languages` names nb, nn or en for each.

    >>> prepare_statements(["Flere barn i barnehagene"], ["nb"]).stems
    [['barn', 'barnehag']]
    """
    tokens = [tokenise(text) for text in texts]
    stems = [content_stems(words, name) for words, name in zip(tokens, languages, strict=True)]
    return Statements(tokens, stems, None if vectors is None else np.asarray(vectors, np.float64))


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
