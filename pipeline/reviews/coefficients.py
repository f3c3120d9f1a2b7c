"""How far coders agree beyond chance, and how sure that is: percent, κ, AC1, α."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import krippendorff
import numpy as np
import numpy.typing as npt
from sklearn.metrics import cohen_kappa_score

Floats = npt.NDArray[np.float64]

# Half a goal on which all agree and half a goal on which nobody does, as in Jeffreys' prior.
HALF = 0.5


@dataclass(frozen=True)
class Codings:
    """What coders answered on the same units.

    `codes` has a row a coder and a column a unit: the answer's place among the `values` that there
    are to choose from, missing where the coder said nothing. `owners` gives each unit's cluster,
    from 0. `distances` tells how far two values are apart, 0 to 1; without it, any two different
    ones are as far as can be.
    """

    codes: Floats
    values: int
    owners: npt.NDArray[np.intp]
    distances: Floats | None = None

    @property
    def counts(self) -> Floats:
        """How many coders gave each value to each unit, shape (units, values)."""
        places = np.arange(self.values)
        return np.asarray((self.codes[:, :, None] == places).sum(axis=0), dtype=float)


@dataclass(frozen=True)
class Estimate:
    """A coefficient with the ends of its interval; None is missing."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Sums:
    """What all coefficients are made from, summed over units, one row a cluster or draw.

    `units` answered by two or more, `agreeing` the share of pairs of coders that agree on each,
    `shares` of its answers that each value has, `apart` and `pairable` the disagreement and the
    answers as Krippendorff counts them; `first` and `second` the two coders' answers, if two.
    """

    units: Floats
    agreeing: Floats
    answered: Floats
    shares: Floats
    apart: Floats
    pairable: Floats
    first: Floats
    second: Floats


def percent(sums: Sums) -> Floats:
    """Share of pairs of coders that give the same answer, mean over units. Range 0 to 1.

    >>> float(percent(sums_of(two_by_two(40, 9, 6, 45)))[0])
    0.85
    """
    return _ratio(sums.agreeing, sums.units)


def kappa(sums: Sums) -> Floats:
    """Cohen's κ of two coders: (Pₒ − Pₑ) / (1 − Pₑ).

    Pₒ is the share on which they agree, Pₑ what two coders would who answered by chance, each with
    her own shares: Σ p₁ᵥ p₂ᵥ. Range −1 to 1; 0 is what chance gives. Missing where chance alone
    gives full agreement (both say one thing only).
    Source: Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and
    Psychological Measurement 20(1).

    By hand (Feinstein & Cicchetti 1990): of 100 pairs both accept 40 and reject 45, the first alone
    accepts 9, the second alone 6. Pₒ = .85, Pₑ = .49 · .46 + .51 · .54 = .5008; κ = .70. Of 80, 10,
    5 and 5, Pₒ is .85 as well, Pₑ = .90 · .85 + .10 · .15 = .78 and κ = .32.

    >>> tables = [two_by_two(40, 9, 6, 45), two_by_two(80, 10, 5, 5)]
    >>> [round(float(kappa(sums_of(table))[0]), 2) for table in tables]
    [0.7, 0.32]
    """
    expected = _ratio((sums.first * sums.second).sum(axis=1), sums.units**2)
    return _beyond(percent(sums), expected)


def ac1(sums: Sums) -> Floats:
    """Gwet's AC1, for any number of coders: (Pₒ − Pₑ) / (1 − Pₑ), chance only where in doubt.

    Pₑ = Σ πᵥ (1 − πᵥ) / (q − 1) for q values, πᵥ the mean share of the answers that are v. Range
    −1 to 1. Where nearly all pairs get the same answer κ falls however well coders agree; this
    does not.
    Source: Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence
    of high agreement. British Journal of Mathematical and Statistical Psychology 61(1).

    By hand, as in `kappa`, 80, 10, 5 and 5: π = (.90 + .85) / 2 = .875 and
    Pₑ = 2 · .875 · .125 = .219; AC1 = (.85 − .219) / .781 = .81.

    >>> round(float(ac1(sums_of(two_by_two(80, 10, 5, 5)))[0]), 2)
    0.81
    """
    shares = sums.shares / np.where(sums.answered > 0, sums.answered, np.nan)[:, None]
    chance = (shares * (1 - shares)).sum(axis=1) / (shares.shape[1] - 1)
    return _beyond(percent(sums), chance)


def alpha(sums: Sums, answers: float, distances: Floats | None = None) -> Floats:
    """Krippendorff's α, for any number of coders, gaps and distances: 1 − Dₒ / Dₑ.

    Dₒ is the mean distance of two answers on the same unit, Dₑ of any two answers; `answers` is
    how many there are (small samples are corrected for). Range below 1, 0 is what chance gives.
    Missing where all answers are the same: then nothing shows that coders can tell things apart.
    Source: Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability.

    By hand: on two units one coder says 0 and 1, the other 0 and 0. Of four answers one is 1;
    Dₒ = ½, Dₑ = 2 · 3 · 1 / (4 · 3) = ½; α = 0.

    >>> codes = np.array([[0.0, 1.0], [0.0, 0.0]])
    >>> float(alpha(sums_of(Codings(codes, 2, np.arange(2))), 4)[0])
    0.0
    """
    total = sums.pairable.sum(axis=1)
    shares = sums.pairable / np.where(total > 0, total, np.nan)[:, None]
    far = 1 - np.eye(shares.shape[1]) if distances is None else distances
    expected = ((shares @ far) * shares).sum(axis=1) * answers / max(answers - 1, 1)
    return 1 - _ratio(_ratio(sums.apart, total), expected)


def masi_distance(one: AbstractSet[str], other: AbstractSet[str]) -> float:
    """How far two sets are apart: 1 − Jaccard · monotonicity. Range 0 to 1.

    Monotonicity is 1 for equal sets, ⅔ where one holds the other, ⅓ where they overlap, 0 where
    they don't. Two empty sets are equal.
    Source: Passonneau, R. J. (2006). Measuring agreement on set-valued items (MASI) for semantic
    and pragmatic annotation. LREC.

    By hand: {1.1} and {1.1, 2.3} share one of two, and the one holds the other: 1 − ½ · ⅔ = ⅔.

    >>> round(masi_distance({"1.1"}, {"1.1", "2.3"}), 2), masi_distance(set(), {"1.1"})
    (0.67, 1.0)
    """
    if one == other:
        return 0.0
    common = len(one & other)
    monotone = 0 if not common else 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - common / len(one | other) * monotone


def sums_of(codings: Codings) -> Sums:
    """The sums over all units, one row."""
    return _weighed(_cluster_sums(codings), np.ones((1, int(codings.owners.max(initial=-1)) + 1)))


def coefficients(codings: Codings) -> dict[str, float | None]:
    """Percent, κ (of two coders), AC1 and α by their names; None where undefined.

    κ and α come from scikit-learn and krippendorff. Where values lie at distances there is no κ and
    no AC1, and α comes from the sums: the package holds units × values² numbers in memory.
    """
    sums = sums_of(codings)
    found = {"percent": _number(percent(sums)[0])}
    if codings.distances is not None:
        answers = float(sums.pairable.sum())
        return found | {"alpha": _number(alpha(sums, answers, codings.distances)[0])}
    found["alpha"] = _nominal_alpha(codings)
    found["ac1"] = _number(ac1(sums)[0])
    if len(codings.codes) == 2:
        found["kappa"] = _cohen(codings)
    return found


def estimates(
    codings: Codings, generator: np.random.Generator, *, samples: int, interval: float
) -> dict[str, Estimate]:
    """The coefficients, each with its interval; all missing where undefined.

    Clusters (goals) are weighed anew in each of `samples` draws, for pairs of one goal are judged
    together: a Bayesian bootstrap. Beside them stand half a goal on which all coders agree and half
    a goal on which none do, with the answers that there are, so that full agreement on few goals
    isn't taken for certain.
    Source: Rubin, D. B. (1981). The Bayesian bootstrap. Annals of Statistics 9(1).
    """
    clusters = _with_ends(_cluster_sums(codings))
    shares = np.concatenate([np.ones(len(clusters.units) - 2), [HALF, HALF]])
    drawn = _weighed(clusters, generator.dirichlet(shares, size=samples))
    answers = float(sums_of(codings).pairable.sum())
    makers: Mapping[str, Callable[[Sums], Floats]] = {
        "percent": percent,
        "alpha": lambda sums: alpha(sums, answers, codings.distances),
        "ac1": ac1,
        "kappa": kappa,
    }
    return {
        name: Estimate(None, None, None)
        if value is None
        else _with_interval(value, makers[name](drawn), interval)
        for name, value in coefficients(codings).items()
    }


def two_by_two(both: int, first_only: int, second_only: int, neither: int) -> Codings:
    """Two coders' yes and no, each unit a cluster of its own: for examples and tests."""
    cells = [(1.0, 1.0, both), (1.0, 0.0, first_only), (0.0, 1.0, second_only), (0.0, 0.0, neither)]
    units = [(one, other) for one, other, times in cells for _ in range(times)]
    return Codings(np.array(units).T, 2, np.arange(len(units)))


def codings_of(
    answers: Sequence[Sequence[object]],
    values: Sequence[object],
    owners: Sequence[object],
    distances: Floats | None = None,
) -> Codings:
    """Codings from a row of answers a coder (None where she said nothing) and each unit's owner."""
    place = {value: float(at) for at, value in enumerate(values)}
    codes = np.array([[place.get(each, np.nan) for each in row] for row in answers], dtype=float)
    names = {name: at for at, name in enumerate(sorted({str(owner) for owner in owners}))}
    clusters = np.array([names[str(owner)] for owner in owners], dtype=np.intp)
    return Codings(codes, len(values), clusters, distances)


def _cluster_sums(codings: Codings) -> Sums:
    """The sums of each cluster's units."""
    counts = codings.counts
    answers = counts.sum(axis=1)
    by_two = answers >= 2
    pairs = np.where(by_two, answers * (answers - 1), 1.0)
    agreeing = (counts * (counts - 1)).sum(axis=1) / pairs * by_two
    far = 1 - np.eye(codings.values) if codings.distances is None else codings.distances
    apart = ((counts @ far) * counts).sum(axis=1) / np.where(by_two, answers - 1, 1.0) * by_two
    shares = counts / np.where(answers > 0, answers, 1.0)[:, None]
    first, second = _two_coders(codings, by_two)
    columns = (by_two, agreeing, answers > 0, shares, apart, counts * by_two[:, None])
    return Sums(*(_by_cluster(column, codings.owners) for column in (*columns, first, second)))


def _two_coders(codings: Codings, by_two: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    places = np.arange(codings.values)
    if len(codings.codes) != 2:
        none = np.zeros((codings.codes.shape[1], codings.values))
        return none, none
    first, second = (
        ((row[:, None] == places) & by_two[:, None]).astype(float) for row in codings.codes
    )
    return first, second


def _by_cluster(column: npt.NDArray[np.generic], owners: npt.NDArray[np.intp]) -> Floats:
    values = column.astype(float)
    summed = np.zeros((int(owners.max(initial=-1)) + 1, *values.shape[1:]))
    np.add.at(summed, owners, values)
    return summed


def _with_ends(clusters: Sums) -> Sums:
    """The clusters, and one of the usual size on which all agree, one on which nobody does."""
    usual = {name: value.mean(axis=0) for name, value in vars(clusters).items()}
    agreeing = usual | {"agreeing": usual["units"], "apart": np.float64(0)}
    differing = usual | {"agreeing": np.float64(0), "apart": usual["pairable"].sum()}
    return Sums(
        **{
            name: np.concatenate([value, [agreeing[name]], [differing[name]]])
            for name, value in vars(clusters).items()
        }
    )


def _weighed(clusters: Sums, weights: Floats) -> Sums:
    return Sums(**{name: weights @ value for name, value in vars(clusters).items()})


def _nominal_alpha(codings: Codings) -> float | None:
    counts = codings.counts[codings.counts.sum(axis=1) >= 2]
    if (counts.sum(axis=0) > 0).sum() < 2:
        return None
    return _number(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal"))


def _cohen(codings: Codings) -> float | None:
    both = codings.codes[:, ~np.isnan(codings.codes).any(axis=0)]
    if not both.size or (len(np.unique(both)) < 2):
        return None
    return _number(cohen_kappa_score(both[0], both[1]))


def _with_interval(value: float, drawn: Floats, interval: float) -> Estimate:
    # α has no lower bound where answers hardly vary; below −1 nobody learns more
    known = np.clip(drawn[~np.isnan(drawn)], -1.0, 1.0)
    if not known.size:
        return Estimate(value, None, None)
    tail = (1 - interval) / 2
    low, high = np.quantile(known, [tail, 1 - tail])
    # the weak prior may leave the value itself just outside
    return Estimate(value, min(float(low), value), max(float(high), value))


def _beyond(observed: Floats, expected: Floats) -> Floats:
    return _ratio(observed - expected, 1 - expected)


def _ratio(above: Floats, below: Floats) -> Floats:
    """Missing where there is nothing to divide by."""
    safe = np.where(np.abs(below) > 1e-12, below, np.nan)
    return np.asarray(above / safe)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
