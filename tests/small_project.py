"""A small project of one's own, run to its end once for all tests: each has a copy."""

import os
import shutil
from pathlib import Path

from filelock import FileLock

from tests.commands import kopling
from tests.lightly import run_lightly

UNIT = "Solbakken skole"
PLAN = """# Kommuneplan 2012–2024

## Hovedmål 1: Barn og unge mestrer livet

### Delmål 1.1: Alle barn møter tidlig innsats i barnehage og skole

### Delmål 1.2: Ungdom har trygge møteplasser

## Hovedmål 2: Kommunen tar vare på naturen

### Delmål 2.1: Elver og fjorder er rene

### Delmål 2.2: Klimautslippene halveres
"""
GOALS = (
    "Alle barn skal ha fått språkkartlegging innen juni 2013",
    "Alle klasser har lesetid hver dag innen høsten 2013",
    "Ungdomsklubben holder åpent fire kvelder i uka fra 2013",
    "Foreldre møter lærere to ganger hvert halvår i 2013",
    "Elevene rydder strandlinja langs fjorden hver vår",
    "Skolen kildesorterer alt avfall innen desember 2013",
    "Turene går til fots eller med buss i hele 2013",
    "Sykefraværet er under seks prosent ved utgangen av 2013",
)
_BARNEHAGE = (
    "<html><body><h1>Lederavtale 2013</h1><h2>Enhetens egne mål</h2><table>"
    "<tr><th>Resultatmål</th><th>Mål for enheten</th><th>Tiltak</th><th>Støtte</th></tr>"
    "<tr><td>Alle barn møter tidlig innsats i barnehage og skole</td>"
    "<td>Alle barn har fått hjelp med språket innen juni 2013</td>"
    "<td>Språkgrupper</td><td>Fagstab</td></tr></table></body></html>"
)


def agreement(goals: tuple[str, ...]) -> str:
    """A lederavtale with these goals."""
    rows = "".join(f"<tr><td>{goal}</td><td>Ansvar hos rektor</td></tr>" for goal in goals)
    return (
        "<html><body><h1>Lederavtale 2013</h1><h2>Enhetens egne mål</h2><table>"
        f"<tr><th>Mål for enheten</th><th>Tiltak</th></tr>{rows}</table></body></html>"
    )


def small_project(folder: Path, once: Path) -> Path:
    """A copy in `folder` of the project that the first who asks makes in `once`.

    It holds a plan, two lederavtaler and a broken file, and has no git history.
    """
    made = once / "kommune med æ"
    with FileLock(once / "kommune.lock"):
        if not made.exists():
            _make(once / "begun")
            (once / "begun").rename(made)
    shutil.copytree(made, folder, dirs_exist_ok=True)
    return folder


def once_for_all(own: Path) -> Path:
    """The folder that all workers of a run share; `own` is the one of this worker."""
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def _make(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    assert kopling("init", ".", cwd=folder).returncode == 0
    run_lightly(folder)
    files = {"plan.md": PLAN, "skole.html": agreement(GOALS), "barnehage.html": _BARNEHAGE}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "tom.pdf").write_bytes(b"")
    unit = ("--kind", "lederavtale", "--unit")
    assert kopling("add", "plan.md", cwd=folder).returncode == 0
    assert kopling("add", "skole.html", *unit, UNIT, cwd=folder).returncode == 0
    assert kopling("add", "barnehage.html", *unit, "Åsen barnehage", cwd=folder).returncode == 0
    assert kopling("add", "tom.pdf", "--no-guess", cwd=folder).returncode == 0
    done = kopling("run", cwd=folder)
    assert done.returncode == 3, done.stderr
