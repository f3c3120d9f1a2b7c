"""The same money is told many times: in the plan, the case and the sentence. Each counts once."""

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from pipeline.language.stem import content_stems
from pipeline.language.tokenise import tokenise

SAME_WORDS = 0.5  # of the shorter label's words, where the amounts are equal
_MONEY_WORDS = frozenset(["million", "kron", "kr", "nok", "styrk", "ytterl", "sett", "årl"])


def tellings(amounts: pd.DataFrame) -> pd.Series:
    """A number for each amount, the same for amounts that tell the same money, in row order.

    Two amounts of one year tell the same money where their labels have the same words (a measure
    in two tables, at two stages), or where they are equal, stand in different places, and share
    half of the shorter label's words (a decision in a sentence and its row in a table).

    >>> tellings(pd.DataFrame({
    ...     "document_id": ["plan", "sak", "plan"], "table": [1, None, 1], "year": 2015,
    ...     "label": ["Lesing, lærertimer", "Lærertimene styrkes", "Valgfag"],
    ...     "amount_nok": [1.0, 1.0, 1.0]})).tolist()
    [0, 0, 1]
    """
    rows = amounts.reset_index(drop=True)
    stems = {label: label_stems(label) for label in rows["label"].unique()}
    rows = rows.assign(
        at=rows.index,
        key=rows["label"].map(lambda label: " ".join(sorted(stems[label]))),
        place=rows["document_id"] + " " + rows["table"].astype("Int64").astype("str"),
    )
    same_label = _pairs(rows[rows["key"].ne("")], ["year", "key"])
    equal = _pairs(rows[rows["amount_nok"].ne(0)], ["year", "amount_nok"])
    apart = equal[equal["place"].ne(equal["place_other"])]
    near = [
        _share(stems[a], stems[b]) >= SAME_WORDS
        for a, b in zip(apart["label"], apart["label_other"], strict=True)
    ]
    edges = pd.concat([same_label, apart[np.array(near, dtype=bool)]])
    return pd.Series(_components(len(rows), edges), index=amounts.index)


def label_stems(label: str) -> frozenset[str]:
    """The words of a label that tell what it is for: no service before a colon, no figures."""
    _, colon, after = label.partition(":")
    words = [word for word in tokenise(after if colon else label) if word.isalpha()]
    return frozenset(content_stems(words, "nb")) - _MONEY_WORDS


def _pairs(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Neighbours in each group of equal keys, or for equal amounts every two."""
    wanted = [*keys, "at", "label", "place"]
    both = rows[wanted].merge(rows[wanted], on=keys, suffixes=("", "_other"))
    renamed = both.rename(columns={"label_x": "label"})
    return renamed[renamed["at"].lt(renamed["at_other"])]


def _share(mine: frozenset[str], theirs: frozenset[str]) -> float:
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))


def _components(count: int, edges: pd.DataFrame) -> list[int]:
    """Components in the order of their first rows, counted from 0."""
    graph = coo_array(
        (np.ones(len(edges)), (edges["at"].to_numpy(int), edges["at_other"].to_numpy(int))),
        shape=(count, count),
    )
    _, labels = connected_components(graph, directed=False)
    return pd.factorize(labels)[0].tolist() if count else []


def lower_bound(money: pd.DataFrame) -> float:
    """The largest sum of positive amounts in one place, year by year, added up over the years.

    Different tables and texts may tell the same money; one place alone doesn't tell it twice.
    `money` has `year, document_id, table, telling, amount_nok`.
    """
    if money.empty:
        return 0.0
    once = money.groupby(["year", "document_id", "table", "telling"], dropna=False)["amount_nok"]
    places = once.max().groupby(["year", "document_id", "table"], dropna=False).sum()
    return float(places.groupby("year").max().sum())


def upper_bound(money: pd.DataFrame) -> float:
    """The sum over all tellings of the largest amount told, year by year."""
    return float(money.groupby(["year", "telling"])["amount_nok"].max().sum())
