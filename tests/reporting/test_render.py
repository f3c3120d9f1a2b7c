"""The report as files: complete, escaped, the same each time, and useful when much is missing."""

import re
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

import pytest

from pipeline.reporting.render import write_report
from tests.reporting.made_up import build, made_up_tables, pages, scored
from tests.tables_for_tests import Row

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'"
)
HOSTILE = (
    "</title><script>alert('x')</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "{{ 7 * 7 }} {% raw %} &amp; <b>fet</b>",
    "\u202eabc\u202c \u200f<i>\u0000\u0007",
    "../../../etc/passwd",
    "",
)


class Page(HTMLParser):
    """What a page holds: its tags with attributes, its links, its ids, its headings."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag."""
        self.tags.append((tag, dict(attrs)))

    def all(self, attribute: str) -> list[str]:
        """The values of an attribute, in order."""
        return [str(attrs[attribute]) for _, attrs in self.tags if attribute in attrs]

    @property
    def headings(self) -> list[int]:
        """Levels of the headings, in order."""
        return [int(tag[1]) for tag, _ in self.tags if re.fullmatch(r"h[1-6]", tag)]


@pytest.fixture(scope="module")
def report() -> dict[str, str]:
    """The report of the made-up municipality."""
    return pages(made_up_tables())


@pytest.fixture(scope="module")
def html(report: dict[str, str]) -> dict[str, Page]:
    """Its pages, parsed."""
    return {name: Page(text) for name, text in report.items() if name.endswith(".html")}


def hostile_tables() -> tuple[list[Row], list[Row], list[Row]]:
    """A corpus in which every text that a document could hold is hostile."""
    plan: Row = {"document_id": "plan", "kind": "kommuneplan", "year": 2010, "title": HOSTILE[0]}
    documents, goals, links = [plan], [], []
    objective = {"document_id": "plan", "level": "kommuneplan", "kind": "delmål", "year": 2010}
    goals.append(objective | {"goal_id": "d", "text": HOSTILE[1], "number": HOSTILE[3]})
    for place, text in enumerate(HOSTILE):
        name = f"avtale {place}"
        documents.append({"document_id": name, "title": text, "path": text or "-", "unit": text})
        about = {"document_id": name, "unit": text, "year": 2013, "area": text, "measure": text}
        goals.append(about | {"goal_id": f"g{place}", "text": text, "number": text})
        link = {"goal_id": f"g{place}", "objective_id": "d", "probability": 0.9, "linked": True}
        links.append(link | {"kind": "rephrased", "shared_terms": text, "word_pairs": text})
    return documents, goals, links


def test_every_page_is_there(html: dict[str, Page]) -> None:
    """One page for each unit, hovedmål, delmål, year, document and case, and seven fixed ones."""
    folders = [PurePosixPath(name).parent.name for name in html]

    counts = {folder: folders.count(folder) for folder in set(folders)}

    assert counts == {
        "": 7,
        "ar": 3,
        "enheter": 8,
        "mal": 4 + 11 + 3 + 7,
        "dokumenter": 28,
        "saker": 1,
    }


def test_equal_tables_give_equal_bytes(report: dict[str, str]) -> None:
    """Nothing in a page comes from a clock, a path or the order of a set."""
    assert pages(made_up_tables()) == report


def test_every_page_has_one_strict_policy_and_needs_no_exception(html: dict[str, Page]) -> None:
    """No page holds a script of its own, a style attribute, or a handler of events."""
    policies = {
        attrs["content"]
        for page in html.values()
        for tag, attrs in page.tags
        if tag == "meta" and attrs.get("http-equiv") == "Content-Security-Policy"
    }
    offending = [
        (name, tag, attrs)
        for name, page in html.items()
        for tag, attrs in page.tags
        if tag in ("style", "iframe", "form", "base")
        or (tag == "script" and "assets/" not in (attrs.get("src") or ""))
        or any(key == "style" or key.startswith("on") for key in attrs)
    ]

    assert policies == {POLICY}
    assert offending == []


def test_every_link_leads_to_a_page_and_a_place_in_it(html: dict[str, Page]) -> None:
    """Each address is relative, and both file and anchor exist."""
    broken = []
    for name, page in html.items():
        for href in page.all("href"):
            if href.startswith("data:") or href.endswith(".css"):
                continue
            path, _, anchor = href.partition("#")
            target = _resolved(name, path)
            if target not in html or (anchor and anchor not in html[target].all("id")):
                broken.append((name, href))

    assert broken == []


def _resolved(name: str, path: str) -> str:
    parts = list(PurePosixPath(name).parent.parts) if path else [name]
    for part in PurePosixPath(path).parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)


@pytest.mark.parametrize(
    "said",
    [
        r"Ord mot ord</dt><dd><b[^>]*>hjelp</b>–<b[^>]*>hjelpa</b> \(bøyd\), "
        r"<b[^>]*>ppt</b>–<b[^>]*>tjeneste</b> \(forkortet\)",
        "Bidrag</dt><dd>mening 1,2<",
        "4,5 ganger oddsen til det nest beste målet",
    ],
)
def test_a_link_says_which_words_answer_each_other_and_what_carried_it(
    report: dict[str, str], said: str
) -> None:
    """On the page of the unit whose goal it is."""
    units = [text for name, text in report.items() if name.startswith("enheter/")]

    assert any(re.search(said, text) for text in units)


def test_headings_never_skip_a_level(html: dict[str, Page]) -> None:
    """Each page has one h1 first, and goes down one level at a time."""
    wrong = [
        name
        for name, page in html.items()
        if page.headings[0] != 1
        or page.headings.count(1) != 1
        or any(b > a + 1 for a, b in zip(page.headings, page.headings[1:], strict=False))
    ]

    assert wrong == []


def test_ids_are_unique_on_each_page(html: dict[str, Page]) -> None:
    """An anchor names one place."""
    doubled = [
        name for name, page in html.items() if len(set(page.all("id"))) < len(page.all("id"))
    ]

    assert doubled == []


def test_every_table_header_says_what_it_heads(html: dict[str, Page]) -> None:
    """Each th has a scope."""
    without = [
        name
        for name, page in html.items()
        if any(tag == "th" and "scope" not in attrs for tag, attrs in page.tags)
    ]

    assert without == []


def test_nynorsk_words_are_marked_as_nynorsk(report: dict[str, str]) -> None:
    """A screen reader hears which language a quote is in."""
    assert '<h1 lang="nn">Meir matjord blir teken vare på</h1>' in next(
        text for name, text in report.items() if "matjord" in name
    )


def test_an_unlinked_goal_is_said_plainly(report: dict[str, str]) -> None:
    """The page of a decoupled unit says of each such goal that it is not linked."""
    page = report["enheter/bergtun-bo-og-velferdssenter.html"]

    assert page.count("Ikke koplet til noe mål i kommuneplanen.") > 5


def test_both_passages_stand_with_document_and_page(report: dict[str, str]) -> None:
    """A link shows the goal's and the objective's words, each with its place."""
    page = report["enheter/lillevik-barnehage.html"]

    assert "<cite>Lederavtale 2015, Lillevik barnehage</cite>, side 2" in page
    assert "<cite>Kommuneplanens samfunnsdel 2014–2026</cite>, side 1" in page


def test_cautions_stand_beside_the_comparison(report: dict[str, str]) -> None:
    """A difference between figures that cover different things carries its caution."""
    page = report["index.html"]

    assert page.count("et høyere beløp er ikke i seg selv et kutt") == 1
    assert "<dt>Vedtaket dekker</dt><dd>2014–2015</dd><dd>2013–2015</dd>" in page


def test_hostile_text_stays_text() -> None:
    """Nothing that a document says becomes a tag, an attribute, a template or a file name."""
    report = pages(scored(*hostile_tables()))
    harmless = pages(made_up_tables())
    known = {tag for text in harmless.values() for tag, _ in Page(text).tags}
    html = {name: Page(text) for name, text in report.items() if name.endswith(".html")}

    tags = {tag for page in html.values() for tag, _ in page.tags}
    handlers = [
        key for p in html.values() for _, attrs in p.tags for key in attrs if key[:2] == "on"
    ]
    schemes = [h for page in html.values() for h in page.all("href") if h.startswith("javascript")]
    pattern = r"([a-z]+/){0,2}[a-z0-9-]+(\.min)?\.(html|css|js|txt)"
    names = [name for name in report if not re.fullmatch(pattern, name)]

    assert tags - known == set()
    assert (handlers, schemes, names) == ([], [], [])
    assert "49 " not in report["index.html"]
    assert not re.search("[\u0000-\u0008\u202a-\u202e\u200f]", "".join(report.values()))


def test_units_that_share_a_file_name_get_a_page_each() -> None:
    """Seven hostile names, seven pages, the empty name among them."""
    report = pages(scored(*hostile_tables()))

    units = [name for name in report if name.startswith("enheter/")]

    assert len(units) == len(HOSTILE)


def test_stale_pages_are_removed(tmp_path: Path) -> None:
    """A unit that is no longer in the corpus leaves no page behind."""
    folder = build(made_up_tables(), tmp_path / "reporting")
    (folder / "enheter" / "nedlagt.html").write_text("gammel", encoding="utf-8")

    build(scored([], [], []), folder)

    left = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.html"))
    pages = ["dokumenter.html", "index.html", "metode.html", "nett.html", "sok.html", "tvil.html"]
    in_languages = [f"{folder}{page}" for folder in ("en/", "nn/") for page in pages]
    assert left == sorted([*pages, *in_languages])
    assert [p.name for p in tmp_path.iterdir()] == ["reporting"]


def test_a_failed_run_leaves_the_old_report(tmp_path: Path) -> None:
    """What stood in the folder is replaced only by a whole report."""

    def failing() -> object:
        yield "index.html", "ny"
        raise RuntimeError("midt i")

    (tmp_path / "reporting").mkdir()
    (tmp_path / "reporting" / "index.html").write_text("gammel", encoding="utf-8")

    with pytest.raises(RuntimeError, match="midt i"):
        write_report(failing(), tmp_path / "reporting")  # type: ignore[arg-type]

    assert (tmp_path / "reporting" / "index.html").read_text(encoding="utf-8") == "gammel"


PLAN: Row = {"document_id": "plan", "kind": "kommuneplan", "year": 2010, "title": "Planen"}
AGREEMENT: Row = {"document_id": "avtale", "unit": "Neset", "year": 2013}
OBJECTIVE: Row = {
    "goal_id": "d",
    "document_id": "plan",
    "level": "kommuneplan",
    "kind": "delmål",
    "year": 2010,
}
OWN: Row = {"goal_id": "g", "document_id": "avtale", "unit": "Neset", "year": 2013}


@pytest.mark.parametrize(
    ("documents", "goals", "expected"),
    [
        ([], [], "Ingen dokumenter er lest"),
        ([PLAN], [OBJECTIVE], "Ingen lederavtaler i korpuset"),
        ([AGREEMENT], [], "Ingen kommuneplan i korpuset"),
        ([PLAN, AGREEMENT], [OBJECTIVE], "ingen enheter har egne mål i dem"),
        ([AGREEMENT], [OWN], "Ingen kommuneplan i korpuset"),
        ([PLAN, AGREEMENT], [OBJECTIVE, OWN], "ingen kommuneplan å holde dem mot"),
    ],
    ids=["nothing", "no agreement", "no plan", "no goals", "no plan, goals", "no links"],
)
def test_the_report_says_what_is_missing(
    documents: list[Row], goals: list[Row], expected: str
) -> None:
    """With any part of the corpus gone, every page still builds and names the gap."""
    report = pages(scored(documents, goals, []))

    assert expected in report["index.html"]
    assert {"index.html", "dokumenter.html", "metode.html"} <= set(report)


def test_a_large_corpus_keeps_the_first_page_small() -> None:
    """A matrix of 300 units by 40 objectives stands on the page of its year."""
    plan = [
        OBJECTIVE | {"goal_id": f"d{n}", "number": f"1.{n}", "text": f"Mål nummer {n}"}
        for n in range(40)
    ]
    units = [f"Enhet {n}" for n in range(300)]
    agreements = [{"document_id": u, "unit": u, "year": 2013} for u in units]
    own = [OWN | {"goal_id": f"g {u}", "document_id": u, "unit": u} for u in units]
    links = [
        {"goal_id": f"g {u}", "objective_id": f"d{n % 40}", "probability": 0.9, "linked": True}
        for n, u in enumerate(units)
    ]

    report = pages(scored([PLAN, *agreements], [*plan, *own], links))

    assert 'class="matrix"' not in report["index.html"]
    assert 'href="ar/2013.html#matrise"' in report["index.html"]
    assert 'class="matrix"' in report["ar/2013.html"]
    assert len(report["index.html"]) < 400_000
