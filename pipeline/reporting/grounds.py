"""What the tables know of each goal and link: made ready once, and looked up page by page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from pipeline.personal import personal_passages
from pipeline.places import Context, Passages, index_passages, text_context
from pipeline.reporting.corpus import AGREEMENT, Corpus, Tables, displayed, records
from pipeline.schemas import CONTINUED
from pipeline.tables import empty_table

Row = Mapping[str, Any]
Rows = tuple[Row, ...]


@dataclass(frozen=True)
class Grounds:
    """Rows of tables by the names that pages ask for them with; `goals` are GOALS by goal_id."""

    chains: Mapping[str, Row]
    steps: Mapping[tuple[str, str], Row]
    resourcing: Mapping[str, Row]
    clarity: Mapping[str, Row]
    orphans: Mapping[str, Row]
    amounts: Mapping[str, Row]
    before: Mapping[str, Row]
    dropped: Mapping[tuple[str, int], Rows]
    alike: Mapping[tuple[str, int], Rows]
    ties: Mapping[tuple[str, int], Rows]
    flips: Mapping[tuple[str, int], Rows]
    verdicts: Mapping[str, Rows]
    coders: Mapping[str, int]
    pictures: Mapping[str, Rows]
    money: Mapping[tuple[str, int], Row]
    threads: Mapping[tuple[str, int], Row]
    levels: Mapping[tuple[str, int], Rows]
    lags: Mapping[str, Rows]
    link_goals: Mapping[str, str]
    goals: Mapping[str, Row]
    passages: Passages
    _contexts: dict[str, Context] = field(default_factory=dict)

    def context(self, goal_id: str) -> Context:
        """The goal in its document, with what stands on either side; looked up once."""
        if goal_id not in self._contexts:
            self._contexts[goal_id] = text_context(self.goals[goal_id], self.passages, around=1)
        return self._contexts[goal_id]


def make_grounds(tables: Tables, corpus: Corpus) -> Grounds:
    """The tables' rows, by goal, link, unit and year. Slow for the whole, fast for each page."""
    m = tables.measures
    chains = records(m.chains)
    links = tables.links
    named = {name for row in chains for name in str(row["link_ids"]).split()}
    steps = records(links.loc[links["link_id"].isin(named), _STEP])
    flips = records(m.flips)
    flipping = {name for row in flips for name in str(row["link_ids"]).split()}
    flip_links = links[links["link_id"].isin(flipping)]
    verdicts = records(tables.verdicts[tables.verdicts["is_latest"]])
    successions = records(m.successions[m.successions["level"].eq(AGREEMENT)])
    return Grounds(
        chains={row["goal_id"]: row for row in chains},
        steps={(row["goal_id"], row["objective_id"]): row for row in steps},
        resourcing=_by_goal(m.resourcing),
        clarity=_by_goal(m.clarity),
        orphans=_by_goal(m.orphans),
        amounts={row["amount_id"]: row for row in records(tables.amounts)},
        before={row["later_id"]: row for row in successions if row["later_id"]},
        dropped=_grouped(
            ((row["unit"], row["year_to"]), row) for row in successions if row["fate"] == "dropped"
        ),
        alike=_both_ways(records(m.isomorphism_pairs), "unit_a", "unit_b"),
        ties=_both_ways(records(m.projections), "first_unit", "second_unit"),
        flips=_grouped(((row["unit"], row["year"]), row) for row in flips),
        verdicts=_grouped((row["link_id"] or row["goal_id"] or "", row) for row in verdicts),
        coders={name: n for n, name in enumerate(sorted({v["coder"] for v in verdicts}), 1)},
        pictures=_grouped((row["goal_id"], row) for row in records(tables.pictures)),
        money={(row["objective_id"], row["year"]): row for row in records(m.objective_money)},
        threads={(row["objective_id"], row["year"]): row for row in records(m.threads)},
        levels=_grouped(
            ((row["objective_id"], row["year"]), row) for row in records(m.thread_levels)
        ),
        lags=_grouped((row["objective_id"], row) for row in records(m.lags)),
        link_goals=dict(zip(flip_links["link_id"], flip_links["goal_id"], strict=True)),
        goals={g: {"goal_id": g, **_place(goal)} for g, goal in corpus.goals.items()},
        passages=_public_passages(tables),
    )


_STEP = ["goal_id", "objective_id", "probability", "explicit"]


def _public_passages(tables: Tables) -> Passages:
    """What may be quoted beside a goal: nothing of agreements that is about a person."""
    hidden = personal_passages(tables.goals, tables.passages, tables.cells)
    passages, cells = (
        frame[~frame["passage_id"].isin(hidden)] for frame in (tables.passages, tables.cells)
    )
    return index_passages(_shown(passages), _shown(cells), empty_table(CONTINUED))


def _place(goal: Any) -> Row:
    return {"passage_ids": goal.passage_ids, "text": goal.text, "page": goal.page}


def _shown(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(text=frame["text"].map(displayed))


def _by_goal(frame: pd.DataFrame) -> dict[str, Row]:
    return {row["goal_id"]: row for row in records(frame)}


def _both_ways(rows: Iterable[Row], first: str, second: str) -> dict[tuple[str, int], Rows]:
    """The rows of two units under the name of each, in the year."""
    pairs = [row for row in rows if row[first] != row[second]]
    return _grouped(((row[side], row["year"]), row) for row in pairs for side in (first, second))


def _grouped(pairs: Iterable[tuple[Any, Row]]) -> dict[Any, Rows]:
    groups: defaultdict[Any, list[Row]] = defaultdict(list)
    for key, row in pairs:
        groups[key].append(row)
    return {key: tuple(rows) for key, rows in groups.items()}
