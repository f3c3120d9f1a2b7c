"""Boolean keyword queries."""

import pytest

from benchmarks.accuracy.keywords import Query, keyword_links, load_queries
from pipeline.errors import InputError


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("skole*", "Skolebussen", True),
        ("skole", "Skolebussen", False),
        ("*utslipp", "Klimagassutslipp skal ned", True),
        ("*utslipp", "Utslippene skal ned", False),
        ("tidlig innsats", "Tidlig, samlet innsats", False),
        ("tidlig innsats", "Tidlig  innsats lønner seg", True),
        ("miljø* & !sikkerhet*", "Helse, miljø og sikkerhet", False),
        ("lese* | regne* & elev*", "Lærerne regner", False),
        ("lese* | regne* & elev*", "Elevene regner", True),
        ("årsbudsjett*", "a\u030arsbudsjettet", True),
    ],
)
def test_queries_hit_whole_words_wildcards_rows_and_what_is_not_barred(
    query: str, text: str, expected: bool
) -> None:
    """A star stands for the rest of a word, a group for any of its words, ! for none of them."""
    assert Query.of(query).hits(text) is expected


@pytest.mark.parametrize("query", ["", "skole* & ", "skole* | & barn*", "!miljø*"])
def test_a_query_that_asks_for_nothing_is_refused(query: str) -> None:
    """It would hit every text, or none."""
    with pytest.raises(InputError, match="expected words between & and"):
        Query.of(query)


def test_any_query_that_hits_is_enough() -> None:
    """Two queries of one objective, one of the other."""
    asked = {"1": [Query.of("skole*"), Query.of("barnehage*")], "2": [Query.of("veg*")]}

    found = keyword_links(["Nye barnehager", "Skoleveger og veger", "Kultur"], asked)

    assert found.tolist() == [[True, False], [True, True], [False, False]]


def test_both_plans_of_the_example_corpus_and_the_case_have_their_queries() -> None:
    """Eighteen objectives a plan, four of the case, none without a query."""
    queries = load_queries()

    assert {plan: len(objectives) for plan, objectives in queries.items()} == {
        "case": 4,
        "2010": 18,
        "2014": 18,
    }
    assert all(asked for objectives in queries.values() for asked in objectives.values())
