"""The two kommuneplaner: designed, two columns, boxes in colour, by Typst."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from benchmarks.corpus.blocks import (
    Block,
    Box,
    Header,
    Heading,
    Item,
    ListBlock,
    Paragraph,
    Source,
    Table,
    body_to_blocks,
    statement_text,
)

PREAMBLE = """
#let tone = rgb("#{colour}")
#let pale = rgb("#{pale}")
#set document(title: {title}, author: "Bjørkevåg kommune", date: datetime({date}))
#set text(font: {font}, size: {size}pt, lang: "nb", hyphenate: {hyphenate})
#set par(justify: {justify}, leading: 0.68em, spacing: 0.95em)
#show heading: set text(fill: tone, hyphenate: false)
#show heading.where(level: 1): it => block(above: 1.4em, below: 0.8em, text(17pt, it.body))
#show heading.where(level: 2): it => block(above: 1.3em, below: 0.6em, text(12pt, it.body))
#show heading.where(level: 3): it => block(above: 1.1em, below: 0.5em, text(10.2pt, it.body))
#let band(body) = place(top, float: true, scope: "parent", clearance: 1.2em,
  block(width: 100%, fill: tone, inset: 14pt, text(fill: white, body)))
#let side(title, body) = block(width: 100%, fill: pale, inset: 9pt, above: 1.2em, below: 1.2em,
  breakable: false,
  stroke: (left: 3pt + tone))[#text(weight: "bold", fill: tone, title) \\ #set text(0.92em)
  #set par(justify: false)
  #body]
#let lead(body) = text(1.12em, style: "italic", fill: tone, body)
#let vil = block(above: 0.9em, below: 0.5em, text(weight: "bold", "Kommunen vil:"))
"""

FRONT = """
#set page(paper: "a4", margin: 0pt)
#rect(width: 100%, height: 62%, fill: tone, inset: 60pt, stroke: none)[
  #set par(justify: false)
  #v(1fr)
  #text(fill: white, 15pt, "Bjørkevåg kommune")
  #v(6pt)
  #text(fill: white, weight: "bold", 34pt, {first})
  #v(2pt)
  #text(fill: white, 18pt, {second})
]
#pad(x: 60pt, top: 26pt)[
  #text(fill: tone, 22pt, style: "italic", {vision})
  #v(8pt)
  #text(11pt, {decided})
]
#pagebreak()
#set page(margin: (x: 2.1cm, top: 2.5cm, bottom: 2.2cm),
  header: context [#set text(8pt, fill: luma(90)); #{running} #h(1fr) #{section}],
  footer: context [#set text(8pt, fill: luma(90)); {footer}])
#outline(title: "Innhold", depth: 2, indent: 1.2em)
#pagebreak()
#set page(columns: 2)
#set columns(gutter: 18pt)
"""


def quote(text: str) -> str:
    """Return the text as a Typst string literal."""
    return json.dumps(text, ensure_ascii=False)


def compile_plan(source: Source, header: Header, path: Path) -> None:
    """Write the kommuneplan as a designed PDF."""
    path.parent.mkdir(parents=True, exist_ok=True)
    when = int(datetime.fromisoformat(f"{header.date}T09:00:00+00:00").timestamp())
    content = plan_to_typst(source, header).encode()
    pdf: Any = typst.compile(content, format="pdf", timestamp=when)
    path.write_bytes(pdf)


def plan_to_typst(source: Source, header: Header) -> str:
    """Return the whole plan in Typst's markup."""
    parts = [_preamble(header), _front(source, header)]
    parts += [_chapter(chapter) for chapter in source["before"]]
    parts.append(_grips(source))
    parts.append(_goals(source))
    parts += [_chapter(chapter) for chapter in source["after"]]
    return "\n\n".join(parts)


def plan_to_blocks(source: Source) -> list[Block]:
    """Return the plan's text in the order in which `plan_to_typst` lays it out."""
    blocks: list[Block] = []
    for chapter in source["before"]:
        blocks += [Heading(chapter["title"]), *body_to_blocks(chapter["body"])]
    blocks += [Heading(source["grips_title"]), Paragraph(source["grips_intro"])]
    blocks += [Box(grip["name"], (grip["text"],)) for grip in source["grips"]]
    for goal in source["hovedmål"]:
        blocks.append(Heading(f"Hovedmål {goal['number']}: {goal['text']}"))
        blocks.append(Paragraph(source["intros"][goal["number"]], "lead"))
        for sub in goal["delmål"]:
            blocks += _sub_goal_blocks(sub, source)
    for chapter in source["after"]:
        blocks += [Heading(chapter["title"]), *body_to_blocks(chapter["body"])]
    return blocks


def _sub_goal_blocks(sub: Source, source: Source) -> list[Block]:
    items = tuple(Item(statement_text(point)) for point in sub["points"])
    blocks: list[Block] = [
        Heading(f"Delmål {sub['number']}", 2),
        Paragraph(sub["text"]),
        Paragraph(source["why"][sub["number"]]),
        ListBlock("bullet", items),
    ]
    if sub["number"] in source["boxes"]:
        blocks += body_to_blocks([{"box": source["boxes"][sub["number"]]}])
    return blocks


def _fields(template: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        template = template.replace("{" + name + "}", value)
    return template


def _preamble(header: Header) -> str:
    year, month, day = header.date.split("-")
    return _fields(
        PREAMBLE,
        {
            "colour": header.colour,
            "pale": str(header.extra.get("pale", "EAF1F4")),
            "title": quote(header.title),
            "date": f"year: {year}, month: {int(month)}, day: {int(day)}",
            "font": quote(header.font),
            "size": str(header.size),
            "hyphenate": str(header.extra.get("hyphenate", False)).lower(),
            "justify": str(header.extra.get("justify", False)).lower(),
        },
    )


def _front(source: Source, header: Header) -> str:
    running = 'text("' + header.running + '")'
    number = 'counter(page).display("1")'
    footers = {
        "outer": f"Bjørkevåg kommune #h(1fr) side #{number}",
        "centre": f"#h(1fr) #{number} #h(1fr)",
    }
    return _fields(
        FRONT,
        {
            "first": quote(source["front"][0]),
            "second": quote(source["front"][1]),
            "vision": quote(f"«{source['vision']}»"),
            "decided": quote(source["front"][2]),
            "running": running,
            "section": 'text("' + str(header.extra.get("corner", "")) + '")',
            "footer": footers[str(header.extra.get("footer", "outer"))],
        },
    )


def _chapter(chapter: Source) -> str:
    blocks = body_to_blocks(chapter["body"])
    start = "#colbreak(weak: true)\n" if chapter.get("new_column") else ""
    return start + "\n\n".join([f"= #{quote(chapter['title'])}", *map(_block, blocks)])


def _grips(source: Source) -> str:
    lines = [f"= #{quote(source['grips_title'])}", f"#{quote(source['grips_intro'])}"]
    for grip in source["grips"]:
        lines.append(f"#side({quote(grip['name'])})[#{quote(grip['text'])}]")
    return "\n\n".join(lines)


def _goals(source: Source) -> str:
    return "\n\n".join(_main_goal(goal, source) for goal in source["hovedmål"])


def _main_goal(goal: Source, source: Source) -> str:
    label = f"Hovedmål {goal['number']}"
    title = quote(f"{label}: {goal['text']}")
    lines = [
        "#pagebreak(weak: true)",
        f"#band[#show heading: set text(fill: white)\n#heading(level: 1, {title})]",
        f"#lead({quote(source['intros'][goal['number']])})",
    ]
    for sub in goal["delmål"]:
        lines.append(_sub_goal(sub, source))
    return "\n\n".join(lines)


def _sub_goal(sub: Source, source: Source) -> str:
    lines = [
        f"== #{quote('Delmål ' + sub['number'])}",
        f'#block(below: 0.8em, text(weight: "bold", hyphenate: false, {quote(sub["text"])}))',
        f"#{quote(source['why'][sub['number']])}",
        "#vil",
        _list(ListBlock("bullet", tuple(Item(statement_text(p)) for p in sub["points"]))),
    ]
    if sub["number"] in source["boxes"]:
        lines.append(_block(body_to_blocks([{"box": source["boxes"][sub["number"]]}])[0]))
    return "\n\n".join(lines)


def _list(block: ListBlock) -> str:
    marker = "+" if block.kind == "number" else "-"
    return "\n".join(f"{marker} #{quote(item.text)}" for item in block.items)


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'=' * (block.level + 1)} #{quote(block.text)}"
        case Paragraph():
            text = quote(block.text)
            return f"#lead({text})" if block.style == "lead" else f"#{text}"
        case ListBlock():
            return _list(block)
        case Box():
            body = " \\ ".join(f"#{quote(text)}" for text in block.paragraphs)
            return f"#side({quote(block.title)})[{body}]"
        case Table():
            return _table(block)
        case _:
            return ""


def _table(block: Table) -> str:
    count = len(block.columns)
    cells = [f"[*#{quote(name)}*]" for name in block.columns]
    cells += [f"[#{quote(value)}]" for row in block.rows for value in row]
    caption = f'#text(weight: "bold", 0.92em, {quote(block.caption)})\n' if block.caption else ""
    columns = "(1fr, " + "auto, " * (count - 1) + ")"
    align = "(left, " + "right, " * (count - 1) + ")"
    return (
        f"{caption}#block(text(0.85em, table(columns: {columns}, align: {align}, "
        "stroke: (x: none, y: 0.4pt + luma(170)), inset: 4pt, "
        f"{', '.join(cells)})))"
    )
