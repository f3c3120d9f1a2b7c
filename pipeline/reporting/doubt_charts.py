"""The charts of doubt: each drawn twice, for wide pages and for narrow ones."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
from markupsafe import Markup

from pipeline.reporting.charts import BAR, INK, LINE, MUTED, PAPER, THREAD, chart_svg
from pipeline.reporting.formats import percent
from pipeline.speech import gettext as _

Rows = Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Layout:
    """Room for a chart, in SVG units: its whole width, that of names beside it, a row's height."""

    width: int
    names: int
    row: int = 24
    is_narrow: bool = False


_WIDE, _NARROW = Layout(760, 230), Layout(350, 148, 26, is_narrow=True)


@dataclass(frozen=True)
class Drawn:
    """A chart for wide pages and the same for narrow ones."""

    wide: Markup
    narrow: Markup


def drawn(make: Callable[[Layout], Any], name: str, title: str, finding: str) -> Drawn:
    """The chart in both layouts; `title` names it and `finding` says what it shows."""
    return Drawn(
        chart_svg(make(_WIDE), name, title, finding),
        chart_svg(make(_NARROW), f"{name}-smal", title, finding),
    )


def probability_bins(rows: Rows, layout: Layout) -> Any:
    """Columns of how many goals' best links are so probable; filled where that settles something.

    `rows` have `bin`, `from`, `to`, `goals` and `settled`.
    """
    ground = _ground(rows)
    x = alt.X(
        "from:Q",
        title=_("sannsynligheten for målets beste kopling"),
        scale=alt.Scale(domain=[0, 1], nice=False),
        axis=alt.Axis(values=_ticks(layout), format=".1f", grid=False),
    )
    columns = ground.mark_bar(binSpacing=3, strokeWidth=1.5, stroke=BAR).encode(
        x=x,
        x2="to:Q",
        y=alt.Y("goals:Q", title=_("egne mål"), axis=alt.Axis(tickCount=4, format=",.0f")),
        y2=alt.datum(0),
        fill=alt.condition("datum.settled", alt.value(BAR), alt.value(PAPER)),
    )
    counts = ground.mark_text(dy=-7).encode(
        x=alt.X("middle:Q"), y="goals:Q", text=alt.Text("goals:Q", format=",.0f")
    )
    return _fitted(columns + counts, layout, 240)


def _ticks(layout: Layout) -> list[float]:
    return [0, 0.2, 0.4, 0.6, 0.8, 1] if layout.is_narrow else [n / 10 for n in range(11)]


def reliability(rows: Rows, layout: Layout) -> Any:
    """What was promised against what held, with intervals, beside the line where both are alike.

    `rows` have `predicted`, `observed`, `low` and `high`.
    """
    axis = alt.Axis(values=[0, 0.25, 0.5, 0.75, 1], format=".2f")
    scale = alt.Scale(domain=[0, 1], nice=False)
    x = alt.X("predicted:Q", title=_("sannsynligheten de fikk"), scale=scale, axis=axis)
    alike = _ground([{"predicted": n, "observed": n} for n in (0, 1)])
    line = alike.mark_line(stroke=MUTED, strokeDash=[5, 4], strokeWidth=1.2).encode(
        x=x, y=alt.Y("observed:Q", title=_("andelen som var koplinger"), scale=scale, axis=axis)
    )
    ground = _ground(rows)
    ends = ground.mark_rule(stroke=THREAD, strokeWidth=2, opacity=0.55).encode(
        x=x, y=alt.Y("low:Q", scale=scale), y2="high:Q"
    )
    points = ground.mark_point(filled=True, fill=THREAD, stroke=THREAD, size=55, opacity=1).encode(
        x=x, y=alt.Y("observed:Q", scale=scale)
    )
    return _fitted(line + ends + points, layout, 330, most=480)


def places(rows: Rows, units: int, layout: Layout) -> Any:
    """Each unit's place, between which places it may stand, and between which by links alone.

    `rows` have `unit`, `rank`, `low`, `high`, and `low_links` and `high_links` or none.
    """
    ground = _ground(rows)
    x = alt.X(
        "low:Q",
        title=_("plass, 1 er mest responsiv"),
        scale=alt.Scale(domain=[0.6, units + 0.4], nice=False),
        axis=alt.Axis(tickMinStep=1, format="d", tickCount=min(units, 12), orient="top"),
    )
    y = _names(rows, layout)
    whole = ground.mark_rule(stroke=MUTED, strokeWidth=1.5).encode(x=x, x2="high:Q", y=y)
    links = (
        ground.transform_filter("isValid(datum.low_links)")
        .mark_rule(stroke=BAR, strokeWidth=7, opacity=0.8, strokeCap="round")
        .encode(x="low_links:Q", x2="high_links:Q", y=y)
    )
    now = ground.mark_point(
        filled=True, fill=PAPER, stroke=THREAD, strokeWidth=2.4, size=70, opacity=1
    ).encode(x="rank:Q", y=y)
    return _fitted(whole + links + now, layout, layout.row * len(rows) + 50)


def chances(rows: Rows, layout: Layout) -> Any:
    """How probable it is that the fewest verdicts come out so that a conclusion flips.

    `rows` have `unit`, `chance` and `words`.
    """
    ground = _ground(rows)
    y = _names(rows, layout)
    x = alt.X(
        "chance:Q",
        title=_("sannsynlighet"),
        # beyond 1 is room for the words of the longest bar
        scale=alt.Scale(domain=[0, 1.8 if layout.is_narrow else 1.25], nice=False),
        axis=alt.Axis(values=[0, 0.5, 1], labelExpr=_as_percent(0, 0.5, 1)),
    )
    bars = ground.mark_bar(fill=BAR, height=10).encode(x=x, y=y)
    words = ground.mark_text(align="left", dx=6).encode(x=x, y=y, text="words:N")
    return _fitted(bars + words, layout, layout.row * len(rows) + 50)


def _as_percent(*shares: float) -> str:
    """Vega's expression for an axis' labels: shares as the language writes per cent."""
    written = {str(share): percent(share) for share in shares}
    return f"{json.dumps(written, ensure_ascii=False)}[datum.value]"


def shares_of_doubt(rows: Rows, layout: Layout) -> Any:
    """Each unit's doubt in two parts: filled what verdicts would take away, open what stays.

    `rows` have `unit`, `links` and `words`.
    """
    ground = _ground(rows)
    y = _names(rows, layout)
    x = alt.X(
        "links:Q",
        title=_("del av usikkerheten"),
        scale=alt.Scale(domain=[0, 1], nice=False),
        axis=alt.Axis(values=[0, 0.5, 1], labelExpr=_as_percent(0, 0.5, 1), grid=False),
    )
    whole = ground.mark_bar(fill=PAPER, stroke=BAR, strokeWidth=1.5, height=13).encode(
        x=alt.datum(0), x2=alt.datum(1), y=y
    )
    links = ground.mark_bar(fill=BAR, height=13).encode(x=x, y=y)
    return _fitted(whole + links, layout, layout.row * len(rows) + 50)


def specification_curve(rows: Rows, choices: Rows, names: Sequence[str], layout: Layout) -> Any:
    """Sorted answers above, and under each the choices that gave it.

    `rows` have `place`, `value` and `default`; `choices` have `place`, `choice` and `default`;
    `names` are the choices from the top.
    """
    width = layout.width - layout.names - 70
    last = max((row["place"] for row in rows), default=1)
    x = alt.X(
        "place:Q",
        axis=None,
        scale=alt.Scale(domain=[0, last + 1], nice=False),
    )
    colour = alt.condition("datum.default", alt.value(THREAD), alt.value(BAR))
    ground = _ground(rows)
    answers = ground.mark_point(filled=True, opacity=1).encode(
        x=x,
        y=alt.Y(
            "value:Q",
            title=_("responsivitet"),
            scale=alt.Scale(zero=False, nice=True),
            axis=alt.Axis(format=".2f", tickCount=5),
        ),
        color=colour,
        size=alt.condition(
            "datum.default", alt.value(110), alt.value(10 if layout.is_narrow else 26)
        ),
        shape=alt.condition("datum.default", alt.value("diamond"), alt.value("circle")),
    )
    label = (
        ground.transform_filter("datum.default")
        .mark_text(dy=-13, fontWeight="bold", color=INK)
        .encode(x=x, y="value:Q", text=alt.value(_("rapporten")))
    )
    dots = (
        _ground(choices)
        .mark_tick(thickness=1 if layout.is_narrow else 2, height=11)
        .encode(
            x=x,
            y=alt.Y(
                "choice:N",
                sort=list(names),
                title=None,
                scale=alt.Scale(paddingInner=0.2),
                axis=alt.Axis(
                    labelLimit=layout.names, ticks=False, domain=False, grid=True, gridColor=LINE
                ),
            ),
            color=colour,
        )
    )
    above = (answers + label).properties(width=width, height=200)
    below = dots.properties(width=width, height=19 * len(names))
    return alt.vconcat(above, below, spacing=14)


def before_and_after(rows: Rows, layout: Layout) -> Any:
    """Each measure before (open) and after (filled) what was learned, with its interval.

    `rows` have `unit` (the measure's name), `when`, `after`, `value`, `low` and `high`.
    """
    ground = _ground(rows)
    y = _names(rows, layout)
    offset = alt.YOffset("when:N", sort=None)
    x = alt.X(
        "value:Q",
        title=None,
        scale=alt.Scale(domain=[0, 1], nice=False),
        axis=alt.Axis(values=[0, 0.25, 0.5, 0.75, 1], format=".2f"),
    )
    ends = (
        ground.transform_filter("isValid(datum.low)")
        .mark_rule(stroke=MUTED, strokeWidth=1.5)
        .encode(x="low:Q", x2="high:Q", y=y, yOffset=offset)
    )
    points = ground.mark_point(
        filled=True, stroke=THREAD, strokeWidth=2, size=60, opacity=1
    ).encode(
        x=x,
        y=y,
        yOffset=offset,
        fill=alt.condition("datum.after", alt.value(THREAD), alt.value(PAPER)),
    )
    return _fitted(ends + points, layout, 2 * layout.row * max(len(rows) // 2, 1) + 40)


def _ground(rows: Rows) -> Any:
    return alt.Chart({"values": list(rows)})


def _names(rows: Rows, layout: Layout) -> Any:
    """A row for each, in the order given, its name beside it, cut where it is long."""
    names = list(dict.fromkeys(row["unit"] for row in rows))
    return alt.Y(
        "unit:N",
        sort=names,
        title=None,
        axis=alt.Axis(labelLimit=layout.names, ticks=False, domain=False, grid=True),
    )


def _fitted(chart: Any, layout: Layout, height: int, most: int | None = None) -> Any:
    width = min(layout.width, most or layout.width)
    return chart.properties(
        width=width, height=height, autosize=alt.AutoSizeParams(type="fit", contains="padding")
    )
