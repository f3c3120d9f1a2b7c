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
    standing_on,
)
from pipeline.places import index_passages
from pipeline.schemas.coupling import LINKS
from pipeline.schemas.goals import GOALS
from pipeline.schemas.measures import PROFILES
from pipeline.schemas.reading import CELLS, CONTINUED, FILES, PASSAGES, PICTURES
from pipeline.stage import DOCUMENTS_DIR, OUTPUTS, run_stage
from pipeline.tables import empty_table, municipalities, read_table, write_table
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
    """The pictures of every municipality, each up to the bound; those kept aren't drawn again."""
    passages, cells, rest = (read_table(each, OUTPUTS) for each in (PASSAGES, CELLS, CONTINUED))
    places = index_passages(passages, cells, rest)
    names = municipalities(OUTPUTS)
    asked = [asked_for(_shown(name), places) for name in names]
    every = [each for of_one in asked for each in of_one]
    personal = personal_passages(read_table(GOALS, OUTPUTS), passages, cells)
    hides = hides_all(
        hides_passages(personal, passages, rest),
        hides_personal_data(standing_on(every, passages, rest), rest, kinds),
    )
    # what one run shows must find room, or the next would draw all of it again
    room = params.model_copy(update={"megabytes_kept": params.megabytes_kept * len(names)})
    tables: list[pd.DataFrame] = []
    files: dict[str, bytes] = {}
    with PictureMaker(sources_of(read_table(FILES, OUTPUTS), DOCUMENTS_DIR), params=room) as maker:
        for of_one in asked:
            table, drawn = draw_all(of_one, maker.crop, params, hides)
            tables.append(table)
            files |= drawn
    table = pd.concat(tables, ignore_index=True)
    missing = table["reason"].value_counts().to_dict()
    _log.info("%d pictures of %d places; without one: %s", len(files), len(table), missing)
    return table, files


def _shown(municipality: str) -> pd.DataFrame:
    parts = (read_table(each, OUTPUTS, municipality) for each in (GOALS, LINKS, PROFILES))
    return goals_shown(*parts)


def _save(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the pictures anew, so that none is left that nothing shows any more."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / FOLDER).mkdir(parents=True)
    for path, content in files.items():
        with writing(folder / path):
            (folder / path).write_bytes(content)


if __name__ == "__main__":
    run_stage(main)
