"""Ledgers that are being written to, read again only as far as they have grown."""

import logging
import threading
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import InputError
from pipeline.reviews.ledger import ledger_path, ledgers
from pipeline.reviews.standing import standing
from pipeline.reviews.verdict import Verdict, coder_name, read_line

logger = logging.getLogger(__name__)


@dataclass
class _Read:
    """What has been read of one ledger, up to `size` bytes."""

    identity: tuple[int, int] = (0, 0)
    size: int = 0
    verdicts: list[Verdict] = field(default_factory=list)
    names: set[str | None] = field(default_factory=set)
    stands: tuple[Verdict, ...] = ()


class LiveLedgers:
    """The ledgers of a folder as they are now, whoever writes to them. Safe between threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[Path, _Read] = {}
        self._lock = threading.Lock()

    def coders(self) -> list[str]:
        """Whose ledgers there are; a file by a name that no coder may have is nobody's."""
        return sorted({name for path in ledgers(self.folder) if (name := _coder_of(path))})

    def given(self, coder: str) -> tuple[Verdict, ...]:
        """Every verdict of a coder in the order written, undone ones and undos among them."""
        return tuple(self._up_to_date(ledger_path(self.folder, coder)).verdicts)

    def stands(self, coder: str) -> tuple[Verdict, ...]:
        """The coder's verdicts that stand (`pipeline.reviews.standing.standing`)."""
        return self._up_to_date(ledger_path(self.folder, coder)).stands

    def _up_to_date(self, path: Path) -> _Read:
        with self._lock:
            read = self._read.setdefault(path, _Read())
            try:
                status = path.stat()
            except FileNotFoundError:
                self._read[path] = _Read()
                return self._read[path]
            identity = status.st_dev, status.st_ino
            if identity != read.identity or status.st_size < read.size:
                read = self._read[path] = _Read(identity)
            if status.st_size > read.size:
                self._read_on(path, read)
            return read

    def _read_on(self, path: Path, read: _Read) -> None:
        with path.open("rb") as stream:
            stream.seek(read.size)
            whole = stream.read().rpartition(b"\n")[0]
        if not whole:
            return  # a line that is still being written
        read.size += len(whole) + 1
        for piece in whole.split(b"\n"):
            text = piece.decode("utf-8", "replace").strip("\ufeff \r")
            if not text:
                continue
            verdict, fault = read_line(text)
            if fault:
                logger.warning("%s: a line is left out: expected a verdict: %s", path, fault)
            elif verdict is not None and verdict.verdict_id not in read.names:
                read.names.add(verdict.verdict_id)  # after a merge a line may stand twice
                read.verdicts.append(verdict)
        read.stands = tuple(standing(read.verdicts))


def _coder_of(path: Path) -> str:
    try:
        return coder_name(path.stem)
    except InputError:
        return ""
