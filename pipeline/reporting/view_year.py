"""One year over all units: the plane, the matrix of units and objectives, the objectives."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from pipeline.params import ScoringParams
from pipeline.reporting.corpus import Corpus, Goal, UnitYear
from pipeline.reporting.figures import (
    CROWD,
    NARROW,
    WIDE,
    Estimate,
    PlanePoint,
    quadrant_plane,
)
from pipeline.reporting.findings import plane_finding
from pipeline.reporting.words import QUADRANT_MEANINGS, QUADRANT_WORDS
from pipeline.speech import Words, marked
from pipeline.speech import gettext as _

# a larger matrix stands on the page of its year only, and folds up area by area
_MOST_CELLS = 1600
_MOST_ROWS = 60
_DARKEST = 4
_KIND_WORDS = Words({"hovedmål": marked("hovedmål"), "delmål": marked("delmål")})


@dataclass(frozen=True)
class PlacedUnit:
    """A unit with its figures and its number in the narrow figure."""

    number: int
    name: str
    href: str
    row: UnitYear


@dataclass(frozen=True)
class QuadrantGroup:
    """The units of one quadrant."""

    quadrant: str
    word: str
    meaning: str
    units: tuple[PlacedUnit, ...]


@dataclass(frozen=True)
class MatrixGroup:
    """Columns that stand under one hovedmål."""

    label: str
    text: str
    columns: int


@dataclass(frozen=True)
class ObjectiveRow:
    """An objective with those behind it in one year."""

    number: str
    text: str
    language: str
    href: str
    units: int
    units_possible: int
    goals: int
    probability_mass: float

    @property
    def share(self) -> float:
        """Units behind it, of those that could be."""
        return self.units / self.units_possible if self.units_possible else 0.0


@dataclass(frozen=True)
class MatrixRow:
    """A unit's own goals with a decided link, by objective.

    A cell holds how many there are and the anchor of the first on the unit's page, or 0 and an
    empty anchor; it is None without data.
    """

    unit: str
    href: str
    cells: tuple[tuple[int, str] | None, ...]
    served: int


@dataclass(frozen=True)
class MatrixArea:
    """The rows of the units in one area; without a name where they aren't told apart."""

    name: str
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True)
class Matrix:
    """Units by objectives."""

    groups: tuple[MatrixGroup, ...]
    columns: tuple[ObjectiveRow, ...]
    rows: tuple[MatrixRow, ...]
    areas: tuple[MatrixArea, ...]

    @property
    def folds(self) -> bool:
        """True where its rows are shown area by area."""
        return any(area.name for area in self.areas)

    @property
    def fits_beside_text(self) -> bool:
        """True where it is small enough for the first page."""
        return len(self.columns) * len(self.rows) <= _MOST_CELLS


@dataclass(frozen=True)
class YearView:
    """What the page of a year shows."""

    year: int
    plan: str
    plane_wide: Markup
    plane_narrow: Markup
    finding: str
    groups: tuple[QuadrantGroup, ...]
    without: tuple[PlacedUnit, ...]
    units: tuple[PlacedUnit, ...]
    by_name: tuple[PlacedUnit, ...]
    by_area: tuple[tuple[str, tuple[PlacedUnit, ...]], ...]
    matrix: Matrix
    objectives: tuple[ObjectiveRow, ...]

    @property
    def unserved(self) -> tuple[ObjectiveRow, ...]:
        """Objectives that no unit stands behind."""
        return tuple(o for o in self.objectives if o.units == 0)


def year_view(corpus: Corpus, year: int, scoring: ScoringParams, root: str = "") -> YearView:
    """All that the tables say of a year; `root` leads from the page to the report's folder."""
    units = _placed(corpus, year, root)
    drawn = [
        u for u in units if u.row.responsiveness is not None and u.row.distinctiveness is not None
    ]
    order = {name: place for place, name in enumerate(corpus.units)}
    by_name = tuple(sorted(units, key=lambda u: order[u.name]))
    finding = plane_finding([u.row for u in drawn], year)
    objectives = tuple(
        _objective_row(corpus, goal, year, root) for goal in corpus.objectives_of(year)
    )
    plan = corpus.plan_of(year)
    return YearView(
        year=year,
        plan=plan.title if plan else "",
        plane_wide=_plane(drawn, year, scoring, finding, narrow=False),
        plane_narrow=_plane(drawn, year, scoring, finding, narrow=True),
        finding=finding,
        groups=_groups(drawn),
        without=tuple(u for u in units if u not in drawn),
        units=tuple(units),
        by_name=by_name,
        by_area=_by_area(by_name),
        matrix=_matrix(corpus, year, units, objectives),
        objectives=objectives,
    )


def _placed(corpus: Corpus, year: int, root: str) -> list[PlacedUnit]:
    """Units with a row that year, by quadrant and then by name, numbered in that order."""
    rows = [corpus.unit_years[u, year] for u in corpus.units if (u, year) in corpus.unit_years]
    order = list(QUADRANT_WORDS)
    rows.sort(key=lambda row: order.index(row.quadrant))
    return [
        PlacedUnit(number, row.unit, f"{root}enheter/{corpus.unit_slugs[row.unit]}.html", row)
        for number, row in enumerate(rows, 1)
    ]


def _by_area(units: Sequence[PlacedUnit]) -> tuple[tuple[str, tuple[PlacedUnit, ...]], ...]:
    """The units under their areas, in the order given."""
    areas: defaultdict[str, list[PlacedUnit]] = defaultdict(list)
    for unit in units:
        areas[unit.row.area or ""].append(unit)
    return tuple((area, tuple(found)) for area, found in sorted(areas.items()))


def _groups(units: Sequence[PlacedUnit]) -> tuple[QuadrantGroup, ...]:
    return tuple(
        QuadrantGroup(quadrant, QUADRANT_WORDS[quadrant], QUADRANT_MEANINGS[quadrant], tuple(found))
        for quadrant, found in groupby(units, key=lambda unit: unit.row.quadrant)
    )


def _plane(
    units: Sequence[PlacedUnit], year: int, scoring: ScoringParams, finding: str, *, narrow: bool
) -> Markup:
    names = ["" if len(units) > CROWD else (str(u.number) if narrow else u.name) for u in units]
    return quadrant_plane(
        [_point(unit.row, name) for unit, name in zip(units, names, strict=True)],
        (scoring.border_responsiveness, scoring.border_distinctiveness),
        _("Enhetene på to akser, {year}").format(year=year),
        finding,
        NARROW if narrow else WIDE,
        f"plan-{'smal' if narrow else 'bred'}",
    )


def _point(row: UnitYear, label: str) -> PlanePoint:
    return PlanePoint(
        label,
        Estimate(row.responsiveness or 0.0, row.responsiveness_low, row.responsiveness_high),
        Estimate(row.distinctiveness or 0.0, row.distinctiveness_low, row.distinctiveness_high),
        is_settled=row.quadrant != "uavklart",
    )


def _objective_row(corpus: Corpus, goal: Goal, year: int, root: str) -> ObjectiveRow:
    row = corpus.objective_years[goal.goal_id, year]
    return ObjectiveRow(
        number=goal.number or "",
        text=goal.text,
        language=goal.language,
        href=f"{root}mal/{corpus.objective_slugs[goal.goal_id]}.html",
        units=row.units,
        units_possible=row.units_possible,
        goals=row.goals,
        probability_mass=row.probability_mass,
    )


def _matrix(
    corpus: Corpus, year: int, units: Sequence[PlacedUnit], columns: tuple[ObjectiveRow, ...]
) -> Matrix:
    goals = corpus.objectives_of(year)
    found = [_goals_by_unit(corpus, goal.goal_id, year) for goal in goals]
    order = {name: place for place, name in enumerate(corpus.units)}
    rows = []
    by_area: defaultdict[str, list[MatrixRow]] = defaultdict(list)
    for unit in sorted(units, key=lambda u: order[u.name]):
        held = unit.row.goals_held > 0
        cells = tuple(_cell(ids.get(unit.name, ())) if held else None for ids in found)
        served = sum(bool(cell and cell[0]) for cell in cells)
        rows.append(MatrixRow(unit.name, unit.href, cells, served))
        by_area[unit.row.area or ""].append(rows[-1])
    if len(rows) <= _MOST_ROWS:
        areas = [MatrixArea("", tuple(rows))]
    else:
        areas = [
            MatrixArea(area or _("Uten område"), tuple(theirs))
            for area, theirs in sorted(by_area.items())
        ]
    return Matrix(_column_groups(corpus, goals), columns, tuple(rows), tuple(areas))


def _cell(goal_ids: Sequence[str]) -> tuple[int, str]:
    return len(goal_ids), goal_ids[0] if goal_ids else ""


def _goals_by_unit(corpus: Corpus, objective_id: str, year: int) -> dict[str, tuple[str, ...]]:
    """Own goals of each unit with a decided link to the objective or to something under it."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for link in corpus.served_by.get(objective_id, ()):
        goal = corpus.goals[link.goal_id]
        if goal.year == year and goal.unit is not None and corpus.is_own(goal):
            found[goal.unit][goal.goal_id] = None
    return {unit: tuple(ids) for unit, ids in found.items()}


def _column_groups(corpus: Corpus, goals: Sequence[Goal]) -> tuple[MatrixGroup, ...]:
    groups = []
    for parent_id, found in groupby(goals, key=lambda goal: goal.parent_goal_id):
        parent = corpus.goals.get(parent_id) if parent_id else None
        kind = _KIND_WORDS.get(parent.kind, parent.kind).capitalize() if parent else ""
        label = f"{kind} {parent.number or ''}".strip() if parent else ""
        groups.append(MatrixGroup(label, parent.text if parent else "", len(list(found))))
    return tuple(groups)


def shade(count: int | None) -> int:
    """How dark a cell is, from 0 to 4; the number in the cell says the same.

    >>> shade(0), shade(2), shade(9), shade(None)
    (0, 2, 4, 0)
    """
    return min(count or 0, _DARKEST)
