"""How a run that failed is told: in one line, of what a user can do."""

from pathlib import Path

import pytest

from pipeline import running
from pipeline.errors import OutputError

DVC_FULL = "ERROR: unexpected error - [Errno 28] No space left on device"
KILLED = (
    "ERROR: failed to reproduce 'goals': failed to run: python -m pipeline.goals, exited with -9"
)
OURS = (
    "Error: outputs/x: expected to write it, No space left on device (0.0 MB free): make room and "
    "run again, it goes on from here"
)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["Running stage 'goals':", DVC_FULL], "expected room for what DVC keeps in .dvc and out"),
        (["Running stage 'goals':", OURS, DVC_FULL], "outputs/x: expected to write it, No space"),
        (["Running stage 'goals':", KILLED], "goals was ended from outside"),
        (["Error: goals: no text", KILLED], "goals: no text"),
        (["ERROR: the lock is gone"], "the lock is gone"),
    ],
    ids=["dvc", "stage", "killed", "own", "other"],
)
def test_a_run_that_failed_says_what_to_do(lines: list[str], words: str) -> None:
    """A stage's own words first, then what DVC's tell."""
    assert running._fault(lines, Path("run.log")).startswith(words)


def test_a_full_disk_is_told_before_dvc_begins(tmp_path: Path, monkeypatch) -> None:
    """Where not even the stamp of the code can be written."""
    (tmp_path / "dvc.yaml").write_text(".kopling/code.txt", encoding="utf-8")

    def full(_: Path) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(running, "stamp_code", full)

    with pytest.raises(OutputError, match=r"\.kopling: expected to write it, No space left"):
        running.reproduce(tmp_path, None, lambda _: None)


def test_a_log_that_finds_no_room_ends_nothing(tmp_path: Path) -> None:
    """What runs is worth more than the record of it."""
    running._put_down("en linje\n", tmp_path)  # a folder stands there

    assert list(tmp_path.iterdir()) == []
