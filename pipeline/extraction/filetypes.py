"""Bytes → a Reading, by what the bytes are; what can't be read is said with what to do."""

from pipeline.errors import DocumentError
from pipeline.extraction import sniffing
from pipeline.extraction.elements import Reading
from pipeline.params import ExtractionParams

_ADVICE = {
    sniffing.XLSX: "a spreadsheet; save the sheet as PDF or CSV and register that",
    sniffing.PPTX: "a slide show; save it as PDF and register that",
    sniffing.ODT: "an OpenDocument file; save it as DOCX or PDF and register that",
    sniffing.OLE: "an old Office file (.doc, .xls) or a locked one; save it as open DOCX",
    sniffing.ZIP: "an archive; unpack it and register the files inside",
    "application/rtf": "rich text; save it as DOCX or PDF and register that",
    "text/x-git-lfs-pointer": "a pointer into Git LFS; fetch the file itself (git lfs pull)",
}


def read_bytes(data: bytes, name: str, params: ExtractionParams) -> Reading:
    """What the file holds. Raises DocumentError with the word that the rejects table keeps.

    The same bytes, name and parameters give the same Reading, so that it may be cached.
    """
    if not data:
        raise DocumentError("empty", "expected a document, the file has no bytes")
    kind = sniffing.media_type(data, name)
    if kind == sniffing.PDF:
        from pipeline.extraction.pdf import read_pdf

        return read_pdf(data, params)
    if kind == sniffing.DOCX:
        from pipeline.extraction.worddocs import read_docx

        return read_docx(data, params)
    if kind == sniffing.HTML:
        from pipeline.extraction.webpages import read_html

        return read_html(data, params)
    if kind in (sniffing.TEXT, sniffing.MARKDOWN):
        from pipeline.extraction.plain import read_text

        return read_text(data, params, markdown=kind == sniffing.MARKDOWN)
    raise _unsupported(kind, name)


def _unsupported(kind: str, name: str) -> DocumentError:
    reason = "not_a_pdf" if name.lower().endswith(".pdf") else "unsupported"
    came = _ADVICE.get(
        kind, f"content of the type {kind}; save it as PDF or DOCX and register that"
    )
    return DocumentError(reason, f"expected PDF, DOCX, HTML, text or Markdown, came {came}")
