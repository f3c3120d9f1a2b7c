"""One schema for each table between stages; the data dictionary is generated from these."""

from pipeline.schemas import coupling, goals, measures, reading
from pipeline.schemas.columns import Table
from pipeline.schemas.coupling import LINK_KINDS, LINKS, VECTORS, WORD_RELATIONS
from pipeline.schemas.goals import AMOUNT_STATUSES, AMOUNTS, CHANGES, DIRECTIONS, GOALS
from pipeline.schemas.measures import OBJECTIVES, PROFILES, QUADRANTS, UNITS
from pipeline.schemas.reading import (
    CELLS,
    CONTINUED,
    DOCUMENT_KINDS,
    DOCUMENTS,
    FILES,
    PARTS,
    PASSAGES,
    QUALITY,
    REJECTS,
    ROLES,
    SECTIONS,
)

TABLES = tuple(
    value
    for room in (reading, goals, coupling, measures)
    for value in vars(room).values()
    if isinstance(value, Table)
)

__all__ = [
    "AMOUNTS",
    "AMOUNT_STATUSES",
    "CELLS",
    "CHANGES",
    "CONTINUED",
    "DIRECTIONS",
    "DOCUMENTS",
    "DOCUMENT_KINDS",
    "FILES",
    "GOALS",
    "LINKS",
    "LINK_KINDS",
    "OBJECTIVES",
    "PARTS",
    "PASSAGES",
    "PROFILES",
    "QUADRANTS",
    "QUALITY",
    "REJECTS",
    "ROLES",
    "SECTIONS",
    "TABLES",
    "UNITS",
    "VECTORS",
    "WORD_RELATIONS",
    "Table",
]
