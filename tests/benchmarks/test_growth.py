"""What growth is reckoned from: slopes, and a country on paper."""

import pytest

from benchmarks.speed.country import Assumed, reckoned
from benchmarks.speed.growth import slopes


def run(documents: int, seconds: float, megabytes: int) -> dict[str, object]:
    """A run of one stage, ten pages a document."""
    stage = {
        "seconds": seconds,
        "processor_seconds": 2 * seconds,
        "peak_megabytes": megabytes,
        "processes": 2,
    }
    sizes = dict.fromkeys(
        ("document_megabytes", "output_megabytes", "cache_megabytes", "dvc_megabytes"), documents
    )
    return {
        "documents": documents,
        "pages": 10 * documents,
        "goals": 20 * documents,
        "links": 200 * documents,
        "seconds": seconds + 10,
        "peak_megabytes": megabytes,
        "stages": {"extraction": stage},
        **sizes,
    }


RUNS = [run(10, 1.0, 100), run(100, 10.0, 200), run(1000, 100.0, 1100)]


def test_a_stage_that_takes_ten_times_as_long_for_ten_times_the_pages_is_linear() -> None:
    """And what a run costs whatever it reads makes the whole cheaper than that."""
    found = slopes(RUNS)

    assert found["extraction"] == 1.0
    assert found["whole"] == pytest.approx(0.74)  # from 20 to 110 seconds


def test_one_size_has_no_slope() -> None:
    """Nothing is said of growth."""
    assert slopes(RUNS[:1]) == {}


def test_the_country_is_reckoned_from_the_largest_corpus() -> None:
    """200 processor seconds for 1,000 documents; a megabyte more for each from 100 to 1,000."""
    sizes = {str(each["documents"]): each for each in RUNS}
    assumed = Assumed(municipalities=10, years=10, documents_a_year=20, megabytes=2100)

    found = reckoned(sizes, assumed)

    assert (found["documents"], found["pages"], found["goals"]) == (2000, 20_000, 40_000)
    assert found["core_hours_by_stage"] == {"extraction": 0.1}
    assert (found["breaks_first"], found["breaks_first_at_documents"]) == ("extraction", 2000)
