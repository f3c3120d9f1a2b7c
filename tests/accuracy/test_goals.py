"""Planted goals against found ones."""

import pandas as pd

from benchmarks.accuracy.goals import match_corpus, summary

PLANTED = pd.DataFrame(
    {
        "document_path": ["a.pdf", "a.pdf", "a.pdf"],
        "goal_text": ["Alle leser", "Alle leser", "Ingen venter"],
        "objective_plan": "",
        "objective_number": "",
    }
)
DOCUMENTS = pd.DataFrame({"document_id": ["d"], "path": ["a.pdf"], "kind": ["lederavtale"]})
GOALS = pd.DataFrame(
    {
        "goal_id": ["g1", "g2"],
        "document_id": "d",
        "text": ["Alle leser.", "Ingen venter lenge"],
        "level": "lederavtale",
        "kind": ["enhetsmål", "resultatmål"],
        "number": None,
    }
)


def test_a_goal_planted_twice_counts_once_and_the_rest_is_told_by_kind() -> None:
    """One of two planted goals is found, and one goal found was not planted."""
    wanted, found = match_corpus(PLANTED, GOALS, DOCUMENTS, {"a.pdf": "DOCX"})

    assert summary(wanted, found) == {
        "documents": 1,
        "planted": 2,
        "found": 1,
        "recall": 0.5,
        "goals": 2,
        "not_planted": {"resultatmål": 1},
    }
