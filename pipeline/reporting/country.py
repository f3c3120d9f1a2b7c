"""Many municipalities beside each other: what each one's report comes to, and the page of all."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from pipeline.language.alphabet import norwegian_order
from pipeline.params import Params
from pipeline.reporting.corpus import Corpus, Tables
from pipeline.reporting.figures import Estimate, GroupRow, grouped_rows
from pipeline.reporting.findings import count_units, headline
from pipeline.reporting.formats import counted, whole
from pipeline.reporting.names import unique_slugs
from pipeline.reporting.network import assigned
from pipeline.reporting.view_front import questions
from pipeline.speech import Words, marked, ngettext
from pipeline.speech import gettext as _

_FINDINGS_TOLD = 2
_NO_SLUGS = ("assets", "nb", "nn", "en")  # folders of the report itself
# more units than these are drawn without intervals, one line a municipality
_MOST_LINES = 40
STANDS_WORDS = Words(
    {
        "above": marked("over"),
        "below": marked("under"),
        "uavklart": marked("uavklart"),
    }
)


@dataclass(frozen=True)
class UnitLine:
    """A unit in its municipality's latest year, as the page of all draws and lists it."""

    name: str
    slug: str
    area: str
    goals: int
    responsiveness: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Summary:
    """What a municipality's report says in one language, in short."""

    headline: str
    findings: tuple[tuple[str, str], ...]
    year: int | None
    plan: str
    documents: int
    rejected: int
    goals: int
    units: tuple[UnitLine, ...]


def make_summary(corpus: Corpus, tables: Tables, params: Params) -> Summary:
    """The summary, in the language that is spoken: the headline, and the weightiest findings."""
    year = corpus.latest
    asked = questions(corpus, tables, params)
    told = [question.findings[0] for question in asked if question.findings]
    settled = [f for f in told if f.certainty == "avgjort"] or told
    plan = corpus.plan_of(year) if year is not None else None
    rejected = set(tables.rejects.loc[tables.rejects["page"].isna(), "path"])
    return Summary(
        headline=headline(corpus, params.scoring.border_responsiveness),
        findings=tuple((f.claim, f.certainty) for f in settled[:_FINDINGS_TOLD]),
        year=year,
        plan=plan.title if plan else "",
        documents=sum(d.path not in rejected for d in corpus.documents.values()),
        rejected=len(rejected),
        goals=len(corpus.goals),
        units=tuple(_unit_line(corpus, unit, year) for unit in corpus.units),
    )


def _unit_line(corpus: Corpus, unit: str, year: int | None) -> UnitLine:
    row = corpus.unit_years.get((unit, year)) if year is not None else None
    goals = corpus.goals_by_unit.get(unit, ())
    area = (row.area if row else None) or next((g.area for g in goals if g.area), None) or ""
    slug = corpus.unit_slugs[unit]
    if row is None:
        return UnitLine(unit, slug, area, 0, None, None, None)
    ends = row.responsiveness_low, row.responsiveness_high
    return UnitLine(unit, slug, area, row.goals, row.responsiveness, *ends)


def summary_from(told: Mapping[str, Any]) -> Summary:
    """The summary that was kept as JSON."""
    return Summary(
        **{
            **told,
            "findings": tuple((claim, certainty) for claim, certainty in told["findings"]),
            "units": tuple(UnitLine(**unit) for unit in told["units"]),
        }
    )


def folders_of(names: Iterable[str]) -> dict[str, str]:
    """Each municipality's folder in the report: no two the same, nor one of the report's own.

    >>> folders_of(["Ås", "As", "Nn", ""])
    {'Ås': 'as', 'As': 'as-2', 'Nn': 'nn-2', '': 'uten-navn'}
    """
    own = {(name,): name for name in _NO_SLUGS}
    slugs = unique_slugs({**own, **{name: name for name in names}})  # type: ignore[dict-item]
    return {name: slugs[name] for name in names}


@dataclass(frozen=True)
class MunicipalityRow:
    """A municipality on the page of all."""

    name: str
    href: str
    summary: Summary
    yes: int
    no: int
    unsure: int


@dataclass(frozen=True)
class ServiceUnit:
    """A unit beside those of the same service in other municipalities, as SERVICES has it.

    `stands` says whether its interval clears the median of the others, in words; `place` which
    places the intervals leave open.
    """

    municipality: str
    name: str
    href: str
    goals: int
    value: float | None
    low: float | None
    high: float | None
    stands: str
    place: str


@dataclass(frozen=True)
class ServiceView:
    """The units of one service, municipality by municipality."""

    name: str
    year: int
    key: str
    finding: str
    units: tuple[ServiceUnit, ...]
    figure: Markup


@dataclass(frozen=True)
class CountryView:
    """What the page of all municipalities shows."""

    headline: str
    municipalities: tuple[MunicipalityRow, ...]
    services: tuple[ServiceView, ...]
    documents: int
    units: int
    goals: int


def country_view(
    told: Sequence[tuple[str, str, Summary]],
    services: Iterable[Mapping[str, Any]],
    border: float,
    root: str,
    language_folder: str,
) -> CountryView:
    """The view of municipalities, each given by name, folder and summary; rows of SERVICES.

    `root` leads from the page to the report's folder.
    """
    rows = []
    for name, folder, summary in told:
        home = f"{root}{folder}/{language_folder}"
        held = [(unit.low, unit.high) for unit in summary.units if unit.responsiveness is not None]
        answers = _answers(held, border)
        rows.append(MunicipalityRow(named_place(name), f"{home}index.html", summary, *answers))
    rows.sort(key=lambda row: norwegian_order(row.name))
    return CountryView(
        headline=_headline(rows),
        municipalities=tuple(rows),
        services=_services(rows, services, border),
        documents=sum(row.summary.documents for row in rows),
        units=sum(len(row.summary.units) for row in rows),
        goals=sum(row.summary.goals for row in rows),
    )


def named_place(municipality: str) -> str:
    """What a municipality is called on pages, also one without a name."""
    return municipality or _("Uten kommune")


def _answers(
    held: Sequence[tuple[float | None, float | None]], border: float
) -> tuple[int, int, int]:
    """How many units answer to their plan, how many don't, and for how many it can't be told.

    `held` are the intervals of those that were held against one.
    """
    yes = sum(low is not None and low > border for low, _high in held)
    no = sum(high is not None and high < border for _low, high in held)
    return yes, no, len(held) - yes - no


def _headline(rows: Sequence[MunicipalityRow]) -> str:
    yes, no, unsure = (sum(getattr(row, kind) for row in rows) for kind in ("yes", "no", "unsure"))
    places = counted(len(rows), "kommune", "kommuner")
    if not yes + no + unsure:
        return _("I {municipalities} kan ingen enhet holdes mot en kommuneplan").format(
            municipalities=places
        )
    if not yes + no:
        return _(
            "For ingen av {units} i {municipalities} lar det seg avgjøre om de svarer på "
            "kommuneplanen sin"
        ).format(units=count_units(unsure), municipalities=places)
    return ngettext(
        "I {municipalities} svarer {yes} av {units} på kommuneplanen sin; {no} gjør det ikke, og "
        "for {unsure} lar det seg ikke avgjøre",
        "I {municipalities} svarer {yes} av {units} på kommuneplanen sin; {no} gjør det ikke, og "
        "for {unsure} lar det seg ikke avgjøre",
        yes,
    ).format(
        municipalities=places,
        yes=whole(yes),
        units=count_units(yes + no + unsure),
        no=whole(no),
        unsure=whole(unsure),
    )


def _services(
    rows: Sequence[MunicipalityRow], services: Iterable[Mapping[str, Any]], border: float
) -> tuple[ServiceView, ...]:
    """Each service in the last year that several municipalities have units of it, by name."""
    homes = {row.name: row for row in rows}
    found: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for told in services:
        found[told["service"]].append(told)
    names = sorted(found, key=norwegian_order)
    keys = unique_slugs({name: name for name in names})
    made = []
    for name in names:
        year = max(told["year"] for told in found[name])
        units = [_service_unit(told, homes) for told in found[name] if told["year"] == year]
        held = [unit for unit in units if unit.value is not None]
        if len({unit.municipality for unit in held}) > 1:
            made.append(_service(name, year, keys[name], units, held, border))
    return tuple(made)


def _service_unit(told: Mapping[str, Any], homes: Mapping[str, MunicipalityRow]) -> ServiceUnit:
    row = homes[named_place(told["municipality"])]
    slugs = {line.name: line.slug for line in row.summary.units}
    slug = slugs.get(told["unit"])
    best, worst = told["responsiveness_rank_low"], told["responsiveness_rank_high"]
    place = "" if best is None or worst is None else f"{best}–{worst}" if best < worst else best
    return ServiceUnit(
        municipality=row.name,
        name=told["unit"],
        href=f"{row.href.removesuffix('index.html')}enheter/{slug}.html" if slug else row.href,
        goals=told["goals_held"],
        value=told["responsiveness"],
        low=told["responsiveness_low"],
        high=told["responsiveness_high"],
        stands=STANDS_WORDS.get(told["responsiveness_stands"] or "", ""),
        place=str(place),
    )


def _service(
    name: str,
    year: int,
    key: str,
    units: Sequence[ServiceUnit],
    held: Sequence[ServiceUnit],
    border: float,
) -> ServiceView:
    by_place: defaultdict[str, list[ServiceUnit]] = defaultdict(list)
    for unit in held:
        by_place[unit.municipality].append(unit)
    order = sorted(by_place, key=lambda p: (-_mean(by_place[p]), norwegian_order(p)))
    has_intervals = len(held) <= _MOST_LINES
    finding = f"{_service_counts(held, len(order), border)} {_apart(by_place)}"
    figure = grouped_rows(
        [_group_row(place, by_place[place], has_intervals) for place in order],
        border,
        _("{service}: responsivitet, kommune for kommune, {year}").format(service=name, year=year),
        finding,
        f"tjeneste-{key}",
        is_spread=has_intervals,
    )
    shown = sorted(units, key=lambda unit: (unit.value is None, -(unit.value or 0.0)))
    return ServiceView(name, year, key, finding, tuple(shown), figure)


def _group_row(place: str, units: Sequence[ServiceUnit], has_intervals: bool) -> GroupRow:
    return GroupRow(
        place,
        tuple(
            Estimate(unit.value or 0.0, unit.low, unit.high)
            if has_intervals
            else Estimate(unit.value or 0.0)
            for unit in sorted(units, key=lambda unit: -(unit.value or 0.0))
        ),
    )


def _mean(units: Sequence[ServiceUnit]) -> float:
    return sum(unit.value or 0.0 for unit in units) / len(units)


def _service_counts(held: Sequence[ServiceUnit], places: int, border: float) -> str:
    yes, no, unsure = _answers([(unit.low, unit.high) for unit in held], border)
    return _(
        "{units} i {municipalities}: {yes} svarer på planen, {no} gjør det ikke, for {unsure} lar "
        "det seg ikke avgjøre."
    ).format(
        units=count_units(len(held)),
        municipalities=counted(places, "kommune", "kommuner"),
        yes=whole(yes),
        no=whole(no),
        unsure=whole(unsure),
    )


def _apart(by_place: Mapping[str, Sequence[ServiceUnit]]) -> str:
    """Whether any two units in different municipalities surely differ, and the two most apart."""
    highest = _extremes(by_place, lambda unit: unit.low)
    lowest = _extremes(by_place, lambda unit: None if unit.high is None else -unit.high)
    pairs = [
        (high[0] + low[0], high[1], low[1])
        for high in highest
        for low in lowest
        if high[1].municipality != low[1].municipality
    ]
    gap, high, low = max(pairs, key=lambda pair: pair[0], default=(0.0, None, None))
    if high is None or low is None or gap <= 0:
        return _("Intervallene overlapper: ingen sikker forskjell mellom kommunene.")
    return _("{high} i {there} ligger sikkert over {low} i {here}.").format(
        high=high.name, there=high.municipality, low=low.name, here=low.municipality
    )


def _extremes(
    by_place: Mapping[str, Sequence[ServiceUnit]], of: Callable[[ServiceUnit], float | None]
) -> list[tuple[float, ServiceUnit]]:
    """The unit with the most in each of the two municipalities with the most."""
    most = []
    for units in by_place.values():
        known = [(value, unit) for unit in units if (value := of(unit)) is not None]
        if known:
            most.append(max(known, key=lambda pair: pair[0]))
    return sorted(most, key=lambda pair: -pair[0])[:2]


def places_script(view: CountryView) -> str:
    """A script that sets `koplingGoals` to what the page of all can find: places and units."""
    units = [
        [line.name, line.slug, _where(row.name, line.area), f"{home}enheter/{line.slug}.html"]
        for row in view.municipalities
        for home in [row.href.removesuffix("index.html")]
        for line in row.summary.units
    ]
    found = {
        "levels": [],
        "municipalities": [[row.name, row.href] for row in view.municipalities],
        "units": units,
        "documents": [],
        "goals": [],
    }
    return assigned("koplingGoals", found)


def _where(municipality: str, area: str) -> str:
    return f"{municipality} · {area}" if area else municipality
