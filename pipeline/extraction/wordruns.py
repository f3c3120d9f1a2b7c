"""A Word paragraph → what stands in it, in order: letters, breaks, notes, boxes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.extraction.listnumbers import raised_text
from pipeline.extraction.wordpackage import control_content, is_on, q, value
from pipeline.extraction.wordstyles import Look, Style, Styles, points
from pipeline.extraction.wordsymbols import symbol_text


@dataclass(frozen=True, slots=True)
class Letters:
    """A run of text and how it looks."""

    text: str
    bold: bool
    size: float  # points


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line ("line") or page: one asked for ("page"), or one Word saw ("seen")."""

    kind: str


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A reference to a note: "footnote" or "endnote", its id, and the mark if it is no number."""

    kind: str
    note_id: str
    own_mark: bool


@dataclass(frozen=True, slots=True)
class Boxed:
    """A text box's content, or the id of a diagram's data part."""

    content: Any = None
    diagram: str = ""


Event = Letters | Break | NoteMark | Boxed

_WITHIN = tuple(
    map(q, ("w:hyperlink", "w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:dir", "w:bdo"))
)
_DRAWN = tuple(map(q, ("mc:AlternateContent", "w:drawing", "w:pict", "w:object")))
_GONE = (q("w:del"), q("w:moveFrom"))
_UNPRINTED = ("PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION")  # numbers that are the page's own
_CHECKED, _UNCHECKED = "☒", "☐"


@dataclass
class Tracked:
    """What was left out on the way, in letters, and how many changes were taken as made."""

    hidden: int = 0
    deleted: int = 0
    deletions: int = 0
    insertions: int = 0


@dataclass
class _Field:
    instruction: str = ""
    in_result: bool = False

    @property
    def name(self) -> str:
        return _field_name(self.instruction)


@dataclass
class RunReader:
    """Walks paragraphs in order; holds the fields that are open, since they may span many."""

    styles: Styles
    tracked: Tracked = field(default_factory=Tracked)
    _fields: list[_Field] = field(default_factory=list)

    @property
    def in_contents(self) -> bool:
        """Whether a table of contents is being told."""
        return any(open_field.name == "TOC" for open_field in self._fields)

    def events(self, paragraph: Any, style: Style) -> Iterator[Event]:
        """What stands in the `w:p`, tracked changes taken as made, hidden letters left out."""
        yield from self._children(paragraph, style)
        # a field that never came to its result would swallow the rest of the document
        self._fields = [f for f in self._fields if f.in_result and f.name not in _UNPRINTED]

    def _children(self, parent: Any, style: Style) -> Iterator[Event]:
        for child in parent.iterchildren():
            if child.tag == q("w:r"):
                yield from self._run(child, style)
            elif child.tag in _GONE:
                self._leave_out(child)
            elif child.tag in _WITHIN:
                self.tracked.insertions += child.tag == q("w:ins")
                yield from self._children(child, style)
            elif child.tag == q("w:sdt"):
                content = control_content(child)
                yield from () if content is None else self._children(content, style)
            elif child.tag == q("w:fldSimple"):
                if _field_name(child.get(q("w:instr"), "")) not in _UNPRINTED:
                    yield from self._children(child, style)
            elif child.tag in (q("m:oMath"), q("m:oMathPara")):
                text = "".join(node.text or "" for node in child.iter(q("m:t")))
                yield Letters(text, False, points(style.look))
            elif child.tag == q("mc:AlternateContent"):
                chosen = alternative(child)
                yield from () if chosen is None else self._children(chosen, style)

    def _leave_out(self, change: Any) -> None:
        texts = [node.text or "" for node in change.iter(q("w:delText"), q("w:t"))]
        self.tracked.deleted += sum(map(len, texts))
        self.tracked.deletions += bool(texts)

    def _run(self, run: Any, style: Style) -> Iterator[Event]:
        look = self.styles.of_run(run.find(q("w:rPr")), style)
        for node in run.iterchildren():
            if node.tag == q("w:fldChar"):
                yield from self._field_mark(node, look)
            elif node.tag == q("w:instrText"):
                if self._fields and not self._fields[-1].in_result:
                    self._fields[-1].instruction += node.text or ""
            elif self._is_printed():
                yield from self._node(node, look, style)

    def _is_printed(self) -> bool:
        return all(f.in_result and f.name not in _UNPRINTED for f in self._fields)

    def _node(self, node: Any, look: Look, style: Style) -> Iterator[Event]:
        text = _text_of(node, look)
        if look.hidden:
            self.tracked.hidden += len((text or "").strip())
        elif text is not None:
            told = raised_text(text) if look.raised else text
            yield Letters(told, bool(look.bold), points(look))
        elif node.tag in (q("w:br"), q("w:cr")):
            is_page = node.get(q("w:type")) == "page"
            yield Break("page" if is_page else "line")
        elif node.tag == q("w:lastRenderedPageBreak"):
            yield Break("seen")
        elif node.tag in (q("w:footnoteReference"), q("w:endnoteReference")):
            kind = "footnote" if node.tag == q("w:footnoteReference") else "endnote"
            own = node.get(q("w:customMarkFollows")) in ("1", "true", "on")
            yield NoteMark(kind, node.get(q("w:id"), ""), own)
        elif node.tag == q("w:ruby"):
            for base in node.iterchildren(q("w:rubyBase")):
                yield from self._children(base, style)
        elif node.tag in _DRAWN:
            yield from _boxes(node)

    def _field_mark(self, mark: Any, look: Look) -> Iterator[Event]:
        kind = mark.get(q("w:fldCharType"))
        if kind == "begin":
            checkbox = mark.find(f"{q('w:ffData')}/{q('w:checkBox')}")
            if checkbox is not None and self._is_printed():
                yield Letters(_checkbox_text(checkbox), bool(look.bold), points(look))
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            self._fields.pop()


def _text_of(node: Any, look: Look) -> str | None:
    """The letters that a run's child stands for; None where it is something else."""
    if node.tag == q("w:t"):
        return symbol_text(node.text or "", look.font)
    if node.tag == q("w:sym"):
        return _symbol(node)
    if node.tag == q("w:noBreakHyphen"):
        return "-"
    return " " if node.tag in (q("w:tab"), q("w:ptab")) else None


def _symbol(node: Any) -> str:
    try:
        letter = chr(int(node.get(q("w:char"), ""), 16))
    except (ValueError, OverflowError):
        return "\ufffd"
    return symbol_text(letter, node.get(q("w:font")))


def _field_name(instruction: str) -> str:
    words = instruction.split()
    return words[0].upper() if words else ""


def _checkbox_text(checkbox: Any) -> str:
    state = checkbox.find(q("w:checked"))
    return (
        _CHECKED if is_on(checkbox.find(q("w:default")) if state is None else state) else _UNCHECKED
    )


def alternative(element: Any) -> Any:
    """Word keeps a box twice, for itself and for older programs: the first that holds text.

    What comes back is a `w:Choice` or `w:Fallback`, or None where there is neither.
    """
    choices = [*element.iterchildren(q("mc:Choice")), *element.iterchildren(q("mc:Fallback"))]
    holding = [choice for choice in choices if next(choice.iter(q("w:t")), None) is not None]
    return next(iter(holding or choices), None)


def _boxes(element: Any) -> Iterator[Boxed]:
    """The text boxes and diagrams in a drawing, each once; a box inside a box belongs to it."""
    if element is None:
        return
    if element.tag == q("w:txbxContent"):
        yield Boxed(content=element)
    elif element.tag == q("dgm:relIds"):
        yield Boxed(diagram=element.get(q("r:dm"), ""))
    elif element.tag == q("mc:AlternateContent"):
        yield from _boxes(alternative(element))
    else:
        for child in element.iterchildren():
            yield from _boxes(child)


def mark_is_deleted(properties: Any) -> bool:
    """Whether the paragraph's end was deleted: it goes on in the next one."""
    path = f"{q('w:rPr')}/{q('w:del')}"
    return properties is not None and properties.find(path) is not None


def is_drop_cap(properties: Any) -> bool:
    """Whether the paragraph is only the large first letter of the next one."""
    frame = None if properties is None else properties.find(q("w:framePr"))
    return frame is not None and frame.get(q("w:dropCap")) in ("drop", "margin")


def section_kind(properties: Any) -> str:
    """How the section of a `w:sectPr` begins: on the next page unless it says otherwise."""
    return value(properties.find(q("w:type")), "nextPage")
