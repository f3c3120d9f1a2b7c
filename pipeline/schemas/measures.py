"""Tables of measures: what the couplings say, each figure with its denominator."""

from pipeline.schemas.columns import flag, number, share, table, text, whole
from pipeline.schemas.reading import DOCUMENT_KINDS

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
    isomorphism=share("sum of the matched goals' probabilities over goals_smaller"),
    isomorphism_low=share("lower end of the bootstrap interval", nullable=True),
    isomorphism_high=share("upper end", nullable=True),
    copied=share("the part of isomorphism that is copied text"),
    copied_low=share("lower end of the bootstrap interval", nullable=True),
    copied_high=share("upper end", nullable=True),
    shared_parent=share("the part that a goal above both explains"),
    shared_parent_low=share("lower end of the bootstrap interval", nullable=True),
    shared_parent_high=share("upper end", nullable=True),
    converged=share("the part with neither copied text nor a goal above both"),
    converged_low=share("lower end of the bootstrap interval", nullable=True),
    converged_high=share("upper end", nullable=True),
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
    isomorphism=share("mean over the pairs"),
    isomorphism_low=share("lower end of the interval over units drawn anew", nullable=True),
    isomorphism_high=share("upper end", nullable=True),
    copied=share("mean of that part"),
    copied_low=share("lower end of the interval over units drawn anew", nullable=True),
    copied_high=share("upper end", nullable=True),
    shared_parent=share("mean of that part"),
    shared_parent_low=share("lower end of the interval over units drawn anew", nullable=True),
    shared_parent_high=share("upper end", nullable=True),
    converged=share("mean of that part"),
    converged_low=share("lower end of the interval over units drawn anew", nullable=True),
    converged_high=share("upper end", nullable=True),
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
    responsiveness=share("mean anchoring of the goals held", nullable=True),
    responsiveness_low=share("lower end of the bootstrap interval", nullable=True),
    responsiveness_high=share("upper end", nullable=True),
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

CLARITY = table(
    "scoring",
    "clarity",
    "How clear each goal of every level is: testable, work instead of a result, hedged.",
    ("goal_id",),
    goal_id=text("goal"),
    is_testable=flag("names a number with a unit, or a state that can be observed (has_target)"),
    is_activity=flag("says what is to be done and not what is to be so"),
    is_hedged=flag("leaves open whether or how far"),
    activity_words=text("the words that told the activity", nullable=True),
    hedge_words=text("the words that told the hedge, joined by '; '", nullable=True),
    is_own=flag("one of its unit's own goals"),
)

CLARITY_SCOPES = ("level", "kind", "part", "document", "unit")

CLARITY_LEVELS = table(
    "scoring",
    "clarity_levels",
    "Shares of goals that are testable, activities and hedged, by level of the plan system.",
    ("scope", "level", "kind", "part", "document_id", "unit", "year"),
    scope=text(
        "level: all goals of a kind of document in a year; kind: by kind of goal too; part: by "
        "part of the lederavtale; document: one document; unit: a unit's own goals in a year",
        among=CLARITY_SCOPES,
    ),
    level=text("the kind of document", among=DOCUMENT_KINDS),
    kind=text("kind of goal, in the scope kind", nullable=True),
    part=text("part of the lederavtale, in the scope part", nullable=True),
    document_id=text("the document, in the scope document", nullable=True),
    unit=text("enhet, in the scope unit", nullable=True),
    year=whole("first year that the goals govern", nullable=True),
    goals=whole("n: goals that the shares are of", least=1),
    documents=whole("documents they stand in", least=1),
    interval_over=text(
        "what the intervals draw: documents (bootstrap) where there are enough of them, else goals "
        "(Wilson)",
        among=("goals", "documents"),
    ),
    testable=share("share that is testable"),
    testable_low=share("lower end of the interval"),
    testable_high=share("upper end"),
    activity=share("share that is an activity"),
    activity_low=share("lower end of the interval"),
    activity_high=share("upper end"),
    hedged=share("share that is hedged"),
    hedged_low=share("lower end of the interval"),
    hedged_high=share("upper end"),
)

PLAN_EVENNESS = table(
    "scoring",
    "plan_evenness",
    "How evenly a plan spreads its points over its objectives: «alle nevnt, ingen glemt».",
    ("document_id",),
    document_id=text("the plan"),
    level=text("the kind of document", among=DOCUMENT_KINDS),
    year=whole("first year it governs", nullable=True),
    objectives=whole("n: hovedmål and delmål with none of these under them", least=1),
    points=whole("what stands under them: strategies and further points", least=1),
    objectives_without_points=whole("objectives that nothing stands under", least=0),
    evenness=share("normalised entropy of the points; missing with one objective", nullable=True),
    largest_share=share("share of the points under the objective with the most"),
    largest_id=text("goal_id of that objective"),
)
