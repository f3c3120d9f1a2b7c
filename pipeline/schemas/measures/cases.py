"""Council cases: proposal and decision, inputs from below, remarks."""

from pipeline.schemas.columns import flag, number, share, share_with_ends, table, text, whole

POINT_FATES = ("kept", "reworded", "added", "dropped")

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
    fate=text("what the council did with it", among=POINT_FATES),
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

_WILSON = "its Wilson interval"

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
    **share_with_ends("kept_share", "kept of points_proposed", _WILSON, nullable=True),
    **share_with_ends("reworded_share", "reworded of points_proposed", _WILSON, nullable=True),
    **share_with_ends("dropped_share", "dropped of points_proposed", _WILSON, nullable=True),
    **share_with_ends("added_share", "added of points_decided", _WILSON, nullable=True),
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
    **share_with_ends("changed_share", "cases_changed of cases_decided", _WILSON, nullable=True),
    points_proposed=whole("n: proposed points of the decided cases", least=0),
    points_decided=whole("n: decided points of those cases", least=0),
    kept=whole("proposed points kept", least=0),
    reworded=whole("proposed points reworded", least=0),
    dropped=whole("proposed points dropped", least=0),
    added=whole("decided points added", least=0),
    **share_with_ends("kept_share", "kept of points_proposed", _WILSON, nullable=True),
    **share_with_ends("added_share", "added of points_decided", _WILSON, nullable=True),
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
)
