"""What a coder's verdicts are worth: `python -m benchmarks.accuracy.learning`.

A coder who always gives the known answer reviews the pairs that a picker lays before her, a
sitting at a time; after each sitting the engine links anew with all that she has said. Prints a
table and writes `learning.csv`: F1 with her own verdicts standing, which grows also when nothing is
learned; and F1, calibration error and log loss on the pairs that she has not seen. A picker that
takes the easy pairs leaves the hard ones, so the unseen pairs of one picker can't be held against
those of another: `f1_gain_unseen` holds the answer against the first one on the same unseen pairs.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd
from rich.console import Console
from rich.table import Table

from benchmarks.accuracy.calibration import (
    NOT_TRIVIAL,
    binned_gaps,
    calibration_error,
    log_loss,
)
from benchmarks.accuracy.fit import load_left_out
from benchmarks.accuracy.measures import SEED, Result, f1_of
from benchmarks.accuracy.sets import Known, LinkSet, load_link_sets, load_parallel
from benchmarks.accuracy.systems import RememberingEncoder, engine
from pipeline.coupling.asking import next_to_review
from pipeline.coupling.decision import decision_cut
from pipeline.coupling.statements import Matrix
from pipeline.embedding.encoder import encoder_by_name
from pipeline.params import CouplingParams, EmbeddingParams

CURVES = Path("benchmarks/accuracy/learning.csv")
BUDGETS = (0, 10, 25, 50, 100, 200)
# Linked in seconds; nb-measures takes minutes a sitting and is run when asked for.
USUAL_SETS = ("en-cm1", "en-gantt", "en-modis", "nb-indicators")
SHOWN = (
    *("links_reviewed", "f1_kept", "f1_unseen", "f1_gain_unseen"),
    *("log_loss_unseen", "log_loss_gain_unseen", "calibration_error_unseen"),
)
Pairs = npt.NDArray[np.intp]
Link = Callable[[pd.DataFrame | None], Result]


class Picker(Protocol):
    """Chooses which pairs to lay before the coder next."""

    def __call__(
        self, result: Result, reviewed: Known, count: int, rng: np.random.Generator
    ) -> Pairs:
        """At most `count` pairs that are not `reviewed`, as rows of (source, target), shape (k, 2).

        `reviewed` has the shape of the result's matrices.
        """
        ...


def passive(result: Result, reviewed: Known, count: int, rng: np.random.Generator) -> Pairs:
    """Any pairs, drawn with equal chance: what a coder sees who goes through a random sample."""
    return _least(np.zeros(result.score.shape), reviewed, count, rng)


def uncertain(result: Result, reviewed: Known, count: int, rng: np.random.Generator) -> Pairs:
    """The pairs whose probability is nearest to a half (Lewis & Gale 1994)."""
    return _least(np.abs(_probability(result) - 0.5), reviewed, count, rng)


def top(result: Result, reviewed: Known, count: int, rng: np.random.Generator) -> Pairs:
    """The likeliest pairs, as a coder takes them who reads a ranked list from above."""
    return _least(-_probability(result), reviewed, count, rng)


def asked(result: Result, reviewed: Known, count: int, rng: np.random.Generator) -> Pairs:
    """The pairs that the engine itself would ask about, a random share among them."""
    params = CouplingParams()
    probability = _probability(result)
    cut = decision_cut(probability, params.linked_from, params.linked_least)
    seed = int(rng.integers(2**31))
    questions = next_to_review(probability, cut, reviewed, count, seed)
    return np.array([(each.row, each.column) for each in questions], dtype=np.intp).reshape(-1, 2)


PICKERS: dict[str, Picker] = {
    "passive": passive,
    "uncertain": uncertain,
    "top": top,
    "asked": asked,
}


def learning_curve(
    link_set: LinkSet,
    link: Link,
    budgets: Sequence[int] = BUDGETS,
    picker: Picker = passive,
    seeds: Sequence[int] = (0, 1, 2),
) -> pd.DataFrame:
    """One row for each seed and budget: what `standing` says after so many reviewed pairs.

    `f1_gain_unseen` and `log_loss_gain_unseen` are how much better than the answer before any
    verdict this one is, both on the pairs that are still unseen. `link` takes verdicts
    (`source_id, target_id, linked`, or None before the first) and gives the engine's answer.
    Budgets grow; from one to the next the picker sees the answer after the last.
    """
    first = link(None)
    rows: list[dict[str, float]] = []
    for seed in seeds:
        rng = np.random.default_rng([SEED, seed])
        reviewed, result = np.zeros(link_set.known.shape, dtype=bool), first
        for budget in budgets:
            wanted = budget - int(reviewed.sum())
            if wanted > 0:
                reviewed = _with(reviewed, picker(result, reviewed, wanted, rng))
                result = link(verdicts_on(link_set, reviewed))
            now = standing(result, link_set.known, reviewed)
            before = standing(first, link_set.known, reviewed)
            rows.append({"seed": seed, "budget": budget, **now, **_gains(now, before)})
    return pd.DataFrame(rows)


def verdicts_on(link_set: LinkSet, reviewed: Known) -> pd.DataFrame:
    """What the coder says of the reviewed pairs: `source_id, target_id, linked`, as known."""
    rows, columns = np.nonzero(reviewed)
    return pd.DataFrame(
        {
            "source_id": link_set.source["id"].to_numpy()[rows],
            "target_id": link_set.target["id"].to_numpy()[columns],
            "linked": link_set.known[rows, columns],
        }
    )


def standing(result: Result, known: Known, reviewed: Known) -> dict[str, float]:
    """How right the answer is, with the coder's verdicts kept and on unseen pairs alone.

    `f1_kept` is over all pairs, the reviewed ones as the coder said. The measures that end in
    `_unseen` look at no reviewed pair: not among the links said, nor among the true ones.
    """
    if result.linked is None:
        raise ValueError("a learning curve needs the engine's decisions, got none")
    unseen = ~reviewed
    said, true = result.linked[unseen], known[unseen]
    probability = _probability(result)[unseen][None, :]
    hits = int((said & true).sum())
    found = {
        "reviewed": int(reviewed.sum()),
        "links_reviewed": int((reviewed & known).sum()),
        "f1_kept": f1_of(np.where(reviewed, known, result.linked), known),
        "f1_unseen": f1_of(said, true),
        "precision_unseen": hits / said.sum() if said.any() else np.nan,
        "recall_unseen": hits / true.sum() if true.any() else np.nan,
    }
    for name, least in (("", 0.0), ("_not_trivial", NOT_TRIVIAL)):
        gaps = binned_gaps(probability, true[None, :], least)[0]
        error = float(calibration_error(gaps)) if gaps[-1] else np.nan
        found[f"calibration_error{name}_unseen"] = error
    loss = log_loss(probability, true[None, :])
    return found | {"log_loss_unseen": float(loss.mean()) if loss.size else np.nan}


def all_curves(
    sets: Sequence[LinkSet],
    link: Callable[[LinkSet], Link],
    pickers: Mapping[str, Picker],
    seeds: Sequence[int],
    budgets: Sequence[int] = BUDGETS,
) -> pd.DataFrame:
    """Every picker on every set: the rows of `learning_curve` with `set` and `picker` before."""
    curves = [
        learning_curve(each, link(each), budgets, picker, seeds).assign(set=each.name, picker=name)
        for each in sets
        for name, picker in pickers.items()
    ]
    table = pd.concat(curves, ignore_index=True)
    return table[["set", "picker", *table.columns.drop(["set", "picker"])]]


def curves_table(curves: pd.DataFrame) -> Table:
    """Means over seeds, one row for each set, picker and budget."""
    table = Table(title="What verdicts are worth (mean over seeds)")
    for name in ("set", "picker", "budget", *SHOWN):
        table.add_column(name.replace("_", " "))
    means = curves.groupby(["set", "picker", "budget"], sort=False)[list(SHOWN)].mean()
    for names, row in means.iterrows():
        counted, *shares = (row[name] for name in SHOWN)
        told = [f"{counted:.1f}", *(f"{value:z.4f}" for value in shares)]
        table.add_row(*map(str, names if isinstance(names, tuple) else (names,)), *told)
    return table


def main() -> None:
    """Draw the curves of the engine, print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sets", nargs="+", default=USUAL_SETS, help="link sets, or parallel ones")
    parser.add_argument("--seeds", type=int, default=3, help="how many coders are simulated")
    arguments = parser.parse_args()
    sets = [e for e in (*load_link_sets(), *load_parallel()) if e.name in arguments.sets]
    console = Console(width=140)
    if not sets:
        console.print("No such link sets here: left out.")
        return
    encoder = RememberingEncoder(encoder_by_name(EmbeddingParams()))

    left_out = load_left_out()

    def link(link_set: LinkSet) -> Link:
        return engine(link_set, encoder, left_out.get(link_set.name))

    curves = all_curves(sets, link, PICKERS, range(arguments.seeds))
    console.print(curves_table(curves))
    curves.round(4).to_csv(CURVES, index=False, lineterminator="\n")


def _probability(result: Result) -> Matrix:
    if result.probability is None:
        raise ValueError("a learning curve needs the engine's probabilities, got none")
    return result.probability


def _gains(now: Mapping[str, float], before: Mapping[str, float]) -> dict[str, float]:
    return {
        "f1_gain_unseen": now["f1_unseen"] - before["f1_unseen"],
        "log_loss_gain_unseen": before["log_loss_unseen"] - now["log_loss_unseen"],
    }


def _least(cost: Matrix, reviewed: Known, count: int, rng: np.random.Generator) -> Pairs:
    """The open pairs of least cost, ties in random order."""
    places = np.flatnonzero(~reviewed)
    chosen = np.lexsort((rng.random(places.size), cost.ravel()[places]))[:count]
    return np.column_stack(np.unravel_index(places[chosen], reviewed.shape))


def _with(reviewed: Known, pairs: Pairs) -> Known:
    grown = reviewed.copy()
    grown[pairs[:, 0], pairs[:, 1]] = True
    return grown


if __name__ == "__main__":
    main()
