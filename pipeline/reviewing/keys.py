"""Which key does what: one press each, changed by each coder as she likes."""

import json
from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import InputError

# In the order in which the page of keys lists them. Digits stay what they are: they choose among
# what is on the page.
DEFAULTS = {
    "accept": "a",
    "reject": "x",
    "unsure": "u",
    "no_parent": "n",
    "recode": "r",
    "memo": "m",
    "undo": "z",
    "skip": "s",
    "score": "v",
    "codebook": "k",
    "list": "l",
}
# Keys with which a browser searches in the page, scrolls or leaves a field.
TAKEN_BY_BROWSERS = frozenset("/' ")


def checked_keys(wanted: Mapping[str, str]) -> dict[str, str]:
    """The keys of all actions, those of DEFAULTS where none is given.

    Raises InputError for an action that isn't there, for what is not one letter or sign, for a
    digit, for a key that browsers use, and for one key with two actions.
    """
    unknown = sorted(set(wanted) - set(DEFAULTS))
    if unknown:
        raise InputError(f"keys: expected {', '.join(DEFAULTS)}; came {unknown[0]}")
    keys = DEFAULTS | {action: key.strip().lower() or key for action, key in wanted.items()}
    for action, key in keys.items():
        if len(key) != 1 or not key.isprintable() or key.isdigit() or key in TAKEN_BY_BROWSERS:
            raise InputError(f"keys: {action}: expected one letter or sign, came {key!r}")
    taken: dict[str, str] = {}
    for action, key in keys.items():
        other = taken.setdefault(key, action)
        if other != action:
            raise InputError(f"keys: {key!r} would be both {other} and {action}")
    return keys


def read_keys(folder: Path, coder: str) -> dict[str, str]:
    """The coder's keys; DEFAULTS where she has none, or where the file can't be read."""
    try:
        kept = json.loads(_path(folder, coder).read_text(encoding="utf-8"))
        return checked_keys({str(action): str(key) for action, key in kept.items()})
    except (OSError, ValueError, AttributeError, InputError):
        return dict(DEFAULTS)


def write_keys(folder: Path, coder: str, wanted: Mapping[str, str]) -> dict[str, str]:
    """Keep a coder's keys; what they are now. Raises InputError as `checked_keys`."""
    keys = checked_keys(wanted)
    path = _path(folder, coder)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(keys, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return keys


def _path(folder: Path, coder: str) -> Path:
    return folder / f"keys-{coder}.json"
