"""What `kopling check` says of content: flags and rejects of registered files."""

from pathlib import Path

import pytest

from pipeline.checking import check_readings, misnamed, run_counts
from pipeline.identity import document_id, file_sha256
from pipeline.project import check_project, init_project
from pipeline.schemas import AMOUNTS, DOCUMENTS, GOALS, LINKS, QUALITY, REJECTS
from pipeline.store import Store
from pipeline.tables import empty_table, read_table, write_table
from tests.tables_for_tests import amounts_table, documents_table, goals_table, links_table

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

    assert len(Store(project / ".kopling" / "cache", "readings").sizes()) >= 2


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


def test_an_empty_file_is_told_once(project: Path) -> None:
    """One finding, of what is wrong with it."""
    (project / "documents" / "god.txt").write_bytes(b"")

    found = [f.message for f in check_project(project) + check_readings(project)]

    assert len([words for words in found if "empty" in words]) == 1


def test_documents_of_no_kind_that_is_held_against_the_plan_are_counted(project: Path) -> None:
    """One line, whichever they are; not one for each."""
    register = project / "documents" / "register.csv"
    register.write_text("path,kind\ngod.txt,annet\ndårlig.txt,Annet\n", encoding="utf-8")

    [note] = [f for f in check_readings(project) if "'annet'" in f.message]

    assert note.is_note
    assert note.message.startswith("2 documents are 'annet': nothing in them is held against")
    assert note.message.endswith("give their kinds: god.txt, dårlig.txt")


def test_content_of_another_kind_than_the_name_says_is_told(project: Path) -> None:
    """A text file under a PDF's name is read, and said to be text."""
    (project / "documents" / "borte.pdf").write_text(PROSE * 3, encoding="utf-8")

    [note] = [f for f in check_readings(project) if f.place.endswith("borte.pdf")]

    assert (note.is_note, note.message[:45]) == (
        True,
        "named .pdf, but its content is plain text, an",
    )
    assert misnamed("plan.htm", "text/html") == misnamed("plan", "text/plain") == ""


def test_what_documents_seem_to_lack_is_told_after_a_run(project: Path) -> None:
    """A plan of which no goal was found is noted; one whose file is gone is not."""
    document = document_id(file_sha256(project / "documents" / "god.txt"))
    rows = [{"document_id": name, "kind": "kommuneplan"} for name in (document, "0" * 12)]
    write_table(documents_table(*rows), DOCUMENTS, project / "outputs")
    write_table(goals_table()[:0], GOALS, project / "outputs")

    [note] = [f for f in check_readings(project) if f.message.startswith("no_goals")]

    assert (note.place, note.is_note) == ("documents/god.txt", True)


def test_a_run_ends_with_its_counts(project: Path) -> None:
    """Documents, goals, decided links, rejects and quality notes; one is said as one."""
    outputs = project / "outputs"
    write_table(documents_table({"document_id": "a"}), DOCUMENTS, outputs)
    write_table(goals_table()[:0], GOALS, outputs)
    for table in (AMOUNTS, QUALITY, REJECTS):
        write_table(empty_table(table), table, outputs)
    decided, passed = ({"goal_id": "g", "objective_id": each} for each in "op")
    links = links_table(decided | {"linked": True}, passed | {"linked": False})
    write_table(links, LINKS, outputs)

    assert run_counts(outputs) == "1 document, 0 goals, 1 decided link, 0 rejects, 1 quality note"
