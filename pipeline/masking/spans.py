"""Where something personal stands in a text."""

from collections.abc import Iterable
from typing import Literal, NamedTuple, get_args

Kind = Literal["name", "phone", "email", "identity_number"]
KINDS: tuple[Kind, ...] = get_args(Kind)
CONTACTS: frozenset[Kind] = frozenset(("phone", "email", "identity_number"))


class Span(NamedTuple):
    """From `start` to before `end`, counted in characters of the text."""

    start: int
    end: int
    kind: Kind


def apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, without those that meet one given earlier.

    >>> apart([Span(4, 9, "email"), Span(0, 6, "name"), Span(0, 3, "name")])
    (Span(start=0, end=3, kind='name'), Span(start=4, end=9, kind='email'))
    """
    kept: list[Span] = []
    for span in spans:
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return tuple(sorted(kept))
