"""Long texts are encoded in parts, and a text's vector is the mean over its parts."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from pipeline.encoding import mean_rows
from pipeline.language.normalise import normalise_text

Vectors = npt.NDArray[np.float32]


def split_in_parts(text: str, words: int) -> list[str]:
    """The text in parts of about equal length, none longer than `words` words; [] without words.

    >>> split_in_parts("en to tre fire fem", 3)
    ['en to', 'tre fire fem']
    """
    tokens = text.split()
    count = -(-len(tokens) // words)
    bounds = [round(i * len(tokens) / count) for i in range(count + 1)] if count else []
    return [" ".join(tokens[a:b]) for a, b in pairwise(bounds)]


def encode_in_parts(
    texts: Sequence[str],
    encode_batch: Callable[[list[str]], Vectors],
    dimensions: int,
    words: int,
    batch_size: int,
) -> Vectors:
    """Unit rows, shape (len(texts), dimensions): each the mean over the text's parts.

    Equal parts are encoded once: a statement of one sentence comes whole and as its sentence.
    """
    owners, every = _parts_with_owners(texts, words)
    place = {part: index for index, part in enumerate(dict.fromkeys(every))}
    parts = list(place)
    # Texts of one length go in one batch: the engine pads to the longest.
    order = sorted(range(len(parts)), key=lambda i: (len(parts[i]), i))
    encoded = np.zeros((len(parts), dimensions), dtype=np.float32)
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        encoded[batch] = encode_batch([parts[i] for i in batch])
    return mean_rows(encoded[[place[part] for part in every]], owners, len(texts))


def _parts_with_owners(texts: Sequence[str], words: int) -> tuple[list[int], list[str]]:
    split = [split_in_parts(normalise_text(text), words) for text in texts]
    return [i for i, parts in enumerate(split) for _ in parts], [
        p for parts in split for p in parts
    ]
