"""Coders: how far they agree, and whether they drift."""

from pipeline.schemas.columns import flag, number, share, table, text, whole

AGREEMENT_ON = ("link", "kind", "objectives")
AGREEMENT_SCOPES = ("all", "chosen", "objective_level", "link_kind", "block")
AGREEMENT_MEASURES = ("percent", "kappa", "ac1", "alpha")

AGREEMENT = table(
    "scoring",
    "agreement",
    "How far coders agree who judged the same pairs apart from each other, the engine's answer "
    "hidden; each two coders, and all together.",
    ("about", "coders", "scope", "part", "measure"),
    about=text(
        "link (does the goal serve the objective?), kind (what kind of link, where both say it "
        "does) or objectives (which of the objectives that all of them judged the goal serves)",
        among=AGREEMENT_ON,
    ),
    coders=text("all, or two names joined by ', '"),
    coders_n=whole("how many coders are compared", least=2),
    scope=text("what the units are parted by", among=AGREEMENT_SCOPES),
    part=text(
        "which part: all; why the pair was asked the first time (random: the honest estimate); the "
        "objective's document kind; how the words relate; places in time, as in 1–25"
    ),
    measure=text(
        "percent; kappa (Cohen, of two coders), ac1 (Gwet), alpha (Krippendorff; for objectives "
        "with MASI distances)",
        among=AGREEMENT_MEASURES,
    ),
    n=whole("pairs, or goals for objectives, that two or more of them answered", least=0),
    goals=whole("goals that these are of: what is drawn anew for the interval", least=0),
    value=number("the figure; missing where n is too small or nothing varies", nullable=True),
    low=number("lower end of the Bayesian bootstrap interval over goals", nullable=True),
    high=number("upper end", nullable=True),
    unsure=whole("further pairs on which too many were unsure to compare", nullable=True, least=0),
    prevalence=share("share of the compared answers that accept", nullable=True),
    prevalence_first=share("of the first coder's, where there are two", nullable=True),
    prevalence_second=share("of the second's", nullable=True),
    is_small_n=flag("fewer than a figure needs"),
    first_time=text("when the first of these answers was given", nullable=True),
    last_time=text("when the last was", nullable=True),
)

DRIFT_ABOUT = ("known", "repeat")

DRIFT = table(
    "scoring",
    "drift",
    "Whether a coder judges as before: pairs with known answers, and pairs asked again.",
    ("about", "coder", "part"),
    about=text(
        "known (the document states the link, or an adjudicator settled it) or repeat (her own "
        "answer before)",
        among=DRIFT_ABOUT,
    ),
    coder=text("who"),
    part=text("all, or places in time, as in 1–10"),
    n=whole("tests that she answered, unsure apart", least=0),
    unsure=whole("tests on which she was unsure, now or before", least=0),
    value=share("share of the n that she answered right, or as before", nullable=True),
    low=share("lower end of Wilson's interval", nullable=True),
    high=share("upper end", nullable=True),
    kappa=number("Cohen's κ of her answers before and again", nullable=True),
    kappa_low=number("lower end of the Bayesian bootstrap interval over goals", nullable=True),
    kappa_high=number("upper end", nullable=True),
    first_time=text("when the first of these answers was given", nullable=True),
    last_time=text("when the last was", nullable=True),
)
