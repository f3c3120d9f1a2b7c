"""What was planted in the example corpus beside the levels, against the table of likenesses.

Goals kept, changed or new from one agreement to the next; points of a decision kept, reworded or
added to the proposal; how far units' inputs came; goals copied from a neighbour.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from pipeline.language.normalise import normalise_text
from pipeline.language.sentences import split_sentences
from pipeline.schemas import DOCUMENTS, GOALS, SECTIONS
from pipeline.schemas.coupling import LIKENESSES
from pipeline.tables import read_table

FACTS = Path("benchmarks/corpus/planted_facts.yaml")
DECIDED = 0.5
Facts = Mapping[str, Any]
Truth = dict[str, bool]
"""By goal_id: does another statement say the same?"""


def planted_measures(
    outputs: Path,
    facts: Path = FACTS,
    likened_by: Callable[[str, str], float] | None = None,
    cut: float = DECIDED,
) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 for each kind of fact; {} where the corpus was not run.

    Decided where the table's probability is at least `cut`; with another cut than one half by the
    cosine, or by what `likened_by` says of two texts, of a paragraph its nearest sentence.
    """
    if not (outputs / LIKENESSES.stage / f"{LIKENESSES.name}.parquet").is_file():
        return {}
    told: Facts = yaml.safe_load(facts.read_text(encoding="utf-8"))
    goals = _placed(read_table(GOALS, outputs), read_table(DOCUMENTS, outputs))
    rows = read_table(LIKENESSES, outputs)
    if likened_by is not None:
        texts = _texts(goals, read_table(SECTIONS, outputs))
        rows = rows.assign(probability=_likened(rows, texts, likened_by))
    elif cut != DECIDED:
        rows = rows.assign(probability=rows["signal_encoder"])
    return {name: _f1(truth, best, cut) for name, truth, best in _facts(told, goals, rows)}


def _facts(
    told: Facts, goals: pd.DataFrame, rows: pd.DataFrame
) -> Iterator[tuple[str, Truth, "pd.Series[float]"]]:
    decided = goals.loc[goals["region"].eq("vedtak"), "goal_id"]
    proposed = goals.loc[goals["region"].eq("innstilling"), "goal_id"]
    of = {str(name): held for name, held in rows.groupby("relation")}
    points = of["case"][of["case"]["first_id"].isin(proposed)]
    answered = of["input"][of["input"]["second_id"].isin(decided)]
    yield "goals that go on", kept_goals(told, goals), _best(of["succession"], "second_id")
    yield "points that were proposed", proposed_points(told, goals), _best(points, "second_id")
    yield (
        "inputs that reach the vedtak",
        inputs_reaching(told, goals, ("vedtak",)),
        _best(answered, "first_id"),
    )
    yield (
        "inputs that reach the case at all",
        inputs_reaching(told, goals, ("saksframlegg", "vedtak")),
        _best(of["input"], "first_id"),
    )
    yield "goals copied", copied_goals(told, goals), _best_of_either(of["siblings"])


def _texts(goals: pd.DataFrame, sections: pd.DataFrame) -> dict[str, list[str]]:
    """By id, a goal's text, and a section's sentences."""
    whole = {name: [text] for name, text in zip(goals["goal_id"], goals["text"], strict=True)}
    parts = map(split_sentences, sections["text"])
    return whole | dict(zip(sections["section_id"], parts, strict=True))


def _likened(
    rows: pd.DataFrame, texts: Mapping[str, list[str]], likened_by: Callable[[str, str], float]
) -> list[float]:
    pairs = zip(rows["first_id"], rows["second_id"], strict=True)
    return [
        max(likened_by(texts[first][0], each) for each in texts[second]) for first, second in pairs
    ]


def kept_goals(facts: Facts, goals: pd.DataFrame) -> Truth:
    """Own goals after a unit's first agreement: True where kept or changed, False where new."""
    first = {each["unit"]: each["year"] for each in reversed(facts["agreements"])}
    truth: Truth = {}
    for each in facts["agreements"]:
        if each["year"] == first[each["unit"]]:
            continue
        held = goals[goals["unit"].eq(each["unit"]) & goals["year"].eq(each["year"])]
        for kind in ("kept", "changed", "new"):
            truth |= dict.fromkeys(_found(held, each[kind]), kind != "new")
    return truth


def proposed_points(facts: Facts, goals: pd.DataFrame) -> Truth:
    """Points of decisions: True where kept or reworded from a proposal, False where added."""
    decided = goals[goals["region"].eq("vedtak")]
    truth: Truth = {}
    for point in facts["council_points"]:
        if point["council"] == "changed" and "proposal" not in point:
            continue  # proposed in a table, not in a point
        held = decided[decided["path"].eq(normalise_text(point["document_path"]))]
        truth |= dict.fromkeys(_found(held, [point["text"]]), point["council"] != "added")
    return truth


def inputs_reaching(facts: Facts, goals: pd.DataFrame, reached: Iterable[str]) -> Truth:
    """Units' inputs: True where they came as far as one of `reached`."""
    truth: Truth = {}
    for each in facts["inputs"]:
        held = goals[goals["path"].eq(normalise_text(each["document_path"]))]
        truth |= dict.fromkeys(_found(held, [each["text"]]), each["reaches"] in reached)
    return truth


def copied_goals(facts: Facts, goals: pd.DataFrame) -> Truth:
    """True for copied goals; False for own goals of units that no isomorphism was planted for."""
    alike = {unit for each in facts["isomorphism"] for unit in each["units"]}
    truth: Truth = {}
    for each in facts["agreements"]:
        held = goals[goals["unit"].eq(each["unit"]) & goals["year"].eq(each["year"])]
        truth |= dict.fromkeys(_found(held, each["copied"]), True)
        if each["unit"] not in alike:
            own = [text for kind in ("kept", "changed", "new") for text in each[kind]]
            truth |= dict.fromkeys(_found(held, own), False)
    return truth


def _placed(goals: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    paths = dict(zip(documents["document_id"], map(normalise_text, documents["path"]), strict=True))
    return goals.assign(path=goals["document_id"].map(paths), key=goals["text"].map(_key))


def _found(goals: pd.DataFrame, texts: Iterable[str]) -> list[str]:
    """goal_ids of the goals that say these texts, the first of equal ones; lost ones are left out.

    A point that was parted from its second sentence is found by its beginning.
    """
    by_key = goals.drop_duplicates("key").set_index("key")["goal_id"]
    found = []
    for text in texts:
        key = _key(text)
        near = [each for each in by_key.index if each.startswith(key) or key.startswith(each)]
        if near:
            found.append(str(by_key[min(near, key=lambda each: abs(len(each) - len(key)))]))
    return found


def _best(rows: pd.DataFrame, side: str) -> "pd.Series[float]":
    return rows.groupby(side)["probability"].max()


def _best_of_either(rows: pd.DataFrame) -> "pd.Series[float]":
    sides = [_best(rows, side) for side in ("first_id", "second_id")]
    return pd.concat(sides).groupby(level=0).max()


def _f1(truth: Truth, best: "pd.Series[float]", cut: float) -> dict[str, float]:
    ids = sorted(truth)
    known = np.array([truth[each] for each in ids], dtype=bool)
    said = best.reindex(ids).fillna(0.0).to_numpy() >= cut
    hits = int((known & said).sum())
    precision, recall = hits / max(1, said.sum()), hits / max(1, known.sum())
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    shares = {"precision": precision, "recall": recall, "f1": f1}
    return {"n": len(ids), "same": int(known.sum())} | {
        name: round(float(value), 3) for name, value in shares.items()
    }


def _key(text: str) -> str:
    return normalise_text(text).casefold().strip(" .;:–-•")
