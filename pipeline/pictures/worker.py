"""Draws pictures as it is asked to, in a process that may be ended at any time.

Started as `python -m pipeline.pictures.worker MEGABYTES`. It says `ready`, then reads a request a
line on standard input: JSON with the file's path and SHA-256, page, boxes, width and what is to be
hidden. It answers each with a line of JSON, the picture's own bytes after it; or with why there is
none.
"""

import hashlib
import io
import json
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from pipeline.bounds import OUT_OF_MEMORY, bound_memory, end_unheard
from pipeline.errors import DocumentError
from pipeline.opening import opened
from pipeline.pictures.covering import Hidden
from pipeline.pictures.crops import Crop, crop_page

_END = b"\nendstream\nendobj\n%%EOF\n"  # what a cut file leaves open; QPDF drops an unended object
_MOST_OPEN = 3  # documents: a goal's and its objectives' are looked at in turn


class Documents:
    """Open PDFium documents by the content of their files, those used last."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[Any, ExitStack]] = {}

    def of(self, path: Path, sha256: str, *, is_mended: bool = False) -> Any:
        """The document. Raises DocumentError where the file has another content, or won't open."""
        name = f"{sha256} {is_mended}"
        held = self._open.pop(name, None)
        if held is None:
            self._close(_MOST_OPEN - 1)
            stack = ExitStack()
            data = _content(path, sha256)
            held = stack.enter_context(opened(_mended(data) if is_mended else data)), stack
        self._open[name] = held
        return held[0]

    def _close(self, kept: int) -> None:
        while len(self._open) > kept:
            oldest = next(iter(self._open))
            self._open.pop(oldest)[1].close()


def _content(path: Path, sha256: str) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as err:
        raise DocumentError("unreadable", f"expected the file, the system says: {err}") from err
    if hashlib.sha256(data).hexdigest() != sha256:
        raise DocumentError("changed", "the file has changed since it was read")
    return data


def _mended(data: bytes) -> bytes:
    """The file as QPDF writes it anew, as it was for reading; as it is where QPDF can't."""
    import pikepdf  # here, since few files need it

    whole = data if b"%%EOF" in data[-1024:] else data + _END
    out = io.BytesIO()
    faults = (pikepdf.PdfError, ValueError, RuntimeError)
    with suppress(*faults), pikepdf.open(io.BytesIO(whole)) as document:
        document.save(out)
    return out.getvalue() or data


def drawn(request: dict[str, Any], documents: Documents) -> Crop:
    """The picture asked for; of a damaged file as it is, else as mended. Raises DocumentError."""
    path = Path(os.fsdecode(bytes.fromhex(request["path"])))
    words, boxes = request["hidden"]
    hidden = Hidden(tuple(words), tuple(tuple(box) for box in boxes))
    asked = request["page"], request["boxes"], request["widest"], hidden
    try:
        return crop_page(documents.of(path, request["sha256"]), *asked)
    except DocumentError as err:
        if err.reason not in ("damaged", "truncated", "no_such_page", "blank"):
            raise
        with suppress(DocumentError):
            return crop_page(documents.of(path, request["sha256"], is_mended=True), *asked)
        raise


def answer(request: dict[str, Any], documents: Documents) -> tuple[dict[str, Any], bytes]:
    """The head of the answer, and the picture's bytes; none where the head has a `reason`."""
    try:
        crop = drawn(request, documents)
    except DocumentError as err:
        return {"reason": err.reason, "detail": err.detail, "size": 0}, b""
    head = {"media_type": crop.media_type, "width": crop.width, "height": crop.height}
    return {**head, "size": len(crop.content)}, crop.content


def main(arguments: Sequence[str]) -> None:
    """Answer requests until there are no more."""
    bound_memory(int(arguments[0]))
    end_unheard()
    documents = Documents()
    out = sys.stdout.buffer
    out.write(b"ready\n")
    out.flush()
    for line in sys.stdin.buffer:
        try:
            head, content = answer(json.loads(line), documents)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        out.write(json.dumps(head).encode() + b"\n" + content)
        out.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
