"""How far two statements say the same, told of the pair alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.coupling.sameness import (
    SamenessModel,
    load_sameness,
    log_odds,
    pair_features,
    probabilities,
    views_of,
)

MODEL = load_sameness("lsa")
WORDS = ("barn", "skole", "leser", "færre", "flere", "avvikles", "beholdes", "8", "10", "prosent")


def probability(first: str, second: str, languages: tuple[str, str] = ("nb", "nb")) -> float:
    """What the words alone say of two texts."""
    views = views_of([first, second], languages, None, MODEL)
    features = pair_features(views, np.array([0]), np.array([1]))
    return float(probabilities(features, MODEL)[0])


def test_another_figure_makes_no_other_goal() -> None:
    """Eight per cent or ten; another thing does."""
    goal = "Andelen elever under grensen i regning er høyst 10 prosent"
    same = probability(goal, goal.replace("10", "8"))

    assert same > probability(goal, goal.replace("regning", "svømming"))


def test_nynorsk_says_the_same_as_bokmal() -> None:
    """Its words are led to bokmål."""
    nynorsk, bokmal = "Elevane skal trivast på skulen", "Elevene skal trives på skolen"

    assert probability(nynorsk, bokmal, ("nn", "nb")) > probability(
        "Elevane skal lese på skulen", bokmal, ("nn", "nb")
    )


def test_two_amounts_have_only_their_units_in_common() -> None:
    """Four million for roads are not four million for culture."""
    views = views_of(
        ["Vei: 4 millioner kroner", "Kultur: 4 millioner kroner", "Vei: 5 millioner kroner"],
        ["nb"] * 3,
        None,
        MODEL,
    )
    found = pair_features(views, np.array([0, 0]), np.array([1, 2]))[["words", "field"]]

    assert (found.iloc[0] < 0.5).all()
    assert (found.iloc[1] > 0.8).all()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Biblioteket på Nes beholdes", "Biblioteket på Nes avvikles"),
        ("Svømmehallen stenges", "Svømmehallen drives videre"),
    ],
)
def test_to_keep_and_to_close_are_opposed(first: str, second: str) -> None:
    """However alike the words."""
    views = views_of([first, second], ["nb", "nb"], None, MODEL)

    features = pair_features(views, np.array([0]), np.array([1]))

    assert features["apart"].tolist() == [1.0]
    assert probability(first, second) < probability(first, first)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), st.lists(st.sampled_from(WORDS)))
def test_log_odds_are_symmetric(first: list[str], second: list[str]) -> None:
    """Who is named first does not matter, and every probability is one."""
    views = views_of([" ".join(first), " ".join(second)], ["nb", "nb"], None, MODEL)
    features = pair_features(views, np.array([0, 1]), np.array([1, 0]))

    there, back = log_odds(features, MODEL)

    assert there == pytest.approx(back)
    assert probabilities(features, MODEL).tolist() == pytest.approx([1 / (1 + np.exp(-there))] * 2)


def test_what_else_is_compared_does_not_matter() -> None:
    """A pair's features are the same in company."""
    pair = ["Flere barn leser", "Barna leser mer"]
    company = [*pair, "Veier asfalteres", "Flere veier", "Barn og bøker"]
    alone = pair_features(views_of(pair, ["nb"] * 2, None, MODEL), np.array([0]), np.array([1]))

    among = pair_features(views_of(company, ["nb"] * 5, None, MODEL), np.array([0]), np.array([1]))

    assert log_odds(alone, MODEL) == pytest.approx(log_odds(among, MODEL))


def test_an_unknown_encoder_is_centred_on_the_statements_at_hand() -> None:
    """Vectors that all point one way say nothing of two of them."""
    model = load_sameness("another")
    near = np.array([[10.0, 1.0, 0.0], [10.0, 0.0, 1.0], [10.0, -1.0, 0.0], [10.0, 0.0, -1.0]] * 50)
    texts = [f"tekst {at}" for at in range(len(near))]

    views = views_of(texts, ["nb"] * len(near), near, model)

    assert model.mean is None
    assert views.vectors is not None
    assert views.vectors[0] @ views.vectors[2] < 0


def test_a_text_without_words_is_like_nothing() -> None:
    """No share of nothing, and no number that is none."""
    views = views_of(
        ["", "Flere barn"], ["nb", "nb"], np.zeros((2, 3)), SamenessModel(np.zeros(0), {}, 0.0)
    )

    features = pair_features(views, np.array([0]), np.array([1]))

    assert features.to_numpy().tolist() == [[0.0] * features.shape[1]]
