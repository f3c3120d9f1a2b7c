"""What growth is reckoned from: slopes, a country on paper, and what the README says of both."""

import json
from pathlib import Path

import pytest

from benchmarks.speed.country import Assumed, reckoned
from benchmarks.speed.growth import slopes
from docs import growth as told


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


def test_the_readme_says_what_was_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each table from its own file; of what is not measured nothing is said."""
    monkeypatch.setattr(told, "SPEED", tmp_path)
    assert told.growth_figures() == ""

    sizes = {str(each["documents"]): each for each in RUNS}
    changes = {"nothing": {"seconds": 3.14}, "added": {"seconds": 150.0}}
    growth = {"sizes": sizes, "slopes": slopes(RUNS), "changes": changes}
    faults = {
        "kills": 20,
        "kills_resumed_alike": 19,
        "damaged_rooms": {"goals": True, "vectors": False},
        "full_disk": {"alike": False},
    }
    country = reckoned(sizes, Assumed(municipalities=10, years=10, documents_a_year=20))
    for name, content in (("growth", growth), ("faults", faults), ("country", country)):
        (tmp_path / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")

    lines = told.growth_figures().splitlines()

    assert "| 1,000 | 10,000 | 20,000 | 110.0 s | 1,100 MB |" in lines
    assert "| one document added | 2.5 min |" in lines
    assert any("power of 0.74" in line and "extraction with 1.00" in line for line in lines)
    assert any("Of 20 runs" in line and "19 came" in line for line in lines)
    assert any("1 of 2 with a damaged" in line and "not the one" in line for line in lines)
    assert any("10 municipalities over 10 years: 2,000 documents" in line for line in lines)

    (tmp_path / "growth.json").write_text(json.dumps(growth | {"changes": None}), encoding="utf-8")
    assert not any("added" in line for line in told.growth_figures().splitlines())
