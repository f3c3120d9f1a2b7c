"""Files read on a Dask cluster: one task a file, under the same supervision as on this machine.

A worker opens the file where it lies: below `running.documents_url`, or by its absolute path on a
disk that machines share. Where it can't, or finds another content there, the file's content is sent
to it, unless that is large. What comes back are the file's rows.
"""

import functools
import hashlib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.errors import KoplingError
from pipeline.extraction import processes
from pipeline.extraction.documents import result_from_bytes, result_to_bytes
from pipeline.extraction.isolation import Job, Outcome, read_one
from pipeline.extraction.tesseract import languages
from pipeline.fanning import as_done, worker_name
from pipeline.params import ExtractionParams, RunningParams

MOST_SENT = 64_000_000  # bytes of a file that is sent where workers don't see it

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Order:
    """A file to be read: where it lies, as what, and the digest of its content.

    `content` is the file itself where workers don't see it. `languages` are those that Tesseract
    has on the machine which asks.
    """

    place: str
    name: str
    sha256: str
    params: ExtractionParams
    languages: str
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Unseen:
    """A file that a worker could not open, or that is another there."""

    worker: str
    detail: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of a file, packed."""

    packed: bytes
    is_sound: bool


def read_there(
    jobs: Sequence[Job], params: ExtractionParams, running: RunningParams, root: Path | None
) -> Iterator[tuple[int, Outcome]]:
    """Place and result of each (path, name), as they are done.

    Names are looked up below `running.documents_url`, where that is named and `root` is given.
    Raises KoplingError where a worker doesn't see a file that is too large to be sent.
    """
    here = languages() if params.ocr != "off" else ""
    by_url = running.documents_url if root is not None else ""
    orders = [_order(job, by_url, params, here) for job in jobs]
    unseen: dict[int, Unseen] = {}
    for index, told in as_done(read_order, orders, running, _called):
        if isinstance(told, Unseen):
            unseen[index] = told
        else:
            yield index, _outcome(told)
    if not unseen:
        return
    _check_sizes(jobs, orders, unseen)
    worker, detail = next((each.worker, each.detail) for each in unseen.values())
    log.info(
        "%d files can't be opened by workers (%s: %s): their content is sent",
        *(len(unseen), worker, detail),
    )
    places = list(unseen)
    sent = (replace(orders[i], content=jobs[i][0].read_bytes()) for i in places)
    for index, told in as_done(read_order, sent, running, _called):
        if isinstance(told, Unseen):
            raise KoplingError(f"{jobs[places[index]][1]}: changed while it was read; run again")
        yield places[index], _outcome(told)


def read_order(order: Order) -> Sent | Unseen:
    """On a worker: the file read by processes that are watched.

    Raises KoplingError where Tesseract has other languages than on the machine that asks.
    """
    _check_languages(order)
    with TemporaryDirectory(prefix="kopling-") as folder:
        try:
            path = _found(order, Path(folder))
        except Exception as err:  # storage fails in as many ways as there are kinds of it
            return Unseen(worker_name(), f"{order.place}: {type(err).__name__}: {err}")
        with path.open("rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() != order.sha256:
                return Unseen(worker_name(), f"{order.place}: another content there")
        log.info("reading %s", order.name)
        processes.begin()
        outcome = read_one(path, order.name, order.params)
    return Sent(result_to_bytes(outcome.result), outcome.is_sound)


def _order(job: Job, by_url: str, params: ExtractionParams, here: str) -> Order:
    path, name = job
    is_below = by_url and not Path(name).is_absolute()
    place = f"{by_url.rstrip('/')}/{name}" if is_below else str(path.absolute())
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Order(place, name, digest, params, here)


def _found(order: Order, folder: Path) -> Path:
    """The file on a disk of this machine: where it lies, or fetched into the folder."""
    if order.content is None and "://" not in order.place:
        return Path(order.place)
    path = folder / "document"
    if order.content is not None:
        path.write_bytes(order.content)
        return path
    import fsspec

    with fsspec.open(order.place, "rb") as there, path.open("wb") as stream:
        while piece := there.read(1_000_000):
            stream.write(piece)
    return path


def _check_languages(order: Order) -> None:
    if order.params.ocr == "off":
        return
    there = _own_languages()
    if there != order.languages:
        raise KoplingError(
            f"worker {worker_name()}: expected Tesseract with {order.languages or 'no language'} "
            f"as on the machine that asks, came {there or 'none'}: recognised texts would differ; "
            "install the same there, or set extraction.ocr to off"
        )


@functools.cache
def _own_languages() -> str:
    return languages()


def _check_sizes(jobs: Sequence[Job], orders: Sequence[Order], unseen: dict[int, Unseen]) -> None:
    for index, told in unseen.items():
        size = jobs[index][0].stat().st_size
        if size > MOST_SENT:
            raise KoplingError(
                f"{jobs[index][1]}: expected worker {told.worker} to open "
                f"{orders[index].place}, it can't ({told.detail}), and {size // 1_000_000} MB are "
                "too much to send; set running.documents_url to where workers find the documents, "
                "or keep the project on a disk that they share"
            )


def _outcome(told: Sent) -> Outcome:
    result = result_from_bytes(told.packed)
    assert result is not None
    return Outcome(result, told.is_sound)


def _called(order: Order) -> str:
    return order.name
