"""The server as a process: it starts where it is told, dies at any moment, and loses nothing."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import httpx2
import pytest

from pipeline.errors import InputError
from pipeline.reviewing.server import split_address
from pipeline.reviews.ledger import read_ledger
from tests.processes import heed_signals
from tests.reviewing.made_up import write_outputs

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "pipeline.cli", "review", "--no-browser")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project folder that a run has left behind."""
    for name in ("dvc.yaml", "params.yaml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    write_outputs(tmp_path / "outputs")
    return tmp_path


def said(project: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """What the command says where it ends by itself."""
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "500"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@contextmanager
def served(project: Path, *arguments: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The server and the address that it prints first."""
    running = subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "500"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_signals,
    )
    assert running.stdout is not None
    try:
        line = running.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found is not None, line
        yield running, found[0]
    finally:
        if running.poll() is None:
            running.kill()
        running.communicate()


def code(address: str, confirmed: list[str]) -> None:
    """Code as fast as the server answers, until it is gone."""
    origin = address.partition("/?")[0]
    headers = {"Origin": origin, "Sec-Fetch-Site": "same-origin"}
    with httpx2.Client(base_url=origin, headers=headers) as client:
        client.get(address)
        try:
            while True:
                page = client.get("/koding").text
                form = page.partition('id="answer"')[2].partition("</form>")[0]
                pairs = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)
                fields = {name: unescape(value) for name, value in pairs}
                assert fields, page
                if client.post("/koding", data=fields | {"verdict": "reject"}).status_code == 303:
                    confirmed.append(fields["act"])
        except httpx2.HTTPError:
            return


def test_a_killed_server_has_lost_nothing_that_it_said_was_saved(project: Path) -> None:
    """Killed while it saves, and started again: each confirmed answer is there, once."""
    confirmed: list[str] = []
    for turn in range(3):
        with served(project, "--coder", "kari") as (running, address):
            coder = threading.Thread(target=code, args=(address, confirmed))
            coder.start()
            wanted = len(confirmed) + 4
            while len(confirmed) < wanted and coder.is_alive():
                time.sleep(0.001)
            time.sleep(0.003 * turn)
            running.send_signal(signal.SIGKILL)
            coder.join(timeout=30)

    with served(project, "--coder", "kari"):
        lines = list(read_ledger(project / "reviews" / "kari.jsonl"))
    acts = [line.verdict.act for line in lines if line.verdict]
    assert len(confirmed) >= 12
    assert set(confirmed) <= set(acts)
    assert len(acts) == len(set(acts)) == len(lines)


def test_ctrl_c_ends_it_quietly(project: Path) -> None:
    """No traceback, and the port is free again."""
    with served(project, "--coder", "kari") as (running, _):
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate(timeout=30)

    assert "Traceback" not in errors
    assert running.returncode == 0


def test_others_are_let_in_only_on_demand_and_with_a_warning(project: Path) -> None:
    """Several coders need an address of their own choice; one that others reach warns."""
    refused = said(project, "--coder", "kari", "--coder", "ola")
    with served(project, "--listen", "0.0.0.0:0", "--coder", "kari", "--coder", "ola") as (
        running,
        address,
    ):
        assert running.stdout is not None
        other = running.stdout.readline()
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate(timeout=30)

    tokens = {address.partition("token=")[2], other.partition("token=")[2].strip()}
    assert (refused.returncode, "--listen" in refused.stderr) == (2, True)
    assert "can be reached by others" in errors
    assert len(tokens) == 2
    assert all(len(token) > 40 for token in tokens)


def test_a_project_that_was_not_run_says_what_to_do(tmp_path: Path) -> None:
    """One line, and no server."""
    for name in ("dvc.yaml", "params.yaml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())

    done = said(tmp_path)

    assert done.returncode == 1
    assert "kopling run" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("address", ["", "evil", "localhost:1", "1.2.3.4:99999", "1.2.3.4:x"])
def test_an_address_that_is_none_is_told(address: str) -> None:
    """A name may lead anywhere: what is listened on is an address."""
    with pytest.raises(InputError, match="--listen: expected"):
        split_address(address)
