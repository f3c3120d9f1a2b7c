"""How often intervals hold the truth: `python -m benchmarks.accuracy.intervals`.

Units are made up whose share of goals that serve the plan is known, with an engine that sees it
through noise; each way to make a 95 % interval is tried on all of them. Then the example corpus:
how often the interval of a unit and year holds the planted share, and how many units can be placed
before and after every planted link is a verdict. Prints two tables, writes `intervals.json`.
"""

import json
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from rich.console import Console
from rich.table import Table
from scipy.special import betaincinv, expit
from scipy.stats import DegenerateDataWarning, bootstrap, norm

from benchmarks.accuracy.planted import PLANTED, match_planted
from pipeline.params import ScoringParams
from pipeline.schemas import DOCUMENTS, GOALS, PROFILES
from pipeline.scoring.bootstrap import Estimate, estimate_mean
from pipeline.scoring.periods import distinct_goals, period_figures
from pipeline.scoring.uncertainty import share_that_holds
from pipeline.scoring.worlds import own_goals_held
from pipeline.stage import OUTPUTS
from pipeline.tables import read_table

RESULTS = Path("benchmarks/accuracy/intervals.json")
SERVES = ("verbatim", "rephrased", "concretised")
SEED = 20100617
UNITS = 400  # made-up units for each size and share
RESAMPLES = 500
SIZES = (5, 6, 7, 8, 9)
SHARES = (0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95)
BASE = 0.6  # what the engine takes for the usual share of goals that serve
LOW, HIGH = 0.025, 0.975

Floats = npt.NDArray[np.float64]
Interval = tuple[Floats, Floats]
Method = Callable[[Floats, np.random.Generator], Interval]


@dataclass(frozen=True)
class Engine:
    """How well a made-up engine tells goals that serve from others.

    `separation` is the distance of the two kinds in standard deviations (2 is an area under the
    curve of 0.92); `shift` how much it misjudges all goals of a unit together, in log odds.
    Without a separation the links are facts.
    """

    separation: float | None
    shift: float = 0.0

    def probabilities(
        self, serves: npt.NDArray[np.bool_], generator: np.random.Generator
    ) -> Floats:
        """Calibrated over units in which BASE of the goals serve; shape as `serves`."""
        if self.separation is None:
            return serves.astype(float)
        seen = (serves - 0.5) * self.separation + generator.normal(size=serves.shape)
        together = self.shift * generator.normal(size=(len(serves), 1))
        return np.asarray(expit(np.log(BASE / (1 - BASE)) + self.separation * seen + together))


ENGINES = {
    "links are facts": Engine(None),
    "links well told apart": Engine(2.0),
    "links badly told apart": Engine(1.5),
    "a unit's links misjudged together": Engine(2.0, 0.7),
}


def percentile(values: Floats, generator: np.random.Generator) -> Interval:
    """Efron's percentile bootstrap over goals."""
    size = values.shape[1]
    drawn = values[:, generator.integers(0, size, (RESAMPLES, size))].mean(axis=2)
    return _quantiles(drawn)


def bca(values: Floats, generator: np.random.Generator) -> Interval:
    """Bias-corrected and accelerated bootstrap; the percentile's where all values are alike."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", DegenerateDataWarning)
        found = bootstrap(
            (values,), np.mean, axis=1, n_resamples=RESAMPLES, method="BCa", rng=generator
        ).confidence_interval
    low, high = percentile(values, generator)
    return np.where(np.isnan(found.low), low, found.low), np.where(
        np.isnan(found.high), high, found.high
    )


def bayesian(values: Floats, generator: np.random.Generator) -> Interval:
    """Rubin's Bayesian bootstrap over goals."""
    return _quantiles(values @ generator.dirichlet(np.ones(values.shape[1]), RESAMPLES).T)


def bayesian_with_ends(values: Floats, generator: np.random.Generator) -> Interval:
    """The same with half a goal at each end of the scale: `bootstrap.estimate_mean`."""
    return _each(values, lambda row: estimate_mean(row.tolist(), generator, samples=RESAMPLES))


def wilson(values: Floats, generator: np.random.Generator) -> Interval:
    """Wilson's interval for a share, at the mean of the probabilities."""
    n, mean, z = values.shape[1], values.mean(axis=1), norm.ppf(HIGH)
    centre = (mean + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(mean * (1 - mean) / n + z**2 / (4 * n**2))
    return centre - half, centre + half


def jeffreys(values: Floats, generator: np.random.Generator) -> Interval:
    """Jeffreys' interval at the sum of the probabilities: each drawn goal's links drawn anew."""
    hits, n = values.sum(axis=1), values.shape[1]
    return betaincinv(hits + 0.5, n - hits + 0.5, LOW), betaincinv(hits + 0.5, n - hits + 0.5, HIGH)


def links_then_goals(values: Floats, generator: np.random.Generator) -> Interval:
    """First the links, then the goals given these: `uncertainty.share_that_holds`."""
    return _each(values, lambda row: share_that_holds(row.tolist()))


FOR_SHARES: dict[str, Method] = {
    "percentile bootstrap": percentile,
    "BCa bootstrap": bca,
    "Bayesian bootstrap": bayesian,
    "Bayesian bootstrap with ends": bayesian_with_ends,
    "Wilson": wilson,
    "Jeffreys": jeffreys,
    "links, then goals": links_then_goals,
}
FOR_MEANS = {name: FOR_SHARES[name] for name in list(FOR_SHARES)[:4]}


def main() -> None:
    """Simulate, hold against the corpus, print and write."""
    simulated = {name: of_shares(engine) for name, engine in ENGINES.items()}
    means, corpus = of_means(), of_corpus()
    results = {"shares": simulated, "means": means, "corpus": corpus}
    console = Console(width=140)
    for title, methods in (*simulated.items(), ("distinctiveness", means)):
        console.print(table_of(title, methods))
    console.print_json(json.dumps(corpus, ensure_ascii=False))
    text = json.dumps(results, indent=2, ensure_ascii=False)
    RESULTS.write_text(text + "\n", encoding="utf-8", newline="\n")


def of_shares(engine: Engine) -> dict[str, dict[str, float]]:
    """Each method's coverage and width where `engine` looks at units of known shares."""
    generator = np.random.default_rng(SEED)
    made = [
        (share, engine.probabilities(generator.random((UNITS, size)) < share, generator))
        for size in SIZES
        for share in SHARES
    ]
    return {name: _coverage(method, made) for name, method in FOR_SHARES.items()}


def of_means() -> dict[str, dict[str, float]]:
    """The same for distinctiveness: goals are copied whole, in part, or not at all."""
    generator = np.random.default_rng(SEED)
    made = [
        (copied * 0.1 + (1 - copied) * 0.95, _distinct(copied, size, generator))
        for size in SIZES
        for copied in (0.0, 0.1, 0.3, 0.5, 0.8, 1.0)
    ]
    return {name: _coverage(method, made) for name, method in FOR_MEANS.items()}


def of_corpus() -> dict[str, dict[str, object]]:
    """Before and after verdicts: intervals that hold the planted share, and units placed."""
    own = planted_goals()
    params = ScoringParams()
    facts = own.assign(anchoring=own["serves"].astype(float))
    found: dict[str, dict[str, object]] = {"years": {}, "all_years": {}}
    for span, groups in (("years", _by_year), ("all_years", _over_years)):
        named = list(groups(own))
        for name, method in FOR_SHARES.items():
            held = [_holds(method, rows) for _, rows in named]
            found[span][name] = round(float(np.mean(held)), 3)
        found[span] |= {
            "n": len(named),
            "placed": _placed(named, params),
            "placed_with_planted_verdicts": _placed(list(groups(facts)), params),
        }
    return found


def planted_goals() -> pd.DataFrame:
    """Own goals of the example corpus with `serves`: planted with a link to a kommuneplan."""
    documents, goals, profiles = (
        read_table(each, OUTPUTS) for each in (DOCUMENTS, GOALS, PROFILES)
    )
    planted = match_planted(
        pd.read_csv(PLANTED, dtype=str, keep_default_na=False), goals, documents
    )
    links = planted[planted["kind"].isin(SERVES) & planted["objective_plan"].str.len().gt(0)]
    own = own_goals_held(goals, profiles)
    own = own[own["goal_id"].isin(planted["goal_id"].dropna())]
    return own.assign(serves=own["goal_id"].isin(links["goal_id"]))


def table_of(title: str, methods: dict[str, dict[str, float]]) -> Table:
    """One row a method."""
    table = Table("method", *next(iter(methods.values())), title=title)
    for name, values in methods.items():
        table.add_row(name, *(f"{value:.3f}" for value in values.values()))
    return table


def _coverage(method: Method, made: list[tuple[float, Floats]]) -> dict[str, float]:
    generator = np.random.default_rng(SEED)
    held: list[float] = []
    widths: list[float] = []
    empty: list[float] = []
    wrong: list[float] = []
    for truth, values in made:
        low, high = method(values, generator)
        held.append(float(((low <= truth + 1e-9) & (high >= truth - 1e-9)).mean()))
        widths.append(float((high - low).mean()))
        empty.append(float((high - low < 1e-9).mean()))
        wrong.append(
            float((((low > 0.5) & (truth <= 0.5)) | ((high < 0.5) & (truth >= 0.5))).mean())
        )
    figures = {
        "coverage": float(np.mean(held)),
        "worst": min(held),
        "width": float(np.mean(widths)),
        "without_width": float(np.mean(empty)),
        "wrong_side_at_most": max(wrong),
    }
    return {name: round(value, 3) for name, value in figures.items()}


def _distinct(copied: float, size: int, generator: np.random.Generator) -> Floats:
    is_copied = generator.random((UNITS, size)) < copied
    return np.where(
        is_copied, generator.beta(1, 9, (UNITS, size)), generator.beta(19, 1, (UNITS, size))
    )


def _by_year(own: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    for (unit, year), rows in own.groupby(["unit", "year"]):
        yield f"{unit} {year}", rows


def _over_years(own: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    truth = distinct_goals(own.assign(anchoring=own["serves"].astype(float)))
    for unit, rows in distinct_goals(own).assign(serves=truth["anchoring"]).groupby("unit"):
        yield str(unit), rows


def _holds(method: Method, rows: pd.DataFrame) -> bool:
    values = np.sort(rows["anchoring"].to_numpy(dtype=float))[None]
    low, high = method(values, np.random.default_rng(SEED))
    truth = np.mean(rows["serves"].to_numpy(dtype=float))
    return bool(low[0] <= truth + 1e-9 and high[0] >= truth - 1e-9)


def _placed(named: list[tuple[str, pd.DataFrame]], params: ScoringParams) -> dict[str, str]:
    quadrants = {name: str(period_figures(name, rows, params)["quadrant"]) for name, rows in named}
    return {name: quadrant for name, quadrant in quadrants.items() if quadrant != "uavklart"}


def _each(values: Floats, estimate: Callable[[Floats], Estimate]) -> Interval:
    found = [estimate(row) for row in values]
    ends = np.array([[each.low, each.high] for each in found], dtype=float)
    return ends[:, 0], ends[:, 1]


def _quantiles(drawn: Floats) -> Interval:
    low, high = np.quantile(drawn, [LOW, HIGH], axis=1)
    return low, high


if __name__ == "__main__":
    main()
