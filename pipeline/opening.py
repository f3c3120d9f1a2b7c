"""PDF bytes → a PDFium document; what can't be opened is told in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2 as pdfium

from pipeline.errors import DocumentError


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The PDFium document, closed afterwards. Raises DocumentError where it can't be opened."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as err:
        raise _cannot_open(data, str(err)) from err
    try:
        document.init_forms()  # so that fields are drawn that the file holds as values alone
        yield document
    finally:
        document.close()


def _cannot_open(data: bytes, message: str) -> DocumentError:
    if "password" in message.casefold():
        return DocumentError(
            "encrypted", "expected a PDF that opens without a password, this one asks for one"
        )
    if "security" in message.casefold():
        return DocumentError(
            "encrypted",
            "expected a PDF that opens without a key, this one is locked in an unknown way",
        )
    if b"%%EOF" not in data[-2048:]:
        return DocumentError(
            "truncated", f"expected a whole PDF, its end is missing after {len(data)} bytes"
        )
    return DocumentError("damaged", f"expected a readable PDF, PDFium says: {message}")
