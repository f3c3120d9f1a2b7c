"""Whether a coder judges as before: pairs with known answers, and pairs that she is asked again."""

from collections.abc import Iterator, Sequence

import pandas as pd
from scipy.stats import binomtest

from pipeline.params import ScoringParams
from pipeline.reviews.agreement import ALL, blocks, generator_of
from pipeline.reviews.coefficients import codings_of, estimates
from pipeline.reviews.judgements import WHOLE, blind_judgements
from pipeline.reviews.verdict import ACCEPT, KNOWN, NO_PARENT, REJECT, REPEAT, UNSURE
from pipeline.schemas.measures.coders import DRIFT

COLUMNS = list(DRIFT.schema.columns)
_TEST = ["coder", "time", "goal", "answer", "should_be"]


def drift(verdicts: pd.DataFrame, links: pd.DataFrame, params: ScoringParams) -> pd.DataFrame:
    """DRIFT, from VERDICTS with the overtaken ones (`verdict_rows`) and LINKS.

    Of each coder who was tested, all tests and step by step in time. Only what was answered with
    the engine's answer hidden counts.
    """
    judged = blind_judgements(verdicts)
    tests = {
        KNOWN: known_tests(judged, known_answers(verdicts, links)),
        REPEAT: repeat_tests(judged),
    }
    rows = [
        {"about": about, "coder": coder, "part": part} | _figures(about, chosen, params)
        for about, found in tests.items()
        for coder, given in found.groupby("coder", sort=True)
        for part, chosen in _parts(given, params.drift_block)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def known_answers(verdicts: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """`goal_id, objective_id, answer` of the pairs that need no coder: accept or reject.

    What an adjudicator has settled, and else what the document states. A pair on which two
    adjudicators differ is not known.
    """
    settled = verdicts[verdicts["is_adjudication"].astype(bool) & verdicts["counts"].astype(bool)]
    settled = settled[settled["verdict"].isin([ACCEPT, REJECT])]
    pair = ["goal_id", "objective_id"]
    by_pair = settled.groupby(pair)["verdict"].agg(["first", "nunique"])
    decided = by_pair.loc[by_pair["nunique"].eq(1), "first"].rename("answer").reset_index()
    stated = links.loc[links["explicit"].astype(bool), pair].assign(answer=ACCEPT)
    unsettled = stated.merge(by_pair[[]], on=pair, how="left", indicator=True)
    stated = unsettled[unsettled["_merge"].eq("left_only")].drop(columns="_merge")
    return pd.concat([decided, stated], ignore_index=True).astype("str")


def known_tests(judged: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """`coder, time, goal, answer, should_be` for each answer to a pair whose answer is known.

    Who says that the goal has no parent has rejected each known pair of it.
    """
    known = answers.set_axis(["goal", "objective", "should_be"], axis=1)
    asked = judged[judged["chosen"].eq(KNOWN)]
    pairs = asked.merge(known, on=["goal", "objective"])
    whole = asked[asked["objective"].eq(WHOLE)].drop(columns="objective").merge(known, on="goal")
    whole = whole.assign(word=REJECT)
    both = pd.concat([pairs, whole], ignore_index=True).rename(columns={"word": "answer"})
    return both.sort_values(["coder", "time", "goal", "objective"])[_TEST].reset_index(drop=True)


def repeat_tests(judged: pd.DataFrame) -> pd.DataFrame:
    """`coder, time, goal, answer, should_be`: what a coder answered again, and what before.

    Before is her last blind answer on the same words. That a goal has no parent rejects each pair
    of it; asked of the goal as a whole, any pair of it that she accepted denies it.
    """
    rows = [
        row for _, given in judged.groupby(["coder", "goal"], sort=True) for row in _again(given)
    ]
    return pd.DataFrame(rows, columns=_TEST)


def _again(given: pd.DataFrame) -> Iterator[dict[str, object]]:
    """The tests among one coder's answers on one goal, which come in the order of time."""
    before: list[tuple[str, str]] = []
    for row in given.itertuples(index=False):
        objective, word = str(row.objective), str(row.word)
        should_be = _said_before(before, objective)
        if row.chosen == REPEAT and should_be is not None:
            answer = REJECT if word == NO_PARENT else word
            told: dict[str, object] = {"coder": row.coder, "time": row.time, "goal": row.goal}
            yield told | {"answer": answer, "should_be": should_be}
        before.append((objective, word))


def _said_before(before: Sequence[tuple[str, str]], objective: str) -> str | None:
    """Accept, reject or unsure by the last answer that says something of the pair.

    >>> _said_before([("1.1", "accept"), ("", "no_parent")], "1.1")
    'reject'
    >>> _said_before([("1.1", "accept")], "") is _said_before([], "1.1")
    False
    """
    stands: dict[str, str] = {}
    for at, word in before:
        if word == NO_PARENT:
            stands = {WHOLE: REJECT}
        else:
            stands[at] = word
    if objective == WHOLE and stands:
        return ACCEPT if ACCEPT in stands.values() else REJECT
    return stands.get(objective, stands.get(WHOLE))


def _parts(given: pd.DataFrame, size: int) -> Iterator[tuple[str, pd.DataFrame]]:
    yield ALL, given
    in_time = given.sort_values(["time", "goal"], kind="stable")
    for start, part in blocks(len(given), size):
        yield part, in_time.iloc[start : start + size]


def _figures(about: str, tests: pd.DataFrame, params: ScoringParams) -> dict[str, object]:
    told = tests[tests["answer"].ne(UNSURE) & tests["should_be"].ne(UNSURE)]
    right = int(told["answer"].eq(told["should_be"]).sum())
    found = (
        binomtest(right, len(told)).proportion_ci(params.interval, "wilson") if len(told) else None
    )
    return {
        "n": len(told),
        "unsure": len(tests) - len(told),
        "value": right / len(told) if len(told) else None,
        "low": float(found.low) if found else None,
        "high": float(found.high) if found else None,
        "first_time": tests["time"].min().isoformat(),
        "last_time": tests["time"].max().isoformat(),
    } | _kappa(about, told, params)


def _kappa(about: str, told: pd.DataFrame, params: ScoringParams) -> dict[str, object]:
    """Cohen's κ of before and again, as if they were two coders."""
    names = "kappa", "kappa_low", "kappa_high"
    if about != REPEAT or len(told) < params.agreement_least:
        return dict.fromkeys(names)
    ordered = told.sort_values(["goal", "answer", "should_be"])
    codings = codings_of(
        [ordered["should_be"].tolist(), ordered["answer"].tolist()],
        (ACCEPT, REJECT),
        ordered["goal"].tolist(),
    )
    found = estimates(
        codings,
        generator_of(params.seed, about),
        samples=params.bootstrap_samples,
        interval=params.interval,
    )["kappa"]
    return dict(zip(names, (found.value, found.low, found.high), strict=True))
