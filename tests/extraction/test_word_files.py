"""Word files as writers make them: changes, boxes, fields, notes, tables, breaks, odd packages."""

import io
import zipfile

import pytest

from pipeline.errors import DocumentError
from pipeline.extraction.elements import Reading
from pipeline.extraction.filetypes import read_bytes
from pipeline.params import ExtractionParams
from tests.extraction.typesetting import running, table_rows
from tests.extraction.wordfiles import (
    SPACES,
    cell,
    item,
    letters,
    level,
    numbering,
    paragraph,
    row,
    style,
    styled,
    table,
    word_file,
    zipped,
)

PARAMS = ExtractionParams()
BULLETS = numbering(level(0, "bullet", "•"), level(1, "bullet", "o"))


def read(body: str, **parts: str) -> Reading:
    """The Reading of the file with that body."""
    return read_bytes(word_file(body, **parts), "plan.docx", PARAMS)


def texts(body: str, **parts: str) -> list[str]:
    """The texts that are read."""
    return [block.text for block in read(body, **parts).blocks]


def p(*content: str) -> str:
    """A paragraph of that XML."""
    return f"<w:p>{''.join(content)}</w:p>"


def fld(instruction: str, result: str) -> str:
    """A field with its result, as Word writes it in runs."""
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    half = len(instruction) // 2
    told = "".join(
        f"<w:r><w:instrText>{part}</w:instrText></w:r>"
        for part in (instruction[:half], instruction[half:])
    )
    return f"{begin}{told}{separate}{result}{end}"


def test_tracked_changes_are_taken_as_made_and_told() -> None:
    """Insertions and what was moved to its place stay, deletions and its old place go."""
    body = (
        p(
            letters("Sykefraværet skal ned til "),
            "<w:del><w:r><w:delText>8</w:delText></w:r></w:del>",
            f"<w:ins>{letters('7')}</w:ins>",
            letters(" prosent."),
        )
        + p(f"<w:moveFrom>{letters('Flyttet hit fra.')}</w:moveFrom>")
        + p(f"<w:moveTo>{letters('Flyttet hit.')}</w:moveTo>")
    )
    reading = read(body)

    assert [b.text for b in reading.blocks] == [
        "Sykefraværet skal ned til 7 prosent.",
        "Flyttet hit.",
    ]
    assert [note.reason for note in reading.notes] == ["tracked_changes"]
    assert "1 insertions were kept, 2 deletions (17 letters)" in reading.notes[0].detail
    assert reading.faults == ()


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    """Two paragraphs that a change makes one are read as one; a large first letter too."""
    body = (
        p("<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>", letters("Flere barn "))
        + p(letters("i barnehage."))
        + paragraph("K", '<w:framePr w:dropCap="drop"/>')
        + paragraph("ommunen vokser.")
    )

    assert texts(body) == ["Flere barn i barnehage.", "Kommunen vokser."]


def test_deleted_rows_are_left_out_of_the_table() -> None:
    """The rows that stay are counted without gaps."""
    deleted = (
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell(paragraph('bort'))}{cell(paragraph('bort'))}</w:tr>"
    )
    blocks = read(table(row("Mål", "Tiltak"), deleted, row("A", "B"))).blocks

    assert table_rows(blocks) == [["Mål", "Tiltak"], ["A", "B"]]


def test_comments_are_left_out() -> None:
    """A remark in the margin is no text of the document."""
    comment = (
        '<w:commentRangeStart w:id="0"/>' + letters("Målet står.") + '<w:commentRangeEnd w:id="0"/>'
        '<w:r><w:annotationRef/><w:commentReference w:id="0"/></w:r>'
    )

    assert texts(
        p(comment), comments=f'<w:comment w:id="0">{paragraph("Uklart?")}</w:comment>'
    ) == ["Målet står."]


def box(content: str) -> str:
    """A text box as Word keeps it: for itself, and once more for older programs."""
    held = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent>"
        '<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>'
        f"{held}</wps:txbx></wps:wsp></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{held}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def test_text_boxes_are_told_once() -> None:
    """After the paragraph that they hang on; old VML boxes and boxes in a table's cell too."""
    held = f"<w:txbxContent>{paragraph('Eldre boks.')}</w:txbxContent>"
    vml = f"<w:r><w:pict><v:textbox>{held}</v:textbox></w:pict></w:r>"
    body = p(box(paragraph("I boksen.")), letters("Ved siden av.")) + p(vml)
    in_cell = table(row(cell(p(letters("Mål"), box(paragraph("Boks i celle.")))), "Tiltak"))

    assert texts(body + in_cell) == [
        "Ved siden av.", "I boksen.", "Eldre boks.", "Mål", "Tiltak", "Boks i celle.",
    ]  # fmt: skip


def test_a_box_that_only_older_programs_know_is_not_lost() -> None:
    """Where the newer form holds no text, the older one is read."""
    body = p(
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"/><mc:Fallback><w:pict><v:textbox>'
        f"<w:txbxContent>{paragraph('Bare her.')}</w:txbxContent></v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )

    assert texts(body) == ["Bare her."]


def test_content_controls_hold_text_rows_and_cells() -> None:
    """What they hold is read wherever they stand; what only asks to be filled in is not."""
    wrap = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>".format
    asks = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>".format
    )
    body = (
        wrap(paragraph("I en kontroll."))
        + p(letters("Dato: "), wrap(letters("1. juni")), asks(letters("Velg dato")))
        + table(
            row("Mål", "Frist"),
            wrap(row(wrap(cell(paragraph("Lese"))), asks(cell(paragraph("Skriv her"))))),
        )
    )
    blocks = read(body).blocks

    assert running(blocks) == [("paragraph", "I en kontroll."), ("paragraph", "Dato: 1. juni")]
    assert table_rows(blocks) == [["Mål", "Frist"], ["Lese", ""]]


def test_fields_give_their_results() -> None:
    """Links and references read as they stand; page numbers and instructions don't."""
    body = p(
        letters("Se "), fld(' HYPERLINK "https://plan.example" ', letters("planen")),
        letters(" side "), fld(" PAGE ", letters("12")), letters("og "),
        '<w:fldSimple w:instr=" REF mål ">' + letters("mål 4") + "</w:fldSimple>", letters("."),
        f'<w:hyperlink r:id="x">{letters(" Les mer")}</w:hyperlink>',
    )  # fmt: skip

    assert texts(body) == ["Se planen side og mål 4. Les mer"]


def test_a_field_that_never_ends_swallows_nothing() -> None:
    """A damaged field costs its own paragraph at most."""
    broken = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    )

    assert texts(p(broken) + paragraph("Teksten går videre.")) == ["Teksten går videre."]


def test_entries_of_a_table_of_contents_are_no_headings() -> None:
    """Told by the field around them and by their styles."""
    first = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>'
    )
    body = (
        p(first, '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', letters("1 Mål", "<w:b/>"))
        + p(letters("2 Tiltak", "<w:b/>"), '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
        + styled("INNH1", "3 Økonomi")
        + paragraph("1 Mål", run="<w:b/>")
        + paragraph("Her er målene for perioden.")
    )
    styles = style("INNH1", "toc 1", '<w:outlineLvl w:val="0"/>')

    assert [b.role for b in read(body, styles=styles).blocks] == [
        "paragraph", "paragraph", "paragraph", "heading", "paragraph",
    ]  # fmt: skip


def test_notes_follow_what_they_stand_in() -> None:
    """Footnotes after their paragraph or table, endnotes last, each with its number."""
    mark = '<w:r><w:{}Reference w:id="{}"/></w:r>'.format
    body = (
        p(letters("Sykefraværet er høyt"), mark("footnote", 2), letters("."))
        + table(row("Mål", cell(p(letters("7 %"), mark("footnote", 3)))))
        + p(letters("Kilde"), mark("endnote", 2))
        + paragraph("Slutt.")
    )
    note = '<w:{0} w:id="{1}"><w:p><w:r><w:{0}Ref/></w:r>{2}</w:p></w:{0}>'.format
    blocks = read(
        body,
        footnotes='<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        + note("footnote", 2, letters(" Tall for 2013."))
        + note("footnote", 3, letters(" Uten vikarer.")),
        endnotes=note("endnote", 2, letters(" Årsrapporten.")),
    ).blocks

    assert [(b.text, b.is_footnote) for b in blocks] == [
        ("Sykefraværet er høyt.", False),
        ("1 Tall for 2013.", True),
        ("Mål", False),
        ("7 %", False),
        ("2 Uten vikarer.", True),
        ("Kilde", False),
        ("Slutt.", False),
        ("1 Årsrapporten.", True),
    ]


def test_headers_and_footers_come_once() -> None:
    """Where their section begins and ends, without page numbers; those not shown are left out."""
    refer = '<w:{0}Reference w:type="{1}" r:id="{0}{2}"/>'.format
    section = f"<w:sectPr>{refer('header', 'default', 1)}{refer('footer', 'default', 1)}</w:sectPr>"
    last = f"<w:sectPr>{refer('header', 'default', 1)}{refer('header', 'first', 2)}</w:sectPr>"
    body = p(f"<w:pPr>{section}</w:pPr>", letters("Del en.")) + paragraph("Del to.") + last
    number = p(letters("Side "), fld("PAGE", letters("1")), letters(" av "), fld("NUMPAGES", ""))

    blocks = read(
        body,
        header1=paragraph("Bjørkevåg kommune"),
        header2=paragraph("Forside"),
        footer1=table(row("Økonomiplan", cell(number))),
    ).blocks

    assert [(b.page, b.role, b.text) for b in blocks] == [
        (1, "header", "Bjørkevåg kommune"),
        (1, "paragraph", "Del en."),
        (1, "footer", "Økonomiplan"),
        (2, "paragraph", "Del to."),
    ]


def test_hidden_text_is_left_out_and_told() -> None:
    """Letters that a reader doesn't see, by run, by style, or switched back on."""
    styles = style("Skjult", "Skjult", run="<w:vanish/>")
    off = '<w:vanish w:val="0"/>'
    body = (
        p(letters("Synlig. "), letters("Dette ble skjult av forfatteren.", "<w:vanish/>"))
        + styled("Skjult", "Også dette.")
        + paragraph("Men ikke dette.", '<w:pStyle w:val="Skjult"/>', off)
    )
    reading = read(body, styles=styles)

    assert [b.text for b in reading.blocks] == ["Synlig.", "Men ikke dette."]
    assert [fault.reason for fault in reading.faults] == ["hidden_text"]
    assert " 43 letters" in reading.faults[0].detail


def test_pages_turn_once_at_each_break() -> None:
    """A break that was asked for and noted again where Word drew it is one."""
    seen = "<w:r><w:lastRenderedPageBreak/></w:r>"
    asked = '<w:r><w:br w:type="page"/></w:r>'
    section = '<w:p><w:pPr><w:sectPr><w:type w:val="nextPage"/></w:sectPr></w:pPr></w:p>'
    before = "<w:pPr><w:pageBreakBefore/></w:pPr>"
    body = (
        p(before, letters("en"))
        + p(asked)
        + p(seen, letters("to"))
        + section
        + p(seen, letters("tre "), seen, letters("går videre"))
        + p(letters("fire"), asked)
        + p(before, seen, letters("fem"))
        + "<w:sectPr/>"
    )
    reading = read(body)

    assert [(b.page, b.text) for b in reading.blocks] == [
        (1, "en"), (2, "to"), (3, "tre går videre"), (4, "fire"), (5, "fem"),
    ]  # fmt: skip
    assert reading.pages == 5


def test_continuous_sections_begin_no_page() -> None:
    """A change of columns in the middle of a page is no break."""
    section = p("<w:pPr><w:sectPr/></w:pPr>", letters("en"))
    body = section + paragraph("to") + '<w:sectPr><w:type w:val="continuous"/></w:sectPr>'

    assert [b.page for b in read(body).blocks] == [1, 1]


def test_lines_of_one_paragraph_are_told_apart_where_they_are_a_list() -> None:
    """Hard breaks join as spaces; before marks, after a bold label and at a page they part."""
    br = "<w:r><w:br/></w:r>"
    body = (
        p(letters("Kommunen"), br, letters("vil:"))
        + p(letters("- bygge"), br, letters("- drifte"), br, letters("og eie"))
        + p(letters("Oppvekst", "<w:b/>"), br, letters("Barna lærer å lese."))
    )

    assert running(read(body).blocks) == [
        ("paragraph", "Kommunen vil:"),
        ("list_item", "- bygge"),
        ("list_item", "- drifte og eie"),
        ("heading", "Oppvekst"),
        ("paragraph", "Barna lærer å lese."),
    ]


def test_signs_come_out_as_they_are_seen() -> None:
    """Hyphens, tabs, symbol fonts, check boxes and ligatures of the writer's making."""
    sym = '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
    checkbox = '<w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData>'
    tick = (
        f'<w:r><w:fldChar w:fldCharType="begin">{checkbox}</w:fldChar></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = (
        p(sym, letters(" Ja"), "<w:r><w:tab/></w:r>", tick, letters(" Nei"))
        + p(
            "<w:r><w:t>barne</w:t><w:softHyphen/><w:t>hage</w:t><w:noBreakHyphen/><w:t>plass</w:t></w:r>"
        )
        + p(letters("10"), letters("1)", '<w:vertAlign w:val="superscript"/>'), letters(" mill."))
        + p(letters("\uf0e0", '<w:rFonts w:ascii="Wingdings"/>'), letters(" a\u030ar"))
    )

    assert texts(body) == ["✓ Ja ☒ Nei", "barnehage-plass", "10¹⁾ mill.", "→ år"]


def test_headings_are_told_by_their_look_where_no_style_says_so() -> None:
    """Short bold or larger paragraphs, the largest outermost; bold running text is none."""
    large = '<w:b/><w:sz w:val="32"/>'
    body = (
        paragraph("Årsbudsjett", run=large)
        + paragraph("Oppvekst", run="<w:b/>")
        + paragraph("Flere barn skal lære å lese i løpet av de to første årene.")
        + paragraph("2. Helse", run="<w:b/>")
        + paragraph("Vedtatt i bystyret.", run="<w:b/>")
        + paragraph("- Tiltak", run="<w:b/>")
    )

    assert [(b.role, b.level) for b in read(body).blocks] == [
        ("heading", 1), ("heading", 2), ("paragraph", None), ("heading", 2), ("paragraph", None),
        ("list_item", None),
    ]  # fmt: skip


def test_headings_by_look_stand_under_headings_by_style() -> None:
    """A bold label in a document that has styles is the innermost heading; larger ones are not."""
    styles = style("O1", "heading 1", run='<w:sz w:val="30"/>')
    body = (
        paragraph("Forsiden", run='<w:sz w:val="60"/>')
        + styled("O1", "Mål")
        + paragraph("Oppvekst", run="<w:b/>")
        + paragraph("Flere barn skal lære å lese.")
    )

    assert [(b.text, b.level) for b in read(body, styles=styles).blocks if b.level] == [
        ("Forsiden", 1), ("Mål", 1), ("Oppvekst", 2),
    ]  # fmt: skip


def test_outline_levels_make_headings() -> None:
    """A paragraph's own level and one of its style; running text with the body's level is none."""
    outline = '<w:outlineLvl w:val="{}"/>'.format
    styles = style("Eget", "Bydelsnavn", outline(1))
    body = (
        paragraph("Plan", outline(0)) + styled("Eget", "Sentrum") + paragraph("Tekst", outline(9))
    )

    assert [(b.role, b.level) for b in read(body, styles=styles).blocks] == [
        ("heading", 1), ("heading", 2), ("paragraph", None),
    ]  # fmt: skip


def test_cells_keep_their_spans_and_their_lists() -> None:
    """Cells merged across, down and in the old way; lists in cells keep their marks."""
    across, down = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'
    body = table(
        row(cell(paragraph("Mål for enheten"), across), "Frist"),
        row(cell(paragraph("Oppvekst"), down), cell(item("Lese") + item("Skrive", 1)), "2015"),
        row(cell(paragraph(""), "<w:vMerge/>"), "Regne", "2016"),
        row(
            cell(paragraph("Sum"), '<w:hMerge w:val="restart"/>'),
            cell(paragraph(""), '<w:hMerge w:val="continue"/>'),
            "2017",
        ),
        '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell(paragraph("Etter")) + "</w:tr>",
    )
    blocks = read(body, numbering=BULLETS).blocks
    spans = {b.text: (b.place.row_span, b.place.column_span) for b in blocks if b.place}

    assert table_rows(blocks) == [
        ["Mål for enheten", "", "Frist"],
        ["Oppvekst", "• Lese ◦ Skrive", "2015"],
        ["", "Regne", "2016"],
        ["Sum", "", "2017"],
        ["", "Etter", ""],
    ]
    assert (spans["Mål for enheten"], spans["Oppvekst"], spans["Sum"]) == ((1, 2), (2, 1), (1, 2))


def test_a_table_inside_a_cell_is_a_table_of_its_own() -> None:
    """It follows the outer one; a single cell is a box around text, and a column is no table."""
    inner = table(row("År", "Sum"), row("2015", "7"))
    column = table(row("linje en"), row("linje to"))
    outer = table(row("Mål", cell(paragraph("Tall:") + inner)), row("A", cell(column)))
    framed = table(row(cell(styled("O1", "Visjon") + paragraph("Lille store by."))))
    blocks = read(outer + framed, styles=style("O1", "heading 1")).blocks

    assert table_rows(blocks) == [["Mål", "Tall:"], ["A", "linje en linje to"]]
    assert table_rows(blocks, 1) == [["År", "Sum"], ["2015", "7"]]
    assert running(blocks) == [("heading", "Visjon"), ("paragraph", "Lille store by.")]


def test_a_cell_stands_on_the_page_where_its_text_begins() -> None:
    """A row may run over a page's end; the next row begins on the page where it ended."""
    seen = "<w:r><w:lastRenderedPageBreak/></w:r>"
    over = cell(p(letters("a")) + p(seen, letters("b")))
    late = cell(p(seen, letters("c")))
    body = table(row(over, "x"), row(late, "y")) + paragraph("etter")

    assert [(b.text, b.page) for b in read(body).blocks] == [
        ("a b", 1), ("x", 1), ("c", 3), ("y", 2), ("etter", 3),
    ]  # fmt: skip


def test_diagrams_give_their_text() -> None:
    """A hierarchy of goals drawn as a diagram is read point by point."""
    body = p(
        '<w:r><w:drawing><a:graphic><dgm:relIds r:dm="diagramData1"/></a:graphic></w:drawing></w:r>'
    )
    point = '<dgm:pt type="{}"><dgm:t><a:p><a:r><a:t>{}</a:t></a:r></a:p></dgm:t></dgm:pt>'.format
    points = point("node", "Visjon") + point("pres", "x")
    data = f"<?xml version='1.0'?><dgm:dataModel {SPACES}>{points}</dgm:dataModel>"

    assert texts(body, diagramData1=data) == ["Visjon"]


def test_a_file_put_in_whole_is_read() -> None:
    """Systems for case handling put a web page into the document; its tables count on."""
    page = "<html><body><h1>Vedtak</h1><table><tr><td>a</td><td>b</td></tr></table></body></html>"
    body = table(row("c", "d")) + '<w:altChunk r:id="aFChunk1"/>'
    blocks = read(body, aFChunk1=page).blocks

    assert [b.text for b in blocks] == ["c", "d", "Vedtak", "a", "b"]
    assert [b.place.table for b in blocks if b.place] == [0, 0, 1, 1]


STRICT = (
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main",
     "http://purl.oclc.org/ooxml/wordprocessingml/main"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/relationships",
     "http://purl.oclc.org/ooxml/officeDocument/relationships"),
)  # fmt: skip


def changed(data: bytes, change) -> bytes:
    """The archive with each file's text passed through `change(name, text)`; None drops it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: change(name, archive.read(name).decode()) for name in archive.namelist()}
    return zipped({name: text for name, text in files.items() if text is not None})


def strict(name: str, text: str) -> str:
    """The part in the strict form of the standard."""
    for transitional, its_strict in STRICT:
        text = text.replace(transitional, its_strict)
    return text


@pytest.mark.parametrize(
    "change",
    [
        strict,
        lambda name, text: None if name == "[Content_Types].xml" else text,
        lambda name, text: None if name == "word/_rels/document.xml.rels" else text,
        lambda name, text: None if name == "_rels/.rels" else text,
        lambda name, text: text.replace("document.main+xml", "template.macroEnabledTemplate+xml"),
    ],
    ids=["strict", "no types", "no relations", "no root", "template with macros"],
)
def test_odd_packages_are_read(change) -> None:
    """Strict files, templates, and archives that lack a part that the text doesn't need."""
    data = changed(word_file(paragraph("Flere barn."), styles=style("N", "Normal")), change)

    assert [b.text for b in read_bytes(data, "plan.docx", PARAMS).blocks] == ["Flere barn."]


def test_the_main_part_may_have_any_name() -> None:
    """Some systems number it; the relations say which it is."""
    data = word_file(paragraph("Flere barn."), main="word/document22.xml")

    assert [b.text for b in read_bytes(data, "plan.docx", PARAMS).blocks] == ["Flere barn."]


def test_damaged_text_is_read_as_far_as_it_goes_and_told() -> None:
    """XML that breaks off gives what stands before, and a fault that says so."""
    data = changed(
        word_file(paragraph("Først.") + paragraph("Så.") + paragraph("Sist.")),
        lambda name, text: text[: text.index("Sist")] if name == "word/document.xml" else text,
    )
    reading = read_bytes(data, "plan.docx", PARAMS)

    assert [b.text for b in reading.blocks] == ["Først.", "Så."]
    assert [fault.reason for fault in reading.faults] == ["damaged"]
    assert "word/document.xml" in reading.faults[0].detail


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zipped({"word/styles.xml": "<a/>"}), "damaged"),
        (word_file(paragraph("Flere barn i barnehage."))[:-60], "truncated"),
        (zipped({"word/document.xml": "PDF?"}), "damaged"),
    ],
    ids=["no text", "cut short", "no XML"],
)
def test_what_is_no_whole_word_file_says_why(data: bytes, reason: str) -> None:
    """The reject tells what was expected and what came."""
    with pytest.raises(DocumentError, match="expected") as caught:
        read_bytes(data, "plan.docx", PARAMS)

    assert caught.value.reason == reason


def test_damage_is_never_silent() -> None:
    """A byte changed anywhere in the archive gives the same text, or a fault or reject."""
    body = "".join(
        paragraph(f"Mål {number} er at flere barn lærer å lese.") for number in range(40)
    )
    data = word_file(body)
    whole = read_bytes(data, "plan.docx", PARAMS).blocks
    for at in range(0, len(data), max(1, len(data) // 60)):
        hurt = bytearray(data)
        hurt[at] ^= 0x55
        try:
            reading = read_bytes(bytes(hurt), "plan.docx", PARAMS)
        except DocumentError:
            continue
        assert reading.blocks == whole or reading.faults


def test_too_much_text_is_cut_and_told() -> None:
    """The bound on letters holds, in tables and notes too."""
    few = ExtractionParams(characters_per_file=20)
    reading = read_bytes(word_file(paragraph("Flere barn.") * 9), "plan.docx", few)

    assert 1 <= len(reading.blocks) <= 2
    assert [fault.reason for fault in reading.faults] == ["too_large"]
