"""Kommuneplan: vision, hovedmål, delmål, «Kommunen vil:», strategic grips."""

from dataclasses import replace

from pipeline.parsing.flow import Flow
from pipeline.parsing.outline import Statement
from pipeline.parsing.planoutline import PlanRules, read_plan


def parse_kommuneplan(flow: Flow) -> list[Statement]:
    """The plan's goal tree with its own numbering, and everything else as headings and avsnitt.

    A plan that never says hovedmål has its «mål» as hovedmål; one that does has them as delmål.
    """
    statements = read_plan(flow, PlanRules())
    has_main = any(held.kind == "hovedmål" for held in statements)
    kind = "delmål" if has_main else "hovedmål"
    return [replace(held, kind=kind) if held.kind == "mål" else held for held in statements]
