"""The README's figures of what growth costs, from what `benchmarks/speed` wrote last."""

import json
from pathlib import Path
from typing import Any

SPEED = Path(__file__).parent.parent / "benchmarks" / "speed"
_CHANGES = {
    "nothing": "run again with nothing changed",
    "reordered": "the register in another order",
    "renamed": "a file renamed",
    "added": "one document added",
    "alone": "that document in a project of its own",
    "removed": "it taken away again",
}


def growth_figures() -> str:
    """Cost by size and by change, linking at size, and what else is measured, as far as it is."""
    parts = {
        "growth": _growth,
        "linking_at_size": _linking,
        "engines": _engines,
        "faults": _faults,
        "country": _country,
    }
    read = {name: SPEED / f"{name}.json" for name in parts}
    return "\n".join(
        parts[name](json.loads(path.read_text(encoding="utf-8")))
        for name, path in read.items()
        if path.is_file()
    )


def _growth(growth: dict[str, Any]) -> str:
    changes, largest = growth.get("changes"), max(growth["sizes"], key=int)
    return _sizes(growth) + (f"\n{_changes(changes, largest)}" if changes else "")


def _sizes(growth: dict[str, Any]) -> str:
    head = (
        "| documents | pages | goals | from nothing to report | peak memory |\n"
        "|---|---|---|---|---|\n"
    )
    rows = [
        f"| {int(size):,} | {run['pages']:,} | {run['goals']:,} | {_clock(run['seconds'])} "
        f"| {run['peak_megabytes']:,} MB |\n"
        for size, run in growth["sizes"].items()
    ]
    slopes = growth["slopes"]
    steepest = max((name for name in slopes if name != "whole"), key=lambda name: slopes[name])
    told = (
        f"\nTime grows with pages to the power of {slopes['whole']:.2f} at most (1 is linear); the "
        f"steepest stage is {steepest} with {slopes[steepest]:.2f}.\n"
    )
    return head + "".join(rows) + told


def _changes(changes: dict[str, Any], largest: str) -> str:
    head = f"| a run of {int(largest):,} documents, after | takes |\n|---|---|\n"
    rows = [
        f"| {words} | {_clock(changes[name]['seconds'])} |\n"
        for name, words in _CHANGES.items()
        if name in changes
    ]
    return head + "".join(rows)


def _linking(linking: dict[str, Any]) -> str:
    head = (
        "| statements | all pairs linked | evidence for the best ten | both | peak memory "
        "| × brute-force nearest neighbours |\n|---|---|---|---|---|---|\n"
    )
    rows = []
    for name, size in linking["sizes"].items():
        ways = [size[way] for way in ("linking", "evidence")]
        seconds = [way["seconds"] for way in ways]
        told = " | ".join(f"{each:.1f} s" for each in (*seconds, sum(seconds)))
        peak = max(way["peak_megabytes"] for way in ways)
        sides = " × ".join(f"{int(side):,}" for side in name.split("x"))
        rows.append(f"| {sides} | {told} | {peak:,} MB | {size['times_nearest']} |\n")
    return head + "".join(rows)


def _engines(engines: dict[str, Any]) -> str:
    def ratio(name: str) -> str:
        told = engines[name]
        return f"{told['median']:.2f} × ({told['lowest']:.2f}–{told['highest']:.2f})"

    read = f"{engines['documents']} documents, {engines['pages']} pages"
    return (
        f"Two processes read {ratio('two_processes_against_one')} as fast as one, a Dask cluster "
        f"of two workers {ratio('cluster_against_two_processes')} as fast as those two ({read}, "
        f"{engines['turns']} turns).\n"
    )


def _faults(faults: dict[str, Any]) -> str:
    rooms, alike = faults["damaged_rooms"], faults["kills_resumed_alike"]
    full = "the one" if faults["full_disk"]["alike"] else "not the one"
    return (
        f"Of {faults['kills']} runs ended at random moments {alike} came to the same bytes when "
        f"run again; so did {sum(rooms.values())} of {len(rooms)} with a damaged entry in the "
        f"cache, and {full} whose disk was full.\n"
    )


def _country(country: dict[str, Any]) -> str:
    assumed, first = country["assumed"], country["breaks_first"]
    counts = ", ".join(f"{country[name]:,} {name}" for name in ("documents", "pages", "goals"))
    days = f"{country['days_on_the_cluster']} days on {assumed['cluster_cores']} cores"
    return (
        f"On paper, all {assumed['municipalities']} municipalities over {assumed['years']} years: "
        f"{counts}; {country['core_hours']:,} core hours, {days}, "
        f"{sum(country['gigabytes'].values()):,} GB. What breaks first is the memory of the stage "
        f"{first}, at about {country['breaks_first_at_documents']:,} documents on one machine of "
        f"{assumed['megabytes'] // 1000} GB.\n"
    )


def _clock(seconds: float) -> str:
    """Seconds, or minutes from two on.

    >>> _clock(4.24), _clock(345.0)
    ('4.2 s', '5.8 min')
    """
    return f"{seconds:.1f} s" if seconds < 120 else f"{seconds / 60:.1f} min"
