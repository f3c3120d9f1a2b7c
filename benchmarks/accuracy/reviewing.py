"""What a coder's verdicts change: `python -m benchmarks.accuracy.reviewing`.

Simulated coders who know what was planted in the example corpus review pairs as the review page
lays them before them: of each five two by chance, three by doubt. After 25, 50, 100 and 200
verdicts: is the engine better on goals that no one has looked at; do the intervals of the honest
estimate hold what is true; and how far off is who reckons from the pairs chosen by doubt. Some
coders err: each verdict is turned round with a chance of a tenth, or a tenth of those on pairs that
may be taken either way. Prints two tables, writes `reviewing.json`.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from joblib import Parallel, delayed
from rich.console import Console
from rich.table import Table

from benchmarks.accuracy.planted import PLANTED, SERVING, match_planted
from pipeline.coupling.accuracy import accuracy_table
from pipeline.coupling.crossing import Said, Sample, drawn_sample, said_after, said_before
from pipeline.coupling.decision import decision_cut
from pipeline.coupling.fusion import expit, load_fusion
from pipeline.coupling.learning import Lesson, verdicts_in
from pipeline.coupling.links import links_and_lessons
from pipeline.coupling.worth import further_wanted
from pipeline.identity import link_id
from pipeline.params import CouplingParams, load_stage_params
from pipeline.reviews.carrying import STANDS, Carried
from pipeline.reviews.sampling import LEVEL, drawing_order, pairs_to_draw, reserved
from pipeline.reviews.settling import settled_pairs
from pipeline.reviews.verdict import Verdict
from pipeline.schemas import DOCUMENTS, GOALS, VECTORS
from pipeline.stage import OUTPUTS
from pipeline.tables import read_table

RESULTS = Path("benchmarks/accuracy/reviewing.json")
BUDGETS = (25, 50, 100, 200)
RANDOM_SHARE = 0.4
DRAWS = 100
# How often a verdict is turned round, and from which probability on.
CODERS = {"no errors": (0.0, 0.0), "a tenth where open": (0.1, 0.05), "a tenth": (0.1, 0.0)}
MEASURES = ("precision", "recall", "f1")
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)

Pair = tuple[str, str]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Known:
    """The frame of pairs with what is true of them, and the engine's comparisons to learn in."""

    frame: pd.DataFrame
    links: pd.DataFrame
    lessons: list[Lesson]
    serving: frozenset[Pair]

    def serves(self, pairs: pd.DataFrame) -> Flags:
        """Whether each pair is a planted link."""
        named = zip(pairs["goal_id"], pairs["objective_id"], strict=True)
        return np.array([pair in self.serving for pair in named], dtype=bool)


def load_known(outputs: Path, params: CouplingParams) -> Known:
    """The example corpus, its planted own goals alone; no verdict is in it."""
    goals, vectors = read_table(GOALS, outputs), read_table(VECTORS, outputs)
    planted = pd.read_csv(PLANTED, dtype=str, keep_default_na=False)
    gold = match_planted(planted, goals, read_table(DOCUMENTS, outputs)).dropna(subset=["goal_id"])
    told = gold[gold["kind"].isin(SERVING)]
    record = json.loads((outputs / "embedding" / "encoder.json").read_text(encoding="utf-8"))
    encoder = str(record["encoder"])
    model = load_fusion(encoder)
    links, _ = links_and_lessons(goals, vectors, model, params, encoder)
    frame = pairs_to_draw(links, goals)
    frame = frame[frame["goal_id"].isin(set(gold["goal_id"]))]
    # taught anything at all, each comparison is ready to be taught something else
    any_of_each = frame.drop_duplicates(["objective_id"])[["goal_id", "objective_id"]]
    settled = any_of_each.assign(verdict="accept")
    lessons = links_and_lessons(goals, vectors, model, params, encoder, settled)[1]
    plans = [each for each in lessons if each.comparison.level == LEVEL]
    serving = frozenset(zip(told["goal_id"], told["objective_id"], strict=True))
    return Known(frame, links, plans, serving)


def reviewed(
    known: Known, budget: int, error: tuple[float, float], seed: int, params: CouplingParams
) -> list[Carried]:
    """What a coder says of `budget` pairs, as the page would lay them before her."""
    order = drawing_order(known.frame, seed)
    drawn = order.head(round(RANDOM_SHARE * budget))
    kept_for_chance = set(reserved(order)["link_id"]) | set(drawn["link_id"])
    doubtful = known.frame[~known.frame["link_id"].isin(kept_for_chance)]
    doubtful = doubtful.iloc[_by_doubt(doubtful, known, params)].head(budget - len(drawn))
    asked = pd.concat([drawn.assign(chosen="random"), doubtful.assign(chosen="border")])
    probability = asked["link_id"].map(known.frame.set_index("link_id")["probability_before"])
    often, least = error
    random = np.random.default_rng([seed, budget])
    is_wrong = (random.random(len(asked)) < often) & (probability.to_numpy() >= least)
    said = known.serves(asked) ^ is_wrong
    return [
        _verdict(row, bool(each), at)
        for at, (row, each) in enumerate(zip(asked.to_dict("records"), said, strict=True))
    ]


def simulate(
    known: Known, coder: str, budget: int, seed: int, params: CouplingParams
) -> dict[str, Any]:
    """What is told after so many verdicts of one coder, and what is true."""
    here = params.model_copy(update={"seed": seed})
    verdicts = reviewed(known, budget, CODERS[coder], seed, here)
    settled = settled_pairs(verdicts)
    lessons = [
        replace(each, verdicts=verdicts_in(each.comparison, each.base, settled))
        for each in known.lessons
    ]
    taught = [each for each in lessons if each.is_taught]
    frame = drawing_order(known.frame, seed)
    sample = drawn_sample(verdicts, frame)
    before = said_before(frame, known.links, taught)
    after = said_after(frame, known.links, taught, here.folds, here.seed)
    table = accuracy_table(sample, before, after, here).set_index("measure")
    found: dict[str, Any] = {"coder": coder, "budget": budget, "seed": seed}
    truth = known.serves(frame)
    for name, said in (("true", before.linked), ("true_after", after.linked)):
        for measure, value in zip(MEASURES, of_decisions(said, truth), strict=True):
            found[f"{measure}_{name}"] = value
    found |= _on_unseen(known, lessons, settled) | _plain(sample, before)
    found["further"] = further_wanted(table.reset_index(), len(sample), here.wanted_half_width)
    for measure in MEASURES:
        for column, values in table.loc[measure].items():
            found[f"{measure}_{column}"] = values
    return found | _naive(known, verdicts)


def figures(runs: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Means over the draws, by coder and budget."""
    told: dict[str, dict[str, Any]] = {}
    for (coder, budget), rows in runs.groupby(["coder", "budget"], sort=False):
        told.setdefault(str(coder), {})[str(budget)] = _of_runs(rows)
    return told


def shown(told: Mapping[str, Mapping[str, Any]], columns: Sequence[str], title: str) -> Table:
    """One row for each coder and number of verdicts."""
    table = Table("coder", "verdicts", *(each.replace("_", " ") for each in columns), title=title)
    for coder, budgets in told.items():
        for budget, values in budgets.items():
            cells = ["–" if values[each] is None else f"{values[each]:.3f}" for each in columns]
            table.add_row(coder, budget, *cells)
    return table


def main() -> None:
    """Simulate, print, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--draws", type=int, default=DRAWS, help="how many samples are drawn")
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    params = load_stage_params(CouplingParams, "coupling")
    known = load_known(OUTPUTS, params)
    runs = Parallel(n_jobs=arguments.workers)(
        delayed(simulate)(known, coder, budget, seed, params)
        for coder, budget, seed in _settings(arguments.draws)
    )
    told = figures(pd.DataFrame(runs))
    console = Console(width=170)
    console.print(shown(told, LEARNED, "What verdicts change, on goals without any"))
    console.print(shown(told, HELD, "How often 95 % intervals hold what is true, and how wide"))
    console.print(shown(told, OFF, "How far estimates are off on the mean: honest, and by doubt"))
    frame = {
        "draws": arguments.draws,
        "pairs": len(known.frame),
        "goals": int(known.frame["goal_id"].nunique()),
        "links": int(known.serves(known.frame).sum()),
    }
    text = json.dumps({"frame": frame, "coders": told}, ensure_ascii=False, indent=2)
    RESULTS.write_text(text + "\n", encoding="utf-8", newline="\n")


LEARNED = (
    *("f1_unseen_before", "f1_unseen_after", "f1_gain_low", "f1_gain_high", "share_better"),
    *("log_loss_unseen_before", "log_loss_unseen_after", "told_better", "told_worse"),
)
HELD = tuple(
    f"{measure}_{name}"
    for measure in MEASURES
    for name in ("before_held", "after_held", "before_width", "told")
)
OFF = (
    *(f"{measure}_{name}" for measure in MEASURES for name in ("before_off", "doubt_off")),
    *("f1_off_honest", "f1_off_plain", "f1_off_doubt"),
)


def _settings(draws: int) -> Iterator[tuple[str, int, int]]:
    for coder in CODERS:
        for budget in BUDGETS:
            for seed in range(draws):
                yield coder, budget, seed


def _by_doubt(pairs: pd.DataFrame, known: Known, params: CouplingParams) -> npt.NDArray[np.intp]:
    """Nearest to the border of the decision in log odds first, by its own comparison's border."""
    cuts = {
        objective: decision_cut(expit(each.base), params.linked_from, params.linked_least)
        for each in known.lessons
        for objective in each.comparison.objectives
    }
    probability = np.clip(pairs["probability_before"].to_numpy(dtype=float), 1e-9, 1 - 1e-9)
    cut = pairs["objective_id"].map(cuts).to_numpy(dtype=float)
    apart = np.log(probability / (1 - probability)) - np.log(cut / (1 - cut))
    return np.argsort(np.abs(apart), kind="stable")


def _verdict(row: Mapping[Any, Any], linked: bool, at: int) -> Carried:
    goal, objective, is_random = row["goal_id"], row["objective_id"], row["chosen"] == "random"
    verdict = Verdict(
        coder="simulated",
        time=BEGIN + timedelta(minutes=at),
        verdict="accept" if linked else "reject",
        goal_id=goal,
        objective_id=objective,
        link_id=link_id(goal, objective),
        chosen=row["chosen"],
        chance=row["chance"] if is_random else None,
        score_visible=False,
        verdict_id=f"v{at}",
    )
    return Carried(verdict, goal, objective, STANDS)


def _on_unseen(known: Known, lessons: Sequence[Lesson], settled: pd.DataFrame) -> dict[str, float]:
    """What is true of the engine on the goals without any verdict, before and after."""
    answers = pd.concat([_answers(each) for each in lessons])
    pairs = known.frame[["goal_id", "objective_id"]].merge(answers, "left")
    unseen = pairs[~pairs["goal_id"].isin(settled["goal_id"])]
    truth = known.serves(unseen)
    found: dict[str, float] = {}
    for name in ("before", "after"):
        said = unseen[f"linked_{name}"].to_numpy(dtype=bool)
        found[f"f1_unseen_{name}"] = of_decisions(said, truth)[2]
        odds = unseen[f"log_odds_{name}"].to_numpy(dtype=float)
        found[f"log_loss_unseen_{name}"] = float((np.logaddexp(0, odds) - truth * odds).mean())
    return found


def _plain(sample: Sample, before: Said) -> dict[str, float]:
    """F1 of the drawn pairs by themselves, each weighed by 1 / π and nothing expected."""
    linked = before.linked[sample.at]
    hits = float((sample.weight * sample.serves * linked).sum())
    counted = float((sample.weight * (sample.serves + linked)).sum())
    return {"f1_plain": 2 * hits / counted if counted else np.nan}


def _answers(lesson: Lesson) -> pd.DataFrame:
    after = lesson.after(lesson.verdicts)
    goals, objectives = lesson.comparison.goals, lesson.comparison.objectives
    return pd.DataFrame(
        {
            "goal_id": np.repeat(goals, len(objectives)),
            "objective_id": np.tile(objectives, len(goals)),
            "linked_before": lesson.decided(lesson.base).ravel(),
            "linked_after": lesson.decided(after).ravel(),
            "log_odds_before": lesson.base.ravel(),
            "log_odds_after": after.ravel(),
        }
    )


def of_decisions(said: Flags, truth: Flags) -> tuple[float, float, float]:
    """Precision, recall and F1 of decisions whose truth is known."""
    hits, decided, links = int((said & truth).sum()), int(said.sum()), int(truth.sum())
    return (
        hits / decided if decided else np.nan,
        hits / links if links else np.nan,
        2 * hits / (decided + links) if decided + links else np.nan,
    )


def _naive(known: Known, verdicts: Sequence[Carried]) -> dict[str, float]:
    """Precision, recall and F1 of the decisions as the pairs chosen by doubt would tell them."""
    doubt = [each for each in verdicts if each.verdict.chosen == "border"]
    linked = known.frame.set_index("link_id")["linked"]
    said = linked.loc[[str(each.verdict.link_id) for each in doubt]].to_numpy(dtype=bool)
    truth = np.array([each.verdict.verdict == "accept" for each in doubt])
    told = of_decisions(said, truth)
    return {f"{measure}_doubt": value for measure, value in zip(MEASURES, told, strict=True)}


def _of_runs(rows: pd.DataFrame) -> dict[str, Any]:
    gain = rows["f1_unseen_after"] - rows["f1_unseen_before"]
    found: dict[str, Any] = {
        "f1_unseen_before": rows["f1_unseen_before"].mean(),
        "f1_unseen_after": rows["f1_unseen_after"].mean(),
        "f1_gain_low": gain.quantile(0.025),
        "f1_gain_high": gain.quantile(0.975),
        "share_better": gain.gt(0).mean(),
        "log_loss_unseen_before": rows["log_loss_unseen_before"].mean(),
        "log_loss_unseen_after": rows["log_loss_unseen_after"].mean(),
        "told_better": rows["f1_says"].eq("better").mean(),
        "told_worse": rows["f1_says"].eq("worse").mean(),
        "further": pd.to_numeric(rows["further"]).median(),
        "f1_off_honest": _root_mean_square(rows["f1_before"], rows["f1_true"]),
        "f1_off_plain": _root_mean_square(rows["f1_plain"], rows["f1_true"]),
        "f1_off_doubt": _root_mean_square(rows["f1_doubt"], rows["f1_true"]),
    }
    for measure in MEASURES:
        found |= _of_measure(rows, measure)
    return {
        name: None if pd.isna(value) else round(float(value), 4) for name, value in found.items()
    }


def _root_mean_square(told: pd.Series, true: pd.Series) -> float:
    return float(np.sqrt(np.square(pd.to_numeric(told) - pd.to_numeric(true)).mean()))


def _of_measure(rows: pd.DataFrame, measure: str) -> dict[str, Any]:
    column = {
        name: pd.to_numeric(rows[f"{measure}_{name}"])
        for name in (
            *("true", "true_after", "doubt", "before", "before_low", "before_high"),
            *("after", "after_low", "after_high"),
        )
    }
    told = column["before_low"].notna()
    held = {
        when: (column[f"{when}_low"] <= column[truth] + 1e-9)
        & (column[f"{when}_high"] >= column[truth] - 1e-9)
        for when, truth in (("before", "true"), ("after", "true_after"))
    }
    return {
        f"{measure}_true": column["true"].mean(),
        f"{measure}_before_held": held["before"][told].mean(),
        f"{measure}_after_held": held["after"][told].mean(),
        f"{measure}_before_width": (column["before_high"] - column["before_low"]).mean(),
        f"{measure}_after_width": (column["after_high"] - column["after_low"]).mean(),
        f"{measure}_told": told.mean(),
        f"{measure}_before_off": (column["before"] - column["true"]).mean(),
        f"{measure}_after_off": (column["after"] - column["true_after"]).mean(),
        f"{measure}_doubt_off": (column["doubt"] - column["true"]).mean(),
    }


if __name__ == "__main__":
    main()
