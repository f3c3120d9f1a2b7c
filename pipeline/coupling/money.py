"""Goals and amounts → which amounts may stand behind which goal, and on what ground."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from pipeline.budgets import (
    BUDGETS,
    CASE,
    FRAME,
    LINE,
    all_words,
    budget_lines,
    goal_years,
    moves_money,
    pledge,
    tells_a_cut,
)
from pipeline.coupling.fieldspace import letter_weights, load_fieldspace
from pipeline.coupling.fusion import expit
from pipeline.coupling.signals import character_weights, word_space
from pipeline.coupling.statements import Matrix
from pipeline.encoding import unit_rows
from pipeline.language.normalise import normalise_text
from pipeline.language.nynorsk import bokmal_form
from pipeline.language.stem import stem
from pipeline.language.terms import content_terms
from pipeline.language.tokenise import tokenise
from pipeline.params import CouplingParams
from pipeline.schemas.coupling import MONEY
from pipeline.tables import check_table, empty_table

# A plan of many years ago has no budget behind it, a report looks back.
NO_CLAIMANTS = ("kommuneplan", "årsrapport")
AGREEMENT = "lederavtale"
BESIDE = ("measure", "support", "indicator")
CELLS = ("text", *BESIDE, "responsible")
FEATURES = (
    *("covered", "covered_beside", "words", "characters", "characters_beside", "field"),
    *("strongest", "same_service", "no_service"),
)
MOST_RARE = 3.0  # a rare compound with its two parts
AREA_SHARE = 0.5  # the same area is half of the same service
BLOCK = 1000  # goals whose pairs are held at once
_KEYS = ["goal_id", "amount_id"]

Places = npt.NDArray[np.int_]


@dataclass(frozen=True)
class Claims:
    """n goals that may have money behind them: their words, those beside them, and their service.

    `service` holds the words of area, unit and headings.
    """

    words: list[str]
    beside: list[str]
    service: list[str]
    languages: list[str]


@dataclass(frozen=True)
class Labels:
    """m budget lines: their words, the service each counts under, and the area of that."""

    words: list[str]
    service: list[str]
    area: list[str]
    languages: list[str]


@dataclass(frozen=True)
class MoneyModel:
    """Learned weights of FEATURES and the intercept; see `coupling/resources/money.json`."""

    weights: dict[str, float]
    intercept: float


def goals_to_money(
    goals: pd.DataFrame,
    amounts: pd.DataFrame,
    documents: pd.DataFrame,
    sections: pd.DataFrame,
    params: CouplingParams,
) -> pd.DataFrame:
    """MONEY: for each goal below the kommuneplan the amounts that may stand behind it.

    `own_row`: the amount stands in the goal's own words or cells; `line`: a budget line, measure or
    decision in force in one of the goal's years, with at least `params.money_least`; `frame`: what
    its unit has in all, else its service.
    """
    claimants = goals[~goals["level"].isin(NO_CLAIMANTS) & goals["year"].notna()]
    if claimants.empty or amounts.empty:
        return empty_table(MONEY)
    lines = budget_lines(amounts, documents, sections)
    services = unit_services(lines)
    own = own_amounts(claimants, amounts, documents)
    about = line_amounts(claimants, lines, services, documents, params.money_least)
    frames = frame_amounts(claimants, lines, documents, services)
    joined = pd.concat([own, about, frames], ignore_index=True).drop_duplicates(_KEYS)
    return check_table(joined.sort_values(_KEYS, ignore_index=True), MONEY)


# ---- in its own row


def own_amounts(
    goals: pd.DataFrame, amounts: pd.DataFrame, documents: pd.DataFrame
) -> pd.DataFrame:
    """Amounts in a sentence of the goal's own words or of a cell beside it, or in its passages.

    In a cell of a lederavtale every amount is money for the goal; elsewhere the sentence must give
    or take it, for a case also tells of money that it moves nowhere.
    """
    told = amounts[amounts["status"].ne("accounts")]
    names = ["document_id", "amount_id", "label", "amount_nok"]
    moving = told["label"].map(moves_money).astype(bool)
    in_agreement = told["document_id"].isin(goals.loc[goals["level"].eq(AGREEMENT), "document_id"])
    sentences = told[told["table"].isna() & (moving | in_agreement)]
    pairs = goals.merge(sentences[names], on="document_id")
    in_cells = pairs[np.array([_stands_in(row) for row in pairs.itertuples()], dtype=bool)]
    passages = goals.assign(passage_id=goals["passage_ids"].str.split()).explode("passage_id")
    rows = told[told["table"].notna() & moving]
    in_passages = passages.merge(rows[[*names, "passage_id"]], on=["document_id", "passage_id"])
    found = pd.concat([in_cells, in_passages], ignore_index=True)
    titles = found["document_id"].map(documents.set_index("document_id")["title"])
    in_cut_case = found["level"].eq(CASE) & titles.map(tells_a_cut).astype(bool)
    labels = found["label"]
    return _rows_of(
        found,
        basis="own_row",
        probability=1.0,
        is_new=True,
        is_cut=found["amount_nok"].lt(0) | in_cut_case | labels.map(tells_a_cut).astype(bool),
        pledge=labels.map(pledge),
        shared_terms="",
    )


def _stands_in(row: Any) -> bool:
    wanted = normalise_text(row.label)
    cells = [getattr(row, name) for name in CELLS]
    return any(wanted in normalise_text(cell) for cell in cells if isinstance(cell, str))


# ---- a line about the same thing


def line_amounts(
    goals: pd.DataFrame,
    lines: pd.DataFrame,
    services: pd.DataFrame,
    documents: pd.DataFrame,
    least: float,
) -> pd.DataFrame:
    """Budget lines of the goal's years that may be about the same thing, calibrated."""
    money = lines[lines["role"].eq(LINE) & lines["amount_nok"].ne(0)]
    if money.empty:
        return _rows_of(goals.head(0).assign(amount_id=""))
    named = money.assign(key=_line_keys(money))
    labels = named.drop_duplicates("key").sort_values("key", ignore_index=True)
    told = labels_of(labels, services, documents)
    claims = claims_of(goals, services)
    same = claims.groupby(list(claims.columns), sort=False).ngroup()
    distinct = claims[~same.duplicated()]
    found = likely_pairs(Claims(*map(list, distinct.to_numpy().T)), told, load_money_model(), least)
    keyed = found.assign(key=labels["key"].to_numpy()[found["label"]]).drop(columns="label")
    claimed = goals[["goal_id"]].assign(claim=same.to_numpy()).merge(keyed, on="claim")
    governed = claimed.merge(goal_years(goals, documents), on="goal_id")
    held = governed.merge(named, on=["key", "year"])
    return _rows_of(held, basis="line", pledge=held["label"].map(pledge))


def _line_keys(lines: pd.DataFrame) -> pd.Series:
    parts = [lines[name].fillna("").astype(str) for name in ("label", "service", "area")]
    return parts[0] + "\t" + parts[1] + "\t" + parts[2]


def claims_of(goals: pd.DataFrame, services: pd.DataFrame) -> pd.DataFrame:
    """`words, beside, service, languages` of each goal, in row order.

    A unit's goals stand under the service that the budgets put the unit in. The unit's own name in
    its goals tells nothing: it stands in all of them.
    """
    of_unit = dict(zip(services["unit"], services["service"], strict=True))
    above = dict(zip(goals["goal_id"], goals["text"], strict=True))
    parents = goals["parent_goal_id"].map(above).where(goals["level"].eq(AGREEMENT))
    beside = goals[list(BESIDE)].assign(parent=parents)
    services_of = goals["unit"].map(lambda unit: of_unit.get(_bare(unit)))
    field = goals[["area", "unit", "context"]].assign(service=services_of)
    units = goals["unit"].tolist()
    return pd.DataFrame(
        {
            "words": list(map(_without_name, goals["text"], units)),
            "beside": [
                _without_name(all_words(row), unit)
                for row, unit in zip(beside.itertuples(index=False), units, strict=True)
            ],
            "service": [all_words(row) for row in field.itertuples(index=False)],
            "languages": goals["language"].tolist(),
        }
    )


def _without_name(words: str, unit: object) -> str:
    """The words without those of the unit's name, whatever their endings.

    >>> _without_name("Kulturhuset er åpent", "Havna kulturhus")
    'er åpent'
    """
    name = {stem(word, "nb") for word in tokenise(unit)} if isinstance(unit, str) else set()
    return " ".join(word for word in words.split() if not _stems(word) <= name or not _stems(word))


def _stems(word: str) -> set[str]:
    return {stem(token, "nb") for token in tokenise(word)}


def labels_of(lines: pd.DataFrame, services: pd.DataFrame, documents: pd.DataFrame) -> Labels:
    """Lines as labels; the service before a colon is no part of the words.

    The area is what the budgets sum the service under, else what the amounts name.
    """
    above = dict(zip(services["unit"], services["service"], strict=True))
    areas = [
        above.get(_bare(service)) or area
        for service, area in zip(lines["service"], lines["area"].fillna(""), strict=True)
    ]
    spoken = documents.set_index("document_id")["language"]
    return Labels(
        [_after_service(*each) for each in zip(lines["label"], lines["service"], strict=True)],
        lines["service"].tolist(),
        areas,
        lines["document_id"].map(spoken).tolist(),
    )


def _after_service(label: str, service: str) -> str:
    before, colon, after = label.partition(":")
    return after if colon and _bare(before) == _bare(service) else label


def likely_pairs(claims: Claims, labels: Labels, model: MoneyModel, least: float) -> pd.DataFrame:
    """`claim, label, probability, shared_terms` of the pairs with at least `least`."""
    views = money_views(claims, labels)
    frames = []
    for start in range(0, len(claims.words), BLOCK):
        rows = np.arange(start, min(start + BLOCK, len(claims.words)))
        probability = probabilities(views.features(rows), model)
        below, above = np.nonzero(probability >= least)
        frames.append(
            pd.DataFrame(
                {
                    "claim": rows[below],
                    "label": above,
                    "probability": probability[below, above],
                    "shared_terms": [
                        views.shared(int(rows[i]), int(j))
                        for i, j in zip(below, above, strict=True)
                    ],
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def probabilities(features: dict[str, Matrix], model: MoneyModel) -> Matrix:
    """1 / (1 + e^−(intercept + Σ weight · feature)), shape (claims, labels)."""
    total = sum(model.weights[name] * features[name] for name in FEATURES)
    return expit(np.asarray(total + model.intercept))


@dataclass(frozen=True)
class Views:
    """Claims, what stands beside them, and labels in each view; labels come last in each matrix."""

    mass: sparse.csr_array
    weights: sparse.csr_array
    characters: sparse.csr_array
    places: Matrix
    stems: list[str]
    claims: int
    same_service: Matrix
    no_service: Matrix

    def features(self, rows: Places) -> dict[str, Matrix]:
        """Each of FEATURES for the claims in `rows` against every label."""
        n, labels = self.claims, slice(2 * self.claims, None)
        beside = rows + n
        there = _dense(abs(self.mass[beside]).sum(axis=1)).reshape(-1, 1) > 0
        words, beside_words = self._coverage(rows), self._coverage(beside)
        of = self.characters[labels].T
        near = _dense((self.characters[rows] @ of).toarray())
        near_beside = np.where(there, _dense((self.characters[beside] @ of).toarray()), 0.0)
        field = self.places[rows] @ self.places[labels].T
        field_beside = np.where(there, self.places[beside] @ self.places[labels].T, -1.0)
        return {
            "covered": words,
            "covered_beside": beside_words,
            "words": _dense((self.weights[rows] @ self.weights[labels].T).toarray()),
            "characters": near,
            "characters_beside": near_beside,
            "field": np.maximum(field, field_beside),
            "strongest": np.maximum(self._strongest(rows), self._strongest(beside)),
            "same_service": self.same_service[rows],
            "no_service": self.no_service[rows],
        }

    def shared(self, claim: int, label: int) -> str:
        """Stems that the label shares with the claim or what is beside it, heaviest first."""
        mine = self._stems(claim) | self._stems(claim + self.claims)
        theirs = self._stems(label + 2 * self.claims)
        both = sorted(mine.keys() & theirs.keys(), key=lambda stem: (-theirs[stem], stem))
        return "; ".join(both[:6])

    def _stems(self, row: int) -> dict[str, float]:
        at = slice(self.mass.indptr[row], self.mass.indptr[row + 1])
        return {
            self.stems[column]: float(weight)
            for column, weight in zip(self.mass.indices[at], self.mass.data[at], strict=True)
        }

    def _shared_mass(self, rows: Places) -> Matrix:
        labels = self.mass[2 * self.claims :]
        return _dense(((self.mass[rows] > 0).astype(float) @ labels.T).toarray())

    def _coverage(self, rows: Places) -> Matrix:
        """The share of the label's mass that the claim has too."""
        total = _dense(self.mass[2 * self.claims :].sum(axis=1))
        return np.asarray(self._shared_mass(rows) / np.where(total > 0, total, 1.0))

    def _strongest(self, rows: Places) -> Matrix:
        """The mass of all shared stems, in rare words' worth; more than a few add nothing."""
        heaviest = self.mass.data.max(initial=1.0)
        return np.asarray(np.minimum(self._shared_mass(rows) / heaviest, MOST_RARE))


def money_views(claims: Claims, labels: Labels) -> Views:
    """All statements of goals and lines in every view, nynorsk led to bokmål."""
    texts = [*claims.words, *claims.beside, *labels.words]
    spoken = [*claims.languages, *claims.languages, *labels.languages]
    tokens = [tokenise(text) for text in texts]
    led = [
        [bokmal_form(word) for word in words] if name == "nn" else words
        for words, name in zip(tokens, spoken, strict=True)
    ]
    words = word_space(content_terms(tokens, spoken))
    space = load_fieldspace()
    places = unit_rows(np.asarray(letter_weights(led, space.idf) @ space.from_letters))
    same, unknown = service_match(claims.service, labels)
    return Views(
        words.mass,
        words.weights,
        character_weights(led),
        places,
        words.stems,
        len(claims.words),
        same,
        unknown,
    )


def service_match(fields: Sequence[str], labels: Labels) -> tuple[Matrix, Matrix]:
    """How far each label's service is the goal's own, 0 to 1; and where no service is known."""
    count = len(fields)
    names = [*fields, *labels.service, *labels.area]
    led = [[bokmal_form(word) for word in tokenise(name)] for name in names]
    space = word_space(content_terms(led, ["nb"] * len(led)))
    rows, columns = space.mass[:count], space.mass[count:]
    shared = _dense(((rows > 0).astype(float) @ columns.T).toarray())
    total = _dense(columns.sum(axis=1))
    share = np.divide(shared, total, out=np.zeros_like(shared), where=total > 0)
    services, areas = share[:, : len(labels.words)], share[:, len(labels.words) :]
    known = (total[: len(labels.words)] > 0) | (total[len(labels.words) :] > 0)
    unknown = np.broadcast_to(~known, services.shape).astype(float)
    return np.maximum(services, AREA_SHARE * areas), unknown


@lru_cache(maxsize=1)
def load_money_model() -> MoneyModel:
    """The shipped weights."""
    path = files("pipeline.coupling.resources").joinpath("money.json")
    content = json.loads(path.read_text(encoding="utf-8"))
    return MoneyModel(dict(content["weights"]), float(content["intercept"]))


# ---- the frame


def unit_services(lines: pd.DataFrame) -> pd.DataFrame:
    """`unit, service`: which service a budget counts each row of frames under, bare names."""
    frames = lines[lines["role"].eq(FRAME) & lines["service"].ne("")]
    named = frames.assign(unit=frames["label"].map(_bare), bare=frames["service"].map(_bare))
    other = named[named["unit"].ne(named["bare"])].sort_values(["unit", "year", "amount_id"])
    return other.drop_duplicates("unit", keep="last")[["unit", "service"]]


def frame_amounts(
    goals: pd.DataFrame, lines: pd.DataFrame, documents: pd.DataFrame, services: pd.DataFrame
) -> pd.DataFrame:
    """For each goal and year the narrowest frame: its unit's, its service's, its area's."""
    kinds = dict(zip(documents["document_id"], documents["kind"], strict=True))
    frames = lines[lines["role"].eq(FRAME) & lines["document_id"].map(kinds).isin(BUDGETS)]
    rank = frames["document_id"].map(kinds).eq("årsbudsjett")
    named = frames.assign(
        name=frames["label"].str.replace(_sum_word(), "", regex=True).map(_bare), rank=rank
    )
    once = named.sort_values(["rank", "amount_id"]).drop_duplicates(["name", "year"], keep="last")
    of_unit = dict(zip(services["unit"], services["service"].map(_bare), strict=True))
    wanted = _wanted_names(goals, of_unit, sorted(set(once["name"]) - {""}))
    governed = wanted.merge(goal_years(goals, documents), on="goal_id")
    held = governed.merge(once, on=["name", "year"])
    narrow = held.sort_values(["goal_id", "year", "order"]).drop_duplicates(["goal_id", "year"])
    return _rows_of(
        narrow, basis="frame", probability=np.nan, pledge="firm", is_new=False, is_cut=False,
        shared_terms="",
    )  # fmt: skip


def _wanted_names(
    goals: pd.DataFrame, of_unit: dict[str, str], names: Sequence[str]
) -> pd.DataFrame:
    """`goal_id, name, order`: frames that a goal may be under, the narrowest first."""
    headed = {context: _named_in(context, names) for context in sorted(set(goals["context"]))}
    rows = [
        (row.goal_id, name, order)
        for row in goals.itertuples()
        for order, name in enumerate(
            [
                _bare(row.unit),
                of_unit.get(_bare(row.unit), ""),
                *headed[row.context],
                _bare(row.area),
            ]
        )
        if name
    ]
    return pd.DataFrame(rows, columns=["goal_id", "name", "order"])


def _named_in(context: str, names: Sequence[str]) -> list[str]:
    """The names that a goal's headings hold, those of the innermost heading first."""
    found = []
    for heading in reversed(context.split(" > ")):
        padded = f" {_bare(heading)} "
        found += sorted(
            (name for name in names if f" {name} " in padded), key=lambda name: (-len(name), name)
        )
    return found


def _sum_word() -> str:
    return r"(?i)^(?:sum|ramme|netto|totalt?|i alt)\b[\s:,]*"


def _bare(name: object) -> str:
    if not isinstance(name, str):
        return ""
    folded = normalise_text(name).casefold()
    return " ".join("".join(sign if sign.isalnum() else " " for sign in folded).split())


def _rows_of(pairs: pd.DataFrame, **columns: Any) -> pd.DataFrame:
    """The pairs as rows of MONEY, with these columns over their own."""
    filled = pairs.assign(**columns)
    return filled.reindex(columns=list(MONEY.schema.columns)).reset_index(drop=True)


def _dense(values: object) -> Matrix:
    return np.asarray(values, dtype=np.float64)
