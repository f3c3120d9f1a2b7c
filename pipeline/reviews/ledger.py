"""The ledgers: `reviews/<coder>.jsonl`, one verdict a line, only ever added to."""

import logging
import os
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from filelock import FileLock

from pipeline.errors import InputError
from pipeline.reviews.verdict import Verdict, coder_name, line_of, read_line

logger = logging.getLogger(__name__)

_TICK = timedelta(microseconds=1)
_LATEST = datetime.max.replace(tzinfo=UTC)
_PIECE = 1 << 16
# No link is followed. Windows lacks the one flag, all others the other.
_TO_THE_END = os.O_WRONLY | os.O_APPEND | os.O_CREAT
_TO_THE_END |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
# Nobody writes for so long: who still holds the lock then is stopped, not busy.
LONGEST_WAIT_S = 30


@dataclass(frozen=True)
class Line:
    """One line of a ledger, from 1: its verdict, or None and what is wrong; both where doubtful."""

    path: Path
    number: int
    text: str
    verdict: Verdict | None
    fault: str


def ledger_path(folder: Path, coder: str) -> Path:
    """Where a coder's verdicts stand. Raises InputError for a name that no ledger may have.

    A ledger that came from a machine that takes letters apart (`å` as a and a ring) is the same
    ledger: its file is gone on with, and no second one begun beside it.
    """
    path = folder / f"{coder_name(coder)}.jsonl"
    if path.name.isascii() or path.exists():
        return path
    same = (other for other in sorted(folder.glob("*.jsonl")) if _composed(other.name) == path.name)
    return next(same, path)


def append_verdicts(folder: Path, coder: str, verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The verdicts as they now stand on the disk, in the coder's ledger, all of them or none.

    When this returns they are synced to the disk. Each gets the coder, a time that is never before
    that of the line above, what it follows and its id. Other processes wait meanwhile. A last line
    that was torn by a crash is mended first (`mend_ledger`). Raises OSError where the disk takes
    no more, or another process holds the ledger for longer than LONGEST_WAIT_S: the ledger is then
    as it was. Raises InputError where the ledger is a link or no file.
    """
    path = ledger_path(folder, coder)
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(path):
        _refuse_all_but_files(path)
        _mend(path)
        last = _last_verdict(path)
        written, lines = [], []
        for verdict in verdicts:
            last, line = _stamped(verdict, coder_name(coder), last, path)
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
    if not os.path.lexists(path):
        return ""
    with _locked(path):
        _refuse_all_but_files(path)
        return _mend(path)


def read_ledger(path: Path) -> Iterator[Line]:
    """Each line of a ledger that is not blank.

    A last line without its end that is no verdict is left out: it is being written, or was torn,
    and was never confirmed.
    """
    with path.open("rb") as stream:
        for number, piece in enumerate(stream, start=1):
            line = _line(path, number, piece)
            is_whole = piece.endswith(b"\n") or line.verdict is not None
            if is_whole and (line.text or line.fault):
                yield line


def torn_tail(path: Path) -> bytes:
    """What stands after the last line end: b"" where the last line is whole."""
    tail = b""
    with path.open("rb") as stream:
        place = stream.seek(0, os.SEEK_END)
        while place and b"\n" not in tail:
            step = min(_PIECE, place)
            place = stream.seek(place - step)
            tail = stream.read(step) + tail
    return tail.rsplit(b"\n", 1)[-1]


def ledgers(folder: Path) -> list[Path]:
    """The ledgers in a folder, by name; none where there is no folder.

    What is called like a ledger but is a link, a folder or a pipe is none: what is read as verdicts
    stands in this folder and nowhere else.
    """
    return [path for path in _called_ledgers(folder) if _is_plain_file(path)]


def read_verdicts(folder: Path) -> Iterator[Verdict]:
    """Every verdict of every ledger in `folder`, each once; what can't be read is told.

    A line that was changed after it was written counts no more: it is told too.
    """
    seen: set[str | None] = set()
    for path in _called_ledgers(folder):
        if not _is_plain_file(path):
            logger.warning("%s: expected a file, came a link or a folder: not read", path)
            continue
        for line in read_ledger(path):
            if line.fault:
                logger.warning("%s: line %d: expected a verdict: %s", *_place(line), line.fault)
            elif line.verdict is not None and line.verdict.verdict_id not in seen:
                seen.add(line.verdict.verdict_id)
                yield line.verdict


def _place(line: Line) -> tuple[Path, int]:
    return line.path, line.number


def _line(path: Path, number: int, piece: bytes) -> Line:
    try:
        text = piece.decode().strip()
    except UnicodeDecodeError as err:
        return Line(path, number, repr(piece), None, f"not UTF-8: {err.reason}")
    if not text:
        return Line(path, number, "", None, "")
    return Line(path, number, text, *read_line(text))


def _called_ledgers(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.jsonl") if not path.name.startswith("."))


def _is_plain_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _refuse_all_but_files(path: Path) -> None:
    """Raises InputError for a link, which could lead anywhere, and for a folder or a pipe."""
    if os.path.lexists(path) and not _is_plain_file(path):
        raise InputError(f"{path}: expected a file of its own, came a link, a folder or a pipe")


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _stamped(verdict: Verdict, coder: str, last: Verdict | None, path: Path) -> tuple[Verdict, str]:
    """The verdict as it will be read again (by this coder, now, after the last), and its line."""
    now = datetime.now(UTC)
    if last is not None:
        now = max(now, last.time + _TICK) if last.time < _LATEST else _LATEST
    follows = last.verdict_id if last else None
    try:
        line = line_of(verdict.model_copy(update={"coder": coder, "time": now, "follows": follows}))
    except UnicodeEncodeError as err:
        raise InputError(f"{path}: expected a verdict in whole letters: {err.reason}") from err
    written, fault = read_line(line)
    if written is None:
        raise InputError(f"{path}: expected a verdict: {fault}")
    return written, line


def _locked(path: Path) -> FileLock:
    # beside the ledger, so that whoever writes to the same folder meets the same lock
    beside = path.with_name(f".{_composed(path.stem)}.lock")
    return FileLock(beside, timeout=LONGEST_WAIT_S, poll_interval=0.01)


def _mend(path: Path) -> str:
    if not path.is_file() or not (tail := torn_tail(path)):
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
    descriptor = os.open(path, _TO_THE_END)
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
