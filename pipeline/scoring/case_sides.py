"""The two sides of a council case: the points of the proposal and those of the decision."""

import re

import pandas as pd

COLUMNS = [
    *("goal_id", "document_id", "case_in_document", "side", "number", "text"),
    *("passage_ids", "sequence"),
]
_SIDES = {"innstilling": "proposal", "vedtak": "decision"}
# A heading that opens a case in a protocol that holds several: «PS 12/25 Skolestruktur».
_CASE = re.compile(
    r"^(?:(?:politisk )?sak(?:snr|snummer)?|PS|BS|KS|FS|HS)?[\s.:-]*(?:nr\.?\s*)?"
    r"(?P<number>\d{1,4}\s?/\s?\d{2,4})\b",
    re.IGNORECASE,
)
# A heading that opens a text of its own: «Rådmannens innstilling», «Formannskapets vedtak».
_OPENING = {
    "proposal": re.compile(
        r"innstilling|tilråding|(?:forslag|framlegg)\w* til vedtak|proposal", re.IGNORECASE
    ),
    "decision": re.compile(r"vedtak|protokoll|behandling|handsaming|decision", re.IGNORECASE),
}
_ADMINISTRATION = re.compile(
    r"rådmann|kommunedirektør|administra|byråd|fylkesdirektør", re.IGNORECASE
)
_COUNCIL = re.compile(r"(?:by|kommune|herads)styre|fylkesting|council", re.IGNORECASE)


def case_points_of(goals: pd.DataFrame, sections: pd.DataFrame) -> pd.DataFrame:
    """Each point of a proposal and of a decision, with its `side` and the case that it belongs to.

    A document may hold several cases (a protocol): their headings then tell them apart. A case may
    hold several proposals (the administration's, a committee's): what the council changed is told
    against the administration's, or the first where none is named so; of several decisions it is
    the council's own, or the last. Rows come in the order of the documents.
    """
    rows = goals[goals["level"].eq("bystyresak") & goals["region"].isin(list(_SIDES))]
    places = sections.groupby("passage_id")["sequence"].min()
    rows = rows.assign(
        side=rows["region"].map(_SIDES),
        case_in_document=_case_in_documents(rows),
        sequence=rows["passage_id"].map(places).astype("Int64"),
    ).sort_values(["document_id", "sequence", "page", "number", "goal_id"], ignore_index=True)
    return rows[_is_in_chosen_text(rows)].reset_index(drop=True)[COLUMNS]


def _case_in_documents(rows: pd.DataFrame) -> pd.Series:
    """The case in a document of several; missing where the document holds one."""
    numbers = rows["context"].map(case_in_headings).astype("str")
    several = numbers.groupby(rows["document_id"]).transform("nunique") > 1
    return numbers.where(several.astype(bool))


def case_in_headings(context: str) -> str | None:
    """The case number of the innermost heading that opens a case.

    >>> case_in_headings("Møteprotokoll > PS 12/25 Skolestruktur > Vedtak")
    '12/25'
    >>> case_in_headings("Bystyrets vedtak i sak 97/13") is None
    True
    """
    found = [_CASE.match(heading) for heading in context.split(" > ")]
    numbers = [match.group("number").replace(" ", "") for match in found if match]
    return numbers[-1] if numbers else None


def _is_in_chosen_text(rows: pd.DataFrame) -> pd.Series:
    keys = [rows["document_id"], rows["case_in_document"].fillna(""), rows["side"]]
    opening = pd.Series(
        [_opening(*pair) for pair in zip(rows["context"], rows["side"], strict=True)],
        index=rows.index,
        dtype="str",
    )
    chosen = pd.Series(True, index=rows.index)
    for (_, _, side), group in opening.groupby(keys, sort=True):
        chosen[group.index] = group.eq(_chosen(list(dict.fromkeys(group)), str(side)))
    return chosen


def _opening(context: str, side: str) -> str:
    """The outermost heading that opens a proposal or a decision; empty where none does."""
    headings = context.split(" > ")
    return next((heading for heading in headings if _OPENING[side].search(heading)), "")


def _chosen(openings: list[str], side: str) -> str:
    names = _ADMINISTRATION if side == "proposal" else _COUNCIL
    named = [opening for opening in openings if names.search(opening)]
    candidates = named or openings
    return candidates[0] if side == "proposal" else candidates[-1]
