"""`python -m pipeline.specification`: every defensible choice → one curve, and what holds."""

import json
from collections.abc import Iterator, Mapping
from functools import partial

import pandas as pd

from pipeline.apart import PACKAGES, Pieces, each_municipality, write_packed
from pipeline.params import load_params
from pipeline.reviews.municipalities import COLUMNS, read_by_municipality
from pipeline.reviews.settling import settled_pairs
from pipeline.reviews.table import last_words
from pipeline.schemas import DOCUMENTS, GOALS, LINKS, Table
from pipeline.schemas.columns import MUNICIPALITY
from pipeline.schemas.coupling import VERDICTS
from pipeline.schemas.measures import (
    SPECIFICATION_SUMMARY,
    SPECIFICATION_UNITS,
    SPECIFICATIONS,
)
from pipeline.specification.municipality import (
    CODE,
    Specified,
    by_segmentation,
    encoders_here,
    specified,
    specify_segmentations,
)
from pipeline.specification.summary import curve_plot
from pipeline.stage import CACHE, OUTPUTS, REVIEWS, run_stage
from pipeline.store import Store, code_key, key_of
from pipeline.tables import Parts, read_columns, read_whole
from pipeline.wholefiles import whole_file, write_text

READ = (DOCUMENTS, GOALS, LINKS, VERDICTS)
WRITTEN = (SPECIFICATIONS, SPECIFICATION_UNITS, SPECIFICATION_SUMMARY)


def main() -> None:
    """Load, answer under each specification, save."""
    told = write_packed(_specified(), WRITTEN, OUTPUTS)
    metrics = next(iter(told.values())) if len(told) == 1 else {"municipalities": told}
    folder = OUTPUTS / "specification"
    text = json.dumps(metrics, indent=2, ensure_ascii=False)
    write_text(folder / "metrics.json", text + "\n")
    with whole_file(folder / "curve.csv") as place:
        _curve().to_csv(place, index=False, float_format="%.6f", lineterminator="\n")


def _specified() -> Iterator[tuple[str, bytes]]:
    """Each municipality with its tables and figures, packed."""
    params = load_params()
    verdicts = read_by_municipality(REVIEWS, read_columns(GOALS, OUTPUTS, COLUMNS))
    parts = Parts(READ, OUTPUTS)
    code = key_of(code_key(CODE, PACKAGES), *encoders_here(params))

    def given(name: str, tables: Mapping[Table, pd.DataFrame]) -> Specified:
        return Specified(tables, settled_pairs(last_words(verdicts.get(name, []))), params)

    store = Store(CACHE, "specification")
    work = Pieces(by_segmentation, specify_segmentations, partial(specified, params))
    yield from each_municipality(work, given, parts, code, store, params.running)


def _curve() -> pd.DataFrame:
    """The curve of the only municipality; of several, each one's under its name."""
    corpus = read_whole(SPECIFICATIONS, OUTPUTS)
    parts = list(corpus.groupby(MUNICIPALITY, sort=False))
    if len(parts) <= 1:
        return curve_plot(corpus)
    curves = [curve_plot(part).assign(**{MUNICIPALITY: name}) for name, part in parts]
    return pd.concat(curves, ignore_index=True)


if __name__ == "__main__":
    run_stage(main)
