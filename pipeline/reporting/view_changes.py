"""What has moved since the run before, in the reader's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.reporting.corpus import Corpus, records
from pipeline.reporting.doubt_places import unit_href
from pipeline.reporting.formats import counted, decimal, listed
from pipeline.reporting.words import (
    CHANGE_WORDS,
    FIGURE_WORDS,
    QUADRANT_WORDS,
    VERSION_WORDS,
)
from pipeline.speech import gettext as _

_MOST_LINKS = 30
# figures that are counts, not shares
_COUNTS = ("links_decided", "units_placed", "goals", "objectives_without_unit")
_HASH = 12  # letters of a document's hash: enough to tell two apart


@dataclass(frozen=True)
class ChangeRow:
    """One thing that differs: what, what it was and what it is now."""

    what: str
    before: str
    after: str
    href: str = ""


@dataclass(frozen=True)
class LinkChange:
    """A link that is decided now and wasn't, or the other way."""

    what: str
    goal: str
    objective: str
    probability: float | None
    href: str


@dataclass(frozen=True)
class ChangesView:
    """What differs between two runs; `summary` says it in a sentence or two."""

    summary: str
    number: int | None
    now: str
    before: str
    causes: tuple[ChangeRow, ...]
    figures: tuple[ChangeRow, ...]
    units: tuple[ChangeRow, ...]
    links: tuple[LinkChange, ...]
    links_left_out: int


def changes_view(
    corpus: Corpus | None, runs: pd.DataFrame, differences: pd.DataFrame
) -> ChangesView:
    """The view, from RUNS and DIFFERENCES; without a corpus, units and links lead nowhere."""
    names = dict(zip(runs["run"], runs["fingerprint"], strict=True))
    numbers = dict(zip(runs["run"], runs["number"], strict=True))
    rows = records(differences)
    by_sort = {
        sort: [row for row in rows if row["sort"] == sort] for sort in differences["sort"].unique()
    }
    links = [_link_change(corpus, row) for row in by_sort.get("link", [])]
    return ChangesView(
        summary=_summary(names, by_sort),
        number=int(numbers["now"]) if "now" in numbers else None,
        now=names.get("now", ""),
        before=names.get("before", ""),
        causes=tuple(_cause(row) for sort in _CAUSES for row in by_sort.get(sort, [])),
        figures=tuple(_figure(row) for row in by_sort.get("figure", [])),
        units=tuple(_unit(corpus, row) for row in by_sort.get("unit", [])),
        links=tuple(links[:_MOST_LINKS]),
        links_left_out=max(len(links) - _MOST_LINKS, 0),
    )


_CAUSES = ("parameter", "version", "document")


def _summary(names: Mapping[str, str], by_sort: Mapping[str, list[dict[str, Any]]]) -> str:
    """What kinds of things have moved, in a sentence that stands alone."""
    if "now" not in names:
        return _("Det er ikke tatt vare på noe fra tidligere kjøringer.")
    if "before" not in names:
        return _(
            "Dette er den første kjøringen det er tatt vare på, så det er ingenting å sammenlikne "
            "med."
        )
    causes = listed([_counted(sort, by_sort) for sort in _CAUSES if by_sort.get(sort)])
    moved = sum(row["before"] != row["after"] for row in by_sort.get("unit", []))
    effects = _("{places} er endret, og {links} er kommet til eller falt bort.").format(
        places=counted(moved, "plassering", "plasseringer"),
        links=counted(len(by_sort.get("link", [])), "avgjort kopling", "avgjorte koplinger"),
    )
    if not causes:
        return _(
            "Verken parametre, versjoner eller dokumenter er endret siden sist. {effects}"
        ).format(effects=effects)
    return _("Siden sist er {causes} endret. {effects}").format(causes=causes, effects=effects)


def _counted(sort: str, by_sort: Mapping[str, list[dict[str, Any]]]) -> str:
    count = len(by_sort[sort])
    if sort == "parameter":
        return counted(count, "parameter", "parametre")
    if sort == "version":
        return counted(count, "versjon", "versjoner")
    return counted(count, "dokument", "dokumenter")


def _cause(row: dict[str, Any]) -> ChangeRow:
    what = VERSION_WORDS[row["what"]] if row["what"] in VERSION_WORDS else row["what"]
    return ChangeRow(what, _value(row["sort"], row["before"]), _value(row["sort"], row["after"]))


def _value(sort: str, value: str | None) -> str:
    if value is None:
        return _("ikke med")
    return value[:_HASH] if sort == "document" else value


def _figure(row: dict[str, Any]) -> ChangeRow:
    name = row["what"].rpartition(" ")[0] if row["year"] is not None else row["what"]
    digits = 0 if name in _COUNTS else 3
    word = FIGURE_WORDS.get(name, name)
    what = _("{figure}, {year}").format(figure=word, year=row["year"]) if row["year"] else word
    return ChangeRow(
        what, decimal(row["before_value"], digits), decimal(row["after_value"], digits)
    )


def _unit(corpus: Corpus | None, row: dict[str, Any]) -> ChangeRow:
    return ChangeRow(
        what=f"{row['unit']} {row['year']}",
        before=_placed(row["before"], row["before_value"]),
        after=_placed(row["after"], row["after_value"]),
        href=unit_href(corpus, row["unit"]) if corpus else "",
    )


def _placed(quadrant: str | None, responsiveness: float | None) -> str:
    if quadrant is None:
        return _("ikke med")
    return _("{quadrant}, responsivitet {value}").format(
        quadrant=QUADRANT_WORDS[quadrant], value=decimal(responsiveness, 3)
    )


def _link_change(corpus: Corpus | None, row: dict[str, Any]) -> LinkChange:
    goal = corpus.goals.get(row["goal_id"] or "") if corpus else None
    is_new = row["change"] == "added"
    return LinkChange(
        what=CHANGE_WORDS[row["change"]],
        goal=row["goal_text"] or row["goal_id"] or "",
        objective=row["objective_text"] or row["objective_id"] or "",
        probability=row["after_value"] if is_new else row["before_value"],
        href=corpus.place_of(goal, root="") if corpus and goal else "",
    )
