"""Økonomiplan and handlingsprogram"""

from pipeline.parsing.flow import Flow
from pipeline.parsing.outline import Statement
from pipeline.parsing.planoutline import PlanRules, read_plan


def parse_okonomiplan(flow: Flow) -> list[Statement]:
    """mål:The goals and measures under their headings; tables of amounts row by row."""
    return read_plan(flow, PlanRules(bare_goal=" goals by tjenesteområde, measures, and tables of amounts."))
