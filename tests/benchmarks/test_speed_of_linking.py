"""What is timed is the same each time."""

from benchmarks.speed.linking import statements


def test_the_same_statements_are_timed_each_time() -> None:
    """So many of each, no text twice."""
    below, above = statements(50, 20)

    assert (len(below), len(above)) == (50, 20)
    assert below["text"].is_unique
    assert above["text"].is_unique
    assert [each.to_dict() for each in statements(50, 20)] == [below.to_dict(), above.to_dict()]
