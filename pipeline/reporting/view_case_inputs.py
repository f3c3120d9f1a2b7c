"""From below and from the parties: what of innspill and of remarks the case says again."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.params import ScoringParams
from pipeline.reporting.corpus import Corpus, Goal, records
from pipeline.reporting.formats import shortened
from pipeline.reporting.views import Quote, quote_of
from pipeline.reporting.words_papers import REACH_WORDS, STAGE_WORDS, kind_of_goal

STAGES = ("saksframlegg", "innstilling", "vedtak")
_LONGEST = 420


@dataclass(frozen=True)
class Said:
    """Where a part of the case says the same, surely or maybe; without quote where it doesn't."""

    stage: str
    word: str
    probability: float | None
    is_sure: bool
    number: str
    quote: Quote | None


@dataclass(frozen=True)
class InputRow:
    """A proposal from below and its way through the case."""

    anchor: str
    quote: Quote
    units: str
    is_minority: bool
    stages: tuple[Said, ...]


@dataclass(frozen=True)
class InputGroup:
    """The proposals that came equally far."""

    reach: str
    word: str
    rows: tuple[InputRow, ...]


@dataclass(frozen=True)
class StageShare:
    """How many of the innspill's proposals one part of the case says again."""

    document: str
    href: str
    stage: str
    word: str
    inputs: int
    reached: int
    unclear: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class InputsView:
    """All that was written to the case from below."""

    groups: tuple[InputGroup, ...]
    shares: tuple[StageShare, ...]
    counts: Mapping[str, int]
    documents: tuple[tuple[str, str], ...]

    @property
    def inputs(self) -> int:
        """How many proposals."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class RemarkParagraph:
    """A paragraph of a remark, and the decided points that say the same, surely or maybe."""

    quote: Quote
    returns: str
    probability: float | None
    taken_over: float | None
    is_opposed: bool
    points: tuple[tuple[str, Quote], ...]


@dataclass(frozen=True)
class RemarkView:
    """A remark with the parties behind it."""

    anchor: str
    parties: str
    is_by_all: bool | None
    is_majority: bool | None
    returns: str
    paragraphs: tuple[RemarkParagraph, ...]


@dataclass(frozen=True)
class Passages:
    """Statements of cases that are no goals, by their name in the table of sections."""

    rows: Mapping[str, Mapping[str, Any]]

    def quote(self, corpus: Corpus, name: str) -> Quote | None:
        """The statement with where it stands; a goal by its name as well."""
        goal = corpus.goals.get(name)
        if goal is not None:
            return statement_of(corpus, goal)
        row = self.rows.get(name)
        document = corpus.documents.get(row["document_id"]) if row else None
        if row is None or document is None:
            return None
        slug = corpus.document_slugs[document.document_id]
        href = f"../dokumenter/{slug}.html#{name}"
        return Quote(row["text"], document.language, document.title, row["page"], href)


def statement_of(corpus: Corpus, goal: Goal) -> Quote:
    """The goal's own words: the passage it stands in may hold its neighbours as well."""
    quote = quote_of(corpus, goal)
    return Quote(goal.text, goal.language, quote.document, goal.page, quote.href, quote.is_doubtful)


def passages_of(sections: pd.DataFrame) -> Passages:
    """The statements by their names."""
    return Passages({row["section_id"]: row for row in records(sections)})


def cited_sections(inputs: pd.DataFrame, least: float) -> frozenset[str]:
    """Names of what the pages of cases quote and that is no goal, so that documents show it."""
    return frozenset(
        str(row[f"{stage}_id"])
        for row in records(inputs)
        for stage in STAGES
        if row[f"{stage}_id"] and (row[f"{stage}_probability"] or 0) >= least
    )


def inputs_view(
    corpus: Corpus,
    inputs: pd.DataFrame,
    shares: pd.DataFrame,
    document_id: str,
    passages: Passages,
    scoring: ScoringParams,
) -> InputsView | None:
    """What was written to the case of a document from below; None where nothing was found."""
    mine = [
        row
        for row in records(inputs)
        if document_id in (row["case_document_ids"] or "").split()
        and row["reaches"]
        and row["goal_id"] in corpus.goals
    ]
    if not mine:
        return None
    by_reach: defaultdict[str, list[InputRow]] = defaultdict(list)
    for row in mine:
        by_reach[row["reaches"]].append(_input_row(corpus, row, passages, scoring))
    sources = dict.fromkeys(row["document_id"] for row in mine)
    return InputsView(
        groups=tuple(
            InputGroup(reach, REACH_WORDS[reach], tuple(by_reach[reach]))
            for reach in REACH_WORDS
            if by_reach[reach]
        ),
        shares=tuple(_stage_shares(corpus, shares, sources)),
        counts=Counter(row["reaches"] for row in mine),
        documents=tuple(_document(corpus, name) for name in sources),
    )


def _document(corpus: Corpus, document_id: str) -> tuple[str, str]:
    document = corpus.documents.get(document_id)
    slug = corpus.document_slugs.get(document_id)
    return (
        document.title if document else document_id,
        f"../dokumenter/{slug}.html" if slug else "",
    )


def _stage_shares(
    corpus: Corpus, shares: pd.DataFrame, sources: Iterable[str]
) -> Iterable[StageShare]:
    whole = [row for row in records(shares) if row["unit"] is None]
    for source in sources:
        title, href = _document(corpus, source)
        for stage in STAGES:
            for row in whole:
                if row["document_id"] == source and row["case_part"] == stage and row["inputs"]:
                    yield StageShare(
                        title,
                        href,
                        stage,
                        STAGE_WORDS[stage],
                        row["inputs"],
                        row["reached"],
                        row["unclear"],
                        row["reached_share"],
                        row["reached_share_low"],
                        row["reached_share_high"],
                    )


def _input_row(
    corpus: Corpus, row: Mapping[str, Any], passages: Passages, scoring: ScoringParams
) -> InputRow:
    goal = corpus.goals[row["goal_id"]]
    return InputRow(
        anchor=goal.goal_id,
        quote=_short(statement_of(corpus, goal)),
        units=row["units"] or "",
        is_minority=bool(row["is_minority"]),
        stages=tuple(_said(corpus, row, stage, passages, scoring) for stage in STAGES),
    )


def _said(
    corpus: Corpus,
    row: Mapping[str, Any],
    stage: str,
    passages: Passages,
    scoring: ScoringParams,
) -> Said:
    probability, name = row[f"{stage}_probability"], row[f"{stage}_id"]
    is_told = bool(name) and probability is not None and probability >= scoring.case_same_least
    quote = passages.quote(corpus, name) if is_told else None
    goal = corpus.goals.get(name or "")
    return Said(
        stage=stage,
        word=STAGE_WORDS[stage],
        probability=probability,
        is_sure=is_told and probability >= scoring.case_same_from,
        number=(goal.number or "") if goal and quote else "",
        quote=_short(quote) if quote else None,
    )


def _short(quote: Quote) -> Quote:
    text = shortened(quote.text, _LONGEST)
    return Quote(text, quote.language, quote.document, quote.page, quote.href, quote.is_doubtful)


def remark_views(corpus: Corpus, remarks: Sequence[Mapping[str, Any]]) -> tuple[RemarkView, ...]:
    """The remarks of one case, each with its paragraphs in reading order."""
    place = {goal_id: number for number, goal_id in enumerate(corpus.goals)}
    known = [row for row in remarks if row["goal_id"] in place]
    known.sort(key=lambda row: place[row["goal_id"]])
    by_remark: dict[str, list[Mapping[str, Any]]] = {}
    for row in known:
        by_remark.setdefault(row["remark_id"], []).append(row)
    return tuple(_remark(corpus, found) for found in by_remark.values())


def _remark(corpus: Corpus, rows: Sequence[Mapping[str, Any]]) -> RemarkView:
    first = rows[0]
    told = [row["returns"] for row in rows if row["returns"]]
    order = ("ja", "uavklart", "nei")
    return RemarkView(
        anchor=first["goal_id"],
        parties=first["parties"] or "",
        is_by_all=first["is_by_all"],
        is_majority=first["is_majority"],
        returns=min(told, key=order.index) if told else "",
        paragraphs=tuple(_paragraph(corpus, row) for row in rows),
    )


def _paragraph(corpus: Corpus, row: Mapping[str, Any]) -> RemarkParagraph:
    returns = row["returns"] or ""
    names = row["decision_goal_ids"].split()
    if returns == "uavklart" and row["nearest_goal_id"]:
        names = [row["nearest_goal_id"]]
    goals = [corpus.goals[name] for name in names if name in corpus.goals]
    return RemarkParagraph(
        quote=statement_of(corpus, corpus.goals[row["goal_id"]]),
        returns=returns,
        probability=row["probability"],
        taken_over=row["taken_over"],
        is_opposed=bool(row["is_opposed"]),
        points=tuple(
            (_point_name(goal.number), _short(statement_of(corpus, goal))) for goal in goals
        ),
    )


def _point_name(number: str | None) -> str:
    return number or kind_of_goal("vedtakspunkt")
