"""Verdicts for other programs: a row each for spreadsheets, a line each, or a goal with labels."""

import csv
import json
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import schemas
from pipeline.csvfiles import defused
from pipeline.reviews.carrying import Carried, carried, texts_of
from pipeline.reviews.foreign import CSV, JSONL, NO, YES
from pipeline.reviews.labels import labels_of
from pipeline.reviews.ledger import Line, ledgers, read_ledger
from pipeline.reviews.settling import DIFFER, settled_pairs
from pipeline.reviews.standing import standing
from pipeline.reviews.verdict import NO_PARENT, Anchor, Verdict, coder_name, identified
from pipeline.tables import read_table

Goals = Mapping[str, Mapping[Hashable, Any]]
_PLACE = ("level", "kind", "number", "unit", "year", "document", "page")
_SIDE = ("id", "sha256", "text", *_PLACE)
SAID = (
    *("verdict_id", "coder", "time", "verdict", "kind", "reason", "memo", "standing", "settles"),
    *("chosen", "chance", "score_visible", "imported_id", "imported_from", "imported_time"),
)
COLUMNS = [*SAID, *(f"{side}_{name}" for side in ("goal", "objective") for name in _SIDE)]


@dataclass(frozen=True)
class Exported:
    """How many rows or lines were written, and how many lines of ledgers say nothing sound."""

    written: int
    left_out: int


def export_verdicts(
    reviews: Path, outputs: Path, path: Path, form: str, coder: str | None = None
) -> Exported:
    """Write the verdicts of all coders, or of one, to `path`.

    `csv` and `doccano` hold the verdicts that stand, `jsonl` all lines of the ledgers. Raises
    TableError where nothing has been run yet, InputError where `coder` can be nobody's name.
    """
    goals = read_table(schemas.GOALS, outputs)
    documents = read_table(schemas.DOCUMENTS, outputs)
    every = [line for ledger in ledgers(reviews) for line in read_ledger(ledger)]
    sound = {v.verdict_id: line for line in every if (v := line.verdict) and not line.fault}
    whose = None if coder is None else coder_name(coder)
    wanted = [
        line for line in sound.values() if whose in (None, line.verdict and line.verdict.coder)
    ]
    verdicts = carried(standing(line.verdict for line in wanted if line.verdict), texts_of(goals))
    path.parent.mkdir(parents=True, exist_ok=True)
    if form == CSV:
        table = verdict_table(verdicts, goals, documents)
        write_rows(table, path)
        written = len(table)
    elif form == JSONL:
        written = _write_lines(ledger_lines(wanted, goals), path)
    else:
        written = _write_lines(labelled_goals(verdicts, goals, documents), path)
    return Exported(written, sum(bool(line.fault) for line in every))


def verdict_table(
    verdicts: Sequence[Carried], goals: pd.DataFrame, documents: pd.DataFrame
) -> pd.DataFrame:
    """COLUMNS, a row for each verdict with both texts as they were judged and where they stand.

    A text that is nowhere any more has the name and the place that it had.
    """
    known = _with_titles(goals, documents)
    rows = [
        _said(each)
        | _side("goal", each.goal_id, each.verdict, known)
        | _side("objective", each.objective_id, each.verdict, known)
        for each in verdicts
    ]
    order = ["goal_id", "objective_id", "coder", "time"]
    # as objects, so that a year stays a whole number beside one that is missing
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object).sort_values(order, ignore_index=True)


def ledger_lines(lines: Iterable[Line], goals: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Each line of a ledger as it stands there, and the two texts, as judged where it says so."""
    texts = dict(zip(goals["goal_id"], goals["text"], strict=True))
    for line in lines:
        verdict = line.verdict
        if verdict is not None:
            yield identified(json.loads(line.text.lstrip("\ufeff"))) | {
                "goal_text": _judged(verdict.goal_quote) or texts.get(verdict.goal_id),
                "objective_text": _judged(verdict.objective_quote)
                or texts.get(verdict.objective_id),
            }


def labelled_goals(
    verdicts: Sequence[Carried], goals: pd.DataFrame, documents: pd.DataFrame
) -> Iterator[dict[str, Any]]:
    """Each judged goal with the labels of the objectives it serves, as doccano reads texts.

    What counts is what coders together have settled; where they differ the label stands in
    `meta.open` alone. A goal that serves nothing has no label, and `meta.no_parent` where that was
    said.
    """
    labels, known = labels_of(goals), _with_titles(goals, documents)
    settled = settled_pairs(verdicts)
    for goal, rows in settled.groupby("goal_id", sort=True):
        today = known[str(goal)]
        accepted = rows.loc[rows["verdict"].eq("accept"), "objective_id"].dropna()
        is_open = rows.loc[rows["way"].eq(DIFFER), "objective_id"].dropna()
        named = {labels[each]: each for each in accepted}
        meta = {name: _plain(today[name]) for name in ("goal_id", *_PLACE, "context")}
        none = rows[rows["verdict"].eq(NO_PARENT)]
        yield {
            "id": goal,
            "text": today["text"],
            "label": list(named),
            "meta": meta
            | {
                "no_parent": bool(len(none)),
                "reason": _plain(none["reason"].iloc[0]) if len(none) else None,
                "coders": sorted({name for told in rows["coders"] for name in told.split(", ")}),
                "objectives": named,
                "open": [labels[each] for each in is_open],
            },
        }


def write_rows(frame: pd.DataFrame, path: Path) -> None:
    """Write a CSV for Excel, every cell in quotes: a memo may hold any kind of line break."""
    frame.map(_cell).to_csv(
        path,
        index=False,
        encoding="utf-8-sig",
        lineterminator="\n",
        quoting=csv.QUOTE_ALL,
    )


def _cell(value: Any) -> str:
    return "" if pd.isna(value) else defused(str(value))


def _write_lines(lines: Iterable[Mapping[str, Any]], path: Path) -> int:
    told = [json.dumps(line, ensure_ascii=False) + "\n" for line in lines]
    path.write_text("".join(told), encoding="utf-8", newline="\n")
    return len(told)


def _with_titles(goals: pd.DataFrame, documents: pd.DataFrame) -> Goals:
    titles = documents.set_index("document_id")["title"]
    placed = goals.assign(document=goals["document_id"].map(titles))
    return {row["goal_id"]: row for row in placed.to_dict("records")}


def _said(each: Carried) -> dict[str, object]:
    verdict = each.verdict
    told = {name: getattr(verdict, name, None) for name in SAID}
    seen = None if verdict.score_visible is None else YES if verdict.score_visible else NO
    before = verdict.imported_time
    return told | {
        "time": verdict.time.isoformat(),
        "standing": each.standing,
        "settles": " ".join(verdict.settles),
        "score_visible": seen,
        "imported_time": None if before is None else before.isoformat(),
    }


def _side(name: str, today_id: str | None, verdict: Verdict, known: Goals) -> dict[str, object]:
    """One text of the pair: its words as they were judged, its place today or as it was."""
    quote: Anchor | None = getattr(verdict, f"{name}_quote")
    today = known.get(today_id or "", {})
    place = today or (quote.model_dump() if quote else {})
    values = {
        "id": today_id or getattr(verdict, f"{name}_id"),
        "sha256": getattr(verdict, f"{name}_sha256"),
        "text": _judged(quote) or today.get("text"),
    } | {each: place.get(each) for each in _PLACE}
    return {f"{name}_{each}": _plain(value) for each, value in values.items()}


def _judged(quote: Anchor | None) -> str | None:
    return None if quote is None else quote.exact


def _plain(value: Any) -> Any:
    """A cell for JSON and CSV: whole numbers as such, a missing value as None."""
    if pd.isna(value):
        return None
    return int(value) if hasattr(value, "item") else value
