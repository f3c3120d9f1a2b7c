"""Claims on tables: nothing leaves or enters a stage unchecked."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from pipeline import schemas, tables
from pipeline.errors import TableError
from pipeline.schemas.measures import RANKS
from pipeline.tables import (
    check_table,
    empty_table,
    municipalities,
    municipality_groups,
    read_rows,
    read_table,
    read_whole,
    table_path,
    write_table,
)

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


def test_a_file_of_another_version_or_none_at_all_says_what_to_do(tmp_path: Path) -> None:
    """Without the municipalities' column, or no Parquet: the file is named, and what to do."""
    path = table_path(schemas.DOCUMENTS, tmp_path)
    path.parent.mkdir(parents=True)

    pd.DataFrame({"path": ["a.pdf"]}).to_parquet(path)
    with pytest.raises(TableError, match=r"documents\.parquet: .*municipality.*kopling run"):
        municipalities(tmp_path)
    with pytest.raises(TableError, match=r"documents\.parquet: .*municipality.*kopling run"):
        municipality_groups(schemas.DOCUMENTS, tmp_path)
    with pytest.raises(TableError, match=r"documents\.parquet: .*municipality.*kopling run"):
        read_table(schemas.DOCUMENTS, tmp_path, "Elvestad")

    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(TableError, match=r"documents\.parquet: expected a Parquet.*kopling run"):
        read_table(schemas.DOCUMENTS, tmp_path)


def test_reading_what_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    """A stage that has not run is named by the file it would have written."""
    with pytest.raises(TableError, match="kopling run"):
        read_table(schemas.GOALS, tmp_path)


def test_a_municipality_is_read_without_the_others(tmp_path: Path) -> None:
    """Each has its rows together in a row group of its own, whatever order they came in."""
    frame = pd.DataFrame({"municipality": list("bab"), "goal_id": ["b1", "a1", "b2"]})
    frame = frame.assign(vector=[np.array([at], dtype=np.float32) for at in range(3)])

    path = write_table(frame, schemas.VECTORS, tmp_path)

    assert pq.ParquetFile(path).num_row_groups == 2
    assert read_table(schemas.VECTORS, tmp_path)["goal_id"].to_list() == ["b1", "b2", "a1"]
    assert read_table(schemas.VECTORS, tmp_path, "a")["goal_id"].to_list() == ["a1"]
    assert read_table(schemas.VECTORS, tmp_path, "c").empty
    assert read_whole(schemas.VECTORS, tmp_path)["municipality"].to_list() == ["b", "b", "a"]


def test_rows_of_some_are_found_wherever_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In their order, from several row groups; none where nothing is asked for or nothing there."""
    monkeypatch.setattr(tables, "ROWS_IN_A_GROUP", 2)
    frame = pd.DataFrame([REJECT | {"path": path, "page": at} for at, path in enumerate("baacdab")])

    path = write_table(frame, schemas.REJECTS, tmp_path)

    assert pq.ParquetFile(path).num_row_groups == 4
    found = read_rows(schemas.REJECTS, tmp_path, "path", {"b", "d"})
    assert found[["path", "page"]].to_numpy().tolist() == [["b", 0], ["d", 4], ["b", 6]]
    assert found.dtypes.equals(read_table(schemas.REJECTS, tmp_path).dtypes)
    for nothing in (set(), {"e"}):
        none = read_rows(schemas.REJECTS, tmp_path, "path", nothing)
        pd.testing.assert_frame_equal(none, empty_table(schemas.REJECTS))


def test_two_municipalities_may_call_a_unit_the_same() -> None:
    """The municipality is part of a key of names; a key from content is one for all."""
    rank = {"unit": "Sentrum skole", "year": 2015, "measure": "responsiveness", "value": 0.5}
    rank |= {"units": 1, "rank": 1, "rank_low": 1, "rank_high": 1}
    rank |= {"rank_low_links": None, "rank_high_links": None, "chance_first": 1, "chance_last": 1}
    two = pd.DataFrame([rank | {"municipality": name} for name in ("a", "b")])
    vectors = pd.DataFrame({"goal_id": ["g", "g"], "vector": [[1.0], [1.0]]})

    assert len(check_table(two, RANKS)) == 2
    with pytest.raises(TableError, match="came twice"):
        check_table(two.drop(columns="municipality"), RANKS)
    with pytest.raises(TableError, match="came twice"):
        check_table(vectors.assign(municipality=["a", "b"]), schemas.VECTORS)
