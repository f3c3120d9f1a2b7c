"""Reading held against pages coded by hand: `python -m benchmarks.accuracy.coded`.

Real documents that nobody here wrote are read as a user's would be, their kind guessed; what comes
out on the coded pages is compared with the passages, goals and table rows that were coded there
(docs/coding-guide.md). Prints a table, with `--misses` what was not found and what was not coded,
and writes `coded.json`. Who improves a reader looks at the development part only; the test part is
read with `--part test`, figures alone. `--agreement` holds the pages that were coded by two against
each other. The documents are not part of this repository; without them
it says so and leaves the figures alone.
"""

import argparse
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pypdfium2 as pdfium
from rich.console import Console
from rich.table import Table

from benchmarks.accuracy import matching
from benchmarks.accuracy.gold.draw import STATEMENTS, drawn_pages
from benchmarks.accuracy.matching import Amount, Coded, Count, Read, Statement
from benchmarks.accuracy.measures import bootstrap
from pipeline.coupling.statements import Matrix
from pipeline.extraction.read import extract_files
from pipeline.goals.corpus import corpus_goals, corpus_money
from pipeline.params import ExtractionParams, GoalsParams
from pipeline.parsing.sections import parse_corpus
from pipeline.register import REGISTER_COLUMNS
from pipeline.stage import CACHE

RESULTS = Path("benchmarks/accuracy/coded.json")
GOLD = Path("benchmarks/accuracy/gold")
DOCUMENTS = Path("../shared/data/documents")
PARTS = ("development", "test")
AGREEMENT = "agreement"
SHARES = (
    "heading_levels",
    "heading_depths",
    "reading_order",
    "goal_kinds",
    "row_amounts",
    "row_years",
    "row_totals",
)
# The guide's kinds are fewer than the stages'.
KINDS = {
    "enhetsmål": "mål",
    "utviklingsmål": "mål",
    "grep": "strategi",
    "underpunkt": "vedtakspunkt",
    "innstillingspunkt": "vedtakspunkt",
}
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d*\s*$")  # dots that lead to a page number
_NO_PAGE = 0  # a document without pages is coded as one

Place = tuple[str, int]
Counts = dict[Place, dict[str, Count]]


@dataclass(frozen=True)
class Page:
    """Everything on one page, coded or read.

    `before` is what begins on the page before. `goals_over` are goals read in passages that lie on
    this page and another, which may stand on the other: they count only where they are coded.
    `statements_alone`: of what stands on the page, only its statements were coded.
    """

    passages: Sequence[Any] = ()
    goals: Sequence[Statement] = ()
    amounts: Sequence[Amount] = ()
    before: Sequence[Read] = ()
    goals_over: Sequence[Statement] = ()
    statements_alone: bool = False


@dataclass(frozen=True)
class Reading:
    """The stages' tables for the coded documents, and all letters of pages with a text layer."""

    passages: pd.DataFrame
    goals: pd.DataFrame
    amounts: pd.DataFrame
    letters: Mapping[Place, str] = field(default_factory=dict)


def main() -> None:
    """Read, compare, print and write."""
    arguments = _arguments()
    console = Console(width=140)
    if arguments.agreement:
        _print_agreement(console)
        return
    coded = coded_pages(GOLD / arguments.part)
    paths = {sha256(path): path for path in sorted(DOCUMENTS.glob("*")) if path.is_file()}
    coded |= {place: Page() for place in blank_pages(arguments.part, paths) if place not in coded}
    coded |= {
        place: replace(coded.get(place, Page()), statements_alone=True)
        for place in pages_of(STATEMENTS[arguments.part], paths)
    }
    coded = {
        place: page
        for place, page in coded.items()
        if place[0] in paths and arguments.document in paths[place[0]].name
    }
    if not any(page.passages for page in coded.values()):
        console.print(f"No coded pages of documents in {DOCUMENTS}: nothing is compared.")
        return
    reading = read_documents([paths[sha] for sha in {sha for sha, _ in coded}])
    reading = replace(reading, letters=page_letters(paths, coded))
    read = {place: read_page(reading, place, page) for place, page in coded.items()}
    counts = count_pages(coded, read)
    if arguments.misses:
        for place, page in coded.items():
            _print_misses(console, f"{paths[place[0]].name} {place[1]}", page, read[place])
    results = {"pages": len(coded), **measures(counts)}
    console.print(results_table(results, f"Coded pages, {arguments.part}"))
    if not arguments.document:
        _write(arguments.part, results)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--part", choices=PARTS, default="development")
    parser.add_argument("--document", default="", help="documents with this in their name alone")
    parser.add_argument("--misses", action="store_true", help="print what was read otherwise")
    parser.add_argument("--agreement", action="store_true", help="compare the two coders instead")
    arguments = parser.parse_args()
    if arguments.misses and arguments.part == "test":
        parser.error("the test part's pages are not shown: use --part development")
    return arguments


def _print_agreement(console: Console) -> None:
    first, second = coded_pages(GOLD / "test"), coded_pages(GOLD / "second")
    if not first.keys() & second.keys():
        console.print("No pages coded by two: nothing is compared.")
        return
    results = agreement(first, second)
    console.print(results_table(results, "The first coder's pages found by the second"))
    _write(AGREEMENT, results)


def agreement(first: Mapping[Place, Page], second: Mapping[Place, Page]) -> dict[str, Any]:
    """Every measure on the pages that both coded, the second coder's taken for what was read."""
    shared = {place: page for place, page in first.items() if place in second}
    read = {place: as_read(second[place]) for place in shared}
    return {"pages": len(shared), **measures(count_pages(shared, read))}


def as_read(coded: Page) -> Page:
    """A coded page as if its prefixes were all that was read."""
    passages = [
        Read(each.role, each.prefix, block, each.level) for block, each in enumerate(coded.passages)
    ]
    return replace(coded, passages=passages)


def sha256(path: Path) -> str:
    """The SHA-256 of the file's bytes, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def coded_pages(folder: Path) -> dict[Place, Page]:
    """Every coded page of a part, in the order coded; nothing where the part has no files."""
    passages, statements, rows = (
        _by_place(folder / f"{name}.csv") for name in ("passages", "statements", "rows")
    )
    return {
        place: Page(
            [Coded(r["role"], r["prefix"], _whole(r["level"])) for r in passages.get(place, [])],
            [Statement(r["prefix"], r["kind"]) for r in statements.get(place, [])],
            [
                Amount(
                    r["label_prefix"],
                    float(r["amount_nok"]),
                    _whole(r["year"]),
                    r["is_total"].lower() in ("true", "1"),
                )
                for r in rows.get(place, [])
            ],
        )
        for place in passages | statements | rows
    }


def _by_place(path: Path) -> dict[Place, list[dict[str, str]]]:
    if not path.is_file():
        return {}
    found: dict[Place, list[dict[str, str]]] = {}
    for row in pd.read_csv(path, dtype=str, keep_default_na=False).to_dict("records"):
        place = str(row["document_sha256"]), _whole(row["page"]) or _NO_PAGE
        found.setdefault(place, []).append({str(k): str(v) for k, v in row.items()})
    return found


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) or value == "" else int(value)


def blank_pages(part: str, paths: Mapping[str, Path]) -> Iterator[Place]:
    """The places of all pages drawn for the part; one without coded passages looked blank."""
    return pages_of(drawn_pages()[part], paths)


def pages_of(pages: Mapping[str, Sequence[int]], paths: Mapping[str, Path]) -> Iterator[Place]:
    """The places of these pages of the documents at hand."""
    for sha, path in paths.items():
        yield from ((sha, page) for page in pages.get(path.name, ()))


def read_documents(paths: Sequence[Path]) -> Reading:
    """The documents through extraction, parsing and goals, with the parameters' defaults."""
    read = extract_files(sorted(paths), None, ExtractionParams(), cache=CACHE / "extraction")
    register = pd.DataFrame(columns=list(REGISTER_COLUMNS), dtype=str)
    documents, sections = parse_corpus(read.passages, read.cells, read.files, register)
    params = GoalsParams()
    goals = corpus_goals(
        documents,
        sections,
        shortest_words=params.shortest_goal_words,
        longest_words=params.longest_goal_words,
    )
    amounts, _ = corpus_money(documents, sections, read.cells)
    shas = dict(zip(documents["document_id"], documents["document_sha256"], strict=True))
    return Reading(
        read.passages,
        goals.assign(document_sha256=goals["document_id"].map(shas)),
        amounts.assign(document_sha256=amounts["document_id"].map(shas)),
    )


def page_letters(paths: Mapping[str, Path], places: Iterable[Place]) -> dict[Place, str]:
    """All letters and digits of each page of a PDF, as its text layer has them."""
    found: dict[Place, str] = {}
    for sha, number in places:
        if number != _NO_PAGE:
            with pdfium.PdfDocument(paths[sha]) as document:
                text = document[number - 1].get_textpage().get_text_range()
            found[sha, number] = matching.key(text)
    return found


def read_page(reading: Reading, place: Place, coded: Page) -> Page:
    """What was read on one page."""
    sha, number = place
    passages, goals, amounts = (
        table[table["document_sha256"].eq(sha)]
        for table in (reading.passages, reading.goals, reading.amounts)
    )
    if number == _NO_PAGE:
        passages = coded_stretch(passages, coded.passages)
        goals = goals[goals["passage_id"].isin(passages["passage_id"])]
        return Page(_passages(passages), _goals(goals), _amounts(amounts))
    here, before = (passages[passages["page"].eq(each)] for each in (number, number - 1))
    runs = here["role"].isin(matching.FLOWING) & ~here["is_footnote"]
    last = here.loc[runs].sort_values("block").tail(1)["passage_id"]
    letters = reading.letters.get(place, "")
    goes_on = goals["passage_id"].isin(last) & ~goals["text"].map(
        lambda text: matching.key(str(text)) in letters
    )
    own = goals["page"].eq(number)
    return Page(
        _passages(here),
        _goals(goals[own & ~goes_on]),
        _amounts(amounts[amounts["page"].eq(number)]),
        _passages(before),
        _goals(goals[goals["page"].eq(number - 1) | (own & goes_on)]),
    )


def coded_stretch(passages: pd.DataFrame, coded: Sequence[Coded]) -> pd.DataFrame:
    """The passages from the first to the last that a coded one was found in, whatever its role."""
    found = matching.match_passages(coded, _passages(passages))
    blocks = [passage.block for passage in found.values()]
    if not blocks:
        return passages.iloc[:0]
    return passages.loc[passages["block"].between(min(blocks), max(blocks))]


def _passages(table: pd.DataFrame) -> list[Read]:
    # no role is made for the entries of a table of contents: as running text they are not judged
    entry = table["text"].str.contains(_LEADERS) & table["role"].isin(("paragraph", "list_item"))
    kept = table[table["role"].ne("table_cell") & ~entry]
    rows = kept.sort_values("block").to_dict("records")
    return [
        Read(
            "footnote" if row["is_footnote"] else str(row["role"]),
            str(row["text"]),
            int(row["block"]),
            _whole(row["level"]),
        )
        for row in rows
    ]


def _goals(table: pd.DataFrame) -> list[Statement]:
    return [
        Statement(str(text), KINDS.get(str(kind), str(kind)))
        for text, kind in zip(table["text"], table["kind"], strict=True)
    ]


def _amounts(table: pd.DataFrame) -> list[Amount]:
    return [
        Amount(str(row["label"]), float(row["amount_nok"]), _whole(row["year"]), row["is_total"])
        for row in table.to_dict("records")
    ]


def count_pages(coded: Mapping[Place, Page], read: Mapping[Place, Page]) -> Counts:
    """Every measure on every page.

    `heading_depths` are the heading levels but for what a whole document is shifted by: whether a
    document's title or its chapters are called the first level is a matter of taste.
    """
    counts = {place: count_page(page, read[place]) for place, page in coded.items()}
    levels = {
        place: matching.match_levels(page.passages, read[place].passages)
        for place, page in coded.items()
    }
    for sha in {sha for sha, _ in coded}:
        own = {place: pairs for place, pairs in levels.items() if place[0] == sha}
        shift = matching.likeliest_shift([pair for pairs in own.values() for pair in pairs])
        for place, pairs in own.items():
            counts[place]["heading_levels"] = matching.count_levels(pairs)
            counts[place]["heading_depths"] = matching.count_levels(pairs, shift)
    return counts


def without_contents(coded: Page, read: Page) -> tuple[Page, Page]:
    """Both pages without what is coded as an entry of a table of contents: it is not judged."""
    entries = [each for each in coded.passages if each.role == "contents"]
    if not entries:
        return coded, read
    found = {id(each) for each in matching.match_passages(entries, read.passages).values()}
    kept = [each for each in coded.passages if each.role != "contents"]
    judged = [each for each in read.passages if id(each) not in found]
    return replace(coded, passages=kept), replace(read, passages=judged)


def count_page(coded: Page, read: Page) -> dict[str, Count]:
    """Every measure on one page but those of heading levels.

    Of a page whose table rows or statements alone are coded, those alone.
    """
    if coded.statements_alone:
        return count_statements(coded, read)
    amounts = matching.count_rows(coded.amounts, read.amounts)
    if coded.amounts and not coded.passages:
        return amounts
    coded, read = without_contents(coded, read)
    held = coded.passages, read.passages, read.before
    return {
        "headings": matching.count_role("heading", *held),
        "list_items": matching.count_role("list_item", *held),
        "paragraphs": matching.count_role("paragraph", *held),
        "footnotes": matching.count_role("footnote", *held),
        "captions": matching.count_role("caption", *held),
        "furniture": matching.count_furniture(coded.passages, read.passages),
        "reading_order": matching.count_order(*held),
        **count_statements(coded, read),
        **amounts,
    }


def count_statements(coded: Page, read: Page) -> dict[str, Count]:
    """The page's goals, those of each kind, and how every list item taken for one would do."""
    texts = [each.text for each in (*read.passages, *read.before)]
    goals = coded.goals, with_goals_over(coded, read, texts), texts
    items = [Statement(each.text, "") for each in read.passages if each.role == "list_item"]
    return {
        "goals": matching.count_goals(*goals),
        "goals_if_every_list_item": matching.count_goals(coded.goals, items, texts),
        "goal_kinds": matching.count_kinds_right(*goals),
        **{
            f"goals_{kind}": matching.count_kind(kind, *goals)
            for kind in sorted({each.kind for each in (*goals[0], *goals[1])})
        },
    }


def with_goals_over(coded: Page, read: Page, texts: list[str]) -> list[Statement]:
    """The page's goals, and of those that may stand on another page the ones coded here."""
    every = [*read.goals, *read.goals_over]
    found = {j for _, j in matching.match_goals(coded.goals, every, texts)}
    return [each for j, each in enumerate(every) if j < len(read.goals) or j in found]


def measures(counts: Counts) -> dict[str, dict[str, Any]]:
    """Each measure over all pages, with bootstrap intervals over pages.

    Precision, recall and F1; of the shares the share alone. How many were coded and read, too. A
    measure that nothing was coded for has no figures.
    """
    names = dict.fromkeys(name for page in counts.values() for name in page)
    ordered = sorted(names, key=lambda name: name.startswith("goals_") and "every" not in name)
    return {name: _measure(name, [page.get(name) for page in counts.values()]) for name in ordered}


def _measure(name: str, pages: Sequence[Count | None]) -> dict[str, Any]:
    rows = np.array(
        [[c.found, c.coded, c.right, c.read] if c else [0, 0, 0, 0] for c in pages], dtype=float
    )
    _, coded, _, read = rows.sum(axis=0).astype(int).tolist()
    if name in SHARES:
        figures = {"share": _estimate(rows, _recall)} if coded else {}
        return {"coded": coded, **figures}
    estimates = {"precision": _precision, "recall": _recall, "f1": _f1} if coded else {}
    return {
        "coded": coded,
        "read": read,
        **{measure: _estimate(rows, formula) for measure, formula in estimates.items()},
    }


def _estimate(rows: Matrix, formula: Callable[[Matrix], Matrix]) -> dict[str, float]:
    return bootstrap(rows, formula).to_json()


def _recall(means: Matrix) -> Matrix:
    return np.asarray(means[..., 0] / np.maximum(means[..., 1], 1e-12))


def _precision(means: Matrix) -> Matrix:
    return np.asarray(means[..., 2] / np.maximum(means[..., 3], 1e-12))


def _f1(means: Matrix) -> Matrix:
    precision, recall = _precision(means), _recall(means)
    return np.asarray(2 * precision * recall / np.maximum(precision + recall, 1e-12))


def results_table(results: Mapping[str, Any], title: str) -> Table:
    """One row for each measure."""
    table = Table(title=title)
    for column in ("", "coded", "read", "precision", "recall", "F1 or share"):
        table.add_column(column, justify="right" if column else "left")
    for name, values in results.items():
        if isinstance(values, dict):
            last = values.get("f1") or values.get("share")
            shown = (values.get("precision"), values.get("recall"), last)
            read = str(values.get("read", ""))
            table.add_row(name.replace("_", " "), str(values["coded"]), read, *map(_shown, shown))
    return table


def _shown(estimate: Mapping[str, float] | None) -> str:
    if not estimate:
        return ""
    return f"{estimate['value']:.3f} [{estimate['low']:.2f}–{estimate['high']:.2f}]"


def _print_misses(console: Console, name: str, coded: Page, read: Page) -> None:
    def say(what: str, role: str, text: str) -> None:
        console.print(
            f"{name}: {what} {role}: {text[:100]}", markup=False, highlight=False, soft_wrap=True
        )

    for role in (*matching.FLOWING, "footnote", "caption"):
        wanted = [each for each in coded.passages if each.role == role]
        said = [each for each in read.passages if each.role == role]
        found = matching.match_passages(wanted, said, read.before)
        for i, each in enumerate(wanted):
            if i not in found:
                say("not read", role, each.prefix)
            elif role == "heading" and each.level and each.level != found[i].level:
                say("level", f"{each.level} read as {found[i].level}", each.prefix)
        for passage in said:
            if passage not in found.values():
                say("not coded", role, passage.text)
    texts = [each.text for each in (*read.passages, *read.before)]
    goals = with_goals_over(coded, read, texts)
    pairs = matching.match_goals(coded.goals, goals, texts)
    for i, goal in enumerate(coded.goals):
        if i not in {one for one, _ in pairs}:
            say("not read as goal", goal.kind, goal.text)
    for j, goal in enumerate(goals):
        if j not in {other for _, other in pairs}:
            say("not coded as goal", goal.kind, goal.text)
    found_rows = matching.match_amounts(coded.amounts, read.amounts)
    for i, row in enumerate(coded.amounts):
        if found_rows.get(i) is None or found_rows[i][1:] != row[1:]:
            say(
                "row", f"{row[1:]} read as {found_rows[i][1:] if i in found_rows else None}", row[0]
            )


def _write(part: str, results: Mapping[str, object]) -> None:
    held = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    held[part] = results
    ordered = {name: held[name] for name in (*PARTS, AGREEMENT) if name in held}
    RESULTS.write_text(json.dumps(ordered, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
