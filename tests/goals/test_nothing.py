"""News that nothing is done is told apart from goals that forbid or rule out."""

import pytest

from pipeline.goals.nothing import says_nothing_is_done


@pytest.mark.parametrize(
    "text",
    [
        "Ingen egne tiltak. Oversikten ble lagt fram i fjor",
        "Det er ikkje sett av eigne midlar til dette",
        "Det finnes ikke penger til nye tiltak",
        "Inga eigne tiltak",
        "No funds have been allocated",
    ],
)
def test_a_statement_that_nothing_is_done_is_no_goal(text: str) -> None:
    """In bokmål, nynorsk and English."""
    assert says_nothing_is_done(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ingen elever venter på tiltak mer enn to uker",
        "Delmål som ikke er fulgt av tiltak, skal begrunnes",
        "Ikke bruke midlertidige overnattingssteder for barnefamilier",
        "Det settes av midler til nye tiltak",
    ],
)
def test_a_goal_that_rules_something_out_is_a_goal(text: str) -> None:
    """A no in a goal is not news of a gap."""
    assert not says_nothing_is_done(text)
