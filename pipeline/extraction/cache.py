"""Readings kept by content, so that one new document costs one document."""

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pipeline
from pipeline.extraction.tesseract import languages
from pipeline.params import ExtractionParams

_ROOT = Path(pipeline.__file__).parent
_CODE = (Path(__file__).parent, _ROOT / "language", _ROOT / "opening.py")


class ReadingCache:
    """What was read from a file, as JSON under a name made of everything that it rests on.

    That is the file's bytes and ending, the parameters, the code of this stage, the libraries that
    open files, and the languages that Tesseract has.
    """

    def __init__(self, folder: Path, params: ExtractionParams) -> None:
        self.folder = folder
        settings = params.model_dump(exclude={"workers", "ocr_confidence_least"})
        self.rests_on = _digest(
            [json.dumps(settings).encode(), languages().encode(), *_code(), *_versions()]
        )

    def load(self, key: str) -> dict[str, Any] | None:
        """What was kept under the key; None where nothing was, or where it is damaged."""
        with contextlib.suppress(OSError, ValueError):
            content = json.loads((self.folder / f"{key}.json").read_text(encoding="ascii"))
            return content if isinstance(content, dict) else None
        return None

    def save(self, key: str, content: dict[str, Any]) -> None:
        """Keep the content, whole or not at all; a full disk loses only the cache."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, partial = tempfile.mkstemp(dir=self.folder, suffix=".partial")
            with os.fdopen(handle, "w", encoding="ascii") as stream:
                json.dump(content, stream)
            Path(partial).replace(self.folder / f"{key}.json")

    def key(self, path: Path) -> str | None:
        """The name for a file's reading; None where the file can't be read."""
        with contextlib.suppress(OSError), path.open("rb") as stream:
            content = hashlib.file_digest(stream, "sha256").hexdigest()
            return _digest(
                [
                    content.encode(),
                    path.suffix.lower().encode("utf-8", "replace"),
                    self.rests_on.encode(),
                ]
            )
        return None


def _code() -> Iterator[bytes]:
    for place in _CODE:
        for source in sorted(place.glob("*.py")) if place.is_dir() else [place]:
            yield source.read_bytes()


def _versions() -> Iterator[bytes]:
    from importlib.metadata import version

    for package in ("pypdfium2", "pikepdf", "lxml", "markdown-it-py", "numpy"):
        yield f"{package} {version(package)}".encode()


def _digest(parts: list[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()
