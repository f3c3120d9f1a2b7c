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
)
