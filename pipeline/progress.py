"""How far a stage has come with a corpus, and how long it may still take.

The rate is that of what was done in this run: what was kept from earlier ones took no time and says
nothing. Two estimates are made, one by bytes and one by documents, for neither alone is right:
scanned pages are large and slow, long texts small and slow. What is told is from the lower to the
higher, and nothing before enough has been done.
"""

import logging
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.stage import PROGRESS

MARK = "progress: "
_LEAST_SECONDS = 5.0  # of work, documents and share of the bytes, before anything is estimated
_LEAST_DONE = 3
_LEAST_SHARE = 0.02
_EVERY = {"1": 0.5, "lines": 15.0}  # seconds between two lines: on a terminal, and in a log

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Step:
    """How far it has come: documents and bytes done of all, `kept` of them not anew.

    `pages` and `seconds` are of what was done anew in this run.
    """

    name: str
    done: int
    every: int
    kept: int
    bytes_anew: int
    bytes_left: int
    pages: int
    seconds: float

    def pages_a_second(self) -> float | None:
        """The rate of what was read anew; None before anything was."""
        return self.pages / self.seconds if self.pages and self.seconds else None

    def seconds_left(self) -> tuple[float, float] | None:
        """From the lower to the higher estimate; None before enough is known."""
        anew, left = self.done - self.kept, self.every - self.done
        known = self.bytes_anew >= _LEAST_SHARE * (self.bytes_anew + self.bytes_left)
        if anew < _LEAST_DONE or self.seconds < _LEAST_SECONDS or not known or not left:
            return None
        by_documents = self.seconds / anew * left
        if not self.bytes_anew:
            return by_documents, by_documents
        by_bytes = self.seconds / self.bytes_anew * self.bytes_left
        return min(by_bytes, by_documents), max(by_bytes, by_documents)


class Steps:
    """Counts what is done and tells a `Step` after each document."""

    def __init__(self, sizes: Sequence[int], tell: Callable[[Step], None]) -> None:
        self.every = len(sizes)
        self.bytes_left = sum(sizes)
        self.tell = tell
        self.begun = time.monotonic()
        self.count = self.were_kept = self.bytes_anew = self.pages = 0

    def kept(self, name: str, size: int) -> None:
        """A document whose result was there already."""
        self.were_kept += 1
        self._step(name, size)
        self.begun = time.monotonic()  # looking up is no speed

    def done(self, name: str, size: int, pages: int = 0) -> None:
        """A document done anew."""
        self.bytes_anew += size
        self.pages += pages
        self._step(name, size)

    def _step(self, name: str, size: int) -> None:
        self.count += 1
        self.bytes_left -= size
        seconds = time.monotonic() - self.begun
        self.tell(
            Step(
                *(name, self.count, self.every, self.were_kept),
                *(self.bytes_anew, self.bytes_left, self.pages, seconds),
            )
        )


def step_words(stage: str, step: Step, what: str = "documents") -> str:
    """The step in a line.

    >>> step_words("extraction", Step("a.pdf", 40, 100, 10, 3000, 6000, 300, 30.0))
    'extraction: 40 of 100 documents, 10 kept from before, 10 pages a second, about 1 min left'
    """
    parts = [f"{step.done:,} of {step.every:,} {what}"]
    if step.kept:
        parts.append(f"{step.kept:,} kept from before")
    rate = step.pages_a_second()
    if rate is not None:
        parts.append(f"{rate:.{1 if rate < 10 else 0}f} pages a second")
    left = step.seconds_left()
    if left is not None:
        parts.append(f"about {_span(*left)} left")
    return f"{stage}: {', '.join(parts)}"


def _span(low: float, high: float) -> str:
    """From low to high in words, no finer than is known.

    >>> _span(40, 41), _span(50, 200), _span(2000, 8000)
    ('40 s', '1–4 min', '33–134 min')
    """
    unit, word = (10, "s") if high < 60 else (60, "min") if high < 3 * 3600 else (3600, "h")
    whole = (max(1, round(low / unit)), max(1, -int(-high // unit)))
    if word == "s":
        whole = (10 * whole[0], 10 * whole[1])
    if whole[0] >= whole[1] or round(low / unit) == round(high / unit):
        return f"{whole[0]} {word}"
    return f"{whole[0]}–{whole[1]} {word}"


def logged(stage: str, what: str = "documents") -> Callable[[Step], None]:
    """Tells steps to the log, not too often, where `kopling run` has asked for it."""
    every = _EVERY.get(os.environ.get(PROGRESS, ""))
    last = [float("-inf")]

    def tell(step: Step) -> None:
        now = time.monotonic()
        if every is not None and (now - last[0] >= every or step.done == step.every):
            last[0] = now
            log.debug("%s%s", MARK, step_words(stage, step, what))

    return tell
