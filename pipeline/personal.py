"""Passages of agreements that are about a person and not about the unit: never quoted or shown.

The goals that are read leave a leader's personal development out, but what stands beside a goal on
its page, in words or in a picture, is not read as a goal.
"""

import re

import pandas as pd

_AGREEMENT = "lederavtale"
_PERSONAL = "personlig"
_FURNITURE = ("header", "footer", "page_number")
_TITLE = re.compile(r"person(?:lig|leg)|utviklings(?:mål|plan)|l(?:ed|ei)[ea]r\w*\s.*utvikling")


def personal_passages(
    goals: pd.DataFrame, passages: pd.DataFrame, cells: pd.DataFrame
) -> frozenset[str]:
    """The passage_ids in agreements that may be about a person, from GOALS, PASSAGES and CELLS.

    What stands under a heading about personal development or under one that follows right upon it
    (the heads of a table's columns may be set so), and all that comes after the last of the unit's
    goals and its row: in an agreement that is the leader's own part, and signatures.
    """
    agreements = goals[goals["level"].eq(_AGREEMENT)]
    is_personal = agreements["part"].eq(_PERSONAL).fillna(False)
    told = _with_rows(_names(agreements[~is_personal]), cells)
    personal = _names(agreements[is_personal]) - told
    theirs = passages[passages["document_sha256"].isin(_documents(agreements, passages))]
    theirs = theirs[~theirs["role"].isin(_FURNITURE)]
    blocks = theirs["block"].where(theirs["passage_id"].isin(told))
    last = blocks.groupby(theirs["document_sha256"]).transform("max")
    is_after = theirs["block"].gt(last.fillna(-1))
    is_titled = theirs["heading_path"].str.lower().str.contains(_TITLE)
    is_own = theirs["role"].eq("heading") & theirs["text"].str.lower().str.contains(_TITLE)
    is_below = _below_their_headings(theirs, is_own)
    hidden = theirs.loc[is_after | is_titled | is_below | theirs["passage_id"].isin(personal)]
    return frozenset(hidden["passage_id"]) - told


def _below_their_headings(passages: pd.DataFrame, is_own: pd.Series) -> pd.Series:
    """Which passages are one of these headings, or follow it with no text before other headings."""
    ordered = passages.sort_values(["document_sha256", "block"], kind="stable")
    headings = ordered["role"].eq("heading")
    goes_on = headings.shift(fill_value=False) & ordered["document_sha256"].eq(
        ordered["document_sha256"].shift()
    )
    # a run is headings one upon the other, and the text below the last of them
    runs = (headings & ~goes_on).cumsum().astype(str) + ordered["document_sha256"]
    return is_own[ordered.index].groupby(runs).cummax().reindex(passages.index)


def _names(goals: pd.DataFrame) -> set[str]:
    return {name for names in goals["passage_ids"] for name in str(names).split()}


def _with_rows(names: set[str], cells: pd.DataFrame) -> set[str]:
    """The passages, and the others of the table rows that they stand in."""
    keys = ["document_sha256", "table", "row"]
    rows = cells.loc[cells["passage_id"].isin(names), keys].drop_duplicates()
    return names | set(cells.merge(rows, on=keys)["passage_id"].dropna())


def _documents(agreements: pd.DataFrame, passages: pd.DataFrame) -> set[str]:
    held = passages["passage_id"].isin(_names(agreements))
    return set(passages.loc[held, "document_sha256"])
