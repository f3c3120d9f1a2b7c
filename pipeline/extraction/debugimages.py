"""What was read of a PDF, drawn over its pages: a PNG a page, for looking at.

Started as `python -m pipeline.extraction.debugimages JOB`, in a process of its own: a page that
can't be drawn, or that takes all memory, stops nothing else. Places come from the passages and
cells tables, so the picture shows what later stages get.
"""

import json
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFont

from pipeline.bounds import bound_memory
from pipeline.errors import DocumentError
from pipeline.extraction.elements import Box, Fault
from pipeline.extraction.processes import run_bounded
from pipeline.extraction.read import Extraction
from pipeline.extraction.repair import mended
from pipeline.language.normalise import normalise_text
from pipeline.opening import opened
from pipeline.params import ExtractionParams

_SCALE = 2.0  # pixels a point: small letters can be read
_MOST_PIXELS = 6_000_000  # an A4 page has two million; a sheet of A0 is scaled down to this
_LONGEST_SIDE = 6_000
_LONGEST_STEM = 150  # bytes of the name that the pictures take over
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_LINE = 20  # pixels of a line in the legend
_NARROWEST = 420  # pixels: room for the legend's words

# Colours are those of Okabe and Ito, darkened until white letters on them can be read; the short
# name at each box says the same without colour.
_MARKS = {
    "heading": ("H", "heading", (176, 74, 0)),
    "paragraph": ("P", "paragraph", (0, 94, 148)),
    "list_item": ("L", "list item", (0, 115, 82)),
    "table_cell": ("", "table cell: row,column", (140, 50, 110)),
    "caption": ("C", "caption", (122, 86, 0)),
    "header": ("HD", "header", (90, 90, 90)),
    "footer": ("FT", "footer", (90, 90, 90)),
    "page_number": ("PN", "page number", (20, 20, 20)),
    "footnote": ("N", "footnote", (150, 0, 40)),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One box to draw: on which page, where, as what, and the words on its tag."""

    page: int
    box: tuple[float, float, float, float]
    kind: str  # a key of the legend
    tag: str


def draw_documents(
    extraction: Extraction, folder: Path, params: ExtractionParams
) -> tuple[int, list[tuple[str, Fault]]]:
    """How many pages were drawn into the folder, and what could not be, with its file's name.

    Each PDF among the files gives `NAME-pNNN.png`, once for the same content; other formats have
    no places to draw. Where two files have one name, the later ones carry the first twelve digits
    of their SHA-256 too.
    """
    files, passages, cells = extraction.files, extraction.passages, extraction.cells
    pdfs = files[files["media_type"] == "application/pdf"].drop_duplicates("document_sha256")
    stems = picture_stems(list(zip(pdfs["path"], pdfs["document_id"], strict=True)))
    drawn = 0
    faults: list[tuple[str, Fault]] = []
    for path, sha256, stem in zip(pdfs["path"], pdfs["document_sha256"], stems, strict=True):
        marks = marks_of(
            passages[passages["document_sha256"] == sha256],
            cells[cells["document_sha256"] == sha256],
        )
        count, found = _draw_apart(Path(path), marks, folder, stem, params)
        drawn += count
        faults.extend((path, fault) for fault in found)
    return drawn, faults


def picture_stems(files: Sequence[tuple[str, str]]) -> list[str]:
    """For each (path, document_id) how its pictures' names begin, none like another.

    >>> picture_stems([("a/Plan.pdf", "12ab"), ("b/plan.PDF", "34cd"), ("c:d?.pdf", "56ef")])
    ['Plan', 'plan-34cd', 'c_d_']
    """
    taken: set[str] = set()
    stems = []
    for path, document_id in files:
        stem = _NOT_IN_NAMES.sub("_", Path(path).stem) or "_"
        stem = stem.encode()[:_LONGEST_STEM].decode(errors="ignore")
        if normalise_text(stem).casefold() in taken:
            stem = f"{stem}-{document_id}"
        taken.add(normalise_text(stem).casefold())
        stems.append(stem)
    return stems


def marks_of(passages: pd.DataFrame, cells: pd.DataFrame) -> list[Mark]:
    """The boxes of one document's passages, in reading order, then of its cells, empty ones too.

    A passage's tag is its role's short name and level, and its number (`block`) in the passages
    table; a cell's is its row and column, the first cell's the table's number too.
    """
    running = passages[passages["role"] != "table_cell"].to_dict("records")
    marks = [Mark(row["page"], _box(row), _kind(row), _passage_tag(row)) for row in running]
    seen: set[tuple[int, int]] = set()
    for row in cells.to_dict("records"):
        table = (row["table"], row["page"])
        tag = f"{row['row']},{row['column']}"
        tag = tag if table in seen else f"T{row['table']} {tag}"
        seen.add(table)
        marks.append(Mark(row["page"], _box(row), "table_cell", tag))
    return [mark for mark in marks if not any(pd.isna(side) for side in mark.box)]


def _kind(row: dict[Hashable, Any]) -> str:
    return "footnote" if row["is_footnote"] else str(row["role"])


def _passage_tag(row: dict[Hashable, Any]) -> str:
    kind = _kind(row)
    level = row["level"] if kind == "heading" and not pd.isna(row["level"]) else ""
    doubt = "" if pd.isna(row["ocr_confidence"]) else f" {row['ocr_confidence']:.0%}"
    return f"{_MARKS[kind][0]}{level} {row['block']}{doubt}"


def _box(row: dict[Hashable, Any]) -> tuple[float, float, float, float]:
    return row["x0"], row["top"], row["x1"], row["bottom"]


def _draw_apart(
    path: Path, marks: Sequence[Mark], folder: Path, stem: str, params: ExtractionParams
) -> tuple[int, list[Fault]]:
    """Draw in a bounded process; what it drew before it broke stays."""
    with tempfile.TemporaryDirectory(prefix="kopling-") as place:
        job, told = Path(place, "job.json"), Path(place, "told.jsonl")
        content = {
            "path": os.fsencode(path).hex(),
            "folder": os.fsencode(folder).hex(),
            "told": str(told),
            "stem": stem,
            "params": params.model_dump(),
            "marks": [asdict(mark) for mark in marks],
        }
        job.write_text(json.dumps(content), encoding="utf-8")
        command = [sys.executable, "-m", "pipeline.extraction.debugimages", str(job)]
        status, errors = run_bounded(command, params.seconds_per_file)
        lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    results = [json.loads(line) for line in lines]
    faults = [Fault(**result) for result in results if result]
    if status != 0:
        said = "it took too long" if status is None else (errors.strip().splitlines() or ["?"])[-1]
        detail = f"expected to draw all pages, stopped after {len(results)}: {said}"
        faults.append(Fault(None, "not_drawn", detail))
    return len([result for result in results if not result]), faults


def draw_pages(
    data: bytes, marks: Sequence[Mark], most_pages: int
) -> Iterator[tuple[int, Image.Image | Fault]]:
    """Each page's number with its picture, or with the fault that kept it from being drawn.

    A damaged file is mended, as for reading. Raises DocumentError where it still can't be opened.
    """
    with opened(_openable(data)) as document:
        for index in range(min(len(document), most_pages)):
            here = [mark for mark in marks if mark.page == index + 1]
            try:
                yield index + 1, _drawn_page(document[index], here, f"page {index + 1}")
            except (pdfium.PdfiumError, ValueError) as err:
                detail = f"expected a page to draw on, came: {err}"
                yield index + 1, Fault(index + 1, "not_drawn", detail)


def _openable(data: bytes) -> bytes:
    try:
        with opened(data) as document:
            if len(document):
                return data
    except DocumentError:
        pass
    return mended(data) or data


def _drawn_page(page: Any, marks: Sequence[Mark], title: str) -> Image.Image:
    width, height = page.get_size()
    scale = drawing_scale(width, height)
    bitmap = page.render(scale=scale)
    try:
        paper = bitmap.to_pil().convert("RGB")
    finally:
        bitmap.close()
        page.close()
    # paler than in print, so that the marks stand out
    paper = Image.blend(paper, Image.new("RGB", paper.size, "white"), 0.25)
    pen = ImageDraw.Draw(paper, "RGBA")
    for mark in sorted(marks, key=lambda mark: mark.kind != "table_cell"):
        _outline(pen, mark, scale)
    for mark in marks:
        _tag(pen, mark, scale, paper.size)
    return _with_legend(paper, marks, title)


def drawing_scale(width: float, height: float) -> float:
    """Pixels a point for a page of that size, so that no picture grows beyond bounds.

    Raises ValueError for a page without a size.

    >>> drawing_scale(595, 842), round(drawing_scale(5950, 8420), 2)
    (2.0, 0.35)
    """
    if not (0 < width < float("inf") and 0 < height < float("inf")):
        raise ValueError(f"a page of {width} × {height} points")
    bounds = ((_MOST_PIXELS / width / height) ** 0.5, _LONGEST_SIDE / width, _LONGEST_SIDE / height)
    return float(min(_SCALE, *bounds))


def _outline(pen: ImageDraw.ImageDraw, mark: Mark, scale: float) -> None:
    colour = _MARKS[mark.kind][2]
    box = _pixels(mark.box, scale)
    if mark.kind == "table_cell":
        pen.rectangle(box, outline=(*colour, 255), width=1)
    else:
        pen.rectangle(box, fill=(*colour, 22), outline=(*colour, 255), width=2)


def _pixels(box: tuple[float, float, float, float], scale: float) -> Box:
    x0, top, x1, bottom = (side * scale for side in box)
    return Box(min(x0, x1), min(top, bottom), max(x0, x1), max(top, bottom))


def _tag(pen: ImageDraw.ImageDraw, mark: Mark, scale: float, size: tuple[int, int]) -> None:
    """The tag hangs left of a passage, over the margin; a cell's sits on its upper edge."""
    is_cell = mark.kind == "table_cell"
    colour = _MARKS[mark.kind][2]
    box = _pixels(mark.box, scale)
    font = _font(8 if is_cell else 13)
    wide, high = pen.textlength(mark.tag, font=font) + 4, font.size + (2 if is_cell else 3)
    left = box.x1 - wide if is_cell else box.x0 - wide
    top = box.top - 0.6 * high if is_cell else box.top
    left = max(0.0, min(left, size[0] - wide))
    top = max(0.0, min(top, size[1] - high))
    pen.rectangle((left, top, left + wide, top + high), fill=(*colour, 225))
    pen.text((left + 2, top), mark.tag, font=font, fill="white")


def _with_legend(paper: Image.Image, marks: Sequence[Mark], title: str) -> Image.Image:
    """The page with a strip under it: each kind's colour, short name, name and how many."""
    counts = Counter(mark.kind for mark in marks)
    wide = max(paper.width, _NARROWEST)
    places = _legend_places([(kind, count) for kind, count in counts.items() if count], wide)
    rows = 2 + max((row for _, _, row, _ in places), default=0)
    sheet = Image.new("RGB", (wide, paper.height + rows * _LINE + 8), "white")
    sheet.paste(paper, (0, 0))
    pen = ImageDraw.Draw(sheet)
    pen.line((0, paper.height, wide, paper.height), fill="black")
    heading = f"{title}. Tags: role and number in reading order."
    pen.text((6, paper.height + 4), heading, font=_font(13), fill="black")
    for kind, text, row, x in places:
        y = paper.height + 4 + (row + 1) * _LINE
        room = _swatch_width(kind)
        pen.rectangle((x, y, x + room, y + 16), fill=_MARKS[kind][2])
        pen.text((x + 3, y), _short(kind), font=_font(13), fill="white")
        pen.text((x + room + 4, y), text, font=_font(13), fill="black")
    return sheet


def _legend_places(
    counts: Sequence[tuple[str, int]], wide: int
) -> list[tuple[str, str, int, float]]:
    """(kind, words, row, x) for each kind, in the legend's order, wrapped at the width."""
    row, x, places = 0, 6.0, []
    for kind, count in sorted(counts, key=lambda pair: list(_MARKS).index(pair[0])):
        text = f"{_MARKS[kind][1]} ({count})"
        room = _swatch_width(kind) + float(_font(13).getlength(text)) + 20
        if x > 6 and x + room > wide:
            row, x = row + 1, 6.0
        places.append((kind, text, row, x))
        x += room
    return places


def _swatch_width(kind: str) -> float:
    return float(_font(13).getlength(_short(kind))) + 6


def _short(kind: str) -> str:
    return _MARKS[kind][0] or "0,0"


@cache
def _font(size: int) -> Any:
    return ImageFont.load_default(size)


def main() -> None:
    """Draw what the job names; a line is told for each page, empty where it went well."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    params = ExtractionParams.model_validate(job["params"])
    bound_memory(params.megabytes_per_file)
    folder = Path(os.fsdecode(bytes.fromhex(job["folder"])))
    data = Path(os.fsdecode(bytes.fromhex(job["path"]))).read_bytes()
    marks = [Mark(**{**mark, "box": tuple(mark["box"])}) for mark in job["marks"]]
    with Path(job["told"]).open("w", encoding="utf-8") as told:
        for number, drawn in draw_pages(data, marks, params.pages_per_file):
            if isinstance(drawn, Fault):
                told.write(json.dumps(asdict(drawn)) + "\n")
                continue
            drawn.save(folder / f"{job['stem']}-p{number:03d}.png")
            told.write("null\n")
            told.flush()


if __name__ == "__main__":
    main()
