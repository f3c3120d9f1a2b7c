"""The front page: what it asks, what it answers, and the figures and tables behind."""

import dataclasses
import json
import re
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from babel.messages.pofile import read_po

from pipeline.reporting.alluvial import NARROW, WIDE, Sizes, Strand, alluvial
from pipeline.reporting.corpus import Corpus, Tables, make_corpus
from pipeline.reporting.figures import parts_bar, point_strip
from pipeline.reporting.findings import likely_finding
from pipeline.reporting.findings_measures import objective_money_finding
from pipeline.reporting.view_front import (
    case_href,
    case_rows,
    fate_rows,
    money_view,
    questions,
    unit_fate_rows,
)
from pipeline.reporting.view_thread import states, thread_view
from pipeline.schemas import Table
from pipeline.schemas.measures import OBJECTIVE_MONEY, THREAD_LEVELS, THREADS
from pipeline.tables import empty_table
from tests.reporting.made_up import PARAMS, made_up_tables, pages, scored
from tests.reporting.made_up_cases import with_case_row
from tests.tables_for_tests import Row

LEVELS = "kommuneplan → økonomiplan → lederavtale"
LOCALE = Path(__file__).parents[2] / "pipeline" / "locale"


def measured(tables: Tables) -> Tables:
    """The made-up tables with threads, money, cases and successions for the last year."""
    ids = [
        o
        for o, year, counts in zip(
            tables.objectives["objective_id"],
            tables.objectives["year"],
            tables.objectives["in_coverage"],
            strict=True,
        )
        if year == 2015 and counts
    ]
    fates = ["whole", "broken", "uavklart"]
    return dataclasses.replace(
        with_case_row(tables, **case()),
        measures=dataclasses.replace(
            tables.measures,
            threads=wide(THREADS, [thread(o, fates[n % 3]) for n, o in enumerate(ids)]),
            thread_levels=wide(THREAD_LEVELS, [level for o in ids for level in thread_levels(o)]),
            objective_money=wide(OBJECTIVE_MONEY, [money(o, n % 3) for n, o in enumerate(ids)]),
            succession_shares=successions(),
        ),
    )


def wide(table: Table, rows: list[Row]) -> pd.DataFrame:
    """The rows with every column of the table; what they don't name is missing."""
    return pd.DataFrame(rows).reindex(columns=empty_table(table).columns)


def thread(objective: str, status: str) -> Row:
    """A thread of 2015 with that status; it breaks, or is unclear, at the last step."""
    step = "økonomiplan → lederavtale"
    return {
        "objective_id": objective,
        "year": 2015,
        "level": "kommuneplan",
        "in_coverage": True,
        "levels": LEVELS,
        "status": status,
        "break_at": step if status == "broken" else None,
        "doubtful_from": step if status != "whole" else None,
        "jump_goals": 0,
        "only_shared": False,
    }


def thread_levels(objective: str) -> list[Row]:
    """Three goals on each level below."""
    row = {"objective_id": objective, "year": 2015, "goals": 3, "units": 1, "best_goal_id": None}
    return [row | {"level": level} for level in ("økonomiplan", "lederavtale")]


def money(objective: str, fresh: int) -> Row:
    """So many of four goals with new money, a million each at most."""
    return {
        "objective_id": objective,
        "year": 2015,
        "goals_known": 4,
        "goals_fresh": fresh,
        "goals_within_frame": 0,
        "goals_no_line": 4 - fresh,
        "fresh_share": fresh / 4,
        "fresh_share_low": None,
        "fresh_share_high": None,
        "amounts_low_nok": 5e5 if fresh else None,
        "amounts_high_nok": fresh * 1e6 if fresh else None,
        "cuts_nok": None,
    }


def case(**changes: object) -> Row:
    """A case of two proposed points, one kept, one reworded, and one added."""
    return {
        "document_id": "sak",
        "case_number": "48/14",
        "year": 2014,
        "outcome": "changed",
        "points_proposed": 2,
        "points_decided": 3,
        "kept": 1,
        "reworded": 1,
        "dropped": 0,
        "added": 1,
        "moved_nok": 3e6,
        "moved_share": 0.1,
        "net_nok": 0.0,
        "comparable_nok": 20e6,
        "areas_comparable": 2,
        "areas": 3,
        "anchoring_change": 0.1,
        "anchoring_change_low": -0.1,
        "anchoring_change_high": 0.3,
        **changes,
    }


def successions() -> pd.DataFrame:
    """Of ten goals of all units, and of four of one unit, half stand."""
    row = {"level": "lederavtale", "statements": "goals", "year_from": 2014, "year_to": 2015}
    ends = {"low": 0.3, "high": 0.7}
    shares = []
    for scope, unit, n in (("all units", None, 10), ("unit", "Vei og park", 4)):
        for fate, goals in (("kept", n // 2), ("changed", 1), ("uavklart", 0), ("dropped", 1)):
            about = {"scope": scope, "unit": unit, "fate": fate, "goals": goals, "n": n}
            shares.append(row | ends | about | {"share": goals / n})
        about = {"scope": scope, "unit": unit, "fate": "new", "goals": 2, "n": n}
        shares.append(row | ends | about | {"share": 0.2})
    return pd.DataFrame(shares)


@pytest.fixture(scope="module")
def tables() -> Tables:
    """The made-up municipality with the wider measures."""
    return measured(made_up_tables())


@pytest.fixture(scope="module")
def corpus(tables: Tables) -> Corpus:
    """Its records."""
    return make_corpus(tables, links_per_goal=3)


@pytest.fixture(scope="module")
def index(tables: Tables) -> str:
    """Its front page."""
    return pages(tables)["index.html"]


def test_findings_stand_under_questions_and_none_without_an_answer(
    tables: Tables, corpus: Corpus
) -> None:
    """Units first; a question that nothing answers is not asked."""
    asked = questions(corpus, tables, PARAMS)

    keys = [question.key for question in asked]
    assert keys[:2] == ["enheter", "plan"]
    assert "tvil" not in keys
    assert all(question.findings for question in asked)


def test_every_finding_leads_to_evidence_on_the_page_or_another(
    tables: Tables, corpus: Corpus, index: str
) -> None:
    """Each address is an anchor that the page has, or a page."""
    hrefs = [f.href for q in questions(corpus, tables, PARAMS) for f in q.findings]

    missing = [h for h in hrefs if h.startswith("#") and f'id="{h[1:]}"' not in index]

    assert missing == []
    assert "" not in hrefs


def test_an_unplaced_unit_is_said_to_stand_most_probably_somewhere(corpus: Corpus) -> None:
    """With its probability, marked as unclear; a settled unit is not told again."""
    unsure = {
        key: dataclasses.replace(
            row, quadrant="uavklart", likely_quadrant="loose", likely_probability=0.75
        )
        for key, row in corpus.unit_years.items()
        if key == ("Vei og park", 2015)
    }
    settled = {
        key: dataclasses.replace(row, quadrant="tight") for key, row in corpus.unit_years.items()
    }
    both = dataclasses.replace(corpus, unit_years=settled | unsure)

    found = likely_finding(both, 2015)

    assert found is not None
    assert found.certainty == "uavklart"
    assert found.claim == (
        "Den ene enheten som ikke kan plasseres i 2015, er mest sannsynlig løst koplet: "
        "Vei og park (75\u00a0%)."
    )
    assert likely_finding(dataclasses.replace(corpus, unit_years=settled), 2015) is None


def test_objectives_without_new_money_are_named_and_the_richest_told(
    tables: Tables, corpus: Corpus
) -> None:
    """Every third objective has none; without any bare one, that is said instead."""
    table = tables.measures.objective_money

    some = objective_money_finding(table, corpus, 2015)
    none = objective_money_finding(table[table["goals_fresh"].gt(0)], corpus, 2015)

    assert some is not None
    assert none is not None
    assert some.claim == (
        "Bak 3 av 7 mål i planen er det ikke funnet nye penger i 2015: 1.1, 2.1 og 3.2."
    )
    assert (
        some.basis
        == "Mest er funnet bak 1.3: mellom 0,5\u00a0mill.\u00a0kr og 2,0\u00a0mill.\u00a0kr."
    )
    assert none.claim == "Bak hvert av 4 mål i planen er det funnet nye penger i 2015."
    assert objective_money_finding(table, corpus, 2013) is None


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("whole", ("holds", "holds")),
        ("uavklart", ("holds", "uavklart")),
        ("broken", ("holds", "breaks")),
    ],
)
def test_a_thread_fares_at_each_level_as_its_row_says(
    status: str, expected: tuple[str, ...]
) -> None:
    """It holds until the step at which it is unclear or breaks."""
    assert states(thread("o", status), ["økonomiplan", "lederavtale"]) == expected


def test_nothing_is_told_of_a_thread_after_its_break() -> None:
    """A thread that breaks at the first step has no state at the next."""
    row = thread("o", "broken") | {"break_at": "kommuneplan → økonomiplan"}

    assert states(row, ["økonomiplan", "lederavtale"]) == ("breaks",)


def test_the_thread_says_where_it_breaks_and_for_which_objectives(
    tables: Tables, corpus: Corpus
) -> None:
    """The finding is the figure's text alternative."""
    view = thread_view(corpus, tables.measures, 2015)

    assert view is not None
    assert view.claim == (
        "3 av 7 delmål kan følges fra kommuneplanen til enhetenes egne mål i 2015; "
        "2 brister og 2 er uavklart."
    )
    assert view.breaks == (("økonomiplan → lederavtale", "1.2 og 2.2"),)
    assert f"{view.finding}</desc>" in unescape(str(view.wide))
    assert thread_view(corpus, tables.measures, 2013) is None


@pytest.mark.parametrize("sizes", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_picture_tells_what_holds_from_what_breaks_without_colour(sizes: Sizes) -> None:
    """Words with numbers at each level, a cross at each break, hatching for what is unclear."""
    strands = [
        Strand("a", ("holds", "holds")),
        Strand("a", ("holds", "breaks")),
        Strand("b", ("uavklart", "uavklart")),
        Strand("b", ("breaks",)),
    ]
    groups = {"a": "1 Trygg oppvekst", "b": "2 <Grønn> by"}

    svg = str(alluvial(strands, ["plan", "budsjett", "avtale"], groups, "T", "F", sizes, "f"))

    assert all(words in svg for words in ("2 følges", "1 uavklart", "1 brister"))
    assert svg.count('class="cross"') == 4
    assert 'fill="url(#f-hatch)"' in svg
    assert "<Grønn>" not in svg


@pytest.mark.parametrize("sizes", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_picture_stays_within_its_ground(sizes: Sizes) -> None:
    """However many threads and groups there are."""
    strands = [Strand(str(n % 9), ("holds", "breaks")) for n in range(100)]
    groups = {str(n): f"{n} Hovedmål" for n in range(9)}

    svg = str(alluvial(strands, ["a", "b", "c"], groups, "", "", sizes, "f"))
    wide, high = map(float, re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)[0])
    blocks = re.findall(r'<rect class="block [^>]*>', svg)
    ends = [
        [
            float(re.findall(rf' {name}="(-?[\d.]+)"', block)[0])
            for name in ("x", "y", "width", "height")
        ]
        for block in blocks
    ]

    assert blocks
    assert all(x >= 0 and y >= 0 and x + w <= wide + 1 and y + h <= high + 1 for x, y, w, h in ends)


def test_a_case_without_a_page_of_its_own_leads_to_its_document(corpus: Corpus) -> None:
    """And a case whose document is unknown leads nowhere."""
    without = dataclasses.replace(corpus, case_slugs={})

    assert case_href(corpus, "sak") == f"saker/{corpus.case_slugs['sak']}.html"
    assert case_href(without, "sak") == "dokumenter/sak.html"
    assert case_href(corpus, "ukjent") == ""


def test_cases_say_what_became_of_their_points(corpus: Corpus) -> None:
    """The last year first; a case without points is not told."""
    cases = pd.DataFrame(
        [case(), case(document_id="x", year=2015), case(points_proposed=0, points_decided=0)]
    )

    rows = case_rows(corpus, cases)

    assert [(row.year, row.kept, row.added) for row in rows] == [(2015, 1, 1), (2014, 1, 1)]
    assert rows[1].name == "Sak 48/14"


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.1, 0.3, "nærmere"),
        (-0.3, -0.1, "lenger fra"),
        (-0.1, 0.3, "uavklart"),
        (None, None, "uavklart"),
    ],
)
def test_a_decision_is_closer_to_the_plan_only_beyond_the_interval(
    tables: Tables, low: float | None, high: float | None, expected: str
) -> None:
    """An interval across nothing, or none at all, settles nothing."""
    ends = {"anchoring_change_low": low, "anchoring_change_high": high}
    page = pages(with_case_row(tables, **case(**ends)))["index.html"]
    row = page[page.index("Sak 48/14</a>") :].split("</tr>")[0]

    assert f'<td class="n">{expected} <span class="interval">' in row


def test_each_point_is_one_mark_in_twenty_to_a_row() -> None:
    """Twenty-five points take two rows."""
    strip = str(point_strip([("solid", 20), ("plus", 5)]))

    assert strip.count("<path") == 25
    assert 'viewBox="0 0 240 24"' in strip


def test_a_bar_leaves_out_parts_of_nothing() -> None:
    """An empty part would be a line that means nothing."""
    assert str(parts_bar([("solid", 3), ("hatch", 0), ("empty", 1)])).count("<rect") == 2


def test_units_that_moved_beyond_the_uncertainty_are_told_from_the_others(
    tables: Tables, corpus: Corpus
) -> None:
    """Intervals apart on one axis are a move; intervals that meet are not, nor are missing ones."""
    rows = dict(corpus.unit_years)
    for year, low, high in ((2014, 0.1, 0.2), (2015, 0.5, 0.9)):
        rows["Vei og park", year] = dataclasses.replace(
            rows["Vei og park", year], responsiveness_low=low, responsiveness_high=high
        )
    last = rows["Vei og park", 2015]
    found = {}
    for name, low in (("apart", 0.5), ("meeting", 0.15), ("missing", None)):
        changed = {("Vei og park", 2015): dataclasses.replace(last, responsiveness_low=low)}
        held = dataclasses.replace(corpus, unit_years=rows | changed)
        shares = tables.measures.succession_shares
        found[name] = [row.has_moved for row in unit_fate_rows(held, shares, 2015)]

    assert found == {"apart": [True], "meeting": [False], "missing": [False]}


def test_the_last_change_of_each_kind_of_document_is_told(tables: Tables) -> None:
    """With its denominator; what has none is left out."""
    shares = tables.measures.succession_shares

    assert [(row.label, row.n, row.counts["kept"]) for row in fate_rows(shares)] == [
        ("Lederavtalene", 10, 5)
    ]
    assert fate_rows(shares.assign(n=0)) == ()


def test_no_money_found_is_said_and_not_drawn(tables: Tables, corpus: Corpus) -> None:
    """An objective without amounts is no objective with nothing."""
    table = tables.measures.objective_money.assign(amounts_low_nok=None, amounts_high_nok=None)

    view = money_view(corpus, table, 2015)

    assert view is not None
    assert (view.finding, str(view.chart)) == ("Ingen beløp er funnet bak planens mål i 2015.", "")
    assert money_view(corpus, table, 2013) is None


def test_a_cell_of_the_matrix_leads_to_the_goal_on_its_unit_s_page(tables: Tables) -> None:
    """And the anchor stands there."""
    report = pages(tables)
    cells = re.findall(r'<td class="s\d"><a href="([^"#]+)#([^"]+)">', report["index.html"])

    assert cells
    assert [c for c in cells if f'id="{c[1]}"' not in report[c[0]]] == []


def test_a_large_matrix_folds_up_area_by_area_and_its_empty_cells_are_bare() -> None:
    """Seventy units in two areas: two tables, and nothing within a cell that holds none."""
    plan: Row = {"document_id": "plan", "kind": "kommuneplan", "year": 2010, "title": "Planen"}
    about: Row = {"document_id": "plan", "level": "kommuneplan", "kind": "delmål", "year": 2010}
    objectives = [about | {"goal_id": f"d{n}", "number": f"1.{n}"} for n in range(30)]
    units = {f"Enhet {n}": ("Nord", "Sør")[n % 2] for n in range(70)}
    documents = [{"document_id": u, "unit": u, "area": a, "year": 2013} for u, a in units.items()]
    own = [
        {"goal_id": f"g {u}", "document_id": u, "unit": u, "area": a, "year": 2013}
        for u, a in units.items()
    ]
    links = [
        {"goal_id": f"g {u}", "objective_id": "d1", "probability": 0.9, "linked": True}
        for u in units
    ]

    page = pages(scored([plan, *documents], [*objectives, *own], links))["ar/2013.html"]

    assert re.findall(r'class="matrix-area"(?: open)?><summary>(\w+)', page) == ["Nord", "Sør"]
    assert page.count("<td></td>") >= 70 * 29


def test_one_finds_one_s_unit_near_the_top(index: str) -> None:
    """All eight are links before the first finding."""
    top = index[: index.index('id="funn"')]

    assert len(re.findall(r'<li><a href="enheter/', top)) == 8


def test_every_finding_is_three_clicks_at_most_from_a_document(tables: Tables) -> None:
    """To a section of the front page, to a page from there, and to the document."""
    report = pages(tables)
    link = re.compile(r'href="([^"#]*)(?:#[^"]*)?"')

    def leads(text: str, clicks: int) -> bool:
        found = [href.removeprefix("../") for href in link.findall(text)]
        if any(re.match(r"dokumenter/.", href) for href in found):
            return True
        return clicks > 1 and any(leads(report.get(href, ""), clicks - 1) for href in set(found))

    index = report["index.html"]
    far = []
    for href in re.findall(r'<p class="basis">[^<]*<a href="([^"]+)"', index):
        page, _, anchor = href.partition("#")
        text = report[page] if page else index.split(f'id="{anchor}"')[1].split("</section>")[0]
        far += [] if leads(text, 2) else [href]

    assert far == []


def own_texts(language: str) -> dict[str, str]:
    """What these pages' code and templates say, with its translation."""
    rooms = re.compile(r"(index|ar|front)\.html\.j2$|(findings|findings_measures|view_front)\.py$")
    with (LOCALE / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    return {
        str(m.id): str(m.string)
        for m in catalogue
        if isinstance(m.id, str) and any(rooms.search(place) for place, _line in m.locations)
    }


@pytest.mark.parametrize("language", ["nn", "en"])
def test_no_bokmål_is_left_on_the_pages_in_other_languages(tables: Tables, language: str) -> None:
    """Each text of the front page that has no gap to fill stands there in its translation."""
    report = pages(tables, language)
    said = unescape(report["index.html"] + report["ar/2015.html"])
    texts = {nb: other for nb, other in own_texts(language).items() if len(nb) > 12}

    left = [
        nb for nb, other in texts.items() if nb != other and not set("{%") & set(nb) and nb in said
    ]

    assert len(texts) > 150
    assert left == []


def test_translations_keep_every_gap() -> None:
    """A name between braces or behind a per cent sign stands in each translation as well."""
    gap = re.compile(r"\{\w+\}|%\(\w+\)s")
    wrong = [
        (language, nb)
        for language in ("nn", "en")
        for nb, other in own_texts(language).items()
        if other and set(gap.findall(nb)) != set(gap.findall(other))
    ]

    assert json.dumps(wrong) == "[]"


def test_empty_measures_leave_a_sound_page() -> None:
    """Without threads, money, cases and successions their sections are left out."""
    page = pages(made_up_tables())["index.html"]

    assert not re.search('id="(traden|penger|siden)"', page)
