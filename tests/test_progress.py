"""What is told of the time left is told late enough, and from low to high."""

import logging

import pytest

from pipeline.progress import Step, Steps, logged, step_words
from pipeline.stage import PROGRESS


def step(**changes: object) -> Step:
    """Forty of a hundred documents, ten of them kept; a third of the bytes, in half a minute."""
    told = {"name": "a.pdf", "done": 40, "every": 100, "kept": 10, "bytes_anew": 3000}
    return Step(**{**told, "bytes_left": 6000, "pages": 300, "seconds": 30.0, **changes})


def test_what_is_left_is_estimated_by_bytes_and_by_documents() -> None:
    """Twice the bytes take twice as long; so do twice the documents."""
    assert step().seconds_left() == (60.0, 60.0)
    assert step(bytes_left=12_000).seconds_left() == (60.0, 120.0)
    assert step(done=20, kept=10).seconds_left() == (60.0, 240.0)


@pytest.mark.parametrize(
    "changes",
    [{"seconds": 4.0}, {"done": 12}, {"bytes_left": 900_000}, {"done": 100}],
    ids=["seconds", "documents", "bytes", "nothing_left"],
)
def test_nothing_is_estimated_before_enough_is_known(changes: dict[str, object]) -> None:
    """Nor when nothing is left."""
    assert step(**changes).seconds_left() is None
    assert "left" not in step_words("extraction", step(**changes))


def test_what_was_kept_is_no_speed() -> None:
    """Only what was done anew counts as done, in bytes and pages."""
    told: list[Step] = []
    steps = Steps([10, 20, 70], told.append)
    steps.kept("a", 10)
    steps.done("b", 20, 4)

    assert [(s.done, s.kept, s.bytes_anew, s.bytes_left, s.pages) for s in told] == [
        (1, 1, 0, 90, 0),
        (2, 1, 20, 70, 4),
    ]


@pytest.mark.parametrize(("asked", "lines"), [("", 0), ("lines", 2), ("1", 2)])
def test_steps_are_told_where_they_are_asked_for(
    asked: str, lines: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The first and the last of many that come at once."""
    monkeypatch.setenv(PROGRESS, asked)
    with caplog.at_level(logging.DEBUG, logger="pipeline.progress"):
        steps = Steps([1] * 50, logged("extraction"))
        for _ in range(50):
            steps.done("a", 1)

    assert len(caplog.messages) == lines
    assert all(line.startswith("progress: extraction: ") for line in caplog.messages)
