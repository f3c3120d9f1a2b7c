"""Lines set one after another without space between: where paragraphs begin and end."""

import pytest

from pipeline.extraction.elements import Reading
from pipeline.extraction.plain import read_text
from pipeline.params import ExtractionParams
from tests.extraction.typesetting import read_typeset

LINES = [
    "Det er fastsatt flere delmål under hvert av hovedmålene, og de er spesifisert",
    "med egne målsettinger for perioden. Eksempel:",
    "Hovedmål 4:",
    "I 2020 er kommunen en aktiv samfunnsutvikler og en attraktiv arbeidsgiver",
    "Delmål 4.2:",
    "I 2020 skal kommunen ha styrket sin posisjon som attraktiv arbeidsgiver.",
    "Underliggende mål:",
    "Organisasjonsutviklingskompetansen i kommunen styrkes gjennom samarbeid med flere",
    "høgskoler og universitet.",
]
PARAGRAPHS = [" ".join(LINES[:2]), *LINES[2:7], " ".join(LINES[7:])]


def pdf(lines: list[str]) -> Reading:
    """The lines one below the other, as a PDF."""
    return read_typeset("".join(f"<div>{line}</div>" for line in lines), "body { font-size: 10pt }")


def text(lines: list[str]) -> Reading:
    """The lines as a text file."""
    return read_text("\n".join(lines).encode(), ExtractionParams(), markdown=False)


@pytest.mark.parametrize("read", [pdf, text])
def test_labels_and_lines_that_lead_in_stand_alone(read):
    """A numbered label opens a paragraph, a short line that ends with a colon closes one."""
    assert [block.text for block in read(LINES).blocks] == PARAGRAPHS


def test_lines_in_small_letters_under_a_colon_are_a_list():
    """Without any mark, an item ends where the next one's first word would have fitted."""
    lines = [
        "Kommunen vil:",
        "videreutvikle en robust og fleksibel organisasjon som bruker og utvikler sine",
        "ansattes kompetanse",
        "aktivt ta i bruk ny kunnskap og ny teknologi",
        "være ledende innenfor arbeidet med helse, miljø og sikkerhet i tjenestene",
    ]

    assert [block.text for block in pdf(lines).blocks] == [
        lines[0],
        " ".join(lines[1:3]),
        *lines[3:],
    ]


@pytest.mark.parametrize("read", [pdf, text])
def test_a_filled_paragraph_stays_whole(read):
    """Names with capitals at the start of full lines open nothing."""
    lines = [
        "Rådmannen viser til at kommunen har hatt et nært samarbeid med fylket og med",
        "Barne- og familietjenesten gjennom hele året, og at samarbeidet videreføres i",
        "Østbyen og på Heimdal.",
    ]

    assert [block.text for block in read(lines).blocks] == [" ".join(lines)]
