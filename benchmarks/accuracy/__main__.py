"""Evaluate every system on every set; print a table, write `results.json`.

python -m benchmarks.accuracy
"""

import json
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Table

from benchmarks.accuracy.fit import labelled
from benchmarks.accuracy.measures import Estimate, evaluate
from benchmarks.accuracy.planted import PLANTED, PlantedCorpus, load_planted
from benchmarks.accuracy.sets import LINK_SETS, load_link_sets
from benchmarks.accuracy.systems import baselines, engine_left_out
from pipeline.coupling.linking import TextEncoder
from pipeline.embedding.encoder import encoder_by_name
from pipeline.errors import TableError
from pipeline.params import CouplingParams, EmbeddingParams
from pipeline.stage import OUTPUTS

RESULTS = Path("benchmarks/accuracy/results.json")
SHOWN = ("map", "right_first", "recall_at_5", "auc", "best_f1", "f1", "brier")
PUBLISHED = (
    "Published F1 on en-gantt, en-cm1 and en-modis (Hey et al., REFSQ 2025): VSM .344, .429, .333; "
    "LSI .326, .374, .292; text-embedding-3-large .544, .436, .188; GPT-4o, chain of thought, "
    ".574, .519, .255. best_f1 is the F1 at the cut that the answers themselves choose; f1 is that "
    "of the engine's own decision. The engine's numbers are fitted on the other link sets."
)
Results = dict[str, dict[str, dict[str, Estimate]]]


def main() -> None:
    """Run everything that there is data for."""
    console = Console(width=140)
    encoder = encoder_by_name(EmbeddingParams())
    results = link_set_results(encoder, console)
    corpus = _planted(console)
    if corpus is not None:
        results |= planted_results(corpus, encoder)
    console.print(results_table(results))
    content: dict[str, object] = {"encoder": encoder.name, "sets": _to_json(results)}
    if corpus is not None:
        content["planted"] = planted_summary(corpus)
    RESULTS.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def link_set_results(encoder: TextEncoder, console: Console) -> Results:
    """Every system on every link set; nothing where the sets are not on this machine."""
    sets = load_link_sets()
    if len(sets) < 2:
        console.print(f"No link sets in {LINK_SETS}: left out.")
        return {}
    signals = labelled(sets, encoder)
    results: Results = {}
    for index, link_set in enumerate(sets):
        systems = baselines(link_set, encoder)
        systems["kopling"] = engine_left_out(signals, index, CouplingParams())
        results[link_set.name] = {
            name: evaluate(result, link_set.known) for name, result in systems.items()
        }
    return results


def planted_results(corpus: PlantedCorpus, encoder: TextEncoder) -> Results:
    """Every system on the planted sets; the engine's answer is that of the pipeline's tables."""
    return {
        each.link_set.name: {
            name: evaluate(result, each.link_set.known)
            for name, result in {
                **baselines(each.link_set, encoder),
                "kopling": each.engine,
            }.items()
        }
        for each in corpus.sets
    }


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


def results_table(results: Results) -> Table:
    """One row for each system on each set."""
    table = Table(title="Known links found", caption=PUBLISHED, caption_justify="left")
    for column in ("set", "system", *SHOWN):
        table.add_column(column, justify="left" if column in ("set", "system") else "right")
    for name, systems in results.items():
        for system, measures in systems.items():
            table.add_row(name, system, *(_shown(measures.get(each)) for each in SHOWN))
        table.add_section()
    return table


def _shown(estimate: Estimate | None) -> str:
    if estimate is None:
        return ""
    digits = 4 if estimate.value < 0.01 else 3
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:.{digits}f}"
    return f"{estimate.value:.{digits}f} [{estimate.low:.2f}–{estimate.high:.2f}]"


def _planted(console: Console) -> PlantedCorpus | None:
    if not PLANTED.is_file():
        console.print(f"No {PLANTED}: left out.")
        return None
    try:
        return load_planted(OUTPUTS)
    except TableError as err:
        console.print(f"The example corpus is left out: {err}")
        return None


def _to_json(results: Results) -> dict[str, object]:
    return {
        name: {
            system: {measure: estimate.to_json() for measure, estimate in measures.items()}
            for system, measures in systems.items()
        }
        for name, systems in results.items()
    }


if __name__ == "__main__":
    main()
