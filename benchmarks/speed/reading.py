"""How fast PDFs are read, and whether the words are the same: `python -m benchmarks.speed.reading`.

Against pdfplumber used plainly (`extract_words` and `extract_tables` on every page, none closed),
in one run on one machine: pages a second on one core and on all, as ratios, and the peak memory of
the process that reads. Reading here means everything: words, tables, roles, headings, and the start
of each file's own process. pdfplumber sees every `--every`th page only, since it is slow.

Then each page's words, held against pdfplumber's. Words differ by intent where letters are raised
or lowered ("2025²", not "20252"; "CO2", not "CO" and "2"), where thin spaces part the thousands,
where letters are set wide, and at dashes; a page's letters, spaces apart, are then the same.
Prints tables and writes `reading.json`; `--differences` lists the words that differ.
"""

import argparse
import json
import os
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from rich.console import Console
from rich.table import Table

from pipeline.extraction.boxes import within
from pipeline.extraction.glyphs import read_sheet
from pipeline.extraction.lattice import lines_to_grids, rules_to_lines
from pipeline.extraction.read import extract_files
from pipeline.extraction.words import Word, letters_to_words, row_text, words_to_rows
from pipeline.language.normalise import normalise_text
from pipeline.params import ExtractionParams, RunningParams

RESULTS = Path("benchmarks/speed/reading.json")
SHARED = Path("../shared/data/documents")
BOOKS = ("gul-bok-2026.pdf", "prop-1-ls-2026.pdf")
CORPUS = Path("documents")
_LIGATURES = str.maketrans({"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\u00ad": None})


def main() -> None:
    """Measure each set of files, print and write; with `--one`, measure one way of reading."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--every", type=int, default=4, help="pdfplumber sees every so many pages")
    parser.add_argument("--differences", action="store_true", help="list the words that differ")
    parser.add_argument("--one", choices=("plainly", "words", "whole"), help=argparse.SUPPRESS)
    parser.add_argument("--workers", type=int, default=1, help=argparse.SUPPRESS)
    parser.add_argument("files", nargs="*", type=Path, help="other files than the usual ones")
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(_measure(arguments.one, arguments.files, arguments)))
        return
    results = {name: _compare(paths, arguments) for name, paths in _sets(arguments.files).items()}
    console = Console(width=150)
    console.print(speed_table(results))
    console.print(words_table(results))
    if not arguments.files:
        RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


def _sets(files: Sequence[Path]) -> dict[str, list[Path]]:
    if files:
        return {path.name: [path] for path in files}
    books = {name: [SHARED / name] for name in BOOKS if (SHARED / name).exists()}
    texts = [path for path in sorted(CORPUS.rglob("*.pdf")) if _has_text(path)]
    return {**books, "example corpus": texts}


def _has_text(path: Path) -> bool:
    with pdfium.PdfDocument(path) as document:
        return bool(document[0].get_textpage().count_chars())


def _compare(paths: list[Path], arguments: argparse.Namespace) -> dict[str, Any]:
    plainly = _apart("plainly", paths, 1, arguments.every)
    alone = _apart("words", paths, 1, arguments.every)
    one = _apart("whole", paths, 1, arguments.every)
    every = _apart("whole", paths, os.cpu_count() or 1, arguments.every)
    words = same_words(paths, arguments.every, tell=arguments.differences)
    rate = plainly["pages_a_second"]
    return {
        "pages": one["pages"],
        "cores": os.cpu_count(),
        "plain_pdfplumber": plainly,
        "words_and_tables": alone | {"times_as_fast": round(alone["pages_a_second"] / rate, 2)},
        "one_core": one | {"times_as_fast": round(one["pages_a_second"] / rate, 2)},
        "all_cores": every | {"times_as_fast": round(every["pages_a_second"] / rate, 2)},
        "words": words,
    }


def _apart(way: str, paths: list[Path], workers: int, every: int) -> dict[str, Any]:
    """One measurement in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "benchmarks.speed.reading", "--one", way]
    command += ["--workers", str(workers), "--every", str(every), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _measure(way: str, paths: list[Path], arguments: argparse.Namespace) -> dict[str, Any]:
    begun = time.perf_counter()
    if way == "plainly":
        pages = sum(_read_plainly(path, arguments.every) for path in paths)
    elif way == "words":
        pages = sum(_read_words(path) for path in paths)
    else:
        running = RunningParams(workers=arguments.workers)
        read = extract_files(paths, None, ExtractionParams(), running=running)
        pages = int(read.files["pages"].sum())
    seconds = time.perf_counter() - begun
    return {
        "pages": pages,
        "seconds": round(seconds, 2),
        "pages_a_second": round(pages / seconds, 2),
        "peak_megabytes": _peak_megabytes(is_child=way == "whole"),
    }


def _peak_megabytes(*, is_child: bool) -> int:
    """Of this process, or of the largest that it started."""
    import resource

    who = resource.RUSAGE_CHILDREN if is_child else resource.RUSAGE_SELF
    return round(resource.getrusage(who).ru_maxrss / 1024)


def _read_plainly(path: Path, every: int) -> int:
    import pdfplumber

    with pdfplumber.open(path) as document:
        pages = document.pages[::every]
        for page in pages:
            page.extract_words()
            page.extract_tables()
        return len(pages)


def _read_words(path: Path) -> int:
    """Every page's words in rows, and the texts of its ruled tables' cells."""
    with pdfium.PdfDocument(path) as document:
        for number in range(1, len(document) + 1):
            page_words_and_cells(document, number)
        return len(document)


def page_words_and_cells(document: Any, number: int) -> tuple[list[Word], list[str]]:
    """The page's upright words in rows from above, and the texts in the cells of ruled tables."""
    page = document[number - 1]
    sheet = read_sheet(page, number, 1_000_000)
    page.close()
    words = letters_to_words(sheet.layers[0]) if 0 in sheet.layers else []
    rows = words_to_rows(words)
    grids = lines_to_grids(*rules_to_lines(sheet.rules))
    ordered = [word for row in rows for word in row]
    cells = []
    for grid in grids:
        inside = [word for word in ordered if within(word, grid.box)]
        cells += [row_text(w for w in inside if within(w, cell.box)) for cell in grid.cells]
    return ordered, cells


def same_words(paths: Sequence[Path], every: int, *, tell: bool = False) -> dict[str, Any]:
    """The share of pages with the same words, of words that are on both sides, and of the order."""
    pages = same = ordered = letters = 0
    both = ours_all = theirs_all = 0
    for path in paths:
        for number, ours, theirs in _word_pages(path, every):
            a, b = Counter(ours), Counter(theirs)
            pages += 1
            same += a == b
            ordered += ours == theirs
            letters += _letters(ours) == _letters(theirs)
            both, ours_all, theirs_all = (
                both + (a & b).total(),
                ours_all + a.total(),
                theirs_all + b.total(),
            )
            if tell and a != b:
                print(f"{path.name} {number}: ours {sorted(a - b)[:8]} theirs {sorted(b - a)[:8]}")
    return {
        "pages": pages,
        "pages_with_same_words": round(same / pages, 4) if pages else 1.0,
        "pages_with_same_words_in_order": round(ordered / pages, 4) if pages else 1.0,
        "pages_with_same_letters": round(letters / pages, 4) if pages else 1.0,
        "words_of_ours_in_theirs": round(both / ours_all, 5) if ours_all else 1.0,
        "words_of_theirs_in_ours": round(both / theirs_all, 5) if theirs_all else 1.0,
    }


def _word_pages(path: Path, every: int) -> Iterator[tuple[int, list[str], list[str]]]:
    """Page number, our words and pdfplumber's, upright text alone, from above and the left."""
    import pdfplumber

    with pdfplumber.open(path) as plumber, pdfium.PdfDocument(path) as document:
        for page in plumber.pages[::every]:
            number = page.page_number
            words, _ = page_words_and_cells(document, number)
            theirs = [_key(word["text"]) for word in page.extract_words() if word["upright"]]
            page.close()
            yield number, [_key(word.text) for word in words], theirs


def _key(text: str) -> str:
    return normalise_text(text.translate(_LIGATURES)).replace(" ", "")


def _letters(words: Sequence[str]) -> Counter[str]:
    return Counter(unicodedata.normalize("NFKC", "".join(words)))


def speed_table(results: dict[str, dict[str, Any]]) -> Table:
    """Pages a second and their ratios."""
    table = Table(title="Pages a second")
    columns = (
        *("", "pages", "plain pdfplumber", "words, tables", "ratio", "MB"),
        *("whole, one core", "ratio", "all cores", "ratio", "MB"),
    )
    for column in columns:
        table.add_column(column, justify="right" if column else "left")
    for name, values in results.items():
        alone, one, every = (values[k] for k in ("words_and_tables", "one_core", "all_cores"))
        table.add_row(
            name,
            str(values["pages"]),
            str(values["plain_pdfplumber"]["pages_a_second"]),
            str(alone["pages_a_second"]),
            f"{alone['times_as_fast']} ×",
            str(alone["peak_megabytes"]),
            str(one["pages_a_second"]),
            f"{one['times_as_fast']} ×",
            str(every["pages_a_second"]),
            f"{every['times_as_fast']} ×",
            str(one["peak_megabytes"]),
        )
    return table


def words_table(results: dict[str, dict[str, Any]]) -> Table:
    """How far the words agree."""
    table = Table(title="Words held against pdfplumber's")
    names = list(next(iter(results.values()))["words"])
    for column in ("", *(name.replace("_", " ") for name in names)):
        table.add_column(column, justify="right" if column else "left")
    for name, values in results.items():
        table.add_row(name, *(str(values["words"][key]) for key in names))
    return table


if __name__ == "__main__":
    main()
