"""What the method page says of the run before, and how it is to be cited."""

import re
from dataclasses import replace

from pipeline.reporting.corpus import Tables, make_corpus
from pipeline.reporting.view_changes import ChangesView, changes_view
from pipeline.reporting.view_citation import citation
from pipeline.schemas.measures import DIFFERENCES, RUNS
from tests.reporting.doubt_for_tests import DIFFERING, RUN_ROWS, table, with_doubt
from tests.reporting.made_up import made_up_tables, pages, scored

NOBODY = make_corpus(scored([], [], []), 3)


def told(runs: list[dict[str, object]], rows: list[dict[str, object]]) -> ChangesView:
    """What is said of these runs and differences."""
    return changes_view(NOBODY, table(RUNS, runs), table(DIFFERENCES, rows))


def test_nothing_kept_and_the_first_run_are_told_apart() -> None:
    """A project without the stage has kept nothing; a first run has nothing before it."""
    assert told([], []).summary.startswith("Det er ikke tatt vare på noe")
    assert told(RUN_ROWS[:1], []).summary.startswith("Dette er den første kjøringen")


def test_causes_and_effects_stand_in_one_sentence_each() -> None:
    """A changed border, the unit that it placed, and a link that went."""
    view = told(RUN_ROWS, DIFFERING)

    assert view.summary == (
        "Siden sist er 1 parameter endret. 1 plassering er endret, og 1 avgjort kopling er kommet "
        "til eller falt bort."
    )
    [cause] = view.causes
    assert (cause.what, cause.before, cause.after) == (
        "scoring.border_responsiveness",
        "0.5",
        "0.4",
    )
    assert view.units[0].after == "løst koplet, responsivitet 0,450"
    assert view.links[0].goal == "Et mål som er borte"


def test_effects_without_a_cause_are_said_to_have_none() -> None:
    """Verdicts move units though no parameter, version or document has changed."""
    assert told(RUN_ROWS, DIFFERING[1:]).summary.startswith("Verken parametre, versjoner eller")


def test_many_links_are_cut_and_counted() -> None:
    """Thirty are shown; the others are counted."""
    rows = [DIFFERING[2] | {"what": f"l_{n}"} for n in range(40)]

    view = told(RUN_ROWS, rows)

    assert (len(view.links), view.links_left_out) == (30, 10)


def test_the_method_page_shows_both_runs() -> None:
    """Their fingerprints, and the goal that is gone."""
    page = pages(with_doubt(made_up_tables()))["metode.html"]

    assert "a" * 16 in page
    assert "b" * 16 in page
    assert "Et mål som er borte" in page


def citations(tables: Tables) -> tuple[str, str]:
    """BibTeX and RIS of the tables."""
    found = citation(make_corpus(tables, 3), "0.1.0", "org/my_model 2", "f" * 16, "b" * 16)
    return found.bibtex, found.ris


def test_references_are_well_formed() -> None:
    """Braces match, what BibTeX reads as signs is escaped; each line of RIS has its tag."""
    bibtex, ris = citations(made_up_tables())

    assert bibtex.count("{") == bibtex.count("}")
    assert "org/my\\_model 2" in bibtex
    assert "for 2013–2015" in bibtex
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in ris.splitlines())
    assert ris.splitlines()[0] == "TY  - GEN"
    assert ris.splitlines()[-1].startswith("ER")


def test_a_corpus_without_years_is_cited_without_them() -> None:
    """No dash where there is no year."""
    bibtex, _ = citations(replace(scored([], [], [])))

    assert "rapport av 0 dokumenter}}" in bibtex
