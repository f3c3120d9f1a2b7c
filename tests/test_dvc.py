"""DVC as its users know it: remotes, experiments, a queue, documents that DVC keeps."""

import csv
import io
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.extraction.read import extract_files
from pipeline.params import ExtractionParams
from pipeline.project import check_project, files_under, init_project
from pipeline.running import reproduce
from pipeline.workspace import workspace
from tests.commands import kopling
from tests.small_project import once_for_all, small_project

ROOT = Path(__file__).parent.parent
_GIT = {
    f"GIT_{role}_{field}": value
    for role in ("AUTHOR", "COMMITTER")
    for field, value in (("NAME", "kari"), ("EMAIL", "kari@example.org"))
}


def said(*command: str | Path, cwd: Path) -> str:
    """What a command prints, with kopling's environment active; it must end well."""
    active = str(Path(sys.executable).parent) + os.pathsep + os.environ["PATH"]
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env=os.environ | _GIT | {"PATH": active, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def contents(folder: Path) -> dict[str, bytes]:
    """Each file under the folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in git whose documents DVC keeps, run, and pushed to a folder."""
    once = once_for_all(tmp_path_factory.getbasetemp())
    folder = small_project(tmp_path_factory.mktemp("delt") / "min-kommune", once)
    documents = [path for path in (folder / "documents").iterdir() if path.suffix != ".csv"]
    said("git", "init", "--quiet", cwd=folder)
    said("dvc", "config", "--local", "--unset", "core.no_scm", cwd=folder)
    said("dvc", "remote", "add", "--default", "lager", folder.parent / "lager", cwd=folder)
    said("dvc", "add", *documents, cwd=folder)
    assert kopling("run", cwd=folder).returncode == 3  # the broken file is a reject
    said("git", "add", "--all", cwd=folder)
    said("git", "commit", "--quiet", "--message", "Første kjøring", cwd=folder)
    said("dvc", "push", cwd=folder)
    return folder


def test_a_clone_pulls_the_outputs_byte_for_byte_and_runs_nothing(
    project: Path, tmp_path: Path
) -> None:
    """Until then `check` says of each document that DVC keeps it."""
    said("git", "clone", "--quiet", project, tmp_path / "klone", cwd=tmp_path)
    clone = tmp_path / "klone"
    before = kopling("check", cwd=clone)

    said("dvc", "pull", cwd=clone)

    assert before.returncode == 3
    assert before.stdout.count("`dvc pull` brings it") == 4
    assert contents(clone / "outputs") == contents(project / "outputs")
    assert contents(clone / "documents") == contents(project / "documents")
    assert said("dvc", "status", cwd=clone) == "Data and pipelines are up to date.\n"
    assert "Running stage" not in said("dvc", "repro", cwd=clone)


def test_a_queued_experiment_runs_beside_the_project_and_is_compared(project: Path) -> None:
    """It leaves the project as it was, and shows what another parameter would have given."""
    before = contents(project / "outputs")
    queued = ("dvc", "exp", "run", "--queue", "--name", "flere")
    said(*queued, "-S", "specification.cuts=[0.4,0.5]", cwd=project)

    said("dvc", "queue", "start", cwd=project)
    while any(
        word in said("dvc", "queue", "status", cwd=project) for word in ("Queued", "Running")
    ):
        time.sleep(1)

    told = said("dvc", "exp", "show", "--csv", cwd=project)
    rows = {row["Experiment"]: row for row in csv.DictReader(io.StringIO(told))}
    assert rows["flere"]["State"] == "Success"
    assert rows["flere"]["specification.cuts"] == "[0.4, 0.5]"
    compared = said("dvc", "metrics", "diff", "HEAD", "flere", cwd=project)
    assert "outputs/specification/metrics.json" in compared
    assert contents(project / "outputs") == before


def test_an_experiment_in_the_project_shows_in_its_outputs(project: Path, tmp_path: Path) -> None:
    """Parameters and outputs are the experiment's; what the parameter doesn't touch isn't run."""
    copy = tmp_path / "p"
    shutil.copytree(project, copy)

    told = said("dvc", "exp", "run", "-S", "reporting.languages=[nb]", cwd=copy)

    ran = [line.split("'")[1] for line in told.splitlines() if line.startswith("Running stage")]
    assert ran == ["history", "reporting"]
    assert "reporting.languages" in said("dvc", "params", "diff", cwd=copy)
    assert (project / "outputs" / "reporting" / "en" / "index.html").is_file()
    assert not (copy / "outputs" / "reporting" / "en").exists()


@pytest.mark.parametrize("place", ["tmp1", "standalone/tmp1", "tmp1/kommuner/min"])
def test_an_experiment_shares_what_its_project_remembers(tmp_path: Path, place: str) -> None:
    """Its copy is made without `.kopling`: the cache is found in the project."""
    copy = tmp_path / ".dvc" / "tmp" / "exps" / place
    copy.mkdir(parents=True)

    code = "from pipeline.stage import CACHE; print(CACHE)"
    told = said(sys.executable, "-c", code, cwd=copy).strip()

    assert Path(told) == tmp_path / ".kopling" / "cache"
    assert (workspace(copy), workspace(tmp_path), workspace(Path())) == (tmp_path, tmp_path, Path())


@pytest.mark.parametrize("place", [".", ".dvc/tmp/exps/tmp1"])
def test_a_stage_without_packages_goes_on_in_the_projects_own_python(
    tmp_path: Path, place: str
) -> None:
    """Where the environment isn't active; for an experiment's copy, too, which has no `.venv`."""
    copy = tmp_path / place
    copy.mkdir(parents=True, exist_ok=True)
    (copy / "pipeline").symlink_to(ROOT / "pipeline")
    own = tmp_path / ".venv" / "bin" / "python"
    own.parent.mkdir(parents=True)
    own.write_text('#!/bin/sh\necho "own: $@"\n', encoding="utf-8")
    own.chmod(0o755)

    # -S leaves the packages out
    command = [sys.executable, "-S", "-m", "pipeline.history"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        command,
        cwd=copy,
        env=environment | {"DVC_STAGE": "history"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, "own: -S -m pipeline.history\n"), done.stderr


def test_a_pulled_document_is_one_document(tmp_path: Path) -> None:
    """DVC's pointers beside documents are none, neither in the register's folder nor given."""
    (tmp_path / "plan.md").write_text("Mål", encoding="utf-8")
    (tmp_path / "plan.md.dvc").write_text("outs:\n- path: plan.md\n", encoding="utf-8")

    assert list(files_under([tmp_path])) == [tmp_path / "plan.md"]


@pytest.fixture(params=["avtaler.dvc", "avtaler/a.md.dvc"])
def unpulled(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A project with a document that DVC keeps, by itself or by its folder."""
    init_project(tmp_path)
    documents = tmp_path / "documents"
    (documents / "register.csv").write_text("path\navtaler/a.md\n", encoding="utf-8")
    pointer = documents / request.param
    pointer.parent.mkdir(exist_ok=True)
    pointer.write_text("outs: []\n", encoding="utf-8")
    return tmp_path


def test_a_document_that_was_not_pulled_is_told_as_such(unpulled: Path) -> None:
    """In the register's findings and among the rejects, with what brings it."""
    [gap] = check_project(unpulled)
    read = extract_files(["avtaler/a.md"], unpulled / "documents", ExtractionParams())

    assert "DVC keeps it (a" in gap.message
    assert "`dvc pull` brings it" in gap.message
    assert not gap.is_error
    assert read.rejects["reason"].tolist() == ["missing"]
    assert read.rejects["detail"].str.contains("`dvc pull` brings it").all()


def test_git_keeps_the_stamp_of_the_code_and_no_cache(tmp_path: Path) -> None:
    """Without the stamp, neither a clone nor an experiment could tell that nothing has changed."""
    init_project(tmp_path)
    (tmp_path / ".kopling" / "cache").mkdir()
    (tmp_path / ".kopling" / "cache" / "a.json").write_text("{}", encoding="utf-8")

    said("git", "init", "--quiet", cwd=tmp_path)
    said("git", "add", "--all", cwd=tmp_path)

    kept = said("git", "ls-files", ".kopling", cwd=tmp_path).split()
    assert kept == [".kopling/code.txt"]


def test_the_keys_to_a_remote_stand_through_a_run(tmp_path: Path) -> None:
    """With and without git, what else the user has put in DVC's local settings is kept."""
    init_project(tmp_path)
    local = tmp_path / ".dvc" / "config.local"
    remote = "['remote \"lager\"']\n    url = /hemmelig\n"
    local.write_text(remote, encoding="utf-8")
    told = []
    for _ in range(2):
        reproduce_nothing(tmp_path)
        told.append(local.read_text(encoding="utf-8"))
        said("git", "init", "--quiet", cwd=tmp_path)

    assert ["hemmelig" in each for each in told] == [True, True]
    assert ["no_scm" in each for each in told] == [True, False]


def reproduce_nothing(project: Path) -> None:
    """A run of a project without stages."""
    (project / "dvc.yaml").write_text("stages: {}\n", encoding="utf-8")
    reproduce(project, None, lambda _event: None)
