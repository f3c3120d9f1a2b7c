"""Evaluate every system on every set; print tables, write `results.json` and CSV files.

python -m benchmarks.accuracy
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from rich.console import Console

from benchmarks.accuracy import showing
from benchmarks.accuracy.breakdown import breakdown
from benchmarks.accuracy.calibration import pooled_reliability, reliability
from benchmarks.accuracy.fit import load_left_out
from benchmarks.accuracy.measures import Estimate, Result, evaluate, map_gain
from benchmarks.accuracy.planted import PLANTED, PlantedCorpus, load_planted
from benchmarks.accuracy.published import SETS, SOURCE, published_f1
from benchmarks.accuracy.sets import LINK_SETS, Known, LinkSet, load_link_sets, load_parallel
from benchmarks.accuracy.systems import (
    ENGINE,
    RememberingEncoder,
    baselines,
    engine,
)
from pipeline.coupling.statements import Matrix
from pipeline.embedding.encoder import encoder_by_name
from pipeline.encoding import TextEncoder
from pipeline.errors import TableError
from pipeline.params import EmbeddingParams
from pipeline.stage import OUTPUTS

FOLDER = Path("benchmarks/accuracy")
POOLED = "all"


@dataclass(frozen=True)
class Answered:
    """A set, and what each system says of it, by name; the engine's answer among them."""

    link_set: LinkSet
    results: Mapping[str, Result]

    def measures(self) -> dict[str, dict[str, Estimate]]:
        """Every measure of every system."""
        return {name: evaluate(each, self.link_set.known) for name, each in self.results.items()}

    def gains(self) -> dict[str, Estimate]:
        """How much higher the engine's mean average precision is than that of each other system."""
        own, known = self.results[ENGINE].score, self.link_set.known
        others = {name: each.score for name, each in self.results.items() if name != ENGINE}
        return {name: map_gain(own, other, known) for name, other in others.items()}


def main() -> None:
    """Run everything that there is data for."""
    console = Console(width=showing.WIDTH)
    encoder = RememberingEncoder(encoder_by_name(EmbeddingParams()))
    real, corpus = list(real_sets(encoder, console)), _planted(console)
    planted = [] if corpus is None else list(planted_sets(corpus, encoder))
    parallel = list(parallel_sets(encoder))
    sets = {each.link_set.name: each.measures() for each in (*real, *planted)}
    languages = {each.link_set.name: each.measures() for each in parallel}
    gains = {each.link_set.name: each.gains() for each in (*real, *planted)}
    groups = breakdowns([*real, *parallel])
    trust = reliability_by_set([*real, *planted])
    for table in showing.tables(sets, gains, languages, groups, trust):
        console.print(table)
    content = {
        "encoder": encoder.name,
        "sizes": {e.link_set.name: e.link_set.size() for e in (*real, *planted, *parallel)},
        "sets": _to_json(sets),
        "map_gains": {
            name: {system: each.to_json() for system, each in found.items()}
            for name, found in gains.items()
        },
        "parallel": _to_json(languages),
        "published": {"source": SOURCE, "f1": {name: published_f1(name) for name in SETS}},
    }
    if corpus is not None:
        content["planted"] = planted_summary(corpus)
    _write(content, groups, trust)


def real_sets(encoder: TextEncoder, console: Console) -> Iterator[Answered]:
    """Every system on every link set; nothing where the sets are not on this machine."""
    sets = load_link_sets()
    if len(sets) < 2:
        console.print(f"No link sets in {LINK_SETS}: left out.")
        return
    left_out = load_left_out()
    for link_set in sets:
        own = engine(link_set, encoder, left_out.get(link_set.name))(None)
        yield Answered(link_set, {**baselines(link_set, encoder), ENGINE: own})


def planted_sets(corpus: PlantedCorpus, encoder: TextEncoder) -> Iterator[Answered]:
    """Every system on the planted sets; the engine's answer is that of the pipeline's tables."""
    for each in corpus.sets:
        yield Answered(each.link_set, {**baselines(each.link_set, encoder), ENGINE: each.engine})


def parallel_sets(encoder: TextEncoder) -> Iterator[Answered]:
    """Every system on the same texts in bokmål and nynorsk, in all four directions."""
    for link_set in load_parallel():
        own = engine(link_set, encoder)(None)
        yield Answered(link_set, {**baselines(link_set, encoder), ENGINE: own})


def breakdowns(answered: Sequence[Answered]) -> pd.DataFrame:
    """The engine's MRR, F1 and recall by language, length and shared words, set by set."""
    parts = [breakdown(each.link_set, each.results[ENGINE]) for each in answered]
    return pd.concat(parts, ignore_index=True)


def reliability_by_set(answered: Sequence[Answered]) -> pd.DataFrame:
    """`set` and the columns of `reliability`: all sets' pairs together first, then each set."""
    pairs: dict[str, tuple[Matrix, Known]] = {
        each.link_set.name: (probability, each.link_set.known)
        for each in answered
        if (probability := each.results[ENGINE].probability) is not None
    }
    if not pairs:
        return pd.DataFrame()
    parts = [pooled_reliability(pairs).assign(set=POOLED)]
    parts += [reliability(*each).assign(set=name) for name, each in pairs.items()]
    table = pd.concat(parts, ignore_index=True)
    return table[["set", *table.columns.drop("set")]]


def planted_summary(corpus: PlantedCorpus) -> dict[str, object]:
    """How many planted goals were found, and which kind was said for which was planted."""
    kinds = pd.concat([each.kinds for each in corpus.sets]) if corpus.sets else pd.DataFrame()
    crossed = pd.crosstab(kinds["planted"], kinds["said"]) if len(kinds) else pd.DataFrame()
    return {
        "planted": corpus.planted,
        "found_as_goals": corpus.found,
        "kinds": {
            str(planted): {str(said): int(count) for said, count in row.items()}
            for planted, row in crossed.iterrows()
        },
    }


def _planted(console: Console) -> PlantedCorpus | None:
    if not PLANTED.is_file():
        console.print(f"No {PLANTED}: left out.")
        return None
    try:
        return load_planted(OUTPUTS)
    except TableError as err:
        console.print(f"The example corpus is left out: {err}")
        return None


def _to_json(sets: showing.Measured) -> dict[str, object]:
    return {
        name: {
            system: {measure: estimate.to_json() for measure, estimate in measures.items()}
            for system, measures in systems.items()
        }
        for name, systems in sets.items()
    }


def _write(content: Mapping[str, object], groups: pd.DataFrame, trust: pd.DataFrame) -> None:
    text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    (FOLDER / "results.json").write_text(text, encoding="utf-8")
    _write_csv(groups, "breakdown.csv")
    if len(trust):
        _write_csv(trust[trust["set"].eq(POOLED)].drop(columns="set"), "reliability.csv")
        _write_csv(trust[trust["set"].ne(POOLED)], "reliability-by-set.csv")


def _write_csv(table: pd.DataFrame, name: str) -> None:
    table.to_csv(FOLDER / name, index=False, float_format="%.4f", lineterminator="\n")


if __name__ == "__main__":
    main()
