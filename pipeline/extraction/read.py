"""Files → the six tables of this stage: passages, cells, rejects, quality, files, continued."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import identity, schemas
from pipeline.extraction.cache import ReadingCache
from pipeline.extraction.elements import Block, Fault, Reading
from pipeline.extraction.headings import heading_paths
from pipeline.extraction.isolation import read_all
from pipeline.extraction.quality import Flag, page_list, reading_flags
from pipeline.params import ExtractionParams
from pipeline.pointers import PULL, pointer_of
from pipeline.schemas import Table
from pipeline.tables import check_table, empty_table

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Extraction:
    """What was read from files: each frame fits its schema in `pipeline.schemas`."""

    passages: pd.DataFrame
    cells: pd.DataFrame
    rejects: pd.DataFrame
    quality: pd.DataFrame
    files: pd.DataFrame
    continued: pd.DataFrame


@dataclass(frozen=True, slots=True)
class _Source:
    path: Path
    name: str
    fault: Fault | None = None


def extract_files(
    paths: Iterable[Path | str],
    root: Path | None,
    params: ExtractionParams,
    on_progress: Progress | None = None,
    cache: Path | None = None,
) -> Extraction:
    """The tables for the files, in the order given; a file named twice is read once.

    A relative path is looked up from `root` (None: the working directory) and is kept in the
    tables as it was named. Two files with the same content give one document's passages, and
    a row each in `files`. `on_progress` is told (done, all, name) after each file. `cache` is a
    folder where readings are kept by content. Never raises for what a file holds: that ends in
    `rejects`.
    """
    sources = [_source(path, root) for path in dict.fromkeys(map(str, paths))]
    readable = [source for source in sources if source.fault is None]
    done = Counter[str]()

    def tell(index: int) -> None:
        done["files"] += 1
        if on_progress:
            on_progress(done["files"], len(readable), readable[index].name)

    kept = None if cache is None else ReadingCache(cache, params)
    results = read_all([(s.path, s.name) for s in readable], params, tell, kept)
    by_name = {source.name: result for source, result in zip(readable, results, strict=True)}
    return _tables(sources, by_name, params)


def _source(path: str, root: Path | None) -> _Source:
    found = (root or Path()) / path
    name = path.encode("utf-8", "replace").decode()
    return _Source(found, name, _path_fault(found))


def _path_fault(path: Path) -> Fault | None:
    try:
        if path.is_file():
            return None
        there = path.exists() or path.is_symlink()
    except (OSError, ValueError) as err:
        return Fault(None, "missing", f"expected a file, the name can't be looked up: {err}")
    if not there:
        if pointer := pointer_of(path):
            kept = f"expected a file, DVC keeps it ({pointer.name}) and it isn't here: {PULL}"
            return Fault(None, "missing", kept)
        return Fault(None, "missing", "expected a file, there is none by that name")
    kind = "a folder" if path.is_dir() else "a broken link, pipe or device"
    return Fault(None, "not_a_file", f"expected an ordinary file, came {kind}")


def _tables(
    sources: Sequence[_Source], results: dict[str, Reading | Fault], params: ExtractionParams
) -> Extraction:
    passages: list[dict[str, Any]] = []
    cells: list[dict[str, Any]] = []
    rejects: list[dict[str, Any]] = []
    quality: list[dict[str, Any]] = []
    files: list[dict[str, Any]] = []
    continued: list[dict[str, Any]] = []
    seen: set[str] = set()
    for source in sources:
        result = source.fault or results[source.name]
        if isinstance(result, Fault):
            rejects.append(_reject(source.name, result))
            continue
        sha256 = identity.file_sha256(source.path)
        rows, grid = reading_to_rows(result, sha256)
        if sha256 not in seen:
            seen.add(sha256)
            passages.extend(rows)
            cells.extend(grid)
            continued.extend(_continued(result, [row["passage_id"] for row in rows], sha256))
        rejects.extend(_reject(source.name, fault) for fault in _faults(result, len(rows)))
        flags = reading_flags(result, params.ocr_confidence_least)
        quality.extend(_flag(source.name, sha256, flag) for flag in flags)
        files.append(_file(source.name, sha256, result, len(rows)))
    return Extraction(
        _frame(passages, schemas.PASSAGES),
        _frame(cells, schemas.CELLS),
        _frame(rejects, schemas.REJECTS),
        _frame(quality, schemas.QUALITY),
        _frame(files, schemas.FILES),
        _frame(continued, schemas.CONTINUED),
    )


def _faults(reading: Reading, passages: int) -> tuple[Fault, ...]:
    if passages or reading.faults:
        return reading.faults
    return (Fault(None, "empty", "expected text, found none in the file"),)


def reading_to_rows(
    reading: Reading, sha256: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows of the passages table and of the cells table; empty cells are in the latter alone."""
    passages: list[dict[str, Any]] = []
    cells: list[dict[str, Any]] = []
    occurrences: Counter[tuple[int, str]] = Counter()
    for block, path in zip(reading.blocks, heading_paths(reading.blocks), strict=True):
        name = None
        if block.text:
            seen = occurrences[block.page, block.text]
            occurrences[block.page, block.text] += 1
            name = identity.passage_id(sha256, block.page, block.text, seen)
            passages.append(_passage(block, path, sha256, name, len(passages)))
        if block.place is not None:
            cells.append(_cell(block, sha256, name))
    return passages, cells


def _continued(reading: Reading, names: Sequence[str], sha256: str) -> Iterator[dict[str, Any]]:
    """Rows for the parts that a break cut off passages; `names` are those of the passages."""
    blocks = [block for block in reading.blocks if block.text]
    for name, block in zip(names, blocks, strict=True):
        for part, (page, box) in enumerate(block.rest, 1):
            row = {"passage_id": name, "part": part, "document_sha256": sha256, "page": page}
            yield {**row, **dict(zip(("x0", "top", "x1", "bottom"), box, strict=True))}


def _passage(block: Block, path: str, sha256: str, name: str, order: int) -> dict[str, Any]:
    return {
        "passage_id": name,
        "document_sha256": sha256,
        "page": block.page,
        "block": order,
        "text": block.text,
        "role": block.role,
        "heading_path": path,
        "level": block.level,
        "is_footnote": block.is_footnote,
        "ocr_confidence": block.ocr_confidence,
        **_sides(block),
    }


def _cell(block: Block, sha256: str, name: str | None) -> dict[str, Any]:
    place = block.place
    assert place is not None
    return {
        "document_sha256": sha256,
        "table": place.table,
        "page": block.page,
        "row": place.row,
        "column": place.column,
        "text": block.text,
        "row_span": place.row_span,
        "column_span": place.column_span,
        "passage_id": name,
        **_sides(block),
    }


def _sides(block: Block) -> dict[str, float | None]:
    sides = block.box or (None, None, None, None)
    return dict(zip(("x0", "top", "x1", "bottom"), sides, strict=True))


def _reject(name: str, fault: Fault) -> dict[str, Any]:
    return {"path": name, "page": fault.page, "reason": fault.reason, "detail": fault.detail}


def _flag(name: str, sha256: str, flag: Flag) -> dict[str, Any]:
    return {
        "path": name,
        "document_sha256": sha256,
        "flag": flag.name,
        "page": flag.pages[0] if len(flag.pages) == 1 else None,
        "pages": page_list(flag.pages),
        "count": flag.count,
        "share": flag.share,
        "detail": flag.detail,
    }


def _file(name: str, sha256: str, reading: Reading, passages: int) -> dict[str, Any]:
    return {
        "path": name,
        "document_sha256": sha256,
        "document_id": identity.document_id(sha256),
        "media_type": reading.media_type,
        "pages": reading.pages,
        "passages": passages,
    }


def _frame(rows: list[dict[str, Any]], table: Table) -> pd.DataFrame:
    if not rows:
        return empty_table(table)
    return check_table(pd.DataFrame(rows, columns=list(table.schema.columns)), table)
