"""The benchmark's figures as tables on the screen."""

from collections.abc import Iterator, Mapping

import pandas as pd
from rich.markup import escape
from rich.table import Table

from benchmarks.accuracy.measures import Estimate
from benchmarks.accuracy.published import SOURCE, published_f1
from benchmarks.accuracy.systems import ENGINE

Measured = Mapping[str, Mapping[str, Mapping[str, Estimate]]]
Gains = Mapping[str, Mapping[str, Estimate]]
WIDTH = 160
# What fits the screen; results.json has nDCG, F2, recall at 3, AUC, and all intervals too.
LINKS = (
    *("map", "mrr", "right_first", "recall_at_5"),
    *("best_f1", "f1", "precision", "recall"),
)
PROBABILITIES = (
    *("brier", "brier_of_base_rate", "log_loss", "log_loss_of_base_rate"),
    *("calibration_error", "calibration_error_not_trivial", "expected_over_found"),
)
WITH_INTERVAL = ("map", "f1", *PROBABILITIES)
CAPTION = (
    f"Published F1: {SOURCE}. best_f1 is the F1 at the cut that the answers themselves choose; f1 "
    "is that of the engine's own decision. The engine's numbers are fitted on the other link sets. "
    "Tied scores count as the mean over their orders."
)


def tables(
    sets: Measured, gains: Gains, parallel: Measured, groups: pd.DataFrame, trust: pd.DataFrame
) -> Iterator[Table]:
    """Links, probabilities, languages, groups of statements, and reliability."""
    if sets:
        yield links_table(sets, "Known links found")
        yield gains_table(gains)
        yield probabilities_table(sets)
    yield links_table(parallel, "The same texts in two languages: goals to objectives")
    yield groups_table(groups)
    if len(trust):
        yield frame_table(trust, "Of the links given a probability, how many are links")


def links_table(sets: Measured, title: str) -> Table:
    """Under each set's name one row a system, and one for each published figure."""
    table = _table(title, ("system", *LINKS))
    for name, systems in sets.items():
        table.add_row(f"[bold]{escape(name)}[/bold]")
        for system, measures in systems.items():
            table.add_row(f"  {system}", *(_shown(measures, each) for each in LINKS))
        for system, value in published_f1(name).items():
            cells = (f"{value:.3f}" if each == "f1" else "" for each in LINKS)
            table.add_row(f"  published: {system}", *cells)
        table.add_section()
    return table


def gains_table(gains: Gains) -> Table:
    """How much higher the engine's MAP is than each other system's, one row a set."""
    systems = next(iter(gains.values()))
    table = _table("The engine's MAP less that of the others, source by source", ("set", *systems))
    for name, found in gains.items():
        table.add_row(name, *(_with_ends(found[system], 3) for system in systems))
    return table


def probabilities_table(sets: Measured) -> Table:
    """The engine's probabilities, one row a set."""
    table = _table("The engine's probabilities", ("set", *PROBABILITIES))
    for name, systems in sets.items():
        table.add_row(name, *(_shown(systems[ENGINE], each) for each in PROBABILITIES))
    return table


def groups_table(groups: pd.DataFrame) -> Table:
    """One row for each group of statements or pairs, missing measures empty."""
    told = groups[["set", "facet", "group", "sources", "links"]].astype(str)
    for measure in ("mrr", "f1", "recall"):
        columns = [measure, f"{measure}_low", f"{measure}_high"]
        estimates = [Estimate(*row) for row in groups[columns].itertuples(index=False, name=None)]
        told[measure] = [_with_ends(each, 3) if each.value >= 0 else "" for each in estimates]
    return frame_table(told, "The engine by language, length and shared words")


def frame_table(frame: pd.DataFrame, title: str) -> Table:
    """A frame as it is, numbers to three decimals, missing ones empty."""
    table = _table(title, tuple(map(str, frame.columns)))
    for row in frame.itertuples(index=False):
        table.add_row(*map(_cell, row))
    return table


def _table(title: str, columns: tuple[str, ...]) -> Table:
    table = Table(title=title, caption=CAPTION if "system" in columns else None)
    for column in columns:
        left = column in ("set", "system", "facet", "group", "bin")
        table.add_column(
            column.replace("_", " "), justify="left" if left else "right", no_wrap=left
        )
    return table


def _shown(measures: Mapping[str, Estimate], name: str) -> str:
    estimate = measures.get(name)
    if estimate is None:
        return ""
    digits = 4 if abs(estimate.value) < 0.01 else 3
    if name not in WITH_INTERVAL:
        return f"{estimate.value:.{digits}f}"
    return _with_ends(estimate, digits)


def _with_ends(estimate: Estimate, digits: int) -> str:
    value = f"{estimate.value:.{digits}f}"
    if estimate.low is None or estimate.high is None:
        return value
    return f"{value} [{estimate.low:.{digits - 1}f}–{estimate.high:.{digits - 1}f}]"


def _cell(value: object) -> str:
    if not isinstance(value, float):
        return str(value)
    return "" if pd.isna(value) else f"{value:.3f}"
