"""How far coders agree: each two of them and all, on links, kinds and sets of objectives."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from pipeline.params import ScoringParams
from pipeline.reviews.coefficients import (
    Codings,
    Estimate,
    Floats,
    codings_of,
    estimates,
    masi_distance,
)
from pipeline.reviews.judgements import WHOLE, blind_judgements, independent_answers, link_answers
from pipeline.reviews.objective_sets import GoalStances, compared_sets, stances
from pipeline.reviews.verdict import ACCEPT, CODED_KINDS, REJECT, UNSURE
from pipeline.schemas.measures.coders import AGREEMENT

ALL, LINK, KIND, OBJECTIVES = "all", "link", "kind", "objectives"
RANDOM = "random"
COLUMNS = list(AGREEMENT.schema.columns)
_PAIR = ["goal", "objective"]
# Why a pair was asked that no ledger says.
_UNTOLD = "not told"


@dataclass(frozen=True)
class Answers:
    """What some coders answered: a row a unit (goal and objective), a column a coder.

    `about` has the same rows: goal, when it was first and last answered, and what it is parted by.
    `unsure` is how many units the coders shared that were left out for doubt.
    """

    words: pd.DataFrame
    about: pd.DataFrame
    unsure: int | None = None


@dataclass(frozen=True)
class _Given:
    """All coders' answers and their times, a row a pair and a column a coder, and why asked."""

    words: pd.DataFrame
    times: pd.DataFrame
    why: pd.DataFrame


def agreement(
    verdicts: pd.DataFrame, links: pd.DataFrame, params: ScoringParams, *, each_two: bool = True
) -> pd.DataFrame:
    """AGREEMENT, from VERDICTS with the overtaken ones (`verdict_rows`) and LINKS.

    Every two coders who share a pair, on all pairs and on those drawn at random; all coders
    together, on these and part by part: why the pair was asked, level of the objective, how the
    words relate, and in time. Without two coders there are no rows; two who share nothing have a
    row for n = 0 among all. Without `each_two` there is only what concerns all. Blind to the order
    of rows and to which coder is which.
    """
    judged = independent_answers(blind_judgements(verdicts))
    coders = sorted(judged["coder"].unique())
    if len(coders) < 2:
        return pd.DataFrame(columns=COLUMNS)
    by_pair, goals = _by_pair(judged, links), stances(judged)
    pairs = combinations(coders, 2) if each_two else ()
    groups = {ALL: tuple(coders)} | {", ".join(two): two for two in pairs}
    rows = [
        row
        for name, group in groups.items()
        for row in _of_group(name, group, goals, by_pair, params)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _of_group(
    name: str,
    group: Sequence[str],
    goals: Sequence[GoalStances],
    by_pair: Mapping[str, _Given],
    params: ScoringParams,
) -> Iterator[dict[str, object]]:
    answers = {
        LINK: _decided(_shared(by_pair[LINK], group)),
        KIND: _shared(by_pair[KIND], group),
        OBJECTIVES: _sets(goals, group),
    }
    if name != ALL and not len(answers[LINK].words) and not answers[LINK].unsure:
        return
    for about, found in answers.items():
        for scope, part, chosen in _parts(about, found, params, is_pair=name != ALL):
            row = {"about": about, "coders": name, "coders_n": len(group)}
            yield from _rows(row | {"scope": scope, "part": part}, chosen, params)


def _parts(
    about: str, answers: Answers, params: ScoringParams, *, is_pair: bool
) -> Iterator[tuple[str, str, Answers]]:
    """Each part of the units, the whole first."""
    yield ALL, ALL, answers
    chosen = answers.about["chosen"]
    for part in [RANDOM] if is_pair else sorted(chosen.unique()):
        if chosen.eq(part).any():
            yield "chosen", part, _where(answers, chosen.eq(part))
    if is_pair or about != LINK:
        return
    for scope in ("objective_level", "link_kind"):
        for part in sorted(answers.about[scope].dropna().unique()):
            yield scope, part, _where(answers, answers.about[scope].eq(part))
    place = answers.about["last_time"].rank(method="first").sub(1)
    for start, part in blocks(len(place), params.agreement_block):
        inside = place.between(start, start + params.agreement_block - 1)
        yield "block", part, _where(answers, inside)


def blocks(n: int, size: int) -> list[tuple[int, str]]:
    """Where each step in time begins, and its name; none where there would be only one.

    >>> blocks(60, 25), blocks(20, 25)
    ([(0, '1–25'), (25, '26–50'), (50, '51–60')], [])
    """
    if n <= size:
        return []
    return [(at, f"{at + 1}–{min(at + size, n)}") for at in range(0, n, size)]


def generator_of(seed: int, *names: str) -> np.random.Generator:
    """A random generator of its own for what is named, so that nothing else moves its interval."""
    return np.random.default_rng([seed, zlib.crc32("|".join(names).encode())])


def _rows(
    named: dict[str, object], answers: Answers, params: ScoringParams
) -> Iterator[dict[str, object]]:
    """A row for each coefficient; with too few units one each that says only how many."""
    codings = _codings(str(named["about"]), answers)
    n = len(answers.words)
    found: Mapping[str, Estimate]
    if n < params.agreement_least:
        found = dict.fromkeys(_measures(codings), Estimate(None, None, None))
    else:
        found = estimates(
            codings,
            generator_of(params.seed, *(str(named[key]) for key in ("about", "scope", "part"))),
            samples=params.bootstrap_samples,
            interval=params.interval,
        )
    for measure in _measures(codings):
        yield (
            named | _frame_of(named, answers, params) | {"measure": measure} | vars(found[measure])
        )


def _measures(codings: Codings) -> list[str]:
    if codings.distances is not None:
        return ["percent", "alpha"]
    return ["percent", *(["kappa"] if len(codings.codes) == 2 else []), "ac1", "alpha"]


def _frame_of(
    named: dict[str, object], answers: Answers, params: ScoringParams
) -> dict[str, object]:
    """What stands around a figure: n, goals, prevalence, times."""
    words, times = answers.words, answers.about
    prevalence = _prevalence(words) if named["about"] == LINK else {}
    return {
        "n": len(words),
        "goals": times["goal"].nunique(),
        "unsure": answers.unsure if named["scope"] == ALL else None,
        **prevalence,
        "is_small_n": len(words) < params.agreement_least,
        "first_time": _iso(times["first_time"].min()),
        "last_time": _iso(times["last_time"].max()),
    }


def _codings(about: str, answers: Answers) -> Codings:
    words, owners = answers.words, answers.about["goal"].tolist()
    rows = [[None if _is_missing(each) else each for each in words[coder]] for coder in words]
    if about == OBJECTIVES:
        values = sorted({each for row in rows for each in row if each is not None}, key=sorted)
        return codings_of(rows, values, owners, _masi(values))
    return codings_of(rows, (ACCEPT, REJECT) if about == LINK else CODED_KINDS, owners)


def _masi(values: Sequence[frozenset[str]]) -> Floats:
    far = [[masi_distance(one, other) for other in values] for one in values]
    return np.array(far, dtype=float).reshape(len(values), len(values))


def _by_pair(judged: pd.DataFrame, links: pd.DataFrame) -> dict[str, _Given]:
    """Answers of all coders on links, and on kinds where a link is accepted."""
    said = link_answers(judged)
    known = links.drop_duplicates("link_id").set_index("link_id")
    by_link = known[["objective_level", "kind"]].rename(columns={"kind": "link_kind"})
    # the first who was asked says how the pair came in; later ones were asked because of her
    first = said.sort_values("time", kind="stable").groupby(_PAIR)[["link_id", "chosen"]].first()
    why = first.join(by_link, on="link_id").assign(chosen=first["chosen"].fillna(_UNTOLD))
    accepted = said[said["word"].eq(ACCEPT) & said["kind"].isin(CODED_KINDS)]
    return {LINK: _given(said, "word", why), KIND: _given(accepted, "kind", why)}


def _given(said: pd.DataFrame, column: str, why: pd.DataFrame) -> _Given:
    words, times = (
        said.pivot(index=_PAIR, columns="coder", values=values) for values in (column, "time")
    )
    return _Given(words, times, why.reindex(words.index))


def _shared(given: _Given, group: Sequence[str]) -> Answers:
    """The units that two or more of the group answered, in the order of their names."""
    words, times = (frame.reindex(columns=list(group)) for frame in (given.words, given.times))
    both = words.notna().sum(axis=1) >= 2
    about = given.why[both].assign(
        goal=[goal for goal, _ in words.index[both]],
        first_time=times[both].min(axis=1),
        last_time=times[both].max(axis=1),
    )
    return Answers(words[both], about)


def _decided(answers: Answers) -> Answers:
    """The units on which two or more said accept or reject, and how many fell away for doubt."""
    words = answers.words.mask(answers.words.isin([UNSURE]))
    still = words.notna().sum(axis=1) >= 2
    return Answers(words[still], answers.about[still], int((~still).sum()))


def _sets(goals: Sequence[GoalStances], group: Sequence[str]) -> Answers:
    """The set of objectives that each coder says a goal serves (`compared_sets`)."""
    found = list(compared_sets(goals, group))
    units = pd.MultiIndex.from_tuples([(goal.goal, WHOLE) for goal, _ in found], names=_PAIR)
    rows = [[sets.get(coder) for coder in group] for _, sets in found]
    words = pd.DataFrame(rows, index=units, columns=list(group), dtype=object)
    times = [[t for c in sets for t in goal.of_coder[c].times] for goal, sets in found]
    about = {
        "goal": [goal.goal for goal, _ in found],
        "chosen": [goal.chosen or _UNTOLD for goal, _ in found],
        "first_time": [min(each) for each in times],
        "last_time": [max(each) for each in times],
    }
    return Answers(words, pd.DataFrame(about, index=units))


def _where(answers: Answers, chosen: pd.Series) -> Answers:
    return Answers(answers.words[chosen], answers.about[chosen])


def _prevalence(words: pd.DataFrame) -> dict[str, float | None]:
    """Share of the answers that accept: of all, and of each coder where there are two."""
    accepts, given = words.to_numpy() == ACCEPT, words.notna().to_numpy()
    if not given.any():
        return {}
    found: dict[str, float | None] = {"prevalence": float(accepts.sum() / given.sum())}
    if accepts.shape[1] == 2:
        first, second = accepts.sum(axis=0) / given.sum(axis=0)
        found |= {"prevalence_first": float(first), "prevalence_second": float(second)}
    return found


def _is_missing(value: object) -> bool:
    return value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value))


def _iso(time: pd.Timestamp) -> str | None:
    return None if pd.isna(time) else time.isoformat()
