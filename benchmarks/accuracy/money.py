"""How well budget lines are tied to goals: learn on own pairs, cross-validate, look at the corpus.

python -m benchmarks.accuracy.money [--learn]
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import yaml
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score
from sklearn.model_selection import GroupKFold

from benchmarks.accuracy.planted import PLANTED, match_planted
from pipeline.coupling.money import FEATURES, Claims, Labels, MoneyModel, money_views, probabilities
from pipeline.coupling.statements import Matrix
from pipeline.schemas import AMOUNTS, DOCUMENTS, GOALS
from pipeline.schemas.coupling import MONEY
from pipeline.schemas.measures import OBJECTIVE_MONEY
from pipeline.stage import OUTPUTS
from pipeline.tables import read_table

GOLD = Path("benchmarks/accuracy/gold/money.csv")
RESULTS = Path("benchmarks/accuracy/money.json")
ECONOMY = Path("benchmarks/corpus/sources/economy.yaml")
MODEL = Path("pipeline/coupling/resources/money.json")
GRAINS = {
    "service": (("goal_service", "goal_area"), ("line_service",)),
    "area": (("goal_area",), ("line_area",)),
    "mixed": (("goal_area",), ("line_service",)),
}
FOLDS = 5
STRENGTH = 1.0  # of the pull towards zero; larger is weaker
DECIDED = 0.5

Known = npt.NDArray[np.bool_]


def load_gold() -> pd.DataFrame:
    """The pairs: goal, measure, support, language, line, service and area of both, code."""
    return pd.read_csv(GOLD, dtype=str, keep_default_na=False)


@dataclass(frozen=True)
class Gold:
    """Goals against all lines: which are for them, and which pairs a person has coded.

    A pair that nobody coded counts as other: each line was written for one goal, or for none.
    """

    goals: pd.DataFrame
    lines: pd.DataFrame
    known: Known
    coded: Known


def gold_matrix(pairs: pd.DataFrame) -> Gold:
    """The coded pairs, spread out over all goals and all lines."""
    goal_keys, line_keys = ["goal", "goal_service"], ["line", "line_service"]
    goals = pairs.drop_duplicates(goal_keys).reset_index(drop=True)
    lines = pairs.drop_duplicates(line_keys).reset_index(drop=True)
    rows = _places(goals, pairs, goal_keys)
    columns = _places(lines, pairs, line_keys)
    known, coded = np.zeros((2, len(goals), len(lines)), dtype=bool)
    coded[rows, columns] = True
    known[rows, columns] = pairs["code"].eq("is_for")
    return Gold(goals, lines, known, coded)


def _places(among: pd.DataFrame, wanted: pd.DataFrame, keys: list[str]) -> npt.NDArray[np.intp]:
    index = pd.MultiIndex.from_frame(among[keys])
    return index.get_indexer(pd.MultiIndex.from_frame(wanted[keys]))


def features_of(gold: Gold, grain: str) -> dict[str, Matrix]:
    """Each feature of every pair; `grain` is what is known of where a line stands.

    `service`: a service with few lines, in an area. `area`: a service as wide as an area, as small
    budgets have it. `mixed`: goals know their area, lines their service.
    """
    goals, lines = gold.goals, gold.lines
    of_goal, of_line = GRAINS[grain]
    beside = [
        ". ".join(filter(None, each))
        for each in zip(goals["measure"], goals["support"], strict=True)
    ]
    claims = Claims(
        goals["goal"].tolist(), beside, joined(goals, of_goal), goals["language"].tolist()
    )
    labels = Labels(
        lines["line"].tolist(),
        joined(lines, of_line),
        lines["line_area"].tolist(),
        lines["line_language"].tolist(),
    )
    return money_views(claims, labels).features(np.arange(len(goals)))


def joined(frame: pd.DataFrame, columns: tuple[str, ...]) -> list[str]:
    """The columns' texts in each row, as one."""
    return frame[list(columns)].agg(". ".join, axis=1).tolist()


def learn(grains: Sequence[dict[str, Matrix]], known: Known) -> MoneyModel:
    """Weights of a logistic regression over all the pairs in each grain."""
    stacked = np.vstack(
        [np.column_stack([each[name].ravel() for name in FEATURES]) for each in grains]
    )
    fitted = LogisticRegression(C=STRENGTH, max_iter=2000).fit(
        stacked, np.tile(known.ravel(), len(grains))
    )
    weights = dict(zip(FEATURES, fitted.coef_[0].round(4).tolist(), strict=True))
    return MoneyModel(weights, round(float(fitted.intercept_[0]), 4))


def cross_validated(grains: Sequence[dict[str, Matrix]], known: Known) -> list[Matrix]:
    """Each pair's probability in each grain, by a model that has seen no pair of its goal."""
    found = [np.zeros(known.shape) for _ in grains]
    goals = np.arange(len(known))
    for seen, left in GroupKFold(FOLDS).split(goals, groups=goals):
        model = learn([rows_of(each, seen) for each in grains], known[seen])
        for probability, each in zip(found, grains, strict=True):
            probability[left] = probabilities(rows_of(each, left), model)
    return found


def rows_of(features: dict[str, Matrix], rows: npt.NDArray[np.int_]) -> dict[str, Matrix]:
    """The features of these goals."""
    return {name: each[rows] for name, each in features.items()}


def figures(probability: Matrix, known: Known, coded: Known) -> dict[str, float | int]:
    """What the probabilities are worth over all pairs, and over the coded ones alone."""
    said, true = probability.ravel(), known.ravel()
    decided = said >= DECIDED
    hits = int((decided & true).sum())
    return {
        "goals": len(known),
        "lines": known.shape[1],
        "pairs_coded": int(coded.sum()),
        "pairs_is_for": int(known.sum()),
        "precision_at_half": round(hits / max(1, int(decided.sum())), 3),
        "recall_at_half": round(hits / max(1, int(true.sum())), 3),
        "average_precision": round(float(average_precision_score(true, said)), 3),
        "auc_of_coded": round(float(roc_auc_score(known[coded], probability[coded])), 3),
        "brier": round(float(brier_score_loss(true, said)), 5),
        "log_loss": round(float(log_loss(true, said)), 4),
        "log_loss_of_base_rate": round(float(log_loss(true, np.full(true.shape, true.mean()))), 4),
        "best_line_is_right": round(
            float(
                known[np.arange(len(known)), probability.argmax(axis=1)][known.any(axis=1)].mean()
            ),
            3,
        ),
    }


def planted_lines() -> pd.DataFrame:
    """`label, plan, number, year, amount_nok, is_investment` of the corpus's own lines."""
    economy = yaml.safe_load(ECONOMY.read_text(encoding="utf-8"))
    rows = [
        (line["label"], plan, line.get("serves"), int(plan) + offset, 1000.0 * value, invests)
        for invests, part in ((False, "measures"), (True, "investments"))
        for plan, services in economy[part].items()
        for lines in (services.values() if isinstance(services, dict) else [services])
        for line in lines
        for offset, value in enumerate(line["values"])
    ]
    columns = ["label", "plan", "number", "year", "amount_nok", "is_investment"]
    return pd.DataFrame(rows, columns=columns)


def planted_figures(outputs: Path) -> dict[str, float | int]:
    """Of the lines counted for planted goals, how many serve the objective that the goal serves.

    A line may be about a goal's own thing and serve nothing: only lines that serve something count.
    """
    money, amounts = read_table(MONEY, outputs), read_table(AMOUNTS, outputs)
    goals, documents = read_table(GOALS, outputs), read_table(DOCUMENTS, outputs)
    planted = pd.read_csv(PLANTED, dtype=str, keep_default_na=False)
    matched = match_planted(planted, goals, documents).dropna(subset=["goal_id"])
    aims = matched.assign(plan=matched["objective_plan"].str.extract(r"(20\d\d)", expand=False))
    wanted = aims.groupby("goal_id")[["plan", "objective_number"]].agg(set)
    lines = planted_lines().drop_duplicates(["label", "plan"]).dropna(subset=["number"])
    lines = lines.assign(plan=lines["plan"].map({"2013": "2010", "2015": "2014"}))
    counted = money[money["basis"].eq("line") & money["probability"].ge(DECIDED)]
    named = counted.merge(amounts[["amount_id", "label"]], on="amount_id")
    pairs = named.drop_duplicates(["goal_id", "label"]).merge(lines, on="label")
    held = pairs[pairs["goal_id"].isin(wanted.index)]
    aimed = held.join(wanted.add_prefix("goal_"), on="goal_id")
    in_plan = [plan in plans for plan, plans in zip(aimed["plan"], aimed["goal_plan"], strict=True)]
    numbers = zip(aimed["number"], aimed["goal_objective_number"], in_plan, strict=True)
    right = [here and number in wished for number, wished, here in numbers]
    return {
        "pairs": int(sum(in_plan)),
        "share_on_the_goals_objective": round(sum(right) / max(1, sum(in_plan)), 3),
    }


def planted_bounds(outputs: Path) -> dict[str, float | int]:
    """Of the objectives with money in a year, how many have it within the bounds that are told."""
    told, goals = read_table(OBJECTIVE_MONEY, outputs), read_table(GOALS, outputs)
    years = goals[["goal_id", "year"]].set_axis(["objective_id", "begins"], axis=1)
    found = told[told["number"].fillna("").str.contains(r"\.")].merge(years, on="objective_id")
    lines = planted_lines().dropna(subset=["number"])
    lines = lines[lines["amount_nok"].gt(0)]
    lines = lines.assign(begins=lines["plan"].map({"2013": 2010, "2015": 2014}))
    in_force = lines[lines["year"].lt(2015) | lines["plan"].eq("2015")]
    sums = in_force.groupby(["begins", "number", "year"])["amount_nok"].sum().reset_index()
    both = sums[sums["year"].le(2015)].merge(found, "left", ["begins", "number", "year"])
    low, high = both["amounts_low_nok"].fillna(0), both["amounts_high_nok"].fillna(0)
    return {
        "objective_years": len(both),
        "with_money_found": int(high.gt(0).sum()),
        "low_not_above": int(low.le(both["amount_nok"]).sum()),
        "high_not_below": int(high.ge(both["amount_nok"]).sum()),
        "found_of_all_money": round(
            float(np.minimum(high, both["amount_nok"]).sum() / both["amount_nok"].sum()), 3
        ),
    }


def main() -> None:
    """Print and save the cross-validated figures; with --learn, ship weights of all pairs."""
    gold = gold_matrix(load_gold())
    grains = [features_of(gold, grain) for grain in GRAINS]
    said = cross_validated(grains, gold.known)
    found = {
        grain: figures(probability, gold.known, gold.coded)
        for grain, probability in zip(GRAINS, said, strict=True)
    }
    found |= {"planted_pairs": planted_figures(OUTPUTS), "planted_bounds": planted_bounds(OUTPUTS)}
    RESULTS.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=2))
    if "--learn" in sys.argv:
        model = learn(grains, gold.known)
        content = {"weights": model.weights, "intercept": model.intercept}
        MODEL.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
