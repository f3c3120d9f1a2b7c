"""A document's amounts, set up again as the document's own tables; long ones are cut."""

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.reporting.corpus import records
from pipeline.reporting.formats import counted, listed, shortened
from pipeline.reporting.words import AMOUNT_WORDS
from pipeline.speech import gettext as _

_MOST_TABLES = 24
_MOST_ROWS = 40
_FEW_ROWS = 12  # in a document with more rows than _ROWS_IN_FULL
_ROWS_IN_FULL = 400
_MOST_COLUMNS = 8
_LONGEST_LABEL = 140
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class AmountLine:
    """A row of a table, or an amount in running text."""

    label: str
    area: str
    page: int
    period: str
    status: str
    amounts: tuple[float | None, ...]
    sums: tuple[bool, ...]
    is_total: bool
    check: str
    is_differing: bool = False

    @property
    def is_sum_row(self) -> bool:
        """True where every amount in it is a total, not one cell among others."""
        return all(s or a is None for s, a in zip(self.sums, self.amounts, strict=True))


@dataclass(frozen=True)
class AmountTable:
    """One of the document's tables with amounts, or all amounts in its running text."""

    name: str
    about: str
    columns: tuple[str, ...]
    lines: tuple[AmountLine, ...]
    left_out: int
    has_areas: bool
    has_periods: bool
    has_statuses: bool
    has_totals: bool


@dataclass(frozen=True)
class AmountsView:
    """A document's amounts as its page shows them."""

    amounts: int
    tables: tuple[AmountTable, ...]
    tables_left_out: int
    lines_left_out: int
    totals: int
    agree: int
    differ: int
    untold: int


NO_AMOUNTS = AmountsView(0, (), 0, 0, 0, 0, 0, 0)


def amounts_view(amounts: pd.DataFrame) -> AmountsView:
    """The amounts of one document, table by table in its own order, those in the text last."""
    if amounts.empty:
        return NO_AMOUNTS
    tables: dict[object, list[dict[str, Any]]] = {}
    for row in records(amounts):
        tables.setdefault(row["table"], []).append(row)
    order = sorted(tables, key=lambda table: (table is None, table or 0))
    lined = [(table, _lines(tables[table])) for table in order]
    chosen = _chosen(lined)
    is_long = sum(len(lines) for _, (_, lines) in lined) > _ROWS_IN_FULL
    most = _FEW_ROWS if is_long else _MOST_ROWS
    made = tuple(_table(t, columns, lines, tables[t], most) for t, (columns, lines) in chosen)
    totals = amounts.loc[amounts["is_total"], "reconciles"]
    shown = sum(len(table.lines) for table in made)
    return AmountsView(
        amounts=len(amounts),
        tables=made,
        tables_left_out=len(lined) - len(made),
        lines_left_out=sum(len(lines) for _, (_, lines) in lined) - shown,
        totals=len(totals),
        agree=int(totals.eq(True).sum()),
        differ=int(totals.eq(False).sum()),
        untold=int(totals.isna().sum()),
    )


Lined = tuple[tuple[str, ...], list[AmountLine]]


def _chosen(lined: Sequence[tuple[object, Lined]]) -> list[tuple[object, Lined]]:
    """At most so many tables, in the document's order; those with totals are chosen first."""
    by_worth = sorted(
        range(len(lined)), key=lambda n: (not any(x.is_total for x in lined[n][1][1]), n)
    )
    kept = set(by_worth[:_MOST_TABLES])
    return [each for number, each in enumerate(lined) if number in kept]


def _lines(rows: Sequence[Mapping[str, Any]]) -> Lined:
    """Columns and lines: as the table stood where its cells can be told apart, else one each."""
    columns = _in_table_order(rows)
    places = [(row["row"], _column(row)) for row in rows]
    is_grid = (
        all(row["row"] is not None and row["column_label"] for row in rows)
        and len(set(places)) == len(places)
        and len(columns) <= _MOST_COLUMNS
    )
    if not is_grid:
        return (_("Kroner"),), [_line([row]) for row in rows]
    by_row: dict[Hashable, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_row.setdefault(row["row"], []).append(row)
    return tuple(columns), [_line(found, columns) for found in by_row.values()]


def _in_table_order(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The columns as the table has them, from left to right: a row without a cell moves none.

    Each row tells its own columns in order; where two rows contradict, the first one is believed.
    """
    by_row: dict[Hashable, list[str]] = {}
    for row in rows:
        by_row.setdefault(row["row"], []).append(_column(row))
    order: list[str] = []
    for told in sorted(by_row.values(), key=len, reverse=True):
        for position, column in enumerate(told):
            if column not in order:
                order.insert(_place_among(order, told, position), column)
    return order


def _place_among(order: Sequence[str], told: Sequence[str], position: int) -> int:
    """Right after what stands before it in its row, or before what follows; else by its year."""
    if position:
        return order.index(told[position - 1]) + 1
    after = [order.index(column) for column in told[1:] if column in order]
    if after:
        return min(after)
    year = _YEAR.search(told[position])
    later = (n for n, c in enumerate(order) if year and (y := _YEAR.search(c)) and y[0] > year[0])
    return next(later, len(order))


def _column(row: Mapping[str, Any]) -> str:
    """The column's own heading, with the year where it does not say it."""
    label = str(row["column_label"] or "")
    year = str(row["year"] or row["years"] or "")
    return label if year and year in label else " ".join(part for part in (label, year) if part)


def _line(rows: Sequence[Mapping[str, Any]], columns: Sequence[str] = ()) -> AmountLine:
    """A line of a grid; without columns one amount by itself, with what it covers beside it."""
    first = rows[0]
    by_column = {_column(row): row["amount_nok"] for row in rows}
    sums = {_column(row) for row in rows if row["is_total"]}
    totals = [row for row in rows if row["is_total"]]
    checks = [row["reconciles"] for row in totals]
    return AmountLine(
        label=shortened(first["label"], _LONGEST_LABEL),
        area=first["area"] or "",
        page=first["page"],
        period="" if columns else _column(first),
        status=listed(_statuses(rows)),
        amounts=tuple(by_column.get(column) for column in columns or by_column),
        sums=tuple(column in sums for column in columns or by_column),
        is_total=bool(totals),
        check=_check(checks) if totals else "",
        is_differing=_is_differing(checks),
    )


def _check(reconciles: Sequence[bool | None]) -> str:
    """What may be said of a total: one that differs is said before one that can't be told."""
    if _is_differing(reconciles):
        return _("stemmer ikke")
    return _("stemmer") if all(reconciles) else _("kan ikke avgjøres")


def _is_differing(reconciles: Iterable[bool | None]) -> bool:
    return any(each is not None and not each for each in reconciles)


def _table(
    table: object,
    columns: tuple[str, ...],
    lines: Sequence[AmountLine],
    rows: Sequence[Mapping[str, Any]],
    most: int,
) -> AmountTable:
    shown = list(lines)
    if len(lines) > most:
        totals_first = sorted(range(len(lines)), key=lambda n: (not lines[n].is_total, n))
        shown = [lines[n] for n in totals_first[:most]]
    pages = sorted({line.page for line in lines})
    where = str(pages[0]) if len(pages) == 1 else f"{pages[0]}–{pages[-1]}"
    areas = {line.area for line in lines if line.area and line.area != line.label}
    statuses = _statuses(rows)
    return AmountTable(
        name=_("I løpende tekst")
        if table is None
        else _("Tabell på side {pages}").format(pages=where),
        about=_about(lines, areas, statuses),
        columns=columns,
        lines=tuple(shown),
        left_out=len(lines) - len(shown),
        has_areas=len(areas) > 1,
        has_periods=any(line.period for line in shown),
        has_statuses=len(statuses) > 1,
        has_totals=any(line.is_total for line in shown),
    )


def _about(lines: Sequence[AmountLine], areas: set[str], statuses: Sequence[str]) -> str:
    parts = [counted(len(lines), "linje", "linjer")]
    parts += [next(iter(areas))] if len(areas) == 1 else []
    parts += [statuses[0]] if len(statuses) == 1 else []
    return ", ".join(parts)


def _statuses(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return [AMOUNT_WORDS[status] for status in sorted({row["status"] for row in rows})]
