"""Names of tjenesteområder and tjenester: told apart, told again, and found in headings."""

import re
from collections.abc import Sequence
from functools import lru_cache

import pandas as pd

from pipeline.language.areas import area_words, match_areas

_BEFORE = re.compile(
    r"(?i)^\s*(?:(?:del)?sum|netto|brutto|(?:budsjett)?rammer?|totalt?|samlet|samla|resultatmål for"
    r"|mål for)\b[\s:,–-]*"
)
_AFTER = re.compile(r"(?i)[\s:,–-]*\b(?:i alt|totalt?|samlet|samla|netto|sum|(?:19|20)\d\d)\s*$")
_NO_NAME = frozenset(area_words("alle tjenesteområder områder rammer drift fordeling fordelt"))
_NUMBERING = re.compile(r"^\s*(?:(?:kap(?:ittel)?\.?\s*)?\d+(?:\.\d+)*\.?\s+)+(?=\D)")


def area_name(label: str) -> str:
    """A row's or heading's words without what makes it a sum or a heading.

    >>> area_name("Sum oppvekst og utdanning"), area_name("4.1 Skole")
    ('Oppvekst og utdanning', 'Skole')
    >>> area_name("Ramme IKT"), area_name("Resultatmål for skolene 2013")
    ('IKT', 'Skolene')
    """
    name = _NUMBERING.sub("", label).strip()
    while (bare := _AFTER.sub("", _BEFORE.sub("", name))) not in (name, ""):
        name = bare
    return name[:1].upper() + name[1:]


@lru_cache(maxsize=65_536)
def area_key(label: str) -> frozenset[str]:
    """The stems that tell the area from others, whatever their order; empty where it names none.

    >>> area_key("Sum helse og velferd") == area_key("velferd og helse")
    True
    >>> area_key("Sum alle tjenesteområder")
    frozenset()
    """
    return frozenset(area_words(area_name(label))) - _NO_NAME


def one_name(names: Sequence[str], known: Sequence[str]) -> dict[str, str]:
    """Each name → what `known` calls the same area, one to one; names like none stay themselves.

    >>> one_name(["Idrett", "Skole", "Havn"], ["Idrett og frivillighet", "Skole"])
    {'Idrett': 'Idrett og frivillighet', 'Skole': 'Skole', 'Havn': 'Havn'}
    """
    by_key = {area_key(name): name for name in reversed(known)}
    told = {name: by_key[area_key(name)] for name in names if area_key(name) in by_key}
    left = [name for name in names if name not in told]
    free = [name for name in known if name not in told.values()]
    alike = match_areas(left, free)
    told |= {left[place]: free[other] for place, other in alike.items()}
    return {name: told.get(name, name) for name in names}


def named_areas(text: str, names: Sequence[str]) -> list[str]:
    """Those of `names` that a heading or cell names, whole; a name within another one named falls.

    More than half of its words must be of names, else it is about something else.

    >>> named_areas("Interne tjenester og rådmannen", ["Skole", "Rådmann", "Interne tjenester"])
    ['Interne tjenester', 'Rådmann']
    >>> named_areas("Rådmannens oppsummering", ["Rådmann"])
    []
    """
    words = area_key(text)
    found = {name: area_key(name) for name in names if area_key(name) and area_key(name) <= words}
    inner = {a for a, one in found.items() for other in found.values() if one < other}
    of_names = frozenset[str]().union(*found.values())
    return sorted(set(found) - inner) if 2 * len(of_names) > len(words) else []


def unit_services(amounts: pd.DataFrame) -> pd.DataFrame:
    """`unit_key, service`: under which sum a table has the row of a unit, for each row's words.

    Where tables differ, the sum that the most rows say, then the first by name.
    """
    rows = amounts[amounts["table"].notna()].sort_values(
        ["document_id", "table", "row", "amount_id"]
    )
    sums = rows["label"].where(rows["is_total"])
    above = sums.groupby([rows["document_id"], rows["table"]]).bfill()
    parts = rows.assign(service=above)[~rows["is_total"] & above.notna()]
    counted = parts.groupby(["label", "service"]).size().rename("rows").reset_index()
    counted = counted.assign(service=counted["service"].map(area_name))
    best = counted.sort_values(["rows", "service"], ascending=[False, True])
    return best.drop_duplicates("label")[["label", "service"]].reset_index(drop=True)


def placed_goals(goals: pd.DataFrame, areas: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """`goal_id, grain, area, weight`: in which areas and services each goal is placed.

    `areas` has `grain, area, above`; `units` comes from `unit_services`. A unit's goal is its
    unit's; another is placed by who is responsible, by the innermost heading that names an area,
    or by its own area. Where that names several, it is divided evenly. A service's goal is its
    tjenesteområde's as well; a tjenesteområde's is no single service's. Goals placed nowhere
    have no row.
    """
    names = sorted(set(areas["area"]))
    texts = _places(goals, units) if len(goals) else goals[["goal_id"]].assign(place="", order=0)
    found = {text: named_areas(text, names) for text in texts["place"].unique()}
    hits = texts.assign(area=texts["place"].map(found)).explode("area").dropna(subset=["area"])
    hits = hits[hits["order"].eq(hits.groupby("goal_id")["order"].transform("min"))]
    hits = hits[["goal_id", "area"]].merge(areas[["grain", "area", "above"]], on="area")
    services = hits[hits["grain"].eq("service")]
    outer = hits.loc[hits["grain"].eq("area"), ["goal_id", "area"]]
    # a heading that names a tjenesteområde and one of its services is about the first
    within = services.merge(outer, left_on=["goal_id", "above"], right_on=["goal_id", "area"])
    within_keys = pd.MultiIndex.from_frame(within[["goal_id", "area_x"]])
    services = services[~pd.MultiIndex.from_frame(services[["goal_id", "area"]]).isin(within_keys)]
    above = services[["goal_id", "above"]].dropna().rename(columns={"above": "area"})
    outer = pd.concat([outer, above]).drop_duplicates().assign(grain="area")
    placed = pd.concat([services[["goal_id", "area", "grain"]].drop_duplicates(), outer])
    shares = placed.groupby(["goal_id", "grain"])["area"].transform("size")
    columns = ["goal_id", "grain", "area", "weight"]
    return placed.assign(weight=1 / shares)[columns].sort_values(columns, ignore_index=True)


def _places(goals: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """`goal_id, order, place`: what may say where a goal belongs, the surest first."""
    agreement = goals["level"].eq("lederavtale")
    service = goals["unit"].map(dict(zip(units["label"], units["service"], strict=True)))
    headings = goals.loc[~agreement, ["goal_id", "context"]]
    inner = headings.assign(place=headings["context"].str.split(" > ").map(lambda path: path[::-1]))
    inner = inner.explode("place").dropna(subset=["place"])
    inner = inner.assign(order=inner.groupby("goal_id").cumcount() + 1)
    sources = [
        goals.assign(place=service, order=0)[agreement],
        goals.assign(place=goals["responsible"], order=0)[~agreement],
        inner,
        goals.assign(place=goals["area"], order=99),
    ]
    columns = ["goal_id", "order", "place"]
    return pd.concat([source[columns] for source in sources]).dropna(subset=["place"])
