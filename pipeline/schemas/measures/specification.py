"""The specification curve: every defensible choice, and what holds."""

from pipeline.schemas.columns import flag, number, share, table, text, whole
from pipeline.schemas.measures.units import QUADRANTS

SEGMENTATIONS = ("goal", "parts", "measure")

SPECIFICATIONS = table(
    "specification",
    "specifications",
    "Every combination of defensible choices, and what the corpus comes to under it.",
    ("specification_id",),
    specification_id=text("name made of the choices"),
    encoder=text("what made the vectors"),
    segmentation=text(
        "goal: as it stands; parts: sentence by sentence, the best counts; measure: together "
        "with its tiltak",
        among=SEGMENTATIONS,
    ),
    reading=text(
        "probability: a goal counts as far as its best link is probable; decided: where a link is "
        "decided; from c: where a link has at least probability c"
    ),
    border_responsiveness=share("between responsive and not"),
    border_distinctiveness=share("between distinct and not"),
    is_default=flag("the choices that the other stages were run with"),
    units=whole("n: units and years", least=0),
    goals_held=whole("n: own goals held against a plan", least=0),
    responsiveness=share("mean over units and years", nullable=True),
    distinctiveness=share("mean over units and years", nullable=True),
    orphan_share=share("own goals that serve no objective, as the reading counts", nullable=True),
    objectives=whole("objectives that count, in any year", least=0),
    objectives_without_unit=whole("of those: served by no unit in any year", least=0),
    tight=whole("units and years in that quadrant", least=0),
    loose=whole("the same", least=0),
    decoupled=whole("the same", least=0),
    uncoupled=whole("the same", least=0),
    uavklart=whole("the same", least=0),
)

SPECIFICATION_UNITS = table(
    "specification",
    "specification_units",
    "Each unit in each year under each specification.",
    ("specification_id", "unit", "year"),
    specification_id=text("specification"),
    unit=text("enhet"),
    year=whole("year"),
    goals_held=whole("n: own goals held against a plan", least=0),
    responsiveness=share("mean anchoring, as the reading counts", nullable=True),
    responsiveness_low=share("lower end of the interval", nullable=True),
    responsiveness_high=share("upper end", nullable=True),
    distinctiveness=share("mean distinctiveness", nullable=True),
    distinctiveness_low=share("lower end of the interval", nullable=True),
    distinctiveness_high=share("upper end", nullable=True),
    quadrant=text("where both intervals clear the borders, else uavklart", among=QUADRANTS),
    point_quadrant=text(
        "where the bare figures fall, intervals apart", nullable=True, among=QUADRANTS[:-1]
    ),
    rank=number(
        "place by responsiveness that year, 1 is the largest; equal units share the mean place",
        nullable=True,
    ),
)

SPECIFICATION_SUMMARY = table(
    "specification",
    "specification_summary",
    "What is said of each unit and year whatever is chosen.",
    ("unit", "year"),
    unit=text("enhet"),
    year=whole("year"),
    specifications=whole("n: specifications", least=1),
    goals_held=whole("own goals held against a plan, by default", least=0),
    quadrant=text("by default", among=QUADRANTS),
    point_quadrant=text(
        "where the default's bare figures fall", nullable=True, among=QUADRANTS[:-1]
    ),
    share_holding=share("share of the specifications with the default's quadrant"),
    share_placed=share("share of the specifications with any quadrant but uavklart"),
    share_same_side=share("share whose bare figures fall where the default's do", nullable=True),
    share_contrary=share(
        "share that places the unit elsewhere than the default's figures fall", nullable=True
    ),
    responsiveness_median=share("over specifications", nullable=True),
    responsiveness_low=share("the smallest", nullable=True),
    responsiveness_high=share("the largest", nullable=True),
    distinctiveness_median=share("over specifications", nullable=True),
    distinctiveness_low=share("the smallest", nullable=True),
    distinctiveness_high=share("the largest", nullable=True),
    rank_low=number("its best place by responsiveness", nullable=True),
    rank_high=number("its worst", nullable=True),
)
