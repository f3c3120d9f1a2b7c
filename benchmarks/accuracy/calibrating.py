"""Other ways to turn log odds into probabilities: `python -m benchmarks.accuracy.calibrating`.

For each public set the fusion that was fitted without it gives log odds, of that set and of all
others. What ships takes them as they are: their calibration is a part of the fusion, a logistic
regression on few features. The others are fitted on top of it, on all sets but the one left out,
weighed as the fusion's own fit weighs them, and tried on that one:

- `platt`: a straight line in log odds (Platt 1999);
- `isotonic`: any rising function (Zadrozny & Elkan 2002), by scikit-learn;
- `venn_abers`: isotonic regression with the pair itself added, once as a link and once not, the two
  made one probability (Vovk & Petej 2014, "Venn–Abers predictors", the inductive version).

Prints a table and writes `calibrating.csv`. `log_loss_gain` is by how much log loss is lower than
that of what ships, with an interval over sources.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table
from scipy.optimize import minimize
from sklearn.isotonic import IsotonicRegression, isotonic_regression

from benchmarks.accuracy.calibration import log_loss
from benchmarks.accuracy.fit import cross_fitted, labelled, load_left_out, weighed
from benchmarks.accuracy.fitting import Labelled
from benchmarks.accuracy.measures import Result, bootstrap, evaluate
from benchmarks.accuracy.sets import LINK_SETS, Known, load_link_sets
from benchmarks.accuracy.training import load_training
from pipeline.coupling.decision import decide
from pipeline.coupling.fusion import FusionModel, expit, score_pairs
from pipeline.coupling.statements import Matrix
from pipeline.embedding.encoder import encoder_by_name
from pipeline.params import CouplingParams, EmbeddingParams

RESULTS = Path("benchmarks/accuracy/calibrating.csv")
SHIPPED = "as shipped"
MEASURES = ("brier", "log_loss", "calibration_error", "calibration_error_not_trivial", "f1")
GAIN = ("log_loss_gain", "log_loss_gain_low", "log_loss_gain_high")
MEAN = "mean"
# Venn–Abers fits anew for each pair: pairs of nearly equal log odds are taken together.
GROUPS = 500


@dataclass(frozen=True)
class Fitted:
    """Pairs to fit on, each (n,): log odds, whether each is a link (0 or 1), and what it weighs."""

    log_odds: Matrix
    links: Matrix
    weights: Matrix


Calibrator = Callable[[Matrix], Matrix]


def platt(pairs: Fitted) -> Calibrator:
    """Log odds to probabilities by the straight line of the largest likelihood.

    >>> pairs = Fitted(np.array([-1.0, 1.0, 1.0]), np.array([0.0, 0.0, 1.0]), np.ones(3))
    >>> platt(pairs)(np.array([1.0])).round(2).tolist()
    [0.5]
    """
    features = np.column_stack([pairs.log_odds, np.ones_like(pairs.log_odds)])
    weights = pairs.weights / pairs.weights.sum()

    def loss(line: Matrix) -> tuple[float, Matrix]:
        said = features @ line
        value = weights @ (np.logaddexp(0.0, said) - pairs.links * said)
        return float(value), features.T @ (weights * (expit(said) - pairs.links))

    slope, height = minimize(loss, np.array([1.0, 0.0]), jac=True).x
    return lambda log_odds: expit(slope * log_odds + height)


def isotonic(pairs: Fitted) -> Calibrator:
    """Log odds to probabilities by the rising function of the least squared error.

    >>> pairs = Fitted(np.array([0.0, 1.0, 2.0]), np.array([1.0, 0.0, 1.0]), np.ones(3))
    >>> isotonic(pairs)(np.array([[0.5, 9.0]])).tolist()
    [[0.5, 1.0]]
    """
    function = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip")
    function.fit(pairs.log_odds, pairs.links, sample_weight=pairs.weights)
    return lambda log_odds: function.predict(log_odds.ravel()).reshape(log_odds.shape)


def venn_abers(pairs: Fitted, groups: int = GROUPS) -> Calibrator:
    """Log odds to probabilities p₁ / (1 − p₀ + p₁), p₀ and p₁ by isotonic fits with the pair added.

    The pair is added as no link and as a link. Pairs are first grouped by nearly equal log odds,
    and a new pair joins the group that it falls in.

    >>> pairs = Fitted(np.array([-2.0, 2.0]), np.array([0.0, 1.0]), np.ones(2))
    >>> venn_abers(pairs)(np.array([-2.0, 2.0])).round(3).tolist()
    [0.333, 0.667]
    """
    # of equal width, not of equal mass: the few links lie far apart, and no answer is looked at
    edges = np.linspace(pairs.log_odds.min(), pairs.log_odds.max(), groups + 1)[1:-1]
    group = np.searchsorted(edges, pairs.log_odds, side="right")
    count = len(edges) + 1
    weights = np.bincount(group, pairs.weights, count).astype(np.float64)
    links = np.bincount(group, pairs.weights * pairs.links, count).astype(np.float64)
    # the new pair counts as much as a pair does on average, where pairs differ in weight
    one = float(pairs.weights.mean())
    lower, upper = (
        np.array([_with_one_more(links, weights, at, one, said) for at in range(count)])
        for said in (0.0, 1.0)
    )
    merged = upper / (1.0 - lower + upper)
    return lambda log_odds: merged[np.searchsorted(edges, log_odds, side="right")]


METHODS: dict[str, Callable[[Fitted], Calibrator]] = {
    "platt": platt,
    "isotonic": isotonic,
    "venn_abers": venn_abers,
}


def pairs_of(sets: Sequence[Labelled], model: FusionModel) -> Fitted:
    """All pairs of the sets; each set weighs what it weighs in a fit of the fusion."""
    log_odds = [score_pairs(each.signals, model).log_odds.ravel() for each in sets]
    links = [each.known.ravel().astype(float) for each in sets]
    weights = [np.full(each.known.size, each.weight / each.known.sum()) for each in sets]
    return Fitted(np.concatenate(log_odds), np.concatenate(links), np.concatenate(weights))


def tried(held_out: Labelled, rest: Sequence[Labelled], model: FusionModel) -> pd.DataFrame:
    """One row a method: `set, method`, MEASURES and GAIN; `model` was fitted without the set."""
    log_odds = score_pairs(held_out.signals, model).log_odds
    pairs = pairs_of(rest, model)
    said = {SHIPPED: expit(log_odds)}
    said |= {name: fit(pairs)(log_odds) for name, fit in METHODS.items()}
    rows = [
        {"set": held_out.name, "method": name, **measured(each, said[SHIPPED], held_out.known)}
        for name, each in said.items()
    ]
    return pd.DataFrame(rows)


def measured(probability: Matrix, shipped: Matrix, known: Known) -> dict[str, float]:
    """MEASURES of the probabilities, decided as the engine decides, and GAIN over those shipped."""
    params = CouplingParams()
    linked = decide(probability, params.linked_from, params.linked_least)
    found = evaluate(Result(probability, probability, linked), known)
    better = (log_loss(shipped, known) - log_loss(probability, known)).mean(axis=1)
    gain = bootstrap(better[:, None], lambda means: means[..., 0])
    ends = (gain.value, gain.low or 0.0, gain.high or 0.0)
    values = {name: found[name].value for name in MEASURES if name in found}
    return values | dict(zip(GAIN, ends, strict=True))


def with_means(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows, and one a method with its means over the sets, which have no interval."""
    means = rows.groupby("method", sort=False)[[*MEASURES, GAIN[0]]].mean().reset_index()
    return pd.concat([rows, means.assign(set=MEAN)], ignore_index=True)


def calibrating_table(rows: pd.DataFrame) -> Table:
    """Set by set, the means last."""
    table = Table(title="Probabilities of sets left out, by how they were calibrated")
    for column in ("set", "method", *MEASURES, "log loss gain"):
        table.add_column(column.replace("_", " "), justify="left" if column == "set" else "right")
    for row in rows.to_dict("records"):
        gain = f"{row[GAIN[0]]:+.4f}"
        if not pd.isna(row[GAIN[1]]):
            gain += f" ({row[GAIN[1]]:+.4f} to {row[GAIN[2]]:+.4f})"
        values = [f"{row[name]:.4f}" for name in MEASURES]
        table.add_row(str(row["set"]), str(row["method"]), *values, gain)
    return table


def main() -> None:
    """Try every method on every public set, print and write."""
    console = Console(width=150)
    sets = load_link_sets()
    if len(sets) < 2:
        console.print(f"No link sets in {LINK_SETS}: left out.")
        return
    encoder = encoder_by_name(EmbeddingParams())
    public = labelled(sets, encoder)
    own = cross_fitted([each for each in load_training() if each.is_public_task], encoder)
    left_out = load_left_out()
    rows = []
    for each in public:
        others = [other for other in public if other.name != each.name]
        rows.append(tried(each, weighed(others, own), left_out[each.name]))
    table = with_means(pd.concat(rows, ignore_index=True))
    console.print(calibrating_table(table))
    table.to_csv(RESULTS, index=False, float_format="%.4f", lineterminator="\n")


def _with_one_more(links: Matrix, weights: Matrix, at: int, weight: float, said: float) -> float:
    """The isotonic fit's value in group `at` with one more pair there, a link if `said` is 1."""
    more = weights.copy()
    more[at] += weight
    sums = links.copy()
    sums[at] += weight * said
    shares = np.divide(sums, more, out=np.zeros_like(sums), where=more > 0)
    return float(isotonic_regression(shares, sample_weight=np.maximum(more, 1e-300))[at])


if __name__ == "__main__":
    main()
