"""For whom links are found: by language, by length, by the words that a pair shares."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from benchmarks.accuracy.measures import Estimate, Result, bootstrap, decision_measures
from benchmarks.accuracy.ranking import link_reciprocal_rank, ranked, reciprocal_rank
from benchmarks.accuracy.sets import Known, LinkSet
from pipeline.coupling.statements import Matrix
from pipeline.language.identify import identify_language
from pipeline.language.stem import content_stems
from pipeline.language.tokenise import tokenise

LENGTHS = ("short", "middle", "long")
OVERLAPS = ("none", "some", "half or more")
COLUMNS = [
    *("set", "facet", "group", "sources", "links"),
    *(f"{measure}{end}" for measure in ("mrr", "f1", "recall") for end in ("", "_low", "_high")),
]
Labels = npt.NDArray[np.str_]


def breakdown(link_set: LinkSet, result: Result) -> pd.DataFrame:
    """MRR, F1 and recall of the decided links for each group of each facet, a row each.

    `language` and `length` part the sources: MRR is the mean over the group's sources with a link,
    F1 and recall are over all their pairs. `overlap` parts the pairs: MRR is the mean over the
    group's links, each among the wrong targets of its source; F1 and recall are over the pairs of
    the group. What can't be had is missing. Intervals draw anew among the sources that have
    anything to say of the group; where those are few, they say little.
    """
    texts = link_set.source["text"].tolist()
    rows = [
        *_by_source(link_set, result, "language", source_languages(texts)),
        *_by_source(link_set, result, "length", lengths(texts)),
        *_by_overlap(link_set, result),
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def source_languages(texts: list[str]) -> Labels:
    """`nb`, `nn` or `en` for each text; what a text doesn't tell, the others tell for it.

    >>> source_languages(["Eininga skal ikkje auke", "Plan"]).tolist()
    ['nn', 'nn']
    """
    common = identify_language(texts)
    return np.array([identify_language([text], otherwise=common) for text in texts])


def lengths(texts: list[str]) -> Labels:
    """`short`, `middle` or `long` for each text: terciles of its words; equal lengths together.

    >>> lengths(["a", "a b", "a b c"]).tolist()
    ['short', 'middle', 'long']
    """
    words = np.array([len(tokenise(text)) for text in texts])
    return np.array(LENGTHS)[np.searchsorted(np.quantile(words, [1 / 3, 2 / 3]), words)]


def overlaps(link_set: LinkSet) -> Labels:
    """How much of a source's words each target has, shape (sources, targets).

    By the share of the source's different content stems that stand in the target: `none`, `some`
    (below half) or `half or more`. A source without content words shares none.
    """
    sides = (link_set.source, link_set.target)
    source, target = (_stems(side["text"].tolist()) for side in sides)
    names = {stem: place for place, stem in enumerate(sorted(set().union(*source, *target)))}
    shared = (_indicators(source, names) @ _indicators(target, names).T).toarray()
    share = shared / np.maximum([len(stems) for stems in source], 1)[:, None]
    grade = (share > 0).astype(int) + (share >= 0.5)
    return np.asarray(np.array(OVERLAPS)[grade])


def _by_source(
    link_set: LinkSet, result: Result, facet: str, labels: Labels
) -> Iterator[dict[str, object]]:
    known = link_set.known
    ranks = np.full(len(known), np.nan)
    ranks[known.any(axis=1)] = reciprocal_rank(ranked(result.score, known))
    for group in sorted(set(labels.tolist()), key=_order):
        chosen = labels == group
        found = ranks[chosen & known.any(axis=1)]
        mrr = bootstrap(found[:, None], lambda means: means[..., 0]) if found.size else None
        pairs = np.broadcast_to(chosen[:, None], known.shape)
        yield _row(link_set, facet, group, pairs, mrr) | _decided(result, known, pairs)


def _by_overlap(link_set: LinkSet, result: Result) -> Iterator[dict[str, object]]:
    known, labels = link_set.known, overlaps(link_set)
    ranks = np.zeros(known.shape)
    ranks[known] = link_reciprocal_rank(result.score, known)
    for group in OVERLAPS:
        pairs = labels == group
        counts = np.stack([(ranks * pairs).sum(axis=1), (known & pairs).sum(axis=1)], axis=1)
        counts = counts[counts[:, 1] > 0]
        mrr = bootstrap(counts, _ratio) if counts.size else None
        yield _row(link_set, "overlap", group, pairs, mrr) | _decided(result, known, pairs)


def _row(
    link_set: LinkSet, facet: str, group: str, pairs: Known, mrr: Estimate | None
) -> dict[str, object]:
    links = int((link_set.known & pairs).sum())
    sources = int(pairs.any(axis=1).sum())
    named = {"set": link_set.name, "facet": facet, "group": group}
    return {**named, "sources": sources, "links": links, **_cells("mrr", mrr)}


def _decided(result: Result, known: Known, pairs: Known) -> dict[str, object]:
    """F1 and recall among the pairs; missing where none of them is a link or none was decided."""
    if result.linked is None or not (known & pairs).any():
        return {}
    telling = ((result.linked | known) & pairs).any(axis=1)
    found = decision_measures((result.linked & pairs)[telling], (known & pairs)[telling])
    return _cells("f1", found["f1"]) | _cells("recall", found["recall"])


def _cells(name: str, estimate: Estimate | None) -> dict[str, object]:
    if estimate is None:
        return {}
    ends = {"": estimate.value, "_low": estimate.low, "_high": estimate.high}
    return {f"{name}{end}": value for end, value in ends.items()}


def _ratio(means: Matrix) -> Matrix:
    return np.asarray(means[..., 0] / np.maximum(means[..., 1], 1e-12))


def _order(group: str) -> tuple[int, str]:
    return (LENGTHS.index(group) if group in LENGTHS else 0, group)


def _stems(texts: list[str]) -> list[set[str]]:
    languages = source_languages(texts)
    pairs = zip(texts, languages.tolist(), strict=True)
    return [set(content_stems(tokenise(text), language)) for text, language in pairs]


def _indicators(statements: list[set[str]], names: dict[str, int]) -> sparse.csr_array:
    rows = [row for row, stems in enumerate(statements) for _ in stems]
    columns = [names[stem] for stems in statements for stem in stems]
    ones = np.ones(len(rows))
    return sparse.csr_array((ones, (rows, columns)), shape=(len(statements), max(len(names), 1)))
