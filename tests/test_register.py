"""Claims on the register: read with care, written whole."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import RegisterError
from pipeline.register import (
    REGISTER_COLUMNS,
    RegisterRow,
    add_row,
    empty_register,
    read_register,
    write_register,
)

CELL = st.text(st.characters(exclude_categories=("C", "Z")), max_size=20)


@given(unit=CELL, title=CELL)
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, unit: str, title: str
) -> None:
    """A register survives a round trip, whatever signs its texts hold, in NFC."""
    from pipeline.language.normalise import normalise_text

    path = tmp_path_factory.mktemp("register") / "register.csv"
    row = RegisterRow(path="plan.pdf", unit=normalise_text(unit), title=normalise_text(title))
    register = add_row(empty_register(), row)

    write_register(register, path)

    pd.testing.assert_frame_equal(read_register(path), register, check_dtype=False)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_registers_saved_by_spreadsheets_are_read(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    """Norwegian Excel saves semicolons, and the Windows code page."""
    text = f"path{delimiter}kind\nØkonomiplan på høring.pdf{delimiter}økonomiplan\n"
    (tmp_path / "register.csv").write_bytes(text.encode(encoding))

    register = read_register(tmp_path / "register.csv")

    assert register.loc[0, ["path", "kind", "unit"]].to_list() == [
        "Økonomiplan på høring.pdf",
        "økonomiplan",
        "",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "expected a header line"),
        ("fil,kind\n", "expected a column path"),
        ("path,farge\n", "unknown column farge"),
        ("path,kind\n,kommuneplan\n", "line 2, column path"),
        ("path,kind\na.pdf,innspill,x,y\n", "line 2: expected 2 columns, came 4"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, content: str, message: str) -> None:
    """A user is told where the register is wrong."""
    (tmp_path / "register.csv").write_text(content, encoding="utf-8")

    with pytest.raises(RegisterError, match=message):
        read_register(tmp_path / "register.csv")


def test_a_missing_register_is_said_to_be_missing(tmp_path: Path) -> None:
    """The path that was looked for stands in the message."""
    with pytest.raises(RegisterError, match=r"register\.csv: expected the register"):
        read_register(tmp_path / "register.csv")


def test_columns_may_stand_in_any_order_and_be_left_out(tmp_path: Path) -> None:
    """All the register's columns come back, the missing ones empty."""
    (tmp_path / "register.csv").write_text("year,path\n2010,a.pdf\n\n", encoding="utf-8")

    register = read_register(tmp_path / "register.csv")

    assert list(register.columns) == list(REGISTER_COLUMNS)
    assert register.iloc[0]["year"] == "2010"
    assert len(register) == 1
