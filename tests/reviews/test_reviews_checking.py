"""What `kopling check` says of the ledgers: everything that is lost, changed or no longer so."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.checking import check_reviews
from pipeline.project import init_project
from pipeline.reviews.checking import Doubt, folder_doubts
from pipeline.reviews.ledger import append_verdicts, read_verdicts
from pipeline.reviews.standing import standing
from pipeline.reviews.verdict import Verdict, identified, text_sha256
from tests.tables_for_tests import goals_table

START = datetime(2026, 1, 1, tzinfo=UTC)
GOALS = goals_table(
    {"goal_id": "o", "text": "Trygge barn", "level": "kommuneplan", "year": 2014},
    {"goal_id": "g", "text": "Alle lærer å svømme", "unit": "Neset", "year": 2015},
)


def said(goal: str = "g", word: str = "accept", **more: Any) -> Verdict:
    """A verdict on a goal and the one objective."""
    values = {"coder": "?", "time": START, "verdict": word, "goal_id": goal, "objective_id": "o"}
    return Verdict.model_validate(values | more)


def line(**more: Any) -> str:
    """A line as the page writes it."""
    values = {"coder": "a", "time": "2026-01-01T00:00:00Z", "verdict": "accept", "goal_id": "g"}
    return json.dumps(identified(values | {"objective_id": "o"} | more), ensure_ascii=False) + "\n"


def write(folder: Path, name: str, *lines: str) -> None:
    """A file in the folder, as it stands."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("".join(lines), encoding="utf-8")


def told(folder: Path, **more: Any) -> list[tuple[str, str, tuple[int, ...]]]:
    """Weight, file and lines of each doubt."""
    return [(each.weight, each.name, each.lines) for each in folder_doubts(folder, **more)]


def only(folder: Path, **more: Any) -> Doubt:
    """The one doubt that there is."""
    [doubt] = folder_doubts(folder, **more)
    return doubt


def test_ledgers_as_the_page_writes_them_are_fine(tmp_path: Path) -> None:
    """Also where something was taken back, settled, or written by hand, and where nothing is."""
    [first] = append_verdicts(tmp_path, "Åse", [said()])
    append_verdicts(tmp_path, "åse", [said(word="undo", takes_back=(first.verdict_id,))])
    append_verdicts(tmp_path, "b", [said(settles=(first.verdict_id,)), said("h", chosen="random")])
    by_hand = '{"coder": "c", "time": "2026-01-01T00:00:00Z", "verdict": "no_parent", "goal_id": 1}'
    write(tmp_path, "c.jsonl", by_hand.replace("1}", '"g"}'), "\n\n")
    append_verdicts(tmp_path, "c", [said()])
    write(tmp_path, "README.md", "About these files")

    assert (folder_doubts(tmp_path), folder_doubts(tmp_path / "none")) == ([], [])


def test_lines_that_are_no_verdicts_are_told_together(tmp_path: Path) -> None:
    """By what is wrong with them, in the words of the first."""
    unknown = line(verdict="kanskje"), line(verdict="maybe")
    write(tmp_path, "a.jsonl", line(), "{\n", unknown[0], "[1]\n", "x\n", unknown[1])

    found = folder_doubts(tmp_path)

    assert [(each.weight, each.lines) for each in found] == [
        ("error", (2, 5)),
        ("error", (3, 6)),
        ("error", (4,)),
    ]
    assert found[1].message.startswith("expected a verdict: verdict: Input should be 'accept'")
    assert found[1].message.endswith("came 'kanskje'")


def test_a_line_that_was_changed_is_an_error(tmp_path: Path) -> None:
    """And the line after it, which names it, is not held to lack it."""
    append_verdicts(tmp_path, "a", [said("g1"), said("g2"), said("g3")])
    path = tmp_path / "a.jsonl"
    path.write_text(path.read_text().replace('"g2"', '"g9"'), encoding="utf-8")

    doubt = only(tmp_path)

    assert (doubt.weight, doubt.lines, len(list(read_verdicts(tmp_path)))) == ("error", (2,), 2)
    assert doubt.message.startswith("changed after it was written: counts no more")


def test_a_line_that_can_not_be_read_is_not_missed(tmp_path: Path) -> None:
    """It is told as that; the one after it, which names it, is sound."""
    append_verdicts(tmp_path, "a", [said("g1"), said("g2", "reject"), said("g3")])
    path = tmp_path / "a.jsonl"
    path.write_text(path.read_text().replace('"reject"', '"kanskje"'), encoding="utf-8")

    assert told(tmp_path) == [("error", "a.jsonl", (2,))]


def test_an_imported_adjudication_names_what_it_settled(tmp_path: Path) -> None:
    """By the names that the verdicts have where they come from."""
    append_verdicts(tmp_path, "a", [said(imported_id="v_there")])
    append_verdicts(tmp_path, "b", [said(settles=("v_there",))])

    assert told(tmp_path) == []


def test_a_line_that_was_taken_out_is_missed(tmp_path: Path) -> None:
    """The line after it says what it followed; the last line alone has none after it."""
    append_verdicts(tmp_path, "a", [said("g1"), said("g2"), said("g3")])
    lines = (tmp_path / "a.jsonl").read_text().splitlines(keepends=True)
    write(tmp_path / "middle", "a.jsonl", lines[0], lines[2])
    write(tmp_path / "last", "a.jsonl", *lines[:2])

    assert told(tmp_path / "middle") == [("gap", "a.jsonl", (2,))]
    assert told(tmp_path / "last") == []


def test_a_torn_last_line_is_a_note(tmp_path: Path) -> None:
    """Nobody was told that it was saved; check mends nothing itself."""
    append_verdicts(tmp_path, "a", [said("g1"), said("g2")])
    path = tmp_path / "a.jsonl"
    torn = path.read_bytes()[:-20]
    path.write_bytes(torn)

    doubt = only(tmp_path)
    append_verdicts(tmp_path, "a", [said("g3")])

    assert (doubt.weight, "the next verdict mends it" in doubt.message) == ("note", True)
    assert [(each.name, each.weight) for each in folder_doubts(tmp_path)] == [("a.torn", "note")]


def test_the_same_line_twice_counts_once(tmp_path: Path) -> None:
    """As after a merge, or in a copy of the ledger."""
    write(tmp_path, "a.jsonl", line(), line())
    write(tmp_path, "b.jsonl", line())

    found = folder_doubts(tmp_path)

    assert [(each.weight, each.name, each.lines) for each in found] == [
        ("note", "a.jsonl", (2,)),
        ("gap", "b.jsonl", (1,)),
        ("note", "b.jsonl", (1,)),
    ]
    assert (found[1].message[:6], found[2].message) == (
        "by 'a'",
        "stands twice in a.jsonl: counts once",
    )


def test_conflict_markers_are_one_error_that_says_how_to_mend(tmp_path: Path) -> None:
    """The verdicts between them are read."""
    lines = ["<<<<<<< HEAD\n", line(), "||||||| base\n", "=======\n", line(goal_id="h")]
    write(tmp_path, "a.jsonl", *lines, ">>>>>>> other\n")

    doubt = only(tmp_path)

    assert (doubt.weight, doubt.lines) == ("error", (1, 3, 4, 6))
    assert "of both sides" in doubt.message
    assert [each.goal_id for each in read_verdicts(tmp_path)] == ["g", "h"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"coder": "b"}, "gap: by 'b', in the ledger of 'a'"),
        ({"follows": "v_x"}, "gap: the line that it was written after is nowhere"),
        ({"takes_back": ["v_x"]}, "gap: takes_back: names a verdict that is nowhere"),
        ({"settles": ["v_x"]}, "gap: settles: names a verdict that is nowhere"),
        ({"verdict": "undo"}, "gap: takes back a verdict on a pair that has none"),
        ({"objective_id": None}, "gap: accept: expected an objective_id, came none"),
        ({"colour": "red"}, "note: fields that this version of kopling doesn't know"),
        ({"goal_quote": {"exact": "a", "line": 1}}, "note: fields that this version"),
        ({"kind": "poetic"}, "note: kind: expected one of verbatim, "),
        ({"chosen": "whim"}, "note: chosen: expected one of random, "),
    ],
)
def test_what_a_line_says_is_held_against_the_rest(
    tmp_path: Path, more: dict[str, Any], expected: str
) -> None:
    """What isn't so is a gap, what is only unknown here a note."""
    write(tmp_path, "a.jsonl", line(**more))

    doubt = only(tmp_path)

    assert f"{doubt.weight}: {doubt.message}".startswith(expected)
    assert doubt.lines == (1,)


def test_names_that_no_ledger_may_have_are_told(tmp_path: Path) -> None:
    """And files that are no ledgers, with what stands in them."""
    for name in ("a (1).jsonl", "con.jsonl", "B.jsonl", "b.jsonl", "c.JSONL", "liste.xlsx"):
        write(tmp_path, name)
    (tmp_path / "d.jsonl").mkdir()
    (tmp_path / "gammelt").mkdir()

    found = {(each.name, each.weight) for each in folder_doubts(tmp_path)}

    assert found == {
        ("a (1).jsonl", "error"),
        ("con.jsonl", "error"),
        ("B.jsonl", "gap"),
        ("b.jsonl", "gap"),
        ("c.JSONL", "error"),
        ("d.jsonl", "error"),
        ("gammelt", "note"),
        ("liste.xlsx", "note"),
    }


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_a_link_is_no_ledger(tmp_path: Path) -> None:
    """Wherever it leads."""
    write(tmp_path, "a.jsonl", line())
    (tmp_path / "b.jsonl").symlink_to(tmp_path / "a.jsonl")

    assert told(tmp_path) == [("error", "b.jsonl", ())]


def test_changed_and_lost_texts_and_differences_are_counted(tmp_path: Path) -> None:
    """Once a run has said what the goals are today."""
    stale = said(goal_sha256=text_sha256("Alle lærer å stupe"))
    append_verdicts(tmp_path, "a", [said(), said("borte")])
    append_verdicts(tmp_path, "b", [stale, said("g", objective_id="x")])
    append_verdicts(tmp_path, "c", [said(word="reject")])

    found = folder_doubts(tmp_path, GOALS)

    assert [(each.weight, each.name, each.message.partition(":")[0]) for each in found] == [
        (
            "note",
            "a.jsonl",
            "of 2 verdicts that stand 0 are suspect (a text has changed) and 1 gone (a text is "
            "nowhere)",
        ),
        (
            "note",
            "b.jsonl",
            "of 2 verdicts that stand 1 are suspect (a text has changed) and 1 gone (a text is "
            "nowhere)",
        ),
        ("note", "", "coders differ on 1"),
    ]


def test_findings_name_ledger_and_lines(tmp_path: Path) -> None:
    """As the command prints them."""
    init_project(tmp_path)
    write(tmp_path / "reviews", "a.jsonl", line(), line(), "x\n", line(goal_id="h"), "y\n")

    found = [(each.place, each.is_error, each.is_note) for each in check_reviews(tmp_path)]

    assert found == [
        ("reviews/a.jsonl, line 2", False, True),
        ("reviews/a.jsonl, lines 3, 5", True, False),
    ]


PIECES = st.one_of(
    st.binary(max_size=40),
    st.sampled_from([b"\n", b"\r\n", b"\xef\xbb\xbf", b"<<<<<<< a\n", b"=======\n", b"null\n"]),
    st.builds(lambda text: line(memo=text).encode(), st.text(st.characters(codec="utf-8"))),
    st.builds(
        lambda values: json.dumps(values).encode() + b"\n",
        st.dictionaries(
            st.sampled_from([*Verdict.model_fields, "x"]),
            st.recursive(
                st.one_of(st.none(), st.integers(), st.floats(), st.text(max_size=5)),
                lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner),
                max_leaves=4,
            ),
        ),
    ),
    st.builds(
        lambda more: line(**more).encode(),
        st.fixed_dictionaries(
            {},
            optional={
                "verdict": st.sampled_from(["accept", "undo", "no_parent", "reject"]),
                "time": st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat),
                "takes_back": st.lists(st.text(max_size=3), max_size=2),
                "goal_quote": st.fixed_dictionaries({"exact": st.text(max_size=9)}),
                "goal_sha256": st.text(max_size=3),
                "objective_id": st.none() | st.text(max_size=3),
            },
        ).filter(lambda more: _is_whole(json.dumps(more, ensure_ascii=False))),
    ),
)


def _is_whole(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=timedelta(minutes=1)
)
@given(st.lists(PIECES, max_size=8).map(b"".join))
def test_any_bytes_give_findings_and_never_a_fault(tmp_path: Path, data: bytes) -> None:
    """Whatever stands in a ledger: it is looked over, verdicts are read, and the next is added."""
    folder = tmp_path / "reviews"
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    (folder / "a.jsonl").write_bytes(data)

    folder_doubts(folder, GOALS)
    before = [each.verdict_id for each in read_verdicts(folder)]
    standing(read_verdicts(folder))
    [added] = append_verdicts(folder, "a", [said("last")])
    after = [each.verdict_id for each in read_verdicts(folder)]

    assert after == [*before, added.verdict_id]
