"""DOCX, HTML, text and Markdown, and formats that are turned away."""

import io

import docx
import pytest
from docx.enum.text import WD_BREAK

from pipeline.errors import DocumentError
from pipeline.extraction.filetypes import read_bytes
from pipeline.params import ExtractionParams
from tests.extraction.typesetting import running, table_rows

PARAMS = ExtractionParams()


def word_file() -> bytes:
    """A Word document with headings, a list, a page break and a merged table."""
    document = docx.Document()
    document.add_heading("Lederavtale 2014", 1)
    document.add_paragraph("Avtalen gjelder for ett år.")
    document.add_heading("Resultatmål", 2)
    document.add_paragraph("Lavere sykefravær", style="List Bullet")
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Mål for enheten"
    table.cell(0, 2).text = "Tiltak"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Oppvekst"
    table.cell(1, 1).text = "Flere barn"
    table.cell(1, 2).text = "Åpen barnehage"
    table.cell(2, 1).text = "Færre henvisninger"
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("Underskrift")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_docx_keeps_document_order_levels_and_pages():
    """Paragraphs and tables come in the order they stand, pages by the breaks asked for."""
    reading = read_bytes(word_file(), "avtale.docx", PARAMS)

    assert [(b.page, b.role, b.level, b.text) for b in reading.blocks if b.place is None] == [
        (1, "heading", 1, "Lederavtale 2014"),
        (1, "paragraph", None, "Avtalen gjelder for ett år."),
        (1, "heading", 2, "Resultatmål"),
        (1, "list_item", None, "• Lavere sykefravær"),
        (2, "paragraph", None, "Underskrift"),
    ]
    assert all(block.box is None for block in reading.blocks)


def test_docx_switches_that_are_off_are_off():
    """A page break before a paragraph that is switched off begins no page."""
    document = docx.Document()
    for switch in (False, True):
        document.add_paragraph("Formål").paragraph_format.page_break_before = switch
    stream = io.BytesIO()
    document.save(stream)

    assert [b.page for b in read_bytes(stream.getvalue(), "a.docx", PARAMS).blocks] == [1, 2]


def test_docx_merged_cells_are_one_cell():
    """Cells merged across and down keep their spans, and nothing is told twice."""
    reading = read_bytes(word_file(), "avtale.docx", PARAMS)
    cells = {b.text: b.place for b in reading.blocks if b.place}

    assert (cells["Mål for enheten"].column_span, cells["Oppvekst"].row_span) == (2, 2)
    assert table_rows(reading.blocks) == [
        ["Mål for enheten", "", "Tiltak"],
        ["Oppvekst", "Flere barn", "Åpen barnehage"],
        ["", "Færre henvisninger", ""],
    ]


def test_html_reads_the_main_content():
    """Menus and scripts are left out; headings, lists and tables are told."""
    page = """<!doctype html><html><body><nav>Meny</nav><script>x()</script><main>
      <h1>Kommuneplan</h1><p>Visjonen <b>store lille by</b> føres videre.</p>
      <ul><li>Flere barn</li></ul>
      <table><tr><th>Mål</th><th>Tiltak</th></tr><tr><td colspan=2>Begge</td></tr></table>
      </main></body></html>"""
    reading = read_bytes(page.encode(), "plan.html", PARAMS)

    assert running(reading.blocks) == [
        ("heading", "Kommuneplan"),
        ("paragraph", "Visjonen store lille by føres videre."),
        ("list_item", "• Flere barn"),
    ]
    assert table_rows(reading.blocks) == [["Mål", "Tiltak"], ["Begge", ""]]


def test_markdown_reads_headings_lists_and_pipe_tables():
    """Markdown's own marks tell the roles."""
    text = (
        "# Plan\n\nTekst som\ngår over to linjer.\n\n- punkt\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    )
    reading = read_bytes(text.encode(), "plan.md", PARAMS)

    assert running(reading.blocks) == [
        ("heading", "Plan"),
        ("paragraph", "Tekst som går over to linjer."),
        ("list_item", "• punkt"),
    ]
    assert table_rows(reading.blocks) == [["a", "b"], ["1", "2"]]


def test_plain_text_in_an_older_encoding_is_read():
    """Windows-1252 and UTF-16 come out with their Norwegian letters."""
    text = "Bærekraftsmål i årsbudsjettet"
    found = [
        read_bytes(text.encode(e), "a.txt", PARAMS).blocks[0].text for e in ("cp1252", "utf-16")
    ]

    assert found == [text, text]


def test_content_tells_the_format_not_the_name():
    """A Word file that is named as a PDF is read as a Word file."""
    reading = read_bytes(word_file(), "avtale.pdf", PARAMS)

    assert reading.blocks[0].text == "Lederavtale 2014"


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "tom.pdf", "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "bilde.pdf", "not_a_pdf"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 50, "gammel.doc", "unsupported"),
        (b"version https://git-lfs.github.com/spec/v1\n", "stor.pdf", "not_a_pdf"),
        (b"%PDF-1.7\n", "kort.pdf", "truncated"),
        (b"PK\x03\x04 ikke et arkiv", "arkiv.docx", "truncated"),
        (b'{"error": "not found", "status": 404}', "plan.pdf", "not_a_pdf"),
        (b"%!PS-Adobe-3.0\n72 700 moveto (Plan) show showpage\n", "plan.pdf", "not_a_pdf"),
        (b"%FDF-1.2\n1 0 obj << /FDF << /Fields [] >> >> endobj", "svar.fdf", "unsupported"),
        (b"BM\x64\x00\x00\x00\x00\x00\x00\x00" + b"\x00" * 50, "bilde.pdf", "not_a_pdf"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 50, "bilde.jpg", "unsupported"),
        (b"JVBERi0xLjcKJeLjz9MKMSAwIG9iago=", "vedlegg.pdf", "not_a_pdf"),
        (b"Received: from a by b\nFrom: a@b.no\n\nHei", "brev.eml", "unsupported"),
    ],
)
def test_what_cannot_be_read_says_why(data, name, reason):
    """Each fault has its word and a sentence of what was expected."""
    with pytest.raises(DocumentError, match="expected") as caught:
        read_bytes(data, name, PARAMS)

    assert caught.value.reason == reason


def test_text_that_begins_like_a_picture_is_text():
    """A picture's first letters may begin a word."""
    reading = read_bytes(b"BMI skal ned.\n[1] Se vedlegget.\n{ Utkast }", "a.txt", PARAMS)

    assert reading.media_type == "text/plain"


def test_a_nul_in_a_text_is_no_reason_to_lose_it():
    """Old systems leave some between their records."""
    reading = read_bytes(b"Kommunen skal bygge. " * 40 + b"\x00\x00", "a.txt", PARAMS)

    assert reading.blocks[0].text.startswith("Kommunen skal bygge.")
