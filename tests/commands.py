"""The command line in processes of its own, without waiting for its modules to load each time.

`python -m tests.commands` loads them once, then begins a copy of itself for each command: what it
prints, its exit code, its working directory and its environment are its own, as a user's command's
are. What an environment says before modules load (threads, encodings) is said to the first alone:
`kopling_apart` begins from nothing.
"""

import atexit
import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
Done = subprocess.CompletedProcess[str]
_SAID = {"PYTHONUTF8": "1", "COLUMNS": "100", "PYTHONPATH": str(ROOT)}
_FEW_THREADS = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS")}


def kopling(*arguments: str | Path, cwd: Path) -> Done:
    """What `kopling …` prints and returns when run as a user runs it."""
    if not hasattr(os, "fork"):
        return kopling_apart(*arguments, cwd=cwd)
    with tempfile.TemporaryDirectory() as folder:
        told = [Path(folder, name) for name in ("out", "err")]
        job = [list(map(str, arguments)), str(cwd), *map(str, told)]
        server = _server()
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(json.dumps(job) + "\n")
        server.stdin.flush()
        code = int(server.stdout.readline())
        out, err = (path.read_text(encoding="utf-8") for path in told)
    return subprocess.CompletedProcess(job[0], code, out, err)


def kopling_apart(*arguments: str | Path, cwd: Path, **environment: str) -> Done:
    """The same in a process that begins from nothing, in this environment."""
    return subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=os.environ | _SAID | environment,
    )


@cache
def _server() -> subprocess.Popen[str]:
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.commands"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ | _SAID | _FEW_THREADS,
    )
    atexit.register(server.communicate)  # closes its input, which ends it
    return server


def _serve() -> None:
    """Run each command that a line of standard input asks for; tell its exit code in a line."""
    import pipeline.checking
    import pipeline.cli
    import pipeline.coupling.linking
    import pipeline.embedding.encoder
    import pipeline.exporting.export
    import pipeline.guessing  # noqa: F401 - loaded here, once for all commands

    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            _run(*json.loads(line))
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _run(arguments: Sequence[str], folder: str, out: str, err: str) -> None:
    """Be the command, and end."""
    from pipeline.cli import main

    for number, place in enumerate((os.devnull, out, err)):
        flags = os.O_RDONLY if not number else os.O_WRONLY | os.O_CREAT
        os.dup2(os.open(place, flags), number)
    for name in _FEW_THREADS:
        os.environ.pop(name, None)
    code: int | str | None = 1
    try:
        os.chdir(folder)
        sys.argv = ["kopling", *arguments]
        main()
        code = 0
    except SystemExit as ended:
        code = ended.code
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else int(code is not None))


if __name__ == "__main__":
    _serve()
