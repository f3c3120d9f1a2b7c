"""The page of all municipalities in a browser: quiet, accessible, within the window, searched."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.chromium import open_chromium
from tests.browser.test_report import WIDTHS, opened
from tests.reporting.made_up_country import country_report, small_tables

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

LONG = "Nord-Østerdalen og Sør-Værøyfjorden samkommune"


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    """Debian's chromium, without a window."""
    with open_chromium() as started:
        yield started


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of two municipalities, one with a name longer than any line."""
    country = {"Ålvik": small_tables(), LONG: small_tables("Alle får hjelp")}
    return country_report(country, tmp_path_factory.mktemp("land") / "reporting")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS.values(), ids=list(WIDTHS))
@pytest.mark.parametrize("name", ["index.html", "en/index.html", "alvik/index.html"])
def test_it_fits_and_axe_finds_nothing(
    browser: "playwright.Browser", report: Path, name: str, width: int, scheme: str
) -> None:
    """Unfolded, without a fault or a request, and no wider than the window."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page, faults = opened(browser, report / name, width, scheme)

    page.evaluate("() => document.querySelectorAll('details').forEach(d => { d.open = true; })")
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    quiet = list(faults)
    violations = [v["id"] for v in axe.run(page).response["violations"]]
    page.context.close()

    assert (quiet, wide, violations) == ([], width, [])


@pytest.mark.parametrize(
    ("words", "expected", "named", "found"),
    [
        ("sentrum", "alvik/enheter/sentrum-skole.html", "Sentrum skole", 2),
        ("ålv", "alvik/index.html", "Ålvik", 1),
    ],
)
def test_the_search_leads_to_units_and_municipalities(
    browser: "playwright.Browser", report: Path, words: str, expected: str, named: str, found: int
) -> None:
    """A unit is found in each municipality that has one of the name, and said to be its."""
    page, faults = opened(browser, report / "index.html", WIDTHS["wide"])
    start = page.url

    page.locator("#sok-felt").fill(words)
    hit = page.locator("#sok-liste li", has_text="Ålvik").first
    hit.wait_for()
    hits = page.locator("#sok-liste li").all_inner_texts()
    hit.click()
    page.wait_for_url("**/alvik/**")
    reached, title = page.url, page.title()
    page.get_by_role("link", name="Alle kommuner").click()
    page.wait_for_url(start)
    page.context.close()

    assert sum(named in each for each in hits) == found
    assert reached == (report / expected).as_uri()
    assert named.casefold() in title.casefold()
    assert faults == []
