"""Readings kept by content, so that one new document costs one document."""

import contextlib
import hashlib
import json
from pathlib import Path
from typing import Any

from pipeline.extraction.tesseract import languages
from pipeline.params import ExtractionParams
from pipeline.store import Store, code_key, key_of

_CODE = ("extraction", "language", "opening.py")
_PACKAGES = ("pypdfium2", "pikepdf", "lxml", "markdown-it-py", "numpy")


class ReadingCache:
    """What was read from a file, as JSON under a name made of everything that it rests on.

    That is the file's bytes and ending, the parameters, the code of this stage, the libraries that
    open files, and the languages that Tesseract has.
    """

    def __init__(self, folder: Path, params: ExtractionParams) -> None:
        self.store = Store(folder, "readings")
        settings = params.model_dump_json(exclude={"workers", "ocr_confidence_least"})
        self.rests_on = key_of(settings, languages(), code_key(_CODE, _PACKAGES))

    def load(self, key: str) -> dict[str, Any] | None:
        """What was kept under the key; None where nothing was, or where it is damaged."""
        kept = self.store.load(key)
        with contextlib.suppress(ValueError):
            content = None if kept is None else json.loads(kept)
            return content if isinstance(content, dict) else None
        return None

    def save(self, key: str, content: dict[str, Any]) -> None:
        """Keep the content, whole or not at all; a full disk loses only the cache."""
        self.store.save(key, json.dumps(content).encode("ascii"))

    def key(self, path: Path) -> str | None:
        """The name for a file's reading; None where the file can't be read."""
        with contextlib.suppress(OSError), path.open("rb") as stream:
            content = hashlib.file_digest(stream, "sha256").hexdigest()
            ending = path.suffix.lower().encode("utf-8", "replace")
            return key_of(content, ending, self.rests_on)
        return None
