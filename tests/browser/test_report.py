"""The report in a real browser, opened as a file: quiet, accessible, within the window."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from pypdfium2 import PdfDocument

from tests.browser.chromium import open_chromium
from tests.reporting.doubt_for_tests import with_doubt
from tests.reporting.made_up import build, made_up_tables, scored
from tests.reporting.made_up_cases import PAGE, case_tables

WIDTHS = {"wide": 1440, "narrow": 375}
# one of each kind, and the longest words of other languages: pages of a kind differ in words only
PAGES = (
    "index.html",
    "ar/2013.html",
    "enheter/oyane-barnehage.html",
    "mal/2014-3-1-meir-matjord-blir-teken-vare-pa.html",
    "mal/2010-1-alle-barn-far-en-trygg-oppvekst.html",
    "dokumenter.html",
    "dokumenter/plan14.html",
    "dokumenter/avtale-oyane-barnehage-2015.html",
    "dokumenter/budsjett.html",
    "tvil.html",
    "metode.html",
    "nett.html",
    "sok.html",
    "saker.html",
    "nn/index.html",
    "nn/enheter/oyane-barnehage.html",
    "nn/metode.html",
    "en/index.html",
    "en/enheter/oyane-barnehage.html",
    "en/tvil.html",
    "en/nett.html",
)
PRINTED = (
    "index.html",
    "enheter/oyane-barnehage.html",
    "mal/2010-1-alle-barn-far-en-trygg-oppvekst.html",
    "dokumenter/plan14.html",
    "nett.html",
    "tvil.html",
    "metode.html",
)

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    """Debian's chromium, without a window."""
    with open_chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the made-up municipality."""
    return build(with_doubt(made_up_tables()), tmp_path_factory.mktemp("outputs") / "reporting")


@pytest.fixture(scope="module")
def case_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a case with everything that a case can have."""
    return build(case_tables(), tmp_path_factory.mktemp("outputs") / "reporting")


@pytest.fixture(scope="module")
def empty_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of an empty corpus."""
    return build(scored([], [], []), tmp_path_factory.mktemp("outputs") / "reporting")


def opened(
    browser: "playwright.Browser", path: Path, width: int, scheme: str = "light"
) -> tuple["playwright.Page", list[str]]:
    """The page, and everything that went wrong or out while it was opened."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda request: faults.extend(_failure(request)))
    page.on(
        "request",
        lambda r: None if r.url.startswith(("file:", "data:")) else faults.append(r.url),
    )
    page.goto(path.as_uri())
    return page, faults


def _failure(request: "playwright.Request") -> list[str]:
    """What failed; nothing where the page was left while the file was still on its way."""
    left = request.failure == "net::ERR_ABORTED"
    return [] if left else [f"failed: {request.url}: {request.failure}"]


@pytest.mark.parametrize("width", WIDTHS.values(), ids=list(WIDTHS))
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_quietly_and_fits(
    browser: "playwright.Browser", report: Path, name: str, width: int
) -> None:
    """From a file, styled, without errors or requests, and without scrolling sideways."""
    page, faults = opened(browser, report / name, width)

    seen = page.evaluate(
        "() => [getComputedStyle(document.querySelector('h1')).fontWeight,"
        " document.documentElement.scrollWidth]"
    )
    page.context.close()

    assert faults == []
    assert seen == ["600", width]


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith(("enheter", "mal"))])
def test_evidence_fits_and_is_accessible_when_it_is_unfolded(
    browser: "playwright.Browser", report: Path, name: str
) -> None:
    """Threads, money and pages of documents, in a narrow window and in the dark."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page, faults = opened(browser, report / name, WIDTHS["narrow"], "dark")

    page.evaluate("() => document.querySelectorAll('details').forEach(d => { d.open = true; })")
    width = page.evaluate("() => document.documentElement.scrollWidth")
    quiet = list(faults)
    violations = [v["id"] for v in axe.run(page).response["violations"]]
    page.context.close()

    assert (quiet, width, violations) == ([], WIDTHS["narrow"], [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(
    browser: "playwright.Browser", report: Path, name: str, scheme: str
) -> None:
    """No fault of accessibility that a machine can find, in light and in dark."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page, _ = opened(browser, report / name, 1440, scheme)

    results = axe.run(page).response["violations"]
    page.context.close()

    assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in results] == []


@pytest.mark.parametrize("name", ["index.html", "dokumenter.html", "tvil.html", "metode.html"])
def test_an_empty_report_is_as_sound(
    browser: "playwright.Browser", empty_report: Path, name: str
) -> None:
    """The pages that say what is missing open as quietly, and are as accessible."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page, faults = opened(browser, empty_report / name, 375)

    quiet = list(faults)
    violations = [v["id"] for v in axe.run(page).response["violations"]]
    page.context.close()

    assert (quiet, violations) == ([], [])


@pytest.mark.parametrize(("scheme", "width"), [("light", 375), ("dark", 1440)])
@pytest.mark.parametrize("folder", ["", "nn/", "en/"])
def test_a_case_is_as_sound(
    browser: "playwright.Browser", case_report: Path, folder: str, scheme: str, width: int
) -> None:
    """Both sides of a case side by side fit, quietly, and axe finds nothing."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page, faults = opened(browser, case_report / f"{folder}{PAGE}", width, scheme)

    quiet, across = list(faults), page.evaluate("document.documentElement.scrollWidth")
    violations = [v["id"] for v in axe.run(page).response["violations"]]
    page.context.close()

    assert (quiet, violations, across) == ([], [], width)


def test_the_figure_follows_the_width(browser: "playwright.Browser", report: Path) -> None:
    """One of the two drawings is shown, and a reader of the screen meets only that one."""
    shown = {}
    for kind, width in WIDTHS.items():
        page, _ = opened(browser, report / "index.html", width)
        shown[kind] = [
            page.locator(f"#plan-{name}-title").count()
            and page.locator(f"svg[aria-labelledby^='plan-{name}']").is_visible()
            for name in ("bred", "smal")
        ]
        page.context.close()

    assert shown == {"wide": [True, False], "narrow": [False, True]}


def test_the_keyboard_reaches_the_content_first(
    browser: "playwright.Browser", report: Path
) -> None:
    """The first stop of the tab key is the link past the navigation."""
    page, _ = opened(browser, report / "index.html", 1440)

    page.keyboard.press("Tab")
    first = page.evaluate("() => document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.id === 'innhold'")
    page.context.close()

    assert first == "Hopp til innholdet"


# what a reader can act on and that is shown now, in the order of the page
_STOPS = """() => [...document.querySelectorAll(
    "a[href], summary, input, select, button, [tabindex='0']"
  )].filter(e => e.checkVisibility({checkVisibilityCSS: true}) && !e.disabled
    && e.getAttribute("tabindex") !== "-1")"""


@pytest.mark.parametrize("name", PRINTED)
def test_the_keyboard_reaches_everything_and_shows_where_it_is(
    browser: "playwright.Browser", report: Path, name: str
) -> None:
    """Each link, fold, field and wide table is a stop of the tab key, with a mark around it."""
    page, _ = opened(browser, report / name, 1440)
    page.evaluate(f"() => {{ window.stops = ({_STOPS})(); window.met = new Set(); }}")
    count = page.evaluate("() => window.stops.length")

    unmarked = []
    for _ in range(count + 1):
        page.keyboard.press("Tab")
        unmarked += page.evaluate(
            """() => {
              const at = document.activeElement;
              window.met.add(at);
              const style = getComputedStyle(at);
              const plain = style.outlineStyle === "none" || style.outlineWidth === "0px";
              return at === document.body || !plain ? [] : [at.outerHTML.slice(0, 80)];
            }"""
        )
    missed = page.evaluate(
        "() => window.stops.filter(e => !window.met.has(e)).map(e => e.outerHTML.slice(0, 80))"
    )
    page.context.close()

    assert (missed, unmarked) == ([], [])


@pytest.fixture(scope="module")
def printed(browser: "playwright.Browser", report: Path) -> dict[str, bytes]:
    """A page of each kind as PDF, printed from dark."""
    files = {}
    for name in PRINTED:
        page, _ = opened(browser, report / name, 1440, "dark")
        files[name] = page.pdf(prefer_css_page_size=True)
        page.context.close()
    return files


def sheets(pdf: bytes) -> list[str]:
    """What stands on each sheet, in one line."""
    return [" ".join(page.get_textpage().get_text_range().split()) for page in PdfDocument(pdf)]


def test_what_is_folded_up_on_the_screen_stands_on_paper(printed: dict[str, bytes]) -> None:
    """Shared goals are read without a click; what only leads elsewhere is left out."""
    unit = " ".join(sheets(printed["enheter/oyane-barnehage.html"]))
    first = " ".join(sheets(printed["index.html"]))

    assert "Sykefraværet er lavere enn 8,0 prosent" in unit
    assert "Se grunnlaget" not in first
    assert "Planens mål Dokumenter Metode" not in first


def test_each_sheet_has_content_and_a_number(printed: dict[str, bytes]) -> None:
    """No sheet is left blank, and each says which it is of how many."""
    for pdf in printed.values():
        texts = sheets(pdf)

        assert all(f"{n} / {len(texts)}" in text for n, text in enumerate(texts, 1))
        assert all(len(text) > 60 for text in texts)
        assert {tuple(map(round, page.get_size())) for page in PdfDocument(pdf)} == {(595, 842)}


def test_no_heading_is_the_last_on_its_sheet(
    browser: "playwright.Browser", report: Path, printed: dict[str, bytes]
) -> None:
    """A heading stands with what it heads."""
    for name, pdf in printed.items():
        page, _ = opened(browser, report / name, 1440)
        headings = set(page.locator("h2, h3, h4").all_inner_texts())
        page.context.close()
        with pdfplumber.open(BytesIO(pdf)) as paper:
            lines = [sheet.extract_text().split("\n") for sheet in paper.pages]
        last = [[x for x in sheet if not re.fullmatch(r"\d+ / \d+", x)][-1] for sheet in lines]

        assert headings & set(last) == set()
        assert headings & {line for sheet in lines for line in sheet}


def test_a_deep_link_lands_on_its_goal(browser: "playwright.Browser", report: Path) -> None:
    """From a unit's page to the words in their document: the goal is in view, and marked."""
    page, _ = opened(browser, report / "enheter/oyane-barnehage.html", 1440)

    page.locator(".goal .source a").first.click()
    words = page.locator(".entry:target .entry-words").first
    words.wait_for()
    seen = words.bounding_box()
    page.context.close()

    assert seen
    assert 0 <= seen["y"] < 900
