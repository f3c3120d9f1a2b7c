"""Captions, and the path of headings above each block, whatever the format."""

import re
from collections.abc import Sequence

from pipeline.extraction.elements import Block

_CAPTION = re.compile(
    r"^(?:Tabell|Figur|Table|Figure|Boks|Kart|Diagram|Bilde|Foto|Illustrasjon|Fig\.|Tab\.)\s*\d++(?:[.\-]\d+)*+\b"
    # "Tabell 1 viser …" is a sentence of the text
    r"(?!\.?\s(?:viser|syner|gir|gjev|inneholder|inneheld|er|og|i|på|har|under|over|ovenfor|nedenfor"
    r"|oppsummerer|beskriver|shows|gives|contains|is|and|in|below|above)\b)"
)


def is_caption(text: str) -> bool:
    """Whether it begins like the caption of a table or figure.

    >>> is_caption("Figur 8. Rådmannens forslag til kutt."), is_caption("Figuren viser")
    (True, False)
    >>> is_caption("Figur 4.1 viser kutt."), is_caption("Figur 4.1 og 4.2 viser kutt.")
    (False, False)
    """
    return bool(_CAPTION.match(text))


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
