"""A project folder: made, filled, looked over. Paths in, findings out; `cli.py` prints."""

import hashlib
import os
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

import pipeline
from pipeline.errors import InputError, KoplingError, ParameterError, RegisterError
from pipeline.identity import file_sha256
from pipeline.language.normalise import normalise_text
from pipeline.params import load_params
from pipeline.pointers import PULL, SUFFIX, pointer_of
from pipeline.register import (
    RegisterRow,
    add_row,
    empty_register,
    read_register,
    write_register,
)
from pipeline.schemas import DOCUMENT_KINDS

REGISTER_NAME = "register.csv"
NO_DOCUMENTS = "no documents in the register yet: put them there with `kopling add FILES…`"
CODE_STAMP = Path(".kopling/code.txt")
_PACKAGE = Path(pipeline.__file__).parent
_DVC_CONFIG = """\
# Documents never leave the machine: no usage statistics, no look for newer versions.
[core]
    analytics = false
    check_update = false
"""
# a clone and an experiment are told by the stamp that nothing has changed
_IGNORED_BY_GIT = f"""\
/outputs/
/.kopling/*
!/{CODE_STAMP.as_posix()}
/.venv/
/dvc_plots/
/reviews/.*.lock
/reviews/*.torn
"""
# DVC walks all folders but these, at each start
_IGNORED_BY_DVC = """\
__pycache__
*.pyc
*.partial
/.kopling/cache
/.kopling/pictures
/reviews/.*.lock
/reviews/*.torn
"""
# each coder only ever adds lines: what two branches added is kept side by side
_MERGED_BY_GIT = "reviews/*.jsonl merge=union text eol=lf\n"


@dataclass(frozen=True)
class Finding:
    """One thing that `kopling check` says: an error stops a run, a gap or a note doesn't."""

    is_error: bool
    place: str
    message: str
    is_note: bool = False


@dataclass(frozen=True)
class Added:
    """What became of one file given to `kopling add`: its row, or why there is none."""

    source: Path
    row: RegisterRow | None
    message: str = ""


def find_project(start: Path) -> Path:
    """The nearest folder at or above `start` that holds `dvc.yaml` and `params.yaml`.

    Raises KoplingError where there is none.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / "dvc.yaml").is_file() and (folder / "params.yaml").is_file():
            return folder
    raise KoplingError(
        f"{start}: expected a kopling project (a folder with dvc.yaml and params.yaml); "
        "make one with `kopling init DIR`"
    )


def init_project(folder: Path) -> list[Path]:
    """The files made for a new, empty project in `folder`; files that stand there are kept.

    Raises InputError where a project stands there already, or where `folder` is no folder.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder}: expected a folder or a free name, found a file")
    if (folder / "dvc.yaml").exists():
        raise InputError(f"{folder}: a project stands here already; nothing was changed")
    contents = {
        Path("dvc.yaml"): project_stages(_template("dvc.yaml")),
        Path("params.yaml"): _template("params.yaml"),
        Path(".dvc/config"): _DVC_CONFIG,
        Path(".dvc/.gitignore"): "/config.local\n/tmp\n/cache\n",
        Path(".dvcignore"): _IGNORED_BY_DVC,
        Path(".gitignore"): _IGNORED_BY_GIT,
        Path(".gitattributes"): _MERGED_BY_GIT,
        Path("reviews/.gitkeep"): "",
    }
    made = [folder / name for name, text in contents.items() if _write_new(folder / name, text)]
    register = folder / "documents" / REGISTER_NAME
    if not register.exists():
        register.parent.mkdir(parents=True, exist_ok=True)
        write_register(empty_register(), register)
        made.append(register)
    stamp_code(folder)
    return made


def project_stages(stages: str) -> str:
    """The stages for a project that stands outside kopling's own source.

    There the modules are no files of the project: the stamp of the installed code stands for them.
    """
    lines = []
    for line in stages.splitlines():
        if line.strip().startswith("- pipeline/") or "benchmarks/" in line or line == "metrics:":
            continue
        lines.append(line)
        if line == "    deps:":
            lines.append(f"      - {CODE_STAMP.as_posix()}")
    return "\n".join(lines) + "\n"


def stamp_code(folder: Path) -> None:
    """Write the version and hash of the installed code, so that an upgrade reruns the stages."""
    digest = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(_PACKAGE).as_posix().encode())
            digest.update(path.read_bytes())
    stamp = folder / CODE_STAMP
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(f"kopling {pipeline.__version__} {digest.hexdigest()}\n", encoding="utf-8")


def files_under(paths: Iterable[Path], but: Path | None = None) -> Iterator[Path]:
    """Each file given, and each file in each folder given, in order.

    Hidden files in a folder are left out, and so are a register, DVC's pointers to documents that
    it keeps, and what stands in `but`. What is no file there (a pipe, a broken link, a link to a
    folder, a folder that may not be opened) comes out too, so that reading it tells what is wrong
    with it.
    """
    for path in paths:
        if path.is_dir():
            yield from (file for file in sorted(_files_in(path)) if not _stands_in(file, but))
        else:
            yield path


def _stands_in(file: Path, folder: Path | None) -> bool:
    return folder is not None and folder.resolve() in file.absolute().parents


def _files_in(folder: Path) -> Iterator[Path]:
    closed: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if Path(place, name).is_symlink()]
        for name in [*names, *links]:
            if not (name.startswith(".") or name == REGISTER_NAME or name.endswith(SUFFIX)):
                yield Path(place, name)
    yield from (Path(error.filename) for error in closed)


def add_document(project: Path, source: Path, given: RegisterRow) -> Added:
    """Copy `source` into the project and the register; a content that stands there is not doubled.

    `given` holds the fields to write; its path is ignored.
    """
    register_path = project / "documents" / REGISTER_NAME
    register = read_register(register_path)
    if not source.is_file():
        what = "a folder or special file" if source.exists() else "nothing"
        return Added(source, None, f"expected a file, found {what}")
    twin = _same_content(source, register, project / "documents")
    if twin:
        return Added(source, None, f"its content stands in the register already, as {twin}")
    target = _place(source, project / "documents")
    if target.resolve() != source.resolve():
        _copy_whole(source, target)
    fields = vars(given) | {"path": target.relative_to(project / "documents").as_posix()}
    row = RegisterRow(**fields)
    write_register(add_row(register, row), register_path)
    return Added(source, row)


def check_project(project: Path) -> list[Finding]:
    """Everything wrong with register, files and parameters, in one list."""
    findings: list[Finding] = []
    try:
        load_params(project / "params.yaml")
    except ParameterError as err:
        findings.append(Finding(True, "params.yaml", str(err)))
    try:
        register = read_register(project / "documents" / REGISTER_NAME)
    except RegisterError as err:
        return [*findings, Finding(True, "documents/register.csv", str(err))]
    if register.empty:
        findings.append(Finding(False, "documents/register.csv", NO_DOCUMENTS, is_note=True))
    for index, row in enumerate(register.itertuples(index=False), 2):
        findings += _check_row(f"documents/register.csv, line {index}", row, project / "documents")
    findings += _check_municipalities(register)
    findings += _check_copies(register, project / "documents")
    findings += _check_unregistered(register, project / "documents")
    return findings


def _template(name: str) -> str:
    # installed from a wheel the file lies in the package, in a source checkout beside it
    packaged = _PACKAGE / "project_files" / name
    return (packaged if packaged.is_file() else _PACKAGE.parent / name).read_text(encoding="utf-8")


def _write_new(path: Path, text: str) -> bool:
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


def _same_content(source: Path, register: pd.DataFrame, documents: Path) -> str:
    size, digest = source.stat().st_size, file_sha256(source)
    if size == 0:
        return ""  # two empty files are not two copies of one document
    for name in register["path"]:
        path = documents / name
        if path.is_file() and path.stat().st_size == size and file_sha256(path) == digest:
            return str(name)
    return ""


def _place(source: Path, documents: Path) -> Path:
    if documents.resolve() in source.resolve().parents:
        return source.resolve()
    name = unicodedata.normalize("NFC", source.name)
    stem, suffix = Path(name).stem, Path(name).suffix
    for number in range(1, 10_000):
        target = documents / (name if number == 1 else f"{stem} ({number}){suffix}")
        if not target.exists() and target.name != REGISTER_NAME:
            return target
    raise InputError(f"{source}: expected a free name in {documents}, found none")


def _copy_whole(source: Path, target: Path) -> None:
    partial = target.with_name(target.name + ".partial")
    shutil.copyfile(source, partial)
    with partial.open("rb+") as stream:
        os.fsync(stream.fileno())
    partial.replace(target)


def _check_row(place: str, row: object, documents: Path) -> Iterator[Finding]:
    get = row.__getattribute__
    path = documents / get("path")
    if documents.resolve() not in path.resolve().parents and not path.is_symlink():
        yield Finding(True, place, f"path: expected a file in documents/, came {get('path')}")
    elif not path.exists() and (pointer := pointer_of(path)):
        kept = f"expected the file {get('path')}, DVC keeps it ({pointer.name}) and it isn't here"
        yield Finding(False, place, f"path: {kept}: {PULL}")
    elif not path.exists():
        yield Finding(False, place, f"path: expected the file {get('path')}, found nothing")
    elif not path.is_file():
        yield Finding(False, place, f"path: expected a file, {get('path')} is none")
    if get("kind") and get("kind") not in DOCUMENT_KINDS:
        yield Finding(
            True, place, f"kind: expected one of {', '.join(DOCUMENT_KINDS)}; came {get('kind')}"
        )
    if get("language") not in ("", "nb", "nn", "en"):
        yield Finding(True, place, f"language: expected nb, nn or en; came {get('language')}")
    yield from _check_years(place, get("year"), get("year_to"))
    if get("kind") == "lederavtale" and not get("unit"):
        yield Finding(False, place, "unit: a lederavtale without a unit counts for no unit")


def _check_years(place: str, year: str, year_to: str) -> Iterator[Finding]:
    for name, value in (("year", year), ("year_to", year_to)):
        if value and not (value.isdigit() and 1900 <= int(value) <= 2200):
            yield Finding(True, place, f"{name}: expected a year as four digits, came {value}")
            return
    if year and year_to and int(year_to) < int(year):
        yield Finding(True, place, f"year_to: expected {year} or later, came {year_to}")


def _check_municipalities(register: pd.DataFrame) -> Iterator[Finding]:
    """What keeps a municipality from being one whole; nothing in a project of one."""
    names = [name for name in dict.fromkeys(register["municipality"]) if name]
    if not names:
        return
    blank = register.index[register["municipality"].eq("")] + 2
    if len(blank):
        more = f", and {len(blank) - 1} more lines without it" if len(blank) > 1 else ""
        yield Finding(
            False,
            f"documents/{REGISTER_NAME}, line {blank[0]}",
            f"municipality: expected a name, as other lines have one ({', '.join(names[:3])}), "
            f"came nothing{more}: such documents count as another municipality's",
        )
    by_words: dict[str, str] = {}
    for name in names:
        key = name.casefold().removesuffix(" kommune").removesuffix(" herad")
        other = by_words.setdefault(key, name)
        if other != name:
            message = f"municipality: {name} and {other} are taken for two: write one of them"
            yield Finding(False, f"documents/{REGISTER_NAME}", message)
    kinds = register.groupby("municipality")["kind"].agg(set)
    for name in names if len(names) > 1 else ():
        if not kinds[name] & {"kommuneplan", ""}:
            message = f"{name} has no kommuneplan: its units' goals are held against none"
            yield Finding(False, f"documents/{REGISTER_NAME}", message)


def _check_copies(register: pd.DataFrame, documents: Path) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for index, name in enumerate(register["path"], 2):
        path = documents / name
        if not path.is_file() or path.stat().st_size == 0:
            continue
        twin = first.setdefault(file_sha256(path), name)
        if twin is not name:
            yield Finding(
                False, f"documents/register.csv, line {index}", f"{name} is the same file as {twin}"
            )


def _check_unregistered(register: pd.DataFrame, documents: Path) -> Iterator[Finding]:
    known = {normalise_text(name) for name in register["path"]} | {"README.md"}
    for path in files_under([documents]):
        name = path.relative_to(documents).as_posix()
        if normalise_text(name) not in known:
            yield Finding(
                False, f"documents/{name}", "stands in no line of the register: `kopling add` it"
            )
