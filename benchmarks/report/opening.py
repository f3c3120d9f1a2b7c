"""Pages in headless Chromium, opened from files: when they stand there, and how they scroll."""

from pathlib import Path
from statistics import median
from typing import Any

from tests.browser.chromium import open_chromium

# a page has to scroll without frames longer than this, in milliseconds
LONG_FRAME = 50.0
QUERIES = (
    "hjelp",
    "skole åsen",
    "barnehage 4",
    "helsestasjon",
    "tidlig kartlegging familiene",
    "a",
    "stasjonen",
    "finnes ikke noe sted",
)
_TIMES = """async () => {
  const [entry] = performance.getEntriesByType("navigation");
  let paint;
  for (let turn = 0; !paint && turn < 200; turn++) {
    await new Promise(requestAnimationFrame);
    [paint] = performance.getEntriesByName("first-contentful-paint");
  }
  return { dom_ms: entry.domContentLoadedEventEnd, load_ms: entry.loadEventEnd,
           paint_ms: paint.startTime };
}"""
_SCROLL = """async steps => {
  const frames = [];
  const height = document.documentElement.scrollHeight - innerHeight;
  let last = await new Promise(requestAnimationFrame);
  for (let step = 1; step <= steps; step++) {
    scrollTo(0, height * step / steps);
    const now = await new Promise(requestAnimationFrame);
    frames.push(now - last);
    last = now;
  }
  return frames;
}"""
_SEARCH = """async queries => {
  const start = performance.now();
  await koplingSearch.load();
  const loaded = performance.now() - start;
  const times = [];
  for (const query of queries) for (let turn = 0; turn < 5; turn++) {
    const begun = performance.now();
    koplingSearch.search(query);
    times.push(performance.now() - begun);
  }
  return { loaded, times };
}"""
_STEPS = 60
_TURNS = 3


def opened(report: Path, names: dict[str, str]) -> dict[str, dict[str, float]]:
    """For each page, by the name given: the middle of three openings, and the worst frame."""
    found = {}
    with open_chromium() as browser:
        for kind, name in names.items():
            turns = [_opened_once(browser, report / name) for _turn in range(_TURNS)]
            found[kind] = {key: round(median(turn[key] for turn in turns), 1) for key in turns[0]}
    return found


def _opened_once(browser: Any, path: Path) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(path.as_uri(), wait_until="load")
    page.wait_for_timeout(300)
    times = page.evaluate(_TIMES)
    frames = sorted(page.evaluate(_SCROLL, _STEPS))
    context.close()
    return {
        **times,
        "longest_frame_ms": frames[-1],
        "frame_p95_ms": frames[int(len(frames) * 0.95)],
        "long_frames": sum(frame > LONG_FRAME for frame in frames),
    }


def searched(page_file: Path) -> dict[str, float]:
    """Milliseconds until the texts are read, and for a search among them."""
    with open_chromium() as browser:
        page = browser.new_page()
        page.goto(page_file.as_uri())
        told = page.evaluate(_SEARCH, list(QUERIES))
    return {
        "read_ms": round(told["loaded"], 1),
        "median_ms": round(median(told["times"]), 2),
        "worst_ms": round(max(told["times"]), 2),
    }


def chosen(report: Path) -> dict[str, float]:
    """On the network page: elements in the picture, milliseconds from a choice to its picture."""
    with open_chromium() as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto((report / "nett.html").as_uri())
        page.wait_for_timeout(500)
        found: dict[str, float] = {"elements_first": _elements(page)}
        for key, field, value in (("area", "#valg-omrade", 1), ("unit", "#valg-enhet", 1)):
            page.locator("#nullstill").click()
            option = page.locator(f"{field} option").nth(value).get_attribute("value")
            option = option or page.locator(f"{field} option").nth(value).inner_text()
            found[f"{key}_ms"] = page.evaluate(
                """([field, value]) => { const start = performance.now();
                const select = document.querySelector(field); select.value = value;
                select.dispatchEvent(new Event("change")); return performance.now() - start; }""",
                [field, option],
            )
            found[f"elements_{key}"] = _elements(page)
    return {key: round(value, 1) for key, value in found.items()}


def _elements(page: Any) -> int:
    return int(page.locator("#nett").get_attribute("data-elements") or 0)
