"""What each signal is worth: the engine fitted and tried with one of them left out."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import pandas as pd
from rich.table import Table

from benchmarks.accuracy.sets import LinkSet

COLUMNS = ["without", "set", "measure", "value", "change"]
ALL_SETS = "mean of sets"
Model = TypeVar("Model")


def ablation(
    sets: Sequence[LinkSet],
    names: Sequence[str],
    fit: Callable[[LinkSet, tuple[str, ...]], Model],
    evaluate: Callable[[Model, LinkSet], Mapping[str, float]],
) -> pd.DataFrame:
    """Each measure on each set with each signal left out: `without, set, measure, value, change`.

    `without` is empty where nothing is left out; `change` is the value less the one with all
    signals, so below 0 where the signal is worth having. `fit` gives a model of the named signals
    that has not seen the set which it is given; `evaluate` tries it on that set. The mean over
    sets, each counting the same, is set "mean of sets".
    """
    found = pd.DataFrame(
        [
            (dropped, each.name, measure, float(value))
            for dropped in ("", *names)
            for each in sets
            for measure, value in evaluate(fit(each, _others(names, dropped)), each).items()
        ],
        columns=COLUMNS[:-1],
    )
    means = found.groupby(["without", "measure"], sort=False, as_index=False)["value"].mean()
    every = pd.concat([found, means.assign(set=ALL_SETS)], ignore_index=True)
    whole = every[every["without"].eq("")].set_index(["set", "measure"])["value"]
    before = whole.reindex(pd.MultiIndex.from_frame(every[["set", "measure"]])).to_numpy()
    changed: pd.DataFrame = every.assign(change=every["value"] - before)[COLUMNS]
    return changed


def ablation_table(found: pd.DataFrame, measure: str) -> Table:
    """One row a signal left out, one column a set: the change of the measure, first its value."""
    chosen = found[found["measure"].eq(measure)]
    sets = list(dict.fromkeys(chosen["set"]))
    table = Table(title=f"{measure}: with all signals, and its change without each")
    for name in ("without", *sets):
        table.add_column(name)
    for dropped, rows in chosen.groupby("without", sort=False):
        by_set = rows.set_index("set")
        shown = by_set["change"].map("{:+.3f}".format) if dropped else by_set["value"].round(3)
        table.add_row(str(dropped or "nothing"), *(str(shown[name]) for name in sets))
    return table


def _others(names: Sequence[str], dropped: str) -> tuple[str, ...]:
    return tuple(name for name in names if name != dropped)
