"""Read documents, sections and cells, write goals, amounts and changes."""

import logging

import pandas as pd

from pipeline.goals.corpus import corpus_goals, corpus_money
from pipeline.params import GoalsParams, RunningParams, load_running_params, load_stage_params
from pipeline.schemas import AMOUNTS, CELLS, CHANGES, DOCUMENTS, GOALS, SECTIONS
from pipeline.stage import CACHE, OUTPUTS, run_stage
from pipeline.tables import Part, municipalities, read_table, write_parts

log = logging.getLogger(__name__)


def main() -> None:
    """Sections to goals and amounts, each municipality by itself."""
    params = load_stage_params(GoalsParams, "goals")
    running = load_running_params()
    cells = read_table(CELLS, OUTPUTS)
    parts = ((name, _part(name, cells, params, running)) for name in municipalities(OUTPUTS))
    write_parts(parts, (GOALS, AMOUNTS, CHANGES), OUTPUTS)


def _part(
    municipality: str, cells: pd.DataFrame, params: GoalsParams, running: RunningParams
) -> Part:
    documents = read_table(DOCUMENTS, OUTPUTS, municipality)
    sections = read_table(SECTIONS, OUTPUTS, municipality)
    goals = corpus_goals(
        documents,
        sections,
        shortest_words=params.shortest_goal_words,
        longest_words=params.longest_goal_words,
        cache=CACHE,
        running=running,
    )
    theirs = cells[cells["document_sha256"].isin(documents["document_sha256"])]
    amounts, changes = corpus_money(documents, sections, theirs, cache=CACHE, running=running)
    told = (len(goals), len(amounts), len(changes))
    log.info("goals: %s%d goals, %d amounts, %d changes", named(municipality), *told)
    return {GOALS: goals, AMOUNTS: amounts, CHANGES: changes}


def named(municipality: str) -> str:
    """The municipality before what is told of it; nothing where it has no name."""
    return f"{municipality}: " if municipality else ""


if __name__ == "__main__":
    run_stage(main)
