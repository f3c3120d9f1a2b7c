"""The report for paper: its first page, the units and the method as a PDF, by headless Chromium."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pikepdf

from pipeline.errors import InputError
from pipeline.exporting.files import whole_file
from pipeline.exporting.onefile import Page, one_file, read_pages

SECONDS_MOST = 300
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_STYLE = Path(__file__).parent / "paper.css"


def write_pdf(report: Path, path: Path, language: str) -> int:
    """Write the report's first page, its units, doubt and method as a PDF; how many pages it has.

    It is printed twice: where the sections begin is known only when it has been printed, and the
    contents say it. Raises InputError without a report, or without Chromium.
    """
    browser = find_chromium()
    pages = read_pages(report, language, is_for_paper)
    with tempfile.TemporaryDirectory(prefix="kopling-pdf-") as name:
        folder = Path(name)
        _print(browser, _laid_out(pages, language, {}), folder)
        numbers = begins_on(folder / "report.pdf")
        _print(browser, _laid_out(pages, language, numbers), folder)
        with whole_file(path) as partial:
            shutil.copyfile(folder / "report.pdf", partial)
    with pikepdf.open(path) as document:
        return len(document.pages)


def is_for_paper(name: str) -> bool:
    """True for what a reader on paper needs: findings, units, how sure they are, the method."""
    return name in ("index.html", "tvil.html", "metode.html") or name.startswith("enheter/")


def find_chromium() -> str:
    """The browser: what CHROMIUM says, else the first on the path.

    Raises InputError that says how to get one.
    """
    said = os.environ.get("CHROMIUM")
    found = shutil.which(said) if said else next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        raise InputError(
            f"Chromium: expected {said or 'chromium on the path'}, found none; it prints the PDF"
            " (scripts/install-system-packages installs it; CHROMIUM may name another)"
        )
    return found


def begins_on(pdf: Path) -> dict[str, int]:
    """The page, from 1, that each named place of the PDF stands on."""
    with pikepdf.open(pdf) as document:
        places = {_place(page): number for number, page in enumerate(document.pages, start=1)}
        named = document.Root.get("/Dests", pikepdf.Dictionary())
        found = {str(name).removeprefix("/"): target for name, target in named.items()}
        if "/Names" in document.Root and "/Dests" in document.Root.Names:
            tree = pikepdf.NameTree(document.Root.Names.Dests)
            found |= {str(name): target for name, target in tree.items()}
        return {
            name: places[_place(target[0])]
            for name, target in found.items()
            if isinstance(target, pikepdf.Array) and _place(target[0]) in places
        }


def _place(page: Any) -> tuple[int, int]:
    """The number of the PDF object that the page is; not typed in pikepdf."""
    return int(page.objgen[0]), int(page.objgen[1])


def _laid_out(pages: Sequence[Page], language: str, numbers: dict[str, int]) -> str:
    style = _STYLE.read_text(encoding="utf-8") + "".join(map(_running_head, pages))
    return one_file(pages, language, style=style, numbers=numbers).text


def _running_head(page: Page) -> str:
    """Styles that put a section's name at the top of each of its pages."""
    name = page.key.replace("_", "-")
    words = page.title if page.name != "index.html" else ""
    quoted = "".join(f"\\{ord(c):06x}" if c in '"\\<\n' else c for c in words)
    font = "font: 8.5pt sans-serif; color: #566170"
    return (
        f"#{page.key} {{ page: {name}; }}\n"
        f'@page {name} {{ @top-right {{ content: "{quoted}"; {font}; }} }}\n'
    )


def _print(browser: str, text: str, folder: Path) -> None:
    source, target = folder / "report.html", folder / "report.pdf"
    source.write_text(text, encoding="utf-8", newline="\n")
    target.unlink(missing_ok=True)
    done = subprocess.run(
        [
            browser,
            "--headless",
            "--disable-gpu",
            "--disable-background-networking",
            "--no-first-run",
            "--no-pdf-header-footer",
            "--export-tagged-pdf",
            "--generate-pdf-document-outline",
            f"--user-data-dir={folder / 'profile'}",
            # a browser run by root has no sandbox to start; the file is our own and runs no script
            *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
            f"--print-to-pdf={target}",
            source.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=SECONDS_MOST,
        check=False,
    )
    if not target.is_file():
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise InputError(
            f"{browser}: expected a PDF, came none (exit code {done.returncode}): {last}"
        )
