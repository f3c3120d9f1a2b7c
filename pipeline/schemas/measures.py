"""Tables of measures: what the couplings say, each figure with its denominator."""

import pandera.pandas as pa

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
    is_ceremonial=flag("echoes the plan and has neither measure, target nor money of its own"),
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

RESOURCINGS = ("fresh", "within_frame", "no_line", "unreadable")

RESOURCING = table(
    "scoring",
    "resourcing",
    "Is there money behind a goal? One row a goal below the kommuneplan that governs some year.",
    ("goal_id",),
    goal_id=text("goal"),
    document_id=text("its document"),
    year=whole("first year that it governs and that amounts are counted for"),
    year_to=whole("last such year"),
    resourcing=text(
        "fresh: new money; within_frame: its own words say so, or a standing line is about it; "
        "no_line: the budgets in force were read and hold no settled line about it; unreadable: "
        "nothing found in budgets that could not be read whole; missing without a budget in force",
        nullable=True,
        among=RESOURCINGS,
    ),
    amounts_low_nok=number(
        "at least so much: surely for it and no other goal of its level; missing without lines",
        nullable=True,
    ),
    amounts_high_nok=number(
        "at most so much of what is found: all of it, also what it shares with other goals; money "
        "told twice counts once; missing without lines",
        nullable=True,
    ),
    lines=whole("lines and amounts that the upper bound rests on, money told twice once", least=0),
    amount_ids=text("those amounts, all tellings, joined by a space"),
    cuts_nok=number("decided cuts in what it is about, as a positive sum", nullable=True),
    cuts_proposed_nok=number("the same, proposed in a case", nullable=True),
    cut_ids=text("amounts of both, joined by a space"),
    frame_nok=number(
        "the frame of its unit, else of its service, in its first year", nullable=True
    ),
    frame_ids=text("amounts of that frame, joined by a space"),
    statement=text("its words that say «innenfor rammen»", nullable=True),
    documents_searched=whole("budgets in force in its years and cases about them", least=0),
    lines_searched=whole("lines looked at in these: the denominator", least=0),
    document_ids=text("these documents, joined by a space"),
)

OBJECTIVE_MONEY = table(
    "scoring",
    "objective_money",
    "Money behind each objective through the goals that serve it, each amount once, year by year.",
    ("objective_id", "year"),
    objective_id=text("goal_id of the objective"),
    year=whole("budget year"),
    number=text("its own numbering", nullable=True),
    goals=whole("n: goals that serve it or something under it and govern the year", least=0),
    goals_known=whole("of those: resourcing is told and readable: the denominator", least=0),
    goals_fresh=whole("with new money", least=0),
    goals_within_frame=whole("within the frame", least=0),
    goals_no_line=whole("without any line", least=0),
    fresh_share=share("goals_fresh / goals_known", nullable=True),
    fresh_share_low=share("lower end of the bootstrap interval over goals", nullable=True),
    fresh_share_high=share("upper end", nullable=True),
    amounts_low_nok=number(
        "at least so much: surely for its goals, and for none of another objective", nullable=True
    ),
    amounts_high_nok=number(
        "at most so much of what is found: all of it for its goals", nullable=True
    ),
    lines=whole("amounts that the upper bound rests on, money told twice once", least=0),
    amount_ids=text("those amounts, all tellings, joined by a space"),
    cuts_nok=number("decided cuts in what its goals are about, as a positive sum", nullable=True),
    cut_ids=text("amounts of these cuts, joined by a space"),
    goal_ids=text("goals with money behind them, joined by a space"),
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
        "level: all goals of a kind of document in a year; kind: by kind of goal too; part: by part "
        "of the lederavtale; document: one document; unit: a unit's own goals in a year",
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
FATES = ("kept", "reworded", "added", "dropped")
POINT_GROUNDS = ("one_text", "likeness", "number", "held_in", "by_reference", "alone")

POINTS = table(
    "scoring",
    "points",
    "What became of each point of the innstilling, and where each point of the vedtak comes from.",
    ("document_id", "case_in_document", "proposal_goal_id", "decision_goal_id"),
    document_id=text("the case's document"),
    case_in_document=text("the case, where the document holds several", nullable=True),
    proposal_goal_id=text("point of the innstilling; missing for an added one", nullable=True),
    decision_goal_id=text(
        "point of the vedtak; missing for a dropped one and for one kept by reference",
        nullable=True,
    ),
    proposal_number=text("its number in the innstilling", nullable=True),
    decision_number=text("its number in the vedtak", nullable=True),
    fate=text("what the council did with it", among=FATES),
    ground=text(
        "what says so: one_text (the same words), likeness (they say the same in other words), "
        "number (the same place in the numbering and words in common, maybe with another aim), "
        "held_in (it stands whole in a point with other content, or is what is left of one), "
        "by_reference (the vedtak adopts the innstilling without telling it), alone (nothing on "
        "the other side says the same)",
        among=POINT_GROUNDS,
    ),
    probability=share(
        "that the two say the same; 1 for the same words; for a point alone: the largest with "
        "any on the other side",
        nullable=True,
    ),
    nearest_goal_id=text("for a point alone: the one it is most like", nullable=True),
    is_turned=flag("the vedtak pulls the same things the opposite way", nullable=True),
    words_added=text("runs of words that the vedtak adds, joined by '; '"),
    words_taken_out=text("runs of words that the vedtak takes out, joined by '; '"),
    figures_alone=flag("reworded in figures and nothing else"),
    amounts_differ=flag(
        "other amounts of money; missing where not both sides name any", nullable=True
    ),
    proposal_nok=number("the point's amount in the innstilling, where it is one", nullable=True),
    decision_nok=number("the point's amount in the vedtak, where it is one", nullable=True),
    difference_nok=number("decision minus proposal, as printed: read with caution", nullable=True),
    proposal_amount_ids=text("amount_id of the innstilling's amounts, joined by a space"),
    decision_amount_ids=text("amount_id of the vedtak's amounts, joined by a space"),
    caution=text("what is to be minded of the area's figures (changes.caution)", nullable=True),
)

OUTCOMES = (
    "as_proposed",
    "changed",
    "rejected",
    "noted",
    "postponed",
    "no_decision",
    "no_proposal",
)

_SHARE_ENDS = {"low": "lower end of its Wilson interval", "high": "upper end"}


def _share_with_ends(name: str, description: str) -> dict[str, pa.Column]:
    """Columns of a share and of its interval."""
    ends = {f"{name}_{end}": share(words, nullable=True) for end, words in _SHARE_ENDS.items()}
    return {name: share(description, nullable=True)} | ends


_COUNCIL_MONEY = {
    "areas": whole("areas with an amount on either side", least=0),
    "areas_comparable": whole("of those: both figures cover the same", least=0),
    "proposal_nok": number("sum of the proposal's amounts, signs aside", nullable=True),
    "decision_nok": number("sum of the decision's amounts, signs aside", nullable=True),
    "comparable_nok": number("of proposal_nok: what stands in comparable areas", nullable=True),
    "comparable_share": share("comparable_nok of proposal_nok", nullable=True),
    "moved_nok": number(
        "sum of |decision − proposal| over comparable areas; missing where there are none",
        nullable=True,
    ),
    "net_nok": number("sum of decision − proposal over comparable areas", nullable=True),
    "moved_share": number("moved_nok of comparable_nok", nullable=True),
    "moved_share_least": number(
        "of proposal_nok, if nothing was moved in the other areas", nullable=True
    ),
    "moved_share_most": number(
        "of proposal_nok, if all that is printed in the other areas was moved", nullable=True
    ),
}

CASES = table(
    "scoring",
    "cases",
    "Each council case: what became of the proposal, its money, and its coupling to the plan.",
    ("document_id", "case_in_document"),
    document_id=text("the case's document"),
    case_in_document=text("the case, where the document holds several", nullable=True),
    case_number=text("saksnummer", nullable=True),
    year=whole("year the document governs", nullable=True),
    outcome=text(
        "as_proposed (every point kept, none added), changed, rejected (avvist), noted (til "
        "orientering), postponed (utsatt), no_decision or no_proposal (the document holds none)",
        among=OUTCOMES,
    ),
    outcome_section_ids=text(
        "statements that say what becomes of the case as a whole, joined by a space"
    ),
    points_proposed=whole("n: points of the innstilling", least=0),
    points_decided=whole("n: points of the vedtak", least=0),
    kept=whole("proposed points kept; missing without a decision", nullable=True, least=0),
    reworded=whole("proposed points reworded", nullable=True, least=0),
    dropped=whole("proposed points dropped", nullable=True, least=0),
    added=whole("decided points added", nullable=True, least=0),
    turned=whole("of the reworded: turned the opposite way", nullable=True, least=0),
    amounts_changed=whole("matched points with other amounts", nullable=True, least=0),
    **_share_with_ends("kept_share", "kept of points_proposed"),
    **_share_with_ends("reworded_share", "reworded of points_proposed"),
    **_share_with_ends("dropped_share", "dropped of points_proposed"),
    **_share_with_ends("added_share", "added of points_decided"),
    **_COUNCIL_MONEY,
    cautions=text("what is to be minded of the figures, each told once, joined by ' '"),
    proposal_held=whole("n: proposed points held against the plan in force", least=0),
    decision_held=whole("n: decided points held against the plan in force", least=0),
    proposal_anchoring=share("mean anchoring of the innstilling's points", nullable=True),
    decision_anchoring=share("mean anchoring of the vedtak's points", nullable=True),
    anchoring_change=number("decision minus proposal", nullable=True),
    anchoring_change_low=number("lower end of the bootstrap interval", nullable=True),
    anchoring_change_high=number("upper end", nullable=True),
)

COUNCIL_YEARS = table(
    "scoring",
    "council_years",
    "What the council itself moved over all cases of a year.",
    ("year",),
    year=whole("year the cases govern"),
    cases=whole("cases", least=0),
    cases_decided=whole("n: cases whose points were adopted, changed or turned down", least=0),
    cases_changed=whole("of those: not as proposed", least=0),
    **_share_with_ends("changed_share", "cases_changed of cases_decided"),
    points_proposed=whole("n: proposed points of the decided cases", least=0),
    points_decided=whole("n: decided points of those cases", least=0),
    kept=whole("proposed points kept", least=0),
    reworded=whole("proposed points reworded", least=0),
    dropped=whole("proposed points dropped", least=0),
    added=whole("decided points added", least=0),
    **_share_with_ends("kept_share", "kept of points_proposed"),
    **_share_with_ends("added_share", "added of points_decided"),
    cases_with_money=whole("cases with amounts by area on both sides", least=0),
    **_COUNCIL_MONEY,
    document_ids=text("the cases' documents, joined by a space"),
)

CASE_OBJECTIVES = table(
    "scoring",
    "case_objectives",
    "For each case and objective of the plan in force: coupling before and after the council.",
    ("document_id", "case_in_document", "objective_id"),
    document_id=text("the case's document"),
    case_in_document=text("the case, where the document holds several", nullable=True),
    objective_id=text("goal_id of the objective"),
    number=text("its own numbering", nullable=True),
    proposal_held=whole("n: proposed points held against it", least=0),
    decision_held=whole("n: decided points held against it", least=0),
    proposal_mass=number(
        "proposed points expected to serve it: sum of probabilities", nullable=True
    ),
    decision_mass=number("decided points expected to serve it", nullable=True),
    mass_change=number("decision minus proposal", nullable=True),
    proposal_link_ids=text("decided links of proposed points, joined by a space"),
    decision_link_ids=text("decided links of decided points, joined by a space"),
)

STAGES = ("saksframlegg", "innstilling", "vedtak")
REACHES = ("none", *STAGES, "avvist", "uavklart")

INPUTS = table(
    "scoring",
    "inputs",
    "How far each proposal of a unit's innspill reached in the case that it was written for.",
    ("goal_id",),
    goal_id=text("the innspill's proposal"),
    document_id=text("the innspill's document"),
    year=whole("year the document governs", nullable=True),
    units=text("the units behind it, joined by '; '; missing where none is told", nullable=True),
    units_are=text(
        "where the units are told: beside (in the statement itself), register or heading",
        nullable=True,
        among=("beside", "register", "heading"),
    ),
    is_minority=flag("said by a minority, as the statement itself says"),
    case_document_ids=text("documents of the cases it was held against, joined by a space"),
    reaches=text(
        "the last stage that says the same: none, saksframlegg, innstilling or vedtak; avvist: "
        "taken up and turned the opposite way; uavklart: a later stage may say the same; missing "
        "where no case was found for it",
        nullable=True,
        among=REACHES,
    ),
    reaches_at_least=text(
        "the last stage that surely says the same", nullable=True, among=("none", *STAGES)
    ),
    reaches_at_most=text(
        "the last stage that may say the same", nullable=True, among=("none", *STAGES)
    ),
    **{
        f"{stage}_{column}": made
        for stage in STAGES
        for column, made in {
            "probability": share(
                f"largest probability that a statement of the {stage} says the same; 0 where "
                "none is like it, missing where the case has no such part",
                nullable=True,
            ),
            "id": text(
                "goal_id or section_id of that statement; missing where none is like it",
                nullable=True,
            ),
        }.items()
    },
    opposed_by_id=text("the statement that turns it the opposite way", nullable=True),
)

INPUT_UNITS = table(
    "scoring",
    "input_units",
    "How many of a unit's proposals reached each part of the case.",
    ("document_id", "unit", "case_part"),
    document_id=text("the innspill's document"),
    unit=text("unit behind the proposals; missing: all proposals of the document", nullable=True),
    case_part=text("part of the case", among=STAGES),
    inputs=whole("n: its proposals that were held against this part", least=0),
    reached=whole("of those: surely said there too", least=0),
    unclear=whole("of those: maybe", least=0),
    reached_share=share("reached of inputs", nullable=True),
    reached_share_low=share(
        "lower end of the Wilson interval, if none of the unclear ones is said there",
        nullable=True,
    ),
    reached_share_high=share("upper end, if all of the unclear ones are", nullable=True),
    expected_share=share("mean probability over its proposals", nullable=True),
    goal_ids=text("the proposals that reached it, joined by a space"),
)

REMARKS = table(
    "scoring",
    "remarks",
    "Each paragraph of a remark (merknad), and whether the decision says the same.",
    ("goal_id",),
    goal_id=text("the paragraph"),
    remark_id=text("goal_id of the remark's first paragraph"),
    document_id=text("the case's document"),
    year=whole("year the document governs", nullable=True),
    parties=text("the parties behind it, joined by ', '", nullable=True),
    is_by_all=flag(
        "signed by every party that signs a remark in these documents; missing unsigned",
        nullable=True,
    ),
    is_majority=flag(
        "called a flertallsmerknad (true), a mindretallsmerknad or "
        "protokolltilførsel (false); missing where it isn't told",
        nullable=True,
    ),
    points=whole("n: decided points that it was held against", least=0),
    returns=text(
        "ja: a decided point says the same; nei: none does; uavklart: one may; missing without a "
        "decision",
        nullable=True,
        among=("ja", "nei", "uavklart"),
    ),
    probability=share("largest probability that a decided point says the same", nullable=True),
    decision_goal_ids=text("decided points that say the same, most probable first"),
    nearest_goal_id=text("the decided point it is most like", nullable=True),
    taken_over=share("share of that point's words that stand in runs in the remark", nullable=True),
    is_opposed=flag("that point pulls the same things the opposite way", nullable=True),
)

PARTIES = table(
    "scoring",
    "parties",
    "For each party and year: the remarks it stands behind, and how many return in decisions.",
    ("party", "year"),
    party=text("party, as the documents name it"),
    year=whole("year"),
    remarks=whole("n: remarks it stands behind, those of all parties left out", least=0),
    remarks_by_all=whole("remarks by all parties, which say nothing about one", least=0),
    majority=whole("of the remarks: called the majority's", least=0),
    held=whole("n: of the remarks: in cases with a decision", least=0),
    returning=whole("of those: a paragraph surely says what a decided point says", least=0),
    unclear=whole("of those: maybe", least=0),
    returning_share=share("returning of held", nullable=True),
    returning_share_low=share(
        "lower end of the Wilson interval, if none of the unclear ones returns", nullable=True
    ),
    returning_share_high=share("upper end, if all of them do", nullable=True),
    goal_ids=text("the remarks' first paragraphs, joined by a space"),
# --- years ---------------------------------------------------------------------------------------

SUCCEEDING_LEVELS = ("kommuneplan", "økonomiplan", "årsbudsjett", "lederavtale")
STATEMENTS = ("objectives", "points", "goals")
FATES = ("kept", "changed", "uavklart", "new", "dropped")
SUCCESSION_BASES = ("same words", "other figures", "likeness", "same number")
SCOPES = ("unit", "all units", "municipality")

SUCCESSIONS = table(
    "scoring",
    "successions",
    "What became of each goal in the next document of the same level and unit.",
    ("level", "unit", "year_to", "earlier_id", "later_id"),
    level=text("document kind", among=SUCCEEDING_LEVELS),
    unit=text("enhet; missing for the municipality's own documents", nullable=True),
    statements=text(
        "objectives (hovedmål, delmål) or points (what stands under them) of a plan; goals of "
        "other documents, of a lederavtale only the unit's own",
        among=STATEMENTS,
    ),
    year_from=whole("year of the earlier document"),
    year_to=whole("year of the later document"),
    earlier_id=text("goal_id in the earlier document; missing for a new goal", nullable=True),
    later_id=text("goal_id in the later document; missing for a dropped goal", nullable=True),
    fate=text(
        "kept (the same words), changed (the same in other words or with other figures), new, "
        "dropped, or uavklart (may be the same)",
        among=FATES,
    ),
    basis=text("what the pair rests on", nullable=True, among=SUCCESSION_BASES),
    probability=share(
        "that the two say the same; for new and dropped: of the likest that was not chosen, "
        "missing where none was near",
        nullable=True,
    ),
    nearest_id=text("for new and dropped: that likest goal of the other document", nullable=True),
    number_from=text("the earlier goal's own number", nullable=True),
    number_to=text("the later goal's own number", nullable=True),
    number_trap_id=text(
        "the earlier plan's goal with the later goal's number, where it is another goal",
        nullable=True,
    ),
    target_from=number("the earlier goal's target_value", nullable=True),
    target_to=number("the later goal's target_value", nullable=True),
    target_unit=text("what the later goal's number counts", nullable=True),
)

SUCCESSION_SHARES = table(
    "scoring",
    "succession_shares",
    "How many goals were kept, changed, dropped and new, by unit and over all units.",
    ("level", "scope", "unit", "statements", "year_from", "year_to", "fate"),
    level=text("document kind", among=SUCCEEDING_LEVELS),
    scope=text("one unit, all units together, or the municipality's own", among=SCOPES),
    unit=text("enhet; missing for the other scopes", nullable=True),
    statements=text("objectives, points or goals, as in successions", among=STATEMENTS),
    year_from=whole("year of the earlier document; missing over units that differ", nullable=True),
    year_to=whole("year of the later document"),
    fate=text(
        "kept, changed, uavklart, dropped: of the earlier goals; new: of the later", among=FATES
    ),
    goals=whole("goals with that fate", least=0),
    n=whole("the denominator: goals of the earlier document, for new of the later", least=0),
    share=share("goals / n", nullable=True),
    low=share("lower end of its interval; missing where n is too small", nullable=True),
    high=share("upper end", nullable=True),
    units=whole("units that were compared", nullable=True, least=0),
)

ECHOES = table(
    "scoring",
    "echoes",
    "Each decided link to an objective of a plan, with how long after the plan it came.",
    ("objective_id", "goal_id"),
    objective_id=text("goal_id of the objective"),
    goal_id=text("the goal that serves it or something under it; of a lederavtale a unit's own"),
    level=text("the goal's document kind", among=SUCCEEDING_LEVELS),
    unit=text("enhet", nullable=True),
    year=whole("the goal's year"),
    lag_years=whole("years since the plan's first year", least=0),
    fate=text(
        "the objective's: new, changed … since the plan before; missing without one",
        nullable=True,
        among=FATES,
    ),
    goal_fate=text(
        "the goal's: kept ones were there before and are no answer to the plan",
        nullable=True,
        among=FATES,
    ),
    is_first=flag("in the first year in which this level echoed the objective"),
    is_first_of_unit=flag("in the first year in which this unit did", nullable=True),
    probability=share("of the link"),
)

LAGS = table(
    "scoring",
    "lags",
    "From a kommuneplan to the first echo of each objective, level by level.",
    ("objective_id", "level"),
    objective_id=text("goal_id of the objective"),
    plan_id=text("document_id of the plan"),
    level=text("where the echo was looked for", among=SUCCEEDING_LEVELS),
    number=text("the objective's own number", nullable=True),
    fate=text(
        "new, changed, kept or uavklart since the plan before; missing without one",
        nullable=True,
        among=FATES,
    ),
    plan_year=whole("the plan's first year"),
    observed_from=whole("first year whose goals were held against the plan"),
    observed_to=whole("last such year"),
    first_year=whole("year of the first echo; missing where there is none yet", nullable=True),
    lag_years=whole("first_year - plan_year", nullable=True, least=0),
    is_censored=flag("no echo yet: the lag is longer than what was observed"),
    lag_least=whole("for those without an echo: observed_to - plan_year", nullable=True, least=0),
    is_left_censored=flag("echoed in the first year observed, which is not the first it could be"),
    units=whole("units that did so in that first year", nullable=True, least=0),
    goals=whole("goals that did", nullable=True, least=0),
    is_carried_over=flag("all of these were kept from the year before", nullable=True),
    goals_held=whole("n: goals of this level held against the plan, all years", least=0),
    goal_ids=text("the goals of the first echo, joined by a space"),
)

LAG_SUMMARIES = table(
    "scoring",
    "lag_summaries",
    "How long until half of a plan's objectives are echoed (Kaplan & Meier 1958).",
    ("plan_id", "level", "fate"),
    plan_id=text("document_id of the plan"),
    level=text("where the echo was looked for", among=SUCCEEDING_LEVELS),
    fate=text("which objectives", among=("new", "changed", "new or changed", "all")),
    n=whole("objectives", least=0),
    echoed=whole("of these with an echo", least=0),
    censored=whole("without one yet", least=0),
    undated=whole("of the echoed: in the first year observed, and maybe before it", least=0),
    median_years=number("first year at which at most half are without an echo", nullable=True),
    median_at_most=flag("the median may be smaller: some of its echoes are undated"),
    low=number("lower end of its interval", nullable=True),
    high=number("upper end; missing where it is beyond what was observed", nullable=True),
    echoed_share=share("share echoed by the last year observed (1 - survival)", nullable=True),
    echoed_low=share("lower end of its interval", nullable=True),
    echoed_high=share("upper end", nullable=True),
)

LEFT_OVER_REASONS = ("objective dropped", "objective lives on", "words of the former plan")

LEFT_OVERS = table(
    "scoring",
    "left_overs",
    "Goals that answered the former plan and answer nothing in the one in force.",
    ("goal_id",),
    goal_id=text("the goal"),
    earlier_goal_id=text("the same goal in the year before the new plan", nullable=True),
    level=text("document kind", among=SUCCEEDING_LEVELS),
    unit=text("enhet", nullable=True),
    year=whole("year"),
    plan_id=text("document_id of the plan in force"),
    former_objective_id=text("what it served, or takes its words from, in the former plan"),
    former_fate=text(
        "what became of that objective in the plan in force", nullable=True, among=FATES
    ),
    successor_id=text("that objective in the plan in force, where it lives on", nullable=True),
    former_probability=share("of its link to that, where there was one", nullable=True),
    former_taken_over=share("share of its words that it takes over from that", nullable=True),
    anchoring=share("largest probability of its links to the plan in force", nullable=True),
    reason=text("why it counts", among=LEFT_OVER_REASONS),
)

GRAINS = ("area", "service", "total")

FRAMES = table(
    "scoring",
    "frames",
    "Net frames by area and year, as each årsbudsjett and økonomiplan prints them.",
    ("document_id", "year", "grain", "area"),
    document_id=text("document"),
    level=text("document kind", among=SUCCEEDING_LEVELS),
    year=whole("budget year"),
    grain=text("area: tjenesteområde; service: a part of one; total: all", among=GRAINS),
    area=text("its name, as the table's row gives it"),
    above=text("the tjenesteområde that a service is part of", nullable=True),
    amount_nok=number("net frame in NOK"),
    amount_id=text("amount"),
    price_growth_nok=number("of it: lønns- og prisvekst, where the document says", nullable=True),
    price_growth_id=text("amount that says so", nullable=True),
    parts=whole("rows that make it up; 0 for a row without parts", least=0),
    reconciles=flag("do these sum to it? missing without parts", nullable=True),
    in_use=flag("the figure that stands for its year: årsbudsjett before økonomiplan"),
)

PRIORITISED = table(
    "scoring",
    "prioritised",
    "Objectives that a plan or an økonomiplan itself puts first.",
    ("objective_id", "section_id"),
    objective_id=text("goal_id of the objective"),
    number=text("its number"),
    plan_id=text("document_id of the kommuneplan that holds it"),
    document_id=text("document that says so"),
    year=whole("first year that document governs"),
    section_id=text("the passage's section"),
    quote=text("the sentence"),
)

PRIORITIES = table(
    "scoring",
    "priorities",
    "Money and words by area and year.",
    ("year", "grain", "area"),
    year=whole("budget year"),
    grain=text("area: tjenesteområde; service: a part of one", among=GRAINS[:2]),
    area=text("its name"),
    above=text("the tjenesteområde that a service is part of", nullable=True),
    frame_nok=number("net frame"),
    amount_id=text("amount of the frame"),
    year_before=whole("the year it is compared with", nullable=True),
    frame_before_nok=number("net frame then", nullable=True),
    amount_before_id=text("amount of that frame", nullable=True),
    change_nok=number("frame - frame before, nominal", nullable=True),
    change=number("that as a share of the frame before, nominal", nullable=True),
    price_growth_nok=number(
        "lønns- og prisvekst in the change, where documents say", nullable=True
    ),
    real_change=number("change without it, as a share of the frame before", nullable=True),
    share_of_total=share("frame / sum of the positive frames of its grain", nullable=True),
    share_before=share("the same the year before", nullable=True),
    rank=whole("place by frame, 1 is the largest", least=1),
    areas=whole("n: areas of its grain that year", least=1),
    reconciles=flag(
        "do the areas' frames sum to the printed total? missing without one", nullable=True
    ),
    goals=whole("goals of the budget and the økonomiplan placed in the area", least=0),
    goals_placed=whole("such goals placed in any area of its grain: the denominator", least=0),
    goals_possible=whole("all such goals", least=0),
    goals_share=share("goals / goals_placed", nullable=True),
    mass=number("sum of their anchoring", nullable=True),
    mass_share=share("mass over that of all placed goals", nullable=True),
    objectives_share=share(
        "share of the plan's objectives that its goals serve, each divided by probability among "
        "the areas that serve it",
        nullable=True,
    ),
    objectives_placed=whole("objectives served by a placed goal: the denominator", least=0),
    objectives_possible=whole("objectives that count", least=0),
    prioritised_share=share("the same over the prioritised objectives alone", nullable=True),
    prioritised_placed=whole("prioritised objectives served by a placed goal", least=0),
    prioritised_possible=whole("prioritised objectives", least=0),
)

CUT_KINDS = ("case proposal", "case decision", "budget")

CUTS = table(
    "scoring",
    "cuts",
    "Cuts by area, as a share of its frame, beside how tightly the area is coupled.",
    ("document_id", "kind", "year", "grain", "area"),
    document_id=text("the case, or the budget"),
    kind=text(
        "what the cut is: of a case, or the budget's change against the year before",
        among=CUT_KINDS,
    ),
    year=whole("first year of the cut"),
    covers=text("what the cut's figure covers", nullable=True),
    grain=text("area: tjenesteområde; service: a part of one", among=GRAINS[:2]),
    area=text("its name in the budget"),
    area_in_case=text("its name, or names, in the case", nullable=True),
    cut_nok=number("the cut; negative where the area got more"),
    frame_nok=number("the frame that it is taken from"),
    amount_id=text("amount of that frame"),
    cut_share=number("cut / frame"),
    is_real=flag(
        "without lønns- og prisvekst; missing where the case says the cut itself", nullable=True
    ),
    caution=text("what the case's table warns of", nullable=True),
    coupling_year=whole("the year of the goals: that of the case, or the year before the budget"),
    coupling_units=share("mean anchoring of its units' own goals that year", nullable=True),
    goals_units=whole("n of these", least=0),
    coupling_budget=share("mean anchoring of its goals in the budget that year", nullable=True),
    goals_budget=whole("n of these", least=0),
)

EFFECT_MEASURES = ("spearman", "theil_sen")
CONCLUSIONS = ("positive", "negative", "uavklart")

EFFECTS = table(
    "scoring",
    "effects",
    "How two figures go together over areas; never a cause.",
    ("analysis", "measure"),
    analysis=text("what, document or years, grain"),
    measure=text("spearman: rank correlation; theil_sen: slope", among=EFFECT_MEASURES),
    measure_x=text("table.column on the one side"),
    measure_y=text("table.column on the other"),
    n=whole("areas with both figures", least=0),
    effect=number("its size; missing where there are too few or no differences", nullable=True),
    low=number("lower end of its interval", nullable=True),
    high=number("upper end", nullable=True),
    p_permutation=share(
        "share of rearrangements of the areas with a rank correlation at least as large",
        nullable=True,
    ),
    p_holm=share("the same, seen among all analyses of its family (Holm 1979)", nullable=True),
    conclusion=text(
        "positive or negative only where the interval clears 0, p_holm is small and n is enough",
        among=CONCLUSIONS,
    ),
    caution=text("what it can't tell"),
    areas=text("the areas, joined by '; '"),
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
