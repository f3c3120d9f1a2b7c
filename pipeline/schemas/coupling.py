"""Tables of what is near to what: vectors, links, likenesses, money behind goals."""

from pipeline.schemas.columns import flag, number, share, table, text, vector, whole
from pipeline.schemas.reading import DOCUMENT_KINDS

LINK_KINDS = ("verbatim", "rephrased", "concretised", "topical", "none")
WORD_RELATIONS = ("same", "inflected", "nynorsk", "compound", "abbreviation", "near")

VECTORS = table(
    "embedding",
    "vectors",
    "One vector a goal text, of unit length.",
    ("goal_id",),
    goal_id=text("goal"),
    vector=vector("the encoder's vector, of length one"),
)

SENTENCES = table(
    "embedding",
    "sentences",
    "What is compared piece by piece, sentences and their clauses with one vector each: statements "
    "of cases and innspill, and the running text of cases that an innspill was written for.",
    ("owner_id", "sentence"),
    owner_id=text("goal_id, or section_id where owner_is is section"),
    owner_is=text("what owner_id names", among=("goal", "section")),
    sentence=whole("place in the statement, from 0; a clause after its sentence", least=0),
    text=text("the sentence or clause"),
    language=text("nb, nn or en", among=("nb", "nn", "en")),
    vector=vector("the encoder's vector, of length one"),
)

LINKS = table(
    "coupling",
    "links",
    "Each goal against each objective that it may serve.",
    ("link_id",),
    link_id=text("name made from the two goals"),
    goal_id=text("the goal below"),
    objective_id=text("goal_id of the objective above"),
    objective_level=text("the objective's document kind", among=DOCUMENT_KINDS),
    score=number("the engine's ranking value"),
    probability=share(
        "calibrated probability that the goal serves the objective, after the engine has learned "
        "from verdicts; of a pair with a verdict too it is the engine's"
    ),
    probability_before=share("the same of the engine without verdicts"),
    kind=text("how the words relate", among=LINK_KINDS),
    linked=flag("decided: the goal serves the objective"),
    explicit=flag("the document itself states it"),
    rank=whole("place among this goal's objectives on the same level, 1 is the best", least=1),
    margin_to_next=number(
        "log odds above the goal's best other objective; negative unless it is the first",
        nullable=True,
    ),
    lift=number(
        "score over the goal's background against objectives not meant for it", nullable=True
    ),
    signal_encoder=number("cosine of centred vectors", nullable=True),
    signal_field=number("cosine of places in the space of public tasks"),
    signal_words=number("cosine of word weights"),
    signal_characters=number("cosine of character n-gram weights"),
    signal_coverage=number("weight of shared words over that of the statement with the least"),
    signal_opposed=number("how much the two pull the same things opposite ways, 0 to 1"),
    carried_by_encoder=number(
        "what meaning adds to the fused value: its weight times the signal in standard deviations",
        nullable=True,
    ),
    carried_by_parts=number("the same, meaning sentence by sentence", nullable=True),
    carried_by_field=number("the same, place among public tasks"),
    carried_by_words=number("the same, words in common"),
    carried_by_characters=number("the same, letters in common"),
    carried_by_coverage=number("the same, how much of the shorter statement is covered"),
    carried_by_goal_above=number("what the goal above it in its document adds to the fused value"),
    carried_by_opposed=number("what opposite aims take off the log odds, at most 0"),
    containment=share(
        "largest share of the goal's words taken over from the objective or one below it"
    ),
    shared_terms=text("words that carried the link, strongest first, joined by '; '"),
    word_pairs=text(
        "which word of the goal answers which of the objective's, and how, heaviest first: "
        "'word~word (how)' joined by '; '"
    ),
)

LIKENESS_RELATIONS = ("siblings", "succession", "case", "input")

LIKENESSES = table(
    "coupling",
    "likenesses",
    "Statements that meet beside the plan system's levels, and how far two of them say the same.",
    ("relation", "first_id", "second_id"),
    relation=text(
        "where they meet: siblings (own goals of two units in the same year), succession (a goal "
        "and one of the next document of the same level and unit), case (a statement of a "
        "bystyresak and a later one of the same case), input (a unit's innspill and a statement of "
        "a case it was written for)",
        among=LIKENESS_RELATIONS,
    ),
    first_id=text("goal_id; the earlier of the two, or the lower name of siblings"),
    second_id=text("goal_id, or section_id where second_is is section"),
    second_is=text("what second_id names", among=("goal", "section")),
    probability=share(
        "calibrated probability that the two say the same: the same aim for the same thing"
    ),
    first_taken_over=share(
        "share of the first's words that stand in runs in the second; of the two pieces that say "
        "the same most likely, where they are compared piece by piece, as in all columns below"
    ),
    second_taken_over=share("share of the second's words that stand in runs in the first"),
    signal_encoder=number("cosine of centred vectors", nullable=True),
    signal_words=number("cosine of word weights"),
    signal_opposed=number("how much the two pull the same things opposite ways, 0 to 1"),
    shared_terms=text("stems in common, strongest first, joined by '; '"),
    rank=whole("place among the first's likenesses in this relation, 1 is the best", least=1),
)

MONEY_BASES = ("own_row", "line", "frame")
PLEDGES = ("firm", "up_to", "unsettled")

MONEY = table(
    "coupling",
    "money",
    "Amounts that may stand behind a goal, and on what ground.",
    ("goal_id", "amount_id"),
    goal_id=text("goal"),
    amount_id=text("amount"),
    basis=text(
        "own_row: it stands beside the goal or in it; line: a budget line, measure or decision "
        "about the same thing; frame: the frame of its unit or service",
        among=MONEY_BASES,
    ),
    probability=share(
        "calibrated probability that the amount is meant for what the goal is about; missing for a "
        "frame, which is meant for all that the unit or service does",
        nullable=True,
    ),
    is_new=flag("a change from the year before (new measure, decided addition or cut), no frame"),
    is_cut=flag("less money: a negative amount, a row of savings, or words that take away"),
    pledge=text(
        "how firm its words are: firm, up_to (inntil) or unsettled (ikke avklart, etter søknad)",
        among=PLEDGES,
    ),
    shared_terms=text("words in common, strongest first, joined by '; '"),
)

VERDICTS = table(
    "coupling",
    "verdicts",
    "What coders have said, each verdict with the goals of today that it is about. None is lost.",
    ("verdict_id",),
    verdict_id=text("name made from the line in the ledger"),
    coder=text("who said it"),
    time=text("when, UTC, ISO 8601"),
    verdict=text("what was said", among=("accept", "reject", "no_parent", "unsure")),
    standing=text(
        "stands (both texts are as they were judged), suspect (one has changed: to be confirmed) "
        "or gone (one is nowhere)",
        among=("stands", "suspect", "gone"),
    ),
    counts=flag(
        "it stands, its coder has not judged the pair anew, and no adjudicator has overruled it"
    ),
    is_latest=flag("the coder's last word on the pair; what she said before counts for nothing"),
    awaits_confirmation=flag("suspect, and its coder has not judged the pair anew since"),
    is_adjudication=flag("an adjudicator weighed others' verdicts against each other"),
    goal_id=text("the goal, as it is named now; missing where it is gone", nullable=True),
    objective_id=text(
        "the objective, as it is named now; missing for a goal as a whole, and where it is gone",
        nullable=True,
    ),
    link_id=text("the link between the two, as it is named now", nullable=True),
    kind=text("what the coder calls the link", nullable=True),
    reason=text("why it is right that the goal has no parent", nullable=True),
    memo=text("the coder's note"),
    chosen=text("why the pair was asked", nullable=True),
    chance=number("what its chance to be drawn is in proportion to, if drawn", nullable=True),
    score_visible=flag("the engine's answer was shown", nullable=True),
    goal_text=text("the goal's words when it was judged", nullable=True),
    objective_text=text("the objective's words when it was judged", nullable=True),
    goal_sha256=text("SHA-256 of the goal's words when it was judged", nullable=True),
    objective_sha256=text("SHA-256 of the objective's words when it was judged", nullable=True),
)

ACCURACIES = ("precision", "recall", "f1", "brier", "log_loss", "found_over_expected")
ACCURACY_SAYS = ("none drawn", "too few", "not told apart", "better", "worse")

ACCURACY = table(
    "coupling",
    "accuracy",
    "How right the engine is on units' own goals against the kommuneplan, before and after it "
    "learned from verdicts: told by the pairs that chance drew and that were judged blind, each by "
    "an engine that learned from the verdicts on other goals alone. A row a measure.",
    ("measure",),
    measure=text(
        "precision: of the links decided for, how many are links; recall: of the links among the "
        "kept pairs, how many are decided for; f1: 2 · both / (decided + links); brier: mean "
        "square of probability less truth; log_loss: mean −ln of the probability of the truth; "
        "found_over_expected: links that there are for each that the probabilities expect",
        among=ACCURACIES,
    ),
    before=number("the engine without verdicts", nullable=True),
    before_low=number("lower end of its interval", nullable=True),
    before_high=number("upper end", nullable=True),
    after=number("the engine after it has learned", nullable=True),
    after_low=number("lower end of its interval", nullable=True),
    after_high=number("upper end", nullable=True),
    difference=number("after less before", nullable=True),
    difference_low=number("lower end of its interval", nullable=True),
    difference_high=number("upper end", nullable=True),
    n=whole(
        "drawn pairs that the measure counts: those decided for, by either engine, for precision; "
        "those that are links for recall",
        least=0,
    ),
    n_effective=number("equally weighed pairs that would tell as much"),
    says=text(
        "what follows: none drawn, too few (no interval), or whether learning made it better or "
        "worse, as far as the interval tells them apart",
        among=ACCURACY_SAYS,
    ),
    further_wanted=whole(
        "how many more pairs chance must draw until the interval of F1 is as narrow as "
        "`coupling.wanted_half_width` asks; missing where that isn't known, and for other measures",
        nullable=True,
        least=0,
    ),
)
