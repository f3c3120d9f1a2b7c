"""Tables for spreadsheets: every link on a row with both texts, nothing that runs as a formula."""

from pathlib import Path

import pandas as pd

from pipeline.csvfiles import defused

_SIDE = ["text", "level", "kind", "number", "unit", "year", "document", "page"]


def defuse_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with an apostrophe before each text that a spreadsheet would run.

    >>> defuse_formulas(pd.DataFrame({"a": ["=1+1", "Mål"]}))["a"].to_list()
    ["'=1+1", 'Mål']
    """
    texts = frame.select_dtypes(include=["object", "string"]).columns
    return frame.assign(**{name: frame[name].map(_defused) for name in texts})


def links_with_texts(
    links: pd.DataFrame, goals: pd.DataFrame, documents: pd.DataFrame
) -> pd.DataFrame:
    """One row a link, with text, level, number, unit, year, document and page of both sides."""
    titles = documents.set_index("document_id")["title"]
    sides = goals.assign(document=goals["document_id"].map(titles)).set_index("goal_id")[_SIDE]
    return links.join(sides.add_prefix("goal_"), on="goal_id").join(
        sides.add_prefix("objective_").rename(
            columns={"objective_level": "objective_document_kind"}
        ),
        on="objective_id",
    )


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a CSV in UTF-8 with a byte-order mark, so that Excel keeps æ, ø and å."""
    defuse_formulas(frame).to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


def _defused(value: object) -> object:
    return defused(value) if isinstance(value, str) else value
