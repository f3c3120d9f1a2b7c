"""How well a goal's clarity is told: `python -m benchmarks.accuracy.clarity`.

Three signs of each sentence in `gold/clarity.csv`: testable, activity, hedged. Prints precision,
recall and F1 and writes `clarity.json`: figures count on the half `report` alone; `build` is what
the word lists were made on, and is shown to tell how much is lost on new sentences.
"""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from rich.console import Console
from rich.table import Table
from scipy.stats import binomtest

from benchmarks.accuracy.measures import Estimate, bootstrap
from pipeline.goals.clarity import has_target
from pipeline.language.clarity import activity, hedge

GOLD = Path("benchmarks/accuracy/gold/clarity.csv")
RESULTS = Path("benchmarks/accuracy/clarity.json")
SIGNS = ("testable", "activity", "hedged")
HALVES = ("report", "build")
Matrix = npt.NDArray[np.float64]


def main() -> None:
    """Tell, compare, print and write."""
    told = with_signs(pd.read_csv(GOLD))
    results = {half: of_half(told[told["half"].eq(half)]) for half in HALVES}
    Console(width=120).print(results_table(results["report"]))
    RESULTS.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def with_signs(gold: pd.DataFrame) -> pd.DataFrame:
    """The gold sentences with `said_testable`, `said_activity` and `said_hedged`."""
    return gold.assign(
        said_testable=gold["sentence"].map(has_target),
        said_activity=[
            activity(text, language) is not None
            for text, language in zip(gold["sentence"], gold["language"], strict=True)
        ],
        said_hedged=gold["sentence"].map(lambda text: hedge(text) is not None),
    )


def of_half(told: pd.DataFrame) -> dict[str, dict[str, dict[str, object]]]:
    """Sign → all and each language → n, how many there are and are said, and the measures."""
    groups = {"all": told} | {str(name): rows for name, rows in told.groupby("language")}
    return {sign: {name: of_sign(rows, sign) for name, rows in groups.items()} for sign in SIGNS}


def of_sign(told: pd.DataFrame, sign: str) -> dict[str, object]:
    """Precision and recall of a sign with Wilson's intervals, F1 with one by bootstrap.

    `share` is how many sentences have the sign, `share_said` how many are said to: their distance
    is how far off a share in a table is.
    """
    true = told[sign].to_numpy(dtype=float)
    said = told[f"said_{sign}"].to_numpy(dtype=float)
    counts = np.stack([true * said, said, true], axis=1)
    right = int(counts[:, 0].sum())
    measures = {
        "precision": _share(right, int(said.sum())),
        "recall": _share(right, int(true.sum())),
        "f1": bootstrap(counts, lambda n: _over(2 * n[..., 0], n[..., 1] + n[..., 2])),
    }
    return {
        "sentences": len(told),
        "with_sign": int(true.sum()),
        "share": round(float(true.mean()), 4),
        "share_said": round(float(said.mean()), 4),
    } | {name: estimate.to_json() for name, estimate in measures.items()}


def results_table(results: dict[str, dict[str, dict[str, object]]]) -> Table:
    """One row for each sign and language."""
    table = Table(title="Clarity, sentences held back")
    for column in ("", "language", "n", "with it", "precision", "recall", "F1"):
        table.add_column(column, justify="left" if column in ("", "language") else "right")
    for sign, groups in results.items():
        for name, found in groups.items():
            cells = [_shown(found[measure]) for measure in ("precision", "recall", "f1")]
            table.add_row(sign, name, str(found["sentences"]), str(found["with_sign"]), *cells)
    return table


def _share(part: int, whole: int) -> Estimate:
    if not whole:
        return Estimate(0.0)
    ends = binomtest(part, whole).proportion_ci(method="wilson")
    return Estimate(part / whole, float(ends.low), float(ends.high))


def _over(part: Matrix, whole: Matrix) -> Matrix:
    return np.asarray(part / np.maximum(whole, 1e-12))


def _shown(estimate: object) -> str:
    if not isinstance(estimate, dict):
        return ""
    if "low" not in estimate:
        return "none said"
    return f"{estimate['value']:.2f} [{estimate['low']:.2f}–{estimate['high']:.2f}]"


if __name__ == "__main__":
    main()
