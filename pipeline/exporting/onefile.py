"""The written report as one file: every page a section, links made anchors, nothing fetched.

It is made from the pages as they were written, so it says what they say. Scripts are left out:
every page says all it has to say without. Pictures are put into the file as long as there is room.
"""

import base64
import hashlib
import mimetypes
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from html import escape
from pathlib import Path, PurePosixPath
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from lxml import html

from pipeline.catalogues import LANGUAGES
from pipeline.errors import InputError
from pipeline.exporting.files import whole_file
from pipeline.speech import gettext as _
from pipeline.speech import ngettext, speaking

PICTURES_MOST = 8_000_000  # bytes in all, as they lie in the report: much mail stops at 10–25 MB

_REFERRING = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "headers", "for")
_URL = re.compile(r"""url\(\s*["']?#([^"')]+)["']?\s*\)""")
_CSS_URL = re.compile(r"""url\(\s*["']?(?!data:|#)[^"')]*["']?\s*\)""")
_ORDER = ("index.html", "ar", "enheter", "mal", "dokumenter.html", "dokumenter")
_LAST = ("metode.html",)
_STYLE = """
html { scroll-behavior: auto; }
.page { content-visibility: auto; contain-intrinsic-size: auto 60rem; padding-bottom: 2rem; }
.page + .page { border-top: 3px double var(--line); margin-top: 3rem; }
.front { margin-top: 3rem; }
.front-say { margin-top: .6rem; max-width: var(--measure); }
.contents h2 { font-size: 1.2rem; margin: 1.6rem 0 .4rem; }
.contents ul { columns: 20rem; padding: 0; list-style: none; font-size: .93rem; }
.contents li { break-inside: avoid; padding-block: .2rem; }
.contents a { display: inline-block; padding-block: .1rem; }
.contents .in-page { margin-left: 1em; }
.to-contents { margin-top: 2rem; font-size: .88rem; }
.left-out { border: 1px dashed var(--muted); padding: .4rem .7rem; color: var(--muted); }
@media print {
  .page, .page + .page { content-visibility: visible; break-before: page; border: 0; margin: 0; }
  .to-contents { display: none; }
}
"""


@dataclass(frozen=True)
class Page:
    """A page of the report: its path in its language's folder, with slashes, and its tree."""

    name: str
    folder: Path
    tree: html.HtmlElement

    @property
    def key(self) -> str:
        """What its section is called, and what its ids begin with."""
        return "p-" + re.sub(r"[^\w-]", "-", self.name.removesuffix(".html"))

    @property
    def title(self) -> str:
        """Its first heading."""
        found = self.tree.xpath("//main//h1")
        text = found[0].text_content() if found else self.tree.findtext(".//title") or self.name
        return " ".join(text.split())

    @property
    def group(self) -> str:
        """The folder that it lies in; empty for those at the top."""
        return self.name.rpartition("/")[0]


@dataclass(frozen=True)
class OneFile:
    """The file's text, how many pages are in it, and how many pictures found no room."""

    text: str
    pages: int
    pictures: int
    left_out: int


def write_html(
    report: Path, path: Path, language: str, pictures_most: int = PICTURES_MOST
) -> OneFile:
    """Write the report of that language as one file, and tell what came into it.

    Raises InputError where the report hasn't been written, or not in that language.
    """
    made = one_file(read_pages(report, language, is_read_alone), language, pictures_most)
    with whole_file(path) as partial:
        partial.write_text(made.text, encoding="utf-8", newline="\n")
    return made


def is_read_alone(name: str) -> bool:
    """True for pages that say something without script, as all but the search do."""
    return name != "sok.html"


def read_pages(
    report: Path, language: str, wanted: Callable[[str], bool] = lambda name: True
) -> list[Page]:
    """The pages of a language that are wanted by their names, in the order to read them."""
    folder = folder_of(report, language)
    names = [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.html")
        if folder != report or path.relative_to(folder).parts[0] not in LANGUAGES
    ]
    return [
        Page(name, folder, html.document_fromstring((folder / name).read_text(encoding="utf-8")))
        for name in sorted(names, key=_place)
        if wanted(name)
    ]


def folder_of(report: Path, language: str) -> Path:
    """Where the pages of a language lie; the first language lies at the top."""
    for folder in (report, report / language):
        index = folder / "index.html"
        if index.is_file():
            said = re.search(r'<html lang="([a-z]+)"', index.read_text(encoding="utf-8")[:500])
            if said and said[1] == language:
                return folder
    if not (report / "index.html").is_file():
        raise InputError(f"{report}: expected a written report (`kopling run`), came none")
    raise InputError(f"language: the report isn't written in {language} (reporting.languages)")


def _place(name: str) -> tuple[int, str]:
    first = name.split("/")[0]
    if first in _LAST:
        return len(_ORDER) + 1, name
    return (_ORDER.index(first) if first in _ORDER else len(_ORDER)), name


def one_file(
    pages: Sequence[Page],
    language: str,
    pictures_most: int = PICTURES_MOST,
    style: str = "",
    numbers: Mapping[str, int] | None = None,
) -> OneFile:
    """The pages as one, with their styles, in that language.

    `numbers` are the pages on paper that sections begin on, shown in the contents.
    """
    pictures = _Pictures(pictures_most)
    css = _styles(pages) + _STYLE + style
    with speaking(language):
        sections = [_section(page, {p.name: p.key for p in pages}, pictures) for page in pages]
        body = _body(pages, sections, pictures, numbers or {})
        title = escape(pages[0].title)
    text = _FRAME.format(
        language=language,
        policy=f"default-src 'none'; style-src '{_digest(css)}'; img-src data:; base-uri 'none';"
        " form-action 'none'",
        title=title,
        css=css,
        body=body,
    )
    return OneFile(text, len(pages), pictures.put_in, len(pictures.left_out))


_FRAME = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{title} – Kopling</title>
<style>{css}</style>
</head>
<body>
{body}
</body>
</html>
"""


def _digest(css: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()


def _styles(pages: Iterable[Page]) -> str:
    """Every style sheet that a page links to, once, without what it would fetch."""
    files = {
        (page.folder / page.name).parent / href: None
        for page in pages
        for href in page.tree.xpath("//link[@rel='stylesheet']/@href")
    }
    texts = {path.resolve(): path.read_text(encoding="utf-8") for path in files}
    return "".join(_CSS_URL.sub("none", text) for text in texts.values()).replace("</", r"<\/")


def _body(
    pages: Sequence[Page],
    sections: Sequence[str],
    pictures: "_Pictures",
    numbers: Mapping[str, int],
) -> str:
    left_out = ""
    if pictures.left_out:
        said = ngettext(
            "{n} bilde er utelatt for at fila ikke skal bli for stor.",
            "{n} bilder er utelatt for at fila ikke skal bli for stor.",
            len(pictures.left_out),
        ).format(n=len(pictures.left_out))
        left_out = f'<p class="note">{escape(said)}</p>'
    skip = escape(_("Hopp til innholdet"))
    footer = pages[0].tree.xpath("//body/footer")
    keys = {page.name: page.key for page in pages}
    foot = "".join(_serialised(_bound(each, pages[0], keys, pictures)) for each in footer)
    return "\n".join(
        (
            f'<a class="skip" href="#{pages[0].key}">{skip}</a>',
            "<main>",
            _front(pages[0]),
            _contents(pages, numbers) + left_out,
            *sections,
            "</main>",
            foot,
        )
    )


def _front(first: Page) -> str:
    """The report's name, and what it is about, in the words of its first page."""
    deck = first.tree.xpath("//main//*[contains(concat(' ', @class, ' '), ' deck ')]")
    about = " ".join(deck[0].text_content().split()) if deck else ""
    said = f'<p class="front-say">{escape(about)}</p>' if about else ""
    return f'<div class="front"><h1 class="front-title">Kopling</h1>{said}</div>'


def _contents(pages: Sequence[Page], numbers: Mapping[str, int]) -> str:
    groups: dict[str, list[Page]] = {}
    for page in pages:
        groups.setdefault(page.group, []).append(page)
    names, label = _group_names(), escape(_("Innhold"))
    parts = [f'<nav class="contents" id="innhold" aria-label="{label}">']
    for group, found in groups.items():
        rows = "".join(_row(page, numbers.get(page.key)) for page in found)
        name = escape(names.get(group, group.capitalize()))
        parts.append(f"<h2>{name}</h2>\n<ul>{rows}</ul>")
    return "\n".join((*parts, "</nav>"))


def _group_names() -> dict[str, str]:
    """What the folders of the report hold."""
    return {
        "": _("Oversikt"),
        "ar": _("År"),
        "enheter": _("Enheter"),
        "mal": _("Planens mål"),
        "dokumenter": _("Dokumenter"),
    }


def _row(page: Page, number: int | None) -> str:
    at = f'<span class="in-page">{number}</span>' if number else ""
    return f'<li><a href="#{page.key}">{escape(page.title)}{at}</a></li>\n'


def _section(page: Page, keys: Mapping[str, str], pictures: "_Pictures") -> str:
    """The page's main part as a section of the one file."""
    main = _bound(page.tree.xpath("//main")[0], page, keys, pictures)
    _quieten(main, page)
    main.tag = "section"
    for name in list(main.attrib):
        del main.attrib[name]
    main.set("class", "page")
    main.set("id", page.key)
    main.set("aria-label", page.title)
    words = escape(_("Til innholdslista"))
    back = html.fragment_fromstring(f'<p class="to-contents"><a href="#innhold">{words}</a></p>')
    main.append(back)
    return _serialised(main)


def _quieten(main: html.HtmlElement, page: Page) -> None:
    """Leave the page the one landmark of its kind: pages call their parts by the same names."""
    for part in main.xpath(".//section | .//aside | .//form"):
        part.attrib.pop("aria-label", None)
        part.attrib.pop("aria-labelledby", None)
    for part in main.xpath(".//nav[@aria-label] | .//*[@role='group'][@aria-label]"):
        part.set("aria-label", f"{part.get('aria-label')}, {page.title}")


def _serialised(element: html.HtmlElement) -> str:
    return str(html.tostring(element, encoding="unicode", with_tail=False))


def _bound(
    part: html.HtmlElement, page: Page, keys: Mapping[str, str], pictures: "_Pictures"
) -> html.HtmlElement:
    """The part with ids of its own, links within the file, and pictures in it or left out."""
    part = deepcopy(part)
    for script in part.xpath(".//script"):
        script.drop_tree()
    for element in part.xpath("descendant-or-self::*"):
        if "id" in element.attrib:
            element.set("id", f"{page.key}--{element.get('id')}")
        for name in _REFERRING:
            if name in element.attrib:
                element.set(name, " ".join(f"{page.key}--{i}" for i in element.get(name).split()))
        for name, value in element.attrib.items():
            if "url(" in value:
                element.set(name, _URL.sub(rf"url(#{page.key}--\1)", value))
        if element.tag in ("a", "use", "area"):
            _bind_link(element, page, keys)
        if element.tag in ("img", "image"):
            pictures.bind(element, page)
    return part


def _bind_link(element: html.HtmlElement, page: Page, keys: Mapping[str, str]) -> None:
    name = "xlink:href" if "xlink:href" in element.attrib else "href"
    address = element.get(name)
    if address is None:
        return
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return
    target = normpath(str(PurePosixPath(page.name).parent / unquote(parts.path)))
    key = page.key if not parts.path else keys.get(target)
    if key is None:
        # what lies outside the file can't be reached from it: the words stay
        del element.attrib[name]
    else:
        element.set(name, f"#{key}--{parts.fragment}" if parts.fragment else f"#{key}")


class _Pictures:
    """Puts pictures into the file until the room is used up."""

    def __init__(self, most: int) -> None:
        self._room = most
        self._known: dict[Path, str] = {}
        self.put_in = 0
        self.left_out: list[Path] = []

    def bind(self, element: html.HtmlElement, page: Page) -> None:
        """Give a picture its data, or its description in its place."""
        name = next((n for n in ("src", "href", "xlink:href") if n in element.attrib), None)
        if name is None or element.get(name).startswith("data:"):
            return
        path = ((page.folder / page.name).parent / unquote(element.get(name))).resolve()
        for other in ("srcset", "loading"):
            element.attrib.pop(other, None)
        data = self._data(path)
        if data is not None:
            element.set(name, data)
            self.put_in += 1
            return
        self.left_out.append(path)
        words = _("Bilde utelatt: {description}").format(description=element.get("alt") or "–")
        for attribute in list(element.attrib):
            del element.attrib[attribute]
        if element.tag == "img":
            element.tag = "span"
            element.set("class", "left-out")
            element.text = words

    def _data(self, path: Path) -> str | None:
        if path in self._known:
            return self._known[path]
        if not path.is_file() or path.stat().st_size > self._room:
            return None
        content = path.read_bytes()
        self._room -= len(content)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        self._known[path] = f"data:{kind};base64,{base64.b64encode(content).decode()}"
        return self._known[path]
