"""Running text and decision points to amounts: what for, which year, and what it is."""

import re
from collections.abc import Mapping, Sequence

from pipeline.goals.clarity import split_reference
from pipeline.goals.numbers import TextAmount, text_amounts
from pipeline.goals.records import Amount, Document
from pipeline.goals.years import money_years, years_named
from pipeline.language.means import is_note_on_means

_STOP = re.compile(r"(?<=[.!?])[»”\"]?\s+(?=[A-ZÆØÅ«“”\"(])")
_NOT_A_STOP = re.compile(
    r"\b(?:mill|mrd|kr|jf|jfr|bl|a|nr|pkt|ca|pr|f|eks|dvs|kap)\.$", re.IGNORECASE
)
_CLAUSE = re.compile(r"[;()]|,\s|\bmed en\b|\bmed ein\b|\bhvorav\b|\bherav\b")
_ACCOUNTS = re.compile(
    r"\bregnskap|\brekneskap|\bmerforbruk|\bmindreforbruk|\bresultatet (?:fr[aå]|for) \d{4}"
    r"|\bnegativ avkast",
    re.IGNORECASE,
)
_BUDGETED = re.compile(
    r"\bvedtatt budsjett\b|\bvedteke budsjett\b|\btidligere (?:avsatt|vedtatt|bevilget)\b"
    r"|\bligger inne i budsjettet\b",
    re.IGNORECASE,
)
# What an årsrapport tells without a year happened in its own.
_HAPPENED = re.compile(
    r"\b(?:ble|blei|vart|var|utgjorde|endte|enda|kostet|kosta|fikk|fekk|hadde|viste|synte)\b",
    re.IGNORECASE,
)
_OF_WHICH = re.compile(
    r"(?:\bhvorav|\bherav|\bderav|\bkvarav|\bav totalt|\bav dette|\bav i alt"
    r"|\bof which)\s*(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)


def section_amounts(
    text: str,
    *,
    document: Document,
    section: Mapping[str, object],
    above: str = "",
) -> list[Amount]:
    """Every amount in a statement; one without a year of its own takes those of the point above.

    `section` is the row of the sections table, `above` the text of the statement it stands under.
    """
    found = text_amounts(text)
    inherited = money_years(above)
    region = section["region"]
    amounts = []
    for place, held in enumerate(found):
        start, end = sentence_around(text, held.start)
        sentence = text[start:end].strip()
        following = found[place + 1].start if place + 1 < len(found) else len(text)
        years = _years(text, held, start, min(end, following), end) or inherited
        years = years or _year_of(document, sentence)
        amounts.append(
            Amount(
                document_id=document.document_id,
                passage_id=str(section["passage_id"]),
                page=int(str(section["page"])),
                label=_with_what_for(text, start, sentence),
                amount_nok=held.amount_nok,
                status=text_status(
                    sentence, document, None if region is None else str(region), years
                ),
                sequence=int(str(section["sequence"])),
                year=years[0] if len(years) == 1 else None,
                years=tuple(years),
                region=None if region is None else str(region),
                section_id=str(section["section_id"]),
                words=text,
            )
        )
    return amounts


def _with_what_for(text: str, start: int, sentence: str) -> str:
    """The sentence, a note on money with the one before it: that says what the money is for."""
    before = text[:start].rstrip()
    if not before or not is_note_on_means(sentence):
        return sentence
    goal = text[slice(*sentence_around(text, len(before) - 1))].strip()
    return split_reference(f"{goal} {sentence}")[0]


def is_part_of_another(text: str, amount_text_start: int) -> bool:
    """True for an amount that is a part of one named before: «herav 2 mill. kr».

    >>> text = "9 mill. kr, herav 2 mill. kr i 2014"
    >>> is_part_of_another(text, text.index("2 mill"))
    True
    """
    return bool(_OF_WHICH.search(text[:amount_text_start]))


def sentence_around(text: str, place: int) -> tuple[int, int]:
    """Where the sentence that holds this place begins and ends.

    >>> text = "Skolen bygges. Det koster 3 mill. kr i 2014. Så er den ferdig."
    >>> text[slice(*sentence_around(text, 30))].strip()
    'Det koster 3 mill. kr i 2014.'
    """
    start = 0
    for match in _STOP.finditer(text):
        if _NOT_A_STOP.search(text[: match.start()]):
            continue
        if match.end() > place:
            return start, match.start()
        start = match.end()
    return start, len(text)


def _year_of(document: Document, sentence: str) -> list[int]:
    """The year that an amount without one is for: the one that a document of one year governs."""
    happened = bool(_HAPPENED.search(sentence))
    of_one_year = document.kind in ("årsbudsjett", "lederavtale") and not happened
    told = of_one_year and not years_named(sentence)
    told = told or (document.kind == "årsrapport" and happened)
    return [document.year] if document.year is not None and told else []


def text_status(
    sentence: str, document: Document, region: str | None, years: Sequence[int] = ()
) -> str:
    """proposal, decision, budget or accounts, by where the sentence stands and what it says.

    What is told to have happened before the document's own first year is accounts.
    """
    if region == "vedtak":
        return "decision"
    before = document.year is not None and bool(years) and max(years) < document.year
    happened = before and bool(_HAPPENED.search(sentence))
    if document.kind == "årsrapport" or happened or _ACCOUNTS.search(sentence):
        return "accounts"
    if region == "innstilling":
        return "proposal"
    if _BUDGETED.search(sentence):
        return "budget"
    return standing(document)


def standing(document: Document) -> str:
    """What a document's amounts are where nothing nearer tells: by its kind and its standing."""
    proposed = (
        (document.status or "").lower().startswith(("forslag", "framlegg", "utkast", "høring"))
    )
    if document.kind == "årsrapport":
        return "accounts"
    if document.kind in (
        "årsbudsjett",
        "økonomiplan",
        "lederavtale",
        "kommuneplan",
        "kommunedelplan",
    ):
        return "proposal" if proposed else "budget"
    return "proposal"


def _years(text: str, held: TextAmount, start: int, until: int, end: int) -> list[int]:
    """Years in the clause after the amount, else the clause it ends, else the sentence."""
    after = text[held.end : until]
    clause = _CLAUSE.split(after)[0]
    before = _CLAUSE.split(text[start : held.start])[-1]
    whole = text[start : held.start] + " " + text[held.end : end]
    # the words right after an amount tell its year before those in front of it do
    candidates = (
        [clause, before]
        if text_amounts(text[start : held.start]) or until < end
        else [clause, before, whole]
    )
    for words in candidates:
        years = money_years(words)
        if years:
            return years
    return []
