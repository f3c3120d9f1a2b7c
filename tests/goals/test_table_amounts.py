"""Tables to amounts."""

from tests.goals.building import amounts, figures


def test_years_stand_in_the_header_and_blanks_stay_blank() -> None:
    """A header's year is no amount, and a missing figure is not read from the next column."""
    found = amounts(("Tiltak", "2009", "2010"), ("Inntrekk fra 2008", "36,0", ""))

    assert figures(found) == [("Inntrekk fra 2008", 2009, 36.0)]


def test_groups_sub_totals_and_total() -> None:
    """Each sub-total closes its rows, the total is held against the sub-totals."""
    found = amounts(
        ("Tiltak", "2014", "2015"),
        ("Drift", "", ""),
        ("Skole", "1,5", "2,0"),
        ("Kultur", "0,5", "1,0"),
        ("Sum drift", "2,0", "3,0"),
        ("Investering", "", ""),
        ("Havn", "4,0", "0,0"),
        ("Sum investering", "4,0", "0,0"),
        ("I alt", "6,0", "3,0"),
        ("I alt 2014 og 2015", "", "9,0"),
    )
    totals = [a for a in found if a.is_total]

    assert [a.reconciles for a in totals] == [True] * 7
    assert (totals[-1].year, totals[-1].years) == (None, (2014, 2015))


def test_a_sum_that_does_not_add_up_is_told() -> None:
    """A printed total that differs from its rows is kept as printed, and told not to reconcile."""
    found = amounts(("Tiltak", "2014"), ("Skole", "1,5"), ("Kultur", "0,5"), ("Sum", "2,5"))

    assert [(a.label, a.reconciles) for a in found if a.is_total] == [("Sum", False)]
    assert found[-1].amount_nok == 2_500_000


def test_a_column_that_sums_the_years() -> None:
    """A «Sum» column is a total of the row's years."""
    found = amounts(("Område", "2022", "2023", "Sum"), ("Skole", "1", "3", "4"))

    assert [(a.year, a.is_total, a.reconciles) for a in found] == [
        (2022, False, None),
        (2023, False, None),
        (None, True, True),
    ]


def test_a_frame_sums_its_rows_without_saying_sum() -> None:
    """«Ramme skole» under what it is made of is a total, and is not counted twice further down."""
    found = amounts(
        ("Skole", "2013", "2014"),
        ("Budsjett 2012", "100,0", "100,0"),
        ("Flere elever", "3,0", "4,0"),
        ("Ramme skole", "103,0", "104,0"),
        ("Budsjett 2012", "50,0", "50,0"),
        ("Nytt bygg", "1,0", "2,0"),
        ("Ramme kultur", "51,0", "52,0"),
        ("Sum", "154,0", "156,0"),
    )

    assert {a.label: a.reconciles for a in found if a.is_total} == {
        "Ramme skole": True,
        "Ramme kultur": True,
        "Sum": True,
    }


def test_figures_that_are_not_money_are_left() -> None:
    """A table that never speaks of money gives no amounts; nor does a column of shares or posts."""
    pupils = amounts(("Skole", "2009", "2010"), ("Elever", "512", "519"), unit="")
    mixed = amounts(("Tiltak", "Årsverk", "2014"), ("Lærere", "3", "2,1"))

    assert pupils == []
    assert figures(mixed) == [("Lærere", 2014, 2.1)]


def test_accounts_beside_budget() -> None:
    """A report's columns say themselves what they are, minus signs and brackets as printed."""
    found = amounts(
        ("Område", "Regnskap 2014", "Budsjett 2014"),
        ("Skole", "(4 100)", "−3 900"),
        kind="årsrapport",
        unit="Tall i 1 000 kr",
    )

    assert [(a.status, a.year, a.amount_nok) for a in found] == [
        ("accounts", 2014, -4_100_000),
        ("budget", 2014, -3_900_000),
    ]


def test_a_unit_that_makes_too_much_money_is_not_the_tables() -> None:
    """Kroner in full stay kroner, though a caption nearby speaks of millions."""
    found = amounts(("Kap.", "Post", "Formål", "Kroner"), ("201", "72", "Skoler", "16 566 230 000"))

    assert [(a.label, a.amount_nok) for a in found] == [("Skoler", 16_566_230_000)]


def test_sums_of_rounded_figures_hold() -> None:
    """Figures rounded to a tenth of a million may miss their sum by what rounding can do."""
    found = amounts(
        ("Tiltak", "2014"), ("Skole", "1,3"), ("Kultur", "0,4"), ("Veg", "2,6"), ("Sum", "4,4")
    )

    assert [a.reconciles for a in found if a.is_total] == [True]


def test_a_part_of_a_row_is_not_summed() -> None:
    """«Herav» tells what a row holds, and adds nothing to the sum below."""
    found = amounts(
        ("Tiltak", "2014"),
        ("Skole", "10,0"),
        ("Herav vikarer", "2,0"),
        ("Kultur", "5,0"),
        ("Til saman", "15,0"),
    )

    assert [(a.label, a.reconciles) for a in found if a.is_total] == [("Til saman", True)]


def test_a_sum_above_its_rows_is_held_against_them() -> None:
    """The total stands first and the rows that make it up below."""
    found = amounts(
        ("Område", "2014", "2015"),
        ("I alt", "6,0", "9,0"),
        ("Skole", "4,0", "6,0"),
        ("Kultur", "2,0", "3,0"),
    )

    assert [a.reconciles for a in found if a.is_total] == [True, True]


def test_a_total_of_other_rows_is_left_untold() -> None:
    """Where no column agrees, the rows above are not what the total sums."""
    found = amounts(
        ("Område", "2014", "2015"),
        ("Skole", "4,0", "6,0"),
        ("Kultur", "2,0", "3,0"),
        ("Samlet for konsernet", "61,0", "92,0"),
    )

    assert [a.reconciles for a in found if a.is_total] == [None, None]


def test_a_total_wrong_in_one_column_is_told() -> None:
    """The other column says which rows it sums."""
    found = amounts(
        ("Område", "2014", "2015"),
        ("Skole", "4,0", "6,0"),
        ("Kultur", "2,0", "3,0"),
        ("Sum", "6,0", "19,0"),
    )

    assert [a.reconciles for a in found if a.is_total] == [True, False]


def test_rows_and_columns_that_count_something_else_are_no_money() -> None:
    """Man-years, numbers of children, shares, tonnes and rates have no amount."""
    found = amounts(
        ("Område", "Budsjett 2014", "Årsverk", "Kr per tonn", "Endring i %"),
        ("Skole", "4,0", "12,5", "830", "2,1"),
        ("Antall elever", "312", "", "", ""),
        ("Avfallsgebyr, kr per år", "3,1", "", "", ""),
    )

    assert [(a.label, a.amount_nok) for a in found] == [("Skole", 4_000_000)]


def test_a_cell_with_its_own_unit_keeps_it() -> None:
    """What reads «450 mill. kroner» in a cell is that much, whatever the table's head says."""
    found = amounts(
        ("Prosjekt", "2014"), ("Skolebygg", "450 mill. kroner"), ("Inventar", "1 250 000 kr")
    )

    assert [a.amount_nok for a in found] == [450_000_000, 1_250_000]


def test_note_marks_in_heads_and_cells_are_no_digits() -> None:
    """«2014¹» is a year, «1 234²» one thousand two hundred and thirty-four."""
    found = amounts(("Tiltak", "2014¹", "2015"), ("Skole", "1 234²", "(12)"))

    assert [(a.year, a.amount_nok) for a in found] == [
        (2014, 1_234_000_000),
        (2015, -12_000_000),
    ]


def test_a_sum_of_changes_leaves_the_opening_row_out() -> None:
    """The budget that the changes come to is no part of their sum, and the new frame sums both."""
    found = amounts(
        ["", "2031", "2032"],
        ["Opprinnelig budsjett", "70,0", "70,0"],
        ["Nye lærlinger", "1,5", "2,0"],
        ["Lavere strømpris", "-0,4", "-0,7"],
        ["Sum endringer", "1,1", "1,3"],
        kind="økonomiplan",
    )

    assert [a.reconciles for a in found if a.is_total] == [True, True]


def test_costs_in_a_table_of_measures_with_the_year_they_are_due() -> None:
    """Whole kroner where nothing tells a unit; the year stands beside the cost, not above it."""
    found = amounts(
        ["Tiltak", "Ansvarlig", "Frist", "Kostnad"],
        ["Flere benker", "Parksjef", "2031", "95 000"],
        ["Lysløype", "Idrettskonsulent", "2032–2033", "310 000"],
        ["Bytur", "Servicetorg", "Årlig", "Innenfor rammen"],
        kind="kommunedelplan",
        unit="",
    )

    assert [(a.label, a.years, int(a.amount_nok)) for a in found] == [
        ("Flere benker", (2031,), 95_000),
        ("Lysløype", (2032, 2033), 310_000),
    ]


def test_remarks_longer_than_the_labels_leave_the_figures_between_them() -> None:
    """Figures left of a column of remarks are no codes."""
    found = amounts(
        ["Område", "Endring 2031", "Forklaring"],
        ["Kino", "-1,2", "Færre forestillinger på hverdager"],
        ["Park", "1,2", "Ny avtale om klipping og beskjæring"],
    )

    assert [(a.label, a.year) for a in found] == [("Kino", 2031), ("Park", 2031)]
