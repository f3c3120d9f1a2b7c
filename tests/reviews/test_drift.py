"""Tests of a coder: known answers, and her own of before."""

import pandas as pd
import pytest

from pipeline.reviews.drift import drift
from pipeline.schemas.coupling import LINKS
from pipeline.schemas.measures import DRIFT
from pipeline.tables import empty_table, filled_table
from tests.reviews.coders_for_tests import PARAMS, coded, links_of, said, verdicts_of
from tests.tables_for_tests import Row

STATED = links_of(*((f"g{n}", "o") for n in range(4)), explicit=True)


def found_for(rows: list[Row], links: pd.DataFrame | None = None) -> pd.DataFrame:
    """DRIFT of some verdicts."""
    known = empty_table(LINKS) if links is None else links
    return filled_table(drift(verdicts_of(rows), known, PARAMS), DRIFT)


def only(found: pd.DataFrame, part: str = "all") -> dict[str, object]:
    """The one row of a part."""
    [row] = found[found["part"].eq(part)].to_dict("records")
    return row


def test_nobody_tested_gives_no_rows() -> None:
    """Ordinary verdicts say nothing of drift."""
    assert found_for(coded(a="++--", b="++--"), STATED).empty


def test_what_the_document_states_is_known() -> None:
    """Three of four stated links accepted; in time, none wrong in the first two."""
    rows = [
        said("a", w, f"g{n}", chosen="known")
        for n, w in enumerate(["accept", "accept", "accept", "reject"])
    ]

    found = found_for(rows, STATED)

    row = only(found)
    assert (row["about"], row["n"], row["value"]) == ("known", 4, 0.75)
    assert row["low"] < 0.75 < row["high"]
    assert [only(found, part)["value"] for part in ("1–2", "3–4")] == [1.0, 0.5]


def test_what_an_adjudicator_settled_is_known_and_stands_above_the_document() -> None:
    """She rejected a link that the document states: to reject it is right from then on."""
    rows = [
        said("c", "reject", "g0", is_adjudication=True),
        said("a", "reject", "g0", chosen="known"),
    ]

    assert only(found_for(rows, STATED))["value"] == 1.0


def test_no_parent_rejects_what_is_known() -> None:
    """Who says that a goal serves nothing is wrong about a link that the document states."""
    assert only(found_for([said("a", "no_parent", "g0", chosen="known")], STATED))["value"] == 0.0


def test_doubt_is_no_error() -> None:
    """It is counted apart, and without any other answer there is no share."""
    row = only(found_for([said("a", "unsure", "g0", chosen="known")], STATED))

    assert (row["n"], row["unsure"]) == (0, 1)
    assert pd.isna(row["value"])


def test_a_test_with_the_answer_in_sight_is_none() -> None:
    """The engine's score tells."""
    rows = [said("a", "accept", "g0", chosen="known", score_visible=True)]

    assert found_for(rows, STATED).empty


def test_a_coder_is_held_against_herself() -> None:
    """Of four pairs that she is asked again she changes one: .75, κ = .5."""
    before = [said("a", w, f"g{n}") for n, w in enumerate(["accept"] * 2 + ["reject"] * 2)]
    again = [
        said("a", w, f"g{n}", chosen="repeat") for n, w in enumerate(["accept"] + ["reject"] * 3)
    ]

    row = only(found_for([*before, *again]))

    assert (row["about"], row["n"], row["value"]) == ("repeat", 4, 0.75)
    assert row["kappa"] == pytest.approx(0.5)
    assert row["kappa_low"] < 0.5 < row["kappa_high"]


def test_another_coders_answer_is_no_former_one() -> None:
    """Each is held against her own."""
    assert found_for([said("b", "accept", "g"), said("a", "accept", "g", chosen="repeat")]).empty


def test_a_third_answer_is_held_against_the_second() -> None:
    """Accept, reject, reject: changed once, then the same."""
    rows = [
        said("a", w, "g", chosen=c)
        for w, c in (("accept", "random"), ("reject", "repeat"), ("reject", "repeat"))
    ]

    assert only(found_for(rows))["value"] == 0.5


def test_no_parent_again_agrees_unless_an_objective_was_accepted() -> None:
    """Rejecting what one was asked of fits with it; accepting denies it."""
    fits = [said("a", "reject", "g"), said("a", "no_parent", "g", chosen="repeat")]
    denies = [said("a", "accept", "g"), said("a", "no_parent", "g", chosen="repeat")]

    assert only(found_for(fits))["value"] == 1.0
    assert only(found_for(denies))["value"] == 0.0


def test_drift_is_blind_to_the_order_of_rows() -> None:
    """Time orders them."""
    rows = [said("a", "accept", f"g{n}") for n in range(6)]
    rows += [said("a", "reject" if n > 3 else "accept", f"g{n}", chosen="repeat") for n in range(6)]
    table = verdicts_of(rows)

    one, other = (
        drift(each, empty_table(LINKS), PARAMS)
        for each in (table, table.sample(frac=1, random_state=1))
    )

    pd.testing.assert_frame_equal(one, other)
