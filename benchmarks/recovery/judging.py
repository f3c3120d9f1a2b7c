"""Each kind of planted fact against what the measures say: right, uavklart, wrong or missing."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from benchmarks.recovery.planted import Planted, key, listed
from pipeline.language.normalise import normalise_text
from pipeline.schemas.measures import (
    INPUTS,
    INTERVALS,
    ISOMORPHISM,
    ISOMORPHISM_TRENDS,
    OBJECTIVES,
    ORPHANS,
    POINTS,
    QUADRANTS,
    REMARKS,
    RESOURCING,
    SUCCESSIONS,
    THREADS,
    UNIT_PERIODS,
    UNITS,
)

UNCLEAR = "uavklart"
MISSING = "missing"
_HALF = 0.5


@dataclass(frozen=True)
class Judged:
    """One planted fact: what was planted, what was found, and what that makes of it."""

    question: str
    about: str
    planted: str
    found: str

    @property
    def verdict(self) -> str:
        """right, uavklart (the measure abstains), missing (nothing to tell from), or wrong."""
        if self.found == self.planted:
            return "right"
        return self.found if self.found in (UNCLEAR, MISSING) else "wrong"


def judge(planted: Planted) -> pd.DataFrame:
    """`question, about, planted, found, verdict`: every planted fact that a measure answers."""
    rows = [each for question in QUESTIONS for each in question(planted)]
    told = [(each.question, each.about, each.planted, each.found, each.verdict) for each in rows]
    return pd.DataFrame(told, columns=["question", "about", "planted", "found", "verdict"])


def quadrants(planted: Planted) -> Iterator[Judged]:
    """Each unit in each year: the planted quadrant against the table units.

    Ceremonial is no quadrant: it is found where the share's interval lies above one half.
    """
    rows = {(row["unit"], row["year"]): row for row in planted.table(UNITS).to_dict("records")}
    intervals = planted.table(INTERVALS)
    shares = intervals[intervals["measure"].eq("ceremonial_share")]
    ceremonial = {(row["unit"], row["year"]): row for row in shares.to_dict("records")}
    for fact in listed(planted.facts, "units_expected"):
        years = fact.get("by_year") or {
            year: fact["quadrant"] for unit, year in rows if unit == fact["unit"]
        }
        for year, expected in years.items():
            at = (fact["unit"], year)
            if expected == "ceremonial":
                found = _ceremonial(ceremonial.get(at))
            else:
                found = str(rows[at]["quadrant"]) if at in rows else MISSING
            yield Judged("quadrant, by year", f"{fact['unit']} {year}", _named(expected), found)


def likely_quadrants(planted: Planted) -> Iterator[Judged]:
    """Each unit and year planted in a quadrant: where the table units says it likely stands."""
    rows = {(row["unit"], row["year"]): row for row in planted.table(UNITS).to_dict("records")}
    for fact in listed(planted.facts, "units_expected"):
        for (unit, year), row in rows.items():
            expected = fact.get("by_year", {}).get(year, fact["quadrant"])
            if unit == fact["unit"] and expected in QUADRANTS:
                likely = row["likely_quadrant"]
                found = MISSING if pd.isna(likely) else str(likely)
                yield Judged("quadrant, likely", f"{unit} {year}", expected, found)


def pooled_quadrants(planted: Planted) -> Iterator[Judged]:
    """Each unit over its years: the planted quadrant against the table unit_periods."""
    periods = planted.table(UNIT_PERIODS).set_index("unit")
    for fact in listed(planted.facts, "units_expected"):
        if fact["quadrant"] == "ceremonial":
            continue
        known = fact["unit"] in periods.index
        found = str(periods.loc[fact["unit"], "quadrant"]) if known else MISSING
        yield Judged("quadrant, all years", fact["unit"], _named(fact["quadrant"]), found)


def isomorphism(planted: Planted) -> Iterator[Judged]:
    """Each planted pair: the largest part of its isomorphism in the years in which goals match.

    Where no two goals are more likely than not the same, it is uavklart.
    """
    table = planted.table(ISOMORPHISM)
    for fact in listed(planted.facts, "isomorphism"):
        pair = sorted(fact["units"])
        theirs = table[[sorted(each) == pair for each in table[["unit_a", "unit_b"]].to_numpy()]]
        alike = theirs[theirs["goals_same"].gt(0)]
        parts = alike[["copied", "shared_parent", "converged"]].sum()
        found = str(parts.idxmax()) if len(alike) else UNCLEAR
        yield Judged("isomorphism, kind", " – ".join(fact["units"]), fact["kind"], found)


def copied_texts(planted: Planted) -> Iterator[Judged]:
    """Each pair of units with isomorphism that is much copied text, and whether any was planted."""
    table = planted.table(ISOMORPHISM)
    known = {tuple(sorted(fact["units"])) for fact in listed(planted.facts, "isomorphism")}
    strong = table[table["copied_low"].gt(0.1).fillna(False)]
    for pair in sorted({tuple(sorted(each)) for each in strong[["unit_a", "unit_b"]].to_numpy()}):
        planted_too = "alike" if pair in known else "not alike"
        yield Judged("copied text, false alarms", " – ".join(pair), planted_too, "alike")


def trends(planted: Planted) -> Iterator[Judged]:
    """Whether a planted pair becomes more alike."""
    table = planted.table(ISOMORPHISM_TRENDS)
    of_all = table[table["scope"].eq("pair") & table["measure"].eq("isomorphism")]
    for fact in listed(planted.facts, "isomorphism"):
        if fact.get("trend") not in ("growing", "falling"):
            continue
        pair = sorted(fact["units"])
        mine = of_all[[sorted(each) == pair for each in of_all[["unit_a", "unit_b"]].to_numpy()]]
        found = MISSING if mine.empty else str(mine["direction"].iloc[0])
        yield Judged("isomorphism, trend", " – ".join(fact["units"]), fact["trend"], found)


def threads(planted: Planted) -> Iterator[Judged]:
    """Where each planted thread breaks, and which are whole.

    A fact that names a goal between is about that goal's thread, else about the objective's.
    """
    table = {
        (row["objective_id"], row["year"]): row for row in planted.table(THREADS).to_dict("records")
    }
    for fact in listed(planted.facts, "chain_breaks"):
        if "unit" in fact or fact["breaks_at"] not in STEPS:
            continue  # of one unit, or between levels that a thread doesn't join
        objective = planted.objectives(fact["plan"]).get(str(fact["objective"]), "")
        start = planted.named(fact["goal"]) if "goal" in fact else objective
        for year in fact["years"]:
            found = _breaks(table, start or "", year)
            about = f"{fact.get('goal', fact['objective'])} ({fact['plan']}) {year}"
            yield Judged("thread, where it breaks", about, fact["breaks_at"], found)
    whole = {
        (f["plan"], str(f["objective"]), f["year"]) for f in listed(planted.facts, "chains_whole")
    }
    for plan, number, year in sorted(whole):
        found = _breaks(table, planted.objectives(plan).get(number, ""), year)
        yield Judged("thread, whole", f"{number} ({plan}) {year}", "whole", found)


def unserved(planted: Planted) -> Iterator[Judged]:
    """Each objective in coverage, in years in which the unserved are planted."""
    table = planted.table(OBJECTIVES)
    for fact in listed(planted.facts, "unserved_objectives"):
        numbers = {goal: number for number, goal in planted.objectives(fact["plan"]).items()}
        wanted = set(map(str, fact["objectives"]))
        year = table[table["year"].eq(fact["year"]) & table["in_coverage"]]
        for row in year.itertuples():
            number = numbers.get(str(row.objective_id), "?")
            expected = "nobody" if number in wanted else "somebody"
            found = "nobody" if row.units == 0 else "somebody"
            yield Judged("objective, served", f"{number} {fact['year']}", expected, found)


def council_points(planted: Planted) -> Iterator[Judged]:
    """What the council did with each point.

    A change of what the proposal tells in a table alone is, among the points, an added one.
    """
    points = planted.table(POINTS)
    fates = dict(
        zip(
            points["decision_goal_id"].dropna(),
            points.loc[points["decision_goal_id"].notna(), "fate"],
            strict=True,
        )
    )
    dropped = set(points.loc[points["fate"].eq("dropped"), "proposal_goal_id"])
    for fact in listed(planted.facts, "council_points"):
        changed = "reworded" if "proposal" in fact else "added"
        expected = changed if fact["council"] == "changed" else fact["council"]
        regions = planted.goals["path"].eq(normalise_text(fact["document_path"]))
        rows = planted.goals[regions & planted.goals["key"].eq(key(fact["text"]))]
        if expected == "dropped":
            found = "dropped" if set(rows["goal_id"]) & dropped else MISSING
        else:
            found = next((str(fates[g]) for g in rows["goal_id"] if g in fates), MISSING)
        yield Judged("council, points", f"{fact['document_path']} {fact['point']}", expected, found)


def inputs(planted: Planted) -> Iterator[Judged]:
    """How far each input from the units came."""
    reaches = planted.table(INPUTS).set_index("goal_id")["reaches"]
    for fact in listed(planted.facts, "inputs"):
        goal = planted.goal(normalise_text(fact["document_path"]), fact["text"])
        told = reaches.get(goal) if goal else None
        found = MISSING if told is None or pd.isna(told) else str(told)
        # an innstilling that the council didn't take is, seen from the unit, a saksframlegg
        found = "saksframlegg" if found == "innstilling" else found
        yield Judged("bottom-up, reaches", fact["text"][:60], fact["reaches"], found)


def remarks(planted: Planted) -> Iterator[Judged]:
    """Whether a remark's wording returns in the decision."""
    table = planted.table(REMARKS).merge(planted.goals[["goal_id", "key"]], on="goal_id")
    for fact in listed(planted.facts, "remarks"):
        mine = table[[key(fact["phrase"]) in each for each in table["key"]]]
        expected = "no" if str(fact["returns_in"]) == "none" else "yes"
        found = MISSING if mine.empty else _yes_no(mine.to_dict("records")[0])
        yield Judged("remark, returns", fact["phrase"][:60], expected, found)


def successions(planted: Planted) -> Iterator[Judged]:
    """What became of each own goal from one year to the next."""
    table = planted.table(SUCCESSIONS)
    later = dict(table.dropna(subset=["later_id"])[["later_id", "fate"]].to_numpy())
    earlier = dict(table.dropna(subset=["earlier_id"])[["earlier_id", "fate"]].to_numpy())
    first = {f["unit"]: f["year"] for f in reversed(list(listed(planted.facts, "agreements")))}
    for fact in listed(planted.facts, "agreements"):
        if fact["year"] == first[fact["unit"]]:
            continue
        now = planted.unit_goals(fact["unit"], fact["year"])
        before = planted.unit_goals(fact["unit"], fact["year"] - 1)
        for fate, held, fates in (
            ("kept", now, later),
            ("changed", now, later),
            ("new", now, later),
            ("dropped", before, earlier),
        ):
            for text in fact[fate]:
                found = str(fates.get(held.get(key(text)), MISSING))
                yield Judged(
                    "goals over years", f"{fact['unit']} {fact['year']}: {text[:50]}", fate, found
                )


def resourcing(planted: Planted) -> Iterator[Judged]:
    """Whether there is money behind a goal."""
    table = planted.table(RESOURCING).set_index("goal_id")["resourcing"]
    names = {"none": "no_line", "within frame": "within_frame"}
    for fact in listed(planted.facts, "resourcing"):
        goal = planted.goal(normalise_text(fact["document_path"]), fact["text"])
        told = table.get(goal) if goal else None
        found = MISSING if told is None or pd.isna(told) else str(told)
        yield Judged(
            "money behind a goal", fact["text"][:60], names.get(fact["money"], fact["money"]), found
        )


def orphans(planted: Planted) -> Iterator[Judged]:
    """Own goals that serve nothing, and own goals that serve something."""
    table = planted.table(ORPHANS).set_index("goal_id")["status"]
    for fact in listed(planted.facts, "orphans"):
        goal = planted.goal(normalise_text(fact["document_path"]), fact["text"])
        if goal is not None and goal in table.index:
            found = "served" if table[goal] == "served" else "orphan"
            yield Judged("orphans", fact["text"][:60], "orphan", found)


STEPS = ("kommuneplan → økonomiplan", "økonomiplan → årsbudsjett", "årsbudsjett → lederavtale")
QUESTIONS: tuple[Callable[[Planted], Iterator[Judged]], ...] = (
    quadrants,
    likely_quadrants,
    pooled_quadrants,
    isomorphism,
    trends,
    copied_texts,
    threads,
    unserved,
    council_points,
    inputs,
    remarks,
    successions,
    resourcing,
    orphans,
)


def _named(expected: str) -> str:
    return UNCLEAR if expected == "unsettled" else expected


def _ceremonial(row: Mapping[Hashable, Any] | None) -> str:
    if row is None or pd.isna(row["low"]):
        return MISSING
    if row["low"] > _HALF:
        return "ceremonial"
    return "not ceremonial" if row["high"] < _HALF else UNCLEAR


def _breaks(
    table: Mapping[tuple[str, int], Mapping[Hashable, Any]], objective: str, year: int
) -> str:
    row = table.get((objective, year))
    if row is None:
        return MISSING
    if row["status"] == "broken":
        return str(row["break_at"])
    return MISSING if pd.isna(row["status"]) else str(row["status"])


def _yes_no(row: Mapping[Hashable, Any]) -> str:
    returns = row["returns"]
    if pd.isna(returns):
        return MISSING
    return {"ja": "yes", "nei": "no"}.get(str(returns), UNCLEAR)
