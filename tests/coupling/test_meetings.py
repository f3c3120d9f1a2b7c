"""Which statements meet beside the levels of the plan system."""

import numpy as np

from pipeline.coupling.meetings import Meeting, meetings
from tests.tables_for_tests import Row, documents_table, goals_table, sections_table


def agreement(name: str, unit: str, year: int) -> Row:
    """A lederavtale as a document."""
    return {"document_id": name, "kind": "lederavtale", "unit": unit, "year": year}


def goal(name: str, document: str, unit: str, year: int, **more: object) -> Row:
    """An own goal of an agreement."""
    return {
        "goal_id": name,
        "document_id": document,
        "unit": unit,
        "year": year,
        "part": "enhet",
    } | more


def pairs(meeting: Meeting) -> set[tuple[str, str]]:
    """The ids that meet."""
    may = meeting.may_meet(slice(None))
    return {(meeting.firsts[a], meeting.seconds[b]) for a, b in zip(*np.nonzero(may), strict=True)}


def met(
    relation: str, documents: list[Row], goals: list[Row], sections: tuple[Row, ...] = ()
) -> set[tuple[str, str]]:
    """All pairs that meet in a relation."""
    found = meetings(documents_table(*documents), sections_table(*sections), goals_table(*goals))
    return {pair for each in found if each.relation == relation for pair in pairs(each)}


def test_own_goals_of_two_units_meet_once() -> None:
    """Not a unit's own among themselves, not what is shared, not another year's."""
    documents = [
        agreement("a", "Nes", 2014),
        agreement("b", "Lia", 2014),
        agreement("c", "Lia", 2015),
    ]
    goals = [
        goal("g1", "a", "Nes", 2014),
        goal("g2", "a", "Nes", 2014),
        goal("g3", "b", "Lia", 2014),
        goal("g4", "b", "Lia", 2014, part="kommune"),
        goal("g5", "c", "Lia", 2015),
    ]

    assert met("siblings", documents, goals) == {("g1", "g3"), ("g2", "g3")}


def test_goals_meet_those_of_the_units_next_agreement() -> None:
    """The next that there is, be it two years on; shared parts too."""
    documents = [
        agreement("a", "Nes", 2012),
        agreement("b", "Nes", 2014),
        agreement("c", "Lia", 2013),
    ]
    goals = [
        goal("g1", "a", "Nes", 2012, part="kommune"),
        goal("g2", "b", "Nes", 2014),
        goal("g3", "c", "Lia", 2013),
    ]

    assert met("succession", documents, goals) == {("g1", "g2")}


def test_a_goal_is_followed_by_goals_and_a_strategy_by_strategies() -> None:
    """A plan's visions and grips are followed by none."""
    documents = [
        {"document_id": "p", "kind": "kommuneplan", "year": 2010},
        {"document_id": "q", "kind": "kommuneplan", "year": 2014, "area": "Hele kommunen"},
    ]
    goals = [
        {"goal_id": "d1", "document_id": "p", "level": "kommuneplan", "kind": "delmål"},
        {"goal_id": "s1", "document_id": "p", "level": "kommuneplan", "kind": "strategi"},
        {"goal_id": "v1", "document_id": "p", "level": "kommuneplan", "kind": "visjon"},
        {"goal_id": "h2", "document_id": "q", "level": "kommuneplan", "kind": "hovedmål"},
        {"goal_id": "s2", "document_id": "q", "level": "kommuneplan", "kind": "strategi"},
    ]

    assert met("succession", documents, goals) == {("d1", "h2"), ("s1", "s2")}


def test_a_proposal_is_passed_over_where_the_year_has_a_decision() -> None:
    """The budget that was decided is what the next year's follows."""
    budget = {"kind": "årsbudsjett", "year": 2014}
    documents = [
        budget | {"document_id": "f", "status": "forslag"},
        budget | {"document_id": "v", "status": "vedtatt"},
        {"document_id": "n", "kind": "årsbudsjett", "year": 2015, "status": "forslag"},
    ]
    goals = [
        {"goal_id": name, "document_id": name, "level": "årsbudsjett", "kind": "resultatmål"}
        for name in "fvn"
    ]

    assert met("succession", documents, goals) == {("v", "n")}


def test_within_a_case_proposal_and_remark_meet_the_decision() -> None:
    """Whether they stand in one document or in two of the same case; never two cases."""
    case = {"kind": "bystyresak", "case_number": "48/14"}
    documents = [
        case | {"document_id": "a"},
        case | {"document_id": "b"},
        case | {"document_id": "c", "case_number": "97/14"},
    ]
    goals = [
        {"goal_id": "i", "document_id": "a", "level": "bystyresak", "region": "innstilling"},
        {"goal_id": "v", "document_id": "b", "level": "bystyresak", "region": "vedtak"},
        {"goal_id": "m", "document_id": "b", "level": "bystyresak", "region": "merknad"},
        {"goal_id": "w", "document_id": "c", "level": "bystyresak", "region": "vedtak"},
    ]

    assert met("case", documents, goals) == {("i", "v"), ("m", "v")}


def test_inputs_meet_the_paragraphs_and_the_points_of_their_case() -> None:
    """Sections of the saksframlegg, goals of innstilling and vedtak."""
    documents = [
        {"document_id": "a", "kind": "bystyresak", "case_number": "48/14"},
        {"document_id": "n", "kind": "innspill", "title": "Til sak 48/14"},
    ]
    goals = [
        {"goal_id": "f", "document_id": "n", "level": "innspill", "kind": "forslag"},
        {"goal_id": "i", "document_id": "a", "level": "bystyresak", "region": "innstilling"},
        {"goal_id": "v", "document_id": "a", "level": "bystyresak", "region": "vedtak"},
        {"goal_id": "m", "document_id": "a", "level": "bystyresak", "region": "merknad"},
    ]
    sections = (
        {"section_id": "s", "document_id": "a", "region": "saksframlegg"},
        {"section_id": "t", "document_id": "a", "region": "vedtak"},
    )

    assert met("input", documents, goals, sections) == {("f", "i"), ("f", "v"), ("f", "s")}
