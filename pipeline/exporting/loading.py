"""The tables as they leave the project: what is personal left out or masked, coders by number."""

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path

import pandas as pd

from pipeline import schemas
from pipeline.masking.masks import (
    kinds_masked,
    masked_frame,
    masked_paths,
    without_hidden_words,
)
from pipeline.masking.spans import Kind
from pipeline.municipalities import is_of_several, names_in, read_part
from pipeline.schemas import Table
from pipeline.schemas.coupling import SENTENCES, VERDICTS
from pipeline.schemas.reading import CROPS
from pipeline.tables import read_table, read_whole

Frames = Mapping[str, pd.DataFrame]

PERSONAL = "personlig"
AGREEMENT = "lederavtale"
# lists of numbers that only the encoder that made them can read; pictures, which the report holds
NOT_EXPORTED = (schemas.VECTORS, SENTENCES, CROPS)
EXPORTED = tuple(table for table in schemas.TABLES if table not in NOT_EXPORTED)

_GOAL_COLUMNS = ("goal_id", "objective_id", "first_id", "second_id")
_CODERS = ("coder", "coders")
# tables that quote whole passages, whatever they are
_OF_PASSAGES = frozenset({"passages", "tables", "continued", "amounts", "sections"})


def load_tables(
    outputs: Path,
    tables: Iterable[Table],
    *,
    include_personal: bool = False,
    mask_names: bool = True,
    municipality: str | None = None,
) -> dict[str, pd.DataFrame]:
    """The tables by name, fit to be handed on. Raises TableError where one has not been made.

    Left out, unless `include_personal`: goals of a leader's own development and everything about
    them, and what stands in a lederavtale outside the parts that were read as agreement (the same
    part in its own words, and signatures). Coders are called `koder 1`, `koder 2` and so on. Phone
    and identity numbers and e-mail addresses are masked in every text, names unless told not to.
    Of several municipalities the rows of one, where one is asked for; else all, and each row of a
    table that tells them apart says in `municipality` whose it is.
    """
    wanted = {table.name: table for table in tables}
    read = _reader(outputs, municipality)
    loaded = {name: read(table) for name, table in wanted.items()}
    if not include_personal:
        known = loaded | {
            table.name: read(table) for table in _needed(wanted) if table.name not in loaded
        }
        loaded = without_personal(loaded, known)
    coders = coder_names(read_table(VERDICTS, outputs) if _tells_coders(wanted) else None)
    kinds = kinds_masked(names=mask_names)
    if "links" in loaded:
        goals = loaded["goals"] if "goals" in loaded else read_table(schemas.GOALS, outputs)
        loaded["links"] = without_hidden_words(loaded["links"], goals, kinds)
    paths = masked_paths(_paths(loaded.values()), kinds)
    return {name: for_others(frame, coders, kinds, paths) for name, frame in loaded.items()}


def _reader(outputs: Path, municipality: str | None) -> Callable[[Table], pd.DataFrame]:
    """How a table is read: as it stands, one municipality's rows, or all told apart."""
    if municipality is not None:
        named = names_in(outputs)[municipality]
        return lambda table: read_part(table, outputs, municipality, named)
    if is_of_several(outputs):
        return lambda table: read_whole(table, outputs)
    return lambda table: read_table(table, outputs)


def _paths(frames: Iterable[pd.DataFrame]) -> set[str]:
    return {str(path) for frame in frames if "path" in frame for path in frame["path"].dropna()}


def for_others(
    frame: pd.DataFrame,
    coders: Callable[[str], str],
    kinds: Collection[Kind],
    paths: Mapping[str, str],
) -> pd.DataFrame:
    """The table as others may see it: the one place that every table passes on its way out.

    Texts are masked, `paths` gives file names that are shown otherwise, coders go by number.
    """
    if paths and "path" in frame:
        frame = frame.assign(path=frame["path"].map(lambda path: paths.get(path, path)))
    frame = masked_frame(frame, kinds)
    told = [name for name in _CODERS if name in frame and frame[name].dtype.kind not in "biuf"]
    return frame.assign(
        **{name: frame[name].map(coders, na_action="ignore").astype("str") for name in told}
    )


def without_personal(frames: Frames, known: Frames) -> dict[str, pd.DataFrame]:
    """The tables without what is personal, as `goals`, `sections` and `documents` in `known` tell.

    Of a lederavtale only passages stay that a statement outside the personal part stands in.
    """
    goals = known["goals"]
    secret = set(goals.loc[goals["part"].eq(PERSONAL), "goal_id"])
    gone = _unread(known) if _OF_PASSAGES & frames.keys() else set()
    return {name: _kept(frame, secret, gone) for name, frame in frames.items()}


def coder_names(verdicts: pd.DataFrame | None) -> Callable[[str], str]:
    """What each coder is called outside, by order of name; several joined by ', ' are told apart.

    >>> call = coder_names(pd.DataFrame({"coder": ["b", "a"]}))
    >>> call("a"), call("b, a"), call("x")
    ('koder 1', 'koder 2, koder 1', 'koder')
    """
    names = [] if verdicts is None else sorted(set(verdicts["coder"].dropna()))
    called = {name: f"koder {at}" for at, name in enumerate(names, 1)}

    def call(told: str) -> str:
        return ", ".join(called.get(name, "koder") for name in told.split(", "))

    return call


def _needed(wanted: Mapping[str, Table]) -> tuple[Table, ...]:
    if _OF_PASSAGES & wanted.keys():
        return (schemas.GOALS, schemas.SECTIONS, schemas.DOCUMENTS, schemas.PASSAGES)
    return (schemas.GOALS,)


def _tells_coders(wanted: Mapping[str, Table]) -> bool:
    return any(name in table.schema.columns for table in wanted.values() for name in _CODERS)


def _unread(known: Frames) -> set[str]:
    """Passages of agreements that only the personal part holds, or no statement at all."""
    sections, documents, passages = known["sections"], known["documents"], known["passages"]
    open_ones = sections["part"].ne(PERSONAL).fillna(True)
    read = {each for ids in sections.loc[open_ones, "passage_ids"] for each in ids.split()}
    agreements = documents.loc[documents["kind"].eq(AGREEMENT), "document_sha256"]
    inside = passages["document_sha256"].isin(agreements)
    return set(passages.loc[inside, "passage_id"]) - read


def _kept(frame: pd.DataFrame, secret: set[str], gone: set[str]) -> pd.DataFrame:
    keep = pd.Series(True, index=frame.index)
    for name in _GOAL_COLUMNS:
        if name in frame and secret:
            keep &= ~frame[name].isin(secret)
    if "passage_id" in frame and gone:
        keep &= ~frame["passage_id"].isin(gone)
    if "part" in frame:
        keep &= frame["part"].ne(PERSONAL).fillna(True)
    kept = frame[keep.astype(bool)].reset_index(drop=True)
    if "parent_goal_id" in kept and secret:
        parent = kept["parent_goal_id"]
        kept = kept.assign(parent_goal_id=parent.mask(parent.isin(secret)))
    return kept
