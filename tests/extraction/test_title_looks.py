"""What sets titles apart beside size and weight: place, rules, company; and what is no title."""

import numpy as np

from pipeline.extraction.strokes import with_weights
from pipeline.extraction.words import Word, row_text, words_to_rows
from tests.extraction.typesetting import read_typeset, running

PLAIN = "Kommunen har skoler og barnehager i alle bygder, og de drives godt etter planen. " * 3
PARAGRAPH = f"<p>{PLAIN}</p>"


def headings(body: str, style: str = "") -> list[str]:
    """The headings that are read of the page."""
    return [text for role, text in running(read_typeset(body, style).blocks) if role == "heading"]


def test_lines_in_the_middle_of_their_column_are_titles():
    """Plain in look, one under the other, over text that begins at the column's edge."""
    body = f"{PARAGRAPH}<p class=c>IV</p><p class=c>Fullmakt til havna</p>{PARAGRAPH}"

    assert headings(body, ".c { text-align: center }") == ["IV", "Fullmakt til havna"]


def test_a_formula_in_the_middle_is_no_title():
    """It holds more signs than letters."""
    body = f"{PARAGRAPH}<p style='text-align: center'>A = (b + c) · 12,5 / 100</p>{PARAGRAPH}"

    assert headings(body) == []


def test_a_whole_sentence_is_a_title_where_others_look_alike():
    """It is long, ends in a full stop, and stands in bold over plain text as the others do."""
    demand = "Kommunen må få et større ansvar for at alle bygder har en skole i rimelig nærhet"
    body = f"<p><b>Skole</b></p>{PARAGRAPH}<p><b>{demand}.</b></p>{PARAGRAPH}"

    assert headings(body) == ["Skole", f"{demand}."]
    assert headings(body.replace("<p><b>Skole</b></p>", "")) == []


def test_a_bold_sentence_that_points_on_is_no_title():
    """It leads in what follows and says so."""
    lead = "Etter samlet vurdering i styret har kommunen vedtatt følgende innspill til reformen:"
    body = f"<p><b>Skole</b></p>{PARAGRAPH}<p><b>{lead}</b></p>{PARAGRAPH}"

    assert headings(body) == ["Skole"]


def test_an_underlined_sentence_over_plain_text_is_a_title():
    """The rule runs under all of its lines; under some words it says nothing."""
    title = "Samarbeidet mellom skole og hjem skal følge hele skoleløpet."
    body = f"{PARAGRAPH}<p><u>{title}</u></p>{PARAGRAPH}"

    assert headings(body) == [title]
    assert headings(body.replace(f"<u>{title}</u>", "Alle skal <u>følge</u> skoleløpet her.")) == []


def test_an_item_is_no_title_though_the_contents_name_it():
    """A list that names the chapters to come stays a list."""
    names = ["Trygg oppvekst", "Helse i bygda", "Levende næringsliv"]
    entries = "".join(f"<p>{i} {name} ........ {i + 2}</p>" for i, name in enumerate(names, 1))
    items = "".join(f"<p>{i}. {name}</p>" for i, name in enumerate(names, 1))
    body = f"<h1>Innhold</h1>{entries}<h1>Innledning</h1>{PARAGRAPH}{items}{PARAGRAPH}"

    found = running(read_typeset(body).blocks)

    assert [text for role, text in found if role == "list_item"][-3:] == [
        f"{i}. {name}" for i, name in enumerate(names, 1)
    ]


def test_a_raised_mark_set_off_by_a_tab_opens_its_note():
    """It has a line of its own otherwise."""
    mark = Word("2", 58, 91, 61, 98, 97, 6.8, False)
    places = (("Ført", 69), ("nå", 97))
    note = [Word(text, x, 92, x + 25, 102, 100, 8.5, False) for text, x in places]

    assert [row_text(row) for row in words_to_rows([mark, *note])] == ["² Ført nå"]


def test_a_heading_that_returns_in_every_chapter_is_no_running_head():
    """It stands at the top of pages that lie far apart, where others have text."""
    pages = [
        ("<h2>Mål</h2>" if n % 4 == 0 else "") + f"<p>Side nummer {n} av mange. {PLAIN}</p>"
        for n in range(12)
    ]
    body = "".join(f"<div style='break-after: page'>{page}</div>" for page in pages)

    assert headings(body) == ["Mål", "Mål", "Mål"]


def test_words_with_thicker_strokes_are_bold():
    """Of a line twice as thick as the rest; larger letters may have thicker strokes."""
    picture = np.full((600, 400), 255, dtype=np.uint8)
    words = []
    for line in range(14):
        wide, size = (6, 10) if line == 4 else (6, 20) if line == 9 else (3, 10)
        for place in range(2):
            left, top = 20 + 180 * place, 20 + 40 * line
            for bar in range(5):
                picture[top : top + size, left + 25 * bar : left + 25 * bar + wide] = 0
            box = (left, top, left + 130, top + size)
            words.append(Word("linje", *box, top + size, size, False))

    bold = [word.baseline for word in with_weights(words, picture, 1.0) if word.bold]

    assert bold == [20 + 40 * 4 + 10] * 2
