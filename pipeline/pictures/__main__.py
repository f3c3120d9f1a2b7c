"""Goals that the report shows → pictures of their pages, in `outputs/pictures/`."""

import logging
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

import pandas as pd

from pipeline import apart
from pipeline.apart import kept_apart, pack, unpack, write_packed
from pipeline.digests import part_digests
from pipeline.masking.masks import kinds_masked
from pipeline.masking.spans import Kind
from pipeline.municipalities import names_in, read_part
from pipeline.params import PicturesParams, load_params
from pipeline.personal import personal_passages
from pipeline.pictures.maker import PictureMaker, sources_of
from pipeline.pictures.report import (
    LASTING,
    asked_for,
    draw_all,
    goals_shown,
    hides_all,
    hides_passages,
    hides_personal_data,
    standing_on,
)
from pipeline.places import index_passages
from pipeline.schemas import Table
from pipeline.schemas.coupling import LINKS
from pipeline.schemas.goals import GOALS
from pipeline.schemas.measures import PROFILES
from pipeline.schemas.reading import CELLS, CONTINUED, CROPS, FILES, PASSAGES, PICTURES
from pipeline.stage import CACHE, DOCUMENTS_DIR, OUTPUTS, run_stage
from pipeline.store import Store, code_key, key_of
from pipeline.tables import read_table

# FILES aren't told: where a document lies changes none of its pages
READ = (CELLS, CONTINUED, GOALS, LINKS, PASSAGES, PROFILES)
WRITTEN = (PICTURES, CROPS)
# what a municipality's pictures rest on, beside what it holds and the parameters
CODE = (
    "apart.py",
    "bounds.py",
    "errors.py",
    "identity.py",
    "language",
    "masking",
    "municipalities.py",
    "opening.py",
    "params.py",
    "personal.py",
    "pictures",
    "places.py",
    "schemas",
    "tables.py",
)
PACKAGES = (*apart.PACKAGES, "phonenumbers", "pikepdf", "pillow", "pypdfium2")

_log = logging.getLogger(__name__)


def main() -> None:
    """Load, draw, save; say how many there are, and why others are missing."""
    params = load_params()
    kinds = kinds_masked(names=params.reporting.mask_names)
    is_asked = params.pictures.in_report == "evidence"
    parts = drawn(params.pictures, kinds, Store(CACHE, "crops")) if is_asked else iter(())
    told = write_packed(parts, WRITTEN, OUTPUTS).values()
    if is_asked:
        count = sum(each["pictures"] for each in told)
        places = sum(each["places"] for each in told)
        missing = sum((Counter(each["missing"]) for each in told), Counter[str]())
        _log.info("%d pictures of %d places; without one: %s", count, places, dict(missing))


def drawn(
    params: PicturesParams, kinds: Collection[Kind], store: Store
) -> Iterator[tuple[str, bytes]]:
    """Each municipality with its PICTURES and CROPS, packed, as many as the bound allows.

    One of which nothing has changed is taken from the store. In one that has, a page that was drawn
    before isn't drawn again; nor is any kept where a page failed that may do so only for a while.
    """
    named = names_in(OUTPUTS)  # from DOCUMENTS
    digests = part_digests(READ, OUTPUTS, named)
    about = (code_key(CODE, PACKAGES), params.model_dump_json(), *sorted(kinds))
    # what one run shows must find room, or the next would draw all of it again
    room = params.model_copy(update={"megabytes_kept": params.megabytes_kept * len(named)})
    with PictureMaker(sources_of(read_table(FILES, OUTPUTS), DOCUMENTS_DIR), params=room) as maker:

        def made(name: str) -> bytes:
            tables = {table: read_part(table, OUTPUTS, name, named[name]) for table in READ}
            return _drawn(tables, maker, params, kinds)

        keys = {name: key_of(*about, *digests[name].values()) for name in named}
        yield from kept_apart(made, keys, store, _is_lasting)


def _is_lasting(content: bytes) -> bool:
    """Whether the same would come of drawing them anew."""
    return LASTING.issuperset(unpack(content, ())[1]["missing"])


def _drawn(
    tables: Mapping[Table, pd.DataFrame],
    maker: PictureMaker,
    params: PicturesParams,
    kinds: Collection[Kind],
) -> bytes:
    """One municipality's pictures, packed, with how many there are and why others are missing."""
    passages, cells, rest, goals = (tables[each] for each in (PASSAGES, CELLS, CONTINUED, GOALS))
    shown = goals_shown(goals, tables[LINKS], tables[PROFILES])
    asked = asked_for(shown, index_passages(passages, cells, rest))
    hides = hides_all(
        hides_passages(personal_passages(goals, passages, cells), passages, rest),
        hides_personal_data(standing_on(asked, passages, rest), rest, kinds),
    )
    pictures, crops = draw_all(asked, maker.crop, params, hides)
    missing = pictures["reason"].value_counts().to_dict()
    told = {"pictures": len(crops), "places": len(pictures), "missing": missing}
    return pack({PICTURES: pictures, CROPS: crops}, told)


if __name__ == "__main__":
    run_stage(main)
