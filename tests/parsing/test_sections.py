"""Documents and sections tables."""

import pandas as pd

from pipeline.parsing.metadata import (
    guess_archive,
    guess_case,
    guess_kind,
    guess_title,
    guess_years,
)
from pipeline.parsing.outline import Statement
from pipeline.parsing.sections import parse_corpus, section_rows
from pipeline.schemas import CELLS, DOCUMENTS, FILES, PASSAGES, SECTIONS
from pipeline.tables import check_table, empty_table
from tests.parsing.building import flow, heading

SHA = "ab" * 32


def _corpus(register: dict[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = [
        "Kommuneplan 2010–2022",
        "Hovedmål 1: Byen er grønn for alle",
        "Delmål 1.1: Færre biler i byen",
    ]
    passages = pd.DataFrame(
        [
            {"passage_id": f"p{n}", "document_sha256": SHA, "page": 1, "block": n, "text": text}
            | {"role": "heading", "heading_path": "", "level": n + 1}
            | {"is_footnote": False}
            | dict.fromkeys(("x0", "top", "x1", "bottom", "ocr_confidence"))
            for n, text in enumerate(rows)
        ]
    )
    files = pd.DataFrame(
        [{"path": "plan.pdf", "document_sha256": SHA, "document_id": SHA[:12], "media_type": "pdf"}]
    ).assign(pages=1, passages=3)
    tables = parse_corpus(
        check_table(passages, PASSAGES),
        empty_table(CELLS),
        check_table(files, FILES),
        pd.DataFrame([{"path": "plan.pdf"} | register]),
    )
    return check_table(tables[0], DOCUMENTS), check_table(tables[1], SECTIONS)


def test_what_the_register_does_not_say_is_guessed() -> None:
    """Kind, title and years come from the text, and the table says so."""
    document = _corpus({})[0].iloc[0]

    assert tuple(document[["kind", "kind_source", "year", "year_to", "language"]]) == (
        "kommuneplan",
        "guessed",
        2010,
        2022,
        "nb",
    )


def test_the_register_is_believed_first() -> None:
    """A kind in the register is kept; one that was filled in by guessing is still a guess."""
    named = _corpus({"kind": "annet", "year": "2012"})[0].iloc[0]
    guessed = _corpus({"kind": "annet", "guessed": "kind"})[0].iloc[0]
    mended = _corpus({"kind": "annet", "guessed": "kind=innspill; year=2012"})[0].iloc[0]

    assert tuple(named[["kind", "kind_source", "year"]]) == ("annet", "register", 2012)
    assert tuple(guessed[["kind", "kind_source"]]) == ("annet", "guessed")
    assert tuple(mended[["kind", "kind_source"]]) == ("annet", "register")


def test_sections_stand_under_their_parents_by_name() -> None:
    """The delmål's parent is the hovedmål's section."""
    sections = _corpus({})[1].set_index("kind")

    assert sections.loc["hovedmål", "section_id"] == sections.loc["delmål", "parent_section_id"]


def test_equal_statements_have_names_of_their_own() -> None:
    """Two equal items in one cell are two sections; the same input gives the same names."""
    twice = [Statement("tiltak", "løpende", 1, ("p",))] * 2
    names = [row["section_id"] for row in section_rows(twice, "d")]

    assert len(set(names)) == 2
    assert names == [row["section_id"] for row in section_rows(twice, "d")]


def test_numbers_of_a_case() -> None:
    """The case's own number, not the archive's and not one that it refers to."""
    texts = ["Arkivsaksnr.: 14/10233", "Bystyrets vedtak i sak 48/14", "jf. sak 61/10"]

    assert (guess_case(texts), guess_archive(texts)) == ("48/14", "14/10233")


def test_a_year_in_a_sentence_does_not_date_a_submission() -> None:
    """A goal's deadline in the text is not the document's own year."""
    texts = ["Kommunen bør bygge en ny hall innen utgangen av året 2027 med to flater."]

    assert guess_years("Høringssvar", texts, "svar.pdf", "innspill") == (None, None)


def test_little_evidence_is_no_kind() -> None:
    """One word of a kind is not enough."""
    assert guess_kind("Notat", ["Vi så på kommuneplanen."]) == "annet"


def test_a_budget_that_is_adopted_is_no_case() -> None:
    """A case has a number or the headings of its parts; that something is adopted says little."""
    state = ["Komiteens innstilling er omtalt i kapittel 3.", "Beløpet vedtas."] * 4
    case = ["Rådmannens innstilling", "Budsjettet vedtas.", "Bystyrets vedtak", "Vedtatt."] * 2

    assert [guess_kind("Saldert 2026", state), guess_kind("Svømmehall", case)] == [
        "annet",
        "bystyresak",
    ]


def test_a_case_about_a_budget_is_a_case() -> None:
    """The file's case number and the headings weigh more than what the case is about."""
    texts = ["Økonomiplan 2015–2018 og årsbudsjett 2015", "Innstilling", "Økonomiplanen vedtas."]

    assert [
        guess_kind("Økonomiplan 2015–2018", texts, "Sak 141-14 Økonomiplan.pdf"),
        guess_kind("Økonomiplan 2015–2018", texts, "Økonomiplan 2015-2018.pdf"),
    ] == ["bystyresak", "økonomiplan"]


def test_the_papers_head_is_no_title() -> None:
    """The municipality's name and «Saksframlegg» name no document."""
    document = flow(
        heading("BJØRKEVÅG KOMMUNE"), heading("Saksframlegg"), heading("Heis i rådhuset")
    )

    assert guess_title(document, "sak.pdf") == "Heis i rådhuset"
