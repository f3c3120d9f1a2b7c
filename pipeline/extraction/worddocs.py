"""DOCX bytes → a Reading: paragraphs, lists and tables in document order."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from pipeline.errors import DocumentError
from pipeline.extraction import sniffing
from pipeline.extraction.elements import Block, Fault, Place, Reading
from pipeline.extraction.headings import is_caption
from pipeline.extraction.paragraphs import BULLET, SECTION_NUMBER
from pipeline.language.normalise import normalise_text
from pipeline.params import ExtractionParams

_MAX_UNPACKED = 500_000_000  # bytes; a few packed kilobytes can hold more than any memory
_HEADING_STYLE = re.compile(r"^(?:heading|overskrift)\s*([1-9])$", re.IGNORECASE)
_LONGEST_BOLD_HEADING = 120


def read_docx(data: bytes, params: ExtractionParams) -> Reading:
    """The file's blocks in document order, pages told by page breaks; no boxes.

    Raises DocumentError where the archive is damaged, no Word file, or unpacks to too much.
    """
    _check_archive(data)
    try:
        document = docx.Document(BytesIO(data))
    except Exception as err:  # python-docx raises what its XML happens to break
        raise DocumentError(
            "damaged", f"expected a Word document, python-docx says: {type(err).__name__}: {err}"
        ) from err
    reader = _Reader(params.characters_per_file)
    blocks: list[Block] = []
    faults: list[Fault] = []
    for block in reader.body(document.element.body, document):
        if reader.left < 0:
            faults.append(_too_long(params.characters_per_file))
            break
        blocks.append(block)
    return Reading(sniffing.DOCX, reader.page, tuple(blocks), tuple(faults))


def _too_long(most: int) -> Fault:
    detail = f"expected at most {most} characters in a file, the rest was not read"
    return Fault(None, "too_large", f"{detail}; raise extraction.characters_per_file")


def _check_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            encrypted = any(entry.flag_bits & 1 for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as err:
        raise DocumentError("damaged", f"expected a whole Word archive, came: {err}") from err
    if encrypted:
        raise DocumentError("encrypted", "expected a Word document without a password")
    if unpacked > _MAX_UNPACKED:
        raise DocumentError(
            "too_large", f"expected at most {_MAX_UNPACKED} bytes unpacked, came {unpacked}"
        )


@dataclass
class _Reader:
    """Walks the body; holds the page it is on, the tables met, and the characters left."""

    left: int
    page: int = 1
    table: int = 0

    def body(self, element: Any, parent: Any) -> Iterator[Block]:
        for child in element.iterchildren():
            if child.tag == qn("w:p"):
                yield from self._paragraph(Paragraph(child, parent))
            elif child.tag == qn("w:tbl"):
                yield from self._table(Table(child, parent))
            elif child.tag in (qn("w:sdt"), qn("w:ins"), qn("w:smartTag")):
                content = child.find(qn("w:sdtContent"))
                yield from self.body(child if content is None else content, parent)

    def _paragraph(self, paragraph: Paragraph) -> Iterator[Block]:
        before, after = _page_breaks(paragraph._p)
        self.page += before
        text = normalise_text(_visible_text(paragraph._p))
        self.left -= len(text)
        if text:
            role, level = _role(paragraph, text)
            yield Block(self.page, text, role, None, level)
        for box in paragraph._p.iter(qn("w:txbxContent")):
            if not _is_fallback(box):
                yield from self.body(box, paragraph._parent)
        self.page += after

    def _table(self, table: Table) -> Iterator[Block]:
        number, self.table = self.table, self.table + 1
        spans = _row_spans(table)
        for row, line in enumerate(table._tbl.tr_lst):
            self.page += max((_breaks_inside(cell) for cell in _cells(line)), default=0)
            for cell, column, width in _row_cells(line):
                if _continues(cell):
                    continue
                text = normalise_text(" ".join(_cell_lines(cell)))
                self.left -= len(text)
                high = spans.get((row, column), 1)
                place = Place(number, row, column, high, width)
                yield Block(self.page, text, "table_cell", None, None, place)


def _is_fallback(element: Any) -> bool:
    """Word keeps each text box twice: once for itself, once for older programs."""
    return any(parent.tag.endswith("}Fallback") for parent in element.iterancestors())


def _page_breaks(element: Any) -> tuple[int, int]:
    """Page breaks before the paragraph's first letter, and those after it.

    Word notes a break where it last rendered one beside the one that was asked for: the larger
    number of the two counts.
    """
    asked = int(_is_on(element.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}")))
    rendered, before = 0, None
    for node in element.iter(qn("w:lastRenderedPageBreak"), qn("w:br"), qn("w:t")):
        if node.tag == qn("w:lastRenderedPageBreak"):
            rendered += 1
        elif node.tag == qn("w:br"):
            asked += node.get(qn("w:type")) == "page"
        elif before is None and (node.text or "").strip():
            before = max(rendered, asked)
    total = max(rendered, asked)
    return (0, total) if before is None else (before, total - before)


def _is_on(switch: Any) -> bool:
    """Whether Word's switch is there and isn't set to off."""
    return switch is not None and switch.get(qn("w:val")) not in ("0", "false", "off")


def _breaks_inside(cell: Any) -> int:
    """Page breaks in a cell: its row runs over as many pages; cells beside it say the same."""
    return sum(sum(_page_breaks(paragraph)) for paragraph in cell.iter(qn("w:p")))


def _visible_text(element: Any) -> str:
    """The paragraph's text, links and insertions included; deletions and text boxes not."""
    parts = []
    for node in element.iter(
        qn("w:t"),
        qn("w:tab"),
        qn("w:br"),
        qn("w:cr"),
        qn("w:noBreakHyphen"),
        qn("w:footnoteReference"),
    ):
        if _is_outside(node, element):
            continue
        if node.tag == qn("w:t"):
            parts.append(node.text or "")
        elif node.tag == qn("w:noBreakHyphen"):
            parts.append("-")
        elif node.tag != qn("w:footnoteReference"):
            parts.append(" ")
    return "".join(parts)


def _is_outside(node: Any, element: Any) -> bool:
    skipped = (qn("w:del"), qn("w:txbxContent"), qn("w:moveFrom"), qn("w:tabs"))
    for parent in node.iterancestors():
        if parent is element:
            return False
        if parent.tag in skipped:
            return True
        if parent.tag == qn("w:r") and _is_on(parent.find(f"{qn('w:rPr')}/{qn('w:vanish')}")):
            return True
    return False


def _role(paragraph: Paragraph, text: str) -> tuple[str, int | None]:
    names = _style_names(paragraph)
    level = _outline_level(paragraph, names)
    if level is not None:
        return "heading", level
    if any(name.casefold() in ("caption", "bildetekst") for name in names) or is_caption(text):
        return "caption", None
    if _is_list(paragraph, names) or BULLET.match(text):
        return "list_item", None
    if SECTION_NUMBER.match(text) and len(text) < _LONGEST_BOLD_HEADING and _is_bold(paragraph):
        return "heading", SECTION_NUMBER.match(text).group().rstrip(".").count(".") + 1  # type: ignore[union-attr]
    if len(text) < _LONGEST_BOLD_HEADING and text[-1] not in ".;," and _is_bold(paragraph):
        return "heading", 9
    return "paragraph", None


def _style_names(paragraph: Paragraph) -> list[str]:
    names: list[str] = []
    style = paragraph.style
    while style is not None and len(names) < 10:
        names.append(style.name or "")
        style = style.base_style
    return names


def _outline_level(paragraph: Paragraph, names: list[str]) -> int | None:
    for name in names:
        if name.casefold() in ("title", "tittel"):
            return 1
        found = _HEADING_STYLE.match(name)
        if found:
            return int(found.group(1))
    outline = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    if outline is not None and (outline.get(qn("w:val")) or "9").isdigit():
        value = int(outline.get(qn("w:val")) or 9)
        return value + 1 if value < 9 else None
    return None


def _is_list(paragraph: Paragraph, names: list[str]) -> bool:
    number = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    if number is not None:
        return bool(number.get(qn("w:val")) != "0")
    return any(name.casefold().startswith(("list", "punktliste", "nummerert")) for name in names)


def _is_bold(paragraph: Paragraph) -> bool:
    runs = [run for run in paragraph.runs if run.text.strip()]
    return bool(runs) and all(run.bold for run in runs)


def _row_cells(row: Any) -> Iterator[tuple[Any, int, int]]:
    """Each cell of a row with its first column and how many it covers."""
    column = 0
    skipped = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
    if skipped is not None:
        column = _whole(skipped, 0)
    for cell in _cells(row):
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        width = max(1, _whole(span, 1)) if span is not None else 1
        yield cell, column, width
        column += width


def _cells(row: Any) -> Iterator[Any]:
    for child in row.iterchildren():
        if child.tag == qn("w:tc"):
            yield child
        elif child.tag == qn("w:sdt"):
            content = child.find(qn("w:sdtContent"))
            if content is not None:
                yield from _cells(content)


def _whole(element: Any, default: int) -> int:
    value = element.get(qn("w:val")) or ""
    return min(int(value), 1000) if value.isdigit() else default


def _continues(cell: Any) -> bool:
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val")) != "restart"


def _row_spans(table: Table) -> dict[tuple[int, int], int]:
    """How many rows each merged cell covers, by its first row and column."""
    spans: dict[tuple[int, int], int] = {}
    open_at: dict[int, int] = {}
    for row, line in enumerate(table._tbl.tr_lst):
        for cell, column, _ in _row_cells(line):
            if _continues(cell) and column in open_at:
                spans[open_at[column], column] = row - open_at[column] + 1
            else:
                open_at[column] = row
    return spans


def _cell_lines(cell: Any) -> Iterator[str]:
    """The cell's paragraphs, those of tables inside it too."""
    for paragraph in cell.iter(qn("w:p")):
        text = _visible_text(paragraph)
        if text.strip():
            yield f"- {text}" if _in_list(paragraph) and not BULLET.match(text) else text


def _in_list(paragraph: Any) -> bool:
    number = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    return number is not None and number.get(qn("w:val")) != "0"
