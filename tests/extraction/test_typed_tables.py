"""Tables typed as plain lines, figures a space apart, in PDFs and in text files."""

import pytest

from pipeline.extraction.elements import Reading
from pipeline.extraction.plain import read_text
from pipeline.params import ExtractionParams
from tests.extraction.typesetting import read_typeset, running, table_rows

ABOVE = "Tabellen viser forslaget til tiltak for neste år."
LINES = [
    "Tiltak 2009 2010",
    "Overordnede tiltak",
    "Inntrekk fra 2008 36,0",
    "Utsette deler av inndekningen til 2011 6,0",
    "18",
    "https://www.kommune.example/robek.html?",
    "id=449305",
    "Sum overordnede tiltak 36,0 6,0",
    "Tiltak på tjenesteområdene",
    "1. Skole 7,3 39,4",
    "Tjenester til personer med nedsatt",
    "funksjonsevne 0,1 3,6",
    "Sum tiltak på tjenesteområdene 7,4 43,0",
    "Sum begge år 2009 og 2010 50,4",
]
BELOW = "Figur 8. Forslag til kutt. Tall i millioner kroner."
ROWS = [
    ["Tiltak", "2009", "2010"],
    ["Overordnede tiltak", "", ""],
    ["Inntrekk fra 2008", "36,0", ""],
    ["Utsette deler av inndekningen til 2011", "", "6,0"],
    ["Sum overordnede tiltak", "36,0", "6,0"],
    ["Tiltak på tjenesteområdene", "", ""],
    ["1. Skole", "7,3", "39,4"],
    ["Tjenester til personer med nedsatt funksjonsevne", "0,1", "3,6"],
    ["Sum tiltak på tjenesteområdene", "7,4", "43,0"],
    ["Sum begge år 2009 og 2010", "", "50,4"],
]


def typed_pdf(lines: list[str]) -> Reading:
    """The lines one below the other, as a PDF."""
    return read_typeset("".join(f"<div>{line}</div>" for line in lines))


def typed_text(lines: list[str]) -> Reading:
    """The lines as a text file."""
    return read_text("\n".join(lines).encode(), ExtractionParams(), markdown=False)


@pytest.mark.parametrize("read", [typed_pdf, typed_text])
def test_typed_rows_are_a_table(read):
    """Sub-headings, wrapped labels and lone figures find their place; what stands between too."""
    reading = read([ABOVE, *LINES, BELOW])

    assert table_rows(reading.blocks) == ROWS
    assert running(reading.blocks)[0] == ("paragraph", ABOVE)
    assert running(reading.blocks)[-1] == ("caption", BELOW)
    assert "449305" in " ".join(text for _, text in running(reading.blocks))


def test_a_cell_of_a_typed_table_has_its_box():
    """Each figure's box lies at the figure, right of its label's."""
    blocks = typed_pdf([ABOVE, *LINES, BELOW]).blocks
    label, first, second = (b.box for b in blocks if b.place and b.place.row == 6)

    assert label.x1 < first.x0 < first.x1 < second.x0
    assert label.top == first.top


def test_a_lone_figure_that_no_sum_places_stands_first():
    """Without a sum below, order decides; a wide gap sends it to the last column."""
    lines = ["Tiltak 2009 2010", "Skole 1,0 2,0", "Kultur 3,0 4,0", "Plan 5,0 6,0"]
    reading = typed_text([*lines, "Inntrekk 7,0", "Utsettelse   8,0"])

    assert table_rows(reading.blocks)[-2:] == [["Inntrekk", "7,0", ""], ["Utsettelse", "", "8,0"]]


def test_figures_in_thousands_and_named_columns():
    """A space inside a figure parts no columns where the head names fewer."""
    lines = ["Område Regnskap Budsjett", "Skole 1 577 2 300", "Kultur 940 1 020", "Plan 12 15"]

    assert table_rows(typed_text(lines).blocks) == [
        ["Område", "Regnskap", "Budsjett"],
        ["Skole", "1 577", "2 300"],
        ["Kultur", "940", "1 020"],
        ["Plan", "12", "15"],
    ]


def test_running_text_with_figures_is_no_table():
    """Lines of prose that happen to end with a number stay a paragraph."""
    lines = [
        "Kommunen har to mål for perioden 2009 2010",
        "og det første av dem er å redusere gjelden, som økte med 4,5",
        "prosent i fjor. Det andre er å øke fondet, som nå er på 3,0",
        "prosent av inntektene.",
    ]

    assert not any(block.place for block in typed_text(lines).blocks)
