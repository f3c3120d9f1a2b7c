"""Tables in PDFs: with and without rules, with gaps, wrapped labels, over pages."""

import io

import pdfplumber
import pytest

from pipeline.extraction.aligned import FoundTable, TableCell
from pipeline.extraction.elements import Box
from pipeline.extraction.runningon import join_tables
from tests.extraction.typesetting import read_typeset, running, table_rows, typeset_pdf

CUTS = [
    ["Tiltak", "2009", "2010"],
    ["Overordnede tiltak", "", ""],
    ["Inntrekk fra 2008", "36,0", ""],
    ["Utsette deler av VAR-inndekningen til 2011", "", "6,0"],
    ["Sum overordnede tiltak", "36,0", "6,0"],
    ["Tiltak på tjenesteområdene", "", ""],
    ["Skole", "7,3", "39,4"],
    ["Barnehage", "1,4", "3,8"],
    ["Tjenester til personer med nedsatt funksjonsevne", "0,1", "3,6"],
    ["Sum tiltak på tjenesteområdene", "37,1", "129,5"],
    ["Sum inndekning 2009 og 2010", "", "208,6"],
]
STYLES = {
    "ruled": "td, th { border: .5pt solid black; padding: 2pt 4pt }",
    "unruled": "td, th { padding: 0 2pt }",
    "narrow, labels wrap": "table { width: 60% } td, th { padding: 0 2pt }",
    "padded, labels wrap": "table { width: 65% } td, th { padding: 4pt 8pt }",
    "lines below rows": "td, th { padding: 3pt 4pt; border-bottom: .5pt solid #777 }",
    "white on dark": "td, th { padding: 3pt } th { background: #246; color: white }",
    "indented": "td:first-child { padding-left: 18pt } tr:nth-child(5n+4) td { padding-left: 0 }",
}


def html_table(rows: list[list[str]], head: bool = True) -> str:
    """The rows as an HTML table, all columns but the first set to the right."""
    lines = []
    for number, row in enumerate(rows):
        tag = "th" if head and number == 0 else "td"
        cells = (f"<{tag}{' class=n' if i else ''}>{text}</{tag}>" for i, text in enumerate(row))
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(lines)}</table>"


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_each_figure_stands_in_its_own_column(style):
    """A row without its first figure keeps the second one in the second column."""
    reading = read_typeset(
        "<p>Tabellen viser forslaget.</p>" + html_table(CUTS) + "<p>Figur 8. Kutt i mill.</p>",
        style,
    )

    assert table_rows(reading.blocks) == CUTS
    assert running(reading.blocks) == [
        ("paragraph", "Tabellen viser forslaget."),
        ("caption", "Figur 8. Kutt i mill."),
    ]


def test_ruled_table_is_read_as_pdfplumber_reads_it():
    """The reference for ruled tables finds the same texts in the same cells."""
    pdf = typeset_pdf(html_table(CUTS), STYLES["ruled"])
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        expected = document.pages[0].extract_table()

    assert table_rows(read_typeset(html_table(CUTS), STYLES["ruled"]).blocks) == expected


def test_merged_cells_keep_their_spans():
    """A cell over two rows and one over two columns are one cell each."""
    reading = read_typeset(
        "<table><tr><td rowspan=2>Oppvekst</td><td colspan=2>Budsjett</td></tr>"
        "<tr><td>2009</td><td>2010</td></tr><tr><td>Skole</td><td>7,3</td><td>39,4</td></tr></table>",
        STYLES["ruled"],
    )

    spans = {b.text: (b.place.row_span, b.place.column_span) for b in reading.blocks if b.place}
    assert spans["Oppvekst"] == (2, 1)
    assert spans["Budsjett"] == (1, 2)
    assert table_rows(reading.blocks)[1] == ["", "2009", "2010"]


STATUS = [
    ["Status", "Utfordringer", "Foreslåtte tilpasninger/tiltak fra enhetene"],
    [
        "Organiseringen med delt modell fungerer både på bydel og i byen",
        "Uklarheter om ansvar for løpende saker, bestillinger og kapasitet. "
        "Kontorene makter ikke å følge opp tiltaksplaner og tilsyn i tide.",
        "- Behov for lik organisering av team på alle bydeler "
        "- Felles fagnettverk er nødvendig for alle enhetene "
        "- Samarbeid mellom fagledere ønskelig",
    ],
    [
        "Fleksibel bruk av ressurser mellom enhetene",
        "Arbeidspresset på fagteamet er stort",
        "- Avklaring av kontaktperson for familien",
    ],
]


def status_html() -> str:
    """The table of three columns, dashes and sentences as paragraphs in their cells."""
    body = html_table(STATUS).replace(" class=n", "")
    return body.replace(" - ", "</p><p>- ").replace(". Kont", ".</p><p>Kont")


@pytest.mark.parametrize(
    "style",
    [
        "td, th { border: .5pt solid black; padding: 3pt }",
        "td, th { padding: 0 6pt }",
        "td, th { padding: 3pt 6pt; border-bottom: .5pt solid black }",
        "td, th { padding: 0 6pt } th { font-weight: normal }",
    ],
    ids=["ruled", "unruled", "lines below rows", "plain headings"],
)
def test_cells_of_several_lines_stay_whole(style):
    """A table of text in three columns is no page in three columns."""
    reading = read_typeset(
        f"<h3>Barneverntjenesten</h3>{status_html()}<p>Bystyret får en egen sak til våren.</p>",
        f"{style} p {{ margin: 0 }} td {{ width: 33% }}",
    )

    assert table_rows(reading.blocks) == STATUS
    assert running(reading.blocks) == [
        ("heading", "Barneverntjenesten"),
        ("paragraph", "Bystyret får en egen sak til våren."),
    ]


@pytest.mark.parametrize("style", [STYLES["ruled"], STYLES["unruled"]], ids=["ruled", "unruled"])
def test_table_over_pages_is_one_table(style):
    """Rows run on across pages, and the repeated headings are dropped."""
    rows = [
        ["Tiltak", "2009", "2010"],
        *([f"Tiltak nr. {i}", f"{i},5", f"{i},0"] for i in range(90)),
    ]
    head = html_table(rows).replace("<table>", "<table><thead>")
    body = head.replace("</th></tr>", "</th></tr></thead>", 1)
    reading = read_typeset(body, style)

    assert reading.pages > 1
    assert table_rows(reading.blocks) == rows
    assert {b.place.table for b in reading.blocks if b.place} == {0}


def test_a_row_over_the_page_s_end_is_one_row():
    """Cells cut by a page break are whole again, and later rows keep their count."""
    sentence = "enheten melder behov til innkjøp og leier ikke vikarer på egen hånd uten avtale"
    words = sentence.split()
    goals = [" ".join([*words[i % 14 :], str(i), *words[: i % 14]]) for i in range(24)]
    rows = [["Mål", "Tiltak"], *([f"Nr. {i}: {g}", f"Rapport {i}"] for i, g in enumerate(goals))]
    reading = read_typeset(
        html_table(rows).replace(" class=n", ""),
        f"{STYLES['ruled']} td:first-child {{ width: 25% }} td {{ orphans: 1; widows: 1 }}",
    )

    assert reading.pages > 1
    assert table_rows(reading.blocks) == rows


def test_figures_of_a_chart_are_no_table():
    """Columns of bare figures, as on the axes of a chart, are left as text."""
    reading = read_typeset(html_table([["50", "50"], ["40", "40"], ["30", "30"]], head=False))

    assert [b.place for b in reading.blocks] == [None] * len(reading.blocks)


def test_contents_are_no_table():
    """Numbered labels with rising page numbers are a table of contents."""
    rows = [["1.1 Innledning", "3"], ["1.2 Mål", "5"], ["1.3 Tiltak", "12"], ["1.4 Økonomi", "31"]]
    reading = read_typeset(html_table(rows, head=False))

    assert not any(b.place for b in reading.blocks)


def test_a_table_goes_on_from_the_last_column_of_a_page_to_the_first_of_the_next() -> None:
    """Its columns stand as far from each other in another place, and no head opens it anew."""
    first = _table_at(300, [("Formål", "2031", "2032"), ("Kai", "4,0", "5,0")])
    rest = _table_at(40, [("Bru", "1,0", "2,0")])
    other = _table_at(40, [("Formål", "2041", "2042"), ("Bru", "1,0", "2,0")])

    assert _numbers(first, rest) == {0}
    assert _numbers(first, other) == {0, 1}


def _numbers(first: FoundTable, second: FoundTable) -> set[int]:
    joined = join_tables([(1, first, False), (2, second, True)])
    return {block.place.table for page in joined for block in page if block.place}


def _table_at(x: float, rows: list[tuple[str, ...]]) -> FoundTable:
    columns = ((x, x + 60.0), (x + 100, x + 120), (x + 150, x + 170))
    box = Box(x, 100, x + 170, 200)
    cells = tuple(
        TableCell(row, column, text, box)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    return FoundTable(columns, cells, box)
