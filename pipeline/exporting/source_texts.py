"""A document as one plain text, and where in it each goal stands, in Unicode code points."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.exporting.texts import one_line
from pipeline.speech import gettext as _

_FURNITURE = ("header", "footer", "page_number")
_WORD = re.compile(r"\w+")

Span = tuple[int, int]


@dataclass(frozen=True)
class SourceText:
    """The text, and from where to where each passage stands in it."""

    text: str
    spans: Mapping[str, Span]


def source_text(passages: pd.DataFrame) -> SourceText:
    """The passages of one document in reading order, a line each.

    Headings have an empty line before them, pages a line `[side 2]`; running heads and feet and
    page numbers are left out.
    """
    written: list[str] = []
    spans: dict[str, Span] = {}
    at, page_now = 0, 0
    shown = passages[~passages["role"].isin(_FURNITURE)].sort_values("block")
    has_pages = shown["page"].nunique() > 1
    columns = ["passage_id", "page", "role", "text"]
    for name, page, role, text in shown[columns].itertuples(index=False, name=None):
        mark = f"[{_('side {n}').format(n=page)}]\n" if has_pages and page != page_now else ""
        gap = "\n" if written and (mark or role == "heading") else ""
        line = one_line(str(text))
        written += [gap, mark, line, "\n"]
        at += len(gap) + len(mark)
        spans[name] = (at, at + len(line))
        at += len(line) + 1
        page_now = page
    return SourceText("".join(written), spans)


def goal_spans(text: str, passage_ids: Sequence[str], source: SourceText) -> list[Span]:
    r"""Where the goal's words stand; its passages, each for itself, where they can't be found.

    Signs between words may differ. End positions are behind the last character.

    >>> source = SourceText("Mål 1\nAlle barn lærer å lese.\n", {"p": (6, 29)})
    >>> goal_spans("Alle barn: lærer å lese", ["p"], source)
    [(6, 28)]
    """
    known = [source.spans[name] for name in passage_ids if name in source.spans]
    if not known:
        return []
    start, end = min(s for s, _e in known), max(e for _s, e in known)
    found = _found(one_line(text), source.text[start:end])
    if found:
        return [(start + found[0], start + found[1])]
    return sorted({span for span in known if span[1] > span[0]})


def _found(text: str, within: str) -> Span | None:
    exact = within.find(text)
    if text and exact >= 0:
        return exact, exact + len(text)
    words: list[str] = _WORD.findall(text)
    if not words:
        return None
    match = re.search(r"[\W_]+".join(map(re.escape, words)), within)
    return None if match is None else match.span()


def passages_of(row: Mapping[Any, Any]) -> list[str]:
    """The names of a goal's passages, in order."""
    return str(row["passage_ids"]).split()


def by_document(frame: pd.DataFrame, column: str, names: Iterable[str]) -> dict[str, pd.DataFrame]:
    """The frame's rows for each name, empty where it has none."""
    groups = dict(iter(frame.groupby(column, sort=False)))
    return {name: groups.get(name, frame.iloc[:0]) for name in names}
