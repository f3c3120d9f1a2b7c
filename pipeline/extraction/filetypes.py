"""Bytes → a Reading, by what the bytes are; what can't be read is said with what to do."""

import json
import re
import zipfile
from io import BytesIO

from pipeline.errors import DocumentError
from pipeline.extraction import sniffing
from pipeline.extraction.elements import Reading
from pipeline.extraction.lettercodes import is_wide_text
from pipeline.params import ExtractionParams

_READABLE = "PDF, DOCX, HTML, text or Markdown"
_AS_PDF = "save it as PDF and register that"
_AS_DOCX = "save it as DOCX or PDF and register that"
_ARCHIVE = "an archive; unpack it and register the files inside"
_PICTURE = "a picture; put it into a PDF (print to PDF), whose pages are recognised"
_ADVICE = {
    sniffing.XLSX: "a spreadsheet; save the sheet as PDF or CSV and register that",
    sniffing.PPTX: f"a slide show; {_AS_PDF}",
    sniffing.ODT: f"an OpenDocument file; {_AS_DOCX}",
    sniffing.OLE: f"an old Office file; {_AS_DOCX}",
    sniffing.ZIP: _ARCHIVE,
    **dict.fromkeys(
        (
            *("application/gzip", "application/vnd.rar", "application/x-7z-compressed"),
            *("application/x-bzip2", "application/x-xz", "application/zstd", "application/x-tar"),
        ),
        _ARCHIVE,
    ),
    "application/rtf": f"rich text (.rtf); {_AS_DOCX}",
    "application/xml": f"XML; open it in the program that made it, {_AS_DOCX}",
    "application/json": "data in JSON, such as a server's answer; fetch the document itself",
    "application/base64": "a PDF in letters (base64), as in the source of an e-mail; decode it",
    "application/postscript": f"PostScript; {_AS_PDF}",
    "application/vnd.fdf": "the answers of a form (FDF); open it with its form and print to PDF",
    "video/mp4": "a film or a recording; write down what is said and register that",
    "message/rfc822": f"an e-mail; {_AS_PDF}, and its attachments as files of their own",
    "text/x-git-lfs-pointer": "a pointer into Git LFS; fetch the file itself (git lfs pull)",
}
# What an old Office file holds is told by the names of its streams, in UTF-16.
_STREAMS = (
    ("WordDocument", f"an old Word file (.doc); {_AS_DOCX}"),
    ("Workbook", "an old spreadsheet (.xls); save the sheet as PDF or CSV and register that"),
    ("PowerPoint Document", f"an old slide show (.ppt); {_AS_PDF}"),
    ("__substg1.0_", f"an Outlook message (.msg); {_AS_PDF}, and its attachments as files"),
)
_IN_ARCHIVES = (
    ("Index/Document.iwa", f"a Pages document; {_AS_DOCX} (File, Export To)"),
    ("Index/Tables/", f"a Numbers spreadsheet; {_AS_PDF} (File, Export To)"),
    ("Index/Slide", f"a Keynote slide show; {_AS_PDF} (File, Export To)"),
    ("META-INF/container.xml", f"an e-book (.epub); {_AS_PDF}"),
    ("FixedDocumentSequence.fdseq", f"an XPS document; {_AS_PDF}"),
)
_OPEN_DOCUMENT = {
    "spreadsheet": "an OpenDocument spreadsheet (.ods); save the sheet as PDF or CSV",
    "presentation": f"an OpenDocument slide show (.odp); {_AS_PDF}",
    "text": f"an OpenDocument text (.odt); {_AS_DOCX}",
}
_MAIL_SIGNS = re.compile(rb"^(?:mime-version|message-id|received):", re.IGNORECASE | re.MULTILINE)
_MAIL_HEADER = re.compile(rb"\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}")
_HTML_START = re.compile(
    r"<(?:!doctype html|html|head|body|main|article|section|div|h[1-6]|p|table|ul|ol)\b",
    re.IGNORECASE,
)
_BEFORE_MARKUP = re.compile(r"\A(?:\s*(?:<!--.*?-->|<\?.*?\?>))*\s*", re.DOTALL)
_OTHER_NAMES = (".pdf", ".docx", ".doc", ".docm", ".txt", ".md", ".csv")
_LEAST_PAGE = 1500  # letters; pages that tell of an error are shorter
_HEADER_WITHIN = 8192  # bytes of a letter's head


def read_bytes(data: bytes, name: str, params: ExtractionParams) -> Reading:
    """What the file holds. Raises DocumentError with the word that the rejects table keeps.

    The same bytes, name and parameters give the same Reading, so that it may be cached.
    """
    if not data:
        raise DocumentError("empty", "expected a document, the file has no bytes")
    kind = _kind(data, name)
    if kind == sniffing.PDF:
        from pipeline.extraction.pdf import read_pdf

        return read_pdf(data, params)
    if kind == sniffing.DOCX:
        from pipeline.extraction.worddocs import read_docx

        return read_docx(data, params)
    if kind == sniffing.HTML:
        from pipeline.extraction.webpages import read_html

        return _told_page(read_html(data, params), name)
    if kind == "multipart/related":
        from pipeline.extraction.webpages import read_saved_page

        return read_saved_page(data, params)
    if kind in (sniffing.TEXT, sniffing.MARKDOWN):
        from pipeline.extraction.plain import read_csv, read_text

        if name.lower().endswith((".csv", ".tsv")):
            return read_csv(data, params)
        return read_text(data, params, markdown=kind == sniffing.MARKDOWN)
    raise _unsupported(kind, data, name)


def _told_page(reading: Reading, name: str) -> Reading:
    """The page; a short one under another format's name stands where a download failed."""
    letters = sum(len(block.text) for block in reading.blocks)
    if letters >= _LEAST_PAGE or not name.lower().endswith(_OTHER_NAMES):
        return reading
    came = f"a web page of {letters} letters, such as stands where a download failed; fetch it anew"
    raise _not_read(came, name)


def _kind(data: bytes, name: str) -> str:
    kind = sniffing.media_type(data, name)
    if kind == sniffing.UNKNOWN and is_wide_text(data):
        kind = sniffing.TEXT
    if kind != sniffing.TEXT:
        return kind
    head = data[:_HEADER_WITHIN].replace(b"\r\n", b"\n")
    letter = _MAIL_HEADER.match(head)
    if letter and _MAIL_SIGNS.search(letter.group()):
        is_page = re.search(rb"^content-type:\s*multipart/related", head, re.IGNORECASE | re.M)
        return "multipart/related" if is_page else "message/rfc822"
    return _kind_of_markup(data) or ("application/json" if _is_json(data) else kind)


def _is_json(data: bytes) -> bool:
    start = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith((b'{"', b"[{", b"{\n", b"{\r", b"{ ")):
        return False
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _kind_of_markup(data: bytes) -> str | None:
    """HTML without its head or in UTF-16, and XML, which are text to the eye alone."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1"
    start = data[: _HEADER_WITHIN * 2].decode(encoding, "ignore").lstrip("\ufeffï»¿ \t\r\n")
    is_xml = start.startswith("<?xml")
    start = _BEFORE_MARKUP.sub("", start)
    if not start.startswith("<"):
        return None
    if _HTML_START.match(start):
        return sniffing.HTML
    return "application/xml" if is_xml else None


def _unsupported(kind: str, data: bytes, name: str) -> DocumentError:
    if kind == sniffing.OLE:
        return _old_office(data, name)
    if kind in (sniffing.ZIP, sniffing.ODT) and not zipfile.is_zipfile(BytesIO(data)):
        return DocumentError(
            "truncated",
            f"expected a whole archive, such as DOCX is one, its end is missing after {len(data)} "
            "bytes; fetch the file anew",
        )
    came = _ADVICE.get(kind, f"content of the type {kind}; {_AS_DOCX}")
    if kind in (sniffing.ZIP, sniffing.ODT):
        came = _archive(data) or came
    elif kind.startswith("image/"):
        came = _PICTURE
    elif name.rpartition("/")[2].startswith("~$"):
        came = "the mark that Word leaves beside an open file; close Word and register the file"
    return _not_read(came, name)


def _old_office(data: bytes, name: str) -> DocumentError:
    if _holds(data, "EncryptedPackage"):
        return DocumentError(
            "encrypted",
            "expected a document that opens without a password, this Office file asks for one; "
            "open it, take the password away, save it and register that",
        )
    came = next((advice for stream, advice in _STREAMS if _holds(data, stream)), None)
    return _not_read(came or _ADVICE[sniffing.OLE], name)


def _holds(data: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") in data


def _archive(data: bytes) -> str | None:
    """What an archive that is no Office file is, told by what is in it."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            told = archive.open("mimetype").read(200).decode("ascii", "replace")
    except (KeyError, OSError, RuntimeError, ValueError, NotImplementedError, zipfile.BadZipFile):
        names, told = _names(data), ""
    for word, advice in _OPEN_DOCUMENT.items():
        if f"opendocument.{word}" in told:
            return advice
    return next((a for mark, a in _IN_ARCHIVES if any(n.startswith(mark) for n in names)), None)


def _names(data: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return archive.namelist()
    except (OSError, ValueError, NotImplementedError, zipfile.BadZipFile):
        return []


def _not_read(came: str, name: str) -> DocumentError:
    reason = "not_a_pdf" if name.lower().endswith(".pdf") else "unsupported"
    return DocumentError(reason, f"expected {_READABLE}, came {came}")
