"""One municipality's answer under every defensible choice."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import pandas as pd

from pipeline import apart
from pipeline.apart import pack
from pipeline.embedding.encoder import Encoder, encoder_by_name
from pipeline.errors import EncoderError
from pipeline.params import Params
from pipeline.schemas import DOCUMENTS, GOALS, LINKS, Table
from pipeline.schemas.coupling import VERDICTS
from pipeline.schemas.measures import (
    SPECIFICATION_SUMMARY,
    SPECIFICATION_UNITS,
    SPECIFICATIONS,
)
from pipeline.scoring.facts import with_verdicts
from pipeline.specification.choices import (
    AS_IT_STANDS,
    encoders,
    segmentations,
    specifications,
)
from pipeline.specification.curve import Answer, Read, answers, links_under, read_corpus
from pipeline.specification.summary import metrics, units_over_specifications
from pipeline.store import key_of
from pipeline.tables import filled_table, frame_bytes

logger = logging.getLogger(__name__)

# What the result rests on beside the tables, the verdicts and the parameters.
CODE = (
    *apart.CODE,
    "coupling",
    "csvfiles.py",
    "embedding",
    "encoding.py",
    "identity.py",
    "scoring",
    "specification",
)
# Of these stages the parameters are what a result may depend on.
_OF_STAGES = ("coupling", "embedding", "scoring", "specification")


@dataclass(frozen=True)
class Specified:
    """One municipality's tables of the stages before, and what coders have settled of its goals."""

    tables: Mapping[Table, pd.DataFrame]
    settled: pd.DataFrame
    params: Params

    def key(self, tables: bytes, code: str) -> str:
        """The name for what is made of it, where `tables` stands for the tables' content.

        `code` tells the encoders as well: what is not on this machine is left out of the answer.
        """
        told = [getattr(self.params, stage).model_dump_json() for stage in _OF_STAGES]
        return key_of(code, *told, frame_bytes(self.settled), tables)


def encoders_here(params: Params) -> list[str]:
    """Names and versions of the encoders that the answers are made with on this machine."""
    return [f"{each.name} {each.version}" for each in _encoders(params).values() if each]


@dataclass(frozen=True)
class Segmented:
    """What the answers under some segmentations are made of.

    LINKS are there only where the stages' own are asked.
    """

    given: Specified
    segmentations: tuple[str, ...]


def by_segmentation(given: Specified, workers: int) -> list[Segmented]:
    """Each segmentation by itself for several workers; for one all together, encoders read once."""
    tables, every = given.tables, segmentations(given.params)
    if workers == 1:
        return [Segmented(given, every)]
    others = replace(given, tables={**tables, LINKS: tables[LINKS].iloc[:0]})
    return [Segmented(given if each == AS_IT_STANDS else others, (each,)) for each in every]


def specify_segmentations(segmented: Segmented) -> dict[str, Answer]:
    """The answer under each specification of the segmentations, by its name."""
    tables, params = segmented.given.tables, segmented.given.params
    reads = read_all(
        segmented.segmentations,
        tables[GOALS],
        tables[LINKS],
        tables[DOCUMENTS],
        params,
        segmented.given.settled,
        tables[VERDICTS].query("counts"),
    )
    chosen = [each for each in specifications(params) if (each.encoder, each.segmentation) in reads]
    found = answers(reads, chosen, params)
    return {each.name: answer for each, answer in zip(chosen, found, strict=True)}


def specified(params: Params, parts: Sequence[Mapping[str, Answer]]) -> bytes:
    """The stage's tables and its figures, packed, of the answers under all specifications."""
    by_name = {name: answer for part in parts for name, answer in part.items()}
    found = [by_name[each.name] for each in specifications(params) if each.name in by_name]
    corpus = pd.DataFrame([row for row, _ in found])
    units = pd.concat([rows for _, rows in found], ignore_index=True)
    summary = units_over_specifications(corpus, units) if len(units) else units
    made = {
        SPECIFICATIONS: corpus,
        SPECIFICATION_UNITS: filled_table(units, SPECIFICATION_UNITS),
        SPECIFICATION_SUMMARY: filled_table(summary, SPECIFICATION_SUMMARY),
    }
    return pack(made, metrics(corpus, summary))


def read_all(
    chosen: Sequence[str],
    goals: pd.DataFrame,
    links: pd.DataFrame,
    documents: pd.DataFrame,
    params: Params,
    settled: pd.DataFrame,
    facts: pd.DataFrame,
) -> dict[tuple[str, str], Read]:
    """What each encoder and chosen segmentation say; the stages' own links are the default's.

    Each learns from what was `settled`, and the verdicts that count are `facts` for each: what a
    coder says of a link holds whatever reads the goals.
    """
    here = {name: encoder for name, encoder in _encoders(params).items() if encoder is not None}
    reads: dict[tuple[str, str], Read] = {}
    for segmentation in chosen:
        default = params.embedding.encoder
        known = {default: links} if segmentation == AS_IT_STANDS and default in here else {}
        asked = {name: encoder for name, encoder in here.items() if name not in known}
        others = links_under(goals, segmentation, list(asked.values()), params, settled)
        for name, theirs in chain(known.items(), zip(asked, others, strict=True)):
            logger.debug("specification: %s, %s", name, segmentation)
            held = with_verdicts(theirs, facts)
            reads[name, segmentation] = read_corpus(goals, held, documents, segmentation, params)
    return reads


def _encoders(params: Params) -> dict[str, Encoder | None]:
    return {name: _encoder(name, params) for name in encoders(params)}


def _encoder(name: str, params: Params) -> Encoder | None:
    """The encoder, or None where it is not on this machine: then its specifications are left out.

    One that gives way to another here would only answer for that one twice.
    """
    try:
        found = encoder_by_name(params.embedding.model_copy(update={"encoder": name}))
    except EncoderError as err:
        logger.warning("specification: %s is left out: %s", name, err)
        return None
    is_default = name == params.embedding.encoder
    return found if is_default or not found.notice else None
