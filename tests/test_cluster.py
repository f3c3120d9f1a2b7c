"""Work on a Dask cluster, started as a user starts one: a scheduler and two workers."""

import dataclasses
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline.embedding import cache
from pipeline.embedding.encoder import encoder_by_name
from pipeline.errors import KoplingError
from pipeline.extraction import clustered
from pipeline.extraction.read import Extraction, extract_files
from pipeline.fanning import as_done, fan_out
from pipeline.params import EmbeddingParams, ExtractionParams, RunningParams
from pipeline.progress import Step
from tests.cluster_work import deadly, doubled, killed_once, refusing
from tests.extraction.test_scans import GRID, grid_html, needs_tesseract, scanned
from tests.extraction.typesetting import typeset_pdf

pytest.importorskip("distributed", reason="the package distributed isn't installed")

from benchmarks.speed.clusters import StartedCluster, started_cluster
from pipeline import cluster


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartedCluster]:
    """Workers that come again when they are killed, as `dask worker` does it by default."""
    folder = tmp_path_factory.mktemp("dask")
    bounds = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "2"}
    with started_cluster(folder, 2, **bounds) as started:
        engine = cluster.cluster(started.address)
        engine._client.wait_for_workers(2, timeout=60)
        yield started
        engine.close()
        cluster.cluster.cache_clear()


@pytest.fixture
def running(dask: StartedCluster) -> RunningParams:
    """Parameters that name the cluster."""
    return RunningParams(scheduler=dask.address)


def test_results_come_in_order_from_both_workers(running: RunningParams) -> None:
    """As from this machine's processes, and from none of these."""
    results = list(fan_out(doubled, range(30), running))

    assert [value for value, _ in results] == [2 * value for value in range(30)]
    assert os.getpid() not in {process for _, process in results}
    assert len({process for _, process in results}) == 2


def test_an_error_of_the_work_is_raised_here(running: RunningParams) -> None:
    """As it was raised on the worker; the cluster serves on."""
    with pytest.raises(ValueError, match="three"):
        list(fan_out(refusing, range(6), running))
    assert sorted(as_done(refusing, [1, 2], running)) == [(0, 1), (1, 2)]


@pytest.mark.parametrize("is_local", [True, False], ids=["this_machine", "cluster"])
def test_a_killed_worker_costs_its_tasks_alone(
    running: RunningParams, tmp_path: Path, is_local: bool
) -> None:
    """All results are there, in order; what the other worker had done isn't done again."""
    chosen = RunningParams(workers=2) if is_local else running
    results = list(fan_out(killed_once, [(tmp_path, n) for n in range(40)], chosen))
    times = [len((tmp_path / f"{n}.times").read_text("utf-8").split()) for n in range(40)]

    assert results == list(range(40))
    assert (tmp_path / "killed").exists()
    assert times[3] == 2
    assert sum(times) <= 40 + 4


@pytest.mark.parametrize("is_local", [True, False], ids=["this_machine", "cluster"])
def test_what_kills_three_workers_is_named(running: RunningParams, is_local: bool) -> None:
    """The run ends and says at what; it doesn't go on for ever."""
    chosen = RunningParams(workers=2) if is_local else running

    with pytest.raises(KoplingError, match=r"the number 3: .* ended the process that did 3 times"):
        list(fan_out(deadly, range(8), chosen, lambda value: f"the number {value}"))


def test_a_scheduler_that_isnt_there_is_told_within_seconds() -> None:
    """One line: the address, what was expected, what to do."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(KoplingError, match=rf"^{address}: expected a Dask scheduler there"):
            list(fan_out(doubled, range(3), RunningParams(scheduler=address)))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"python": "3.9"}, r"expected Python 3\.9 as here, came 3\."),
        ({"kopling": "0.0.9"}, r"expected kopling 0\.0\.9 as here, came"),
        ({"code": "abc"}, r"expected kopling's code as here \(abc\), came another"),
        ({"packages": ("numpy 1.0",)}, r"expected numpy 1\.0 as here, came .*numpy "),
    ],
    ids=["python", "kopling", "code", "packages"],
)
def test_a_worker_with_other_code_is_told(
    running: RunningParams,
    monkeypatch: pytest.MonkeyPatch,
    changes: dict[str, object],
    told: str,
) -> None:
    """Also one that comes later: what it made would be kept as if this code had made it."""
    stamp = dataclasses.replace(cluster.own_stamp(), **changes)
    cluster.cluster(running.scheduler)
    monkeypatch.setattr(cluster, "own_stamp", lambda: stamp)

    with pytest.raises(KoplingError, match=rf"worker tcp://127\.0\.0\.1:\d+: {told}"):
        list(fan_out(doubled, range(3), running))


NAMES = ["kommuneplan.pdf", "avtaler/skole nr. 1.pdf", "avtaler/barnehage.txt", "budsjett.pdf"]
READING = ExtractionParams(ocr="off")


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of small documents, one with a table, one of plain text, one that is damaged."""
    folder = tmp_path_factory.mktemp("documents")
    (folder / "avtaler").mkdir()
    table = "<table><tr><td>Skole</td><td>1 000</td></tr></table>"
    for name, told in ((NAMES[0], "<h1>Mål</h1><p>Flere barn.</p>"), (NAMES[1], table)):
        (folder / name).write_bytes(typeset_pdf(told))
    (folder / NAMES[2]).write_text("Enheten skal:\n- åpne flere plasser\n", encoding="utf-8")
    (folder / NAMES[3]).write_bytes(b"%PDF-1.7 nothing")
    return folder


@pytest.fixture(scope="module")
def here(documents: Path) -> Extraction:
    """What this machine reads."""
    return extract_files(NAMES, documents, READING, running=RunningParams(workers=2))


def assert_same(there: Extraction, here: Extraction) -> None:
    """Every table is the same, to the last bit."""
    for name, frame in vars(here).items():
        pd.testing.assert_frame_equal(getattr(there, name), frame, check_exact=True)


def test_files_are_read_as_on_this_machine(
    running: RunningParams, documents: Path, here: Extraction
) -> None:
    """Also where a worker is killed as soon as the first file is read."""
    workers = cluster.cluster(running.scheduler)._client.run(os.getpid)
    killed: list[int] = []

    def kill_one(step: Step) -> None:
        if not killed:
            killed.append(next(iter(workers.values())))
            os.kill(killed[0], signal.SIGKILL)

    assert_same(extract_files(NAMES, documents, READING, kill_one, running=running), here)
    assert killed


@needs_tesseract
def test_scans_are_recognised_as_on_this_machine(running: RunningParams, tmp_path: Path) -> None:
    """Words, places and how surely each was read are the same, whoever recognised the page."""
    names = ["skole.pdf", "barnehage.pdf"]
    for name, degrees in zip(names, (0.0, 1.2), strict=True):
        (tmp_path / name).write_bytes(scanned(f"<p>{name}</p>{grid_html()}", GRID, degrees))
    there, here = (
        extract_files(names, tmp_path, ExtractionParams(), running=chosen)
        for chosen in (running, RunningParams(workers=2))
    )

    assert_same(there, here)
    assert there.passages["ocr_confidence"].between(0.5, 1).all()
    assert there.passages.groupby("document_sha256")["text"].count().gt(3).tolist() == [True, True]


def test_files_that_workers_dont_see_are_sent(
    running: RunningParams, documents: Path, here: Extraction, caplog: pytest.LogCaptureFixture
) -> None:
    """One line says so, with the place that was looked at; the tables are the same."""
    elsewhere = running.model_copy(update={"documents_url": "file:///nowhere"})
    with caplog.at_level("INFO"):
        there = extract_files(NAMES, documents, READING, running=elsewhere)

    assert_same(there, here)
    assert "4 files can't be opened by workers" in caplog.text
    assert "file:///nowhere/" in caplog.text


def test_a_large_file_that_workers_dont_see_is_told(
    running: RunningParams, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file, the worker, where it looked, and what to set."""
    monkeypatch.setattr(clustered, "MOST_SENT", 10)
    elsewhere = running.model_copy(update={"documents_url": "file:///nowhere"})

    with pytest.raises(
        KoplingError,
        match=r"kommuneplan\.pdf: expected worker tcp://.* file:///nowhere/kommuneplan\.pdf.*"
        r"set running\.documents_url",
    ):
        extract_files(NAMES[:1], documents, READING, running=elsewhere)


def test_files_are_found_below_a_url(
    running: RunningParams, documents: Path, here: Extraction, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is sent where workers find them."""
    monkeypatch.setattr(clustered, "MOST_SENT", 0)
    by_url = running.model_copy(update={"documents_url": f"file://{documents}/"})

    assert_same(extract_files(NAMES, documents, READING, running=by_url), here)


def test_texts_are_encoded_as_on_this_machine(
    running: RunningParams, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same vectors to the last bit, whoever encoded which of them."""
    monkeypatch.setattr(cache, "TEXTS_A_PACK", 3)
    texts = [f"{n} flere barn i barnehagen og færre biler" for n in range(8)]
    there, here = (
        encoder_by_name(EmbeddingParams(), tmp_path / name, chosen).encode(texts)
        for name, chosen in (("there", running), ("here", RunningParams()))
    )

    assert there.shape == (8, 384)
    np.testing.assert_array_equal(there, here)
