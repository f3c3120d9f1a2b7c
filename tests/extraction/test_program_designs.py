"""Lists, titles and quotations as designers of political programs set them."""

import pytest

from pipeline.extraction.elements import Block
from pipeline.extraction.furniture import furniture_roles
from pipeline.extraction.pdf import read_pdf
from pipeline.extraction.words import Row, Word, row_text, words_to_rows
from pipeline.params import ExtractionParams
from tests.extraction.rawpdf import page_pdf
from tests.extraction.typesetting import read_typeset, running

PLAIN = (
    "Tjenestene i kommunen arbeider sammen om oppgavene, og de ansatte får være med på å forme dem."
)
HANGING = """
body { font: 10pt 'DejaVu Sans'; width: 240pt } p, ul { margin: 0; padding: 0 }
ul { list-style: none } li { padding-left: 14pt; text-indent: -14pt }
b.m { display: inline-block; width: 14pt; text-indent: 0; font-weight: normal }
"""


def item(text: str, mark: str = "–") -> str:
    """An item whose mark is a text of its own."""
    return f"<li><b class=m>{mark}</b>{text}</li>"


def texts(blocks: tuple[Block, ...], role: str) -> list[str]:
    """The texts of one role."""
    return [block.text for block in blocks if block.role == role]


@pytest.mark.parametrize(
    ("matrix", "place", "turn"),
    [
        ("0 1 -1 0", "300 300", 0),
        ("0 -1 1 0", "300 300", 0),
        ("-1 0 0 -1", "400 300", 0),
        ("0 1 -1 0", "300 300", 90),
        ("0 -1 1 0", "300 300", 270),
    ],
)
def test_turned_text_is_read_from_its_beginning(matrix, place, turn):
    """Up, down or upside down, on a page that is turned with it or not."""
    line = f"BT /F1 12 Tf {matrix} {place} Tm (Kommunen skal bygge boliger) Tj ET".encode()
    pdf = page_pdf([line], page=f"/Rotate {turn}")

    reading = read_pdf(pdf, ExtractionParams(ocr="off"))
    assert [block.text for block in reading.blocks] == ["Kommunen skal bygge boliger"]


def test_a_paragraph_below_a_list_is_no_part_of_its_last_item():
    """Lines of items hang under their text; one that stands back at the mark begins anew."""
    items = ["prøve ut et fond for lag og foreninger", "si nei til salg av kommunens egne bygg"]
    body = f"<ul>{''.join(map(item, items))}</ul><p>I {PLAIN}</p>"

    assert running(read_typeset(body, HANGING).blocks) == [
        *(("list_item", f"– {text}") for text in items),
        ("paragraph", f"I {PLAIN}"),
    ]


def test_a_number_left_of_a_nested_item_opens_the_next_one():
    """The outer list goes on, though the nested item fills its line and has no full stop."""
    nested = f"<ul style='padding-left: 10pt'>{item('styrke arbeidet med flere plasser')}</ul>"
    body = f"<ul>{item(f'bygge{nested}', '1.')}{item('rive', '2.')}</ul>"
    style = HANGING + "body { width: max-content }"

    assert texts(read_typeset(body, style).blocks, "list_item") == [
        "1. bygge",
        "– styrke arbeidet med flere plasser",
        "2. rive",
    ]


def test_a_capital_after_a_semicolon_is_no_part_of_the_item():
    """The items' lines don't hang; the semicolon tells that the list ends."""
    body = f"<p>– bygge flere boliger i hele kommunen;</p><p>{PLAIN}</p>"
    style = "body { font: 10pt 'DejaVu Sans'; width: 220pt } p { margin: 0 }"

    assert texts(read_typeset(body, style).blocks, "paragraph") == [PLAIN]


def test_a_section_sign_broken_at_its_hyphen_opens_no_item():
    """The number after it belongs to the line before."""
    body = f"<p>{PLAIN}</p><p>{PLAIN} Det står i loven (§ 3-<br>2) om oppgavene.</p>"

    assert texts(read_typeset(body).blocks, "paragraph") == [
        PLAIN,
        f"{PLAIN} Det står i loven (§ 3-2) om oppgavene.",
    ]


def test_bold_words_that_go_on_in_the_next_line_are_no_title():
    """A paragraph may open with more bold words than its first line holds."""
    lead = "Et varmt samfunn i møte med de frivillige."
    body = f"<p><b>{lead}</b> {PLAIN}</p>"
    style = "body { font: 10pt 'DejaVu Sans'; width: 220pt }"

    assert running(read_typeset(body, style).blocks) == [("paragraph", f"{lead} {PLAIN}")]


def test_a_centred_quotation_is_one_passage():
    """Its lines begin in different places, and none is a title."""
    quote = "«Foreldre og foresatte vil gjerne være med på et utvalg fordi små barn ikke kan vente»"
    body = f"<p>{PLAIN}</p><p class=q>{quote}</p><p>{PLAIN}</p>"
    style = "body { width: 230pt } .q { font: italic 15pt 'DejaVu Serif'; text-align: center }"

    assert texts(read_typeset(body, style).blocks, "paragraph") == [PLAIN, quote, PLAIN]


def test_words_that_lead_in_a_list_are_no_title():
    """In bold too, where they tell a will and end with a colon; a title may end so."""
    items = item("bygge boliger") + item("rive en bro")
    body = f"<h4>Levekår:</h4><p>{PLAIN}</p><p><b>Partiet vil:</b></p><ul>{items}</ul>"

    assert texts(read_typeset(body, HANGING).blocks, "heading") == ["Levekår:"]


def test_a_chapters_title_is_a_heading_though_running_titles_repeat_it():
    """It is larger than they are, and stands as high on its page."""
    page = f"<div class=p>{f'<p>{PLAIN}</p>' * 4}</div>"
    chapter = "".join(
        f"<h1>{name}</h1>{page * 4}" for name in ("Et sted å høre til", "Et sted å arbeide")
    )
    style = """@page { margin: 40pt; @top-left { content: string(t); font-size: 8pt } }
    h1 { string-set: t content(); break-before: page; font-size: 15pt; margin: 0 }
    .p { break-after: page }"""

    assert texts(read_typeset(chapter, style).blocks, "heading") == [
        "Et sted å høre til",
        "Et sted å arbeide",
    ]


def line(text: str, baseline: float, x0: float = 50) -> Row:
    """A row of one word in ten points."""
    return (Word(text, x0, baseline - 8, x0 + 5 * len(text), baseline + 2, baseline, 10, False),)


def test_a_last_line_of_a_column_is_no_footer_though_others_end_so():
    """It goes on in small letters right below the line above."""
    rows = [line("ikke kan vente", 780)]
    pages = [(842.0, [line(f"Mange er {name}", 768), *rows], []) for name in ("a", "b", "c")]
    assert furniture_roles(pages) == [{}] * 3


def test_a_running_foot_of_two_lines_may_go_on_in_small_letters():
    """Both lines return on page after page."""
    rows = [line("Fjordvik", 780), line("kommune", 792)]

    assert furniture_roles([(842, rows, [])] * 3) == [{0: "footer", 1: "footer"}] * 3


def test_a_short_spaced_out_title_is_read_as_a_word():
    """Six letters tell that a line is spaced out, where all stand equally far apart."""
    body = f"<h2 style='letter-spacing: 4pt; font-size: 11pt'>INNHOLD</h2><p>{PLAIN}</p>"

    assert read_typeset(body).blocks[0].text == "INNHOLD"


def test_a_small_figure_beside_another_columns_title_is_no_note():
    """What stands far off on the row makes no figure small."""
    title = Word("Byen", 50, 89, 100, 103, 100, 15, True)
    figure = Word("2027", 300, 90, 322, 99, 97, 10, False)

    assert [row_text(row) for row in words_to_rows([title, figure])] == ["Byen 2027"]
