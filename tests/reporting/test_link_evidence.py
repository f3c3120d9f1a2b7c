"""What a page says of a link: which words, what carried it, what it beat."""

from dataclasses import replace

import pytest

from pipeline.reporting.corpus import Link
from pipeline.reporting.views import carried, times_next, word_answers
from pipeline.reporting.words import CARRIED_WORDS, WORD_RELATION_WORDS
from pipeline.schemas import LINKS, WORD_RELATIONS

LINK = Link(
    link_id="l",
    goal_id="g",
    objective_id="o",
    probability=0.9,
    kind="rephrased",
    linked=True,
    explicit=False,
    rank=1,
    containment=0.0,
    shared_terms="",
    word_pairs="",
    margin_to_next=1.0,
    carried_by_encoder=0.5,
    carried_by_parts=0.3,
    carried_by_field=0.01,
    carried_by_words=0.3,
    carried_by_characters=0.2,
    carried_by_coverage=0.2,
    carried_by_goal_above=0.0,
    carried_by_opposed=-0.3,
)


def test_every_relation_between_words_has_norwegian_words() -> None:
    """And none that the table can't hold."""
    assert tuple(WORD_RELATION_WORDS) == WORD_RELATIONS


def test_everything_that_carries_a_link_has_norwegian_words() -> None:
    """Each column once."""
    told = [column for columns in CARRIED_WORDS.values() for column in columns]

    assert sorted(told) == sorted(c for c in LINKS.schema.columns if c.startswith("carried_by_"))


def test_what_carried_a_link_is_told_most_first_and_next_to_nothing_left_out() -> None:
    """Whole and sentences are one meaning; what is covered belongs to the words."""
    assert [(word, round(value, 2)) for word, value in carried(LINK)] == [
        ("mening", 0.8),
        ("ord", 0.5),
        ("bokstaver", 0.2),
        ("motsatt retning", -0.3),
    ]


def test_without_an_encoder_no_meaning_is_told() -> None:
    """Missing is not zero, and is not shown as such."""
    blank = replace(LINK, carried_by_encoder=None, carried_by_parts=None)

    assert "mening" not in dict(carried(blank))


@pytest.mark.parametrize(
    ("margin", "times"), [(None, None), (-1.0, None), (0.0, None), (0.6931, 2.0), (1e9, 100.0)]
)
def test_only_the_best_link_beats_the_next(margin: float | None, times: float | None) -> None:
    """As odds, and no more than a hundred times."""
    assert times_next(replace(LINK, margin_to_next=margin)) == pytest.approx(times, abs=0.01)


@pytest.mark.parametrize("text", ["", "skole", "a~b", "a~b (ukjent)", "<b>~</b>", "~ (near)"])
def test_text_that_holds_no_word_pairs_gives_none(text: str) -> None:
    """A table may come from elsewhere."""
    assert word_answers(text) == ()
