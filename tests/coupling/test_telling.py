"""What carried many pairs is what is told of each by itself."""

from collections.abc import Sequence

import numpy as np
import pytest

from pipeline.coupling import telling
from pipeline.coupling.concrete import LONGER, MUCH_LONGER, WEIGHTS
from pipeline.coupling.evidence import Lexicon, Word, word_answers, word_pairs
from pipeline.coupling.likeness import link_kinds, shared_terms
from pipeline.coupling.ragged import Places, Ragged, numbered_lists
from pipeline.coupling.reuse import Stemmed, taken_over, taken_over_by_pair
from pipeline.coupling.signals import word_space
from pipeline.coupling.statements import prepare_statements
from pipeline.coupling.telling import Decided, Evidence, Pairs, Telling
from pipeline.language.stem import content_stems
from pipeline.language.wordlists import word_patterns
from pipeline.params import CouplingParams

PARAMS = CouplingParams()
WORDS = {
    "nb": "barn barnet barnehageplass skole skolen plass og i for å skal kommunen PPT 80 prosent "
    "pedagogisk psykologisk tjeneste mobbing mobbet kurse syklende demens",
    "nn": "born barnehageplassar skulen skule og i for å skal kommunen verksemda",
    "en": "children school schools and in for the train staff trained 80 percent nurses children's",
}
LANGUAGES = ("nb", "nb", "nn", "en")
GOALS, OBJECTIVES = 60, 12


def made_up() -> tuple[list[str], list[str]]:
    """Statements that are short and much alike, so that runs cross and words answer twice."""
    random = np.random.default_rng(7)
    languages = [LANGUAGES[at % len(LANGUAGES)] for at in range(GOALS + 2 * OBJECTIVES)]
    texts = [" ".join(random.choice(WORDS[name].split(), random.integers(9))) for name in languages]
    for at in range(GOALS, GOALS + 2 * OBJECTIVES, 3):
        texts[at] = f"{texts[at]} {texts[at - GOALS]} {texts[at]}"
    return texts, languages


def ready() -> Telling:
    """The made-up statements, ready to tell."""
    texts, languages = made_up()
    statements = prepare_statements(texts, languages)
    words = word_space(statements.terms)
    return Telling(texts, statements.tokens, statements.led, languages, words)


def every_pair() -> Pairs:
    """Each goal beside each objective, which has one part, two or three."""
    first = range(GOALS, GOALS + OBJECTIVES)
    parts = [[at, *range(at + OBJECTIVES, at + OBJECTIVES + at % 3)] for at in first]
    parts = [[min(at, GOALS + 2 * OBJECTIVES - 1) for at in each] for each in parts]
    goals, objectives = np.divmod(np.arange(GOALS * OBJECTIVES), OBJECTIVES)
    return Pairs(goals, objectives, Ragged.of(parts))


def decided(pairs: Pairs) -> Decided:
    """Something of each pair."""
    random = np.random.default_rng(8)
    probability = random.random(len(pairs))
    return Decided(probability, probability > 0.7, random.random(len(pairs)) - 0.3)


def one_by_one(said: Telling, pairs: Pairs) -> dict[str, list[object]]:
    """The same as the plain functions have it, pair by pair."""
    terms, lexicon = said.words.terms(), said.lexicon
    rows = [np.atleast_1d(parts).tolist() for parts in listed(pairs.parts)]
    answers = word_answers(
        [word for goal in dict.fromkeys(pairs.goals.tolist()) for word in lexicon.words[goal]],
        [word for objective in rows for word in words_of(lexicon, objective)],
        lexicon.weights,
    )
    told: dict[str, list[object]] = {name: [] for name in ("containment", "terms", "words")}
    for goal, objective in zip(pairs.goals.tolist(), pairs.objectives.tolist(), strict=True):
        parts, language = rows[objective], "en" if said.languages[goal] == "en" else "nb"
        shares = [
            taken_over(said.led[goal], said.led[part], language).share
            for part in parts
            if not terms[goal].keys().isdisjoint(terms[part])
        ]
        told["containment"].append(min(1.0, max(shares, default=0.0)))
        nearest = max(parts, key=lambda part: cosine(terms[goal], terms[part]))
        told["terms"].append("; ".join(shared_terms(terms[goal], terms[nearest])))
        both = lexicon.words[goal], words_of(lexicon, parts)
        found = word_pairs(*both, lexicon.weights, answers=answers)
        told["words"].append("; ".join(map(str, found)))
    return told


def words_of(lexicon: Lexicon, rows: Sequence[int]) -> list[Word]:
    """The words of these statements together, each once, in order."""
    return list(dict.fromkeys(word for row in rows for word in lexicon.words[row]))


def detail_of(goal: Sequence[str], objective: Sequence[str], language: str) -> float:
    """`added_detail` of a pair by its formula."""
    lists = word_patterns("concrete_words.txt", "pipeline.coupling.resources")

    def sorts(word: str) -> set[str]:
        if word.isdigit():
            return {"number"}
        return {name for name, pattern in lists.items() if pattern.fullmatch(word)}

    new = set[str]().union(*(sorts(word) for word in goal if word not in objective))
    both = (len(content_stems(words, language)) for words in (goal, objective))
    longer = LONGER * (next(both) - next(both) >= MUCH_LONGER)
    return float(1 - 0.5 ** (sum(WEIGHTS[name] for name in sorted(new)) + longer))


def listed(lists: Ragged) -> list[Places]:
    """The lists one by one."""
    return np.split(lists.values, lists.starts[1:-1])


def cosine(mine: dict[str, float], theirs: dict[str, float]) -> float:
    """Of two statements' stems."""
    return sum(weight * theirs[term] for term, weight in mine.items() if term in theirs)


def same(first: Evidence, second: Evidence) -> bool:
    """Whether all columns are the same."""
    pairs = zip(first.columns().values(), second.columns().values(), strict=True)
    return all(np.array_equal(*each) for each in pairs)


def test_many_pairs_are_told_as_each_by_itself() -> None:
    """To the last digit: with parts, short forms, three languages, and runs that cross."""
    said, pairs = ready(), every_pair()

    found = said.evidence(pairs, decided(pairs), PARAMS)

    expected = one_by_one(said, pairs)
    assert expected["containment"] == found.containment.tolist()
    assert expected["terms"] == found.shared_terms.tolist()
    assert expected["words"] == found.word_pairs.tolist()
    assert sum(map(bool, expected["words"])) > 100
    assert any("abbreviation" in str(each) for each in expected["words"])


def test_blocks_and_threads_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A block of seven pairs, or of one objective, says what all at once say."""
    said, pairs = ready(), every_pair()
    whole = said.evidence(pairs, decided(pairs), PARAMS)

    monkeypatch.setattr(telling, "PAIRS_AT_A_TIME", 7)
    assert same(whole, said.evidence(pairs, decided(pairs), PARAMS, threads=2))
    monkeypatch.setattr(telling, "PAIRS_AT_A_TIME", 10**6)
    monkeypatch.setattr(telling, "CELLS_AT_A_TIME", 1)
    assert same(whole, said.evidence(pairs, decided(pairs), PARAMS))


def test_the_kind_is_of_what_is_taken_over_and_added() -> None:
    """By the largest echo, and by the detail that the objective with its parts lacks."""
    said, pairs = ready(), every_pair()
    facts = decided(pairs)

    found = said.evidence(pairs, facts, PARAMS)

    parts, terms = listed(pairs.parts), said.words.terms()
    echo, detail = np.zeros((2, len(pairs)))
    for at, (goal, objective) in enumerate(zip(pairs.goals, pairs.objectives, strict=True)):
        language = "en" if said.languages[goal] == "en" else "nb"
        words = [word for part in parts[objective] for word in said.led[part]]
        detail[at] = detail_of(said.led[goal], words, language)
        related = (p for p in parts[objective] if not terms[goal].keys().isdisjoint(terms[p]))
        echoes = (taken_over(said.led[goal], said.led[part], language).echo for part in related)
        echo[at] = max(echoes, default=0.0)
    expected = link_kinds(
        echo,
        facts.probability,
        facts.linked,
        detail,
        PARAMS.verbatim_from,
        PARAMS.topical_from,
        facts.opposed,
    )
    assert expected.tolist() == found.kind.tolist()
    assert len(set(found.kind)) == 5


def test_words_are_left_out_where_none_are_asked_for() -> None:
    """The rest is as it is with them."""
    said, pairs = ready(), every_pair()

    found = said.evidence(pairs, decided(pairs), PARAMS, tells_words=False)

    whole = said.evidence(pairs, decided(pairs), PARAMS)
    assert set(found.word_pairs) == set(found.shared_terms) == {""}
    np.testing.assert_array_equal(found.containment, whole.containment)
    np.testing.assert_array_equal(found.kind, whole.kind)


def test_no_pairs_and_no_words_have_no_evidence() -> None:
    """Nothing in, nothing out."""
    none = Pairs(np.zeros(0, dtype=int), np.zeros(0, dtype=int), Ragged.of([[GOALS]]))
    assert len(ready().evidence(none, decided(none), PARAMS).kind) == 0

    statements = prepare_statements(["", ""], ["nb", "nb"])
    words = word_space(statements.terms)
    silent = Telling(["", ""], statements.tokens, statements.led, ["nb", "nb"], words)
    pair = Pairs(np.array([0]), np.array([0]), Ragged.of([[1]]))
    found = silent.evidence(
        pair, Decided(np.zeros(1), np.zeros(1, dtype=bool), np.zeros(1)), PARAMS
    )

    assert (found.containment[0], found.kind[0]) == (0.0, "none")
    assert (found.shared_terms[0], found.word_pairs[0]) == ("", "")


def test_many_pairs_take_over_what_each_does() -> None:
    """Share and echo, to the last digit, also where more than enough of an objective is echoed."""
    texts, _ = made_up()
    words = [text.split() for text in texts]
    numbers, known = numbered_lists(words)
    said = Stemmed.of(words, numbers, known, "nb")
    goals, objectives = np.divmod(np.arange(len(words) ** 2), len(words))

    share, echo = taken_over_by_pair(said, goals, objectives)

    found = [taken_over(words[a], words[b]) for a, b in zip(goals, objectives, strict=True)]
    assert share.tolist() == [each.share for each in found]
    assert echo.tolist() == [each.echo for each in found]
