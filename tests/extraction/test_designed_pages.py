"""Designed PDFs: boxes, headings by looks and contents, notes, breaks, running titles."""

import pytest

from pipeline.extraction.headings import is_caption
from pipeline.extraction.hyphens import joined_at_hyphen, vocabulary
from pipeline.extraction.paragraphs import join_lines
from tests.extraction.typesetting import read_typeset, running

SENTENCES = [
    f"Avsnitt {name} forteller hvordan tjenestene i kommunen arbeider sammen om oppgaven."
    for name in (
        "en",
        "to",
        "tre",
        "fire",
        "fem",
        "seks",
        "sju",
        "åtte",
        "ni",
        "ti",
        "elleve",
        "tolv",
    )
]
TWO_COLUMNS = """
body { font: 9pt 'DejaVu Sans' } .c { columns: 2; column-gap: 18pt }
p { margin: 0 0 5pt; text-align: justify } h1 { font-size: 18pt }
ul { margin: 0; padding-left: 12pt }
.box { background: #dde8f0; padding: 6pt; break-inside: avoid; margin: 6pt 0 }
"""


def paragraphs(first: int, last: int) -> str:
    """Some of the sentences, two a paragraph."""
    return "".join(
        f"<p>{SENTENCES[i]} {SENTENCES[i + 1]}</p>" for i in range(first, last, 2)
    )  # fmt: skip


@pytest.mark.parametrize("look", ["background: #dde8f0", "border: 1pt solid #234"])
def test_a_box_in_a_column_is_read_by_itself(look):
    """A coloured or framed box stands whole between the column's paragraphs."""
    box = "<div class=box><h4>Fakta</h4><p>Her bor det mange, og de blir flere.</p></div>"
    reading = read_typeset(
        f"<div class=c>{paragraphs(0, 4)}{box}{paragraphs(4, 12)}</div>",
        TWO_COLUMNS.replace("background: #dde8f0", look),
    )

    texts = [b.text for b in reading.blocks]
    assert texts[texts.index("Fakta") + 1] == "Her bor det mange, og de blir flere."
    inside = ("Fakta", "Her bor det mange, og de blir flere.")
    assert " ".join(t for t in texts if t not in inside) == " ".join(SENTENCES)


def test_a_coloured_box_beside_the_text_does_not_cut_it():
    """The text beside a box in the margin stays whole."""
    reading = read_typeset(
        "<div class=s><p>Tall å vite noe om</p><p>Over tusen barn</p></div>"
        f"<div class=m><p>{' '.join(SENTENCES[:6])}</p></div>",
        ".s { float: left; width: 25%; background: #eee; padding: 4pt; margin-top: 20pt }"
        ".m { margin-left: 32% }",
    )

    assert " ".join(SENTENCES[:6]) in [b.text for b in reading.blocks]


def test_wide_spaces_in_justified_lines_make_no_columns():
    """A narrow justified column with few words a line is one column."""
    words = "Kommunedirektøren gjennomfører medarbeiderundersøkelsen annethvert virksomhetsår " * 5
    reading = read_typeset(
        f"<p>{words}</p>", "p { width: 190pt; text-align: justify; font-size: 9pt }"
    )

    assert [b.text for b in reading.blocks] == [words.strip()]


@pytest.mark.parametrize(
    "look",
    [
        "color: #a03; font-weight: normal",
        "font-style: italic; font-weight: normal",
        "text-transform: uppercase; font-weight: normal",
        "font-family: 'DejaVu Serif'; color: #046; font-weight: normal",
    ],
)
def test_headings_in_the_size_of_the_text_are_told_by_their_looks(look):
    """Colour, slope, capitals or another typeface make a heading of a short line over text."""
    body = "".join(
        f"<h3>{name}</h3><p>{SENTENCES[2 * i]} {SENTENCES[2 * i + 1]}</p>"
        for i, name in enumerate(("Skole og barnehage", "Helse og velferd", "Klima i byen"))
    )
    reading = read_typeset(
        body,
        f"h3 {{ font-size: 11pt; margin: 8pt 0 0; {look} }} body {{ font: 11pt 'DejaVu Sans' }}",
    )

    expected = ["heading", "paragraph"] * 3
    assert [b.role for b in reading.blocks] == expected


def test_a_quotation_and_a_large_figure_are_no_headings():
    """What is set large need not be a title."""
    reading = read_typeset(
        "<h1>Levekår</h1><p class=q>«Vi vil at alle barn skal få være med på noe.»</p>"
        f"<p class=n>34 prosent</p>{paragraphs(0, 6)}",
        ".q { font-size: 16pt; font-style: italic } .n { font-size: 30pt; font-weight: bold }",
    )

    assert [b.text for b in reading.blocks if b.role == "heading"] == ["Levekår"]


def test_contents_are_no_headings_but_tell_them():
    """Lines of a table of contents stay out; a plain line that they name is a heading."""
    names = ["Oppvekst og læring", "Helse og omsorg", "Kultur i hele byen", "Klima og miljø"]
    lines = "".join(f"<p class=t>{n} <span>{i + 2}</span></p>" for i, n in enumerate(names))
    pages = "".join(
        f"<div class=p><p>{n}</p><p>{SENTENCES[i]} {SENTENCES[i + 1]}</p></div>"
        for i, n in enumerate(names)
    )
    reading = read_typeset(
        f"<h1>Innhold</h1>{lines}{pages}",
        ".p { break-before: page; bookmark-level: none } h1 { bookmark-level: none }"
        ".t span { float: right }",
    )

    assert [(b.page, b.text) for b in reading.blocks if b.role == "heading"][1:] == [
        (i + 2, name) for i, name in enumerate(names)
    ]


def test_bookmarks_tell_levels():
    """The outline gives a heading its level, whatever its size."""
    reading = read_typeset(
        f"<h1>Del en</h1>{paragraphs(0, 2)}<p class=b>Kapittel for seg</p>{paragraphs(2, 6)}",
        ".b { bookmark-level: 3; bookmark-label: content(); font-weight: bold }",
    )

    assert [(b.text, b.level) for b in reading.blocks if b.role == "heading"] == [
        ("Del en", 1),
        ("Kapittel for seg", 2),
    ]


def test_levels_follow_nesting_of_styles():
    """A style lies one below the more prominent style that comes before it."""
    section = f"<h2>Helse</h2>{paragraphs(0, 2)}<h4>Hjemmetjenesten</h4>{paragraphs(2, 4)}"
    reading = read_typeset(
        f"<h1>Mål</h1>{section}{section}", "h2 { font-size: 16pt } h4 { font-size: 12pt }"
    )

    levels = {b.text: b.level for b in reading.blocks if b.role == "heading"}
    assert levels == {"Mål": 1, "Helse": 2, "Hjemmetjenesten": 3}


NOTES = """
.f { float: footnote; font-size: 7pt } ::footnote-marker { font-size: 7pt }
@page { @footnote { border-top: .5pt solid black; padding-top: 3pt } }
::footnote-call { font-size: 6pt; vertical-align: super }
"""


def test_footnotes_are_told():
    """Notes at the foot are paragraphs marked as notes; their marks are raised in the text."""
    reading = read_typeset(
        f"<p>Planen<span class=f>Vedtatt i sak 12/14.</span> gjelder. {SENTENCES[0]}</p>"
        f"<p>{SENTENCES[1]}<span class=f>Se årsrapporten for i fjor.</span></p>",
        NOTES,
    )

    notes = [b.text for b in reading.blocks if b.is_footnote]
    assert [n.split(maxsplit=1)[1] for n in notes] == [
        "Vedtatt i sak 12/14.",
        "Se årsrapporten for i fjor.",
    ]
    assert reading.blocks[0].text.startswith("Planen¹ gjelder.")


@pytest.mark.parametrize("part", ["p", "li"])
def test_what_a_column_cuts_in_two_is_one_passage(part):
    """A paragraph or item that runs over a column and a page is one, where it begins."""
    whole = " ".join([*SENTENCES, *SENTENCES]).replace(". Avsnitt", " og avsnitt")
    tag = f"<{part}>{whole}</{part}>"
    body = f"<ul>{tag}</ul>" if part == "li" else tag
    reading = read_typeset(
        f"<div class=c>{body}</div>",
        "@page { size: 420pt 260pt; margin: 40pt; @bottom-center { content: counter(page) } }"
        "body { font: 9pt 'DejaVu Sans' } .c { columns: 2; column-gap: 18pt } p { margin: 0 }"
        "ul { margin: 0; padding-left: 10pt }",
    )

    told = [b for b in reading.blocks if b.role in ("paragraph", "list_item")]
    assert [(b.page, b.text.removeprefix("• ")) for b in told] == [(1, whole)]


def test_items_in_small_letters_are_not_joined_over_a_column():
    """An item that ended is whole, though it has no full stop and the next has no mark."""
    items = [f"styrke tjeneste nummer {i}" for i in range(20)]
    body = "".join(f"<p>{SENTENCES[0]}</p><p>{item}</p>" for item in items)
    reading = read_typeset(f"<div class=c>{body}</div>", TWO_COLUMNS)

    assert [b.text for b in reading.blocks][1::2] == items


def test_running_titles_of_short_chapters_and_numbers_in_margins_are_furniture():
    """A title at the top that changes by chapter, and page numbers beside the text, are told."""
    chapter = "".join(
        f"<div class=p><h1>Del {name}</h1>{paragraphs(4 * i, 4 * i + 2)}</div>"
        f"<div class=p>{paragraphs(4 * i + 2, 4 * i + 4)}</div>"
        for i, name in enumerate(("A", "B", "C"))
    )
    reading = read_typeset(
        chapter,
        "@page { @top-left { content: string(chapter) } @right-middle { content: counter(page) } }"
        "h1 { string-set: chapter content() } .p { break-before: page }",
    )

    assert [b.text for b in reading.blocks if b.role == "header"] == [
        f"Del {name}" for name in "AABBCC"
    ]
    assert [b.text for b in reading.blocks if b.role == "page_number"] == list("123456")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("en e-", "postløsning", "en e-postløsning"),
        ("i Sør-", "Trøndelag", "i Sør-Trøndelag"),
        ("i sør-", "trøndersk", "i sør-trøndersk"),
        ("et NAV-", "kontor", "et NAV-kontor"),
        ("helse-", "og omsorg", "helse- og omsorg"),
        ("2014-", "budsjettet", "2014-budsjettet"),
        ("en ikke-", "kommunal", "en ikke-kommunal"),
        ("kommune-", "planen", "kommuneplanen"),
        ("grunn\u2010", "skolen", "grunnskolen"),
        ("pedagogisk-", "psykologisk", "pedagogisk-psykologisk"),
    ],
)
def test_a_hyphen_at_a_lines_end(before, after, expected):
    """It goes where the word was divided, and stays where it is the word's own."""
    assert joined_at_hyphen(before, after) == expected


def test_the_documents_own_words_tell_a_hyphen():
    """As the document writes a word elsewhere, so it is put together."""
    known = vocabulary(["Arbeidet med vann-kvaliteten og Fjordvik-modellen i Fjordvik."])

    assert join_lines(["bedre vann-", "kvaliteten"], known) == "bedre vann-kvaliteten"
    assert join_lines(["bedre luft-", "kvaliteten"], known) == "bedre luftkvaliteten"


def test_a_sentence_about_a_table_is_no_caption():
    """It names the table and goes on with a verb."""
    assert [is_caption(t) for t in ("Tabell 1 viser rammene.", "Tabell 1 Rammer")] == [False, True]


def test_dates_are_no_items():
    """A date at the start of a line has a figure and a full stop, and yet no list."""
    reading = read_typeset(f"<p>4. mai 2026</p><p>{SENTENCES[0]}</p>")

    assert running(reading.blocks)[0] == ("paragraph", "4. mai 2026")


def test_short_columns_with_titles_of_their_own_are_no_table():
    """Few lines on each side, whose blocks begin at heights of their own, are two columns."""
    sides = [
        ("Delmål 5", "Elever møter voksne som har tid", "Vi vil dette året:", "Ansette lærere"),
        ("Delmål 6", "Eldre bor hjemme lenge nok", "Vi vil neste år:", "Bygge flere boliger"),
    ]
    left, right = (
        f"<div style='{look}'><h4>{title}</h4><p>{aim}</p><p>{lead}</p><p>{do}</p></div>"
        for look, (title, aim, lead, do) in zip(
            ("float: left; width: 47%; margin-top: 7pt", "float: right; width: 47%"),
            sides,
            strict=True,
        )
    )
    reading = read_typeset(left + right, "p { margin: 9pt 0 } h4 { margin: 0 }")

    assert [b.text for b in reading.blocks] == [*sides[0], *sides[1]]


def test_lines_with_clear_room_between_them_are_passages_of_their_own():
    """A line's height between two lines parts them, though all of the page is set so."""
    lines = ["Utvalg: Driftsutvalget", "Dato: 3. mars 2026", "Til stede: alle medlemmene"]
    reading = read_typeset(
        "".join(f"<p>{line}</p>" for line in [*lines, SENTENCES[0]]), "p { margin: 11pt 0 }"
    )

    assert [b.text for b in reading.blocks] == [*lines, SENTENCES[0]]


def test_a_sentence_that_ends_near_the_margin_of_wide_lines_ends_no_paragraph():
    """Where the next word had no room, the paragraph goes on, however far lines are apart."""
    reading = read_typeset(
        "<p>Barnehagen i den gamle skolen har 34 årsverk.<br>"
        "Medarbeiderne ønsker mer tid sammen med barna om morgenen, og foreldrene er enige.</p>",
        "p { line-height: 1.6; width: 290pt; text-align: left }",
    )

    assert len(reading.blocks) == 1
