"""`python -m benchmarks.recovery [first|second …]`: which planted facts are found again.

The first corpus is judged by the tables that `dvc repro` has made; the second is run in a project
of its own among the temporary files. Prints a table, and writes `recovery.json` (counts and shares
with intervals, for `dvc metrics`), `facts.csv` (every fact and what was found) and
`confusion.csv` (planted quadrant against found).
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
from scipy.stats import binomtest

from benchmarks.recovery.judging import judge
from benchmarks.recovery.planted import Planted, load_planted
from pipeline.stage import OUTPUTS

HERE = Path(__file__).parent
CORPORA = {"first": Path("benchmarks/corpus"), "second": Path("benchmarks/second_corpus")}
# outside the source: DVC runs no project that git ignores; a second run reuses what was read
PROJECT = Path(tempfile.gettempdir()) / "kopling-recovery"
VERDICTS = ("right", "uavklart", "wrong", "missing")


def main(names: list[str]) -> None:
    """Judge the corpora, print and write."""
    facts = pd.concat([judge(_load(name)).assign(corpus=name) for name in names])
    summary = summarise(facts)
    sys.stdout.write(_printed(summary) + "\n")
    (HERE / "recovery.json").write_text(
        json.dumps(summary, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    facts.to_csv(HERE / "facts.csv", index=False, lineterminator="\n")
    quadrants = facts[facts["question"].str.startswith("quadrant")]
    counts = quadrants.groupby(["corpus", "question", "planted", "found"]).size()
    counts.rename("units").reset_index().to_csv(
        HERE / "confusion.csv", index=False, lineterminator="\n"
    )


def summarise(facts: pd.DataFrame) -> dict[str, Any]:
    """For each corpus and question: n, counts of each verdict, the shares right and wrong.

    The shares have Wilson intervals; they are of all planted facts, the missing ones included.
    """
    return {
        str(corpus): {
            str(question): _counts(rows["verdict"])
            for question, rows in of_corpus.groupby("question", sort=False)
        }
        for corpus, of_corpus in facts.groupby("corpus", sort=False)
    }


def _counts(verdicts: pd.Series) -> dict[str, Any]:
    counts = {name: int(verdicts.eq(name).sum()) for name in VERDICTS}
    told: dict[str, Any] = {"n": len(verdicts)} | counts
    for name in ("right", "wrong"):
        ends = binomtest(counts[name], len(verdicts)).proportion_ci(method="wilson")
        told[f"{name}_share"] = {
            "value": round(counts[name] / len(verdicts), 4),
            "low": round(float(ends.low), 4),
            "high": round(float(ends.high), 4),
        }
    return told


def _printed(summary: dict[str, Any]) -> str:
    rows = [
        {"corpus": corpus, "question": question}
        | {name: counts[name] for name in ("n", *VERDICTS)}
        | {"right %": f"{100 * counts['right_share']['value']:.0f}"}
        for corpus, questions in summary.items()
        for question, counts in questions.items()
    ]
    return pd.DataFrame(rows).to_string(index=False)


def _load(name: str) -> Planted:
    folder = CORPORA[name]
    outputs = OUTPUTS if name == "first" else _run(folder / "documents", PROJECT / name)
    return load_planted(name, folder, outputs)


def _run(documents: Path, project: Path) -> Path:
    """The tables of a corpus run in a project of its own, made on the first run."""
    if not (project / "dvc.yaml").is_file():
        _kopling("init", str(project), at=Path())
    shutil.copytree(documents, project / "documents", dirs_exist_ok=True)
    _kopling("run", at=project)
    return project / OUTPUTS


def _kopling(*words: str, at: Path) -> None:
    subprocess.run([sys.executable, "-m", "pipeline", *words], cwd=at, check=True)


if __name__ == "__main__":
    main(sys.argv[1:] or list(CORPORA))
