"""Objectives: who stands behind each, and with what money."""

from pipeline.schemas.columns import flag, number, share_with_ends, table, text, whole

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
    **share_with_ends(
        "fresh_share",
        "goals_fresh / goals_known",
        "the bootstrap interval over goals",
        nullable=True,
    ),
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
