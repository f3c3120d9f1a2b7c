"""List marks that are drawn as shapes, not set as letters."""

import pytest

from pipeline.extraction.drawnbullets import Shape, drawn_bullets
from pipeline.extraction.elements import Box
from pipeline.extraction.words import Word
from tests.extraction.typesetting import read_typeset, running

DISC = "<circle cx='4' cy='4' r='1.9' fill='#222'/>"
RING = "<circle cx='4' cy='4' r='1.7' fill='none' stroke='#222' stroke-width='.6'/>"
SQUARE = "<rect x='2' y='2' width='4' height='4' fill='#222'/>"
STYLE = """
svg { position: absolute; left: -11pt; top: 4pt } li { list-style: none; position: relative }
ul { padding-left: 24pt; width: 240pt } p { margin: 4pt 0 }
"""


def items(shape: str, *texts: str) -> str:
    """A list whose marks are drawn."""
    mark = f"<svg width='8pt' height='8pt' viewBox='0 0 8 8'>{shape}</svg>"
    return "<ul>" + "".join(f"<li>{mark}{text}</li>" for text in texts) + "</ul>"


@pytest.mark.parametrize(("shape", "mark"), [(DISC, "•"), (RING, "◦"), (SQUARE, "▪")])
def test_drawn_shapes_before_lines_are_list_marks(shape, mark):
    """Disc, ring and square left of hanging text make it list items, each whole."""
    long = "Bygge flere leiligheter nær sentrum, slik at eldre kan bo hjemme lenger enn i dag"
    reading = read_typeset(
        f"<p>Dette skal vi gjøre:</p>{items(shape, long, 'Ansette to miljøarbeidere')}", STYLE
    )

    assert running(reading.blocks) == [
        ("paragraph", "Dette skal vi gjøre:"),
        ("list_item", f"{mark} {long}"),
        ("list_item", f"{mark} Ansette to miljøarbeidere"),
    ]


def test_a_disc_alone_on_its_page_is_a_list_mark():
    """A list of one item is a list."""
    reading = read_typeset(items(DISC, "Opprette et felles mottak"), STYLE)

    assert running(reading.blocks) == [("list_item", "• Opprette et felles mottak")]


def test_a_nested_list_of_one_item_has_its_mark():
    """A ring that occurs once counts beside discs of its size."""
    inner = items(RING, "Starte på Nes")
    reading = read_typeset(items(DISC, f"Åpne et bibliotek{inner}", "Rehabilitere hallen"), STYLE)

    assert [text for _, text in running(reading.blocks)] == [
        "• Åpne et bibliotek",
        "◦ Starte på Nes",
        "• Rehabilitere hallen",
    ]


def word(text: str, x0: float, baseline: float) -> Word:
    """A word of ten points."""
    return Word(text, x0, baseline - 8, x0 + 30, baseline + 2, baseline, 10.0, False)


def disc(x0: float, baseline: float, colour: str = "black") -> Shape:
    """A disc of four points, at the height of small letters."""
    return Shape(Box(x0, baseline - 5, x0 + 4, baseline - 1), colour, is_round=True)


def test_markers_of_a_chart_are_no_list_marks():
    """Shapes of which few stand before a line of text mark points in a drawing."""
    words = [word("Skole", 120, 100), word("Helse", 120, 120)]
    chart = [disc(200 + 15 * i, 300 + 7 * i) for i in range(8)]

    assert drawn_bullets(words, [disc(110, 100), disc(110, 120), *chart]) == []


def test_keys_to_colours_are_no_list_marks():
    """Each of a chart's keys has a colour of its own."""
    words = [word("Skole", 120, 100), word("Helse", 120, 120)]

    assert drawn_bullets(words, [disc(110, 100, "red"), disc(110, 120, "blue")]) == []


@pytest.mark.parametrize("text", ["12,5", "•", "1."])
def test_shapes_before_figures_and_marks_are_no_list_marks(text):
    """Figures are a chart's labels; what has a mark needs no other."""
    words = [word(text, 120, 100), word(text, 120, 120)]

    assert drawn_bullets(words, [disc(110, 100), disc(110, 120)]) == []


def test_shapes_inside_a_line_are_no_list_marks():
    """Text right before the shape makes it a sign between words."""
    words = [word(text, x, y) for y in (100, 120) for text, x in (("Ja", 76), ("Nei", 120))]

    assert drawn_bullets(words, [disc(110, 100), disc(110, 120)]) == []
