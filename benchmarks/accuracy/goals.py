"""How many of the example corpus's planted goals are found: `python -m benchmarks.accuracy.goals`.

A planted goal is found where its document has a goal of the same words. Counted too: the goals that
match no planted one, by their kind; not all of these are wrong, since a case's points, a plan's own
tree and an agreement's further rows are not planted. Prints a table by the kind of document and by
format, with `--misses` every planted goal that was not found, and writes `goals.json`.
"""

import argparse
import json
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Table

from benchmarks.accuracy.planted import PLANTED, match_planted
from benchmarks.accuracy.reading import FORMATS
from benchmarks.corpus.build import source_jobs
from pipeline.language.normalise import normalise_text
from pipeline.schemas import DOCUMENTS, GOALS
from pipeline.stage import OUTPUTS
from pipeline.tables import read_table

RESULTS = Path("benchmarks/accuracy/goals.json")


def main() -> None:
    """Match, print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--misses", action="store_true", help="print what was not found")
    parser.add_argument("--outputs", type=Path, default=OUTPUTS, help="the stages' outputs")
    arguments = parser.parse_args()
    documents, goals = (read_table(table, arguments.outputs) for table in (DOCUMENTS, GOALS))
    planted = pd.read_csv(PLANTED, dtype=str, keep_default_na=False)
    wanted, found = match_corpus(planted, goals, documents, corpus_formats())
    console = Console(width=140)
    if arguments.misses:
        for row in wanted[~wanted["is_found"]].itertuples():
            console.print(
                f"{row.path}: {row.goal_text}", markup=False, highlight=False, soft_wrap=True
            )
    shown = grouped(wanted, found, "level") | grouped(wanted, found, "layout")
    console.print(results_table(shown | {"all": summary(wanted, found)}))
    results = {
        "kinds": grouped(wanted, found, "level"),
        "formats": grouped(wanted, found, "layout"),
        "documents": grouped(wanted, found, "path"),
        "all": summary(wanted, found),
    }
    RESULTS.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def corpus_formats() -> dict[str, str]:
    """Each document's path → what it was made as."""
    headers = (job.header for job in source_jobs())
    return {normalise_text(header.path): FORMATS[header.engine] for header in headers}


def match_corpus(
    planted: pd.DataFrame, goals: pd.DataFrame, documents: pd.DataFrame, formats: dict[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The planted goals, each once in its document, with `is_found`; the goals with `is_planted`.

    Both have their document's `path`, `level` (its kind) and `layout` (its format).
    """
    once = planted.drop_duplicates(["document_path", "goal_text"])
    matched = match_planted(once, goals, documents)
    wanted = matched.drop_duplicates(["path", "goal_text"])
    paths = documents["path"].map(normalise_text)
    kinds = dict(zip(paths, documents["kind"], strict=True))
    path_of = dict(zip(documents["document_id"], paths, strict=True))
    found = goals.assign(
        path=goals["document_id"].map(path_of),
        is_planted=goals["goal_id"].isin(wanted["goal_id"].dropna()),
    )
    wanted = wanted.assign(is_found=wanted["goal_id"].notna(), level=wanted["path"].map(kinds))
    return (
        wanted.assign(layout=wanted["path"].map(formats)),
        found.assign(layout=found["path"].map(formats)),
    )


def grouped(wanted: pd.DataFrame, found: pd.DataFrame, column: str) -> dict[str, dict[str, object]]:
    """The summary of each value of a column, in the values' order."""
    names = sorted({*wanted[column].dropna(), *found[column].dropna()})
    return {
        name: summary(wanted[wanted[column].eq(name)], found[found[column].eq(name)])
        for name in names
    }


def summary(wanted: pd.DataFrame, found: pd.DataFrame) -> dict[str, object]:
    """Planted goals, how many and what share were found, and the goals beside them by kind."""
    others = found.loc[~found["is_planted"], "kind"].value_counts()
    return {
        "documents": int(pd.concat([wanted["path"], found["path"]]).nunique()),
        "planted": len(wanted),
        "found": int(wanted["is_found"].sum()),
        "recall": round(float(wanted["is_found"].mean()), 4) if len(wanted) else None,
        "goals": len(found),
        "not_planted": {kind: int(others[kind]) for kind in sorted(others.index)},
    }


def results_table(results: dict[str, dict[str, object]]) -> Table:
    """One row for each kind and each format."""
    table = Table(title="Planted goals found")
    for column in next(iter(results.values())):
        if not table.columns:
            table.add_column("")
        table.add_column(column.replace("_", " "), justify="right")
    for name, values in results.items():
        others = values["not_planted"]
        told = (
            ", ".join(f"{kind} {n}" for kind, n in others.items())
            if isinstance(others, dict)
            else ""
        )
        table.add_row(
            name, *(str(v) if v is not None else "" for v in list(values.values())[:-1]), told
        )
    return table


if __name__ == "__main__":
    main()
