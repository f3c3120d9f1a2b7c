"""Sets of statements with known links, and pairs with a known kind."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.errors import TableError
from pipeline.language.normalise import normalise_text

LINK_SETS = Path("../shared/data/links")
GOLD = Path("benchmarks/accuracy/gold")
PARALLEL_LANGUAGES = ("nb", "nn")
KINDS = ("verbatim", "rephrased", "concretised", "topical", "opposed", "none")
KIND_COLUMNS = ["source", "target", "kind", "language"]
LANGUAGES = ("nb", "nn", "en")
Known = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class LinkSet:
    """Two lists of statements, and which pairs are links, shape (sources, targets)."""

    name: str
    source: pd.DataFrame
    target: pd.DataFrame
    known: Known

    def size(self) -> dict[str, int]:
        """How many sources, sources with a link, targets and links there are."""
        return {
            "sources": len(self.source),
            "sources_with_links": int(self.known.any(axis=1).sum()),
            "targets": len(self.target),
            "links": int(self.known.sum()),
        }


def load_link_sets(folder: Path = LINK_SETS) -> list[LinkSet]:
    """Every set in the folder, by name; an empty list where there is no such folder."""
    if not folder.is_dir():
        return []
    return [load_link_set(path) for path in sorted(folder.iterdir()) if path.is_dir()]


def load_link_set(folder: Path) -> LinkSet:
    """A set of `source.csv`, `target.csv` (id,text) and `links.csv` (source_id,target_id).

    Raises TableError where `links.csv` names an id that the others lack.
    """
    source, target, links = (_read(folder / f"{name}.csv") for name in _FILES)
    return LinkSet(folder.name, source, target, _known(source, target, links, folder))


def load_parallel(folder: Path = GOLD / "parallel") -> list[LinkSet]:
    """The same goals and objectives in bokmål and nynorsk, a set for each pair of languages.

    Named after the language of the sources and that of the targets, "nn to nb". Raises TableError
    where `links.csv` names an id that the others lack.
    """
    source, target, links = (_read(folder / f"{name}.csv") for name in _FILES)
    known = _known(source, target, links, folder)
    return [
        LinkSet(
            f"{below} to {above}",
            _in_language(source, below),
            _in_language(target, above),
            known,
        )
        for below in PARALLEL_LANGUAGES
        for above in PARALLEL_LANGUAGES
    ]


def load_kinds(path: Path = GOLD / "kinds.csv") -> pd.DataFrame:
    """Pairs with their kind: `source, target, kind, language`, texts in NFC.

    Raises TableError naming the row where a column is missing or empty, a kind or a language is
    unknown, or a pair stands twice.
    """
    pairs = _read(path)
    if list(pairs.columns) != KIND_COLUMNS:
        raise TableError(f"{path}: expected {', '.join(KIND_COLUMNS)}, came {list(pairs.columns)}")
    pairs = pairs.map(normalise_text)
    faults = {
        "an empty value": (pairs == "").any(axis=1),
        f"a kind not among {', '.join(KINDS)}": ~pairs["kind"].isin(list(KINDS)),
        f"a language not among {', '.join(LANGUAGES)}": ~pairs["language"].isin(list(LANGUAGES)),
        "a pair that stands above too": pairs.duplicated(["source", "target"]),
    }
    for fault, rows in faults.items():
        if rows.any():
            raise TableError(f"{path}: line {int(rows.to_numpy().argmax()) + 2}: {fault}")
    return pairs


_FILES = ("source", "target", "links")


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def _in_language(statements: pd.DataFrame, language: str) -> pd.DataFrame:
    return pd.DataFrame({"id": statements["id"], "text": statements[f"text_{language}"]})


def _known(source: pd.DataFrame, target: pd.DataFrame, links: pd.DataFrame, folder: Path) -> Known:
    rows = pd.Index(source["id"]).get_indexer(links["source_id"])
    columns = pd.Index(target["id"]).get_indexer(links["target_id"])
    unknown = (rows < 0) | (columns < 0)
    if unknown.any():
        line = int(unknown.argmax()) + 2
        raise TableError(f"{folder / 'links.csv'}: line {line}: an id that source or target lacks")
    known = np.zeros((len(source), len(target)), dtype=bool)
    known[rows, columns] = True
    return known
