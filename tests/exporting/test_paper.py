"""The report as a PDF."""

import os
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from pipeline.errors import InputError
from pipeline.exporting.paper import begins_on, find_chromium, write_pdf

PAGE = """<!doctype html>
<html lang="nb"><head><title>Å</title></head><body><main id="innhold"><h1>{title}</h1>
<p>Hver enhet står for seg. Ærlig.</p></main></body></html>"""


def _browser() -> None:
    try:
        find_chromium()
    except InputError as fault:
        if os.environ.get("CI"):
            pytest.fail(str(fault))
        pytest.skip(str(fault))


def test_the_contents_tell_the_page(tmp_path: Path) -> None:
    """Tagged, in its language, with sections on pages of their own that the contents name."""
    _browser()
    report = tmp_path / "reporting"
    (report / "enheter").mkdir(parents=True)
    for name, title in (("index", "Funnene"), ("enheter/ost", "Øst skole"), ("metode", "Slik")):
        (report / f"{name}.html").write_text(PAGE.format(title=title), encoding="utf-8")
    (report / "dokumenter.html").write_text(PAGE.format(title="Dokumentene"), encoding="utf-8")

    pages = write_pdf(report, tmp_path / "rapport.pdf", "nb")

    document = pypdfium2.PdfDocument(tmp_path / "rapport.pdf")
    texts = [page.get_textpage().get_text_range() for page in document]
    numbers = begins_on(tmp_path / "rapport.pdf")
    assert (pages, numbers["p-enheter-ost"]) == (4, 3)
    assert "Øst skole" in texts[0]
    assert re.search(r"Øst skole\s*3\b", texts[0])
    assert "Ærlig" in texts[2]
    assert "3 / 4" in texts[2]
    assert not any("Dokumentene" in text for text in texts)
    with pikepdf.open(tmp_path / "rapport.pdf") as tagged:
        assert tagged.Root.MarkInfo.Marked
        assert str(tagged.Root.Lang) == "nb"


def test_without_a_browser_one_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names what installs it."""
    monkeypatch.setenv("CHROMIUM", "no-such-browser")

    with pytest.raises(InputError, match="install-system-packages"):
        find_chromium()
