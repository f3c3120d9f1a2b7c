"""A case's page: the claim, both sides with their words marked, money, coupling, and from below."""

import re

import pandas as pd
import pytest

from pipeline.reporting.case_tables import case_pages_of, first_pages
from pipeline.reporting.corpus import Tables, make_corpus
from pipeline.reporting.view_case import CasePage, case_pages
from pipeline.reporting.word_marks import Runs, marked_wordings, plain_runs
from tests.reporting.made_up import PARAMS, made_up_tables, pages
from tests.reporting.made_up_cases import PAGE, case_tables, with_case_row


@pytest.fixture(scope="module")
def report() -> dict[str, str]:
    """The report of the made-up case."""
    return pages(case_tables())


def page_of(tables: Tables) -> CasePage:
    """The page of the only case."""
    [page] = case_pages(make_corpus(tables, 3), tables, PARAMS.scoring)
    return page


def shown(runs: Runs) -> str:
    """The words, with what came in and what was taken out in brackets."""
    signs = {"": "{}", "added": "[+{}]", "taken_out": "[-{}]"}
    return "".join(signs[run.change].format(run.text) for run in runs)


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        (
            "BFT slås sammen med Øst.",
            "BFT slås sammen med Sentrum.",
            "BFT slås sammen med [-Øst].",
            "BFT slås sammen med [+Sentrum].",
        ),
        (
            "Idrett og frivillighet: 0,7 millioner kroner.",
            "Idrett: 1,2 millioner kroner. Trening for barn og unge er gratis.",
            "Idrett [-og frivillighet]: [-0,7 millioner kroner].",
            "Idrett: [+1,2 millioner kroner]. [+Trening for barn og unge er gratis.]",
        ),
        (
            "Årsbudsjettet vedtas",
            "Årsbudsjettet vedtas",
            "Årsbudsjettet vedtas",
            "Årsbudsjettet vedtas",
        ),
        ("", "Nytt", "", "Nytt"),
    ],
    ids=["one word", "an amount for an amount", "the same", "nothing before"],
)
def test_words_that_differ_are_marked(before: str, after: str, old: str, new: str) -> None:
    """An amount stands where another stood; what both say stays unmarked."""
    first, second, _ = marked_wordings(before, after)

    assert (shown(first), shown(second)) == (old, new)


def test_wordings_with_little_in_common_are_not_marked() -> None:
    """Marks on nearly every word would tell nothing."""
    old, new, is_marked = marked_wordings("Utsettes til neste år.", "Svømmehallen bygges nå.")

    assert (is_marked, [run.change for run in (*old, *new)]) == (False, ["", ""])


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Rammen er 2 407,8 millioner kroner i 2015", "2 407,8 millioner kroner"),
        ("kr 200 000 til telling", "kr 200 000"),
        ("38,6 mill. kr dekkes inn", "38,6 mill. kr"),
        ("5 millionar kroner meir", "5 millionar kroner"),
        ("innen 1. juni 2015 på 10. trinn", None),
    ],
)
def test_amounts_of_money_stand_out_and_other_numbers_do_not(text: str, amount: str | None) -> None:
    """Kroner in the ways council papers write them; a year or a grade is no amount."""
    found = [words for run in plain_runs(text) for words, is_amount in run.parts if is_amount]

    assert found == ([amount] if amount else [])


def test_points_stand_in_the_order_of_the_decision() -> None:
    """A dropped point follows what it was proposed after; one kept by reference as well."""
    page = page_of(case_tables())

    sides = [
        (p.fate, p.proposal and p.proposal.number, p.decision and p.decision.number)
        for p in page.pairs
    ]
    assert sides == [
        ("kept", "1", "1"),
        ("reworded", "2", "2"),
        ("turned", "3", "3"),
        ("dropped", "4", None),
        ("kept", "5", None),
        ("added", None, "4"),
    ]
    assert [pair.is_told_once for pair in page.pairs] == [True, *[False] * 5]


def test_both_sides_stand_with_words_and_amounts_marked(report: dict[str, str]) -> None:
    """What the council took out is struck through, what it put in underlined, amounts are bold."""
    page = re.sub(r'<span class="sr">[^<]*</span>', "", report[PAGE])

    assert '<del><b class="amount">6,0 millioner kroner</b></del>' in page
    assert '<ins><b class="amount">4,5 millioner kroner</b></ins>' in page
    assert "<ins>Første trinn skjermes.</ins>" in page
    assert "holder åpent &lt;hele&gt; året" in page
    assert "Ikke gjentatt i vedtaket" in page


def test_every_quote_leads_to_its_place_in_the_document(report: dict[str, str]) -> None:
    """Points, remarks, innspill and the saksframlegg, each with its page."""
    for anchor in ("p1", "v1", "v6", "m1", "s1"):
        assert f'href="../dokumenter/sak-48-14.html#{anchor}"' in report[PAGE]
        assert f'id="{anchor}"' in report["dokumenter/sak-48-14.html"]
    assert 'href="../dokumenter/innspill.html#i1"' in report[PAGE]
    assert f'href="../{PAGE}"' in report["dokumenter/sak-48-14.html"]
    assert f'href="../{PAGE}#innspill"' in report["dokumenter/innspill.html"]


def test_the_claim_counts_what_became_of_the_points() -> None:
    """Kept, reworded, dropped, added and turned, each of what it is a part of."""
    page = page_of(case_tables())

    assert page.deck == (
        "Av 5 punkter i innstillingen ble 2 beholdt, 2 omformulert og 1 strøket. "
        "1 av de 4 vedtatte punktene hadde ingen foreslått. "
        "1 av de omformulerte trekker i motsatt retning."
    )


@pytest.mark.parametrize(
    ("figures", "deck"),
    [
        (
            {
                "kept": 5,
                "reworded": 0,
                "dropped": 0,
                "added": 0,
                "turned": 0,
                "outcome": "as_proposed",
            },
            "Vedtatt som foreslått: 5 punkter, og ingen er endret eller lagt til.",
        ),
        ({"outcome": "postponed"}, "Saken ble utsatt. Innstillingen hadde 5 punkter."),
        (
            {"outcome": "no_decision", "kept": None},
            "Ingenting kan holdes mot hverandre: dokumentet er uten vedtak i dokumentet.",
        ),
    ],
    ids=["as proposed", "postponed", "no decision"],
)
def test_what_cannot_be_compared_is_not_counted(figures: dict[str, object], deck: str) -> None:
    """The sentence follows the outcome."""
    assert page_of(with_case_row(case_tables(), **figures)).deck == deck


def test_money_is_told_with_what_it_is_a_part_of() -> None:
    """Kroner moved, of what can be compared; what can't widens the share and unsettles it."""
    money = page_of(case_tables()).findings[0]

    assert money.claim == (
        "Beløp for 1,5\u00a0mill.\u00a0kr ble flyttet: 21\u00a0% av de 7,3\u00a0mill.\u00a0kr "
        "som kan sammenlignes; samlet endring −1,5\u00a0mill.\u00a0kr."
    )
    assert money.basis == (
        "2 av 3 områder kan sammenlignes. Regnes resten med, ligger andelen av alt foreslått "
        "mellom 11\u00a0% og 90\u00a0%."
    )
    assert money.certainty == "uavklart"


def test_money_that_cannot_be_compared_is_no_sum() -> None:
    """Without a comparable area nothing is said to have moved."""
    nothing = {"areas_comparable": 0, "moved_nok": None, "net_nok": None, "comparable_nok": 0.0}

    money = page_of(with_case_row(case_tables(), **nothing)).findings[0]

    assert (money.certainty, money.claim) == (
        "mangler",
        "Beløpene i forslag og vedtak kan ikke sammenlignes.",
    )


@pytest.mark.parametrize(
    ("low", "high", "certainty", "said"),
    [
        (0.1, 0.3, "avgjort", "den steg med 0,20 [0,10–0,30]"),
        (-0.1, 0.3, "uavklart", "kan ikke skilles fra null"),
        (None, None, "mangler", "for få punkter"),
    ],
)
def test_a_change_in_coupling_is_told_only_where_its_interval_clears_zero(
    low: float | None, high: float | None, certainty: str, said: str
) -> None:
    """Mean anchoring before and after, with n, and the interval of the difference."""
    ends = {"anchoring_change_low": low, "anchoring_change_high": high}

    finding = page_of(with_case_row(case_tables(), **ends)).findings[1]

    assert finding.certainty == certainty
    assert said in finding.claim


def test_an_innspill_is_followed_through_the_case() -> None:
    """Surely said, maybe said, not said, and no such part are four different things."""
    inputs = page_of(case_tables()).inputs

    assert inputs is not None
    ways = {
        row.anchor: [
            (s.is_sure, s.quote.text[:9] if s.quote else s.probability) for s in row.stages
        ]
        for group in inputs.groups
        for row in group.rows
    }
    assert ways == {
        "i1": [(True, "Enheten b"), (False, 0.02), (True, "Helsestas")],
        "i2": [(False, 0.1), (False, "Svømmehal"), (False, None)],
        "i3": [(False, 0.0), (False, None), (False, None)],
    }


def test_a_remark_returns_where_one_of_its_paragraphs_does() -> None:
    """Each paragraph is told by itself, with the decided point that says the same."""
    [remark] = page_of(case_tables()).remarks

    told = [(p.returns, [number for number, _ in p.points]) for p in remark.paragraphs]
    assert (remark.parties, remark.returns, told) == ("A, B", "ja", [("ja", ["2"]), ("nei", [])])


def test_a_case_with_money_alone_has_a_page(html_of_money: str) -> None:
    """Nothing is claimed of points that were not compared."""
    assert "Punktene i innstilling og vedtak er ikke holdt mot hverandre." in html_of_money
    assert "kan ikke sammenlignes" in html_of_money
    assert 'id="punkter"' not in html_of_money


@pytest.fixture
def html_of_money() -> str:
    """The page of the made-up municipality's case, of which only amounts are known."""
    return pages(made_up_tables())["saker/tiltak-for-balanse-20142015.html"]


def test_several_cases_in_a_document_have_a_page_each() -> None:
    """The document leads to the first of them; the pages are named by number and title."""
    rows = [("d", "1", "7/14"), ("d", "2", "8/14"), ("e", None, None)]
    cases = pd.DataFrame(rows, columns=["document_id", "case_in_document", "case_number"])
    changes = pd.DataFrame({"document_id": ["f", "e"]})

    found = case_pages_of(cases, changes, {"d": "Protokoll", "e": "Sak"})

    assert found == {
        ("d", "1"): "7-14-1-protokoll",
        ("d", "2"): "8-14-2-protokoll",
        ("e", None): "sak",
        ("f", None): "f",
    }
    assert first_pages(found) == {"d": "7-14-1-protokoll", "e": "sak", "f": "f"}


def test_the_list_of_cases_leads_to_each(report: dict[str, str]) -> None:
    """With its figures, and a place in the navigation of every page."""
    assert f'href="{PAGE}"' in report["saker.html"]
    assert 'href="saker.html"' in report["index.html"]
    assert "Innstillingen ble endret i 1 av 1 sak med vedtak" in report["saker.html"]


@pytest.mark.parametrize(("language", "said"), [("nn", "Innstilling"), ("en", "Proposal")])
def test_a_case_is_told_in_each_language(language: str, said: str) -> None:
    """The documents' own words stand as they are, marked with their language."""
    page = pages(case_tables(), language)[PAGE]

    assert f"{said} 1" in page
    assert 'lang="nb">Eiendomsskatten' in page
