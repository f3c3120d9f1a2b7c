"""Pages assembled by several processes: the same pieces, and nothing lost on the way."""

from pathlib import Path
from threading import Thread

import pytest

from pipeline.extraction.assembling import AssembledTogether, help_assembling
from pipeline.extraction.elements import Fault, Reading
from pipeline.extraction.pages import PageReader, records_for, untold
from pipeline.extraction.pagestore import Records, emptied
from pipeline.extraction.pdf import assemble, ending_columns, read_pdf, source_to_reading
from pipeline.extraction.repair import Source
from pipeline.opening import opened
from pipeline.params import ExtractionParams
from tests.extraction.typesetting import typeset_pdf

PARAMS = ExtractionParams(ocr="off")


@pytest.fixture(scope="module")
def long_table() -> bytes:
    """A table without rules over many pages, then running text."""
    rows = "".join(
        f"<tr><td>Tiltak {n} i plan<td class=n>{n * 1300} kr<td class=n>{n} 200" for n in range(999)
    )
    return typeset_pdf(f"<table>{rows}</table>" + "<p>Kommunen har skoler.</p>" * 200)


def shared_source(pdf: bytes, folder: Path) -> Source:
    """The file's records in a folder."""
    reader = PageReader(PARAMS)
    with opened(pdf) as document:
        records = records_for(document, PARAMS, folder)
        for number in records.missing():
            records.save(number, reader.record(document, number))
    return Source(records, records.outlines(), records.count)


def helped_reading(source: Source) -> Reading:
    """The reading while a helper assembles pages too."""
    helper = Thread(target=help_assembling, args=(source.records, assemble, ending_columns, untold))
    helper.start()
    try:
        return source_to_reading(source, PARAMS, untold, AssembledTogether(untold))
    finally:
        helper.join()


def test_a_table_over_pages_is_the_same_with_helpers(long_table: bytes, tmp_path: Path) -> None:
    """A helper's guess of the columns before its pages is only used where it is right."""
    alone = read_pdf(long_table, PARAMS)

    assert helped_reading(shared_source(long_table, tmp_path)) == alone
    assert alone.pages > 24, "long enough to be shared"


def test_helpers_take_pages_from_the_end(long_table: bytes, tmp_path: Path) -> None:
    """What they have made of them is there for the others."""
    helped_reading(shared_source(long_table, tmp_path))

    assert list(tmp_path.glob("round-1-*.claim"))


def test_a_page_given_up_while_it_is_assembled_is_told(long_table: bytes, tmp_path: Path) -> None:
    """Its fault came after the pages were counted, and is a reject all the same."""
    source = shared_source(long_table, tmp_path)
    fault = Fault(2, "too_slow", "expected to be read within 8 s, was not, and was ended")
    records: Records = source.records
    records.save(2, emptied(records.load(2), fault))

    reading = source_to_reading(source, PARAMS)

    assert reading.faults == (fault,)
    assert {block.page for block in reading.blocks} == {*range(1, reading.pages + 1)} - {2}


def test_a_page_is_assembled_again_only_where_a_gutter_may_part_it(tmp_path: Path) -> None:
    """Lines over the whole width stay as they are, whatever gutters the other pages have."""
    sentence = "Kommunen vil at alle barn skal ha en trygg og god oppvekst i nærheten av venner. "
    columns = f"<div style='columns: 2; break-after: page'>{f'<p>{sentence * 3}</p>' * 9}</div>"
    source = shared_source(typeset_pdf(columns * 3 + f"<p>{sentence * 9}</p>"), tmp_path)
    told: list[int] = []

    source_to_reading(source, PARAMS, lambda step, page: told.append(page))

    assert [page for page in told if page] == [1, 2, 3, 4]
