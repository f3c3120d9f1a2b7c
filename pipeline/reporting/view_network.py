"""The page of the network: what it says without a script, and the words that its script speaks."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.catalogues import signs
from pipeline.reporting.corpus import AGREEMENT, Corpus, Goal
from pipeline.reporting.formats import counted, decimal, shortened, whole
from pipeline.reporting.network import UNDECIDED, Edge, edges
from pipeline.reporting.network_words import STATE_WORDS
from pipeline.reporting.words import LEVEL_NAMES, LINK_KIND_WORDS
from pipeline.schemas import DOCUMENT_KINDS
from pipeline.speech import gettext as _
from pipeline.speech import ngettext, spoken

# more rows than these make a page that opens slowly: then a row is a unit
_MOST_ROWS = 1500
_LONGEST_CHOICE = 70


@dataclass(frozen=True)
class Choice:
    """An entry of a list to choose from."""

    value: str
    label: str
    language: str = ""


@dataclass(frozen=True)
class LinkRow:
    """A link as a row of the table."""

    number: str
    text: str
    language: str
    who: str
    year: str
    objective_number: str
    objective: str
    objective_language: str
    objective_href: str
    probability: str
    state: str
    kind: str
    href: str


@dataclass(frozen=True)
class UnitRow:
    """A unit with all objectives that its goals serve, where a row for each link would be many."""

    unit: str
    href: str
    goals: int
    objectives: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class NetworkView:
    """What the page of the network shows."""

    year: int
    claim: str
    rows: tuple[LinkRow, ...]
    unit_rows: tuple[UnitRow, ...]
    years: tuple[int, ...]
    levels: tuple[Choice, ...]
    targets: tuple[Choice, ...]
    areas: tuple[str, ...]
    units: tuple[Choice, ...]
    objectives: tuple[tuple[str, tuple[Choice, ...]], ...]
    words: str


def network_view(corpus: Corpus) -> NetworkView | None:
    """The network of the latest year that some unit was held against a plan; None without one."""
    found = edges(corpus)
    years = sorted({y for e in found if (y := corpus.goals[e.goal_id].year) is not None})
    if not years:
        return None
    year = corpus.latest or years[-1]
    shown = [e for e in found if corpus.goals[e.goal_id].year == year and e.state != UNDECIDED]
    is_small = len(shown) <= _MOST_ROWS
    return NetworkView(
        year=year,
        claim=_claim(corpus, year),
        rows=tuple(_link_row(corpus, e) for e in _in_order(corpus, shown)) if is_small else (),
        unit_rows=() if is_small else tuple(_unit_rows(corpus, shown)),
        years=tuple(years),
        levels=_levels({corpus.goals[e.goal_id].level for e in found}),
        targets=_levels({corpus.goals[e.objective_id].level for e in found}),
        areas=tuple(sorted({row.area for row in corpus.unit_years.values() if row.area})),
        units=tuple(Choice(corpus.unit_slugs[unit], unit) for unit in corpus.units),
        objectives=_objectives(corpus),
        words=json.dumps(script_words(), ensure_ascii=False),
    )


def _claim(corpus: Corpus, year: int) -> str:
    """How far the plan reaches the units, in sentences; what is missing isn't told as none."""
    objectives = corpus.objectives_of(year)
    rows = [u for u in corpus.unit_years.values() if u.year == year and u.goals_linked is not None]
    if not objectives or not rows:
        return _("Ingen enhet er holdt mot en kommuneplan i {year}.").format(year=year)
    linked = sum(bool(row.goals_linked) for row in rows)
    behind = {o.goal_id: corpus.objective_years[o.goal_id, year].units for o in objectives}
    nobody = sum(units == 0 for units in behind.values())
    said = [
        _(
            "I {year} har {linked} av {units} minst ett eget mål med en avgjort kopling til planen."
        ).format(year=year, linked=whole(linked), units=counted(len(rows), "enhet", "enheter"))
    ]
    if nobody:
        said.append(
            _("{nobody} av {objectives} i planen har ingen enhet bak seg.").format(
                nobody=whole(nobody), objectives=counted(len(objectives), "mål", "mål")
            )
        )
    else:
        said.append(_("Alle mål i planen har minst én enhet bak seg."))
    return " ".join(said)


def _levels(found: Iterable[str]) -> tuple[Choice, ...]:
    wanted = set(found)
    return tuple(Choice(k, LEVEL_NAMES[k]) for k in DOCUMENT_KINDS if k in wanted)


def _objectives(corpus: Corpus) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    """The objectives with a page, plan by plan, the newest plan first."""
    plans: defaultdict[str, list[Choice]] = defaultdict(list)
    for objective_id in corpus.objective_ids:
        goal = corpus.goals[objective_id]
        label = f"{goal.number or ''} {shortened(goal.text, _LONGEST_CHOICE)}".strip()
        slug = corpus.objective_slugs[objective_id]
        plans[goal.document_id].append(Choice(slug, label, goal.language))
    return tuple(
        (corpus.documents[d].title if d in corpus.documents else d, tuple(choices))
        for d, choices in reversed(plans.items())
    )


def _in_order(corpus: Corpus, found: Sequence[Edge]) -> list[Edge]:
    """By level, then by unit and its reading order; a goal's surest link first."""
    place = {goal_id: number for number, goal_id in enumerate(corpus.goals)}
    unit = {name: number for number, name in enumerate(corpus.units)}
    return sorted(
        found,
        key=lambda e: (
            corpus.goals[e.goal_id].level != AGREEMENT,
            unit.get(corpus.goals[e.goal_id].unit or "", -1),
            place[e.goal_id],
            -e.state,
            -e.probability,
            place[e.objective_id],
        ),
    )


def _link_row(corpus: Corpus, edge: Edge) -> LinkRow:
    goal, objective = corpus.goals[edge.goal_id], corpus.goals[edge.objective_id]
    document = corpus.documents.get(goal.document_id)
    return LinkRow(
        number=goal.number or "",
        text=goal.text,
        language=goal.language,
        who=_own_unit(corpus, goal) or (document.title if document else goal.document_id),
        year=str(goal.year or ""),
        objective_number=objective.number or "",
        objective=objective.text,
        objective_language=objective.language,
        objective_href=_objective_href(corpus, objective),
        probability=decimal(edge.probability),
        state=STATE_WORDS[str(edge.state)],
        kind=LINK_KIND_WORDS[edge.kind] if edge.kind != "none" else "",
        href=evidence_href(corpus, goal),
    )


def _own_unit(corpus: Corpus, goal: Goal) -> str:
    return goal.unit or "" if corpus.is_own(goal) and goal.level == AGREEMENT else ""


def evidence_href(corpus: Corpus, goal: Goal) -> str:
    """Where the goal's evidence stands, from the folder of the language: its unit, or document."""
    unit = _own_unit(corpus, goal)
    if unit in corpus.unit_slugs:
        return f"enheter/{corpus.unit_slugs[unit]}.html#{goal.goal_id}"
    return corpus.place_of(goal, "")


def _objective_href(corpus: Corpus, objective: Goal) -> str:
    slug = corpus.page_of(objective.goal_id)
    return f"mal/{slug}.html" if slug else corpus.place_of(objective, "")


def _unit_rows(corpus: Corpus, found: Sequence[Edge]) -> list[UnitRow]:
    """Each unit with the objectives that it serves and by how many own goals."""
    served: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for edge in found:
        goal = corpus.goals[edge.goal_id]
        at = next((o for o in corpus.above(edge.objective_id) if o in corpus.objective_slugs), None)
        if at is not None and goal.unit in corpus.unit_slugs:
            served[goal.unit or ""][at].add(goal.goal_id)
    order = {objective: number for number, objective in enumerate(corpus.objective_ids)}
    rows = []
    for unit in (u for u in corpus.units if u in served):
        behind = sorted(served[unit].items(), key=lambda pair: order[pair[0]])
        objectives = tuple(
            (
                corpus.goals[o].number or shortened(corpus.goals[o].text, 24),
                f"mal/{corpus.objective_slugs[o]}.html",
                counted(len(goals), "mål", "mål"),
            )
            for o, goals in behind
        )
        goals = len(set().union(*served[unit].values()))
        rows.append(UnitRow(unit, f"enheter/{corpus.unit_slugs[unit]}.html", goals, objectives))
    return rows


def script_words() -> dict[str, object]:
    """What the page's script says, in the language that is spoken; {names} are filled in there."""
    return {
        "decimal": signs(spoken())[ord(".")],
        "group": signs(spoken())[ord(",")],
        "levels": {kind: LEVEL_NAMES[kind] for kind in LEVEL_NAMES},
        "kinds": {kind: LINK_KIND_WORDS[kind] for kind in LINK_KIND_WORDS},
        "states": {state: STATE_WORDS[state] for state in STATE_WORDS},
        "orphan": _("uten kopling"),
        "justified": _("begrunnet uten kopling"),
        "split": _("koderne er uenige"),
        "none": _("ingen data"),
        "links": [ngettext("{n} kopling", "{n} koplinger", n) for n in (1, 2)],
        "goals": [ngettext("{n} mål", "{n} mål", n) for n in (1, 2)],
        "shown": _("{rows}, {nodes} i bildet."),
        "nodes": [ngettext("{n} punkt", "{n} punkter", n) for n in (1, 2)],
        "nothing": _("Ingenting svarer til valgene."),
        "too_many": _("Bildet viser de sikreste av dem: velg en enhet eller et mål for å se alle."),
        "by_area": _("Enhetene er samlet etter tjenesteområde: velg et område for å se dem."),
        "area_none": _("uten tjenesteområde"),
        "more": _("Vis {n} til"),
        "evidence": _("Se belegget"),
        "show_in_picture": _("Vis i nettet: {text}"),
        "page": _("side {n}"),
        "unit": _("Enhet"),
        "objective": _("Mål i planen"),
        "objectives": _("Planens mål"),
        "units": _("Enheter"),
        "areas": _("Tjenesteområder"),
        "goal": _("Mål"),
        "goals_shown": _("Mål som vises"),
        "unit_page": _("Enhetens side"),
        "objective_page": _("Målets side"),
        "document_page": _("Les det i dokumentet"),
        "linked_to": _("Koplet til"),
        "linked_from": _("Mål som er koplet hit"),
        "no_neighbours": _("Ingen koplinger blant dem som vises."),
        "further": _("{n} til i tabellen"),
        "nearest": _("nærmest: {text}"),
    }
