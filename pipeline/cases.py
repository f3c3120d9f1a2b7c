"""Which documents are one bystyresak, and which case an innspill was written for."""

import re
from collections.abc import Iterable, Sequence

import pandas as pd

from pipeline.language.normalise import normalise_text
from pipeline.language.references import case_numbers

# «Vedlegg sak 118-14 Innspill.pdf»: a file's name can't hold the stroke
_NUMBER_IN_NAME = re.compile(r"(?<!\d)(\d{1,5})[-_/](\d{2,5})(?!\d)")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_MONTHS = 12
# «PS 22/19 Ny gangbru»: the number before the title
_OPENING = re.compile(r"^\W*(?:[A-Za-z]{1,9}\s*)?\d{1,5}/\d{2,5}\W*")
_HEAD_TEXTS = 5
_SHORTEST_TITLE = 3  # words


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


def cases_of_inputs(documents: pd.DataFrame, sections: pd.DataFrame) -> dict[str, list[str]]:
    """For each innspill, by document_id, the document_ids of the cases it was written for."""
    cases = documents_by_case(documents)
    inputs = documents[documents["kind"].eq("innspill")].sort_values("document_id")
    texts = sections.sort_values(["document_id", "sequence"]).groupby("document_id")["text"]
    said = {
        name: list(texts.get_group(name)) for name in inputs["document_id"] if name in texts.groups
    }
    return {
        row["document_id"]: [
            document
            for case in cases_of_input(row, said.get(row["document_id"], []), documents, cases)
            for document in cases[case]
        ]
        for _, row in inputs.iterrows()
    }


def cases_of_input(
    innspill: pd.Series,
    texts: Iterable[str],
    documents: pd.DataFrame,
    cases: dict[str, list[str]],
) -> list[str]:
    """The cases that an innspill was written for, as keys of `cases`; [] where none is known.

    By its own case or archive number; else the first case named in its title or path, else in its
    text, for a text says first what it answers; else the case whose title its own title, path or
    first lines hold; else all cases of its year and area.
    """
    texts = list(texts)
    known = _cases_by_number(documents, cases)
    own = [_plain(innspill["case_number"]), _plain(innspill["archive_number"])]
    names = f"{innspill['title']} {innspill['path']}"
    named = _numbers_in_name(names)
    written = (number for text in texts for number in case_numbers(text))
    for number in (*own, *named, *written):
        if (case := known.get(_plain(number))) is not None:
            return [case]
    titled = _cases_by_title(names, texts[:_HEAD_TEXTS], documents, cases)
    return titled or _cases_of_area(innspill, documents, cases)


def _plain(number: object) -> str:
    """A number as it is compared: «2014/10233» is «14/10233», «14/10233-7» is one of its papers.

    Zeros that only fill up say nothing: «045/22» is «45/22».

    >>> _plain("2014/10233"), _plain("14/10233-7"), _plain("045/2022"), _plain(None)
    ('14/10233', '14/10233', '45/22', '')
    """
    if not isinstance(number, str):
        return ""
    first = re.sub(r"\s+|-\d+$", "", number)
    short = re.sub(r"^(?:19|20)(\d\d/)|(/)(?:19|20)(\d\d)$", r"\1\2\3", first)
    return re.sub(r"^0+(?=\d)|(?<=/)0+(?=\d{2,}$)", "", short)


def _numbers_in_name(name: str) -> list[str]:
    """The numbers of cases that a file's name may hold; a year first may stand before a case's.

    >>> _numbers_in_name("2018-067 vedlegg 1"), _numbers_in_name("sak_118-14")
    (['2018/067', '067/2018'], ['118/14'])
    >>> _numbers_in_name("2018-08-31 innspill")
    ['2018/08']
    """
    found: list[str] = []
    for first, second in _NUMBER_IN_NAME.findall(name):
        found.append(f"{first}/{second}")
        if _YEAR.match(first) and (len(second) > 2 or int(second) > _MONTHS):
            found.append(f"{second}/{first}")
    return found


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


def _cases_by_title(
    names: str, texts: Sequence[str], documents: pd.DataFrame, cases: dict[str, list[str]]
) -> list[str]:
    """The one case whose title is told in full; none where two are, or only a word or two."""
    told = _words(" | ".join((names, *texts)))
    titles = documents.set_index("document_id")["title"]
    found = [
        case
        for case, members in cases.items()
        if any(
            len(title.split()) >= _SHORTEST_TITLE and f" {title} " in f" {told} "
            for title in (_words(_OPENING.sub("", str(titles[member]))) for member in members)
        )
    ]
    return found if len(found) == 1 else []


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", normalise_text(text).casefold()))


def _cases_of_area(
    innspill: pd.Series, documents: pd.DataFrame, cases: dict[str, list[str]]
) -> list[str]:
    if pd.isna(innspill["year"]) or pd.isna(innspill["area"]):
        return []
    same = documents["year"].eq(innspill["year"]) & documents["area"].eq(innspill["area"])
    near = set(documents.loc[same.fillna(False).astype(bool), "document_id"])
    return [case for case, members in cases.items() if near & set(members)]
