"""Figures can be read without colour, by eye and by ear."""

import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from pipeline.reporting.figures import (
    NARROW,
    WIDE,
    Estimate,
    IntervalRow,
    PlanePoint,
    interval_rows,
    place_labels,
    quadrant_plane,
    share_bar,
)


def point(label: str, x: float, y: float, *, settled: bool = True) -> PlanePoint:
    """A point with an interval of 0.1 to each side."""
    return PlanePoint(label, Estimate(x, x - 0.1, x + 0.1), Estimate(y, y - 0.1, y + 0.1), settled)


def marks(svg: str) -> list[dict[str, str]]:
    """The circles of a figure."""
    return [dict(element.attrib) for element in ET.fromstring(svg).iter("circle")]


def test_the_plane_says_its_finding() -> None:
    """Title and description are named by the figure's label."""
    svg = ET.fromstring(quadrant_plane([], (0.5, 0.5), "Tittel", "Ingen.", WIDE, "fig"))

    assert svg.get("aria-labelledby") == "fig-title fig-desc"
    assert (svg.findtext("title"), svg.findtext("desc")) == ("Tittel", "Ingen.")


def test_settled_and_unsettled_points_differ_in_form() -> None:
    """A filled point is settled, an open one is not; colour is not needed."""
    points = [point("A", 0.2, 0.2), point("B", 0.8, 0.8, settled=False)]

    drawn = marks(quadrant_plane(points, (0.5, 0.5), "", "", WIDE, "f"))

    assert [mark["class"] for mark in drawn] == ["mark settled", "mark unsettled"]


def test_points_lie_where_their_figures_say() -> None:
    """More responsive is further right, more distinct is higher up."""
    low, high = marks(
        quadrant_plane([point("A", 0.2, 0.2), point("B", 0.8, 0.8)], (0.5, 0.5), "", "", WIDE, "f")
    )

    assert float(low["cx"]) == round(WIDE.x(0.2), 1)
    assert float(low["cx"]) < float(high["cx"])
    assert float(low["cy"]) > float(high["cy"])


def test_labels_of_neighbours_do_not_cover_each_other() -> None:
    """Of two units side by side, one is named to the left and one to the right."""
    points = [point("Familiesenteret", 0.70, 0.40), point("Kulturhuset", 0.72, 0.40)]

    anchors = [anchor for _, _, anchor in place_labels(points, WIDE)]

    assert anchors == ["end", "start"]


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from([WIDE, NARROW]))
def test_a_label_stays_inside_the_figure(x: float, y: float, size: object) -> None:
    """Also where the point lies in a corner."""
    assert size in (WIDE, NARROW)
    plane = WIDE if size is WIDE else NARROW

    ((at, up, anchor),) = place_labels([point("12345678", x, y)], plane)

    width = 8 * plane.font * 0.56
    left = at if anchor == "start" else at - width
    assert 0 <= left <= left + width <= plane.width
    assert 0 <= up <= plane.height


def test_a_year_without_data_is_not_drawn_as_zero() -> None:
    """No data is said in words, and has no mark."""
    svg = interval_rows([IntervalRow("2013", None)], 0.5, "", "", "f")

    assert "ingen data" in svg
    assert marks(svg) == []


def test_an_estimate_without_interval_has_a_point_and_no_line() -> None:
    """Too few goals for an interval is no interval of zero width."""
    svg = interval_rows([IntervalRow("2013", Estimate(0.4))], 0.5, "", "", "f")

    assert len(marks(svg)) == 1
    assert 'class="interval"' not in svg


def test_names_are_escaped() -> None:
    """A unit's name cannot become a tag."""
    svg = quadrant_plane([point("<script>", 0.5, 0.5)], (0.5, 0.5), "<i>", "&", WIDE, "f")

    assert "<script>" not in svg
    assert [e.text for e in ET.fromstring(svg).iter("text")].count("<script>") == 1


def test_a_bar_is_as_long_as_its_share() -> None:
    """Half is half, and the bar is hidden from screen readers since a number stands beside."""
    svg = ET.fromstring(share_bar(0.5))

    assert [rect.get("width") for rect in svg.iter("rect")] == ["100", "50"]
    assert svg.get("aria-hidden") == "true"
