"""What is written on top of a PDF's pages, in form fields and notes, as part of the pages."""

from typing import Any

import pypdfium2.raw as pdfium

_MOST = 2000  # annotations of a page that are looked at
_WRITTEN = frozenset(
    (pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_WIDGET)
)


def whole_page(document: Any, index: int) -> Any:
    """The page with what its fields and notes show set into it. Raises PdfiumError.

    PDFium tells no letters of fields and notes themselves; forms are filled in there.
    """
    page = document[index]
    if not _is_written_on(page):
        return page
    done = pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
    if done != pdfium.FLATTEN_SUCCESS:
        return page
    page.close()
    return document[index]


def _is_written_on(page: Any) -> bool:
    count = min(_MOST, max(0, pdfium.FPDFPage_GetAnnotCount(page)))
    return any(_kind(page, index) in _WRITTEN for index in range(count))


def _kind(page: Any, index: int) -> int:
    annotation = pdfium.FPDFPage_GetAnnot(page, index)
    if not annotation:
        return int(pdfium.FPDF_ANNOT_UNKNOWN)
    try:
        return int(pdfium.FPDFAnnot_GetSubtype(annotation))
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)
