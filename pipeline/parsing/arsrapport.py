"""Årsrapport and regnskap: what came of the year's goals."""

from pipeline.parsing.flow import Flow
from pipeline.parsing.outline import Statement
from pipeline.parsing.planoutline import PlanRules, read_plan


def parse_arsrapport(flow: Flow) -> list[Statement]:
    """The goals reported on, with the results beside them, and tables row by row."""
    return read_plan(flow, PlanRules(bare_goal="resultatmål"))
