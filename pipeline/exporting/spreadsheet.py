"""Tables for spreadsheets: every link on a row with both texts, nothing that runs as a formula."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from pipeline.csvfiles import defused
from pipeline.exporting.texts import plain

SIDE = ["text", "level", "kind", "number", "unit", "year", "document", "page"]


def defuse_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with an apostrophe before each text that a spreadsheet would run.

    >>> defuse_formulas(pd.DataFrame({"a": ["=1+1", "Mål"]}))["a"].to_list()
    ["'=1+1", 'Mål']
    """
    return _mapped(frame, defused)


def links_with_texts(
    links: pd.DataFrame, goals: pd.DataFrame, documents: pd.DataFrame
) -> pd.DataFrame:
    """One row a link, with text, level, number, unit, year, document and page of both sides."""
    titles = documents.set_index("document_id")["title"]
    sides = goals.assign(document=goals["document_id"].map(titles)).set_index("goal_id")[SIDE]
    return links.join(sides.add_prefix("goal_"), on="goal_id").join(
        sides.add_prefix("objective_").rename(
            columns={"objective_level": "objective_document_kind"}
        ),
        on="objective_id",
    )


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a CSV in UTF-8 with a byte-order mark, so that Excel keeps æ, ø and å.

    Control characters and halves of surrogate pairs are left out: readers stop at them. A line
    break within a cell is one sign.
    """
    defuse_formulas(_mapped(frame, _readable)).to_csv(
        path, index=False, encoding="utf-8-sig", lineterminator="\n"
    )


def _mapped(frame: pd.DataFrame, change: Callable[[str], str]) -> pd.DataFrame:
    """The frame with each text changed."""

    def changed(value: object) -> object:
        return change(value) if isinstance(value, str) else value

    texts = frame.select_dtypes(include=["object", "string"]).columns
    return frame.assign(**{name: frame[name].map(changed) for name in texts})


def _readable(text: str) -> str:
    return plain(text).replace("\r\n", "\n").replace("\r", "\n")
