"""Tables of prose without vertical rules, told from a page in columns."""

import pytest

from tests.extraction.typesetting import read_typeset, running, table_rows

HEADS = ["Status", "Utfordringer", "Foreslåtte tilpasninger/tiltak fra enhetene"]
FIRST = [
    "Beslutningen om at ressursene på kontor og tiltak ses under ett, er forsøkt gjennomført",
    "Det er fortsatt delt fagledelse, ulikt resultat i utredningene og ulikheter i hvordan "
    "oppgavene løses mellom bydelene. Skolene melder om uklarheter.",
    "- Alle saker legges til ett kontor<br>- Flere av de faglige organiseres under samme leder"
    "<br>- Tidlig innsats i skole og barnehage<br>- Henvisning går via fagteam på skolene",
]
SECOND = [
    "Ordningen med delt modell fungerer på bydel",
    "Uklarheter om ansvar for løpende saker, bestillinger og kapasitet. Kontorene makter ikke å "
    "følge opp tilsyn og evaluering av tiltak i tide.",
    "- Felles fagnettverk er nødvendig<br>- Klargjøring av leders myndighet",
]
ABOVE = (
    "Enhetene ble bedt om å beskrive dagens ordning, hva som er vanskelig, og hva de ønsker å gjøre"
)
BELOW = (
    "Svarene er gjennomgått av staben, og de viktigste forslagene er tatt med videre i saken som "
    "legges fram for bystyret til høsten. Det er ikke satt av egne midler til dette arbeidet."
)
STYLES = {
    "no style": "td { vertical-align: middle } th { text-align: center } td, th { padding: 1px }",
    "collapsed": "td { vertical-align: middle } td, th { padding: 1px 3px }",
    "lines below rows": "td, th { padding: 4pt; border-bottom: .5pt solid }",
    "line below headings": "td, th { padding: 4pt } th { border-bottom: 1pt solid }",
    "lines above and below": "table { border: 1pt solid; border-width: 1pt 0 } td { padding: 4pt }",
    "shaded rows": "td, th { padding: 4pt } tr:nth-child(even) { background: #eee }",
    "plain headings": "td, th { padding: 4pt; font-weight: normal }",
    "justified": "body { text-align: justify } td, th { padding: 3pt }",
    "sans serif": "body { font: 10pt 'DejaVu Sans' } td, th { padding: 2pt }",
}


def table(*rows: list[str]) -> str:
    """An HTML table with HEADS over the rows."""
    head = "".join(f"<th>{text}</th>" for text in HEADS)
    body = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def texts(*rows: list[str]) -> list[list[str]]:
    """The rows as they should be read."""
    return [HEADS, *([text.replace("<br>", " ") for text in row] for row in rows)]


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_rows_of_prose_are_rows(style):
    """Between full lines of text, a table without upright lines keeps its rows and columns."""
    reading = read_typeset(f"<p>{ABOVE}</p>{table(FIRST, SECOND)}<p>{BELOW}</p>", style)

    assert table_rows(reading.blocks) == texts(FIRST, SECOND)
    assert running(reading.blocks) == [("paragraph", ABOVE), ("paragraph", BELOW)]


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_each_unit_has_its_own_table(style):
    """Tables of one row under headings of their own are not run together."""
    body = f"<h3>Barnevern</h3>{table(FIRST)}<h3>Helse</h3>{table(SECOND)}<p>{BELOW}</p>"
    reading = read_typeset(body, style)

    assert table_rows(reading.blocks, 0) == texts(FIRST)
    assert table_rows(reading.blocks, 1) == texts(SECOND)
    assert running(reading.blocks) == [
        ("heading", "Barnevern"),
        ("heading", "Helse"),
        ("paragraph", BELOW),
    ]


def test_a_row_cut_by_a_page_stays_in_the_table():
    """Cells run on in their columns on the next page, up to the text below the table."""
    long = [" ".join([SECOND[1]] * 12), " ".join([FIRST[1]] * 12), FIRST[2]]
    reading = read_typeset(f"<p>{ABOVE}</p>{table(FIRST, long)}<p>{BELOW}</p>", STYLES["no style"])
    rows = table_rows(reading.blocks)

    assert reading.pages == 2
    assert [" ".join(part for part in cells if part) for cells in zip(*rows[2:], strict=True)] == [
        text.replace("<br>", " ") for text in long
    ]
    assert running(reading.blocks)[-1] == ("paragraph", BELOW)


def test_a_page_in_three_columns_is_no_table():
    """Headings on one line over columns that hold headings of their own further down."""
    part = f"<h4>Mål nummer</h4><p>{BELOW}</p><h4>Tiltak framover</h4><p>{ABOVE}</p>"
    columns = f"<div class=k>{part}</div>" * 3
    reading = read_typeset(columns, ".k { float: left; width: 30%; margin: 0 1.5% }")

    assert not any(block.place for block in reading.blocks)


@pytest.mark.parametrize("width", ["100%", "80%"])
def test_one_row_with_empty_cells_between_rules_is_a_table(width):
    """Two filled cells of four are enough where rules frame headings and row, also alone."""
    cells = ["", "Delta i nettverk", "- Kurs i en uke for alle<br>- Møter hver torsdag", ""]
    heads = "".join(f"<th>{t}</th>" for t in ("Resultatmål", "Mål for enheten", "Tiltak", "Støtte"))
    row = "".join(f"<td>{text}</td>" for text in cells)
    style = (
        "td, th { padding: 2pt 4pt; width: 25%; text-align: left; vertical-align: top;"
        f" border-top: .5pt solid; border-bottom: .5pt solid }} table {{ width: {width} }}"
    )
    body = f"<table><tr>{heads}</tr><tr>{row}</tr></table><h2>Oppfølging</h2><p>{BELOW}</p>"
    reading = read_typeset(f"<p>{ABOVE}</p><h1>5. Utvikling</h1>{body}", style)

    assert table_rows(reading.blocks) == [
        ["Resultatmål", "Mål for enheten", "Tiltak", "Støtte"],
        [text.replace("<br>", " ") for text in cells],
    ]
