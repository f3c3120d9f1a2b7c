"""Small real PDFs for the tests, typeset here, and ways to look at what was read."""

from weasyprint import HTML

from pipeline.extraction.elements import Block, Reading
from pipeline.extraction.pdf import read_pdf
from pipeline.params import ExtractionParams

STYLE = """
@page { size: A4; margin: 2cm }
body { font: 11pt 'DejaVu Serif'; } p { margin: 6pt 0 }
table { border-collapse: collapse; width: 100% } th { text-align: left }
td { vertical-align: top } .n { text-align: right }
"""


def read_typeset(body: str, style: str = "") -> Reading:
    """The Reading of the PDF that the HTML and CSS make."""
    return read_pdf(typeset_pdf(body, style), ExtractionParams(ocr="off"))


def typeset_pdf(body: str, style: str = "") -> bytes:
    """The PDF's bytes."""
    page = f"<html lang=nb><style>{STYLE}{style}</style><body>{body}</body></html>"
    return HTML(string=page).write_pdf()


def table_rows(blocks: tuple[Block, ...], table: int = 0) -> list[list[str]]:
    """A table's texts, row by row."""
    cells = [b for b in blocks if b.place is not None and b.place.table == table]
    rows = 1 + max(b.place.row for b in cells)
    columns = 1 + max(b.place.column + b.place.column_span - 1 for b in cells)
    grid = [[""] * columns for _ in range(rows)]
    for block in cells:
        grid[block.place.row][block.place.column] = block.text
    return grid


def running(blocks: tuple[Block, ...]) -> list[tuple[str, str]]:
    """(role, text) of everything outside tables."""
    return [(b.role, b.text) for b in blocks if b.place is None]
