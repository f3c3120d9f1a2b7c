"""How right the engine is, as chance's verdicts tell: by hand, and over worlds drawn by lot."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.special import logit

from pipeline.coupling.accuracy import accuracy_table
from pipeline.coupling.crossing import Said, Sample, drawn_sample, said_after, said_before
from pipeline.coupling.fusion import load_fusion
from pipeline.coupling.learning import chosen
from pipeline.coupling.links import links_and_lessons
from pipeline.coupling.worth import accuracy_and_worth, further_wanted
from pipeline.params import CouplingParams
from pipeline.reviews.sampling import drawing_order, pairs_to_draw, sizes
from pipeline.schemas.coupling import ACCURACIES, ACCURACY, ACCURACY_SAYS
from pipeline.tables import check_table
from tests.coupling.test_learning import GOALS, VECTORS, settled
from tests.reviews.test_drawn import said

PARAMS = CouplingParams(bootstrap_samples=300, fewest_drawn=2)


def engine(probability: list[float] | np.ndarray, linked: list[bool] | np.ndarray) -> Said:
    """What an engine says of a frame."""
    return Said(np.asarray(logit(np.asarray(probability))), np.asarray(linked, dtype=bool))


def sample(at: list[int], serves: list[float], weight: list[float]) -> Sample:
    """Drawn pairs, each of a goal of its own."""
    names = np.array([f"g{each}" for each in at])
    return Sample(np.array(at, dtype=int), names, np.array(serves), np.array(weight), 0)


def world(seed: int, count: int = 1500) -> tuple[Said, np.ndarray]:
    """A frame in which an engine that holds links for too likely decides, and its truth."""
    random = np.random.default_rng(seed)
    log_odds = random.normal(-4, 2.5, count)
    truth = random.random(count) < 1 / (1 + np.exp(0.7 - log_odds))
    return Said(log_odds, log_odds > -0.5), truth


def drawn(said_of: Said, truth: np.ndarray, count: int, seed: int) -> Sample:
    """A sample of the frame as the design draws it; three pairs a goal."""
    size = sizes(1 / (1 + np.exp(-said_of.log_odds)))
    at = np.argsort(np.random.default_rng(seed).random(len(size)) / size)[:count]
    chance = np.minimum(1, count * size / size.sum())[at]
    goals = np.array([f"g{each // 3}" for each in at])
    return Sample(at, goals, truth[at].astype(float), 1 / chance, 0)


def test_a_frame_that_is_judged_whole_has_the_accuracy_that_it_has() -> None:
    """Two links of three decided for are right, and one is missed: 2/3, 2/3, 2/3."""
    said_of = engine([0.9, 0.8, 0.6, 0.2, 0.1], [True, True, True, False, False])
    whole = sample([0, 1, 2, 3, 4], [1, 1, 0, 1, 0], [1] * 5)

    table = accuracy_table(whole, said_of, said_of, PARAMS).set_index("measure")

    assert table.loc[["precision", "recall", "f1"], "before"].tolist() == pytest.approx([2 / 3] * 3)
    brier = np.mean(np.square([0.1, 0.2, 0.6, 0.8, 0.1]))
    assert table.loc["brier", "before"] == pytest.approx(brier)
    assert table.loc["found_over_expected", "before"] == pytest.approx(3 / 2.6)
    assert table.loc[["precision", "recall"], "n"].tolist() == [3, 3]


def test_what_the_drawn_pairs_belie_is_taken_off_what_was_expected() -> None:
    """One of the two decided pairs stands for both: 1.8 expected, less 2 · 0.9, of 2."""
    said_of = engine([0.9, 0.9], [True, True])

    table = accuracy_table(sample([0], [0.0], [2.0]), said_of, said_of, PARAMS)

    assert table.set_index("measure").loc["precision", "before"] == pytest.approx(0.0)


def test_nothing_drawn_is_missing_and_never_zero() -> None:
    """Each measure has a row that says so, and fits the schema."""
    said_of, _ = world(1)
    table = accuracy_table(sample([], [], []), said_of, said_of, PARAMS)

    checked = check_table(table.assign(further_wanted=None), ACCURACY)
    assert checked["measure"].tolist() == list(ACCURACIES)
    assert set(checked["says"]) == {"none drawn"}
    assert checked.drop(columns=["measure", "says", "n", "n_effective"]).isna().all(axis=None)


def test_too_few_have_no_interval() -> None:
    """There is a figure, and nothing is concluded."""
    said_of, truth = world(1)
    few = PARAMS.model_copy(update={"fewest_drawn": 30})

    table = accuracy_table(drawn(said_of, truth, 29, 1), said_of, said_of, few)

    assert set(table["says"]) == {"too few"}
    assert table["before"].notna().all()
    assert table["before_low"].isna().all()


def test_ten_right_ones_of_ten_leave_something_unsure() -> None:
    """An interval without width would say that no more verdict is needed."""
    said_of = engine([0.9] * 40, [True] * 40)

    table = accuracy_table(sample([*range(10)], [1] * 10, [4] * 10), said_of, said_of, PARAMS)
    precision = table.set_index("measure").loc["precision"]

    assert precision["before"] == pytest.approx(1.0)
    assert precision["before_low"] < 0.97
    assert precision["before_high"] == 1.0


@pytest.mark.parametrize("measure", ["precision", "recall", "f1", "brier"])
def test_intervals_hold_what_is_true(measure: str) -> None:
    """In at least 88 of 100 worlds for a 95 % interval, with 60 drawn pairs."""
    held = []
    for seed in range(100):
        said_of, truth = world(seed)
        row = accuracy_table(drawn(said_of, truth, 60, seed), said_of, said_of, PARAMS)
        found = row.set_index("measure").loc[measure]
        hits, linked = (truth & said_of.linked).sum(), said_of.linked.sum()
        right = {
            "precision": hits / linked,
            "recall": hits / truth.sum(),
            "f1": 2 * hits / (linked + truth.sum()),
            "brier": np.square(1 / (1 + np.exp(-said_of.log_odds)) - truth).mean(),
        }[measure]
        held.append(found["before_low"] <= right <= found["before_high"])
    assert np.mean(held) >= 0.88


def test_the_estimate_is_right_on_the_mean_however_wrong_the_engine_is() -> None:
    """Here it expects twice the links that there are."""
    off = []
    for seed in range(150):
        said_of, truth = world(seed)
        table = accuracy_table(drawn(said_of, truth, 60, seed), said_of, said_of, PARAMS)
        right = (truth & said_of.linked).sum() / said_of.linked.sum()
        off.append(table.set_index("measure").loc["precision", "before"] - right)
    assert abs(np.mean(off)) < 3 * np.std(off) / np.sqrt(len(off)) + 0.01


def test_a_better_engine_is_told_apart() -> None:
    """One that knows the truth, and one that guesses at it; and not from itself."""
    said_of, truth = world(3)
    knowing = Said(np.where(truth, 4.0, -6.0), truth)
    of_all = drawn(said_of, truth, 200, 3)

    better = accuracy_table(of_all, said_of, knowing, PARAMS).set_index("measure")["says"]
    worse = accuracy_table(of_all, knowing, said_of, PARAMS).set_index("measure")["says"]
    same = accuracy_table(of_all, said_of, said_of, PARAMS).set_index("measure")["says"]

    assert (better["f1"], worse["f1"], same["f1"]) == ("better", "worse", "not told apart")
    assert {*better, *worse, *same} <= set(ACCURACY_SAYS)


def test_no_verdict_has_part_in_what_is_said_of_its_own_goal() -> None:
    """A goal's verdict turned round leaves what is said of that goal, and moves the others."""
    told = settled(("g1", "d1", "reject"), ("g2", "d2", "accept"), ("g3", "d2", "reject"))
    links, (lesson,) = links_and_lessons(
        GOALS, VECTORS, load_fusion("lsa"), CouplingParams(), settled=told
    )
    frame = drawing_order(links, 1)
    first = lesson.verdicts.rows == 0
    turned = replace(
        lesson, verdicts=replace(lesson.verdicts, linked=lesson.verdicts.linked ^ first)
    )

    one, other = (said_after(frame, links, [each], 1000, 1) for each in (lesson, turned))

    of_first = frame["goal_id"].eq("g1").to_numpy()
    assert one.log_odds[of_first].tolist() == other.log_odds[of_first].tolist()
    assert (one.log_odds[~of_first] != other.log_odds[~of_first]).all()


def test_what_was_said_before_is_what_is_said_with_nothing_learned() -> None:
    """And a share of nought of the goals teaches nothing."""
    told = settled(("g1", "d1", "reject"), ("g2", "d2", "accept"))
    links, (lesson,) = links_and_lessons(
        GOALS, VECTORS, load_fusion("lsa"), CouplingParams(), settled=told
    )
    frame = drawing_order(links, 1)
    blank = replace(lesson, verdicts=chosen(lesson.verdicts, np.zeros(2, dtype=bool)))

    before = said_before(frame, links, [lesson]).log_odds.tolist()

    assert before == said_after(frame, links, [blank], 10, 1).log_odds.tolist()
    assert before == said_after(frame, links, [lesson], 10, 1, share=0.0).log_odds.tolist()
    expected = links.set_index("link_id").loc[frame["link_id"], "probability_before"]
    assert before == pytest.approx(logit(expected.to_numpy()).tolist())


def _reviewed(random: list[tuple[str, str]], doubt: list[tuple[str, str]]) -> pd.DataFrame:
    own = GOALS.assign(unit="Neset", part="enhet")
    verdicts = [
        *(said("accept", goal, objective, chance=0.1) for goal, objective in random),
        *(
            said("reject", goal, objective, chosen="border", chance=None)
            for goal, objective in doubt
        ),
    ]
    links, lessons = links_and_lessons(own, VECTORS, load_fusion("lsa"), PARAMS)
    return accuracy_and_worth(verdicts, links, own, lessons, PARAMS)[0]


def test_verdicts_that_doubt_asked_for_never_enter() -> None:
    """However many there are, the estimate of the engine is that of the random ones."""
    by_chance = [("g1", "d1"), ("g3", "d2"), ("g2", "d3")]

    alone = _reviewed(by_chance, [])
    beside = _reviewed(by_chance, [("g1", "d1"), ("g1", "d2"), ("g2", "d1"), ("g3", "d3")])
    none = _reviewed([], [("g1", "d2"), ("g2", "d1"), ("g3", "d1")])

    pd.testing.assert_frame_equal(alone, beside)
    assert set(none["says"]) == {"none drawn"}


def test_a_drawn_pair_that_left_the_frame_is_not_counted() -> None:
    """A goal that is no own goal any more."""
    links = links_and_lessons(GOALS, VECTORS, load_fusion("lsa"), PARAMS)[0]
    own = GOALS.assign(unit="Neset", part="enhet")
    frame = drawing_order(pairs_to_draw(links, own), 1)

    kept = drawn_sample([said("accept", "g1", "d1"), said("accept", "gone", "d1")], frame)

    assert kept.goals.tolist() == ["g1"]
    assert kept.unanswered == 0


def test_verdicts_wanted_grow_with_the_square_of_the_width() -> None:
    """Half the width, four times the verdicts; unknown where there is no interval."""
    wide = pd.DataFrame({"measure": ["f1"], "after_low": [0.5], "after_high": [0.7]})

    assert further_wanted(wide, 100, 0.05) == 300
    assert further_wanted(wide, 100, 0.2) == 0
    assert further_wanted(wide.assign(after_low=None, after_high=None), 100, 0.05) is None
