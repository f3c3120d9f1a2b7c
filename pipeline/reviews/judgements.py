"""Who judged what on their own: what agreement and drift are counted from."""

import pandas as pd

from pipeline.reviews.carrying import STANDS
from pipeline.reviews.verdict import ACCEPT, KNOWN, NO_PARENT, REJECT, REPEAT

# The objective of a verdict on the goal as a whole.
WHOLE = ""
_PAIR = ["goal", "objective"]
COLUMNS = ["coder", "time", "goal", "objective", "link_id", "word", "kind", "chosen"]


def blind_judgements(verdicts: pd.DataFrame) -> pd.DataFrame:
    """What coders said before they could know what anybody else had said: COLUMNS, by time.

    From VERDICTS, overtaken ones too. Left out are adjudications, what was said with the engine's
    answer in sight, and what was said of a pair after it had been adjudicated, unless to test the
    coder. `goal` and `objective` name the texts that were judged: two coders judged the same pair
    where both stood before the same words. So suspect and gone verdicts meet those on the same old
    words, by their hashes, and no others.
    """
    told = _with_texts(verdicts)
    blind = told[
        ~told["is_adjudication"].astype(bool)
        & ~told["score_visible"].astype("boolean").fillna(False).astype(bool)
        & (told["chosen"].eq(KNOWN) | ~_is_after_adjudication(told))
    ]
    order = ["time", "coder", *_PAIR, "verdict_id"]
    named = blind.sort_values(order).rename(columns={"verdict": "word"})
    return named[COLUMNS].reset_index(drop=True)


def independent_answers(judgements: pd.DataFrame) -> pd.DataFrame:
    """Of each coder on each pair the answer that counts in agreement: COLUMNS.

    The last one that was no test: pairs asked because the answer was known, or because the coder
    had judged them before, tell of drift, and would make agreement look better than it is. Of «it
    serves this objective» and «it has no parent» by one coder the later counts.
    """
    work = judgements[~judgements["chosen"].isin([KNOWN, REPEAT])]
    last = work.drop_duplicates(["coder", *_PAIR], keep="last")
    return last[~_is_overtaken(last)].reset_index(drop=True)


def link_answers(answers: pd.DataFrame) -> pd.DataFrame:
    """Accept, reject or unsure of each coder on each pair: the answers on pairs, and what follows.

    Who says that a goal has no parent rejects each pair of it that another coder judged; that
    these rejections stand or fall together is why goals are drawn anew, and not pairs.
    """
    pairs = answers[answers["objective"].ne(WHOLE)]
    whole = answers.loc[answers["word"].eq(NO_PARENT), ["coder", "goal", "time", "chosen"]]
    implied = pairs[[*_PAIR, "link_id"]].drop_duplicates(_PAIR).merge(whole, on="goal")
    both = pd.concat([pairs, implied.assign(word=REJECT, kind=None)[COLUMNS]], ignore_index=True)
    ordered = both.sort_values(["time", "coder", *_PAIR], kind="stable")
    return ordered.drop_duplicates(["coder", *_PAIR], keep="last", ignore_index=True)


def _with_texts(verdicts: pd.DataFrame) -> pd.DataFrame:
    """VERDICTS with the judged texts' names; what nobody can tell the words of is left out."""
    stands = verdicts["standing"].eq(STANDS)
    goal = _text_name(verdicts["goal_id"], verdicts["goal_sha256"], stands)
    objective = _text_name(verdicts["objective_id"], verdicts["objective_sha256"], stands)
    is_whole = verdicts["verdict"].eq(NO_PARENT)
    told = verdicts.assign(
        goal=goal,
        objective=objective.mask(is_whole, WHOLE),
        time=pd.to_datetime(verdicts["time"], utc=True, format="ISO8601"),
    )
    return told[told["goal"].ne("") & (told["objective"].ne("") | is_whole)]


def _text_name(ids: pd.Series, hashes: pd.Series, stands: pd.Series) -> pd.Series:
    """Its name today where the words are today's; else the name with the old words' hash."""
    name, words = ids.fillna("").astype(str), hashes.fillna("").astype(str)
    return name.where(stands, (name + "|" + words).mask(words.eq(""), ""))


def _is_after_adjudication(told: pd.DataFrame) -> pd.Series:
    settling = told[told["is_adjudication"].astype(bool)]
    of_pairs = settling.groupby(_PAIR)["time"].min()
    of_goals = settling[settling["objective"].eq(WHOLE)].groupby("goal")["time"].min()
    pair = told.join(of_pairs.rename("settled"), on=_PAIR)["settled"]
    goal = told.join(of_goals.rename("settled"), on="goal")["settled"]
    return told["time"].gt(pair) | told["time"].gt(goal)


def _is_overtaken(last: pd.DataFrame) -> pd.Series:
    """Whether the same coder has since said of the goal what excludes it."""
    times = last.groupby(["coder", "goal", "word"])["time"].max()
    other = last["word"].map({ACCEPT: NO_PARENT, NO_PARENT: ACCEPT})
    keys = last[["coder", "goal"]].assign(word=other)
    since = keys.join(times.rename("since"), on=["coder", "goal", "word"])["since"]
    return last["time"].lt(since)
