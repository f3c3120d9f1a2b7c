"""Pages → pieces, by several processes at a time where a document is long.

A page's pieces rest on the columns of the table that the page before ended with. The process that
reads a file goes through the pages from the first one on; helpers begin with the last ones, and
guess those columns from the page before alone. A guess that turns out wrong is not used, so that
the pieces are the same whatever the number of processes.
"""

import pickle
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.extraction.claims import claim
from pipeline.extraction.columns import Gutter
from pipeline.extraction.pages import Tell
from pipeline.extraction.pagestore import Page, Records, page_of
from pipeline.extraction.pieces import Piece
from pipeline.extraction.recognition import Scan
from pipeline.extraction.texttables import Columns
from pipeline.extraction.words import Word

ROUNDS = 2  # the pages as such, then those that lack columns that recur
_PAGES_TOGETHER = 12
_PATIENCE = 0.005


@dataclass(frozen=True, slots=True)
class PageTask:
    """What a page's pieces rest on beside the page; `before` None: what the page before tells."""

    number: int
    roles: dict[int, str]
    beside: Word | None = None  # its page number, where that stands beside the text
    before: Columns | None = None
    known: tuple[Gutter, ...] = ()


@dataclass(frozen=True, slots=True)
class PagePieces:
    """A page's pieces, given the columns that the page before ended with; its width, its scan.

    `tried` are rows that more gutters might part otherwise, packed.
    """

    pieces: list[Piece]
    before: Columns
    width: float
    scan: Scan | None = None
    tried: bytes = b""


Assemble = Callable[[Page, PageTask, Columns], PagePieces]
Ending = Callable[[Sequence[Piece]], Columns]


@dataclass(slots=True)
class AssembledAlone:
    """Nobody helps."""

    def ahead(self, _: Records, tasks: Sequence[PageTask]) -> Iterator[PagePieces | None]:
        """Nothing for each task: it is to be done here."""
        yield from (None for _ in tasks)


@dataclass(slots=True)
class AssembledTogether:
    """Pieces of pages that helpers have assembled, through the folder of the records."""

    tell: Tell
    rounds: int = field(default=0)

    def ahead(self, records: Records, tasks: Sequence[PageTask]) -> Iterator[PagePieces | None]:
        """For each task what a helper made of it; None where it is to be done here."""
        self.rounds += 1
        place = _round_place(records, self.rounds)
        _save(place.with_suffix(".tasks"), list(tasks))
        for first in range(0, len(tasks), _PAGES_TOGETHER):
            run = list(tasks[first : first + _PAGES_TOGETHER])
            told = self._told(place, first)
            if told is not None and told[0] == run:
                yield from told[1]
            else:
                yield from (None for _ in run)

    def _told(
        self, place: Path, first: int
    ) -> tuple[list[PageTask], list[PagePieces | None]] | None:
        """What a helper made of the run, waited for where one has claimed it."""
        done = _run_place(place, first, "done")
        while not done.exists():
            if claim(_run_place(place, first, "claim")):
                return None
            self.tell("waiting", 0)
            time.sleep(_PATIENCE)
        with done.open("rb") as stream:  # written by a process of our own, in a folder of our own
            told: tuple[list[PageTask], list[PagePieces | None]] = pickle.load(stream)
        return told


def help_assembling(records: Records, assemble: Assemble, ending: Ending, tell: Tell) -> None:
    """Assemble runs of pages from the last one on, in every round, until all are claimed."""
    seen: dict[int, PagePieces] = {}  # the page before each run, for the run that it belongs to
    for number in range(1, ROUNDS + 1):
        place = _round_place(records, number)
        told = place.with_suffix(".tasks")
        while not told.exists():
            tell("waiting", 0)
            time.sleep(4 * _PATIENCE)
        with told.open("rb") as stream:
            tasks: list[PageTask] = pickle.load(stream)
        for first in reversed(range(0, len(tasks), _PAGES_TOGETHER)):
            is_done = _run_place(place, first, "done").exists()
            if not is_done and claim(_run_place(place, first, "claim")):
                run = tasks[first : first + _PAGES_TOGETHER]
                before = tasks[first - 1] if first else None
                found = list(_run(records, run, before, assemble, ending, tell, seen))
                _save(_run_place(place, first, "done"), (run, found))
                tell("waiting", 0)


def _run(
    records: Records,
    run: Sequence[PageTask],
    before: PageTask | None,
    assemble: Assemble,
    ending: Ending,
    tell: Tell,
    seen: dict[int, PagePieces],
) -> Iterator[PagePieces | None]:
    ended: Columns = ()

    def assembled(task: PageTask, columns: Columns) -> PagePieces | None:
        known = seen.pop(task.number, None)
        if known is not None and task.before is None and known.before == columns:
            return known
        tell("assembling", task.number)
        page = page_of(records.load(task.number))
        return None if page is None else assemble(page, task, columns)

    if before is not None and run[0].before is None:
        guessed = assembled(before, ())
        if guessed is not None:
            ended = ending(guessed.pieces)
            seen[before.number] = guessed
    for task in run:
        found = assembled(task, ended if task.before is None else task.before)
        if found is not None:
            ended = ending(found.pieces)
        yield found


def _round_place(records: Records, number: int) -> Path:
    assert records.folder is not None
    return records.folder / f"round-{number}"


def _run_place(place: Path, first: int, kind: str) -> Path:
    return place.with_name(f"{place.name}-{first}.{kind}")


def _save(place: Path, content: object) -> None:
    partial = place.with_name(f"{place.name}.partial")
    with partial.open("wb") as stream:
        pickle.dump(content, stream, protocol=pickle.HIGHEST_PROTOCOL)
    partial.replace(place)
