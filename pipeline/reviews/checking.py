"""What is to be known about `reviews/`: lines that say nothing, are lost, or say what isn't so."""

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline.errors import InputError
from pipeline.reviews.carrying import GONE, SUSPECT, Carried, carried, texts_of
from pipeline.reviews.ledger import Line, read_ledger, torn_tail
from pipeline.reviews.settling import DIFFER, settled_pairs
from pipeline.reviews.standing import standing
from pipeline.reviews.verdict import CHOICES, CODED_KINDS, Verdict, coder_name

ERROR, GAP, NOTE = "error", "gap", "note"
LEDGER, TORN = ".jsonl", ".torn"
NOT_LEDGERS = ("README.md",)
_MARKER = re.compile(r"(<{7}|={7}|>{7}|\|{7})( |$)")
_ID = re.compile(r'"verdict_id"\s*:\s*"([^"\\]*)"')
_LONGEST_SHOWN = 60
_CHANGED = "changed after"


@dataclass(frozen=True)
class Doubt:
    """One thing to know of a file in `reviews/`, or of the folder where `name` is "".

    `lines` are counted from 1; none where it is about the whole file.
    """

    weight: str
    name: str
    message: str
    lines: tuple[int, ...] = ()


def folder_doubts(folder: Path, goals: pd.DataFrame | None = None) -> list[Doubt]:
    """Everything to know of the files in `folder` and of their lines; nothing is changed.

    With the GOALS of a run also of what the verdicts are about today.
    """
    if not folder.is_dir():
        return []
    ledgers: dict[str, list[Line]] = {}
    found: list[Doubt] = []
    for path in sorted(path for path in folder.iterdir() if not path.name.startswith(".")):
        try:
            if _is_ledger(path):
                found += _tail_doubts(path)
                ledgers[path.name] = list(read_ledger(path))
            else:
                found += _stranger_doubts(path)
        except OSError as err:
            found.append(Doubt(ERROR, path.name, f"expected to read it, {err.strerror}"))
    found += [*name_doubts(ledgers), *line_doubts(ledgers)]
    if goals is not None:
        found += verdict_doubts(carried(standing(_sound(ledgers)), texts_of(goals)))
    return found


def name_doubts(names: Iterable[str]) -> Iterator[Doubt]:
    """Ledgers by names that no ledger may have, or that are one name on other systems."""
    folded: dict[str, str] = {}
    for name in sorted(names):
        stem = unicodedata.normalize("NFC", name.removesuffix(LEDGER))
        twin = folded.setdefault(stem.lower(), name)
        if twin != name:
            yield Doubt(
                GAP, name, f"is one file with {twin} on other systems: expected one of them"
            )
        try:
            expected = coder_name(stem)
        except InputError as err:
            yield Doubt(ERROR, name, f"by its name it is no coder's ledger: {err}")
        else:
            if expected != stem:
                yield Doubt(GAP, name, f"expected the name {expected}{LEDGER}")


def line_doubts(ledgers: Mapping[str, Sequence[Line]]) -> list[Doubt]:
    """What is to be known of the lines of all ledgers, by file name; equal doubts in one."""
    known = _known_ids(ledgers)
    whose: dict[str | None, str] = {}
    found: list[Doubt] = []
    for name, lines in sorted(ledgers.items()):
        said = [
            *((line.number, *_fault(line)) for line in lines if line.fault),
            *_repeated(name, lines, whose),
            *_undone(lines),
        ]
        for line in lines:
            if line.verdict is not None:
                said += [
                    (line.number, *each) for each in _verdict_doubts(name, line.verdict, known)
                ]
        found += _together(name, said)
    return found


def verdict_doubts(verdicts: Sequence[Carried]) -> list[Doubt]:
    """How many verdicts are no longer about the texts of today, and where coders differ."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for each in verdicts:
        counts[each.verdict.coder][each.standing] += 1
    found = [
        Doubt(
            NOTE,
            f"{coder}{LEDGER}",
            f"of {count.total()} verdicts that stand {count[SUSPECT]} are suspect (a text has "
            f"changed) and {count[GONE]} gone (a text is nowhere): `kopling review` shows them",
        )
        for coder, count in sorted(counts.items())
        if count[SUSPECT] or count[GONE]
    ]
    differing = int(settled_pairs(verdicts)["way"].eq(DIFFER).sum())
    if differing:
        message = f"coders differ on {differing}: `kopling review` shows both sides"
        found.append(Doubt(NOTE, "", message))
    return found


def _is_ledger(path: Path) -> bool:
    return path.suffix == LEDGER and path.is_file() and not path.is_symlink()


def _sound(ledgers: Mapping[str, Sequence[Line]]) -> list[Verdict]:
    """The verdicts that count, each once."""
    lines = [line for lines in ledgers.values() for line in lines]
    return list(
        {v.verdict_id: v for line in lines if (v := line.verdict) and not line.fault}.values()
    )


def _tail_doubts(path: Path) -> Iterator[Doubt]:
    tail = torn_tail(path)
    if tail:
        yield Doubt(
            NOTE,
            path.name,
            f"the last line lacks its end ({len(tail)} bytes): it was torn, and the next verdict "
            "mends it",
        )


def _stranger_doubts(path: Path) -> Iterator[Doubt]:
    if path.suffix == LEDGER:
        yield Doubt(ERROR, path.name, "expected a file, came a link, a folder or a pipe: not read")
    elif path.suffix.lower() == LEDGER:
        yield Doubt(ERROR, path.name, f"expected a name that ends in {LEDGER}: not read")
    elif path.suffix == TORN:
        yield Doubt(
            NOTE,
            path.name,
            f"{path.stat().st_size} bytes of lines that a crash had torn; they were never "
            "confirmed, and count for nothing",
        )
    elif path.name not in NOT_LEDGERS:
        yield Doubt(NOTE, path.name, "no ledger: not read")


def _known_ids(ledgers: Mapping[str, Sequence[Line]]) -> frozenset[str | None]:
    """What lines may name: also a line that can't be read is there, and is told as that."""
    known: set[str | None] = {None}
    for line in (line for lines in ledgers.values() for line in lines):
        if line.verdict is None:
            known.update(_ID.findall(line.text))
        else:
            known |= {line.verdict.verdict_id, line.verdict.imported_id}
    return frozenset(known)


def _fault(line: Line) -> tuple[str, str, str]:
    """Weight, what equal faults have in common, and the fault in words."""
    if _MARKER.match(line.text):
        return (
            ERROR,
            "marker",
            "git could not merge it: take out these lines, and keep those between them, of both "
            "sides",
        )
    if line.fault.startswith(_CHANGED):
        return ERROR, _CHANGED, f"{line.fault}: counts no more; git has the line as it was"
    field = line.fault.partition(":")[0]
    return ERROR, field, f"expected a verdict: {line.fault}{_came(line.text, field)}"


def _came(text: str, field: str) -> str:
    """What stands in a field that holds what it may not."""
    try:
        value = json.loads(text)
        for name in field.split("."):
            value = value[name]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    shown = repr(value)
    return f"; came {shown if len(shown) <= _LONGEST_SHOWN else shown[:_LONGEST_SHOWN] + '…'}"


def _verdict_doubts(
    name: str, verdict: Verdict, known: frozenset[str | None]
) -> Iterator[tuple[str, str, str]]:
    owner = unicodedata.normalize("NFC", name.removesuffix(LEDGER))
    if verdict.coder != owner:
        message = f"by {verdict.coder!r}, in the ledger of {owner!r}: counted as it says itself"
        yield GAP, f"coder {verdict.coder}", message
    if verdict.follows not in known:
        yield GAP, "follows", "the line that it was written after is nowhere: taken out, or lost"
    if verdict.objective_id is None and verdict.verdict in ("accept", "reject", "unsure"):
        yield GAP, "objective_id", f"{verdict.verdict}: expected an objective_id, came none"
    for field in ("takes_back", "settles"):
        if not known.issuperset(getattr(verdict, field)):
            yield GAP, field, f"{field}: names a verdict that is nowhere"
    for field, among in (("kind", CODED_KINDS), ("chosen", CHOICES)):
        value = getattr(verdict, field)
        if value is not None and value not in among:
            message = f"{field}: expected one of {', '.join(among)}; came {value!r}"
            yield NOTE, f"{field} {value}", message
    unknown = ", ".join(_unknown_fields(verdict))
    if unknown:
        message = f"fields that this version of kopling doesn't know, kept as they are: {unknown}"
        yield NOTE, f"fields {unknown}", message


def _unknown_fields(verdict: Verdict) -> Iterator[str]:
    yield from sorted(verdict.model_extra or {})
    for name in ("goal_quote", "objective_quote"):
        quote = getattr(verdict, name)
        yield from (f"{name}.{extra}" for extra in sorted(quote.model_extra or {} if quote else {}))


def _repeated(
    name: str, lines: Sequence[Line], whose: dict[str | None, str]
) -> Iterator[tuple[int, str, str, str]]:
    """Lines that stand already; `whose` gathers where each verdict stands first."""
    for line in lines:
        if line.verdict is not None and not line.fault:
            first = whose.setdefault(line.verdict.verdict_id, f"{name} {line.number}")
            if first != f"{name} {line.number}":
                where = "" if first.startswith(f"{name} ") else f" in {first.rpartition(' ')[0]}"
                yield line.number, NOTE, f"again{where}", f"stands twice{where}: counts once"


def _undone(lines: Sequence[Line]) -> Iterator[tuple[int, str, str, str]]:
    """Undos that name no verdict, on pairs of which there is nothing to take back."""
    given: Counter[tuple[str, str, str | None]] = Counter()
    sound = [(line.number, line.verdict) for line in lines if line.verdict and not line.fault]
    for number, verdict in sorted(sound, key=lambda each: each[1].time):
        pair = verdict.coder, verdict.goal_id, verdict.objective_id
        if verdict.verdict != "undo":
            given[pair] += 1
        elif not verdict.takes_back and given[pair]:
            given[pair] -= 1
        elif not verdict.takes_back:
            yield number, GAP, "undo", "takes back a verdict on a pair that has none"


def _together(name: str, said: Iterable[tuple[int, str, str, str]]) -> Iterator[Doubt]:
    """Equal doubts of several lines in one, in the words of the first."""
    lines: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    words: dict[tuple[str, str], str] = {}
    for number, weight, key, message in sorted(said):
        lines[weight, key].append(number)
        words.setdefault((weight, key), message)
    for place, numbers in lines.items():
        yield Doubt(place[0], name, words[place], tuple(sorted(set(numbers))))
