"""The example corpus as a link set: what was planted in it, against what the pipeline found."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.accuracy.measures import Result
from benchmarks.accuracy.sets import LinkSet
from pipeline.coupling.hierarchy import comparisons, parts_of_objectives
from pipeline.language.normalise import normalise_text
from pipeline.schemas import DOCUMENTS, GOALS, LINKS
from pipeline.tables import read_table

PLANTED = Path("benchmarks/corpus/planted.csv")
# A goal on the same field with another aim does not serve the objective.
SERVING = ("verbatim", "rephrased", "concretised")
TOP = "kommuneplan"


@dataclass(frozen=True)
class PlantedSet:
    """One plan's objectives and the planted goals held against them, with the engine's answer."""

    link_set: LinkSet
    engine: Result
    kinds: pd.DataFrame


@dataclass(frozen=True)
class PlantedCorpus:
    """All planted sets, and how many planted goals the pipeline found as goals."""

    sets: list[PlantedSet]
    planted: int
    found: int


def load_planted(outputs: Path, planted: Path = PLANTED) -> PlantedCorpus:
    """The planted goals, found again by document and normalised text, plan by plan."""
    documents, goals = read_table(DOCUMENTS, outputs), read_table(GOALS, outputs)
    links = read_table(LINKS, outputs)
    gold = match_planted(pd.read_csv(planted, dtype=str, keep_default_na=False), goals, documents)
    found = gold.dropna(subset=["goal_id"]).drop_duplicates("goal_id")
    top = [each for each in comparisons(goals) if each.level == TOP]
    sets = [
        _planted_set(found[found["goal_id"].isin(each.goals)], each.objectives, goals, links)
        for each in top
    ]
    return PlantedCorpus(
        [each for each in sets if each.link_set.known.any()],
        len(gold),
        int(gold["goal_id"].notna().sum()),
    )


def match_planted(
    planted: pd.DataFrame, goals: pd.DataFrame, documents: pd.DataFrame
) -> pd.DataFrame:
    """`planted` with `goal_id` (missing where not found) and `objective_id`.

    Equal goals in one document are matched in order.
    """
    paths = dict(zip(documents["document_id"], map(normalise_text, documents["path"]), strict=True))
    found = goals.assign(path=goals["document_id"].map(paths), key=goals["text"].map(_key))
    found = found.assign(nth=found.groupby(["path", "key"]).cumcount())
    wanted = planted.assign(
        path=planted["document_path"].map(normalise_text), key=planted["goal_text"].map(_key)
    )
    wanted = wanted.assign(nth=wanted.groupby(["path", "key"]).cumcount())
    matched = wanted.merge(found[["path", "key", "nth", "goal_id"]], "left", ["path", "key", "nth"])
    plan = found.loc[
        found["level"].eq(TOP) & found["number"].notna(), ["path", "number", "goal_id"]
    ]
    plan = plan.drop_duplicates(["path", "number"]).set_axis(
        ["plan", "objective_number", "objective_id"], axis=1
    )
    matched = matched.assign(plan=matched["objective_plan"].map(normalise_text))
    return matched.merge(plan, "left", ["plan", "objective_number"])


def _planted_set(
    found: pd.DataFrame, objectives: tuple[str, ...], goals: pd.DataFrame, links: pd.DataFrame
) -> PlantedSet:
    texts = dict(zip(goals["goal_id"], goals["text"], strict=True))
    parts = parts_of_objectives(goals, objectives)
    source = pd.DataFrame({"id": found["goal_id"], "text": found["goal_id"].map(texts)})
    above = [". ".join(texts[part] for part in parts[each]) for each in objectives]
    target = pd.DataFrame({"id": list(objectives), "text": above})
    rows, columns = pd.Index(source["id"].tolist()), pd.Index(target["id"].tolist())
    known = np.zeros((len(rows), len(columns)), dtype=bool)
    serving = found[found["kind"].isin(SERVING) & found["objective_id"].isin(columns)]
    known[_places(rows, serving["goal_id"]), _places(columns, serving["objective_id"])] = True
    ours = links[links["goal_id"].isin(rows) & links["objective_id"].isin(columns)]
    title = normalise_text(str(found["plan"].mode().iloc[0])) if len(found) else "none"
    return PlantedSet(
        LinkSet(f"planted: {Path(title).stem}", source, target, known),
        _engine(ours, rows, columns),
        _kinds(found, ours),
    )


def _engine(links: pd.DataFrame, rows: pd.Index, columns: pd.Index) -> Result:
    at = _places(rows, links["goal_id"]), _places(columns, links["objective_id"])
    shape = (len(rows), len(columns))
    score, probability = np.zeros(shape), np.zeros(shape)
    linked = np.zeros(shape, dtype=bool)
    score[at] = links["score"]
    probability[at] = links["probability"]
    linked[at] = links["linked"]
    return Result(score, probability, linked)


def _places(index: pd.Index, values: pd.Series) -> npt.NDArray[np.intp]:
    return index.get_indexer(pd.Index(values.tolist()))


def _kinds(found: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Planted kind against the kind of the pair's link, or of the goal's best where none serves."""
    best = links.sort_values("rank", kind="stable").drop_duplicates("goal_id")
    pairs = found[["goal_id", "objective_id", "kind"]].rename(columns={"kind": "planted"})
    merged = pairs.merge(links[["goal_id", "objective_id", "kind"]], "left")
    fallback = merged["goal_id"].map(best.set_index("goal_id")["kind"])
    said = merged["kind"].fillna(fallback)
    return pd.DataFrame({"planted": merged["planted"], "said": said})


def _key(text: str) -> str:
    return normalise_text(text).casefold().strip(" .;:–-•")
