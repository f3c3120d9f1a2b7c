"""What a disk, a system or a hand can do to a ledger: nothing is lost, and nobody waits forever."""

import json
import os
import shutil
import signal
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from filelock import Timeout

from pipeline.errors import InputError
from pipeline.reviews import ledger
from pipeline.reviews.ledger import (
    append_verdicts,
    ledger_path,
    ledgers,
    mend_ledger,
    read_ledger,
    read_verdicts,
)
from pipeline.reviews.verdict import Verdict, line_of, read_line
from tests.reviews.test_ledger import goals_in, said

ROOT = Path(__file__).parent.parent.parent
# Appends one verdict with a memo of so many letters, and says what came of it.
APPEND = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from pipeline.reviews.ledger import append_verdicts
from pipeline.reviews.verdict import Verdict
said = [
    Verdict(coder="?", time=datetime.now(UTC), verdict="accept", goal_id=goal, memo="m" * 4000)
    for goal in sys.argv[3:]
]
if sys.argv[2] != "0":
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
try:
    print(len(append_verdicts(Path(sys.argv[1]), "a", said)))
except OSError as err:
    print(type(err).__name__, err.errno)
"""
# One small disk, twice: full, then not to be written to.
SMALL_DISK = """
set -e
mount -t tmpfs -o size=64k tmpfs "$1"
"$2" -c "$3" "$1" 0 g0
"$2" -c "$3" "$1" 0 $(seq -f g%g 1 40)
"$2" -c "$3" "$1" 0 g41
mount -o remount,ro "$1"
"$2" -c "$3" "$1" 0 g42
cp "$1"/a.jsonl "$4"
"""
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such thing")


def on_disk(name: str) -> str:
    """A name as macOS and its archives write it, letters taken apart."""
    return unicodedata.normalize("NFD", name)


@posix
def test_a_disk_that_takes_half_a_line_keeps_none_of_it(tmp_path: Path) -> None:
    """The system itself refuses to let the file grow, in the middle of the second of two lines."""
    append_verdicts(tmp_path, "a", [said("g0")])
    before = ledger_path(tmp_path, "a").read_bytes()
    limit = str(len(before) + 6000)
    append = [sys.executable, "-c", APPEND, tmp_path, limit, "g1", "g2"]

    done = subprocess.run(append, cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.startswith("OSError")
    assert ledger_path(tmp_path, "a").read_bytes() == before


@posix
def test_a_full_and_a_read_only_disk_are_told(tmp_path: Path) -> None:
    """Where there is no room for an act none of it is written, and a smaller one still fits."""
    disk, copy = tmp_path / "disk", tmp_path / "copy.jsonl"
    disk.mkdir()
    if not shutil.which("unshare"):
        pytest.skip("no unshare here: a small disk can't be made")
    private = ["unshare", "--mount", "sh", "-c"]
    if subprocess.run([*private, f"mount -t tmpfs tmpfs {disk}"], capture_output=True).returncode:
        pytest.skip("no disk may be mounted here")

    done = subprocess.run(
        [*private, SMALL_DISK, "sh", disk, sys.executable, APPEND, copy],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split("\n")[:-1] == ["1", "OSError 28", "1", "OSError 30"]
    assert [line.verdict and line.verdict.goal_id for line in read_ledger(copy)] == ["g0", "g41"]


def test_a_folder_that_may_not_be_written_to_is_told(tmp_path: Path) -> None:
    """As an error of the system, at once."""
    (tmp_path / "reviews").write_text("no folder", encoding="utf-8")

    with pytest.raises(OSError, match="reviews"):
        append_verdicts(tmp_path / "reviews", "a", [said("g")])


@pytest.mark.parametrize("kind", ["link", "dangling", "link inside", "folder", "pipe"])
@posix
def test_a_ledger_is_a_file_in_its_folder(
    tmp_path: Path, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Through a link nothing is written, mended or read; a folder or a pipe stops no reading."""
    outside, reviews = tmp_path / "outside.jsonl", tmp_path / "reviews"
    append_verdicts(reviews, "b", [said("g")])
    outside.write_text("torn", encoding="utf-8")
    path = reviews / "a.jsonl"
    made = {
        "link": lambda: path.symlink_to(outside),
        "dangling": lambda: path.symlink_to(tmp_path / "nowhere"),
        "link inside": lambda: path.symlink_to(reviews / "b.jsonl"),
        "folder": path.mkdir,
        "pipe": lambda: os.mkfifo(path),
    }
    made[kind]()

    for write in (
        lambda: append_verdicts(reviews, "a", [said("h")]),
        lambda: mend_ledger(reviews, "a"),
    ):
        with pytest.raises(InputError, match=r"a\.jsonl: expected a file of its own"):
            write()

    assert goals_in(reviews) == ["g"]
    assert [each.name for each in ledgers(reviews)] == ["b.jsonl"]
    assert "a.jsonl: expected a file" in caplog.text
    assert (outside.read_text(), (tmp_path / "nowhere").exists()) == ("torn", False)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the two names are one file")
def test_a_name_with_letters_taken_apart_is_the_same_ledger(tmp_path: Path) -> None:
    """A ledger that came from a Mac is gone on with, one chain, no second file."""
    [first] = append_verdicts(tmp_path, "åse", [said("g1")])
    (tmp_path / "åse.jsonl").rename(tmp_path / on_disk("åse.jsonl"))

    [second] = append_verdicts(tmp_path, on_disk("Åse"), [said("g2")])

    assert [path.name for path in tmp_path.glob("*.jsonl")] == [on_disk("åse.jsonl")]
    assert [path.name for path in tmp_path.glob(".*.lock")] == [".åse.lock"]
    assert (second.follows, goals_in(tmp_path)) == (first.verdict_id, ["g1", "g2"])


@posix
def test_a_new_line_needs_the_end_of_a_ledger_alone(tmp_path: Path) -> None:
    """A ledger of 64 GiB, all of it a hole but the last line, takes a line like any other."""
    [first] = append_verdicts(tmp_path, "a", [said("g1")])
    path = ledger_path(tmp_path, "a")
    with path.open("rb+") as stream:
        stream.truncate(1 << 36)
        stream.seek(0, os.SEEK_END)
        stream.write(b"\n" + line_of(first).encode() + b"\n")

    [second] = append_verdicts(tmp_path, "a", [said("g2")])

    assert second.follows == first.verdict_id


def test_a_lock_that_a_killed_process_left_holds_nobody_up(tmp_path: Path) -> None:
    """The file may be there, and hold anything: the lock itself went with its process."""
    (tmp_path / ".a.lock").write_text("4711", encoding="utf-8")

    append_verdicts(tmp_path, "a", [said("g")])

    assert goals_in(tmp_path) == ["g"]


@posix
def test_a_stopped_process_holds_others_up_for_so_long_and_no_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who was stopped with the lock in hand is waited for; then the writer is told."""
    hold = (
        "import os, signal, sys; from pathlib import Path; from pipeline.reviews import ledger\n"
        "with ledger._locked(Path(sys.argv[1])): os.kill(os.getpid(), signal.SIGSTOP)"
    )
    holder = subprocess.Popen([sys.executable, "-c", hold, tmp_path / "a.jsonl"], cwd=ROOT)
    os.waitpid(holder.pid, os.WUNTRACED)
    monkeypatch.setattr(ledger, "LONGEST_WAIT_S", 0.1)
    try:
        with pytest.raises(Timeout):
            append_verdicts(tmp_path, "a", [said("g1")])
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        append_verdicts(tmp_path, "a", [said("g2")])
    finally:
        holder.kill()

    assert goals_in(tmp_path) == ["g2"]


def test_two_threads_on_one_ledger_lose_nothing(tmp_path: Path) -> None:
    """Two tabs of one server: one chain runs through."""
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: append_verdicts(tmp_path, "a", [said(f"g{n}")]), range(60)))

    found = list(read_verdicts(tmp_path))
    assert sorted(each.goal_id for each in found) == sorted(f"g{n}" for n in range(60))
    assert [each.follows for each in found[1:]] == [each.verdict_id for each in found[:-1]]


def test_a_time_at_the_end_of_all_times_stops_no_coder(tmp_path: Path) -> None:
    """A line by hand may name any time; there is none after the last."""
    end = said("g1").model_copy(update={"coder": "a", "time": datetime.max.replace(tzinfo=UTC)})
    (tmp_path / "a.jsonl").write_text(line_of(end) + "\n", encoding="utf-8")

    append_verdicts(tmp_path, "a", [said("g2")])

    assert goals_in(tmp_path) == ["g1", "g2"]


def test_half_a_letter_is_a_fault_and_not_the_end(tmp_path: Path) -> None:
    """JSON can name half a pair of surrogates, in a field that nobody knows."""
    line = json.dumps({"coder": "a", "time": 0, "verdict": "accept", "goal_id": "g", "x": "\ud800"})

    with pytest.raises(InputError, match="whole letters"):
        append_verdicts(tmp_path, "a", [Verdict.model_validate(json.loads(line))])

    assert read_line(line)[1].startswith("no JSON: 'utf-8' codec can't encode")


def test_a_byte_order_mark_costs_no_line(tmp_path: Path) -> None:
    """Notepad sets one; after a merge it may stand before any line."""
    [first] = append_verdicts(tmp_path, "a", [said("g1")])
    path = ledger_path(tmp_path, "a")
    path.write_bytes(path.read_bytes() + b"\xef\xbb\xbf" + line_of(first).encode() + b"\r\n")

    [second] = append_verdicts(tmp_path, "a", [said("g2")])

    assert (goals_in(tmp_path), second.follows) == (["g1", "g2"], first.verdict_id)
    assert not [line.fault for line in read_ledger(path) if line.fault]
