"""View models to pages: one environment, everything escaped, equal tables give equal bytes."""

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline.catalogues import LANGUAGES
from pipeline.params import Params
from pipeline.reporting import formats, words, words_evidence, words_papers
from pipeline.reporting.corpus import Corpus, Tables, make_corpus, records
from pipeline.reporting.country import Summary, country_view, places_script
from pipeline.reporting.figures import share_bar
from pipeline.reporting.findings import CERTAINTY_WORDS, headline, year_findings
from pipeline.reporting.grounds import Grounds, make_grounds
from pipeline.reporting.network import goals_script, links_script, told_apart
from pipeline.reporting.personal import Masks, without_personal
from pipeline.reporting.search import search_words
from pipeline.reporting.view_case import case_pages
from pipeline.reporting.view_cases import cases_page
from pipeline.reporting.view_changes import changes_view
from pipeline.reporting.view_document import document_pages
from pipeline.reporting.view_documents import (
    amount_rows,
    case_views,
    document_rows,
    kinds_by_year,
    reject_rows,
)
from pipeline.reporting.view_doubt import doubt_view
from pipeline.reporting.view_front import front_view, questions
from pipeline.reporting.view_method import method_view, whole_view
from pipeline.reporting.view_network import network_view
from pipeline.reporting.view_objective import objective_page
from pipeline.reporting.view_quality import quality_rows
from pipeline.reporting.view_thread import thread_view
from pipeline.reporting.view_unit import unit_page
from pipeline.reporting.view_year import shade, year_view
from pipeline.reporting.writing import put_in_place, staging_of, write_bytes, write_files
from pipeline.speech import gettext, ngettext, speaking, spoken

_FOLDER = Path(__file__).parent
_ASSETS = (
    "doubt.css",
    "evidence.css",
    "front.css",
    "kopling.css",
    "network.css",
    "network.js",
    "network-picture.js",
    "papers.css",
    "search.css",
    "search.js",
    "vendor/cytoscape-license.txt",
    "vendor/cytoscape.min.js",
)
_ASSETS_OF_MANY = ("country.css",)


@dataclass(frozen=True, slots=True)
class Place:
    """Which municipality a report is of, and its folder among others'.

    Both are empty where it is the only one, whose report stands at the top.
    """

    name: str = ""
    folder: str = ""


ALONE = Place()


@dataclass(frozen=True)
class Provenance:
    """What made the tables: the encoder's record, the packages' versions, the tables' hashes."""

    encoder: Mapping[str, object]
    versions: Mapping[str, str]
    digests: Mapping[str, str] = field(default_factory=dict)


def render_report(
    tables: Tables, params: Params, provenance: Provenance, place: Place = ALONE
) -> Iterator[tuple[str, str]]:
    """Each file of a municipality's report: its path in its folder, with slashes, and its text.

    The first of the languages stands at the top, each other one in a folder with its code. A page
    has the same name in all of them. Among others, assets lie beside the municipalities' folders.
    """
    if place == ALONE:
        yield from assets()
    ready = make_ready(tables, params)
    for language in params.reporting.languages:
        yield from render_language(ready, params, provenance, language, place)


def assets(*, of_many: bool = False) -> Iterator[tuple[str, str]]:
    """The files that all pages share; with several municipalities one more."""
    for name in (*_ASSETS, *(_ASSETS_OF_MANY if of_many else ())):
        yield f"assets/{name}", (_FOLDER / "assets" / name).read_text(encoding="utf-8")


@dataclass(frozen=True)
class Ready:
    """What the pages of a municipality are made from, in whichever language."""

    tables: Tables
    masks: Masks
    corpus: Corpus
    grounds: Grounds


def make_ready(tables: Tables, params: Params) -> Ready:
    """The tables without what is personal, and the records made of them."""
    tables, masks = without_personal(tables, mask_names=params.reporting.mask_names)
    corpus = make_corpus(
        tables, params.reporting.links_per_goal, params.extraction.ocr_confidence_least
    )
    return Ready(tables, masks, corpus, make_grounds(tables, corpus))


def render_language(
    ready: Ready, params: Params, provenance: Provenance, language: str, place: Place = ALONE
) -> Iterator[tuple[str, str]]:
    """The files of a report in one language; with the first those that all languages share."""
    if language == params.reporting.languages[0]:
        apart = told_apart(ready.tables.measures.orphans)
        yield "assets/goals.js", goals_script(ready.corpus)
        yield "assets/links.js", links_script(ready.corpus, apart)
    yield from _spoken(language, _pages(ready, params, provenance, language, place))


def render_country(
    told: Sequence[tuple[Place, Summary]],
    params: Params,
    provenance: Provenance,
    runs: pd.DataFrame,
    differences: pd.DataFrame,
    unread: pd.DataFrame,
    services: pd.DataFrame,
    language: str,
) -> Iterator[tuple[str, str]]:
    """The page of all municipalities in one language, its search, and what that can find.

    `told` gives each one's place and summary, RUNS and DIFFERENCES what has changed, `unread`
    are the REJECTS that are no municipality's, and `services` is SERVICES of all.
    """
    languages = params.reporting.languages
    folder = "" if language == languages[0] else f"{language}/"
    root = "../" if folder else ""
    with speaking(language):
        view = country_view(
            [(place.name, place.folder, summary) for place, summary in told],
            records(services),
            params.scoring.border_responsiveness,
            root,
            folder,
        )
        texts = f"assets/places-{language}.js"
        yield texts, places_script(view)
        pages = _Pages(
            language,
            languages,
            ALONE,
            {
                "is_country": True,
                "country": view,
                "texts": f"{root}{texts}",
                "search_words": search_words(in_country=True),
                "names_masked": params.reporting.mask_names,
                "border": params.scoring.border_responsiveness,
                "interval": params.scoring.interval,
                "unread": reject_rows(unread),
                "method": whole_view(
                    params,
                    provenance.encoder,
                    provenance.versions,
                    provenance.digests,
                    changes_view(None, runs, differences),
                ),
            },
        )
        yield pages.render("country.html", "index.html")
        yield pages.render("sok.html", current="sok")


def _spoken(language: str, pages: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The pages, each made while the language is spoken; between them no page is held in memory."""
    while True:
        with speaking(language):
            page = next(pages, None)
        if page is None:
            return
        yield page


def _pages(
    ready: Ready, params: Params, provenance: Provenance, language: str, place: Place
) -> Iterator[tuple[str, str]]:
    """The pages in the language that is spoken."""
    tables, corpus, grounds = ready.tables, ready.corpus, ready.grounds
    method = method_view(
        corpus, tables, params, provenance.encoder, provenance.versions, provenance.digests
    )
    pages = _Pages(
        language,
        params.reporting.languages,
        place,
        {
            "corpus": corpus,
            "method": method,
            "masks": ready.masks,
            "has_units": bool(corpus.units),
            "has_objectives": bool(corpus.objective_ids),
            "has_cases": bool(corpus.case_slugs),
        },
    )
    yield pages.render("index.html", current="funn", **_index(corpus, tables, params))
    for year in corpus.years:
        yield pages.render(
            "ar.html",
            f"ar/{year}.html",
            current="funn",
            view=year_view(corpus, year, params.scoring, root="../"),
            thread=thread_view(corpus, tables.measures, year, root="../"),
            findings=year_findings(corpus, year, params.coupling.linked_from),
        )
    for unit in corpus.units:
        page = unit_page(corpus, grounds, unit, params)
        yield pages.render("enhet.html", f"enheter/{page.slug}.html", current="enheter", page=page)
    for objective_id in corpus.objective_ids:
        objective = objective_page(corpus, grounds, objective_id)
        yield pages.render("mal.html", f"mal/{objective.slug}.html", current="mal", page=objective)
    yield from _case_pages(pages, corpus, tables, params)
    for document in document_pages(corpus, tables, params.scoring.case_same_least):
        name = f"dokumenter/{document.slug}.html"
        yield pages.render("dokument.html", name, current="dokumenter", page=document)
    documents = document_rows(corpus, tables)
    yield pages.render(
        "dokumenter.html",
        current="dokumenter",
        documents=documents,
        kinds=kinds_by_year(documents),
        rejects=reject_rows(tables.rejects),
        quality=quality_rows(corpus, tables),
        amounts=amount_rows(corpus, tables),
    )
    yield pages.render("nett.html", current="nett", view=network_view(corpus))
    yield pages.render("sok.html", current="sok")
    yield pages.render("tvil.html", current="tvil", view=doubt_view(corpus, tables, params))
    yield pages.render("metode.html", current="metode")


def _case_pages(
    pages: "_Pages", corpus: Corpus, tables: Tables, params: Params
) -> Iterator[tuple[str, str]]:
    """The list of cases and a page for each; nothing where there are none."""
    found = case_pages(corpus, tables, params.scoring)
    for page in found:
        yield pages.render("sak.html", f"saker/{page.slug}.html", current="saker", page=page)
    if found:
        yield pages.render("saker.html", current="saker", page=cases_page(found, tables))


def write_report(
    files: Iterable[tuple[str, str]], folder: Path, copies: Mapping[str, Path] | None = None
) -> None:
    """Write the report and put it in place of what stood in `folder`: no stale page is left.

    `copies` are files that are taken over as they are, by their path in the report.
    """
    staging = staging_of(folder)
    shutil.rmtree(staging, ignore_errors=True)
    made = write_files(files, staging)
    for name, source in (copies or {}).items():
        made[name] = write_bytes(staging / name, source.read_bytes())
    put_in_place(made, staging, folder)


class _Pages:
    """The templates, with what every page needs, in one language."""

    def __init__(
        self, language: str, languages: Sequence[str], place: Place, values: Mapping[str, Any]
    ) -> None:
        self._environment = _environment()
        self._folder = "" if language == languages[0] else f"{language}/"
        self._up = "../" if place.folder else ""
        self._languages = languages
        self._shared = {
            "belegg": words_evidence,
            "language": language,
            "search_words": search_words(),
            "place": place,
            "is_country": False,
            **values,
        }

    def render(
        self, template: str, name: str = "", *, current: str = "", **values: Any
    ) -> tuple[str, str]:
        """The page's path in the report's folder, and its text.

        `root` leads from the page to its language's folder, `top` to the municipality's, `whole`
        to that of all.
        """
        name = name or template
        root = "../" * name.count("/")
        top = root + "../" * self._folder.count("/")
        text = self._environment.get_template(f"{template}.j2").render(
            root=root,
            top=top,
            whole=top + self._up,
            folder=self._folder,
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
    view, thread = None, None
    if corpus.latest is not None:
        view = year_view(corpus, corpus.latest, params.scoring)
        thread = thread_view(corpus, tables.measures, corpus.latest)
    return {
        "headline": headline(corpus, params.scoring.border_responsiveness),
        "questions": questions(corpus, tables, params),
        "view": view,
        "thread": thread,
        "cases": case_views(corpus, tables.changes),
        "amounts": amount_rows(corpus, tables),
        "documents": document_rows(corpus, tables),
        "rejects": reject_rows(tables.rejects),
        **front_view(corpus, tables),
    }


def _said(text: str, **values: Any) -> Markup:
    """A text of the templates in the language that is spoken, its values escaped."""
    return _marked_up(spoken(), text) % values if values else _without_values(spoken(), text)


@cache
def _marked_up(language: str, text: str) -> Markup:
    return Markup(gettext(text))


@cache
def _without_values(language: str, text: str) -> Markup:
    return _marked_up(language, text) % {}


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """The templates, which are read once for all languages."""
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
    # the same as the extension's, which takes several times as long for each text
    environment.globals["_"] = _said
    environment.filters |= {
        "desimal": formats.decimal,
        "hel": formats.whole,
        "kroner": formats.kroner,
        "prosent": formats.percent,
        "mill": formats.million_nok,
        "endring": formats.signed_million_nok,
        "forkortet": formats.shortened,
        "storforbokstav": formats.capitalised,
    }
    environment.globals |= {
        "intervall": formats.interval,
        "antall": formats.counted,
        "stolpe": share_bar,
        "nyanse": shade,
        "avgjorthet": CERTAINTY_WORDS,
        "ord": words,
        "ord_papers": words_papers,
        "oppramset": formats.listed,
    }
    return environment
