"""Årsbudsjett: frames by tjenesteområde and unit, and result goals for the year."""

from pipeline.parsing.flow import Flow
from pipeline.parsing.outline import Statement
from pipeline.parsing.planoutline import PlanRules, read_plan


def parse_arsbudsjett(flow: Flow) -> list[Statement]:
    """The year's result goals under their headings, and what its text decides.

    A bare «mål» is a result goal here.
    """
    return read_plan(
        flow,
        PlanRules(bare_goal="resultatmål", listed_goal="resultatmål", goals_in_prose=True),
    )
