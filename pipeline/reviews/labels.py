"""What objectives are called where a program has room for a label and no more."""

from collections import Counter
from typing import Any

import pandas as pd

from pipeline.language.normalise import normalise_text

# doccano takes labels of at most 100 letters, and a goal's name may have to go into them as well.
_LONGEST_WORDS = 76


def labels_of(goals: pd.DataFrame) -> dict[str, str]:
    """Each goal's label, by goal_id: its number and its words, cut after a word.

    No two goals have the same: those that would are told apart by their names.

    >>> goals = pd.DataFrame({"goal_id": ["a", "b", "c"], "number": ["1.1", None, None],
    ...                       "text": ["Trygge barn", "Leve godt", "Leve godt"]})
    >>> list(labels_of(goals).values())
    ['1.1 Trygge barn', 'Leve godt [b]', 'Leve godt [c]']
    """
    columns = zip(goals["goal_id"], goals["number"], goals["text"], strict=True)
    plain = {str(goal): _label(number, str(text)) for goal, number, text in columns}
    counts = Counter(plain.values())
    return {
        goal: f"{label} [{goal}]" if counts[label] > 1 else label for goal, label in plain.items()
    }


def _label(number: Any, text: str) -> str:
    words = normalise_text(text if pd.isna(number) else f"{number} {text}")
    if len(words) <= _LONGEST_WORDS:
        return words
    return words[:_LONGEST_WORDS].rpartition(" ")[0] + " …"
