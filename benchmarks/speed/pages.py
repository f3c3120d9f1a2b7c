"""A made-up document's blocks as a file: PDF by Typst, DOCX, HTML, or a PDF of scanned pages.

Only fonts that Typst brings along are used, so that a document has the same bytes everywhere.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

import pypdfium2
import typst

from benchmarks.corpus.blocks import (
    Block,
    Box,
    Header,
    Heading,
    Item,
    ListBlock,
    Paragraph,
    Table,
)
from benchmarks.corpus.office import write_docx
from benchmarks.corpus.scan import pdf_to_scan
from benchmarks.corpus.typst_pages import blocks_to_typst

FONTS = ("Libertinus Serif", "New Computer Modern")
# a compiler remembers what it has laid out: a new one now and then keeps memory small
_DOCUMENTS_A_COMPILER = 200


class Press:
    """Writes documents; its Typst compiler is kept from one to the next, and renewed."""

    def __init__(self) -> None:
        self._done = 0
        self._compiler: Any = None

    def write(self, header: Header, blocks: Sequence[Block], path: Path, seed: int) -> int:
        """Write the document in the format that `engine` names; return how many pages it has.

        A DOCX or web page has the pages that it would have as a PDF.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        pdf = self._pdf(header, blocks)
        if header.engine == "docx":
            write_docx(header, blocks, path)
        elif header.engine == "html":
            path.write_text(blocks_to_html(header, blocks), encoding="utf-8")
        elif header.engine == "scan":
            _scan(pdf, path, seed, header.date)
        else:
            path.write_bytes(pdf)
        return len(pypdfium2.PdfDocument(pdf))

    def _pdf(self, header: Header, blocks: Sequence[Block]) -> bytes:
        if self._done % _DOCUMENTS_A_COMPILER == 0:
            self._compiler = typst.Compiler(ignore_system_fonts=True)
        self._done += 1
        when = int(datetime.fromisoformat(f"{header.date}T09:00:00+00:00").timestamp())
        content = blocks_to_typst(header, blocks).encode()
        pdf: bytes = self._compiler.compile(content, format="pdf", timestamp=when, pdf_tags=False)
        return pdf


def _scan(pdf: bytes, path: Path, seed: int, date: str) -> None:
    with tempfile.TemporaryDirectory() as work:
        plain = Path(work) / "plain.pdf"
        plain.write_bytes(pdf)
        pdf_to_scan(plain, path, seed, date)


def blocks_to_html(header: Header, blocks: Sequence[Block]) -> str:
    """Return the document as a web page with a menu, as a municipality's site shows it."""
    body = "\n".join(_block(block) for block in blocks)
    return (
        f'<!doctype html>\n<html lang="{header.language}">\n<head><meta charset="utf-8">'
        f"<title>{escape(header.title)}</title></head>\n<body>\n"
        f"<header><nav><a href='/'>{escape(header.owner)}</a></nav></header>\n"
        f"<main>\n{body}\n</main>\n<footer>{escape(header.owner)}</footer>\n</body>\n</html>\n"
    )


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"<h{block.level + 1}>{escape(block.text)}</h{block.level + 1}>"
        case Paragraph(style="title"):
            return f"<h1>{escape(block.text)}</h1>"
        case Paragraph(style="label"):
            return f"<p><strong>{escape(block.text)}</strong></p>"
        case Paragraph():
            return f"<p>{escape(block.text)}</p>"
        case ListBlock():
            return _list(block)
        case Box():
            lines = "".join(f"<p>{escape(text)}</p>" for text in block.paragraphs)
            return f"<aside><h2>{escape(block.title)}</h2>{lines}</aside>"
        case Table():
            return _table(block)
        case _:
            return ""


def _list(block: ListBlock) -> str:
    tag = "ol" if block.kind in ("number", "letter") else "ul"
    return f"<{tag}>{''.join(_item(item) for item in block.items)}</{tag}>"


def _item(item: Item) -> str:
    return f"<li>{escape(item.text)}{''.join(_list(child) for child in item.children)}</li>"


def _table(block: Table) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in block.columns)
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in block.rows)
    caption = f"<caption>{escape(block.caption)}</caption>" if block.caption else ""
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(text: str) -> str:
    return f"<td>{'<br>'.join(escape(line) for line in text.split(chr(10)))}</td>"
