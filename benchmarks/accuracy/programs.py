"""How well long designed programs are read: `python -m benchmarks.accuracy.programs`.

Handlingsprogrammer of some sixty to a hundred pages each, in designs that differ in columns, type,
numbering, marks and boxes, are typeset by WeasyPrint from the example corpus's own sentences. What
each passage is, is known. Prints precision, recall and F1 of headings, list items, paragraphs and
footnotes, the share of headings with the right parent, and the share of neighbours in the text that
come in order; writes `programs.json`. `--chapters` gives shorter ones, `--misses` what was missed.
"""

import argparse
import json
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pikepdf
import pypdfium2 as pdfium
from rich.console import Console
from rich.table import Table

from benchmarks.corpus import blocks as source
from benchmarks.corpus.build import source_jobs
from benchmarks.corpus.typst_layout import plan_to_blocks
from pipeline.extraction.read import extract_files
from pipeline.language.normalise import normalise_text
from pipeline.params import ExtractionParams

RESULTS = Path("benchmarks/accuracy/programs.json")
_NUMBER = re.compile(r"^(?:\d+[\d.]*|[a-f]\))\s+")
_ITEM_MARK = re.compile(r"^(?:\(?(?:\d{1,2}|\w)[.)]|[^\w\s]|o)\s+")
_NOTE_MARK = re.compile(r"^\d{1,3}[.)]?\s*")
ROLES = ("heading", "list_item", "paragraph", "footnote", "caption")
_SEED = 1814
_SHORTEST_PARAGRAPH = 60  # letters; shorter ones are titles of a cover


@dataclass(frozen=True)
class Known:
    """A passage as it was set: role, text, heading depth, and whether it is in the main text."""

    role: str
    text: str
    level: int | None = None
    in_flow: bool = True


@dataclass(frozen=True)
class Design:
    """How a program looks: its style sheet, whether headings are numbered, and marks of lists.

    Where it is `dense`, lists are led in by a will in bold and followed by a paragraph that stands
    at their marks, and some paragraphs open with bold words. `sheet` tells how the pages lie:
    turned, or two on a spread.
    """

    css: str
    numbered: bool
    marks: tuple[str, str]
    chapters: int = 30
    dense: bool = False
    sheet: str = ""


_BASE = """
body { font: 9.5pt/1.35 "Liberation Serif"; text-align: justify; hyphens: auto; margin: 0 }
h1, h2, h3, h4 { text-align: left; hyphens: manual; break-after: avoid }
ul { list-style: none; margin: 4pt 0 } ol { margin: 4pt 0 }
li { margin-bottom: 2pt }
ul.a > li::before { content: attr(data-mark) " "; margin-left: -10pt; width: 10pt;
  display: inline-block }
ul { padding-left: 12pt } ol { padding-left: 16pt }
p { margin: 0 0 5pt }
table { border-collapse: collapse; font-size: 8pt; margin: 4pt 0 8pt; text-align: left }
td, th { padding: 2pt 4pt } .caption { font-size: 8pt; font-style: italic; text-align: left }
.note { float: footnote; font-size: 7pt; line-height: 1.2 }
.box { padding: 6pt 8pt; margin: 6pt 0; break-inside: avoid }
.quote { text-align: left; hyphens: manual; break-inside: avoid }
"""
DESIGNS = {
    "two columns, coloured": Design(
        """@page { size: A4; margin: 22mm 16mm 20mm;
  @bottom-left { content: "Handlingsprogram 2027–2030"; font-size: 8pt }
  @bottom-right { content: counter(page); font-size: 8pt } }
body { font-family: "Liberation Sans" } main { columns: 2; column-gap: 8mm }
h1 { font-size: 24pt; color: #0a5; column-span: all; break-before: page }
h2 { font-size: 14pt; color: #0a5; margin: 10pt 0 4pt }
h3 { font-size: 10.5pt; color: #063; margin: 8pt 0 2pt }
.box { background: #e4f2ea } td { border-bottom: .5pt solid #0a5 }
.quote { font-size: 15pt; color: #0a5; margin: 10pt 0 }""",
        False,
        ("•", "–"),
    ),
    "two columns, numbered": Design(
        """@page :left { @top-left { content: counter(page); font-size: 8pt }
  @top-right { content: string(chapter); font-size: 8pt } }
@page :right { @top-right { content: counter(page); font-size: 8pt }
  @top-left { content: "Økonomi- og handlingsplan"; font-size: 8pt } }
@page { size: A4; margin: 25mm 18mm }
main { columns: 2; column-gap: 6mm } h1 { string-set: chapter content() }
h1 { font-size: 17pt; break-before: page; column-span: all } h2 { font-size: 12pt }
h3 { font-size: 9.5pt; font-weight: bold; margin: 7pt 0 1pt }
.box { border: .75pt solid black } td, th { border: .5pt solid black }
.quote { font-style: italic; font-size: 12pt; border-top: 1pt solid; border-bottom: 1pt solid }""",
        True,
        ("–", "•"),
    ),
    "three columns": Design(
        """@page { size: A4; margin: 18mm 14mm;
  @bottom-center { content: "Side " counter(page) " av " counter(pages); font-size: 7pt } }
body { font: 8.5pt/1.3 "Liberation Sans"; text-align: left } main { columns: 3; column-gap: 5mm }
h1 { font-size: 20pt; column-span: all; break-before: page; text-transform: uppercase }
h2 { font-size: 11pt; background: #234; color: white; padding: 2pt 4pt }
h3 { font-size: 8.5pt; color: #a30; margin: 6pt 0 0 }
.box { background: #eee } tr:nth-child(even) td { background: #eef }
.quote { font-size: 13pt; font-weight: bold; color: #234 }""",
        False,
        ("■", "–"),
    ),
    "wide text with a margin": Design(
        """@page { size: A4; margin: 25mm 20mm 25mm 70mm;
  @top-left { content: "Vedtatt i kommunestyret"; font-size: 8pt; font-style: italic }
  @bottom-left { content: counter(page); font-size: 9pt } }
body { font-family: "Liberation Serif"; font-size: 10.5pt; text-align: left }
h1 { font-size: 22pt; font-weight: normal; break-before: page; margin-left: -50mm }
h2 { font-size: 14pt; font-weight: normal; font-style: italic }
h3 { font-size: 10.5pt; margin: 8pt 0 2pt }
.box { float: left; width: 42mm; margin-left: -50mm; font: 8pt/1.3 "Liberation Sans";
  background: #f4ecd8 }
td { border-top: .5pt solid gray } .quote { font-size: 12pt; margin: 8pt 10mm }""",
        True,
        ("•", "o"),
    ),
    "dense, titles in the text's size": Design(
        """@page { size: 170mm 240mm; margin: 20mm 15mm 18mm;
  @top-left { content: string(chapter); font: italic 8pt "Liberation Serif" }
  @bottom-right { content: counter(page); font-size: 8pt } }
body { font-size: 9pt } main { columns: 2; column-gap: 5mm }
h1 { string-set: chapter content(); font: 20pt "Liberation Sans"; column-span: all;
  break-before: page }
h2 { font: bold 9pt "Liberation Serif"; color: #a11; margin: 11pt 0 0 }
h3 { font: italic 9pt "Liberation Sans"; margin: 11pt 0 0 }
ul.a > li::before { margin-left: -12pt; width: 12pt } .box { background: #f3e6d8 }
.quote { font: italic 13pt "Liberation Serif"; text-align: center; margin: 8pt 0 }""",
        False,
        ("•", "–"),
        dense=True,
    ),
    "turned pages, spaced capitals": Design(
        """@page { size: A4; margin: 22mm 18mm;
  @bottom-center { content: "– " counter(page) " –" } }
body { font-family: "Liberation Sans"; text-align: left } main { columns: 2; column-gap: 9mm }
h1 { font: 14pt "Liberation Serif"; letter-spacing: 3pt; text-transform: uppercase;
  column-span: all; break-before: page }
h2 { font: 9.5pt "Liberation Serif"; color: #07a; margin: 12pt 0 1pt }
h3 { font-size: 9.5pt; color: #555; margin: 10pt 0 0 } .box { border-left: 3pt solid #07a }
.quote { font-size: 14pt; color: #07a; margin: 8pt 0 }""",
        False,
        ("→", "·"),
        dense=True,
        sheet="turned",
    ),
    "spreads": Design(
        """@page { size: A5; margin: 16mm 12mm;
  @bottom-left { content: counter(page); font-size: 7pt } }
body { font: 7.5pt/9.5pt "Liberation Sans" } main { columns: 2; column-gap: 5mm }
h1 { font-size: 18pt; column-span: all; break-before: page }
h2 { font-size: 9pt; margin: 8pt 0 2pt } h3 { font-size: 7.5pt; margin: 6pt 0 0 }
.box { background: #eee } .quote { font-size: 11pt; font-style: italic; margin: 6pt 0 }""",
        True,
        ("–", "•"),
        dense=True,
        sheet="spread",
    ),
}
_WILLS = ("Partiet vil:", "Vi vil:", "Dette skal kommunen gjøre:")


class _Texts:
    """The corpus's sentences by what they are, dealt out by a seeded lot."""

    def __init__(self, seed: int) -> None:
        self.lot = random.Random(seed)
        held: dict[str, list[str]] = {"heading": [], "paragraph": [], "list_item": []}
        for job in source_jobs():
            is_plan = job.header.engine == "typst"
            for block in plan_to_blocks(job.source) if is_plan else job.blocks:
                match block:
                    case source.Heading():
                        held["heading"].append(_NUMBER.sub("", block.text))
                    case source.Paragraph() if (
                        len(block.text) >= _SHORTEST_PARAGRAPH and not block.text[0].isdigit()
                    ):
                        held["paragraph"].append(block.text)
                    case source.ListBlock():
                        held["list_item"].extend(item.text for item in block.items)
        self.held = {
            role: sorted({" ".join(text.split()) for text in texts if len(text) > 8})
            for role, texts in held.items()
        }

    def one(self, role: str) -> str:
        return self.lot.choice(self.held[role])


class Program:
    """One program: its HTML and its passages in the order of the text."""

    def __init__(self, design: Design, seed: int, chapters: int) -> None:
        self.texts, self.lot = _Texts(seed), random.Random(seed)
        self.design, self.known, self.parts = design, list[Known](), list[str]()
        self.used = Counter[str]()
        for chapter in range(1, chapters + 1):
            self._chapter(chapter)

    @property
    def html(self) -> str:
        """The whole page."""
        body = "\n".join(self.parts)
        style = _BASE + self.design.css
        return f'<html lang="nb"><style>{style}</style><body><main>{body}</main></body></html>'

    def _heading(self, level: int, number: str) -> None:
        text = self.texts.one("heading")
        text = f"{number} {text}" if self.design.numbered else text
        shown = text.upper() if level == 1 and "uppercase" in self.design.css else text
        self.known.append(Known("heading", shown, level))
        self.parts.append(f"<h{level}>{escape(text)}</h{level}>")

    def _chapter(self, number: int) -> None:
        self._heading(1, f"{number}")
        self._paragraph()
        for section in range(1, self.lot.randint(3, 5)):
            self._heading(2, f"{number}.{section}")
            self._paragraphs()
            for part in range(1, self.lot.randint(2, 4)):
                self._heading(3, f"{number}.{section}.{part}")
                self._paragraphs()
                self.lot.choice((self._list, self._numbered, self._box, self._table, self._quote))()
                self._list()

    def _paragraphs(self) -> None:
        for _ in range(self.lot.randint(1, 3)):
            self._paragraph(with_note=self.lot.random() < 0.08)

    def _paragraph(self, *, with_note: bool = False) -> None:
        text = self.texts.one("paragraph")
        self.known.append(Known("paragraph", text))
        note = ""
        if with_note:
            told = self.texts.one("list_item")
            self.known.append(Known("footnote", told, in_flow=False))
            note = f'<span class="note">{escape(told)}</span>'
        bold = text.find(" ", self.lot.randint(20, 90)) if self._falls(0.2) else 0
        shown = f"<b>{escape(text[:bold])}</b>{escape(text[bold:])}" if bold > 0 else escape(text)
        self.parts.append(f"<p>{shown}{note}</p>")

    def _falls(self, chance: float) -> bool:
        """Whether the lot falls on something that only dense designs have."""
        return self.design.dense and self.lot.random() < chance

    def _items(self, least: int, most: int) -> Iterator[str]:
        for _ in range(self.lot.randint(least, most)):
            text = self.texts.one("list_item")
            self.known.append(Known("list_item", text))
            yield text

    def _list(self) -> None:
        if self._falls(0.6):
            lead = self.lot.choice(_WILLS)
            self.known.append(Known("paragraph", lead))
            self.parts.append(f"<p><b>{lead}</b></p>")
        rows = []
        outer, inner = self.design.marks
        for text in self._items(2, 6):
            nested = ""
            if self.lot.random() < 0.15:
                inside = "".join(
                    f'<li data-mark="{inner}">{escape(t)}</li>' for t in self._items(1, 3)
                )
                nested = f'<ul class="a">{inside}</ul>'
            rows.append(f'<li data-mark="{outer}">{escape(text)}{nested}</li>')
        self.parts.append(f'<ul class="a">{"".join(rows)}</ul>')
        if self._falls(0.3):
            self._paragraph()

    def _numbered(self) -> None:
        kind = self.lot.choice(("1", "a"))
        rows = "".join(f"<li>{escape(text)}</li>" for text in self._items(2, 5))
        style = "lower-alpha" if kind == "a" else "decimal"
        self.parts.append(f'<ol style="list-style-type: {style}">{rows}</ol>')

    def _box(self) -> None:
        text = self.texts.one("paragraph")
        self.known.append(Known("paragraph", text, in_flow=False))
        self.parts.append(f'<div class="box"><p>{escape(text)}</p></div>')

    def _quote(self) -> None:
        text = f"«{self.texts.one('list_item')}»"
        self.known.append(Known("paragraph", text))
        self.parts.append(f'<p class="quote">{escape(text)}</p>')

    def _table(self) -> None:
        caption = f"Tabell {self.lot.randint(1, 40)}. {self.texts.one('heading')}"
        self.known.append(Known("caption", caption))
        rows = []
        for _ in range(self.lot.randint(3, 7)):
            label = self.texts.one("heading")[:24]
            figures = "".join(f"<td>{self.lot.randint(-900, 9000)}</td>" for _ in range(2))
            rows.append(f"<tr><td>{escape(label)}</td>{figures}</tr>")
        head = "<tr><th>Område</th><th>2027</th><th>2028</th></tr>"
        self.parts.append(
            f'<p class="caption">{escape(caption)}</p><table>{head}{"".join(rows)}</table>'
        )


def main() -> None:
    """Typeset, read, score, print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--chapters", type=int, help="fewer than a whole program has")
    parser.add_argument("--misses", action="store_true", help="print what was missed or made up")
    parser.add_argument("--keep", type=Path, help="a folder for the PDFs")
    arguments = parser.parse_args()
    console = Console(width=140)
    results: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        place = arguments.keep or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        for number, (name, design) in enumerate(DESIGNS.items()):
            program = Program(design, _SEED + number, arguments.chapters or design.chapters)
            path = place / f"program-{number}.pdf"
            _typeset(program.html, path)
            _lay(path, design.sheet)
            extraction = extract_files([path], None, ExtractionParams())
            results[name] = score(program.known, extraction.passages) | {
                "pages": int(extraction.files["pages"].sum())
            }
            if arguments.misses:
                for line in differences(program.known, extraction.passages):
                    console.print(f"{name}: {line}", markup=False, highlight=False, soft_wrap=True)
    console.print(results_table(results))
    if not arguments.chapters:
        text = json.dumps(results, indent=2, ensure_ascii=False)
        RESULTS.write_text(text + "\n", encoding="utf-8")


def _typeset(html: str, path: Path) -> None:
    from weasyprint import HTML

    HTML(string=html).write_pdf(path)


def _lay(path: Path, sheet: str) -> None:
    """Turn the pages, their text with them, or lay two beside each other on one."""
    if sheet == "spread":
        source = pdfium.PdfDocument(path.read_bytes())
        wide, high = source[0].get_size()
        spreads = pdfium.raw.FPDF_ImportNPagesToOne(source.raw, 2 * wide, high, 2, 1)
        pdfium.PdfDocument(spreads).save(path)
    elif sheet == "turned":
        with pikepdf.open(path, allow_overwriting_input=True) as document:
            for page in document.pages:
                wide, high = map(float, page.mediabox[2:])
                page.contents_add(f"q 0 1 -1 0 {high} 0 cm".encode(), prepend=True)
                page.contents_add(b"Q")
                page.mediabox = pikepdf.Rectangle(0, 0, high, wide)
                page.rotate(90, relative=False)
            document.save(path)


def key(text: str) -> str:
    """Letters and digits alone, small: marks, spaces and hyphens at line ends don't count.

    >>> key("• Barne- og  familietjenesten")
    'barneogfamilietjenesten'
    """
    return "".join(c for c in normalise_text(text).casefold() if c.isalnum())


def read_role(row: pd.Series) -> str:
    """The role of a passage as it is compared: a footnote is one, whatever its role."""
    return "footnote" if row["is_footnote"] else str(row["role"])


def keyed(texts: Iterable[str], role: str) -> Counter[str]:
    """How often each text comes; the marks of list items and footnotes are left out."""
    return Counter(_key_of(text, role) for text in texts)


def _key_of(text: str, role: str) -> str:
    if role == "footnote":
        return key(_NOTE_MARK.sub("", text))
    return key(_ITEM_MARK.sub("", text) if role == "list_item" else text)


def score(known: Sequence[Known], passages: pd.DataFrame) -> dict[str, Any]:
    """Precision, recall and F1 by role, whole texts compared; order; headings' parents."""
    read = passages.assign(read=passages.apply(read_role, axis=1))
    results: dict[str, Any] = {}
    for role in ROLES:
        wanted = keyed((k.text for k in known if k.role == role), role)
        found = keyed(read.loc[read["read"].eq(role), "text"], role)
        results[role] = _rates((wanted & found).total(), found.total(), wanted.total())
    results["order"] = order_share(known, passages)
    results["parents"] = parent_share(known, passages)
    return results


def _rates(hits: int, found: int, wanted: int) -> dict[str, float | int]:
    return {
        "n": wanted,
        "precision": round(hits / found, 4) if found else 1.0,
        "recall": round(hits / wanted, 4) if wanted else 1.0,
        "f1": round(2 * hits / (found + wanted), 4) if found + wanted else 1.0,
    }


def order_share(known: Sequence[Known], passages: pd.DataFrame) -> float:
    """The share of neighbours in the main text, both read whole, that are read as neighbours."""
    flow = [_key_of(k.text, k.role) for k in known if k.in_flow and k.role != "caption"]
    every = Counter(_key_of(k.text, k.role) for k in known)
    once = {text for text in flow if every[text] == 1}
    main = passages[~passages["is_footnote"] & ~passages["role"].isin(["table_cell", "caption"])]
    read = [_key_of(text, role) for text, role in zip(main["text"], main["role"], strict=True)]
    order = [text for text in read if text in once]
    place = {text: at for at, text in enumerate(order)}
    kept = [text for text in flow if text in place]
    pairs = list(pairwise(kept))
    good = sum(place[b] == place[a] + 1 for a, b in pairs)
    return round(good / len(pairs), 4) if pairs else 0.0


def parent_share(known: Sequence[Known], passages: pd.DataFrame) -> float:
    """The share of the headings found whose nearest heading above is the right one."""
    above: list[Known] = []
    wanted: dict[str, set[str]] = {}
    for heading in (k for k in known if k.role == "heading"):
        above = [h for h in above if (h.level or 1) < (heading.level or 1)]
        wanted.setdefault(key(heading.text), set()).add(key(above[-1].text) if above else "")
        above.append(heading)
    read = passages[passages["role"].eq("heading")]
    told = [
        (key(text), key(path.rpartition(" > ")[2]))
        for text, path in zip(read["text"], read["heading_path"], strict=True)
    ]
    told = [(text, parent) for text, parent in told if text in wanted]
    return round(sum(p in wanted[t] for t, p in told) / len(told), 4) if told else 0.0


def differences(known: Sequence[Known], passages: pd.DataFrame) -> Iterator[str]:
    """What was missed (-) and what was made up (+), by role."""
    read = passages.assign(read=passages.apply(read_role, axis=1))
    for role in ROLES:
        wanted = keyed((k.text for k in known if k.role == role), role)
        found = keyed(read.loc[read["read"].eq(role), "text"], role)
        yield from (f"- {role}: {text}" for text in wanted - found)
        yield from (f"+ {role}: {text}" for text in found - wanted)


def results_table(results: dict[str, dict[str, Any]]) -> Table:
    """One row a design."""
    table = Table(title="Designed programs: F1 of passages read whole")
    for column in ("design", "pages", *ROLES, "order", "parents"):
        table.add_column(
            column.replace("_", " "), justify="left" if column == "design" else "right"
        )
    for name, values in results.items():
        rates = [f"{values[role]['f1']:.3f}" for role in ROLES]
        rest = [f"{values['order']:.3f}", f"{values['parents']:.3f}"]
        table.add_row(name, str(values["pages"]), *rates, *rest)
    return table


if __name__ == "__main__":
    main()
