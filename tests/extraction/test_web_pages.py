"""Web pages as municipalities publish them: content without what stands around it."""

import pytest

from pipeline.errors import DocumentError
from pipeline.extraction.elements import Reading
from pipeline.extraction.filetypes import read_bytes
from pipeline.params import ExtractionParams
from tests.extraction.typesetting import running, table_rows

PARAMS = ExtractionParams()


def read(html: str, encoding: str = "utf-8") -> Reading:
    """The page's Reading."""
    return read_bytes(html.encode(encoding), "side.html", PARAMS)


def told(body: str) -> list[tuple[str, str]]:
    """(role, text) of everything outside tables in a page with that body."""
    return running(read(f"<!doctype html><html><body><main>{body}</main></body></html>").blocks)


PORTAL = """<!DOCTYPE html><html lang="nb"><head><meta charset="utf-8"><title>Kommuneplan</title>
<style>.a{}</style><script>var meny = ["Skjult"];</script></head><body>
<form id="aspnetForm" action="./">
<input type="hidden" name="__VIEWSTATE" value="x">
<a class="skip-link" href="#c">Hopp til innhold</a>
<div class="cookie-banner" role="dialog"><p>Vi bruker informasjonskapsler.</p>
<button>Godta</button></div>
<header><a href="/">Bjørkevåg kommune</a><div class="search"><label for="q">Søk</label>
<input id="q"></div></header>
<div class="breadcrumb"><a href="/">Forside</a> / <a href="/planer">Planer</a></div>
<div class="row"><div class="sidemeny"><ul><li><a href="/1">Budsjett</a></li>
<li><a href="/2">Planer</a></li></ul></div>
<div id="content"><h1>Kommuneplanens samfunnsdel</h1>
<p class="ingress">Planen gjelder til&nbsp;2030. <strong>Visjonen</strong>
er <q>lille store by</q>.</p>
<h2>Oppvekst</h2>
<p><b>Kommunen vil</b></p>
<ul><li>gi flere barn <a href="/x">plass i barne&shy;hage</a><ul><li>i Sentrum</li><li>
<p>i Øst</p></li></ul></li>
<li><p>styrke skolen</p><p>Dette følges opp hvert år.</p></li></ul>
<h3>
<button type="button" aria-expanded="false" aria-controls="panel1">Slik følger vi opp</button></h3>
<div id="panel1" hidden><p>Rådmannen rapporterer hvert tertial.</p></div>
<div class="visually-hidden">Åpnes i ny fane</div>
<div style="display: none"><p>Kladd</p></div>
<figure><img src="kart.png" alt="kart"><figcaption>Kart over bydelene</figcaption></figure>
<dl><dt>Saksnummer</dt><dd>13/6420</dd><dt>Vedtak:</dt><dd><p>Planen vedtas.</p>
<p>Den gjelder straks.</p></dd></dl>
<div class="share"><a href="#">Del på Facebook</a> <a href="#">Skriv ut</a></div>
</div></div>
<footer><p>Postboks 1, 0001 Bjørkevåg</p></footer></form></body></html>"""


def test_a_portal_page_gives_its_content() -> None:
    """The form around it all, notice, menus and footer go; what a click opens stays."""
    assert running(read(PORTAL).blocks) == [
        ("heading", "Kommuneplanens samfunnsdel"),
        ("paragraph", "Planen gjelder til 2030. Visjonen er lille store by."),
        ("heading", "Oppvekst"),
        ("heading", "Kommunen vil"),
        ("list_item", "• gi flere barn plass i barnehage"),
        ("list_item", "◦ i Sentrum"),
        ("list_item", "◦ i Øst"),
        ("list_item", "• styrke skolen"),
        ("paragraph", "Dette følges opp hvert år."),
        ("heading", "Slik følger vi opp"),
        ("paragraph", "Rådmannen rapporterer hvert tertial."),
        ("caption", "Kart over bydelene"),
        ("list_item", "Saksnummer: 13/6420"),
        ("paragraph", "Vedtak:"),
        ("list_item", "Planen vedtas."),
        ("paragraph", "Den gjelder straks."),
    ]


BUDGET = """<!doctype html><html><head><meta charset=utf-8></head><body><div id=app><div><div>
<nav><a href=#>Innledning</a></nav>
<div role="main"><div class="chapter"><div class="chapter-header">
<div role="heading" aria-level="1">Økonomiplan</div></div>
<div class="widget"><div class="widget-inner"><div>
<div><span>Driftsrammene</span> <span>øker.</span></div></div></div></div>
<div role="tablist"><button role="tab" aria-controls="t1">Drift</button>
<button role="tab" aria-controls="t2" aria-haspopup="true">x</button></div>
<div id="t1" role="tabpanel" aria-hidden="true">
<table><caption>Tabell 1. Driftsrammer (1 000 kr)</caption>
<thead><tr><th rowspan="2">Område</th><th colspan="2">Økonomiplan</th></tr><tr><th>2015</th>
<th>2016</th></tr></thead>
<tfoot><tr><td>Sum</td><td>30</td><td>31</td></tr></tfoot>
<tbody><tr><th rowspan="0">Oppvekst</th><td>10<sup>1)</sup></td><td>11</td></tr>
<tr><td><ul><li>skole</li><li>barnehage</li></ul></td><td style="display:none">skjult</td>
<td>20</td></tr></tbody></table></div>
<table role="presentation"><tr><td><h2>Mål</h2><p>Flere barn skal lære å lese.</p></td><td>
<p>Se også tiltak.</p></td></tr></table>
<div role="table"><div role="rowgroup"><div role="row"><span role="columnheader">Mål</span>
<span role="columnheader">Frist</span></div></div>
<div role="row"><span role="cell">Lese</span><span role="cell">2016</span></div></div>
<details><summary>Forutsetninger</summary>Lønnsvekst på 3 prosent.</details>
</div></div></div></div></body></html>"""


def test_a_budget_page_gives_its_tables() -> None:
    """Heads, feet, spans and lists in cells, in the order that they are shown; tables by role."""
    blocks = read(BUDGET).blocks

    assert table_rows(blocks) == [
        ["Område", "Økonomiplan", ""],
        ["", "2015", "2016"],
        ["Oppvekst", "10¹⁾", "11"],
        ["", "• skole • barnehage", "20"],
        ["Sum", "30", "31"],
    ]
    assert table_rows(blocks, 1) == [["Mål", "Frist"], ["Lese", "2016"]]
    assert running(blocks) == [
        ("heading", "Økonomiplan"),
        ("paragraph", "Driftsrammene øker."),
        ("heading", "Drift"),
        ("caption", "Tabell 1. Driftsrammer (1 000 kr)"),
        ("heading", "Mål"),
        ("paragraph", "Flere barn skal lære å lese."),
        ("paragraph", "Se også tiltak."),
        ("heading", "Forutsetninger"),
        ("paragraph", "Lønnsvekst på 3 prosent."),
    ]


OLD = """<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset={}"></HEAD><BODY>
<TABLE WIDTH=700><TR><TD WIDTH=120><A HREF=a>Hjem</A><BR><A HREF=b>Politikk</A></TD><TD>
<CENTER><H2>Møtebok</H2></CENTER>
<FONT SIZE=2>Formannskapet behandlet saken.<BR>Den ble utsatt.<BR><BR><B>Vedtak</B><BR><BR>
1. Budsjettet økes.<BR>2. Saken sendes<BR>videre på høring.</FONT>
<TABLE BORDER=1><TR><TD>Område</TD><TD>Kr</TD></TR><TR><TD>Skole</TD><TD>5</TD></TR></TABLE>
</TD></TR></TABLE></BODY></HTML>"""


@pytest.mark.parametrize(
    ("declared", "written"),
    [("iso-8859-1", "latin-1"), ("utf-8", "cp1252"), ("iso-8859-1", "utf-8"), ("ukjent", "cp1252")],
)
def test_an_old_page_laid_out_with_tables_is_read(declared: str, written: str) -> None:
    """Whatever encoding it says it has; empty lines part paragraphs, numbers begin items."""
    blocks = read(OLD.format(declared), written).blocks

    assert running(blocks)[1:] == [
        ("heading", "Møtebok"),
        ("paragraph", "Formannskapet behandlet saken. Den ble utsatt."),
        ("heading", "Vedtak"),
        ("list_item", "1. Budsjettet økes."),
        ("list_item", "2. Saken sendes videre på høring."),
    ]
    assert table_rows(blocks) == [["Område", "Kr"], ["Skole", "5"]]


SAVED = (
    "From: <Saved by Blink>\r\nSubject: Vedtak\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related; type="text/html"; boundary="--X"\r\n\r\n'
    "----X\r\nContent-Type: text/html; charset=iso-8859-1\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    "<html><body><article><h1>Vedtak</h1>=\r\n"
    '<ol start=3D"3"><li>=D8konomiplanen vedtas.</li><li value=3D"7">Saken tas opp igjen:'
    '<ol type=3D"a"><li>v=E5ren</li><li>h=F8sten</li></ol></li></ol></article></body></html>\r\n'
    "----X\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    "iVBO\r\n----X--\r\n"
)


def test_a_page_saved_in_one_file_is_read() -> None:
    """The browser's file holds the page; numbers of lists are those that it shows."""
    blocks = read_bytes(SAVED.encode("ascii"), "vedtak.mhtml", PARAMS).blocks

    assert running(blocks) == [
        ("heading", "Vedtak"),
        ("list_item", "3. Økonomiplanen vedtas."),
        ("list_item", "7. Saken tas opp igjen:"),
        ("list_item", "a. våren"),
        ("list_item", "b. høsten"),
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "<p>a<br>b</p><p>c<wbr>d&amp;e &lt;f&gt;</p>",
            [("paragraph", "a b"), ("paragraph", "cd&e <f>")],
        ),
        ("<p>Økes med <del>5</del><ins>6</ins> mill.</p>", [("paragraph", "Økes med 6 mill.")]),
        (
            "<pre>Mål:\n\n- lese\n- skrive</pre>",
            [("paragraph", "Mål:"), ("list_item", "- lese"), ("list_item", "- skrive")],
        ),
        (
            "løst<div>i en boks</div>etter",
            [("paragraph", "løst"), ("paragraph", "i en boks"), ("paragraph", "etter")],
        ),
        ("<ul><li>– lese</li></ul>", [("list_item", "– lese")]),
        ("<ul style='list-style: none'><li>lese</li></ul>", [("list_item", "lese")]),
        ("<ol reversed><li>a</li><li>b</li></ol>", [("list_item", "2. a"), ("list_item", "1. b")]),
        ("<p>4.2 Tidlig innsats</p>", [("heading", "4.2 Tidlig innsats")]),
        ("<h2>Mål <small>2015</small></h2>", [("heading", "Mål 2015")]),
        ("<p><strong>Vedtatt av bystyret.</strong></p>", [("paragraph", "Vedtatt av bystyret.")]),
        ("<p>Figur 2. Folketall</p>", [("caption", "Figur 2. Folketall")]),
        (
            "<blockquote>Sitat</blockquote><hr><address>Rådhuset</address>",
            [("paragraph", "Sitat"), ("paragraph", "Rådhuset")],
        ),
        (
            "<div class='menu-of-the-day'><p>Vi skal servere sunn mat i alle barnehager.</p></div>",
            [("paragraph", "Vi skal servere sunn mat i alle barnehager.")],
        ),
    ],
)
def test_elements_read_as_they_are_shown(body: str, expected: list[tuple[str, str]]) -> None:
    """Breaks, entities, changes, typed and loose text, marks, numbers, and a false menu."""
    assert told(body) == expected


def test_levels_follow_the_headings() -> None:
    """A bold label or an opened part stands one level under the heading above it."""
    opened = "<details><summary>c</summary></details>"
    page = f"<main><h1>a</h1><h3>b</h3><p><b>Etikett</b></p>{opened}<h2>d</h2></main>"

    assert [(b.text, b.level) for b in read(f"<html><body>{page}").blocks] == [
        ("a", 1), ("b", 3), ("Etikett", 4), ("c", 4), ("d", 2),
    ]  # fmt: skip


def test_a_table_inside_a_cell_is_a_table_of_its_own() -> None:
    """It follows the table around it, whose cell keeps its own words."""
    inner = "<table><tr><td>År</td><td>Sum</td></tr></table>"
    head = "<tr><th>Mål</th><th>Tall</th></tr>"
    page = f"<table>{head}<tr><td>Lese</td><td>Se: {inner}</td></tr></table>"
    blocks = read(f"<html><body>{page}").blocks

    assert table_rows(blocks) == [["Mål", "Tall"], ["Lese", "Se:"]]
    assert table_rows(blocks, 1) == [["År", "Sum"]]


def test_a_page_built_by_scripts_says_what_to_do() -> None:
    """Nothing is there to be read, and the reject names the way out."""
    reading = read("<html><body><div id=root></div><script>start()</script></body></html>")

    assert reading.blocks == ()
    assert [(f.reason, "print it to PDF" in f.detail) for f in reading.faults] == [("empty", True)]


def test_deep_nesting_loses_nothing() -> None:
    """Text a thousand elements deep is read, and so is what stands after it."""
    page = "<html><body>" + "<div>" * 1000 + "<p>innerst</p>" + "</div>" * 1000 + "<p>sist</p>"

    assert " ".join(block.text for block in read(page).blocks) == "innerst sist"


def test_a_page_that_is_too_long_says_so() -> None:
    """The bound on letters cuts, and a fault tells."""
    few = ExtractionParams(characters_per_file=50)
    reading = read_bytes(b"<html><body>" + b"<p>Flere barn.</p>" * 50, "side.html", few)

    assert 1 < len(reading.blocks) < 20
    assert [fault.reason for fault in reading.faults] == ["too_large"]


@pytest.mark.parametrize(
    "page",
    [
        "<div><p>Flere barn.</p></div>",
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>Flere barn.</html>",
        "<!-- lagret --><html><body>Flere barn.",
        "\n\n<h1>Flere barn.</h1>",
    ],
)
def test_pages_without_their_head_are_pages(page: str) -> None:
    """Pieces of HTML, XHTML and pages that begin with a remark."""
    assert [block.text for block in read(page).blocks] == ["Flere barn."]
    assert [block.text for block in read(page, "utf-16").blocks] == ["Flere barn."]


def test_an_error_page_under_a_documents_name_is_turned_away() -> None:
    """What a failed download left is no plan; a long page under a wrong name is still read."""
    short = b"<html><body><h1>404</h1><p>Siden finnes ikke</p></body></html>"
    long = b"<html><body>" + b"<p>Flere barn skal lese.</p>" * 100

    with pytest.raises(DocumentError, match="download failed") as caught:
        read_bytes(short, "plan.pdf", PARAMS)
    assert caught.value.reason == "not_a_pdf"
    assert len(read_bytes(long, "plan.pdf", PARAMS).blocks) == 100
    assert len(read_bytes(short, "plan.html", PARAMS).blocks) == 2


def test_a_saved_file_without_a_page_says_so() -> None:
    """The reject tells what was expected."""
    empty = b"MIME-Version: 1.0\nX: y\nContent-Type: multipart/related; boundary=a\n\n--a--\n"

    with pytest.raises(DocumentError, match="expected a web page"):
        read_bytes(empty, "side.mht", PARAMS)


def test_elements_that_are_never_ended_cost_no_text():
    """Old pages open a typeface in each paragraph and close none."""
    body = "".join(f"<div><font size=2><b>Avsnitt {i} om skolen." for i in range(1500))
    reading = read(f"<html><body>{body}")

    assert [block.text for block in reading.blocks][-1] == "Avsnitt 1499 om skolen."
    assert reading.faults == ()


def test_what_is_nested_too_deeply_is_told():
    """Text that can't be had leaves a fault."""
    reading = read("<html><body>" + "<ul><li>punkt" * 3000)

    assert [fault.reason for fault in reading.faults] == ["damaged"]
