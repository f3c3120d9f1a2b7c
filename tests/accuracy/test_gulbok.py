"""The scorer of a budget's posts: what counts as found."""

from decimal import Decimal

import pandas as pd
import pytest

from benchmarks.accuracy.gulbok import FOLDER, NAME, Found, Post, compare, main, posts_in_tables

ROWS = [
    ["100", "", "Departementet:", "", ""],
    ["", "1", "Driftsutgifter", "5 035 000", ""],
    ["", "21", "Spesielle driftsutgifter, kan overføres", "17 000", "5 052 000"],
    ["", "", "Sum departementet", "", "5 052 000"],
    ["2445", "", "Eiendom:", "", ""],
    ["", "24", "Driftsresultat:", "", ""],
    ["", "", "1 Driftsinntekter", "-7 996 000", ""],
    ["", "", "2 Driftsutgifter", "7 598 000", "-398 000"],
    ["", "30", "Prosjektering", "302 000", "-96 000"],
]


def cells(rows: list[list[str]]) -> pd.DataFrame:
    """The rows as cells of one table."""
    return pd.DataFrame(
        [(0, r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)],
        columns=["table", "row", "column", "text"],
    )


def test_posts_are_read_with_their_chapter_and_amount():
    """The figure beside the words counts, not the chapter's sum; a result is its last row's."""
    found = [post for _, post in posts_in_tables(cells(ROWS))]

    assert found == [
        Post(100, 1, Decimal(5_035_000)),
        Post(100, 21, Decimal(17_000)),
        Post(2445, 24, Decimal(-398_000)),
        Post(2445, 30, Decimal(302_000)),
    ]


def test_a_wrong_amount_is_wrong_and_another_table_s_rows_are_no_posts():
    """Rows count as extra only in a table that holds posts for the most part."""
    right, other = Post(1, 1, Decimal(10)), Post(1, 50, Decimal(20))
    misread, pledge = Post(1, 50, Decimal(2)), Post(1, 70, Decimal(5))
    third = Post(2, 1, Decimal(30))
    found = [Found(0, right), Found(0, third), Found(0, misread), Found(1, pledge)]

    compared = compare([right, other, third], found)

    assert ((right, third), (other,), (misread,)) == (
        compared.right,
        compared.wrong,
        compared.extra,
    )


def test_it_says_that_there_is_nothing_to_compare(tmp_path, monkeypatch, capsys):
    """Without the two files a sentence tells so, and no figures are written."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["gulbok"])
    (tmp_path / "benchmarks" / "accuracy").mkdir(parents=True)

    main()

    assert f"No {NAME}.pdf and {NAME}.xlsx" in capsys.readouterr().out.replace("\n", " ")
    assert list((tmp_path / "benchmarks" / "accuracy").iterdir()) == []


@pytest.mark.skipif(not (FOLDER / f"{NAME}.pdf").is_file(), reason=f"no {NAME}.pdf in {FOLDER}")
def test_at_least_99_of_100_posts_are_found_right(tmp_path, monkeypatch, capsys):
    """The published spreadsheet's posts stand in the tables read from the PDF."""
    results = tmp_path / "gulbok.json"
    monkeypatch.setattr("benchmarks.accuracy.gulbok.RESULTS", results)
    monkeypatch.setattr("sys.argv", ["gulbok"])

    main()

    share = pd.read_json(results, typ="series")["share_right"]
    assert share >= 0.99
