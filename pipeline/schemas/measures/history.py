"""Runs: what this one says that the one before did not."""

from pipeline.schemas.columns import number, table, text, whole

DIFFERENCE_SORTS = ("parameter", "version", "document", "figure", "unit", "link")
DIFFERENCE_CHANGES = ("added", "removed", "changed")

RUNS = table(
    "history",
    "runs",
    "This run, and the last one before it that said something else.",
    ("run",),
    run=text("now or before", among=("now", "before")),
    number=whole("the how manieth run with other figures than the one before it", least=1),
    fingerprint=text("name of all that was compared, from its content"),
)

DIFFERENCES = table(
    "history",
    "differences",
    "What differs between this run and the last one before it that said something else.",
    ("sort", "what"),
    sort=text("what differs", among=DIFFERENCE_SORTS),
    what=text("the parameter, package, path, figure and year, unit and year, or link_id"),
    unit=text("enhet, of a unit's rows", nullable=True),
    year=whole("year, of units' and figures' rows", nullable=True),
    change=text("how", among=DIFFERENCE_CHANGES),
    before=text("what it was: a value, hash or quadrant", nullable=True),
    after=text("what it is now", nullable=True),
    before_value=number(
        "a figure; a unit's responsiveness; a link's probability, before", nullable=True
    ),
    after_value=number("the same, now", nullable=True),
    goal_id=text("goal of a link", nullable=True),
    objective_id=text("objective of a link", nullable=True),
    goal_text=text("its words, shortened, as they were where they are gone", nullable=True),
    objective_text=text("the same", nullable=True),
)
