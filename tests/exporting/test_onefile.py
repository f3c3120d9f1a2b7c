"""The report as one file."""

import base64
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html

from pipeline.errors import InputError
from pipeline.exporting.onefile import OneFile, one_file, read_pages, write_html
from tests.reporting.made_up import build, made_up_tables


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up municipality's report, written."""
    return build(made_up_tables(), tmp_path_factory.mktemp("report") / "reporting")


@pytest.fixture(scope="module")
def made(report: Path) -> OneFile:
    """It in bokmål as one file."""
    return one_file(read_pages(report, "nb"), "nb")


def test_every_page_is_in_it(report: Path, made: OneFile) -> None:
    """Each page of the language is a section; pages in other languages aren't in it."""
    names = [
        path.relative_to(report).parts[0]
        for path in report.rglob("*.html")
        if path.relative_to(report).parts[0] not in ("nn", "en")
    ]

    tree = html.document_fromstring(made.text)

    assert len(tree.xpath("//section[@class='page']")) == len(names) == made.pages > 10


def test_every_link_leads_somewhere_in_it(made: OneFile) -> None:
    """Each address is an anchor that the file has, or a page on the network."""
    tree = html.document_fromstring(made.text)
    ids = tree.xpath("//@id")

    links = map(unquote, tree.xpath("//a/@href"))
    addresses = [link for link in links if not link.startswith(("http://", "https://"))]

    assert len(ids) == len(set(ids))
    assert {a for a in addresses if a.removeprefix("#") not in ids or a[0] != "#"} == set()
    assert len(addresses) > 100


def _report_of(tmp_path: Path, body: str) -> Path:
    (tmp_path / "bilder").mkdir()
    (tmp_path / "bilder" / "side.png").write_bytes(b"x" * 100)
    (tmp_path / "index.html").write_text(
        f'<!doctype html>\n<html lang="nb"><head><title>Æ</title></head>'
        f"<body><main><h1>Blåbær</h1>{body}</main></body></html>",
        encoding="utf-8",
    )
    return tmp_path


def test_what_is_named_by_its_id_is_there(tmp_path: Path) -> None:
    """Labels, heads of columns and paths that cut pictures follow the ids."""
    report = _report_of(
        tmp_path,
        '<h2 id="a">A</h2><figure aria-labelledby="a b"><h3 id="b">B</h3></figure>'
        '<svg><clipPath id="c"></clipPath><g clip-path="url(#c)"></g></svg>',
    )

    text = one_file(read_pages(report, "nb"), "nb").text

    assert 'aria-labelledby="p-index--a p-index--b"' in text
    assert 'clip-path="url(#p-index--c)"' in text
    assert all(f'id="p-index--{name}"' in text for name in "abc")


def test_nothing_is_fetched_and_nothing_runs(made: OneFile) -> None:
    """No script, no style attribute, no file from elsewhere, no exception in the policy."""
    tree = html.document_fromstring(made.text)
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]

    assert tree.xpath("//script | //link | //@style") == []
    assert [src for src in tree.xpath("//@src") if not src.startswith("data:")] == []
    assert re.search(r"url\((?!data:|#)", made.text) is None
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_pictures_lie_in_the_file(tmp_path: Path) -> None:
    """A picture becomes data, once counted against the room."""
    report = _report_of(tmp_path, '<img src="bilder/side.png" alt="Side 3">' * 2)

    made = one_file(read_pages(report, "nb"), "nb", pictures_most=150)

    assert made.text.count(base64.b64encode(b"x" * 100).decode()) == 2
    assert (made.pictures, made.left_out) == (2, 0)


def test_pictures_without_room_are_told(tmp_path: Path) -> None:
    """Where there is no room, the description stands in its place and the file says how many."""
    report = _report_of(tmp_path, '<img src="bilder/side.png" alt="Side 3">')

    made = one_file(read_pages(report, "nb"), "nb", pictures_most=50)

    assert made.left_out == 1
    assert "Bilde utelatt: Side 3" in made.text
    assert "1 bilde er utelatt" in made.text


def test_words_keep_their_letters(tmp_path: Path) -> None:
    """æ, ø and å come through; the file is written as UTF-8."""
    write_html(_report_of(tmp_path, "<p>Ærlig, øst, ål</p>"), tmp_path / "én fil.html", "nb")

    text = (tmp_path / "én fil.html").read_text(encoding="utf-8")
    assert "Ærlig, øst, ål" in text
    assert "<h1>Blåbær</h1>" in text


def test_a_report_that_is_not_written_is_told(tmp_path: Path) -> None:
    """Without a report, or not in that language, one is told what to do."""
    with pytest.raises(InputError, match="kopling run"):
        read_pages(tmp_path, "nb")

    with pytest.raises(InputError, match="isn't written in en"):
        read_pages(_report_of(tmp_path, ""), "en")
