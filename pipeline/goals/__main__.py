"""Read documents, sections and cells, write goals, amounts and changes."""

import logging

from pipeline.goals.corpus import corpus_goals, corpus_money
from pipeline.params import GoalsParams, RunningParams, load_stage_params
from pipeline.schemas import AMOUNTS, CELLS, CHANGES, DOCUMENTS, GOALS, SECTIONS
from pipeline.stage import OUTPUTS, cache_folder, run_stage
from pipeline.store import keep_within
from pipeline.tables import read_table, write_table

log = logging.getLogger(__name__)


def main() -> None:
    """Sections to goals and amounts."""
    params = load_stage_params(GoalsParams, "goals")
    documents, sections = read_table(DOCUMENTS, OUTPUTS), read_table(SECTIONS, OUTPUTS)
    goals = corpus_goals(
        documents,
        sections,
        shortest_words=params.shortest_goal_words,
        longest_words=params.longest_goal_words,
        cache=cache_folder(),
    )
    cells = read_table(CELLS, OUTPUTS)
    amounts, changes = corpus_money(documents, sections, cells, cache=cache_folder())
    write_table(goals, GOALS, OUTPUTS)
    write_table(amounts, AMOUNTS, OUTPUTS)
    write_table(changes, CHANGES, OUTPUTS)
    keep_within(cache_folder(), load_stage_params(RunningParams, "running").cache_megabytes)
    log.info("goals: %d goals, %d amounts, %d changes", len(goals), len(amounts), len(changes))


if __name__ == "__main__":
    run_stage(main)
