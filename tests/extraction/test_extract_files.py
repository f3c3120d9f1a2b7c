"""Files → tables: paths of every kind, same bytes whatever the workers."""

import os
import time
from pathlib import Path

import pandas as pd
import pytest

from pipeline import schemas
from pipeline.extraction.read import extract_files
from pipeline.params import ExtractionParams, RunningParams
from pipeline.tables import check_table
from tests.extraction.typesetting import typeset_pdf

PARAMS = ExtractionParams(seconds_per_file=60, megabytes_per_file=2500, ocr="off")
NAME = "Økonomiplan «på høring» 'a\u030a' \"x\".pdf"


def names_in(folder: Path) -> list[str]:
    """What lies in the folder, in the order of the names."""
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with ordinary files and with things that are none."""
    place = tmp_path_factory.mktemp("documents")
    pdf = typeset_pdf("<h1>Plan</h1><p>Flere barn i barnehage.</p><p>Flere barn i barnehage.</p>")
    (place / NAME).write_bytes(pdf)
    (place / "lenke.pdf").symlink_to(place / NAME)
    (place / "mappe.pdf").mkdir()
    (place / "brutt.pdf").symlink_to(place / "borte.pdf")
    os.mkfifo(place / "rør.pdf")
    (place / "notat.txt").write_text("Kommunen vil:\n- flere barn\n", encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def extraction(folder):
    """All of the folder, and a file that isn't there."""
    return extract_files([*names_in(folder), "borte.docx"], folder, PARAMS)


def test_every_path_ends_in_files_or_rejects(folder, extraction):
    """Folders, pipes, broken links and missing files are told apart and stop nothing."""
    assert dict(zip(extraction.rejects["path"], extraction.rejects["reason"], strict=True)) == {
        "brutt.pdf": "not_a_file",
        "mappe.pdf": "not_a_file",
        "rør.pdf": "not_a_file",
        "borte.docx": "missing",
    }
    assert set(extraction.files["path"]) == {NAME, "lenke.pdf", "notat.txt"}


def test_frames_fit_their_schemas(extraction):
    """Each frame is as its schema promises."""
    pairs = [
        (extraction.passages, schemas.PASSAGES),
        (extraction.cells, schemas.CELLS),
        (extraction.rejects, schemas.REJECTS),
        (extraction.files, schemas.FILES),
    ]
    for frame, table in pairs:
        pd.testing.assert_frame_equal(check_table(frame, table), frame)


def test_same_text_twice_on_a_page_has_two_names(extraction):
    """Equal passages on one page are told apart by their occurrence."""
    twice = extraction.passages[extraction.passages["text"] == "Flere barn i barnehage."]

    assert len(twice) == 2
    assert twice["passage_id"].is_unique
    assert set(twice["heading_path"]) == {"Plan"}


def test_workers_change_nothing(folder, extraction):
    """One worker gives the same tables as two."""
    names = [*names_in(folder), "borte.docx"]
    again = extract_files(names, folder, PARAMS, running=RunningParams(workers=1))

    pd.testing.assert_frame_equal(again.passages, extraction.passages)
    pd.testing.assert_frame_equal(again.rejects, extraction.rejects)


def test_a_file_that_takes_too_long_is_ended(folder):
    """The time bound holds, and the reject says which bound it was."""
    begun = time.monotonic()
    late = extract_files([NAME], folder, PARAMS.model_copy(update={"seconds_per_file": 0.01}))

    assert late.rejects["reason"].tolist() == ["too_slow"]
    assert "seconds_per_file" in late.rejects["detail"][0]
    assert time.monotonic() - begun < 30


def test_progress_is_told_once_for_each_file(folder):
    """The caller hears of each file that was read, with how many are done."""
    told = []
    extract_files(
        [NAME, "notat.txt"], folder, PARAMS, lambda step: told.append((step.done, step.every))
    )

    assert told == [(1, 2), (2, 2)]
