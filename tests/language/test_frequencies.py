"""How common words are, on the scale of Zipf."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.language.frequencies import zipf


def test_everyday_words_are_more_common_than_words_of_offices() -> None:
    """Barn before barnehage, barnehage before etterslep."""
    assert zipf("barn") > zipf("barnehage") > zipf("etterslep") > 0


@settings(deadline=None)  # the first call loads the list
@given(st.text(), st.sampled_from(["nb", "en"]))
def test_every_text_has_a_value_in_range(word: str, language: str) -> None:
    """Unknown words have nought."""
    assert 0 <= zipf(word, language) <= 9
