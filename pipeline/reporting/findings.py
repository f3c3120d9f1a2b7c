"""Tables to sentences: each claim is made only where its condition holds, else it says so."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from pipeline.reporting.corpus import Corpus, Goal, Profile, UnitYear, records
from pipeline.reporting.formats import (
    counted,
    decimal,
    interval,
    listed,
    percent,
    signed_million_nok,
    whole,
)
from pipeline.reporting.words import LEVEL_WORDS, LINK_KIND_WORDS, QUADRANT_WORDS

Certainty = Literal["avgjort", "uavklart", "mangler"]
_NAMED = 6
# all of one, and all of two, where a number would read oddly
_ALL_OF_FEW = {
    "enhet": ("Den ene enheten", "Begge enhetene"),
    "mål": ("Det ene målet", "Begge målene"),
    "eget mål": ("Det ene egne målet", "Begge de egne målene"),
}


@dataclass(frozen=True)
class Finding:
    """A claim, what it rests on, and whether the data settles it."""

    claim: str
    basis: str
    certainty: Certainty
    href: str = ""


def headline(corpus: Corpus, border: float) -> str:
    """The first sentence of the report: how many units answer to the plan, and how many don't.

    A unit answers where its whole interval lies above `border`, and doesn't where it lies below.
    """
    if corpus.latest is None:
        return _headline_without_units(corpus)
    rows = with_figures(corpus, corpus.latest)
    yes = sum((u.responsiveness_low or 0) > border for u in rows)
    no = sum(u.responsiveness_high is not None and u.responsiveness_high < border for u in rows)
    unsure = len(rows) - yes - no
    if len(rows) == 1:
        return _headline_of_one(corpus.latest, yes, no)
    if unsure == len(rows):
        return (
            f"For ingen av {counted(len(rows), 'enhet', 'enheter')} lar det seg avgjøre om de "
            f"svarer på kommuneplanen i {corpus.latest}"
        )
    if unsure and not yes:
        return (
            f"{_of(no, len(rows), 'enhet', 'enheter')} svarer ikke på kommuneplanen i "
            f"{corpus.latest}, og for {whole(unsure)} lar det seg ikke avgjøre"
        )
    parts = [f"{_of(yes, len(rows), 'enhet', 'enheter')} svarer på kommuneplanen i {corpus.latest}"]
    parts += [f"{whole(no)} gjør det ikke"] if no and yes < len(rows) else []
    parts += [f"{whole(unsure)} lar seg ikke avgjøre"] if unsure else []
    return ", ".join(parts[:2]) + (f", og {parts[2]}" if len(parts) > 2 else "")


def _headline_of_one(year: int, yes: int, no: int) -> str:
    if yes or no:
        return f"Den ene enheten svarer {'' if yes else 'ikke '}på kommuneplanen i {year}"
    return f"For den ene enheten lar det seg ikke avgjøre om den svarer på kommuneplanen i {year}"


def findings(corpus: Corpus, changes: pd.DataFrame, linked_from: float) -> tuple[Finding, ...]:
    """Every finding that the tables carry, most important first.

    A link below `linked_from` that was decided all the same is called uncertain.
    """
    if corpus.latest is None:
        return missing_findings(corpus)
    year = corpus.latest
    made: Iterable[Finding | None] = (
        quadrant_finding(corpus, year),
        difference_finding(corpus, year),
        change_finding(corpus),
        unserved_finding(corpus, year),
        orphan_finding(corpus, year, linked_from),
        ceremonial_finding(corpus, year),
        translation_finding(corpus, year),
        *decision_findings(corpus, changes),
    )
    return tuple(finding for finding in made if finding is not None)


def missing_findings(corpus: Corpus) -> tuple[Finding, ...]:
    """What is missing before anything can be said of units, and what to do."""
    kinds = {document.kind for document in corpus.documents.values()}
    has_own_goals = any(profile.is_own for profile in corpus.profiles.values())
    if not kinds:
        return (_missing("nothing"),)
    gaps = [kind for kind in ("kommuneplan", "lederavtale") if kind not in kinds]
    if not gaps:
        gaps = ["link"] if has_own_goals else ["own goals"]
    found = [_missing(gap) for gap in gaps]
    held = _held_instead(corpus) if "kommuneplan" in gaps else None
    return tuple(found if held is None else [*found, held])


def _held_instead(corpus: Corpus) -> Finding | None:
    """Without a kommuneplan: how the goals relate to what stands highest instead."""
    if not corpus.links:
        return None
    linked = sum(links[0].linked for links in corpus.links.values())
    held, top = len(corpus.links), LEVEL_WORDS[corpus.top]
    if not linked:
        none_of = _ALL_OF_FEW["mål"][0] if held == 1 else "Målene"
        claim = f"{none_of} har ingen avgjort kopling til mål i {top}."
    else:
        claim = f"{_of(linked, held, 'mål', 'mål')} har en avgjort kopling til mål i {top}."
    basis = "Uten kommuneplan er målene holdt mot det som står høyest av det som er lest."
    return Finding(claim, basis, "avgjort", "#dokumentene")


_MISSING = {
    "nothing": (
        "Ingen dokumenter er lest",
        "Legg dokumenter i korpuset med «kopling add FILER», og kjør «kopling run».",
    ),
    "kommuneplan": (
        "Ingen kommuneplan i korpuset",
        "Uten en kommuneplan kan ingen enhet plasseres. Legg den til med "
        "«kopling add FIL --kind kommuneplan --year ÅR», og kjør «kopling run».",
    ),
    "lederavtale": (
        "Ingen lederavtaler i korpuset",
        "Uten lederavtaler finnes det ingen enheter å plassere. Legg dem til med "
        "«kopling add FILER --kind lederavtale --unit ENHET --year ÅR», og kjør «kopling run».",
    ),
    "own goals": (
        "Lederavtalene er lest, men ingen enheter har egne mål i dem",
        "Se i dokumentlisten om avtalene har riktig slag, enhet og år. Mål som er felles for "
        "flere enheter, teller ikke som enhetens egne.",
    ),
    "link": (
        "Enhetene har egne mål, men ingen kommuneplan å holde dem mot",
        "Se i dokumentlisten om planen har år, om den gjelder for de samme årene som avtalene, "
        "og om målene i den ble funnet.",
    ),
}


def _missing(gap: str) -> Finding:
    return Finding(*_MISSING[gap], "mangler", "dokumenter.html")


def quadrant_finding(corpus: Corpus, year: int) -> Finding | None:
    """How many units lie in each quadrant, and how many can't be placed."""
    rows = with_figures(corpus, year)
    if not rows:
        return None
    names = {q: [u.unit for u in rows if u.quadrant == q] for q in QUADRANT_WORDS}
    parts = [
        f"{whole(len(units))} {QUADRANT_WORDS[q]}{_in_brackets(units)}"
        for q, units in names.items()
        if units and q != "uavklart"
    ]
    open_ones = names["uavklart"]
    goals = sum(u.goals for u in rows)
    among = counted(len(rows), "enhet", "enheter")
    basis = f"n\u00a0=\u00a0{counted(goals, 'eget mål', 'egne mål')} i {among}."
    if open_ones:
        why = f"fordi et intervall krysser en grense{_in_brackets(open_ones)}"
        basis = f"{whole(len(open_ones))} er uavklart, {why}. {basis}"
    if not parts:
        claim = f"Ingen enhet kan plasseres sikkert i {year}."
        return Finding(claim, basis, "uavklart", "#plassering")
    return Finding(_sentence(f"I {year} er {listed(parts)}"), basis, "avgjort", "#plassering")


def difference_finding(corpus: Corpus, year: int) -> Finding | None:
    """Whether the units differ in how they answer to the plan, beyond the uncertainty."""
    rows = [u for u in with_figures(corpus, year) if u.responsiveness_low is not None]
    if len(rows) < 2:
        return None
    top = max(rows, key=lambda u: (u.responsiveness or 0, u.unit))
    least = min(rows, key=lambda u: (u.responsiveness or 0, u.unit))
    basis = f"{_responsiveness(top)}; {_responsiveness(least)}."
    if (top.responsiveness_low or 0) > (least.responsiveness_high or 1):
        claim = f"{top.unit} svarer mer på kommuneplanen enn {least.unit}"
        return Finding(
            _sentence(claim), f"{basis} Intervallene overlapper ikke.", "avgjort", "#plassering"
        )
    return Finding(
        "Forskjellene i hvor mye enhetene svarer på planen er mindre enn usikkerheten.",
        f"Høyest og lavest i {year}: {basis} Intervallene overlapper.",
        "uavklart",
        "#plassering",
    )


def change_finding(corpus: Corpus) -> Finding | None:
    """Which units have moved on responsiveness between their first and last year."""
    if len(corpus.years) < 2:
        return None
    first, last = corpus.years[0], corpus.years[-1]
    pairs = [
        (corpus.unit_years[unit, first], corpus.unit_years[unit, last])
        for unit in corpus.units
        if (unit, first) in corpus.unit_years and (unit, last) in corpus.unit_years
    ]
    pairs = [p for p in pairs if all(u.responsiveness_low is not None for u in p)]
    if not pairs:
        return None
    up = [b for a, b in pairs if (b.responsiveness_low or 0) > (a.responsiveness_high or 1)]
    down = [b for a, b in pairs if (b.responsiveness_high or 1) < (a.responsiveness_low or 0)]
    basis = _change_basis(corpus, len(pairs), first, last)
    if not up and not down:
        claim = f"Ingen enhet har endret seg mer enn usikkerheten fra {first} til {last}."
        return Finding(claim, basis, "uavklart", "#enhetene")
    parts = [
        f"{_units(moved)} svarer {word} på planen"
        for moved, word in ((up, "mer"), (down, "mindre"))
        if moved
    ]
    claim = f"{listed(parts)} i {last} enn i {first}"
    return Finding(_sentence(claim), basis, "avgjort", "#enhetene")


def unserved_finding(corpus: Corpus, year: int) -> Finding | None:
    """How many of the plan's objectives no unit stands behind."""
    objectives = corpus.objectives_of(year)
    if not objectives:
        return None
    empty = [g for g in objectives if corpus.objective_years[g.goal_id, year].units == 0]
    possible = max(corpus.objective_years[g.goal_id, year].units_possible for g in objectives)
    basis = f"Av {counted(possible, 'enhet', 'enheter')} med egne mål; avgjorte koplinger teller."
    if not empty:
        every = _of(len(objectives), len(objectives), "mål", "mål")
        claim = f"{every} i planen har minst én enhet bak seg i {year}."
        return Finding(claim, basis, "avgjort", "#malene")
    numbers = listed([g.number or f"«{g.text}»" for g in empty], 12)
    number = f"{whole(len(empty))} av {counted(len(objectives), 'mål', 'mål')}"
    those = f"{_ALL_OF_FEW['mål'][0] if len(objectives) == 1 else number} i planen"
    claim = f"{those} har ingen enhet bak seg i {year}."
    return Finding(claim, f"Det gjelder {numbers}. {basis}", "avgjort", "#malene")


def orphan_finding(corpus: Corpus, year: int, linked_from: float) -> Finding | None:
    """How many of the units' own goals have no decided link to the plan."""
    pairs = own_profiles(corpus, year)
    if not pairs:
        return None
    loose = [goal for goal, profile in pairs if not profile.is_linked]
    claim = _orphan_claim(len(loose), len(pairs), year)
    weak = sum(p.is_linked and (p.anchoring or 0) < linked_from for _, p in pairs)
    doubt = (
        f"Av de {whole(len(pairs) - len(loose))} koplede er {whole(weak)} usikre, med "
        f"sannsynlighet under {decimal(linked_from)}. "
        if weak
        else ""
    )
    basis = (
        f"{doubt}Et mål uten kopling er ikke et dårlig mål: det kan være drift, lovkrav eller noe "
        f"planen ikke nevner. n\u00a0=\u00a0{whole(len(pairs))}."
    )
    return Finding(claim, basis, "avgjort", "#enhetene")


def _orphan_claim(loose: int, goals: int, year: int) -> str:
    plan = f"mål i kommuneplanen i {year}."
    if not loose:
        return f"{_of(goals, goals, 'eget mål', 'egne mål')} er koplet til minst ett {plan}"
    if loose == goals > 1:
        return f"Ingen av de {whole(goals)} egne målene er koplet til noe {plan}"
    share = f" ({percent(loose / goals)})" if loose < goals else ""
    return f"{_of(loose, goals, 'eget mål', 'egne mål')}{share} er ikke koplet til noe {plan}"


def ceremonial_finding(corpus: Corpus, year: int) -> Finding | None:
    """Goals that echo the plan and have nothing behind the words."""
    pairs = own_profiles(corpus, year)
    if not pairs:
        return None
    found = [goal for goal, profile in pairs if profile.is_ceremonial]
    if not found:
        claim = f"Ingen egne mål i {year} gjentar bare planens ord."
        return Finding(
            claim, f"n\u00a0=\u00a0{counted(len(pairs), 'mål', 'mål')}.", "avgjort", "#enhetene"
        )
    by_unit = Counter(goal.unit or "" for goal in found)
    most = [f"{unit} ({whole(n)})" for unit, n in by_unit.most_common(3)]
    claim = (
        f"{_of(len(found), len(pairs), 'eget mål', 'egne mål')} gjentar planens ord uten tiltak, "
        f"målbart resultat eller egne midler."
    )
    basis = f"Flest hos {listed(most)}. Slike mål kalles seremonielle (Meyer og Rowan 1977)."
    return Finding(claim, basis, "avgjort", "#enhetene")


def translation_finding(corpus: Corpus, year: int) -> Finding | None:
    """How the goals' words relate to the plan's, over decided best links."""
    best = [
        corpus.links[goal.goal_id][0]
        for goal, profile in own_profiles(corpus, year)
        if profile.is_linked and goal.goal_id in corpus.links
    ]
    if not best:
        return None
    counts = Counter(link.kind for link in best)
    kind, most = counts.most_common(1)[0]
    rest = [f"{whole(n)} {LINK_KIND_WORDS[k]}" for k, n in counts.most_common() if k != kind]
    claim = (
        f"De fleste koplede målene er {_kind_plural(kind)}: {whole(most)} av {whole(len(best))}."
        if most * 2 > len(best)
        else f"Ingen form dominerer blant {counted(len(best), 'koplet mål', 'koplede mål')}."
    )
    shown = rest if most * 2 > len(best) else [f"{whole(most)} {LINK_KIND_WORDS[kind]}", *rest]
    basis = (
        f"{'Resten' if shown is rest else 'De fordeler seg slik'}: {listed(shown)}."
        if shown
        else ""
    )
    return Finding(
        claim,
        f"{basis} Beste kopling for hvert mål i {year}.".strip(),
        "avgjort",
        "metode.html#koplingsslag",
    )


def decision_findings(corpus: Corpus, changes: pd.DataFrame) -> list[Finding]:
    """For each case with both sides: what may be said of proposal against decision."""
    return [
        _decision_finding(corpus, str(document_id), rows)
        for document_id, rows in changes.groupby("document_id", sort=True)
        if rows["difference_nok"].notna().any()
    ]


def _decision_finding(corpus: Corpus, document_id: str, rows: pd.DataFrame) -> Finding:
    case = _case_name(corpus, document_id)
    both = rows[rows["difference_nok"].notna()]
    fair = both[both["is_comparable"]]
    if fair.empty:
        return Finding(
            f"I {case} kan ikke forslag og vedtak sammenlignes rett fram.",
            f"For {counted(len(both), 'område', 'områder')} står begge tall, men de dekker ikke "
            "det samme; en forskjell er ikke i seg selv en endring bystyret har gjort.",
            "uavklart",
            "#vedtak",
        )
    moved = fair[fair["difference_nok"] != 0]
    if moved.empty:
        areas = counted(len(fair), "område", "områder")
        claim = f"I {case} ble forslaget vedtatt uten endring i {areas}."
        return Finding(claim, "Bare områder der tallene dekker det samme.", "avgjort", "#vedtak")
    largest = records(moved.sort_values("difference_nok", key=abs, ascending=False))[0]
    difference = signed_million_nok(float(largest["difference_nok"]))
    claim = (
        f"I {case} skiller vedtaket seg fra forslaget i {whole(len(moved))} av "
        f"{counted(len(fair), 'område', 'områder')}."
    )
    basis = f"Størst: {largest['area']} ({difference}). Bare områder der tallene dekker det samme."
    return Finding(claim, basis, "avgjort", "#vedtak")


def with_figures(corpus: Corpus, year: int) -> list[UnitYear]:
    """The units that were held against a plan that year, in the report's order."""
    rows = [corpus.unit_years.get((unit, year)) for unit in corpus.units]
    return [row for row in rows if row is not None and row.responsiveness is not None]


def own_profiles(corpus: Corpus, year: int) -> list[tuple[Goal, Profile]]:
    """All units' own goals that were held against a plan in a year, each with its profile."""
    goals = [goal for unit in corpus.units for goal in corpus.own_goals(unit, year)]
    pairs = [(goal, corpus.profiles[goal.goal_id]) for goal in goals]
    return [(goal, profile) for goal, profile in pairs if profile.anchoring is not None]


def plane_finding(rows: Sequence[UnitYear], year: int) -> str:
    """What the plane shows, in words: the text alternative of the figure."""
    if not rows:
        return f"Ingen enheter har tall for {year}."
    groups = [
        f"{word.capitalize()}: {listed([u.unit for u in rows if u.quadrant == quadrant], 12)}."
        for quadrant, word in QUADRANT_WORDS.items()
        if any(u.quadrant == quadrant for u in rows)
    ]
    return f"{counted(len(rows), 'enhet', 'enheter')} i {year}. " + " ".join(groups)


def _headline_without_units(corpus: Corpus) -> str:
    if not corpus.documents:
        return "Ingen dokumenter er lest ennå"
    return "Dokumentene er lest, men ingen enheter kan plasseres ennå"


def _change_basis(corpus: Corpus, pairs: int, first: int, last: int) -> str:
    basis = (
        f"Av {counted(pairs, 'enhet', 'enheter')} med tall begge år; en endring regnes med når "
        "intervallene ikke overlapper."
    )
    before, after = corpus.plan_of(first), corpus.plan_of(last)
    if before and after and before.document_id != after.document_id:
        basis += (
            f" Planen er en annen: «{before.title}» gjaldt i {first}, «{after.title}» i {last}."
        )
    return basis


def _responsiveness(row: UnitYear) -> str:
    span = interval(row.responsiveness_low, row.responsiveness_high)
    return f"{row.unit} {decimal(row.responsiveness)} [{span}], n\u00a0=\u00a0{whole(row.goals)}"


def _in_brackets(names: Sequence[str]) -> str:
    """The names behind a count, where they are few enough to be read."""
    return f" ({listed(names)})" if len(names) <= _NAMED else ""


def _units(rows: Sequence[UnitYear]) -> str:
    if len(rows) <= _NAMED:
        return listed([row.unit for row in rows])
    return counted(len(rows), "enhet", "enheter")


def _case_name(corpus: Corpus, document_id: str) -> str:
    document = corpus.documents.get(document_id)
    if document is None:
        return "saken"
    return f"sak {document.case_number}" if document.case_number else f"«{document.title}»"


def _kind_plural(kind: str) -> str:
    plurals = {"verbatim": "ordrette", "rephrased": "omskrevet", "concretised": "konkretisert"}
    return plurals.get(kind, "bare på samme tema" if kind == "topical" else "uten likhet i ord")


def _of(count: int, total: int, one: str, many: str) -> str:
    if count == total and total in (1, 2):
        return _ALL_OF_FEW[one][total - 1]
    if count == 0:
        return f"Ingen av {counted(total, one, many)}"
    if count == total:
        return f"Alle {counted(total, one, many)}"
    return f"{whole(count)} av {counted(total, one, many)}"


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
