"""Projects with little in them: no document, nothing said, a plan alone, a unit alone."""

from pathlib import Path

import pytest

from pipeline import schemas
from pipeline.reporting import __main__ as reporting
from pipeline.tables import read_table
from tests.small_project import GOALS, PLAN, agreement
from tests.stages_in_process import COLUMNS, OUTPUTS, STAGES, run_in, set_workers

PAGE = "# Referat\n\nMøtet ble satt klokka ti.\n"
PROJECTS = {
    "no document": {},
    "a plan alone": {"plan.md,kommuneplan,,,2012,2024": PLAN},
    "a unit alone": {"skole.html,lederavtale,,Lia skole,2013,": agreement(GOALS)},
    "nothing said": {"referat.md,annet,,,2013,": PAGE},
    "nothing read": {"skole.pdf,lederavtale,,Lia skole,2013,": "%PDF-1.4 and no more"},
    "nothing said in one of two": {
        "plan.md,kommuneplan,Livik,,2012,2024": PLAN,
        "referat.md,annet,Elvestad,,2013,": PAGE,
    },
}


@pytest.mark.parametrize("documents", PROJECTS.values(), ids=PROJECTS)
def test_a_run_comes_to_its_end_with_a_report(documents: dict[str, str], tmp_path: Path) -> None:
    """Every stage does with what there is, and what there is isn't lost."""
    folder = tmp_path / "documents"
    folder.mkdir()
    for row, text in documents.items():
        (folder / row.partition(",")[0]).write_text(text, encoding="utf-8")
    register = "\n".join([COLUMNS, *documents])
    (folder / "register.csv").write_text(f"{register}\n", encoding="utf-8")
    (tmp_path / "reviews").mkdir()
    set_workers(tmp_path, 1)

    run_in(tmp_path, *STAGES, reporting)

    assert (tmp_path / OUTPUTS / "reporting" / "index.html").is_file()
    files = len(read_table(schemas.FILES, tmp_path / OUTPUTS))
    rejects = len(read_table(schemas.REJECTS, tmp_path / OUTPUTS))
    assert files + rejects >= len(documents)
