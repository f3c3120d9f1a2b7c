"""Units: on two axes, over years, in ranks, and what would change a conclusion."""

from pipeline.schemas.columns import flag, number, share, share_with_ends, table, text, whole

QUADRANTS = ("tight", "loose", "decoupled", "uncoupled", "uavklart")

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
    **share_with_ends(
        "responsiveness",
        "mean anchoring of its own goals",
        "the interval, which carries the links' doubt and the goals'",
        nullable=True,
    ),
    **share_with_ends(
        "distinctiveness",
        "mean distinctiveness of its own goals",
        "the Bayesian bootstrap interval",
        nullable=True,
    ),
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
    **share_with_ends(
        "responsiveness",
        "mean anchoring of the different goals",
        "the interval, links' and goals' doubt",
        nullable=True,
    ),
    **share_with_ends(
        "distinctiveness",
        "mean distinctiveness of the different goals",
        "the Bayesian bootstrap interval",
        nullable=True,
    ),
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

UNIT_PARTS_OF = ("kommune", "tjenesteområde", "tjeneste", "enhet")

UNIT_PARTS = table(
    "scoring",
    "unit_parts",
    "Each part of each lederavtale by itself: what the whole municipality, the tjenesteområde or "
    "the service shares says nothing about the unit.",
    ("unit", "year", "part"),
    unit=text("enhet"),
    year=whole("year"),
    part=text("part of the lederavtale", among=UNIT_PARTS_OF),
    goals=whole(
        "n: enhetsmål, and resultatmål without an enhetsmål under it, in the part", least=1
    ),
    goals_held=whole("of those: held against a plan in force", least=0),
    goals_linked=whole("of those: with a decided link to it", nullable=True, least=0),
    **share_with_ends(
        "responsiveness",
        "mean anchoring of the goals held",
        "the bootstrap interval",
        nullable=True,
    ),
    share_linked=share("goals_linked over goals_held", nullable=True),
    concretisation=share("mean concretisation of the goals"),
    statements=whole("every goal in the part, resultatmål with enhetsmål under it too", least=1),
    words=whole("their words: the denominator of what is the same", least=1),
    others=whole(
        "other agreements with this part that year; for tjenesteområde and tjeneste those of the "
        "same tjenesteområde",
        least=0,
    ),
    same_in_all=share(
        "share of the words in goals that all the others hold alike; missing without others",
        nullable=True,
    ),
    same_in_any=share("share of the words in goals that one of them or more holds", nullable=True),
)
