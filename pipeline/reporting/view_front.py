"""What the front page shows besides the units: money, the council, what is new, the findings."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import altair
import pandas as pd
from markupsafe import Markup

from pipeline.params import Params
from pipeline.reporting.charts import BAR, INK, chart_svg
from pipeline.reporting.corpus import Corpus, MeasureTables, Tables, records
from pipeline.reporting.figures import parts_bar, point_strip
from pipeline.reporting.findings import (
    Finding,
    case_name,
    ceremonial_finding,
    change_finding,
    likely_finding,
    missing_findings,
    orphan_finding,
    quadrant_finding,
    unserved_finding,
)
from pipeline.reporting.findings_measures import (
    between,
    council_finding,
    input_finding,
    likeness_finding,
    money_finding,
    moved_money_finding,
    objective_money_finding,
    period_finding,
    succession_finding,
    thread_finding,
    verdict_finding,
)
from pipeline.reporting.formats import shortened
from pipeline.reporting.words import LEVEL_WORDS
from pipeline.speech import Words, marked
from pipeline.speech import gettext as _

# more rows than these make a picture that nobody reads
_MOST_DRAWN = 30
Row = dict[str, Any]
FATES = ("kept", "changed", "uavklart", "dropped")
OUTCOME_WORDS = Words(
    {
        "as_proposed": marked("vedtatt som foreslått"),
        "changed": marked("vedtatt med endringer"),
        "rejected": marked("avvist"),
        "noted": marked("tatt til orientering"),
        "postponed": marked("utsatt"),
        "no_decision": marked("uten vedtak i dokumentet"),
        "no_proposal": marked("uten forslag i dokumentet"),
    }
)


@dataclass(frozen=True)
class Question:
    """Findings that answer one question."""

    key: str
    text: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class MoneyRow:
    """The money found behind an objective in a year."""

    number: str
    text: str
    language: str
    href: str
    known: int
    fresh: int
    within: int
    none: int
    share: float | None
    share_low: float | None
    share_high: float | None
    low_nok: float | None
    high_nok: float | None
    cuts_nok: float | None
    bar: Markup


@dataclass(frozen=True)
class MoneyView:
    """Money behind the plan's objectives."""

    year: int
    rows: tuple[MoneyRow, ...]
    chart: Markup
    finding: str
    drawn: int
    most: float


@dataclass(frozen=True)
class CaseRow:
    """What became of one case's proposal."""

    name: str
    title: str
    language: str
    href: str
    year: int | None
    outcome: str
    proposed: int
    decided: int
    kept: int | None
    reworded: int | None
    dropped: int | None
    added: int | None
    strip: Markup
    moved_nok: float | None
    moved_share: float | None
    areas_comparable: int
    areas: int
    change: float | None
    change_low: float | None
    change_high: float | None


@dataclass(frozen=True)
class FateRow:
    """What became of the earlier goals of one kind of document, or of one unit."""

    label: str
    href: str
    year_from: int | None
    year_to: int
    n: int
    counts: Mapping[str, int]
    new: int
    n_new: int
    share: float | None
    low: float | None
    high: float | None
    bar: Markup
    before: Any = None
    after: Any = None

    @property
    def has_moved(self) -> bool:
        """True where the intervals of the two years lie apart on an axis."""
        return any(
            _apart(self.before, self.after, axis) for axis in ("responsiveness", "distinctiveness")
        )


def questions(corpus: Corpus, tables: Tables, params: Params) -> tuple[Question, ...]:
    """The findings of the last year under the questions that they answer, weightiest first.

    Without a year to speak of, one question: what is missing.
    """
    year = corpus.latest
    if year is None:
        found = missing_findings(corpus)
        is_all = all(f.certainty == "mangler" for f in found)
        text = _("Hva som mangler") if is_all else _("Hva som mangler, og hva som kan sies")
        return (Question("mangler", text, found),)
    m, scoring = tables.measures, params.coupling
    asked: tuple[tuple[str, str, tuple[Finding | None, ...]], ...] = (
        (
            "enheter",
            _("Hvordan er enhetene koplet til planen?"),
            (
                *_joined(quadrant_finding(corpus, year), period_finding(m.unit_periods)),
                likely_finding(corpus, year),
                ceremonial_finding(corpus, year),
                likeness_finding(m.isomorphism, m.isomorphism_trends, year, corpus.unit_slugs),
            ),
        ),
        (
            "plan",
            _("Hvor brister den røde tråden?"),
            (
                thread_finding(m.threads, year),
                unserved_finding(corpus, year),
                orphan_finding(corpus, year, scoring.linked_from),
            ),
        ),
        (
            "folkevalgte",
            _("Hva endret de folkevalgte?"),
            (
                *_joined(
                    council_finding(m.council_years), moved_money_finding(tables.council.cases)
                ),
                input_finding(m.inputs, corpus.case_slugs),
            ),
        ),
        (
            "ar",
            _("Hva er nytt siden året før?"),
            (succession_finding(m.succession_shares, year), change_finding(corpus)),
        ),
        (
            "midler",
            _("Står det penger bak målene?"),
            (
                *_joined(
                    _with_place(money_finding(m.resourcing, m.orphans, year), corpus, m, year),
                    objective_money_finding(m.objective_money, corpus, year),
                ),
            ),
        ),
        (
            "tvil",
            _("Hvor sikkert er dette?"),
            (verdict_finding(m.flips, year, corpus.unit_slugs),),
        ),
    )
    told = [Question(key, text, tuple(f for f in made if f)) for key, text, made in asked]
    return tuple(question for question in told if question.findings)


def _joined(first: Finding | None, second: Finding | None) -> tuple[Finding, ...]:
    """Two findings that say one thing together as one, where both are settled alike."""
    found = tuple(finding for finding in (first, second) if finding)
    if first is None or second is None or first.certainty != second.certainty:
        return found
    claim, basis = f"{first.claim} {second.claim}", f"{first.basis} {second.basis}".strip()
    return (replace(first, claim=claim, basis=basis),)


def _with_place(
    found: Finding | None, corpus: Corpus, measures: MeasureTables, year: int
) -> Finding | None:
    """The finding on money, leading to the units where no objective has any told."""
    if found is None or objective_money_finding(measures.objective_money, corpus, year):
        return found
    return replace(found, href="#enhetene")


def money_view(corpus: Corpus, money: pd.DataFrame, year: int) -> MoneyView | None:
    """Money behind the objectives that count in coverage that year; None without any told."""
    told = {row["objective_id"]: row for row in records(money[money["year"].eq(year)])}
    rows = tuple(
        _money_row(corpus, goal.goal_id, told[goal.goal_id])
        for goal in corpus.objectives_of(year)
        if goal.goal_id in told and told[goal.goal_id]["goals_known"]
    )
    if not rows:
        return None
    with_money = [row for row in rows if row.high_nok is not None]
    drawn = sorted(with_money, key=lambda row: -(row.high_nok or 0))[:_MOST_DRAWN]
    finding = _money_words(rows, drawn, year)
    chart = _money_chart(drawn, finding, year) if drawn else Markup("")
    most = max((row.high_nok or 0 for row in rows), default=0.0)
    return MoneyView(year, rows, chart, finding, len(drawn), most)


def _money_row(corpus: Corpus, objective: str, row: Mapping[str, Any]) -> MoneyRow:
    goal = corpus.goals[objective]
    counts = (row["goals_fresh"], row["goals_within_frame"], row["goals_no_line"])
    return MoneyRow(
        number=goal.number or "",
        text=goal.text,
        language=goal.language,
        href=f"mal/{corpus.objective_slugs[objective]}.html",
        known=row["goals_known"],
        fresh=counts[0],
        within=counts[1],
        none=counts[2],
        share=row["fresh_share"],
        share_low=row["fresh_share_low"],
        share_high=row["fresh_share_high"],
        low_nok=row["amounts_low_nok"],
        high_nok=row["amounts_high_nok"],
        cuts_nok=row["cuts_nok"],
        bar=parts_bar(list(zip(("solid", "hatch", "empty"), counts, strict=True))),
    )


def _money_words(rows: Sequence[MoneyRow], drawn: Sequence[MoneyRow], year: int) -> str:
    if not drawn:
        return _("Ingen beløp er funnet bak planens mål i {year}.").format(year=year)
    most = drawn[0]
    return _(
        "Beløp er funnet bak {found} av {all} mål i {year}. Mest bak {objective}: {amount}."
    ).format(
        found=sum(row.high_nok is not None for row in rows),
        all=len(rows),
        year=year,
        objective=most.number or f"«{most.text}»",
        amount=between(most.low_nok, most.high_nok),
    )


def _money_chart(rows: Sequence[MoneyRow], finding: str, year: int) -> Markup:
    """From the least to the most that stands behind each objective, in millions of kroner."""
    frame = pd.DataFrame(
        [
            {
                "objective": shortened(f"{row.number} {row.text}".strip(), 34),
                "low": (row.low_nok or 0.0) / 1e6,
                "high": (row.high_nok or 0.0) / 1e6,
            }
            for row in rows
        ]
    )
    base = altair.Chart(frame).encode(
        y=altair.Y(
            "objective:N",
            sort=list(frame["objective"]),
            title=None,
            axis=altair.Axis(labelLimit=230, ticks=False, domain=False, labelPadding=8),
        )
    )
    x = altair.X("low:Q", title=_("millioner kroner"), axis=altair.Axis(tickCount=5))
    line = base.mark_rule(color=BAR, size=5).encode(x=x, x2="high:Q")
    low = base.mark_tick(color=INK, thickness=2, size=13).encode(x="low:Q")
    high = base.mark_point(color=INK, filled=True, size=46, opacity=1).encode(x="high:Q")
    drawn = (line + low + high).properties(width=330, height=altair.Step(22))
    title = _("Beløp bak planens mål i {year}").format(year=year)
    return chart_svg(drawn, "penger-figur", title, finding)


def case_rows(corpus: Corpus, cases: pd.DataFrame) -> tuple[CaseRow, ...]:
    """Every case with a proposal or a decision, the last year first."""
    told = cases[(cases["points_proposed"].gt(0)) | (cases["points_decided"].gt(0))]
    rows = records(told)
    rows.sort(key=lambda row: (-(row["year"] or 0), row["case_number"] or "", row["document_id"]))
    return tuple(_case_row(corpus, row) for row in rows)


def _case_row(corpus: Corpus, row: Mapping[str, Any]) -> CaseRow:
    document = corpus.documents.get(row["document_id"])
    fates = ("kept", "reworded", "dropped", "added")
    kinds = ("solid", "half", "cross", "plus")
    marks = [(kind, row[fate] or 0) for kind, fate in zip(kinds, fates, strict=True)]
    name = case_name(corpus, row["document_id"])
    return CaseRow(
        name=f"{name[:1].upper()}{name[1:]}",
        title=document.title if document else "",
        language=document.language if document else "",
        href=case_href(corpus, row["document_id"]),
        year=row["year"],
        outcome=OUTCOME_WORDS[row["outcome"]],
        proposed=row["points_proposed"],
        decided=row["points_decided"],
        kept=row["kept"],
        reworded=row["reworded"],
        dropped=row["dropped"],
        added=row["added"],
        strip=point_strip(marks),
        moved_nok=row["moved_nok"],
        moved_share=row["moved_share"],
        areas_comparable=row["areas_comparable"] or 0,
        areas=row["areas"] or 0,
        change=row["anchoring_change"],
        change_low=row["anchoring_change_low"],
        change_high=row["anchoring_change_high"],
    )


def case_href(corpus: Corpus, document_id: str, root: str = "") -> str:
    """Where the case is shown: its own page, or else its document's; empty without either."""
    if document_id in corpus.case_slugs:
        return f"{root}saker/{corpus.case_slugs[document_id]}.html"
    slug = corpus.document_slugs.get(document_id)
    return f"{root}dokumenter/{slug}.html" if slug else ""


def fate_rows(shares: pd.DataFrame) -> tuple[FateRow, ...]:
    """The last change of each kind of document, the units' agreements together first."""
    told = shares[shares["scope"].ne("unit") & shares["statements"].ne("points")]
    order = {"lederavtale": 0, "årsbudsjett": 1, "økonomiplan": 2, "kommuneplan": 3}
    rows = []
    for level, found in told.groupby("level", sort=False):
        last = found[found["year_to"].eq(found["year_to"].max())]
        label = LEVEL_WORDS[str(level)]
        row = _fate_row(records(last), f"{label[:1].upper()}{label[1:]}", "#dokumentene")
        rows += [(order.get(str(level), len(order)), row)] if row else []
    return tuple(row for _place, row in sorted(rows, key=lambda pair: pair[0]))


def unit_fate_rows(corpus: Corpus, shares: pd.DataFrame, year: int) -> tuple[FateRow, ...]:
    """What became of each unit's own goals since its agreement before that year's."""
    told: defaultdict[str, list[Row]] = defaultdict(list)
    for row in records(shares[shares["scope"].eq("unit") & shares["year_to"].eq(year)]):
        told[row["unit"]].append(row)
    made = (
        _fate_row(told[unit], unit, f"enheter/{corpus.unit_slugs[unit]}.html", corpus.unit_years)
        for unit in corpus.units
    )
    return tuple(row for row in made if row)


def _fate_row(
    shares: Sequence[Row],
    label: str,
    href: str,
    unit_years: Mapping[tuple[str, int], Any] | None = None,
) -> FateRow | None:
    by_fate = {row["fate"]: row for row in shares}
    kept = by_fate.get("kept")
    if kept is None or not kept["n"]:
        return None
    counts = {fate: by_fate[fate]["goals"] if fate in by_fate else 0 for fate in FATES}
    new = by_fate.get("new")
    years = unit_years or {}
    kinds = ("solid", "hatch", "dots", "empty")
    return FateRow(
        label=label,
        href=href,
        year_from=kept["year_from"],
        year_to=kept["year_to"],
        n=kept["n"],
        counts=counts,
        new=new["goals"] if new else 0,
        n_new=new["n"] if new else 0,
        share=kept["share"],
        low=kept["low"],
        high=kept["high"],
        bar=parts_bar([(kind, counts[fate]) for kind, fate in zip(kinds, FATES, strict=True)]),
        before=years.get((label, kept["year_from"])),
        after=years.get((label, kept["year_to"])),
    )


def _apart(before: Any, after: Any, axis: str) -> bool:
    """True where the two years' intervals on an axis do not overlap; False where one is missing."""
    if before is None or after is None:
        return False
    was = (getattr(before, f"{axis}_low"), getattr(before, f"{axis}_high"))
    now = (getattr(after, f"{axis}_low"), getattr(after, f"{axis}_high"))
    if None in (*was, *now):
        return False
    return bool(now[0] > was[1] or now[1] < was[0])


def front_view(corpus: Corpus, tables: Tables) -> dict[str, Any]:
    """The parts of the front page that rest on the wider measures; empty or None without them."""
    year, measures = corpus.latest, tables.measures
    return {
        "money": money_view(corpus, measures.objective_money, year) if year else None,
        "case_rows": case_rows(corpus, tables.council.cases),
        "fates": fate_rows(measures.succession_shares) if year else (),
        "unit_fates": unit_fate_rows(corpus, measures.succession_shares, year) if year else (),
    }
