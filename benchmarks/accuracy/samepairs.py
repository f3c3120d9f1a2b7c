"""Pairs of statements with a coder's word for each, and the numbers fitted on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.optimize import minimize
from scipy.sparse.csgraph import connected_components
from scipy.special import expit

from pipeline.coupling.sameness import (
    SamenessModel,
    Views,
    design_of,
    pair_features,
    views_of,
)
from pipeline.coupling.statements import Matrix
from pipeline.encoding import TextEncoder, statement_vectors

GOLD = Path("benchmarks/accuracy/gold/likenesses.csv")
CODES = ("same", "addition", "other_aim", "topic", "opposed", "unrelated")
# Says the same, be it with something added.
SAME = ("same", "addition")
# So many pairs of statements that were never meant for each other, for each pair that was coded:
# wherever statements meet, most say other things.
CHANCE_PAIRS = 4
PENALTY = 0.05
AGAINST = ("opposed", "apart")
ROUNDED = 3
SEED = 20100617

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class CodedPairs:
    """n coded pairs: what each is, what is told of it, and which pairs share a sentence.

    `chance` tells of pairs drawn from the same statements that no one coded, all of them taken for
    other: the first of one coded pair, the second of another (`chance_rows`, shape (m, 2)).
    """

    pairs: pd.DataFrame
    features: pd.DataFrame
    groups: npt.NDArray[np.int_]
    chance: pd.DataFrame
    chance_rows: npt.NDArray[np.int_]

    @property
    def is_same(self) -> npt.NDArray[np.bool_]:
        """True where the two say the same."""
        return self.pairs["code"].isin(SAME).to_numpy()


def read_pairs(path: Path = GOLD) -> pd.DataFrame:
    """The coded pairs. Raises ValueError where a code is none of CODES."""
    pairs = pd.read_csv(path)
    unknown = sorted(set(pairs["code"]) - set(CODES))
    if unknown:
        raise ValueError(f"{path}: expected one of {', '.join(CODES)}, came {unknown[0]}")
    return pairs


def code_pairs(
    pairs: pd.DataFrame, encoder: TextEncoder, mean: Matrix | None, company: pd.DataFrame
) -> CodedPairs:
    """The pairs with their features; `company` (`text, language`) is encoded along with them."""
    count = len(pairs)
    views = _views(pairs, encoder, mean, company)
    rows = np.arange(count)
    groups = _groups(pairs)
    drawn = np.random.default_rng(SEED).integers(0, count, (CHANCE_PAIRS * count, 2))
    drawn = drawn[groups[drawn[:, 0]] != groups[drawn[:, 1]]]
    return CodedPairs(
        pairs,
        pair_features(views, rows, rows + count),
        groups,
        pair_features(views, drawn[:, 0], drawn[:, 1] + count),
        drawn,
    )


def fit_sameness(
    coded: CodedPairs, mean: Matrix, chosen: npt.NDArray[np.bool_] | None = None
) -> SamenessModel:
    """The model fitted on the chosen pairs (all unless given), by penalised logistic regression.

    What speaks for sameness may not count against it, and the other way round: statements of one
    field with other aims were written to share their words, more than they do in documents.
    """
    rows = np.ones(len(coded.groups), dtype=bool) if chosen is None else chosen
    known = rows[coded.chance_rows].all(axis=1)
    design = pd.concat([design_of(coded.features)[rows], design_of(coded.chance)[known]])
    is_same = np.concatenate([coded.is_same[rows], np.zeros(known.sum(), dtype=bool)])
    numbers = _fit(design.to_numpy(), is_same, [_bound(str(name)) for name in design])
    weights = dict(zip(map(str, design), map(float, numbers[:-1]), strict=True))
    return SamenessModel(mean, weights, float(numbers[-1]))


def sameness_to_json(model: SamenessModel) -> Mapping[str, object]:
    """The model as `pipeline.coupling.sameness.sameness_from_json` reads it, without zeros."""
    kept = {name: weight for name, weight in model.weights.items() if weight}
    mean = None if model.mean is None else model.mean.tolist()
    return {"weights": kept, "intercept": model.intercept, "mean": mean}


def folds(groups: npt.NDArray[np.int_], count: int = 10) -> npt.NDArray[np.int_]:
    """Each pair's fold, pairs that share a sentence in one."""
    names = np.unique(groups)
    fold = np.random.default_rng(SEED).permutation(len(names)) % count
    return np.asarray(fold[np.searchsorted(names, groups)])


def _views(
    pairs: pd.DataFrame, encoder: TextEncoder, mean: Matrix | None, company: pd.DataFrame
) -> Views:
    texts = [*pairs["first"], *pairs["second"]]
    languages = [*pairs["first_language"], *pairs["second_language"]]
    everything = [*texts, *company["text"]], [*languages, *company["language"]]
    vectors = statement_vectors(*everything, encoder)[: len(texts)]
    model = SamenessModel(mean, {}, 0.0)
    return views_of(texts, languages, vectors.astype(np.float64), model)


def _groups(pairs: pd.DataFrame) -> npt.NDArray[np.int_]:
    """Pairs that are tied by sentences in common have one group."""
    texts = {text: at for at, text in enumerate(dict.fromkeys([*pairs["first"], *pairs["second"]]))}
    ends = pairs["first"].map(texts), pairs["second"].map(texts)
    tied = sparse.coo_array((np.ones(len(pairs)), ends), (len(texts), len(texts)))
    return np.asarray(connected_components(tied, directed=False)[1][ends[0]], dtype=int)


def _bound(name: str) -> tuple[float | None, float | None]:
    return (None, 0.0) if name in AGAINST else (0.0, None)


def _fit(
    design: Floats, is_same: npt.NDArray[np.bool_], bounds: list[tuple[float | None, float | None]]
) -> Floats:
    """Weights and the intercept, rounded."""
    known = is_same.astype(float)

    def loss(numbers: Floats) -> tuple[float, Floats]:
        log_odds = design @ numbers[:-1] + numbers[-1]
        residual = expit(log_odds) - known
        value = (np.logaddexp(0.0, log_odds) - known * log_odds).sum()
        slope = np.append(design.T @ residual, residual.sum())
        drawn = np.append(numbers[:-1], 0.0)
        return float(value + PENALTY * drawn @ drawn), slope + 2 * PENALTY * drawn

    start = np.zeros(design.shape[1] + 1)
    found = minimize(loss, start, jac=True, bounds=[*bounds, (None, None)], method="L-BFGS-B")
    return np.asarray(found.x.round(ROUNDED))
