"""What verdicts were worth so far, and how many more would be worth the time."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from pipeline.coupling.accuracy import (
    NONE_DRAWN,
    accuracy_table,
    effective,
    gain_in_log_loss,
    interval_of,
    told_apart,
)
from pipeline.coupling.crossing import Said, Sample, drawn_sample, said_after, said_before
from pipeline.coupling.learning import Lesson
from pipeline.params import CouplingParams
from pipeline.reviews.carrying import Carried
from pipeline.reviews.sampling import drawing_order, pairs_to_draw

# Shares of the judged goals that the engine learns from, for the curve of learning.
SHARES = (0.25, 0.5, 0.75, 1.0)
DIGITS = 4
WORTH_IT = {
    "better": "worth it",
    "worse": "they did harm",
    "not told apart": "not told apart from nothing",
}
TOO_FEW_TO_SAY = "too few to say"


def accuracy_and_worth(
    verdicts: Sequence[Carried],
    links: pd.DataFrame,
    goals: pd.DataFrame,
    lessons: Sequence[Lesson],
    params: CouplingParams,
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """ACCURACY, and for `dvc metrics` the same with what verdicts were and would be worth."""
    frame = drawing_order(pairs_to_draw(links, goals), params.seed)
    sample = drawn_sample(verdicts, frame)
    before = said_before(frame, links, lessons)
    shared = {
        share: said_after(frame, links, lessons, params.folds, params.seed, share)
        for share in (SHARES if len(sample) else SHARES[-1:])
    }
    table = accuracy_table(sample, before, shared[1.0], params)
    further = further_wanted(table, len(sample), params.wanted_half_width)
    of_f1 = pd.Series(pd.NA, table.index, dtype="Int64").mask(table["measure"].eq("f1"), further)
    taught = sum(len(lesson.verdicts.rows) for lesson in lessons)
    told = {
        "drawn": len(sample),
        "drawn_effective": _rounded(effective(sample.weight)),
        "drawn_unanswered": sample.unanswered,
        "pairs_in_frame": len(frame),
        "pairs_taught": taught,
        "before_and_after": _of_table(table),
        "f1_half_width_wanted": params.wanted_half_width,
        "further_drawn_wanted": further,
        "learning": learning(sample, before, shared, taught, params),
    }
    return table.assign(further_wanted=of_f1), told


def further_wanted(table: pd.DataFrame, drawn: int, half_width: float) -> int | None:
    """How many more random verdicts until F1's interval is ± `half_width`; None if not known.

    n (h / h*)² − n, at least 0, for today's half width h of the interval of F1 after learning and
    its n drawn pairs: an interval narrows with the root of their number.

    >>> table = pd.DataFrame({"measure": ["f1"], "after_low": [0.6], "after_high": [0.8]})
    >>> further_wanted(table, 100, 0.05)
    300
    """
    f1 = table[table["measure"].eq("f1")].iloc[0]
    if pd.isna(f1["after_low"]):
        return None
    wide = (f1["after_high"] - f1["after_low"]) / 2
    # so that a width that is right to the last digits asks for no pair more
    return max(0, int(np.ceil(round(drawn * (wide / half_width) ** 2 - drawn, 6))))


def learning(
    sample: Sample,
    before: Said,
    shared: dict[float, Said],
    taught: int,
    params: CouplingParams,
) -> dict[str, Any]:
    """How much log loss fell on unjudged pairs, by share of the verdicts that were learned from.

    `gain` is the mean log loss before less that after, in nats a pair, with its interval; above 0
    the verdicts helped. `gain_per_hundred` is that of a hundred verdicts, on the mean; `last_half`
    the gain of the second half of them over the first, which says more of what further ones would
    bring. `verdict` says it in words, of all verdicts and of the last half.
    """
    folds = (params.folds - 1) / params.folds
    curve = [
        {"share": share, "taught": round(taught * share * folds)}
        | _gain(sample, before, before, said, params)
        for share, said in sorted(shared.items())
    ]
    half = _gain(sample, before, shared.get(0.5, before), shared[1.0], params)
    whole = {name: curve[-1][name] for name in ("gain", "gain_low", "gain_high", "verdict")}
    scale = 100 / (taught * folds) if taught else np.nan
    ends = ("gain", "gain_low", "gain_high")
    per = {f"{name}_per_hundred": _rounded(whole[name], scale) for name in ends}
    return {**whole, **per, "last_half": half, "curve": {str(e["share"]): e for e in curve}}


def _gain(
    sample: Sample, before: Said, first: Said, then: Said, params: CouplingParams
) -> dict[str, Any]:
    missing = dict.fromkeys(("gain", "gain_low", "gain_high"))
    if not len(sample):
        return {**missing, "verdict": NONE_DRAWN}
    point, draws = gain_in_log_loss(sample, before, first, then, params)
    if len(sample) < params.fewest_drawn:
        return {**missing, "gain": _rounded(point), "verdict": TOO_FEW_TO_SAY}
    low, high = interval_of(draws, point, params.interval)
    return {
        "gain": _rounded(point),
        "gain_low": _rounded(low),
        "gain_high": _rounded(high),
        "verdict": WORTH_IT[told_apart(draws, params.interval)],
    }


def _of_table(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {
        str(row["measure"]): {
            str(name): value if isinstance(value, str) else _rounded(value)
            for name, value in row.items()
            if name != "measure"
        }
        for row in table.to_dict("records")
    }


def _rounded(value: Any, scale: float = 1.0) -> float | None:
    if value is None or pd.isna(value) or pd.isna(scale):
        return None
    return round(float(value) * scale, DIGITS)
