"""Claims on the command line: exit codes, one-line errors, quiet pipes."""

import os
import shutil
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from rich.console import Console

from pipeline import cli
from tests.commands import kopling, kopling_apart
from tests.extraction.typesetting import typeset_pdf
from tests.processes import heed_signals
from tests.small_project import once_for_all, small_project

PARALLEL = Path(__file__).parent.parent / "benchmarks" / "accuracy" / "gold" / "parallel"
STATEMENTS = (
    "id,text\na,Flere barn skal mestre skolehverdagen\nb,Kutte klimautslipp fra transport\n"
)


def test_wrong_usage_returns_two(tmp_path: Path) -> None:
    """An unknown command, and a missing argument."""
    assert kopling("kople", cwd=tmp_path).returncode == 2
    assert kopling("link", "a.csv", cwd=tmp_path).returncode == 2
    assert kopling("add", "--kind", "roman", "a.pdf", cwd=tmp_path).returncode == 2


def test_a_failure_returns_one_with_one_line(tmp_path: Path) -> None:
    """Outside a project `check` says what it expected, without a traceback."""
    done = kopling("check", cwd=tmp_path)

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "kopling init" in done.stderr


def test_debug_shows_where(tmp_path: Path) -> None:
    """A programmer asks for the traceback, and gets it."""
    assert "Traceback" in kopling("check", "--debug", cwd=tmp_path).stderr


def test_init_then_check_is_fine_and_a_second_init_is_not(tmp_path: Path) -> None:
    """A new project has nothing wrong; making it again fails."""
    assert kopling("init", "min kommune", cwd=tmp_path).returncode == 0
    assert kopling("check", cwd=tmp_path / "min kommune").returncode == 0
    assert kopling("init", "min kommune", cwd=tmp_path).returncode == 1


def test_gaps_return_three_and_strict_refuses_them(tmp_path: Path) -> None:
    """A registered file that is not there is a gap."""
    kopling("init", ".", cwd=tmp_path)
    (tmp_path / "documents" / "register.csv").write_text("path\nborte.pdf\n", encoding="utf-8")

    assert kopling("check", cwd=tmp_path).returncode == 3
    assert kopling("check", "--strict", cwd=tmp_path).returncode == 1


def test_link_scores_every_pair_and_the_same_bytes_twice(tmp_path: Path) -> None:
    """Two lists of two give four rows; a second run gives the same file."""
    (tmp_path / "a.csv").write_text(STATEMENTS, encoding="utf-8")
    (tmp_path / "b.csv").write_text(STATEMENTS.replace("\na,", "\nx,"), encoding="utf-8")

    for name in ("one.csv", "two.csv"):
        assert kopling("link", "a.csv", "b.csv", "--out", name, cwd=tmp_path).returncode == 0

    links = pd.read_csv(tmp_path / "one.csv")
    assert list(links.columns) == ["source_id", "target_id", "score", "probability", "linked"]
    assert len(links) == 4
    assert links["probability"].between(0, 1).all()
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_link_gives_the_same_bytes_whatever_the_number_of_threads(tmp_path: Path) -> None:
    """Products of matrices differ in their last digits then; what is said of a pair doesn't."""
    for name, text in (("source", "text_nn"), ("target", "text_nb")):
        statements = pd.read_csv(PARALLEL / f"{name}.csv", dtype=str).head(40)
        statements = statements.rename(columns={text: "text"})
        statements[["id", "text"]].to_csv(tmp_path / f"{name}.csv", index=False)
    links = pd.read_csv(PARALLEL / "links.csv", dtype=str).head(20).assign(linked="ja")
    links.to_csv(tmp_path / "said.csv", index=False)
    lists = ("source.csv", "target.csv", "--verdicts", "said.csv")

    for threads in ("1", "2"):
        environment = {f"{name}_NUM_THREADS": threads for name in ("OMP", "OPENBLAS")}
        kopling_apart("link", *lists, "--out", f"{threads}.csv", cwd=tmp_path, **environment)

    assert (tmp_path / "1.csv").read_bytes() == (tmp_path / "2.csv").read_bytes()
    assert pd.read_csv(tmp_path / "1.csv")["linked"].sum() >= 20


def test_link_takes_lists_of_one_and_of_nothing(tmp_path: Path) -> None:
    """One pair, or a file with its header alone."""
    (tmp_path / "one.csv").write_text("id,text\na,Flere barn i barnehage\n", encoding="utf-8")
    (tmp_path / "none.csv").write_text("id,text\n", encoding="utf-8")

    for name, rows in (("one", 1), ("none", 0)):
        out = f"{name}-ut.csv"
        done = kopling(
            *("link", "one.csv", f"{name}.csv", "--encoder", "lsa", "--out", out), cwd=tmp_path
        )
        assert (done.returncode, len(pd.read_csv(tmp_path / out))) == (0, rows)


def test_link_keeps_the_best_for_each_source(tmp_path: Path) -> None:
    """`--top 1` leaves one row a source: the statement itself."""
    (tmp_path / "a.csv").write_text(STATEMENTS, encoding="utf-8")

    kopling("link", "a.csv", "a.csv", "--top", "1", "--out", "top.parquet", cwd=tmp_path)

    links = pd.read_parquet(tmp_path / "top.parquet")
    assert links[["source_id", "target_id"]].values.tolist() == [["a", "a"], ["b", "b"]]


def test_link_tells_what_carried_the_best_pairs(tmp_path: Path) -> None:
    """`--evidence` adds what LINKS says of it; without `--top` it is refused."""
    (tmp_path / "a.csv").write_text(STATEMENTS, encoding="utf-8")
    command = ("link", "a.csv", "a.csv", "--encoder", "lsa", "--out", "ut.csv", "--evidence")

    assert kopling(*command, cwd=tmp_path).returncode == 2
    assert kopling(*command, "--top", "1", cwd=tmp_path).returncode == 0

    links = pd.read_csv(tmp_path / "ut.csv")
    assert links["containment"].tolist() == [1.0, 1.0]
    assert links["word_pairs"].str.contains("(same)", regex=False).all()


def test_link_reads_lists_as_norwegian_excel_saves_them(tmp_path: Path) -> None:
    """Semicolons and the Windows code page give the same links as commas and UTF-8."""
    text = "id,text\na,Økt lærertetthet på småtrinnet\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    (tmp_path / "b.csv").write_bytes(text.replace(",", ";").encode("cp1252"))

    for name in ("a", "b"):
        kopling("link", f"{name}.csv", f"{name}.csv", "--out", f"{name}-ut.csv", cwd=tmp_path)

    assert (tmp_path / "a-ut.csv").read_bytes() == (tmp_path / "b-ut.csv").read_bytes()


def test_link_refuses_a_file_that_it_can_not_write(tmp_path: Path) -> None:
    """Another ending than .csv and .parquet is wrong usage, told before the work begins."""
    (tmp_path / "a.csv").write_text(STATEMENTS, encoding="utf-8")

    done = kopling("link", "a.csv", "a.csv", "--out", "ut.xls", cwd=tmp_path)

    assert (done.returncode, "ut.xls" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("id,tekst\na,Mål\n", "text"),
        ("id,text\na,Mål\na,Annet mål\n", "a"),
        (None, "mine.csv"),
    ],
)
def test_link_says_what_is_wrong_with_a_list(
    tmp_path: Path, content: str | None, words: str
) -> None:
    """A missing column, an id that stands twice, a file that is not there."""
    (tmp_path / "a.csv").write_text(STATEMENTS, encoding="utf-8")
    if content is not None:
        (tmp_path / "mine.csv").write_text(content, encoding="utf-8")

    done = kopling("link", "mine.csv", "a.csv", "--out", "ut.csv", cwd=tmp_path)

    assert done.returncode == 1
    assert "mine.csv" in done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_extract_reads_what_it_can_and_returns_three_for_the_rest(tmp_path: Path) -> None:
    """One bad file never stops the others."""
    (tmp_path / "god.txt").write_text("Mål\n\nKommunen skal bygge skoler.\n", encoding="utf-8")
    (tmp_path / "tom.pdf").write_bytes(b"")

    done = kopling("extract", "god.txt", "tom.pdf", "borte.pdf", "--out", "ut", cwd=tmp_path)

    passages = pd.read_parquet(tmp_path / "ut" / "passages.parquet")
    rejects = pd.read_parquet(tmp_path / "ut" / "rejects.parquet")
    assert done.returncode == 3
    assert "Kommunen skal bygge skoler." in set(passages["text"])
    assert {Path(path).name for path in rejects["path"]} == {"tom.pdf", "borte.pdf"}
    assert (tmp_path / "ut" / "tables.parquet").is_file()


def test_extract_tells_of_everything_in_a_folder(tmp_path: Path) -> None:
    """Files of one name are two documents; pipes and broken links are told, hidden files not."""
    for folder in ("a", "b/c"):
        (tmp_path / "inn" / folder).mkdir(parents=True)
        (tmp_path / "inn" / folder / "plan.txt").write_text(f"Mål {folder}", encoding="utf-8")
    (tmp_path / "inn" / "brutt.pdf").symlink_to(tmp_path / "borte.pdf")
    (tmp_path / "inn" / "lenke").symlink_to(tmp_path / "inn" / "a")
    (tmp_path / "inn" / ".skjult.txt").write_text("skjult", encoding="utf-8")
    os.mkfifo(tmp_path / "inn" / "rør")

    done = kopling("extract", "inn", "--out", "ut", cwd=tmp_path)

    passages = pd.read_parquet(tmp_path / "ut" / "passages.parquet")
    rejects = pd.read_parquet(tmp_path / "ut" / "rejects.parquet")
    assert (done.returncode, list(passages["text"])) == (3, ["Mål a", "Mål b/c"])
    assert dict(zip(rejects["path"], rejects["reason"], strict=True)) == {
        "inn/brutt.pdf": "not_a_file",
        "inn/lenke": "not_a_file",
        "inn/rør": "not_a_file",
    }


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("notat.txt", "--out", "notat.txt"), "notat.txt: expected a folder"),
        (("notat.txt", "--out", "notat.txt/ut"), "notat.txt/ut: expected a folder"),
        (("notat.txt", "--out", "opptatt"), "passages.parquet: expected to write"),
        (("tom", "--out", "ut"), "expected files, found none in tom"),
    ],
)
def test_extract_says_where_it_can_not_write_or_read(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    """One line that names the place, and exit code 1."""
    (tmp_path / "notat.txt").write_text("Mål", encoding="utf-8")
    (tmp_path / "tom").mkdir()
    (tmp_path / "opptatt" / "passages.parquet").mkdir(parents=True)

    done = kopling("extract", *arguments, cwd=tmp_path)

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert words in done.stderr


def test_extract_reads_no_tables_of_its_own(tmp_path: Path) -> None:
    """Where the folder for the tables stands among the files, a second run gives the same."""
    (tmp_path / "plan.txt").write_text("Kommunen vil bygge.", encoding="utf-8")
    runs = [kopling("extract", ".", "--out", "lest", cwd=tmp_path) for _ in range(2)]

    assert [run.returncode for run in runs] == [0, 0]
    assert runs[0].stdout == runs[1].stdout


def readers_of(parent: int) -> list[Path]:
    """The processes that read files for that one, as a whole."""
    found = [path for path in Path("/proc").glob("[0-9]*") if is_reader(path)]
    own = [path for path in found if parent_of(path) == parent]
    return own + [path for path in found if Path("/proc", str(parent_of(path))) in own]


def is_reader(process: Path) -> bool:
    """Whether it runs what reads files, or begins others that do."""
    try:
        return b"pipeline.extraction." in (process / "cmdline").read_bytes()
    except OSError:
        return False


def parent_of(process: Path) -> int:
    """Its parent's number; 0 where it has ended."""
    try:
        return int((process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
    except OSError:
        return 0


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked up there")
@pytest.mark.parametrize("wish", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_an_interrupted_extract_ends_all_that_it_started(tmp_path: Path, wish: str) -> None:
    """However it is told to end, it says so, and no reading process is left."""
    (tmp_path / "lang.txt").write_text("Skole 7 39\n" * 400_000, encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", "extract", "lang.txt", "--out", "lest"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_signals,
    )
    readers: list[Path] = []
    while running.poll() is None and not readers:
        readers = readers_of(running.pid)
        time.sleep(0.05)

    running.send_signal(getattr(signal, wish))
    _, said = running.communicate(timeout=60)

    assert (running.returncode, said) == (130, "Interrupted. Nothing was written.\n")
    assert readers
    assert not any(reader.exists() for reader in readers)


def test_extract_draws_what_it_read(tmp_path: Path) -> None:
    """`--debug-images` gives a picture a page beside the tables, and says how many."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "plan.pdf").write_bytes(typeset_pdf(f"<p>Mål {folder}</p>"))

    done = kopling("extract", "a", "b", "--out", "ut", "--debug-images", cwd=tmp_path)

    pictures = sorted(path.name for path in (tmp_path / "ut" / "debug").iterdir())
    assert (done.returncode, len(pictures), pictures[-1]) == (0, 2, "plan-p001.png")
    assert "2 pages drawn" in done.stdout


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a plan, two lederavtaler and a broken file, run to its end."""
    once = once_for_all(tmp_path_factory.getbasetemp())
    return small_project(tmp_path_factory.mktemp("kommune"), once)


def test_run_goes_from_documents_to_report(finished: Path) -> None:
    """The report stands, and the broken file is told as a reject."""
    links = pd.read_parquet(finished / "outputs" / "coupling" / "links.parquet")
    goals = pd.read_parquet(finished / "outputs" / "goals" / "goals.parquet").set_index("goal_id")
    best = links.sort_values("probability", ascending=False).iloc[0]

    assert (finished / "outputs" / "reporting" / "index.html").is_file()
    assert goals.loc[best["objective_id"], "number"] == "1.1"
    assert "tom.pdf" in kopling("run", cwd=finished).stderr


def test_a_second_run_runs_nothing(finished: Path) -> None:
    """What has not changed is not run again."""
    before = (finished / "outputs" / "reporting" / "index.html").stat().st_mtime_ns

    kopling("run", cwd=finished)

    log = (finished / ".kopling" / "run.log").read_text(encoding="utf-8")
    assert "Running stage" not in log
    assert (finished / "outputs" / "reporting" / "index.html").stat().st_mtime_ns == before


def test_a_changed_parameter_reruns_only_what_is_downstream(finished: Path) -> None:
    """Another border for the quadrants reruns measures, history and report; nothing is read."""
    params = finished / "params.yaml"
    text = params.read_text(encoding="utf-8")
    params.write_text(text.replace("border_distinctiveness: 0.5", "border_distinctiveness: 0.4"))

    kopling("run", cwd=finished)

    log = (finished / ".kopling" / "run.log").read_text(encoding="utf-8")
    ran = [line.split("'")[1] for line in log.splitlines() if line.startswith("Running stage")]
    assert sorted(ran) == ["history", "reporting", "scoring", "specification"]


def test_an_interrupted_run_ends_all_that_it_started(finished: Path, tmp_path: Path) -> None:
    """Ctrl-C in the middle: no process is left, and the same command carries on."""
    shutil.copytree(finished, tmp_path / "p")
    params = tmp_path / "p" / "params.yaml"
    text = params.read_text(encoding="utf-8")
    params.write_text(text.replace("ocr_confidence_least: 0.", "ocr_confidence_least: 0.1"))
    shutil.rmtree(tmp_path / "p" / ".kopling")
    running = subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", "run"],
        cwd=tmp_path / "p",
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_signals,
    )
    log = tmp_path / "p" / ".kopling" / "run.log"
    while running.poll() is None and not (log.is_file() and "Running" in log.read_text("utf-8")):
        time.sleep(0.05)

    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)

    assert (running.returncode, "Interrupted" in said) == (130, True)
    assert kopling("run", cwd=tmp_path / "p").returncode == 3
    assert (tmp_path / "p" / "outputs" / "reporting" / "index.html").is_file()


def test_export_writes_what_other_programs_read(finished: Path) -> None:
    """The links as a table, the couplings as a graph."""
    import networkx as nx

    assert kopling("export", "csv", "--out", "links.csv", cwd=finished).returncode == 0
    assert kopling("export", "graphml", "--out", "net.graphml", cwd=finished).returncode == 0

    assert "goal_text" in pd.read_csv(finished / "links.csv").columns
    types = nx.get_node_attributes(nx.read_graphml(finished / "net.graphml"), "type").values()
    assert set(types) == {"objective", "goal", "unit", "document"}


def test_export_takes_names_with_norwegian_letters_and_lists_the_formats(finished: Path) -> None:
    """A workbook in a folder that isn't there yet; a format that is none is wrong usage."""
    path = "blåbær/mål på nynorsk.xlsx"
    done = kopling("export", "XLSX", "--language", "nn", "--out", path, cwd=finished)
    wrong = kopling("export", "docx", "--out", "x", cwd=finished)

    assert (done.returncode, path in done.stdout) == (0, True)
    assert (finished / path).read_bytes().startswith(b"PK")
    assert wrong.returncode == 2
    assert all(form in wrong.stderr for form in ("gexf", "parquet", "qdpx"))


def test_a_misspelt_parameter_stops_the_run_with_its_name(finished: Path) -> None:
    """The message is the stage's own, in one line."""
    params = finished / "params.yaml"
    text = params.read_text(encoding="utf-8")
    params.write_text(text.replace("bootstrap_samples", "bootstrap_sample"), encoding="utf-8")

    done = kopling("run", cwd=finished)
    params.write_text(text, encoding="utf-8")

    assert done.returncode == 1
    assert "bootstrap_sample" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_bar_tells_how_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal, from the first on."""
    shown = StringIO()
    monkeypatch.setattr(cli, "err", Console(file=shown, force_terminal=True, width=100))

    with cli._progress("Reading", 3) as advance:
        advance("plan.pdf")
        advance("avtale.pdf")

    assert "2/3" in shown.getvalue()
