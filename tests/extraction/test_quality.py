"""Flags: each fires on a document damaged so, and none on one that is as it should be."""

import io

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.elements import Block, Fault, Reading
from pipeline.extraction.pdf import read_pdf
from pipeline.extraction.quality import doubtful_flag, page_list, reading_flags, with_doubtful
from pipeline.params import ExtractionParams
from tests.extraction.typesetting import typeset_pdf

PROSE = (
    "Kommunen skal arbeide for at alle barn får en god start på skolen. Ansatte og foreldre "
    "samarbeider om trivsel og læring, og økonomien er sunn. Merverdiavgiftsområdet og "
    "digitaliseringsområdet følges opp av diskrimineringsombudet, jf. eInnsyn og OsloMet."
)
NYNORSK = (
    "Kommunen skal arbeide for at alle born får ein god start på skulen. Tilsette og foreldre "
    "samarbeider om trivsel og læring, og økonomien er sunn. Eininga følgjer opp måla kvart år."
)
ENGLISH = (
    "The municipality shall make sure that all children have a good start at school, and that "
    "teachers and parents work together. The finances are sound, and the goals are followed up."
)


def flags_of(*texts: str) -> list[str]:
    """The flags of a document with one page for each text."""
    blocks = tuple(Block(page, text, "paragraph") for page, text in enumerate(texts, 1))
    return names(Reading("application/pdf", len(texts), blocks))


def names(reading: Reading) -> list[str]:
    """The names of a reading's flags."""
    return [flag.name for flag in reading_flags(reading)]


def without_unicode(pdf: bytes) -> bytes:
    """The PDF without the tables that say which letter each glyph is."""
    document = pikepdf.open(io.BytesIO(pdf))
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
            del item["/ToUnicode"]
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("text", [PROSE, NYNORSK, ENGLISH, "", "Rundskriv H-4/21\n" * 20])
def test_ordinary_text_has_no_flag(text):
    """Bokmål with long compounds and names, nynorsk, English, nothing, and short repeated lines."""
    assert flags_of(text, text) == []


def test_a_table_of_figures_and_names_has_no_flag():
    """Few words and no sentence are no sign of a wrong encoding."""
    row = "Bjørnvik 1 234 567 NOK (2,5) Solås TFD-4 KOSTRA 202 A B C D E"

    assert flags_of("\n".join([row] * 30)) == []


@pytest.mark.parametrize(
    ("damage", "flag"),
    [
        (lambda text: "".join(chr(ord(c) + 3) if c.isalpha() else c for c in text), "garbled_text"),
        (lambda text: text.encode().decode("cp1252", "replace"), "garbled_text"),
        (lambda text: text.replace("e", "\ufffd"), "garbled_text"),
        (lambda text: "".join(f"(cid:{ord(c)})" for c in text), "garbled_text"),
        (lambda text: text.replace(" ", ""), "joined_words"),
        (lambda text: text.replace(". ", ".").replace(" og ", "og"), "joined_words"),
        (lambda text: " ".join(text.replace(" ", "")), "spaced_letters"),
    ],
)
def test_damaged_text_is_flagged(damage, flag):
    """Shifted letters, wrong decodings, lost letters, codes, lost spaces, spaced-out letters."""
    flags = reading_flags(
        Reading(
            "application/pdf",
            2,
            (Block(1, PROSE * 2, "paragraph"), Block(2, damage(PROSE * 2), "paragraph")),
        )
    )

    assert [(f.name, f.pages, f.count, f.share) for f in flags] == [(flag, (2,), 1, 0.5)]


def test_a_pdf_that_does_not_name_its_letters_is_flagged():
    """Without its tables of letters the same page gives other letters, and says so."""
    pdf = typeset_pdf(f"<p>{PROSE}</p>" * 3)
    params = ExtractionParams(ocr="off")

    assert names(read_pdf(pdf, params)) == []
    assert "garbled_text" in names(read_pdf(without_unicode(pdf), params))


def test_recognised_pages_and_doubtful_passages_are_told():
    """Two of four pages were recognised; one of three passages is below the least confidence."""
    blocks = tuple(
        Block(page, "Mål for enheten", "paragraph", ocr_confidence=confidence)
        for page, confidence in [(1, None), (2, 0.95), (2, 0.4), (3, 0.6)]
    )
    passages = [(b.page, b.ocr_confidence) for b in blocks if b.ocr_confidence is not None]
    flags = with_doubtful(
        reading_flags(Reading("application/pdf", 4, blocks)), doubtful_flag(passages, 0.6)
    )

    assert [(f.name, f.pages, f.count, f.share) for f in flags] == [
        ("recognised", (2, 3), 2, 0.5),
        ("doubtful_recognition", (2,), 1, 1 / 3),
    ]


def test_faults_of_pages_and_notes_become_flags():
    """Each kind of fault is one flag with all its pages; a note keeps its own word."""
    faults = tuple(
        Fault(page, reason, "expected, came")
        for page, reason in [
            (2, "no_text_layer"),
            (3, "no_text_layer"),
            (5, "damaged"),
            (9, "too_large"),
            (None, "empty"),
            (None, "hidden_text"),
        ]
    )
    notes = (Fault(None, "repaired", "expected a sound file, it was mended"),)
    flags = reading_flags(Reading("application/pdf", 10, (), faults, notes))

    assert [(f.name, f.pages, f.count, f.share) for f in flags] == [
        ("no_text_layer", (2, 3), 2, 0.2),
        ("pages_rejected", (5,), 1, 0.1),
        ("pages_skipped", (9,), 1, 0.1),
        ("hidden_text", (), 1, None),
        ("repaired", (), 1, None),
    ]


@given(st.sets(st.integers(1, 300)))
def test_a_list_of_pages_names_each_page_once(pages):
    """Runs are shortened and nothing is lost."""
    named = [
        range(int(part.split("–")[0]), int(part.split("–")[-1]) + 1)
        for part in page_list(pages).split(", ")
        if part
    ]

    assert [page for run in named for page in run] == sorted(pages)


@given(st.text())
def test_any_text_can_be_judged(text):
    """Whatever a file holds, the flags are told without an error."""
    assert set(flags_of(text)) <= {"garbled_text", "joined_words", "spaced_letters"}


def test_lines_without_spaces_are_told_however_often_they_return():
    """A form's repeated lines are one line each."""
    line = "Kommunenskalarbeideforatallebarnfårengodstartpåskolenogibarnehagen"

    assert "joined_words" in flags_of("\n".join([line] * 9))


def test_what_one_reason_says_of_pages_stands_in_the_flag():
    """It says what can be done, here where to get the program that reads pictures."""
    faults = tuple(Fault(page, "no_text_layer", "expected text; install it") for page in (2, 3))
    [flag] = reading_flags(Reading("application/pdf", 3, (), faults))

    assert (flag.name, flag.detail) == ("no_text_layer", "expected text; install it")
