"""Vectors are kept in packs: none is lost between processes, none is made twice."""

import multiprocessing
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from pipeline.embedding import cache
from pipeline.embedding.cache import PACKS_TOGETHER, CachedEncoder, fold_packs
from pipeline.store import entries

WORDS = [f"{first}{second}" for first in "abcdef" for second in "abcdef"]


class CountingEncoder:
    """Letters a to f counted; remembers what it was asked for, and is killed when told to be."""

    name = "counting"
    version = "1"
    notice = ""

    def __init__(self, calls: int = 10**6) -> None:
        self.asked: list[str] = []
        self.calls = calls

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Counts of the letters as unit rows."""
        if not self.calls:
            raise KeyboardInterrupt
        self.calls -= 1
        self.asked += texts
        counts = np.array([[t.count(c) + 0.5 for c in "abcdef"] for t in texts], dtype=np.float32)
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)


def packs(folder: Path) -> dict[str, bytes]:
    """Name and bytes of each pack."""
    return {entry.path.name: entry.path.read_bytes() for entry in entries(folder / "vectors")}


def encode_each(folder: Path, words: list[str]) -> None:
    """One pack a word, as a process of its own does it."""
    for word in words:
        CachedEncoder(CountingEncoder(), folder).encode([word])


def asked_again(folder: Path, texts: list[str]) -> list[str]:
    """The texts whose vectors aren't kept; the vectors are held against fresh ones."""
    beneath = CountingEncoder()
    vectors = CachedEncoder(beneath, folder).encode(texts)
    assert np.array_equal(vectors, CountingEncoder().encode(texts))
    return beneath.asked


def test_only_new_texts_are_encoded(tmp_path: Path) -> None:
    """One new document costs one document, and equal texts are encoded once."""
    assert asked_again(tmp_path, ["aa", "bb", "aa"]) == ["aa", "bb"]
    assert asked_again(tmp_path, ["bb", "cc", "aa"]) == ["cc"]


def test_known_texts_rewrite_nothing(tmp_path: Path) -> None:
    """The packs are the same files with the same bytes."""
    asked_again(tmp_path, WORDS)
    before = packs(tmp_path)

    assert asked_again(tmp_path, WORDS[::-1]) == []
    assert packs(tmp_path) == before


def test_another_version_has_packs_of_its_own(tmp_path: Path) -> None:
    """Vectors of two versions never meet."""
    asked_again(tmp_path, ["aa"])
    new = CountingEncoder()
    new.version = "2"

    CachedEncoder(new, tmp_path).encode(["aa"])

    assert new.asked == ["aa"]


@pytest.mark.parametrize("damage", ["emptied", "cut", "changed"])
def test_a_damaged_pack_is_made_anew(tmp_path: Path, damage: str) -> None:
    """It is found by its digest, and its bytes are the same in the end."""
    asked_again(tmp_path, ["aa"])
    asked_again(tmp_path, ["bb"])
    before = packs(tmp_path)
    path = max(entry.path for entry in entries(tmp_path / "vectors"))
    whole = path.read_bytes()
    path.write_bytes({"emptied": b"", "cut": whole[:-9], "changed": whole[:-9] + bytes(9)}[damage])

    assert len(asked_again(tmp_path, ["aa", "bb"])) == 1
    assert packs(tmp_path) == before


def test_an_interrupted_encoding_goes_on_where_it_was(tmp_path: Path, monkeypatch) -> None:
    """What was encoded before is kept pack by pack; the rest alone is left to do."""
    monkeypatch.setattr(cache, "TEXTS_A_PACK", 10)
    with pytest.raises(KeyboardInterrupt):
        CachedEncoder(CountingEncoder(calls=2), tmp_path).encode(WORDS)

    assert asked_again(tmp_path, WORDS) == WORDS[20:]


def test_two_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    """Both add packs and fold them; every vector is there afterwards."""
    fork = multiprocessing.get_context("spawn")
    several = [fork.Process(target=encode_each, args=(tmp_path, WORDS[at::2])) for at in (0, 1)]
    for process in several:
        process.start()
    for process in several:
        process.join(60)

    assert [process.exitcode for process in several] == [0, 0]
    assert asked_again(tmp_path, WORDS) == []


def test_many_small_packs_are_folded(tmp_path: Path) -> None:
    """So that there are never many; each vector is still there."""
    encode_each(tmp_path, WORDS)

    assert len(packs(tmp_path)) <= PACKS_TOGETHER < len(WORDS)
    assert asked_again(tmp_path, WORDS) == []


def test_a_pack_that_holds_what_the_others_hold_survives_their_folding(tmp_path: Path) -> None:
    """The folded pack then has the name of one of those that are put away."""
    store = CachedEncoder(CountingEncoder(), tmp_path).store
    keys = [bytes([number]) * 32 for number in range(PACKS_TOGETHER)]
    every = dict(zip(keys, CountingEncoder().encode(WORDS), strict=False))
    for number in range(1, PACKS_TOGETHER + 1):
        cache.save_pack(store, {key: every[key] for key in keys[:number]})
    fold_packs(store)

    (name,) = store.sizes()
    assert cache.load_pack(store, name)[0] == keys


def test_a_pack_that_is_folded_away_is_looked_for_again(tmp_path: Path, monkeypatch) -> None:
    """Where another process folds packs while they are read, no vector is made twice."""
    asked_again(tmp_path, ["aa"])
    asked_again(tmp_path, ["bb"])
    load_pack, folds = cache.load_pack, [True]

    def folded_meanwhile(store, name):
        if folds.pop() if folds else False:
            cache._fold(store, list(store.sizes()))
        return load_pack(store, name)

    monkeypatch.setattr(cache, "load_pack", folded_meanwhile)

    assert asked_again(tmp_path, ["aa", "bb"]) == []


def test_vectors_that_another_process_kept_are_seen(tmp_path: Path) -> None:
    """A room is looked at again for what is not known yet, and only then."""
    one, other = CountingEncoder(), CountingEncoder()
    first, second = CachedEncoder(one, tmp_path), CachedEncoder(other, tmp_path)
    first.encode(["aa"])
    second.encode(["aa", "bb"])

    first.encode(["aa", "bb"])

    assert (one.asked, other.asked) == (["aa"], ["bb"])


def test_a_disk_that_takes_nothing_loses_only_the_cache(tmp_path: Path) -> None:
    """The vectors come all the same."""
    (tmp_path / "vectors").write_text("i veien", encoding="utf-8")

    assert asked_again(tmp_path, ["aa"]) == ["aa"]
