"""Økonomiplan, handlingsprogram: goals by tjenesteområde, measures, and tables of amounts."""

from pipeline.parsing.flow import Flow
from pipeline.parsing.outline import Statement
from pipeline.parsing.planoutline import PlanRules, read_plan


def parse_okonomiplan(flow: Flow) -> list[Statement]:
    """The goals and measures under their headings; tables of amounts row by row."""
    return read_plan(flow, PlanRules(listed_goal="mål", goals_in_prose=True, measures_in_rows=True))
