"""Claims on tables: nothing leaves or enters a stage unchecked."""

from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from pipeline import schemas
from pipeline.errors import TableError
from pipeline.schemas.columns import table, text
from pipeline.tables import check_table, empty_table, read_table, write_table

REJECT = {"path": "a.pdf", "page": 3, "reason": "truncated", "detail": "expected a trailer"}


@pytest.mark.parametrize("table", schemas.TABLES, ids=lambda table: table.name)
def test_an_empty_table_survives_a_round_trip(tmp_path: Path, table: schemas.Table) -> None:
    """No rows are written and read with all columns and types."""
    empty = empty_table(table)

    write_table(empty, table, tmp_path)

    pd.testing.assert_frame_equal(read_table(table, tmp_path), empty)


def test_equal_frames_are_equal_bytes(tmp_path: Path) -> None:
    """Two writings of the same table can't be told apart."""
    first = write_table(pd.DataFrame([REJECT]), schemas.REJECTS, tmp_path / "a")
    second = write_table(pd.DataFrame([REJECT]), schemas.REJECTS, tmp_path / "b")

    assert first.read_bytes() == second.read_bytes()


def test_a_missing_number_stays_missing(tmp_path: Path) -> None:
    """A reject of a whole file has no page, not page zero."""
    write_table(pd.DataFrame([REJECT | {"page": None}]), schemas.REJECTS, tmp_path)

    assert read_table(schemas.REJECTS, tmp_path)["page"].isna().all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"colour": "red"}, "colour"),
        ({"reason": None}, "reason"),
        ({"page": "three"}, "page"),
    ],
)
def test_what_breaks_a_schema_is_named(change: dict[str, object], message: str) -> None:
    """The error names the table and the column."""
    with pytest.raises(TableError, match=f"rejects.*{message}"):
        check_table(pd.DataFrame([REJECT | change]), schemas.REJECTS)


def test_a_missing_column_stops_the_run() -> None:
    """A table without one of its columns is refused."""
    with pytest.raises(TableError, match="detail"):
        check_table(pd.DataFrame([REJECT]).drop(columns="detail"), schemas.REJECTS)


def test_a_key_that_stands_twice_is_refused() -> None:
    """Each goal has one vector."""
    row = {"goal_id": "g_1", "vector": [1.0]}

    with pytest.raises(TableError, match=r"came twice.*g_1"):
        check_table(pd.DataFrame([row, row]), schemas.VECTORS)


def test_reading_what_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    """A stage that has not run is named by the file it would have written."""
    with pytest.raises(TableError, match="kopling run"):
        read_table(schemas.GOALS, tmp_path)


def test_a_municipality_is_read_without_the_others(tmp_path: Path) -> None:
    """Each has its rows together in a row group of its own, whatever order they came in."""
    of_places = table(
        "proving",
        "places",
        "For this test alone.",
        (),
        municipality=text("kommune"),
        goal_id=text("goal"),
    )
    frame = pd.DataFrame({"municipality": list("bab"), "goal_id": ["b1", "a1", "b2"]})

    path = write_table(frame, of_places, tmp_path)

    assert pq.ParquetFile(path).num_row_groups == 2
    assert read_table(of_places, tmp_path)["goal_id"].to_list() == ["b1", "b2", "a1"]
    assert read_table(of_places, tmp_path, "a")["goal_id"].to_list() == ["a1"]
    assert read_table(of_places, tmp_path, "c").empty
