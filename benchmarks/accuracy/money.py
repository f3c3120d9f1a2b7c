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
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score
from sklearn.model_selection import GroupKFold

from pipeline.coupling.money import FEATURES, Claims, Labels, MoneyModel, money_views, probabilities
from pipeline.coupling.statements import Matrix

GOLD = Path("benchmarks/accuracy/gold/money.csv")
RESULTS = Path("benchmarks/accuracy/money.json")
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
    rows = pd.MultiIndex.from_frame(goals[goal_keys]).get_indexer(pairs[goal_keys])
    columns = pd.MultiIndex.from_frame(lines[line_keys]).get_indexer(pairs[line_keys])
    known, coded = np.zeros((2, len(goals), len(lines)), dtype=bool)
    coded[rows, columns] = True
    known[rows, columns] = pairs["code"].eq("is_for")
    return Gold(goals, lines, known, coded)


def features_of(gold: Gold, grain: str) -> dict[str, Matrix]:
    """Each feature of every pair; `grain` is what is known of where a line stands.

    `service`: a service with few lines, in an area. `area`: a service as wide as an area, as small
    budgets have it. `mixed`: goals know their area, lines their service.
    """
    goals, lines = gold.goals, gold.lines
    of_goal, of_line = GRAINS[grain]
    beside = [
        ". ".join(filter(None, each)) for each in zip(goals["measure"], goals["support"], strict=True)
    ]
    claims = Claims(
        goals["goal"].tolist(), beside, joined(goals, of_goal), goals["language"].tolist()
    )
    labels = Labels(lines["line"].tolist(), joined(lines, of_line), lines["line_area"].tolist(), lines["line_language"].tolist())
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
    """Each pair's probability in each grain, from a model that has seen none of its goal's pairs."""
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
            float(known[np.arange(len(known)), probability.argmax(axis=1)][known.any(axis=1)].mean()), 3
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
    RESULTS.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=2))
    if "--learn" in sys.argv:
        model = learn(grains, gold.known)
        content = {"weights": model.weights, "intercept": model.intercept}
        MODEL.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
