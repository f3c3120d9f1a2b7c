"""What is personal in texts leaves in no format. The person here is made up."""

import zipfile
from pathlib import Path

import pytest

from pipeline.exporting.export import FORMATS, Wish, export
from tests.exporting.exported_world import frames, write_outputs

NAME = "Ingebjørg Tveitereid"
NUMBER = "912 34 567"


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project, where every goal and passage ends in a name and a number."""
    world = frames()
    said = f" Ansvarlig: {NAME}, tlf. {NUMBER}"
    for name in ("goals", "passages"):
        world[name] = world[name].assign(text=world[name]["text"] + said)
    return write_outputs(tmp_path_factory.mktemp("named"), **world)


def exported(form: str, wish: Wish) -> str:
    """All that the export says, archives opened and compressed columns read."""
    export(form, wish)
    if form == "parquet":
        import pandas as pd

        return "".join(pd.read_parquet(part).to_csv() for part in wish.path.rglob("*.parquet"))
    if not zipfile.is_zipfile(wish.path):
        return wish.path.read_bytes().decode()
    with zipfile.ZipFile(wish.path) as archive:
        return "".join(archive.read(each).decode(errors="ignore") for each in archive.namelist())


@pytest.mark.parametrize("form", FORMATS)
def test_no_format_tells_a_name_or_a_number(form: str, outputs: Path, tmp_path: Path) -> None:
    """Marks stand where they stood; a name is told only where masking is switched off."""
    said = exported(form, Wish(outputs, tmp_path / "masked"))
    named = exported(form, Wish(outputs, tmp_path / "named", mask_names=False))

    assert [text in said for text in (NAME, NUMBER, "Tveitereid", "[navn]")] == [
        *(False, False, False),
        True,
    ]
    assert (NAME in named, NUMBER in named) == (True, False)
