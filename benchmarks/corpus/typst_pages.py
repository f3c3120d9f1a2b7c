"""Any document as a PDF by Typst: blocks in, pages out, in one of a few designs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from benchmarks.corpus.blocks import (
    Block,
    Box,
    Contents,
    Header,
    Heading,
    Item,
    ListBlock,
    PageBreak,
    Paragraph,
    Table,
)
from benchmarks.corpus.typst_layout import quote


@dataclass(frozen=True)
class Design:
    """How a table is ruled and filled, and how the page is set."""

    stroke: str = "0.5pt + luma(110)"
    head_fill: str = "luma(225)"
    head_text: str = "black"
    columns: int = 1
    margin: str = "(x: 2.2cm, top: 2.4cm, bottom: 2.1cm)"


DESIGNS = {
    "ruled": Design(),
    "open": Design(stroke="(x: none, y: 0.4pt + luma(150))", head_fill="white", head_text="tone"),
    "filled": Design(stroke="0.8pt + white", head_fill="tone", head_text="white"),
    "columns": Design(columns=2, stroke="(x: none, y: 0.4pt + luma(150))"),
}

PREAMBLE = """
#let tone = rgb("#{colour}")
#set document(title: {title}, author: {owner}, date: datetime({date}))
#set page(paper: "a4", flipped: {flipped}, columns: {columns}, margin: {margin},
  header: [#set text(8pt, fill: luma(80)); #{running}],
  footer: context [#set text(8pt, fill: luma(80)); #{owner} #h(1fr)
    #counter(page).display("1 / 1", both: true)])
#set text(font: ({font}, "Libertinus Serif"), size: {size}pt, lang: "{language}",
  hyphenate: false)
#set par(justify: false, leading: 0.66em, spacing: 0.95em)
#show heading: set text(fill: tone)
#show heading.where(level: 1): it => block(above: 1.5em, below: 0.8em, text(1.45em, it.body))
#show heading.where(level: 2): it => block(above: 1.3em, below: 0.6em, text(1.18em, it.body))
#show heading.where(level: 3): it => block(above: 1.1em, below: 0.5em, text(1.05em, it.body))
"""

STYLES = {
    "plain": "#block(width: 100%, {text})",
    "lead": '#block(width: 100%, text(1.1em, style: "italic", {text}))',
    "small": "#block(width: 100%, text(0.85em, {text}))",
    "title": "#block(above: 1em, below: 1.2em,"
    ' text(2em, weight: "bold", fill: tone, hyphenate: false, {text}))',
    "subtitle": "#block(below: 1.2em, text(1.3em, fill: luma(70), {text}))",
    "label": '#block(above: 1.2em, below: 0.6em, sticky: true, text(weight: "bold", {text}))',
    "remark": '#pad(left: 0.8cm, text(style: "italic", {text}))',
    "right": "#align(right, text({text}))",
}


def compile_pages(header: Header, blocks: Sequence[Block], path: Path) -> None:
    """Write the blocks as a PDF in the design that `layout` names, with fixed metadata."""
    path.parent.mkdir(parents=True, exist_ok=True)
    when = int(datetime.fromisoformat(f"{header.date}T09:00:00+00:00").timestamp())
    pdf: Any = typst.compile(blocks_to_typst(header, blocks).encode(), format="pdf", timestamp=when)
    path.write_bytes(pdf)


def blocks_to_typst(header: Header, blocks: Sequence[Block]) -> str:
    """Return the document in Typst's markup."""
    design = DESIGNS[str(header.extra["layout"])]
    return "\n\n".join([_preamble(header, design), *(_block(block, design) for block in blocks)])


def _preamble(header: Header, design: Design) -> str:
    year, month, day = header.date.split("-")
    values = {
        "colour": header.colour,
        "title": quote(header.title),
        "owner": quote(header.owner),
        "date": f"year: {year}, month: {int(month)}, day: {int(day)}",
        "flipped": str(header.landscape).lower(),
        "columns": str(design.columns),
        "margin": design.margin,
        "running": quote(header.running or header.title),
        "font": quote(header.font),
        "size": str(header.size),
        "language": header.language,
    }
    text = PREAMBLE
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text


def _block(block: Block, design: Design) -> str:
    match block:
        case Heading():
            return f"{'=' * block.level} #{quote(block.text)}"
        case Paragraph():
            return STYLES[block.style].replace("{text}", quote(block.text))
        case ListBlock():
            return _list(block, 0)
        case Box():
            lines = " \\ ".join(f"#{quote(text)}" for text in block.paragraphs)
            return (
                "#block(width: 100%, inset: 8pt, stroke: 0.6pt + tone, breakable: false)"
                f'[#text(weight: "bold", {quote(block.title)}) \\ {lines}]'
            )
        case PageBreak():
            return "#pagebreak(weak: true)"
        case Contents():
            return '#outline(title: "Innhold", depth: 2)'
        case Table():
            return _table(block, design)


def _list(block: ListBlock, depth: int) -> str:
    return "\n".join(_item(item, block.kind, depth, n) for n, item in enumerate(block.items))


def _item(item: Item, kind: str, depth: int, index: int) -> str:
    mark = {"number": f"{index + 1}.", "letter": f"{chr(97 + index)})", "dash": "–"}.get(kind, "•")
    line = (
        f"#pad(left: {0.55 * depth + 0.1:.2f}cm, grid(columns: (0.6cm, 1fr), "
        f"text({quote(mark)}), text({quote(item.text)})))"
    )
    return "\n".join([line, *(_list(child, depth + 1) for child in item.children)])


def _table(block: Table, design: Design) -> str:
    head = [f'text(weight: "bold", fill: {design.head_text}, {quote(c)})' for c in block.columns]
    header = f"table.header({', '.join(head)}, repeat: {str(block.repeat_header).lower()})"
    cells = [text for index in range(len(block.rows)) for text in _row(block, index)]
    caption = STYLES["label"].replace("{text}", quote(block.caption)) if block.caption else ""
    return (
        f"{caption}\n#text(0.9em, table(columns: {_widths(block)}, align: {_align(block)}, "
        f"stroke: {design.stroke}, inset: 5pt, "
        f"fill: (_, y) => if y == 0 {{ {design.head_fill} }}, "
        f"{', '.join([header, *cells])}))"
    )


def _row(block: Table, index: int) -> list[str]:
    values = block.rows[index]
    weight = "bold" if index in block.strong | block.bands else "regular"
    if block.merge_bands and index in block.bands:
        values = values[:1]
    span = len(block.columns) if len(values) == 1 else 1
    return [
        f'table.cell(colspan: {span}, breakable: false, text(weight: "{weight}", {quote(value)}))'
        for value in values
    ]


def _widths(block: Table) -> str:
    if block.widths:
        return "(" + ", ".join(f"{width}fr" for width in block.widths) + ",)"
    others = "auto" if block.numeric else "1fr"
    return "(1fr, " + f"{others}, " * (len(block.columns) - 1) + ")"


def _align(block: Table) -> str:
    side = "right" if block.numeric else "left"
    return "(left, " + f"{side}, " * (len(block.columns) - 1) + ")"
