"""A PDF whose end is gone → a file of the pages that are left in it.

What leads to the pages stands at the end of most files, and is the first thing that a broken
transfer loses. The objects themselves are found by their own marks, packed ones too.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress

import pikepdf

from pipeline.extraction.lookover import names_gone

_OBJECT = re.compile(rb"(?<![\d.])(\d{1,7})\s+\d{1,5}\s+obj\b")
_PAGE = re.compile(rb"/Type\s*/Page\b")
_PACKED = re.compile(rb"/Type\s*/ObjStm\b")
_FIRST = re.compile(rb"/First\s+(\d{1,9})\b")
_STREAM = re.compile(rb"stream\r?\n")
_CONTENT_END = re.compile(rb"endstream|endobj")
_MOST_UNPACKED = 100_000_000  # bytes, of all packed objects together


def salvaged(data: bytes) -> bytes | None:
    """The file built anew around its page objects, in their order; None without any.

    >>> whole = salvaged(b"7 0 obj << /Type /Page /Contents 9 0 R >> endobj 9 0 obj << /Len")
    >>> b"/Kids [7 0 R] /Count 1" in whole
    True
    """
    if b"/Encrypt" in data:
        return None  # the key is told by what is gone
    objects = _objects(data)
    pages = [number for number, body in objects.items() if _PAGE.search(_head(body))]
    return _file(objects, pages) if pages else None


def _objects(data: bytes) -> dict[int, bytes]:
    """The body of each object by its number; of several the last, in the place of the first."""
    found: dict[int, bytes] = {}
    left = _MOST_UNPACKED
    marks = list(_OBJECT.finditer(data))
    for place, mark in enumerate(marks, start=1):
        body = data[mark.end() : marks[place].start() if place < len(marks) else len(data)]
        if _PACKED.search(_head(body)):
            for number, inner in _unpacked(body, left):
                left -= len(inner)
                found[number] = inner
        else:
            found[int(mark.group(1))] = body.partition(b"endobj")[0]
    return found


def _head(body: bytes) -> bytes:
    """The object without its stream."""
    stream = _STREAM.search(body)
    return body[: stream.start()] if stream else body


def _unpacked(body: bytes, most: int) -> Iterator[tuple[int, bytes]]:
    """Number and body of each object in a packed stream, as far as it can be unpacked."""
    stream, first = _STREAM.search(body), _FIRST.search(_head(body))
    if stream is None or first is None:
        return
    content = b""
    with suppress(zlib.error):
        content = zlib.decompressobj().decompress(body[stream.end() :], max(1, most))
    start = int(first.group(1))
    told = [int(word) for word in content[:start].split() if word.isdigit()]
    places = [start + place for place in told[1::2]]
    for number, at, end in zip(told[::2], places, [*places[1:], len(content)], strict=False):
        yield number, content[at:end]


def _file(objects: Mapping[int, bytes], pages: list[int]) -> bytes:
    """A file of the objects, with a catalogue that leads to the pages."""
    top = max(objects)
    kids = " ".join(f"{page} 0 R" for page in pages)
    made = {
        **objects,
        top + 1: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        top + 2: f"<< /Type /Catalog /Pages {top + 1} 0 R >>".encode(),
    }
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in made.items():
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + _closed(body) + b"\nendobj\n"
    start = len(out)
    out += b"xref\n" + b"".join(f"{n} 1\n{at:010d} 00000 n \n".encode() for n, at in places.items())
    out += f"trailer\n<< /Size {top + 3} /Root {top + 2} 0 R >>\nstartxref\n{start}\n".encode()
    return bytes(out) + b"%%EOF\n"


def _closed(body: bytes) -> bytes:
    """The body; a stream that the file ends in is closed."""
    is_open = _STREAM.search(body) and not _CONTENT_END.search(body)
    return body + b"\nendstream" if is_open else body


_SAYS_NOTHING = (
    b"begincmap\n1 begincodespacerange <00> <ff> endcodespacerange\n256 beginbfchar\n"
    + b"".join(b"<%02x> <fffd>\n" % code for code in range(256))
    + b"endbfchar\nendcmap"
)


def replace_lost_fonts(document: pikepdf.Pdf) -> None:
    """Put a font whose letters are unknown in the place of each that is gone.

    PDFium takes another font for it, and tells letters that the page never showed.
    """
    unknown = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            ToUnicode=document.make_stream(_SAYS_NOTHING),
        )
    )
    for page in document.pages:
        fonts = page.resources.get("/Font")
        if isinstance(fonts, pikepdf.Dictionary):
            for name in [name for name, font in fonts.items() if _is_lost(font)]:
                fonts[name] = unknown


def _is_lost(font: object) -> bool:
    """Whether the font is gone, or the only part of it that tells its letters."""
    if not isinstance(font, pikepdf.Dictionary):
        return True
    is_coded = font.get("/Subtype") == pikepdf.Name.Type0
    return is_coded and names_gone(font, "/ToUnicode")
