"""Charts as SVG in the page's colours: drawn by Vega while the report is made, no script in it."""

import re
import xml.etree.ElementTree as ET
from functools import lru_cache
from typing import Any

import vl_convert
from markupsafe import Markup

from pipeline.catalogues import signs
from pipeline.speech import spoken

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
# Vega's notes to screen readers, which the title and the finding take the place of
_SPOKEN_BY_VEGA = ("role", "aria-label", "aria-roledescription", "aria-hidden")
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
# Vega wants the name of a colour: these are found again in the drawing, for the page's own
INK, MUTED, LINE, FAINT, THREAD, BAR, PAPER = (
    "#010101", "#020202", "#030303", "#040404", "#050505", "#060606", "#070707",
)  # fmt: skip
SHADES = ("#080801", "#080802", "#080803", "#080804")
_COLOURS = {
    INK: "var(--ink)",
    MUTED: "var(--muted)",
    LINE: "var(--line)",
    FAINT: "var(--faint)",
    THREAD: "var(--thread)",
    BAR: "var(--bar)",
    PAPER: "var(--paper)",
    **{colour: f"var(--s{number})" for number, colour in enumerate(SHADES, start=1)},
}
_COLOUR = re.compile("|".join(_COLOURS))
_REFERENCE = re.compile(r"url\(#([^)]+)\)")


def chart_svg(chart: Any, name: str, title: str, finding: str) -> Markup:
    """An Altair chart as an inline picture that scales with the page.

    `title` names it and `finding` says what it shows, for those who don't see it. Every id within
    begins with `name`, which is to be the only one of its kind on the page. Colours of this module
    become the page's, light and dark; numbers on axes are written in the language spoken. The same
    chart gives the same bytes.
    """
    drawn = _drawn(_in_our_style(chart).to_json(indent=None), spoken())
    return _accessible(_COLOUR.sub(lambda found: _COLOURS[found[0]], drawn), name, title, finding)


@lru_cache(maxsize=64)
def _drawn(chart: str, language: str) -> str:
    """The drawing of a chart given as JSON; what all municipalities show is drawn once."""
    return vl_convert.vegalite_to_svg(chart, format_locale=_number_locale(language))


def _in_our_style(chart: Any) -> Any:
    words = {"labelColor": MUTED, "titleColor": INK, "titleFontWeight": "normal"}
    return (
        chart.configure(background="transparent", font=_FONT)
        .configure_view(stroke=None)
        .configure_axis(
            **words,
            gridColor=FAINT,
            domainColor=LINE,
            tickColor=LINE,
            labelFontSize=12,
            titleFontSize=12,
        )
        .configure_legend(**words, labelFontSize=12, titleFontSize=12)
        .configure_text(color=INK, fontSize=12)
    )


def _number_locale(language: str) -> dict[str, Any]:
    point, group = signs(language).values()
    return {
        "decimal": point,
        "thousands": group,
        "grouping": [3],
        "currency": ["", ""],
        "minus": "\u2212",
    }


def _accessible(drawn: str, name: str, title: str, finding: str) -> Markup:
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _XLINK)
    # what Vega has drawn, not a document that somebody sent
    root = ET.fromstring(drawn)
    for element in root.iter():
        for attribute in _SPOKEN_BY_VEGA:
            element.attrib.pop(attribute, None)
        for attribute, value in element.attrib.items():
            if attribute == "id":
                element.set("id", f"{name}-{value}")
            elif "url(#" in value:
                element.set(attribute, _REFERENCE.sub(rf"url(#{name}-\1)", value))
    root.attrib.pop("width", None)
    root.attrib.pop("height", None)
    root.set("class", "chart")
    root.set("role", "group" if root.find(f".//{{{_SVG}}}a") is not None else "img")
    root.set("aria-labelledby", f"{name}-title")
    root.set("aria-describedby", f"{name}-finding")
    for tag, text in (("desc", finding), ("title", title)):
        said = ET.Element(
            f"{{{_SVG}}}{tag}", {"id": f"{name}-{tag if tag == 'title' else 'finding'}"}
        )
        said.text = text
        root.insert(0, said)
    return Markup(ET.tostring(root, encoding="unicode"))
