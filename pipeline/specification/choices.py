"""The choices that a researcher could defend, and every combination of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from pipeline.params import Params

BY_PROBABILITY = "probability"
BY_DECISION = "decided"
AS_IT_STANDS = "goal"  # the segmentation that the other stages have


@dataclass(frozen=True)
class Specification:
    """One way to answer: what reads the goals, what counts as a goal, and what as a link."""

    encoder: str
    segmentation: str
    reading: str
    border_responsiveness: float
    border_distinctiveness: float
    is_default: bool

    @property
    def name(self) -> str:
        """Its id, made of its choices.

        >>> Specification("lsa", "goal", "decided", 0.5, 0.6, False).name
        'lsa goal decided 0.50 0.60'
        """
        borders = f"{self.border_responsiveness:.2f} {self.border_distinctiveness:.2f}"
        return f"{self.encoder} {self.segmentation} {self.reading} {borders}"


def specifications(params: Params) -> list[Specification]:
    """Every combination, the default among them: the one that the other stages were run with.

    Readings are `probability` (a goal counts as far as its best link is probable), `decided` (it
    counts where the engine decided for a link) and `from c` for each cut c of the parameters (it
    counts where a link is at least so probable). Borders are moved on both axes together.
    """
    return list(_specifications(params))


def encoders(params: Params) -> tuple[str, ...]:
    """The encoder that the stages were run with, and those to compare it with."""
    return tuple(dict.fromkeys([params.embedding.encoder, *params.specification.encoders]))


def readings(params: Params) -> tuple[str, ...]:
    """Ways to count a goal as serving the plan, the default first."""
    cuts = tuple(f"from {cut:g}" for cut in params.specification.cuts)
    return (BY_PROBABILITY, BY_DECISION, *cuts)


def cut_of(reading: str) -> float | None:
    """The cut of a reading `from c`, None for the others.

    >>> cut_of("from 0.3"), cut_of("decided")
    (0.3, None)
    """
    return float(reading.removeprefix("from ")) if reading.startswith("from ") else None


def _specifications(params: Params) -> Iterator[Specification]:
    chosen, scoring = params.specification, params.scoring
    shifts = tuple(dict.fromkeys([0.0, *chosen.border_shifts]))
    for encoder, segmentation, reading, shift in product(
        encoders(params), segmentations(params), readings(params), shifts
    ):
        is_default = (
            encoder == params.embedding.encoder
            and segmentation == AS_IT_STANDS
            and reading == BY_PROBABILITY
            and shift == 0
        )
        yield Specification(
            encoder,
            segmentation,
            reading,
            _border(scoring.border_responsiveness + shift),
            _border(scoring.border_distinctiveness + shift),
            is_default,
        )


def segmentations(params: Params) -> tuple[str, ...]:
    """What counts as one goal, the goal as it stands first."""
    return tuple(dict.fromkeys([AS_IT_STANDS, *params.specification.segmentations]))


def _border(value: float) -> float:
    return round(min(1.0, max(0.0, value)), 6)
