"""Fit the engine's numbers and write them where the engine reads them.

python -m benchmarks.accuracy.fit

First the space of public tasks (`fieldspace`), from the sets of `training/`; then the fusion, from
those sets and the public ones. A training set's signals come from a space that was learned without
it, so that the fusion doesn't take for granted what the space knows by heart.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from rich.console import Console

from benchmarks.accuracy.ablation import ablation, ablation_table
from benchmarks.accuracy.fieldspace import learned_before, merged
from benchmarks.accuracy.fieldspace import main as write_fieldspace
from benchmarks.accuracy.fitting import USUAL_WEIGHTS, Labelled, fit_fusion, fusion_to_json
from benchmarks.accuracy.measures import Result, evaluate
from benchmarks.accuracy.sets import LinkSet, load_link_sets
from benchmarks.accuracy.training import TrainingSet, load_training
from pipeline.coupling.decision import decide
from pipeline.coupling.fieldspace import FieldSpace
from pipeline.coupling.fusion import FusionModel, fusion_from_json, score_pairs
from pipeline.coupling.linking import compare
from pipeline.coupling.signals import Signals
from pipeline.coupling.statements import checked_statements
from pipeline.embedding.encoder import encoder_by_name
from pipeline.encoding import TextEncoder
from pipeline.params import CouplingParams, EmbeddingParams

RESOURCE = Path("pipeline/coupling/resources/fusion.json")
LEFT_OUT = Path("benchmarks/accuracy/left_out.json")
ABLATION = Path("benchmarks/accuracy/ablation.csv")
# The encoder that runs everywhere; the field space knows only letters beside it.
WITHOUT_MODEL = "lsa"
SIGNALS = tuple(USUAL_WEIGHTS)
FOLDS = 2
# Larger sets tell no more of the fusion's few numbers, and cost time.
MOST_SOURCES = 700
# How much the public sets count together against all training sets: others wrote them, but few.
PUBLIC_SHARE = 0.4
SEED = 20100617


def labelled(
    sets: Iterable[LinkSet], encoder: TextEncoder, space: FieldSpace | None = None
) -> list[Labelled]:
    """The signals of each set, as the engine itself sees them, through another space if given."""
    return [Labelled(each.name, _signals(each, encoder, space), each.known) for each in sets]


def cross_fitted(training: Sequence[TrainingSet], encoder: TextEncoder) -> list[Labelled]:
    """The signals of every training set of statements, each through a space learned without it."""
    statements = [each for each in training if each.style != "topics"]
    topics = [each for each in training if each.style == "topics"]
    found = []
    for fold in range(FOLDS):
        held_out = statements[fold::FOLDS]
        rest = [each for each in statements if each not in held_out]
        space = learned_before(merged([*rest, *topics]), encoder)
        found += labelled(map(as_link_set, merged(held_out)), encoder, space)
    return found


def own_sets(training: Sequence[TrainingSet], encoder: TextEncoder) -> list[Labelled]:
    """The signals of every training set; requirements through the shipped space, not in it."""
    requirements = [as_link_set(each) for each in training if not each.is_public_task]
    tasks = [each for each in training if each.is_public_task]
    return [*cross_fitted(tasks, encoder), *labelled(requirements, encoder)]


def weighed(public: Sequence[Labelled], own: Sequence[Labelled]) -> list[Labelled]:
    """All sets with their weights, which sum to one: PUBLIC_SHARE for the public ones."""
    share = PUBLIC_SHARE if own else 1.0
    return [
        *(replace(each, weight=share / len(public)) for each in public),
        *(replace(each, weight=(1 - share) / len(own)) for each in own),
    ]


def as_link_set(each: TrainingSet) -> LinkSet:
    """A training set as a link set, at most MOST_SOURCES of its sources."""
    random = np.random.default_rng(SEED)
    count = len(each.sources)
    rows = np.sort(random.choice(count, min(count, MOST_SOURCES), replace=False))
    sources = [each.sources[row] for row in rows]
    return LinkSet(each.name, _frame(sources), _frame(each.targets), each.known[rows])


def main() -> None:
    """Learn the space, fit for each encoder, and write both."""
    encoder = encoder_by_name(EmbeddingParams())
    write_fieldspace()
    own = own_sets(load_training(), encoder)
    sets = load_link_sets()
    public = labelled(sets, encoder)
    other = encoder_by_name(EmbeddingParams(encoder=WITHOUT_MODEL))
    models = {
        encoder.name: fit_fusion(weighed(public, own)),
        WITHOUT_MODEL: fit_fusion(weighed(labelled(sets, other), [])),
    }
    _write(
        RESOURCE,
        {
            "provenance": provenance(sets, own),
            "models": {name: fusion_to_json(model) for name, model in models.items()},
        },
    )
    left_out = {each.name: fit_fusion(weighed(_without(public, each), own)) for each in public}
    _write(LEFT_OUT, {name: fusion_to_json(model) for name, model in left_out.items()})
    found = ablation(sets, SIGNALS, _refitted(public, own), _tried(public))
    found.round(4).to_csv(ABLATION, index=False, lineterminator="\n")
    Console(width=160).print(ablation_table(found, "map"), ablation_table(found, "f1"))


def load_left_out(path: Path = LEFT_OUT) -> dict[str, FusionModel]:
    """For each public set the fusion that was fitted without it, by the set's name."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return {name: fusion_from_json(model) for name, model in content.items()}


def answered(signals: Signals, model: FusionModel, params: CouplingParams) -> Result:
    """What the engine says of a set's signals with this fusion."""
    scores = score_pairs(signals, model)
    linked = decide(scores.probability, params.linked_from, params.linked_least)
    return Result(scores.score, scores.probability, linked)


def _refitted(
    public: Sequence[Labelled], own: Sequence[Labelled]
) -> Callable[[LinkSet, tuple[str, ...]], FusionModel]:
    def fit(held_out: LinkSet, kept: tuple[str, ...]) -> FusionModel:
        rest = [each for each in public if each.name != held_out.name]
        return fit_fusion(weighed(rest, own), [name for name in SIGNALS if name not in kept])

    return fit


def _tried(public: Sequence[Labelled]) -> Callable[[FusionModel, LinkSet], dict[str, float]]:
    by_name = {each.name: each for each in public}

    def evaluate_model(model: FusionModel, link_set: LinkSet) -> dict[str, float]:
        result = answered(by_name[link_set.name].signals, model, CouplingParams())
        measures = evaluate(result, link_set.known)
        return {name: measures[name].value for name in ("map", "f1")}

    return evaluate_model


def _without(sets: Sequence[Labelled], one: Labelled) -> list[Labelled]:
    return [each for each in sets if each.name != one.name]


def _write(path: Path, content: dict[str, object]) -> None:
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def provenance(public: Sequence[LinkSet], own: Sequence[Labelled]) -> dict[str, object]:
    """What the numbers were fitted on."""
    return {
        "method": "conditional logit for weights; penalised logistic regression for calibration",
        "sets": {each.name: each.size() for each in public},
        "training_sets": sorted({each.name for each in own}),
    }


def _signals(link_set: LinkSet, encoder: TextEncoder, space: FieldSpace | None) -> Signals:
    source = checked_statements(link_set.source, link_set.name)
    target = checked_statements(link_set.target, link_set.name)
    return compare(source, target, encoder, space=space).signals


def _frame(texts: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame({"id": [str(index) for index in range(len(texts))], "text": texts})


if __name__ == "__main__":
    main()
