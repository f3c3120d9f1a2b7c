"""Word's own numbers and marks, counted as Word counts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.filetypes import read_bytes
from pipeline.extraction.listnumbers import number_text
from pipeline.params import ExtractionParams
from tests.extraction.wordfiles import (
    item,
    level,
    numbering,
    paragraph,
    style,
    styled,
    word_file,
)

PARAMS = ExtractionParams()
CHAPTERS = (
    level(0, "decimal", "%1", '<w:pStyle w:val="Overskrift1"/>'),
    level(1, "decimal", "%1.%2", '<w:pStyle w:val="Overskrift2"/>'),
    level(2, "lowerLetter", "%3)"),
)
OUTLINE = (
    '<w:numPr><w:numId w:val="1"/></w:numPr>',
    '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>',
)
STYLES = style("Overskrift1", "heading 1", OUTLINE[0]) + style(
    "Overskrift2", "heading 2", OUTLINE[1], "Overskrift1"
)


def told(body: str, **parts: str) -> list[tuple[str, str]]:
    """(role, text) of what is read."""
    reading = read_bytes(word_file(body, **parts), "plan.docx", PARAMS)
    return [(block.role, block.text) for block in reading.blocks]


def texts(body: str, *levels: str, lists: str = "") -> list[str]:
    """The texts that are read of paragraphs in lists of these levels."""
    return [text for _, text in told(body, numbering=numbering(*levels, lists=lists))]


def test_headings_carry_the_numbers_that_their_styles_give() -> None:
    """The second level's number holds the first's, and begins anew under each."""
    body = "".join(
        styled(f"Overskrift{depth}", text)
        for depth, text in (
            (1, "Innledning"), (1, "Mål"), (2, "Oppvekst"), (2, "Helse"),
            (1, "Økonomi"), (2, "Drift"),
        )
    )  # fmt: skip

    assert told(body, styles=STYLES, numbering=numbering(*CHAPTERS)) == [
        ("heading", "1 Innledning"),
        ("heading", "2 Mål"),
        ("heading", "2.1 Oppvekst"),
        ("heading", "2.2 Helse"),
        ("heading", "3 Økonomi"),
        ("heading", "3.1 Drift"),
    ]


def test_a_style_based_on_a_heading_is_a_heading_with_its_number() -> None:
    """A municipality's own style inherits level and number; numbering can be switched off."""
    styles = STYLES + style("Kapittel", "Bjørkevåg kapittel", "", "Overskrift1")
    off = '<w:pStyle w:val="Overskrift1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = styled("Kapittel", "Visjon") + paragraph("Forord", off) + styled("Kapittel", "Mål")

    assert told(body, styles=styles, numbering=numbering(*CHAPTERS)) == [
        ("heading", "1 Visjon"),
        ("heading", "Forord"),
        ("heading", "2 Mål"),
    ]


def test_nested_lists_keep_their_own_numbers_and_marks() -> None:
    """Inner items begin anew under each outer one; a paragraph between stops nothing."""
    body = (
        item("Tidlig innsats") + item("i barnehagen", 2) + item("i skolen", 2)
        + paragraph("Dette gjelder hele kommunen.")
        + item("Trygge møteplasser") + item("på kveldstid", 2)
    )  # fmt: skip

    assert texts(body, *CHAPTERS) == [
        "1 Tidlig innsats", "a) i barnehagen", "b) i skolen", "Dette gjelder hele kommunen.",
        "2 Trygge møteplasser", "a) på kveldstid",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "first", "third"),
    [
        (level(0, "upperRoman", "%1."), "I. mål", "III. mål"),
        (level(0, "lowerRoman", "(%1)"), "(i) mål", "(iii) mål"),
        (level(0, "upperLetter", "Mål %1:", start=2), "Mål B: mål", "Mål D: mål"),
        (level(0, "decimalZero", "%1"), "01 mål", "03 mål"),
        (level(0, "bullet", "\uf0b7"), "• mål", "• mål"),
        (level(0, "bullet", "–"), "– mål", "– mål"),
        (level(0, "none", ""), "mål", "mål"),
    ],
)
def test_each_style_of_numbers_is_written_out(pattern: str, first: str, third: str) -> None:
    """Roman numbers, letters, leading zeros, words around them, signs of symbol fonts."""
    assert texts(item("mål") * 3, pattern)[::2] == [first, third]


def test_a_list_may_begin_at_a_number_of_its_own() -> None:
    """A second list of the same pattern goes on counting unless it says where it begins."""
    start = (
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    )
    body = item("a") + item("b", number=2) + item("c", number=2) + item("d", number=3)

    assert texts(body, level(0, "decimal", "%1."), lists=start) == ["1. a", "5. b", "6. c", "7. d"]


def test_levels_that_do_not_begin_anew_count_on() -> None:
    """Delmål that are numbered through the whole plan keep counting under the next hovedmål."""
    through = '<w:lvlRestart w:val="0"/>'
    body = (item("H") + item("d", 1) + item("d", 1)) * 2

    assert texts(body, level(0, "decimal", "H%1"), level(1, "decimal", "D%2", through)) == [
        "H1 H",
        "D1 d",
        "D2 d",
        "H2 H",
        "D3 d",
        "D4 d",
    ]


def test_legal_numbers_are_arabic_on_every_level() -> None:
    """A chapter in Roman numbers gives sections in Arabic ones where the level says so."""
    body = item("Kapittel") + item("Paragraf", 1)

    assert texts(
        body, level(0, "upperRoman", "%1"), level(1, "decimal", "§ %1-%2", "<w:isLgl/>")
    ) == ["I Kapittel", "§ 1-1 Paragraf"]


def test_an_empty_numbered_paragraph_is_counted_and_a_deleted_one_is_not() -> None:
    """The numbers are those that stand on the page."""
    deleted = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        "<w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>bort</w:delText></w:r></w:del></w:p>"
    )
    body = item("a") + item("") + deleted + item("b")

    assert texts(body, level(0, "decimal", "%1.")) == ["1. a", "3. b"]


def test_a_list_style_stands_for_the_list_that_it_names() -> None:
    """`numStyleLink` leads over the style to the numbering."""
    linked = (
        '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="Tiltak"/></w:abstractNum>'
        '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="Tiltak"><w:name w:val="Tiltak"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    parts = {"numbering": numbering(level(0, "decimal", "T%1"), lists=linked), "styles": styles}

    assert told(item("Bygge", number=2), **parts) == [("list_item", "T1 Bygge")]


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("List Bullet", "list_item"),
        ("Punktliste", "list_item"),
        ("Nummerert liste 2", "list_item"),
        ("Listeavsnitt", "paragraph"),
        ("Bildetekst", "caption"),
        ("Overskrift 3", "heading"),
        ("INNH 1", "paragraph"),
        ("Normal", "paragraph"),
    ],
)
def test_roles_follow_the_style_in_any_language(name: str, role: str) -> None:
    """Styles that carry no numbering still tell what their paragraphs are."""
    assert told(styled("S1", "Flere barn"), styles=style("S1", name)) == [(role, "Flere barn")]


def test_a_list_without_its_numbering_is_still_a_list() -> None:
    """The part that holds the marks may be missing; the items are told without them."""
    assert told(item("Flere barn")) == [("list_item", "Flere barn")]


@given(st.integers(1, 3999))
def test_roman_numbers_count_as_the_romans_did(number: int) -> None:
    """Reading the letters back, a smaller before a larger taken away, gives the number."""
    worth = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
    values = [worth[letter] for letter in number_text(number, "lowerRoman")]
    signs = [-1 if a < b else 1 for a, b in zip(values, [*values[1:], 0], strict=True)]

    assert sum(v * s for v, s in zip(values, signs, strict=True)) == number
