"""What became of each point of a proposal."""

import pandas as pd
import pytest

from pipeline.scoring.case_sides import case_points_of
from pipeline.scoring.decisions import saying_of
from pipeline.scoring.points import case_points
from tests.case_by_hand import (
    PARAMS,
    fates,
    likenesses_of,
    points_of,
    sections_with,
    statement,
)
from tests.tables_for_tests import amounts_table, changes_table, goals_table

HEIS = statement("innstilling", "i1", "Heis bygges i 2013.", number="1")
RAMPE = statement("innstilling", "i2", "Rampe ved inngangen bygges om våren.", number="2")
LYS = statement("innstilling", "i3", "Foajeen får ny belysning.", number="3")


def decided(goal: str, text: str, number: str | None = None, **known: object) -> dict:
    """A point of the decision."""
    return statement("vedtak", goal, text, number=number, **known)


def test_the_four_fates() -> None:
    """Same words are kept, like ones reworded; what is left is dropped, what is new added."""
    points = points_of(
        [HEIS, RAMPE, LYS],
        [
            decided("v1", "Heis bygges i 2013"),
            decided("v2", "Rampe ved inngangen bygges om høsten."),
            decided("v3", "Kafeen holder søndagsåpent."),
        ],
        {("i2", "v2"): 0.9, ("i3", "v3"): 0.1},
    )

    assert fates(points) == [
        ("i1", "v1", "kept"),
        ("i2", "v2", "reworded"),
        ("i3", None, "dropped"),
        (None, "v3", "added"),
    ]
    assert points["probability"].tolist() == pytest.approx([1.0, 0.9, 0.1, 0.1])
    assert points["words_taken_out"].tolist()[1] == "våren"
    assert points["words_added"].tolist()[1] == "høsten"
    assert points["nearest_goal_id"].tolist()[2:] == ["v3", "i3"]


def test_the_matching_is_the_best_for_all() -> None:
    """0.8 + 0.7 is more than 0.9 alone: the first point gives its likest to the second."""
    points = points_of(
        [HEIS, RAMPE],
        [decided("v1", "Rampe og heis bygges."), decided("v2", "Heis kommer i 2013.")],
        {("i1", "v1"): 0.9, ("i1", "v2"): 0.8, ("i2", "v1"): 0.7},
    )

    assert fates(points) == [("i1", "v2", "reworded"), ("i2", "v1", "reworded")]


def test_numbers_decide_between_equals() -> None:
    """Of two points that are as like, it is the one with the same number."""
    likely = {(i, v): 0.8 for i in ("i1", "i2") for v in ("v1", "v2")}
    points = points_of(
        [HEIS, RAMPE],
        [decided("v1", "Adkomsten bygges nå.", "2"), decided("v2", "Adkomsten bygges snart.", "1")],
        likely,
    )

    assert fates(points) == [("i1", "v2", "reworded"), ("i2", "v1", "reworded")]


@pytest.mark.parametrize(
    ("numbers", "words", "expected"),
    [
        (("1", "2", "3"), "belysning", ("i3", "v3", "reworded")),
        (("1", "2", "3"), "", ("i3", None, "dropped")),
        (("1", "2", "4"), "belysning", ("i3", None, "dropped")),
        (("2", "1", "3"), "belysning", ("i3", None, "dropped")),
    ],
)
def test_the_same_place_is_an_answer_where_words_are_shared(
    numbers: tuple[str, str, str], words: str, expected: tuple
) -> None:
    """An unlike point answers its number, if the numbers were left alone and words shared."""
    goals = goals_table(
        *(HEIS, RAMPE, LYS),
        decided("v1", "Heis bygges i 2013.", numbers[0]),
        decided("v2", "Rampe ved inngangen bygges om våren.", numbers[1]),
        decided("v3", "Gammel belysning i foajeen er vernet.", numbers[2]),
    )
    likely = likenesses_of({("i3", "v3"): 0.1}, shared_terms=words)
    points = case_points(
        goals, sections_with(goals), likely, amounts_table(), changes_table(), PARAMS
    )

    assert expected in fates(points)


def test_points_put_together() -> None:
    """Two points that stand whole in one decided point are kept; what it says beside is added."""
    points = points_of(
        [HEIS, RAMPE],
        [decided("v1", f"{HEIS['text']} {RAMPE['text']} Foajeen stenges i juli.")],
        {("i1", "v1"): 0.9},
    )

    assert fates(points) == [("i1", "v1", "kept"), ("i2", "v1", "kept"), (None, "v1", "added")]
    assert points["words_added"].tolist()[2] == "Foajeen stenges i juli"


def test_a_point_parted() -> None:
    """One point made two is kept in both; what neither says has been dropped."""
    whole = statement("innstilling", "i1", "Heis bygges nå. Rampe bygges så. Foajeen males blå.")
    points = points_of(
        [whole],
        [decided("v1", "Heis bygges nå."), decided("v2", "Rampe bygges så.")],
        {("i1", "v1"): 0.9, ("i1", "v2"): 0.8},
    )

    assert fates(points) == [("i1", "v1", "kept"), ("i1", "v2", "kept"), ("i1", None, "dropped")]
    assert points["words_taken_out"].tolist()[2] == "Foajeen males blå"


def test_figures_alone() -> None:
    """Six million became four and a half: reworded in figures alone, with both amounts."""
    points = points_of(
        [statement("innstilling", "i1", "Skole: 6,0 millioner kroner.")],
        [decided("v1", "Skole: 4,5 millioner kroner.")],
        {("i1", "v1"): 0.9},
        amounts=[
            {"passage_id": "p_i1", "label": "Skole: 6,0 millioner kroner.", "amount_nok": 6e6},
            {"passage_id": "p_v1", "label": "Skole: 4,5 millioner kroner.", "amount_nok": 4.5e6},
        ],
    ).iloc[0]

    assert (points["fate"], points["figures_alone"], points["amounts_differ"]) == (
        "reworded",
        True,
        True,
    )
    assert (points["proposal_nok"], points["difference_nok"]) == (6e6, -1.5e6)
    assert (points["proposal_amount_ids"], points["decision_amount_ids"]) == ("a0", "a1")


def test_a_point_with_an_amount_on_one_side_is_not_compared() -> None:
    """Without an amount in the proposal there is no difference, and no zero."""
    points = points_of(
        [HEIS],
        [decided("v1", "Heis bygges i 2013 for 2 millioner kroner.")],
        {("i1", "v1"): 0.9},
        amounts=[{"passage_id": "p_v1", "label": "for 2 millioner kroner", "amount_nok": 2e6}],
    ).iloc[0]

    assert points["decision_nok"] == 2e6
    assert points[["proposal_nok", "difference_nok", "amounts_differ"]].isna().all()


def test_another_name_of_the_same_area_is_no_other_wording() -> None:
    """«Idrett og frivillighet» is «Idrett» in the decision; the area's caution stands beside."""
    points = points_of(
        [statement("innstilling", "i1", "Idrett og frivillighet: 0,7 millioner kroner.")],
        [decided("v1", "Idrett: 0,7 millioner kroner.")],
        changes=[
            {"area": "Idrett og frivillighet", "area_in_decision": "Idrett", "caution": "Se her."}
        ],
        amounts=[
            {
                "passage_id": "p_i1",
                "label": "Idrett og frivillighet: 0,7 millioner kroner.",
                "area": "Idrett og frivillighet",
                "amount_nok": 7e5,
            }
        ],
    ).iloc[0]

    assert (points["fate"], points["caution"], points["proposal_nok"]) == ("kept", "Se her.", 7e5)


@pytest.mark.parametrize("said", ["Som innstilling.", "Innstillingen ble enstemmig vedtatt."])
def test_kept_by_reference(said: str) -> None:
    """Where the decision only adopts the proposal, each point is kept."""
    points = points_of([HEIS, RAMPE], [], said=[said])

    assert fates(points) == [("i1", None, "kept"), ("i2", None, "kept")]
    assert set(points["ground"]) == {"by_reference"}
    assert set(points["words_taken_out"]) == {""}


def test_adopted_with_an_addition() -> None:
    """«Som innstilling, med følgende tillegg»: all is kept, and the addition added."""
    points = points_of(
        [HEIS], [decided("v1", "Foajeen males.")], said=["Som innstilling, med følgende tillegg:"]
    )

    assert fates(points) == [("i1", None, "kept"), (None, "v1", "added")]


@pytest.mark.parametrize("regions", [("innstilling",), ("vedtak",)])
def test_one_side_alone_tells_nothing(regions: tuple[str, ...]) -> None:
    """Without a proposal or a decision in the document nothing was added and nothing dropped."""
    rows = [statement(region, f"{region}1", "Heis bygges.") for region in regions]

    assert fates(points_of(rows, [])) == []


def test_blind_to_the_order_of_rows() -> None:
    """The same tables in another order give the same points."""
    goals = goals_table(HEIS, RAMPE, LYS, decided("v1", "Heis bygges."), decided("v2", "Rampe."))
    likely = likenesses_of({("i1", "v1"): 0.8, ("i2", "v2"): 0.8, ("i3", "v2"): 0.8})
    sections = sections_with(goals)
    empty = amounts_table(), changes_table()

    first = case_points(goals, sections, likely, *empty, PARAMS)
    again = case_points(goals[::-1], sections[::-1], likely[::-1], *empty, PARAMS)

    pd.testing.assert_frame_equal(first, again)


def test_of_two_proposals_the_administrations_is_the_proposal() -> None:
    """A committee's proposal beside it is not what the council changed."""
    goals = goals_table(
        statement("innstilling", "k1", "Heis bygges.", context="Komiteens innstilling"),
        statement("innstilling", "r1", "Rampe bygges.", context="Rådmannens innstilling"),
        statement("vedtak", "f1", "Heis bygges.", context="Formannskapets vedtak"),
        statement("vedtak", "b1", "Rampe bygges.", context="Bystyrets vedtak"),
    )

    assert set(case_points_of(goals, sections_with(goals))["goal_id"]) == {"r1", "b1"}


def test_cases_of_a_protocol_are_kept_apart() -> None:
    """A point of one case is no answer to another's, though they are in the same document."""
    one, other = "PS 12/25 Skole > Innstilling", "PS 13/25 Barnehage > Vedtak"
    points = points_of(
        [statement("innstilling", "i1", "Heis bygges i 2013.", context=one)],
        [
            decided("v1", "Heis bygges i 2014.", context=one.replace("Innstilling", "Vedtak")),
            decided("v2", "Heis bygges i 2013.", context=other),
        ],
        {("i1", "v1"): 0.9},
    )

    assert fates(points) == [("i1", "v1", "reworded")]
    assert points["case_in_document"].tolist() == ["12/25"]


@pytest.mark.parametrize(
    ("text", "saying"),
    [
        ("Formannskapets tilråding vart samrøystes vedteken.", "adopted"),
        ("Rådmannens innstilling vedtas med følgende endringer:", "adopted_with_changes"),
        ("Saken utsettes til neste møte.", "postponed"),
        ("Saka vert send attende til rådmannen.", "postponed"),
        ("Innstillingen forkastes.", "rejected"),
        ("Årsmeldinga vert teken til orientering.", "noted"),
        ("Økonomiplanen vedtas med disse endringene fra innstillingen:", None),
        ("Avsetningen utsettes til 2015.", None),
        ("Rådmannen legger fram en innstilling om skolen.", None),
    ],
)
def test_what_is_said_of_a_case_as_a_whole(text: str, saying: str | None) -> None:
    """Both written languages; a decision about something in the case is none about the case."""
    assert saying_of(text) == saying
