"""kopling: how tightly a municipality's units are coupled to its plan."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

__version__ = "0.1.0"


def _own_python() -> Path | None:
    """The interpreter in the project's `.venv`, where there is one; an experiment's too."""
    from pipeline.workspace import workspace

    folder = workspace(Path(__file__).parent.parent) / ".venv"
    found = [p for p in (folder / "bin/python", folder / "Scripts/python.exe") if p.exists()]
    return found[0] if found else None


# DVC runs a stage's `python` from PATH. Where the environment is not activated, that is another
# Python without our packages: the stage then runs again in the project's own.
if "DVC_STAGE" in os.environ and find_spec("pandera") is None and (_python := _own_python()):
    sys.exit(subprocess.run([_python, *sys.orig_argv[1:]], check=False).returncode)
