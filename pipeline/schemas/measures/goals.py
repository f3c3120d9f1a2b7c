"""Goals: the coupling profile, the money behind them, how clearly they are put."""

from pipeline.schemas.columns import flag, number, share, table, text, whole
from pipeline.schemas.reading import DOCUMENT_KINDS

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
