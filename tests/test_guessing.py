"""Claims on what `kopling add` guesses of a document's municipality."""

from pathlib import Path

from pipeline.guessing import guess_rows
from pipeline.params import ExtractionParams
from pipeline.register import RegisterRow, still_guessed

KNOWN = ("Elvestad", "Nes", "Nes i Viken", "")
MEANT = {
    "Budsjett 2014 for Elvestad kommune": "Elvestad",
    "BUDSJETT FOR ELVESTAD KOMMUNE": "Elvestad",
    "Årsbudsjett for Elvestad herad": "Elvestad",
    "Elvestad kommunes økonomiplan": "Elvestad",
    "Kommuneplan for Nes i Viken kommune": "Nes i Viken",
    "Avtale mellom Elvestad kommune og Nes kommune": "",
    "Sørnes kommune vedtar budsjettet": "",
    "Elvestad er en bygd ved fjorden": "",
    "Livik kommune er ikke i prosjektet": "",
}


def guessed(folder: Path, given: RegisterRow, *headings: str) -> list[RegisterRow]:
    """What is guessed of a document with each of these headings."""
    paths = [folder / f"{number}.md" for number in range(len(headings))]
    for path, heading in zip(paths, headings, strict=True):
        path.write_text(f"# {heading}\n\nVi vil ha gode tjenester.\n", encoding="utf-8")
    rows = guess_rows(paths, given, ExtractionParams(), municipalities=KNOWN).rows
    return [rows[path] for path in paths]


def test_a_municipality_is_one_that_the_register_names(tmp_path: Path) -> None:
    """The only one of them that the text calls a kommune or herad; else it is left open."""
    rows = guessed(tmp_path, RegisterRow(path=""), *MEANT)

    assert dict(zip(MEANT, (row.municipality for row in rows), strict=True)) == MEANT
    assert [row.municipality != "" for row in rows] == [
        "municipality" in still_guessed(vars(row)) for row in rows
    ]


def test_a_municipality_that_is_given_stays(tmp_path: Path) -> None:
    """Whatever the text says, and it counts as no guess."""
    given = RegisterRow(path="", municipality="Nes")

    [row] = guessed(tmp_path, given, "Budsjett for Elvestad kommune")

    assert row.municipality == "Nes"
    assert "municipality" not in still_guessed(vars(row))
