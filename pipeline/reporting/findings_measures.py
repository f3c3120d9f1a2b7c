"""Findings from the wider measures: threads, money, likeness, the council, years, doubt."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.reporting.corpus import Corpus, records
from pipeline.reporting.findings import Finding, count_goals, count_own_goals
from pipeline.reporting.formats import counted, decimal, interval, listed, million_nok, whole
from pipeline.reporting.words import QUADRANT_WORDS, steps
from pipeline.speech import Words, marked, ngettext
from pipeline.speech import gettext as _

_KINDS = Words(
    {
        "copied": marked("Mest er avskrift."),
        "shared_parent": marked("Mest kommer av et felles mål over."),
        "converged": marked("Mest har de kommet til hver for seg."),
    }
)
_MOST_VERDICTS = 5
_NO_SLUGS: Mapping[str, str] = {}


def period_finding(periods: pd.DataFrame) -> Finding | None:
    """Which units can be placed when all their years are taken together."""
    told = periods[periods["quadrant"].ne("uavklart") & periods["years"].gt(1)]
    told = told[~told["has_moved"].fillna(False).astype(bool)]
    if told.empty:
        return None
    groups = [
        _("{quadrant}: {units}").format(
            quadrant=QUADRANT_WORDS[quadrant],
            units=listed(sorted(told.loc[told["quadrant"].eq(quadrant), "unit"]), 6),
        )
        for quadrant in QUADRANT_WORDS
        if told["quadrant"].eq(quadrant).any()
    ]
    claim = _("Med alle årene samlet er det avgjort at disse er {groups}.").format(
        groups="; ".join(groups)
    )
    n = int(told["goals_held"].sum())
    basis = _(
        "Mål som står ordrett i flere år, teller én gang; n\u00a0=\u00a0{goals}. Enheter som har "
        "flyttet seg mellom årene, er ikke med."
    ).format(goals=counted(n, "ulikt mål", "ulike mål"))
    return Finding(claim, basis, "avgjort", "#enhetene")


def thread_finding(threads: pd.DataFrame, year: int) -> Finding | None:
    """How many of the plan's objectives can be followed down to the units' own goals."""
    of_plan = threads["level"].eq("kommuneplan") & threads["in_coverage"]
    told = threads[of_plan & threads["year"].eq(year) & threads["status"].notna()]
    if told.empty:
        return None
    counts = Counter(told["status"])
    claim = thread_claim(counts["whole"], counts["broken"], counts["uavklart"], year)
    places = Counter(told["break_at"].dropna())
    most = [f"{steps(place)} ({whole(n)})" for place, n in sorted(places.items(), key=_largest)]
    basis = (
        _("Tråden brister: {places}.").format(places=listed(most, 3))
        if most
        else _("Ingen tråd brister.")
    )
    settled = counts["uavklart"] < len(told)
    return Finding(claim, basis, "avgjort" if settled else "uavklart", "#traden")


def thread_claim(held: int, broken: int, unsure: int, year: int) -> str:
    """The sentence on how many threads are whole, broken and unclear; no word on those of none."""
    claim = ngettext(
        "{whole} av {all} kan følges fra kommuneplanen til enhetenes egne mål i {year}",
        "{whole} av {all} kan følges fra kommuneplanen til enhetenes egne mål i {year}",
        held,
    ).format(
        whole=whole(held),
        all=counted(held + broken + unsure, "delmål", "delmål"),
        year=year,
    )
    rest = (
        [ngettext("{number} brister", "{number} brister", broken).format(number=whole(broken))]
        if broken
        else []
    )
    rest += (
        [
            ngettext("{number} er uavklart", "{number} er uavklart", unsure).format(
                number=whole(unsure)
            )
        ]
        if unsure
        else []
    )
    return f"{claim}; {listed(rest)}." if rest else f"{claim}."


def money_finding(resourcing: pd.DataFrame, orphans: pd.DataFrame, year: int) -> Finding | None:
    """Behind how many of the units' own goals a line of money was found."""
    own = orphans.loc[orphans["year"].eq(year), "goal_id"]
    theirs = resourcing[resourcing["goal_id"].isin(own)]
    known = theirs[theirs["resourcing"].isin(("fresh", "within_frame", "no_line"))]
    if known.empty:
        return None
    counts = Counter(known["resourcing"])
    claim = _(
        "Bak {fresh} av {all} i {year} er det funnet nye penger; for {none} er det ikke funnet "
        "noen linje."
    ).format(
        fresh=whole(counts["fresh"]),
        all=count_own_goals(len(known)),
        year=year,
        none=whole(counts["no_line"]),
    )
    basis = _(
        "Lett i budsjetter, økonomiplaner, saker og avtalene selv; {goals} kan ikke avgjøres. At "
        "ingen linje er funnet, betyr ikke at det ikke brukes penger."
    ).format(goals=count_goals(len(theirs) - len(known)))
    return Finding(claim, basis, "avgjort", "#penger")


def objective_money_finding(money: pd.DataFrame, corpus: Corpus, year: int) -> Finding | None:
    """Which of the plan's objectives no new money was found behind, and which has most."""
    ids = [goal.goal_id for goal in corpus.objectives_of(year)]
    told = money[money["year"].eq(year) & money["objective_id"].isin(ids)]
    told = told[told["goals_known"].gt(0)]
    if told.empty:
        return None
    bare = told[told["goals_fresh"].eq(0)]
    rich = told.dropna(subset=["amounts_high_nok"]).sort_values(
        ["amounts_high_nok", "objective_id"], ascending=[False, True]
    )
    all_of = count_goals(len(told))
    if bare.empty:
        claim = _("Bak hvert av {goals} i planen er det funnet nye penger i {year}.").format(
            goals=all_of, year=year
        )
    else:
        claim = ngettext(
            "Bak {number} av {goals} i planen er det ikke funnet nye penger i {year}: {which}.",
            "Bak {number} av {goals} i planen er det ikke funnet nye penger i {year}: {which}.",
            len(bare),
        ).format(
            number=whole(len(bare)),
            goals=all_of,
            year=year,
            which=listed(_named(bare["objective_id"], corpus), 12),
        )
    basis = ""
    if not rich.empty:
        row = rich.iloc[0]
        basis = _("Mest er funnet bak {objective}: {amount}.").format(
            objective=_named([row["objective_id"]], corpus)[0],
            amount=between(row["amounts_low_nok"], row["amounts_high_nok"]),
        )
    return Finding(claim, basis, "avgjort", "#penger")


def between(low: float | None, high: float | None) -> str:
    r"""Both bounds of an amount, or the amount where they are the same.

    >>> between(1e6, 1e6)
    '1,0\xa0mill.\xa0kr'
    """
    if low is None or million_nok(low) == million_nok(high):
        return million_nok(high)
    return _("mellom {low} og {high}").format(low=million_nok(low), high=million_nok(high))


def _named(ids: "pd.Series[str] | list[str]", corpus: Corpus) -> list[str]:
    order = {objective: place for place, objective in enumerate(corpus.objective_ids)}
    goals = [corpus.goals[o] for o in sorted(ids, key=lambda o: order.get(o, 0))]
    return [goal.number or f"«{goal.text}»" for goal in goals]


def likeness_finding(
    isomorphism: pd.DataFrame,
    trends: pd.DataFrame,
    year: int,
    slugs: Mapping[str, str] = _NO_SLUGS,
) -> Finding | None:
    """Which two units are most alike, what makes them so, and whether it grows.

    `slugs` are the file names of the units' pages.
    """
    told = isomorphism[isomorphism["year"].eq(year) & isomorphism["goals_same"].gt(0)]
    if told.empty:
        return None
    pair = told.sort_values(["isomorphism", "unit_a"], ascending=[False, True]).iloc[0]
    kind = max(_KINDS, key=lambda name: float(pair[name]))
    claim = _(
        "{unit} og {other} er de likeste enhetene i {year}: {same} av {all} sier det samme."
    ).format(
        unit=pair["unit_a"],
        other=pair["unit_b"],
        year=year,
        same=whole(pair["goals_same"]),
        all=count_goals(int(pair["goals_smaller"])),
    )
    of_pair = trends["unit_a"].eq(pair["unit_a"]) & trends["unit_b"].eq(pair["unit_b"])
    mine = trends[of_pair & trends["measure"].eq("isomorphism")]
    grows = None if mine.empty else mine.iloc[0]
    basis = _likeness_basis(pair, grows)
    slug = slugs.get(pair["unit_a"])
    settled = pair["isomorphism_low"] > 0
    return Finding(
        f"{claim} {_KINDS[kind]}",
        basis,
        "avgjort" if settled else "uavklart",
        f"enheter/{slug}.html" if slug else "",
    )


def _likeness_basis(pair: "pd.Series[Any]", grows: "pd.Series[Any] | None") -> str:
    said = {"value": decimal(pair["isomorphism"]), "ends": _ends(pair, "isomorphism")}
    if grows is None or grows["direction"] == "uavklart":
        return _("Likhet {value} [{ends}].").format(**said)
    said |= {"before": decimal(grows["first_value"]), "first": str(grows["first_year"])}
    if grows["direction"] == "growing":
        return _("Likhet {value} [{ends}]; den vokser fra {before} i {first}.").format(**said)
    return _("Likhet {value} [{ends}]; den avtar fra {before} i {first}.").format(**said)


def succession_finding(shares: pd.DataFrame, year: int) -> Finding | None:
    """How many own goals stand from the year before."""
    told = shares[shares["scope"].eq("all units") & shares["year_to"].eq(year)]
    counts = dict(zip(told["fate"], told["goals"], strict=True))
    before = told.loc[told["fate"].eq("kept"), "n"]
    if before.empty or not before.iloc[0]:
        return None
    claim = _(
        "Av {goals} året før står {kept} uendret i {year}, {changed} er endret og {dropped} "
        "borte; {new} er nye."
    ).format(
        goals=count_own_goals(int(before.iloc[0])),
        year=year,
        **{fate: whole(counts[fate]) for fate in ("kept", "changed", "dropped", "new")},
    )
    unclear = counts["uavklart"]
    basis = (
        _("For {number} er det uavklart.").format(number=whole(unclear))
        if unclear
        else _("Ingen er uavklart.")
    )
    return Finding(claim, basis, "avgjort", "#siden")


def council_finding(years: pd.DataFrame) -> Finding | None:
    """What became of the proposed points in the last year with decided cases."""
    told = years[years["points_proposed"].gt(0)].sort_values("year")
    if told.empty:
        return None
    row = told.iloc[-1]
    claim = _(
        "Av {points} i {year} beholdt de folkevalgte {kept}, omformulerte {reworded}, strøk "
        "{dropped} og la til {added}."
    ).format(
        points=counted(int(row["points_proposed"]), "foreslått punkt", "foreslåtte punkter"),
        year=row["year"],
        **{fate: whole(row[fate]) for fate in ("kept", "reworded", "dropped", "added")},
    )
    basis = _("{cases} med forslag og vedtak.").format(
        cases=counted(int(row["cases_decided"]), "sak", "saker")
    )
    return Finding(claim, basis, "avgjort", "#vedtak")


def moved_money_finding(cases: pd.DataFrame) -> Finding | None:
    """How much money the council moved, case by case, where the figures cover the same."""
    told = cases[cases["comparable_nok"].fillna(0).gt(0)].sort_values(
        ["moved_nok", "document_id"], ascending=[False, True]
    )
    if told.empty:
        return None
    moved = told[told["moved_nok"].gt(0)]
    if moved.empty:
        claim = ngettext(
            "De folkevalgte flyttet ingen penger i {cases} der beløpene kan sammenlignes.",
            "De folkevalgte flyttet ingen penger i {cases} der beløpene kan sammenlignes.",
            len(told),
        ).format(cases=counted(len(told), "sak", "saker"))
        return Finding(claim, "", "avgjort", "#vedtak")
    parts = [
        _("{amount} i {case}").format(amount=million_nok(row["moved_nok"]), case=_case(row))
        for row in records(moved.head(3))
    ]
    claim = _("De folkevalgte flyttet {amounts} mellom områdene.").format(amounts=listed(parts))
    basis = _("Bare områder der forslag og vedtak dekker det samme; netto endring: {net}.").format(
        net=listed([million_nok(row["net_nok"]) for row in records(moved.head(3))])
    )
    return Finding(claim, basis, "avgjort", "#vedtak")


def _case(row: Mapping[str, object]) -> str:
    if row["case_number"]:
        return _("sak {number}").format(number=row["case_number"])
    return _("en sak uten nummer")


def input_finding(inputs: pd.DataFrame, case_slugs: Mapping[str, str]) -> Finding | None:
    """How many of the units' inputs stand in the decision.

    It leads to the page of the case that they were held against, or to the list of several.
    """
    told = inputs.dropna(subset=["reaches"])
    if told.empty:
        return None
    counts = Counter(told["reaches"])
    claim = _(
        "Av {inputs} fra enhetene står {decided} i vedtaket, {stopped} stanset på veien, og "
        "{none} er ikke å finne igjen."
    ).format(
        inputs=counted(len(told), "innspill", "innspill"),
        decided=whole(counts["vedtak"]),
        stopped=whole(counts["saksframlegg"] + counts["innstilling"]),
        none=whole(counts["none"]),
    )
    basis = _("For {number} er det uavklart.").format(number=whole(counts["uavklart"]))
    cases = {name for names in told["case_document_ids"].dropna() for name in names.split()}
    slugs = [case_slugs[name] for name in sorted(cases) if name in case_slugs]
    href = f"saker/{slugs[0]}.html#innspill" if len(slugs) == 1 else "saker.html"
    return Finding(claim, basis, "avgjort", href if slugs else "dokumenter.html")


def verdict_finding(
    flips: pd.DataFrame, year: int, slugs: Mapping[str, str] = _NO_SLUGS
) -> Finding | None:
    """Which unit the fewest verdicts would settle; `slugs` are the units' file names."""
    told = flips[flips["year"].eq(year) & flips["quadrant_now"].eq("uavklart")]
    told = told[told["changes_quadrant"]].sort_values(["verdicts", "unit"])
    if told.empty or told["verdicts"].iloc[0] > _MOST_VERDICTS:
        return None
    row = told.iloc[0]
    claim = _(
        "{verdicts} ville være nok til å plassere {unit} i {year}, om de ga samme svar."
    ).format(
        verdicts=counted(int(row["verdicts"]), "vurdering", "vurderinger"),
        unit=row["unit"],
        year=year,
    )
    basis = _("Sjansen for det er {chance} etter koplingenes egne sannsynligheter.").format(
        chance=decimal(row["chance"])
    )
    slug = slugs.get(row["unit"])
    return Finding(claim, basis, "uavklart", f"enheter/{slug}.html" if slug else "")


def _ends(row: "pd.Series[Any]", name: str) -> str:
    return interval(row[f"{name}_low"], row[f"{name}_high"])


def _largest(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]
