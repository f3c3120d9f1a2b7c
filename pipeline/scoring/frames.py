"""Net frames by area and year, as each årsbudsjett and økonomiplan prints them."""

import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.schemas.measures import FRAMES
from pipeline.scoring.areas import area_key, area_name, one_name
from pipeline.tables import check_table, empty_table

Vector = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
BUDGETS = ("årsbudsjett", "økonomiplan")
_TABLE = ["document_id", "table"]
_COLUMN = [*_TABLE, "year", "column_label"]
# which of a year's columns is the net frame, the surest first
_NET = ("netto", "ramme", "vedtatt", "budsjett", "sum", "total")
_PRICES = re.compile(
    r"(?i)\b(?:lønns?|løns?|pris)[-–]?\s*(?:og|/)\s*(?:lønns?|løns?|pris)\w*"
    r"|\b(?:lønns|løns|pris)(?:vekst|stigning|stiging|kompensasjon|justering)|\bdeflator"
)
_FEWEST_AREAS = 3


def area_frames(amounts: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """One row for each area, year and budget document, with the columns of FRAMES.

    A budget holds many tables. Its frames stand in the one with the most rows that name areas
    known in the corpus, the largest where several do: income, investments and single units fall
    away. A sum is of the rows above it since the sum before, or of the sums above it, so that no
    krone counts twice, and each is checked against its rows. Of several columns for a year the
    net one counts; where none is named so, the year has no frames. All figures are nominal.
    """
    printed = _in_tables(amounts, documents)
    if printed.empty:
        return empty_table(FRAMES)
    rows = printed.merge(_frame_tables(printed, amounts, documents), on=_TABLE)
    rows = rows[~_is_price(rows["column_label"])]
    rows = rows.merge(_net_columns(rows), on=_COLUMN)
    framed = [_structured(table) for _, table in rows.groupby([*_TABLE, "year"], sort=True)]
    if not framed:
        return empty_table(FRAMES)
    frames = pd.concat(framed).merge(_price_growth(printed), "left", on=_PRICED).drop(columns="key")
    frames = frames.drop_duplicates(["document_id", "year", "grain", "area"])
    return check_table(frames.assign(in_use=_in_use(frames, documents)), FRAMES).sort_values(
        ["document_id", "year", "grain", "area"], ignore_index=True
    )


def _in_tables(amounts: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """The amounts of budgets' tables, with the `level` and first year of their document."""
    about = documents.loc[documents["kind"].isin(BUDGETS), ["document_id", "kind", "year"]]
    about = about.rename(columns={"kind": "level", "year": "document_year"})
    told = amounts["table"].notna() & amounts["year"].notna() & amounts["status"].ne("accounts")
    rows = amounts[told].merge(about, on="document_id")
    rows = rows.assign(column_label=rows["column_label"].fillna(""))
    return rows.sort_values(
        [*_TABLE, "row", "year", "column_label", "amount_id"], ignore_index=True
    )


def _frame_tables(
    printed: pd.DataFrame, amounts: pd.DataFrame, documents: pd.DataFrame
) -> pd.DataFrame:
    """`document_id, table`: the table of each document that holds its frames."""
    names = pd.concat([amounts["area"], documents["area"]]).dropna().unique()
    known = {area_key(name) for name in names} - {frozenset()}
    rows = printed[~_is_price(printed["label"]) & ~_is_price(printed["column_label"])]
    rows = rows.assign(key=rows["label"].map(area_key), size=rows["amount_nok"].abs())
    rows = rows.assign(known=rows["key"].where(rows["key"].isin(known)))
    tables = rows.groupby(_TABLE, as_index=False).agg(
        known=("known", "nunique"), size=("size", "max"), labels=("label", "nunique")
    )
    enough = tables["known"].ge(_FEWEST_AREAS) & tables["known"].ge(tables["labels"] / 2)
    best = tables[enough].sort_values(
        ["document_id", "known", "size", "table"], ascending=[True, False, False, True]
    )
    return best.drop_duplicates("document_id")[_TABLE]


def _is_price(labels: pd.Series) -> pd.Series:
    return labels.astype("str").str.contains(_PRICES)


def _net_columns(rows: pd.DataFrame) -> pd.DataFrame:
    """Each year's column that holds the net frame: the only one, or the one named so."""
    columns = rows[_COLUMN].drop_duplicates()
    named = [
        next((place for place, word in enumerate(_NET) if word in label.casefold()), len(_NET))
        for label in columns["column_label"]
    ]
    columns = columns.assign(place=named)
    alone = columns.groupby([*_TABLE, "year"])["column_label"].transform("size").eq(1)
    told = columns[alone | columns["place"].lt(len(_NET))]
    best = told.sort_values([*_TABLE, "year", "place", "column_label"])
    return best.drop_duplicates([*_TABLE, "year"])[_COLUMN]


def _structured(table: pd.DataFrame) -> pd.DataFrame:
    """One year of a table of frames: grain, area, what it is part of, and whether it adds up."""
    rows = table.sort_values(["row", "amount_id"]).drop_duplicates("row").reset_index(drop=True)
    amounts, names = rows["amount_nok"].to_numpy(dtype=float), [*map(area_name, rows["label"])]
    is_sum, tolerance = rows["is_total"].to_numpy(dtype=bool), _printed_step(amounts) / 2
    grains, counts = ["area"] * len(rows), [0] * len(rows)
    above: list[str | None] = [None] * len(rows)
    reconciles: list[bool | None] = [None] * len(rows)
    for place, below in parts_of_sums(amounts, is_sum, tolerance):
        whole = not area_key(names[place]) or bool(is_sum[below].any())
        grains[place] = "total" if whole else "area"
        counts[place] = len(below)
        reconciles[place] = adds_up(amounts, place, below, tolerance) if below else None
        for part in [] if whole else below:
            grains[part], above[part] = "service", names[place]
    return rows[_KEPT].assign(
        grain=grains,
        area=names,
        above=pd.Series(above, dtype="object"),
        parts=counts,
        reconciles=pd.array(reconciles, "boolean"),
        key=rows["label"].map(area_key),
    )


_KEPT = ["document_id", "level", "year", "amount_nok", "amount_id"]
_PRICED = ["document_id", "year", "key"]


def parts_of_sums(
    amounts: Vector, is_sum: Flags, tolerance: float
) -> Iterator[tuple[int, list[int]]]:
    """For each sum its place and the places of its parts, down the column.

    Its parts are the rows since the sum before, or the sums before and the rows since, where
    there are none since or these alone don't make it up and all together do.

    >>> amounts, is_sum = np.array([2.0, 3, 5, 4, 4, 9]), np.array([0, 0, 1, 0, 1, 1], dtype=bool)
    >>> list(parts_of_sums(amounts, is_sum, 0.5))
    [(2, [0, 1]), (4, [3]), (5, [2, 4])]
    """
    since: list[int] = []
    standing: list[int] = []
    for place in range(len(amounts)):
        if not is_sum[place]:
            since.append(place)
            continue
        every = [*standing, *since]
        of_all = bool(standing) and adds_up(amounts, place, every, tolerance)
        own = bool(since) and (adds_up(amounts, place, since, tolerance) or not of_all)
        yield place, since if own else every
        standing = [*standing, place] if own else [place]
        since = []


def adds_up(amounts: Vector, place: int, parts: list[int], tolerance: float) -> bool:
    """Whether a sum is that of its parts; each figure may be rounded by `tolerance`."""
    return bool(abs(amounts[parts].sum() - amounts[place]) <= tolerance * (len(parts) + 1) + 1)


def _printed_step(amounts: Vector) -> float:
    """The unit a column is printed in: the largest power of ten that divides every amount."""
    whole = np.abs(np.round(amounts)).astype("int64")
    return max(10.0**power for power in range(7) if not (whole % 10**power).any())


def _price_growth(printed: pd.DataFrame) -> pd.DataFrame:
    """`document_id, year, key, price_growth_nok, price_growth_id`, in a column or a row of its own.

    A row of its own belongs to the sum below it. Later years of an økonomiplan repeat it: they
    are in the prices of the first, and only what is added from year to year is growth.
    """
    sums = printed["label"].where(printed["is_total"])
    below = sums.groupby([printed[name] for name in _COLUMN]).bfill()
    in_row = _is_price(printed["label"])
    in_column = _is_price(printed["column_label"]) & ~in_row
    told = printed.assign(owner=printed["label"].where(in_column, below))[in_row | in_column]
    told = told.dropna(subset=["owner"])
    told = told.assign(key=told["owner"].map(area_key), one=1)
    # two rows for the same area say it in parts, or twice: neither can be told from the other
    alone = told[~told.duplicated(_PRICED, keep=False)].sort_values(["document_id", "key", "year"])
    before = alone.groupby(["document_id", alone["key"].map(sorted).map(" ".join)])[
        "amount_nok"
    ].shift()
    growth = alone["amount_nok"].where(
        in_column[alone.index], alone["amount_nok"] - before.fillna(0)
    )
    named = alone.assign(price_growth_nok=growth, price_growth_id=alone["amount_id"])
    return named[[*_PRICED, "price_growth_nok", "price_growth_id"]]


def _in_use(frames: pd.DataFrame, documents: pd.DataFrame) -> pd.Series:
    """True for the rows of the document that stands for each year.

    First the årsbudsjett of the year, then the økonomiplan that begins with it, then the last
    one that began before it, at last one that looks back.
    """
    first = frames["document_id"].map(documents.set_index("document_id")["year"]).astype(float)
    year = frames["year"].astype(float)
    own = first.eq(year)
    order = np.select([own & frames["level"].eq("årsbudsjett"), own, first.lt(year)], [0, 1, 2], 3)
    ranked = frames[["document_id", "year"]].assign(order=order, first=-first).drop_duplicates()
    ranked = ranked.sort_values(["year", "order", "first", "document_id"]).drop_duplicates("year")
    chosen = pd.MultiIndex.from_frame(ranked[["document_id", "year"]])
    return pd.Series(
        pd.MultiIndex.from_frame(frames[["document_id", "year"]]).isin(chosen), index=frames.index
    )


def known_areas(frames: pd.DataFrame) -> pd.DataFrame:
    """`grain, area, above`: the areas of the frames in use, each by its latest name."""
    rows = frames[frames["in_use"] & frames["grain"].ne("total")].sort_values("year", kind="stable")
    names = rows[["grain", "area", "above"]].drop_duplicates(["grain", "area"], keep="last")
    return names.sort_values(["grain", "area"], ignore_index=True)


def with_one_name(frames: pd.DataFrame) -> pd.DataFrame:
    """The frames with each area and the one above it under the name that the latest year has."""
    rows = frames.copy()
    for grain, group in frames[frames["grain"].ne("total")].groupby("grain"):
        latest = group.loc[group["year"].eq(group["year"].max()) & group["in_use"], "area"]
        names = one_name(sorted(set(group["area"])), sorted(set(latest)))
        for column in ("area", "above") if grain == "area" else ("area",):
            told = frames["grain"].eq(grain) if column == "area" else frames["above"].notna()
            rows[column] = rows[column].where(~told, rows[column].replace(names))
    return rows
