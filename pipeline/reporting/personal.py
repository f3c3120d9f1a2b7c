"""The tables without what is personal in their texts: before any view sees them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import pandas as pd

from pipeline.masking.masks import (
    counted,
    kinds_masked,
    masked_frame,
    masked_paths,
    personal_in_passages,
    words_hidden,
)
from pipeline.masking.spans import Kind
from pipeline.reporting.corpus import MeasureTables, Tables

_PART = "; "


@dataclass(frozen=True)
class Masks:
    """How many of each kind stand masked in the documents' passages, and whether names are."""

    names_masked: bool
    names: int
    phones: int
    emails: int
    identity_numbers: int

    @property
    def total(self) -> int:
        """All that is masked."""
        return self.names + self.phones + self.emails + self.identity_numbers


def without_personal(tables: Tables, *, mask_names: bool) -> tuple[Tables, Masks]:
    """The tables with masked texts and file names, and how much of the passages is masked."""
    kinds = kinds_masked(names=mask_names)
    found = counted(personal_in_passages(tables.passages, kinds).values())
    paths = masked_paths(_paths(tables), kinds)
    links = without_hidden_words(tables.links, tables.goals, kinds)
    shown: Tables = _masked(replace(tables, links=links), kinds, paths)
    measures: MeasureTables = _masked(tables.measures, kinds, paths)
    return (
        replace(shown, measures=measures),
        Masks(mask_names, found["name"], found["phone"], found["email"], found["identity_number"]),
    )


def without_hidden_words(
    links: pd.DataFrame, goals: pd.DataFrame, kinds: Collection[Kind]
) -> pd.DataFrame:
    """The links without shared words and pairs of words that their goals' masks hide."""
    hidden = {
        str(goal_id): words
        for goal_id, text in zip(goals["goal_id"], goals["text"], strict=True)
        if (words := words_hidden(str(text), kinds))
    }
    concerned = links["goal_id"].isin(hidden) | links["objective_id"].isin(hidden)
    if not concerned.any():
        return links
    none: frozenset[str] = frozenset()
    shown = links.copy()
    for row in links.index[concerned]:
        goal, objective = str(links.at[row, "goal_id"]), str(links.at[row, "objective_id"])
        words = hidden.get(goal, none) | hidden.get(objective, none)
        for column in ("shared_terms", "word_pairs"):
            shown.at[row, column] = _without(str(links.at[row, column]), words)
    return shown


def _without(parts: str, words: Collection[str]) -> str:
    """The parts of a list that hold no hidden word, nor the stem of one."""
    return _PART.join(part for part in parts.split(_PART) if not _tells(part, words))


def _tells(part: str, words: Collection[str]) -> bool:
    said = part.partition(" (")[0].lower().replace("~", " ").split()
    return any(
        word == each or (len(each) > 2 and word.startswith(each)) for word in words for each in said
    )


T = TypeVar("T", Tables, MeasureTables)


def _masked(tables: T, kinds: Collection[Kind], paths: Mapping[str, str]) -> T:
    frames = {field.name: getattr(tables, field.name) for field in fields(tables)}
    changed: dict[str, Any] = {
        name: _masked_table(frame, kinds, paths)
        for name, frame in frames.items()
        if isinstance(frame, pd.DataFrame)
    }
    return replace(tables, **changed)


def _masked_table(
    frame: pd.DataFrame, kinds: Collection[Kind], paths: Mapping[str, str]
) -> pd.DataFrame:
    if paths and "path" in frame:
        frame = frame.assign(path=frame["path"].map(lambda path: paths.get(path, path)))
    return masked_frame(frame, kinds)


def _paths(tables: Tables) -> set[str]:
    named = (tables.documents, tables.files, tables.rejects, tables.quality)
    return {str(path) for frame in named for path in frame["path"]}
