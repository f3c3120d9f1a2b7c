"""Verdicts as files hold them: a row of a spreadsheet, a line of a ledger, a labelled text."""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import StringIO
from typing import Any

from pipeline.csvfiles import as_written, csv_delimiter, decode_csv
from pipeline.errors import InputError
from pipeline.language.normalise import normalise_text
from pipeline.reviews.standing import standing
from pipeline.reviews.verdict import NO_PARENT, REASONS, Anchor, Verdict, read_line, text_sha256

CSV, JSONL, DOCCANO = "csv", "jsonl", "doccano"
FORMATS = (CSV, JSONL, DOCCANO)
# Words that a spreadsheet leaves alone, whatever language it speaks.
YES, NO = "yes", "no"
NO_VERDICT, CHANGED_LINE = "no verdict", "changed line"
_TRUTHS = {YES: True, "true": True, "sann": True, "ja": True}
_TRUTHS |= {NO: False, "false": False, "usann": False, "nei": False}
_OTHER_NAMES = {"unit": "goal_unit", "year": "goal_year", "text": "goal_text"}
_PLAIN = ("kind", "reason", "chosen", "imported_id", "imported_from")
_NORWEGIAN_TIME = re.compile(
    r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?: +(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?)?"
)


@dataclass(frozen=True)
class Named:
    """How a file names one of the two texts: any of these may be missing.

    `label` is a name that stands for an objective, `objectives` what the file itself says that
    labels stand for.
    """

    goal_id: str | None = None
    sha256: str | None = None
    text: str | None = None
    unit: str | None = None
    year: int | None = None
    quote: Anchor | None = None
    label: str | None = None
    objectives: Mapping[str, str] = field(default_factory=dict)

    @property
    def judged_sha256(self) -> str | None:
        """The hash of the text as it was judged, as far as the file tells."""
        if self.sha256 is not None:
            return self.sha256
        return None if self.text is None else text_sha256(self.text)


@dataclass(frozen=True)
class Row:
    """One verdict of a file, `line` from 1: what it says, and how it names what it is about.

    `said` are fields of a Verdict. `is_proved` where the line carries the hash of all it says.
    """

    line: int
    said: Mapping[str, Any]
    goal: Named
    objective: Named | None
    link_id: str | None = None
    verdict_id: str | None = None
    coder: str | None = None
    time: datetime | None = None
    is_proved: bool = False


@dataclass(frozen=True)
class Refused:
    """A line that was not imported: `reason` in a word or two, to be counted, and in full."""

    line: int
    reason: str
    detail: str


@dataclass(frozen=True)
class Read:
    """What a file says.

    `overtaken` counts its lines that were taken back, or said otherwise later in the file.
    """

    rows: tuple[Row, ...]
    refused: tuple[Refused, ...]
    overtaken: int = 0


def read_rows(content: bytes, form: str) -> Read:
    """What each line of a file in one of FORMATS says. Raises InputError where it is no table."""
    if form == CSV:
        found = list(_csv_rows(decode_csv(content)))
    else:
        found = list(_json_rows(content, _ledger_row if form == JSONL else _doccano_rows))
    rows = [each for each in found if isinstance(each, Row)]
    refused = tuple(each for each in found if isinstance(each, Refused))
    last = _that_stand(rows) if form == JSONL else rows
    return Read(tuple(last), refused, len(rows) - len(last))


def _that_stand(rows: list[Row]) -> list[Row]:
    """Of the lines of ledgers, each once, those that nobody took back or said otherwise later."""
    verdicts = {
        row.verdict_id: Verdict.model_validate(
            {**row.said, "verdict_id": row.verdict_id, "coder": row.coder, "time": row.time}
        )
        for row in rows
    }
    stands = {each.verdict_id for each in standing(verdicts.values())}
    first = {row.verdict_id: row for row in reversed(rows)}
    return [row for row in first.values() if row.verdict_id in stands][::-1]


def time_in(cell: str) -> datetime | None:
    """The time in a cell: ISO 8601, or as Norwegian Excel writes it; UTC unless it says otherwise.

    None where there is none, or where day and month can't be told apart.

    >>> time_in("31.01.2026 09:30").isoformat(), time_in("2026-01-31T09:30:00Z").isoformat()
    ('2026-01-31T09:30:00+00:00', '2026-01-31T09:30:00+00:00')
    >>> time_in("01/02/2026") is None
    True
    """
    found = _NORWEGIAN_TIME.fullmatch(cell.strip())
    try:
        if found:
            day, month, year, hour, minute, second = (int(part or 0) for part in found.groups())
            time = datetime(year, month, day, hour, minute, second)
        else:
            time = datetime.fromisoformat(cell.strip())
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _csv_rows(text: str) -> Iterator[Row | Refused]:
    first, _, rest = text.partition("\n")
    skipped = int(first.strip().strip('"').lower().startswith("sep="))
    text = rest if skipped else text
    reader = csv.reader(StringIO(text, newline=""), delimiter=csv_delimiter(text))
    try:
        rows = list(reader)
    except csv.Error as err:
        raise InputError(f"line {reader.line_num}: expected CSV: {err}") from err
    header = [_column(cell) for cell in rows[0]] if rows else []
    missing = {"verdict"} - set(header)
    if missing or not {"goal_id", "goal_text", "link_id", "goal_sha256"} & set(header):
        raise InputError(
            "expected the columns verdict and goal_id (or link_id, or goal_text with goal_unit and "
            f"goal_year), came {', '.join(filter(None, header)) or 'none'}"
        )
    for number, cells in enumerate(rows[1:], start=2 + skipped):
        if any(cell.strip() for cell in cells):
            yield _csv_row(number, header, cells)


def _column(cell: str) -> str:
    name = cell.strip().lower()
    return _OTHER_NAMES.get(name, name)


def _csv_row(number: int, header: list[str], cells: list[str]) -> Row | Refused:
    if len([cell for cell in cells[len(header) :] if cell]):
        detail = f"expected {len(header)} cells, came {len(cells)}"
        return Refused(number, NO_VERDICT, detail)
    written = [as_written(cell) for cell in cells]
    cells_by_name = dict(zip(header, written, strict=False))
    told = {name: cell for name, cell in cells_by_name.items() if cell.strip()}
    try:
        said: dict[str, Any] = {name: told[name].strip() for name in _PLAIN if name in told}
        said["verdict"] = told.get("verdict", "").strip().lower()
        said["memo"] = cells_by_name.get("memo", "")  # as it is, be it white space alone
        said["settles"] = tuple(told.get("settles", "").split())
        said["chance"] = _number(told, "chance")
        said["score_visible"] = _truth(told, "score_visible")
        said["imported_time"] = _time(told, "imported_time")
        return _row(
            number,
            said,
            goal=_csv_side("goal", told),
            objective=_csv_side("objective", told),
            link_id=_stripped(told, "link_id"),
            verdict_id=_stripped(told, "verdict_id"),
            coder=_stripped(told, "coder"),
            time=_time(told, "time"),
        )
    except ValueError as err:
        return Refused(number, NO_VERDICT, _first(err))


def _csv_side(side: str, told: Mapping[str, str]) -> Named:
    year = _number(told, f"{side}_year")
    return Named(
        goal_id=_stripped(told, f"{side}_id"),
        sha256=_stripped(told, f"{side}_sha256"),
        text=_stripped(told, f"{side}_text"),
        unit=_stripped(told, f"{side}_unit"),
        year=None if year is None else int(year),
    )


def _stripped(told: Mapping[str, str], name: str) -> str | None:
    return told[name].strip() if name in told else None


def _number(told: Mapping[str, str], name: str) -> float | None:
    if name not in told:
        return None
    try:
        return float(told[name].strip().replace(",", "."))
    except ValueError:
        raise ValueError(f"{name}: expected a number, came {told[name]!r}") from None


def _truth(told: Mapping[str, str], name: str) -> bool | None:
    if name not in told:
        return None
    truth = _TRUTHS.get(told[name].strip().lower())
    if truth is None:
        raise ValueError(f"{name}: expected {YES} or {NO}, came {told[name]!r}")
    return truth


def _time(told: Mapping[str, str], name: str) -> datetime | None:
    if name not in told:
        return None
    time = time_in(told[name])
    if time is None:
        raise ValueError(
            f"{name}: expected 2026-01-31T12:00:00 or 31.01.2026 12:00, came {told[name]!r}"
        )
    return time


def _row(number: int, said: Mapping[str, Any], objective: Named | None, **more: Any) -> Row:
    """The row, held against what a verdict may say. Raises ValueError."""
    now = datetime.now(UTC)
    Verdict.model_validate({**said, "coder": "?", "time": now, "goal_id": "?"})
    if said["verdict"] == "undo":
        raise ValueError("verdict: expected what was said, came undo")
    is_whole = said["verdict"] == NO_PARENT
    names_none = objective is None or objective == Named()
    if not is_whole and names_none and more.get("link_id") is None:
        raise ValueError(f"{said['verdict']}: expected an objective, came none")
    return Row(number, said, objective=None if is_whole else objective, **more)


def _json_rows(content: bytes, rows_in: Any) -> Iterator[Row | Refused]:
    for number, piece in enumerate(content.split(b"\n"), start=1):
        try:
            text = piece.decode("utf-8-sig").strip()
            values = json.loads(text) if text else None
        except (ValueError, RecursionError) as err:
            yield Refused(number, NO_VERDICT, f"expected JSON, came {_first(err)}")
            continue
        if isinstance(values, dict):
            yield from rows_in(number, values)
        elif text:
            yield Refused(number, NO_VERDICT, f"expected an object, came {type(values).__name__}")


def _ledger_row(number: int, values: dict[str, Any]) -> Iterator[Row | Refused]:
    texts = {side: values.pop(f"{side}_text", None) for side in ("goal", "objective")}
    verdict, fault = read_line(json.dumps(values, ensure_ascii=False))
    if verdict is None:
        yield Refused(number, NO_VERDICT, fault)
    elif fault:
        yield Refused(number, CHANGED_LINE, fault)
    else:
        yield _row_of(number, verdict, texts)


def _row_of(number: int, verdict: Verdict, texts: Mapping[str, Any]) -> Row:
    """A line of a ledger as a row; `texts` are the two texts where the line holds no quotes."""

    def side(name: str) -> Named:
        quote: Anchor | None = getattr(verdict, f"{name}_quote")
        text = texts.get(name)
        return Named(
            goal_id=getattr(verdict, f"{name}_id"),
            sha256=getattr(verdict, f"{name}_sha256"),
            text=quote.exact if quote else text if isinstance(text, str) else None,
            unit=quote.unit if quote else None,
            year=quote.year if quote else None,
            quote=quote,
        )

    return Row(
        line=number,
        said={name: getattr(verdict, name) for name in verdict.model_fields_set},
        goal=side("goal"),
        objective=side("objective") if verdict.objective_id is not None else None,
        verdict_id=verdict.verdict_id,
        coder=verdict.coder,
        time=verdict.time,
        is_proved=True,
    )


def _doccano_rows(number: int, values: dict[str, Any]) -> Iterator[Row | Refused]:
    """A verdict for each label. doccano itself gives what was in `meta` beside the rest."""
    meta = values.get("meta")
    told = {**values, **meta} if isinstance(meta, dict) else values
    labels = values.get("label", values.get("labels", []))
    labels = [labels] if isinstance(labels, str) else labels
    text = values.get("text")
    is_labelled = isinstance(labels, list) and all(isinstance(each, str) for each in labels)
    if not isinstance(text, str) or not is_labelled:
        yield Refused(number, NO_VERDICT, "expected text and a list of labels")
        return
    goal = Named(
        goal_id=_first_text(told.get("goal_id"), values.get("id")),
        text=text,
        unit=_first_text(told.get("unit")),
        year=told.get("year") if isinstance(told.get("year"), int) else None,
    )
    objectives = told.get("objectives")
    named = objectives if isinstance(objectives, dict) else {}
    for label in dict.fromkeys(normalise_text(each) for each in labels):
        if label != NO_PARENT:
            objective = Named(label=label, objectives=named)
            yield Row(number, {"verdict": "accept"}, goal, objective)
    if labels == [NO_PARENT] or (not labels and told.get(NO_PARENT) is True):
        reason = told.get("reason")
        said = {"reason": reason} if reason in REASONS else {}
        yield Row(number, {"verdict": NO_PARENT, **said}, goal, None)
    elif NO_PARENT in labels:
        yield Refused(number, NO_VERDICT, f"{NO_PARENT} and other labels exclude each other")


def _first_text(*values: object) -> str | None:
    return next((value for value in values if isinstance(value, str)), None)


def _first(err: Exception) -> str:
    """The first thing that is wrong, in a line."""
    errors = getattr(err, "errors", None)
    if errors is None:
        return str(err)
    first = errors()[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}, came {first['input']!r}"
