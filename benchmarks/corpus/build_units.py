"""The units' lederavtaler: one source a unit, expanded to one source a unit and year.

`sources/lederavtaler/common.yaml` holds what all agreements share; each unit's file holds its
own goals by year. A row may `keep` last year's (with `change`), or `copy` the neighbour's of the
same year; so what is told as copied is copied.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from benchmarks.corpus.blocks import Source

PARTS = ("kommune", "tjenesteområde", "tjeneste", "enhet", "personlig")
PLAN_PATHS = {
    2010: "Kommuneplan 2010–2022.pdf",
    2014: "Kommuneplan 2014-2026 samfunnsdel.pdf",
}
FIRST_YEAR_OF_NEW_PLAN = 2015
LEADERS = {
    ("Skole", "nb"): "Rektor",
    ("Barnehage", "nb"): "Styrer",
    ("Barnehage", "nn"): "Styrar",
}
Rows = dict[str, Source]
"""A unit's own rows in one year, by their id in the source."""


class Agreements:
    """All agreements of all units, and how each row came about."""

    def __init__(self, folder: Path, world: Source, plans: Mapping[int, Source]) -> None:
        self.world = world
        self.common = _read(folder / "common.yaml")
        self.given = {unit["id"]: _read(folder / f"{unit['id']}.yaml") for unit in world["units"]}
        self.succession = succession(plans[2014])
        self.objectives = {year: delmål_texts(plan) for year, plan in plans.items()}
        self.own: dict[tuple[str, int], Rows] = {}
        for unit in sorted(world["units"], key=lambda unit: "copies" in unit):
            for year in sorted(self.given[unit["id"]]["years"]):
                self.own[unit["id"], year] = self._own_rows(unit, year)

    def _own_rows(self, unit: Source, year: int) -> Rows:
        before = self.own.get((unit["id"], year - 1), {})
        neighbour = self.own.get((unit.get("copies", ""), year), {})
        rows: Rows = {}
        for given in self.given[unit["id"]]["years"][year]["own"]:
            if "keep" in given:
                row = self._kept(before[given["keep"]], given, year)
            elif "copy" in given:
                row = _copied(neighbour[given["copy"]], given)
            else:
                row = {**given, "origin": "changed" if given["id"] in before else "new"}
            rows[row["id"]] = row
        return rows

    def _kept(self, before: Source, given: Source, year: int) -> Source:
        row = copy.deepcopy({**before, **given.get("change", {})})
        row["origin"] = "changed" if "goals" in given.get("change", {}) else "kept"
        if "now" in given:
            row["goals"] = [
                {"text": goal["text"], **now}
                for goal, now in zip(row["goals"], given["now"], strict=True)
            ]
        elif year == FIRST_YEAR_OF_NEW_PLAN and "goals" not in given.get("change", {}):
            row["goals"] = [self._moved(goal) for goal in row["goals"]]
        return row

    def _moved(self, goal: Source) -> Source:
        """Return last year's goal held against the plan that now governs."""
        number = goal.get("serves")
        if number is None:
            return goal
        if number in self.succession:
            return {**goal, "serves": self.succession[number]}
        gone = {key: value for key, value in goal.items() if key != "serves"}
        return {**gone, "how": "none", "note": f"delmål {number} i planen fra 2010 er falt ut"}

    # -- documents -------------------------------------------------------------------------

    def sources(self) -> list[Source]:
        """Return one document source for each unit and year."""
        return [
            self._source(unit, year)
            for unit in self.world["units"]
            for year in sorted(self.given[unit["id"]]["years"])
        ]

    def _source(self, unit: Source, year: int) -> Source:
        given = self.given[unit["id"]]["years"][year]
        texts = self.common["texts"][unit["language"]]
        shared = self.common["years"][year]
        look = dict(self.common["looks"][unit["id"]])
        layout = {key: look.pop(key) for key in ("one_table", "repeat_header") if key in look}
        words = self._words(unit)
        heading = texts["heading"]
        closing = [
            *shared[unit["language"]]["closing"],
            _signatures(texts, words),
            {"h2": "Vedlegg"},
            {"numbered": list(shared[unit["language"]]["attachments"])},
        ]
        return {
            "document": {
                "kind": "lederavtale",
                "title": f"{heading} {year} – {unit.get('long_name', unit['name'])}",
                "unit": unit["name"],
                "area": unit["area"],
                "year": year,
                "language": unit["language"],
                "status": "signert",
                "running": f"{heading} {year} · {unit['name']}",
                **look,
                **{key: str(value) for key, value in given["document"].items()},
            },
            "heading": heading,
            "columns": texts["columns"],
            **layout,
            "intro": [_worded(each, words) for each in shared[unit["language"]]["intro"]]
            + list(given["about"]),
            "parts": [self._part(unit, year, part, texts, words) for part in PARTS],
            "closing": [_worded(each, words) for each in closing],
        }

    def _words(self, unit: Source) -> dict[str, str]:
        area = next(area for area in self.world["areas"] if area["name"] == unit["area"])
        other = "Einingsleiar" if unit["language"] == "nn" else "Enhetsleder"
        leader = LEADERS.get((unit["service"], unit["language"]), other)
        role = str(area["leader_role"])
        return {
            "unit": str(unit.get("long_name", unit["name"])),
            "area": str(unit["area"]),
            "service_lower": str(unit["service"])[0].lower() + str(unit["service"])[1:],
            "leader": leader,
            "leader_lower": leader.lower(),
            "role": role,
            "role_start": role[0].upper() + role[1:],
        }

    def _part(
        self, unit: Source, year: int, part: str, texts: Source, words: Mapping[str, str]
    ) -> Source:
        intro = texts["part_intro"].get(part)
        titles: Source = texts.get(f"parts_{year}") or texts["parts"]
        return {
            "part": part,
            "title": _fill(titles[part], words),
            "intro": [intro] if intro else [],
            "rows": copy.deepcopy(self._part_rows(unit, year, part)),
        }

    def _part_rows(self, unit: Source, year: int, part: str) -> list[Source]:
        given = self.given[unit["id"]]["years"][year]
        shared = self.common["years"][year]
        if part == "kommune":
            return [_answered(row, given.get("answers", {})) for row in shared["kommune"]]
        if part == "tjenesteområde":
            return list(shared["areas"][unit["area"]])
        if part == "tjeneste":
            return list(shared["services"][unit["service"]])
        if part == "enhet":
            return [self._own_row(row, year) for row in self.own[unit["id"], year].values()]
        return [
            {"enhet": row["goal"], "tiltak": row["tiltak"], "støtte": row["støtte"]}
            for row in given["personal"]
        ]

    def _own_row(self, row: Source, year: int) -> Source:
        goals = [_annotated(goal, row) for goal in row["goals"]]
        return {
            **self._result(row, year),
            "enhet": goals[0] if len(goals) == 1 else goals,
            "tiltak": row.get("tiltak", ""),
            "støtte": row.get("støtte", ""),
        }

    def _result(self, row: Source, year: int) -> Source:
        """Return what stands in the first column: a budget's result goal, a delmål, or nothing."""
        reference = self.common["results"][year].get(row.get("result", ""))
        if reference:
            return {"ref": reference}
        if "delmål" not in row:
            return {}
        plan = 2010 if year < FIRST_YEAR_OF_NEW_PLAN else 2014
        is_old = row["origin"] in ("kept", "copied") and plan == 2014
        number = self.succession[row["delmål"]] if is_old else str(row["delmål"])
        text = self.objectives[plan][number]
        goal = {"text": text, "serves": number, "how": "verbatim", "refer": f"delmål {number}"}
        return {"resultatmål": {**goal, "note": "kommuneplanens delmål, sitert"}}

    # -- facts -----------------------------------------------------------------------------

    def facts(self) -> list[Source]:
        """Return, for each unit and year, which own goals are new, kept, changed, copied, gone."""
        return [
            self._facts(unit, year)
            for unit in self.world["units"]
            for year in sorted(self.given[unit["id"]]["years"])
        ]

    def _facts(self, unit: Source, year: int) -> Source:
        rows = self.own[unit["id"], year]
        before = self.own.get((unit["id"], year - 1), {})
        goals = [goal for row in rows.values() for goal in row["goals"]]
        found: Source = {"unit": unit["name"], "year": year, "profile": unit["profile"]}
        found["own_goals"] = len(goals)
        found["kinds"] = {
            kind: sum(goal["how"] == kind for goal in goals)
            for kind in ("verbatim", "rephrased", "concretised", "topical", "none")
        }
        empty = ["", *self.common["facts"]["empty_words_in_tiltak"]]
        found["with_measure"] = sum(row.get("tiltak", "") not in empty for row in rows.values())
        found["with_support"] = sum(bool(row.get("støtte")) for row in rows.values())
        for origin in ("new", "kept", "changed"):
            found[origin] = _texts(row for row in rows.values() if row["origin"] == origin)
        found["copied"] = _texts(row for row in rows.values() if row["origin"] == "copied")
        found["dropped"] = _texts(row for key, row in before.items() if key not in rows)
        found["lag"] = [goal["text"] for goal in goals if goal.get("lag")]
        return found


def succession(plan: Source) -> dict[str, str]:
    """Return old delmål numbers and the new ones that continue them.

    >>> delmål = [{"number": "1.5", "from": "1.4"}, {"number": "3.4"}]
    >>> succession({"hovedmål": [{"delmål": delmål}]})
    {'1.4': '1.5'}
    """
    return {
        str(delmål["from"]): str(delmål["number"])
        for hovedmål in plan["hovedmål"]
        for delmål in hovedmål["delmål"]
        if "from" in delmål
    }


def delmål_texts(plan: Source) -> dict[str, str]:
    """Return the words of each delmål by its number."""
    return {
        str(delmål["number"]): str(delmål["text"])
        for hovedmål in plan["hovedmål"]
        for delmål in hovedmål["delmål"]
    }


def _read(path: Path) -> Source:
    content: Source = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def _copied(row: Source, given: Source) -> Source:
    """Return the neighbour's row; names that the copyist remembered to change are changed."""
    taken = copy.deepcopy(row)
    for old, new in given.get("replace", {}).items():
        for goal in taken["goals"]:
            goal["text"] = goal["text"].replace(old, new)
    return {**taken, "origin": "copied"}


def _annotated(goal: Source, row: Source) -> Source:
    """Return the goal as the document's source has it, with its origin in the note."""
    notes = [str(goal["note"])] if "note" in goal else []
    if row["origin"] == "copied":
        notes.append("skrevet av etter BFT Sentrum samme år")
    found: Source = {}
    found |= {key: goal[key] for key in ("text", "serves", "how") if key in goal}
    if goal.get("lag"):
        notes.append("etterslep: planen fra 2010 gjelder ikke lenger")
        found["also"] = [
            {
                "text": goal["text"],
                "how": goal.get("now_how", "none"),
                "note": "mot planen fra 2014",
            }
        ]
        if "now_serves" in goal:
            found["also"][0]["serves"] = goal["now_serves"]
    if "plan" in goal:
        found["plan"] = PLAN_PATHS[int(goal["plan"])]
    return {**found, "note": "; ".join(["enhetens eget mål", *notes])}


def _answered(row: Source, answers: Mapping[str, Source]) -> Source:
    """Return a shared row with what this unit answers to it."""
    reference = str(row.get("ref", ""))
    answer = answers.get({"SER-15-1": "F1"}.get(reference, reference), {})
    found: Source = {
        **row,
        **{name: answer[name] for name in ("tiltak", "støtte") if name in answer},
    }
    return {**found, "enhet": answer["goal"]} if "goal" in answer else found


def _texts(rows: Any) -> list[str]:
    return [goal["text"] for row in rows for goal in row["goals"]]


def _signatures(texts: Source, words: Mapping[str, str]) -> Source:
    leader, role, place, signature = (_fill(text, words) for text in texts["signatures"])
    line = "……………………………………………"
    return {
        "table": {
            "columns": [f"{leader}, {words['unit']}", role],
            "rows": [[f"{place}: {line}"] * 2, [f"{signature}: {line}"] * 2],
            "widths": [50, 50],
        }
    }


def _fill(text: str, words: Mapping[str, str]) -> str:
    return text.format(**words)


def _worded(block: Any, words: Mapping[str, str]) -> Any:
    if isinstance(block, str):
        return _fill(block, words)
    return {
        key: _fill(value, words) if isinstance(value, str) else value
        for key, value in block.items()
    }
