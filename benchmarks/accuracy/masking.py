"""How well personal data are found: `python -m benchmarks.accuracy.masking`.

The made-up cases in `gold/masking.txt`: rules and lists were made on `build`, every other case;
figures count on the half `report` alone. Prints a table and writes `masking.json`.
"""

import json
import re
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.accuracy.calibration import wilson
from pipeline.masking.masks import find_personal
from pipeline.masking.spans import KINDS, Kind, Span
from pipeline.schemas import PASSAGES
from pipeline.stage import OUTPUTS
from pipeline.tables import read_table

GOLD = Path(__file__).parent / "gold" / "masking.txt"
RESULTS = Path("benchmarks/accuracy/masking.json")
_MARK = re.compile(r"\{([ntef])\|([^{}]*)\}")
_UNKNOWN = ["Orfeld", "Tvalbrik", "Sjølvane", "Qemlo", "Brunstøyl", "Ydvik", "Elgrim", "Ustaker"]
_KINDS: dict[str, Kind] = {"n": "name", "t": "phone", "e": "email", "f": "identity_number"}


@dataclass(frozen=True)
class Case:
    """A text with where something personal stands in it; `half` is build or report."""

    text: str
    language: str
    half: str
    spans: tuple[Span, ...]


def read_cases(path: Path = GOLD) -> list[Case]:
    """The cases, every other one in each half."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    kept = [line for line in lines if not line.startswith("#")]
    return [_case(line, "build" if n % 2 == 0 else "report") for n, line in enumerate(kept)]


def _case(line: str, half: str) -> Case:
    language, marked = line.split(" ", 1)
    text, at, spans = "", 0, []
    for found in _MARK.finditer(marked):
        text += marked[at : found.start()]
        spans.append(Span(len(text), len(text) + len(found[2]), _KINDS[found[1]]))
        text += found[2]
        at = found.end()
    return Case(text + marked[at:], language, half, tuple(spans))


def with_unknown_names(cases: Iterable[Case]) -> list[Case]:
    """The cases with every name's words made ones that no list has; one-letter words stay."""
    return [_with_unknown_names(case) for case in cases]


def _with_unknown_names(case: Case) -> Case:
    text, at, spans = "", 0, []
    for place, span in enumerate(case.spans):
        text += case.text[at : span.start]
        said = case.text[span.start : span.end]
        if span.kind == "name":
            words = iter(_UNKNOWN[place % len(_UNKNOWN) :] + _UNKNOWN)
            said = re.sub(
                r"[^\W\d_][^\W\d_]+(?:-[^\W\d_]+)*",
                lambda word: next(words) if word[0][0].isupper() else word[0],  # noqa: B023 # used within the turn
                said,
            )
        spans.append(Span(len(text), len(text) + len(said), span.kind))
        text += said
        at = span.end
    return Case(text + case.text[at:], case.language, case.half, tuple(spans))


@dataclass(frozen=True)
class Count:
    """Of a kind: how many there are, are wholly found, are marked, are rightly marked."""

    there: int
    found: int
    marked: int
    right: int


def count(cases: Iterable[Case], kind: Kind) -> Count:
    """What is found of a kind: every letter covered; what is right: a mark that meets one.

    A name counts as found where its letters are masked, whatever they are taken for.
    """
    there = found = marked = right = 0
    for case in cases:
        spans = find_personal(case.text)
        covered = {at for span in spans for at in range(span.start, span.end)}
        gold = [span for span in case.spans if span.kind == kind]
        said = [span for span in spans if span.kind == kind]
        there += len(gold)
        found += sum(_letters(case.text, span) <= covered for span in gold)
        marked += len(said)
        right += sum(any(s.start < g.end and g.start < s.end for g in case.spans) for s in said)
    return Count(there, found, marked, right)


def _letters(text: str, span: Span) -> set[int]:
    return {at for at in range(span.start, span.end) if text[at].isalnum()}


def false_alarms(cases: Iterable[Case]) -> int:
    """Of texts without anything personal, how many get a mark."""
    return sum(bool(find_personal(case.text)) for case in cases if not case.spans)


def faults(cases: Iterable[Case]) -> list[tuple[str, list[str]]]:
    """Each text in which something is missed or wrongly marked, with what is marked in it."""
    wrong = []
    for case in cases:
        spans = find_personal(case.text)
        covered = {at for span in spans for at in range(span.start, span.end)}
        gold = {at for span in case.spans for at in _letters(case.text, span)}
        alone = [
            s for s in spans if not any(s.start < g.end and g.start < s.end for g in case.spans)
        ]
        if alone or not gold <= covered:
            wrong.append((case.text, [case.text[s.start : s.end] for s in spans]))
    return wrong


def main() -> None:
    """Count, print and write; with `--faults` also what went wrong in the half `build`."""
    cases = read_cases()
    results: dict[str, object] = {
        half: _of_half([case for case in cases if case.half == half])
        for half in ("report", "build")
    }
    Console(width=110).print(_table(results))
    if "--faults" in sys.argv:
        for text, marked in faults(case for case in cases if case.half == "build"):
            Console(width=110).print(text, marked, markup=False)
    unknown = with_unknown_names(case for case in cases if case.half == "report")
    results["names_that_no_list_has"] = _of_kind(count(unknown, "name"))
    Console(width=110).print("Names that no list has:", results["names_that_no_list_has"])
    results["example_corpus"] = _of_corpus()
    RESULTS.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _of_half(cases: Sequence[Case]) -> dict[str, object]:
    without = [case for case in cases if not case.spans]
    alarms = false_alarms(without)
    return {
        "cases": len(cases),
        "false_alarms": _share(alarms, len(without)),
        **{kind: _of_kind(count(cases, kind)) for kind in KINDS},
    }


def _of_kind(counted: Count) -> dict[str, object]:
    return {
        "recall": _share(counted.found, counted.there),
        "precision": _share(counted.right, counted.marked),
    }


def _share(part: int, whole: int) -> dict[str, float | int]:
    low, high = wilson(part, whole)
    share = round(part / whole, 4) if whole else 0.0
    return {"value": share, "low": round(low, 4), "high": round(high, 4), "n": whole}


def _of_corpus() -> dict[str, float]:
    """How many marks the example corpus gets, in which no person is named; prints the seconds."""
    texts = read_table(PASSAGES, OUTPUTS)["text"].tolist()
    find_personal.cache_clear()
    begun = time.perf_counter()
    marks = sum(len(find_personal(text)) for text in texts)
    seconds = time.perf_counter() - begun
    words = sum(len(text.split()) for text in texts)
    Console(width=110).print(
        f"Example corpus: {marks} marks in {words} words, {seconds:.2f} s,"
        f" {seconds / len(texts) * 1e6:.0f} µs a passage"
    )
    return {"passages": len(texts), "words": words, "marks": marks}


def _table(results: dict[str, object]) -> Table:
    table = Table(title="Personal data, made-up cases")
    for column in ("half", "kind", "recall", "precision"):
        table.add_column(column)
    for half, found in results.items():
        assert isinstance(found, dict)
        for kind in KINDS:
            table.add_row(half, kind, *(_shown(found[kind][m]) for m in ("recall", "precision")))
        table.add_row(half, "false alarms", "", _shown(found["false_alarms"]))
    return table


def _shown(share: dict[str, float]) -> str:
    return f"{share['value']:.3f} [{share['low']:.3f}–{share['high']:.3f}], n = {share['n']}"


if __name__ == "__main__":
    main()
