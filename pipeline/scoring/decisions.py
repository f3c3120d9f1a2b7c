"""Decisions that say what becomes of the whole proposal: adopted, put off, turned down, noted."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.scoring.case_sides import case_in_headings, case_points_of

Row = dict[Hashable, Any]
SAYINGS = ("adopted", "adopted_with_changes", "postponed", "rejected", "noted")
_STATED = ("vedtakspunkt", "underpunkt", "avsnitt")
_PROPOSAL = r"(?:innstilling|tilråding|forslag til vedtak|framlegg til vedtak)(?:en|a|s)?"
_CASE = r"(?:behandling(?:en)? av |handsaminga av )?(?:sak(?:en|a)|sak [\d/]+)"
_FEW = r"(?:[\w-]+ ){0,2}?"
# «Som innstilling», «Innstillingen ble enstemmig vedtatt», «Bystyret vedtar rådmannens innstilling»
_ADOPTED = re.compile(
    rf"^(?:vedtak: )?(?:som|i samsvar med|i tråd med|i henhold til|etter) {_FEW}{_PROPOSAL}\b"
    rf"|^{_FEW}{_PROPOSAL}\b,? {_FEW}(?:vedtatt|vedtas|vedteke[nt]?|tiltrådt|tiltres|tiltrådd)\b"
    rf"|^{_FEW}(?:vedtok|vedtar|vedtek|tiltrer) {_FEW}{_PROPOSAL}\b",
    re.IGNORECASE,
)
_WITH_CHANGES = re.compile(
    r"\bmed (?:følgende|følgjande|disse|desse|slike?|denne|[ée]t|[ée]n|eit|ein)?\s*(?:\w+ ){0,2}?"
    r"(?:endring|tillegg|unntak|unnatak|presisering)",
    re.IGNORECASE,
)
_WHOLE = {
    "postponed": rf"^(?:vedtak: )?(?:{_CASE} {_FEW}(?:utsett|utsatt|trekk|trukk|sendes tilbake"
    r"|send(?:t|est)? (?:tilbake|attende))|utsatt\b|utsett\b)",
    "rejected": rf"^(?:vedtak: )?(?:(?:{_CASE}|{_PROPOSAL}) {_FEW}(?:avvis|avslå|avslege|forkast"
    r"|nedstem|ikke vedt|ikkje vedt|falt\b|fall\b)|avvist\b)",
    "noted": r"\b(?:til|som) (?:orientering|orienteringssak|etterretning|vitende)\b",
}
_PATTERNS = {saying: re.compile(words, re.IGNORECASE) for saying, words in _WHOLE.items()}


@dataclass(frozen=True)
class Case:
    """One council case: rows of its points on either side, and of what is said of it as a whole."""

    document_id: str
    case_in_document: str | None
    proposed: Sequence[Row]
    decided: Sequence[Row]
    sayings: Sequence[Row]

    def says(self, *sayings: str) -> set[str]:
        """The passages that say one of these of the case."""
        return {row["passage_id"] for row in self.sayings if row["saying"] in sayings}


def council_cases(goals: pd.DataFrame, sections: pd.DataFrame) -> Iterator[Case]:
    """Each case that has a point on either side, in the order of documents and numbers."""
    points, sayings = case_points_of(goals, sections), decision_sayings(sections)
    told: dict[str, list[Row]] = defaultdict(list)
    for row in sayings.to_dict("records"):
        told[row["document_id"]].append(row)
    cases: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in points.to_dict("records"):
        cases[row["document_id"], _text(row["case_in_document"])].append(row)
    for (document, case), rows in sorted(cases.items(), key=lambda pair: pair[0]):
        said = told[document]
        yield Case(
            document,
            case or None,
            [row for row in rows if row["side"] == "proposal"],
            [row for row in rows if row["side"] == "decision"],
            [row for row in said if not case or _text(row["case_in_document"]) == case],
        )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def decision_sayings(sections: pd.DataFrame) -> pd.DataFrame:
    """What is said of a case as a whole, by whom: one row a statement, with its `saying`.

    Has `document_id, case_in_document, section_id, passage_id, saying`. One row for each statement
    in the decision's region that adopts the proposal (as it is, or with changes), puts the case
    off, turns it down, or takes it as information.
    """
    stated = sections[sections["region"].eq("vedtak") & sections["kind"].isin(_STATED)]
    rows = stated.assign(
        saying=stated["text"].map(saying_of),
        case_in_document=stated["heading_path"].map(case_in_headings),
    ).astype({"saying": "str", "case_in_document": "str"})
    columns = ["document_id", "case_in_document", "section_id", "passage_id", "saying"]
    ordered = rows.dropna(subset=["saying"]).sort_values(["document_id", "sequence"])
    return ordered[columns].reset_index(drop=True)


def saying_of(text: str) -> str | None:
    """One of SAYINGS, or nothing where the statement decides something of its own.

    >>> saying_of("Formannskapets innstilling ble enstemmig vedtatt.")
    'adopted'
    >>> saying_of("Som innstilling, med følgende tillegg:")
    'adopted_with_changes'
    >>> saying_of("Saka vert utsett."), saying_of("Bystyret tar saken til orientering.")
    ('postponed', 'noted')
    >>> saying_of("Avsetningen til vedlikeholdsfondet utsettes til 2015.") is None
    True
    """
    if _ADOPTED.search(text):
        return "adopted_with_changes" if _WITH_CHANGES.search(text) else "adopted"
    return next((saying for saying, words in _PATTERNS.items() if words.search(text)), None)
