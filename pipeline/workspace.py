"""Where an experiment came from. It needs Python alone: packages may not be there yet."""

from pathlib import Path

_EXPERIMENTS = (".dvc", "tmp", "exps")


def workspace(folder: Path) -> Path:
    """The project that DVC copied `folder` from, for an experiment; `folder` itself elsewhere.

    Queued experiments run in copies that hold what git and DVC keep, and nothing else: what is
    remembered between runs is found in the project that they were made from.
    """
    for parent in folder.absolute().parents:
        if parent.parts[-len(_EXPERIMENTS) :] == _EXPERIMENTS:
            return parent.parents[len(_EXPERIMENTS) - 1]
    return folder
