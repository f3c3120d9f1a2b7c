"""Findings from the wider measures: threads, money, likeness, the council, years, doubt."""

from collections import Counter

import pandas as pd

from pipeline.reporting.corpus import MeasureTables
from pipeline.reporting.findings import Finding
from pipeline.reporting.formats import counted, decimal, interval, listed, whole

_KINDS = {
    "copied": "avskrift",
    "shared_parent": "et felles mål over",
    "converged": "at de har kommet til det samme hver for seg",
}
_MOST_VERDICTS = 5


def measure_findings(tables: MeasureTables, year: int) -> tuple[Finding, ...]:
    """What these tables say of a year, each sentence only where its table bears it."""
    made = (
        thread_finding(tables.threads, year),
        money_finding(tables.resourcing, tables.orphans, year),
        likeness_finding(tables.isomorphism, tables.isomorphism_trends, year),
        succession_finding(tables.succession_shares, year),
        council_finding(tables.council_years),
        input_finding(tables.inputs),
        verdict_finding(tables.flips, year),
    )
    return tuple(finding for finding in made if finding is not None)


def thread_finding(threads: pd.DataFrame, year: int) -> Finding | None:
    """How many of the plan's objectives can be followed down to the units' own goals."""
    of_plan = threads["level"].eq("kommuneplan") & threads["in_coverage"]
    told = threads[of_plan & threads["year"].eq(year) & threads["status"].notna()]
    if told.empty:
        return None
    counts = Counter(told["status"])
    parts = [
        f"{whole(counts['whole'])} av {counted(len(told), 'delmål', 'delmål')} kan følges fra "
    ]
    parts.append(f"kommuneplanen til enhetenes egne mål i {year}")
    rest = [f"{whole(counts['broken'])} brister"] if counts["broken"] else []
    rest += [f"{whole(counts['uavklart'])} er uavklart"] if counts["uavklart"] else []
    claim = "".join(parts) + (f"; {listed(rest)}." if rest else ".")
    places = Counter(told["break_at"].dropna())
    most = [f"{place} ({whole(n)})" for place, n in sorted(places.items(), key=_largest_first)]
    basis = f"Tråden brister: {listed(most, 3)}." if most else "Ingen tråd brister."
    return Finding(claim, basis, "avgjort" if counts["uavklart"] < len(told) else "uavklart")


def money_finding(resourcing: pd.DataFrame, orphans: pd.DataFrame, year: int) -> Finding | None:
    """Behind how many of the units' own goals a line of money was found."""
    own = orphans.loc[orphans["year"].eq(year), "goal_id"]
    theirs = resourcing[resourcing["goal_id"].isin(own)]
    known = theirs[theirs["resourcing"].isin(("fresh", "within_frame", "no_line"))]
    if known.empty:
        return None
    counts = Counter(known["resourcing"])
    claim = (
        f"Bak {whole(counts['fresh'])} av {counted(len(known), 'eget mål', 'egne mål')} i {year} "
        f"er det funnet nye penger; for {whole(counts['no_line'])} er det ikke funnet noen linje."
    )
    unread = len(theirs) - len(known)
    basis = (
        f"Lett i budsjetter, økonomiplaner, saker og avtalene selv; {whole(unread)} mål kan ikke "
        "avgjøres. At ingen linje er funnet, betyr ikke at det ikke brukes penger."
    )
    return Finding(claim, basis, "avgjort")


def likeness_finding(isomorphism: pd.DataFrame, trends: pd.DataFrame, year: int) -> Finding | None:
    """Which two units are most alike, what makes them so, and whether it grows."""
    told = isomorphism[isomorphism["year"].eq(year) & isomorphism["goals_same"].gt(0)]
    if told.empty:
        return None
    pair = told.sort_values(["isomorphism", "unit_a"], ascending=[False, True]).iloc[0]
    kind = max(_KINDS, key=lambda name: float(pair[name]))
    claim = (
        f"{pair['unit_a']} og {pair['unit_b']} er de likeste enhetene i {year}: "
        f"{whole(pair['goals_same'])} av {counted(int(pair['goals_smaller']), 'mål', 'mål')} "
        f"sier det samme, mest på grunn av {_KINDS[kind]}."
    )
    of_pair = trends["unit_a"].eq(pair["unit_a"]) & trends["unit_b"].eq(pair["unit_b"])
    mine = trends[of_pair & trends["measure"].eq("isomorphism")]
    grows = None if mine.empty else mine.iloc[0]
    basis = f"Likhet {decimal(pair['isomorphism'])} [{_ends(pair, 'isomorphism')}]"
    if grows is not None and grows["direction"] != "uavklart":
        word = "vokser" if grows["direction"] == "growing" else "avtar"
        basis += f"; den {word} fra {decimal(grows['first_value'])} i {grows['first_year']}"
    return Finding(claim, f"{basis}.", "avgjort" if pair["isomorphism_low"] > 0 else "uavklart")


def succession_finding(shares: pd.DataFrame, year: int) -> Finding | None:
    """How many own goals stand from the year before."""
    told = shares[shares["scope"].eq("all units") & shares["year_to"].eq(year)]
    counts = dict(zip(told["fate"], told["goals"], strict=True))
    before = told.loc[told["fate"].eq("kept"), "n"]
    if before.empty or not before.iloc[0]:
        return None
    claim = (
        f"Av {counted(int(before.iloc[0]), 'eget mål', 'egne mål')} året før står "
        f"{whole(counts['kept'])} uendret i {year}, {whole(counts['changed'])} er endret og "
        f"{whole(counts['dropped'])} borte; {whole(counts['new'])} er nye."
    )
    unclear = counts["uavklart"]
    basis = f"For {whole(unclear)} er det uavklart." if unclear else "Ingen er uavklart."
    return Finding(claim, basis, "avgjort")


def council_finding(years: pd.DataFrame) -> Finding | None:
    """What became of the proposed points in the last year with decided cases."""
    told = years[years["points_proposed"].gt(0)].sort_values("year")
    if told.empty:
        return None
    row = told.iloc[-1]
    claim = (
        f"Av {counted(int(row['points_proposed']), 'foreslått punkt', 'foreslåtte punkter')} i "
        f"{row['year']} beholdt de folkevalgte {whole(row['kept'])}, omformulerte "
        f"{whole(row['reworded'])}, strøk {whole(row['dropped'])} og la til {whole(row['added'])}."
    )
    basis = f"{counted(int(row['cases_decided']), 'sak', 'saker')} med forslag og vedtak."
    return Finding(claim, basis, "avgjort")


def input_finding(inputs: pd.DataFrame) -> Finding | None:
    """How many of the units' inputs stand in the decision."""
    told = inputs.dropna(subset=["reaches"])
    if told.empty:
        return None
    counts = Counter(told["reaches"])
    stopped = counts["saksframlegg"] + counts["innstilling"]
    claim = (
        f"Av {counted(len(told), 'innspill', 'innspill')} fra enhetene står "
        f"{whole(counts['vedtak'])} i vedtaket, {whole(stopped)} stanset på veien, og "
        f"{whole(counts['none'])} er ikke å finne igjen."
    )
    basis = f"For {whole(counts['uavklart'])} er det uavklart."
    return Finding(claim, basis, "avgjort")


def verdict_finding(flips: pd.DataFrame, year: int) -> Finding | None:
    """Which unit the fewest verdicts would settle."""
    told = flips[flips["year"].eq(year) & flips["quadrant_now"].eq("uavklart")]
    told = told[told["changes_quadrant"]].sort_values(["verdicts", "unit"])
    if told.empty or told["verdicts"].iloc[0] > _MOST_VERDICTS:
        return None
    row = told.iloc[0]
    claim = (
        f"{counted(int(row['verdicts']), 'vurdering', 'vurderinger')} ville være nok til å "
        f"plassere {row['unit']} i {year}, om de ga samme svar."
    )
    basis = f"Sjansen for det er {decimal(row['chance'])} etter koplingenes egne sannsynligheter."
    return Finding(claim, basis, "uavklart")


def _ends(row: pd.Series, name: str) -> str:
    return interval(row[f"{name}_low"], row[f"{name}_high"])


def _largest_first(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]
