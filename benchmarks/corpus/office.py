"""DOCX by python-docx, and PDF from it by LibreOffice."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from benchmarks.corpus.blocks import (
    Block,
    Box,
    Contents,
    Header,
    Heading,
    ListBlock,
    PageBreak,
    Paragraph,
    Table,
)

LETTERS = "abcdefghijklmnopqrstuvwxyzæøå"
ZIP_DATE = (2010, 1, 1, 0, 0, 0)


class Writer:
    """One DOCX under way: the document, its header and the known page numbers."""

    def __init__(self, header: Header, pages: Mapping[int, int]) -> None:
        self.header = header
        self.pages = pages
        self.document = docx.Document()
        self.headings: list[Heading] = []

    @property
    def colour(self) -> RGBColor:
        """The colour of headings and table heads."""
        return RGBColor.from_string(self.header.colour)

    @property
    def text_width_cm(self) -> float:
        """The width between the margins."""
        return 24.7 if self.header.landscape else 16.0


def write_docx(
    header: Header, blocks: Sequence[Block], path: Path, pages: Mapping[int, int] | None = None
) -> None:
    """Write the blocks as a DOCX with fixed metadata."""
    writer = Writer(header, pages or {})
    writer.headings = [block for block in blocks if isinstance(block, Heading)]
    _set_styles(writer)
    _set_page(writer)
    for block in blocks:
        _add_block(writer, block)
    _set_properties(writer)
    path.parent.mkdir(parents=True, exist_ok=True)
    writer.document.save(str(path))
    fix_zip_dates(path)


def _set_styles(writer: Writer) -> None:
    header = writer.header
    styles = writer.document.styles
    normal = styles["Normal"]
    normal.font.name = header.font
    normal.font.size = Pt(header.size)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), header.font)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.12
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "nn-NO" if header.language == "nn" else "nb-NO")
    normal.element.rPr.append(language)
    for level, size in ((1, 17), (2, 13), (3, 11)):
        _set_heading_style(writer, styles[f"Heading {level}"], size)


def _set_heading_style(writer: Writer, style: Any, size: int) -> None:
    style.font.name = writer.header.font
    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    style.font.size = Pt(size)
    style.font.bold = True
    style.font.italic = False
    style.font.color.rgb = writer.colour
    style.paragraph_format.space_before = Pt(size)
    style.paragraph_format.space_after = Pt(4)
    style.paragraph_format.keep_with_next = True


def _set_page(writer: Writer) -> None:
    section = writer.document.sections[0]
    width, height = Cm(21.0), Cm(29.7)
    if writer.header.landscape:
        width, height = height, width
        section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = width, height
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    _set_running_text(writer, section)


def _set_running_text(writer: Writer, section: Any) -> None:
    head = section.header.paragraphs[0]
    head.text = writer.header.running or writer.header.title
    foot = section.footer.paragraphs[0]
    writer.document.styles["Footer"].paragraph_format.tab_stops.clear_all()
    foot.paragraph_format.tab_stops.add_tab_stop(Cm(writer.text_width_cm), WD_TAB_ALIGNMENT.RIGHT)
    # the example corpora's DOCX all say so, and their bytes are held fast
    foot.add_run(f"{writer.header.extra.get('foot', 'Bjørkevåg kommune')}\tSide ")
    _add_field(foot, "PAGE")
    foot.add_run(" av ")
    _add_field(foot, "NUMPAGES")
    for run in [*head.runs, *foot.runs]:
        run.font.size = Pt(8.5)
        run.font.color.rgb = RGBColor(0x55, 0x55, 0x55)


def _add_field(paragraph: Any, code: str) -> None:
    for kind, text in (("begin", None), (None, code), ("end", None)):
        run = paragraph.add_run()
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _set_properties(writer: Writer) -> None:
    properties = writer.document.core_properties
    when = datetime.fromisoformat(f"{writer.header.date}T09:00:00")
    properties.title = writer.header.title
    properties.author = properties.last_modified_by = writer.header.owner
    properties.comments = ""
    properties.language = writer.header.language
    properties.created = properties.modified = when
    properties.revision = 1


def _add_block(writer: Writer, block: Block) -> None:
    match block:
        case Heading():
            heading = writer.document.add_heading(block.text, level=block.level)
            opens = block.level == 1 and bool(writer.header.extra.get("chapters_on_new_page"))
            heading.paragraph_format.page_break_before = opens
        case Paragraph():
            _add_paragraph(writer, block)
        case ListBlock():
            _add_list(writer, block, depth=0)
        case Table():
            _add_table(writer, block)
        case Box():
            _add_box(writer, block)
        case PageBreak():
            writer.document.add_paragraph().paragraph_format.page_break_before = True
        case Contents():
            _add_contents(writer)


def _add_paragraph(writer: Writer, block: Paragraph) -> None:
    paragraph = writer.document.add_paragraph()
    for index, line in enumerate(block.text.split("\n")):
        if index:
            paragraph.runs[-1].add_break()
        run = paragraph.add_run(line)
        _style_run(writer, run, block.style)
    if block.style in ("title", "subtitle"):
        paragraph.paragraph_format.space_after = Pt(10)
    if block.style == "title":
        paragraph.paragraph_format.space_before = Pt(30)
    if block.style == "right":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if block.style == "remark":
        paragraph.paragraph_format.left_indent = Cm(0.8)


def _style_run(writer: Writer, run: Any, style: str) -> None:
    if style == "title":
        run.font.size, run.bold, run.font.color.rgb = Pt(24), True, writer.colour
    elif style == "subtitle":
        run.font.size, run.font.color.rgb = Pt(14), RGBColor(0x44, 0x44, 0x44)
    elif style == "lead":
        run.font.size = Pt(writer.header.size + 1.5)
    elif style == "small":
        run.font.size = Pt(writer.header.size - 2)
    elif style == "label":
        run.bold = True
    elif style == "remark":
        run.italic = True


def _marker(kind: str, index: int) -> str:
    return {"bullet": "•", "dash": "–", "number": f"{index + 1}.", "letter": f"{LETTERS[index]}."}[
        kind
    ]


def _add_list(writer: Writer, block: ListBlock, depth: int) -> None:
    for index, item in enumerate(block.items):
        paragraph = writer.document.add_paragraph(f"{_marker(block.kind, index)}\t{item.text}")
        indent = 0.7 + 0.7 * depth
        paragraph.paragraph_format.left_indent = Cm(indent)
        paragraph.paragraph_format.first_line_indent = Cm(-0.7)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(indent))
        paragraph.paragraph_format.space_after = Pt(3)
        for child in item.children:
            _add_list(writer, child, depth + 1)


def _add_contents(writer: Writer) -> None:
    for order, heading in enumerate(writer.headings):
        if heading.level > 2:
            continue
        number = writer.pages.get(order, 0)
        paragraph = writer.document.add_paragraph(f"{heading.text}\t{number}")
        paragraph.paragraph_format.left_indent = Cm(0.6 * (heading.level - 1))
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.tab_stops.add_tab_stop(
            Cm(writer.text_width_cm), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
        )
        paragraph.runs[0].bold = heading.level == 1


def _add_box(writer: Writer, block: Box) -> None:
    table = writer.document.add_table(rows=1, cols=1)
    table.style = "Table Grid"
    cell = table.rows[0].cells[0]
    _shade(cell, "EAF1F4")
    cell.paragraphs[0].add_run(block.title).bold = True
    for text in block.paragraphs:
        cell.add_paragraph(text)
    writer.document.add_paragraph()


def _add_table(writer: Writer, block: Table) -> None:
    if block.caption:
        caption = writer.document.add_paragraph()
        caption.add_run(block.caption).bold = True
        caption.paragraph_format.keep_with_next = True
        caption.paragraph_format.space_before = Pt(8)
        caption.paragraph_format.space_after = Pt(3)
    table = writer.document.add_table(rows=1 + len(block.rows), cols=len(block.columns))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    widths = _widths(block, writer.text_width_cm)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for index, values in enumerate([block.columns, *block.rows]):
        _fill_row(writer, block, table.rows[index], values, index - 1, widths)
    if block.repeat_header:
        _repeat_header(table.rows[0])
    after = writer.document.add_paragraph()
    after.paragraph_format.space_after = Pt(2)


def _widths(block: Table, total: float) -> list[float]:
    if block.widths:
        return [total * share / sum(block.widths) for share in block.widths]
    if not block.numeric:
        return [total / len(block.columns)] * len(block.columns)
    figures = min(2.3, total * 0.63 / max(1, len(block.columns) - 1))
    return [total - figures * (len(block.columns) - 1)] + [figures] * (len(block.columns) - 1)


def _fill_row(
    writer: Writer,
    block: Table,
    row: Any,
    values: Sequence[str],
    index: int,
    widths: Sequence[float],
) -> None:
    if not block.splits:
        _keep_row_together(row)
    if block.merge_bands and index in block.bands:
        row.cells[0].merge(row.cells[-1])
        _fill_cell(writer, row.cells[0], values[0], bold=True)
        _shade(row.cells[0], "F1F1EC")
        return
    is_head = index < 0
    for column, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
        cell.width = Cm(widths[column])
        _fill_cell(writer, cell, value, is_head or index in block.strong | block.bands)
        if block.numeric and column:
            for paragraph in cell.paragraphs:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if is_head:
            _shade(cell, "D9E4E8")
        elif index in block.bands:
            _shade(cell, "F1F1EC")


def _fill_cell(writer: Writer, cell: Any, value: str, bold: bool) -> None:
    for number, line in enumerate(value.split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.paragraph_format.line_spacing = 1.0
        run = paragraph.add_run(line)
        run.bold = bold
        run.font.size = Pt(writer.header.size - 1.5)


def _shade(cell: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:color"), "auto")
    shade.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(shade)


def _repeat_header(row: Any) -> None:
    element = OxmlElement("w:tblHeader")
    element.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(element)


def _keep_row_together(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def fix_zip_dates(path: Path) -> None:
    """Rewrite a ZIP so that its members carry one fixed date."""
    with zipfile.ZipFile(path) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)


def docx_to_pdf(paths: Sequence[Path], folder: Path) -> None:
    """Convert every DOCX to a PDF of the same stem in `folder`, in one LibreOffice run."""
    if not paths:
        return
    program = shutil.which("soffice")
    if program is None:
        raise FileNotFoundError("soffice is missing: apt-get install libreoffice-writer-nogui")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        command = [program, "--headless", f"-env:UserInstallation=file://{profile}"]
        command += ["--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder)]
        subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=600)


def fix_pdf_dates(path: Path, date: str) -> None:
    """Give a PDF from LibreOffice a fixed date and identity, byte for byte as long."""
    content = path.read_bytes()
    stamp = date.replace("-", "").encode() + b"090000+01'00'"
    content = re.sub(
        rb"/CreationDate\(D:[0-9]{14}[^)]*\)",
        lambda match: (b"/CreationDate(D:" + stamp)[: len(match.group()) - 1] + b")",
        content,
    )
    for name in (rb"/ID \[ ", rb"/DocChecksum /"):
        pattern = name + rb"[^\]\n>]*(?:>\s*<[0-9A-F]*> )?"
        content = re.sub(
            pattern, lambda match: re.sub(rb"[0-9A-F]{32}", b"0" * 32, match.group()), content
        )
    path.write_bytes(content)
