"""A PDF in QPDF's eyes → what of it does not show on its pages as PDFium reads them."""

import zlib
from collections.abc import Iterator
from contextlib import suppress

import pikepdf

from pipeline.extraction.elements import Fault

QPDF_FAULTS = (pikepdf.PdfError, RuntimeError, ValueError, TypeError, OverflowError, OSError)
_MOST_NAMES = 5  # attached files that are told by name
_AT_A_TIME = 1 << 20  # bytes that are unpacked together
_FLUSHED = b"\x00\x00\xff\xff"  # the end of a packed stream whose writer never closes it


def is_broken(page: pikepdf.Object) -> bool:
    """Whether a part of the page's content is gone, or can't be unpacked to its end."""
    contents = page.get("/Contents")
    if contents is None:
        return names_gone(page, "/Contents")
    parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    try:
        return any(_is_broken_part(part) for part in parts)
    except (*QPDF_FAULTS, zlib.error):
        return True


def names_gone(entries: pikepdf.Object, name: str) -> bool:
    """Whether the dictionary names an object under that name which is not in the file.

    To its own `in` and `keys` it is as if the name were not there.
    """
    return any(key == name and value is None for key, value in entries.items())


def _is_broken_part(part: object) -> bool:
    if not isinstance(part, pikepdf.Stream):
        return part is None
    part.get_stream_buffer()
    packed = part.get("/Filter") in (pikepdf.Name.FlateDecode, pikepdf.Array(["/FlateDecode"]))
    return packed and _is_cut(part.read_raw_bytes())


def _is_cut(packed: bytes) -> bool:
    """Whether a packed stream ends before its end; a check sum that is missing loses nothing."""
    inner = zlib.decompressobj(-zlib.MAX_WBITS)
    rest = packed[2:]
    while rest and not inner.eof:
        inner.decompress(rest, _AT_A_TIME)
        rest = inner.unconsumed_tail
    return not inner.eof and not packed.rstrip(b"\r\n").endswith(_FLUSHED)


def beside_pages(document: pikepdf.Pdf) -> tuple[tuple[Fault, ...], tuple[Fault, ...]]:
    """The faults and notes of what the file holds beside its pages, which are all that is read."""
    with suppress(*QPDF_FAULTS):
        names = sorted(document.attachments)
        is_collection = "/Collection" in document.Root
        faults = (*_form(document.Root), *(_collection(names) if is_collection else ()))
        return faults, () if is_collection else tuple(_attached(names))
    return (), ()


def _form(root: pikepdf.Object) -> Iterator[Fault]:
    """A form that only Adobe Reader draws: its pages in the file ask the reader to wait."""
    form = root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form and root.get("/NeedsRendering"):
        detail = "expected pages, came a form (XFA) that Adobe Reader alone can show; open it there"
        yield Fault(None, "unsupported", f"{detail}, print it to PDF and register that")


def _collection(names: list[str]) -> Iterator[Fault]:
    if names:
        detail = f"expected one document, came a portfolio with {_listed(names)}, not read"
        yield Fault(None, "unsupported", f"{detail}; save what is in it and register that")


def _attached(names: list[str]) -> Iterator[Fault]:
    if names:
        detail = f"expected a document by itself, with it came {_listed(names)} attached"
        yield Fault(None, "attached_files", f"{detail}; not read unless registered")


def _listed(names: list[str]) -> str:
    more = ", …" if len(names) > _MOST_NAMES else ""
    files = "a file" if len(names) == 1 else f"{len(names)} files"
    return f"{files} ({', '.join(names[:_MOST_NAMES])}{more})"
