"""A document's page: its own tree, its own tables, cut where they are long."""

from typing import Any

import pandas as pd
import pytest

from pipeline.reporting.corpus import Goal, document_parts, make_corpus
from pipeline.reporting.view_amounts import amounts_view
from pipeline.reporting.view_document import DocumentPage, Entry, document_pages, goal_tree
from pipeline.reporting.views import same_words
from tests.reporting.made_up import PARAMS, made_up_tables, pages, scored
from tests.tables_for_tests import Row, amounts_table

PLAN: Row = {
    "document_id": "plan",
    "kind": "kommuneplan",
    "year": 2010,
    "title": "Planen",
    "path": "planen.pdf",
}
AGREEMENT: Row = {
    "document_id": "avtale",
    "unit": "Neset",
    "year": 2013,
    "title": "Avtalen",
    "path": "avtalen.pdf",
}
OBJECTIVE: Row = {"document_id": "plan", "level": "kommuneplan", "kind": "delmål", "year": 2010}
OWN: Row = {"goal_id": "g", "document_id": "avtale", "unit": "Neset", "year": 2013}


def goals_of(*rows: Row) -> list[Goal]:
    """Goals as records, from rows that name at least `goal_id`."""
    return list(make_corpus(scored([], list(rows), []), 3).goals.values())


def page_of(documents: list[Row], goals: list[Row], links: list[Row], path: str) -> DocumentPage:
    """The page of the document at a path."""
    tables = scored(documents, goals, links)
    corpus = make_corpus(tables, PARAMS.reporting.links_per_goal)
    return next(p for p in document_pages(corpus, tables) if p.slug == path)


def shape(entries: tuple[Entry, ...]) -> list[Any]:
    """The tree as names in lists."""
    return [[e.anchor, *shape(e.under)] if e.under else e.anchor for e in entries]


def test_goals_stand_under_what_the_document_puts_them_under() -> None:
    """A parent in another document makes no tree here."""
    goals = goals_of(
        {"goal_id": "h"},
        {"goal_id": "d", "parent_goal_id": "h"},
        {"goal_id": "s", "parent_goal_id": "d"},
        {"goal_id": "x", "parent_goal_id": "elsewhere"},
    )

    tree = goal_tree(goals)

    names = {key: [goal.goal_id for goal in found] for key, found in tree.items()}
    assert names == {None: ["h", "x"], "h": ["d"], "d": ["s"]}


def test_goals_in_a_ring_are_not_lost() -> None:
    """Each of two goals under one another stands uppermost."""
    goals = goals_of(
        {"goal_id": "a", "parent_goal_id": "b"}, {"goal_id": "b", "parent_goal_id": "a"}
    )

    tree = goal_tree(goals)

    assert [goal.goal_id for goal in tree[None]] == ["a", "b"]
    assert list(tree) == [None]


def test_a_very_deep_tree_is_drawn_flat_below_the_fourth_level() -> None:
    """A thousand goals in one chain all stand on the page."""
    chain = [
        {"goal_id": f"g{n}", "document_id": "plan", "level": "kommuneplan"}
        | ({"parent_goal_id": f"g{n - 1}"} if n else {})
        for n in range(1000)
    ]

    page = page_of([PLAN], chain, [], "planen")

    tree = shape(page.groups[0].entries)
    assert tree[0][:2] == ["g0", ["g1", ["g2", *(f"g{n}" for n in range(3, 1000))]]]


def test_a_document_of_many_goals_has_several_pages() -> None:
    """A goal stays on the page of what it stands under."""
    rows = [{"goal_id": f"g{n}"} for n in range(800)]
    late = {"goal_id": "late", "parent_goal_id": "g3"}

    parts = document_parts(goals_of(*rows, late))

    assert [len(part) for part in parts] == [401, 400]
    assert parts[0][-1].goal_id == "late"


def test_each_page_of_a_long_document_leads_to_the_others() -> None:
    """A deep link to the last goal leads to the last page."""
    rows = [
        {"goal_id": f"g{n}", "document_id": "plan", "level": "kommuneplan", "text": f"Mål {n}"}
        for n in range(900)
    ]

    report = pages(scored([PLAN], rows, []))

    assert 'id="g899"' in report["dokumenter/planen--3.html"]
    assert 'href="planen--3.html#mal"' in report["dokumenter/planen.html"]


def test_an_agreement_is_grouped_by_its_parts() -> None:
    """What others have set stands apart from the unit's own; personal goals are only counted."""
    goals = [
        OWN | {"goal_id": part, "part": part, "text": f"Mål i {part}"}
        for part in ("kommune", "enhet", "personlig")
    ]

    page = page_of([AGREEMENT], goals, [], "avtalen")

    headings = [(group.heading, shape(group.entries)) for group in page.groups]
    assert headings == [
        ("Felles for hele kommunen", ["kommune"]),
        ("Enhetens egne", ["enhet"]),
    ]
    assert (page.goals, page.personal) == (2, 1)


def test_a_cell_that_covers_two_rows_is_said_once() -> None:
    """The tiltak that resultatmål and enhetsmål share stands under the latter."""
    goals = [
        OWN | {"goal_id": "r", "kind": "resultatmål", "measure": "Samtaler", "part": "enhet"},
        OWN | {"goal_id": "e", "parent_goal_id": "r", "measure": "Samtaler", "part": "enhet"},
    ]

    entry = page_of([AGREEMENT], goals, [], "avtalen").groups[0].entries[0]

    assert (entry.beside, entry.under[0].beside) == ((), (("Tiltak", "Samtaler"),))


def test_headings_are_said_without_title_and_goal() -> None:
    """What the page's title and the goal say themselves is left out of the headings."""
    goal = OBJECTIVE | {
        "goal_id": "d",
        "text": "Byen er åpen",
        "context": "Planen > Levekår > 3. Byen er åpen",
    }

    page = page_of([PLAN], [goal], [], "planen")

    assert page.groups[0].heading == "Levekår"


def test_a_heading_that_all_goals_share_tells_none_apart() -> None:
    """The outermost heading is left out where every goal stands under it."""
    goals = [
        OBJECTIVE | {"goal_id": name, "text": name, "context": f"Prop. 1 > {name} > Tiltak"}
        for name in ("Skole", "Helse")
    ]

    page = page_of([PLAN], goals, [], "planen")

    assert [group.heading for group in page.groups] == ["Skole › Tiltak", "Helse › Tiltak"]


@pytest.mark.parametrize(
    ("quote", "is_same"),
    [
        ("1. Fire av ti går", True),
        ("4.2 Fire av ti går", True),
        ("b) Fire av ti går", True),
        ("Delmål 4.2: Fire av ti går", True),
        ("Fire av ti går. Tiltak: sti", False),
        ("14 Fire av ti går", False),
    ],
)
def test_a_quote_that_adds_only_numbering_is_not_repeated(quote: str, is_same: bool) -> None:
    """A number before the words is no more words."""
    assert same_words("Fire av ti går", quote) == is_same


def test_a_goal_stands_with_its_link_and_leads_to_both_ends() -> None:
    """The page of the agreement leads to the objective, the objective's to its page or document."""
    objective = OBJECTIVE | {"goal_id": "d", "text": "Flere går"}
    line = {"goal_id": "b", "document_id": "b", "level": "årsbudsjett", "text": "Sti bygges"}
    budget = {"document_id": "b", "kind": "årsbudsjett", "path": "b.pdf"}
    link = {"goal_id": "g", "probability": 0.9, "linked": True}
    links = [
        link | {"objective_id": "d"},
        link | {"objective_id": "b", "objective_level": "årsbudsjett"},
    ]
    tables = ([PLAN, AGREEMENT, budget], [objective, line, OWN | {"text": "Vi går"}], links)

    below = page_of(*tables, "avtalen").groups[0].entries[0]
    plan = page_of(*tables, "planen").groups[0].entries[0]
    beside = page_of(*tables, "b").groups[0].entries[0]

    hrefs = [link.href for link in below.links]
    assert hrefs == ["../mal/2010-flere-gar.html", "../dokumenter/b.html#b"]
    assert (plan.href, plan.behind) == ("../mal/2010-flere-gar.html", ())
    assert [(b.text, b.href) for b in beside.behind] == [("Vi går", "../dokumenter/avtalen.html#g")]


def test_decided_links_on_other_levels_stand_beside_the_plan() -> None:
    """Of the links to a budget only a decided one is shown; the top level always shows its best."""
    budget = {"document_id": "b", "kind": "årsbudsjett", "year": 2013, "path": "b.pdf"}
    line = {"document_id": "b", "level": "årsbudsjett", "year": 2013}
    goals = [
        OBJECTIVE | {"goal_id": "d"},
        line | {"goal_id": "b1", "text": "Ja"},
        line | {"goal_id": "b2", "text": "Nei"},
        OWN | {"goal_id": "g1"},
        OWN | {"goal_id": "g2"},
    ]
    links = [
        {"goal_id": g, "objective_id": o, "objective_level": level, "linked": linked}
        for g, o, level, linked in (
            ("g1", "d", "kommuneplan", False),
            ("g1", "b1", "årsbudsjett", True),
            ("g2", "d", "kommuneplan", False),
            ("g2", "b2", "årsbudsjett", False),
        )
    ]

    page = page_of([PLAN, budget, AGREEMENT], goals, links, "avtalen")

    shown = [[(e.text, e.linked) for e in x.links] for x in page.groups[0].entries]
    assert shown == [[("Et mål", False), ("Ja", True)], [("Et mål", False)]]


def amount(row: int | None, label: str, column: str | None, nok: float, **more: object) -> Row:
    """An amount in table 0, or in running text."""
    place = {"table": 0 if row is not None else None, "row": row, "column_label": column}
    return {"label": label, "amount_nok": nok, "year": 2015} | place | more


def test_amounts_are_set_up_as_their_table_was() -> None:
    """Rows and columns come back; a total says whether its rows sum to it."""
    view = amounts_view(
        amounts_table(
            amount(0, "Skole", "Lønn", 5.0),
            amount(0, "Skole", "Drift", 2.0),
            amount(1, "Sum", "Lønn", 5.0, is_total=True, reconciles=True),
            amount(1, "Sum", "Drift", 3.0, is_total=True, reconciles=False),
        )
    )

    table = view.tables[0]
    assert table.columns == ("Lønn 2015", "Drift 2015")
    assert [(x.label, x.amounts, x.check) for x in table.lines] == [
        ("Skole", (5.0, 2.0), ""),
        ("Sum", (5.0, 3.0), "stemmer ikke"),
    ]
    assert (view.totals, view.agree, view.differ, view.untold) == (2, 1, 1, 0)


def test_columns_stand_as_in_the_table_and_sums_alone_are_marked() -> None:
    """A first row without a cell moves no column; a sum in the last column marks its cell only."""
    view = amounts_view(
        amounts_table(
            amount(0, "Skole", "2025", 1.0, year=2025),
            amount(0, "Skole", "2027", 2.0, year=2027),
            amount(0, "Skole", "Sum", 3.0, year=None, is_total=True, reconciles=True),
            amount(1, "Bad", "2026", 4.0, year=2026),
            amount(1, "Bad", "2027", 4.0, year=2027),
            amount(2, "I alt", "2025", 1.0, year=2025, is_total=True),
        )
    )

    table = view.tables[0]
    assert table.columns == ("2025", "2026", "2027", "Sum")
    assert [line.sums for line in table.lines] == [
        (False, False, False, True),
        (False, False, False, False),
        (True, False, False, False),
    ]
    assert [line.is_sum_row and line.is_total for line in table.lines] == [False, False, True]


def test_amounts_whose_cells_cannot_be_told_apart_stand_one_by_one() -> None:
    """Two amounts in the same row and column are two lines; those in running text come last."""
    view = amounts_view(
        amounts_table(
            amount(None, "2 kroner til skolen", None, 2.0),
            amount(0, "Skole", "Lønn", 5.0),
            amount(0, "Skole", "Lønn", 6.0),
        )
    )

    shown = [(t.name, [(x.period, x.amounts) for x in t.lines]) for t in view.tables]
    assert shown == [
        ("Tabell på side 1", [("Lønn 2015", (5.0,)), ("Lønn 2015", (6.0,))]),
        ("I løpende tekst", [("2015", (2.0,))]),
    ]


@pytest.mark.parametrize(
    ("checks", "expected"),
    [
        ([True, True], "stemmer"),
        ([True, None], "kan ikke avgjøres"),
        ([None, False], "stemmer ikke"),
    ],
)
def test_a_row_of_totals_says_the_worst(checks: list[bool | None], expected: str) -> None:
    """One column that differs is said before one that can't be told."""
    rows = [
        amount(0, "Sum", f"K{n}", 1.0, is_total=True, reconciles=check)
        for n, check in enumerate(checks)
    ]

    assert amounts_view(amounts_table(*rows)).tables[0].lines[0].check == expected


def many_amounts(tables: int, rows: int) -> pd.DataFrame:
    """A budget of so many tables with so many rows, each with a total last."""
    return amounts_table(
        *(
            amount(row, f"Post {row}", "2015", 1e6 * row)
            | {"table": table, "page": 1 + table, "is_total": row == rows - 1}
            for table in range(tables)
            for row in range(rows)
        )
    )


def test_a_long_table_is_cut_with_its_totals_first() -> None:
    """What is left out is counted, and the total at the foot is kept."""
    table = amounts_view(many_amounts(1, 100)).tables[0]

    assert (len(table.lines), table.left_out) == (40, 60)
    assert table.lines[0].is_total


def test_a_large_budget_is_no_megabyte() -> None:
    """Of 8 000 amounts in 200 tables a page shows a few hundred, and says where the rest lies."""
    budget = {"document_id": "budsjett", "kind": "årsbudsjett", "path": "budsjett.pdf"}

    report = pages(scored([budget], [], [], amounts=many_amounts(200, 40)))

    page = report["dokumenter/budsjett.html"]
    assert len(page) < 200_000
    assert page.count('<tr class="total">') == 24
    assert "176 hele tabeller" in page
    assert "outputs/goals/amounts.parquet" in page


def test_what_was_rejected_stands_with_its_document() -> None:
    """A page that could not be read is said on the page of its document."""
    tables = made_up_tables()
    path = tables.documents["path"].iloc[0]
    rejects = tables.rejects.assign(path=path)

    report = pages(scored([PLAN | {"path": path}], [], [], rejects=rejects))

    slug = str(path).removesuffix(".pdf")
    assert "page 2: expected a text layer" in report[f"dokumenter/{slug}.html"]


def test_three_innspill_alone_make_a_useful_report() -> None:
    """Without a plan and agreements the first page leads to each document and its goals."""
    documents = [
        {"document_id": f"i{n}", "kind": "innspill", "title": f"Innspill {n}", "path": f"i{n}.pdf"}
        for n in range(3)
    ]
    goals = [
        {"goal_id": f"g{n}", "document_id": f"i{n}", "level": "innspill", "kind": "forslag"}
        for n in range(3)
    ]

    report = pages(scored(documents, goals, []))

    assert report["index.html"].count('<span class="held">1 mål</span>') == 3
    assert 'href="dokumenter/i2.html"' in report["index.html"]
    assert 'id="g2"' in report["dokumenter/i2.html"]
    assert "kommuneplanen" not in report["dokumenter/i2.html"]


def test_a_goals_table_may_hold_goals_of_no_known_document() -> None:
    """A goal whose document is missing has no page, and no link that leads nowhere."""
    corpus = make_corpus(scored([], [OWN], []), 3)

    assert corpus.place_of(corpus.goals["g"]) == ""
