"""Work in blocks of rows: by several threads, what they find kept in memory or on disk."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import local
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

Found = TypeVar("Found")
Floats = npt.NDArray[Any]

# More than this is written to a file: what is read again from there is copied block by block.
MOST_IN_MEMORY = 256 * 2**20


def slices(count: int, size: int) -> list[slice]:
    """The rows from 0 to `count`, so many at a time.

    >>> slices(5, 2)
    [slice(0, 2, None), slice(2, 4, None), slice(4, 5, None)]
    """
    return [slice(start, min(count, start + size)) for start in range(0, count, size)]


def each_of(work: Callable[[slice], Found], rows: Sequence[slice], threads: int) -> Iterator[Found]:
    """What `work` says of each block, in their order, `threads` blocks at a time.

    Each thread multiplies matrices by itself: so a block has the same digits however many
    threads there are. No more than twice as many results as threads wait to be taken.
    """
    with threadpool_limits(limits=1, user_api="blas"):
        if threads <= 1 or len(rows) <= 1:
            yield from map(work, rows)
            return
        with ThreadPoolExecutor(threads) as pool:
            waiting = iter(rows)
            begun: list[Future[Found]] = [
                pool.submit(work, block) for block in islice(waiting, 2 * threads)
            ]
            while begun:
                found = begun.pop(0).result()
                begun += [pool.submit(work, block) for block in islice(waiting, 1)]
                yield found


class KeptRows:
    """A matrix (rows, columns) that is written once and read again, block by block.

    In memory while it is small, else in a file that is gone with it. Blocks may be written and
    read by several threads at once; what `read` gives is the thread's own until its next `read`.
    """

    def __init__(
        self, shape: tuple[int, int], dtype: npt.DTypeLike, path: Path | None = None
    ) -> None:
        self.shape, self.dtype, self.path = shape, np.dtype(dtype), path
        self._values = np.empty(shape, self.dtype) if path is None else None
        self._own = local()
        self._opened: list[Any] = []
        if path is not None:
            with path.open("wb") as stream:
                stream.truncate(shape[0] * self._width)

    def write(self, rows: slice, values: Floats) -> None:
        """Keep the values of these rows."""
        if self._values is not None:
            self._values[rows] = values
        else:
            stream = self._stream()
            stream.seek(rows.start * self._width)
            stream.write(np.ascontiguousarray(values, self.dtype).data)

    def read(self, rows: slice) -> Floats:
        """The values of these rows, as they were written."""
        if self._values is not None:
            return self._values[rows]
        count = rows.stop - rows.start
        held = getattr(self._own, "held", None)
        if held is None or len(held) < count:
            held = self._own.held = np.empty((count, self.shape[1]), self.dtype)
        stream = self._stream()
        stream.seek(rows.start * self._width)
        view = memoryview(held[:count]).cast("B")  # type: ignore[arg-type] # an array has a buffer
        done = 0
        while done < len(view):
            done += stream.readinto(view[done:]) or 0
        return np.asarray(held[:count])

    @property
    def _width(self) -> int:
        return self.shape[1] * self.dtype.itemsize

    def _stream(self) -> Any:
        if not hasattr(self._own, "stream"):
            assert self.path is not None
            self._own.stream = self.path.open("r+b", buffering=0)
            self._opened.append(self._own.stream)
        return self._own.stream

    def close(self) -> None:
        """Let go of the file."""
        for stream in self._opened:
            stream.close()


@contextmanager
def kept_rows(
    shape: tuple[int, int], dtype: npt.DTypeLike, most: int = MOST_IN_MEMORY
) -> Iterator[KeptRows]:
    """Rows to keep for as long as the context lasts: more than `most` bytes go to a file."""
    if shape[0] * shape[1] * np.dtype(dtype).itemsize <= most:
        yield KeptRows(shape, dtype)
        return
    with TemporaryDirectory(prefix="kopling-") as folder:
        held = KeptRows(shape, dtype, Path(folder) / "rows")
        try:
            yield held
        finally:
            held.close()
