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
from pipeline.reviews.judgements import (
    ACCEPT,
    NO_PARENT,
    REJECT,
    UNSURE,
    WHOLE,
    blind_judgements,
    independent_answers,
    link_answers,
)
from pipeline.reviews.verdict import CODED_KINDS
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


def agreement(verdicts: pd.DataFrame, links: pd.DataFrame, params: ScoringParams) -> pd.DataFrame:
    """AGREEMENT, from VERDICTS with the overtaken ones (`verdict_rows`) and LINKS.

    Every two coders who share a pair, on all pairs and on those drawn at random; all coders
    together, on these and part by part: why the pair was asked, level of the objective, how the
    words relate, and in time. Without two coders there are no rows; two who share nothing have a
    row for n = 0 among all. Blind to the order of rows and to which coder is which.
    """
    judged = independent_answers(blind_judgements(verdicts))
    coders = sorted(judged["coder"].unique())
    if len(coders) < 2:
        return pd.DataFrame(columns=COLUMNS)
    by_pair = _by_pair(judged, links)
    groups = {ALL: tuple(coders)} | {", ".join(two): two for two in combinations(coders, 2)}
    rows = [
        row
        for name, group in groups.items()
        for row in _of_group(name, group, judged, by_pair, params)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _of_group(
    name: str,
    group: Sequence[str],
    judged: pd.DataFrame,
    by_pair: Mapping[str, _Given],
    params: ScoringParams,
) -> Iterator[dict[str, object]]:
    answers = {
        LINK: _decided(_shared(by_pair[LINK], group)),
        KIND: _shared(by_pair[KIND], group),
        OBJECTIVES: _sets(judged, group),
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
    """Where each step in time begins, and its name.

    >>> blocks(60, 25)
    [(0, '1–25'), (25, '26–50'), (50, '51–60')]
    """
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
    is_link = named["about"] == LINK
    of_coder = [_accepting(words[coder]) if is_link else None for coder in words]
    of_two = of_coder if named["coders_n"] == 2 else [None, None]
    return {
        "n": len(words),
        "goals": times["goal"].nunique(),
        "unsure": answers.unsure if named["scope"] == ALL else None,
        "prevalence": _accepting(pd.Series(words.to_numpy().ravel())) if is_link else None,
        "prevalence_first": of_two[0],
        "prevalence_second": of_two[1],
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


def _sets(judged: pd.DataFrame, group: Sequence[str]) -> Answers:
    """The set of objectives that each coder says a goal serves, of those that all of them judged.

    Who says that it has no parent has judged them all, and means the empty set. Who has judged
    another objective alone doesn't take part in a goal, and a goal without two who judged the
    same is none.
    """
    of_group = judged[judged["coder"].isin(group) & judged["word"].ne(UNSURE)]
    rows, about = {}, {}
    for goal, said in of_group.groupby("goal", sort=True):
        sets = _sets_of(said)
        if len(sets) >= 2:
            rows[goal, WHOLE] = [sets.get(coder) for coder in group]
            asked = said.sort_values("time")
            about[goal, WHOLE] = {
                "goal": goal,
                "chosen": next(iter(asked["chosen"].dropna()), _UNTOLD),
                "first_time": asked["time"].iloc[0],
                "last_time": asked["time"].iloc[-1],
            }
    names = ["goal", "chosen", "first_time", "last_time"]
    words = pd.DataFrame.from_dict(rows, orient="index", columns=list(group), dtype=object)
    return Answers(words, pd.DataFrame(list(about.values()), columns=names, index=words.index))


def _sets_of(said: pd.DataFrame) -> dict[str, frozenset[str]]:
    """Each coder's set on one goal; empty where they have judged nothing in common."""
    judged: dict[str, set[str]] = {}
    accepted: dict[str, set[str]] = {}
    wholly = set(said.loc[said["word"].eq(NO_PARENT), "coder"])
    every = {each for each in said["objective"] if each != WHOLE}
    for coder, objective, word in said[["coder", "objective", "word"]].itertuples(index=False):
        judged.setdefault(coder, set(every) if coder in wholly else set()).add(objective)
        accepted.setdefault(coder, set()).update({objective} if word == ACCEPT else set())
    common = set.intersection(*(each - {WHOLE} for each in judged.values()))
    if not common and set(judged) != wholly:
        return {}
    return {coder: frozenset(each & common) for coder, each in accepted.items()}


def _where(answers: Answers, chosen: pd.Series) -> Answers:
    return Answers(answers.words[chosen], answers.about[chosen])


def _accepting(words: pd.Series) -> float | None:
    given = words.dropna()
    return float(given.eq(ACCEPT).mean()) if len(given) else None


def _is_missing(value: object) -> bool:
    return value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value))


def _iso(time: pd.Timestamp) -> str | None:
    return None if pd.isna(time) else time.isoformat()
