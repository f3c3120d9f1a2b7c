"""Text, Markdown and CSV: encodings by evidence, headings, lists, pages, and other formats."""

import io
import zipfile

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.errors import DocumentError
from pipeline.extraction.filetypes import read_bytes
from pipeline.extraction.lettercodes import decode_text
from pipeline.params import ExtractionParams
from tests.extraction.typesetting import running, table_rows

PARAMS = ExtractionParams()
TEXT = "Bærekraftsmål i årsbudsjettet: «økt» innsats på Østsiden, Ås og Ærøy 2015"
ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "cp1252",
    "mac_roman",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
)


def told(text: str, name: str = "plan.txt") -> list[tuple[str, str, int | None]]:
    """(role, text, level) of what is read outside tables."""
    blocks = read_bytes(text.encode(), name, PARAMS).blocks
    return [(b.role, b.text, b.level) for b in blocks if b.place is None]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("declared", ["", "utf-8", "rot13", "ukjent"])
def test_letters_survive_whatever_is_declared(encoding: str, declared: str) -> None:
    """The bytes tell the encoding; a wrong or made-up name for it changes nothing."""
    assert decode_text(TEXT.encode(encoding), declared) == TEXT


def test_latin_1_is_read_as_windows_text() -> None:
    """As browsers do: the dash that the name doesn't cover is read too."""
    assert decode_text("2013–2016 på".encode("cp1252"), "ISO-8859-1") == "2013–2016 på"


def test_text_of_two_encodings_is_read_byte_by_byte() -> None:
    """A paragraph in Windows text that was put into a file in UTF-8 keeps its letters."""
    data = ("På vei mot målet. " * 20).encode() + "Også på Ås.".encode("cp1252")

    assert decode_text(data).endswith("Også på Ås.")


def test_text_that_was_encoded_twice_is_mended() -> None:
    """A program that took UTF-8 for Windows text and saved it so is undone."""
    assert decode_text("mÃ¥l pÃ¥ Ã¸konomi".encode()) == "mål på økonomi"


def test_a_file_cut_in_the_middle_of_a_letter_is_read() -> None:
    """The last half letter is lost, not the file."""
    assert decode_text("Mål".encode("utf-16")[:-1]) == "Må"


@given(st.binary(max_size=400))
def test_any_bytes_without_a_mark_are_some_text(data: bytes) -> None:
    """Nothing but a mark that the bytes contradict stops the decoder."""
    assume(not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")))

    assert isinstance(decode_text(data), str)


def test_letters_in_two_encodings_are_both_read() -> None:
    """Files are put together from several sources, as much from the one as from the other."""
    data = ("Årsbudsjett på norsk. " * 5).encode() + ("Økonomi på Ås. " * 9).encode("cp1252")

    assert decode_text(data) == "Årsbudsjett på norsk. " * 5 + "Økonomi på Ås. " * 9


def test_a_damaged_letter_costs_itself_alone() -> None:
    """A text in UTF-16 is read but for it."""
    data = ("Årsbudsjett " * 20).encode("utf-16") + b"\x00\xd8" + "på Ås".encode("utf-16-le")

    assert decode_text(data) == "Årsbudsjett " * 20 + "\ufffdpå Ås"


def test_bytes_that_break_their_own_mark_say_so() -> None:
    """Half a pair of UTF-16 in the middle is no text, and the reject says which it was."""
    with pytest.raises(DocumentError, match="expected text in utf-16"):
        decode_text(b"\xff\xfe\x00\xd8a\x00")


def test_headings_of_typed_text_are_told() -> None:
    """Underlined, in capitals, by section numbers, and by chapters that count up."""
    text = (
        "ØKONOMIPLAN 2013-2016\n\nInnledning\n==========\nPlanen gjelder for fire år.\n\n"
        "Mål\n---\n\n1. Oppvekst\n\nFlere barn skal lære å lese.\n\n1.1 Barnehage\n"
        "Alle får plass i barnehage.\n\n2. Helse\n\nFærre skal bli syke.\n\n"
        "Kommunen vil:\n1. bygge\n2. drifte\n"
    )

    assert told(text) == [
        ("heading", "ØKONOMIPLAN 2013-2016", 1),
        ("heading", "Innledning", 1),
        ("paragraph", "Planen gjelder for fire år.", None),
        ("heading", "Mål", 2),
        ("heading", "1. Oppvekst", 1),
        ("paragraph", "Flere barn skal lære å lese.", None),
        ("heading", "1.1 Barnehage", 2),
        ("paragraph", "Alle får plass i barnehage.", None),
        ("heading", "2. Helse", 1),
        ("paragraph", "Færre skal bli syke.", None),
        ("paragraph", "Kommunen vil:", None),
        ("list_item", "1. bygge", None),
        ("list_item", "2. drifte", None),
    ]


def test_hard_wrapped_lines_are_joined_as_in_a_pdf() -> None:
    """Words broken at a line's end are whole again, and so are list items over several lines."""
    text = (
        "Kommunen skal legge vekt på tidlig innsats og fore-\nbyggende arbeid i alle barne- og\n"
        "ungdomsskoler i hele planperioden.\n\n- gi flere barn tilbud om leksehjelp etter\n"
        "  skoletid\n- styrke helsesøstertjenesten i hele kommunen\n"
    )

    assert [text for _, text, _ in told(text)] == [
        "Kommunen skal legge vekt på tidlig innsats og forebyggende arbeid i alle barne- og "
        "ungdomsskoler i hele planperioden.",
        "- gi flere barn tilbud om leksehjelp etter skoletid",
        "- styrke helsesøstertjenesten i hele kommunen",
    ]


def test_form_feeds_begin_pages_and_tables_count_on() -> None:
    """The form feed that ends the last page begins none."""
    page = "Område | Kr\n--- | ---\nSkole | 5\n\f"
    reading = read_bytes((page * 2).encode(), "plan.txt", PARAMS)

    assert reading.pages == 2
    assert [(b.page, b.place.table) for b in reading.blocks if b.place][::4] == [(1, 0), (2, 1)]


def test_markdown_follows_its_own_rules() -> None:
    """Emphasis, links, nested and numbered lists, quotes, code, tables, front matter."""
    text = (
        "---\ntitle: Plan\n---\n# Plan *for* 2015\n\nMål\n---\n\n"
        "Se [planen](x) og **mål 4**.\n\n1. bygge\n   - skole\n2. drifte\n\n> Sitat\n\n"
        "    - kode\n\n"
        "| Mål | Kr \\| år |\n|:--|--:|\n| **Lese** | 5<br>6 |\n"
    )
    blocks = read_bytes(text.encode(), "plan.md", PARAMS).blocks

    assert running(blocks) == [
        ("heading", "Plan for 2015"),
        ("heading", "Mål"),
        ("paragraph", "Se planen og mål 4."),
        ("list_item", "1. bygge"),
        ("list_item", "• skole"),
        ("list_item", "2. drifte"),
        ("paragraph", "Sitat"),
        ("list_item", "- kode"),
    ]
    assert table_rows(blocks) == [["Mål", "Kr | år"], ["Lese", "5 6"]]


@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_csv_is_a_table_whatever_sign_parts_its_columns(sign: str) -> None:
    """Quoted cells keep the sign and their line breaks; empty rows are left out."""
    text = f'Område{sign}Beløp\r\n"Skole{sign} barnehage"{sign}5\r\n\r\nHelse{sign}"6"\r\n'
    blocks = read_bytes(text.encode("cp1252"), "budsjett.CSV", PARAMS).blocks

    assert table_rows(blocks) == [
        ["Område", "Beløp"],
        [f"Skole{sign} barnehage".replace("\t", " ").replace("  ", " "), "5"],
        ["Helse", "6"],
    ]


def test_csv_without_columns_is_text() -> None:
    """A list of lines is told as lines."""
    assert told("Flere barn.\nFærre syke.\n", "mål.csv")[0][0] == "paragraph"


ODF = "application/vnd.oasis.opendocument."


def archive(**files: str) -> bytes:
    """An archive with these files; a name's double underscore is a slash.

    Without the time it was made, so that a test that has it as a parameter keeps its name.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, content in files.items():
            made.writestr(zipfile.ZipInfo(name.replace("__", "/")), content)
    return stream.getvalue()


def old_office(stream: str) -> bytes:
    """The beginning of an old Office file that holds such a stream."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + stream.encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "reason", "words"),
    [
        (old_office("EncryptedPackage"), "encrypted", "without a password"),
        (old_office("WordDocument"), "unsupported", "old Word file (.doc); save it as DOCX"),
        (old_office("Workbook"), "unsupported", "PDF or CSV"),
        (old_office("PowerPoint Document"), "unsupported", "slide show"),
        (old_office("__substg1.0_0037001F"), "unsupported", "Outlook message"),
        (archive(mimetype=f"{ODF}text", content="x"), "unsupported", ".odt"),
        (archive(mimetype=f"{ODF}spreadsheet"), "unsupported", ".ods"),
        (archive(**{"META-INF__container.xml": "x"}), "unsupported", "e-book"),
        (archive(**{"Index__Document.iwa": "x"}), "unsupported", "Pages"),
        (archive(**{"xl__workbook.xml": "x"}), "unsupported", "spreadsheet"),
        (archive(plan="x"), "unsupported", "unpack it"),
        (archive(plan="x")[:40], "truncated", "fetch the file anew"),
        (b"{\\rtf1 Plan}", "unsupported", "rich text"),
        (b"\x89PNG\r\n\x1a\n", "unsupported", "a picture"),
        (b"From: a@b.no\nMIME-Version: 1.0\n\nHei", "unsupported", "e-mail"),
        (b"<?xml version='1.0'?><plan/>", "unsupported", "XML"),
        (b"\x1f\x8b\x08", "unsupported", "unpack it"),
    ],
)  # fmt: skip
def test_other_formats_are_turned_away_with_what_to_do(
    data: bytes, reason: str, words: str
) -> None:
    """The reject says what the file is and how its text can be had."""
    with pytest.raises(DocumentError, match="expected") as caught:
        read_bytes(data, "fil", PARAMS)

    assert caught.value.reason == reason
    assert words in caught.value.detail


def test_a_letter_that_only_looks_like_mail_is_text() -> None:
    """Notes that begin with who and when are read."""
    assert told("Dato: 1. juni\nFra: rådmannen\n\nSaken utsettes.")[-1][1] == "Saken utsettes."


def test_lists_in_lists_in_markdown_are_read_whole() -> None:
    """However deep they go."""
    deep = "".join(f"{' ' * 2 * depth}- punkt {depth}\n" for depth in range(120))
    blocks = read_bytes(deep.encode(), "dyp.md", ExtractionParams()).blocks

    assert "punkt 119" in blocks[-1].text


def test_a_table_with_an_unended_quotation_is_read_as_text() -> None:
    """Nothing of it is lost."""
    data = b'mal;sum\n1;"' + b"uten slutt " * 20_000
    blocks = read_bytes(data, "sum.csv", ExtractionParams()).blocks

    assert sum(len(block.text) for block in blocks) > 200_000
