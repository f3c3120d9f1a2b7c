"""What can be seen to have been done, and what can't."""

import pytest

from pipeline.goals.clarity import has_target


@pytest.mark.parametrize(
    "text",
    [
        "Alle leikeplassar er kontrollerte",
        "Kommunen har solgt rådhuset",
        "Klimaregnskapet er lagt fram innen 1. mai",
        "24 nye omsorgsboliger står klare",
        "Antall fall med skade går ned fra 17 til 10",
        "Hver fjerde ansatt er mann",
        "Kvart barn har vore fem gonger på skulen",
        "All bridges have been inspected",
    ],
)
def test_done_work_and_counted_things_can_be_tested(text: str) -> None:
    """Anyone can see or count whether it is so."""
    assert has_target(text)


@pytest.mark.parametrize(
    "text",
    [
        "Kommunen har styrket samarbeidet",
        "De ansatte er motiverte",
        "Styrke samarbeidet med foreldre som har kort botid i Norge",
        "Tjenestene skal innenfor gitte rammer holde god kvalitet",
        "Ingen blir mobbet",
        "Alle barnehager har ressursteam med faste deltakere",
        "Se kapittel 4 omfatter alt",
    ],
)
def test_what_is_more_or_of_a_kind_can_not(text: str) -> None:
    """Strengthened, motivated and short are not there to be seen."""
    assert not has_target(text)
