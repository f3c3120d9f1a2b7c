"""The ledgers: `reviews/<coder>.jsonl`, one verdict a line, only ever added to."""

import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from filelock import FileLock

from pipeline.errors import InputError
from pipeline.reviews.verdict import Verdict, coder_name, line_of, read_line

logger = logging.getLogger(__name__)

_TICK = timedelta(microseconds=1)
_PIECE = 1 << 16


@dataclass(frozen=True)
class Line:
    """One line of a ledger, from 1: its verdict, or None and what is wrong; both where doubtful."""

    path: Path
    number: int
    text: str
    verdict: Verdict | None
    fault: str


def ledger_path(folder: Path, coder: str) -> Path:
    """Where a coder's verdicts stand. Raises InputError for a name that no ledger may have."""
    return folder / f"{coder_name(coder)}.jsonl"


def append_verdicts(folder: Path, coder: str, verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The verdicts as they now stand on the disk, in the coder's ledger, all of them or none.

    When this returns they are synced to the disk. Each gets the coder, a time that is never before
    that of the line above, what it follows and its id. Other processes wait meanwhile. A last line
    that was torn by a crash is mended first (`mend_ledger`). Raises OSError where the disk takes
    no more: the ledger is then as it was.
    """
    path = ledger_path(folder, coder)
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(path):
        _mend(path)
        last = _last_verdict(path)
        written, lines = [], []
        for verdict in verdicts:
            now = datetime.now(UTC)
            if last is not None:
                now = max(now, last.time + _TICK)
            line = line_of(
                verdict.model_copy(
                    update={
                        "coder": coder_name(coder),
                        "time": now,
                        "follows": last.verdict_id if last else None,
                    }
                )
            )
            last, fault = read_line(line)
            if last is None:
                raise InputError(f"{path}: expected a verdict: {fault}")
            written.append(last)
            lines.append(line + "\n")
        _write_synced(path, "".join(lines).encode())
    return written


def mend_ledger(folder: Path, coder: str) -> str:
    """What was done about a last line that a crash had torn; "" where it was whole.

    A verdict that lacks its line end alone gets it. What is less was never confirmed: it is taken
    out of the ledger and kept in `<coder>.torn`.
    """
    path = ledger_path(folder, coder)
    if not path.is_file():
        return ""
    with _locked(path):
        return _mend(path)


def read_ledger(path: Path) -> Iterator[Line]:
    """Each line of a ledger that is not blank.

    A last line without its end that is no verdict is left out: it is being written, or was torn,
    and was never confirmed.
    """
    whole = path.read_bytes()
    pieces = whole.split(b"\n")
    for number, piece in enumerate(pieces, start=1):
        try:
            text = piece.decode("utf-8-sig" if number == 1 else "utf-8").strip()
        except UnicodeDecodeError as err:
            verdict, fault, text = None, f"not UTF-8: {err.reason}", repr(piece)
        else:
            if not text:
                continue
            verdict, fault = read_line(text)
        if verdict is None and number == len(pieces):
            return
        yield Line(path, number, text, verdict, fault)


def ledgers(folder: Path) -> list[Path]:
    """The ledgers in a folder, by name; none where there is no folder."""
    return sorted(path for path in folder.glob("*.jsonl") if not path.name.startswith("."))


def read_verdicts(folder: Path) -> Iterator[Verdict]:
    """Every verdict of every ledger in `folder`, each once; what can't be read is told.

    A line that was changed after it was written counts no more: it is told too.
    """
    seen: set[str | None] = set()
    for path in ledgers(folder):
        for line in read_ledger(path):
            if line.fault:
                logger.warning("%s: line %d: expected a verdict: %s", *_place(line), line.fault)
            elif line.verdict is not None and line.verdict.verdict_id not in seen:
                seen.add(line.verdict.verdict_id)
                yield line.verdict


def _place(line: Line) -> tuple[Path, int]:
    return line.path, line.number


def _locked(path: Path) -> FileLock:
    # beside the ledger, so that whoever writes to the same folder meets the same lock
    return FileLock(path.with_name(f".{path.stem}.lock"))


def _mend(path: Path) -> str:
    if not path.is_file() or not (tail := _torn_tail(path)):
        return ""
    verdict, fault = read_line(tail.decode("utf-8", "replace"))
    if verdict is not None and not fault:
        _write_synced(path, b"\n")
        done = f"{path}: the last line lacked its end, which was added"
    else:
        kept = path.with_suffix(".torn")
        _write_synced(kept, tail + b"\n")
        with path.open("rb+") as stream:
            stream.truncate(path.stat().st_size - len(tail))
            os.fsync(stream.fileno())
        done = (
            f"{path}: the last line was torn after {len(tail)} bytes; it was never confirmed, "
            f"and was moved to {kept.name}"
        )
    logger.warning("%s", done)
    return done


def _torn_tail(path: Path) -> bytes:
    """What stands after the last line end."""
    tail = b""
    with path.open("rb") as stream:
        place = stream.seek(0, os.SEEK_END)
        while place and b"\n" not in tail:
            step = min(_PIECE, place)
            place = stream.seek(place - step)
            tail = stream.read(step) + tail
    return tail.rsplit(b"\n", 1)[-1]


def _last_verdict(path: Path) -> Verdict | None:
    """The last line that is a verdict; only as much of the file is read as that takes."""
    if not path.is_file():
        return None
    tail = b""
    with path.open("rb") as stream:
        place = stream.seek(0, os.SEEK_END)
        while place:
            step = min(_PIECE, place)
            place = stream.seek(place - step)
            tail = stream.read(step) + tail
            whole = tail if place == 0 else tail.partition(b"\n")[2]
            for line in reversed(whole.splitlines()):
                verdict, _ = read_line(line.decode("utf-8", "replace"))
                if verdict is not None:
                    return verdict
    return None


def _write_synced(path: Path, data: bytes) -> None:
    is_new = not path.exists()
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0))
    try:
        size = os.fstat(descriptor).st_size
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            os.fsync(descriptor)
        except OSError:
            os.ftruncate(descriptor, size)
            raise
    finally:
        os.close(descriptor)
    if is_new:
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Let the new file's name reach the disk as well; Windows has no such thing."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
