"""The page of doubt: how sure everything that the report says is, in the reader's words."""

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from pipeline.params import Params
from pipeline.reporting.corpus import Corpus, Tables
from pipeline.reporting.doubt_choices import ChoiceDoubt, choice_doubt
from pipeline.reporting.doubt_links import LinkDoubt, link_doubt
from pipeline.reporting.doubt_places import (
    FlipDoubt,
    RankDoubt,
    RestDoubt,
    flip_doubt,
    rank_doubt,
    rest_doubt,
)
from pipeline.reporting.formats import counted
from pipeline.reporting.view_accuracy import AccuracyView, accuracy_view
from pipeline.reporting.view_coders import CodersView, coders_view
from pipeline.reporting.words import DOUBT_FLAGS, FLAG_MEANINGS, FLAG_WORDS, REASON_WORDS
from pipeline.speech import gettext as _


@dataclass(frozen=True)
class ReadRow:
    """Something that was rejected or read badly, and how often."""

    word: str
    meaning: str
    count: str
    href: str


@dataclass(frozen=True)
class ReadDoubt:
    """What was not read, or read badly."""

    claim: str
    rows: tuple[ReadRow, ...]


@dataclass(frozen=True)
class DoubtView:
    """What the page shows; a section without data is none."""

    links: LinkDoubt
    accuracy: AccuracyView
    coders: CodersView
    ranks: RankDoubt | None
    flips: FlipDoubt | None
    rests: RestDoubt | None
    choices: ChoiceDoubt | None
    read: ReadDoubt


def doubt_view(corpus: Corpus, tables: Tables, params: Params) -> DoubtView:
    """The view, from the tables that tell how sure the others are."""
    measures = tables.measures
    return DoubtView(
        links=link_doubt(corpus, tables),
        accuracy=accuracy_view(tables.accuracy),
        coders=coders_view(tables, params.scoring),
        ranks=rank_doubt(corpus, measures.ranks),
        flips=flip_doubt(corpus, tables),
        rests=rest_doubt(corpus, measures.intervals, params.scoring),
        choices=choice_doubt(corpus, measures.specifications, measures.specification_summary),
        read=read_doubt(corpus, tables.rejects, tables.quality),
    )


def read_doubt(corpus: Corpus, rejects: pd.DataFrame, quality: pd.DataFrame) -> ReadDoubt:
    """What was rejected, reason by reason, and what leaves doubt of what was read."""
    flags = quality[quality["flag"].isin(DOUBT_FLAGS)]
    rows = [
        ReadRow(
            REASON_WORDS[reason],
            _("ikke lest"),
            counted(count, "fil eller side", "filer og sider"),
            "dokumenter.html#avvist",
        )
        for reason, count in _counts(rejects["reason"])
    ]
    rows += [
        ReadRow(
            FLAG_WORDS[flag],
            FLAG_MEANINGS[flag],
            counted(count, "merknad", "merknader"),
            "dokumenter.html#lesekvalitet",
        )
        for flag, count in _counts(flags["flag"])
    ]
    return ReadDoubt(_read_claim(corpus, rejects, flags), tuple(rows))


def _counts(values: pd.Series) -> list[tuple[str, int]]:
    """Each value with how often it is there, the commonest first."""
    found = Counter(str(value) for value in values)
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def _read_claim(corpus: Corpus, rejects: pd.DataFrame, flags: pd.DataFrame) -> str:
    if not corpus.documents and rejects.empty:
        return _("Ingen dokumenter er lest.")
    documents = counted(len(corpus.documents), "dokument", "dokumenter")
    if rejects.empty and flags.empty and not corpus.doubtful:
        return _(
            "Ingenting er avvist, og ingenting i {documents} er merket som usikkert lest."
        ).format(documents=documents)
    return _(
        "Av {documents} er {rejected} ikke lest, {flagged} gir grunn til tvil om lesingen, og "
        "{goals} står i tekst som er usikkert gjenkjent."
    ).format(
        documents=documents,
        rejected=counted(len(rejects), "fil eller side", "filer og sider"),
        flagged=counted(len(flags), "merknad", "merknader"),
        goals=counted(len(corpus.doubtful), "mål", "mål"),
    )
