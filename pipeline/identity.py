"""Names made from content, so that they survive re-runs, new documents and row order."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from pipeline.language.normalise import normalise_text

DOCUMENT_ID_LENGTH = 12
ID_LENGTH = 16


def file_sha256(path: Path) -> str:
    """The file's SHA-256 as 64 hex digits, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def document_id(document_sha256: str) -> str:
    """The first 12 hex digits of the document's hash.

    >>> document_id("ab" * 32)
    'abababababab'
    """
    return document_sha256[:DOCUMENT_ID_LENGTH]


def content_id(prefix: str, parts: Iterable[str]) -> str:
    """`prefix_` and 16 hex digits of the SHA-256 of the normalised parts.

    >>> content_id("g", ["Flere  barn"]) == content_id("g", ["Flere barn"])
    True
    """
    joined = "\x1f".join(normalise_text(part) for part in parts)
    return f"{prefix}_{hashlib.sha256(joined.encode()).hexdigest()[:ID_LENGTH]}"


def passage_id(document_sha256: str, page: int, text: str, occurrence: int) -> str:
    """A passage's name: its document, page and text; `occurrence` tells equal texts apart."""
    return content_id("p", [document_sha256, str(page), text, str(occurrence)])


def goal_id(document: str, passage_ids: Iterable[str], text: str) -> str:
    """A goal's name: the passages it stands in, and its text."""
    return content_id("g", [document, *passage_ids, text])


def link_id(goal: str, objective: str) -> str:
    """A link's name: its two goals, in the order goal, objective."""
    return content_id("l", [goal, objective])
