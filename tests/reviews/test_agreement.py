"""Who is compared with whom on what, and what doesn't count."""

import pandas as pd
import pytest

from pipeline.reviews.agreement import agreement
from pipeline.schemas.coupling import LINKS
from pipeline.schemas.measures import AGREEMENT
from pipeline.tables import empty_table, filled_table
from tests.reviews.coders_for_tests import PARAMS, coded, links_of, said, verdicts_of
from tests.tables_for_tests import Row

ADJUDICATION = {"is_adjudication": True}


def found_for(rows: list[Row], links: pd.DataFrame | None = None) -> pd.DataFrame:
    """AGREEMENT of some verdicts."""
    known = empty_table(LINKS) if links is None else links
    return filled_table(agreement(verdicts_of(rows), known, PARAMS), AGREEMENT)


def figure(found: pd.DataFrame, measure: str = "percent", **where: object) -> pd.Series:
    """One row; of all pairs and coders where nothing else is said."""
    wanted = {"about": "link", "coders": "all", "scope": "all", "part": "all"} | where
    rows = found[found["measure"].eq(measure)]
    for column, value in wanted.items():
        rows = rows[rows[column].eq(value)]
    [row] = rows.to_dict("records")
    return pd.Series(row)


def test_one_coder_agrees_with_nobody() -> None:
    """Without two coders there is nothing to tell, and no row says zero."""
    assert found_for(coded(a="++--")).empty
    assert found_for([]).empty


def test_two_coders_who_share_nothing_are_told_with_n_zero() -> None:
    """A figure is missing where there is none."""
    row = figure(found_for(coded(a="++--", b="    ++--")))

    assert (row["n"], row["goals"], row["is_small_n"]) == (0, 0, True)
    assert pd.isna(row["value"])


def test_a_two_by_two_table_by_hand() -> None:
    """Of 8 pairs both accept 3 and reject 3: .75, κ .5, AC1 .5, α 1 − .25 / (128 / 240)."""
    found = found_for(coded(a="+++---+-", b="+++----+"))

    values = {m: figure(found, m)["value"] for m in ("percent", "kappa", "ac1", "alpha")}
    row = figure(found)
    assert values == pytest.approx({"percent": 0.75, "kappa": 0.5, "ac1": 0.5, "alpha": 0.53125})
    assert (row["n"], row["goals"], row["prevalence"]) == (8, 4, 0.5)
    assert row["low"] < 0.75 < row["high"]


def test_too_few_pairs_have_an_n_and_no_figure() -> None:
    """Three pairs are fewer than the four that a figure needs here."""
    row = figure(found_for(coded(a="+++", b="++-")))

    assert (row["n"], row["is_small_n"]) == (3, True)
    assert pd.isna([row["value"], row["low"], row["high"]]).all()


def test_each_two_coders_and_all_together() -> None:
    """Three coders: no κ of all, one of each two; a pair that two judged counts among all."""
    found = found_for(coded(a="++--", b="++-- +", c="+---++"))

    assert set(found["coders"]) == {"all", "a, b", "a, c", "b, c"}
    assert "kappa" not in set(found.loc[found["coders"].eq("all"), "measure"])
    assert figure(found)["n"] == 5
    assert figure(found, coders="a, c")["value"] == 0.75


def test_doubt_is_kept_apart_and_counted() -> None:
    """Who was unsure neither agrees nor differs."""
    row = figure(found_for(coded(a="++--??", b="++--+?")))

    assert (row["n"], row["unsure"], row["value"]) == (4, 2, 1.0)


@pytest.mark.parametrize(
    "spoiled",
    [{"score_visible": True}, {"is_adjudication": True}, {"chosen": "known"}, {"chosen": "repeat"}],
)
def test_what_was_not_said_apart_does_not_count(spoiled: Row) -> None:
    """The engine's answer in sight, an adjudicator's word, and tests of a coder."""
    rows = [row | (spoiled if row["coder"] == "b" else {}) for row in coded(a="++--", b="++--")]

    assert found_for(rows).empty


def test_a_mind_changed_after_adjudication_is_no_second_opinion() -> None:
    """What the two said before it counts; the coder who gives in later doesn't agree by that."""
    differing = coded(a="+++++", b="++++-")
    later = [said("c", "accept", "g02", "o0", **ADJUDICATION), said("b", "accept", "g02", "o0")]

    assert figure(found_for(differing + later))["value"] == 0.8


def test_a_slip_that_the_coder_mended_is_not_held_against_her() -> None:
    """Of several answers on a pair the last counts, and each pair once."""
    row = figure(found_for([*coded(a="++--"), said("a", "reject", "g00", "o0"), *coded(b="-+--")]))

    assert (row["n"], row["value"]) == (4, 1.0)


def test_no_parent_rejects_every_pair_that_another_judged() -> None:
    """One word by the one coder answers all the pairs of the goal."""
    rows = [
        said("a", "no_parent", "g"),
        *(
            said("b", w, "g", f"o{n}")
            for n, w in enumerate(["reject", "reject", "reject", "accept"])
        ),
    ]

    row = figure(found_for(rows))

    assert (row["n"], row["goals"], row["value"]) == (4, 1, 0.75)


def test_of_contradictory_words_the_later_counts() -> None:
    """Who accepts an objective after she said that there is none no longer rejects the others."""
    rows = [said("a", "no_parent", "g00"), *coded(a="+ +--", b="+-+--")]

    row = figure(found_for(rows))

    assert (row["n"], row["value"]) == (4, 1.0)


def test_old_words_meet_old_words() -> None:
    """Two suspect verdicts on the same former text are compared, one on each text are not."""
    old = {"standing": "suspect", "counts": False, "goal_sha256": "1", "objective_sha256": "2"}
    new = [row | old for row in coded(a="++--", b="++--")]
    mixed = [row | (old if row["coder"] == "a" else {}) for row in coded(a="++--", b="++--")]

    assert figure(found_for(new))["n"] == 4
    assert figure(found_for(mixed))["n"] == 0


def test_gone_texts_are_known_by_their_words() -> None:
    """A verdict whose text is nowhere counts where the other stood before the same words."""
    rows = [
        row
        | {"standing": "gone", "goal_sha256": row["goal_id"], "objective_sha256": "x"}
        | {"goal_id": None, "objective_id": "o", "verdict": row["verdict"]}
        for row in [said(c, "accept", f"g{n}") for c in "ab" for n in range(4)]
    ]

    assert figure(found_for(rows))["n"] == 4


def test_pairs_drawn_at_random_are_told_apart() -> None:
    """The first who was asked says how a pair came in, not the one who was sent after her."""
    first = [
        row | {"chosen": "random" if n < 4 else "border"}
        for n, row in enumerate(coded(a="++--++--"))
    ]
    then = [row | {"chosen": "double"} for row in coded(b="++----++")]

    found = found_for(first + then)

    assert figure(found, scope="chosen", part="random")["value"] == 1.0
    assert figure(found, scope="chosen", part="border")["value"] == 0.0
    assert figure(found, coders="a, b", scope="chosen", part="random")["n"] == 4


def test_links_tell_level_and_kind() -> None:
    """Agreement is parted by the objective's document and by how the words relate."""
    links = links_of(*((f"g{n:02}", f"o{k}") for n in range(2) for k in range(2)), kind="topical")

    found = found_for(coded(a="++--", b="++--"), links)

    assert figure(found, scope="link_kind", part="topical")["n"] == 4
    assert figure(found, scope="objective_level", part="kommuneplan")["n"] == 4


def test_agreement_is_followed_in_time() -> None:
    """Blocks of five pairs in the order in which they came to be judged by two."""
    found = found_for(coded(a="+-+-+-++++", b="+-+-+-----"))

    assert figure(found, scope="block", part="1–5")["value"] == 1.0
    assert figure(found, scope="block", part="6–10")["value"] == pytest.approx(0.2)


def test_the_kind_is_compared_where_both_accept() -> None:
    """Four links accepted by both, three called the same."""
    kinds = {
        "a": ["topical", "topical", "verbatim", "verbatim"],
        "b": ["topical"] * 2 + ["verbatim", "topical"],
    }
    rows = [
        said(coder, "accept", f"g{n}", kind=kind)
        for coder, given in kinds.items()
        for n, kind in enumerate(given)
    ]

    assert figure(found_for(rows), about="kind")["value"] == 0.75


def test_sets_of_objectives_are_compared_on_what_both_judged() -> None:
    """A subset is half an agreement; who was never asked of an objective has not left it out."""
    rows = [
        *(said("a", "accept", f"g{n}", "o1") for n in range(4)),
        *(said("a", "accept", f"g{n}", "o2") for n in range(4)),
        *(said("b", "accept", f"g{n}", "o1") for n in range(4)),
        said("b", "reject", "g3", "o2"),
    ]

    row = figure(found_for(rows), about="objectives")

    assert (row["n"], row["value"]) == (4, 0.75)


def test_no_parent_is_the_empty_set() -> None:
    """Two who both say so agree, also without any pair judged."""
    rows = [said(c, "no_parent", f"g{n}") for c in "ab" for n in range(4)]

    found = found_for(rows)

    assert figure(found, about="objectives")["value"] == 1.0
    assert pd.isna(figure(found, "alpha", about="objectives")["value"])


def test_rows_may_come_in_any_order_and_coders_may_swap_names() -> None:
    """Nothing moves but whose share is whose."""
    rows = coded(a="+++--+?-+-", b="++---++-+-")
    table = verdicts_of(rows)
    swapped = table.assign(coder=table["coder"].map({"a": "b", "b": "a"}))
    links = empty_table(LINKS)

    one = agreement(table, links, PARAMS)
    assert agreement(table.sample(frac=1, random_state=2), links, PARAMS).equals(one)
    other = agreement(swapped, links, PARAMS)
    same = ["coders", "measure", "n", "value", "low", "high", "prevalence"]
    pd.testing.assert_frame_equal(one[same], other[same])
    assert one["prevalence_first"].equals(other["prevalence_second"])


def test_a_coder_may_have_any_name() -> None:
    """Also that of a column."""
    rows = [
        row | {"coder": {"a": "chosen", "b": "link_id"}[row["coder"]]}
        for row in coded(a="++--", b="++--")
    ]

    assert figure(found_for(rows), coders="chosen, link_id")["value"] == 1.0
