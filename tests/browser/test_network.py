"""The network page and the search in a real browser: by mouse, by keyboard, by address."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.chromium import open_chromium
from tests.browser.test_report import opened
from tests.reporting.made_up import build, made_up_tables

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    """Debian's chromium, without a window."""
    with open_chromium() as started:
        yield started


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the made-up municipality."""
    return build(made_up_tables(), tmp_path_factory.mktemp("outputs") / "reporting")


@pytest.fixture
def network(
    browser: "playwright.Browser", report: Path
) -> Iterator[tuple["playwright.Page", list[str]]]:
    """The network page, wide, with everything that went wrong on it."""
    page, faults = opened(browser, report / "nett.html", 1440)
    yield page, faults
    page.context.close()


def rows(page: "playwright.Page") -> list[list[str]]:
    """The cells of the table's rows."""
    return page.evaluate(
        "() => [...document.querySelectorAll('#tabell tbody tr')]"
        ".map(row => [...row.cells].map(cell => cell.textContent.trim()))"
    )


def at(page: "playwright.Page") -> dict[str, str]:
    """What stands in the address after the hash."""
    return dict(page.evaluate("() => [...new URLSearchParams(location.hash.slice(1))]"))


@pytest.mark.parametrize("language", ["", "nn/", "en/"])
@pytest.mark.parametrize("name", ["nett.html", "sok.html#q=hjelp", "nett.html#enhet=kulturskolen"])
def test_it_is_quiet_under_the_policy(
    browser: "playwright.Browser", report: Path, language: str, name: str
) -> None:
    """No message, no request but to the folder, nothing wider than a narrow window."""
    path, _, place = name.partition("#")
    page, faults = opened(browser, report / language / path, 375)
    page.goto(f"{(report / language / path).as_uri()}#{place}")
    page.wait_for_timeout(300)
    width = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()

    assert (faults, width) == ([], 375)


@pytest.mark.parametrize("width", [1440, 375])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["nett.html", "sok.html"])
def test_axe_finds_nothing_with_something_chosen(
    browser: "playwright.Browser", report: Path, name: str, scheme: str, width: int
) -> None:
    """A chosen unit and a list of hits are as accessible as the page that is opened first."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page, _ = opened(browser, report / name, width, scheme)
    if name == "nett.html":
        page.locator("#tabell .pick").first.click()
    else:
        page.locator("#sok-ord").fill("hjelp")
        page.locator("#sok li").first.wait_for()

    found = axe.run(page).response["violations"]
    page.context.close()

    assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found] == []


def test_a_choice_filters_and_stands_in_the_address(
    network: tuple["playwright.Page", list[str]],
) -> None:
    """The table holds the chosen unit's goals alone, a status says how many, back undoes it."""
    page, _ = network
    before = len(rows(page))

    page.locator("#valg-enhet").select_option("kulturskolen")
    chosen = rows(page)
    address, status = at(page), page.locator("#nett-antall").inner_text()
    page.go_back()
    page.wait_for_function(f"document.querySelectorAll('#tabell tbody tr').length === {before}")

    assert {row[1] for row in chosen} == {"Kulturskolen"}
    assert address == {"enhet": "kulturskolen"}
    assert status.startswith(f"{len(chosen)} koplinger")
    assert before > len(chosen)


def test_an_address_opens_what_it_names(browser: "playwright.Browser", report: Path) -> None:
    """Year, level of decision and least probability are read from the address; nonsense is not."""
    page, _ = opened(browser, report / "nett.html", 1440)
    page.goto(f"{(report / 'nett.html').as_uri()}#ar=2013&vis=oppgitt&enhet=finnes-ikke&p=7")
    page.reload()

    shown = rows(page)
    page.context.close()

    assert shown
    assert {row[2] for row in shown} == {"2013"}
    assert all(row[5].startswith("oppgitt") for row in shown)


def test_least_probability_leaves_out_the_less_probable(
    network: tuple["playwright.Page", list[str]],
) -> None:
    """What is estimated must reach it; what a document states is no estimate and stays."""
    page, _ = network
    page.locator("#valg-p").fill("0.85")

    shown = rows(page)

    assert shown
    assert all(
        row[5].startswith("oppgitt") or float(row[4].replace(",", ".")) >= 0.85 for row in shown
    )


def test_goals_without_a_link_are_listed(network: tuple["playwright.Page", list[str]]) -> None:
    """Each own goal that no decided link leads from, and no other."""
    page, _ = network
    linked = {row[0] for row in rows(page)}
    page.locator("#valg-vis").select_option("uten")

    shown = rows(page)

    assert shown
    assert {row[5] for row in shown} == {"uten kopling"}
    assert not {(row[0]) for row in shown} & linked


def test_a_click_in_the_picture_opens_a_unit_and_leads_to_the_evidence(
    network: tuple["playwright.Page", list[str]],
) -> None:
    """Unit, then goal, then the goal on the unit's page: three clicks from picture to passage."""
    page, faults = network
    unit = page.evaluate("window.koplingGoals.units.findIndex(u => u[0] === 'Åsheim skole')")

    click(page, f"u{unit}")
    assert at(page)["enhet"] == "asheim-skole"
    assert page.locator("#valgt h3").inner_text() == "Åsheim skole"

    goal = page.evaluate(
        "window.koplingLinks.links.filter(l => l[3] > 0).map(l => l[0])"
        f".find(g => window.koplingGoals.goals[g][8] === {unit}"
        " && window.koplingGoals.goals[g][9] === 2015)"
    )
    click(page, f"g{goal}")
    page.locator("#valgt .places a", has_text="Se belegget").click()
    there = page.locator(".goal:target")

    there.wait_for()
    assert there.get_attribute("id") == page.evaluate("decodeURIComponent(location.hash.slice(1))")
    assert faults == []


def click(page: "playwright.Page", node: str) -> None:
    """Click on a node of the picture."""
    page.locator("#lerret").scroll_into_view_if_needed()
    where = page.evaluate(f"window.koplingNetwork.where('{node}')")
    page.locator("#lerret").click(position={axis: round(place) for axis, place in where.items()})


def test_the_keyboard_does_what_the_mouse_does(
    network: tuple["playwright.Page", list[str]],
) -> None:
    """Enter on a goal in the table shows its quote, its links and where they stand."""
    page, _ = network
    pick = page.locator("#tabell tbody tr").first.locator(".pick").first
    words = pick.inner_text()
    pick.focus()

    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "valgt"
    assert page.locator("#valgt h3").inner_text() == words
    assert page.locator("#valgt .places a").count() >= 2


def test_columns_are_sorted_and_say_so(network: tuple["playwright.Page", list[str]]) -> None:
    """Once up, once more down, and a reader of the screen is told."""
    page, _ = network
    button = page.locator("#tabell thead button[data-sort=p]")
    told = []
    for _turn in range(2):
        button.click()
        order = [float(row[4].replace(",", ".")) for row in rows(page)]
        told.append(page.locator("th[aria-sort]").get_attribute("aria-sort"))
        assert order == sorted(order, reverse=told[-1] == "descending")

    assert told == ["ascending", "descending"]


def test_without_scripts_the_page_says_it_all(browser: "playwright.Browser", report: Path) -> None:
    """The whole table, no controls that do nothing, and a link in place of the search field."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((report / "nett.html").as_uri())

    count = page.locator("#tabell tbody tr").count()
    seen = [page.locator(name).is_visible() for name in ("#valg", "#bilde", "#sok-lenke")]
    page.locator("#sok-lenke").click()
    page.wait_for_url("**/sok.html")
    told = page.locator("#sok-uten-skript").is_visible(), page.locator("#sok").is_visible()
    context.close()

    assert count > 20
    assert seen == [False, False, True]
    assert told == (True, False)


def found(page: "playwright.Page", query: str) -> list[str]:
    """The texts that a search finds, best first."""
    return page.evaluate(
        "async query => { await koplingSearch.load();"
        " return koplingSearch.search(query).best.map(hit => hit.text); }",
        query,
    )


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("øyane", "Øyane barnehage"),
        ("OYANE", "Øyane barnehage"),
        ("oeyane barneh", "Øyane barnehage"),
        ("aasheim", "Åsheim skole"),
        ("velferd", "Bergtun bo- og velferdssenter"),
        ("senter bergtun", "Bergtun bo- og velferdssenter"),
        ("mestring", "Hverdagsmestring kommer før pleie"),
        ("2.1 hjem", "Eldre bor hjemme så lenge de ønsker"),
    ],
)
def test_a_search_finds(
    network: tuple["playwright.Page", list[str]], query: str, text: str
) -> None:
    """Whatever the case and the marks, by a word's beginning or within it, in any order."""
    page, _ = network

    assert text in found(page, query)[:3]


def test_a_search_finds_no_more_than_it_should(
    network: tuple["playwright.Page", list[str]],
) -> None:
    """Every word must be there; two letters are no part of a compound; at most fifty hits."""
    page, _ = network

    assert found(page, "øyane velferd") == []
    assert all(re.search(r"(?i)\bsk", text) for text in found(page, "sk"))
    assert len(found(page, "a")) <= 50


def test_the_field_works_by_keyboard(browser: "playwright.Browser", report: Path) -> None:
    """Typing lists the best hits, an arrow chooses, Enter goes there, from a page in a folder."""
    page, faults = opened(
        browser, report / "mal/2014-1-et-varmt-samfunn-for-barn-og-unge.html", 1440
    )
    field = page.get_by_role("combobox")
    field.focus()
    page.keyboard.type("kulturskolen")
    page.locator("#sok-liste [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    chosen = page.evaluate(
        "() => document.getElementById(document.activeElement.getAttribute("
        "'aria-activedescendant')).querySelector('.hit-text').textContent"
    )
    page.keyboard.press("Enter")
    page.wait_for_url("**/enheter/kulturskolen.html")
    heading = page.locator("h1").inner_text()
    page.context.close()

    assert (chosen, heading, faults) == ("Kulturskolen", "Kulturskolen", [])


def test_all_hits_have_an_address(browser: "playwright.Browser", report: Path) -> None:
    """Enter without a choice opens the page of hits, each leading to a place that is there."""
    page, faults = opened(browser, report / "index.html", 1440)
    page.get_by_role("combobox").fill("trygg oppvekst")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sok.html#q=trygg+oppvekst")
    page.locator("#sok li a").first.wait_for()
    marked = page.locator("#sok li").first.locator("mark").all_inner_texts()
    page.locator("#sok li a").first.click()
    page.wait_for_url("**/mal/*.html")
    page.context.close()

    assert [word.lower() for word in marked] == ["trygg", "oppvekst"]
    assert faults == []


def test_every_hit_leads_to_a_page_and_a_place(
    network: tuple["playwright.Page", list[str]], report: Path
) -> None:
    """Whatever is found stands in a file of the report, at an anchor within it."""
    page, _ = network
    addresses = page.evaluate(
        "async () => { await koplingSearch.load(); const all = new Set();"
        " for (const letter of 'abcdefghijklmnoprstuvø123')"
        " koplingSearch.search(letter, 500).best.forEach(hit => all.add(hit.href));"
        " return [...all]; }"
    )
    texts = {p.relative_to(report).as_posix(): p.read_text("utf-8") for p in report.rglob("*.html")}

    broken = [
        href
        for href in addresses
        for path, _, anchor in [href.partition("#")]
        if path not in texts or (anchor and f'id="{anchor}"' not in texts[path])
    ]

    assert len(addresses) > 100
    assert broken == []
