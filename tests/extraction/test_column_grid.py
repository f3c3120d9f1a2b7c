"""Columns that recur on a document's pages, and pages with little text in them."""

import pytest

from pipeline.extraction.columngrid import page_gutters, recurring_gutters
from pipeline.extraction.elements import Box
from tests.extraction.test_designed_pages import SENTENCES
from tests.extraction.typesetting import read_typeset

STYLE = """
body { font: 9pt 'DejaVu Sans' } .c { columns: 2; column-gap: 18pt; break-after: page }
.l { float: left; width: 48.1% } .r { float: right; width: 48.1% }
p { margin: 0 0 5pt } h2 { margin: 0; font-size: 20pt }
"""
FULL = "".join(f"<p>{text} {text}</p>" for text in SENTENCES)
LAST = [
    "Rådgiveren har lagt fram et regnskap over utslippene fra virksomhetens egen drift.",
    "Drikkevannet kan leveres fra to kilder, og begge er undersøkt av et laboratorium i år.",
]


def sides(left: str, right: str) -> str:
    """Text at the tops of two columns."""
    return f"<div class=l>{left}</div><div class=r>{right}</div>"


@pytest.mark.parametrize(("pages", "is_told"), [(3, True), (0, False)])
def test_two_lines_in_each_column_are_told_by_the_other_pages(pages, is_told):
    """A page with too few lines of its own is parted where the document's pages are."""
    last = sides(*(f"<p>{text}</p>" for text in LAST))
    reading = read_typeset(f"<div class=c>{FULL}</div>" * pages + last, STYLE)

    assert ([b.text for b in reading.blocks][-2:] == LAST) == is_told


def test_a_title_alone_in_a_column_stays_apart_from_the_text_beside_it():
    """A large title at a column's top isn't mixed with the lines left of it."""
    last = sides(f"<p>{LAST[0]}</p>", "<h2>Felles for hele den nye kommunen</h2>")
    reading = read_typeset(f"<div class=c>{FULL}</div>" * 3 + last, STYLE)

    assert [(b.role, b.text) for b in reading.blocks][-2:] == [
        ("paragraph", LAST[0]),
        ("heading", "Felles for hele den nye kommunen"),
    ]


def test_a_gutter_is_where_paragraphs_stand_side_by_side():
    """Items stand in from their column's edge, which the paragraphs tell."""
    boxes = [Box(40, 100, 280, 200), Box(310, 90, 550, 150), Box(322, 160, 550, 190)]

    assert page_gutters(boxes) == [(40, 310)]


def test_gutters_recur_on_several_pages():
    """What one page alone has is no grid; items' edges count as their column's."""
    pages = [[(40.0, 310.0)], [(42.0, 311.0)], [(40.0, 310.5)], [(40.0, 200.0)]]

    assert [(g.left, g.right) for g in recurring_gutters(pages)] == [((40.0,), (310.0,))]
