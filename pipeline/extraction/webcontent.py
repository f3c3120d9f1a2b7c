"""What of a web page a reader came for: the main content, without menus, notices, hidden parts."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import lxml.etree

from pipeline.extraction.listnumbers import number_text

_NEVER = frozenset({
    "script", "style", "noscript", "template", "svg", "iframe", "head", "select", "option",
    "datalist", "textarea", "input", "canvas", "audio", "video", "object", "embed", "map",
    "dialog", "progress", "meter", "del", "s", "strike", "nav",
})  # fmt: skip
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "ol",
    "p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul",
})  # fmt: skip
_ROLES_NEVER = frozenset({
    "navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar",
    "toolbar", "tooltip",
})  # fmt: skip
_OPENED = frozenset(("tabpanel", "region"))  # what a click on the page shows
_UNSEEN = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-?reader(?:-text|-only)?|u-hidden|is-hidden|hidden"
    r"|d-(?:sm|md|lg|xl)-none|visible-xs\S*|hidden-(?:md|lg)|mobile-only|material-icons\S*"
    r"|skip-?(?:link|to|nav)\S*|d-none(?!.*\bd-(?:sm|md|lg|xl)-(?:block|flex|inline|grid)))(?:\s|$)",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|samtykke|informasjonskaps\w*|breadcrumbs?|br[oø]dsmule\w*"
    r"|navbar|navigation|navigasjon|menu|meny|hovedmeny|sidemeny|share|social|sosiale|deling"
    r"|pagination|paging|footer|bunntekst|site-header|topbar|toppmeny|chat\w*)(?=[\s_-]|$)",
    re.IGNORECASE,
)
_NOTICE = re.compile(r"cookie|consent|gdpr|samtykke|informasjonskaps|chat", re.IGNORECASE)
_MOST_AROUND = 0.5  # of the page's words: what holds more isn't beside the content
_LINKED = 0.6  # of the words that are links, in a menu
_SILENT = frozenset(("script", "style", "noscript", "template"))
_HEADING = re.compile(r"^h([1-6])$")
_DISCS = ("•", "◦", "▪")


class Seen:
    """Which elements of a page a reader sees and came for, and which hold block elements."""

    def __init__(self, root: Any) -> None:
        self._holding: set[Any] = set()
        self._controlled: set[str] = set()
        for element in root.iter():
            if not isinstance(element.tag, str):
                continue
            self._controlled.update((element.get("aria-controls") or "").split())
            target = element.get("data-target") or element.get("data-bs-target") or ""
            self._controlled.add(target.removeprefix("#"))
            if element.tag in _BLOCKS:
                for above in element.iterancestors():
                    if above in self._holding:
                        break
                    self._holding.add(above)
        self._letters = _counts(root)
        self._all = max(1, self.letters(root))
        self._known: dict[Any, bool] = {}

    def letters(self, element: Any) -> int:
        """How many letters stand in the element, seen or not."""
        return self._letters.get(element, (0, 0))[0]  # broken markup gives elements in no place

    def holds_blocks(self, element: Any) -> bool:
        """Whether block elements stand in it."""
        return element in self._holding

    def shows(self, element: Any) -> bool:
        """Whether the element is shown and belongs to the content."""
        if element not in self._known:
            self._known[element] = self._shows(element)
        return self._known[element]

    def _shows(self, element: Any) -> bool:
        if not isinstance(element.tag, str) or element.tag in _NEVER:
            return False
        if element.get("role") in _ROLES_NEVER:
            return False
        if element.tag in ("button", "label"):
            return self._is_title(element)
        if self._is_hidden(element):
            return self._is_opened_by_a_click(element)
        if element.tag in ("header", "footer") and element.getparent().tag in ("body", "html"):
            return element.find(".//h1") is not None and element.tag == "header"
        return not self._is_around(element)

    def _is_title(self, element: Any) -> bool:
        """A button that stands in a heading, or opens a part of the page, is a heading's words."""
        above = element.getparent()
        if element.tag == "label":
            return not element.get("for") and element.find(".//input") is None
        in_heading = any(
            _HEADING.match(str(e.tag)) or e.tag == "summary" or e.get("role") == "heading"
            for e in (above, *above.iterancestors())
        )
        return in_heading or opens_part(element)

    def _is_hidden(self, element: Any) -> bool:
        style = (element.get("style") or "").replace(" ", "").lower()
        return (
            (element.get("hidden") is not None and element.get("hidden") != "until-found")
            or element.get("aria-hidden") == "true"
            or "display:none" in style
            or "visibility:hidden" in style
            or bool(_UNSEEN.search(element.get("class") or ""))
        )

    def _is_opened_by_a_click(self, element: Any) -> bool:
        by_name = (element.get("id") or "") in self._controlled - {""}
        return by_name or element.get("role") in _OPENED

    def _is_around(self, element: Any) -> bool:
        """Whether its names say that it stands around the content, and nothing speaks against."""
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if not _AROUND.search(names) or element.tag in ("body", "html", "main", "article"):
            return False
        if element.find(".//h1") is not None or element.find(".//main") is not None:
            return False
        letters, linked = self._letters.get(element, (0, 0))
        if letters > _MOST_AROUND * self._all:
            return False
        return bool(_NOTICE.search(names)) or linked >= _LINKED * letters


def opens_part(button: Any) -> bool:
    """Whether a button opens a part of the page that it names."""
    return button.get("aria-controls") is not None and button.get("aria-haspopup") is None


def main_content(root: Any, seen: Seen) -> Any:
    """The element that holds the page's content: the one the page names so, else its body."""
    for path in ("//main", "//*[@role='main']", "//article", "//*[@id='content']", "//body"):
        found = [e for e in root.xpath(path) if seen.shows(e) and seen.letters(e)]
        if len(found) == 1:
            return found[0]
    return root


def is_blocky(element: Any, seen: Seen) -> bool:
    """Whether the element begins a line of its own."""
    return (
        element.tag in _BLOCKS
        or seen.holds_blocks(element)
        or (element.tag == "button" and opens_part(element))
        or element.get("role") in ("heading", "table", "grid", "row", "paragraph", "listitem")
    )


def is_heading(element: Any, seen: Seen) -> int | None:
    """The heading's level; 0 for one without a level of its own; None for what is none."""
    found = _HEADING.match(element.tag)
    if found:
        return int(found.group(1))
    if element.get("role") == "heading":
        level = element.get("aria-level") or "2"
        return int(level) if level.isdigit() and 1 <= int(level) <= 9 else 2
    if element.tag == "button":
        return 0
    return 0 if element.tag == "legend" and not seen.holds_blocks(element) else None


def list_marks(element: Any) -> Iterator[Callable[[Any], str]]:
    """For each item in turn what gives its mark: a bullet by depth, or its number.

    The mark is a single space where the page shows none.
    """
    style = (element.get("style") or "").replace(" ", "").lower()
    names = element.get("class") or ""
    if "list-style:none" in style or "list-style-type:none" in style or "unstyled" in names:
        while True:
            yield lambda item: " "
    if element.tag != "ol":
        depth = sum(above.tag in ("ul", "menu") for above in element.iterancestors())
        while True:
            yield lambda item: _DISCS[min(depth, 2)]
    step = -1 if element.get("reversed") is not None else 1
    items = len(element.findall("li"))
    number = _whole(element.get("start"), items if step < 0 else 1)
    kind = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}.get(
        element.get("type") or "", "decimal"
    )

    def numbered(item: Any) -> str:
        nonlocal number
        number = _whole(item.get("value"), number)
        mark = f"{number_text(number, kind)}."
        number += step
        return mark

    while True:
        yield numbered


def _whole(text: str | None, default: int) -> int:
    found = re.fullmatch(r"\s*(-?\d{1,6})\s*", text or "")
    return int(found.group(1)) if found else default


def _counts(root: Any) -> dict[Any, tuple[int, int]]:
    """For each element its letters, and how many of them are links; scripts have none."""
    counts: dict[Any, tuple[int, int]] = {}
    for _, element in lxml.etree.iterwalk(root, events=("end", "comment", "pi")):
        if not isinstance(element.tag, str) or element.tag in _SILENT:
            counts[element] = (0, 0)
            continue
        letters, linked = _length(element.text), 0
        for child in element:
            within = counts.get(child, (0, 0))
            letters += within[0] + _length(child.tail)
            linked += within[1]
        counts[element] = (letters, letters if element.tag == "a" else linked)
    return counts


def _length(text: str | None) -> int:
    return len("".join(text.split())) if text else 0
