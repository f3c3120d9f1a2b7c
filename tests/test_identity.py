"""Claims on names: made from content, blind to how the content came."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from pipeline.identity import goal_id, link_id, passage_id

WORDS = st.sampled_from(["bærekraftsmål", "årsbudsjett", "kommunestyremøte", "grønn å"])


@given(WORDS)
def test_decomposed_letters_give_the_same_name(word: str) -> None:
    """æ, ø and å count as the same letters in either form."""
    decomposed = unicodedata.normalize("NFD", word)

    assert passage_id("ab", 1, decomposed, 0) == passage_id("ab", 1, word, 0)


def test_a_link_has_a_direction() -> None:
    """A goal serving an objective is another link than the reverse."""
    assert link_id("g_1", "g_2") != link_id("g_2", "g_1")


def test_equal_texts_on_a_page_are_told_apart() -> None:
    """The second '0,0' of a page is another passage than the first."""
    assert passage_id("ab", 1, "0,0", 0) != passage_id("ab", 1, "0,0", 1)


def test_parts_do_not_run_together() -> None:
    """Where one part ends and the next begins makes a difference."""
    assert goal_id("d", ["p_1", "p_2"], "x") != goal_id("d", ["p_1p_2"], "x")
