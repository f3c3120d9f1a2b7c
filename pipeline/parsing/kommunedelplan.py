"""Kommunedelplan and temaplan: goals and measures for a theme, pointing up to the kommuneplan."""

from dataclasses import replace

from pipeline.parsing.flow import Flow
from pipeline.parsing.outline import Statement
from pipeline.parsing.planoutline import PlanRules, read_plan


def parse_kommunedelplan(flow: Flow) -> list[Statement]:
    """The plan's goals, strategies and measures, those in running text and in row titles as well.

    Under a hovedmål a «mål» is a delmål; a plan that never says hovedmål keeps its «mål».
    """
    rules = PlanRules(goals_in_prose=True, measures_in_rows=True)
    statements = read_plan(flow, rules)
    if not any(held.kind == "hovedmål" for held in statements):
        return statements
    return [
        replace(held, kind="delmål") if _is_below(held, statements) else held for held in statements
    ]


def _is_below(held: Statement, statements: list[Statement]) -> bool:
    if held.kind != "mål" or held.parent is None:
        return False
    return statements[held.parent].kind == "hovedmål"
