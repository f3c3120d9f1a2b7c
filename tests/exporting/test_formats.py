"""Every format: what leaves the project, in whatever state the project is."""

import os
import unicodedata
from pathlib import Path
from zipfile import ZipFile

import pytest

from pipeline.errors import InputError, TableError
from pipeline.exporting.export import FORMATS, Done, Wish, export
from pipeline.exporting.files import whole_file, whole_folder
from tests.exporting.exported_world import SECRET

ZIPPED = ("csv", "parquet")


def exported(form: str, outputs: Path, path: Path, **wishes: object) -> Done:
    """What the export tells; csv and parquet as archives of all tables."""
    return export(form, Wish(outputs, path, **wishes))  # type: ignore[arg-type]


def content(path: Path) -> bytes:
    """The file's bytes, unpacked where it is an archive."""
    if path.suffix not in (".zip", ".qdpx", ".xlsx"):
        return path.read_bytes()
    with ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def file_of(form: str, folder: Path) -> Path:
    """A name with æ, ø and å for that format."""
    return folder / f"blåbærsyltetøy.{'zip' if form in ZIPPED else form}"


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_tables_give_the_same_bytes(form: str, outputs: Path, tmp_path: Path) -> None:
    """Whatever the clock says."""
    one, other = file_of(form, tmp_path / "1"), file_of(form, tmp_path / "2")

    exported(form, outputs, one)
    exported(form, outputs, other)

    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_personal_stays_unless_it_is_asked_for(
    form: str, outputs: Path, tmp_path: Path
) -> None:
    """Leaders' own development and signatures; coders' names in any case."""
    path, whole = file_of(form, tmp_path), file_of(form, tmp_path / "alt")

    exported(form, outputs, path)
    exported(form, outputs, whole, include_personal=True)

    told = content(path)
    assert SECRET.encode() not in told
    assert b"Underskrift" not in told
    assert "Åse".encode() not in content(whole)
    if form not in ("parquet", "qdc"):  # Parquet is packed, and a codebook holds objectives alone
        assert SECRET.encode() in content(whole)


@pytest.mark.parametrize("form", FORMATS)
def test_a_project_without_documents_is_exported(form: str, nothing: Path, tmp_path: Path) -> None:
    """No goals, no links, no unit: a file that holds none."""
    path = file_of(form, tmp_path)

    done = exported(form, nothing, path)

    assert path.is_file()
    assert done.gaps == ()


@pytest.mark.parametrize("form", FORMATS)
def test_before_the_first_run_it_says_what_to_do(form: str, tmp_path: Path) -> None:
    """And nothing is written."""
    path = file_of(form, tmp_path)

    with pytest.raises(TableError, match="run `kopling run` first"):
        exported(form, tmp_path / "outputs", path)

    assert list(tmp_path.iterdir()) == []


def test_an_unknown_format_or_table_lists_those_there_are(outputs: Path, tmp_path: Path) -> None:
    """In the words of the command line."""
    with pytest.raises(InputError, match="graphml, gexf, cytoscape, csv"):
        exported("docx", outputs, tmp_path / "x")
    with pytest.raises(InputError, match=r"expected one of all, .*links.*; came vectors"):
        exported("csv", outputs, tmp_path / "x.csv", table="vectors")


class _DiskFullError(OSError):
    pass


@pytest.mark.parametrize("fault", [KeyboardInterrupt, _DiskFullError])
def test_what_stood_there_stays_where_writing_fails(
    fault: type[BaseException], tmp_path: Path
) -> None:
    """A full disk or Ctrl-C leaves the old file as it was, and nothing half beside it."""
    path = tmp_path / "gammel.csv"
    path.write_text("før", encoding="utf-8")

    def write_half() -> None:
        with whole_file(path) as partial:
            partial.write_text("halvt", encoding="utf-8")
            raise fault

    with pytest.raises((KeyboardInterrupt, InputError)):
        write_half()

    assert [each.name for each in tmp_path.iterdir()] == ["gammel.csv"]
    assert path.read_text(encoding="utf-8") == "før"


def test_nothing_but_files_and_earlier_exports_is_replaced(tmp_path: Path) -> None:
    """A pipe, a folder with somebody's files, a name that is none."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notat.txt").touch()
    os.mkfifo(tmp_path / "rør")

    for name in ("mine", "rør", ".."):
        with pytest.raises(InputError, match="expected"), whole_file(tmp_path / name):
            pass
    with (
        pytest.raises(InputError, match="found a folder with other files"),
        whole_folder(tmp_path / "mine", "merke"),
    ):
        pass

    assert (tmp_path / "mine" / "notat.txt").is_file()


def test_a_folder_is_replaced_as_a_whole(outputs: Path, tmp_path: Path) -> None:
    """A second export leaves nothing of the first."""
    path = tmp_path / "pakke"
    exported("parquet", outputs, path)
    (path / "gammel.parquet").touch()

    exported("parquet", outputs, path)

    assert not (path / "gammel.parquet").exists()
    assert [each.name for each in tmp_path.iterdir()] == ["pakke"]


def test_names_in_archives_are_told_in_unicode(outputs: Path, tmp_path: Path) -> None:
    """A decomposed name of the file gives a composed name within."""
    name = unicodedata.normalize("NFD", "blåbær.qdpx")

    exported("qdpx", outputs, tmp_path / name)

    with ZipFile(tmp_path / name) as archive:
        assert 'name="blåbær"' in archive.read("project.qde").decode("utf-8")
