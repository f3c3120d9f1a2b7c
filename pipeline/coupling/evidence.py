"""What carried a link: which words of a goal answer which of the objective's, which signals."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, takewhile

import numpy as np

from pipeline.coupling.fieldspace import FieldSpace, letter_weights, load_fieldspace
from pipeline.coupling.signals import WordSpace
from pipeline.coupling.statements import Matrix
from pipeline.encoding import unit_rows
from pipeline.language.abbreviations import expansions, short_forms
from pipeline.language.compounds import all_parts
from pipeline.language.nynorsk import bokmal_form
from pipeline.language.stem import content_stems, stem
from pipeline.language.wordlists import function_words, template_words

MOST_PAIRS = 6
# Of words whose topics the space was learned without, two in ten thousand pairs of different topics
# are as near, and one in seventy of one topic (`benchmarks/accuracy/nearwords.py`).
NEAR_FROM = 0.4
# The space knows runs of four letters and more: shorter words have next to none.
SHORTEST_PLACED = 4
# Of what a short form stands for, more than this must be there.
EXPANDED_FROM = 0.5
# So many words are held against all others at once.
WORDS_AT_A_TIME = 512
SAME_BEGINNING, SHARED_RUN = 3, 4
MOST_OF_WORD = 0.55


@dataclass(frozen=True, eq=False)
class Word:
    """A word of a statement as it is compared.

    `stem` is that of its bokmål form, `plain_stem` that of the word as written; `keys` are the
    stem and those of a compound's parts, `stands_for` those that a short form stands for.
    `weight` tells how rare it is among the statements. `place` (k,) is a unit vector in the field
    space, zeros where its letters tell nothing.
    """

    written: str
    stem: str
    plain_stem: str
    keys: frozenset[str]
    stands_for: frozenset[str]
    weight: float
    place: Matrix


@dataclass(frozen=True)
class WordPair:
    """A goal's word and the objective's that answers it; `how` is one of WORD_RELATIONS.

    `strength` is from 0 to 1.
    """

    goal_word: str
    objective_word: str
    how: str
    strength: float

    def __str__(self) -> str:
        return f"{self.goal_word}~{self.objective_word} ({self.how})"


@dataclass(frozen=True)
class _Candidate:
    pair: WordPair
    weight: float
    goal: frozenset[int]
    objective: frozenset[int]


# For each word of a goal the words of objectives that answer it: how, and what the pair weighs.
Answering = dict[Word, dict[Word, tuple[WordPair, float]]]


@dataclass(frozen=True)
class Answers:
    """Which words share a stem or a part of a compound, and which others are near in the space."""

    akin: Answering
    near: Answering


def word_pairs(
    goal: Sequence[Word],
    objective: Sequence[Word],
    weights: Mapping[str, float],
    most: int = MOST_PAIRS,
    answers: Answers | None = None,
) -> list[WordPair]:
    """Which words answer each other, each used once; those that weigh most first, at most `most`.

    A pair weighs its strength times the root of the product of both words' weights. Strength is 1
    for one word in two forms; for compounds, the `weights` of the rarest stem that both hold
    over that of the rarer word; for a short form, the share of what it stands for that is there;
    for words near in the field space, their cosine. Where many statements are held against many,
    `answers` tells once what `word_answers` says of all their words.
    """
    told = word_answers(goal, objective, weights) if answers is None else answers
    candidates = [
        *_answering(goal, objective, told.akin),
        *_short(goal, objective),
        *(_turned(each) for each in _short(objective, goal)),
        *_answering(goal, objective, told.near),
    ]
    candidates.sort(key=lambda each: -each.weight)
    used_goal: set[int] = set()
    used_objective: set[int] = set()
    found: list[WordPair] = []
    for each in candidates:
        if len(found) == most:
            break
        if used_goal.isdisjoint(each.goal) and used_objective.isdisjoint(each.objective):
            used_goal |= each.goal
            used_objective |= each.objective
            found.append(each.pair)
    return found


def word_answers(
    goal: Iterable[Word], objective: Iterable[Word], weights: Mapping[str, float]
) -> Answers:
    """Which of two sets of words share a stem or a part, and which are near, each pair once."""
    mine, theirs = list(dict.fromkeys(goal)), list(dict.fromkeys(objective))
    return Answers(_akin(mine, theirs, weights), _near(mine, theirs))


def _answering(
    goal: Sequence[Word], objective: Sequence[Word], answers: Answering
) -> Iterable[_Candidate]:
    place = {word: j for j, word in enumerate(objective)}
    for i, mine in enumerate(goal):
        known = answers.get(mine)
        if not known or known.keys().isdisjoint(place.keys()):
            continue
        for j in sorted(place[theirs] for theirs in known.keys() & place.keys()):
            pair, weight = known[objective[j]]
            yield _Candidate(pair, weight, frozenset([i]), frozenset([j]))


def _akin(
    goal: Sequence[Word], objective: Sequence[Word], weights: Mapping[str, float]
) -> Answering:
    """Pairs that share a stem, or a part of a compound."""
    holding: dict[str, list[Word]] = defaultdict(list)
    for word in objective:
        for key in word.keys:
            holding[key].append(word)
    found: Answering = {}
    for mine in goal:
        shared: dict[Word, float] = defaultdict(float)
        for key in mine.keys:
            for theirs in holding.get(key, ()):
                shared[theirs] = max(shared[theirs], weights.get(key, 0.0))
        if shared:
            found[mine] = {
                theirs: _akin_pair(mine, theirs, weight) for theirs, weight in shared.items()
            }
    return found


def _akin_pair(mine: Word, theirs: Word, weight: float) -> tuple[WordPair, float]:
    how = _relation(mine, theirs)
    rarer = max(mine.weight, theirs.weight)
    strength = min(1.0, weight / rarer) if how == "compound" and rarer else 1.0
    return _weighed(mine, theirs, how, strength)


def _relation(mine: Word, theirs: Word) -> str:
    if mine.written == theirs.written:
        return "same"
    if mine.stem != theirs.stem:
        return "compound"
    return "inflected" if mine.plain_stem == theirs.plain_stem else "nynorsk"


def _short(short: Sequence[Word], long: Sequence[Word]) -> Iterable[_Candidate]:
    """Short forms of one side that the other has most of the words of."""
    for i, form in enumerate(short):
        if not form.stands_for:
            continue
        meant = [j for j, word in enumerate(long) if word.stem in form.stands_for]
        present = {long[j].stem for j in meant}
        if not meant or len(present) <= EXPANDED_FROM * len(form.stands_for):
            continue
        share = len(present) / len(form.stands_for)
        words = " ".join(long[j].written for j in meant)
        pair = WordPair(form.written, words, "abbreviation", share)
        weight = share * form.weight**0.5 * max(long[j].weight for j in meant) ** 0.5
        yield _Candidate(pair, weight, frozenset([i]), frozenset(meant))


def is_written_short(goal: Sequence[Word], objective: Sequence[Word]) -> bool:
    """Whether a short form of one stands for words of the other."""
    return any(True for _ in chain(_short(goal, objective), _short(objective, goal)))


def _turned(candidate: _Candidate) -> _Candidate:
    pair = candidate.pair
    turned = WordPair(pair.objective_word, pair.goal_word, pair.how, pair.strength)
    return _Candidate(turned, candidate.weight, candidate.objective, candidate.goal)


def _near(goal: Sequence[Word], objective: Sequence[Word]) -> Answering:
    """Words of other stems that stand near each other in the field space, some of them akin."""
    found: Answering = {}
    if not goal or not objective:
        return found
    places = np.stack([word.place for word in objective]).T
    for start in range(0, len(goal), WORDS_AT_A_TIME):
        some = goal[start : start + WORDS_AT_A_TIME]
        cosines = np.stack([word.place for word in some]) @ places
        hits = np.flatnonzero(cosines.ravel() >= NEAR_FROM)
        near = zip(hits.tolist(), cosines.ravel()[hits].tolist(), strict=True)
        for at, cosine in near:
            mine, theirs = some[at // len(objective)], objective[at % len(objective)]
            if mine.keys.isdisjoint(theirs.keys) and not alike_by_chance(
                mine.written, theirs.written
            ):
                strength = min(1.0, cosine)
                how = "inflected" if same_beginning(mine.written, theirs.written) else "near"
                found.setdefault(mine, {})[theirs] = _weighed(mine, theirs, how, strength)
    return found


def same_beginning(first: str, second: str) -> bool:
    """True where most of the longer word, and four letters at least, begins the other too.

    Said of words that are near in the field space: forms of one word that no stem brings together.

    >>> same_beginning("mobbet", "mobbing"), same_beginning("leier", "leietakere")
    (True, False)
    """
    letters = zip(first, second, strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], letters))
    return shared >= max(SHARED_RUN, MOST_OF_WORD * max(len(first), len(second)))


def alike_by_chance(first: str, second: str) -> bool:
    """True where two words share a run of four letters, yet begin otherwise.

    Such words lie near each other by their letters, whatever they mean; what is known to be a
    compound is told as one.

    >>> alike_by_chance("leie", "pleie"), alike_by_chance("mobbet", "mobbing")
    (True, False)
    """
    if first[:SAME_BEGINNING] == second[:SAME_BEGINNING]:
        return False
    runs = {first[at : at + SHARED_RUN] for at in range(len(first) - SHARED_RUN + 1)}
    return any(second[at : at + SHARED_RUN] in runs for at in range(len(second) - SHARED_RUN + 1))


def _weighed(mine: Word, theirs: Word, how: str, strength: float) -> tuple[WordPair, float]:
    pair = WordPair(mine.written, theirs.written, how, strength)
    return pair, strength * (mine.weight * theirs.weight) ** 0.5


@dataclass(frozen=True)
class Lexicon:
    """The content words of every statement, each once, and how rare each stem is among them."""

    words: list[list[Word]]
    weights: dict[str, float]


def build_lexicon(
    texts: Sequence[str],
    tokens: Sequence[Sequence[str]],
    languages: Sequence[str],
    words: WordSpace,
) -> Lexicon:
    """The words of statements ready for `word_pairs`; `words` tells how rare their stems are.

    `tokens` are those of the texts, `languages` nb, nn or en for each. Function words are left
    out. Each word is placed in the field space once, however often it stands.
    """
    weights = stem_weights(words)
    spoken = [_spoken(*each) for each in zip(texts, tokens, languages, strict=True)]
    known = list(dict.fromkeys(word for each in spoken for word in each))
    corpus = frozenset(word for word, _, _ in known)
    places = word_places([_led(word, language) for word, language, _ in known], load_fieldspace())
    made = {
        each: _word(*each, corpus, weights, place)
        for each, place in zip(known, places, strict=True)
    }
    return Lexicon([[made[each] for each in statement] for statement in spoken], weights)


def _spoken(text: str, tokens: Sequence[str], language: str) -> list[tuple[str, str, bool]]:
    """The statement's content words, each once, its language, and whether it is a short form."""
    small, short = function_words(language), short_forms(text)
    return [
        (word, language, word.upper() in short)
        for word in dict.fromkeys(tokens)
        if word not in small
    ]


def stem_weights(words: WordSpace) -> dict[str, float]:
    """For each stem its idf among the statements, less for the words that every plan uses."""
    heaviest = words.mass.max(axis=0).toarray().ravel()
    return dict(zip(words.stems, heaviest.tolist(), strict=True))


def word_places(words: Sequence[str], space: FieldSpace) -> Matrix:
    """Unit rows, shape (n, k): where lower-case bokmål words stand by their letters alone.

    Zeros for numbers, for words of less than four letters and for those that every plan uses.
    """
    if not words:
        return np.zeros((0, space.from_letters.shape[1]))
    raw = np.asarray(letter_weights([[word] for word in words], space.idf) @ space.from_letters)
    raw[[not _has_place(word) for word in words]] = 0.0
    return unit_rows(raw)


def _has_place(word: str) -> bool:
    return word.isalpha() and len(word) >= SHORTEST_PLACED and word not in template_words()


def word_keys(word: str, language: str, corpus: frozenset[str]) -> frozenset[str]:
    """The stems of a lower-case word and of what it is made of: what akin words share.

    >>> sorted(word_keys("barnehageplassar", "nn", frozenset()))
    ['barnehag', 'barnehageplass', 'plass']
    """
    small = function_words(language)
    parts = (part for part in all_parts(word, language, corpus) if part not in small)
    return frozenset(stem(part, language) for part in (word, *parts))


def _led(word: str, language: str) -> str:
    return bokmal_form(word) if language == "nn" else word


def _word(
    token: str,
    language: str,
    is_short: bool,
    corpus: frozenset[str],
    weights: Mapping[str, float],
    place: Matrix,
) -> Word:
    root = stem(token, language)
    meant = expansions(token.upper()) if is_short else ()
    return Word(
        written=token.upper() if is_short else token,
        stem=root,
        plain_stem=stem(token, "nb" if language == "nn" else language),
        keys=word_keys(token, language, corpus),
        stands_for=frozenset(content_stems(meant, language)),
        weight=weights.get(root, 0.0),
        place=place,
    )


def margins(log_odds: Matrix) -> Matrix:
    """How far each target stands above the source's best other target, in log odds, same shape.

    Negative where it isn't the source's first; missing where there is no other.

    >>> margins(np.array([[2.0, 0.5, -1.0]])).tolist()
    [[1.5, -1.5, -3.0]]
    """
    if log_odds.shape[1] < 2:
        return np.full(log_odds.shape, np.nan)
    first, second = -np.partition(-log_odds, 1, axis=1)[:, :2].T
    is_first = np.arange(log_odds.shape[1]) == log_odds.argmax(axis=1)[:, None]
    return np.asarray(log_odds - np.where(is_first, second[:, None], first[:, None]))
