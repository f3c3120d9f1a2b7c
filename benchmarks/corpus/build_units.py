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

CELLS = ("tiltak", "støtte", "frist")
GOAL_KEYS = ("text", "serves", "how", "refer", "via", "orphan")
PARTS = ("kommune", "tjenesteområde", "tjeneste", "enhet", "personlig")
LAYOUT = ("one_table", "repeat_header", "columns", "keys", "widths", "form", "labels")
"""What a unit's look may say of the agreement's form; the rest of a look goes to the header."""
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
        self.old_plan, self.new_plan = sorted(plans)
        self.plan_paths = {year: str(plan["document"]["path"]) for year, plan in plans.items()}
        self.first_year_of_new_plan = min(
            year for year, plan in world["plan_in_force"].items() if str(self.new_plan) in plan
        )
        self.succession = succession(plans[self.new_plan])
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
        if "goals" not in given.get("change", {}):
            row["goals"] = [_with_parent(goal, given.get("via")) for goal in row["goals"]]
        if "now" in given:
            row["goals"] = [
                {"text": goal["text"], **now}
                for goal, now in zip(row["goals"], given["now"], strict=True)
            ]
        elif year == self.first_year_of_new_plan and "goals" not in given.get("change", {}):
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
        note = f"delmål {number} i planen fra {self.old_plan} er falt ut"
        return {**gone, "how": "none", "note": note}

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
        layout = {key: look.pop(key) for key in LAYOUT if key in look}
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
            "parts": [
                self._part(unit, year, part, texts, words)
                for part in self.common.get("part_order", PARTS)
            ],
            "closing": [_worded(each, words) for each in closing],
        }

    def _words(self, unit: Source) -> dict[str, str]:
        area = next(area for area in self.world["areas"] if area["name"] == unit["area"])
        other = "Einingsleiar" if unit["language"] == "nn" else "Enhetsleder"
        leader = unit.get("leader") or LEADERS.get((unit["service"], unit["language"]), other)
        role = str(area["leader_role"])
        return {
            "unit": str(unit.get("long_name", unit["name"])),
            "area": str(unit["area"]),
            "service_lower": str(unit["service"])[0].lower() + str(unit["service"])[1:],
            "leader": leader,
            "leader_lower": leader if leader[1:2].isupper() else leader.lower(),
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
            rows = self.own[unit["id"], year].values()
            return [self._own_row(row, year, unit.get("copies", "")) for row in rows]
        return [
            {"enhet": row["goal"], **{key: row[key] for key in CELLS if key in row}}
            for row in given["personal"]
        ]

    def _own_row(self, row: Source, year: int, copied_from: str) -> Source:
        goals = [self._annotated(goal, row, copied_from) for goal in row["goals"]]
        return {
            **self._result(row, year),
            "enhet": goals[0] if len(goals) == 1 else goals,
            **{key: row.get(key, "") for key in CELLS},
        }

    def _result(self, row: Source, year: int) -> Source:
        """Return what stands in the first column: a budget's result goal, a delmål, or nothing."""
        reference = self.common["results"][year].get(row.get("result", ""))
        if reference:
            return {"ref": reference}
        if "delmål" not in row:
            return {}
        plan = self.old_plan if year < self.first_year_of_new_plan else self.new_plan
        is_old = row["origin"] in ("kept", "copied") and plan == self.new_plan
        number = self.succession[row["delmål"]] if is_old else str(row["delmål"])
        text = self.objectives[plan][number]
        goal = {"text": text, "serves": number, "how": "verbatim", "refer": f"delmål {number}"}
        return {"resultatmål": {**goal, "note": "kommuneplanens delmål, sitert"}}

    def _annotated(self, goal: Source, row: Source, copied_from: str) -> Source:
        """Return the goal as the document's source has it, with its origin in the note."""
        notes = [str(goal["note"])] if "note" in goal else []
        if row["origin"] == "copied":
            names = {unit["id"]: unit["name"] for unit in self.world["units"]}
            notes.append(f"skrevet av etter {names[copied_from]} samme år")
        found: Source = {key: goal[key] for key in GOAL_KEYS if key in goal}
        if goal.get("lag"):
            notes.append(f"etterslep: planen fra {self.old_plan} gjelder ikke lenger")
            found["also"] = [
                {
                    "text": goal["text"],
                    "how": goal.get("now_how", "none"),
                    "note": f"mot planen fra {self.new_plan}",
                }
            ]
            if "now_serves" in goal:
                found["also"][0]["serves"] = goal["now_serves"]
        if "plan" in goal:
            found["plan"] = self.plan_paths[int(goal["plan"])]
        return {**found, "note": "; ".join(["enhetens eget mål", *notes])}

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


def _with_parent(goal: Source, parent: str | None) -> Source:
    """Return a kept goal with this year's parent in the budget, not last year's."""
    found = {key: value for key, value in goal.items() if key != "via"}
    return {**found, "via": parent} if parent else found


def _copied(row: Source, given: Source) -> Source:
    """Return the neighbour's row; names that the copyist remembered to change are changed."""
    taken = copy.deepcopy(row)
    for old, new in given.get("replace", {}).items():
        for goal in taken["goals"]:
            goal["text"] = goal["text"].replace(old, new)
    return {**taken, "origin": "copied"}


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
