"""Readings kept by content, so that one new document costs one document."""

import contextlib
import hashlib
from pathlib import Path

from pipeline.extraction.documents import ReadDocument, result_from_bytes, result_to_bytes
from pipeline.extraction.elements import Fault
from pipeline.extraction.tesseract import languages
from pipeline.params import ExtractionParams
from pipeline.store import Store, code_key, key_of

_CODE = ("extraction", "language", "opening.py")
_PACKAGES = ("pypdfium2", "pikepdf", "lxml", "markdown-it-py", "numpy")


class ReadingCache:
    """What was read from a file, as bytes under a name made of everything that it rests on.

    That is the file's bytes and ending, the parameters, the code of this stage, the libraries that
    open files, and the languages that Tesseract has.
    """

    def __init__(self, folder: Path, params: ExtractionParams) -> None:
        self.store = Store(folder, "readings")
        settings = params.model_dump_json(exclude={"ocr_confidence_least"})
        self.rests_on = key_of(settings, languages(), code_key(_CODE, _PACKAGES))

    def load(self, key: str) -> ReadDocument | Fault | None:
        """What was kept under the key; None where nothing was, or where it is damaged."""
        kept = self.store.load(key)
        return None if kept is None else result_from_bytes(kept)

    def save(self, key: str, result: ReadDocument | Fault) -> None:
        """Keep the result, whole or not at all; a full disk loses only the cache."""
        self.store.save(key, result_to_bytes(result))

    def key(self, path: Path) -> str | None:
        """The name for a file's reading; None where the file can't be read."""
        with contextlib.suppress(OSError), path.open("rb") as stream:
            content = hashlib.file_digest(stream, "sha256").hexdigest()
            ending = path.suffix.lower().encode("utf-8", "replace")
            return key_of(content, ending, self.rests_on)
        return None
