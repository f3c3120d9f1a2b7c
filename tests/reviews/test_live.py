"""Ledgers that others write to meanwhile are as they are on the disk."""

from pathlib import Path

from pipeline.reviews.ledger import append_verdicts, ledger_path
from pipeline.reviews.live import LiveLedgers
from tests.reviews.test_ledger import said


def test_a_line_that_stands_twice_after_a_merge_is_one_verdict(tmp_path: Path) -> None:
    """So that taking it back once takes it back."""
    append_verdicts(tmp_path, "a", [said("g")])
    path = ledger_path(tmp_path, "a")
    path.write_bytes(path.read_bytes() * 2)
    live = LiveLedgers(tmp_path)
    before = len(live.given("a"))

    append_verdicts(tmp_path, "a", [said("g").model_copy(update={"verdict": "undo"})])

    assert (before, live.stands("a")) == (1, ())


def test_a_file_by_a_name_that_no_coder_may_have_is_nobodys(tmp_path: Path) -> None:
    """As git's tools and copies leave them; the page goes on."""
    for name in ("a (1).jsonl", "con.jsonl", "a.jsonl"):
        (tmp_path / name).write_text("", encoding="utf-8")

    assert LiveLedgers(tmp_path).coders() == ["a"]
