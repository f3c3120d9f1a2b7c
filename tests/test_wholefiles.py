"""What is written is whole or isn't there, and a full disk is told in one line."""

import errno
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from pipeline.errors import OutputError
from pipeline.schemas.columns import table, text
from pipeline.stage import run_stage
from pipeline.tables import save_table, write_parts
from pipeline.wholefiles import whole_file, write_text, writing

PLACES = table("proving", "places", "For this test alone.", (), place=text("a place"))


def half_written(path: Path, text: str, fault) -> None:
    """Begin to write the file, and be stopped by the fault."""
    with whole_file(path) as place:
        place.write_text(text, encoding="utf-8")
        raise fault


def refused(path: Path, fault: OSError) -> None:
    """Try to write where it isn't allowed."""
    with writing(path):
        raise fault


def test_a_file_is_there_when_it_is_whole(tmp_path: Path) -> None:
    """Until then what stood there stands, and afterwards nothing else does."""
    path = tmp_path / "ny" / "mål.json"
    write_text(path, "før\n")
    with whole_file(path) as place:
        place.write_text("nå\n", encoding="utf-8")
        before = path.read_text(encoding="utf-8")

    assert (before, path.read_text(encoding="utf-8")) == ("før\n", "nå\n")
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("fault", [KeyboardInterrupt, ValueError, OSError(errno.EIO, "worn out")])
def test_what_goes_wrong_leaves_what_stood_there(tmp_path: Path, fault) -> None:
    """Ctrl-C as well; and a fault of another kind stays what it is."""
    path = tmp_path / "mål.json"
    write_text(path, "før\n")
    with pytest.raises(type(fault) if isinstance(fault, OSError) else fault):
        half_written(path, "halvt", fault)

    assert [each.read_text(encoding="utf-8") for each in tmp_path.iterdir()] == ["før\n"]


def test_what_a_kill_left_is_overwritten(tmp_path: Path) -> None:
    """Half a file of a run before is nobody's."""
    (tmp_path / ".mål.json.partial").write_text("et halvt mål, og mere til", encoding="utf-8")

    write_text(tmp_path / "mål.json", "nå\n")

    assert [each.read_text(encoding="utf-8") for each in tmp_path.iterdir()] == ["nå\n"]


def test_a_full_disk_names_the_file_and_what_is_free(tmp_path: Path) -> None:
    """How far it had come as well, and what to do."""
    path = tmp_path / "mål.json"
    words = (
        r"mål\.json: expected to write it, No space left on device after 0\.2 MB of it "
        r"\([\d.]+ MB free\): make room and run again"
    )
    with pytest.raises(OutputError, match=words):
        half_written(path, "x" * 200_000, OSError(errno.ENOSPC, "full"))

    assert not list(tmp_path.iterdir())


def test_a_table_that_finds_no_room_names_itself(tmp_path: Path, monkeypatch) -> None:
    """Of several that are written at once the one that was refused."""
    several = [
        table("goals", name, "For this test.", (), place=text("a place"))
        for name in ("places", "others")
    ]
    frame = pd.DataFrame({"place": ["Sentrum"]})

    def write(self, _):
        if "places" in str(self.where):
            raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("pyarrow.parquet.ParquetWriter.write_table", write)

    with pytest.raises(OutputError, match=r"^\S+/goals/places\.parquet: expected to write it"):
        write_parts([("", dict.fromkeys(several, frame))], several, tmp_path)
    assert not list((tmp_path / "goals").iterdir())


def test_a_table_half_written_is_not_there(tmp_path: Path, monkeypatch) -> None:
    """What stood there before is still the whole table."""
    path = tmp_path / "places.parquet"
    save_table(pd.DataFrame({"place": ["Sentrum"]}), PLACES, path)
    before = path.read_bytes()

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("pyarrow.parquet.ParquetWriter.write_table", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save_table(pd.DataFrame({"place": ["Lia"]}), PLACES, path)

    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {path.name: before}


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (OSError(errno.ENOSPC, "full", "o/x"), "o/x: expected to write there, No space left"),
        (OSError(errno.EFBIG, "full"), "outputs: expected to write there, File too large"),
        (MemoryError(), "expected enough memory for this stage"),
        (OutputError("outputs/y: expected to write it"), "outputs/y: expected to write it"),
    ],
    ids=["full", "bound", "memory", "told"],
)
def test_a_stage_ends_with_one_line(fault: Exception, words: str, capsys) -> None:
    """Exit code 1 and no traceback."""

    def main() -> None:
        raise fault

    with pytest.raises(SystemExit) as ended:
        run_stage(main)

    said = capsys.readouterr().err
    assert (ended.value.code, said.count("\n")) == (1, 1)
    assert said.startswith(f"Error: {words}")


def test_another_fault_of_the_disk_keeps_its_traceback() -> None:
    """It is none that a user can mend by making room."""

    def main() -> None:
        raise OSError(errno.EIO, "worn out")

    with pytest.raises(OSError, match="worn out"):
        run_stage(main)


def test_a_folder_closed_to_writing_is_told() -> None:
    """Like a full disk: the line says which file."""
    with pytest.raises(OutputError, match=r"^outputs/x: expected to write it, Permission denied$"):
        refused(Path("outputs/x"), PermissionError(errno.EACCES, "no"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows bounds no file sizes")
def test_a_real_write_that_is_refused_leaves_nothing(tmp_path: Path) -> None:
    """A process whose files may not grow: one line, no file."""
    code = (
        "import pandas as pd\n"
        "from pathlib import Path\n"
        "from pipeline.stage import run_stage\n"
        "from pipeline.tables import save_table\n"
        "from tests.test_wholefiles import PLACES\n"
        "frame = pd.DataFrame({'place': [f'{n * n * 7919:x}' for n in range(20000)]})\n"
        "run_stage(lambda: save_table(frame, PLACES, Path('places.parquet')))\n"
    )

    def bounded() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    root = str(Path(__file__).parent.parent)
    ended = subprocess.run(
        [sys.executable, "-B", "-c", code],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": root},
        capture_output=True,
        text=True,
        preexec_fn=bounded,
        check=False,
    )

    assert (ended.returncode, list(tmp_path.iterdir())) == (1, [])
    assert ended.stderr.startswith("Error: places.parquet: expected to write it, File too large")
    assert ended.stderr.count("\n") == 1
