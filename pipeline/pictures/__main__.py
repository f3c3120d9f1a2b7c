"""Goals that the report shows → pictures of their pages, in `outputs/pictures/`."""

import logging
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd

from pipeline.masking.masks import kinds_masked
from pipeline.masking.spans import Kind
from pipeline.params import PicturesParams, load_params
from pipeline.personal import personal_passages
from pipeline.pictures.maker import PictureMaker, sources_of
from pipeline.pictures.report import (
    FOLDER,
    asked_for,
    draw_all,
    goals_shown,
    hides_all,
    hides_passages,
    hides_personal_data,
)
from pipeline.places import index_passages
from pipeline.schemas.coupling import LINKS
from pipeline.schemas.goals import GOALS
from pipeline.schemas.measures import PROFILES
from pipeline.schemas.reading import CELLS, CONTINUED, FILES, PASSAGES, PICTURES
from pipeline.stage import DOCUMENTS_DIR, OUTPUTS, run_stage
from pipeline.tables import empty_table, read_table, write_table
from pipeline.wholefiles import writing

_log = logging.getLogger(__name__)


def main() -> None:
    """Load, draw, save."""
    params = load_params()
    kinds = kinds_masked(names=params.reporting.mask_names)
    table = empty_table(PICTURES)
    files: dict[str, bytes] = {}
    if params.pictures.in_report == "evidence":
        table, files = _drawn(params.pictures, kinds)
    _save(files, OUTPUTS / "pictures")
    write_table(table, PICTURES, OUTPUTS)


def _drawn(
    params: PicturesParams, kinds: Collection[Kind]
) -> tuple[pd.DataFrame, dict[str, bytes]]:
    goals, links, profiles = (read_table(each, OUTPUTS) for each in (GOALS, LINKS, PROFILES))
    passages, cells, rest = (read_table(each, OUTPUTS) for each in (PASSAGES, CELLS, CONTINUED))
    places = index_passages(passages, cells, rest)
    asked = asked_for(goals_shown(goals, links, profiles), places)
    hides = hides_all(
        hides_passages(personal_passages(goals, passages, cells), passages, rest),
        hides_personal_data(passages, rest, kinds),
    )
    sources = sources_of(read_table(FILES, OUTPUTS), DOCUMENTS_DIR)
    with PictureMaker(sources, params=params) as maker:
        table, files = draw_all(asked, maker.crop, params, hides)
    missing = table["reason"].value_counts().to_dict()
    _log.info("%d pictures of %d places; without one: %s", len(files), len(table), missing)
    return table, files


def _save(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the pictures anew, so that none is left that nothing shows any more."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / FOLDER).mkdir(parents=True)
    for path, content in files.items():
        with writing(folder / path):
            (folder / path).write_bytes(content)


if __name__ == "__main__":
    run_stage(main)
