"""Tables of goals and of money."""

from pipeline.schemas.columns import flag, number, table, text, whole
from pipeline.schemas.reading import DOCUMENT_KINDS, PARTS

AMOUNT_STATUSES = ("proposal", "decision", "budget", "accounts")
DIRECTIONS = ("at_least", "at_most", "up", "down", "exactly")

GOALS = table(
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
    region=text(
        "part of a bystyresak: saksframlegg, innstilling, vedtak or merknad", nullable=True
    ),
    parties=text("the parties behind a merknad, joined by ', '", nullable=True),
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

AMOUNTS = table(
    "goals",
    "amounts",
    "Every amount of money, in whole kroner, with what it is for and what it is.",
    ("amount_id",),
    amount_id=text("name made from document, passage, words, column and amount"),
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

CHANGES = table(
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
