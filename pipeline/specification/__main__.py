"""`python -m pipeline.specification`: every defensible choice → one curve, and what holds."""

import json
import logging

import pandas as pd

from pipeline.embedding.encoder import Encoder, encoder_by_name
from pipeline.errors import EncoderError
from pipeline.params import Params, load_params, load_running_params
from pipeline.reviews.settling import settled_pairs
from pipeline.reviews.table import carried_verdicts
from pipeline.schemas import DOCUMENTS, GOALS, LINKS
from pipeline.schemas.coupling import VERDICTS
from pipeline.schemas.measures import (
    SPECIFICATION_SUMMARY,
    SPECIFICATION_UNITS,
    SPECIFICATIONS,
)
from pipeline.scoring.facts import with_verdicts
from pipeline.specification.choices import encoders, segmentations, specifications
from pipeline.specification.curve import Read, answers, links_under, read_corpus
from pipeline.specification.summary import curve_plot, metrics, units_over_specifications
from pipeline.stage import CACHE, OUTPUTS, REVIEWS, run_stage
from pipeline.store import keep_within
from pipeline.tables import check_table, empty_table, read_table, write_table
from pipeline.wholefiles import whole_file, write_text

logger = logging.getLogger(__name__)


def main() -> None:
    """Load, answer under each specification, save."""
    params = load_params()
    goals, links = read_table(GOALS, OUTPUTS), read_table(LINKS, OUTPUTS)
    settled = settled_pairs(carried_verdicts(REVIEWS, goals))
    facts = read_table(VERDICTS, OUTPUTS).query("counts")
    reads = read_all(goals, links, read_table(DOCUMENTS, OUTPUTS), params, settled, facts)
    chosen = [each for each in specifications(params) if (each.encoder, each.segmentation) in reads]
    found = list(answers(reads, chosen, params))
    corpus = pd.DataFrame([row for row, _ in found])
    units = pd.concat([rows for _, rows in found], ignore_index=True)
    summary = units_over_specifications(corpus, units) if len(units) else units
    write_table(corpus, SPECIFICATIONS, OUTPUTS)
    tables = ((units, SPECIFICATION_UNITS), (summary, SPECIFICATION_SUMMARY))
    for frame, table in tables:
        write_table(check_table(frame, table) if len(frame) else empty_table(table), table, OUTPUTS)
    folder = OUTPUTS / "specification"
    text = json.dumps(metrics(corpus, summary), indent=2, ensure_ascii=False)
    write_text(folder / "metrics.json", text + "\n")
    with whole_file(folder / "curve.csv") as place:
        curve_plot(corpus).to_csv(place, index=False, float_format="%.6f", lineterminator="\n")
    keep_within(CACHE, params.running.cache_megabytes)


def read_all(
    goals: pd.DataFrame,
    links: pd.DataFrame,
    documents: pd.DataFrame,
    params: Params,
    settled: pd.DataFrame,
    facts: pd.DataFrame,
) -> dict[tuple[str, str], Read]:
    """What each encoder and segmentation say; the stages' own links stand for the default.

    Each learns from what was `settled`, and the verdicts that count are `facts` for each: what a
    coder says of a link holds whatever reads the goals.
    """
    reads: dict[tuple[str, str], Read] = {}
    for name in encoders(params):
        encoder = _encoder(name, params)
        if encoder is None:
            continue
        for segmentation in segmentations(params):
            is_default = name == params.embedding.encoder and segmentation == "goal"
            logger.debug("specification: %s, %s", name, segmentation)
            theirs = (
                links if is_default else links_under(goals, segmentation, encoder, params, settled)
            )
            held = with_verdicts(theirs, facts)
            reads[name, segmentation] = read_corpus(goals, held, documents, segmentation, params)
    return reads


def _encoder(name: str, params: Params) -> Encoder | None:
    """The encoder, or None where it is not on this machine: then its specifications are left out.

    One that gives way to another here would only answer for that one twice.
    """
    try:
        chosen = params.embedding.model_copy(update={"encoder": name})
        found = encoder_by_name(chosen, CACHE, load_running_params())
    except EncoderError as err:
        logger.warning("specification: %s is left out: %s", name, err)
        return None
    is_default = name == params.embedding.encoder
    return found if is_default or not found.notice else None


if __name__ == "__main__":
    run_stage(main)
