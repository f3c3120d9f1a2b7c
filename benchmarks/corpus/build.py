"""Build a corpus: `python -m benchmarks.corpus.build [--corpus second] [--only WORD]`.

Reads `sources/**/*.yaml`; writes `documents/`, `documents/register.csv`, `planted.csv` and
`planted_facts.yaml`. The first needs LibreOffice (`libreoffice-writer-nogui`) and the fonts
Liberation and Noto; the second needs neither. The same sources give the same documents.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import tempfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pypdfium2
import yaml

from benchmarks.corpus import planted
from benchmarks.corpus.blocks import (
    Block,
    Contents,
    Header,
    Heading,
    Source,
    body_to_blocks,
    fill_everywhere,
    source_to_header,
    walk,
)
from benchmarks.corpus.build_units import Agreements
from benchmarks.corpus.economy import Economy
from benchmarks.corpus.kinds import KINDS, Statements, plain_body
from benchmarks.corpus.office import docx_to_pdf, fix_pdf_dates, write_docx
from benchmarks.corpus.scan import pdf_to_scan
from benchmarks.corpus.typst_layout import compile_plan
from benchmarks.corpus.typst_pages import compile_pages
from pipeline.register import REGISTER_COLUMNS

HERE = Path(__file__).parent
SOURCES = HERE / "sources"
DOCUMENTS = HERE.parents[1] / "documents"
NOT_DOCUMENTS = {"world.yaml", "economy.yaml", "facts.yaml"}
# nothing about these documents is guessed
REGISTER = tuple(name for name in REGISTER_COLUMNS if name != "guessed")


@dataclass(frozen=True)
class Corpus:
    """Where a corpus has its sources, and where its documents and its planted answers go."""

    sources: Path
    documents: Path
    answers: Path


FIRST = Corpus(SOURCES, DOCUMENTS, HERE)
SECOND_HOME = HERE.parent / "second_corpus"
SECOND = Corpus(SECOND_HOME / "sources", SECOND_HOME / "documents", SECOND_HOME)
CORPORA = {"first": FIRST, "second": SECOND}


@dataclass(frozen=True)
class Job:
    """One document to build."""

    source: Source
    header: Header
    blocks: tuple[Block, ...]


def read_yaml(path: Path) -> Source:
    """Return a YAML file's mapping; an error names the file."""
    try:
        content: Source = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ValueError(f"{path.name}: {error}") from error
    return content


def read_sources(corpus: Corpus = FIRST) -> list[Source]:
    """Return every document's source, in the order of their file names."""
    paths = sorted(corpus.sources.rglob("*.yaml"))
    contents = [read_yaml(path) for path in paths if path.name not in NOT_DOCUMENTS]
    return [content for content in contents if "document" in content]


def read_agreements(world: Source, corpus: Corpus = FIRST) -> Agreements:
    """Return the units' agreements of all years."""
    years = world["years"]["kommuneplan"]
    plans = {year: read_yaml(corpus.sources / f"kommuneplan-{year}.yaml") for year in years}
    return Agreements(corpus.sources / "lederavtaler", world, plans)


def collect_statements(sources: Sequence[Source], world: Source) -> dict[str, Source]:
    """Return every goal that has an id: the common goals and the budgets' result goals."""
    common = {goal["id"]: goal for goal in world["common_goals"]}
    listed = {
        str(goal["id"]): goal
        for source in sources
        if source["document"]["kind"] == "årsbudsjett"
        for goal in walk(source)
        if "id" in goal and "text" in goal
    }
    return {**common, **listed}


def fill_tables(body: list[Any], economy: Economy) -> list[Any]:
    """Return the body with every `amounts` entry computed."""
    return [
        {"ready": economy.table(entry["amounts"])}
        if isinstance(entry, dict) and "amounts" in entry
        else entry
        for entry in body
    ]


def is_designed_plan(header: Header) -> bool:
    """Say whether a kommuneplan is laid out by `typst_layout`, straight from its source."""
    return header.engine == "typst" and "layout" not in header.extra


def source_to_job(source: Source, economy: Economy, statements: Statements, owner: str) -> Job:
    """Return the document with its blocks laid in order."""
    header = replace(source_to_header(source), owner=owner)
    if is_designed_plan(header):
        return Job(source, header, ())
    body = KINDS.get(header.kind, plain_body)(source, header, statements)
    return Job(source, header, tuple(body_to_blocks(fill_tables(body, economy))))


def build(jobs: Sequence[Job], folder: Path) -> None:
    """Write every document into `folder`."""
    for job in jobs:
        if is_designed_plan(job.header):
            compile_plan(job.source, job.header, folder / job.header.path)
        elif job.header.engine == "typst":
            compile_pages(job.header, job.blocks, folder / job.header.path)
        if job.header.engine == "docx":
            write_docx(job.header, job.blocks, folder / job.header.path)
    build_office([job for job in jobs if job.header.engine in ("libreoffice", "scan")], folder)


def build_office(jobs: Sequence[Job], folder: Path) -> None:
    """Write the PDFs that LibreOffice lays out; those with contents take two rounds."""
    with tempfile.TemporaryDirectory() as work:
        rough = Path(work)
        convert(jobs, rough, {})
        again = [job for job in jobs if any(isinstance(block, Contents) for block in job.blocks)]
        pages = {job.header.path: find_headings(job, pdf_of(job, rough)) for job in again}
        convert(again, rough, pages)
        for job in jobs:
            finish(job, pdf_of(job, rough), folder / job.header.path)


def convert(jobs: Sequence[Job], work: Path, pages: Mapping[str, Mapping[int, int]]) -> None:
    """Lay out the jobs as DOCX and convert them."""
    paths = []
    for job in jobs:
        path = pdf_of(job, work).with_suffix(".docx")
        write_docx(job.header, job.blocks, path, pages.get(job.header.path))
        paths.append(path)
    docx_to_pdf(paths, work)


def pdf_of(job: Job, work: Path) -> Path:
    """Return where LibreOffice puts the job's PDF."""
    return work / f"{zlib.crc32(job.header.path.encode()):08x}.pdf"


def find_headings(job: Job, path: Path) -> dict[int, int]:
    """Return the page that each heading, by its order, stands on in the laid-out PDF."""
    document = pypdfium2.PdfDocument(path)
    texts = [page.get_textpage().get_text_range().split() for page in document]
    joined = ["".join(words) for words in texts]
    found: dict[int, int] = {}
    current = 2
    headings = [block for block in job.blocks if isinstance(block, Heading)]
    for order, heading in enumerate(headings):
        needle = "".join(heading.text.split())
        pages = [n for n, text in enumerate(joined, 1) if n > current - 1 and needle in text]
        current = next(iter(pages), current)
        found[order] = current
    return found


def finish(job: Job, rough: Path, target: Path) -> None:
    """Put the PDF in its place: with fixed dates, or as a scan."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if job.header.engine == "scan":
        pdf_to_scan(rough, target, zlib.crc32(job.header.path.encode()), job.header.date)
        return
    shutil.copyfile(rough, target)
    fix_pdf_dates(target, job.header.date)


def write_csv(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows as CSV with Unix line ends."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def register_rows(jobs: Sequence[Job]) -> list[dict[str, Any]]:
    """Return the register, in the order of the paths."""
    rows = [{name: getattr(job.header, name) for name in REGISTER} for job in jobs]
    return sorted(rows, key=lambda row: str(row["path"]))


def planted_rows(jobs: Sequence[Job], world: Source, statements: Statements) -> list[planted.Row]:
    """Return every planted link."""
    paths = {job.header.year: job.header.path for job in jobs if job.header.kind == "kommuneplan"}
    plans = {int(year): paths[int(str(plan)[-4:])] for year, plan in world["plan_in_force"].items()}
    return [
        row
        for job in jobs
        if job.header.kind != "kommuneplan"
        for row in planted.source_to_planted(job.source, job.header, plans, statements)
    ]


def planted_facts(
    jobs: Sequence[Job], economy: Economy, world: Source, corpus: Corpus = FIRST
) -> Source:
    """Return the facts that were planted, written ones and computed ones."""
    facts = fill_everywhere(read_yaml(corpus.sources / "facts.yaml"), economy.facts())
    last = str(economy.last)
    cuts = economy.source["cuts"]
    return {
        **facts,
        "units": [
            {key: unit[key] for key in ("name", "language", "profile", "copies") if key in unit}
            for unit in world["units"]
        ],
        "council_points": [p for j in jobs for p in planted.council_points(j.source, j.header)],
        "inputs": [p for job in jobs for p in planted.inputs_reached(job.source, job.header)],
        "cuts_thousand_nok": cuts,
        f"council_changes_{last}_thousand_nok": economy.council_changes(last),
        "figures_thousand_nok": economy.figures(),
    }


def read_threads(jobs: Sequence[Job], statements: Statements) -> Source:
    """Return what is planted of single goals' place in the chain, their money and their orphans."""
    homes = {
        str(goal["id"]): {"document_path": job.header.path, "text": str(goal["text"])}
        for job in jobs
        for goal in walk(job.source)
        if "id" in goal and "text" in goal
    }
    listed = [(job.source, job.header) for job in jobs]
    return {
        "chain_links": [row for each in listed for row in planted.chain_links(*each, homes)],
        "resourcing": [row for each in listed for row in planted.resourced(*each)],
        "orphans": [row for each in listed for row in planted.orphans(*each)],
    }


def source_jobs(corpus: Corpus = FIRST) -> list[Job]:
    """Return every document of the corpus with its blocks, none of them laid out."""
    world = read_yaml(corpus.sources / "world.yaml")
    economy = Economy(read_yaml(corpus.sources / "economy.yaml"), world)
    listed = [*read_sources(corpus), *read_agreements(world, corpus).sources()]
    sources = [fill_everywhere(source, economy.facts()) for source in listed]
    statements = collect_statements(sources, world)
    owner = str(world["municipality"]["name"])
    return [source_to_job(source, economy, statements, owner) for source in sources]


def main(corpus: Corpus = FIRST, only: str = "") -> None:
    """Build the documents whose path holds `only`, and the tables about all of them."""
    world = read_yaml(corpus.sources / "world.yaml")
    economy = Economy(read_yaml(corpus.sources / "economy.yaml"), world)
    agreements = read_agreements(world, corpus)
    jobs = source_jobs(corpus)
    statements = collect_statements([job.source for job in jobs], world)
    build([job for job in jobs if only.lower() in job.header.path.lower()], corpus.documents)
    write_csv(corpus.documents / "register.csv", REGISTER, register_rows(jobs))
    write_csv(
        corpus.answers / "planted.csv", planted.COLUMNS, planted_rows(jobs, world, statements)
    )
    facts = {
        **planted_facts(jobs, economy, world, corpus),
        **(read_threads(jobs, statements) if corpus is not FIRST else {}),
        "agreements": agreements.facts(),
        "agreement_notes": agreements.common["facts"],
    }
    text = yaml.safe_dump(facts, allow_unicode=True, sort_keys=False, width=100)
    (corpus.answers / "planted_facts.yaml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", default="first", choices=CORPORA, help="which to build")
    parser.add_argument("--only", default="", help="build only paths that hold this word")
    given = parser.parse_args()
    main(CORPORA[given.corpus], given.only)
