"""The space of public tasks, learned from twelve statements and four objectives."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from scipy import sparse

from benchmarks.accuracy import fieldspace
from benchmarks.accuracy.fieldspace import (
    Prepared,
    Settings,
    discriminant,
    learn,
    learned_before,
    prepare,
)
from benchmarks.accuracy.training import TrainingSet
from pipeline.coupling.fieldspace import BUCKETS, FieldSpace

STATEMENTS = {
    "Barnehager for alle": [
        "Ledig plass hos dagmamma",
        "Kortere ventetid ved opptak av småbarn",
        "Flere pedagoger i småbarnsavdelinger",
    ],
    "Grønn transport": [
        "Nye gang- og sykkelveier",
        "Busser hvert tiende minutt",
        "Lavere fart i boliggater",
    ],
    "God eldreomsorg": [
        "Hjelp til dusj og stell",
        "Trygghetsalarm hjemme",
        "Middag sammen på senteret",
    ],
    "Levende bibliotek og kultur": [
        "Lesekurs om kvelden",
        "Flere bøker til utlån",
        "Konserter i kulturhuset",
    ],
}
TOY = TrainingSet(
    "leke",
    "kommune",
    "nb",
    [text for texts in STATEMENTS.values() for text in texts],
    list(STATEMENTS),
    np.repeat(np.eye(4, dtype=bool), 3, axis=0),
)
SETTINGS = Settings(dimensions=8, steps=60, rate_vectors=1e-2, rate_letters=5e-2)


class DrawnWords:
    """An encoder that draws sixteen numbers for each word, and adds them up."""

    name = "drawn"

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Unit rows; the same words give the same numbers."""
        rows = [
            sum((_drawn(word) for word in text.lower().split()), np.zeros(16)) for text in texts
        ]
        return np.array([row / (np.linalg.norm(row) or 1) for row in rows], dtype=np.float32)


def _drawn(word: str) -> np.ndarray:
    return np.random.default_rng(list(word.encode())).normal(size=16)


def nearness(space: FieldSpace) -> np.ndarray:
    """Cosines of the toy set's statements with its objectives, as they were prepared to learn."""
    data = prepare(TOY, DrawnWords(), space.idf)
    sides = [
        vectors @ space.from_vectors + letters @ space.from_letters
        for vectors, letters in (
            (data.sources, data.source_letters),
            (data.targets, data.target_letters),
        )
    ]
    below, above = (each / np.linalg.norm(each, axis=1, keepdims=True) for each in sides)
    return below @ above.T


@pytest.fixture(scope="module")
def learned() -> FieldSpace:
    """The space of the toy set."""
    return learn([TOY], DrawnWords(), SETTINGS)


def test_statements_come_to_lie_nearer_their_objectives_than_others(learned: FieldSpace) -> None:
    """Every link nearer than every pair that is none; at the start they aren't."""
    start = learn([TOY], DrawnWords(), replace(SETTINGS, steps=0))

    before, after = nearness(start), nearness(learned)

    assert after[TOY.known].min() > 0.5 > 0.2 > after[~TOY.known].max()
    assert before[TOY.known].min() < before[~TOY.known].max()


def test_the_same_sets_give_the_same_space(learned: FieldSpace) -> None:
    """To the last byte, dropout and all."""
    again = learn([TOY], DrawnWords(), SETTINGS)

    for name in ("encoder", "from_vectors", "from_letters", "idf"):
        np.testing.assert_array_equal(getattr(again, name), getattr(learned, name))


def test_letters_that_no_statement_has_lead_nowhere(learned: FieldSpace) -> None:
    """Of 32 768 buckets a few hundred are met, and those alone are learned."""
    met = learned.from_letters.any(axis=1)

    assert 100 < met.sum() < 2000
    assert learned.idf[met].max() < learned.idf[~met].min()


def test_the_start_spreads_objectives_more_than_what_is_under_one() -> None:
    """Two clouds apart in the first of three dimensions; noise within them in the second."""
    random = np.random.default_rng(1)
    side = np.repeat([1.0, -1.0], 40)
    within = random.normal(size=(80, 3)) * [0.05, 1.0, 0.05]
    below = within + side[:, None] * [1, 0, 0]
    letters = sparse.csr_array((80, 4))
    data = Prepared(
        below, np.array([[1.0, 0, 0], [-1.0, 0, 0]]), letters, letters[:2], side[:, None] == [1, -1]
    )

    axis = discriminant([data], Settings(dimensions=1, shrinkage=0.01))[:, 0]

    assert abs(axis[0]) > 10 * np.abs(axis[1:]).max()


def loss(part: Prepared, vectors: np.ndarray, letters: np.ndarray, settings: Settings) -> float:
    """InfoNCE: −ln of what a softmax over the other side gives the linked ones, both ways."""
    below, above = (
        side / np.linalg.norm(side, axis=1, keepdims=True)
        for side in (
            part.sources @ vectors + part.source_letters @ letters,
            part.targets @ vectors + part.target_letters @ letters,
        )
    )
    near = settings.temperature * below @ above.T
    total = 0.0
    for axis, weight in ((1, 1.0), (0, settings.objectives_choose)):
        count = part.links.sum(axis=axis)
        chosen = near - np.log(np.exp(near).sum(axis=axis, keepdims=True))
        each = -(part.links * chosen).sum(axis=axis)[count > 0] / count[count > 0]
        total += weight * each.mean()
    return total


def test_slopes_are_those_of_the_loss() -> None:
    """Finite differences of both maps in double precision, with one source that serves nothing."""
    random = np.random.default_rng(1)
    settings = Settings(dimensions=3, drop_letters=0.0, drop_places=0.0)
    links = np.array([[1, 0, 0], [1, 1, 0], [0, 0, 1], [0, 0, 0]], dtype=float)
    below, above = (sparse.csr_array(random.random((n, 5)).round()) for n in (4, 3))
    part = Prepared(random.normal(size=(4, 6)), random.normal(size=(3, 6)), below, above, links)
    maps = random.normal(size=(6, 3)), random.normal(size=(5, 3))

    slopes = fieldspace._slopes(part, *maps, settings, random)

    for which, (weights, slope) in enumerate(zip(maps, slopes, strict=True)):
        for at in np.ndindex(*weights.shape):
            moved = [[each.copy() for each in maps] for _ in range(2)]
            moved[0][which][at] += 1e-5
            moved[1][which][at] -= 1e-5
            up, down = (loss(part, *each, settings) for each in moved)
            assert slope[at] == pytest.approx((up - down) / 2e-5, abs=1e-6)


def test_what_was_learned_before_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By content: other sets are learned anew."""
    asked: list[int] = []

    def counted(sets: Sequence[TrainingSet], _: object) -> FieldSpace:
        asked.append(len(sets))
        return FieldSpace("drawn", np.ones((16, 2)), np.ones((BUCKETS, 2)), np.ones(BUCKETS))

    monkeypatch.setattr(fieldspace, "learn", counted)
    spaces = [
        learned_before(sets, DrawnWords(), tmp_path) for sets in ([TOY], [TOY], [TOY, TOY], [TOY])
    ]

    assert asked == [1, 2]
    np.testing.assert_array_equal(spaces[0].from_letters, spaces[1].from_letters)
