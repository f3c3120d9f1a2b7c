"""How the words of a goal relate to those of an objective: taken over, rephrased, made concrete."""

from collections.abc import Mapping


def shared_terms(
    goal: Mapping[str, float], objective: Mapping[str, float], most: int = 6
) -> list[str]:
    """The stems that carry the cosine of two statements, by stem and weight; heaviest first.

    A part of a compound that is shown already is left out.

    >>> shared_terms({"barnehageplass": 0.5, "plass": 0.3, "bydel": 0.2},
    ...              {"barnehageplass": 0.6, "plass": 0.4, "bydel": 0.1})
    ['barnehageplass', 'bydel']
    """
    products = {
        term: weight * objective[term] for term, weight in goal.items() if term in objective
    }
    shown: list[str] = []
    for term in sorted(products, key=lambda term: (-products[term], term)):
        if not any(term in longer for longer in shown):
            shown.append(term)
    return shown[:most]


# Two statements that pull the same things opposite ways to this degree have different aims.
OPPOSED_FROM = 0.4
# About half of a strong sign more than the objective has; between the two kinds it divides best.
CONCRETE_FROM = 0.35
# A goal that is taken over to this degree stays an echo, whatever it adds.
SAME_FROM = 0.9


def link_kind(
    taken_over: float,
    probability: float,
    is_linked: bool,
    concreteness: float,
    verbatim_from: float,
    topical_from: float,
    opposition: float = 0.0,
) -> str:
    """One of LINK_KINDS, of numbers from 0 to 1.

    A pair that pulls the same thing opposite ways has another aim, however alike its words:
    `topical`. Then words taken over come first: an echo is an echo, however probable, unless the
    goal adds a figure, a time or a measure and isn't all but the same. `concretised` is a linked
    goal that adds such; `topical` also a pair on the same field that isn't decided for.

    >>> link_kind(0.1, 0.8, True, 0.75, verbatim_from=0.6, topical_from=0.05)
    'concretised'
    >>> link_kind(0.9, 0.99, True, 0.0, verbatim_from=0.6, topical_from=0.05, opposition=0.95)
    'topical'
    """
    is_concrete = concreteness >= CONCRETE_FROM
    if opposition >= OPPOSED_FROM:
        is_near = is_linked or max(probability, taken_over) >= topical_from
        return "topical" if is_near else "none"
    if taken_over >= (SAME_FROM if is_concrete else verbatim_from):
        return "verbatim"
    if is_linked:
        return "concretised" if is_concrete else "rephrased"
    return "topical" if probability >= topical_from else "none"
