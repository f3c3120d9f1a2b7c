"""View models to pages: one environment, everything escaped, equal tables give equal bytes."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.params import Params
from pipeline.reporting import format_nb, words_nb
from pipeline.reporting.corpus import Corpus, Tables, make_corpus
from pipeline.reporting.figures import share_bar
from pipeline.reporting.findings import Finding, findings, headline
from pipeline.reporting.findings_measures import measure_findings
from pipeline.reporting.view_accuracy import accuracy_view
from pipeline.reporting.view_coders import coders_view
from pipeline.reporting.view_document import document_pages
from pipeline.reporting.view_documents import amount_rows, case_views, document_rows, reject_rows
from pipeline.reporting.view_method import MethodView, method_view
from pipeline.reporting.view_objective import objective_page
from pipeline.reporting.view_quality import quality_rows
from pipeline.reporting.view_unit import unit_page
from pipeline.reporting.view_year import shade, year_view

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Provenance:
    """What made the tables: the encoder's record, and the versions of the packages."""

    encoder: Mapping[str, object]
    versions: Mapping[str, str]


def render_report(
    tables: Tables, params: Params, provenance: Provenance
) -> Iterator[tuple[str, str]]:
    """Each file of the report: its path in the report's folder, with slashes, and its text."""
    corpus = make_corpus(
        tables, params.reporting.links_per_goal, params.extraction.ocr_confidence_least
    )
    pages = _Pages(corpus, method_view(corpus, params, provenance.encoder, provenance.versions))
    yield "assets/kopling.css", (_FOLDER / "assets" / "kopling.css").read_text(encoding="utf-8")
    yield "index.html", _index(pages, tables, params)
    for year in corpus.years:
        view = year_view(corpus, year, params.scoring, root="../")
        yield f"ar/{year}.html", pages.render("ar.html", root="../", current="funn", view=view)
    for unit in corpus.units:
        page = unit_page(corpus, unit, params.scoring, params.reporting.links_per_goal)
        text = pages.render("enhet.html", root="../", current="enheter", page=page)
        yield f"enheter/{page.slug}.html", text
    for objective_id in corpus.objective_ids:
        objective = objective_page(corpus, objective_id)
        text = pages.render("mal.html", root="../", current="mal", page=objective)
        yield f"mal/{objective.slug}.html", text
    for document in document_pages(corpus, tables):
        text = pages.render("dokument.html", root="../", current="dokumenter", page=document)
        yield f"dokumenter/{document.slug}.html", text
    yield (
        "dokumenter.html",
        pages.render(
            "dokumenter.html",
            current="dokumenter",
            documents=document_rows(corpus, tables),
            rejects=reject_rows(tables.rejects),
            quality=quality_rows(corpus, tables),
            amounts=amount_rows(corpus, tables),
        ),
    )
    coders = coders_view(tables, params.scoring)
    accuracy = accuracy_view(tables.accuracy)
    yield (
        "metode.html",
        pages.render("metode.html", current="metode", coders=coders, accuracy=accuracy),
    )


def write_report(files: Iterator[tuple[str, str]], folder: Path) -> None:
    """Write the report and put it in place of what stood in `folder`: no stale page is left."""
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    for name, text in files:
        path = partial / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    if folder.exists():
        shutil.rmtree(folder)
    partial.rename(folder)


class _Pages:
    """The templates, with what every page needs."""

    def __init__(self, corpus: Corpus, method: MethodView) -> None:
        self.corpus = corpus
        self._environment = _environment()
        self._shared = {
            "corpus": corpus,
            "method": method,
            "has_units": bool(corpus.units),
            "has_objectives": bool(corpus.objective_ids),
        }

    def render(self, template: str, *, root: str = "", current: str = "", **values: object) -> str:
        return self._environment.get_template(f"{template}.j2").render(
            root=root, current=current, **self._shared, **values
        )


def _index(pages: _Pages, tables: Tables, params: Params) -> str:
    corpus = pages.corpus
    view = None
    if corpus.latest is not None:
        view = year_view(corpus, corpus.latest, params.scoring)
    return pages.render(
        "index.html",
        current="funn",
        headline=headline(corpus, params.scoring.border_responsiveness),
        findings=_all_findings(corpus, tables, params),
        view=view,
        cases=case_views(corpus, tables.changes),
        amounts=amount_rows(corpus, tables),
        documents=document_rows(corpus, tables),
        rejects=reject_rows(tables.rejects),
    )


def _all_findings(corpus: Corpus, tables: Tables, params: Params) -> tuple[Finding, ...]:
    found = findings(corpus, tables.changes, params.coupling.linked_from)
    if corpus.latest is None:
        return found
    return (*found, *measure_findings(tables.measures, corpus.latest))


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "desimal": format_nb.decimal,
        "hel": format_nb.whole,
        "kroner": format_nb.kroner,
        "prosent": format_nb.percent,
        "mill": format_nb.million_nok,
        "endring": format_nb.signed_million_nok,
        "forkortet": format_nb.shortened,
    }
    environment.globals |= {
        "intervall": format_nb.interval,
        "antall": format_nb.counted,
        "stolpe": share_bar,
        "nyanse": shade,
        "ord": words_nb,
    }
    return environment
