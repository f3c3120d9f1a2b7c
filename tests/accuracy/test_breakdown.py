"""Groups of statements and of pairs."""

import numpy as np
import pandas as pd
import pytest

from benchmarks.accuracy.breakdown import COLUMNS, breakdown, lengths, overlaps, source_languages
from benchmarks.accuracy.measures import Result
from benchmarks.accuracy.sets import LinkSet

SOURCE = ["Flere barn i barnehagene", "Eininga skal ikkje auke", "Det skal bygges en ny skole"]
TARGET = ["Barnehager", "Skole og idrett"]
KNOWN = np.array([[True, False], [False, False], [False, True]])


def _set(source: list[str] = SOURCE, target: list[str] = TARGET) -> LinkSet:
    below, above = (
        pd.DataFrame({"id": [str(n) for n in range(len(texts))], "text": texts})
        for texts in (source, target)
    )
    return LinkSet("small", below, above, KNOWN)


def test_each_source_has_its_language_and_the_common_one_where_it_tells_none() -> None:
    """Nynorsk is told by its own words; "Plan" goes with the others."""
    assert source_languages([*SOURCE, "Plan"]).tolist() == ["nb", "nn", "nb", "nb"]


def test_texts_of_one_length_are_in_one_group() -> None:
    """However many there are of it."""
    assert set(lengths(["a b"] * 5).tolist()) == {"short"}


def test_overlap_is_the_share_of_the_sources_stems() -> None:
    """One of two stems in the target, none, and one of three."""
    found = overlaps(_set(["barn barnehagene", "vei", "ny stor skole"]))

    assert found.tolist() == [["half or more", "none"], ["none", "none"], ["none", "some"]]


def test_a_source_without_words_shares_none() -> None:
    """Nothing is not half of nothing."""
    assert set(overlaps(_set(["", "", ""])).ravel().tolist()) == {"none"}


def test_each_facet_counts_every_link_once() -> None:
    """Two links, whether sources are parted or pairs."""
    table = breakdown(_set(), Result(np.random.default_rng(1).random(KNOWN.shape), linked=KNOWN))

    assert table.columns.tolist() == COLUMNS
    assert set(table.groupby("facet")["links"].sum()) == {2}


def test_a_group_has_its_own_measures_and_none_where_there_is_no_link() -> None:
    """Bokmål: first and second right, one of two decided. Nynorsk has no link: missing, not 0."""
    score = np.array([[0.9, 0.1], [0.5, 0.4], [0.9, 0.1]])
    linked = np.array([[True, False], [True, False], [False, False]])

    table = breakdown(_set(), Result(score, linked=linked)).set_index(["facet", "group"])

    assert table.loc[("language", "nb"), ["mrr", "f1"]].tolist() == pytest.approx([0.75, 2 / 3])
    assert table.loc[("language", "nn"), ["mrr", "f1"]].isna().all()
