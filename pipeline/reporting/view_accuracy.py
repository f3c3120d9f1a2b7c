"""How right the links are, before and after verdicts: what the drawn pairs tell."""

from dataclasses import dataclass

import pandas as pd

from pipeline.reporting.corpus import records
from pipeline.reporting.formats import decimal, interval

_WORDS = {
    "precision": "av koplingene som regnes, er så mange riktige",
    "recall": "av koplingene som finnes, er så mange regnet",
    "f1": "begge under ett (F1)",
    "brier": "feil i sannsynlighetene (Brier)",
}
_SAYS = {
    "better": "bedre",
    "worse": "dårligere",
    "not told apart": "kan ikke skilles fra ingen endring",
    "too few": "for få trukne par til å si noe",
    "none drawn": "ingen trukne par",
}


@dataclass(frozen=True)
class AccuracyRow:
    """One measure, each figure as text with its interval."""

    name: str
    n: int
    before: str
    before_interval: str
    after: str
    after_interval: str
    says: str


@dataclass(frozen=True)
class AccuracyView:
    """The section's rows; none where chance has drawn nothing that was judged blind."""

    rows: tuple[AccuracyRow, ...]
    further: int | None


def accuracy_view(accuracy: pd.DataFrame) -> AccuracyView:
    """The view, from ACCURACY."""
    told = records(accuracy[accuracy["says"].ne("none drawn")])
    rows = tuple(_row(row) for row in told if row["measure"] in _WORDS)
    further = [row["further_wanted"] for row in told if row["further_wanted"] is not None]
    return AccuracyView(rows, int(str(further[0])) if further else None)


def _row(row: dict[str, object]) -> AccuracyRow:
    return AccuracyRow(
        name=_WORDS[str(row["measure"])],
        n=int(str(row["n"])),
        before=decimal(_number(row["before"])),
        before_interval=interval(_number(row["before_low"]), _number(row["before_high"])),
        after=decimal(_number(row["after"])),
        after_interval=interval(_number(row["after_low"]), _number(row["after_high"])),
        says=_SAYS[str(row["says"])],
    )


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))
