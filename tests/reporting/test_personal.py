"""The report without what is personal. The person here is made up."""

from dataclasses import fields, replace

import pandas as pd
import pytest

from pipeline.reporting.corpus import Tables
from pipeline.reporting.personal import without_hidden_words, without_personal
from pipeline.reporting.render import render_report
from tests.reporting.made_up import PARAMS, PROVENANCE, made_up_tables

NAME = "Ingebjørg Tveitereid"
HIDDEN = ("ingebjørg", "tveitereid", "912 34 567", "ingebjørg@")


@pytest.fixture(scope="module")
def tables() -> Tables:
    """A made-up municipality where every text names a person with her phone and address."""
    plain = made_up_tables()
    said = f" Ansvarlig: {NAME}, tlf. 912 34 567, ingebjørg@kommune.example"
    goals = plain.goals.assign(
        text=plain.goals["text"] + said,
        context=plain.goals["context"] + said,
        measure=plain.goals["measure"].fillna("") + said,
        responsible=NAME,
    )
    documents = plain.documents.assign(
        title=plain.documents["title"] + said,
        path=[f"Avtale {NAME} {n}.pdf" for n in range(len(plain.documents))],
    )
    links = plain.links.assign(
        shared_terms="ingebjørg; skole", word_pairs="tveitereid~tveitereid (same)"
    )
    return replace(plain, goals=goals, documents=documents, links=links)


def test_no_page_shows_what_is_masked(tables: Tables) -> None:
    """No file of the report holds the name, the number or the address, in any language."""
    showing = {
        (name, hidden)
        for name, text in render_report(tables, PARAMS, PROVENANCE)
        for hidden in HIDDEN
        if hidden in text.lower() or hidden in name.lower()
    }

    assert showing == set()


def test_names_are_shown_where_masking_is_switched_off(tables: Tables) -> None:
    """With `mask_names: false` the name stands, the number does not."""
    params = PARAMS.model_copy(
        update={"reporting": PARAMS.reporting.model_copy(update={"mask_names": False})}
    )

    pages = "".join(text for _, text in render_report(tables, params, PROVENANCE))

    assert (NAME in pages, "912 34 567" in pages) == (True, False)


def test_masks_are_counted_in_the_passages(tables: Tables) -> None:
    """Each passage counts once, however many tables say its text."""
    passages = (
        tables.passages.iloc[:0]
        .reindex(range(2))
        .assign(passage_id=["p1", "p2"], text=[f"{NAME} og 912 34 567", f"Rektor {NAME}"])
    )

    _, masks = without_personal(replace(tables, passages=passages), mask_names=True)

    assert (masks.names, masks.phones, masks.emails, masks.total) == (2, 1, 0, 3)


def test_every_table_is_masked(tables: Tables) -> None:
    """No table keeps the name in any column of text."""
    shown, _ = without_personal(tables, mask_names=True)
    frames = [getattr(shown, field.name) for field in fields(shown)]

    kept = [
        column
        for frame in frames
        if isinstance(frame, pd.DataFrame)
        for column in frame.select_dtypes(include=["object", "string"])
        if frame[column].map(str).str.contains(NAME).any()
    ]

    assert kept == []


def test_links_keep_the_words_that_no_mask_hides() -> None:
    """A shared word that stands in a masked name goes, also by its stem; the others stay."""
    goals = pd.DataFrame({"goal_id": ["g1", "g2"], "text": ["Rektor Kari Nordmann", "Skole"]})
    links = pd.DataFrame(
        {
            "goal_id": ["g1", "g2"],
            "objective_id": ["g2", "g2"],
            "shared_terms": ["nordman; rektor", "nordman"],
            "word_pairs": ["Kari~Kari (same)", ""],
        }
    )

    shown = without_hidden_words(links, goals, ("name",))

    assert shown["shared_terms"].tolist() == ["rektor", "nordman"]
    assert shown["word_pairs"].tolist() == ["", ""]
