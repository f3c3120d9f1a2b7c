"""What of a goal is taken over, where it stands, and what the goal adds of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.coupling.concrete import added_detail
from pipeline.coupling.reuse import Span, taken_over
from pipeline.language.tokenise import tokenise

OBJECTIVE = tokenise("Gi barn og unge rask hjelp fra faste fagfolk")
WORDS = st.lists(
    st.sampled_from(["barn", "og", "unge", "skole", "hjem", "skal", "få", "hjelp", "3"]), max_size=9
)


def test_what_is_copied_is_taken_over_whole() -> None:
    """One run, from end to end."""
    found = taken_over(OBJECTIVE, OBJECTIVE)

    assert (found.share, found.echo) == (1.0, 1.0)
    assert found.spans == (Span(0, 9, 0, 9),)


def test_endings_and_padding_hide_nothing() -> None:
    """«Elevene skal kunne …» says what «elever …» does."""
    goal = tokenise("Elevene skal kunne mestre ferdighetene")

    assert taken_over(goal, tokenise("elever mestrer ferdigheter")).echo == 1.0


def test_a_moved_phrase_is_found_on_both_sides() -> None:
    """The spans show it there and here."""
    goal = tokenise("skogen vernes og byens torg pusses opp")
    found = taken_over(goal, tokenise("byens torg pusses opp og skogen vernes"))

    assert [(span.goal_start, span.objective_start) for span in found.spans] == [(0, 5), (3, 0)]
    assert found.echo == 1.0


def test_each_word_is_taken_once() -> None:
    """A word said twice in the goal and once above covers one of them."""
    found = taken_over(["skole", "skole"], ["skole"])

    assert (found.share, len(found.spans)) == (0.5, 1)


def test_what_is_left_of_a_run_is_still_taken_over() -> None:
    """«Elv dal» has lost «elv» to the longer run; «dal» remains."""
    goal = ["hav", "fjord", "elv", "bre", "elv", "dal"]

    assert taken_over(goal, ["hav", "fjord", "elv", "dal"]).spans == (
        Span(0, 3, 0, 3),
        Span(5, 6, 3, 4),
    )


def test_function_words_alone_are_no_reuse() -> None:
    """«Og», «skal» and «kommunen» stand everywhere."""
    assert taken_over(tokenise("kommunen skal og"), tokenise("kommunen skal og")).share == 0.0


def test_a_few_words_out_of_many_are_less_of_an_echo() -> None:
    """All of the goal is taken over, little of the objective."""
    found = taken_over(tokenise("rask hjelp"), OBJECTIVE)

    assert found.share == 1.0
    assert found.echo < 0.7


def test_nynorsk_takes_over_from_bokmål() -> None:
    """«Fleire bur heime» has the stems of «flere bor hjemme»."""
    goal = tokenise("Verksemda held ved like skulane")

    assert taken_over(goal, tokenise("virksomheten: skolene"), "nn").share > 0.0


def test_nothing_comes_of_nothing() -> None:
    """Empty on either side."""
    assert taken_over([], OBJECTIVE).share == 0.0
    assert taken_over(OBJECTIVE, []).spans == ()


@given(WORDS, WORDS)
def test_shares_are_in_range_and_spans_hold_equal_words(goal: list[str], above: list[str]) -> None:
    """And no word stands in two spans."""
    found = taken_over(goal, above)
    mine = [at for span in found.spans for at in range(span.goal_start, span.goal_end)]
    theirs = [at for span in found.spans for at in range(span.objective_start, span.objective_end)]

    assert 0.0 <= found.echo <= found.share <= 1.0 + 1e-9
    assert [goal[at] for at in mine] == [above[at] for at in theirs]
    assert len(set(mine)) == len(mine)
    assert len(set(theirs)) == len(theirs)


@pytest.mark.parametrize(
    ("goal", "language"),
    [
        ("80 prosent har hel stilling innen 2026", "nb"),
        ("Kurse alle ledere før jul", "nb"),
        ("Andelen som har hel stilling", "nb"),
        ("Åtte nye stillingar kvart år", "nn"),
        ("Hire eight nurses by spring", "en"),
    ],
)
def test_figures_times_and_measures_are_detail(goal: str, language: str) -> None:
    """Each sort of sign that the objective lacks."""
    assert added_detail(tokenise(goal), ["mer", "heltid"], language) > 0.35


def test_what_the_objective_says_itself_is_no_detail() -> None:
    """Nor are other words for the same."""
    goal = tokenise("Utslippene er halvert innen 2030")

    assert added_detail(goal, goal) == 0.0
    assert added_detail(["hel", "stilling"], ["mer", "heltid"]) == 0.0
