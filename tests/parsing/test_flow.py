"""Passages and cells become blocks and tables in one order."""

import pandas as pd

from pipeline.parsing.flow import Block, Grid, read_flow

PASSAGE = {
    "document_sha256": "0" * 64,
    "page": 1,
    "role": "paragraph",
    "heading_path": "",
    "is_footnote": False,
    "level": None,
    "x0": 70.0,
}


def _passages(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame(
        [PASSAGE | {"passage_id": f"p{n}", "block": n} | row for n, row in enumerate(rows)]
    )


def _cells(*rows: tuple[str, ...]) -> pd.DataFrame:
    cells = [
        {
            "table": 0,
            "page": 1,
            "row": r,
            "column": c,
            "text": text,
            "row_span": 1,
            "column_span": 1,
        }
        | {"passage_id": f"c{r}{c}" if text else None}
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    names = ["table", "page", "row", "column", "text", "row_span", "column_span", "passage_id"]
    return pd.DataFrame(cells, columns=names)


def test_a_sentence_cut_by_a_page_is_put_together() -> None:
    """What a page break has parted is one block again, running heads left out."""
    passages = _passages(
        {"text": "Kommunen skal bygge"},
        {"text": "Side 1", "role": "page_number"},
        {"text": "to nye skoler.", "page": 2},
    )

    (block,) = read_flow(passages, _cells())

    assert isinstance(block, Block)
    assert (block.text, block.passage_ids) == ("Kommunen skal bygge to nye skoler.", ("p0", "p2"))


def test_a_table_stands_where_its_first_cell_stands() -> None:
    """The table comes between the paragraphs that it stood between."""
    passages = _passages(
        {"text": "Før."},
        {"text": "Skole", "role": "table_cell", "passage_id": "c00"},
        {"text": "7,3", "role": "table_cell", "passage_id": "c01"},
        {"text": "Etter."},
    )

    flow = read_flow(passages, _cells(("Skole", "7,3")))

    assert [Block, Grid, Block] == [type(item) for item in flow]


def test_a_row_that_only_carries_on_joins_the_one_above() -> None:
    """A row with the rest of a sentence belongs to the row above it."""
    held = ("c00", "c01", "c11")
    passages = _passages(*({"text": "x", "role": "table_cell", "passage_id": p} for p in held))

    (grid,) = read_flow(passages, _cells(("Fravær", "Leier ikke"), ("", "på egen hånd")))

    assert isinstance(grid, Grid)
    assert [[c.text for c in row] for row in grid.rows] == [["Fravær", "Leier ikke på egen hånd"]]
    assert grid.rows[0][1].passage_ids == ("c01", "c11")


def test_a_row_cut_by_a_page_break_is_put_together() -> None:
    """A cell that goes on in the middle of a sentence takes the rest of its row with it."""
    cells = _cells(
        ("", "98 av 100 saker er avsluttet innen", "- Tavle hver mandag", ""),
        ("", "nittiende dag", "- Leder tar imot alle", "IKT"),
        ("Ny rad", "med mål", "", ""),
    )
    cells.loc[cells["row"] >= 1, "page"] = 2
    ids = cells["passage_id"].dropna()
    passages = _passages(*({"passage_id": name, "role": "table_cell"} for name in ids))
    (table,) = read_flow(passages, cells)

    assert isinstance(table, Grid)
    assert [[cell.text for cell in row] for row in table.rows] == [
        [
            "",
            "98 av 100 saker er avsluttet innen nittiende dag",
            "- Tavle hver mandag - Leder tar imot alle",
            "IKT",
        ],
        ["Ny rad", "med mål", "", ""],
    ]


def test_rows_of_small_letters_on_two_pages_stay_apart() -> None:
    """Where cells begin with small letters anyway, a page break alone joins nothing."""
    cells = _cells(("lesekurs", "Skole"), ("leksehjelp", "Skole"))
    cells.loc[cells["row"] == 1, "page"] = 2
    passages = _passages(
        *({"passage_id": name, "role": "table_cell"} for name in cells["passage_id"])
    )
    (table,) = read_flow(passages, cells)

    assert isinstance(table, Grid)
    assert len(table.rows) == 2


def test_a_row_cut_off_below_a_header_is_not_read_into_it() -> None:
    """A sentence in small letters goes on from no header."""
    cells = _cells(("Resultatmål", "Tiltak"), ("tjenester skal ha faste møter", "holdes i januar"))
    passages = _passages(
        *({"passage_id": name, "role": "table_cell"} for name in cells["passage_id"])
    )
    (table,) = read_flow(passages, cells)

    assert isinstance(table, Grid)
    assert [row[0].text for row in table.rows] == ["Resultatmål", "tjenester skal ha faste møter"]
