"""Services: a unit beside those of the same service in other municipalities."""

import pandera.pandas as pa

from pipeline.schemas.columns import number, share, table, text, whole
from pipeline.schemas.measures.units import QUADRANTS

SERVICE_TOLD_BY = ("name", "area")
SERVICE_STANDS = ("above", "below", "uavklart")


def _axis(axis: str) -> dict[str, pa.Column]:
    """The columns of one axis: the unit's figure, the others', and the unit's place."""
    return {
        axis: share("the unit's, as in `units`", nullable=True),
        f"{axis}_low": share("lower end of its interval", nullable=True),
        f"{axis}_high": share("upper end", nullable=True),
        f"{axis}_n": whole("n: units of the service that year that have the figure", least=0),
        f"{axis}_median": share("the median of these n", nullable=True),
        f"{axis}_least": share("the smallest of them", nullable=True),
        f"{axis}_largest": share("the largest", nullable=True),
        f"{axis}_rank": whole("place among them, 1 is the largest", nullable=True, least=1),
        f"{axis}_rank_low": whole("best place that intervals leave open", nullable=True, least=1),
        f"{axis}_rank_high": whole("worst place", nullable=True, least=1),
        f"{axis}_stands": text(
            "whether its interval clears the median of the others",
            nullable=True,
            among=SERVICE_STANDS,
        ),
        f"{axis}_from_home": number(
            "the unit's less the median of its own municipality's other units that year",
            nullable=True,
        ),
    }


SERVICES = table(
    "scoring",
    "services",
    "Each unit beside the units of the same service in all municipalities of the project, year by "
    "year; without rows where the project has one municipality.",
    ("unit", "year"),
    unit=text("enhet"),
    year=whole("year"),
    service=text("the service, by a word for such units, else the tjenesteområde"),
    told_by=text("what tells it: the unit's name, or its tjenesteområde", among=SERVICE_TOLD_BY),
    goals_held=whole("n: the unit's own goals held against its municipality's plan", least=0),
    quadrant=text("as in `units`", among=QUADRANTS),
    municipalities=whole("that have the service that year, its own among them", least=2),
    units=whole("of the service that year, in all of them", least=2),
    **_axis("responsiveness"),
    **_axis("distinctiveness"),
)
