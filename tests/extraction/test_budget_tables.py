"""Tables as budgets and plans of municipalities print them, cell by cell."""

import pytest

from tests.extraction.typesetting import read_typeset, running, table_rows

NUMBER = "td.n, th.n { text-align: right } td.n { white-space: nowrap }"
ZEBRA = f"{NUMBER} td, th {{ padding: 3pt 5pt }} tr:nth-child(even) td {{ background: #eee }}"
LINES = f"{NUMBER} td, th {{ padding: 2pt 5pt }} thead th {{ border-bottom: 1pt solid black }}"
FRAME = (
    f"{LINES} table {{ border-top: 1pt solid black; border-bottom: 1pt solid black }}"
    " thead tr:first-child th[colspan] { text-align: center; border-bottom: .5pt solid black }"
)
BARE = f"{NUMBER} td, th {{ padding: 1pt 5pt }}"
GRID = f"{NUMBER} td, th {{ padding: 2pt 4pt; border: .5pt solid black }}"
STYLES = {"zebra": ZEBRA, "lines": LINES, "frame": FRAME, "bare": BARE, "grid": GRID}

OVERVIEW = [
    ["Tall i 1 000 kr", "Regnskap 2024", "Budsjett 2025", "2026", "2027", "2028", "2029"],
    ["Rammetilskudd", "-812 455", "-830 120", "-851 000", "-858 400", "-861 200", "-863 900"],
    ["Inntekts- og formuesskatt", "-634 018", "-661 900", "-690 300", "-694 000", "-697 100",
     "-699 800"],
    ["Eiendomsskatt", "-48 211", "-48 500", "-49 000", "-49 000", "-49 000", "-49 000"],
    ["Andre generelle driftsinntekter", "-9 876", "-7 400", "-7 100", "-6 900", "-6 700", "-6 500"],
    ["Sum generelle driftsinntekter", "-1 504 560", "-1 547 920", "-1 597 400", "-1 608 300",
     "-1 614 000", "-1 619 200"],
    ["Sum bevilgninger drift, netto", "1 402 118", "1 459 877", "1 511 250", "1 509 700",
     "1 512 040", "1 515 300"],
    ["Avskrivninger", "96 402", "99 000", "103 500", "107 800", "110 400", "111 900"],
    ["Netto driftsresultat", "-6 040", "10 957", "17 350", "9 200", "8 440", "8 000"],
]  # fmt: skip
MEASURES = [
    ["Nr", "Tiltak", "2026", "2027", "2028", "2029"],
    ["", "Oppvekst", "", "", "", ""],
    ["101", "Redusert bruk av vikarer i skolen", "-1 200", "-2 400", "-2 400", "-2 400"],
    ["102", "Ny avdeling ved Solvang barnehage med plass til 36 barn under tre år, helårsvirkning "
     "fra høsten", "3 150", "7 560", "7 560", "7 560"],
    ["103", "Styrket PP-tjeneste", "800", "800", "800", "800"],
    ["", "Sum oppvekst", "2 750", "5 960", "5 960", "5 960"],
    ["", "Helse og velferd", "", "", "", ""],
    ["201", "Omgjøring av sykehjemsplasser", "-4 500", "-9 000", "-9 000", "-9 000"],
    ["202", "Velferdsteknologi i hjemmet", "1 750", "–", "–", "–"],
    ["", "Sum helse og velferd", "-2 750", "-9 000", "-9 000", "-9 000"],
    ["", "Sum alle tiltak", "0", "-3 040", "-3 040", "-3 040"],
]  # fmt: skip


def html(rows: list[list[str]], numbers: int, head: str = "") -> str:
    """The rows as an HTML table; the first `numbers` columns are words, the rest figures."""
    lines = []
    for row in rows[0 if head else 1 :]:
        cells = (f"<td{' class=n' if i >= numbers else ''}>{t}</td>" for i, t in enumerate(row))
        lines.append(f"<tr>{''.join(cells)}</tr>")
    first = "".join(
        f"<th{' class=n' if i >= numbers else ''}>{t}</th>" for i, t in enumerate(rows[0])
    )
    return f"<table><thead>{head or f'<tr>{first}</tr>'}</thead>{''.join(lines)}</table>"


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_overview_with_four_years(style):
    """Seven columns of figures of each sign, headings in one or two lines."""
    reading = read_typeset(
        "<h2>Bevilgningsoversikt drift</h2>" + html(OVERVIEW, 1),
        f"{style} table {{ font-size: 8pt }}",
    )

    assert table_rows(reading.blocks) == OVERVIEW
    assert running(reading.blocks) == [("heading", "Bevilgningsoversikt drift")]


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_measures_in_groups_with_sums(style):
    """Numbers of measures, a label of two lines, rows that name a group, and a dash for nil."""
    reading = read_typeset(html(MEASURES, 2), f"{style} table {{ font-size: 10pt }}")

    assert table_rows(reading.blocks) == MEASURES


YEARS = [
    ["", "Budsjett 2026", "", "Budsjett 2027", ""],
    ["Område", "Drift", "Lønn", "Drift", "Lønn"],
    ["Skole", "12 400", "88 120", "12 600", "90 200"],
    ["Barnehage", "3 310", "61 004", "3 350", "62 300"],
    ["Kultur", "7 900", "5 012", "8 100", "5 100"],
    ["Totalt", "23 610", "154 136", "24 050", "157 600"],
]


@pytest.mark.parametrize(
    "style", [FRAME, LINES, BARE, GRID], ids=["frame", "lines", "bare", "grid"]
)
def test_years_over_several_columns(style):
    """A heading that stands over two columns is one cell with its span."""
    head = (
        "<tr><th></th><th colspan=2>Budsjett 2026</th><th colspan=2>Budsjett 2027</th></tr>"
        f"<tr>{''.join(f'<th class=n>{t}</th>' for t in YEARS[1])}</tr>"
    ).replace("<th class=n>Område", "<th>Område")
    reading = read_typeset(
        html(YEARS[1:], 1, head).replace("<tr><td>Område</td>", "<tr hidden><td>Område</td>"),
        f"{style} th[colspan] {{ text-align: center }} tr[hidden] {{ display: none }}",
    )

    assert table_rows(reading.blocks) == YEARS
    spans = {b.text: b.place.column_span for b in reading.blocks if b.place and b.text}
    assert (spans["Budsjett 2026"], spans["Budsjett 2027"], spans["Drift"]) == (2, 2, 1)


KOSTRA = [
    ["Funksjon", "Navn", "Regnskap 2024", "Budsjett 2025", "Endring i %"],
    ["100", "Politisk styring", "7 812", "8 010", "2,5 %"],
    ["120", "Administrasjon", "61 204", "62 400", "2,0 %"],
    ["201", "Barnehage", "188 731", "192 650", "2,1 %"],
    ["202", "Grunnskole", "301 115", "299 800", "-0,4 %"],
    ["253", "Helse- og omsorgstjenester i institusjon", "142 800", "151 300", "6,0 %"],
]


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_functions_by_code(style):
    """The code stands in a column of its own, the share beside the amounts."""
    reading = read_typeset(html(KOSTRA, 2), f"{style} table {{ font-size: 9pt }}")

    assert table_rows(reading.blocks) == KOSTRA


@pytest.mark.parametrize("style", [ZEBRA, FRAME, BARE], ids=["zebra", "frame", "bare"])
def test_note_marks_are_kept_out_of_the_figures(style):
    """A raised mark beside a figure is no digit of it."""
    rows = [list(row) for row in KOSTRA]
    body = (
        html(rows, 2)
        .replace("188 731<", "188 731<sup>1</sup><")
        .replace("Grunnskole<", "Grunnskole<sup>2)</sup><")
    )
    reading = read_typeset(
        f"{body}<p>1) Inkl. tilskudd til private.</p>",
        f"{style} sup {{ font-size: 6pt; vertical-align: super }} table {{ font-size: 10pt }}",
    )
    rows[3][2], rows[4][1] = "188 731¹", "Grunnskole²⁾"

    assert table_rows(reading.blocks) == rows
    assert running(reading.blocks)[-1][1] == "1) Inkl. tilskudd til private."


@pytest.mark.parametrize("repeated", [True, False], ids=["headings again", "headings once"])
@pytest.mark.parametrize(
    "style", [ZEBRA, FRAME, BARE, GRID], ids=["zebra", "frame", "bare", "grid"]
)
def test_table_over_three_pages(style, repeated):
    """Rows run on over two page ends, whether the headings stand there again or not."""
    rows = [OVERVIEW[0], *(
        [f"Prosjekt {i} {name}", *(f"{(i * 37 + k * 11) % 900 + 1} {(i * 53 + k) % 900 + 99}"
        for k in range(6))]
        for i, name in enumerate(["Sentrum skole", "Vann og avløp", "Idrettshall"] * 45)
    )]  # fmt: skip
    head = (
        "thead { display: table-header-group }"
        if repeated
        else ("thead { display: table-row-group }")
    )
    reading = read_typeset(html(rows, 1), f"{style} {head} table {{ font-size: 8pt }}")

    assert reading.pages >= 3
    assert {b.place.table for b in reading.blocks if b.place} == {0}
    assert table_rows(reading.blocks) == rows


def test_landscape_page():
    """A wide table on a page that lies down."""
    reading = read_typeset(html(OVERVIEW, 1), f"@page {{ size: A4 landscape }} {FRAME}")

    assert table_rows(reading.blocks) == OVERVIEW


def test_tables_side_by_side_stay_apart():
    """Two small tables beside each other are two tables, each with its own rows."""
    left = [["Inntekter", "2026"], ["Skatt", "690,3"], ["Tilskudd", "851,0"], ["Sum", "1 541,3"]]
    right = [["Utgifter", "2026"], ["Lønn", "988,1"], ["Drift", "402,7"], ["Sum", "1 390,8"]]
    reading = read_typeset(
        f"<div class=a>{html(left, 1)}</div><div class=a>{html(right, 1)}</div>",
        f"{FRAME} .a {{ display: inline-block; width: 45%; margin-right: 4% }}",
    )

    assert [table_rows(reading.blocks, t) for t in (0, 1)] == [left, right]


def test_negative_figures_of_every_kind_stay_as_printed():
    """Minus signs, dashes and brackets belong to the figure they stand with."""
    rows = [
        ["Post", "2025", "2026"],
        ["Hyphen", "-1 200", "-12,5"],
        ["Minus", "−1 200", "−12,5"],
        ["Dash", "–1 200", "– 12,5"],
        ["Brackets", "(1 200)", "(12,5)"],
        ["Nil", "-", "0"],
        ["Unit", "12,5 mill. kr", "1 200 kr"],
    ]
    reading = read_typeset(html(rows, 1), BARE)

    assert table_rows(reading.blocks) == rows


CHART = """
<svg width="300" height="150" font-size="9">
<text x="4" y="20">40</text><text x="4" y="60">30</text><text x="4" y="100">20</text>
<text x="4" y="140">10</text><text x="290" y="20">8</text><text x="290" y="60">6</text>
<text x="290" y="100">4</text><text x="290" y="140">2</text>
<path d="M 20 18 H 280 M 20 58 H 280 M 20 98 H 280 M 20 138 H 280" stroke="#999"/>
<text x="60" y="149">2023</text><text x="120" y="149">2024</text><text x="180" y="149">2025</text>
</svg>
"""


def test_a_chart_beside_text_is_no_table():
    """Axis labels rise by one step, years stand below: figures of a drawing."""
    reading = read_typeset(f"<p>Gjelda har økt.</p>{CHART}<p>Kilde: SSB.</p>")

    assert not [b.text for b in reading.blocks if b.place]


def test_dotted_contents_with_two_columns_of_pages_are_no_table():
    """Page numbers that never sink, labels numbered: contents, however many columns."""
    lines = [(f"{i}.{k} Kapittel {i * k + 1}", str(3 * i + k)) for i in range(1, 5) for k in (1, 2)]
    body = "".join(
        f"<tr><td>{a} {'.' * 60}</td><td class=n>{b}</td><td class=n>{int(b) + 100}</td></tr>"
        for a, b in lines
    )
    reading = read_typeset(f"<h2>Innhold</h2><table>{body}</table>", BARE)

    assert not [b.text for b in reading.blocks if b.place]


def test_text_in_three_columns_is_no_table():
    """Running text set in columns has lines on the same heights, but no rows."""
    sentence = (
        "Kommunen skal ha gode skoler og barnehager i hele kommunen, og legge vekt på tidlig "
        "innsats, trygge voksne og et godt samarbeid med hjemmene gjennom hele oppveksten. "
    )
    reading = read_typeset(
        f"<div>{sentence * 12}</div>", "div { columns: 3; column-gap: 12pt; font-size: 9pt }"
    )

    assert not [b.text for b in reading.blocks if b.place]


def test_a_row_above_the_first_rule_of_a_page_is_the_table_s():
    """With a rule under each row, the first row of the next page stands above its first rule."""
    rows = [
        ["Tiltak", "2009", "2010"],
        *([f"Tiltak nr. {i}", f"{i},5", f"{i},0"] for i in range(60)),
    ]
    reading = read_typeset(
        html(rows, 1),
        f"{BARE} td, th {{ border-bottom: .5pt solid #777 }} thead {{ display: table-row-group }}",
    )

    assert reading.pages > 1
    assert {b.place.table for b in reading.blocks if b.place} == {0}
    assert table_rows(reading.blocks) == rows


def test_a_title_across_a_table_parts_its_rows_and_is_a_heading():
    """With room around it in the middle, or in bold; the rows on both sides are one table."""
    across = "<tr><td colspan=3 style='padding: 20pt 0 14pt; {}'>{}</td></tr>"
    rows = [
        f"<tr><td>{name}</td><td class=n>{n} 300</td><td class=n>{n + 1} 900</td></tr>"
        for n, name in enumerate(["Havn", "Vei", "Parker", "Skole", "SFO", "Barnehage"], 10)
    ]
    rows.insert(4, across.format("text-align: center", "Oppvekst og utdanning m.m."))
    rows.insert(2, across.format("font-weight: bold", "Grønne byrom"))

    reading = read_typeset(f"<table>{''.join(rows)}</table>", BARE)

    assert running(reading.blocks) == [
        ("heading", "Grønne byrom"),
        ("heading", "Oppvekst og utdanning m.m."),
    ]
    assert [row[0] for row in table_rows(reading.blocks)] == [
        "Havn", "Vei", "Parker", "Skole", "SFO", "Barnehage"
    ]  # fmt: skip
    assert [b.text for b in reading.blocks if b.role == "heading" or b.place.column == 0] == [
        "Havn", "Vei", "Grønne byrom", "Parker", "Skole", "Oppvekst og utdanning m.m.", "SFO",
        "Barnehage",
    ]  # fmt: skip


def test_tables_with_rules_alike_and_a_heading_between_them_are_two() -> None:
    """A table of words, then one of figures whose headings stand to the left of them."""
    css = (
        "table { width: 100%; border-collapse: collapse; font-size: 9pt } th { text-align: left; "
        "border-bottom: 1pt solid } td { border-bottom: .3pt solid } td.n { text-align: right }"
    )
    words = "".join(
        f"<tr><td>{goal}<td>{result}<td>{done}"
        for goal, result, done in (
            ("Alle turstier er merket", "40 km ble merket", "Nådd"),
            ("Færre klager", "9 prosent", "Ikke nådd"),
            ("Nye benker", "Satt ut i mai", "Nådd"),
        )
    )
    figures = "".join(
        f"<tr><td>{name}<td class=n>{spent}<td class=n>{given}<td class=n>{off}"
        for name, spent, given, off in (
            ("Park", "3,4", "3,0", "-0,4"),
            ("Kai", "8,0", "9,0", "1,0"),
        )
    )
    reading = read_typeset(
        f"<h2>Mål</h2><table><tr><th>Mål<th>Resultat<th>Vurdering{words}</table><h2>Penger</h2>"
        "<p>Tall i mill. kroner</p><table><tr><th>Formål<th>Regnskap 2031"
        f"<th>Revidert budsjett 2031<th>Avvik{figures}</table>",
        css,
    )

    assert table_rows(reading.blocks, 0)[1] == [
        "Alle turstier er merket",
        "40 km ble merket",
        "Nådd",
    ]
    assert table_rows(reading.blocks, 1)[-3:] == [
        ["Formål", "Regnskap 2031", "Revidert budsjett 2031", "Avvik"],
        ["Park", "3,4", "3,0", "-0,4"],
        ["Kai", "8,0", "9,0", "1,0"],
    ]
