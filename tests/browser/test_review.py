"""Two coders, an adjudicator and a changed document: coded by keyboard alone, and run again."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.reviews.ledger import read_verdicts
from tests.browser.chromium import open_chromium
from tests.commands import kopling
from tests.processes import heed_signals
from tests.small_project import GOALS, agreement, once_for_all, small_project

ROOT = Path(__file__).parents[2]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "500"}
LINKS_EACH = 20

pytestmark = [pytest.mark.browser, pytest.mark.slow]
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")


def run(project: Path) -> None:
    """The main job; the broken file is a reject."""
    done = kopling("run", cwd=project)
    assert done.returncode == 3, done.stderr


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of one's own, run once."""
    once = once_for_all(tmp_path_factory.getbasetemp())
    return small_project(tmp_path_factory.mktemp("kommune med æ"), once)


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    """Debian's chromium, without a window."""
    with open_chromium() as opened:
        yield opened


@contextmanager
def reviewing(project: Path) -> Iterator[dict[str, str]]:
    """The review page, served as a user would; each coder's address."""
    arguments = ("--listen", "127.0.0.1:0", "--coder", "kari", "--coder", "ola")
    running = subprocess.Popen(
        [
            *(sys.executable, "-m", "pipeline.cli", "review", "--no-browser"),
            *(*arguments, "--adjudicate", "ola"),
        ],
        cwd=project,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_signals,
    )
    assert running.stdout is not None
    said = [running.stdout.readline() for _ in range(2)]
    try:
        yield dict(re.findall(r"(\w+): (http://\S+)", "".join(said)))
    finally:
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=30)


class Keyboard:
    """A coder who has no mouse; counts what she presses."""

    def __init__(self, browser: "playwright.Browser", address: str) -> None:
        self.faults: list[str] = []
        self.presses = 0
        context = browser.new_context(viewport={"width": 1360, "height": 900}, locale="nb-NO")
        self.page = context.new_page()
        self.page.on("console", lambda message: self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.goto(address)

    def press(self, key: str) -> None:
        """Press a key."""
        self.presses += 1
        self.page.keyboard.press(key)

    def answer(self, *keys: str) -> None:
        """Press keys of which the last one sends a form, and wait for the next page."""
        for key in keys[:-1]:
            self.press(key)
        with self.page.expect_navigation():
            self.press(keys[-1])

    def go_to(self, name: str) -> None:
        """Find a link with Tab, and follow it with Enter."""
        self.page.locator("#main").focus()
        self.page.keyboard.press("Home")
        for _ in range(60):
            self.page.keyboard.press("Shift+Tab")
            at = self.page.evaluate("document.activeElement.textContent")
            if str(at).strip().startswith(name):
                with self.page.expect_navigation():
                    self.page.keyboard.press("Enter")
                return
        raise AssertionError(f"no link {name} to be reached by Tab")

    def words(self) -> str:
        """What the page says."""
        return str(self.page.locator("main").inner_text())


def test_forty_links_by_two_coders_are_adjudicated_rerun_and_reconfirmed(
    browser: "playwright.Browser", project: Path
) -> None:
    """From the first key to a changed report, with nothing but a keyboard."""
    index = project / "outputs" / "reporting" / "index.html"
    first_report = report_text(project)
    with reviewing(project) as addresses:
        kari, ola = (Keyboard(browser, addresses[name]) for name in ("kari", "ola"))
        for coder, differs in ((kari, 0), (ola, 4)):
            for number in range(LINKS_EACH):
                says_yes = number % 4 == 0
                coder.answer("x" if says_yes == (number < differs) else "a")
        assert (kari.presses, ola.presses) == (LINKS_EACH, LINKS_EACH)
        assert f"{LINKS_EACH} svar" in kari.page.locator(".who").inner_text()

        ola.go_to("Uenighet")
        open_before = ola.words()
        while "Koderne er uenige om" in ola.words():
            ola.answer("a")
        assert kari.faults + ola.faults == []
    verdicts = list(read_verdicts(project / "reviews"))
    assert "Koderne er uenige om" in open_before
    assert len([v for v in verdicts if not v.settles]) == 2 * LINKS_EACH
    assert all(v.score_visible is False for v in verdicts)
    assert [v for v in verdicts if v.settles]

    run(project)
    metrics = json.loads((project / "outputs/scoring/metrics.json").read_text("utf-8"))
    assert "agreement" in metrics
    assert index.is_file()
    assert report_text(project) != first_report
    assert "Enighet" in report_text(project)

    changed = (GOALS[0].replace("juni", "mai"), *GOALS[1:])
    document = next((project / "documents").glob("skole*.html"))
    document.write_text(agreement(changed), encoding="utf-8")
    run(project)
    with reviewing(project) as addresses:
        kari = Keyboard(browser, addresses["kari"])
        kari.go_to("Må bekreftes")
        waiting = int(re.findall(r"(\d+) svar gjelder", kari.words())[0])
        before = kari.presses
        while "svar gjelder" in kari.words():
            sign = kari.page.locator("button", has_text="Det gjelder fortsatt")
            kari.answer(sign.locator("kbd").inner_text())
        assert kari.presses - before == waiting
        assert kari.faults == []
    assert 0 < waiting < LINKS_EACH


def report_text(project: Path) -> str:
    """All pages of the report."""
    folder = project / "outputs" / "reporting"
    return "".join(path.read_text("utf-8") for path in sorted(folder.rglob("*.html")))


@pytest.fixture(scope="module")
def coded(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with no verdicts yet, to try keys on."""
    folder = tmp_path_factory.mktemp("taster")
    shutil.copytree(project, folder / "p", ignore=shutil.ignore_patterns("reviews"))
    (folder / "p" / "reviews").mkdir()
    return folder / "p"


# What each answer takes here, in keys; what Prodigy and Label Studio take for the same stands in
# docs/reviewing.md.
FLOWS: dict[str, tuple[tuple[str, ...], int]] = {
    "yes": (("a",), 1),
    "no": (("x",), 1),
    "unsure": (("u",), 1),
    "yes, with the kind": (("3",), 1),
    "no, same topic": (("4",), 1),
    "no parent, with the reason": (("n", "1"), 2),
    "another objective": (("r", "1"), 2),
    "two objectives": (("r", "Shift+Digit1", "2"), 3),
    "two objectives, by Enter": (("r", "Shift+Digit1", "Shift+Digit2", "Enter"), 4),
    "put off": (("s",), 1),
    "take back": (("z",), 1),
}


def test_each_answer_takes_as_few_keys_as_it_is_said_to(
    browser: "playwright.Browser", coded: Path
) -> None:
    """Every flow sends its form with these keys and no others."""
    with reviewing(coded) as addresses:
        kari = Keyboard(browser, addresses["kari"])
        kari.answer("a")
        for keys, count in FLOWS.values():
            before = kari.presses
            kari.answer(*keys)
            assert kari.presses - before == count
        assert kari.faults == []
    verdicts = list(read_verdicts(coded / "reviews"))
    acts = Counter(each.act for each in verdicts if each.verdict == "accept")
    assert sorted(acts.values())[-2:] == [2, 2]
    words = {each.verdict for each in verdicts}
    assert words == {"accept", "reject", "unsure", "no_parent", "undo"}


def test_a_key_in_a_memo_is_a_letter(browser: "playwright.Browser", coded: Path) -> None:
    """What is written is written; Escape gives the keys back, and browsers keep their own."""
    with reviewing(coded) as addresses:
        ola = Keyboard(browser, addresses["ola"])
        ola.press("m")
        ola.page.keyboard.type("axu 123 æøå")
        ola.press("Escape")
        ola.press("Control+x")
        ola.answer("a")
        said = [v for v in read_verdicts(coded / "reviews") if v.coder == "ola"]
    assert [(v.verdict, v.memo) for v in said] == [("accept", "axu 123 æøå")]


@pytest.fixture(scope="module")
def served(coded: Path) -> Iterator[dict[str, str]]:
    """The review page for tests that only look."""
    with reviewing(coded) as addresses:
        yield addresses


ADDRESSES = ("/koding", "/koding?svar=1", "/liste", "/bekreft", "/uenighet", "/framdrift")


@pytest.mark.parametrize("width", [1360, 375])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_are_quiet_and_accessible(
    browser: "playwright.Browser", served: dict[str, str], width: int, scheme: str
) -> None:
    """Axe finds nothing on any page, in each language; nothing scrolls sideways."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    kari = Keyboard(browser, served["kari"])
    kari.page.context.close()
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.goto(served["ola"])
    base = served["ola"].split("/?")[0]
    for address in (*ADDRESSES, "/kodebok", "/taster", "/kodebok?sprak=nn", "/koding?sprak=en"):
        page.goto(base + address)
        for part in page.locator("details").all():
            part.evaluate("each => { each.open = true }")
        found = [v["id"] for v in axe.run(page).response["violations"]]
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert (address, found, wide) == (address, [], width)
    assert faults == []
    context.close()
