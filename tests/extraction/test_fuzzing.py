"""Bytes changed at random: nothing but a DocumentError leaves the readers."""

import contextlib
import io
import json
import zipfile

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.errors import DocumentError
from pipeline.extraction.documents import (
    columns_to_document,
    document_from_bytes,
    document_to_bytes,
)
from pipeline.extraction.filetypes import read_bytes
from pipeline.extraction.rows import reading_to_columns
from pipeline.params import ExtractionParams
from tests.extraction.hostilefiles import docx, word_body, word_line
from tests.extraction.rawpdf import page_pdf, text

PARAMS = ExtractionParams(ocr="off")
_ROW = "<w:tr><w:tc>{0}</w:tc><w:tc>{0}</w:tc></w:tr>"
SEEDS = {
    "plan.pdf": page_pdf([text("Kommunen skal redusere utslipp."), b"q 5 5 90 90 re S Q"]),
    "plan.docx": docx(word_body(word_line() + f"<w:tbl>{_ROW.format(word_line()) * 2}</w:tbl>")),
    "plan.html": (
        b"<html><body><h1>Plan</h1><ul><li>a<li>b</ul><table><tr><th rowspan=2>x<td>1</table>"
        b"<p>Kommunen skal</p></body></html>"
    ),
    "plan.md": b"# Plan\n\n- et\n- to\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    "plan.txt": b"PLAN\n====\n\nKommunen skal:\n  1. spare\n  2. bygge\n\nNavn    Sum\nA       1\n",
    "plan.csv": b"kap;post;kroner\n1;2;3 000\n",
}
CHANGES = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.integers(0, 40),
        st.one_of(
            st.binary(max_size=12),
            st.sampled_from([b"-1", b"9" * 20, b"<<", b"]", b"/Kids", b"<table>", b"\x00", b"nan"]),
        ),
    ),
    min_size=1,
    max_size=12,
)


def changed(content: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    """The content with stretches (place as a share, length) replaced."""
    for place, length, new in changes:
        at = int(place * len(content))
        content = content[:at] + new + content[at + length :]
    return content


def assert_ends(content: bytes, name: str) -> None:
    """It is read, the same after its way as JSON and bytes, or a DocumentError says why not."""
    with contextlib.suppress(DocumentError):
        columns = reading_to_columns(read_bytes(content, name, PARAMS), "ab" * 32)
        document = columns_to_document(json.loads(json.dumps(columns)))
        assert columns_to_document(columns) == document
        assert document_from_bytes(document_to_bytes(document)) == document


@settings(max_examples=250, derandomize=True, deadline=None, database=None)
@given(name=st.sampled_from(sorted(SEEDS)), changes=CHANGES)
@example(name="plan.pdf", changes=[(0.5, 40, b"")])
def test_changed_files_end_in_a_reading_or_a_reason(name, changes):
    """Whatever bytes are changed, nothing else comes out."""
    assert_ends(changed(SEEDS[name], changes), name)


@settings(max_examples=80, derandomize=True, deadline=None, database=None)
@given(changes=CHANGES)
def test_changed_parts_of_word_files_end_in_a_reading_or_a_reason(changes):
    """The same for the XML inside a sound archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SEEDS["plan.docx"])) as sound, zipfile.ZipFile(out, "w") as new:
        for part in sound.namelist():
            content = sound.read(part)
            new.writestr(part, changed(content, changes) if "document" in part else content)

    assert_ends(out.getvalue(), "plan.docx")


@settings(
    max_examples=80,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(content=st.binary(max_size=400), name=st.sampled_from([*sorted(SEEDS), "plan", "plan.doc"]))
def test_any_bytes_end_in_a_reading_or_a_reason(content, name):
    """No file is too odd."""
    assert_ends(content, name)
