"""What is asked next: in the shares of the parameters, blind, and the same again each time."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.reviewing.desk import Answer, Desk
from pipeline.reviewing.queue import Asked
from pipeline.schemas import GOALS, LINKS
from pipeline.tables import write_table
from tests.reviewing.made_up import desk_in, write_outputs
from tests.tables_for_tests import goals_table

NOBODY: frozenset[str] = frozenset()


def code(desk: Desk, coder: str, count: int) -> list[Asked]:
    """Answer so many questions; what was asked."""
    asked = []
    for number in range(count):
        question = desk.next_for(coder, NOBODY)
        if question is None:
            break
        asked.append(question)
        pair = question.pair
        desk.save(
            coder,
            Answer(
                "accept" if pair.linked else "reject",
                pair.goal_id,
                pair.objective_id,
                accepted=(pair.objective_id,) if pair.linked else (),
                chosen=question.chosen,
                chance=question.chance,
                act=f"{coder}{number}",
            ),
        )
    return asked


def test_all_pairs_are_asked_and_none_twice_but_to_see_who_is_steady(tmp_path: Path) -> None:
    """120 pairs, each once, apart from those that are asked again on purpose."""
    desk = desk_in(tmp_path)

    asked = code(desk, "kari", 200)

    first = [each.pair.link_id for each in asked if each.chosen != "repeat"]
    again = [each.pair.link_id for each in asked if each.chosen == "repeat"]
    assert len(first) == len(set(first)) == 120
    assert set(again) <= set(first)
    assert len(again) == len(set(again)) > 3


def test_kinds_of_questions_come_in_their_shares(tmp_path: Path) -> None:
    """Of forty, sixteen are drawn by chance, as the parameters say, and the rest is shared out."""
    desk = desk_in(tmp_path, random_share=0.4, border_share=0.6, settles_share=0, double_share=0,
                   known_share=0, repeat_share=0)  # fmt: skip

    asked = Counter(each.chosen for each in code(desk, "kari", 40))

    assert asked == {"random": 16, "border": 24}


def test_two_coders_draw_the_same_pairs(tmp_path: Path) -> None:
    """Chance asks everyone in the same order: those pairs are doubly coded by themselves."""
    desk = desk_in(tmp_path)

    drawn = [
        [each.pair.link_id for each in code(desk, coder, 30) if each.chosen == "random"]
        for coder in ("kari", "ola")
    ]

    # a tenth of the 120 pairs is kept for chance; after that doubt may have been first
    assert drawn[0][:12] == drawn[1][:12]
    assert len(set(drawn[0][:12])) == 12


def test_the_same_verdicts_ask_the_same_question(tmp_path: Path) -> None:
    """A new process goes on where the last one stopped."""
    desk = desk_in(tmp_path)
    code(desk, "kari", 13)

    again = Desk(desk.outputs, desk.reviews, desk.params)

    assert again.next_for("kari", NOBODY) == desk.next_for("kari", NOBODY)


def test_a_question_at_the_border_takes_nothing_from_chance(tmp_path: Path) -> None:
    """What chance will ask is left to it, or it would be left with what nobody doubts."""
    desk = desk_in(tmp_path, random_share=0, border_share=1)
    others = code(desk, "kari", 200)

    drawn = desk_in(tmp_path, random_share=1, border_share=0).next_for("ola", NOBODY)

    assert drawn is not None
    assert drawn.pair.link_id not in {each.pair.link_id for each in others}


def test_known_answers_are_those_the_document_states(tmp_path: Path) -> None:
    """The links that a document states itself are what coders are held against."""
    desk = desk_in(tmp_path, known_share=1, random_share=0, border_share=0, settles_share=0,
                   double_share=0, repeat_share=0)  # fmt: skip

    assert all(each.pair.explicit for each in code(desk, "kari", 5))


def test_what_was_put_off_comes_last(tmp_path: Path) -> None:
    """A pair that was skipped is not asked while it is skipped, and is not lost."""
    desk = desk_in(tmp_path)
    first = desk.next_for("kari", NOBODY)
    assert first is not None

    second = desk.next_for("kari", frozenset([first.pair.link_id]))

    assert second != first
    assert desk.next_for("kari", NOBODY) == first


def test_a_goal_without_a_parent_is_asked_about_no_more(tmp_path: Path) -> None:
    """No parent answers all pairs of the goal."""
    desk = desk_in(tmp_path)
    first = desk.next_for("kari", NOBODY)
    assert first is not None
    goal = first.pair.goal_id

    asked = first.pair.objective_id
    desk.save("kari", Answer("no_parent", goal, asked, reason="statutory", chosen="random"))

    assert goal not in {each.pair.goal_id for each in code(desk, "kari", 200)}


def test_chance_asks_on_where_doubt_had_no_parent_for_an_answer(tmp_path: Path) -> None:
    """A goal that doubt was asked about must not be missing from what chance draws."""
    desk = desk_in(tmp_path)
    first = desk.next_for("kari", NOBODY)
    assert first is not None
    goal, asked = first.pair.goal_id, first.pair.objective_id

    [said] = desk.save("kari", Answer("no_parent", goal, asked, reason="personal", chosen="border"))

    assert desk.next_for("kari", NOBODY) == first
    assert said.link_id == first.pair.link_id


def test_a_changed_corpus_asks_on_from_what_still_stands(tmp_path: Path) -> None:
    """Verdicts on unchanged goals count as done; a changed goal waits among the suspects."""
    desk = desk_in(tmp_path)
    code(desk, "kari", 60)
    judged = next(v.goal_id for v in desk.verdicts("kari") if v.goal_id)

    write_outputs(tmp_path / "outputs", {judged: "Trygge barn ved andre tiltak enn før på Neset"})

    standings = Counter(each.standing for each in desk.verdicts("kari"))
    assert standings["stands"] + standings["suspect"] >= 55
    assert all(each.goal_id == judged for each in desk.suspects("kari"))


@pytest.mark.parametrize("name", ["random", "settles", "border", "double", "known", "repeat"])
def test_a_share_of_none_asks_none(tmp_path: Path, name: str) -> None:
    """Each kind of question can be turned off."""
    desk = desk_in(tmp_path, **{f"{name}_share": 0.0})

    assert name not in {each.chosen for each in code(desk, "kari", 40)}


def test_a_run_that_is_under_way_disturbs_nobody(tmp_path: Path) -> None:
    """While tables are missing, or goals and links are of two runs, the page is as it was."""
    desk = desk_in(tmp_path)
    before = desk.corpus()
    goals, links = (
        tmp_path / "outputs" / table.stage / f"{table.name}.parquet" for table in (GOALS, LINKS)
    )
    kept = links.read_bytes()

    write_table(goals_table({"goal_id": "another"}), GOALS, tmp_path / "outputs")
    of_two_runs = desk.corpus()
    links.unlink()
    gone = desk.corpus()
    links.write_bytes(kept)
    write_outputs(tmp_path / "outputs", {"g01": "Noe annet enn det som var der før"})

    assert (of_two_runs, gone) == (before, before)
    assert desk.corpus().goals["g01"].text == "Noe annet enn det som var der før"
    assert goals.is_file()


def test_a_form_sent_many_times_at_once_is_one_act(tmp_path: Path) -> None:
    """Threads that save the same act wait for each other."""
    desk = desk_in(tmp_path)
    question = desk.next_for("kari", NOBODY)
    assert question is not None
    pair = question.pair
    answer = Answer("reject", pair.goal_id, pair.objective_id, act="once")

    with ThreadPoolExecutor(8) as pool:
        saved = list(pool.map(lambda _: desk.save("kari", answer), range(16)))

    assert len({each.verdict_id for lines in saved for each in lines}) == 1
    assert len(desk.ledgers.given("kari")) == 1
