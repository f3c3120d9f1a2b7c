"""Verdicts out to a file and in again: the same ones, each once, and nothing guessed."""

import csv
import json
import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.csvfiles import decode_csv
from pipeline.errors import InputError
from pipeline.exporting.verdicts import export_verdicts, verdict_table
from pipeline.identity import link_id
from pipeline.reviews.carrying import Carried
from pipeline.reviews.checking import folder_doubts
from pipeline.reviews.foreign import FORMATS, read_rows
from pipeline.reviews.importing import Imported, corpus_of, import_verdicts
from pipeline.reviews.labels import labels_of
from pipeline.reviews.ledger import append_verdicts, read_verdicts
from pipeline.reviews.municipalities import read_by_municipality
from pipeline.reviews.standing import standing
from pipeline.reviews.table import last_words
from pipeline.reviews.verdict import Anchor, Verdict, text_sha256
from pipeline.schemas import DOCUMENTS, GOALS
from pipeline.tables import write_table
from tests.tables_for_tests import documents_table, goals_table, links_table

START = datetime(2026, 1, 1, tzinfo=UTC)
PLAN = {"level": "kommuneplan", "kind": "delmål", "document_id": "plan", "year": 2014}
OWN = {"unit": "Neset", "document_id": "avtale", "year": 2015}
LONG = "Alle som bor hos oss skal få god hjelp når de trenger det, av noen de kjenner, der de bor"
TABLE = goals_table(
    PLAN | {"goal_id": "o1", "number": "1.1", "text": "Trygge barn"},
    PLAN | {"goal_id": "o2", "number": "-2", "text": "=Reine fjordar"},
    PLAN | {"goal_id": "o3", "text": LONG},
    OWN | {"goal_id": "g1", "text": "Alle lærer å svømme"},
    OWN | {"goal_id": "g2", "text": "Færre fall ≥ 20 %"},
    OWN | {"goal_id": "g3", "text": "Færre fall ≥ 20 %", "year": 2016},
)
TEXTS = dict(zip(TABLE["goal_id"], TABLE["text"], strict=True))
TITLES = documents_table(
    {"document_id": "plan", "title": "Kommuneplan"}, {"document_id": "avtale", "title": "+Avtale"}
)
CORPUS = corpus_of(TABLE)


def said(
    goal: str = "g1", word: str = "accept", objective: str | None = "o1", **more: Any
) -> Verdict:
    """A verdict with the hashes and quotes of the texts of today."""
    values = {"coder": "?", "time": START, "verdict": word, "goal_id": goal}
    if word == "no_parent":
        objective = None
    for side, name in (("goal", goal), ("objective", objective)):
        if name is not None:
            values |= {
                f"{side}_id": name,
                f"{side}_sha256": text_sha256(TEXTS[name]),
                f"{side}_quote": Anchor(exact=TEXTS[name]),
            }
    return Verdict.model_validate(values | more)


def stands(folder: Path) -> list[tuple[object, ...]]:
    """What stands in the ledgers of a folder, without names and times."""
    return sorted(
        (
            each.verdict.coder,
            each.goal_id or "",
            each.objective_id or "",
            each.standing,
            *(str(getattr(each.verdict, name)) for name in KEPT),
            bool(each.verdict.settles),
        )
        for each in last_words(read_by_municipality(folder, TABLE.assign(municipality=""))[""])
    )


KEPT = ("verdict", "kind", "reason", "memo", "chosen", "chance", "score_visible")


def exported(folder: Path, form: str, **more: Any) -> bytes:
    """The bytes of an export of the ledgers in `folder`/reviews."""
    outputs, path = folder / "outputs", folder / "ut"
    for frame, table in ((TABLE, GOALS), (TITLES, DOCUMENTS)):
        write_table(frame, table, outputs)
    export_verdicts(folder / "reviews", outputs, path, form, **more)
    return path.read_bytes()


def imported(
    folder: Path, content: bytes | str, form: str = "csv", coder: str | None = None
) -> Imported:
    """What comes of a file."""
    data = content.encode() if isinstance(content, str) else content
    return import_verdicts(folder, CORPUS, data, form, coder)


def why(done: Imported) -> list[tuple[int, str]]:
    """Line and reason of what was not imported."""
    return [(each.line, each.reason) for each in done.refused]


WORDS = st.sampled_from(["accept", "reject", "unsure", "no_parent"])
MEMOS = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["=1+1", "'=1", "-3", "a\r\nb", "a\rb", ' "x";y\t', "\ufeff", "\x00", "'"]
)
GIVEN = st.tuples(
    st.sampled_from(["a", "åse"]),
    st.builds(
        said,
        st.sampled_from(["g1", "g2", "g3"]),
        WORDS,
        st.sampled_from(["o1", "o2", "o3"]),
        memo=MEMOS,
        kind=st.sampled_from([None, "verbatim", "topical"]),
        reason=st.sampled_from([None, "statutory"]),
        chosen=st.sampled_from([None, "random", "repeat"]),
        chance=st.sampled_from([None, 0.25]),
        score_visible=st.sampled_from([None, True, False]),
        settles=st.sampled_from([(), ("v_x", "v_y")]),
    ),
    st.booleans(),
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=timedelta(minutes=1),
)
@example([("a", said(memo="\x85"), False)], "csv")
@given(st.lists(GIVEN, max_size=8), st.sampled_from(["csv", "jsonl"]))
def test_what_was_exported_stands_the_same_where_it_is_imported(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, Verdict, bool]], form: str
) -> None:
    """Whatever the coders said, settled, asked again and took back; and a second time adds none."""
    folder = tmp_path_factory.mktemp("project")
    for coder, verdict, is_undo in acts:
        more = {"verdict": "undo"} if is_undo else {}
        append_verdicts(folder / "reviews", coder, [verdict.model_copy(update=more)])
    content = exported(folder, form)

    first = imported(folder / "empty", content, form)
    again = imported(folder / "empty", content, form)
    at_home = imported(folder / "reviews", content, form)

    assert stands(folder / "empty") == stands(folder / "reviews")
    assert (first.refused, again.refused, at_home.refused) == ((), (), ())
    assert (again.added, at_home.added) == ((), ())
    assert len(first.added) == again.already == at_home.already


def test_imported_lines_say_where_they_come_from(tmp_path: Path) -> None:
    """Name, coder and time that they have there; hashes and quotes from the goals of today."""
    [old] = append_verdicts(tmp_path / "reviews", "a", [said()])

    content = exported(tmp_path, "csv")
    [new] = imported(tmp_path / "new", content, coder="Ny").added
    third = exported(tmp_path, "jsonl").decode().replace("\n", "")

    assert (new.coder, new.imported_id) == ("ny", old.verdict_id)
    assert (new.imported_from, new.imported_time) == ("a", old.time)
    assert (new.goal_sha256, new.link_id) == (old.goal_sha256, link_id("g1", "o1"))
    assert new.goal_quote == Anchor(
        exact="Alle lærer å svømme",
        **{"document_id": "avtale", "page": 1, "level": "lederavtale", "kind": "enhetsmål"},
        **{"unit": "Neset", "year": 2015},
    )
    assert new.time > old.time
    assert json.loads(third)["goal_text"] == "Alle lærer å svømme"
    assert folder_doubts(tmp_path / "new", TABLE) == []


def test_a_verdict_that_comes_home_by_a_detour_is_known(tmp_path: Path) -> None:
    """Exported, imported elsewhere, and exported there it still has its first name."""
    append_verdicts(tmp_path / "reviews", "a", [said()])
    (tmp_path / "other").mkdir()
    imported(tmp_path / "other" / "reviews", exported(tmp_path, "jsonl"), "jsonl", "b")

    for form in ("csv", "jsonl"):
        done = imported(tmp_path / "reviews", exported(tmp_path / "other", form), form)

        assert (done.already, done.added, done.refused) == (1, (), ())


def as_excel_saves_it(content: bytes) -> bytes:
    """Semicolons, the Windows code page, its line ends, times and numbers as shown in Norwegian."""
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    times = [rows[0].index(name) for name in ("time", "imported_time")]
    for row in rows[1:]:
        for at in times:
            if row[at]:
                row[at] = f"{datetime.fromisoformat(row[at]):%d.%m.%Y %H:%M}"
        row[rows[0].index("chance")] = row[rows[0].index("chance")].replace(".", ",")
    out = StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows([*rows, [""] * len(rows[0])])
    return out.getvalue().encode("cp1252", "replace")


def test_a_table_comes_back_from_norwegian_excel(tmp_path: Path) -> None:
    """A sign that the Windows code page lacks costs nothing: the hash says which text it is."""
    given_verdicts = [
        said(memo="-ja; «så»", chance=0.5),
        said("g2", objective="o2", score_visible=True),
        said("g3", "no_parent"),
    ]
    append_verdicts(tmp_path / "reviews", "a", given_verdicts)

    content = as_excel_saves_it(exported(tmp_path, "csv"))
    done = imported(tmp_path / "new", content)

    assert b"F\xe6rre fall ? 20 %" in content
    assert b"'=Reine" in content
    assert b";2014;" in content
    assert done.refused == ()
    assert stands(tmp_path / "new") == stands(tmp_path / "reviews")
    assert imported(tmp_path / "reviews", content).already == 3


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("g1,,,,o1,accept", []),
        ("g1,Alle  lærer å svømme,,,o1,ACCEPT", []),
        (",Alle lærer å svømme,,,o1,accept", []),
        ("borte,Færre fall ≥ 20 %,Neset,2016,o1,accept", []),
        (",Færre fall ≥ 20 %,Neset,,o1,accept", [(2, "several texts")]),
        (",Færre fall ≥ 20 %,Øyane,2016,o1,accept", [(2, "unknown goal")]),
        ("g1,Alle lærer å stupe,,,o1,accept", [(2, "changed text")]),
        ("borte,,,,o1,accept", [(2, "unknown goal")]),
        ("g1,,,,borte,accept", [(2, "unknown objective")]),
        ("g1,,,,,accept", [(2, "no verdict")]),
        ("g1,,,,o1,kanskje", [(2, "no verdict")]),
        ("g1,,,,o1,undo", [(2, "no verdict")]),
        ("g1,,,,,no_parent", []),
        ("g1,,,MMXV,o1,accept", [(2, "no verdict")]),
        ("g1,,,,o1,accept,for,mye", [(2, "no verdict")]),
    ],
)
def test_a_row_is_matched_or_told(
    tmp_path: Path, row: str, expected: list[tuple[int, str]]
) -> None:
    """By name where the words agree, else by words, unit and year; nothing is guessed."""
    table = f"goal_id,goal_text,Unit,year,objective_id,verdict\n{row}\n"

    done = imported(tmp_path, table, coder="a")

    assert (why(done), len(done.added)) == (expected, 0 if expected else 1)


def test_a_link_is_matched_by_its_name(tmp_path: Path) -> None:
    """Where the last run still has it."""
    links = links_table({"goal_id": "g1", "objective_id": "o2"})
    table = f"link_id,verdict\n{link_id('g1', 'o2')},reject\nl_x,reject\n"

    done = import_verdicts(tmp_path, corpus_of(TABLE, links), table.encode(), "csv", "a")

    assert [(each.goal_id, each.objective_id) for each in done.added] == [("g1", "o2")]
    assert why(done) == [(3, "unknown goal")]


@pytest.mark.parametrize("cell", ["01/02/2026", "46024,5", "i går", "2026-13-01"])
def test_a_time_that_could_be_another_is_told(tmp_path: Path, cell: str) -> None:
    """Day and month in an order that nobody can tell are no time."""
    done = imported(
        tmp_path, f'goal_id,objective_id,verdict,time\ng1,o1,accept,"{cell}"\n', coder="a"
    )

    assert why(done) == [(2, "no verdict")]
    assert done.refused[0].detail.startswith("time: expected 2026-01-31T12:00:00 or 31.01.2026")


@pytest.mark.parametrize(
    "table", ["", "a,b\n1,2\n", "verdict\naccept\n", 'verdict,goal_id\n"' + "x" * 200_000]
)
def test_a_file_that_is_no_table_of_verdicts_is_refused(tmp_path: Path, table: str) -> None:
    """In a line that says what was expected."""
    with pytest.raises(InputError, match="expected"):
        imported(tmp_path, table, coder="a")


def test_several_coders_are_never_thrown_together(tmp_path: Path) -> None:
    """One would overrule the other; each has a ledger of her own, and who has none is told."""
    table = "coder,goal_id,objective_id,verdict\na,g1,o1,accept\nb,g1,o1,reject\n,g2,o1,accept\n"

    with pytest.raises(InputError, match="one coder for the ledger of c, came those of a, b"):
        imported(tmp_path, table, coder="c")
    done = imported(tmp_path, table)

    assert [(each.coder, each.verdict) for each in done.added] == [("a", "accept"), ("b", "reject")]
    assert why(done) == [(4, "no coder")]


def test_an_old_verdict_overrules_no_newer_one(tmp_path: Path) -> None:
    """What the coder has said since stands, also that a goal has no parent; newer is added."""
    append_verdicts(tmp_path, "a", [said(), said("g2", "no_parent")])
    rows = [
        *("g1,o1,reject,2020-01-01", "g2,o1,accept,2020-01-01", "g1,o1,unsure,"),
        *("g1,o1,accept,", "g1,o2,reject,2020-01-01", "g2,o2,accept,2099-01-01"),
    ]
    table = "\n".join(["goal_id,objective_id,verdict,time", *rows])

    done = imported(tmp_path, table, coder="a")

    assert why(done) == [(2, "judged since"), (3, "judged since"), (4, "judged since")]
    assert done.already == 1
    assert {(v.goal_id, v.objective_id, v.verdict) for v in standing(read_verdicts(tmp_path))} == {
        *(("g1", "o1", "accept"), ("g1", "o2", "reject"), ("g2", "o2", "accept"))
    }


def test_what_a_coder_settled_keeps_out_nothing_that_she_coded(tmp_path: Path) -> None:
    """An adjudication stands beside her verdict as a coder, in whatever order they come."""
    append_verdicts(tmp_path, "a", [said(word="reject", settles=("v_x",))])

    done = imported(
        tmp_path, "goal_id,objective_id,verdict,time\ng1,o1,accept,2020-01-01\n", coder="a"
    )

    assert (why(done), sorted(each[4] for each in stands(tmp_path))) == ([], ["accept", "reject"])


def test_what_was_taken_back_stays_so(tmp_path: Path) -> None:
    """Importing the file again brings nothing back."""
    append_verdicts(tmp_path / "reviews", "a", [said()])
    content = exported(tmp_path, "csv")
    append_verdicts(tmp_path / "reviews", "a", [said(word="undo")])

    done = imported(tmp_path / "reviews", content)

    assert (done.already, stands(tmp_path / "reviews")) == (1, [])


def test_a_verdict_that_was_changed_in_the_table_is_told(tmp_path: Path) -> None:
    """It has the name of what the ledger says otherwise; without it and with a time it is new."""
    append_verdicts(tmp_path / "reviews", "a", [said()])
    rows = list(csv.DictReader(StringIO(exported(tmp_path, "csv").decode("utf-8-sig"))))
    changed = pd.DataFrame([rows[0] | {"verdict": "reject"}])
    anew = changed.assign(verdict_id="", time="2099-01-01")

    first = imported(tmp_path / "reviews", changed.to_csv(index=False))
    second = imported(tmp_path / "reviews", anew.to_csv(index=False))

    assert (why(first), len(second.added)) == ([(2, "otherwise in the ledger")], 1)
    assert [each[4] for each in stands(tmp_path / "reviews")] == ["reject"]


def test_the_lines_of_a_ledger_prove_what_was_judged(tmp_path: Path) -> None:
    """A changed text makes them suspect, not lost; one that was changed by hand is refused."""
    old = said(goal_sha256=text_sha256("Alle lærer å stupe"), goal_quote={"exact": "Alle stuper"})
    append_verdicts(tmp_path / "reviews", "a", [old, said("g2"), said("g2", objective="o2")])
    lines = exported(tmp_path, "jsonl").decode().splitlines()
    lines[1] = lines[1].replace('"accept"', '"reject"')

    done = imported(tmp_path / "new", "\n".join([*lines, "{", "[]", lines[2]]), "jsonl")

    assert (len(done.added), done.suspect, done.overtaken) == (2, 1, 1)
    assert why(done) == [(2, "changed line"), (4, "no verdict"), (5, "no verdict")]
    assert [each[:4] for each in stands(tmp_path / "new")] == [
        ("a", "g1", "o1", "suspect"),
        ("a", "g2", "o2", "stands"),
    ]


def doccano(*lines: dict[str, Any]) -> str:
    """Lines as doccano gives them."""
    return "".join(json.dumps(line) + "\n" for line in lines)


def test_labelled_texts_come_back_as_acceptances(tmp_path: Path) -> None:
    """What coders settled, out as labels and in again: acceptances, and goals without parent."""
    own = [
        said(),
        said(objective="o3"),
        said("g2", "no_parent", reason="statutory"),
        said("g3", "reject"),
    ]
    append_verdicts(tmp_path / "reviews", "a", own)
    content = exported(tmp_path, "doccano")
    first, *rest = [json.loads(line) for line in content.decode().splitlines()]

    done = imported(tmp_path / "new", content, "doccano", "b")
    again = imported(tmp_path / "new", content, "doccano", "b")

    assert first["label"] == ["1.1 Trygge barn", labels_of(TABLE)["o3"]]
    assert [(each["id"], each["label"], each["meta"]["no_parent"]) for each in rest] == [
        ("g2", [], True),
        ("g3", [], False),
    ]
    assert [(each.goal_id, each.objective_id, each.reason) for each in done.added] == [
        ("g1", "o1", None),
        ("g1", "o3", None),
        ("g2", None, "statutory"),
    ]
    assert (again.added, again.already) == ((), 3)


def test_coders_who_differ_have_no_label_together(tmp_path: Path) -> None:
    """It stands among what is open; the export of one coder holds hers."""
    for coder, word in (("a", "accept"), ("b", "reject")):
        append_verdicts(tmp_path / "reviews", coder, [said(word=word)])

    both, one = (json.loads(exported(tmp_path, "doccano", coder=coder)) for coder in (None, "a"))

    assert (both["label"], both["meta"]["open"]) == ([], ["1.1 Trygge barn"])
    assert (one["label"], one["meta"]["coders"]) == (["1.1 Trygge barn"], ["a"])


def test_labels_that_mean_nothing_here_are_told(tmp_path: Path) -> None:
    """With their lines; the others of the same text are imported."""
    text = {"text": "Alle lærer å svømme", "unit": "Neset", "year": 2015}
    lines = [
        text | {"id": 7, "label": ["1.1 Trygge barn", "Ukjent"]},
        text | {"id": 8, "label": ["gammel"], "objectives": {"gammel": "o2"}},
        text | {"label": [LONG], "meta": {"goal_id": "g1"}},
        text | {"label": ["o2", "no_parent"]},
        {"text": "Alle lærer å stupe", "label": ["o1"], "meta": {"goal_id": "g1"}},
        {"text": "Ukjent", "label": ["o1"]},
        {"text": "Færre fall ≥ 20 %", "label": ["o1"]},
        {"text": "Færre fall ≥ 20 %", "label": [], "meta": {"goal_id": "g2"}},
        {"text": 3, "label": "o1"},
    ]

    done = imported(tmp_path, doccano(*lines), "doccano", "a")

    assert [(each.goal_id, each.objective_id) for each in done.added] == [
        *(("g1", "o1"), ("g1", "o2"), ("g1", "o3"))
    ]
    assert why(done) == [
        (1, "unknown label"),
        (4, "no verdict"),
        (5, "changed text"),
        (6, "unknown goal"),
        (7, "several texts"),
        (9, "no verdict"),
    ]


def test_no_two_objectives_have_one_label() -> None:
    """And none is longer than doccano takes."""
    long = [PLAN | {"goal_id": f"g_{n:016}", "text": LONG + str(n)} for n in range(3)]
    labels = labels_of(goals_table(*long))

    assert len(set(labels.values())) == 3
    assert max(map(len, labels.values())) <= 100


@given(st.binary(max_size=200), st.sampled_from(FORMATS))
def test_any_bytes_are_read_or_refused(data: bytes, form: str) -> None:
    """No line is lost: each that holds anything is a row or is refused with a reason."""
    header = b"verdict,goal_id,time,chance\n" if form == "csv" else b""

    read = read_rows(header + data, form)

    told = [*(row.line for row in read.rows), *(each.line for each in read.refused)]
    assert len(told) == len(set(told))
    assert all(each.reason and each.detail for each in read.refused)
    if form == "csv":
        cells = re.findall(r"[^\W_]+", decode_csv(header + data).split("\n", 1)[1])
        assert min(told, default=2) > 1
        assert told or not cells
    else:
        assert set(told) == {n for n, line in enumerate(data.split(b"\n"), 1) if _holds(line)}


def _holds(line: bytes) -> bool:
    try:
        return bool(line.decode("utf-8-sig").strip())
    except UnicodeDecodeError:
        return True


def test_a_text_that_is_gone_has_the_place_that_it_had() -> None:
    """In the table it keeps its name, words and place."""
    quote = Anchor(exact="Gammelt mål", unit="Øyane", year=2011, page=4)
    gone = said(goal_quote=quote, goal_sha256="x").model_copy(update={"goal_id": "g9"})

    [row] = verdict_table([Carried(gone, None, "o1", "gone")], TABLE, TITLES).to_dict("records")

    assert [row[f"goal_{name}"] for name in ("id", "text", "unit", "year", "page")] == [
        *("g9", "Gammelt mål", "Øyane", 2011, 4)
    ]
    assert (row["standing"], row["objective_document"]) == ("gone", "Kommuneplan")
