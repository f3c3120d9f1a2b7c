"""One schema for each table between stages; the data dictionary is generated from these."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandera.pandas as pa

ROLES = (
    "heading",
    "paragraph",
    "list_item",
    "table_cell",
    "caption",
    "header",
    "footer",
    "page_number",
)
DOCUMENT_KINDS = (
    "kommuneplan",
    "kommunedelplan",
    "økonomiplan",
    "årsbudsjett",
    "lederavtale",
    "bystyresak",
    "innspill",
    "årsrapport",
    "annet",
)
PARTS = ("kommune", "tjenesteområde", "tjeneste", "enhet", "personlig")
LINK_KINDS = ("verbatim", "rephrased", "concretised", "topical", "none")
WORD_RELATIONS = ("same", "inflected", "nynorsk", "compound", "abbreviation", "near")
AMOUNT_STATUSES = ("proposal", "decision", "budget", "accounts")
DIRECTIONS = ("at_least", "at_most", "up", "down", "exactly")
QUADRANTS = ("tight", "loose", "decoupled", "uncoupled", "uavklart")


@dataclass(frozen=True, eq=False)
class Table:
    """A table between stages: its name, the stage that writes it, its columns and its key."""

    name: str
    stage: str
    description: str
    schema: pa.DataFrameSchema
    key: tuple[str, ...] = ()


def text(description: str, *, nullable: bool = False, among: Sequence[str] = ()) -> pa.Column:
    """A column of text; `among` lists the only values it may take."""
    return _column(str, description, nullable, pa.Check.isin(list(among)) if among else None)


def whole(description: str, *, nullable: bool = False, least: int | None = None) -> pa.Column:
    """A column of whole numbers, missing ones kept missing."""
    return _column("Int64", description, nullable, None if least is None else pa.Check.ge(least))


def number(description: str, *, nullable: bool = False) -> pa.Column:
    """A column of floating-point numbers."""
    return _column(float, description, nullable)


def share(description: str, *, nullable: bool = False) -> pa.Column:
    """A column of numbers from 0 to 1."""
    return _column(float, description, nullable, pa.Check.in_range(0, 1))


def flag(description: str, *, nullable: bool = False) -> pa.Column:
    """A column of true and false."""
    return _column("boolean" if nullable else bool, description, nullable)


def vector(description: str) -> pa.Column:
    """A column of equally long lists of 32-bit floats."""
    return _column(object, description, False)


def _column(
    kind: Any, description: str, nullable: bool, check: pa.Check | None = None
) -> pa.Column:
    return pa.Column(kind, check, nullable=nullable, description=description)


def _table(
    stage: str, name: str, description: str, key: tuple[str, ...], **columns: pa.Column
) -> Table:
    schema = pa.DataFrameSchema(columns, strict=True, coerce=True, name=name)
    return Table(name, stage, description, schema, key)


_BOX = {
    "x0": number(
        "left edge in points from the page's left; missing without a layout", nullable=True
    ),
    "top": number("upper edge in points from the page's top", nullable=True),
    "x1": number("right edge in points", nullable=True),
    "bottom": number("lower edge in points", nullable=True),
}

PASSAGES = _table(
    "extraction",
    "passages",
    "Every piece of running text, heading, list item and table cell, in reading order.",
    ("passage_id",),
    passage_id=text("name made from document, page and text"),
    document_sha256=text("SHA-256 of the file, 64 hex digits"),
    page=whole("page, counted from 1; 1 where the format has no pages", least=1),
    block=whole("position in the document's reading order, counted from 0", least=0),
    text=text("the text in NFC, line breaks made spaces"),
    role=text("what the passage is on its page", among=ROLES),
    heading_path=text("the headings above, outermost first, joined by ' > '; empty at the top"),
    level=whole("for headings: depth, 1 is the outermost", nullable=True),
    is_footnote=flag("a note at the foot of its page, table or document"),
    ocr_confidence=share("mean confidence of recognised words; missing for text", nullable=True),
    **_BOX,
)

CELLS = _table(
    "extraction",
    "tables",
    "Every cell of every table; a table that runs on over pages is one table.",
    ("document_sha256", "table", "row", "column"),
    document_sha256=text("SHA-256 of the file"),
    table=whole("table in the document, counted from 0", least=0),
    page=whole("page that the cell stands on, from 1", least=1),
    row=whole("row in the table, from 0, running on across pages", least=0),
    column=whole("column, from 0", least=0),
    text=text("the cell's text; empty for an empty cell"),
    row_span=whole("rows that the cell covers", least=1),
    column_span=whole("columns that the cell covers", least=1),
    passage_id=text("the passage that holds this cell; missing for an empty one", nullable=True),
    **_BOX,
)

REJECTS = _table(
    "extraction",
    "rejects",
    "What could not be read, and why: whole files and single pages.",
    (),
    path=text("the file as it was named"),
    page=whole("the page, from 1; missing where it is the whole file", nullable=True),
    reason=text("a word for the kind of fault, e.g. encrypted, no_text_layer, truncated"),
    detail=text("what was expected and what came, in a sentence"),
)

QUALITY = _table(
    "extraction",
    "quality",
    "What to know about how a file was read; a file that is as it should be has no row.",
    ("path", "flag"),
    path=text("the file as it was named"),
    document_sha256=text("SHA-256 of the file"),
    flag=text("a word for it, e.g. recognised, doubtful_recognition, garbled_text, joined_words"),
    page=whole("the page, where it concerns one alone", nullable=True, least=1),
    pages=text("the pages it concerns, e.g. '3, 7–9'; empty where it concerns the whole file"),
    count=whole("how many pages, or for doubtful_recognition how many passages", least=0),
    share=share("of the pages or recognised passages; missing without any", nullable=True),
    detail=text("what was expected and what came, in a sentence"),
)

FILES = _table(
    "extraction",
    "files",
    "Every file that was read.",
    ("path",),
    path=text("the file as it was named, from the documents folder"),
    document_sha256=text("SHA-256 of the file"),
    document_id=text("the first 12 digits of it"),
    media_type=text("what the file's content says it is"),
    pages=whole("number of pages", least=0),
    passages=whole("number of passages", least=0),
)

DOCUMENTS = _table(
    "parsing",
    "documents",
    "One row a document: what the register says, and what was guessed where it was silent.",
    ("document_id",),
    document_id=text("the first 12 digits of the file's SHA-256"),
    document_sha256=text("SHA-256 of the file"),
    path=text("the file, from the documents folder"),
    kind=text("document kind", among=DOCUMENT_KINDS),
    kind_source=text("where the kind comes from", among=("register", "guessed")),
    kind_evidence=text(
        "the words that speak for a guessed kind; missing where the register names it",
        nullable=True,
    ),
    title=text("title, from the register or the first heading"),
    unit=text("enhet", nullable=True),
    area=text("tjenesteområde", nullable=True),
    year=whole("first year it governs", nullable=True),
    year_to=whole("last year it governs", nullable=True),
    language=text("nb, nn or en", among=("nb", "nn", "en")),
    status=text("its standing, as the register says it, e.g. forslag, vedtatt", nullable=True),
    case_number=text("saksnummer", nullable=True),
    archive_number=text("arkivsaksnummer", nullable=True),
    pages=whole("number of pages", least=0),
)

SECTIONS = _table(
    "parsing",
    "sections",
    "The documents' own structure: every statement with its place in its document.",
    ("section_id",),
    section_id=text("name made from the passages it stands in"),
    document_id=text("document"),
    sequence=whole("order in the document, from 0", least=0),
    kind=text("what it is: hovedmål, delmål, resultatmål, vedtakspunkt, merknad, avsnitt, …"),
    part=text("part of a lederavtale", nullable=True, among=PARTS),
    number=text("its own numbering, e.g. 4.2 or 5c", nullable=True),
    parent_section_id=text("the statement it stands under", nullable=True),
    heading_path=text("the headings above, joined by ' > '"),
    text=text("the statement"),
    page=whole("page it begins on", least=1),
    passage_id=text("the passage it begins in"),
    passage_ids=text("all its passages, joined by a space"),
    parties=text("the parties behind a merknad, joined by ', '", nullable=True),
    region=text(
        "part of a bystyresak: saksframlegg, innstilling, vedtak or merknad", nullable=True
    ),
    table=whole("table it stands in", nullable=True),
    row=whole("row in that table", nullable=True),
    column=whole("column in that table", nullable=True),
)

GOALS = _table(
    "goals",
    "goals",
    "Every goal, measure and decision point that may serve, or be served.",
    ("goal_id",),
    goal_id=text("name made from its passages"),
    document_id=text("document"),
    passage_id=text("the passage it begins in"),
    passage_ids=text("all its passages, joined by a space"),
    page=whole("page it begins on", least=1),
    unit=text("enhet whose goal it is", nullable=True),
    area=text("tjenesteområde", nullable=True),
    year=whole("first year it governs", nullable=True),
    year_to=whole("last year it governs", nullable=True),
    level=text("the kind of document it stands in", among=DOCUMENT_KINDS),
    kind=text("visjon, hovedmål, delmål, strategi, grep, resultatmål, enhetsmål, vedtakspunkt, …"),
    part=text("part of a lederavtale", nullable=True, among=PARTS),
    number=text("its own numbering", nullable=True),
    parent_goal_id=text("the goal that the document itself puts it under", nullable=True),
    text=text("the goal's words"),
    context=text("headings above, joined by ' > '"),
    language=text("nb, nn or en", among=("nb", "nn", "en")),
    reference=text("explicit reference to a plan goal's number, e.g. 4.2", nullable=True),
    measure=text("tiltak beside it", nullable=True),
    indicator=text("what is counted to see whether it is reached, beside it", nullable=True),
    responsible=text("who is responsible, beside it", nullable=True),
    support=text("støtte beside it", nullable=True),
    has_target=flag(
        "a number with a unit, or a state that can be observed, in the goal or its indicator"
    ),
    has_deadline=flag("a year, date or term, in the goal or in a column for it"),
    target_value=number("the number it is to reach; missing where it names none", nullable=True),
    target_unit=text("what the number counts, as it is written, e.g. prosent", nullable=True),
    target_direction=text(
        "which way to the number; missing without one", nullable=True, among=DIRECTIONS
    ),
    deadline_year=whole("the year it is to be reached by, where it names one", nullable=True),
)

AMOUNTS = _table(
    "goals",
    "amounts",
    "Every amount of money, in whole kroner, with what it is for and what it is.",
    (),
    document_id=text("document"),
    passage_id=text("the passage that holds the amount"),
    page=whole("page", least=1),
    label=text("the row's or sentence's own words"),
    column_label=text("the column's heading, in a table", nullable=True),
    area=text("tjenesteområde, as this document names it", nullable=True),
    year=whole("budget year; missing where the text gives none or several", nullable=True),
    years=text("what the figure covers where it is not one year, e.g. 2009–2010", nullable=True),
    amount_nok=number("amount in NOK"),
    status=text("what the amount is", among=AMOUNT_STATUSES),
    is_total=flag("a sum of other rows"),
    reconciles=flag(
        "for a total: do its rows sum to it? missing where it can't be told", nullable=True
    ),
    table=whole("table in the document", nullable=True),
    row=whole("row in that table", nullable=True),
)

CHANGES = _table(
    "goals",
    "changes",
    "For each area in a case: what was proposed, what was decided, and what may be said of it.",
    (),
    document_id=text("the case"),
    area=text("tjenesteområde, as the proposal names it"),
    area_in_decision=text("the same area, as the decision names it", nullable=True),
    proposal_nok=number("proposed, all years together", nullable=True),
    decision_nok=number("decided", nullable=True),
    difference_nok=number("decision minus proposal", nullable=True),
    proposal_covers=text("what the proposal's figure covers", nullable=True),
    decision_covers=text("what the decision's figure covers", nullable=True),
    is_comparable=flag("do both figures cover the same?"),
    caution=text("why the difference is not by itself a change by the council", nullable=True),
)

VECTORS = _table(
    "embedding",
    "vectors",
    "One vector a goal text, of unit length.",
    ("goal_id",),
    goal_id=text("goal"),
    vector=vector("the encoder's vector, of length one"),
)

LINKS = _table(
    "coupling",
    "links",
    "Each goal against each objective that it may serve.",
    ("link_id",),
    link_id=text("name made from the two goals"),
    goal_id=text("the goal below"),
    objective_id=text("goal_id of the objective above"),
    objective_level=text("the objective's document kind", among=DOCUMENT_KINDS),
    score=number("the engine's ranking value"),
    probability=share("calibrated probability that the goal serves the objective"),
    kind=text("how the words relate", among=LINK_KINDS),
    linked=flag("decided: the goal serves the objective"),
    explicit=flag("the document itself states it"),
    rank=whole("place among this goal's objectives on the same level, 1 is the best", least=1),
    margin_to_next=number(
        "log odds above the goal's best other objective; negative unless it is the first",
        nullable=True,
    ),
    lift=number(
        "score over the goal's background against objectives not meant for it", nullable=True
    ),
    signal_encoder=number("cosine of centred vectors", nullable=True),
    signal_field=number("cosine of places in the space of public tasks"),
    signal_words=number("cosine of word weights"),
    signal_characters=number("cosine of character n-gram weights"),
    signal_coverage=number("weight of shared words over that of the statement with the least"),
    signal_opposed=number("how much the two pull the same things opposite ways, 0 to 1"),
    carried_by_encoder=number(
        "what meaning adds to the fused value: its weight times the signal in standard deviations",
        nullable=True,
    ),
    carried_by_parts=number("the same, meaning sentence by sentence", nullable=True),
    carried_by_field=number("the same, place among public tasks"),
    carried_by_words=number("the same, words in common"),
    carried_by_characters=number("the same, letters in common"),
    carried_by_coverage=number("the same, how much of the shorter statement is covered"),
    carried_by_goal_above=number("what the goal above it in its document adds to the fused value"),
    carried_by_opposed=number("what opposite aims take off the log odds, at most 0"),
    containment=share(
        "largest share of the goal's words taken over from the objective or one below it"
    ),
    shared_terms=text("words that carried the link, strongest first, joined by '; '"),
    word_pairs=text(
        "which word of the goal answers which of the objective's, and how, heaviest first: "
        "'word~word (how)' joined by '; '"
    ),
)

PROFILES = _table(
    "scoring",
    "profiles",
    "The coupling profile of each goal below the kommuneplan.",
    ("goal_id",),
    goal_id=text("goal"),
    anchoring=share("probability that it serves at least one objective", nullable=True),
    best_objective_id=text("the objective it most probably serves", nullable=True),
    is_linked=flag("at least one link is decided"),
    concretisation=share("share present of measure, target, deadline, someone to do it"),
    taken_over=share("largest share taken over word for word from above", nullable=True),
    shared_with_siblings=share(
        "largest share of its words shared with another unit", nullable=True
    ),
    distinctiveness=share("one minus the larger of those two", nullable=True),
    is_ceremonial=flag("echoes the plan and has neither measure, target nor deadline"),
    is_own=flag("one of its unit's own goals, which the unit's figures rest on"),
)

UNITS = _table(
    "scoring",
    "units",
    "Each unit in each year on the two axes of Orton & Weick (1990).",
    ("unit", "year"),
    unit=text("enhet"),
    year=whole("year"),
    area=text("tjenesteområde", nullable=True),
    goals=whole("n: the unit's own goals that the figures rest on", least=0),
    goals_held=whole("own goals held against a plan in force", least=0),
    goals_linked=whole("of those: goals with a decided link to it", nullable=True, least=0),
    responsiveness=share("mean anchoring of its own goals", nullable=True),
    responsiveness_low=share("lower end of the bootstrap interval", nullable=True),
    responsiveness_high=share("upper end", nullable=True),
    distinctiveness=share("mean distinctiveness of its own goals", nullable=True),
    distinctiveness_low=share("lower end of the bootstrap interval", nullable=True),
    distinctiveness_high=share("upper end", nullable=True),
    quadrant=text("tight, loose, decoupled, uncoupled or uavklart", among=QUADRANTS),
    ceremonial_share=share("share of its goals that are ceremonial", nullable=True),
    concretisation=share("mean concretisation of its own goals", nullable=True),
    coverage=share("share of the plan's objectives that it serves", nullable=True),
    objectives_served=whole("objectives that it serves", nullable=True, least=0),
    objectives_possible=whole("objectives that count: the denominator", nullable=True, least=0),
    breadth=share("evenness of its decided links over the plan (entropy)", nullable=True),
)

OBJECTIVES = _table(
    "scoring",
    "objectives",
    "Who stands behind each objective, year by year.",
    ("objective_id", "year"),
    objective_id=text("goal_id of the objective"),
    year=whole("year"),
    number=text("its own numbering", nullable=True),
    in_coverage=flag("counts in coverage: hovedmål or delmål with none of these under it"),
    units=whole("units with at least one decided link to it or to something under it", least=0),
    goals=whole("own goals with a decided link to it or to something under it", least=0),
    units_directly=whole("units with at least one decided link to it itself", least=0),
    goals_directly=whole("own goals with a decided link to it itself", least=0),
    probability_mass=number("sum over own goals of the largest probability on it or under it"),
    goals_possible=whole("own goals held against the plan that year: the denominator", least=0),
    units_possible=whole("units that have own goals that year: the denominator", least=0),
)

TABLES = tuple(value for value in list(globals().values()) if isinstance(value, Table))
