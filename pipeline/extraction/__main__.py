"""Every registered file → outputs/extraction/: passages and tables, and what to know of them."""

import logging

import pandas as pd

from pipeline import schemas
from pipeline.extraction.read import extract_files
from pipeline.params import ExtractionParams, load_running_params, load_stage_params
from pipeline.progress import logged
from pipeline.register import read_register
from pipeline.stage import CACHE, DOCUMENTS_DIR, OUTPUTS, REGISTER, run_stage
from pipeline.tables import write_table

log = logging.getLogger(__name__)


def main() -> None:
    """Load, extract, save; say what was rejected."""
    params = load_stage_params(ExtractionParams, "extraction")
    running = load_running_params()
    # by name: a register in another order is the same corpus
    paths = sorted(read_register(REGISTER)["path"])
    extraction = extract_files(paths, DOCUMENTS_DIR, params, logged("extraction"), CACHE, running)
    write_table(extraction.passages, schemas.PASSAGES, OUTPUTS)
    write_table(extraction.cells, schemas.CELLS, OUTPUTS)
    write_table(extraction.rejects, schemas.REJECTS, OUTPUTS)
    write_table(extraction.quality, schemas.QUALITY, OUTPUTS)
    write_table(extraction.files, schemas.FILES, OUTPUTS)
    write_table(extraction.continued, schemas.CONTINUED, OUTPUTS)
    for reject in extraction.rejects.to_dict("records"):
        page = "" if pd.isna(reject["page"]) else f", page {reject['page']}"
        log.info("rejected: %s%s: %s: %s", reject["path"], page, reject["reason"], reject["detail"])
    log.info(
        "extraction: %d files, %d passages, %d rejects",
        *map(len, (extraction.files, extraction.passages, extraction.rejects)),
    )


if __name__ == "__main__":
    run_stage(main)
