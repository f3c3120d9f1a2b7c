"""Titles told by numbers and room around them; running heads, figures and letters' heads apart."""

from pipeline.extraction.alonetitles import titles_alone
from pipeline.extraction.elements import Box
from pipeline.extraction.figurewords import with_figure_words
from pipeline.extraction.furniture import furniture_roles
from pipeline.extraction.joining import document_words, join_parts
from pipeline.extraction.paragraphs import Paragraph, rows_to_paragraphs
from pipeline.extraction.pieces import Piece
from pipeline.extraction.styles import joined_titles, told_body, told_headings
from pipeline.extraction.words import Row, Word
from tests.extraction.typesetting import read_typeset, running

HEIGHT = 800.0
PLAIN = "Kommunen har skoler og barnehager i alle bygder, og de drives godt etter planen. " * 3
PARAGRAPH = f"<p>{PLAIN}</p>"


class NoTitles:
    """A document without contents and bookmarks."""

    def holds(self, *_):
        """No title is known."""
        return False

    def level(self, *_):
        """No level is known."""


def line(text: str, top: float, x0: float = 60.0) -> Row:
    """The words of one line."""
    words = []
    for word in text.split():
        words.append(Word(word, x0, top, x0 + 6 * len(word), top + 10, top + 8, 10.0, False))
        x0 += 6 * len(word) + 3
    return tuple(words)


def piece(text: str, top: float, *, rows: int = 1, size: float = 10.0, **looks) -> Piece:
    """A paragraph at the left edge of a column."""
    box = Box(60, top, 300 if rows > 1 else 60 + 5 * len(text), top + 12 * rows)
    told = {"bold": False, "is_item": False, **looks}
    return Piece(1, "", Paragraph(text, box, size, told.pop("bold"), rows=rows, **told))


def headings(*pieces: Piece) -> list[str]:
    """The texts that are told as headings."""
    body = told_body([p.paragraph for p in pieces if p.paragraph])
    found = told_headings(pieces, body, NoTitles())
    return [pieces[place].paragraph.text for place in sorted(found)]


def roles(*pages: tuple[str, ...]) -> list[list[str]]:
    """Each page's roles for the lines at its head, over running text."""
    sheets = [
        (HEIGHT, [line(t, 30 + 16 * i) for i, t in enumerate(page)] + [line(PLAIN, 300)], ())
        for page in pages
    ]
    return [[told[i] for i in sorted(told)] for told in furniture_roles(sheets)]


def test_numbered_annexes_are_no_running_head():
    """Their number does not count with the pages."""
    pages = [
        (f"{n} Budsjettet", f"Vedlegg {n // 2}" if n % 2 == 0 else "Tall") for n in range(2, 9)
    ]

    assert roles(*pages)[::2] == [["header"]] * 4


def test_a_running_head_may_be_set_with_other_spaces():
    """Recognition joins words now and then; the page's number counts on."""
    assert roles(("3 Plan 1B 2026",), ("4 Plan 1 B 2026",)) == [["header"]] * 2


def test_a_roman_number_under_the_running_head_is_no_page_number():
    """It is the number of a point of what is decided."""
    pages = [("Budsjettet 2026",), ("Budsjettet 2026", "VIII"), ("Budsjettet 2026",)]

    assert roles(*pages) == [["header"]] * 3


def test_page_numbers_are_told_in_many_styles():
    """With the number of pages, in brackets too, with signs around them."""
    for style in ("Side | {}", "{} (8)", "• {} •", "Side: {}"):
        assert roles(*[(style.format(n),) for n in range(2, 6)]) == [["page_number"]] * 4


def test_numbers_of_both_pages_of_a_spread_are_furniture():
    """They go on by two from sheet to sheet."""
    assert roles(*[(f"{n} Plan {n + 1}",) for n in range(1, 9, 2)]) == [["header"]] * 4


def test_a_number_beside_those_of_titles_makes_a_title():
    """Where the weight of one was not seen, as in scans; a list's items are none."""
    text = piece(PLAIN, 130, rows=4)
    bold = [piece(f"{n}. Skole og barnehage", 100 * n, bold=True) for n in (3, 5)]
    plain = piece("4. Helse og omsorg", 400, is_item=True)

    found = headings(bold[0], text, plain, text, bold[1], text)

    assert found == ["3. Skole og barnehage", "4. Helse og omsorg", "5. Skole og barnehage"]


def test_bold_words_inside_a_sentence_are_no_title():
    """They begin in small letters and go on from no title."""
    bold = piece("og dette er viktig for alle", 112, bold=True)

    assert headings(piece("Skolen skal bli", 100), bold, piece(PLAIN, 124, rows=4)) == []


def test_a_bold_text_that_no_stop_ends_is_a_title_though_it_is_long():
    """It may be two sentences on four lines, as others look; with a stop it is none."""
    long = "Skolene skal ligge der folk bor. Barnehagene skal ligge ved skolene"
    text = piece(PLAIN, 180, rows=4)
    above = piece("Skole", 90, bold=True), piece(PLAIN, 110, rows=2)

    assert headings(*above, piece(long, 140, rows=4, bold=True), text) == ["Skole", long]
    assert headings(*above, piece(f"{long}.", 140, rows=4, bold=True), text) == ["Skole"]


def test_a_scans_short_line_with_room_above_is_a_title():
    """It stands close over text; with as much room below as above it is none."""
    above, text = piece(PLAIN, 100, rows=4), piece(PLAIN, 184, rows=4)
    title = piece("Skole og barnehage", 168)

    assert titles_alone([above, title, text]) == {1}
    assert titles_alone([above, title, piece(PLAIN, 200, rows=4)]) == set()
    assert titles_alone([above, piece("Telefon: 12 34", 168), text]) == set()


def test_a_scans_title_goes_on_in_a_line_of_another_weight():
    """Its lines differ a little in size and weight as they are recognised."""
    first = piece("4.0 Skole og", 100, size=21.5)
    second = piece("barnehage", 114, size=20.5, bold=True)

    assert joined_titles([first, second], {0: 1, 1: 1}) == {1: 0}


def test_words_of_a_figure_are_one_caption():
    """They are smaller than running text and stand right over the figure's title."""
    pieces = [piece(PLAIN, 60, rows=4), piece("60 60", 120, size=7), piece("Norge", 140, size=7)]
    told = with_figure_words([*pieces, piece("Figur 2 Skatt på arbeid", 160)], 10.0)

    assert [(p.role, p.text or p.paragraph.text[:5]) for p in told] == [
        ("", PLAIN[:5]),
        ("caption", "60 60 Norge"),
        ("", "Figur"),
    ]


def test_a_dash_that_hangs_opens_an_item_after_a_full_line():
    """Others of the list tell it, where nothing ends the line above."""
    rows = [
        line("Skatt på utdeling fra fondet til dem som eier det regnes ut slik at", 100),
        line("– utdeling fra fond med mer enn", 112),
        line("80 prosent i aksjer er utbytte", 124, 69),
        line("– utdeling fra fond med mindre enn", 136),
        line("det halve i aksjer er renter", 148, 69),
    ]

    assert [p.rows for p in rows_to_paragraphs(rows)] == [1, 2, 2]


def test_who_writes_and_when_is_no_title():
    """Lines of a letter's head are set apart, and head nothing."""
    head = "<p><b>Saksbehandler: NN</b></p><p><b>Fjordvik, 3. mai 2026</b></p>"
    found = running(read_typeset(f"{head}<p><b>Høring</b></p>{PARAGRAPH}").blocks)

    assert [text for role, text in found if role == "heading"] == ["Høring"]


def test_titles_in_the_middle_are_no_rows_of_the_table_on_the_page_before():
    """They begin where none of its columns does."""
    cells = "".join(f"<tr><td>Post {n}</td><td>{PLAIN[:60]}</td></tr>" for n in range(6))
    table = f"<table><tr><th>Post</th><th>Betegnelse</th></tr>{cells}</table>"
    titles = "<p class=c>VIII</p><p class=c>Fullmakt til havna</p>"
    body = f"{PARAGRAPH}{table}<div style='break-before: page'>{titles}{PARAGRAPH}</div>"
    style = ".c { text-align: center } td, th { border: .6pt solid black }"

    found = running(read_typeset(body, style).blocks)

    assert [t for role, t in found if role == "heading"] == ["VIII", "Fullmakt til havna"]


def test_text_goes_on_past_a_caption():
    """The title of a figure neither carries on a divided word nor is carried on."""
    full = "Det skal bygges nye boliger i alle bygdene i kommunen, og det gjelder særlig eien-"
    before = piece(full, 600, rows=2, lines=("Det skal bygges nye boliger", "og særlig eien-"))
    title = piece("Figur 2 Skatt i 2023", 60, lines=("Figur 2 Skatt i 2023",))
    after = piece("dommer ved sjøen.", 100, rows=2, lines=("dommer ved", "sjøen."))

    found = join_parts([before, title, after], document_words([before, title, after]))

    assert [p.paragraph.text for p in found] == [
        "Det skal bygges nye boliger og særlig eiendommer ved sjøen.",
        "Figur 2 Skatt i 2023",
    ]
