"""Which statements meet beside the plan system's levels: siblings, successions, cases, inputs."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.cases import cases_of_inputs, documents_by_case
from pipeline.owngoals import is_own_goal

SUCCEEDED_LEVELS = ("kommuneplan", "kommunedelplan", "økonomiplan", "årsbudsjett", "lederavtale")
# A goal is followed by a goal, and what is to be done by what is to be done.
KIND_GROUPS = (
    ("hovedmål", "delmål", "mål", "resultatmål", "enhetsmål"),
    ("strategi", "tiltak", "forslag"),
)
# Within one case: whose words are held against whose.
CASE_REGIONS = (
    ("innstilling", ("vedtak",)),
    ("merknad", ("vedtak",)),
    ("saksframlegg", ("innstilling", "vedtak")),
)


@dataclass(frozen=True)
class Meeting:
    """Statements of which each of `firsts` meets each of `seconds`, by id.

    With `units`, one for each of `firsts`, who are `seconds` too: only those of different units
    meet, each two once, the lower id first. `is_by_sentence` says whether the firsts, too, are
    held against others sentence by sentence, as remarks are.
    """

    relation: str
    firsts: tuple[str, ...]
    seconds: tuple[str, ...]
    second_is: str = "goal"
    units: tuple[str, ...] | None = None
    is_by_sentence: bool = False

    def may_meet(self, rows: slice) -> npt.NDArray[np.bool_]:
        """Which of the firsts in `rows` meet which of the seconds, shape (rows, seconds)."""
        if self.units is None:
            return np.ones((len(self.firsts[rows]), len(self.seconds)), dtype=bool)
        units, ids = np.array(self.units, dtype=object), np.array(self.firsts, dtype=object)
        apart = units[rows][:, None] != units[None, :]
        return np.asarray(apart & (ids[rows][:, None] < ids[None, :]))


def meetings(documents: pd.DataFrame, sections: pd.DataFrame, goals: pd.DataFrame) -> list[Meeting]:
    """Every meeting that the corpus asks for, those without statements on a side left out."""
    ordered = goals.sort_values("goal_id", ignore_index=True)
    cases = documents_by_case(documents)
    found = [
        *sibling_meetings(ordered),
        *succession_meetings(documents, ordered),
        *case_meetings(cases, ordered),
        *input_meetings(documents, sections, ordered),
    ]
    return [each for each in found if each.firsts and each.seconds]


def sibling_meetings(goals: pd.DataFrame) -> Iterator[Meeting]:
    """The own goals of all units, year by year; what units share is no one's own."""
    own = goals[is_own_goal(goals)]
    for _, rows in own.groupby("year", sort=True):
        ids = tuple(rows["goal_id"])
        if rows["unit"].nunique() > 1:
            yield Meeting("siblings", ids, ids, units=tuple(rows["unit"]))


def succession_meetings(documents: pd.DataFrame, goals: pd.DataFrame) -> Iterator[Meeting]:
    """Each document's goals and those of the next of its level and unit, goals with goals.

    The next is of the next year that there is one of. Below the kommuneplan, documents without a
    unit follow one another within their area. Proposals are passed over where a year has others.
    """
    placed = documents[documents["kind"].isin(SUCCEEDED_LEVELS) & documents["year"].notna()]
    for _, line in placed.groupby(_lines(placed), sort=True):
        years = [_decided(rows) for _, rows in line.groupby("year", sort=True)]
        for before, after in pairwise(years):
            yield from _between(goals, before["document_id"], after["document_id"])


def case_meetings(cases: dict[str, list[str]], goals: pd.DataFrame) -> Iterator[Meeting]:
    """Within each case: proposal with decision, remarks with decision, and what goes before."""
    for documents in cases.values():
        rows = goals[goals["document_id"].isin(documents)]
        for first, seconds in CASE_REGIONS:
            yield Meeting(
                "case",
                tuple(rows.loc[rows["region"].eq(first), "goal_id"]),
                tuple(rows.loc[rows["region"].isin(seconds), "goal_id"]),
                is_by_sentence=first != "innstilling",
            )


def input_meetings(
    documents: pd.DataFrame, sections: pd.DataFrame, goals: pd.DataFrame
) -> Iterator[Meeting]:
    """The statements of each innspill with the texts of the case that it was written for."""
    for innspill, case in cases_of_inputs(documents, sections).items():
        said = tuple(goals.loc[goals["document_id"].eq(innspill), "goal_id"])
        answers = goals["document_id"].isin(case) & goals["region"].isin(["innstilling", "vedtak"])
        running = sections["document_id"].isin(case) & sections["region"].eq("saksframlegg")
        yield Meeting("input", said, tuple(goals.loc[answers, "goal_id"]), is_by_sentence=True)
        paragraphs = tuple(sorted(sections.loc[running, "section_id"]))
        yield Meeting("input", said, paragraphs, second_is="section", is_by_sentence=True)


def _lines(documents: pd.DataFrame) -> pd.Series:
    """For each document the line of documents that it stands in, as one text."""
    own = documents["unit"].fillna(documents["area"].where(documents["kind"].ne("kommuneplan")))
    return documents["kind"] + "\x1f" + own.fillna("")


def _decided(rows: pd.DataFrame) -> pd.DataFrame:
    decided = rows[rows["status"].fillna("").ne("forslag")]
    return decided if len(decided) else rows


def _between(goals: pd.DataFrame, before: pd.Series, after: pd.Series) -> Iterator[Meeting]:
    first, second = (goals[goals["document_id"].isin(each)] for each in (before, after))
    for kinds in KIND_GROUPS:
        yield Meeting(
            "succession",
            tuple(first.loc[first["kind"].isin(kinds), "goal_id"]),
            tuple(second.loc[second["kind"].isin(kinds), "goal_id"]),
        )
