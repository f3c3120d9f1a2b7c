"""Old verdicts on new documents: nothing detached, nothing silently stale."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from pipeline.reviews.carrying import GONE, STANDS, SUSPECT, carried, texts_of
from pipeline.reviews.settling import settled_pairs, that_count
from pipeline.reviews.standing import not_taken_back
from pipeline.reviews.table import verdict_rows
from pipeline.reviews.verdict import Anchor, Verdict, text_sha256
from pipeline.schemas.coupling import VERDICTS
from pipeline.tables import check_table
from tests.tables_for_tests import goals_table

WORDS = "Alle barn skal lære å svømme før fjerde trinn"
PLAN = {"goal_id": "o", "text": "Trygge barn", "level": "kommuneplan", "unit": None, "year": 2014}
GOAL = {"goal_id": "g", "text": WORDS, "level": "lederavtale", "unit": "Neset", "year": 2015}


def world(*goals: dict[str, object]) -> pd.DataFrame:
    """GOALS with the plan's objective."""
    return goals_table(PLAN, *goals)


def verdict(word: str = "accept", coder: str = "a", minute: int = 0, **more: object) -> Verdict:
    """What a coder said of GOAL under PLAN."""
    quotes = {
        "goal_sha256": text_sha256(WORDS),
        "objective_sha256": text_sha256("Trygge barn"),
        "goal_quote": Anchor(
            exact=WORDS, level="lederavtale", unit="Neset", year=2015, document_id="d", number="2"
        ),
        "objective_quote": Anchor(exact="Trygge barn", level="kommuneplan", year=2014),
    }
    values: dict[str, object] = {
        "verdict_id": f"v_{coder}{minute}{word}",
        "coder": coder,
        "time": datetime(2026, 1, 1, 0, minute, tzinfo=UTC),
        "verdict": word,
        "goal_id": "g",
        "objective_id": None if word == "no_parent" else "o",
    }
    return Verdict.model_validate(values | quotes | more)


@pytest.mark.parametrize(
    ("goals", "expected"),
    [
        ([GOAL], (STANDS, "g")),
        ([GOAL | {"text": "Alle barn  skal lære å svømme før fjerde trinn"}], (STANDS, "g")),
        ([GOAL | {"text": "Alle barn skal lære å svømme før femte trinn"}], (SUSPECT, "g")),
        ([GOAL | {"goal_id": "n", "document_id": "d2"}], (STANDS, "n")),
        ([GOAL | {"goal_id": "n", "document_id": "d", "year": 2016}], (STANDS, "n")),
        ([GOAL | {"goal_id": "n", "text": WORDS.replace("fjerde", "femte")}], (SUSPECT, "n")),
        ([GOAL | {"goal_id": "n", "text": "Færre fall hos eldre hjemme"}], (GONE, None)),
        ([GOAL | {"goal_id": "n", "unit": "Øyane", "document_id": "d2"}], (GONE, None)),
        ([GOAL | {"goal_id": "n", "year": 2016, "document_id": "d2"}], (GONE, None)),
        ([GOAL, GOAL | {"goal_id": "n", "unit": "Øyane", "document_id": "d2"}], (STANDS, "g")),
        ([], (GONE, None)),
    ],
    ids=[
        *("unchanged", "spaces", "same name, other words", "other document, same words"),
        *("same document, other year", "changed words", "other words altogether"),
        *("another unit's same words", "next year's same words", "another's copy added", "gone"),
    ],
)
def test_a_verdict_follows_its_text(
    goals: list[dict[str, object]], expected: tuple[str, str | None]
) -> None:
    """The same words of the same unit and year stand; changed words wait to be confirmed."""
    [found] = carried([verdict()], texts_of(world(*goals)))

    assert (found.standing, found.goal_id) == expected


def test_a_changed_objective_makes_its_verdicts_suspect() -> None:
    """Both ends of a link must be as they were judged."""
    goals = goals_table(PLAN | {"text": "Trygge barn og unge"}, GOAL)

    [found] = carried([verdict()], texts_of(goals))

    assert (found.standing, found.goal_id, found.objective_id) == (SUSPECT, "g", "o")


def test_among_several_alike_the_number_tells() -> None:
    """Two goals with the same words in one agreement are told apart by their numbers."""
    twins = [GOAL | {"goal_id": f"n{n}", "number": n, "document_id": "d"} for n in ("1", "2")]

    [found] = carried([verdict()], texts_of(world(*twins)))

    assert found.goal_id == "n2"


def test_a_line_by_hand_goes_by_its_name() -> None:
    """Without hash and quote there is nothing else to go by."""
    bare = verdict(goal_sha256=None, goal_quote=None)

    standings = [carried([bare], texts_of(world(*g)))[0].standing for g in ([GOAL], [])]

    assert standings == [STANDS, GONE]


def settled(*verdicts: Verdict) -> list[tuple[str | None, str, str]]:
    """Objective, verdict (`open` where there is none) and way."""
    frame = settled_pairs(carried(verdicts, texts_of(world(GOAL))))
    columns = [frame[name].astype(object).where(frame[name].notna(), None) for name in frame]
    named = dict(zip(frame, columns, strict=True))
    return list(
        zip(
            named["objective_id"],
            [each or "open" for each in named["verdict"]],
            named["way"],
            strict=True,
        )
    )


def test_coders_settle_a_pair_together() -> None:
    """Alone, agreed, by majority, or not at all."""
    a, b, c = verdict(), verdict("reject", "b"), verdict("reject", "c")

    assert settled(a) == [("o", "accept", "alone")]
    assert settled(b, c) == [("o", "reject", "agreed")]
    assert settled(a, b, c) == [("o", "reject", "majority")]
    assert settled(a, b) == [("o", "open", "differ")]
    assert settled(a, verdict("unsure", "b")) == [("o", "accept", "alone")]


def test_an_adjudication_counts_before_all_else() -> None:
    """One who has weighed both overrules any number."""
    many = [verdict("reject", coder) for coder in "bcd"]
    judge = verdict("accept", "j", settles=("v_x",))

    assert settled(*many, judge) == [("o", "accept", "adjudicated")]


def test_no_parent_rejects_the_pairs_of_its_goal() -> None:
    """And who accepts one of them denies it."""
    none = verdict("no_parent", "b", reason="statutory")

    assert settled(none) == [(None, "no_parent", "alone")]
    assert settled(none, verdict("reject")) == [
        (None, "no_parent", "alone"),
        ("o", "reject", "agreed"),
    ]
    assert settled(none, verdict("accept")) == [(None, "open", "differ"), ("o", "open", "differ")]


def test_a_suspect_verdict_counts_for_nothing_and_is_not_lost() -> None:
    """It stands in the table until someone confirms it."""
    changed = GOAL | {"text": WORDS.replace("fjerde", "femte")}
    found = carried([verdict(), verdict("reject", "b")], texts_of(world(changed)))

    table = check_table(verdict_rows(found), VERDICTS)

    assert (that_count(found), len(settled_pairs(found))) == ([], 0)
    assert (
        table[["standing", "counts", "goal_text"]].to_numpy().tolist()
        == [[SUSPECT, False, WORDS]] * 2
    )


def test_what_a_coder_said_before_has_a_row_that_counts_for_nothing() -> None:
    """Both answers of one coder are there, the latter is her last."""
    given = not_taken_back([verdict("accept", minute=1), verdict("reject", minute=2)])

    table = check_table(verdict_rows(carried(given, texts_of(world(GOAL)))), VERDICTS)

    told = table[["verdict", "is_latest", "counts"]].to_numpy().tolist()
    assert told == [["accept", False, False], ["reject", True, True]]


def test_what_was_taken_back_is_nowhere() -> None:
    """An undo leaves what came before it."""
    undo = verdict("undo", minute=3)

    assert not_taken_back([verdict("accept", minute=2), undo]) == []


@pytest.mark.parametrize(
    ("anew", "waiting"),
    [([], 1), ([("accept", "a", 5)], 0), ([("no_parent", "a", 5)], 0), ([("accept", "b", 5)], 1)],
    ids=["nobody", "the same coder", "on the goal as a whole", "another coder"],
)
def test_a_suspect_verdict_waits_for_its_coder(
    anew: list[tuple[str, str, int]], waiting: int
) -> None:
    """It waits to be confirmed until she has judged the pair, or its goal, with the new words."""
    words = WORDS.replace("fjerde", "femte")
    now = {"goal_sha256": text_sha256(words)}
    given = [verdict()]
    for word, coder, minute in anew:
        whole = {"objective_id": None, "objective_quote": None} if word == "no_parent" else {}
        given.append(verdict(word, coder, minute, **now, **whole))

    table = verdict_rows(carried(given, texts_of(world(GOAL | {"text": words}))))

    assert table["awaits_confirmation"].sum() == waiting


def test_who_was_asked_again_has_one_vote() -> None:
    """What she says the second time shows how steady she is, and settles nothing."""
    again = verdict("reject", minute=5, chosen="repeat")

    assert settled(verdict(), again) == [("o", "accept", "alone")]
