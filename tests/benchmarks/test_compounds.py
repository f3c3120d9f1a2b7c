"""Compounds of the municipal field, coded by hand, are mostly split as coded."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline.language.compounds import split_compound

GOLD = Path(__file__).parents[2] / "benchmarks" / "accuracy" / "gold" / "compounds.csv"


@pytest.fixture(scope="module")
def gold() -> pd.DataFrame:
    """Words with their language, parts and half."""
    return pd.read_csv(GOLD, dtype=str)


def test_most_compounds_are_split_as_coded(gold: pd.DataFrame) -> None:
    """On the half that nothing was chosen on."""
    rows = gold[(gold["half"] == "reported") & (gold["word"] != gold["parts"])]
    right = [
        "+".join(split_compound(word, language)) == parts
        for word, language, parts in zip(rows["word"], rows["language"], rows["parts"], strict=True)
    ]

    assert sum(right) / len(right) > 0.85


def test_few_whole_words_are_split(gold: pd.DataFrame) -> None:
    """A wrong part links what has nothing in common."""
    rows = gold[gold["word"] == gold["parts"]]
    wrong = [
        word
        for word, language in zip(rows["word"], rows["language"], strict=True)
        if len(split_compound(word, language)) > 1
    ]

    assert len(wrong) / len(rows) < 0.04
