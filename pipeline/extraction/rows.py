"""A reading as rows of the tables, made where the file is read, so that they only need joining.

Columns go from there as JSON: the process that reads a file is bounded in memory, for which Arrow
asks more than there is, and what it says may come from anyone who wrote a document.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from pipeline import identity
from pipeline.extraction.elements import Block, Box, Reading
from pipeline.extraction.headings import heading_paths
from pipeline.extraction.quality import reading_flags

Row = tuple[Any, ...]


def reading_to_columns(reading: Reading, sha256: str) -> dict[str, Any]:
    """What `columns_to_document` makes a document of; sides rounded to hundredths of a point.

    `tables` are those of passages, cells and continued passages, their columns as in the schemas.
    """
    passages: list[Row] = []
    cells: list[Row] = []
    continued: list[Row] = []
    occurrences: Counter[tuple[int, str]] = Counter()
    for block, path in zip(reading.blocks, heading_paths(reading.blocks), strict=True):
        name = None
        if block.text:
            seen = occurrences[block.page, block.text]
            occurrences[block.page, block.text] += 1
            name = identity.passage_id(sha256, block.page, block.text, seen)
            passages.append(_passage(block, path, sha256, name, len(passages)))
            continued += _continued(block, sha256, name)
        if block.place is not None:
            cells.append(_cell(block, sha256, name))
    return {
        "sha256": sha256,
        "media_type": reading.media_type,
        "pages": reading.pages,
        "faults": list(map(asdict, reading.faults)),
        "flags": list(map(asdict, reading_flags(reading))),
        "tables": [_columns(rows) for rows in (passages, cells, continued)],
    }


def _columns(rows: Iterable[Row]) -> list[list[Any]]:
    """A list for each column; none where there are no rows."""
    return list(map(list, zip(*rows, strict=True)))


def _passage(block: Block, path: str, sha256: str, name: str, order: int) -> Row:
    return (
        *(name, sha256, block.page, order, block.text, block.role, path, block.level),
        *(block.is_footnote, block.ocr_confidence),
        *_sides(block.box),
    )


def _cell(block: Block, sha256: str, name: str | None) -> Row:
    place = block.place
    assert place is not None
    return (
        *(sha256, place.table, block.page, place.row, place.column, block.text),
        *(place.row_span, place.column_span, name),
        *_sides(block.box),
    )


def _continued(block: Block, sha256: str, name: str) -> list[Row]:
    """Rows for the parts that a break cut off the passage."""
    return [
        (name, part, sha256, page, *_sides(box)) for part, (page, box) in enumerate(block.rest, 1)
    ]


def _sides(box: Box | None) -> tuple[float | None, ...]:
    if box is None:
        return (None,) * 4
    return tuple(round(float(side), 2) + 0.0 for side in box)
