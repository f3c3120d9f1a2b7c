"""What a page shows as evidence: passages in context, pages, threads, money, verdicts."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pipeline.places import Context, Quoted, RowCell
from pipeline.reporting.corpus import Tables, make_corpus
from pipeline.reporting.quoting import Passage, quoted
from pipeline.reporting.render import write_report
from pipeline.reporting.view_goal import bounds, level_step, thread_said
from pipeline.reporting.view_unit import _flip_said, unit_lede
from pipeline.schemas.measures import ISOMORPHISM_PAIRS, RESOURCING, SUCCESSIONS
from pipeline.schemas.reading import PICTURES
from pipeline.speech import speaking
from pipeline.tables import check_table
from tests.reporting.made_up import PARAMS, made_up_tables, pages, scored

PLAN = {"document_id": "plan", "level": "kommuneplan", "year": 2010, "year_to": 2022}
AGREEMENT = {"level": "lederavtale", "part": "enhet", "kind": "enhetsmål"}
UNITS = {"a": "Lia skole", "b": "Strandvegen skole"}


def quote(text: str, role: str = "paragraph", start: int | None = None, end: int | None = None):
    """A passage of a document; the goal's own where it begins somewhere."""
    return Quoted(text, role, 1, ("Oppvekst", "Delmål 1"), None, start, end)


def said(passage: Passage) -> str:
    """The passage with [shared] words and (words around the goal's own)."""
    return "".join(
        f"[{p.text}]" if p.is_shared else p.text if p.is_own else f"({p.text})"
        for p in passage.pieces
        if p.is_own or p.text.strip()
    )


def test_shared_words_are_marked_in_the_goals_own_words_alone() -> None:
    """Whole words, whatever their case; what stands around them in the passage is dimmed."""
    text = "Kommunen vil at skoleveien er trygg. Skole for alle."
    context = Context((), (), (quote(text, start=16, end=36),), ())

    assert said(quoted(context, ["SKOLEVEIEN", "skole", "er"])) == (
        "(Kommunen vil at )[skoleveien] [er] trygg.( Skole for alle.)"
    )


def test_a_goal_is_quoted_between_its_neighbours_and_no_heading_is_said_twice() -> None:
    """What stands before and after, cut at words."""
    long = "ord " * 90
    context = Context(
        ("Plan", "Oppvekst", "Delmål 1"),
        (quote(long),),
        (quote("Alle leser", start=0, end=10),),
        (quote("Neste kapittel", "heading"),),
    )

    shown = quoted(context)

    assert shown.headings == ("Oppvekst", "Delmål 1")
    assert shown.before.startswith("… ord")
    assert len(shown.before) <= 152
    assert shown.after == ""


def test_a_goal_in_a_table_is_quoted_with_its_row() -> None:
    """Each cell under its heading, empty ones left out."""
    row = (RowCell("Mål", "Alle leser", True), RowCell("Tiltak", "", False))
    full = (*row, RowCell("Støtte", "Fagstaben", False))
    own = (quote("Alle leser", start=0, end=10),)

    shown = quoted(Context((), (), own, (), full), ["leser"])

    assert [(cell.heading, cell.is_own) for cell in shown.row] == [("Mål", True), ("Støtte", False)]
    assert [piece.text for piece in shown.row[0].pieces if piece.is_shared] == ["leser"]
    assert quoted(Context((), (), own, (), row)).row == ()


@pytest.mark.parametrize(
    ("status", "jumps", "begins"),
    [
        ("whole", False, "Hel opp"),
        (
            "broken",
            False,
            "Brutt mellom lederavtale og årsbudsjett: det beste leddet der har 0,20.",
        ),
        ("broken", True, "Brutt mellom lederavtale og årsbudsjett"),
        ("uavklart", False, "Uavklart: svakeste ledd, lederavtale og årsbudsjett, har 0,20."),
    ],
)
def test_a_thread_says_where_it_holds_or_breaks(status: str, jumps: bool, begins: str) -> None:
    """And whether the goal is linked past the break."""
    step = "lederavtale → årsbudsjett"
    row = {"status": status, "jumps": jumps, "weakest_at": step, "weakest_probability": 0.2}
    row["break_at"] = step if status == "broken" else None

    told = thread_said(row)

    assert told.startswith(begins)
    assert ("direkte til planen" in told) == jumps


def test_levels_are_named_in_the_language_spoken() -> None:
    """And an unknown one by its own name."""
    with speaking("nn"):
        assert level_step("lederavtale → ukjent") == "leiaravtale og ukjent"


def test_money_is_told_by_its_bounds() -> None:
    """One figure where both are the same."""
    assert "Minst 0,0" in bounds(0.0, 900_000.0)
    assert bounds(900_000.0, 900_000.0).startswith("0,9")


@pytest.mark.parametrize(
    ("direction", "changes", "then", "holds"),
    [
        ("reject", True, "uavklart", "avvist, ville enheten gå fra {now} til {then}"),
        ("accept", True, "responsive", "til godtatt, ville enheten gå fra {now} til {then}"),
        ("reject", False, "not_responsive", "avvist, ville det være avgjort at enheten {answer}"),
        ("accept", False, "responsive", "godtatt, ville det være avgjort at enheten {answer}"),
        ("reject", False, "uavklart", "avvist, ville det være uavklart om"),
        ("accept", False, "uavklart", "godtatt, ville det være uavklart om"),
    ],
)
def test_what_would_turn_a_conclusion_has_its_own_sentence(
    direction: str, changes: bool, then: str, holds: str
) -> None:
    """Whether verdicts move the unit to another quadrant, or settle one axis alone."""
    row = {"direction": direction, "changes_quadrant": changes, "side_then": then}

    assert holds in _flip_said(row)


def small_world(**tables: pd.DataFrame) -> Tables:
    """Two units in two years under one objective; one linked goal each."""
    goals = [PLAN | {"goal_id": "o", "kind": "delmål", "number": "1.1", "text": "Alle barn leser"}]
    links, documents = [], [PLAN | {"document_id": "plan", "kind": "kommuneplan", "title": "Plan"}]
    for unit, name in UNITS.items():
        for year in (2013, 2014):
            document = f"{unit}{year}"
            documents.append(
                {"document_id": document, "unit": name, "year": year, "title": f"Avtale {year}"}
            )
            about = AGREEMENT | {"document_id": document, "unit": name, "year": year}
            text = f"Elevene leser hver dag {year}"
            goals.append(about | {"goal_id": f"g{document}", "text": text})
            links.append(
                {
                    "goal_id": f"g{document}",
                    "objective_id": "o",
                    "link_id": f"l{document}",
                    "linked": True,
                    "probability": 0.8,
                    "kind": "rephrased",
                    "lift": 3.25,
                    "word_pairs": "leser~leser (same)",
                }
            )
    verdict = {"verdict_id": "v", "coder": "ukjent.person", "goal_id": "ga2014"}
    verdicts = [verdict | {"objective_id": "o", "link_id": "la2014", "memo": "Klart <nok>"}]
    documents = [
        {key: value for key, value in row.items() if key != "level"}
        | {"document_sha256": f"{n:064x}", "path": f"{row['document_id']}.pdf"}
        for n, row in enumerate(documents)
    ]
    return replace(scored(documents, goals, links, verdicts=verdicts), **tables)


def page(tables: Tables, language: str = "nb") -> str:
    """The first unit's page."""
    name = "enheter/lia-skole.html"
    return pages(tables, language)[name]


def test_a_verdict_is_shown_with_its_coder_numbered_and_not_named() -> None:
    """Day, answer and note, escaped."""
    shown = page(small_world())

    assert "Koder 1, 2. januar 2026: ja, det er en kopling. <q>Klart &lt;nok&gt;</q>" in shown
    assert "ukjent.person" not in shown


def test_each_decided_link_has_an_anchor_and_both_passages_with_what_they_share() -> None:
    """And the objective's page leads to it."""
    files = pages(small_world())
    shown = files["enheter/lia-skole.html"]
    objective = next(text for name, text in files.items() if name.startswith("mal/"))

    assert 'id="la2014"' in shown
    assert shown.count("<mark>leser</mark>") >= 2
    assert "3,2: så mye høyere skårer paret" in shown or "3,3: så mye" in shown
    assert 'href="../enheter/lia-skole.html#la2014"' in objective


def test_the_pages_are_shown_lazily_with_words_for_those_who_do_not_see_them() -> None:
    """From the report's folder, whatever the language; a missing one says why."""
    rows = [
        {"goal_id": "ga2014", "page": 1, "path": "crops/x.webp", "width": 700, "height": 180},
        {"goal_id": "o", "page": 2, "reason": "no_pages"},
    ]
    pictures = check_table(pd.DataFrame(rows).astype({"width": "Int64"}), PICTURES)

    shown = page(small_world(pictures=pictures))
    english = dict(pages(small_world(pictures=pictures), "en"))["enheter/lia-skole.html"]

    assert 'loading="lazy" decoding="async" src="../crops/x.webp" width="700" height="180"' in shown
    assert 'alt="Utsnitt av Avtale 2014, side 1:' in shown
    assert "Ingen bilde: formatet har ingen sider å vise." in shown
    assert 'alt="Detail of Avtale 2014, page 1:' in english


def with_measures(**measures: pd.DataFrame) -> Tables:
    """The small world with rows in these tables."""
    world = small_world()
    return replace(world, measures=replace(world.measures, **measures))


def test_years_neighbours_and_money_are_told_where_the_tables_have_them() -> None:
    """What became of a goal, who says the same, and which bounds its money has."""
    fate = {"level": "lederavtale", "unit": UNITS["a"], "statements": "goals", "year_from": 2013}
    kept = fate | {"year_to": 2014, "earlier_id": "ga2013", "later_id": "ga2014", "fate": "changed"}
    pair = {
        **{"year": 2014, "unit_a": UNITS["a"], "unit_b": UNITS["b"], "goal_a": "ga2014"},
        **{"goal_b": "gb2014", "probability": 0.9, "kind": "copied"},
        **dict.fromkeys(("taken_over_a", "taken_over_b"), 0.9),
        **dict.fromkeys(("beyond_parent_a", "beyond_parent_b"), 0.9),
    }
    money = {
        **{"goal_id": "ga2014", "document_id": "a2014", "year": 2014, "year_to": 2014},
        **{"resourcing": "fresh", "amounts_low_nok": 0.0, "amounts_high_nok": 600_000.0},
        **{"lines": 1, "amount_ids": "", "cut_ids": "", "frame_ids": "", "document_ids": ""},
        **{"documents_searched": 1, "lines_searched": 9},
    }
    tables = {"successions": (SUCCESSIONS, kept), "isomorphism_pairs": (ISOMORPHISM_PAIRS, pair)}
    tables["resourcing"] = (RESOURCING, money)

    shown = page(with_measures(**{name: one_row(*row) for name, row in tables.items()}))

    assert "Endret siden 2013. Da sto det: <a" in shown
    assert 'href="strandvegen-skole.html#ar-2014"' in shown
    assert "tatt etter hverandre; sannsynlighet 0,90" in shown
    assert "Minst 0,0\u00a0mill.\u00a0kr og høyst 0,6\u00a0mill.\u00a0kr" in shown


def one_row(table, row: dict[str, object]) -> pd.DataFrame:
    """The table with that row, what it leaves out missing."""
    names = list(table.schema.columns)
    return check_table(pd.DataFrame([{name: row.get(name) for name in names}]), table)


def test_files_are_taken_over_beside_the_pages(tmp_path: Path) -> None:
    """Byte for byte, in the folder that their name says."""
    (tmp_path / "bilde").write_bytes(b"\x00\xff")

    write_report(iter([("index.html", "å")]), tmp_path / "ut", {"crops/x": tmp_path / "bilde"})

    assert (tmp_path / "ut" / "crops" / "x").read_bytes() == b"\x00\xff"


def test_a_unit_that_is_not_placed_says_where_it_most_probably_stands() -> None:
    """With the probability; one that is placed, or of which that isn't known, does not."""
    row = make_corpus(made_up_tables(), 3).unit_years["Øyane barnehage", 2015]
    likely = replace(row, quadrant="uavklart", likely_quadrant="loose", likely_probability=0.62)
    placed, unknown = replace(likely, quadrant="loose"), replace(likely, likely_quadrant=None)

    said = [" ".join(unit_lede([each], PARAMS.scoring)) for each in (likely, placed, unknown)]

    assert ["Mest sannsynlig er den løst koplet (62\xa0%)." in text for text in said] == [
        *(True, False, False)
    ]
