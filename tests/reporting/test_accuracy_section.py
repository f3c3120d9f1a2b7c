"""What the report says of how right the links are."""

import re
from dataclasses import replace

import pandas as pd

from pipeline.schemas.coupling import ACCURACY
from pipeline.tables import check_table
from tests.reporting.made_up import pages, scored


def told(accuracy: pd.DataFrame | None = None) -> str:
    """The section, without tags, in one line."""
    tables = scored([], [], [])
    if accuracy is not None:
        tables = replace(tables, accuracy=accuracy)
    page = pages(tables)["tvil.html"]
    section = page.split('id="riktighet"')[1].split("</section>")[0]
    return " ".join(re.sub("<[^>]+>", " ", section).split())


def test_nothing_drawn_is_said_and_no_figure_is_given() -> None:
    """Without pairs that chance drew nobody knows."""
    assert "Ingen tilfeldig trukne par er vurdert ennå" in told()


def test_before_and_after_stand_with_their_intervals() -> None:
    """Each figure as it is in the table, what follows, and how many more it takes."""
    row = {"measure": "f1", "n": 80, "n_effective": 60.0, "says": "better", "further_wanted": 240}
    ends = {"before": 0.5, "before_low": 0.4, "before_high": 0.6}
    ends |= {"after": 0.7, "after_low": 0.6, "after_high": 0.8}
    ends |= {"difference": 0.2, "difference_low": 0.1, "difference_high": 0.3}

    said = told(check_table(pd.DataFrame([row | ends]), ACCURACY))

    assert "begge under ett (F1) 80 0,50 (0,40–0,60) 0,70 (0,60–0,80) bedre" in said
    assert "Omtrent 240 tilfeldig trukne par til" in said
