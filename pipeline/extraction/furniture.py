"""Running headers, footers and page numbers, told by their repetition across pages."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from pipeline.extraction.words import Row, Word, row_text, segments, usual_size

_NEAR = 2  # pages from one running title to the next: left and right ones may differ
_LONGEST = 90  # letters of a running title that is told by its place
_TITLE = 1.4  # times the size of the same words as a running head
_LARGE = 2.2  # times the usual size: no running head is set so large
_LINE_STEP, _SAME_SIZE = 1.6, 0.3  # font sizes from line to line; points
_MARGIN = 0.13  # of the page's height, above and below, where furniture may stand
# A page number beside a running title: "14 Prop. 1 S", "Kommunen Side 3 av 12".
_OF_PAGES = r"\d+(?:\s*(?:av|/|of)\s*\d+)?"
_END_FIGURES = re.compile(rf"^{_OF_PAGES}|{_OF_PAGES}$", re.IGNORECASE)
_OUT_OF = re.compile(r"(?<![\d/])(\d{1,4})\s*(?:av|/|of)\s*(\d{1,4})(?=$|\s)(?=\W*$|\W+[A-ZÆØÅ])")
_PAGE_NUMBER = re.compile(
    r"^[-–—|•·~\s]*(?:(?:side|s\.|page)[\s:|]*)?"
    r"(?:\d{1,4}(?:\s*(?:av|/|of)\s*\d{1,4}|\s*\(\d{1,4}\))?|[ivxlc]{1,7})[-–—|•·~\s]*$",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"[IVXLC]{1,7}")

Rules = Sequence[tuple[float, float, float]]
Pages = Sequence[tuple[float, Sequence[Row], Rules]]


def furniture_roles(pages: Pages) -> list[dict[int, str]]:
    """For each page (height, rows, horizontal rules): row index → header, footer or page_number.

    A row near the upper or lower edge is furniture where the same text, figures apart, stands
    near that edge on at least three pages or on half of a short document's; and where it stands
    in a place, in a size, where most of what the other pages have is repeated: a chapter's title.
    What stands larger than the same words elsewhere is the title that they repeat.
    """
    every = [_keys(height, rows) for height, rows, _ in pages]
    seen = _running([_figures(rows, keys) for (_, rows, _), keys in zip(pages, every, strict=True)])
    sizes: dict[tuple[str, str], float] = {}
    for keys, (_, rows, _) in zip(every, pages, strict=True):
        for index, key in keys.items():
            sizes[key] = min(rows[index][0].size, sizes.get(key, math.inf))
    least = 2 if len(pages) <= 4 else 3
    slots = _told_slots(pages, seen)
    repeated = {key for key, count in seen.items() if count >= least}
    most = _LARGE * usual_size(word for _, rows, _ in pages for row in rows for word in row)
    return [
        _page_roles(
            height,
            _kept(height, rows, rules, sizes, most),
            rows,
            repeated,
            slots,
            counted=_counted(rows, place, len(pages)),
        )
        for place, (height, rows, rules) in enumerate(pages, start=1)
    ]


Figures = Mapping[tuple[str, str], Sequence[int]]


def _figures(rows: Sequence[Row], keys: Mapping[int, tuple[str, str]]) -> Figures:
    """For each text the figures at its ends."""
    return {
        key: [int(re.findall(r"\d+", figure)[0]) for figure in _END_FIGURES.findall(text)]
        for key, text in ((key, row_text(rows[index])) for index, key in keys.items())
    }


def _running(keys: Sequence[Figures]) -> Counter[tuple[str, str]]:
    """On how many pages each text stands that it also stands on close before or after.

    Where a chapter's heading returns in every chapter, it is scattered; where figures count
    otherwise than the pages do ("Vedlegg 1" and, two pages on, "Vedlegg 2"), each is another text.
    """
    return Counter(
        key
        for place, held in enumerate(keys)
        for key in held
        if any(
            key in keys[other] and _count_with(other - place, held[key], keys[other][key])
            for other in range(max(0, place - _NEAR), min(len(keys), place + _NEAR + 1))
            if other != place
        )
    )


def _count_with(pages: int, here: Sequence[int], there: Sequence[int]) -> bool:
    """Whether a figure, if there is any, stays or goes on by so many pages or as many spreads."""
    steps = {two - one for one, two in zip(here, there, strict=False)}
    return not steps or bool(steps & {0, pages, 2 * pages})


Slot = tuple[str, int, int]
_LEAST_IN_SLOT = 4  # pages


def _slot(edge: str, row: Row) -> Slot:
    """The edge, the height on the page and the size."""
    return (edge, round(row[0].baseline / 3), round(row[0].size * 2))


def _told_slots(pages: Pages, seen: Counter[tuple[str, str]]) -> set[Slot]:
    """Places near the edges where most pages have what at least one other page has there too."""
    every: Counter[Slot] = Counter()
    repeated: Counter[Slot] = Counter()
    for height, rows, rules in pages:
        cells = _cell_rows(rows, rules)
        for index, key in _keys(height, rows).items():
            slot = _slot(key[0], rows[index])
            every[slot] += 1
            repeated[slot] += seen[key] >= 2 and index not in cells
    return {
        slot
        for slot, count in every.items()
        if count >= _LEAST_IN_SLOT and 2 * repeated[slot] > count
    }


# Notes and sources under tables stand near the foot of many pages: they belong to the text.
_NOTE = re.compile(r"^(?:[⁰¹²³⁴⁵⁶⁷⁸⁹⁽]|\*|(?:Kilde|Kjelde|Note|Source)r?:)", re.IGNORECASE)


def _keys(height: float, rows: Sequence[Row]) -> dict[int, tuple[str, str]]:
    keys = {}
    for index, row in enumerate(rows):
        edge = _edge(height, row)
        if edge:
            keys[index] = (edge, _key(row_text(row)))
    return keys


def _key(text: str) -> str:
    """The text with its page number left out, and signs that recognition reads now so, now so.

    >>> _key("14 Prop. 1 S"), _key("Side 3 av 12"), _key("Fjordvik kommune · Side 3 av 12")
    ('#prop1s', 'page number', 'fjordvikkommuneside#')
    """
    if _PAGE_NUMBER.match(text):
        return "page number"
    words = re.findall(r"[\w#]+", _END_FIGURES.sub("#", text).casefold())
    return "".join(words) or text


def _edge(height: float, row: Row) -> str:
    if row[0].bottom <= _MARGIN * height:
        return "header"
    return "footer" if row[0].top >= (1 - _MARGIN) * height else ""


def _kept(
    height: float,
    rows: Sequence[Row],
    rules: Rules,
    sizes: Mapping[tuple[str, str], float],
    most: float,
) -> set[int]:
    """Rows that are no furniture though they repeat: a table's, and the title in its own size."""
    titles = {
        index
        for index, key in _keys(height, rows).items()
        if rows[index][0].size > min(_TITLE * sizes[key], most)
    }
    return _cell_rows(rows, rules) | titles


def _page_roles(
    height: float,
    kept: set[int],
    rows: Sequence[Row],
    repeated: set[tuple[str, str]],
    slots: set[Slot],
    *,
    counted: set[int],
) -> dict[int, str]:
    roles: dict[int, str] = {}
    keys = _keys(height, rows)
    others = [row for i, row in enumerate(rows) if keys.get(i) not in repeated]
    for edge, order in (("header", sorted(keys)), ("footer", sorted(keys, reverse=True))):
        for index in order:
            if keys[index][0] != edge:
                continue
            text = row_text(rows[index])
            if _NOTE.match(text) or _is_inside(others, rows[index]):
                break
            in_slot = _slot(edge, rows[index]) in slots and len(text) <= _LONGEST
            returns = (keys[index] in repeated or in_slot) and index not in kept
            returns = returns or index in counted
            if _ROMAN.fullmatch(text) and edge in roles.values():
                break  # a point of a decision, under the running head
            if _PAGE_NUMBER.match(text) and (returns or _alone(rows, index)):
                roles[index] = "page_number"
            elif returns:
                roles[index] = edge
            else:
                break  # what stands further in than running text is running text
    return roles


def _counted(rows: Sequence[Row], page: int, pages: int) -> set[int]:
    """The outermost rows that count the page: furniture also where the document is one page."""
    ends = {0, len(rows) - 1} if rows else set()
    return {i for i in ends if _alone(rows, i) and _counts_itself(row_text(rows[i]), page, pages)}


def _counts_itself(text: str, page: int, pages: int) -> bool:
    """Whether a line at the edge ends or opens with its page's number out of all: «Side 1 av 1».

    >>> _counts_itself("Nes kommune 1 / 1", 1, 1), _counts_itself("Vedtatt med 1 av 3", 1, 1)
    (True, False)
    """
    told = (_OUT_OF.search(text), _OUT_OF.match(text))
    return any(m is not None and (int(m[1]), int(m[2])) == (page, pages) for m in told)


def _is_inside(rows: Sequence[Row], row: Row) -> bool:
    """Whether the row begins in small letters close below or above another of these rows."""
    if not row_text(row)[:1].islower():
        return False
    near = [r[0] for r in rows if r is not row and abs(r[0].size - row[0].size) < _SAME_SIZE]
    return any(abs(w.baseline - row[0].baseline) <= _LINE_STEP * w.size for w in near)


def _cell_rows(rows: Sequence[Row], rules: Rules) -> set[int]:
    """Rows that look like a table's: in cells and close to another such row, or between rules."""
    parted = [len(segments(row, 1.0)) >= 2 for row in rows]
    found = set()
    for index in range(len(rows)):
        near = [i for i in (index - 1, index + 1) if 0 <= i < len(rows) and _close(rows, i, index)]
        if parted[index] and (any(parted[i] for i in near) or _between(rows[index], rules)):
            found.add(index)
    return found


def _close(rows: Sequence[Row], i: int, j: int) -> bool:
    size = max(rows[i][0].size, rows[j][0].size)
    return abs(rows[i][0].baseline - rows[j][0].baseline) < 2.2 * size


def _between(row: Row, rules: Rules) -> bool:
    """Whether there is a rule close above and one close below."""
    size, baseline = row[0].size, row[0].baseline
    over = [r for r in rules if r[1] <= row[0].x0 + 5 and row[-1].x1 - 5 <= r[2]]
    above = any(0 < baseline - at < 2.5 * size for at, _, _ in over)
    return above and any(-0.2 * size < at - baseline < 1.5 * size for at, _, _ in over)


def _alone(rows: Sequence[Row], index: int) -> bool:
    """Whether it is the page's outermost row, well apart from the next one."""
    if len(rows) < 2 or index not in (0, len(rows) - 1):
        return False
    other = rows[1] if index == 0 else rows[-2]
    return abs(other[0].baseline - rows[index][0].baseline) > 2 * rows[index][0].size


_DIGITS = re.compile(r"\d{1,4}")
_OUTSIDE = 0.3  # font sizes beside all other text


def margin_number(rows: Sequence[Row]) -> Word | None:
    """A figure that stands alone beside all other text of the page, as a page number may."""
    words = [word for row in rows for word in row]
    if len(words) < 2:
        return None
    for sign in (1, -1):
        outer = max(words, key=lambda w: sign * (w.x0 + w.x1))
        others = [w for w in words if w is not outer]
        edge = max(w.x1 for w in others) if sign > 0 else min(w.x0 for w in others)
        gap = outer.x0 - edge if sign > 0 else edge - outer.x1
        if gap > _OUTSIDE * outer.size and _DIGITS.fullmatch(outer.text):
            return outer
    return None


def counting_pages(numbers: Mapping[int, Word]) -> set[int]:
    """The pages whose figure in the margin counts with the pages, at one height; none if few."""
    steps = Counter((int(w.text) - page, round(w.baseline / 6)) for page, w in numbers.items())
    if not steps:
        return set()
    best = min(steps, key=lambda step: (-steps[step], step))
    found = {p for p, w in numbers.items() if (int(w.text) - p, round(w.baseline / 6)) == best}
    return found if len(found) >= 2 and 2 * len(found) >= len(numbers) else set()
