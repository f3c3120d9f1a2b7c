"""How many posts of a state budget are found right: `python -m benchmarks.accuracy.gulbok`.

The Norwegian state's Gul bok for 2026 is a PDF with tables over many pages; the same 1,600 posts
are published as a spreadsheet. A post is right when chapter, post and amount in kroner stand in one
table as in the spreadsheet. Prints a table, with `--misses` each post that is wrong, and writes
`gulbok.json`. The two files are not part of this repository; without them it says so and leaves
the figures alone.
"""

import argparse
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from lxml import etree
from rich.console import Console
from rich.table import Table

from pipeline.extraction.read import extract_files
from pipeline.goals.numbers import parse_number
from pipeline.params import ExtractionParams

RESULTS = Path("benchmarks/accuracy/gulbok.json")
FOLDER = Path("../shared/data/documents")
NAME = "gul-bok-2026"
_SHEET = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
_CODE = re.compile(r"^\d{1,4}$")


class Post(NamedTuple):
    """A post of the budget: its chapter, its number in it, and its amount in kroner."""

    chapter: int
    post: int
    amount: Decimal


class Found(NamedTuple):
    """A post as read, and the number of the table that it stands in."""

    table: int
    post: Post


@dataclass(frozen=True)
class Comparison:
    """Posts of the spreadsheet found right, those that are not, and rows that are no posts.

    The latter of the tables of posts alone: those whose rows are posts for the most part. Tables
    of something else, such as what may be pledged under a post, name chapters and posts too.
    """

    right: tuple[Post, ...]
    wrong: tuple[Post, ...]
    extra: tuple[Post, ...]

    @property
    def share(self) -> float:
        """The share of the spreadsheet's posts that are right, 0 to 1."""
        return len(self.right) / (len(self.right) + len(self.wrong))


def main() -> None:
    """Read the PDF, compare it with the spreadsheet, print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--misses", action="store_true", help="print each post that is wrong")
    arguments = parser.parse_args()
    console = Console(width=140)
    pdf, sheet = FOLDER / f"{NAME}.pdf", FOLDER / f"{NAME}.xlsx"
    if not (pdf.is_file() and sheet.is_file()):
        console.print(f"No {NAME}.pdf and {NAME}.xlsx in {FOLDER}: nothing is compared.")
        return
    cells = extract_files([pdf], None, ExtractionParams()).cells
    found = list(posts_in_tables(cells))
    compared = compare(sheet_posts(sheet), found)
    if arguments.misses:
        _print_misses(console, compared, found)
    console.print(results_table(compared))
    results = {
        "posts": len(compared.right) + len(compared.wrong),
        "right": len(compared.right),
        "share_right": round(compared.share, 4),
        "extra_rows": len(compared.extra),
    }
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


def compare(expected: Iterable[Post], found: Iterable[Found]) -> Comparison:
    """The expected posts held against those found; what is found more than once counts once."""
    wanted, tables = list(expected), dict[int, set[Post]]()
    for table, post in found:
        tables.setdefault(table, set()).add(post)
    known = set(wanted)
    of_posts = [held for held in tables.values() if 2 * len(held & known) > len(held)]
    seen = set[Post]().union(*of_posts)
    return Comparison(
        tuple(post for post in wanted if post in seen),
        tuple(post for post in wanted if post not in seen),
        tuple(sorted(seen - known)),
    )


def sheet_posts(path: Path) -> list[Post]:
    """The spreadsheet's posts, from its columns kap_nr, post_nr and beløp."""
    rows = list(_sheet_rows(path, "xl/worksheets/sheet2.xml"))
    places = {name: letters for letters, name in rows[0].items()}
    return [
        Post(int(row[places["kap_nr"]]), int(row[places["post_nr"]]), Decimal(row[places["beløp"]]))
        for row in rows[1:]
    ]


def _sheet_rows(path: Path, sheet: str) -> Iterator[dict[str, str]]:
    """Each row's filled cells by their column's letters."""
    with zipfile.ZipFile(path) as archive:
        strings = etree.fromstring(archive.read("xl/sharedStrings.xml"))
        shared = ["".join(item.itertext()) for item in strings]
        content = etree.fromstring(archive.read(sheet))
    for row in content.iterfind(".//s:row", _SHEET):
        held: dict[str, str] = {}
        for cell in row:
            value = cell.findtext("s:v", namespaces=_SHEET)
            if value is not None:
                letters = re.sub(r"\d", "", cell.get("r", ""))
                held[letters] = shared[int(value)] if cell.get("t") == "s" else value
        yield held


def posts_in_tables(cells: pd.DataFrame) -> Iterator[Found]:
    """The posts that the tables' rows tell, from the first page to the last.

    A whole number in the first column is a chapter, in the second a post of the chapter last
    named; its amount is the row's first figure right of the words. A post without a figure of its
    own is the result of the numbered rows below it, whose last one gives it as its second figure.
    """
    chapter: int | None = None
    opened: int | None = None
    for table, row in _rows(cells):
        codes, figures = _codes(row), _figures(row)
        chapter = codes.get(0, chapter)
        if codes or _starts_group(row):
            opened = None if figures else codes.get(1)
        if chapter is None:
            continue
        if 1 in codes and figures:
            yield Found(table, Post(chapter, codes[1], figures[0]))
        elif opened is not None and len(figures) > 1:
            yield Found(table, Post(chapter, opened, figures[1]))
            opened = None


Row = Mapping[int, str]


def _rows(cells: pd.DataFrame) -> Iterator[tuple[int, Row]]:
    """The number of the table and the row's filled cells by column."""
    filled = cells[cells["text"] != ""]
    for _, held in filled.groupby(["table", "row"], sort=True):
        yield (
            int(held["table"].iloc[0]),
            dict(sorted(zip(held["column"].astype(int), held["text"], strict=True))),
        )


def _words_at(row: Row) -> int:
    """The column of the row's first words; past the last where there are none."""
    return next((c for c, text in row.items() if re.search(r"[^\W\d]", text)), max(row) + 1)


def _codes(row: Row) -> dict[int, int]:
    """Whole numbers left of the row's words by column."""
    edge = _words_at(row)
    return {c: int(text) for c, text in row.items() if c < min(edge, 2) and _CODE.match(text)}


def _figures(row: Row) -> list[Decimal]:
    """The figures right of the row's words."""
    edge = _words_at(row)
    values = [parse_number(text) for c, text in row.items() if c > edge]
    return [value for value in values if value is not None]


def _starts_group(row: Row) -> bool:
    """Whether words stand there alone, or a sum."""
    texts = list(row.values())
    return texts[0].startswith("Sum ") or (len(texts) == 1 and not _figures(row))


def results_table(compared: Comparison) -> Table:
    """The figures as a table for the screen."""
    table = Table(title=f"Posts of {NAME} found right", title_justify="left")
    for heading in ("posts", "right", "share", "wrong", "rows that are no post"):
        table.add_column(heading, justify="right")
    right, wrong = len(compared.right), len(compared.wrong)
    counts = (right + wrong, right, f"{compared.share:.2%}", wrong, len(compared.extra))
    table.add_row(*map(str, counts))
    return table


def _print_misses(console: Console, compared: Comparison, found: Iterable[Found]) -> None:
    read: dict[tuple[int, int], list[str]] = {}
    for _, post in found:
        read.setdefault((post.chapter, post.post), []).append(f"{post.amount:,}")
    for post in compared.wrong:
        came = ", ".join(read.get((post.chapter, post.post), ["no such post"]))
        line = f"chapter {post.chapter} post {post.post}: expected {post.amount:,}, came {came}"
        console.print(line, markup=False, highlight=False)
    for post in compared.extra:
        line = f"no post: chapter {post.chapter} post {post.post}, {post.amount:,}"
        console.print(line, markup=False, highlight=False)


if __name__ == "__main__":
    main()
