"""Statements in two standards and in compounds meet in their terms."""

from pipeline.language.terms import content_terms


def test_nynorsk_and_bokmål_give_the_same_terms() -> None:
    """Fleire sjukeheimsplassar is flere sykehjemsplasser."""
    one, other = content_terms(
        [["fleire", "sjukeheimsplassar"], ["flere", "sykehjemsplasser"]], ["nn", "nb"]
    )

    assert one == other
    assert "plass" in one


def test_parts_come_after_the_words() -> None:
    """A compound stands for itself first."""
    assert content_terms([["nok", "barnehageplasser", "i", "byen"]], ["nb"]) == [
        ["nok", "barnehageplass", "by", "barnehag", "plass"]
    ]


def test_there_is_a_list_for_each_document() -> None:
    """An empty one for an empty document, in either language."""
    assert content_terms([[], ["plan"], []], ["nb", "en", "en"]) == [[], ["plan"], []]
