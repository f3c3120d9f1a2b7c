"""What the council moved of the money in a case, and how much of it can be compared at all."""

import numpy as np
import pandas as pd

NAMES = (
    *("areas", "areas_comparable", "proposal_nok", "decision_nok", "comparable_nok"),
    *("comparable_share", "moved_nok", "net_nok"),
    *("moved_share", "moved_share_least", "moved_share_most"),
)


def money_columns(changes: pd.DataFrame) -> dict[str, float | int | None]:
    """What was proposed, decided and moved over the rows of CHANGES given.

    Formulas: `moved_nok` = Σ|decision − proposal| over areas whose figures cover the same,
    `moved_share` = moved_nok / Σ|proposal| over those areas. Where the figures don't cover the
    same, the difference says nothing of what the council did: then between nothing and all that
    is printed may have been moved, and `moved_share_least` to `moved_share_most` is what holds
    for the whole proposal: moved / Σ|proposal|, and (moved + Σ max(|proposal|, |decision|) over
    the other areas) / Σ|proposal|. Ranges: from 0; the shares above 1 where the council more than
    doubled an amount. All missing without amounts. Net frames may be negative (fees), therefore
    sums without signs. What is moved from one area to another is counted in both: `net_nok` is
    what is left when both are added with their signs.

    By hand: 10 became 12 and covers the same, 6 became 9 and also covers something else. Moved: 2
    of the comparable 10, a fifth. Of all 16 proposed: at least 2/16, at most (2 + 9)/16.

    >>> changes = pd.DataFrame({"proposal_nok": [10.0, 6.0], "decision_nok": [12.0, 9.0],
    ...     "difference_nok": [2.0, 3.0], "is_comparable": [True, False]})
    >>> money = money_columns(changes)
    >>> money["moved_nok"], money["moved_share"], money["comparable_share"]
    (2.0, 0.2, 0.625)
    >>> money["moved_share_least"], money["moved_share_most"]
    (0.125, 0.6875)
    """
    if not len(changes):
        return dict.fromkeys(NAMES) | {"areas": 0, "areas_comparable": 0}
    size = changes[["proposal_nok", "decision_nok"]].abs()
    comparable = changes["is_comparable"] & changes["difference_nok"].notna()
    difference = changes.loc[comparable, "difference_nok"]
    proposed = float(size["proposal_nok"].sum())
    held = float(size.loc[comparable, "proposal_nok"].sum())
    moved = float(difference.abs().sum()) if comparable.any() else None
    unknown = float(np.nansum(size[~comparable].max(axis=1)))
    return {
        "areas": len(changes),
        "areas_comparable": int(comparable.sum()),
        "proposal_nok": proposed,
        "decision_nok": float(size["decision_nok"].sum()),
        "comparable_nok": held,
        # summed in another order, a part may come out a rounding above the whole
        "comparable_share": min(held / proposed, 1.0) if proposed else None,
        "moved_nok": moved,
        "net_nok": float(difference.sum()) if comparable.any() else None,
        "moved_share": None if moved is None else _ratio(moved, held),
        "moved_share_least": _ratio(moved or 0.0, proposed),
        "moved_share_most": _ratio((moved or 0.0) + unknown, proposed),
    }


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None
