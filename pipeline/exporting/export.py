"""Outputs to export files: reads the tables, calls the writer, tells what was written."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from pipeline import schemas
from pipeline.errors import InputError
from pipeline.exporting import package
from pipeline.exporting.codebook import Code, codebook, write_codebook
from pipeline.exporting.cytoscape import write_cytoscape
from pipeline.exporting.files import whole_file
from pipeline.exporting.gexf import write_gexf
from pipeline.exporting.graph import coupling_graph, write_graphml
from pipeline.exporting.loading import EXPORTED, load_tables
from pipeline.exporting.package import write_package
from pipeline.exporting.qda import QDA_TABLES, write_project
from pipeline.exporting.sheets import SHEET_TABLES, first_name, read_me, sheets
from pipeline.exporting.spreadsheet import links_with_texts, write_csv
from pipeline.exporting.workbook import write_workbook
from pipeline.municipalities import chosen_municipality
from pipeline.schemas import Table
from pipeline.schemas.coupling import VERDICTS
from pipeline.speech import speaking

ALL_TABLES = "all"
_BY_NAME = {table.name: table for table in EXPORTED}
_OF_GRAPH = (schemas.DOCUMENTS, schemas.GOALS, schemas.LINKS)


@dataclass(frozen=True)
class Wish:
    """What is to be exported: from where, to where, and how."""

    outputs: Path
    path: Path
    table: str = "links"
    language: str = "nb"
    include_personal: bool = False
    mask_names: bool = True
    municipality: str | None = None

    @property
    def name(self) -> str:
        """What the export is called: its file's name without the ending."""
        return unicodedata.normalize("NFC", self.path.stem)


@dataclass(frozen=True)
class Done:
    """What was written, in words, and what could not be written as it is."""

    what: str
    gaps: tuple[str, ...] = ()


def export(form: str, wish: Wish) -> Done:
    """Write the export; what stood at its place is replaced once all is written.

    Raises TableError where nothing has been run yet, InputError for a format or table that there
    is none of and where nothing can be written.
    """
    if form not in FORMATS:
        raise InputError(f"format: expected one of {', '.join(FORMATS)}; came {form}")
    chosen = chosen_municipality(wish.outputs, wish.municipality, is_needed=form in OF_ONE)
    wish = replace(wish, municipality=chosen)
    with speaking(wish.language):
        return FORMATS[form](wish)


def _loaded(wish: Wish, tables: Iterable[Table]) -> dict[str, pd.DataFrame]:
    return load_tables(
        wish.outputs,
        tables,
        include_personal=wish.include_personal,
        mask_names=wish.mask_names,
        municipality=wish.municipality,
    )


def _csv(wish: Wish) -> Done:
    if wish.path.suffix.lower() == ".zip" or wish.table == ALL_TABLES:
        return _package(wish, package.CSV)
    if wish.table not in _BY_NAME:
        known = ", ".join([ALL_TABLES, *sorted(_BY_NAME)])
        raise InputError(f"table: expected one of {known}; came {wish.table}")
    wanted = [_BY_NAME[wish.table]]
    if wish.table == "links":
        wanted += [schemas.GOALS, schemas.DOCUMENTS]
    frames = _loaded(wish, wanted)
    frame = frames[wish.table]
    if wish.table == "links":
        frame = links_with_texts(frame, frames["goals"], frames["documents"])
    with whole_file(wish.path) as partial:
        write_csv(frame, partial)
    return Done(f"{len(frame)} rows of {wish.table}")


def _parquet(wish: Wish) -> Done:
    return _package(wish, package.PARQUET)


def _package(wish: Wish, form: str) -> Done:
    frames = _loaded(wish, EXPORTED)
    packed = write_package(frames, wish.path, form, wish.name)
    return Done(f"{packed.tables} tables, {packed.rows} rows and {package.DESCRIPTOR}")


def _graph(wish: Wish, write: Callable[..., None], *further: str) -> Done:
    frames = _loaded(wish, _OF_GRAPH)
    graph = coupling_graph(frames["documents"], frames["goals"], frames["links"])
    with whole_file(wish.path) as partial:
        write(graph, partial, *further)
    return Done(f"{graph.number_of_nodes()} nodes and {graph.number_of_edges()} edges")


def _xlsx(wish: Wish) -> Done:
    frames = _loaded(wish, SHEET_TABLES)
    with whole_file(wish.path) as partial:
        written = write_workbook(sheets(frames), partial, read_me, first_name())
    gaps = tuple(
        f"sheet {cut.sheet}, row {cut.row}, {cut.heading}: {cut.length} characters are more than "
        "a cell holds, the rest is left out"
        for cut in written.cuts
    )
    return Done(f"{len(written.rows)} sheets, {sum(written.rows.values())} rows", gaps)


def _qdpx(wish: Wish) -> Done:
    frames = _loaded(wish, QDA_TABLES)
    with whole_file(wish.path) as partial:
        quoted = write_project(frames, partial, wish.name)
    gaps = (f"{quoted.not_found} goals stand in no document's text",) if quoted.not_found else ()
    return Done(
        f"{quoted.documents} documents, {quoted.goals} goals quoted, {quoted.codings} codings", gaps
    )


def _qdc(wish: Wish) -> Done:
    tables = (*_OF_GRAPH, VERDICTS)
    frames = _loaded(wish, tables)
    codes = codebook(*(frames[table.name] for table in tables))
    with whole_file(wish.path) as partial:
        write_codebook(codes, partial)
    return Done(f"{_count(codes)} codes")


def _count(codes: list[Code]) -> int:
    return sum(1 + _count(code.children) for code in codes)


# made for reading one municipality's goals against its own plan
OF_ONE = ("xlsx", "qdpx", "qdc")
FORMATS: dict[str, Callable[[Wish], Done]] = {
    "graphml": lambda wish: _graph(wish, write_graphml),
    "gexf": lambda wish: _graph(wish, write_gexf),
    "cytoscape": lambda wish: _graph(wish, write_cytoscape, wish.name),
    "csv": _csv,
    "parquet": _parquet,
    "xlsx": _xlsx,
    "qdpx": _qdpx,
    "qdc": _qdc,
}
