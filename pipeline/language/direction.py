"""Which way a statement wants a thing moved: up, down or kept; and when two pull apart."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import sparse

from pipeline.language.stem import content_stems
from pipeline.language.wordlists import function_words, template_words, word_patterns

Matrix = npt.NDArray[np.float64]

_WORDS = "direction_words.txt"
# Two statements about the same things to this degree (cosine) can't both be improvements when
# they move them opposite ways, whatever the things are.
SAME_OBJECTS = 0.85
# A word of negation turns round the direction that stands so many words on.
NEGATION_REACH = 3
# "uten voksne til stede": what lacks is named in the next content words, so many of them.
LACK_REACH = 2
# A negation with no direction in reach turns round so many content words.
DENIAL_REACH = 4
# To speak of a thing is hardly the opposite of reducing it; of being without it, it is.
VAGUE_WEIGHT = 0.15
_DOWNWARDS = frozenset(["down", "absent"])
_TURNED = {"up": "down", "down": "up", "avoid": "keep", "keep": "down"}
# "sykefraværet er lavt", "fristen blir forlenget", "talet skal ned": what is moved stands before
_BE = frozenset(
    [
        *["er", "var", "være", "vere", "bli", "blir", "ble", "vert", "vart"],
        *["is", "are", "be", "been", "being"],
    ]
)
_SHALL = frozenset(["skal", "må", "bør", "shall", "must", "should"])
_PARTICLES = frozenset(["ned", "nede", "bort", "vekk"])
_PASSIVE = re.compile(r"[^\W\d_]{3,}(?:es|ast)$")
_BOUNDS = {
    **dict.fromkeys(("under", "høyst", "høgst", "maks", "inntil", "below"), "down"),
    **dict.fromkeys(("over", "minst", "minimum", "above"), "up"),
}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*$")
_YEAR = re.compile(r"(?:19|20)\d\d$")
# "fra 6 til 16 år" is an age and "fra 8 til 16" may be hours; of shares it is a rise
_SHARES = frozenset(["prosent", "prosentpoeng", "pst", "poeng", "percent", "per", "points"])
_THAN = frozenset(["enn", "than"])
_AGAINST = frozenset(["mot", "against"])
_FREE = frozenset(["fri", "fritt", "frie", "free"])
_MARK_ITSELF = -1
_FROM, _TO = frozenset(["fra", "frå", "from"]), frozenset(["til", "to"])


@dataclass(frozen=True)
class Aim:
    """One thing that a statement wants of its `objects`, the stems of what is moved.

    `direction` is up, down or keep; state where none is told, absent where the thing is not to
    be there ("uten", "ikke"). `improves` is False where more is wanted of what is bad, or less of
    what isn't known to be.
    """

    direction: str
    objects: tuple[str, ...]
    improves: bool = True


@dataclass(frozen=True)
class _Mark:
    """Words that tell a direction, at [start, end); `backward` where they rule what is before.

    A bound ("under 7") adds nothing to a direction right before it; "mer enn 14 døgn" rules what
    is on both sides.
    """

    start: int
    end: int
    direction: str
    backward: bool = False
    is_bound: bool = False
    rules_both: bool = False


def aims(tokens: Sequence[str], language: str) -> list[Aim]:
    """What a statement wants of what, in the order of its words; [] where it names no thing.

    Words of direction rule the words after them, and those before them where the verb is passive
    or the direction is what something is or becomes. `ikke` turns a direction round, `uten` and
    `framfor` the words that follow; "fra 8 til 6" tells a direction by its numbers.

    >>> [aim.objects for aim in aims("redusere sykefraværet og øke nærværet".split(), "nb")]
    [('sykefravær',), ('nærvær',)]
    >>> aims("antall lærlingplasser skal ikke reduseres".split(), "nb")
    [Aim(direction='up', objects=('lærlingplass',), improves=True)]
    """
    return list(_aims(tuple(tokens), language))


# the same statement is read under several choices, and by several comparisons
@lru_cache(maxsize=20_000)
def _aims(tokens: tuple[str, ...], language: str) -> tuple[Aim, ...]:
    words = list(tokens)
    marks = _placed(words, _negated(words, _joined(words, _marks(words))))
    ruled = _ruled(words, marks)
    turned = _turned(words, marks, ruled)
    found = []
    for index in dict.fromkeys(ruled):
        if index == _MARK_ITSELF:
            continue
        scope = [at for at, ruler in enumerate(ruled) if ruler == index]
        named = "state" if index is None else marks[index].direction
        for is_turned in (False, True):
            chosen = [at for at in scope if (at in turned) is is_turned]
            aim = _aim(words, chosen, scope, named, is_turned, language)
            if aim is not None:
                found.append((chosen[0], aim))
    return tuple(aim for _, aim in sorted(found, key=lambda pair: pair[0]))


def opposition(first: Iterable[Aim], second: Iterable[Aim]) -> float:
    """How much two statements pull the same things opposite ways, from 0 to 1; symmetric.

    See `oppositions` for the formula.

    >>> def of(text): return aims(text.split(), "nb")
    >>> opposition(of("øke sykefraværet"), of("redusere sykefraværet"))
    1.0
    >>> opposition(of("øke nærværet"), of("redusere sykefraværet"))
    0.0
    """
    return float(oppositions([list(first)], [list(second)])[0, 0])


def oppositions(first: Sequence[Sequence[Aim]], second: Sequence[Sequence[Aim]]) -> Matrix:
    """The opposition of every pair of two lists of statements, shape (first, second), 0 to 1.

    cos(A, B) · √(s / |A ∩ B|), where A and B are the statements' stems and s counts the shared
    ones that are moved opposite ways, less those that both move down. Where both statements move
    them towards the better (fewer children in poverty, more children in clubs) they don't count,
    unless A and B are the same; where one only names what the other reduces they count little.
    """
    return np.asarray(opposing(first, second).rows(0, len(first)).toarray())


def opposing(first: Sequence[Sequence[Aim]], second: Sequence[Sequence[Aim]]) -> "Opposing":
    """Two lists of statements, ready to tell which of their pairs are opposed, rows by rows."""
    known: dict[str, int] = {}
    for statement in (*first, *second):
        for aim in statement:
            for each in aim.objects:
                known.setdefault(each, len(known))
    return Opposing(_Sides.of(first, known), _Sides.of(second, known))


# (part of the first, part of the second, rows, columns) to counts, one for each pair.
Counted = Callable[[str, str, npt.NDArray[np.int_], npt.NDArray[np.int_]], Matrix]


@dataclass(frozen=True)
class Opposing:
    """Which way each statement of two lists moves what; see `oppositions` for the formula."""

    one: "_Sides"
    two: "_Sides"

    def rows(self, start: int, end: int, counted: "Counted | None" = None) -> sparse.csr_array:
        """The opposition of the first list's rows from `start` to `end`, zeros left out.

        Only pairs that move a stem opposite ways can be opposed, and those are few. `counted` says
        of some pairs how many stems stand in one part of the first and in another of the second.
        """
        one, two = self.one.cut(start, end), self.two
        apart = _either_way(one, two, "up", "down")
        rows = np.repeat(np.arange(end - start), np.diff(apart.indptr))
        columns = apart.indices.astype(np.intp)
        where = sparse.csr_array((np.ones(apart.nnz), columns, apart.indptr), shape=apart.shape)

        def at(left: str, right: str) -> Matrix:
            """How many stems stand in `left` and in `right` of each pair in `where`."""
            if counted is not None:
                return counted(left, right, rows + start, columns)
            product = getattr(one, left) @ getattr(two, right).T
            found = sparse.csr_array(where.multiply(product) + where)
            found.sort_indices()
            return np.asarray(found.data - 1.0)

        shared = at("all", "all")
        cosine = shared / np.sqrt(one.sizes[rows] * two.sizes[columns])
        vague = (1.0 - VAGUE_WEIGHT) * (at("state", "moved_down") + at("moved_down", "state"))
        agreed = at("better_up", "better_down") + at("better_down", "better_up")
        counts = apart.data - at("down", "down")
        counts -= np.where(cosine >= SAME_OBJECTS, vague, np.maximum(vague, agreed))
        opposed = cosine * np.sqrt(np.clip(counts / shared, 0.0, 1.0))
        found = sparse.csr_array((opposed, columns, apart.indptr), shape=apart.shape)
        found.eliminate_zeros()
        return found


def values_at(
    matrix: sparse.csr_array, rows: npt.NDArray[np.int_], columns: npt.NDArray[np.int_]
) -> Matrix:
    """What stands in these places, shape (places,)."""
    if not matrix.nnz:
        return np.zeros(len(rows))
    return np.asarray(matrix[rows, columns]).ravel()


def _either_way(one: "_Sides", two: "_Sides", left: str, right: str) -> sparse.csr_array:
    """How many stems stand in `left` of one statement and in `right` of the other."""
    there = getattr(one, left) @ getattr(two, right).T
    found = sparse.csr_array(there + getattr(one, right) @ getattr(two, left).T)
    found.sort_indices()
    return found


@dataclass(frozen=True)
class _Sides:
    """Which stems each statement moves which way, each of shape (statements, stems), 0 or 1.

    A stem that a statement moves both ways is in `all` only.
    """

    up: sparse.csr_array
    down: sparse.csr_array
    state: sparse.csr_array
    moved_down: sparse.csr_array
    better_up: sparse.csr_array
    better_down: sparse.csr_array
    all: sparse.csr_array

    @property
    def sizes(self) -> Matrix:
        """How many stems each statement has, shape (statements,)."""
        return np.asarray(self.all.sum(axis=1), dtype=np.float64).ravel()

    def cut(self, start: int, end: int) -> "_Sides":
        """The sides of the statements from `start` to `end`."""
        return _Sides(*(getattr(self, field.name)[start:end] for field in fields(self)))

    @classmethod
    def of(cls, statements: Sequence[Sequence[Aim]], known: Mapping[str, int]) -> "_Sides":
        """The sides of statements, over the stems in `known`."""
        both_up, both_down = _cells(statements, known, False), _cells(statements, known, True)
        up = {cell: aim for cell, aim in both_up.items() if cell not in both_down}
        down = {cell: aim for cell, aim in both_down.items() if cell not in both_up}
        shape = (len(statements), max(1, len(known)))
        parts: tuple[Iterable[tuple[int, int]], ...] = (
            up,
            down,
            [cell for cell, aim in up.items() if aim.direction == "state"],
            [cell for cell, aim in down.items() if aim.direction == "down"],
            [cell for cell, aim in up.items() if aim.improves],
            [cell for cell, aim in down.items() if aim.improves],
            both_up.keys() | both_down.keys(),
        )
        return cls(*(_indicator(cells, shape) for cells in parts))


def _cells(
    statements: Sequence[Sequence[Aim]], known: Mapping[str, int], is_down: bool
) -> dict[tuple[int, int], Aim]:
    """The aim that moves each (statement, stem) one way."""
    return {
        (row, known[each]): aim
        for row, statement in enumerate(statements)
        for aim in statement
        if (aim.direction in _DOWNWARDS) is is_down
        for each in aim.objects
    }


def _indicator(cells: Iterable[tuple[int, int]], shape: tuple[int, int]) -> sparse.csr_array:
    places = list(cells)
    rows, columns = [row for row, _ in places], [column for _, column in places]
    return sparse.csr_array((np.ones(len(places)), (rows, columns)), shape=shape)


def _marks(words: Sequence[str]) -> list[_Mark]:
    """The words of direction in their order, none joined or turned yet."""
    found: list[_Mark] = []
    for at, word in enumerate(words):
        if found and at < found[-1].end:
            continue
        numbers = _told_by_numbers(words, at)
        listed = _listed(words, at)
        limit = _BOUNDS.get(word) if any(map(_NUMBER.match, words[at + 1 : at + 2])) else None
        if numbers is not None:
            found.append(_Mark(at, at + numbers[1], numbers[0], True, True))
        elif limit is not None:
            found.append(_Mark(at, at + 2, limit, True, True))
        else:
            # "mer enn tre måneder" is said of what stands before
            is_than = at + 1 < len(words) and words[at + 1] in _THAN
            named = [name for name in _TURNED if name in listed][:1]
            found += [
                _Mark(at, at + 1 + is_than, name, is_than, is_than, is_than) for name in named
            ]
    return found


def _told_by_numbers(words: Sequence[str], at: int) -> tuple[str, int] | None:
    """Down for "fra 8 til 6 prosent", and how many words it takes; None where none is told."""
    if words[at] not in _FROM or at + 1 >= len(words) or not _NUMBER.match(words[at + 1]):
        return None
    end = next((to for to in (at + 2, at + 3) if words[to : to + 1] and words[to] in _TO), None)
    if end is None or end + 1 >= len(words) or not _NUMBER.match(words[end + 1]):
        return None
    low, high = words[at + 1], words[end + 1]
    if _YEAR.match(low) and _YEAR.match(high):
        return None
    change = _value(high) - _value(low)
    if change < 0:
        return "down", end + 2 - at
    is_share = not _SHARES.isdisjoint(words[at : end + 3])
    return ("up", end + 2 - at) if change > 0 and is_share else None


def _value(number: str) -> float:
    """A number as written, its last point or comma taken for the decimal one.

    >>> _value("7,5"), _value("1.234,5")
    (7.5, 1234.5)
    """
    *whole, part = re.split("[.,]", number)
    return float(f"{''.join(whole)}.{part}") if whole else float(part)


def _joined(words: Sequence[str], marks: Iterable[_Mark]) -> list[_Mark]:
    """Marks side by side made one: "korte ned" is down, "unngå kutt" keeps."""
    found: list[_Mark] = []
    for mark in marks:
        if found and found[-1].end == mark.start:
            before = found.pop()
            is_particle = mark.is_bound or words[mark.start] in _PARTICLES
            told = mark.direction if is_particle else _both(before.direction, mark.direction)
            found.append(replace(before, end=mark.end, direction=told, backward=before.backward))
        else:
            found.append(mark)
    return found


def _both(outer: str, inner: str) -> str:
    if outer not in ("down", "avoid"):
        return inner
    return "keep" if inner == "down" else _TURNED[inner]


def _negated(words: Sequence[str], marks: Iterable[_Mark]) -> list[_Mark]:
    """Marks with those turned round that a negation stands right before, or right behind."""
    nots = {at for at in range(len(words)) if _denies(words, at)}
    found = []
    for mark in marks:
        near = nots & {*range(mark.start - NEGATION_REACH, mark.start), mark.end}
        if near:
            nots -= near
            mark = replace(mark, direction=_TURNED[mark.direction])
        found.append(mark)
    return found


def _placed(words: Sequence[str], marks: Sequence[_Mark]) -> list[_Mark]:
    """Marks with `backward` set where they rule the words before them."""
    found: list[_Mark] = []
    for index, mark in enumerate(marks):
        start = found[-1].end if found else 0
        end = marks[index + 1].start if index + 1 < len(marks) else len(words)
        before, after = words[start : mark.start], words[mark.end : end]
        told = mark.backward or _says_of_subject(words, mark, before)
        found.append(
            replace(mark, backward=_has_content(before) and (told or not _has_content(after)))
        )
    return found


def _says_of_subject(words: Sequence[str], mark: _Mark, before: Sequence[str]) -> bool:
    near = set(before[-2:])
    if words[mark.start] in _PARTICLES and near & _SHALL:
        return True
    return bool(_PASSIVE.match(words[mark.start]) or near & _BE)


def _ruled(words: Sequence[str], marks: Sequence[_Mark]) -> list[int | None]:
    """For each word which mark rules it; None where none does, _MARK_ITSELF for a mark's own."""
    ruled: list[int | None] = [None] * len(words)
    free = 0
    for index, mark in enumerate(marks):
        if mark.backward:
            start = _after_break(words, free, mark.start)
            ruled[start : mark.start] = [index] * (mark.start - start)
            free = mark.end
            if not mark.rules_both:
                continue
        last = marks[index + 1].start if index + 1 < len(marks) else len(words)
        end = next((at for at in range(mark.end, last) if "break" in _listed(words, at)), last)
        ruled[mark.end : end] = [index] * (end - mark.end)
        free = end
    for mark in marks:
        ruled[mark.start : mark.end] = [_MARK_ITSELF] * (mark.end - mark.start)
    return ruled


def _after_break(words: Sequence[str], start: int, end: int) -> int:
    broken = [at + 1 for at in range(start, end) if "break" in _listed(words, at)]
    return broken[-1] if broken else start


def _turned(
    words: Sequence[str], marks: Sequence[_Mark], ruled: Sequence[int | None]
) -> frozenset[int]:
    """The places of content words that a lack, a "mot" or a negation turns round."""
    places: set[int] = set()
    for at, word in enumerate(words):
        if word in _FREE and at and "bad" in _listed(words, at - 1):
            places.add(at - 1)  # "emission-free"
        elif "lack" in _listed(words, at):
            places ^= set(_content_after(words, ruled, at)[:LACK_REACH])
        elif word in _AGAINST and (following := _content_after(words, ruled, at)):
            keeps = any(mark.direction == "keep" and mark.start < at for mark in marks)
            if keeps or "bad" in _listed(words, following[0]):
                places.add(following[0])
    denied, undone = _denied(words, marks, ruled)
    return frozenset((places | denied) - undone)


def _denied(
    words: Sequence[str], marks: Sequence[_Mark], ruled: Sequence[int | None]
) -> tuple[set[int], set[int]]:
    """Places that a negation without a direction turns round, and those that it turns back."""
    denied: set[int] = set()
    undone: set[int] = set()
    for at in range(len(words)):
        if not _denies(words, at) or _near_mark(marks, at):
            continue
        following = _content_after(words, ruled, at)
        if any("lack" in _listed(words, to) for to in _same_run(words, ruled, at)):
            undone |= set(following)  # "ingen barn uten plass" denies the lack
            continue
        # "de bor ikke der" denies that they live
        verb = {at - 1} if at and "not" in _listed(words, at) else set()
        denied |= verb | set(following[:DENIAL_REACH])
    return {at for at in denied if ruled[at] is None}, undone


def _content_after(words: Sequence[str], ruled: Sequence[int | None], at: int) -> list[int]:
    return [to for to in _same_run(words, ruled, at) if _is_content(words[to])]


def _denies(words: Sequence[str], at: int) -> bool:
    return not {"not", "none"}.isdisjoint(_listed(words, at))


def _near_mark(marks: Iterable[_Mark], at: int) -> bool:
    return any(mark.start - NEGATION_REACH <= at <= mark.end for mark in marks)


def _same_run(words: Sequence[str], ruled: Sequence[int | None], at: int) -> Iterator[int]:
    """The words after one, as long as the same mark rules them and nothing breaks."""
    for to in range(at + 1, len(words)):
        if ruled[to] != ruled[at] or "break" in _listed(words, to):
            return
        yield to


def _aim(
    words: Sequence[str],
    places: Sequence[int],
    scope: Sequence[int],
    named: str,
    is_turned: bool,
    language: str,
) -> Aim | None:
    """The aim of the words at `places`, of those in `scope` that are `named` one way; or None."""
    listed = {at: _listed(words, at) for at in scope}
    bad = {at for at in scope if not {"bad", "lack", "none"}.isdisjoint(listed[at])}
    content = [at for at in places if _is_content(words[at])]
    is_bad = bool(bad) if named == "down" else bool(content) and content[0] in bad
    if named in ("state", "keep") and not is_turned:
        # to speak of a bad thing ("beredskap mot flom") is neither to want more nor less of it
        content = [at for at in content if at not in bad]
    objects = _objects([words[at] for at in content], language)
    if not objects:
        return None
    if is_turned:
        unwanted = bool(bad & set(content)) or any("none" in each for each in listed.values())
        told = "up" if named in ("down", "avoid") else "absent" if named == "state" else "down"
        return Aim(told, objects, told == "up" or unwanted)
    better = {"down": is_bad, "up": not is_bad}.get(named, True)
    return Aim("down" if named == "avoid" else named, objects, better)


def _objects(words: Iterable[str], language: str) -> tuple[str, ...]:
    """Stems of the words that name what is moved: no numbers, no words that every plan uses."""
    named = [word for word in words if _is_content(word)]
    return tuple(dict.fromkeys(content_stems(named, language)))


def _has_content(words: Iterable[str]) -> bool:
    return any(_is_content(word) for word in words)


@lru_cache(maxsize=50_000)
def _is_content(word: str) -> bool:
    if _NUMBER.match(word) or word in template_words():
        return False
    small = word in function_words("nb") or word in function_words("en")
    return not small and _kinds(word).isdisjoint(("break", "measure"))


def _listed(words: Sequence[str], at: int) -> frozenset[str]:
    """The lists that the word at a place stands in, by itself or together with the next."""
    last, after = words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""
    return _listed_between(last, words[at], after)


# a statement's words are asked about many times over, one statement after another
@lru_cache(maxsize=10_000)
def _listed_between(last: str, word: str, after: str) -> frozenset[str]:
    with_next = _kinds(f"{word}_{after}" if after else word)
    with_last = _kinds(f"{last}_{word}") if last else frozenset[str]()
    return frozenset() if "plain" in with_next | with_last else _kinds(word) | with_next


@lru_cache(maxsize=50_000)
def _kinds(word: str) -> frozenset[str]:
    return frozenset(
        name for name, pattern in word_patterns(_WORDS).items() if pattern.fullmatch(word)
    )
