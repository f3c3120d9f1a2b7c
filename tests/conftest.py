"""What all tests share: no test is a clock, and the longest files begin first."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("kopling", deadline=None)
settings.load_profile("kopling")

ROOT = Path(__file__).parent.parent
# A file is run by one worker: a long one that begins late leaves the others waiting for it.
LONGEST_FIRST = (
    "tests/browser/test_review.py",
    "tests/extraction/test_hostile_files.py",
    "tests/test_cli.py",
    "tests/coupling/test_adaptation.py",
    "tests/test_dvc.py",
    "tests/reviewing/test_server.py",
    "tests/browser/test_report.py",
    "tests/test_link_asking.py",
    "tests/extraction/test_layers.py",
    "tests/extraction/test_scans.py",
    "tests/scoring/test_measures.py",
    "tests/reporting/test_render.py",
    "tests/reviews/test_importing.py",
    "tests/coupling/test_linking.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Move the tests of the longest files to the front; else the order stays."""
    places = {ROOT / name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))
