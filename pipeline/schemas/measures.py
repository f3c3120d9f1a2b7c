"""Tables of measures: what the couplings say, each figure with its denominator."""

from pipeline.schemas.columns import flag, number, share, table, text, whole

QUADRANTS = ("tight", "loose", "decoupled", "uncoupled", "uavklart")

PROFILES = table(
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

UNITS = table(
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
    responsiveness_low=share(
        "lower end of the interval, which carries the links' doubt and the goals'", nullable=True
    ),
    responsiveness_high=share("upper end", nullable=True),
    distinctiveness=share("mean distinctiveness of its own goals", nullable=True),
    distinctiveness_low=share("lower end of the Bayesian bootstrap interval", nullable=True),
    distinctiveness_high=share("upper end", nullable=True),
    quadrant=text("tight, loose, decoupled, uncoupled or uavklart", among=QUADRANTS),
    likely_quadrant=text(
        "where it most probably stands, settled or not", nullable=True, among=QUADRANTS[:-1]
    ),
    likely_probability=share("how probable that is", nullable=True),
    is_small_n=flag("fewer own goals than an interval needs"),
    ceremonial_share=share("share of its goals that are ceremonial", nullable=True),
    concretisation=share("mean concretisation of its own goals", nullable=True),
    coverage=share("share of the plan's objectives that it serves", nullable=True),
    objectives_served=whole("objectives that it serves", nullable=True, least=0),
    objectives_possible=whole("objectives that count: the denominator", nullable=True, least=0),
    breadth=share("evenness of its decided links over the plan (entropy)", nullable=True),
)

OBJECTIVES = table(
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

RESTS_ON = ("goals", "links", "goals and links")

INTERVALS = table(
    "scoring",
    "intervals",
    "Each measure of a unit in a year with its interval, and what the interval carries.",
    ("unit", "year", "measure"),
    unit=text("enhet"),
    year=whole("year"),
    measure=text(
        "responsiveness, distinctiveness, orphan_share, ceremonial_share, concretisation, "
        "coverage or breadth"
    ),
    n=whole("the denominator: own goals, or objectives that count", least=0),
    value=share(
        "the figure as the tables give it; orphans, ceremonial goals, coverage and breadth by "
        "decided links",
        nullable=True,
    ),
    expected=share("the same by the links' probabilities: the mean over worlds", nullable=True),
    low=share("lower end of the interval around what is expected", nullable=True),
    high=share("upper end", nullable=True),
    rests_on=text("which doubt the interval carries", among=RESTS_ON),
    doubt_from_links=share(
        "share of the variance that verdicts on the links would take away", nullable=True
    ),
    is_small_n=flag("fewer own goals than an interval needs"),
)

UNIT_PERIODS = table(
    "scoring",
    "unit_periods",
    "Each unit over all its years: goals that stand word for word in several years count once.",
    ("unit",),
    unit=text("enhet"),
    year_from=whole("first year with own goals"),
    year_to=whole("last year"),
    years=whole("years with own goals", least=1),
    goals=whole("own goals, year by year", least=0),
    goals_distinct=whole("of those, different in their words: what the figures rest on", least=0),
    goals_held=whole("different goals held against a plan in force: n", least=0),
    responsiveness=share("mean anchoring of the different goals", nullable=True),
    responsiveness_low=share("lower end of the interval, links' and goals' doubt", nullable=True),
    responsiveness_high=share("upper end", nullable=True),
    distinctiveness=share("mean distinctiveness of the different goals", nullable=True),
    distinctiveness_low=share("lower end of the Bayesian bootstrap interval", nullable=True),
    distinctiveness_high=share("upper end", nullable=True),
    quadrant=text("tight, loose, decoupled, uncoupled or uavklart", among=QUADRANTS),
    likely_quadrant=text(
        "where it most probably stands, settled or not", nullable=True, among=QUADRANTS[:-1]
    ),
    likely_probability=share("how probable that is", nullable=True),
    years_agreeing=whole("years that stand in the period's quadrant", least=0),
    years_contrary=whole("years that stand in another quadrant, uavklart apart", least=0),
    responsiveness_change=number("last year's minus the first year's", nullable=True),
    distinctiveness_change=number("last year's minus the first year's", nullable=True),
    has_moved=flag(
        "the first and the last year's intervals lie apart on an axis: read the years, not this",
        nullable=True,
    ),
    is_small_n=flag("fewer different goals than an interval needs"),
)

RANKED_MEASURES = ("responsiveness", "distinctiveness")

RANKS = table(
    "scoring",
    "ranks",
    "Each unit's place among the year's units, and between which places it may stand.",
    ("unit", "year", "measure"),
    unit=text("enhet"),
    year=whole("year"),
    measure=text("what they are ranked by, the largest first", among=RANKED_MEASURES),
    value=share("the measure"),
    units=whole("n: units ranked that year", least=1),
    rank=whole("place by the measure, 1 is the largest", least=1),
    rank_low=whole("best place within the interval of simulated worlds", least=1),
    rank_high=whole("worst place", least=1),
    rank_low_links=whole("best place where links alone are in doubt", nullable=True, least=1),
    rank_high_links=whole("worst place, the same", nullable=True, least=1),
    chance_first=share("share of the worlds in which it is first, ties shared"),
    chance_last=share("share of the worlds in which it is last, ties shared"),
)

SIDES = ("responsive", "not_responsive", "uavklart")
DIRECTIONS_OF_VERDICTS = ("accept", "reject")

FLIPS = table(
    "scoring",
    "flips",
    "The fewest verdicts on links that would change a unit's conclusion, fewest first.",
    ("unit", "year", "direction"),
    unit=text("enhet"),
    year=whole("year"),
    direction=text("what the verdicts would have to be", among=DIRECTIONS_OF_VERDICTS),
    verdicts=whole("links that must get that verdict", least=1),
    goals=whole("goals that those links are of", least=1),
    goals_held=whole("n: the unit's own goals held against a plan", least=1),
    chance=share("probability, by the links' own, that all these verdicts come out so"),
    side_now=text("what can be said of responsiveness now", among=SIDES),
    side_then=text("and after the verdicts", among=SIDES),
    quadrant_now=text("the unit's quadrant now", among=QUADRANTS),
    quadrant_then=text("and after the verdicts", among=QUADRANTS),
    changes_quadrant=flag("the quadrant changes; else distinctiveness is what is unsettled"),
    is_exact=flag("no smaller set would do; else found step by step"),
    link_ids=text("those links, joined by a space"),
    goal_ids=text("their goals, joined by a space, one a link"),
)

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
    "units",
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
    "summary",
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
