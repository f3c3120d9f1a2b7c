"""Sets of statements with known links."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

LINK_SETS = Path("../shared/data/links")
Known = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class LinkSet:
    """Two lists of statements, and which pairs are links, shape (sources, targets)."""

    name: str
    source: pd.DataFrame
    target: pd.DataFrame
    known: Known


def load_link_sets(folder: Path = LINK_SETS) -> list[LinkSet]:
    """Every set in the folder, by name; an empty list where there is no such folder."""
    if not folder.is_dir():
        return []
    return [load_link_set(path) for path in sorted(folder.iterdir()) if path.is_dir()]


def load_link_set(folder: Path) -> LinkSet:
    """A set of `source.csv`, `target.csv` (id,text) and `links.csv` (source_id,target_id)."""
    source, target, links = (
        pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
        for name in ("source", "target", "links")
    )
    rows = pd.Index(source["id"]).get_indexer(links["source_id"])
    columns = pd.Index(target["id"]).get_indexer(links["target_id"])
    if (rows < 0).any() or (columns < 0).any():
        raise ValueError(f"{folder}: links.csv names an id that source.csv or target.csv lacks")
    known = np.zeros((len(source), len(target)), dtype=bool)
    known[rows, columns] = True
    return LinkSet(folder.name, source, target, known)
