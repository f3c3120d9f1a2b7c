"""Which statements meet beside the plan system's levels: siblings, successions, cases, inputs."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.language.references import case_numbers
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
# «Vedlegg sak 118-14 Innspill.pdf»: a file's name can't hold the stroke
_NUMBER_IN_NAME = re.compile(r"(?<!\d)(\d{1,5})[-_/](\d{2,5})(?!\d)")


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


def meetings(
    documents: pd.DataFrame, sections: pd.DataFrame, goals: pd.DataFrame
) -> list[Meeting]:
    """Every meeting that the corpus asks for, those without statements on a side left out."""
    ordered = goals.sort_values("goal_id", ignore_index=True)
    cases = documents_by_case(documents)
    found = [
        *sibling_meetings(ordered),
        *succession_meetings(documents, ordered),
        *case_meetings(cases, ordered),
        *input_meetings(documents, sections, ordered, cases),
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
        for before, after in zip(years, years[1:], strict=False):
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
    documents: pd.DataFrame,
    sections: pd.DataFrame,
    goals: pd.DataFrame,
    cases: dict[str, list[str]],
) -> Iterator[Meeting]:
    """The statements of each innspill with the texts of the case that it was written for."""
    inputs = documents[documents["kind"].eq("innspill")].sort_values("document_id")
    for _, innspill in inputs.iterrows():
        said = tuple(goals.loc[goals["document_id"].eq(innspill["document_id"]), "goal_id"])
        texts = sections.loc[sections["document_id"].eq(innspill["document_id"])]
        texts = texts.sort_values("sequence")["text"]
        chosen = {
            document
            for case in cases_of_input(innspill, texts, documents, cases)
            for document in cases[case]
        }
        answers = goals["document_id"].isin(chosen) & goals["region"].isin(["innstilling", "vedtak"])
        running = sections["document_id"].isin(chosen) & sections["region"].eq("saksframlegg")
        yield Meeting("input", said, tuple(goals.loc[answers, "goal_id"]))
        paragraphs = tuple(sorted(sections.loc[running, "section_id"]))
        yield Meeting("input", said, paragraphs, second_is="section")


def documents_by_case(documents: pd.DataFrame) -> dict[str, list[str]]:
    """The document_ids of each case, by the first of them.

    Documents with the same case number are of one case; where one has no case number,
    the archive's number tells: an archive file may hold several cases.

    >>> documents_by_case(pd.DataFrame({
    ...     "document_id": ["a", "b", "c"], "kind": "bystyresak", "year": 2014,
    ...     "case_number": ["48/14", None, "90/14"], "archive_number": ["14/7", "14/7", None]}))
    {'a': ['a', 'b'], 'c': ['c']}
    """
    found: list[list[str]] = []
    by_number: dict[object, list[str]] = {}
    rows = documents[documents["kind"].eq("bystyresak")].sort_values(
        ["case_number", "document_id"], na_position="last"
    )
    for _, row in rows.iterrows():
        numbers = [_plain(row["case_number"]), _plain(row["archive_number"])]
        keys = [(name, number) for name, number in zip("ca", numbers, strict=True) if number]
        group = next((by_number[key] for key in keys[:1] if key in by_number), None)
        if group is None:
            group = []
            found.append(group)
        group.append(row["document_id"])
        for key in keys:
            by_number.setdefault(key, group)
    return {min(group): sorted(group) for group in found}


def cases_of_input(
    innspill: pd.Series,
    texts: Iterable[str],
    documents: pd.DataFrame,
    cases: dict[str, list[str]],
) -> list[str]:
    """The cases that an innspill was written for, as keys of `cases`; [] where none is known.

    By its own case or archive number; else the first case named in its title or path, else in its
    text, for a text says first what it answers; else all cases of its year and area.
    """
    known = _cases_by_number(documents, cases)
    own = [_plain(innspill["case_number"]), _plain(innspill["archive_number"])]
    names = f"{innspill['title']} {innspill['path']}"
    named = ["/".join(found) for found in _NUMBER_IN_NAME.findall(names)]
    written = (number for text in texts for number in case_numbers(text))
    for number in (*own, *named, *written):
        if (case := known.get(_plain(number))) is not None:
            return [case]
    return _cases_of_area(innspill, documents, cases)


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


def _plain(number: object) -> str:
    """A number as it is compared: «2014/10233» is «14/10233», «14/10233-7» is one of its papers.

    >>> _plain("2014/10233"), _plain("14/10233-7"), _plain(None)
    ('14/10233', '14/10233', '')
    """
    if not isinstance(number, str):
        return ""
    first = re.sub(r"\s+|-\d+$", "", number)
    return re.sub(r"^(?:19|20)(\d\d/)|(/)(?:19|20)(\d\d)$", r"\1\2\3", first)


def _cases_by_number(documents: pd.DataFrame, cases: dict[str, list[str]]) -> dict[str, str]:
    """Which case a case's or an archive's number names, its case number before its archive's."""
    of_case = documents.set_index("document_id")
    known: dict[str, str] = {}
    for column in ("case_number", "archive_number"):
        for case, members in cases.items():
            for number in of_case.loc[members, column]:
                known.setdefault(_plain(number), case)
    known.pop("", None)
    return known


def _cases_of_area(
    innspill: pd.Series, documents: pd.DataFrame, cases: dict[str, list[str]]
) -> list[str]:
    if pd.isna(innspill["year"]) or pd.isna(innspill["area"]):
        return []
    same = documents["year"].eq(innspill["year"]) & documents["area"].eq(innspill["area"])
    near = set(documents.loc[same.fillna(False).astype(bool), "document_id"])
    return [case for case, members in cases.items() if near & set(members)]
