"""Projects whose stages run one after the other in this process, quickly: no encoder is loaded."""

from pathlib import Path

import pytest

from pipeline.coupling import __main__ as coupling
from pipeline.embedding import __main__ as embedding
from pipeline.extraction import __main__ as extraction
from pipeline.goals import __main__ as goals
from pipeline.history import __main__ as history
from pipeline.parsing import __main__ as parsing
from pipeline.pictures import __main__ as pictures
from pipeline.scoring import __main__ as scoring
from pipeline.specification import __main__ as specification

OUTPUTS = Path("outputs")
STAGES = (
    *(extraction, parsing, goals, embedding, coupling, scoring, specification, history),
    pictures,
)
COLUMNS = "path,kind,municipality,unit,year,year_to"
PARAMS = """
embedding: {encoder: lsa}
extraction: {}
pictures: {}
goals: {}
parsing: {}
coupling: {bootstrap_samples: 20}
scoring: {bootstrap_samples: 20}
specification: {encoders: [lsa], segmentations: [goal], cuts: [], border_shifts: [0.0]}
reporting: {}
running: {workers: WORKERS}
"""


def set_workers(folder: Path, workers: int) -> None:
    """Let the project work in so many processes."""
    text = PARAMS.replace("WORKERS", str(workers))
    (folder / "params.yaml").write_text(text, encoding="utf-8")


def run_in(folder: Path, *stages: object) -> None:
    """Run the stages, all where none is named, in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for stage in stages or STAGES:
            stage.main()  # type: ignore[attr-defined]
