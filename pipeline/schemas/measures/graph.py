"""The graph: chains, threads, orphans, ties between units, documents that carry."""

from pipeline.schemas.columns import flag, number, share, table, text, whole

CHAIN_STATUSES = ("whole", "uavklart", "broken")

GAPS = ("none", "direct", "transitive")

ORPHAN_STATUSES = ("served", "orphan", "justified", "uavklart")

CHAINS = table(
    "scoring",
    "chains",
    "How far up each goal can be followed to the kommuneplan in force, level by level.",
    ("goal_id",),
    goal_id=text("goal below the kommuneplan"),
    year=whole("the goal's year, whose plan it is followed to"),
    level=text("the kind of document it stands in"),
    levels=text("the levels that the chain runs over that year, from below, joined by ' → '"),
    strength=share("smallest probability on the strongest path; a stated edge has 1"),
    strength_low=share("1 − Σ(1 − p) over the path: the least that all its edges hold with"),
    strength_estimated=share("smallest on the path where what is stated counts as its words do"),
    strength_without_nesting=share(
        "the same as strength, by the goal's own edges alone; missing where it has none",
        nullable=True,
    ),
    status=text("whole, uavklart or broken, by the strength", among=CHAIN_STATUSES),
    steps=whole("n: steps from level to level up to the top", least=1),
    steps_held=whole("steps from below that hold before the first that doesn't", least=0),
    steps_stated=whole("steps that a document states", least=0),
    nested=flag("the path begins with the goal that its own document puts it under"),
    direct=share("largest probability of a link past the levels between", nullable=True),
    jumps=flag("the chain is broken, and yet the goal is linked to the top directly"),
    objective_id=text("where the path ends"),
    path=text("goal_ids from the goal up to the objective, joined by a space"),
    link_ids=text("the links of its steps, from below, joined by a space"),
    weakest_at=text("the two levels of its weakest step, the one where it breaks if it does"),
    weakest_probability=share("probability of that step"),
    weakest_link_id=text("link of that step"),
    break_at=text("the two levels between which the thread snaps", nullable=True),
)

THREADS = table(
    "scoring",
    "threads",
    "How far down each objective can be followed to the units' own goals, year by year.",
    ("objective_id", "year"),
    objective_id=text("a goal that others may serve, in any document above the lowest level"),
    year=whole("year"),
    level=text("the kind of document it stands in"),
    in_coverage=flag("counts in coverage; true for all below the kommuneplan"),
    levels=text("the levels that the thread runs over that year, from above, joined by ' → '"),
    strength=share("width at the lowest level; missing without goals there", nullable=True),
    strength_low=share(
        "1 − Σ(1 − p) over the path; 0 where it doesn't come all the way", nullable=True
    ),
    status=text("whole, uavklart or broken", nullable=True, among=CHAIN_STATUSES),
    reaches=text("the lowest level it comes down to; its own where nobody took it up"),
    break_at=text("the two levels between which it snaps", nullable=True),
    doubtful_from=text("the two levels from where on it isn't surely whole", nullable=True),
    gap=text(
        "direct: none on the next level serves it, something further down does; transitive: "
        "nothing further down does along any path",
        among=GAPS,
    ),
    jump_goals=whole("goals of the lowest level that serve it past a level that doesn't", least=0),
    jump_units=whole("their units", nullable=True, least=0),
    only_shared=flag("comes into the agreements only by what they share, by no unit's own goal"),
    path=text("goal_ids from it down to where the thread reaches, joined by a space"),
    link_ids=text("the links between, from above, joined by a space"),
)

THREAD_LEVELS = table(
    "scoring",
    "thread_levels",
    "The width of each thread at each level below its objective.",
    ("objective_id", "year", "level"),
    objective_id=text("as in threads"),
    year=whole("year"),
    level=text("the level below"),
    width=share("widest path from one of the level's goals up to it", nullable=True),
    width_estimated=share(
        "the same where what documents state counts as its words do", nullable=True
    ),
    goals=whole("goals as wide as an unbroken chain asks; of agreements own goals", least=0),
    goals_possible=whole("goals of the level: the denominator; of agreements own goals", least=0),
    width_shared=share("width by goals of agreements that aren't own", nullable=True),
    goals_shared=whole("such goals as wide", nullable=True, least=0),
    units=whole("units that have a goal as wide", nullable=True, least=0),
    units_possible=whole("units with goals on the level: the denominator", nullable=True, least=0),
    best_goal_id=text("the goal that is the widest", nullable=True),
)

ORPHANS = table(
    "scoring",
    "orphans",
    "Each own goal held against the plan: served, orphan, or justified by a person.",
    ("goal_id",),
    goal_id=text("own goal"),
    unit=text("enhet"),
    year=whole("year"),
    status=text(
        "served, orphan, justified (coders say why it has no parent) or uavklart (they are split)",
        among=ORPHAN_STATUSES,
    ),
    reason=text("the coders' reasons, joined by '; '", nullable=True),
    coders=whole("n: coders who have said that it serves an objective, or none", least=0),
    coders_no_parent=whole("of those: who say none", least=0),
    is_disputed=flag("coders disagree"),
    parents=whole("objectives with a decided link", least=0),
    fields=whole("hovedmål, or what else stands outermost, above these", least=0),
    objective_ids=text("those objectives, joined by a space"),
)

PROJECTIONS = table(
    "scoring",
    "projections",
    "Pairs of units that serve the same objectives, year by year.",
    ("year", "first_unit", "second_unit"),
    year=whole("year"),
    first_unit=text("enhet, the first in the alphabet"),
    second_unit=text("enhet"),
    weight=number("Σ over shared objectives of 1 / (units that serve it − 1)"),
    overlap=share("shared objectives / objectives that either serves"),
    cosine=share("cosine of their probability mass over objectives"),
    shared=whole("objectives that both serve", least=1),
    either=whole("objectives that either serves: the denominator", least=1),
    objective_ids=text("the shared objectives, joined by a space"),
)

COMMUNITIES = table(
    "scoring",
    "communities",
    "Which units belong together by the objectives that they share, beside their tjenesteområde.",
    ("year", "unit"),
    year=whole("year"),
    unit=text("enhet"),
    area=text("tjenesteområde", nullable=True),
    community=whole("1 is the largest; missing without a shared objective", nullable=True, least=1),
)

PARTITIONS = table(
    "scoring",
    "partitions",
    "Whether the units' ties follow the tjenesteområder, year by year.",
    ("year",),
    year=whole("year"),
    units=whole("units", least=0),
    units_tied=whole("of those: that share an objective with another", least=0),
    ties=whole("pairs that share an objective", least=0),
    communities=whole("communities found", least=0),
    sectors=whole("tjenesteområder", least=0),
    units_placed=whole("n of the E–I index: units with a tjenesteområde", least=0),
    units_compared=whole("n of the rest: units with tjenesteområde and community", least=0),
    modularity_communities=number("modularity of the communities", nullable=True),
    modularity_sectors=number("modularity of the tjenesteområder", nullable=True),
    external_internal=number("E–I index: −1 all ties within sectors, 1 all across", nullable=True),
    sectors_chance=share("share of random sectors that keep as much within", nullable=True),
    rand_adjusted=number("adjusted Rand index, communities against sectors", nullable=True),
    mutual_information=share("normalised mutual information, not chance-corrected", nullable=True),
)

CARRIERS = table(
    "scoring",
    "carriers",
    "Which documents between the agreements and the plan carry the threads, year by year.",
    ("document_id", "year"),
    document_id=text("document between"),
    year=whole("year of the agreements"),
    level=text("the kind of document"),
    betweenness=share("pairs_carried / pairs", nullable=True),
    pairs=whole("n: pairs of an own goal and an objective that it reaches", least=0),
    pairs_carried=number("of those: with their likeliest path through it; equal paths in part"),
    goals=whole("its goals", least=1),
    goals_carrying=whole("of those: that carry a pair", least=0),
    best_goal_id=text("the goal that carries the most", nullable=True),
)
