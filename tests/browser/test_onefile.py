"""The one file in a browser: it opens from the disk, fetches nothing, and axe finds nothing."""

from typing import TYPE_CHECKING

import pytest

from pipeline.exporting.onefile import one_file, read_pages
from tests.browser.chromium import open_chromium
from tests.reporting.made_up import build, made_up_tables

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
pytest.importorskip("playwright.sync_api", reason="playwright is not installed")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The first page, the units and the method of the made-up municipality, as one file."""
    folder = tmp_path_factory.mktemp("one")
    report = build(made_up_tables(), folder / "reporting")
    units = sorted(path.name for path in (report / "enheter").glob("*.html"))[:2]
    wanted = {"index.html", "metode.html", *(f"enheter/{name}" for name in units)}
    path = folder / "rapport.html"
    path.write_text(
        one_file(read_pages(report, "nb", wanted.__contains__), "nb").text, encoding="utf-8"
    )
    return path.as_uri()


@pytest.mark.parametrize("width", [1200, 375])
def test_it_is_read_without_a_fault(address: str, width: int) -> None:
    """Nothing else is fetched, the policy hinders nothing, the page is no wider than the screen."""
    said: list[str] = []
    asked: list[str] = []
    with open_chromium() as browser:
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.on("console", lambda message: said.append(message.text))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)

        paper = page.evaluate("getComputedStyle(document.body).fontFamily")
        wide = page.evaluate("document.documentElement.scrollWidth")

    fetched = [url for url in asked if not url.startswith("data:")]
    assert (said, fetched, wide) == ([], [address], width)
    assert "system-ui" in paper


def test_its_contents_lead_to_the_sections(address: str) -> None:
    """Every row of the contents brings its section to the top."""
    with open_chromium() as browser:
        page = browser.new_page()
        page.goto(address)
        tops = {}
        for link in page.locator("nav.contents a").all():
            link.click()
            name = link.get_attribute("href")
            page.wait_for_url(f"**{name}")
            tops[name] = _top(page)

    assert len(tops) == 4
    assert all(abs(top) < 5 for top in list(tops.values())[:-1]), tops


def _top(page: "Page") -> float:
    page.wait_for_timeout(200)
    return float(page.evaluate("document.querySelector(':target').getBoundingClientRect().top"))


def test_axe_finds_nothing(address: str) -> None:
    """No fault by axe's rules."""
    from axe_playwright_python.sync_playwright import Axe

    with open_chromium() as browser:
        page = browser.new_page()
        page.goto(address)
        found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
