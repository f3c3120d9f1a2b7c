"""The red thread of one year: each objective of the plan, level by level, and where it breaks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from pipeline.reporting.alluvial import NARROW, WIDE, State, Strand, alluvial
from pipeline.reporting.corpus import PLAN, Corpus, MeasureTables, records
from pipeline.reporting.findings_measures import thread_claim
from pipeline.reporting.formats import listed
from pipeline.reporting.words import level_name, steps
from pipeline.speech import gettext as _

_ARROW = " → "
_NO_GROUP = ""


@dataclass(frozen=True)
class ThreadCell:
    """How a thread fares at a level; `state` is None where it has ended before."""

    state: State | None
    goals: int | None
    units: int | None
    href: str


@dataclass(frozen=True)
class ThreadRow:
    """An objective and its thread."""

    number: str
    text: str
    language: str
    href: str
    cells: tuple[ThreadCell, ...]
    status: str
    break_at: str
    jumps: int
    only_shared: bool


@dataclass(frozen=True)
class ThreadView:
    """The threads of a year: the picture, its finding in words, and the rows behind."""

    year: int
    levels: tuple[str, ...]
    wide: Markup
    narrow: Markup
    claim: str
    finding: str
    breaks: tuple[tuple[str, str], ...]
    rows: tuple[ThreadRow, ...]


def thread_view(
    corpus: Corpus, tables: MeasureTables, year: int, root: str = ""
) -> ThreadView | None:
    """The plan's threads that year; None where none can be told."""
    told = {
        row["objective_id"]: row
        for row in records(tables.threads[tables.threads["year"].eq(year)])
        if row["level"] == PLAN and row["in_coverage"] and row["status"] is not None
    }
    ids = [o for o in corpus.objective_ids if o in told and o in corpus.goals]
    if not ids:
        return None
    levels = max((told[o]["levels"].split(_ARROW) for o in ids), key=len)
    found = tables.thread_levels
    widths = {
        (row["objective_id"], row["level"]): row
        for row in records(found[found["year"].eq(year) & found["objective_id"].isin(ids)])
    }
    rows = tuple(_row(corpus, told[o], widths, levels[1:], root) for o in ids)
    breaks = _breaks(rows)
    counts = {status: sum(row.status == status for row in rows) for status in _STATUSES}
    claim = thread_claim(counts["whole"], counts["broken"], counts["uavklart"], year)
    finding = " ".join(
        [claim, *(_("Brister {step}: {numbers}.").format(step=s, numbers=n) for s, n in breaks)]
    )
    pictures = [
        _picture(corpus, ids, rows, levels, finding, year, is_wide=wide) for wide in (True, False)
    ]
    names = tuple(map(level_name, levels))
    return ThreadView(year, names, pictures[0], pictures[1], claim, finding, breaks, rows)


_STATUSES = ("whole", "broken", "uavklart")


def states(thread: Mapping[str, Any], levels: Sequence[str]) -> tuple[State, ...]:
    """How the thread fares at each level below the plan, until it breaks.

    >>> thread = {"levels": "a → b → c", "break_at": "b → c", "doubtful_from": None}
    >>> states(thread, ["b", "c"])
    ('holds', 'breaks')
    """
    ends, doubt = _lower(thread["break_at"]), _lower(thread["doubtful_from"])
    mine, found, is_doubtful = thread["levels"].split(_ARROW), list[State](), False
    for level in levels:
        if level in mine and level == ends:
            found.append("breaks")
            break
        is_doubtful = is_doubtful or level == doubt
        found.append("uavklart" if is_doubtful else "holds")
    return tuple(found)


def _lower(step: str | None) -> str:
    return step.split(_ARROW)[-1] if step else ""


def _row(
    corpus: Corpus,
    thread: Mapping[str, Any],
    widths: Mapping[tuple[str, str], Mapping[str, Any]],
    levels: Sequence[str],
    root: str,
) -> ThreadRow:
    goal = corpus.goals[thread["objective_id"]]
    fared = states(thread, levels)
    cells = []
    for place, level in enumerate(levels):
        width = widths.get((goal.goal_id, level), {})
        best = corpus.goals.get(width.get("best_goal_id") or "")
        state = fared[place] if place < len(fared) else None
        href = corpus.place_of(best, root) if best and state else ""
        cells.append(ThreadCell(state, width.get("goals"), width.get("units"), href))
    return ThreadRow(
        number=goal.number or "",
        text=goal.text,
        language=goal.language,
        href=f"{root}mal/{corpus.objective_slugs[goal.goal_id]}.html",
        cells=tuple(cells),
        status=thread["status"],
        break_at=steps(thread["break_at"]) if thread["break_at"] else "",
        jumps=int(thread["jump_goals"] or 0),
        only_shared=bool(thread["only_shared"]),
    )


def _breaks(rows: Sequence[ThreadRow]) -> tuple[tuple[str, str], ...]:
    """Each step at which threads break, and the objectives that do, the step with most first."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.break_at:
            found[row.break_at].append(row.number or f"«{row.text}»")
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple((step, listed(numbers, 12)) for step, numbers in ordered)


def _picture(
    corpus: Corpus,
    ids: Sequence[str],
    rows: Sequence[ThreadRow],
    levels: Sequence[str],
    finding: str,
    year: int,
    *,
    is_wide: bool,
) -> Markup:
    groups: dict[str, str] = {}
    strands = []
    for objective, row in zip(ids, rows, strict=True):
        parent = corpus.goals.get(corpus.goals[objective].parent_goal_id or "")
        key = parent.goal_id if parent else _NO_GROUP
        name = f"{parent.number or ''} {parent.text}".strip() if parent else _("Planens mål")
        groups.setdefault(key, name)
        fared = tuple(cell.state for cell in row.cells if cell.state)
        strands.append(Strand(key, fared))
    return alluvial(
        strands,
        [level_name(level) for level in levels],
        groups,
        _("Den røde tråden i {year}").format(year=year),
        finding,
        WIDE if is_wide else NARROW,
        "trad-bred" if is_wide else "trad-smal",
    )
