"""Two researchers on two branches: merging loses no verdict and doubles none."""

import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.project import init_project
from pipeline.reviews.checking import Doubt, folder_doubts
from pipeline.reviews.ledger import append_verdicts, read_verdicts
from pipeline.reviews.standing import standing
from pipeline.reviews.verdict import Verdict

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed here")
START = datetime(2026, 1, 1, tzinfo=UTC)


def said(goal: str, word: str = "accept", takes_back: tuple[str | None, ...] = ()) -> Verdict:
    """A verdict on a goal and the one objective."""
    values = {"coder": "?", "time": START, "verdict": word, "goal_id": goal, "objective_id": "o"}
    return Verdict.model_validate(values | {"takes_back": takes_back})


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What git answers in `folder`, whatever the settings of this machine are."""
    settings = {"user.name": "a", "user.email": "a@localhost", "commit.gpgsign": "false"}
    given = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    nowhere = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(
        ["git", *given, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | nowhere,
    )


def commit(folder: Path) -> None:
    """Everything in the folder as it is, in git."""
    git(folder, "add", "--all")
    assert git(folder, "commit", "--message", "Verdicts").returncode == 0


def branched(
    project: Path, ours: Callable[[Path], object], theirs: Callable[[Path], object]
) -> str:
    """Both sides' work on what is committed, on a branch each, merged; what git says of it."""
    git(project, "checkout", "-b", "theirs")
    theirs(project / "reviews")
    commit(project)
    git(project, "checkout", "main")
    ours(project / "reviews")
    commit(project)
    done = git(project, "merge", "--no-edit", "theirs")
    return "merged" if done.returncode == 0 else "conflict"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A new project in git, with one verdict of coder `a`."""
    init_project(tmp_path)
    git(tmp_path, "init", "--initial-branch", "main")
    append_verdicts(tmp_path / "reviews", "a", [said("g0")])
    commit(tmp_path)
    return tmp_path


def goals_of(project: Path) -> list[str]:
    """Coder and goal of every line that is a verdict, doubled ones twice."""
    return sorted(f"{each.coder} {each.goal_id}" for each in read_verdicts(project / "reviews"))


def serious(project: Path) -> list[Doubt]:
    """What check says of the ledgers that is no note."""
    return [each for each in folder_doubts(project / "reviews") if each.weight != "note"]


def test_what_two_branches_added_stands_after_merging(project: Path) -> None:
    """By the same coder and by another, each line once, whatever their order; more can be added."""

    def work(*goals: str) -> Callable[[Path], object]:
        return lambda reviews: [
            append_verdicts(reviews, coder, [said(goal)]) for goal in goals for coder in ("a", "b")
        ]

    assert branched(project, work("g1", "g2"), work("g3", "g4", "g5")) == "merged"
    append_verdicts(project / "reviews", "a", [said("g6")])

    assert goals_of(project) == [
        *(f"a g{number}" for number in range(7)),
        *(f"b g{number}" for number in range(1, 6)),
    ]
    assert folder_doubts(project / "reviews") == []


def test_an_undo_on_one_branch_leaves_the_others_verdict(project: Path) -> None:
    """It takes back what it names, not what was said elsewhere in the meantime."""
    [first] = read_verdicts(project / "reviews")

    merged = branched(
        project,
        lambda reviews: append_verdicts(reviews, "a", [said("g0", "undo", (first.verdict_id,))]),
        lambda reviews: append_verdicts(reviews, "a", [said("g1"), said("g0", "reject")]),
    )

    assert merged == "merged"
    assert {(v.goal_id, v.verdict) for v in standing(read_verdicts(project / "reviews"))} == {
        ("g1", "accept"),
        ("g0", "reject"),
    }
    assert folder_doubts(project / "reviews") == []


def test_a_torn_line_on_either_side_glues_nothing_together(project: Path) -> None:
    """A line without its end, committed as it was, is told and costs no other line."""

    def tear(reviews: Path) -> None:
        append_verdicts(reviews, "a", [said("g1"), said("g2")])
        path = reviews / "a.jsonl"
        path.write_bytes(path.read_bytes()[:-30])

    merged = branched(project, tear, lambda r: append_verdicts(r, "a", [said("g3"), said("g4")]))
    append_verdicts(project / "reviews", "a", [said("g5")])

    assert merged == "merged"
    assert goals_of(project) == ["a g0", "a g1", "a g3", "a g4", "a g5"]
    assert all(each.lines or each.name == "a.torn" for each in folder_doubts(project / "reviews"))


def test_a_verdict_that_was_picked_into_both_branches_counts_once(project: Path) -> None:
    """The same line on both sides, other lines around it."""

    def copy(reviews: Path) -> None:
        picked = git(project, "show", "theirs:reviews/a.jsonl").stdout
        (reviews / "a.jsonl").write_text(picked, encoding="utf-8", newline="\n")
        append_verdicts(reviews, "a", [said("g3")])

    merged = branched(project, copy, lambda r: append_verdicts(r, "a", [said("g1"), said("g2")]))

    assert merged == "merged"
    assert goals_of(project) == ["a g0", "a g1", "a g2", "a g3"]
    assert serious(project) == []


def test_without_the_attributes_check_finds_the_conflict(project: Path) -> None:
    """Both sides' verdicts count, and taking out the marks makes all well."""
    (project / ".gitattributes").unlink()
    commit(project)

    merged = branched(
        project,
        lambda reviews: append_verdicts(reviews, "a", [said("g1")]),
        lambda reviews: append_verdicts(reviews, "a", [said("g2")]),
    )
    [doubt] = serious(project)
    between = goals_of(project)
    path = project / "reviews" / "a.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(
        "".join(text for at, text in enumerate(lines, 1) if at not in doubt.lines),
        encoding="utf-8",
        newline="\n",
    )

    assert (merged, doubt.weight, len(doubt.lines)) == ("conflict", "error", 3)
    assert between == goals_of(project) == ["a g0", "a g1", "a g2"]
    assert folder_doubts(project / "reviews") == []


def test_git_for_windows_changes_no_line_end(project: Path, tmp_path: Path) -> None:
    """Checked out where git turns line ends into those of Windows, the bytes are the same."""
    clone = tmp_path / "clone"

    done = git(tmp_path, "-c", "core.autocrlf=true", "clone", "--quiet", str(project), str(clone))

    ledgers = [each / "reviews" / "a.jsonl" for each in (project, clone)]
    assert done.returncode == 0
    assert ledgers[0].read_bytes() == ledgers[1].read_bytes()


def test_line_ends_of_windows_harm_nothing(project: Path) -> None:
    """An editor may have set them on one side: no verdict is lost or doubled, none told changed."""

    def edit(reviews: Path) -> None:
        append_verdicts(reviews, "a", [said("g1")])
        path = reviews / "a.jsonl"
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        append_verdicts(reviews, "a", [said("g2")])

    merged = branched(project, edit, lambda reviews: append_verdicts(reviews, "a", [said("g3")]))

    assert merged == "merged"
    assert goals_of(project) == ["a g0", "a g1", "a g2", "a g3"]
    assert serious(project) == []
