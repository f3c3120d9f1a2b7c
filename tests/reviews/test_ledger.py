"""A ledger is only added to, is on the disk before anyone is told, and mends itself."""

import json
import os
import signal
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.reviews.ledger import (
    append_verdicts,
    ledger_path,
    mend_ledger,
    read_ledger,
    read_verdicts,
)
from pipeline.reviews.verdict import Verdict, coder_name, line_of, read_line

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def said(goal: str, memo: str = "") -> Verdict:
    """An acceptance."""
    return Verdict(
        coder="?", time=LONG_AGO, verdict="accept", goal_id=goal, objective_id="o", memo=memo
    )


def goals_in(folder: Path) -> list[str]:
    """The goals of all verdicts, in the order of the ledgers."""
    return [each.goal_id for each in read_verdicts(folder)]


def test_what_was_appended_is_read_again(tmp_path: Path) -> None:
    """Coder, time and links between lines are set by the ledger; the rest is as it was given."""
    written = append_verdicts(tmp_path, "Åse", [said("g1", "æøå"), said("g2")])
    written += append_verdicts(tmp_path, "Åse", [said("g3")])

    assert list(read_verdicts(tmp_path)) == written
    assert [each.coder for each in written] == ["åse"] * 3
    assert [each.follows for each in written] == [None, *(w.verdict_id for w in written[:2])]
    assert (written[0].memo, (tmp_path / "åse.jsonl").is_file()) == ("æøå", True)


def test_time_never_runs_backwards_in_a_ledger(tmp_path: Path) -> None:
    """A clock that was set back must not let an old verdict overrule a newer one."""
    future = said("g1").model_copy(update={"coder": "a", "time": datetime(2099, 1, 1, tzinfo=UTC)})
    (tmp_path / "a.jsonl").write_text(line_of(future) + "\n", encoding="utf-8")

    [later] = append_verdicts(tmp_path, "a", [said("g2")])

    assert later.time > future.time


@pytest.mark.parametrize("cut", [1, 20, 150])
def test_a_torn_last_line_is_mended_and_told(
    tmp_path: Path, cut: int, caplog: pytest.LogCaptureFixture
) -> None:
    """What was never confirmed is moved aside, and the next verdict stands on a line of its own."""
    append_verdicts(tmp_path, "a", [said("g1"), said("g2")])
    path = ledger_path(tmp_path, "a")
    path.write_bytes(path.read_bytes()[:-cut])
    before = goals_in(tmp_path)

    append_verdicts(tmp_path, "a", [said("g3")])

    whole = cut == 1  # the line end alone was lost
    assert before == (["g1", "g2"] if whole else ["g1"])
    assert goals_in(tmp_path) == [*before, "g3"]
    assert (tmp_path / "a.torn").is_file() is not whole
    assert "a.jsonl: the last line" in caplog.text
    assert mend_ledger(tmp_path, "a") == ""


@given(st.binary(max_size=300))
def test_no_bytes_stop_the_reading(data: bytes) -> None:
    """Whatever stands in a line, it becomes a verdict or a fault."""
    verdict, fault = read_line(data.decode("utf-8", "replace"))

    assert verdict is not None or fault


@given(st.text(max_size=200), st.text(min_size=1, max_size=20))
def test_any_memo_survives_a_line(memo: str, goal: str) -> None:
    """One line whatever the memo holds, and the same verdict back."""
    given_verdict = said(goal, memo)
    try:
        line = line_of(given_verdict)
        line.encode()
    except UnicodeEncodeError:
        return  # half a surrogate pair is no text
    again, fault = read_line(line)

    assert (again is not None and again.memo, fault, "\n" in line) == (memo, "", False)


def test_lines_that_are_no_verdicts_are_told_by_number(tmp_path: Path) -> None:
    """Blank lines, a byte order mark and bytes that are no UTF-8 stop nothing."""
    lines = [b"\xef\xbb\xbf" + line_of(said("g1")).encode(), b"", b"\xff", b"[1]", b"<<<<<<< HEAD"]
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n".join([*lines, line_of(said("g2")).encode(), b""]))

    found = [(line.number, line.verdict is not None) for line in read_ledger(path)]

    assert found == [(1, True), (3, False), (4, False), (5, False), (6, True)]


@pytest.mark.parametrize(
    "name", ["", "../x", "a/b", "con", "nul.txt", ".a", "x" * 41, "a\0b", "a."]
)
def test_no_ledger_has_a_name_that_leads_elsewhere(name: str) -> None:
    """Names are letters, digits and a few signs."""
    with pytest.raises(InputError, match="coder: expected a name"):
        coder_name(name)


def test_a_full_disk_leaves_the_ledger_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a line that was written before the disk was full is taken back."""
    append_verdicts(tmp_path, "a", [said("g1")])
    before = ledger_path(tmp_path, "a").read_bytes()
    write = os.write

    def half(descriptor: int, data: bytes) -> int:
        write(descriptor, data[: len(data) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", half)
    with pytest.raises(OSError, match="No space left"):
        append_verdicts(tmp_path, "a", [said("g2")])

    assert ledger_path(tmp_path, "a").read_bytes() == before


def _write_many(folder: Path, name: str, count: int) -> None:
    for number in range(count):
        append_verdicts(folder, "a", [said(f"{name}-{number}"), said(f"{name}-{number}b")])


def test_two_processes_on_one_ledger_lose_nothing(tmp_path: Path) -> None:
    """They wait for each other; each act's lines stand together, and one chain runs through."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(_write_many, [tmp_path] * 2, ["x", "y"], [60] * 2))

    found = list(read_verdicts(tmp_path))
    names = [each.goal_id for each in found]
    assert sorted(names) == sorted(
        f"{w}-{n}{b}" for w in "xy" for n in range(60) for b in ("", "b")
    )
    assert all(names[i + 1] == names[i] + "b" for i in range(0, len(names), 2))
    assert [each.follows for each in found[1:]] == [each.verdict_id for each in found[:-1]]


def _code_until_killed(folder: Path, confirmed: int) -> None:
    number = 0
    while True:
        append_verdicts(folder, "a", [said(f"{os.getpid()}-{number}", "m" * (number % 900))])
        os.write(confirmed, f"{os.getpid()}-{number}\n".encode())
        number += 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")
def test_two_hundred_kills_lose_nothing_that_was_confirmed(tmp_path: Path) -> None:
    """Killed at any moment, everything told as saved is there, and every line is whole."""
    confirmed = tmp_path / "confirmed"
    folder = tmp_path / "reviews"
    context = get_context("fork")
    with confirmed.open("wb", buffering=0) as stream:
        for turn in range(200):
            worker = context.Process(target=_code_until_killed, args=(folder, stream.fileno()))
            worker.start()
            wanted = confirmed.stat().st_size + 1
            while confirmed.stat().st_size < wanted:  # however slow the machine, it has begun
                time.sleep(0.0005)
            time.sleep((turn * 7919 % 400) / 40_000)  # 0 to 10 ms, in no order
            os.kill(worker.pid or 0, signal.SIGKILL)
            worker.join()

    mend_ledger(folder, "a")
    lines = list(read_ledger(ledger_path(folder, "a")))
    told = confirmed.read_text(encoding="utf-8").split()
    found = [line.verdict.goal_id for line in lines if line.verdict]
    assert len(told) >= 200
    assert set(told) <= set(found)
    assert len(found) == len(set(found)) == len(lines)
    assert not [line for line in lines if line.fault]


def test_a_ledger_is_plain_json(tmp_path: Path) -> None:
    """Any program can read it: one object a line, and nothing that says nothing."""
    append_verdicts(tmp_path, "a", [said("g1")])

    [line] = ledger_path(tmp_path, "a").read_text(encoding="utf-8").splitlines()

    assert set(json.loads(line)) == {
        *("verdict_id", "coder", "time", "verdict", "goal_id", "objective_id")
    }
