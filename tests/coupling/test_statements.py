"""Statements and the sentences that they are made of."""

import numpy as np

from pipeline.coupling.statements import SAME, Parts


def test_only_sentences_that_say_something_else_stand_apart() -> None:
    """One alone is the statement where its vector is, up to the last digits; else it stands apart.

    Of statements in any order, each with its own sentences.
    """
    vectors = np.arange(12.0).reshape(6, 2)
    parts = Parts(vectors, np.array([1, 2, 1, 2]))
    wholes = np.array([vectors[0] + SAME / 2, [9.0, 9.0], vectors[3] + 0.1, [9.0, 9.0]])
    rows = np.array([3, 2, 0, 1])

    others, sentences = parts.apart(rows, wholes[rows])

    assert sentences.is_whole.tolist() == [False, False, True, False]
    every = np.vstack([wholes[rows], others])
    told = [every[sentences.rows(np.array([at]))].tolist() for at in range(4)]
    expected = [vectors[4:6], vectors[3:4], wholes[:1], vectors[1:3]]
    assert told == [each.tolist() for each in expected]
    together = every[sentences.rows(np.arange(4))]
    assert together.tolist() == np.vstack(expected).tolist()
