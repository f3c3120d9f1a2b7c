"""Years: goals kept and dropped, lags, money and priorities, cuts."""

from pipeline.schemas.columns import flag, number, share, table, text, whole

SUCCESSION_FATES = ("kept", "changed", "uavklart", "new", "dropped")

SUCCEEDING_LEVELS = ("kommuneplan", "økonomiplan", "årsbudsjett", "lederavtale")

STATEMENTS = ("objectives", "points", "goals")

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
        among=SUCCESSION_FATES,
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
        "kept, changed, uavklart, dropped: of the earlier goals; new: of the later",
        among=SUCCESSION_FATES,
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
        among=SUCCESSION_FATES,
    ),
    goal_fate=text(
        "the goal's: kept ones were there before and are no answer to the plan",
        nullable=True,
        among=SUCCESSION_FATES,
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
        among=SUCCESSION_FATES,
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
        "what became of that objective in the plan in force", nullable=True, among=SUCCESSION_FATES
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
)
