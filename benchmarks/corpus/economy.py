"""The municipality's money: leaf amounts in, tables that reconcile out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.corpus.blocks import Source, Table

Amounts = list[int]
"""One figure a year, thousands of kroner."""

NBSP = "\u00a0"
MINUS = "\u2212"


def sum_columns(rows: Iterable[Sequence[int | None]], width: int = 4) -> Amounts:
    """Return the sum of each column; a missing figure counts as nothing.

    >>> sum_columns([[1, None], [2, 3]], width=2)
    [3, 3]
    """
    totals = [0] * width
    for row in rows:
        totals = [total + (value or 0) for total, value in zip(totals, row, strict=True)]
    return totals


@dataclass(frozen=True)
class NumberStyle:
    """How a document prints its figures."""

    unit: str = "1 000 kr"
    negative: str = "hyphen"
    thousands: str = NBSP
    zero: str = "0"

    def show(self, amount: int | None) -> str:
        """Return the figure as the document prints it.

        >>> NumberStyle(unit="mill. kr", negative="minus").show(-1500)
        '−1,5'
        """
        if amount is None:
            return ""
        if amount == 0:
            return self.zero if self.unit != "mill. kr" or self.zero != "0" else "0,0"
        return self._signed(self._digits(abs(amount)), amount < 0)

    def _digits(self, amount: int) -> str:
        if self.unit == "1 000 kr":
            return f"{amount:,}".replace(",", self.thousands)
        if amount % 100:
            raise ValueError(f"{amount} thousand kroner is no whole tenth of a million")
        whole = f"{amount // 1000:,}".replace(",", self.thousands)
        return f"{whole},{amount % 1000 // 100}"

    def _signed(self, digits: str, is_negative: bool) -> str:
        if not is_negative:
            return digits
        return {
            "hyphen": f"-{digits}",
            "minus": f"{MINUS}{digits}",
            "spaced": f"- {digits}",
            "brackets": f"({digits})",
            "trailing": f"{digits}-",
        }[self.negative]


class Rows:
    """Rows of an amounts table under way."""

    def __init__(self, style: NumberStyle, width: int) -> None:
        self.style = style
        self.width = width
        self.rows: list[tuple[str, ...]] = []
        self.strong: set[int] = set()
        self.bands: set[int] = set()

    def band(self, label: str) -> None:
        """Add a row that heads a group."""
        self.bands.add(len(self.rows))
        self.rows.append((label, *[""] * self.width))

    def add(self, label: str, values: Sequence[int | None], strong: bool = False) -> None:
        """Add a row of figures."""
        if strong:
            self.strong.add(len(self.rows))
        self.rows.append((label, *map(self.style.show, values)))

    def table(self, columns: Sequence[str], caption: str = "") -> Table:
        """Return the finished table."""
        return Table(
            columns=tuple(columns),
            rows=tuple(self.rows),
            numeric=True,
            strong=frozenset(self.strong),
            bands=frozenset(self.bands),
            caption=caption,
        )


class Economy:
    """All frames, measures and cuts of the municipality, from `economy.yaml`.

    Three years in a row: a plan starts in the first and in the last, the middle one has a budget
    of its own. `years` names them, `words` renames what the tables print.
    """

    def __init__(self, source: Source, world: Source) -> None:
        self.source = source
        self.first, self.middle, self.last = source.get("years", (2013, 2014, 2015))
        self.words: dict[str, str] = source.get("words", {})
        self.areas: list[Source] = world["areas"]
        self.services = {
            service["id"]: service["name"] for area in self.areas for service in area["services"]
        }

    def say(self, text: str) -> str:
        """Return the label as this municipality prints it."""
        return self.words.get(text, text)

    # -- figures ---------------------------------------------------------------------------

    def years(self, plan: str) -> list[str]:
        """Return the four years of a plan."""
        return [str(int(plan) + offset) for offset in range(4)]

    def base(self, plan: str, service: str) -> int:
        """Return the budget that the plan starts from."""
        if plan == str(self.first):
            return int(self.source["base"][plan][service])
        return self.frame_between(service)

    def measures(self, plan: str, service: str, stage: str = "decision") -> list[Source]:
        """Return the measures of a service, with wage growth and the cuts case in the last."""
        listed = [_measure_at_stage(row, stage) for row in self.source["measures"][plan][service]]
        listed = [row for row in listed if any(row["values"]) or stage == "decision"]
        return [*self._technical(plan, service), *listed]

    def _technical(self, plan: str, service: str) -> list[Source]:
        if plan == str(self.first):
            return []
        growth = self.source[f"growth_{self.last}"][service]
        cut = self.cut(service, "decision")[1] or 0
        label = f"{self.say('Lønns- og prisvekst')} {self.last}"
        rows: list[Source] = [{"label": label, "values": [growth] * 4}]
        if cut:
            case = self.source["cuts"].get("case", "48/14")
            label = f"{self.say('Helårsvirkning av sak')} {case}"
            rows.append({"label": label, "values": [-cut] * 4})
        return rows

    def frame(self, plan: str, service: str, stage: str = "decision") -> Amounts:
        """Return the frame of a service for four years."""
        base = self.base(plan, service)
        changes = sum_columns(row["values"] for row in self.measures(plan, service, stage))
        return [base + change for change in changes]

    def frame_between(self, service: str) -> int:
        """Return the adopted frame for the middle year: plan, wage growth and new decisions."""
        return self._bridge(service)[-1]

    def budget(self, year: int, service: str) -> int:
        """Return a service's frame in one year's budget."""
        if year == self.middle:
            return self.frame_between(service)
        return self.frame(str(year), service)[0]

    def cut(self, service: str, stage: str) -> Sequence[int | None]:
        """Return a service's cuts in the middle and the last year."""
        for row in self.source["cuts"]["services"]:
            if row["id"] == service:
                values: Sequence[int | None] = row[stage]
                return values
        return [0, 0]

    def split(self, service: str, net: int, of: str = "shares") -> Amounts:
        """Return wages, other running costs and income that add up to `net`."""
        shares = {**self.source["shares"], **self.source[of]}
        wages_share, running_share = shares[service]
        wages, running = round(net * wages_share), round(net * running_share)
        return [wages, running, net - wages - running]

    def unit_rows(self, year: int, service: str) -> list[tuple[str, Amounts]]:
        """Return wages, running, income and net for each unit, and what is held centrally."""
        frame = self.budget(year, service)
        factor = frame / self.budget(self.first, service)
        rows = []
        for position, unit in enumerate(self.source["units"][service]):
            net = round(unit["net"] * factor * (1 + 0.004 * ((position + year) % 3 - 1)))
            parts = _tilt(self.split(service, net, "unit_shares"), position)
            rows.append((str(unit["name"]), [0, net, 0] if unit.get("is_grant") else parts))
        whole = self.split(service, frame)
        held = [a - b for a, b in zip(whole, sum_columns((r for _, r in rows), 3), strict=True)]
        rows.append((f"{self.say('Sentralt avsatt')}, {self.services[service].lower()}", held))
        return [(name, [*parts, sum(parts)]) for name, parts in rows]

    def area_frame(self, plan: str, area: Source, stage: str = "decision") -> Amounts:
        """Return the frame of an area for four years."""
        return sum_columns(self.frame(plan, s["id"], stage) for s in area["services"])

    def total_frame(self, plan: str, stage: str = "decision") -> Amounts:
        """Return the sum of all frames for four years."""
        return sum_columns(self.area_frame(plan, area, stage) for area in self.areas)

    # -- tables ----------------------------------------------------------------------------

    def table(self, given: Source) -> Table:
        """Return the table that a source asks for by name."""
        makers: dict[str, Callable[[Source, NumberStyle], Table]] = {
            "frames": self.frames_table,
            "overview": self.overview_table,
            "appropriations": self.appropriations_table,
            "investments": self.investments_table,
            "bridge": self.bridge_table,
            "budget-services": self.budget_services_table,
            "budget-units": self.budget_units_table,
            "cuts": self.cuts_table,
            "cuts-detail": self.cuts_detail_table,
            "changes": self.changes_table,
            "accounts": self.accounts_table,
            "accounts-units": self.accounts_units_table,
        }
        style = NumberStyle(**given.get("style", {}))
        return makers[given["name"]](given, style)

    def frames_table(self, given: Source, style: NumberStyle) -> Table:
        """Measures and frames by service, for the services of one area."""
        plan, stage = str(given["plan"]), given.get("stage", "decision")
        rows = Rows(style, 4)
        area = next(area for area in self.areas if area["id"] == given["area"])
        for service in area["services"]:
            rows.band(service["name"])
            base = self.base(plan, service["id"])
            rows.add(given["base_label"], [base] * 4)
            for row in self.measures(plan, service["id"], stage):
                rows.add(row["label"], row["values"])
            frame = self.frame(plan, service["id"], stage)
            rows.add(f"{self.say('Ramme')} {_lower(service['name'])}", frame, strong=True)
        rows.add(
            f"{self.say('Sum')} {_lower(area['name'])}",
            self.area_frame(plan, area, stage),
            strong=True,
        )
        return rows.table(
            [self.say(f"Beløp i {style.unit}"), *self.years(plan)], given.get("caption", "")
        )

    def overview_table(self, given: Source, style: NumberStyle) -> Table:
        """Frames by area and service with sub-totals and a total."""
        plan, stage = str(given["plan"]), given.get("stage", "decision")
        rows = Rows(style, 5 if given.get("with_base") else 4)
        for area in self.areas:
            rows.band(area["name"])
            for service in area["services"]:
                rows.add(service["name"], self._with_base(given, plan, [service], stage))
            total = self._with_base(given, plan, area["services"], stage)
            rows.add(f"{self.say('Sum')} {_lower(area['name'])}", total, strong=True)
        everything = [service for area in self.areas for service in area["services"]]
        rows.add(
            self.say("Sum rammer"), self._with_base(given, plan, everything, stage), strong=True
        )
        base = [f"{self.say('Budsjett')} {int(plan) - 1}"] if given.get("with_base") else []
        columns = [self.say(f"Beløp i {style.unit}"), *base, *self.years(plan)]
        return rows.table(columns, given.get("caption", ""))

    def _with_base(
        self, given: Source, plan: str, services: list[Source], stage: str
    ) -> Sequence[int]:
        frame = sum_columns(self.frame(plan, service["id"], stage) for service in services)
        base = sum(self.base(plan, service["id"]) for service in services)
        return [base, *frame] if given.get("with_base") else frame

    def appropriations(self, plan: str, stage: str = "decision") -> dict[str, Amounts]:
        """Return the sums of the overview of appropriations, with the reserve as what is left."""
        income = sum_columns(row["values"] for row in self.source["income"][plan])
        finance = sum_columns(row["values"] for row in self.source["finance"][plan])
        frames = self.total_frame(plan, stage)
        left = [i + f - x for i, f, x in zip(income, finance, frames, strict=True)]
        return {"income": income, "finance": finance, "frames": frames, "reserve": left}

    def appropriations_table(self, given: Source, style: NumberStyle) -> Table:
        """The overview of appropriations: income, finance, frames, reserve."""
        plan, stage = str(given["plan"]), given.get("stage", "decision")
        keep = int(given.get("years", 4))
        sums = self.appropriations(plan, stage)
        rows = Rows(style, keep)
        for row in self.source["income"][plan]:
            rows.add(row["label"], row["values"][:keep])
        rows.add(self.say("Sum frie disponible inntekter"), sums["income"][:keep], strong=True)
        for row in self.source["finance"][plan]:
            rows.add(row["label"], row["values"][:keep])
        rows.add(self.say("Netto finansinntekter/-utgifter"), sums["finance"][:keep], strong=True)
        reserve = sums["reserve"][:keep]
        rows.add(self.say("Til disposisjonsfond (-) / bruk av fond"), [-value for value in reserve])
        spread = [
            i + f - r
            for i, f, r in zip(*(sums[k] for k in ("income", "finance", "reserve")), strict=True)
        ]
        rows.add(self.say("Til fordeling drift"), spread[:keep], strong=True)
        rows.add(self.say("Sum fordelt til drift (rammer)"), [-v for v in sums["frames"][:keep]])
        rows.add(self.say("Mer-/mindreforbruk"), [0] * keep, strong=True)
        columns = [self.say(f"Beløp i {style.unit}"), *self.years(plan)[:keep]]
        return rows.table(columns, given.get("caption", ""))

    def investments_table(self, given: Source, style: NumberStyle) -> Table:
        """Investments by project, and how they are paid for."""
        plan = str(given["plan"])
        rows = Rows(style, 5)
        projects = self.source["investments"][plan]
        funding = self.source["funding"][plan]
        for row in projects:
            rows.add(row["label"], [*row["values"], sum(row["values"])])
        cost = sum_columns(row["values"] for row in projects)
        rows.add(self.say("Sum investeringer"), [*cost, sum(cost)], strong=True)
        for row in funding:
            rows.add(row["label"], [*row["values"], sum(row["values"])])
        paid = sum_columns(row["values"] for row in funding)
        loan = [-(a + b) for a, b in zip(cost, paid, strict=True)]
        rows.add(self.say("Låneopptak"), [*loan, sum(loan)])
        both = [a + b for a, b in zip(paid, loan, strict=True)]
        rows.add(self.say("Sum finansiering"), [*both, sum(both)], strong=True)
        columns = [self.say(f"Beløp i {style.unit}"), *self.years(plan), "Sum"]
        return rows.table(columns, given.get("caption", ""))

    def bridge_table(self, given: Source, style: NumberStyle) -> Table:
        """From the plan's second year to the budget for the middle year."""
        rows = Rows(style, 4)
        for area in self.areas:
            parts = [self._bridge(service["id"]) for service in area["services"]]
            for service, values in zip(area["services"], parts, strict=True):
                rows.add(service["name"], values)
            rows.add(f"{self.say('Sum')} {_lower(area['name'])}", sum_columns(parts), strong=True)
        whole = sum_columns(self._bridge(service) for service in self.services)
        rows.add(self.say("Sum rammer"), whole, strong=True)
        columns = [
            self.say(f"Beløp i {style.unit}"),
            f"{self.say('Økonomiplan')} {self.middle}",
            self.say("Lønns- og prisvekst"),
            self.say("Nye vedtak"),
            f"{self.say('Budsjett')} {self.middle}",
        ]
        return rows.table(columns, given.get("caption", ""))

    def _bridge(self, service: str) -> Amounts:
        planned = self.frame(str(self.first), service)[1]
        keys = (f"growth_{self.middle}", f"change_{self.middle}")
        growth, change = (int(self.source[key][service]) for key in keys)
        return [planned, growth, change, planned + growth + change]

    def budget_services_table(self, given: Source, style: NumberStyle) -> Table:
        """Wages, running costs, income and net frame by area and service."""
        year = int(given["year"])
        rows = Rows(style, 4)
        everything = []
        for area in self.areas:
            rows.band(area["name"])
            parts = []
            for service in area["services"]:
                split = self.split(service["id"], self.budget(year, service["id"]))
                parts.append([*split, sum(split)])
                rows.add(service["name"], parts[-1])
            rows.add(f"{self.say('Sum')} {_lower(area['name'])}", sum_columns(parts), strong=True)
            everything += parts
        rows.add(self.say("Sum alle tjenesteområder"), sum_columns(everything), strong=True)
        columns = [
            self.say(f"Beløp i {style.unit}"),
            *map(self.say, ("Lønn", "Drift", "Inntekter", "Netto ramme")),
        ]
        return rows.table(columns, given.get("caption", ""))

    def budget_units_table(self, given: Source, style: NumberStyle) -> Table:
        """Wages, running costs, income and net frame by unit, for the services named."""
        rows = Rows(style, 4)
        for service in given["services"]:
            rows.band(self.services[service])
            units = self.unit_rows(int(given["year"]), service)
            for name, values in units:
                rows.add(name, values)
            total = sum_columns(values for _, values in units)
            rows.add(f"{self.say('Sum')} {_lower(self.services[service])}", total, strong=True)
        columns = [self.say("Enhet"), *map(self.say, ("Lønn", "Drift", "Inntekter", "Netto ramme"))]
        return rows.table(columns, given.get("caption", ""))

    def cuts_table(self, given: Source, style: NumberStyle) -> Table:
        """Cuts by service in two years, as proposed (the decision is in words)."""
        stage = given.get("stage", "proposal")
        cuts = self.source["cuts"]
        rows = Rows(style, 2)
        rows.band(self.say("Overordnede tiltak"))
        for row in cuts["overall"]:
            rows.add(row["label"], row[stage])
        overall = sum_columns((row[stage] for row in cuts["overall"]), 2)
        rows.add(self.say("Sum overordnede tiltak"), overall, strong=True)
        rows.band(self.say("Tiltak på tjenesteområdene"))
        for row in cuts["services"]:
            rows.add(row["label"], row[stage])
        services = sum_columns((row[stage] for row in cuts["services"]), 2)
        rows.add(self.say("Sum tiltak på tjenesteområdene"), services, strong=True)
        both = sum_columns((row[stage] for row in [*cuts["overall"], *cuts["services"]]), 2)
        rows.add(self.say("Sum inndekning"), both, strong=True)
        label = f"{self.say('Sum inndekning')} {self.middle} og {self.last}"
        rows.add(label, [None, sum(both)], strong=True)
        columns = [self.say("Tiltak"), str(self.middle), str(self.last)]
        return rows.table(columns, given.get("caption", ""))

    def cuts_detail_table(self, given: Source, style: NumberStyle) -> Table:
        """The cuts within one service."""
        stage = given.get("stage", "proposal")
        rows = Rows(style, 2)
        listed, name = self._detail()
        for row in listed:
            rows.add(row["label"], row[stage])
        total = sum_columns((row[stage] for row in listed), 2)
        rows.add(f"{self.say('Sum')} {_lower(name)}", total, strong=True)
        columns = [name, str(self.middle), str(self.last)]
        return rows.table(columns, given.get("caption", ""))

    def _detail(self) -> tuple[list[Source], str]:
        """Return the one service's cuts that are told one by one, and its name."""
        cuts = self.source["cuts"]
        service = cuts.get("detail_of", "bft")
        return cuts[f"detail_{service}"], self.services[service]

    def changes_table(self, given: Source, style: NumberStyle) -> Table:
        """What the council changed in the proposal, and the sum of it."""
        plan = str(given["plan"])
        rows = Rows(style, 4)
        changed = self.council_changes(plan)
        for row in changed:
            rows.add(f"{row['service']}: {_lower(row['label'])}", row["difference"])
        total = sum_columns(row["difference"] for row in changed)
        rows.add(self.say("Sum endringer i rammene"), total, strong=True)
        rows.add(self.say("Til disposisjonsfond (mindre avsetning +)"), [-value for value in total])
        return rows.table(
            [self.say(f"Beløp i {style.unit}"), *self.years(plan)], given.get("caption", "")
        )

    def council_changes(self, plan: str) -> list[Source]:
        """Return every measure where proposal and decision differ."""
        rows = []
        for service, name in self.services.items():
            for row in self.source["measures"][plan][service]:
                if "proposal" in row:
                    pairs = zip(row["values"], row["proposal"], strict=True)
                    rows.append({**row, "service": name, "difference": [a - b for a, b in pairs]})
        return rows

    def revised_between(self, service: str) -> int:
        """Return the middle year's budget after the council's cuts."""
        extra = self._balance(service)
        return self.frame_between(service) - (self.cut(service, "decision")[0] or 0) - extra

    def _balance(self, service: str) -> int:
        """Return what a service saves in the middle year for its own balance."""
        return int(self.source["cuts"].get(f"balance_{self.middle}", {}).get(service, 0))

    def accounts_between(self, service: str) -> Amounts:
        """Return adopted and revised budget, accounts, and accounts minus revised budget."""
        revised = self.revised_between(service)
        over = int(self.source[f"accounts_{self.middle}"][service])
        return [self.frame_between(service), revised, revised + over, over]

    def accounts_table(self, given: Source, style: NumberStyle) -> Table:
        """The middle year's accounts against its two budgets, by area and service."""
        rows = Rows(style, 4)
        wanted = [area for area in self.areas if area["id"] in given.get("areas", [area["id"]])]
        everything = []
        for area in wanted:
            rows.band(area["name"])
            parts = [self.accounts_between(service["id"]) for service in area["services"]]
            for service, values in zip(area["services"], parts, strict=True):
                rows.add(service["name"], values)
            rows.add(f"{self.say('Sum')} {_lower(area['name'])}", sum_columns(parts), strong=True)
            everything += parts
        if len(wanted) > 1:
            rows.add(self.say("Sum alle tjenesteområder"), sum_columns(everything), strong=True)
        columns = [
            self.say(f"Beløp i {style.unit}"),
            *map(self.say, ("Vedtatt budsjett", "Revidert budsjett", "Regnskap", "Avvik")),
        ]
        return rows.table(columns, given.get("caption", ""))

    def accounts_units_table(self, given: Source, style: NumberStyle) -> Table:
        """The middle year's budget and accounts of the units named in `accounts_units_…`."""
        over = self.source[f"accounts_units_{self.middle}"]
        rows = Rows(style, 3)
        for service in self.source["units"]:
            for name, values in self.unit_rows(self.middle, service):
                if name in over:
                    rows.add(name, [values[-1], values[-1] + over[name], over[name]])
        columns = [
            self.say(f"Beløp i {style.unit}"),
            *map(self.say, ("Budsjett", "Regnskap", "Avvik")),
        ]
        return rows.table(columns, given.get("caption", ""))

    # -- figures in running text -----------------------------------------------------------

    def facts(self) -> dict[str, str]:
        """Return the figures that texts may name, printed in millions with a comma."""
        return {name: _millions(value) for name, value in self.figures().items()}

    def figures(self) -> dict[str, int]:
        """Return every figure that texts may name, thousands of kroner."""
        found: dict[str, int] = {}
        for plan in (str(self.first), str(self.last)):
            for stage in ("proposal", "decision"):
                found |= self._plan_figures(plan, stage)
        for year in (self.first, self.middle, self.last):
            for service in self.services:
                found[f"budget.{year}.{service}"] = self.budget(year, service)
            found[f"budget.{year}"] = sum(self.budget(year, s) for s in self.services)
        if f"accounts_{self.middle}" in self.source:
            found |= self._accounts_figures()
        return found | self._cut_figures()

    def _accounts_figures(self) -> dict[str, int]:
        year, found = self.middle, {}
        for service in self.services:
            found[f"accounts.{year}.{service}"] = self.accounts_between(service)[2]
            found[f"over.{year}.{service}"] = self.accounts_between(service)[3]
        for index, name in enumerate(("adopted", "revised", "accounts", "over")):
            found[f"{name}.{year}"] = sum(self.accounts_between(s)[index] for s in self.services)
        return found

    def _plan_figures(self, plan: str, stage: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for index, year in enumerate(self.years(plan)):
            key = f"{plan}.{stage}.{year}"
            sums = self.appropriations(plan, stage)
            found |= {f"{name}.{key}": values[index] for name, values in sums.items()}
            for area in self.areas:
                found[f"area.{area['id']}.{key}"] = self.area_frame(plan, area, stage)[index]
            for service in self.services:
                found[f"frame.{service}.{key}"] = self.frame(plan, service, stage)[index]
        return found

    def _cut_figures(self) -> dict[str, int]:
        cuts = self.source["cuts"]
        found: dict[str, int] = {}
        for stage in ("proposal", "decision"):
            for row in cuts["services"]:
                extra = self._balance(row["id"]) if stage == "decision" else 0
                found[f"cut.{row['id']}.{stage}"] = sum(row[stage])
                found[f"cut.{row['id']}.{stage}.all"] = sum(row[stage]) + extra
            by_year = sum_columns((row[stage] for row in cuts["services"]), 2)
            for year, amount in zip((self.middle, self.last), by_year, strict=True):
                found[f"cut.{stage}.services.{year}"] = amount
            rows = [*cuts["overall"], *cuts["services"]]
            found[f"cut.{stage}"] = sum(sum_columns((row[stage] for row in rows), 2))
        return found


def _measure_at_stage(row: Source, stage: str) -> Source:
    values: Any = row.get("proposal", row["values"]) if stage == "proposal" else row["values"]
    return {**row, "values": values}


def _tilt(parts: Amounts, position: int) -> Amounts:
    """Move a little between wages and running costs, so that no two units look alike."""
    moved = round(abs(parts[1]) * 0.05 * (position % 3 - 1))
    return [parts[0] + moved, parts[1] - moved, parts[2]]


def _lower(name: str) -> str:
    """Return the name as it stands inside a sentence; IKT and BFT stay as they are."""
    return name if name[:2].isupper() else name[0].lower() + name[1:]


def _millions(amount: int) -> str:
    rounded = round(amount / 100)
    whole, tenth = divmod(abs(rounded), 10)
    sign = MINUS if amount < 0 else ""
    return f"{sign}{whole:,}".replace(",", NBSP) + f",{tenth}"
