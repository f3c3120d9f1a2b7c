"""What was read from a page against what was coded on it."""

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accuracy.matching import (
    Amount,
    Coded,
    Count,
    Read,
    Statement,
    begins,
    count_furniture,
    count_goals,
    count_kind,
    count_order,
    count_role,
    count_rows,
    likeliest_shift,
    match_goals,
    match_levels,
    match_passages,
    nearly_begins,
)


def _read(*texts: str, role: str = "paragraph", first: int = 0) -> list[Read]:
    return [Read(role, text, block) for block, text in enumerate(texts, first)]


def _coded(*prefixes: str, role: str = "paragraph") -> list[Coded]:
    return [Coded(role, prefix) for prefix in prefixes]


def test_a_passage_begins_with_its_prefix_whatever_its_mark() -> None:
    """Bullets, numbers and spaces between letters do not count."""
    pairs = [("• Bygge skole", "Bygge"), ("Skole", "2.1 Skole"), ("S k o l e", "Skole")]

    assert [begins(*pair) for pair in pairs] == [True, True, True]


def test_letters_at_the_start_that_are_no_mark_count() -> None:
    """The word of "I 2024" is no roman one, and a passage cut short is not found."""
    assert not begins("2024 ble et år", "I 2024 ble et år")
    assert not begins("Skole", "Skole og fritid")


def test_one_letter_in_fifteen_may_be_misread() -> None:
    """A letter of sixteen may be another; of ten none."""
    assert nearly_begins("Ideelle versus kommersielie", "Ideelle versus kommersielle")
    assert not nearly_begins("Skolebarm", "Skolebarn")


def test_the_passage_that_begins_so_goes_before_one_that_nearly_does() -> None:
    """Two items that differ in a letter are each matched with their own."""
    texts = "Redusere utgiftene i 2026", "Redusere utgiftene i 2025"

    found = match_passages(_coded(*reversed(texts)), _read(*texts))

    assert {i: each.text for i, each in found.items()} == {0: texts[1], 1: texts[0]}


def test_a_passage_is_matched_once() -> None:
    """Of two coded that begin alike, the page has only one."""
    assert count_role("paragraph", _coded("Skole", "Skole"), _read("Skolen")) == Count(1, 2, 1, 1)


def test_of_another_role_is_not_found() -> None:
    """A heading read as a paragraph is missed as the one and too much as the other."""
    coded, read = _coded("Skole", role="heading"), _read("Skole")

    assert count_role("heading", coded, read) == Count(0, 1, 0, 0)
    assert count_role("paragraph", coded, read) == Count(0, 0, 0, 1)


def test_the_first_passage_may_go_on_from_the_page_before() -> None:
    """It stands within what began there; a later one may not."""
    before = _read("Det er vedtatt at alle skal lese.", first=0)
    coded = _coded("skal lese.", "alle")

    assert count_role("paragraph", coded, [], before) == Count(1, 2, 1, 1)


def test_a_running_head_may_be_read_in_one_piece_or_several() -> None:
    """Each coded piece is found whole, words are not cut."""
    coded = [Coded("page_number", "21"), Coded("header", "Prop. 1 S"), Coded("header", "2025")]

    assert count_furniture(coded, _read("Prop. 1 S 21", "s 7", role="header")) == Count(2, 3, 1, 2)
    assert count_furniture(coded, _read("2021", role="footer")) == Count(0, 3, 0, 1)
    pieces = _read("Prop. 1 S", "21", "Skatter 2025", role="header")
    assert count_furniture([Coded("header", "Prop. 1 S Skatter")], pieces).found == 1


def test_the_order_of_neighbours_counts_whatever_their_role() -> None:
    """Three passages, the last two turned round: one pair of two is in order."""
    read = [Read("heading", "A en", 0), Read("list_item", "C tre", 1), Read("paragraph", "B to", 2)]

    assert count_order(_coded("A en", "B to", "C tre"), read) == Count(1, 2, 1, 2)


def test_levels_are_those_of_the_headings_found() -> None:
    """A heading without a coded level is left out; the shift is what most agree on."""
    coded = [Coded("heading", "En", 1), Coded("heading", "To"), Coded("heading", "Tre", 2)]
    read = [Read("heading", "En", 0, 2), Read("heading", "To", 1, 2), Read("heading", "Tre", 2, 3)]

    levels = match_levels(coded, read)

    assert (levels, likeliest_shift(levels)) == ([(1, 2), (2, 3)], -1)


def test_no_shift_is_likelier_than_one_that_fits_as_many() -> None:
    """One heading as coded, one a level too deep, in either order."""
    assert [likeliest_shift(levels) for levels in ([(1, 2), (1, 1)], [(1, 1), (1, 2)])] == [0, 0]


def test_a_goal_may_begin_with_its_lead_in() -> None:
    """The statement stands after a colon, far from the start."""
    goal = f"Kommunen vil i de neste fire årene {'og lenger ' * 6}arbeide for: Bygge svømmehall"

    assert match_goals([Statement("Bygge svømmehall", "tiltak")], [Statement(goal, "tiltak")]) == [
        (0, 0)
    ]


def test_a_later_clause_is_its_sentence_unless_it_was_coded_itself() -> None:
    """Each clause goes to its own statement where both were coded, else to the sentence."""
    sentence = "Skolene er gamle, men kommunen vil bygge nye skoler."
    clause = Statement("kommunen vil bygge nye skoler", "strategi")
    whole = Statement("Skolene er gamle, men", "strategi")

    assert match_goals([whole], [clause], [sentence]) == [(0, 0)]
    assert match_goals([whole, clause], [clause], [sentence]) == [(1, 0)]


def test_an_earlier_clause_is_not_the_statement_coded_from_a_later_one() -> None:
    """The sentence tells first how things are; the goal read is that part."""
    sentence = "Skolene i kommunen er gamle, og kommunen vil bygge nye."

    pairs = match_goals(
        [Statement("kommunen vil bygge nye", "strategi")],
        [Statement("Skolene i kommunen er gamle", "mål")],
        [sentence],
    )

    assert pairs == []


def test_a_goal_of_another_sentence_is_not_found() -> None:
    """The sentence after is another, though in the same passage."""
    texts = ["Skolene er gamle. Kommunen vil bygge nye."]

    pairs = match_goals([Statement("Skolene er", "mål")], [Statement("Kommunen vil", "")], texts)

    assert pairs == []


def test_a_kind_is_right_where_both_say_it() -> None:
    """One of two found goals has its kind; a goal too much of the kind counts as read."""
    coded = [Statement("Alle skal lese", "mål"), Statement("Bygge skole", "tiltak")]
    read = [
        Statement("Alle skal lese.", "mål"),
        Statement("Bygge skole.", "mål"),
        Statement("Noe helt annet", "mål"),
    ]

    assert count_goals(coded, read, []) == Count(2, 2, 2, 3)
    assert count_kind("mål", coded, read, []) == Count(1, 1, 1, 3)
    assert count_kind("tiltak", coded, read, []) == Count(0, 1, 0, 0)


def test_of_rows_with_one_label_the_one_with_the_right_amount_is_taken() -> None:
    """Two rows of the same name, each read as the other's sort, and one in another year."""
    coded = [Amount("Driftsutgifter", 1e6, 2026, True), Amount("Driftsutgifter", 2e6, 2026, False)]
    read = [
        Amount("45 Driftsutgifter", 2e6, 2025, True),
        Amount("46 Driftsutgifter", 1e6, 2026, False),
    ]

    assert count_rows(coded, read) == {
        "row_amounts": Count(2, 2, 2, 2),
        "row_years": Count(1, 2, 1, 2),
        "row_totals": Count(0, 2, 0, 2),
    }


@given(st.lists(st.text(alphabet="abcæ ", min_size=3), max_size=6))
def test_what_is_read_as_coded_is_found_whole(texts: list[str]) -> None:
    """Every coded passage with a letter in it is found where the page was read as coded."""
    wanted = [text for text in texts if text.strip()]

    counted = count_role("paragraph", _coded(*wanted), _read(*wanted))

    assert counted == Count(len(wanted), len(wanted), len(wanted), len(wanted))
