"""Running headers, footers and page numbers, told by their repetition across pages."""

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.extraction.words import Row, row_text

_MARGIN = 0.13  # of the page's height, above and below, where furniture may stand
_FIGURES = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"^[-–—\s]*(?:(?:side|s\.|page)\s*)?\d{1,4}(?:\s*(?:av|/|of)\s*\d{1,4})?[-–—\s]*$",
    re.IGNORECASE,
)


def furniture_roles(pages: Sequence[tuple[float, Sequence[Row]]]) -> list[dict[int, str]]:
    """For each page (its height, its rows): row index → header, footer or page_number.

    A row near the upper or lower edge is furniture where the same text, figures apart, stands
    near that edge on at least three pages or on half of a short document's.
    """
    seen: Counter[tuple[str, str]] = Counter()
    for height, rows in pages:
        seen.update({key for key in _keys(height, rows).values()})
    least = 2 if len(pages) <= 4 else 3
    return [_page_roles(height, rows, seen, least, len(pages)) for height, rows in pages]


def _keys(height: float, rows: Sequence[Row]) -> dict[int, tuple[str, str]]:
    keys = {}
    for index, row in enumerate(rows):
        edge = _edge(height, row)
        if edge:
            keys[index] = (edge, _FIGURES.sub("#", row_text(row)).casefold())
    return keys


def _edge(height: float, row: Row) -> str:
    if row[0].bottom <= _MARGIN * height:
        return "header"
    return "footer" if row[0].top >= (1 - _MARGIN) * height else ""


def _page_roles(
    height: float, rows: Sequence[Row], seen: Counter[tuple[str, str]], least: int, pages: int
) -> dict[int, str]:
    roles: dict[int, str] = {}
    keys = _keys(height, rows)
    for edge, order in (("header", sorted(keys)), ("footer", sorted(keys, reverse=True))):
        for index in order:
            if keys[index][0] != edge:
                continue
            text = row_text(rows[index])
            repeated = pages > 1 and seen[keys[index]] >= least
            if _PAGE_NUMBER.match(text) and (repeated or _alone(rows, index)):
                roles[index] = "page_number"
            elif repeated:
                roles[index] = edge
            else:
                break  # what stands further in than running text is running text
    return roles


def _alone(rows: Sequence[Row], index: int) -> bool:
    """Is it the page's outermost row, well apart from the next one?"""
    if len(rows) < 2 or index not in (0, len(rows) - 1):
        return False
    other = rows[1] if index == 0 else rows[-2]
    return abs(other[0].baseline - rows[index][0].baseline) > 2 * rows[index][0].size
