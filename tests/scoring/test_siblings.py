"""Copying is found; template words and common subjects are not copying."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.scoring.siblings import share_taken_over, shared_with_siblings

WORDS = st.sampled_from(["elevene", "leser", "hver", "morgen", "skal", "være", "8", "båten", "tur"])
TEXTS = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)
OWN = st.lists(st.tuples(st.sampled_from(["A", "B", "C"]), TEXTS), min_size=1, max_size=8)


def frame(pairs: list[tuple[str, str]], year: int = 2014) -> pd.DataFrame:
    """Own goals as unit, year, text."""
    return pd.DataFrame(pairs, columns=["unit", "text"]).assign(year=year)


def test_near_verbatim_copying_is_almost_all_shared() -> None:
    """A copy in which only the district was changed shares nine of ten content words."""
    goal = (
        "Alle familier med barn under tre år i bydelen {} får hjemmebesøk av helsesykepleier "
        "og tilbud om foreldreveiledning i små grupper innen åtte uker"
    )

    shared = shared_with_siblings(
        frame([("BFT 1", goal.format("Sentrum")), ("BFT 2", goal.format("Øst"))])
    )

    assert shared.tolist() == [0.9, 0.9]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Sykefraværet skal være lavere enn 8,0 prosent", "Ventetiden skal være lavere enn 3 uker"),
        (
            "Andelen elever som trives, er minst 90 prosent innen 2015",
            "Andelen pårørende som er fornøyde, er minst 80 prosent innen 2015",
        ),
        (
            "Alle avvik på lekeapparater lukkes innen fire uker",
            "Melding om forurensing lukkes innen fire uker",
        ),
        ("Enheten skal sikre god kvalitet i maten", "Enheten skal sikre god opplæring av nye"),
    ],
)
def test_template_words_are_not_copying(text: str, other: str) -> None:
    """Words that every agreement uses make no two goals alike."""
    assert share_taken_over(text, other) == 0


def test_short_goals_are_held_by_shorter_runs() -> None:
    """A goal of two words that stands whole in another is shared whole."""
    assert share_taken_over("Kortreist mat", "Barna lager kortreist mat hver fredag") == 1
    assert share_taken_over("Kjøkkenhage", "Kjøkkenhage ved bekken") == 1


def test_decomposed_letters_are_the_same_letters() -> None:
    """Årsbudsjett typed as A + ring is the same word."""
    composed = "Bærekraftig årsbudsjett følges måned for måned"
    decomposed = composed.replace("å", "a\u030a")

    assert share_taken_over(decomposed, composed) == 1


def test_the_same_unit_and_other_years_are_no_siblings() -> None:
    """A goal repeated in the unit's own agreement, or by another next year, isn't shared."""
    goals = pd.concat(
        [
            frame([("A", "Turnus legges seks uker fram"), ("A", "Turnus legges seks uker fram")]),
            frame([("B", "Båten går fra kaia hver morgen")]),
            frame([("C", "Turnus legges seks uker fram"), ("D", "Noe helt annet her")], 2015),
        ],
        ignore_index=True,
    )

    assert shared_with_siblings(goals).tolist() == [0, 0, 0, 0, 0]


def test_without_siblings_nothing_can_be_told() -> None:
    """One unit alone: missing, not 0."""
    assert shared_with_siblings(frame([("A", "Turnus legges seks uker fram")])).isna().all()
    assert shared_with_siblings(frame([])).empty


@given(OWN)
def test_shares_are_the_largest_over_siblings_and_in_range(pairs: list[tuple[str, str]]) -> None:
    """The inverted index finds what holding each pair by itself finds."""
    shared = shared_with_siblings(frame(pairs))

    if len({unit for unit, _ in pairs}) < 2:
        assert shared.isna().all()
    else:
        expected = [
            max(share_taken_over(text, other) for sibling, other in pairs if sibling != unit)
            for unit, text in pairs
        ]
        assert shared.tolist() == expected
        assert shared.between(0, 1).all()


@given(OWN, st.data())
def test_a_copied_goal_never_lowers_what_is_shared(pairs: list[tuple[str, str]], data) -> None:
    """When another unit copies a goal, no goal becomes more of its unit's own."""
    unit, text = data.draw(st.sampled_from(pairs))
    before = shared_with_siblings(frame([*pairs, ("other", "helt uten likhet")]))
    after = shared_with_siblings(
        frame([*pairs, ("other", "helt uten likhet"), (f"copies {unit}", text)])
    )

    assert (after[: len(pairs)] >= before[: len(pairs)]).all()


@given(OWN, st.randoms())
def test_row_order_moves_nothing(pairs: list[tuple[str, str]], random) -> None:
    """Each goal keeps its share when the rows are shuffled."""
    goals = frame(pairs)
    shuffled = goals.loc[random.sample(list(goals.index), len(goals))]

    pd.testing.assert_series_equal(
        shared_with_siblings(shuffled).sort_index(), shared_with_siblings(goals)
    )
