"""What a reader finds in the reference case is found by the pipeline, in every design."""

import pandas as pd
import pytest

from tests.reference_case.conftest import Case
from tests.reference_case.typeset import DESIGNS

BUDGET = "bystyresak-09-13608"
MILLION = 1_000_000


def _figures(amounts: pd.DataFrame, label: str) -> dict[int, float]:
    rows = amounts[amounts["label"].eq(label) & amounts["year"].notna()]
    return {int(row.year): round(row.amount_nok / MILLION, 4) for row in rows.itertuples()}


def _by_year(figures: list[float | None]) -> dict[int, float]:
    return {
        year: value for year, value in zip((2009, 2010), figures, strict=True) if value is not None
    }


def _main_table(case: Case) -> pd.DataFrame:
    amounts = case.of(BUDGET, "amounts")
    table = amounts.loc[amounts["label"].eq("Skole"), "table"].iloc[0]
    return amounts[amounts["table"].eq(table)]


def test_every_service_area_of_the_proposal(case: Case, expected: dict) -> None:
    """Each area's cut is read for each year, as a proposal for that area."""
    rows = _main_table(case)
    areas = expected[BUDGET]["proposal"]["table_8"]["service_areas"]
    found = {area: _figures(rows, area) for area in areas}
    named = rows[rows["label"].isin(list(areas))]

    assert {area: _by_year(figures) for area, figures in areas.items()} == found
    assert named["label"].tolist() == named["area"].tolist()
    assert set(named["status"]) == {"proposal"}


def test_a_blank_figure_stays_blank(case: Case, expected: dict) -> None:
    """A row without its 2009 figure has none, and a year in a label is no amount."""
    overall = expected[BUDGET]["proposal"]["table_8"]["overall"]
    rows = _main_table(case)
    found = {label: _figures(rows, label) for label in overall if label != "sum"}

    assert {label: _by_year(v) for label, v in overall.items() if label != "sum"} == found


def test_sums_reconcile(case: Case, expected: dict) -> None:
    """Sub-totals, totals and the figure for both years are told as sums that add up."""
    table = expected[BUDGET]["proposal"]["table_8"]
    rows = _main_table(case)
    totals = rows[rows["is_total"]]
    both = totals[totals["year"].isna()]

    assert _by_year(table["sum_service_areas"]) == _figures(
        totals, "Sum tiltak på tjenesteområdene"
    )
    assert _by_year(table["sum"]) == _figures(totals, "Sum inndekning")
    assert [(table["sum_both_years"] * MILLION, "2009–2010")] == list(
        zip(both["amount_nok"], both["years"], strict=True)
    )
    assert totals["reconciles"].tolist() == [True] * 7


def test_every_measure_of_the_service(case: Case, expected: dict) -> None:
    """The second table's rows are the service's measures, and its sum adds up."""
    table = expected[BUDGET]["proposal"]["table_9"]
    amounts = case.of(BUDGET, "amounts")
    rows = amounts[amounts["label"].isin(list(table["rows"])) & amounts["table"].notna()]
    totals = amounts[amounts["label"].str.lower().eq("sum barne- og familietjenesten")]

    assert {label: _by_year(v) for label, v in table["rows"].items()} == {
        label: _figures(rows, label) for label in table["rows"]
    }
    assert {"Barne- og familietjenesten"} == set(rows["area"])
    assert _by_year(table["sum"]) == _figures(totals, totals["label"].iloc[0])
    assert totals["reconciles"].all()


def test_decision_points(case: Case, expected: dict) -> None:
    """Six points, and under the fifth the sub-points a to m with the areas' amounts."""
    decision = expected[BUDGET]["decision"]
    sections = case.of(BUDGET, "sections")
    points = sections[sections["kind"].eq("vedtakspunkt")]
    subs = sections[sections["kind"].eq("underpunkt")]
    fifth = points.loc[points["number"].eq("5"), "section_id"].iloc[0]
    amounts = case.of(BUDGET, "amounts")
    decided = amounts[amounts["status"].eq("decision") & amounts["area"].notna()]

    assert [str(n + 1) for n in range(decision["points"])] == points["number"].tolist()
    assert [f"5{letter}" for letter in decision["sub_points_of_5"]] == subs["number"].tolist()
    assert {fifth} == set(subs["parent_section_id"])
    assert decision["amounts"] == {
        row.area: round(row.amount_nok / MILLION, 4) for row in decided.itertuples()
    }


def test_difference_between_proposal_and_decision(case: Case, expected: dict) -> None:
    """Each area is matched with its name in the decision, and the difference is told."""
    changes = case.of(BUDGET, "changes")
    found = {row.area: round(row.difference_nok / MILLION, 4) for row in changes.itertuples()}

    assert expected[BUDGET]["decision_minus_table_8"] == found


def test_what_the_difference_does_not_say(case: Case) -> None:
    """No difference is the council's own: the decision also balances 2009, in one figure."""
    changes = case.of(BUDGET, "changes")

    assert changes["is_comparable"].tolist() == [False] * 11
    assert changes["caution"].str.contains("få driften i balanse i 2009").all()
    assert changes["caution"].str.contains("vedtaket gir ett beløp for alt samlet").all()
    assert changes["proposal_covers"].str.startswith("2009–2010").all()


def test_goal_tree_of_the_plan(case: Case, expected: dict) -> None:
    """Four hovedmål, six grips, and delmål 4.2 under hovedmål 4 with its five goals."""
    goals = case.of("kommuneplan-2010", "goals")
    numbers = goals.set_index("goal_id")["number"]
    main = goals[goals["kind"].eq("hovedmål")]
    sub = goals[goals["kind"].eq("delmål")]
    below = goals[goals["parent_goal_id"].isin(sub["goal_id"])]
    shown = expected["kommuneplan-2010"]["delmaal_shown"]

    assert main["number"].tolist() == ["1", "2", "3", "4"]
    assert expected["kommuneplan-2010"]["strategic_grips"] == goals["kind"].eq("grep").sum()
    assert shown == {
        number: {"parent": numbers[parent], "sub_goals": len(below)}
        for number, parent in zip(sub["number"], sub["parent_goal_id"], strict=True)
    }


def test_organisation_case(case: Case, expected: dict) -> None:
    """Case and archive number, five points, six dashes under the fifth, the remark's parties."""
    told = expected["bystyresak-186-08"]
    document = case.of("bystyresak-186-08", "documents").iloc[0]
    sections = case.of("bystyresak-186-08", "sections")
    points = sections[sections["kind"].eq("vedtakspunkt")]
    dashes = sections[sections["kind"].eq("underpunkt")]
    fifth = points.loc[points["number"].eq("5"), "section_id"].iloc[0]
    remarks = sections[sections["kind"].eq("merknad")]

    assert (told["case"], told["archive"]) == (document["case_number"], document["archive_number"])
    assert told["decision_points"] == len(points)
    assert [fifth] * told["dashes_under_point_5"] == dashes["parent_section_id"].tolist()
    assert {", ".join(told["remark_by"])} == set(remarks["parties"])
    assert remarks["parent_section_id"].isna().sum() == 1


def test_case_number_in_running_text(case: Case, expected: dict) -> None:
    """The budget case's number stands only in its text."""
    assert expected[BUDGET]["case"] == case.of(BUDGET, "documents")["case_number"].iloc[0]


# In plain text nothing tells the columns of a table of words.
@pytest.mark.parametrize("design", sorted(set(DESIGNS) - {"text"}))
def test_units_inputs(design: str, expected: dict, run_case: object) -> None:
    """Three tables with their three columns; each unit's statements under its own heading."""
    case = run_case(design)  # type: ignore[operator]
    sections = case.of("innspill-2011", "sections")
    stated = sections[sections["kind"].isin(["status", "utfordring", "forslag"])]
    units = stated.groupby("table")["heading_path"].agg(
        lambda paths: paths.iloc[0].split(" > ")[-1]
    )

    assert units.tolist() == ["PP-tjenesten", "Barneverntjenesten", "Helse/LOST/habilitering"]
    assert {3} == set(stated.groupby("table")["kind"].nunique())
    assert (
        len(stated[stated["kind"].eq("forslag") & stated["heading_path"].str.contains("PP-")]) == 7
    )
