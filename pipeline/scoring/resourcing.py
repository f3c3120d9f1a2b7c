"""Is there money behind a goal? How much at least and at most, and where it was looked for."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.budgets import (
    BUDGETS,
    CASE,
    FIRM,
    LINE,
    UNSETTLED,
    budget_lines,
    budgets_in_force,
    goal_years,
    tells_within_frame,
)
from pipeline.params import ScoringParams
from pipeline.schemas.measures import RESOURCING
from pipeline.scoring.inputs import Inputs
from pipeline.scoring.toldonce import joined_ids, tellings, told_money, upper_bounds
from pipeline.tables import check_table, empty_table

NO_CLAIMANTS = ("kommuneplan", "årsrapport")
CELLS = ("text", "measure", "support", "indicator")
# What keeps a reader from seeing a table whole.
BAD_FLAGS = (
    *("garbled_text", "joined_words", "spaced_letters", "doubtful_recognition"),
    *("no_text_layer", "pages_rejected", "pages_skipped", "hidden_text"),
)


@dataclass(frozen=True)
class GoalMoney:
    """The amounts that count, one row a goal, year and amount, with `telling`; and the cuts."""

    counted: pd.DataFrame
    standing: pd.DataFrame
    cuts: pd.DataFrame


def resourcing(inputs: Inputs, money: GoalMoney, params: ScoringParams) -> pd.DataFrame:
    """RESOURCING: one row for each goal below the kommuneplan that governs a year.

    Formula: `fresh` where a new, positive, decided amount stands in the goal's own row, or a line
    about it has at least `params.money_from`; else `within_frame` where its own words say so or a
    standing line is about it; else `unreadable` where a budget in force was not read whole; else
    `no_line`. Range: these four, or missing where no budget was in force. Source: Johnsen (2007);
    Brunsson (1989), talk and money as two things.
    """
    years = goal_years(_claimants(inputs.goals), inputs.documents)
    if years.empty:
        return empty_table(RESOURCING)
    searched = _searched(years, inputs)
    spans = years.groupby("goal_id")["year"].agg(year="min", year_to="max").reset_index()
    goals = inputs.goals.drop(columns=["year", "year_to"]).merge(spans, on="goal_id")
    rows = (
        goals.assign(statement=_statements(goals))
        .merge(_bounds(money.counted, inputs, params), "left", "goal_id")
        .merge(_cuts(money.cuts), "left", "goal_id")
        .merge(_frames(inputs, spans), "left", "goal_id")
        .merge(searched, "left", "goal_id")
    )
    has_standing = rows["goal_id"].isin(money.standing["goal_id"])
    told = rows.assign(resourcing=_statuses(rows, has_standing)).pipe(_filled)
    columns = list(RESOURCING.schema.columns)
    return check_table(told.sort_values("goal_id")[columns], RESOURCING)


def _claimants(goals: pd.DataFrame) -> pd.DataFrame:
    return goals[~goals["level"].isin(NO_CLAIMANTS)]


def goal_money(inputs: Inputs, params: ScoringParams) -> GoalMoney:
    """MONEY with amounts and years, told apart: what counts as new, what stands, what is cut.

    Only amounts in a year that the goal governs. A proposal counts where it stands in a budget that
    is in force for want of a decided one; in a case only as a proposed cut.
    """
    names = ["amount_id", "document_id", "label", "table", "amount_nok", "year", "status"]
    joined = inputs.money.merge(inputs.amounts[names], on="amount_id")
    joined = joined[joined["basis"].ne("frame") & joined["amount_nok"].ne(0)]
    likely = joined[joined["probability"].ge(params.money_from)]
    dated = _in_goal_years(likely, inputs).assign(amount_nok=lambda f: f["amount_nok"].abs())
    named = dated.assign(scope=_scopes(dated, inputs.documents))
    once = named.drop_duplicates("amount_id").sort_values("amount_id").set_index("amount_id")
    dated = dated.assign(telling=tellings(once).reindex(dated["amount_id"]).to_numpy())
    cases = inputs.documents.loc[inputs.documents["kind"].eq(CASE), "document_id"]
    open_in_case = dated["status"].eq("proposal") & dated["document_id"].isin(cases)
    settled = ~open_in_case & ~dated["is_cut"] & dated["pledge"].ne(UNSETTLED)
    return GoalMoney(
        counted=dated[settled & dated["is_new"]],
        standing=dated[settled & ~dated["is_new"]],
        cuts=dated[dated["is_cut"]].assign(is_proposed=open_in_case),
    )


def funded_goals(money: GoalMoney) -> set[str]:
    """Goals with money of their own: an amount in their row or a line about them, no frame."""
    return set(money.counted["goal_id"]) | set(money.standing["goal_id"])


def _scopes(money: pd.DataFrame, documents: pd.DataFrame) -> pd.Series:
    """The agreement that an amount stands in, empty for all that tells of the common budget."""
    agreements = documents.loc[documents["kind"].eq("lederavtale"), "document_id"]
    return money["document_id"].where(money["document_id"].isin(agreements), "")


def _in_goal_years(money: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """An amount that names no year, in the goal's own row, is of the goal's first year."""
    years = goal_years(inputs.goals, inputs.documents)
    first = years.drop_duplicates("goal_id").set_index("goal_id")["year"]
    own = money["goal_id"].map(first).astype("Int64").where(money["basis"].eq("own_row"))
    dated = money.assign(year=money["year"].fillna(own))
    return dated.merge(years, on=["goal_id", "year"])


def _bounds(counted: pd.DataFrame, inputs: Inputs, params: ScoringParams) -> pd.DataFrame:
    """`goal_id, amounts_low_nok, amounts_high_nok, lines, amount_ids` of goals with money."""
    alone = is_sure(counted, params) & ~_is_shared(counted, inputs.goals)
    return told_money(counted, alone, ["goal_id"])


def is_sure(counted: pd.DataFrame, params: ScoringParams) -> pd.Series:
    """True where the amount is surely for the goal, and firm."""
    return counted["probability"].ge(params.money_sure) & counted["pledge"].eq(FIRM)


def _is_shared(counted: pd.DataFrame, goals: pd.DataFrame) -> pd.Series:
    """True where another goal of the same level has the same money; one's own row is no other."""
    in_row = goals["level"].eq("lederavtale")
    family = goals["parent_goal_id"].where(in_row).fillna(goals["goal_id"])
    kin = goals[["goal_id", "level"]].assign(family=family)
    named = counted[["goal_id", "year", "telling"]].merge(kin, "left", "goal_id")
    named = named.set_axis(counted.index)
    families = named.groupby(["level", "year", "telling"])["family"].transform("nunique")
    return families.gt(1)


def _cuts(cuts: pd.DataFrame) -> pd.DataFrame:
    """`goal_id, cuts_nok, cuts_proposed_nok, cut_ids`: each cut once, decided or proposed."""
    proposed = cuts["is_proposed"].astype(bool)
    ids = cuts.groupby("goal_id")["amount_id"].agg(joined_ids)
    return pd.DataFrame(
        {
            "cuts_nok": upper_bounds(cuts[~proposed], ["goal_id"]).reindex(ids.index),
            "cuts_proposed_nok": upper_bounds(cuts[proposed], ["goal_id"]).reindex(ids.index),
            "cut_ids": ids,
        }
    ).reset_index()


def _frames(inputs: Inputs, spans: pd.DataFrame) -> pd.DataFrame:
    """`goal_id, frame_nok, frame_ids`: the frame in the goal's first year."""
    frames = inputs.money[inputs.money["basis"].eq("frame")][["goal_id", "amount_id"]]
    dated = frames.merge(inputs.amounts[["amount_id", "year", "amount_nok"]], on="amount_id")
    first = dated.merge(spans[["goal_id", "year"]], on=["goal_id", "year"])
    grouped = first.sort_values("amount_id").groupby("goal_id")
    return grouped.agg(
        frame_nok=("amount_nok", "first"), frame_ids=("amount_id", joined_ids)
    ).reset_index()


def _searched(years: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """`goal_id, documents_searched, lines_searched, document_ids, has_budget, is_unread`."""
    told = _searched_in_years(inputs)
    spans = {
        str(goal): tuple(sorted(governed)) for goal, governed in years.groupby("goal_id")["year"]
    }
    rows = {span: _of_years(span, told) for span in set(spans.values())}
    found = pd.DataFrame([rows[span] for span in spans.values()], columns=list(_SEARCHED))
    return found.assign(goal_id=list(spans))


_SEARCHED = (*("documents_searched", "lines_searched", "document_ids", "has_budget", "is_unread"),)


def _searched_in_years(inputs: Inputs) -> pd.DataFrame:
    """`year, document_id, lines, is_budget, is_bad` of all that is looked through for a year."""
    lines = budget_lines(inputs.amounts, inputs.documents, inputs.sections)
    lines = lines[lines["role"].eq(LINE)]
    kinds = inputs.documents.set_index("document_id")["kind"]
    counts = lines.groupby(["year", "document_id"]).size().rename("lines").reset_index()
    force = budgets_in_force(inputs.documents)
    both = force.merge(counts, "outer", ["year", "document_id"]).fillna({"lines": 0})
    bad = _badly_read(inputs)
    return both.assign(
        is_budget=both["document_id"].map(kinds).isin(BUDGETS),
        is_bad=both["document_id"].isin(bad),
    )


def _badly_read(inputs: Inputs) -> set[str]:
    """Documents of which a page or more could not be read, or not be trusted."""
    paths = set(inputs.rejects["path"])
    flagged = set(inputs.quality.loc[inputs.quality["flag"].isin(BAD_FLAGS), "document_sha256"])
    documents = inputs.documents
    bad = documents["path"].isin(paths) | documents["document_sha256"].isin(flagged)
    return set(documents.loc[bad, "document_id"])


def _of_years(span: Sequence[int], told: pd.DataFrame) -> tuple[int, int, str, bool, bool]:
    here = told[told["year"].isin(span)]
    budgets = here[here["is_budget"]]
    lines = int(here["lines"].sum())
    unread = bool(budgets["is_bad"].any()) or lines == 0
    documents = here["document_id"]
    return int(documents.nunique()), lines, joined_ids(documents), len(budgets) > 0, unread


def _statements(goals: pd.DataFrame) -> pd.Series:
    """The goal's words, or those beside it, that say «innenfor rammen»."""
    found = [
        next(
            (cell for cell in cells if isinstance(cell, str) and tells_within_frame(cell)),
            None,
        )
        for cells in goals[list(CELLS)].itertuples(index=False)
    ]
    return pd.Series(found, index=goals.index, dtype=object)


def _statuses(rows: pd.DataFrame, has_standing: pd.Series) -> pd.Series:
    within = rows["statement"].notna() | has_standing
    found = np.select(
        [rows["lines"].fillna(0).gt(0), within, ~rows["has_budget"], rows["is_unread"]],
        ["fresh", "within_frame", "", "unreadable"],
        "no_line",
    )
    return pd.Series(found, index=rows.index, dtype="object").replace("", None)


def _filled(rows: pd.DataFrame) -> pd.DataFrame:
    """Joined ids are empty where there are none, counts zero; amounts stay missing."""
    ids = ["amount_ids", "cut_ids", "frame_ids", "document_ids"]
    return rows.fillna(dict.fromkeys(ids, "") | {"lines": 0})
