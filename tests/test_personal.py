"""What an agreement says about a person is neither quoted nor shown."""

import pandas as pd

from pipeline.personal import personal_passages
from pipeline.schemas.reading import CELLS
from pipeline.tables import empty_table
from tests.tables_for_tests import goals_table

LINES = (
    ("h4", "4 Egne mål", "heading", ""),
    ("goal", "Alle elever leser", "table_cell", "4 Egne mål"),
    ("support", "Fagstaben", "table_cell", "4 Egne mål"),
    ("h5", "5 Lederens personlige utvikling", "heading", ""),
    ("own", "Bruke mindre tid på e-post", "table_cell", "5 Lederens personlige utvikling"),
    ("signed", "Underskrift", "paragraph", "Oppfølging"),
    ("foot", "Side 3", "footer", ""),
)


def passages(*lines: tuple[str, str, str, str]) -> pd.DataFrame:
    """One document of these lines."""
    rows = [
        {"passage_id": name, "text": text, "role": role, "heading_path": path, "block": block}
        for block, (name, text, role, path) in enumerate(lines)
    ]
    return pd.DataFrame(rows).assign(document_sha256="a" * 64)


def cells(*names: str) -> pd.DataFrame:
    """One row of a table that holds these passages."""
    rows = [
        {"passage_id": name, "document_sha256": "a" * 64, "table": 0, "row": 1} for name in names
    ]
    return pd.DataFrame(rows) if rows else empty_table(CELLS)


def goal(name: str, **values: object) -> dict[str, object]:
    """A goal of an agreement that stands in the passage of its name."""
    return {"goal_id": name, "passage_id": name, "passage_ids": name, "part": "enhet", **values}


def test_what_comes_after_the_last_goal_and_its_row_is_hidden() -> None:
    """The leader's own part and the signatures; the row's support and the page's foot are not."""
    hidden = personal_passages(
        goals_table(goal("goal")), passages(*LINES), cells("goal", "support")
    )

    assert hidden == {"h5", "own", "signed"}


def test_what_stands_under_a_personal_heading_is_hidden_wherever_it_stands() -> None:
    """Also before the unit's goals."""
    lines = (LINES[3], LINES[4], LINES[0], LINES[1])

    assert personal_passages(goals_table(goal("goal")), passages(*lines), cells()) == {"h5", "own"}


def test_heads_of_columns_set_as_a_heading_are_personal_under_a_personal_heading() -> None:
    """What stands under them is hidden, though their heading is as high; the next one ends it."""
    heads = "Resultatmål Mål for enheten Tiltak"
    lines = (
        LINES[3],
        ("heads", heads, "heading", ""),
        ("own", "Delta i ledernettverk", "list_item", heads),
        LINES[0],
        ("intro", "Vi har valgt ett mål.", "paragraph", LINES[0][1]),
        LINES[1],
    )

    found = personal_passages(goals_table(goal("goal")), passages(*lines), cells())

    assert found == {"h5", "heads", "own"}


def test_personal_goals_that_were_read_are_hidden_all_the_same() -> None:
    """Whoever asks for them in the tables doesn't ask for them on a page."""
    lines = (("own", "Delegere mer", "paragraph", "Samtale"), *LINES[:2])
    goals = goals_table(goal("own", part="personlig"), goal("goal"))

    assert personal_passages(goals, passages(*lines), cells()) == {"own"}


def test_other_documents_hide_nothing() -> None:
    """A plan may have a chapter on the development of leaders."""
    plan = goals_table(goal("goal", level="kommuneplan", part=None))

    assert personal_passages(plan, passages(*LINES), cells()) == frozenset()
