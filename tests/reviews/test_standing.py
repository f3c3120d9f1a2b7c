"""The ledgers of verdicts: what stands, what is taken back, what can't be read."""

import json
from pathlib import Path

import pytest

from pipeline.reviews.ledger import read_verdicts
from pipeline.reviews.standing import standing
from pipeline.reviews.verdict import identified


def words(folder: Path) -> list[str]:
    """The verdicts that stand, by goal, objective and coder."""
    stands = standing(read_verdicts(folder))
    ordered = sorted(stands, key=lambda v: (v.goal_id, v.objective_id or "", v.coder))
    return [each.verdict for each in ordered]


def write(folder: Path, coder: str, *lines: dict[str, object] | str) -> None:
    """A ledger of one coder."""
    folder.mkdir(exist_ok=True)
    text = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    (folder / f"{coder}.jsonl").write_text("\n".join(text) + "\n", encoding="utf-8")


def verdict(word: str, minute: int, coder: str = "a", **more: object) -> dict[str, object]:
    """One line about the pair g1–o1."""
    line = {"coder": coder, "time": f"2026-03-01T10:{minute:02}:00Z", "verdict": word}
    return line | {"goal_id": "g1", "objective_id": "o1"} | more


def test_the_last_of_several_verdicts_on_a_pair_counts(tmp_path: Path) -> None:
    """A coder who changes her mind has one verdict, whatever the order of the lines."""
    write(tmp_path, "a", verdict("reject", 5), verdict("accept", 1))

    assert words(tmp_path) == ["reject"]


def test_the_order_of_lines_says_nothing(tmp_path: Path) -> None:
    """Lines of two branches may stand in either order, also two of the same moment."""
    lines = [verdict("reject", 1), verdict("accept", 1)]
    write(tmp_path / "one", "a", *lines)
    write(tmp_path / "other", "a", *reversed(lines))

    one, other = (words(tmp_path / name) for name in ("one", "other"))

    assert one == other != []


def test_each_coder_has_a_verdict_of_her_own(tmp_path: Path) -> None:
    """Two coders who differ both stand."""
    write(tmp_path, "a", verdict("accept", 1))
    write(tmp_path, "b", verdict("reject", 2, coder="b"))

    assert words(tmp_path) == ["accept", "reject"]


def test_what_was_taken_back_does_not_stand(tmp_path: Path) -> None:
    """An undo leaves the pair unjudged, and other pairs as they were."""
    other = verdict("no_parent", 2, objective_id=None, reason="statutory")
    write(tmp_path, "a", verdict("accept", 1), other, verdict("undo", 3))

    assert words(tmp_path) == ["no_parent"]


def test_a_torn_line_costs_itself_alone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A line that was cut short is told with file and number, and the others stand."""
    write(tmp_path, "a", '{"coder": "a", "tim', verdict("accept", 1))

    assert len(words(tmp_path)) == 1
    assert "a.jsonl: line 1" in caplog.text


def test_no_folder_is_no_verdicts(tmp_path: Path) -> None:
    """In a project in which nothing was reviewed nothing stands."""
    assert words(tmp_path / "none") == []


def test_taking_back_the_second_verdict_brings_back_the_first(tmp_path: Path) -> None:
    """An undo is one step back, not a clean slate."""
    write(tmp_path, "a", verdict("accept", 1), verdict("reject", 2), verdict("undo", 3))

    assert words(tmp_path) == ["accept"]


def test_an_undo_takes_back_the_lines_that_it_names(tmp_path: Path) -> None:
    """All verdicts of one act go together, on whatever pairs; another coder's stay."""
    first, other = verdict("accept", 1), verdict("reject", 2, objective_id="o2")
    named = [identified(line)["verdict_id"] for line in (first, other)]
    write(tmp_path, "a", first, other, verdict("undo", 3, takes_back=named))
    write(tmp_path, "b", verdict("accept", 1, coder="b"))

    assert [each.coder for each in standing(read_verdicts(tmp_path))] == ["b"]


@pytest.mark.parametrize("last", ["accept", "no_parent"])
def test_no_parent_and_a_parent_exclude_each_other(tmp_path: Path, last: str) -> None:
    """Of what one coder says of a goal the later counts."""
    first = {"accept": "no_parent", "no_parent": "accept"}[last]
    pair = {"accept": "o1", "no_parent": None}
    lines = [verdict(word, n, objective_id=pair[word]) for n, word in enumerate((first, last))]
    write(tmp_path, "a", *lines)

    assert words(tmp_path) == [last]


def test_a_line_changed_by_hand_counts_no_more(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What a coder said is what she said; a line that disagrees with its id is told."""
    line = identified(verdict("accept", 1)) | {"verdict": "reject"}
    write(tmp_path, "a", line)

    assert words(tmp_path) == []
    assert "changed after it was written" in caplog.text
