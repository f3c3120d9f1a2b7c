"""Files → the six tables of this stage: passages, cells, rejects, quality, files, continued."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from pipeline import identity, schemas
from pipeline.extraction.cache import ReadingCache
from pipeline.extraction.clustered import read_there
from pipeline.extraction.documents import ReadDocument
from pipeline.extraction.elements import Fault
from pipeline.extraction.isolation import read_here
from pipeline.extraction.quality import Flag, page_list
from pipeline.fanning import on_cluster, worker_count
from pipeline.onceonly import joined
from pipeline.params import ExtractionParams, RunningParams
from pipeline.pointers import PULL, pointer_of
from pipeline.progress import Step, Steps
from pipeline.schemas import Table
from pipeline.tables import check_table, empty_table, filled_table


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
    size: int
    fault: Fault | None = None


def extract_files(
    paths: Iterable[Path | str],
    root: Path | None,
    params: ExtractionParams,
    on_progress: Callable[[Step], None] | None = None,
    cache: Path | None = None,
    running: RunningParams | None = None,
) -> Extraction:
    """The tables for the files, in the order given; a file named twice is read once.

    A relative path is looked up from `root` (None: the working directory) and is kept in the
    tables as it was named. Two files with the same content give one document's passages, and
    a row each in `files`. `on_progress` is told of each file. `cache` is a folder where readings
    are kept by content. `running` says who reads: this machine's processes, one for each core,
    unless told. Never raises for what a file holds: that ends in `rejects`.
    """
    sources = [_source(path, root) for path in dict.fromkeys(map(str, paths))]
    readable = [source for source in sources if source.fault is None]
    reader = _Reader(params, running or RunningParams(), root, on_progress, cache)
    return _tables(sources, reader.read(readable), params)


class _Reader:
    """Reads files, or takes what is kept of them, and tells of each."""

    def __init__(
        self,
        params: ExtractionParams,
        running: RunningParams,
        root: Path | None,
        on_progress: Callable[[Step], None] | None,
        cache: Path | None,
    ) -> None:
        self.params = params
        self.running = running
        self.root = root
        self.tell = on_progress or (lambda _: None)
        self.cache = None if cache is None else ReadingCache(cache, params)

    def read(self, sources: Sequence[_Source]) -> dict[str, ReadDocument | Fault]:
        """By name what came of each file."""
        found: dict[str, ReadDocument | Fault] = {}
        missing: list[_Source] = []
        steps = Steps([source.size for source in sources], self.tell)
        for source in sources:
            known = self._known(source)
            if known is None:
                missing.append(source)
            else:
                found[source.name] = known
                steps.kept(source.name, source.size)
        missing.sort(key=lambda source: -source.size)  # what takes long is begun first
        for source, result in self._read_anew(missing):
            found[source.name] = result
            pages = result.pages if isinstance(result, ReadDocument) else 0
            steps.done(source.name, source.size, pages)
        return found

    def _known(self, source: _Source) -> ReadDocument | Fault | None:
        if self.cache is None:
            return None
        key = self.cache.key(source.path)
        return None if key is None else self.cache.load(key)

    def _read_anew(
        self, sources: Sequence[_Source]
    ) -> Iterator[tuple[_Source, ReadDocument | Fault]]:
        jobs = [(source.path, source.name) for source in sources]
        if not jobs:
            return
        if on_cluster(self.running):
            outcomes = read_there(jobs, self.params, self.running, self.root)
        else:
            outcomes = read_here(jobs, self.params, worker_count(self.running))
        for index, outcome in outcomes:
            key = self.cache.key(sources[index].path) if self.cache else None
            if self.cache is not None and key is not None and outcome.is_sound:
                self.cache.save(key, outcome.result)
            yield sources[index], outcome.result


def _source(path: str, root: Path | None) -> _Source:
    found = (root or Path()) / path
    name = path.encode("utf-8", "replace").decode()
    fault = _path_fault(found)
    return _Source(found, name, 0 if fault else found.stat().st_size, fault)


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
    sources: Sequence[_Source],
    results: dict[str, ReadDocument | Fault],
    params: ExtractionParams,
) -> Extraction:
    read: dict[str, ReadDocument] = {}
    rejects: list[dict[str, Any]] = []
    quality: list[dict[str, Any]] = []
    files: list[dict[str, Any]] = []
    for source in sources:
        result = source.fault or results[source.name]
        if isinstance(result, Fault):
            rejects.append(_reject(source.name, result))
            continue
        read.setdefault(result.sha256, result)
        rejects.extend(_reject(source.name, fault) for fault in result.all_faults())
        flags = result.all_flags(params.ocr_confidence_least)
        quality.extend(_flag(source.name, result.sha256, flag) for flag in flags)
        files.append(_file(source.name, result))
    return Extraction(
        _joined((each.passages for each in read.values()), schemas.PASSAGES),
        _joined((each.cells for each in read.values()), schemas.CELLS),
        _frame(rejects, schemas.REJECTS),
        _frame(quality, schemas.QUALITY),
        _frame(files, schemas.FILES),
        _joined((each.continued for each in read.values()), schemas.CONTINUED),
    )


def _joined(parts: Iterable[pa.Table], table: Table) -> pd.DataFrame:
    return filled_table(joined(parts, table), table)


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


def _file(name: str, read: ReadDocument) -> dict[str, Any]:
    return {
        "path": name,
        "document_sha256": read.sha256,
        "document_id": identity.document_id(read.sha256),
        "media_type": read.media_type,
        "pages": read.pages,
        "passages": len(read.passages),
    }


def _frame(rows: list[dict[str, Any]], table: Table) -> pd.DataFrame:
    if not rows:
        return empty_table(table)
    return check_table(pd.DataFrame(rows, columns=list(table.schema.columns)), table)
