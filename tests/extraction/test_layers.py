"""Pages whose text layer is missing, bad or only a stamp: what is recognised, and what is kept."""

import io

import pikepdf
import pypdfium2 as pdfium
import pytest

from pipeline.extraction.elements import Reading
from pipeline.extraction.pdf import read_pdf
from pipeline.params import ExtractionParams
from tests.extraction.test_quality import without_unicode
from tests.extraction.test_scans import needs_tesseract
from tests.extraction.typesetting import typeset_pdf

SENTENCES = (
    "Kommunen skal arbeide for at alle barn får en god start på skolen.",
    "Ansatte og foreldre samarbeider om trivsel og læring i hele løpet.",
    "Økonomien er sunn, og enheten holder rammen som bystyret har satt.",
    "Avtalen gjelder fra januar og er drøftet med de tillitsvalgte.",
)
BODY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES * 2)
ENGLISH = "<p>The municipality shall make sure that all of the children have a good start.</p>"
LINES = list(SENTENCES * 2)


def picture_pdf(body: str, quarter: int = 0) -> bytes:
    """A PDF of a picture of the page, laid on the glass turned to the left by so many degrees."""
    page = pdfium.PdfDocument(typeset_pdf(body, "body { font-size: 12pt }"))[0]
    stream = io.BytesIO()
    picture = page.render(scale=200 / 72, grayscale=True).to_pil().rotate(quarter, expand=True)
    picture.save(stream, "PDF", resolution=200)
    return stream.getvalue()


def with_layer(pdf: bytes, lines: list[str], mode: int) -> bytes:
    """The PDF with lines of text over its picture; in mode 3 nobody sees them."""
    document = pikepdf.open(io.BytesIO(pdf))
    page = document.pages[0]
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    if "/Font" not in page.Resources:
        page.Resources.Font = pikepdf.Dictionary()
    page.Resources.Font["/Layer"] = font
    shown = b" T* ".join(b"(" + line.encode("cp1252") + b") Tj" for line in lines)
    page.contents_add(b"BT %d Tr /Layer 11 Tf 16 TL 60 760 Td " % mode + shown + b" ET")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def read(pdf: bytes) -> Reading:
    """The reading, pictures recognised."""
    return read_pdf(pdf, ExtractionParams())


def whole(reading: Reading) -> str:
    """All of its text."""
    return " ".join(block.text for block in reading.blocks)


def notes(reading: Reading) -> list[str]:
    """What its notes say was done."""
    return [note.reason for note in reading.notes]


@needs_tesseract
@pytest.mark.parametrize("quarter", [90, 180, 270])
def test_a_page_on_its_side_is_turned(quarter):
    """The text is read, and its boxes lie where the page shows it."""
    reading = read(picture_pdf(BODY, quarter))

    assert whole(reading) == " ".join(LINES)
    first, last = reading.blocks[0].box, reading.blocks[-1].box
    assert {
        90: first.x0 < last.x0 and first.bottom - first.top > 5 * (first.x1 - first.x0),
        180: first.top > last.top,
        270: first.x0 > last.x0 and first.bottom - first.top > 5 * (first.x1 - first.x0),
    }[quarter]


@needs_tesseract
def test_text_with_wrong_letters_is_recognised_anew():
    """Where the file doesn't say which letter a glyph is, the page's picture does."""
    reading = read(without_unicode(typeset_pdf(BODY, "body { font-size: 12pt }")))

    assert (whole(reading), notes(reading)) == (" ".join(LINES), ["recognised_anew"])
    assert reading.faults == ()


def test_without_recognition_wrong_letters_stay_and_are_no_reject():
    """The page has a text, if a bad one: it is kept, and a flag tells of it."""
    bad = without_unicode(typeset_pdf(BODY))
    reading = read_pdf(bad, ExtractionParams(ocr="off"))

    assert reading.blocks
    assert (reading.faults, reading.notes) == ((), ())


def test_a_good_layer_under_a_scan_is_kept_and_said():
    """What another program recognised well is not recognised again."""
    reading = read(with_layer(picture_pdf(BODY), LINES, 3))

    assert (whole(reading), notes(reading)) == (" ".join(LINES), ["hidden_layer"])
    assert {block.ocr_confidence for block in reading.blocks} == {None}


@needs_tesseract
def test_a_poor_layer_under_a_scan_is_recognised_anew():
    """Words full of figures and signs are no text."""
    worse = str.maketrans("eakl", "3@|1")
    poor = [line.translate(worse) for line in LINES]

    reading = read(with_layer(picture_pdf(BODY), poor, 3))

    assert (whole(reading), notes(reading)) == (" ".join(LINES), ["recognised_anew"])


@needs_tesseract
def test_a_stamp_on_a_scan_is_not_its_text():
    """An archive's line over a picture of a full page: the page is recognised."""
    reading = read(with_layer(picture_pdf(BODY), ["Dok. 13/1187-4"], 0))

    assert LINES[1] in whole(reading)
    assert notes(reading) == ["recognised_anew"]


@needs_tesseract
def test_a_title_over_a_picture_without_text_is_kept():
    """A cover's few words are its text, though a picture fills the page."""
    reading = read(with_layer(picture_pdf("<p></p>"), ["Kommuneplan 2010-2022"], 0))

    assert (whole(reading), notes(reading)) == ("Kommuneplan 2010-2022", [])


@needs_tesseract
def test_an_english_scan_is_read_in_english():
    """A page that reads as English is recognised as such."""
    assert "The municipality shall make sure that all of the children" in whole(
        read(picture_pdf(ENGLISH * 4))
    )


LABEL = "Landbruk 37,1 prosent og avfall 11,5 prosent"


def blank_page(content: bytes = b"") -> bytes:
    """A page with nothing on it but what the content draws."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    page.contents_add(content)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def drawing(lines: list[str], mode: int) -> bytes:
    """A page with strokes where the lines of a layer stand: ink that is no text."""
    strokes = b" ".join(
        b"%d %d 2 8 re f" % (x, 760 - 16 * n) for n in range(len(lines)) for x in range(60, 300, 4)
    )
    return with_layer(blank_page(strokes), lines, mode)


def test_words_set_unseen_over_a_drawing_of_themselves_are_text():
    """A chart with its words as outlines and the words unseen on top: a reader sees them."""
    reading = read(drawing([LABEL], 3))

    assert (whole(reading), reading.faults) == (LABEL, ())


def test_words_unseen_on_empty_paper_are_hidden():
    """Nothing is there for a reader: the words are left out, and said."""
    blank = typeset_pdf("<p>Synlig tekst.</p>", "@page { margin-top: 12cm }")
    reading = read(with_layer(blank, [LABEL], 3))

    assert whole(reading) == "Synlig tekst."
    assert [fault.reason for fault in reading.faults] == ["hidden_text"]


def test_a_second_unseen_layer_over_text_is_not_read_twice():
    """Words that stand unseen over the same words printed are read once."""
    printed = with_layer(blank_page(), [LABEL], 0)

    assert whole(read(with_layer(printed, [LABEL], 3))) == LABEL


def with_optional_layer(pdf: bytes, line: str, *, is_on: bool) -> bytes:
    """The PDF with a line in a layer of its own (optional content), shown or not."""
    document = pikepdf.open(io.BytesIO(with_layer(pdf, [line], 0)))
    layer = document.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("Utkast"))
    )
    off = [] if is_on else [layer]
    document.Root.OCProperties = pikepdf.Dictionary(
        OCGs=[layer], D=pikepdf.Dictionary(Order=[layer], OFF=off)
    )
    page = document.pages[0]
    page.Resources.Properties = pikepdf.Dictionary(MC0=layer)
    content = b"".join(stream.read_bytes() + b"\n" for stream in page.Contents)
    marked = content.replace(b"BT 0 Tr", b"/OC /MC0 BDC BT 0 Tr") + b" EMC"
    page.Contents = document.make_stream(marked)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("is_on", "told"), [(True, f"Synlig tekst. {LABEL}"), (False, "Synlig tekst.")]
)
def test_text_in_a_layer_is_read_where_the_layer_is_shown(is_on: bool, told: str):
    """A draft's words in a layer that is turned off are left out, and said."""
    blank = typeset_pdf("<p>Synlig tekst.</p>", "@page { margin-top: 12cm }")
    reading = read(with_optional_layer(blank, LABEL, is_on=is_on))

    assert whole(reading) == told
    assert [fault.reason for fault in reading.faults] == ([] if is_on else ["hidden_text"])
