"""Pictures for a server: from several threads, kept by content, drawn by processes in bounds."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, LifoQueue
from threading import Lock
from typing import Self

import pandas as pd

from pipeline.identity import file_sha256
from pipeline.params import PicturesParams
from pipeline.pictures.covering import NOTHING, Hidden
from pipeline.pictures.crops import WIDEST, Crop
from pipeline.pictures.drawing import NoPicture, Renderer
from pipeline.pictures.kept import KeptPictures, picture_key
from pipeline.places import Box
from pipeline.stage import KEPT

PICTURES = KEPT / "pictures"
_PDF = "application/pdf"
_NAMES = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "a Word file",
    "text/html": "a web page",
    "text/markdown": "Markdown",
    "text/plain": "plain text",
    "text/csv": "a table of text",
}
_TURNS = 4  # times a picture's seconds that a request waits for a process that draws
_FAULT_LASTS = 600.0  # seconds for which a page that hung or broke a process isn't tried again
_MOST_FAULTS = 1000


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document's content lies, in one file or in several that are alike; what it is."""

    paths: tuple[Path, ...]
    media_type: str


def sources_of(files: pd.DataFrame, documents: Path) -> dict[str, Source]:
    """The documents of FILES by their SHA-256, the files looked for in the folder `documents`."""
    return {
        str(sha256): Source(
            tuple(documents / path for path in sorted(held["path"])), held["media_type"].iloc[0]
        )
        for sha256, held in files.groupby("document_sha256", sort=True)
    }


class PictureMaker:
    """Makes pictures of places in documents; close it, or use it in `with`, to end its processes.

    `sources` are the documents that may be shown, `folder` is where pictures are kept. Nothing
    that a caller names becomes a path: a document is named by its SHA-256.
    """

    def __init__(
        self,
        sources: Mapping[str, Source],
        folder: Path = PICTURES,
        params: PicturesParams | None = None,
    ) -> None:
        self.params = params or PicturesParams()
        self.sources = sources
        self._kept = KeptPictures(folder, self.params.megabytes_kept)
        self._contents = Contents()
        self._faults: dict[tuple[str, int], tuple[float, NoPicture]] = {}
        self._lock = Lock()
        self._renderers = [
            Renderer(self.params.megabytes_per_worker) for _ in range(self.params.workers)
        ]
        self._free: LifoQueue[Renderer] = LifoQueue()  # the warmest is taken first
        for renderer in self._renderers:
            self._free.put(renderer)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes; what they draw is lost, and nothing is drawn any more."""
        self.sources = {}
        for renderer in self._renderers:
            renderer.close()

    def crop(
        self,
        document_sha256: str,
        page: int,
        boxes: Sequence[Box],
        widest: int = WIDEST,
        hidden: Hidden = NOTHING,
    ) -> Crop | NoPicture:
        """The page around the boxes, or why it can't be shown; as `page_crop` draws it.

        Kept pictures are given only while the file still is the one that was read.
        """
        path = self._file_of(document_sha256)
        if isinstance(path, NoPicture):
            return path
        if not boxes:
            return NoPicture("no_such_place", "the passage's place on its page isn't known")
        asked = int(page), sorted(map(_rounded, boxes)), int(widest), hidden
        key = picture_key(document_sha256, *asked)
        return self._kept.load(key) or self._drawn(key, path, document_sha256, *asked)

    def _file_of(self, sha256: str) -> Path | NoPicture:
        source = self.sources.get(sha256)
        if source is None:
            return NoPicture("unknown", "expected a document that was read, this one wasn't")
        if source.media_type != _PDF:
            name = _NAMES.get(source.media_type, source.media_type)
            return NoPicture("no_pages", f"{name} has no pages to show")
        held = [self._contents.sha256(path) for path in source.paths]
        if sha256 in held:
            return source.paths[held.index(sha256)]
        if all(each is None for each in held):
            return NoPicture("gone", f"the file isn't there any more: {source.paths[0].name}")
        return NoPicture("changed", "the file has changed since it was read")

    def _drawn(
        self,
        key: str,
        path: Path,
        sha256: str,
        page: int,
        boxes: list[Box],
        widest: int,
        hidden: Hidden,
    ) -> Crop | NoPicture:
        known = self._fault(sha256, page)
        if known is not None:
            return known
        try:
            renderer = self._free.get(timeout=_TURNS * self.params.seconds_per_picture)
        except Empty:
            return NoPicture("busy", "all processes that draw are busy; try again")
        try:
            kept = self._kept.load(key)  # somebody else may have asked for it meanwhile
            if kept is not None:
                return kept
            seconds = self.params.seconds_per_picture
            made = renderer.draw(path, sha256, page, boxes, widest, seconds, hidden)
        finally:
            self._free.put(renderer)
        if isinstance(made, Crop):
            self._kept.save(key, made)
        elif made.reason in ("too_slow", "too_large", "broken"):
            self._note_fault(sha256, page, made)
        return made

    def _fault(self, sha256: str, page: int) -> NoPicture | None:
        """Why the page couldn't be drawn a while ago: it isn't let hang a process again."""
        with self._lock:
            since, fault = self._faults.get((sha256, page), (0.0, None))
        return fault if time.monotonic() - since < _FAULT_LASTS else None

    def _note_fault(self, sha256: str, page: int, fault: NoPicture) -> None:
        with self._lock:
            if len(self._faults) >= _MOST_FAULTS:
                self._faults.clear()
            self._faults[sha256, page] = time.monotonic(), fault


def _rounded(box: Box) -> Box:
    x0, top, x1, bottom = (round(float(side), 2) for side in box)
    return x0, top, x1, bottom


class Contents:
    """SHA-256 of files, worked out again only where size or time of change say so."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[tuple[int, int], str]] = {}

    def sha256(self, path: Path) -> str | None:
        """The file's; None where it can't be read."""
        try:
            told = path.stat()
            stamp = told.st_mtime_ns, told.st_size
            known = self._known.get(path)
            if known is None or known[0] != stamp:
                known = self._known[path] = stamp, file_sha256(path)
        except OSError:
            return None
        return known[1]
