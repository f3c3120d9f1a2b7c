"""Which kind of link the numbers of a pair make, and which stems carry it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.coupling.likeness import link_kinds, shared_terms
from pipeline.schemas import LINK_KINDS

SHARE = st.floats(0, 1)


def one_kind(
    taken_over: float, probability: float, is_linked: bool, concreteness: float, opposition: float
) -> str:
    """The kind of one pair."""
    taken, likely, added, opposed = np.array(
        [[taken_over, probability, concreteness, opposition]]
    ).T
    return str(link_kinds(taken, likely, np.array([is_linked]), added, 0.6, 0.05, opposed)[0])


@pytest.mark.parametrize(
    ("taken_over", "probability", "is_linked", "concreteness", "opposition", "kind"),
    [
        (0.9, 0.01, False, 0.0, 0.0, "verbatim"),
        (0.8, 0.99, True, 0.75, 0.0, "concretised"),
        (0.95, 0.99, True, 0.75, 0.0, "verbatim"),
        (0.1, 0.7, True, 0.75, 0.0, "concretised"),
        (0.1, 0.7, True, 0.0, 0.0, "rephrased"),
        (0.1, 0.1, False, 0.75, 0.0, "topical"),
        (0.1, 0.01, False, 0.75, 0.0, "none"),
        (0.9, 0.99, True, 0.0, 0.9, "topical"),
        (0.1, 0.7, True, 0.75, 0.9, "topical"),
        (0.9, 0.01, False, 0.0, 0.9, "topical"),
        (0.0, 0.01, False, 0.0, 0.9, "none"),
    ],
)
def test_kinds_of_links(
    taken_over: float,
    probability: float,
    is_linked: bool,
    concreteness: float,
    opposition: float,
    kind: str,
) -> None:
    """Opposed aims first, then an echo, then what is decided, then the field."""
    assert one_kind(taken_over, probability, is_linked, concreteness, opposition) == kind


@given(SHARE, SHARE, st.booleans(), SHARE, SHARE)
def test_every_pair_has_a_kind(
    taken_over: float, probability: float, is_linked: bool, concreteness: float, opposition: float
) -> None:
    """And a linked pair never has none."""
    kind = one_kind(taken_over, probability, is_linked, concreteness, opposition)

    assert kind in LINK_KINDS
    assert not (is_linked and kind == "none")


def test_shared_terms_are_the_heaviest_first() -> None:
    """By the product of both weights, and only what both have."""
    assert shared_terms({"a": 0.2, "b": 0.9, "c": 1.0}, {"a": 0.3, "b": 0.5}) == ["b", "a"]
