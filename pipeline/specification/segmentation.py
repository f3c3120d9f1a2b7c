"""What counts as one goal: as it stands, part by part, or together with its tiltak."""

import re
from collections.abc import Callable, Sequence

import pandas as pd

from pipeline.identity import link_id
from pipeline.language.sentences import split_sentences
from pipeline.scoring.concretisation import says_something
from pipeline.scoring.plans import PLAN

_WITHIN = re.compile(r"(?<=[;:])\s+")
SHORTEST_PART = 3  # words; a shorter part says nothing by itself


def segment(
    goals: pd.DataFrame, segmentation: str, empty_words: Sequence[str] = ()
) -> pd.DataFrame:
    """GOALS, segmented, with `owner_id`: the goal_id that each row's links belong to.

    `goal`: as it stands. `parts`: goals below the kommuneplan are parted at sentences, colons and
    semicolons, a row a part. `measure`: the goal's words followed by the tiltak beside it.
    """
    makers: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
        "goal": lambda rows: rows.assign(owner_id=rows["goal_id"]),
        "parts": _in_parts,
        "measure": lambda rows: _with_measure(rows, empty_words),
    }
    return makers[segmentation](goals)


def parts_of(text: str) -> list[str]:
    """The parts of a goal that say something by themselves, at least three words each.

    >>> parts_of("Maten er kortreist: fisk fra kaia hver onsdag. Alle er med.")
    ['Maten er kortreist:', 'fisk fra kaia hver onsdag.', 'Alle er med.']
    >>> parts_of("Mål: alle leser innen jul")
    ['Mål: alle leser innen jul']
    """
    pieces = [piece for sentence in split_sentences(text) for piece in _WITHIN.split(sentence)]
    parts: list[str] = []
    for piece in pieces:
        if parts and min(len(piece.split()), len(parts[-1].split())) < SHORTEST_PART:
            parts[-1] = f"{parts[-1]} {piece}"
        else:
            parts.append(piece)
    return parts or [text]


def links_of_owners(links: pd.DataFrame, segmented: pd.DataFrame) -> pd.DataFrame:
    """LINKS of the goals themselves: of each goal's parts the most probable link counts.

    Decided or stated where it is so for any part; what is taken over is the largest of the parts'.
    """
    if segmented["owner_id"].equals(segmented["goal_id"]):
        return links
    owner = dict(zip(segmented["goal_id"], segmented["owner_id"], strict=True))
    named = links.assign(goal_id=links["goal_id"].map(owner))
    pair = ["goal_id", "objective_id"]
    ordered = named.sort_values([*pair, "probability"], ascending=[True, True, False])
    best = ordered.drop_duplicates(pair).set_index(pair)
    largest = named.groupby(pair)[["linked", "explicit", "containment"]].max()
    merged = best.drop(columns=list(largest)).join(largest).reset_index()
    ids = [link_id(*each) for each in zip(merged["goal_id"], merged["objective_id"], strict=True)]
    return merged.assign(link_id=ids)[list(links)]


def _in_parts(goals: pd.DataFrame) -> pd.DataFrame:
    below = goals["level"].ne(PLAN)
    texts = pd.Series(
        [
            parts_of(text) if is_below else [text]
            for text, is_below in zip(goals["text"], below, strict=True)
        ],
        index=goals.index,
        dtype=object,
    )
    parted = goals.assign(owner_id=goals["goal_id"], text=texts).explode("text", ignore_index=True)
    number = parted.groupby("goal_id").cumcount()
    # the first part keeps the goal's name, so that goals below it still find it
    names = parted["goal_id"].where(number.eq(0), parted["goal_id"] + "#" + number.astype(str))
    return parted.assign(goal_id=names)


def _with_measure(goals: pd.DataFrame, empty_words: Sequence[str]) -> pd.DataFrame:
    beside = says_something(goals["measure"], empty_words)
    longer = goals["text"].str.rstrip(" .") + ". " + goals["measure"].fillna("")
    return goals.assign(owner_id=goals["goal_id"], text=goals["text"].mask(beside, longer))
