"""Which pages the report shows, drawn once each, and what is said where there is none."""

import hashlib
from collections.abc import Sequence

import pandas as pd

from pipeline.params import PicturesParams
from pipeline.pictures.covering import Hidden
from pipeline.pictures.crops import Crop
from pipeline.pictures.drawing import NoPicture
from pipeline.pictures.report import Asked, draw_all, goals_shown
from pipeline.places import Box
from tests.tables_for_tests import goals_table, links_table

ASKED = [Asked(f"g{n}", "a" * 64, n, ((1.0, 2.0, 3.0, 4.0),)) for n in (1, 2, 3)]


def drawn(sha256: str, page: int, boxes: Sequence[Box], width: int, hidden: Hidden) -> Crop:
    """Pages 1 and 2 look alike; what is hidden shows in the bytes."""
    return Crop(b"alike" + "".join(hidden.words).encode(), "image/webp", width, 90)


def test_pages_that_look_alike_are_one_file() -> None:
    """Files are named by what they hold."""
    table, crops = draw_all(ASKED, drawn, PicturesParams())

    assert len(crops) == 1
    assert set(table["path"]) == set(crops["path"])
    assert crops["picture_sha256"].item() == hashlib.sha256(b"alike").hexdigest()
    assert table["width"].tolist() == [700] * 3


def test_what_is_to_be_hidden_is_handed_on_page_by_page() -> None:
    """The drawing is told which words to cover."""
    _, crops = draw_all(
        ASKED, drawn, PicturesParams(), lambda _, page: Hidden(("navn",) * (page == 2))
    )

    assert set(crops["content"]) == {b"alike", b"alikenavn"}


def test_pictures_beyond_the_bound_and_pages_that_cannot_be_drawn_have_a_reason() -> None:
    """Each goal has its row, in order; nothing fails."""

    def no_picture(*_: object) -> NoPicture:
        return NoPicture("damaged", "")

    table, crops = draw_all(ASKED, no_picture, PicturesParams(most=2))

    assert table["reason"].tolist() == ["damaged", "damaged", "too_many"]
    assert crops.empty


def test_shown_are_linked_own_goals_what_they_serve_and_the_plans_objectives() -> None:
    """The latest year first, with what stands right under; never a leader's own goals."""
    plan = {"level": "kommuneplan", "year": 2010}
    goals = goals_table(
        plan | {"goal_id": "o", "kind": "delmål"},
        plan | {"goal_id": "point", "kind": "strategi"},
        plan | {"goal_id": "under", "kind": "strategi", "parent_goal_id": "point"},
        plan | {"goal_id": "unserved", "kind": "strategi"},
        {"goal_id": "own", "year": 2014, "level": "lederavtale"},
        {"goal_id": "alone", "year": 2014, "level": "lederavtale"},
        {"goal_id": "leader", "year": 2015, "level": "lederavtale", "part": "personlig"},
    )
    links = links_table(
        {"goal_id": "own", "objective_id": "point", "linked": True},
        {"goal_id": "alone", "objective_id": "unserved", "linked": False},
        {"goal_id": "leader", "objective_id": "o", "linked": True},
    )
    profiles = pd.DataFrame({"goal_id": ["own", "alone", "leader"], "is_own": True})

    assert goals_shown(goals, links, profiles)["goal_id"].tolist() == ["own", "o", "point", "under"]
