"""Letters → words, on pages written by hand."""

import pypdfium2 as pdfium
import pytest

from pipeline.extraction.glyphs import read_sheet
from pipeline.extraction.words import letters_to_words
from tests.extraction.rawpdf import page_pdf, stream, text

_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /A def /CMapType 2 def
1 begincodespacerange <00> <FF> endcodespacerange
3 beginbfchar <41> <007400740069> <42> <00660066> <43> <0066006A> endbfchar
1 beginbfrange <61> <7A> <0061> endbfrange
endcmap end end"""
_LIGATURES = (
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding "
    "/ToUnicode 100 0 R >>"
)


def words_of(pdf: bytes) -> list[str]:
    """The words of the first page."""
    document = pdfium.PdfDocument(pdf)
    layers = read_sheet(document[0], 1, 10_000).layers
    return [word.text for words in map(letters_to_words, layers.values()) for word in words]


@pytest.mark.parametrize(
    ("set_as", "read_as"),
    [("reAgheter", "rettigheter"), ("oBentlig", "offentlig"), ("Cord", "fjord")],
)
def test_the_letters_of_a_ligature_keep_their_order(set_as, read_as):
    """One glyph that stands for two or three letters gives them in order, doubled ones too."""
    pdf = page_pdf([text(set_as)], _LIGATURES, {100: stream(_TO_UNICODE)})

    assert words_of(pdf) == [read_as]


def test_figures_far_apart_are_words_of_their_own():
    """Ten column numbers at even distances are no word that is spaced out."""
    line = b"".join(text(str(n), 72 + 40 * n) for n in range(10))

    assert words_of(page_pdf([line])) == [str(n) for n in range(10)]


def test_a_spaced_out_word_is_one_word():
    """Letters with the same room between all of them belong together."""
    line = b"BT /F1 12 Tf 4 Tc 72 700 Td (KOMMUNEPLAN) Tj ET"

    assert words_of(page_pdf([line])) == ["KOMMUNEPLAN"]


def test_a_word_is_spaced_out_for_emphasis():
    """Its letters belong together in a line whose other letters stand close."""
    line = b"BT /F1 12 Tf 72 700 Td (Vi mener at ) Tj 3 Tc (styret) Tj 0 Tc ( skal svare) Tj ET"

    assert words_of(page_pdf([line])) == ["Vi", "mener", "at", "styret", "skal", "svare"]


def test_letters_far_apart_in_a_line_are_words_of_their_own():
    """Answers under the numbers of their questions stand further apart than letters of a word."""
    letters = b"".join(text(letter, 200 + 24 * n) for n, letter in enumerate("ABCDE"))

    assert words_of(page_pdf([text("Svar på alle") + letters])) == [
        *("Svar", "på", "alle"),
        *"ABCDE",
    ]


def test_the_page_number_stands_apart_from_its_leaders():
    """Dots that lead to a page number are one word, the number another."""
    dots = b"BT /F1 12 Tf 2 Tc 200 700 Td (....................................) Tj ET\n"
    number = text("7", 200 + 36 * (0.278 * 12 + 2) + 1.5)

    found = words_of(page_pdf([text("Innledning") + dots + number]))

    assert found == ["Innledning", "." * 36, "7"]


def test_a_line_that_runs_off_the_page_is_kept_whole():
    """Where letters' widths are lost lines grow long; what begins beside the page is no text."""
    lines = text("Kommunen skal redusere utslipp", x=500) + text("utenfor", x=700)

    assert words_of(page_pdf([lines])) == ["Kommunen", "skal", "redusere", "utslipp"]


def test_letters_of_tiny_text_are_all_kept():
    """Two of a kind beside one another are no letter struck twice, however small they are."""
    assert words_of(page_pdf([text("kommunen skal innfri", size=0.1)])) == [
        "kommunen",
        "skal",
        "innfri",
    ]
