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
    guesses_told,
    read_register,
    still_guessed,
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


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_what_is_corrected_in_a_spreadsheet_is_no_guess_any_more(
    tmp_path: Path, encoding: str
) -> None:
    """The corrected kind is the user's; year and title, left as they were, are still guesses."""
    path = tmp_path / "register.csv"
    guesses = {"kind": "annet", "title": "Mål; kind = lederavtale", "year": "2024"}
    row = RegisterRow(path="avtale.docx", **guesses, guessed=guesses_told(guesses))
    write_register(add_row(empty_register(), row), path)
    lines = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    saved = "\r\n".join(
        ";".join(f'"{cell}"' if "; " in cell else cell for cell in line) for line in lines
    )
    path.write_bytes(saved.replace(";annet;", "; Lederavtale ;").encode(encoding))

    [read] = read_register(path).to_dict("records")

    assert read["kind"] == "lederavtale"
    assert still_guessed(read) == {"title", "year"}


@given(title=CELL, year=st.integers(1900, 2200), kind=CELL)
def test_guesses_are_told_apart_from_any_text(title: str, year: int, kind: str) -> None:
    """Whatever the guessed texts hold, those left alone are guesses and those changed are not."""
    guesses = {"title": title, "year": str(year)}
    row = guesses | {"guessed": guesses_told(guesses), "kind": kind}

    assert still_guessed(row) == {"title", "year"}
    assert still_guessed(row | {"year": str(year + 1)}) == {"title"}


def test_old_registers_name_the_guessed_fields_alone() -> None:
    """Without the guessed value there is nothing to hold the present one against."""
    assert still_guessed({"kind": "annet", "guessed": "kind title"}) == {"kind", "title"}
    assert still_guessed({"kind": "annet", "guessed": ""}) == frozenset()


def test_kinds_and_languages_are_read_however_they_are_written(tmp_path: Path) -> None:
    """A capital letter or a space beside is no fault."""
    path = tmp_path / "register.csv"
    path.write_text("path,kind,language\nA.pdf, Økonomiplan ,NN\n", encoding="utf-8")

    row = read_register(path).iloc[0]

    assert row[["path", "kind", "language"]].to_list() == ["A.pdf", "økonomiplan", "nn"]
