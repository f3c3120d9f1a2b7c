"""What a file is, told by its content and never by its name."""

import zipfile
from io import BytesIO

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
HTML = "text/html"
TEXT = "text/plain"
MARKDOWN = "text/markdown"
ZIP = "application/zip"
OLE = "application/x-ole-storage"
UNKNOWN = "application/octet-stream"

_HEADER_WITHIN = 1024  # the PDF reference lets junk stand before the header, within this many bytes
_MAGIC = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"%!PS", "application/postscript"),
    (b"%FDF-", "application/vnd.fdf"),
    (b"AT&TFORM", "image/vnd.djvu"),
    (b"\xd0\xcf\x11\xe0", OLE),
    (b"{\\rtf", "application/rtf"),
    (b"version https://git-lfs", "text/x-git-lfs-pointer"),
    (b"PAR1", "application/vnd.apache.parquet"),
    (b"\x1f\x8b", "application/gzip"),
    (b"Rar!", "application/vnd.rar"),
    (b"7z\xbc\xaf", "application/x-7z-compressed"),
    (b"\xfd7zXZ", "application/x-xz"),
    (b"(\xb5/\xfd", "application/zstd"),
    (b"JVBERi0", "application/base64"),
)
# Marks that stand after a length: the brands of films and of pictures from telephones, …
_LATER = (
    (4, b"ftyphei", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftyp", "video/mp4"),
    (8, b"WEBP", "image/webp"),
    (4, b"1AY&SY", "application/x-bzip2"),
    (257, b"ustar", "application/x-tar"),
)
_HTML_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body")


def media_type(data: bytes, name: str = "") -> str:
    """The media type that the bytes show; the name only tells Markdown from plain text.

    >>> media_type(b"%PDF-1.7 ...", "plan.docx")
    'application/pdf'
    >>> media_type("Kommunen vil:".encode(), "plan.md")
    'text/markdown'
    """
    if b"%PDF-" in data[:_HEADER_WITHIN]:
        return PDF
    if data.startswith(b"PK"):
        return _zip_type(data)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith(b"BM") and data[6:10] == bytes(4):
        return "image/bmp"
    for at, magic, kind in _LATER:
        if data[at : at + len(magic)] == magic:
            return kind
    if _is_html(data):
        return HTML
    if not _is_text(data):
        return UNKNOWN
    return MARKDOWN if name.lower().endswith((".md", ".markdown")) else TEXT


def _zip_type(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return ZIP
    for part, kind in (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX)):
        if any(name.startswith(part) for name in names):
            return kind
    return ODT if "content.xml" in names else ZIP


def _is_html(data: bytes) -> bool:
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    while start.startswith((b"<!--", b"<?xml")):
        start = start.partition(b">")[2].lstrip()
    return start.startswith(_HTML_STARTS)


def _is_text(data: bytes) -> bool:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    sample = data[:65536]
    control = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    return control <= len(sample) / 200
