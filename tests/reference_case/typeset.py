"""Pieces of text typeset in several designs and formats: PDF by two engines, DOCX, HTML, text."""

import textwrap
from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

import docx
import typst
import weasyprint

from tests.reference_case.texts import Piece

_PLAIN = """
@page { size: A4; margin: 25mm 25mm 22mm;
  @bottom-center { content: counter(page); font-size: 9pt } }
body { font: 11pt/1.4 "DejaVu Serif", serif }
h1 { font-size: 18pt } h2 { font-size: 15pt } h3 { font-size: 12pt }
ol, ul { list-style: none; padding-left: 0; margin: 0 }
li { margin: 0 0 4pt; padding-left: 16pt; text-indent: -16pt }
li.deep { margin-left: 18pt }
table { border-collapse: collapse; width: 100%; margin: 10pt 0 }
td, th { padding: 3pt 5pt; text-align: left; vertical-align: top }
td.figure, th.figure { text-align: right } p.caption { font-size: 9.5pt; font-style: italic }
"""
_RULED = _PLAIN + "td, th { border: 0.6pt solid #222 } th { background: #eee }"
_UNRULED = _PLAIN.replace("DejaVu Serif", "DejaVu Sans") + (
    "body { font-size: 10pt } h1, h2, h3 { color: #1b5e85; font-weight: 600 } "
    "td, th { padding: 4pt 10pt 4pt 0 } "
    "@page { @top-left { content: 'Kommunal sak'; font-size: 8pt } }"
)
_COLUMNS = _PLAIN + (
    "div { columns: 2; column-gap: 9mm; font-size: 9.5pt } "
    "table { border-top: 1pt solid } td { border-bottom: 0.3pt solid #999 }"
)


def ruled_pdf(pieces: Sequence[Piece], path: Path) -> None:
    """One column, serif, tables with every line drawn."""
    weasyprint.HTML(string=_html(pieces, _RULED)).write_pdf(path)


def unruled_pdf(pieces: Sequence[Piece], path: Path) -> None:
    """One column, sans serif, coloured headings, tables without any line, a running head."""
    weasyprint.HTML(string=_html(pieces, _UNRULED)).write_pdf(path)


def typst_pdf(pieces: Sequence[Piece], path: Path) -> None:
    """Another engine: its own lists and headings, tables with horizontal lines only."""
    path.with_suffix(".typ").write_text(_typst(pieces), encoding="utf-8")
    typst.compile(str(path.with_suffix(".typ")), output=str(path))


def two_column_pdf(pieces: Sequence[Piece], path: Path) -> None:
    """Text in two columns, tables across both between it."""
    runs = groupby(pieces, key=lambda piece: piece.kind == "table")
    body = "".join(
        "".join(map(_html_piece, held))
        if is_table
        else f"<div>{''.join(map(_html_piece, held))}</div>"
        for is_table, held in runs
    )
    html = f"<html lang='nb'><head><style>{_COLUMNS}</style></head><body>{body}</body></html>"
    weasyprint.HTML(string=html).write_pdf(path)


def web_page(pieces: Sequence[Piece], path: Path) -> None:
    """A web page with its text in the main part, between a menu and a foot."""
    body = "\n".join(_html_piece(piece) for piece in pieces)
    path.write_text(
        "<!doctype html><html lang='nb'><head><meta charset='utf-8'><title>Sak</title></head><body>"
        "<nav><a href='/'>Forside</a> <a href='/innsyn'>Innsyn</a></nav>"
        f"<main>{body}</main><footer>Kontakt oss</footer></body></html>",
        encoding="utf-8",
    )


def word_file(pieces: Sequence[Piece], path: Path) -> None:
    """A Word file: its own headings and tables, marks typed as text."""
    document = docx.Document()
    for piece in pieces:
        if piece.kind == "table":
            table = document.add_table(rows=0, cols=len(piece.rows[0]))
            table.style = "Table Grid"
            for row in piece.rows:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
        elif piece.kind.startswith("h"):
            document.add_heading(piece.text, int(piece.kind[1]))
        elif piece.kind == "caption":
            document.add_paragraph(piece.text, style="Caption")
        else:
            document.add_paragraph(f"{piece.mark} {piece.text}".strip())
    document.save(str(path))


def text_file(pieces: Sequence[Piece], path: Path) -> None:
    """Plain text of 80 letters a line, tables set with spaces."""
    path.write_text("\n\n".join(_plain(piece) for piece in pieces) + "\n", encoding="utf-8")


# Each design with the ending of its files.
DESIGNS: dict[str, tuple[str, Callable[[Sequence[Piece], Path], None]]] = {
    "ruled": (".pdf", ruled_pdf),
    "unruled": (".pdf", unruled_pdf),
    "typst": (".pdf", typst_pdf),
    "columns": (".pdf", two_column_pdf),
    "web": (".html", web_page),
    "word": (".docx", word_file),
    "text": (".txt", text_file),
}


def _plain(piece: Piece) -> str:
    if piece.kind == "table":
        return "\n".join(_plain_rows(piece))
    margin = "   " * piece.depth
    first = f"{margin}{piece.mark} " if piece.mark else ""
    return textwrap.fill(piece.text, 80, initial_indent=first, subsequent_indent=" " * len(first))


def _plain_rows(piece: Piece) -> Iterator[str]:
    figures = _is_figure(piece.rows[0][1])
    wide = 58 if figures else 34
    for row in piece.rows:
        held = [
            [line for text in cell.split("\n") for line in textwrap.wrap(text, wide) or [""]]
            for cell in row
        ]
        for lines in range(max(map(len, held))):
            parts = [cell[lines] if lines < len(cell) else "" for cell in held]
            rest = [f"{p:>9}" if figures else f"{p:<{wide + 3}}" for p in parts[1:]]
            yield (f"{parts[0]:<{wide + 3}}" + "".join(rest)).rstrip()
        if not figures:
            yield ""


def _html(pieces: Sequence[Piece], style: str) -> str:
    body = "\n".join(_html_piece(piece) for piece in pieces)
    return f"<html lang='nb'><head><style>{style}</style></head><body>{body}</body></html>"


def _html_piece(piece: Piece) -> str:
    text = escape(piece.text)
    if piece.kind == "table":
        return _html_table(piece)
    if piece.kind == "li":
        deep = " class='deep'" if piece.depth else ""
        return f"<ul><li{deep}>{escape(piece.mark)} {text}</li></ul>"
    if piece.kind == "caption":
        return f"<p class='caption'>{text}</p>"
    return f"<{piece.kind}>{text}</{piece.kind}>"


def _html_table(piece: Piece) -> str:
    rows = []
    for number, row in enumerate(piece.rows):
        tag = "th" if number == 0 else "td"
        cells = "".join(_html_td(tag, text, column) for column, text in enumerate(row))
        rows.append(f"<tr>{cells}</tr>")
    return f"<table>{''.join(rows)}</table>"


def _html_td(tag: str, text: str, column: int) -> str:
    figure = " class=figure" if column and _is_figure(text) else ""
    return f"<{tag}{figure}>{_html_cell(text)}</{tag}>"


def _html_cell(text: str) -> str:
    return "<br>".join(escape(line) for line in text.split("\n"))


def _is_figure(text: str) -> bool:
    return text.replace(",", "").isdigit()


def _typst(pieces: Sequence[Piece]) -> str:
    head = (
        '#set page(paper: "a4", numbering: "1", margin: 24mm)\n'
        '#set text(lang: "nb", size: 10.5pt)\n#set par(justify: true)\n'
        "#set table(stroke: (x, y) => (bottom: 0.5pt))\n"
    )
    return head + "\n\n".join(_typst_piece(piece) for piece in pieces)


def _typst_piece(piece: Piece) -> str:
    text = _quoted(piece.text)
    if piece.kind == "table":
        columns = len(piece.rows[0])
        align = (
            "auto, " * columns
            if columns > 3
            else "left, right, right"
            if _is_figure(piece.rows[0][1])
            else "left, left, left"
        )
        width = (
            ", ".join(["auto"] * columns)
            if _is_figure(piece.rows[0][1])
            else ", ".join(["1fr"] * columns)
        )
        cells = ", ".join(f"[#{_quoted(cell)}]" for row in piece.rows for cell in row)
        return f"#table(columns: ({width}), align: ({align}), {cells})"
    if piece.kind == "li":
        indent = 6 + 14 * piece.depth
        words = _quoted(f"{piece.mark} {piece.text}")
        return f"#pad(left: {indent}pt, par(hanging-indent: 14pt)[#{words}])"
    if piece.kind == "caption":
        return f'#text(size: 9pt, style: "italic")[#{text}]'
    if piece.kind.startswith("h"):
        return f"#heading(level: {piece.kind[1]})[#{text}]"
    return f"#par[#{text}]"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
