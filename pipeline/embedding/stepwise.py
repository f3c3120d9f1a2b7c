"""Many texts encoded some at a time, so that whoever waits sees how far it has come."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from pipeline.embedding.encoder import Encoder

TEXTS_A_STEP = 512

# takes how many texts are done, and of how many
Told = Callable[[int, int], None]


class StepwiseEncoder:
    """An encoder as the one beneath, each text once, the short ones first."""

    def __init__(self, encoder: "Encoder", told: Told) -> None:
        self.name = encoder.name
        self.version = encoder.version
        self.notice = encoder.notice
        self.encoder = encoder
        self.told = told

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """As the encoder beneath, which pads a batch to its longest: so by length."""
        different = sorted(set(texts), key=lambda text: (len(text), text))
        found = [self.encoder.encode([])]
        for start in range(0, len(different), TEXTS_A_STEP):
            self.told(start, len(different))
            found.append(self.encoder.encode(different[start : start + TEXTS_A_STEP]))
        self.told(len(different), len(different))
        place = {text: at for at, text in enumerate(different)}
        return np.asarray(np.concatenate(found)[[place[text] for text in texts]])
