"""The same money is told many times: in the plan, the case and the sentence. Each counts once."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from pipeline.language.stem import content_stems
from pipeline.language.tokenise import tokenise

SAME_WORDS = 0.5  # of the shorter label's words, where the amounts are equal
_EQUAL = ("year", "scope", "amount_nok")
_MONEY_WORDS = frozenset(["million", "kron", "kr", "nok", "styrk", "ytterl", "sett", "årl"])


def tellings(amounts: pd.DataFrame) -> pd.Series:
    """A number for each amount, the same for amounts that tell the same money, in row order.

    Two amounts of one year and one `scope` tell the same money where their labels have the same
    words (a measure in two tables, at two stages), or where they are equal, stand in different
    places, and share half of the shorter label's words (a decision in a sentence and its row in a
    table). `scope` is empty for budgets and cases, and keeps each agreement to itself: two units
    that write the same support have it twice.

    >>> tellings(pd.DataFrame({
    ...     "document_id": ["plan", "sak", "plan"], "table": [1, None, 1], "year": 2015,
    ...     "label": ["Lesing, lærertimer", "Lærertimene styrkes", "Valgfag"],
    ...     "amount_nok": [1.0, 1.0, 1.0], "scope": ""})).tolist()
    [0, 0, 1]
    """
    rows = amounts.reset_index(drop=True)
    stems = {label: label_stems(label) for label in rows["label"].unique()}
    rows = rows.assign(
        at=rows.index,
        key=rows["label"].map(lambda label: " ".join(sorted(stems[label]))),
        place=rows["document_id"] + " " + rows["table"].astype("Int64").astype("str"),
    )
    edges = pd.concat([_same_labels(rows), _same_amounts(rows, stems)])
    return pd.Series(_components(len(rows), edges), index=amounts.index)


def _same_labels(rows: pd.DataFrame) -> pd.DataFrame:
    """`at, other`: each row and the first with the same words."""
    worded = rows[rows["key"].ne("")]
    first = worded.groupby(["year", "scope", "key"])["at"].transform("min")
    return pd.DataFrame({"at": worded["at"], "other": first})


def _same_amounts(rows: pd.DataFrame, stems: dict[str, frozenset[str]]) -> pd.DataFrame:
    """`at, other`: equal amounts in two places that share half of the shorter label's words."""
    told = rows.loc[rows["amount_nok"].ne(0), [*_EQUAL, "at", "label", "place"]]
    both = told.merge(told, on=list(_EQUAL), suffixes=("", "_other"))
    apart = both[both["at"].lt(both["at_other"]) & both["place"].ne(both["place_other"])]
    near = [
        _share(stems[mine], stems[theirs]) >= SAME_WORDS
        for mine, theirs in zip(apart["label"], apart["label_other"], strict=True)
    ]
    kept = apart[np.array(near, dtype=bool)]
    return kept[["at", "at_other"]].set_axis(["at", "other"], axis=1)


def label_stems(label: str) -> frozenset[str]:
    """The words of a label that tell what it is for: no service before a colon, no figures."""
    _, colon, after = label.partition(":")
    words = [word for word in tokenise(after if colon else label) if word.isalpha()]
    return frozenset(content_stems(words, "nb")) - _MONEY_WORDS


def _share(mine: frozenset[str], theirs: frozenset[str]) -> float:
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))


def _components(count: int, edges: pd.DataFrame) -> list[int]:
    """Components in the order of their first rows, counted from 0."""
    ends = edges["at"].to_numpy(int), edges["other"].to_numpy(int)
    graph = coo_array((np.ones(len(edges)), ends), shape=(count, count))
    _, labels = connected_components(graph, directed=False)
    return [int(number) for number in pd.factorize(labels)[0]]


def lower_bounds(money: pd.DataFrame, by: Sequence[str]) -> pd.Series:
    """For each `by` the largest sum of amounts in one place, year by year, added up over the years.

    Different tables and texts may tell the same money in other words; one place alone doesn't tell
    it twice. `money` has `year, document_id, table, telling, amount_nok`.

    >>> lower_bounds(pd.DataFrame({
    ...     "goal_id": "g", "year": 2015, "document_id": ["plan", "plan", "sak"],
    ...     "table": [1, 1, 0], "telling": [0, 1, 2], "amount_nok": [3.0, 4.0, 5.0]}),
    ...     ["goal_id"]).tolist()
    [7.0]
    """
    yearly = _with_year(by)
    place = [*yearly, "document_id", "table"]
    told = money.groupby([*place, "telling"], dropna=False)["amount_nok"].max()
    in_place = told.groupby(place, dropna=False).sum()
    return in_place.groupby(yearly).max().groupby(list(by)).sum()


def upper_bounds(money: pd.DataFrame, by: Sequence[str]) -> pd.Series:
    """For each `by` the sum over all money told, each telling at its largest, year by year.

    >>> upper_bounds(pd.DataFrame({
    ...     "goal_id": "g", "year": 2015, "telling": [0, 0, 1], "amount_nok": [3.0, 4.0, 5.0]}),
    ...     ["goal_id"]).tolist()
    [9.0]
    """
    told = money.groupby([*_with_year(by), "telling"])["amount_nok"].max()
    return told.groupby(list(by)).sum()


def told_money(money: pd.DataFrame, is_alone: pd.Series, by: Sequence[str]) -> pd.DataFrame:
    """`by` and `amounts_low_nok, amounts_high_nok, lines, amount_ids`, one row for each `by`.

    The lower bound rests on the rows where `is_alone`; 0 where there are none of them.
    """
    keys = list(by)
    found = pd.DataFrame({"amounts_high_nok": upper_bounds(money, by)})
    low = lower_bounds(money[is_alone], by).reindex(found.index).fillna(0.0)
    lines = money.drop_duplicates([*_with_year(by), "telling"]).groupby(keys).size()
    ids = money.groupby(keys)["amount_id"].agg(joined_ids)
    return found.assign(amounts_low_nok=low, lines=lines, amount_ids=ids).reset_index()


def _with_year(by: Sequence[str]) -> list[str]:
    return list(dict.fromkeys([*by, "year"]))


def joined_ids(names: pd.Series) -> str:
    """Each name once, in order, joined by a space."""
    return " ".join(sorted(set(names)))
