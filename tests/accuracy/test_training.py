"""Statements written for this project, as they are read."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.accuracy.fieldspace import merged
from benchmarks.accuracy.fit import MOST_SOURCES, as_link_set
from benchmarks.accuracy.training import (
    TRAINING,
    TrainingSet,
    load_training,
    read_set,
    read_topics,
    side_by_side,
)

HEAD = "== helse | kommune | nb\n"


def written(folder: Path, content: str, name: str = "sett.txt") -> Path:
    """A file with this content."""
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def small(name: str, sources: int, targets: int) -> TrainingSet:
    """A set where each source serves the first target."""
    known = np.zeros((sources, targets), dtype=bool)
    known[:, 0] = True
    texts = [
        [f"{name} {side}{i}" for i in range(n)] for side, n in (("s", sources), ("t", targets))
    ]
    return TrainingSet(name, "kommune", "nb", *texts, known)


def test_every_training_file_is_read() -> None:
    """Each has statements on both sides and links between them, and no text is empty."""
    sets = load_training()

    assert len(sets) == len([*TRAINING.glob("*.txt"), *TRAINING.glob("*.csv")]) > 0
    assert len({each.name for each in sets}) == len(sets)
    for each in sets:
        assert each.known.shape == (len(each.sources), len(each.targets))
        assert each.known.any()
        assert all([*each.sources, *each.targets])


def test_requirements_say_nothing_of_public_tasks() -> None:
    """Ten sets; all others do."""
    others = [each.name for each in load_training() if not each.is_public_task]

    assert others == [f"requirements-{number:02}" for number in range(1, 11)]


def test_statements_serve_the_objectives_whose_numbers_they_name(tmp_path: Path) -> None:
    """One, two or none, in any order of lines; decomposed letters are the same letters."""
    path = written(
        tmp_path,
        f"{HEAD}\nS 2 | Nok sykepleiere\nO 1 | Friske barn\nS 7,2 | Tilbud til alle\n"
        "O 2 | God pleie\nS - | La\u030as p\u030a do\u0308ra\nO 7 | Likhet\n",
    )

    found = read_set(path)

    assert (found.name, found.style, found.language) == ("sett", "kommune", "nb")
    assert found.targets == ["Friske barn", "God pleie", "Likhet"]
    assert found.sources[2].startswith("Lås")
    assert found.known.astype(int).tolist() == [[0, 1, 0], [0, 1, 1], [0, 0, 0]]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", r"line 1: expected '== name \| style \| language'"),
        ("helse | kommune | nb\n", "line 1: expected '== name"),
        ("== helse | kommune\n", "line 1: expected '== name"),
        (f"{HEAD}O 1 | Mål\n\nX 1 | Annet\n", "line 4: expected 'O n | text'".replace("|", r"\|")),
        (f"{HEAD}O 1 | Mål\nS 1 Tiltak\n", "line 3: expected 'O n"),
        (f"{HEAD}O 1 |  \n", "line 2: expected 'O n"),
        (f"{HEAD}O 1 | Mål\nS 1,3 | Tiltak\n", "line 3: expected numbers of objectives: Tiltak"),
        (f"{HEAD}O 1 | Mål\nO 1 | Igjen\n", "line 3: expected one number that no objective has"),
        (f"{HEAD}O - | Mål\n", "line 2: expected one number"),
        (f"{HEAD}O 1,2 | Mål\n", "line 2: expected one number"),
    ],
)
def test_a_fault_is_told_with_its_file_and_line(tmp_path: Path, content: str, message: str) -> None:
    """What was expected, and what came."""
    with pytest.raises(ValueError, match=rf"sett\.txt, {message}"):
        read_set(written(tmp_path, content))


def test_a_term_serves_every_topic_that_it_stands_under(tmp_path: Path) -> None:
    """Once, though it stands in two lists; a blank between semicolons is no term."""
    path = written(
        tmp_path,
        "Helse|Folk er friske.|lege; tannlege; \nSkole|Alle lærer.|lege;lekse\n",
        "emner.csv",
    )

    found = read_topics(path)

    assert found.targets == ["Helse. Folk er friske.", "Skole. Alle lærer."]
    assert found.sources == ["lege", "tannlege", "lekse"]
    assert found.known.astype(int).tolist() == [[1, 1], [1, 0], [0, 1]]


def test_a_topic_with_a_part_too_few_is_told_with_its_line(tmp_path: Path) -> None:
    """Three parts are expected."""
    with pytest.raises(ValueError, match=r"emner\.csv, line 2: expected 'name"):
        read_topics(written(tmp_path, "a|b|c\na|b\n", "emner.csv"))


def test_sets_side_by_side_have_no_links_between_them() -> None:
    """Two sources and three targets, then one and two."""
    found = side_by_side("begge", [small("a", 2, 3), small("b", 1, 2)])

    assert (found.name, found.sources[-1], found.targets[-1]) == ("begge", "b s0", "b t1")
    assert found.known.astype(int).tolist() == [[1, 0, 0, 0, 0], [1, 0, 0, 0, 0], [0, 0, 0, 1, 0]]


def test_sets_of_one_style_are_merged_by_what_stands_before_the_dash() -> None:
    """Sets for the same fields, `a` and `b`, stay apart."""
    sets = [small(name, 1, 1) for name in ("mal_a-01", "mal_b-01", "mal_a-02")]

    assert [(each.name, len(each.sources)) for each in merged(sets)] == [("mal_a", 2), ("mal_b", 1)]


def test_a_large_set_counts_with_some_of_its_sources() -> None:
    """The same ones each time, with their own links."""
    large = small("a", MOST_SOURCES + 50, 2)
    large.known[::2] = [False, True]

    first, second = as_link_set(large), as_link_set(large)

    kept = first.source["text"].tolist()
    rows = [large.sources.index(text) for text in kept]
    assert len(set(rows)) == MOST_SOURCES
    assert kept == second.source["text"].tolist()
    np.testing.assert_array_equal(first.known, large.known[rows])
