"""How much of the example corpus is read whole: `python -m benchmarks.accuracy.reading`.

For each document: the share of the planted goals, and of all text blocks of its source, that stand
whole in one passage or cell; and the characters that had to be changed in the passages to get the
source's blocks. Prints a table by format, with `--misses` every
block that was missed, and writes `reading.json`.
"""

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from benchmarks.accuracy.planted import PLANTED
from benchmarks.corpus import blocks as source_blocks
from benchmarks.corpus.build import DOCUMENTS, Job, source_jobs
from benchmarks.corpus.typst_layout import plan_to_blocks
from pipeline.extraction.read import extract_files
from pipeline.language.normalise import normalise_text
from pipeline.params import ExtractionParams
from pipeline.stage import CACHE

RESULTS = Path("benchmarks/accuracy/reading.json")
FORMATS = {"typst": "Typst PDF", "libreoffice": "LibreOffice PDF", "docx": "DOCX", "scan": "scan"}
_LIST_MARK = re.compile(r"(?:^|(?<=\s))[-–•](?=\s)")


@dataclass(frozen=True)
class DocumentReading:
    """One document: its format, its passages, and what its source says stands in it."""

    path: str
    layout: str
    passages: tuple[str, ...]
    goals: tuple[str, ...]
    blocks: tuple[str, ...]

    def missed(self, texts: Sequence[str]) -> list[str]:
        """Those of the texts that no passage holds whole."""
        return [text for text in texts if not any(text in passage for passage in self.passages)]


def main() -> None:
    """Read every document, compare, print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--misses", action="store_true", help="print what was not read whole")
    arguments = parser.parse_args()
    readings = read_corpus()
    console = Console(width=140)
    if arguments.misses:
        for reading in readings:
            for text in reading.missed([*reading.goals, *reading.blocks]):
                console.print(f"{reading.path}: {text}", markup=False, highlight=False)
    formats = {
        name: summary([r for r in readings if r.layout == name]) for name in FORMATS.values()
    }
    every = summary(readings)
    console.print(results_table({**formats, "all": every}))
    documents = {r.path: summary([r]) for r in readings}
    results = {"all": every, "formats": formats, "documents": documents}
    RESULTS.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read_corpus() -> list[DocumentReading]:
    """Every document of the corpus as extraction reads it, beside its source."""
    jobs = source_jobs()
    paths = [job.header.path for job in jobs]
    extraction = extract_files(paths, DOCUMENTS, ExtractionParams(), cache=CACHE / "extraction")
    planted = pd.read_csv(PLANTED, dtype=str, keep_default_na=False)
    goals = planted.drop_duplicates(["document_path", "goal_text"]).groupby("document_path")
    wanted = goals["goal_text"].agg(list).to_dict()
    hashes = dict(zip(extraction.files["path"], extraction.files["document_sha256"], strict=True))
    texts = extraction.passages.groupby("document_sha256")["text"].agg(list).to_dict()
    return [
        DocumentReading(
            job.header.path,
            FORMATS[job.header.engine],
            tuple(map(key, texts.get(hashes.get(job.header.path), []))),
            tuple(map(key, wanted.get(job.header.path, []))),
            tuple(key(text) for text in job_texts(job) if key(text)),
        )
        for job in jobs
    ]


def key(text: str) -> str:
    r"""The text as it is compared: NFC, one space between words, no marks of lists, small letters.

    >>> key("- Lese  mer\n- Skrive mer")
    'lese mer skrive mer'
    """
    return " ".join(_LIST_MARK.sub(" ", normalise_text(text)).split()).casefold()


def job_texts(job: Job) -> Iterator[str]:
    """Every text of a document's source, each item and each cell by itself."""
    blocks = plan_to_blocks(job.source) if job.header.engine == "typst" else job.blocks
    for block in blocks:
        yield from block_texts(block)


def block_texts(block: source_blocks.Block) -> Iterator[str]:
    """The texts of one block."""
    match block:
        case source_blocks.Heading() | source_blocks.Paragraph():
            yield block.text
        case source_blocks.ListBlock():
            for item in block.items:
                yield item.text
                for child in item.children:
                    yield from block_texts(child)
        case source_blocks.Box():
            yield from (block.title, *block.paragraphs)
        case source_blocks.Table():
            yield from (block.caption, *block.columns)
            yield from (text for row in block.rows for text in row)


def summary(readings: Sequence[DocumentReading]) -> dict[str, float | int]:
    """Counts, shares read whole, and the character error rate over all blocks."""
    goals, blocks = sum(len(r.goals) for r in readings), sum(len(r.blocks) for r in readings)
    goals_whole = goals - sum(len(r.missed(r.goals)) for r in readings)
    blocks_whole = blocks - sum(len(r.missed(r.blocks)) for r in readings)
    wrong = sum(wrong_characters(r) for r in readings)
    characters = sum(len(text) for r in readings for text in r.blocks)
    return {
        "documents": len(readings),
        "goals": goals,
        "goals_whole": round(goals_whole / goals, 4) if goals else 1.0,
        "blocks": blocks,
        "blocks_whole": round(blocks_whole / blocks, 4) if blocks else 1.0,
        "character_error_rate": round(wrong / characters, 5) if characters else 0.0,
    }


def wrong_characters(reading: DocumentReading) -> int:
    """Changes from each missed block to the place in the document that is most like it."""
    text = " ".join(reading.passages)
    return sum(nearest_distance(block, text) for block in reading.missed(reading.blocks))


def nearest_distance(pattern: str, text: str) -> int:
    """The least edit distance from the pattern to any stretch of the text (Sellers 1980).

    >>> nearest_distance("barnehage", "en barnehagc til"), nearest_distance("å", "")
    (1, 1)
    """
    letters = np.array([ord(c) for c in text], dtype=np.int64)
    places = np.arange(len(letters) + 1)
    costs = np.zeros(len(letters) + 1, dtype=np.int64)
    for letter in pattern:
        # a letter of the pattern left out, or set against a letter of the text …
        step = costs + 1
        step[1:] = np.minimum(step[1:], costs[:-1] + (letters != ord(letter)))
        # … or letters of the text left out: the least of any place to the left plus the way there
        costs = np.minimum.accumulate(step - places) + places
    return int(costs.min())


def results_table(results: dict[str, dict[str, float | int]]) -> Table:
    """One row for each format."""
    table = Table(title="Read whole in one passage or cell")
    names = next(iter(results.values()))
    for column in ("format", *names):
        table.add_column(
            column.replace("_", " "), justify="left" if column == "format" else "right"
        )
    for name, values in results.items():
        table.add_row(name, *(str(value) for value in values.values()))
    return table


if __name__ == "__main__":
    main()
