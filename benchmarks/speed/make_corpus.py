"""Synthetic corpora of any size: `python -m benchmarks.speed.make_corpus DIR --documents 1000`.

Makes a whole project that `kopling run` can run: documents of made-up municipalities, about fifty
each, their register, and `planted.csv` with every goal that was put in. The same seed and numbers
give the same bytes. `--add` makes one further lederavtale in a corpus that stands there already.
"""

from __future__ import annotations

import argparse
import csv
import json
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd
from rich.progress import track

from benchmarks.corpus.blocks import Header, body_to_blocks
from benchmarks.speed.nynorsk import nynorsk_everywhere, nynorsk_text
from benchmarks.speed.pages import FONTS, Press
from benchmarks.speed.papers import LASTS, Paper, Planted, paper_to_body, title_of
from benchmarks.speed.towns import LAST_YEAR, Town, area_of
from pipeline.project import init_project
from pipeline.register import REGISTER_COLUMNS, read_register, write_register

RECIPE = "corpus.json"
PLANTED = "planted.csv"
PLANTED_COLUMNS = ("path", "kind", "unit", "year", "goal_kind", "how", "serves", "text")
USUAL_TOWN = 50
USUAL_PAGES = 10.0
# what makes the mean that many in a municipality of fifty documents
_LENGTH = 1.35 / USUAL_PAGES
# how many of fifty documents are of each kind; all others are lederavtaler
SHARES = {"økonomiplan": 0.08, "årsbudsjett": 0.08, "årsrapport": 0.08, "bystyresak": 0.14}
FIRST_OF_ALL = ("kommuneplan", "lederavtale", "økonomiplan", "årsbudsjett", "årsrapport")
_DOCX, _HTML = 0.14, 0.05
_SCANNED_KINDS = ("lederavtale", "bystyresak")
_OFFICE_KINDS = ("lederavtale", "bystyresak", "årsbudsjett", "årsrapport")
_COLOURS = ("1F4E5F", "5B3A1E", "14532D", "7A3B10", "3B3B7A", "444444", "8B1A1A", "0F4C81")
_MONTHS_DECIDED = {"kommuneplan": 6, "lederavtale": 2, "bystyresak": 5, "årsrapport": 4}


@dataclass(frozen=True)
class Recipe:
    """What a corpus is made by; kept beside it in `corpus.json`."""

    documents: int
    municipalities: int
    seed: int = 1
    pages: float = USUAL_PAGES
    scanned: float = 0.01
    added: int = 0


@dataclass(frozen=True)
class Corpus:
    """What was made: counts of documents, pages, amounts in tables, goals by kind and how."""

    documents: int
    pages: int
    amounts: int
    goals: Mapping[str, int]
    kinds: Mapping[str, int]
    links: Mapping[str, int]


@dataclass(frozen=True)
class Written:
    """One document as it was written: its row of the register, its goals, pages and amounts."""

    row: Mapping[str, str]
    goals: tuple[Planted, ...]
    pages: int
    amounts: int


def make_corpus(
    folder: Path,
    documents: int,
    municipalities: int | None = None,
    seed: int = 1,
    pages: float = USUAL_PAGES,
    scanned: float = 0.01,
    quiet: bool = True,
) -> Corpus:
    """Make a project with a corpus in `folder` and return what was made.

    `municipalities` is one to fifty documents where it isn't given; `pages` the mean length of a
    document in a municipality of usual size; `scanned` the share of agreements and cases that are
    pictures. Raises InputError where a project stands in `folder`, ValueError where there are fewer
    documents than municipalities.
    """
    towns = municipalities or max(1, round(documents / USUAL_TOWN))
    if not 0 < towns <= documents:
        raise ValueError(f"expected a document or more a municipality: {documents} for {towns}")
    recipe = Recipe(documents, towns, seed, pages, scanned)
    init_project(folder)
    press = Press()
    papers = track(papers_of(recipe), "Making", total=documents, disable=quiet)
    written = [write_paper(paper, recipe, folder, press) for paper in papers]
    _write_tables(folder, written)
    _write_recipe(folder, recipe)
    return _counted(written)


def make_document(folder: Path) -> Path:
    """Make one further document for the corpus in `folder`, and return where it was put.

    It is a lederavtale of a unit that had none, of the municipalities by turns, about the plan in
    force; the next call makes the next one.
    """
    recipe = Recipe(**json.loads((folder / RECIPE).read_text(encoding="utf-8")))
    town = Town(recipe.added % recipe.municipalities, recipe.seed)
    known = recipe.documents // recipe.municipalities + recipe.added // recipe.municipalities + 2
    paper = Paper(
        town, "lederavtale", LAST_YEAR, town.units(known)[-1], pages=recipe.pages * _LENGTH
    )
    written = write_paper(paper, recipe, folder, Press())
    register = folder / "documents" / "register.csv"
    rows = pd.concat([read_register(register), _register([written])], ignore_index=True)
    write_register(rows, register)
    with (folder / PLANTED).open("a", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(_planted_rows([written]))
    _write_recipe(folder, Recipe(**{**asdict(recipe), "added": recipe.added + 1}))
    return folder / "documents" / written.row["path"]


def papers_of(recipe: Recipe) -> Iterator[Paper]:
    """Yield every document of the corpus, a municipality after the other."""
    each, more = divmod(recipe.documents, recipe.municipalities)
    for index in range(recipe.municipalities):
        yield from town_papers(Town(index, recipe.seed), each + (index < more), recipe.pages)


def town_papers(town: Town, documents: int, pages: float) -> Iterator[Paper]:
    """Yield so many documents of a municipality, whole plans first."""
    counts = kinds_of(documents)
    factor = pages * _LENGTH
    start = town.plan_start(LAST_YEAR)
    for kind, count in counts.items():
        if kind == "lederavtale":
            yield from _agreements(town, count, factor)
        elif kind == "kommuneplan":
            yield Paper(town, kind, start, pages=factor)
        elif kind == "bystyresak":
            for number in range(count):
                yield Paper(town, kind, LAST_YEAR - number % 4, number=number, pages=factor)
        else:
            for number in range(count):
                year = LAST_YEAR - (kind == "årsrapport") - number
                yield Paper(town, kind, year, number=number, pages=factor)


def kinds_of(documents: int) -> dict[str, int]:
    """Return how many documents of each kind a municipality of that many has.

    >>> kinds_of(50)["lederavtale"], sum(kinds_of(50).values()), kinds_of(2)
    (30, 50, {'kommuneplan': 1, 'lederavtale': 1})
    """
    if documents < len(FIRST_OF_ALL) + 1:
        return dict.fromkeys(FIRST_OF_ALL[:documents], 1)
    counts = {kind: max(1, round(share * documents)) for kind, share in SHARES.items()}
    return {"kommuneplan": 1, **counts, "lederavtale": documents - 1 - sum(counts.values())}


def _agreements(town: Town, count: int, factor: float) -> Iterator[Paper]:
    """Yield a municipality's agreements: few units for a year, or more for several years."""
    years = 1 if count < 6 else 2 if count < 16 else 4
    units = town.units(-(-count // years))
    listed = ((unit, LAST_YEAR - back) for back in range(years) for unit in units)
    for _, (unit, year) in zip(range(count), listed, strict=False):
        yield Paper(town, "lederavtale", year, unit, pages=factor)


# -- one document --------------------------------------------------------------------------


def write_paper(paper: Paper, recipe: Recipe, folder: Path, press: Press) -> Written:
    """Write a document under `folder` and return what stands in it."""
    header = paper_header(paper, recipe.scanned)
    made = paper_to_body(paper)
    goals = tuple(made.goals)
    body = made.body
    if paper.town.language == "nn":
        body = nynorsk_everywhere(body)
        goals = tuple(
            Planted(nynorsk_text(goal.text), goal.kind, goal.how, goal.serves) for goal in goals
        )
    path = folder / "documents" / header.path
    pages = press.write(header, body_to_blocks(body), path, zlib.crc32(header.path.encode()))
    row = {name: str(getattr(header, name, "")) for name in REGISTER_COLUMNS}
    return Written(
        {**row, "municipality": paper.town.name, "guessed": ""}, goals, pages, made.amounts
    )


def paper_header(paper: Paper, scanned: float) -> Header:
    """Return the document's header: its row of the register and its look."""
    town, chance = paper.town, paper.chance("look of the document")
    said = nynorsk_text if town.language == "nn" else str
    title = said(title_of(paper))
    unit = said(paper.unit.name) if paper.unit else ""
    engine = paper_engine(paper, scanned)
    suffix = {"docx": ".docx", "html": ".html"}.get(engine, ".pdf")
    month = _MONTHS_DECIDED.get(paper.kind, 12)
    year = paper.year + {"årsrapport": 1, "økonomiplan": -1, "årsbudsjett": -1}.get(paper.kind, 0)
    layout = chance.choice(("ruled", "open", "filled"))
    return Header(
        path=f"{town.name}/{folder_of(paper)}{title.replace('/', '-')}{suffix}",
        kind=paper.kind,
        title=title,
        year=paper.year,
        year_to=str(paper.year + LASTS[paper.kind]) if paper.kind in LASTS else "",
        engine=engine,
        date=f"{year}-{month:02}-{chance.randint(1, 28):02}",
        unit=unit,
        area=town.areas[area_of(paper.unit.service)] if paper.unit else "",
        language=town.language,
        status="signert" if paper.kind == "lederavtale" else "vedtatt",
        running=f"{town.name} kommune · {title}",
        font=chance.choice(FONTS),
        colour=chance.choice(_COLOURS),
        size=chance.choice((9.5, 10, 10.5, 11)),
        landscape=paper.kind == "lederavtale" and chance.random() < 0.3,
        owner=f"{town.name} kommune",
        extra={
            "layout": "columns" if _in_columns(paper) else layout,
            "foot": f"{town.name} kommune",
        },
    )


def _in_columns(paper: Paper) -> bool:
    return paper.kind == "kommuneplan" and paper.chance("columns").random() < 0.4


def folder_of(paper: Paper) -> str:
    """Return the folder that a municipality keeps a kind of document in."""
    return {"lederavtale": f"Lederavtaler {paper.year}/", "bystyresak": "Saker/"}.get(
        paper.kind, "Planer og budsjett/"
    )


def paper_engine(paper: Paper, scanned: float) -> str:
    """Return the format of a document: mostly typst's PDF; DOCX, HTML or a scan for some."""
    drawn = paper.chance("format").random()
    if paper.kind in _SCANNED_KINDS and drawn > 1 - scanned:
        return "scan"
    if paper.kind in _OFFICE_KINDS and drawn < _DOCX:
        return "docx"
    if paper.kind in _OFFICE_KINDS and drawn < _DOCX + _HTML:
        return "html"
    return "typst"


# -- tables --------------------------------------------------------------------------------


def _register(written: Sequence[Written]) -> pd.DataFrame:
    """Return the register's rows; columns that the pipeline doesn't know are left out."""
    rows = [{name: each.row.get(name, "") for name in REGISTER_COLUMNS} for each in written]
    return pd.DataFrame(rows, columns=list(REGISTER_COLUMNS), dtype=str)


def _planted_rows(written: Sequence[Written]) -> Iterator[tuple[str, ...]]:
    for each in written:
        row = each.row
        for goal in each.goals:
            told = (goal.kind, goal.how, goal.serves, goal.text)
            yield (row["path"], row["kind"], row["unit"], row["year"], *told)


def _write_tables(folder: Path, written: Sequence[Written]) -> None:
    write_register(_register(written), folder / "documents" / "register.csv")
    with (folder / PLANTED).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(PLANTED_COLUMNS)
        writer.writerows(_planted_rows(written))


def _write_recipe(folder: Path, recipe: Recipe) -> None:
    text = json.dumps(asdict(recipe), indent=2, ensure_ascii=False)
    (folder / RECIPE).write_text(text + "\n", encoding="utf-8")


def _counted(written: Sequence[Written]) -> Corpus:
    goals = [goal for each in written for goal in each.goals]
    return Corpus(
        documents=len(written),
        pages=sum(each.pages for each in written),
        amounts=sum(each.amounts for each in written),
        goals=dict(Counter(goal.kind for goal in goals)),
        kinds=dict(Counter(each.row["kind"] for each in written)),
        links=dict(Counter(goal.how for goal in goals if goal.how)),
    )


def main() -> None:
    """Make a corpus, or one further document, and say what was made."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the project goes")
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--municipalities", type=int, help="one to fifty documents unless given")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=float, default=USUAL_PAGES, help="mean a document")
    parser.add_argument("--scanned", type=float, default=0.01, help="share of agreements and cases")
    parser.add_argument("--add", action="store_true", help="one further document for this corpus")
    given = parser.parse_args()
    if given.add:
        print(make_document(given.folder))
        return
    made = make_corpus(
        given.folder,
        given.documents,
        given.municipalities,
        given.seed,
        given.pages,
        given.scanned,
        quiet=False,
    )
    print(json.dumps(asdict(made), indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
