"""Every text of the pages is in every language, and none is there that nothing says."""

import importlib.util
import re
from pathlib import Path

import pytest

from pipeline.catalogues import translations

ROOT = Path(__file__).parent.parent
_SPEC = importlib.util.spec_from_file_location(
    "update_catalogues", ROOT / "scripts" / "update_catalogues.py"
)
assert _SPEC is not None
assert _SPEC.loader is not None
update_catalogues = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(update_catalogues)


@pytest.mark.parametrize("language", update_catalogues.LANGUAGES)
def test_nothing_waits_and_nothing_is_left_over(language: str) -> None:
    """`python scripts/update_catalogues.py` has been run, and what it listed was translated."""
    assert update_catalogues.waiting(language) == []
    assert update_catalogues.surplus(language) == []


@pytest.mark.parametrize("language", update_catalogues.LANGUAGES)
def test_what_is_put_into_a_text_is_put_into_its_translation(language: str) -> None:
    """The same names in every language, or the page would fail."""

    def places(text: object) -> set[str]:
        return set(re.findall(r"%\((\w+)\)[sd]|{(\w+)}", str(text)))

    different = [
        message.id
        for message in update_catalogues.catalogue(language)
        if message.id and places(message.id) != places(message.string)
    ]

    assert different == []


def test_plurals_follow_the_number() -> None:
    """One and several in English; Norwegian as it is written."""
    english = translations("en")
    texts = "%(num)d svar", "%(num)d svar"

    assert [english.ngettext(*texts, n) for n in (1, 2)] == ["%(num)d answer", "%(num)d answers"]
    assert translations("nb").gettext("Lagre") == "Lagre"
