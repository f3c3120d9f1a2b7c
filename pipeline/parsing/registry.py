"""Kind of document → its parser. A new kind is one parser file and one line here."""

from collections.abc import Callable

from pipeline.parsing.annet import parse_annet
from pipeline.parsing.arsbudsjett import parse_arsbudsjett
from pipeline.parsing.arsrapport import parse_arsrapport
from pipeline.parsing.bystyresak import parse_bystyresak
from pipeline.parsing.flow import Flow
from pipeline.parsing.innspill import parse_innspill
from pipeline.parsing.kommuneplan import parse_kommuneplan
from pipeline.parsing.lederavtale import parse_lederavtale, without_leaders_part
from pipeline.parsing.okonomiplan import parse_okonomiplan
from pipeline.parsing.outline import Statement

PARSERS: dict[str, Callable[[Flow], list[Statement]]] = {
    "kommuneplan": parse_kommuneplan,
    "kommunedelplan": parse_kommuneplan,
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
    """The document's statements by the parser for its kind."""
    if kind == "lederavtale":
        return parse_lederavtale(flow, area=area, unit=unit, include_personal=include_personal)
    statements = PARSERS[kind](flow)
    return statements if include_personal else without_leaders_part(statements)
