"""Lists of few targets, and sources that serve none of them.

python -m benchmarks.accuracy.shortlists

A plan may have four objectives that are all it wants, or show four of many. Both are made here from
the indicators, the public set in which sources share targets: a few of its targets drawn at random
and asked alone, with sources drawn from all (`any`: most serve none of them) or from those that
serve at least one (`covered`). Each is judged as if the list were all there is, and as the engine
judges it. Prints a table and writes `shortlists.csv`.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.accuracy.calibration import log_loss
from benchmarks.accuracy.fit import load_left_out
from benchmarks.accuracy.measures import SEED
from benchmarks.accuracy.sets import LINK_SETS, Known, LinkSet, load_link_set
from pipeline.coupling.decision import decide
from pipeline.coupling.fusion import FEWEST_TARGETS, FusionModel, fuse, score_fused
from pipeline.coupling.linking import Compared, compare
from pipeline.coupling.signals import ownness, spread_out
from pipeline.coupling.statements import checked_statements
from pipeline.embedding.encoder import encoder_by_name
from pipeline.params import CouplingParams, EmbeddingParams

NAME = "nb-indicators"
RESULTS = Path("benchmarks/accuracy/shortlists.csv")
TARGETS = (3, 4, 6, 10)
SOURCES = 60
DRAWS = 20
# What each way of judging takes for the length of a full list.
WAYS = {"all there is": 1, "kopling": FEWEST_TARGETS}
Rows = npt.NDArray[np.int_]


def main() -> None:
    """Draw, judge, print and write."""
    if not (LINK_SETS / NAME).is_dir():
        print(f"No {NAME} in {LINK_SETS}: nothing is drawn.")
        return
    link_set = load_link_set(LINK_SETS / NAME)
    encoder = encoder_by_name(EmbeddingParams())
    source = checked_statements(link_set.source, NAME)
    target = checked_statements(link_set.target, NAME)
    compared = compare(source, target, encoder)
    found = summary(pd.DataFrame(_judged(link_set, compared, load_left_out()[NAME])))
    print(found.to_string(index=False))
    found.to_csv(RESULTS, index=False, float_format="%.4f", lineterminator="\n")


def draw(
    known: Known, targets: int, covered: bool, random: np.random.Generator
) -> tuple[Rows, Rows]:
    """Rows of sources and of targets, sorted, drawn without return.

    `covered` draws only sources that serve one of the drawn targets.
    """
    columns = np.sort(random.choice(known.shape[1], targets, replace=False))
    serving = np.flatnonzero(known[:, columns].any(axis=1))
    among = serving if covered else np.arange(len(known))
    rows = np.sort(random.choice(among, min(SOURCES, len(among)), replace=False))
    return rows, columns


def summary(judged: pd.DataFrame) -> pd.DataFrame:
    """By kind of draw, number of targets and way of judging, over all draws together.

    `expected_over_found` is the sum of probabilities over the links that there are: 1 is right.
    """
    total = judged.groupby(["drawn", "targets", "judged_as"], sort=False).sum().reset_index()
    return total[["drawn", "targets", "judged_as", "pairs", "links"]].assign(
        expected_over_found=total["expected"] / total["links"],
        log_loss=total["log_loss"] / total["pairs"],
        precision=total["hits"] / total["said"],
        recall=total["hits"] / total["links"],
        f1=2 * total["hits"] / (total["said"] + total["links"]),
    )


def _judged(
    link_set: LinkSet, compared: Compared, model: FusionModel
) -> Iterator[dict[str, object]]:
    random = np.random.default_rng(SEED)
    for drawn in ("any", "covered"):
        for targets in TARGETS:
            for _ in range(DRAWS):
                rows, columns = draw(link_set.known, targets, drawn == "covered", random)
                known = link_set.known[np.ix_(rows, columns)]
                for way, fewest in WAYS.items():
                    told = _counts(compared, rows, columns, known, model, fewest)
                    yield {"drawn": drawn, "targets": targets, "judged_as": way, **told}


def _counts(
    compared: Compared, rows: Rows, columns: Rows, known: Known, model: FusionModel, fewest: int
) -> dict[str, float]:
    """What is said of the drawn lists, as sums over their pairs."""
    own, params = ownness(*known.shape), CouplingParams()
    assert compared.space is not None
    near = spread_out(compared.space.between(rows, len(compared.sources) + columns), own)
    told = score_fused(fuse(near, model), model, near.opposed, fewest).probability
    said = decide(told, params.linked_from, params.linked_least)
    return {
        "pairs": known.size,
        "links": int(known.sum()),
        "expected": float(told.sum()),
        "log_loss": float(log_loss(told, known).sum()),
        "said": int(said.sum()),
        "hits": int((said & known).sum()),
    }


if __name__ == "__main__":
    main()
