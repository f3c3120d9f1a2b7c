"""Charts: the page's colours, the language's numbers, and words for those who don't see them."""

import altair as alt
import pandas as pd
import pytest

from pipeline.reporting.charts import INK, THREAD, chart_svg
from pipeline.speech import speaking

ROWS = pd.DataFrame({"x": [0.0, 1234.5], "y": [0.25, 0.75], "href": ["a.html", "b.html"]})


def points() -> alt.Chart:
    """Two points on two axes."""
    return alt.Chart(ROWS).mark_point(stroke=THREAD, fill=INK).encode(x="x:Q", y="y:Q")


def test_a_chart_follows_the_page_and_says_its_finding() -> None:
    """No colour of its own, no style that a strict policy refuses; ids are the chart's own."""
    drawn = chart_svg(points(), "prove", "Prøve", "To enheter & <ingen> flere")

    assert "var(--thread)" in drawn
    assert "#0" not in drawn
    assert "style=" not in drawn
    assert '<title id="prove-title">Prøve</title>' in drawn
    assert "To enheter &amp; &lt;ingen&gt; flere" in drawn
    assert 'role="img"' in drawn
    assert drawn == chart_svg(points(), "prove", "Prøve", "To enheter & <ingen> flere")


@pytest.mark.parametrize(("language", "shown"), [("nb", "0,2"), ("en", "0.2")])
def test_axes_count_as_the_language_does(language: str, shown: str) -> None:
    """A comma in Norwegian, a point in English."""
    with speaking(language):
        assert f">{shown}<" in chart_svg(points(), "prove", "Prøve", "")


def test_a_chart_with_links_is_not_one_picture() -> None:
    """A reader who doesn't see it must reach the links within."""
    assert 'role="group"' in chart_svg(points().encode(href="href"), "prove", "Prøve", "")
