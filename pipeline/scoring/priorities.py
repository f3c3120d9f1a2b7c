"""Money and words by area and year: whether frames move where the plan's words are."""

import re

import pandas as pd

from pipeline.language.references import goal_numbers
from pipeline.params import ScoringParams
from pipeline.schemas.measures import PRIORITIES, PRIORITISED
from pipeline.scoring.areas import placed_goals
from pipeline.scoring.effects import effect_rows, joined_effects, settled
from pipeline.scoring.frames import BUDGETS, known_areas, with_one_name
from pipeline.tables import check_table, empty_table

_FIRST = re.compile(
    r"(?i)\b(?:(?:høye?st|først|særlig|særskilt|spesielt|spesielt)\s+)?prioriter\w*"
    r"|\b(?:særskilt|særleg|særlig|spesielt)\s+(?:med|vekt|viktig)\w*|\bkommer\s+først"
    r"|\bkjem\s+først|\bpekt\s+ut|\bpeika\s+ut|\b(?:hoved)?satsing\w*|\bsatsings?område\w*"
)
_NOT_FIRST = re.compile(
    r"(?i)\b(?:ikke|ikkje|ingen|uten|utan|ned)\W*(?:\w+\W+){0,2}prioriter|\bnedprioriter"
    r"|\bmå vente\b|\bmå vente på\b"
)
# "(1.1)", and no amount: "2.2 millioner", "2.5 %"
_NUMBER = re.compile(
    r"(?i)(?<![\d.,/])\d{1,2}\.\d{1,2}(?![\d/]|[.,]\d|\.?\s*(?:%|prosent|pst|mill|mrd|milliard|kr\b"
    r"|kroner|tusen|poeng|år\b|timer|dager|km|meter))"
)
_SENTENCE = re.compile(r"(?<=[^\d\s][.!?])\s+(?=[A-ZÆØÅ«(])|(?<=\)[.!?])\s+(?=[A-ZÆØÅ«(])")
_REACH = 1


def prioritised_objectives(
    sections: pd.DataFrame, goals: pd.DataFrame, documents: pd.DataFrame
) -> pd.DataFrame:
    """The objectives that a kommuneplan or økonomiplan itself puts first, columns of PRIORITISED.

    Read from sentences that say so («pekt ut», «prioritert rekkefølge», «kommer først») and name
    numbers of the plan's objectives, in the sentence itself or in the one that follows. A
    sentence that says of them that they aren't prioritised doesn't count. A plan's own numbers
    are its own; another document's are of the kommuneplan that began last before it or with it.
    What is put first without a number is not read.
    """
    about = documents[["document_id", "kind", "year"]].rename(columns={"kind": "level"})
    told = about[about["level"].isin(["kommuneplan", *BUDGETS]) & about["year"].notna()]
    prose = sections[sections["text"].str.contains(_FIRST)].merge(told, on="document_id")
    prose = prose.assign(sentence=prose["text"].map(_sentences_that_put_first))
    rows = prose.explode("sentence").dropna(subset=["sentence"])
    rows = rows.assign(number=rows["sentence"].map(_numbers)).explode("number")
    rows = rows.merge(_numbered_objectives(goals), on="number")
    own = rows["plan_id"].eq(rows["document_id"])
    rows = rows[own | (rows["level"].ne("kommuneplan") & rows["plan_year"].le(rows["year"]))]
    latest = rows.groupby("section_id")["plan_year"].transform("max")
    rows = rows[rows["plan_year"].eq(latest)].drop_duplicates(["objective_id", "section_id"])
    if rows.empty:
        return empty_table(PRIORITISED)
    named = rows.rename(columns={"sentence": "quote"})[list(PRIORITISED.schema.columns)]
    return check_table(named, PRIORITISED).sort_values(
        ["objective_id", "section_id"], ignore_index=True
    )


def _sentences_that_put_first(text: str) -> list[str]:
    sentences = _SENTENCE.split(text)
    found = []
    for place, sentence in enumerate(sentences):
        if not _FIRST.search(sentence) or _NOT_FIRST.search(sentence):
            continue
        nearest = next(
            (s for s in sentences[place : place + 1 + _REACH] if _NUMBER.search(s)), None
        )
        if nearest is not None and not _NOT_FIRST.search(nearest):
            found.append(nearest)
    return list(dict.fromkeys(found))


def _numbers(sentence: str) -> list[str]:
    return list(dict.fromkeys([*goal_numbers(sentence), *_NUMBER.findall(sentence)]))


def _numbered_objectives(goals: pd.DataFrame) -> pd.DataFrame:
    plan = goals["level"].eq("kommuneplan") & goals["kind"].isin(["hovedmål", "delmål"])
    names = {"goal_id": "objective_id", "document_id": "plan_id", "year": "plan_year"}
    columns = ["number", *names]
    return goals.loc[plan & goals["number"].notna(), columns].rename(columns=names)


def area_priorities(
    frames: pd.DataFrame,
    goals: pd.DataFrame,
    profiles: pd.DataFrame,
    served: pd.DataFrame,
    objectives: pd.DataFrame,
    prioritised: pd.DataFrame,
    units: pd.DataFrame,
) -> pd.DataFrame:
    """One row for each area and year with a frame in use, with the columns of PRIORITIES.

    Money: change = (frame − frame before) / |frame before|, nominal; real_change leaves out the
    lønns- og prisvekst that a document prints for it, and is missing where none does, or where
    the years aren't next to each other. Share of total: of the positive frames (an area that
    lives on fees has a negative one).
    Words: the goals of the year's årsbudsjett and of the økonomiplan in force, placed in areas.
    mass = Σ anchoring; objectives_share = mean over the objectives served of the share of their
    probability, over decided links, that comes from the area's goals; prioritised_share is the
    same over the objectives put first.
    `served` and `objectives` come from `plans.served_objectives` and `.objectives_in_force`,
    `units` from `areas.unit_services`. Range of the shares: 0–1.
    """
    named = with_one_name(frames)
    money = _money(named)
    if money.empty:
        return empty_table(PRIORITIES)
    placed = placed_goals(goals[goals["level"].isin(BUDGETS)], known_areas(named), units)
    governing = _governing_goals(goals, sorted(money["year"].unique()))
    rows = money.merge(_words(placed, governing, profiles), "left", on=["year", "grain", "area"])
    possible = {}
    counted = _objectives_of(objectives, governing, goals)
    first = counted[counted["objective_id"].isin(prioritised["objective_id"])]
    for name, chosen in (("objectives", counted), ("prioritised", first)):
        shares = _objective_shares(placed, governing, served, chosen, name)
        rows = rows.merge(shares, "left", on=["year", "grain", "area"])
        possible[name] = chosen.groupby("year")["objective_id"].nunique()
    filled = _filled(rows, placed, governing, possible)[list(PRIORITIES.schema.columns)]
    return check_table(filled, PRIORITIES).sort_values(["year", "grain", "area"], ignore_index=True)


def _objectives_of(
    objectives: pd.DataFrame, governing: pd.DataFrame, goals: pd.DataFrame
) -> pd.DataFrame:
    """`year, objective_id`: what counts in the plans that a year's governing goals answer to."""
    told = governing.merge(goals[["goal_id", "year"]], on="goal_id", suffixes=("", "_of_goal"))
    years = told[["year", "year_of_goal"]].drop_duplicates()
    counted = objectives.loc[objectives["in_coverage"], ["year", "objective_id"]]
    counted = counted.rename(columns={"year": "year_of_goal"})
    return years.merge(counted)[["year", "objective_id"]].drop_duplicates()


def _money(frames: pd.DataFrame) -> pd.DataFrame:
    rows = frames[frames["in_use"] & frames["grain"].ne("total")]
    rows = rows.drop(columns=["price_growth_nok", "price_growth_id"])
    rows = rows.merge(_growth_by_area(frames), "left", on=["year", "grain", "area"])
    rows = rows.rename(columns={"amount_nok": "frame_nok"}).sort_values(["grain", "area", "year"])
    by_area = rows.groupby(["grain", "area"])
    before = by_area[["year", "frame_nok", "amount_id"]].shift()
    rows = rows.assign(
        year_before=before["year"],
        frame_before_nok=before["frame_nok"],
        amount_before_id=before["amount_id"],
        reconciles=rows["year"].map(_totals_reconcile(frames)).astype("boolean"),
    )
    return rows.pipe(_with_changes).pipe(_with_shares)


def _growth_by_area(frames: pd.DataFrame) -> pd.DataFrame:
    """Each area's lønns- og prisvekst, from the document in use first; else its parts'."""
    told = frames.dropna(subset=["price_growth_nok"]).sort_values(
        ["in_use", "level", "document_id"], ascending=[False, False, True]
    )
    keys = ["year", "grain", "area"]
    own = told.drop_duplicates(keys)[[*keys, "price_growth_nok"]]
    services = frames[frames["in_use"] & frames["grain"].eq("service")]
    services = services[["year", "area", "above"]].merge(own[own["grain"].eq("service")], "left")
    parts = services.groupby(["year", "above"])["price_growth_nok"]
    whole = parts.sum().where(parts.count().eq(parts.size())).dropna()
    summed = whole.rename_axis(["year", "area"]).reset_index().assign(grain="area")
    return pd.concat([own, summed]).drop_duplicates(keys)


def _totals_reconcile(frames: pd.DataFrame) -> pd.Series:
    """By year: whether the printed total and every sum below it add up, in the document in use."""
    sums = frames[frames["in_use"] & frames["reconciles"].notna()]
    with_total = sums.loc[sums["grain"].eq("total"), "year"]
    agrees: pd.Series = sums[sums["year"].isin(with_total)].groupby("year")["reconciles"].all()
    return agrees


def _with_changes(rows: pd.DataFrame) -> pd.DataFrame:
    change = rows["frame_nok"] - rows["frame_before_nok"]
    base = rows["frame_before_nok"].abs().where(rows["frame_before_nok"].ne(0))
    # lønns- og prisvekst of one year says nothing of the change over two
    growth = rows["price_growth_nok"].where(rows["year"].sub(rows["year_before"]).eq(1))
    return rows.assign(
        change_nok=change,
        change=change / base,
        price_growth_nok=growth,
        real_change=(change - growth) / base,
    )


def _with_shares(rows: pd.DataFrame) -> pd.DataFrame:
    positive = rows["frame_nok"].clip(lower=0)
    total = positive.groupby([rows["year"], rows["grain"]]).transform("sum")
    rows = rows.assign(share_of_total=positive / total.where(total.gt(0)))
    by_year = rows.groupby(["year", "grain"])["frame_nok"]
    return rows.assign(
        share_before=rows.groupby(["grain", "area"])["share_of_total"].shift(),
        rank=by_year.rank(ascending=False, method="min"),
        areas=by_year.transform("size"),
    )


def _governing_goals(goals: pd.DataFrame, years: list[int]) -> pd.DataFrame:
    """`year, goal_id`: goals of each year's årsbudsjett, and of the latest økonomiplan in force."""
    budgets = goals[goals["level"].isin(BUDGETS) & goals["year"].notna()]
    told = budgets.assign(start=budgets["year"], end=budgets["year_to"].fillna(budgets["year"]))
    pairs = told.drop(columns="year").merge(pd.DataFrame({"year": years}), how="cross")
    plan = pairs["level"].eq("økonomiplan")
    pairs = pairs[
        (pairs["start"].eq(pairs["year"]) & ~plan)
        | (plan & pairs["start"].le(pairs["year"]) & pairs["end"].ge(pairs["year"]))
    ]
    latest = pairs.groupby(["year", "level"])["start"].transform("max")
    return pairs.loc[pairs["start"].eq(latest), ["year", "goal_id"]]


def _words(placed: pd.DataFrame, governing: pd.DataFrame, profiles: pd.DataFrame) -> pd.DataFrame:
    """Goals and mass of each area, and their shares of what is placed."""
    rows = placed.merge(governing, on="goal_id").merge(
        profiles[["goal_id", "anchoring"]], on="goal_id"
    )
    rows = rows.assign(mass=rows["anchoring"] * rows["weight"])
    by_area = rows.groupby(["year", "grain", "area"], as_index=False).agg(
        goals=("goal_id", "nunique"),
        evenly=("weight", "sum"),
        mass=("mass", "sum"),
        known=("anchoring", "count"),
    )
    by_grain = by_area.groupby(["year", "grain"])[["evenly", "mass"]].transform("sum")
    has_mass = by_area["known"].gt(0) & by_grain["mass"].gt(0)
    return by_area.assign(
        goals_share=by_area["evenly"] / by_grain["evenly"],
        mass=by_area["mass"].where(by_area["known"].gt(0)),
        mass_share=(by_area["mass"] / by_grain["mass"]).where(has_mass),
    ).drop(columns=["evenly", "known"])


def _objective_shares(
    placed: pd.DataFrame,
    governing: pd.DataFrame,
    served: pd.DataFrame,
    chosen: pd.DataFrame,
    name: str,
) -> pd.DataFrame:
    """`<name>_share`, `<name>_placed`: Σ over objectives of the area's part / objectives served."""
    linked = served[served["linked"] & served["objective_id"].isin(chosen["objective_id"])]
    pairs = governing.merge(linked[["goal_id", "objective_id", "probability"]], on="goal_id")
    pairs = pairs.merge(placed, on="goal_id")
    pairs = pairs.assign(part=pairs["probability"] * pairs["weight"])
    keys = ["year", "grain", "objective_id"]
    parts = pairs.groupby([*keys, "area"], as_index=False)["part"].sum()
    parts = parts.assign(part=parts["part"] / parts.groupby(keys)["part"].transform("sum"))
    number = parts.groupby(["year", "grain"])["objective_id"].nunique().rename(f"{name}_placed")
    sums = parts.groupby(["year", "grain", "area"])["part"].sum().rename(f"{name}_share")
    rows: pd.DataFrame = sums.reset_index().merge(number.reset_index(), on=["year", "grain"])
    return rows.assign(**{f"{name}_share": rows[f"{name}_share"] / rows[f"{name}_placed"]})


def _filled(
    rows: pd.DataFrame,
    placed: pd.DataFrame,
    governing: pd.DataFrame,
    possible: dict[str, pd.Series],
) -> pd.DataFrame:
    """The denominators, and zeros where they are known: an area without any of the goals placed.

    A service whose tjenesteområde has goals that no service can be told to own may own some of
    them: that it has none can't be known.
    """
    of_grain = governing.merge(placed, on="goal_id").groupby(["year", "grain"])["goal_id"].nunique()
    keys = pd.MultiIndex.from_frame(rows[["year", "grain"]])
    may_own = pd.MultiIndex.from_frame(rows[["year", "above"]]).isin(_undivided(placed, governing))
    none = rows["goals"].isna() & ~(rows["grain"].eq("service") & may_own)
    filled = rows.assign(
        goals=rows["goals"].fillna(0),
        goals_placed=of_grain.reindex(keys).fillna(0).to_numpy(),
        goals_possible=rows["year"].map(governing.groupby("year")["goal_id"].nunique()).fillna(0),
    )
    for name in ("goals_share", "mass", "mass_share"):
        known = rows.groupby(["year", "grain"])[name].transform("count").gt(0)
        filled = filled.assign(**{name: rows[name].mask(none & known, 0.0)})
    for name, number in possible.items():
        # has goals, of which none serves any: known as well
        nothing = rows[f"{name}_share"].isna() & (none | rows["goals"].notna())
        counted = rows.groupby(["year", "grain"])[f"{name}_placed"].transform("max").fillna(0)
        filled = filled.assign(
            **{
                f"{name}_share": rows[f"{name}_share"].mask(nothing & counted.gt(0), 0.0),
                f"{name}_placed": counted,
                f"{name}_possible": rows["year"].map(number).fillna(0),
            }
        )
    return filled


def _undivided(placed: pd.DataFrame, governing: pd.DataFrame) -> pd.MultiIndex:
    """`year, area` of tjenesteområder with a goal that is placed in none of their services."""
    divided = placed.loc[placed["grain"].eq("service"), "goal_id"]
    whole = placed[placed["grain"].eq("area") & ~placed["goal_id"].isin(divided)]
    return pd.MultiIndex.from_frame(governing.merge(whole, on="goal_id")[["year", "area"]])


def priority_effects(priorities: pd.DataFrame, params: ScoringParams) -> pd.DataFrame:
    """Whether areas with more of the words get more of the money: EFFECTS by year and grain.

    Words are `objectives_share` and `mass_share`, money is `real_change` and, where no document
    tells lønns- og prisvekst of the year, the nominal `change`. Ranks are compared (Spearman),
    as one large area else decides alone. Areas with a negative frame live on fees and are left
    out. It is no cause: large areas have more goals, duties come with the population, and what
    is put first may be what costs nothing.
    """
    told = priorities[priorities["frame_nok"].gt(0) & priorities["goals_placed"].gt(0)]
    rows = []
    for (year, grain), group in told.groupby(["year", "grain"], sort=True):
        # an økonomiplan's later years are in the prices of its first
        money = "real_change" if group["real_change"].notna().any() else "change"
        for words in ("objectives_share", "mass_share"):
            analysis = f"money and words {year}, {grain}: {money} by {words}"
            columns = (f"priorities.{words}", f"priorities.{money}")
            rows.append(effect_rows(group, analysis, columns, CAUTION, params, kinds=("spearman",)))
    return joined_effects([settled(pd.concat(rows, ignore_index=True), params)] if rows else [])


CAUTION = (
    "words are where the documents' goals stand, and large areas have more of both; "
    "what moves a frame may be duties, population or prices"
)
