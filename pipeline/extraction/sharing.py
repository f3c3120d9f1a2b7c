"""One document's pages read by several processes at a time, through a folder that they share."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pipeline.extraction.assembling import help_assembling
from pipeline.extraction.claims import claim
from pipeline.extraction.elements import Fault
from pipeline.extraction.pages import PageReader, Tell, records_for
from pipeline.extraction.pagestore import Records, lost_page
from pipeline.extraction.pdf import assemble, ending_columns
from pipeline.opening import opened
from pipeline.params import ExtractionParams

PAGES_TOGETHER = 4  # that a process claims at a time; recognising one takes seconds
_PATIENCE = 0.01


class SharedReading:
    """Reads a PDF's pages into a folder; pages that are there already are not read again.

    `rest` is the fault of all pages that are not there, where reading has been stopped.
    """

    def __init__(
        self, folder: Path, params: ExtractionParams, tell: Tell, rest: Fault | None = None
    ) -> None:
        self.folder = folder
        self.params = params
        self.tell = tell
        self.rest = rest

    def read(self, data: bytes, name: str) -> Records:
        """All pages' records, as soon as this process and its helpers have them.

        Raises DocumentError where the file can't be opened.
        """
        return self._read(data, name, lambda records: bool(records.missing()))

    def help(self, data: bytes, name: str) -> None:
        """Read pages that nobody else reads, until there are none; then assemble such pages."""
        records = self._read(data, name, lambda _: False)
        help_assembling(records, assemble, ending_columns, self.tell)

    def _read(self, data: bytes, name: str, waits: Callable[[Records], bool]) -> Records:
        self.tell(f"opening-{name}", 0)
        place = self.folder / name
        place.mkdir(exist_ok=True)
        with opened(data) as document:
            records = records_for(document, self.params, place)
            self.tell(f"pages-{name}", records.count)
            reader = PageReader(self.params, self.tell, is_mended=name == "mended")
            self._claim_all(document, records, reader)
            while waits(records):
                self.tell("waiting", 0)
                time.sleep(_PATIENCE)
                self._claim_all(document, records, reader)
        return records

    def _claim_all(self, document: Any, records: Records, reader: PageReader) -> None:
        for number in _claimed(records):
            if self.rest is not None:
                fault = Fault(number, self.rest.reason, self.rest.detail)
                records.save(number, lost_page(fault))
            else:
                records.save(number, reader.record(document, number))


def _claimed(records: Records) -> Iterator[int]:
    """Pages that are not read, in runs that this process has claimed."""
    assert records.folder is not None
    for first in range(1, records.count + 1, PAGES_TOGETHER):
        run = range(first, min(first + PAGES_TOGETHER, records.count + 1))
        if not all(map(records.has, run)) and claim(records.folder / f"{first}.claim"):
            yield from (number for number in run if not records.has(number))


def read_orders(folder: Path) -> tuple[frozenset[str], Fault | None]:
    """Which steps to leave out, and the fault of pages that are no longer to be read."""
    place = folder / "orders.json"
    if not place.exists():
        return frozenset(), None
    orders = json.loads(place.read_text(encoding="utf-8"))
    return frozenset(orders["without"]), Fault(**orders["rest"]) if orders["rest"] else None


def write_orders(folder: Path, without: set[str], rest: Fault | None) -> None:
    """What `read_orders` gives."""
    told = None if rest is None else {"page": None, "reason": rest.reason, "detail": rest.detail}
    content = json.dumps({"without": sorted(without), "rest": told})
    (folder / "orders.json").write_text(content, encoding="utf-8")
