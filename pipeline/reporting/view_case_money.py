"""A case's money: what was proposed and decided for each area, and what may be said of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd
from markupsafe import Markup

from pipeline.reporting.charts import BAR, INK, chart_svg
from pipeline.reporting.corpus import records
from pipeline.reporting.formats import decimal, listed, shortened, signed_million_nok
from pipeline.reporting.view_documents import ChangeRow, change_row, said_once
from pipeline.speech import gettext as _

_MOST_BARS = 24
_LONGEST_AREA = 34
_BAR = 24


@dataclass(frozen=True)
class MoneyView:
    """The areas with an amount on either side; largest difference first where they compare."""

    rows: tuple[ChangeRow, ...]
    chart: Markup
    finding: str
    unchanged: int
    incomparable: tuple[str, ...]
    proposal_covers: tuple[str, ...]
    decision_covers: tuple[str, ...]
    cautions: tuple[str, ...]


def money_view(changes: pd.DataFrame) -> MoneyView | None:
    """The areas of one case; None where no amount was found for any."""
    if changes.empty:
        return None
    found = records(changes)
    rows = tuple(change_row(row) for row in found)
    comparable = [row for row in rows if row.is_comparable and row.difference_nok is not None]
    moved = sorted(
        (row for row in comparable if row.difference_nok),
        key=lambda row: (-abs(row.difference_nok or 0), row.area),
    )
    finding = _finding(moved, len(comparable))
    return MoneyView(
        rows=rows,
        chart=_chart(moved[:_MOST_BARS], finding) if moved else Markup(),
        finding=finding,
        unchanged=len(comparable) - len(moved),
        incomparable=tuple(row.area for row in rows if not row.is_comparable),
        proposal_covers=said_once(found, "proposal_covers"),
        decision_covers=said_once(found, "decision_covers"),
        cautions=said_once(found, "caution"),
    )


def _finding(moved: Sequence[ChangeRow], comparable: int) -> str:
    """Which areas got most more and most less, of those that can be compared."""
    if not comparable:
        return _("Ingen områder kan sammenlignes.")
    if not moved:
        return _("Ingen av beløpene som kan sammenlignes, er endret.")
    up = [row for row in moved if (row.difference_nok or 0) > 0]
    down = [row for row in moved if (row.difference_nok or 0) < 0]
    both = [_most(up, _("Mest opp: {area}.")), _most(down, _("Mest ned: {area}."))]
    return " ".join(said for said in both if said)


def _most(rows: Sequence[ChangeRow], said: str) -> str:
    """The areas with the largest difference, two where they are as large."""
    if not rows:
        return ""
    top = [row.area for row in rows if row.difference_nok == rows[0].difference_nok]
    amount = signed_million_nok(rows[0].difference_nok)
    areas = listed(top, most=3)
    return said.format(area=_("{areas} ({amount})").format(areas=areas, amount=amount))


def _chart(rows: Sequence[ChangeRow], finding: str) -> Markup:
    """A bar for each area whose amount differs, to the left where it fell."""
    data = pd.DataFrame(
        {
            "area": [shortened(row.area, _LONGEST_AREA) for row in rows],
            "place": range(len(rows)),
            "difference": [(row.difference_nok or 0.0) / 1e6 for row in rows],
            "said": [_signed(row.difference_nok or 0.0) for row in rows],
        }
    )
    reach = float(data["difference"].abs().max()) * 1.3
    # a sign for each row keeps two areas with one name apart
    y = alt.Y("place:O", title=None, axis=None, scale=alt.Scale(paddingInner=0.35))
    x = alt.X(
        "difference:Q",
        title=_("Vedtak minus forslag, mill. kr"),
        scale=alt.Scale(domain=[-reach, reach]),
        axis=alt.Axis(tickCount=5, grid=True),
    )
    base = alt.Chart(data)
    bars = base.mark_bar(color=BAR).encode(x=x, y=y)
    zero = alt.Chart(pd.DataFrame({"x": [0]})).mark_rule(color=INK).encode(x="x:Q")
    up = base.transform_filter("datum.difference > 0").mark_text(align="left", dx=5)
    down = base.transform_filter("datum.difference < 0").mark_text(align="right", dx=-5)
    values = [mark.encode(x=x, y=y, text="said:N") for mark in (up, down)]
    names = base.mark_text(align="left", color=INK).encode(x=alt.value(-220), y=y, text="area:N")
    drawn = alt.layer(bars, zero, *values, names).properties(width=420, height=_BAR * len(rows))
    return chart_svg(
        drawn.resolve_scale(y="shared"),
        "penger-figur",
        _("Endring i beløp, område for område"),
        finding,
    )


def _signed(amount: float) -> str:
    said = decimal(amount / 1e6, 1 if abs(amount) >= 1e5 else 2)
    return f"+{said}" if amount > 0 else said
