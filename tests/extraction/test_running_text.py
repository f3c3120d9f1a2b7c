"""Running text in PDFs: columns, paragraphs, lists, headings, headers and footers."""

import pytest

from pipeline.extraction.headings import heading_paths
from pipeline.extraction.paragraphs import join_lines
from tests.extraction.typesetting import read_typeset, running

SENTENCES = [
    f"Setning nummer {i} handler om hvordan kommunen følger opp målene i planen gjennom hele året."
    for i in range(1, 25)
]


@pytest.mark.parametrize("columns", [2, 3])
def test_columns_are_read_one_after_the_other(columns):
    """Text in columns comes out in the order it was written."""
    text = " ".join(SENTENCES)
    reading = read_typeset(
        f"<h1>Strategi for hele kommunen i årene som kommer</h1><div class=c>{text}</div>",
        f".c {{ columns: {columns}; font-size: 9pt; text-align: justify }}",
    )

    joined = " ".join(b.text for b in reading.blocks if b.role == "paragraph")
    assert joined == text


GOALS = [
    "samle hjelpen til barn og unge i nærheten av der familiene bor",
    "gi hver skole et fast team med deltakere fra hjelpetjenestene i kommunen",
    "tilby veiledning til alle førstegangsforeldre og besøk hjemme til dem som trenger det",
    "sørge for at ingen venter mer enn tre måneder på vurdering",
]


def goal_section(number: int, opening: str = "h2") -> str:
    """A heading, a paragraph and a list, as a designed plan has them."""
    items = "".join(f"<p class=i>• {number} {goal}</p>" for goal in GOALS)
    sentences = " ".join(SENTENCES[3 * number : 3 * number + 3])
    return f"<{opening}>Delmål {number}</{opening}><p>{sentences}</p>{items}"


def goal_texts(number: int) -> list[str]:
    """The same section's passages."""
    sentences = " ".join(SENTENCES[3 * number : 3 * number + 3])
    return [f"Delmål {number}", sentences, *(f"• {number} {goal}" for goal in GOALS)]


STAGGERED = """
h2 { font-size: 12pt; margin: 9pt 0 4pt } p { font-size: 9pt; margin: 5pt 0; line-height: 1.35 }
.i { margin: 0 0 2pt 10pt; text-indent: -8pt } .l, .r { float: left; width: 48% }
.r { float: right; padding-top: 5pt }
"""


@pytest.mark.parametrize(
    ("left", "right"), [((0, 1), (2, 3)), ((0,), (1, 2, 3)), ((0, 1, 2), (3,))]
)
@pytest.mark.parametrize("align", ["left", "justify"])
def test_columns_needn_t_share_baselines(left, right, align):
    """Lines of two columns at different heights, one longer than the other, aren't mixed."""
    sides = ["".join(map(goal_section, side)) for side in (left, right)]
    reading = read_typeset(
        f"<h1>Mål</h1><div class=l>{sides[0]}</div><div class=r>{sides[1]}</div>",
        f"{STAGGERED} p {{ text-align: {align} }}",
    )

    expected = [text for number in (*left, *right) for text in goal_texts(number)]
    assert [b.text for b in reading.blocks] == ["Mål", *expected]


def test_three_staggered_columns():
    """Each of three columns is read to its end before the next."""
    sides = [goal_section(number) for number in range(3)]
    columns = "".join(f"<div class=k style='padding-top: {n}pt'>{s}</div>" for n, s in
                      zip((0, 4, 9), sides, strict=True))  # fmt: skip
    reading = read_typeset(columns, f"{STAGGERED} .k {{ float: left; width: 30%; margin: 0 1.5% }}")

    expected = [text for number in range(3) for text in goal_texts(number)]
    assert [b.text for b in reading.blocks] == expected


def test_a_short_heading_over_both_columns_parts_them():
    """What stands under the first heading, left and right, comes before the second heading."""
    reading = read_typeset(
        "".join(
            f"<h1>{name}</h1><div class=l>{goal_section(n)}</div>"
            f"<div class=r>{goal_section(n + 1)}</div><div style='clear: both'></div>"
            for name, n in (("Først", 0), ("Siden", 2))
        ),
        STAGGERED.replace("padding-top: 5pt", ""),
    )

    expected = ["Først", *goal_texts(0), *goal_texts(1), "Siden", *goal_texts(2), *goal_texts(3)]
    assert [b.text for b in reading.blocks] == expected


def test_headings_have_level_and_path():
    """Numbering gives the depth; the path names the headings above."""
    reading = read_typeset(
        "<h1>7 Omstilling</h1><p>Innledende tekst om omstilling i kommunen.</p>"
        "<h2>7.3 Rådmannens forslag</h2><p>Forslaget legges fram for bystyret.</p>"
        "<h3>7.3.1 Kutt i skole</h3><p>Skolen tar en større del av kuttet.</p>"
    )

    assert [(b.text, b.level) for b in reading.blocks if b.role == "heading"] == [
        ("7 Omstilling", 1),
        ("7.3 Rådmannens forslag", 2),
        ("7.3.1 Kutt i skole", 3),
    ]
    assert heading_paths(reading.blocks)[-1] == (
        "7 Omstilling > 7.3 Rådmannens forslag > 7.3.1 Kutt i skole"
    )


def test_list_items_keep_their_continuation_lines():
    """Each item is one passage, however many lines it takes."""
    items = [
        "videreutvikle en robust og fleksibel organisasjon som bruker og utvikler medarbeidernes "
        "kompetanse og omstillingsevne",
        "aktivt ta i bruk ny kunnskap og ny teknologi",
        "være ledende innenfor arbeidet med helse, miljø og sikkerhet for egne ansatte og i sin "
        "rolle som byggherre",
    ]
    body = "".join(f"<p class=i>• {item}</p>" for item in items)
    reading = read_typeset(
        f"<p>Kommunen vil:</p>{body}", ".i { margin: 0 0 0 30pt; text-indent: -12pt }"
    )

    assert running(reading.blocks) == [
        ("paragraph", "Kommunen vil:"),
        *(("list_item", f"• {item}") for item in items),
    ]


def test_numbered_points_and_letters_are_items():
    """Decision points and their sub-points are passages of their own."""
    reading = read_typeset(
        "<p class=i>1. Underskuddet dekkes inn i løpet av to år.</p>"
        "<p class=i>2. Tiltakene vedtas slik det går fram av saken, og de skal følges opp i "
        "tertialrapportene gjennom hele perioden.</p>"
        "<p class=j>a. Tiltak innenfor skole vedtas.</p><p class=j>b. Tiltak i kultur vedtas.</p>",
        ".i, .j { margin: 0 } .j { margin-left: 20pt }",
    )

    assert [b.role for b in reading.blocks] == ["list_item"] * 4
    assert [b.text[:2] for b in reading.blocks] == ["1.", "2.", "a.", "b."]


def test_headers_footers_and_page_numbers_are_told_by_repetition():
    """What stands at the edge of each page is no running text."""
    reading = read_typeset(
        "".join(f"<p style='break-after: page'>{s}</p>" for s in SENTENCES[:4]),
        "@page { @top-left { content: 'Økonomiplan 2014–2017' }"
        " @bottom-center { content: counter(page) } }",
    )

    roles = [(b.page, b.role, b.text) for b in reading.blocks if b.page == 2]
    assert roles == [
        (2, "header", "Økonomiplan 2014–2017"),
        (2, "paragraph", SENTENCES[1]),
        (2, "page_number", "2"),
    ]


def test_boxes_lie_on_the_page():
    """Each box is in points from the upper left corner, and in order downwards here."""
    reading = read_typeset("".join(f"<p>{s}</p>" for s in SENTENCES[:5]))

    tops = [b.box.top for b in reading.blocks]
    assert tops == sorted(tops)
    assert all(0 < b.box.x0 < b.box.x1 < 596 and b.box.bottom < 842 for b in reading.blocks)
    assert 50 < tops[0] < 80


def test_hyphens_go_only_where_the_word_was_divided():
    """A word's own hyphen stays: before "og", and before a capital."""
    joined = join_lines(["barne-", "og familietjenesten, NAV-", "kontoret, kommune-", "planen"])

    assert joined == "barne- og familietjenesten, NAV-kontoret, kommuneplanen"


def test_norwegian_letters_survive():
    """Letters come out composed, whatever the font does."""
    reading = read_typeset("<p>Bærekraftsmål, a\u030arsbudsjett og kommunestyremøte</p>")

    assert reading.blocks[0].text == "Bærekraftsmål, årsbudsjett og kommunestyremøte"


def test_both_letters_of_a_ligature_are_kept():
    """A font that draws ff, fi and ffi as one glyph loses no letter."""
    words = "En offentlig buffer, et trafikkskilt, stoffet og et effektivt kaffikjøkken"
    reading = read_typeset(f"<p>{words}</p>")

    assert reading.blocks[0].text == words


def test_a_title_that_the_running_head_repeats_is_a_heading() -> None:
    """It stands near the edge as the running head does, and larger."""
    css = (
        "@page { size: A5; margin: 12mm; @top-right { content: 'Plan for kaia'; font-size: 7pt } } "
        "h1 { font-size: 20pt; margin: 0 } p { break-after: page }"
    )
    reading = read_typeset("<h1>Plan for kaia</h1><p>Kaia er gammel.</p><p>Den rives.</p>", css)

    assert ("heading", "Plan for kaia") in running(reading.blocks)
    assert ("header", "Plan for kaia") in running(reading.blocks)


def test_titles_of_one_name_side_by_side_head_columns_of_text() -> None:
    """«Mål 1: …» beside «Mål 2: …» are no headings of a table; each leads its own list."""
    css = "div { columns: 2 } h4 { break-before: column; margin: 0 }"
    first = "<h4>Mål 1: Kaia er trygg</h4><p>Vi skal:</p><ul><li>sette opp lys</ul>"
    other = "<h4>Mål 2: Brua holder</h4><p>Vi skal:</p><ul><li>male rekkverket</ul>"
    reading = read_typeset(f"<h2>Havn</h2><div>{first}{other}</div>", css)

    assert [text for _, text in running(reading.blocks)] == [
        "Havn",
        "Mål 1: Kaia er trygg",
        "Vi skal:",
        "• sette opp lys",
        "Mål 2: Brua holder",
        "Vi skal:",
        "• male rekkverket",
    ]


LONG_TITLES = (
    "Delmål 3. Ingen i bygda skal måtte reise lenger enn en halv time til legen",
    "Delmål 4. Skogen og elva er i bedre stand når vi går enn da vi kom hit",
    "Delmål 5. Ledere har tid til å lede, og ansatte vet hva som ventes av dem",
)
LONG_STYLE = """
h2 { font-size: 15pt; line-height: 1.3; margin: 14pt 0 2pt }
p { font-size: 9pt; line-height: 1.35; margin: 4pt 0 } .i { margin: 0 0 2pt 10pt }
.l, .r { float: left; width: 47% } .r { float: right }
"""


@pytest.mark.parametrize("lower", range(0, 60, 4))
def test_a_title_of_several_lines_opens_no_new_band(lower):
    """Its last line, with both columns going on below it, stands over its own column alone."""
    bodies = [
        f"<h2>{title}</h2><p>{SENTENCES[n]}</p><p><b>Strategier</b></p>"
        + "".join(f"<p class=i>• {n} {goal}</p>" for goal in GOALS)
        for n, title in enumerate(LONG_TITLES)
    ]
    rest = "".join(f"<p class=i>• 9 {goal}</p>" for goal in GOALS[:2])
    left, right = f"<p>{SENTENCES[8]}</p>{bodies[0]}{bodies[1]}", f"{rest}{bodies[2]}"
    reading = read_typeset(
        f"<div class=l>{left}</div><div class=r style='padding-top: {lower}pt'>{right}</div>",
        LONG_STYLE,
    )

    ends = [b.text for b in reading.blocks if b.text in (*LONG_TITLES, f"• 9 {GOALS[0]}")]
    assert ends == [*LONG_TITLES[:2], f"• 9 {GOALS[0]}", LONG_TITLES[2]]


def test_the_only_page_counts_itself_at_its_foot() -> None:
    """«… 1 / 1» apart from the text is a footer, though nothing repeats; the last line is none."""
    css = "@page { @bottom-left { content: 'Nes kommune 1 / 1'; font: 8pt 'DejaVu Serif' } }"
    blocks = read_typeset("<p>Kaia bygges i vår.</p><p>Den får lys.</p>", css).blocks

    assert running(blocks)[-1] == ("footer", "Nes kommune 1 / 1")
    assert running(blocks)[:-1] == [
        ("paragraph", "Kaia bygges i vår."),
        ("paragraph", "Den får lys."),
    ]
