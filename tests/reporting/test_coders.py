"""What the report says of the coders: how far they agree, and what waits for them."""

import re
from dataclasses import replace

from pipeline.params import ScoringParams
from pipeline.reporting.corpus import Tables
from pipeline.reviews.agreement import agreement
from pipeline.reviews.drift import drift
from pipeline.schemas.measures import AGREEMENT, DRIFT
from pipeline.tables import filled_table
from tests.reporting.made_up import pages, scored
from tests.reviews.coders_for_tests import coded, said, verdicts_of
from tests.tables_for_tests import Row

PARAMS = ScoringParams(bootstrap_samples=50)


def told(rows: list[Row]) -> str:
    """The section on coders, without tags, in one line."""
    page = pages(coded_tables(rows))["tvil.html"]
    section = page.split('id="enighet"')[1].split("</section>")[0]
    return " ".join(re.sub("<[^>]+>", " ", section).split())


def coded_tables(rows: list[Row]) -> Tables:
    """The tables of a corpus without documents, in which coders have said this."""
    tables = scored([], [], [])
    verdicts = verdicts_of(rows)
    found = replace(
        tables.measures,
        agreement=filled_table(agreement(verdicts, tables.links, PARAMS), AGREEMENT),
        drift=filled_table(drift(verdicts, tables.links, PARAMS), DRIFT),
    )
    return replace(tables, verdicts=verdicts, measures=found)


def test_one_sentence_where_nobody_has_coded() -> None:
    """No table without figures."""
    page = told([])

    assert "Ingen har vurdert noen koplinger" in page
    assert "κ" not in page


def test_one_sentence_where_one_has_coded() -> None:
    """Her verdicts are counted."""
    assert "1 koder har gitt 4 vurderinger, men ingen par er vurdert av to" in told(coded(a="++--"))


def test_too_few_pairs_are_said_aloud() -> None:
    """The number is told, and no figure."""
    page = told(coded(a="++--", b="++--"))

    assert "Bare 4 par er vurdert av to." in page
    assert "a og b ja eller nei til koplingen 4 2 0 50 % – – – – «Trukket" in page


def test_two_coders_are_told_with_intervals_and_shares() -> None:
    """Each figure stands with its interval, n and the share of yes."""
    page = told(coded(a="+++---" * 4, b="+++--+" * 4))

    assert "α er 0,66" in page
    assert "a og b" in page
    assert re.search(r"24 12 0 58 % 83 % \d+ %–\d+ % 0,67 0,\d\d–0,\d\d", page)
    assert "alle sammen" not in page


def test_many_coders_fill_no_page() -> None:
    """Of seven coders the 21 twos are not all shown, and how many are left out is told."""
    page = told(coded(**dict.fromkeys("abcdefg", "++--" * 3)))

    assert "alle sammen" in page
    assert page.count(" og b ") == 1
    assert "6 koderpar med færre felles par" in page


def test_skewed_answers_come_with_a_warning() -> None:
    """Where nearly all say no, κ and α alone would mislead."""
    page = told(coded(a="+" + "-" * 23, b="-+" + "-" * 22))

    assert "4 % av svarene er ja." in page


def test_answers_that_never_vary_show_nothing() -> None:
    """Full agreement on one answer isn't called reliable."""
    page = told(coded(a="+" * 12, b="+" * 12))

    assert "Koderne svarte det samme på alle 12 par." in page


def test_verdicts_that_wait_are_counted() -> None:
    """A changed text asks for its coder."""
    page = told([said("a", "accept", "g", standing="suspect", awaits_confirmation=True)])

    assert "1 vurdering venter på å bli bekreftet." in page


def test_tests_of_a_coder_are_shown() -> None:
    """Asked again, she said the same once of twice."""
    rows = [said("a", "accept", "g0"), said("a", "accept", "g1")]
    again = [("accept", "g0"), ("reject", "g1")]

    page = told([*rows, *(said("a", word, goal, chosen="repeat") for word, goal in again)])

    assert "a spurt om igjen 2 50" in page


def test_a_coders_name_is_escaped() -> None:
    """A ledger's name reaches the page as text."""
    rows = [
        row | {"coder": "<b>x" if row["coder"] == "a" else "y"} for row in coded(a="++", b="+-")
    ]

    assert "<b>x" not in pages(coded_tables(rows))["tvil.html"]
