"""What hangs or breaks is ended from outside and costs its own page; long files are shared."""

import errno
import os
import subprocess
import sys
from pathlib import Path
from threading import Semaphore
from unittest.mock import Mock

import pytest

from pipeline.errors import KoplingError
from pipeline.extraction import nursery, processes, supervision
from pipeline.extraction.documents import columns_to_document
from pipeline.extraction.elements import Fault
from pipeline.extraction.read import extract_files
from pipeline.extraction.supervision import read_apart
from pipeline.params import ExtractionParams
from tests.extraction.typesetting import typeset_pdf

SHARED = Path(__file__).parents[3] / "shared" / "data"
BOMB = SHARED / "hostile" / "form_doubling_2e25.pdf"
PARAMS = ExtractionParams()


@pytest.fixture(scope="module")
def long_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty short pages."""
    pages = "".join(
        f'<p style="break-before: page">Side nummer {n} om skolene.</p>' for n in range(1, 61)
    )
    path = tmp_path_factory.mktemp("long") / "lang.pdf"
    path.write_bytes(typeset_pdf(pages))
    return path


def test_shared_pages_are_the_same_reading(long_file: Path) -> None:
    """A second process that helps changes nothing in what is read."""
    alone = read_apart(long_file, "lang.pdf", PARAMS)
    helped = read_apart(long_file, "lang.pdf", PARAMS, Semaphore(1))

    assert isinstance(alone, dict)
    assert alone == helped


def test_cores_that_help_are_given_back(long_file: Path) -> None:
    """After the file, as many are free as before."""
    spare = Semaphore(1)
    read_apart(long_file, "lang.pdf", PARAMS, spare)

    assert spare.acquire(blocking=False)


def test_a_page_that_takes_too_long_costs_itself_alone(
    long_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process is ended, the page is a reject, the pages after it are read."""
    real = supervision._Supervisor._fault_of
    ended: list[int] = []

    def hangs_once(
        self: supervision._Supervisor, watched: supervision._Watched, status: int | None
    ) -> Fault | None:
        if not ended and watched.step == "page" and watched.page >= 10:
            processes.end(watched.process)
            ended.append(watched.page)
            return self._too_slow("page", 8)
        return real(self, watched, status)

    monkeypatch.setattr(supervision._Supervisor, "_fault_of", hangs_once)
    read = read_apart(long_file, "lang.pdf", PARAMS)

    assert isinstance(read, dict)
    faults = read["reading"]["faults"]
    told = set(columns_to_document(read["reading"]).passages["page"].to_pylist())
    assert [(f["page"], f["reason"]) for f in faults] in ([(ended[0], "too_slow")], [])
    assert told >= set(range(1, 61)) - set(ended)


def test_a_file_whose_time_is_up_keeps_what_was_read(
    long_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pages that are not there by then are rejects, and say which bound it was."""
    monkeypatch.setattr(
        supervision._Supervisor, "_time_is_up", lambda self: self.main.step == "page"
    )
    read = read_apart(long_file, "lang.pdf", PARAMS)

    assert isinstance(read, dict)
    lost = {fault["page"] for fault in read["reading"]["faults"]}
    told = set(columns_to_document(read["reading"]).passages["page"].to_pylist())
    assert lost | told == set(range(1, 61))
    assert all("seconds_per_file" in f["detail"] for f in read["reading"]["faults"])


@pytest.mark.skipif(not BOMB.exists(), reason="the hostile files aren't on this machine")
def test_a_page_that_needs_too_much_memory_is_told() -> None:
    """The bound is on the process, and the reject names the page and the parameter."""
    result = extract_files([BOMB], None, PARAMS)

    row = result.rejects.iloc[0]
    assert (row["page"], row["reason"]) == (1, "too_large")
    assert "extraction.megabytes_per_file" in row["detail"]


def test_a_full_disk_is_told_as_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the machine's fault and not the file's."""
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    monkeypatch.setattr(supervision.processes, "start", Mock(side_effect=full))

    with pytest.raises(KoplingError, match="expected room for temporary files"):
        read_apart(tmp_path / "plan.pdf", "plan.pdf", PARAMS)


def test_a_reader_ends_when_nobody_listens_any_more() -> None:
    """Whoever started it may be killed without a chance to end it."""
    reads = "import time; from pipeline.bounds import end_unheard; end_unheard();"
    command = [sys.executable, "-c", reads + "print('ready', flush=True); time.sleep(60)"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == b"ready\n"
        reader.stdout.close()

        assert reader.wait(timeout=30) == 1


def test_nothing_begins_after_all_was_ended() -> None:
    """An interrupt is not answered with a new process."""
    processes.end_all()
    try:
        with pytest.raises(InterruptedError, match="no other process begins"):
            processes.start(["true"], 1, 2)
    finally:
        processes.begin()


forks = pytest.mark.skipif(not nursery.CAN_FORK, reason="this system starts each worker anew")


def begun(folder: Path) -> processes.Process:
    """A worker that waits for its job."""
    if not (folder / "job.json").exists():
        os.mkfifo(folder / "job.json")
    with (folder / "errors.txt").open("wb") as errors:
        return processes.start_worker([str(folder)], errors)


@forks
def test_a_worker_that_breaks_says_how(tmp_path: Path) -> None:
    """It ends with 1, and its errors are where they were asked for."""
    (tmp_path / "job.json").write_text("{}", encoding="utf-8")
    status = begun(tmp_path).wait()
    processes.close_nursery()

    assert (status, "KeyError" in (tmp_path / "errors.txt").read_text()) == (1, True)


@forks
def test_a_worker_is_ended_from_outside(tmp_path: Path) -> None:
    """It runs until then, and tells that it was killed."""
    worker = begun(tmp_path)
    before = worker.poll()
    processes.end(worker)
    processes.close_nursery()

    assert (before, worker.poll()) == (None, -9)


@forks
def test_workers_begin_again_where_what_begins_them_was_ended(tmp_path: Path) -> None:
    """Another such process takes its place."""
    processes.end(begun(tmp_path))
    first = processes._nursery.process
    assert first is not None
    processes.end(first)
    worker = begun(tmp_path)
    processes.end(worker)
    again = processes._nursery.process
    processes.close_nursery()

    assert again is not None
    assert again.pid != first.pid
