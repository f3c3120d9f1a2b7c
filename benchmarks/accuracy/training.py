"""Statements with known links, written for this project, from which the engine learns.

One file a set in `benchmarks/accuracy/training/`, one statement a line:

    == name | style | language
    O 1 | an objective
    S 1,2 | a statement that serves the objectives 1 and 2
    S - | a statement that serves none of them
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.accuracy.sets import Known
from pipeline.language.normalise import normalise_text

TRAINING = Path("benchmarks/accuracy/training")
_LINE = re.compile(r"(?P<side>[OS])\s+(?P<numbers>-|\d+(?:\s*,\s*\d+)*)\s*\|\s*(?P<text>.+)")


@dataclass(frozen=True)
class TrainingSet:
    """Texts of both sides, and which pairs are links, shape (sources, targets)."""

    name: str
    style: str
    language: str
    sources: list[str]
    targets: list[str]
    known: Known

    @property
    def is_public_task(self) -> bool:
        """False for the requirements of programs, which say nothing of public tasks."""
        return not self.name.startswith("requirements")


def load_training(folder: Path = TRAINING) -> list[TrainingSet]:
    """Every set of the folder by name, topics of the glossaries among them."""
    statements = [read_set(path) for path in sorted(folder.glob("*.txt"))]
    return statements + [read_topics(path) for path in sorted(folder.glob("*.csv"))]


def read_set(path: Path) -> TrainingSet:
    """A file of objectives and statements. Raises ValueError naming file and line."""
    head, *rest = path.read_text(encoding="utf-8").splitlines() or [""]
    style, language = _style_and_language(path, head)
    lines = [_parsed(path, number, line) for number, line in enumerate(rest, 2) if line.strip()]
    objectives = [each for each in lines if each.side == "O"]
    statements = [each for each in lines if each.side == "S"]
    column: dict[int, int] = {}
    for index, each in enumerate(objectives):
        if len(each.numbers) != 1 or each.numbers[0] in column:
            raise ValueError(
                f"{each.place}: expected one number that no objective has: {each.text}"
            )
        column[each.numbers[0]] = index
    known = np.zeros((len(statements), len(objectives)), dtype=bool)
    for row, each in enumerate(statements):
        if not set(each.numbers) <= column.keys():
            raise ValueError(f"{each.place}: expected numbers of objectives: {each.text}")
        known[row, [column[number] for number in each.numbers]] = True
    sources, targets = ([each.text for each in side] for side in (statements, objectives))
    return TrainingSet(path.stem, style, language, sources, targets, known)


def read_topics(path: Path) -> TrainingSet:
    """A file of topics, `name | sentence | term; term; …`: each term serves its topics.

    Raises ValueError naming file and line.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [_topic(path, number, line) for number, line in enumerate(lines, 1) if line]
    targets = [normalise_text(f"{name}. {sentence}") for name, sentence, _ in rows]
    places: dict[str, list[int]] = {}
    for column, (_, _, terms) in enumerate(rows):
        for term in terms.split(";"):
            if normalise_text(term):
                places.setdefault(normalise_text(term), []).append(column)
    known = np.zeros((len(places), len(targets)), dtype=bool)
    for row, columns in enumerate(places.values()):
        known[row, columns] = True
    return TrainingSet(path.stem, "topics", "nb", list(places), targets, known)


def side_by_side(name: str, sets: Sequence[TrainingSet]) -> TrainingSet:
    """Several sets as one: what serves an objective of one set serves none of another's."""
    known = np.zeros((sum(len(s.sources) for s in sets), sum(len(s.targets) for s in sets)), bool)
    row = column = 0
    for each in sets:
        rows, columns = each.known.shape
        known[row : row + rows, column : column + columns] = each.known
        row, column = row + rows, column + columns
    return TrainingSet(
        name,
        sets[0].style,
        sets[0].language,
        [text for each in sets for text in each.sources],
        [text for each in sets for text in each.targets],
        known,
    )


@dataclass(frozen=True)
class _Line:
    """One line of a set; `place` says where it stands."""

    place: str
    side: str
    numbers: list[int]
    text: str


def _style_and_language(path: Path, head: str) -> tuple[str, str]:
    parts = [part.strip() for part in head.removeprefix("==").split("|")]
    if not head.startswith("==") or len(parts) != 3:
        raise ValueError(f"{path}, line 1: expected '== name | style | language': {head}")
    return parts[1], parts[2]


def _parsed(path: Path, number: int, line: str) -> _Line:
    place = f"{path}, line {number}"
    match = _LINE.fullmatch(line.strip())
    if match is None:
        raise ValueError(f"{place}: expected 'O n | text' or 'S n,m | text': {line}")
    numbers = [] if match["numbers"] == "-" else [int(each) for each in match["numbers"].split(",")]
    return _Line(place, match["side"], numbers, normalise_text(match["text"]))


def _topic(path: Path, number: int, line: str) -> list[str]:
    parts = line.split("|")
    if len(parts) != 3:
        raise ValueError(f"{path}, line {number}: expected 'name | sentence | term; term': {line}")
    return parts
