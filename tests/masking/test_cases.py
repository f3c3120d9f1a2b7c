"""The made-up cases of what is personal: every person, number and address here is made up."""

from typing import get_args

from benchmarks.accuracy.masking import Case, count, false_alarms, faults, read_cases
from pipeline.masking.spans import CONTACTS, Kind, Span

NAMES_FOUND_AT_LEAST = 0.95
CASES = read_cases()


def test_no_contact_and_no_identity_number_is_missed() -> None:
    """Every phone number, address and identity number in the cases is found."""
    missed = {
        kind: counted.there - counted.found for kind in CONTACTS if (counted := count(CASES, kind))
    }

    assert missed == dict.fromkeys(CONTACTS, 0)


def test_most_names_are_found() -> None:
    """Of the names in cases that no rule was made on, at least that share is found."""
    counted = count([case for case in CASES if case.half == "report"], "name")

    assert counted.found / counted.there >= NAMES_FOUND_AT_LEAST


def test_what_only_looks_personal_stays() -> None:
    """Streets, schools, firms, amounts and case numbers get no mark."""
    assert false_alarms(CASES) == 0


def test_the_cases_are_many_and_of_every_kind() -> None:
    """At least 150 cases hold something personal and 150 hold nothing."""
    with_some = [case for case in CASES if case.spans]

    assert min(len(with_some), len(CASES) - len(with_some)) >= 150
    assert {span.kind for case in with_some for span in case.spans} == set(get_args(Kind))


def test_a_missed_name_counts_as_a_fault() -> None:
    """A case whose name nothing tells is told as a fault."""
    hidden = Case("Den sagnomsuste", "nb", "build", (Span(4, 15, "name"),))

    assert faults([hidden]) == [("Den sagnomsuste", [])]
