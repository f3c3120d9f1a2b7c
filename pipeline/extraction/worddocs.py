"""DOCX bytes → a Reading: paragraphs, lists, tables, notes and text boxes in document order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.errors import DocumentError
from pipeline.extraction import sniffing
from pipeline.extraction.elements import Block, Fault, Place, Reading
from pipeline.extraction.headings import is_caption
from pipeline.extraction.paragraphs import BULLET, NUMBERED, SECTION_NUMBER
from pipeline.extraction.wordlooks import Piece, looks_to_blocks
from pipeline.extraction.wordnumbers import Label, Numbering
from pipeline.extraction.wordpackage import Package, control_content, is_on, q
from pipeline.extraction.wordruns import (
    Boxed,
    Break,
    Letters,
    NoteMark,
    RunReader,
    alternative,
    is_drop_cap,
    mark_is_deleted,
    section_kind,
)
from pipeline.extraction.wordstyles import Style, Styles, begins_page, number_of, outline_level
from pipeline.extraction.wordtables import Cell, is_frame, is_grid, table_rows
from pipeline.language.normalise import normalise_text
from pipeline.params import ExtractionParams

_LONGEST_HEADING = 300  # letters; a heading's style on more is running text set large
_LEAST_HIDDEN = 20  # letters; fewer are a writer's odds and ends
_WRAPPERS = tuple(map(q, ("w:ins", "w:moveTo", "w:customXml", "w:smartTag")))
_PAGE_WORDS = re.compile(
    r"(?:^|[\s|,/–-]+)(?:side|page|s\.)?(?:\s+(?:av|of|/))?[\s|/–-]*$", re.IGNORECASE
)


def read_docx(data: bytes, params: ExtractionParams) -> Reading:
    """The file's blocks in document order, pages told by page breaks; no boxes.

    Tracked changes are taken as made, which a note tells; hidden text is left out, which a fault
    tells. Footnotes follow the paragraph or table that they stand in, endnotes the text; headers
    and footers come once, where their section begins and ends.

    Raises DocumentError where the archive is damaged, no Word file, or unpacks to too much.
    """
    package = Package(data)
    root = package.part(package.main)
    body = None if root is None else root.find(q("w:body"))
    if body is None:
        raise DocumentError("damaged", f"expected text in {package.main}, found none to read")
    reader = _Reader(package, params)
    pieces: list[Piece] = []
    for piece in reader.document(body):
        if reader.left < 0:
            reader.faults.append(_too_long(params.characters_per_file))
            break
        pieces.append(piece)
    faults = (*package.faults, *reader.faults, *_hidden(reader.runs.tracked.hidden))
    blocks = tuple(looks_to_blocks(pieces))
    return Reading(sniffing.DOCX, reader.turn.page, blocks, faults, _notes(reader))


def _too_long(most: int) -> Fault:
    detail = f"expected at most {most} characters in a file, the rest was not read"
    return Fault(None, "too_large", f"{detail}; raise extraction.characters_per_file")


def _hidden(letters: int) -> tuple[Fault, ...]:
    if letters < _LEAST_HIDDEN:
        return ()
    detail = f"expected text that a reader sees, {letters} letters are hidden and left out"
    return (Fault(None, "hidden_text", detail),)


def _notes(reader: "_Reader") -> tuple[Fault, ...]:
    tracked = reader.runs.tracked
    if not tracked.insertions and not tracked.deletions:
        return ()
    detail = (
        f"expected a finished text, came tracked changes: {tracked.insertions} insertions were "
        f"kept, {tracked.deletions} deletions ({tracked.deleted} letters) were left out"
    )
    return (Fault(None, "tracked_changes", detail),)


@dataclass
class _Turn:
    """The page, and the breaks met since the last letter.

    Word notes a break where it last saw one beside the one that was asked for: the larger number
    of the two counts.
    """

    page: int = 1
    asked: int = 0
    seen: int = 0
    begun: bool = False

    @property
    def next(self) -> int:
        """The page that the next letters will stand on."""
        return self.page + max(self.asked, self.seen)

    def turned(self) -> int:
        """The page of the letters that come now."""
        self.page = self.next
        self.asked = self.seen = 0
        self.begun = True
        return self.page

    def begin_page(self) -> None:
        """Ask for a new page, unless one has just been asked for or the document begins here."""
        if self.begun:
            self.asked = max(self.asked, 1)


@dataclass
class _Line:
    """Letters between two breaks: their page, and whether a page break stands before them."""

    page: int = 0
    letters: list[Letters] = field(default_factory=list)
    after_page: bool = False

    @property
    def text(self) -> str:
        return normalise_text("".join(piece.text for piece in self.letters))

    @property
    def is_bold(self) -> bool:
        told = [piece for piece in self.letters if piece.text.strip()]
        return bool(told) and all(piece.bold for piece in told)


class _Reader:
    """Walks the document; holds the page, the tables met, the notes waiting, the letters left."""

    def __init__(self, package: Package, params: ExtractionParams) -> None:
        self.package, self.params = package, params
        self.left = params.characters_per_file
        self.faults: list[Fault] = []
        self.styles = Styles(package.part(package.related("styles")))
        self.numbering = Numbering(package.part(package.related("numbering")), self.styles)
        self.runs = RunReader(self.styles)
        self.turn = _Turn()
        self.table = 0
        self.waiting: list[NoteMark] = []
        self.boxes: list[Any] = []
        self.held: list[Letters] = []  # of a paragraph that goes on in the next one
        self.told: dict[str, int] = {"footnote": 0, "endnote": 0}
        self.notes: dict[str, dict[str, Any]] = {}
        self.endnotes: list[Piece] = []
        self.furniture: set[tuple[str, str]] = set()
        self.sections: list[Any] = []

    def document(self, body: Any) -> Iterator[Piece]:
        self.sections = [
            section
            for section in body.iter(q("w:sectPr"))
            if section.getparent().tag != q("w:sectPrChange")
        ]
        yield from self._furniture("header")
        yield from self.body(body)
        yield from self._furniture("footer")
        yield from self.endnotes

    def body(self, element: Any) -> Iterator[Piece]:
        for child in element.iterchildren():
            if child.tag == q("w:p"):
                yield from self._paragraph(child)
            elif child.tag == q("w:tbl"):
                yield from self._table(child)
            elif child.tag == q("w:sdt"):
                content = control_content(child)
                yield from () if content is None else self.body(content)
            elif child.tag in _WRAPPERS:
                yield from self.body(child)
            elif child.tag == q("mc:AlternateContent"):
                chosen = alternative(child)
                yield from () if chosen is None else self.body(chosen)
            elif child.tag == q("w:altChunk"):
                yield from self._inserted_file(child.get(q("r:id"), ""))

    def _paragraph(self, paragraph: Any) -> Iterator[Piece]:
        properties = paragraph.find(q("w:pPr"))
        style = self.styles.of_paragraph(properties)
        in_contents = self.runs.in_contents or style.is_contents
        if begins_page(properties) or style.begins_page:
            self.turn.begin_page()
        lines, label = self._lines(paragraph, properties, style)
        if lines:
            in_contents = in_contents or self.runs.in_contents
            yield from self._pieces(lines, label, properties, style, in_contents)
        yield from self._waiting()
        section = None if properties is None else properties.find(q("w:sectPr"))
        if section is not None:
            yield from self._next_section()

    def _lines(
        self, paragraph: Any, properties: Any, style: Style
    ) -> tuple[list[_Line], Label | None]:
        """The paragraph's lines that hold letters, and what Word sets before it."""
        lines = [_Line(letters=self.held)]
        self.held = []
        for event in self.runs.events(paragraph, style):
            if isinstance(event, Letters):
                self.left -= len(event.text)
                lines[-1].letters.append(event)
                if not lines[-1].page and event.text.strip():
                    lines[-1].page = self.turn.turned()
            elif isinstance(event, Break):
                self.turn.asked += event.kind == "page"
                self.turn.seen += event.kind == "seen"
                if event.kind != "seen":
                    lines.append(_Line(after_page=event.kind == "page"))
            elif isinstance(event, NoteMark):
                self.waiting.append(event)
            elif isinstance(event, Boxed):
                self.boxes.append(event)
        if mark_is_deleted(properties) or is_drop_cap(properties):
            self.held = [letters for line in lines for letters in line.letters]
            return [], None
        number = self.numbering.number_of(number_of(properties), style)
        label = self.numbering.next_label(number) if number else None
        if number and label is None:
            label = Label("", is_bullet=True)
        told = [line for line in lines if line.text]
        for line in told:
            line.page = line.page or self.turn.turned()
        return told, label

    def _pieces(
        self,
        lines: list[_Line],
        label: Label | None,
        properties: Any,
        style: Style,
        in_contents: bool,
    ) -> Iterator[Piece]:
        for group in _grouped(lines):
            text = normalise_text(" ".join(line.text for line in group))
            letters = [piece for line in group for piece in line.letters]
            level = None if in_contents else outline_level(properties) or style.heading
            if len(text) > _LONGEST_HEADING:
                level = None
            role = _role(text, style, label, level, in_contents)
            if label and label.text and not (role == "heading" and label.is_bullet):
                text = normalise_text(f"{label.text} {text}")
            block = Block(group[0].page, text, role, level=level if role == "heading" else None)
            may_be_heading = role in ("paragraph", "list_item") and not in_contents
            yield Piece(block, letters, may_be_heading and not (label and label.is_bullet))
            label = None

    def _waiting(self) -> Iterator[Piece]:
        """The text boxes and footnotes that the paragraph or table before them named."""
        boxes, self.boxes = self.boxes, []
        notes, self.waiting = self.waiting, []
        for box in boxes:
            if box.content is not None:
                yield from self.body(box.content)
            else:
                yield from self._diagram(box.diagram)
        for mark in notes:
            note = self._note(mark)
            if note is not None and mark.kind == "endnote":
                self.endnotes.append(note)
            elif note is not None:
                yield note

    def _diagram(self, relation: str) -> Iterator[Piece]:
        root = self.package.part(self.package.target(relation))
        for point in () if root is None else root.iter(q("dgm:pt")):
            if point.get("type", "node") in ("node", "asst"):
                yield from self._plain("".join(node.text or "" for node in point.iter(q("a:t"))))

    def _plain(self, text: str) -> Iterator[Piece]:
        self.left -= len(text)
        if normalise_text(text):
            yield Piece(Block(self.turn.page, normalise_text(text), "paragraph"))

    def _note(self, mark: NoteMark) -> Piece | None:
        """The note as the reader sees it: its number, then its text."""
        if mark.kind not in self.notes:
            root = self.package.part(self.package.related(f"{mark.kind}s"))
            found = () if root is None else root.iter(q(f"w:{mark.kind}"))
            self.notes[mark.kind] = {note.get(q("w:id"), ""): note for note in found}
        note = self.notes[mark.kind].get(mark.note_id)
        if note is None:
            return None
        self.told[mark.kind] += not mark.own_mark
        number = "" if mark.own_mark else f"{self.told[mark.kind]} "
        text = normalise_text(number + " ".join(_part_lines(note, RunReader(self.styles))))
        self.left -= len(text)
        if text == number.strip():
            return None
        return Piece(Block(self.turn.page, text, "paragraph", is_footnote=True))

    def _table(self, table: Any) -> Iterator[Piece]:
        if is_frame(table):
            yield from self.body(table_rows(table)[0][0].element)
            return
        number, self.table = self.table, self.table + 1
        nested: list[Any] = []
        for row in table_rows(table):
            before, furthest = replace(self.turn), replace(self.turn)
            for cell in row:
                self.turn = replace(before)
                yield self._cell(cell, number, nested)
                furthest = max(furthest, self.turn, key=lambda turn: turn.next)
            self.turn = furthest
        for inner in nested:
            yield from self._table(inner)
        yield from self._waiting()

    def _cell(self, cell: Cell, table: int, nested: list[Any]) -> Piece:
        lines = [] if cell.is_unfilled else list(self._cell_lines(cell.element, nested))
        page = lines[0].page if lines else self.turn.page
        text = normalise_text(" ".join(line.text for line in lines))
        place = Place(table, cell.row, cell.column, cell.row_span, cell.column_span)
        letters = [piece for line in lines for piece in line.letters]
        return Piece(Block(page, text, "table_cell", place=place), letters)

    def _cell_lines(self, cell: Any, nested: list[Any]) -> Iterator[_Line]:
        """The lines of the cell's paragraphs with their marks; a table inside is one of its own."""
        for child in _blocks_within(cell):
            if child.tag == q("w:tbl"):
                if is_grid(child):
                    nested.append(child)
                    continue
                for row in table_rows(child):
                    for inner in row:
                        yield from self._cell_lines(inner.element, nested)
                continue
            properties = child.find(q("w:pPr"))
            lines, label = self._lines(child, properties, self.styles.of_paragraph(properties))
            if lines and label and not BULLET.match(lines[0].text):
                mark = label.text or "-"
                lines[0].letters.insert(0, replace(lines[0].letters[0], text=f"{mark} "))
            yield from lines

    def _next_section(self) -> Iterator[Piece]:
        yield from self._furniture("footer")
        self.sections = self.sections[1:]
        if self.sections and section_kind(self.sections[0]) not in ("continuous", "nextColumn"):
            self.turn.begin_page()
        yield from self._furniture("header")

    def _furniture(self, role: str) -> Iterator[Piece]:
        """The section's headers or footers that haven't been told before."""
        section = self.sections[0] if self.sections else None
        if section is None:
            return
        for reference in section.iterchildren(q(f"w:{role}Reference")):
            kind = reference.get(q("w:type"), "default")
            if kind == "even" or (kind == "first" and not is_on(section.find(q("w:titlePg")))):
                continue
            root = self.package.part(self.package.target(reference.get(q("r:id"), "")))
            for line in () if root is None else _part_lines(root, RunReader(self.styles)):
                text = normalise_text(_PAGE_WORDS.sub("", line))
                if text and (role, text) not in self.furniture:
                    self.furniture.add((role, text))
                    self.left -= len(text)
                    page = self.turn.next if role == "header" else self.turn.page
                    yield Piece(Block(page, text, role))

    def _inserted_file(self, relation: str) -> Iterator[Piece]:
        """The text of another file that was put into this one whole."""
        from pipeline.extraction.filetypes import read_bytes

        name = self.package.target(relation) or ""
        try:
            reading = read_bytes(self.package.raw(name) or b"", name, self.params)
        except DocumentError as err:
            self.faults.append(Fault(None, err.reason, f"inside the document: {err.detail}"))
            return
        first, self.table = self.table, self.table
        for block in reading.blocks:
            self.left -= len(block.text)
            place = block.place
            if place is not None:
                place = replace(place, table=first + place.table)
                self.table = max(self.table, place.table + 1)
            yield Piece(replace(block, page=self.turn.page, place=place))
        self.faults.extend(reading.faults)


def _blocks_within(cell: Any) -> Iterator[Any]:
    """The cell's paragraphs and tables in order, also those in content controls."""
    for child in cell.iterchildren():
        if child.tag in (q("w:p"), q("w:tbl")):
            yield child
        elif child.tag == q("w:sdt"):
            content = control_content(child)
            yield from () if content is None else _blocks_within(content)
        elif child.tag in _WRAPPERS:
            yield from _blocks_within(child)


def _part_lines(root: Any, runs: RunReader) -> Iterator[str]:
    """The lines of a header, footer or note, those in its text boxes last."""
    boxes: list[Any] = []
    for child in _blocks_within(root):
        if child.tag == q("w:tbl"):
            for row in table_rows(child):
                for cell in row:
                    yield from _part_lines(cell.element, runs)
            continue
        events = list(runs.events(child, runs.styles.of_paragraph(child.find(q("w:pPr")))))
        boxes += [e.content for e in events if isinstance(e, Boxed) and e.content is not None]
        parts = [e.text if isinstance(e, Letters) else " " for e in events]
        text = normalise_text("".join(parts))
        if text:
            yield text
    for box in boxes:
        yield from _part_lines(box, runs)


def _grouped(lines: list[_Line]) -> Iterator[list[_Line]]:
    """Lines that are one block: hard breaks set lists and headings apart in one paragraph."""
    marked = sum(_is_marked(line.text) for line in lines) >= 2
    group: list[_Line] = []
    for line in lines:
        if group and (
            line.after_page
            or (marked and _is_marked(line.text))
            or _is_heading_line(group, line, lines)
        ):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _is_marked(text: str) -> bool:
    return bool(BULLET.match(text) or NUMBERED.match(text) or SECTION_NUMBER.match(text))


def _is_heading_line(group: list[_Line], line: _Line, lines: list[_Line]) -> bool:
    """Whether a paragraph's first line is bold and alone so: a heading over the rest."""
    first = group[0]
    if first is not lines[0] or len(group) > 1 or line.is_bold or not first.is_bold:
        return False
    return len(first.text) <= 120 and first.text[-1] not in ".,;"


def _role(
    text: str, style: Style, label: Label | None, level: int | None, in_contents: bool
) -> str:
    if in_contents:
        return "paragraph"
    if level is not None:
        return "heading"
    if style.is_caption or is_caption(text):
        return "caption"
    if label and (label.text or label.is_bullet):
        return "list_item"
    if style.is_list or BULLET.match(text) or NUMBERED.match(text):
        return "list_item"
    return "paragraph"
