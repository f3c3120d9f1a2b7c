"""Links of many statements, worked out in blocks of rows: what the dense code says, in less memory.

What a pair gets depends on all pairs: on the moments of each signal, on hubs of both sides, on how
popular a target is, on the cut of the best expected F1. So the blocks are gone through several
times: for moments and hubs; for fused values, which are kept on the side; for popularity; and for
the links. What is dear in the first of them is kept for the second. All pairs are gone through in
single precision; the few of each source that may be shown are worked out again in double
precision, as the dense code has them.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.special import logit

from pipeline.coupling.decision import cut_of_best
from pipeline.coupling.fusion import (
    CALIBRATION,
    DECIMALS,
    FEWEST_TARGETS,
    POPULARITY_STEPS,
    FusionModel,
    beyond_at_hand,
    choice_of_all,
    expit,
    features_of,
    opposition_cost,
    prior_log_odds,
    scale_of,
)
from pipeline.coupling.pairviews import (
    PAIRS_AT_A_TIME,
    PairViews,
    Rows,
    Values,
    by_rows,
)
from pipeline.coupling.rowblocks import KeptRows, each_of, kept_rows, slices
from pipeline.coupling.signals import NEAREST, Held, ownness
from pipeline.coupling.statements import Matrix, Places
from pipeline.fanning import core_count
from pipeline.language.direction import Opposing, opposing, values_at

HUBS = ("encoder", "parts")
# What takes longer to work out again than to write and read.
DEAR = ("parts", "characters")
# A block's matrices take so many bytes each: enough for matrix products to be quick, few enough
# for a core's cache to hold most of one.
BLOCK_BYTES = 4 * 2**20
# What single precision may be wrong by, in log odds, when the pairs that may be shown are chosen.
MARGIN = 1e-3
CHUNK = 128
# Fewer objectives than this are no background to stand out from.
SMALLEST_BACKGROUND = 3


@dataclass(frozen=True)
class Above:
    """Which sources take part, by `share`, in what is said of the one above them, both (k,)."""

    below: Places
    over: Places
    share: float


@dataclass(frozen=True)
class Wanted:
    """What is to be said: the `top` best of each source, and all that are decided.

    `speaking` tells which sources and which targets say anything; `count` how many of the first
    targets are in force, the others being background.
    """

    top: int
    linked_from: float
    linked_least: float
    speaking: tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]] | None = None
    count: int | None = None
    above: Above | None = None


@dataclass(frozen=True)
class Shown:
    """The pairs that are shown, by source and then best first, each array (pairs,).

    `signals` and `carried` hold what each signal is and adds; `lift` is missing without a
    background.
    """

    rows: Places
    columns: Places
    rank: Places
    log_odds: Matrix
    score: Matrix
    probability: Matrix
    linked: npt.NDArray[np.bool_]
    lift: Matrix
    margin: Matrix
    opposed: Matrix
    signals: Mapping[str, Matrix]
    carried: Mapping[str, Matrix]
    cut: float


@dataclass(frozen=True)
class _Scale:
    """How one signal becomes what it carries: weight · (signal − hubs − mean) / deviation."""

    factor: float
    mean: float
    of_rows: Matrix
    of_columns: Matrix

    def __call__(self, signal: Matrix, rows: Places, columns: Places) -> Matrix:
        told = signal - self.of_rows[rows] - self.of_columns[columns]
        return np.asarray(self.factor * (told - self.mean))


@dataclass(frozen=True)
class _Choices:
    """What all pairs say of one: of its row, of its column, and of both lists."""

    own: float
    beyond: float
    at_hand: Matrix
    of_columns: Matrix
    popular: Matrix
    lift_mean: Matrix
    lift_spread: Matrix

    def log_odds(self, fused: Matrix, rows: Places, columns: Places, model: FusionModel) -> Matrix:
        """Those of these pairs before opposition, as `score_fused` has them."""
        row = fused - self.at_hand[rows]
        chosen = choice_of_all(fused, self.at_hand[rows], self.beyond)
        column = fused - self.of_columns[columns]
        features = features_of(self.own, fused, row, column, chosen, self.popular[columns])
        return np.asarray(features @ _numbers(model) + self._prior)

    def affine(self, model: FusionModel) -> tuple[float, Matrix, Matrix]:
        """The same as slope · fused + of_rows + of_columns."""
        names = dict(zip(CALIBRATION, _numbers(model), strict=True))
        shared, own = 1.0 - self.own, self.own
        none = np.zeros(1)
        chosen = choice_of_all(none, self.at_hand, self.beyond)
        slope = shared * (names["shared_slope"] + names["shared_row_choice"])
        slope += own * (names["own_slope"] + names["own_row_choice"] + names["column_choice"])
        rows = shared * names["shared_row_choice"] * chosen
        rows -= own * names["own_row_choice"] * self.at_hand
        columns = shared * names["popularity"] * self.popular
        columns -= own * names["column_choice"] * self.of_columns
        constant = shared * names["shared_intercept"] + own * names["own_intercept"]
        return slope, rows + constant + self._prior, columns

    @property
    def _prior(self) -> float:
        return prior_log_odds(len(self.at_hand), len(self.popular), beyond=self.beyond)


def linked_at_size(
    held: Held,
    model: FusionModel,
    wanted: Wanted,
    dtype: npt.DTypeLike = np.float32,
    block_rows: int | None = None,
    threads: int | None = None,
) -> Shown:
    """The best pairs of each source and all that are decided, without a matrix of all pairs."""
    blocks = _Blocks(held, model, wanted, np.dtype(dtype), block_rows, threads or core_count())
    return blocks.shown()


@dataclass(frozen=True)
class Told:
    """What is said of every pair of some sources, in rows, each (rows, targets)."""

    rows: slice
    score: Matrix
    probability: Matrix
    linked: npt.NDArray[np.bool_]


def told_of_all(
    held: Held,
    model: FusionModel,
    wanted: Wanted,
    block_rows: int | None = None,
    threads: int | None = None,
) -> Iterator[Told]:
    """What is said of every pair, block by block in the order of the sources."""
    blocks = _Blocks(held, model, wanted, np.dtype(np.float64), block_rows, threads or core_count())
    yield from blocks.every()


class _Blocks:
    """One comparison and the ways through its blocks."""

    def __init__(
        self,
        held: Held,
        model: FusionModel,
        wanted: Wanted,
        dtype: np.dtype[Any],
        block_rows: int | None,
        threads: int,
    ) -> None:
        self.held, self.model, self.wanted, self.dtype = held, model, wanted, dtype
        self.views, self.threads = PairViews(held, dtype), threads
        sources, targets = held.shape
        self.count = targets if wanted.count is None else wanted.count
        fitting = max(1, BLOCK_BYTES // (dtype.itemsize * max(1, targets)))
        self.rows = slices(sources, block_rows or fitting)
        self.own = ownness(sources, self.count)
        self.opposing: Opposing = opposing(held.sources.aims, held.targets.aims[: self.count])
        self.weights = {
            name: model.weights[name].at(self.own)
            for name in self.views.names
            if name in model.weights
        }
        self.over = np.full(sources, -1)
        if wanted.above is not None:
            self.over[wanted.above.below] = wanted.above.over

    def shown(self) -> Shown:
        """All passes, one after the other."""
        with self._kept() as kept:
            self.scales = self._scales()
            choices = self._choices(kept)
            rows, columns, opposed, total = self._may_be_shown(kept, choices)
        return self._told(rows, columns, opposed, total, choices)

    def every(self) -> Iterator[Told]:
        """What is said of all pairs: gone through once more for the cut before any is told."""
        least = self.wanted.linked_least
        with self._kept() as kept:
            self.scales = self._scales()
            choices = self._choices(kept)

            def said(rows: slice) -> tuple[slice, Matrix, Matrix, npt.NDArray[np.bool_]]:
                log_odds = self._log_odds(rows, kept, choices)
                speak = self._speak(rows)
                return rows, log_odds, np.where(speak, expit(log_odds), 0.0), speak

            def likely(rows: slice) -> tuple[Matrix, float]:
                probability = said(rows)[2]
                return probability[probability >= least], float(probability.sum())

            found = list(each_of(likely, self.rows, self.threads))
            several = [each for each, _ in found] or [np.zeros(0)]
            total = float(sum(each for _, each in found))
            cut = cut_of_best(np.concatenate(several), total, self.wanted.linked_from, least)
            for rows, log_odds, probability, speak in each_of(said, self.rows, self.threads):
                score = np.where(speak, np.logaddexp(0.0, log_odds), 0.0)
                yield Told(rows, score, probability, (probability >= cut) & speak)

    def _log_odds(self, rows: slice, kept: KeptRows, choices: _Choices) -> Matrix:
        """Those of these sources, as the dense code has them."""
        odds = np.maximum(kept.read(rows), np.finfo(self.dtype).tiny)
        fused = (np.log(odds) + self.largest[rows, None]).round(DECIMALS)
        at = np.arange(rows.start, rows.stop)[:, None]
        before = choices.log_odds(fused, at, np.arange(self.count)[None, :], self.model)
        against = self._opposed(rows).toarray()
        return before - opposition_cost(before, against)

    def _speak(self, rows: slice) -> npt.NDArray[np.bool_]:
        if self.wanted.speaking is None:
            return np.ones((rows.stop - rows.start, self.count), dtype=bool)
        below, above = self.wanted.speaking
        return np.outer(below[rows], above[: self.count])

    def _opposed(self, rows: slice) -> sparse.csr_array:
        """The opposition of these sources' pairs, zeros left out."""
        width = self.opposing.one.all.shape[1]

        def counted(left: str, right: str, below: Places, above: Places) -> Matrix:
            one, two = self._aims
            found = self.views.loops.sparse_dots(one[left], two[right], width, below, above)
            return np.asarray(found)

        return self.opposing.rows(rows.start, rows.stop, counted)

    @cached_property
    def _aims(self) -> tuple[dict[str, Rows], dict[str, Rows]]:
        """Which stems each statement of both sides moves which way, by the way."""
        one, two = (
            {each.name: by_rows(getattr(side, each.name), np.float64) for each in fields(side)}
            for side in (self.opposing.one, self.opposing.two)
        )
        return one, two

    # -- moments and hubs

    @contextmanager
    def _kept(self) -> Iterator[KeptRows]:
        """Room for what a block says of its choices, and for its dear signals until then.

        Where a block needs rows of others, or background, no signal is kept.
        """
        shape = self.held.shape[0], self.count
        with ExitStack() as stack:
            kept = stack.enter_context(kept_rows(shape, self.dtype))
            self.dear: dict[str, KeptRows] = {}
            if self.count == self.held.shape[1] and not (self.over >= 0).any():
                for name in (name for name in DEAR if name in self.weights):
                    # the first takes the room of the choices, which come when it has been read
                    room = stack.enter_context(kept_rows(shape, self.dtype)) if self.dear else kept
                    self.dear[name] = room
            yield kept

    def _scales(self) -> dict[str, _Scale]:
        sources, targets = self.held.shape
        every = tuple(self.weights)
        nearest = {name: _Nearest(targets) for name in HUBS if name in every}
        sums = {name: np.zeros(2) for name in every}
        of_rows: dict[str, list[tuple[Matrix, Matrix]]] = {name: [] for name in nearest}
        of_columns = {name: np.zeros(targets) for name in nearest}
        told = {name: self.views.moments(name) for name in every}
        sums |= {name: np.array(each) for name, each in told.items() if each is not None}
        asked = [name for name in every if told[name] is None]
        measure = self._measured(asked, nearest)
        for found in each_of(measure, self.rows, self.threads):
            for name, each in found.items():
                sums[name] += each.sums
                if name in nearest:
                    nearest[name].take(each.nearest)
                    of_rows[name].append((each.near_rows, each.row_sums))
                    of_columns[name] += each.column_sums
        scales = {}
        for name in every:
            total, squares = sums[name]
            rows, columns = np.zeros(sources), np.zeros(targets)
            if name in nearest:
                rows = self.own / 2 * np.concatenate([near for near, _ in of_rows[name]]) / NEAREST
                columns = self.own / 2 * nearest[name].sums() / NEAREST
                row_sums = np.concatenate([each for _, each in of_rows[name]])
                squares -= 2 * (rows @ row_sums + columns @ of_columns[name])
                squares += targets * (rows @ rows) + sources * (columns @ columns)
                squares += 2 * rows.sum() * columns.sum()
                total -= targets * rows.sum() + sources * columns.sum()
            usual = self.model.moments[name]
            mean, deviation = scale_of(
                sources * targets, total, squares, usual, self.model.pseudo_pairs
            )
            scales[name] = _Scale(self.weights[name] / deviation, mean, rows, columns)
        return scales

    def _measured(self, names: Sequence[str], nearest: Mapping[str, "_Nearest"]) -> Any:
        def measure(rows: slice) -> dict[str, _Measured]:
            found: dict[str, _Measured] = {}
            encoder = None
            at = np.arange(rows.start, rows.stop)
            for name in names:
                signal = self.views.block(name, at, encoder)
                encoder = signal if name == "encoder" else encoder
                if name in self.dear:
                    self.dear[name].write(rows, signal)
                squares = float(np.einsum("ij,ij->i", signal, signal).sum(dtype=np.float64))
                row_sums = signal.sum(axis=1).astype(np.float64)
                sums = np.array([row_sums.sum(), squares])
                if name in nearest:
                    near = self.views.loops.nearest(signal, nearest[name].least(self.dtype))
                    column_sums = signal.sum(axis=0).astype(np.float64)
                    found[name] = _Measured(sums, near[0], row_sums, column_sums, near[1])
                else:
                    none = np.zeros(0)
                    found[name] = _Measured(sums, none, none, none, none)
            return found

        return measure

    # -- fused values

    def _fused(self, at: Places) -> Values:
        """Fused values of these sources, (at, targets)."""
        of_rows, of_columns = np.zeros(len(at)), np.zeros(self.held.shape[1])
        for scale in self.scales.values():
            of_rows -= scale.factor * (scale.of_rows[at] + scale.mean)
            of_columns -= scale.factor * scale.of_columns
        weights = {name: scale.factor for name, scale in self.scales.items() if scale.factor}
        known = {name: weights.pop(name) for name in ("parts", *self.dear) if name in weights}
        total = self.views.weighed(weights, at)
        for name, weight in known.items():
            if name in self.dear:
                signal = self.dear[name].read(slice(int(at[0]), int(at[-1]) + 1))
            else:
                signal = self.views.block(name, at)
            total += self.dtype.type(weight) * signal
        total += of_rows[:, None].astype(self.dtype)
        total += of_columns.astype(self.dtype)
        return self._rounded(total)

    def _rounded(self, values: Values) -> Values:
        return values.round(DECIMALS) if self.dtype == np.float64 else values

    def _mixed(self, at: Places) -> Values:
        """Fused values of these sources, those above them taking part."""
        above = self.wanted.above
        over = self.over[at]
        if above is None or not (over >= 0).any():
            return self._fused(at)
        every = np.unique(np.concatenate([at, over[over >= 0]]))
        fused = self._fused(every)
        mine = fused[np.searchsorted(every, at)]
        has = np.flatnonzero(over >= 0)
        theirs = fused[np.searchsorted(every, over[has])]
        share = self.dtype.type(above.share)
        mine[has] = (1 - share) * mine[has] + share * theirs
        return self._rounded(mine)

    def _choices(self, kept: KeptRows) -> _Choices:
        """Fused values written to `kept`, less each row's largest, and what they say together."""
        sources = len(self.held.sources)
        at_hand, largest = np.zeros(sources), np.zeros(sources)
        mean, spread = np.full(sources, np.nan), np.full(sources, np.nan)
        base, column_total = -np.inf, np.zeros(self.count)

        def choose(rows: slice) -> tuple[slice, Matrix, Matrix, Matrix, Matrix, Matrix]:
            fused = self._mixed(np.arange(rows.start, rows.stop))
            in_force = fused[:, : self.count]
            top = in_force.max(axis=1)
            odds = np.exp(in_force - top[:, None])
            kept.write(rows, odds)
            most = float(top.max())
            columns = np.exp(top.astype(np.float64) - most) @ odds
            told = odds.sum(axis=1, dtype=np.float64)
            middle, around = _background(fused, self.count)
            return rows, top, told, columns, middle, around

        for rows, top, told, columns, middle, around in each_of(choose, self.rows, self.threads):
            largest[rows], at_hand[rows] = top, top + np.log(told)
            mean[rows], spread[rows] = middle, around
            most = float(top.max())
            if most > base:
                column_total *= np.exp(base - most) if np.isfinite(base) else 0.0
                base = most
            column_total += np.exp(most - base) * columns
        self.largest = largest
        # what is far below in every row may be told by nothing in single precision
        of_columns = base + np.log(np.maximum(column_total, np.finfo(float).tiny))
        popular = self._popularity(kept) if self.own < 1.0 else np.zeros(self.count)
        beyond = beyond_at_hand(at_hand, self.count, FEWEST_TARGETS)
        return _Choices(self.own, beyond, at_hand, of_columns, popular, mean, spread)

    def _popularity(self, kept: KeptRows) -> Matrix:
        """As `fusion.popularity`: softmax(f + s) is e^f · e^s over its row's sum."""
        log_share = np.zeros(self.count)
        # so few that a core's own cache holds them for both products
        few = slices(len(self.held.sources), max(1, self.rows[0].stop // 4)) if self.rows else []
        for _ in range(POPULARITY_STEPS):
            share = np.exp(log_share)
            single = share.astype(self.dtype)

            def chosen(rows: slice, single: Values = single) -> Values:
                odds = kept.read(rows)
                return np.asarray((1 / (odds @ single)) @ odds)

            total = np.zeros(self.count)
            for each in each_of(chosen, few, self.threads):
                total += each
            log_share = np.log(share * total / len(self.held.sources) + 1.0 / self.count)
            log_share -= log_share.mean()
        return log_share

    # -- which pairs may be shown

    def _may_be_shown(
        self, kept: KeptRows, choices: _Choices
    ) -> tuple[Places, Places, Matrix, float]:
        slope, of_rows, of_columns = choices.affine(self.model)
        of_rows = (of_rows + slope * self.largest).astype(self.dtype)
        of_columns = of_columns.astype(self.dtype)
        speaking = self.wanted.speaking
        from_least = float(logit(self.wanted.linked_least)) - MARGIN

        def choose(rows: slice) -> tuple[Places, Places, Matrix, float]:
            log_odds = np.maximum(kept.read(rows), np.finfo(self.dtype).tiny)
            np.log(log_odds, out=log_odds)
            log_odds *= self.dtype.type(slope)
            log_odds += of_rows[rows, None]
            log_odds += of_columns
            opposed = self._opposed(rows)
            at = np.repeat(np.arange(opposed.shape[0]), np.diff(opposed.indptr)), opposed.indices
            log_odds[at] -= opposition_cost(log_odds[at], opposed.data)
            if speaking is not None:
                log_odds[:, np.flatnonzero(~speaking[1][: self.count])] = -np.inf
                log_odds[np.flatnonzero(~speaking[0][rows])] = -np.inf
            # the second tells how far the first stands above it
            nth = _nth_largest(log_odds, max(2, self.wanted.top))
            least = np.minimum(nth - MARGIN, from_least)
            below, above = np.nonzero(log_odds >= least[:, None])
            against = values_at(opposed, below, above)
            np.negative(log_odds, out=log_odds)
            np.exp(log_odds, out=log_odds)
            log_odds += 1
            np.reciprocal(log_odds, out=log_odds)
            total = float(log_odds.sum(axis=1).sum(dtype=np.float64))
            return below + rows.start, above, against, total

        found = list(each_of(choose, self.rows, self.threads))
        rows, columns, against = (np.concatenate([each[at] for each in found]) for at in range(3))
        return rows, columns, against, float(sum(each[3] for each in found))

    # -- what is said of them

    def _told(
        self, rows: Places, columns: Places, opposed: Matrix, total: float, choices: _Choices
    ) -> Shown:
        signals, carried, fused, alone = self._carried(rows, columns)
        # eight features a pair: some pairs at a time, lest they take more memory than all else
        parts = slices(len(rows), PAIRS_AT_A_TIME)
        told = [choices.log_odds(fused[at], rows[at], columns[at], self.model) for at in parts]
        before = np.concatenate(told) if told else np.zeros(0)
        cost = opposition_cost(before, opposed)
        log_odds = before - cost
        speak = np.ones(len(rows), dtype=bool)
        if self.wanted.speaking is not None:
            speak = self.wanted.speaking[0][rows] & self.wanted.speaking[1][columns]
        probability = np.where(speak, expit(log_odds), 0.0)
        score = np.where(speak, np.logaddexp(0.0, log_odds), 0.0)
        order = np.lexsort((columns, -score, rows))
        rank = _place_in_row(rows[order])
        margin = _margins(rows[order], log_odds[order], rank)
        cut = cut_of_best(probability, total, self.wanted.linked_from, self.wanted.linked_least)
        linked = (probability >= cut) & speak
        keep = (rank <= self.wanted.top) | linked[order]
        order, rank, margin = order[keep], rank[keep], margin[keep]
        at = rows[order]
        spread = choices.lift_spread[at]
        over = fused[order] - choices.lift_mean[at]
        lift = np.divide(over, spread, out=np.zeros_like(over), where=spread > 0)
        lift[np.isnan(spread)] = np.nan
        carried |= {"opposed": -cost, "goal_above": fused - alone}
        for told_of in (signals, carried):
            for name in told_of:  # one at a time: each takes its own place
                told_of[name] = told_of[name][order]
        return Shown(
            rows=at,
            columns=columns[order],
            rank=rank,
            log_odds=log_odds[order],
            score=score[order],
            probability=probability[order],
            linked=linked[order],
            lift=lift,
            margin=margin,
            opposed=opposed[order],
            signals=signals,
            carried=carried,
            cut=cut,
        )

    def _carried(
        self, rows: Places, columns: Places
    ) -> tuple[dict[str, Matrix], dict[str, Matrix], Matrix, Matrix]:
        """Signals and what they carry; fused values with and without the goal above."""
        signals, carried = self._pair_signals(rows, columns, self.views.names)
        alone = np.asarray(sum(carried.values())).round(DECIMALS)
        over = self.over[rows]
        has = np.flatnonzero(over >= 0)
        if self.wanted.above is None or not len(has):
            return signals, carried, alone, alone
        theirs = self._pair_signals(over[has], columns[has], tuple(self.weights))[1]
        share = self.wanted.above.share
        fused = alone.copy()
        there = np.asarray(sum(theirs.values())).round(DECIMALS)
        fused[has] = (1.0 - share) * alone[has] + share * there
        return signals, carried, fused.round(DECIMALS), alone

    def _pair_signals(
        self, rows: Places, columns: Places, names: Sequence[str]
    ) -> tuple[dict[str, Matrix], dict[str, Matrix]]:
        signals = {name: np.empty(len(rows)) for name in names}

        def tell(part: slice) -> None:
            for name in names:
                signals[name][part] = self.views.pairs(name, rows[part], columns[part])

        for _ in each_of(tell, slices(len(rows), 2**15), self.threads):
            pass  # what is told stands in `signals`
        carried = {
            name: scale(signals[name], rows, columns)
            for name, scale in self.scales.items()
            if name in signals
        }
        return signals, carried


@dataclass(frozen=True)
class _Measured:
    """What one block says of a signal: its sum and squares, and for hubs its sides."""

    sums: Matrix
    near_rows: Matrix
    row_sums: Matrix
    column_sums: Matrix
    nearest: Values


class _Nearest:
    """The largest values of every column so far."""

    def __init__(self, columns: int) -> None:
        self.values = np.full((NEAREST, columns), -np.inf)

    def take(self, values: Values) -> None:
        """Also those of another block, (NEAREST, columns)."""
        better = np.flatnonzero(values.max(axis=0) > self.values.min(axis=0))
        both = np.concatenate([self.values[:, better], values[:, better]])
        self.values[:, better] = np.sort(both, axis=0)[-NEAREST:]

    def least(self, dtype: npt.DTypeLike) -> Values:
        """What a value must be above to be among them; it only rises, so an old one holds."""
        return np.array(self.values[0], dtype)

    def sums(self) -> Matrix:
        """For each column the sum of its largest; those that aren't there count as 0."""
        held = np.where(np.isfinite(self.values), self.values, 0.0)
        return np.asarray(held.sum(axis=0), dtype=np.float64)


def _nth_largest(values: Values, nth: int) -> Values:
    """A bound that the `nth` largest of each row reach: that among the largest of its chunks."""
    width = values.shape[1]
    chunks = width // CHUNK
    if chunks < 2 * nth:
        return values.min(axis=1) if width <= nth else np.partition(values, -nth, axis=1)[:, -nth]
    even = values[:, : chunks * CHUNK].reshape(len(values), CHUNK, chunks)
    return np.asarray(np.partition(even.max(axis=1), -nth, axis=1)[:, -nth])


def _background(fused: Values, count: int) -> tuple[Matrix, Matrix]:
    """Mean and deviation of each row's background; missing where there is none of three."""
    others = fused[:, count:]
    background = others if others.shape[1] >= SMALLEST_BACKGROUND else fused[:, :count]
    if background.shape[1] < SMALLEST_BACKGROUND:
        none = np.full(len(fused), np.nan)
        return none, none
    mean = background.mean(axis=1)
    around = background - mean[:, None]
    squares = np.einsum("ij,ij->i", around, around) / background.shape[1]
    return mean.astype(np.float64), np.sqrt(squares, dtype=np.float64)


def _place_in_row(rows: Places) -> Places:
    """1, 2, 3 … within each run of equal rows."""
    at = np.arange(len(rows))
    begins = np.flatnonzero(np.r_[True, rows[1:] != rows[:-1]]) if len(rows) else at
    return at - np.repeat(begins, np.diff(np.r_[begins, len(rows)])) + 1


def _margins(rows: Places, log_odds: Matrix, rank: Places) -> Matrix:
    """As `evidence.margins`, of pairs by row and best first; all that come near are there."""
    first = np.flatnonzero(rank == 1)
    counts = np.diff(np.r_[first, len(rows)])
    best = np.repeat(log_odds[first], counts)
    second = np.where(counts > 1, log_odds[np.minimum(first + 1, len(rows) - 1)], np.nan)
    told = log_odds - best
    told[first] = log_odds[first] - second
    told[np.repeat(counts < 2, counts)] = np.nan
    return told


def _numbers(model: FusionModel) -> Matrix:
    return np.array([model.calibration[name] for name in CALIBRATION])
