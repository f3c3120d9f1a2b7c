"""Tables that coloured areas mark: headings on a fill, bands of rows, no strokes."""

import pytest

from tests.extraction.typesetting import read_typeset, running, table_rows

PLAN = [
    ["Beløp i 1000", "Økonomiplan 2031", "Økonomiplan 2032", "Økonomiplan 2033"],
    ["Vedtatt budsjett", "90 400", "90 400", "90 400"],
    ["Færre plasser i den eldste avdelingen", "-700", "-1 900", "-1 900"],
    ["Sum", "89 700", "88 500", "88 500"],
]
HEAD = (
    "th { background: #1f4e79; color: #fff; text-align: right } th:first-child { text-align: left }"
)
LINES = "tbody td { border-bottom: .5pt solid #bbb; vertical-align: middle; padding: 3pt 2pt }"
NARROW = "th { width: 60pt } th:first-child, td:first-child { width: 110pt }"


def html(rows: list[list[str]], labels: int = 1) -> str:
    """The rows as an HTML table with a head, all columns but the first ones set to the right."""
    head = "".join(f"<th>{cell.replace('plan ', 'plan<br>')}</th>" for cell in rows[0])
    body = "".join(
        "<tr>"
        + "".join(f"<td{' class=n' if i >= labels else ''}>{t}</td>" for i, t in enumerate(row))
        + "</tr>"
        for row in rows[1:]
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def test_headings_of_two_lines_on_a_fill_are_the_heads_of_their_columns():
    """The label of two lines has its figures centred beside it; each keeps its column's year."""
    reading = read_typeset(html(PLAN), HEAD + LINES + NARROW)

    assert table_rows(reading.blocks) == PLAN
    assert running(reading.blocks) == []


def test_heading_between_two_tables_with_filled_heads_stays_one():
    """The second table has more columns; the first one's figures stay under their own years."""
    other = [["Prosjekt", "2031", "2032", "2033", "Sum"], ["Ny kai", "10", "20", "30", "60"]]
    reading = read_typeset(
        html(PLAN) + "<h2>Investeringer</h2>" + html(other), HEAD + LINES + NARROW
    )

    assert table_rows(reading.blocks, 0) == PLAN
    assert table_rows(reading.blocks, 1) == other
    assert running(reading.blocks) == [("heading", "Investeringer")]


MEASURES = [
    ["Nr", "Tiltak", "Ansvar", "Kostnad"],
    ["4.1.1", "Flere benker langs turveien ved elva", "Parksjefen", "95 000"],
    ["4.1.2", "Lysløype åpen hele året, også i helgene", "Idrettskonsulenten", "310 000"],
    ["4.1.3", "Bytur for nyinnflyttede", "Servicetorget", "Innenfor rammen"],
]
BANDS = {
    "every second row": "tr:nth-child(odd) td { background: #eef }",
    "each row": "td { background: #eef }",
    "none": "",
}


@pytest.mark.parametrize("bands", BANDS.values(), ids=BANDS)
def test_bands_of_colour_are_rows_without_strokes(bands):
    """Numbers that look like those of headings stay in their cells, and what is below is text."""
    reading = read_typeset(
        html(MEASURES, 4) + "<p>Planen rulleres hvert annet år, og tiltakene følges opp.</p>",
        f"th {{ background: #246; color: #fff }} td, th {{ padding: 3pt 5pt; width: 25% }} {bands}",
    )

    assert table_rows(reading.blocks) == MEASURES
    assert running(reading.blocks) == [
        ("paragraph", "Planen rulleres hvert annet år, og tiltakene følges opp.")
    ]


def test_filled_head_over_a_ruled_body_is_the_body_s_own():
    """The head has a fill and no strokes, the body strokes and no fill: one table."""
    rows = [
        ["Hovedmål", "Delmål", "Strategi"],
        ["Alle har en trygg vei hjem", "Færre ulykker", "Fortau langs Elvegata"],
        ["", "Flere går til skolen", "Gågruppe i hver krets"],
    ]
    reading = read_typeset(
        html(rows, 3),
        "th { background: #246; color: #fff } td { border: .5pt solid #444; padding: 2pt 3pt }",
    )

    assert table_rows(reading.blocks) == rows


def test_bars_of_a_chart_are_no_table():
    """Areas side by side that hold figures alone mark no headings."""
    bars = "".join(
        f"<div style='display: flex'><div style='width: {a}pt; background: #246'>{a}</div>"
        f"<div style='width: {b}pt; background: #9bd'>{b}</div></div>"
        for a, b in ((120, 80), (90, 130), (60, 40))
    )
    reading = read_typeset(f"<p>Figuren viser svarene.</p>{bars}<p>Flest svarte ja.</p>")

    assert all(b.place is None or b.place.column_span == 1 for b in reading.blocks)
    assert ("paragraph", "Figuren viser svarene.") in running(reading.blocks)
    assert ("paragraph", "Flest svarte ja.") in running(reading.blocks)


PLAIN = "th { text-align: right } th:first-child { text-align: left }"


@pytest.mark.parametrize("looks", [HEAD, PLAIN], ids=["filled", "plain"])
def test_name_of_a_group_below_headings_of_two_lines_keeps_the_years(looks):
    """A row over the whole width stands between the headings and the first figures."""
    body = html(PLAN).replace("<tbody>", "<tbody><tr><td colspan=4><b>Driftsramme</b></td></tr>")
    reading = read_typeset(body, looks + LINES + NARROW)

    rows = table_rows(reading.blocks)
    assert [cell[-4:] for cell in rows[0][1:]] == ["2031", "2032", "2033"]
    assert rows[-3:] == PLAN[1:]


@pytest.mark.parametrize("lines", [LINES, ""], ids=["hairlines", "bare"])
def test_heading_between_two_plain_tables_stays_one(lines):
    """Without fills the larger line tells that the next headings are another table's."""
    first = [["Tall i 1 000", "2031", "2032"], ["Vikarer", "-40", "-80"], ["Sum", "-40", "-80"]]
    other = [
        ["Prosjekt", "2031", "2032", "2033"],
        ["Kai", "10", "20", "30"],
        ["Bro", "5", "5", "9"],
    ]
    reading = read_typeset(html(first) + "<h2>Investeringer</h2>" + html(other), PLAIN + lines)

    assert table_rows(reading.blocks, 0) == first
    assert table_rows(reading.blocks, 1) == other
    assert running(reading.blocks) == [("heading", "Investeringer")]


def test_headings_set_to_the_right_over_two_columns_each():
    """The names below come twice: the heading above tells them from each other."""
    head = (
        "<tr><th></th><th colspan=2>Hittil</th><th colspan=2>Hele året</th></tr>"
        "<tr><th>Område</th><th>Ramme</th><th>Brukt</th><th>Ramme</th><th>Anslag</th></tr>"
    )
    rows = [["Kai", "10", "12", "40", "41"], ["Park", "20", "18", "60", "55"]]
    body = html([[""] * 5, *rows]).split("</tr></thead>")[1]
    reading = read_typeset(f"<table><thead>{head}</thead>{body}", PLAIN + LINES)

    spans = [b.place.column_span for b in reading.blocks if b.place and b.text.startswith("H")]
    assert spans == [2, 2]
    assert table_rows(reading.blocks)[1:] == [
        ["Område", "Ramme", "Brukt", "Ramme", "Anslag"],
        *rows,
    ]
