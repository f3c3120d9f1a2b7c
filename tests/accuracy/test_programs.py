"""The scorer of designed programs."""

import pandas as pd

from benchmarks.accuracy.programs import (
    DESIGNS,
    Known,
    Program,
    order_share,
    parent_share,
    score,
)

KNOWN = [
    Known("heading", "2 Oppvekst", 1),
    Known("heading", "2.1 Skole", 2),
    Known("list_item", "bygge to skoler"),
    Known("list_item", "25 nye lærere"),
    Known("footnote", "Se vedlegg", in_flow=False),
]


def _read(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "role": "paragraph" if role == "footnote" else role,
                "text": text,
                "heading_path": path,
                "is_footnote": role == "footnote",
            }
            for role, text, path in rows
        ]
    )


RIGHT = _read(
    ("heading", "2 Oppvekst", ""),
    ("heading", "2.1 Skole", "2 Oppvekst"),
    ("list_item", "• bygge to skoler", "2 Oppvekst > 2.1 Skole"),
    ("list_item", "• 25 nye lærere", "2 Oppvekst > 2.1 Skole"),
    ("footnote", "1 Se vedlegg", "2 Oppvekst > 2.1 Skole"),
)


def test_what_is_read_right_scores_one() -> None:
    """Marks of lists and notes don't count; figures that open an item do."""
    result = score(KNOWN, RIGHT)

    assert [result[role]["f1"] for role in ("heading", "list_item", "footnote")] == [1, 1, 1]


def test_an_item_read_as_a_heading_costs_both() -> None:
    """One made-up heading and one missed item."""
    wrong = RIGHT.assign(role=RIGHT["role"].where(RIGHT.index != 2, "heading"))

    result = score(KNOWN, wrong)

    assert (result["heading"]["precision"], result["list_item"]["recall"]) == (0.6667, 0.5)


def test_order_counts_neighbours() -> None:
    """One item moved to the front parts it from both its neighbours."""
    moved = pd.concat([RIGHT.iloc[[2]], RIGHT.drop(index=2)])

    assert (order_share(KNOWN, RIGHT), order_share(KNOWN, moved)) == (1.0, 0.3333)


def test_a_heading_under_the_wrong_one_is_told() -> None:
    """The path's last heading is held against the nearest one above of lesser depth."""
    flat = RIGHT.assign(heading_path="")

    assert (parent_share(KNOWN, RIGHT), parent_share(KNOWN, flat)) == (1.0, 0.5)


def test_programs_are_the_same_every_time() -> None:
    """The lot is seeded."""
    design = next(iter(DESIGNS.values()))

    assert Program(design, 1, 1).html == Program(design, 1, 1).html
