"""Any other document: goals under goal headings, statements of will in running text."""

from pipeline.parsing.flow import Flow
from pipeline.parsing.outline import Statement
from pipeline.parsing.planoutline import PlanRules, read_plan


def parse_annet(flow: Flow) -> list[Statement]:
    """What the document wants, told by its labels and its words; the rest as avsnitt.

    Serves state documents, submissions and whatever no other parser knows.
    """
    return read_plan(flow, PlanRules(goals_in_prose=True, is_own=False, measures_in_rows=True))
