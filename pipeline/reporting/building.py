"""The report's folder: each municipality's pages made by themselves, where they have changed."""

import json
import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.fanning import fan_out, worker_count
from pipeline.params import Params
from pipeline.reporting.country import Summary, make_summary, summary_from
from pipeline.reporting.loading import Part, read_tables
from pipeline.reporting.render import (
    Place,
    Provenance,
    assets,
    make_ready,
    render_country,
    render_language,
)
from pipeline.reporting.writing import (
    is_at_hand,
    put_in_place,
    staging_of,
    write_bytes,
    write_files,
)
from pipeline.schemas.reading import CROPS
from pipeline.speech import speaking
from pipeline.store import Store, code_key, key_of
from pipeline.tables import read_columns, read_table

_log = logging.getLogger(__name__)

ROOM = "reporting"
# what pages are made with, beside the tables: other code makes other pages
CODE = (
    "__init__.py",
    "catalogues.py",
    "language",
    "locale",
    "masking",
    "municipalities.py",
    "omissions.py",
    "personal.py",
    "places.py",
    "reporting",
    "schemas",
    "speech.py",
    "tables.py",
)
PACKAGES = (
    *("altair", "babel", "jinja2", "markupsafe", "numpy", "pandas", "pandera", "phonenumbers"),
    *("pyarrow", "vl-convert-python", "wordfreq"),
)


@dataclass(frozen=True, eq=False)
class Site:
    """A municipality's place in the report, its rows, and what its pages rest on.

    `digests` are of its part of each table, by the table's path; `goals` says how large it is.
    """

    place: Place
    part: Part
    provenance: Provenance
    digests: Mapping[str, str]
    goals: int


@dataclass(frozen=True)
class Whole:
    """What the page of all municipalities tells beside their summaries."""

    provenance: Provenance
    runs: pd.DataFrame
    differences: pd.DataFrame
    unread: pd.DataFrame
    services: pd.DataFrame


@dataclass(frozen=True)
class Made:
    """A municipality's report in one language: its files, and what the page of all says of it."""

    files: Mapping[str, str]
    summary: Summary


@dataclass(frozen=True)
class _Order:
    site: Site
    languages: tuple[str, ...]
    outputs: Path
    tables: tuple[str, ...]
    params: Params
    staging: Path


def build_report(
    sites: Sequence[Site],
    outputs: Path,
    tables: Collection[str],
    params: Params,
    store: Store,
    whole: Whole | None = None,
) -> None:
    """Bring `outputs/reporting` up to date: pages that nothing has changed for are left alone.

    The same files stand there in the end as if all had been made anew: those that somebody has
    changed are made again, others removed. What a run that was ended had made is taken over by the
    next. `tables` are the names of those to read. With `whole` there is a page of all.
    """
    folder = outputs / ROOM
    staging = staging_of(folder)
    made = _made(sites, outputs, tuple(tables), params, store)
    files = {name: digest for each in made.values() for name, digest in each.files.items()}
    if whole is not None:
        for language in params.reporting.languages:
            told = [(site.place, made[site.part.municipality, language].summary) for site in sites]
            about = whole.runs, whole.differences, whole.unread, whole.services
            pages = render_country(told, params, whole.provenance, *about, language)
            files |= write_files(pages, staging)
    files |= write_files(assets(of_many=whole is not None), staging)
    files |= _pictures(sites, outputs, folder, staging)
    put_in_place(files, staging, folder)


def _pictures(sites: Sequence[Site], outputs: Path, folder: Path, staging: Path) -> dict[str, str]:
    """The digests of every municipality's pictures, which are written where they aren't there."""
    found: dict[str, str] = {}
    for site in sites:
        municipality = site.part.municipality if site.part.named else None
        told = read_columns(CROPS, outputs, ["path", "picture_sha256"], municipality)
        own = {
            _within(site.place.folder, path): digest
            for path, digest in zip(told["path"], told["picture_sha256"], strict=True)
        }
        if not is_at_hand(own, folder, staging):
            crops = read_table(CROPS, outputs, municipality)
            for path, content in zip(crops["path"], crops["content"], strict=True):
                write_bytes(staging / _within(site.place.folder, path), content)
        found |= own
    return found


def _made(
    sites: Sequence[Site], outputs: Path, tables: tuple[str, ...], params: Params, store: Store
) -> dict[tuple[str, str], Made]:
    """Every municipality's report in every language, by both: kept from before, or made now."""
    folder = outputs / ROOM
    staging = staging_of(folder)
    code = code_key(CODE, PACKAGES)
    keys: dict[tuple[str, str], str] = {
        (site.part.municipality, language): _key(site, language, params, code)
        for site in sites
        for language in params.reporting.languages
    }
    found: dict[tuple[str, str], Made] = {
        name: kept
        for name, key in keys.items()
        if (kept := _kept(store, key)) and is_at_hand(kept.files, folder, staging)
    }
    orders = [
        _Order(site, languages, outputs, tables, params, staging)
        for site, languages in _shares(sites, params, set(keys) - set(found))
    ]
    _log.info("%d of %d reports are unchanged", len(found), len(keys))
    here = params.running.model_copy(update={"scheduler": ""})  # files are written to this disk
    for order, results in zip(orders, fan_out(_render, orders, here), strict=True):
        for language, result in zip(order.languages, results, strict=True):
            name = order.site.part.municipality, language
            found[name] = result
            store.save(keys[name], json.dumps(asdict(result), ensure_ascii=False).encode())
        _log.debug("%s: rendered", order.site.place.name or "the report")
    return found


# with so many goals, a municipality's languages are rendered side by side where processes are idle
_LARGE = 1500


def _shares(
    sites: Sequence[Site], params: Params, missing: Collection[tuple[str, str]]
) -> Iterator[tuple[Site, tuple[str, ...]]]:
    """What is missing, as orders: a municipality in all languages, since its tables are read once.

    A large one is cut into as many as there are processes for, the largest first.
    """
    waiting = {
        site: languages
        for site in sorted(sites, key=lambda site: -site.goals)
        if (
            languages := tuple(
                each
                for each in params.reporting.languages
                if (site.part.municipality, each) in missing
            )
        )
    }
    most = max(1, worker_count(params.running) // max(len(waiting), 1))
    for site, languages in waiting.items():
        size = -(-len(languages) // (most if site.goals >= _LARGE else 1))
        for start in range(0, len(languages), size):
            yield site, languages[start : start + size]


def _render(order: _Order) -> list[Made]:
    """The report in each of the order's languages, its files written to staging."""
    site, folder = order.site, order.site.place.folder
    ready = make_ready(read_tables(order.outputs, order.tables, site.part), order.params)
    made = []
    for language in order.languages:
        pages = render_language(ready, order.params, site.provenance, language, site.place)
        files = write_files(((_within(folder, name), text) for name, text in pages), order.staging)
        with speaking(language):
            made.append(Made(files, make_summary(ready.corpus, ready.tables, order.params)))
    return made


def _within(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _key(site: Site, language: str, params: Params, code: str) -> str:
    """The name of all that the pages rest on."""
    return key_of(
        code,
        language,
        site.place.name,
        site.place.folder,
        _json(params.told()),
        _json(dict(site.provenance.encoder)),
        _json(dict(site.provenance.versions)),
        _json(dict(site.digests)),
    )


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _kept(store: Store, key: str) -> Made | None:
    content = store.load(key)
    if content is None:
        return None
    told = json.loads(content)
    return Made(told["files"], summary_from(told["summary"]))
