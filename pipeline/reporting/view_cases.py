"""The list of cases: what the council did in each, in each year, and whose remarks return."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd
from markupsafe import Markup

from pipeline.reporting.charts import INK, PAPER, SHADES, chart_svg
from pipeline.reporting.corpus import Tables, records
from pipeline.reporting.formats import counted, listed, shortened, whole
from pipeline.reporting.view_case import CasePage, Row
from pipeline.reporting.words_papers import FATE_WORDS
from pipeline.speech import gettext as _

_FATES = ("kept", "reworded", "dropped", "added")
_FILLS = dict(zip(_FATES, (SHADES[0], SHADES[2], SHADES[3], PAPER), strict=True))
_MOST_BARS = 24
_LONGEST_NAME = 26


@dataclass(frozen=True)
class CasesPage:
    """The list of cases."""

    claim: str
    cases: tuple[CasePage, ...]
    chart: Markup
    finding: str
    years: tuple[Row, ...]
    parties: tuple[Row, ...]


def cases_page(pages: Sequence[CasePage], tables: Tables) -> CasesPage:
    """All cases with a page, the years they belong to, and the parties behind remarks."""
    told = [page for page in pages if page.row is not None and page.row["kept"] is not None]
    finding = _finding(told)
    return CasesPage(
        claim=_claim(pages),
        cases=tuple(pages),
        chart=_chart(told[-_MOST_BARS:], finding) if told else Markup(),
        finding=finding,
        years=tuple(records(tables.measures.council_years)),
        parties=tuple(records(tables.council.parties)),
    )


def _claim(pages: Sequence[CasePage]) -> str:
    decided = [p for p in pages if p.row is not None and p.row["kept"] is not None]
    if not decided:
        return _(
            "{cases} er lest; i ingen av dem er innstilling og vedtak holdt mot hverandre."
        ).format(cases=counted(len(pages), "sak", "saker"))
    changed = sum(p.row["outcome"] == "changed" for p in decided if p.row)
    return _("Innstillingen ble endret i {changed} av {cases} med vedtak").format(
        changed=whole(changed), cases=counted(len(decided), "sak", "saker")
    )


def _finding(pages: Sequence[CasePage]) -> str:
    """How many points in all cases had each fate."""
    rows = [page.row for page in pages if page.row is not None]
    sums = {fate: sum(row[fate] for row in rows) for fate in _FATES}
    said = [
        _("{number} {fate}").format(
            number=whole(sums[fate]) if sums[fate] else _("ingen"), fate=FATE_WORDS[fate]
        )
        for fate in _FATES
    ]
    return _("I alle sakene til sammen: {fates}.").format(fates=listed(said))


def _chart(pages: Sequence[CasePage], finding: str) -> Markup:
    """A bar for each case, cut where the fates of its points change; each part has its number."""
    parts = [part for number, page in enumerate(pages) for part in _parts(number, page)]
    data = pd.DataFrame(parts)
    y = alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=0.3))
    base = alt.Chart(data)
    bars = base.mark_bar(stroke=INK, strokeWidth=0.8).encode(
        x=alt.X("start:Q", title=_("Punkter"), axis=alt.Axis(tickMinStep=1)),
        x2="end:Q",
        y=y,
        color=alt.Color(
            "fate:N",
            title=None,
            scale=alt.Scale(
                domain=[FATE_WORDS[fate] for fate in _FATES],
                range=[_FILLS[fate] for fate in _FATES],
            ),
            legend=alt.Legend(orient="top", symbolStrokeColor=INK, symbolStrokeWidth=0.8),
        ),
    )
    names = base.mark_text(align="left").encode(x=alt.value(-190), y=y, text="name:N")
    dark = base.transform_filter(alt.FieldEqualPredicate("fate", FATE_WORDS["dropped"]))
    light = base.transform_filter(f"datum.fate != '{FATE_WORDS['dropped']}'")
    numbers = [
        light.mark_text().encode(x="middle:Q", y=y, text="points:N"),
        dark.mark_text(color=PAPER).encode(x="middle:Q", y=y, text="points:N"),
    ]
    drawn = alt.layer(bars, names, *numbers).properties(width=430, height=30 * len(pages))
    return chart_svg(drawn, "saker-figur", _("Hva som ble av punktene, sak for sak"), finding)


def _parts(number: int, page: CasePage) -> list[dict[str, Any]]:
    row, start = page.row or {}, 0
    found: list[dict[str, Any]] = []
    for fate in _FATES:
        points = row[fate]
        if points:
            found.append(
                {
                    "place": number,
                    "name": shortened(page.name, _LONGEST_NAME) if not found else "",
                    "fate": FATE_WORDS[fate],
                    "points": points,
                    "start": start,
                    "end": start + points,
                    "middle": start + points / 2,
                }
            )
        start += points
    return found
