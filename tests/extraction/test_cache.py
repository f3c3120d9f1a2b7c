"""Readings are kept by content, and never trusted when they can't be."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline.extraction import isolation
from pipeline.extraction.cache import ReadingCache
from pipeline.extraction.elements import Fault
from pipeline.extraction.read import extract_files
from pipeline.params import ExtractionParams
from pipeline.store import entries

PARAMS = ExtractionParams(ocr="off")


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A small text that has been read into the cache once."""
    path = tmp_path / "plan.txt"
    path.write_text("Kommunen vil:\n- flere barn i barnehage\n", encoding="utf-8")
    extract_files([path], None, PARAMS, cache=tmp_path / "cache")
    return path


def passages(path: Path, **changes: object) -> pd.DataFrame:
    """What is read of the file, through its folder's cache."""
    params = PARAMS.model_copy(update=changes)
    return extract_files([path], None, params, cache=path.parent / "cache").passages


def test_what_was_read_is_not_read_again(document, monkeypatch):
    """A second run gives the same table without opening the file."""
    first = passages(document)
    monkeypatch.setattr(isolation, "read_apart", lambda *_: Fault(None, "opened", "again"))

    pd.testing.assert_frame_equal(passages(document), first)


@pytest.mark.parametrize("changes", [{"pages_per_file": 7}, {"characters_per_file": 77}])
def test_another_parameter_reads_anew(document, monkeypatch, changes):
    """What a reading rests on is part of its name."""
    monkeypatch.setattr(isolation, "read_apart", lambda *_: Fault(None, "opened", "again"))

    assert passages(document, **changes).empty


def test_another_content_reads_anew(document):
    """A changed file is not taken for the old one."""
    document.write_text("Kommunen vil:\n- færre biler\n", encoding="utf-8")

    assert "færre biler" in " ".join(passages(document)["text"])


@pytest.mark.parametrize("damage", ["", "{", "[]", "æ" * 99])
def test_a_damaged_reading_is_made_anew(document, damage):
    """A cache may be lost or cut short; the result is the same, and so is what is kept."""
    first = passages(document)
    (kept,) = entries(document.parent / "cache")
    whole = kept.path.read_bytes()
    kept.path.write_text(damage, encoding="utf-8")

    pd.testing.assert_frame_equal(passages(document), first)
    assert kept.path.read_bytes() == whole


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"reading": {}}'])
def test_a_reading_that_is_none_is_made_anew(document, content):
    """Whole on the disk, and yet not what this code would have kept."""
    first = passages(document)
    cache = ReadingCache(document.parent / "cache", PARAMS)
    cache.store.save(cache.key(document), content)

    pd.testing.assert_frame_equal(passages(document), first)


def test_what_broke_the_reader_is_not_kept(tmp_path, monkeypatch):
    """A file that was too slow once may have been slow for other reasons."""
    (tmp_path / "plan.txt").write_text("Mål", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(isolation, "read_apart", lambda *_: Fault(None, "too_slow", "busy"))
        assert passages(tmp_path / "plan.txt").empty

    assert passages(tmp_path / "plan.txt")["text"].to_list() == ["Mål"]
