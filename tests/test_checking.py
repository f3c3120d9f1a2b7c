"""What `kopling check` says of content: flags and rejects of registered files."""

from pathlib import Path

import pytest

from pipeline.checking import check_readings
from pipeline.identity import document_id, file_sha256
from pipeline.project import init_project
from pipeline.schemas import AMOUNTS
from pipeline.tables import read_table, write_table
from tests.tables_for_tests import amounts_table

PROSE = "Kommunen skal sørge for at alle barn og unge får en trygg og god oppvekst i nærmiljøet. "


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a sound file, a damaged one, and one that is no document."""
    init_project(tmp_path)
    documents = tmp_path / "documents"
    (documents / "god.txt").write_text(PROSE, encoding="utf-8")
    (documents / "dårlig.txt").write_text(PROSE.replace("e", "\ufffd"), encoding="utf-8")
    (documents / "bilde.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (documents / "register.csv").write_text(
        "path\ngod.txt\ndårlig.txt\nbilde.pdf\nborte.pdf\n", encoding="utf-8"
    )
    return tmp_path


def test_flags_and_rejects_of_registered_files_are_told(project: Path) -> None:
    """A sound file says nothing, and a missing one is told of elsewhere."""
    found = {f.place: f.message.split(":")[0] for f in check_readings(project)}

    assert found.pop("documents/dårlig.txt") == "garbled_text"
    assert set(found) == {"documents/bilde.pdf"}


def test_what_was_checked_need_not_be_read_again(project: Path) -> None:
    """Readings are kept where a run looks for them."""
    check_readings(project)

    assert len(list((project / ".kopling" / "cache" / "extraction").iterdir())) >= 2


def test_totals_that_differ_are_told_once_a_run_has_summed_them(project: Path) -> None:
    """A document whose totals aren't the sum of their rows is noted."""
    document = document_id(file_sha256(project / "documents" / "god.txt"))
    rows = [
        {"document_id": document, "is_total": True, "reconciles": value}
        for value in (False, True, None)
    ]
    write_table(amounts_table(*rows), AMOUNTS, project / "outputs")

    [note] = [f for f in check_readings(project) if f.is_note]

    assert len(read_table(AMOUNTS, project / "outputs")) == 3
    assert note.place == "documents/god.txt"
    assert note.message.endswith("1 of 3 totals do not")
