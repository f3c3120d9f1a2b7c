"""View models to pages: one environment, everything escaped, equal tables give equal bytes."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.catalogues import LANGUAGES
from pipeline.params import Params
from pipeline.reporting import formats, words, words_evidence
from pipeline.reporting.corpus import Corpus, Tables, make_corpus
from pipeline.reporting.figures import share_bar
from pipeline.reporting.findings import Finding, findings, headline
from pipeline.reporting.findings_measures import measure_findings
from pipeline.reporting.grounds import Grounds, make_grounds
from pipeline.reporting.view_accuracy import accuracy_view
from pipeline.reporting.view_coders import coders_view
from pipeline.reporting.view_document import document_pages
from pipeline.reporting.view_documents import amount_rows, case_views, document_rows, reject_rows
from pipeline.reporting.view_method import MethodView, method_view
from pipeline.reporting.view_objective import objective_page
from pipeline.reporting.view_quality import quality_rows
from pipeline.reporting.view_unit import unit_page
from pipeline.reporting.view_year import shade, year_view
from pipeline.speech import gettext, ngettext, speaking

_FOLDER = Path(__file__).parent
_ASSETS = ("kopling.css", "evidence.css")


@dataclass(frozen=True)
class Provenance:
    """What made the tables: the encoder's record, and the versions of the packages."""

    encoder: Mapping[str, object]
    versions: Mapping[str, str]


def render_report(
    tables: Tables, params: Params, provenance: Provenance
) -> Iterator[tuple[str, str]]:
    """Each file of the report: its path in the report's folder, with slashes, and its text.

    The first of the languages stands at the top, each other one in a folder with its code. A page
    has the same name in all of them.
    """
    corpus = make_corpus(
        tables, params.reporting.links_per_goal, params.extraction.ocr_confidence_least
    )
    grounds = make_grounds(tables, corpus)
    for name in _ASSETS:
        yield f"assets/{name}", (_FOLDER / "assets" / name).read_text(encoding="utf-8")
    for language in params.reporting.languages:
        with speaking(language):
            pages = list(_pages(corpus, grounds, tables, params, provenance, language))
        yield from pages


def _pages(
    corpus: Corpus,
    grounds: Grounds,
    tables: Tables,
    params: Params,
    provenance: Provenance,
    language: str,
) -> Iterator[tuple[str, str]]:
    """The pages in the language that is spoken."""
    method = method_view(corpus, params, provenance.encoder, provenance.versions)
    pages = _Pages(corpus, method, language, params.reporting.languages)
    yield pages.render("index.html", current="funn", **_index(corpus, tables, params))
    for year in corpus.years:
        view = year_view(corpus, year, params.scoring, root="../")
        yield pages.render("ar.html", f"ar/{year}.html", current="funn", view=view)
    for unit in corpus.units:
        page = unit_page(corpus, grounds, unit, params)
        yield pages.render("enhet.html", f"enheter/{page.slug}.html", current="enheter", page=page)
    for objective_id in corpus.objective_ids:
        objective = objective_page(corpus, grounds, objective_id)
        yield pages.render("mal.html", f"mal/{objective.slug}.html", current="mal", page=objective)
    for document in document_pages(corpus, tables):
        name = f"dokumenter/{document.slug}.html"
        yield pages.render("dokument.html", name, current="dokumenter", page=document)
    yield pages.render(
        "dokumenter.html",
        current="dokumenter",
        documents=document_rows(corpus, tables),
        rejects=reject_rows(tables.rejects),
        quality=quality_rows(corpus, tables),
        amounts=amount_rows(corpus, tables),
    )
    yield pages.render(
        "metode.html",
        current="metode",
        coders=coders_view(tables, params.scoring),
        accuracy=accuracy_view(tables.accuracy),
    )


def write_report(
    files: Iterator[tuple[str, str]], folder: Path, copies: Mapping[str, Path] | None = None
) -> None:
    """Write the report and put it in place of what stood in `folder`: no stale page is left.

    `copies` are files that are taken over as they are, by their path in the report.
    """
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    for name, text in files:
        path = partial / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    for name, source in (copies or {}).items():
        (partial / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, partial / name)
    if folder.exists():
        shutil.rmtree(folder)
    partial.rename(folder)


class _Pages:
    """The templates, with what every page needs, in one language."""

    def __init__(
        self, corpus: Corpus, method: MethodView, language: str, languages: Sequence[str]
    ) -> None:
        self._environment = _environment()
        self._folder = "" if language == languages[0] else f"{language}/"
        self._languages = languages
        self._shared = {
            "corpus": corpus,
            "method": method,
            "belegg": words_evidence,
            "language": language,
            "has_units": bool(corpus.units),
            "has_objectives": bool(corpus.objective_ids),
        }

    def render(
        self, template: str, name: str = "", *, current: str = "", **values: Any
    ) -> tuple[str, str]:
        """The page's path in the report's folder, and its text.

        `root` leads from the page to its language's folder, `top` to the report's.
        """
        name = name or template
        root = "../" * name.count("/")
        top = root + "../" * self._folder.count("/")
        text = self._environment.get_template(f"{template}.j2").render(
            root=root,
            top=top,
            current=current,
            in_languages=self._in_languages(name, top),
            **self._shared,
            **values,
        )
        return self._folder + name, text

    def _in_languages(self, name: str, top: str) -> list[tuple[str, str, str]]:
        """Each language's code, own name, and where it has the page."""
        return [
            (code, LANGUAGES[code], f"{top}{'' if place == 0 else f'{code}/'}{name}")
            for place, code in enumerate(self._languages)
        ]


def _index(corpus: Corpus, tables: Tables, params: Params) -> dict[str, Any]:
    view = None
    if corpus.latest is not None:
        view = year_view(corpus, corpus.latest, params.scoring)
    return {
        "headline": headline(corpus, params.scoring.border_responsiveness),
        "findings": _all_findings(corpus, tables, params),
        "view": view,
        "cases": case_views(corpus, tables.changes),
        "amounts": amount_rows(corpus, tables),
        "documents": document_rows(corpus, tables),
        "rejects": reject_rows(tables.rejects),
    }


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
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= {
        "desimal": formats.decimal,
        "hel": formats.whole,
        "kroner": formats.kroner,
        "prosent": formats.percent,
        "mill": formats.million_nok,
        "endring": formats.signed_million_nok,
        "forkortet": formats.shortened,
    }
    environment.globals |= {
        "intervall": formats.interval,
        "antall": formats.counted,
        "stolpe": share_bar,
        "nyanse": shade,
        "ord": words,
    }
    return environment
