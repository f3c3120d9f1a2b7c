"""A document's rows are made once: one more document costs one document."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline.goals import corpus
from pipeline.goals.corpus import corpus_goals, corpus_money
from pipeline.onceonly import RowsByDocument
from pipeline.parsing import sections as parsing
from pipeline.parsing.sections import parse_corpus
from pipeline.schemas import CELLS, DOCUMENTS, FILES, PASSAGES, SECTIONS
from pipeline.store import entries
from pipeline.tables import check_table, empty_table

LINES = ("Kommuneplan", "Hovedmål 1: Byen er grønn for alle", "Delmål 1.1: Færre biler i byen")


class Corpus:
    """Plans whose tables can be made in any order, under any name, with anything changed."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.cache = folder
        self.made: list[str] = []
        for place, name in (
            (parsing, "parse_document"),
            (parsing, "describe_document"),
            (corpus, "section_goals"),
            (corpus, "document_money"),
        ):
            monkeypatch.setattr(place, name, self._counted(name, getattr(place, name)))

    def _counted(self, name, function):
        def counted(*given, **more):
            self.made.append(name)
            return function(*given, **more)

        return counted

    def run(self, names: str, area: str = "", cache: Path | None = None, **changed: str):
        """Documents, sections, goals and amounts of the plans `names`, by way of the cache.

        `changed` is text added to a plan.
        """
        shas = {name: name * 64 for name in names}
        passages = pd.DataFrame(
            [
                {"passage_id": f"p_{name}{at}", "document_sha256": sha, "page": 1, "block": at}
                | {"text": line, "role": "heading", "heading_path": "", "level": at + 1}
                | {"is_footnote": False}
                | dict.fromkeys(("x0", "top", "x1", "bottom", "ocr_confidence"))
                for name, sha in shas.items()
                for at, line in enumerate([*LINES, *changed.get(name, "").splitlines()])
            ]
        )
        files = pd.DataFrame(
            [
                {"path": changed.get(f"{name}_path", f"plan {name}.pdf"), "document_sha256": sha}
                | {"document_id": sha[:12], "media_type": "pdf", "pages": 1, "passages": 3}
                for name, sha in shas.items()
            ]
        )
        register = files[["path"]].assign(kind="kommuneplan", area="", year="2030", title="Plan")
        if area:
            register["area"] = [f"{area} {name}" for name in names]
        self.made.clear()
        told = parse_corpus(
            check_table(passages, PASSAGES),
            empty_table(CELLS),
            check_table(files, FILES),
            register,
            cache=cache or self.cache,
        )
        documents, parts = check_table(told[0], DOCUMENTS), check_table(told[1], SECTIONS)
        goals = corpus_goals(
            documents, parts, shortest_words=3, longest_words=60, cache=cache or self.cache
        )
        cells = empty_table(CELLS)
        amounts, _ = corpus_money(documents, parts, cells, cache=cache or self.cache)
        return documents, parts, goals, amounts


@pytest.fixture
def plans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    """Three plans that were made once."""
    found = Corpus(tmp_path, monkeypatch)
    found.run("abc")
    return found


EACH = ["describe_document", "parse_document", "section_goals", "document_money"]


def test_what_was_made_is_not_made_again(plans: Corpus) -> None:
    """And the tables are the same."""
    fresh = plans.run("abc", cache=plans.cache / "another")
    kept = plans.run("abc")

    assert plans.made == []
    for one, other in zip(fresh, kept, strict=True):
        pd.testing.assert_frame_equal(one, other)
    assert len(kept[2]) == 6


def test_one_document_more_is_made_alone(plans: Corpus) -> None:
    """Whether it is new or has changed."""
    plans.run("abcd")
    assert plans.made == EACH

    plans.run("abcd", b="Delmål 1.2: Flere parker i byen")
    assert plans.made == EACH


@pytest.mark.parametrize("names", ["cab", "ac", "b"])
def test_another_order_or_one_less_makes_nothing(plans: Corpus, names: str) -> None:
    """Each document's rows come where they came before, whatever order the files have."""
    documents, _, goals, _ = plans.run(names)

    assert plans.made == []
    assert "".join(path[5] for path in documents["path"]) == "".join(sorted(names))
    told = "".join(dict.fromkeys(name[0] for name in goals["document_id"]))
    assert told == "".join(sorted(names))


def test_the_order_of_areas_makes_nothing(plans: Corpus) -> None:
    """Goals rest on which areas the register names, not on which it names first."""
    plans.run("abc", area="Oppvekst")
    plans.run("cab", area="Oppvekst")

    assert plans.made == []


def test_a_file_moved_to_another_folder_makes_nothing(plans: Corpus) -> None:
    """The table tells where it lies now."""
    documents, *_ = plans.run("abc", b_path="nytt sted/plan b.pdf")

    assert plans.made == []
    assert documents["path"].tolist()[1] == "nytt sted/plan b.pdf"


def test_a_file_with_another_name_is_described_and_not_parsed(plans: Corpus) -> None:
    """What a document is may be guessed from its name; what it says is not."""
    plans.run("abc", b_path="plan X.pdf")

    assert plans.made == ["describe_document"]


def test_a_new_area_makes_goals_anew(plans: Corpus) -> None:
    """Headings are held against all areas that the register names."""
    plans.run("abc", area="Oppvekst")

    assert plans.made.count("section_goals") == plans.made.count("document_money") == 3


@pytest.mark.parametrize("room", ["documents", "sections", "goals", "amounts"])
@pytest.mark.parametrize("harm", ["emptied", "changed"])
def test_a_damaged_entry_is_made_anew(plans: Corpus, room: str, harm: str) -> None:
    """It alone, and with the same bytes."""
    before = {entry.path: entry.path.read_bytes() for entry in entries(plans.cache / room)}
    harmed = min(before)
    *rest, last = before[harmed]
    harmed.write_bytes(bytes([*rest, last ^ 1]) if harm == "changed" else b"")

    plans.run("abc")

    assert len(plans.made) == 1
    assert {entry.path: entry.path.read_bytes() for entry in entries(plans.cache / room)} == before


def test_a_digest_tells_a_documents_rows_apart() -> None:
    """Content, order and columns count; what stands around does not."""
    frame = pd.DataFrame({"document": list("abab"), "text": ["x", "y", None, "z"]})

    def digests(changed: pd.DataFrame) -> list[bytes]:
        rows = RowsByDocument(changed, "document")
        return [rows.digest(name) for name in "ab"]

    same = digests(frame)
    assert digests(frame.iloc[[1, 0, 2, 3]]) == same
    assert digests(frame.iloc[::-1])[0] != same[0]
    assert digests(frame.replace({"text": {"z": "w"}}))[0] == same[0]
    assert digests(frame.replace({"text": {"z": "w"}}))[1] != same[1]
    assert digests(frame.fillna(""))[0] != same[0]
    assert digests(frame.rename(columns={"text": "words"}))[0] != same[0]
