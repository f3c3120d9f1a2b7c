"""Sets of statements and gold that stand in files."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.accuracy.sets import KINDS, load_kinds, load_link_set, load_parallel
from pipeline.errors import TableError

HEAD = "source,target,kind,language\n"


def test_the_parallel_texts_have_the_same_links_in_every_direction() -> None:
    """Four sets; the texts differ, the answers do not."""
    sets = {each.name: each for each in load_parallel()}

    assert list(sets) == ["nb to nb", "nb to nn", "nn to nb", "nn to nn"]
    assert all(np.array_equal(each.known, sets["nb to nb"].known) for each in sets.values())
    assert sets["nb to nn"].size() == {
        "sources": 150,
        "sources_with_links": 135,
        "targets": 30,
        "links": 156,
    }
    assert (sets["nb to nn"].source["text"] != sets["nn to nn"].source["text"]).mean() > 0.9


def test_the_gold_kinds_are_valid_and_as_many_of_each() -> None:
    """Forty pairs of every kind."""
    assert load_kinds()["kind"].value_counts().to_dict() == dict.fromkeys(KINDS, 40)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("a,b,alike,nb", "a kind"),
        ("a,b,none,da", "a language"),
        ("a,,none,nb", "empty"),
        ("x,y,none,nb", "stands above"),
    ],
)
def test_a_faulty_kind_is_told_with_its_line(tmp_path: Path, row: str, fault: str) -> None:
    """The second pair stands on line 3 of the file."""
    path = tmp_path / "kinds.csv"
    path.write_text(f"{HEAD}x,y,verbatim,nb\n{row}\n", encoding="utf-8")

    with pytest.raises(TableError, match=f"line 3: .*{fault}"):
        load_kinds(path)


def test_kinds_lack_no_column(tmp_path: Path) -> None:
    """What was expected and what came."""
    path = tmp_path / "kinds.csv"
    path.write_text("source,target,kind\na,b,none\n", encoding="utf-8")

    with pytest.raises(TableError, match="expected source, target, kind, language"):
        load_kinds(path)


def test_a_link_to_an_unknown_statement_is_told_with_its_line(tmp_path: Path) -> None:
    """The target is in neither list."""
    for name, text in {
        "source": "id,text\na,A\n",
        "target": "id,text\nb,B\n",
        "links": "source_id,target_id\na,b\na,c\n",
    }.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")

    with pytest.raises(TableError, match=r"links\.csv: line 3"):
        load_link_set(tmp_path)
