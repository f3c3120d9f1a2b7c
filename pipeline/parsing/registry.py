"""Kind of document → its parser. A new kind is one parser file and one line here."""

from collections.abc import Callable, Sequence

from pipeline.parsing.annet import parse_annet
from pipeline.parsing.arsbudsjett import parse_arsbudsjett
from pipeline.parsing.arsrapport import parse_arsrapport
from pipeline.parsing.bystyresak import parse_bystyresak
from pipeline.parsing.flow import Block, Flow
from pipeline.parsing.innspill import parse_innspill
from pipeline.parsing.kommunedelplan import parse_kommunedelplan
from pipeline.parsing.kommuneplan import parse_kommuneplan
from pipeline.parsing.lederavtale import parse_lederavtale, without_leaders_part
from pipeline.parsing.okonomiplan import parse_okonomiplan
from pipeline.parsing.outline import Outline, Statement

PARSERS: dict[str, Callable[[Flow], list[Statement]]] = {
    "kommuneplan": parse_kommuneplan,
    "kommunedelplan": parse_kommunedelplan,
    "økonomiplan": parse_okonomiplan,
    "årsbudsjett": parse_arsbudsjett,
    "bystyresak": parse_bystyresak,
    "innspill": parse_innspill,
    "årsrapport": parse_arsrapport,
    "annet": parse_annet,
}


def parse_document(
    flow: Flow,
    kind: str,
    *,
    area: str | None = None,
    unit: str | None = None,
    include_personal: bool = False,
) -> list[Statement]:
    """The document's statements by the parser for its kind, its footnotes last."""
    notes = [item for item in flow if isinstance(item, Block) and item.role == "footnote"]
    text = tuple(item for item in flow if item not in notes)
    statements = _read(text, kind, area, unit, include_personal)
    return [*statements, *_footnotes(notes)]


def _footnotes(notes: Sequence[Block]) -> list[Statement]:
    """Notes tell where something is from, and hold no goals."""
    outline = Outline()
    for note in notes:
        outline.add_block(note, "fotnote")
    return outline.statements


def _read(
    flow: Flow, kind: str, area: str | None, unit: str | None, include_personal: bool
) -> list[Statement]:
    if kind == "lederavtale":
        return parse_lederavtale(flow, area=area, unit=unit, include_personal=include_personal)
    statements = PARSERS[kind](flow)
    return statements if include_personal else without_leaders_part(statements)
