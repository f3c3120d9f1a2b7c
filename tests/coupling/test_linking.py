"""Two lists of statements in, every pair out, whatever the lists are like."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.coupling import linking as linking_module
from pipeline.coupling.linking import best_per_source, compare, link_files, link_statements, linking
from pipeline.coupling.signals import ownness, spread_out
from pipeline.coupling.statements import checked_statements, statement_languages
from pipeline.embedding.lsa import LsaEncoder
from pipeline.errors import InputError
from pipeline.params import CouplingParams

GOALS = [
    "Sykefraværet på skolen skal ned til 7 prosent",
    "Alle barn får plass i barnehagen innen august",
    "Nye sykkelveier bygges mellom bydelene",
    "Eldre bor hjemme med trygge tjenester",
    "Elevene leser godt når de går ut av 2. trinn",
]
OBJECTIVES = [
    "Kommunen er en arbeidsgiver med lavt sykefravær",
    "Barnehagene har plass til alle som ønsker det",
    "Flere går og sykler i hverdagen",
    "Eldre bor hjemme så lenge de selv ønsker",
    "Elevene går ut av grunnskolen med gode ferdigheter i lesing",
    "Kulturlivet er mangfoldig",
]


def statements(texts: list[str], prefix: str) -> pd.DataFrame:
    """Texts with ids."""
    return pd.DataFrame({"id": [f"{prefix}{i}" for i in range(len(texts))], "text": texts})


def link(
    source: list[str], target: list[str], verdicts: pd.DataFrame | None = None, **more: str
) -> pd.DataFrame:
    """All pairs of two lists of texts, with the encoder that runs everywhere."""
    return link_statements(
        statements(source, "s"),
        statements(target, "t"),
        CouplingParams(),
        LsaEncoder(),
        verdicts,
        **more,
    )


def test_every_pair_comes_once_sources_in_order_best_target_first() -> None:
    """N · m rows, sorted by score within a source."""
    links = link(GOALS, OBJECTIVES)

    assert len(links) == len(GOALS) * len(OBJECTIVES)
    assert not links.duplicated(["source_id", "target_id"]).any()
    assert links["source_id"].drop_duplicates().tolist() == [f"s{i}" for i in range(5)]
    assert all(rows.is_monotonic_decreasing for _, rows in links.groupby("source_id")["score"])


def test_goals_find_the_objectives_that_they_serve() -> None:
    """By shared words, parts of compounds and runs of letters."""
    best = best_per_source(link(GOALS, OBJECTIVES), 1)

    assert best["target_id"].tolist()[:2] == ["t0", "t1"]
    assert best["target_id"].tolist()[3:] == ["t3", "t4"]


def test_scores_probabilities_and_decisions_agree() -> None:
    """A higher score is a higher probability, and what is decided lies above what isn't."""
    links = link(GOALS, OBJECTIVES).sort_values("score")

    assert links["probability"].is_monotonic_increasing
    assert links["probability"].between(0, 1).all()
    assert links.loc[links["linked"], "score"].min() > links.loc[~links["linked"], "score"].max()


def test_the_same_lists_give_the_same_links() -> None:
    """To the last digit."""
    pd.testing.assert_frame_equal(link(GOALS, OBJECTIVES), link(GOALS, OBJECTIVES))


def test_decomposed_letters_are_the_same_letters() -> None:
    """A PDF may give å as a and a ring."""
    decomposed = [text.replace("å", "a\u030a").replace("ø", "ø") for text in GOALS]

    pd.testing.assert_frame_equal(link(decomposed, OBJECTIVES), link(GOALS, OBJECTIVES))


def test_a_statement_without_words_scores_nothing_and_is_not_linked() -> None:
    """Empty, white, or signs only; and it comes last among a source's targets."""
    links = link(["", *GOALS[:2]], [*OBJECTIVES, " – "])

    silent = links[links["source_id"].eq("s0") | links["target_id"].eq("t6")]
    assert silent["score"].eq(0).all()
    assert not silent["linked"].any()
    assert links[links["source_id"].eq("s1")]["target_id"].iloc[-1] == "t6"


def test_an_id_that_stands_twice_is_named() -> None:
    """A pair could else mean two things."""
    twice = pd.DataFrame({"id": ["a", "a"], "text": ["én", "to"]})

    with pytest.raises(InputError, match="target: expected each id once, came twice: a"):
        link_statements(statements(GOALS, "s"), twice, CouplingParams(), LsaEncoder())


def test_a_missing_column_is_named() -> None:
    """What was expected, and what came."""
    with pytest.raises(InputError, match="source: expected the columns id and text, came ID, text"):
        link_statements(
            pd.DataFrame({"ID": [1], "text": ["a"]}),
            statements(OBJECTIVES, "t"),
            CouplingParams(),
            LsaEncoder(),
        )


@given(st.lists(st.text(max_size=30), max_size=4), st.lists(st.text(max_size=30), max_size=4))
@settings(max_examples=15, deadline=None)
def test_any_two_lists_give_all_pairs(source: list[str], target: list[str]) -> None:
    """Empty lists, one row, strange signs: every pair, and only finite numbers."""
    links = link(source, target)

    assert len(links) == len(source) * len(target)
    assert np.isfinite(links[["score", "probability"]].to_numpy(dtype=float)).all()


def test_one_row_each_side_is_likelier_the_nearer_it_is() -> None:
    """Without a list to stand out from, likeness itself must tell."""
    same = link([OBJECTIVES[0]], [OBJECTIVES[0]])["probability"].iloc[0]
    other = link([OBJECTIVES[5]], [OBJECTIVES[0]])["probability"].iloc[0]

    assert same > 0.5 > other


def test_headings_above_help_a_short_statement() -> None:
    """«Flere plasser» says little; that it stands under Barnehage says more."""
    target = statements(OBJECTIVES, "t")
    bare = pd.DataFrame({"id": ["s"], "text": ["Flere gode tilbud"], "context": [""]})
    placed = bare.assign(context="Barnehagene > Plass i barnehagene")
    rank = {
        name: link_statements(frame, target, CouplingParams(), LsaEncoder())
        .set_index("target_id")
        .loc["t1", "score"]
        for name, frame in {"bare": bare, "placed": placed}.items()
    }

    assert rank["placed"] > rank["bare"]


def test_files_of_both_formats_are_read(tmp_path: Path) -> None:
    """CSV with a byte order mark, and Parquet."""
    statements(GOALS, "s").to_csv(tmp_path / "s.csv", index=False, encoding="utf-8-sig")
    statements(OBJECTIVES, "t").to_parquet(tmp_path / "t.parquet")

    links = link_files(tmp_path / "s.csv", tmp_path / "t.parquet", None, "auto", LsaEncoder())

    pd.testing.assert_frame_equal(links, link(GOALS, OBJECTIVES))


def test_a_file_that_is_no_table_is_named(tmp_path: Path) -> None:
    """Which file, and what was expected."""
    (tmp_path / "s.parquet").write_bytes(b"no table")

    with pytest.raises(InputError, match=r"s\.parquet: expected a CSV or Parquet file"):
        link_files(tmp_path / "s.parquet", tmp_path / "s.parquet", None, "auto", LsaEncoder())


def test_best_per_source_keeps_the_first_rows() -> None:
    """Two for each source."""
    assert best_per_source(link(GOALS, OBJECTIVES), 2).groupby("source_id").size().eq(2).all()


def test_a_given_language_is_not_guessed() -> None:
    """One language for all, or one for each."""
    assert statement_languages(["the plan", "ikke dette"], "nn") == ["nn", "nn"]
    assert statement_languages(["the plan of it", "ikke dette"], "mixed") == ["en", "nb"]


ODD_LISTS = {
    "only signs": (["–", "…", "!?"], ["–", ". ."]),
    "one source": (GOALS[:1], OBJECTIVES),
    "one target": (GOALS, OBJECTIVES[:1]),
    "one of each": (GOALS[:1], OBJECTIVES[:1]),
    "no sources": ([], OBJECTIVES),
    "no targets": (GOALS, []),
    "nothing": ([], []),
    "very long": (["Alle barn får plass i barnehagen. " * 60], OBJECTIVES),
    "signs of joy": (["🚲 Flere sykler 🎉", "👵🏽"], OBJECTIVES),
    "one word": (["Barnehage"], ["Barnehage", "Skole"]),
}


@pytest.mark.parametrize("name", ODD_LISTS)
def test_odd_lists_give_every_pair_with_finite_numbers(name: str) -> None:
    """Few, empty, long or strange."""
    source, target = ODD_LISTS[name]

    links = link(source, target)

    assert len(links) == len(source) * len(target)
    assert list(links.columns) == ["source_id", "target_id", "score", "probability", "linked"]
    assert np.isfinite(links[["score", "probability"]].to_numpy(dtype=float)).all()
    assert links["probability"].between(0, 1).all()


def test_signs_alone_are_linked_to_nothing() -> None:
    """Not even to the same signs."""
    links = link(*ODD_LISTS["only signs"])

    assert links["score"].eq(0).all()
    assert not links["linked"].any()


def test_emoji_do_not_hide_the_words_beside_them() -> None:
    """The cycling one finds cycling; what is emoji alone finds nothing."""
    links = link(*ODD_LISTS["signs of joy"])

    assert best_per_source(links, 1)["target_id"].iloc[0] == "t2"
    assert not links.loc[links["source_id"].eq("s1"), "linked"].any()


def test_a_very_long_text_finds_what_it_is_about() -> None:
    """Four hundred words about day-care."""
    assert best_per_source(link(*ODD_LISTS["very long"]), 1)["target_id"].tolist() == ["t1"]


def test_equal_texts_have_equal_numbers() -> None:
    """Of targets the first stands first; sources in two places say the same."""
    links = link([GOALS[1], GOALS[0], GOALS[1]], [*OBJECTIVES, OBJECTIVES[1]])
    by_source = {name: rows.drop(columns="source_id") for name, rows in links.groupby("source_id")}
    first = by_source["s0"]

    assert first["target_id"].tolist()[:2] == ["t1", "t6"]
    assert first["score"].iloc[0] == first["score"].iloc[1]
    np.testing.assert_array_equal(first.to_numpy(), by_source["s2"].to_numpy())


def test_lists_in_english_and_norwegian_are_taken_text_by_text() -> None:
    """Each finds its own, by the words of its own language."""
    source = ["Cyclists shall be safe on the roads", "Syklistene er trygge på veiene"]
    target = [
        "Barnehagene har plass",
        "Safe roads for people on bikes",
        "Trygge veier for syklister",
    ]

    best = best_per_source(link(source, target, language="mixed"), 1)

    assert best["target_id"].tolist() == ["t1", "t2"]


def test_nynorsk_finds_its_bokmål() -> None:
    """Whichever side writes which."""
    nynorsk = ["Alle ungar får plass i barnehagen", "Eldre bur heime med trygge tenester"]

    assert best_per_source(link(nynorsk, OBJECTIVES), 1)["target_id"].tolist() == ["t1", "t3"]


def test_headings_above_change_the_ranking() -> None:
    """The same few words under two headings."""
    source = pd.DataFrame(
        {
            "id": ["a", "b"],
            "text": ["Et bredt tilbud", "Et bredt tilbud"],
            "context": ["Plass i barnehagene > Barnehage", "Kulturlivet > Mangfoldig kultur"],
        }
    )

    links = link_statements(source, statements(OBJECTIVES, "t"), CouplingParams(), LsaEncoder())

    rank = links.groupby("source_id").cumcount().set_axis([links["source_id"], links["target_id"]])
    assert rank["a", "t1"] == 0 < rank["b", "t1"]
    assert rank["b", "t5"] < rank["a", "t5"]


@pytest.mark.parametrize(("top", "kept"), [(1, 1), (4, 4), (100, len(OBJECTIVES))])
def test_the_best_are_the_first_of_all(top: int, kept: int) -> None:
    """As many as asked, or all there are; in the sources' order."""
    links = link(GOALS, OBJECTIVES)

    best = best_per_source(links, top)

    first = [rows.head(kept) for _, rows in links.groupby("source_id", sort=False)]
    pd.testing.assert_frame_equal(best, pd.concat(first, ignore_index=True))


class _Hashed:
    """An encoder by the letters of each text alone."""

    name = "letters"

    def encode(self, texts):  # type: ignore[no-untyped-def]
        """Unit rows of counts of letters, zeros for none."""
        counts = np.array(
            [[text.lower().count(c) for c in "abdefghijklmnoprstuvyæøå"] for text in texts]
        )
        lengths = np.linalg.norm(counts, axis=1, keepdims=True)
        return (counts / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def test_the_order_of_the_lists_does_not_count() -> None:
    """Each pair has the same numbers whichever row it stands in."""
    source, target = statements(GOALS, "s"), statements(OBJECTIVES, "t")
    keys = ["source_id", "target_id"]
    forth, back = (
        link_statements(below, above, CouplingParams(), _Hashed()).set_index(keys).sort_index()
        for below, above in ((source, target), (source[::-1], target[::-1]))
    )

    pd.testing.assert_frame_equal(forth, back, check_exact=False, atol=1e-7)


def test_what_stands_above_a_statement_without_words_counts_for_nothing() -> None:
    """Not in what its side has in common either."""
    source = statements([*GOALS, "–"], "s")
    first, second = (
        link_statements(
            source.assign(context=5 * [""] + [heading]),
            statements(OBJECTIVES, "t"),
            CouplingParams(),
            _Hashed(),
        )
        for heading in ("Barnehage", "Pleie og omsorg")
    )

    pd.testing.assert_frame_equal(first, second)


def test_verdicts_on_strangers_change_nothing() -> None:
    """Lists change; what was said of statements that are gone is left out."""
    gone = pd.DataFrame({"source_id": ["x"], "target_id": ["t0"], "linked": ["ja"]})

    pd.testing.assert_frame_equal(link(GOALS, OBJECTIVES, gone), link(GOALS, OBJECTIVES))


def test_links_with_verdicts_are_the_same_each_time() -> None:
    """To the last digit, and whatever the order of the verdicts."""
    said = pd.DataFrame(
        {"source_id": ["s0", "s1"], "target_id": ["t5", "t1"], "linked": [True, False]}
    )

    first = link(GOALS, OBJECTIVES, said)

    pd.testing.assert_frame_equal(first, link(GOALS, OBJECTIVES, said))
    pd.testing.assert_frame_equal(first, link(GOALS, OBJECTIVES, said[::-1]), atol=1e-7)


def test_two_lists_are_compared_without_hubs() -> None:
    """As many targets as sources: what is near to all of them loses most."""
    source = checked_statements(statements(GOALS, "s"), "source")
    target = checked_statements(statements(OBJECTIVES, "t"), "target")

    compared = compare(source, target, LsaEncoder())

    split, count = len(source), len(source) + len(target)
    assert compared.space is not None
    near = compared.space.between(np.arange(split), np.arange(split, count))
    expected = spread_out(near, ownness(*near.shape)).encoder
    np.testing.assert_allclose(compared.signals.encoder, expected)
    assert np.abs(compared.signals.encoder - near.encoder).max() > 0.01


def test_the_best_pairs_tell_what_carried_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same words held at once or in blocks; nothing where nothing is asked for."""
    source = statements(["Alle barn skal lære å lese", "Flere sykler til jobb"], "s")
    target = statements(["Barn leser godt", "Trygge sykkelveier", "Alle barn lærer å lese"], "t")
    lists = source, target, CouplingParams(), LsaEncoder()

    plain, _ = linking(*lists).best(2)
    dense, _ = linking(*lists, tells_evidence=True).best(2)
    monkeypatch.setattr(linking_module, "DENSE_PAIRS", 0)
    blocked, _ = linking(*lists, tells_evidence=True).best(2)

    told = ["containment", "kind", "shared_terms", "word_pairs"]
    assert [*plain.columns, *told] == list(dense.columns)
    first = dense.iloc[0]
    assert (first["target_id"], first["containment"]) == ("t2", 1.0)
    assert "lese~lese (same)" in first["word_pairs"].split("; ")
    pair = ["source_id", "target_id"]
    pd.testing.assert_frame_equal(dense[pair + told], blocked[pair + told])


@pytest.mark.parametrize("dense_pairs", [linking_module.DENSE_PAIRS, 0], ids=["dense", "blocked"])
def test_a_pair_that_pulls_apart_is_of_another_kind(
    monkeypatch: pytest.MonkeyPatch, dense_pairs: int
) -> None:
    """However alike its words: topical, and no echo."""
    monkeypatch.setattr(linking_module, "DENSE_PAIRS", dense_pairs)
    source = statements(["Redusere antall lærlingplasser", "Øke antall lærlingplasser"], "s")
    target = statements(["Øke antall lærlingplasser", "Trygge sykkelveier"], "t")

    found, _ = linking(source, target, CouplingParams(), LsaEncoder(), tells_evidence=True).best(1)

    assert found["kind"].tolist() == ["topical", "verbatim"]


def test_verdicts_and_questions_on_too_many_pairs_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """How many, how many are possible, and what to do; links without them are told still."""
    monkeypatch.setattr(linking_module, "MOST_AT_ONCE", 5)
    monkeypatch.setattr(linking_module, "DENSE_PAIRS", 0)
    lists = statements(GOALS[:3], "s"), statements(OBJECTIVES[:2], "t")
    verdict = pd.DataFrame({"source_id": ["s0"], "target_id": ["t0"], "linked": ["true"]})
    told = r"at most 5 pairs with verdicts or questions, .* came 3 × 2: give parts of the lists"

    plain = linking(*lists, CouplingParams(), LsaEncoder())
    assert len(plain.links()) == 6
    with pytest.raises(InputError, match=told):
        plain.questions(2)
    with pytest.raises(InputError, match=told):
        linking(*lists, CouplingParams(), LsaEncoder(), verdict).links()
