"""The page of doubt: no sentence without its condition, each figure with what it says in words."""

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pipeline.params import load_params
from pipeline.reporting.corpus import Tables, make_corpus
from pipeline.reporting.doubt_choices import choice_doubt
from pipeline.reporting.doubt_links import link_doubt
from pipeline.reporting.doubt_places import flip_doubt, rank_doubt, rest_doubt
from pipeline.reporting.parameter_words import PARAMETER_WORDS, STAGE_WORDS
from pipeline.reporting.view_doubt import read_doubt
from pipeline.schemas.measures import INTERVALS, RANKS, SPECIFICATION_SUMMARY, SPECIFICATIONS
from pipeline.speech import speaking
from tests.reporting.doubt_for_tests import (
    CHOICES,
    flips_of,
    held,
    interval,
    rank,
    specification,
    table,
    with_doubt,
)
from tests.reporting.made_up import PARAMS, made_up_tables, pages, scored

ROOT = Path(__file__).parents[2]
NOBODY = make_corpus(scored([], [], []), 3)


@pytest.fixture(scope="module")
def tables() -> Tables:
    """The made-up municipality, with its doubt."""
    return with_doubt(made_up_tables())


@pytest.fixture(scope="module")
def page(tables: Tables) -> str:
    """Its page of doubt."""
    return pages(tables)["tvil.html"]


def test_the_page_says_each_finding_also_to_those_who_see_no_figure(page: str) -> None:
    """Seven figures, each drawn for two widths, each with a description that is no empty one."""
    described = re.findall(r'<desc id="([^"]+)">([^<]+)</desc>', page)

    assert len(described) == 14
    assert all(text.strip() for _, text in described)
    assert len({name for name, _ in described}) == 14


def test_every_section_is_named_in_the_contents(page: str) -> None:
    """What the list at the top leads to is there, and nothing stands outside it."""
    wanted = re.findall(r'<li><a href="#([\w-]+)">', page)

    assert wanted == re.findall(r'<h2 id="([\w-]+)">', page)


def test_an_empty_corpus_gets_honest_words() -> None:
    """No figure of it, no zero; only what was measured elsewhere, which is said to be."""
    page = pages(scored([], [], []))["tvil.html"]

    for said in (
        "Ingen egne mål er holdt mot en plan",
        "det finnes ingen intervaller",
        "Ingen enhet har nok egne mål til å bli rangert",
        "Ingen plassering ville blitt en annen",
        "Andre valg er ikke prøvd i denne kjøringen",
        "Ingen dokumenter er lest",
        "fra andre samlinger",
    ):
        assert said in page
    assert re.findall(r'<svg[^>]+aria-labelledby="([\w-]+)-title"', page) == [
        "kalibrering-figur",
        "kalibrering-figur-smal",
    ]


def test_the_page_speaks_english(tables: Tables) -> None:
    """Claims, figures and tables, all of it."""
    page = pages(tables, "en")["tvil.html"]

    assert "How sure is this?" in page
    assert not re.search(
        r"\b(ikke|enhetene|koplingene|sannsynlighet)\b", re.sub("<[^>]+>", " ", page)
    )


def test_what_was_measured_is_what_the_benchmark_measured() -> None:
    """The file that follows along is the benchmark's own."""
    shipped = ROOT / "pipeline" / "reporting" / "measured" / "reliability.csv"

    assert shipped.read_bytes() == (ROOT / "benchmarks/accuracy/reliability.csv").read_bytes()


def test_goals_are_unsure_between_the_ends(tables: Tables) -> None:
    """As many as have a best link from 0.1 up to 0.9; the columns hold every goal once."""
    corpus = make_corpus(tables, 3)
    values = [p.anchoring for p in corpus.profiles.values() if p.is_own and p.anchoring is not None]

    doubt = link_doubt(corpus, tables)

    unsure = sum(0.1 <= value < 0.9 for value in values)
    assert doubt.claim.startswith(f"For {unsure} av {len(values)} egne mål")
    assert sum(row.goals for row in doubt.bins) == len(values)


def test_places_that_overlap_tell_no_unit_from_another() -> None:
    """Three units that may stand anywhere."""
    ranks = table(RANKS, [rank(unit, n, 3) for n, unit in enumerate("abc", 1)])

    found = rank_doubt(NOBODY, ranks)

    assert found is not None
    assert found.claim == (
        "Ingen av enhetene kan sies å være mer responsiv enn en annen i 2015: en typisk enhet kan "
        "stå på 3 av 3 plasser."
    )


def test_places_that_lie_apart_are_counted_by_pairs() -> None:
    """The first is apart from both others, which are not apart from each other."""
    ends = ((1, 1), (2, 3), (2, 3))
    rows = [
        rank(unit, n, 3, rank_low=low, rank_high=high)
        for n, (unit, (low, high)) in enumerate(zip("abc", ends, strict=True), 1)
    ]

    found = rank_doubt(NOBODY, table(RANKS, rows))

    assert found is not None
    assert "2 av 3 par av enheter kan skilles i 2015" in found.claim


def test_one_unit_has_no_place_to_speak_of() -> None:
    """First of one."""
    found = rank_doubt(NOBODY, table(RANKS, [rank("a", 1, 1)]))

    assert found is not None
    assert found.claim.startswith("Bare én enhet kan rangeres")


def test_many_units_are_drawn_from_both_ends() -> None:
    """A figure of 41 units shows 40 of them and says so; the table has all."""
    ranks = table(RANKS, [rank(f"enhet {n:02}", n, 41) for n in range(1, 42)])

    found = rank_doubt(NOBODY, ranks)

    assert found is not None
    assert found.is_cut
    assert len(found.rows) == 41
    assert "enhet 20<" in found.figure.wide
    assert "enhet 21<" not in found.figure.wide


def test_a_flip_leads_to_its_links(tables: Tables) -> None:
    """The unit, the goal on its page, the objective, and how probable the link is."""
    doubt = flip_doubt(make_corpus(tables, 3), tables)

    assert doubt is not None
    [row] = doubt.rows
    [link] = row.links
    assert (row.now, row.then, row.how) == ("tett koplet", "uavklart", "nei")
    assert link.goal_href.startswith(f"{row.href}#")
    assert link.objective_href.startswith("mal/")
    assert link.probability is not None
    assert "det er 70\u00a0% sannsynlig" in doubt.claim


def test_an_improbable_flip_is_not_counted_as_likely(tables: Tables) -> None:
    """Below one in ten the conclusion stands."""
    measures = replace(tables.measures, flips=flips_of(tables, "Vei og park", chance=0.02))

    doubt = flip_doubt(make_corpus(tables, 3), replace(tables, measures=measures))

    assert doubt is not None
    assert "er det 0 som minst 10\u00a0%" in doubt.claim


def test_small_n_is_said_aloud() -> None:
    """The unit is named, and its row says that its goals are too few."""
    small = interval("Vei og park", n=2, low=None, high=None, doubt_from_links=None)
    rows = [interval("Kulturskolen"), small | {"is_small_n": True}]

    found = rest_doubt(NOBODY, table(INTERVALS, rows), PARAMS.scoring)

    assert found is not None
    assert "hviler på 2 til 8 egne mål" in found.small
    assert "Færre enn 3 egne mål, og derfor verken intervall eller plassering" in found.small
    assert "Vei og park (2015)" in found.small
    assert [row.is_small_n for row in found.rows] == [False, True]
    assert "om lag 40\u00a0% av usikkerheten" in found.claim


def choices(rows: list[dict[str, object]], units: list[dict[str, object]]) -> tuple[str, ...]:
    """What is claimed of the specifications."""
    summary = table(SPECIFICATION_SUMMARY, units)
    found = choice_doubt(NOBODY, table(SPECIFICATIONS, rows), summary)
    return found.claims if found else ()


def test_the_curve_names_the_range_and_the_choice_that_matters_most() -> None:
    """The largest distance between medians: 0.70 decided against 0.44 from 0.5."""
    found = choices([specification(c) for c in CHOICES], [held("a")])

    assert found[0] == (
        "Enhetenes responsivitet er i snitt 0,58 slik rapporten regner, og fra 0,44 til 0,70 under "
        "3 forsvarlige sett av valg."
    )
    assert found[1] == (
        "Mest betyr hva som regnes som kopling: medianene ligger 0,26 fra hverandre."
    )
    assert found[2].startswith("Ingen av valgene plasserer")


def test_a_contrary_placement_is_counted() -> None:
    """One of two units is placed elsewhere by some set of choices."""
    found = choices([specification(c) for c in CHOICES], [held("a"), held("b", share_contrary=0.1)])

    assert "For 1 av 2 enheter og år" in found[2]


def test_one_specification_is_no_curve() -> None:
    """Where nothing else was tried, no range and no choice is spoken of."""
    found = choices([specification(CHOICES[0])], [held("a")])

    assert "fra" not in found[0]
    assert "Mest betyr" not in "".join(found)


def test_no_specifications_no_section() -> None:
    """A project without that stage has nothing to show."""
    assert choices([], []) == ()


def test_what_was_rejected_is_counted_and_leads_to_the_files(tables: Tables) -> None:
    """Each reason and flag once, with how many, and a link to where they are listed."""
    found = read_doubt(make_corpus(tables, 3), tables.rejects, tables.quality)

    assert f"er {len(tables.rejects)} fil" in found.claim
    assert {row.href for row in found.rows} <= {
        "dokumenter.html#avvist",
        "dokumenter.html#lesekvalitet",
    }


def test_nothing_rejected_is_said_only_then() -> None:
    """The made-up agreements without rejects."""
    quiet = scored([{"document_id": "p", "kind": "kommuneplan", "year": 2010}], [], [])

    found = read_doubt(make_corpus(quiet, 3), quiet.rejects, quiet.quality)

    assert found.claim.startswith("Ingenting er avvist")
    assert found.rows == ()


def test_verdicts_that_moved_a_probability_are_said_to_have(tables: Tables) -> None:
    """Not calibrated, learned, or learned and tested: one of three, by the tables."""
    untaught = scored([], [], [])
    moved = tables.links.assign(probability_before=tables.links["probability"] * 0.5)
    drawn = replace(tables, links=moved)
    undrawn = replace(drawn, accuracy=untaught.accuracy)

    said = [
        next(
            words
            for words in ("ikke kalibrert", "ikke prøvd på", "er prøvd på")
            if words in re.sub("<[^>]+>", "", pages(each)["metode.html"])
        )
        for each in (untaught, undrawn, drawn)
    ]

    assert said == ["ikke kalibrert", "ikke prøvd på", "er prøvd på"]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_parameter_is_told_in_words(language: str) -> None:
    """Each parameter and each stage has words, and none are there for what is gone."""
    told = load_params(ROOT / "params.yaml").told()
    names = {f"{stage}.{name}" for stage, values in told.items() for name in values}

    with speaking(language):
        assert names == set(PARAMETER_WORDS)
        assert all(PARAMETER_WORDS[name] for name in names)
        assert set(told) == set(STAGE_WORDS)


def test_no_row_of_the_specifications_is_lost(tables: Tables) -> None:
    """Each option of each choice holds the specifications that were made with it."""
    measures = tables.measures
    found = choice_doubt(NOBODY, measures.specifications, measures.specification_summary)

    assert found is not None
    per_choice = pd.Series(
        [row.specifications for row in found.choices], [row.choice for row in found.choices]
    )
    assert set(per_choice.groupby(level=0).sum()) == {3}
