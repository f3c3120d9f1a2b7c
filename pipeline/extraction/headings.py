"""Which paragraphs are headings, how deep, and the path of headings above each block."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extraction.elements import Block
from pipeline.extraction.paragraphs import BULLET, SECTION_NUMBER, Paragraph

_CAPTION = re.compile(
    r"^(?:Tabell|Figur|Table|Figure|Boks|Kart|Diagram|Bilde|Foto|Illustrasjon|Fig\.|Tab\.)\s*\d+(?:[.\-]\d+)*\b"
)
_CHAPTER = re.compile(r"^\d{1,2}\.?\s+[A-ZÆØÅ]")
_LONGEST = 160
_LEAST_OUTSIDE = 0.05  # of what tables hold: text outside them that tells the body's size
_DEEPEST = 9


def body_size(paragraphs: Sequence[Paragraph], tables: Sequence[tuple[float, int]] = ()) -> float:
    """The font size that most letters of the document have; 0 without letters.

    `tables` are their sizes and letters: they count where next to nothing stands outside them.
    """
    letters: Counter[float] = Counter()
    for paragraph in paragraphs:
        letters[_half(paragraph.size)] += len(paragraph.text)
    held: Counter[float] = Counter()
    for size, count in tables:
        held[_half(size)] += count
    if letters.total() < _LEAST_OUTSIDE * held.total():
        letters += held
    return max(sorted(letters), key=lambda size: letters[size]) if letters else 0.0


def _half(size: float) -> float:
    return round(size * 2) / 2


def is_caption(text: str) -> bool:
    """Whether it begins like the caption of a table or figure.

    >>> is_caption("Figur 8. Rådmannens forslag til kutt."), is_caption("Figuren viser")
    (True, False)
    """
    return bool(_CAPTION.match(text))


def is_heading(paragraph: Paragraph, body: float, bold_body: bool = False) -> bool:
    """Whether it is larger or bolder than running text, or numbered like a section, and short."""
    text = paragraph.text
    if not 2 <= len(text) <= _LONGEST or not any(c.isalpha() for c in text):
        return False
    if BULLET.match(text) or text[-1] in ";," or is_caption(text):
        return False
    if SECTION_NUMBER.match(text):
        return paragraph.rows <= 3 and len(text) <= 110 and text[-1] not in ".;"
    larger = paragraph.size > body * 1.12
    if larger:
        return paragraph.rows <= 4
    standing_out = paragraph.bold and not bold_body and paragraph.size > body * 0.92
    if not standing_out or paragraph.rows > 3:
        return False
    return not paragraph.is_item or bool(_CHAPTER.match(text))


def style(paragraph: Paragraph) -> tuple[float, bool]:
    """What sets heading levels apart: size in half points, and weight."""
    return (round(paragraph.size * 2) / 2, paragraph.bold)


def style_levels(headings: Sequence[Paragraph]) -> dict[tuple[float, bool], int]:
    """Level for each heading style, 1 for the largest; bold before plain at the same size."""
    styles = sorted({style(h) for h in headings}, key=lambda s: (-s[0], not s[1]))
    return {found: min(rank, _DEEPEST) for rank, found in enumerate(styles, start=1)}


def heading_level(paragraph: Paragraph, levels: dict[tuple[float, bool], int]) -> int:
    """The numbering's depth where there is one, else the style's rank."""
    numbered = SECTION_NUMBER.match(paragraph.text)
    if numbered:
        return min(_DEEPEST, len(re.findall(r"\d+", numbered.group())))
    return levels.get(style(paragraph), 1)


def heading_paths(blocks: Sequence[Block]) -> list[str]:
    """For each block the headings above it, outermost first, joined by ' > '."""
    stack: list[tuple[int, str]] = []
    paths = []
    for block in blocks:
        if block.role == "heading":
            level = block.level or 1
            while stack and stack[-1][0] >= level:
                stack.pop()
            paths.append(" > ".join(text for _, text in stack))
            stack.append((level, block.text))
        else:
            paths.append(" > ".join(text for _, text in stack))
    return paths


def joined_headings(blocks: Sequence[Block]) -> list[Block]:
    """The same blocks; a heading that is only a number takes the next heading's words."""
    done: list[Block] = []
    for block in blocks:
        last = done[-1] if done else None
        if (
            last
            and last.role == block.role == "heading"
            and last.page == block.page
            and re.fullmatch(r"(?:Kapittel\s+)?[\d.]+", last.text)
        ):
            done[-1] = replace(block, text=f"{last.text} {block.text}", level=last.level)
        else:
            done.append(block)
    return done
