"""Sections to goals."""

import pytest

from pipeline.goals.clarity import has_deadline, has_target, plan_reference
from pipeline.goals.corpus import cells_told
from pipeline.goals.goal_rows import section_goals
from tests.goals.building import cells, document, section


def _goals(*sections: dict, kind: str = "lederavtale") -> list[dict]:
    return section_goals(list(sections), document(kind), shortest_words=3, longest_words=120)


def test_measures_stand_beside_the_goals_of_their_row() -> None:
    """A row's measure and support belong to its goals, and are no goals themselves."""
    goals = _goals(
        section("resultatmål", "Alle leser i 2. klasse", table=0, row=1),
        section("tiltak", "Lesekurs", table=0, row=1),
        section("tiltak", "Leksehjelp", table=0, row=1),
        section("støtte", "Fagstaben (delmål 1.2)", table=0, row=1),
        section("tiltak", "Øvelse", table=0, row=2),
    )

    assert [(g["text"], g["measure"], g["support"], g["reference"]) for g in goals] == [
        ("Alle leser i 2. klasse", "Lesekurs; Leksehjelp", "Fagstaben (delmål 1.2)", "1.2")
    ]


def test_a_parent_that_is_no_goal_is_passed_over() -> None:
    """The goal above is the nearest statement above that is a goal."""
    goals = _goals(
        section("hovedmål", "Byen er grønn", number="1"),
        section("avsnitt", "Om byen", parent_section_id="s_Byen er grønn"),
        section("strategi", "bygge en ny havn", parent_section_id="s_Om byen"),
        kind="kommuneplan",
    )

    assert goals[1]["parent_goal_id"] == goals[0]["goal_id"]


def test_a_column_of_numbers_is_a_reference() -> None:
    """A goal's row that names the plan's goals by number refers to them."""
    goals = _goals(
        section("målreferanse", "1.2 og 2.1", table=0, row=1),
        section("mål", "Flere elever leser godt", table=0, row=1),
        kind="økonomiplan",
    )

    assert [(g["text"], g["reference"]) for g in goals] == [("Flere elever leser godt", "1.2; 2.1")]


def test_names_of_goals_do_not_change_with_their_order() -> None:
    """A goal's name comes from its passages and its text alone."""
    first, second = section("mål", "Færre biler i byen"), section("mål", "Flere barn på ski")
    names = {g["goal_id"] for g in _goals(first, second, kind="annet")}

    assert names == {g["goal_id"] for g in _goals(second, first, kind="annet")}


@pytest.mark.parametrize(
    ("text", "target", "deadline"),
    [
        ("Sykefraværet er under 7 prosent", True, False),
        ("Ingen barn venter mer enn tre måneder på vurdering", True, False),
        ("Minst 80 prosent sykler til skolen innen 2016", True, True),
        ("Alle undersøkelser er gjennomført innen utgangen av året", True, True),
        ("Medarbeiderne trives og utvikler seg", False, False),
        ("Byen er bærekraftig", False, False),
        ("I 2020 er byen inkluderende", False, True),
        ("Dekke underskuddet fra 2008", False, False),
        ("Eininga har færre enn ti avvik i månaden", True, False),
    ],
)
def test_targets_and_deadlines(text: str, target: bool, deadline: bool) -> None:
    """A number with a unit or a state to observe is a target; a year or term is a deadline."""
    assert (has_target(text), has_deadline(text)) == (target, deadline)


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("Lese mer (jf. delmål 3.2)", "3.2"),
        ("jf. kommuneplanen 1.4", "1.4"),
        ("Tener delmål 1.2 og 1.4", "1.2; 1.4"),
        ("2.5 millioner til delmål og tiltak", None),
        ("Fraværet er under 7,5 prosent", None),
    ],
)
def test_references(text: str, reference: str | None) -> None:
    """Only a number that is said to be a plan's goal is a reference."""
    assert plan_reference(text) == reference


@pytest.mark.parametrize(
    ("text", "words", "reference"),
    [
        ("Flere sykler til jobb (jf. delmål 3.2)", "Flere sykler til jobb", "3.2"),
        ("Flere syklar (delmål 3.2 og 3.3).", "Flere syklar.", "3.2; 3.3"),
        ("[KP 1.4] Ingen venter", "Ingen venter", "1.4"),
        ("Ingen venter, jf. kommuneplanens delmål 1.4", "Ingen venter", "1.4"),
        ("Trivselen øker (mål 5)", "Trivselen øker (mål 5)", None),
        ("Alle svarer (innen uke 2)", "Alle svarer (innen uke 2)", None),
        ("Delmål 3.2 (trafikk) nås", "Delmål 3.2 (trafikk) nås", "3.2"),
    ],
)
def test_a_reference_beside_the_words_is_no_part_of_the_goal(
    text: str, words: str, reference: str | None
) -> None:
    """The goal is told without the bracket that names the plan's goal, which is kept apart."""
    goals = _goals(section("enhetsmål", text))

    assert [(g["text"], g["reference"]) for g in goals] == [(words, reference)]


def test_amounts_are_not_read_where_the_sections_leave_out() -> None:
    """Of a lederavtale's cells those are read that its sections hold, of other kinds all."""
    held = [(0, cell) for cell in cells(("Kurs", "20 000 kr"), ("Lesekurs", "30 000 kr"))]
    told = [section("tiltak", "Lesekurs", passage_ids="c10 c11")]
    kept = [
        [cell.row for _, cell in cells_told(held, told, document(kind))]
        for kind in ("lederavtale", "årsbudsjett")
    ]

    assert kept == [[1, 1], [0, 0, 1, 1]]


def test_columns_for_the_responsible_and_the_deadline_make_a_goal_concrete() -> None:
    """Who is responsible is kept, and a time in the deadline's column is a deadline."""
    place = {"table": 0, "row": 1}
    rows = section_goals(
        [
            section("enhetsmål", "Matsvinnet er redusert", **place),
            section("ansvar", "Kjøkkenansvarlig", **place),
            section("frist", "31.12.2021", **place),
        ],
        document("lederavtale"),
        shortest_words=3,
        longest_words=120,
    )

    assert [(row["responsible"], row["support"], row["has_deadline"]) for row in rows] == [
        ("Kjøkkenansvarlig", None, True)
    ]


def test_an_indicator_beside_a_goal_makes_it_testable() -> None:
    """The number and its unit in the indicator's column are the goal's target."""
    place = {"table": 0, "row": 1}
    rows = section_goals(
        [
            section("enhetsmål", "Matsvinnet er redusert", **place),
            section("indikator", "Under 40 kg i uka", **place),
        ],
        document("lederavtale"),
        shortest_words=3,
        longest_words=120,
    )

    told = [(r["indicator"], r["has_target"], r["target_value"], r["target_unit"]) for r in rows]
    assert told == [("Under 40 kg i uka", True, 40.0, "kg")]


def test_a_goal_under_a_kostra_function_has_its_area() -> None:
    """The heading's name without its number, where neither document nor register names one."""
    goal = section("mål", "Alle elever leser godt", heading_path="Budsjett > 202 Grunnskole")
    found = section_goals([goal], document("økonomiplan"), shortest_words=3, longest_words=60)

    assert [row["area"] for row in found] == ["Grunnskole"]
