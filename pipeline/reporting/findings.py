"""Tables to sentences: each claim is made only where its condition holds, else it says so."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.reporting.corpus import Corpus, Goal, Profile, UnitYear
from pipeline.reporting.formats import (
    counted,
    decimal,
    interval,
    listed,
    percent,
    whole,
)
from pipeline.reporting.words import LEVEL_WORDS, LINK_KIND_WORDS, QUADRANT_WORDS
from pipeline.speech import Words, marked, ngettext
from pipeline.speech import gettext as _

Certainty = Literal["avgjort", "uavklart", "mangler"]
CERTAINTY_WORDS = Words(
    {"avgjort": marked("avgjort"), "uavklart": marked("uavklart"), "mangler": marked("mangler")}
)
_NAMED = 6
# all of one, and all of two, where a number would read oddly
_ALL_OF_FEW = {
    "units": (marked("Den ene enheten"), marked("Begge enhetene")),
    "goals": (marked("Det ene målet"), marked("Begge målene")),
    "own goals": (marked("Det ene egne målet"), marked("Begge de egne målene")),
}
_KIND_SENTENCES = Words(
    {
        "verbatim": marked("De fleste koplede målene er ordrette: {most} av {all}."),
        "rephrased": marked("De fleste koplede målene er omskrevet: {most} av {all}."),
        "concretised": marked("De fleste koplede målene er konkretisert: {most} av {all}."),
        "topical": marked("De fleste koplede målene er bare på samme tema: {most} av {all}."),
        "none": marked("De fleste koplede målene er uten likhet i ord: {most} av {all}."),
    }
)


@dataclass(frozen=True)
class Finding:
    """A claim, what it rests on, and whether the data settles it."""

    claim: str
    basis: str
    certainty: Certainty
    href: str = ""


def count_units(count: int) -> str:
    """That many units, in words."""
    return counted(count, "enhet", "enheter")


def count_goals(count: int) -> str:
    """That many goals, in words."""
    return counted(count, "mål", "mål")


def count_own_goals(count: int) -> str:
    """That many goals of the units' own, in words."""
    return counted(count, "eget mål", "egne mål")


_COUNTERS: dict[str, Callable[[int], str]] = {
    "units": count_units,
    "goals": count_goals,
    "own goals": count_own_goals,
}


def headline(corpus: Corpus, border: float) -> str:
    """The first sentence of the report: how many units answer to the plan, and how many don't.

    A unit answers where its whole interval lies above `border`, and doesn't where it lies below.
    """
    if corpus.latest is None:
        return _headline_without_units(corpus)
    year = corpus.latest
    rows = with_figures(corpus, year)
    yes = sum((u.responsiveness_low or 0) > border for u in rows)
    no = sum(u.responsiveness_high is not None and u.responsiveness_high < border for u in rows)
    unsure = len(rows) - yes - no
    if len(rows) == 1:
        return _headline_of_one(year, yes, no)
    if unsure == len(rows):
        return _(
            "For ingen av {units} lar det seg avgjøre om de svarer på kommuneplanen i {year}"
        ).format(units=count_units(len(rows)), year=year)
    return _headline_of_several(year, yes, no, unsure)


def _headline_of_several(year: int, yes: int, no: int, unsure: int) -> str:
    said = {"year": year, "no": whole(no), "unsure": whole(unsure)}
    total = yes + no + unsure
    if unsure and not yes:
        return ngettext(
            "{units} svarer ikke på kommuneplanen i {year}, og for {unsure} lar det seg ikke "
            "avgjøre",
            "{units} svarer ikke på kommuneplanen i {year}, og for {unsure} lar det seg ikke "
            "avgjøre",
            no,
        ).format(units=_of(no, total, "units"), **said)
    units = _of(yes, total, "units")
    if no and unsure:
        return ngettext(
            "{units} svarer på kommuneplanen i {year}, {no} gjør det ikke, og {unsure} lar seg "
            "ikke avgjøre",
            "{units} svarer på kommuneplanen i {year}, {no} gjør det ikke, og {unsure} lar seg "
            "ikke avgjøre",
            yes,
        ).format(units=units, **said)
    if no and yes:
        return ngettext(
            "{units} svarer på kommuneplanen i {year}, {no} gjør det ikke",
            "{units} svarer på kommuneplanen i {year}, {no} gjør det ikke",
            yes,
        ).format(units=units, **said)
    if unsure:
        return ngettext(
            "{units} svarer på kommuneplanen i {year}, {unsure} lar seg ikke avgjøre",
            "{units} svarer på kommuneplanen i {year}, {unsure} lar seg ikke avgjøre",
            yes,
        ).format(units=units, **said)
    return ngettext(
        "{units} svarer på kommuneplanen i {year}",
        "{units} svarer på kommuneplanen i {year}",
        yes or 2,
    ).format(units=units, **said)


def _headline_of_one(year: int, yes: int, no: int) -> str:
    if yes:
        return _("Den ene enheten svarer på kommuneplanen i {year}").format(year=year)
    if no:
        return _("Den ene enheten svarer ikke på kommuneplanen i {year}").format(year=year)
    return _(
        "For den ene enheten lar det seg ikke avgjøre om den svarer på kommuneplanen i {year}"
    ).format(year=year)


def year_findings(corpus: Corpus, year: int, linked_from: float) -> tuple[Finding, ...]:
    """What the units and the plan of one year bear, for the page of the year.

    A link below `linked_from` that was decided all the same is called uncertain.
    """
    made = (
        quadrant_finding(corpus, year),
        difference_finding(corpus, year),
        unserved_finding(corpus, year),
        orphan_finding(corpus, year, linked_from),
        ceremonial_finding(corpus, year),
        translation_finding(corpus, year),
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
    basis = _("Uten kommuneplan er målene holdt mot det som står høyest av det som er lest.")
    if not linked:
        claim = ngettext(
            "Det ene målet har ingen avgjort kopling til mål i {top}.",
            "Målene har ingen avgjort kopling til mål i {top}.",
            held,
        ).format(top=top)
        return Finding(claim, basis, "avgjort", "#dokumentene")
    claim = ngettext(
        "{goals} har en avgjort kopling til mål i {top}.",
        "{goals} har en avgjort kopling til mål i {top}.",
        linked,
    ).format(goals=_of(linked, held, "goals"), top=top)
    return Finding(claim, basis, "avgjort", "#dokumentene")


_MISSING = {
    "nothing": (
        marked("Ingen dokumenter er lest"),
        marked("Legg dokumenter i korpuset med «kopling add FILER», og kjør «kopling run»."),
    ),
    "kommuneplan": (
        marked("Ingen kommuneplan i korpuset"),
        marked(
            "Uten en kommuneplan kan ingen enhet plasseres. Legg den til med "
            "«kopling add FIL --kind kommuneplan --year ÅR», og kjør «kopling run»."
        ),
    ),
    "lederavtale": (
        marked("Ingen lederavtaler i korpuset"),
        marked(
            "Uten lederavtaler finnes det ingen enheter å plassere. Legg dem til med "
            "«kopling add FILER --kind lederavtale --unit ENHET --year ÅR», og kjør «kopling run»."
        ),
    ),
    "own goals": (
        marked("Lederavtalene er lest, men ingen enheter har egne mål i dem"),
        marked(
            "Se i dokumentlisten om avtalene har riktig slag, enhet og år. Mål som er felles for "
            "flere enheter, teller ikke som enhetens egne."
        ),
    ),
    "link": (
        marked("Enhetene har egne mål, men ingen kommuneplan å holde dem mot"),
        marked(
            "Se i dokumentlisten om planen har år, om den gjelder for de samme årene som avtalene, "
            "og om målene i den ble funnet."
        ),
    ),
}


def _missing(gap: str) -> Finding:
    claim, basis = _MISSING[gap]
    return Finding(_(claim), _(basis), "mangler", "dokumenter.html")


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
    basis = _("n\u00a0=\u00a0{goals} i {units}.").format(
        goals=count_own_goals(sum(u.goals for u in rows)), units=count_units(len(rows))
    )
    if open_ones:
        is_measured = all(u.distinctiveness is not None for u in rows if u.unit in open_ones)
        basis = f"{_why_open(open_ones, is_measured=is_measured)} {basis}"
    if not parts:
        claim = _("Ingen enhet kan plasseres sikkert i {year}.").format(year=year)
        return Finding(claim, basis, "uavklart", "#plassering")
    claim = _sentence(_("I {year} er {groups}").format(year=year, groups=listed(parts)))
    return Finding(claim, basis, "avgjort", "#plassering")


def _why_open(units: Sequence[str], *, is_measured: bool) -> str:
    """Why units can't be placed; not all of their distinctiveness may be measured."""
    if is_measured:
        said = ngettext(
            "{number} er uavklart, fordi et intervall krysser en grense{names}.",
            "{number} er uavklart, fordi et intervall krysser en grense{names}.",
            len(units),
        )
    else:
        said = ngettext(
            "{number} er uavklart, fordi et intervall krysser en grense eller særpreget ikke kan "
            "måles{names}.",
            "{number} er uavklart, fordi et intervall krysser en grense eller særpreget ikke kan "
            "måles{names}.",
            len(units),
        )
    return said.format(number=whole(len(units)), names=_in_brackets(units))


def likely_finding(corpus: Corpus, year: int) -> Finding | None:
    """Where the units that can't be placed stand most probably, each with its probability."""
    rows = [
        u
        for u in with_figures(corpus, year)
        if u.quadrant == "uavklart" and u.likely_quadrant and u.likely_probability is not None
    ]
    if not rows:
        return None
    rows.sort(key=lambda u: (-(u.likely_probability or 0), u.unit))
    groups = [
        _("{quadrant}: {units}").format(
            quadrant=QUADRANT_WORDS[quadrant],
            units=listed(
                [
                    f"{u.unit} ({percent(u.likely_probability)})"
                    for u in rows
                    if u.likely_quadrant == quadrant
                ],
                _NAMED,
            ),
        )
        for quadrant in ("tight", "loose", "decoupled", "uncoupled")
        if any(u.likely_quadrant == quadrant for u in rows)
    ]
    claim = ngettext(
        "Den ene enheten som ikke kan plasseres i {year}, er mest sannsynlig {groups}.",
        "De {number} enhetene som ikke kan plasseres i {year}, er mest sannsynlig {groups}.",
        len(rows),
    ).format(number=whole(len(rows)), year=year, groups="; ".join(groups))
    basis = _(
        "I parentes står sannsynligheten for at enheten hører hjemme der. Intervallene er brede "
        "fordi hver enhet har få egne mål."
    )
    return Finding(claim, basis, "uavklart", "#enhetene")


def difference_finding(corpus: Corpus, year: int) -> Finding | None:
    """Whether the units differ in how they answer to the plan, beyond the uncertainty."""
    rows = [u for u in with_figures(corpus, year) if u.responsiveness_low is not None]
    if len(rows) < 2:
        return None
    top = max(rows, key=lambda u: (u.responsiveness or 0, u.unit))
    least = min(rows, key=lambda u: (u.responsiveness or 0, u.unit))
    basis = f"{_responsiveness(top)}; {_responsiveness(least)}."
    if (top.responsiveness_low or 0) > (least.responsiveness_high or 1):
        claim = _("{most} svarer mer på kommuneplanen enn {least}").format(
            most=top.unit, least=least.unit
        )
        apart = _("{figures} Intervallene overlapper ikke.").format(figures=basis)
        return Finding(_sentence(claim), apart, "avgjort", "#plassering")
    return Finding(
        _("Forskjellene i hvor mye enhetene svarer på planen er mindre enn usikkerheten."),
        _("Høyest og lavest i {year}: {figures} Intervallene overlapper.").format(
            year=year, figures=basis
        ),
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
    span = {"first": first, "last": last}
    if not up and not down:
        claim = _("Ingen enhet har endret seg mer enn usikkerheten fra {first} til {last}.")
        return Finding(claim.format(**span), basis, "uavklart", "#enhetene")
    return Finding(_sentence(_moved(up, down, first, last)), basis, "avgjort", "#enhetene")


def _moved(up: Sequence[UnitYear], down: Sequence[UnitYear], first: int, last: int) -> str:
    said = {"more": _units(up), "less": _units(down), "first": first, "last": last}
    if not down:
        return ngettext(
            "{more} svarer mer på planen i {last} enn i {first}",
            "{more} svarer mer på planen i {last} enn i {first}",
            len(up),
        ).format(**said)
    if not up:
        return ngettext(
            "{less} svarer mindre på planen i {last} enn i {first}",
            "{less} svarer mindre på planen i {last} enn i {first}",
            len(down),
        ).format(**said)
    return _("I {last} svarer {more} mer på planen enn i {first}, og {less} mindre").format(**said)


def unserved_finding(corpus: Corpus, year: int) -> Finding | None:
    """How many of the plan's objectives no unit stands behind."""
    objectives = corpus.objectives_of(year)
    if not objectives:
        return None
    empty = [g for g in objectives if corpus.objective_years[g.goal_id, year].units == 0]
    possible = max(corpus.objective_years[g.goal_id, year].units_possible for g in objectives)
    basis = _("Av {units} med egne mål; avgjorte koplinger teller.").format(
        units=count_units(possible)
    )
    if not empty:
        claim = ngettext(
            "{goals} i planen har minst én enhet bak seg i {year}.",
            "{goals} i planen har minst én enhet bak seg i {year}.",
            len(objectives),
        ).format(goals=_of(len(objectives), len(objectives), "goals"), year=year)
        return Finding(claim, basis, "avgjort", "#malene")
    number = _("{number} av {all}").format(
        number=whole(len(empty)), all=count_goals(len(objectives))
    )
    claim = ngettext(
        "{goals} i planen har ingen enhet bak seg i {year}.",
        "{goals} i planen har ingen enhet bak seg i {year}.",
        len(empty),
    ).format(
        goals=_(_ALL_OF_FEW["goals"][0]) if len(objectives) == 1 else number,
        year=year,
    )
    numbers = listed([g.number or f"«{g.text}»" for g in empty], 12)
    which = _("Det gjelder {numbers}.").format(numbers=numbers)
    return Finding(claim, f"{which} {basis}", "avgjort", "#malene")


def orphan_finding(corpus: Corpus, year: int, linked_from: float) -> Finding | None:
    """How many of the units' own goals have no decided link to the plan."""
    pairs = own_profiles(corpus, year)
    if not pairs:
        return None
    loose = [goal for goal, profile in pairs if not profile.is_linked]
    claim = _orphan_claim(len(loose), len(pairs), year)
    weak = sum(p.is_linked and (p.anchoring or 0) < linked_from for _goal, p in pairs)
    basis = _(
        "Et mål uten kopling er ikke et dårlig mål: det kan være drift, lovkrav eller noe "
        "planen ikke nevner. n\u00a0=\u00a0{number}."
    ).format(number=whole(len(pairs)))
    if weak:
        doubt = ngettext(
            "Av de {linked} koplede er {weak} usikker, med sannsynlighet under {least}.",
            "Av de {linked} koplede er {weak} usikre, med sannsynlighet under {least}.",
            weak,
        ).format(
            linked=whole(len(pairs) - len(loose)), weak=whole(weak), least=decimal(linked_from)
        )
        basis = f"{doubt} {basis}"
    return Finding(claim, basis, "avgjort", "#enhetene")


def _orphan_claim(loose: int, goals: int, year: int) -> str:
    if not loose:
        return ngettext(
            "{goals} er koplet til minst ett mål i kommuneplanen i {year}.",
            "{goals} er koplet til minst ett mål i kommuneplanen i {year}.",
            goals,
        ).format(goals=_of(goals, goals, "own goals"), year=year)
    if loose == goals > 1:
        return _(
            "Ingen av de {number} egne målene er koplet til noe mål i kommuneplanen i {year}."
        ).format(number=whole(goals), year=year)
    said = _of(loose, goals, "own goals")
    if loose < goals:
        said = f"{said} ({percent(loose / goals)})"
    return ngettext(
        "{goals} er ikke koplet til noe mål i kommuneplanen i {year}.",
        "{goals} er ikke koplet til noe mål i kommuneplanen i {year}.",
        loose,
    ).format(goals=said, year=year)


def ceremonial_finding(corpus: Corpus, year: int) -> Finding | None:
    """Goals that echo the plan and have nothing behind the words, and where most of them stand."""
    pairs = own_profiles(corpus, year)
    if not pairs:
        return None
    found = [goal for goal, profile in pairs if profile.is_ceremonial]
    if not found:
        claim = _("Ingen egne mål i {year} gjentar bare planens ord.").format(year=year)
        basis = _("n\u00a0=\u00a0{goals}.").format(goals=count_goals(len(pairs)))
        return Finding(claim, basis, "avgjort", "#enhetene")
    by_unit = Counter(goal.unit or "" for goal in found)
    held = Counter(goal.unit or "" for goal, _profile in pairs)
    most = [
        _("{unit} ({number} av {all})").format(unit=unit, number=whole(n), all=whole(held[unit]))
        for unit, n in by_unit.most_common(3)
    ]
    claim = ngettext(
        "{goals} gjentar planens ord uten tiltak, målbart resultat eller egne midler.",
        "{goals} gjentar planens ord uten tiltak, målbart resultat eller egne midler.",
        len(found),
    ).format(goals=_of(len(found), len(pairs), "own goals"))
    basis = _("Slike mål kalles seremonielle (Meyer og Rowan 1977). n\u00a0=\u00a0{goals}.").format(
        goals=count_goals(len(pairs))
    )
    where = (_("Alle står hos {units}.") if len(by_unit) == 1 else _("Flest hos {units}.")).format(
        units=listed(most)
    )
    first = corpus.unit_slugs.get(by_unit.most_common(1)[0][0])
    return Finding(
        f"{claim} {where}", basis, "avgjort", f"enheter/{first}.html" if first else "#enhetene"
    )


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
    shares = [f"{whole(n)} {LINK_KIND_WORDS[k]}" for k, n in counts.most_common()]
    about = _("Beste kopling for hvert mål i {year}.").format(year=year)
    href = "metode.html#koplingsslag"
    if most * 2 <= len(best):
        claim = _("Ingen form dominerer blant {goals}.").format(
            goals=counted(len(best), "koplet mål", "koplede mål")
        )
        spread = _("De fordeler seg slik: {shares}.").format(shares=listed(shares))
        return Finding(claim, f"{spread} {about}", "avgjort", href)
    claim = _KIND_SENTENCES[kind].format(most=whole(most), all=whole(len(best)))
    rest = _("Resten: {shares}.").format(shares=listed(shares[1:])) if shares[1:] else ""
    return Finding(claim, f"{rest} {about}".strip(), "avgjort", href)


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
        return _("Ingen enheter har tall for {year}.").format(year=year)
    groups = [
        _("{quadrant}: {units}.").format(
            quadrant=word.capitalize(),
            units=listed([u.unit for u in rows if u.quadrant == quadrant], 12),
        )
        for quadrant, word in QUADRANT_WORDS.items()
        if any(u.quadrant == quadrant for u in rows)
    ]
    how_many = _("{units} i {year}.").format(units=count_units(len(rows)), year=year)
    return " ".join([how_many, *groups])


def case_name(corpus: Corpus, document_id: str) -> str:
    """The case within a sentence: by its number, or else by its title."""
    document = corpus.documents.get(document_id)
    if document is None:
        return _("saken")
    if document.case_number:
        return _("sak {number}").format(number=document.case_number)
    return f"«{document.title}»"


def _headline_without_units(corpus: Corpus) -> str:
    if not corpus.documents:
        return _("Ingen dokumenter er lest ennå")
    return _("Dokumentene er lest, men ingen enheter kan plasseres ennå")


def _change_basis(corpus: Corpus, pairs: int, first: int, last: int) -> str:
    basis = _(
        "Av {units} med tall begge år; en endring regnes med når intervallene ikke overlapper."
    ).format(units=count_units(pairs))
    before, after = corpus.plan_of(first), corpus.plan_of(last)
    if before and after and before.document_id != after.document_id:
        other = _("Planen er en annen: «{before}» gjaldt i {first}, «{after}» i {last}.").format(
            before=before.title, first=first, after=after.title, last=last
        )
        basis = f"{basis} {other}"
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
    return count_units(len(rows))


def _of(count: int, total: int, noun: str) -> str:
    every = _COUNTERS[noun](total)
    if count == total and total in (1, 2):
        return _(_ALL_OF_FEW[noun][total - 1])
    if count == 0:
        return _("Ingen av {all}").format(all=every)
    if count == total:
        return _("Alle {all}").format(all=every)
    return _("{number} av {all}").format(number=whole(count), all=every)


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
