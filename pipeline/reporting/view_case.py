"""A council case's page: what became of the proposal, in words, in kroner and in its coupling."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.params import ScoringParams
from pipeline.reporting.case_tables import CaseName, case_pages_of
from pipeline.reporting.corpus import Corpus, Document, Tables, records
from pipeline.reporting.findings import Certainty, Finding
from pipeline.reporting.formats import (
    counted,
    decimal,
    interval,
    listed,
    million_nok,
    percent,
    signed_million_nok,
    whole,
)
from pipeline.reporting.view_case_inputs import (
    InputsView,
    RemarkView,
    inputs_view,
    passages_of,
    remark_views,
)
from pipeline.reporting.view_case_money import MoneyView, money_view
from pipeline.reporting.view_case_points import PointPair, fate_counts, point_pairs
from pipeline.reporting.view_documents import case_order
from pipeline.reporting.views import Quote
from pipeline.reporting.words_papers import OUTCOME_WORDS
from pipeline.speech import gettext as _

Row = Mapping[str, Any]
# objectives beyond these fold up
FEW_OBJECTIVES = 6


@dataclass(frozen=True)
class ObjectiveChange:
    """How many points were expected to serve an objective, before and after the council."""

    number: str
    text: str
    language: str
    href: str
    proposal: float | None
    decision: float | None
    change: float | None
    proposal_links: int
    decision_links: int


@dataclass(frozen=True)
class CasePage:
    """A case as its page shows it; `row` holds its figures, None where it has money alone."""

    slug: str
    name: str
    title: str
    language: str
    year: int | None
    outcome: str
    document_href: str
    document_title: str
    deck: str
    findings: tuple[Finding, ...]
    outcome_quotes: tuple[Quote, ...]
    row: Row | None
    pairs: tuple[PointPair, ...]
    fates: tuple[tuple[str, str, int], ...]
    money: MoneyView | None
    objectives: tuple[ObjectiveChange, ...]
    coupling: str
    inputs: InputsView | None
    remarks: tuple[RemarkView, ...]
    beside: tuple[tuple[str, str], ...]
    previous: tuple[str, str] | None
    following: tuple[str, str] | None


def case_pages(corpus: Corpus, tables: Tables, scoring: ScoringParams) -> list[CasePage]:
    """The page of each case, by year and number."""
    pages = case_pages_of(
        tables.council.cases,
        tables.changes,
        {document.document_id: document.title for document in corpus.documents.values()},
    )
    made = _Maker(corpus, tables, scoring, pages)
    names = sorted(pages, key=made.order)
    found = [made.page(name) for name in names]
    around = [None, *((page.name, f"../saker/{page.slug}.html") for page in found), None]
    return [
        _with_neighbours(page, around[number], around[number + 2])
        for number, page in enumerate(found)
    ]


def _with_neighbours(
    page: CasePage, previous: tuple[str, str] | None, following: tuple[str, str] | None
) -> CasePage:
    return CasePage(**(vars(page) | {"previous": previous, "following": following}))


class _Maker:
    """What all cases are told from, looked up once."""

    def __init__(
        self,
        corpus: Corpus,
        tables: Tables,
        scoring: ScoringParams,
        pages: Mapping[CaseName, str],
    ) -> None:
        council = tables.council
        self._corpus, self._tables, self._scoring, self._pages = corpus, tables, scoring, pages
        self._passages = passages_of(council.sections)
        self._cases = {_name(row): row for row in records(council.cases)}
        self._points = _by_case(council.points)
        self._objectives = _by_case(council.case_objectives)
        self._remarks = _by_document(council.remarks)
        self._changes = dict(iter(tables.changes.groupby("document_id", sort=False)))
        self._alone = {
            name[0] for name in pages if sum(other[0] == name[0] for other in pages) == 1
        }

    def order(self, name: CaseName) -> tuple[Any, ...]:
        """By year, number and title."""
        document = self._document(name)
        year = document.year if document else None
        return (
            year or 0,
            case_order(self.name_of(name)),
            document.title if document else "",
            name[0],
        )

    def name_of(self, name: CaseName) -> str:
        """The case by its number, else by its title."""
        row, document = self._cases.get(name), self._document(name)
        number = (row and row["case_number"]) or (document.case_number if document else None)
        if number:
            return _("Sak {number}").format(number=number)
        return name[1] or (document.title if document else "") or _("Sak uten nummer")

    def page(self, name: CaseName) -> CasePage:
        """The case's page, without its neighbours."""
        row, document = self._cases.get(name), self._document(name)
        is_alone = name[0] in self._alone
        pairs = point_pairs(self._corpus, self._points.get(name, ()))
        money = (
            money_view(self._changes.get(name[0], self._tables.changes[:0])) if is_alone else None
        )
        inputs = self._inputs(name[0]) if is_alone else None
        remarks = remark_views(self._corpus, self._remarks.get(name[0], ())) if is_alone else ()
        objectives = tuple(self._objective_changes(self._objectives.get(name, ())))
        slug = self._corpus.document_slugs.get(name[0])
        return CasePage(
            slug=self._pages[name],
            name=self.name_of(name),
            title=name[1] or (document.title if document else ""),
            language=document.language if document else "nb",
            year=document.year if document else None,
            outcome=OUTCOME_WORDS[row["outcome"]] if row else "",
            document_href=f"../dokumenter/{slug}.html" if slug else "",
            document_title=document.title if document else name[0],
            deck=points_claim(row) if row else money_claim_of_rows(money),
            findings=tuple(_findings(row, money, inputs, remarks)),
            outcome_quotes=tuple(self._outcome_quotes(row)),
            row=row,
            pairs=pairs,
            fates=fate_counts(pairs),
            money=money,
            objectives=objectives,
            coupling=coupling_claim(row) if row else "",
            inputs=inputs,
            remarks=remarks,
            beside=tuple(
                (self.name_of(other), f"../saker/{slug}.html")
                for other, slug in self._pages.items()
                if other[0] == name[0] and other != name
            ),
            previous=None,
            following=None,
        )

    def _document(self, name: CaseName) -> Document | None:
        return self._corpus.documents.get(name[0])

    def _inputs(self, document_id: str) -> InputsView | None:
        return inputs_view(
            self._corpus,
            self._tables.measures.inputs,
            self._tables.council.input_units,
            document_id,
            self._passages,
            self._scoring,
        )

    def _outcome_quotes(self, row: Row | None) -> Iterator[Quote]:
        for name in (row["outcome_section_ids"] or "").split() if row else ():
            quote = self._passages.quote(self._corpus, name)
            if quote is not None:
                yield quote

    def _objective_changes(self, rows: Sequence[Row]) -> Iterator[ObjectiveChange]:
        """The objectives whose coupling changed most come first."""
        known = [row for row in rows if row["objective_id"] in self._corpus.goals]
        known.sort(key=lambda row: (-abs(row["mass_change"] or 0), row["number"] or ""))
        for row in known:
            goal = self._corpus.goals[row["objective_id"]]
            slug = self._corpus.page_of(goal.goal_id)
            yield ObjectiveChange(
                number=row["number"] or "",
                text=goal.text,
                language=goal.language,
                href=f"../mal/{slug}.html" if slug else self._corpus.place_of(goal),
                proposal=row["proposal_mass"],
                decision=row["decision_mass"],
                change=row["mass_change"],
                proposal_links=len(row["proposal_link_ids"].split()),
                decision_links=len(row["decision_link_ids"].split()),
            )


def _name(row: Row) -> CaseName:
    return row["document_id"], row["case_in_document"]


def _by_case(frame: pd.DataFrame) -> dict[CaseName, list[Row]]:
    found: dict[CaseName, list[Row]] = {}
    for row in records(frame):
        found.setdefault(_name(row), []).append(row)
    return found


def _by_document(frame: pd.DataFrame) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in records(frame):
        found.setdefault(row["document_id"], []).append(row)
    return found


def points_claim(row: Row) -> str:
    """What became of the proposed points, as far as the document tells."""
    if row["kept"] is None or row["outcome"] in ("no_decision", "no_proposal"):
        return _("Ingenting kan holdes mot hverandre: dokumentet er {outcome}.").format(
            outcome=OUTCOME_WORDS[row["outcome"]]
        )
    proposed, decided = row["points_proposed"], row["points_decided"]
    if row["outcome"] in ("rejected", "noted", "postponed"):
        return _("Saken ble {outcome}. Innstillingen hadde {proposed}.").format(
            outcome=OUTCOME_WORDS[row["outcome"]], proposed=_points(proposed)
        )
    if row["kept"] == proposed and not row["added"]:
        return _("Vedtatt som foreslått: {proposed}, og ingen er endret eller lagt til.").format(
            proposed=_points(proposed)
        )
    said = [
        _("Av {proposed} i innstillingen ble {fates}.").format(
            proposed=_points(proposed), fates=listed(list(_fates(row)))
        )
        if proposed
        else _("Ingen punkter ble foreslått."),
        _("{added} av de {decided} vedtatte punktene hadde ingen foreslått.").format(
            added=whole(row["added"]), decided=whole(decided)
        )
        if row["added"]
        else _("Ingen punkter kom til."),
    ]
    if row["turned"]:
        said.append(
            _("{turned} av de omformulerte trekker i motsatt retning.").format(
                turned=whole(row["turned"])
            )
        )
    return " ".join(said)


def _points(count: int) -> str:
    return counted(count, "punkt", "punkter")


def _fates(row: Row) -> Iterator[str]:
    yield _("{number} beholdt").format(number=_none(row["kept"]))
    yield _("{number} omformulert").format(number=_none(row["reworded"]))
    yield _("{number} strøket").format(number=_none(row["dropped"]))


def _none(count: int) -> str:
    return whole(count) if count else _("ingen")


def _findings(
    row: Row | None,
    money: MoneyView | None,
    inputs: InputsView | None,
    remarks: Sequence[RemarkView],
) -> Iterator[Finding]:
    """The claims after the first, each with what it rests on and where it is shown."""
    if row is not None and money is not None:
        found = money_claim(row)
        if found is not None:
            yield found
    if row is not None and row["anchoring_change"] is not None:
        yield Finding(coupling_claim(row), "", coupling_certainty(row), "#kopling")
    if inputs is not None:
        yield inputs_claim(inputs)
    if remarks:
        yield remarks_claim(remarks)


def money_claim(row: Row) -> Finding | None:
    """How much was moved, of how much; None where the case has no areas with money."""
    if not row["areas"]:
        return None
    if row["moved_nok"] is None:
        return Finding(
            _("Beløpene i forslag og vedtak kan ikke sammenlignes."),
            _("Ingen av {areas} dekker det samme på begge sider.").format(
                areas=counted(row["areas"], "område", "områder")
            ),
            "mangler",
            "#penger",
        )
    claim = _(
        "Beløp for {moved} ble flyttet: {share} av de {comparable} som kan sammenlignes; "
        "samlet endring {net}."
    ).format(
        moved=million_nok(row["moved_nok"]),
        share=_share(row["moved_share"]),
        comparable=million_nok(row["comparable_nok"]),
        net=signed_million_nok(row["net_nok"]),
    )
    basis = _("{comparable} av {areas} kan sammenlignes.").format(
        comparable=whole(row["areas_comparable"]),
        areas=counted(row["areas"], "område", "områder"),
    )
    is_whole = row["areas_comparable"] == row["areas"]
    if not is_whole and row["moved_share_least"] is not None:
        basis += " " + _(
            "Regnes resten med, ligger andelen av alt foreslått mellom {least} og {most}."
        ).format(least=_share(row["moved_share_least"]), most=_share(row["moved_share_most"]))
    return Finding(claim, basis, "avgjort" if is_whole else "uavklart", "#penger")


def _share(value: float | None) -> str:
    """A share as per cent, with a decimal where it would else be none."""
    if value is None or value == 0 or value >= 0.01:
        return percent(value)
    return _("{number}\u00a0%").format(number=decimal(value * 100, 1 if value >= 0.001 else 2))


def money_claim_of_rows(money: MoneyView | None) -> str:
    """What may be said of the money where nothing is known of the points."""
    said = _("Punktene i innstilling og vedtak er ikke holdt mot hverandre.")
    return f"{said} {money.finding}" if money else said


def coupling_certainty(row: Row) -> Certainty:
    """Whether the change in anchoring is told apart from none."""
    low, high = row["anchoring_change_low"], row["anchoring_change_high"]
    if low is None or high is None:
        return "mangler"
    return "uavklart" if low <= 0 <= high else "avgjort"


def coupling_claim(row: Row) -> str:
    """How the points' anchoring in the plan changed; empty where either side has none."""
    if row["anchoring_change"] is None:
        return ""
    means = _(
        "Punktenes forankring i planen er i snitt {proposal} i innstillingen "
        "(n\u00a0=\u00a0{proposed}) og {decision} i vedtaket (n\u00a0=\u00a0{decided})"
    ).format(
        proposal=decimal(row["proposal_anchoring"]),
        proposed=whole(row["proposal_held"]),
        decision=decimal(row["decision_anchoring"]),
        decided=whole(row["decision_held"]),
    )
    change = decimal(row["anchoring_change"])
    ends = interval(row["anchoring_change_low"], row["anchoring_change_high"])
    certainty = coupling_certainty(row)
    if certainty == "mangler":
        return _("{means}; det er for få punkter til å si om den endret seg.").format(means=means)
    if certainty == "uavklart":
        said = _("{means}; endringen på {change} [{ends}] kan ikke skilles fra null.")
    elif row["anchoring_change"] > 0:
        said = _("{means}: den steg med {change} [{ends}].")
    else:
        said = _("{means}: den endret seg med {change} [{ends}], altså ned.")
    return said.format(means=means, change=change, ends=ends)


def inputs_claim(inputs: InputsView) -> Finding:
    """How many proposals from below stand in the decision."""
    counts = inputs.counts
    claim = _(
        "Av {inputs} fra enhetene står {decided} i vedtaket, {stopped} stanset på veien, og "
        "{lost} er ikke funnet igjen i saken."
    ).format(
        inputs=counted(inputs.inputs, "innspill", "innspill"),
        decided=whole(counts.get("vedtak", 0)),
        stopped=whole(counts.get("saksframlegg", 0) + counts.get("innstilling", 0)),
        lost=whole(counts.get("none", 0)),
    )
    basis = _unclear(counts.get("uavklart", 0))
    if counts.get("avvist"):
        basis += " " + _("{number} ble tatt opp og snudd.").format(number=whole(counts["avvist"]))
    return Finding(claim, basis, "avgjort", "#innspill")


def remarks_claim(remarks: Sequence[RemarkView]) -> Finding:
    """How many remarks return in the decision."""
    held = [remark for remark in remarks if remark.returns]
    if not held:
        return Finding(
            _("{remarks} er lest, men det er ikke noe vedtak å holde dem mot.").format(
                remarks=counted(len(remarks), "merknad", "merknader")
            ),
            "",
            "mangler",
            "#merknader",
        )
    if len(held) == 1:
        return Finding(_of_one_remark(held[0]), "", _certainty(held[0].returns), "#merknader")
    unclear = sum(remark.returns == "uavklart" for remark in held)
    claim = _("Av {remarks} går {returning} igjen i vedtaket.").format(
        remarks=counted(len(held), "merknad", "merknader"),
        returning=_none(sum(remark.returns == "ja" for remark in held)),
    )
    return Finding(claim, _unclear(unclear), "avgjort", "#merknader")


def _of_one_remark(remark: RemarkView) -> str:
    if remark.returns == "ja":
        return _("Merknaden går igjen i vedtaket.")
    if remark.returns == "nei":
        return _("Merknaden går ikke igjen i vedtaket.")
    return _("Det er uavklart om merknaden går igjen i vedtaket.")


def _certainty(returns: str) -> Certainty:
    return "uavklart" if returns == "uavklart" else "avgjort"


def _unclear(count: int) -> str:
    return (
        _("For {number} er det uavklart.").format(number=whole(count))
        if count
        else _("Ingen er uavklarte.")
    )
