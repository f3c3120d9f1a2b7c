"""Isomorphism: units whose goals are alike, why, and whether it grows."""

from pipeline.schemas.columns import flag, number, share, share_with_ends, table, text, whole

ISOMORPHISM_KINDS = ("copied", "shared_parent", "converged")

PARENT_BASES = ("own_row", "taken_over", "linked")

ISOMORPHISM_PAIRS = table(
    "scoring",
    "isomorphism_pairs",
    "Own goals of two units in the same year that are matched, and what makes them alike.",
    ("goal_a", "goal_b"),
    year=whole("year"),
    unit_a=text("the unit whose name comes first"),
    unit_b=text("the other unit"),
    goal_a=text("goal_id of the first unit's goal"),
    goal_b=text("goal_id of the second unit's goal"),
    probability=share("probability that the two say the same, from the table likenesses"),
    kind=text(
        "copied: text in common that stands in no goal above both; shared_parent: both taken from "
        "the same goal above; converged: neither",
        among=ISOMORPHISM_KINDS,
    ),
    taken_over_a=share("share of the first goal's content words in runs that the second has too"),
    taken_over_b=share("the same for the second goal"),
    beyond_parent_a=share(
        "of the first goal's words that stand in no goal above both, the share in such runs; "
        "missing where little is taken over, or all of it stands above",
        nullable=True,
    ),
    beyond_parent_b=share("the same for the second goal", nullable=True),
    parent_id=text("goal_id of the goal above that explains the likeness best", nullable=True),
    parent_basis=text(
        "own_row: both documents put the goal under the same words; taken_over: both take their "
        "words from it; linked: both have a decided link to it, and few goals of a unit have",
        nullable=True,
        among=PARENT_BASES,
    ),
    parent_strength=share("the weaker of the two ties to it", nullable=True),
    since_a=whole("for copied text: first year it stands in the first unit's goals", nullable=True),
    since_b=whole("the same for the second unit", nullable=True),
    first_with_it=text(
        "for copied text: the unit that had it the year before the other, where the other had own "
        "goals that year too; missing where the years don't tell",
        nullable=True,
    ),
)

ISOMORPHISM = table(
    "scoring",
    "isomorphism",
    "How alike two units' own goals are in a year, split by what makes them alike. Pairs of units "
    "below scoring.isomorphism_least are left out.",
    ("year", "unit_a", "unit_b"),
    year=whole("year"),
    unit_a=text("the unit whose name comes first"),
    unit_b=text("the other unit"),
    is_same_area=flag("both in one tjenesteområde; missing where one's is unknown", nullable=True),
    goals_a=whole("the first unit's own goals", least=1),
    goals_b=whole("the second unit's own goals", least=1),
    goals_smaller=whole("n: the own goals of the unit with the fewest, the denominator", least=1),
    goals_same=whole("matched goals with a probability of at least 0.5", least=0),
    **share_with_ends(
        "isomorphism",
        "sum of the matched goals' probabilities over goals_smaller",
        "the bootstrap interval",
    ),
    **share_with_ends(
        "copied", "the part of isomorphism that is copied text", "the bootstrap interval"
    ),
    **share_with_ends(
        "shared_parent", "the part that a goal above both explains", "the bootstrap interval"
    ),
    **share_with_ends(
        "converged",
        "the part with neither copied text nor a goal above both",
        "the bootstrap interval",
    ),
)

ISOMORPHISM_SCOPES = ("all", "same_area", "other_area")

ISOMORPHISM_YEARS = table(
    "scoring",
    "isomorphism_years",
    "Mean isomorphism over every pair of units in a year, those that are not alike included.",
    ("scope", "year"),
    scope=text("which pairs: all, in one tjenesteområde, across", among=ISOMORPHISM_SCOPES),
    year=whole("year"),
    units=whole("units with own goals that year", least=0),
    pairs=whole("n: pairs of them in this scope, alike or not: the denominator", least=1),
    pairs_alike=whole("pairs with a row in isomorphism", least=0),
    **share_with_ends("isomorphism", "mean over the pairs", "the interval over units drawn anew"),
    **share_with_ends("copied", "mean of that part", "the interval over units drawn anew"),
    **share_with_ends("shared_parent", "mean of that part", "the interval over units drawn anew"),
    **share_with_ends("converged", "mean of that part", "the interval over units drawn anew"),
)

TREND_DIRECTIONS = ("growing", "falling", "uavklart")

ISOMORPHISM_TRENDS = table(
    "scoring",
    "isomorphism_trends",
    "Whether units become more alike over the years: each pair that is alike in a year, and all.",
    ("scope", "unit_a", "unit_b", "measure"),
    scope=text("pair, or the mean over pairs", among=("pair", *ISOMORPHISM_SCOPES)),
    unit_a=text("the unit whose name comes first; missing for a mean", nullable=True),
    unit_b=text("the other unit", nullable=True),
    measure=text("what grows or falls", among=("isomorphism", *ISOMORPHISM_KINDS)),
    first_year=whole("first year that both have own goals"),
    last_year=whole("last such year"),
    years=whole("n: such years that the slope rests on", least=2),
    first_value=share("value in the first year"),
    last_value=share("value in the last year"),
    change=number("last value less the first"),
    change_low=number("lower end of the bootstrap interval", nullable=True),
    change_high=number("upper end", nullable=True),
    slope=number("least-squares change a year, over all the years"),
    slope_low=number("lower end of the bootstrap interval", nullable=True),
    slope_high=number("upper end", nullable=True),
    direction=text(
        "growing or falling where the slope's interval leaves out 0; else uavklart",
        among=TREND_DIRECTIONS,
    ),
)
