"""Damaged, mislabelled and malicious files, each with what reading it must end in.

What must come: "read", or the reason of the first reject. A file may be both: read, and a part of
it rejected.
"""

import io
import struct
import zipfile
import zlib
from typing import NamedTuple

import pikepdf

from tests.extraction.rawpdf import A4, HELVETICA, page_pdf, raw_pdf, stream, text

LINE = "Kommunen skal redusere utslipp."
_GOOD = text(LINE)
_DOCX_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="xml" ContentType="application/xml"/><Default '
    'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_DOCX_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


class Hostile(NamedTuple):
    """A file's name, its bytes, and what reading it must end in."""

    name: str
    content: bytes
    outcomes: tuple[str, ...]


def docx(document: str, more: dict[str, bytes] | None = None) -> bytes:
    """A Word file with this document part."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _DOCX_TYPES)
        archive.writestr("_rels/.rels", _DOCX_RELS)
        archive.writestr("word/document.xml", document)
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def word_body(inner: str, before: str = "") -> str:
    """A document part around paragraphs."""
    return f'<?xml version="1.0"?>{before}<w:document {_W}><w:body>{inner}</w:body></w:document>'


def word_line(line: str = LINE) -> str:
    """A paragraph."""
    return f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>"


def _laughs(levels: int = 9) -> str:
    """Entities that grow tenfold with each level."""
    lines = ['<!ENTITY a0 "ha">']
    lines += [f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, levels + 1)]
    return "<!DOCTYPE x [" + "".join(lines) + "]>"


def _zipped(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return out.getvalue()


def _image(width: int, height: int, entries: str, data: bytes) -> bytes:
    head = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} {entries}"
    return stream(data, head)


def _picture_page(image: bytes, more: bytes = b"") -> bytes:
    return page_pdf(
        [b"q 500 0 0 700 40 40 cm /I Do Q " + more],
        more={100: image},
        resources="/XObject << /I 100 0 R >>",
    )


def _page_tree(kids: str, count: str, more: dict[int, str] | None = None) -> bytes:
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox {A4} /Contents 5 0 R /Resources << /Font << "
    return raw_pdf(
        {
            1: "<< /Type /Catalog /Pages 2 0 R >>",
            2: f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
            3: HELVETICA,
            4: page + "/F1 3 0 R >> >> >>",
            5: stream(_GOOD),
            **(more or {}),
        }
    )


def hostile_pdfs() -> list[Hostile]:
    """PDFs."""
    return [*_page_trees(), *_pictures(), *_contents(), *_files()]


def _page_trees() -> list[Hostile]:
    """Trees of pages that lie about themselves."""
    return [
        Hostile("count_is_negative.pdf", _page_tree("4 0 R", "-7"), ("read",)),
        Hostile("count_is_a_billion.pdf", _page_tree("4 0 R", "1000000000"), ("read",)),
        Hostile("kid_is_missing.pdf", _page_tree("4 0 R 99 0 R", "2"), ("read",)),
        Hostile("kid_is_a_number.pdf", _page_tree("4 0 R 17 (x) null", "4"), ("read",)),
        Hostile(
            "parents_in_a_circle.pdf",
            _page_tree("4 0 R 6 0 R", "2", {6: "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"}),
            ("read", "damaged", "empty"),
        ),
        Hostile("no_pages_at_all.pdf", _page_tree("", "0"), ("read", "empty", "damaged")),
    ]


def _pictures() -> list[Hostile]:
    """Pictures that hold none, or far too much."""
    gray = "/ColorSpace /DeviceGray /BitsPerComponent 8"
    fill = "/Filter /FlateDecode " + gray
    return [
        Hostile(
            "jbig2_garbage.pdf",
            _picture_page(_image(2000, 2000, f"/Filter /JBIG2Decode {gray}", b"\x97JB2\xff" * 99)),
            ("no_text_layer",),
        ),
        Hostile(
            "jpx_garbage.pdf",
            _picture_page(
                _image(2000, 2000, "/Filter /JPXDecode", b"\x00\x00\x00\x0cjP  \r\n" * 9)
            ),
            ("no_text_layer", "empty"),
        ),
        Hostile(
            "ccitt_garbage.pdf",
            _picture_page(
                _image(
                    60000,
                    60000,
                    "/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 60000 /Rows 60000 >> "
                    "/ColorSpace /DeviceGray /BitsPerComponent 1",
                    b"\x00\xff\x13" * 999,
                )
            ),
            ("no_text_layer", "too_large", "too_slow"),
        ),
        Hostile(
            "dct_garbage.pdf",
            _picture_page(_image(30000, 30000, f"/Filter /DCTDecode {gray}", b"\xff\xd8\xff" * 99)),
            ("no_text_layer", "empty", "too_large"),
        ),
        Hostile(
            "negative_image.pdf",
            _picture_page(_image(-5, -5, fill, zlib.compress(b"x" * 99)), _GOOD),
            ("read",),
        ),
    ]


def _contents() -> list[Hostile]:
    """What is drawn on a page: too deep, too much, too large, unended."""
    deep = b"q " * 200_000 + _GOOD
    many_forms = b"/X Do " * 5_000 + _GOOD
    form = stream(b"0 0 5 5 re f", f"/Type /XObject /Subtype /Form /BBox {A4}")
    huge = stream(zlib.compress(b" " * 100_000_000, 1), "/Filter /FlateDecode")
    return [
        Hostile("deep_graphics_states.pdf", page_pdf([deep]), ("read", "too_slow", "too_large")),
        Hostile(
            "thousands_of_forms.pdf",
            page_pdf([many_forms], more={100: form}, resources="/XObject << /X 100 0 R >>"),
            ("read",),
        ),
        Hostile(
            "blank_bomb.pdf",
            raw_pdf(
                {
                    1: "<< /Type /Catalog /Pages 2 0 R >>",
                    2: "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
                    4: f"<< /Type /Page /Parent 2 0 R /MediaBox {A4} /Contents 5 0 R >>",
                    5: huge,
                }
            ),
            ("empty", "too_large", "too_slow", "damaged"),
        ),
        Hostile(
            "filters_of_filters.pdf",
            page_pdf([_GOOD], more={100: stream(b"x", "/Filter [" + "/FlateDecode " * 5000 + "]")}),
            ("read",),
        ),
        Hostile("infinite_font_size.pdf", page_pdf([text(LINE, size=1e30) + _GOOD]), ("read",)),
        Hostile("font_of_size_nil.pdf", page_pdf([text(LINE, size=0) + _GOOD]), ("read",)),
        Hostile("letters_far_off.pdf", page_pdf([text(LINE, 1e15, -1e15) + _GOOD]), ("read",)),
        Hostile("unended_string.pdf", page_pdf([_GOOD + b"BT /F1 9 Tf ((((((" * 999]), ("read",)),
        Hostile(
            "a_long_dash_pattern.pdf",
            page_pdf([b"[" + b"1 " * 99999 + b"] 0 d " + _GOOD]),
            ("read",),
        ),
    ]


def _files() -> list[Hostile]:
    """Entries of the file that are missing, wrong or cut off."""
    thousand = page_pdf([text(f"Side {i} av planen") for i in range(60)])
    good = page_pdf([_GOOD])
    return [
        Hostile(
            "page_without_mediabox.pdf", good.replace(A4.encode(), b"null          "), ("read",)
        ),
        Hostile("tall_page.pdf", good.replace(b"595 842", b"9e9 9e9"), ("read",)),
        Hostile("contents_is_a_number.pdf", good.replace(b"11 0 R ", b"42     "), ("empty",)),
        Hostile(
            "javascript.pdf",
            good.replace(
                b"/Type /Catalog",
                b"/OpenAction << /S /JavaScript /JS (while(1){}) >> /Type /Catalog",
            ),
            ("read",),
        ),
        Hostile(
            "xfa_form.pdf",
            good.replace(b"/Type /Catalog", b"/AcroForm << /XFA [(a) 3 0 R] >> /Type /Catalog"),
            ("read",),
        ),
        Hostile("header_in_the_middle.pdf", b"\x00" * 900 + good, ("read",)),
        Hostile(
            "nothing_after_header.pdf", b"%PDF-1.7\n%%EOF\n", ("damaged", "empty", "truncated")
        ),
        Hostile(
            "cut_in_its_last_page.pdf", thousand[: len(thousand) * 2 // 3], ("read", "damaged")
        ),
        Hostile("newlines_in_names.pdf", good.replace(b"/F1", b"/F#0A1"), ("read", "empty")),
        Hostile("xref_of_zeros.pdf", _zeroed_xref(thousand), ("read",)),
    ]


def _catalogue(pdf: bytes, entries: str) -> bytes:
    return pdf.replace(b"/Type /Catalog", b"/Type /Catalog " + entries.encode())


def _form(content: bytes, resources: str) -> bytes:
    head = f"/Type /XObject /Subtype /Form /BBox {A4} /Resources << {resources} >>"
    return stream(content, head)


def circular_pdfs() -> list[Hostile]:
    """PDFs whose parts lead back to themselves, around a line that is to be read."""
    outline = "<< /Title (A) /Next 101 0 R /First 101 0 R /Parent 100 0 R /Dest [10 0 R /Fit] >>"
    note = "<< /Type /Annot /Subtype /FreeText /Rect [0 0 9 9] /AP << /N 101 0 R >> >>"
    type3 = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /CharProcs "
        "<< /a 101 0 R >> /Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 "
        "/Widths [9] /Resources << /Font << /T 100 0 R >> >> >>"
    )
    tiles = "/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep .001 /YStep .001"
    mask = "<< /Type /ExtGState /SMask << /S /Luminosity /G 101 0 R >> >>"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica {} >>"

    def around(name: str, content: bytes, more: dict[int, bytes | str], **kept: str) -> Hostile:
        return Hostile(name, page_pdf([content + _GOOD], more=more, **kept), ("read",))

    outlined = around("outline_circle.pdf", b"", {100: "<< /First 101 0 R >>", 101: outline})
    return [
        outlined._replace(content=_catalogue(outlined.content, "/Outlines 100 0 R")),
        around("labels_circle.pdf", b"", {100: "<< /Kids [100 0 R] >>"}),
        around(
            "notes_circle.pdf", b"", {100: "[100 0 R 101 0 R]", 101: note}, page="/Annots 100 0 R"
        ),
        around("letters_circle.pdf", b"", {}, font=font.format("/ToUnicode 3 0 R")),
        around(
            "form_in_form_circle.pdf",
            b"/X Do ",
            {
                100: _form(b"/Y Do", "/XObject << /Y 101 0 R >>"),
                101: _form(b"/X Do", "/XObject << /X 100 0 R >>"),
            },
            resources="/XObject << /X 100 0 R >>",
        ),
        around(
            "letter_in_letter_circle.pdf",
            b"BT /T 9 Tf (aa) Tj ET ",
            {100: type3, 101: stream(b"9 0 d0 BT /T 9 Tf (aa) Tj ET")},
            resources=">> /Font << /F1 3 0 R /T 100 0 R >> /Other <<",
        ),
        around(
            "pattern_circle.pdf",
            b"/Pattern cs /P scn 0 0 500 500 re f ",
            {
                100: stream(
                    b"/Pattern cs /P scn 0 0 9 9 re f",
                    f"{tiles} /Resources << /Pattern << /P 100 0 R >> >>",
                )
            },
            resources="/Pattern << /P 100 0 R >>",
        ),
        around(
            "mask_circle.pdf",
            b"/G gs ",
            {100: mask, 101: _form(b"/G gs 0 0 9 9 re f", "/ExtGState << /G 100 0 R >>")},
            resources="/ExtGState << /G 100 0 R >>",
        ),
        around(
            "codes_without_end.pdf",
            b"",
            {100: stream(b"begincmap 1 beginbfrange <00> <ffffffff> <0041> endbfrange endcmap")},
            font=font.format("/ToUnicode 100 0 R"),
        ),
        Hostile(
            "pages_in_pages_5000.pdf",
            raw_pdf(
                {
                    1: "<< /Type /Catalog /Pages 10 0 R >>",
                    3: HELVETICA,
                    4: f"<< /Type /Page /MediaBox {A4} /Contents 5 0 R /Resources << /Font << "
                    "/F1 3 0 R >> >> >>",
                    5: stream(_GOOD),
                    **{i: f"<< /Type /Pages /Kids [{i + 1} 0 R] >>" for i in range(10, 5009)},
                    5009: "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
                }
            ),
            ("read",),
        ),
    ]


def odd_pages() -> list[Hostile]:
    """Pages of sizes, turns and streams that no typesetter makes."""
    good, length = page_pdf([_GOOD]), f"/Length {len(_GOOD)}".encode()
    sides = {
        "negative": "[595 842 0 0]",
        "of_three": "[0 0 595]",
        "of_names": "[/a /b /c (d)]",
        "endless": "[0 0 1e38 1e38]",
        "in_large_units": f"{A4} /UserUnit 1000000",
        "cut_outside": f"{A4} /CropBox [2000 2000 3000 3000]",
        "cut_to_nil": f"{A4} /CropBox [99 99 99 99]",
        "turned_45": f"{A4} /Rotate 45",
        "turned_far": f"{A4} /Rotate 99999999990",
    }
    lengths = {"too_long": b"99999999", "too_short": b"3", "negative": b"-9", "itself": b"11 0 R"}
    return [
        *(
            Hostile(f"page_{name}.pdf", good.replace(A4.encode(), box.encode()), ("read",))
            for name, box in sides.items()
        ),
        *(
            Hostile(f"length_{name}.pdf", good.replace(length, b"/Length " + told), ("read",))
            for name, told in lengths.items()
        ),
        Hostile("no_endstream.pdf", good.replace(b"endstream", b""), ("read",)),
        Hostile("no_endobj.pdf", good.replace(b"endobj", b""), ("read",)),
        Hostile("after_http.pdf", b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n" + good, ("read",)),
        Hostile("texts_in_texts.pdf", page_pdf([b"BT " * 200_000 + _GOOD]), ("read",)),
        Hostile("no_more_space.pdf", page_pdf([text(LINE, 5000, 5000)]), ("empty",)),
    ]


def locked_pdfs() -> list[Hostile]:
    """PDFs under each of the standard's locks: the owner's are read, the reader's are not."""
    made = []
    with pikepdf.open(io.BytesIO(page_pdf([_GOOD]))) as document:
        for revision in (2, 3, 4, 6):
            for user, outcome in (("", "read"), ("bruker", "encrypted")):
                out, new = io.BytesIO(), revision >= 4
                lock = pikepdf.Encryption("eier", user, R=revision, aes=new, metadata=new)
                document.save(out, encryption=lock)
                made.append(Hostile(f"r{revision}_{outcome}.pdf", out.getvalue(), (outcome,)))
    return made


def _zeroed_xref(pdf: bytes) -> bytes:
    """The file with every place in its cross-reference table set to nil."""
    start = pdf.rindex(b"\nxref\n") + 6
    end = pdf.rindex(b"trailer")
    return (
        pdf[:start] + pdf[start:end].translate(bytes.maketrans(b"123456789", b"0" * 9)) + pdf[end:]
    )


def _half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _misplaced(archive: bytes) -> bytes:
    """The archive with its directory said to stand further on than it does."""
    place = archive.rindex(b"PK\x05\x06") + 16
    (said,) = struct.unpack_from("<I", archive, place)
    return archive[:place] + struct.pack("<I", said + 100_000) + archive[place + 4 :]


def hostile_word_files() -> list[Hostile]:
    """Word files, and archives named like them."""
    laugh = word_body(f"{word_line()}{word_line('&a9;')}", _laughs())
    outside = '<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/hostname">]>'
    nested = "<w:tbl><w:tr><w:tc>" * 3000 + word_line() + "</w:tc></w:tr></w:tbl>" * 3000
    return [
        Hostile("laughs.docx", docx(laugh), ("read", "damaged", "too_large", "too_slow")),
        Hostile(
            "reads_other_files.docx",
            docx(word_body(word_line() + word_line("&file;"), outside)),
            ("read", "damaged"),
        ),
        Hostile("nested_tables.docx", docx(word_body(nested)), ("read", "damaged")),
        Hostile(
            "bomb.docx",
            docx(word_body(word_line()), {"word/media/a.bin": b"\x00" * 200_000_000}),
            ("read", "too_large"),
        ),
        Hostile(
            "bomb_in_its_text.docx",
            docx(word_body(word_line("a " * 20_000_000))),
            ("damaged",),
        ),
        Hostile(
            "half.docx",
            _half(docx(word_body("".join(map(word_line, map(str, range(9999))))))),
            ("truncated",),
        ),
        Hostile("places_off.docx", _misplaced(docx(word_body(word_line()))), ("damaged",)),
        Hostile("not_xml.docx", docx("Kommunen vil"), ("damaged",)),
        Hostile(
            "no_document.docx", _zipped({"word/other.xml": b"<a/>"}), ("damaged", "unsupported")
        ),
        Hostile(
            "upwards.docx", _zipped({"../../word/document.xml": b"x"}), ("damaged", "unsupported")
        ),
        Hostile("a_spreadsheet.docx", _zipped({"xl/workbook.xml": b"<a/>"}), ("unsupported",)),
        Hostile("slides.pdf", _zipped({"ppt/presentation.xml": b"<a/>"}), ("not_a_pdf",)),
        Hostile("opendocument.docx", _zipped({"content.xml": b"<a/>"}), ("unsupported",)),
        Hostile("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), ("unsupported",)),
    ]


def _noise(count: int) -> bytes:
    return b"".join(struct.pack(">I", i * 2654435761 % 2**32) for i in range(count // 4))


def _two_bodies() -> bytes:
    """Markup from which lxml makes a second body that stands nowhere."""
    page = f"<html><head><title>9</title></head><body>{LINE}</body></html>"
    around = f"<!doctype html><html><head><title>9</ti>{page}tle></head><body>{LINE}</body></html>"
    return around.encode()


def hostile_texts() -> list[Hostile]:
    """Web pages, text, and what is named like them."""
    said = f"<html><body><p>{LINE}</p>"
    nested = said + "<div>" * 1_000_000 + "x"
    return [
        Hostile("nested.html", nested.encode(), ("read", "damaged", "too_slow", "too_large")),
        Hostile("two_bodies.html", _two_bodies(), ("read",)),
        Hostile("laughs.html", (_laughs() + said + "&a9;").encode(), ("read",)),
        Hostile(
            "many_attributes.html",
            (said + "<p " + "a=1 " * 500_000 + ">ja</p>").encode(),
            ("read",),
        ),
        Hostile("unended.html", (said + "<table><tr><td>" * 20_000).encode(), ("read", "damaged")),
        Hostile(
            "spans.html",
            (said + "<table><tr><td colspan=99999999 rowspan=99999999>a</table>").encode(),
            ("read",),
        ),
        Hostile("one_long_line.txt", b"a" * 12_000_000, ("too_large",)),
        Hostile("many_lines.txt", b"a\n" * 200_000, ("read",)),
        Hostile("utf16.txt", LINE.encode("utf-16"), ("read",)),
        Hostile("latin1.txt", "Årsbudsjettet skal følges.".encode("latin-1"), ("read",)),
        Hostile("nul_bytes.txt", b"\x00" * 4096 + LINE.encode(), ("read", "unsupported")),
        Hostile("surrogates.txt", LINE.encode() + b"\xed\xa0\x80 etter", ("read",)),
        # read where the machine is quick enough, and else rejected for its time
        Hostile("brackets.md", b"[" * 200_000 + LINE.encode(), ("read", "too_slow")),
        Hostile("stars.md", (b"*" * 50_000 + b" ") * 3 + LINE.encode(), ("read",)),
        Hostile("numbers.csv", b"kapittel;post;kroner\n" + b"1;2;3\n" * 20_000, ("read",)),
        Hostile("numbers.pdf", b"kapittel;post;kroner\n1;2;3\n", ("read", "not_a_pdf")),
        Hostile("quotes.csv", b'"' * 99_999 + b"\na;b\n", ("read", "damaged", "unsupported")),
        Hostile(
            "random.txt",
            struct.pack(">512I", *(i * 2654435761 % 2**32 for i in range(512))),
            ("unsupported",),
        ),
    ]
