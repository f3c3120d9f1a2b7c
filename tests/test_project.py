"""Claims on project folders: made once, filled without loss, looked over in one list."""

import os
import unicodedata
from pathlib import Path

import pytest
import yaml

from pipeline.errors import InputError, KoplingError
from pipeline.project import (
    add_document,
    check_project,
    files_under,
    find_project,
    init_project,
    project_stages,
)
from pipeline.register import RegisterRow, read_register

ROOT = Path(__file__).parent.parent
NOTHING = RegisterRow(path="")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A new, empty project."""
    init_project(tmp_path / "project")
    return tmp_path / "project"


def registered(project: Path) -> list[str]:
    """The paths in the project's register."""
    return read_register(project / "documents" / "register.csv")["path"].to_list()


def test_a_new_project_has_nothing_wrong(project: Path) -> None:
    """What `init` makes, `check` passes; it says what to do next."""
    [note] = check_project(project)

    assert (note.is_note, "kopling add" in note.message) == (True, True)


def test_a_project_is_never_made_twice(project: Path) -> None:
    """A second `init` changes nothing and says so."""
    with pytest.raises(InputError, match="nothing was changed"):
        init_project(project)


def test_what_stands_in_the_folder_is_kept(tmp_path: Path) -> None:
    """A folder with a user's own params.yaml keeps it."""
    (tmp_path / "params.yaml").write_text("mine", encoding="utf-8")

    made = init_project(tmp_path)

    assert (tmp_path / "params.yaml").read_text(encoding="utf-8") == "mine"
    assert tmp_path / "params.yaml" not in made


def test_a_projects_stages_depend_on_the_installed_code(project: Path) -> None:
    """Each stage lists the stamp, no module of kopling's, and is otherwise the same."""
    here = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))
    there = yaml.safe_load((project / "dvc.yaml").read_text(encoding="utf-8"))

    assert list(there["stages"]) == list(here["stages"])
    for name, stage in there["stages"].items():
        data = [dep for dep in here["stages"][name]["deps"] if not dep.startswith("pipeline/")]
        assert stage["deps"] == [".kopling/code.txt", *data]
        assert stage["cmd"] == here["stages"][name]["cmd"]
    assert "benchmarks" not in project_stages((ROOT / "dvc.yaml").read_text(encoding="utf-8"))


def test_a_project_is_found_from_a_folder_in_it(project: Path) -> None:
    """Commands work from anywhere inside a project."""
    assert find_project(project / "documents") == project.resolve()


def test_outside_a_project_the_error_says_how_to_make_one(tmp_path: Path) -> None:
    """No project, no guess at one."""
    with pytest.raises(KoplingError, match="kopling init"):
        find_project(tmp_path)


def test_a_name_with_decomposed_letters_is_kept_composed(project: Path, tmp_path: Path) -> None:
    """A file that a Mac has named becomes an ordinary Norwegian name."""
    source = tmp_path / unicodedata.normalize("NFD", "Økonomiplan på høring 'ny'.txt")
    source.write_text("Mål", encoding="utf-8")

    add_document(project, source, NOTHING)

    assert registered(project) == ["Økonomiplan på høring 'ny'.txt"]
    assert (project / "documents" / registered(project)[0]).read_text(encoding="utf-8") == "Mål"


def test_the_same_content_is_not_added_twice(project: Path, tmp_path: Path) -> None:
    """A copy under another name is told, not doubled."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Mål", encoding="utf-8")
    add_document(project, tmp_path / "a.txt", NOTHING)

    added = add_document(project, tmp_path / "b.txt", NOTHING)

    assert (added.row, "as a.txt" in added.message, registered(project)) == (None, True, ["a.txt"])


def test_empty_files_are_no_copies_of_one_another(project: Path, tmp_path: Path) -> None:
    """Each is registered under its own name, and told as empty when it is read."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).touch()
        add_document(project, tmp_path / name, NOTHING)

    assert registered(project) == ["a.txt", "b.txt"]
    assert check_project(project) == []


def test_another_content_under_the_same_name_gets_a_number(project: Path, tmp_path: Path) -> None:
    """No document ever takes another's place."""
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "plan.txt").write_text(f"Mål {folder}", encoding="utf-8")
        add_document(project, tmp_path / folder / "plan.txt", NOTHING)

    assert registered(project) == ["plan.txt", "plan (2).txt"]


def test_a_file_in_the_documents_folder_is_registered_where_it_lies(project: Path) -> None:
    """Nothing is copied onto itself."""
    lying = project / "documents" / "2013" / "plan.txt"
    lying.parent.mkdir()
    lying.write_text("Mål", encoding="utf-8")

    add_document(project, lying, NOTHING)

    assert registered(project) == ["2013/plan.txt"]
    assert len(list(files_under([project / "documents"]))) == 1


@pytest.mark.parametrize("make", [lambda p: None, lambda p: p.mkdir(), os.mkfifo])
def test_what_is_no_file_is_refused(project: Path, tmp_path: Path, make: object) -> None:
    """A wrong path, a folder named .pdf and a pipe leave the register alone."""
    make(tmp_path / "plan.pdf")  # type: ignore[operator]

    added = add_document(project, tmp_path / "plan.pdf", NOTHING)

    assert (added.row, registered(project)) == (None, [])


def test_check_names_everything_wrong_in_one_list(project: Path) -> None:
    """Faults of the register, of files and of parameters come together."""
    documents = project / "documents"
    (documents / "a.txt").write_text("Mål", encoding="utf-8")
    (documents / "b.txt").write_text("Mål", encoding="utf-8")
    (documents / "løs.txt").write_text("Annet", encoding="utf-8")
    (documents / "register.csv").write_text(
        "path,kind,unit,year,year_to,language\n"
        "a.txt,lederavtale,,2013,,\n"
        "b.txt,plan,,to tusen,,\n"
        "borte.pdf,,,2014,2010,\n"
        "../params.yaml,,,,,se\n",
        encoding="utf-8",
    )
    (project / "params.yaml").write_text("goals: {ukjent: 1}\n", encoding="utf-8")

    found = [(f.is_error, f.place.rpartition("/")[2], f.message) for f in check_project(project)]

    claims = [
        (True, "params.yaml", "ukjent"),
        (False, "register.csv, line 2", "lederavtale without a unit"),
        (True, "register.csv, line 3", "kind: expected one of"),
        (True, "register.csv, line 3", "year: expected a year"),
        (False, "register.csv, line 4", "expected the file borte.pdf"),
        (True, "register.csv, line 4", "year_to: expected 2014 or later"),
        (True, "register.csv, line 5", "expected a file in documents/"),
        (True, "register.csv, line 5", "language: expected"),
        (False, "register.csv, line 3", "same file as a.txt"),
        (False, "løs.txt", "in no line of the register"),
    ]
    assert len(found) == len(claims)
    for is_error, place, words in claims:
        assert any(f[:2] == (is_error, place) and words in f[2] for f in found), (place, words)


def test_hidden_files_are_left_out(tmp_path: Path) -> None:
    """A folder given as a whole brings its documents, not what programs leave in it."""
    folder = tmp_path / ".skjult" / "mappe"
    folder.mkdir(parents=True)
    for name in (".DS_Store", "b.pdf", "a.pdf"):
        (folder / name).write_text("x", encoding="utf-8")

    assert [path.name for path in files_under([folder])] == ["a.pdf", "b.pdf"]


MUNICIPALITIES = """path,kind,municipality,unit
a.md,kommuneplan,Nes,
b.md,lederavtale,Nes,Sentrum skole
c.md,lederavtale,Vik,Sentrum skole
d.md,annet,,
e.md,annet,nes kommune,
"""


def test_check_tells_what_keeps_a_municipality_from_being_whole(project: Path) -> None:
    """A line without a name among named ones, a plan that is missing, one name in two spellings."""
    (project / "documents" / "register.csv").write_text(MUNICIPALITIES, encoding="utf-8")

    told = [f"{each.place}: {each.message}" for each in check_project(project)]

    about = [line for line in told if "municipal" in line or "kommuneplan" in line]
    assert [line.split(": ", 1)[0] for line in about] == [
        "documents/register.csv, line 5",
        *["documents/register.csv"] * 3,
    ]
    assert "expected a name" in about[0]
    assert "nes kommune and Nes" in about[1]
    assert "Vik has no kommuneplan" in about[2]
    assert not [line for line in told if "Sentrum skole" in line]


def test_a_project_of_one_needs_no_name(project: Path) -> None:
    """Where no line names a municipality, nothing is said of it."""
    text = "path,kind\na.md,lederavtale\n"
    (project / "documents" / "register.csv").write_text(text, encoding="utf-8")

    assert not [each for each in check_project(project) if "municipality" in each.message]
