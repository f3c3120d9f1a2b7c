"""Read the extraction's tables and the register, write documents and sections."""

import logging

from pipeline.params import ParsingParams, load_running_params, load_stage_params
from pipeline.parsing.sections import parse_corpus
from pipeline.register import read_register
from pipeline.schemas import CELLS, DOCUMENTS, FILES, PASSAGES, SECTIONS
from pipeline.stage import CACHE, OUTPUTS, REGISTER, run_stage
from pipeline.tables import read_table, write_table

log = logging.getLogger(__name__)


def main() -> None:
    """Passages to sections."""
    params = load_stage_params(ParsingParams, "parsing")
    documents, sections = parse_corpus(
        read_table(PASSAGES, OUTPUTS),
        read_table(CELLS, OUTPUTS),
        read_table(FILES, OUTPUTS),
        read_register(REGISTER),
        include_personal=params.include_personal,
        cache=CACHE,
        running=load_running_params(),
    )
    write_table(documents, DOCUMENTS, OUTPUTS)
    write_table(sections, SECTIONS, OUTPUTS)
    log.info("parsing: %d documents, %d sections", len(documents), len(sections))


if __name__ == "__main__":
    run_stage(main)
