"""The curve: the default is what the stages said, and other choices are told apart."""

import pandas as pd
import pytest

from pipeline.apart import unpack
from pipeline.embedding.encoder import Encoder
from pipeline.embedding.lsa import LsaEncoder
from pipeline.params import (
    CouplingParams,
    EmbeddingParams,
    ExtractionParams,
    GoalsParams,
    Params,
    ParsingParams,
    ReportingParams,
    ScoringParams,
    SpecificationParams,
)
from pipeline.reviews.settling import settled_pairs
from pipeline.schemas import DOCUMENTS, GOALS, LINKS
from pipeline.schemas.coupling import VERDICTS
from pipeline.schemas.measures import SPECIFICATION_SUMMARY, SPECIFICATION_UNITS, SPECIFICATIONS
from pipeline.scoring.scores import score_coupling
from pipeline.specification import municipality
from pipeline.specification.choices import specifications
from pipeline.specification.curve import (
    _on_whole_goals,
    answers,
    counted_as,
    counted_objectives,
    read_corpus,
    read_figures,
)
from pipeline.specification.municipality import (
    Specified,
    by_segmentation,
    specified,
    specify_segmentations,
)
from pipeline.specification.segmentation import links_of_owners, parts_of, segment
from pipeline.specification.summary import curve_plot, metrics, units_over_specifications
from pipeline.tables import check_table, empty_table
from tests.tables_for_tests import goals_table, links_table, repeated, small_world

PARAMS = Params(
    extraction=ExtractionParams(),
    parsing=ParsingParams(),
    goals=GoalsParams(),
    embedding=EmbeddingParams(encoder="lsa"),
    coupling=CouplingParams(),
    scoring=ScoringParams(bootstrap_samples=50),
    specification=SpecificationParams(encoders=("lsa",), segmentations=("goal",)),
    reporting=ReportingParams(),
)


def answered() -> tuple[pd.DataFrame, pd.DataFrame]:
    """SPECIFICATIONS and SPECIFICATION_UNITS of the small world, its links as they are."""
    world = repeated(small_world(), 6)
    read = read_corpus(world.goals, world.links, world.documents, "goal", PARAMS)
    found = list(answers({("lsa", "goal"): read}, specifications(PARAMS), PARAMS))
    corpus = pd.DataFrame([row for row, _ in found])
    units = pd.concat([rows for _, rows in found], ignore_index=True)
    return check_table(corpus, SPECIFICATIONS), check_table(units, SPECIFICATION_UNITS)


def test_the_default_specification_is_what_the_stages_said() -> None:
    """Same responsiveness, intervals and quadrants as in UNITS."""
    world = repeated(small_world(), 6)
    scores = score_coupling(world.goals, world.links, world.documents, PARAMS.scoring)
    corpus, units = answered()
    default = corpus.loc[corpus["is_default"], "specification_id"]
    theirs = units[units["specification_id"].isin(default)].reset_index(drop=True)
    columns = ["unit", "year", "responsiveness", "responsiveness_high", "quadrant"]

    pd.testing.assert_frame_equal(theirs[columns], scores.units[columns])
    assert len(default) == 1


def test_every_combination_is_tried_once() -> None:
    """One encoder, one segmentation, four readings and three borders are twelve."""
    names = [each.name for each in specifications(PARAMS)]

    assert (len(names), len(set(names))) == (12, 12)


def test_counting_by_decision_turns_doubt_into_counts() -> None:
    """Kulturhuset's three goals at 0.9 count as three of three, Neset's at 0.1 as none."""
    world = small_world()
    read = read_corpus(world.goals, world.links, world.documents, "goal", PARAMS)

    own = pd.Series(counted_as(read, "decided").anchoring, read.own["goal_id"])

    assert own[["Kulturhuset 0", "Neset 0"]].tolist() == [1.0, 0.0]
    assert (counted_as(read, "from 0.95").anchoring == 0).all()


def test_what_a_document_states_counts_whatever_the_cut() -> None:
    """Neset's goal at 0.1 counts when its agreement names the objective."""
    world = small_world()
    states = world.links["goal_id"].eq("Neset 0") & world.links["objective_id"].eq("d11")
    links = world.links.assign(explicit=states)
    read = read_corpus(world.goals, links, world.documents, "goal", PARAMS)

    own = pd.Series(counted_as(read, "from 0.95").anchoring, read.own["goal_id"])

    assert own[own == 1].index.tolist() == ["Neset 0"]


def test_who_serves_a_point_serves_what_it_stands_under() -> None:
    """Only the five objectives less those served, or with a point that is, are nobody's."""
    world = small_world()
    read = read_corpus(world.goals, world.links, world.documents, "goal", PARAMS)
    counted, objectives = counted_as(read, "decided"), counted_objectives(read)
    linked = set(read.in_force.loc[counted.linked, "objective_id"])
    parents = world.goals.set_index("goal_id")["parent_goal_id"]
    under = {parents.get(name) for name in linked} & set(objectives)

    found = read_figures(read, counted, objectives)

    assert under - linked
    assert found["objectives_without_unit"] == len(set(objectives) - linked - under)


def test_links_of_whole_goals_stand_for_no_other_segmentation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The stages' links are the default's; goals in parts are linked anew, by every encoder."""
    world, asked = small_world(), []

    def links_under(
        _: pd.DataFrame, segmentation: str, encoders: list[Encoder], *__: object
    ) -> list[pd.DataFrame]:
        asked.append((segmentation, [each.name for each in encoders]))
        return [world.links for _ in encoders]

    monkeypatch.setattr(municipality, "links_under", links_under)
    chosen = SpecificationParams(encoders=("lsa",), segmentations=("goal", "parts"))
    params = PARAMS.model_copy(update={"specification": chosen})
    tables = {
        GOALS: world.goals,
        LINKS: world.links,
        DOCUMENTS: world.documents,
        VERDICTS: empty_table(VERDICTS),
    }

    for workers, links in ((1, [len(world.links)]), (2, [len(world.links), 0])):
        asked.clear()
        pieces = by_segmentation(Specified(tables, pd.DataFrame(), params), workers)
        for each in pieces:
            specify_segmentations(each)

        assert [len(each.given.tables[LINKS]) for each in pieces] == links
        assert asked == [("goal", []), ("parts", ["lsa"])]


def test_in_pieces_or_in_one_the_bytes_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Segmentations are answered alike together and apart, and come in the curve's own order."""
    world = small_world()
    monkeypatch.setattr(municipality, "_encoder", lambda *_: LsaEncoder())  # two by one's vectors
    chosen = SpecificationParams(
        encoders=("lsa", "another"), segmentations=("goal", "measure", "parts")
    )
    params = PARAMS.model_copy(update={"specification": chosen})
    tables = {
        GOALS: world.goals,
        LINKS: world.links,
        DOCUMENTS: world.documents,
        VERDICTS: empty_table(VERDICTS),
    }
    given = Specified(tables, settled_pairs(()), params)

    one, several = (
        specified(params, [specify_segmentations(each) for each in by_segmentation(given, workers)])
        for workers in (1, 2)
    )

    assert one == several
    read = unpack(one, [SPECIFICATIONS])[0][SPECIFICATIONS].to_pandas()
    assert read["specification_id"].tolist() == [each.name for each in specifications(params)]


def test_what_was_held_against_no_plan_stays_missing() -> None:
    """A reading makes no zero of a goal without any link."""
    world = small_world()
    links = world.links[world.links["goal_id"].ne("Neset 0")]
    read = read_corpus(world.goals, links, world.documents, "goal", PARAMS)

    found = pd.Series(counted_as(read, "decided").anchoring, read.own["goal_id"])

    assert pd.isna(found["Neset 0"])


def test_shares_over_specifications_worked_by_hand() -> None:
    """Kulturhuset is tight whatever is chosen: all hold, none is contrary, first or level."""
    corpus, units = answered()
    summary = check_table(units_over_specifications(corpus, units), SPECIFICATION_SUMMARY)
    kulturhuset = summary.set_index("unit").loc["Kulturhuset"]

    assert kulturhuset[["quadrant", "point_quadrant"]].tolist() == ["tight", "tight"]
    assert kulturhuset[["share_holding", "share_same_side", "share_contrary"]].tolist() == [1, 1, 0]
    assert kulturhuset["responsiveness_high"] == 1.0
    assert metrics(corpus, summary)["units_never_contrary"] == 3


def test_the_curve_rises() -> None:
    """One point for each set of choices that moves a figure, the smallest first."""
    plot = curve_plot(answered()[0])

    assert plot["responsiveness"].is_monotonic_increasing
    assert (len(plot), plot["is_default"].sum()) == (4, 1)


def test_parts_keep_the_goals_name_and_their_best_link_counts() -> None:
    """A goal in two parts gets the more probable of its parts' links, and is decided by either."""
    goals = goals_table({"goal_id": "a", "text": "Maten er kortreist: fisk fra kaia hver onsdag"})
    parted = segment(goals, "parts")
    links = links_table(
        {"goal_id": "a", "objective_id": "1", "probability": 0.2, "containment": 0.5},
        {"goal_id": "a#1", "objective_id": "1", "probability": 0.7, "linked": True},
    )

    merged = links_of_owners(links, parted)

    assert parted["goal_id"].tolist() == ["a", "a#1"]
    assert merged[["goal_id", "probability", "linked", "containment"]].values.tolist() == [
        ["a", 0.7, True, 0.5]
    ]


def test_a_verdict_on_a_goal_that_is_read_in_parts_teaches_nothing_there() -> None:
    """It is about none of the parts; one on a goal that is read as it stands counts."""
    segmented = pd.DataFrame({"goal_id": ["a", "a#1", "b"], "owner_id": ["a", "a", "b"]})
    settled = pd.DataFrame({"goal_id": ["a", "b"], "objective_id": "o", "verdict": "accept"})

    assert _on_whole_goals(settled, segmented)["goal_id"].tolist() == ["b"]


@pytest.mark.parametrize("text", ["Alle leser", "Mål: alle leser innen jul", "kl. 8 ringer det"])
def test_a_goal_without_parts_stays_whole(text: str) -> None:
    """Nothing is parted that would leave fewer than three words."""
    assert parts_of(text) == [text]


def test_an_empty_tiltak_adds_nothing() -> None:
    """«Løpende» is no tiltak, and stands in no segmentation."""
    goals = goals_table(
        {"goal_id": "a", "text": "Alle leser.", "measure": "Løpende"},
        {"goal_id": "b", "text": "Alle leser.", "measure": "Lesetest i mai"},
    )

    found = segment(goals, "measure", ["løpende"])["text"].tolist()

    assert found == ["Alle leser.", "Alle leser. Lesetest i mai"]
