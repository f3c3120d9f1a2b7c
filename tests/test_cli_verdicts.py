"""Claims on verdicts at the command line: exit codes and what is told."""

import json
from pathlib import Path

import pytest

from pipeline.project import init_project
from pipeline.reviews.ledger import append_verdicts, read_verdicts
from pipeline.schemas import DOCUMENTS, GOALS
from pipeline.tables import write_table
from tests.commands import kopling
from tests.reviews.test_importing import TABLE, TITLES, said


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that was run, with one verdict of coder `a`."""
    init_project(tmp_path)
    for frame, table in ((TABLE, GOALS), (TITLES, DOCUMENTS)):
        write_table(frame, table, tmp_path / "outputs")
    append_verdicts(tmp_path / "reviews", "a", [said()])
    return tmp_path


def test_check_finds_what_is_wrong_with_a_ledger(project: Path) -> None:
    """A torn line is a note, a lost one a gap, a line that is no verdict an error."""
    path = project / "reviews" / "a.jsonl"
    append_verdicts(project / "reviews", "a", [said("g2"), said("g3")])
    whole = path.read_bytes()

    codes = []
    for content in (whole[:-20], b"".join(whole.splitlines(True)[::2]), whole + b"x\n"):
        path.write_bytes(content)
        codes.append(kopling("check", cwd=project).returncode)

    assert codes == [0, 3, 1]
    assert "error: reviews/a.jsonl, line 4: " in kopling("check", cwd=project).stdout


@pytest.mark.parametrize("name", ["ut.csv", "ut.jsonl"])
def test_verdicts_go_out_and_come_in(project: Path, name: str) -> None:
    """The name tells the format; what is there already is counted."""
    out = kopling("verdicts", "export", name, cwd=project)
    again = kopling("verdicts", "import", name, cwd=project)
    (project / "reviews" / "a.jsonl").unlink()
    back = kopling("verdicts", "import", name, "--coder", "b", cwd=project)

    assert out.stdout.startswith("1 lines of verdicts in ut.")
    assert again.stdout == "0 verdicts imported, 1 there already\n"
    assert (back.returncode, back.stdout) == (0, "1 verdicts imported\n")
    assert [each.coder for each in read_verdicts(project / "reviews")] == ["b"]


def test_what_can_not_be_matched_returns_three(project: Path) -> None:
    """With file, line and reason; `--strict` refuses it."""
    lines = [{"text": text, "label": ["o1"]} for text in ("Ukjent", "Alle lærer å svømme")]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (project / "d.jsonl").write_text(text, encoding="utf-8")
    arguments = ("verdicts", "import", "d.jsonl", "--format", "doccano", "--coder", "b")

    done = kopling(*arguments, cwd=project)

    assert (done.returncode, kopling(*arguments, "--strict", cwd=project).returncode) == (3, 1)
    assert done.stdout == "1 verdicts imported, 1 not imported (unknown goal 1)\n"
    assert done.stderr == (
        "not imported: d.jsonl, line 1: unknown goal: no goal of today is Ukjent\n"
    )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("import", "borte.csv"), "borte.csv: expected a file to read"),
        (("import", "dvc.yaml", "--format", "csv"), "dvc.yaml: expected the columns verdict"),
        (("export", "ut.csv", "--coder", "../x"), "coder: expected a name"),
    ],
)
def test_what_is_no_file_of_verdicts_is_told_in_a_line(
    project: Path, arguments: tuple[str, ...], expected: str
) -> None:
    """What was expected, and no traceback."""
    done = kopling("verdicts", *arguments, cwd=project)

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert expected in done.stderr


def test_before_a_run_there_is_nothing_to_match_with(tmp_path: Path) -> None:
    """The error says what to do."""
    init_project(tmp_path)

    assert "run `kopling run` first" in kopling("verdicts", "export", "a.csv", cwd=tmp_path).stderr
