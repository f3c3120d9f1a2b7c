"""The made-up great city is what the benchmark says that it is."""

import pytest

from benchmarks.report.__main__ import page_names
from benchmarks.report.corpus import YEARS, Size, great_corpus
from tests.reporting.made_up import build

SMALL = Size(units=3, hovedmal=2, delmal=3)


def test_the_city_is_as_large_as_asked_and_the_same_each_time() -> None:
    """Units in every year, objectives by the plan's two levels, and nothing left to chance."""
    city, again = great_corpus(SMALL), great_corpus(SMALL)

    assert len(city.units) == SMALL.units * len(YEARS)
    assert city.goals["kind"].eq("delmål").sum() == SMALL.hovedmal * SMALL.delmal
    assert city.links.equals(again.links)
    assert city.links["linked"].any()


def test_a_page_of_each_kind_is_measured(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each page that is to be opened is there."""
    report = build(great_corpus(SMALL), tmp_path_factory.mktemp("outputs") / "reporting")

    assert [name for name in page_names(report).values() if not (report / name).is_file()] == []
