"""A goal's number, unit, direction and due year, and what it refers to."""

import pytest

from pipeline.goals.clarity import plan_reference
from pipeline.goals.targets import Target, deadline_year, read_target


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Sykefraværet er under 7,5 prosent", Target(7.5, "prosent", "at_most")),
        ("Minst 90 % av elevene trives", Target(90, "%", "at_least")),
        ("Flere bygg, 1 200 boliger innen 2030", Target(1200, "boliger", "up")),
        ("Avvik reduseres fra 38 til 19 avvik", Target(19, "avvik", "down")),
        ("Ingen ventar meir enn tre veker", Target(3, "veker", "at_most")),
        ("Alle elevar trivst", Target()),
        ("Planen frå 2010 gjeld", Target()),
    ],
)
def test_targets(text: str, target: Target) -> None:
    """In figures or words, with what it counts; a year is no target."""
    assert read_target(text) == target


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Utslippene er halvert innen 2030", 2030),
        ("Ned 10 prosent fra 2019 til 2024", 2024),
        ("Flere enn i 2010", None),
        ("Innan utgangen av 2027 er alle bygg opne", 2027),
        ("Saka frå 2012", None),
    ],
)
def test_due_years(text: str, year: int | None) -> None:
    """The year to be reached by, and not the one compared with."""
    assert deadline_year(text) == year


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Følger opp kommuneplanens samfunnsdel, mål 3", "3"),
        ("Jf. mål 2.1 i kommuneplanen", "2.1"),
        ("Jf. delmål 4.2", "4.2"),
        ("Mål 3 nås", None),
    ],
)
def test_references(text: str, numbers: str | None) -> None:
    """By delmål and hovedmål, or by a goal's number with the plan's name beside it."""
    assert plan_reference(text) == numbers
