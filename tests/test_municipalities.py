"""Claims on projects of several municipalities: one project, and nothing crosses."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline import schemas
from pipeline.coupling import __main__ as coupling
from pipeline.embedding import __main__ as embedding
from pipeline.embedding.lsa import LsaEncoder
from pipeline.exporting.loading import load_tables
from pipeline.exporting.package import write_package
from pipeline.goals import __main__ as goals
from pipeline.pictures import __main__ as pictures
from pipeline.pictures.crops import Crop
from pipeline.pictures.drawing import NoPicture
from pipeline.pictures.maker import PictureMaker
from pipeline.schemas.coupling import LIKENESSES
from pipeline.schemas.measures import DIFFERENCES, SERVICES
from pipeline.schemas.reading import CROPS, PICTURES
from pipeline.scoring import __main__ as scoring
from pipeline.specification import __main__ as specification
from pipeline.tables import Parts, read_table, read_whole, write_table
from tests.small_project import PLAN, agreement
from tests.stages_in_process import COLUMNS, OUTPUTS, run_in, set_workers
from tests.tables_for_tests import documents_table

ELVESTAD, LIVIK = "Elvestad", "Livik"
UNIT = "Sentrum skole"
OWN = (
    "Alle barn skal ha fått språkkartlegging innen juni 2013",
    "Alle klasser har lesetid hver dag innen høsten 2013",
    "Elevene rydder strandlinja langs fjorden hver vår",
    "Sykefraværet er under seks prosent ved utgangen av 2013",
)
BARNEHAGE = (
    "Barna er ute minst to timer hver dag i 2013",
    "Alle barn møter en voksen som kan språket deres innen 2013",
    "Foreldrene får svar innen to dager",
)


def write_project(folder: Path, *municipalities: str, workers: int = 1) -> None:
    """A plan, a school and a barnehage for each, all by the same names, in `folder`."""
    documents = folder / "documents"
    documents.mkdir(parents=True)
    rows = [COLUMNS]
    for name in municipalities:
        texts = {
            f"plan {name}.md": PLAN.replace("Kommuneplan", f"Kommuneplan for {name}"),
            f"skole {name}.html": agreement((*OWN, f"Skolen i {name} har egen turdag i 2013")),
            f"barnehage {name}.html": agreement((*BARNEHAGE, f"Vi synger om {name} hver dag")),
        }
        for path, text in texts.items():
            (documents / path).write_text(text, encoding="utf-8")
        rows += [
            f"plan {name}.md,kommuneplan,{name},,2012,2024",
            f"skole {name}.html,lederavtale,{name},{UNIT},2013,",
            f"barnehage {name}.html,lederavtale,{name},Solhaug barnehage,2013,",
        ]
    (documents / "register.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "reviews").mkdir()
    set_workers(folder, workers)


def written(folder: Path) -> dict[str, bytes]:
    """All that the stages wrote, but for the kept records of runs."""
    files = sorted((folder / OUTPUTS).rglob("*"))
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files if p.is_file()}


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of two municipalities, run to its end once."""
    folder = tmp_path_factory.mktemp("two")
    write_project(folder, ELVESTAD, LIVIK)
    run_in(folder)
    return folder


@pytest.fixture
def copied(two: Path, tmp_path: Path) -> Path:
    """A copy of it, with what it keeps."""
    shutil.copytree(two, tmp_path, dirs_exist_ok=True)
    return tmp_path


def homes(folder: Path) -> "pd.Series[str]":
    """Each goal's municipality."""
    return read_whole(schemas.GOALS, folder / OUTPUTS).set_index("goal_id")["municipality"]


def test_no_goal_meets_another_municipalitys(two: Path) -> None:
    """Links and likenesses stay inside, though the texts are the same in both."""
    home = homes(two)
    links = read_whole(schemas.LINKS, two / OUTPUTS)
    assert set(links["municipality"]) == {ELVESTAD, LIVIK}
    assert (links["goal_id"].map(home) == links["objective_id"].map(home)).all()
    near = read_whole(LIKENESSES, two / OUTPUTS)
    assert (near["first_id"].map(home) == near["second_id"].map(home)).all()
    assert (links["goal_id"].map(home) == links["municipality"]).all()
    assert len(near)


def test_units_of_the_same_name_are_two(two: Path) -> None:
    """Each has its own row, and its own goals behind it."""
    units = read_whole(schemas.UNITS, two / OUTPUTS)
    named = units[units["unit"].eq(UNIT)]

    assert named["municipality"].to_list() == [ELVESTAD, LIVIK]
    assert named["goals"].to_list() == [len(OWN) + 1] * 2
    alone = read_table(schemas.UNITS, two / OUTPUTS, LIVIK)
    assert alone["unit"].to_list() == sorted([UNIT, "Solhaug barnehage"])


def test_a_municipality_among_others_is_as_if_alone(two: Path, tmp_path: Path) -> None:
    """Every table's part is what the municipality comes to in a project of its own."""
    write_project(tmp_path, LIVIK)

    run_in(tmp_path)

    apart = [table for table in schemas.TABLES if table.by_municipality and table != SERVICES]
    filled = set()
    for table in apart:
        if not (two / OUTPUTS / table.stage / f"{table.name}.parquet").is_file():
            continue
        among = read_table(table, two / OUTPUTS, LIVIK)
        pd.testing.assert_frame_equal(among, read_table(table, tmp_path / OUTPUTS), obj=table.name)
        filled |= {table.name} if len(among) else set()
    assert filled >= {"links", "units", "profiles", "intervals", "specification_units", "vectors"}
    assert read_table(SERVICES, tmp_path / OUTPUTS).empty


def counted(patch: pytest.MonkeyPatch) -> list[str]:
    """A list that grows by the stage's name for each municipality that is worked on."""
    seen: list[str] = []

    def counting(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def worked(*given: Any, **told: Any) -> Any:
            seen.append(name)
            return work(*given, **told)

        return worked

    for stage, work in (
        (goals, "corpus_goals"),
        (embedding, "statements_to_vectors"),
        (coupling, "couple_municipality"),
        (scoring, "score_municipality"),
        (specification, "specify_segmentations"),
        (pictures, "_drawn"),
    ):
        name = stage.__name__.split(".")[1]
        patch.setattr(stage, work, counting(name, getattr(stage, work)))
    return seen


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (f"skole {LIVIK}.html", agreement((*OWN, "Skolen har egen kantine innen 2013"))),
        (f"plan {LIVIK}.md", f"{PLAN}\n### Delmål 2.3: Hver skole har egen kantine\n"),
    ],
    ids=["a table", "no table"],
)
def test_one_changed_document_is_its_municipalitys_alone(
    copied: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    """The other is taken from what is kept; and so are both where nothing has changed."""
    seen = counted(monkeypatch)
    run_in(copied)
    assert seen == []
    before = read_table(schemas.LINKS, copied / OUTPUTS, ELVESTAD)
    (copied / "documents" / name).write_text(text, encoding="utf-8")

    run_in(copied)

    apart = ["goals", "embedding", "coupling", "scoring", "specification", "pictures"]
    assert seen == apart
    after = read_table(schemas.LINKS, copied / OUTPUTS, ELVESTAD)
    pd.testing.assert_frame_equal(after, before)
    moved = read_whole(DIFFERENCES, copied / OUTPUTS)
    assert set(moved["municipality"]) == {LIVIK}
    texts = read_table(schemas.GOALS, copied / OUTPUTS, LIVIK)["text"]
    assert texts.str.contains("kantine").any()


def test_vectors_of_another_version_are_made_anew(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the same encoder once said of the same texts isn't taken for what it says now."""
    seen, encoder = counted(monkeypatch), LsaEncoder()
    encoder.version = "another"
    monkeypatch.setattr(embedding, "encoder_by_name", lambda *_: encoder)

    run_in(copied, embedding)

    assert seen == ["embedding"] * 2


def test_a_register_in_another_order_changes_nothing(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every file is the same, and no municipality is worked on."""
    seen, before = counted(monkeypatch), written(copied)
    register = copied / "documents" / "register.csv"
    head, *rows = register.read_text(encoding="utf-8").splitlines()
    register.write_text("\n".join([head, *rows[::-1]]) + "\n", encoding="utf-8")

    run_in(copied)

    assert seen == []
    assert written(copied) == before


def test_a_renamed_file_is_no_other_document(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only where it lies is told anew; no municipality is worked on."""
    seen, before = counted(monkeypatch), written(copied)
    old, new = f"skole {LIVIK}.html", "aa ny mappe/å.html"
    (copied / "documents" / new).parent.mkdir()
    (copied / "documents" / old).rename(copied / "documents" / new)
    register = copied / "documents" / "register.csv"
    text = register.read_text(encoding="utf-8")
    register.write_text(text.replace(old, new), encoding="utf-8")

    run_in(copied)

    assert seen == []
    assert new in set(read_whole(schemas.DOCUMENTS, copied / OUTPUTS)["path"])
    now = written(copied)
    changed = {Path(name).parts[1] for name in now if now[name] != before[name]}
    assert changed == {"extraction", "parsing", "history"}


@pytest.mark.parametrize(
    ("reason", "asked_again"), [("not_covered", 0), ("too_slow", 1), ("gone", 1)]
)
def test_only_what_drawing_would_come_to_again_is_kept(
    copied: Path, monkeypatch: pytest.MonkeyPatch, reason: str, asked_again: int
) -> None:
    """A page that failed for a while is tried again, one that can't be shown isn't."""
    asked: list[str] = []

    def crop(_: PictureMaker, sha256: str, page: int, *__: object) -> Crop | NoPicture:
        asked.append(sha256)
        if len(set(asked)) == 1:
            return NoPicture(reason, "")
        return Crop(f"{sha256} {page}".encode(), "image/webp", 700, 90)

    monkeypatch.setattr(PictureMaker, "crop", crop)
    shutil.rmtree(copied / ".kopling" / "cache" / "crops")

    run_in(copied, pictures)
    before, drawn = written(copied), set(asked)
    asked.clear()
    run_in(copied, pictures)

    reasons = read_whole(PICTURES, copied / OUTPUTS).groupby("municipality")["reason"].unique()
    assert [reason in each for each in reasons] == [True, False]
    held = read_whole(CROPS, copied / OUTPUTS)
    assert set(held["municipality"]) == {ELVESTAD, LIVIK}
    assert len(drawn) == 6
    assert bool(asked) == bool(asked_again)
    assert asked_again or written(copied) == before


def test_where_an_innspill_lies_is_told_and_no_other_document(tmp_path: Path) -> None:
    """Its name may say which case it was written for; others' names say nothing."""
    rows = [
        {"document_id": "d_1", "kind": "innspill", "path": "innspill.pdf"},
        {"document_id": "d_2", "kind": "kommuneplan", "path": "plan.pdf"},
    ]

    def digest(*paths: str) -> bytes:
        told = [row | {"path": path} for row, path in zip(rows, paths, strict=True)]
        write_table(documents_table(*told), schemas.DOCUMENTS, tmp_path)
        return Parts([schemas.DOCUMENTS], tmp_path).digest("")

    before = digest("innspill.pdf", "plan.pdf")

    assert digest("innspill.pdf", "vedtatt plan.pdf") == before
    assert digest("innspill 118-14.pdf", "plan.pdf") != before


def test_kept_or_made_by_two_processes_the_bytes_are_the_same(copied: Path) -> None:
    """Nothing kept and two workers write what one worker wrote."""
    before = written(copied)
    shutil.rmtree(copied / ".kopling")
    set_workers(copied, 2)

    run_in(copied, coupling, scoring)

    assert written(copied) == before


def test_units_of_a_service_stand_beside_each_other(two: Path) -> None:
    """The two schools are compared with each other, and neither with a barnehage."""
    found = read_whole(SERVICES, two / OUTPUTS).set_index(["municipality", "unit"])

    school = found.loc[LIVIK, UNIT]
    assert (school["service"], school["told_by"]) == ("skole", "name")
    assert (school["municipalities"], school["units"]) == (2, 2)
    assert school["responsiveness_n"] == 2
    assert found["service"].value_counts().to_dict() == {"skole": 2, "barnehage": 2}
    both = found.loc[[(ELVESTAD, UNIT), (LIVIK, UNIT)], "responsiveness"]
    assert school["responsiveness_median"] == pytest.approx(both.mean())


def test_exported_tables_tell_municipalities_apart(two: Path, tmp_path: Path) -> None:
    """The column is there, and part of the key where names are: in links beside both texts too."""
    tables = (schemas.UNITS, schemas.LINKS, schemas.GOALS, schemas.DOCUMENTS)
    frames = load_tables(two / OUTPUTS, tables)

    write_package(frames, tmp_path / "out", "csv", "to")

    told = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    units = next(each for each in told["resources"] if each["name"] == "units")
    assert units["schema"]["primaryKey"] == ["municipality", "unit", "year"]
    exported = pd.read_csv(tmp_path / "out" / "units.csv")
    assert exported.loc[exported["unit"].eq(UNIT), "municipality"].to_list() == [ELVESTAD, LIVIK]
    assert (tmp_path / "out" / "links_with_texts.csv").is_file()
